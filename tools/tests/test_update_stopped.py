"""`kata update` stopped at every moment there is: nothing is lost, and the same command goes on."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from kata.circumstances import full_disk
from kata.course import Course, CourseError
from kata.update import plan as update
from tests.publisher import CHANCE, NUMBERS, QUIET, TEST, WORDS, Publisher, clone, files, git, is_sound, solve, status

pytestmark = [
    pytest.mark.skipif(shutil.which("git") is None, reason="git is not installed"),
    pytest.mark.skipif(not hasattr(os, "fork"), reason="a forked process is killed"),
]
STEPS = ("open", "os.rename", "os.remove", "os.rmdir", "os.mkdir", "subprocess.Popen")
EASIER = b"# made easier\n"
STAGED = b"# staged\n"


@pytest.fixture
def learner(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, run_tests: Callable) -> Path:
    """A clone that is behind, with work of every kind: committed, staged, neither; and a test that they edited."""
    for name in ("GIT_CONFIG_NOSYSTEM", "GIT_CONFIG_GLOBAL", "GIT_TERMINAL_PROMPT"):
        monkeypatch.setenv(name, QUIET[name])
    course = Publisher(tmp_path / "course")
    mine = clone(course)
    solve(course, mine)
    run_tests(mine, "exercises/week1")
    git(mine, "commit", "--quiet", "-am", "mine")
    for text in (STAGED, b"# not staged\n"):
        with (mine / NUMBERS).open("ab") as file:
            file.write(text)
        if text == STAGED:
            git(mine, "add", NUMBERS)
    with (mine / TEST).open("ab") as file:
        file.write(EASIER)
    course.second()
    course.third()
    course.without_chance()
    return mine


def stopped(folder: Path, step: int, how: Callable[[], None]) -> bool:
    """Update in a process of its own, which `how` ends before its step-th step; False where it took fewer."""
    child = os.fork()
    if child == 0:
        left = [step]

        def watch(event: str, arguments: tuple[object, ...]) -> None:
            if event in STEPS and not (event == "open" and arguments[1] == "r"):
                left[0] -= 1
                if left[0] == 0:
                    how()

        status = 1
        try:
            course = Course(folder)
            plan = update.prepare(course)
            sys.addaudithook(watch)
            update.carry_out(course, plan)
            status = 0
        except KeyboardInterrupt:
            status = 130
        finally:
            os._exit(status)
    _, status = os.waitpid(child, 0)
    assert os.waitstatus_to_exitcode(status) in (0, 130, -signal.SIGKILL)
    return os.waitstatus_to_exitcode(status) != 0


def kill() -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def ctrl_c() -> None:
    raise KeyboardInterrupt


def is_there(folder: Path, work: dict[str, bytes], head: str) -> None:
    """Nothing of theirs is lost: not their katas, not what they wrote into a test, not a commit, not what is staged."""
    for name, data in work.items():
        if name != TEST:
            assert (folder / name).read_bytes() == data, name
    kept = [path.read_bytes() for path in (folder / ".kata/kept").glob("*")]
    assert work[TEST] in [(folder / TEST).read_bytes(), *kept]
    git(folder, "merge-base", "--is-ancestor", head, "HEAD")
    assert git(folder, "show", f":{NUMBERS}").endswith(STAGED.decode().strip())


def is_done(folder: Path, plan: update.Plan) -> None:
    """All has come, and all is told, as if nothing had happened meanwhile."""
    assert (plan.old, plan.new, plan.reopened) == ("0.1.0", "0.4.0", ["week1/shift"])
    assert [heading.partition(" ")[0] for heading, _ in plan.entries] == ["0.4.0", "0.3.0", "0.2.0"]
    assert plan.added == ["week1/kata2_luck", "week1/kata3_words"] and plan.environment
    assert list(plan.kept) == [TEST] and Path(plan.kept[TEST]).read_bytes().endswith(EASIER)
    assert [(left.kata, left.stub) for left in plan.left] == [
        ("week1/kata1_numbers", "changed"), ("week1/kata2_chance", "gone"),
    ]  # fmt: skip
    theirs = folder.parent / "course"
    assert files(folder, ".kata/", NUMBERS, CHANCE) == files(theirs, NUMBERS)
    assert status(folder) == [f"MM {NUMBERS}"]
    assert git(folder, "rev-parse", "HEAD^2") == git(theirs, "rev-parse", "HEAD")
    assert len(list((folder / ".kata/kept").iterdir())) == 1
    is_sound(folder)


@pytest.mark.parametrize(("how", "stride"), [(kill, 2), (ctrl_c, 9)], ids=["killed", "Ctrl-C"])
def test_stopped_at_any_moment_it_goes_on(learner: Path, how: Callable[[], None], stride: int, tmp_path: Path) -> None:
    work = {name: (learner / name).read_bytes() for name in (NUMBERS, CHANCE, TEST, ".kata/progress.json")}
    head = git(learner, "rev-parse", "HEAD")
    folder = tmp_path / "stopped"
    for step in range(1, 1000, stride):
        shutil.copytree(learner, folder)
        went_on = stopped(folder, step, how)
        is_there(folder, work, head)
        if not went_on:
            break
        plan = update.prepare(Course(folder))
        update.carry_out(Course(folder), plan)
        is_there(folder, work, head)
        if plan.is_news:  # else the branch had moved, which is the last that happens
            is_done(folder, plan)
        shutil.rmtree(folder)
    assert step > 40


def test_stopped_twice_with_a_newer_version_in_between(learner: Path, tmp_path: Path) -> None:
    work = {name: (learner / name).read_bytes() for name in (NUMBERS, CHANCE, TEST)}
    head, tries = git(learner, "rev-parse", "HEAD"), list[str]()
    while not (learner / WORDS).exists():  # each time it gets a little further
        assert stopped(learner, 40 + 3 * len(tries), kill)
        tries.append("killed")
    assert git(learner, "rev-parse", "HEAD") == head
    git(tmp_path / "course", "commit", "--quiet", "--allow-empty", "-m", "newer")
    assert stopped(learner, 20, kill)
    plan = update.prepare(Course(learner))
    assert plan.goes_on
    update.carry_out(Course(learner), plan)
    is_there(learner, work, head)
    is_done(learner, plan)


@pytest.mark.parametrize("room", [0, 10, 2_000, 100_000])
def test_a_full_disk(learner: Path, room: int, tmp_path: Path) -> None:
    """No file can grow beyond so many bytes, git's own neither."""
    (tmp_path / "course/fixtures/large.bin").write_bytes(os.urandom(200_000))
    git(tmp_path / "course", "add", "-A")
    git(tmp_path / "course", "commit", "--quiet", "--amend", "--no-edit")
    work = {name: (learner / name).read_bytes() for name in (NUMBERS, CHANCE, TEST)}
    head = git(learner, "rev-parse", "HEAD")
    before = files(learner, ".kata/")
    plan = update.prepare(Course(learner))
    with full_disk(room), pytest.raises((OSError, CourseError)):
        update.carry_out(Course(learner), plan)
    assert files(learner, ".kata/") == before and git(learner, "rev-parse", "HEAD") == head
    is_there(learner, work, head)
    plan = update.prepare(Course(learner))
    update.carry_out(Course(learner), plan)
    is_done(learner, plan)


def test_a_commit_made_meanwhile_is_not_lost(learner: Path) -> None:
    """An editor that commits while the update is at work."""
    plan = update.prepare(Course(learner))
    git(learner, "commit", "--quiet", "-m", "meanwhile")
    head = git(learner, "rev-parse", "HEAD")
    with pytest.raises(CourseError, match=r"The update is not finished.*type the same command again"):
        update.carry_out(Course(learner), plan)
    plan = update.prepare(Course(learner))
    update.carry_out(Course(learner), plan)
    git(learner, "merge-base", "--is-ancestor", head, "HEAD")
    is_sound(learner)


def test_ctrl_c_says_that_nothing_was_lost(learner: Path, tmp_path: Path) -> None:
    """In the terminal, while it waits for the network: a git that does not answer."""
    slow, waits = tmp_path / "bin", tmp_path / "waits"
    slow.mkdir()
    (slow / "git").write_text(
        f'#!/bin/sh\ncase "$*" in *fetch*) touch {waits}; sleep 60;; esac\nexec {shutil.which("git")} "$@"\n'
    )
    (slow / "git").chmod(0o755)
    before = files(learner)
    process = subprocess.Popen(
        [sys.executable, "-m", "kata", "update"], cwd=learner, text=True, start_new_session=True,
        env={**os.environ, "PATH": f"{slow}{os.pathsep}{os.environ['PATH']}"},
        stdout=subprocess.PIPE, stderr=subprocess.PIPE,
    )  # fmt: skip
    while process.poll() is None and not waits.exists():
        time.sleep(0.05)
    os.killpg(process.pid, signal.SIGINT)
    out, err = process.communicate(timeout=30)
    assert (out, err, process.returncode) == ("", "Stopped. Nothing was lost.\n", 130)
    assert files(learner) == before
