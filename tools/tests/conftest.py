"""Fixtures: a toy course of three tasks to break in every way, and programs run for real."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from kata import progress
from kata.course import Course

ROOT = Path(__file__).parents[2]
TOY = Path(__file__).parent / "toy"

sys.path.append(str(ROOT / "fixtures"))  # for the scripts that make them
collect_ignore = ["toy"]  # its tests fail on purpose

Run = Callable[..., subprocess.CompletedProcess[str]]

if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:  # as a shell starts what runs in the background: children inherit
    signal.signal(signal.SIGINT, signal.default_int_handler)  # it, and tests that press Ctrl-C would wait for ever


@pytest.fixture
def toy(tmp_path: Path) -> Path:
    """A copy of the toy course, with its stubs."""
    shutil.copytree(TOY, tmp_path / "toy", ignore=shutil.ignore_patterns("__pycache__", ".kata", ".pytest_cache"))
    return tmp_path / "toy"


@pytest.fixture
def solved(toy: Path) -> Path:
    """The toy course with every kata solved by its learner."""
    for reference in (toy / "solutions" / "week1").glob("kata*.py"):
        text = reference.read_text(encoding="utf-8")
        lines = [line for line in text.splitlines(keepends=True) if "SOLUTION" not in line]
        (toy / "exercises" / "week1" / reference.name).write_text("".join(lines), encoding="utf-8")
    return toy


@pytest.fixture
def run() -> Run:
    """Run a program of the course in a process of its own, at 80 columns; `typed` is what it reads."""

    def run_program(
        *command: str | Path, cwd: Path, typed: str = "", **environment: str
    ) -> subprocess.CompletedProcess[str]:
        keep = ("PATH", "HOME", "SYSTEMROOT", "TEMP", "TMP", "LANG")
        base = {name: os.environ[name] for name in keep if name in os.environ}
        base |= {"COLUMNS": "80", "PYTHONUTF8": "1", "PATH": f"{Path(sys.executable).parent}{os.pathsep}{base['PATH']}"}
        return subprocess.run(
            [str(part) for part in command],
            cwd=cwd,
            env={**base, **environment},
            capture_output=True,
            text=True,
            encoding="utf-8",
            input=typed,
            timeout=120,
        )

    return run_program


@pytest.fixture
def run_tests(run: Run) -> Run:
    """Run pytest in a folder: `run_tests(folder, *arguments)`."""

    def run_them(folder: Path, *arguments: str | Path, **environment: str) -> subprocess.CompletedProcess[str]:
        return run(sys.executable, "-m", "pytest", *arguments, cwd=folder, **environment)

    return run_them


@pytest.fixture
def kata(run: Run) -> Run:
    """Run the kata command in a folder: `kata(folder, "hint", "double")`."""

    def run_kata(folder: Path, *arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
        return run(sys.executable, "-m", "kata", *arguments, cwd=folder, **environment)

    return run_kata


@pytest.fixture
def passed() -> Callable[..., None]:
    """Make it so that weeks of a course have passed: `passed(folder, "week1", "week2")`, without running a test."""

    def keep(folder: Path, *weeks: str, day: str = "2026-11-21") -> None:
        progress.fingerprints.cache_clear()
        tests = {
            f"{kata.id}/{test}": {"state": "passed", "test": mark, "when": day}
            for kata in Course(folder).katas
            if kata.week in weeks
            for test, mark in progress.fingerprints(kata.test_path).items()
        }
        progress.write(folder, progress.Progress(tests))

    return keep


def change(path: Path, old: str, new: str) -> None:
    """Edit a file as a learner would; the text to change must be there."""
    text = path.read_text(encoding="utf-8")
    assert old in text, f"{old!r} is not in {path.name}"
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


@pytest.fixture
def edit() -> Callable[[Path, str, str], None]:
    return change


@pytest.fixture
def golden(request: pytest.FixtureRequest) -> Callable[[str, str, Path], None]:
    """Compare a screen with the one kept in golden/NAME.txt; `GOLDEN=write pytest` keeps what it sees."""

    def check(name: str, screen: str, folder: Path) -> None:
        screen = "".join(f"{line.rstrip()}\n" for line in screen.replace(str(folder), "FOLDER").splitlines())
        path = Path(__file__).parent / "golden" / f"{name}.txt"
        if os.environ.get("GOLDEN") == "write":
            path.write_text(screen, encoding="utf-8")
        assert screen == path.read_text(encoding="utf-8"), f"{name}: see the difference; GOLDEN=write keeps the new one"

    return check
