"""students/ID.json: all that one student may be told, in plain data; made for scripts that write the mails."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from grade.results import Graded, KataGrade, Results, TaskGrade, json_lines
from grade.writers.text import file_names, line, shortened
from grade.writers.told import told


def files(results: Results) -> Iterator[tuple[str, str]]:
    names = file_names(one.id for one in results.graded)
    for one in results.graded:
        yield f"students/{names[one.id]}.json", json_lines(student(results, one))


def student(results: Results, one: Graded) -> dict[str, Any]:
    return {
        "id": line(one.id),
        "name": line(one.name),
        "course": results.course,
        "hidden_tests": results.hidden,
        **points(results.total(one)),
        "katas": [
            {"kata": kata.id, **points(kata), "tasks": list(map(task, kata.tasks))} for kata in results.grades(one)
        ],
        "problems": list(map(shortened, one.problems)),
        "seconds": round(one.seconds, 2),
    }


def points(grade: KataGrade) -> dict[str, Any]:
    of = {"passed": grade.earned, "of": len(grade.tasks), "ungraded": grade.ungraded}
    return {**of, "grade": None if grade.grade is None else round(grade.grade, 4)}


def task(one: TaskGrade) -> dict[str, Any]:
    tests = [
        {
            "test": test.test,
            "outcome": test.outcome.value,
            "message": test.message,
            "mistake": line(test.mistake),
            "hidden": test.hidden,
        }
        for test in told(one)
    ]
    return {"task": one.task, "credit": one.credit.value, "tests": tests}
