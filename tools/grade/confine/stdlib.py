"""What the standard library has to know about being confined, so that ordinary code works unchanged."""

from __future__ import annotations

import shutil
import sys
from typing import Any


def adapt() -> None:
    """`shutil.copy` copies a file's mode and times after its bytes. Neither may be changed here: they stay as they are.

    And whoever asked for the folder of temporary files before the fork has to ask again; and asyncio waits with
    `poll`, which it would otherwise do on a system without `epoll`.
    """
    vars(shutil).update(copymode=_leave, copystat=_leave)
    if "selectors" in sys.modules:
        vars(sys.modules["selectors"])["DefaultSelector"] = sys.modules["selectors"].PollSelector
    if "tempfile" in sys.modules:
        vars(sys.modules["tempfile"])["tempdir"] = None


def _leave(_source: Any, _target: Any, *, follow_symlinks: bool = True) -> None:
    return None
