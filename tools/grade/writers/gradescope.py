"""gradescope/ID/results.json: what an autograder of Gradescope leaves in /autograder/results/results.json.

https://gradescope-autograders.readthedocs.io/en/latest/specs/

A task is a test case of one point, so that Gradescope's total is ours. Hidden tests stand beside them without points
and with visibility "hidden": only the staff sees those. Flags travel in `extra_data`, which no student sees either.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from grade.results import Credit, Graded, Outcome, Results, TaskGrade, Tested, json_lines
from grade.writers.text import file_names, line, shortened
from grade.writers.told import FAULT, reason, verdict

PLAIN = {"output_format": "text", "test_output_format": "text", "test_name_format": "text"}  # and never HTML


def files(results: Results) -> Iterator[tuple[str, str]]:
    names = file_names(one.id for one in results.graded)
    for one in results.graded:
        yield f"gradescope/{names[one.id]}/results.json", json_lines(submission(results, one))


def submission(results: Results, one: Graded) -> dict[str, Any]:
    total = results.total(one)
    hidden = [case for task in total.tasks for case in map(hidden_case, task.tested) if case]
    return {
        "score": total.earned,
        "execution_time": round(one.seconds),
        "output": "\n".join([_summary(total.earned, len(total.tasks), total.ungraded), *map(shortened, one.problems)]),
        **PLAIN,
        "stdout_visibility": "hidden",
        "tests": [*map(case, total.tasks), *hidden],
        "extra_data": {
            "course": results.course,
            "ungraded": total.ungraded,
            "flags": [
                {"kind": line(flag.kind), "sentence": shortened(flag.sentence), "test": line(flag.test)}
                for flag in one.flags
            ],
        },
    }


def case(task: TaskGrade) -> dict[str, Any]:
    graded = task.credit is not Credit.UNGRADED
    return {
        "name": f"{task.week}/{task.kata}: {task.task}",
        "score": int(task.credit is Credit.EARNED),
        "max_score": int(graded),
        **({"status": "passed" if task.credit is Credit.EARNED else "failed"} if graded else {}),
        "output": verdict(task) if graded else FAULT,
        "visibility": "visible",
    }


def hidden_case(one: Tested) -> dict[str, Any] | None:
    if not one.hidden:
        return None
    return {
        "name": f"{one.week}/{one.kata}: {one.test} (hidden)",
        "status": "passed" if one.outcome is Outcome.PASSED else "failed",
        "output": reason(one),
        "visibility": "hidden",
    }


def _summary(earned: int, tasks: int, ungraded: int) -> str:
    left_out = f" {ungraded} could not be graded, which was the grader's fault." if ungraded else ""
    return f"{earned} of {tasks} tasks passed.{left_out}"
