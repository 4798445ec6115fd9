"""How much a submission may write: the total of its scratch folder is weighed while it runs.

A limit of the system's holds for each file alone, and a file system of its own, which could be small, would be out of
the judge's sight or need root. So a thread of the judge looks every now and then, and takes the wire away from a worker
that has written too much: what it waited for then never comes.
"""

from __future__ import annotations

import contextlib
import os
import shutil
import socket
import threading
import time
from pathlib import Path

from grade.confine.policy import MIB
from kata import fixtures

MOST = 256 * MIB  # bytes of all files together
FILES = 10_000  # and folders
EVERY = 0.25  # seconds between two looks: as long as it takes to write some hundred megabytes
DEPTH = 100  # folders within one another
SENTENCE = f"It filled its folder: a submission may write {MOST // MIB} MB in {FILES:,} files, {DEPTH} folders deep."
BLOCK = 512  # bytes in which `st_blocks` counts


def place() -> str | None:
    """Where a court's folder lies best: in memory, as those of the tests do without a judge, if there is plenty.

    None for the place that the system has for such folders: where several times as much as all workers together may
    write is not free.
    """
    memory, enough = fixtures.in_memory(), 4 * MOST * (os.cpu_count() or 1)
    with contextlib.suppress(OSError):
        if memory and shutil.disk_usage(memory).free >= enough:
            return memory
    return None


class Watch(threading.Thread):
    """Looks after one worker at a time."""

    def __init__(self) -> None:
        super().__init__(daemon=True)
        self._begun = threading.Event()  # there is a worker to look after
        self._lock = threading.Lock()
        self._wire: socket.socket | None = None
        self._folder = Path()
        self.overfull = False  # the worker that is looked after, or was last, has written too much
        self.start()

    def begin(self, folder: Path, pipe: int) -> None:
        with self._lock:
            self._folder, self._wire, self.overfull = folder, socket.socket(fileno=os.dup(pipe)), False
        self._begun.set()

    def end(self) -> None:
        """Once a worker has come to its end. What it wrote too much is removed."""
        self._begun.clear()
        with self._lock:
            if self._wire:
                self._wire.close()
            self._wire = None
        if self.overfull:
            clear(self._folder)

    def run(self) -> None:
        while True:
            self._begun.wait()
            time.sleep(EVERY)
            with self._lock:
                if self._wire and not self.overfull and not fits(self._folder):
                    self.overfull = True
                    with contextlib.suppress(OSError):
                        self._wire.shutdown(socket.SHUT_RDWR)


def fits(folder: Path) -> bool:
    """Whether the files in a folder are not too large all together, not too many, and not nested too deep."""
    size = count = 0
    left = [(str(folder), 0)]
    while left:
        path, depth = left.pop()
        try:
            with os.scandir(path) as entries:
                for entry in entries:
                    size += BLOCK * entry.stat(follow_symlinks=False).st_blocks
                    count += 1
                    if size > MOST or count > FILES or depth > DEPTH:
                        return False
                    if entry.is_dir(follow_symlinks=False):
                        left.append((entry.path, depth + 1))
        except FileNotFoundError:
            continue  # it has been removed since
        except OSError:
            return False  # what cannot be looked through may hold anything
    return True


def clear(folder: Path) -> None:
    """Remove everything in a folder, however deep it is nested: `shutil.rmtree` goes as deep as Python recurses.

    Nobody else may be at work in it. What cannot be removed stays.
    """
    with contextlib.suppress(OSError):
        here = os.open(folder, os.O_DIRECTORY)
        left = [_only_folders(here)]  # the folders still to be removed in each of those that we stand in
        while left:
            if left[-1]:
                here = _moved(here, left[-1][-1])
                left.append(_only_folders(here))
                continue
            left.pop()
            if left:
                here = _moved(here, "..")
                os.rmdir(left[-1].pop(), dir_fd=here)
        os.close(here)


def _only_folders(here: int) -> list[str]:
    """Remove the files of an open folder; the names of the folders in it."""
    with os.scandir(here) as entries:
        folders = {entry.name: entry.is_dir(follow_symlinks=False) for entry in entries}
    for name, is_folder in folders.items():
        if not is_folder:
            os.unlink(name, dir_fd=here)
    return [name for name, is_folder in folders.items() if is_folder]


def _moved(here: int, name: str) -> int:
    there = os.open(name, os.O_DIRECTORY | os.O_NOFOLLOW, dir_fd=here)
    os.close(here)
    return there
