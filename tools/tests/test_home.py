"""`kata` alone: it always says where the learner is and what to do, on one screen."""

from __future__ import annotations

import json
import shutil
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from kata.course import Course

ROOT = Path(__file__).parents[2]
WEEKS = [week.name for week in Course(ROOT).weeks]
KATA = "import sys; {}; sys.argv = ['kata']; from kata.__main__ import main; main()"
WITHOUT_TORCH = KATA.format("sys.modules['torch'] = None")
FAR_AWAY = KATA.format(f"sys.prefix = '/home/{'far/' * 12}.venv'")  # an environment in a deep folder


@pytest.fixture
def course(tmp_path: Path) -> Path:
    """The course itself, all eight weeks of it."""
    left_out = shutil.ignore_patterns("__pycache__", "lab.py")
    shutil.copytree(ROOT / "exercises", tmp_path / "course" / "exercises", ignore=left_out)
    (tmp_path / "course" / "tools" / "kata").mkdir(parents=True)
    return tmp_path / "course"


@pytest.fixture
def two_weeks(solved: Path, edit: Callable) -> Path:
    """The toy course, solved, with a second week that is not begun."""
    second = solved / "exercises" / "week2"
    shutil.copytree(solved / "exercises" / ".stubs" / "week1", second)
    for test in (solved / "exercises" / "week1").glob("test_*.py"):
        text = test.read_text(encoding="utf-8").replace("week1", "week2")
        (second / test.name).write_text(text, encoding="utf-8")
    (second / "README.md").write_text("# Week 2 · Second Steps\n\n**Badge:** Toy Tester\n", encoding="utf-8")
    return solved


def check_manners(screen: str) -> None:
    assert len(screen.splitlines()) <= 23, screen
    assert max(map(len, screen.splitlines())) <= 80, screen


def test_a_week_done_has_a_badge_to_show_and_the_next_week(
    two_weeks: Path, run_tests: Callable, kata: Callable, golden: Callable, edit: Callable
) -> None:
    run_tests(two_weeks, "exercises/week1")
    (two_weeks / "exercises/week2/lab.py").write_text("", encoding="utf-8")
    golden("kata_week_done", kata(two_weeks).stdout, two_weeks)
    edit(two_weeks / "exercises/week2/kata1_numbers.py", "raise NotImplementedError", "return 2 * x")
    run_tests(two_weeks, "exercises/week2")
    later = kata(two_weeks).stdout
    assert "kata record" not in later and "Next        shift   (week2 kata1" in later, "not for ever"


def test_a_kata_that_does_not_run_is_told(
    solved: Path, run_tests: Callable, kata: Callable, golden: Callable, edit: Callable
) -> None:
    edit(solved / "exercises/week1/kata1_numbers.py", "def double(x: float) -> float:", "def double(x: float) -> float")
    run_tests(solved, "exercises/week1")
    golden("kata_does_not_run", kata(solved).stdout, solved)


def test_a_kata_that_is_gone_is_told(toy: Path, kata: Callable) -> None:
    (toy / "exercises/week1/kata1_numbers.py").unlink()
    out = kata(toy).stdout
    assert "Bring back  kata reset week1/kata1   kata1_numbers.py is gone" in out and "Open  " not in out
    assert kata(toy, "reset", "week1/kata1", "--yes").returncode == 0, "and that works"
    assert "Open        exercises/week1/kata1_numbers.py:11" in kata(toy).stdout


def test_a_course_without_weeks_is_not_all_passed(toy: Path, kata: Callable) -> None:
    shutil.rmtree(toy / "exercises" / "week1")
    out = kata(toy).stdout
    assert "passed." not in out and "git checkout -- exercises" in out


def test_a_broken_quiz_does_not_hide_where_you_are(solved: Path, passed: Callable, kata: Callable) -> None:
    (solved / "exercises/week1/quiz.toml").write_text("[[question]]\nask = \n", encoding="utf-8")
    passed(solved, "week1")
    shown = kata(solved)
    assert shown.returncode == 0 and "kata record" in shown.stdout


@pytest.mark.parametrize("done", range(9))
def test_it_fits_a_screen_after_every_week(done: int, course: Path, passed: Callable, run: Callable) -> None:
    passed(course, *WEEKS[:done])
    for week in WEEKS:
        (course / "exercises" / week / "lab.py").write_text("", encoding="utf-8")
    out = run(sys.executable, "-c", FAR_AWAY, cwd=course, KATA_START="python3 tools/start.py").stdout
    check_manners(out)
    if done == 8:
        assert "Everything here has passed." in out and "kata record " in out and "kata lab week8" in out
    else:
        following = WEEKS[done]
        assert f"pytest exercises/{following}" in out and f"Open        exercises/{following}/kata1" in out
        assert f"kata lab {following}" in out
        assert ("kata record" in out) == (done > 0) and ("kata quiz week1" in out) == (done > 0)


def test_a_week_that_needs_torch_says_how_to_get_it(course: Path, passed: Callable, run: Callable) -> None:
    passed(course, *WEEKS[:4])
    out = run(sys.executable, "-c", WITHOUT_TORCH, cwd=course).stdout
    assert "First type  python3 tools/start.py --with torch   this needs torch" in out
    check_manners(out)
    passed(course, *WEEKS[:3])
    assert "--with torch" not in run(sys.executable, "-c", WITHOUT_TORCH, cwd=course).stdout, "week4 needs none"


def test_on_the_worst_of_days_it_still_fits(course: Path, passed: Callable, run: Callable) -> None:
    """Half a week re-opened, the progress file torn, torch missing, a file gone, and no environment."""
    passed(course, *WEEKS[:5])
    kept = course / ".kata" / "progress.json"
    found = json.loads(kept.read_text(encoding="utf-8"))
    for test, entry in found["tests"].items():
        if test.startswith(("week5/kata1", "week5/kata2")):
            entry["test"] = "another"
    (course / ".kata" / "progress.json.copy").write_text(json.dumps(found), encoding="utf-8")
    kept.write_text("{", encoding="utf-8")
    (course / "exercises/week5/kata1_dense_baseline.py").unlink()
    (course / "exercises/week5/lab.py").write_text("", encoding="utf-8")
    out = run(sys.executable, "-c", WITHOUT_TORCH, cwd=course, KATA_START="python3 tools/start.py").stdout
    check_manners(out)
    for said in (
        "became stricter: make_baseline,",
        "its copy was used",
        "--with torch",
        "kata reset week5/kata1",
        "pytest",
    ):
        assert said in out, said
