"""What a class's results say about the class: what a teacher would otherwise count by hand."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from statistics import median

from grade.results import Credit, Graded, KataGrade, Outcome, Results, TaskGrade, Tested
from grade.writers.told import reason, spoken

FEW = 1 / 3  # who passed a smaller part of the tasks may need a word
SLOWEST = 5


@dataclass(frozen=True)
class Student:
    """One row of the class. `grades` is empty where nothing was handed in."""

    id: str
    name: str
    total: KataGrade
    grades: tuple[KataGrade, ...] = ()
    graded: Graded | None = None


@dataclass(frozen=True)
class Common:
    """Something that several students share: a known mistake, or a test that the grader failed in."""

    where: str
    name: str
    sentence: str
    students: tuple[str, ...]
    hidden: bool = False


@dataclass(frozen=True)
class Word:
    """A student whom somebody should talk to, and why."""

    student: Student
    reasons: tuple[str, ...]


@dataclass(frozen=True)
class Slow:
    name: str
    seconds: float


def students(results: Results) -> list[Student]:
    """Everybody of whom anything is known, by id."""
    found = [Student(one.id, one.name, results.total(one), results.grades(one), one) for one in results.graded]
    found += [Student(id, name, KataGrade("", ())) for id, name in results.roster_missing]
    return sorted(found, key=lambda one: one.id)


def mistakes(results: Results) -> list[Common]:
    """The known mistakes, the commonest first: each with how many made it, and with its commonest sentence."""
    return _common(results, lambda one: one.mistake if one.outcome is not Outcome.PASSED else "")


def faults(results: Results) -> list[Common]:
    """The tests that the grader itself failed in."""
    return _common(results, lambda one: _name(one) if one.outcome is Outcome.FAULT else "")


def nobody_passed(results: Results) -> list[Common]:
    """The tasks that nobody earned though somebody was graded, each with what most students read there."""
    found = []
    for tasks in zip(*(results.total(one).tasks for one in results.graded), strict=True):
        credits = {task.credit for task in tasks}
        if Credit.EARNED not in credits and Credit.LOST in credits:
            begun = [why for task in tasks if task.begun and (why := _why(task))]
            sentence = _commonest(begun) or "Nobody has begun it."
            first = tasks[0]
            lost = tuple(one.id for one, task in zip(results.graded, tasks, strict=True) if task.credit is Credit.LOST)
            found.append(Common(f"{first.week}/{first.kata}", first.task, sentence, lost))
    return found


def words(everybody: Iterable[Student]) -> list[Word]:
    """Who needs a word, the most urgent first."""
    found = [Word(one, tuple(_reasons(one))) for one in everybody]
    urgent = [word for word in found if word.reasons]
    return sorted(urgent, key=lambda word: (word.student.graded is None, word.student.total.grade or 0.0))


def distribution(everybody: Iterable[Student], bins: int = 10) -> list[int]:
    """How many students passed up to a tenth of the tasks, up to two tenths …; all of them counts to the last bin."""
    counts = [0] * bins
    for one in everybody:
        if one.total.grade is not None:
            counts[min(int(one.total.grade * bins), bins - 1)] += 1
    return counts


def middle(values: Iterable[float | None]) -> float | None:
    """The median of what there is."""
    found = [value for value in values if value is not None]
    return median(found) if found else None


def mean(values: Iterable[float | None]) -> float | None:
    found = [value for value in values if value is not None]
    return sum(found) / len(found) if found else None


def slowest_tests(results: Results) -> list[Slow]:
    """By the mean over the class."""
    seconds: dict[str, list[float]] = {}
    for one in results.graded:
        for tested in one.tested:
            seconds.setdefault(f"{tested.kata_id}: {_name(tested)}", []).append(tested.seconds)
    means = [Slow(name, sum(all) / len(all)) for name, all in seconds.items()]
    return sorted(means, key=lambda slow: (-slow.seconds, slow.name))[:SLOWEST]


def slowest_submissions(everybody: Iterable[Student]) -> list[tuple[Student, float]]:
    graded = [(one, one.graded.seconds) for one in everybody if one.graded]
    return sorted(graded, key=lambda pair: -pair[1])[:SLOWEST]


def first_failing(task: TaskGrade) -> Tested | None:
    """What is to be told first about a task that was not earned."""
    bad = [one for one in task.tested if one.outcome is not Outcome.PASSED]
    own = [one for one in bad if one.outcome is not Outcome.FAULT]
    return next(iter(own or bad), None)


def _reasons(one: Student) -> Iterator[str]:
    if one.graded is None:
        yield "nothing handed in"
        return
    if one.graded.flags:
        kinds = ", ".join(sorted({flag.kind for flag in one.graded.flags}))
        yield f"flagged: {kinds}"
    if one.total.tasks and not any(task.begun for task in one.total.tasks):
        yield "nothing begun"
    elif one.total.grade is not None and one.total.grade < FEW:
        yield "few tasks passed"


def _why(task: TaskGrade) -> str:
    first = first_failing(task)
    return f"{spoken(first.task, first.test)}: {reason(first)}" if first else ""


def _commonest(sentences: list[str]) -> str:
    """The first of those that occur most often."""
    return Counter(sentences).most_common(1)[0][0] if sentences else ""


def _name(one: Tested) -> str:
    return f"{one.test} (hidden)" if one.hidden else one.test


def _common(results: Results, named: Callable[[Tested], str]) -> list[Common]:
    """All that share a name within a task, the commonest first; then in the course's order."""
    found: dict[tuple[str, str], dict[str, Tested]] = {}
    for one in results.graded:
        for tested in one.tested:
            if name := named(tested):
                found.setdefault((tested.task_id, name), {}).setdefault(one.id, tested)
    order = [f"{kata}/{task}" for kata, tasks in results.tasks.items() for task in tasks]
    rank = {task: number for number, task in enumerate(order)}
    keys = sorted(found, key=lambda key: (-len(found[key]), rank[key[0]], key[1]))
    return [
        Common(
            task,
            name,
            _commonest([reason(tested) for tested in found[task, name].values()]),
            tuple(found[task, name]),
            all(tested.hidden for tested in found[task, name].values()),
        )
        for task, name in keys
    ]
