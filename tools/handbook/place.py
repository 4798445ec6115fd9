"""The finished site comes into its folder. Only files that an earlier build put there are ever replaced or removed."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

from kata.course import CourseError

LIST = ".handbook-files"  # what a build has put into the folder, a path a line


def can_take(out: Path) -> None:
    """CourseError where the site cannot come into `out` without harm."""
    if out.exists() and not out.is_dir():
        raise CourseError(f"{out} is a file. Name a folder: --out site")
    above = next((folder for folder in (out, *out.absolute().parents) if folder.exists()), out)
    if not above.is_dir() or not os.access(above, os.W_OK):
        raise CourseError(f"Nothing can be written to {above}. Name a folder where you may write: --out site")
    try:
        taken = out.is_dir() and any(out.iterdir()) and not (out / LIST).is_file()
    except OSError as error:
        raise CourseError(f"{out} cannot be read: {error.strerror}. Name another folder with --out.") from None
    if taken:
        raise CourseError(
            f"{out} has files in it that are no site of the handbook, and stays as it is. "
            "Name an empty folder, or a new one: --out site"
        )


def put(site: Path, out: Path) -> int:
    """Make `out` hold the site, and return how many files it has. What is no part of a site stays in the folder.

    CourseError where the site cannot come there.
    """
    can_take(out)
    try:
        out.mkdir(parents=True, exist_ok=True)
        names = sorted(path.relative_to(site).as_posix() for path in site.rglob("*") if path.is_file())
        before = _listed(out)
        if foreign := [name for name in names if name not in before and (out / name).exists()]:
            raise CourseError(
                f"{out / foreign[0]} is in the way: it is no file of an earlier build. Move it out of {out}."
            )
        # Said first: after an interruption, the next build knows which files are ours.
        (out / LIST).write_text("\n".join(sorted({*before, *names})) + "\n", encoding="utf-8")
        for name in names:
            (out / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(site / name, out / name)
        for name in sorted(before - set(names)):
            _drop(out, name)
        (out / LIST).write_text("\n".join(names) + "\n", encoding="utf-8")
    except OSError as error:
        raise CourseError(
            f"The site cannot be written to {out}: {error.strerror}. Name a folder where you may write: --out site"
        ) from None
    return len(names)


def _listed(out: Path) -> set[str]:
    path = out / LIST
    lines = path.read_text(encoding="utf-8", errors="replace").splitlines() if path.is_file() else []
    return {line for line in lines if line and ".." not in Path(line).parts and not Path(line).is_absolute()}


def _drop(out: Path, name: str) -> None:
    """Remove a file of an earlier build, and the folders that are empty then."""
    path = out / name
    path.unlink(missing_ok=True)
    for folder in path.parents:
        if folder == out or not folder.is_dir() or any(folder.iterdir()):
            return
        folder.rmdir()
