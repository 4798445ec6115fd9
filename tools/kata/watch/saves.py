"""Which Python files of a folder are being saved, as it happens (watchfiles)."""

from __future__ import annotations

import os
import threading
from collections.abc import Iterator
from pathlib import Path

from watchfiles import Change, watch

STEP, GROUP = 3, 30  # milliseconds of silence after which a save is complete; no longer than that in all
POLL = 300  # milliseconds between two looks where the system tells nothing
NETWORK = ("nfs", "cifs", "smb", "9p", "fuse.sshfs", "vboxsf", "prl_fs", "drvfs", "afpfs", "davfs", "fuse.rclone")


def saves(folder: Path, poll: bool, stop: threading.Event) -> Iterator[set[Path]]:
    """The files that were written, moved or deleted together, again and again until `stop` is set.

    Looks every 300 ms where `poll` is set, or where the system has no more watches to give.
    """
    try:
        yield from _saves(folder, poll, stop)
    except OSError:  # Linux: the limit of inotify is reached
        if poll:
            raise
        yield from _saves(folder, True, stop)


def _saves(folder: Path, poll: bool, stop: threading.Event) -> Iterator[set[Path]]:
    for changes in watch(
        folder,
        watch_filter=_is_ours,
        step=STEP,
        debounce=GROUP,
        rust_timeout=500,
        yield_on_timeout=True,
        stop_event=stop,
        raise_interrupt=False,
        force_polling=poll,
        poll_delay_ms=POLL,
    ):
        if changes:
            yield {Path(path) for _, path in changes}


def _is_ours(_change: Change, path: str) -> bool:
    """A Python file, and not in a folder of programs (`.stubs`, `__pycache__`)."""
    parts = Path(path).parts
    return parts[-1].endswith(".py") and not any(part.startswith((".", "__pycache__")) for part in parts[-3:])


def is_on_network(folder: Path) -> bool:
    """Whether the system will not tell of changes there, because another machine may make them."""
    if os.name == "nt":
        return str(folder.resolve()).startswith("\\\\")
    try:
        mounts = [line.split()[1:3] for line in Path("/proc/mounts").read_text(encoding="utf-8").splitlines()]
    except OSError:
        return False
    here = folder.resolve()
    around = [(len(where), kind) for where, kind in mounts if here.is_relative_to(where.replace("\\040", " "))]
    return max(around, default=(0, ""))[1].startswith(NETWORK)
