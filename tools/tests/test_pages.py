"""The programs on the pages of weeks 5 to 8 run as they stand, on the references."""

from __future__ import annotations

import re
import sys
import textwrap
from collections.abc import Callable
from pathlib import Path

ROOT = Path(__file__).parents[2]
SPLIT = """
import sys
from pathlib import Path

from kata import fixture
from nets.pictures import CLASSES
from week4.kata3_split import split_samples, write_split

samples = [(path, i) for i, name in enumerate(CLASSES) for path in sorted(fixture(f"photos/{name}").glob("*.jpg"))[:24]]
write_split(split_samples(samples), list(CLASSES), Path(sys.argv[1]))
"""


def program(week: str, words: str) -> str:
    """The one program on the week's page that has these words in it."""
    page = (ROOT / "exercises" / week / "README.md").read_text(encoding="utf-8")
    blocks = re.findall(r"^( *)```python\n(.*?)^ *```$", page, re.DOTALL | re.MULTILINE)
    found = [textwrap.dedent(code) for _, code in blocks if words in code]
    assert len(found) == 1, f"{len(found)} programs on the page of {week} have {words!r} in them"
    return found[0]


def output(run: Callable, folder: Path, code: str, *arguments: str | Path) -> str:
    done = run(sys.executable, "-c", code, *arguments, cwd=folder, PYTHONPATH=str(ROOT / "solutions"))
    assert done.returncode == 0, done.stderr
    return str(done.stdout)


def test_the_worked_examples_of_week_5(run: Callable, tmp_path: Path) -> None:
    """The figures in its comments and in the tables above it."""
    told = output(run, tmp_path, program("week5", "import conv2d"))
    for figure in ("0.1142", "0.8438", "2.169", "-0.8858", "[ 27.  27. -27. -27.]", "[[27.  0.]]"):
        assert figure in told


def test_the_program_for_a_learners_own_photos(run: Callable, tmp_path: Path) -> None:
    """On two dozen photos of each of four classes, as week 4's write_split lays them out."""
    output(run, tmp_path, SPLIT, tmp_path / "photos")
    told = output(run, tmp_path, program("week5", "sys.argv[1]"), tmp_path / "photos")
    assert "transfer" in told


def test_the_feature_maps_as_pictures(run: Callable, tmp_path: Path) -> None:
    told = output(run, tmp_path, program("week5", "strongest_maps"))
    assert len(told.splitlines()) == 3
    assert sorted(path.name for path in tmp_path.glob("*.png")) == ["blocks.10.png", "blocks.4.png", "conv_stem.png"]


def test_the_worked_examples_of_week_7(run: Callable, tmp_path: Path) -> None:
    assert "128 112" in output(run, tmp_path, program("week7", "two.safetensors"))
    assert "['a/b/c/evil.txt']" in output(run, tmp_path, program("week7", "class Trap"))
