"""Mistakes that show only on a bad day, or after a call has ended, are found in another process as well."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from grade.court import Court, Limits
from kata import verify
from kata.course import Course

ROOT = Path(__file__).parents[2]
COURSE = Course(ROOT)
QUARANTINE, CARD, LOG = "week4/kata6_quarantine", "week7/kata4_versions_and_model_card", "week6/kata6_experiment_log"
BATCHES, NEURON = "week3/kata5_training", "week3/kata1_neuron"
# kata → a mistake, and a test that must find it: of a folder that cannot be changed, a full disk, Ctrl-C, …
FOUND = {
    QUARANTINE: {
        "opened_for_writing": "test_is_readable_leaves_everything_as_it_was",
        "removed_first": "test_quarantine_may_be_stopped_at_any_moment",
        "error_swallowed_and_left_out": "test_quarantine_of_a_read_only_root_is_an_error_and_moves_nothing",
        "error_swallowed": "test_quarantine_on_another_disk_moves_or_says_that_it_cannot",
        "switched_on_afterwards": "test_is_readable_leaves_everything_as_it_was",
    },
    CARD: {
        "straight_into_the_file": "test_write_model_card_leaves_the_older_one_on_a_full_disk",
        "moved_aside": "test_write_model_card_is_never_without_a_card",
    },
    LOG: {"deleted_and_written_anew": "test_log_run_loses_no_run_when_it_is_stopped"},
}
# kata → a mistake, and a test that it passes: what is drawn when a batch is asked for comes from `rng` as well.
SPARED = {BATCHES: {"generator": "test_minibatches_draw_their_order_from_rng"}}

pytestmark = [
    pytest.mark.skipif(sys.platform != "linux", reason="Workers are forked and confined as on Linux."),
    pytest.mark.xdist_group("bad days"),  # what is opened for a kata is opened once
]


@pytest.fixture(scope="module", params=[*FOUND, BATCHES, NEURON])
def court(request: pytest.FixtureRequest) -> Iterator[Court]:
    opened = Court(ROOT, [request.param], hidden=False)
    yield opened
    opened.close()


def failed(court: Court, mistake: str = "") -> set[str]:
    """The tests that do not pass with a known mistake in a task's place, or with none."""
    (kata,) = court.katas
    known = [one for one in verify.known(COURSE, kata, "mistake") if one.name == mistake]
    assert len(known) == bool(mistake)
    plant = next((one.plant for one in known), None)
    return {test.test for test in court.tested(COURSE.solutions, Limits(), plant).tested if not test.passed}


def test_what_is_right_passes(court: Court) -> None:
    assert not failed(court)


def test_what_goes_wrong_on_a_bad_day_is_found(court: Court) -> None:
    for name, test in FOUND.get(court.katas[0].id, {}).items():
        assert test in failed(court, name), name


def test_what_is_drawn_after_the_call_has_ended_comes_from_the_same_generator(court: Court) -> None:
    for name, test in SPARED.get(court.katas[0].id, {}).items():
        assert test not in failed(court, name), name
