"""The circumstances under which a test lets a task run: what goes wrong on other machines, or on a bad day.

    with interrupted(folder, change=3) as ctrl_c:   # Ctrl-C at the third change to anything in `folder`
        quarantine(root, aside)
    if ctrl_c.happened: ...

Files are watched with Python's audit events, so it does not matter whether a learner writes with pathlib, shutil,
os or Pillow. Like the scratch folder, these are the course's business and not a test's: a submission that runs
elsewhere must meet them there.
"""

from __future__ import annotations

import os
import sys
import warnings
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

# Audit events that change what is on disk → which of their arguments are paths, and where their dir_fd's stand.
CHANGES: dict[str, tuple[tuple[int, ...], tuple[int, ...]]] = {
    "open": ((0,), ()),
    "os.rename": ((0, 1), (2, 3)),
    "os.link": ((0, 1), (2, 3)),
    "os.symlink": ((1,), (2,)),
    "os.remove": ((0,), (1,)),
    "os.rmdir": ((0,), (1,)),
    "os.mkdir": ((0,), (2,)),
    "os.truncate": ((0,), ()),
}
WRITING = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC | os.O_APPEND

_watchers: list[Callable[[str], None]] = []  # each is told the path of every change, before it is made
_hooked = False


class CtrlC(KeyboardInterrupt):
    """The interruption that a test asked for. `happened` is True once it came."""

    happened = False


@contextmanager
def interrupted(folder: Path, change: int) -> Iterator[CtrlC]:
    """Ctrl-C just before the `change`-th change (from 1) to a file or folder inside `folder`; later ones go through.

    Leaves the block quietly, whether it came to that or not: ask `.happened`. So a test can go through every
    moment at which a task may be stopped, until one comes too late.
    """
    ctrl_c = CtrlC("Ctrl-C")
    left = [change]

    def stop(path: str) -> None:
        if ctrl_c.happened or not _inside(path, folder):
            return
        left[0] -= 1
        if not left[0]:
            ctrl_c.happened = True
            raise ctrl_c

    try:
        with _watching(stop):
            yield ctrl_c
    except CtrlC:
        pass


@contextmanager
def read_only(folder: Path) -> Iterator[None]:
    """Nothing inside `folder` can be changed: PermissionError, for root too, whom permissions do not stop."""

    def refuse(path: str) -> None:
        if _inside(path, folder):
            raise PermissionError(13, "Permission denied", path)

    folders = [path for path in (folder, *folder.rglob("*")) if path.is_dir()]
    modes = [path.stat().st_mode for path in folders]
    for path in folders:
        path.chmod(0o555)
    try:
        with _watching(refuse):
            yield
    finally:
        for path, mode in zip(folders, modes, strict=True):
            path.chmod(mode)


@contextmanager
def listed_backwards() -> Iterator[None]:
    """Every listing of a folder comes in reverse order: another disk, another order, and neither is sorted."""
    listdir, scandir = os.listdir, os.scandir

    def backwards(path: Any = ".") -> list[Any]:
        return sorted(listdir(path), reverse=True)

    def scan_backwards(path: Any = ".") -> _Entries:
        with scandir(path) as entries:
            return _Entries(sorted(entries, key=lambda entry: entry.name, reverse=True))

    # pathlib, glob, shutil and os.walk look these up in `os` when they need them.
    setattr(os, "listdir", backwards)  # noqa: B010
    setattr(os, "scandir", scan_backwards)  # noqa: B010
    try:
        yield
    finally:
        setattr(os, "listdir", listdir)  # noqa: B010
        setattr(os, "scandir", scandir)  # noqa: B010


class _Entries:
    """What os.scandir gives: an iterator that can be closed."""

    def __init__(self, entries: list[Any]) -> None:
        self._left = iter(entries)

    def __iter__(self) -> _Entries:
        return self

    def __next__(self) -> Any:
        return next(self._left)

    def __enter__(self) -> _Entries:
        return self

    def __exit__(self, *error: object) -> None:
        self.close()

    def close(self) -> None:
        self._left = iter(())


@contextmanager
def warned() -> Iterator[list[str]]:
    """Collects what is warned of inside the block ("overflow encountered in exp"), instead of showing it."""
    messages: list[str] = []
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        try:
            yield messages
        finally:
            messages += [str(one.message) for one in caught]


@contextmanager
def _watching(watcher: Callable[[str], None]) -> Iterator[None]:
    global _hooked
    if not _hooked:
        sys.addaudithook(_audit)  # for good: audit hooks cannot be taken away again
        _hooked = True
    _watchers.append(watcher)
    try:
        yield
    finally:
        _watchers.remove(watcher)


def _audit(event: str, args: tuple[Any, ...]) -> None:
    if not _watchers or event not in CHANGES or (event == "open" and not _writes(*args)):
        return
    paths, dir_fds = CHANGES[event]
    for index, argument in enumerate(paths):
        path = args[argument]
        if isinstance(path, int):
            continue  # an open file
        dir_fd = args[dir_fds[index]] if index < len(dir_fds) else -1
        for watcher in list(_watchers):
            before = _watchers[:]
            _watchers.clear()  # a watcher may look at the disk itself
            try:
                watcher(_absolute(path, dir_fd))
            finally:
                _watchers[:] = before


def _writes(path: Any, mode: Any, flags: Any) -> bool:
    if isinstance(mode, str):
        return any(letter in mode for letter in "wax+")
    return isinstance(flags, int) and bool(flags & WRITING)


def _absolute(raw: Any, dir_fd: Any) -> str:
    path = os.fsdecode(raw)
    if isinstance(dir_fd, int) and dir_fd >= 0 and os.path.exists(f"/proc/self/fd/{dir_fd}"):  # noqa: PTH110
        path = os.path.join(os.readlink(f"/proc/self/fd/{dir_fd}"), path)  # noqa: PTH115, PTH118
    return os.path.abspath(path)  # noqa: PTH100


def _inside(path: str, folder: Path) -> bool:
    return Path(path).is_relative_to(folder) or Path(path).is_relative_to(folder.resolve())
