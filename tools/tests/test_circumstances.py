"""What a test can arrange to go wrong does go wrong, however the files are touched."""

from __future__ import annotations

import os
import shutil
import warnings
from collections.abc import Callable
from pathlib import Path

import pytest

from kata import scratch
from kata.circumstances import interrupted, listed_backwards, read_only, warned


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "a").mkdir()
    for name in "xyz":
        (tmp_path / "a" / f"{name}.txt").write_text(name)
    return tmp_path


CHANGES: dict[str, Callable[[Path], object]] = {
    "write": lambda a: (a / "new.txt").write_text("n"),
    "append": lambda a: (a / "x.txt").open("a"),
    "os.open": lambda a: os.open(a / "new.txt", os.O_CREAT | os.O_WRONLY),
    "unlink": lambda a: (a / "x.txt").unlink(),
    "move out": lambda a: shutil.move(a / "x.txt", a.parent / "x.txt"),
    "replace": lambda a: (a / "x.txt").replace(a / "w.txt"),
    "copy": lambda a: shutil.copy2(a / "x.txt", a / "w.txt"),
    "copy a tree": lambda a: shutil.copytree(a, a / "b"),
    "remove a tree": lambda a: shutil.rmtree(a),
    "mkdir": lambda a: (a / "b").mkdir(),
    "link": lambda a: (a / "w.txt").hardlink_to(a / "x.txt"),
}


@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES)
def test_nothing_in_a_read_only_folder_can_be_changed(folder: Path, change: Callable[[Path], object]) -> None:
    with read_only(folder / "a"), pytest.raises(PermissionError):
        change(folder / "a")
    assert {path.name: path.read_text() for path in (folder / "a").iterdir()} == {f"{n}.txt": n for n in "xyz"}


@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES)
def test_ctrl_c_comes_before_the_change(folder: Path, change: Callable[[Path], object]) -> None:
    with interrupted(folder, change=1) as ctrl_c:
        change(folder / "a")
    assert ctrl_c.happened
    assert {path.name: path.read_text() for path in (folder / "a").iterdir()} == {f"{n}.txt": n for n in "xyz"}


@pytest.mark.parametrize(("moment", "left"), [(1, 3), (2, 2), (3, 1), (4, 0)])
def test_ctrl_c_comes_at_the_change_that_was_asked_for(folder: Path, moment: int, left: int) -> None:
    with interrupted(folder, change=moment) as ctrl_c:
        for name in "xyz":
            (folder / "a" / f"{name}.txt").unlink()
    assert ctrl_c.happened is (moment <= 3)
    assert len(list((folder / "a").iterdir())) == left


def test_reading_is_no_change_and_neither_is_writing_elsewhere(folder: Path) -> None:
    with scratch() as elsewhere, read_only(folder / "a"), interrupted(folder, change=1) as ctrl_c:
        shutil.copy(folder / "a" / "x.txt", elsewhere / "x.txt")
        assert len(list((folder / "a").iterdir())) == 3
    assert not ctrl_c.happened


def test_what_cleans_up_after_ctrl_c_gets_through(folder: Path) -> None:
    with interrupted(folder, change=2) as ctrl_c:
        try:
            (folder / "half.txt").write_text("h")
            (folder / "rest.txt").write_text("r")
        finally:
            (folder / "half.txt").unlink()
    assert ctrl_c.happened and [path.name for path in folder.iterdir()] == ["a"]


def test_another_ctrl_c_is_not_swallowed(folder: Path) -> None:
    with pytest.raises(KeyboardInterrupt), interrupted(folder, change=1):
        raise KeyboardInterrupt


def test_listings_come_backwards_from_every_library(folder: Path) -> None:
    a = folder / "a"
    with listed_backwards():
        names = [
            os.listdir(a),  # noqa: PTH208
            [path.name for path in a.iterdir()],
            [path.name for path in a.glob("*")],
            [path.name for path in folder.rglob("*.txt")],
            [entry.name for entry in os.scandir(a)],
            next(iter(os.walk(a)))[2],
        ]
    assert names == [["z.txt", "y.txt", "x.txt"]] * 6


def test_warnings_are_collected_and_not_shown() -> None:
    with warned() as messages:
        warnings.warn("overflow", RuntimeWarning, stacklevel=1)
    assert messages == ["overflow"]
