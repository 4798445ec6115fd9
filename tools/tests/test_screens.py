"""What the learner sees, for every state: whole screens at 80 columns, kept in golden/.

Each is looked at by a person before it is kept: `GOLDEN=write pytest tools/tests/test_screens.py`, then read.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest

NUMBERS, CHANCE = "exercises/week1/kata1_numbers.py", "exercises/week1/kata2_chance.py"

# name → (file, old text, new text): what a learner did to the solved toy course
BREAKS: dict[str, tuple[str, str, str]] = {
    "wrong_known_mistake": (NUMBERS, "return 2 * x", "return x * x"),
    "wrong_by_a_factor": (NUMBERS, "return 2 * x", "return 6 * x"),
    "wrong_list": (NUMBERS, "for value in values]", "for value in values[:-1]]"),
    "wrong_property": (CHANCE, "random.Random(seed).choice(values)", "values[0]"),
    "wrong_type": (NUMBERS, "return 2 * x", "return str(2 * x)"),
    "printed": (NUMBERS, "return 2 * x", 'print("x is", x)\n    return x + 2'),
    "return_forgotten": (NUMBERS, "return 2 * x", "2 * x"),
    "input_changed": (
        NUMBERS,
        "return [value + by for value in values]",
        "values[:] = [value + by for value in values]\n    return values",
    ),
    "global_random": (
        CHANCE,
        "return random.Random(seed).choice(values)",
        "random.seed(seed)\n    return random.choice(values)",
    ),
    "colon_deleted": (NUMBERS, "def double(x: float) -> float:", "def double(x: float) -> float"),
    "indentation": (NUMBERS, "    return 2 * x", "      y = 1\n    return 2 * x"),
    "function_renamed": (NUMBERS, "def double(", "def doubel("),
    "wrong_signature": (NUMBERS, "def double(x: float)", "def double(x: float, y: float)"),
    "no_function_any_more": (NUMBERS, "def shift(", "double = 3\n\n\ndef shift("),
    "endless_loop": (NUMBERS, "return 2 * x", "while x:\n        x = x + 1\n    return x"),
    "endless_loop_that_catches_all": (
        NUMBERS,
        "return 2 * x",
        "while True:\n        try:\n            x = x + 1\n        except:\n            pass",
    ),
    "endless_import": (NUMBERS, "def double(", "while True:\n    pass\n\n\ndef double("),
    "module_missing": (CHANCE, "import random", "import randon"),
    "crash": (NUMBERS, "return 2 * x", "return [x][2]"),
    "name_misspelt": (NUMBERS, "return 2 * x", "value = 2 * x\n    return valu"),
    "input_called": (NUMBERS, "return 2 * x", "return x * float(input())"),
    "exit_called": (NUMBERS, "return 2 * x", "exit()"),
    "exit_on_import": (NUMBERS, "def double(", "exit()\n\n\ndef double("),
    "recursion": (NUMBERS, "return 2 * x", "return double(x)"),
    "half_written": (NUMBERS, "return [value + by for value in values]", "raise NotImplementedError"),
    "waits_for_another": (NUMBERS, "return 2 * x", "return shift([x], x)[0]"),
}


@pytest.mark.parametrize("name", BREAKS)
def test_one_break_breaks_one_kata(
    name: str, solved: Path, run_tests: Callable, edit: Callable, golden: Callable
) -> None:
    file, old, new = BREAKS[name]
    edit(solved / file, old, new)
    if name == "waits_for_another":
        edit(solved / file, "return [value + by for value in values]", "raise NotImplementedError")
    done = run_tests(solved, "exercises/week1", "--kata-seconds=0.4")
    assert done.returncode == 1, done.stdout + done.stderr
    golden(name, done.stdout, solved)
    assert done.stderr == ""
    other = "kata1" if file == CHANCE else "kata2"
    line = next(line for line in done.stdout.splitlines() if line.strip().startswith(other))
    assert line.rstrip().endswith("passed"), "the other kata still answers"
    check_manners(done.stdout)


def check_manners(screen: str) -> None:
    lines = screen.splitlines()
    assert len(lines) < 25
    assert max(map(len, lines)) <= 80
    assert "Traceback" not in screen and "tools/kata" not in screen.replace("tools/kata/.keep", "")


def test_stubs_are_not_told_off(toy: Path, run_tests: Callable, golden: Callable) -> None:
    done = run_tests(toy, "exercises/week1")
    assert done.returncode == 1
    golden("stubs", done.stdout, toy)
    check_manners(done.stdout)
    assert not re.search(r"fail|wrong|error", done.stdout, re.IGNORECASE)


def test_a_missing_file_is_named(solved: Path, run_tests: Callable, golden: Callable) -> None:
    (solved / NUMBERS).unlink()
    golden("file_missing", run_tests(solved, "exercises/week1").stdout, solved)


def test_a_file_in_another_encoding_is_told_so(solved: Path, run_tests: Callable, golden: Callable) -> None:
    text = (solved / NUMBERS).read_text(encoding="utf-8").replace("Small numbers.", "Größe.")
    (solved / NUMBERS).write_bytes(text.encode("latin-1"))
    done = run_tests(solved, "exercises/week1")
    golden("not_utf8", done.stdout, solved)


def test_a_file_with_null_bytes_is_told_so(solved: Path, run_tests: Callable, golden: Callable) -> None:
    (solved / NUMBERS).write_bytes(b"x = 1\0\n")
    golden("null_bytes", run_tests(solved, "exercises/week1").stdout, solved)


def test_a_broken_test_file_is_named_and_the_rest_answers(solved: Path, run_tests: Callable, golden: Callable) -> None:
    with (solved / "exercises/week1/test_kata2_chance.py").open("a", encoding="utf-8") as file:
        file.write("x = (\n")
    done = run_tests(solved, "exercises/week1")
    assert done.returncode == 1
    golden("test_file_broken", done.stdout, solved)


def test_nothing_to_run_is_said(toy: Path, run_tests: Callable, golden: Callable) -> None:
    golden("nothing_to_run", run_tests(toy, "exercises/week1", "-k", "no_such_test").stdout, toy)
    wrong = run_tests(toy, "exercises/week9")
    assert wrong.returncode == 4
    assert "file or directory not found: exercises/week9" in wrong.stderr
    assert "Traceback" not in wrong.stdout + wrong.stderr


def test_a_week_done_shows_the_afterword_and_the_badge(solved: Path, run_tests: Callable, golden: Callable) -> None:
    done = run_tests(solved, "exercises/week1")
    assert done.returncode == 0
    golden("all_passed_first_time", done.stdout, solved)
    golden("all_passed_again", run_tests(solved, "exercises/week1").stdout, solved)


def test_the_reference_passes(toy: Path, run_tests: Callable, golden: Callable) -> None:
    done = run_tests(toy, "exercises/week1", "--katas", "solutions")
    assert done.returncode == 0
    golden("reference", done.stdout, toy)


def test_a_task_just_passed_is_celebrated_once(
    toy: Path, run_tests: Callable, edit: Callable, golden: Callable
) -> None:
    edit(toy / NUMBERS, "raise NotImplementedError", "return 2 * x")
    golden("first_task_passed", run_tests(toy, "exercises/week1").stdout, toy)
    golden("first_task_passed_again", run_tests(toy, "exercises/week1").stdout, toy)


def test_colour_where_it_is_asked_for(solved: Path, run_tests: Callable, edit: Callable, golden: Callable) -> None:
    edit(solved / NUMBERS, "return 2 * x", "return x * x")
    done = run_tests(solved, "exercises/week1", "--color=yes")
    golden("wrong_in_colour", done.stdout, solved)
    assert "\x1b[" in done.stdout
    plain = run_tests(solved, "exercises/week1", "--color=no").stdout
    assert re.sub(r"\x1b\[[0-9;]*m", "", done.stdout) == plain, "colour adds nothing but colour"


def test_stubs_in_colour(toy: Path, run_tests: Callable, golden: Callable) -> None:
    golden("stubs_in_colour", run_tests(toy, "exercises/week1", "--color=yes").stdout, toy)


def test_a_terminal_without_utf8_gets_plain_signs(toy: Path, run_tests: Callable, golden: Callable) -> None:
    done = run_tests(toy, "exercises/week1", PYTHONUTF8="0", PYTHONIOENCODING="ascii")
    golden("stubs_in_ascii", done.stdout, toy)
    assert done.stdout.isascii()
