"""Calls to the C library and the kernel that Python has no function for."""

from __future__ import annotations

import ctypes
import os
from functools import cache

NO_NEW_PRIVS, SET_PDEATHSIG, SET_DUMPABLE = 38, 1, 4  # options of prctl, from <linux/prctl.h>


@cache
def libc() -> ctypes.CDLL:
    """The C library that this process already uses."""
    return ctypes.CDLL(None, use_errno=True)


def checked(result: int, what: str) -> int:
    """The result of a call; OSError, with the system's reason, where it failed."""
    if result < 0:
        number = ctypes.get_errno()
        raise OSError(number, f"{what}: {os.strerror(number)}")
    return result


def call(number: int, *arguments: object) -> int:
    """A system call by its number. Whole numbers are passed as long, as the kernel reads them."""
    passed = [ctypes.c_long(one) if isinstance(one, int) else one for one in arguments]
    return checked(libc().syscall(ctypes.c_long(number), *passed), f"system call {number}")


def prctl(option: int, *values: int) -> int:
    padded = [ctypes.c_ulong(value) for value in (*values, 0, 0, 0, 0)[:4]]
    return checked(libc().prctl(option, *padded), f"prctl {option}")
