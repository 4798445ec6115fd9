"""The guard against learners' own solutions: by names, in a real pull request, and by the workflow's own commands."""

from __future__ import annotations

import importlib
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

import guard
from kata.course import Course

ROOT = Path(__file__).parents[2]
yaml = importlib.import_module("yaml")
STUB = "def double(x: float) -> float:\n    raise NotImplementedError\n"
KATA = "exercises/week1/kata1_numbers.py"
SOLVED = {KATA: STUB.replace("raise NotImplementedError", "return 2 * x")}
needs_git = pytest.mark.skipif(shutil.which("git") is None, reason="git is not installed")
needs_bash = pytest.mark.skipif(os.name == "nt", reason="the workflow runs it on Linux, in bash")


@pytest.mark.parametrize(
    ("changed", "found"),
    [
        ([], []),
        ([KATA], [KATA]),
        (["exercises/week12/mission_log.py"], ["exercises/week12/mission_log.py"]),
        ([KATA, "solutions/week1/kata1_numbers.py"], []),
        ([KATA, "solutions/week2/kata1_numbers.py"], [KATA]),
        ([KATA, "solutions/week1/mistakes_kata1.py"], [KATA]),
        (["exercises/week1/test_kata1_numbers.py", "exercises/week1/lab.py", "exercises/week1/README.md"], []),
        (["tools/kata/kata1_numbers.py", "exercises/.stubs/week1/kata1_numbers.py"], []),
        (["exercises/week1/kata1_numbers.py\n::error::", "exercises/week1/kata1`x`.py"], []),
    ],
)
def test_a_kata_without_its_reference_is_a_solution(changed: list[str], found: list[str]) -> None:
    assert guard.solved(changed) == found


def test_the_guard_knows_every_kata_of_the_course() -> None:
    names = sorted(f"exercises/{kata.week}/{kata.name}.py" for kata in Course(ROOT).katas)
    assert names and guard.solved(names) == names


def git(folder: Path, *words: str) -> str:
    who = ["-c", "user.name=A Learner", "-c", "user.email=learner@example.org", "-c", "core.hooksPath=/nonexistent"]
    done = subprocess.run(["git", *who, *words], cwd=folder, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    return done.stdout.strip()


def change(folder: Path, files: dict[str, str]) -> None:
    for name, text in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text, encoding="utf-8")
    git(folder, "add", "-A")
    git(folder, "commit", "-q", "--allow-empty", "-m", "A change")


def merged(folder: Path, files: dict[str, str]) -> Path:
    """A checkout as GitHub makes it for a pull request that changes these files: HEAD merges it into the base."""
    folder.mkdir()
    git(folder, "init", "-q", "-b", "main")
    guards = (ROOT / "tools" / "guard.py").read_text(encoding="utf-8")
    change(folder, {KATA: STUB, "tools/guard.py": guards, "README.md": "A course.\n"})
    git(folder, "switch", "-q", "-c", "theirs")
    change(folder, files)
    git(folder, "switch", "-q", "main")
    change(folder, {"README.md": "A course that went on.\n"})
    git(folder, "merge", "-q", "--no-ff", "-m", "Merge", "theirs")
    return folder


def check(folder: Path, aside: Path) -> tuple[subprocess.CompletedProcess[str], str]:
    """Run the commands of guard.yml; what they said, and the summary they left."""
    aside.mkdir()
    workflow = yaml.safe_load((ROOT / ".github" / "workflows" / "guard.yml").read_text(encoding="utf-8"))
    (step,) = (step for step in workflow["jobs"]["own-solutions"]["steps"] if "run" in step)
    environment = {
        "PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}",
        "HOME": str(aside),
        "RUNNER_TEMP": str(aside),
        "GITHUB_STEP_SUMMARY": str(aside / "summary.md"),
        "GITHUB_SERVER_URL": "https://github.example",
        "GITHUB_REPOSITORY": "course/downhill",
    }
    words = ["bash", "--noprofile", "--norc", "-eo", "pipefail", "-c", step["run"]]  # as `shell: bash` has it
    done = subprocess.run(words, cwd=folder, env=environment, capture_output=True, text=True)
    page = aside / "summary.md"
    return done, page.read_text(encoding="utf-8") if page.exists() else ""


@needs_git
@needs_bash
def test_a_pull_request_with_a_solution_is_told_kindly_where_it_belongs(tmp_path: Path) -> None:
    done, page = check(merged(tmp_path / "course", SOLVED), tmp_path / "aside")
    assert done.returncode == 1, done.stderr
    assert f"- `{KATA}`" in page
    assert "your own fork" in page
    assert "https://github.example/course/downhill/discussions" in page
    (error,) = (line for line in done.stdout.splitlines() if line.startswith("::error"))
    assert "well done" in error and "fork" in error and "discussions" in error


@needs_git
@needs_bash
def test_an_authors_pull_request_passes(tmp_path: Path) -> None:
    files = {**SOLVED, "solutions/week1/kata1_numbers.py": "# BEGIN SOLUTION\n", "docs/a.md": "More.\n"}
    done, page = check(merged(tmp_path / "course", files), tmp_path / "aside")
    assert (done.returncode, page) == (0, ""), done.stderr


@needs_git
@needs_bash
def test_nothing_of_the_pull_request_is_run(tmp_path: Path) -> None:
    trap = "from pathlib import Path\nPath('ran').touch()\nraise SystemExit(0)\n"
    traps = {"tools/guard.py": trap, "re.py": trap, "pathlib.py": trap, "sitecustomize.py": trap}
    attributes = {".gitattributes": "*.py diff=python filter=theirs\n"}
    course = merged(tmp_path / "course", {**SOLVED, **traps, **attributes})
    done, page = check(course, tmp_path / "aside")
    assert done.returncode == 1 and KATA in page
    assert not (course / "ran").exists()


@needs_git
@needs_bash
def test_a_renamed_kata_and_odd_names_do_not_slip_through(tmp_path: Path) -> None:
    files = {"exercises/week1/kata1_numbers.py": SOLVED[KATA], 'exercises/week1/a "b" ü.md': "x\n"}
    done, page = check(merged(tmp_path / "course", files), tmp_path / "aside")
    assert done.returncode == 1 and f"- `{KATA}`" in page


def test_the_guard_is_for_forks_reads_only_and_knows_no_secret() -> None:
    text = (ROOT / ".github" / "workflows" / "guard.yml").read_text(encoding="utf-8")
    workflow = yaml.safe_load(text)
    assert list(workflow[True]) == ["pull_request"]  # YAML 1.1 takes `on` for a yes
    assert workflow["permissions"] == {"contents": "read"}
    assert "secrets." not in text
    assert (
        workflow["jobs"]["own-solutions"]["if"] == "github.event.pull_request.head.repo.full_name != github.repository"
    )
