"""What the Python files of a kata lack, and its hints."""

from __future__ import annotations

import ast
import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from kata import stubs
from kata.course import Course, CourseError, Kata, Week
from kata.lacking.marks import MARK, count, marks_in
from kata.lessons import NOTHING, lessons_of

LEAST_MISTAKES = 3
LEAST_ALTERNATIVES = 1
HINTS = 3
MARKS = "# BEGIN SOLUTION and # END SOLUTION, indented alike"
Definition = ast.FunctionDef | ast.ClassDef


def hidden_tests(course: Course, kata: Kata) -> Path:
    return course.solutions / kata.week / f"hidden_test_{kata.short}.py"


def reference(course: Course, kata: Kata) -> Path:
    return course.solutions / kata.week / f"{kata.name}.py"


def stub_text(course: Course, kata: Kata) -> str:
    return stubs.stub_of(reference(course, kata).read_text(encoding="utf-8"))


class File:
    """One of a kata's Python files, which may be missing."""

    def __init__(self, course: Course, path: Path) -> None:
        self.name = path.relative_to(course.root).as_posix()
        self.text = self.problem = ""
        self.definitions: list[Definition] = []
        try:
            self.text = path.read_text(encoding="utf-8") if path.exists() else ""
            tree = ast.parse(self.text)
        except SyntaxError as error:
            self.problem = f"{self.name}:{error.lineno or 1}: Python cannot read this: {error.msg}. Put it right first."
        except ValueError as error:  # no UTF-8, or null bytes
            self.problem = f"{self.name}: Python cannot read this: {error}. Write it as UTF-8 text."
        else:
            self.definitions = [node for node in tree.body if isinstance(node, Definition)]

    def text_of(self, node: Definition) -> str:
        first = min([node.lineno, *(mark.lineno for mark in node.decorator_list)])
        return "\n".join(self.text.splitlines()[first - 1 : node.end_lineno])

    def marks(self) -> list[str]:
        return list(marks_in(self.name, self.text.splitlines()))


class Code:
    """All Python files of one kata, and what is lacking in them and in its hints."""

    def __init__(self, course: Course, kata: Kata) -> None:
        self.course, self.kata = course, kata
        folder = course.solutions / kata.week
        self.reference = File(course, reference(course, kata))
        self.tests = File(course, kata.test_path)
        self.mistakes = File(course, folder / f"mistakes_{kata.short}.py")
        self.alternatives = File(course, folder / f"alternatives_{kata.short}.py")
        self.hidden = File(course, hidden_tests(course, kata))
        self.files = (self.reference, self.tests, self.mistakes, self.alternatives, self.hidden)
        self.problems = [file.problem for file in self.files if file.problem]
        self.unfinished: list[str] = []
        if not self.problems:
            self.unfinished = [*self._of_marks(), *self._of_bodies()]

    @property
    def is_written(self) -> bool:
        return not self.problems and not self.unfinished and not any(file.marks() for file in self.files)

    def lacks(self) -> list[str]:
        if self.problems:
            return self.problems
        of_reference = [*self.reference.marks(), *self.unfinished, *self._of_docstrings()]
        return [
            *sorted(of_reference, key=_line),
            *self._of_stub(),
            *self._of_tests(),
            *self._of_hints(),
            *self._of_mistakes(),
            *self._of_alternatives(),
            *self._of_hidden_tests(),
        ]

    @property
    def public(self) -> list[Definition]:
        return [node for node in self.reference.definitions if not node.name.startswith("_")]

    def _of_marks(self) -> Iterator[str]:
        yield from self._of_blocks()
        for file, kind, words in ((self.mistakes, "mistake", 2), (self.alternatives, "alternative", 1)):
            for node, mark in _decorated(file, kind):
                if len(mark.args) != words or not all(isinstance(_constant(word), str) for word in mark.args):
                    form = ', "words of its sentence"' if words == 2 else ""
                    yield f'{file.name}:{node.lineno}: write @{kind}("the task"{form}), in plain quotes.'

    def _of_blocks(self) -> Iterator[str]:
        name, text = self.reference.name, self.reference.text
        open_ = [text.count("\n", 0, b.start()) for b in stubs.BLOCK.finditer(text) if b.group().count("# BEGIN") > 1]
        found = [
            f"{name}:{node.lineno}: mark the body of `{node.name}` with {MARKS}."
            for node in self.public
            if "# BEGIN SOLUTION" not in self.reference.text_of(node)
            or any(node.lineno <= line <= (node.end_lineno or 0) for line in open_)
        ]
        try:
            stubs.stub_of(text)
        except CourseError:
            found = found or [f"{name}: mark the body of each task with {MARKS}."]
        yield from found

    def _of_bodies(self) -> Iterator[str]:
        for node in self.public:
            for function in ast.walk(node):
                if isinstance(function, ast.FunctionDef) and _is_empty(function):
                    yield f"{self.reference.name}:{function.body[-1].lineno}: write the body of `{function.name}`."

    def _of_docstrings(self) -> Iterator[str]:
        for node in self.public:
            if not ast.get_docstring(node):
                yield (
                    f"{self.reference.name}:{node.lineno}: write the docstring of `{node.name}`: what goes in, what "
                    "comes out, and an example."
                )
            if isinstance(node, ast.FunctionDef) and not _has_types(node):
                yield f"{self.reference.name}:{node.lineno}: write the types of what `{node.name}` takes and returns."
        if ">>>" not in self.reference.text:
            yield f"{self.reference.name}: no docstring has a worked example; write one that begins with >>>."

    def _of_stub(self) -> list[str]:
        if not self.kata.path.exists() and not stubs.pristine(self.course, self.kata).exists():
            name = self.kata.path.relative_to(self.course.root).as_posix()
            return [f"{name} is missing: once the reference is written, `kata stubs` makes it."]
        try:
            return stubs.problems(self.course, [self.kata])
        except CourseError:  # of marks: told already
            return []

    def _of_tests(self) -> Iterator[str]:
        tested, public = [task.name for task in self.kata.tasks], [node.name for node in self.public]
        for task in public:
            if task not in tested:
                yield (
                    f"{self.tests.name}: no test is named after the task `{task}`; import it there, and write "
                    f"test_{task}_… with what the test shows."
                )
        for task in tested:
            if task not in public:
                yield f"{self.tests.name}: the tests know a task `{task}` that {self.reference.name} lacks."
        yield from self.tests.marks()

    def _of_hints(self) -> Iterator[str]:
        path = self.kata.path.parent / "hints.md"
        name = path.relative_to(self.course.root).as_posix()
        lessons = lessons_of(Week(path.parent))
        text = path.read_text(encoding="utf-8") if path.exists() else ""
        for task in self.kata.tasks:
            words = lessons.get(task.name, NOTHING)
            if len(words.hints) != HINTS:
                yield f"{name}: `{task.name}` has {count(len(words.hints), 'hint')}; write {HINTS}, numbered."
            if not words.afterword:
                yield f"{name}: `{task.name}` has no afterword; write one below its hints, after **Afterword.**"
            for number, line in _section(text, task.name):
                yield from marks_in(name, [line], number)

    def _of_mistakes(self) -> Iterator[str]:
        counts = Counter(_tasks_of(self.mistakes, "mistake"))
        few = [task.name for task in self.kata.tasks if counts[task.name] < LEAST_MISTAKES]
        for task in few:
            has = count(counts[task], "known mistake")
            yield f"{self.mistakes.name}: `{task}` has {has}; write at least {LEAST_MISTAKES}."
        if not few:
            yield from self.mistakes.marks()

    def _of_alternatives(self) -> Iterator[str]:
        counts = Counter(_tasks_of(self.alternatives, "alternative"))
        few = [task.name for task in self.kata.tasks if counts[task.name] < LEAST_ALTERNATIVES]
        for task in few:
            yield f"{self.alternatives.name}: `{task}` has no alternative; write another right version of it."
        if not few:
            yield from self.alternatives.marks()

    def _of_hidden_tests(self) -> Iterator[str]:
        written = [node.name for node in self.hidden.definitions if not MARK.search(self.hidden.text_of(node))]
        few = [
            task.name for task in self.kata.tasks if not any(f"{n}_".startswith(f"test_{task.name}_") for n in written)
        ]
        for task in few:
            yield f"{self.hidden.name}: `{task}` has no hidden test; write test_{task}_on_fresh_data, or the like."
        if not few:
            yield from self.hidden.marks()


def _line(sentence: str) -> int:
    """The line that a sentence is about; 0 where it is about the whole file, or one that is missing."""
    found = re.match(r"[^:]*:(\d+): ", sentence)
    return int(found.group(1)) if found else 0


def _section(text: str, task: str) -> Iterator[tuple[int, str]]:
    """The numbered lines of a task's part of hints.md."""
    inside = False
    for number, line in enumerate(text.splitlines(), 1):
        if re.match(r"##? ", line):
            inside = bool(re.match(rf"## +`?{task}\b", line))
        if inside:
            yield number, line


def _decorated(file: File, kind: str) -> Iterator[tuple[Definition, ast.Call]]:
    for node in file.definitions:
        for mark in node.decorator_list:
            if isinstance(mark, ast.Call) and isinstance(mark.func, ast.Name) and mark.func.id == kind:
                yield node, mark


def _tasks_of(file: File, kind: str) -> Iterator[str]:
    """The task of each mistake or alternative that is no skeleton's any more."""
    for node, mark in _decorated(file, kind):
        if mark.args and not MARK.search(file.text_of(node)):
            yield str(_constant(mark.args[0]))


def _constant(node: ast.expr) -> object:
    return node.value if isinstance(node, ast.Constant) else None


def _is_empty(function: ast.FunctionDef) -> bool:
    """Whether the body says that it is not written: `pass`, `…`, or `raise NotImplementedError`, and nothing else."""
    body = [node for node in function.body if not isinstance(node, ast.Expr | ast.Pass)]
    if not body:
        return not any(
            isinstance(node, ast.Expr) and not isinstance(node.value, ast.Constant) for node in function.body
        )
    return len(body) == 1 and isinstance(body[0], ast.Raise) and "NotImplementedError" in ast.unparse(body[0])


def _has_types(function: ast.FunctionDef) -> bool:
    taken = function.args
    extra = [one for one in (taken.vararg, taken.kwarg) if one]
    return bool(function.returns) and all(
        one.annotation for one in (*taken.posonlyargs, *taken.args, *taken.kwonlyargs, *extra)
    )
