"""Unusual and correct: every one of these must pass."""

import itertools
import math

import numpy as np
from PIL import Image, ImageOps

from kata.known import alternative


@alternative("center_square")
def fitted(image, size):
    image = Image.fromarray(image) if isinstance(image, np.ndarray) else image
    return np.asarray(ImageOps.fit(image.convert("RGB"), (size, size)))


@alternative("center_square")
def cut_first(image, size):
    image = Image.fromarray(np.asarray(image)).convert("RGB")
    side = min(image.size)
    left, top = math.ceil((image.width - side) / 2), math.ceil((image.height - side) / 2)
    return np.array(image.crop((left, top, left + side, top + side)).resize((size, size), Image.Resampling.BILINEAR))


@alternative("center_square")
def nearest_pixels(image, size):
    pixels = np.asarray(image)
    if pixels.ndim == 2:
        pixels = np.repeat(pixels[:, :, None], 3, axis=2)
    side = min(pixels.shape[:2])
    top, left = (pixels.shape[0] - side) / 2, (pixels.shape[1] - side) / 2
    places = (np.arange(size) + 0.5) * side / size
    return pixels[(top + places).astype(int)][:, (left + places).astype(int)]


@alternative("center_square")
def box_filter_one_off(image, size):
    image = Image.fromarray(np.asarray(image)).convert("RGB")
    if image.width < image.height:
        image = image.resize((size, math.ceil(size * image.height / image.width)), Image.Resampling.BOX)
    else:
        image = image.resize((math.ceil(size * image.width / image.height), size), Image.Resampling.BOX)
    left, top = round((image.width - size) / 2), round((image.height - size) / 2)
    return np.array(image)[top : top + size, left : left + size]


@alternative("to_unit")
def divided_then_cast(image):
    return (image / 255).astype(np.float32)


@alternative("to_unit")
def by_table(image):
    return np.linspace(0, 1, 256, dtype=np.float32)[image]


@alternative("to_unit")
def times_the_inverse(image):
    return np.multiply(image, np.float32(1 / 255), dtype="float32")


@alternative("channel_stats")
def running_sums(images):
    n, total, squares = 0, np.zeros(3), np.zeros(3)
    for image in images:
        n += image.shape[0] * image.shape[1]
        total += image.sum(axis=(0, 1))
        squares += (image.astype(np.float64) ** 2).sum(axis=(0, 1))
    mean = total / n
    return mean, np.sqrt(squares / n - mean**2)


@alternative("channel_stats")
def one_colour_at_a_time(images):
    colours = [np.concatenate([np.asarray(image)[:, :, c].ravel() for image in images]) for c in range(3)]
    return [float(np.mean(c)) for c in colours], [float(np.std(c)) for c in colours]


@alternative("channel_stats")
def in_two_passes(images):
    n = sum(len(image) * len(image[0]) for image in images)
    mean = sum(np.einsum("hwc->c", image) for image in images) / n
    return np.array([mean, np.sqrt(sum(((image - mean) ** 2).sum((0, 1)) for image in images) / n)])


@alternative("standardize")
def colour_by_colour(image, mean, std):
    out = np.empty(image.shape, np.float32)
    for c in range(3):
        out[:, :, c] = (image[:, :, c] - mean[c]) / (std[c] or 1.0)
    return out


@alternative("standardize")
def in_float32(image, mean, std):
    safe = std.astype(np.float32)
    safe[safe == 0] = 1
    return (image.astype(np.float32) - mean.astype(np.float32)) / safe


@alternative("standardize")
def true_or_false_as_number(image, mean, std):
    return np.subtract(image, mean, dtype=np.float32, casting="same_kind") / (std + (std == 0)).astype(np.float32)


@alternative("to_batch")
def einsum(images):
    if any(np.shape(image) != np.shape(images[0]) for image in images):
        raise ValueError("sizes differ: " + ", ".join("×".join(map(str, np.shape(image))) for image in images))
    return np.einsum("nhwc->nchw", np.asarray(images, dtype="float32"))


@alternative("to_batch")
def filled_one_by_one(images):
    height, width, colours = images[0].shape
    batch = np.zeros((len(images), colours, height, width), np.float32)
    for n, image in enumerate(images):
        if image.shape[:2] != (height, width):
            raise ValueError(f"image {n} is {image.shape[0]} high and {image.shape[1]} wide, not {height} and {width}")
        for c in range(colours):
            batch[n, c] = image[..., c]
    return batch


@alternative("to_batch")
def moved_then_stacked(images):
    shapes = [image.shape for image in images]
    if len(set(shapes)) != 1:
        raise ValueError(f"{shapes}")
    return np.stack([np.moveaxis(image, 2, 0) for image in images]).astype(np.float32)


@alternative("center_square")
def thumbnail_of_a_copy(image, size):
    image = Image.fromarray(np.array(image)).convert("RGB")
    factor = size / min(image.size)
    wanted = math.ceil(image.width * factor - 1e-9), math.ceil(image.height * factor - 1e-9)
    if factor < 1:
        image.thumbnail(wanted)
    image = image if min(image.size) == size else image.resize(wanted)
    left, top = (image.width - size) // 2, (image.height - size) // 2
    return np.array(image.crop((left, top, left + size, top + size)))


@alternative("channel_stats")
def joined_statistics(images):
    n, mean, squares = 0, np.zeros(3), np.zeros(3)
    for image in images:
        pixels = np.asarray(image, float).reshape(-1, 3)
        further = pixels.mean(axis=0) - mean
        squares += ((pixels - pixels.mean(axis=0)) ** 2).sum(axis=0) + further**2 * n * len(pixels) / (n + len(pixels))
        mean = mean + further * len(pixels) / (n + len(pixels))
        n += len(pixels)
    return mean, np.sqrt(squares / n)


@alternative("to_batch")
def neighbours_compared(images):
    for before, after in itertools.pairwise(images):
        if before.shape != after.shape:
            raise ValueError(f"{before.shape[1]} × {before.shape[0]} and {after.shape[1]} × {after.shape[0]}")
    return np.einsum("nhwc->nchw", np.array(images, dtype=np.float32))
