"""classroom/ID.txt: the result that GitHub Classroom's autograding steps hand to its grading reporter.

https://github.com/classroom-resources/autograding-grading-reporter

JSON in base64 on one line, so that a step can say `echo "result=$(cat ID.txt)" >> "$GITHUB_OUTPUT"`. The reporter adds
up the scores of the tests; so a task is a test of one point. It prints the messages to a log that GitHub's runner
reads, where a line may be a command: see `for_log`.
"""

from __future__ import annotations

import base64
import json
from collections.abc import Iterator
from typing import Any

from grade.results import Credit, KataGrade, Results, TaskGrade
from grade.writers.text import file_names, for_log
from grade.writers.told import FAULT, verdict

STATUS = {Credit.EARNED: "pass", Credit.LOST: "fail", Credit.UNGRADED: "error"}


def files(results: Results) -> Iterator[tuple[str, str]]:
    names = file_names(one.id for one in results.graded)
    for one in results.graded:
        text = json.dumps(runner(results.total(one)), separators=(",", ":"))
        yield f"classroom/{names[one.id]}.txt", base64.b64encode(text.encode()).decode() + "\n"


def runner(total: KataGrade) -> dict[str, Any]:
    """A fail weighs more than an error, which is the grader's: a step that fails for both says why."""
    credits = {task.credit for task in total.tasks}
    worst = next((credit for credit in (Credit.LOST, Credit.UNGRADED) if credit in credits), Credit.EARNED)
    return {
        "version": 1,
        "status": STATUS[worst] if total.tasks else "error",
        "max_score": total.possible,
        "tests": list(map(test, total.tasks)),
    }


def test(task: TaskGrade) -> dict[str, Any]:
    message = FAULT if task.credit is Credit.UNGRADED else verdict(task)
    return {
        "name": f"{task.week}/{task.kata}: {task.task}",
        "status": STATUS[task.credit],
        "score": int(task.credit is Credit.EARNED),
        "message": for_log(message) or None,
        "test_code": "",
        "filename": f"{task.week}/{task.kata}.py",
        "line_no": 0,
        "duration": round(sum(one.seconds for one in task.tested), 3),
    }
