#!/usr/bin/env python3
"""Counts points: a task is worth one, and has earned it if all its tests passed.

    python3 tools/points.py               # every week that you have begun
    python3 tools/points.py week2         # one week
    python3 tools/points.py --stubs       # the course's own check: every test answers, and nothing is begun in a stub

GitHub counts so at each push (.github/workflows/classroom.yml), and so does Classroom 50. What there is to earn stands
in .github/classroom/points.json, so a test that was taken away costs its point. It is a count, not a grade: it runs
beside the code that it judges, which could say anything. Who grades has a grader that does not.

Standard library only. A week that nobody has begun is not run, so nothing is installed for it.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
STUBS = Path("exercises", ".stubs")  # each kata as the course wrote it last


class CannotCount(Exception):
    """The message says what to do."""


@dataclass(frozen=True)
class Task:
    """One point. `states` has what each of its tests answered, the worst of its cases; "" where there was no answer."""

    week: str
    kata: str
    name: str
    states: tuple[str, ...]

    @property
    def earned(self) -> bool:
        return bool(self.states) and set(self.states) == {"passed"}

    @property
    def state(self) -> str:
        """The worst that its tests said, in words."""
        for state in ("", "does-not-run", "wrong", "not-started"):
            if state in self.states:
                return state.replace("-", " ") or "no answer"
        return "passed" if self.states else "no answer"


def main(arguments: list[str]) -> int:
    parser = argparse.ArgumentParser(description="Count points: a task is worth one, if all its tests passed.")
    parser.add_argument("weeks", nargs="*", metavar="WEEK", help="week1, week2, …; all, if none is named")
    parser.add_argument(
        "--json", metavar="FILE", type=Path, help="write each task's answer to FILE, for other programs"
    )
    parser.add_argument("--stubs", action="store_true", help="check the course itself: every test answers on its stub")
    options = parser.parse_args(arguments)
    try:
        if options.stubs:
            return check_stubs(options.weeks)
        tasks = count(options.weeks)
        if options.json:
            options.json.write_text(json.dumps([as_dict(task) for task in tasks], indent=1) + "\n", encoding="utf-8")
        return show(tasks)
    except CannotCount as problem:
        print(problem, file=sys.stderr)
        return 2


def count(weeks: list[str]) -> list[Task]:
    """Run the tests of these weeks (of all, if none is named), and say for each task what they answered."""
    tasks = []
    for week, katas in worth(weeks).items():
        answers = ask(week) if begun(week, katas) else None
        for kata, names in katas.items():
            for name, tests in names.items():
                if answers is None:
                    states = ["not-started"] * len(tests)
                else:
                    states = [worst(answers.get((kata, test), [])) for test in tests]
                tasks.append(Task(week, kata, name, tuple(states)))
    return tasks


def worth(weeks: list[str]) -> dict[str, dict[str, dict[str, list[str]]]]:
    """Week → kata → task → its tests. CannotCount where the list is missing or knows no such week."""
    path = ROOT / ".github" / "classroom" / "points.json"
    try:
        known: dict[str, dict[str, dict[str, list[str]]]] = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        raise CannotCount(
            f"{path.relative_to(ROOT)} cannot be read, and says what there is to earn. `git checkout -- .github` "
            "brings it back."
        ) from None
    for week in weeks:
        if week not in known:
            raise CannotCount(f"There is no week called {week!r}. The weeks are {', '.join(known)}.")
    return {week: katas for week, katas in known.items() if not weeks or week in weeks}


def begun(week: str, katas: dict[str, Any]) -> bool:
    """Whether a kata of the week is no longer its stub."""
    return any(read(Path("exercises", week, f"{kata}.py")) != read(STUBS / week / f"{kata}.py") for kata in katas)


def read(path: Path) -> bytes:
    try:
        return (ROOT / path).read_bytes().replace(b"\r\n", b"\n")
    except OSError:
        return b""


def ask(week: str, *options: str) -> dict[tuple[str, str], list[str]]:
    """Run a week's tests as a learner does. Kata and test → the states of its cases; empty if nothing came back."""
    with tempfile.TemporaryDirectory() as folder:
        report = Path(folder, "report.json")
        tests = Path("exercises", week)
        command = [sys.executable, str(Path("tools", "start.py")), "pytest", str(tests), "--kata-report", str(report)]
        sys.stdout.flush()
        subprocess.run([*command, *options], cwd=ROOT)
        try:
            verdicts = json.loads(report.read_text(encoding="utf-8"))
        except (OSError, ValueError):
            print(f"The tests of {week} ended without an answer; the lines above may say why.", file=sys.stderr)
            return {}
    answers: dict[tuple[str, str], list[str]] = {}
    for one in verdicts:
        answers.setdefault((one["kata"], one["test"].partition("[")[0]), []).append(one["state"])
    return answers


def worst(states: list[str]) -> str:
    """The state of a test from those of its cases; "" where there are none."""
    for state in ("does-not-run", "wrong", "not-started", "passed"):
        if state in states:
            return state
    return ""


def as_dict(task: Task) -> dict[str, Any]:
    return {"week": task.week, "kata": task.kata, "task": task.name, "state": task.state, "earned": task.earned}


def show(tasks: list[Task]) -> int:
    """Print the points; where GitHub counts, put them on the run's page as well."""
    earned = sum(task.earned for task in tasks)
    print()
    for week in dict.fromkeys(task.week for task in tasks):
        print(line(week, [task for task in tasks if task.week == week]))
    print(line("in all", tasks))
    if page := os.environ.get("GITHUB_STEP_SUMMARY"):
        with Path(page).open("a", encoding="utf-8") as file:
            file.write(markdown(tasks))
        print(
            f"::notice title=Points::{earned} of {len(tasks)} tasks passed. The summary of this run has each of them."
        )
    return 0


def line(name: str, tasks: list[Task]) -> str:
    return f"{name:<8} {sum(task.earned for task in tasks):>3} of {len(tasks):>3}"


def markdown(tasks: list[Task]) -> str:
    """A table, a row a kata; of what has not passed the names and why. Weeks not begun share a sentence."""
    rows, waiting = [], []
    for week in dict.fromkeys(task.week for task in tasks):
        mine = [task for task in tasks if task.week == week]
        if {task.state for task in mine} == {"not started"}:
            waiting.append(week)
            continue
        for kata in dict.fromkeys(task.kata for task in mine):
            its = [task for task in mine if task.kata == kata]
            rows.append(f"| {week} | {kata} | {sum(task.earned for task in its)} of {len(its)} | {to_do(its)} |\n")
    text = f"### {sum(task.earned for task in tasks)} of {len(tasks)} tasks passed\n\n"
    if rows:
        text += "| week | kata | points | still to do |\n| --- | --- | --- | --- |\n" + "".join(rows) + "\n"
    if waiting:
        text += f"Not begun yet: {', '.join(waiting)}.\n\n"
    return (
        text + "What a test said, and what to do: `pytest exercises/WEEK` on your computer, or the log of this run.\n"
    )


def to_do(tasks: list[Task]) -> str:
    """What has not passed, state by state; the names only where a kata's tasks differ."""
    left = [task for task in tasks if not task.earned]
    states = dict.fromkeys(task.state for task in left)
    if len(states) == 1 and len(left) == len(tasks):
        return left[0].state
    names = {state: ", ".join(f"`{task.name}`" for task in left if task.state == state) for state in states}
    return "; ".join(f"{state}: {names[state]}" for state in states)


def check_stubs(weeks: list[str]) -> int:
    """Say what is wrong with the course itself, a line each; it is right if every test of every stub is not started."""
    problems = []
    for week, katas in worth(weeks).items():
        answers = ask(week, "--katas", str(STUBS))
        listed = {(kata, test) for kata, names in katas.items() for tests in names.values() for test in tests}
        for kata, test in sorted(listed | set(answers)):
            states = set(answers.get((kata, test), ["no answer"]))
            if (kata, test) not in listed:
                problems.append(f"{week}/{kata}: {test} is not in .github/classroom/points.json.")
            elif states != {"not-started"}:
                problems.append(f"{week}/{kata}: {test} on the stub gave {' and '.join(sorted(states))}.")
    print("\n".join(["", *problems]) if problems else "\nEvery test answers, and on a stub each says: not started.")
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
