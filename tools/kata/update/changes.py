"""The learner's files during an update: read, kept, replaced; and what an update that was broken off leaves behind.

What is to be replaced is first copied, then everything new is written aside, and only then each file is put in
its place, whole. So at whatever moment it stops, every file is the old one or the new one.
"""

from __future__ import annotations

import contextlib
import errno
import os
import shutil
import stat
import time
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from kata import kept
from kata.course import CourseError

JOURNAL = "update.json"  # in .kata/, while an update is under way
RECORD = "course.json"  # in .kata/ of a folder without git: what the course wrote


@dataclass(frozen=True)
class Copy:
    """What will be replaced and the course did not write, with the place of its copy."""

    path: str
    data: bytes
    to: Path


@dataclass(frozen=True)
class Fresh:
    """A file of the new version."""

    data: bytes
    executable: bool


@dataclass
class Journal:
    """What a broken-off update had found, which the one that goes on could no longer see."""

    version: str = ""
    headings: list[str] = field(default_factory=list)  # of the old CHANGELOG.md
    reopened: list[str] = field(default_factory=list)  # tasks that were open again before
    added: list[str] = field(default_factory=list)
    renewed: list[str] = field(default_factory=list)
    changed: list[str] = field(default_factory=list)  # edited katas whose stub is another now
    copies: dict[str, str] = field(default_factory=dict)  # path → its copy
    environment: bool = False


def read_journal(root: Path) -> Journal | None:
    return kept.read(root / kept.FOLDER / JOURNAL, _journal)[0]


def _journal(data: Any) -> Journal:
    names = ("headings", "reopened", "added", "renewed", "changed")
    lists = {name: [str(one) for one in data[name]] for name in names}
    copies = {str(path): str(copy) for path, copy in data["copies"].items()}
    return Journal(version=str(data["version"]), copies=copies, environment=bool(data["environment"]), **lists)


def write_journal(root: Path, journal: Journal) -> None:
    kept.write(root / kept.FOLDER / JOURNAL, asdict(journal))


def forget(root: Path) -> None:
    """The update is done: take away what it needed meanwhile."""
    with contextlib.suppress(OSError):
        for file in (root / kept.FOLDER / JOURNAL, kept.twin(root / kept.FOLDER / JOURNAL)):
            file.unlink(missing_ok=True)
        shutil.rmtree(_aside(root), ignore_errors=True)


def read_record(root: Path) -> dict[str, str]:
    """Path → SHA-256 of what the course wrote there; {} where that was never noted."""
    return kept.read(root / kept.FOLDER / RECORD, lambda data: {str(p): str(one) for p, one in data.items()})[0] or {}


def write_record(root: Path, record: Mapping[str, str]) -> None:
    kept.write(root / kept.FOLDER / RECORD, dict(record))


def on_disk(root: Path, path: str) -> bytes | None:
    """What is there, through a link too; None where no file is. OSError where it cannot be read."""
    file = root / path
    if file.is_symlink() and not file.is_file():
        return os.fsencode(file.readlink())
    return file.read_bytes() if file.is_file() else None


def check_place(root: Path, paths: Iterable[str]) -> None:
    """CourseError if something is in the way of files that are to be put there or taken away."""
    found: dict[str, str] = {}
    for path in paths:
        for place in between(root, path):
            name = place.relative_to(root).as_posix()
            if place.is_symlink():
                found[name] = "a link, where the course has a folder"
            elif place.exists() and not place.is_dir():
                found[name] = "a file, where the course has a folder"
        if (root / path).is_dir() and not (root / path).is_symlink():
            found[path] = "a folder, where the course has a file"
        nearest = next(place for place in (*between(root, path), root) if place.exists())
        if nearest.is_dir() and not os.access(nearest, os.W_OK | os.X_OK):
            found[nearest.relative_to(root).as_posix()] = "a folder that cannot be written"
    if found:
        lines = [f"  {name}   {what}" for name, what in sorted(found.items())[:10]]
        raise CourseError(
            "\n".join(["Nothing was changed, because this is in the way:", *lines,
                       "Move it elsewhere, or make it writable, and type the command again."])
        )  # fmt: skip


def between(root: Path, path: str) -> list[Path]:
    """The folders that a path goes through below the root, the innermost first."""
    return [root.joinpath(*parts) for parts in (Path(path).parent.parts[:n] for n in range(path.count("/"), 0, -1))]


def place_for_copy(root: Path, path: str, data: bytes, taken: Iterable[Path]) -> Path:
    """Where a copy goes: into .kata/kept/, beside all others; the same place again for the same bytes."""
    folder, name = root / kept.FOLDER / "kept", Path(path.replace("/", "-"))
    taken = set(taken)
    if folder.is_dir():
        for copy in sorted(folder.glob(f"{_plain(name.stem)}-*{_plain(name.suffix)}")):
            if copy.is_file() and copy not in taken and copy.read_bytes() == data:
                return copy
    stamp = time.strftime("%Y%m%d-%H%M%S")
    for number in range(1000):
        copy = folder / f"{name.stem}-{stamp}{f'-{number}' if number else ''}{name.suffix}"
        if copy not in taken and not copy.exists():
            return copy
    raise CourseError(f"{folder} holds too many copies: move some of them away.")


def _plain(text: str) -> str:
    return "".join(f"[{sign}]" if sign in "*?[" else sign for sign in text)


def keep(root: Path, copies: Iterable[Copy]) -> None:
    """Write the copies, down to the disk."""
    for copy in copies:
        copy.to.parent.mkdir(parents=True, exist_ok=True)
        aside = _aside(root) / "copy"
        aside.parent.mkdir(parents=True, exist_ok=True)
        with aside.open("wb") as file:
            file.write(copy.data)
            file.flush()
            os.fsync(file.fileno())
        aside.replace(copy.to)


def set_aside(root: Path, files: Mapping[str, Fresh]) -> dict[str, Path]:
    """Write the new files where they are in nobody's way; path → where it lies until it is put in its place."""
    places = {}
    _aside(root).mkdir(parents=True, exist_ok=True)
    for number, (path, fresh) in enumerate(files.items()):
        places[path] = _aside(root) / str(number)
        places[path].unlink(missing_ok=True)  # of an update that was broken off
        places[path].write_bytes(fresh.data)
        if fresh.executable:
            places[path].chmod(places[path].stat().st_mode | 0o111)
    return places


def _aside(root: Path) -> Path:
    return root / kept.FOLDER / "update"


def put_in_place(root: Path, places: Mapping[str, Path]) -> None:
    """Each of them replaces what is at its path."""
    for path, fresh in places.items():
        target = root / path
        target.parent.mkdir(parents=True, exist_ok=True)
        try:
            _replace(fresh, target)
        except OSError as error:
            if error.errno != errno.EXDEV:
                raise
            beside = target.with_name(target.name + ".new")  # .kata/ is on another disk
            shutil.copy(fresh, beside)
            _replace(beside, target)


def _replace(fresh: Path, target: Path) -> None:
    try:
        fresh.replace(target)
    except PermissionError:
        if os.name != "nt" or not target.exists():
            raise
        target.chmod(stat.S_IWRITE)  # Windows keeps a read-only file from being replaced
        fresh.replace(target)


def take_away(root: Path, paths: Iterable[str]) -> None:
    """Remove files, and the folders that are empty then but for what Python compiled."""
    for path in paths:
        file = root / path
        file.unlink(missing_ok=True)
        for folder in between(root, path):
            names = {one.name for one in folder.iterdir()}
            if names - {"__pycache__"}:
                break
            shutil.rmtree(folder)
