"""The circumstances under which a test lets a task run: what goes wrong on other machines, or on a bad day.

    with interrupted(folder, change=3) as ctrl_c:   # Ctrl-C at the third change to anything in `folder`
        quarantine(root, aside)
    if ctrl_c.happened: ...

Files are watched with Python's audit events, so it does not matter whether a learner writes with pathlib, shutil,
os or Pillow. Like the scratch folder, these are the course's business and not a test's: a submission that runs
elsewhere must meet them there. `told` describes to the other process what stands here, `met` lets the same stand
there, and `came_of` brings back what has happened.
"""

from __future__ import annotations

import errno
import glob
import os
import sys
import warnings
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, ExitStack, contextmanager
from dataclasses import dataclass, field
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


@dataclass(eq=False)
class Standing:
    """One circumstance that stands, with what another process needs to let it stand there: plain data."""

    kind: str
    parts: list[Any]

    def told(self) -> list[Any]:
        return [self.kind, *self.parts]

    def news(self) -> Any:
        """What has happened, as plain data; None for nothing."""

    def hear(self, news: Any) -> None:
        """What has happened in another process."""


_standing: list[Standing] = []


@contextmanager
def _stands(one: Standing) -> Iterator[None]:
    _standing.append(one)
    try:
        yield
    finally:
        _standing.remove(one)


def told() -> list[list[Any]]:
    """What stands now, the outermost first."""
    return [one.told() for one in _standing]


@contextmanager
def met(circumstances: list[list[Any]]) -> Iterator[Callable[[], list[Any]]]:
    """Let stand what another process has told. Gives what there is to tell it afterwards."""
    begun = len(_standing)
    with ExitStack() as stack:
        for kind, *parts in circumstances:
            stack.enter_context(KINDS[kind](*parts))
        yield lambda: [one.news() for one in _standing[begun:]]


def came_of(news: Any) -> None:
    """What another process has to tell of the circumstances that it met; anything but that is not listened to."""
    if type(news) is list and len(news) == len(_standing):
        for one, new in zip(_standing, news, strict=True):
            one.hear(new)


def ctrl_c_came() -> CtrlC | None:
    """The interruption that has happened, if one was asked for and has."""
    return next((one.ctrl_c for one in _standing if isinstance(one, _Interruption) and one.ctrl_c.happened), None)


class CtrlC(KeyboardInterrupt):
    """The interruption that a test asked for. `happened` is True once it came."""

    happened = False


@dataclass(eq=False)
class _Interruption(Standing):
    """`parts`: the folder, and how many changes are left up to the one that is interrupted."""

    ctrl_c: CtrlC = field(default_factory=lambda: CtrlC("Ctrl-C"))

    def watch(self, paths: list[str]) -> None:
        folder, left = self.parts
        if self.ctrl_c.happened or left <= 0 or not any(_inside(path, folder) for path in paths):
            return
        self.parts[1] = left - 1
        if self.parts[1] == 0:
            self.ctrl_c.happened = True
            raise self.ctrl_c

    def news(self) -> int:
        return int(self.parts[1])

    def hear(self, news: Any) -> None:
        if type(news) is int and 0 <= news <= self.parts[1]:
            self.parts[1] = news
            self.ctrl_c.happened |= news == 0


@contextmanager
def _interrupting(folder: Path, change: int) -> Iterator[_Interruption]:
    one = _Interruption("interrupted", [folder, change])
    with _stands(one), _watching(one.watch):
        yield one


@contextmanager
def interrupted(folder: Path, change: int) -> Iterator[CtrlC]:
    """Ctrl-C just before the `change`-th change (from 1) to a file or folder inside `folder`; later ones go through.

    Leaves the block quietly, whether it came to that or not: ask `.happened`. So a test can go through every
    moment at which a task may be stopped, until one comes too late.
    """
    try:
        with _interrupting(folder, change) as one:
            yield one.ctrl_c
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
        with _refused(folder):
            yield
    finally:
        for path, mode in zip(folders, modes, strict=True):
            path.chmod(mode)


@contextmanager
def _refused(folder: Path) -> Iterator[None]:
    with _stands(Standing("read only", [folder])), _watching(_refusing(folder, "Permission denied")):
        yield


@contextmanager
def on_another_disk(folder: Path) -> Iterator[None]:
    """`folder` is on another disk than the rest: what crosses its border can be copied, but not renamed."""

    def refuse(paths: list[str]) -> None:
        if len({_inside(path, folder) for path in paths}) == 2:
            raise OSError(errno.EXDEV, os.strerror(errno.EXDEV), paths[0], None, paths[1])

    with _stands(Standing("on another disk", [folder])), _watching(refuse):
        yield


def bytes_left() -> int | None:
    """How large a file may grow on the disk that is full; None where no disk is full."""
    return min((one.parts[0] for one in _standing if one.kind == "full disk"), default=None)


@contextmanager
def full_disk(bytes_left: int) -> Iterator[None]:
    """No file may grow beyond `bytes_left` bytes: OSError for whoever writes more, in the middle of it.

    Where the system has no such limit (Windows) the disk is simply not full. For another process, whoever has
    started it sets that limit: see `bytes_left`.
    """
    with _stands(Standing("full disk", [bytes_left])), _files_of(bytes_left):
        yield


@contextmanager
def _files_of(bytes_left: int) -> Iterator[None]:
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
        with _stands(Standing("listed backwards", [])):
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
            with _stands(_Warned("warned", [], caught)):
                yield messages
        finally:
            messages += [str(one.message) for one in caught]


@dataclass(eq=False)
class _Warned(Standing):
    caught: list[warnings.WarningMessage] = field(default_factory=list)

    def news(self) -> list[str]:
        return [str(one.message) for one in self.caught]

    def hear(self, news: Any) -> None:
        for message in news if type(news) is list else ():
            if type(message) is str:
                warnings.warn(message, stacklevel=2)


@contextmanager
def _nothing(*_: Any) -> Iterator[None]:
    """What nobody has to do anything for."""
    with _stands(Standing("", [])):
        yield


# How each is let stand in another process than the test's.
KINDS: dict[str, Callable[..., AbstractContextManager[Any]]] = {
    "interrupted": _interrupting,
    "read only": _refused,
    "on another disk": on_another_disk,
    "full disk": _nothing,
    "listed backwards": listed_backwards,
    "warned": warned,
}


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
    """The path that is argument `index` of an event, as an absolute one; "" for an open file, and where it has none.

    A folder may lie so deep that the system can say its path no more. What is in there can still be removed.
    """
    if isinstance(args[index], int):
        return ""
    path = os.fsdecode(args[index])
    dir_fd = args[dir_fds[min(index, len(dir_fds) - 1)]] if dir_fds else -1
    if isinstance(dir_fd, int) and dir_fd >= 0 and os.path.exists(f"/proc/self/fd/{dir_fd}"):  # noqa: PTH110
        try:
            path = os.path.join(os.readlink(f"/proc/self/fd/{dir_fd}"), path)  # noqa: PTH115, PTH118
        except OSError:
            return ""
    return os.path.abspath(path)  # noqa: PTH100


def _inside(path: str, folder: Path) -> bool:
    return any(path == top or path.startswith(top + os.sep) for top in _names(folder))


@lru_cache
def _names(folder: Path) -> tuple[str, str]:
    return os.path.abspath(folder), os.path.realpath(folder)  # noqa: PTH100


class PathOnAnotherDay(type(Path())):  # type: ignore[misc]
    """A path whose hash depends on `day`. So do those of all paths and texts: each start of Python changes them."""

    day = 0

    def __hash__(self) -> int:
        return hash((PathOnAnotherDay.day, str(self)))
