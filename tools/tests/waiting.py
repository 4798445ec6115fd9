"""Waiting for what happens in another process."""

from __future__ import annotations

import time
from collections.abc import Callable


def wait_until(true: Callable[[], object]) -> None:
    """Ask again and again, for 20 seconds at most: what follows asserts whatever it needs."""
    end = time.monotonic() + 20
    while time.monotonic() < end and not true():
        time.sleep(0.02)
