"""All that a notebook needs, under one name: `from labs import charts, lab`."""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import marimo as mo

from kata.fixtures import digits, digits28, fixture
from labs.controls import ask, choice, slider
from labs.learner import CannotDraw, Learner
from labs.memory import once
from labs.values import entry, number, numbers, parts

__all__ = [
    "CannotDraw",
    "ask",
    "choice",
    "digits",
    "digits28",
    "entry",
    "fixture",
    "live",
    "mine",
    "number",
    "numbers",
    "once",
    "parts",
    "saved",
    "slider",
]

LOOK = 0.5  # seconds between two looks at the learner's files


def mine(*weeks: str) -> Learner:
    """The learner's functions of these weeks, as they are in their files now."""
    return Learner(*weeks)


def saved(*weeks: str) -> Callable[[], int]:
    """What changes whenever the learner saves a kata of these weeks: cells that ask it run again."""
    count, put = mo.state(0)
    if mo.running_in_notebook():
        files = Learner(*weeks).files()
        mo.Thread(target=_watch, args=(files, put), daemon=True).start()
    return count


def live(text: str) -> mo.Html:
    """Markdown that is true of an open lab only, about files that are saved; nothing on an exported page."""
    return mo.md(text) if mo.running_in_notebook() else mo.Html("")


def _watch(files: list[Path], put: Callable[[Any], None]) -> None:
    thread = mo.current_thread()
    before = _times(files)
    count = 0
    while not thread.should_exit:
        time.sleep(LOOK)
        now = _times(files)
        if now != before:
            before, count = now, count + 1
            put(count)


def _times(files: list[Path]) -> list[int]:
    return [path.stat().st_mtime_ns if path.exists() else 0 for path in files]
