"""Flashcards as a page to print: one card a page, the question above the fold and the answer below it."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

from kata.course import CourseError, Week
from kata.quiz import quiz_of

MARK = '<meta name="generator" content="kata quiz --cards">'


def write_cards(week: Week, out: Path) -> int:
    """Write the week's cards to `out`, and return how many there are. The page needs nothing from elsewhere.

    CourseError where there are none, or where `out` is a file that this did not write.
    """
    cards = quiz_of(week).cards
    if not cards:
        raise CourseError(f"{week.name} has no flashcards yet.")
    if out.is_dir():
        raise CourseError(f"{out} is a folder. Name a file: --out {out / 'cards.html'}")
    if out.exists() and MARK not in out.read_text(encoding="utf-8", errors="replace"):
        raise CourseError(f"{out} is there already, and is no page of flashcards. Choose another name for --out.")
    from jinja2 import Environment, FileSystemLoader

    templates = Environment(loader=FileSystemLoader(Path(__file__).parent), autoescape=True, trim_blocks=True)
    templates.filters["code"] = _code
    page = templates.get_template("cards.html.j2").render(week=week, cards=cards, mark=MARK)
    out.write_text(page, encoding="utf-8")
    return len(cards)


def _code(text: str) -> Any:
    """The text for HTML, with what stands in backticks as code."""
    from markupsafe import Markup, escape

    return Markup(re.sub(r"`([^`]+)`", r"<code>\1</code>", str(escape(text))))
