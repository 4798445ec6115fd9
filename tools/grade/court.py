"""Where submissions are judged: a bench and its judges, as whoever wants something judged sees them."""

from __future__ import annotations

import json
import os
import shutil
import socket
import tempfile
import threading
from contextlib import suppress
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from grade import sight
from grade.results import Flag, Outcome, Tested
from grade.scratch import clear, place
from kata.course import Course, CourseError, Kata
from kata.verify import test_files
from kata.warm import Program


@dataclass(frozen=True)
class Limits:
    """What a submission may take: seconds of computing for one call, seconds for all of it, megabytes of memory."""

    seconds: float = 5.0
    budget: float = 300.0
    megabytes: int = 2048


@dataclass(frozen=True)
class Answered:
    """What is known of one submission: each test's answer, and what a person should look at."""

    tested: tuple[Tested, ...]
    flags: tuple[Flag, ...] = ()


class Line:
    """To one judge, which ends when it is closed."""

    def __init__(self, door: Path, cpu: int | None) -> None:
        """OSError where nobody opens."""
        self._socket = socket.socket(socket.AF_UNIX)
        try:
            self._socket.connect(str(door))
            self._lines = self._socket.makefile("rw", encoding="utf-8")
            self._put({"cpu": cpu})
        except BaseException:
            self._socket.close()
            raise
        self.cpu = cpu

    def _put(self, message: dict[str, Any]) -> None:
        self._lines.write(json.dumps(message) + "\n")
        self._lines.flush()

    def ask(self, job: dict[str, Any]) -> dict[str, Any]:
        """What the judge says to a job; nothing if it has ended."""
        line = ""
        with suppress(OSError):
            self._put(job)
            line = self._lines.readline()
        message: dict[str, Any] = json.loads(line) if line.endswith("\n") else {}
        return message

    def close(self) -> None:
        with suppress(OSError):  # what was never sent
            self._lines.close()
        self._socket.close()


class Court:
    """Judges one submission after the other, or as many at a time as threads ask it to.

    The bench, which forks the judges, is started when it is needed, and again if it ends.
    """

    def __init__(
        self, root: Path, katas: list[str], hidden: bool, layers: tuple[str, ...] = (), pinned: bool = False
    ) -> None:
        """layers: of the confinement, as `grade.confine.layers.applied` names them. Without them nothing is graded.

        pinned: whether each judge keeps to a processor. Judge and worker wait for each other all the time: on two
            processors, it costs half of the time to wake one up from the other.
        """
        self.course, self.layers = Course(root), layers
        self.katas = [kata for kata in self.course.katas if kata.id in katas]
        self.tests = sorted({path for kata in self.katas for path in self._tests(kata, hidden)})
        self._scratch = tempfile.TemporaryDirectory(prefix="kata-", dir=place(), ignore_cleanup_errors=True)
        self.inbox = Path(self._scratch.name, sight.KATAS)  # the workers see what lies here, and nothing elsewhere
        self._bench = Program(["-m", "grade.bench", self._scratch.name, *map(str, self.tests)], root)
        self._lock = threading.Lock()  # for whoever starts something, or takes a judge
        self._lines: list[Line] = []  # to all judges
        self._free: list[Line] = []  # to those that have nothing to do
        self._cpus = sorted(os.sched_getaffinity(0)) if pinned and hasattr(os, "sched_getaffinity") else [None]
        self._ready = self._closed = False
        self.asked: list[dict[str, Any]] = []  # what tests there are, once the bench is ready

    def begin(self) -> None:
        """Start the bench, which takes a while, and do not wait for it."""
        with self._lock:
            if self._bench.process is None:
                self._bench.begin()

    def _tests(self, kata: Kata, hidden: bool) -> list[Path]:
        return [path for path in test_files(self.course, kata) if hidden or not path.name.startswith("hidden_")]

    def tested(self, katas: Path, limits: Limits, plant: dict[str, Any] | None = None) -> Answered:
        """What every test says about the katas in a folder. CourseError where the judge itself does not run.

        plant: a known mistake to put in a task's place, as `kata.plant` reads it.
        """
        for another in (False, True):  # a judge that breaks down costs a retry, not a result
            judge = self._judge(another)
            seen, planted = self._taken_in(katas, plant)
            answer = judge.ask({"katas": str(seen), **asdict(limits), "plant": planted, "layers": self.layers})
            with self._lock:
                self._free.append(judge) if answer else self._drop(judge)
            if answer:
                break
        if not answer:
            return Answered(tuple(self._fault(one) for one in self.asked))
        found = [Tested.from_dict(one) for one in answer["tested"]]
        flags = tuple(Flag(kind, sentence) for kind, sentence in answer["flags"].items())
        return Answered(tuple(found), flags)

    def _judge(self, another: bool) -> Line:
        """The line to a judge that has nothing to do, or to another one than there has been."""
        with self._lock:
            if self._free and not another:
                return self._free.pop()
            busy = [line.cpu for line in self._lines]
            cpu = min(self._cpus, key=busy.count)
            try:
                line = self._called(cpu)
            except OSError:  # the bench has ended, and all judges with it
                self._close_all()
                line = self._called(cpu)
            self._lines.append(line)
            return line

    def _called(self, cpu: int | None) -> Line:
        if self._closed:
            raise CourseError("This grading is over.")
        if not self._ready:
            self.asked = self._bench.start()["ready"]
            self._ready = True
        return Line(Path(self._scratch.name, sight.DOOR), cpu)

    def _drop(self, line: Line) -> None:
        line.close()
        if line in self._lines:
            self._lines.remove(line)

    def _close_all(self) -> None:
        for line in [*self._lines]:
            self._drop(line)
        self._free.clear()
        self._bench.close()
        self._ready = False

    def _taken_in(self, katas: Path, plant: dict[str, Any] | None) -> tuple[Path, dict[str, Any] | None]:
        """The katas and the planted file where the workers can see them: copies, where they lie elsewhere."""
        if not katas.is_relative_to(self.inbox):
            given, katas = katas, self.inbox / f"given{threading.get_ident()}"
            shutil.rmtree(katas, ignore_errors=True)
            katas.mkdir()
            there = [kata for kata in self.course.katas if (given / kata.week / kata.path.name).is_file()]
            sight.hand_out(there, given, katas)
        if plant and "file" in plant:
            file, planted = Path(plant["file"]), self.inbox / f"planted{threading.get_ident()}"
            shutil.copytree(file.parent, planted, ignore=_only_python, dirs_exist_ok=True)  # some read one another
            plant = {**plant, "file": str(planted / file.name)}
        return katas, plant

    def _fault(self, test: dict[str, Any]) -> Tested:
        message = "The grader broke down over this submission, twice. That is no fault of the student's."
        return Tested(**test, outcome=Outcome.FAULT, message=message)

    def close(self) -> None:
        self._closed = True
        if self._bench.process:
            self._bench.process.kill()  # whoever waits for it, and holds the lock, goes on
        with self._lock:
            self._close_all()
        clear(Path(self._scratch.name))
        self._scratch.cleanup()


def _only_python(_: str, names: list[str]) -> list[str]:
    return [name for name in names if not name.endswith(".py")]
