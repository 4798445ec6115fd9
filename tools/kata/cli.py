"""The `kata` command: where you are, what comes next, and the words that help."""

from __future__ import annotations

import random
import sys
import time
from collections.abc import Callable
from datetime import date
from importlib.util import find_spec
from pathlib import Path
from typing import Annotated

import typer

from kata import asking, hints
from kata import progress as progress_file
from kata import stubs as stub_files
from kata.cards import write_cards
from kata.course import Course, CourseError, Kata, Task, Week
from kata.home import where_am_i
from kata.lessons import lesson
from kata.quiz import quiz_of, remembered
from kata.screen import command, near
from kata.tables import Screen, clones, my_progress, proof_table, show_new, show_record
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
        print(f"{where}{error.strerror or error}. Nothing was changed; see `kata doctor`.", file=sys.stderr)
        sys.exit(2)


def here() -> Course:
    return Course.find(Path.cwd())


def for_authors(command: Callable[..., None]) -> Callable[..., None]:
    """A command that learners' clones do not have: they lack solutions, and what works on those."""
    return app.command()(command) if find_spec("kata.verify") else command


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
    found = the_task(course, progress_file.read(course.root), task)
    taken = hints.take(course, found, everything)
    screen = Screen()
    screen.title(f"{found.name} · {found.week}", "")
    for number, text in enumerate(taken.texts, 1):
        screen.hint(number, text, old=number < len(taken.texts) and not everything)
    if taken.left:
        screen.note(f"{taken.left} more: {command(f'kata hint {found.week}/{found.name}')}")
    else:
        screen.note("That was the last one. Type it, run the tests, and read what they say.")
    if not taken.kept:
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
def watch(
    name: Annotated[str, typer.Argument(help="A week or a kata to begin with; the next one if left out.")] = "",
    poll: Annotated[bool, typer.Option("--poll", help="Look at the files again and again, for odd drives.")] = False,
) -> None:
    """Run a kata's tests at every save, at once. Keys give hints and go on."""
    from kata.watch.session import watch as follow

    course = here()
    learned = progress_file.read(course.root)
    chosen = course.select(name) if name else list(course.katas)
    open_ = [kata for kata in chosen if any(learned.state(course, t) is not State.PASSED for t in kata.tasks)]
    follow(course, next(iter(open_ or chosen)), poll)


@app.command()
def record(
    name: Annotated[str, typer.Argument(metavar="WEEK|all", help="A week; the whole course if left out.")] = "all",
    out: Annotated[Path | None, typer.Option(help="The file: .html for a page, .svg or .png for a picture.")] = None,
    learner: Annotated[str, typer.Option("--name", help="Your name, to stand on it.")] = "",
    with_hints: Annotated[bool, typer.Option("--hints", help="Let the page say how many hints you read.")] = False,
    force: Annotated[bool, typer.Option("--force", help="Replace a file that is no record.")] = False,
) -> None:
    """Make a page or a picture of what you have passed, to show."""
    from kata.record.facts import record_of
    from kata.record.writing import write_record

    course = here()
    weeks = course.weeks if name == "all" else (the_week(course, name),)
    learned = progress_file.read(course.root)
    found = record_of(course, weeks, learned, remembered(course.root), learner)
    target = out or Path("downhill_record.html" if name == "all" else f"{weeks[0].name}_record.html")
    write_record(found, target, with_hints, force)
    show_record(Screen(), found, target, learned.note)


@app.command()
def lab(
    name: Annotated[str, typer.Argument(help="A week, such as week2.")] = "",
    page: Annotated[Path | None, typer.Option("--export", help="Write a page that opens offline to this file.")] = None,
    force: Annotated[bool, typer.Option("--force", help="With --export: replace a file that is no lab.")] = False,
    katas: Annotated[Path | None, typer.Option(help="Draw the functions of this folder instead of exercises/.")] = None,
    port: Annotated[int, typer.Option(min=0, max=65535, help="The port to use; a free one if left out.")] = 0,
    browser: Annotated[bool, typer.Option("--browser/--no-browser", help="Open it in the browser.")] = True,
) -> None:
    """Open a week's lab: pictures of your own functions, with sliders to turn."""
    from labs import serve

    course = here()
    week = the_week(course, name)
    screen = Screen()
    if page is None:
        serve.serve(course, week, katas, port, browser, screen.note)
        return
    with screen.waiting("Drawing every step of the lab …"):
        serve.export(course, week, katas, page, force)
    screen.note(f"The lab of {week.name} is in {near(page)}. It opens in any browser, and needs no network.")


@app.command()
def doctor(
    everything: Annotated[bool, typer.Option("--all", help="Also what is well.")] = False,
    json: Annotated[bool, typer.Option("--json", help="As JSON: see the docstring of kata.doctor.")] = False,
) -> None:
    """Look for what is wrong with the course, Python and this machine; say how to put it right. Changes nothing."""
    from kata.doctor import as_json, examine, has_problems
    from kata.doctor.screen import show, where

    screen, place = Screen(), where()
    with screen.waiting("Looking around …"):
        findings = examine(place)
    if json:
        print(as_json(place, findings))
    else:
        show(screen, findings, everything)
    if has_problems(findings):
        raise typer.Exit(1)


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
def update(
    source: Annotated[str, typer.Option("--from", help="An address, a clone, a folder or a zip of the course.")] = "",
    check: Annotated[bool, typer.Option("--check", help="Say what would happen, and change nothing.")] = False,
) -> None:
    """Bring the course's new version here. Katas that you edited stay as they are."""
    from kata.update.plan import carry_out, prepare
    from kata.update.screen import show  # all that is needed is loaded before a file of ours is another

    course = here()
    screen = Screen()
    with screen.waiting("Looking for a newer version …"):
        plan = prepare(course, source, check)
    if not check:
        carry_out(course, plan)
    show(screen, course, plan, check)


@for_authors
def new(
    name: Annotated[str, typer.Argument(help="The week and the kata, such as week9/kata1_name.", metavar="WEEK/KATA")],
    tasks: Annotated[list[str] | None, typer.Option("--task", help="A task of it; once for each.")] = None,
) -> None:
    """Make the files of a new kata, for authors: each shows its form, and says what to write."""
    from kata.new import make, named

    course = here()
    show_new(Screen(), course, make(course, named(course, name, tasks or [])))


@for_authors
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


@for_authors
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


@for_authors
def mutants(
    names: Annotated[list[str] | None, typer.Argument(help="Weeks or katas; all if left out.")] = None,
    reasons: Annotated[bool, typer.Option("--reasons", help="Also why the equivalent ones are equivalent.")] = False,
    workers: Annotated[int | None, typer.Option(help="Processes; one a core if left out.")] = None,
) -> None:
    """Prove the tests against machine-made mutants of the references: what was made, killed, and lives."""
    from kata.mutants.survivors import hunt
    from kata.mutants.table import mutant_table

    course = here()
    chosen = [kata for name in names for kata in course.select(name)] if names else list(course.katas)
    screen = Screen()
    start = time.perf_counter()
    with screen.waiting("Hunting the mutants …"):
        found = hunt(course, list(dict.fromkeys(chosen)), workers)
    if not mutant_table(screen, found, time.perf_counter() - start, reasons):
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
