"""The machine-made mutants: what is changed, what is left alone, and what is made of those that live."""

from __future__ import annotations

import ast
import re
from collections.abc import Callable
from pathlib import Path

import pytest

from kata.mutants.made import mutants_of

REFERENCE = '''"""A kata."""

import numpy as np

GIVEN = 3


def _helper(x):
    # BEGIN SOLUTION
    return x[1:]
    # END SOLUTION


def area(w: float = 1.0, h: float = 2.0) -> float:
    """w times h, and 5 is no part of it."""
    given = 4
    # BEGIN SOLUTION
    if w < 0:
        raise ValueError(f"{w + 1} is negative")
    return w * h
    # END SOLUTION


class Meter:
    """Counts."""

    def read(self, values):
        # BEGIN SOLUTION
        """Not this one."""
        total = 0
        for value in sorted(values):
            total += value
        return np.mean(_helper(values), axis=0, keepdims=True) - total
        # END SOLUTION
'''


def changes(task: str) -> dict[str, list[str]]:
    """What stands there → everything that is put in its place."""
    found: dict[str, list[str]] = {}
    for one in mutants_of(REFERENCE, ["area", "Meter"]):
        if one.task == task:
            found.setdefault(one.was, []).append(one.now)
    return found


def test_operators_comparisons_and_conditions_are_changed_and_what_errors_say_is_not() -> None:
    assert changes("area") == {
        "if w < 0:": ["if not w < 0:", "(removed)", "if w <= 0:", "if w >= 0:", "if w < 1:"],
        "return w * h": ["return w / h"],
    }


def test_lines_axes_keywords_calls_and_constants_are_changed_and_a_helper_belongs_to_whoever_uses_it() -> None:
    found = changes("Meter")
    assert found["return x[1:]"] == ["return x[:]", "return x[2:]", "return x[0:]"]
    assert found["total += value"] == ["(removed)", "total -= value"]
    assert found["for value in sorted(values):"] == ["(removed)", "for value in values:"]
    last = "return np.mean(_helper(values), axis={}, keepdims=True) - total"
    assert last.format(1) in found[last.format(0)]
    assert last.format(0).replace("mean", "sum") in found[last.format(0)]
    assert last.format(0).replace(", keepdims=True", "") in found[last.format(0)]
    assert "total - np.mean(_helper(values), axis=0, keepdims=True)" in found[last.format(0)][1]


def test_every_mutant_is_another_program_and_knows_its_line() -> None:
    made = mutants_of(REFERENCE, ["area", "Meter"])
    lines = REFERENCE.splitlines()
    for one in made:
        assert ast.dump(ast.parse(one.source)) not in ast.dump(ast.parse(REFERENCE))
        assert one.now not in (one.was, "")
        assert one.was.split()[0] in lines[one.line - 1]
    assert len({one.source for one in made}) == len(made)


@pytest.fixture
def weak(toy: Path, edit: Callable[[Path, str, str], None]) -> Path:
    """The toy course with a reference that does more than its tests ask."""
    reference = toy / "solutions" / "week1" / "kata1_numbers.py"
    edit(reference, "    return 2 * x\n", "    if x > 1e9:\n        return x\n    return 2 * x\n")
    return toy


def write_down(toy: Path, was: str, now: str, reason: str) -> None:
    entry = f'[[equivalent]]\ntask = "kata1_numbers/double"\nwas = "{was}"\nnow = "{now}"\nreason = "{reason}"\n\n'
    with (toy / "solutions" / "week1" / "equivalent_mutants.toml").open("a", encoding="utf-8") as file:
        file.write(entry)


def test_what_lives_is_shown_where_it_stands(weak: Path, kata: Callable, golden: Callable) -> None:
    done = kata(weak, "mutants", "kata1")
    golden("mutants_alive", re.sub(r"\d+ s\.", "N s.", done.stdout), weak)
    assert done.returncode == 1


def test_what_cannot_be_told_from_the_reference_is_written_down_with_its_reason(weak: Path, kata: Callable) -> None:
    head = "if x > 1000000000.0:"
    for now in ("(removed)", "if x >= 1000000000.0:", "if x > 2000000000.0:"):
        write_down(weak, head, now, "Nobody doubles so much.")
    done = kata(weak, "mutants", "kata1", "--reasons")
    assert done.returncode == 0, done.stdout
    double = next(line for line in done.stdout.splitlines() if line.strip().startswith("double"))
    assert double.split()[-2:] == ["3", "–"]
    assert done.stdout.count("Nobody doubles so much.") == 3


def test_an_explanation_that_explains_nothing_is_a_problem(toy: Path, kata: Callable) -> None:
    write_down(toy, "return 2 * x", "return 2 / x", "Not so: the tests kill it.")
    done = kata(toy, "mutants", "kata1")
    assert done.returncode == 1
    assert "there is no mutant `return 2 / x` of `return 2 * x`, or a test kills it" in " ".join(done.stdout.split())


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("[[equivalent]]\ntask = 'x'\n", "every [[equivalent]] has task, was, now and reason"),
        ("equivalent = 3\n", "every [[equivalent]] has task, was, now and reason"),
        ("[[equivalent]\n", "every [[equivalent]] has task, was, now and reason"),
        ("[[equivalent]]\ntask='a'\nwas='b'\nnow='c'\nreason=' '\n", "`c` of a needs a reason"),
    ],
)
def test_a_bad_list_is_answered_in_a_sentence(toy: Path, kata: Callable, text: str, words: str) -> None:
    (toy / "solutions" / "week1" / "equivalent_mutants.toml").write_text(text, encoding="utf-8")
    done = kata(toy, "mutants", "kata1")
    assert done.returncode == 2 and words in done.stderr and "Traceback" not in done.stderr


def test_the_real_course_kills_what_it_can(kata: Callable) -> None:
    """One kata of the course, in full: the others are asked by `nox -s mutants`."""
    done = kata(Path(__file__).parents[2], "mutants", "week3/kata4")
    assert done.returncode == 0, done.stdout
