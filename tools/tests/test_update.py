"""`kata update`: the course's new version comes, and what the learner wrote stays as it is, to the byte."""

from __future__ import annotations

import hashlib
import os
import re
import shutil
import subprocess
import sys
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.publisher import (
    AUTHOR,
    CHANCE,
    CHANCE_TEST,
    NUMBERS,
    QUIET,
    TEST,
    WORDS,
    WORDS_TEST,
    Publisher,
    change,
    clone,
    files,
    git,
    is_sound,
    solve,
    status,
)

pytestmark = pytest.mark.skipif(shutil.which("git") is None, reason="git is not installed")


@pytest.fixture
def course(tmp_path: Path) -> Publisher:
    return Publisher(tmp_path / "course")


@pytest.fixture
def mine(course: Publisher) -> Path:
    """A learner's clone of the first version; the course is two versions on."""
    folder = clone(course)
    course.second()
    course.third()
    return folder


@pytest.fixture
def update(kata: Callable) -> Callable[..., subprocess.CompletedProcess[str]]:
    """`kata update` for somebody who has never told git anything."""

    def run_update(folder: Path, *words: str | Path, **environment: str) -> subprocess.CompletedProcess[str]:
        nothing = {"GIT_CONFIG_NOSYSTEM": "1", "GIT_CONFIG_GLOBAL": os.devnull, "HOME": str(folder.parent)}
        done: subprocess.CompletedProcess[str] = kata(folder, "update", *map(str, words), **{**nothing, **environment})
        return done

    return run_update


# Two versions behind, with work of every kind


def edit_and_nothing_else(mine: Path) -> None:
    pass


def edit_and_stage(mine: Path) -> None:
    git(mine, "add", "-A")


def edit_and_commit(mine: Path) -> None:
    git(mine, "add", "-A")
    git(mine, "commit", "--quiet", "-m", "my work")


def edit_commit_edit_stage_edit(mine: Path) -> None:
    edit_and_commit(mine)
    for text in ("# staged\n", "# neither\n"):
        with (mine / NUMBERS).open("a", encoding="utf-8") as file:
            file.write(text)
        if text == "# staged\n":
            git(mine, "add", NUMBERS)
    (mine / "later.md").write_text("untracked\n", encoding="utf-8")


WAYS = {
    "uncommitted": (edit_and_nothing_else, [f" M {NUMBERS}", f" M {CHANCE}", "?? LEARNING_LOG.md", "?? my/notes.md"]),
    "staged": (edit_and_stage, [f"M  {NUMBERS}", f"M  {CHANCE}", "A  LEARNING_LOG.md", "A  my/notes.md"]),
    "committed": (edit_and_commit, []),
    "all of it": (edit_commit_edit_stage_edit, [f"MM {NUMBERS}", "?? later.md"]),
}


@pytest.mark.parametrize("way", WAYS)
def test_two_versions_behind(
    way: str, course: Publisher, mine: Path, update: Callable, run_tests: Callable, kata: Callable, golden: Callable
) -> None:
    solve(course, mine)
    run_tests(mine, "exercises/week1")  # written for the first version; the test of `shift` has become stricter since
    (mine / "LEARNING_LOG.md").write_text("What I learned.\r\n", encoding="utf-8", newline="")
    (mine / "my").mkdir()
    (mine / "my/notes.md").write_text("Mine.\n", encoding="utf-8")
    do, left = WAYS[way]
    do(mine)
    work = files(mine)
    names = [NUMBERS, CHANCE, "LEARNING_LOG.md", "my/notes.md", ".kata/progress.json"]
    commits = git(mine, "rev-list", "HEAD").splitlines()
    staged = git(mine, "ls-files", "-s", NUMBERS)

    done = update(mine)

    assert done.returncode == 0, done.stderr
    assert {name: files(mine)[name] for name in names} == {name: work[name] for name in names}
    of_the_course = files(course.folder, "solutions/")
    assert {
        name: one for name, one in files(mine, "solutions/").items() if name in of_the_course and name not in names
    } == {name: one for name, one in of_the_course.items() if name not in names}
    assert (mine / WORDS).is_file()
    assert sorted(status(mine)) == sorted(left)
    is_sound(mine)
    newest = git(course.folder, "rev-parse", "HEAD")
    if way in ("committed", "all of it"):
        assert git(mine, "rev-parse", "HEAD^1", "HEAD^2").splitlines() == [commits[0], newest]
        assert git(mine, "show", f"HEAD:{NUMBERS}") == git(mine, "show", f"{commits[0]}:{NUMBERS}")
        changed = git(mine, "diff", "--name-only", newest, "HEAD").splitlines()
        assert changed == ["LEARNING_LOG.md", NUMBERS, CHANCE, "my/notes.md"]
    else:
        assert git(mine, "rev-parse", "HEAD") == newest
    if way in ("staged", "all of it"):
        assert git(mine, "ls-files", "-s", NUMBERS) == staged
    golden(f"update_{way.replace(' ', '_')}", done.stdout.replace(course.folder.as_uri(), "URL"), mine)
    told = kata(mine, "progress").stdout
    assert "shift (a test became stricter)" in told and "✓ double" in told and "✓ pick" in told

    course.a_line_more()  # and by hand
    if way in ("uncommitted", "committed"):
        git(mine, "pull", "--quiet", "--no-rebase", "--no-edit")
        assert files(mine)[NUMBERS] == work[NUMBERS] and sorted(status(mine)) == sorted(left)
        assert "A line of 0.5.0." in (mine / "README.md").read_text(encoding="utf-8")
    assert "Nothing new" in update(mine).stdout or way in ("staged", "all of it")
    is_sound(mine)


def test_stubs_that_nobody_edited_are_the_new_ones(course: Publisher, mine: Path, update: Callable) -> None:
    update(mine)
    assert files(mine) == files(course.folder)
    assert status(mine) == []
    assert "Two times as much." in (mine / NUMBERS).read_text(encoding="utf-8")


def test_a_check_changes_nothing(course: Publisher, mine: Path, update: Callable, golden: Callable) -> None:
    solve(course, mine)
    change(mine / TEST, "3.5", "3.25")
    before = files(mine), git(mine, "for-each-ref"), (mine / ".git/index").read_bytes()
    done = update(mine, "--check")
    golden("update_check", done.stdout, mine)
    assert (files(mine), git(mine, "for-each-ref"), (mine / ".git/index").read_bytes()) == before


def test_nothing_new(course: Publisher, update: Callable, golden: Callable) -> None:
    mine = clone(course)
    solve(course, mine)
    change(mine / TEST, "3.5", "3.25")
    before = files(mine)
    done = update(mine)
    golden("update_nothing_new", re.sub(r"\b[0-9a-f]{10}\b", "COMMIT", done.stdout), mine)
    assert files(mine) == before


def test_the_learners_commits_are_never_rewritten(course: Publisher, mine: Path, update: Callable) -> None:
    """Version after version, with a commit of theirs in between."""
    solve(course, mine)
    heads = []
    for number in range(4):
        with (mine / CHANCE).open("a", encoding="utf-8") as file:
            file.write(f"# {number}\n")
        git(mine, "commit", "--quiet", "-am", f"work {number}")
        heads.append(git(mine, "rev-parse", "HEAD"))
        assert update(mine).returncode == 0
        course.a_line_more(f"0.5.{number}")
    for head in heads:
        git(mine, "merge-base", "--is-ancestor", head, "HEAD")
    assert status(mine) == []
    assert (mine / CHANCE).read_text(encoding="utf-8").endswith("# 0\n# 1\n# 2\n# 3\n")


def test_a_branch_for_students_without_solutions(tmp_path: Path, update: Callable) -> None:
    course = Publisher(tmp_path / "course", for_students=True)
    mine = clone(course)
    solve(course, mine)
    work = files(mine)
    course.second()
    course.third()
    done = update(mine)
    assert "From student of origin" in done.stdout
    assert {name: files(mine)[name] for name in (NUMBERS, CHANCE)} == {name: work[name] for name in (NUMBERS, CHANCE)}
    assert (mine / WORDS).exists() and not (mine / "solutions").exists()


# What the learner did to the course's own files


def add_a_line(path: Path) -> bytes:
    path.write_bytes(path.read_bytes() + b"# edited\n")
    return path.read_bytes()


@pytest.mark.parametrize("how", ["not staged", "staged", "committed"])
def test_edited_files_of_the_course_are_its_own_again_and_copies_are_kept(
    how: str, course: Publisher, mine: Path, update: Callable
) -> None:
    paths = [TEST, CHANCE_TEST, "README.md", "fixtures/numbers.csv", "pyproject.toml"]  # new in 0.3.0 or not
    edited = {path: add_a_line(mine / path) for path in paths}
    if how != "not staged":
        git(mine, "add", "-A")
    if how == "committed":
        git(mine, "commit", "--quiet", "-m", "tests made easier")
    done = update(mine)
    assert files(mine, ".kata/") == files(course.folder)
    assert status(mine) == []
    copies = {copy.read_bytes() for copy in (mine / ".kata/kept").iterdir()}
    assert copies == set(edited.values())
    assert all(f"  {path}\n" in done.stdout for path in paths)
    assert git(mine, "diff", "--name-only", "HEAD", git(course.folder, "rev-parse", "HEAD")) == ""


def test_what_was_staged_and_then_edited_again_is_kept_twice(mine: Path, update: Callable) -> None:
    staged = add_a_line(mine / TEST)
    git(mine, "add", TEST)
    edited = add_a_line(mine / TEST)
    update(mine)
    assert {copy.read_bytes() for copy in (mine / ".kata/kept").iterdir()} == {staged, edited}


def test_files_where_the_new_version_brings_some(course: Publisher, mine: Path, update: Callable) -> None:
    """A kata of theirs stays; of another file a copy is kept."""
    (mine / WORDS).write_text("my own words\n", encoding="utf-8")
    (mine / WORDS_TEST).write_text("my own test\n", encoding="utf-8")
    (mine / "constraints.txt").write_text("my own pins\n", encoding="utf-8")
    done = update(mine)
    assert (mine / WORDS).read_text(encoding="utf-8") == "my own words\n"
    assert status(mine) == [f" M {WORDS}"]
    assert "week1/kata3_words: the course has a kata of this name now" in done.stdout
    assert {copy.read_text(encoding="utf-8") for copy in (mine / ".kata/kept").iterdir()} == {
        "my own test\n", "my own pins\n",
    }  # fmt: skip
    assert all(f"  {path}\n" in done.stdout for path in (WORDS_TEST, "constraints.txt"))


def test_missing_files_come_back(course: Publisher, mine: Path, update: Callable) -> None:
    (mine / NUMBERS).unlink()
    shutil.rmtree(mine / "fixtures")
    git(mine, "add", "-A")
    assert "2 files of the course that were missing" in update(mine).stdout
    assert files(mine) == files(course.folder)
    assert status(mine) == []


@pytest.mark.parametrize("committed", [False, True])
def test_a_kata_that_the_course_no_longer_has(
    committed: bool, course: Publisher, mine: Path, update: Callable, kata: Callable
) -> None:
    course.without_chance()
    (mine / CHANCE).write_text("my own\n", encoding="utf-8")
    if committed:
        git(mine, "commit", "--quiet", "-am", "mine")
    done = update(mine)
    assert (mine / CHANCE).read_text(encoding="utf-8") == "my own\n"
    assert "week1/kata2_chance: the course has no such kata any more" in done.stdout
    assert not (mine / CHANCE_TEST).exists()
    assert (mine / "exercises/week1/kata2_luck.py").exists()
    assert status(mine) == ([] if committed else [f"?? {CHANCE}"])
    assert "Luck" in kata(mine, "progress").stdout and "Chance" not in kata(mine, "progress").stdout


def test_an_unedited_kata_that_the_course_no_longer_has_goes(course: Publisher, mine: Path, update: Callable) -> None:
    course.without_chance()
    easier = add_a_line(mine / CHANCE_TEST)
    update(mine)
    assert files(mine, ".kata/") == files(course.folder)
    assert [copy.read_bytes() for copy in (mine / ".kata/kept").iterdir()] == [easier]


def test_a_week_that_goes_leaves_no_empty_folder(course: Publisher, mine: Path, update: Callable) -> None:
    for folder in ("exercises/week2", "exercises/.stubs/week2"):
        shutil.copytree(course.folder / folder.replace("2", "1"), course.folder / folder)
    course.a_line_more("0.6.0")
    update(mine)
    (mine / "exercises/week2/__pycache__").mkdir()
    (mine / "exercises/week2/__pycache__/kata1.pyc").write_bytes(b"")
    for folder in ("exercises/week2", "exercises/.stubs/week2"):
        shutil.rmtree(course.folder / folder)
    course.a_line_more("0.7.0")
    assert update(mine).returncode == 0
    assert not (mine / "exercises/week2").exists()


def test_lines_that_end_as_on_windows(course: Publisher, update: Callable) -> None:
    mine = clone(course, "-c", "core.autocrlf=true")
    assert b"\r\n" in (mine / NUMBERS).read_bytes()
    (mine / CHANCE).write_bytes(b"my own\r\n")
    course.second()
    course.third()
    done = update(mine)
    assert done.returncode == 0 and "Kept" not in done.stdout
    assert (mine / CHANCE).read_bytes() == b"my own\r\n"
    assert b"Two times as much." in (mine / NUMBERS).read_bytes()
    assert status(mine) == [f" M {CHANCE}"]
    assert "not as the" not in update(mine).stdout.lower()


def test_a_kata_behind_a_link_is_left(course: Publisher, mine: Path, update: Callable, tmp_path: Path) -> None:
    elsewhere = tmp_path / "elsewhere.py"
    elsewhere.write_bytes((mine / NUMBERS).read_bytes())
    (mine / NUMBERS).unlink()
    (mine / NUMBERS).symlink_to(elsewhere)
    before = elsewhere.read_bytes()
    assert update(mine).returncode == 0
    assert (mine / NUMBERS).is_symlink() and elsewhere.read_bytes() == before


# git, as learners have it


def test_a_first_name_is_not_asked_for(course: Publisher, mine: Path, update: Callable) -> None:
    solve(course, mine)
    git(mine, "commit", "--quiet", "-am", "mine")
    done = update(mine, GIT_CONFIG_COUNT="1", GIT_CONFIG_KEY_0="user.useConfigOnly", GIT_CONFIG_VALUE_0="true")
    assert done.returncode == 0, done.stderr
    assert git(mine, "log", "-1", "--format=%an <%ae>") == "Downhill <learner@localhost>"
    assert git(mine, "log", "-1", "--format=%s") == "Version 0.3.0 of the course"


def test_their_name_is_used(course: Publisher, mine: Path, update: Callable) -> None:
    git(mine, "config", "user.name", "Ada")
    git(mine, "config", "user.email", "ada@example.org")
    solve(course, mine)
    git(mine, "commit", "--quiet", "-am", "mine")
    update(mine)
    assert git(mine, "log", "-1", "--format=%an %cn %ce") == "Ada Ada ada@example.org"


@pytest.mark.skipif(os.name == "nt", reason="needs a shell")
def test_no_hook_and_no_filter_runs(course: Publisher, mine: Path, update: Callable, tmp_path: Path) -> None:
    solve(course, mine)
    git(mine, "commit", "--quiet", "-am", "mine")
    ran = tmp_path / "ran"
    names = ["pre-commit", "commit-msg", "post-commit", "post-merge", "post-checkout"]
    names += ["reference-transaction", "post-index-change"]
    hooks = tmp_path / "hooks"
    hooks.mkdir()
    for name in names:
        for folder in (mine / ".git/hooks", hooks):
            (folder / name).write_text(f"#!/bin/sh\necho {name} >> {ran}\nexit 1\n", encoding="utf-8")
            (folder / name).chmod(0o755)
    git(mine, "config", "core.hooksPath", str(hooks))
    git(mine, "config", "core.fsmonitor", str(hooks / "post-merge"))
    for what in ("clean", "smudge"):
        git(mine, "config", f"filter.mine.{what}", f"sh -c 'echo {what} >> {ran}; cat'")
    (mine / ".git/info/attributes").write_text("* filter=mine\n", encoding="utf-8")
    done = update(mine)
    assert done.returncode == 0, done.stderr
    assert not ran.exists()


def test_settings_that_hooks_leave_behind_do_not_lead_astray(
    course: Publisher, mine: Path, update: Callable, tmp_path: Path
) -> None:
    git(tmp_path, "init", "--quiet", "other")
    done = update(mine, GIT_DIR=str(tmp_path / "other/.git"), GIT_INDEX_FILE=str(tmp_path / "other/index"))
    assert done.returncode == 0 and files(mine) == files(course.folder)


def test_a_shallow_clone(course: Publisher, update: Callable) -> None:
    mine = clone(course, "--depth", "1")
    solve(course, mine)
    git(mine, "commit", "--quiet", "-am", "mine")
    course.second()
    course.third()
    done = update(mine)
    assert done.returncode == 0 and "Kept" not in done.stdout
    assert status(mine) == [] and "# mine" in (mine / NUMBERS).read_text(encoding="utf-8")


def test_a_branch_of_their_own(course: Publisher, mine: Path, update: Callable) -> None:
    """Without an upstream, and with the local main as upstream: origin's first branch is followed."""
    git(mine, "switch", "--quiet", "-c", "mine")
    assert update(mine).returncode == 0
    assert git(mine, "rev-parse", "mine") == git(course.folder, "rev-parse", "HEAD")
    course.a_line_more()
    git(mine, "switch", "--quiet", "-c", "another", "--track", "mine")
    assert update(mine).returncode == 0
    assert "A line of 0.5.0." in (mine / "README.md").read_text(encoding="utf-8")


def test_a_fork_takes_the_new_version_from_the_course(course: Publisher, mine: Path, update: Callable) -> None:
    fork = course.folder.parent / "fork"
    git(course.folder.parent, "clone", "--quiet", "--bare", str(course.folder), str(fork))
    git(fork, "update-ref", "refs/heads/main", git(mine, "rev-parse", "HEAD"))
    git(mine, "remote", "set-url", "origin", fork.as_uri())
    solve(course, mine)
    git(mine, "commit", "--quiet", "-am", "mine")
    git(mine, "push", "--quiet")
    assert "Nothing new" in update(mine).stdout
    git(mine, "remote", "add", "course", course.folder.as_uri())
    done = update(mine, "--from", "course")
    assert done.returncode == 0 and "Downhill 0.1.0 is now 0.3.0" in done.stdout
    assert "# mine" in (mine / NUMBERS).read_text(encoding="utf-8") and status(mine) == []
    git(mine, "push", "--quiet")


# From another place


@pytest.mark.parametrize("kind", ["folder", "address", "bundle", "bare"])
def test_from_another_place_with_git(
    kind: str, course: Publisher, mine: Path, update: Callable, tmp_path: Path
) -> None:
    git(mine, "remote", "remove", "origin")
    solve(course, mine)
    git(course.folder, "bundle", "create", "--quiet", str(tmp_path / "course.bundle"), "main")
    git(tmp_path, "clone", "--quiet", "--bare", str(course.folder), "bare.git")
    places = {
        "folder": "../course",
        "address": course.folder.as_uri(),
        "bundle": "../course.bundle",
        "bare": "../bare.git",
    }
    done = update(mine, "--from", places[kind])
    assert done.returncode == 0, done.stderr
    assert git(mine, "rev-parse", "HEAD") == git(course.folder, "rev-parse", "HEAD")
    assert "# mine" in (mine / NUMBERS).read_text(encoding="utf-8")


def as_zip(folder: Path, file: Path) -> Path:
    """As a site offers it: everything in one folder, nothing of git."""
    with zipfile.ZipFile(file, "w") as archive:
        for name in files(folder):
            archive.write(folder / name, f"downhill-main/{name}")
    return file


@pytest.fixture
def unpacked(course: Publisher, tmp_path: Path) -> Path:
    """The first version, from a zip."""
    shutil.copytree(course.folder, tmp_path / "mine", ignore=shutil.ignore_patterns(".git"))
    return tmp_path / "mine"


@pytest.mark.parametrize("kind", ["zip", "folder", "folder in a folder", "clone", "zip without git"])
def test_a_folder_without_git(
    kind: str,
    course: Publisher,
    unpacked: Path,
    update: Callable,
    tmp_path: Path,
    run_tests: Callable,
    golden: Callable,
) -> None:
    mine = unpacked
    solve(course, mine)
    run_tests(mine, "exercises/week1")
    (mine / "LEARNING_LOG.md").write_text("Mine.\n", encoding="utf-8")
    course.second()
    course.third()
    course.without_chance()
    as_zip(course.folder, tmp_path / "newer.zip")
    shutil.copytree(course.folder, tmp_path / "newer/newer", ignore=shutil.ignore_patterns(".git"))
    (tmp_path / "newer/newer/LEARNING_LOG.md").write_text("Somebody else's.\n", encoding="utf-8")
    (tmp_path / "newer/newer" / NUMBERS).write_text("somebody else's solution\n", encoding="utf-8")
    places = {"folder": "../newer/newer", "folder in a folder": "../newer", "clone": course.folder.as_uri()}
    work = files(mine)
    path = {"PATH": str(Path(sys.executable).parent)} if kind == "zip without git" else {}
    done = update(mine, "--from", places.get(kind, "../newer.zip"), **path)
    assert done.returncode == 0, done.stderr
    after = files(mine, ".kata/")
    for name in (NUMBERS, CHANCE, "LEARNING_LOG.md"):
        assert after.pop(name) == work[name]
    theirs = files(course.folder)
    del theirs[NUMBERS]
    after.pop("solutions/week1/kata2_chance.py")  # nothing says that it was the course's
    assert after == theirs
    if kind == "zip":
        golden("update_zip", done.stdout, mine)
    assert "  week1  shift\n" in done.stdout

    course.a_line_more()  # what the course wrote is known from now on
    as_zip(course.folder, tmp_path / "newer.zip")
    kept = files(mine / ".kata/kept")
    edited = add_a_line(mine / TEST)
    done = update(mine, "--from", "../newer.zip")
    assert done.returncode == 0 and f"  {TEST}\n" in done.stdout
    copies = {name: one for name, one in files(mine / ".kata/kept").items() if name not in kept}
    assert list(copies.values()) == [hashlib.sha256(edited).hexdigest()]
    assert "Nothing new" in update(mine, "--from", "../newer.zip").stdout


def test_an_older_zip_is_refused(course: Publisher, unpacked: Path, update: Callable, tmp_path: Path) -> None:
    as_zip(course.folder, tmp_path / "first.zip")
    course.second()
    as_zip(course.folder, tmp_path / "second.zip")
    update(unpacked, "--from", "../second.zip")
    before = files(unpacked)
    done = update(unpacked, "--from", "../first.zip")
    assert "holds version 0.1.0, and yours is 0.2.0" in done.stderr and files(unpacked) == before


# What careless people meet: a sentence, and nothing is changed


def remote_gone(mine: Path) -> None:
    git(mine, "remote", "set-url", "origin", "https://localhost:1/course.git")


def branch_gone(mine: Path) -> None:
    git(mine, "config", "branch.main.merge", "refs/heads/gone")


def no_remote(mine: Path) -> None:
    git(mine, "remote", "remove", "origin")


def detached(mine: Path) -> None:
    git(mine, "switch", "--quiet", "--detach")


def with_conflict(mine: Path, *words: str) -> None:
    git(mine, "switch", "--quiet", "-c", "other")
    for branch, text in (("other", "one\n"), ("main", "two\n")):
        git(mine, "switch", "--quiet", branch)
        (mine / "notes.md").write_text(text, encoding="utf-8")
        git(mine, "add", "notes.md")
        git(mine, "commit", "--quiet", "-m", text)
    subprocess.run(["git", *AUTHOR, *words, "other"], cwd=mine, env=QUIET, capture_output=True)


def merging(mine: Path) -> None:
    with_conflict(mine, "merge")


def rebasing(mine: Path) -> None:
    with_conflict(mine, "rebase")


def picking(mine: Path) -> None:
    with_conflict(mine, "cherry-pick")


def conflict_left(mine: Path) -> None:
    with_conflict(mine, "merge")
    (mine / ".git/MERGE_HEAD").unlink()


def locked(mine: Path) -> None:
    (mine / ".git/index.lock").write_bytes(b"")


def nothing_committed(mine: Path) -> None:
    git(mine, "switch", "--quiet", "--orphan", "empty")
    git(mine, "checkout", "main", "--", ".")


def sparse(mine: Path) -> None:
    git(mine, "sparse-checkout", "set", "exercises", "tools")


def folder_in_the_way(mine: Path) -> None:
    (mine / WORDS_TEST).mkdir()


def link_in_the_way(mine: Path) -> None:
    (mine / "fixtures").rename(mine.parent / "elsewhere")
    (mine / "fixtures").symlink_to(mine.parent / "elsewhere")


def file_in_the_way(mine: Path) -> None:
    shutil.rmtree(mine / "fixtures")
    (mine / "fixtures").write_text("mine\n", encoding="utf-8")


def not_readable(mine: Path) -> None:
    (mine / ".git/HEAD").write_text("nonsense\n", encoding="utf-8")


def file_for_a_folder(mine: Path) -> None:
    (mine / ".kata").write_text("in the way\n", encoding="utf-8")


CARELESS: dict[Callable[[Path], None], str] = {
    remote_gone: "main of origin cannot be reached: unable to access",
    branch_gone: "origin has no gone (any more)",
    no_remote: "does not say where the course comes from",
    detached: "`git switch main` goes to one",
    merging: "`git merge --continue` finishes it, `git merge --abort` gives it up",
    rebasing: "A rebase was begun here and is not finished",
    picking: "A cherry-pick was begun here",
    conflict_left: "notes.md has a conflict: mend it",
    locked: "Another git is at work in this clone",
    nothing_committed: "Nothing is committed here yet",
    sparse: "Only a part of the course is checked out here",
    folder_in_the_way: f"{WORDS_TEST}   a folder, where the course has a file",
    link_in_the_way: "fixtures   a link, where the course has a folder",
    file_in_the_way: "fixtures   a file, where the course has a folder",
    not_readable: "git does not read the repository here",
    file_for_a_folder: "Nothing was changed",
}


@pytest.mark.parametrize("mishap", CARELESS, ids=lambda mishap: mishap.__name__)
def test_a_clone_in_no_state_for_it(
    mishap: Callable[[Path], None], course: Publisher, mine: Path, update: Callable
) -> None:
    mishap(mine)
    solve(course, mine)
    before = files(mine)
    head = (mine / ".git/HEAD").read_bytes(), (mine / ".git/refs/heads/main").read_bytes()
    done = update(mine)
    assert done.returncode == 2 and "Traceback" not in done.stderr
    assert CARELESS[mishap] in done.stderr
    assert files(mine) == before
    assert ((mine / ".git/HEAD").read_bytes(), (mine / ".git/refs/heads/main").read_bytes()) == head


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        ((), "was not cloned with git"),
        (("--from", "nowhere"), "There is nothing at nowhere"),
        (("--from", "../empty"), "holds no version of the course"),
        (("--from", "../broken.zip"), "is no zip that can be read"),
        (("--from", "../torn.zip"), "is no zip that can be read"),
        (("--from", "../other.zip"), "holds no version of the course"),
        (("--from", "../evil.zip"), "is not to be trusted"),
        (("--from", "https://example.org/course.zip"), "with a browser first"),
        (("--from", "https://localhost:1/course"), "cannot be reached"),
        (("--from", "../other"), "is not this course"),
    ],
)  # fmt: skip
def test_places_that_hold_no_newer_course(
    words: tuple[str, ...], sentence: str, course: Publisher, unpacked: Path, update: Callable, tmp_path: Path
) -> None:
    (tmp_path / "empty").mkdir()
    (tmp_path / "broken.zip").write_bytes(b"no zip")
    whole = as_zip(course.folder, tmp_path / "whole.zip").read_bytes()
    (tmp_path / "torn.zip").write_bytes(whole[: len(whole) // 2])
    with zipfile.ZipFile(tmp_path / "other.zip", "w") as archive:
        archive.writestr("a.txt", "a")
    evil = as_zip(course.folder, tmp_path / "evil.zip")
    with zipfile.ZipFile(evil, "a") as archive:
        archive.writestr("downhill-main/../../outside.py", "evil")
    git(tmp_path, "init", "--quiet", "other")
    (tmp_path / "other/a.txt").write_text("a", encoding="utf-8")
    git(tmp_path / "other", "add", "a.txt")
    git(tmp_path / "other", "commit", "--quiet", "-m", "a")
    before = files(unpacked)
    done = update(unpacked, *words)
    assert done.returncode == 2 and sentence in done.stderr and "Traceback" not in done.stderr
    assert files(unpacked) == before
    assert not list(tmp_path.rglob("outside.py"))


def test_a_zip_for_a_clone_is_refused(course: Publisher, mine: Path, update: Callable, tmp_path: Path) -> None:
    as_zip(course.folder, tmp_path / "newer.zip")
    done = update(mine, "--from", "../newer.zip")
    assert done.returncode == 2 and "Type `kata update` alone" in done.stderr


def test_a_clone_without_git_installed(mine: Path, update: Callable) -> None:
    done = update(mine, PATH=str(Path(sys.executable).parent))
    assert done.returncode == 2 and "git is not installed here" in done.stderr


def test_a_repository_of_their_own_is_left_alone(
    course: Publisher, unpacked: Path, update: Callable, tmp_path: Path
) -> None:
    """Somebody who took the zip and keeps it in git without a remote."""
    git(unpacked, "init", "--quiet")
    git(unpacked, "add", "-A")
    git(unpacked, "commit", "--quiet", "-m", "my course")
    head = git(unpacked, "rev-parse", "HEAD")
    course.second()
    as_zip(course.folder, tmp_path / "newer.zip")
    assert update(unpacked, "--from", "../newer.zip").returncode == 0
    assert git(unpacked, "rev-parse", "HEAD") == head and git(unpacked, "diff", "--cached", "--name-only") == ""
    assert files(unpacked, ".kata/") == files(course.folder)


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="root may write everywhere")
def test_a_folder_that_cannot_be_written(course: Publisher, mine: Path, update: Callable) -> None:
    before = files(mine)
    (mine / "exercises/week1").chmod(0o555)
    done = update(mine)
    (mine / "exercises/week1").chmod(0o755)
    assert done.returncode == 2 and "exercises/week1   a folder that cannot be written" in done.stderr
    assert files(mine) == before


def test_files_that_may_only_be_read(course: Publisher, mine: Path, update: Callable) -> None:
    solve(course, mine)
    for path in (NUMBERS, TEST, "README.md"):
        (mine / path).chmod(0o444)
    assert update(mine).returncode == 0
    assert "# mine" in (mine / NUMBERS).read_text(encoding="utf-8")
    assert "by=3.0" in (mine / TEST).read_text(encoding="utf-8")


def test_the_tools_change_under_the_running_command(
    course: Publisher, mine: Path, run: Callable, tmp_path: Path
) -> None:
    """The command runs from the clone, and every file of it is another afterwards: one that fails."""
    tools = Path(__file__).parents[1]
    shutil.copytree(tools / "kata", course.folder / "tools/kata", dirs_exist_ok=True,
                    ignore=shutil.ignore_patterns("__pycache__"))  # fmt: skip
    course.a_line_more("0.6.0")
    git(mine, "pull", "--quiet")
    for module in (course.folder / "tools/kata").rglob("*.py"):
        module.write_text("raise SystemExit('from the new version')\n", encoding="utf-8")
    course.a_line_more("0.7.0")
    solve(course, mine)
    command = (sys.executable, "-m", "kata", "update")
    place = {"PYTHONPATH": str(mine / "tools"), "PYTHONDONTWRITEBYTECODE": "1"}
    done = run(*command, cwd=mine, **place)
    assert done.returncode == 0, done.stderr
    assert "Downhill 0.6.0 is now 0.7.0" in done.stdout
    assert run(*command, cwd=mine, **place).stderr == "from the new version\n"
