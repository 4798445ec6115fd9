"""Asking warm runners (`kata.serve`) for verdicts: many jobs, a few processes."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import tempfile
import threading
from collections.abc import Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import asdict, dataclass, field
from pathlib import Path
from types import TracebackType
from typing import IO, Any

from kata.course import CourseError
from kata.startup import ONE_THREAD
from kata.verdict import Verdict

CAN_FORK = hasattr(os, "fork") and not os.environ.get("KATA_NO_FORK")
# Ctrl-C at a terminal reaches a whole group of processes. The runners are ended by whoever started them.
WINDOWS_GROUP = {"creationflags": getattr(subprocess, "CREATE_NEW_PROCESS_GROUP", 0)}
OWN_GROUP: dict[str, Any] = {"process_group": 0} if os.name == "posix" else WINDOWS_GROUP
# Where a test asks for two threads, one that waits for the other sleeps: on a busy machine it would spin for seconds.
PATIENT = {"OMP_WAIT_POLICY": "PASSIVE"}
GRACE = 30.0  # seconds beyond a job's own limit before the runner itself is given up


@dataclass(frozen=True)
class Job:
    """What to run: the tests of a week, of one kata or of one task, against the katas in a folder.

    plant: something to put in a task's place first, as `kata.plant` reads it.
    order: a seed to shuffle the tests with; None leaves them as they stand.
    slow: whether the tests marked `slow` are run as well.
    until_failure: whether the first test that fails ends it.
    quick: the way that learners' own runs take: a stub is known by its looks, and no phases of pytest are gone through.
    """

    katas: str
    week: str
    kata: str = ""
    task: str = ""
    plant: dict[str, Any] | None = None
    order: int | None = None
    threads: int = 1
    strict: bool = False
    slow: bool = True
    until_failure: bool = False
    quick: bool = False
    seconds: float = 60.0


@dataclass(frozen=True)
class Answer:
    """The verdicts of a job, or the fault that kept it from giving any."""

    verdicts: list[Verdict]
    applied: bool = False  # whether a planted impostor had a chance to be wrong
    fault: str = ""
    said: dict[str, str] = field(default_factory=dict)  # test → what it printed before it failed

    @classmethod
    def from_message(cls, message: dict[str, Any]) -> Answer:
        if "verdicts" not in message:
            return cls([], fault=message["fault"])
        verdicts = [Verdict.from_dict(one) for one in message["verdicts"]]
        return cls(verdicts, message["applied"], said=message["said"])


def how_it_ended(status: int) -> str:
    """A sentence without its end, from the exit status of a process that gave no answer."""
    if status < 0:
        return f"Python itself crashed ({signal.strsignal(-status) or -status}) before it answered"
    return f"the process ended with status {status} before it answered"


class Program:
    """A process that answers lines of JSON with lines of JSON. `errors`: where its stderr goes."""

    def __init__(self, command: list[str], root: Path, errors: IO[bytes] | None = None) -> None:
        self.command, self.root, self.errors = command, root, errors
        self.process: subprocess.Popen[str] | None = None

    def begin(self) -> None:
        """Start the process, and do not wait for it."""
        self.process = subprocess.Popen(
            [sys.executable, *self.command],
            cwd=self.root,
            env={**os.environ, **dict.fromkeys(ONE_THREAD, "1"), **PATIENT},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=self.errors,
            text=True,
            encoding="utf-8",
            **OWN_GROUP,
        )

    def start(self) -> dict[str, Any]:
        """What it says first, which has a "ready" in it. CourseError where it does not get that far."""
        if self.process is None:
            self.begin()
        first = self.receive()
        if "ready" not in first:
            self.close()
            raise CourseError(first.get("fault") or "The test runner did not start; its error is above.")
        return first

    def send(self, line: str) -> None:
        """A job as JSON, or an empty line, which stops the one that is running. No matter if nobody listens."""
        with suppress(OSError, ValueError):
            assert self.process and self.process.stdin
            self.process.stdin.write(line + "\n")
            self.process.stdin.flush()

    def receive(self) -> dict[str, Any]:
        assert self.process and self.process.stdout
        line = self.process.stdout.readline()
        message: dict[str, Any] = json.loads(line) if line else {}
        return message

    def close(self) -> None:
        process, self.process = self.process, None
        if process:
            process.kill()
            process.wait()
            for pipe in (process.stdin, process.stdout):
                with suppress(OSError, ValueError):  # a thread that was interrupted may be in the middle of it
                    pipe and pipe.close()


class Runner(Program):
    """One `kata.serve` process, started again whenever it has ended."""

    def __init__(self, root: Path, tests: list[Path], errors: IO[bytes] | None = None) -> None:
        self._scratch = tempfile.TemporaryDirectory(prefix="kata-")
        super().__init__(["-m", "kata.serve", f"{self._scratch.name}/tests", *map(str, tests)], root, errors)

    def run(self, job: Job) -> Answer:
        if self.process and self.process.poll() is not None:
            super().close()
        if self.process is None:
            self.start()
        self.send(json.dumps(asdict(job)))
        return self.hear(job)

    def hear(self, job: Job) -> Answer:
        """The answer to a job that was sent. It comes, or the runner is ended for being late."""
        process = self.process
        assert process
        overdue = threading.Timer(job.seconds + GRACE, process.kill)
        overdue.start()
        try:
            message = self.receive()
        except (OSError, ValueError):  # it was closed
            message = {}
        finally:
            overdue.cancel()
        if not message or not CAN_FORK:
            status = process.wait()  # it served its one job, or broke down
            message = message or {"fault": how_it_ended(status)}
        return Answer.from_message(message)

    def close(self) -> None:
        super().close()
        self._scratch.cleanup()


class Pool:
    """Several runners that share the jobs."""

    def __init__(self, root: Path, tests: list[Path], workers: int | None = None) -> None:
        count = workers or os.cpu_count() or 1
        self._runners = [Runner(root, tests) for _ in range(count)]
        self._free = list(self._runners)
        self._lock = threading.Lock()
        self._threads = ThreadPoolExecutor(count)

    def map(self, jobs: Iterable[Job]) -> Iterator[Answer]:
        """The answers, in the order of the jobs."""
        return self._threads.map(self._run, jobs)

    def _run(self, job: Job) -> Answer:
        with self._lock:
            runner = self._free.pop()
        try:
            return runner.run(job)
        finally:
            with self._lock:
                self._free.append(runner)

    def __enter__(self) -> Pool:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._threads.shutdown(wait=error is None, cancel_futures=True)
        for runner in self._runners:
            runner.close()
