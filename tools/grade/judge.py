"""The judge: a pytest process with all tests, visible and hidden, that takes one submission after the other.

It is forked from the bench, which has collected, imports no kata, and runs each test against a worker that runs the
submission. Which tests there are was settled before: exactly these are reported for each submission, whatever it does.
"""

from __future__ import annotations

import tempfile
from contextlib import chdir
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from grade import sight
from grade.confine.policy import Policy
from grade.remote import RemoteKatas, forget_way
from grade.results import Outcome, Tested
from grade.scratch import Watch, clear
from grade.worker import Subject
from grade.zygote import Zygote
from kata import fixtures, overlay
from kata.plugin import names_of
from kata.verdict import VERDICT, Verdict


class Judge:
    """Runs the tests of a session. `scratch`: a court's, where all that a submission needs has its place."""

    def __init__(self, session: pytest.Session, scratch: Path, zygote: Zygote) -> None:
        self.items = [item for item in session.items if names_of(item)]
        self.runner: Any = session.config.pluginmanager.get_plugin("kata-runner")
        self.scratch, self.zygote = scratch / sight.WORKERS, zygote
        self.stubs = scratch / sight.KATAS / sight.STUBS
        self.readable = sight.readable()
        self.watch = Watch()
        self.reports: list[pytest.TestReport] = []
        session.config.pluginmanager.register(self)

    def graded(self, job: dict[str, Any]) -> dict[str, Any]:
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
            _forget({item.module for item in self.items if isinstance(item, pytest.Function)})
            self.runner.stopped.clear()
            try:
                tested = []
                for item in self.items:
                    tested.append(self.tested(item))
                    for error in self.runner.stopped.values():
                        forget_way(error)
                    katas.let_go()
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
        found = Tested(*names[:3], item.name, Outcome.FAULT, "The test gave no answer.", hidden=_is_hidden(item))
        if verdict := self.runner.quick_verdict(item):
            return vars(found.answered(verdict))
        item.ihook.pytest_runtest_protocol(item=item, nextitem=None)
        verdicts = [Verdict.from_dict(getattr(report, VERDICT)) for report in self.reports if hasattr(report, VERDICT)]
        for verdict in verdicts:  # one, and one more where clearing up after it went wrong
            found = found.answered(verdict)
            if not verdict.passed:
                break
        self.reports.clear()
        return vars(found)

    @pytest.hookimpl
    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        self.reports.append(report)


def _forget(modules: set[ModuleType]) -> None:
    """Clear what test modules have cached: it may be what an earlier submission made."""
    for module in modules:
        for value in vars(module).values():
            if hasattr(type(value), "cache_clear") and value.__module__ == module.__name__:  # a task has any attribute
                value.cache_clear()


def _is_hidden(item: pytest.Item) -> bool:
    return item.path.name.startswith("hidden_")


def described(item: pytest.Item) -> dict[str, Any]:
    """A test, by its names: what `Tested` says of it before there is an answer."""
    names = names_of(item)
    assert names
    return {**dict(zip(("week", "kata", "task"), names, strict=False)), "test": item.name, "hidden": _is_hidden(item)}
