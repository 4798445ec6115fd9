"""The file that an exported lab is written to."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path

from kata.course import CourseError

MARK = '<meta name="generator" content="kata lab --export">'


def check(out: Path, force: bool) -> None:
    """CourseError where a page must not or cannot be written."""
    if out.is_dir():
        raise CourseError(f"{out} is a folder. Name a file: --export {out / 'lab.html'}")
    if not out.parent.is_dir():
        raise CourseError(f"There is no folder {out.parent}. Make it first, or name another: --export lab.html")
    if out.exists() and not force and MARK not in out.read_text(encoding="utf-8", errors="replace")[:1000]:
        raise CourseError(f"{out} is there already, and is no exported lab. Choose another name, or add --force.")


def write(text: str, out: Path) -> None:
    """Write the page whole or not at all."""
    handle, name = tempfile.mkstemp(prefix=".lab-", suffix=".html", dir=out.parent)
    try:
        with os.fdopen(handle, "w", encoding="utf-8", newline="\n") as file:
            file.write(text)
        Path(name).chmod(0o666 & ~_umask())  # a temporary file may be read by nobody else
        Path(name).replace(out)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask
