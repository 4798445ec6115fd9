"""What a worker's process may read of this machine, and what there is to be seen where bubblewrap can hide the rest."""

from __future__ import annotations

import shutil
from collections.abc import Iterable
from pathlib import Path

from grade.confine import bubblewrap
from grade.confine.bubblewrap import Box
from grade.confine.readable import libraries
from kata import fixtures
from kata.course import Kata

TOOLS = Path(__file__).parents[1]
GRADE = TOOLS / "grade"
KATAS = "katas"  # the folder of a court's scratch in which every submission lies: its workers see no other
DOOR = "door"  # the socket in a court's scratch at which its bench is asked for judges
WORKERS = "workers"  # the folder of a court's scratch in which each worker has one of its own
STUBS = "stubs"  # in that folder: the course's stubs, for the katas that were not handed in
# Of the course's own rooms, those that are imported when the submission is there already. Never the zoo or the tests:
# both have right answers in them.
LATE = (TOOLS / "kata", TOOLS / "nets", GRADE / "networks.py")


def hand_out(katas: Iterable[Kata], source: Path, folder: Path) -> None:
    """Copy the katas' files, "week2/kata1_….py", to where the workers can read them."""
    for kata in katas:
        path = folder / kata.week / kata.path.name
        path.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(source / kata.week / kata.path.name, path)


def readable() -> tuple[Path, ...]:
    """For the policy of every worker: no submission, no test, no solution."""
    return (*libraries(), *LATE, fixtures.FOLDER)


def box(katas: Path, scratch: Path) -> Box | None:
    """For the zygote and its workers; None where bubblewrap cannot run.

    katas: the folder in which the submissions' files will lie; scratch: the one for the workers' scratch folders.
    """
    if not bubblewrap.layer().holds:
        return None
    started = (*GRADE.glob("*.py"), GRADE / "wire", GRADE / "confine")
    seen = [path for path in (*readable(), *started) if not path.is_relative_to("/proc")]
    return Box((*seen, katas), (scratch,))
