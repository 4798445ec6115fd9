"""A grader of the usual kind, for comparison: pytest in one process with the submission, and its report read after.

    python -m grade.zoo.naive SUBMISSION RESULT.json [--plain] [--limit SECONDS]

It does what such graders do, and honestly: it puts its own tests over the submission's, hidden ones too, runs them in
a process of their own with a time limit, and gives a point for a task whose tests all passed, by the JUnit report. Its
list of tests is fixed. It is here to be fooled: an animal that it sees through shows nothing about a better grader.
"""

from __future__ import annotations

import argparse
import csv
import io
import json
import os
import subprocess
import sys
from pathlib import Path
from xml.etree import ElementTree

from grade.zoo import plain as plain_tests
from grade.zoo import stage

COURSE = Path(__file__).parents[3]


def grade(submission: Path, limit: float, plain: bool) -> dict[str, object]:
    """Points by task, messages by test, and whether the time ran out."""
    week = submission / "exercises" / stage.WEEK
    tests = [_put(text, week / name) for name, text in _tests(plain).items()]
    report = submission / "report.xml"
    command = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", f"--junitxml={report}", *tests]
    tools = str(Path(__file__).parents[2])
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join([".", tools]), "PYTHONDONTWRITEBYTECODE": "1"}
    for name in ("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "MKL_NUM_THREADS"):
        environment[name] = "1"  # for the sake of the machine: an array of threads takes no part in this
    timed_out = False
    try:
        subprocess.run(
            command,
            cwd=submission / "exercises",
            env=environment,
            timeout=limit,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
    except subprocess.TimeoutExpired:
        timed_out = True
    messages = _report(report)
    return {
        "report": report.exists(),
        "timed_out": timed_out,
        "points": _points(messages, _tests(plain)),
        "messages": messages,
        "table": _table(submission.name, messages),
        "page": _page(submission.name, messages),
    }


def _tests(plain: bool) -> dict[str, str]:
    """The texts of the tests, by the names that they get beside the submission."""
    found = {}
    for kata in (stage.KATA1, stage.KATA2):
        hidden = f"hidden_test_{kata.partition('_')[0]}.py"
        found[f"test_{kata}.py"] = (COURSE / "exercises" / stage.WEEK / f"test_{kata}.py").read_text("utf-8")
        found[hidden] = (COURSE / "solutions" / stage.WEEK / hidden).read_text("utf-8")
    if plain:
        found[f"test_{stage.KATA1}.py"] = plain_tests.TESTS
        del found["hidden_test_kata1.py"]
    return found


def _put(text: str, target: Path) -> str:
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_text(text, encoding="utf-8")
    return f"{stage.WEEK}/{target.name}"


def _report(path: Path) -> dict[str, str]:
    """The message of each test in the report, "" for those that passed; nothing where there is no report."""
    try:
        cases = ElementTree.parse(path).iter("testcase")
    except (OSError, ElementTree.ParseError):
        return {}
    return {case.get("name", ""): " ".join(f"{part.get('message')} {part.text}" for part in case) for case in cases}


def _points(messages: dict[str, str], tests: dict[str, str]) -> dict[str, bool]:
    """A point for each task of which every test is in the report, and passed."""
    asked: dict[str, list[str]] = {}
    tasks = [*stage.TASKS1, *stage.TASKS2]
    for text in tests.values():
        names = [line[4:].partition("(")[0] for line in text.splitlines() if line[:9] == "def test_"]
        for name in names:
            task = max((task for task in tasks if name.startswith(f"test_{task}")), key=len)
            asked.setdefault(task, []).append(name)
    return {task: all(messages.get(name) == "" for name in asked[task]) for task in tasks}


def _table(name: str, messages: dict[str, str]) -> str:
    """A row for the class's table: who, and the first thing to say about it."""
    out = io.StringIO()
    csv.writer(out).writerow([name, _first(messages)])
    return out.getvalue()


def _page(name: str, messages: dict[str, str]) -> str:
    """The same as a row of a page."""
    return f"<tr><td>{name}</td><td>{_first(messages)}</td></tr>"


def _first(messages: dict[str, str]) -> str:
    return next((text for text in messages.values() if text), "").partition("\n")[0]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("submission", type=Path)
    parser.add_argument("result", type=Path)
    parser.add_argument("--plain", action="store_true")
    parser.add_argument("--limit", type=float, default=30)
    given = parser.parse_args()
    result = grade(given.submission.absolute(), given.limit, given.plain)
    given.result.write_text(json.dumps(result), encoding="utf-8")


if __name__ == "__main__":
    main()
