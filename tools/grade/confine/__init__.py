"""A process that runs a stranger's code gives up, before it does, whatever it could do harm with.

All of it happens in the process itself, right after the fork, without root and without a helper program:

    policy.py        what it may have and do
    limits.py        descriptors, terminal, environment, resource limits
    landlock.py      which files it may open
    capabilities.py  the powers of root
    seccomp.py       which system calls it may make, from the table in syscalls.py
    stdlib.py        ordinary code goes on working
    readable.py      the folders of Python's libraries, for a policy
    system.py        calls that Python has no function for

    layers.py        tells which layers hold on this machine, by trying the forbidden things in attempts.py
    bubblewrap.py    the command that puts one more wall around everything, where that program is installed
"""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Collection

from grade.confine.policy import Policy

if sys.platform == "linux":  # now, not in every child
    from grade.confine import capabilities, landlock, limits, seccomp, stdlib

    if seccomp.machine():
        seccomp.template(seccomp.machine(), True)

__all__ = ["Policy", "confine", "guard"]


def confine(policy: Policy, keep: Collection[int] = (0, 1, 2), parent: int | None = None) -> list[str]:
    """Confine this process, for good. It must be freshly forked: some of it binds only the thread that asks.

    keep: the descriptors that stay open. Talk through them with `os.read` and `os.write`, or a file object: what
        is for sockets only (`recv`, `sendall`) is denied.
    parent: the process that must still be there, or this one ends at once.

    Returns the names of what could be applied, on systems other than Linux nothing. A child that lacks what another
    child had must not run a stranger's code. OSError where the scratch folder cannot be entered.
    """
    if sys.platform != "linux":
        return []
    if _threads() != 1:
        raise RuntimeError("Only a freshly forked process can be confined: this one has several threads.")

    limits.close_descriptors(keep)
    limits.clear_environment(policy)
    limits.leave_terminal()
    stdlib.adapt()
    pid = os.getpid()
    steps: dict[str, Callable[[], None]] = {
        "parent's death": lambda: limits.die_with_parent(parent),
        "not dumpable": limits.not_dumpable,
        "resource limits": lambda: limits.resource_limits(policy),
        "no new privileges": limits.no_new_privileges,
        "Landlock": lambda: landlock.restrict(policy),
        "capabilities": capabilities.drop,
        "seccomp": lambda: seccomp.install(pid, policy.threads > 0),
    }
    applied = ["descriptors", "environment", "terminal"]
    for name, apply in steps.items():
        try:
            apply()
        except (OSError, ValueError):
            continue  # this kernel has no such thing: the caller decides whether to go on without
        applied.append(name)
    return applied


def guard(ends_with_parent: bool, memory: int = 0) -> None:
    """For the processes that are trusted: no worker can trace them or read their memory, whatever else it may do.

    ends_with_parent: be killed when the thread that started this process ends. memory: how many bytes it may take
    beside what it has, if there is to be a limit: what a worker sends may add up.
    """
    if sys.platform == "linux":
        limits.not_dumpable()
        if memory:
            limits.more_memory(memory)
        if ends_with_parent:
            limits.die_with_parent(None)


def _threads() -> int:
    try:
        return len(os.listdir("/proc/self/task"))  # noqa: PTH208 — in every child, and a path costs more than the rest
    except OSError:
        return 1
