"""Where the course's small real data lies, and the digits, which nearly every week reads."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any


def fixture(name: str) -> Path:
    """The path of a file or folder in `fixtures/`; FileNotFoundError if there is none of that name."""
    path = Path(__file__).parents[2] / "fixtures" / name
    if not path.exists():
        raise FileNotFoundError(f"{path} is missing: `git checkout -- fixtures` brings it back.")
    return path


def digits() -> tuple[Any, Any]:
    """scikit-learn's 8×8 digits without importing scikit-learn: X (1797, 64) float64 of 0 to 16, y (1797,) int."""
    table = _table()
    return table[:, :64].astype(float), table[:, 64].astype(int)


@cache
def _table() -> Any:
    import numpy as np

    return np.load(fixture("digits8x8.npy"))
