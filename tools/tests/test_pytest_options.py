"""Whoever knows pytest finds it here: its options do what they always did, from wherever it is run."""

from __future__ import annotations

import json
import os
import sys
import xml.etree.ElementTree as ElementTree
from collections.abc import Callable
from pathlib import Path

import pytest

TESTS = 5  # of the toy course


def test_k_selects(toy: Path, run_tests: Callable) -> None:
    done = run_tests(toy, "exercises/week1", "-k", "shift", "--kata-report", "r.json")
    assert [one["task"] for one in json.loads((toy / "r.json").read_text())] == ["shift"]
    assert "0 of 1 task passed" in done.stdout


def test_x_stops_at_the_first_failure(toy: Path, run_tests: Callable) -> None:
    run_tests(toy, "exercises/week1", "-x", "--kata-report", "r.json")
    assert len(json.loads((toy / "r.json").read_text())) == 1


def test_v_is_pytests_own_report_with_the_next_step_below(toy: Path, run_tests: Callable) -> None:
    out = run_tests(toy, "exercises/week1", "-v").stdout
    assert out.count("FAILED [") == TESTS
    assert "test session starts" in out
    assert "Open  exercises/week1/kata1_numbers.py:11" in out


@pytest.mark.parametrize("style", ["long", "short", "line", "native", "no"])
def test_tb_shows_tracebacks(style: str, solved: Path, run_tests: Callable, edit: Callable) -> None:
    edit(solved / "exercises/week1/kata1_numbers.py", "return 2 * x", "return x * x")
    out = run_tests(solved, "exercises/week1", f"--tb={style}").stdout
    assert ("That is the square" in out) == (style != "no")
    assert ("def test_double_is_twice_the_number" in out) == (style == "long")


def test_junitxml_is_written(toy: Path, run_tests: Callable) -> None:
    run_tests(toy, "exercises/week1", "--junitxml=out.xml")
    suite = ElementTree.parse(toy / "out.xml").getroot().find("testsuite")
    assert suite is not None and suite.get("tests") == str(TESTS)


def test_n_spreads_over_processes(solved: Path, run_tests: Callable, edit: Callable) -> None:
    edit(solved / "exercises/week1/kata1_numbers.py", "return 2 * x", "return x * x")
    done = run_tests(solved, "exercises/week1", "-n", "2", "--kata-report", "r.json")
    assert done.returncode == 1
    verdicts = json.loads((solved / "r.json").read_text())
    assert len(verdicts) == TESTS
    assert "That is the square" in next(one["message"] for one in verdicts if one["state"] == "wrong")
    assert "kata hint week1/double" in done.stdout


def test_plugins_can_be_left_out(toy: Path, run_tests: Callable) -> None:
    for name in ("cacheprovider", "junitxml", "xdist"):
        done = run_tests(toy, "exercises/week1", "-p", f"no:{name}")
        assert done.returncode == 1 and "0 of 3 tasks passed" in done.stdout
    assert not (toy / ".pytest_cache").exists() or name != "cacheprovider"


@pytest.mark.parametrize(
    ("folder", "what", "tests"),
    [
        (".", "exercises/week1/test_kata1_numbers.py", 3),
        (".", "exercises/week1/test_kata1_numbers.py::test_double_is_twice_the_number", 1),
        (".", "exercises", TESTS),
        ("exercises", "week1", TESTS),
        ("exercises/week1", "", TESTS),
        ("exercises/week1", "test_kata2_chance.py", 2),
        ("exercises/week1", "test_kata2_chance.py::test_pick_depends_on_the_seed_alone", 1),
        ("/", "ROOT/exercises/week1", TESTS),
    ],
)
def test_from_the_root_or_a_folder(folder: str, what: str, tests: int, toy: Path, run_tests: Callable) -> None:
    words = [what.replace("ROOT", str(toy))] if what else []
    report = toy / "r.json"
    done = run_tests(toy / folder, *words, f"--kata-report={report}")
    assert done.returncode == 1, done.stdout + done.stderr
    assert len(json.loads(report.read_text())) == tests


def test_paths_are_shown_from_where_the_learner_stands(toy: Path, run_tests: Callable) -> None:
    out = run_tests(toy / "exercises" / "week1").stdout
    assert "Open  kata1_numbers.py:11" in out
    assert "Then  pytest ." in out


def test_an_editor_finds_every_test_even_of_a_broken_kata(toy: Path, run_tests: Callable) -> None:
    """A test panel collects first (`--collect-only`), and shows nothing of what cannot be collected."""
    (toy / "exercises/week1/kata1_numbers.py").write_text("def (", encoding="utf-8")
    done = run_tests(toy, "exercises", "--collect-only", "-q")
    assert done.returncode == 0
    assert sum("::test_" in line for line in done.stdout.splitlines()) == TESTS


def test_an_editor_hears_of_every_result(solved: Path, tmp_path: Path, run_tests: Callable, edit: Callable) -> None:
    """VS Code's plugin listens in `pytest_report_teststatus`, and shows `longreprtext`."""
    edit(solved / "exercises/week1/kata1_numbers.py", "return 2 * x", "return x * x")
    (tmp_path / "editor.py").write_text(
        "import json\nheard = {}\n\n\n"
        "def pytest_report_teststatus(report):\n"
        "    if report.when == 'call':\n"
        "        heard[report.nodeid] = (report.outcome, report.longreprtext)\n\n\n"
        "def pytest_sessionfinish():\n"
        "    json.dump(heard, open('heard.json', 'w'))\n",
        encoding="utf-8",
    )
    run_tests(solved, "exercises", "-p", "editor", PYTHONPATH=str(tmp_path))
    heard = json.loads((solved / "heard.json").read_text())
    assert len(heard) == TESTS
    outcome, text = heard["exercises/week1/test_kata1_numbers.py::test_double_is_twice_the_number"]
    assert outcome == "failed" and "That is the square" in text


def test_s_shows_what_is_printed(solved: Path, run_tests: Callable, edit: Callable) -> None:
    edit(solved / "exercises/week1/kata1_numbers.py", "return 2 * x", 'print("look:", x)\n    return 2 * x')
    assert "look: 3.5" in run_tests(solved, "exercises/week1", "-s").stdout


def test_a_debugger_is_not_timed_out(solved: Path, run_tests: Callable, edit: Callable) -> None:
    """Under a tracing debugger the time limit stands back."""
    edit(solved / "exercises/week1/kata1_numbers.py", "return 2 * x", "import time; time.sleep(1)\n    return 2 * x")
    (solved / "conftest.py").write_text("import sys\nsys.settrace(lambda *a: None)\n", encoding="utf-8")
    done = run_tests(solved, "exercises/week1", "--kata-seconds=0.05")
    assert done.returncode == 0, done.stdout


@pytest.mark.skipif(os.name == "nt", reason="needs a shell")
def test_a_reader_that_leaves_early_costs_no_traceback(toy: Path, run: Callable) -> None:
    done = run("sh", "-c", f"{sys.executable} -m pytest exercises/week1 -v | head -1", cwd=toy)
    assert "Traceback" not in done.stderr


def test_the_exit_status_is_kept_by_the_quick_way_out(toy: Path, run: Callable) -> None:
    """The process leaves without the interpreter's teardown; what others registered for the exit still runs."""
    (toy / "conftest.py").write_text(
        "import atexit\natexit.register(lambda: open('said.txt', 'w').write('goodbye'))\n", encoding="utf-8"
    )
    for katas, status in (("exercises", 1), ("solutions", 0)):
        done = run(sys.executable, "-m", "pytest", "exercises/week1", "--katas", katas, cwd=toy)
        assert done.returncode == status
        assert (toy / "said.txt").read_text() == "goodbye"
        (toy / "said.txt").unlink()


def test_an_interrupted_run_says_so(solved: Path, run_tests: Callable, edit: Callable) -> None:
    edit(solved / "exercises/week1/kata1_numbers.py", "return 2 * x", "raise KeyboardInterrupt")
    done = run_tests(solved, "exercises/week1", "--kata-report", "r.json")
    assert done.returncode == 2
    assert "KeyboardInterrupt" in done.stdout + done.stderr
    assert json.loads((solved / "r.json").read_text()) == []
