"""`kata lab`: one notebook as a page on this machine, until Ctrl-C; or as a file."""

from __future__ import annotations

import contextlib
import os
import re
import signal
import socket
import subprocess
import sys
import tempfile
import time
import webbrowser
from collections.abc import Callable
from importlib.util import find_spec
from pathlib import Path
from types import FrameType
from typing import IO

from kata.course import Course, CourseError, Week
from kata.extras import command_for
from labs import target
from labs.server import answers

STARTING = 60.0  # seconds in which a server answers, on the slowest of machines
HEAVY = re.compile(r"^\s*(?:import|from) (torch|nets)\b", re.MULTILINE)


def notebook_of(course: Course, week: Week) -> Path:
    """The week's notebook. CourseError where there is none, or where a library that it needs is missing."""
    path = week.folder / "lab.py"
    if not path.exists():
        there = ", ".join(week.name for week in course.weeks if (week.folder / "lab.py").exists())
        raise CourseError(f"{week.name} has no lab yet. There are labs for {there or 'no week'}.")
    texts = [file.read_text(encoding="utf-8", errors="replace") for file in week.folder.glob("*.py")]
    needed = ["marimo", "matplotlib", *(["torch"] if any(map(HEAVY.search, texts)) else [])]
    for library in needed:
        if find_spec(library) is None:
            also = "" if library == "torch" else " --with torch" if "torch" in needed else ""
            brings = command_for("torch" if library == "torch" else "marimo")
            raise CourseError(
                f"The lab of {week.name} needs {library}, which is not installed here. Once, with a network:\n"
                f"    {brings}{also}"
            )
    return path


def check_katas(folder: Path | None) -> None:
    if folder is not None and not folder.is_dir():
        raise CourseError(f"--katas {folder}: there is no such folder.")


def serve(course: Course, week: Week, katas: Path | None, port: int, browser: bool, say: Callable[[str], None]) -> None:
    """Show the notebook until Ctrl-C."""
    check_katas(katas)
    path = notebook_of(course, week)
    port = port or _free_port()
    _check_port(port)
    signal.signal(signal.SIGTERM, _interrupt)  # the server must not outlive this process
    options = ["--headless", "--no-token", "--no-check", "--host", "127.0.0.1", "--port", str(port)]
    with tempfile.TemporaryFile() as log:
        server = subprocess.Popen(
            [sys.executable, "-m", "labs.server", "-q", "run", str(path), *options],
            cwd=course.root,
            env=environment(course, katas),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=log,
        )
        try:
            _wait(server, port, log)
            address = f"http://127.0.0.1:{port}"
            say(f"The lab of {week.name} is at {address}. Ctrl-C ends it.")
            if browser:
                webbrowser.open(address)
            server.wait()
            raise CourseError(f"The lab has ended by itself.{_last_words(log)}")
        except KeyboardInterrupt:
            say("\nThe lab is closed. The same command opens it again.")
        finally:
            _end(server)


def export(course: Course, week: Week, katas: Path | None, out: Path, force: bool) -> None:
    """Write the notebook's page to `out`."""
    check_katas(katas)
    path = notebook_of(course, week)
    target.check(out, force)
    with tempfile.TemporaryFile() as log:
        made = subprocess.Popen(
            [sys.executable, "-m", "labs.export", str(path), str(out.absolute())],
            cwd=course.root,
            env=environment(course, katas),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=log,
        )
        try:
            status = made.wait()
        finally:
            _end(made)
        if status:
            raise CourseError(f"The page could not be written.{_last_words(log)}")


def environment(course: Course, katas: Path | None) -> dict[str, str]:
    """What a notebook's process is told: where the katas are; no calls home; one thread for each small sum."""
    more = {
        "KATA_LAB_COURSE": str(course.root),
        "KATA_LAB_KATAS": str(katas.resolve()) if katas else "",
        "MARIMO_SKIP_UPDATE_CHECK": "1",
        "PYTHONPATH": os.pathsep.join([str(course.root / "tools"), os.environ.get("PYTHONPATH", "")]).rstrip(
            os.pathsep
        ),
        "PYTHONDONTWRITEBYTECODE": "1",
        "PYTHONUTF8": "1",
        **dict.fromkeys(("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"), "1"),
    }
    # marimo runs a cell otherwise where it believes to be in a test.
    return {name: value for name, value in os.environ.items() if name != "PYTEST_CURRENT_TEST"} | more


def _interrupt(_number: int, _frame: FrameType | None) -> None:
    raise KeyboardInterrupt


def _free_port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return int(free.getsockname()[1])


def _check_port(port: int) -> None:
    with contextlib.closing(socket.socket()) as mine:
        if os.name != "nt":
            mine.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            mine.bind(("127.0.0.1", port))
        except (OSError, OverflowError):
            raise CourseError(
                f"The port {port} is taken or not allowed. Leave --port out, and a free one is found."
            ) from None


def _wait(server: subprocess.Popen[bytes], port: int, log: IO[bytes]) -> None:
    end = time.monotonic() + STARTING
    while time.monotonic() < end:
        if server.poll() is not None:
            raise CourseError(f"The lab could not be opened.{_last_words(log)}")
        if answers(port):
            return
        time.sleep(0.05)
    raise CourseError(f"The lab did not answer within {STARTING:.0f} seconds.{_last_words(log)}")


def _last_words(log: IO[bytes]) -> str:
    """The last lines of what a process wrote, to be read below a sentence."""
    log.seek(0)
    lines = log.read().decode("utf-8", errors="replace").strip().splitlines()[-5:]
    return "".join(f"\n    {line}" for line in lines)


def _end(process: subprocess.Popen[bytes]) -> None:
    """End a process, gently first."""
    with contextlib.suppress(KeyboardInterrupt):  # Ctrl-C twice
        if process.poll() is None:
            process.terminate()
            try:
                process.wait(3)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()
