"""Single keys from the terminal, without Enter."""

from __future__ import annotations

import os
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager


@contextmanager
def listening(press: Callable[[str], None]) -> Iterator[bool]:
    """Within this, each key goes to `press`, from a thread of its own. Gives False where there is no keyboard.

    The terminal is afterwards as it was. Ctrl-C still interrupts.
    """
    if not sys.stdin.isatty():
        yield False
        return
    stop = threading.Event()
    if os.name == "nt":
        thread = threading.Thread(target=_from_console, args=(press, stop), daemon=True)
        thread.start()
        yield True
        stop.set()
        return
    import termios
    import tty

    terminal = sys.stdin.fileno()
    before = termios.tcgetattr(terminal)
    try:
        tty.setcbreak(terminal)
        threading.Thread(target=_from_terminal, args=(terminal, press, stop), daemon=True).start()
        yield True
    finally:
        stop.set()
        termios.tcsetattr(terminal, termios.TCSADRAIN, before)


def _from_terminal(terminal: int, press: Callable[[str], None], stop: threading.Event) -> None:
    import select

    while not stop.is_set():
        if select.select([terminal], [], [], 0.2)[0]:
            typed = os.read(terminal, 64)
            if not typed:  # the terminal is gone
                press("q")
                return
            if not typed.startswith(b"\x1b"):  # arrows and function keys are several bytes, and none of ours
                for key in typed.decode("utf-8", "ignore"):
                    press(key)


def _from_console(press: Callable[[str], None], stop: threading.Event) -> None:
    import msvcrt

    while not stop.wait(0.05):
        while msvcrt.kbhit():  # type: ignore[attr-defined]
            key = msvcrt.getwch()  # type: ignore[attr-defined]
            if key in "\x00\xe0":
                msvcrt.getwch()  # type: ignore[attr-defined]
            else:
                press(key)
