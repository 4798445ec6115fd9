"""tools/start.py, as a stranger runs it: a real clone, a real environment."""

from __future__ import annotations

import importlib.util
import json
import re
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from types import ModuleType

import pytest

ROOT = Path(__file__).parents[2]


@pytest.fixture
def start() -> ModuleType:
    spec = importlib.util.spec_from_file_location("start_under_test", ROOT / "tools" / "start.py")
    assert spec and spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture(scope="session")
def clone(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A clone with a space and an umlaut in its path, brought to what the working tree holds now."""
    folder = tmp_path_factory.mktemp("a stränger") / "downhill"
    subprocess.run(["git", "clone", "--quiet", str(ROOT), str(folder)], check=True)
    listed = ["git", "ls-files", "--modified", "--others", "--exclude-standard", "-z"]
    changed = subprocess.run(listed, cwd=ROOT, check=True, capture_output=True, text=True).stdout
    for name in filter(None, changed.split("\0")):
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        if (ROOT / name).exists():
            shutil.copy(ROOT / name, folder / name)
        else:
            (folder / name).unlink(missing_ok=True)
    return folder


def test_a_stranger_sets_up_and_starts(clone: Path, run: Callable) -> None:
    """The README's first command, twice; then the tests, from the root and from a week's folder."""
    first = run(shutil.which("python3") or sys.executable, "tools/start.py", cwd=clone)
    assert first.returncode == 0, first.stderr
    assert "Next        load_digits" in first.stdout
    assert "exercises/week1/kata1_features_and_labels.py:" in first.stdout
    second = run(sys.executable, "tools/start.py", cwd=clone)
    assert second.stdout == first.stdout
    assert second.stderr == "", "nothing is installed twice"
    elsewhere = run(sys.executable, clone / "tools" / "start.py", cwd=clone.parent)
    assert "Next        load_digits" in elsewhere.stdout, "from any folder"
    stubs = run(sys.executable, "tools/start.py", "pytest", "exercises/week2", cwd=clone)
    assert stubs.returncode == 1
    assert len(stubs.stdout.splitlines()) < 25
    inside = run(
        sys.executable, "../../tools/start.py", "pytest", "--katas=../../solutions", cwd=clone / "exercises/week2"
    )
    assert inside.returncode == 0, inside.stdout
    modules = run(sys.executable, "tools/start.py", "python", "-c", "import torch", cwd=clone)
    assert modules.returncode == 1, "weeks 1 to 4 install no torch"


def test_the_command_decides_what_is_installed(
    start: ModuleType, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    week = tmp_path / "exercises" / "week5"
    week.mkdir(parents=True)
    (week / "kata1_x.py").write_text("from torch import nn\n", encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    assert start.needed_for(["pytest", "exercises/week5"]) == {"torch"}
    assert start.needed_for(["pytest", "exercises/week5/kata1_x.py::test_x"]) == {"torch"}
    assert start.needed_for(["pytest", "exercises/week1"]) == set()
    (week / "kata2_y.py").write_text("def app():\n    import gradio\n", encoding="utf-8")
    assert start.needed_for(["pytest", "exercises/week5"]) == {"torch", "app"}
    assert start.needed_for(["nox", "-s", "verify"]) == {"staff"}
    monkeypatch.setattr(start, "ROOT", tmp_path)
    assert start.needed_for(["kata", "lab", "week5"]) == {"lab", "torch", "app"}
    assert start.needed_for(["kata", "lab", "week1"]) == {"lab"}
    assert start.needed_for([]) == set()


def test_options_come_before_the_command(start: ModuleType) -> None:
    assert start.parse(["--with", "torch", "pytest", "--with"]) == ({"torch"}, ["pytest", "--with"])
    for wrong in (["--wiht", "torch"], ["--with"], ["--with", "tensorflow"]):
        with pytest.raises(start.CannotStart):
            start.parse(wrong)


def test_an_old_python_is_told_what_to_do(start: ModuleType, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(start.sys, "version_info", (3, 9, 1))
    with pytest.raises(start.CannotStart, match=r"needs Python 3\.11 or newer"):
        start.prepare(set())


def test_a_setup_that_broke_off_is_done_again(
    start: ModuleType, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    calls: list[str] = []
    monkeypatch.setattr(start, "STAMP", tmp_path / "stamp.json")
    monkeypatch.setattr(start, "python", lambda: Path(sys.executable))
    monkeypatch.setattr(start, "make_environment", lambda: calls.append("make"))
    monkeypatch.setattr(start, "compile_course", lambda: None)

    def broken(_: set[str]) -> None:
        calls.append("install")
        raise KeyboardInterrupt

    monkeypatch.setattr(start, "install", broken)
    for _ in range(2):
        with pytest.raises(KeyboardInterrupt):
            start.prepare(set())
    monkeypatch.setattr(start, "install", lambda extras: calls.append(f"install {sorted(extras)}"))
    start.prepare({"torch"})
    start.prepare(set())  # what was added stays, and nothing is to be done
    assert calls == ["install", "install", "install ['torch']"]
    assert json.loads((tmp_path / "stamp.json").read_text())["extras"] == ["torch"]


def test_a_course_that_was_moved_gets_a_new_environment(
    start: ModuleType, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    calls: list[str] = []
    stamp = tmp_path / "stamp.json"
    stamp.write_text(json.dumps({"pins": "old", "extras": [], "root": "/somewhere/else"}), encoding="utf-8")
    monkeypatch.setattr(start, "STAMP", stamp)
    monkeypatch.setattr(start, "python", lambda: Path(sys.executable))
    monkeypatch.setattr(start, "make_environment", lambda: calls.append("make"))
    monkeypatch.setattr(start, "install", lambda _: calls.append("install"))
    monkeypatch.setattr(start, "compile_course", lambda: calls.append("compile"))
    start.prepare(set())
    assert calls == ["make", "install", "compile"]


def test_an_unknown_program_is_named(start: ModuleType) -> None:
    with pytest.raises(start.CannotStart, match="no program 'pytset'"):
        start.run(["pytset"])


def test_a_new_version_that_needs_nothing_new_installs_nothing(start: ModuleType, tmp_path: Path) -> None:
    """Else a learner without a network could not start after an update."""
    for name in ("constraints.txt", "pyproject.toml"):
        shutil.copy(ROOT / name, tmp_path / name)
    start.ROOT = tmp_path  # type: ignore[attr-defined]
    before = start.digest()
    project = tmp_path / "pyproject.toml"
    text = project.read_text(encoding="utf-8")
    released = re.sub(r'(?m)^version = ".*"$', 'version = "99.0"', text)
    assert released != text
    project.write_text(released, encoding="utf-8")
    assert start.digest() == before
    project.write_text(released.replace('"rich>=14"', '"rich>=14.1"'), encoding="utf-8")
    assert start.digest() != before
