"""Variety without new photos

A cat that looks to the left is still a cat when it looks to the right, a little darker, a little further up.
Augmentation shows the network such changed copies, anew in every epoch, so that it cannot learn the photos
by heart. Only in training, and only changes that leave the label true: a mirrored cat is a cat, and a
mirrored 2 is nothing at all.

In this kata a picture is an array (H, W, C) uint8, and `rng` is a NumPy generator (`np.random.default_rng(0)`),
which gives other numbers each time it is asked. Draw all chance from it.
"""

from collections.abc import Callable

import numpy as np


def horizontal_flip(image: np.ndarray, rng: np.random.Generator, p: float = 0.5) -> np.ndarray:
    """Swap left and right, with probability p.

    The flip of a mirror on the wall: rows stay where they are, and in each row the last pixel comes first.
    One draw from `rng` decides for the whole picture.

    Args:
        image: (H, W, C) uint8. It stays as it is.
        rng: where the chance comes from.
        p: how likely the flip is: 1 is always, 0 never, 0.2 one picture in five.

    Returns:
        The mirrored picture or the picture as it was, of the same shape and dtype.

    Example:
        >>> row = np.array([[[1, 1, 1], [2, 2, 2], [9, 9, 9]]], np.uint8)      # one row, three grey pixels
        >>> horizontal_flip(row, np.random.default_rng(0), p=1)[:, :, 0]
        array([[9, 2, 1]], dtype=uint8)
    """
    raise NotImplementedError


def random_crop(image: np.ndarray, size: int, rng: np.random.Generator) -> np.ndarray:
    """Cut a square out of the picture, at a place that chance chooses.

    What the network learns should not depend on where in the photo the fish swims. The row and the column
    where the square begins are two separate draws; every place where it fits is equally likely, the one
    at the bottom and the one at the right border included.

    Args:
        image: (H, W, C) uint8. It stays as it is.
        size: the side of the square in pixels.
        rng: where the chance comes from.

    Returns:
        The piece, (size, size, C), with the pixels and the dtype of the picture. Where the square is as high
        as the picture, there is only one row to begin at; that is no error.

    Raises:
        ValueError: the square is larger than the picture, in height or in width. The message shows `size`.

    Example:
        >>> photo = np.zeros((120, 160, 3), np.uint8)
        >>> random_crop(photo, 96, np.random.default_rng(0)).shape       # 25 rows and 65 columns to begin at
        (96, 96, 3)
    """
    raise NotImplementedError


def jitter_brightness(image: np.ndarray, rng: np.random.Generator, amount: float = 0.2) -> np.ndarray:
    """Make the whole picture a little brighter or darker.

    A cloud before the sun changes all pixels alike: one factor for the whole picture, times every value.
    What would be brighter than white becomes white: a uint8 cannot count beyond 255, so calculate with
    floats, clip, and only then turn the result into uint8.

    Args:
        image: (H, W, C) uint8. It stays as it is.
        rng: where the chance comes from.
        amount: how far the factor may lie from 1. It is uniform between 1 - amount and 1 + amount (every number
            in between is equally likely). 0 changes nothing.

    Returns:
        The pixels times the factor, clipped to 0..255, the same shape, uint8. Fractions may be rounded or cut off.

    Example:
        >>> grey = np.full((1, 2, 3), 100, np.uint8)
        >>> brightness = jitter_brightness(grey, np.random.default_rng(0), amount=0.2)
        >>> bool(80 <= brightness.min() == brightness.max() <= 120)
        True
    """
    raise NotImplementedError


def augment(image: np.ndarray, rng: np.random.Generator, task: str) -> np.ndarray:
    """A changed copy of a training picture that still deserves its label.

    Which changes those are depends on what is to be learned. A photo may be mirrored. A digit may not: it would
    be no digit any more, or another one. Nothing here is turned upside down: nobody will take the photos in that way.

    Args:
        image: (H, W, C) uint8. It stays as it is.
        rng: where the chance comes from. Each call draws anew.
        task: "photos": mirrored in half of the calls (left and right swapped), and another small change.
            "digits": never mirrored, but changed a little all the same.
            Which small changes you make is up to you: brightness, a shift by a few pixels (pad the picture and crop
            it to its old size again), a little noise. Small means that a person would hardly notice: at most a
            quarter brighter or darker, a shift by at most a tenth of the side, and the same colours.

    Returns:
        The changed picture, with the shape of the one given, uint8.

    Raises:
        ValueError: there is no such task. The message shows it.

    Example:
        >>> photo = np.full((24, 32, 3), 200, np.uint8)
        >>> augment(photo, np.random.default_rng(0), "photos").shape
        (24, 32, 3)
    """
    raise NotImplementedError


def make_loader_transforms() -> dict[str, Callable[..., np.ndarray]]:
    """What is done to a photo when it is loaded, for each part of the data.

    Training photos are changed at random, a new copy in every epoch. The other two parts are for measuring,
    and one does not measure with a ruler that changes its length: what the validation score says today must be
    comparable with yesterday's.

    Returns:
        A dict with the keys "train", "val" and "test". Each value is a function transform(image, rng) -> image:
        "train" augments a photo (`augment` with the task "photos", chance from the rng of that call); "val" and
        "test" give the photo as it is, whatever the rng.

    Example:
        >>> transforms = make_loader_transforms()
        >>> photo = np.full((24, 32, 3), 200, np.uint8)
        >>> bool((transforms["val"](photo, np.random.default_rng(0)) == photo).all())
        True
    """

    raise NotImplementedError
