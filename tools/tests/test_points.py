"""tools/points.py of the student branch, in a toy course: what GitHub counts at each push."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from kata.course import Course
from publish import classroom, classroom50

Run = Callable[..., subprocess.CompletedProcess[str]]

# As tools/start.py, but in the environment that runs these tests.
START = "import subprocess, sys\nsys.exit(subprocess.call([sys.executable, '-m', *sys.argv[1:]]))\n"


def student(folder: Path) -> Path:
    """Make a toy course what a learner has: with points.py, without solutions."""
    shutil.rmtree(folder / "solutions")
    stubs = folder / "exercises" / ".stubs" / "week1"
    for kata in Course(folder).katas:
        if not (stubs / kata.path.name).exists():
            shutil.copy(kata.path, stubs)
    (folder / "tools" / "start.py").write_text(START, encoding="utf-8")
    shutil.copy(classroom.OVERLAY / "tools" / "points.py", folder / "tools")
    listed = folder / classroom.POINTS
    listed.parent.mkdir(parents=True)
    listed.write_text(classroom.points(Course(folder)), encoding="utf-8")
    return folder


@pytest.fixture
def untouched(toy: Path) -> Path:
    return student(toy)


@pytest.fixture
def done(untouched: Path) -> Path:
    """The toy course with everything solved, beside its stubs."""
    references = Path(__file__).parent / "toy" / "solutions" / "week1"
    for reference in references.glob("kata*.py"):
        lines = [line for line in reference.read_text(encoding="utf-8").splitlines() if "SOLUTION" not in line]
        (untouched / "exercises" / "week1" / reference.name).write_text("\n".join(lines) + "\n", encoding="utf-8")
    return untouched


@pytest.fixture
def points(run: Run) -> Run:
    def count(folder: Path, *arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
        return run(sys.executable, "tools/points.py", *arguments, cwd=folder, **environment)

    return count


def total(folder: Path) -> int:
    return len(list(Course(folder).tasks))


def test_nothing_is_run_before_a_week_is_begun(untouched: Path, points: Run) -> None:
    (untouched / "tools" / "start.py").unlink()  # so running it would be seen
    said = points(untouched)
    assert said.returncode == 0, said.stderr
    assert said.stdout.split("\n")[-2] == f"{'in all':<8} {0:>3} of {total(untouched):>3}"


def test_windows_line_ends_are_no_beginning(untouched: Path, points: Run) -> None:
    for kata in Course(untouched).katas:
        kata.path.write_bytes(kata.path.read_bytes().replace(b"\n", b"\r\n"))
    (untouched / "tools" / "start.py").unlink()
    assert "0 of" in points(untouched).stdout


def test_all_solved_is_all_points(done: Path, points: Run, tmp_path: Path) -> None:
    page = tmp_path / "summary.md"
    said = points(done, GITHUB_STEP_SUMMARY=str(page))
    n = total(done)
    assert said.returncode == 0, said.stderr
    assert f"{'week1':<8} {n:>3} of {n:>3}" in said.stdout
    assert f"::notice title=Points::{n} of {n} tasks passed." in said.stdout
    assert page.read_text(encoding="utf-8").startswith(f"### {n} of {n} tasks passed\n")
    assert "Not begun" not in page.read_text(encoding="utf-8")


def test_a_broken_kata_costs_its_own_points_and_no_more(done: Path, points: Run, tmp_path: Path) -> None:
    first, *others = Course(done).katas
    first.path.write_text("def (\n", encoding="utf-8")
    page = tmp_path / "summary.md"
    said = points(done, "--json", str(tmp_path / "points.json"), GITHUB_STEP_SUMMARY=str(page))
    assert said.returncode == 0, said.stderr
    tasks: list[dict[str, Any]] = json.loads((tmp_path / "points.json").read_text(encoding="utf-8"))
    assert {task["state"] for task in tasks if task["kata"] == first.name} == {"does not run"}
    assert {task["task"] for task in tasks if task["earned"]} == {task.name for kata in others for task in kata.tasks}
    row = f"| week1 | {first.name} | 0 of {len(first.tasks)} | does not run |"
    assert row in page.read_text(encoding="utf-8").splitlines()


def test_a_test_that_was_taken_away_costs_its_point(done: Path, points: Run, tmp_path: Path) -> None:
    kata = next(Course(done).katas)
    gone = kata.tasks[0].tests[0]
    text = kata.test_path.read_text(encoding="utf-8")
    kata.test_path.write_text(text.replace(f"def {gone}(", f"def no_{gone}("), encoding="utf-8")
    points(done, "--json", str(tmp_path / "points.json"))
    tasks = {task["task"]: task for task in json.loads((tmp_path / "points.json").read_text(encoding="utf-8"))}
    assert tasks[kata.tasks[0].name]["state"] == "no answer"
    assert not tasks[kata.tasks[0].name]["earned"]


def test_tests_that_end_without_an_answer_are_no_points_and_no_crash(done: Path, points: Run) -> None:
    kata = next(Course(done).katas)
    kata.path.write_text("import os\nos._exit(0)\n", encoding="utf-8")
    said = points(done)
    assert said.returncode == 0
    assert "The tests of week1 ended without an answer" in said.stderr
    assert "Traceback" not in said.stderr


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [(["week9"], "There is no week called 'week9'. The weeks are week1."), ([], "cannot be read")],
)
def test_what_cannot_be_counted_is_said(untouched: Path, points: Run, arguments: list[str], sentence: str) -> None:
    if not arguments:
        (untouched / classroom.POINTS).write_text("{", encoding="utf-8")
    said = points(untouched, *arguments)
    assert said.returncode == 2
    assert sentence in said.stderr and "Traceback" not in said.stderr


def test_on_the_stubs_every_test_answers_whatever_the_learner_wrote(done: Path, points: Run) -> None:
    said = points(done, "--stubs")
    assert said.returncode == 0, said.stdout + said.stderr
    assert said.stdout.endswith("Every test answers, and on a stub each says: not started.\n")


def test_a_stub_that_does_something_and_a_test_that_is_not_listed_are_named(untouched: Path, points: Run) -> None:
    kata = next(Course(untouched).katas)
    stub = untouched / "exercises" / ".stubs" / "week1" / kata.path.name
    stub.write_text("1 / 0\n", encoding="utf-8")
    with kata.test_path.open("a", encoding="utf-8") as file:
        file.write(f"\n\ndef test_{kata.tasks[0].name}_anew() -> None:\n    {kata.tasks[0].name}(1)\n")
    said = points(untouched, "--stubs")
    assert said.returncode == 1
    assert f"week1/{kata.name}: {kata.tasks[0].tests[0]} on the stub gave does-not-run." in said.stdout
    assert f"test_{kata.tasks[0].name}_anew is not in .github/classroom/points.json." in said.stdout


def test_classroom_50_gets_what_its_contract_asks_for(done: Path, run: Run) -> None:
    environment = {
        "CLASSROOM": "spring",
        "ASSIGNMENT": "downhill-week1",
        "SUBMISSION_TAG": "submit/1",
        "COMMIT_URL": "https://github.example/commit/1",
        "RELEASE_URL": "https://github.example/releases/1",
    }
    said = run(sys.executable, classroom50.__file__, cwd=done, **environment)
    assert said.returncode == 0, said.stderr
    result = json.loads((done / "result.json").read_text(encoding="utf-8"))
    n = total(done)
    assert (result["schema"], result["score"], result["max-score"]) == ("classroom50/result/v1", n, n)
    assert (result["classroom"], result["assignment"]) == ("spring", "downhill-week1")
    assert result["review"] == environment["COMMIT_URL"]
    assert len({test["test-name"] for test in result["tests"]}) == n
    assert all(type(test["passed"]) is bool and type(test["score"]) is int for test in result["tests"])


def test_classroom_50_is_told_when_counting_failed(done: Path, run: Run) -> None:
    (done / classroom.POINTS).unlink()
    variables = dict.fromkeys(("CLASSROOM", "ASSIGNMENT", "SUBMISSION_TAG", "COMMIT_URL", "RELEASE_URL"), "x")
    said = run(sys.executable, classroom50.__file__, cwd=done, **variables)
    assert said.returncode == 2
    assert not (done / "result.json").exists()
