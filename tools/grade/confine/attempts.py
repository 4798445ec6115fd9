"""Forbidden things, each as a function that does it: what the self-test of the layers lets a confined child try."""

from __future__ import annotations

import ctypes
import os
import shutil
import socket
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from grade.confine.policy import MIB

# What the child is allowed. It tries for twice as much.
MEMORY, FILE_SIZE, CPU = 256 * MIB, MIB, 1
MORE_CPU = 1  # seconds beyond the limit after which it is clear that nothing stops it


@dataclass(frozen=True)
class Place:
    """What the attempts are made on: a file and a folder of ours outside, and the process that must not be touched."""

    scratch: Path
    outside: Path
    secret: Path
    parent: int
    address: int  # of eight bytes in the parent's memory


@dataclass(frozen=True)
class Attempt:
    """Something that a submission must not be able to do. `do` returns once it is done."""

    layer: str
    done: str  # the sentence for the day when it works
    do: Callable[[Place], None]


def _read(place: Place) -> None:
    place.secret.read_bytes()


def _write(place: Place) -> None:
    (place.outside / "new").write_bytes(b"x")


def _empty(place: Place) -> None:
    os.close(os.open(place.secret, os.O_RDONLY | os.O_TRUNC))
    if place.secret.stat().st_size:
        raise PermissionError("It was opened and is still full.")


def _remove(place: Place) -> None:
    place.secret.with_name("to-remove").unlink()


def _connect(_: Place) -> None:
    socket.socket(socket.AF_INET, socket.SOCK_STREAM).close()


def _fork(_: Place) -> None:
    child = os.fork()
    if child == 0:
        os._exit(0)
    os.waitpid(child, 0)


def _run_a_program(_: Place) -> None:
    os.execv(sys.executable, [sys.executable, "-c", ""])  # a success ends with status 0, as if `do` had returned


def _signal(place: Place) -> None:
    os.kill(place.parent, 0)  # whether it may, without doing it


def _change_mode(place: Place) -> None:
    path = place.scratch / "mode"
    path.write_bytes(b"")
    path.chmod(0o777)


def _allocate(_: Place) -> None:
    bytearray(2 * MEMORY)


def _spin(_: Place) -> None:
    while time.process_time() < CPU + MORE_CPU:
        pass


def _write_much(place: Place) -> None:
    (place.scratch / "big").write_bytes(bytes(2 * FILE_SIZE))


def _trace(place: Place) -> None:
    seize = 0x4206  # PTRACE_SEIZE, which does not stop the process
    if ctypes.CDLL(None, use_errno=True).ptrace(seize, place.parent, None, None) < 0:
        raise _refused()


class Span(ctypes.Structure):
    _fields_ = (("start", ctypes.c_void_p), ("length", ctypes.c_size_t))


def _copy_memory(place: Place) -> None:
    into = ctypes.create_string_buffer(8)
    here, there = Span(ctypes.addressof(into), 8), Span(place.address, 8)
    read = ctypes.CDLL(None, use_errno=True).process_vm_readv
    if read(place.parent, ctypes.byref(here), 1, ctypes.byref(there), 1, 0) < 0:
        raise _refused()


def _open_memory(place: Place) -> None:
    Path(f"/proc/{place.parent}/mem").open("rb").close()


def _open_environment(place: Place) -> None:
    Path(f"/proc/{place.parent}/environ").read_bytes()


def _share_memory(_: Place) -> None:
    key, size, remove = 0, 4096, 0  # IPC_PRIVATE, IPC_RMID
    libc = ctypes.CDLL(None, use_errno=True)
    if (made := libc.shmget(key, size, 0o600)) < 0:
        raise _refused()
    libc.shmctl(made, remove, None)


def _refused() -> OSError:
    number = ctypes.get_errno()
    return OSError(number, os.strerror(number))


ATTEMPTS = (
    Attempt(
        "processor time", f"it computed longer than the {CPU} second that it had", _spin
    ),  # first: it takes longest
    Attempt("reading elsewhere", "it read a file outside of its folders", _read),
    Attempt("writing elsewhere", "it made a file outside of its scratch folder", _write),
    Attempt("emptying elsewhere", "it emptied a file outside of its scratch folder", _empty),
    Attempt("deleting elsewhere", "it deleted a file outside of its scratch folder", _remove),
    Attempt("network", "it made a socket", _connect),
    Attempt("processes", "it made another process", _fork),
    Attempt("programs", "it ran another program", _run_a_program),
    Attempt("signals", "it may send signals to the grader", _signal),
    Attempt("modes of files", "it changed the mode of a file", _change_mode),
    Attempt("memory", f"it got {2 * MEMORY // MIB} MiB where {MEMORY // MIB} are allowed", _allocate),
    Attempt("size of files", f"it wrote {2 * FILE_SIZE // MIB} MiB where {FILE_SIZE // MIB} are allowed", _write_much),
    Attempt("tracing", "it took hold of the grader as a debugger does", _trace),
    Attempt("memory of others", "it read the grader's memory", _copy_memory),
    Attempt("memory in /proc", "it opened the grader's memory", _open_memory),
    Attempt("environment in /proc", "it read the grader's environment", _open_environment),
    Attempt("shared memory", "it made memory that others can share", _share_memory),
)


def ordinary_work(place: Place) -> None:
    """What a kata's functions do, with the standard library alone."""
    import fractions  # noqa: F401 — from the file system, if nobody imported it before

    path = place.scratch / "notes.txt"
    path.write_text("7", encoding="utf-8")
    shutil.copy2(path, place.scratch / "copy.txt")
    (place.scratch / "copy.txt").replace(path)
    with tempfile.TemporaryFile() as file:
        file.write(path.read_bytes())
