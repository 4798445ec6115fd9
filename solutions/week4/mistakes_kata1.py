"""Known mistakes in reading image files, each with the words it must earn."""

import numpy as np
from PIL import Image, ImageFile, ImageOps

from kata.known import mistake
from week4.kata1_pixels import load_pixels


def laid_on_white(image):
    image = image.convert("RGBA")
    return Image.alpha_composite(Image.new("RGBA", image.size, "white"), image).convert("RGB")


def upright(path):
    return ImageOps.exif_transpose(Image.open(path))


def scanned(image):
    """A 16-bit image in 8 bits, any other as it is."""
    return Image.fromarray((np.asarray(image) / 257).astype(np.uint8)) if image.mode.startswith("I") else image


@mistake("load_pixels", "Height and width are swapped")
def shape_from_size(path):
    image = Image.open(path)
    width, height = image.size
    return np.array(image).reshape(width, height, -1)


@mistake("load_pixels", "Height and width are swapped")
def axes_swapped(path):
    return np.array(Image.open(path)).swapaxes(0, 1)


@mistake("load_pixels", "came in one long row")
def get_data(path):
    return np.array(list(Image.open(path).getdata()))


@mistake("load_pixels", "All numbers came in one long line")
def flattened(path):
    return np.array(Image.open(path)).flatten()


@mistake("load_pixels", "order of OpenCV")
def blue_first(path):
    return np.array(Image.open(path))[..., ::-1]


@mistake("load_pixels", "The colours come first")
def colours_first(path):
    return np.moveaxis(np.array(Image.open(path)), -1, 0)


@mistake("load_pixels", "were divided by 255")
def scaled(path):
    return np.array(Image.open(path)) / 255


@mistake("load_pixels", "stands on its head")
def from_the_bottom(path):
    return np.flipud(np.array(Image.open(path)))


@mistake("load_pixels", "The colours are gone")
def always_grey(path):
    image = Image.open(path)
    return np.array(image if image.mode.startswith("I") else image.convert("L"))


@mistake("load_pixels", "of another type than in the file")
def as_floats(path):
    return np.array(Image.open(path), dtype=float)


@mistake("load_pixels", "of another type than in the file")
def as_ints(path):
    image = Image.open(path)
    return np.array([[image.getpixel((x, y)) for x in range(image.width)] for y in range(image.height)])


@mistake("load_pixels", "A fourth number was added")
def alpha_added(path):
    image = Image.open(path)
    return np.array(image.convert("RGBA") if image.mode == "RGB" else image)


@mistake("load_pixels", "still packed")
def file_read(path):
    Image.open(path).load()
    return np.frombuffer(path.read_bytes(), np.uint8)


@mistake("load_pixels", "It is a PIL image")
def not_an_array(path):
    image = Image.open(path)
    image.load()
    return image


@mistake("load_pixels", "This task gives what is stored")
def converted(path):
    return np.array(Image.open(path).convert("RGB"))


@mistake("load_pixels", "This task gives what is stored: one number for each pixel")
def grey_repeated(path):
    image = Image.open(path)
    return np.array(image.convert("RGB") if image.mode == "L" else image)


@mistake("load_pixels", "This task gives what is stored: one number for each pixel")
def always_three_axes(path):
    pixels = np.array(Image.open(path))
    return pixels if pixels.ndim == 3 else pixels[:, :, None]


@mistake("load_pixels", "This task gives what is stored: four numbers for each pixel")
def three_at_most(path):
    pixels = np.array(Image.open(path))
    return pixels[:, :, :3] if pixels.ndim == 3 else pixels


@mistake("load_pixels", "This task gives what is stored: four numbers for each pixel")
def white_already(path):
    image = Image.open(path)
    return np.array(laid_on_white(image) if image.mode == "RGBA" else image)


@mistake("load_pixels", "This task gives what is stored: the number of each pixel's palette entry")
def palette_looked_up(path):
    image = Image.open(path)
    return np.array(image.convert("RGB") if image.mode == "P" else image)


@mistake("load_pixels", "The colours are gone: they were looked up")
def palette_as_grey(path):
    image = Image.open(path)
    return np.array(image.convert("L") if image.mode == "P" else image)


@mistake("load_pixels", "This task gives what is stored: numbers up to 65535")
def always_uint8(path):
    return np.array(Image.open(path)).astype(np.uint8)


@mistake("load_pixels", "This task gives what is stored: numbers up to 65535")
def scaled_to_8_bits(path):
    return np.array(scanned(Image.open(path)))


@mistake("load_pixels", "This task gives what is stored; `load_rgb` will turn it")
def turned(path):
    return np.array(upright(path))


@mistake("load_pixels", "must not pass for a photo")
def half_is_enough(path):
    if not path.exists():
        raise FileNotFoundError(path)
    try:
        return np.array(Image.open(path))
    except OSError:
        return np.zeros((1, 1, 3), np.uint8)


@mistake("load_pixels", "must not go unnoticed")
def none_for_the_unreadable(path):
    try:
        return np.array(Image.open(path))
    except OSError:
        return None


def facts(pixels, **other):
    height, width = pixels.shape[:2]
    channels = pixels.shape[2] if pixels.ndim == 3 else 1
    return {"width": width, "height": height, "channels": channels, "dtype": str(pixels.dtype),
            "min": int(pixels.min()), "max": int(pixels.max()), **other}


@mistake("describe", "Width and height are swapped")
def width_first(path):
    pixels = load_pixels(path)
    return facts(pixels, width=pixels.shape[0], height=pixels.shape[1])


@mistake("describe", "`dtype` should be text")
def dtype_object(path):
    pixels = load_pixels(path)
    return facts(pixels, dtype=pixels.dtype)


@mistake("describe", "what PIL calls the mode")
def mode_for_dtype(path):
    return facts(load_pixels(path), dtype=Image.open(path).mode)


@mistake("describe", "the type of the table")
def type_of_the_array(path):
    pixels = load_pixels(path)
    return facts(pixels, dtype=str(type(pixels)))


@mistake("describe", "`channels` should be a number")
def mode_for_channels(path):
    return facts(load_pixels(path), channels=Image.open(path).mode)


@mistake("describe", "came colour by colour")
def each_colour(path):
    pixels = load_pixels(path)
    return facts(pixels, min=pixels.min(axis=(0, 1)).tolist(), max=pixels.max(axis=(0, 1)).tolist())


@mistake("describe", "what uint8 can hold")
def range_of_the_type(path):
    pixels = load_pixels(path)
    return facts(pixels, min=np.iinfo(pixels.dtype).min, max=np.iinfo(pixels.dtype).max)


@mistake("describe", "were divided by 255 first")
def of_scaled_numbers(path):
    pixels = load_pixels(path) / 255
    return facts(pixels, min=float(pixels.min()), max=float(pixels.max()))


@mistake("describe", "`min` and `max` are swapped")
def extremes_swapped(path):
    pixels = load_pixels(path)
    return facts(pixels, min=int(pixels.max()), max=int(pixels.min()))


@mistake("describe", "smallest and largest of all")
def first_and_last(path):
    numbers = load_pixels(path).ravel()
    return facts(load_pixels(path), min=int(numbers[0]), max=int(numbers[-1]))


@mistake("describe", "so shape[2] does not exist")
def third_axis_taken_for_granted(path):
    pixels = load_pixels(path)
    return facts(pixels, channels=pixels.shape[2])


@mistake("describe", "cannot be unpacked into three")
def shape_unpacked(path):
    pixels = load_pixels(path)
    height, width, channels = pixels.shape
    return facts(pixels, height=height, width=width, channels=channels)


@mistake("describe", "3 is what you get if you convert")
def three_channels_always(path):
    return facts(load_pixels(path), channels=3)


@mistake("describe", "3 is what you get if you convert")
def converted_first(path):
    return facts(np.array(Image.open(path).convert("RGB")))


@mistake("describe", "is what you get if you")
def axes_counted(path):
    pixels = load_pixels(path)
    return facts(pixels, channels=pixels.ndim)


@mistake("describe", "Grey is a channel too")
def no_channel(path):
    pixels = load_pixels(path)
    return facts(pixels, channels=pixels.shape[2] if pixels.ndim == 3 else 0)


@mistake("describe", "3 is what you get if you convert to RGB first, count the axes")
def one_or_three(path):
    pixels = load_pixels(path)
    return facts(pixels, channels=3 if pixels.ndim == 3 else 1)


@mistake("describe", "5 is the width")
def last_axis(path):
    pixels = load_pixels(path)
    return facts(pixels, channels=1 if pixels.dtype == np.uint16 else pixels.shape[-1])


@mistake("describe", "Alpha was left out")
def colours_only(path):
    pixels = load_pixels(path)
    seen = pixels[..., :3] if pixels.ndim == 3 else pixels
    return facts(pixels, min=int(seen.min()), max=int(seen.max()))


@mistake("describe", "Not every file is uint8")
def uint8_always(path):
    return facts(load_pixels(path), dtype="uint8")


@mistake("describe", "cut to 8 before you looked")
def cut_to_8_bits(path):
    pixels = load_pixels(path)
    return facts(pixels.astype(np.uint8), dtype=str(pixels.dtype))


@mistake("describe", "turned upright first")
def of_the_upright_photo(path):
    return facts(np.array(upright(path)))


@mistake("describe", "These keys are missing")
def key_missing(path):
    described = facts(load_pixels(path))
    return {key: described[key] for key in ("width", "height", "channels", "dtype")}


@mistake("load_rgb", "order of OpenCV")
def bgr(path):
    return np.array(laid_on_white(scanned(upright(path))))[:, :, ::-1]


@mistake("load_rgb", "Height and width are swapped")
def reshaped_by_size(path):
    image = Image.open(path).convert("RGB")
    width, height = image.size
    return np.array(image).reshape(width, height, 3)


@mistake("load_rgb", "The colours come first")
def ready_for_torch(path):
    return np.array(laid_on_white(scanned(upright(path)))).transpose(2, 0, 1)


@mistake("load_rgb", "were divided by 255")
def unit(path):
    return np.array(laid_on_white(scanned(upright(path)))) / 255


@mistake("load_rgb", "the photo came back grey")
def through_grey(path):
    return np.array(laid_on_white(scanned(upright(path))).convert("L").convert("RGB"))


@mistake("load_rgb", "There are four numbers for each pixel")
def rgba_always(path):
    return np.array(upright(path).convert("RGBA"))


@mistake("load_rgb", "should be uint8, as photos are")
def floats(path):
    return np.array(laid_on_white(scanned(upright(path))), dtype=np.float32)


@mistake("load_rgb", "without the colour axis")
def grey_as_stored(path):
    image = upright(path)
    return np.array(image if image.mode == "L" else laid_on_white(scanned(image)))


@mistake("load_rgb", "one number for each pixel. Three are wanted")
def axis_of_one(path):
    image = upright(path)
    return np.array(image)[:, :, None] if image.mode == "L" else np.array(laid_on_white(scanned(image)))


@mistake("load_rgb", "kept three of its columns")
def three_of_whatever(path):
    image = scanned(upright(path))
    return np.array(image if image.mode == "L" else laid_on_white(image))[..., :3]


@mistake("load_rgb", "turns red")
def grey_into_red(path):
    image = upright(path)
    if image.mode != "L":
        return np.array(laid_on_white(scanned(image)))
    pixels = np.array(image)
    photo = np.zeros((*pixels.shape, 3), np.uint8)
    photo[:, :, 0] = pixels
    return photo


@mistake("load_rgb", "`convert(\"RGB\")` alone")
def plain_convert(path):
    return np.array(upright(path).convert("RGB"))


@mistake("load_rgb", "`convert(\"RGB\")` alone cuts alpha off")
def upright_but_plain(path):
    return np.array(scanned(upright(path)).convert("RGB"))


@mistake("load_rgb", "`convert(\"RGB\")` alone cuts alpha off")
def three_of_four(path):
    return np.array(scanned(upright(path)).convert("RGBA"))[:, :, :3]


@mistake("load_rgb", "`convert(\"RGB\")` alone cuts alpha off")
def pasted_without_a_mask(path):
    image = scanned(upright(path))
    white = Image.new("RGB", image.size, "white")
    white.paste(image.convert("RGB"), (0, 0))
    return np.array(white)


@mistake("load_rgb", "laid on black")
def on_black(path):
    image = scanned(upright(path)).convert("RGBA")
    return np.array(Image.alpha_composite(Image.new("RGBA", image.size, "black"), image).convert("RGB"))


@mistake("load_rgb", "There are four numbers for each pixel, as in the file")
def four_kept(path):
    image = scanned(upright(path))
    return np.array(image if image.mode == "RGBA" else laid_on_white(image))


@mistake("load_rgb", "the wrong way round")
def alpha_inverted(path):
    image = scanned(upright(path))
    if not image.has_transparency_data:
        return np.array(image.convert("RGB"))
    image = image.convert("RGBA")
    return np.array(Image.composite(Image.new("RGB", image.size, "white"), image.convert("RGB"), image.getchannel("A")))


@mistake("load_rgb", "half-transparent ones are not")
def all_or_nothing(path):
    pixels = np.array(scanned(upright(path)).convert("RGBA"))
    photo = pixels[..., :3].copy()
    photo[pixels[..., 3] == 0] = 255
    return photo


@mistake("load_rgb", "numbers wrap at 256")
def mixed_in_uint8(path):
    pixels = np.array(scanned(upright(path)).convert("RGBA"))
    colours, alpha = pixels[..., :3], pixels[..., 3:]
    return colours * alpha // 255 + (255 - alpha) if (alpha < 255).any() else colours


@mistake("load_rgb", "numbers wrap at 256")
def mixed_in_uint8_always(path):
    pixels = np.array(scanned(upright(path)).convert("RGBA"))
    colours, alpha = pixels[..., :3], pixels[..., 3:]
    return (colours * alpha / 255 + (255 - alpha)).astype(np.uint8)


@mistake("load_rgb", "`convert(\"RGB\")` alone cuts alpha off in a grey picture too")
def only_rgba(path):
    image = scanned(upright(path))
    return np.array(laid_on_white(image) if image.mode == "RGBA" else image.convert("RGB"))


@mistake("load_rgb", "`convert(\"RGB\")` alone cuts alpha off in a palette picture too")
def only_alpha_bands(path):
    image = scanned(upright(path))
    return np.array(laid_on_white(image) if "A" in image.mode else image.convert("RGB"))


@mistake("load_rgb", "not the colours. Convert the picture")
def palette_numbers(path):
    image = scanned(upright(path))
    if image.mode == "P":
        return np.dstack([np.array(image)] * 3)
    return np.array(laid_on_white(image))


@mistake("load_rgb", "lying on its side: `convert(\"RGB\")` alone does not turn it")
def orientation_ignored(path):
    return np.array(laid_on_white(scanned(Image.open(path))))


@mistake("load_rgb", "turned the wrong way")
def turned_the_wrong_way(path):
    turns = {3: 2, 6: 1, 8: 3}
    image = Image.open(path)
    pixels = np.array(laid_on_white(scanned(image)))
    return np.rot90(pixels, turns.get(image.getexif().get(0x0112), 0))


@mistake("load_rgb", "turned inside its old frame")
def frame_kept(path):
    image = Image.open(path)
    angle = {3: 180, 6: -90, 8: 90}.get(image.getexif().get(0x0112), 0)
    return np.array(laid_on_white(scanned(image)).rotate(angle))


@mistake("load_rgb", "Swapping rows and columns")
def rows_for_columns(path):
    image = Image.open(path)
    pixels = np.array(laid_on_white(scanned(image)))
    return pixels.swapaxes(0, 1) if image.getexif().get(0x0112) in (6, 8) else pixels


@mistake("load_rgb", "four of them mirrored")
def three_of_eight_orientations(path):
    image = Image.open(path)
    angle = {3: 180, 6: -90, 8: 90}.get(image.getexif().get(0x0112), 0)
    return np.array(laid_on_white(scanned(image)).rotate(angle, expand=True))


@mistake("load_rgb", "lying on its side")
def turned_too_late(path):
    image = scanned(Image.open(path)) if Image.open(path).mode.startswith("I") else Image.open(path)
    if image.has_transparency_data:
        image = laid_on_white(image)
        image.info.clear()
        image = Image.fromarray(np.array(image))
    return np.array(ImageOps.exif_transpose(image).convert("RGB"))


@mistake("load_rgb", "`convert(\"RGB\")` alone cuts 16 bits off")
def sixteen_bits_cut_off(path):
    return np.array(laid_on_white(upright(path)))


@mistake("load_rgb", "Only the lower 8 bits are left")
def sixteen_bits_wrapped(path):
    image = upright(path)
    if image.mode.startswith("I"):
        image = Image.fromarray(np.array(image).astype(np.uint8))
    return np.array(laid_on_white(image))


@mistake("load_rgb", "still go up to 65535")
def sixteen_bits_kept(path):
    image = upright(path)
    return np.dstack([np.array(image)] * 3) if image.mode.startswith("I") else np.array(laid_on_white(image))


@mistake("load_rgb", "The brightest pixel became 255")
def sixteen_bits_stretched(path):
    image = upright(path)
    if image.mode.startswith("I"):
        scan = np.array(image)
        image = Image.fromarray((scan / scan.max() * 255).astype(np.uint8))
    return np.array(laid_on_white(image))


@mistake("load_rgb", "There are four numbers for each pixel, one for each ink")
def cmyk_as_it_is(path):
    image = scanned(upright(path))
    return np.array(image if image.mode == "CMYK" else laid_on_white(image))


@mistake("load_rgb", "the fourth is black, not alpha")
def black_for_alpha(path):
    image = scanned(upright(path))
    if image.mode == "CMYK":
        image = Image.fromarray(np.array(image), "RGBA")
    return np.array(laid_on_white(image))


@mistake("load_rgb", "was taken for a photo")
def truncated_allowed(path):
    ImageFile.LOAD_TRUNCATED_IMAGES = True
    try:
        return np.array(laid_on_white(scanned(upright(path))))
    finally:
        ImageFile.LOAD_TRUNCATED_IMAGES = False


@mistake("load_rgb", "was taken for a photo")
def black_for_the_unreadable(path):
    try:
        return np.array(laid_on_white(scanned(upright(path))))
    except OSError:
        return np.zeros((64, 64, 3), np.uint8)


@mistake("load_rgb", "must not go unnoticed")
def none_for_the_unreadable_too(path):
    try:
        return np.array(laid_on_white(scanned(upright(path))))
    except Exception:
        return None


@mistake("describe", "30 is the smallest red")
def facts_of_red(path):
    pixels = load_pixels(path)
    red = pixels[..., 0] if pixels.ndim == 3 else pixels
    return {"width": pixels.shape[1], "height": pixels.shape[0], "channels": 1 if pixels.ndim == 2 else pixels.shape[2],
            "dtype": str(pixels.dtype), "min": int(red.min()), "max": int(red.max())}


@mistake("describe", "the number of its letters")
def letters_of_the_mode(path):
    image, pixels = Image.open(path), load_pixels(path)
    return {"width": image.width, "height": image.height, "channels": len(image.mode), "dtype": str(pixels.dtype),
            "min": int(pixels.min()), "max": int(pixels.max())}


@mistake("load_rgb", "the wrong way round")
def solid_taken_for_see_through(path):
    image = scanned(upright(path))
    pixels = np.array((image.convert("RGB") if image.mode == "CMYK" else image).convert("RGBA")).astype(float)
    share = pixels[..., 3:] / 255
    return (pixels[..., :3] * (1 - share) + 255 * share).astype(np.uint8)


@mistake("load_rgb", "laid on black")
def on_a_new_image_of_no_colour(path):
    image = scanned(upright(path))
    image = (image.convert("RGB") if image.mode == "CMYK" else image).convert("RGBA")
    return np.array(Image.alpha_composite(Image.new("RGBA", image.size), image).convert("RGB"))


@mistake("load_rgb", "lying on its side: `convert(\"RGB\")` alone does not turn it")
def turned_when_the_note_is_lost(path):
    return np.array(ImageOps.exif_transpose(laid_on_white(scanned(Image.open(path)))))


@mistake("load_rgb", "should be uint8, as photos are")
def scan_left_as_fractions(path):
    image = upright(path)
    return np.dstack([np.array(image) / 257] * 3) if image.mode.startswith("I") else np.array(laid_on_white(image))
