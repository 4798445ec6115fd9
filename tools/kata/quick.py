"""A shorter way through pytest for tests without fixtures, which nearly all of a kata's are.

pytest runs each test in three phases, with some sixty hook calls, for fixtures and plugins that are not there;
with eighty short tests that is most of a run. Here a test is one phase. Only where our own screen is shown:
whoever asks pytest for something of its own gets pytest's way.
"""

from __future__ import annotations

import pytest
from _pytest.reports import TestReport
from _pytest.runner import CallInfo


def fits(item: pytest.Item) -> bool:
    """Whether nothing has to be set up for a test, and no mark decides whether it runs."""
    return isinstance(item, pytest.Function) and not item.fixturenames and next(item.iter_markers(), None) is None


def run(item: pytest.Item, nextitem: pytest.Item | None) -> None:
    """Run one test, and tell everybody what came out."""
    hook = item.ihook
    leave = (KeyboardInterrupt, pytest.exit.Exception)
    call = CallInfo.from_call(lambda: hook.pytest_runtest_call(item=item), when="call", reraise=leave)
    hook.pytest_runtest_logreport(report=hook.pytest_runtest_makereport(item=item, call=call))
    # What an earlier test with fixtures had set up, and the next one does not need.
    state = item.session._setupstate
    ended = CallInfo.from_call(lambda: state.teardown_exact(nextitem), when="teardown", reraise=leave)
    if ended.excinfo or getattr(item.config.option, "xmlpath", None):  # the XML report closes a case only then
        hook.pytest_runtest_logreport(report=TestReport.from_item_and_call(item, ended))
