"""Taking the next of a task's hints, and remembering it."""

from __future__ import annotations

from typing import NamedTuple

from kata import progress
from kata.course import Course, CourseError, Task
from kata.lessons import lesson


class Taken(NamedTuple):
    """`texts`: the hints seen so far, the newest last. `left`: how many more there are. `kept`: it was remembered."""

    texts: tuple[str, ...]
    left: int
    kept: bool


def take(course: Course, task: Task, everything: bool = False) -> Taken:
    """The task's hints up to the next one, or all of them. CourseError where none were written."""
    hints = lesson(course.root, task).hints
    if not hints:
        raise CourseError(f"There are no hints for {task.name} yet.")
    learned = progress.read(course.root)
    seen = len(hints) if everything else min(learned.hints.get(task.id, 0) + 1, len(hints))
    learned.hints[task.id] = seen
    try:
        progress.write(course.root, learned)
    except OSError:
        return Taken(hints[:seen], len(hints) - seen, False)
    return Taken(hints[:seen], len(hints) - seen, True)
