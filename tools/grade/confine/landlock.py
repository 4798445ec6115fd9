"""Landlock: which files a process may open, enforced by the kernel, for any user, from Linux 5.13.

It does not stop looking (stat), changing modes or times, and what was open before: seccomp and the closing of
descriptors do. Its versions ("ABI") add rights; what a version does not know is left out when asking for it.

Python's bindings for it are pre-releases, new, or know files only, and three calls need no library.
"""

from __future__ import annotations

import contextlib
import ctypes
import os
import stat
from enum import IntFlag
from pathlib import Path

from grade.confine import system
from grade.confine.policy import Policy

CREATE_RULESET, ADD_RULE, RESTRICT_SELF = 444, 445, 446  # the same on every architecture
VERSION = 1  # flag of CREATE_RULESET: do not create, tell the version
PATH_BENEATH = 1  # the kind of a rule


class Access(IntFlag):
    """LANDLOCK_ACCESS_FS_… of <linux/landlock.h>."""

    EXECUTE = 1 << 0
    WRITE_FILE = 1 << 1
    READ_FILE = 1 << 2
    READ_DIR = 1 << 3
    REMOVE_DIR = 1 << 4
    REMOVE_FILE = 1 << 5
    MAKE_CHAR = 1 << 6
    MAKE_DIR = 1 << 7
    MAKE_REG = 1 << 8
    MAKE_SOCK = 1 << 9
    MAKE_FIFO = 1 << 10
    MAKE_BLOCK = 1 << 11
    MAKE_SYM = 1 << 12
    REFER = 1 << 13  # to another folder; version 2
    TRUNCATE = 1 << 14  # version 3
    IOCTL_DEV = 1 << 15  # version 5


FIRST = (1 << 13) - 1
SINCE = {2: Access.REFER, 3: Access.TRUNCATE, 5: Access.IOCTL_DEV}
NETWORK_SINCE, NETWORK = 4, 0b11  # bind and connect over TCP
SCOPE_SINCE, SCOPE = 6, 0b11  # abstract sockets of, and signals to, processes outside

READ_FILE = Access.READ_FILE
READ_FOLDER = Access.READ_FILE | Access.READ_DIR
USE_DEVICE = Access.READ_FILE | Access.WRITE_FILE
SCRATCH = (
    READ_FOLDER | Access.WRITE_FILE | Access.TRUNCATE | Access.REFER | Access.MAKE_REG | Access.MAKE_DIR
    | Access.REMOVE_FILE | Access.REMOVE_DIR
)  # fmt: skip
DEVICES = ("/dev/null", "/dev/zero", "/dev/full", "/dev/random", "/dev/urandom")
OWN_LIBRARIES = Path("/proc/self/maps")  # by which scikit-learn finds the libraries that have threads


class Ruleset(ctypes.Structure):
    _fields_ = (("files", ctypes.c_uint64), ("network", ctypes.c_uint64), ("scoped", ctypes.c_uint64))


class Beneath(ctypes.Structure):
    _pack_ = 1
    _fields_ = (("allowed", ctypes.c_uint64), ("descriptor", ctypes.c_int32))


def version() -> int:
    """0 where the kernel has no Landlock, or it is turned off."""
    try:
        return system.call(CREATE_RULESET, None, 0, VERSION)
    except OSError:
        return 0


def handled(abi: int) -> tuple[int, int, int]:
    """What a ruleset of that version takes charge of: rights to files, network, scope."""
    files = FIRST | sum(right for since, right in SINCE.items() if abi >= since)
    return files, NETWORK if abi >= NETWORK_SINCE else 0, SCOPE if abi >= SCOPE_SINCE else 0


def size(abi: int) -> int:
    """Bytes of the structure as that version knew it; an older kernel may refuse a longer one."""
    return 24 if abi >= SCOPE_SINCE else 16 if abi >= NETWORK_SINCE else 8


def restrict(policy: Policy, abi: int | None = None) -> None:
    """Read what the policy names, write the scratch, use a few devices; nothing else. For good.

    abi: pretend that the kernel is as old as that; for tests.
    """
    abi = version() if abi is None else min(abi, version())
    if abi < 1:
        raise OSError("This kernel has no Landlock.")
    rights = handled(abi)
    ruleset = system.call(CREATE_RULESET, ctypes.byref(Ruleset(*rights)), size(abi), 0)
    try:
        for path in (*policy.readable, OWN_LIBRARIES):
            _allow(ruleset, path, READ_FOLDER, rights[0])
        for device in DEVICES:
            _allow(ruleset, Path(device), USE_DEVICE, rights[0])
        _allow(ruleset, policy.scratch, SCRATCH, rights[0])
        system.call(RESTRICT_SELF, ruleset, 0)
    finally:
        os.close(ruleset)


def _allow(ruleset: int, path: Path, access: int, known: int) -> None:
    """Links are followed: the rule is for what they lead to. What is not there needs no rule."""
    try:
        descriptor = os.open(path, os.O_PATH | os.O_CLOEXEC)
    except OSError:
        return
    with contextlib.ExitStack() as after:
        after.callback(os.close, descriptor)
        if not stat.S_ISDIR(os.fstat(descriptor).st_mode):
            access &= ~Access.READ_DIR  # the kernel refuses a right that a file cannot have
        rule = Beneath(access & known, descriptor)
        system.call(ADD_RULE, ruleset, PATH_BENEATH, ctypes.byref(rule), 0)
