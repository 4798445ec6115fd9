"""What a task returned, as what is drawn; and the words for what cannot be."""

from __future__ import annotations

from typing import Any

import numpy as np

from labs.learner import CannotDraw


def number(task: str, got: Any, *, finite: bool = True) -> float:
    """`got`, which `task` returned, as one number."""
    return float(numbers(task, got, finite=finite))


def numbers(task: str, got: Any, *shape: int | None, finite: bool = True) -> Any:
    """`got`, which `task` returned, as an array of floats of this shape; None stands for any length.

    CannotDraw where it is none, or where a number in it is not finite, unless that may be.
    """
    wanted = f"What is drawn here is {_words(shape)}."
    try:
        array = np.asarray(got, dtype=float)
    except (TypeError, ValueError, RuntimeError):
        raise CannotDraw(task, got, wanted) from None
    if got is None or len(array.shape) != len(shape):
        raise CannotDraw(task, got, wanted)
    if any(want is not None and have != want for have, want in zip(array.shape, shape, strict=True)):
        raise CannotDraw(task, got, wanted)
    if finite and not np.isfinite(array).all():
        raise CannotDraw(task, got, "Not all of that is finite numbers.")
    return array


def parts(task: str, got: Any, count: int) -> list[Any]:
    """`got`, which `task` returned, as so many parts: a tuple or a list of them."""
    if not isinstance(got, tuple | list) or len(got) != count:
        raise CannotDraw(task, got, f"What is drawn here is a tuple of {count}.")
    return list(got)


def entry(task: str, got: Any, key: Any) -> Any:
    """The value at `key` of `got`, a dict that `task` returned."""
    if not isinstance(got, dict) or key not in got:
        raise CannotDraw(task, got, f"What is drawn here is a dict with the key {key!r}.")
    return got[key]


def _words(shape: tuple[int | None, ...]) -> str:
    if not shape:
        return "one number"
    if len(shape) == 1:
        return f"{shape[0] if shape[0] is not None else 'a row of'} numbers"
    return f"an array of the shape ({', '.join('n' if side is None else str(side) for side in shape)})"
