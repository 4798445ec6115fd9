"""Reading image files: first as they are stored, then as a person sees them.

The small pictures are written into a scratch folder as PNG files, which keep every number. They are two
pixels high and three wide, so that height and width cannot be mistaken for each other. The real files
stand in fixtures/troublesome; fixtures/make_troublesome.py tells what is odd about each.
"""

import numpy as np
from PIL import Image

from kata import expect, expect_error, fixture, scratch
from week4.kata1_pixels import describe, load_pixels, load_rgb

COLOUR = np.array([[[250, 10, 20], [30, 240, 40], [50, 60, 230]],
                   [[200, 7, 100], [110, 8, 220], [130, 140, 9]]], np.uint8)
GREY = np.array([[12, 200, 34, 90, 161], [56, 78, 190, 21, 133]], np.uint8)
SEE_THROUGH = np.array([[[200, 30, 90, 255], [10, 20, 30, 0], [0, 0, 0, 0]],
                        [[100, 50, 200, 128], [60, 250, 0, 64], [40, 80, 120, 255]]], np.uint8)
SCAN = np.array([[0, 2600, 60000], [30000, 51234, 14000]], np.uint16)  # 16 bits: up to 65535
PALETTE = np.array([[250, 30, 0], [0, 200, 40], [10, 0, 240]], np.uint8)  # three colours …
NUMBERS = np.array([[0, 1, 2], [2, 0, 1]], np.uint8)  # … and which of them each pixel has

SWAPPED = ("Height and width are swapped: PIL says (width, height), and NumPy says (height, width, colour). "
           "`np.array(image)` has them in the right order already.")


def save(folder, pixels, name="photo.png", orientation=1, **options):
    """Write pixels as an image file with an EXIF orientation; the path of the file."""
    exif = Image.Exif()
    exif[0x0112] = orientation
    Image.fromarray(pixels).save(folder / name, exif=exif, **options)
    return folder / name


def save_palette(folder, name="palette.png", **options):
    """Write NUMBERS with PALETTE as a palette image; the path of the file."""
    image = Image.frombytes("P", (3, 2), NUMBERS.tobytes())
    image.putpalette(PALETTE.tobytes())
    image.save(folder / name, **options)
    return folder / name


def on_white(pixels):
    """Colours with alpha (H, W, 4), laid on white: what a person sees."""
    colours, share = pixels[..., :3].astype(float), pixels[..., 3:] / 255
    return np.rint(colours * share + 255 * (1 - share)).astype(np.uint8)


def test_load_pixels_has_height_then_width_then_colour():
    with scratch() as folder:
        path = save(folder, COLOUR)
        expect(load_pixels(path), want=COLOUR, dtype="uint8", mistakes={
            "swapped": (COLOUR.transpose(1, 0, 2), SWAPPED),
            "sheared": (COLOUR.reshape(3, 2, 3), SWAPPED),
            "one row": (COLOUR.reshape(6, 3), "All pixels came in one long row, so nobody knows any more where a line "
                        "of the picture ends: `np.array(image)` keeps height and width."),
            "one line of numbers": (COLOUR.ravel(), "All numbers came in one long line: `np.array(image)` keeps "
                                    "height, width and colour."),
            "blue first": (COLOUR[..., ::-1], "Red and blue are swapped: that is the order of OpenCV, BGR. PIL and "
                           "this course say red, green, blue."),
            "colour first": (COLOUR.transpose(2, 0, 1), "The colours come first, as networks want them later. Images "
                             "on disk are (height, width, colour)."),
            "0 to 1": (COLOUR / 255, "These numbers were divided by 255. Leave them as they are in the file, 0 to "
                       "255."),
            "upside down": (COLOUR[::-1], "The picture stands on its head: row 0 is the top row."),
            "mirrored": (COLOUR[:, ::-1], "The picture is mirrored: column 0 is the left one."),
            "grey": (lambda got: np.shape(got) == (2, 3), "The colours are gone: there is one number for each pixel. "
                     "Leave the picture as it is; no convert is needed."),
            "alpha added": (lambda got: np.shape(got) == (2, 3, 4), "A fourth number was added to each pixel. Leave "
                            "the picture as it is; no convert is needed."),
            "packed": (lambda got: np.ndim(got) == 1, "These are the bytes of the file, still packed. `Image.open` "
                       "unpacks them."),
            "not yet an array": (lambda got: isinstance(got, Image.Image), "Return the array, not the image."),
            "another type": (lambda got: got.dtype != np.uint8 and np.array_equal(got, COLOUR), "The numbers are "
                             "right, but of another type than in the file. `np.array(image)` keeps the file's own, "
                             "which takes an eighth of the memory of ordinary ints and floats."),
        })


def test_load_pixels_of_a_grey_picture_has_no_colour_axis():
    with scratch() as folder:
        expect(load_pixels(save(folder, GREY)), want=GREY, mistakes={
            "repeated": (np.dstack([GREY] * 3), "The grey was repeated three times. This task gives what is stored: "
                         "one number for each pixel, shape (height, width). `load_rgb` will repeat it."),
            "an axis of one": (GREY[..., np.newaxis], "A third axis was added. This task gives what is stored: one "
                               "number for each pixel, shape (height, width)."),
        })


def test_load_pixels_keeps_the_fourth_number_of_a_see_through_picture():
    with scratch() as folder:
        expect(load_pixels(save(folder, SEE_THROUGH, "ein Loch im Bild.png")), want=SEE_THROUGH, mistakes={
            "cut off": (SEE_THROUGH[..., :3], "The alpha of each pixel is gone. This task gives what is stored: four "
                        "numbers for each pixel."),
            "on white": (lambda got: np.shape(got) == (2, 3, 3), "The transparency is gone. This task gives what "
                         "is stored: four numbers for each pixel. `load_rgb` will lay it on white."),
        })


def test_load_pixels_of_a_palette_picture_are_the_numbers_of_the_colours():
    with scratch() as folder:
        expect(load_pixels(save_palette(folder)), want=NUMBERS, mistakes={
            "looked up": (PALETTE[NUMBERS], "The colours were looked up in the palette. This task gives what is "
                          "stored: the number of each pixel's palette entry. `load_rgb` will look them up."),
            "grey": (np.array(Image.fromarray(PALETTE[NUMBERS]).convert("L")), "The colours are gone: they were looked "
                     "up in the palette and turned grey. This task gives the number of each pixel's palette entry."),
        })


def test_load_pixels_of_a_16_bit_picture_go_up_to_65535():
    with scratch() as folder:
        expect(load_pixels(save(folder, SCAN)), want=SCAN, dtype="uint16", mistakes={
            "cut to 8": (lambda got: got.dtype.kind in "iu" and got.ndim == 2 and got.max() <= 255, "The 16 bits were "
                         "cut to 8. This task gives what is stored: numbers up to 65535. No convert, no astype."),
        })


def test_load_pixels_leaves_a_photo_lying_as_it_is_stored():
    with scratch() as folder:
        stored = np.rot90(COLOUR)  # what a phone stores that is held upright, and notes as orientation 6
        expect(load_pixels(save(folder, stored, orientation=6)), want=stored, mistakes={
            "upright": (COLOUR, "The photo was turned upright. This task gives what is stored; `load_rgb` will "
                        "turn it."),
        })


def test_load_pixels_looks_into_the_file_not_at_its_name():
    path = fixture("troublesome/animal/narwhal.jpg")  # in truth a PNG
    expect(np.shape(load_pixels(path)), want=(25, 48, 3), what="the shape of narwhal.jpg, in truth a PNG")


def test_load_pixels_of_a_missing_or_broken_file_is_an_error():
    animals = fixture("troublesome/animal")
    for name in ("no such photo.jpg", "koala_half.jpg"):
        expect_error(load_pixels, animals / name, error=OSError, mistakes={
            "something": (lambda got: got is not None, "A file that is missing, or cut off in the middle, "
                          "must not pass for a photo. Pillow raises an OSError by itself: do not switch that off."),
        }, why="A file that cannot be read must not go unnoticed. Pillow raises an OSError by itself: let it through.")


def test_describe_tells_six_facts():
    want = {"width": 3, "height": 2, "channels": 3, "dtype": "uint8", "min": 7, "max": 250}
    with scratch() as folder:
        path = save(folder, COLOUR)
        expect(describe(path), want=want, mistakes={
            "swapped": (lambda got: (got["width"], got["height"]) == (2, 3), "Width and height are swapped: an array's "
                        "shape is (height, width, colour), and PIL's image.size is (width, height)."),
            "mode for channels": (lambda got: got["channels"] == "RGB", "`channels` should be a number: how many "
                                  "numbers a pixel has, 3 here."),
            "type, not text": (lambda got: not isinstance(got["dtype"], str), "`dtype` should be text: "
                               "str(pixels.dtype) gives 'uint8'."),
            "mode": (lambda got: got["dtype"] == "RGB", "\"RGB\" is what PIL calls the mode. The type of the numbers "
                     "is str(pixels.dtype)."),
            "kind of container": (lambda got: "ndarray" in got["dtype"], "That is the type of the table. The type of "
                                  "the numbers in it is str(pixels.dtype)."),
            "colour by colour": (lambda got: np.size(got["min"]) == 3, "`min` and `max` came colour by colour. One "
                                 "number each is asked for, over all of the picture."),
            "0 and 255": ({**want, "min": 0, "max": 255}, "0 and 255 are what uint8 can hold. `min` and `max` are the "
                          "numbers that really occur in this file."),
            "scaled": (lambda got: got["max"] < 1, "The numbers were divided by 255 first. The facts are about "
                       "what is stored."),
            "min and max swapped": ({**want, "min": 250, "max": 7}, "`min` and `max` are swapped."),
            "red": ({**want, "min": 30}, "30 is the smallest red. `min` and `max` are about all numbers of the "
                    "picture, in all three colours: pixels.min()."),
            "first and last pixel": (lambda got: got["min"] == 250 or got["max"] == 9, "That is the first or the last "
                                     "number in the file. Look for the smallest and largest of all: pixels.min()."),
        })


def test_describe_counts_one_channel_in_a_grey_picture():
    want = {"width": 5, "height": 2, "channels": 1, "dtype": "uint8", "min": 12, "max": 200}
    with scratch() as folder:
        path = save(folder, GREY)
        try:
            got = describe(path)
        except IndexError:
            raise AssertionError("A grey picture has no third axis, so shape[2] does not exist: where the array has "
                                 "two axes, there is 1 channel.") from None
        except ValueError:
            raise AssertionError("A grey picture has a shape of two numbers, (height, width), so it cannot be unpacked "
                                 "into three: where the array has two axes, there is 1 channel.") from None
        expect(got, want=want, mistakes={
            "converted": ({**want, "channels": 3}, "The file stores one number for each pixel. 3 is what you get if "
                          "you convert to RGB first, or take 3 for granted."),
            "axes": ({**want, "channels": 2}, "2 is what you get if you count the axes of the array. A pixel of this "
                     "picture has one number: 1 channel."),
            "width": ({**want, "channels": 5}, "5 is the width: the last number of a grey picture's shape. Where the "
                      "array has two axes, there is 1 channel."),
            "none": (lambda got: got["channels"] in (0, None), "Grey is a channel too: there is 1."),
        })


def test_describe_counts_alpha_as_a_channel():
    want = {"width": 3, "height": 2, "channels": 4, "dtype": "uint8", "min": 0, "max": 255}
    with scratch() as folder:
        path = save(folder, SEE_THROUGH)
        expect(describe(path), want=want, mistakes={
            "dropped": (lambda got: got["channels"] == 3, "Alpha is a channel too. 3 is what you get if "
                        "you convert to RGB first, count the axes of the array, or take 3 for granted."),
            "colours only": ({**want, "max": 250}, "Alpha was left out of `min` and `max`. They are the smallest and "
                             "the largest of all numbers stored."),
        })


def test_describe_knows_a_16_bit_file():
    want = {"width": 3, "height": 2, "channels": 1, "dtype": "uint16", "min": 0, "max": 60000}
    with scratch() as folder:
        path = save(folder, SCAN)
        expect(describe(path), want=want, mistakes={
            "taken for granted": ({**want, "dtype": "uint8"}, "Not every file is uint8: ask the array, "
                                  "str(pixels.dtype)."),
            "letters": ({**want, "channels": 4}, "The mode of this file is \"I;16\", and 4 is the number of its "
                        "letters. Look at the array: it has two axes, so there is 1 channel."),
            "converted": (lambda got: got["channels"] == 1 and got["max"] in range(1, 256), "The 16 bits were cut to 8 "
                          "before you looked. Describe what is stored."),
        })


def test_describe_of_real_files():
    dog = describe(fixture("troublesome/animal/dog.gif"))
    expect([dog["width"], dog["height"], dog["channels"]], want=[96, 72, 1],
           what="width, height and channels of dog.gif, a palette image")
    lying = describe(fixture("troublesome/building/arch_exif6.jpg"))
    expect([lying["width"], lying["height"]], want=[72, 96], what="width and height of arch_exif6.jpg, as stored",
           mistakes={"turned": ([96, 72], "The photo was turned upright first. Describe what is stored.")})


def test_describe_of_a_missing_file_is_an_error():
    expect_error(describe, fixture("troublesome/animal") / "no such photo.jpg", error=OSError,
                 why="A file that is not there cannot be described. Let Pillow's OSError through.")


def test_load_rgb_of_a_colour_photo_is_the_photo():
    with scratch() as folder:
        path = save(folder, COLOUR)
        expect(load_rgb(path), want=COLOUR, dtype="uint8", mistakes={
            "blue first": (COLOUR[..., ::-1], "Red and blue are swapped: that is the order of OpenCV, BGR. Here it is "
                           "red, green, blue."),
            "swapped": (COLOUR.transpose(1, 0, 2), SWAPPED),
            "sheared": (COLOUR.reshape(3, 2, 3), SWAPPED),
            "colour first": (COLOUR.transpose(2, 0, 1), "The colours come first, as networks want them later. A photo "
                             "is (height, width, colour) here."),
            "0 to 1": (COLOUR / 255, "These numbers were divided by 255. Leave them 0 to 255, uint8; scaling comes "
                       "in kata 7."),
            "not yet an array": (lambda got: isinstance(got, Image.Image), "Return the array, not the image."),
            "wrapped": (lambda got: got.dtype == np.uint8 and got.max() <= 1, "The photo went dark: in uint8, numbers "
                        "wrap at 256, so colour · alpha is not what it should be. Calculate in floats."),
            "white": (lambda got: np.shape(got) == (2, 3, 3) and np.min(got) == 255, "The photo is all white: "
                      "see-through and solid are the wrong way round. Alpha 255 means solid, and so does no alpha."),
            "grey": (lambda got: np.shape(got) == (2, 3) or np.ptp(np.asarray(got, int), axis=2).max() == 0,
                     "The colours are gone: the photo came back grey."),
            "alpha added": (lambda got: np.shape(got) == (2, 3, 4), "There are four numbers for each pixel: alpha "
                            "was added. The result has three: red, green, blue."),
            "another type": (lambda got: got.dtype != np.uint8 and np.array_equal(got, COLOUR), "The numbers are "
                             "right, but the array should be uint8, as photos are: .astype(np.uint8)."),
        })


def test_load_rgb_repeats_grey_three_times():
    with scratch() as folder:
        path = save(folder, GREY)
        expect(load_rgb(path), want=np.dstack([GREY] * 3), mistakes={
            "two axes": (GREY, "A grey picture came back without the colour axis. `image.convert(\"RGB\")` gives "
                         "every pixel three numbers."),
            "one channel": (GREY[..., np.newaxis], "A grey picture came back with one number for each pixel. Three "
                            "are wanted: red, green and blue are equal."),
            "three columns": (GREY[..., :3], "A grey picture has no colour axis, so [..., :3] kept three of its "
                              "columns. (It is no cure for alpha either: a transparent background turns black.) "
                              "`image.convert(\"RGB\")` gives every pixel three numbers."),
            "only red": (np.dstack([GREY, 0 * GREY, 0 * GREY]), "The grey went into red alone, so the photo turns "
                         "red. Grey is red = green = blue."),
        })


def test_load_rgb_lays_transparency_on_white():
    colours, alpha = SEE_THROUGH[..., :3], SEE_THROUGH[..., 3:]
    solid = (alpha == 255) | (alpha == 0)
    want = on_white(SEE_THROUGH).astype(int)
    with scratch() as folder:
        path = save(folder, SEE_THROUGH)
        expect(load_rgb(path), want=want, atol=1, mistakes={
            "cut off": (colours, "Colours show that were hidden: a transparent background turns black, or whatever "
                        "lies beneath. `convert(\"RGB\")` alone cuts alpha off, and so do [..., :3] and a paste "
                        "without a mask; nor does it turn phone photos or scale 16 bits. Lay the picture on white "
                        "first: white.paste(image, mask=…), where the mask is its alpha."),
            "on black": (lambda got: np.shape(got) == (2, 3, 3) and np.max(got[0, 1]) == 0 == np.max(got[0, 2])
                         and np.array_equal(got[0, 0], colours[0, 0]), "The transparency was laid on black. Lay it "
                         "on white."),
            "kept": (SEE_THROUGH, "There are four numbers for each pixel, as in the file. Lay the picture on white; "
                     "three are left."),
            "wrapped": (lambda got: np.max(got[0, 0]) <= 1 < np.max(got), "The solid pixels went dark: in uint8, "
                        "numbers wrap at 256, so colour · alpha is not what it should be. Calculate in floats: "
                        "pixels.astype(float)."),
            "the other way": (lambda got: np.allclose(got, colours * (1 - alpha / 255) + 255 * (alpha / 255), atol=1.5),
                              "See-through and solid are the wrong way round: alpha 255 means solid, 0 means white."),
            "all or nothing": (lambda got: np.abs((got - want) * solid).max() <= 1 < np.abs(got - want).max(), "Solid "
                               "and see-through pixels are right, half-transparent ones are not: alpha 128 means half "
                               "the colour and half white."),
        })


def test_load_rgb_lays_grey_and_palette_transparency_on_white_too():
    with scratch() as folder:
        grey = np.dstack([GREY, np.array([[255, 0, 255, 255, 40], [0, 255, 128, 255, 0]], np.uint8)])
        path = save(folder, grey)
        expect(load_rgb(path), want=on_white(np.dstack([GREY, GREY, grey])), atol=1, mistakes={
            "cut off": (np.dstack([GREY] * 3), "Greys show that were hidden (mode \"LA\"): `convert(\"RGB\")` alone "
                        "cuts alpha off in a grey picture too. Ask image.has_transparency_data, or convert to \"RGBA\" "
                        "first in any case."),
            "kept": (grey, "This is a grey picture with alpha (mode \"LA\"). Convert it to \"RGBA\" first, then lay "
                     "it on white."),
        })
        path = save_palette(folder, transparency=1)
        seen = PALETTE.copy()
        seen[1] = 255
        expect(load_rgb(path), want=seen[NUMBERS], mistakes={
            "shows": (PALETTE[NUMBERS], "One entry of this palette means see-through, and its colour shows: "
                      "`convert(\"RGB\")` alone cuts alpha off in a palette picture too. Ask "
                      "image.has_transparency_data, or convert to \"RGBA\" first in any case."),
            "numbers": (NUMBERS, "These are the numbers of the palette's colours, not the colours. Convert the picture "
                        "to \"RGBA\" first."),
            "numbers as grey": (np.dstack([NUMBERS] * 3), "These are the numbers of the palette's colours, not the "
                                "colours. Convert the picture to \"RGBA\" first."),
        })


def test_load_rgb_turns_a_phone_photo_upright():
    with scratch() as folder:
        stored = np.rot90(COLOUR)  # a phone held upright: its camera lies on its side
        path = save(folder, stored, "Köln 6.png", orientation=6)
        expect(load_rgb(path), want=COLOUR, mistakes={
            "ignored": (stored, "The photo is lying on its side: `convert(\"RGB\")` alone does not turn it. "
                        "`ImageOps.exif_transpose(image)` gives a new image, turned the way the camera was held. Call "
                        "it on the opened image, before all else: what Image.new and Image.fromarray make has no "
                        "EXIF note."),
            "wrong way": (np.rot90(stored), "The photo was turned the wrong way and stands on its head. "
                          "`ImageOps.exif_transpose(image)` knows which way."),
            "not expanded": (np.array(Image.fromarray(stored).rotate(-90)), "The photo was turned inside its old "
                             "frame, so parts of it are lost. `ImageOps.exif_transpose(image)` turns frame and all."),
            "mirrored": (lambda got: any(np.array_equal(got, one) for one in (COLOUR[::-1], COLOUR[:, ::-1])),
                         "Swapping rows and columns turns the photo and leaves it mirrored. "
                         "`ImageOps.exif_transpose(image)` turns it right."),
        })


def test_load_rgb_knows_all_eight_orientations():
    """Eight real files of one photo. JPEG blurs a little, so the mean colours of its four quarters are compared."""

    def quarters(photo):
        return np.reshape(photo, (2, 36, 2, 48, 3)).mean(axis=(1, 3))

    folder = fixture("troublesome/building")
    with Image.open(folder / "arch_exif1.jpg") as upright:
        want = quarters(upright)
    for number in (1, 6, 3, 8, 2, 4, 5, 7):  # the turned ones, then the mirrored ones, which few cameras write
        got = load_rgb(folder / f"arch_exif{number}.jpg")
        mirrored = ("Swapping rows and columns turns the photo and leaves it mirrored. "
                    "`ImageOps.exif_transpose(image)` turns it "
                    "right." if number in (6, 3, 8) else "The photo is mirrored. There are eight orientations, "
                    "four of them mirrored: `ImageOps.exif_transpose(image)` knows them all.")
        expect(np.shape(got), want=(72, 96, 3), what=f"the shape of arch_exif{number}.jpg, turned upright", mistakes={
            "lying": ((96, 72, 3), "The frame is still that of a photo lying down. There are eight orientations, "
                      "1 to 8: `ImageOps.exif_transpose(image)` knows them all."),
        })
        expect(quarters(got), want=want, atol=2, what=f"the mean colours of the quarters of arch_exif{number}.jpg",
               mistakes={
            "mirrored": (want[:, ::-1], mirrored),
            "flipped": (want[::-1], mirrored),
            "upside down": (want[::-1, ::-1], "The photo stands on its head. `ImageOps.exif_transpose(image)` knows "
                            "every way in which a camera can be held."),
        })


def test_load_rgb_turns_a_see_through_picture_too():
    with scratch() as folder:
        path = save(folder, np.rot90(SEE_THROUGH), orientation=6)
        expect(load_rgb(path), want=on_white(SEE_THROUGH), atol=1, mistakes={
            "note lost": (np.rot90(on_white(SEE_THROUGH)), "The photo is lying on its side, although others are "
                          "turned. The picture it was pasted on is new and has no EXIF note: turn first, then lay "
                          "it on white."),
        })


def test_load_rgb_scales_16_bits_to_8():
    with scratch() as folder:
        path = save(folder, SCAN)
        expect(load_rgb(path), want=np.dstack([np.rint(SCAN / 257).astype(int)] * 3), atol=1, dtype="uint8", mistakes={
            "cut off": (np.dstack([np.minimum(SCAN, 255)] * 3), "Everything above 255 became 255: `convert(\"RGB\")` "
                        "alone cuts 16 bits off. Divide the numbers by 257 (65535 / 255) first."),
            "wrapped": (np.dstack([SCAN % 256] * 3), "Only the lower 8 bits are left, so bright and dark are mixed up: "
                        "that is what .astype(np.uint8) does to large numbers. Divide by 257 first."),
            "type": (lambda got: got.dtype.kind == "f" and np.allclose(got, np.dstack([SCAN / 257] * 3), atol=1), "The "
                     "numbers are right, but the array should be uint8, as photos are: .astype(np.uint8)."),
            "kept": (np.dstack([SCAN] * 3), "The numbers still go up to 65535. Divide by 257, then .astype(np.uint8)."),
            "two axes": (lambda got: np.shape(got) == (2, 3), "A 16-bit scan is grey: repeat it three times, like "
                         "any grey picture."),
            "stretched": (np.dstack([SCAN / SCAN.max() * 255] * 3), "The brightest pixel became 255 whatever it was, "
                          "so dark and bright scans look the same. Divide by 257, always."),
        })


def test_load_rgb_converts_printers_colours():
    with scratch() as folder:
        image = Image.new("CMYK", (16, 8), (0, 255, 255, 0))  # yellow and magenta ink, left: red
        image.paste((255, 0, 100, 40), (8, 0, 16, 8))
        image.save(folder / "Plakat.jpg", quality=95)
        want = np.array([[255, 0, 0], [0, 215, 131]])
        got = load_rgb(folder / "Plakat.jpg")
        expect(np.shape(got), want=(8, 16, 3), what="the shape of a CMYK photo", mistakes={
            "four": ((8, 16, 4), "There are four numbers for each pixel, one for each ink (mode \"CMYK\"). "
                     "`image.convert(\"RGB\")` makes colours of them."),
        })
        expect(np.asarray(got)[4, [3, 12]], want=want, atol=4, what="a pixel on the left and one on the right",
               mistakes={
            "black as alpha": (np.array([[255, 255, 255], [255, 215, 231]]), "This file holds four inks for each pixel "
                               "(mode \"CMYK\"), and the fourth is black, not alpha: `image.convert(\"RGB\")` makes "
                               "colours of them."),
            "inks as colours": (np.array([[0, 255, 255], [255, 0, 100]]), "The first three inks were taken for red, "
                                "green and blue, so the photo looks like its negative. `image.convert(\"RGB\")` makes "
                                "colours of the inks (mode \"CMYK\")."),
        })


def test_load_rgb_reads_every_kind_of_file():
    sizes = {"cat.JPG": (72, 96, 3), "dog.gif": (72, 96, 3), "horse_grey.jpg": (62, 96, 3), "narwhal.jpg": (25, 48, 3)}
    got = {name: np.shape(load_rgb(fixture("troublesome/animal") / name)) for name in sizes}
    expect(got, want=sizes, what="the shapes of four real files")


def test_load_rgb_of_half_a_photo_is_an_error():
    animals = fixture("troublesome/animal")
    for name in ("koala_half.jpg", "pig_half.png", "no such photo.jpg"):
        expect_error(load_rgb, animals / name, error=OSError, mistakes={
            "half": (lambda got: np.ndim(got) == 3, "A file that is missing or cut off was taken for a photo. What is "
                     "not there gets filled with one plain colour, and the network learns that. Let Pillow's OSError "
                     "through, and leave LOAD_TRUNCATED_IMAGES off."),
        }, why="A file that cannot be read must not go unnoticed. Pillow raises an OSError by itself: let it through.")
