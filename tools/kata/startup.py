"""Starting and ending a test run quickly. Measured by tools/bench_cold.py.

Three things cost more than the tests: the garbage collector running while libraries are imported, thread
pools for matrices of a few kilobytes, and the interpreter taking everything apart at the end.
"""

from __future__ import annotations

import atexit
import contextlib
import gc
import os
import re
import sys
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import pytest

ONE_THREAD = ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS")


def one_thread() -> None:
    """Ask the numeric libraries for one thread, before they are loaded: faster here, and repeatable."""
    for name in ONE_THREAD:
        os.environ.setdefault(name, "1")


def pause_collector() -> None:
    """No garbage collection while modules are imported: what they make is there to stay."""
    gc.disable()


def resume_collector() -> None:
    """Collect again, but seldom: a solution may import a large library in the middle of a test."""
    gc.freeze()
    gc.set_threshold(100_000, 50, 100)
    gc.enable()


# Installed plugins that do nothing without an option of theirs, and how those options begin. (anyio comes with
# Gradio; it runs tests that are coroutines.)
XDIST = ("-n", "-f", "--numprocesses", "--dist", "--tx", "--px", "--max", "--rsync", "--load", "--loop", "--testrunuid")
ON_REQUEST = {"xdist": XDIST, "xdist.looponfail": XDIST, "random_order": ("--random-order",), "anyio": ()}


def leave_out_plugins(manager: pytest.PytestPluginManager) -> None:
    """Keep pytest from loading what the command line does not ask for.

    Called before pytest looks for installed plugins. Nothing is left out where pytest is not the program, where
    a plugin is named, and where tests are spread over processes: those load all plugins, and expect the same here.
    """
    words = [*sys.argv[1:], *os.environ.get("PYTEST_ADDOPTS", "").split()]
    letters = {letter for word in words if re.match(r"-\w", word) for letter in word}  # of -xn2, say
    asked = {
        name
        for name, options in ON_REQUEST.items()
        if any(word.startswith(options) or name.partition(".")[0] in word for word in words)
        or any(option[1] in letters for option in options if len(option) == 2)
    }
    if not is_pytest() or "PYTEST_XDIST_WORKER" in os.environ or "xdist" in asked:
        return
    for name in ON_REQUEST.keys() - asked:
        manager.set_blocked(name)


# Plugins of pytest that do something before and after every test, and what would make them worth it.
IDLE = {
    "logging-plugin": ("caplog", "log_cli", "log_cli_level", "log_file", "log_level"),
    "warnings": ("recwarn", "pythonwarnings", "filterwarnings"),
    "unraisableexception": (),
    "threadexception": (),
    "faulthandler": ("faulthandler_timeout",),
}


def let_go_of_idle_plugins(config: pytest.Config, fixtures: set[str]) -> None:
    """Unregister the plugins whose work nobody asked for, by an option, a setting or a fixture of some test."""
    for name, reasons in IDLE.items():
        asked = any(reason in fixtures or _is_set(config, reason) for reason in reasons)
        plugin = config.pluginmanager.get_plugin(name)
        if plugin is not None and not asked:
            config.pluginmanager.unregister(plugin)


def _is_set(config: pytest.Config, name: str) -> bool:
    if getattr(config.option, name, None):
        return True
    try:
        return bool(config.getini(name)) and str(config.getini(name)) not in ("0", "0.0")
    except (KeyError, ValueError):
        return False


def leave_at_once(status: int) -> None:
    """End the process with `status` after the other exit handlers, without the interpreter's teardown.

    Only where pytest is the program, and nobody (a debugger, a profiler, coverage) waits for the teardown.
    """
    if is_pytest() and sys.gettrace() is None and sys.getprofile() is None and "coverage" not in sys.modules:
        _status.append(status)


def is_pytest() -> bool:
    """Whether this process is pytest's own, and not an editor's or a script's that calls it."""
    program = Path(sys.argv[0] or "")
    return program.stem in ("pytest", "py.test", "pytest-script") or program.parts[-2:] == ("pytest", "__main__.py")


_status: list[int] = []


def _leave() -> None:
    if _status:
        for stream in (sys.stdout, sys.stderr):
            with contextlib.suppress(OSError, ValueError):  # whoever reads may have left already: `pytest … | head`
                stream.flush()
        os._exit(_status[-1])


# Exit handlers run last in, first out: this one, registered early, runs after nearly all the others.
atexit.register(_leave)
