"""`--katas`: the same tests against another folder, and `--kata-report`: what they said."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

KEYS = ["week", "kata", "task", "test", "state", "message", "seconds"]


def report(folder: Path, run_tests: Callable, *arguments: str) -> list[dict]:
    run_tests(folder, "exercises/week1", "--kata-report=r.json", *arguments)
    found: list[dict] = json.loads((folder / "r.json").read_text(encoding="utf-8"))
    return found


def test_every_verdict_has_exactly_the_promised_keys(toy: Path, run_tests: Callable) -> None:
    verdicts = report(toy, run_tests, "--katas", "solutions")
    assert len(verdicts) == 5
    assert all(list(one) == KEYS for one in verdicts)
    assert {(one["week"], one["kata"]) for one in verdicts} == {("week1", "kata1_numbers"), ("week1", "kata2_chance")}
    assert all(one["state"] == "passed" and one["message"] == "" and one["seconds"] >= 0 for one in verdicts)


def test_the_four_states(solved: Path, run_tests: Callable, edit: Callable) -> None:
    numbers = solved / "exercises/week1/kata1_numbers.py"
    edit(numbers, "return 2 * x", "return x * x")
    edit(numbers, "return [value + by for value in values]", "raise NotImplementedError")
    (solved / "exercises/week1/kata2_chance.py").write_text("import nothing_here\n", encoding="utf-8")
    states = {one["task"]: one["state"] for one in report(solved, run_tests)}
    assert states == {"double": "wrong", "shift": "not-started", "pick": "does-not-run"}


def test_a_kata_missing_from_the_folder_comes_from_exercises(toy: Path, tmp_path: Path, run_tests: Callable) -> None:
    mine = tmp_path / "mine"
    (mine / "week1").mkdir(parents=True)
    source = (toy / "solutions/week1/kata2_chance.py").read_text(encoding="utf-8")
    (mine / "week1" / "kata2_chance.py").write_text(source, encoding="utf-8")
    states = {one["task"]: one["state"] for one in report(toy, run_tests, f"--katas={mine}")}
    assert states == {"double": "not-started", "shift": "not-started", "pick": "passed"}


def test_the_folder_may_stand_before_or_after_and_have_settings_of_its_own(
    toy: Path, tmp_path: Path, run_tests: Callable
) -> None:
    mine = tmp_path / "mine"
    (mine / "week1").mkdir(parents=True)
    (mine / "conftest.py").write_text("raise SystemExit('a conftest of the submission was run')", encoding="utf-8")
    (mine / "numpy.py").write_text("raise SystemExit('a library was shadowed')", encoding="utf-8")
    for order in (["exercises/week1", "--katas", str(mine)], [f"--katas={mine}", "exercises/week1"]):
        done = run_tests(toy, *order)
        assert "0 of 3 tasks passed" in done.stdout, done.stdout + done.stderr


def test_a_folder_that_is_not_there_is_named(toy: Path, run_tests: Callable) -> None:
    done = run_tests(toy, "exercises/week1", "--katas=nowhere")
    assert done.returncode == 4
    assert "--katas nowhere: there is no such folder" in done.stderr


def test_a_report_that_cannot_be_written_is_named(toy: Path, run_tests: Callable) -> None:
    done = run_tests(toy, "exercises/week1", "--kata-report=nowhere/r.json")
    assert "--kata-report" in done.stdout + done.stderr
    assert "Traceback" not in done.stdout + done.stderr


def test_one_kata_may_use_another(solved: Path, run_tests: Callable, edit: Callable) -> None:
    """As week 8 does: then a fault in the other file is told as such."""
    numbers, chance = (solved / "exercises/week1" / name for name in ("kata1_numbers.py", "kata2_chance.py"))
    edit(chance, "import random\n", "import random\nfrom week1.kata1_numbers import double\n")
    edit(chance, "return random", "double(1.0)\n    return random")
    assert {one["state"] for one in report(solved, run_tests)} == {"passed"}
    edit(numbers, "    return 2 * x", "    return 2 *")
    pick = next(one for one in report(solved, run_tests) if one["task"] == "pick")
    assert pick["state"] == "does-not-run"
    assert "Python cannot read this line" in pick["message"]


def test_a_test_that_names_no_task_is_judged_too(solved: Path, run_tests: Callable) -> None:
    extra = "from week1.kata1_numbers import double\n\n\ndef test_everything():\n    assert double(2) == 5\n"
    (solved / "exercises/week1/test_extra.py").write_text(extra, encoding="utf-8")
    found = next(one for one in report(solved, run_tests) if one["test"] == "test_everything")
    assert (found["kata"], found["state"]) == ("kata1_numbers", "wrong")


def test_inputs_are_safe_from_a_task_that_changes_them(solved: Path, run_tests: Callable, edit: Callable) -> None:
    numbers = solved / "exercises/week1/kata1_numbers.py"
    edit(numbers, "return [value + by for value in values]", "values.clear()\n    return values")
    test = "from week1.kata1_numbers import shift\nDATA = [1.0]\n\n\ndef test_shift_twice():\n    shift(DATA)\n"
    (solved / "exercises/week1/test_extra.py").write_text(test + "    assert DATA == [1.0]\n", encoding="utf-8")
    found = next(one for one in report(solved, run_tests) if one["test"] == "test_shift_twice")
    assert "changed the `values`" in found["message"]
