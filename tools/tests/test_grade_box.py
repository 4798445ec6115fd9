"""Around real workers: what they can see, what they leave behind, and how they end."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import closing
from dataclasses import asdict
from pathlib import Path
from types import SimpleNamespace

import numpy as np
import pytest

if sys.platform != "linux":
    pytest.skip("Workers are forked and confined as on Linux.", allow_module_level=True)

from grade import paths, scratch, wire
from grade.confine import bubblewrap, layers
from grade.court import Court, Limits
from grade.remote import Line, RemoteKatas
from grade.results import Outcome, Tested
from kata import circumstances, fixtures
from tests.waiting import wait_until

ROOT = Path(__file__).parents[2]
TOOLS = ROOT / "tools"
KATA = "week2/kata1_gradient_descent"
LIMITS = Limits(seconds=1, budget=60, megabytes=512)


@pytest.fixture(scope="module")
def court() -> Iterator[Court]:
    opened = Court(ROOT, [KATA], hidden=False, layers=layers.applied())
    yield opened
    opened.close()


@pytest.fixture
def without_bubblewrap(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[Court]:
    monkeypatch.setenv("PATH", str(tmp_path))
    opened = Court(ROOT, [KATA], hidden=False)
    yield opened
    opened.close()


@pytest.fixture
def boxed() -> None:
    if not (held := bubblewrap.layer()).holds:
        pytest.skip(held.detail)


def handed_in(folder: Path, body: str, top: str = "") -> Path:
    """A folder with a kata whose first task has that body."""
    week = folder / "katas" / "week2"
    week.mkdir(parents=True)
    text = f"import os\nfrom pathlib import Path\n{top}\n\ndef predict(w, x):\n    {body}\n"
    (week / "kata1_gradient_descent.py").write_text(text, encoding="utf-8")
    return week.parent


def answers(court: Court, katas: Path) -> list[Tested]:
    """The tests of the first task."""
    return [one for one in court.tested(katas, LIMITS).tested if one.task == "predict"]


def told(court: Court, folder: Path, what: str) -> str:
    """The value of an expression, as a submission finds it."""
    one, *_ = answers(court, handed_in(folder, f"raise RuntimeError({what})"))
    assert "RuntimeError: " in one.message, one
    return one.message.partition("RuntimeError: ")[2].partition("\n")[0]


# ---------------------------------------------------------------- what they can see


@pytest.mark.usefixtures("boxed")
def test_in_the_box_the_outside_has_no_names(court: Court, tmp_path: Path) -> None:
    places = [ROOT / "solutions", ROOT / "exercises", TOOLS / "tests", TOOLS / "grade" / "zoo", tmp_path, "/etc/passwd"]
    assert told(court, tmp_path, f"[one for one in {list(map(str, places))} if os.path.exists(one)]") == "[]"


@pytest.mark.usefixtures("boxed")
def test_in_the_box_the_other_layers_hold(court: Court, tmp_path: Path) -> None:
    denied = """'%s %s %s' % tuple(map(DENIED, (
        lambda: Path('/tmp/of-its-own').touch(), os.fork, lambda: Path(FILE).read_text())))"""
    top = f"""
FILE = {str(TOOLS / "grade" / "worker.py")!r}
def DENIED(attempt):
    try:
        attempt()
    except PermissionError:
        return os.path.exists(FILE)
"""
    one, *_ = answers(court, handed_in(tmp_path, f"raise RuntimeError({denied})", top))
    assert "RuntimeError: True True True" in one.message


def test_without_the_box_they_work_as_well(without_bubblewrap: Court, tmp_path: Path) -> None:
    assert told(without_bubblewrap, tmp_path, "os.path.exists('/etc/passwd')") == "True"
    assert told(without_bubblewrap, tmp_path / "2", "os.listdir('.')") == "[]"


def test_the_right_answers_of_the_zoo_are_out_of_reach(court: Court, tmp_path: Path) -> None:
    katas = handed_in(tmp_path, "import grade.zoo.stage; return w * x")
    assert {one.outcome for one in answers(court, katas)} <= {Outcome.ERROR, Outcome.FORBIDDEN}


def test_a_worker_that_lacks_a_layer_is_no_fault_of_the_students(tmp_path: Path) -> None:
    court = Court(ROOT, [KATA], hidden=False, layers=(*layers.applied(), "moonlight"))
    try:
        found = answers(court, handed_in(tmp_path, "return w * x"))
    finally:
        court.close()
    assert {one.outcome for one in found} == {Outcome.FAULT}
    assert "no moonlight" in found[0].message


# ---------------------------------------------------------------- what they leave


def test_a_folder_that_is_too_full_ends_a_worker_and_is_emptied(court: Court, tmp_path: Path) -> None:
    """At its import, which may compute for longer than a call: on a slow disk it needs that."""
    top = "import time\nblock = bytes(1 << 23)\n[Path(str(n)).write_bytes(block) for n in range(40)]\ntime.sleep(3)"
    one, *_ = answers(court, handed_in(tmp_path, "return w * x", top))
    assert (one.outcome, one.message) == (Outcome.FORBIDDEN, scratch.SENTENCE)
    assert told(court, tmp_path / "next", "os.listdir('.')") == "[]"


def test_what_fits(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(scratch, "MOST", 1 << 20)
    (tmp_path / "sparse").touch()
    os.truncate(tmp_path / "sparse", 1 << 30)
    (tmp_path / "link").symlink_to("/")
    assert scratch.fits(tmp_path) and scratch.fits(tmp_path / "not there")
    (tmp_path / "folder").mkdir()
    (tmp_path / "folder" / "full").write_bytes(bytes(1 << 20))
    assert not scratch.fits(tmp_path)


def test_what_is_nested_deep_is_seen_and_removed(tmp_path: Path) -> None:
    circumstances.protect(fixtures.FOLDER)  # as in the judge: every change is looked at, by its path
    home = Path.cwd()
    try:
        os.chdir(tmp_path)
        for _ in range(sys.getrecursionlimit() + 100):
            Path("deep").mkdir()
            os.chdir("deep")
    finally:
        os.chdir(home)
    assert not scratch.fits(tmp_path)
    scratch.clear(tmp_path)
    assert not list(tmp_path.iterdir())


def test_a_courts_folder_lies_in_memory_where_there_is_plenty(monkeypatch: pytest.MonkeyPatch) -> None:
    free = 4 * scratch.MOST * (os.cpu_count() or 1)
    for most, found in ((free, "/dev/shm"), (free - 1, None)):
        monkeypatch.setattr("shutil.disk_usage", lambda _, most=most: SimpleNamespace(free=most))
        assert scratch.place() == (found if Path("/dev/shm").is_dir() else None)
    monkeypatch.setattr(fixtures, "in_memory", lambda: None)
    assert scratch.place() is None


# ---------------------------------------------------------------- what a judge takes upon itself


def test_what_has_no_end_ends_a_test_and_not_the_judge(tmp_path: Path) -> None:
    """A list of batches that goes on for ever, once small ones (they take time) and once large ones (memory)."""
    kata = "week3/kata5_training"
    right = (ROOT / "solutions" / f"{kata}.py").read_text(encoding="utf-8")
    with closing(Court(ROOT, [kata], hidden=False)) as court:
        for size, limits in ((1, Limits(seconds=0.5)), (1_000_000, LIMITS)):
            endless = f"""
class Endless:
    def __len__(self): return 1 << 40

    def __getitem__(self, place): return bytes({size})


def minibatches(n, batch_size, rng): return Endless()
"""
            mine = tmp_path / str(size) / f"{kata}.py"
            mine.parent.mkdir(parents=True)
            mine.write_text(right + endless, encoding="utf-8")
            tested = court.tested(tmp_path / str(size), limits).tested
            of_the_task = [one for one in tested if one.task == "minibatches"]
            assert of_the_task and not any(one.passed for one in of_the_task)
            assert not {one.outcome for one in tested} & {Outcome.FAULT, Outcome.CRASH}
            assert all(one.passed for one in tested if one.task == "update")
        assert all(one.passed for one in court.tested(ROOT / "solutions", Limits()).tested)


def test_a_message_has_a_length(court: Court, tmp_path: Path) -> None:
    """A test may show an answer as it is."""
    for one in answers(court, handed_in(tmp_path, "raise ValueError('x' * 3_000_000)")):
        assert len(one.message) < 10_000


# ---------------------------------------------------------------- which paths they may return


def test_strange_paths(tmp_path: Path) -> None:
    inside, outside = tmp_path / "inside", tmp_path / "outside"
    for folder in (inside, outside):
        folder.mkdir()
        (folder / "file").touch()
    (inside / "link").symlink_to(outside)
    (tmp_path / "inside2").touch()
    array = np.empty(2, object)
    array[:] = [outside, [inside]]

    def strange(message: object, given: object = None) -> Path | None:
        return paths.strange(message, given, [inside])

    assert strange([inside, {inside / "file": inside / "new"}, tmp_path / "nowhere", Path("no", "such")]) is None
    for path in (outside, inside / ".." / "outside" / "file", inside / "link" / "file", tmp_path / "inside2"):
        assert strange({"value": [(path,)]}) == path
        assert strange({path: 1}) == path
        assert strange([path], {"args": ([path],)}) is None
    assert strange(array) == outside
    endless: list[object] = []
    endless.append(endless)
    assert strange(endless) is None


@pytest.mark.parametrize("word", [b"path", b"p\\u0061th"])
def test_a_path_is_looked_at_however_it_is_spelt(word: bytes) -> None:
    header = b'[[],[["%s",null,"/etc/passwd"],["dict",null,"value",[0]]],[1]]' % word
    ours, theirs = socket.socketpair()
    with ours, theirs:
        theirs.sendall(len(header).to_bytes(4, "big") + header)
        # A file of the system's, which is there for anybody and none of a test's business.
        with pytest.raises(wire.WireError, match="the path /etc/passwd"):
            Line(ours.fileno(), RemoteKatas([ROOT], lambda: pytest.fail("no worker is needed"), 1, 1))._receive()


def test_a_path_of_ours_is_not_opened_for_it(court: Court, tmp_path: Path) -> None:
    """The file is there for the judge, and the worker need not see it to name it."""
    one, *_ = answers(court, handed_in(tmp_path, f"return [Path({str(ROOT / 'solutions')!r})]"))
    assert one.outcome is Outcome.ERROR
    assert one.message.startswith(f"It returned the path {ROOT / 'solutions'}")
    (tmp_path / "2").mkdir()
    one, *_ = answers(court, handed_in(tmp_path / "2", "return [Path('mine.txt')]"))
    assert one.outcome is Outcome.WRONG, "a path to nothing is a wrong answer, as any"


# ---------------------------------------------------------------- how they end


def descendants(pid: int) -> set[int]:
    """The processes that a process started, and those that these started."""
    parents = {}
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit():
            try:
                parents[int(entry.name)] = int((entry / "stat").read_text().rpartition(")")[2].split()[1])
            except OSError:
                continue
    found = {pid}
    while more := {child for child, parent in parents.items() if parent in found} - found:
        found |= more
    return found - {pid}


def running(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] not in "ZX"
    except OSError:
        return False


@pytest.fixture(params=["boxed", "not boxed"])
def opened(request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Court]:
    """A court with its bench, for whoever breaks it."""
    if request.param == "not boxed":
        monkeypatch.setenv("PATH", str(tmp_path))
    elif not bubblewrap.layer().holds:
        pytest.skip("There is no bubblewrap here.")
    court = Court(ROOT, [KATA], hidden=False)
    yield court
    court.close()


def test_a_bench_that_is_killed_leaves_no_process(opened: Court, tmp_path: Path) -> None:
    line = opened._judge(another=False)
    assert opened._bench.process
    bench = opened._bench.process.pid
    wait_until(lambda: len(descendants(bench)) >= 3)  # a zygote, a judge, and a zygote of its own
    idle = descendants(bench)
    seen, _ = opened._taken_in(handed_in(tmp_path, "while True: pass"), None)
    job = {"katas": str(seen), **asdict(Limits(seconds=50)), "plant": None, "layers": ()}
    asking = threading.Thread(target=line.ask, args=(job,))
    asking.start()
    wait_until(lambda: len(descendants(bench)) > len(idle))
    left = descendants(bench)
    os.kill(bench, 9)
    wait_until(lambda: not any(map(running, left)))
    asking.join(10)
    assert len(idle) >= 3
    assert not any(map(running, left))


def test_what_ends_is_started_again_and_costs_no_result(opened: Court, tmp_path: Path) -> None:
    """First one judge of two, then the other one's zygote, then the bench."""
    right = handed_in(tmp_path, "return w * x")
    found = [one.outcome for one in answers(opened, right)]
    assert set(found) == {Outcome.PASSED}
    opened._free = [opened._judge(another) for another in (False, True)]
    assert opened._bench.process
    bench = opened._bench.process.pid
    wait_until(lambda: len(forked(bench, "grade.bench")) == 2)
    judge, zygote = forked(bench, "grade.bench")[0], forked(bench, "grade.zygote")[1]
    for victim in (judge, zygote, bench):
        os.kill(victim, 9)
        for _ in range(3):
            assert [one.outcome for one in answers(opened, right)] == found
    assert opened._bench.process.pid != bench


def forked(bench: int, program: str) -> list[int]:
    """The descendants of the bench that were forked while they ran that program, the oldest first."""
    told = {pid: Path(f"/proc/{pid}/cmdline").read_bytes().split(b"\0") for pid in descendants(bench) | {bench}}
    running = {pid for pid, words in told.items() if words[1:3] == [b"-m", program.encode()]}
    return sorted(running - {min(running)})


def test_nobody_may_look_into_what_is_trusted() -> None:
    program = (
        "import ctypes, sys\nfrom grade.confine import guard\nget = lambda: ctypes.CDLL(None).prctl(3, 0, 0, 0, 0)\n"
        "before = get()\nguard(ends_with_parent=False)\nprint(before, get())"
    )
    ended = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, timeout=50)
    assert ended.stdout.split() == ["1", "0"], ended.stderr
