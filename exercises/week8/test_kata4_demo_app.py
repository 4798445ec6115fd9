"""What the page shows for a picture, what it says to people who upload something else, and the folder to host it.

The network is made by hand: it looks at colours, and at what gets brighter to the right and further down. So a picture
that was prepared in another way than the checkpoint says, turned or cut, gets other probabilities. The pictures are
small, and have the size that the network wants, wherever the size is not what is tested.
"""

import ast
import contextlib
import io
import json
import platform
import sys
import tempfile
from functools import cache
from pathlib import Path
from unittest import mock

import numpy as np
import torch
from PIL import Image
from safetensors.torch import save_file

from kata import expect, expect_error, scratch
from kata.circumstances import warned
from nets import probes
from nets.architectures import build
from week8.kata4_demo_app import build_app, predict, space_files

NAMES = ["Windmühle", "cat", "bridge", "anchor"]  # in the order of the network's answers, and in no other
MEAN, STD = [0.5, 0.25, 0.375], [0.25, 0.5, 0.125]
SIZE = 24


@cache
def network():
    """Four channels: two mix the colours, one sees what gets brighter to the right, one what gets brighter below."""
    convolution = torch.zeros(4, 3, 3, 3)
    convolution[:2, :, 1, 1] = torch.tensor([[1.0, -0.5, 0.25], [-0.5, 0.25, 1.0]])
    convolution[2, :, 1, ::2] = torch.tensor([-1.0, 1.0])
    convolution[3, :, ::2, 1] = torch.tensor([-1.0, 1.0])
    model = build({"architecture": "tiny"}, len(NAMES)).eval()
    model.load_state_dict({
        "conv.weight": convolution, "conv.bias": torch.tensor([0.25, 0.5, 0, 0]),
        "norm.weight": torch.tensor([1.0, 1, 2, 2]), "norm.bias": torch.tensor([0.25, 0, 0.125, 0]),
        "norm.running_mean": torch.tensor([0.25, 0.5, 0, 0.125]),
        "norm.running_var": torch.tensor([0.5, 2, 0.25, 0.25]), "norm.num_batches_tracked": torch.tensor(40),
        "linear.weight": torch.tensor([[1, -1, 0.5, -0.5], [-1, 0.5, 1.5, 0], [0.5, 1, -1, 1], [0, 0.5, -0.5, 1.5]]),
        "linear.bias": torch.tensor([0.5, -1, -0.25, -0.5])})
    return model


def checkpoint(names=NAMES):
    return {"state_dict": {name: tensor.clone() for name, tensor in network().state_dict().items()},
            "config": {"architecture": "tiny"}, "class_names": list(names),
            "preprocessing": {"image_size": SIZE, "mean": list(MEAN), "std": list(STD)}}


def saved(path, names=NAMES):
    """The checkpoint as a file, in the format of week 7; the path again."""
    parts = checkpoint(names)
    save_file(parts.pop("state_dict"), path, metadata={key: json.dumps(value) for key, value in parts.items()})
    return path


def photo(height=SIZE, width=SIZE, grain=40):
    """Redder to the right, darker further down, a blue post near the right edge; and a little grain."""
    rows, columns = np.mgrid[:height, :width]
    down = rows * SIZE // height
    blue = down * 6 + np.where(columns > width * 2 // 3, 90, 0)
    colours = np.stack([columns * 200 // width + down, 255 - down * 5 - columns * 2 * SIZE // height, blue], 2)
    return (colours + (rows * columns * 37 % grain)[..., None]).clip(0, 255).astype(np.uint8)


def prepared(pixels):
    """The pixels as a batch of one, as the checkpoint says it; in NumPy's float64, (1, 3, H, W)."""
    return ((pixels / 255 - MEAN) / STD).transpose(2, 0, 1)[None]


def logits(batch):
    return probes.answers(network(), torch.tensor(np.ascontiguousarray(batch), dtype=torch.float32))[0].astype(float)


def softmax(numbers):
    powers = np.exp(numbers - numbers.max())
    return powers / powers.sum()


def named(numbers, names=NAMES):
    return dict(zip(names, np.asarray(numbers).tolist(), strict=True))


def answer(pixels):
    """What `predict` should give for (24, 24, 3) pixels."""
    return named(softmax(logits(prepared(pixels))))


def texts(got):
    return bool(got) and all(isinstance(value, str) for value in got.values())


def test_predict_gives_each_class_its_probability():
    pixels = photo()
    image = Image.fromarray(pixels)
    try:
        got = predict(image, checkpoint())
    except FileNotFoundError as error:
        assert "model.safetensors" not in str(error), ("It was given a checkpoint, and looked for the file "
                                                       "model.safetensors. That is for calls with an image only.")
        raise
    right = logits(prepared(pixels))
    shares = softmax(right)
    assert got is not None, "It returned None. Is there a `return` at the end?"
    assert isinstance(got, dict), (f"It returned {kind(got)}. A page shows a dict of class names and probabilities, "
                                   "such as {'cat': 0.7, 'dog': 0.2, 'bird': 0.1}.")
    assert not (texts(got) and set(got.values()) <= set(NAMES)), (
        "Names and probabilities have changed places: the name is the key, and its probability the value.")
    assert not texts(got), (f"The values are texts, {next(iter(got.values()))!r}. Return numbers from 0 to 1; the page "
                            "writes the % by itself.")

    def changes(got):
        again = [predict(image, checkpoint()) for _ in range(5)]
        return any(abs(got[name] - other[name]) > 1e-6 for other in again for name in NAMES)

    expect(got, want=named(shares), atol=1e-4, mistakes={
        "percent": (lambda got: all(abs(got[name] - 100 * share) < 0.6 for name, share in named(shares).items()),
                    "These are percentages. Return numbers from 0 to 1; the page writes the % by itself."),
        "other keys": (lambda got: not set(got) <= set(NAMES), "The keys should be the names of the classes, just as "
                       "checkpoint[\"class_names\"] has them."),
        "some": (lambda got: 0 < len(got) < len(NAMES) and all(abs(share - named(shares)[name]) < 1e-3 for name, share
                 in got.items()), "Some classes are missing. A page may choose which it shows; `predict` gives all of "
                 "them: k=len(class_names)."),
        "whole": (lambda got: set(got.values()) == {0, 1} or set(got.values()) == {1}, "Every value is 0 or 1. People "
                  "want to see how sure the network is: give the probabilities, not only the winner."),
        "logits": (named(right), "These are the logits, which do not add up to 1. softmax makes probabilities of "
                   "them."),
        "sigmoid": (named(1 / (1 + np.exp(-right))), "They do not add up to 1: sigmoid looks at each class by itself. "
                    "softmax shares out one whole among all classes."),
        "twice": (named(softmax(shares)), "softmax was applied twice: `predict_photo` gives probabilities already."),
        "sorted": (named(shares, sorted(NAMES)), "The names were sorted before they got their probabilities. The "
                   "network's first answer is about class_names[0], whatever letter that begins with."),
        "best first": (named(sorted(shares, reverse=True)), "The probabilities were sorted and the names were not, so "
                       "the first name always wins. Keep the pairs together."),
        "log": (named(np.log(shares)), "These are the logarithms of the probabilities: log_softmax is for the loss, "
                "and softmax for people."),
        "few": (lambda got: sum(got.values()) < 0.5 and min(got.values()) >= 0, "They add up to much less than 1: "
                "softmax shared out among more classes than there are names. The network needs as many outputs as the "
                "checkpoint has class names."),
        "training": (changes, "Asked again about the same picture, it answers differently. Either the network is in "
                     "train mode, and its dropout at work: model.eval(). Or its weights are new each time: "
                     "load_state_dict(…)."),
        "raw": (named(softmax(logits(pixels.transpose(2, 0, 1)[None].astype(float)))), "The network saw numbers from 0 "
                "to 255. Prepare the picture as the checkpoint says: `predict_photo` does."),
        "unit": (named(softmax(logits(pixels.transpose(2, 0, 1)[None] / 255))), "The network saw numbers from 0 to 1, "
                 "without the mean and std that it was trained with: checkpoint[\"preprocessing\"] has them."),
        "not 0 to 1": (named(softmax(logits(((pixels - MEAN) / STD).transpose(2, 0, 1)[None]))), "mean and std are for "
                       "numbers from 0 to 1, and the pixels were still 0 to 255: divide them by 255 first."),
        "imagenet": (named(softmax(logits(((pixels / 255 - IMAGENET[0]) / IMAGENET[1]).transpose(2, 0, 1)[None]))),
                     "The picture was prepared with the mean and std of ImageNet, 0.485 and so on, as in tutorials. "
                     "This checkpoint has its own: checkpoint[\"preprocessing\"]."),
        "its own": (lambda got: any(close(got, mine) for mine in own_statistics(pixels)), "The picture was scaled by "
                    "its own mean and std. Every picture gets the same ones, those of checkpoint[\"preprocessing\"]."),
        "grey": (lambda got: close(got, np.array(image.convert("L").convert("RGB"))), "The colours were lost on the "
                 "way: convert(\"L\") makes a picture grey, and this network knows colours."),
        "lite0": (named(softmax(logits((pixels.transpose(2, 0, 1)[None] - 127.0) / 128))), "The picture was prepared "
                  "as EfficientNet-Lite0 wants it. This checkpoint has a mean and std of its own: "
                  "checkpoint[\"preprocessing\"]."),
        "blue first": (answer(pixels[..., ::-1]), "Red and blue have changed places. PIL gives red, green, blue, and "
                       "so does `predict_photo`."),
        "mixed up": (named(softmax(logits(prepared(pixels).transpose(0, 2, 3, 1).reshape(1, 3, SIZE, SIZE)))),
                     "The colours were mixed up: reshape does not move numbers. permute(2, 0, 1) makes (3, H, W) of "
                     "(H, W, 3)."),
        "on its side": (answer(pixels.transpose(1, 0, 2)), "Rows and columns have changed places."),
        "rounded": (lambda got: any(got == {name: round(float(p), digits) for name, p in named(shares).items()} for
                    digits in (1, 2, 3)), "They were rounded, and may no longer add up to 1. The page rounds what it "
                    "shows by itself."),
        "a little off": (lambda got: 1e-4 < max(abs(got[name] - share) for name, share in named(shares).items()) < 0.1,
                         "They are a little off: was the picture changed on its way? A JPEG does that. PNG keeps every "
                         "pixel."),
    }, say="The picture has the network's size already, so only checkpoint[\"preprocessing\"] changes its numbers. "
           "Then come the network built from `config`, with the weights of `state_dict`, and softmax.")


IMAGENET = [0.485, 0.456, 0.406], [0.229, 0.224, 0.225]


def own_statistics(pixels):
    """Pixels that, prepared by the book, are what a picture is when scaled by its own mean and std; 2 kinds."""
    for axes in ((0, 1), None):
        own = (pixels - pixels.mean(axes)) / pixels.std(axes)
        yield (own * STD + MEAN) * 255


def test_predict_asks_the_checkpoint_it_is_given():
    """Two checkpoints, one after the other: nothing of the first is left when the second is asked."""
    image = Image.fromarray(photo())
    predict(image, checkpoint())
    other = checkpoint(["owl", "fox", "newt", "hare"])
    other["state_dict"]["linear.weight"] *= -1
    opposite = 2 * network().linear.bias.detach().numpy() - logits(prepared(photo()))
    got = predict(image, other)
    expect(got, want=named(softmax(opposite), other["class_names"]), atol=1e-3, what="the probabilities "
           "from a second checkpoint", mistakes={
        "the first": (lambda got: set(got) <= set(NAMES) or close(dict(zip(NAMES, (got[name] for name in
                      other["class_names"]), strict=True)), photo()), "They come from the checkpoint of an earlier "
                      "call. Each call may bring another one: keep nothing."),
    }, say="Other weights and other names came with this call.")


def kind(value):
    return "the tuple" if isinstance(value, tuple) else f"a {probes.kind(value)}"


def test_predict_gives_plain_text_and_numbers():
    """What goes to a browser is written as JSON, and JSON knows nothing of tensors and arrays."""
    got = predict(Image.fromarray(photo()), checkpoint())
    for name, value in got.items():
        assert isinstance(name, str), f"A key is {name!r}. The page wants the class's name: class_names[i]."
        assert not isinstance(value, str), f"The value of {name!r} is a text, {value!r}, and should be a number."
        assert isinstance(value, float), (
            f"The value of {name!r} is {type(value).__module__}.{type(value).__name__}. In a notebook that looks well; "
            "a page cannot send it to a browser. float(p) makes a plain number of it.")


def called(image, why):
    """`predict` of one picture; `why` is for errors that say how the picture did not fit."""
    try:
        return predict(image, checkpoint())
    except (NotImplementedError, FileNotFoundError):
        raise
    except (RuntimeError, ValueError, IndexError, TypeError, OSError) as error:
        raise AssertionError(f"{why} (It ended with {type(error).__name__}: {error})") from None


def test_predict_shows_the_network_a_grey_picture_in_three_colours():
    grey = photo()[..., 1]
    got = called(Image.fromarray(grey), "A grey picture, mode L, has one number a pixel, and the network wants three: "
                                        'image.convert("RGB") repeats it.')
    expect(got, want=answer(np.stack([grey] * 3, 2)), atol=5e-3, what="a grey picture's probabilities",
           say="Red, green and blue are all equal to the grey.")


def test_predict_looks_up_the_colours_of_a_palette():
    picture = Image.fromarray(photo()).quantize(16)
    want = answer(np.array(picture.convert("RGB")))
    numbers = np.array(picture)
    got = called(picture, "With a palette, mode P, a pixel is the number of a colour in a list: convert(\"RGB\") looks "
                          "it up.")
    expect(got, want=want, atol=5e-3, what="the probabilities of a picture with a palette", mistakes={
        "numbers": (answer(np.stack([numbers] * 3, 2)), "The network was shown the numbers of the palette's entries. "
                    "convert(\"RGB\") looks the colours up."),
    }, say="In mode P a pixel is the number of a colour in a list: convert(\"RGB\") looks it up.")


def drawing():
    """A black pen on nothing: all of it, pen or not, is black, and only alpha says where the pen was."""
    alpha = np.zeros((SIZE, SIZE), np.uint8)
    alpha[4:20, 6:9], alpha[16:20, 6:20], alpha[8, 3:15] = 255, 255, 153
    return alpha


def test_predict_lays_a_drawing_on_white():
    alpha = drawing()
    black = np.zeros_like(alpha)
    on_white = np.stack([255 - alpha] * 3, 2)
    for mode, layers in (("RGBA", 3), ("LA", 1)):
        picture = Image.fromarray(np.stack([black] * layers + [alpha], 2), mode=None)
        assert picture.mode == mode
        got = called(picture, f"A picture with transparency, mode {mode}, has one channel more, for alpha. Lay it on "
                              "white, and make it RGB. (JPEG knows no transparency; PNG does.)")
        expect(got, want=answer(on_white), atol=5e-3, what=f"the probabilities of a drawing with transparency ({mode})",
               mistakes={
            "black": (answer(np.stack([black] * 3, 2)), "The network saw nothing but black: convert(\"RGB\") drops "
                      "alpha, and the drawing is in there. Lay the picture on white first (Image.alpha_composite)."),
            "on black": (answer(np.stack([alpha] * 3, 2)), "The network saw a white drawing on black, alpha itself. "
                         "Lay the picture on white."),
        }, say="Where the drawing is see-through, the network should see white.")
    sticker = Image.fromarray(np.where(alpha > 200, 1, 0).astype(np.uint8), mode=None).convert("P")
    sticker.putpalette([0, 0, 0, 200, 40, 60])
    sticker.info["transparency"] = 0
    colours = np.where(alpha[..., None] > 200, [200, 40, 60], 255)
    got = called(sticker, "A palette, mode P, may have a see-through colour, as in a GIF: image.convert(\"RGBA\") "
                          "makes alpha of it.")
    expect(got, want=answer(colours), atol=5e-3, what="the probabilities of a sticker, a palette with a see-through "
           "colour", mistakes={
        "black": (answer(np.where(alpha[..., None] > 200, [200, 40, 60], 0)), "A palette can have a see-through "
                  "colour, and here the network saw what lies under it, black. image.convert(\"RGBA\") makes alpha of "
                  "it; then lay it on white."),
    }, say="Where the sticker is see-through, the network should see white.")


def sideways(pixels, form="PNG"):
    """The picture as a phone stores it that was held sideways: lying down, with a note how to turn it."""
    exif, file = Image.Exif(), io.BytesIO()
    exif[0x0112] = 6
    Image.fromarray(np.rot90(pixels)).save(file, form, exif=exif)
    file.seek(0)
    return Image.open(file)


def test_predict_turns_a_sideways_photo():
    pixels = photo()
    lying = np.rot90(pixels)
    expect(predict(sideways(pixels), checkpoint()), want=answer(pixels), atol=5e-3, what="a sideways photo's "
           "probabilities", mistakes={
        "lying": (answer(lying), "The network saw the photo lying on its side. The phone has noted how to turn it, "
                  "and saving or converting loses that note: ImageOps.exif_transpose(image) first."),
        "turned twice": (answer(np.rot90(pixels, -1)), "The photo was turned twice. exif_transpose turns it and takes "
                         "the note away; turn it once only."),
        "upside down": (answer(np.rot90(pixels, 2)), "The photo was turned the wrong way: "
                        "ImageOps.exif_transpose(image) knows which way the note means."),
    }, say="Turn it as its EXIF orientation says: ImageOps.exif_transpose(image).")


def test_predict_keeps_the_middle_of_a_photo():
    wide = photo(SIZE, 2 * SIZE)
    image, middle = Image.fromarray(wide), slice(SIZE // 2, SIZE // 2 + SIZE)
    got = called(image, "It could not use a photo that is wider than high.")
    expect(got, want=answer(wide[:, middle]), atol=5e-3, what="the probabilities of a photo 48 wide and 24 high",
           mistakes={
        "squeezed": (lambda got: any(close(got, np.array(image.resize((SIZE, SIZE), way))) for way in
                                     (Image.Resampling.BILINEAR, Image.Resampling.BICUBIC, Image.Resampling.LANCZOS)),
                     "The photo was squeezed into a square. `center_square` of week 4 keeps its proportions and takes "
                     "the middle, as in training."),
        "left": (answer(wide[:, :SIZE]), "The left end of the photo was cut out, and should be the middle."),
        "whole": (named(softmax(logits(prepared(wide)))), "The network saw the whole photo, 24 by 48, and was trained "
                  "on squares. `center_square` of week 4 takes the middle."),
    }, say="The shorter side is 24, as the network wants it: nothing to scale, and the 24 columns in the middle stay.")
    large = Image.fromarray(photo(2 * SIZE, 4 * SIZE, grain=1))
    pixels = np.array(large.resize((2 * SIZE, SIZE), Image.Resampling.BICUBIC))[:, middle]
    expect(predict(large, checkpoint()), want=answer(pixels), atol=0.03, what="the probabilities of a smooth photo 96 "
           "wide and 48 high", mistakes={
        "cut only": (answer(np.array(large)[12:36, 36:60]), "A piece was cut out of the middle without making the "
                     "photo smaller first: most of it is lost."),
    }, say="Scale the photo until its shorter side is image_size, 24, then take the middle: `center_square` of week 4.")


def test_predict_takes_printers_colours():
    cmyk = Image.fromarray(photo()).convert("CMYK")
    got = called(cmyk, "Photos from a printer's have mode CMYK, and PNG has no such mode. What PNG lacks is made RGB "
                       "first: convert(\"RGB\").")
    expect(got, want=answer(np.array(cmyk.convert("RGB"))), atol=5e-3, what="the probabilities of a CMYK photo",
           say="convert(\"RGB\") makes the colours of a screen of them.")


def close(got, pixels):
    """Whether these are the probabilities of other pixels, or some of them."""
    want = answer(pixels)
    return bool(got) and all(abs(p - want[name]) < 5e-3 for name, p in got.items())


def test_predict_has_no_answer_where_there_is_no_picture():
    try:
        got = predict(None, checkpoint())
    except NotImplementedError:
        raise
    except Exception as error:  # whatever it is: there is nothing wrong with pressing a button
        raise AssertionError("Somebody pressed the button before anything was uploaded, and the image is None. Ask for "
                             f"that first, and return {{}}. (It ended with {type(error).__name__}: {error})") from None
    expect(got, want={}, what="the answer to no picture", say="No picture, no labels: return {}.")
    with scratch() as folder, contextlib.chdir(folder):
        try:
            got = predict(None)
        except FileNotFoundError:
            raise AssertionError("Without a picture it looked for model.safetensors. There is nothing to ask the "
                                 "network: return {} before the checkpoint is loaded.") from None
    expect(got, want={}, what="predict(None)", say="No picture, no labels: return {}.")


def test_predict_refuses_two_classes_of_one_name():
    twins = ["cat", "Möwe", "anchor", "Möwe"]
    image = Image.fromarray(photo())
    shares = softmax(logits(prepared(photo())))
    expect_error(predict, image, checkpoint(twins), shows="Möwe", why="Two of the classes are called 'Möwe'. In a dict "
                 "one would replace the other, so refuse: raise ValueError(…) with the name.", mistakes={
        "swallowed": (lambda got: len(got) == 3 and sum(got.values()) < 0.999, "Two classes are called 'Möwe', and "
                      "one has replaced the other in the dict: the rest does not add up to 1. Refuse: raise "
                      "ValueError(…) with the name."),
        "together": (lambda got: abs(got["Möwe"] - shares[1] - shares[3]) < 1e-3, "The two classes called 'Möwe' were "
                     "added up. Nobody knows whether they mean the same, so refuse: raise ValueError(…) with the "
                     "name."),
    })


def test_predict_uses_the_model_of_the_working_folder():
    """As in a Space: there is one model, and it lies where the program runs. Visitors' photos are not kept."""
    pixels = photo()
    with scratch() as folder, scratch() as drafts:
        saved(folder / "model.safetensors")
        with contextlib.chdir(folder), mock.patch.object(tempfile, "tempdir", str(drafts)):
            try:
                got = predict(Image.fromarray(pixels))
            except NotImplementedError:
                raise
            except Exception as error:
                raise AssertionError(f"Without a checkpoint it ended with {type(error).__name__}: {error}. Then the "
                                     'checkpoint is load_checkpoint("model.safetensors").') from None
        left = sorted(path.name for place in (folder, drafts) for path in place.rglob("*") if path.is_file())
    expect(got, want=answer(pixels), atol=1e-3, what="the answer to a call with an image only",
           say="Without a checkpoint, it is that of the file model.safetensors in the working folder.")
    expect(left, want=["model.safetensors"], what="the files that are there afterwards",
           say="The visitor's photo is still on the disk; under one fixed name, two visitors would even get each "
               "other's. Use `with tempfile.TemporaryDirectory() as folder:`, which is gone afterwards.")


def app_of(path):
    """The app that `build_app` gives for a checkpoint file."""
    try:
        app = probes.app(build_app, path)
    except NotImplementedError:
        raise
    except (TypeError, RuntimeError) as error:
        assert "callable" not in str(error) and "gradio.Error" not in str(error), (
            "Hand your function over without brackets, click(answer, …): with them, answer(…), it is called while the "
            f"page is built, before there is a photo. (It ended with {type(error).__name__}: {error})")
        raise
    assert app is not None, "It returned None. Is there a `return app` at the end?"
    parts = probes.parts_of_app(app)
    assert parts is not None, f"It returned {kind(app)}. Return the app, a gradio.Blocks."
    assert "Label" in parts, "There is no gradio.Label on the page. It is the part that draws names and probabilities."
    return app


@cache
def an_app():
    """One app for several tests: making a page takes a moment. The file it was made from is gone."""
    with scratch() as folder:
        return app_of(saved(folder / "pets.safetensors"))


def labels_of(app, path, what=""):
    """The labels on the page after an upload; a sentence where there is an error instead."""
    found = probes.upload(app, path)
    assert not found.fault, f"{what}The page shows an error. {explained(found.fault)}"
    assert not found.message, f"{what}The page refuses a good photo, and says: {found.message}"
    assert found.labels, (f"{what}The page shows no labels. Let the function that the upload calls return the dict of "
                          "`predict`, for the Label.")
    return found.labels


def explained(fault):
    last = fault.strip().splitlines()[-1]
    if fault.startswith("NotImplementedError"):
        return "A function that it needs is not written yet: `predict`, or one of week 7."
    if "No such file" in fault or "NotFound" in fault:
        return ("The checkpoint was looked for when a photo came. Load it once, when the app is built, and hand it to "
                f"`predict` as the second argument. ({last})")
    if "NamedString" in fault or "'str' object has no attribute" in fault:
        return ("A gradio.File gives your function a path, and `predict` wants the picture: Image.open(path). "
                f"({last})")
    if "'numpy.ndarray' object has no attribute" in fault:
        return f"`predict` was given an array, and wants a PIL image, as Image.open(path) gives it. ({last})"
    if "postprocess output" in fault:
        return f"What the Label was given cannot be drawn. Give it the dict of `predict`. ({last})"
    return f"({last})"


def put(pixels, path):
    """Pixels as a file; its path."""
    Image.fromarray(pixels).save(path)
    return path


def expect_labels(got, pixels, **more):
    """The labels are those of these pixels: all classes, or the best three."""
    want = answer(pixels)
    assert len(got) >= 3, f"The page shows only {list(got)}. People want to see what else it may be: at least three."
    expect(got, want={name: want.get(name, 0.0) for name in got}, atol=5e-3, **more)


def test_build_app_shows_the_classes_best_first():
    with scratch() as folder:
        app = app_of(saved(folder / "pets v2.safetensors"))
        got = labels_of(app, put(photo(), folder / "Straße 1.png"))
    expect_labels(got, photo(), what="the labels on the page", mistakes={
        "percent": (lambda got: close({name: p / 100 for name, p in got.items()}, photo()), "The Label was given "
                    "percentages. It wants 0 to 1, and writes the % by itself."),
    }, say="Show what `predict` says about the photo, with the checkpoint that `build_app` was given.")
    expect(list(got), want=sorted(got, key=got.get, reverse=True), what="the labels, from the top",
           say="The best one comes first.")


def test_build_app_reads_the_checkpoint_once():
    """Reading it again for every photo makes every visitor wait for it. And a program can have two pages."""
    earlier = an_app()
    backwards = dict(zip(NAMES[::-1], NAMES, strict=True))  # name on the second page → name here
    with scratch() as folder:
        path = saved(folder / "pets.safetensors", NAMES[::-1])
        app = app_of(path)
        path.unlink()

        def on_page(number, pixels, what=""):
            got = labels_of(app, put(pixels, folder / f"{number}.png"), what)
            return {backwards.get(name, name): p for name, p in got.items()}

        got = on_page(1, photo(), "The checkpoint file is gone, after the app was built. ")
        expect_labels(got, photo(), what="the labels for the first photo")
        wide = photo(SIZE, 2 * SIZE)
        middle = wide[:, SIZE // 2 : SIZE // 2 + SIZE]
        squeezed = np.array(Image.fromarray(wide).resize((SIZE, SIZE), Image.Resampling.BICUBIC))
        expect_labels(on_page(2, wide), middle, what="the labels for the second photo, 48 wide and 24 high", mistakes={
            "the first": (lambda got: close(got, photo()), "They are about the photo that was uploaded before."),
            "squeezed": (lambda got: max(abs(p - answer(squeezed)[name]) for name, p in got.items()) < 0.03, "The "
                         "photo was squeezed into a square. Hand it to `predict` as it was uploaded."),
        })
        got = labels_of(earlier, put(photo(), folder / "3.png"), "Of two pages, the one that was built first: ")
    expect_labels(got, photo(), what="the labels on the page that was built first, when there is a second", mistakes={
        "the other's": (lambda got: set(got) == set(NAMES) and close({backwards[name]: p for name, p in got.items()},
                        photo()), "They come from the other page's checkpoint. Keep the checkpoint in a variable of "
                        "`build_app` itself, not in a global one, which all pages share."),
    })


def test_build_app_refuses_a_checkpoint_that_is_missing():
    with scratch() as folder:
        expect_error(probes.app, build_app, folder / "gone.safetensors", error=OSError, why="There is no such file, "
                     "and building the app must say so: later nobody sees it but the visitors. Load the checkpoint "
                     "when the app is built; `load_checkpoint` raises a FileNotFoundError, which is an OSError.")


def test_build_app_waits_for_a_photo():
    found = probes.upload(an_app(), None)
    assert not found.fault, ("Nothing was uploaded (or the photo was taken away again), and the page shows an error. "
                             f"What your function gets then is None: give no labels, {{}}. {explained(found.fault)}")
    assert not found.message, ("Nothing was uploaded (or the photo was taken away again), and the page says: "
                               f"{found.message} That is no error: give no labels, {{}}.")
    expect(found.labels, want={}, what="the labels before anything was uploaded")


def test_build_app_lays_a_drawing_on_white_and_turns_a_photo():
    alpha = drawing()
    with scratch() as folder:
        app = an_app()
        got = labels_of(app, put(np.stack([alpha * 0] * 3 + [alpha], 2), folder / "pen.png"))
        expect_labels(got, np.stack([255 - alpha] * 3, 2), what="the labels of a drawing with transparency", mistakes={
            "black": (lambda got: close(got, np.zeros((SIZE, SIZE, 3))), "The network saw nothing but black: alpha was "
                      "lost before `predict` saw it. gradio.Image drops it unless it has image_mode=None, and so does "
                      "convert(\"RGB\")."),
        }, say="Hand the picture to `predict` as it was uploaded.")
        path = folder / "phone.png"
        path.write_bytes(sideways(photo()).fp.getvalue())
        expect_labels(labels_of(app, path), photo(), what="the labels of a photo that lies on its side", mistakes={
            "lying": (lambda got: close(got, np.rot90(photo())), "The network saw it lying: the note how to turn it "
                      "was lost before `predict` saw it. An array has no such note; hand on the PIL image as it was "
                      "opened."),
        }, say="Turn it as its EXIF orientation says, once.")


@cache
def hundred_megapixels():
    """A black PNG of 10,000 by 10,000 pixels: 12 kilobytes to send, and 300 megabytes when it is opened as RGB."""
    file = io.BytesIO()
    with warned():
        Image.new("1", (10_000, 10_000)).save(file, "PNG")
    return file.getvalue()


def photo_file():
    """A JPEG that needs some kilobytes."""
    file, (rows, columns) = io.BytesIO(), np.mgrid[:160, :213]
    grain = (rows[..., None] * columns[..., None] * np.array([37, 41, 43]) % 251).astype(np.uint8)
    Image.fromarray(grain).save(file, "JPEG")
    return file.getvalue()


BROKEN = {
    "a text that is called note.jpg": ("note.jpg", lambda: b"Milk, bread, 2 lemons\n"),
    "half a photo": ("half.jpg", lambda: photo_file()[:9000]),
    "a photo of 100 megapixels": ("poster.png", hundred_megapixels),
}
CODE = ("Traceback", " object at 0x", "cannot identify image", "image file is truncated", "exceeds limit of", "Errno")


def test_build_app_says_it_in_a_sentence_when_an_upload_is_no_photo():
    with scratch() as folder:
        app = an_app()
        usual = probes.upload(app, put(photo(), folder / "good.png")).texts
        for what, (name, content) in BROKEN.items():
            (folder / name).write_bytes(content())
            with warned():
                found = probes.upload(app, folder / name)
            assert "preprocess" not in found.fault, (
                f"For {what} the page shows an error for programmers: gradio.Image opens the file before your function "
                "is asked. Take a gradio.File(type=\"filepath\"), and open the file in your function.")
            assert "object has no attribute" not in found.fault, f"For {what}: {explained(found.fault)}"
            assert not found.fault, (
                f"For {what} your function ended with {found.fault.strip().splitlines()[-1]} Catch that where the "
                'photo is opened and decoded, and raise gradio.Error("…") with a sentence.')
            assert not found.labels, (f"For {what} the page shows labels, {found.labels}. " + (
                "With more than MAX_PIXELS pixels refuse it, before it is decoded: image.width * image.height is known "
                "after Image.open." if "mega" in what else 'Say what is wrong instead: raise gradio.Error("…").'))
            said = [found.message, *(text for text in found.texts if text not in usual)]
            assert any(text.strip() for text in said), (
                f'For {what} the page shows nothing at all. Say what is wrong: raise gradio.Error("…").')
            assert any(" " in text.strip() or not text.isascii() for text in said), (
                f"For {what} the page says no more than {max(said, key=len)!r}. Say in a sentence what is wrong.")
            for code in (*CODE, str(folder), "/gradio/"):
                assert not any(code in text for text in said), (
                    f"For {what} the page says: {max(said, key=len)!r}. That is for programmers, and may tell "
                    "strangers how your computer's folders are called. Write a sentence of your own into gradio.Error.")


REQUIRED = {"app.py", "requirements.txt", "README.md", "model.safetensors"}


def written(folder, name="pets v2.safetensors"):
    """The Space's folder, and the list that `space_files` gave; the checkpoint lies beside it."""
    out = folder / "spaces" / "my space"
    path = saved(folder / name)
    try:
        names = space_files(path, out)
    except FileNotFoundError as error:
        raise AssertionError(f"It ended with FileNotFoundError: {error}. Neither the new folder is there yet, nor the "
                             "one that it lies in: mkdir(parents=True, exist_ok=True) makes both.") from None
    assert names is not None, "It returned None. Return the names of the files, sorted."
    there = inside(out)
    missing = sorted(REQUIRED - set(there))
    assert not missing, f"{', '.join(missing)} is not in the folder. It holds {', '.join(there) or 'nothing'}."
    return out, names


def inside(folder):
    return sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file())


def test_space_files_lists_what_it_wrote():
    with scratch() as folder:
        out, names = written(folder)
        there = inside(out)
        elsewhere = [path.name for path in folder.iterdir()]
    assert sorted(elsewhere) == ["pets v2.safetensors", "spaces"], (
        f"Beside the new folder now lie {sorted(elsewhere)}. Copy the checkpoint, and write into `out` only.")
    odd = [name for name in there if "__pycache__" in name or any(part.startswith(".") for part in name.split("/"))]
    assert not odd, f"{odd[0]} does not belong in a Space. Copy file by file what `sources_of` names."
    risky = [name for name in there if name.endswith((".pt", ".pth", ".pkl", ".pickle", ".bin"))]
    assert not risky, f"{risky[0]}: a pickle can run code when it is opened. model.safetensors is all that is needed."
    expect([str(name) for name in names], want=there, what="the list of names", mistakes={
        "unsorted": (lambda got: got != there and sorted(got) == there, "All names are there, and they are not "
                     "sorted: sorted(…)."),
        "absolute": (lambda got: all(name.startswith(str(out)) for name in got), "Give the names as they are inside "
                     "the folder: path.relative_to(out).as_posix()."),
        "only names": (lambda got: sorted(got) == sorted(name.rpartition("/")[2] for name in there), "Where a file "
                       "lies in a folder, its name says so: week8/kata4_demo_app.py."),
        "folders": (lambda got: set(there) < set(got), "The list has more than the files: folders are no files "
                    "(path.is_file())."),
        "some": (lambda got: set(got) < set(there), "There are more files in the folder than in the list. Every file "
                 "is in it."),
    }, say="List what was written: relative to `out`, with /, sorted.")
    kinds = {type(name).__name__ for name in names}
    assert kinds == {"str"}, f"The names are of type {', '.join(sorted(kinds))}, and should be text: path.as_posix()."


def test_space_files_copies_the_checkpoint():
    with scratch() as folder:
        out, _ = written(folder)
        assert not (out / "model.safetensors").is_symlink(), (
            "model.safetensors in the folder is only a link to a file of this computer. Copy it: shutil.copyfile.")
        same = (out / "model.safetensors").read_bytes() == (folder / "pets v2.safetensors").read_bytes()
    assert same, "model.safetensors in the folder is not the checkpoint that was given. Copy it: shutil.copyfile."


def imports_of(text):
    """(module, whether it is needed as soon as the file is imported) of all that a Python file imports."""
    tree = ast.parse(text)
    late = {id(inner) for node in ast.walk(tree) if isinstance(node, ast.FunctionDef) for inner in ast.walk(node)}
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            for alias in node.names:
                yield alias.name, id(node) not in late
        elif isinstance(node, ast.ImportFrom) and not node.level:
            yield node.module, id(node) not in late


def ours(module):
    return module.partition(".")[0] in ("nets", "kata") or module.startswith("week")


def test_space_files_brings_all_the_code_along():
    with scratch() as folder:
        out, _ = written(folder)
        names = inside(out)
        code = {name: (out / name).read_text(encoding="utf-8") for name in names if name.endswith(".py")}
        here = str(Path(__file__).parents[2])
        for name, text in code.items():
            try:
                imports = list(imports_of(text))
            except SyntaxError as error:
                raise AssertionError(f"{name} is no Python: {error}") from None
            for place in (str(folder), here):
                assert name != "app.py" or place not in text, (
                    f"{name} names {place}, a folder of this computer. A Space does not have it: what lies beside it "
                    "is found with Path(__file__).with_name(…).")
            assert ("kata", True) not in imports, f"{name} imports `kata`, the course's own runner. No Space has it."
            for module, _ in imports:
                file = module.replace(".", "/")
                if not ours(module) or module.partition(".")[0] == "kata":
                    continue
                assert any(f"/{one}".endswith((f"/{file}.py", f"/{file}/__init__.py")) or f"/{file}/" in f"/{one}"
                           for one in names), (
                    f"{name} imports {module}, and {file}.py is not in the folder. Nothing of yours is installed in a "
                    'Space: copy everything that sources_of("week8.kata4_demo_app") gives, to the names it gives.')


def requirements(text):
    """Library → what versions of it are accepted."""
    from packaging.requirements import Requirement

    lines = [line.partition("#")[0].strip() for line in text.splitlines()]
    found = [Requirement(line) for line in lines if line and not line.startswith("-")]
    return {one.name.lower(): one.specifier for one in found}


def test_space_files_names_what_must_be_installed():
    from importlib.metadata import version

    with scratch() as folder:
        out, _ = written(folder)
        text = (out / "requirements.txt").read_text(encoding="utf-8")
    mine = [line for line in text.splitlines() if "file:" in line or line.startswith(("-e", "/", "."))]
    assert not mine, (f"requirements.txt says {mine and mine[0]!r}, and no other computer has that. Name the "
                      "library and its version, as pip finds it anywhere.")
    try:
        found = requirements(text)
    except ValueError as error:
        raise AssertionError(f"pip cannot read requirements.txt: {error}. A line says a library and its versions: "
                             "gradio~=6.31") from None
    found = {{"pil": "PIL", "sklearn": "scikit-learn"}.get(name, name): value for name, value in found.items()}
    assert "PIL" not in found, "requirements.txt names PIL. The library is installed as pillow, and imported as PIL."
    missing = [name for name in ("torch", "safetensors", "numpy", "pillow", "gradio") if name not in found]
    assert not missing, f"requirements.txt lacks {', '.join(missing)}. It would not start on a fresh computer."
    local = [f"{name}{found[name]}" for name in found if "+" in str(found[name])]
    assert not local, (f"requirements.txt asks for {local and local[0]}. What follows the + describes your computer "
                       "(no graphics card, say), and no such version can be downloaded: cut it off.")
    for name in ("torch", "safetensors", "numpy", "pillow", "gradio"):
        have = version(name).partition("+")[0]
        assert have in found[name], (f"requirements.txt asks for {name}{found[name]}. You have {have} here, and only "
                                     "with that have you seen the app work.")
    major = int(version("gradio").partition(".")[0])
    assert f"{major + 1}.0.0" not in found["gradio"], (
        f"requirements.txt accepts gradio {major + 1}, which nobody has tried, and a new major version may work "
        f"differently: hold gradio to its major version, gradio~={'.'.join(version('gradio').split('.')[:2])}.")


COLOURS = ("red", "yellow", "green", "blue", "indigo", "purple", "pink", "gray")


def test_space_files_begins_the_readme_with_the_header_of_a_space():
    from importlib.metadata import version

    with scratch() as folder:
        out, _ = written(folder)
        text = (out / "README.md").read_text(encoding="utf-8")
    import yaml

    assert text.startswith("---\n") and "\n---\n" in text[3:], (
        f"README.md begins {text[:24]!r}. Its first line must be ---, and another --- must end the header: not even an "
        "empty line may come before.")
    try:
        header = yaml.safe_load(text[3:].partition("\n---\n")[0])
    except yaml.YAMLError as error:
        raise AssertionError(f"The header of README.md is no YAML: {error}. A line is a key, a colon, a space, a "
                             "value.") from None
    assert isinstance(header, dict), "The header of README.md has no lines such as sdk: gradio, key: value."
    keys = ("title", "emoji", "colorFrom", "colorTo", "sdk", "sdk_version", "python_version", "app_file", "pinned",
            "license")
    missing = [key for key in keys if header.get(key) in (None, "")]
    assert not missing, f"The header of README.md lacks {', '.join(missing)}."
    for key, want in (("sdk", "gradio"), ("sdk_version", version("gradio")), ("app_file", "app.py")):
        assert header[key] == want, (f"The header says {key}: {header[key]!r}, and should say {key}: {want}." + (
            " That is the version you have seen the app work with; importlib.metadata.version(\"gradio\") gives it."
            if key == "sdk_version" else ""))
    python = ".".join(platform.python_version_tuple()[:2])
    assert isinstance(header["python_version"], str), (
        f"The header says python_version: {header['python_version']}. Put it in quotes, \"{python}\": without them "
        "YAML reads a number, and 3.10 is 3.1.")
    assert header["python_version"].startswith(python), (
        f"The header says python_version: {header['python_version']!r}, and the Python here, with which you have seen "
        f"the app work, is {python!r}.")
    assert header["pinned"] is False, f"The header says pinned: {header['pinned']!r}, and should say pinned: false."
    for key in ("colorFrom", "colorTo"):
        assert header[key] in COLOURS, (f"The header says {key}: {header[key]}, and a Space knows only "
                                        f"{', '.join(COLOURS)}.")
    emoji = str(header["emoji"])
    assert not any(letter.isalnum() or letter in ": " for letter in emoji), (
        f"The header says emoji: {emoji}. It wants the picture itself, such as 📷.")
    assert text[3:].partition("\n---\n")[2].strip(), (
        "README.md ends with its header. Say below it what the app is for: visitors read that.")


def test_space_files_gives_an_app_that_starts_anywhere():
    """On a fresh computer, where `python app.py` was typed in some other folder."""
    with scratch() as folder:
        out, _ = written(folder)
        path = put(photo(), folder / "1.png")
        (folder / "pets v2.safetensors").unlink()
        try:
            found = probes.hosted(out, path)
        except ModuleNotFoundError as error:
            raise AssertionError(f"{error}, says app.py on a computer where nothing of yours is.") from None
        except ValueError as error:
            raise AssertionError(f"app.py ended with ValueError: {error}") from None
        except OSError as error:
            linked = (out / "model.safetensors").is_symlink()
            assert not linked and "pets v2" not in str(error), (
                "app.py looks for the file that was given, and not for its copy.")
            raise AssertionError(
                f"app.py ended with {type(error).__name__}: {error}. It was started from another folder than its own, "
                "as a host may do: let it find what lies beside it with Path(__file__).with_name(…).") from None
    assert found is not None, ("`python app.py` came to its end, and no app was launched: build_app(…).launch() at the "
                               "end, for a Space only runs the file.")
    assert not found.fault and not found.message, f"The page shows an error. {explained(found.fault or found.message)}"
    expect_labels(found.labels, photo(), what="the labels on the hosted page",
                  say="They are not those of the checkpoint that was given.")


def test_space_files_refuses_a_folder_with_something_in_it():
    with scratch() as folder:
        path, out = saved(folder / "pets.safetensors"), folder / "homework"
        out.mkdir()
        (out / "app.py").write_text("print('mine')", encoding="utf-8")
        expect_error(space_files, path, out, shows=out.name, why="The folder has something in it already, and what is "
                     "overwritten there is lost, and what is left there is published. Refuse: raise ValueError(…) with "
                     "the path.")
        assert inside(out) == ["app.py"] and "mine" in (out / "app.py").read_text(encoding="utf-8"), (
            f"It refused, and yet the folder has changed: {inside(out)}. Look into it before anything is written.")
        hidden = folder / "repository"
        (hidden / ".git").mkdir(parents=True)
        expect_error(space_files, path, hidden, shows=hidden.name, why="There is a hidden folder, .git, and that is "
                     "something, too. Refuse here as well; iterdir() shows what is hidden.")
        empty = folder / "empty"
        empty.mkdir()
        try:
            space_files(path, empty)
        except (ValueError, OSError) as error:
            raise AssertionError("The folder is there already, and empty. That is fine: mkdir(exist_ok=True). (It "
                                 f"ended with {type(error).__name__}: {error})") from None
        assert not REQUIRED - set(inside(empty)), "In a folder that was there and empty, files are missing."


def test_space_files_writes_nothing_without_a_checkpoint():
    with scratch() as folder:
        out = folder / "space"
        expect_error(space_files, folder / "gone.safetensors", out, error=OSError, why="There is no such checkpoint. "
                     "Let the OSError through.")
        assert not out.exists(), ("There is no such checkpoint, and half a Space was written. Look for it before "
                                  f"anything is written. There is {inside(out)}.")
