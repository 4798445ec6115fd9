"""Fresh data for convolution and pooling, run at grading only."""

import numpy as np

from kata import expect, expect_error
from week5.kata4_convolution import conv2d, max_pool, output_size


def test_conv2d_on_fresh_data():
    image = np.sin(np.arange(6 * 9) * 1.7).reshape(6, 9)
    for k in (1, 2, 3, 4, 6):
        kernel = np.cos(np.arange(k * k) * 0.9 + k).reshape(k, k)
        want = np.zeros((6 - k + 1, 9 - k + 1))
        for a in range(k):
            for b in range(k):
                want += kernel[a, b] * image[a : a + want.shape[0], b : b + want.shape[1]]
        expect(conv2d(image, kernel), want=want)


def test_conv2d_of_bytes_on_fresh_data():
    photo = (np.arange(5 * 4) * 67 % 256).astype(np.uint8).reshape(5, 4)
    kernel = np.array([[3.0, -0.25], [-7.0, 2.0]])
    whole = photo.astype(float)
    want = 3 * whole[:-1, :-1] - 0.25 * whole[:-1, 1:] - 7 * whole[1:, :-1] + 2 * whole[1:, 1:]
    expect(conv2d(photo, kernel), want=want, dtype="float")


def test_conv2d_of_a_picture_and_a_kernel_of_bytes():
    photo = np.array([[200, 100, 30], [50, 250, 90]], np.uint8)
    expect(conv2d(photo, np.array([[2, 1], [1, 3]], np.uint8)), want=np.array([[1300.0, 750.0]]))


def test_conv2d_refuses_a_large_kernel_on_fresh_data():
    why = "The kernel is larger than the picture: a ValueError that shows its size."
    expect_error(conv2d, np.ones((8, 6)), np.ones((7, 7)), shows=7, why=why)
    expect_error(conv2d, np.ones((2, 1)), np.ones((4, 4)), shows=4, why=why)


def test_output_size_on_fresh_data():
    for size in (9, 10, 31):
        for kernel in (1, 2, 5):
            for stride in (1, 2, 3, 7):
                for padding in (0, 1, 4):
                    places = [at for at in range(size + 2 * padding - kernel + 1) if at % stride == 0]
                    expect(output_size(size, kernel, stride, padding), want=len(places))


def test_max_pool_on_fresh_data():
    image = np.sin(np.arange(7 * 11) * 2.3).reshape(7, 11) - 0.4
    for size in (1, 2, 3, 4, 7):
        want = np.full((7 // size, 11 // size), -np.inf)
        for i in range(7 // size * size):
            for j in range(11 // size * size):
                want[i // size, j // size] = max(want[i // size, j // size], image[i, j])
        expect(max_pool(image, size), want=want)


def test_max_pool_keeps_other_types():
    values = np.arange(-12, 12).reshape(4, 6) * 7 % 11
    want = values.reshape(2, 2, 3, 2).max(axis=(1, 3))
    for dtype in ("int16", "float32"):
        expect(max_pool(values.astype(dtype)), want=want.astype(dtype), dtype=dtype)
