"""What a learner has passed, in one small file: `.kata/progress.json` at the root of their clone.

A pass belongs to a test as it was then: its fingerprint is kept beside it, and when an update brings a
stricter test, that pass no longer counts. The file is replaced whole, never half (`os.replace`), and has a
twin that is read where the file itself was torn by something else.
"""

from __future__ import annotations

import hashlib
import json
import os
import re
import tempfile
import time
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

from kata.course import Course, Kata, Task
from kata.verdict import State, Verdict

FOLDER = ".kata"
FILE = "progress.json"
FORMAT = 1
DOCSTRING = re.compile(r'(?:\A|(?<=:\n)) *"""(?:.|\n)*?"""')
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
        states = [self._test_state(kata, name) for name in task.tests] if kata else []
        for state in (State.DOES_NOT_RUN, State.WRONG):
            if state in states:
                return state
        return State.PASSED if states and all(state is State.PASSED for state in states) else State.NOT_STARTED

    def next_task(self, course: Course) -> Task | None:
        """The first task, in the order of the course, that has not passed."""
        return next((task for task in course.tasks if self.state(course, task) is not State.PASSED), None)

    def reopened(self, course: Course, task: Task) -> bool:
        """Whether the task was passed once, and a test of it has become another since."""
        kata = course.kata(task.week, task.kata)
        if kata is None or self.state(course, task) is not State.NOT_STARTED:
            return False
        kept = [entry for key, entry in self.tests.items() if self._belongs(key, kata, task)]
        return bool(kept) and all(entry["state"] == State.PASSED for entry in kept)

    @staticmethod
    def _belongs(key: str, kata: Kata, task: Task) -> bool:
        prefix, _, test = key.rpartition("/")
        return prefix == f"{kata.week}/{kata.name}" and test.partition("[")[0] in task.tests

    def _test_state(self, kata: Kata, test: str) -> State:
        now = fingerprints(kata.test_path).get(test)
        prefix = f"{kata.week}/{kata.name}/{test}"
        # A parametrised test has an entry for each of its cases.
        entries = [e for key, e in self.tests.items() if key == prefix or key.startswith(prefix + "[")]
        states = {State(entry["state"]) for entry in entries if entry["test"] == now}
        for state in (State.DOES_NOT_RUN, State.WRONG, State.NOT_STARTED):
            if state in states:
                return state
        return State.PASSED if states and len(states) == len({e["state"] for e in entries}) else State.NOT_STARTED


def read(root: Path) -> Progress:
    """The learner's progress; an empty one where there is none. A torn file is read from its twin."""
    path = root / FOLDER / FILE
    for source, note in ((path, ""), (twin(path), "The progress file was damaged; its copy was used instead.")):
        try:
            data = json.loads(source.read_text(encoding="utf-8"))
            return _checked(data, note if path.exists() else "")
        except FileNotFoundError:
            continue
        except (OSError, ValueError, TypeError, KeyError, AttributeError):
            continue
    lost = "The progress file could not be read; run the tests again to fill it." if path.exists() else ""
    return Progress(note=lost)


def _checked(data: Any, note: str) -> Progress:
    tests = {
        str(key): {"state": State(entry["state"]).value, "test": str(entry["test"]), "when": str(entry.get("when", ""))}
        for key, entry in data["tests"].items()
    }
    return Progress(tests, {str(key): int(count) for key, count in data.get("hints", {}).items()}, note)


def write(root: Path, progress: Progress) -> None:
    """Replace the file, then its twin. OSError where the folder cannot be written."""
    text = json.dumps({"format": FORMAT, "tests": progress.tests, "hints": progress.hints}, indent=1, sort_keys=True)
    path = root / FOLDER / FILE
    path.parent.mkdir(exist_ok=True)
    for target in (path, twin(path)):
        handle, name = tempfile.mkstemp(dir=path.parent, prefix=FILE)
        try:
            with os.fdopen(handle, "w", encoding="utf-8") as file:
                file.write(text + "\n")
            Path(name).replace(target)
        except BaseException:
            Path(name).unlink(missing_ok=True)
            raise


def twin(path: Path) -> Path:
    return path.with_name(path.name + ".copy")


def record(course: Course, verdicts: Iterable[Verdict]) -> list[Task]:
    """Add a run's verdicts to the learner's progress; returns the tasks that this run passed for the first time.

    OSError where it cannot be written.
    """
    verdicts = list(verdicts)
    progress = read(course.root)
    touched = {(verdict.week, verdict.kata, verdict.task) for verdict in verdicts}
    weeks = [week for week in course.weeks if week.name in {verdict.week for verdict in verdicts}]
    tasks = [task for week in weeks for task in week.tasks if (task.week, task.kata, task.name) in touched]
    before = {task.id: progress.state(course, task) for task in tasks}
    known = {(kata.week, kata.name): kata for kata in course.katas}
    today = time.strftime("%Y-%m-%d")
    for verdict in verdicts:
        kata = known.get((verdict.week, verdict.kata))
        mark = fingerprints(kata.test_path).get(verdict.test.partition("[")[0]) if kata else None
        if mark:
            key = f"{verdict.week}/{verdict.kata}/{verdict.test}"
            progress.tests[key] = {"state": verdict.state.value, "test": mark, "when": today}
    write(course.root, progress)
    return [
        task for task in tasks if before[task.id] is not State.PASSED and progress.state(course, task) is State.PASSED
    ]


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
