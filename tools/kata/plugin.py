"""The pytest plugin: where the katas come from, what each test found, and who is told.

Loaded by `addopts` in pytest.ini. For tests that are not a kata's it does nothing.
"""

from __future__ import annotations

import contextlib
import json
import random
from collections.abc import Generator
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from kata import eager, overlay, quick, startup
from kata.course import Course, Task, task_of
from kata.expectation import Mismatch, be_strict
from kata.explain import explain
from kata.faults import DoesNotRun, NotWritten, OutOfTime
from kata.limits import CPU_SECONDS, time_limit
from kata.verdict import VERDICT, State, Verdict

startup.one_thread()
startup.pause_collector()
eager.without_compiler()


def pytest_addoption(parser: pytest.Parser, pluginmanager: pytest.PytestPluginManager) -> None:
    startup.leave_out_plugins(pluginmanager)
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
        startup.resume_collector()
        return
    given = config.getoption("--katas")
    folder = folder_of_katas(config, given) if given else None
    folders = [*([folder] if folder else []), root / "exercises"]
    overlay.use(overlay.Katas(folders, config.getoption("--kata-seconds")))
    be_strict(config.getoption("--kata-strict"))
    course = Course(root)
    runner = Runner()
    config.pluginmanager.register(runner, "kata-runner")
    if not hasattr(config, "workerinput"):  # under xdist the controller alone writes things down
        config.pluginmanager.register(Bookkeeper(config, course, folder), "kata-bookkeeper")
        from kata.reporter import take_over

        runner.brief = take_over(config, course, folder)


def folder_of_katas(config: pytest.Config, given: str) -> Path:
    """The folder named by `--katas`, from where the user stands or from the root. UsageError if it is none."""
    for base in (config.invocation_params.dir, config.rootpath):
        if (base / given).is_dir():
            return (base / given).resolve()
    raise pytest.UsageError(f"--katas {given}: there is no such folder. Give one that holds week1/, week2/, …")


class Runner:
    """Runs in every process that runs tests."""

    def __init__(self) -> None:
        self.stopped: dict[tuple[str, str], DoesNotRun] = {}
        self.brief = False  # whether nobody will look at pytest's own account of a failure, which is slow to make

    @pytest.hookimpl(wrapper=True)
    def pytest_make_collect_report(self, collector: pytest.Collector) -> Generator[None, Any, Any]:
        if not isinstance(collector, pytest.Module):
            return (yield)
        with overlay.standing_in():
            return (yield)

    @pytest.hookimpl(tryfirst=True)
    def pytest_pycollect_makeitem(
        self, collector: pytest.Module | pytest.Class, name: str, obj: object
    ) -> pytest.Function | None:
        return quick.collected(collector, name, obj) if self.brief else None

    def pytest_collection_modifyitems(self, config: pytest.Config, items: list[pytest.Item]) -> None:
        seed = config.getoption("--kata-order")
        if seed is not None:
            random.Random(seed).shuffle(items)

    def pytest_collection_finish(self, session: pytest.Session) -> None:
        if self.brief:
            fixtures = {name for item in session.items for name in getattr(item, "fixturenames", ())}
            startup.let_go_of_idle_plugins(session.config, fixtures)

    @pytest.hookimpl(tryfirst=True)
    def pytest_runtestloop(self) -> None:
        startup.resume_collector()

    @pytest.hookimpl(tryfirst=True)
    def pytest_runtest_protocol(self, item: pytest.Item, nextitem: pytest.Item | None) -> bool | None:
        names = names_of(item) if self.brief and quick.fits(item) else None
        if names is None:
            return None
        quick.run(item, nextitem, self.around(names), lambda call: self.verdict(names, item.name, call))
        return True

    def quick_verdict(self, item: pytest.Item) -> Verdict | None:
        """What comes out of a test, for who needs no account of pytest's; None where there is no quick way."""
        names = names_of(item) if quick.fits(item) else None
        if names is None:
            return None
        call = quick.called(item, self.around(names))
        skipped = call.excinfo is not None and call.excinfo.errisinstance(pytest.skip.Exception)
        return None if skipped else self.verdict(names, item.name, call)

    def around(self, names: Names) -> contextlib.AbstractContextManager[None]:
        """What runs a test, or, of a stub, says so: preparing its tests takes longer than all the rest."""
        return quick.instead(stub) if (stub := stub_of(names)) else self.watching(names)

    @pytest.hookimpl(wrapper=True)
    def pytest_runtest_call(self, item: pytest.Item) -> Generator[None, Any, Any]:
        names = names_of(item)
        if names is None:
            return (yield)
        __tracebackhide__ = True
        with self.watching(names):
            return (yield)

    @contextlib.contextmanager
    def watching(self, names: Names) -> Generator[None, None, None]:
        """Around one test: an end to endless loops, and what there is to complain about although it passed."""
        __tracebackhide__ = True
        key = names.module, names.task
        if key in self.stopped:
            raise self.stopped[key]
        load_quietly(names)  # before the clock starts: libraries may take long to load
        log = overlay.current.begin(names.task or names.kata, kata_file(names))
        try:
            with time_limit(overlay.current.seconds):
                yield
        except OutOfTime as stopped:
            finding = explain(stopped, names.task, kata_file(names))
            self.stopped[key] = DoesNotRun(finding.message, finding.path, finding.line)
            self.stopped[key].finding = finding
            raise self.stopped[key] from stopped
        finally:
            complaint = log.finish(names.task or names.kata)
        if complaint:
            raise Mismatch([complaint])

    @pytest.hookimpl(wrapper=True)
    def pytest_runtest_makereport(
        self, item: pytest.Item, call: pytest.CallInfo[None]
    ) -> Generator[None, pytest.TestReport, pytest.TestReport]:
        names = names_of(item)
        if names is None or (call.when != "call" and call.excinfo is None):
            return (yield)
        verdict = self.verdict(names, item.name, call)
        if self.brief and not verdict.passed:
            item.repr_failure = lambda *_, **__: verdict.message  # type: ignore[method-assign]
        report = yield
        if call.when != "teardown" and not report.skipped:
            setattr(report, VERDICT, verdict.as_dict())
        return report

    def verdict(self, names: Names, test: str, call: pytest.CallInfo[None]) -> Verdict:
        week, kata, task, _ = names
        if call.excinfo is None:
            return Verdict(week, kata, task, test, State.PASSED, "", call.duration)
        found = explain(call.excinfo.value, task, kata_file(names))
        return Verdict(week, kata, task, test, found.state, found.message, call.duration, *found[2:])


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
                self.note = f"Your progress cannot be written ({error.strerror}: {error.filename}): see `kata doctor`."


def write_report(path: Path, verdicts: list[Verdict]) -> None:
    text = json.dumps([verdict.as_report() for verdict in verdicts], indent=1, ensure_ascii=False)
    try:
        path.write_text(text + "\n", encoding="utf-8")
    except OSError as error:
        raise pytest.UsageError(f"--kata-report {path}: {error.strerror}. Name a file that can be written.") from None


class Names(NamedTuple):
    """What a kata's test is about. The task is "" for a test whose name names none."""

    week: str
    kata: str
    task: str
    modules: tuple[str, ...]  # the katas that the test imports from

    @property
    def module(self) -> str:
        return f"{self.week}.{self.kata}"


_NAMES = pytest.StashKey[Names | None]()


def names_of(item: pytest.Item) -> Names | None:
    """Week, kata and task of a kata's test; None for any other test."""
    if _NAMES not in item.stash:
        item.stash[_NAMES] = _find_names(item)
    return item.stash[_NAMES]


def _find_names(item: pytest.Item) -> Names | None:
    if not isinstance(item, pytest.Function):
        return None
    tasks = overlay.stand_ins(vars(item.module))
    if not tasks:
        return None
    task = task_of(item.name, list(tasks))
    modules = tuple(dict.fromkeys(one.kata_module for one in tasks.values()))
    week, _, kata = (tasks[task].kata_module if task else modules[0]).partition(".")
    return Names(week, kata, task, modules)


def stub_of(names: Names) -> NotWritten | None:
    """Says that the task is a stub still; None for anything that a learner has begun."""
    try:
        line = overlay.stub_line(overlay.current.get(names.module, names.task)) if names.task else 0
        return NotWritten(str(overlay.current.path(names.module)), line) if line else None
    except (DoesNotRun, OutOfTime):
        return None


def kata_file(names: Names) -> Path:
    try:
        return overlay.current.path(names.module)
    except DoesNotRun as missing:
        return Path(missing.path)


def load_quietly(names: Names) -> None:
    """Load the modules that a test will ask for; what is wrong with one is told when it is asked."""
    for module in names.modules:
        with contextlib.suppress(DoesNotRun):
            overlay.current.load(module)
