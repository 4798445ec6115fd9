"""The course's real pictures as arrays, and splits in which nothing is in two parts."""

from __future__ import annotations

import re
from typing import NamedTuple

import numpy as np
from PIL import Image

from kata import fixture

CLASSES = ("animal", "building", "fish", "tool")
TEXTURES = ("brick", "grass", "gravel")
# The same photo, or the same building, under another name.
ALSO = {
    "great_pyramid_of_giza": "great_pyramid",
    "great_wallof_china": "great_wall",
    "qutub_minar": "kutub_minar",
    "statueof_liberty": "statue_of_liberty",
}


class Pictures(NamedTuple):
    """images (n, S, S, 3) uint8, labels (n,) int64, and what is in each picture: equal subjects belong together."""

    images: np.ndarray
    labels: np.ndarray
    subjects: list[str]


class Parts(NamedTuple):
    """Indices (int64) of the pictures to train on and of those held out."""

    train: np.ndarray
    held_out: np.ndarray


def photos(size: int) -> Pictures:
    """The 165 photos of the four classes: the middle square, `size` pixels wide, classes in alphabetical order."""
    images, labels, subjects = [], [], []
    for label, name in enumerate(CLASSES):
        for path in sorted(fixture(f"photos/{name}").glob("*.jpg")):
            with Image.open(path) as opened:
                images.append(_middle(opened.convert("RGB"), size))
            labels.append(label)
            subjects.append(subject_of(path.stem))
    return Pictures(np.stack(images), np.array(labels), subjects)


def subject_of(stem: str) -> str:
    """What is in a photo, from its file's name: "colosseum" of colosseum_2."""
    name = re.sub(r"_\d+$", "", stem)
    return ALSO.get(name, name)


def split(pictures: Pictures, seed: int, held_out: float = 0.35) -> Parts:
    """Class by class and subject by subject: each class gives `held_out` of its pictures, give or take a subject."""
    rng = np.random.default_rng(seed)
    chosen = np.zeros(len(pictures.labels), bool)
    for label in np.unique(pictures.labels):
        members = np.flatnonzero(pictures.labels == label)
        wanted = round(held_out * len(members))
        for subject in rng.permutation(sorted({pictures.subjects[i] for i in members})):
            same = [i for i in members if pictures.subjects[i] == subject]
            if chosen[members].sum() + len(same) <= wanted:
                chosen[same] = True
    return Parts(np.flatnonzero(~chosen), np.flatnonzero(chosen))


def textures(seed: int, of_each: int = 200, size: int = 32) -> tuple[Pictures, Pictures]:
    """Patches to train on and patches held out, `of_each` of brick, grass and gravel each, grey in three channels.

    Those to train on are cut from the left 60 % of each photo, those held out from the right 40 %: no pixel is in both.
    """
    rng = np.random.default_rng(seed)
    parts = []
    for first, last in ((0.0, 0.6), (0.6, 1.0)):
        images = []
        for name in TEXTURES:
            with Image.open(fixture(f"textures/{name}.png")) as opened:
                whole = np.asarray(opened.convert("L"))
            left, right = round(first * whole.shape[1]), round(last * whole.shape[1])
            for _ in range(of_each):
                y, x = rng.integers(0, whole.shape[0] - size + 1), rng.integers(left, right - size + 1)
                images.append(np.repeat(whole[y : y + size, x : x + size, None], 3, axis=2))
        labels = np.repeat(np.arange(len(TEXTURES)), of_each)
        parts.append(Pictures(np.stack(images), labels, [TEXTURES[label] for label in labels]))
    return parts[0], parts[1]


def _middle(image: Image.Image, size: int) -> np.ndarray:
    shorter = min(image.size)
    left, top = (image.width - shorter) // 2, (image.height - shorter) // 2
    return np.asarray(image.crop((left, top, left + shorter, top + shorter)).resize((size, size)))
