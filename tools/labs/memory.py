"""Work that is done once for the same arguments: what takes long is not done again when a slider comes back."""

from __future__ import annotations

import functools
import hashlib
from collections.abc import Callable
from typing import Any, ParamSpec, TypeVar

P = ParamSpec("P")
R = TypeVar("R")
KEPT = 100  # results of a function


def once(function: Callable[P, R]) -> Callable[P, R]:
    """`function`, with its results kept by what its arguments are: numbers, texts, arrays, and lists of those."""
    results: dict[str, R] = {}

    @functools.wraps(function)
    def kept(*args: P.args, **kwargs: P.kwargs) -> R:
        key = _key((args, sorted(kwargs.items())))
        if key not in results:
            result = function(*args, **kwargs)
            while len(results) >= KEPT:
                results.pop(next(iter(results)), None)
            results[key] = result
        return results[key]

    return kept


def _key(value: Any) -> str:
    if isinstance(value, list | tuple):
        return f"{type(value).__name__}({','.join(map(_key, value))})"
    if hasattr(value, "detach"):
        value = value.detach().cpu().numpy()
    if hasattr(value, "tobytes"):  # an array, or one of its numbers
        return f"{value.dtype}{value.shape}{hashlib.sha256(value.tobytes()).hexdigest()}"
    if value is None or isinstance(value, int | float | str | bytes | bool):
        return repr(value)
    raise TypeError(f"what depends on a {type(value).__name__} cannot be kept")
