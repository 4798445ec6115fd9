"""A warm runner: collects the tests once, then runs them against one folder of katas after another.

    python -m kata.serve SCRATCH TEST_FILE…    # jobs come in as lines of JSON, answers go out as lines of JSON

The parent imports what is heavy and never a kata. Each job runs in a fresh child that sends its verdicts
back and ends. Without `fork` (Windows) this process itself is the child: it serves one job and ends, and
whoever started it keeps another one waiting.
"""

from __future__ import annotations

import ctypes
import gc
import json
import os
import random
import select
import signal
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import nullcontext, suppress
from itertools import zip_longest
from pathlib import Path
from typing import IO, Any

import pytest
from _pytest.runner import runtestprotocol

from kata import expectation, impostors, overlay, plant, startup
from kata.ahead import sources, warm_up
from kata.own_pages import own_pages
from kata.plugin import names_of
from kata.verdict import VERDICT, State
from kata.warm import CAN_FORK, how_it_ended

MEMORY = 8 << 30  # bytes of address space for a child
SET_PDEATHSIG = 1  # PR_SET_PDEATHSIG of <linux/prctl.h>
FILE_SIZE = 256 << 20  # bytes a child may write into one file
# Katas' tests need no installed plugin, and each would be asked before and after every test.
QUIETLY = ["--disable-plugin-autoload", "--capture=sys", "-pno:cacheprovider", "-pno:terminal", "-pno:faulthandler"]
SAID = 4000  # characters of what a failing test printed that are worth a look


class Lines:
    """The lines that come through a pipe. Nothing is read ahead of the line that is asked for: see `Child.answer`."""

    def __init__(self, pipe: int) -> None:
        self.more = pipe
        self._begun = b""

    def __iter__(self) -> Iterator[str]:
        while part := os.read(self.more, 1 << 16):
            *lines, self._begun = (self._begun + part).split(b"\n")
            yield from (line.decode() for line in lines if line)  # an empty one only stops what is running


class Server:
    """Takes the place of pytest's own loop over the tests."""

    def __init__(self, jobs: Lines, answers: IO[str], scratch: Path) -> None:
        self.jobs = jobs
        self.answers = answers
        self.scratch = scratch
        self.reports: list[pytest.TestReport] = []  # of the test that runs now

    @pytest.hookimpl(tryfirst=True)
    def pytest_runtestloop(self, session: pytest.Session) -> bool:
        self.session = session
        if fault := prepare(session):
            self.answer({"fault": fault})
            return True
        self.answer({"ready": len(session.items)})
        waiting = Child(self.run, self.scratch) if CAN_FORK else None
        for line in self.jobs:
            if waiting is None:
                self.answer(self.run(json.loads(line)))
                os._exit(0)
            self.answer(waiting.answer(line, json.loads(line)["seconds"], self.jobs.more))
            waiting.end()
            waiting = Child(self.run, self.scratch)
        if waiting:
            waiting.end()
        return True

    def run(self, job: dict[str, Any]) -> dict[str, Any]:
        return run(self.session, job, self.reports)

    @pytest.hookimpl
    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        self.reports.append(report)

    def answer(self, message: dict[str, Any]) -> None:
        try:
            self.answers.write(json.dumps(message) + "\n")
            self.answers.flush()
        except OSError:  # whoever asked is gone
            os._exit(0)


def prepare(session: pytest.Session) -> str:
    """Do once what would be done in each child that is forked from here. What is wrong, if there is nothing to run."""
    if session.testsfailed:
        return "The tests could not be collected: run plain pytest to see why."
    runner: Any = session.config.pluginmanager.get_plugin("kata-runner")
    runner.brief = True
    for item in session.items:  # both are remembered
        _ = names_of(item), item.location
    session.config._tmp_path_factory.getbasetemp()  # type: ignore[attr-defined]
    gc.collect()
    gc.freeze()
    return ""


def run(session: pytest.Session, job: dict[str, Any], reports: list[pytest.TestReport]) -> dict[str, Any]:
    """Run the job's tests in this process; {"verdicts": […]} and what else was noticed.

    reports: where pytest's reports arrive, one test's at a time.
    """
    sys.dont_write_bytecode = True  # two saves in one second may look the same to whoever compares times and sizes
    expectation.be_strict(job["strict"])
    katas = overlay.Katas([Path(job["katas"]), session.config.rootpath / "exercises"])
    if job["plant"]:
        katas.after_load = plant.planter(job["plant"])
    overlay.use(katas)
    items = [item for item in session.items if _wanted(item, job)]
    if job["order"] is not None:
        random.Random(job["order"]).shuffle(items)
    with _threads(job["threads"]):
        verdicts: list[dict[str, Any]] = []
        said: dict[str, str] = {}
        for item, after in zip_longest(items, items[1:]):
            reports.clear()
            if job.get("quick"):
                item.ihook.pytest_runtest_protocol(item=item, nextitem=after)
            else:
                runtestprotocol(item, nextitem=after)
            verdicts += [getattr(report, VERDICT) for report in reports if hasattr(report, VERDICT)]
            said.update((item.name, one.capstdout[:SAID]) for one in reports if one.failed and one.capstdout)
            if job.get("until_failure") and any(verdict["state"] != State.PASSED for verdict in verdicts):
                break
    return {"verdicts": verdicts, "applied": any(impostors.applied), "said": said}


def _wanted(item: pytest.Item, job: dict[str, Any]) -> bool:
    names = names_of(item)
    if names is None or names.week != job["week"] or job["kata"] not in ("", names.kata):
        return False
    return job["task"] in ("", names.task) and (job.get("slow", True) or not item.get_closest_marker("slow"))


def _threads(count: int) -> Any:
    if count == 1:
        return nullcontext()
    from threadpoolctl import threadpool_limits

    if "torch" in sys.modules:
        sys.modules["torch"].set_num_threads(count)
    return threadpool_limits(count)


class Child:
    """A forked process with limits that does one piece of work. It waits for it: what a fork costs is paid before.

    Its temporary files go with it: a child ends too abruptly to clear up after itself. They lie in `scratch`.
    """

    def __init__(self, work: Callable[[dict[str, Any]], dict[str, Any]], scratch: Path) -> None:
        self._folder = tempfile.TemporaryDirectory(dir=scratch, ignore_cleanup_errors=True)
        asked, self._ask = os.pipe()
        self._answer, answering = os.pipe()
        self._status: int | None = None
        self._pid = os.fork()
        if self._pid == 0:
            os.close(self._ask)
            os.close(self._answer)
            _be_the_child(work, asked, answering, self._folder.name)
        os.close(asked)
        os.close(answering)

    def answer(self, job: str, seconds: float, stop: int) -> dict[str, Any]:
        """What it makes of the job (JSON); {"fault": …} if it did not come to an end.

        stop: a pipe; once there is something to read from it, the child is ended.
        """
        with suppress(OSError):  # it has ended already
            os.write(self._ask, job.encode())
        os.close(self._ask)
        self._ask = -1
        received, ended = _read(self._answer, time.monotonic() + seconds, stop)
        if not ended:
            return {"fault": f"stopped after {seconds:g} seconds"}
        if received.endswith(b"\n"):
            answer: dict[str, Any] = json.loads(received)
            return answer
        self._status = os.waitpid(self._pid, 0)[1]
        return {"fault": how_it_ended(os.waitstatus_to_exitcode(self._status))}

    def end(self) -> None:
        """End it, and whatever processes it has started. It may be ending by itself, having answered."""
        for pipe in (self._ask, self._answer):
            if pipe >= 0:
                os.close(pipe)
        with suppress(ProcessLookupError, PermissionError):
            os.killpg(self._pid, signal.SIGKILL)
        if self._status is None:
            os.waitpid(self._pid, 0)
        self._folder.cleanup()


def _be_the_child(work: Callable[[dict[str, Any]], dict[str, Any]], asked: int, answering: int, folder: str) -> None:
    status = 1
    try:
        os.setsid()
        _end_with_parent()
        gc.disable()
        tempfile.tempdir = folder
        _limit_resources()
        own_pages(asked)
        job = b""
        while part := os.read(asked, 1 << 16):
            job += part
        data = json.dumps(work(json.loads(job))).encode() + b"\n" if job else b""
        while data:
            data = data[os.write(answering, data) :]
        status = 0
    except BaseException as error:
        os.write(answering, json.dumps({"fault": f"{type(error).__name__}: {error}"}).encode() + b"\n")
    finally:
        os._exit(status)


def _read(pipe: int, deadline: float, stop: int) -> tuple[bytes, bool]:
    """A line from the pipe, and whether it, or the pipe's end, came before the deadline and a word to stop.

    The line is enough: the process behind it needs a while to end.
    """
    received = b""
    pipes = [pipe, stop] if stop >= 0 else [pipe]
    while (left := deadline - time.monotonic()) > 0:
        ready = select.select(pipes, [], [], left)[0]
        if stop in ready:
            break
        if ready:
            part = os.read(pipe, 1 << 16)
            if not part:
                return received, True
            received += part
            if part.endswith(b"\n"):
                return received, True
    return received, False


def _end_with_parent() -> None:
    """Whoever killed that, in the middle of a job, has no hold on this. Linux alone knows how."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(SET_PDEATHSIG, signal.SIGKILL)


def _limit_resources() -> None:
    import resource

    for name, amount in (("RLIMIT_AS", MEMORY), ("RLIMIT_FSIZE", FILE_SIZE), ("RLIMIT_CORE", 0)):
        kind = getattr(resource, name)
        hard = resource.getrlimit(kind)[1]
        wanted = amount if hard == resource.RLIM_INFINITY else min(amount, hard)
        resource.setrlimit(kind, (wanted, hard))


def channel() -> tuple[Lines, IO[str]]:
    """The program's own input and output, which from now on carry jobs and answers, and nothing else."""
    jobs, answers = Lines(os.dup(0)), os.fdopen(os.dup(1), "w")
    nothing = os.open(os.devnull, os.O_RDWR)
    os.dup2(nothing, 0)
    os.dup2(nothing, 1)
    return jobs, answers


def main(scratch: str, tests: list[str]) -> int:
    """Serve until the jobs end.

    scratch: a folder for the tests' temporary files, which whoever started this takes away.
    """
    startup.one_thread()
    startup.pause_collector()
    jobs, answers = channel()
    folders = {Path(test).parent for test in tests}
    solutions = {folder.parent.parent / "solutions" / folder.name for folder in folders}
    warm_up(sources(sorted(folders | solutions)))
    return int(
        pytest.main([*QUIETLY, f"--basetemp={scratch}", *tests], plugins=[Server(jobs, answers, Path(scratch).parent)])
    )


if __name__ == "__main__":
    os._exit(main(sys.argv[1], sys.argv[2:]))
