"""A confined child can compute and do nothing else: each forbidden thing is tried in a real process, with a control.

Children are forked from a small warm process, as in the grader: never from pytest, which may have threads.
"""

from __future__ import annotations

import errno
import importlib.util
import json
import re
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

if sys.platform != "linux":
    pytest.skip("Confinement is for Linux.", allow_module_level=True)

import grade.confine
from grade.confine import attempts, bubblewrap, landlock, layers, readable, seccomp

TOOLS = Path(__file__).parents[1]

if not (landlock.version() and seccomp.machine()):
    pytest.skip("This kernel has no Landlock, or there is no table for this processor.", allow_module_level=True)

# ---------------------------------------------------------------- children

WARM = """
import ctypes, importlib, json, os, sys, threading
from pathlib import Path
from grade.confine import Policy, capabilities, confine, landlock, limits
from grade.confine.readable import libraries

def call(name, *arguments):
    if ctypes.CDLL(None, use_errno=True)[name](*arguments) < 0:
        raise OSError(ctypes.get_errno(), os.strerror(ctypes.get_errno()))

for name in sys.argv[1:]:
    importlib.import_module(name)
if "torch" in sys.modules:
    sys.modules["torch"].set_num_threads(1)
LIBRARIES = libraries()
left_open = os.open("/etc/passwd", os.O_RDONLY)
for line in sys.stdin:
    job = json.loads(line)
    reading, writing = os.pipe()
    pid = os.fork()
    if pid == 0:
        said = {}
        try:
            scratch = Path(job["scratch"])
            outside, parent, secret = scratch.parent / "outside", os.getppid(), scratch.parent / "outside" / "secret"
            policy = Policy(scratch, (*LIBRARIES, *map(Path, job["readable"])), **job["limits"])
            if job["confined"]:
                said["applied"] = confine(policy, keep=(writing,), parent=parent)
            else:
                os.chdir(scratch)
            names = dict(globals(), result=None)
            exec(job["code"], names)
            said["result"] = names["result"]
        except BaseException as error:
            said |= {"error": type(error).__name__, "message": str(error), "errno": getattr(error, "errno", None)}
        os.write(writing, json.dumps(said, default=str).encode())
        os._exit(0)
    os.close(writing)
    with open(reading, "rb") as pipe:
        said = json.loads(pipe.read() or b"{}")
    said["status"] = os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])
    print(json.dumps(said), flush=True)
"""
ENVIRONMENT = {
    "PATH": "/usr/bin:/bin",
    "PYTHONPATH": str(TOOLS),
    "A_SECRET": "token",
    "OMP_NUM_THREADS": "1",
    "OPENBLAS_NUM_THREADS": "1",
}


class Parent:
    """A process that has imported what is heavy, and runs each piece of code in a child of its own."""

    def __init__(self, *modules: str) -> None:
        self.process = subprocess.Popen(
            [sys.executable, "-c", WARM, *modules],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            env=ENVIRONMENT,
        )

    def ask(
        self, place: Path, code: str, *, confined: bool = True, readable: tuple[Path, ...] = (), **limits: int
    ) -> dict[str, Any]:
        """What became of the code: `result` or `error` and `message`, and the status of its process."""
        scratch, outside = place / "scratch", place / "outside"
        for folder in (scratch, outside):
            folder.mkdir(exist_ok=True)
        (outside / "secret").write_text("the answer", encoding="utf-8")
        job = {
            "scratch": str(scratch),
            "code": code,
            "confined": confined,
            "readable": [str(path) for path in readable],
            "limits": limits,
        }
        assert self.process.stdin and self.process.stdout
        self.process.stdin.write(json.dumps(job) + "\n")
        self.process.stdin.flush()
        answer: dict[str, Any] = json.loads(self.process.stdout.readline())
        return answer

    def end(self) -> None:
        self.process.communicate("", timeout=20)


@pytest.fixture(scope="module")
def parent() -> Iterator[Parent]:
    one = Parent("numpy", "PIL.Image")
    yield one
    one.end()


# ---------------------------------------------------------------- what is forbidden

FORBIDDEN = {
    "read a file": "secret.read_text()",
    "list a folder": "os.listdir(outside)",
    "make a file": "(outside / 'new').write_text('x')",
    "add to a file": "secret.open('a').write('x')",
    "empty a file": "os.truncate(secret, 0)",
    "empty a file while reading": "os.open(secret, os.O_RDONLY | os.O_TRUNC)",
    "delete a file": "secret.unlink()",
    "move a file here": "secret.rename('mine')",
    "move a file there": "Path('mine').write_text('x'); Path('mine').rename(outside / 'theirs')",
    "make a folder": "(outside / 'folder').mkdir()",
    "link a file here": "os.link(secret, 'mine')",
    "make a link": "os.symlink(secret, 'mine')",
    "make a pipe with a name": "os.mkfifo('pipe')",
    "change a mode": "Path('mine').touch(); os.chmod('mine', 0o777)",
    "change the mode of an open file": "file = open('mine', 'w'); os.fchmod(file.fileno(), 0o777)",
    "change an owner": "Path('mine').touch(); os.chown('mine', os.getuid(), os.getgid())",
    "change times": "Path('mine').touch(); os.utime('mine', (0, 0))",
    "lock a file": "import fcntl; fcntl.flock(open('mine', 'w'), fcntl.LOCK_EX)",
    "watch a folder": "call('inotify_init1', 0)",
    "make a socket": "import socket; socket.socket()",
    "make a local socket": "import socket; socket.socket(socket.AF_UNIX)",
    "make a pair of sockets for parcels": "import socket; socket.socketpair(type=socket.SOCK_DGRAM)",
    "give one of a pair a name": "import socket; socket.socketpair()[0].bind('mine')",
    "hand a descriptor through a pair": "import socket; a, b = socket.socketpair(); socket.send_fds(a, [b'x'], [1])",
    "look ahead in a pair": "import socket as s; a, b = s.socketpair(); a.send(b'x'); b.recv(1, s.MSG_PEEK)",
    "fork": "os.fork() or os._exit(0)",
    "start a program": "import subprocess; subprocess.run(['/bin/true'])",
    "spawn a program": "os.posix_spawn('/bin/true', ['true'], {})",
    "become a program": "os.execv('/bin/true', ['true'])",
    "signal the parent": "os.kill(parent, 0)",
    "signal its whole group": "os.kill(0, 0)",
    "take hold of the parent": "os.pidfd_open(parent)",
    "read the parent's environment": "Path(f'/proc/{parent}/environ').read_bytes()",
    "read the parent's memory": "open(f'/proc/{parent}/mem', 'rb')",
    "list processes": "os.listdir('/proc')",
    "start a session": "os.setsid()",
    "outlive its parent": "call('prctl', 1, 0, 0, 0, 0)",
    "be traced": "call('prctl', 4, 1, 0, 0, 0)",
    "change its limits": "call('setrlimit', 4, (ctypes.c_ulong * 2)())",
    "be less nice": "os.nice(1)",
    "choose a processor": "os.sched_setaffinity(0, os.sched_getaffinity(0))",
    "make a file in memory": "os.memfd_create('x')",
    "share memory": "from multiprocessing import shared_memory as m; m.SharedMemory(create=True, size=9).unlink()",
    "share memory as of old": "call('shmget', 0, 4096, 0o600)",
    "own the signals of a file": "import fcntl; fcntl.fcntl(open('mine', 'w'), fcntl.F_SETOWN, os.getpid())",
    "become somebody": "os.setuid(os.getuid())",
}
WHATEVER_THE_CONTROL = {  # needs more than a user may do, or more than every system has
    "type for the user": "import fcntl; fcntl.ioctl(0, 0x5412, b'x')",
    "leave the namespaces": "call('unshare', 0x10000000)",
    "mount": "call('mount', b'none', b'.', b'tmpfs', 0, None)",
    "measure others": "call('syscall', ctypes.c_long(298 if os.uname().machine == 'x86_64' else 241), 0, 0, 0, 0, 0)",
    "io_uring": "call('syscall', ctypes.c_long(425), 1, 0)",
    "trace": "call('ptrace', 0x4206, parent, None, None)",
    "set an attribute": "os.setxattr('.', 'user.mine', b'x')",
    "send out of turn": "import socket; socket.socketpair()[0].send(b'x', socket.MSG_OOB)",
    "connect one of a pair": "import socket; socket.socketpair()[0].connect('\\0theirs')",
    "listen with one of a pair": "import socket; socket.socketpair()[0].listen()",
    "send from one of a pair to others": "import socket; socket.socketpair()[0].sendto(b'x', '\\0theirs')",
    "make a device": "os.mknod('null', 0o020666, os.makedev(1, 3))",
}


@pytest.mark.parametrize("what", [*FORBIDDEN, *WHATEVER_THE_CONTROL])
def test_forbidden(parent: Parent, tmp_path: Path, what: str) -> None:
    said = parent.ask(tmp_path, (FORBIDDEN | WHATEVER_THE_CONTROL)[what])
    assert (said.get("error"), said["status"]) == ("PermissionError", 0), said
    assert (tmp_path / "outside" / "secret").read_text(encoding="utf-8") == "the answer"
    assert [path.name for path in (tmp_path / "outside").iterdir()] == ["secret"]


@pytest.mark.parametrize("what", FORBIDDEN)
def test_it_is_the_confinement_that_forbids(parent: Parent, tmp_path: Path, what: str) -> None:
    """The control: the same line works in a child that is not confined."""
    said = parent.ask(tmp_path, FORBIDDEN[what], confined=False)
    assert "error" not in said and said["status"] == 0, said


# ---------------------------------------------------------------- limits


def test_memory_is_on_top_of_what_is_there(parent: Parent, tmp_path: Path) -> None:
    said = parent.ask(tmp_path, "bytearray(150 << 20); result = 'had 150'; bytearray(250 << 20)", memory=200 << 20)
    assert (said["error"], said["status"]) == ("MemoryError", 0)
    said = parent.ask(tmp_path, "result = len(bytearray(150 << 20))", memory=200 << 20)
    assert said["result"] == 150 << 20


def test_who_ignores_the_end_of_its_time_is_killed(parent: Parent, tmp_path: Path) -> None:
    code = "import signal; signal.signal(signal.SIGXCPU, signal.SIG_IGN)\nwhile True: pass"
    assert parent.ask(tmp_path, code, cpu=1)["status"] == -signal.SIGKILL


def test_a_file_has_a_largest_size(parent: Parent, tmp_path: Path) -> None:
    said = parent.ask(tmp_path, "Path('big').write_bytes(bytes(3000))", file_size=2000)
    assert said["errno"] == errno.EFBIG
    assert (tmp_path / "scratch" / "big").stat().st_size == 2000


def test_open_files_are_counted(parent: Parent, tmp_path: Path) -> None:
    said = parent.ask(tmp_path, "kept = [open('mine', 'w') for _ in range(40)]", open_files=32)
    assert said["errno"] == errno.EMFILE


def test_endless_recursion_ends(parent: Parent, tmp_path: Path) -> None:
    code = "sys.setrecursionlimit(10**9)\nclass Deep:\n def __repr__(self): return repr(self)\nrepr(Deep())"
    said = parent.ask(tmp_path, code, stack=8 << 20, memory=300 << 20)
    assert said["status"] == -signal.SIGSEGV or said["error"] in ("RecursionError", "MemoryError"), said


@pytest.mark.parametrize(("threads", "works"), [(0, False), (8, True)])
def test_threads_are_for_who_may_have_them(parent: Parent, tmp_path: Path, threads: int, works: bool) -> None:
    code = "result = []; one = threading.Thread(target=result.append, args=(7,)); one.start(); one.join()"
    said = parent.ask(tmp_path, code, threads=threads)
    assert (said.get("result"), said.get("error")) == (([7], None) if works else (None, "RuntimeError"))


def test_threads_without_end_come_to_one(parent: Parent, tmp_path: Path) -> None:
    """For whoever is not root: the limit is what the machine runs, and the number of the policy on top."""
    code = """
if os.getuid() == 0:
    os.setresuid(65534, 65534, 65534)
running = int(Path('/proc/loadavg').read_text().split()[3].partition('/')[2])
limits.resource_limits(policy)
threading.stack_size(65536)
wait, started = threading.Event(), 0
try:
    while started < running + 1000:
        threading.Thread(target=wait.wait, daemon=True).start()
        started += 1
except RuntimeError:
    result = started < running + 500
"""
    assert parent.ask(tmp_path, code, confined=False, threads=8).get("result") is True


def test_root_is_nobody(parent: Parent, tmp_path: Path) -> None:
    said = parent.ask(tmp_path, "capabilities.drop(); result = capabilities.held()", confined=False)
    assert said["result"] == 0


# ---------------------------------------------------------------- what it knows, and how it lives


def test_all_is_applied(parent: Parent, tmp_path: Path) -> None:
    applied = parent.ask(tmp_path, "")["applied"]
    assert {"Landlock", "seccomp", "capabilities", "resource limits", "no new privileges", "not dumpable"} <= {*applied}


def test_the_environment_is_gone(parent: Parent, tmp_path: Path) -> None:
    said = parent.ask(tmp_path, "result = dict(os.environ), os.getcwd()")["result"]
    scratch = str(tmp_path / "scratch")
    threads = ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS")
    assert said == [{"HOME": scratch, "TMPDIR": scratch, **dict.fromkeys(threads, "1")}, scratch]


def test_descriptors_are_closed_and_the_standard_ones_lead_nowhere(parent: Parent, tmp_path: Path) -> None:
    said = parent.ask(tmp_path, "result = os.read(0, 1) == b'', print('said'); os.read(left_open, 1)")
    assert said["errno"] == errno.EBADF
    assert parent.ask(tmp_path, "result = os.read(0, 1) == b'', print('said')")["result"] == [True, None]
    assert parent.ask(tmp_path, "result = os.read(left_open, 0) == b''", confined=False)["result"] is True


def test_it_dies_with_its_parent(tmp_path: Path) -> None:
    """The grandchild holds the pipe that this test reads: it ends when the grandchild is gone."""
    program = f"""
import os, time
from pathlib import Path
from grade.confine import Policy, confine
parent = os.getpid()
if os.fork() == 0:
    confine(Policy(Path({str(tmp_path)!r})), keep=(1,), parent=parent)
    os.write(1, b'up')
    time.sleep(90)
time.sleep(0.2)
os._exit(0)
"""
    ended = subprocess.run([sys.executable, "-c", program], capture_output=True, env=ENVIRONMENT, timeout=50)
    assert ended.stdout in (b"up", b"") and ended.stderr == b""


def test_a_process_with_threads_is_not_confined_by_halves(tmp_path: Path) -> None:
    program = (
        "import threading\nfrom pathlib import Path\nfrom grade.confine import Policy, confine\n"
        "threading.Thread(target=threading.Event().wait, args=(60,), daemon=True).start()\n"
        f"confine(Policy(Path({str(tmp_path)!r})))"
    )
    ended = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, env=ENVIRONMENT, timeout=50)
    assert "RuntimeError: Only a freshly forked process" in ended.stderr


def test_other_systems_say_that_nothing_holds(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(sys, "platform", "win32")
    assert grade.confine.confine(grade.confine.Policy(tmp_path)) == []
    found = layers.layers()
    assert found and not any(held.holds for held in found)
    assert all("no confinement" in held.detail for held in found)
    assert not bubblewrap.layer().holds


# ---------------------------------------------------------------- what goes on working

WORKS = {
    "linear algebra": """
import numpy as np
a = np.random.default_rng(0).normal(size=(60, 60))
result = bool(np.allclose(np.linalg.solve(a, a @ np.ones(60)), 1) and len(np.linalg.svd(a)[1]) == 60)""",
    "transforms": """
import numpy as np
result = bool(np.allclose(np.fft.ifft(np.fft.fft(np.arange(8.0))), np.arange(8)))""",
    "arrays in files": """
import numpy as np
np.save('a.npy', np.eye(3)); np.savez('b.npz', x=np.eye(3)); np.savetxt('c.txt', np.eye(3))
kept = np.memmap('d', float, 'w+', shape=(4,)); kept[:] = 1; kept.flush()
result = bool(np.load('a.npy').sum() == np.load('b.npz')['x'].sum() == np.loadtxt('c.txt').sum() == 3)""",
    "images": """
from PIL import Image
image = Image.new('RGB', (9, 7), (200, 10, 10))
for name in ('a.jpg', 'a.png', 'a.gif', 'a.bmp', 'a.webp'):
    image.save(name)
result = all(Image.open(one).convert('RGB').resize((3, 3)).size == (3, 3) for one in sorted(Path('.').glob('a.*')))""",
    "imports after the fork": """
import scipy.optimize, sklearn.neighbors, sklearn.linear_model
from numpy.polynomial import Polynomial
import numpy as np
x, y = np.arange(20.0).reshape(-1, 1), np.arange(20) > 9
models = sklearn.neighbors.KNeighborsClassifier(3), sklearn.linear_model.LogisticRegression()
result = all(model.fit(x, y).score(x, y) > 0.9 for model in models)
result = bool(result and abs(scipy.optimize.brentq(lambda v: v - 2, 0, 9) - 2) < 1e-6)""",
    "copies": """
import shutil
Path('a').mkdir(); Path('a/x').write_text('7')
shutil.copy('a/x', 'x'); shutil.copy2('a/x', 'y'); shutil.copytree('a', 'b'); shutil.move('b', 'c')
shutil.make_archive('z', 'zip', 'c'); shutil.rmtree('a'); Path('x').touch(); Path('x').replace('y')
there = sorted(str(one) for one in Path('.').rglob('*'))
result = there == ['c', 'c/x', 'y', 'z.zip'] and Path('y').read_text() == '7'""",
    "temporary files": """
import tempfile
with tempfile.TemporaryDirectory() as folder, tempfile.NamedTemporaryFile() as file:
    file.write(b'x'); result = folder.startswith(str(scratch)) and file.name.startswith(str(scratch))""",
    "clocks and signals": """
import signal, time
seen = []
signal.signal(signal.SIGALRM, lambda *_: seen.append(1)); signal.setitimer(signal.ITIMER_REAL, 0.01); time.sleep(0.05)
os.kill(os.getpid(), signal.SIGALRM); signal.raise_signal(signal.SIGALRM); result = len(seen) == 3""",
    "the size of the machine": "import platform; result = os.cpu_count() > 0 and bool(platform.platform())",
    "a loop of events": """
import asyncio
result = asyncio.run(asyncio.wait_for(asyncio.to_thread(sum, (1, 2)), 9)) == 3""",
    "devices of no harm": """
Path('/dev/null').write_text('x'); result = len(Path('/dev/urandom').open('rb', buffering=0).read(4)) == 4""",
}


@pytest.mark.parametrize("what", WORKS)
def test_works(parent: Parent, tmp_path: Path, what: str) -> None:
    said = parent.ask(tmp_path, WORKS[what])
    assert said.get("result") is True, said


def test_a_crash_in_c_is_told_as_one(parent: Parent, tmp_path: Path) -> None:
    assert parent.ask(tmp_path, "os.abort()")["status"] == -signal.SIGABRT
    assert parent.ask(tmp_path, "ctypes.string_at(0)")["status"] == -signal.SIGSEGV


def test_what_it_may_read_it_cannot_write(parent: Parent, tmp_path: Path) -> None:
    data, file = tmp_path / "data", tmp_path / "single.txt"
    data.mkdir()
    for path in (data / "photo", file, tmp_path / "neighbour.txt"):
        path.write_text("photo", encoding="utf-8")
    allowed = (data, file, tmp_path / "not there")
    code = f"result = Path({str(data / 'photo')!r}).read_text() + Path({str(file)!r}).read_text()"
    assert parent.ask(tmp_path, code, readable=allowed)["result"] == "photophoto"
    for path in (data / "photo", file):
        code = f"Path({str(path)!r}).write_text('x')"
        assert parent.ask(tmp_path, code, readable=allowed)["error"] == "PermissionError"
    code = f"Path({str(tmp_path / 'neighbour.txt')!r}).read_text()"
    assert parent.ask(tmp_path, code, readable=allowed)["error"] == "PermissionError"


@pytest.mark.skipif(not importlib.util.find_spec("torch"), reason="torch is not installed: weeks 5 to 8 only")
def test_torch_works(tmp_path: Path) -> None:
    code = """
import torch
torch.manual_seed(0)
net = torch.nn.Sequential(torch.nn.Conv2d(3, 4, 3), torch.nn.ReLU(), torch.nn.Flatten(), torch.nn.Linear(144, 2))
x, y = torch.randn(8, 3, 8, 8), torch.arange(8) % 2
optimizer = torch.optim.Adam(net.parameters(), lr=0.01)
losses = []
for _ in range(20):
    optimizer.zero_grad(); loss = torch.nn.functional.cross_entropy(net(x), y); loss.backward(); optimizer.step()
    losses.append(loss.item())
torch.save(net.state_dict(), 'net.pt')
again = torch.load('net.pt', weights_only=True)
loader = torch.utils.data.DataLoader(torch.utils.data.TensorDataset(x, y), batch_size=4, shuffle=True)
result = losses[-1] < losses[0] and len(again) == 4 and len(list(loader)) == 2 and len(torch.linalg.svd(x[0, 0]).S) == 8
"""
    one = Parent("torch")
    try:
        said = one.ask(tmp_path, code)
        assert said.get("result") is True, said
        code = "import torch; torch.set_num_threads(2); a = torch.ones(300, 300); result = (a @ a).max().item()"
        said = one.ask(tmp_path, code)
        assert said.get("result") == 300, said
    finally:
        one.end()


# ---------------------------------------------------------------- where Python lies


def venv(folder: Path) -> Path:
    """An environment with links, whose interpreter lies elsewhere; its site-packages."""
    subprocess.run([sys.executable, "-m", "venv", "--without-pip", "--symlinks", folder], check=True, timeout=60)
    return next(folder.glob("lib/python*/site-packages"))


def test_an_environment_made_in_the_folder_of_the_course_does_not_open_it(tmp_path: Path) -> None:
    course = tmp_path / "course"
    packages = venv(course)
    stored = tmp_path / "store" / "planted"
    stored.mkdir(parents=True)
    (stored / "__init__.py").write_text("", encoding="utf-8")
    (stored / "later.py").write_text("here = True\n", encoding="utf-8")
    (packages / "planted").symlink_to(stored)  # as installers do that keep one copy of each package
    (course / "solutions.py").write_text("the answer", encoding="utf-8")
    (tmp_path / "python").symlink_to(course / "bin" / "python")
    scratch = tmp_path / "scratch"
    scratch.mkdir()
    program = f"""
import os, sys, planted
from pathlib import Path
from grade.confine import Policy, confine
from grade.confine.readable import libraries
policy = Policy(Path({str(scratch)!r}), libraries())
if os.fork():
    os._exit(os.waitstatus_to_exitcode(os.wait()[1]))
confine(policy)
import planted.later, xml.dom.minidom, decimal
print(planted.later.here, sys.prefix)
try:
    Path({str(course / "solutions.py")!r}).read_text()
except PermissionError:
    print("denied")
sys.stdout.flush()
os._exit(0)
"""
    for python in (course / "bin" / "python", tmp_path / "python"):
        ended = subprocess.run([python, "-c", program], capture_output=True, text=True, env=ENVIRONMENT, timeout=50)
        if python.parent == tmp_path and "No module named 'planted'" in ended.stderr:
            continue  # this version of Python does not find its environment through such a link
        assert ended.stdout.splitlines()[:1] == [f"True {course}"], ended.stderr
        assert ended.stdout.splitlines()[1:] == ["denied"], ended.stderr


def test_what_lies_within_another_folder_is_not_named_twice(tmp_path: Path) -> None:
    inner = tmp_path / "a" / "b"
    inner.mkdir(parents=True)
    (tmp_path / "a-b").mkdir()
    (tmp_path / "link").symlink_to(inner)
    found = readable.outermost([inner, tmp_path / "a", tmp_path / "a-b", tmp_path / "link", tmp_path / "no"])
    assert {*found} == {tmp_path.resolve() / "a", tmp_path.resolve() / "a-b"}


# ---------------------------------------------------------------- Landlock's versions


@pytest.mark.parametrize("abi", range(1, min(landlock.version(), 6) + 1))
def test_landlock_of_every_version(parent: Parent, tmp_path: Path, abi: int) -> None:
    code = f"""
limits.no_new_privileges()
landlock.restrict(policy, abi={abi})
Path('mine').write_text('7'); Path('folder').mkdir(); Path('mine').rename('theirs')
kept = Path('theirs').read_text()
for attempt in (secret.read_text, lambda: (outside / 'new').write_text('x'), lambda: os.listdir('/etc')):
    try: attempt()
    except PermissionError: kept += 'n'
result = kept
"""
    assert parent.ask(tmp_path, code, confined=False).get("result") == "7nnn"


def test_no_version_is_asked_for_what_it_does_not_know() -> None:
    assert [landlock.size(abi) for abi in range(1, 8)] == [8, 8, 8, 16, 16, 24, 24]
    files, network, scope = zip(*(landlock.handled(abi) for abi in range(1, 8)), strict=True)
    assert [bits.bit_length() for bits in files] == [13, 14, 15, 15, 16, 16, 16]
    assert network == (0, 0, 0, 3, 3, 3, 3)
    assert scope == (0, 0, 0, 0, 0, 3, 3)


# ---------------------------------------------------------------- the layers, tried


def printed(program: str) -> list[list[Any]]:
    ended = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, env=ENVIRONMENT, timeout=90)
    found: list[list[Any]] = json.loads(ended.stdout or "[]")
    assert found, ended.stderr
    return found


def test_all_layers_hold_here() -> None:
    found = printed("import json\nfrom grade.confine.layers import layers\nprint(json.dumps(layers()))")
    assert [held for held in found if not held[1]] == []
    assert len(found) == len(attempts.ATTEMPTS) + 1
    for _, _, detail in found:  # the same machine is described in the same words: no folder or process of the day
        assert not re.search(r"/|\d\d", detail), detail


def test_without_confinement_the_layers_are_seen_not_to_hold() -> None:
    program = (
        "import json\nfrom grade.confine import layers\nlayers.confine = lambda *_, **__: []\n"
        "print(json.dumps(layers.layers()))"
    )
    holding = {name for name, holds, _ in printed(program) if holds}
    assert holding - {"tracing", "memory of others", "memory in /proc"} == {layers.WORK}  # containers forbid those


@pytest.mark.parametrize("failing", ["raise RuntimeError('broken')", "raise OSError('broken')", "os.abort()"])
def test_a_confinement_that_fails_is_no_layer_that_holds(failing: str) -> None:
    program = (
        f"import json, os\nfrom grade.confine import layers\ndef confine(*_, **__): {failing}\n"
        "layers.confine = confine\nprint(json.dumps(layers.layers()))"
    )
    for _, holds, detail in printed(program):
        assert not holds
        assert "broken" in detail or "SIGABRT" in detail


# ---------------------------------------------------------------- bubblewrap


def test_without_the_program_it_is_said_what_to_install(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    held = bubblewrap.layer()
    assert not held.holds
    assert "package bubblewrap" in held.detail


def test_a_program_that_fails_is_no_wall(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    (tmp_path / "bwrap").write_text("#!/bin/sh\necho 'bwrap: No permissions' >&2\nexit 1\n", encoding="utf-8")
    (tmp_path / "bwrap").chmod(0o755)
    monkeypatch.setenv("PATH", f"{tmp_path}:/usr/bin:/bin")
    assert bubblewrap.layer() == ("bubblewrap", False, "It does not work here: bwrap: No permissions")


def test_the_wall_hides_the_outside(tmp_path: Path) -> None:
    if not (held := bubblewrap.layer()).holds:
        pytest.skip(held.detail)
    (tmp_path / "secret").write_text("the answer", encoding="utf-8")
    shared, shown = tmp_path / "shared", tmp_path / "shown"
    for folder in (shared, shown):
        folder.mkdir()
    program = """
import json, os, sys, errno
from pathlib import Path
import numpy
from grade.confine.layers import applied, layers
place = Path(sys.argv[1])
seen = sorted(os.listdir(place))
(place / 'shared' / 'kept').write_text('x')
try:
    (place / 'shown' / 'kept').write_text('x')
    refused = 0
except OSError as error:
    refused = error.errno
processes = [name for name in os.listdir('/proc') if name.isdigit()]
print(json.dumps([seen, refused == errno.EROFS, len(processes), layers(), applied()]))
"""
    box = bubblewrap.Box((TOOLS, shown), (shared,))
    command = bubblewrap.wrapped(
        [sys.executable, "-c", f"import sys; sys.path.insert(0, {str(TOOLS)!r})\n{program}"], box
    )
    ended = subprocess.run([*command, str(tmp_path)], capture_output=True, text=True, env=ENVIRONMENT, timeout=90)
    assert ended.stdout, ended.stderr
    seen, refused, processes, found, applied = json.loads(ended.stdout)
    assert seen == ["shared", "shown"]
    assert refused
    assert processes <= 3, "bubblewrap's own and this one"
    assert [held for held in found if not held[1]] == []
    assert applied == list(layers.applied())
    assert (shared / "kept").exists()
