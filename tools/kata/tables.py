"""Drawing with rich: what the `kata` command prints."""

from __future__ import annotations

import re
import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from rich.console import Console
from rich.markdown import Markdown
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from kata import progress as progress_file
from kata.course import Course, Week
from kata.progress import Progress
from kata.record.facts import Record
from kata.screen import MARKS, STYLES, WIDTH, command, near, plain_text
from kata.verdict import State

if TYPE_CHECKING:  # learners' clones have neither
    from kata.new import Made
    from kata.verify import Proof

Row = list[tuple[str, str] | str]  # parts of a line, with a style or without


class Screen:
    """The terminal, as the commands use it."""

    def __init__(self) -> None:
        self.console = Console(highlight=False, soft_wrap=False)
        if not sys.stdout.isatty():
            self.console.width = 80

    def print(self, *parts: tuple[str, str] | str) -> None:
        self.console.print(self._text(parts))

    def height(self, row: Row) -> int:
        """How many lines the terminal needs for a row: a long path may be broken in two."""
        return len(self._text(row).wrap(self.console, self.console.width))

    def _text(self, parts: Iterable[tuple[str, str] | str]) -> Text:
        encoding = self.console.encoding
        pieces = [
            (plain_text(part, encoding), "") if isinstance(part, str) else (plain_text(part[0], encoding), part[1])
            for part in parts
        ]
        return Text.assemble(*pieces)

    def title(self, left: str, right: str) -> None:
        self.print((left.ljust(WIDTH - len(right)), "bold"), right)

    def note(self, text: str) -> None:
        self.print(text)

    def entry(self, head: str | tuple[str, str], text: str, text_style: str = "") -> None:
        """A mark or a letter, and beside it a text that keeps its left edge."""
        mark, style = (head, "") if isinstance(head, str) else head
        mark = plain_text(mark, self.console.encoding)
        grid = Table.grid()
        grid.add_column(width=len(mark))
        grid.add_column()
        grid.add_row(Text(mark, style), Text(plain_text(text, self.console.encoding), text_style))
        self.console.print(grid)

    def hint(self, number: int, text: str, old: bool) -> None:
        self.print()
        self.print((f"Hint {number}", "dim" if old else "bold"))
        self.console.print(Padding(Markdown(text), (0, 2), style="dim" if old else ""))

    def afterword(self, name: str, text: str) -> None:
        self.print((f"{MARKS[State.PASSED]} {name}", "bold green"))
        self.console.print(Padding(Markdown(text), (0, 2)))
        self.print()

    @contextmanager
    def waiting(self, text: str) -> Iterator[None]:
        if self.console.is_terminal:
            with self.console.status(text):
                yield
        else:
            yield


def notes(course: Course, learned: Progress) -> list[Row]:
    """What the learner should know of their progress, a line each."""
    reopened = [task.name for task in course.tasks if learned.reopened(course, task)]
    lines: list[Row] = []
    if reopened:
        why = "Open again, because a test became stricter: "
        lines.append([(why, "yellow"), (shorten(", ".join(reopened), WIDTH - len(why)), "")])
    if learned.note:
        lines.append([(learned.note, "yellow")])
    return lines


def my_progress(screen: Screen, course: Course, learned: Progress) -> None:
    """Every kata with the state of each task when it was last run."""
    for week in course.weeks:
        week_progress(screen, course, learned, week)
        screen.print()
    for note in notes(course, learned):
        screen.print(*note)


def week_progress(screen: Screen, course: Course, learned: Progress, week: Week) -> None:
    """A week's katas with the state of each task."""
    states = {task.id: learned.state(course, task) for task in week.tasks}
    done = sum(state is State.PASSED for state in states.values())
    badge = f"Badge: {week.badge}  " if states and done == len(states) else ""
    screen.title(f"{week.name} · {week.title}", f"{badge}{done} of {len(states)} tasks passed")
    for kata in week.katas:
        first = True
        for task in kata.tasks:
            state = states[task.id]
            again = " (a test became stricter)" if learned.reopened(course, task) else ""
            head = f"  {kata.short:<8} {kata.title:<34}" if first else " " * 45
            word = {State.PASSED: "", State.NOT_STARTED: ""}.get(state, f"  {state.value.replace('-', ' ')}")
            screen.print(head, (f"{MARKS[state]} {task.name}", STYLES[state]), (word + again, "dim"))
            first = False


def show_record(screen: Screen, record: Record, out: Path, note: str) -> None:
    """What was written, and what can be done with it."""
    if len(record.weeks) > 1:
        badge = f"{record.badges} of {len(record.weeks)} badges"
    else:
        badge = f"the badge {record.weeks[0].badge}" if record.badges else "no badge yet"
    if record.passed:
        screen.note(f"{near(out)} shows {record.passed} of {record.total} tasks passed, and {badge}.")
    else:
        screen.note(f"Nothing of it has passed yet: {near(out)} shows what lies ahead.")
    if out.suffix.lower() == ".html":
        screen.print(("Open it in a browser, or print it. --out record.png makes a picture to post.", "dim"))
    if note:
        screen.print((note, "yellow"))


def clones(screen: Screen, course: Course, folders: list[Path]) -> None:
    """A row for each learner's clone, from the progress file in it. Nothing of theirs is run."""
    table = Table(box=None, pad_edge=False)
    table.add_column("learner")
    for week in course.weeks:
        table.add_column(week.name, justify="right")
    table.add_column("next")
    table.add_column("last run")
    for folder in sorted(folders):
        learned = progress_file.read(folder)
        states = {task.id: learned.state(course, task) for task in course.tasks}
        counts = [
            f"{sum(states[task.id] is State.PASSED for task in week.tasks)}/{len(week.tasks)}" for week in course.weeks
        ]
        following = learned.next_task(course)
        last = max((entry["when"] for entry in learned.tests.values()), default="")
        if not folder.is_dir():
            doing = "no such folder"
        elif learned.note:
            doing = "progress file unreadable" if not learned.tests else "progress file damaged"
        elif not learned.tests:
            doing = "no run yet"
        else:
            doing = f"{following.week}/{following.name}" if following else "all passed"
        table.add_row(*(Text(_harmless(cell)) for cell in (folder.resolve().name, *counts, doing, last)))
    screen.console.print(table)


def shorten(text: str, width: int) -> str:
    return text if len(text) <= width else text[: width - 1] + "…"


def _harmless(text: str) -> str:
    """A stranger's text without control characters, and no longer than a column."""
    return re.sub(r"[^\x20-\x7e\u00a0-\uffff]", "?", text)[:40]


def show_new(screen: Screen, course: Course, made: Made) -> None:
    """The files of a new kata, each with what belongs in it, and what to type next."""
    tasks = ", ".join(made.kata.tasks)
    one = len(made.kata.tasks) == 1
    screen.note(f"The files of {made.kata.id} are there, for the task{'' if one else 's'} {tasks}:")
    screen.print()
    shown = {near(path): what for path, what in made.files.items()}
    width = max(map(len, shown))
    for name, what in shown.items():
        screen.entry((f"  {name:<{width}}  ", ""), what)
    screen.print()
    screen.note("Fill them in this order: WRITE: says where something is to be written, and what. Then type")
    screen.print()
    of_kata = f"kata verify {made.kata.week}/{made.kata.short}"
    lines = {
        "kata stubs": "makes the stub of the reference",
        of_kata: "says what is still lacking; then proves the tests",
    }
    for typed, what in lines.items():
        screen.entry((f"  {command(typed)}  ".ljust(max(map(len, lines)) + 4), "bold"), what)


def proof_table(screen: Screen, proof: Proof, seconds: float, seed: int) -> None:
    """How many of each proof held, week by week; what each impostor got away with; the problems."""
    if proof.made:
        _proof_counts(screen, proof)
    for problem in proof.problems:
        screen.entry(("✗ ", "red"), problem)
    if proof.unproved:
        names = ", ".join(kata.id for kata in proof.unproved)
        screen.print((f"Not proved yet, as the code comes first: {names}", "dim"))
    count = len(proof.problems)
    found = f"{count} problem{'s' if count > 1 else ''}." if count else "No problems."
    verdict = (found, "bold red" if count else "green")
    screen.print(verdict, f" {seconds:.1f} s, random order from seed {seed}." if proof.made else "")


def _proof_counts(screen: Screen, proof: Proof) -> None:
    from kata.verify import PROOFS

    weeks = sorted({week for _, week in proof.made})
    table = Table(box=None, pad_edge=False)
    table.add_column("proved")
    for name in PROOFS:
        table.add_column(name, justify="right")
    for title, rows in [*((week, [week]) for week in weeks), ("all", weeks)]:
        counts = [(sum(proof.held[name, w] for w in rows), sum(proof.made[name, w] for w in rows)) for name in PROOFS]
        cells = [Text(f"{held}/{made}", style="" if held == made else "bold red") for held, made in counts]
        table.add_row(title, *cells)
    screen.console.print(table)
    screen.print()
    fooled = Table(box=None, pad_edge=False)
    fooled.add_column("impostor")
    fooled.add_column("single tests it passes", justify="right")
    for name, asked in proof.asked.items():
        fooled.add_row(name, f"{proof.fooled[name]} of {asked}")
    screen.console.print(fooled)
    weakest = [(test, count) for test, count in proof.weak.most_common(3) if count > 2]
    if weakest:
        screen.print()
        screen.print(("Weakest tests, by impostors that pass them:", "dim"))
        for test, count in weakest:
            screen.print(f"  {count}  {shorten(test, WIDTH - 5)}")
    screen.print()
