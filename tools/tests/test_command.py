"""The `kata` command: it says where you are, and in the wrong place what to do."""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest


def test_alone_it_says_what_to_do_next(toy: Path, kata: Callable, golden: Callable) -> None:
    golden("kata_start", kata(toy).stdout, toy)


def test_it_goes_on_where_the_learner_was(
    solved: Path, kata: Callable, run_tests: Callable, edit: Callable, golden: Callable
) -> None:
    edit(solved / "exercises/week1/kata1_numbers.py", "for value in values]", "for value in values[1:]]")
    run_tests(solved, "exercises/week1")
    golden("kata_half_way", kata(solved).stdout, solved)
    golden("kata_progress", kata(solved, "progress").stdout, solved)


def test_it_works_from_any_folder_of_the_course(toy: Path, kata: Callable) -> None:
    assert "Open        kata1_numbers.py:11" in kata(toy / "exercises/week1").stdout


def test_outside_of_a_course_it_says_so(tmp_path: Path, kata: Callable) -> None:
    done = kata(tmp_path)
    assert done.returncode == 2
    assert "is not inside a clone of the course" in done.stderr
    assert len(done.stderr.splitlines()) == 1


def test_when_all_is_done_it_says_so(solved: Path, kata: Callable, run_tests: Callable, golden: Callable) -> None:
    run_tests(solved, "exercises")
    golden("kata_all_done", kata(solved).stdout, solved)


def test_started_by_start_py_it_shows_what_can_be_typed(toy: Path, kata: Callable, golden: Callable) -> None:
    out = kata(toy, KATA_START="python3 tools/start.py").stdout
    assert "Then type   python3 tools/start.py pytest exercises/week1" in out
    assert "Shorter" in out


def test_hints_come_one_at_a_time(toy: Path, kata: Callable) -> None:
    first, second, third, fourth = (kata(toy, "hint", "double").stdout for _ in range(4))
    assert "twice three" in first and "itself again" not in first
    assert "itself again" in second and "It ends with" not in second
    assert "It ends with" in third and third == fourth
    assert "1. " not in first


def test_hint_alone_is_about_the_next_task(toy: Path, kata: Callable) -> None:
    assert kata(toy, "hint").stdout.startswith("double")


def test_all_hints_at_once(toy: Path, kata: Callable) -> None:
    out = kata(toy, "hint", "week1/shift", "--all").stdout
    assert all(f"Hint {number}" in out for number in (1, 2, 3))


def test_a_misspelt_task_is_answered_with_what_there_is(toy: Path, kata: Callable) -> None:
    done = kata(toy, "hint", "duble")
    assert done.returncode == 2
    assert "no week, kata or task called 'duble'" in done.stderr


def test_a_week_without_its_tests_is_named(toy: Path, kata: Callable) -> None:
    for test in (toy / "exercises" / "week1").glob("test_*.py"):
        test.unlink()
    done = kata(toy, "watch", "week1")
    assert done.returncode == 2
    assert "exercises/week1 has no tests any more" in done.stderr
    assert "git checkout -- exercises/week1/test_*" in done.stderr


def test_a_kata_is_no_task(toy: Path, kata: Callable) -> None:
    assert "Its tasks are double, shift" in kata(toy, "hint", "kata1").stderr


def test_learned_shows_afterwords_of_what_has_passed(solved: Path, kata: Callable, run_tests: Callable) -> None:
    assert "Nothing of week1 has passed yet" in kata(solved, "learned", "week1").stdout
    run_tests(solved, "exercises/week1", "-k", "shift")
    out = kata(solved, "learned", "week1").stdout
    assert "translation" in out and "doubled" not in out
    assert "doubled" in kata(solved, "learned", "week1", "--all").stdout


@pytest.mark.parametrize("seconds", [0.35, 0.5, 0.8])
def test_ctrl_c_is_no_traceback(toy: Path, seconds: float) -> None:
    """At whatever moment it comes: while libraries are loaded, while the runners start, while they run."""
    environment = {**os.environ, "COLUMNS": "80"}
    process = subprocess.Popen(
        [sys.executable, "-m", "kata", "verify"], cwd=toy, env=environment, stdout=subprocess.PIPE,
        stderr=subprocess.PIPE, text=True, start_new_session=True,
    )  # fmt: skip
    with contextlib.suppress(subprocess.TimeoutExpired):
        process.wait(seconds)
    stopped = process.poll() is None
    if stopped:
        os.killpg(process.pid, signal.SIGINT)  # as a terminal does: to the whole group
    out, err = process.communicate(timeout=30)
    assert "Traceback" not in out + err and "INTERNALERROR" not in out + err
    if process.returncode == -signal.SIGINT and not err:
        return  # Python itself had not started yet
    if stopped and "No problems." not in out:  # else it came too late, and everything was done
        # A shell calls both 130. Python ends itself by the signal when that came in an `exec` of a string: a dataclass.
        assert err == "Stopped. Nothing was lost.\n" and process.returncode in (130, -signal.SIGINT)


def test_help_names_every_command(toy: Path, kata: Callable) -> None:
    out = kata(toy, "--help").stdout
    assert all(name in out for name in ("hint", "learned", "progress", "reset", "stubs", "verify"))
