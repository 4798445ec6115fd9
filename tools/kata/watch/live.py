"""One warm runner for one learner: the newest question is answered at once, and only that one.

A question that comes while another is being answered stops it. So a burst of saves never queues up: what is
shown is about the file as it is now.
"""

from __future__ import annotations

import json
import tempfile
import threading
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import asdict
from pathlib import Path

from kata.course import CourseError
from kata.warm import CAN_FORK, GRACE, Answer, Job, Runner

SPARES = 1 if CAN_FORK else 2  # without fork a runner serves once: another one waits meanwhile


class Live:
    """Answers go to `tell(job, answer)`, from a thread of its own."""

    def __init__(self, root: Path, tests: list[Path], tell: Callable[[Job, Answer], None]) -> None:
        self.root, self.tests, self.tell = root, tests, tell
        self._errors = tempfile.TemporaryFile()  # noqa: SIM115  (closed in `close`)
        self._starting = ThreadPoolExecutor(1)
        self._warm: list[Future[Runner]] = []
        self._runner: Runner | None = None  # the one that is answering
        self._wanted: Job | None = None
        self._closed = False
        self._changed = threading.Condition()
        for _ in range(SPARES):
            self._start_one()
        self._thread = threading.Thread(target=self._serve, daemon=True)
        self._thread.start()

    def ask(self, job: Job) -> None:
        """Have this answered; what was asked before is of no interest any more."""
        with self._changed:
            self._wanted = job
            self._stop_running()
            self._changed.notify()

    def close(self) -> None:
        with self._changed:
            self._closed = True
            self._stop_running()
            self._changed.notify()
        self._thread.join(GRACE)
        self._starting.shutdown(wait=True, cancel_futures=True)
        for one in self._warm:
            if one.done() and not one.cancelled() and one.exception() is None:
                one.result().close()
        self._errors.close()

    def _stop_running(self) -> None:
        if self._runner and CAN_FORK:
            self._runner.send("")
        elif self._runner and self._runner.process:
            self._runner.process.kill()

    def _start_one(self) -> None:
        def start() -> Runner:
            runner = Runner(self.root, self.tests, self._errors)
            runner.start()
            return runner

        self._warm.append(self._starting.submit(start))

    def _serve(self) -> None:
        while True:
            with self._changed:
                self._changed.wait_for(lambda: self._wanted or self._closed)
                if self._closed:
                    return
            try:
                runner = self._warm.pop(0).result()
            except CourseError as problem:
                self._start_one()
                self._answer(None, Answer([], fault=self._why(str(problem))))
                continue
            self._ask(runner)

    def _ask(self, runner: Runner) -> None:
        """Put the newest question to a warm runner, and have it or another one warm afterwards."""
        with self._changed:
            job, self._wanted = self._wanted, None
            if job is None:
                return
            self._runner = runner
            runner.send(json.dumps(asdict(job)))
        answer = runner.hear(job)
        with self._changed:
            self._runner = None
        if CAN_FORK and runner.process and runner.process.poll() is None:
            done: Future[Runner] = Future()
            done.set_result(runner)
            self._warm.insert(0, done)
        else:
            runner.close()
            self._start_one()
        self._answer(job, answer)

    def _answer(self, job: Job | None, answer: Answer) -> None:
        with self._changed:
            if self._closed or (job and self._wanted):
                return  # somebody wants to know something newer
            job, self._wanted = job or self._wanted, None if job is None else self._wanted
        if job:
            self.tell(job, answer)

    def _why(self, sentence: str) -> str:
        """The last line that the runner wrote before it gave up."""
        self._errors.seek(0)
        lines = self._errors.read().decode("utf-8", "replace").strip().splitlines()
        return f"{sentence} {lines[-1]}" if lines else sentence
