"""What a week says in words beside its code: hints, and afterwords once a task is passed.

`hints.md` has a heading `## task` for each task, three numbered hints (a nudge, an explanation, almost
the code) and a paragraph that begins with **Afterword.**
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import NamedTuple

from kata.course import Task, Week


class Lesson(NamedTuple):
    hints: tuple[str, ...]
    afterword: str


NOTHING = Lesson((), "")


def lessons_of(week: Week) -> dict[str, Lesson]:
    """Task name → its lesson, from the week's hints.md; empty where there is none."""
    path = week.folder / "hints.md"
    return parse(path.read_text(encoding="utf-8")) if path.exists() else {}


def parse(text: str) -> dict[str, Lesson]:
    sections = re.split(r"^## +`?(\w+)`?[^\n]*\n", text, flags=re.MULTILINE)
    return {name: _lesson(body) for name, body in zip(sections[1::2], sections[2::2], strict=True)}


def _lesson(body: str) -> Lesson:
    hints_text, _, afterword = body.partition("**Afterword.**")
    afterword = re.split(r"^#", afterword, maxsplit=1, flags=re.MULTILINE)[0]
    parts = re.split(r"^\d\. +", hints_text, flags=re.MULTILINE)[1:]
    return Lesson(tuple(_unindent(part) for part in parts), afterword.strip())


def _unindent(text: str) -> str:
    return re.sub(r"^   ", "", text.strip(), flags=re.MULTILINE)


def lesson(root: Path, task: Task) -> Lesson:
    """The lesson of one task; an empty one where nothing was written yet."""
    return lessons_of(Week(root / "exercises" / task.week)).get(task.name, NOTHING)
