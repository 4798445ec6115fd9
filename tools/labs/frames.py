"""What a notebook shows at every step of its controls, without a browser.

A notebook is a graph of cells: each reads names and defines names. A cell's output depends on the controls that it
can be reached from, and on nothing else; so each cell is run once for every combination of their steps.
"""

from __future__ import annotations

import importlib.util
import math
import re
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import product
from pathlib import Path
from typing import Any

import marimo as mo

from kata.course import CourseError
from labs.controls import Control, control_of

MOST = 60  # frames of one cell; beyond that its controls are turned one at a time
UNANSWERED = -1


@dataclass(frozen=True)
class StandIn:
    """What a cell reads instead of a control: the value at one of its steps."""

    value: Any
    lab: Control


@dataclass(frozen=True)
class Block:
    """What stands at one place of the page."""

    controls: dict[str, Control]  # to be turned here
    html: str  # to be seen here at the start
    # Where that depends on controls: their names, for each the step that stands for another, and HTML by steps.
    turns: dict[str, dict[int, int]] = field(default_factory=dict)
    frames: dict[str, str] = field(default_factory=dict)


def blocks(path: Path) -> list[Block]:
    """The page of the notebook at `path`, from top to bottom."""
    book = _Notebook(path)
    return [block for cell in book.cells if (block := book.block(cell)) is not None]


class _Notebook:
    def __init__(self, path: Path) -> None:
        self.cells = _cells(path)
        self.source = {name: cell for cell in self.cells for name in cell.defs}
        self.controls: dict[str, Control] = {}
        self._known: dict[tuple[Any, ...], tuple[str, dict[str, Any]]] = {}
        for cell in self._in_order():
            made = self._run(cell, {name: _start(control) for name, control in self.controls.items()})[1]
            self.controls.update({name: found for name, value in made.items() if (found := control_of(value))})

    def block(self, cell: mo.Cell) -> Block | None:
        """What the cell shows; None if nothing."""
        if own := {name: control for name, control in self.controls.items() if name in cell.defs}:
            return Block(own, "")
        names = self._controls_of(cell)
        start = {name: _start(self.controls[name]) for name in names}
        html = self._run(cell, start)[0]
        if not names:
            return Block({}, html) if html else None
        turns = {name: self._turns(cell, name, start) for name in names}
        frames = {_key(steps): self._run(cell, steps)[0] for steps in _combinations(turns, start)}
        return Block({}, html, turns, frames) if any(frames.values()) else None

    def _turns(self, cell: mo.Cell, name: str, start: dict[str, int]) -> dict[int, int]:
        """For each step of a control the step that stands for it.

        A picture that waits for an answer is the same after every answer: one of them stands for all.
        """
        control = self.controls[name]
        steps = range(len(control.texts))
        if control.kind != "question":
            return {step: step for step in steps}
        same = len({self._run(cell, {**start, name: step})[0] for step in steps}) == 1
        return {UNANSWERED: UNANSWERED, **{step: 0 if same else step for step in steps}}

    def _run(self, cell: mo.Cell, steps: dict[str, int]) -> tuple[str, dict[str, Any]]:
        """A cell's HTML and what it defines, with the controls at these steps."""
        names = self._controls_of(cell)
        key = (id(cell), *(steps[name] for name in names))
        if key not in self._known:
            values: dict[str, Any] = {}
            for name in cell.refs:
                if name in self.controls:
                    values[name] = _stand_in(self.controls[name], steps[name])
                elif name in self.source:
                    values[name] = self._run(self.source[name], steps)[1][name]
            output, defined = cell.run(**values)  # type: ignore[misc]
            self._known[key] = (_html(output, cell), dict(defined))
        return self._known[key]

    def _needs(self, cell: mo.Cell) -> list[mo.Cell]:
        return [self.source[name] for name in sorted(cell.refs) if name in self.source]

    def _controls_of(self, cell: mo.Cell) -> tuple[str, ...]:
        """The controls on which a cell depends, in the order of the page."""
        found = {name for name in cell.refs if name in self.controls}
        found.update(*(self._controls_of(one) for one in self._needs(cell) if not one.defs & self.controls.keys()))
        return tuple(name for name in self.controls if name in found)

    def _in_order(self) -> Iterator[mo.Cell]:
        """The cells so that each comes after those that it needs."""
        done: set[int] = set()

        def visit(cell: mo.Cell) -> Iterator[mo.Cell]:
            if id(cell) not in done:
                done.add(id(cell))
                for one in self._needs(cell):
                    yield from visit(one)
                yield cell

        for cell in self.cells:
            yield from visit(cell)


def _cells(path: Path) -> list[mo.Cell]:
    """The cells of a notebook, in the order of the page."""
    spec = importlib.util.spec_from_file_location(f"lab_of_{path.parent.name}", path)
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    cells = [value for value in vars(module).values() if isinstance(value, mo.Cell)]
    written = len(re.findall(r"^@app\.cell\b", path.read_text(encoding="utf-8"), re.MULTILINE))
    if len(cells) != written:
        raise CourseError(f"{path} has {written} cells, and {len(cells)} names for them: give each a name of its own.")
    return cells


def _html(output: Any, cell: mo.Cell) -> str:
    if output is None or control_of(output):
        return ""
    text = output.text if isinstance(output, mo.Html) else mo.as_html(output).text
    if found := re.search(r"<marimo-[\w-]+", text):
        raise CourseError(
            f"The cell {cell.name} shows a {found[0][1:]}, which a page without marimo cannot. "
            "Controls stand in the cell that makes them, and all else is text, tables and pictures."
        )
    return str(text)


def _start(control: Control) -> int:
    return UNANSWERED if control.initial is None else control.initial


def _stand_in(control: Control, step: int) -> StandIn:
    return StandIn(None if step == UNANSWERED else control.values[step], control)


def _combinations(turns: dict[str, dict[int, int]], start: dict[str, int]) -> Iterator[dict[str, int]]:
    """The steps at which a cell is run: all combinations, or one control at a time where those are too many."""
    steps = {name: sorted(set(turn.values())) for name, turn in turns.items()}
    if math.prod(map(len, steps.values())) <= MOST:
        for chosen in product(*steps.values()):
            yield dict(zip(steps, chosen, strict=True))
        return
    questions = [name for name in steps if start[name] == UNANSWERED]
    for answers in product(*(steps[name] for name in questions)):
        here = {**start, **dict(zip(questions, answers, strict=True))}
        yield here
        for name in steps.keys() - set(questions):
            yield from ({**here, name: value} for value in steps[name])


def _key(steps: dict[str, int]) -> str:
    return ",".join(map(str, steps.values()))
