"""Files of results on the disk: each is replaced whole or not at all, and a disk that refuses is named."""

from __future__ import annotations

import errno
import os
from pathlib import Path

from kata.course import CourseError


def put(folder: Path, name: str, text: str) -> None:
    """Write the text into the folder under a name like "students/anna.json". CourseError where that cannot be."""
    path = folder / name
    half = path.with_name(f".{path.name}.{os.getpid()}")  # beside it: a rename within a folder is one step
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        try:
            with half.open("w", encoding="utf-8", errors="surrogateescape", newline="\n") as file:
                file.write(text)
            half.replace(path)
        finally:
            half.unlink(missing_ok=True)
    except OSError as error:
        raise CourseError(_what_to_do(folder, path, error)) from None


def drop(folder: Path, name: str, text: str) -> None:
    """Delete the file if it still holds this text, and the folders that this leaves empty."""
    path = folder / name
    try:
        if path.read_bytes() != text.encode():
            return
        path.unlink()
        for parent in path.parents:
            if parent == folder or any(parent.iterdir()):
                return
            parent.rmdir()
    except OSError:
        return  # it is in nobody's way


def text_of(path: Path) -> str | None:
    """What is in the file; None where there is none. CourseError where it cannot be read."""
    try:
        return path.read_text(encoding="utf-8", errors="surrogateescape")
    except FileNotFoundError:
        return None
    except OSError as error:
        raise CourseError(_what_to_do(path.parent, path, error)) from None


def _what_to_do(folder: Path, path: Path, error: OSError) -> str:
    if error.errno in (errno.ENOSPC, errno.EDQUOT):
        return f"There is no room left on the disk for {path}. Make some, and grade again: nothing is half written."
    if path.is_dir():
        return f"{path} is a folder, and a file of that name is to be written. Rename the folder, and grade again."
    blocking = next((part for part in (path.parent, *path.parent.parents) if part.exists() and not part.is_dir()), None)
    if blocking:
        return f"{blocking} is a file, and results need a folder of that name. Rename it, or choose another folder."
    return (
        f"{path} cannot be written: {error.strerror or error}. "
        f"Make {folder} a folder that you may write, or choose another one for the results."
    )
