"""Answers that know nothing: a test that any of them passes asks too little.

Each takes the reference's function and gives a fake one of the same shape. An impostor that cannot be wrong
(a transposed number) answers with the truth and is not counted; see `applied`.
"""

from __future__ import annotations

import functools
import random
import sys
from collections.abc import Callable
from pathlib import PurePath
from typing import Any

from kata.values import is_array, is_tensor

Function = Callable[..., Any]


def _none(truth: Any, *args: Any) -> Any:
    return None


def _zeros(truth: Any, *args: Any) -> Any:
    return _filled(truth, 0)


def _ones(truth: Any, *args: Any) -> Any:
    return _filled(truth, 1)


def _constant(truth: Any, *args: Any) -> Any:
    return _filled(truth, 3)


def _first_argument(truth: Any, *args: Any) -> Any:
    return args[0] if args else None


def _transposed(truth: Any, *args: Any) -> Any:
    if is_tensor(truth):
        return _tensor(_transposed(truth.detach().cpu().numpy()))
    if is_array(truth):
        return truth.T.copy() if truth.ndim > 1 else truth[::-1].copy()
    if isinstance(truth, list | tuple):
        return type(truth)(list(truth)[::-1])
    if isinstance(truth, str):
        return truth[::-1]
    if isinstance(truth, dict):
        return dict(zip(truth, list(truth.values())[::-1], strict=True))
    return truth


def _wrong_dtype(truth: Any, *args: Any) -> Any:
    return _map(truth, _in_another_type, lambda array: array.astype(str))


def _in_another_type(one: Any) -> Any:
    if isinstance(one, str):
        return one.encode()
    return bytes(one) if isinstance(one, PurePath) else str(one)


def _random(truth: Any, *args: Any) -> Any:
    return _map(truth, _random_like, _random_array)


# Drawn from generators of their own: the global ones are watched.
_chance = random.Random(20260328)


def _random_like(one: Any) -> Any:
    if isinstance(one, bool):
        return _chance.random() < 0.5
    if isinstance(one, int):
        return _chance.randrange(10)
    if isinstance(one, float):
        return _chance.random()
    if isinstance(one, str):
        return "".join(_chance.sample("abcdefghij", 6))
    return _chance.random()


def _random_array(array: Any) -> Any:
    rng = sys.modules["numpy"].random.default_rng(_chance.randrange(2**32))
    if array.dtype.kind in "iu":
        return rng.integers(0, 10, array.shape).astype(array.dtype)
    return rng.random(array.shape).astype(array.dtype if array.dtype.kind == "f" else float)


def _filled(truth: Any, number: int) -> Any:
    return _map(
        truth,
        lambda one: (
            ""
            if isinstance(one, str) and not number
            else type(one)(number)
            if isinstance(one, int | float | str)
            else number
        ),
        lambda array: sys.modules["numpy"].full_like(array, number),
    )


def _map(truth: Any, one: Callable[[Any], Any], array: Callable[[Any], Any]) -> Any:
    """`truth` with every number and text in it replaced, its structure kept."""
    if is_tensor(truth):
        return _tensor(array(truth.detach().cpu().numpy()))
    if is_array(truth):
        return array(truth)
    if isinstance(truth, list):
        return [_map(part, one, array) for part in truth]
    if isinstance(truth, tuple):
        return tuple(_map(part, one, array) for part in truth)
    if isinstance(truth, dict):
        return {key: _map(part, one, array) for key, part in truth.items()}
    return one(truth)


def _tensor(array: Any) -> Any:
    """As a tensor again; text, which no tensor can hold, stays an array."""
    return array if array.dtype.kind == "U" else sys.modules["torch"].from_numpy(array)


FAKES: dict[str, Function] = {
    "None": _none,
    "zeros": _zeros,
    "ones": _ones,
    "a constant": _constant,
    "its first argument": _first_argument,
    "transposed": _transposed,
    "wrong dtype": _wrong_dtype,
    "random numbers": _random,
}
FIRST = "its first answer"
NAMES = (*FAKES, FIRST)


def impostor(name: str, reference: Function) -> Function:
    """A fake of `reference`. It may ask the reference for the shape of an answer, never for its values."""
    if name == FIRST:
        return _always_the_first(reference)
    returns_nothing = getattr(reference, "__annotations__", {}).get("return", "") in (None, "None")

    @functools.wraps(reference)
    def fake(*args: Any, **kwargs: Any) -> Any:
        if returns_nothing:  # such a task is called for what it does, and an impostor does nothing
            applied.append(True)
            return FAKES[name](None, *args, *kwargs.values())
        try:
            truth = reference(*args, **kwargs)
        except Exception:
            truth = 0.0  # bad input: an impostor knows nothing of that either
        answer = FAKES[name](truth, *args, *kwargs.values())
        applied.append(answer is not truth)  # a task may return what it was given, and some things cannot be turned
        return answer

    return fake


def _always_the_first(reference: Function) -> Function:
    """The right answer to the first question, whatever is asked after it: kills tests with one example."""
    kept: list[Any] = []

    @functools.wraps(reference)
    def fake(*args: Any, **kwargs: Any) -> Any:
        applied.append(bool(args or kwargs))  # a task without parameters has one answer, and it is right
        if not kept:
            kept.append(reference(*args, **kwargs))
        return kept[0]

    return fake


# For each answer that an impostor gave in this process: whether it can be wrong at all.
applied: list[bool] = []
