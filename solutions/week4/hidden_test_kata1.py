"""Fresh files for the pixels, run at grading only."""

import numpy as np
from PIL import Image

from kata import expect, expect_error, fixture, scratch
from week4.kata1_pixels import describe, load_pixels, load_rgb

PHOTO = (np.arange(5 * 4 * 3).reshape(5, 4, 3) * 37 % 251).astype(np.uint8)
ALPHA = (np.arange(20).reshape(5, 4) * 83 % 256).astype(np.uint8)


def save(folder, pixels, name, **options):
    Image.fromarray(pixels).save(folder / name, **options)
    return folder / name


def test_load_pixels_of_fresh_files():
    with scratch() as folder:
        expect(load_pixels(save(folder, PHOTO, "Straße.bmp")), want=PHOTO, dtype="uint8")
        expect(load_pixels(save(folder, PHOTO[..., 0], "grey.png")), want=PHOTO[..., 0])
        expect(load_pixels(save(folder, np.dstack([PHOTO[..., 1], ALPHA]), "grey alpha.png")),
               want=np.dstack([PHOTO[..., 1], ALPHA]))


def test_load_pixels_of_real_files():
    shapes = {"cat.JPG": (72, 96, 3), "cow.cmyk.jpg": (72, 96, 4), "dog.gif": (72, 96), "duck_16bit.png": (90, 96),
              "horse_grey.jpg": (62, 96), "owl_rgba.png": (64, 96, 4), "sheep_grey_alpha.png": (70, 96, 2)}
    got = {name: np.shape(load_pixels(fixture("troublesome/animal") / name)) for name in shapes}
    expect(got, want=shapes, what="the shapes of the real files")


def test_load_pixels_of_a_folder_a_text_or_half_a_file():
    expect_error(load_pixels, fixture("troublesome/animal"), error=OSError, why="A folder is no image.")
    expect_error(load_pixels, fixture("troublesome/animal/moose.jpg"), error=OSError, why="A text is no image.")
    expect_error(load_pixels, fixture("troublesome/animal/pig_half.png"), error=OSError,
                 why="Half a file is no image.")


def test_describe_fresh_files():
    with scratch() as folder:
        expect(describe(save(folder, PHOTO, "Straße.png")), want={
            "width": 4, "height": 5, "channels": 3, "dtype": "uint8", "min": int(PHOTO.min()), "max": int(PHOTO.max())})
        grey = save(folder, np.dstack([PHOTO[..., 1], ALPHA]), "grey alpha.png")
        expect(describe(grey)["channels"], want=2, what="the channels of a grey picture with alpha")
    owl = describe(fixture("troublesome/animal/owl_rgba.png"))
    expect([owl["width"], owl["height"], owl["channels"]], want=[96, 64, 4], what="width, height, channels of an owl")


def test_describe_a_file_that_is_no_image():
    expect_error(describe, fixture("troublesome/animal/moose.jpg"), error=OSError, why="A text is no image.")


def test_load_rgb_of_fresh_files():
    with scratch() as folder:
        expect(load_rgb(save(folder, PHOTO, "Straße.png")), want=PHOTO, dtype="uint8")
        share = ALPHA[..., np.newaxis] / 255
        expect(load_rgb(save(folder, np.dstack([PHOTO, ALPHA]), "see through.webp", lossless=True, exact=True)),
               want=PHOTO * share + 255 * (1 - share), atol=1.01)
        scan = PHOTO[..., 2].astype(np.uint16) * 250 + 77
        expect(load_rgb(save(folder, scan, "Dia.png")), want=np.dstack([scan / 257] * 3), atol=1)


def test_load_rgb_of_a_see_through_gif():
    with scratch() as folder:
        image = Image.frombytes("P", (3, 1), bytes([2, 0, 1]))
        image.putpalette([10, 20, 30, 200, 150, 100, 0, 90, 250])
        image.save(folder / "Logo.gif", transparency=0)
        expect(load_rgb(folder / "Logo.gif"), want=np.array([[[0, 90, 250], [255, 255, 255], [200, 150, 100]]]))


def test_load_rgb_turns_every_orientation():
    turned = {2: PHOTO[:, ::-1], 3: PHOTO[::-1, ::-1], 4: PHOTO[::-1], 5: PHOTO.transpose(1, 0, 2), 6: np.rot90(PHOTO),
              7: np.rot90(PHOTO, 2).transpose(1, 0, 2), 8: np.rot90(PHOTO, 3)}
    with scratch() as folder:
        for number, stored in turned.items():
            exif = Image.Exif()
            exif[0x0112] = number
            expect(load_rgb(save(folder, np.ascontiguousarray(stored), f"{number}.png", exif=exif)), want=PHOTO)


def test_load_rgb_of_the_troublesome_ones():
    shapes = {"cow.cmyk.jpg": (72, 96, 3), "duck_16bit.png": (90, 96, 3), "owl_rgba.png": (64, 96, 3),
              "panda_palette.png": (64, 96, 3), "sheep_grey_alpha.png": (70, 96, 3)}
    photos = {name: np.asarray(load_rgb(fixture("troublesome/animal") / name)) for name in shapes}
    expect({name: photo.shape for name, photo in photos.items()}, want=shapes, what="the shapes of the real files")
    expect(photos["owl_rgba.png"][5, 90], want=np.array([255, 255, 255]), what="a see-through pixel of owl_rgba.png")
    with Image.open(fixture("photos/animal/cow.jpg")) as cow:
        colour = np.asarray(cow.convert("RGB"), float).mean(axis=(0, 1))
    expect(photos["cow.cmyk.jpg"].mean(axis=(0, 1)), want=colour, atol=4, what="the mean colour of cow.cmyk.jpg")


def test_load_rgb_of_what_is_no_photo():
    for name in ("moose.jpg", "koala_half.jpg", "Thumbs.db"):
        expect_error(load_rgb, fixture("troublesome/animal") / name, error=OSError, why=f"{name} cannot be read.")
