"""The proofs find what they are there to find: each way in which a kata's tests can be vacuous or unfair."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest

EXERCISES, SOLUTIONS = "exercises/week1/", "solutions/week1/"
TESTS = EXERCISES + "test_kata1_numbers.py"
REFERENCE = SOLUTIONS + "kata1_numbers.py"
HIDDEN = SOLUTIONS + "hidden_test_kata1.py"
MISTAKES = SOLUTIONS + "mistakes_kata1.py"


def test_a_sound_course_has_no_problems(toy: Path, kata: Callable, golden: Callable) -> None:
    done = kata(toy, "verify", "--seed", "5")
    assert done.returncode == 0, done.stdout
    golden("verify", re.sub(r"[\d.]+ s,", "SECONDS s,", done.stdout), toy)


# name → (file, old text, new text, what must be said)
FAULTS = {
    "vacuous test": (
        TESTS,
        "def test_shift_adds_to_every_value():",
        "def test_shift_adds_to_every_value():\n    return",
        ["the mistake `once` of `shift`", "passes every visible test"],
    ),
    "reference is wrong": (REFERENCE, "return 2 * x", "return 3 * x", ["the reference, on 1 thread(s), does not pass"]),
    "sentence of another": (
        TESTS,
        "That is the square. Twice is",
        "Twice is",
        ["the mistake `squared`", "should be told “That is the square”"],
    ),
    "mistakes look alike": (TESTS, "(6, ", "(12.25, ", ["'squared' and 'whole' give the same value"]),
    "unfair test": (
        TESTS,
        "def test_double_of_a_negative_number():",
        "def test_double_of_a_negative_number():\n    assert isinstance(shift([1.0]), list)",
        [],
    ),
    "alternative refused": (
        TESTS,
        "def test_shift_adds_to_every_value():",
        "def test_shift_is_a_list():\n    assert isinstance(shift([1.0]), list), 'No list.'\n\n\n"
        "def test_shift_adds_to_every_value():",
        ["the alternative `mapped` of `shift`", "does not pass test_shift_is_a_list"],
    ),
    "too few mistakes": (MISTAKES, '@mistake("shift", "The last one is missing")\n', "", ["has 2 known mistakes"]),
    "no hidden test": (HIDDEN, "def test_shift_", "def test_other_", ["`shift` has no hidden test"]),
    "a hint missing": (EXERCISES + "hints.md", "2. Add to every one.\n", "", ["`shift` has 2 hints"]),
    "no afterword": (EXERCISES + "hints.md", "**Afterword.** You shifted", "You shifted", ["`shift` has no afterword"]),
    "stub differs": (EXERCISES + "kata1_numbers.py", "Twice as much.", "Twice.", ["is not the stub of its reference"]),
    "stub crashes": (REFERENCE, 'numbers."""', 'numbers."""\n\n1 / 0', ["with the stub", "does-not-run"]),
    "unknown task": (MISTAKES, 'double", "That is', 'duble", "That is', ["names a task that does not exist"]),
    "untested task": (
        REFERENCE,
        "def shift(",
        "def third() -> int:\n    # BEGIN SOLUTION\n    return 3\n    # END SOLUTION\n\n\ndef shift(",
        ["no test is named after the task `third`"],
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", FAULTS)
def test_a_fault_is_told(name: str, toy: Path, kata: Callable, edit: Callable) -> None:
    file, old, new, words = FAULTS[name]
    edit(toy / file, old, new)
    done = kata(toy, "verify", "kata1")
    text = " ".join(done.stdout.split())
    for word in words:
        assert word in text, done.stdout
    assert done.returncode == (1 if words else 0)


def test_a_weak_test_lets_an_impostor_through(toy: Path, kata: Callable, edit: Callable) -> None:
    tests = toy / "exercises/week1/test_kata2_chance.py"
    edit(tests, "    assert len({pick(NAMES, seed=seed) for seed in range(20)}) > 1", "    assert True")
    hidden = toy / "solutions/week1/hidden_test_kata2.py"
    edit(hidden, "assert {pick", "assert 1 or {pick")
    done = kata(toy, "verify", "kata2")
    assert "the impostor “its first answer” passes every test" in " ".join(done.stdout.split())


def test_an_endless_mistake_is_told_and_ends(toy: Path, kata: Callable, edit: Callable) -> None:
    edit(toy / MISTAKES, "    return x * x", "    while True:\n        x = x + 1")
    done = kata(toy, "verify", "kata1")
    assert "is there a loop that never ends" in " ".join(done.stdout.split())


def test_without_fork_the_answers_are_the_same(toy: Path, kata: Callable) -> None:
    """As on Windows: a spare process that has done its imports serves one job, and is replaced."""
    done = kata(toy, "verify", "kata2", "--seed", "5", KATA_NO_FORK="1")
    assert done.returncode == 0, done.stdout + done.stderr
    assert re.search(r"^all +1/1 +2/2 +3/3 ", done.stdout, re.MULTILINE)
