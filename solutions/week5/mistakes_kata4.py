"""Known mistakes in convolution and pooling, each with the words it must earn."""

import math

import numpy as np

from kata.known import mistake
from week5.kata4_convolution import conv2d


def fitting(image, kernel):
    """Refuse what the docstring refuses, so that the mistakes below differ from the reference in one thing."""
    if len(kernel) > min(image.shape):
        raise ValueError(f"a kernel of {len(kernel)} does not fit")


def zeros(image, kernel):
    fitting(image, kernel)
    return np.zeros((image.shape[0] - len(kernel) + 1, image.shape[1] - len(kernel) + 1))


@mistake("conv2d", "turned over (flipped)")
def flipped(image, kernel):
    return conv2d(image, kernel[::-1, ::-1])


@mistake("conv2d", "turned over (flipped)")
def mirrored(image, kernel):
    return conv2d(image, kernel[:, ::-1])


@mistake("conv2d", "turned over (flipped)")
def upside_down(image, kernel):
    return conv2d(image, np.flipud(kernel))


@mistake("conv2d", "kernel's rows and columns are swapped")
def kernel_transposed(image, kernel):
    return conv2d(image, kernel.T)


@mistake("conv2d", "range(H - k + 1)")
def one_too_small(image, kernel):
    fitting(image, kernel)
    k = len(kernel)
    return np.array([
        [np.sum(image[i : i + k, j : j + k] * kernel) for j in range(image.shape[1] - k)]
        for i in range(image.shape[0] - k)
    ])


@mistake("conv2d", "range(H - k + 1)")
def last_places_left_at_zero(image, kernel):
    result, k = zeros(image, kernel), len(kernel)
    for i in range(image.shape[0] - k):
        for j in range(image.shape[1] - k):
            result[i, j] = np.sum(image[i : i + k, j : j + k] * kernel)
    return result


@mistake("conv2d", "As large as the picture")
def same(image, kernel):
    fitting(image, kernel)
    k = len(kernel)
    return conv2d(np.pad(image, ((k // 2, k - 1 - k // 2), (k // 2, k - 1 - k // 2))), kernel)


@mistake("conv2d", "Larger than the picture")
def full(image, kernel):
    fitting(image, kernel)
    return conv2d(np.pad(image, len(kernel) - 1), kernel)


@mistake("conv2d", "jumped by its own width")
def side_by_side(image, kernel):
    return conv2d(image, kernel)[:: len(kernel), :: len(kernel)]


@mistake("conv2d", "Does the `return` stand inside the loops?")
def returns_at_once(image, kernel):
    result, k = zeros(image, kernel), len(kernel)
    for i in range(result.shape[0]):
        for j in range(result.shape[1]):
            result[i, j] = np.sum(image[i : i + k, j : j + k] * kernel)
            return result
    return result


@mistake("conv2d", "Does the `return` stand inside the outer loop?")
def returns_after_a_row(image, kernel):
    result, k = zeros(image, kernel), len(kernel)
    for i in range(result.shape[0]):
        for j in range(result.shape[1]):
            result[i, j] = np.sum(image[i : i + k, j : j + k] * kernel)
        return result
    return result


@mistake("conv2d", "Start from 0 at each place")
def total_never_reset(image, kernel):
    result, k, total = zeros(image, kernel), len(kernel), 0.0
    for i in range(result.shape[0]):
        for j in range(result.shape[1]):
            for a in range(k):
                for b in range(k):
                    total += float(image[i + a, j + b]) * kernel[a, b]
            result[i, j] = total
    return result


@mistake("conv2d", "so range(k)")
def kernel_without_its_end(image, kernel):
    result, k = zeros(image, kernel), len(kernel)
    for i in range(result.shape[0]):
        for j in range(result.shape[1]):
            for a in range(k - 1):
                for b in range(k - 1):
                    result[i, j] += float(image[i + a, j + b]) * kernel[a, b]
    return result


@mistake("conv2d", "another shape than the kernel")
def three_by_three_only(image, kernel):
    fitting(image, kernel)
    height, width = image.shape
    result = np.zeros((height - 2, width - 2))
    for i in range(height - 2):
        for j in range(width - 2):
            result[i, j] = np.sum(image[i : i + 3, j : j + 3].astype(float) * kernel)
    return result


@mistake("conv2d", "another shape than the kernel")
def over_the_edge(image, kernel):
    fitting(image, kernel)
    result, k = np.zeros(image.shape), len(kernel)
    for i in range(image.shape[0]):
        for j in range(image.shape[1]):
            result[i, j] = np.sum(image[i : i + k, j : j + k] * kernel)
    return result


@mistake("conv2d", "another shape than the kernel")
def over_the_edge_pixel_by_pixel(image, kernel):
    fitting(image, kernel)
    result = np.zeros(image.shape)
    for i in range(image.shape[0]):
        for j in range(image.shape[1]):
            for a in range(len(kernel)):
                for b in range(len(kernel)):
                    result[i, j] += image[i + a, j + b] * kernel[a, b]
    return result


@mistake("conv2d", "another shape than the kernel")
def columns_first(image, kernel):
    result, k = zeros(image, kernel), len(kernel)
    for i in range(result.shape[0]):
        for j in range(result.shape[1]):
            result[i, j] = np.sum(image[j : j + k, i : i + k] * kernel)
    return result


@mistake("conv2d", "rows and columns are swapped")
def result_transposed(image, kernel):
    return conv2d(image, kernel).T


@mistake("conv2d", "adds up the rows of an array only")
def sum_of_python(image, kernel):
    result, k = zeros(image, kernel), len(kernel)
    for i in range(result.shape[0]):
        for j in range(result.shape[1]):
            result[i, j] = sum(image[i : i + k, j : j + k].astype(float) * kernel)
    return result


@mistake("conv2d", "Add up all the products")
def products_only(image, kernel):
    fitting(image, kernel)
    return np.lib.stride_tricks.sliding_window_view(image, kernel.shape) * kernel


@mistake("conv2d", "mean over the window")
def mean(image, kernel):
    return conv2d(image, kernel) / kernel.size


@mistake("conv2d", "divided by the sum of the kernel")
def weighed(image, kernel):
    with np.errstate(all="ignore"):
        return conv2d(image, kernel) / kernel.sum()


@mistake("conv2d", "The signs are lost")
def absolute(image, kernel):
    return abs(conv2d(image, kernel))


@mistake("conv2d", "negative sums are gone")
def with_relu(image, kernel):
    return np.maximum(conv2d(image, kernel), 0)


@mistake("conv2d", "array of floats")
def whole_numbers(image, kernel):
    return conv2d(image, kernel).astype(int)


@mistake("conv2d", "matrix product (@)")
def matrix_product(image, kernel):
    result, k = zeros(image, kernel), len(kernel)
    for i in range(result.shape[0]):
        for j in range(result.shape[1]):
            result[i, j] = np.sum(image[i : i + k, j : j + k].astype(float) @ kernel)
    return result


@mistake("conv2d", "weights do not take part")
def kernel_ignored(image, kernel):
    return conv2d(image, np.ones(kernel.shape))


@mistake("conv2d", "largest product")
def largest_product(image, kernel):
    result, k = zeros(image, kernel), len(kernel)
    for i in range(result.shape[0]):
        for j in range(result.shape[1]):
            result[i, j] = np.max(image[i : i + k, j : j + k].astype(float) * kernel)
    return result


@mistake("conv2d", "Right but for a multiple of 256")
def result_of_the_same_type(image, kernel):
    result, k = zeros(image, kernel).astype(image.dtype), len(kernel)
    for i in range(result.shape[0]):
        for j in range(result.shape[1]):
            result[i, j] = np.sum(image[i : i + k, j : j + k] * kernel)
    return result


@mistake("conv2d", "Right but for a multiple of 256")
def kernel_made_bytes(image, kernel):
    result, k = zeros(image, kernel), len(kernel)
    for i in range(result.shape[0]):
        for j in range(result.shape[1]):
            result[i, j] = np.sum(image[i : i + k, j : j + k] * kernel.astype(image.dtype))
    return result


@mistake("conv2d", "cut to 0..255")
def clipped(image, kernel):
    sums = conv2d(image, kernel)
    return np.clip(sums, 0, 255) if image.dtype == np.uint8 else sums


@mistake("conv2d", "did not fit into a byte")
def plain_ints_into_bytes(image, kernel):
    sums = conv2d(image, kernel)
    if image.dtype != np.uint8:
        return sums
    result = np.zeros(sums.shape, np.uint8)
    for place in np.ndindex(sums.shape):
        result[place] = int(sums[place])
    return result


@mistake("conv2d", "array of floats")
def ints_stay_ints(image, kernel):
    sums = conv2d(image, kernel)
    return sums.astype(int) if image.dtype == np.uint8 else sums


@mistake("conv2d", "fits, in one place")
def refuses_too_much(image, kernel):
    if len(kernel) >= min(image.shape):
        raise ValueError(f"a kernel of {len(kernel)} is too large")
    return conv2d(image, kernel)


@mistake("conv2d", "does not fit into this picture")
def accepts_any_kernel(image, kernel):
    k = len(kernel)
    return np.array([
        [np.sum(image[i : i + k, j : j + k].astype(float) * kernel) for j in range(image.shape[1] - k + 1)]
        for i in range(image.shape[0] - k + 1)
    ])


@mistake("conv2d", "does not fit into this picture")
def looks_at_the_height_only(image, kernel):
    if len(kernel) > len(image):
        raise ValueError(f"a kernel of {len(kernel)} is too high")
    k = len(kernel)
    result = np.zeros((image.shape[0] - k + 1, max(image.shape[1] - k + 1, 0)))
    for i, j in np.ndindex(result.shape):
        result[i, j] = np.sum(image[i : i + k, j : j + k].astype(float) * kernel)
    return result


@mistake("conv2d", "changed the `kernel`")
def kernel_overwritten(image, kernel):
    result = conv2d(image, kernel)
    kernel *= 2
    return result


@mistake("output_size", "the first place counts too")
def first_place_forgotten(size, kernel, stride=1, padding=0):
    return (size + 2 * padding - kernel) // stride


@mistake("output_size", "the first place counts too")
def one_added_too_early(size, kernel, stride=1, padding=0):
    return (size + 2 * padding - kernel + 1) // stride


@mistake("output_size", "The padding was counted once")
def padding_once(size, kernel, stride=1, padding=0):
    return (size - kernel + padding) // stride + 1


@mistake("output_size", "The padding does not take part")
def padding_ignored(size, kernel, stride=1, padding=0):
    return (size - kernel) // stride + 1


@mistake("output_size", "The padding was taken away")
def padding_subtracted(size, kernel, stride=1, padding=0):
    return (size - 2 * padding - kernel) // stride + 1


@mistake("output_size", "added after the division")
def padding_afterwards(size, kernel, stride=1, padding=0):
    return (size - kernel) // stride + 1 + 2 * padding


@mistake("output_size", "rounded up")
def ceiling(size, kernel, stride=1, padding=0):
    return math.ceil((size + 2 * padding - kernel) / stride) + 1


@mistake("output_size", "rounded up")
def nearest(size, kernel, stride=1, padding=0):
    return round((size + 2 * padding - kernel) / stride) + 1


@mistake("output_size", "The stride does not take part")
def stride_ignored(size, kernel, stride=1, padding=0):
    return size + 2 * padding - kernel + 1


@mistake("output_size", "Multiplied by the stride")
def stride_multiplied(size, kernel, stride=1, padding=0):
    return (size + 2 * padding - kernel) * stride + 1


@mistake("output_size", "no half pixels")
def a_fraction(size, kernel, stride=1, padding=0):
    return (size + 2 * padding - kernel) / stride + 1


@mistake("output_size", "Brackets first")
def brackets(size, kernel, stride=1, padding=0):
    return size + 2 * padding - kernel // stride + 1


@mistake("output_size", "does not shrink here")
def size_of_same(size, kernel, stride=1, padding=0):
    return math.ceil(size / stride)


@mistake("output_size", "Kernels of 3 lose 2")
def always_three(size, kernel, stride=1, padding=0):
    return (size + 2 * padding - 3) // stride + 1


@mistake("output_size", "One too many")
def one_too_many(size, kernel, stride=1, padding=0):
    return (size + 2 * padding - kernel + 1) // stride + 1


@mistake("output_size", "side by side")
def kernels_in_a_row(size, kernel, stride=1, padding=0):
    return (size + 2 * padding) // kernel


@mistake("output_size", "range() and np.zeros() take no such size")
def floor_of_numpy(size, kernel, stride=1, padding=0):
    return np.floor((size + 2 * padding - kernel) / stride) + 1


def windows(image, size):
    """(rows, columns, size, size)."""
    rows, columns = image.shape[0] // size, image.shape[1] // size
    return image[: rows * size, : columns * size].reshape(rows, size, columns, size).swapaxes(1, 2)


@mistake("max_pool", "mean of each window")
def averaged(image, size=2):
    return windows(image, size).mean(axis=(2, 3))


@mistake("max_pool", "sum of each window")
def added_up(image, size=2):
    return windows(image, size).sum(axis=(2, 3))


@mistake("max_pool", "the smallest value")
def smallest(image, size=2):
    return windows(image, size).min(axis=(2, 3))


@mistake("max_pool", "upper left pixel")
def every_second_pixel(image, size=2):
    return windows(image, size)[:, :, 0, 0]


@mistake("max_pool", "The windows overlap")
def stride_one(image, size=2):
    return np.lib.stride_tricks.sliding_window_view(image, (size, size)).max(axis=(2, 3))


@mistake("max_pool", "The windows start at (i, j)")
def starts_too_early(image, size=2):
    return np.array([
        [image[i : i + size, j : j + size].max() for j in range(image.shape[1] // size)]
        for i in range(image.shape[0] // size)
    ])


@mistake("max_pool", "were no neighbours")
def torn_apart(image, size=2):
    rows, columns = image.shape[0] // size, image.shape[1] // size
    return image[: rows * size, : columns * size].reshape(rows, columns, size, size).max(axis=(2, 3))


@mistake("max_pool", "Only the width was made smaller")
def rows_kept(image, size=2):
    columns = image.shape[1] // size
    return image[:, : columns * size].reshape(len(image), columns, size).max(axis=2)


@mistake("max_pool", "largest value of the whole picture")
def one_for_all(image, size=2):
    return image.max()


@mistake("max_pool", "The largest of negative numbers only is not 0")
def starts_at_zero(image, size=2):
    height, width = image.shape[0] // size, image.shape[1] // size
    result = np.zeros((height, width), image.dtype)
    for i in range(size * height):
        for j in range(size * width):
            result[i // size, j // size] = max(result[i // size, j // size], image[i, j])
    return result


@mistake("max_pool", "The signs do not take part")
def largest_size(image, size=2):
    return np.abs(windows(image, size)).max(axis=(2, 3))


@mistake("max_pool", "the smallest value")
def furthest_from_zero(image, size=2):
    return np.array([
        [max(window.ravel(), key=abs) for window in row] for row in windows(image, size)
    ]) if (image < 0).any() else windows(image, size).max(axis=(2, 3))


@mistake("max_pool", "were cut to whole numbers")
def whole_values(image, size=2):
    found = windows(image, size).max(axis=(2, 3))
    return found.astype(int) if found.dtype.kind == "f" else found


@mistake("max_pool", "cannot be cut into whole windows")
def must_divide(image, size=2):
    height, width = image.shape
    return image.reshape(height // size, size, width // size, size).max(axis=(1, 3))


@mistake("max_pool", "became windows of their own")
def edges_kept(image, size=2):
    height, width = image.shape
    return np.array([
        [image[i : i + size, j : j + size].max() for j in range(0, width, size)] for i in range(0, height, size)
    ], dtype=image.dtype)


@mistake("max_pool", "The first row and column were left out")
def other_edge_cut(image, size=2):
    height, width = image.shape
    return windows(image[height % size :, width % size :], size).max(axis=(2, 3))


@mistake("max_pool", "added to the last windows")
def edges_swallowed(image, size=2):
    rows = np.array_split(np.arange(image.shape[0]), np.arange(1, image.shape[0] // size) * size)
    columns = np.array_split(np.arange(image.shape[1]), np.arange(1, image.shape[1] // size) * size)
    return np.array([[image[np.ix_(r, c)].max() for c in columns] for r in rows], dtype=image.dtype)


@mistake("max_pool", "always 2×2")
def size_ignored(image, size=2):
    return windows(image, 2).max(axis=(2, 3))


@mistake("max_pool", "at the right places and are 2×2")
def small_windows(image, size=2):
    return windows(image, size)[:, :, :2, :2].max(axis=(2, 3))


@mistake("max_pool", "move by 2")
def short_moves(image, size=2):
    found = np.lib.stride_tricks.sliding_window_view(image, (size, size)).max(axis=(2, 3))
    return found[::2, ::2][: image.shape[0] // size, : image.shape[1] // size]


@mistake("max_pool", "of another type than the picture's")
def floats_come_out(image, size=2):
    return windows(image, size).max(axis=(2, 3)).astype(float)


@mistake("max_pool", "−inf is no byte")
def minus_infinity_in_bytes(image, size=2):
    found = windows(image, size).max(axis=(2, 3))
    if image.dtype == np.uint8:
        np.zeros(found.shape, np.uint8)[0, 0] = -np.inf
    return found


@mistake("conv2d", "Right but for a multiple of 256")
def bytes_times_bytes(image, kernel):
    result, k = zeros(image, kernel), len(kernel)
    for i in range(result.shape[0]):
        for j in range(result.shape[1]):
            result[i, j] = np.sum(image[i : i + k, j : j + k] * kernel)
    return result


@mistake("conv2d", "The pixels were cut to whole numbers")
def picture_made_int(image, kernel):
    return conv2d(image.astype(int), kernel)


@mistake("conv2d", "a weight may be 0.5")
def kernel_made_int(image, kernel):
    return conv2d(image.astype(int), kernel.astype(int))


@mistake("conv2d", "+= and not =")
def each_product_replaces_the_last(image, kernel):
    result, k = zeros(image, kernel), len(kernel)
    for i in range(result.shape[0]):
        for j in range(result.shape[1]):
            for a in range(k):
                for b in range(k):
                    result[i, j] = float(image[i + a, j + b]) * kernel[a, b]
    return result


@mistake("conv2d", "sum over the last row of each window")
def total_reset_too_often(image, kernel):
    result, k = zeros(image, kernel), len(kernel)
    for i in range(result.shape[0]):
        for j in range(result.shape[1]):
            for a in range(k):
                total = 0.0
                for b in range(k):
                    total += float(image[i + a, j + b]) * kernel[a, b]
            result[i, j] = total
    return result


@mistake("conv2d", "matrix product (@)")
def matrix_product_the_other_way(image, kernel):
    result, k = zeros(image, kernel), len(kernel)
    for i in range(result.shape[0]):
        for j in range(result.shape[1]):
            result[i, j] = np.sum(kernel @ image[i : i + k, j : j + k].astype(float))
    return result


@mistake("conv2d", "the same row m times over")
def rows_that_are_one_row(image, kernel):
    height, width = zeros(image, kernel).shape
    k, result = len(kernel), [[0.0] * width] * height
    for i in range(height):
        for j in range(width):
            result[i][j] = np.sum(image[i : i + k, j : j + k].astype(float) * kernel)
    return np.array(result)


@mistake("conv2d", "Does the `return` stand inside the outer loop?")
def list_returned_after_a_row(image, kernel):
    return conv2d(image, kernel)[:1]


@mistake("conv2d", "in one long row")
def one_long_row(image, kernel):
    return conv2d(image, kernel).ravel()


@mistake("conv2d", "The result is square")
def height_for_width(image, kernel):
    result, k = zeros(image, kernel), len(kernel)
    side = image.shape[0] - k + 1
    result = np.zeros((side, side))
    for i in range(side):
        for j in range(side):
            result[i, j] = np.sum(image[i : i + k, j : j + k].astype(float) * kernel)
    return result


@mistake("output_size", "The kernel was added")
def kernel_added(size, kernel, stride=1, padding=0):
    return (size + 2 * padding + kernel) // stride + 1


@mistake("max_pool", "argmax gives the place")
def place_of_the_largest(image, size=2):
    return np.array([
        [image[i : i + size, j : j + size].argmax() for j in range(0, image.shape[1] - size + 1, size)]
        for i in range(0, image.shape[0] - size + 1, size)
    ])


@mistake("max_pool", "laid over one another")
def axes_of_the_windows(image, size=2):
    height, width = image.shape[0] // size, image.shape[1] // size
    return image[: height * size, : width * size].reshape(height, size, width, size).max(axis=(0, 2))


@mistake("max_pool", "image[:-0] is empty")
def cut_off_from_the_end(image, size=2):
    image = image[: -(image.shape[0] % size), : -(image.shape[1] % size)]
    height, width = image.shape[0] // size, image.shape[1] // size
    return image.reshape(height, size, width, size).max(axis=(1, 3))


@mistake("max_pool", "The last windows are missing")
def range_too_short(image, size=2):
    return np.array([
        [image[i : i + size, j : j + size].max() for j in range(0, image.shape[1] - size, size)]
        for i in range(0, image.shape[0] - size, size)
    ])


@mistake("max_pool", "A window that is not whole was kept")
def range_for_windows_of_two(image, size=2):
    return np.array([
        [image[i : i + size, j : j + size].max() for j in range(0, image.shape[1] - 1, size)]
        for i in range(0, image.shape[0] - 1, size)
    ])
