"""From a photo file to numbers as in training, and from a checkpoint to words.

The photos are small PNG files, which keep every number. They are wider than high, or higher than wide, and the first
ones need no scaling: their shorter side is as long as the network wants it.
"""

import json

import numpy as np
import torch
from PIL import Image
from torch import nn

from kata import expect, expect_error, scratch
from nets import probes
from nets.architectures import build
from week7.kata2_predict_a_photo import predict_photo, preprocess

MEAN, STD = np.array([0.5, 0.25, 0.75]), np.array([0.25, 0.5, 0.125])
SIDE = 8


def words(size=SIDE):
    return {"image_size": size, "mean": MEAN.tolist(), "std": STD.tolist()}


def colours(height, width, shift=0):
    """A photo in which no two rows, columns or colours are alike."""
    rows, columns = np.mgrid[:height, :width]
    red, green, blue = 20 + 13 * rows + 3 * columns, 230 - 11 * columns - rows, 60 + 7 * rows + 9 * columns
    return (np.dstack([red, green, blue]) + shift).clip(0, 255).astype(np.uint8)


def saved(folder, pixels, name="photo.png", orientation=1):
    """The path of the photo, saved as a file with an EXIF orientation."""
    exif = Image.Exif()
    exif[0x0112] = orientation
    Image.fromarray(pixels).save(folder / name, exif=exif)
    return folder / name


def first(pixels):
    """Colours first, and a batch of one: (H, W, 3) to (1, 3, H, W)."""
    return np.asarray(pixels, np.float64).transpose(2, 0, 1)[None]


def ready(pixels):
    """What the network should see of a square."""
    return first((pixels / 255 - MEAN) / STD)


def prepared(path, size=SIDE):
    """What preprocess gives, or a sentence about it."""
    try:
        got = preprocess(path, words(size))
    except RuntimeError as error:
        if "must match the size of tensor" not in str(error):
            raise
        raise AssertionError(f"Three colours did not meet three numbers ({error}). With the colours first, mean and "
                             "std must be of the shape (3, 1, 1); before that, (3,) is right.") from None
    assert got is not None, "It returned None. Is there a `return` at the end?"
    assert isinstance(got, torch.Tensor), (f"That is {type(got).__name__}, and a network takes torch tensors: "
                                           "torch.from_numpy(…) makes one of an array.")
    return got


MIRRORED = ("The photo is mirrored, at least now and then: that is augmentation, and it is for training only. The same "
            "photo must give the same numbers each time.")
SQUEEZED = ("The whole photo was squeezed into the square, and everything in it is too narrow or too wide. "
            "`center_square` keeps the proportions and the middle.")


LONGER = ("The longer side became image_size long, and above and below something is missing. It is the shorter side "
          "that becomes image_size long; then `center_square` cuts the longer one.")


def test_preprocess_does_what_training_did():
    """8 high, 12 wide, wanted 8 × 8: two columns go on each side, and nothing is scaled."""
    photo = colours(8, 12)
    middle = photo[:, 2:10]
    with scratch() as folder:
        got = prepared(saved(folder, photo, "Straße 1.png"))
        squeezed = np.asarray(Image.fromarray(photo).resize((8, 8)))
    unit, want = middle / 255, ready(middle)
    per_photo = (unit - unit.mean((0, 1))) / unit.std((0, 1))
    expect(got, want=want, rtol=1e-5, atol=1e-5, dtype="float32", mistakes={
        "raw": (first(middle), "Those are the colours from 0 to 255. Divide by 255, subtract mean, divide by std, as "
                "in training: this network has never seen such large numbers."),
        "unit": (first(unit), "Those are numbers from 0 to 1, and the network was trained with mean and std: subtract "
                 "the one, and divide by the other."),
        "minus mean": (first(unit - MEAN), "The mean was subtracted, and it was not divided by std."),
        "by std": (first(unit / STD), "It was divided by std, and the mean was not subtracted before."),
        "not by 255": (first((middle - MEAN) / STD), "The colours were not divided by 255 (or mean and std were, too, "
                       "which comes to the same). Mean and std are in units of 0 to 1: `to_unit`, and then they."),
        "255 last": (first((middle - MEAN) / STD / 255), "The division by 255 came last. Mean and std are in units of "
                     "0 to 1: `to_unit` first."),
        "255 twice": (first((unit / 255 - MEAN) / STD), "The colours were divided by 255 twice. Once gives 0 to 1, and "
                      "after that all photos are nearly black."),
        "swapped": (first((unit - STD) / MEAN), "Mean and std are swapped."),
        "times": (first((unit - MEAN) * STD), "It was multiplied by std. Divide by it."),
        "without brackets": (first(unit - MEAN / STD), "Only the mean was divided by std. Brackets: (photo - mean) / "
                             "std."),
        "divided first": (first(unit / STD - MEAN), "It was divided by std first. Subtract the mean first, and divide "
                          "what is left."),
        "plus": (first((unit + MEAN) / STD), "The mean was added. Subtract it."),
        "inverted": (ready(255 - middle), "Black and white are swapped: nothing is to be inverted here."),
        "twice": (first((want[0].transpose(1, 2, 0) - MEAN) / STD), "Mean and std were applied twice."),
        "own": (first(per_photo), "The mean and std of this photo were used. Take those of training, from "
                "`preprocessing`: a dark photo shall stay dark."),
        "own colours together": (first((unit - unit.mean()) / unit.std()), "The mean and std of this photo were used. "
                                 "Take those of training, from `preprocessing`: a dark photo shall stay dark."),
        "own afterwards": (lambda got: abs(float(got.mean())) < 1e-3 and abs(float(got.std()) - 1) < 0.02, "The mean "
                           "and std of this photo were used. Take those of training, from `preprocessing`: a dark "
                           "photo shall stay dark."),
        "own range": (first(((middle - middle.min()) / np.ptp(middle) - MEAN) / STD), "The photo was stretched between "
                      "its own darkest and brightest value. Always divide by 255: a dark photo shall stay dark."),
        "own maximum": (first((middle / middle.max() - MEAN) / STD), "It was divided by this photo's brightest value. "
                        "Always divide by 255: a dark photo shall stay dark."),
        "ImageNet": (first((unit - [0.485, 0.456, 0.406]) / [0.229, 0.224, 0.225]), "Mean and std are those that many "
                     "pretrained networks want. This one wants its own: they are in `preprocessing`."),
        "Lite0": (first((middle - 127.0) / 128), "Those are the numbers of EfficientNet-Lite0, (pixel - 127) / 128. "
                  "Take those in `preprocessing`: each checkpoint has its own."),
        "half": (first((unit - 0.5) / 0.5), "Mean and std 0.5 are only a guess. Take those in `preprocessing`."),
        "red's numbers": (first((unit - MEAN[0]) / STD[0]), "All three colours were given red's mean and std. Each has "
                          "its own."),
        "one number": (first((unit - MEAN.mean()) / STD.mean()), "All three colours were given one mean and one std. "
                       "Each has its own."),
        "backwards": (first((unit - MEAN[::-1]) / STD[::-1]), "Red was given blue's mean and std, and blue red's."),
        "blue first": (ready(middle[..., ::-1]), "Red and blue are "
                       "swapped: that is the order of OpenCV. This network was trained on red, green, blue."),
        "blue first at the end": (want[:, ::-1], "Red and blue are swapped, at the end. This network was trained on "
                                  "red, green, blue."),
        "grey": (lambda got: np.ptp(np.asarray(got)[0].transpose(1, 2, 0) * STD + MEAN, axis=2).max() < 1e-4, "The "
                 "photo has lost its colours: convert(\"L\") makes it grey. The network was trained on colours, "
                 "convert(\"RGB\")."),
        "half precision": (lambda got: got.dtype is torch.float16, "Those are float16 numbers, with three digits each. "
                           "The network calculates in float32: .float()."),
        "mirrored": (want[..., ::-1], MIRRORED),
        "upside down": (want[:, :, ::-1], "The photo stands on its head."),
        "turned": (want.transpose(0, 1, 3, 2), "Rows and columns are swapped: the photo is mirrored along its "
                   "diagonal. Axes (H, W, 3) become (3, H, W) with transpose(2, 0, 1) or permute(2, 0, 1)."),
        "reshaped": (want[0].transpose(1, 2, 0).reshape(1, 3, 8, 8), "reshape deals the numbers out anew, and the "
                     "picture is lost. Change the order of the axes: transpose(2, 0, 1) or permute(2, 0, 1)."),
        "no batch": (want[0], "That is one photo, (3, H, W). A network wants a batch, and a batch of one is "
                     "(1, 3, H, W)."),
        "colours last": (want.transpose(0, 2, 3, 1), "The colours come last, as on disk. PyTorch wants them before "
                         "rows and columns: (1, 3, H, W)."),
        "left": (ready(photo[:, :8]), "The left end of the photo was kept, not its middle."),
        "right": (ready(photo[:, 4:]), "The right end of the photo was kept, not its middle."),
        "squeezed": (lambda got: np.allclose(got, ready(squeezed), atol=0.3), SQUEEZED),
        "bands": (lambda got: got.shape == (1, 3, 8, 8) and np.ptp(np.asarray(got)[0, :, [0, -1]], axis=2).max() < 1e-4,
                  LONGER),
        "longer": (lambda got: got.shape[1] == 3 and got.shape[2] < 8 == got.shape[3], LONGER),
        "not cut": (lambda got: tuple(got.shape) == (1, 3, 8, 12), "The photo is still too wide. `center_square` cuts "
                    "the middle out."),
        "always 128": (lambda got: got.shape[-1] in (128, 224), "The photo was made "
                       "128 or 224 pixels large, whatever was asked for. The size is in `preprocessing`."),
    })


def test_preprocess_gives_the_same_numbers_each_time():
    with scratch() as folder:
        path = saved(folder, colours(8, 12))
        answers = [np.asarray(prepared(path)) for _ in range(12)]
    different = sum(not np.array_equal(answers[0], other) for other in answers[1:])
    assert not different, (f"{different} of 11 more calls gave other numbers for the same photo. "
                           + (MIRRORED if any(np.allclose(answers[0], other[..., ::-1]) for other in answers) else
                              "Chance (a random crop, a change of brightness) is for training only."))


def slope(height, width):
    """Red tells the column (0 left, 240 right), green the row (0 top, 240 bottom)."""
    return view((np.arange(height) + 0.5) / height, (np.arange(width) + 0.5) / width)


def view(rows, columns):
    """What a slope shows at these rows and columns, as shares of its height and width."""
    red, green = np.meshgrid(240 * np.asarray(columns), 240 * np.asarray(rows))
    return np.rint(np.dstack([red, green, np.full(red.shape, 90)])).astype(np.uint8)


def every(start, end, count=20):
    """The middles of `count` equal parts between two shares."""
    return start + (end - start) * (np.arange(count) + 0.5) / count


def test_preprocess_scales_to_the_image_size_and_keeps_the_middle():
    """60 high, 40 wide, wanted 20 × 20: halve it, and drop 5 rows at the top and the bottom."""
    with scratch() as folder:
        got = np.asarray(prepared(saved(folder, slope(60, 40)), size=20))
    expect(got.shape, want=(1, 3, 20, 20), what="the shape, for image_size 20", mistakes={
        "other size": (lambda got: len(got) == 4 and got[-1] == got[-2] != 20, "The size is in `preprocessing`: take "
                       "it from there, whatever it is."),
    }, say="Scale the photo until its shorter side is image_size long, and keep the middle.")
    seen = np.rint((got[0].transpose(1, 2, 0) * STD + MEAN) * 255)
    expect(seen, want=view(every(1 / 6, 5 / 6), every(0, 1)), rtol=0, atol=13, what="what the network sees of a tall "
           "photo, as colours again", mistakes={
        "squeezed": (view(every(0, 1), every(0, 1)), SQUEEZED),
        "top": (view(every(0, 2 / 3), every(0, 1)), "The top of the photo was kept, not its middle."),
        "bottom": (view(every(1 / 3, 1), every(0, 1)), "The bottom of the photo was kept, not its middle."),
        "not scaled": (view(every(1 / 3, 2 / 3), every(1 / 4, 3 / 4)), "The middle was cut out of the large photo, and "
                       "most of it is lost. Scale it first, until its shorter side is image_size long."),
        "corner": (view(every(0, 1 / 3), every(0, 1 / 2)), "A corner was cut out of the large photo. Scale it first."),
        "bands": (lambda got: np.ptp(got[:, [0, -1]], axis=(0, 1)).max() < 2 and np.ptp(got[..., 0]) > 50,
                  "There are bands left and right: the longer side was made to fit. It is the shorter side that "
                  "becomes image_size long."),
    })


def test_preprocess_turns_a_photo_upright():
    """The phone was held sideways: the file holds the photo lying down, and a note on how to turn it."""
    upright = colours(8, 12)
    with scratch() as folder:
        got = prepared(saved(folder, np.rot90(upright), orientation=6))
    lying = np.rot90(upright)[2:10]
    expect(got, want=ready(upright[:, 2:10]), atol=1e-5, mistakes={
        "lying": (ready(lying), "The photo lies on its side, as it is stored. Follow the EXIF orientation, as "
                  "`load_rgb` does (ImageOps.exif_transpose)."),
        "other way": (ready(np.rot90(upright, 2)[:, 2:10]), "The photo stands on its head: it was turned the wrong "
                      "way."),
    })


def test_preprocess_repeats_grey_as_three_colours():
    grey = colours(8, 12)[..., 0]
    why = ("A grey photo has one number for each pixel, and the network wants three: repeat it, as `load_rgb` does "
           "(image.convert(\"RGB\")).")
    with scratch() as folder:
        path = saved(folder, grey)
        try:
            got = prepared(path)
        except (ValueError, IndexError) as error:
            raise AssertionError(f"{why} It ended with {type(error).__name__}: {error}") from None
    expect(got, want=ready(np.dstack([grey[:, 2:10]] * 3)), atol=1e-5, mistakes={
        "one channel": (lambda got: tuple(got.shape) == (1, 1, 8, 8), why),
    })


def test_preprocess_lays_see_through_parts_on_white():
    """A drawing from a tablet: black everywhere, and what was drawn stands in the fourth number, alpha."""
    alpha = np.where(colours(8, 12)[..., 1] > 160, 255, 0).astype(np.uint8)
    drawing = np.dstack([np.zeros((8, 12, 3), np.uint8), alpha])
    seen = np.repeat(255 - alpha[:, 2:10, None], 3, axis=2)
    black = ("Everything is black: what was drawn stands in the fourth number, alpha. convert(\"RGB\") throws it away, "
             "and on black nobody sees it. Lay the photo on white first, as `load_rgb` does.")
    with scratch() as folder:
        path = saved(folder, drawing)
        try:
            got = prepared(path)
        except (ValueError, IndexError) as error:
            raise AssertionError("This photo has a fourth number for each pixel, alpha. Lay it on white, as `load_rgb` "
                                 f"does. It ended with {type(error).__name__}: {error}") from None
    expect(got, want=ready(seen), atol=1e-5, mistakes={
        "black": (ready(0 * seen), black),
        "on black": (ready(255 - seen), "Black and white are swapped: lay the photo on white, as `load_rgb` does."),
        "four": (lambda got: got.shape[1] == 4, "There are four numbers for each pixel. The fourth is alpha: lay the "
                 "photo on white, as `load_rgb` does, and three are left."),
    })


def test_preprocess_refuses_what_is_no_photo():
    with scratch() as folder:
        (folder / "notes.jpg").write_text("This is no photo.\n", encoding="utf-8")
        saved(folder, np.tile(colours(8, 12), (20, 20, 1)), "whole.png")
        (folder / "half.png").write_bytes((folder / "whole.png").read_bytes()[:-200])
        kinds = {"notes.jpg": "text", "half.png": "a photo that breaks off", "none.jpg": "no file at all"}
        for name, kind in kinds.items():
            expect_error(preprocess, folder / name, words(), error=OSError, why=f"{name} is {kind}. Pillow raises an "
                         "OSError for it: let that through. Numbers that nobody took a photo of would get an answer, "
                         "too.")


NAMES = ["tool", "bird", "windmill", "animal"]  # in no order of the alphabet


def network(seed=4, channels=5, n_classes=4):
    """As if it had been trained: its running statistics are not 0 and 1, and its answers differ."""
    model = probes.filled(build({"architecture": "tiny", "channels": channels}, n_classes), seed, torch.float32)
    model.norm.running_mean.copy_(torch.linspace(-1.0, 1.5, channels))
    model.norm.running_var.copy_(torch.linspace(0.5, 3.0, channels))
    return model.eval()


def checkpoint_of(model, channels=5, names=NAMES):
    state = {name: value.clone() for name, value in model.state_dict().items()}
    return {"state_dict": state, "config": {"architecture": "tiny", "channels": channels}, "class_names": names,
            "preprocessing": words()}


def chances(model, images):
    """The softmax of the network's answer to one photo."""
    return torch.from_numpy(probes.answers(model, torch.as_tensor(images, dtype=torch.float32)))[0].softmax(0).tolist()


def ranking(probabilities, names=NAMES, k=3):
    return sorted(zip(names, probabilities, strict=True), key=lambda pair: -pair[1])[:k]


def in_train_mode(model, images):
    """All answers that dropout can give: each of the 5 features is switched off, or doubled."""
    normal = nn.functional.batch_norm(model.conv(images), None, None, model.norm.weight, model.norm.bias, training=True)
    features = torch.relu(normal).mean((2, 3))
    masks = torch.tensor([[float(number >> bit & 1) * 2 for bit in range(5)] for number in range(32)])
    return model.linear(features * masks).softmax(1).tolist()


ROW_0 = ("For a batch of one photo the network gives one row, (1, n). Take it out before you sort: logits[0].")
BY_NAME = ("The pairs are in the order of their names: sorted compares what stands first in a pair. key=lambda pair: "
           "pair[1] makes it compare the probabilities.")
NOT_BUILT = ("The network that was built does not fit the numbers in the checkpoint. build(checkpoint[\"config\"], n) "
             "with the whole config, and as many classes as there are class names.")


def predicted(checkpoint, path, **options):
    """What predict_photo gives, or a sentence about it."""
    try:
        with torch.enable_grad():  # and back to normal afterwards, whatever happens in there
            got = predict_photo(checkpoint, path, **options)
    except NotImplementedError:
        raise
    except (TypeError, RuntimeError, ValueError) as error:
        if "_IncompatibleKeys" in str(error):
            raise AssertionError("load_state_dict changes the model itself and returns only a report, which cannot "
                                 "answer. Put it on a line of its own: model.load_state_dict(…).") from None
        if "loading state_dict" in str(error) and "\"class_names\"" in str(error):
            raise AssertionError("load_state_dict was given the whole checkpoint. The tensors are under one of its "
                                 "keys: checkpoint[\"state_dict\"].") from None
        if "[1, 1, 3, 8, 8]" in str(error):
            raise AssertionError("The network was given (1, 1, 3, 8, 8). What `preprocess` gives is a batch already: "
                                 "no unsqueeze(0).") from None
        if "only integer tensors of a single element" in str(error) or "cannot be converted to Scalar" in str(error):
            raise AssertionError(f"{ROW_0} It ended with {type(error).__name__}: {error}") from None
        if "loading state_dict" in str(error):
            raise AssertionError(f"{NOT_BUILT} {str(error).splitlines()[-1].strip()}") from None
        if "more than 1 value per channel" in str(error):
            raise AssertionError("A norm in train mode wants more than one photo. The network is to answer: "
                                 "model.eval().") from None
        if "requires grad" in str(error):
            raise AssertionError("The answer holds on to the network's computation, so NumPy does not take it. Ask the "
                                 "network under `with torch.no_grad():`.") from None
        raise
    return got


def test_predict_photo_gives_the_best_three_with_their_probabilities():
    model, photo = network(), colours(8, 12)
    images = torch.tensor(ready(photo[:, 2:10]), dtype=torch.float32)
    with scratch() as folder, torch.random.fork_rng(devices=[]):
        path = saved(folder, photo)
        torch.manual_seed(3)  # so that the weights of a new network are known
        got = predicted(checkpoint_of(model), path)
    p = chances(model, images)
    with torch.random.fork_rng(devices=[]):
        torch.manual_seed(3)
        fresh = build({"architecture": "tiny", "channels": 5}, 4).eval()
    without_statistics = network()
    without_statistics.norm.reset_running_stats()
    with torch.no_grad():
        logits = model(images)[0].tolist()
        training = in_train_mode(model, images)
    again = torch.tensor(p).softmax(0).tolist()
    best, pairs = ranking(p), list(zip(NAMES, p, strict=True))
    largest = sum(value for _, value in best)

    def on(images):
        return ranking(chances(model, first(images)))

    unit = photo[:, 2:10] / 255
    expect(got, want=best, rtol=1e-4, atol=1e-5, mistakes={
        "logits": (ranking(logits), "Those are the logits. Softmax over the classes makes probabilities of them, from "
                   "0 to 1 and together 1."),
        "row": (lambda got: any(not isinstance(one, str) and np.ndim(one) for pair in got for one in pair), ROW_0),
        "axis": (lambda got: len(got) and all(float(value) == 1 for _, value in got), "Every class has probability 1: "
                 "softmax went along the axis of the batch, in which there is one photo. The classes are on axis 1."),
        "twice": (ranking(again), "That is the softmax of the softmax, which makes all classes nearly equal. Once is "
                  "enough."),
        "sigmoid": (ranking(torch.tensor(logits).sigmoid().tolist()), "That is the sigmoid of each logit by itself. "
                    "Softmax over all classes is meant."),
        "logs": (ranking(torch.tensor(p).log().tolist()), "Those are logarithms, as log_softmax gives them."),
        "three add up to 1": ([(name, value / largest) for name, value in best], "These three add up to 1, as if there "
                              "were no other class. Softmax over all classes first, and then the best three."),
        "train mode": (lambda got: any(np.allclose([value for _, value in got], [value for _, value in ranking(other)],
                                                   atol=1e-5) for other in training),
                       "The network was in train mode: dropout switched features off by chance, and the photo was "
                       "normalised by itself. A new network begins in train mode: model.eval()."),
        "raw": (on(photo[:, 2:10]), "The network saw colours from 0 to 255, and was trained on other numbers. Give it "
                "what `preprocess` gives."),
        "unit": (on(unit), "The network saw numbers from 0 to 1: mean and std were left out. Give it what `preprocess` "
                 "gives."),
        "normalised twice": (on(((unit - MEAN) / STD - MEAN) / STD), "Mean and std were applied twice. What "
                             "`preprocess` gives has had both."),
        "divided twice": (on((unit - MEAN) / STD / 255), "What the network saw was divided by 255 once more. What "
                          "`preprocess` gives is ready."),
        "ImageNet": (on((unit - [0.485, 0.456, 0.406]) / [0.229, 0.224, 0.225]), "The photo was prepared with the mean "
                     "and std of other networks. This one's are in checkpoint[\"preprocessing\"]."),
        "blue first": (on((unit[..., [2, 1, 0]] - MEAN) / STD), "The network saw red and blue swapped. Give it what "
                       "`preprocess` gives."),
        "blue first at the end": (on(((unit - MEAN) / STD)[..., [2, 1, 0]]), "The network saw red and blue swapped. "
                                  "Give it what `preprocess` gives."),
        "not divided": (ranking(torch.tensor(logits).exp().tolist()), "That is exp of each logit. Softmax divides by "
                        "their sum over all classes."),
        "half precision": (lambda got: [name for name, _ in got] == [name for name, _ in best] and all(
            abs(value - right) < 1e-3 for (_, value), (_, right) in zip(got, best, strict=True)) and any(
            float(value) != round(float(value), 4) for _, value in got) and got != best,
                           "These are nearly the right numbers: some digits are lost, as in half precision. Leave "
                           "network and photo in float32."),
        "fresh": (ranking(chances(fresh, images)), "Those are the answers of a new network, with random weights: the "
                  "numbers of the checkpoint were not put in. model.load_state_dict(checkpoint[\"state_dict\"])."),
        "statistics": (ranking(chances(without_statistics, images)), "The running statistics of the norm were not "
                       "loaded: they are no parameters. load_state_dict takes them, too."),
        "sorted names": (ranking(p, sorted(NAMES)), "The names were sorted, and each probability got another's name. "
                         "The first answer belongs to the first of class_names as they are."),
        "names in order": (list(zip(NAMES, [value for _, value in best], strict=False)), "The probabilities were "
                           "sorted and the names were not, so each name has another's probability."),
        "not sorted": (list(zip(NAMES, p, strict=True))[:3], "Those are the first three classes. Sort by probability "
                       "before you take the first k."),
        "by name": (sorted(pairs)[:3], BY_NAME),
        "by name, backwards": (sorted(pairs, reverse=True)[:3], BY_NAME),
        "three by name": (sorted(best, reverse=True), BY_NAME),
        "worst": (ranking(p, k=4)[::-1][:3], "Those are the least likely classes. Sort from large to small."),
        "backwards": (best[::-1], "Those are the right three with the best one last. Best first."),
        "numbers": (lambda got: [(str(int(i)), round(float(value), 4)) for i, value in got] == [
            (str(NAMES.index(name)), round(value, 4)) for name, value in best], "Those are the numbers of the classes. "
                    "Look up their names: class_names[i]."),
        "turned": ([(value, name) for name, value in best], "The pairs are the wrong way round: name first, then "
                   "probability."),
        "names": ([name for name, _ in best], "Those are the names alone. Give pairs: (name, probability)."),
        "dict": (lambda got: isinstance(got, dict), "That is a dict. Give a list of pairs: [(name, probability), …]."),
        "topk": (lambda got: len(got) == 2 and len(got[0]) == len(got[1]) == 3 and not isinstance(got[0], str), "Those "
                 "are two lists, as torch.topk gives them: values, and numbers of classes. Make pairs of them: "
                 "(class_names[i], value)."),
        "values": (lambda got: np.allclose(np.asarray(got, float), [value for _, value in best], atol=1e-5), "Those "
                   "are the probabilities alone. Give pairs: (name, probability)."),
        "sentences": (lambda got: len(got) == 3 and all(isinstance(one, str) for one in got), "Those are texts. Give "
                      "pairs of a name and a number: (name, probability); whoever shows them makes texts of them."),
        "one": (lambda got: np.ndim(got) == 0 or got[0] == best[0][0] or (len(got) == 1 and got[0][0] == best[0][0]),
                "That is the best guess alone, as argmax gives it. Give a list of the best k as pairs, and k is 3 "
                "unless the caller says otherwise."),
        "one fewer": (lambda got: len(got) == 2 and got[0][0] == best[0][0], "One is missing: [:k] takes the first k, "
                      "from 0 to k - 1."),
        "percent": ([(name, 100 * value) for name, value in best], "Those are percentages. A probability lies between "
                    "0 and 1; whoever shows it may multiply it by 100."),
        "rounded": (lambda got: [name for name, _ in got] == [name for name, _ in best] and all(
            abs(value - round(float(value), 3)) < 1e-7 and abs(value - right) < 0.06
            for (_, value), (_, right) in zip(got, best, strict=True)),
                    "The probabilities were rounded. Keep all their digits; rounding is for whoever shows them."),
        "text": (lambda got: isinstance(got[0], tuple | list) and isinstance(got[0][1], str), "The probabilities are "
                 "texts. Give them as numbers; whoever shows them makes texts of them."),
        "all": (lambda got: isinstance(got, tuple | list) and len(got) == 4, "All classes are there. Give the first "
                "k, and k is 3 unless the caller says otherwise."),
    }, say="Build the network from config, load the state dict, eval(), and give it what `preprocess` gives.")


def test_predict_photo_gives_as_many_as_asked_for():
    model, photo = network(seed=5), colours(8, 8)
    p = chances(model, ready(photo))
    with scratch() as folder:
        path = saved(folder, photo)
        why = "There are 4 classes and k is 9: then give all four. torch.topk refuses that; min(k, len(names)) helps."
        for k in (1, 2, 4, 9):
            try:
                got = predicted(checkpoint_of(model), path, k=k)
            except (RuntimeError, IndexError, ValueError) as error:
                if k < 9:
                    raise
                raise AssertionError(f"{why} It raised {type(error).__name__}: {error}") from None
            expect(got, want=ranking(p, k=k), rtol=1e-4, atol=1e-5, mistakes={
                "three": (lambda got, k=k: k != 3 and len(got) == 3, f"There are three, and k is {k}."),
                "bare": (ranking(p)[0], "For k = 1 there is one pair in a list, so that callers need not ask which it "
                         "is."),
            })


def test_predict_photo_gives_plain_text_and_numbers():
    """Whatever shows the answer, a web page for instance, wants it as plain Python."""
    with scratch() as folder:
        got = predicted(checkpoint_of(network()), saved(folder, colours(8, 12)))
    kinds = {type(one).__name__ for pair in got for one in pair}
    try:
        json.dumps(got)
    except TypeError:
        raise AssertionError(f"In the pairs there are {', '.join(sorted(kinds))}, and should be str and float only: a "
                             "web page cannot take other types. .tolist() or float(…) makes plain numbers.") from None
    expect(sorted(kinds), want=["float", "str"], what="the types of what is in the pairs", say=".tolist() or float(…) "
           "makes plain numbers.")


def test_predict_photo_uses_the_checkpoint_it_is_given():
    """Two checkpoints one after the other: other layers, other classes, other names."""
    photo, names = colours(8, 12), ["zebra", "ant", "moth"]
    other = network(seed=6, channels=3, n_classes=3)
    with scratch() as folder:
        path = saved(folder, photo)
        predicted(checkpoint_of(network()), path)
        got = predicted(checkpoint_of(other, channels=3, names=names), path)
    expect(got, want=ranking(chances(other, ready(photo[:, 2:10])), names), rtol=1e-4, atol=1e-5, mistakes={
        "old names": (lambda got: {name for name, _ in got} <= set(NAMES), "Those are the names of an earlier "
                      "checkpoint. Keep nothing from one call to the next."),
    })


def test_predict_photo_of_a_network_that_is_quite_sure():
    """Its logits are some hundreds apart: one class has probability 1, and nothing is left for the others."""
    model = network()
    with torch.no_grad():
        model.linear.weight.mul_(1000)
    with scratch() as folder:
        got = predicted(checkpoint_of(model), saved(folder, colours(8, 12)), k=4)
    lost = len(got) == 2 and all(name in NAMES for name, _ in got)
    assert not lost, (f"A class is lost: there are only {got}. Several have the same probability here, and a dict with "
                      "probabilities as keys keeps one of them. Sort pairs.")
    expect([value for _, value in got], want=[1.0, 0, 0, 0], rtol=0, atol=1e-5, what="the probabilities", mistakes={
        "overflow": (lambda got: np.isnan(np.asarray(got, float)).any(), "exp of a large logit is inf, and inf / inf "
                     "is nan. Subtract the largest logit first, or use torch.softmax, which does."),
    })


def test_predict_photo_refuses_numbers_of_another_network():
    photo, fitting = colours(8, 12), checkpoint_of(network())
    renamed = {f"module.{name}": value for name, value in fitting["state_dict"].items()}
    without = {name: value for name, value in fitting["state_dict"].items() if "running" not in name}
    with scratch() as folder:
        path = saved(folder, photo)
        expect(predicted(fitting, path), want=ranking(chances(network(), ready(photo[:, 2:10]))), rtol=1e-4, atol=1e-5,
               what="the answer with the numbers that do fit")
        for state, why in ((renamed, "No name in this state dict fits (they all begin with `module.`), so new, random "
                                     "weights gave the answer."),
                           (without, "This state dict lacks running_mean and running_var, so the network normalised "
                                     "with numbers of its own.")):
            try:
                predict_photo({**fitting, "state_dict": state}, path)
            except NotImplementedError:
                raise
            except (ValueError, RuntimeError, KeyError, AssertionError):
                continue
            raise AssertionError(f"No error came. {why} load_state_dict raises a RuntimeError by itself, as long as "
                                 "strict is True, as it is unless you change it.")


def test_predict_photo_prepares_any_photo_in_the_same_way():
    """A tall photo, held sideways: it is stored lying down."""
    upright, model = colours(12, 8, shift=-15), network(seed=5)
    with scratch() as folder:
        got = predicted(checkpoint_of(model), saved(folder, np.rot90(upright), orientation=6))
    lying = np.rot90(upright)[:, 2:10]
    squeezed = np.asarray(Image.fromarray(upright).resize((8, 8)))
    expect(got, want=ranking(chances(model, ready(upright[2:10]))), rtol=1e-4, atol=1e-5, mistakes={
        "lying": (ranking(chances(model, ready(lying))), "The network saw the photo lying on its side. Give it what "
                  "`preprocess` gives."),
        "squeezed": (ranking(chances(model, ready(squeezed))), "The network saw a photo squeezed into a square. Give "
                     "it what `preprocess` gives."),
    })


def test_predict_photo_refuses_what_is_no_photo():
    with scratch() as folder:
        (folder / "notes.jpg").write_text("This is no photo.\n", encoding="utf-8")
        predicted(checkpoint_of(network()), saved(folder, colours(8, 12)))  # this one is
        expect_error(predict_photo, checkpoint_of(network()), folder / "notes.jpg", error=OSError, why="This is no "
                     "photo, and there is nothing to be predicted. `preprocess` raises an OSError: let it through.")
