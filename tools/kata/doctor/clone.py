"""Asking git about a clone. Nothing is changed, and no answer is an answer too: there may be no git, or no clone."""

from __future__ import annotations

import os
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path

SECONDS = 20  # that git may take: a clone may lie on a network drive
LOOKED_AT = ("exercises", "tools", "*.toml", "*.txt", "*.ini", "*.cfg", "conftest.py", "fixtures/SHA256SUMS")
ELSEWHERE = ("GIT_DIR", "GIT_WORK_TREE", "GIT_INDEX_FILE")  # set where a hook calls us: they speak of another clone


@dataclass(frozen=True)
class Answer:
    text: str
    error: str
    good: bool


@dataclass(frozen=True)
class Change:
    """A file that differs from a commit. `what` is "edited", "missing" or "extra"."""

    path: str  # from the course's root, with slashes
    what: str


def ask(root: Path, *words: str) -> Answer:
    """What git answers in a folder."""
    environment = {name: value for name, value in os.environ.items() if name not in ELSEWHERE}
    environment |= {"GIT_OPTIONAL_LOCKS": "0", "LC_ALL": "C"}  # write nothing, not even the index; speak English
    program = shutil.which("git")
    if program is None:
        return Answer("", "git is not installed", False)
    try:
        done = subprocess.run(
            [program, "-C", str(root), *words],
            env=environment, capture_output=True, timeout=SECONDS, stdin=subprocess.DEVNULL,
        )  # fmt: skip
    except (OSError, subprocess.SubprocessError) as error:
        return Answer("", str(error), False)
    return Answer(_text(done.stdout), _text(done.stderr).strip(), done.returncode == 0)


def _text(output: bytes) -> str:
    return output.decode("utf-8", "surrogateescape")


def knows_the_course(root: Path) -> bool:
    """Whether the course's files have been committed in the clone that they lie in."""
    return bool(ask(root, "ls-tree", "--name-only", "HEAD", "exercises/").text)


def changes(root: Path) -> list[Change] | None:
    """What differs from the last commit, line endings and permissions aside. None where git cannot say."""
    if not knows_the_course(root):
        return None
    status = ("-c", "core.fileMode=false", "status", "--porcelain", "-z", "--no-renames", "--untracked-files=all")
    answer = ask(root, *status, "--", *LOOKED_AT)
    prefix = ask(root, "rev-parse", "--show-prefix").text.strip()
    found = []
    for entry in filter(None, answer.text.split("\0")):
        code, path = entry[:2], entry[3:].removeprefix(prefix)
        if "?" in code or "A" in code:
            found.append(Change(path, "extra"))
        elif not (root / path).exists():
            found.append(Change(path, "missing"))
        elif not _is_the_same(root, path):
            found.append(Change(path, "edited"))
    return found if answer.good else None


def _is_the_same(root: Path, path: str) -> bool:
    """Whether a file says what it says in the last commit: git reports other line endings as a change as well."""
    kept = ask(root, "show", f"HEAD:./{path}")
    try:
        now = _text((root / path).read_bytes())
    except OSError:
        return False
    return kept.good and now.replace("\r\n", "\n") == kept.text.replace("\r\n", "\n")


def committed(root: Path) -> tuple[str, list[Change]]:
    """The commit at which this clone left the branch that it follows, and what its own commits changed since."""
    for upstream in ("@{upstream}", "refs/remotes/origin/HEAD"):
        base = ask(root, "merge-base", "HEAD", upstream).text.strip()
        if base:
            break
    else:
        return "", []
    kinds = {"A": "extra", "D": "missing"}
    words = ask(root, "diff", "--name-status", "--no-renames", "--relative", "-z", base, "HEAD").text.split("\0")
    return base[:10], [
        Change(path, kinds.get(kind, "edited")) for kind, path in zip(words[::2], words[1::2], strict=False)
    ]
