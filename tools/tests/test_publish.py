"""`nox -s publish`: the student branch and the solved ones, on a toy course, with real git and bare remotes."""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from publish import branches
from publish.__main__ import app
from publish.selection import as_a_learner_writes_it, is_for_learners, references, solution_bodies
from publish.workshop import Workshop
from tests.publisher import AUTHOR, NUMBERS, QUIET, Publisher, change, files, git

pytestmark = pytest.mark.skipif(shutil.which("git") is None, reason="git is not installed")

WHO = {f"GIT_{who}_{what}": "a@example.org" for who in ("AUTHOR", "COMMITTER") for what in ("NAME", "EMAIL")}
ALONE = {"GIT_CONFIG_NOSYSTEM": "1", "GIT_CONFIG_GLOBAL": os.devnull, **WHO}
OVERLAY = "tools/publish/student"
TOTALS = '''"""Totals."""


def totals(rows: list[list[float]]) -> list[float]:
    """The sum of each row, and last the sum of all."""
    # BEGIN SOLUTION
    found = [sum(row) for row in rows]
    found.append(sum(found))
    every_row_has_been_counted = len(found) == len(rows) + 1
    assert every_row_has_been_counted
    return found
    # END SOLUTION
'''
LINE = "return [value + by for value in values]"  # of the reference of `shift`

Done = subprocess.CompletedProcess[str]


@pytest.fixture(scope="module")
def authors(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The toy course as its authors have it: with solutions, a tool of theirs, and files for learners alone."""
    course = Publisher(tmp_path_factory.mktemp("authors") / "main")
    for path, text in {
        f"{OVERLAY}/README.md": "# Toy, for learners\n",
        f"{OVERLAY}/.github/workflows/ci.yml": "name: CI\n",
        "tools/grade/judge.py": '"""The judge, who is for the staff alone."""\n',
        "noxfile.py": '"""For the staff."""\n',
        "exercises/week1/test_kata3_totals.py": "from week1.kata3_totals import totals\n\n\n"
        "def test_totals_ends_with_the_sum():\n    assert totals([[1.0], [2.0]]) == [1.0, 2.0, 3.0]\n",
        "solutions/week1/kata3_totals.py": TOTALS,
    }.items():
        (course.folder / path).parent.mkdir(parents=True, exist_ok=True)
        (course.folder / path).write_text(text, encoding="utf-8")
    course.publish("0.2.0", "Totals.")
    return course.folder


@pytest.fixture(scope="module")
def authors_after(authors: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The same after it was published for the first time."""
    course = tmp_path_factory.mktemp("after") / "main"
    shutil.copytree(authors, course)
    subprocess.run([sys.executable, "-m", "publish"], cwd=course, env={**os.environ, **ALONE}, check=True)
    return course


@pytest.fixture
def course(authors: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(authors, tmp_path / "main"))


@pytest.fixture
def published(authors_after: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(authors_after, tmp_path / "main"))


@pytest.fixture
def publish(monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]) -> Callable[..., Done]:
    """Run it in this process, which is quicker: `publish(folder, "--push", "students")`."""
    for name, value in ALONE.items():
        monkeypatch.setenv(name, value)

    def run_publish(folder: Path, *options: str) -> Done:
        monkeypatch.chdir(folder)
        capfd.readouterr()
        try:
            app(options, standalone_mode=False)
            status = 0
        except SystemExit as ended:
            status = int(ended.code or 0)
        return subprocess.CompletedProcess(options, status, *capfd.readouterr())

    return run_publish


def at(folder: Path, ref: str) -> str:
    return git(folder, "rev-parse", ref)


def refs(folder: Path) -> str:
    return git(folder, "for-each-ref")


def names(folder: Path, ref: str) -> set[str]:
    return set(git(folder, "ls-tree", "-r", "--name-only", ref).splitlines())


def text(folder: Path, ref: str, path: str) -> str:
    return git(folder, "show", f"{ref}:{path}") + "\n"


def commit(folder: Path, message: str = "More.") -> None:
    git(folder, "add", "-A")
    git(folder, "commit", "--quiet", "-m", message)


def by_hand(folder: Path, changes: dict[str, str | bytes | None], message: str = "By hand.") -> None:
    """A commit on the student branch that publishing has not made. None takes a file away."""
    elsewhere = folder.parent / "by hand"
    git(folder, "worktree", "add", "--quiet", str(elsewhere), "student")
    for path, content in changes.items():
        (elsewhere / path).parent.mkdir(parents=True, exist_ok=True)
        if content is None:
            (elsewhere / path).unlink()
        else:
            (elsewhere / path).write_bytes(content if isinstance(content, bytes) else content.encode())
    git(elsewhere, "add", "-A", "--force")
    git(elsewhere, "commit", "--quiet", "--allow-empty", "-m", message)
    git(folder, "worktree", "remove", "--force", str(elsewhere))


def bare(folder: Path, name: str) -> Path:
    """A remote of this name."""
    place = folder.parent / f"{name}.git"
    git(folder.parent, "init", "--quiet", "--bare", str(place))
    git(folder, "remote", "add", name, str(place))
    return place


def push_by_hand(folder: Path, *words: str) -> Done:
    return subprocess.run(["git", *AUTHOR, "push", *words], cwd=folder, env=QUIET, capture_output=True, text=True)


# What is made


def test_the_student_branch_is_main_without_the_staff_s(published: Path) -> None:
    main, student = names(published, "main"), names(published, "student")
    assert git(published, "rev-list", "--count", "student") == "1"
    assert {"README.md", ".github/workflows/ci.yml", NUMBERS, "exercises/.stubs/digests.json"} <= student
    assert not [
        path for path in student if path.startswith(("solutions/", "tools/grade/", "tools/publish/", "noxfile"))
    ]
    assert text(published, "student", "README.md") == "# Toy, for learners\n"
    for path in student - {"README.md", ".github/workflows/ci.yml"}:
        assert path in main and at(published, f"main:{path}") == at(published, f"student:{path}")


def test_a_solved_branch_is_the_student_branch_with_solutions_in_their_places(published: Path) -> None:
    assert names(published, "solution/week1") == names(published, "student")
    changed = git(published, "diff", "--name-only", "student", "solution/week1").splitlines()
    assert changed == [f"exercises/week1/{name}.py" for name in ("kata1_numbers", "kata2_chance", "kata3_totals")]
    solved = text(published, "solution/week1", NUMBERS)
    assert LINE in solved and "SOLUTION" not in solved
    assert at(published, "solution/week1^") == at(published, "student")


def test_the_user_s_own_checkout_is_not_touched(course: Path, publish: Callable[..., Done]) -> None:
    os.utime(course / NUMBERS, (0, 0))  # git would like to note that in its index
    index, head, here = (course / ".git/index").read_bytes(), (course / ".git/HEAD").read_bytes(), files(course)
    assert publish(course).returncode == 0
    assert ((course / ".git/index").read_bytes(), (course / ".git/HEAD").read_bytes(), files(course)) == (
        index,
        head,
        here,
    )
    assert git(course, "fsck", "--strict", "--no-dangling") == ""


def test_publishing_again_adds_a_commit_only_where_something_changed(
    published: Path, publish: Callable[..., Done]
) -> None:
    before, solved = at(published, "student"), at(published, "solution/week1")
    again = publish(published)
    assert "Nothing new" in again.stdout and at(published, "student") == before
    (published / "noxfile.py").write_text("# Something of the staff's.\n", encoding="utf-8")
    commit(published)
    assert publish(published).returncode == 0
    assert (at(published, "student"), at(published, "solution/week1")) == (before, solved)
    (published / "exercises/week1/README.md").write_text("# Week 1 · Other Steps\n", encoding="utf-8")
    commit(published)
    assert publish(published).returncode == 0
    assert at(published, "student^") == before
    assert git(published, "merge-base", "--is-ancestor", solved, "solution/week1") == ""
    assert git(published, "merge-base", "--is-ancestor", "student", "solution/week1") == ""


def test_a_dry_run_says_what_would_happen_and_changes_nothing(published: Path, publish: Callable[..., Done]) -> None:
    (published / "exercises/week1/README.md").write_text("# Week 1 · Other Steps\n", encoding="utf-8")
    commit(published)
    students = bare(published, "students")
    everything = {path: path.read_bytes() for path in published.rglob("*") if path.is_file()}
    done = publish(published, "--dry-run", "--push", "students", "--release", "week1")
    assert done.returncode == 0, done.stderr
    assert "would go on" in done.stdout and "exercises/week1/README.md" in done.stdout
    assert "Would push" in done.stdout and "Nothing was changed." in done.stdout
    assert {path: path.read_bytes() for path in published.rglob("*") if path.is_file()} == everything
    assert refs(students) == ""


def test_screens_fit_into_80_columns(course: Path, publish: Callable[..., Done]) -> None:
    for options in (["--dry-run"], [], ["--release", "week1"]):
        out = publish(course, *options).stdout
        assert out and max(map(len, out.splitlines())) <= 80


def test_what_is_not_named_stays_with_the_staff() -> None:
    for path in ("tools/anything/new.py", "anything.md", "solutions/week1/kata1_a.py", "tools/kata/verify.py"):
        assert not is_for_learners(path)
    assert is_for_learners("tools/kata/update/plan.py") and is_for_learners("exercises/week9/kata1_a.py")


def test_references_are_katas_that_have_tests_and_come_week_by_week() -> None:
    paths = ["solutions/week10/kata1_b.py", "solutions/week2/kata1_a.py", "solutions/week2/mistakes_kata1.py",
             "exercises/week10/test_kata1_b.py", "exercises/week2/test_kata1_a.py"]  # fmt: skip
    assert list(references(paths)) == ["week2/kata1_a", "week10/kata1_b"]


def test_a_learner_writes_no_marks() -> None:
    written = as_a_learner_writes_it(TOTALS)
    assert "SOLUTION" not in written and written.count("\n") == TOTALS.count("\n") - 2
    assert solution_bodies(TOTALS)[0].count("\n") == 5


# Where it refuses


@pytest.mark.parametrize(
    ("how", "says"),
    [
        ("changed", "README.md. Commit it"),
        ("untracked", "new.md. Commit it"),
        ("detached", "on no branch"),
        ("other branch", "on other: `git switch main`"),
        ("in the middle of a merge", "A merge was begun here"),
        ("in use", "is checked out in"),
        ("no readme", "README.md is missing"),
        pytest.param("a link", "is no plain file", marks=pytest.mark.skipif(os.name == "nt", reason="needs links")),
        ("stub edited", "exercises/week1/kata1_numbers.py is no stub"),
    ],
)
def test_it_refuses_with_a_sentence(course: Path, publish: Callable[..., Done], how: str, says: str) -> None:
    if how == "changed":
        change(course / "README.md", "course", "Course")
    elif how == "untracked":
        (course / "new.md").write_text("new\n", encoding="utf-8")
    elif how == "detached":
        git(course, "checkout", "--quiet", "--detach")
    elif how == "other branch":
        git(course, "switch", "--quiet", "-c", "other")
    elif how == "in the middle of a merge":
        (course / ".git/MERGE_HEAD").write_text(at(course, "HEAD") + "\n", encoding="utf-8")
    elif how == "in use":
        git(course, "branch", "solution/week1")
        git(course, "worktree", "add", "--quiet", str(course.parent / "there"), "solution/week1")
    elif how == "no readme":
        (course / OVERLAY / "README.md").unlink()
        commit(course)
    elif how == "a link":
        (course / "exercises/link.md").symlink_to("week1/README.md")
        commit(course)
    elif how == "stub edited":
        change(course / NUMBERS, "raise NotImplementedError", "return 2 * x")
        commit(course)
    before = refs(course)
    done = publish(course)
    assert done.returncode == 2 and says in done.stderr and "Traceback" not in done.stderr
    assert refs(course) == before


def test_it_refuses_outside_of_a_course_and_in_a_learner_s_clone(published: Path, publish: Callable[..., Done]) -> None:
    assert "not inside a clone" in publish(published.parent).stderr
    mine = published.parent / "mine"
    git(published.parent, "clone", "--quiet", "-b", "student", published.as_uri(), str(mine))
    git(mine, "switch", "--quiet", "-c", "main")
    assert "learner's clone" in publish(mine).stderr


def test_it_refuses_a_week_that_is_not_there(course: Path, publish: Callable[..., Done]) -> None:
    assert "--release week7: the weeks with solutions are week1." in publish(course, "--release", "week7").stderr


def test_it_asks_who_publishes(course: Path, run: Callable[..., Done]) -> None:
    nobody = {"GIT_CONFIG_NOSYSTEM": "1", "GIT_CONFIG_GLOBAL": os.devnull}
    git(course, "config", "user.useConfigOnly", "true")
    done = run(sys.executable, "-m", "publish", cwd=course, **nobody)
    assert done.returncode == 2 and "git config user.name" in done.stderr


def test_either_all_branches_move_or_none(course: Path, publish: Callable[..., Done]) -> None:
    lock = course / ".git/refs/heads/solution/week1.lock"
    lock.parent.mkdir(parents=True)
    lock.touch()
    before = refs(course)
    done = publish(course)
    assert done.returncode == 2 and "No branch was changed." in done.stderr
    assert refs(course) == before
    lock.unlink()
    assert publish(course).returncode == 0


@pytest.mark.skipif(os.name != "posix", reason="Ctrl-C is sent as a signal")
@pytest.mark.parametrize("seconds", [0.35, 0.5, 0.65, 0.8])
def test_ctrl_c_leaves_nothing_half_published(course: Path, seconds: float) -> None:
    before = refs(course)
    process = subprocess.Popen(
        [sys.executable, "-m", "publish"], cwd=course, env={**os.environ, **ALONE}, text=True,
        stdout=subprocess.PIPE, stderr=subprocess.PIPE, start_new_session=True,
    )  # fmt: skip
    time.sleep(seconds)
    if process.poll() is None:
        os.killpg(process.pid, signal.SIGINT)
    out, err = process.communicate(timeout=30)
    assert "INTERNALERROR" not in out + err
    assert git(course, "fsck", "--strict", "--no-dangling") == ""
    if refs(course) != before:
        assert {"student", "solution/week1"} <= set(git(course, "branch", "--format=%(refname:short)").splitlines())
        assert at(course, "solution/week1^") == at(course, "student")
    assert not list(course.rglob("*.lock"))


# The proof


# What is planted: a path, what is in it, and where and as what it is found.
LEAKS: list[tuple[str, str | bytes, str]] = [
    ("exercises/week1/notes.md", f"One\n\n{LINE}\n", ":3 holds line 19 of solutions/week1/kata1_numbers.py"),
    ("other white space.md", "\t\treturn [value+by\n\t\t  for value   in values]\n", ":1 holds line 19"),
    ("quoted.md", f"> she wrote `{LINE}`\n", ":1 holds line 19"),
    ("json.ipynb", json.dumps({"source": [f"    {LINE}\n"]}), ":1 holds line 19"),
    ("short.md", "found.append(sum(found))\nreturn found\n", ":1 holds line 8 of solutions/week1/kata3_totals.py"),
    ("fixtures/a.csv", "expect(shift([4.0, -1.0], by=-3.0), want=[1.0, -4.0])\n", "week1/hidden_test_kata1.py"),
    ("mistaken.md", 'One earns @mistake("double", "That is the square").\n', "week1/mistakes_kata1.py"),
    (
        "tools/kata/a.py",
        "def modulo(values, seed=0):\n    return values[seed % len(values)]\n",
        "alternatives_kata2.py",
    ),
    (NUMBERS, "def double(x):\n    return 2 * x\n", " is no stub"),
    ("exercises/.stubs/week1/kata2_chance.py", "x = 1\n", " is no stub"),
    ("solutions/week1/notes.md", "Nothing.\n", " is for the staff alone"),
    ("exercises/week1/mistakes_kata1.py", "x = 1\n", " is for the staff alone"),
    ("tools/grade/other.py", "x = 1\n", " is for the staff alone"),
    ("noxfile.py", "x = 1\n", " is for the staff alone"),
    ("released/week1/kata1_numbers.py", "x = 1\n", " is for the staff alone"),
    (
        "tools/kata/j.py",
        '"""The judge, who is for the staff alone."""\n',
        " is tools/grade/judge.py, under another name",
    ),
    ("exercises/week1/__pycache__/a.pyc", b"\0\1\2", " is no text"),
    ("wide.md", LINE.encode("utf-16"), " is no text"),
]


def test_each_leak_in_an_earlier_commit_is_found(published: Path, publish: Callable[..., Done], tmp_path: Path) -> None:
    guilty = {}
    for path, content, _ in LEAKS:
        by_hand(published, {path: content})
        guilty[path] = at(published, "student")
    kept = names(published, "student~18")
    by_hand(published, {path: text(published, "student~18", path) if path in kept else None for path, _, _ in LEAKS})
    assert names(published, "student") == kept
    before = refs(published)
    done = publish(published)
    assert done.returncode == 2 and refs(published) == before
    assert f"exercises/week1/notes.md{LEAKS[0][2]} (commit {guilty[LEAKS[0][0]][:10]})" in done.stderr
    assert "and 10 files more" in done.stderr
    findings = list(map(str, branches.prepare(Workshop(published, tmp_path / "room"), []).proof.findings))
    for path, _, says in LEAKS:
        mine = [found for found in findings if found.startswith(path) and guilty[path][:10] in found]
        assert any(says in found for found in mine), (path, mine)
    assert {found.partition("(commit ")[2] for found in findings} == {f"{one[:10]})" for one in guilty.values()}


def test_a_leak_in_a_message_is_found(published: Path, publish: Callable[..., Done]) -> None:
    by_hand(published, {}, message=f"Better: {LINE}")
    assert "the message:1 holds line 19 of solutions/week1/kata1_numbers.py" in publish(published).stderr


def test_a_leak_that_came_with_a_merge_is_found(published: Path, publish: Callable[..., Done]) -> None:
    first = at(published, "student")
    by_hand(published, {"notes.md": "Harmless.\n"})
    aside = at(published, "student")
    git(published, "update-ref", "refs/heads/student", first)
    tree = git(published, "rev-parse", "main^{tree}")
    merged = git(published, "commit-tree", tree, "-p", first, "-p", aside, "-m", "Merged.")
    git(published, "update-ref", "refs/heads/student", merged)
    assert "solutions/week1/kata1_numbers.py is for the staff alone" in publish(published).stderr


def test_a_clean_commit_by_hand_is_no_leak(published: Path, publish: Callable[..., Done]) -> None:
    by_hand(published, {"exercises/week1/notes.md": "for value in values:\n    return x\n"})
    hand = at(published, "student")
    done = publish(published)
    assert done.returncode == 0, done.stderr
    assert at(published, "student^") == hand


def test_a_line_that_hints_show_is_no_secret_and_a_whole_solution_is(
    course: Path, publish: Callable[..., Done]
) -> None:
    hints = course / "exercises/week1/hints.md"
    change(hints, "It ends with `return … + by`.", f"`{LINE}`")
    commit(course)
    assert publish(course).returncode == 0
    change(hints, LINE, "return … + by")  # and in the history it stays
    commit(course)
    done = publish(course)
    assert done.returncode == 0, done.stderr
    hints.write_text(hints.read_text(encoding="utf-8") + "\n".join(["", *solution_bodies(TOTALS)]), encoding="utf-8")
    commit(course)
    done = publish(course)
    assert done.returncode == 2 and "hints.md:26 holds, from line 7 on, much of" in done.stderr


def test_files_for_learners_alone_excuse_nothing(course: Path, publish: Callable[..., Done]) -> None:
    (course / OVERLAY / "README.md").write_text(f"# Toy\n\n{LINE}\n", encoding="utf-8")
    commit(course)
    done = publish(course)
    assert done.returncode == 2 and "README.md:3 holds line 19" in done.stderr


def test_a_file_that_got_another_version_for_learners_alone_may_stay_in_the_history(
    published: Path, publish: Callable[..., Done]
) -> None:
    (published / OVERLAY / "CHANGELOG.md").write_text("# What is new for learners\n", encoding="utf-8")
    commit(published)
    done = publish(published)
    assert done.returncode == 0, done.stderr
    assert text(published, "student", "CHANGELOG.md") == "# What is new for learners\n"


# Weeks that are given out


def test_a_week_is_given_out_beside_the_exercises_and_stays(
    published: Path, publish: Callable[..., Done], run_tests: Callable[..., Done]
) -> None:
    done = publish(published, "--release", "week1")
    assert done.returncode == 0 and "solutions of week1, in released/" in done.stdout, done.stderr
    assert LINE in text(published, "student", "released/week1/kata1_numbers.py")
    assert {path for path in names(published, "student") if path.startswith("released/")} == {
        "released/README.md",
        *(f"released/week1/{name}.py" for name in ("kata1_numbers", "kata2_chance", "kata3_totals")),
    }
    (published / "exercises/week1/README.md").write_text(f"# Week 1 · Solved\n\n    {LINE}\n", encoding="utf-8")
    commit(published)
    assert publish(published).returncode == 0
    assert "released/week1/kata1_numbers.py" in names(published, "student")
    mine = published.parent / "mine"
    git(published.parent, "clone", "--quiet", "-b", "student", published.as_uri(), str(mine))
    (mine / "pytest.ini").write_text("[pytest]\naddopts = -p kata.plugin --import-mode=importlib\n", encoding="utf-8")
    tried = run_tests(mine, "exercises/week1", "--katas", "released", "-q")
    assert tried.returncode == 0, tried.stdout
    assert run_tests(mine, "exercises/week1", "-q").returncode == 1


def test_mistakes_of_a_week_that_is_given_out_stay_secret(published: Path, publish: Callable[..., Done]) -> None:
    publish(published, "--release", "week1")
    by_hand(published, {"exercises/week1/notes.md": f"{LINE}\n"})
    assert publish(published).returncode == 0
    by_hand(published, {"released/week1/mistakes_kata1.py": "x = 1\n", "notes.md": "the_staff = 1\n"})
    hidden = text(published, "main", "solutions/week1/hidden_test_kata1.py")
    by_hand(published, {"notes.md": hidden})
    assert "hidden_test_kata1.py" in publish(published).stderr


# Where it goes


def test_students_get_the_student_branch_and_nothing_else(published: Path, publish: Callable[..., Done]) -> None:
    students, staff = bare(published, "students"), bare(published, "staff")
    done = publish(published, "--push", "students", "--push-solutions", "staff")
    assert done.returncode == 0, done.stderr
    assert git(students, "for-each-ref", "--format=%(refname)").split() == ["refs/heads/student"]
    assert git(staff, "for-each-ref", "--format=%(refname)").split() == [
        "refs/heads/solution/week1",
        "refs/heads/student",
    ]
    there = subprocess.check_output(["git", "cat-file", "--batch-all-objects", "--batch"], cwd=students)
    assert b"Toy, for learners" in there and LINE.encode() not in there and b"SOLUTION" not in there
    assert git(published, "config", "downhill.students") == "students"


def test_solutions_are_not_pushed_to_students(published: Path, publish: Callable[..., Done]) -> None:
    students = bare(published, "students")
    assert publish(published, "--push", "students").returncode == 0
    there = refs(students)
    for place in ("students", str(students), students.as_uri()):
        done = publish(published, "--push-solutions", place)
        assert done.returncode == 2 and "must not get solution branches" in done.stderr
    done = publish(published, "--push", "students", "--push-solutions", str(students))
    assert done.returncode == 2 and "cannot be both" in done.stderr
    assert refs(students) == there


@pytest.mark.parametrize(
    "what", ["solution/week1", "main", "solution/week1:student", "HEAD:refs/heads/x", "--all", "+main:student"]
)
def test_a_push_by_hand_of_anything_else_is_refused(published: Path, publish: Callable[..., Done], what: str) -> None:
    students = bare(published, "students")
    assert publish(published, "--push", "students").returncode == 0
    there = refs(students)
    for place in ("students", str(students), f"../{students.name}"):
        done = push_by_hand(published, place, what)
        assert done.returncode != 0 and "Nothing was pushed." in done.stderr, (place, done.stderr)
    assert refs(students) == there


def test_a_push_by_hand_of_the_student_branch_is_let_through_once_it_was_searched(
    published: Path, publish: Callable[..., Done]
) -> None:
    students = bare(published, "students")
    assert publish(published, "--push", "students").returncode == 0
    by_hand(published, {"exercises/week1/notes.md": "By hand.\n"})
    assert "Nothing was pushed." in push_by_hand(published, "students", "student").stderr
    assert publish(published).returncode == 0
    assert push_by_hand(published, "students", "student").returncode == 0
    assert at(students, "student") == at(published, "student")


def test_solution_branches_go_by_hand_only_to_a_remote_of_the_staff(
    published: Path, publish: Callable[..., Done]
) -> None:
    staff = bare(published, "staff")
    for what in ("solution/week1", "solution/week1:anything", f"{at(published, 'solution/week1')}:refs/heads/anything"):
        assert "nothing says that staff is the staff's" in push_by_hand(published, "staff", what).stderr
    assert push_by_hand(published, "staff", "main").returncode == 0
    assert publish(published, "--push-solutions", "staff").returncode == 0
    assert push_by_hand(published, "staff", "solution/week1:anything").returncode == 0
    assert at(staff, "anything") == at(published, "solution/week1")
    assert "is the staff's" in publish(published, "--push", "staff").stderr


@pytest.mark.parametrize("branch", ["main", "solution/week1"])
def test_a_remote_that_has_solutions_is_no_place_for_students(
    published: Path, publish: Callable[..., Done], branch: str
) -> None:
    origin = bare(published, "origin")
    git(published, "push", "--quiet", "--no-verify", "origin", branch)
    there = refs(origin)
    assert publish(published, "--push", "origin").returncode == 2
    assert refs(origin) == there


def test_a_hook_that_is_there_already_is_left_alone(course: Path, publish: Callable[..., Done]) -> None:
    hook = course / ".git/hooks/pre-push"
    hook.parent.mkdir(exist_ok=True)
    hook.write_text("#!/bin/sh\nexit 0\n", encoding="utf-8")
    done = publish(course)
    assert done.returncode == 0 and "is there already and was not changed" in " ".join(done.stdout.split())
    assert hook.read_text(encoding="utf-8") == "#!/bin/sh\nexit 0\n"
    assert (course / ".git/downhill-pre-push").exists()
    hook.write_text('#!/bin/sh\nexec .git/downhill-pre-push "$@"\n', encoding="utf-8")
    hook.chmod(0o755)
    bare(course, "students")
    assert publish(course, "--push", "students").returncode == 0
    assert "Nothing was pushed." in push_by_hand(course, "students", "main").stderr


# Other clones of the staff


def test_a_fresh_clone_of_the_staff_goes_on_where_the_last_one_stopped(
    published: Path, publish: Callable[..., Done]
) -> None:
    staff = bare(published, "staff")
    assert publish(published, "--push-solutions", "staff").returncode == 0
    git(published, "push", "--quiet", "staff", "main")
    fresh = published.parent / "fresh"
    git(published.parent, "clone", "--quiet", "-b", "main", str(staff), str(fresh))
    assert publish(fresh).returncode == 0
    assert at(fresh, "student") == at(published, "student")
    (fresh / "exercises/week1/README.md").write_text("# Week 1 · Other Steps\n", encoding="utf-8")
    commit(fresh)
    assert publish(fresh, "--push-solutions", "origin").returncode == 0
    assert at(fresh, "student^") == at(published, "student")

    (published / "exercises/week1/README.md").write_text("# Week 1 · Third Steps\n", encoding="utf-8")
    commit(published)
    done = publish(published, "--push-solutions", "staff")
    assert done.returncode == 2 and "has commits that are not here" in done.stderr and "git fetch staff" in done.stderr
    git(published, "fetch", "--quiet", "staff")
    assert publish(published, "--push-solutions", "staff").returncode == 0
    assert at(published, "student^") == at(fresh, "student")


def test_a_history_that_is_only_half_here_is_not_gone_on_with(published: Path, publish: Callable[..., Done]) -> None:
    by_hand(published, {"exercises/week1/notes.md": "One more.\n"})
    part = published.parent / "part"
    git(
        published.parent,
        "clone",
        "--quiet",
        "--depth",
        "1",
        "--no-single-branch",
        "-b",
        "main",
        published.as_uri(),
        str(part),
    )
    done = publish(part)
    assert done.returncode == 2 and "git fetch --unshallow" in done.stderr
