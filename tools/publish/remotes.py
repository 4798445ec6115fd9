"""Where branches go: the students' remotes and the staff's, and the guard that watches pushes made by hand.

git's settings keep which is whose: `downhill.students` and `downhill.staff`, each a name or an address, any number.
"""

from __future__ import annotations

import os
import stat
import subprocess
from dataclasses import dataclass
from pathlib import Path

from kata.course import CourseError
from publish.branches import MAIN, Plan
from publish.workshop import Workshop

STUDENTS, STAFF = "downhill.students", "downhill.staff"
GUARD = Path(__file__).parent / "pre-push.sh"
OURS = "Downhill's guard"  # by which a hook of ours is known
SOLVED = "refs/heads/solution/"


@dataclass(frozen=True)
class Hook:
    """The guard after `install_guard`: where it is, and what else has to be done, "" for nothing."""

    place: Path
    left_to_do: str


def ask(folder: Path, *words: str) -> str:
    """What git says with the user's own settings; "" where it has no answer."""
    done = subprocess.run(["git", *words], cwd=folder, capture_output=True)
    return os.fsdecode(done.stdout).strip() if done.returncode == 0 else ""


def remembered(folder: Path, which: str) -> list[str]:
    return ask(folder, "config", "--get-all", which).splitlines()


def remember(folder: Path, which: str, remote: str) -> None:
    """Keep in git's settings whose a remote is."""
    if not is_one_of(folder, remote, which):
        done = subprocess.run(["git", "config", "--add", which, remote], cwd=folder, capture_output=True, text=True)
        if done.returncode != 0:
            raise CourseError(f"git cannot remember whose {remote} is: {done.stderr.strip()}")


def is_one_of(folder: Path, remote: str, which: str) -> bool:
    """Whether a remote, by its name or its address, is among the students' or the staff's."""
    return address(folder, remote) in {address(folder, one) for one in remembered(folder, which)}


def address(folder: Path, remote: str) -> str:
    """Where a remote is, written in one way."""
    url = ask(folder, "remote", "get-url", "--push", remote) or remote
    path = folder / Path(url.removeprefix("file://")).expanduser()
    return str(path.resolve()) if path.exists() else url.rstrip("/").removesuffix(".git")


def check_students(shop: Workshop, remote: str, plan: Plan) -> None:
    """CourseError where a remote is no place for students, or has gone on without this clone."""
    if is_one_of(shop.folder, remote, STAFF):
        raise CourseError(
            f"{remote} is the staff's: solution branches were pushed there. Students need a remote of their own. "
            f"If it is theirs by now: git config --unset {STAFF} {remote}"
        )
    there = listing(shop.folder, remote)
    if solved := [ref for ref in there if ref.startswith(SOLVED)]:
        raise CourseError(
            f"{remote} has {solved[0].removeprefix('refs/heads/')}, which every student there could read."
        )
    ours = set(shop.commits("HEAD"))
    if mains := [ref for ref, commit in there.items() if commit in ours]:
        raise CourseError(
            f"{remote} has commits of {MAIN} ({mains[0]}), with all solutions: it is no place for students."
        )
    check_goes_on(shop, remote, there, plan)


def check_goes_on(shop: Workshop, remote: str, there: dict[str, str], plan: Plan) -> None:
    """CourseError where a branch of a remote holds what the one here does not go on from."""
    for branch in plan.branches:
        commit = there.get(f"refs/heads/{branch.name}")
        if commit and not shop.is_ancestor(commit, branch.new):
            raise CourseError(
                f"{branch.name} of {remote} has commits that are not here. If it was published from another clone: "
                f"`git fetch {remote}`, then type the command again."
            )


def check_staff(shop: Workshop, remote: str, plan: Plan) -> None:
    """CourseError where a remote must not have solutions."""
    if is_one_of(shop.folder, remote, STUDENTS):
        raise CourseError(
            f"{remote} is the students', who must not get solution branches: name a remote of the staff's. "
            "A week that is over is given out by --release."
        )
    check_goes_on(shop, remote, listing(shop.folder, remote), plan)


def listing(folder: Path, remote: str) -> dict[str, str]:
    """Ref → commit, of a remote."""
    done = subprocess.run(["git", "ls-remote", "--refs", "--", remote], cwd=folder, stdout=subprocess.PIPE)
    if done.returncode != 0:
        raise CourseError(f"{remote} cannot be reached; git says above why. Nothing was published.")
    lines = os.fsdecode(done.stdout).splitlines()
    return {ref: commit for commit, _, ref in (line.partition("\t") for line in lines)}


def push(folder: Path, remote: str, names: list[str]) -> None:
    """Push branches as git does it, hooks included. CourseError where it did not work."""
    refs = [f"refs/heads/{name}:refs/heads/{name}" for name in names]
    done = subprocess.run(["git", "push", "--quiet", "--atomic", "--", remote, *refs], cwd=folder)
    if done.returncode != 0:
        raise CourseError(
            f"{', '.join(names[:2])}{' …' * (len(names) > 2)} could not be pushed to {remote}; git says above why. "
            "The branches are ready here: the same command pushes them."
        )


def install_guard(folder: Path) -> Hook:
    """Put the guard where git looks for it, or beside a hook that is there already."""
    hooks = folder / ask(folder, "rev-parse", "--git-path", "hooks")
    own = folder / ask(folder, "rev-parse", "--git-common-dir")
    hook = hooks / "pre-push"
    theirs = hook.exists() and OURS not in hook.read_text(encoding="utf-8", errors="replace")
    if not theirs and hooks.resolve().is_relative_to(own.resolve()):
        write_guard(hook)
        return Hook(hook, "")
    beside = own / "downhill-pre-push"
    write_guard(beside)
    why = f"{hook} is there already and was not changed" if theirs else f"git takes its hooks from {hooks}, outside"
    return Hook(
        beside, f"{why}: pushes by hand are not watched. Let that hook run {beside} with its arguments and its input."
    )


def write_guard(place: Path) -> None:
    place.parent.mkdir(parents=True, exist_ok=True)
    place.write_text(GUARD.read_text(encoding="utf-8"), encoding="utf-8", newline="\n")
    place.chmod(place.stat().st_mode | stat.S_IXUSR | stat.S_IXGRP | stat.S_IXOTH)
