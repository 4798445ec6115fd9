"""The `kata` command: where you are, what comes next, and the words that help."""

from __future__ import annotations

import random
import sys
import time
from datetime import date
from pathlib import Path
from typing import Annotated

import typer

from kata import asking
from kata import progress as progress_file
from kata import stubs as stub_files
from kata.cards import write_cards
from kata.course import Course, CourseError, Kata, Task, Week
from kata.lessons import lesson
from kata.quiz import quiz_of, remembered
from kata.screen import command, near
from kata.tables import Screen, clones, my_progress, proof_table, where_am_i
from kata.verdict import State

app = typer.Typer(
    add_completion=False,
    context_settings={"help_option_names": ["-h", "--help"]},
    help="Where you are in the course, and what comes next. Run `kata` alone to be told.",
    pretty_exceptions_enable=False,
)


def main() -> None:
    """Run the command. Errors that the user can put right are one sentence, without a traceback."""
    try:
        app()
    except CourseError as error:
        print(error, file=sys.stderr)
        sys.exit(2)
    except OSError as error:
        where = f"{error.filename}: " if error.filename else ""
        print(f"{where}{error.strerror or error}. Nothing was changed.", file=sys.stderr)
        sys.exit(2)


def here() -> Course:
    return Course.find(Path.cwd())


@app.callback(invoke_without_command=True)
def status(context: typer.Context) -> None:
    """Where you are, and what comes next."""
    if context.invoked_subcommand is None:
        course = here()
        where_am_i(Screen(), course, progress_file.read(course.root))


@app.command()
def hint(
    task: Annotated[
        str, typer.Argument(help="A task, such as gradient or week2/gradient; the next one if left out.")
    ] = "",
    everything: Annotated[bool, typer.Option("--all", help="Show all three hints at once.")] = False,
) -> None:
    """Show the next of a task's three hints."""
    course = here()
    learned = progress_file.read(course.root)
    found = the_task(course, learned, task)
    hints = lesson(course.root, found).hints
    if not hints:
        raise CourseError(f"There are no hints for {found.name} yet.")
    seen = len(hints) if everything else min(learned.hints.get(found.id, 0) + 1, len(hints))
    screen = Screen()
    screen.title(f"{found.name} · {found.week}", "")
    for number, text in enumerate(hints[:seen], 1):
        screen.hint(number, text, old=number < seen and not everything)
    if seen < len(hints):
        left = len(hints) - seen
        screen.note(f"{left} more: {command(f'kata hint {found.week}/{found.name}')}")
    else:
        screen.note("That was the last one. Type it, run the tests, and read what they say.")
    learned.hints[found.id] = seen
    try:
        progress_file.write(course.root, learned)
    except OSError:
        screen.note("(The progress file cannot be written, so this hint will not be remembered.)")


@app.command()
def learned(
    name: Annotated[str, typer.Argument(help="A week, a kata or a task.")] = "week1",
    everything: Annotated[bool, typer.Option("--all", help="Also what you have not passed yet.")] = False,
) -> None:
    """Show what the tasks that you have passed taught, and which library does it in production."""
    course = here()
    done = progress_file.read(course.root)
    screen = Screen()
    shown = 0
    for kata in course.select(name):
        for task in kata.tasks:
            last = name.rpartition("/")[2]
            chosen = last in (kata.name, kata.short, kata.week) or last.lower() == task.name.lower()
            if chosen and (everything or done.state(course, task) is State.PASSED):
                screen.afterword(task.name, lesson(course.root, task).afterword)
                shown += 1
    if not shown:
        screen.note(f"Nothing of {name} has passed yet. What a task taught is told once its tests pass.")


@app.command()
def progress(
    folders: Annotated[list[Path] | None, typer.Argument(help="Learners' clones, for a table of all of them.")] = None,
) -> None:
    """Show what has passed: yours, or that of the clones in FOLDERS."""
    course = here()
    screen = Screen()
    if folders:
        clones(screen, course, folders)
    else:
        my_progress(screen, course, progress_file.read(course.root))


@app.command()
def quiz(
    name: Annotated[str, typer.Argument(help="A week; what is due again from all weeks if left out.")] = "",
    everything: Annotated[bool, typer.Option("--all", help="Also what need not be asked again yet.")] = False,
    cards: Annotated[bool, typer.Option("--cards", help="Write the week's flashcards as a page to print.")] = False,
    out: Annotated[Path | None, typer.Option(help="The file for --cards.")] = None,
    seed: Annotated[int | None, typer.Option(help="Seed of the order of questions and choices.")] = None,
) -> None:
    """Ask a week's questions, explain the answers, and remember what to ask again."""
    course = here()
    screen = Screen()
    if cards:
        week = the_week(course, name)
        target = out or Path(f"{week.name}_cards.html")
        count = write_cards(week, target)
        screen.note(f"{count} cards, one a page, are in {near(target)}. Print them from a browser.")
        return
    if out:
        raise CourseError("--out goes with --cards: kata quiz --cards week3 --out cards.html")
    weeks = [the_week(course, name)] if name else list(course.weeks)
    questions = [question for week in weeks for question in quiz_of(week).questions]
    memory = remembered(course.root)
    if not name:
        questions = [question for question in questions if memory.met(question)]
    today = date.today()
    due = questions if everything else [question for question in questions if memory.is_due(question, today)]
    if not due:
        asking.nothing_due(screen, name, memory.next_day(questions), today)
        return
    screen.note("Type a letter. Enter alone if you do not know; q to stop.")
    score = asking.hold(screen, course.root, memory, due, random.Random(seed), today, lambda: input("> "))
    asking.result(screen, score, len(due), memory.next_day(questions), today)


@app.command()
def reset(
    name: Annotated[str, typer.Argument(help="A kata, such as kata1 or week2/kata1.")],
    yes: Annotated[bool, typer.Option("--yes", "-y", help="Do not ask.")] = False,
) -> None:
    """Put a kata's stub back. Asks first, and keeps a copy of what you wrote."""
    course = here()
    kata = one_kata(course, name)
    shown = near(kata.path)
    screen = Screen()
    if kata.path.exists() and not stub_files.is_edited(course, kata):
        screen.note(f"{shown} is a stub of the course already; there is nothing to reset.")
        if kata.path.read_bytes() == stub_files.pristine(course, kata).read_bytes():
            return
    if not yes and not typer.confirm(f"Put the stub of {shown} back? A copy of your file is kept"):
        screen.note("Nothing was changed.")
        raise typer.Exit(1)
    copy = stub_files.reset(course, kata)
    screen.note(f"{shown} is a stub again." + (f" What you had is in {near(copy)}" if copy else ""))


@app.command()
def stubs(
    check: Annotated[bool, typer.Option("--check", help="Write nothing; fail if anything would change.")] = False,
) -> None:
    """Write exercises/ from solutions/. A file that somebody has edited is left alone."""
    course = here()
    screen = Screen()
    if check:
        found = stub_files.problems(course)
        for problem in found:
            screen.note(problem)
        if found:
            raise typer.Exit(1)
        screen.note("Every stub is what its reference makes of it.")
        return
    for one in stub_files.write(course):
        if one.what != "same":
            why = " (edited: left as it is; `kata reset` would put the stub back)" if one.what == "kept" else ""
            screen.note(f"{one.what:<8} {near(one.kata.path)}{why}")


@app.command()
def verify(
    names: Annotated[list[str] | None, typer.Argument(help="Weeks or katas; all if left out.")] = None,
    seed: Annotated[int | None, typer.Option(help="Seed of the tests' random order; drawn if left out.")] = None,
    workers: Annotated[int | None, typer.Option(help="Processes; one a core if left out.")] = None,
) -> None:
    """Prove the tests: against stubs, references, known mistakes, alternatives and impostors."""
    from kata.verify import verify as prove

    course = here()
    chosen = [kata for name in names for kata in course.select(name)] if names else list(course.katas)
    seed = random.randrange(10_000) if seed is None else seed
    screen = Screen()
    start = time.perf_counter()
    with screen.waiting("Proving the tests …"):
        proof = prove(course, list(dict.fromkeys(chosen)), seed, workers)
    proof_table(screen, proof, time.perf_counter() - start, seed)
    if proof.problems:
        raise typer.Exit(1)


def the_week(course: Course, name: str) -> Week:
    """The week that a user means, by its name or that of something in it."""
    found = {kata.week for kata in course.select(name)} if name else set()
    if len(found) != 1:
        raise CourseError(f"Name a week: {', '.join(week.name for week in course.weeks)}.")
    return next(week for week in course.weeks if week.name in found)


def the_task(course: Course, learned: progress_file.Progress, name: str) -> Task:
    """The task that a user means; the next one where no name is given. CourseError where several are meant."""
    if not name:
        following = learned.next_task(course)
        if following is None:
            raise CourseError("All tasks have passed. Name one to see its hints again: kata hint gradient")
        return following
    last = name.replace("\\", "/").rpartition("/")[2]
    tasks = [task for kata in course.select(name) for task in kata.tasks if task.name.lower() == last.lower()]
    if not tasks:
        names = ", ".join(task.name for kata in course.select(name) for task in kata.tasks)
        raise CourseError(f"{name} is no single task. Its tasks are {names}.")
    if len(tasks) > 1:
        following = learned.next_task(course)
        if following in tasks:
            return following
        choices = ", ".join(f"{task.week}/{task.name}" for task in tasks)
        raise CourseError(f"There are several tasks called {last}: say which of {choices}.")
    return tasks[0]


def one_kata(course: Course, name: str) -> Kata:
    katas = course.select(name)
    if len(katas) > 1:
        choices = ", ".join(f"{kata.week}/{kata.short}" for kata in katas)
        raise CourseError(f"{name} means several katas: say which of {choices}.")
    return katas[0]
