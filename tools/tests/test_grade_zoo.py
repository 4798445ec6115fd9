"""The whole zoo, graded as one class: nobody gets a point that was not earned, nobody loses one, nothing is left.

The control, a naive grader that falls for the same animals, is in test_grade_zoo_control.py.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections import defaultdict
from contextlib import suppress
from pathlib import Path
from typing import NamedTuple

import pytest

from grade import results
from grade.confine.layers import layers
from grade.results import Graded, Outcome
from grade.zoo import guard
from grade.zoo.animal import SECRET, Animal, CannotBuild, disturbed, plant
from grade.zoo.catalogue import ANIMALS

ROOT = Path(__file__).parents[2]
SECONDS = 900  # for all of them
MEGABYTES, MORE = 512, 700  # what a submission may take, and what a bomb tries to
NEIGHBOUR = "an honest neighbour"

pytestmark = [
    pytest.mark.skipif(sys.platform != "linux", reason="The sandbox and the guard around it need Linux."),
    pytest.mark.xdist_group("zoo"),  # one grading of all, whoever runs these tests
]


class Grading(NamedTuple):
    """What each animal got, by its id; how many processes were left, what of the neighbour's changed, and files."""

    graded: dict[str, Graded]
    processes: int
    changed: list[str]
    files: list[Path]


@pytest.fixture(scope="module")
def grading(tmp_path_factory: pytest.TempPathFactory) -> Grading:
    """All animals, graded two at a time."""
    if open_ones := [name for name, holds, _ in layers() if not holds]:
        pytest.skip(f"The sandbox does not hold here: {', '.join(open_ones)}.")
    base = tmp_path_factory.mktemp("zoo")
    submissions, out = base / "submissions", base / "results"
    neighbour = submissions / NEIGHBOUR
    neighbour.mkdir(parents=True)
    plant(neighbour)
    for animal in ANIMALS:
        folder = submissions / animal.folder_name
        folder.mkdir()
        try:
            animal.build(folder, neighbour, processes=20, megabytes=MORE)
        except CannotBuild:
            continue
    command = [sys.executable, "-m", "grade", str(submissions), "-w", "week2/kata1", "-w", "week2/kata2"]
    command += ["--out", str(out), "--seconds", "1", "--budget", "30", "--megabytes", str(MEGABYTES), "--workers", "2"]
    guarded = [sys.executable, "-I", "-S", guard.__file__, str(SECONDS), "8000", *command]
    before = set(Path("/dev/shm").iterdir())
    run = subprocess.run(
        guarded, cwd=ROOT, env={**os.environ, SECRET: "nobody should see this"}, capture_output=True, text=True
    )
    told = json.loads(run.stdout.splitlines()[-1])
    assert told["status"] == 0 and not told["timed_out"], run.stderr[-3000:]
    left = [path for animal in ANIMALS for path in animal.traces(neighbour) if path.exists()]
    here = {path for path in set(Path("/dev/shm").iterdir()) - before if path.name.startswith("kata")}
    left += [path for path in here if not in_use(path) and path.exists()]
    found = results.Results.from_json((out / "results.json").read_text(encoding="utf-8"))
    return Grading({one.id: one for one in found.graded}, told["left"], disturbed(neighbour), left)


def in_use(path: Path) -> bool:
    """Whether it is the folder of a court, or of a runner, that is at work: another test's."""
    commands = []
    for process in Path("/proc").glob("[0-9]*/cmdline"):
        with suppress(OSError):
            commands.append(process.read_bytes())
    return any(os.fsencode(path) in command for command in commands)


@pytest.fixture
def zoo(grading: Grading) -> dict[str, Graded]:
    """What each animal got, by its id."""
    return grading.graded


@pytest.mark.parametrize("animal", ANIMALS, ids=lambda animal: animal.name)
def test_it_gets_what_it_must(animal: Animal, zoo: dict[str, Graded]) -> None:
    found = zoo[animal.folder_name]
    outcomes: dict[str, list[Outcome]] = defaultdict(list)
    for test in found.tested:
        outcomes[test.task].append(test.outcome)
    sentences = [*(test.message for test in found.tested), *(flag.sentence for flag in found.flags), *found.problems]
    complaints = animal.complaints(outcomes) + animal.misspoken(sentences)
    complaints += [f"no flag {kind}" for kind in animal.flags if kind not in {flag.kind for flag in found.flags}]
    assert not complaints, (complaints, [(test.test, test.outcome.value, test.message) for test in found.tested])


def test_none_costs_another_anything_or_leaves_something(grading: Grading) -> None:
    assert len(grading.graded) == len({animal.folder_name for animal in ANIMALS}) + 1
    assert {test.outcome for test in grading.graded[NEIGHBOUR].tested} == {Outcome.PASSED}
    assert not grading.changed and not grading.files, (grading.changed, grading.files)
    assert not grading.processes, f"{grading.processes} processes were left"
