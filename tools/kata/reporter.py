"""Shows a run of katas as one screen, in the place of pytest's own report.

Only for the plain command `pytest exercises/week2`. Whoever asks pytest for something of its own (`-v`,
`-q`, `-s`, `--tb`, `-n`, `--durations`, …) gets pytest's report, with the next step below it.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from _pytest.terminal import TerminalReporter

from kata.course import Course
from kata.extras import command_for, missing_library
from kata.screen import Line, Report, command, compose, next_steps, plain_text
from kata.verdict import VERDICT, Verdict

if TYPE_CHECKING:
    from kata.plugin import Bookkeeper


def take_over(config: pytest.Config, course: Course, folder: Path | None) -> bool:
    """Put our reporter where pytest's was, if this is a run of katas and nobody asked for pytest's. Says whether."""
    old = config.pluginmanager.get_plugin("terminalreporter")
    if old is None or not only_katas(config, course):
        return False
    if wants_pytest(config):
        config.pluginmanager.register(NextStep(config, course, folder), "kata-next-step")
        return False
    new = KataReporter(config, course, folder)
    config.option.continue_on_collection_errors = True  # one broken test file is no reason to say nothing else
    config.pluginmanager.unregister(old)
    config.pluginmanager.register(new, "terminalreporter")
    return True


def only_katas(config: pytest.Config, course: Course) -> bool:
    """Whether everything that is to be tested lies in the katas' folders."""
    here = config.invocation_params.dir
    paths = [(here / arg.partition("::")[0]).resolve() for arg in config.args]
    rooms = (course.exercises.resolve(), course.solutions.resolve())
    return bool(paths) and all(any(path.is_relative_to(room) for room in rooms) for path in paths)


def wants_pytest(config: pytest.Config) -> bool:
    asked = config.option
    return bool(
        asked.verbose
        or asked.tbstyle != "auto"
        or asked.capture == "no"
        or asked.collectonly
        or asked.showlocals
        or asked.no_summary
        or asked.durations
        or asked.reportchars not in ("fE", "")
        or getattr(asked, "setupshow", False)
        or getattr(asked, "setupplan", False)
        or getattr(asked, "usepdb", False)
        or getattr(asked, "numprocesses", None)
    )


class KataReporter(TerminalReporter):  # type: ignore[misc]  # final for typing, made for this in practice
    """pytest's reporter with nothing to say while tests run, and one screen at the end."""

    def __init__(self, config: pytest.Config, course: Course, folder: Path | None) -> None:
        super().__init__(config)
        self.course = course
        self.folder = folder

    def pytest_sessionstart(self, session: pytest.Session) -> None:
        self._session = session

    def pytest_collection(self) -> None:
        pass

    def pytest_collection_finish(self, session: pytest.Session) -> None:
        pass

    def pytest_runtest_logstart(self, nodeid: str, location: tuple[str, int | None, str]) -> None:
        pass

    def pytest_runtest_logfinish(self, nodeid: str) -> None:
        pass

    def report_collect(self, final: bool = False) -> None:
        pass

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        # The hook is also where editors' plugins listen for results.
        category, _, _ = self.config.hook.pytest_report_teststatus(report=report, config=self.config)
        self._add_stats(category, [report])

    @pytest.hookimpl(wrapper=True)
    def pytest_runtestloop(self) -> Any:
        return (yield)

    def summary_failures(self) -> None:
        report = report_of(self.config, self.course, self.folder)
        for text in compose(report) if report.verdicts else []:
            write(self, text)
        self._broken_test_files()

    def summary_xfailures(self) -> None:
        pass

    def summary_warnings(self) -> None:
        pass

    def short_test_summary(self) -> None:
        pass

    def summary_errors(self) -> None:
        pass  # see summary_failures

    def _broken_test_files(self) -> None:
        """Test files that could not be collected: they want what is not installed, or somebody has changed them."""
        errors = [report for report in self.stats.get("error", []) if getattr(report, VERDICT, None) is None]
        waiting = {report: library for report in errors if (library := missing_library(str(report.longrepr)))}
        for library in sorted(set(waiting.values())):
            weeks = {Path(report.nodeid).parent.name for report, missing in waiting.items() if missing == library}
            names = ", ".join(sorted(weeks))
            self.write_line(f"{names}: these tests need {library}, which is not installed here. Once, with a network:")
            self.write_line(f"    {command_for(library)}")
        for report in errors:
            if report not in waiting:
                reason = str(report.longrepr).strip().splitlines()[-1].lstrip("E ").strip()
                self.write_line("")
                self.write_line(f"{report.nodeid} cannot be used: {reason}", yellow=True)
                self.write_line(f"It belongs to the course: `git checkout -- {report.nodeid}` brings it back.")
        if len(errors) > len(waiting):
            self.write_line(f"Is it not that? `{command('kata doctor')}` looks for what else may be in the way.")

    def summary_stats(self) -> None:
        if self._session is not None and self._session.exitstatus == pytest.ExitCode.NO_TESTS_COLLECTED:
            self.write_line("No test was run: nothing here is what you asked for.")


class NextStep:
    """Adds, below pytest's own report, what to open and what to type."""

    def __init__(self, config: pytest.Config, course: Course, folder: Path | None) -> None:
        self.config, self.course, self.folder = config, course, folder

    def pytest_terminal_summary(self, terminalreporter: TerminalReporter) -> None:
        report = report_of(self.config, self.course, self.folder)
        if report.to_fix:
            terminalreporter.write_sep("-", "next")
            for text in next_steps(report, report.to_fix):
                write(terminalreporter, text)


def report_of(config: pytest.Config, course: Course, folder: Path | None) -> Report:
    book = bookkeeper(config)
    report = Report(course, book.verdicts, folder, list(book.newly_passed), book.note)
    report.said = _printed(config, report.to_fix)
    return report


def bookkeeper(config: pytest.Config) -> Bookkeeper:
    found: Bookkeeper = config.pluginmanager.get_plugin("kata-bookkeeper")  # type: ignore[assignment]
    return found


def _printed(config: pytest.Config, failure: Verdict | None) -> str:
    """What the learner's code printed in the failing test: printing is how a beginner debugs."""
    reporter = config.pluginmanager.get_plugin("terminalreporter")
    for report in reporter.stats.get("failed", []) if reporter and failure else []:
        mine = getattr(report, VERDICT, None)
        if mine and failure and Verdict.from_dict(mine) == failure:
            return str(report.capstdout)
    return ""


def write(reporter: TerminalReporter, text: Line) -> None:
    encoding = getattr(reporter._tw._file, "encoding", None)
    for part, style in text.parts:
        markup = {name if name != "dim" else "light": True for name in style.split()}
        reporter.write(plain_text(part, encoding), **markup)
    reporter.write_line("")
