"""The zoo bites: each animal that claims to fool a naive grader does, and hurts nothing else meanwhile.

Each meets a grader of its own in a folder of its own, two or three at a time. `KATA_ZOO=all pytest …` lets those
in, too, that bite as another does.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path

import pytest

from grade.results import Outcome
from grade.zoo import stage
from grade.zoo.animal import CONFESSION, EARNED, Animal, Bite, CannotBuild, disturbed, must, plant
from grade.zoo.catalogue import ANIMALS
from grade.zoo.control import Met, meet

linux = pytest.mark.skipif(sys.platform != "linux", reason="The guard that keeps the animals in needs Linux.")
BY_NAME = {animal.name: animal for animal in ANIMALS}
AT_A_TIME = 3  # some only wait

ALIKE = {  # name → the one that bites just so
    "endless-bytes": "endless-in-c",
    "endless-loop-that-catches-all": "endless-loop",
    "endless-sort": "endless-loop",
    "endless-while-it-is-read": "sleeps",
    "huge-power": "endless-in-c",
    "waits-for-a-pipe": "sleeps",
    "waits-for-itself": "sleeps",
    "deaf-to-signals": "endless-import-in-c",
    "hangs-at-exit": "thread-that-never-ends",
    "tabs-and-spaces": "syntax-error",
    "misspelt-import": "syntax-error",
    "comment-only": "empty",
    "task-missing": "empty",
    "picture": "nul-byte",
    "utf-16": "not-utf-8",
    "deep-signs": "deep-parentheses",
    "deep-attributes": "deep-parentheses",
    "dangling-link": "missing",
    "link-to-itself": "missing",
    "link-to-the-terminal": "empty",
    "link-to-endless-zeros": "device",
    "socket": "pipe",
    "folder": "pipe",
    "truncates-outside": "overwrites-outside",
    "renames-outside": "deletes-outside",
    "links-outside": "creates-outside",
    "own-conftest-in-the-week": "own-conftest",
    "own-pyproject": "own-pytest-ini",
    "lists-the-solutions": "reads-the-hidden-tests",
    "reads-the-passwords": "reads-the-hidden-tests",
    "writes-parent-memory": "reads-parent-memory",
    "reads-command-lines": "reads-the-parents-environment",
    "abort-in-a-call": "segfault-in-a-call",
    "command-in-its-name": "formula-in-its-name",
    "option-for-a-name": "formula-in-its-name",
    "html-in-its-error": "html-in-its-output",
    "interrupt-at-import": "interrupt-in-a-call",
    "os-exit-at-import": "os-exit-in-a-call",
    "raises-at-import": "syntax-error",
    "binary": "nul-byte",
    "own-numpy": "own-random",
    "link-to-passwords": "syntax-error",
    "reads-the-environment": "reads-the-parents-environment",
    "daemon-by-subprocess": "daemon",
    "overwrites-through-a-link": "overwrites-outside",
    "false-tensor": "number-that-looks-up-the-answer",
}
BITING = [one.name for one in ANIMALS if one.bites and (one.name not in ALIKE or os.environ.get("KATA_ZOO") == "all")]


def may(need: str) -> bool:
    """Whether an animal with this need can bite on this machine at all."""
    if need == "root":
        return os.geteuid() == 0
    if need == "ptrace":  # some systems let nobody look into a process but its own parent
        scope = Path("/proc/sys/kernel/yama/ptrace_scope")
        return not scope.exists() or scope.read_text().strip() == "0"
    return True


def let_in(animal: Animal) -> Met:
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as box:
        return meet(animal, Path(box))


@pytest.fixture(scope="session")
def met(request: pytest.FixtureRequest) -> Iterator[dict[str, Future[Met]]]:
    """What came of the meetings that this run asks for, all begun at once."""
    asked = [item for item in request.session.items if isinstance(item, pytest.Function) and "met" in item.fixturenames]
    if "PYTEST_XDIST_WORKER" in os.environ:
        asked = []  # others are busy, too: each meeting when it is asked for
    names = [str(item.callspec.params["name"]) for item in asked if hasattr(item, "callspec")]
    with ThreadPoolExecutor(AT_A_TIME) as pool:
        yield Meetings(pool, names)
        pool.shutdown(cancel_futures=True)


class Meetings(dict[str, Future[Met]]):
    def __init__(self, pool: ThreadPoolExecutor, names: list[str]) -> None:
        self._pool = pool
        super().__init__({name: self._begin(name) for name in names if may(BY_NAME[name].needs)})

    def _begin(self, name: str) -> Future[Met]:
        return self._pool.submit(let_in, BY_NAME[name])

    def __missing__(self, name: str) -> Future[Met]:
        self[name] = self._begin(name)
        return self[name]


@linux
@pytest.mark.parametrize("name", BITING)
def test_the_naive_grader_falls_for(name: str, met: dict[str, Future[Met]]) -> None:
    animal = BY_NAME[name]
    if not may(animal.needs):
        pytest.skip(f"It takes {animal.needs} to do that here.")
    try:
        found = met[name].result()
    except CannotBuild as reason:
        pytest.skip(str(reason))
    assert animal.bites <= found.bites, f"{animal.does} The naive grader: {found.text}"


@linux
def test_the_naive_grader_gives_honest_work_its_points_and_lazy_work_none() -> None:
    """So that it is no wonder of a broken grader when an animal bites."""
    honest = Animal("honest", "It is right.", stage.honest(), must())
    assert let_in(honest) == Met(frozenset(), dict.fromkeys([*stage.TASKS1, *stage.TASKS2], True))
    for plain in (False, True):
        lazy = Animal("lazy", "It is wrong.", stage.handed_in(stage.lazy1()), must({Outcome.WRONG}), plain=plain)
        points = {**dict.fromkeys(stage.TASKS1, False), **dict.fromkeys(stage.TASKS2, True)}
        assert let_in(lazy) == Met(frozenset(), points)


def test_there_is_an_animal_for_every_kind_of_mischief() -> None:
    assert len(BY_NAME) == len(ANIMALS) >= 70, "Two animals have the same name, or there are too few."
    assert len({animal.folder_name.casefold() for animal in ANIMALS}) == len(ANIMALS), "Two have the same folder."
    assert {bite for animal in ANIMALS for bite in animal.bites} == set(Bite)
    for name, like in ALIKE.items():
        assert BY_NAME[name].bites, f"{name} bites nobody: it need not be spared."
        assert BY_NAME[like].bites and like not in ALIKE, f"{name} is like {like}, which does not take part."


@pytest.mark.parametrize("animal", ANIMALS, ids=lambda animal: animal.name)
def test_an_animal_says_what_it_does_and_what_it_must_get(animal: Animal) -> None:
    assert animal.does.endswith(".") and animal.does[0].isupper()
    assert set(animal.must) == {*stage.TASKS1, *stage.TASKS2}
    assert all(allowed and Outcome.FAULT not in allowed for allowed in animal.must.values())
    assert all(word == word.lower() for word in animal.says), "`says` is compared in lower case."
    if Bite.POINTS in animal.bites:
        assert any(Outcome.PASSED not in allowed for allowed in animal.must.values())
    if animal.folder_name == animal.name:
        assert animal.name.replace("-", "").isalnum()


@linux
@pytest.mark.parametrize("animal", ANIMALS, ids=lambda animal: animal.name)
def test_building_an_animal_touches_nothing_but_its_own_folder(animal: Animal, tmp_path: Path) -> None:
    outside, folder = tmp_path / "neighbour", tmp_path / animal.folder_name
    plant(outside)
    folder.mkdir()
    try:
        animal.build(folder, outside, processes=1, megabytes=1)
    except CannotBuild as reason:
        pytest.skip(str(reason))
    assert disturbed(outside) == []
    assert {path.name for path in tmp_path.iterdir()} == {"neighbour", animal.folder_name}
    assert not any(path.exists() for path in animal.traces(outside))
    for path in folder.rglob("*.py"):
        if path.is_file() and not path.is_symlink():
            assert b"@OUTSIDE@" not in path.read_bytes() and b"@COURSE@" not in path.read_bytes()


def test_what_is_disturbed_is_told(tmp_path: Path) -> None:
    plant(tmp_path)
    file = tmp_path / stage.FILE1
    changes: dict[str, Callable[[], object]] = {
        "has another content": lambda: file.write_text("x"),
        "has another mode": lambda: file.chmod(0o600),
        "has another time": lambda: os.utime(file, (1, 1)),
        "is gone": file.unlink,
        "is new": lambda: (tmp_path / "more").touch(),
    }
    for sentence, change in changes.items():
        change()
        assert any(sentence in one for one in disturbed(tmp_path)), sentence
        plant(tmp_path)
        (tmp_path / "more").unlink(missing_ok=True)
        assert disturbed(tmp_path) == []


def test_complaints_about_a_grading() -> None:
    animal = Animal("one", "It is one.", {}, must(predict={Outcome.TIMEOUT}))
    right = {task: [Outcome.PASSED] for task in animal.must} | {"predict": [Outcome.PASSED, Outcome.TIMEOUT]}
    assert animal.complaints(right) == []
    assert animal.complaints({**right, "predict": [Outcome.PASSED]}) == ["predict: a point that was not earned"]
    assert animal.complaints({**right, "predict": [Outcome.CRASH]}) == ["predict: crash, where only timeout may be"]
    assert animal.complaints({**right, "mse": [Outcome.CRASH]}) == ["mse: crash, where only passed may be"]
    assert animal.complaints({**right, "mse": []}) == ["mse: no test of it was reported"]
    assert animal.must["losses"] == EARNED


def test_complaints_about_what_is_said() -> None:
    animal = Animal("one", "It is one.", {}, must(), says=("time", "second"))
    assert animal.misspoken(["Predict: the TIME was up."]) == []
    assert animal.misspoken(["It was long."]) == ["none of these is said: time, second"]
    assert animal.misspoken([f"time: {CONFESSION}"]) == [f"{CONFESSION!r} must not be said"]


GUARD = [sys.executable, "-I", "-S", str(Path(stage.__file__).with_name("guard.py"))]
STAYS = """
import os, sys, time
if os.fork() == 0:
    os.setsid()
    if os.fork() == 0:
        open(sys.argv[1], "w").write(str(os.getpid()))
        time.sleep(60)
    os._exit(0)
os.wait()
while not os.path.exists(sys.argv[1]) or not os.path.getsize(sys.argv[1]):
    time.sleep(0.01)
"""


@linux
def test_nothing_survives_the_guard(tmp_path: Path) -> None:
    note = tmp_path / "process"
    command = [sys.executable, "-c", STAYS, f"{note}"]
    done = subprocess.run([*GUARD, "20", "200", *command], capture_output=True, text=True, timeout=60)
    assert json.loads(done.stdout) == {"status": 0, "timed_out": False, "left": 1}
    with pytest.raises(ProcessLookupError):
        os.kill(int(note.read_text()), 0)


@linux
def test_the_guard_ends_what_does_not_end() -> None:
    command = [sys.executable, "-c", "while True: pass"]
    done = subprocess.run([*GUARD, "0.5", "200", *command], capture_output=True, text=True, timeout=60)
    assert json.loads(done.stdout)["timed_out"]
