"""A quiz at the terminal: one question at a time, and each answer is kept as soon as it is given."""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from kata.quiz import Memory, Question, remember
from kata.screen import command
from kata.tables import Screen

LETTERS = "abcdefgh"


@dataclass
class Score:
    right: int = 0
    asked: int = 0
    kept: bool = True  # False: the folder cannot be written


def hold(
    screen: Screen, root: Path, memory: Memory, questions: list[Question], rng: random.Random, today: date,
    answer: Callable[[], str],
) -> Score:  # fmt: skip
    """Ask the questions in an order drawn from `rng`. `answer()` gives what was typed; EOFError ends the quiz."""
    score = Score()
    questions = list(questions)
    rng.shuffle(questions)
    for number, question in enumerate(questions, 1):
        screen.print()
        screen.entry((f"{number} of {len(questions)}  ", "dim"), question.ask, "bold")
        choices = question.choices(rng)
        for letter, choice in zip(LETTERS, choices, strict=False):
            screen.entry(f"  {letter}  ", choice)
        chosen = _choice(screen, choices, answer)
        if chosen is None:
            break
        right = chosen == question.right
        score.asked += 1
        score.right += right
        _explain(screen, question, chosen)
        memory.answered(question, right, today)
        try:
            remember(root, memory)
        except OSError:
            score.kept = False
    return score


def _choice(screen: Screen, choices: list[str], answer: Callable[[], str]) -> str | None:
    """The choice that was typed, "" for "I do not know", None for stop."""
    last = LETTERS[len(choices) - 1]
    while True:
        try:
            typed = answer().strip().lower()
        except EOFError:
            return None
        if typed in ("q", "quit", "stop"):
            return None
        if typed in ("", "?"):
            return ""
        if len(typed) == 1 and typed in LETTERS[: len(choices)]:
            return choices[LETTERS.index(typed)]
        screen.note(f"Type a letter from a to {last}; Enter alone if you do not know; q to stop.")


def _explain(screen: Screen, question: Question, chosen: str) -> None:
    if chosen == question.right:
        screen.entry(("  ✓  ", "green"), question.why)
        return
    if chosen:
        screen.entry(("  ✗  ", "red"), question.why_not(chosen))
    screen.entry("  →  ", f"{question.right.rstrip('.')}. {question.why}")


def result(screen: Screen, score: Score, due: int, next_day: date | None, today: date) -> None:
    """How it went, and when the next question comes back."""
    screen.print()
    if score.asked:
        screen.print((f"{score.right} of {score.asked} right. ", "bold"), _again(score, next_day, today))
    if score.asked < due:
        screen.note(f"{due - score.asked} not asked yet: they will come next time.")
    if not score.kept:
        screen.note("(The folder .kata cannot be written, so this will not be remembered.)")


def _again(score: Score, next_day: date | None, today: date) -> str:
    if score.right < score.asked:
        return f"{score.asked - score.right} will be asked again when you next call it."
    if next_day is None or next_day <= today:
        return ""
    return f"The next one comes back {_day(next_day, today)}."


def nothing_due(screen: Screen, name: str, next_day: date | None, today: date) -> None:
    """Why there is no question to ask, and what to type instead."""
    if next_day:
        again = command(f"kata quiz {name} --all".replace("  ", " "))
        screen.note(f"Nothing to ask today; the next question comes back {_day(next_day, today)}.")
        screen.note(f"All the same: {again}")
    elif name:
        screen.note(f"There is no quiz for {name} yet.")
    else:
        screen.note(f"You have not taken a quiz yet. Begin with one: {command('kata quiz week1')}")


def _day(day: date, today: date) -> str:
    days = (day - today).days
    return "tomorrow" if days == 1 else f"in {days} days, on {day:%d %B %Y}".replace(" 0", " ")
