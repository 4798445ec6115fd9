"""A warm runner: collects the tests once, then runs them against one folder of katas after another.

    python -m kata.serve SCRATCH TEST_FILE…    # jobs come in as lines of JSON, answers go out as lines of JSON

The parent imports what is heavy and never a kata. Each job runs in a fresh child that sends its verdicts
back and ends. Without `fork` (Windows) this process itself is the child: it serves one job and ends, and
whoever started it keeps another one waiting.
"""

from __future__ import annotations

import ast
import gc
import importlib
import json
import os
import random
import select
import signal
import sys
import tempfile
import time
from collections.abc import Iterable
from contextlib import nullcontext
from itertools import zip_longest
from pathlib import Path
from typing import IO, Any

import pytest
from _pytest.runner import runtestprotocol

from kata import expectation, impostors, overlay, plant, startup
from kata.plugin import names_of
from kata.verdict import VERDICT
from kata.warm import CAN_FORK

MEMORY = 8 << 30  # bytes of address space for a child
FILE_SIZE = 256 << 20  # bytes a child may write into one file


def heavy_modules(sources: Iterable[Path]) -> list[str]:
    """The installed modules that the sources import, at any depth: what is worth having before the fork."""
    found = set()
    for source in sources:
        try:
            tree = ast.parse(source.read_text(encoding="utf-8"))
        except (OSError, SyntaxError, ValueError):
            continue
        for node in ast.walk(tree):
            if isinstance(node, ast.Import):
                found |= {alias.name for alias in node.names}
            elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
                found.add(node.module)
    return sorted(name for name in found if not overlay.MODULE.match(name) and not name.startswith("kata"))


def warm_up(sources: Iterable[Path]) -> None:
    for name in [*heavy_modules(sources), "numpy.random", "numpy.testing"]:
        try:
            importlib.import_module(name)
        except ImportError:
            continue  # torch, say, where only the first weeks are learned
    if "PIL.Image" in sys.modules:
        sys.modules["PIL.Image"].init()  # the readers of all formats, which Pillow loads when it meets an odd file
    if "torch" in sys.modules:
        _warm_up_torch(sys.modules["torch"])


def _warm_up_torch(torch: Any) -> None:
    """One training step: what torch sets up at its first convolution, gradient and step, each child then has.

    With one thread only: a child hangs if its parent computed with several.
    """
    torch.set_num_threads(1)
    layer = torch.nn.Conv2d(3, 2, 3)
    optimizer = torch.optim.SGD(layer.parameters(), lr=0.1)
    torch.nn.functional.cross_entropy(layer(torch.zeros(2, 3, 3, 3)).flatten(1), torch.tensor([0, 1])).backward()
    optimizer.step()


class Server:
    """Takes the place of pytest's own loop over the tests."""

    def __init__(self, jobs: IO[str], answers: IO[str]) -> None:
        self.jobs = jobs
        self.answers = answers

    @pytest.hookimpl(tryfirst=True)
    def pytest_runtestloop(self, session: pytest.Session) -> bool:
        if session.testsfailed:
            self.answer({"fault": "The tests could not be collected: run plain pytest to see why."})
            return True
        runner: Any = session.config.pluginmanager.get_plugin("kata-runner")
        runner.brief = True
        session.config._tmp_path_factory.getbasetemp()  # type: ignore[attr-defined]  # made once, for all children
        gc.collect()
        gc.freeze()
        self.answer({"ready": len(session.items)})
        for line in self.jobs:
            job = json.loads(line)
            if CAN_FORK:
                self.answer(in_child(lambda job=job: run(session, job), job["seconds"]))
            else:
                self.answer(run(session, job))
                os._exit(0)
        return True

    def answer(self, message: dict[str, Any]) -> None:
        self.answers.write(json.dumps(message) + "\n")
        self.answers.flush()


def run(session: pytest.Session, job: dict[str, Any]) -> dict[str, Any]:
    """Run the job's tests in this process; {"verdicts": […]} and what else was noticed."""
    expectation.be_strict(job["strict"])
    katas = overlay.Katas([Path(job["katas"]), session.config.rootpath / "exercises"])
    if job["plant"]:
        katas.after_load = plant.planter(job["plant"])
    overlay.use(katas)
    items = [item for item in session.items if _wanted(item, job)]
    if job["order"] is not None:
        random.Random(job["order"]).shuffle(items)
    with _threads(job["threads"]):
        verdicts = []
        for item, after in zip_longest(items, items[1:]):
            reports = runtestprotocol(item, log=False, nextitem=after)
            verdicts += [getattr(report, VERDICT) for report in reports if hasattr(report, VERDICT)]
    return {"verdicts": verdicts, "applied": any(impostors.applied)}


def _wanted(item: pytest.Item, job: dict[str, Any]) -> bool:
    names = names_of(item)
    if names is None or (names.week, names.kata) != (job["week"], job["kata"]):
        return False
    return job["task"] in ("", names.task) and (job.get("slow", True) or not item.get_closest_marker("slow"))


def _threads(count: int) -> Any:
    if count == 1:
        return nullcontext()
    from threadpoolctl import threadpool_limits

    if "torch" in sys.modules:
        sys.modules["torch"].set_num_threads(count)
    return threadpool_limits(count)


def in_child(work: Any, seconds: float) -> dict[str, Any]:
    """What `work()` returns, worked out in a forked child with limits; {"fault": …} if it did not come to an end.

    Its temporary files go with it: a child ends too abruptly to clear up after itself.
    """
    with tempfile.TemporaryDirectory(prefix="kata-", ignore_cleanup_errors=True) as folder:
        return _in_child(work, seconds, folder)


def _in_child(work: Any, seconds: float, folder: str) -> dict[str, Any]:
    reading, writing = os.pipe()
    pid = os.fork()
    if pid == 0:
        os.close(reading)
        status = 1
        try:
            os.setsid()
            gc.disable()
            tempfile.tempdir = folder
            _limit_resources()
            data = json.dumps(work()).encode()
            while data:
                data = data[os.write(writing, data) :]
            status = 0
        except BaseException as error:
            os.write(writing, json.dumps({"fault": f"{type(error).__name__}: {error}"}).encode())
        finally:
            os._exit(status)
    os.close(writing)
    received, ended = _read(reading, time.monotonic() + seconds)
    os.close(reading)
    if not ended:
        os.killpg(pid, signal.SIGKILL)
    _, status = os.waitpid(pid, 0)
    if not ended:
        return {"fault": f"stopped after {seconds:g} seconds"}
    try:
        answer: dict[str, Any] = json.loads(received)
        return answer
    except ValueError:
        return {"fault": f"the process ended with status {os.waitstatus_to_exitcode(status)} before it answered"}


def _read(pipe: int, deadline: float) -> tuple[bytes, bool]:
    """All that comes through the pipe, and whether its end came before the deadline."""
    received = b""
    while (left := deadline - time.monotonic()) > 0:
        if select.select([pipe], [], [], left)[0]:
            part = os.read(pipe, 1 << 16)
            if not part:
                return received, True
            received += part
    return received, False


def _limit_resources() -> None:
    import resource

    for name, amount in (("RLIMIT_AS", MEMORY), ("RLIMIT_FSIZE", FILE_SIZE), ("RLIMIT_CORE", 0)):
        kind = getattr(resource, name)
        hard = resource.getrlimit(kind)[1]
        wanted = amount if hard == resource.RLIM_INFINITY else min(amount, hard)
        resource.setrlimit(kind, (wanted, hard))


def main(scratch: str, tests: list[str]) -> int:
    """Serve until the jobs end. The program's own input and output carry jobs and answers, nothing else.

    scratch: a folder for the tests' temporary files, which whoever started this takes away.
    """
    startup.one_thread()
    startup.pause_collector()
    jobs, answers = os.fdopen(os.dup(0)), os.fdopen(os.dup(1), "w")
    nothing = os.open(os.devnull, os.O_RDWR)
    os.dup2(nothing, 0)
    os.dup2(nothing, 1)
    folders = {Path(test).parent for test in tests}
    solutions = {folder.parent.parent / "solutions" / folder.name for folder in folders}
    warm_up(source for folder in folders | solutions for source in folder.glob("*.py"))
    arguments = [
        f"--basetemp={scratch}",
        "--capture=sys",
        "-p",
        "no:cacheprovider",
        "-p",
        "no:terminal",
        "-p",
        "no:faulthandler",
        *tests,
    ]
    return int(pytest.main(arguments, plugins=[Server(jobs, answers)]))


if __name__ == "__main__":
    os._exit(main(sys.argv[1], sys.argv[2:]))
