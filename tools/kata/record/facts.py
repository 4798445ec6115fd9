"""What is true of a learner's week: what the progress file says of the tests when they last ran, and nothing more."""

from __future__ import annotations

import re
import tomllib
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from rich.cells import cell_len

from kata.course import Course, Kata, Week
from kata.lessons import Lesson, lessons_of
from kata.progress import Progress
from kata.quiz import Memory, quiz_of
from kata.verdict import State

LONGEST = 40  # columns of a terminal: an ideogram takes two
JOINERS = "\u200c\u200d"  # without them some scripts, and families in emoji, fall apart
OPENING = re.compile(r"\A#.*\n+\*\*Badge:\*\*.*\n+\*\*([^*]+)\*\*")


@dataclass(frozen=True)
class TaskRecord:
    name: str
    passed: bool
    tested: date | None  # when its tests last ran


@dataclass(frozen=True)
class KataRecord:
    short: str
    title: str
    tasks: tuple[TaskRecord, ...]
    taught: str  # a sentence on the first of its tasks that has passed, as Markdown

    @property
    def passed(self) -> int:
        return sum(task.passed for task in self.tasks)

    @property
    def done(self) -> bool:
        return self.passed == len(self.tasks) > 0

    @property
    def tested(self) -> date | None:
        return max(_days(self.tasks), default=None)


@dataclass(frozen=True)
class WeekRecord:
    name: str
    number: int
    title: str
    badge: str
    law: str  # or the words that its page opens with
    katas: tuple[KataRecord, ...]
    questions: int  # of the quiz that were asked
    right: int  # of those, the ones that were answered right when last asked
    hints: int  # that were read

    @property
    def tasks(self) -> tuple[TaskRecord, ...]:
        return tuple(task for kata in self.katas for task in kata.tasks)

    @property
    def passed(self) -> int:
        return sum(task.passed for task in self.tasks)

    @property
    def earned(self) -> bool:
        return self.passed == len(self.tasks) > 0

    @property
    def share(self) -> float:
        return self.passed / len(self.tasks) if self.tasks else 0.0

    @property
    def tested(self) -> str:
        """The day, or the days, on which the tests of what has passed last ran."""
        return _span(_days(self.tasks))


@dataclass(frozen=True)
class Record:
    """The weeks of the course, or one of them; whose they are, and of which version of the course."""

    weeks: tuple[WeekRecord, ...]
    learner: str
    version: str

    @property
    def passed(self) -> int:
        return sum(week.passed for week in self.weeks)

    @property
    def total(self) -> int:
        return sum(len(week.tasks) for week in self.weeks)

    @property
    def badges(self) -> int:
        return sum(week.earned for week in self.weeks)

    @property
    def tested(self) -> str:
        return _span(day for week in self.weeks for day in _days(week.tasks))


def record_of(course: Course, weeks: Iterable[Week], learned: Progress, memory: Memory, learner: str = "") -> Record:
    """The record of these weeks."""
    found = tuple(_week(course, week, learned, memory) for week in weeks)
    return Record(found, shown(learner), version_of(course))


def _week(course: Course, week: Week, learned: Progress, memory: Memory) -> WeekRecord:
    lessons = lessons_of(week)
    boxes = [memory.boxes[one.id][0] for one in quiz_of(week).questions if memory.met(one)]
    return WeekRecord(
        name=week.name,
        number=week.number,
        title=shown(week.title, 60) or week.name,
        badge=shown(week.badge) or f"Week {week.number}",
        law=shown(week.law or _opening(week), 200),
        katas=tuple(_kata(course, kata, learned, lessons) for kata in week.katas),
        questions=len(boxes),
        right=sum(box > 0 for box in boxes),
        hints=sum(learned.hints.get(task.id, 0) for task in week.tasks),
    )


def _kata(course: Course, kata: Kata, learned: Progress, lessons: dict[str, Lesson]) -> KataRecord:
    tasks = tuple(
        TaskRecord(task.name, learned.state(course, task) is State.PASSED, _day(learned.last_run(task)))
        for task in kata.tasks
    )
    first = next((task.name for task in tasks if task.passed), "")
    taught = first_sentence(lessons[first].afterword) if first in lessons else ""
    return KataRecord(kata.short, shown(kata.title, 60), tasks, taught)


def first_sentence(text: str) -> str:
    return re.split(r"(?<=[.!?])\s+(?=\S)", " ".join(text.split()), maxsplit=1)[0]


def _opening(week: Week) -> str:
    """The words in bold with which the week's page begins, where it has no law."""
    path = week.folder / "README.md"
    found = OPENING.match(path.read_text(encoding="utf-8")) if path.exists() else None
    return " ".join(found[1].split()) if found and not found[1].endswith(":") else ""


def _days(tasks: Iterable[TaskRecord]) -> list[date]:
    return [task.tested for task in tasks if task.passed and task.tested]


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def _span(days: Iterable[date]) -> str:
    days = sorted(days)
    if not days:
        return ""
    first, last = days[0], days[-1]
    if first == last:
        return written(last)
    if first.year != last.year:
        return f"{written(first)} to {written(last)}"
    return f"{first.day}{'' if first.month == last.month else f' {first:%B}'} to {written(last)}"


def written(day: date) -> str:
    """ "21 November 2026"."""
    return f"{day.day} {day:%B %Y}"


def version_of(course: Course) -> str:
    """The version of the course that this clone is; "" where it does not say."""
    try:
        project = tomllib.loads((course.root / "pyproject.toml").read_text(encoding="utf-8"))["project"]
        return shown(str(project["version"]), 20)
    except (OSError, ValueError, KeyError, TypeError):
        return ""


def shown(text: str, longest: int = LONGEST) -> str:
    """A stranger's text on one line, no longer than that, without signs that are invisible or turn it around."""
    text = " ".join(unicodedata.normalize("NFC", text).split())
    signs: list[str] = []
    for sign in text:
        kind = unicodedata.category(sign)
        before = "".join(unicodedata.category(one)[0] for one in signs[-2:])
        if kind in ("Cc", "Cs", "Co", "Cn") or (kind == "Cf" and (sign not in JOINERS or before[-1:] == "C")):
            continue
        if kind[0] == "M" and before == "MM":
            continue  # a heap of accents would reach into the lines above
        signs.append(sign)
    text = "".join(signs).strip()
    if cell_len(text) <= longest:
        return text
    while text and (cell_len(text) >= longest or unicodedata.category(text[-1])[0] in "MC"):
        text = text[:-1]
    return text.rstrip() + "…"
