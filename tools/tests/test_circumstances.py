"""What a test can arrange to go wrong does go wrong, however the files are touched."""

from __future__ import annotations

import os
import shutil
import sys
import warnings
from collections.abc import Callable
from pathlib import Path

import pytest

from kata import scratch
from kata.circumstances import interrupted, listed_backwards, on_another_disk, read_only, warned


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


def test_nothing_can_be_renamed_to_another_disk_but_moved_it_can(folder: Path) -> None:
    with on_another_disk(folder / "a"):
        with pytest.raises(OSError, match="cross-device"):
            (folder / "a" / "x.txt").rename(folder / "x.txt")
        with pytest.raises(OSError, match="cross-device"):
            os.replace(folder / "a" / "x.txt", folder / "x.txt")  # noqa: PTH105
        (folder / "a" / "x.txt").rename(folder / "a" / "w.txt")
        shutil.move(folder / "a" / "w.txt", folder / "w.txt")
    assert (folder / "w.txt").read_text() == "x"
    assert sorted(path.name for path in (folder / "a").iterdir()) == ["y.txt", "z.txt"]


def test_fixtures_cannot_be_moved_away_by_a_learners_function(tmp_path: Path, run: Callable) -> None:
    code = (
        "import shutil; from kata import fixture; photo = fixture('photos/animal/cat.jpg')\n"
        "for wrong in (photo.unlink, lambda: shutil.move(photo, 'x'), lambda: photo.write_bytes(b'')):\n"
        "    try: wrong()\n"
        "    except PermissionError as error: print(error)\n"
        "print(len(photo.read_bytes()) > 1000)"
    )
    out = run(sys.executable, "-c", code, cwd=tmp_path).stdout.splitlines()
    assert len(out) == 4 and out[3] == "True"
    assert all("work on a copy" in line for line in out[:3])


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
    assert os.scandir.__module__ != "kata.circumstances"


def test_warnings_are_collected_and_not_shown() -> None:
    with warned() as messages:
        warnings.warn("overflow", RuntimeWarning, stacklevel=1)
    assert messages == ["overflow"]
