"""Starting and ending a test run quickly. Measured by tools/bench_cold.py.

Three things cost more than the tests: the garbage collector running while libraries are imported, thread
pools for matrices of a few kilobytes, and the interpreter taking everything apart at the end.
"""

from __future__ import annotations

import atexit
import gc
import os
import sys
from pathlib import Path

ONE_THREAD = ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS")


def one_thread() -> None:
    """Ask the numeric libraries for one thread, before they are loaded: faster here, and repeatable."""
    for name in ONE_THREAD:
        os.environ.setdefault(name, "1")


def pause_collector() -> None:
    """No garbage collection while modules are imported: what they make is there to stay."""
    gc.disable()


def resume_collector() -> None:
    gc.freeze()
    gc.enable()


def leave_at_once(status: int) -> None:
    """End the process with `status` after the other exit handlers, without the interpreter's teardown.

    Only where pytest is the program, and nobody (a debugger, a profiler, coverage) waits for the teardown.
    """
    program = Path(sys.argv[0] or "")
    is_pytest = program.stem in ("pytest", "py.test", "pytest-script") or program.parts[-2:] == (
        "pytest",
        "__main__.py",
    )
    if is_pytest and sys.gettrace() is None and sys.getprofile() is None and "coverage" not in sys.modules:
        _status.append(status)


_status: list[int] = []


def _leave() -> None:
    if _status:
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(_status[-1])


# Exit handlers run last in, first out: this one, registered early, runs after nearly all the others.
atexit.register(_leave)
