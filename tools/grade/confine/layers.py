"""Which layers hold on this machine: a confined child tries one forbidden thing after another.

What could be applied is one question (`confine` answers it), what it is worth is another. A kernel without Landlock,
a container's own filter, a strange C library: each shows here, before a stranger's code runs.

    python -m grade.confine.layers      # prints them
"""

from __future__ import annotations

import contextlib
import ctypes
import os
import platform
import select
import shutil
import signal
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

from grade.confine import confine
from grade.confine.attempts import ATTEMPTS, CPU, FILE_SIZE, MEMORY, Attempt, Place, ordinary_work
from grade.confine.policy import Policy
from grade.confine.readable import libraries

PATIENCE = 30.0  # seconds for an attempt that neither succeeds nor is stopped


class Held(NamedTuple):
    """One layer: its name, whether it holds, and what was seen: the same words every time on the same machine."""

    name: str
    holds: bool
    detail: str


WORK = "ordinary work"  # the layer that must let something through


def layers() -> tuple[Held, ...]:
    """Try everything; it takes as long as the limit of computing time, a second. Call it before starting threads."""
    if not sys.platform.startswith("linux"):
        why = f"There is no confinement on {platform.system()}: submissions run with all your rights."
        return tuple(Held(attempt.layer, False, why) for attempt in ATTEMPTS)
    with contextlib.ExitStack() as after:
        folder = Path(tempfile.mkdtemp(prefix="layers-")).resolve()
        after.callback(shutil.rmtree, folder, ignore_errors=True)
        mark = ctypes.create_string_buffer(8)
        running = [(attempt, _start(attempt, _place(folder / str(n), mark))) for n, attempt in enumerate(ATTEMPTS)]
        work = _start(Attempt(WORK, "", ordinary_work), _place(folder / "work", mark))
        found = [_judged(attempt, child.outcome()) for attempt, child in running]
        ended, said = work.outcome()
        why = "It computes, imports, writes and reads its scratch folder." if ended == DONE else f"It cannot: {said}."
        return (*found, Held(WORK, ended == DONE, why))


def applied() -> tuple[str, ...]:
    """What `confine` can apply on this machine. A worker that lacks some of it must not run a stranger's code."""
    if not sys.platform.startswith("linux"):
        return ()
    with contextlib.ExitStack() as after:
        folder = Path(tempfile.mkdtemp(prefix="layers-")).resolve()
        after.callback(shutil.rmtree, folder, ignore_errors=True)
        place = _place(folder, ctypes.create_string_buffer(8))
        ended, said = _start(Attempt("", "", _nothing), place).outcome()
        if ended != DONE:
            raise RuntimeError(f"A child could not be confined: {said}.")
        return tuple(said.split(", "))


def _nothing(_: Place) -> None:
    """Only be confined."""


def _place(folder: Path, mark: ctypes.Array[ctypes.c_char]) -> Place:
    """A folder for each attempt: one that works must not spoil the next."""
    scratch, outside = folder / "scratch", folder / "outside"
    for one in (scratch, outside):
        one.mkdir(parents=True)
    secret = outside / "secret"
    for path in (secret, secret.with_name("to-remove")):
        path.write_text("secret", encoding="utf-8")
    return Place(scratch, outside, secret, os.getpid(), ctypes.addressof(mark))


# How an attempt ended. It was stopped by an error of the system, or by one of the signals with which limits kill.
DONE, STOPPED, LOST = "done", "stopped", "lost"
STATUS = {0: DONE, 1: STOPPED}  # any other: it was never tried
KILLED = ("SIGXCPU", "SIGXFSZ", "SIGSYS", "SIGKILL")


@dataclass(frozen=True)
class Child:
    pid: int
    pipe: int

    def outcome(self) -> tuple[str, str]:
        """How it ended, and what is to be said about it."""
        end = time.monotonic() + PATIENCE
        said, answered = b"", False
        while not answered and (left := end - time.monotonic()) > 0:
            if select.select([self.pipe], [], [], left)[0]:
                part = os.read(self.pipe, 1000)
                said, answered = said + part, not part
        os.close(self.pipe)
        if not answered:
            os.kill(self.pid, signal.SIGKILL)
        status = os.waitstatus_to_exitcode(os.waitpid(self.pid, 0)[1])
        if not answered:
            return LOST, f"nothing happened for {PATIENCE:.0f} seconds"
        if status < 0:
            name = signal.Signals(-status).name
            return STOPPED if name in KILLED else LOST, f"the kernel ended it ({name})"
        return STATUS.get(status, LOST), said.decode("utf-8", "replace") or f"status {status}"


def _start(attempt: Attempt, place: Place) -> Child:
    policy = Policy(place.scratch, libraries(), memory=MEMORY, cpu=CPU, file_size=FILE_SIZE, open_files=32)
    pipe, write = os.pipe()
    pid = os.fork()
    if pid == 0:
        _child(attempt, place, policy, write)
    os.close(write)
    return Child(pid, pipe)


def _child(attempt: Attempt, place: Place, policy: Policy, pipe: int) -> None:
    status, said = 2, ""
    try:
        said = ", ".join(confine(policy, keep=(pipe,), parent=place.parent))
        try:
            attempt.do(place)
            status = 0
        except (OSError, MemoryError) as error:
            status, said = 1, getattr(error, "strerror", None) or type(error).__name__
    except BaseException as error:  # of the confinement, too
        said = repr(error)
    finally:
        with contextlib.suppress(OSError):
            os.write(pipe, said[:500].encode("utf-8", "replace"))
        os._exit(status)


def _judged(attempt: Attempt, outcome: tuple[str, str]) -> Held:
    ended, said = outcome
    if ended == DONE:
        return Held(attempt.layer, False, f"Does not hold: {attempt.done}.")
    if ended == LOST:
        return Held(attempt.layer, False, f"Could not be tried: {said}.")
    return Held(attempt.layer, True, f"Holds: {said}.")


if __name__ == "__main__":
    for held in layers():
        print(f"{'holds' if held.holds else 'OPEN '}  {held.name:22} {held.detail}")
