"""What was found out about a class of submissions: the only thing a grading hands on, and all that writers read.

Here is also what it is worth. A task is one point, earned where all its tests passed. A fault of the grader is
nobody's loss: a task with nothing but passes and faults is ungraded, which is neither earned nor lost.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass, fields, replace
from enum import StrEnum
from functools import cached_property
from typing import Any

from kata.course import CourseError
from kata.verdict import State, Verdict

FORMAT = "downhill-results"
VERSION = 1


class Outcome(StrEnum):
    """How one test ended. The values are part of results.json."""

    PASSED = "passed"
    WRONG = "wrong"
    ERROR = "error"
    TIMEOUT = "timeout"
    CRASH = "crash"
    MEMORY = "memory"
    FORBIDDEN = "forbidden"
    NOT_STARTED = "not-started"
    FAULT = "grader-fault"


OUTCOMES = {
    State.PASSED: Outcome.PASSED,
    State.WRONG: Outcome.WRONG,
    State.DOES_NOT_RUN: Outcome.ERROR,
    State.NOT_STARTED: Outcome.NOT_STARTED,
}


class Credit(StrEnum):
    """What a task brought."""

    EARNED = "earned"
    LOST = "lost"
    UNGRADED = "ungraded"


@dataclass(frozen=True)
class Tested:
    """One test's answer about one submission.

    `week` and `kata` are module names; `message` is what the learner reads; `mistake` is the short name of a known
    mistake ("summed"), if it was one.
    """

    week: str
    kata: str
    task: str
    test: str
    outcome: Outcome
    message: str = ""
    mistake: str = ""
    seconds: float = 0.0
    hidden: bool = False

    __test__ = False  # pytest takes a class of such a name for its own

    @classmethod
    def from_dict(cls, data: dict[str, Any]) -> Tested:
        """From plain data, as JSON brings it. What an earlier version told besides is left out."""
        told = {one.name: data[one.name] for one in fields(cls) if one.name in data}
        return cls(**{**told, "outcome": Outcome(data["outcome"])})

    def answered(self, verdict: Verdict) -> Tested:
        """The same test with the answer that a verdict gives."""
        outcome = Outcome(verdict.outcome) if verdict.outcome else OUTCOMES[verdict.state]
        return replace(self, outcome=outcome, message=verdict.message, mistake=verdict.mistake, seconds=verdict.seconds)

    @property
    def passed(self) -> bool:
        return self.outcome is Outcome.PASSED

    @property
    def kata_id(self) -> str:
        return f"{self.week}/{self.kata}"

    @property
    def task_id(self) -> str:
        return f"{self.week}/{self.kata}/{self.task}"


@dataclass(frozen=True)
class Flag:
    """Something for a person to look at, beside the grade; `kind` is short ("changed-input"), `test` may be empty."""

    kind: str
    sentence: str
    test: str = ""


@dataclass(frozen=True)
class Graded:
    """One submission. `problems` are intake's sentences about what was handed in."""

    id: str
    name: str
    tested: tuple[Tested, ...]
    flags: tuple[Flag, ...] = ()
    problems: tuple[str, ...] = ()
    seconds: float = 0.0


@dataclass(frozen=True)
class Layer:
    """One layer of the confinement, and whether it held on the machine that graded."""

    name: str
    holds: bool
    detail: str = ""


@dataclass(frozen=True)
class TaskGrade:
    """What one submission earned in one task, and the tests that say so.

    `lacking` are the (name, hidden) of the tests that it has no answer of, though somebody else has one.
    """

    week: str
    kata: str
    task: str
    tested: tuple[Tested, ...]
    lacking: tuple[tuple[str, bool], ...] = ()

    @cached_property
    def credit(self) -> Credit:
        """A test without an answer is one that failed: what is missing must not bring points."""
        outcomes = {one.outcome for one in self.tested}
        if self.lacking or outcomes - {Outcome.PASSED, Outcome.FAULT}:
            return Credit.LOST
        return Credit.UNGRADED if Outcome.FAULT in outcomes else Credit.EARNED

    @property
    def begun(self) -> bool:
        return any(one.outcome is not Outcome.NOT_STARTED for one in self.tested)


@dataclass(frozen=True)
class KataGrade:
    """What one submission earned in one kata, or in several."""

    id: str
    tasks: tuple[TaskGrade, ...]

    @cached_property
    def earned(self) -> int:
        return sum(task.credit is Credit.EARNED for task in self.tasks)

    @cached_property
    def ungraded(self) -> int:
        return sum(task.credit is Credit.UNGRADED for task in self.tasks)

    @property
    def possible(self) -> int:
        """How many tasks could be earned: all but the ungraded."""
        return len(self.tasks) - self.ungraded

    @property
    def grade(self) -> float | None:
        """Between 0 and 1; None where there is nothing to grade."""
        return self.earned / self.possible if self.possible else None


@dataclass(frozen=True)
class Results:
    """A class, graded. `katas` ("week2/kata1_gradient_descent") are in the course's order, `graded` is sorted by id.

    `course` is the course's version; `hidden` says whether hidden tests ran; `roster_missing` are (id, name) of those
    in the roster who handed in nothing; `strays` says what lay beside the submissions and was taken for none.
    """

    course: str
    katas: tuple[str, ...]
    hidden: bool
    layers: tuple[Layer, ...]
    graded: tuple[Graded, ...]
    roster_missing: tuple[tuple[str, str], ...] = ()
    strays: tuple[str, ...] = ()

    @cached_property
    def tasks(self) -> dict[str, dict[str, dict[tuple[str, bool], None]]]:
        """kata id → task → the (name, hidden) of its tests: everything that anybody was asked, in the first's order."""
        found: dict[str, dict[str, dict[tuple[str, bool], None]]] = {kata: {} for kata in self.katas}
        for one in self.graded:
            for tested in one.tested:
                tests = found.setdefault(tested.kata_id, {}).setdefault(tested.task, {})
                tests[tested.test, tested.hidden] = None
        return found

    def grades(self, one: Graded) -> tuple[KataGrade, ...]:
        """A grade a kata, in the course's order. All of a class are asked the same, whatever their answers lack."""
        known = self._grades.get(id(one))
        return known[1] if known and known[0] is one else self._grade(one)

    @cached_property
    def _grades(self) -> dict[int, tuple[Graded, tuple[KataGrade, ...]]]:
        """Every writer asks for them."""
        return {id(one): (one, self._grade(one)) for one in self.graded}

    def _grade(self, one: Graded) -> tuple[KataGrade, ...]:
        by_task: dict[str, list[Tested]] = {}
        for tested in one.tested:
            by_task.setdefault(tested.task_id, []).append(tested)
        return tuple(
            KataGrade(
                kata,
                tuple(_task(kata, task, tests, by_task.get(f"{kata}/{task}", [])) for task, tests in tasks.items()),
            )
            for kata, tasks in self.tasks.items()
        )

    def total(self, one: Graded) -> KataGrade:
        """All its katas as one grade."""
        return KataGrade("", tuple(task for kata in self.grades(one) for task in kata.tasks))

    @property
    def confined(self) -> bool:
        """Whether any layer held at all."""
        return any(layer.holds for layer in self.layers)

    def without_seconds(self) -> Results:
        """For comparing two gradings: everything but how long it took."""
        graded = tuple(
            replace(one, seconds=0.0, tested=tuple(replace(tested, seconds=0.0) for tested in one.tested))
            for one in self.graded
        )
        return replace(self, graded=graded)

    def to_json(self) -> str:
        """The same results give the same text."""
        return json_lines({"format": FORMAT, "version": VERSION, **_plain(self)})

    @classmethod
    def from_json(cls, text: str) -> Results:
        """The way back. CourseError where the text is not what `to_json` writes."""
        try:
            data = json.loads(text)
            if data.pop("format") != FORMAT:
                raise ValueError("another format")
            version = data.pop("version")
        except (ValueError, KeyError, AttributeError, TypeError, RecursionError):
            raise CourseError("This is no results.json of the grader. Grade again to get one.") from None
        if version != VERSION:
            raise CourseError(
                f"These results are written in version {version!r} of their format, and this grader reads version "
                f"{VERSION}. Read them with the course's version that wrote them, or grade again."
            )
        try:
            return _results(data)
        except (ValueError, KeyError, AttributeError, TypeError) as error:
            raise CourseError(f"This results.json is damaged ({error}). Grade again to get a whole one.") from None


def json_lines(data: dict[str, Any]) -> str:
    """JSON with a line a field, and a line an item of a list: for people, for diffs, and fast, as indenting is not."""
    fields = []
    for name, value in data.items():
        if isinstance(value, list | tuple) and value:
            items = ",\n  ".join(_dumps(one) for one in value)
            fields.append(f"{_dumps(name)}: [\n  {items}\n ]")
        else:
            fields.append(f"{_dumps(name)}: {_dumps(value)}")
    return "{\n " + ",\n ".join(fields) + "\n}\n"


_dumps = json.JSONEncoder(allow_nan=False, default=lambda one: _plain(one)).encode


def _plain(one: Any) -> dict[str, Any]:
    """The fields of a dataclass; `asdict` would copy all that is in them."""
    return {name: getattr(one, name) for name in one.__dataclass_fields__}


def _task(kata: str, task: str, tests: Iterable[tuple[str, bool]], tested: list[Tested]) -> TaskGrade:
    answered = {(one.test, one.hidden) for one in tested}
    week, _, module = kata.partition("/")
    lacking = tuple(test for test in tests if test not in answered)
    return TaskGrade(week, module, task, tuple(tested), lacking)


def _results(data: dict[str, Any]) -> Results:
    def graded(one: dict[str, Any]) -> Graded:
        parts = {
            "tested": tuple(map(Tested.from_dict, one["tested"])),
            "flags": tuple(Flag(**flag) for flag in one["flags"]),
            "problems": tuple(one["problems"]),
        }
        return Graded(**{**one, **parts})

    parts = {
        "katas": tuple(data["katas"]),
        "layers": tuple(Layer(**layer) for layer in data["layers"]),
        "graded": tuple(map(graded, data["graded"])),
        "roster_missing": tuple((id, name) for id, name in data["roster_missing"]),
        "strays": tuple(map(str, data.get("strays", ()))),
    }
    return Results(**{**data, **parts})
