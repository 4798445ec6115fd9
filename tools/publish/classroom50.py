"""An autograder for Classroom 50, which took the place of GitHub Classroom (that ended in August 2026).

    gh teacher autograder set-default ORG CLASSROOM --from tools/publish/classroom50.py

One serves all assignments: an assignment whose name has a week in it ("week2") counts that week, another one all weeks.
The student branch is the template of each. Classroom 50 runs this in a student's checkout, and reads what it writes:
`result.json`, as https://github.com/foundation50/classroom50/wiki/Advanced-Autograding has it. A task is one point.

The counting is done by tools/points.py of that checkout, beside the student's code: a count that both can see, and no
grade to trust. For that, collect the repositories and run `nox -s grade`.

Standard library only, and a single file: it is copied to where nothing else of the course is.
"""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

SCHEMA = "classroom50/result/v1"


def result(tasks: list[dict[str, Any]], environment: dict[str, str]) -> dict[str, Any]:
    """What Classroom 50 reads, from what points.py wrote and the variables that Classroom 50 sets."""
    tests = [
        {
            "test-name": f"{task['week']}/{task['kata']}: {task['task']}",
            "passed": task["earned"],
            "score": int(task["earned"]),
            "max-score": 1,
            "state": task["state"],
        }
        for task in tasks
    ]
    return {
        "schema": SCHEMA,
        "classroom": environment["CLASSROOM"],
        "assignment": environment["ASSIGNMENT"],
        "submission": environment["SUBMISSION_TAG"],
        "commit": environment["COMMIT_URL"],
        "release": environment["RELEASE_URL"],
        "review": environment.get("REVIEW_URL") or environment["COMMIT_URL"],
        "datetime": datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ"),
        "score": sum(test["score"] for test in tests),
        "max-score": len(tests),
        "tests": tests,
    }


def main() -> int:
    """Count in the current folder, and write result.json there. Not 0 where counting itself failed."""
    week = re.search(r"week\d+", os.environ["ASSIGNMENT"])
    points = Path("points-of-tasks.json")
    command = [sys.executable, "tools/points.py", "--json", str(points), *([week[0]] if week else [])]
    done = subprocess.run(command)
    if done.returncode != 0 or not points.is_file():
        print("tools/points.py could not count; the lines above say why.", file=sys.stderr)
        return done.returncode or 1
    tasks = json.loads(points.read_text(encoding="utf-8"))
    Path("result.json").write_text(json.dumps(result(tasks, dict(os.environ)), indent=2) + "\n", encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
