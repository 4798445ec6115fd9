"""Convolution by hand.

A dense layer has a weight for every pixel, and must learn a cat in the left corner and a cat in the right
one as two different things. A convolution has nine weights, say, and looks with the same nine everywhere.
What it slides over the picture is called a kernel, or filter; what comes out is a feature map.
"""

import numpy as np


def conv2d(image: np.ndarray, kernel: np.ndarray) -> np.ndarray:
    """Slide a kernel over a picture: at each place, how well does what lies below it match?

    Lay the kernel on the picture, multiply each weight by the pixel below it, add everything up: one
    number. Move one pixel and do it again. The kernel stays inside the picture ("valid"), and it is
    not turned over first: mathematicians would call this a cross-correlation, and every deep-learning
    library calls it a convolution.

    Args:
        image: a grey picture, shape (H, W); floats, or the bytes of a photo (uint8).
        kernel: the weights, shape (k, k), for any k from 1 on; floats, whole numbers, or bytes as well.

    Returns:
        Shape (H - k + 1, W - k + 1), float64. Row i, column j is the sum for the kernel with its upper left
        corner on image[i, j]. It may be negative, and larger than any pixel.

    Raises:
        ValueError: the kernel is higher or wider than the picture; the message shows its size.

    Example:
        A kernel that answers where the picture gets brighter from left to right:

        >>> picture = np.array([[0, 0, 9, 9], [0, 0, 9, 9], [0, 0, 9, 9]])
        >>> conv2d(picture, np.array([[-1, 1], [-1, 1]]))
        array([[ 0., 18.,  0.],
               [ 0., 18.,  0.]])
    """
    # BEGIN SOLUTION
    image, kernel = np.asarray(image, dtype=np.float64), np.asarray(kernel)  # bytes would start again at 0 after 255
    k = kernel.shape[0]
    height, width = image.shape
    if k > min(height, width):
        raise ValueError(f"a kernel of {k}×{k} does not fit into a picture of {height}×{width}")
    result = np.zeros((height - k + 1, width - k + 1))
    for i in range(height - k + 1):
        for j in range(width - k + 1):
            result[i, j] = np.sum(image[i : i + k, j : j + k] * kernel)
    return result
    # END SOLUTION


def output_size(size: int, kernel: int, stride: int = 1, padding: int = 0) -> int:
    """How many places a kernel has along one side of a picture: the size of what comes out.

    With padding, that many zeros are added at both ends first, so that the kernel can reach over the
    edge. With a stride of 2 it moves two pixels at a time and stops where it would no longer fit. You
    will need this number whenever two layers of a network do not fit together.

    Args:
        size: the height or the width of the picture, in pixels.
        kernel: the height or the width of the kernel.
        stride: how many pixels it moves from one place to the next.
        padding: how many zeros are added at each of the two ends.

    Returns:
        (size + 2 · padding − kernel) / stride, rounded down, plus 1: an int.

    Example:
        >>> output_size(28, 5), output_size(28, 5, padding=2), output_size(28, 5, stride=2)
        (24, 28, 12)
    """
    # BEGIN SOLUTION
    return (size + 2 * padding - kernel) // stride + 1
    # END SOLUTION


def max_pool(image: np.ndarray, size: int = 2) -> np.ndarray:
    """Make a picture smaller: of every `size` × `size` pixels only the largest stays.

    After a convolution the picture says how well the pattern matches at each place. Pooling asks less
    precisely: is it anywhere around here? There is less to compute afterwards, and a cat that has moved
    by a pixel often gives the same answer as before.

    Args:
        image: shape (H, W), any kind of numbers, negative ones too.
        size: how high and how wide a window is. The windows lie next to each other, without overlap.

    Returns:
        Shape (H // size, W // size), of the same dtype as the picture. Rows and columns at the bottom and
        at the right that fill no window are left out.

    Example:
        >>> max_pool(np.array([[1, 2, 0, 5, 9], [4, 3, 7, 6, 9]]))   # the last column has no partner
        array([[4, 7]])
    """
    # BEGIN SOLUTION
    rows, columns = image.shape[0] // size, image.shape[1] // size
    windows = image[: rows * size, : columns * size].reshape(rows, size, columns, size)
    return windows.max(axis=(1, 3))
    # END SOLUTION
