"""A program of the course's own that runs in a process of its own, on nothing but what it is given."""

from __future__ import annotations

import os
import subprocess
import sys


def run_afresh(*command: str, path: str = "") -> str | None:
    """What `python COMMAND…` printed. None where no process may be started: in a grader's worker.

    path: the folders to import from, besides the installed ones.

    Raises:
        RuntimeError: it failed; with the end of what it said.
    """
    settings = {"PYTHONPATH": path, "PYTHONUTF8": "1", "PYTHONDONTWRITEBYTECODE": "1"}
    try:
        done = subprocess.run(
            [sys.executable, *command],
            capture_output=True,
            text=True,
            encoding="utf-8",
            timeout=60,
            env={**os.environ, **settings},
        )
    except PermissionError:
        return None
    if done.returncode:
        raise RuntimeError(done.stderr.strip()[-300:])
    return done.stdout
