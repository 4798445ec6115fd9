"""A program in a terminal of its own: keys go in, and what a person would see comes out (pyte draws it)."""

from __future__ import annotations

import fcntl
import os
import pty
import select
import signal
import struct
import subprocess
import termios
import time
from collections.abc import Callable
from pathlib import Path

import pyte

COLUMNS, LINES = 80, 40


class Terminal:
    """Runs `command` in a pseudo-terminal. `with Terminal(…) as terminal:` ends it, whatever happens."""

    def __init__(self, command: list[str], cwd: Path, environment: dict[str, str]) -> None:
        self._drawn = pyte.Screen(COLUMNS, LINES)
        self._stream = pyte.ByteStream(self._drawn)
        self._terminal, inside = pty.openpty()
        fcntl.ioctl(inside, termios.TIOCSWINSZ, struct.pack("HHHH", LINES, COLUMNS, 0, 0))
        self.settings = termios.tcgetattr(inside)
        self.process = subprocess.Popen(
            command,
            cwd=cwd,
            env={**environment, "TERM": "xterm-256color", "COLUMNS": str(COLUMNS), "LINES": str(LINES)},
            stdin=inside,
            stdout=inside,
            stderr=inside,
            start_new_session=True,
            preexec_fn=lambda: fcntl.ioctl(0, termios.TIOCSCTTY, 0),  # so that Ctrl-C reaches it
        )
        self.inside = inside

    def press(self, keys: str) -> None:
        os.write(self._terminal, keys.encode())

    def until(self, seen: Callable[[str], object] | str, seconds: float = 30.0) -> str:
        """The screen, once `seen` (a text, or a question about the screen) is true of it. AssertionError if never."""
        is_seen = (lambda screen: seen in " ".join(screen.split())) if isinstance(seen, str) else seen
        end = time.monotonic() + seconds
        while not is_seen(self.screen()):
            assert time.monotonic() < end, f"not within {seconds} s: {seen}\n{self.screen()}"
            self._read(0.05)
        self._read(0.0)
        return self.screen()

    def screen(self) -> str:
        """What is to be seen now, without the empty lines below."""
        return "\n".join(line.rstrip() for line in self._drawn.display).rstrip() + "\n"

    def ended(self, seconds: float = 20.0) -> int:
        """Wait for the program's end, and return its status."""
        end = time.monotonic() + seconds
        while self.process.poll() is None:
            assert time.monotonic() < end, f"it does not end\n{self.screen()}"
            self._read(0.05)
        self._read(0.1)
        return int(self.process.wait())

    def _read(self, seconds: float) -> None:
        while select.select([self._terminal], [], [], seconds)[0]:
            try:
                self._stream.feed(os.read(self._terminal, 1 << 16))
            except OSError:  # the program has closed it
                return
            seconds = 0.0

    def __enter__(self) -> Terminal:
        return self

    def __exit__(self, *_: object) -> None:
        if self.process.poll() is None:
            os.killpg(self.process.pid, signal.SIGKILL)
            self.process.wait()
        os.close(self._terminal)
        os.close(self.inside)
