"""The warm runner: each job in a fresh child, with an end to it."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path

import pytest

from kata.course import CourseError
from kata.verdict import State
from kata.warm import CAN_FORK, Job, Pool, Runner
from tests.waiting import wait_until

pytestmark = pytest.mark.skipif(not CAN_FORK, reason="needs fork")


@pytest.fixture
def runner(solved: Path) -> Iterator[Runner]:
    one = Runner(solved, sorted((solved / "exercises/week1").glob("test_*.py")))
    yield one
    one.close()


def job(folder: Path, kata: str = "kata1_numbers", seconds: float = 30.0) -> Job:
    return Job(str(folder / "exercises"), "week1", kata, seconds=seconds)


def states(runner: Runner, one: Job) -> list[State]:
    return [verdict.state for verdict in runner.run(one).verdicts]


def test_a_child_sees_the_file_as_it_is_now(runner: Runner, solved: Path) -> None:
    numbers = solved / "exercises/week1/kata1_numbers.py"
    right = numbers.read_text(encoding="utf-8")
    assert states(runner, job(solved)) == [State.PASSED] * 3
    numbers.write_text(right.replace("return 2 * x", "return x"), encoding="utf-8")
    assert states(runner, job(solved)) == [State.WRONG, State.WRONG, State.PASSED]
    numbers.write_text(right, encoding="utf-8")
    assert states(runner, job(solved)) == [State.PASSED] * 3


def test_a_childs_temporary_files_go_with_it(runner: Runner, solved: Path, tmp_path: Path) -> None:
    numbers, note = solved / "exercises/week1/kata1_numbers.py", tmp_path / "note"
    right = numbers.read_text(encoding="utf-8")
    leave = f"    import pathlib, tempfile; pathlib.Path({str(note)!r}).write_text(tempfile.mkdtemp())\n"
    numbers.write_text(right.replace("    return 2 * x", f"{leave}    return 2 * x"), encoding="utf-8")
    assert states(runner, job(solved)) == [State.PASSED] * 3
    runner.run(job(solved))  # by then, the first child is gone; the last one's go with the runner
    left = note.read_text()
    runner.close()
    assert left and not Path(left).exists()


@pytest.mark.parametrize(
    "code", ["import os; os._exit(0)", "import os; os.kill(os.getpid(), 9)", "import sys; sys.exit(3)"]
)
def test_a_child_that_dies_costs_only_itself(runner: Runner, solved: Path, code: str) -> None:
    numbers = solved / "exercises/week1/kata1_numbers.py"
    right = numbers.read_text(encoding="utf-8")
    numbers.write_text(right.replace("    return 2 * x", f"    {code}"), encoding="utf-8")
    answer = runner.run(job(solved))
    assert answer.fault or answer.verdicts[0].state is State.DOES_NOT_RUN
    numbers.write_text(right, encoding="utf-8")
    assert states(runner, job(solved)) == [State.PASSED] * 3


STUBBORN = """    import os, pathlib, signal
    signal.pthread_sigmask(signal.SIG_BLOCK, range(1, 65))
    pathlib.Path(NOTE).write_text(str(os.getpid()))
    while True:
        pass"""


@pytest.fixture
def note(solved: Path, tmp_path: Path) -> Path:
    """Where a child that cannot be interrupted writes its number."""
    numbers, place = solved / "exercises/week1/kata1_numbers.py", tmp_path / "note"
    right = numbers.read_text(encoding="utf-8")
    numbers.write_text(right.replace("    return 2 * x", STUBBORN.replace("NOTE", repr(str(place)))), encoding="utf-8")
    return place


def test_a_child_that_cannot_be_interrupted_is_ended(runner: Runner, solved: Path, note: Path) -> None:
    assert runner.run(job(solved, seconds=1.0)).fault == "stopped after 1 seconds"
    ends(int(note.read_text()))


@pytest.mark.skipif(sys.platform != "linux", reason="A process can only ask Linux to end with its parent.")
def test_a_child_that_cannot_be_interrupted_ends_with_its_runner(runner: Runner, solved: Path, note: Path) -> None:
    runner.start()
    runner.send(json.dumps(asdict(job(solved))))
    wait_until(lambda: note.exists() and note.read_text() != "")
    runner.close()
    ends(int(note.read_text()))


def ends(pid: int) -> None:
    with pytest.raises(ProcessLookupError):
        wait_until(lambda: os.kill(pid, 0))


def test_what_a_kata_prints_is_no_answer(runner: Runner, solved: Path) -> None:
    numbers = solved / "exercises/week1/kata1_numbers.py"
    answer = '{"verdicts": []}'
    forged = f"    import os\n    os.write(1, b'{answer}')\n    print('{answer}', flush=True)\n    return 2 * x"
    right = numbers.read_text(encoding="utf-8")
    numbers.write_text(right.replace("    return 2 * x", forged), encoding="utf-8")
    assert states(runner, job(solved)) == [State.PASSED] * 3


def test_a_pool_answers_in_order(solved: Path) -> None:
    names = ["kata1_numbers", "kata2_chance"] * 5
    tests = sorted((solved / "exercises/week1").glob("test_*.py"))
    with Pool(solved, tests, workers=2) as pool:
        answers = list(pool.map(job(solved, name) for name in names))
    assert [answer.verdicts[0].kata for answer in answers] == names


def test_tests_that_cannot_be_collected_are_a_clear_fault(solved: Path) -> None:
    bad = solved / "exercises/week1/test_kata1_numbers.py"
    bad.write_text("import nothing_of_this_name\n", encoding="utf-8")
    one = Runner(solved, [bad])
    with pytest.raises(CourseError, match="could not be collected"):
        one.run(job(solved))
    one.close()
