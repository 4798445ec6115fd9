"""Stubs come from references, and a learner's file is never overwritten."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import pytest

from kata import stubs
from kata.course import Course, CourseError

NUMBERS = "exercises/week1/kata1_numbers.py"
REFERENCE = "solutions/week1/kata1_numbers.py"


def test_a_stub_keeps_everything_but_the_solution() -> None:
    reference = (
        'import math\n\n\ndef f(x: int) -> int:\n    """Doc."""\n    # BEGIN SOLUTION\n    y = x\n\n    return y\n'
        "    # END SOLUTION\n\n\nclass C:\n    def g(self):\n"
        "        # BEGIN SOLUTION\n        return 1\n        # END SOLUTION\n"
    )
    assert stubs.stub_of(reference) == (
        'import math\n\n\ndef f(x: int) -> int:\n    """Doc."""\n    raise NotImplementedError\n'
        "\n\nclass C:\n    def g(self):\n        raise NotImplementedError\n"
    )


@pytest.mark.parametrize(
    "text", ["def f():\n    return 1\n", "def f():\n    # BEGIN SOLUTION\n    return 1\n", "# END SOLUTION\n"]
)
def test_a_reference_without_proper_marks_is_refused(text: str) -> None:
    with pytest.raises(CourseError, match="BEGIN SOLUTION"):
        stubs.stub_of(text)


def test_check_finds_a_difference(toy: Path, kata: Callable, edit: Callable) -> None:
    assert kata(toy, "stubs", "--check").returncode == 0
    edit(toy / REFERENCE, "Twice as much.", "Two times as much.")
    done = kata(toy, "stubs", "--check")
    assert done.returncode == 1
    assert "exercises/week1/kata1_numbers.py is not the stub of its reference" in done.stdout


def test_check_finds_a_stub_that_reset_would_not_know(toy: Path, kata: Callable) -> None:
    (toy / "exercises" / ".stubs" / "digests.json").write_text("{}", encoding="utf-8")
    assert "is not in .stubs/digests.json" in kata(toy, "stubs", "--check").stdout


def test_an_untouched_stub_follows_its_reference(toy: Path, kata: Callable, edit: Callable) -> None:
    edit(toy / REFERENCE, "Twice as much.", "Two times as much.")
    assert "updated" in kata(toy, "stubs").stdout
    assert "Two times as much." in (toy / NUMBERS).read_text(encoding="utf-8")


@pytest.mark.parametrize(
    "work",
    ["# a thought\n", "\n", "import math\n", "def helper():\n    raise NotImplementedError\n"],
    ids=["a comment", "an empty line", "an import", "another stub"],
)
def test_whatever_a_learner_added_stays(toy: Path, kata: Callable, edit: Callable, work: str) -> None:
    with (toy / NUMBERS).open("a", encoding="utf-8") as file:
        file.write(work)
    before = (toy / NUMBERS).read_bytes()
    edit(toy / REFERENCE, "Twice as much.", "Two times as much.")
    assert "kept" in kata(toy, "stubs").stdout
    assert (toy / NUMBERS).read_bytes() == before


def test_a_stub_of_an_older_version_is_known(toy: Path, kata: Callable, edit: Callable) -> None:
    old = (toy / NUMBERS).read_bytes()
    for text in ("Two times as much.", "Double."):
        edit(toy / REFERENCE, "Twice as much." if text.startswith("Two") else "Two times as much.", text)
        kata(toy, "stubs")
    (toy / NUMBERS).write_bytes(old)
    assert "updated" in kata(toy, "stubs").stdout
    assert '"""Double.' in (toy / NUMBERS).read_text(encoding="utf-8")


def test_a_clone_without_solutions_says_so(toy: Path, kata: Callable) -> None:
    for path in sorted((toy / "solutions").rglob("*"), reverse=True):
        path.rmdir() if path.is_dir() else path.unlink()
    (toy / "solutions").rmdir()
    done = kata(toy, "stubs")
    assert done.returncode == 2
    assert "no solutions in this clone" in done.stderr


def test_reset_keeps_a_copy(solved: Path, kata: Callable) -> None:
    mine = (solved / NUMBERS).read_bytes()
    done = kata(solved, "reset", "kata1", "--yes")
    assert done.returncode == 0
    copies = list((solved / ".kata" / "kept").iterdir())
    assert [copy.read_bytes() for copy in copies] == [mine]
    assert str(copies[0].relative_to(solved)) in done.stdout.replace("\n", "")
    assert (solved / NUMBERS).read_text(encoding="utf-8").count("raise NotImplementedError") == 2


def test_reset_twice_keeps_both(solved: Path, kata: Callable) -> None:
    for text in ("first\n", "second\n"):
        (solved / NUMBERS).write_text(text, encoding="utf-8")
        kata(solved, "reset", "week1/kata1", "--yes")
    copies = sorted(copy.read_text(encoding="utf-8") for copy in (solved / ".kata" / "kept").iterdir())
    assert copies == ["first\n", "second\n"]


def test_reset_asks_first(solved: Path, kata: Callable) -> None:
    before = (solved / NUMBERS).read_bytes()
    done = kata(solved, "reset", "kata1")  # nobody answers
    assert done.returncode != 0
    assert "Put the stub of exercises/week1/kata1_numbers.py back?" in done.stdout
    assert (solved / NUMBERS).read_bytes() == before


def test_reset_of_a_missing_file_brings_it_back(toy: Path, kata: Callable) -> None:
    (toy / NUMBERS).unlink()
    assert kata(toy, "reset", "kata1", "--yes").returncode == 0
    assert (toy / NUMBERS).exists()


def test_reset_without_a_place_for_the_copy_changes_nothing(solved: Path, kata: Callable) -> None:
    before = (solved / NUMBERS).read_bytes()
    (solved / ".kata").write_text("in the way", encoding="utf-8")
    done = kata(solved, "reset", "kata1", "--yes")
    assert done.returncode == 2
    assert "Nothing was changed" in done.stderr and "Traceback" not in done.stderr
    assert (solved / NUMBERS).read_bytes() == before


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="root may write everywhere")
def test_reset_in_a_read_only_folder_changes_nothing(solved: Path, kata: Callable) -> None:
    (solved / "exercises/week1").chmod(0o555)
    done = kata(solved, "reset", "kata1", "--yes")
    assert done.returncode == 2 and "Traceback" not in done.stderr


def test_line_endings_are_no_edit(toy: Path) -> None:
    path = toy / NUMBERS
    path.write_bytes(path.read_bytes().replace(b"\n", b"\r\n"))
    course = Course(toy)
    assert not stubs.is_edited(course, next(iter(course.katas)))
