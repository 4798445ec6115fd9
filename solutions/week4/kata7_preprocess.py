"""Ready for the network.

A photo on disk has any size, colours from 0 to 255, and its own brightness. A network wants all photos
alike: one size, small numbers around zero, packed into one array. These five steps stand between every
photo and every network, in training and later in use, and they must be the same ones in both.
"""

import numpy as np
from PIL import Image


def center_square(image: Image.Image | np.ndarray, size: int) -> np.ndarray:
    """The middle of a photo as a square of one size.

    Photos are wide or tall; a batch needs them all alike. Squeezing a photo into a square makes faces thin
    and wheels oval. So keep the proportions: scale the photo until its shorter side is `size` long, then
    keep the middle and drop what sticks out on both sides.

    Args:
        image: a PIL image, or an array (H, W, 3) or (H, W) uint8. It stays as it is.
        size: the side of the square, in pixels. The photo may be smaller than that; then it grows.

    Returns:
        The square, (size, size, 3) uint8, grey repeated. Any good filter may do the scaling, and where
        the middle falls between two pixels, either is right.

    Example:
        >>> photo = Image.new("RGB", (640, 480), "white")     # 640 wide, 480 high
        >>> center_square(photo, 96).shape                    # scaled to 128 × 96; 16 columns off on each side
        (96, 96, 3)
    """
    # BEGIN SOLUTION
    if isinstance(image, np.ndarray):
        image = Image.fromarray(image)
    image = image.convert("RGB")
    shorter = min(image.size)
    left, top = (image.width - shorter) // 2, (image.height - shorter) // 2
    middle = (left, top, left + shorter, top + shorter)  # first: a strip one pixel high would grow by its whole length
    return np.array(image.resize((size, size), Image.Resampling.LANCZOS, box=middle))
    # END SOLUTION


def to_unit(image: np.ndarray) -> np.ndarray:
    """Colours from 0 to 255 as numbers from 0 to 1.

    Networks learn badly from large numbers. Always divide by 255, the most a uint8 can be, and never by the
    photo's own maximum: a photo taken at night shall stay darker than one taken at noon.

    Args:
        image: uint8, any shape: one photo or a whole batch.

    Returns:
        The same shape, float32, 0.0 to 1.0. (float32 is what networks calculate in: half the memory of
        NumPy's usual float64.)

    Example:
        >>> to_unit(np.array([0, 51, 255], np.uint8))
        array([0. , 0.2, 1. ], dtype=float32)
    """
    # BEGIN SOLUTION
    return image.astype(np.float32) / 255
    # END SOLUTION


def channel_stats(images: list[np.ndarray]) -> tuple[np.ndarray, np.ndarray]:
    """How bright the training photos are in each colour, and how much that varies.

    `standardize` needs these six numbers. They are learned from data, so they count as training: take them
    from the training images, and only those. Someone who lets the test images in has looked at the exam.

    Args:
        images: the training images, each (H, W, 3) with values 0 to 1; a list, or one array (N, H, W, 3).
            In a list they may differ in size.

    Returns:
        `(mean, std)`, each of shape (3,), float64: for red, green and blue, the mean over all pixels of all
        images, and the standard deviation (the root of the mean squared distance from the mean, `np.std`).
        Every pixel counts the same, so a large photo counts more than a small one.

    Example:
        >>> dark, bright = np.full((1, 2, 3), 0.25), np.full((1, 2, 3), 0.75)
        >>> channel_stats([dark, bright])
        (array([0.5, 0.5, 0.5]), array([0.25, 0.25, 0.25]))
    """
    # BEGIN SOLUTION
    pixels = np.concatenate([np.asarray(image, np.float64).reshape(-1, 3) for image in images])
    return pixels.mean(axis=0), pixels.std(axis=0)
    # END SOLUTION


def standardize(image: np.ndarray, mean: np.ndarray, std: np.ndarray) -> np.ndarray:
    """Shift and scale each colour, so that the training photos lie around 0.

    Red gets red's numbers, green green's, blue blue's. The numbers are those of the training images, for
    every photo, in training, in testing and in use: then a photo that is brighter than most comes out above
    zero, and the network can see that it is.

    Args:
        image: (H, W, 3), values 0 to 1. It stays as it is.
        mean: the mean of each colour, shape (3,), as `channel_stats` gives it.
        std: the standard deviation of each colour, shape (3,). Where it is 0 (all training photos have the
            same value there), divide by 1 instead.

    Returns:
        (image - mean) / std, colour by colour, (H, W, 3) float32.

    Example:
        >>> pixel = np.array([[[0.5, 0.5, 0.5]]])
        >>> standardize(pixel, mean=np.array([0.5, 0.25, 0.5]), std=np.array([0.25, 0.125, 0.0]))
        array([[[0., 2., 0.]]], dtype=float32)
    """
    # BEGIN SOLUTION
    mean, std = np.asarray(mean), np.asarray(std)
    return ((image - mean) / np.where(std == 0, 1, std)).astype(np.float32)
    # END SOLUTION


def to_batch(images: list[np.ndarray]) -> np.ndarray:
    """Several photos as one array, colours first, the way PyTorch wants them.

    A network takes many photos at once. On disk the colours of a pixel lie side by side, (H, W, 3); PyTorch
    wants a whole red picture, then a whole green, then a whole blue one: (N, 3, H, W). Every number keeps its
    place in the photo. Only the axes change their order.

    Args:
        images: N arrays, each (H, W, 3), all of one size.

    Returns:
        The batch, (N, 3, H, W) float32, photos in the order given, values as they were.

    Raises:
        ValueError: the images differ in size. The message shows the sizes.

    Example:
        >>> photo = np.array([[[1, 2, 3], [4, 5, 6]]])      # one row, two pixels
        >>> to_batch([photo])[0].tolist()                   # its reds, its greens, its blues
        [[[1.0, 4.0]], [[2.0, 5.0]], [[3.0, 6.0]]]
    """
    # BEGIN SOLUTION
    shapes = {np.shape(image) for image in images}
    if len(shapes) > 1:
        raise ValueError(f"all images of a batch must have one size, and these differ: {shapes}")
    return np.stack(images).transpose(0, 3, 1, 2).astype(np.float32)
    # END SOLUTION
