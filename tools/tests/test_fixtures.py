"""The course's small real data is what it says it is."""

from __future__ import annotations

import csv
import re
import subprocess
from pathlib import Path

import make_fixtures
import make_troublesome
import numpy as np
import pytest

from kata import digits, digits28, fixture, scratch

ROOT = Path(__file__).parents[2]
FOLDER = ROOT / "fixtures"


def test_every_file_has_its_bytes() -> None:
    assert (FOLDER / "SHA256SUMS").read_text(encoding="utf-8") == make_fixtures.checksums()


def test_the_troublesome_folder_is_made_of_the_same_bytes_each_time() -> None:
    from PIL import __version__

    pinned = re.search(r"^pillow==(.+)$", (ROOT / "constraints.txt").read_text(), re.MULTILINE)
    assert pinned
    if __version__ != pinned[1]:
        pytest.skip(f"made with Pillow {pinned[1]}; another version may encode otherwise, and this is {__version__}")
    with scratch() as folder:
        make_troublesome.make(folder)
        made = {path.relative_to(folder): path.read_bytes() for path in folder.rglob("*") if path.is_file()}
    kept = fixture("troublesome")
    assert made == {path.relative_to(kept): path.read_bytes() for path in kept.rglob("*") if path.is_file()}


def test_every_photo_has_a_credit() -> None:
    with fixture("photos/CREDITS.csv").open(encoding="utf-8", newline="") as file:
        credits = {row["file"]: row for row in csv.DictReader(file)}
    photos = fixture("photos")
    assert set(credits) == {path.relative_to(photos).as_posix() for path in photos.rglob("*.jpg")}
    for row in credits.values():
        assert row["licence"].lower() in ("public domain", "cc0-1.0")
        assert row["author"] and row["source"].startswith("http")


def test_all_together_they_are_small() -> None:
    assert sum(path.stat().st_size for path in FOLDER.rglob("*") if path.is_file()) < 15 * 2**20


def test_git_keeps_every_one_of_them() -> None:
    """`.DS_Store` and its like are in many people's global ignore file."""
    if not (ROOT / ".git").exists():
        pytest.skip("not a git clone")
    listed = subprocess.run(
        ["git", "ls-files", "-z", "fixtures"], cwd=ROOT, capture_output=True, text=True, check=True
    ).stdout.split("\0")
    data = [line.split("  ", 1)[1] for line in (FOLDER / "SHA256SUMS").read_text(encoding="utf-8").splitlines()]
    assert {f"fixtures/{name}" for name in data} <= set(listed)


def test_the_digits_are_scikit_learns() -> None:
    from sklearn.datasets import load_digits

    X, y = digits()
    images, labels = load_digits(return_X_y=True)
    assert np.array_equal(X, images) and X.dtype == np.float64
    assert np.array_equal(y, labels) and y.dtype.kind == "i"


def test_the_larger_digits_are_rows_of_0_to_1() -> None:
    images, labels = digits28()
    assert images.shape == (4000, 784) and images.dtype == np.float64
    assert images.min() == 0 and images.max() == 1
    assert np.bincount(labels).tolist() == [400] * 10
    some, their_labels = digits28(1000, 1003)
    assert np.array_equal(some, images[1000:1003]) and np.array_equal(their_labels, labels[1000:1003])


def test_a_caller_may_change_its_digits() -> None:
    digits()[0][:] = 0
    assert digits()[0].any()
    digits28(0, 2)[0][:] = 0
    assert digits28(0, 2)[0].any()


def test_a_missing_fixture_is_named() -> None:
    with pytest.raises(FileNotFoundError, match="git checkout"):
        fixture("nothing.npy")


def test_a_scratch_folder_is_empty_and_goes() -> None:
    with scratch() as folder:
        assert list(folder.iterdir()) == []
        (folder / "a.txt").write_text("a")
    assert not folder.exists()
