"""exercism/ID/weekN/KATA/results.json: exercism's test runner interface, version 3. A kata is an exercise.

https://exercism.org/docs/building/tooling/test-runners/interface

`task_id` is the number of the task in its kata. "error" as the whole exercise's status is for code of which no test
could be run; there the first test's message is the exercise's.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from grade.results import KataGrade, Outcome, Results, json_lines
from grade.writers.text import file_names
from grade.writers.told import told

STATUS = {Outcome.PASSED: "pass", Outcome.WRONG: "fail", Outcome.NOT_STARTED: "fail"}  # the others are errors


def files(results: Results) -> Iterator[tuple[str, str]]:
    names = file_names(one.id for one in results.graded)
    for one in results.graded:
        for kata in results.grades(one):
            yield f"exercism/{names[one.id]}/{kata.id}/results.json", json_lines(exercise(kata))


def exercise(kata: KataGrade) -> dict[str, Any]:
    tests = [
        {
            "name": f"{task.task}: {test.test}",
            "status": STATUS.get(test.outcome, "error"),
            "message": test.message or None,
            "output": None,
            "task_id": number,
        }
        for number, task in enumerate(kata.tasks, 1)
        for test in told(task)
    ]
    statuses = {test["status"] for test in tests}
    status = "pass" if statuses == {"pass"} else "error" if statuses <= {"error"} else "fail"
    message = (tests[0]["message"] if tests else "No test was run.") if status == "error" else None
    return {"version": 3, "status": status, "message": message, "tests": tests}
