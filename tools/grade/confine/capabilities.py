"""The powers of root, given up one and all."""

from __future__ import annotations

import ctypes

from grade.confine import system

CAPBSET_DROP = 24  # of <linux/prctl.h>
VERSION = 0x20080522  # of <linux/capability.h>: sets of 64 bits, each as two words
MOST = 64


class Header(ctypes.Structure):
    _fields_ = (("version", ctypes.c_uint32), ("pid", ctypes.c_int))


class Sets(ctypes.Structure):
    _fields_ = (("effective", ctypes.c_uint32), ("permitted", ctypes.c_uint32), ("inheritable", ctypes.c_uint32))


def drop() -> None:
    """Nothing is left in any set (the ambient one follows), and nothing can come back. Harmless where there is none."""
    for capability in range(MOST):
        try:
            system.prctl(CAPBSET_DROP, capability)
        except OSError:
            break  # beyond the last that this kernel knows, or there was no power to drop them
    nothing = (Sets * 2)()
    system.checked(system.libc().capset(ctypes.byref(Header(VERSION, 0)), nothing), "capset")


def held() -> int:
    """The effective capabilities, as bits."""
    sets = (Sets * 2)()
    system.checked(system.libc().capget(ctypes.byref(Header(VERSION, 0)), sets), "capget")
    return int(sets[0].effective) | int(sets[1].effective) << 32
