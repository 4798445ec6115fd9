"""Tests that look into what a submission made, a network or an app, are confined as all others, and see it as it is."""

from __future__ import annotations

import ast
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from grade.court import Court, Limits
from grade.results import Outcome, Tested
from kata import verify
from kata.course import Course

ROOT = Path(__file__).parents[2]
COURSE = Course(ROOT)

pytestmark = [
    pytest.mark.skipif(sys.platform != "linux", reason="Workers are forked and confined as on Linux."),
    pytest.mark.xdist_group("inside"),
]

# Kata → known mistake → the test that has to see it, whichever process the mistake is in.
SEEN = {
    "week5/kata7_transfer_learning": {
        "eval_of_the_norms_once": "test_freeze_keeps_the_running_statistics_where_they_are",  # what `train` became
        "forward_without_gradient": "test_freeze_stops_the_gradients_of_all_that_is_inside",  # what `forward` became
        "hook_left": "test_embed_leaves_the_backbone_as_it_was",
        "inference_mode": "test_embed_keeps_no_graph",
        "features_not_detached": "test_train_head_gives_no_gradient_to_the_features",
    },
    "week4/kata3_split": {
        "hash_of_the_group": "test_split_by_group_gives_the_same_split_tomorrow",  # a path's hash, day by day
    },
    "week6/kata4_augmentation": {
        "train_in_place": "test_make_loader_transforms_augments_the_training_photos",  # what its function was given
    },
    "week6/kata5_regularization": {
        "KeepsAReference": "test_EarlyStopping_keeps_a_copy_that_training_does_not_change",  # what training writes into
    },
    "week7/kata1_save_and_load": {
        "cloned_as_they_lie": "test_save_checkpoint_takes_tensors_that_are_not_in_one_piece",  # and how weights lie
    },
    "week8/kata1_locked_test_set": {
        "ImagesNotCopied": "test_LockedTestSet_gives_predict_a_copy_of_the_images",  # what a test's function spoils
        "LabelsNotCopied": "test_LockedTestSet_keeps_labels_of_its_own",  # memory of the caller's
    },
    "week8/kata2_baseline_first": {"with_gradients": "test_compare_models_scores_without_gradients"},
    "week8/kata4_demo_app": {
        "launches_itself": "test_build_app_shows_the_classes_best_first",
        "read_for_every_photo": "test_build_app_reads_the_checkpoint_once",
        "nothing_caught": "test_build_app_says_it_in_a_sentence_when_an_upload_is_no_photo",
        "app_with_a_slip": "test_space_files_gives_an_app_that_starts_anywhere",
    },
}


@pytest.fixture(scope="module", params=SEEN)
def kata(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture(scope="module")
def court(kata: str) -> Iterator[Court]:
    opened = Court(ROOT, [kata], hidden=False)
    yield opened
    opened.close()


def judged(court: Court, kata: str, mistake: str = "") -> dict[str, Tested]:
    plant = None
    if mistake:
        known = verify.known(COURSE, next(one for one in COURSE.katas if one.id == kata), "mistake")
        plant = next(one for one in known if one.name == mistake).plant
    return {one.test: one for one in court.tested(COURSE.solutions, Limits(), plant).tested}


def test_mistakes_inside_are_seen_and_spoil_nothing_for_who_comes_next(court: Court, kata: str) -> None:
    for mistake, test in SEEN[kata].items():
        found = judged(court, kata, mistake)
        assert found[test].outcome is not Outcome.PASSED, f"{mistake} passes {test}"
    after = judged(court, kata)
    timed = "test_compare_models_times_the_training_alone"  # depends on how busy the machine is
    assert not [one for one in after.values() if one.outcome is not Outcome.PASSED and one.test != timed]


def test_an_interface_of_gradio_is_built_without_a_lock_between_processes() -> None:
    (kata,) = (one for one in COURSE.katas if one.id == "week8/kata4_demo_app")
    right = next(one for one in verify.known(COURSE, kata, "alternative") if one.name == "image_that_opens_by_itself")
    court = Court(ROOT, [kata.id], hidden=False)
    try:
        found = court.tested(COURSE.solutions, Limits(), right.plant).tested
        assert found and not [one for one in found if not one.passed]
    finally:
        court.close()


HOSTILE = """
import os

class Ends:
    def __init__(self, *args, **named): pass
    def __getattr__(self, name): os._exit(0)

class Loops(Ends):
    def __getattr__(self, name):
        while True: pass
"""


def test_an_object_that_ends_or_loops_when_it_is_asked_costs_its_own_tests(tmp_path: Path) -> None:
    kata = "week8/kata1_locked_test_set"
    file = tmp_path / "hostile.py"
    file.write_text(HOSTILE, encoding="utf-8")
    court = Court(ROOT, [kata], hidden=False)
    try:
        for name, outcome in {"Ends": Outcome.CRASH, "Loops": Outcome.TIMEOUT}.items():
            plant = {"module": kata.replace("/", "."), "task": "LockedTestSet", "file": str(file), "name": name}
            answered = court.tested(COURSE.solutions, Limits(seconds=1.0), plant)
            assert {one.outcome for one in answered.tested} == {outcome}
    finally:
        court.close()


RUNS_CODE = {"runpy", "subprocess", "shelve", "multiprocessing", "code", "pty"}
OF_THE_COURSE = {"hidden_test_kata3.py"}  # of week 8: starts a program of its own, that reads data


def test_no_test_runs_what_a_submission_wrote() -> None:
    """The judge is outside of the walls. Code that a task writes into a file is run by `nets.probes`, in the worker."""
    tests = [*ROOT.glob("exercises/week*/test_*.py"), *ROOT.glob("solutions/week*/hidden_test_*.py")]
    assert len(tests) > 80
    for path in tests:
        text = path.read_text(encoding="utf-8")
        assert "pickle.load" not in text and "weights_only=False" not in text and "allow_pickle=True" not in text, path
        nodes = list(ast.walk(ast.parse(text)))
        names = {alias.name for node in nodes if isinstance(node, ast.Import) for alias in node.names}
        names |= {node.module or "" for node in nodes if isinstance(node, ast.ImportFrom)}
        risky = {name.partition(".")[0] for name in names} & RUNS_CODE
        assert not risky or path.name in OF_THE_COURSE, f"{path} imports {risky}"
