"""Submissions that end the process they are in: at import, in a call, at exit; politely, and not."""

from __future__ import annotations

from grade.results import Outcome
from grade.zoo.animal import EITHER, LOST, Animal, Bite, must
from grade.zoo.stage import handed_in, kata1

HALTS = LOST - {Outcome.WRONG, Outcome.NOT_STARTED}  # it ended, so no answer was ever judged
SAYS_END = ("exit", "end", "quit", "crash", "kill", "abort", "died", "signal", "stop")


def at_import(name: str, does: str, code: str, *bites: Bite, says: tuple[str, ...] = SAYS_END) -> Animal:
    return Animal(name, does, handed_in(kata1(top=code)), must(kata1=HALTS), says=says, bites=frozenset(bites))


def in_call(name: str, does: str, body: str, *bites: Bite, says: tuple[str, ...] = SAYS_END) -> Animal:
    task = f"def predict(w, x):\n    {body}\n    return w * np.asarray(x)\n"
    return Animal(name, does, handed_in(kata1(predict=task)), must(predict=HALTS), says=says, bites=frozenset(bites))


ANIMALS = (
    at_import("sys-exit-at-import", "It calls sys.exit(0) while it is imported.", "import sys\nsys.exit(0)", Bite.LOSS),
    at_import(
        "os-exit-at-import",
        "It leaves with os._exit(0) while it is imported.",
        "import os\nos._exit(0)",
        Bite.NOTHING,
    ),
    at_import(
        "interrupt-at-import",
        "It raises KeyboardInterrupt while it is imported.",
        "raise KeyboardInterrupt",
        Bite.LOSS,
        says=("keyboardinterrupt", "interrupt"),
    ),
    at_import(
        "skip-at-import",
        "It asks pytest to skip the whole module that imports it.",
        "import pytest\npytest.skip('nothing to see', allow_module_level=True)",
        says=("skip", "pytest", "import", "does not run"),
    ),
    in_call("sys-exit-in-a-call", "A task calls sys.exit(0).", "import sys; sys.exit(0)"),
    in_call("os-exit-in-a-call", "A task leaves with os._exit(0).", "import os; os._exit(0)", Bite.NOTHING),
    in_call("abort-in-a-call", "A task calls os.abort().", "import os; os.abort()", Bite.NOTHING),
    in_call(
        "segfault-in-a-call",
        "A task reads the memory at address 0.",
        "import ctypes; ctypes.string_at(0)",
        Bite.NOTHING,
        says=(*SAYS_END, "memory", "segmentation", "ctypes"),
    ),
    in_call(
        "kills-itself",
        "A task sends SIGKILL to its own process.",
        "import os, signal; os.kill(os.getpid(), signal.SIGKILL)",
        Bite.NOTHING,
        says=(*SAYS_END, "forbidden", "not permitted", "not allowed"),
    ),
    in_call(
        "stops-itself",
        "A task stops its own process with SIGSTOP.",
        "import os, signal; os.kill(os.getpid(), signal.SIGSTOP); raise RuntimeError('I was stopped')",
        Bite.TIME,
        says=(*SAYS_END, "time", "second", "forbidden", "not permitted", "not allowed"),
    ),
    in_call(
        "pytest-skip-in-a-call",
        "A task asks pytest to skip the test that calls it.",
        "import pytest; pytest.skip('not today')",
        says=("skip", "pytest", "not today"),
    ),
    in_call(
        "pytest-xfail-in-a-call",
        "A task tells pytest that the test is expected to fail.",
        "import pytest; pytest.xfail('as expected')",
        says=("xfail", "pytest", "as expected"),
    ),
    in_call(
        "pytest-exit-in-a-call",
        "A task asks pytest to end the whole run with status 0.",
        "import pytest; pytest.exit('all done', returncode=0)",
        Bite.LOSS,
        says=("exit", "pytest", "all done"),
    ),
    in_call(
        "interrupt-in-a-call",
        "A task raises KeyboardInterrupt, as if somebody had pressed Ctrl-C.",
        "raise KeyboardInterrupt",
        Bite.LOSS,
        says=("interrupt",),
    ),
    in_call(
        "base-exception-in-a-call",
        "A task raises an exception that `except Exception` does not catch.",
        "raise type('Slippery', (BaseException,), {})('through your fingers')",
        says=("slippery", "through your fingers"),
    ),
    in_call(
        "exception-that-exits",
        "A task raises an exception whose text ends the process when somebody reads it.",
        "raise type('Trap', (Exception,), {'__str__': lambda self: __import__('os')._exit(0)})",
        Bite.NOTHING,
        says=(*SAYS_END, "trap"),
    ),
    Animal(
        "exit-at-exit",
        "Its answers are right; when the process ends, a handler makes the status 0 and skips the others' handlers.",
        handed_in(kata1(top="import atexit, os\natexit.register(os._exit, 0)")),
        must(),
    ),
    Animal(
        "hangs-at-exit",
        "Its answers are right; when the process should end, a handler sleeps for an hour.",
        handed_in(kata1(top="import atexit, time\natexit.register(time.sleep, 3600)")),
        must(),
        bites=frozenset({Bite.TIME}),
    ),
    Animal(
        "thread-that-never-ends",
        "Its answers are right; a thread of its own sleeps for an hour and keeps the process alive.",
        handed_in(kata1(top="import threading, time\nthreading.Thread(target=time.sleep, args=[3600]).start()")),
        must(kata1=EITHER),
        bites=frozenset({Bite.TIME}),
    ),
    Animal(
        "interrupts-from-a-thread",
        "Its answers are right; a thread interrupts the main thread again and again, in whatever test that is.",
        handed_in(
            kata1(
                top="""
                import _thread, threading, time

                def nag():
                    for _ in range(1000):
                        time.sleep(0.002)
                        _thread.interrupt_main()

                threading.Thread(target=nag, daemon=True).start()
                """
            )
        ),
        must(kata1=EITHER, kata2=EITHER),
        bites=frozenset({Bite.NOTHING}),
    ),
    Animal(
        "alarm-clock",
        "Its answers are right; it sets a timer whose signal ends the process a little later.",
        handed_in(
            kata1(
                top="""
                import signal

                signal.signal(signal.SIGALRM, signal.SIG_DFL)
                signal.setitimer(signal.ITIMER_REAL, 0.02, 0.02)
                """
            )
        ),
        must(kata1=EITHER, kata2=EITHER),
        bites=frozenset({Bite.NOTHING}),
    ),
)
