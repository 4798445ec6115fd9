"""Unusual and correct: every one of these must pass."""

import math

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view

from kata.known import alternative


def fitting(image, kernel):
    if len(kernel) > min(image.shape):
        raise ValueError(f"no room for a kernel of shape {kernel.shape} in {image.shape}")


@alternative("conv2d")
def all_windows_at_once(image, kernel):
    fitting(image, kernel)
    return np.einsum("ijab,ab->ij", sliding_window_view(image.astype(np.float64), kernel.shape), kernel)


@alternative("conv2d")
def picture_moved_once_for_each_weight(image, kernel):
    fitting(image, kernel)
    height, width = image.shape[0] - len(kernel) + 1, image.shape[1] - len(kernel) + 1
    return sum(
        weight * image[a : a + height, b : b + width].astype(float) for (a, b), weight in np.ndenumerate(kernel)
    )


@alternative("conv2d")
def lists_and_plain_numbers(image, kernel):
    fitting(image, kernel)
    rows, weights = image.tolist(), kernel.tolist()
    k = len(weights)
    return [
        [
            float(sum(rows[i + a][j + b] * weights[a][b] for a in range(k) for b in range(k)))
            for j in range(len(rows[0]) - k + 1)
        ]
        for i in range(len(rows) - k + 1)
    ]


@alternative("conv2d")
def by_the_fourier_transform(image, kernel):
    fitting(image, kernel)
    spectrum = np.fft.rfft2(image.astype(float)) * np.conj(np.fft.rfft2(kernel, image.shape))
    whole = np.fft.irfft2(spectrum, image.shape)
    return whole[: image.shape[0] - len(kernel) + 1, : image.shape[1] - len(kernel) + 1]


@alternative("conv2d")
def in_float32(image, kernel):
    fitting(image, kernel)
    return np.einsum(
        "ijab,ab->ij", sliding_window_view(image.astype(np.float32), kernel.shape), kernel.astype(np.float32)
    )


@alternative("output_size")
def by_counting(size, kernel, stride=1, padding=0):
    return len(range(-padding, size + padding - kernel + 1, stride))


@alternative("output_size")
def rounded_down(size, kernel, stride=1, padding=0):
    return int((size + 2 * padding - kernel) / stride + 1)


@alternative("output_size")
def numpy_int(size, kernel, stride=1, padding=0):
    return np.int64(math.floor((size + padding + padding - (kernel - 1) - 1) / stride + 1))


@alternative("max_pool")
def two_loops(image, size=2):
    result = np.empty((image.shape[0] // size, image.shape[1] // size), image.dtype)
    for i, j in np.ndindex(result.shape):
        result[i, j] = image[i * size : (i + 1) * size, j * size : (j + 1) * size].max()
    return result


@alternative("max_pool")
def every_size_th_of_all_windows(image, size=2):
    return sliding_window_view(image, (size, size))[::size, ::size].max(axis=(2, 3))


@alternative("max_pool")
def lists(image, size=2):
    rows = image.tolist()
    return [
        [
            max(rows[i * size + a][j * size + b] for a in range(size) for b in range(size))
            for j in range(len(rows[0]) // size)
        ]
        for i in range(len(rows) // size)
    ]


@alternative("max_pool")
def one_shifted_picture_after_the_other(image, size=2):
    height, width = image.shape[0] // size * size, image.shape[1] // size * size
    result = image[:height:size, :width:size].copy()
    for a in range(size):
        for b in range(size):
            np.maximum(result, image[a:height:size, b:width:size], out=result)
    return result
