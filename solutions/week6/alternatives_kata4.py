"""Unusual and correct: every one of these must pass."""

import functools

import numpy as np
from PIL import Image

from kata.known import alternative
from week6.kata4_augmentation import augment, horizontal_flip, jitter_brightness


@alternative("horizontal_flip")
def numpy_does_it(image, rng, p=0.5):
    return np.fliplr(image) if rng.choice([True, False], p=[p, 1 - p]) else image


@alternative("horizontal_flip")
def pillow_does_it(image, rng, p=0.5):
    if not rng.binomial(1, p):
        return image
    return np.array(Image.fromarray(image).transpose(Image.Transpose.FLIP_LEFT_RIGHT))


@alternative("horizontal_flip")
def pixel_by_pixel(image, rng, p=0.5):
    if rng.uniform() >= p:
        return image
    flipped = np.zeros_like(image)
    for column in range(image.shape[1]):
        flipped[:, -1 - column] = image[:, column]
    return flipped


@alternative("horizontal_flip")
def views_and_lists(image, rng, p=0.5):
    return np.array([[*reversed(row)] for row in image], image.dtype) if 1 - rng.random() <= p else image[:]


def too_large(image, size):
    if size > image.shape[0] or size > image.shape[1]:
        raise ValueError(f"size={size}, image {image.shape}")


@alternative("random_crop")
def all_windows(image, size, rng):
    too_large(image, size)
    windows = np.lib.stride_tricks.sliding_window_view(image, (size, size), axis=(0, 1))
    return windows[rng.integers(windows.shape[0]), rng.integers(windows.shape[1])].transpose(1, 2, 0)


@alternative("random_crop")
def pillow_crop(image, size, rng):
    too_large(image, size)
    left = int(rng.integers(0, image.shape[1] - size, endpoint=True))
    top = int(rng.random() * (image.shape[0] - size + 1))
    return np.asarray(Image.fromarray(image).crop((left, top, left + size, top + size)))


@alternative("random_crop")
def one_number_for_both(image, size, rng):
    too_large(image, size)
    rows, columns = (side - size + 1 for side in image.shape[:2])
    top, left = divmod(int(rng.integers(rows * columns)), columns)
    return np.take(np.take(image, range(top, top + size), axis=0), range(left, left + size), axis=1)


@alternative("jitter_brightness")
def cut_off(image, rng, amount=0.2):
    return np.clip(image.astype(np.float32) * (1 + amount * (2 * rng.random() - 1)), 0, 255).astype(np.uint8)


@alternative("jitter_brightness")
def by_table(image, rng, amount=0.2):
    table = np.minimum(np.arange(256) * rng.uniform(1 - amount, 1 + amount), 255).round().astype(np.uint8)
    return table[image]


@alternative("jitter_brightness")
def pillow_enhance(image, rng, amount=0.2):
    factor = rng.uniform(1 - amount, 1 + amount)
    return np.asarray(Image.fromarray(image).point(lambda value: min(255, round(value * factor))))


@alternative("jitter_brightness")
def in_whole_numbers(image, rng, amount=0.2):
    percent = rng.integers(round(1000 * (1 - amount)), round(1000 * (1 + amount)) + 1)
    return (image.astype(np.int64) * percent // 1000).clip(0, 255).astype("uint8")


def known(task):
    if task not in {"photos", "digits"}:
        raise ValueError(f"unknown task: {task}")


@alternative("augment")
def shifted_by_one(image, rng, task):
    known(task)
    if task == "photos" and rng.random() < 0.5:
        image = image[:, ::-1]
    dx = int(rng.integers(-1, 2))
    out = np.zeros_like(image)
    width = image.shape[1]
    out[:, slice(max(dx, 0), width + min(dx, 0))] = image[:, max(-dx, 0) : width + min(-dx, 0)]
    return out


@alternative("augment")
def noise(image, rng, task):
    known(task)
    image = horizontal_flip(image, rng, p=0.5 if task == "photos" else 0)
    return np.clip(image + rng.normal(0, 8, image.shape), 0, 255).astype(np.uint8)


@alternative("augment")
def turned_a_little(image, rng, task):
    from scipy import ndimage

    known(task)
    image = horizontal_flip(image, rng) if task == "photos" else image
    angle = rng.uniform(-10, 10)
    return ndimage.rotate(image, angle, reshape=False, order=1, mode="nearest")


@alternative("augment")
def rolled(image, rng, task):
    known(task)
    image = np.roll(image, rng.integers(-2, 3, size=2), axis=(0, 1))
    return horizontal_flip(image, rng) if task == "photos" else image


@alternative("augment")
def nearer(image, rng, task):
    known(task)
    image = jitter_brightness(horizontal_flip(image, rng) if task == "photos" else image, rng, amount=0.25)
    height = len(image)
    rows = np.clip(np.round((np.arange(height) - height / 2) / rng.uniform(0.9, 1.1) + height / 2), 0, height - 1)
    return image[rows.astype(int)]


@alternative("augment")
def pillow_turns_and_contrasts(image, rng, task):
    from PIL import Image, ImageEnhance

    known(task)
    picture = Image.fromarray(horizontal_flip(image, rng) if task == "photos" else image)
    picture = picture.rotate(rng.uniform(-4, 4), resample=Image.Resampling.BILINEAR)
    return np.array(ImageEnhance.Contrast(picture).enhance(rng.uniform(0.85, 1.15)))


@alternative("augment")
def a_little_added(image, rng, task):
    known(task)
    image = image[:, ::-1] if task == "photos" and rng.integers(2) else image
    return np.clip(image.astype(int) + rng.integers(-25, 26), 0, 255).astype(np.uint8)


@alternative("make_loader_transforms")
def with_partial():
    same = np.copy
    return {
        "train": functools.partial(augment, task="photos"),
        "val": lambda image, rng: same(image),
        "test": lambda image, rng: same(image),
    }


class Transform:
    def __init__(self, changes):
        self.changes = changes

    def __call__(self, image, rng=None):
        for change in self.changes:
            image = change(image, rng)
        return image


@alternative("make_loader_transforms")
def objects_with_a_list_of_changes():
    return {"test": Transform([]), "val": Transform([]), "train": Transform([horizontal_flip, jitter_brightness])}


@alternative("make_loader_transforms")
def in_a_loop():
    def make(name):
        def transform(image, rng):
            return augment(image, rng, "photos") if name == "train" else image.copy()

        return transform

    return {name: make(name) for name in ("train", "val", "test")}
