"""Which pages the site has. Nothing is taken from solutions/."""

from __future__ import annotations

import random
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader
from markdown_it import MarkdownIt

from kata.course import Course, CourseError, Kata, Task, Week
from kata.lessons import NOTHING, lessons_of
from kata.quiz import Question, quiz_of

TEACH = ("index", "run-a-course", "publish-a-course", "what-the-sandbox-promises")  # the other pages are for authors
STEPS = ("A nudge", "An explanation", "Almost the code")


@dataclass(frozen=True)
class Part:
    """A caption in the list of pages, and the names of the pages under it."""

    caption: str
    names: tuple[str, ...]


@dataclass(frozen=True)
class Page:
    """`name`: the address without ".html". `source`: the file in the repository that links on the page start from,
    relative to the root; the page of flashcards and the start page have none, and lie where one would. `short`: what
    the list of pages says, if not the title. `parts`: the pages below this one. `searched`: the search may show what is
    on it; what ought to stay folded does not belong into a line of search results.
    """

    name: str
    source: str
    text: str
    short: str = ""
    parts: tuple[Part, ...] = ()
    searched: bool = True

    @property
    def title(self) -> str:
        """What its first line says, if that is a heading."""
        first = self.text.lstrip().partition("\n")[0]
        return first.removeprefix("# ").strip() if first.startswith("# ") else ""


def pages_of(course: Course) -> tuple[Page, ...]:
    """Every page, the start page first. CourseError where something that the site is made of is missing."""
    folder = course.root / "docs" / "handbook"
    written = sorted(folder.glob("*.md"))
    if not written:
        raise CourseError(
            f"There are no pages in {folder}, where the handbook is written, in Markdown. "
            "If they were there once, `git checkout -- docs` brings them back."
        )
    handbook = [_file(course, f"handbook/{path.stem}", path.relative_to(course.root).as_posix()) for path in written]
    handbook.sort(key=lambda page: TEACH.index(_stem(page)) if _stem(page) in TEACH else len(TEACH))
    about = [
        _file(course, "about/course", "README.md", "The repository"),
        _file(course, "about/changelog", "CHANGELOG.md"),
    ]
    grader = _file(course, "about/grader", "tools/README.md")
    weeks = [_week(course, week) for week in course.weeks]
    teach = [*(page for page in handbook if _stem(page) in TEACH), grader]
    write = [page for page in handbook if _stem(page) not in TEACH]
    parts = (
        Part("Learn", tuple(pages[0].name for pages in weeks)),
        Part("Teach", tuple(page.name for page in teach)),
        Part("Write", tuple(page.name for page in write)),
        Part("About", tuple(page.name for page in about)),
    )
    words = _render("index.md.j2", intro=_intro(about[0].text), weeks=course.weeks, teach=teach, write=write)
    start = Page("index", "index.md", words, parts=tuple(part for part in parts if part.names))
    return (start, *(page for pages in weeks for page in pages), *handbook, grader, *about)


def _stem(page: Page) -> str:
    return page.name.rpartition("/")[2]


def _file(course: Course, name: str, source: str, short: str = "") -> Page:
    """A file of the repository as it is."""
    path = course.root / source
    if not path.is_file():
        raise CourseError(
            f"There is no {path}, which is a page of the site. `git checkout -- {source}` brings it back."
        )
    try:
        page = Page(name, source, path.read_text(encoding="utf-8"), short)
    except UnicodeDecodeError as error:
        raise CourseError(f"{path} is no UTF-8 text: byte {error.start} is not. Save it as UTF-8.") from None
    if not page.title:
        raise CourseError(f"{path} has no title. Let it begin with a line such as: # How to run a course")
    return page


def _intro(readme: str) -> str:
    """The README's first paragraph."""
    return next((part for part in readme.split("\n\n") if not part.startswith("#")), "")


def _week(course: Course, week: Week) -> list[Page]:
    """The session's page, and those below it."""
    at = f"exercises/{week.name}"
    quiz, below = quiz_of(week), []
    if quiz.questions:
        asked = [(one, one.choices(random.Random(one.id))) for one in quiz.questions]
        words = _render("quiz.md.j2", week=week, asked=asked, reason=_reason)
        below.append(Page(f"{week.name}/quiz", f"{at}/quiz.toml", words, "Quiz", searched=False))
    if quiz.cards:
        words = _render("flashcards.md.j2", week=week, cards=quiz.cards)
        below.append(Page(f"{week.name}/flashcards", f"{at}/flashcards.md", words, "Flashcards"))
    if hints := _hints(week):
        words = _render("hints.md.j2", week=week, hints=hints, steps=STEPS)
        below.append(Page(f"{week.name}/hints", f"{at}/hints.md", words, "Hints", searched=False))
    session = _file(course, f"{week.name}/index", f"{at}/README.md")
    parts = (Part("More of this week", tuple(page.name for page in below)),) if below else ()
    return [Page(session.name, session.source, session.text, parts=parts), *below]


def _hints(week: Week) -> list[tuple[Kata, list[tuple[Task, Any]]]]:
    """The katas, the tasks of each that have hints, and those."""
    lessons = lessons_of(week)
    found = [(kata, [(task, lessons.get(task.name, NOTHING)) for task in kata.tasks]) for kata in week.katas]
    kept = [(kata, [(task, lesson) for task, lesson in tasks if lesson != NOTHING]) for kata, tasks in found]
    return [(kata, tasks) for kata, tasks in kept if tasks]


def _reason(question: Question, choice: str) -> str:
    """What to say of a choice."""
    return f"Right. {question.why}" if choice == question.right else f"No. {question.why_not(choice)}"


def _render(template: str, **values: Any) -> str:
    templates = Environment(loader=FileSystemLoader(Path(__file__).parent), trim_blocks=True, lstrip_blocks=True)
    # What a quiz says is text with code in backticks, and nothing else of it is Markdown.
    inline = MarkdownIt("zero").enable("backticks")
    templates.filters["coded"] = lambda text: inline.renderInline(" ".join(text.split()))
    return templates.get_template(template).render(**values)
