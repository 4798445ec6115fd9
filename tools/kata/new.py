"""`kata new week9/kata1_name`: the files of a kata, each a skeleton that shows its form.

Where something has to be written, a skeleton says WRITE: and what. `kata verify` repeats each of these with its
file and line, and says what else is lacking (`kata.lacking`), until the kata is whole.
"""

from __future__ import annotations

import keyword
import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from kata.course import Course, CourseError, Week
from kata.lessons import lessons_of

KATA = re.compile(r"(?P<kind>kata(?P<number>[1-9]\d*)|mission)_[a-z][a-z0-9]*(_[a-z0-9]+)*")
TASK = re.compile(r"[a-z][a-z0-9_]*")
SKELETONS = {
    "kata.py": "the reference: each task's text and body",
    "test.py": "visible tests, which name the mistake",
    "mistakes.py": "three wrong versions of each task",
    "alternatives.py": "right versions, which must pass",
    "hidden_test.py": "tests on fresh data, for grading",
    "hints.md": "three hints and an afterword a task",
    "README.md": "the session's page",
    "quiz.toml": "questions and flashcards",
}
TAKEN = ("expect", "kata", "test")  # what a test file calls something else


@dataclass(frozen=True)
class NewKata:
    """What is to be made: a week, the kata's full name ("kata1_gradient_descent"), and its tasks in order."""

    week: str
    name: str
    tasks: tuple[str, ...]

    @property
    def id(self) -> str:
        return f"{self.week}/{self.name}"

    @property
    def short(self) -> str:
        return self.name.partition("_")[0]

    @property
    def words(self) -> dict[str, Any]:
        """What the skeletons are filled with."""
        kind, _, rest = self.name.partition("_")
        number = kind.removeprefix("kata")
        plain = rest.replace("_", " ")
        return {
            "week": self.week,
            "number": self.week.removeprefix("week"),
            "kata": self.name,
            "kata_number": number,
            "kata_title": f"Kata {number}" if kind != "mission" else "Mission",
            "title": plain[0].upper() + plain[1:],
            "lower_title": plain,
            "tasks": self.tasks,
            "imports": _imports(f"from {self.week}.{self.name} import", sorted(self.tasks)),
        }


def _imports(start: str, names: list[str]) -> str:
    one_line = f"{start} {', '.join(names)}"
    return one_line if len(one_line) <= 120 else "\n".join([f"{start} (", *(f"    {name}," for name in names), ")"])


@dataclass(frozen=True)
class Made:
    """What `make` wrote: each file, and what belongs in it, in the order in which it is best written."""

    kata: NewKata
    files: dict[Path, str]


def named(course: Course, word: str, tasks: list[str]) -> NewKata:
    """The kata that an author means, if the course has room for it. CourseError, with what to type, where not.

    word: "week9/kata1_name", or the path of its file.
    tasks: the names of its tasks; one, named after the kata, where there are none.
    """
    parts = word.replace("\\", "/").removesuffix(".py").rstrip("/").split("/")
    if len(parts) < 2:
        raise CourseError("Name the week and the kata: kata new week9/kata1_name")
    week, name = parts[-2:]
    last = course.weeks[-1].number if course.weeks else 0
    if not re.fullmatch(r"week[1-9]\d*", week) or int(week.removeprefix("week")) > last + 1:
        raise CourseError(
            f"{week!r} is no week to write for: the weeks are week1 to week{last}, and week{last + 1} next."
        )
    if not KATA.fullmatch(name):
        raise CourseError(
            f"{name!r} cannot be a kata's name. Write kata, its number, and what it is about, in small letters with "
            "_ between the words: kata1_gradient_descent. Or mission_ and what it is about."
        )
    new = NewKata(week, name, tuple(tasks) or (name.partition("_")[2],))
    _check_tasks(new)
    _check_room(course, new)
    return new


def _check_tasks(new: NewKata) -> None:
    for task in new.tasks:
        if not TASK.fullmatch(task) or keyword.iskeyword(task) or task in TAKEN or task.startswith("test_"):
            raise CourseError(
                f"{task!r} cannot be a task's name. It becomes a function: small letters, digits and _, no word that "
                "Python or the tests use. Name it with --task, such as --task gradient_step."
            )
        if new.tasks.count(task) > 1:
            raise CourseError(f"The task {task!r} is named twice.")


def _check_room(course: Course, new: NewKata) -> None:
    week = Week(course.exercises / new.week)
    katas = [kata for kata in week.katas if kata.short == new.short and kata.name != new.name]
    if katas:
        numbers = [
            int(found["number"]) for kata in week.katas if (found := KATA.fullmatch(kata.name)) and found["number"]
        ]
        raise CourseError(
            f"{new.week} has a {new.short} already, {katas[0].name}. The next is kata{max(numbers, default=0) + 1}."
        )
    for task in week.tasks:
        if task.name in new.tasks and task.kata != new.name:
            raise CourseError(
                f"{new.week} has a task {task.name!r} already, in {task.kata}: its hints are found by that name. "
                "Choose another with --task."
            )


def make(course: Course, new: NewKata) -> Made:
    """Write the files: all of them, or none.

    CourseError where a file of the kata is there already, or no folder of solutions; OSError where one cannot be
    written.

    The week's README.md and quiz.toml are written where they are missing, and left alone where they are there;
    hints.md gets a section more.
    """
    if not course.solutions.is_dir():
        raise CourseError(
            "There is no folder solutions/ in this clone. Katas are written in the staff's, where the references are: "
            "change into it, and try again."
        )
    exercises, solutions = course.exercises / new.week, course.solutions / new.week
    own = {
        solutions / f"{new.name}.py": "kata.py",
        exercises / f"test_{new.name}.py": "test.py",
        solutions / f"mistakes_{new.short}.py": "mistakes.py",
        solutions / f"alternatives_{new.short}.py": "alternatives.py",
        solutions / f"hidden_test_{new.short}.py": "hidden_test.py",
    }
    there = [path for path in (*own, exercises / f"{new.name}.py") if path.exists()]
    if there:
        names = ", ".join(path.relative_to(course.root).as_posix() for path in there)
        raise CourseError(
            f"Nothing was written, because there is already {names}. `kata verify {new.week}` says what it lacks."
        )
    of_week = {exercises / name: name for name in ("hints.md", "README.md", "quiz.toml")}
    wanted = own | {path: name for path, name in of_week.items() if name == "hints.md" or not path.exists()}
    undo: list[Callable[[], object]] = []
    try:
        for folder in (exercises, solutions):
            if not folder.is_dir():
                folder.mkdir()
                undo.append(folder.rmdir)
        for path, name in wanted.items():
            if name == "hints.md":
                _write_hints(path, new, undo)
            else:
                _write(path, filled(name, new), undo)
    except BaseException:
        for step in reversed(undo):
            step()
        raise
    return Made(new, {path: SKELETONS[name] for path, name in wanted.items()})


def _write_hints(path: Path, new: NewKata, undo: list[Callable[[], object]]) -> None:
    """A section more; what is there stays as it is."""
    untold = tuple(task for task in new.tasks if task not in lessons_of(Week(path.parent)))
    section = filled("hints.md", replace(new, tasks=untold)) if untold else ""
    if not path.exists():
        _write(path, f"# Hints for week {new.words['number']}\n\n{section}", undo)
        return
    before = path.read_bytes()
    undo.append(lambda: path.write_bytes(before))
    gap = "\n" if before.endswith(b"\n") else "\n\n"
    with path.open("a", encoding="utf-8", newline="\n") as file:
        file.write(gap + section if section else "")


def _write(path: Path, text: str, undo: list[Callable[[], object]]) -> None:
    with path.open("x", encoding="utf-8", newline="\n") as file:  # "x": never over a file that came in between
        undo.append(path.unlink)
        file.write(text)


def filled(skeleton: str, new: NewKata) -> str:
    """The text of one skeleton of skeletons/, for this kata."""
    from jinja2 import Environment, FileSystemLoader, StrictUndefined

    folder = Path(__file__).parent / "skeletons"
    templates = Environment(
        loader=FileSystemLoader(folder), undefined=StrictUndefined, trim_blocks=True, keep_trailing_newline=True,
        autoescape=False,
    )  # fmt: skip
    return templates.get_template(f"{skeleton}.j2").render(new.words)
