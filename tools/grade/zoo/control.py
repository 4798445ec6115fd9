"""What the animals do to the naive grader: python -m grade.zoo.control [NAME ...] prints a table.

Each meets a grader of its own, in a folder of its own, under the guard. Linux only.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from grade.results import Outcome
from grade.zoo.animal import EARNED, SECRET, Animal, Bite, CannotBuild, disturbed, plant
from grade.zoo.catalogue import ANIMALS

SHORT = 1.5  # seconds for one that is known to need more
PATIENT = 40.0  # seconds for all others, however busy the machine
MEGABYTES = 500  # of data for each process, a guard against what should not happen


@dataclass(frozen=True)
class Met:
    """What came of it."""

    bites: frozenset[Bite]
    points: dict[str, bool]

    @property
    def text(self) -> str:
        earned = f"{sum(self.points.values())} of {len(self.points)}" if self.points else "–"
        return f"{earned:>6}  {', '.join(sorted(self.bites)) or 'not fooled'}"


def meet(animal: Animal, box: Path) -> Met:
    """Let the naive grader grade it. Everything happens below `box`, which is to be empty."""
    submission, outside, home = box / animal.folder_name, box / "neighbour", box / "home"
    plant(outside)
    submission.mkdir()
    home.mkdir()
    animal.build(submission, outside, processes=10, megabytes=100)
    limit = SHORT if Bite.TIME in animal.bites else PATIENT
    result = box / "result.json"
    naive = [sys.executable, "-m", "grade.zoo.naive", f"{submission}", f"{result}", "--limit", f"{limit}"]
    guard = [sys.executable, "-I", "-S", f"{Path(__file__).with_name('guard.py')}", f"{limit + 2}", f"{MEGABYTES}"]
    environment = {
        "PATH": os.environ.get("PATH", ""),
        "HOME": str(home),
        "TMPDIR": str(home),
        "PYTHONPATH": str(Path(__file__).parents[2]),
        "PYTHONDONTWRITEBYTECODE": "1",
        "OPENBLAS_NUM_THREADS": "1",
        SECRET: "swordfish",
    }
    if animal.needs != "autoload":  # other plugins of this machine take no part, and take time
        environment["PYTEST_DISABLE_PLUGIN_AUTOLOAD"] = "1"
    plain = ["--plain"] if animal.plain else []
    done = subprocess.run(
        [*guard, *naive, *plain], cwd=home, env=environment, capture_output=True, text=True, timeout=limit + 60
    )
    guarded = json.loads(done.stdout)
    graded = json.loads(result.read_text("utf-8")) if result.exists() else {}
    return Met(frozenset(_bites(animal, guarded, graded, outside)), graded.get("points", {}))


def _bites(animal: Animal, guarded: dict[str, Any], graded: dict[str, Any], outside: Path) -> set[Bite]:
    points, messages = graded.get("points", {}), graded.get("messages", {})
    traces = [path for path in animal.traces(outside) if path.exists()]
    for path in traces:
        path.unlink()
    may_earn = any(Outcome.PASSED in allowed for allowed in animal.must.values())
    honest = [task for task, allowed in animal.must.items() if allowed == EARNED]
    table, page = str(graded.get("table")), str(graded.get("page"))
    acts = table.startswith(("=", "+", "-", "@")) or "\x1b" in table or "<img" in page or "<script" in page
    found = {
        Bite.POINTS: any(points.get(task) and Outcome.PASSED not in allowed for task, allowed in animal.must.items()),
        Bite.LOSS: not all(points.get(task) for task in honest) or (may_earn and not any(points.values())),
        Bite.NOTHING: not messages,
        Bite.TIME: guarded["timed_out"] or graded.get("timed_out", False),
        Bite.LEAVES: bool(guarded["left"] or traces or disturbed(outside)),
        Bite.DEED: any(word in text for word in animal.never_says for text in messages.values()),
        Bite.INJECTS: acts,
    }
    return {bite for bite, so in found.items() if so}


def main(names: list[str]) -> None:
    for animal in ANIMALS:
        if names and animal.name not in names:
            continue
        with tempfile.TemporaryDirectory() as box:
            try:
                met = meet(animal, Path(box))
            except CannotBuild as reason:
                print(f"{animal.name:34} {reason}")
                continue
        lacking = animal.bites - met.bites
        print(f"{animal.name:34} {met.text}{'   NOT: ' + ', '.join(sorted(lacking)) if lacking else ''}", flush=True)


if __name__ == "__main__":
    main(sys.argv[1:])
