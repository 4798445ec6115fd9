"""What the pages of a week lack: its README and its quiz."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from kata.course import Course, CourseError, Kata, Week
from kata.lacking.marks import MARK, count, marks_in
from kata.quiz import quiz_of

LEAST_QUESTIONS = 8
LEAST_CARDS = 10
WRONG_CHOICES = 3
SECTIONS = {  # how the headings of a week's README begin, and what belongs below them
    "Three wins": "three things that a learner can do afterwards",
    "The words": "a table of the week's words",
    "A worked example": "the week's idea, with a pencil",
    "The katas": "a table of the katas, what each builds, and its tasks",
    "Predict before you run": "questions that a run answers, with what was measured folded below them",
    "Self-check": "questions about the page, with folded answers",
    "To talk about": "something that has happened",
    "The mission": "what a learner does outside of the katas",
    "The badge": "what earns it",
}


def of_readme(course: Course, week: Week, katas: Iterable[Kata]) -> Iterator[str]:
    path = week.folder / "README.md"
    name = path.relative_to(course.root).as_posix()
    if not path.exists():
        yield f"{name} is missing: write the session's page, with the parts that other weeks have."
        return
    text = path.read_text(encoding="utf-8")
    if not re.match(rf"# Week {week.number} · \S", text):
        yield f"{name}:1: write the title: # Week {week.number} · and what it is called."
    if not week.badge:
        yield f"{name} has no badge; write **Badge:** and its name, on a line of their own."
    for heading, what in SECTIONS.items():
        if not re.search(rf"^## {heading}", text, re.MULTILINE):
            yield f"{name} has no part “{heading}”; write ## {heading}, and below it {what}."
    for kata in katas:
        if f"({kata.name}.py)" not in text:
            yield f"{name} does not name {kata.name}.py; write its row into the table of katas."
        untold = [task.name for task in kata.tasks if f"`{task.name}`" not in text]
        if untold and f"({kata.name}.py)" in text:
            yield f"{name} does not name {', '.join(untold)}; write it into the row of {kata.name}.py."
    for command, file in (("quiz", "quiz.toml"), ("lab", "lab.py")):
        if f"kata {command} {week.name}" in text and not (week.folder / file).exists():
            yield f"{name} tells of `kata {command} {week.name}`, and there is no {file}; write it, or take that out."
    yield from marks_in(name, text.splitlines())


def of_quiz(course: Course, week: Week) -> Iterator[str]:
    path = week.folder / "quiz.toml"
    name = path.relative_to(course.root).as_posix()
    if not path.exists():
        return
    try:
        quiz = quiz_of(week)
    except CourseError as error:
        yield str(error).replace(str(path), name)
        return
    questions = sum(not MARK.search(question.ask) for question in quiz.questions)
    cards = sum(not MARK.search(card.front) for card in quiz.cards)
    if questions < LEAST_QUESTIONS:
        yield f"{name} has {count(questions, 'question')}; write at least {LEAST_QUESTIONS}."
    if cards < LEAST_CARDS:
        yield f"{name} has {count(cards, 'card')}; write at least {LEAST_CARDS}."
    if questions >= LEAST_QUESTIONS and cards >= LEAST_CARDS:
        yield from marks_in(name, path.read_text(encoding="utf-8").splitlines())
    for question in quiz.questions:
        if len(question.wrong) != WRONG_CHOICES:
            has = count(len(question.wrong), "wrong choice")
            yield f"{name}: {question.ask!r} has {has}; write {WRONG_CHOICES}, each with what is wrong with it."


def without_tests(course: Course, week: Week) -> Iterator[str]:
    known = {kata.name for kata in week.katas}
    for pattern in ("kata*.py", "mission*.py"):
        for path in sorted((course.solutions / week.name).glob(pattern)):
            if path.stem not in known:
                tests = (week.folder / f"test_{path.name}").relative_to(course.root).as_posix()
                yield f"{path.relative_to(course.root).as_posix()} has no visible tests; write {tests}."
