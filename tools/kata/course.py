"""The course as it lies on disk: weeks, katas, tasks.

There is no manifest. A week is a folder `exercises/weekN`; a kata is a module with a test file beside
it (`kata1_pixels.py`, `test_kata1_pixels.py`); a task is a name that the test file imports from the
kata. The test file is asked, not the kata: a learner may have broken or renamed anything in the kata,
and the list of what there is to do must not change with it.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path

WEEK = re.compile(r"week(\d+)$")
NO_KATAS = ("test_", "hidden_test_", "lab.", "experiment.", "ship.")  # how other files of a week begin


class CourseError(Exception):
    """Something the user can put right; the message says how."""


@dataclass(frozen=True)
class Task:
    week: str
    kata: str
    name: str
    tests: tuple[str, ...]

    @property
    def id(self) -> str:
        return f"{self.week}/{self.kata}/{self.name}"


@dataclass(frozen=True)
class Kata:
    """One module of stubs. `path` is the learner's file, `test_path` the tests beside it."""

    path: Path
    test_path: Path

    @cached_property
    def name(self) -> str:
        return self.path.stem

    @cached_property
    def week(self) -> str:
        return self.path.parent.name

    @property
    def short(self) -> str:
        """ "kata1" of "kata1_gradient_descent": how people and file names call it."""
        return self.name.partition("_")[0]

    @property
    def module(self) -> str:
        return f"{self.week}.{self.name}"

    @property
    def id(self) -> str:
        return f"{self.week}/{self.name}"

    @cached_property
    def title(self) -> str:
        return module_title(self.path) or self.name.partition("_")[2].replace("_", " ").capitalize()

    @cached_property
    def tasks(self) -> tuple[Task, ...]:
        text = self.test_path.read_text(encoding="utf-8")
        tests = re.findall(r"^def (test_\w+)", text, re.MULTILINE)
        names = imported_from(text, self.module)
        by_task: dict[str, list[str]] = {}
        for test in tests:  # the order of the tests is the order of the lesson
            by_task.setdefault(task_of(test, names), []).append(test)
        return tuple(Task(self.week, self.name, name, tuple(found)) for name, found in by_task.items() if name)


@dataclass(frozen=True)
class Week:
    folder: Path

    @property
    def name(self) -> str:
        return self.folder.name

    @property
    def number(self) -> int:
        return int(self.name.removeprefix("week"))

    @cached_property
    def katas(self) -> tuple[Kata, ...]:
        tests = sorted(self.folder.glob("test_*.py"))
        return tuple(Kata(self.folder / test.name.removeprefix("test_"), test) for test in tests)

    @cached_property
    def tasks(self) -> tuple[Task, ...]:
        return tuple(task for kata in self.katas for task in kata.tasks)

    @cached_property
    def _readme(self) -> str:
        path = self.folder / "README.md"
        return path.read_text(encoding="utf-8") if path.exists() else ""

    @property
    def title(self) -> str:
        """ "Data Rules Everything", from the README's first line "# Week 2 · Data Rules Everything"."""
        first = self._readme.partition("\n")[0].lstrip("# ").strip()
        return first.partition("·")[2].strip() or first

    @property
    def badge(self) -> str:
        """From the README's line "**Badge:** Data Scientist"."""
        return self._field("Badge")

    @property
    def law(self) -> str:
        """From the README's line "**Law 2:** …"."""
        return self._field(rf"Law {self.number}")

    def _field(self, name: str) -> str:
        found = re.search(rf"^\*\*{name}:\*\*[ ]*(.+)$", self._readme, re.MULTILINE)
        return found.group(1).strip() if found else ""


@dataclass(frozen=True)
class Course:
    root: Path

    @classmethod
    def find(cls, start: Path) -> Course:
        """The course that `start` lies in. CourseError where it lies in none."""
        for folder in (start, *start.parents):
            if (folder / "exercises").is_dir() and (folder / "tools" / "kata").is_dir():
                return cls(folder)
        raise CourseError(
            f"{start} is not inside a clone of the course. "
            "Change into the folder that holds exercises/ and README.md, and try again: `kata doctor` says where it is."
        )

    @property
    def exercises(self) -> Path:
        return self.root / "exercises"

    @property
    def solutions(self) -> Path:
        return self.root / "solutions"

    @cached_property
    def weeks(self) -> tuple[Week, ...]:
        folders = [path for path in self.exercises.iterdir() if path.is_dir() and WEEK.match(path.name)]
        return tuple(Week(folder) for folder in sorted(folders, key=lambda folder: Week(folder).number))

    @property
    def katas(self) -> Iterator[Kata]:
        for week in self.weeks:
            yield from week.katas

    @property
    def tasks(self) -> Iterator[Task]:
        for week in self.weeks:
            yield from week.tasks

    def kata(self, week: str, name: str) -> Kata | None:
        """The kata by its full name or its short one ("kata1"), or None."""
        return next((k for k in self.katas if k.week == week and name in (k.name, k.short)), None)

    def select(self, word: str) -> list[Kata]:
        """The katas that a user means by "week2", "kata1", "week2/kata1", a file's path or a task's name."""
        parts = word.replace("\\", "/").removesuffix(".py").rstrip("/").split("/")
        week = next((part for part in parts if WEEK.match(part)), None)
        last = parts[-1]
        found = [
            kata
            for kata in self.katas
            if (week is None or kata.week == week)
            and (last in (kata.name, kata.short, kata.week) or last.lower() in [one.name.lower() for one in kata.tasks])
        ]
        if not found:
            if week and word == week and (self.exercises / week).is_dir():
                raise CourseError(
                    f"exercises/{week} has no tests any more, and they say what its katas are. "
                    f"`git checkout -- exercises/{week}/test_*` brings them back."
                )
            names = ", ".join(w.name for w in self.weeks)
            raise CourseError(
                f"There is no week, kata or task called {word!r}. "
                f"The weeks are {names}; `kata progress` lists what is in them."
            )
        return found


@cache
def is_kata_file(filename: str) -> bool:
    """Whether a file, by its name alone, is a kata of whoever's folder: `…/weekN/<no test, lab, program>.py`."""
    path = Path(filename)
    return bool(WEEK.match(path.parent.name)) and not path.name.startswith(NO_KATAS)


def task_of(test: str, names: list[str]) -> str:
    """The task that a test is about: the longest of `names` that follows "test_"; "" if there is none."""
    rest = test.partition("[")[0].removeprefix("test_")
    return max((name for name in names if rest == name or rest.startswith(name + "_")), key=len, default="")


def imported_from(text: str, module: str) -> list[str]:
    """The names that a test module's text imports from `module`. Read as text: parsing takes thirty times as long."""
    _, found, rest = text.partition(f"\nfrom {module} import ")
    names = rest.partition(")")[0].lstrip("(") if rest.startswith("(") else rest.partition("\n")[0]
    return re.findall(r"\w+", re.sub(r"#.*", "", names)) if found else []


def text_of(path: Path) -> str:
    """The text of a learner's file, whatever is in it; "" where it cannot be read."""
    try:
        return path.read_text(encoding="utf-8", errors="replace")
    except OSError:
        return ""


def module_title(path: Path) -> str:
    """The first line of a module's docstring, found in the text: the module may not even compile."""
    found = re.match(r"\s*[rR]?(?:\"\"\"|''')\s*(.*)", text_of(path))
    return found.group(1).strip().removesuffix('"""').rstrip(". ") if found else ""


def line_of(path: Path, name: str) -> int:
    """The line where `name` is defined in the text of a kata; 1 where it is not to be found."""
    lines = text_of(path).splitlines()
    wanted = re.compile(rf"(def|class)\s+{re.escape(name)}\b")
    return next((number for number, line in enumerate(lines, 1) if wanted.match(line)), 1)


def docstring_of(path: Path, name: str) -> str:
    """The first line of a task's docstring, or "" where the file does not compile or has none."""
    try:
        tree = ast.parse(path.read_text(encoding="utf-8"))
    except (OSError, SyntaxError, ValueError):
        return ""
    for node in tree.body:
        if isinstance(node, ast.FunctionDef | ast.ClassDef) and node.name == name:
            return (ast.get_docstring(node) or "").partition("\n")[0]
    return ""
