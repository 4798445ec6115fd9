"""A record in a file: a page, or a picture; the file's suffix says which."""

from __future__ import annotations

import contextlib
import os
import re
from pathlib import Path
from typing import Any

from kata.course import CourseError
from kata.record.drawing import MARK, can_draw, png, svg
from kata.record.facts import Record, WeekRecord, written
from kata.record.medals import NIGHT, color_of, medal
from kata.record.picture import HEIGHT, WIDTH, course_name, heading, picture, progress_arc

HEAD = 2000  # bytes, at the beginning of a file, in which a record says that it is one
MARKS = {".html": f'name="generator" content="{MARK}"', ".svg": f"<!-- {MARK} -->", ".png": f"Software\0{MARK}"}


def write_record(record: Record, out: Path, hints: bool = False, force: bool = False) -> None:
    """Write the record to `out`, whole or not at all. hints: the page says how many were read.

    CourseError where the suffix is none of ours, where `out` is a file that this did not write and not forced to
    replace, and where a name cannot be drawn.
    """
    suffix = out.suffix.lower()
    if suffix not in MARKS:
        raise CourseError(f"{out}: give the file a name that ends in .html for a page, or .svg or .png for a picture.")
    if out.is_dir():
        raise CourseError(f"{out} is a folder. Name a file: --out {out / ('record' + suffix)}")
    if not out.parent.is_dir():
        raise CourseError(f"There is no folder {out.parent}. Make it first, or choose another for --out.")
    if out.exists() and not force and not is_ours(out):
        raise CourseError(f"{out} is there already, and is no record. Choose another name, or replace it with --force.")
    if suffix == ".png" and not can_draw(record.learner):
        raise CourseError(
            f"No font here can draw {record.learner} in a PNG. The page (.html) and the .svg can show it."
        )
    if suffix == ".html":
        content = page(record, hints).encode()
    elif suffix == ".svg":
        content = svg(picture(record), (0, 0, WIDTH, HEIGHT), heading(record)).encode()
    else:
        content = png(picture(record), WIDTH, HEIGHT, NIGHT)
    _write_whole(out, content)


def is_ours(path: Path) -> bool:
    """Whether a page or a picture is a record, and may be replaced by a newer one."""
    with path.open("rb") as file:
        return MARKS[path.suffix.lower()].encode() in file.read(HEAD)


def page(record: Record, hints: bool = False) -> str:
    """The record as a page that needs nothing from elsewhere."""
    from jinja2 import Environment, FileSystemLoader

    templates = Environment(
        loader=FileSystemLoader(Path(__file__).parent), autoescape=True, trim_blocks=True, lstrip_blocks=True
    )
    templates.filters.update(marked=_marked, written=written, medal=_medal, color=lambda week: color_of(week.number))
    template = templates.get_template("page.html.j2")
    return template.render(
        record=record, hints=hints, mark=MARK, title=heading(record), source=course_name(record), arc=_arc(record)
    )


def _medal(week: WeekRecord) -> Any:
    from markupsafe import Markup

    state = "earned" if week.earned else f"{week.passed} of {len(week.tasks)} tasks"
    return Markup(svg(medal(week.number, week.share), (-104, -104, 208, 208), f"{week.badge}: {state}", inside=True))


def _arc(record: Record) -> Any:
    from markupsafe import Markup

    title = f"{record.passed} of {record.total} tasks passed"
    return Markup(svg(progress_arc(record), (-95, -95, 190, 165), title, inside=True))


def _marked(text: str) -> Any:
    """Markdown's `code` and *emphasis* for HTML."""
    from markupsafe import Markup, escape

    text = re.sub(r"`([^`]+)`", r"<code>\1</code>", str(escape(text)))
    return Markup(re.sub(r"\*([^*]+)\*", r"<em>\1</em>", text))


def _write_whole(out: Path, content: bytes) -> None:
    beside = out.with_name(f".{out.name}.{os.getpid()}")
    try:
        beside.write_bytes(content)
        beside.replace(out)
    except BaseException as error:
        if isinstance(error, OSError):
            error.filename = str(out)  # the file that was meant
        with contextlib.suppress(OSError):
            beside.unlink(missing_ok=True)
        raise
