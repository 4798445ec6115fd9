"""report.html: the class on one page that needs nothing from elsewhere, and lets nothing run but its own script.

The page's policy names its one style and its one script by their digests. Should a student's text ever get through the
escaping, the browser would still refuse to run it.
"""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from grade.results import Credit, KataGrade, Results
from grade.writers import findings
from grade.writers.text import line, shortened
from grade.writers.told import reason, spoken

if TYPE_CHECKING:
    from jinja2 import Template

NAME = "report.html"
HERE = Path(__file__).parent
SHOWN = 600  # characters of a message on the page; the student's own file has more of it
COMMONEST = 12  # mistakes that are shown at once; the others are folded away


def files(results: Results) -> Iterator[tuple[str, str]]:
    yield NAME, page(results)


def page(results: Results) -> str:
    everybody = findings.students(results)
    grades = [one.total.grade for one in everybody]
    mistakes = findings.mistakes(results)
    return _template().render(
        results=results,
        everybody=everybody,
        anchors={one.id: f"student-{number}" for number, one in enumerate(everybody, 1)},
        names={one.id: one.name or one.id for one in everybody},
        katas=[
            Kata(kata, [one.grades[number] for one in everybody if one.grades])
            for number, kata in enumerate(results.tasks)
        ],
        tasks=sum(map(len, results.tasks.values())),
        middle=findings.middle(grades),
        mean=findings.mean(grades),
        complete=sum(grade == 1 for grade in grades),
        bars=findings.distribution(everybody),
        words=findings.words(everybody),
        commonest=mistakes[:COMMONEST],
        rarer=mistakes[COMMONEST:],
        nobody=findings.nobody_passed(results),
        flagged=[one for one in results.graded if one.flags],
        problems=[one for one in results.graded if one.problems],
        faults=findings.faults(results),
        weak=[layer for layer in results.layers if not layer.holds],
        seconds=sum(one.seconds for one in results.graded),
        middle_seconds=findings.middle(one.seconds for one in results.graded),
        slow_tests=findings.slowest_tests(results),
        slow_students=findings.slowest_submissions(everybody),
    )


class Kata:
    """A column of the table of grades: "week2/kata1_gradient_descent" is headed 2.1 and "gradient descent"."""

    def __init__(self, id: str, grades: list[KataGrade]) -> None:
        week, _, module = id.partition("/")
        short, _, words = module.partition("_")
        self.id = id
        self.number = f"{week.removeprefix('week')}.{short.removeprefix('kata')}"
        self.words = words.replace("_", " ")
        self.mean = findings.mean(grade.grade for grade in grades)


@cache
def _template() -> Template:
    from jinja2 import Environment, FileSystemLoader, StrictUndefined
    from markupsafe import Markup

    templates = Environment(
        loader=FileSystemLoader(HERE),
        autoescape=True,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
        undefined=StrictUndefined,
    )
    for part, file in (("style", "report.css"), ("script", "report.js")):
        text = (HERE / file).read_text(encoding="utf-8")
        templates.globals[part] = Markup(text)
        templates.globals[f"{part}_digest"] = base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()
    templates.filters |= {"line": line, "name": _name, "text": _text, "share": _share, "level": _level, "time": _time}
    templates.globals |= {
        "first_failing": findings.first_failing,
        "reason": reason,
        "spoken": spoken,
        "Credit": Credit,
    }
    return templates.get_template("report.html.j2")


def _name(name: str) -> str:
    """A name on one line, and no longer than a line."""
    shown = line(name)
    return shown if len(shown) <= 60 else f"{shown[:59]}…"


def _text(message: str) -> str:
    return shortened(message, SHOWN)


def _share(grade: float | None) -> str:
    """Rounded down: only all of it is 100 %."""
    return "–" if grade is None else f"{int(grade * 100 + 1e-9)} %"


def _level(grade: KataGrade) -> str:
    """The shade of a cell."""
    if grade.grade is None:
        return "none"
    if not any(task.begun for task in grade.tasks):
        return "unbegun"
    return "all" if grade.grade == 1 else "most" if grade.grade >= 0.5 else "some" if grade.grade else "nothing"


def _time(seconds: Any) -> str:
    if seconds is None:
        return "–"
    if seconds < 0.1:
        return f"{seconds * 1000:.0f} ms"
    return f"{seconds:.1f} s" if seconds < 120 else f"{seconds / 60:.1f} min"
