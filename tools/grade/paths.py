"""Paths that come from a worker. A test may open what it is given back, with the judge's rights: not every file."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import numpy as np


def any_in(nodes: list[Any]) -> bool:
    """Whether a message that could be decoded holds one. Its bytes do not tell: JSON can write "path" in many ways."""
    return any(node[0] == "path" for node in nodes)


def strange(message: object, given: object, places: Iterable[Path]) -> Path | None:
    """The first path of a message that leads, links followed, to something that is there and none of a test's business.

    given: what the test handed over: it may get the same path back. places: folders in which everything may be read.
    """
    roots = [os.path.realpath(place) for place in places]
    known = set(paths_in(given))  # to ask the system about a path takes ten times as long
    return next((path for path in paths_in(message) if path not in known and not _harmless(path, roots)), None)


def _harmless(path: Path, roots: list[str]) -> bool:
    real = os.path.realpath(path)
    return any(real == root or real.startswith(f"{root}{os.sep}") for root in roots) or not os.path.lexists(real)


def paths_in(value: object) -> Iterator[Path]:
    """Every path in plain data, however deep."""
    left, seen = [value], set[int]()
    while left:
        one: Any = left.pop()
        if isinstance(one, Path):
            yield one
        elif isinstance(one, (list, tuple, set, frozenset, dict, np.ndarray)) and id(one) not in seen:
            seen.add(id(one))
            if isinstance(one, np.ndarray):
                if one.dtype.hasobject:
                    left += one.ravel().tolist() if one.dtype.names is None else [one[name] for name in one.dtype.names]
            elif isinstance(one, dict):
                left += [*one.keys(), *one.values()]
            else:
                left += one
