"""What a grading leaves in its folder. A room a format; each is a function from results to the texts of files.

results.json                       everything; the other files can be made again from it
grades.csv                         a row a student, a column a kata
report.html                        the class on one page
students/ID.json                   all that one student may be told
gradescope/ID/results.json         Gradescope
exercism/ID/weekN/KATA/results.json  exercism, version 3
classroom/ID.txt                   GitHub Classroom
junit.xml                          JUnit
history/WHEN.json                  the results.json of earlier gradings
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import UTC, datetime
from itertools import count
from pathlib import Path

from grade.results import Results
from grade.writers import classroom, exercism, grades_csv, gradescope, junit, report, student_json
from grade.writers.files import drop, put, text_of
from kata.course import CourseError

NAME = "results.json"
WRITERS = (grades_csv, report, student_json, gradescope, exercism, classroom, junit)


def write_all(results: Results, folder: Path, previous: str | None = None) -> None:
    """Write every format into the folder, and put the results.json that lies there into its history.

    previous: the time stamp under which the old results are kept; where it is None, the time of their file.

    CourseError where the folder cannot be written. Whatever moment this is interrupted at, no file is half written,
    and results.json comes first: from it all others can be made.
    """
    text = results.to_json()
    old = text_of(folder / NAME)
    if old is not None and old != text:
        _keep(folder, old, previous)
    put(folder, NAME, text)
    written = set()
    for name, content in _files(results):
        put(folder, name, content)
        written.add(name)
    if old is not None:
        _clear_up(folder, old, results, written)


def _files(results: Results) -> Iterator[tuple[str, str]]:
    for writer in WRITERS:
        yield from writer.files(results)


def _keep(folder: Path, old: str, stamp: str | None) -> None:
    if stamp is None:
        stamp = datetime.fromtimestamp((folder / NAME).stat().st_mtime, UTC).strftime("%Y-%m-%dT%H-%M-%SZ")
    stamp = re.sub(r"[^\w.-]", "-", stamp).strip(".") or "earlier"
    for name in (f"history/{stamp}{'' if number == 1 else f'-{number}'}.json" for number in count(1)):
        there = text_of(folder / name)
        if there is None:
            put(folder, name, old)
        if there in (None, old):
            return


def _clear_up(folder: Path, old: str, results: Results, written: set[str]) -> None:
    """Delete the files of students who are not graded any more, lest a stale grade be handed out."""
    try:
        before = Results.from_json(old)
    except CourseError:
        return
    if [one.id for one in before.graded] == [one.id for one in results.graded] and before.katas == results.katas:
        return
    for name, text in _files(before):
        if name not in written:
            drop(folder, name, text)
