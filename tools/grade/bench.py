"""The bench: a process that has imported everything and collected the tests, and forks judges. It judges nothing.

    python -m grade.bench SCRATCH TEST_FILE…

It says {"ready": [the tests there are]} on its output. Whoever then connects to the socket in the scratch folder
gets a judge at the other end, with a zygote of its own, which was forked, too: what costs seconds is done once, however
many judges there are, and one that breaks down is replaced in milliseconds. The first line to a judge says which
processor it keeps to, the others are jobs; it ends when the line is closed. All end when the bench does, and that ends
with its input.
"""

from __future__ import annotations

import json
import os
import select
import signal
import socket
import sys
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import IO, Any

import pytest

from grade import sight
from grade.confine import guard
from grade.judge import Judge, described
from grade.scratch import clear
from grade.zygote import Zygote, keep_to, running
from kata import ahead, serve, startup
from kata.course import Course
from kata.plugin import names_of

MEMORY = 1 << 30  # bytes that a judge may take: what a submission returns may add up, a task that yields for ever


class Bench:
    """Takes the place of pytest's own loop over the tests."""

    def __init__(self, input_: int, answers: IO[str], scratch: Path, zygote: Zygote) -> None:
        self.input, self.answers, self.scratch, self.zygote = input_, answers, scratch, zygote
        self.judges: set[int] = set()

    @pytest.hookimpl(tryfirst=True)
    def pytest_runtestloop(self, session: pytest.Session) -> bool:
        if fault := serve.prepare(session):
            self.answer({"fault": fault})
            return True
        with socket.socket(socket.AF_UNIX) as door:
            (self.scratch / sight.DOOR).unlink(missing_ok=True)  # of a bench that ended
            door.bind(str(self.scratch / sight.DOOR))
            door.listen()
            self.answer({"ready": [described(item) for item in session.items if names_of(item)]})
            for line in self._callers(door):
                with line:
                    self._fork(session, line, door)
        return True

    def _callers(self, door: socket.socket) -> Iterator[socket.socket]:
        """Until nobody is there any more who could call."""
        while True:
            ready, _, _ = select.select([door.fileno(), self.input], [], [])
            if self.input in ready and not os.read(self.input, 1 << 10):
                return
            if door.fileno() in ready:
                yield door.accept()[0]

    def _fork(self, session: pytest.Session, line: socket.socket, door: socket.socket) -> None:
        """A judge for who is at the other end of `line`, and says where."""
        with line.makefile("rw", encoding="utf-8") as lines:
            cpu = json.loads(lines.readline() or "{}").get("cpu")
            zygote = self.zygote.another(cpu)
            pid = os.fork()
            if pid == 0:
                try:
                    guard(ends_with_parent=True, memory=MEMORY)
                    keep_to(cpu)
                    door.close()
                    self.zygote.let_go()
                    _judge(Judge(session, self.scratch, zygote), lines)
                    os._exit(0)
                except BaseException:
                    sys.excepthook(*sys.exc_info())
                finally:
                    os._exit(1)
        zygote.let_go()
        self.judges = running(self.judges) | {pid}

    def answer(self, message: dict[str, Any]) -> None:
        self.answers.write(json.dumps(message) + "\n")
        self.answers.flush()


def _judge(judge: Judge, lines: IO[str]) -> None:
    """One job after the other."""
    for job in lines:
        answer = json.dumps(judge.graded(json.loads(job)))
        with suppress(BrokenPipeError):  # nobody waits for it any more, and no job will come
            lines.write(answer + "\n")
            lines.flush()


def main(scratch: Path, tests: list[str]) -> int:
    guard(ends_with_parent=False)  # a thread of a cluster's may have started it, and be gone soon
    startup.one_thread()
    startup.pause_collector()
    jobs, answers = serve.channel()
    weeks = sorted({Path(test).parent.name for test in tests})
    sources = ahead.sources(Path(root, week) for root in ("exercises", "solutions") for week in weeks)
    katas, workers = scratch / sight.KATAS, scratch / sight.WORKERS
    for folder in (katas, workers):
        folder.mkdir(parents=True, exist_ok=True)
    course = Course(Path.cwd())
    sight.hand_out(course.katas, course.exercises / ".stubs", katas / sight.STUBS)
    modules = ahead.heavy_modules(sources)
    wanted = [name for name in modules if name.partition(".")[0] not in ("pytest", "_pytest")]
    zygote = Zygote.started(wanted, workers, sight.box(katas, workers))
    ahead.warm_up_modules(modules)
    bench = Bench(jobs.more, answers, scratch, zygote)
    try:
        return int(pytest.main([*serve.QUIETLY, f"--basetemp={scratch}/tests", *tests], plugins=[bench]))
    finally:  # whoever started this is gone, and clears up nothing
        for judge in bench.judges:
            os.kill(judge, signal.SIGKILL)
        zygote.close()
        clear(scratch)
        with suppress(OSError):
            scratch.rmdir()


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1]), sys.argv[2:]))
