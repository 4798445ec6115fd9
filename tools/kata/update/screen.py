"""What an update brought, for the learner: from which version to which, what stays theirs, what is open again."""

from __future__ import annotations

import os
import textwrap
from collections.abc import Iterable, Sized

from kata.course import Course
from kata.screen import WIDTH, command, near
from kata.tables import Screen, shorten
from kata.update.authorship import stub_path
from kata.update.plan import Plan

MARGIN = 12
MOST = 6  # entries of a list that are named
BECAME = {"new": "the course has a kata of this name now", "gone": "the course has no such kata any more"}


def show(screen: Screen, course: Course, plan: Plan, check: bool) -> None:
    """The screen after `kata update`, or (check) before it."""
    if not plan.is_news:
        _nothing_new(screen, plan)
        return
    _title(screen, plan, check)
    _stubs(screen, plan)
    _yours(screen, plan, check)
    _kept(screen, course, plan, check)
    if plan.move and plan.move.merge is not None:
        joins = "would join" if check else "joins"
        _row(screen, "Commits", f"Yours stay as they are; one more {joins} them with the course's.")
    if plan.missing:
        _row(
            screen,
            "Back",
            f"{_count(plan.missing, 'file')} of the course that {'was' if len(plan.missing) == 1 else 'were'} missing",
        )
    if plan.reopened:
        _row(screen, "Open again", "a test of these became stricter:")
        _by_week(screen, plan.reopened)
    _next(screen, course, plan, check)


def _title(screen: Screen, plan: Plan, check: bool) -> None:
    becomes = "would become" if check else "is now"
    if plan.old == plan.new:
        title = f"Downhill {plan.new}: newer, with the same number" if plan.new else "Downhill: a newer version"
    else:
        title = f"Downhill {plan.old or 'of unknown version'} {becomes} {plan.new or 'one without a number'}"
    screen.print((title, "bold"))
    screen.print((f"From {plan.source}", "dim"))
    if plan.goes_on:
        screen.print(("This goes on with an update that was broken off.", "dim"))
    screen.print()
    for heading, begin in plan.entries[:MOST]:
        screen.print(f"  {heading}")
        screen.print(("    " + shorten(begin, WIDTH - 4), "dim"))
    if len(plan.entries) > MOST:
        screen.print(f"  and {len(plan.entries) - MOST} before these: see CHANGELOG.md")
    if plan.entries:
        screen.print()


def _stubs(screen: Screen, plan: Plan) -> None:
    said = [f"{len(names)} {what}" for names, what in ((plan.added, "new"), (plan.renewed, "renewed")) if names]
    _row(screen, "Stubs", ", ".join(said) or "none is new")


def _yours(screen: Screen, plan: Plan, check: bool) -> None:
    """The katas that the learner edited, and where the course has another stub for one of them."""
    if not plan.left:
        return
    _row(screen, "Yours", f"{_count(plan.left, 'kata')} that you edited, as you left them:")
    _by_week(screen, [_short(left.kata) for left in plan.left])
    for left in plan.left:
        if left.stub in BECAME:
            _row(screen, "", f"{left.kata}: {BECAME[left.stub]}")
    changed = [left.kata for left in plan.left if left.stub == "changed"]
    if not changed:
        return
    _row(screen, "Other stub", "The course changed the stub of these, which you edited:")
    _by_week(screen, map(_short, changed))
    if plan.has_git:
        commits = "HEAD FETCH_HEAD" if check else "ORIG_HEAD HEAD"
        screen.print(" " * MARGIN, "To see it:  ", (f"git diff {commits} -- :/exercises/.stubs", "cyan"))
    else:
        _row(screen, "", "The new one: " + (stub_path(changed[0]) if len(changed) == 1 else "exercises/.stubs/"))


def _kept(screen: Screen, course: Course, plan: Plan, check: bool) -> None:
    """What the course did not write in its own files."""
    if not plan.kept:
        return
    folder = near(course.root / ".kata" / "kept")
    if plan.is_past_unknown:
        copies = f"{len(plan.kept)} {'copy' if len(plan.kept) == 1 else 'copies'}"
        why = "nothing tells whether you had edited what was replaced"
        _row(screen, "Kept", f"{copies} {'would be' if check else 'in'} {folder}, because {why}")
        return
    _row(screen, "Kept", f"These {'would be' if check else 'are'} the course's again; what you had is in {folder}:")
    for path in sorted(plan.kept)[:MOST]:
        _row(screen, "", "  " + path)
    if len(plan.kept) > MOST:
        _row(screen, "", f"  and {len(plan.kept) - MOST} more")


def _next(screen: Screen, course: Course, plan: Plan, check: bool) -> None:
    screen.print()
    if check:
        screen.print(("Nothing was changed. ", "bold"), "This does it:  ", (command(_again(plan)), "cyan"))
        return
    if plan.environment:
        start = f"{'py' if os.name == 'nt' else 'python3'} {near(course.root / 'tools' / 'start.py')}"
        screen.print(("Type        ", "bold"), (start, "cyan"), "   brings what is installed up to date")
    screen.print(("Next        ", "bold"), (command("kata"), "cyan"), "   where you are, and what comes next")


def _again(plan: Plan) -> str:
    place = f'"{plan.asked}"' if " " in plan.asked else plan.asked
    return f"kata update --from {place}" if place else "kata update"


def _nothing_new(screen: Screen, plan: Plan) -> None:
    what = f"has version {plan.new}, and so have you" if plan.new else "has what you have"
    screen.print(("Nothing new. ", "bold"), f"{plan.source} {what}.")
    if plan.altered and plan.has_git:
        screen.print()
        _row(screen, "Not as the", "course wrote them:")
        for path in plan.altered[:MOST]:
            _row(screen, "", "  " + path)
        if len(plan.altered) > MOST:
            _row(screen, "", f"  and {len(plan.altered) - MOST} more")
        screen.print("To have the course's again:  ", (f"git checkout {plan.commit[:10]} -- FILE", "cyan"))


def _by_week(screen: Screen, names: Iterable[str]) -> None:
    """ "week1/double" and "week1/shift" as "week1  double, shift"."""
    weeks: dict[str, list[str]] = {}
    for name in names:
        week, _, last = name.partition("/")
        weeks.setdefault(week, []).append(last)
    for week, found in weeks.items():
        _row(screen, "", f"  {week}  {', '.join(found)}", hang=len(week) + 4)


def _short(kata: str) -> str:
    """ "week1/kata1" of "week1/kata1_pixels"."""
    return kata.partition("_")[0]


def _row(screen: Screen, head: str, text: str, hang: int = 0) -> None:
    """A line of the screen, and more below its text where that is long."""
    lines = textwrap.wrap(text, WIDTH - MARGIN, subsequent_indent=" " * hang, break_on_hyphens=False)
    for number, line in enumerate(lines):
        screen.print((("" if number else head).ljust(MARGIN), "bold"), line)


def _count(things: Sized, name: str) -> str:
    return f"{len(things)} {name}{'' if len(things) == 1 else 's'}"
