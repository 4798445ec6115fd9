"""What each branch would become, and that it becomes so: all of them, or none."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from kata.course import Course, CourseError
from kata.update.repository import Blob
from publish import classroom, proof, selection
from publish.workshop import Workshop

MAIN, STUDENT = "main", "student"
PROVEN = "refs/downhill/proven"  # the last student branch that was searched; the guard lets no other pass
MOST = 8  # entries of a list that are named


@dataclass(frozen=True)
class Branch:
    """One branch: where it is ("" where there is none yet), where it goes, and what that changes in its files."""

    name: str
    old: str
    new: str
    files: int
    added: tuple[str, ...]
    changed: tuple[str, ...]
    gone: tuple[str, ...]

    @property
    def is_news(self) -> bool:
        return self.old != self.new


@dataclass(frozen=True)
class Plan:
    version: str
    main: str  # the commit that all was made from
    branches: tuple[Branch, ...]  # student first, then solution/week1, …
    released: tuple[str, ...]  # weeks that are given out with this
    proof: proof.Proof
    here: Mapping[str, str]  # branch → where the one of this repository is; "" where there is none

    @property
    def student(self) -> Branch:
        return self.branches[0]

    @property
    def is_news(self) -> bool:
        return any(branch.is_news or self.here[branch.name] != branch.new for branch in self.branches)


def prepare(shop: Workshop, release: list[str]) -> Plan:
    """Make all branches aside, and search the student branch. CourseError where it cannot be published from here."""
    check_place(shop)
    shop.check_author()
    main = shop.tree("HEAD")
    check_course(main)
    weeks = selection.weeks(main)
    check_weeks(release, weeks)
    check_overlay(shop.folder)
    names = [STUDENT, *(f"solution/{week}" for week in weeks)]
    check_not_in_use(shop, names)
    old = {name: standing(shop, name) for name in names}
    before = {name: shop.tree(commit) if commit else {} for name, commit in old.items()}
    released = [week for week in weeks if week in {*release, *selection.released_weeks(before[STUDENT])}]

    texts = reference_texts(shop, main)
    student = selection.student_files(main) | given_out(shop, texts, released)
    solved = shop.blobs_of({f"exercises/{kata}.py": text for kata, text in texts.items()})
    steps = [{path: one for path, one in solved.items() if path.startswith(f"exercises/{week}/")} for week in weeks]
    trees = shop.trees_of(student, *steps)
    version = version_of(shop, main)

    made: list[Branch] = []
    files = dict(student)
    for name, tree, step in zip(names, trees, [{}, *steps], strict=True):
        files = files | step
        parents = [old[name], *(branch.new for branch in made[:1])]
        new = commit_of(shop, name, tree, parents, version)
        made.append(branch_of(name, old[name], new, before[name], files))
    head = shop.head
    searched = proof.Search(shop, head, main, student, set(released)).prove(made[0].new)
    here = {name: shop.commit_at(f"refs/heads/{name}") for name in names}
    return Plan(version, head, tuple(made), tuple(released), searched, here)


def carry_out(shop: Workshop, plan: Plan) -> None:
    """Move the branches. CourseError, and nothing is moved, where something was found."""
    if plan.proof.findings:
        raise CourseError(found_text(plan.proof.findings))
    shop.bring_in(branch.new for branch in plan.branches)
    moves = {f"refs/heads/{one.name}": (plan.here[one.name], one.new) for one in plan.branches}
    moves[PROVEN] = (shop.commit_at(PROVEN), plan.student.new)
    shop.move_branches(
        {ref: move for ref, move in moves.items() if move[0] != move[1]}, f"publish: {plan.version} from {MAIN}"
    )


def found_text(findings: tuple[proof.Finding, ...]) -> str:
    """Why nothing is published, for people."""
    by_file: dict[tuple[str, str], proof.Finding] = {}
    for finding in findings:
        by_file.setdefault((finding.path, finding.commit), finding)
    lines = [f"  {finding}" for finding in list(by_file.values())[:MOST]]
    if len(by_file) > MOST:
        lines.append(f"  and {len(by_file) - MOST} files more")
    return "\n".join(
        [
            "Nothing was published, because learners would get what is not for them:",
            *lines,
            "If main holds it, take it out there and commit. If it is in an earlier commit of the student branch",
            f"itself, its history must begin anew: `git branch -D {STUDENT}`; learners then have to clone again.",
        ]
    )


# Whether it can be published from here


def check_place(shop: Workshop) -> None:
    again = "then type the command again."
    if shop.branch != MAIN:
        where = f"on {shop.branch}" if shop.branch else "on no branch (git calls it a detached HEAD)"
        raise CourseError(f"Publishing starts from {MAIN}, and this clone is {where}: `git switch {MAIN}`, {again}")
    if not shop.head:
        raise CourseError(f"Nothing is committed on {MAIN} yet, so there is nothing to publish.")
    if begun := shop.unfinished():
        raise CourseError(f"A {begun} was begun here: `git {begun} --continue` or `git {begun} --abort`, {again}")
    lines = (
        shop.run("status", "--porcelain", "-z", "--no-renames", "--untracked-files=normal")
        .decode("utf-8", "replace")
        .split("\0")
    )
    if dirty := [line[3:] for line in lines if line]:
        named = ", ".join(dirty[:4]) + (f" and {len(dirty) - 4} more" if len(dirty) > 4 else "")
        raise CourseError(
            f"What is not committed would not be published: {named}. Commit it, or `git stash -u` it for now; {again}"
        )


def check_course(main: Mapping[str, Blob]) -> None:
    if not selection.references(main):
        raise CourseError(
            f"{MAIN} has no solutions here, so this is a learner's clone. Publish from one of the staff's."
        )
    odd = [path for path, blob in main.items() if not blob.mode.startswith("100")]
    if odd:
        raise CourseError(f"{odd[0]} is no plain file but a link or another repository. A learner's course has none.")
    if f"{selection.OVERLAY}README.md" not in main:
        raise CourseError(f"{selection.OVERLAY}README.md is missing: it is what learners read first.")


def check_overlay(root: Path) -> None:
    """CourseError where a file that only the student branch has is behind the course that it was made from."""
    if classroom.OVERLAY.resolve().is_relative_to(root.resolve()) and (found := classroom.problems(Course(root))):
        raise CourseError("\n".join([*found, "Commit what that changes, then type the command again."]))


def check_weeks(release: list[str], weeks: list[str]) -> None:
    for week in release:
        if week not in weeks:
            raise CourseError(f"--release {week}: the weeks with solutions are {', '.join(weeks)}.")


def check_not_in_use(shop: Workshop, names: list[str]) -> None:
    for name, folder in shop.checked_out().items():
        if name in names:
            raise CourseError(
                f"{name} is checked out in {folder}, and would change under whoever works there. "
                f"`git worktree remove {folder}` takes that folder away; then type the command again."
            )


def standing(shop: Workshop, name: str) -> str:
    """Where a branch stands: here or on a remote, whichever is further. "" where there is none.

    CourseError where they went apart, or where a part of its history is not here to be searched.
    """
    refs = shop.ask("for-each-ref", "--format=%(refname)", "refs/heads", "refs/remotes").split()
    wanted = re.compile(rf"refs/(heads|remotes/[^/]+)/{re.escape(name)}")
    tip = ""
    for ref in filter(wanted.fullmatch, refs):
        commit = shop.commit_at(ref)
        if not tip or shop.is_ancestor(tip, commit):
            tip = commit
        elif not shop.is_ancestor(commit, tip):
            raise CourseError(
                f"There are two branches {name} that went apart; one is {ref.split('/', 2)[2]}. Who follows one "
                f"cannot go on with the other. `git branch -D {name}`, or `-dr` for a remote's, gives one up."
            )
    if tip and shop.shallow() & set(shop.commits(tip)):
        raise CourseError(f"Only a part of {name}'s history is here: `git fetch --unshallow`, then the command again.")
    return tip


# What is made


def reference_texts(shop: Workshop, main: Mapping[str, Blob]) -> dict[str, str]:
    """Kata → its reference, as a learner would have written it."""
    ids = {kata: main[path].id for kata, path in selection.references(main).items()}
    contents = shop.contents(ids.values())
    return {kata: selection.as_a_learner_writes_it(contents[one].decode("utf-8")) for kata, one in ids.items()}


def given_out(shop: Workshop, texts: Mapping[str, str], released: list[str]) -> dict[str, Blob]:
    """The files of the weeks that are given out, beside the exercises."""
    if not released:
        return {}
    mine = {
        f"{selection.RELEASED}{kata}.py": text for kata, text in texts.items() if selection.week_of(kata) in released
    }
    return shop.blobs_of({f"{selection.RELEASED}README.md": selection.GIVEN_OUT.format(week=released[0]), **mine})


def commit_of(shop: Workshop, name: str, tree: str, parents: list[str], version: str) -> str:
    """The commit that a branch goes to: the one it is at, where that has these files already."""
    old = parents[0]
    if old and shop.ask("rev-parse", f"{old}^{{tree}}") == tree:
        return old
    solved = f", solved up to {name.partition('/')[2]}" if name != STUDENT else ""
    return shop.commit_tree(tree, parents, f"Downhill {version}{solved}\n")


def branch_of(name: str, old: str, new: str, before: Mapping[str, Blob], files: Mapping[str, Blob]) -> Branch:
    return Branch(
        name, old, new, len(files),
        added=tuple(sorted(files.keys() - before.keys())),
        changed=tuple(sorted(path for path in files.keys() & before.keys() if files[path] != before[path])),
        gone=tuple(sorted(before.keys() - files.keys())),
    )  # fmt: skip


def version_of(shop: Workshop, main: Mapping[str, Blob]) -> str:
    blob = main.get("pyproject.toml")
    text = shop.contents([blob.id])[blob.id].decode("utf-8") if blob else ""
    found = re.search(r'^version = "(.+)"$', text, re.MULTILINE)
    return found[1] if found else "without a number"
