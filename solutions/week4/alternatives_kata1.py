"""Unusual and correct: every one of these must pass."""

import io

import numpy as np
from PIL import Image, ImageOps

from kata.known import alternative


@alternative("load_pixels")
def read_only_array(path):
    return np.asarray(Image.open(str(path)))


@alternative("load_pixels")
def nested_lists(path):
    return np.array(Image.open(path)).tolist()


@alternative("load_pixels")
def from_the_bytes(path):
    image = Image.open(io.BytesIO(path.read_bytes()))
    image.load()
    if image.mode == "I;16":
        return np.frombuffer(image.tobytes(), "<u2").reshape(image.height, image.width)
    return np.frombuffer(image.tobytes(), np.uint8).reshape(image.height, image.width, -1).squeeze(
        axis=() if len(image.getbands()) > 1 else 2)


@alternative("describe")
def asking_pillow(path):
    image = Image.open(path)
    pixels = np.asarray(image)
    return {"channels": len(image.getbands()), "dtype": pixels.dtype.name, "min": np.min(pixels), "max": np.max(pixels),
            "width": image.width, "height": image.height}


@alternative("describe")
def plain_python(path):
    pixels = np.array(Image.open(path))
    numbers = sorted(pixels.flatten().tolist())
    return {"width": len(pixels[0]), "height": len(pixels), "channels": np.size(pixels[0, 0]),
            "dtype": f"{pixels.dtype}", "min": numbers[0], "max": numbers[-1]}


@alternative("load_rgb")
def by_formula(path):
    with Image.open(path) as image:
        image.load()
        turned = ImageOps.exif_transpose(image)
    if turned.mode == "I;16":
        return np.repeat((np.asarray(turned) >> 8).astype(np.uint8)[:, :, None], 3, axis=2)
    pixels = np.asarray(turned.convert("RGBA"), float)
    share = pixels[..., 3:] / 255
    return np.rint(pixels[..., :3] * share + 255 * (1 - share)).astype(np.uint8)


@alternative("load_rgb")
def pasted_with_a_mask(path):
    image = ImageOps.exif_transpose(Image.open(path))
    if image.mode.startswith("I"):
        image = image.convert("I").point(lambda value: value * (1 / 257)).convert("L")
    if image.mode in ("RGBA", "LA") or "transparency" in image.info:
        image = image.convert("RGBA")
        white = Image.new("RGB", image.size, (255, 255, 255))
        white.paste(image, mask=image.split()[3])
        image = white
    return np.asarray(image.convert("RGB"))


@alternative("load_rgb")
def turned_at_the_end(path):
    image = Image.open(path)
    orientation = image.getexif().get(0x0112, 1)
    pixels = np.array(image)
    if pixels.dtype == np.uint16:
        photo = np.stack([np.round(pixels / 257).astype("uint8")] * 3, axis=-1)
    else:
        image = image.convert("RGBA")
        photo = np.array(Image.alpha_composite(Image.new("RGBA", image.size, (255, 255, 255, 255)), image))[:, :, :3]
    turned = {2: photo[:, ::-1], 3: photo[::-1, ::-1], 4: photo[::-1], 5: photo.transpose(1, 0, 2),
              6: np.rot90(photo, 3), 7: np.rot90(photo, 2).transpose(1, 0, 2), 8: np.rot90(photo)}
    return turned.get(orientation, photo)


@alternative("load_rgb")
def orientation_by_hand(path):
    image = Image.open(path)
    image.load()
    turn = Image.Transpose
    turns = {2: turn.FLIP_LEFT_RIGHT, 3: turn.ROTATE_180, 4: turn.FLIP_TOP_BOTTOM, 5: turn.TRANSPOSE,
             6: turn.ROTATE_270, 7: turn.TRANSVERSE, 8: turn.ROTATE_90}
    number = image.getexif().get(0x0112, 1)
    image = image.transpose(turns[number]) if number in turns else image
    pixels = np.array(image)
    if pixels.dtype == np.uint16:
        return np.stack([(pixels // 257).astype(np.uint8)] * 3, axis=-1)
    if image.mode == "CMYK":
        return np.array(image.convert("RGB"))
    pixels = np.array(image.convert("RGBA")).astype(int)
    colours, alpha = pixels[..., :3], pixels[..., 3:]
    return ((colours * alpha + 255 * (255 - alpha) + 127) // 255).astype(np.uint8)
