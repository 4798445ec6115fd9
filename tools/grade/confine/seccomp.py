"""Seccomp: which system calls a process may make, enforced by the kernel, for any user.

The filter is an allow-list. It answers "not permitted" to everything else, so that a submission gets a
PermissionError and whoever called it can say so; a program for another architecture is killed.

libseccomp would write the same few instructions, but its bindings on PyPI need the library's own package of the
system, or a compiler. A filter is a list of comparisons, so it is made here, from the table in `syscalls`.
"""

from __future__ import annotations

import ctypes
import errno
import platform
import struct
import sys
from dataclasses import dataclass
from functools import cache
from typing import cast

from grade.confine import system
from grade.confine.syscalls import CONDITIONAL, NEWEST, NUMBERS, PRETENDED_MISSING

Step = tuple[int, int, int, int]  # what to do, how far to jump if so and if not, with which number
ITSELF = 1 << 32  # in place of a number: the id of the process, which only the child knows

# The machine that a filter is written for: <linux/bpf_common.h>.
LOAD, AND, JUMP_EQUAL, JUMP_GREATER, RETURN = 0x20, 0x54, 0x15, 0x25, 0x06
INSTRUCTION = struct.Struct("=HBBI")
LONGEST = 4096  # instructions

# What it looks at: struct seccomp_data of <linux/seccomp.h>, on machines that store the low word first.
NUMBER, ARCHITECTURE, ARGUMENTS = 0, 4, 16

ALLOW, KILL, ANSWER = 0x7FFF0000, 0x80000000, 0x00050000
DENY = ANSWER | errno.EPERM
MISSING = ANSWER | errno.ENOSYS


@dataclass(frozen=True)
class Machine:
    column: int  # of the table of numbers
    audit: int  # the name that the kernel gives it: <linux/audit.h>


MACHINES = {"x86_64": Machine(0, 0xC000003E), "aarch64": Machine(1, 0xC00000B7)}


@dataclass(frozen=True)
class Only:
    """An argument is as wanted if, for one of the choices, `argument & mask == value`.

    high: look at the upper half of the argument; the lower half is all that most calls read.
    """

    argument: int
    choices: tuple[tuple[int, int], ...]
    high: bool = False


ALL_BITS = 0xFFFFFFFF


def one_of(argument: int, *values: int) -> Only:
    return Only(argument, tuple((ALL_BITS, value) for value in values))


def _null(argument: int) -> tuple[Only, Only]:
    """A pointer to nothing: both halves are 0."""
    return one_of(argument, 0), Only(argument, ((ALL_BITS, 0),), high=True)


# Older versions of Landlock take opening for reading *and emptying* for reading: <asm-generic/fcntl.h>
TRUNCATE, WRITE_ONLY, READ_WRITE, ACCESS = 0o1000, 1, 2, 3

# A pair of sockets that leads nowhere else, as asyncio wakes its loop with: <linux/socket.h>. They cannot be bound,
# connected or given an address, and carry plain bytes: never a descriptor, nothing out of turn.
UNIX, STREAM, SOCKET_FLAGS = 1, 1, 0o2004000

# What a thread is started with: <linux/sched.h>. Never a namespace, never a process of its own.
THREAD = 0x00010000
OF_A_THREAD = 0x007D0F00  # memory, folder, files, signals, semaphores, local storage, ids

# F_DUPFD, F_GETFD, F_SETFD, F_GETFL, F_SETFL, F_DUPFD_CLOEXEC; no locks, no signals to others, no leases
CONTROL_FILE = (0, 1, 2, 3, 4, 1030)
# TCGETS, TIOCGWINSZ (is it a terminal?), FIONREAD, FIONBIO, FIONCLEX, FIOCLEX, FICLONE (a quick copy)
CONTROL_DEVICE = (0x5401, 0x5413, 0x541B, 0x5421, 0x5450, 0x5451, 0x40049409)
# PR_GET_DUMPABLE, PR_SET_NAME, PR_GET_NAME, PR_GET_NO_NEW_PRIVS, PR_SET_VMA (names of memory, in /proc)
CONTROL_PROCESS = (3, 15, 16, 39, 0x53564D41)
# ARCH_GET_XCOMP_SUPP, ARCH_GET_XCOMP_PERM, ARCH_REQ_XCOMP_PERM: matrix units of newer Intel processors
CONTROL_PROCESSOR = (0x1021, 0x1022, 0x1023)


def rules(threads: bool) -> dict[str, tuple[Only, ...]]:
    """The calls of `CONDITIONAL` that are allowed, and how each argument has to be."""
    emptied = ((TRUNCATE, 0), (ACCESS, WRITE_ONLY), (ACCESS, READ_WRITE))
    found: dict[str, tuple[Only, ...]] = {
        "open": (Only(1, emptied),),
        "openat": (Only(2, emptied),),
        "kill": (one_of(0, ITSELF),),
        "tgkill": (one_of(0, ITSELF),),
        "prlimit64": (one_of(0, 0), *_null(2)),  # its own, and no new one
        "fcntl": (one_of(1, *CONTROL_FILE),),
        "ioctl": (one_of(1, *CONTROL_DEVICE),),
        "prctl": (one_of(0, *CONTROL_PROCESS),),
        "arch_prctl": (one_of(0, *CONTROL_PROCESSOR),),
        "socketpair": (one_of(0, UNIX), Only(1, ((ALL_BITS & ~SOCKET_FLAGS, STREAM),)), one_of(2, 0)),
        "sendto": (one_of(3, 0), *_null(4), one_of(5, 0)),
        "recvfrom": (one_of(3, 0), *_null(4)),
    }
    if threads:
        found["clone"] = (Only(0, ((ALL_BITS & ~OF_A_THREAD | THREAD, THREAD),)),)
    return found


def program(machine: str, pid: int, threads: bool = True) -> bytes:
    """The filter for a process with that id, as the kernel reads it."""
    pack = INSTRUCTION.pack
    return b"".join(step if isinstance(step, bytes) else pack(*step[:3], pid) for step in template(machine, threads))


@cache
def template(machine: str, threads: bool) -> tuple[bytes | Step, ...]:
    """The instructions, but for those that compare with the id of the process, made once for all children."""
    kind = MACHINES[machine]
    code: list[Step] = [
        (LOAD, 0, 0, ARCHITECTURE),
        (JUMP_EQUAL, 1, 0, kind.audit),
        (RETURN, 0, 0, KILL),
        (LOAD, 0, 0, NUMBER),
    ]
    conditions = rules(threads)
    for name, numbers in NUMBERS.items():
        number = numbers[kind.column]
        if number is None:
            continue
        if name in PRETENDED_MISSING:
            body = [(RETURN, 0, 0, MISSING)]
        elif name not in CONDITIONAL:
            body = [(RETURN, 0, 0, ALLOW)]
        elif name in conditions:
            body = [step for only in conditions[name] for step in _check(only)] + [(RETURN, 0, 0, ALLOW)]
        else:
            continue  # denied, as what is not in the table
        code += [(JUMP_EQUAL, 0, len(body), number), *body]
    # A C library that is younger than this table tries a new call first, and an old one if there is no new one.
    code += [(JUMP_GREATER, 0, 1, NEWEST), (RETURN, 0, 0, MISSING), (RETURN, 0, 0, DENY)]
    joined: list[bytes | Step] = [b""]
    for step in code:
        if step[3] == ITSELF:
            joined += [step, b""]
        else:
            joined[-1] = cast(bytes, joined[-1]) + INSTRUCTION.pack(*step)
    return tuple(joined)


def _check(only: Only) -> list[Step]:
    """Go on behind these instructions if the argument is as wanted, deny if not."""
    place = ARGUMENTS + 8 * only.argument + 4 * only.high
    code: list[Step] = []
    for mask, value in only.choices:
        code.append((LOAD, 0, 0, place))
        if mask != ALL_BITS:
            code.append((AND, 0, 0, mask))
        code.append((JUMP_EQUAL, 0, 0, value))  # where to is filled in below
    code.append((RETURN, 0, 0, DENY))
    end = len(code)
    return [(c, end - at - 1, 0, k) if c == JUMP_EQUAL else (c, t, f, k) for at, (c, t, f, k) in enumerate(code)]


SET_FILTER, ALL_THREADS = 1, 1  # SECCOMP_SET_MODE_FILTER, SECCOMP_FILTER_FLAG_TSYNC
CALL = {"x86_64": 317, "aarch64": 277}  # seccomp(2) itself


class Filter(ctypes.Structure):
    _fields_ = (("length", ctypes.c_ushort), ("code", ctypes.c_void_p))


@cache
def machine() -> str:
    """The architecture that this process runs as; "" where there is no table for it."""
    name = platform.machine()
    return name if name in MACHINES and sys.maxsize > 1 << 32 and sys.byteorder == "little" else ""


def install(pid: int, threads: bool) -> None:
    """Filter this process's calls from now on, for good. It must have given up new privileges before."""
    if not machine():
        raise OSError(errno.ENOSYS, f"There is no table of system calls for {platform.machine()}.")
    code = program(machine(), pid, threads)
    memory = ctypes.create_string_buffer(code, len(code))
    filter_ = Filter(len(code) // INSTRUCTION.size, ctypes.addressof(memory))
    if system.call(CALL[machine()], SET_FILTER, ALL_THREADS, ctypes.byref(filter_)):
        raise OSError("Another thread of this process has a filter of its own.")
