"""A kernel slides over a picture, and pooling makes what it found smaller.

The pictures are not square, and the kernel looks different from every side: turned over, mirrored or with
rows and columns swapped it gives other numbers.
"""

import numpy as np

from kata import expect, expect_error
from week5.kata4_convolution import conv2d, max_pool, output_size

PICTURE = np.array([
    [2.0, 0.0, 1.0, 3.0, 5.0],
    [4.0, 1.0, 0.0, 2.0, 6.0],
    [0.0, 7.0, 2.0, 1.0, 1.0],
    [3.0, 5.0, 8.0, 0.0, 2.0],
])
LOPSIDED = np.array([
    [1.0, 0.0, -2.0],
    [3.0, 0.5, 0.0],
    [0.0, -1.0, 4.0],
])
FOUND = np.array([[13.5, -1.0, -5.0], [34.5, 11.0, 2.5]])  # 2·1 + 1·(-2) + 4·3 + 1·0.5 + 7·(-1) + 2·4 = 13.5

TURNED_OVER = "The kernel was turned over (flipped) first. In deep learning it is laid on the picture as it is."
ONE_TOO_FEW = (
    "The last row and the last column are missing: a kernel of k has H − k + 1 places from top to bottom and "
    "W − k + 1 from left to right, so range(H - k + 1)."
)
FIRST_PLACE_ONLY = "That is the sum for the first place only. Does the `return` stand inside the loops?"
FIRST_ROW_ONLY = "Only the first row was filled. Does the `return` stand inside the outer loop?"
RUNNING = "Each sum still has the ones before it in it. Start from 0 at each place."
OTHER_SIZE = (
    "A window had another shape than the kernel, or reached over the edge. The window for row i, column j is "
    "image[i : i + k, j : j + k]: rows first, k from the kernel's shape, i below H − k + 1 and j below W − k + 1."
)


BYTES = (
    "Right but for a multiple of 256: somewhere the numbers were bytes (uint8), and after 255 those start again at 0. "
    "Turn the picture into floats first, and make the result of floats."
)


def slide(image, kernel):
    """conv2d, with a word about the errors that its loops like to end in."""
    try:
        return conv2d(image, kernel)
    except (IndexError, ValueError) as error:
        if "setting an array element" in str(error):
            raise AssertionError(
                "Each place needs one number, and something larger came out. Python's own sum() adds up the rows "
                "of an array only: (window * kernel).sum() adds up everything."
            ) from None
        if isinstance(error, IndexError) or "broadcast" in str(error):
            raise AssertionError(OTHER_SIZE) from None
        raise


def test_conv2d_multiplies_each_window_by_the_kernel_and_adds_up():
    expect(slide(PICTURE, LOPSIDED), want=FOUND, mistakes={
        "turned": ([[10.5, -8, 17], [26.5, -2, -12.5]], TURNED_OVER),
        "left and right": ([[-9.5, 35, 29], [8.5, 16, 41.5]], TURNED_OVER),
        "up and down": ([[12.5, 19, 18], [-10.5, 35, 32.5]], TURNED_OVER),
        "swapped": ([[10.5, -9, 5], [34.5, -9, -2.5]], "The kernel's rows and columns are swapped: kernel[a, b] "
                    "belongs to image[i + a, j + b]."),
        "one too few": (lambda got: np.shape(got) == (1, 2), ONE_TOO_FEW),
        "one too few, zeros there": ([[13.5, -1, 0], [0, 0, 0]], ONE_TOO_FEW),
        "same": (lambda got: np.shape(got) == (4, 5), "As large as the picture: that needs zeros around it (padding). "
                 "Here only the places count where the whole kernel lies inside."),
        "full": (lambda got: np.shape(got) == (6, 7), "Larger than the picture: the kernel reached over the edge. Only "
                 "the places count where the whole kernel lies inside."),
        "side by side": (lambda got: np.shape(got) == (1, 1), "The kernel jumped by its own width. It moves by one "
                         "pixel, so the windows overlap."),
        "one place": (13.5, FIRST_PLACE_ONLY),
        "one place, zeros": ([[13.5, 0, 0], [0, 0, 0]], FIRST_PLACE_ONLY),
        "one row": ([[13.5, -1, -5], [0, 0, 0]], FIRST_ROW_ONLY),
        "one row alone": ([[13.5, -1, -5]], FIRST_ROW_ONLY),
        "last row": ([[34.5, 11, 2.5]] * 2, "Each row shows the sums of the last one. [[0] * n] * m is the same row m "
                     "times over; np.zeros((m, n)) has rows of its own."),
        "one long row": (lambda got: np.shape(got) == (6,), "The sums stand in one long row. Give them the shape "
                         "(H - k + 1, W - k + 1)."),
        "square": (lambda got: np.shape(got) in [(2, 2), (3, 3)], "The result is square, and the picture is not. Its "
                   "rows follow from the height of the picture, and its columns from the width."),
        "running": (np.cumsum(FOUND).reshape(2, 3), RUNNING),
        "running along a row": (np.cumsum(FOUND, axis=1), RUNNING),
        "last product": ([[8, 4, 4], [32, 0, 8]], "That is the last product of each window. Add each one to those "
                         "before it: += and not =."),
        "last row of the window": ([[1, 2, 3], [27, -8, 8]], "That is the sum over the last row of each window. Start "
                                   "from 0 once for each place, before both loops over the kernel."),
        "small kernel": ([[14.5, 3, 2], [7.5, 23, 6.5]], "The last row and column of the kernel do not take part: it "
                         "has k of each, so range(k)."),
        "no sum": (lambda got: np.ndim(got) > 2, "There should be one number for each place. Add up all the products "
                   "of a window."),
        "mean": (FOUND / 9, "Nine times too small: that is the mean over the window. Add up, and do not divide."),
        "weighed": (FOUND / 5.5, "The sums were divided by the sum of the kernel. Leave them as they are: a kernel "
                    "whose weights add up to 0 could not be used so."),
        "absolute": (np.abs(FOUND), "The signs are lost: no abs() here. A negative sum says: here is the opposite."),
        "relu": (np.maximum(FOUND, 0), "The negative sums are gone. ReLU is a layer of its own, and comes later."),
        "whole": (np.trunc(FOUND), "The sums were cut to whole numbers. The result is an array of floats."),
        "whole weights": ([[13, -1, -6], [31, 10, 2]], "The kernel was cut to whole numbers: a weight may be 0.5."),
        "matrix product": ([[31, 20.5, 54], [68.5, 31, 27.5]], "That is the matrix product (@) of window and kernel. "
                           "Multiply value by value, with *."),
        "matrix product, turned": ([[27.5, 34.5, 40], [47.5, 33, 50]], "That is the matrix product (@) of window and "
                                   "kernel. Multiply value by value, with *."),
        "no kernel": ([[17, 17, 21], [30, 26, 22]], "Those are the sums of the windows: the kernel's weights do not "
                      "take part."),
        "largest": ([[12, 4, 4], [32, 21, 8]], "That is the largest product of each window. Add all of them up."),
    })


def test_conv2d_takes_a_kernel_of_any_size():
    expect(slide(PICTURE, np.array([[1.0, 10.0], [100.0, 1000.0]])), want=np.array([
        [1402.0, 110.0, 2031.0, 6253.0],
        [7014.0, 2701.0, 1220.0, 1162.0],
        [5370.0, 8527.0, 812.0, 2011.0],
    ]))
    fine = PICTURE / 8  # the pixels of a network are no whole numbers, most of the time
    expect(slide(fine, np.array([[-0.5]])), want=fine * -0.5, mistakes={
        "whole": (np.trunc(fine) * -0.5, "The pixels were cut to whole numbers. Turn them into floats, not into int."),
    })


def test_conv2d_finds_the_edge_and_follows_it_when_it_moves():
    darker = np.array([[2, 0, -2], [1, 0, -1], [1, 0, -1]])  # answers where it gets darker from left to right
    edge = np.array([[9, 9, 9, 1, 1, 1, 1]] * 4)
    moved = np.array([[9, 9, 9, 9, 9, 1, 1]] * 4)
    expect(slide(edge, darker), want=np.array([[0.0, 32.0, 32.0, 0.0, 0.0]] * 2))
    expect(slide(moved, darker), want=np.array([[0.0, 0.0, 0.0, 32.0, 32.0]] * 2))
    expect(slide(10 - edge, darker), want=np.array([[0.0, -32.0, -32.0, 0.0, 0.0]] * 2))


def test_conv2d_of_the_bytes_of_a_photo_may_leave_0_to_255():
    photo = np.array([[10, 200, 255, 90], [0, 250, 30, 120], [60, 5, 240, 180]], dtype=np.uint8)
    want = np.array([[330.0, 585.0, -330.0], [805.0, -645.0, 360.0]])
    try:
        got = slide(photo, np.array([[-2, 3], [1, -1]]))
    except OverflowError:
        raise AssertionError("A sum did not fit into a byte (uint8, 0 to 255). Make the result of floats.") from None
    expect(got, want=want, mistakes={
        "bytes": (lambda got: (got != want).any() and np.array_equal(np.asarray(got, float) % 256, want % 256),
                  BYTES),
        "clipped": (np.clip(want, 0, 255), "The sums were cut to 0..255. A feature map is no photo: it may be "
                    "negative, or larger."),
    })
    expect(got, want=want, dtype="float", say="The values are right, and of whole-number type. The result is an "
           "array of floats, because a kernel may have weights such as 0.5.")


def test_conv2d_of_a_kernel_of_bytes_counts_beyond_255_as_well():
    photo = np.array([[90, 7, 200], [3, 120, 40], [11, 60, 5]], dtype=np.uint8)
    want = np.array([[550.0, 454.0], [317.0, 355.0]])  # 90·2 + 7·1 + 3·1 + 120·3 = 550
    expect(slide(photo, np.array([[2, 1], [1, 3]], dtype=np.uint8)), want=want, mistakes={
        "bytes": (lambda got: (got != want).any() and np.array_equal(np.asarray(got, float) % 256, want % 256), BYTES),
    })


def test_conv2d_of_a_kernel_as_large_as_the_picture_is_a_single_number():
    picture = np.array([[1.0, 2.0], [3.0, 5.0]])
    try:
        got = slide(picture, np.array([[1.0, 0.0], [10.0, 100.0]]))
    except ValueError as error:
        raise AssertionError(
            f"A kernel exactly as large as the picture fits, in one place. It was refused: {error}"
        ) from None
    expect(got, want=np.array([[531.0]]))


def test_conv2d_refuses_a_kernel_larger_than_the_picture():
    why = "A kernel of 5×5 does not fit into this picture. Ask for both sides of it, before you slide."
    expect_error(conv2d, PICTURE[:3], np.ones((5, 5)), shows=5, why=why)
    expect_error(conv2d, np.ones((9, 4)), np.ones((5, 5)), shows=5, why=why)
    expect_error(conv2d, np.ones((4, 9)), np.ones((5, 5)), shows=5, why=why)


ROUNDED_UP = "That was rounded up. A kernel that would reach over the edge is not laid there: round down, //."
FIRST_PLACE = (
    "One too few: the first place counts too. (size + 2 · padding − kernel) // stride is the number of moves, and + 1 "
    "comes after the division."
)


def test_output_size_counts_the_places_of_the_kernel():
    expect(output_size(28, 5), want=24, mistakes={
        "moves": (23, FIRST_PLACE),
        "same": (28, "The size does not shrink here. Without padding, a kernel of 5 loses 4 pixels."),
        "too many": (25, "One too many: count the places of a kernel of 5 in a row of 5 pixels. There is one."),
        "side by side": (5, "That is how often the kernel fits side by side. It moves by one pixel (stride 1)."),
        "both sides": (19, "The kernel was subtracted twice. Only its last place is cut off, at one end."),
        "added": (33 + 1, "The kernel was added. The larger it is, the fewer places it has: subtract it."),
        "borders": (26, "Kernels of 3 lose 2 pixels, but a kernel of 5 loses 4: size − kernel + 1."),
    })
    expect(output_size(5, 5), want=1)


def test_output_size_grows_by_padding_at_both_ends():
    expect(output_size(28, 5, padding=3), want=30, mistakes={
        "once": (27, "The padding was counted once. It is added at both ends: + 2 · padding."),
        "none": (24, "The padding does not take part. It is added at both ends: + 2 · padding."),
        "minus": (18, "The padding was taken away. It makes the picture larger: + 2 · padding."),
        "moves": (29, FIRST_PLACE),
    })


def test_output_size_with_a_stride_leaves_out_what_does_not_fit():
    expect(output_size(225, 11, stride=4), want=54, mistakes={
        "up": (55, ROUNDED_UP),
        "moves": (53, FIRST_PLACE),
        "none": (215, "The stride does not take part. It divides the number of moves."),
        "fraction": (54.5, "A picture has no half pixels: divide with //, which rounds down."),
        "brackets": (224, "Only the kernel was divided by the stride. Brackets first: (size + 2 · padding − kernel) // "
                     "stride."),
        "no kernel": (56, "The kernel does not take part: that is size // stride."),
        "no kernel, up": (57, "The kernel does not take part: that is size / stride."),
        "times": (857, "Multiplied by the stride. With longer moves there are fewer places: divide."),
    })
    expect(output_size(227, 11, stride=4), want=55)


def test_output_size_with_stride_and_padding_together():
    expect(output_size(29, 13, stride=4, padding=3), want=6, mistakes={
        "up": (7, ROUNDED_UP),
        "afterwards": (11, "The padding was added after the division. It belongs to the picture: add it before."),
    })
    expect(output_size(224, 7, stride=2, padding=3), want=112)
    expect(output_size(33, 2, stride=2), want=16)  # max-pooling: the same sum


def test_output_size_is_an_int():
    size = output_size(32, 3, stride=2)
    expect(size, want=15, say="29 / 2 is 14.5: so there are 14 moves, rounded down, and with the first place 15.")
    assert hasattr(size, "__index__"), (
        f"The right number, but as {size!r}, a {type(size).__name__}: range() and np.zeros() take no such size. Divide "
        "with //, or put int() around it."
    )


STRONG = np.array([
    [1, 7, 2, 4, 3, 0],
    [5, 3, 8, 6, 9, 2],
    [2, 4, 1, 0, 6, 7],
    [9, 0, 3, 5, 4, 8],
])


def pool(image, *size):
    """max_pool, with a word about the error that sides which do not divide like to end in."""
    try:
        return max_pool(image, *size)
    except (ValueError, IndexError) as error:
        raise AssertionError(
            f"The picture of {image.shape[0]}×{image.shape[1]} cannot be cut into whole windows ({error}). Cut off the "
            "rows and columns that fill none first: image[: H // size * size, : W // size * size]."
        ) from None


def test_max_pool_keeps_the_largest_of_each_window():
    expect(pool(STRONG), want=np.array([[7, 8, 9], [9, 5, 8]]), mistakes={
        "mean": ([[4, 5, 3.5], [3.75, 2.25, 6.25]], "That is the mean of each window. Keep its largest value."),
        "sum": ([[16, 20, 14], [15, 9, 25]], "That is the sum of each window. Keep its largest value."),
        "min": ([[1, 2, 0], [0, 0, 4]], "That is the smallest value of each window. Keep the largest."),
        "corner": ([[1, 2, 3], [2, 1, 6]], "That is the upper left pixel of each window. Keep the largest one."),
        "mean, cut": ([[4, 5, 3], [3, 2, 6]], "That is the mean of each window. Keep its largest value."),
        "place": ([[1, 2, 2], [2, 3, 3]], "That is where in its window the largest value stands: argmax gives the "
                  "place, max the value."),
        "wrong axes": ([[6, 7], [9, 8]], "The windows were laid over one another, and not looked through. After "
                       "reshape(H // size, size, W // size, size), the inside of a window is on the axes 1 and 3."),
        "nothing": (lambda got: np.size(got) == 0, "Nothing is left of a picture that needs no cut: image[:-0] is "
                    "empty. Cut with image[: H // size * size], which keeps everything here."),
        "one too few": (lambda got: np.shape(got) == (1, 2), "The last windows are missing: a range ends before its "
                        "second number. range(H // size) has them all, and so has range(0, H - size + 1, size)."),
        "overlap": (lambda got: np.shape(got) == (3, 5), "The windows overlap: they moved by 1. Move by `size`, so "
                    "that they lie next to each other."),
        "start": ([[7, 8, 8], [5, 8, 8]], "The windows start at (i, j). The window of row i, column j starts at "
                  "(i · size, j · size)."),
        "torn": ([[7, 5, 9], [4, 9, 8]], "The pixels of a window were no neighbours. reshape(H // size, size, W // "
                 "size, size) keeps them together; then the maximum over the axes 1 and 3."),
        "across": (lambda got: np.shape(got) == (4, 3), "Only the width was made smaller. A window has two sides."),
        "down": (lambda got: np.shape(got) == (2, 6), "Only the height was made smaller. A window has two sides."),
        "whole": (9, "That is the largest value of the whole picture. There should be one for each window."),
    })


def test_max_pool_of_negative_values_is_negative():
    cold = np.array([[-3.5, -1.5, -6.0, -8.5], [-2.0, -4.0, -7.5, -5.5]])
    expect(pool(cold), want=np.array([[-1.5, -5.5]]), mistakes={
        "zero": ([[0, 0]], "The largest of negative numbers only is not 0. Start from the window's first value, or let "
                 ".max() do it."),
        "size": ([[4, 8.5]], "The signs do not take part: −1.5 is larger than −4. No abs() here."),
        "smallest": ([[-4, -8.5]], "That is the smallest value of each window: −1.5 is larger than −4."),
        "whole": ([[-1, -5]], "The values were cut to whole numbers. They keep the type that they had."),
    })


def test_max_pool_leaves_out_the_edges_that_fill_no_window():
    odd = np.array([
        [1, 7, 2, 4, 3, 0, 10],
        [5, 3, 8, 6, 9, 2, 11],
        [2, 4, 1, 0, 6, 7, 12],
        [9, 0, 3, 5, 4, 8, 13],
        [14, 15, 16, 17, 18, 19, 20],
    ])
    expect(pool(odd), want=np.array([[7, 8, 9], [9, 5, 8]]), mistakes={
        "kept": (lambda got: np.shape(got) == (3, 4), "A row and a column were left over, and became windows of their "
                 "own. Leave them out: H // size and W // size."),
        "first": ([[8, 9, 12], [16, 18, 20]], "The first row and column were left out. The windows start in the upper "
                  "left corner; what is left over is at the bottom and at the right."),
        "swallowed": ([[7, 8, 11], [15, 17, 20]], "The edges were added to the last windows. They are left out."),
    })


def test_max_pool_takes_windows_of_another_size():
    table = np.arange(7 * 8).reshape(7, 8) * 3 % 43
    expect(pool(table, 3), want=np.array([[30, 39], [40, 41]]), mistakes={
        "always 2": (lambda got: np.shape(got) == (3, 4), "The windows are always 2×2. Their two sides are `size`."),
        "small windows": ([[27, 36], [32, 41]], "The windows start at the right places and are 2×2. Their two "
                          "sides are `size`."),
        "not whole": (lambda got: np.shape(got) == (2, 3), "A window that is not whole was kept, at the right edge. "
                      "Only a start up to W - size leaves room: range(0, W - size + 1, size)."),
        "short moves": ([[30, 36], [35, 41]], "The windows have the right size and move by 2. They move by `size`."),
        "start": ([[30, 33], [35, 38]], "The windows start at (i, j). The window of row i, column j starts at "
                  "(i · size, j · size)."),
    })


def test_max_pool_keeps_the_type_of_the_values():
    try:
        got = pool(STRONG.astype(np.uint8))
    except OverflowError:
        raise AssertionError("−inf is no byte. Start from the window's first value, or let .max() do it.") from None
    want = np.array([[7, 8, 9], [9, 5, 8]])
    expect(got, want=want)
    expect(got, want=want, dtype="uint8", say="The values are right, and of another type than "
           "the picture's. Make room for them with dtype=image.dtype.")
