"""What `kata` alone shows: how far each week is, and the one thing to do next."""

from __future__ import annotations

import contextlib
import os
import re
from datetime import date
from importlib.util import find_spec

from kata.course import Course, CourseError, Kata, Task, Week, docstring_of, text_of
from kata.extras import EXTRAS, command_for
from kata.progress import Progress
from kata.quiz import quiz_of, remembered
from kata.screen import WIDTH, activation, command, first_to_open, near
from kata.tables import Row, Screen, notes, shorten
from kata.verdict import State

TITLE, BAR = 23, 16  # characters
LINES = 23  # what a terminal of 24 shows above its prompt
IMPORT = re.compile(rf"^\s*(?:from|import) ({'|'.join(EXTRAS)})\b", re.MULTILINE)


def where_am_i(screen: Screen, course: Course, learned: Progress) -> None:
    """How far each week is, what to do next, and, where there is room, what else can be done."""
    states = {task.id: learned.state(course, task) for task in course.tasks}
    following = learned.next_task(course)
    passed = sum(state is State.PASSED for state in states.values())
    screen.title("Downhill: deep-learning katas you make pass", f"{passed} of {len(states)} tasks passed")
    rows: list[Row] = [[], *(_week_row(week, states) for week in course.weeks)]
    said = notes(course, learned)
    rows += [[], *said] if said else []
    rows += [[], *(_next(course, following, states[following.id]) if following else _nothing_left(course))]
    for offer in _offers(course, states, following):
        if 1 + sum(map(screen.height, [*rows, *offer])) <= LINES:
            rows += offer
    for row in rows:
        screen.print(*row)


def _week_row(week: Week, states: dict[str, State]) -> Row:
    total = len(week.tasks)
    done = sum(states[task.id] is State.PASSED for task in week.tasks)
    filled = done * BAR // total if total else 0
    badge = f"  Badge: {week.badge}" if total and done == total else ""
    return [
        f"  {week.name}  {shorten(week.title, TITLE):<{TITLE}} ",
        ("━" * filled, "green"),
        ("─" * (BAR - filled), "dim"),
        f" {f'{done}/{total}':<5}",
        (badge, "bold green"),
    ]


def _next(course: Course, task: Task, state: State) -> list[Row]:
    kata = course.kata(task.week, task.kata)
    assert kata is not None
    path, line = first_to_open(course, task)
    begun = state is not State.NOT_STARTED
    title = shorten(f"({task.week} {kata.short}, {kata.title})", WIDTH - 15 - len(task.name))
    rows: list[Row] = [[("Go on with  " if begun else "Next        ", "bold"), (task.name, "bold cyan"), f"   {title}"]]
    if about := _about(kata, task, state):
        rows.append([("            " + shorten(about, WIDTH - 12), "dim")])
    if library := _missing(kata):
        rows.append(_row("First type", command_for(library), f"this needs {library}"))
    rows.append(_row("Read", near(course.exercises / task.week / "README.md")))
    if kata.path.exists():
        rows.append([("Open        ", "bold"), (f"{near(path)}:{line}", "cyan")])
    else:
        rows.append(_row("Bring back", command(f"kata reset {task.week}/{kata.short}"), f"{kata.path.name} is gone"))
    rows.append(_row("Then type", command(f"pytest {near(course.exercises / task.week)}")))
    rows.append(_row("A hint", command(f"kata hint {task.week}/{task.name}")))
    return rows


def _about(kata: Kata, task: Task, state: State) -> str:
    """What the task is, or what came of it."""
    if state is State.DOES_NOT_RUN:
        return "It did not run when the tests last ran. They name the line."
    if state is State.WRONG:
        return "It was wrong when the tests last ran. They show where, and why."
    return docstring_of(kata.path, task.name)


def _missing(kata: Kata) -> str:
    """The first library that the kata imports and that is not installed here; "" if there is none."""
    used = IMPORT.findall(text_of(kata.test_path) + "\n" + text_of(kata.path))
    return next((name for name in used if find_spec(name) is None), "")


def _nothing_left(course: Course) -> list[Row]:
    if not course.weeks:
        return [["There are no weeks in exercises/. Bring them back: ", "git checkout -- exercises"]]
    return [
        [("Everything here has passed.", "bold green")],
        _row("Read again", command(f"kata learned {course.weeks[0].name}"), "what each task taught"),
        _row("To show", command("kata record"), "all badges on a page"),
    ]


def _offers(course: Course, states: dict[str, State], following: Task | None) -> list[list[Row]]:
    """What else can be done, the most welcome first."""
    finished = [week for week in course.weeks if week.tasks and _all(week, states, State.PASSED)]
    doing = next((week for week in course.weeks if following and week.name == following.week), None)
    offers: list[list[Row]] = []
    if following:
        offers.append([_row("Or", command("kata watch"), "runs them at every save")])
    if doing and finished and _all(doing, states, State.NOT_STARTED):
        last = finished[-1]
        offers.append([_row("To show", command(f"kata record {last.name}"), f"your badge, {last.badge}")])
    if week := _to_ask(course, finished):
        offers.append([_row("A quiz", command(f"kata quiz {week.name}"))])
    week = doing or (course.weeks[-1] if course.weeks else None)
    if week and (week.folder / "lab.py").exists():
        offers.append([_row("The lab", command(f"kata lab {week.name}"), "draws what your functions do")])
    if shorter := activation():
        start = os.environ["KATA_START"]
        texts = (f"Shorter: type `{shorter}` once a terminal; then leave out", f"`{start}` everywhere.")
        offers.append([[(text, "dim")] for text in texts])
    return offers


def _all(week: Week, states: dict[str, State], state: State) -> bool:
    return all(states[task.id] is state for task in week.tasks)


def _to_ask(course: Course, finished: list[Week]) -> Week | None:
    """The first finished week with questions of its quiz that are due."""
    memory, today = remembered(course.root), date.today()
    for week in finished:
        with contextlib.suppress(CourseError):  # a broken quiz.toml: `kata quiz` says what is wrong with it
            if any(memory.is_due(question, today) for question in quiz_of(week).questions):
                return week
    return None


def _row(label: str, typed: str, remark: str = "") -> Row:
    """A label, what to type, and why, if that still fits."""
    fits = remark and 15 + len(typed) + len(remark) <= WIDTH
    return [(f"{label:<12}", "bold"), typed, (f"   {remark}", "dim") if fits else ""]
