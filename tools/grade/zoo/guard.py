"""Run a command so that nothing of it outlives this process, and count what tried to.

    python -I -S guard.py SECONDS DATA_MEGABYTES COMMAND ...

prints one line of JSON: the command's status, whether its time ran out, and the number of processes it left.
Limits hold for each process of the command. Whatever it starts, however detached, becomes a child of this process
when its own parent ends (PR_SET_CHILD_SUBREAPER), and is killed. Linux only.
"""

from __future__ import annotations

import ctypes
import json
import os
import resource
import signal
import sys
import time
from collections.abc import Iterator
from pathlib import Path

PR_SET_PDEATHSIG, PR_SET_CHILD_SUBREAPER = 1, 36
MEGABYTE = 1 << 20
GRACE = 0.3  # seconds for helpers that end by themselves once their parent has


def main(seconds: float, megabytes: int, command: list[str]) -> None:
    libc = ctypes.CDLL(None)
    libc.prctl(PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0)
    child = os.fork()
    if child == 0:
        try:
            os.setsid()
            signal.signal(signal.SIGINT, signal.default_int_handler)  # a command in the background has it ignored
            libc.prctl(PR_SET_PDEATHSIG, signal.SIGKILL, 0, 0, 0)
            _limit(megabytes)
            silence = os.open(os.devnull, os.O_RDWR)
            for descriptor in (0, 1, 2):
                os.dup2(silence, descriptor)
            os.execvp(command[0], command)
        finally:
            os._exit(127)
    status, timed_out = _wait(child, time.monotonic() + seconds)
    left = 0 if timed_out else _settled()
    _kill_all()
    print(json.dumps({"status": status, "timed_out": timed_out, "left": left}))


def _limit(megabytes: int) -> None:
    limits = {
        resource.RLIMIT_DATA: megabytes * MEGABYTE,
        resource.RLIMIT_CPU: 20,
        resource.RLIMIT_FSIZE: 32 * MEGABYTE,
        resource.RLIMIT_NOFILE: 256,
        resource.RLIMIT_CORE: 0,
    }
    for limit, most in limits.items():
        resource.setrlimit(limit, (most, most))


def _wait(child: int, deadline: float) -> tuple[int, bool]:
    """The child's exit status, and whether it had to be killed."""
    while time.monotonic() < deadline:
        done, status = os.waitpid(child, os.WNOHANG)
        if done:
            return os.waitstatus_to_exitcode(status), False
        time.sleep(0.01)
    os.kill(child, signal.SIGKILL)
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]), True


def _settled() -> int:
    """How many processes are left once those that were about to end have ended."""
    deadline = time.monotonic() + GRACE
    while (left := len(list(_descendants()))) and time.monotonic() < deadline:
        _reap()
        time.sleep(0.02)
    return left


def _kill_all() -> None:
    """Kill and reap every descendant. Children of the dead become ours, so this ends when there are none."""
    while True:
        for process in list(_descendants()):
            try:
                os.kill(process, signal.SIGKILL)
            except ProcessLookupError:
                continue
        if _reap():
            return
        time.sleep(0.01)


def _reap() -> bool:
    """Take the statuses of those that have ended; True once there is no child at all."""
    try:
        while os.waitpid(-1, os.WNOHANG)[0]:
            pass
    except ChildProcessError:
        return True
    return False


def _descendants() -> Iterator[int]:
    """All processes below this one that still run, by the parents that /proc tells."""
    children: dict[int, list[tuple[int, bytes]]] = {}
    for name in [entry.name for entry in os.scandir("/proc")]:
        if name.isdigit():
            try:
                state, parent = Path(f"/proc/{name}/stat").read_bytes().rpartition(b")")[2].split()[:2]
            except OSError:  # it has ended meanwhile
                continue
            children.setdefault(int(parent), []).append((int(name), state))
    waiting = [os.getpid()]
    while waiting:
        for process, state in children.get(waiting.pop(), []):
            waiting.append(process)
            if state != b"Z":
                yield process


if __name__ == "__main__":
    main(float(sys.argv[1]), int(sys.argv[2]), sys.argv[3:])
