"""The machine under the course: Python, cores, memory, disk, clock, terminal."""

from __future__ import annotations

import contextlib
import ctypes
import os
import platform
import re
import shutil
import sys
import sysconfig
import tempfile
import time
from collections.abc import Iterator
from datetime import date
from pathlib import Path

from kata.doctor import fixes
from kata.doctor.finding import Finding, Place, note, problem, well
from kata.screen import MARKS, WIDTH
from kata.startup import ONE_THREAD

OLDEST = (3, 11)
THREADS = (*ONE_THREAD, "NUMEXPR_NUM_THREADS", "VECLIB_MAXIMUM_THREADS")
MB, GB = 1 << 20, 1 << 30
CGROUP = Path("/sys/fs/cgroup")
IN_MEMORY = Path("/dev/shm")
DAY = 24 * 60 * 60
GET_PYTHON = "Install Python 3.13 from https://www.python.org/downloads, then set the course up with it:"


def python(place: Place) -> Iterator[Finding]:
    """The interpreter: old, of another make, of 32 bits, or made for another processor."""
    again = [fixes.start(place.root)] if place.found else []
    version = platform.python_version()
    if sys.version_info < OLDEST:
        yield problem(
            f"This is Python {version}, and the course needs {OLDEST[0]}.{OLDEST[1]} or newer.", *again, do=GET_PYTHON
        )
    elif sys.implementation.name != "cpython":
        yield problem(
            f"This is {platform.python_implementation()}, for which NumPy and PyTorch are not made.",
            *again,
            do=GET_PYTHON,
        )
    elif sys.maxsize < 2**32:
        yield problem("This Python is made for 32 bits, and PyTorch is not.", *again, do=GET_PYTHON)
    elif sys.version_info.releaselevel != "final" or sysconfig.get_config_var("Py_GIL_DISABLED"):
        kind = "without a lock" if sysconfig.get_config_var("Py_GIL_DISABLED") else "before its release"
        yield note(f"This is Python {version} {kind}; not every library is made for it yet.", *again, do=GET_PYTHON)
    elif sys.platform == "darwin" and platform.machine() == "x86_64":
        yield note(
            "This Python is made for Macs with an Intel processor, for which there is no recent PyTorch: weeks 5 to 8 "
            "cannot be done with it. On a Mac with a processor of Apple's it is the wrong Python.",
            *again,
            do=GET_PYTHON,
        )
    else:
        yield well(f"Python {version}, {sys.executable}.")


def threads(place: Place) -> Iterator[Finding]:
    """How many cores there are, and variables that ask for odd numbers of threads."""
    cores = _cores()
    odd = False
    for name in THREADS:
        value = os.environ.get(name)
        if value is None:
            continue
        counts = [int(part) for part in value.split(",")] if re.fullmatch(r"\s*\d+\s*(,\s*\d+\s*)*", value) else [0]
        if 0 in counts:
            odd = True
            yield note(f"{name} is {value!r}, which is no number of threads.", fixes.unset(name))
        elif max(counts) > cores:
            odd = True
            yield note(
                f"{name} asks for {value} threads, and there are {cores} cores: that is slower than one thread.",
                fixes.unset(name),
            )
    share = _share_of_cores()
    if share is not None and share < 1:
        odd = True
        yield note(
            f"This container may use {share:.0%} of one core, so tests may run into their time limit.",
            f"pytest {fixes.quoted(place.root / 'exercises')} --kata-seconds 20" if place.found else "",
        )
    if not odd:
        yield well(f"{cores} cores{f', of which this container may use {share:g}' if share else ''}.")


def _cores() -> int:
    """That this process may use."""
    if sys.platform == "linux":
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def _share_of_cores() -> float | None:
    """How many cores a container may use; None where nothing limits it."""
    with contextlib.suppress(OSError, ValueError, IndexError):
        quota, period = (CGROUP / "cpu.max").read_text().split()
        return int(quota) / int(period)  # "max" is no number
    with contextlib.suppress(OSError, ValueError):
        quota = (CGROUP / "cpu/cpu.cfs_quota_us").read_text()
        period = (CGROUP / "cpu/cpu.cfs_period_us").read_text()
        return int(quota) / int(period) if int(quota) > 0 else None
    return None


def memory(place: Place) -> Iterator[Finding]:
    """What there is, or what a container or the shell allows; and what is free."""
    total, free = _memory()
    if total is None:
        yield well("How much memory there is cannot be told on this system.")
    elif total < 0.5 * GB:
        yield problem(
            f"Only {_size(total)} of memory can be used here; the tests of most weeks need more.",
            do="Allow this container or terminal 2 GB, or use another machine.",
        )
    elif total < 1.8 * GB:
        yield note(
            f"{_size(total)} of memory can be used here; PyTorch, in weeks 5 to 8, wants 2 GB.",
            do="Allow this container or terminal 2 GB, or use another machine for those weeks.",
        )
    elif free is not None and free < 0.4 * GB:
        yield note(
            f"Of {_size(total)} of memory, {_size(free)} is free: everything will be slow.",
            do="Close programs that you do not need, the browser above all.",
        )
    else:
        yield well(f"{_size(total)} of memory{f', {_size(free)} of it free' if free is not None else ''}.")


def _memory() -> tuple[int | None, int | None]:
    """Bytes in all, and bytes free; None for what cannot be told."""
    if sys.platform == "win32":
        return _windows_memory()
    totals, free = [], None
    with contextlib.suppress(OSError, ValueError):
        totals.append(os.sysconf("SC_PHYS_PAGES") * os.sysconf("SC_PAGE_SIZE"))
    with contextlib.suppress(OSError):
        found = re.search(r"^MemAvailable:\s+(\d+) kB", Path("/proc/meminfo").read_text(), re.MULTILINE)
        free = int(found[1]) << 10 if found else None
    for name in ("memory.max", "memory/memory.limit_in_bytes"):
        with contextlib.suppress(OSError, ValueError):
            totals.append(int((CGROUP / name).read_text()))
    import resource  # not on Windows

    limit, _ = resource.getrlimit(resource.RLIMIT_AS)
    if limit != resource.RLIM_INFINITY:
        totals.append(limit)
    return min(totals, default=None), free


def _windows_memory() -> tuple[int | None, int | None]:
    buffer = (ctypes.c_ulonglong * 8)()  # MEMORYSTATUSEX: its own length, load; then total and available, in bytes
    ctypes.cast(buffer, ctypes.POINTER(ctypes.c_ulong))[0] = ctypes.sizeof(buffer)
    kernel = getattr(ctypes, "windll").kernel32  # noqa: B009  # not there for typing on other systems
    return (buffer[1], buffer[2]) if kernel.GlobalMemoryStatusEx(ctypes.byref(buffer)) else (None, None)


def disk(place: Place) -> Iterator[Finding]:
    """Space where the course lies, and where tests write."""
    folders = {"the course lies": place.root} if place.found else {}
    folders["temporary files are written"] = Path(tempfile.gettempdir())
    if os.access(IN_MEMORY, os.W_OK | os.X_OK):  # see kata.fixtures.scratch
        folders["tests write"] = IN_MEMORY
    low = False
    for what, folder in folders.items():
        free = shutil.disk_usage(folder).free
        least, enough = (5 * MB, 20 * MB) if folder == IN_MEMORY else (50 * MB, GB)
        if free < enough:
            low = True
            say = problem if free < least else note
            yield say(
                f"Where {what} ({folder}), {_size(free)} is free.",
                do="Empty the bin and delete what is not needed there. Git, tests and installing need space; "
                "PyTorch takes up to 6 GB." if folder != IN_MEMORY else f"Delete what is not needed in {folder}.",
            )  # fmt: skip
    if not low:
        free = min(shutil.disk_usage(folder).free for folder in list(folders.values())[:2])
        yield well(f"{_size(free)} free on the disk.")


def _size(count: int) -> str:
    return f"{count / GB:.1f} GB" if count >= 0.95 * GB else f"{count / MB:.0f} MB"


def clock(place: Place) -> Iterator[Finding]:
    """A clock that runs days behind: nothing can be downloaded, and the quiz counts days."""
    paths = [path for path in (Path(__file__), place.root / "pyproject.toml" if place.found else None) if path]
    newest = max(path.stat().st_mtime for path in paths if path.exists())
    if time.time() < newest - DAY:
        yield note(
            f"The clock says that it is {date.today()}, and files of the course are from "
            f"{date.fromtimestamp(newest)}. With a wrong clock nothing can be downloaded.",
            do="Set the clock: switch on automatic time in the system's settings.",
        )
    else:
        yield well(f"The clock says that it is {date.today()}.")


def terminal(place: Place) -> Iterator[Finding]:
    """Signs that the terminal cannot show, and a narrow window."""
    encoding = getattr(sys.stdout, "encoding", None) or "ascii"
    width = shutil.get_terminal_size().columns
    odd = False
    try:
        "".join([*MARKS.values(), "━─…—·×"]).encode(encoding)
    except UnicodeEncodeError:
        odd = True
        forced = "PYTHONIOENCODING" in os.environ
        commands = [fixes.unset("PYTHONIOENCODING")] if forced else []
        commands += ["chcp 65001"] if fixes.WINDOWS else []
        yield note(
            f"This terminal's encoding is {encoding}, so plain signs are shown in the place of ✓ and ✗.",
            *commands,
            fixes.export("PYTHONUTF8", "1"),
        )
    if sys.stdout.isatty() and width < WIDTH:
        odd = True
        yield note(
            f"This terminal is {width} columns wide, and the screens are drawn for 80.",
            do="Make the window wider, or its letters smaller.",
        )
    if not odd:
        yield well(f"This terminal can show {encoding}.")
