"""The course's small real data is what it says it is."""

from __future__ import annotations

import hashlib
import re
from pathlib import Path

import numpy as np
import pytest

from kata import digits, fixture, scratch

FOLDER = Path(__file__).parents[2] / "fixtures"
LISTED = dict(
    re.findall(r"^\| `([^`]+)` \| [\d,]+ \| `([0-9a-f]{64})` \|$", (FOLDER / "README.md").read_text(), re.MULTILINE)
)


def test_every_file_is_listed_with_its_checksum() -> None:
    data = {path.name for path in FOLDER.iterdir() if path.suffix in (".npy", ".txt")}
    assert set(LISTED) == data
    assert {name: hashlib.sha256(fixture(name).read_bytes()).hexdigest() for name in data} == LISTED


def test_the_digits_are_scikit_learns() -> None:
    from sklearn.datasets import load_digits

    X, y = digits()
    images, labels = load_digits(return_X_y=True)
    assert np.array_equal(X, images) and X.dtype == np.float64
    assert np.array_equal(y, labels) and y.dtype.kind == "i"


def test_a_caller_may_change_its_digits() -> None:
    digits()[0][:] = 0
    assert digits()[0].any()


def test_a_missing_fixture_is_named() -> None:
    with pytest.raises(FileNotFoundError, match="git checkout"):
        fixture("nothing.npy")


def test_a_scratch_folder_is_empty_and_goes() -> None:
    with scratch() as folder:
        assert list(folder.iterdir()) == []
        (folder / "a.txt").write_text("a")
    assert not folder.exists()
