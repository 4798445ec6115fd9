"""Where the course's small real data lies."""

from __future__ import annotations

from pathlib import Path


def fixture(name: str) -> Path:
    """The path of a file or folder in `fixtures/`; FileNotFoundError if there is none of that name."""
    path = Path(__file__).parents[2] / "fixtures" / name
    if not path.exists():
        raise FileNotFoundError(f"{path} is missing: `git checkout -- fixtures` brings it back.")
    return path
