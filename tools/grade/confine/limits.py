"""What needs no kernel feature of the last ten years: descriptors, the terminal, the environment, resource limits."""

from __future__ import annotations

import contextlib
import os
import resource
import signal
from collections.abc import Collection

from grade.confine import system
from grade.confine.policy import Policy

STANDARD = (0, 1, 2)
PAGE = resource.getpagesize()
LAST = 1 << 20  # no descriptor is beyond it: the system's own upper bound, where nobody raised it


def close_descriptors(keep: Collection[int]) -> None:
    """Close everything but `keep`; of standard input, output and error, what is not kept leads nowhere."""
    nowhere = os.open(os.devnull, os.O_RDWR)
    for descriptor in STANDARD:
        if descriptor not in keep and descriptor != nowhere:
            os.dup2(nowhere, descriptor)
    edges = sorted({*STANDARD, *keep})
    for left, right in zip(edges, [*edges[1:], LAST], strict=True):
        os.closerange(left + 1, right)


def leave_terminal() -> None:
    """Be a process group of its own, without a terminal to write to or to be interrupted from.

    A new session takes milliseconds, so it is made only where there is a terminal to leave.
    """
    try:
        terminal = os.open("/dev/tty", os.O_RDONLY | os.O_NOCTTY)
    except OSError:
        with contextlib.suppress(PermissionError):  # it leads a session already
            os.setpgid(0, 0)
    else:
        os.close(terminal)
        os.setsid()


def die_with_parent(parent: int | None) -> None:
    """Be killed when the parent ends. Where it ended before this was asked for, end now."""
    system.prctl(system.SET_PDEATHSIG, signal.SIGKILL)
    if parent is not None and os.getppid() != parent:
        os._exit(1)


def not_dumpable() -> None:
    """No other process of this user may trace this one, or read its memory and environment in /proc.

    Worth calling in the trusted processes too: a worker without confinement could read them otherwise.
    """
    system.prctl(system.SET_DUMPABLE, 0)


def no_new_privileges() -> None:
    system.prctl(system.NO_NEW_PRIVS, 1)


def clear_environment(policy: Policy) -> None:
    """Forget what the parent's shell knew, and move into the scratch folder.

    The block that the system handed over at the start stays in memory: start the parent with little in it.
    """
    os.chdir(policy.scratch)
    os.environ.clear()
    os.environ.update({"HOME": str(policy.scratch), "TMPDIR": str(policy.scratch), **dict(policy.environment)})


def more_memory(most: int) -> None:
    """Let this process, from now on, take no more than so many bytes beside what it has."""
    resource.setrlimit(resource.RLIMIT_AS, (_mapped() + most, resource.getrlimit(resource.RLIMIT_AS)[1]))


def resource_limits(policy: Policy) -> None:
    wanted = {
        resource.RLIMIT_CORE: (0, 0),
        resource.RLIMIT_CPU: (policy.cpu, policy.cpu + 1),  # a signal that it might ignore, then one that it cannot
        resource.RLIMIT_FSIZE: (policy.file_size, policy.file_size),
        resource.RLIMIT_NOFILE: (policy.open_files, policy.open_files),
        resource.RLIMIT_STACK: (policy.stack, policy.stack),
        resource.RLIMIT_NPROC: _threads(policy.threads),
        resource.RLIMIT_AS: (_mapped() + policy.memory,) * 2,
    }
    for which, (soft, hard) in wanted.items():
        largest = resource.getrlimit(which)[1]
        if largest != resource.RLIM_INFINITY:  # without privileges a limit can only come down
            soft, hard = min(soft, largest), min(hard, largest)
        resource.setrlimit(which, (soft, hard))


def _mapped() -> int:
    """Bytes of address space that are taken already, libraries and all."""
    try:
        return int(_first_line("/proc/self/statm")[0]) * PAGE
    except (OSError, ValueError):
        return 0  # /proc is not there: then the limit holds for everything together


def _threads(count: int) -> tuple[int, int]:
    """The limit counts all of this user's threads, so it starts from how many the machine runs now."""
    if count == 0:
        return 0, 0
    try:
        running = int(_first_line("/proc/loadavg")[3].partition(b"/")[2])
    except (OSError, ValueError, IndexError):
        return resource.getrlimit(resource.RLIMIT_NPROC)
    return running + count, running + count


def _first_line(path: str) -> list[bytes]:
    """Its words. Read the shortest way: each page of memory that a child is first to use takes a microsecond."""
    descriptor = os.open(path, os.O_RDONLY)
    try:
        return os.read(descriptor, 200).split()
    finally:
        os.close(descriptor)
