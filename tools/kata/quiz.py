"""A week's quiz and flashcards, and when to ask each question again.

`quiz.toml` holds questions, each with one right answer and several wrong ones that say what is wrong with them,
and cards:

    [[question]]
    ask = "How many numbers does a 784-16-16-10 network learn?"
    right = "13,002"
    why = "12,960 weights, and one bias for each of the 42 neurons."
    wrong = [
        ["12,960", "Those are the weights alone."],
    ]

    [[card]]
    front = "bias"
    back = "A number that a neuron adds before its sigmoid."

Questions come back as cards do in Leitner's boxes: after a right answer a question moves up a box and rests longer,
after a wrong one it begins again.
"""

from __future__ import annotations

import hashlib
import random
import tomllib
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from kata import kept
from kata.course import CourseError, Week

FILE = "quiz.json"
RESTS = (1, 3, 7, 21, 60)  # days until a question comes back, after one right answer, after two, …


@dataclass(frozen=True)
class Question:
    week: str
    ask: str
    right: str
    why: str
    wrong: tuple[tuple[str, str], ...]  # (choice, why it is not so)

    @property
    def id(self) -> str:
        """Another wording is another question; a mended answer is not."""
        return f"{self.week}/{hashlib.sha256(self.ask.encode()).hexdigest()[:12]}"

    def choices(self, rng: random.Random) -> list[str]:
        """The right answer and the wrong ones, shuffled."""
        found = [self.right, *(choice for choice, _ in self.wrong)]
        rng.shuffle(found)
        return found

    def why_not(self, choice: str) -> str:
        """What is wrong with a choice; "" for the right one."""
        return dict(self.wrong).get(choice, "")


@dataclass(frozen=True)
class Card:
    front: str
    back: str


@dataclass(frozen=True)
class Quiz:
    questions: tuple[Question, ...]
    cards: tuple[Card, ...]


def quiz_of(week: Week) -> Quiz:
    """The week's quiz; an empty one where there is no quiz.toml. CourseError where that cannot be understood."""
    path = week.folder / "quiz.toml"
    if not path.exists():
        return Quiz((), ())
    try:
        data = tomllib.loads(path.read_text(encoding="utf-8"))
        questions = tuple(_question(week.name, entry) for entry in data.get("question", []))
        cards = tuple(Card(str(entry["front"]), str(entry["back"])) for entry in data.get("card", []))
    except KeyError as missing:
        raise CourseError(f"{path}: an entry has no {missing.args[0]!r}.") from None
    except (ValueError, TypeError) as error:  # a TOML error is a ValueError, with its line
        raise CourseError(f"{path} cannot be understood: {error}.") from None
    return Quiz(questions, cards)


def _question(week: str, entry: dict[str, Any]) -> Question:
    wrong = tuple((str(choice), str(why)) for choice, why in entry["wrong"])
    question = Question(week, str(entry["ask"]), str(entry["right"]), str(entry["why"]), wrong)
    choices = [question.right, *(choice for choice, _ in wrong)]
    if len(set(choices)) < len(choices) or len(choices) < 2:
        raise ValueError(f"the choices of {question.ask!r} must be two or more, and all different")
    return question


@dataclass
class Memory:
    """Question id → the box it lies in, 0 to 5, and the day on which it is asked again."""

    boxes: dict[str, tuple[int, date]] = field(default_factory=dict)

    def is_due(self, question: Question, today: date) -> bool:
        """New questions are, and those whose rest is over."""
        return question.id not in self.boxes or self.boxes[question.id][1] <= today

    def met(self, question: Question) -> bool:
        return question.id in self.boxes

    def answered(self, question: Question, right: bool, today: date) -> None:
        box = min(self.boxes.get(question.id, (0, today))[0] + 1, len(RESTS)) if right else 0
        self.boxes[question.id] = box, today + timedelta(days=RESTS[box - 1] if right else 0)

    def next_day(self, questions: Iterable[Question]) -> date | None:
        """The day on which the first of them comes back."""
        return min((self.boxes[one.id][1] for one in questions if one.id in self.boxes), default=None)


def remembered(root: Path) -> Memory:
    """What a learner has answered; nothing where the file is missing or no good."""
    found, _ = kept.read(root / kept.FOLDER / FILE, _checked)
    return found or Memory()


def _checked(data: Any) -> Memory:
    return Memory({str(key): (int(box), date.fromisoformat(day)) for key, (box, day) in data["boxes"].items()})


def remember(root: Path, memory: Memory) -> None:
    """Keep it. OSError where the folder cannot be written."""
    boxes = {key: (box, day.isoformat()) for key, (box, day) in memory.boxes.items()}
    kept.write(root / kept.FOLDER / FILE, {"boxes": boxes})
