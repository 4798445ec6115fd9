"""From a file to pixels.

To a computer a photo is a table of numbers: rows, columns, and one number for each colour. Files store
that table in many ways, and cameras, phones and drawing programs each have their own. What you read here
is what your network will see; whatever goes wrong here, no training puts right.
"""

from pathlib import Path

import numpy as np
from PIL import Image, ImageOps


def load_pixels(path: Path) -> np.ndarray:
    """The numbers in an image file, just as they are stored.

    NumPy counts rows first: height, then width, then colour, with row 0 at the top. (PIL says it the other
    way round: `image.size` is width, height.) Nothing is turned, scaled or converted here: you want to see
    what is really in the file.

    Args:
        path: the image file. What is in it counts, not its name: a PNG may well be called `.jpg`.

    Returns:
        What `np.array` makes of the opened image. Colour: (H, W, 3), red, green, blue. Grey: (H, W). With
        transparency: (H, W, 4), the fourth number is alpha, 0 for see-through, 255 for solid. A palette
        image: (H, W), the numbers of its palette's entries. All uint8, 0 to 255; a 16-bit image is uint16,
        0 to 65535.

    Raises:
        OSError: the file is missing, cut off, or no image. (Pillow raises it by itself; let it through.)

    Example:
        >>> pixels = load_pixels("fixtures/photos/animal/cat.jpg")    # 160 high, 213 wide
        >>> pixels.shape
        (160, 213, 3)
    """
    raise NotImplementedError


def describe(path: Path) -> dict:
    """The facts about an image file to look at before you train on it.

    One grey file among a thousand coloured ones, one 16-bit scan, one thumbnail: each spoils a training run
    hours later, with a message that says nothing about the file. A look at these six facts finds them.

    Args:
        path: the image file.

    Returns:
        What `load_pixels` gives, in six facts: `width` and `height` in pixels, as stored; `channels`, how
        many numbers a pixel has (1 for grey and palette images, 3 for colour, 4 with transparency); `dtype`,
        the type of the numbers as text ("uint8"); `min` and `max`, the smallest and the largest number
        anywhere in it. The numbers are plain ints.

    Raises:
        OSError: the file is missing, cut off, or no image.

    Example:
        >>> describe("fixtures/photos/animal/cat.jpg")
        {'width': 213, 'height': 160, 'channels': 3, 'dtype': 'uint8', 'min': 0, 'max': 255}
    """
    raise NotImplementedError


def load_rgb(path: Path) -> np.ndarray:
    """Any image file as an upright colour photo.

    A network wants every photo in the same form. So this function takes what phones, scanners and drawing
    programs write, and always gives rows, columns and three colours, the way a person would see the photo.

    - A phone held sideways stores the photo lying down, with a note (the EXIF orientation, 1 to 8) on how to
      turn it: `ImageOps.exif_transpose` follows that note.
    - Transparency, in a colour, grey or palette image, is laid on white: each pixel is mixed from its colour
      and white, in the share that alpha says. What is hidden in the see-through parts stays hidden.
    - Grey is repeated: red, green and blue are equal.
    - 16 bits become 8: divide by 257, because 65535 / 257 = 255.
    - Printers' colours (CMYK) are converted, as `image.convert("RGB")` does.

    Args:
        path: the image file.

    Returns:
        The photo, (H, W, 3) uint8, red, green, blue. Where colours are mixed or scaled, either neighbouring
        whole number is right.

    Raises:
        OSError: the file is missing, cut off, or no image. Half a photo is no photo.

    Example:
        >>> load_rgb("fixtures/troublesome/animal/owl_rgba.png")[0, -1]    # black, but see-through: so it is white
        array([255, 255, 255], dtype=uint8)
    """
    raise NotImplementedError
