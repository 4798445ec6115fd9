"""Photos that cannot be read.

A download breaks off, a disk has a bad spot, somebody renames a text to .jpg: among a thousand files
some are no photos. Training finds out in the middle of the night. Find them first, and put them aside:
not away, for a broken file may be the only copy of something.
"""

import shutil
from pathlib import Path

from PIL import Image

# What an image file's name ends in, in small letters. (A camera may write .JPG.)
IMAGE_SUFFIXES = (".jpg", ".jpeg", ".png", ".gif", ".bmp", ".webp")


def is_readable(path: Path) -> bool:
    """Whether the file holds an image that can be decoded to its end.

    `Image.open` reads the first few bytes only, and so half a photo looks fine to it. What shows the
    damage is decoding every pixel (`image.load()`). Pillow tells of it with an OSError, and for some PNG
    files with a SyntaxError, which has nothing to do with Python's own.

    Args:
        path: a file. Its name does not count: a PNG called .jpg is readable, a text called .jpg is not.

    Returns:
        True or False, and never an exception because of what is in the file. The file stays as it was,
        and so do Pillow's settings: `ImageFile.LOAD_TRUNCATED_IMAGES` stays off.

    Example:
        >>> folder = Path("fixtures/troublesome/animal")
        >>> is_readable(folder / "cat.JPG"), is_readable(folder / "koala_half.jpg")
        (True, False)
    """
    # BEGIN SOLUTION
    try:
        with Image.open(path) as image:
            image.load()
    except (OSError, SyntaxError, ValueError, Image.DecompressionBombError):  # wider, it would hide our own bugs
        return False
    return True
    # END SOLUTION


def quarantine(root: Path, folder: Path) -> list[Path]:
    """Move the image files under `root` that cannot be read to `folder`, and lose nothing.

    A quarantine keeps what it takes in: every file goes to the same place below `folder` as it had below
    `root`, so that anyone can see where it came from, and put it back. It may be stopped at any moment
    (Ctrl-C, a full disk) and is then simply run again.

    Args:
        root: the folder with one folder for each class in it.
        folder: where the unreadable files go. It may be missing yet; it may lie inside `root`, and is then
            not searched; files from earlier runs may lie in it, and stay as they are.

    Returns:
        The new paths of the files that this run has moved, sorted. root/dog/bad/1.jpg becomes
        folder/dog/bad/1.jpg. Where that name is taken already, both are kept: the new one lies beside it
        under another name (1_2.jpg, say).

        Looked at are files with a suffix in IMAGE_SUFFIXES, in capitals or not, at any depth. Everything
        else stays where it is: readable photos, other files, whatever is hidden below `root` (a file or a
        folder whose name begins with a dot), and the folders, emptied ones too.

    Raises:
        OSError: a file cannot be moved (`root` is read-only, say). Then it is still where it was.

    Example:
        In `photos` lie dog/1.jpg, dog/half.jpg and ant/half.jpg; the two halves cannot be read. Then
        quarantine(Path("photos"), Path("broken")) returns the paths broken/ant/half.jpg and broken/dog/half.jpg,
        and, called again, an empty list.
    """
    # BEGIN SOLUTION
    moved = []
    for path in sorted(root.rglob("*")):
        inside = path.relative_to(root)
        hidden = any(part.startswith(".") for part in inside.parts)
        if path.suffix.lower() not in IMAGE_SUFFIXES or hidden or folder.resolve() in path.resolve().parents:
            continue
        if not path.is_file() or is_readable(path):
            continue
        target, number = folder / inside, 1
        while target.exists():
            number += 1
            target = folder / inside.with_name(f"{inside.stem}_{number}{inside.suffix}")
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.move(path, target)  # on the same disk a renaming; otherwise a copy, and only then a deletion
        moved.append(target)
    return sorted(moved)
    # END SOLUTION
