"""The clone as git keeps it, through git's plumbing: nothing is forced, no editor opens, no hook or filter of the
user's runs.
"""

from __future__ import annotations

import hashlib
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterable, Mapping
from functools import cached_property
from pathlib import Path
from typing import NamedTuple

from kata.course import CourseError

# No hook runs, no program watches the files, nothing is tidied up on the way.
SETTINGS = (f"core.hooksPath={os.devnull}", "core.fsmonitor=false", "gc.auto=0", "maintenance.auto=false")
# What would send a command to another repository than the one it is asked about, as inside of a hook.
ELSEWHERE = {
    f"GIT_{name}"
    for name in (
        "DIR", "WORK_TREE", "INDEX_FILE", "COMMON_DIR", "OBJECT_DIRECTORY", "ALTERNATE_OBJECT_DIRECTORIES", "PREFIX",
        "NAMESPACE",
    )
}  # fmt: skip
NOBODY = ("Downhill", "learner@localhost")  # whose commit it is where the user has not told git their name
UNFINISHED = {
    "MERGE_HEAD": "merge",
    "rebase-merge": "rebase",
    "rebase-apply": "rebase",
    "CHERRY_PICK_HEAD": "cherry-pick",
    "REVERT_HEAD": "revert",
}


SUBMODULE = "160000"  # the mode of a folder that is another repository


class GitError(CourseError):
    """git refused; the message is git's own."""


class Blob(NamedTuple):
    """A file as git keeps it."""

    mode: str
    id: str


def has_git() -> bool:
    return shutil.which("git") is not None


class Repository:
    """A repository: the clone that `folder` is, or a bare one in it."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def run(self, *words: str, data: bytes = b"", environment: Mapping[str, str] | None = None) -> bytes:
        """What git prints. GitError with what it complains of."""
        done = self._run(words, data, environment or {})
        if done.returncode != 0:
            raise GitError(_complaint(done.stderr))
        return done.stdout

    def ask(self, *words: str) -> str:
        """What git prints, as text; "" where it has no answer."""
        done = self._run(words, b"", {})
        return os.fsdecode(done.stdout).strip() if done.returncode == 0 else ""

    def _run(self, words: Iterable[str], data: bytes, extra: Mapping[str, str]) -> subprocess.CompletedProcess[bytes]:
        environment = {name: value for name, value in os.environ.items() if name not in ELSEWHERE}
        environment |= {"LC_ALL": "C", **extra}
        if sys.stdin is None or not sys.stdin.isatty():
            environment["GIT_TERMINAL_PROMPT"] = "0"  # nobody is there to type a password
        settings = [word for setting in (*SETTINGS, *self._no_filters) for word in ("-c", setting)]
        command = ["git", *settings, *words]
        return subprocess.run(command, cwd=self.folder, env=environment, input=data, capture_output=True)

    @cached_property
    def _no_filters(self) -> list[str]:
        """What turns each of the user's filters off: git runs them even to find out whether a file has changed."""
        self._no_filters = []  # for the question itself
        words = self.ask(
            "config", "--name-only", "--get-regexp", r"^filter\..*\.(clean|smudge|process|required)$"
        ).split()
        return [f"{word}={'false' if word.endswith('required') else ''}" for word in words]

    # Where it stands

    @cached_property
    def top(self) -> Path | None:
        """The folder of the working tree; None in no repository. CourseError where git does not trust it."""
        done = self._run(["rev-parse", "--show-toplevel"], b"", {})
        if done.returncode == 0:
            return Path(os.fsdecode(done.stdout).rstrip("\n")).resolve()
        if (self.folder / ".git").exists():
            said = _complaint(done.stderr)
            allow = f" `git config --global --add safe.directory {self.folder}` allows it." if "dubious" in said else ""
            raise CourseError(f"git does not read the repository here: {said}.{allow}")
        return None

    @cached_property
    def directory(self) -> Path:
        """Where git keeps what it knows: .git, in most clones."""
        return self.folder / self.ask("rev-parse", "--git-dir")

    @property
    def branch(self) -> str:
        """The current branch; "" on none."""
        return self.ask("symbolic-ref", "-q", "--short", "HEAD")

    @property
    def head(self) -> str:
        """The current commit; "" where there is none yet."""
        return self.ask("rev-parse", "-q", "--verify", "HEAD^{commit}")

    @property
    def remotes(self) -> list[str]:
        return self.ask("remote").split()

    def setting(self, name: str) -> str:
        return self.ask("config", "--get", name)

    def unfinished(self) -> str:
        """What was begun here and not ended ("merge", "rebase", …); "" where nothing was."""
        return next((name for file, name in UNFINISHED.items() if (self.directory / file).exists()), "")

    # What it holds

    def base(self, one: str, other: str) -> str:
        """The last commit that both have in common; "" where there is none."""
        return self.ask("merge-base", one, other).partition("\n")[0]

    def tree(self, commit: str) -> dict[str, Blob]:
        found = {}
        for entry in _split(self.run("ls-tree", "-r", "-z", "--full-tree", commit)):
            facts, _, path = entry.partition("\t")
            mode, _, one = facts.split(" ")
            found[path] = Blob(mode, one)
        return found

    def index(self) -> dict[str, Blob]:
        """What is staged. CourseError where that has conflicts."""
        found = {}
        for entry in _split(self.run("ls-files", "-s", "-z")):
            facts, _, path = entry.partition("\t")
            mode, one, stage = facts.split(" ")
            if stage != "0":
                raise CourseError(f"{path} has a conflict: mend it, `git add {path}`, and type the command again.")
            found[path] = Blob(mode, one)
        return found

    def contents(self, ids: Iterable[str]) -> dict[str, bytes]:
        """The bytes of each."""
        wanted = list(dict.fromkeys(ids))
        found: dict[str, bytes] = {}
        if not wanted:
            return found
        out = memoryview(self.run("cat-file", "--batch", data="".join(f"{one}\n" for one in wanted).encode()))
        at = 0
        for one in wanted:
            end = at + bytes(out[at : at + 200]).index(b"\n")
            head = bytes(out[at:end]).split(b" ")
            if len(head) != 3 or head[1] != b"blob":
                raise GitError(f"the repository lacks a file that belongs to it ({one})")
            at = end + 1 + int(head[2])
            found[one] = bytes(out[end + 1 : at])
            at += 1
        return found

    def history(self, commit: str) -> dict[str, set[str]]:
        """Path → the id of everything that ever stood there, up to this commit."""
        commits = self.run("rev-list", commit)
        words = ("diff-tree", "--stdin", "-r", "-m", "--root", "--raw", "-z", "--no-commit-id", "--no-renames")
        found: dict[str, set[str]] = {}
        parts = iter(_split(self.run(*words, data=commits)))
        for facts in parts:
            if facts.startswith(":"):
                found.setdefault(next(parts), set()).add(facts.split(" ")[3])
        return found

    def identify(self, data: bytes) -> str:
        """The id that git would give these bytes."""
        return hashlib.new(self._format, b"blob %d\0" % len(data) + data).hexdigest()

    @cached_property
    def _format(self) -> str:
        return self.ask("rev-parse", "--show-object-format") or "sha1"

    # What it is told

    def branch_at(self, address: str, branch: str) -> str:
        """The ref to take from an address: the branch of this name, or else the one it shows first."""
        wanted = f"refs/heads/{branch}"
        there = os.fsdecode(self.run("ls-remote", "--", address, "HEAD", *([wanted] if branch else [])))
        refs = {line.partition("\t")[2] for line in there.splitlines()}
        if not refs:
            raise GitError("nothing is in it")
        return wanted if wanted in refs else "HEAD"

    def fetch(self, address: str, ref: str, remember: bool) -> str:
        """Bring a commit here. `remember` also moves the branch that stands for the remote's, such as origin/main."""
        options = ["--quiet", "--no-tags", "--no-prune", "--no-recurse-submodules"]
        self.run("fetch", *options, *([] if remember else ["--refmap="]), "--", address, ref)
        return self.ask("rev-parse", "--verify", "FETCH_HEAD^{commit}")

    def commit(self, tree: str, changes: Mapping[str, Blob | None], parents: list[str], message: str) -> str:
        """Make a commit of `tree` with changes; no branch moves, and the index stays as it is."""
        index = self.directory.resolve() / "kata-index"
        lock = index.with_name("kata-index.lock")
        try:
            for file in (index, lock):  # of an earlier time that was broken off
                file.unlink(missing_ok=True)
            aside = {"GIT_INDEX_FILE": str(index)}
            self.run("read-tree", tree, environment=aside)
            self.run("update-index", "-z", "--index-info", data=self._lines(changes), environment=aside)
            made = os.fsdecode(self.run("write-tree", environment=aside)).strip()
        finally:
            for file in (index, lock):
                file.unlink(missing_ok=True)
        options = [word for parent in parents for word in ("-p", parent)]
        return os.fsdecode(self.run("commit-tree", made, *options, "-m", message, environment=self._who)).strip()

    def change_index(self, changes: Mapping[str, Blob | None]) -> None:
        """Put files into the index, or (None) take them out: all of them or none."""
        if changes:
            self.run("update-index", "-z", "--index-info", data=self._lines(changes))

    def _lines(self, changes: Mapping[str, Blob | None]) -> bytes:
        gone = Blob("0", "0" * 2 * hashlib.new(self._format).digest_size)
        lines = [(blob or gone, path) for path, blob in changes.items()]
        return b"".join(os.fsencode(f"{blob.mode} {blob.id}\t{path}\0") for blob, path in lines)

    def move(self, old: str, new: str, message: str) -> None:
        """Move the current branch. GitError if it is no longer at `old`. ORIG_HEAD is where it was, as after a pull."""
        self.run("update-ref", "ORIG_HEAD", old, environment=self._who)
        self.run("update-ref", "-m", message, "HEAD", new, old, environment=self._who)

    @cached_property
    def _who(self) -> dict[str, str]:
        """Somebody to sign with, where the user has not said who they are."""
        if self.ask("var", "GIT_COMMITTER_IDENT") and self.ask("var", "GIT_AUTHOR_IDENT"):
            return {}
        said = {"NAME": self.setting("user.name") or NOBODY[0], "EMAIL": self.setting("user.email") or NOBODY[1]}
        return {f"GIT_{who}_{what}": text for who in ("AUTHOR", "COMMITTER") for what, text in said.items()}


def _split(out: bytes) -> list[str]:
    return [os.fsdecode(part) for part in out.split(b"\0") if part]


def _complaint(stderr: bytes) -> str:
    """The line in which git says what is wrong."""
    lines = [line for line in stderr.decode(errors="replace").splitlines() if line.strip()]
    said = [line for line in lines if line.startswith(("ssh:", "fatal:", "error:"))]
    line: str = [*said, *lines, "it failed"][0]
    return re.sub(r"^(fatal|error): ", "", line).rstrip(".")
