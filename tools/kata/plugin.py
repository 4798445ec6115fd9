"""The pytest plugin: where the katas come from, what each test found, and who is told.

Loaded by `addopts` in pyproject.toml. For tests that are not a kata's it does nothing.
"""

from __future__ import annotations

import contextlib
import json
import random
from collections.abc import Generator
from pathlib import Path
from typing import Any

import pytest

from kata import calls, overlay, startup
from kata.course import WEEK, Course, Task, task_of
from kata.expectation import Mismatch, be_strict
from kata.explain import explain
from kata.faults import DoesNotRun, OutOfTime
from kata.limits import CPU_SECONDS, time_limit
from kata.verdict import VERDICT, State, Verdict

startup.one_thread()
startup.pause_collector()


def pytest_addoption(parser: pytest.Parser) -> None:
    group = parser.getgroup("katas")
    group.addoption("--katas", metavar="DIR", help="folder whose katas are tested; what it lacks comes from exercises/")
    group.addoption("--kata-report", metavar="FILE", help="write every test's verdict to FILE, as JSON")
    group.addoption("--kata-order", metavar="SEED", type=int, help="run the tests in an order drawn from SEED")
    group.addoption(
        "--kata-seconds",
        metavar="S",
        type=float,
        default=CPU_SECONDS,
        help="computing time a test may take (%(default)s)",
    )
    group.addoption("--kata-strict", action="store_true", help="also prove that expected mistakes can be told apart")


@pytest.hookimpl(trylast=True)  # after pytest has made its reporter
def pytest_configure(config: pytest.Config) -> None:
    root = config.rootpath
    if not (root / "exercises").is_dir():
        return
    given = config.getoption("--katas")
    folder = folder_of_katas(config, given) if given else None
    folders = [*([folder] if folder else []), root / "exercises"]
    overlay.use(overlay.Katas(folders, config.getoption("--kata-seconds")))
    be_strict(config.getoption("--kata-strict"))
    config.pluginmanager.register(Runner(Course(root)), "kata-runner")
    if not hasattr(config, "workerinput"):  # under xdist the controller alone writes things down
        config.pluginmanager.register(Bookkeeper(config, Course(root), folder), "kata-bookkeeper")
        from kata.reporter import take_over

        take_over(config, Course(root), folder)


def folder_of_katas(config: pytest.Config, given: str) -> Path:
    """The folder named by `--katas`, from where the user stands or from the root. UsageError if it is none."""
    for base in (config.invocation_params.dir, config.rootpath):
        if (base / given).is_dir():
            return (base / given).resolve()
    raise pytest.UsageError(f"--katas {given}: there is no such folder. Give one that holds week1/, week2/, …")


class Runner:
    """Runs in every process that runs tests."""

    def __init__(self, course: Course) -> None:
        self.course = course
        self.stopped: dict[tuple[str, str], DoesNotRun] = {}

    @pytest.hookimpl(wrapper=True)
    def pytest_make_collect_report(self, collector: pytest.Collector) -> Generator[None, Any, Any]:
        if not isinstance(collector, pytest.Module):
            return (yield)
        with overlay.standing_in():
            return (yield)

    def pytest_collection_modifyitems(self, config: pytest.Config, items: list[pytest.Item]) -> None:
        seed = config.getoption("--kata-order")
        if seed is not None:
            random.Random(seed).shuffle(items)

    @pytest.hookimpl(tryfirst=True)
    def pytest_runtestloop(self) -> None:
        startup.resume_collector()

    @pytest.hookimpl(wrapper=True)
    def pytest_runtest_call(self, item: pytest.Item) -> Generator[None, Any, Any]:
        if not is_kata_test(item):
            return (yield)
        __tracebackhide__ = True
        _, kata, task = names_of(item)
        if (kata, task) in self.stopped:
            raise self.stopped[kata, task]
        log = calls.start()
        load_quietly(item)  # before the clock starts: libraries may take long to load
        state = calls.global_random_state()
        try:
            with time_limit(overlay.current.seconds):
                result = yield
        except OutOfTime as stopped:
            finding = explain(stopped, task, kata_file(item, self.course))
            self.stopped[kata, task] = DoesNotRun(finding.message, finding.path, finding.line)
            raise self.stopped[kata, task] from stopped
        finally:
            calls.restore_global_random_state(state)
        mine = [text for name, text in log.complaints if name == task] or [text for _, text in log.complaints]
        if mine:
            raise Mismatch([mine[0]], what="")
        return result

    @pytest.hookimpl(wrapper=True)
    def pytest_runtest_makereport(
        self, item: pytest.Item, call: pytest.CallInfo[None]
    ) -> Generator[None, pytest.TestReport, pytest.TestReport]:
        report = yield
        told = report.when == "call" or (report.when == "setup" and report.failed)
        if told and not report.skipped and is_kata_test(item):
            setattr(report, VERDICT, self.verdict(item, call, report).as_dict())
        return report

    def verdict(self, item: pytest.Item, call: pytest.CallInfo[None], report: pytest.TestReport) -> Verdict:
        week, kata, task = names_of(item)
        if call.excinfo is None:
            return Verdict(week, kata, task, item.name, State.PASSED, "", report.duration)
        found = explain(call.excinfo.value, task, kata_file(item, self.course))
        return Verdict(week, kata, task, item.name, found.state, found.message, report.duration, found.path, found.line)


class Bookkeeper:
    """Gathers the verdicts in the controlling process and writes them where they are wanted."""

    def __init__(self, config: pytest.Config, course: Course, folder: Path | None) -> None:
        self.config = config
        self.course = course
        self.folder = folder
        self.verdicts: list[Verdict] = []
        self.newly_passed: list[Task] = []
        self.note = ""

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        found = getattr(report, VERDICT, None)
        if found:
            self.verdicts.append(Verdict.from_dict(found))

    @pytest.hookimpl(tryfirst=True)
    def pytest_sessionfinish(self, session: pytest.Session, exitstatus: int) -> None:
        startup.leave_at_once(int(exitstatus))
        target = self.config.getoption("--kata-report")
        if target:
            write_report(Path(self.config.invocation_params.dir, target), self.verdicts)
        if self.verdicts and (self.folder is None or self.folder == self.course.exercises):
            from kata import progress

            try:
                self.newly_passed = progress.record(self.course, self.verdicts)
            except OSError as error:  # no reason to spoil a test run
                self.note = f"Your progress cannot be written ({error.strerror}: {error.filename})."


def write_report(path: Path, verdicts: list[Verdict]) -> None:
    text = json.dumps([verdict.as_report() for verdict in verdicts], indent=1, ensure_ascii=False)
    try:
        path.write_text(text + "\n", encoding="utf-8")
    except OSError as error:
        raise pytest.UsageError(f"--kata-report {path}: {error.strerror}. Name a file that can be written.") from None


def is_kata_test(item: pytest.Item) -> bool:
    return isinstance(item, pytest.Function) and (
        bool(WEEK.match(item.path.parent.name)) or bool(overlay.stand_ins(vars(item.module)))
    )


def names_of(item: pytest.Item) -> tuple[str, str, str]:
    """Week, kata and task of a kata's test. The task is "" for a test whose name names none."""
    assert isinstance(item, pytest.Function)
    tasks = overlay.stand_ins(vars(item.module))
    task = task_of(item.name, list(tasks))
    modules = [tasks[task].kata_module] if task else [one.kata_module for one in tasks.values()]
    week, _, kata = (modules or [f"{item.path.parent.name}.{item.path.stem.removeprefix('test_')}"])[0].partition(".")
    return week, kata, task


def kata_file(item: pytest.Item, course: Course) -> Path:
    week, kata, _ = names_of(item)
    try:
        return overlay.current.path(f"{week}.{kata}")
    except DoesNotRun as missing:
        return Path(missing.path)


def load_quietly(item: pytest.Item) -> None:
    """Load the modules that a test will ask for; what is wrong with one is told when it is asked."""
    assert isinstance(item, pytest.Function)
    for module in {task.kata_module for task in overlay.stand_ins(vars(item.module)).values()}:
        with contextlib.suppress(DoesNotRun):
            overlay.current.load(module)
