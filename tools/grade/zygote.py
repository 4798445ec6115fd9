"""Workers by the fork: a process that has imported what katas import, has never seen a test, and forks.

    python -m grade.zygote CONTROL MODULE…     # CONTROL: a socket's number; jobs are lines of JSON with a pipe beside

The first one forks no worker but other zygotes, one for each judge. A judge keeps a `Zygote`, its handle on that
process, and takes a `Forked` worker from it.
"""

from __future__ import annotations

import gc
import json
import os
import resource
import signal
import socket
import subprocess
import sys
import time
import traceback
from contextlib import suppress
from dataclasses import asdict
from pathlib import Path
from typing import Any

from grade import copies, patched
from grade.confine import guard
from grade.confine.bubblewrap import Box, wrapped
from grade.confine.policy import Policy
from grade.results import Outcome
from grade.worker import Subject, run
from kata import ahead, eager, startup
from kata.warm import PATIENT

LOST = 3  # the status of who has no zygote any more
LEAVING = 5.0  # seconds that a process may take to end after it has closed its pipe
SIGNALS: dict[int, tuple[Outcome, str]] = {
    signal.SIGXCPU: (Outcome.TIMEOUT, "Stopped after computing for too long: is there a loop that never ends?"),
    signal.SIGSYS: (Outcome.FORBIDDEN, "It asked the system for something that a kata has no business with."),
    signal.SIGXFSZ: (Outcome.FORBIDDEN, "It wrote a file that is larger than a kata's may be."),
    signal.SIGKILL: (Outcome.MEMORY, "The system ended it, as it does when memory runs out."),
}


class Forked:
    """One worker."""

    def __init__(self, zygote: Zygote, pid: int, pipe: int) -> None:
        self.zygote, self.pid, self.pipe = zygote, pid, pipe

    def file_size(self, most: int | None) -> None:
        """Let no file of its grow beyond so many bytes; as they were before, for None."""
        self.zygote.request({"limit": self.pid, "bytes": most})

    def end(self, gone: bool = False) -> tuple[Outcome, str]:
        """End it, and say why it had ended. gone: whether it is ending by itself."""
        os.close(self.pipe)
        status = self.zygote.request({"end": self.pid, "gone": gone})["status"]
        if status < 0:
            number = -status
            return SIGNALS.get(
                number, (Outcome.CRASH, f"Python itself crashed ({signal.strsignal(number) or number}).")
            )
        return Outcome.CRASH, f"It ended the whole process (with status {status}) before it answered."


class Zygote:
    """The process that forks workers, at the other end of `control`.

    Where it has ended, this process ends as well: no test may take that for the submission's fault. Whoever waits for a
    judge then asks another one.
    """

    def __init__(self, control: socket.socket, process: subprocess.Popen[bytes] | None = None) -> None:
        self.control, self.process = control, process
        self._lines = control.makefile("rb")

    @classmethod
    def started(cls, modules: list[str], home: Path, box: Box | None = None) -> Zygote:
        """A new process. `home`: a folder for what libraries want to keep; it has no other."""
        control, theirs = socket.socketpair()
        with theirs:
            command = [sys.executable, "-m", "grade.zygote", str(theirs.fileno()), *modules]
            process = subprocess.Popen(
                wrapped(command, box) if box else command,
                pass_fds=[theirs.fileno()],
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                env={**_environment(), "MPLCONFIGDIR": str(home), **dict.fromkeys(startup.ONE_THREAD, "1"), **PATIENT},
                cwd="/",
                start_new_session=True,
            )
        return cls(control, process)

    def another(self, cpu: int | None) -> Zygote:
        """One more that has all that this one has imported. `cpu`: the processor that it and its workers keep to."""
        ours, theirs = socket.socketpair()
        with theirs:
            self.request({"another": cpu}, theirs)
        return Zygote(ours)

    def fork(self, submission: Subject) -> Forked:
        """A worker for a submission."""
        ours, theirs = socket.socketpair()
        with theirs:
            policy = asdict(submission.policy)
            policy["scratch"], policy["readable"] = str(policy["scratch"]), list(map(str, policy["readable"]))
            job = {"katas": list(map(str, submission.katas)), "policy": policy, "seconds": submission.seconds}
            job["plant"] = submission.plant
            pid = self.request(job, theirs)["pid"]
        return Forked(self, pid, ours.detach())

    def request(self, job: dict[str, Any], *pipes: socket.socket) -> dict[str, Any]:
        """What it says to a job, with which it is given its ends of some pipes."""
        line = b""
        with suppress(OSError):
            socket.send_fds(self.control, [json.dumps(job).encode() + b"\n"], [pipe.fileno() for pipe in pipes])
            line = self._lines.readline()
        if not line:
            os._exit(LOST)
        answer: dict[str, Any] = json.loads(line)
        return answer

    def let_go(self) -> None:
        """It is another process's to ask; a zygote that nobody can ask any more ends."""
        self._lines.close()
        self.control.close()

    def close(self) -> None:
        if self.process:
            self.process.kill()
            self.process.wait()
        self.let_go()


def keep_to(cpu: int | None) -> None:
    """Run on one processor from now on, as all children will."""
    if cpu is not None:
        os.sched_setaffinity(0, {cpu})


def running(children: set[int]) -> set[int]:
    """Those of this process's children that have not ended. The others are let go."""
    return {child for child in children if not os.waitpid(child, os.WNOHANG)[0]}


def _environment() -> dict[str, str]:
    """What an interpreter needs to find itself; no secret of whoever grades."""
    names = ("PATH", "LANG", "LC_ALL", "SYSTEMROOT", "VIRTUAL_ENV", "PYTHONPATH")
    return {name: os.environ[name] for name in names if name in os.environ}


def main(control: int, modules: list[str]) -> None:
    guard(ends_with_parent=True)  # with the judge, that is, or with bubblewrap, which ends with it
    startup.one_thread()
    startup.pause_collector()
    eager.without_compiler()
    ahead.warm_up_modules(modules)
    copies.networks()
    before = patched.snapshot()
    gc.collect()
    gc.freeze()
    orders = socket.socket(fileno=control)
    children: set[int] = set()
    others: set[int] = set()
    begun = b""
    while True:
        data, pipes, _, _ = socket.recv_fds(orders, 1 << 16, 1)
        if not data:
            break
        begun += data
        if not begun.endswith(b"\n"):
            continue
        order, begun = json.loads(begun), b""
        answer: dict[str, Any]
        if "another" in order:
            if (pid := os.fork()) == 0:
                guard(ends_with_parent=True)
                keep_to(order["another"])
                orders.close()
                orders, others = socket.socket(fileno=pipes[0]), set()
                continue
            os.close(pipes[0])
            others = running(others) | {pid}
            answer = {"pid": pid}
        elif "limit" in order:
            answer = {"limited": order["limit"] in children and _limit(order["limit"], order["bytes"])}
        elif "end" in order:
            answer = {"status": _end(order["end"], children, LEAVING if order["gone"] else 0)}
        else:
            answer = {"pid": _fork(order, pipes[0], orders.fileno(), children, before)}
        orders.sendall(json.dumps(answer).encode() + b"\n")
    for pid in list(children):
        _end(pid, children, 0)


def _fork(order: dict[str, Any], pipe: int, control: int, children: set[int], before: patched.Snapshot) -> int:
    pid = os.fork()
    if pid == 0:
        try:
            os.close(control)
            gc.disable()
            policy = order["policy"]
            policy["scratch"], policy["readable"] = Path(policy["scratch"]), tuple(map(Path, policy["readable"]))
            policy["environment"] = tuple(map(tuple, policy["environment"]))
            katas = tuple(map(Path, order["katas"]))
            run(pipe, Subject(katas, Policy(**policy), order["seconds"], order["plant"]), before)
            os._exit(0)
        except BaseException:
            traceback.print_exc()  # seen only if it could not even begin: later its output goes nowhere
        finally:
            os._exit(1)
    os.close(pipe)
    children.add(pid)
    return pid


def _limit(pid: int, bytes_left: int | None) -> bool:
    """Files of a worker's: it cannot grow them beyond that by whatever means."""
    try:
        hard = resource.prlimit(pid, resource.RLIMIT_FSIZE)[1]
        resource.prlimit(pid, resource.RLIMIT_FSIZE, (hard if bytes_left is None else min(bytes_left, hard), hard))
    except (ProcessLookupError, PermissionError):
        return False
    return True


def _end(pid: int, children: set[int], seconds: float) -> int:
    """End a worker and all it may have started; its exit status, negative for a signal. 0 if we had to end it.

    It gets some seconds to end by itself, if it is about to.
    """
    if pid not in children:
        return 0
    children.discard(pid)
    until = time.monotonic() + seconds
    ended, status = os.waitpid(pid, os.WNOHANG)
    while not ended and time.monotonic() < until:
        time.sleep(0.002)
        ended, status = os.waitpid(pid, os.WNOHANG)
    for end in (os.killpg, os.kill):
        try:
            end(pid, signal.SIGKILL)
        except (ProcessLookupError, PermissionError):
            continue
    if not ended:
        os.waitpid(pid, 0)
        return 0
    return os.waitstatus_to_exitcode(status)


if __name__ == "__main__":
    main(int(sys.argv[1]), sys.argv[2:])
