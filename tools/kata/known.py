"""How a known mistake and a correct alternative are written down.

    @mistake("mse", "forget to divide by n")
    def sum_not_mean(w, x, y):
        return np.sum((predict(w, x) - y) ** 2)

The function is put in the reference's place, and the tests of the task must then say those words, and no
other mistake's. Both decorators give the function back unchanged.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from types import ModuleType
from typing import Any, TypeVar

F = TypeVar("F", bound=Callable[..., Any])


@dataclass(frozen=True)
class Mark:
    task: str
    words: str = ""  # the part of the sentence that must be said; "" for an alternative


def mistake(task: str, words: str) -> Callable[[F], F]:
    """Mark a wrong version of `task`, and the words (a part of one sentence) that it must earn."""
    if not words.strip():
        raise ValueError(f"the mistake in {task} must say which words it earns")
    return _marked(Mark(task, words))


def alternative(task: str) -> Callable[[F], F]:
    """Mark an unusual and correct version of `task`."""
    return _marked(Mark(task))


def _marked(mark: Mark) -> Callable[[F], F]:
    def keep(function: F) -> F:
        function.__kata_mark__ = mark  # type: ignore[attr-defined]
        return function

    return keep


def marked(module: ModuleType) -> dict[str, tuple[Mark, Any]]:
    """Name → (mark, function), for all that is marked in a module of mistakes or alternatives."""
    return {
        name: (value.__kata_mark__, value) for name, value in vars(module).items() if hasattr(value, "__kata_mark__")
    }
