"""Through the judge come the verdicts of plain pytest: on references, known mistakes and alternatives.

By default those of a few katas, one with callbacks, one with images, one with tensors; `KATA_GRADE=all pytest …`
asks about every one of the course.

A reference and an alternative have the same answers, test by test. A known mistake fails its task here and there; all
that does not ask about that task has the same answers. Which of the task's tests see it may depend on the order in
which a disk lists its files, on the folder that the program works in, and on what a worker is not allowed at all. And
some mistakes are a matter of luck, such as the order of a set: a difference counts if it is there again and again.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from grade.court import Court, Limits
from grade.results import Outcome
from kata import verify
from kata.course import Course, Kata
from kata.warm import Job, Runner

ROOT = Path(__file__).parents[2]
COURSE = Course(ROOT)
SOME = ("week2/kata4_starve_a_class", "week4/kata5_duplicates", "week5/kata2_softmax_and_loss")
KATAS = [kata for kata in COURSE.katas if os.environ.get("KATA_GRADE") or kata.id in SOME]
TIMES = 6  # that a difference must show
EVERY = 1 if os.environ.get("KATA_GRADE") else 6  # known mistake is asked about

pytestmark = [
    pytest.mark.skipif(sys.platform != "linux", reason="Workers are forked and confined as on Linux."),
    pytest.mark.xdist_group("verdicts"),  # what is opened for a kata is opened once
]


@pytest.fixture(scope="module", params=KATAS, ids=lambda kata: kata.id)
def kata(request: pytest.FixtureRequest) -> Kata:
    found: Kata = request.param
    return found


def opened(kata: Kata) -> Court:
    return Court(ROOT, [kata.id], hidden=True)


def run_plainly(kata: Kata) -> Runner:
    return Runner(ROOT, verify.test_files(COURSE, kata))


@pytest.fixture(scope="module")
def court(kata: Kata) -> Iterator[Court]:
    with closing(opened(kata)) as court:
        yield court


@pytest.fixture(scope="module")
def plain(kata: Kata) -> Iterator[Runner]:
    with closing(run_plainly(kata)) as runner:
        yield runner


def lasting_differences(court: Court, plain: Runner, kata: Kata, one: verify.Known) -> list[str]:
    """The differences that do not come from luck, which another pair of processes has anew."""
    found = differences(court, plain, kata, one)
    for _ in range(TIMES - 1):
        if not found:
            break
        with closing(opened(kata)) as other_court, closing(run_plainly(kata)) as other_plain:
            again = differences(other_court, other_plain, kata, one)
        found = {name: told for name, told in found.items() if name in again}
    return [*found.values()]


def differences(court: Court, plain: Runner, kata: Kata, one: verify.Known | None) -> dict[str, str]:
    """What the judge and pytest say otherwise about one version of a kata, by the test's name."""
    plant = one.plant if one else None
    wanted = plain.run(Job(str(COURSE.solutions), kata.week, kata.name, plant=plant, seconds=120))
    assert not wanted.fault, wanted.fault
    got = court.tested(COURSE.solutions, Limits(), plant).tested
    # Both have the visible tests before the hidden ones, of which some have the name of a visible one.
    assert [test.test for test in got] == [verdict.test for verdict in wanted.verdicts]
    task = one.task if one and one.words else ""  # of a mistake
    name = one.name if one else "reference"
    found = {
        verdict.test: f"{name}: {verdict.test}: {verdict.state} ({verdict.message[:200]}) and {test.outcome} "
        f"({test.message[:200]})"
        for verdict, test in zip(wanted.verdicts, got, strict=True)
        if verdict.passed != (test.outcome is Outcome.PASSED) and (not task or verdict.task != task)
    }
    own = [verdict for verdict in wanted.verdicts if verdict.task == task and not verdict.passed]
    if task and own and not any(test.task == task and not test.passed for test in got):
        found[task] = f"{name}: all tests of {task} pass"
    return found


def test_the_reference_passes(court: Court, plain: Runner, kata: Kata) -> None:
    assert not differences(court, plain, kata, None)


def test_alternatives_pass(court: Court, plain: Runner, kata: Kata) -> None:
    some = verify.known(COURSE, kata, "alternative")
    assert not [line for one in some for line in differences(court, plain, kata, one).values()]


def test_mistakes_are_found(court: Court, plain: Runner, kata: Kata) -> None:
    some = verify.known(COURSE, kata, "mistake")[::EVERY]
    assert some
    assert not [line for one in some for line in lasting_differences(court, plain, kata, one)]
