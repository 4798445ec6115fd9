"""The judge: one pytest process with all tests, visible and hidden, and one submission after the other.

    python -m grade.judge SCRATCH CPU TEST_FILE…    # jobs come in as lines of JSON, answers go out as lines of JSON

It collects once, imports no kata, and runs each test against a worker that runs the submission. Which tests there
are is settled here: exactly these are reported for each submission, whatever it does.
"""

from __future__ import annotations

import gc
import json
import os
import sys
import tempfile
from contextlib import chdir
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from grade import sight
from grade.confine import guard
from grade.confine.policy import Policy
from grade.remote import RemoteKatas
from grade.results import Outcome, Tested
from grade.scratch import Watch, clear
from grade.worker import Subject
from grade.zygote import Zygote
from kata import ahead, fixtures, overlay, serve, startup
from kata.course import Course
from kata.plugin import names_of
from kata.verdict import VERDICT, Verdict


class Judge:
    """Takes the place of pytest's own loop over the tests."""

    def __init__(self, jobs: Any, answers: Any, scratch: Path, zygote: Zygote) -> None:
        self.jobs, self.answers, self.scratch, self.zygote = jobs, answers, scratch, zygote
        self.stubs = scratch.parent / sight.KATAS / sight.STUBS
        self.readable = sight.readable()
        self.watch = Watch()
        self.reports: list[pytest.TestReport] = []

    @pytest.hookimpl(tryfirst=True)
    def pytest_runtestloop(self, session: pytest.Session) -> bool:
        if session.testsfailed:
            self.answer({"fault": "The tests could not be collected: run plain pytest to see why."})
            return True
        runner: Any = session.config.pluginmanager.get_plugin("kata-runner")
        runner.brief = True
        self.runner = runner
        session.config._tmp_path_factory.getbasetemp()  # type: ignore[attr-defined]
        gc.collect()
        gc.freeze()
        self.answer({"ready": [_test(item) for item in session.items if names_of(item)]})
        for line in self.jobs:
            self.answer(self.graded(session, json.loads(line)))
        return True

    def graded(self, session: pytest.Session, job: dict[str, Any]) -> dict[str, Any]:
        """What all tests say about one submission, as `Court.tested` puts the job."""
        with tempfile.TemporaryDirectory(dir=self.scratch, ignore_cleanup_errors=True) as scratch, chdir(scratch):
            # Both stand in the same folder: a task may give paths as seen from there.
            fixtures.scratch_within = Path(scratch)
            tempfile.tempdir = scratch
            katas_in = (Path(job["katas"]), self.stubs)
            submission = Subject(katas_in, self.policy(job, Path(scratch)), job["seconds"], job.get("plant"))
            limits, layers = (job["seconds"], job["budget"]), job.get("layers", ())
            katas = RemoteKatas(submission.katas, lambda: self.zygote.fork(submission), *limits, layers, self.watch)
            overlay.use(katas)
            _forget({item.module for item in session.items if isinstance(item, pytest.Function)})
            self.runner.stopped.clear()
            try:
                tested = [self.tested(item) for item in session.items if names_of(item)]
            finally:
                katas.close()
                overlay.use(overlay.Katas([]))
                clear(Path(scratch))
                tempfile.tempdir = None
        return {"tested": tested, "flags": katas.flags}

    def policy(self, job: dict[str, Any], scratch: Path) -> Policy:
        readable = (*self.readable, Path(job["katas"]), self.stubs)
        if planted := job.get("plant"):
            readable = (*readable, Path(planted["file"]).parent)
        return Policy(scratch, readable, memory=job["megabytes"] << 20, cpu=int(job["budget"]))

    def tested(self, item: pytest.Item) -> dict[str, Any]:
        names = names_of(item)
        assert names
        self.reports.clear()
        found = Tested(*names[:3], item.name, Outcome.FAULT, "The test gave no answer.", hidden=_is_hidden(item))
        item.ihook.pytest_runtest_protocol(item=item, nextitem=None)
        verdicts = [Verdict.from_dict(getattr(report, VERDICT)) for report in self.reports if hasattr(report, VERDICT)]
        for verdict in verdicts:  # one, and one more where clearing up after it went wrong
            found = found.answered(verdict)
            if not verdict.passed:
                break
        return vars(found)

    @pytest.hookimpl
    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        self.reports.append(report)

    def answer(self, message: dict[str, Any]) -> None:
        self.answers.write(json.dumps(message) + "\n")
        self.answers.flush()


def _forget(modules: set[ModuleType]) -> None:
    """Clear what test modules have cached: it may be what an earlier submission made."""
    for module in modules:
        for value in vars(module).values():
            if hasattr(type(value), "cache_clear") and value.__module__ == module.__name__:  # a task has any attribute
                value.cache_clear()


def _is_hidden(item: pytest.Item) -> bool:
    return item.path.name.startswith("hidden_")


def _test(item: pytest.Item) -> dict[str, Any]:
    names = names_of(item)
    assert names
    return {**dict(zip(("week", "kata", "task"), names, strict=False)), "test": item.name, "hidden": _is_hidden(item)}


def main(scratch: str, cpu: str, tests: list[str]) -> int:
    guard(ends_with_parent=False)  # a thread of a cluster's may have started it, and be gone soon
    if cpu != "any":
        os.sched_setaffinity(0, {int(cpu)})
    startup.one_thread()
    startup.pause_collector()
    jobs, answers = serve.channel()
    weeks = sorted({Path(test).parent.name for test in tests})
    sources = ahead.sources(Path(root, week) for root in ("exercises", "solutions") for week in weeks)
    katas, workers = Path(scratch, sight.KATAS), Path(scratch, "workers")
    for folder in (katas, workers):
        folder.mkdir(exist_ok=True)
    course = Course(Path.cwd())
    sight.hand_out(course.katas, course.exercises / ".stubs", katas / sight.STUBS)
    wanted = [name for name in ahead.heavy_modules(sources) if name.partition(".")[0] not in ("pytest", "_pytest")]
    zygote = Zygote(wanted, workers, sight.box(katas, workers))
    ahead.warm_up(sources)
    judge = Judge(jobs, answers, workers, zygote)
    try:
        return int(pytest.main([*serve.QUIETLY, f"--basetemp={scratch}/tests", *tests], plugins=[judge]))
    finally:
        zygote.close()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1], sys.argv[2], sys.argv[3:]))
