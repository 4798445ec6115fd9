"""What `kata watch` shows: a title, a page, the keys."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterable

from kata.course import Course, Task, Week
from kata.hints import Taken
from kata.progress import Progress
from kata.screen import Line
from kata.tables import Screen, week_progress

KEYS = {"h": "hint", "n": "next", "l": "list", "a": "all", "r": "reset", "q": "quit"}
Page = Callable[[Screen], None]


class View:
    """The terminal while `kata watch` has it. Each page replaces the one before; where output is a file, it follows."""

    def __init__(self, has_keys: bool) -> None:
        if os.name == "nt":
            import colorama  # comes with Typer there

            colorama.just_fix_windows_console()
        self.screen = Screen()
        self.has_keys = has_keys
        self._shown = ""

    def show(self, title: str, right: str, page: Page, question: str = "") -> None:
        """Show a page below the title; below it the keys, or a question that a key answers."""
        console = self.screen.console
        with console.capture() as drawn:
            if console.is_terminal:
                console.clear()
            else:
                self.screen.print()
            self.screen.title(title, right)
            self.screen.print()
            page(self.screen)
            if question:
                self.screen.print()
                self.screen.print((question, "bold"))
            elif self.has_keys:
                self.screen.print()
                self.screen.print(*_keys())
        if drawn.get() != self._shown:
            self._shown = drawn.get()
            sys.stdout.write(self._shown)  # in one piece: nothing is seen half drawn
            sys.stdout.flush()


def _keys() -> list[tuple[str, str]]:
    return [part for key, does in KEYS.items() for part in ((key, "bold cyan"), (f" {does}   ", "dim"))]


def lines_page(lines: Iterable[Line]) -> Page:
    def page(screen: Screen) -> None:
        for one in lines:
            screen.print(*one.parts)

    return page


def hint_page(task: Task, taken: Taken) -> Page:
    """All the hints seen so far, and how many are left."""

    def page(screen: Screen) -> None:
        for number, text in enumerate(taken.texts, 1):
            screen.hint(number, text, old=number < len(taken.texts))
        screen.print()
        more = f"h again: {taken.left} more." if taken.left else "That was the last one."
        screen.print((f"{more} Enter: back to {task.name}.", "dim"))

    return page


def list_page(course: Course, week: Week, learned: Progress) -> Page:
    return lambda screen: week_progress(screen, course, learned, week)


def text_page(*sentences: str) -> Page:
    def page(screen: Screen) -> None:
        for sentence in sentences:
            screen.print(sentence)

    return page
