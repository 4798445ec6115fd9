"""Unusual and correct: every one of these must pass."""

# ruff: noqa: PTH112, PTH118, PTH208

import os
from pathlib import Path

import numpy as np

from kata.known import alternative
from week4.kata2_folders import IMAGE_SUFFIXES


@alternative("class_names")
def with_scandir(root):
    with os.scandir(root) as entries:
        return sorted(entry.name for entry in entries if entry.is_dir() and not entry.name.startswith("."))


@alternative("class_names")
def with_walk(root):
    return tuple(sorted(name for name in next(os.walk(root))[1] if name[0] != "."))


@alternative("class_names")
def with_glob(root):
    return np.sort([path.name for path in root.glob("*/") if path.is_dir() and not path.name.startswith(".")])


@alternative("class_names")
def through_a_set_and_sorted(root):
    names = {name for name in os.listdir(root) if os.path.isdir(os.path.join(root, name))}
    return sorted(names - {name for name in names if name.startswith(".")})


@alternative("class_to_index")
def with_zip(names):
    return dict(zip(names, range(len(names)), strict=True))


@alternative("class_to_index")
def with_index(names):
    return {name: names.index(name) for name in reversed(names)}


@alternative("class_to_index")
def numbers_of_numpy(names):
    return dict(zip(names, np.arange(len(names)), strict=True))


@alternative("list_samples")
def walked(root):
    found = []
    for number, name in enumerate(with_scandir(root)):
        for folder, folders, files in os.walk(os.path.join(root, name)):
            folders[:] = [one for one in folders if one[0] != "."]
            found += [(os.path.join(folder, one), number) for one in files
                      if one[0] != "." and one.lower().endswith(IMAGE_SUFFIXES)]  # fmt: skip
    return sorted(found)


@alternative("list_samples")
def by_pattern(root):
    paths = {path for suffix in IMAGE_SUFFIXES for path in Path(root).glob("[!.]*/**/*")
             if path.name.lower().endswith(suffix) and path.is_file()}  # fmt: skip
    below = {path: path.relative_to(root).as_posix() for path in paths}
    names = with_scandir(root)
    return [[path, np.int64(names.index(below[path].split("/")[0]))] for path in sorted(paths)
            if "/." not in "/" + below[path]]  # fmt: skip


@alternative("list_samples")
def relative_to_here(root):
    names = with_scandir(root)
    return [(os.path.relpath(os.path.join(root, names[number], path)), number)
            for number, name in enumerate(names)
            for path in sorted(os.path.relpath(one, os.path.join(root, name)) for one, label in walked(root)
                               if label == number)]  # fmt: skip


@alternative("list_samples")
def step_by_step_down(root):
    def below(folder):
        for path in sorted(folder.iterdir()):
            if path.name.startswith("."):
                continue
            if path.is_dir():
                yield from below(path)
            elif path.suffix.casefold() in IMAGE_SUFFIXES:
                yield path

    return tuple((path, number) for number, name in enumerate(with_scandir(root)) for path in below(root / name))
