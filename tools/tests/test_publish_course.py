"""`nox -s publish` on the course itself: what learners get stands alone, goes on, and holds nothing of the staff's.

`KATA_PUBLISH=all pytest tools/tests/test_publish_course.py` tries every solved branch on every week. Some minutes.
"""

from __future__ import annotations

import ast
import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.publisher import git, is_sound

ROOT = Path(__file__).parents[2]
ALL = os.environ.get("KATA_PUBLISH") == "all"
WEEKS = range(1, 9) if ALL else range(1, 4)
SOLVED = range(1, 9) if ALL else (1, 2)
WHO = {f"GIT_{who}_{what}": "a@example.org" for who in ("AUTHOR", "COMMITTER") for what in ("NAME", "EMAIL")}
ALONE = {"GIT_CONFIG_NOSYSTEM": "1", "GIT_CONFIG_GLOBAL": os.devnull, **WHO}
LONG = 40  # signs of a line that says something by itself
BODY = re.compile(r"# BEGIN SOLUTION\n(.*?)# END SOLUTION", re.DOTALL)

pytestmark = [
    pytest.mark.skipif(shutil.which("git") is None, reason="git is not installed"),
    pytest.mark.xdist_group("publish"),  # one course, published once
]
Done = subprocess.CompletedProcess[str]


@pytest.fixture(scope="module")
def main(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A repository with the course as it lies here on its branch main, published to two remotes."""
    listed = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"], cwd=ROOT, capture_output=True
    )
    if listed.returncode != 0:
        pytest.skip("this course is no repository: nothing says which of its files are the course's")
    main = tmp_path_factory.mktemp("publish") / "main"
    for name in sorted(filter(None, os.fsdecode(listed.stdout).split("\0"))):
        if (ROOT / name).is_file():
            (main / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(ROOT / name, main / name)
    git(main, "init", "--quiet")
    git(main, "add", "-A")
    git(main, "commit", "--quiet", "-m", "All of it.")
    for name in ("students", "staff"):
        git(main.parent, "init", "--quiet", "--bare", f"{name}.git")
        git(main, "remote", "add", name, str(main.parent / f"{name}.git"))
    publish(main)
    return main


def publish(main: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "publish", "--push", "students", "--push-solutions", "staff"],
        cwd=main, env={**os.environ, **ALONE}, capture_output=True, text=True, encoding="utf-8",
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    assert max(map(len, done.stdout.splitlines())) <= 80


@pytest.fixture
def clone(main: Path, tmp_path: Path) -> Callable[[str], Path]:
    def make(name: str) -> Path:
        git(tmp_path, "clone", "--quiet", "-b", "student", (main.parent / "students.git").as_uri(), name)
        return tmp_path / name

    return make


@pytest.fixture
def of_its_own(run: Callable[..., Done]) -> Callable[..., Done]:
    """Run a module of a clone's own tools in it: `of_its_own(folder, "kata", "--help")`."""

    def run_module(folder: Path, *words: str) -> Done:
        return run(sys.executable, "-m", *words, cwd=folder, PYTHONPATH=str(folder / "tools"), **ALONE)

    return run_module


def solve(main: Path, mine: Path, week: str) -> dict[Path, str]:
    """Write the solutions into a learner's clone; what is in its katas then."""
    written = {}
    for reference in sorted((main / "solutions" / week).glob("*.py")):
        kata = mine / "exercises" / week / reference.name
        if kata.exists():
            text = reference.read_text(encoding="utf-8")
            lines = [line for line in text.splitlines(keepends=True) if "SOLUTION" not in line]
            kata.write_text("".join(lines) + "# mine\n", encoding="utf-8")
            written[kata] = kata.read_text(encoding="utf-8")
    assert len(written) > 3
    return written


def test_a_learner_pulls_and_updates_and_keeps_what_they_wrote(
    main: Path, clone: Callable[[str], Path], of_its_own: Callable[..., Done]
) -> None:
    pulls, updates = clone("pulls"), clone("updates")
    written = solve(main, pulls, "week1")
    tried = of_its_own(pulls, "pytest", "exercises/week1", "-q", "-p", "no:cacheprovider")
    assert tried.returncode == 0, tried.stdout
    committed = solve(main, updates, "week1")
    git(updates, "commit", "--quiet", "-a", "-m", "Week 1.")

    before = git(main, "rev-parse", "student")
    page = main / "exercises/week2/README.md"
    page.write_text(page.read_text(encoding="utf-8") + "\nA line more.\n", encoding="utf-8")
    git(main, "commit", "--quiet", "-a", "-m", "A line more.")
    publish(main)
    assert git(main, "rev-parse", "student^") == before

    git(pulls, "pull", "--quiet", "--ff-only")
    assert git(pulls, "rev-parse", "HEAD") == git(main, "rev-parse", "student")
    done = of_its_own(updates, "kata", "update")
    assert done.returncode == 0, done.stderr
    is_sound(updates)
    for mine, katas in ((pulls, written), (updates, committed)):
        assert (mine / "exercises/week2/README.md").read_text(encoding="utf-8").endswith("A line more.\n")
        assert {path: path.read_text(encoding="utf-8") for path in katas} == katas


def test_a_learner_s_kata_offers_what_works_there(
    clone: Callable[[str], Path], of_its_own: Callable[..., Done]
) -> None:
    mine = clone("mine")
    commands = re.findall(r"^│ (\w+) ", of_its_own(mine, "kata", "--help").stdout, re.MULTILINE)
    assert {"hint", "learned", "quiz", "watch", "record", "lab", "doctor", "reset", "update"} <= set(commands)
    assert not {"new", "stubs", "verify", "mutants"} & set(commands)
    assert "No such command" in of_its_own(mine, "kata", "verify").stderr
    assert of_its_own(mine, "kata").returncode == 0
    assert of_its_own(mine, "kata", "hint", "week2/gradient").returncode == 0
    (mine / "exercises/week1/kata1_features_and_labels.py").write_text("mine = 1\n", encoding="utf-8")
    assert of_its_own(mine, "kata", "reset", "-y", "week1/kata1").returncode == 0
    assert git(mine, "status", "--porcelain") == ""


def test_a_learner_s_pytest_runs_their_weeks(main: Path) -> None:
    """The settings differ from the authors' in nothing but where plain `pytest` looks."""
    theirs, ours = (git(main, "show", f"{branch}:pytest.ini").splitlines() for branch in ("student", "main"))
    differ = [pair for pair in zip(theirs, ours, strict=True) if pair[0] != pair[1]]
    assert differ == [("testpaths = exercises", "testpaths = tools/tests")]


def modules(main: Path, branch: str) -> dict[str, ast.Module]:
    """The modules of a branch's tools and exercises, by name."""
    rooms = ("tools/kata", "tools/labs", "tools/nets", "exercises")
    paths = git(main, "ls-tree", "-r", "--name-only", branch, *rooms).splitlines()
    return {
        path.removeprefix("tools/").removesuffix(".py").removesuffix("/__init__").replace("/", "."): ast.parse(
            git(main, "show", f"{branch}:{path}")
        )
        for path in paths
        if path.endswith(".py") and "/.stubs/" not in path
    }


def imported(nodes: Iterator[ast.AST]) -> set[str]:
    found = set()
    for node in nodes:
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            found |= {node.module, *(f"{node.module}.{alias.name}" for alias in node.names)}
    return found


def at_once(tree: ast.Module) -> Iterator[ast.AST]:
    """What a module does when it is imported."""
    for node in tree.body:
        if not (isinstance(node, ast.If) and ast.unparse(node.test) == "TYPE_CHECKING"):
            yield node


def test_learners_have_every_module_that_theirs_need_and_no_idle_one(main: Path) -> None:
    theirs, ours = modules(main, "student"), modules(main, "main")
    staff = ours.keys() - theirs.keys()
    assert {"kata.verify", "kata.mutants.survivors", "kata.known", "kata.new"} <= staff
    for name, tree in theirs.items():
        assert not imported(at_once(tree)) & staff, f"{name} needs what learners do not have"
    used = {name for tree in theirs.values() for name in imported(ast.walk(tree))}
    used |= {name.rpartition(".")[0] for name in used}  # a package is used with what is in it
    started = {"kata.__main__", "kata.plugin", "kata.serve"}  # by name: `python -m`, and pytest.ini
    idle = {name for name in theirs if name.startswith("kata.") and name not in used | started}
    assert not idle, f"{sorted(idle)} is used by nothing of the learners': publish/selection.py should keep it"


def lines_of(text: str) -> set[str]:
    lines = (" ".join(line.split()) for line in text.splitlines())
    return {line for line in lines if len(line) >= LONG}


def test_no_object_of_the_students_remote_holds_anything_of_the_staff_s(main: Path) -> None:
    secret: set[str] = set()
    for path in (main / "solutions").rglob("*.py"):
        text = path.read_text(encoding="utf-8")
        for part in BODY.findall(text) or [text]:
            secret |= lines_of(part)
    shown = [main / "exercises", main / "fixtures", *(main / "tools" / name for name in ("kata", "labs", "nets"))]
    for path in (path for folder in shown for path in folder.rglob("*") if path.suffix in (".py", ".md", ".toml")):
        secret -= lines_of(path.read_text(encoding="utf-8"))
    assert len(secret) > 5_000

    def found_in(remote: str) -> set[str]:
        everything = subprocess.check_output(
            ["git", "cat-file", "--batch-all-objects", "--batch"], cwd=main.parent / f"{remote}.git"
        )
        assert everything.count(b" commit ") > 0
        return lines_of(everything.decode("utf-8", "replace")) & secret

    assert not found_in("students")
    assert len(found_in("staff")) > 300
    refs = git(main.parent / "students.git", "for-each-ref", "--format=%(refname)")
    assert refs == "refs/heads/student"


@pytest.mark.parametrize("last", SOLVED)
def test_a_solved_branch_passes_up_to_its_week_and_has_not_begun_the_next(
    main: Path, tmp_path: Path, of_its_own: Callable[..., Done], last: int
) -> None:
    there = tmp_path / "there"
    git(main, "worktree", "add", "--quiet", "--detach", str(there), f"solution/week{last}")
    weeks = [f"exercises/week{number}" for number in WEEKS]
    of_its_own(there, "pytest", *weeks, "-q", "-p", "no:cacheprovider", "--kata-report", str(tmp_path / "report"))
    states: dict[str, set[str]] = {}
    for one in json.loads((tmp_path / "report").read_text(encoding="utf-8")):
        states.setdefault(one["week"], set()).add(one["state"])
    assert states == {f"week{number}": {"passed" if number <= last else "not-started"} for number in WEEKS}
