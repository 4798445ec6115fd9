"""A learner's progress: kept through torn files and crashes, and re-opened by a stricter test."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from kata import progress
from kata.course import Course
from kata.verdict import State

TEST = "exercises/week1/test_kata1_numbers.py"


def states(folder: Path) -> dict[str, State]:
    progress.fingerprints.cache_clear()
    course = Course(folder)
    found = progress.read(folder)
    return {task.name: found.state(course, task) for task in course.tasks}


@pytest.fixture
def done(solved: Path, run_tests: Callable) -> Path:
    assert run_tests(solved, "exercises/week1").returncode == 0
    return solved


def test_a_run_is_remembered(done: Path) -> None:
    assert states(done) == dict.fromkeys(("double", "shift", "pick"), State.PASSED)


def test_a_run_of_another_folder_is_not(toy: Path, run_tests: Callable) -> None:
    run_tests(toy, "exercises/week1", "--katas", "solutions")
    assert set(states(toy).values()) == {State.NOT_STARTED}


def test_what_breaks_again_is_no_longer_passed(done: Path, run_tests: Callable, edit: Callable) -> None:
    edit(done / "exercises/week1/kata1_numbers.py", "return 2 * x", "return x")
    run_tests(done, "exercises/week1", "-k", "double")
    assert states(done) == {"double": State.WRONG, "shift": State.PASSED, "pick": State.PASSED}


@pytest.mark.parametrize("length", [0, 1, 40, 300])
def test_a_torn_file_costs_nothing(done: Path, length: int, kata: Callable) -> None:
    path = done / ".kata" / "progress.json"
    path.write_bytes(path.read_bytes()[:length])
    assert states(done)["double"] is State.PASSED
    assert "its copy was used" in kata(done).stdout


@pytest.mark.parametrize("text", ["[]", '{"tests": 3}', '{"tests": {"a": {}}}', "\xff", "null"])
def test_a_file_of_something_else_is_not_believed(done: Path, text: str, kata: Callable) -> None:
    for name in ("progress.json", "progress.json.copy"):
        (done / ".kata" / name).write_text(text, encoding="latin-1")
    out = kata(done)
    assert out.returncode == 0 and "could not be read" in out.stdout


def test_a_stricter_test_reopens_its_task_and_no_other(done: Path, edit: Callable, kata: Callable) -> None:
    edit(done / TEST, "expect(double(-2.0), want=-4.0)", "expect(double(-2.5), want=-5.0)")
    assert states(done) == {"double": State.NOT_STARTED, "shift": State.PASSED, "pick": State.PASSED}
    assert "Open again, because a test became stricter: double" in kata(done).stdout


def test_a_new_test_reopens_its_task(done: Path) -> None:
    with (done / TEST).open("a", encoding="utf-8") as file:
        file.write("\n\ndef test_shift_of_nothing_is_nothing():\n    expect(shift([]), want=[])\n")
    assert states(done)["shift"] is State.NOT_STARTED


def test_a_comment_takes_nothing_away(done: Path, edit: Callable) -> None:
    edit(done / TEST, '"""Doubling and shifting."""', '"""Doubling, and shifting too."""\n# a remark')
    edit(
        done / TEST,
        "def test_double_of_a_negative_number():",
        'def test_double_of_a_negative_number():\n    """Why."""',
    )
    assert states(done)["double"] is State.PASSED


def test_a_pull_that_brings_a_stricter_test(done: Path, tmp_path: Path, edit: Callable, kata: Callable) -> None:
    """With real git: the course moves on, the learner pulls, their katas and their progress are still there."""

    def git(*words: str, cwd: Path) -> None:
        name = ["-c", "user.name=t", "-c", "user.email=t@example.org", "-c", "init.defaultBranch=main"]
        subprocess.run(["git", *name, *words], cwd=cwd, check=True, capture_output=True)

    work = {name: (done / f"exercises/week1/{name}").read_bytes() for name in ("kata1_numbers.py", "kata2_chance.py")}
    stubs = done / "exercises" / ".stubs" / "week1"
    for name in work:  # the course publishes stubs
        (done / f"exercises/week1/{name}").write_bytes((stubs / name).read_bytes())
    (done / ".gitignore").write_text(".kata/\n__pycache__/\n", encoding="utf-8")
    git("init", cwd=done)
    git("add", ".", cwd=done)
    git("commit", "-m", "course", cwd=done)
    mine = tmp_path / "mine"
    git("clone", str(done), str(mine), cwd=tmp_path)
    for name, text in work.items():  # the learner solves them
        (mine / f"exercises/week1/{name}").write_bytes(text)
    (mine / ".kata").mkdir()
    (mine / ".kata/progress.json").write_bytes((done / ".kata/progress.json").read_bytes())
    edit(done / TEST, "by=2.0", "by=3.0")
    git("commit", "-am", "stricter", cwd=done)
    git("pull", cwd=mine)
    assert states(mine) == {"double": State.PASSED, "shift": State.NOT_STARTED, "pick": State.PASSED}
    assert {name: (mine / f"exercises/week1/{name}").read_bytes() for name in work} == work
    assert "Open again" in kata(mine).stdout


def test_progress_that_cannot_be_written_does_not_spoil_the_run(solved: Path, run_tests: Callable) -> None:
    (solved / ".kata").write_text("a file where the folder should be", encoding="utf-8")
    out = run_tests(solved, "exercises/week1")
    assert out.returncode == 0
    assert "week1 is done" in out.stdout
    assert "cannot be written" in out.stdout, "it is said, once"


def test_a_write_that_dies_leaves_the_old_file(done: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    before = (done / ".kata/progress.json").read_bytes()

    def die(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(Path, "replace", die)
    with pytest.raises(KeyboardInterrupt):
        progress.write(done, progress.Progress())
    assert (done / ".kata/progress.json").read_bytes() == before
    assert sorted(path.name for path in (done / ".kata").iterdir()) == ["progress.json", "progress.json.copy"]


def test_a_table_of_many_clones(done: Path, toy: Path, tmp_path: Path, kata: Callable) -> None:
    empty = tmp_path / "<b>evil\x1b[31m"
    empty.mkdir()
    broken = tmp_path / "broken"
    (broken / ".kata").mkdir(parents=True)
    (broken / ".kata/progress.json").write_text('{"tests"', encoding="utf-8")
    out = kata(toy, "progress", str(done), str(empty), str(broken), str(tmp_path / "gone")).stdout
    rows = {line.split()[0]: line for line in out.splitlines()[1:]}
    assert "3/3" in rows["toy"] and "all passed" in rows["toy"]
    assert "no run yet" in rows["<b>evil?[31m"]
    assert "unreadable" in rows["broken"]
    assert "no such folder" in rows["gone"]


def test_the_file_is_small_and_plain(done: Path) -> None:
    path = done / ".kata/progress.json"
    data = json.loads(path.read_text(encoding="utf-8"))
    assert set(data) == {"format", "tests", "hints"}
    assert path.stat().st_size < 2000
