"""The same photo twice.

A photo that stands in the training part and in the test part as well is an exam question that was given
out beforehand. Copies hide well: under another name, at another size, encoded anew, lying on their side.
Two kinds of fingerprint find them: one of a file's bytes, and one of what can be seen.
"""

from pathlib import Path

import numpy as np
from PIL import Image


def file_digest(path: Path) -> str:
    """The fingerprint of a file's bytes: its SHA-256.

    Whatever the file is called and wherever it lies, the same bytes give the same 64 letters, and one
    changed bit gives quite other ones. `hashlib.sha256()` makes it, and its `update` may be called again
    and again, so read the file in binary and in chunks (64 KiB, say): then a film of 4 GB fits too.

    Args:
        path: any file.

    Returns:
        The SHA-256 of all its bytes, as 64 hexadecimal digits in lower case.

    Raises:
        OSError: if the file is missing or cannot be read, as `open` does by itself.

    Example:
        >>> file_digest(Path("fixtures/troublesome/animal/lemur.png"))    # a file without a single byte
        'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855'
    """
    raise NotImplementedError


def exact_duplicates(paths: list[Path]) -> list[list[Path]]:
    """The files that are copies of each other, byte by byte, in groups.

    Names say nothing about it: a copy may be called anything, and every camera has an `IMG_0001.jpg`.
    Only the bytes count here, so the same picture saved as PNG and as BMP is not an exact duplicate.

    Args:
        paths: files of any kind.

    Returns:
        One list for each set of two or more files with identical bytes, all of them in it. The groups
        stand in the order in which their first files come in `paths`, and so do the files of a group.

    Example:
        >>> folder = Path("fixtures/troublesome/building")
        >>> groups = exact_duplicates([folder / "petra.jpg", folder / "gate.jpg", folder / "IMG_0001.jpg"])
        >>> [[path.name for path in group] for group in groups]
        [['petra.jpg', 'IMG_0001.jpg']]
    """
    raise NotImplementedError


def difference_hash(image: Image.Image | np.ndarray, size: int = 8) -> int:
    """The fingerprint of what can be seen: is each pixel brighter than its left neighbour?

    Shrunk to 9×8 grey pixels, a photo keeps its rough light and shade and loses all that a new size or a
    new encoding changes. Each of the 8 rows has 8 pixels with a left neighbour: 64 questions, 64 bits.
    Make it grey first, then resize it as a whole, with a filter that averages (`Image.Resampling.LANCZOS`).

    Args:
        image: a PIL image, grey or RGB, or an array of it, (H, W) or (H, W, 3) uint8.
            `Image.fromarray(np.asarray(image))` makes a PIL image of either.
        size: the picture is shrunk to `size` rows of `size + 1` pixels.

    Returns:
        An int of size · size bits: 1 where a pixel is brighter than its left neighbour, 0 where it is
        darker or equal; row by row from the top, each from the left, the first bit being the most significant.

    Example:
        >>> difference_hash(np.array([[10, 20, 15], [5, 5, 9]], dtype=np.uint8), size=2)   # 10, then 01
        9
    """
    raise NotImplementedError


def near_duplicates(paths: list[Path], max_distance: int = 4) -> list[tuple[Path, Path]]:
    """The photos that look the same, in pairs.

    Two difference hashes are compared by counting the bits in which they differ: `(a ^ b).bit_count()`,
    the Hamming distance. A resized or re-encoded copy is 0 to 4 away, another photo usually 20 to 40. A
    phone may store a photo lying on its side: load each one upright, with `load_rgb` of kata 1
    (`from week4.kata1_pixels import load_rgb`, or write it again), and hash it once, not once a pair.

    Args:
        paths: photos, all readable.
        max_distance: the largest distance at which two photos still count as the same.

    Returns:
        Every pair with a distance of at most `max_distance`, once, exact copies too. In a pair, the photo
        that comes first in `paths` stands first; the pairs are ordered by their first photo's place in
        `paths`, then by their second's.

    Example:
        >>> folder = Path("fixtures/troublesome/building")
        >>> pairs = near_duplicates([folder / "gate.jpg", folder / "petra.jpg", folder / "gate_small.jpg"])
        >>> [(one.name, other.name) for one, other in pairs]
        [('gate.jpg', 'gate_small.jpg')]
    """
    raise NotImplementedError


def leaks(train_paths: list[Path], test_paths: list[Path], max_distance: int = 4) -> list[tuple[Path, Path]]:
    """The photos that stand in the training part and in the test part as well.

    A twin within the training part is merely a waste. One across the border is a leak: the model is
    examined on what it has learnt by heart, and the accuracy is too good. Run this before every training.
    Photos are compared as `near_duplicates` compares them.

    Args:
        train_paths: the photos to train on.
        test_paths: the photos to test on.
        max_distance: the largest distance at which two photos still count as the same.

    Returns:
        A pair (train path, test path) for each two that look the same; ordered by the train path's place
        in its list, then by the test path's. [] where nothing leaks.

    Example:
        >>> folder = Path("fixtures/troublesome/building")
        >>> pairs = leaks([folder / "gate.jpg", folder / "petra.jpg"], [folder / "gate_small.jpg"])
        >>> [(train.name, test.name) for train, test in pairs]
        [('gate.jpg', 'gate_small.jpg')]
    """
    raise NotImplementedError
