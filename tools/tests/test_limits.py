"""Loops come to an end, by a signal where there are signals and by a thread elsewhere."""

from __future__ import annotations

import contextlib
import sys
import time
from collections.abc import Callable
from contextlib import AbstractContextManager

import pytest

from kata import limits
from kata.faults import OutOfTime

WAYS: dict[str, Callable[[float, float], AbstractContextManager[None]]] = {
    "signal": limits._by_signal,
    "thread": limits._by_thread,
}


@pytest.fixture(params=WAYS)
def limit(request: pytest.FixtureRequest) -> Callable[[float, float], AbstractContextManager[None]]:
    return WAYS[request.param]


def spin() -> None:
    count = 0
    while True:
        count += 1


def test_computing_is_stopped(limit: Callable) -> None:
    with pytest.raises(OutOfTime), limit(0.2, 60.0):
        spin()


def test_waiting_is_stopped(limit: Callable) -> None:
    def wait() -> None:
        end = time.monotonic() + 20
        while time.monotonic() < end:
            time.sleep(0.01)

    with pytest.raises(OutOfTime), limit(60.0, 0.2):
        wait()


def test_except_exception_does_not_catch_it(limit: Callable) -> None:
    def stubborn() -> None:
        while True:
            with contextlib.suppress(Exception):
                spin()

    with pytest.raises(OutOfTime), limit(0.2, 60.0):
        stubborn()


def test_nothing_happens_after_the_end(limit: Callable) -> None:
    with limit(0.2, 0.3):
        pass
    time.sleep(0.5)


def test_a_debugger_that_was_called_is_left_alone() -> None:
    """`breakpoint()` sets a trace function after the clock was started."""

    def trace(*_: object) -> None:
        return None

    with limits._by_signal(60.0, 0.2):
        sys.settrace(trace)
        try:
            time.sleep(0.6)
        finally:
            sys.settrace(None)
