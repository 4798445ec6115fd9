"""A lab as one page that opens without a network, with a picture for every step of its controls.

    python -m labs.export exercises/week2/lab.py out.html

`kata lab week2 --export out.html` runs this in a process of its own: what the learner's functions print, or leave
behind, does not reach the terminal.
"""

from __future__ import annotations

import os
import re
import sys
from pathlib import Path
from typing import Any

import marimo as mo
from jinja2 import Environment, FileSystemLoader
from markupsafe import Markup

from kata.course import CourseError, Week
from labs.frames import Block, blocks
from labs.target import MARK, write

HERE = Path(__file__).parent


def page(notebook: Path) -> str:
    """The whole page."""
    images = _Images()
    shown = [(block, _turning(block, images)) for block in blocks(notebook)]
    templates = Environment(loader=FileSystemLoader(HERE), autoescape=True, trim_blocks=True, lstrip_blocks=True)
    templates.filters["markdown"] = lambda text: Markup(mo.md(text).text)
    controls = {name: control for block, _ in shown for name, control in block.controls.items()}
    return templates.get_template("page.html.j2").render(
        week=Week(notebook.parent),
        shown=shown,
        controls={name: -1 if control.initial is None else control.initial for name, control in controls.items()},
        images=images.sources,
        style=Markup((HERE / "lab.css").read_text(encoding="utf-8")),
        mark=Markup(MARK),
    )


class _Images:
    """Pictures as they are embedded, each only once however often it is shown."""

    def __init__(self) -> None:
        self.sources: list[str] = []
        self._numbers: dict[str, int] = {}

    def number(self, source: str) -> int:
        if source not in self._numbers:
            self._numbers[source] = len(self.sources)
            self.sources.append(source)
        return self._numbers[source]


def _turning(block: Block, images: _Images) -> dict[str, Any] | None:
    """What the page's script needs to show the block at other steps."""
    if not block.frames:
        return None
    texts: dict[str, int] = {}
    frames = {key: texts.setdefault(_apart(html, images), len(texts)) for key, html in block.frames.items()}
    return {"names": list(block.turns), "turns": block.turns, "frames": frames, "texts": list(texts)}


def _apart(html: str, images: _Images) -> str:
    return re.sub(r'src="(data:[^"]+)"', lambda found: f'data-image="{images.number(found[1])}"', html)


if __name__ == "__main__":
    try:
        write(page(Path(sys.argv[1])), Path(sys.argv[2]))
    except (CourseError, OSError) as problem:
        print(problem, file=sys.stderr)
        os._exit(2)  # a thread that was left behind would keep the process
    os._exit(0)
