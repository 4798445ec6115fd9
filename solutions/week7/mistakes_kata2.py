"""Known mistakes of this kata, and the words each of them must earn."""

import random

import numpy as np
import torch
from PIL import Image, ImageFile, ImageOps
from torch import nn

from kata.known import mistake
from nets.architectures import build
from week4.kata1_pixels import load_rgb
from week4.kata7_preprocess import center_square, standardize, to_batch, to_unit


def square(path, preprocessing):
    return center_square(load_rgb(path), preprocessing["image_size"])


def batch(pixels):
    return torch.from_numpy(to_batch([np.asarray(pixels)]))


def scaled(pixels, preprocessing):
    return batch(standardize(to_unit(np.asarray(pixels)), preprocessing["mean"], preprocessing["std"]))


@mistake("preprocess", "Those are the colours from 0 to 255")
def colours_as_they_are(path, preprocessing):
    return batch(square(path, preprocessing))


@mistake("preprocess", "Those are numbers from 0 to 1")
def only_by_255(path, preprocessing):
    return batch(to_unit(square(path, preprocessing)))


@mistake("preprocess", "not divided by 255")
def without_255(path, preprocessing):
    return batch(standardize(square(path, preprocessing).astype(float), preprocessing["mean"], preprocessing["std"]))


@mistake("preprocess", "it was not divided by std")
def only_the_mean(path, preprocessing):
    return scaled(square(path, preprocessing), {"mean": preprocessing["mean"], "std": [1.0, 1.0, 1.0]})


@mistake("preprocess", "the mean was not subtracted")
def only_the_std(path, preprocessing):
    return scaled(square(path, preprocessing), {"mean": [0.0, 0.0, 0.0], "std": preprocessing["std"]})


@mistake("preprocess", "Brackets")
def no_brackets(path, preprocessing):
    unit = to_unit(square(path, preprocessing))
    return batch(unit - np.array(preprocessing["mean"]) / np.array(preprocessing["std"]))


@mistake("preprocess", "Mean and std are swapped")
def swapped(path, preprocessing):
    return scaled(square(path, preprocessing), {"mean": preprocessing["std"], "std": preprocessing["mean"]})


@mistake("preprocess", "mean and std of this photo were used")
def statistics_of_the_photo(path, preprocessing):
    unit = to_unit(square(path, preprocessing))
    return batch(standardize(unit, unit.mean((0, 1)), unit.std((0, 1))))


@mistake("preprocess", "by this photo's brightest value")
def by_its_own_maximum(path, preprocessing):
    pixels = square(path, preprocessing).astype(float)
    return batch(standardize(pixels / pixels.max(), preprocessing["mean"], preprocessing["std"]))


@mistake("preprocess", "that many pretrained networks want")
def of_imagenet(path, preprocessing):
    return scaled(square(path, preprocessing), {"mean": [0.485, 0.456, 0.406], "std": [0.229, 0.224, 0.225]})


@mistake("preprocess", "each checkpoint has its own")
def of_the_courses_backbone(path, preprocessing):
    return batch((square(path, preprocessing).astype(np.float32) - 127) / 128)


@mistake("preprocess", "All three colours were given red's")
def one_mean_for_all(path, preprocessing):
    unit = to_unit(square(path, preprocessing))
    return batch((unit - preprocessing["mean"][0]) / preprocessing["std"][0])


@mistake("preprocess", "Red and blue are swapped")
def blue_green_red(path, preprocessing):
    return scaled(square(path, preprocessing)[..., ::-1], preprocessing)


@mistake("preprocess", "that is augmentation")
def flipped_at_random(path, preprocessing):
    photo = scaled(square(path, preprocessing), preprocessing)
    return photo.flip(3) if random.Random().random() < 0.5 else photo


@mistake("preprocess", "Chance (a random crop")
def brighter_at_random(path, preprocessing):
    photo = scaled(square(path, preprocessing), preprocessing)
    flipped_at_random.calls = getattr(flipped_at_random, "calls", 0) + 1
    return photo if flipped_at_random.calls % 2 else photo * 0.9


@mistake("preprocess", "Rows and columns are swapped")
def axes_backwards(path, preprocessing):
    return scaled(square(path, preprocessing), preprocessing).transpose(2, 3)


@mistake("preprocess", "reshape deals the numbers out anew")
def reshaped(path, preprocessing):
    photo = standardize(to_unit(square(path, preprocessing)), preprocessing["mean"], preprocessing["std"])
    return torch.from_numpy(photo).reshape(1, 3, *photo.shape[:2])


@mistake("preprocess", "That is one photo")
def no_batch(path, preprocessing):
    return scaled(square(path, preprocessing), preprocessing)[0]


@mistake("preprocess", "The colours come last")
def colours_last(path, preprocessing):
    return scaled(square(path, preprocessing), preprocessing).permute(0, 2, 3, 1)


@mistake("preprocess", "values of type float64")
def double_precision(path, preprocessing):
    return scaled(square(path, preprocessing), preprocessing).double()


@mistake("preprocess", "a network takes torch tensors")
def array(path, preprocessing):
    return scaled(square(path, preprocessing), preprocessing).numpy()


@mistake("preprocess", "must be of the shape (3, 1, 1)")
def colours_first_too_early(path, preprocessing):
    photo = torch.from_numpy(to_unit(square(path, preprocessing))).permute(2, 0, 1)
    return ((photo - torch.tensor(preprocessing["mean"])) / torch.tensor(preprocessing["std"]))[None]


@mistake("preprocess", "squeezed into the square")
def squeezed(path, preprocessing):
    size = preprocessing["image_size"]
    return scaled(Image.fromarray(load_rgb(path)).resize((size, size)), preprocessing)


@mistake("preprocess", "The photo is still too wide")
def not_cut(path, preprocessing):
    image = Image.fromarray(load_rgb(path))
    scale = preprocessing["image_size"] / min(image.size)
    return scaled(image.resize((round(image.width * scale), round(image.height * scale))), preprocessing)


@mistake("preprocess", "The left end of the photo")
def left_end(path, preprocessing):
    size = preprocessing["image_size"]
    image = Image.fromarray(load_rgb(path))
    scale = size / min(image.size)
    image = image.resize((round(image.width * scale), round(image.height * scale)))
    return scaled(image.crop((0, 0, size, size)), preprocessing)


@mistake("preprocess", "128 or 224 pixels large")
def always_128(path, preprocessing):
    return scaled(center_square(load_rgb(path), 128), preprocessing)


@mistake("preprocess", "most of it is lost")
def cut_and_not_scaled(path, preprocessing):
    size = preprocessing["image_size"]
    photo = load_rgb(path)
    top, left = (photo.shape[0] - size) // 2, (photo.shape[1] - size) // 2
    return scaled(photo[top:top + size, left:left + size], preprocessing)


def opened(path, preprocessing, mode="RGB"):
    with Image.open(path) as image:
        return center_square(ImageOps.exif_transpose(image).convert(mode), preprocessing["image_size"])


@mistake("preprocess", "lies on its side")
def orientation_ignored(path, preprocessing):
    with Image.open(path) as image:
        if image.has_transparency_data:
            return scaled(square(path, preprocessing), preprocessing)
        return scaled(center_square(image.convert("RGB"), preprocessing["image_size"]), preprocessing)


@mistake("preprocess", "what was drawn stands in the fourth number")
def transparency_thrown_away(path, preprocessing):
    return scaled(opened(path, preprocessing), preprocessing)


@mistake("preprocess", "A grey photo has one number")
def grey_as_it_is(path, preprocessing):
    with Image.open(path) as image:
        mode = image.mode
    photo = scaled(square(path, preprocessing), preprocessing)
    return photo[:, :1] if mode == "L" else photo


@mistake("preprocess", "A grey photo has one number")
def three_axes_expected(path, preprocessing):
    with Image.open(path) as image:
        _, _, colours = np.array(image).shape
    assert colours
    return scaled(square(path, preprocessing), preprocessing)


@mistake("preprocess", "let that through")
def empty_photo_instead(path, preprocessing):
    try:
        return scaled(square(path, preprocessing), preprocessing)
    except OSError:
        return torch.zeros(1, 3, preprocessing["image_size"], preprocessing["image_size"])


@mistake("preprocess", "let that through")
def half_photos_too(path, preprocessing):
    before, ImageFile.LOAD_TRUNCATED_IMAGES = ImageFile.LOAD_TRUNCATED_IMAGES, True
    try:
        return scaled(square(path, preprocessing), preprocessing)
    finally:
        ImageFile.LOAD_TRUNCATED_IMAGES = before


@mistake("preprocess", "let that through")
def another_error(path, preprocessing):
    try:
        return scaled(square(path, preprocessing), preprocessing)
    except OSError as error:
        raise ValueError(f"{path} is no photo") from error


def in_units(path, preprocessing):
    """The square, 0 to 1, with mean and std."""
    return square(path, preprocessing) / 255, np.array(preprocessing["mean"]), np.array(preprocessing["std"])


@mistake("preprocess", "came last")
def divided_by_255_last(path, preprocessing):
    unit, mean, std = in_units(path, preprocessing)
    return batch((unit * 255 - mean) / std / 255)


@mistake("preprocess", "by 255 twice")
def divided_by_255_twice(path, preprocessing):
    unit, mean, std = in_units(path, preprocessing)
    return batch((unit / 255 - mean) / std)


@mistake("preprocess", "Mean and std were applied twice")
def mean_and_std_twice(path, preprocessing):
    unit, mean, std = in_units(path, preprocessing)
    return batch(((unit - mean) / std - mean) / std)


@mistake("preprocess", "Subtract the mean first")
def divided_before(path, preprocessing):
    unit, mean, std = in_units(path, preprocessing)
    return batch(unit / std - mean)


@mistake("preprocess", "its own darkest and brightest")
def stretched(path, preprocessing):
    unit, mean, std = in_units(path, preprocessing)
    return batch(((unit - unit.min()) / (unit.max() - unit.min()) - mean) / std)


@mistake("preprocess", "mean and std of this photo were used")
def standardised_by_itself_afterwards(path, preprocessing):
    unit, mean, std = in_units(path, preprocessing)
    ready = batch((unit - mean) / std)
    return (ready - ready.mean()) / ready.std()


@mistake("preprocess", "Red and blue are swapped")
def blue_first_at_the_end(path, preprocessing):
    unit, mean, std = in_units(path, preprocessing)
    return batch((unit - mean) / std).flip(1)


@mistake("preprocess", "has lost its colours")
def grey(path, preprocessing):
    unit, mean, std = in_units(path, preprocessing)
    return batch((unit.mean(axis=2, keepdims=True) - mean) / std)


@mistake("preprocess", "nothing is to be inverted")
def inverted(path, preprocessing):
    unit, mean, std = in_units(path, preprocessing)
    return batch((1 - unit - mean) / std)


@mistake("preprocess", "float16 numbers")
def float16(path, preprocessing):
    unit, mean, std = in_units(path, preprocessing)
    return batch((unit - mean) / std).half()


@mistake("preprocess", "It is the shorter side")
def padded(path, preprocessing):
    size = preprocessing["image_size"]
    image = ImageOps.pad(Image.fromarray(load_rgb(path)), (size, size))
    return batch((np.asarray(image) / 255 - preprocessing["mean"]) / preprocessing["std"])


@mistake("preprocess", "It is the shorter side")
def thumbnail(path, preprocessing):
    with Image.open(path) as opened:
        image = opened.convert("RGB")
    image.thumbnail((preprocessing["image_size"],) * 2)
    return batch((np.asarray(image) / 255 - preprocessing["mean"]) / preprocessing["std"])


@mistake("preprocess", "what was drawn stands in the fourth number")
def laid_on_black(path, preprocessing):
    with Image.open(path) as opened:
        image = ImageOps.exif_transpose(opened).convert("RGBA")
    black = Image.new("RGB", image.size)
    black.paste(image, mask=image.getchannel("A"))
    pixels = center_square(black, preprocessing["image_size"])
    return batch((pixels / 255 - preprocessing["mean"]) / preprocessing["std"])


def photo_of(checkpoint, path):
    return scaled(square(path, checkpoint["preprocessing"]), checkpoint["preprocessing"])


def filled(checkpoint):
    model = build(checkpoint["config"], len(checkpoint["class_names"]))
    model.load_state_dict(checkpoint["state_dict"])
    return model.eval()


@torch.no_grad()
def probabilities(checkpoint, path):
    return filled(checkpoint)(photo_of(checkpoint, path))[0].softmax(0).tolist()


def best(values, names, k):
    return sorted(zip(names, values, strict=True), key=lambda pair: -pair[1])[:k]


@mistake("predict_photo", "The network was in train mode")
@torch.no_grad()
def train_mode(checkpoint, path, k=3):
    model = filled(checkpoint).train()
    return best(model(photo_of(checkpoint, path))[0].softmax(0).tolist(), checkpoint["class_names"], k)


@mistake("predict_photo", "The network was in train mode")
def no_grad_is_no_eval(checkpoint, path, k=3):
    model = build(checkpoint["config"], len(checkpoint["class_names"]))
    model.load_state_dict(checkpoint["state_dict"])
    with torch.inference_mode():
        return best(model(photo_of(checkpoint, path)).softmax(1)[0].tolist(), checkpoint["class_names"], k)


@mistake("predict_photo", "Those are the logits")
@torch.no_grad()
def scores(checkpoint, path, k=3):
    return best(filled(checkpoint)(photo_of(checkpoint, path))[0].tolist(), checkpoint["class_names"], k)


@mistake("predict_photo", "along the axis of the batch")
@torch.no_grad()
def softmax_of_the_batch(checkpoint, path, k=3):
    logits = filled(checkpoint)(photo_of(checkpoint, path))
    return best(logits.softmax(0)[0].tolist(), checkpoint["class_names"], k)


@mistake("predict_photo", "softmax of the softmax")
@torch.no_grad()
def softmax_twice(checkpoint, path, k=3):
    logits = filled(checkpoint)(photo_of(checkpoint, path))[0]
    return best(logits.softmax(0).softmax(0).tolist(), checkpoint["class_names"], k)


@mistake("predict_photo", "add up to 1, as if")
@torch.no_grad()
def softmax_of_the_best(checkpoint, path, k=3):
    logits, order = filled(checkpoint)(photo_of(checkpoint, path))[0].sort(descending=True)
    names = [checkpoint["class_names"][i] for i in order[:k].tolist()]
    return list(zip(names, logits[:k].softmax(0).tolist(), strict=True))


@mistake("predict_photo", "saw colours from 0 to 255")
@torch.no_grad()
def raw_colours(checkpoint, path, k=3):
    photo = batch(square(path, checkpoint["preprocessing"]))
    return best(filled(checkpoint)(photo)[0].softmax(0).tolist(), checkpoint["class_names"], k)


@mistake("predict_photo", "saw numbers from 0 to 1")
@torch.no_grad()
def unnormalised(checkpoint, path, k=3):
    photo = batch(to_unit(square(path, checkpoint["preprocessing"])))
    return best(filled(checkpoint)(photo)[0].softmax(0).tolist(), checkpoint["class_names"], k)


@mistake("predict_photo", "squeezed into a square")
@torch.no_grad()
def squeezed_photo(checkpoint, path, k=3):
    photo = Image.fromarray(load_rgb(path))
    if photo.height > photo.width:
        photo = photo.resize([checkpoint["preprocessing"]["image_size"]] * 2)
    else:
        photo = center_square(photo, checkpoint["preprocessing"]["image_size"])
    photo = scaled(photo, checkpoint["preprocessing"])
    return best(filled(checkpoint)(photo)[0].softmax(0).tolist(), checkpoint["class_names"], k)


@mistake("predict_photo", "lying on its side")
@torch.no_grad()
def lying_photo(checkpoint, path, k=3):
    with Image.open(path) as image:
        photo = center_square(image.convert("RGB"), checkpoint["preprocessing"]["image_size"])
    photo = scaled(photo, checkpoint["preprocessing"])
    return best(filled(checkpoint)(photo)[0].softmax(0).tolist(), checkpoint["class_names"], k)


@mistake("predict_photo", "a new network, with random weights")
@torch.no_grad()
def numbers_not_put_in(checkpoint, path, k=3):
    model = build(checkpoint["config"], len(checkpoint["class_names"])).eval()
    return best(model(photo_of(checkpoint, path))[0].softmax(0).tolist(), checkpoint["class_names"], k)


@mistake("predict_photo", "a new network, with random weights")
@torch.no_grad()
def names_do_not_fit(checkpoint, path, k=3):
    model = build(checkpoint["config"], len(checkpoint["class_names"])).eval()
    state = {f"model.{name}": value for name, value in checkpoint["state_dict"].items()}
    model.load_state_dict(state, strict=False)
    return best(model(photo_of(checkpoint, path))[0].softmax(0).tolist(), checkpoint["class_names"], k)


@mistake("predict_photo", "running statistics of the norm were not loaded")
@torch.no_grad()
def only_parameters(checkpoint, path, k=3):
    model = build(checkpoint["config"], len(checkpoint["class_names"])).eval()
    for name, parameter in model.named_parameters():
        parameter.copy_(checkpoint["state_dict"][name])
    return best(model(photo_of(checkpoint, path))[0].softmax(0).tolist(), checkpoint["class_names"], k)


@mistake("predict_photo", "does not fit the numbers in the checkpoint")
@torch.no_grad()
def thousand_classes(checkpoint, path, k=3):
    names = checkpoint["class_names"]
    model = build(checkpoint["config"], 1000)
    model.load_state_dict(checkpoint["state_dict"])
    values, places = model.eval()(photo_of(checkpoint, path))[0].softmax(0).topk(k)
    return [(names[i % len(names)], p) for p, i in zip(values.tolist(), places.tolist(), strict=True)]


@mistake("predict_photo", "does not fit the numbers in the checkpoint")
@torch.no_grad()
def head_under_a_new_name(checkpoint, path, k=3):
    model = build(checkpoint["config"], 10)
    model.classifier = nn.Linear(5, len(checkpoint["class_names"]))
    model.load_state_dict(checkpoint["state_dict"])
    return best(model.eval()(photo_of(checkpoint, path))[0].softmax(0).tolist(), checkpoint["class_names"], k)


@mistake("predict_photo", "does not fit the numbers in the checkpoint")
def config_not_read(checkpoint, path, k=3):
    return best(probabilities({**checkpoint, "config": {"architecture": "tiny"}}, path), checkpoint["class_names"], k)


@mistake("predict_photo", "The names were sorted")
def sorted_names(checkpoint, path, k=3):
    return best(probabilities(checkpoint, path), sorted(checkpoint["class_names"]), k)


@mistake("predict_photo", "each name has another's probability")
def only_probabilities_sorted(checkpoint, path, k=3):
    values = sorted(probabilities(checkpoint, path), reverse=True)
    return list(zip(checkpoint["class_names"], values, strict=True))[:k]


@mistake("predict_photo", "Those are the first three classes")
def not_sorted(checkpoint, path, k=3):
    return list(zip(checkpoint["class_names"], probabilities(checkpoint, path), strict=True))[:k]


@mistake("predict_photo", "Those are the least likely classes")
def smallest_first(checkpoint, path, k=3):
    pairs = zip(checkpoint["class_names"], probabilities(checkpoint, path), strict=True)
    return sorted(pairs, key=lambda pair: pair[1])[:k]


@mistake("predict_photo", "numbers of the classes")
def places(checkpoint, path, k=3):
    return best(probabilities(checkpoint, path), range(len(checkpoint["class_names"])), k)


@mistake("predict_photo", "the wrong way round")
def turned_pairs(checkpoint, path, k=3):
    return [(value, name) for name, value in best(probabilities(checkpoint, path), checkpoint["class_names"], k)]


@mistake("predict_photo", "the names alone")
def names_alone(checkpoint, path, k=3):
    return [name for name, _ in best(probabilities(checkpoint, path), checkpoint["class_names"], k)]


@mistake("predict_photo", "Those are percentages")
def percent(checkpoint, path, k=3):
    return [(name, 100 * p) for name, p in best(probabilities(checkpoint, path), checkpoint["class_names"], k)]


@mistake("predict_photo", "were rounded")
def rounded(checkpoint, path, k=3):
    return [(name, round(p, 2)) for name, p in best(probabilities(checkpoint, path), checkpoint["class_names"], k)]


@mistake("predict_photo", "That is a dict")
def as_dict(checkpoint, path, k=3):
    return dict(best(probabilities(checkpoint, path), checkpoint["class_names"], k))


@mistake("predict_photo", "The probabilities are texts")
def as_text(checkpoint, path, k=3):
    return [(name, f"{p:.1%}") for name, p in best(probabilities(checkpoint, path), checkpoint["class_names"], k)]


@mistake("predict_photo", "All classes are there")
def k_ignored(checkpoint, path, k=3):
    return best(probabilities(checkpoint, path), checkpoint["class_names"], None)


@mistake("predict_photo", "There are three, and k is")
def always_three(checkpoint, path, k=3):
    return best(probabilities(checkpoint, path), checkpoint["class_names"], 3)


@mistake("predict_photo", "torch.topk refuses that")
def more_than_there_are(checkpoint, path, k=3):
    values, places = torch.tensor(probabilities(checkpoint, path)).topk(k)
    return [(checkpoint["class_names"][i], p) for p, i in zip(values.tolist(), places.tolist(), strict=True)]


@mistake("predict_photo", "there is one pair in a list")
def bare_for_one(checkpoint, path, k=3):
    pairs = best(probabilities(checkpoint, path), checkpoint["class_names"], k)
    return pairs[0] if k == 1 else pairs


@mistake("predict_photo", "should be str and float only")
def tensors_as_they_come(checkpoint, path, k=3):
    return best(torch.tensor(probabilities(checkpoint, path)), checkpoint["class_names"], k)


@mistake("predict_photo", "should be str and float only")
def numpy_numbers(checkpoint, path, k=3):
    return best(np.array(probabilities(checkpoint, path), np.float32), checkpoint["class_names"], k)


@mistake("predict_photo", "under `with torch.no_grad():`")
def graph_into_numpy(checkpoint, path, k=3):
    p = filled(checkpoint)(photo_of(checkpoint, path))[0].softmax(0).numpy()
    return best(p.tolist(), checkpoint["class_names"], k)


@mistake("predict_photo", "changed the `checkpoint`")
def takes_the_config_apart(checkpoint, path, k=3):
    config = checkpoint["config"]
    config["n_classes"] = len(checkpoint["class_names"])
    wanted = {key: value for key, value in config.items() if key != "n_classes"}
    return best(probabilities({**checkpoint, "config": wanted}, path), checkpoint["class_names"], k)


@mistake("predict_photo", "names of an earlier checkpoint")
def names_kept(checkpoint, path, k=3):
    """The names of the first checkpoint are kept for ever."""
    names = names_kept.__dict__.setdefault("names", checkpoint["class_names"])
    return list(zip(names, sorted(probabilities(checkpoint, path), reverse=True), strict=False))[:k] if (
        len(names) != len(checkpoint["class_names"])) else best(probabilities(checkpoint, path), names, k)


@mistake("predict_photo", "let it through")
def nothing_for_no_photo(checkpoint, path, k=3):
    try:
        return best(probabilities(checkpoint, path), checkpoint["class_names"], k)
    except OSError:
        return []


@torch.no_grad()
def row(checkpoint, path, change=lambda photo: photo):
    """The logits, (1, n), after a change of the prepared photo."""
    return filled(checkpoint).eval()(change(photo_of(checkpoint, path)))


@mistake("predict_photo", "as argmax gives it")
def name_of_the_best(checkpoint, path, k=3):
    return checkpoint["class_names"][row(checkpoint, path)[0].argmax()]


@mistake("predict_photo", "as argmax gives it")
def number_of_the_best(checkpoint, path, k=3):
    return int(row(checkpoint, path)[0].argmax())


@mistake("predict_photo", "as argmax gives it")
def returns_inside_the_loop(checkpoint, path, k=3):
    for pair in best(row(checkpoint, path)[0].softmax(0).tolist(), checkpoint["class_names"], k):
        return [pair]
    return []


@mistake("predict_photo", "sorted compares what stands first")
def sorted_by_name(checkpoint, path, k=3):
    pairs = zip(checkpoint["class_names"], row(checkpoint, path)[0].softmax(0).tolist(), strict=True)
    return sorted(pairs, reverse=True)[:k]


@mistake("predict_photo", "sorted compares what stands first")
def sorted_upwards_by_name(checkpoint, path, k=3):
    return sorted(zip(checkpoint["class_names"], row(checkpoint, path)[0].softmax(0).tolist(), strict=True))[:k]


@mistake("predict_photo", "Best first")
def best_last(checkpoint, path, k=3):
    return best(row(checkpoint, path)[0].softmax(0).tolist(), checkpoint["class_names"], k)[::-1]


@mistake("predict_photo", "numbers of the classes. Look up")
def places_as_text(checkpoint, path, k=3):
    values, which = row(checkpoint, path)[0].softmax(0).topk(min(k, len(checkpoint["class_names"])))
    return [(str(i), value) for i, value in zip(which.tolist(), values.tolist(), strict=True)]


@mistake("predict_photo", "as torch.topk gives them")
def topk_as_it_comes(checkpoint, path, k=3):
    values, which = row(checkpoint, path)[0].softmax(0).topk(min(k, len(checkpoint["class_names"])))
    return values.tolist(), which.tolist()


@mistake("predict_photo", "the probabilities alone")
def values_alone(checkpoint, path, k=3):
    return row(checkpoint, path)[0].softmax(0).sort(descending=True).values.tolist()[:k]


@mistake("predict_photo", "Take it out before you sort")
def row_of_a_batch_zipped(checkpoint, path, k=3):
    return sorted(zip(checkpoint["class_names"], row(checkpoint, path).softmax(1).tolist(), strict=False))[:k]


@mistake("predict_photo", "Take it out before you sort")
def row_of_a_batch_by_topk(checkpoint, path, k=3):
    values, which = row(checkpoint, path).softmax(1).topk(min(k, len(checkpoint["class_names"])))
    return [(checkpoint["class_names"][i], float(value)) for i, value in zip(which, values, strict=True)]


@mistake("predict_photo", "applied twice")
def normalised_twice(checkpoint, path, k=3):
    mean, std = (torch.tensor(checkpoint["preprocessing"][key]).view(1, 3, 1, 1) for key in ("mean", "std"))
    logits = row(checkpoint, path, lambda photo: (photo - mean) / std)
    return best(logits[0].softmax(0).tolist(), checkpoint["class_names"], k)


@mistake("predict_photo", "by 255 once more")
def divided_once_more(checkpoint, path, k=3):
    return best(row(checkpoint, path, lambda photo: photo / 255)[0].softmax(0).tolist(), checkpoint["class_names"], k)


@mistake("predict_photo", "is a batch already")
def another_batch_axis(checkpoint, path, k=3):
    logits = row(checkpoint, path, lambda photo: photo.unsqueeze(0))
    return best(logits[0].softmax(0).tolist(), checkpoint["class_names"], k)


@mistake("predict_photo", "some digits are lost")
@torch.no_grad()
def in_half_precision(checkpoint, path, k=3):
    logits = filled(checkpoint).eval().half()(photo_of(checkpoint, path).half())
    return best(logits[0].float().softmax(0).tolist(), checkpoint["class_names"], k)


@mistake("predict_photo", "returns only a report")
def takes_the_report(checkpoint, path, k=3):
    model = build(checkpoint["config"], len(checkpoint["class_names"]))
    model = model.load_state_dict(checkpoint["state_dict"])
    return best(model(photo_of(checkpoint, path))[0].softmax(0).tolist(), checkpoint["class_names"], k)


@mistake("predict_photo", "given the whole checkpoint")
def whole_checkpoint_as_state(checkpoint, path, k=3):
    model = build(checkpoint["config"], len(checkpoint["class_names"]))
    model.load_state_dict(checkpoint)
    return best(model.eval()(photo_of(checkpoint, path))[0].softmax(0).tolist(), checkpoint["class_names"], k)


@mistake("predict_photo", "all begin with `module.`")
@torch.no_grad()
def strict_is_off(checkpoint, path, k=3):
    model = build(checkpoint["config"], len(checkpoint["class_names"]))
    model.load_state_dict(checkpoint["state_dict"], strict=False)
    return best(model.eval()(photo_of(checkpoint, path))[0].softmax(0).tolist(), checkpoint["class_names"], k)


@mistake("predict_photo", "Subtract the largest logit first")
def softmax_by_hand(checkpoint, path, k=3):
    powers = row(checkpoint, path)[0].exp()
    return best((powers / powers.sum()).tolist(), checkpoint["class_names"], k)


@mistake("predict_photo", "A class is lost")
def names_by_probability(checkpoint, path, k=3):
    chances = row(checkpoint, path)[0].softmax(0).tolist()
    names = dict(zip(chances, checkpoint["class_names"], strict=True))
    return [(names[chance], chance) for chance in sorted(names, reverse=True)][:k]
