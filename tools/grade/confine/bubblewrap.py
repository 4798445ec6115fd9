"""Bubblewrap: a wall around the zygote and all its children, where the program is installed and may make namespaces.

It adds what a process cannot do for itself: files outside do not even have names or sizes, nothing outlives the
grader, and there is no network to have a socket for. Inside containers it is often refused, so it is asked by
running it once. Every other layer holds with it as without it: it is one more.
"""

from __future__ import annotations

import shutil
import subprocess
import sys
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from grade.confine.layers import Held
from grade.confine.readable import SETTINGS, SHARED, linked_packages, of_python

PROGRAM = "bwrap"
NAME = "bubblewrap"
PATIENCE = 20.0  # seconds for the trial; the interpreter starts within


@dataclass(frozen=True)
class Box:
    """What there is to be seen inside: the interpreter and its libraries always, beside these.

    readable: folders and files, at the same place as outside.
    writable: folders that are the same inside and outside: for what the grader has to find again.
    """

    readable: tuple[Path, ...] = ()
    writable: tuple[Path, ...] = ()


def wrapped(command: Sequence[str], box: Box) -> list[str]:
    """The command that runs `command` in the box. Open descriptors and the environment go through, as without it."""
    return [
        shutil.which(PROGRAM) or PROGRAM,
        "--unshare-user", "--unshare-net", "--unshare-pid", "--unshare-ipc", "--unshare-uts", "--unshare-cgroup-try",
        "--die-with-parent", "--new-session", "--cap-drop", "ALL",
        "--proc", "/proc", "--dev", "/dev", "--tmpfs", "/tmp",
        *_binds("--ro-bind", (*_interpreter(), *(Path(one) for one in (*SHARED, *SETTINGS)), *box.readable)),
        *_binds("--bind", box.writable),
        "--chdir", "/",
        "--", *command,
    ]  # fmt: skip


def layer() -> Held:
    """Whether it works here, found out by running this very interpreter in a box."""
    if not sys.platform.startswith("linux"):
        return Held(NAME, False, "It is for Linux only.")
    if not shutil.which(PROGRAM):
        return Held(NAME, False, f"Not installed: the program `{PROGRAM}` is in the package bubblewrap.")
    command = wrapped([sys.executable, "-I", "-S", "-c", "print('inside')"], Box())
    try:
        tried = subprocess.run(command, capture_output=True, text=True, errors="replace", timeout=PATIENCE)
    except (OSError, subprocess.TimeoutExpired) as error:
        return Held(NAME, False, f"It does not work here: {type(error).__name__}.")
    if tried.stdout.strip() == "inside":
        return Held(NAME, True, "No names, no network and no processes of the outside are to be seen.")
    said = (tried.stderr.strip().splitlines() or [f"it ended with status {tried.returncode}"])[-1]
    return Held(NAME, False, f"It does not work here: {said[:200]}")


def _interpreter() -> list[Path]:
    """The program that runs, each link on the way to it, what says that it is an environment, and the libraries."""
    path = Path(sys.executable)
    found = [path.parent.parent / "pyvenv.cfg", path]
    while path.is_symlink():
        path = path.parent / path.readlink()
        found.append(path)
    return [*found, *of_python(), *linked_packages()]


def _binds(how: str, paths: Iterable[Path]) -> list[str]:
    """Each under its own name, and under its real one where that differs. The outer ones first: later hides earlier."""
    names = {name for path in paths if path.exists() for name in (path.absolute(), path.resolve())}
    return [word for name in sorted(names) for word in (how, str(name), str(name))]
