"""The circumstances under which a test lets a task run: what goes wrong on other machines, or on a bad day.

    with interrupted(folder, change=3) as ctrl_c:   # Ctrl-C at the third change to anything in `folder`
        quarantine(root, aside)
    if ctrl_c.happened: ...

Files are watched with Python's audit events, so it does not matter whether a learner writes with pathlib, shutil,
os or Pillow. Like the scratch folder, these are the course's business and not a test's: a submission that runs
elsewhere must meet them there.
"""

from __future__ import annotations

import errno
import glob
import os
import sys
import warnings
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import cache, lru_cache
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

# Each is told of every change before it is made: which path, or which two (from, to).
Watcher = Callable[[list[str]], None]
_watchers: list[Watcher] = []
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

    def stop(paths: list[str]) -> None:
        if ctrl_c.happened or not any(_inside(path, folder) for path in paths):
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
    folders = [path for path in (folder, *folder.rglob("*")) if path.is_dir()]
    modes = [path.stat().st_mode for path in folders]
    for path in folders:
        path.chmod(0o555)
    try:
        with _watching(_refusing(folder, "Permission denied")):
            yield
    finally:
        for path, mode in zip(folders, modes, strict=True):
            path.chmod(mode)


@contextmanager
def on_another_disk(folder: Path) -> Iterator[None]:
    """`folder` is on another disk than the rest: what crosses its border can be copied, but not renamed."""

    def refuse(paths: list[str]) -> None:
        if len({_inside(path, folder) for path in paths}) == 2:
            raise OSError(errno.EXDEV, os.strerror(errno.EXDEV), paths[0], None, paths[1])

    with _watching(refuse):
        yield


@contextmanager
def full_disk(bytes_left: int) -> Iterator[None]:
    """No file may grow beyond `bytes_left` bytes: OSError for whoever writes more, in the middle of it.

    Where the system has no such limit (Windows) the disk is simply not full.
    """
    try:
        import resource
    except ImportError:
        yield
        return
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (bytes_left, hard))
    try:
        yield  # Python ignores the signal that goes with it, so the write fails with EFBIG
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))


@cache
def protect(folder: Path) -> None:
    """Refuse every change inside `folder` from now on."""
    _watch(_refusing(folder, "Permission denied: the course's own files stay as they are; work on a copy"))


def _refusing(folder: Path, reason: str) -> Watcher:
    def refuse(paths: list[str]) -> None:
        for path in paths:
            if _inside(path, folder):
                raise PermissionError(errno.EACCES, reason, path)

    return refuse


@contextmanager
def listed_backwards() -> Iterator[None]:
    """Every listing of a folder comes in reverse order: another disk, another order, and neither is sorted."""
    listdir, scandir = os.listdir, os.scandir

    def backwards(path: Any = ".") -> list[Any]:
        return sorted(listdir(path), reverse=True)

    def scan_backwards(path: Any = ".") -> _Entries:
        with scandir(path) as entries:
            return _Entries(sorted(entries, key=lambda entry: entry.name, reverse=True))

    # pathlib, shutil and os.walk look these up in `os` when they need them. What pathlib globs with keeps its own.
    places: list[tuple[Any, str, Any]] = [(os, "listdir", backwards), (os, "scandir", scan_backwards)]
    places += [(kind, "scandir", staticmethod(scan_backwards)) for kind in vars(glob).values() if _keeps_scandir(kind)]
    kept = [(place, name, vars(place)[name]) for place, name, _ in places]
    for place, name, ours in places:
        setattr(place, name, ours)
    try:
        yield
    finally:
        for place, name, theirs in kept:
            setattr(place, name, theirs)


def _keeps_scandir(kind: Any) -> bool:
    return isinstance(kind, type) and isinstance(vars(kind).get("scandir"), staticmethod)


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


def _watch(watcher: Watcher) -> None:
    global _hooked
    if not _hooked:
        sys.addaudithook(_audit)  # for good: audit hooks cannot be taken away again
        _hooked = True
    _watchers.append(watcher)


@contextmanager
def _watching(watcher: Watcher) -> Iterator[None]:
    _watch(watcher)
    try:
        yield
    finally:
        _watchers.remove(watcher)


def _audit(event: str, args: tuple[Any, ...]) -> None:
    if not _watchers or event not in CHANGES or (event == "open" and not _writes(*args)):
        return
    arguments, dir_fds = CHANGES[event]
    paths = [path for index in arguments if (path := _absolute(args, index, dir_fds))]
    before = _watchers[:]
    _watchers.clear()  # a watcher may look at the disk itself
    try:
        for watcher in before:
            watcher(paths)
    finally:
        _watchers[:] = before


def _writes(path: Any, mode: Any, flags: Any) -> bool:
    if isinstance(mode, str):
        return any(letter in mode for letter in "wax+")
    return isinstance(flags, int) and bool(flags & WRITING)


def _absolute(args: tuple[Any, ...], index: int, dir_fds: tuple[int, ...]) -> str:
    """The path that is argument `index` of an event, as an absolute one; "" for an open file."""
    if isinstance(args[index], int):
        return ""
    path = os.fsdecode(args[index])
    dir_fd = args[dir_fds[min(index, len(dir_fds) - 1)]] if dir_fds else -1
    if isinstance(dir_fd, int) and dir_fd >= 0 and os.path.exists(f"/proc/self/fd/{dir_fd}"):  # noqa: PTH110
        path = os.path.join(os.readlink(f"/proc/self/fd/{dir_fd}"), path)  # noqa: PTH115, PTH118
    return os.path.abspath(path)  # noqa: PTH100


def _inside(path: str, folder: Path) -> bool:
    return any(path == top or path.startswith(top + os.sep) for top in _names(folder))


@lru_cache
def _names(folder: Path) -> tuple[str, str]:
    return os.path.abspath(folder), os.path.realpath(folder)  # noqa: PTH100
