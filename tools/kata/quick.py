"""A shorter way through pytest for tests without fixtures, which nearly all of a kata's are.

pytest runs each test in three phases, with some sixty hook calls, for fixtures and plugins that are not there;
with eighty short tests that is most of a run. Here a test is one call, and the one hook that tells everybody what
came out. Only where our own screen is shown: whoever asks pytest for something of its own gets pytest's way, and
so does whoever has a plugin that wants to be there when a test runs.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from types import FunctionType

import pytest
from _pytest.fixtures import FuncFixtureInfo
from _pytest.reports import TestReport
from _pytest.runner import CallInfo

from kata.verdict import VERDICT, Verdict

# Whose work around a test is done here, or is for fixtures, marks and settings that such a test does not have.
OURS = {"kata-runner", "runner", "capturemanager", "skipping", "unittest", "tmpdir", "python"}
OURS |= {"logging-plugin", "warnings", "unraisableexception", "threadexception", "faulthandler"}
AROUND = ("pytest_runtest_setup", "pytest_runtest_call", "pytest_runtest_makereport", "pytest_pyfunc_call")
LEAVE = (KeyboardInterrupt, pytest.exit.Exception)
NO_FIXTURES = FuncFixtureInfo((), (), [], {})


def collected(collector: pytest.Module | pytest.Class, name: str, obj: object) -> pytest.Function | None:
    """The test that a plain function without arguments is; None where pytest must have a look itself."""
    plain = isinstance(obj, FunctionType) and not obj.__code__.co_argcount and not hasattr(obj, "pytestmark")
    if not plain or not name.startswith("test_") or not isinstance(collector, pytest.Module):
        return None
    if hasattr(collector.obj, "pytestmark") or hasattr(collector.obj, "pytest_generate_tests"):
        return None
    if [*collector.session._fixturemanager._getautousenames(collector)]:
        return None
    return pytest.Function.from_parent(collector, name=name, callobj=obj, fixtureinfo=NO_FIXTURES)


def fits(item: pytest.Item) -> bool:
    """Whether nothing has to be set up for a test, no mark decides whether it runs, and nobody else is there."""
    if not isinstance(item, pytest.Function) or item.fixturenames or next(item.iter_markers(), None) is not None:
        return False
    return _nobody_else(item.config)


_ALONE = pytest.StashKey[bool]()


def _nobody_else(config: pytest.Config) -> bool:
    if _ALONE not in config.stash:
        hooks = [getattr(config.hook, name) for name in AROUND]
        found = {implementation.plugin_name for hook in hooks for implementation in hook.get_hookimpls()}
        config.stash[_ALONE] = found <= OURS
    return config.stash[_ALONE]


def run(
    item: pytest.Item,
    nextitem: pytest.Item | None,
    watching: AbstractContextManager[None],
    judge: Callable[[CallInfo[None]], Verdict],
) -> None:
    """Run one test, and tell everybody what came out."""
    hook = item.ihook
    capture = item.config.pluginmanager.getplugin("capturemanager")
    with capture.item_capture("call", item) if capture else nullcontext():
        call = called(item, watching)
    hook.pytest_runtest_logreport(report=_report(item, call, judge(call)))
    state = item.session._setupstate
    if state.stack:  # what an earlier test with fixtures had set up, and the next one does not need
        ended = CallInfo.from_call(lambda: state.teardown_exact(nextitem), when="teardown", reraise=LEAVE)
        if ended.excinfo:
            hook.pytest_runtest_logreport(report=TestReport.from_item_and_call(item, ended))
    elif getattr(item.config.option, "xmlpath", None):  # the XML report closes a case only then
        ended = CallInfo.from_call(lambda: None, when="teardown")
        hook.pytest_runtest_logreport(report=TestReport.from_item_and_call(item, ended))


def called(item: pytest.Item, watching: AbstractContextManager[None]) -> CallInfo[None]:
    """What came of one test, which `fits`."""

    def test() -> None:
        with watching:
            item.obj()  # type: ignore[attr-defined]

    return CallInfo.from_call(test, when="call", reraise=LEAVE)


@contextmanager
def instead(error: Exception) -> Iterator[None]:
    """Raises `error`, and nothing inside is run."""
    raise error
    yield


def _report(item: pytest.Item, call: CallInfo[None], verdict: Verdict) -> TestReport:
    if call.excinfo is not None and call.excinfo.errisinstance(pytest.skip.Exception):
        return TestReport.from_item_and_call(item, call)
    if not verdict.passed:
        item.repr_failure = lambda *_, **__: verdict.message  # type: ignore[method-assign]
    report = TestReport.from_item_and_call(item, call)
    setattr(report, VERDICT, verdict.as_dict())
    return report
