"""Figures in one calm style, made without pyplot, which is not safe in threads; and figures as HTML.

A figure is small (a phone's width), and several stand beside each other where there is room. Colours are those of
Okabe and Ito, which colour-blind people can tell apart; a colour alone never says anything: a label says it too.
"""

from __future__ import annotations

import base64
import io
from collections.abc import Sequence
from html import escape
from typing import Any

import matplotlib
import numpy as np
from cycler import cycler
from matplotlib.axes import Axes
from matplotlib.figure import Figure

BLUE, ORANGE, GREEN, RED, PURPLE, SKY = "#0072B2", "#E69F00", "#009E73", "#D55E00", "#A6568A", "#56B4E9"
INK, GREY, PALE = "#22303c", "#6b7680", "#d5dbe0"
INCH = 92  # pixels of a page; the picture has twice as many, for screens that show them
LARGEST = 300_000  # bytes of a picture without loss

matplotlib.rcParams.update(
    {
        "font.family": "DejaVu Sans",  # comes with matplotlib: the same picture everywhere
        "font.size": 11,
        "axes.titlesize": 12,
        "axes.titleweight": "bold",
        "axes.titlelocation": "left",
        "axes.titlepad": 10,
        "axes.labelcolor": GREY,
        "axes.edgecolor": PALE,
        "axes.spines.top": False,
        "axes.spines.right": False,
        "axes.prop_cycle": cycler(color=[BLUE, RED, GREEN, ORANGE, PURPLE, SKY]),
        "axes.axisbelow": True,
        "grid.color": "#edf0f2",
        "text.color": INK,
        "xtick.color": GREY,
        "ytick.color": GREY,
        "lines.linewidth": 2.2,
        "lines.markersize": 6,
    }
)


def chart(
    alt: str, title: str = "", x: str = "", y: str = "", size: tuple[float, float] = (5.2, 3.6)
) -> tuple[Figure, Axes]:
    """A figure with one pair of axes. `alt` says in words what it shows, for whoever cannot see it."""
    figure = Figure(figsize=size, layout="constrained")
    figure.set_label(alt)
    axes = figure.add_subplot()
    axes.set(title=title, xlabel=x, ylabel=y)
    axes.grid(True)
    return figure, axes


def image_chart(alt: str, title: str = "", size: tuple[float, float] = (3.0, 3.2)) -> tuple[Figure, Axes]:
    """A figure for an image: no grid, no ticks."""
    figure, axes = chart(alt, title, size=size)
    axes.grid(False)
    axes.set(xticks=[], yticks=[])
    axes.spines[:].set_visible(False)
    return figure, axes


def say(axes: Axes, text: str, at: tuple[float, float], colour: str = INK, **more: Any) -> None:
    """A label at a point of the data, a little above and right of it, readable over lines."""
    options = {
        "textcoords": "offset points",
        "xytext": (6, 6),
        "fontsize": 10,
        "color": colour,
        "annotation_clip": True,
    }
    halo = {"boxstyle": "round,pad=0.15", "facecolor": "white", "edgecolor": "none", "alpha": 0.8}
    axes.annotate(text, at, bbox=halo, **{**options, **more})


def short(number: float) -> str:
    """A number for a title: three or four digits, 1.99 or −2,086,660, and no e+06."""
    if not np.isfinite(number):
        return "no number"
    return (f"{number:,.0f}" if abs(number) >= 1000 else f"{number:.4g}").replace("-", "−")


def html(drawn: Any) -> str:
    """What a `draw` returned as HTML: a figure, a table or text that is HTML already, or a list of such, in a row."""
    parts = drawn if isinstance(drawn, list | tuple) else [drawn]
    return f'<div class="lab-row">{"".join(map(_one, parts))}</div>'


def _one(part: Any) -> str:
    if isinstance(part, Figure):
        return _image(part)
    if hasattr(part, "text") and hasattr(part, "_mime_"):  # marimo's own Html
        return f'<div class="lab-block">{part.text}</div>'
    if isinstance(part, str):
        return f'<div class="lab-block">{part}</div>'
    raise TypeError(f"a lab draws figures, and this is a {type(part).__name__}")


def _image(figure: Figure) -> str:
    data = _webp(figure, lossless=True)
    if len(data) > LARGEST:  # photos
        data = _webp(figure, quality=88)
    alt = escape(str(figure.get_label()), quote=True)
    width = figure.get_size_inches()[0] * INCH
    source = f"data:image/webp;base64,{base64.b64encode(data).decode('ascii')}"
    return f'<img class="lab-picture" style="width: {width:.0f}px" alt="{alt}" src="{source}">'


def _webp(figure: Figure, **options: Any) -> bytes:
    stream = io.BytesIO()
    figure.savefig(stream, format="webp", dpi=2 * INCH, pil_kwargs={"method": 2, **options})
    return stream.getvalue()


def table(head: Sequence[str], rows: Sequence[Sequence[str]], marked: int = -1) -> str:
    """A small table as HTML; row number `marked` stands out."""
    top = "".join(f"<th>{escape(cell)}</th>" for cell in head)
    body = "".join(
        f"<tr{' class=lab-marked' if number == marked else ''}>{_cells(row)}</tr>" for number, row in enumerate(rows)
    )
    return f'<table class="lab-table"><thead><tr>{top}</tr></thead><tbody>{body}</tbody></table>'


def _cells(row: Sequence[str]) -> str:
    return "".join(f"<td>{escape(cell)}</td>" for cell in row)
