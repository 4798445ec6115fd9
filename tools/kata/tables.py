"""Drawing with rich: what the `kata` command prints."""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path

from rich.console import Console
from rich.markdown import Markdown
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from kata import progress as progress_file
from kata.course import Course, Task, Week, docstring_of
from kata.progress import Progress
from kata.quiz import quiz_of, remembered
from kata.screen import MARKS, STYLES, WIDTH, activation, command, first_to_open, near, plain_text
from kata.verdict import State
from kata.verify import PROOFS, Proof

BAR = 20  # characters


class Screen:
    """The terminal, as the commands use it."""

    def __init__(self) -> None:
        self.console = Console(highlight=False, soft_wrap=False)
        if not sys.stdout.isatty():
            self.console.width = 80

    def print(self, *parts: tuple[str, str] | str) -> None:
        encoding = self.console.encoding
        pieces = [
            (plain_text(part, encoding), "") if isinstance(part, str) else (plain_text(part[0], encoding), part[1])
            for part in parts
        ]
        self.console.print(Text.assemble(*pieces))

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


def where_am_i(screen: Screen, course: Course, learned: Progress) -> None:
    """The first screen: how far each week is, and the one thing to do next."""
    states = {task.id: learned.state(course, task) for task in course.tasks}
    passed = sum(state is State.PASSED for state in states.values())
    screen.title("Downhill: deep-learning katas you make pass", f"{passed} of {len(states)} tasks passed")
    screen.print()
    for week in course.weeks:
        _week_line(screen, week, states)
    _notes(screen, course, learned)
    following = learned.next_task(course)
    screen.print()
    if following is None:
        screen.print(("Everything here has passed. ", "bold green"), f"Read it again: {command('kata learned week1')}")
        _quiz(screen, course, states)
        return
    _next(screen, course, following, states[following.id])
    _quiz(screen, course, states)
    _shorter(screen)


def _quiz(screen: Screen, course: Course, states: dict[str, State]) -> None:
    """The quiz of the first finished week with questions that are due."""
    memory, today = remembered(course.root), date.today()
    for week in course.weeks:
        finished = week.tasks and all(states[task.id] is State.PASSED for task in week.tasks)
        if finished and any(memory.is_due(question, today) for question in quiz_of(week).questions):
            screen.print(("A quiz      ", "bold"), command(f"kata quiz {week.name}"))
            return


def _shorter(screen: Screen) -> None:
    if shorter := activation():
        screen.print((f"Shorter: type `{shorter}` once a terminal; then leave out", "dim"))
        screen.print((f"`{os.environ['KATA_START']}` everywhere.", "dim"))


def _week_line(screen: Screen, week: Week, states: dict[str, State]) -> None:
    total = len(week.tasks)
    done = sum(states[task.id] is State.PASSED for task in week.tasks)
    filled = done * BAR // total if total else 0
    badge = f"  Badge: {week.badge}" if total and done == total else ""
    screen.print(
        f"  {week.name}  {week.title:<28} ",
        ("━" * filled, "green"),
        ("─" * (BAR - filled), "dim"),
        f" {done}/{total}",
        (badge, "bold green"),
    )


def _notes(screen: Screen, course: Course, learned: Progress) -> None:
    reopened = [task for task in course.tasks if learned.reopened(course, task)]
    if reopened:
        names = ", ".join(task.name for task in reopened[:5]) + (", …" if len(reopened) > 5 else "")
        screen.print()
        screen.print(("Open again, because a test became stricter: ", "yellow"), names)
    if learned.note:
        screen.print()
        screen.print((learned.note, "yellow"))


def _next(screen: Screen, course: Course, task: Task, state: State) -> None:
    path, line = first_to_open(course, task)
    begun = state is not State.NOT_STARTED
    screen.print(
        ("Go on with  " if begun else "Next        ", "bold"),
        (task.name, "bold cyan"),
        f"   {course_title(course, task)}",
    )
    summary = docstring_of(path, task.name)
    if summary:
        screen.print(("            " + shorten(summary, WIDTH - 12), "dim"))
    screen.print(("Read        ", "bold"), near(course.exercises / task.week / "README.md"))
    screen.print(("Open        ", "bold"), (f"{near(path)}:{line}", "cyan"))
    screen.print(("Then type   ", "bold"), command(f"pytest {near(course.exercises / task.week)}"))
    screen.print(("A hint      ", "bold"), command(f"kata hint {task.week}/{task.name}"))


def course_title(course: Course, task: Task) -> str:
    kata = course.kata(task.week, task.kata)
    return f"({task.week} {kata.short}, {kata.title})" if kata else ""


def my_progress(screen: Screen, course: Course, learned: Progress) -> None:
    """Every kata with the state of each task when it was last run."""
    for week in course.weeks:
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
        screen.print()
    _notes(screen, course, learned)


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


def proof_table(screen: Screen, proof: Proof, seconds: float, seed: int) -> None:
    """How many of each proof held, week by week; what each impostor got away with; the problems."""
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
    for problem in proof.problems:
        screen.print(("✗ ", "red"), problem)
    count = len(proof.problems)
    found = f"{count} problem{'s' if count > 1 else ''}." if count else "No problems."
    verdict = (found, "bold red" if count else "green")
    screen.print(verdict, f" {seconds:.1f} s, random order from seed {seed}.")
