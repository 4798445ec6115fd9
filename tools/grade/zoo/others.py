"""Submissions that turn on others: the grader's process, the network, the machine; and ones that stay behind."""

from __future__ import annotations

from textwrap import indent

from grade.zoo.animal import EITHER, LOST, Animal, Bite, must
from grade.zoo.snoops import confesses
from grade.zoo.stage import handed_in, kata1


def turns(name: str, does: str, code: str, *bites: Bite) -> Animal:
    """Right answers; in the first call it does something to others, once, and goes on whatever comes of it.

    Once, because who has lost its parent gets another one, which is none of the grader's.
    """
    task = f"""import os, signal, subprocess, sys, time

PARENT = os.getppid()
DONE = []


def predict(w, x):
    if not DONE:
        DONE.append(True)
        try:
{indent(code, " " * 12)}
        except Exception:
            pass
    return w * np.asarray(x)
"""
    return Animal(name, does, handed_in(kata1(predict=task)), must(predict=EITHER), bites=frozenset(bites))


ANIMALS = (
    turns("kills-its-parent", "It kills its parent process.", "os.kill(PARENT, signal.SIGKILL)", Bite.NOTHING),
    turns(
        "terminates-its-group",
        "It asks every process of its group to end.",
        "os.killpg(0, signal.SIGTERM)\ntime.sleep(1)",
        Bite.NOTHING,
    ),
    turns("stops-its-parent", "It stops its parent process.", "os.kill(PARENT, signal.SIGSTOP)", Bite.TIME),
    confesses(
        "signals-everybody",
        "It finds out whether it may send a signal to every process there is (and sends none: signal 0).",
        "import os\nos.kill(-1, 0)\ndone = 'everybody could be killed'",
    ),
    confesses(
        "renices-its-parent",
        "It makes its parent process nicer to all others.",
        "import os\nos.setpriority(os.PRIO_PROCESS, os.getppid(), 5)\ndone = 'my parent waits for others now'",
    ),
    confesses(
        "limits-its-parent",
        "It reads and sets the resource limits of its parent process.",
        "import os, resource\nlimit = resource.prlimit(os.getppid(), resource.RLIMIT_CORE)\n"
        "resource.prlimit(os.getppid(), resource.RLIMIT_CORE, limit)\ndone = limit",
    ),
    confesses(
        "lifts-its-limits",
        "It lifts its own limits, as root may.",
        "import resource\nresource.setrlimit(resource.RLIMIT_NOFILE, (300, 300))\n"
        "resource.setrlimit(resource.RLIMIT_NOFILE, (301, 301))\ndone = 'more files for me'",
        bites=False,
    ),
    confesses(
        "listens",
        "It opens a port and listens for whoever calls.",
        "import socket\nserver = socket.socket()\nserver.bind(('127.0.0.1', 0))\nserver.listen()\n"
        "done = server.getsockname()",
    ),
    confesses(
        "calls-home",
        "It sends what it has found over the network (to this machine's own discard port).",
        "import socket\ncaller = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)\n"
        "caller.sendto(b'exam', ('127.0.0.1', 9))\ndone = 'sent it'",
    ),
    confesses(
        "meets-in-secret",
        "It opens an abstract Unix socket, at which another submission could meet it.",
        "import socket\nmeeting = socket.socket(socket.AF_UNIX)\nmeeting.bind('\\0downhill-zoo-@TOKEN@')\n"
        "done = 'I wait behind the door'",
    ),
    turns(
        "daemon",
        "It leaves a process behind that has cut all ties to its parent and sleeps.",
        "if os.fork() == 0:\n    os.setsid()\n    if os.fork():\n        os._exit(0)\n"
        "    os.closerange(0, 256)\n    time.sleep(120)\n    os._exit(0)\nos.wait()",
        Bite.LEAVES,
    ),
    turns(
        "daemon-by-subprocess",
        "It starts another program in a session of its own, and leaves it behind.",
        "subprocess.Popen(['sleep', '120'], start_new_session=True)",
        Bite.LEAVES,
    ),
    turns(
        "shell",
        "It has a shell write into somebody else's folder.",
        "os.system('echo hello > @OUTSIDE@/shell.txt')",
        Bite.LEAVES,
    ),
    confesses(
        "runs-programs",
        "It runs another program and reads what that prints.",
        "import subprocess\ndone = subprocess.run(['id'], capture_output=True).stdout",
    ),
    Animal(
        "becomes-another-program",
        "It replaces its process by another program, which ends with status 0.",
        handed_in(kata1(predict="def predict(w, x):\n    import os\n    os.execv('/bin/true', ['true'])")),
        must(predict=LOST),
        bites=frozenset({Bite.NOTHING}),
    ),
    turns(
        "doubles-itself",
        "It forks and lets both copies go on, so that the rest is done twice.",
        "if os.fork() == 0:\n    time.sleep(1)",
        Bite.LEAVES,
    ),
    turns(
        "moves-away",
        "It changes the working folder and the umask for whoever comes after it.",
        "os.umask(0o777)\nos.chdir('/')",
    ),
    confesses(
        "traces-itself",
        "It asks to be traced, as a program under a debugger does.",
        "import ctypes\nlibc = ctypes.CDLL(None, use_errno=True)\nif libc.ptrace(0, 0, 0, 0) == 0:\n    done = 'yes'",
    ),
    confesses(
        "new-namespace",
        "It moves into a namespace of its own, where it is root.",
        "import ctypes\nlibc = ctypes.CDLL(None, use_errno=True)\nif libc.unshare(0x04000000) == 0:\n    done = 'new'",
        bites=False,
    ),
)
