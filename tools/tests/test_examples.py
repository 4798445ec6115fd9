"""The worked examples in the references' docstrings are true: the learner calculates with them."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
REFERENCES = [path for path in sorted(ROOT.glob("solutions/week*/*.py")) if path.name.startswith(("kata", "mission"))]


@pytest.mark.parametrize("path", REFERENCES, ids=lambda path: f"{path.parent.name}/{path.stem}")
def test_every_example_gives_what_it_says(path: Path, run: Callable) -> None:
    assert ">>>" in path.read_text(encoding="utf-8"), "a kata without any example"
    # From the root, because examples name fixtures; and a kata may use one of an earlier kata's tasks.
    done = run(sys.executable, "-m", "doctest", path, cwd=ROOT, PYTHONPATH=str(ROOT / "solutions"))
    assert done.returncode == 0, done.stdout
