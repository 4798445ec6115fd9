"""An end for code that has none, where signals cannot help: a notebook's cells run in a thread of their own.

The work is given to another thread. If it takes too long, that thread is told to stop, and left behind if it does
not listen (`time.sleep`, a bare `except:` in a loop, a library that computes for an hour).
"""

from __future__ import annotations

import ctypes
import importlib
import os
import sys
import threading
import time
from collections.abc import Callable
from typing import Any, TypeVar

from kata.course import is_kata_file
from kata.faults import OutOfTime

T = TypeVar("T")
COMPUTING = float(os.environ.get("KATA_LAB_SECONDS") or 6)  # that a picture may compute, by all threads of the process
WAITING = 3.0  # times as long may pass on the clock
ASKING = 1.0  # seconds in which a thread that was told to stop may do so


class TooLong(Exception):
    """The work did not end. `place` is the line of a kata that it was at, or None; `left` says it runs still."""

    def __init__(self, place: tuple[str, int] | None, left: bool) -> None:
        super().__init__("It ran too long.")
        self.place, self.left = place, left


class Raised(Exception):
    """The work raised `error`. Wrapped, so that its exit() or KeyboardInterrupt is not taken for one of the user's."""

    def __init__(self, error: BaseException) -> None:
        super().__init__(error)
        self.error = error


def within(work: Callable[[], T], seconds: float = COMPUTING) -> T:
    """What `work` returns. Raised if it raises anything; TooLong if it takes longer than `seconds` of computing."""
    _import_what_comes_late()
    results: list[T] = []
    errors: list[BaseException] = []

    def inside() -> None:
        try:
            results.append(work())
        except BaseException as error:
            errors.append(error)

    thread = threading.Thread(target=inside, daemon=True)
    end_computing, end_waiting = time.process_time() + seconds, time.monotonic() + seconds * WAITING
    thread.start()
    while thread.is_alive() and time.process_time() < end_computing and time.monotonic() < end_waiting:
        thread.join(0.05)
    if thread.is_alive():
        place = _kata_line(thread)
        raise TooLong(place, left=not _stopped(thread))
    if errors:
        raise Raised(errors[0])
    return results[0]


def _import_what_comes_late() -> None:
    """torch imports this at the first optimizer. Stopped in the middle of that, it is broken for good."""
    if "torch" in sys.modules and "torch._dynamo" not in sys.modules:
        importlib.import_module("torch._dynamo")


def _stopped(thread: threading.Thread) -> bool:
    """Ask the thread to stop, again and again: the first time may be swallowed. Whether it did."""
    end = time.monotonic() + ASKING
    while thread.is_alive() and time.monotonic() < end:
        ctypes.pythonapi.PyThreadState_SetAsyncExc(ctypes.c_ulong(thread.ident or 0), ctypes.py_object(OutOfTime))
        thread.join(0.01)
    return not thread.is_alive()


def _kata_line(thread: threading.Thread) -> tuple[str, int] | None:
    """File and line of the innermost frame in a kata that the thread is at."""
    frame: Any = sys._current_frames().get(thread.ident or 0)
    while frame is not None:
        if is_kata_file(frame.f_code.co_filename):
            return frame.f_code.co_filename, frame.f_lineno
        frame = frame.f_back
    return None
