"""The clone as git sees it: through which updates come, and edited tests are found and brought back."""

from __future__ import annotations

import shutil
import time
from collections.abc import Iterator
from pathlib import Path

from kata.doctor import clone, fixes
from kata.doctor.finding import Finding, Place, note, problem, some, well

# A file in .git → what is unfinished, and how to have everything as it was before.
UNFINISHED = {
    "MERGE_HEAD": ("A merge (a `git pull`, say)", "merge --abort"),
    "rebase-merge": ("A rebase", "rebase --abort"),
    "rebase-apply": ("A rebase", "rebase --abort"),
    "CHERRY_PICK_HEAD": ("A cherry-pick", "cherry-pick --abort"),
    "REVERT_HEAD": ("A revert", "revert --abort"),
    "BISECT_LOG": ("A bisection", "bisect reset"),
}
OLD = 10 * 60  # seconds after which nobody holds a lock any more


def repository(place: Place) -> Iterator[Finding]:
    """Whether git can be asked at all, and whether it is in the middle of something."""
    root = place.root
    if shutil.which("git") is None:
        yield note(
            "git is not installed: without it, updates do not come, and edited tests are not noticed.",
            do="Install it from https://git-scm.com/downloads and open a new terminal.",
        )
        return
    asked = clone.ask(root, "rev-parse", "--absolute-git-dir")
    if "dubious ownership" in asked.error:
        yield note(
            "git does not trust this folder, because it belongs to another user.",
            f"git config --global --add safe.directory {fixes.quoted(str(root))}",
        )
    elif not clone.knows_the_course(root):
        yield note(
            "The course's files are in no git repository (a ZIP?): updates do not come, and edited tests are not "
            "noticed.",
            do="Clone the course with git, and copy exercises/week*/kata*.py and .kata from here into the clone.",
        )
    else:
        found = list(_state(root, Path(asked.text.strip())))
        yield from found or [well(f"A clone, at {clone.ask(root, 'log', '-1', '--format=%h of %cs').text.strip()}.")]


def _state(root: Path, folder: Path) -> Iterator[Finding]:
    lock = folder / "index.lock"
    if lock.exists() and time.time() - lock.stat().st_mtime > OLD:
        yield problem("git was interrupted once and has left a lock, so it refuses to work.", fixes.remove(lock))
    for name, (what, words) in UNFINISHED.items():
        if (folder / name).exists():
            if name == "rebase-apply" and (folder / name / "applying").exists():
                what, words = "Applying a patch", "am --abort"
            yield problem(f"{what} is unfinished. To have everything as it was before:", fixes.git(root, words))
            return
    unmerged = clone.ask(root, "ls-files", "--unmerged", "-z").text.split("\0")
    if paths := sorted({entry.partition("\t")[2] for entry in unmerged if entry}):
        yield problem(
            f"git could not merge {some(paths)}.",
            fixes.git(root, "add", paths),
            do="Open what it names, keep one version at each <<<<<<< and save; then:",
        )
    elif not clone.ask(root, "symbolic-ref", "-q", "HEAD").good:
        yield note("This clone stands on a commit and not on a branch: `git pull` does not work.", _to_a_branch(root))


def _to_a_branch(root: Path) -> str:
    """Back to the course's branch; a new branch for commits that are on none yet."""
    held = clone.ask(root, "for-each-ref", "--contains", "HEAD", "--count=1", "refs/heads", "refs/remotes").text
    if not held.strip():
        return fixes.git(root, "switch -c my-work")
    default = clone.ask(root, "rev-parse", "--abbrev-ref", "origin/HEAD").text.strip().removeprefix("origin/")
    local = clone.ask(root, "for-each-ref", "--format=%(refname:short)", "refs/heads").text.split()
    name = default if default and default != "HEAD" else next((one for one in ("main", "master") if one in local), "")
    return fixes.git(root, f"switch {name or (local[0] if local else '-c my-work')}")
