"""A few flat shapes, and two ways to draw them: as SVG, and as PNG with Pillow.

A picture is described once, as a list of shapes, and both ways draw that list, so that they cannot drift apart.
"""

from __future__ import annotations

import html
import io
import math
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import cache
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from PIL.ImageFont import FreeTypeFont

MARK = "kata record"  # what both kinds of picture say they were made by
FINER = 3  # times as many pixels are drawn as are kept: smooth edges
FONTS = ("DejaVuSans.ttf", "arial.ttf", "Arial.ttf", "NotoSans-Regular.ttf", "NotoSansCJK-Regular.ttc", "msyh.ttc")
INSTEAD = {"–": "-", "—": "-", "−": "-", "×": "x", "“": '"', "”": '"', "‘": "'", "’": "'", "…": "..."}

Point = tuple[float, float]


@dataclass(frozen=True)
class Circle:
    x: float
    y: float
    r: float
    fill: str = ""
    stroke: str = ""
    width: float = 0


@dataclass(frozen=True)
class Line:
    """A line through points; back to its beginning where it is `closed`."""

    points: tuple[Point, ...]
    fill: str = ""
    stroke: str = ""
    width: float = 0
    closed: bool = False


@dataclass(frozen=True)
class Text:
    """One line of text, its baseline at y; x is where it starts, or its middle, or its end."""

    x: float
    y: float
    text: str
    size: float
    fill: str
    anchor: str = "start"  # or "middle", "end"


Shape = Circle | Line | Text


def moved(shapes: Iterable[Shape], x: float, y: float, scale: float = 1) -> list[Shape]:
    """The shapes, made larger around 0, 0 and then moved by x, y."""
    found: list[Shape] = []
    for shape in shapes:
        if isinstance(shape, Line):
            points = tuple((x + scale * px, y + scale * py) for px, py in shape.points)
            found.append(replace(shape, points=points, width=scale * shape.width))
        elif isinstance(shape, Circle):
            px, py, r, width = (scale * value for value in (shape.x, shape.y, shape.r, shape.width))
            found.append(replace(shape, x=x + px, y=y + py, r=r, width=width))
        else:
            found.append(replace(shape, x=x + scale * shape.x, y=y + scale * shape.y, size=scale * shape.size))
    return found


def mixed(color: str, other: str, share: float) -> str:
    """A color "#rrggbb" with a share of another in it."""
    pairs = zip(bytes.fromhex(color[1:]), bytes.fromhex(other[1:]), strict=True)
    return "#" + bytes(round(a + (b - a) * share) for a, b in pairs).hex()


def polygon(*points: Point, fill: str = "", stroke: str = "", width: float = 0) -> Line:
    return Line(points, fill, stroke, width, closed=True)


def rectangle(x: float, y: float, w: float, h: float, fill: str = "", stroke: str = "", width: float = 0) -> Line:
    return polygon((x, y), (x + w, y), (x + w, y + h), (x, y + h), fill=fill, stroke=stroke, width=width)


def arc(r: float, start: float, end: float, stroke: str, width: float) -> Line:
    """Part of a circle around 0, 0, from one share of a turn to another, clockwise, 0 at the top."""
    steps = max(2, round(abs(end - start) * 96))
    turns = (2 * math.pi * (start + (end - start) * step / steps) for step in range(steps + 1))
    return Line(tuple((r * math.sin(turn), -r * math.cos(turn)) for turn in turns), stroke=stroke, width=width)


def svg(shapes: Iterable[Shape], box: tuple[float, float, float, float], title: str, inside: bool = False) -> str:
    """The shapes as SVG, in the box x, y, width, height. inside: as a part of a page, not as a file."""
    x, y, width, height = (_number(value) for value in box)
    head = f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="{x} {y} {width} {height}" role="img"'
    if not inside:
        head = f'<!-- {MARK} -->\n{head} width="{width}" height="{height}" font-family="Helvetica, Arial, sans-serif"'
    return "\n".join([f"{head}>", f"<title>{html.escape(title)}</title>", *map(_element, shapes), "</svg>", ""])


def _element(shape: Shape) -> str:
    if isinstance(shape, Text):
        place = f'x="{_number(shape.x)}" y="{_number(shape.y)}" font-size="{_number(shape.size)}"'
        style = f'fill="{shape.fill}" text-anchor="{shape.anchor}"'
        return f"<text {place} {style}>{html.escape(shape.text)}</text>"
    style = f'fill="{shape.fill or "none"}"'
    if shape.stroke:
        style += f' stroke="{shape.stroke}" stroke-width="{_number(shape.width)}"'
        style += ' stroke-linejoin="round" stroke-linecap="round"'
    if isinstance(shape, Circle):
        return f'<circle cx="{_number(shape.x)}" cy="{_number(shape.y)}" r="{_number(shape.r)}" {style}/>'
    points = " ".join(f"{_number(x)},{_number(y)}" for x, y in shape.points)
    return f'<{"polygon" if shape.closed else "polyline"} points="{points}" {style}/>'


def _number(value: float) -> str:
    return f"{round(value, 1):g}"


def png(shapes: Iterable[Shape], width: int, height: int, ground: str) -> bytes:
    """The shapes as the bytes of a PNG file."""
    from PIL import Image, ImageDraw
    from PIL.PngImagePlugin import PngInfo

    image = Image.new("RGB", (width * FINER, height * FINER), ground)
    canvas = ImageDraw.Draw(image)
    for shape in moved(shapes, 0, 0, FINER):
        _paint(canvas, shape)
    info, file = PngInfo(), io.BytesIO()
    info.add_text("Software", MARK)
    image.resize((width, height), Image.Resampling.LANCZOS).save(file, "PNG", pnginfo=info, optimize=True)
    return file.getvalue()


def _paint(canvas: Any, shape: Shape) -> None:
    if isinstance(shape, Text):
        anchor = {"start": "ls", "middle": "ms", "end": "rs"}[shape.anchor]
        text = drawable(shape.text)
        canvas.text((shape.x, shape.y), text, shape.fill, _font(text, shape.size), anchor)
        return
    half, width = shape.width / 2, max(1, round(shape.width))
    if isinstance(shape, Circle):
        r = shape.r + half
        box = (shape.x - r, shape.y - r, shape.x + r, shape.y + r)
        canvas.ellipse(box, shape.fill or None, shape.stroke or None, width if shape.stroke else 0)
        return
    if shape.fill:
        canvas.polygon(shape.points, shape.fill)
    if shape.stroke:
        points = [*shape.points, *shape.points[:2]] if shape.closed else shape.points
        canvas.line(points, shape.stroke, width, joint="curve")
        for x, y in () if shape.closed else (points[0], points[-1]):  # round ends
            canvas.ellipse((x - half, y - half, x + half - 1, y + half - 1), shape.stroke)


def text_width(text: str, size: float) -> float:
    """How wide a text is in a picture, nearly: viewers of an SVG choose among fonts of about this width."""
    drawn = drawable(text)
    lost = max(0, len(text) - len(drawn))  # an SVG shows them, an ideogram say, as wide as high
    return float(_font(drawn, size).getlength(drawn)) + lost * size


def fitting(text: str, size: float, width: float) -> str:
    """The text, shortened where it would be wider than that."""
    if text_width(text, size) <= width:
        return text
    while text and text_width(text + "…", size) > width:
        text = text[:-1]
    return text.rstrip() + "…"


def drawable(text: str) -> str:
    """The text as a PNG can show it: in the font that Pillow has built in, or else in one of this computer's.

    Where neither has a sign, a plain one stands for it, a letter without its accent, or nothing.
    """
    font = _font(text, 20)
    if not _has(font, _letters(text)):
        text = unicodedata.normalize("NFKD", text)
    return "".join(sign if _has(font, sign) else INSTEAD.get(sign, "") for sign in text).strip()


def can_draw(name: str) -> bool:
    """Whether a PNG can show each letter of a name, if perhaps without its accent."""
    plain = [sign for sign in unicodedata.normalize("NFKD", name) if sign.isalpha()]
    return plain == [sign for sign in unicodedata.normalize("NFKD", drawable(name)) if sign.isalpha()]


def _letters(text: str) -> str:
    """The letters and accents; what is left out are signs, such as emoji and the selectors of their looks."""
    return "".join(sign for sign in text if unicodedata.category(sign)[0] in "LM" and sign != "\ufe0f")


def _font(text: str, size: float) -> FreeTypeFont:
    """Pillow's own font, the same everywhere; another one only where that lacks a letter of the text."""
    letters = _letters(text)
    for name in ("", *FONTS):
        font = _face(name, size)
        if font and _has(font, letters):
            return font
    own = _face("", size)
    assert own is not None
    return own


@cache
def _face(name: str, size: float) -> FreeTypeFont | None:
    """A font by its file's name, looked for where the system keeps fonts; "" is the one within Pillow."""
    from PIL import ImageFont

    try:
        font: Any = ImageFont.truetype(name, size) if name else ImageFont.load_default(size)
    except OSError:
        return None
    return font  # type: ignore[no-any-return]


def _has(font: FreeTypeFont, text: str) -> bool:
    """Whether the font can draw every sign of the text."""
    return all(_has_sign(font, sign) for sign in text)


@cache
def _has_sign(font: FreeTypeFont, sign: str) -> bool:
    from PIL import features

    if unicodedata.bidirectional(sign) in ("R", "AL") and not features.check("fribidi"):
        return False  # what runs from right to left would come out backwards
    mask, missing = font.getmask(sign), font.getmask("\U0010ffff")
    return sign == " " or (mask.size, bytes(mask)) != (missing.size, bytes(missing))
