"""Small JSON files that must survive: replaced whole, never half, with a twin for the day when one is torn."""

from __future__ import annotations

import json
import os
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

FOLDER = ".kata"  # at the root of a learner's clone; not under version control
LARGEST = 5_000_000  # bytes; a stranger's clone may hold anything

Content = TypeVar("Content")


def read(path: Path, check: Callable[[Any], Content]) -> tuple[Content | None, bool]:
    """What is in the file, and whether that came from the twin because the file itself was no good.

    check: makes the content of the JSON data; ValueError, TypeError, KeyError or AttributeError if it is not ours.

    (None, True) where there is a file but nothing of it can be read, (None, False) where there is none.
    """
    for source in (path, twin(path)):
        try:
            if source.stat().st_size > LARGEST:
                raise ValueError("no file of ours")
            return check(json.loads(source.read_text(encoding="utf-8"))), source != path and path.exists()
        except (OSError, ValueError, TypeError, KeyError, AttributeError):
            continue
    return None, path.exists()


def write(path: Path, data: Any) -> None:
    """Replace the file, then its twin. OSError where the folder cannot be written."""
    text = json.dumps(data)
    path.parent.mkdir(exist_ok=True)
    for target in (path, twin(path)):
        handle, name = tempfile.mkstemp(dir=path.parent, prefix=path.name)
        try:
            with os.fdopen(handle, "w", encoding="utf-8") as file:
                file.write(text + "\n")
            Path(name).replace(target)
        except BaseException:
            Path(name).unlink(missing_ok=True)
            raise


def twin(path: Path) -> Path:
    return path.with_name(path.name + ".copy")
