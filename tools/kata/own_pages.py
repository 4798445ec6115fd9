"""Copying a forked process's memory before it is needed: what is left of a fork's price is then paid ahead.

After a fork, parent and child share their pages until one of them writes; the first write to each page costs a
page fault and a copy. Python writes wherever it looks (it counts references), so a child that runs tests pays for
thousands of pages: on a virtual machine that took three times as long as the tests themselves.
"""

from __future__ import annotations

import ctypes
import gc
import re
import select
import sys
from pathlib import Path

POPULATE_WRITE = 23  # MADV_POPULATE_WRITE of <sys/mman.h>, Linux 5.14 and later
CHUNK = 1 << 20  # bytes that are copied between two looks at whether somebody waits
PAUSE = 0.02  # seconds without a job after which it is worth while
REGION = re.compile(r"^([\da-f]+)-([\da-f]+) rw-p ")
RESIDENT = re.compile(r"^Rss:\s+([1-9]\d*) kB")


def own_pages(asked: int) -> None:
    """Copy all that this process shares with its parent, until there is something to read from the pipe `asked`."""
    if select.select([asked], [], [], PAUSE)[0]:
        return
    gc.unfreeze()
    if sys.platform != "linux" or not _populate(asked):
        gc.get_objects()  # takes a reference to each object, and so writes to it: most of the pages that matter


def _populate(asked: int) -> bool:
    """False where the system cannot do it."""
    advise = ctypes.CDLL(None).madvise
    for first, end in _regions():
        for start in range(first, end, CHUNK):
            if select.select([asked], [], [], 0)[0]:
                return True
            if advise(ctypes.c_void_p(start), ctypes.c_size_t(min(CHUNK, end - start)), POPULATE_WRITE):
                return False
    return True


def _regions() -> list[tuple[int, int]]:
    """First and last address of what is writable, private, and in memory at all."""
    found: list[tuple[int, int]] = []
    region = (0, 0)
    try:
        with Path("/proc/self/smaps").open(encoding="utf-8", errors="replace") as lines:
            for line in lines:
                if match := REGION.match(line):
                    region = int(match[1], 16), int(match[2], 16)
                elif RESIDENT.match(line) and region != (0, 0):
                    found.append(region)
                    region = (0, 0)
                elif line.startswith("Rss:"):
                    region = (0, 0)
    except OSError:
        return []
    return found
