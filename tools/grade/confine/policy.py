"""What a confined process may do and have: plain data, the same for every system."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

MIB = 1 << 20

# Libraries that are loaded only after the fork read these: each would start a thread a core.
ONE_THREAD = (("OMP_NUM_THREADS", "1"), ("OPENBLAS_NUM_THREADS", "1"), ("MKL_NUM_THREADS", "1"))


@dataclass(frozen=True)
class Policy:
    """The defaults are generous for a kata's tests and small beside a machine.

    scratch: the one folder that it may write; it becomes the working folder, HOME and TMPDIR.
    readable: folders, with all beneath them, and single files. `readable.libraries()` lists what Python itself needs.
    memory: bytes of address space on top of what the process has when it is confined (torch alone maps gigabytes).
    cpu: seconds of computing, over all its threads, then it is killed.
    file_size: bytes in a single file.
    stack: bytes; more is a crash, so it is what deep recursion in C may take.
    threads: how many threads it may start beside its first; 0 forbids them. Otherwise the bound is RLIMIT_NPROC,
        from which root is exempt: under root only `memory` bounds them.
    environment: what is left of the environment, beside HOME and TMPDIR.
    """

    scratch: Path
    readable: tuple[Path, ...] = ()
    memory: int = 2048 * MIB
    cpu: int = 10
    file_size: int = 16 * MIB
    open_files: int = 64
    stack: int = 64 * MIB
    threads: int = 64
    environment: tuple[tuple[str, str], ...] = ONE_THREAD
