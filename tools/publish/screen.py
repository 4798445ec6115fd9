"""What publishing says: what each branch becomes, what was searched, and where it went."""

from __future__ import annotations

import textwrap
from collections.abc import Sequence

from kata.screen import WIDTH
from kata.tables import Screen
from publish.branches import Branch, Plan
from publish.remotes import Hook

MARGIN = 17
MOST = 4  # files of a list that are named


def show(screen: Screen, plan: Plan, dry: bool) -> None:
    """The branches and the proof."""
    screen.print((f"Downhill {plan.version} for learners, from main {plan.main[:10]}", "bold"))
    screen.print()
    for branch in plan.branches:
        _branch(screen, branch, plan.here[branch.name], dry)
    screen.print()
    student = plan.student
    for head, paths in (("New", student.added), ("Changed", student.changed), ("Gone", student.gone)):
        if paths and student.old:
            _row(screen, head, _some(paths))
    if plan.released:
        _row(screen, "Given out", f"solutions of {', '.join(plan.released)}, in released/")
    found = plan.proof
    _row(
        screen, "Searched",
        f"{_count(found.files, 'file')} in {_count(found.commits, 'commit')} of student, for "
        f"{_count(found.secrets, 'line')} of solutions, hidden tests and mistakes ({found.shown:,} of them are shown "
        "to learners on purpose).",
    )  # fmt: skip
    if not found.findings:
        _row(screen, "Found", "nothing that is not for learners")


def _branch(screen: Screen, branch: Branch, here: str, dry: bool) -> None:
    if branch.is_news and branch.old:
        files = len(branch.added) + len(branch.changed) + len(branch.gone)
        what = f"{'would go' if dry else 'goes'} on from {branch.old[:10]}, {_count(files, 'file')} changed"
    elif branch.is_news:
        what = f"{'would be' if dry else 'is'} new, {_count(branch.files, 'file')}"
    else:
        what = "stays as it is" if here else "would be as on the remote" if dry else "is as on the remote"
    _row(screen, branch.name, f"{branch.new[:10]}  {what}" if not dry or not branch.is_news else what)


def ended(screen: Screen, plan: Plan, hook: Hook | None, pushed: Sequence[str], dry: bool) -> None:
    """What was done with it, and what is left to do."""
    screen.print()
    if hook and hook.left_to_do:
        _row(screen, "No guard yet", hook.left_to_do)
    for line in pushed:
        _row(screen, "Would push" if dry else "Pushed", line)
    if dry:
        screen.print(("Nothing was changed. ", "bold"), "Without --dry-run this is done.")
    elif not plan.is_news and not pushed:
        screen.print(("Nothing new. ", "bold"), "Every branch has what main has.")
    elif not pushed:
        screen.print(("Next ", "bold"), "--push REMOTE gives student to learners.")


def _row(screen: Screen, head: str, text: str) -> None:
    for number, line in enumerate(textwrap.wrap(text, WIDTH - MARGIN, break_on_hyphens=False) or [""]):
        screen.print((("" if number else head).ljust(MARGIN), "bold"), line)


def _some(paths: Sequence[str]) -> str:
    more = f" and {len(paths) - MOST:,} more" if len(paths) > MOST else ""
    return f"{len(paths):,}: {', '.join(paths[:MOST])}{more}"


def _count(number: int, name: str) -> str:
    return f"{number:,} {name}{'' if number == 1 else 's'}"
