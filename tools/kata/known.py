"""How a known mistake and a correct alternative are written down.

    @mistake("mse", "forget to divide by n")
    def sum_not_mean(w, x, y):
        return np.sum((predict(w, x) - y) ** 2)

The function is put in the reference's place, and the tests of the task must then say those words, and no
other mistake's. The proofs read these files without running them (`verify.known`): both decorators give the
function back unchanged.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

F = TypeVar("F", bound=Callable[..., Any])


def mistake(task: str, words: str) -> Callable[[F], F]:
    """Mark a wrong version of `task`, and the words (a part of one sentence) that it must earn."""
    if not words.strip():
        raise ValueError(f"the mistake in {task} must say which words it earns")
    return _unchanged


def alternative(task: str) -> Callable[[F], F]:
    """Mark an unusual and correct version of `task`."""
    return _unchanged


def _unchanged(function: F) -> F:
    return function
