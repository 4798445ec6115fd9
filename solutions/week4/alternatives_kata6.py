"""Unusual and correct: every one of these must pass."""

import hashlib
import os
import shutil
from pathlib import Path

import numpy as np
from PIL import Image, ImageOps

from kata.known import alternative
from week4.kata6_quarantine import IMAGE_SUFFIXES
from week4.kata6_quarantine import is_readable as readable


@alternative("is_readable")
def as_an_array(path):
    try:
        return np.asarray(Image.open(path)).size > 0
    except Exception:
        return False


@alternative("is_readable")
def verified_and_decoded(path):
    try:
        with Image.open(path) as image:
            image.verify()
        with Image.open(path) as image:
            ImageOps.exif_transpose(image).convert("RGB")
    except (OSError, SyntaxError):
        return False
    return True


@alternative("is_readable")
def from_an_open_file(path):
    with open(path, "rb") as file:  # noqa: PTH123
        try:
            Image.open(file).tobytes()
        except (OSError, SyntaxError, ValueError):
            return False
        else:
            return True


def _broken(root, folder):
    for here, folders, files in os.walk(root):
        folders[:] = [name for name in folders if name[0] != "." and Path(here, name) != folder]
        for name in files:
            path = Path(here, name)
            if name[0] != "." and name.lower().endswith(IMAGE_SUFFIXES) and not readable(path):
                yield path


@alternative("quarantine")
def by_renaming(root, folder):
    moved = []
    for path in _broken(root, folder):
        target, number = folder / path.relative_to(root), 0
        while target.exists():
            target = target.with_name(f"{path.name}.{number}")
            number += 1
        target.parent.mkdir(parents=True, exist_ok=True)
        moved.append(str(path.rename(target)))
    return sorted(moved)


@alternative("quarantine")
def by_copying_first(root, folder):
    moved = []
    for path in sorted(_broken(root, folder)):
        data = path.read_bytes()
        target = folder / path.relative_to(root)
        if target.exists() and target.read_bytes() != data:
            target = target.with_stem(f"{path.stem}-{hashlib.sha256(data).hexdigest()[:8]}")
        target.parent.mkdir(parents=True, exist_ok=True)
        half = target.with_suffix(".part")
        half.write_bytes(data)
        os.replace(half, target)  # noqa: PTH105
        path.unlink()
        moved.append(target)
    return tuple(moved)


@alternative("quarantine")
def with_shutil_move(root, folder):
    moved = []
    for path in list(_broken(root, folder)):
        target = folder / path.relative_to(root)
        target.parent.mkdir(parents=True, exist_ok=True)
        while target.exists():
            target = target.with_name("again " + target.name)
        moved.append(shutil.move(str(path), str(target)))
    return np.array(sorted(moved)) if moved else []
