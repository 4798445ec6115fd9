"""From a photo to a batch: square, 0 to 1, around zero, colours first.

The squares are cut from a picture in which red grows from left to right and green from top to bottom, so
that each pixel tells where it comes from. No picture here is as high as it is wide, except where it says so.
"""

import numpy as np
from PIL import Image

from kata import expect, expect_error, fixture
from week4.kata7_preprocess import center_square, channel_stats, standardize, to_batch, to_unit

CROP = ("The wrong box was cut out. PIL's crop takes (left, top, right, bottom): right is left + the width of the "
        "piece, and bottom is top + its height.")


def slope(height, width):
    """A picture in which red tells the column (0 left, 240 right) and green the row (0 top, 240 bottom)."""
    return piece(np.arange(height) + 0.5, np.arange(width) + 0.5, height, width)


def piece(rows, columns, height, width):
    """What `slope(height, width)` shows at these rows and columns, measured in pixels from its corner."""
    red, green = np.meshgrid(240 * np.asarray(columns) / width, 240 * np.asarray(rows) / height)
    return np.rint(np.dstack([red, green, np.full(red.shape, 50)])).astype(np.uint8)


def every(start, step, count=20):
    """The middles of `count` pixels, `step` apart, from `start` on."""
    return start + step * (np.arange(count) + 0.5)


def test_center_square_shrinks_a_wide_photo_and_keeps_its_middle():
    """40 high, 80 wide, wanted 20 × 20: halve it to 20 × 40, then drop 10 columns on each side."""
    rows, columns, photo = every(0, 2), every(20, 2), Image.fromarray(slope(40, 80))

    def view(rows, columns):
        return piece(rows, columns, 40, 80)

    try:
        got = center_square(photo, 20)
    except (AttributeError, TypeError) as problem:
        if "'shape'" not in str(problem) and "not subscriptable" not in str(problem):
            raise
        raise AssertionError("A PIL image has no .shape and cannot be cut like an array: it has .size (width, height) "
                             "and .crop(…), and np.asarray(image) makes an array of it.") from None
    expect(got, want=view(rows, columns), atol=13, dtype="uint8", mistakes={
        "squashed": (view(rows, every(0, 4)), "The whole photo was squeezed into the square, so a circle becomes an "
                     "ellipse. Scale it until the shorter side fits, then cut the middle out."),
        "left": (view(rows, every(0, 2)), "You kept one end of the photo, the left one, not its middle: left = (width "
                 "- size) // 2."),
        "right": (view(rows, every(40, 2)), "You kept one end of the photo, the right one, not its middle: left = "
                  "(width - size) // 2."),
        "corner": (view(every(0, 1), every(0, 1)), "The top left corner was cut out of the large photo. Scale the "
                   "photo first, until its shorter side is `size` long, then cut the middle out: "
                   "left = (width - size) // 2."),
        "not shrunk": (view(every(10, 1), every(30, 1)), "The middle was cut out of the large photo, and most of it is "
                       "lost (around a smaller photo, there would be black borders). Scale the photo first, until "
                       "its shorter side is `size` long."),
        "sides swapped": (view(every(10, 1), every(0, 4)), "Height and width are swapped: PIL's image.size is (width, "
                          "height), and so is what resize takes; an array's shape begins with the height."),
        "bands": (lambda got: np.shape(got) == (20, 20, 3) and np.ptp(np.asarray(got)[[0, -1]], axis=1).max() == 0,
                  "There are bands above and below: the longer side was made to fit. Scale until the shorter side is "
                  "`size` long, and cut what sticks out."),
        "not cut": (lambda got: np.shape(got) in ((20, 40, 3), (40, 20, 3)), "The photo has the right scale and is "
                    "still too long on one side: cut `size` columns out of its middle."),
        "still large": (lambda got: np.shape(got) == (40, 40, 3), "That is the middle, as a square, in its old size. "
                        "It must be scaled too, to `size` × `size`."),
        "dealt out": (np.resize(slope(40, 80), (20, 20, 3)), "np.resize does not scale a picture: it only deals the "
                      "numbers out anew. Use the resize of PIL, Image.fromarray(image).resize((width, height))."),
        "box": (np.array(photo.crop((20, 0, 40, 40)).resize((20, 20))), CROP),
        "both sides": (np.array(photo.crop((20, 20, 60, 60)).resize((20, 20))), "The box was moved down as far as to "
                       "the right. Only what is too long is cut: left = (width - side) // 2, top = (height - side) // "
                       "2, and one of the two is 0."),
        "old measures": (np.array(photo.resize((40, 20)).crop((30, 10, 50, 30))), "The middle was sought in a photo of "
                         "the old size. After scaling, width and height are others: ask for them again."),
        "box swapped": (np.array(photo.crop((0, 20, 40, 60)).resize((20, 20))), CROP),
        "grey": (lambda got: np.shape(got) == (20, 20), "The colours are gone. The square has three numbers for each "
                 "pixel, (size, size, 3)."),
        "not yet an "
        "array": (lambda got: isinstance(got, Image.Image), "Return the array, not the image."),
        "longer side": (lambda got: np.shape(got) in ((10, 20, 3), (20, 10, 3)), "The longer side became `size`. It is "
                        "the shorter side that must be `size` long; then cut the middle out."),
        "turned": (view(rows, columns).transpose(1, 0, 2), "Rows and columns of the square are swapped: the picture is "
                   "mirrored along its diagonal."),
        "0 to 1": (view(rows, columns) / 255, "The numbers were divided by 255. Leave the square uint8, 0 to 255; "
                   "`to_unit` is for that."),
        "colours first": (view(rows, columns).transpose(2, 0, 1), "The colours come first. Leave the square (size, "
                          "size, 3); `to_batch` is for that."),
        "type": (lambda got: np.asarray(got).dtype != np.uint8 and np.allclose(got, view(rows, columns), atol=13),
                 "The square is right, and its numbers should be uint8, as a photo's are: .astype(np.uint8)."),
    })


def test_center_square_keeps_the_middle_of_a_tall_photo():
    """90 high, 30 wide, wanted 20 × 20: two thirds of it are 60 × 20, and 20 rows go at the top and the bottom."""
    photo, step = Image.fromarray(slope(90, 30)), 1.5
    expect(center_square(photo, 20), want=piece(every(30, step), every(0, step), 90, 30), atol=13, mistakes={
        "top": (piece(every(0, step), every(0, step), 90, 30), "You kept one end of the photo, the top, not its "
                "middle: top = (height - size) // 2."),
        "bottom": (piece(every(60, step), every(0, step), 90, 30), "You kept one end of the photo, the bottom, not its "
                   "middle: top = (height - size) // 2."),
        "by height": (lambda got: np.any(got) and np.ptp(np.asarray(got)[:, [0, 19]], axis=(0, 1)).max() == 0, "There "
                      "are bands left and right: this tall photo was scaled by its longer side, the height. Take the "
                      "shorter side, min(width, height)."),
        "stretched": (piece(every(0, 4.5), every(0, step), 90, 30), "The whole tall photo was squeezed into the "
                      "square. Scale it until the shorter side fits, then cut the middle out."),
    })


def test_center_square_makes_a_small_photo_larger():
    """8 high, 12 wide, wanted 20 × 20: it grows to 20 × 30."""
    photo = Image.fromarray(slope(8, 12) + np.uint8(10))
    want = piece(every(0, 0.4), every(2, 0.4), 8, 12) + np.uint8(10)
    expect(center_square(photo, 20), want=want, atol=22, mistakes={
        "old measures": (np.array(photo.resize((30, 20)).crop((-4, -6, 16, 14))), "The middle was sought in a photo of "
                         "the old size. After scaling, width and height are others: ask for them again."),
        "borders": (lambda got: np.shape(got) == (20, 20, 3) and not np.asarray(got)[[0, 10], 0].any(), "Black "
                    "borders: the photo was smaller than the square. Scale the photo first, until its shorter side is "
                    "`size` long: a small one grows (thumbnail only ever shrinks)."),
        "too small": (lambda got: np.shape(got) == (8, 8, 3), "The small photo stayed in its old size. It "
                      "must grow until its shorter side is `size` long (thumbnail only ever shrinks)."),
    })


def test_center_square_of_an_odd_size():
    """30 high, 44 wide, wanted 15 × 15: halve it to 15 × 22, and drop 3 columns on one side, 4 on the other."""
    photo = Image.fromarray(slope(30, 44))
    expect(center_square(photo, 15), want=piece(every(0, 2, 15), every(7, 2, 15), 30, 44), atol=16, mistakes={
        "halved twice": (lambda got: np.shape(got) == (14, 14, 3), "An odd size: half of 15 on both sides of the "
                         "middle is 7 + 7 = 14. Work out the left side only, and keep what lies from left to "
                         "left + size."),
    })


def test_center_square_of_a_real_photo():
    with Image.open(fixture("photos/animal/giraffe.jpg")) as opened:
        photo = opened.convert("RGB")
    side, pixels = min(photo.size), np.asarray(photo, float)
    top, left = (photo.height - side) // 2, (photo.width - side) // 2
    middle = pixels[top : top + side, left : left + side].reshape(4, side // 4, 4, side // 4, 3).mean(axis=(1, 3))
    got = np.asarray(center_square(photo, 64), float)
    expect(got.shape, want=(64, 64, 3), what="the shape of the giraffe's square")
    expect(got.reshape(4, 16, 4, 16, 3).mean(axis=(1, 3)), want=middle, atol=9, what=(
        "the mean colours of 4 × 4 fields of the giraffe's square"), say="This is not the middle of the photo, or not "
        "all of it.")


def test_center_square_takes_arrays_and_grey_pictures_too():
    photo = slope(40, 80)
    try:
        got = center_square(photo, 20)
    except (AttributeError, TypeError):
        raise AssertionError("A photo may also come as an array, and an array has no .width and no .resize(…): "
                             "Image.fromarray(image) makes a PIL image of it.") from None
    expect(got, want=piece(every(0, 2), every(20, 2), 40, 80), atol=13)
    grey = photo[..., 0]
    expect(center_square(grey, 20), want=np.dstack([piece(every(0, 2), every(20, 2), 40, 80)[..., 0]] * 3), atol=13,
           mistakes={"two axes": (lambda got: np.shape(got) in ((20, 20), (20, 20, 1)), "A grey picture came back "
                                  "without three colours: `image.convert(\"RGB\")` repeats the grey.")})


def test_to_unit_divides_by_255():
    image = np.array([[10, 51, 102, 204], [153, 25, 68, 178], [85, 34, 119, 127]], np.uint8)
    try:
        got = to_unit(image)
    except TypeError as problem:
        if "ufunc" not in str(problem):
            raise
        raise AssertionError("A uint8 array cannot take fractions, so `image /= 255` fails. Make a new array: "
                             "image / 255, as float32.") from None
    expect(got, want=(image / 255).astype(np.float32), dtype="float32", mistakes={
        "twice": (image / 255 / 255, "The largest value is 0.003: this was divided by 255 twice."),
        "own maximum": (image / 204, "The brightest pixel became 1, so dark and bright photos come out equally bright. "
                        "Always divide by 255."),
        "stretched": ((image - 10.0) / 194, "The darkest pixel became 0 and the brightest 1, so dark and bright photos "
                      "come out equally bright. Always divide by 255, and subtract nothing."),
        "256": (image / 256, "Divide by 255: a uint8 goes from 0 to 255, and 255 should become exactly 1."),
        "whole": (np.zeros((3, 4)), "Only zeros are left: whole numbers cannot hold what lies between 0 and 1. Use / "
                  "and not //, and keep the result float32."),
        "unchanged": (image, "The numbers are as they were, 0 to 255. Changing their type does not scale them: divide "
                      "by 255."),
        "-1 to 1": (image / 127.5 - 1, "This runs from -1 to 1. Some networks want that; here it is 0 to 1."),
        "percent": (image / 2.55, "This runs from 0 to 100. It should run from 0 to 1."),
        "negative": (1 - image / 255, "Bright and dark are swapped, like a photo's negative."),
        "around zero": ((image - image.mean()) / image.std(), "That is the photo shifted and scaled by its own mean "
                        "and spread. Here only divide by 255; `standardize` comes later."),
        "rounded": (lambda got: 1e-4 < np.abs(got - image / 255).max() < 0.06, "The values were rounded. Keep all "
                    "their digits: 256 shades should stay 256 shades."),
        "0 or 1": (lambda got: np.isin(got, (0, 1)).all(), "Only 0 and 1 are left, and all shades between are lost. "
                   "Divide by 255."),
        "wrapped": (lambda got: np.max(got) > 1.5, "Some values are above 1. Divide every number by 255."),
        "float64": (lambda got: got.dtype != np.float32 and np.allclose(got, image / 255), "The values are right, and "
                    "their type is not: networks calculate in float32. image.astype(np.float32) / 255 gives that."),
    })


def test_to_unit_keeps_dark_photos_dark():
    night, noon = np.array([[[20, 40, 51]]], np.uint8), np.array([[[100, 200, 255]]], np.uint8)
    expect([np.max(to_unit(night)), np.max(to_unit(noon))], want=[0.2, 1.0],
           what="the brightest value of a photo at night, and of one at noon", mistakes={
        "equally bright": ([1.0, 1.0], "The brightest pixel became 1, so dark and bright photos come out equally "
                           "bright. Always divide by 255."),
    })
    expect(to_unit(np.array([[1, 0], [0, 1]], np.uint8)), want=np.array([[1, 0], [0, 1]]) / 255, mistakes={
        "not divided": (np.array([[1, 0], [0, 1]]), "This photo is nearly black: its brightest number is 1 of 255. It "
                        "must be divided by 255 like every other; an `if` on the maximum lets it through as white."),
    })


def test_to_unit_keeps_the_shape_whatever_it_is():
    for shape in ((4, 2), (2, 4, 3), (2, 3, 4, 3)):
        image = (np.arange(np.prod(shape)) * 7 % 256).astype(np.uint8).reshape(shape)
        expect(to_unit(image), want=image / 255)


DARK = np.array([[[0.125, 0.25, 0.0], [0.25, 0.5, 0.875], [0.0, 0.125, 0.25], [0.375, 0.25, 0.5]]])  # four pixels
BRIGHT = np.array([[[0.75, 0.5, 1.0], [0.875, 0.75, 0.625], [1.0, 0.5, 0.25], [0.5, 0.875, 1.0]]])


def test_channel_stats_gives_one_mean_and_one_std_a_colour():
    pixels = np.concatenate([DARK[0], BRIGHT[0]])
    mean, std = pixels.mean(axis=0), pixels.std(axis=0)
    each = np.array([DARK.mean(axis=(0, 1)), BRIGHT.mean(axis=(0, 1))])
    spreads = np.array([DARK.std(axis=(0, 1)), BRIGHT.std(axis=(0, 1))])
    dealt = np.concatenate([DARK.reshape(3, -1), BRIGHT.reshape(3, -1)], axis=1)
    picture = (lambda got: np.shape(got[0]) == (1, 4, 3), "That is a mean picture, one number for each place. One "
               "number for each colour is wanted: average over images, rows and columns, axis=(0, 1, 2).")
    expect(channel_stats([DARK, BRIGHT]), want=(mean, std), mistakes={
        "mean picture": picture,
        "one for all": (lambda got: np.shape(got) == (2,), "That is one number for all colours together. Red, green "
                        "and blue have one each: axis=(0, 1, 2) leaves the last axis standing."),
        "per image": (lambda got: np.shape(got[0]) == (2, 3), "These are numbers for each image. One mean and one std "
                      "for all of them together are wanted."),
        "per column": (lambda got: np.shape(got[0]) == (4, 3), "These are numbers for each column of the images. "
                       "Average over images, rows and columns, axis=(0, 1, 2)."),
        "no std": (lambda got: np.shape(got) == (3,), "That is one of the two. Return both: mean, std."),
        "an axis of one": (lambda got: np.shape(got[0]) == (1, 3), "These have one axis too many, (1, 3): average "
                           "without keepdims, so that (3,) is left."),
        "one std for all": (lambda got: np.size(got[1]) == 1 and np.size(got[0]) == 3, "Red, green and blue have one "
                            "std each, and this is a single one: std takes an axis, as mean does."),
        "distance from 0": ((mean, np.sqrt((pixels**2).mean(axis=0))), "That is how far the values are from 0, not "
                            "from their mean. Subtract the mean before you square, or use np.std."),
        "not squared": ((mean, np.abs(pixels - mean).mean(axis=0)), "That is the mean distance from the mean. For the "
                        "std, square the distances, average, and take the root: np.std."),
        "dealt out": ((dealt.mean(axis=1), dealt.std(axis=1)), "reshape(3, -1) deals the numbers out anew and mixes "
                      "the colours. reshape(-1, 3) keeps the three numbers of a pixel together."),
        "per row": (lambda got: np.shape(got[0]) == (2, 1), "These are numbers for each row of each image: that is the "
                    "wrong axis. Average over images, rows and columns, axis=(0, 1, 2)."),
        "std averaged": ((mean, spreads.mean(axis=0)), "That is the average of the images' own standard deviations: it "
                         "forgets that one image is darker than the other. Put all pixels together first."),
        "spread in each": ((mean, np.sqrt((spreads**2).mean(axis=0))), "The distances were measured from the mean of "
                           "each image, so it is forgotten that one image is darker than the other. Measure from the "
                           "mean over all: put all pixels together first."),
        "std of the means": ((mean, each.std(axis=0)), "That is how much the images' means differ: it forgets what "
                             "varies inside each image. Put all pixels together first."),
        "variance": ((mean, std**2), "The second is the variance, the standard deviation squared: take its root."),
        "n - 1": ((mean, std * np.sqrt(8 / 7)), "The std was divided by n - 1. Here it is np.std as it comes, divided "
                  "by n."),
        "swapped": ((std, mean), "Mean and std are swapped: the mean comes first."),
        "0 to 255": ((mean * 255, std * 255), "These belong to values of 0 to 255. The images run from 0 to 1: use "
                     "them as they are."),
        "divided again": ((mean / 255, std / 255), "The images run from 0 to 1 already: do not divide them by 255."),
        "first": ((each[0], spreads[0]), "That is the first image alone. All pixels of all images count."),
        "last": ((each[1], spreads[1]), "That is the last image alone. All pixels of all images count."),
        "colours reversed": ((mean[::-1], std[::-1]), "Red and blue are swapped."),
    })


def test_channel_stats_forgets_the_images_of_the_last_call():
    """First the training images, then, to compare, the test images: the two must not mix."""
    train, test = [0.25 * DARK, 0.5 * DARK], [BRIGHT]
    alone = np.concatenate(train).mean(axis=(0, 1)), np.concatenate(train).std(axis=(0, 1))
    channel_stats(test)
    expect(channel_stats(train), want=alone, mistakes={
        "last": ((train[1].mean(axis=(0, 1)), train[1].std(axis=(0, 1))), "That is the last image alone. All pixels of "
                 "all images count."),
        "remembered": (lambda got: np.all((alone[0] < got[0]) & (np.asarray(got[0]) < 1)), "Images of an earlier call "
                       "still count here. The numbers must come from the training images alone, and those are the ones "
                       "given now: begin with an empty list in each call."),
    })


def test_channel_stats_lets_every_pixel_count_the_same():
    large = np.full((2, 3, 3), 0.25)  # six pixels …
    small = np.array([[[0.75, 0.5, 0.25], [1.0, 0.5, 0.0]]])  # … and two
    pixels = np.concatenate([large.reshape(-1, 3), small.reshape(-1, 3)])
    try:
        got = channel_stats([large, small])
    except ValueError:
        raise AssertionError("Images of different sizes do not fit into one array. Make a list of pixels of each, "
                             "image.reshape(-1, 3), and put those together with np.concatenate.") from None
    equal = (large.mean(axis=(0, 1)) + small.mean(axis=(0, 1))) / 2
    expect(got, want=(pixels.mean(axis=0), pixels.std(axis=0)), mistakes={
        "images count the same": (lambda got: np.allclose(got[0], equal), "A small image counted as much as a large "
                                  "one: that is the mean of the images' means. Put all pixels together first, so that "
                                  "each counts the same."),
    })


def test_channel_stats_takes_one_array_of_many_images():
    batch = to_float(np.arange(4 * 2 * 5 * 3).reshape(4, 2, 5, 3))
    expect(channel_stats(batch), want=(batch.mean(axis=(0, 1, 2)), batch.std(axis=(0, 1, 2))))


def to_float(numbers):
    """Whole numbers, shuffled into 0 … 1."""
    return (numbers * 37 % 101) / 101


PICTURE = to_float(np.arange(2 * 4 * 3).reshape(2, 4, 3))
MEAN, STD = np.array([0.5, 0.25, 0.375]), np.array([0.25, 0.125, 0.2])


def test_standardize_shifts_and_scales_each_colour_with_the_numbers_given():
    own = PICTURE.mean(axis=(0, 1)), PICTURE.std(axis=(0, 1))
    want = ((PICTURE - MEAN) / STD).astype(np.float32)
    try:
        got = standardize(PICTURE, MEAN, STD)
    except ValueError as problem:
        if "ambiguous" not in str(problem):
            raise
        raise AssertionError("`if std == 0` asks three numbers at once, and there is no one answer. np.where(std == 0, "
                             "1, std) chooses for each of them.") from None
    expect(got, want=want, rtol=1e-4, atol=1e-5, dtype="float32", mistakes={
        "own numbers": ((PICTURE - own[0]) / own[1], "This photo was scaled with its own mean and std, so every photo "
                        "comes out equally bright. Use the two that are given, those of the training images."),
        "own numbers, all colours": ((PICTURE - PICTURE.mean()) / PICTURE.std(), "This photo was scaled with its own "
                                     "mean and std, so every photo comes out equally bright. Use the two that are "
                                     "given, those of the training images."),
        "own mean": ((PICTURE - own[0]) / STD, "The photo's own mean was subtracted. Use the mean that is given, that "
                     "of the training images."),
        "own std": ((PICTURE - MEAN) / own[1], "This was divided by the photo's own std. Use the std that is given, "
                    "that of the training images."),
        "not shifted": (PICTURE / STD, "The mean was not subtracted: (image - mean) / std."),
        "not scaled": (PICTURE - MEAN, "This was not divided by the std: (image - mean) / std."),
        "order": (PICTURE - MEAN / STD, "Brackets are missing: / binds closer than -. (image - mean) / std."),
        "shifted last": (PICTURE / STD - MEAN, "First subtract the mean, then divide by the std: (image - mean) / "
                         "std."),
        "plus": ((PICTURE + MEAN) / STD, "The mean was added. Subtract it: (image - mean) / std."),
        "times": ((PICTURE - MEAN) * STD, "This was multiplied by the std. Divide by it."),
        "variance": ((PICTURE - MEAN) / STD**2, "This was divided by the std twice (or by its square). Once is right."),
        "root": ((PICTURE - MEAN) / np.sqrt(STD), "This was divided by the root of the std. The std is a root already: "
                 "divide by it as it is."),
        "sign": ((MEAN - PICTURE) / STD, "Every value has the wrong sign: image - mean, not mean - image."),
        "swapped": ((PICTURE - STD) / MEAN, "Mean and std changed places: (image - mean) / std."),
        "one for all": ((PICTURE - MEAN.mean()) / STD.mean(), "All colours got one mean and one std. Each has its own: "
                        "an array of shape (H, W, 3) minus one of shape (3,) does that by itself."),
        "red's": ((PICTURE - MEAN[0]) / STD[0], "All colours got the numbers of red. Each has its own: an array of "
                  "shape (H, W, 3) minus one of shape (3,) does that by itself."),
        "reversed": ((PICTURE - MEAN[::-1]) / STD[::-1], "Red got the numbers of blue, and blue those of red."),
        "divided again": ((PICTURE / 255 - MEAN) / STD, "Nearly all values are the same: the image was divided by 255 "
                          "once more, or mean and std were multiplied by it. All three belong to 0 to 1 already."),
        "ImageNet's": ((PICTURE - [0.485, 0.456, 0.406]) / [0.229, 0.224, 0.225], "Those are the numbers of ImageNet, "
                       "as many tutorials have them. Use the mean and the std that are given."),
        "one more": ((PICTURE - MEAN) / (STD + 1), "Every std was made larger by 1. Divide by the std as it is; only "
                     "where it is 0, divide by 1."),
        "only red": (np.where([True, False, False], want, 0), "Red is right, and the other colours are 0: the loop "
                     "ended after the first. Does the `return` stand inside it?"),
        "blown up": ((PICTURE * 255 - MEAN) / STD, "These values are 255 times too far apart: the image was multiplied "
                     "by 255, and mean and std belong to 0 to 1."),
        "clipped": (np.clip((PICTURE - MEAN) / STD, 0, 1), "Everything below 0 or above 1 was cut off. Standardized "
                    "values lie around 0, on both sides."),
        "colours first": (lambda got: np.shape(got) == (3, 2, 4), "The colours come first. Leave the photo (H, W, 3); "
                          "`to_batch` is for that."),
        "undone": (PICTURE * STD + MEAN, "That is the way back, from standardized values to colours. The way there is "
                   "(image - mean) / std."),
        "whole": (lambda got: np.asarray(got).dtype.kind in "iu", "The values were cut to whole numbers. Keep them "
                  "float32: most lie between -2 and 2."),
        "nearly": (lambda got: np.allclose(got, want, rtol=0.03, atol=0.01) and not np.allclose(got, want, rtol=1e-4),
                   "Nearly right: the values were rounded, or a small number was added to the std. Divide by the std "
                   "as it is."),
        "clipped at -1": (np.clip((PICTURE - MEAN) / STD, -1, 1), "Everything below -1 or above 1 was cut off. "
                          "Standardized values may be larger than that."),
        "type": (lambda got: got.dtype != np.float32 and np.allclose(got, want, atol=1e-4), "The "
                 "values are right, and their type is not: networks calculate in float32, .astype(np.float32)."),
    })


def test_standardize_lets_a_bright_photo_stay_bright():
    """The numbers come from dark training photos; then a bright photo is tested."""
    train = np.stack([0.4 * PICTURE, 0.5 * PICTURE])
    mean, std = train.mean(axis=(0, 1, 2)), train.std(axis=(0, 1, 2))
    bright = 0.5 + 0.5 * PICTURE
    want = ((bright - mean) / std).mean()
    got = np.mean(standardize(bright, mean, std))
    expect(got, want=want, rtol=1e-4, atol=1e-5, what="the mean of a bright test photo", mistakes={
        "scaled with its own": (lambda got: abs(got) < 1e-3, "The mean of this bright photo is exactly 0, so "
                                             "it was scaled with its own numbers. Use the mean and std that are given, "
                                             "those of the training images."),
    })


def test_standardize_divides_by_1_where_the_std_is_0():
    mean, std = np.array([0.5, 0.25, 0.75]), np.array([0.25, 0.0, 0.125])
    want = (PICTURE - mean) / np.array([0.25, 1.0, 0.125])
    got = standardize(PICTURE, mean, std)
    expect(got, want=want, rtol=1e-4, atol=1e-5, mistakes={
        "divided by zero": (lambda got: not np.isfinite(got).all(), "A std of 0 makes nan or inf: every training photo "
                            "had the same green. Where the std is 0, divide by 1: np.where(std == 0, 1, std)."),
        "zero": (lambda got: not np.any(np.asarray(got)[..., 1]) and np.any(got[..., 2]) and got.dtype.kind == "f",
                 "The colour with std 0 became 0 everywhere. Divide it by 1, so that a photo that differs in it still "
                 "differs."),
        "nearly zero": (lambda got: np.ptp(np.abs(got - want), axis=(0, 1)).argmax() == 1 and np.abs(got).max() > 99,
                        "The colour with std 0 became huge: a small number was added to the std, or put in its place, "
                        "and then divided by. Where the std is 0, divide by 1: np.where(std == 0, 1, std)."),
        "all by 1": (PICTURE - mean, "Red and blue were not divided by the std. Only where the std is 0, divide by 1: "
                     "np.where(std == 0, 1, std)."),
        "not shifted": (np.where(std == 0, PICTURE, want), "The colour with std 0 was left as it is. Its mean is "
                        "subtracted like any other; only the division is by 1."),
        "unchanged": (PICTURE, "The whole photo was left as it is. Only where the std is 0, divide by 1: np.where(std "
                      "== 0, 1, std)."),
        "one more": ((PICTURE - mean) / (std + 1), "Every std was made larger by 1. Only where the std is 0, divide by "
                     "1: np.where(std == 0, 1, std)."),
    })


NUMBERS = np.arange(2 * 2 * 4 * 3).reshape(2, 2, 4, 3)  # two images, two rows, four columns, three colours
IMAGES = [NUMBERS[0] / 8, NUMBERS[1] / 8]


def test_to_batch_puts_colours_before_rows_and_columns():
    batch = NUMBERS / 8
    want = batch.transpose(0, 3, 1, 2).astype(np.float32)
    expect(to_batch(IMAGES), want=want, dtype="float32", mistakes={
        "reshaped": (batch.reshape(2, 3, 2, 4), "The pictures are scrambled, even where the shape is right: reshape "
                     "only deals the numbers out anew. Use transpose(0, 3, 1, 2), which moves axes."),
        "reshaped, too": (batch.reshape(2, 3, 4, 2), "The pictures are scrambled: reshape only deals the numbers out "
                          "anew. Use transpose(0, 3, 1, 2), which moves axes."),
        "columns first": (batch.transpose(0, 3, 2, 1), "Rows and columns are swapped, so the pictures are mirrored "
                          "along their diagonal. (N, H, W, C) to (N, C, H, W) is transpose(0, 3, 1, 2)."),
        "stacked only": (batch, "The images are in one array, with the colours still last. (N, H, W, C) to (N, C, H, "
                         "W) is transpose(0, 3, 1, 2)."),
        "images last": (batch.transpose(3, 1, 2, 0), "The images come last. They come first, (N, 3, H, W): stack along "
                        "axis 0."),
        "images last, rows first": (batch.transpose(1, 2, 3, 0), "The images come last. They come first, (N, 3, H, W): "
                                    "stack along axis 0."),
        "colours before images": (batch.transpose(3, 0, 1, 2), "The colours come before the images. The images are the "
                                  "first axis, (N, 3, H, W)."),
        "end to end": (lambda got: np.shape(got) in ((4, 4, 3), (2, 8, 3), (3, 4, 4), (3, 2, 8), (6, 2, 4)), "The "
                       "images were joined into one long picture. np.stack gives them an axis of their own, and "
                       "np.concatenate does not."),
        "one image": (batch.transpose(0, 3, 1, 2)[:1], "Only the first image is in the batch."),
        "blue first": (batch[..., ::-1].transpose(0, 3, 1, 2), "Red and blue are swapped."),
        "divided": (batch.transpose(0, 3, 1, 2) / 255, "The values were divided by 255. They stay as they are; "
                    "`to_unit` is for that."),
        "whole": (np.trunc(batch).transpose(0, 3, 1, 2), "The values were cut to whole numbers. Keep them float32."),
        "backwards": (batch[::-1].transpose(0, 3, 1, 2), "The images come in reverse order. The labels would no longer "
                      "fit."),
        "type": (lambda got: got.dtype != np.float32 and np.array_equal(got, want), "The values "
                 "are right, and their type is not: networks calculate in float32, .astype(np.float32)."),
    })


def test_to_batch_of_square_pictures_does_not_mirror_them():
    """With squares all axes fit wherever they land: only the values tell."""
    squares = (np.arange(2 * 3 * 3 * 3) / 4).reshape(2, 3, 3, 3)
    expect(to_batch([squares[0], squares[1]]), want=squares.transpose(0, 3, 1, 2), say=(
        "The shape fits, and the values stand in other places. (N, H, W, C) to (N, C, H, W) is transpose(0, 3, 1, 2)."))


def test_to_batch_of_one_photo_is_still_a_batch():
    expect(to_batch([IMAGES[1]]), want=IMAGES[1].transpose(2, 0, 1)[np.newaxis], mistakes={
        "no batch": (IMAGES[1].transpose(2, 0, 1), "One photo is a batch of one: (1, 3, H, W). The first axis was lost "
                     "(squeeze drops every axis of length 1)."),
    })


def test_to_batch_of_uint8_photos_is_float32_with_the_same_values():
    photos = [(200 - NUMBERS[0]).astype(np.uint8), (255 - NUMBERS[1]).astype(np.uint8)]
    want = np.stack(photos).transpose(0, 3, 1, 2).astype(np.float32)
    expect(to_batch(photos), want=want, dtype="float32", mistakes={
        "divided": (want / 255, "The values were divided by 255. They stay as they are; `to_unit` is for that."),
        "type": (lambda got: got.dtype != np.float32 and np.array_equal(got, want), "The values are right, and their "
                 "type is not: networks calculate in float32, .astype(np.float32)."),
    })


def test_to_batch_refuses_images_of_different_sizes():
    expect_error(to_batch, [np.ones((5, 17, 3)), np.ones((5, 29, 3))], shows=29, mistakes={
        "made equal": (lambda got: np.shape(got) == (2, 3, 5, 17), "The larger image was cut or shrunk, which nobody "
                       "asked for. Raise a ValueError that shows the sizes."),
    }, why="Images of different sizes make no batch. Raise a ValueError that shows the sizes.")
    expect_error(to_batch, [np.ones((11, 23, 3)), np.ones((23, 11, 3))], shows=23, why=(
        "A tall and a wide photo have equally many pixels, and make no batch either. Compare the shapes, and raise a "
        "ValueError that shows them."))
