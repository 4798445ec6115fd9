"""What `kata doctor` finds: the name of a check, a state, a sentence, and what to do about it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property
from pathlib import Path

from kata.course import Course, CourseError
from kata.doctor import clone

INSTALLED = Path(__file__).parents[3]  # the clone, if it is one, that this `kata` belongs to


class Health(StrEnum):
    """The values are part of `kata doctor --json`."""

    OK = "ok"
    NOTE = "note"  # worth knowing; the course works
    PROBLEM = "problem"  # something will not work, or tests will not say what they should


@dataclass(frozen=True)
class Finding:
    """What one check found. A check that found several things has several findings of its name."""

    name: str
    state: Health
    found: str
    do: str = ""  # what to do, in words
    commands: tuple[str, ...] = ()  # what to type, one after the other


@dataclass(frozen=True)
class Place:
    """Where the doctor was called, and the course that is looked at: this one, or else that of the installation."""

    here: Path
    found: Course | None
    inside: bool  # whether `here` lies in the course
    gone: bool = False  # whether the folder in which the doctor was called is no longer there

    @classmethod
    def find(cls, here: Path, gone: bool = False) -> Place:
        for start in (here, INSTALLED):
            try:
                return cls(here, Course.find(start), start == here and not gone, gone)
            except CourseError:
                continue
        return cls(here, None, False, gone)

    @property
    def course(self) -> Course:
        if self.found is None:
            raise CourseError("There is no course here.")
        return self.found

    @property
    def root(self) -> Path:
        return self.course.root

    @cached_property
    def changes(self) -> list[clone.Change] | None:
        """What differs from the last commit; None where git cannot say."""
        return clone.changes(self.root)


# Its findings have no name yet: examination.CHECKS names them all.
Check = Callable[[Place], Iterator[Finding]]


def well(found: str) -> Finding:
    return Finding("", Health.OK, found)


def note(found: str, *commands: str, do: str = "") -> Finding:
    return Finding("", Health.NOTE, found, do, commands)


def problem(found: str, *commands: str, do: str = "") -> Finding:
    return Finding("", Health.PROBLEM, found, do, commands)


def some(names: Sequence[str], most: int = 3) -> str:
    """The names in a row; of many the first ones, and how many more."""
    if len(names) > most + 1:
        return f"{', '.join(names[:most])} and {len(names) - most} more"
    return " and ".join([", ".join(names[:-1]), names[-1]] if len(names) > 1 else names)
