"""The doctor's findings as lines: problems first, then notes, each with its fix, and one line for all that is well."""

from __future__ import annotations

import os
import sys
import textwrap
from pathlib import Path
from typing import TYPE_CHECKING

from kata.doctor.examination import count, examine, has_problems
from kata.doctor.finding import INSTALLED, Finding, Health, Place
from kata.screen import WIDTH, Line, command, line, plain_text

if TYPE_CHECKING:
    from kata.tables import Screen

MARKS = {Health.PROBLEM: ("✗", "red"), Health.NOTE: ("!", "yellow"), Health.OK: ("✓", "green")}
LEFT = 14  # columns of a finding's mark and name


def where() -> Place:
    """Where the user stands; beside the installation where that folder is no longer there."""
    try:
        return Place.find(Path.cwd())
    except FileNotFoundError:
        os.chdir(INSTALLED)
        return Place.find(INSTALLED, gone=True)


def compose(findings: list[Finding], everything: bool = False) -> list[Line]:
    """The screen, of which commands may be longer than the terminal is wide: they are there to be copied."""
    counts = count(findings)
    told = [line((_headline(counts), "bold")), line()]
    for state in (Health.PROBLEM, Health.NOTE):
        for finding in findings:
            if finding.state is state:
                told += [*_finding(finding), line()]
    if everything:
        told += [one for finding in findings if finding.state is Health.OK for one in _finding(finding)]
    else:
        mark, style = MARKS[Health.OK]
        many = counts[Health.OK]
        text = f" {many} check{'s are' if many != 1 else ' is'} well: {command('kata doctor --all')}"
        told.append(line((mark, style), (text, "dim")))
    if counts[Health.PROBLEM]:
        told.append(line(("Then  ", "bold"), command("kata doctor"), ("   again, to see that it helped", "dim")))
    return told


def _headline(counts: dict[Health, int]) -> str:
    problems, notes = counts[Health.PROBLEM], counts[Health.NOTE]
    if not problems and not notes:
        return "Nothing is wrong."
    told = [
        f"{many} {word}{'s' if many > 1 else ''}" for many, word in ((problems, "problem"), (notes, "note")) if many
    ]
    return " and ".join(told)


def _finding(finding: Finding) -> list[Line]:
    mark, style = MARKS[finding.state]
    found = [line((text, "")) for text in textwrap.wrap(finding.found, WIDTH - LEFT, break_on_hyphens=False)]
    told = [line((mark, style), (f" {finding.name:<{LEFT - 2}}", "bold"), *found[0].parts)]
    told += [line(" " * LEFT, *one.parts) for one in found[1:]]
    told += [line(" " * LEFT, one) for one in textwrap.wrap(finding.do, WIDTH - LEFT, break_on_hyphens=False)]
    told += [
        line(("  Type", "dim") if not n else "      ", " " * (LEFT - 6), (text, "cyan"))
        for n, text in enumerate(finding.commands)
    ]
    return told


def show(screen: Screen, findings: list[Finding], everything: bool) -> None:
    """Print it. Commands stay in one piece: the terminal may break a line, which does not hurt when it is copied."""
    from rich.text import Text

    for one in compose(findings, everything):
        parts = [(plain_text(part, screen.console.encoding), style) for part, style in one.parts]
        screen.console.print(Text.assemble(*parts), soft_wrap=True)


def main() -> int:
    """The screen without rich, for the day when the `kata` command itself cannot start."""
    findings = examine(where())
    for one in compose(findings, "--all" in sys.argv):
        print(plain_text("".join(part for part, _ in one.parts), sys.stdout.encoding))
    return int(has_problems(findings))
