"""An end for loops that have none, inside the process that runs them.

Where there are signals, a timer interrupts the main thread; elsewhere (Windows) a second thread asks the
interpreter to raise in it. Computing and waiting have limits of their own, so that a slow disk or a busy
machine is not taken for an endless loop.
"""

from __future__ import annotations

import math
import signal
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from types import FrameType
from typing import Any

from kata.course import is_kata_file
from kata.faults import OutOfTime

CPU_SECONDS = 5.0  # of computing, for a test
WAITING = 6.0  # times as long may pass on the clock
IMPORTING = 4.0  # times as long may an import take: it may load large libraries from a slow disk


def time_limit(seconds: float) -> AbstractContextManager[None]:
    """Raise OutOfTime in the body once it has computed for `seconds`, or waited several times as long."""
    if seconds == math.inf:
        return nullcontext()
    if threading.current_thread() is not threading.main_thread() or sys.gettrace() is not None:
        return nullcontext()  # a debugger is stepping, or nothing could be interrupted: do not interfere
    how = _by_signal if hasattr(signal, "setitimer") else _by_thread
    return how(seconds, seconds * WAITING)


@contextmanager
def _by_signal(cpu: float, wall: float) -> Iterator[None]:
    fired = 0

    def stop(_signal: int, frame: FrameType | None) -> None:
        nonlocal fired
        if sys.gettrace() not in (None, _raise_on_line):
            return  # a debugger has taken over in the meantime: `breakpoint()` in the learner's code
        fired += 1
        if fired > 1 and frame is not None:
            # A bare `except:` inside the loop swallowed the first one. From now on every line raises.
            frame.f_trace = _raise_on_line
            sys.settrace(_raise_on_line)
        raise OutOfTime

    timers = {signal.SIGPROF: (signal.ITIMER_PROF, cpu), signal.SIGALRM: (signal.ITIMER_REAL, wall)}
    before = {number: signal.signal(number, stop) for number in timers}
    try:
        for timer, seconds in timers.values():
            signal.setitimer(timer, seconds, 0.2)
        yield
    finally:
        for timer, _ in timers.values():
            signal.setitimer(timer, 0)
        if fired > 1:
            sys.settrace(None)
        for number, handler in before.items():
            signal.signal(number, handler)


def _raise_on_line(frame: FrameType, event: str, _arg: Any) -> Any:
    if event == "line" and is_kata_file(frame.f_code.co_filename):
        raise OutOfTime
    return _raise_on_line


@contextmanager
def _by_thread(cpu: float, wall: float) -> Iterator[None]:
    import ctypes  # only here: most systems have signals

    main = threading.main_thread().ident
    done = threading.Event()

    def watch() -> None:
        end_cpu, end_wall = time.process_time() + cpu, time.monotonic() + wall
        while not done.wait(0.1):
            if time.process_time() > end_cpu or time.monotonic() > end_wall:
                ctypes.pythonapi.PyThreadState_SetAsyncExc(ctypes.c_ulong(main or 0), ctypes.py_object(OutOfTime))

    watcher = threading.Thread(target=watch, daemon=True)
    watcher.start()
    try:
        yield
    finally:
        done.set()
        watcher.join()
