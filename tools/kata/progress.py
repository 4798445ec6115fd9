"""What a learner has passed, in one small file: `.kata/progress.json` at the root of their clone.

A pass belongs to a test as it was then: its fingerprint is kept beside it, and when an update brings a
stricter test, that pass no longer counts.
"""

from __future__ import annotations

import hashlib
import re
import time
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cache, cached_property
from pathlib import Path
from typing import Any

from kata import kept
from kata.course import Course, Task
from kata.verdict import State, Verdict, state_of

FILE = "progress.json"
FORMAT = 1
DOCSTRING = re.compile(r'(?:\A|(?<=:\n)) *""".*?"""', re.DOTALL)
TOP_LEVEL = re.compile(r"\n(?=[@\w])")  # before each statement of the module


@dataclass
class Progress:
    """`tests`: "week2/kata1_…/test_…" → {"state", "test" (fingerprint), "when"}; `hints`: task id → hints seen."""

    tests: dict[str, dict[str, str]] = field(default_factory=dict)
    hints: dict[str, int] = field(default_factory=dict)
    note: str = ""  # what had to be put right while reading, for the screen to say

    def state(self, course: Course, task: Task) -> State:
        """The task's state when it was last run, not counting tests that have changed since."""
        kata = course.kata(task.week, task.kata)
        if kata is None:
            return State.NOT_STARTED
        now, ours = fingerprints(kata.test_path), self._kept(task)
        return state_of(_state_now(ours[test], now.get(test)) for test in task.tests)

    def _kept(self, task: Task) -> dict[str, list[dict[str, str]]]:
        """Test → its entries: one, or one for each case of a parametrised test."""
        prefix = f"{task.week}/{task.kata}/"
        return {test: self._by_test.get(prefix + test, []) for test in task.tests}

    @cached_property
    def _by_test(self) -> dict[str, list[dict[str, str]]]:
        found: dict[str, list[dict[str, str]]] = {}
        for key, entry in self.tests.items():
            found.setdefault(key.partition("[")[0], []).append(entry)
        return found

    def last_run(self, task: Task) -> str:
        """The day, as YYYY-MM-DD, on which a test of the task was last run; "" if none was."""
        return max((entry["when"] for entries in self._kept(task).values() for entry in entries), default="")

    def next_task(self, course: Course) -> Task | None:
        """The first task, in the order of the course, that has not passed."""
        return next((task for task in course.tasks if self.state(course, task) is not State.PASSED), None)

    def reopened(self, course: Course, task: Task) -> bool:
        """Whether the task was passed once, and a test of it has become another since."""
        if self.state(course, task) is not State.NOT_STARTED:
            return False
        entries = [entry for ours in self._kept(task).values() for entry in ours]
        return bool(entries) and all(entry["state"] == State.PASSED for entry in entries)


def _state_now(entries: list[dict[str, str]], fingerprint: str | None) -> State:
    """The state of one test: what was found of the test as it is now."""
    return state_of(entry["state"] for entry in entries if entry["test"] == fingerprint)


def read(root: Path) -> Progress:
    """The learner's progress; an empty one where there is none. A torn file is read from its twin."""
    found, damaged = kept.read(root / kept.FOLDER / FILE, _checked)
    if found is None:
        lost = "The progress file could not be read; run the tests again to fill it." if damaged else ""
        return Progress(note=lost)
    if damaged:
        found.note = "The progress file was damaged; its copy was used instead."
    return found


def _checked(data: Any) -> Progress:
    tests = {
        str(key): {"state": str(entry["state"]), "test": str(entry["test"]), "when": str(entry.get("when", ""))}
        for key, entry in data["tests"].items()
    }
    if not {entry["state"] for entry in tests.values()} <= set(State):
        raise ValueError("a state that is none")
    return Progress(tests, {str(key): int(count) for key, count in data.get("hints", {}).items()})


def write(root: Path, progress: Progress) -> None:
    """Keep it. OSError where the folder cannot be written."""
    kept.write(root / kept.FOLDER / FILE, {"format": FORMAT, "tests": progress.tests, "hints": progress.hints})


def record(course: Course, verdicts: Iterable[Verdict]) -> list[Task]:
    """Add a run's verdicts to the learner's progress; returns the tasks that this run passed for the first time.

    OSError where it cannot be written.
    """
    verdicts = list(verdicts)
    old = read(course.root)
    tests = dict(old.tests)
    weeks = [week for week in course.weeks if week.name in {verdict.week for verdict in verdicts}]
    katas = {(kata.week, kata.name): kata for week in weeks for kata in week.katas}
    today = time.strftime("%Y-%m-%d")
    for verdict in verdicts:
        kata = katas.get((verdict.week, verdict.kata))
        mark = fingerprints(kata.test_path).get(verdict.test.partition("[")[0]) if kata else None
        if mark:
            key = f"{verdict.week}/{verdict.kata}/{verdict.test}"
            tests[key] = {"state": verdict.state.value, "test": mark, "when": today}
    if tests == old.tests and not old.note:
        return []
    new = Progress(tests, old.hints)
    write(course.root, new)
    touched = {(verdict.kata, verdict.task) for verdict in verdicts}
    tasks = [task for week in weeks for task in week.tasks if (task.kata, task.name) in touched]
    passed = [task for task in tasks if new.state(course, task) is State.PASSED]
    return [task for task in passed if old.state(course, task) is not State.PASSED]


@cache
def fingerprints(test_path: Path) -> dict[str, str]:
    """Test name → fingerprint of what it asks: its own lines and those of the data and helpers it shares.

    Comments, docstrings and empty lines do not count: mending a typo takes nobody's pass away. Read as text,
    because this is done at the end of every test run, and parsing is slow.
    """
    text = DOCSTRING.sub("", test_path.read_text(encoding="utf-8"))
    lines = [line.rstrip() for line in text.splitlines() if line.strip() and not line.lstrip().startswith("#")]
    blocks = TOP_LEVEL.split("\n".join(lines))
    named = [(re.search(r"^def (test_\w+)", block, re.MULTILINE), block) for block in blocks]
    shared = "\n".join(block for name, block in named if not name)
    return {name[1]: hashlib.sha256(f"{shared}\0{block}".encode()).hexdigest()[:12] for name, block in named if name}
