"""grades.csv: a row a student, a column a kata. What a gradebook takes in, and what is opened in a spreadsheet.

A kata's grade is between 0 and 1. A cell is empty where there is nothing to grade: nothing handed in, or a kata that
the grader failed in. The file starts with a byte order mark: without one, Excel garbles every name with an umlaut.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator

from grade.results import Graded, Results
from grade.writers.text import cell, shortened

NAME = "grades.csv"
MARK = "\ufeff"


def files(results: Results) -> Iterator[tuple[str, str]]:
    text = io.StringIO()
    table = csv.writer(text, lineterminator="\n")
    table.writerow(
        [*map(cell, ("id", "name", *results.tasks)), "passed", "tasks", "grade", "ungraded", "flags", "note"]
    )
    rows = [(one.id, row(results, one)) for one in results.graded]
    tasks = sum(map(len, results.tasks.values()))
    rows += [(id, missing(id, name, len(results.tasks), tasks)) for id, name in results.roster_missing]
    for _, cells in sorted(rows, key=lambda row: row[0]):
        table.writerow(cells)
    yield NAME, MARK + text.getvalue()


def row(results: Results, one: Graded) -> list[str | int]:
    total = results.total(one)
    return [
        cell(one.id),
        cell(one.name),
        *(number(kata.grade) for kata in results.grades(one)),
        total.earned,
        len(total.tasks),
        number(total.grade),
        total.ungraded,
        len(one.flags),
        cell(shortened(" ".join(one.problems), 300)),
    ]


def missing(id: str, name: str, katas: int, tasks: int) -> list[str | int]:
    return [cell(id), cell(name), *[""] * katas, 0, tasks, "", 0, 0, "Nothing was handed in."]


def number(grade: float | None) -> str:
    return "" if grade is None else format(round(grade, 4), "g")
