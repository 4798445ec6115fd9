"""The learner's screen, as lines of marked text: what passed, one failure, what to open, what to type.

Pure: verdicts in, lines out. The pytest reporter and the `kata` command print them, each its own way.
"""

from __future__ import annotations

import os
import shutil
import sys
import textwrap
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import NamedTuple

from kata.course import Course, Kata, Task, docstring_of, line_of, text_of
from kata.lessons import lesson
from kata.verdict import NOT_WRITTEN, State, Verdict, state_of

WIDTH = 78
MARKS = {State.PASSED: "✓", State.WRONG: "✗", State.DOES_NOT_RUN: "!", State.NOT_STARTED: "·"}
PLAIN = {"✓": "+", "✗": "x", "·": "-", "…": "...", "—": "-"}
STYLES = {State.PASSED: "green", State.WRONG: "red", State.DOES_NOT_RUN: "yellow", State.NOT_STARTED: "dim"}
MANY = 10  # with more katas than this on the screen, a week that is all passed or not begun is one line


class Line(NamedTuple):
    """Parts of text with a style each: "", "bold", "dim", "green", "red", "yellow" or "cyan"."""

    parts: tuple[tuple[str, str], ...] = ()


def line(*parts: str | tuple[str, str]) -> Line:
    return Line(tuple((part, "") if isinstance(part, str) else part for part in parts))


@dataclass
class Report:
    """What a run found, sorted the way the course is."""

    course: Course
    verdicts: list[Verdict]
    folder: Path | None = None  # the folder of --katas; None for the learner's own
    newly_passed: list[Task] = field(default_factory=list)
    note: str = ""  # something the learner should know about the run itself
    said: str = ""  # what the learner's code printed in the failing test
    watched: bool = False  # whether the tests run at every save, and keys give hints

    @cached_property
    def _by_kata(self) -> dict[tuple[str, str], list[Verdict]]:
        found: dict[tuple[str, str], list[Verdict]] = {}
        for verdict in self.verdicts:
            found.setdefault((verdict.week, verdict.kata), []).append(verdict)
        return found

    def of(self, kata: Kata, task: Task | None = None) -> list[Verdict]:
        found = self._by_kata.get((kata.week, kata.name), [])
        return [verdict for verdict in found if task is None or verdict.task == task.name]

    @cached_property
    def katas(self) -> list[Kata]:
        return [kata for kata in self.course.katas if self.of(kata)]

    def tasks(self, kata: Kata) -> list[tuple[Task, State]]:
        found = [(task, self.of(kata, task)) for task in kata.tasks]
        return [(task, state_of(verdict.state for verdict in verdicts)) for task, verdicts in found if verdicts]

    @property
    def in_order(self) -> list[Verdict]:
        place = {
            (t.week, t.kata, t.name, test): i
            for i, (t, test) in enumerate((t, test) for kata in self.katas for t in kata.tasks for test in t.tests)
        }
        return sorted(
            self.verdicts,
            key=lambda v: place.get((v.week, v.kata, v.task, v.test.partition("[")[0]), len(place)),
        )

    @cached_property
    def to_fix(self) -> Verdict | None:
        """The one failure to show: the first that was begun, or else the first that was not."""
        failed = [verdict for verdict in self.in_order if not verdict.passed]
        begun = [verdict for verdict in failed if verdict.state is not State.NOT_STARTED]
        return next(iter(begun or failed), None)


def compose(report: Report) -> list[Line]:
    """The whole screen."""
    lines = [*_table(report), *([line((report.note, "yellow"))] if report.note else [])]
    failure = report.to_fix
    if failure is None:
        return [*lines, line(), *_all_passed(report)]
    if failure.state is not State.NOT_STARTED:
        lines += [line(), *_failure(failure, report)]
    elif report.newly_passed:
        lines += [line(), *_learned(report)]
    return [*lines, line(), *next_steps(report, failure)]


def _table(report: Report) -> list[Line]:
    lines: list[Line] = []
    weeks = [week for week in report.course.weeks if any(kata.week == week.name for kata in report.katas)]
    for week in weeks:
        katas = [kata for kata in report.katas if kata.week == week.name]
        states = [state for kata in katas for _, state in report.tasks(kata)]
        passed = states.count(State.PASSED)
        count = f"{passed} of {len(states)} {'task' if len(states) == 1 else 'tasks'} passed"
        title = f"{week.name} · {week.title}" if week.title else week.name
        if len(report.katas) > MANY and passed in (0, len(states)) and set(states) <= {State.PASSED, State.NOT_STARTED}:
            state = State.PASSED if passed else State.NOT_STARTED
            lines.append(line((f"{MARKS[state]} {title}".ljust(WIDTH - len(count)), STYLES[state]), count))
            continue
        lines.append(line((title.ljust(WIDTH - len(count)), "bold"), count))
        lines += [_kata_line(report, kata) for kata in katas]
    return lines


def _kata_line(report: Report, kata: Kata) -> Line:
    tasks = report.tasks(kata)
    marks = [(MARKS[state] + " ", STYLES[state]) for _, state in tasks]
    pad = " " * max(0, 2 * (6 - len(tasks)))
    title = textwrap.shorten(kata.title, 34, placeholder="…")
    broken = _same_import_fault(report.of(kata))
    if broken:
        status = ("does not run", "yellow")
    else:
        begun = [(task, state) for task, state in tasks if state in (State.WRONG, State.DOES_NOT_RUN)]
        ahead = [(task, state) for task, state in tasks if state is State.NOT_STARTED]
        task, worst = next(iter(begun or ahead or tasks))
        texts = {
            State.PASSED: "passed",
            State.WRONG: f"{task.name} is wrong",
            State.DOES_NOT_RUN: f"{task.name} does not run",
            State.NOT_STARTED: "not started" if len(ahead) == len(tasks) else f"next: {task.name}",
        }
        status = (texts[worst], STYLES[worst])
    return line(
        f"  {kata.short:<8}{title:<35} ",
        *marks,
        pad,
        " ",
        (textwrap.shorten(status[0], 20, placeholder="…"), status[1]),
    )


def _same_import_fault(verdicts: list[Verdict]) -> bool:
    """Whether every test of the kata tells of one and the same fault, as when a file cannot be imported."""
    return len({(v.message, v.line) for v in verdicts}) == 1 and verdicts[0].state is State.DOES_NOT_RUN


def _failure(failure: Verdict, report: Report) -> list[Line]:
    style, said = STYLES[failure.state], report.said
    shows = failure.test.partition("[")[0].removeprefix(f"test_{failure.task}").strip("_").replace("_", " ")
    if _is_of_whole_kata(failure, report):
        lines = [line((Path(failure.path).name, style + " bold"), " · no test of it can run")]
    else:
        lines = [line((failure.task or failure.kata, style + " bold"), f" · {shows}" if shows else "")]
    for text in failure.message.splitlines():
        lines += [line("  " + wrapped) for wrapped in _wrapped(text)]
    if said:
        shown = said.rstrip().splitlines()
        lines.append(line(("  It printed:", "dim")))
        lines += [line(("    " + text[: WIDTH - 4], "dim")) for text in shown[:3]]
        if len(shown) > 3:
            lines.append(line((f"    … and {len(shown) - 3} lines more (pytest -s shows all)", "dim")))
    return lines


def _is_of_whole_kata(failure: Verdict, report: Report) -> bool:
    kata = report.course.kata(failure.week, failure.kata)
    found = report.of(kata) if kata else []
    return len({verdict.task for verdict in found}) > 1 and _same_import_fault(found)


def _wrapped(text: str) -> list[str]:
    """A line of a message at the screen's width; the lines of a table or of code keep their beginning."""
    indent = " " * (len(text) - len(text.lstrip()))
    hang = "          " if text.startswith(("expected  ", "got       ")) else indent
    return textwrap.wrap(text, WIDTH - 2, subsequent_indent=hang, drop_whitespace=True) or [""]


def next_steps(report: Report, failure: Verdict) -> list[Line]:
    """What to open, and what to type."""
    path, number = Path(failure.path), failure.line
    begun = failure.state is not State.NOT_STARTED
    waits = not begun and failure.message != NOT_WRITTEN
    about = "" if begun or waits else f"   {failure.task}"
    lines = [line(("Fix   " if begun else "Open  ", "bold"), (f"{near(path)}:{number}", "cyan"), about)]
    summary = failure.message if waits else "" if begun else docstring_of(path, failure.task)
    if summary:
        lines.append(line(("      " + textwrap.shorten(summary, WIDTH - 6, placeholder="…"), "dim")))
    if report.watched:
        return [*lines, line(("Then  ", "bold"), "save it, and its tests run")]
    if failure.task and not _is_of_whole_kata(failure, report):
        lines.append(line(("Hint  ", "bold"), command(f"kata hint {failure.week}/{failure.task}")))
    again = near(report.course.exercises / failure.week)
    katas = f" --katas {near(report.folder)}" if report.folder else ""
    lines.append(line(("Then  ", "bold"), command(f"pytest {again}{katas}")))
    return lines


def _all_passed(report: Report) -> list[Line]:
    lines = [*_learned(report), line()] if report.newly_passed else []
    for week in report.course.weeks:
        whole = list(week.tasks) if any(kata.week == week.name for kata in report.katas) else []
        passed = [task for kata in week.katas for task, state in report.tasks(kata) if state is State.PASSED]
        if whole and len(passed) == len(whole):
            badge = f"  Badge: {week.badge}" if week.badge else ""
            lines += [line((f"{week.name} is done.{badge}", "green bold"))]
            lines += [line(text) for text in textwrap.wrap(f"Law {week.number}: {week.law}", WIDTH)] if week.law else []
            read = command(f"kata learned {week.name}{' --all' if report.folder else ''}")
            lines.append(line(("Read  ", "bold"), read, ("   what each task taught", "dim")))
    if report.watched:
        return lines or [line(("All of it passes.", "green bold"))]
    if not lines or report.newly_passed:
        lines.append(line(("Next  ", "bold"), command("kata"), "   where you are, and what comes next"))
    return lines


def _learned(report: Report) -> list[Line]:
    task = report.newly_passed[-1]
    text = lesson(report.course.root, task).afterword
    more = (
        f" (and {len(report.newly_passed) - 1} more: kata learned {task.week})" if len(report.newly_passed) > 1 else ""
    )
    head = line((f"{MARKS[State.PASSED]} {task.name}", "green bold"), f" passed{more}")
    wrapped = textwrap.wrap(" ".join(text.split()), WIDTH - 2)
    return [head, *[line("  " + one) for one in wrapped[:6]]]


def first_to_open(course: Course, task: Task) -> tuple[Path, int]:
    """The learner's file for a task, and the line to begin at: the body of the stub where it still stands."""
    kata = course.kata(task.week, task.kata)
    assert kata is not None
    start = line_of(kata.path, task.name)
    for number, one in enumerate(text_of(kata.path).splitlines()[start - 1 :], start):
        if "raise NotImplementedError" in one:
            return kata.path, number
        if number > start and one.startswith(("def ", "class ")):
            break
    return kata.path, start


def near(path: Path) -> str:
    """A path as typed from where the user stands, if that is the shorter way to say it."""
    try:
        relative = os.path.relpath(path)
    except ValueError:  # another drive on Windows
        return str(path)
    return min(relative, str(path), key=len) if relative.startswith("..") else relative


def command(text: str) -> str:
    """A command as it can be typed here: through tools/start.py where the shell does not know the environment."""
    if start := os.environ.get("KATA_START"):
        return f"{start} {text}"
    found = shutil.which(text.partition(" ")[0])
    if found and Path(found).parent.resolve() == Path(sys.executable).parent.resolve():
        return text
    start = near(Path(__file__).parents[2] / "tools" / "start.py")
    return f"{'py' if os.name == 'nt' else 'python3'} {start} {text}"


def activation() -> str:
    """How to make the environment the shell's own; "" where it is already."""
    if not os.environ.get("KATA_START"):
        return ""
    folder = near(Path(sys.prefix))
    return f"{folder}\\Scripts\\activate" if os.name == "nt" else f"source {folder}/bin/activate"


def plain_text(text: str, encoding: str | None) -> str:
    """The text with signs that the terminal's encoding lacks replaced by plain ones."""
    try:
        text.encode(encoding or "ascii")
        return text
    except UnicodeEncodeError:
        for sign, instead in PLAIN.items():
            text = text.replace(sign, instead)
        return text.encode(encoding or "ascii", "replace").decode(encoding or "ascii")
