"""The medals of the eight weeks: a picture each of what the week is about.

Every medal is drawn around 0, 0 and is 200 wide. A motif is what stands inside its ring, 65 in every direction.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass, replace
from itertools import pairwise

from kata.record.drawing import Circle, Line, Point, Shape, Text, arc, mixed, moved, polygon, rectangle

COLORS = ("#7c5cf0", "#a94fe0", "#dd4c9e", "#ea5a5f", "#ec7d3a", "#d99a1c", "#4fa34a", "#1590a8")
NIGHT, WHITE, GOLD, GREY = "#12162b", "#ffffff", "#ffd166", "#8b93a7"
DIGIT = "019ff900 06c12f00 00108e00 000af300 0007f500 00004d20 02744e30 009ffa00"  # a 3 of week 1's data
LAYERS = ((-50, 4), (-17, 4), (17, 3), (50, 2))  # of the network: where, and how many
LIGHTS = "3547545364643543574353643"  # a picture of 5 by 5 pixels


@dataclass(frozen=True)
class Colors:
    """What a motif is painted with: its ground, a tint of the week's color, and that color."""

    week: str

    @property
    def ground(self) -> str:
        return mixed(self.week, NIGHT, 0.82)

    @property
    def tint(self) -> str:
        return mixed(self.week, WHITE, 0.72)

    def between(self, share: float) -> str:
        """From the ground, 0, to the tint, 1."""
        return mixed(self.ground, self.tint, share)


def color_of(number: int) -> str:
    return COLORS[(number - 1) % len(COLORS)]


def medal(number: int, share: float) -> list[Shape]:
    """The medal of a week of which this share has passed: in colors when it is all, and an outline before."""
    colors = Colors(color_of(number))
    motif = MOTIFS.get(number, _descent)(colors)
    if share < 1:
        ring: list[Shape] = [Circle(0, 0, 88, stroke=mixed(GREY, WHITE, 0.25), width=2)]
        done: list[Shape] = [arc(88, 0, share, colors.week, 9)] if share else []
        return [*ring, *done, *(_outlined(shape) for shape in motif)]
    rim = [Circle(x, y, 11, colors.week) for x, y in _around(20, 87)]
    beads = [Circle(x, y, 1.6, colors.tint) for x, y in _around(48, 85)]
    return [*rim, Circle(0, 0, 91, colors.week), *beads, Circle(0, 0, 77, colors.ground, colors.tint, 2.5), *motif]


def _outlined(shape: Shape) -> Shape:
    return shape if isinstance(shape, Text) else replace(shape, fill="", stroke=GREY, width=2)


def _around(count: int, r: float) -> list[Point]:
    turns = (2 * math.pi * step / count for step in range(count))
    return [(r * math.sin(turn), -r * math.cos(turn)) for turn in turns]


def _tilted(line: Line, degrees: float) -> Line:
    """A line turned around 0, 0."""
    sin, cos = math.sin(math.radians(degrees)), math.cos(math.radians(degrees))
    return replace(line, points=tuple((x * cos - y * sin, x * sin + y * cos) for x, y in line.points))


def _pixels(colors: Colors) -> list[Shape]:
    """Week 1: a digit as the computer gets it."""
    rows = [[int(value, 16) for value in row] for row in DIGIT.split()]
    return [
        rectangle(13 * column - 54, 13 * row - 52, 11.5, 11.5, colors.between(value / 15))
        for row, values in enumerate(rows)
        for column, value in enumerate(values)
        if value
    ]


def _descent(colors: Colors) -> list[Shape]:
    """Week 2: down a parabola, in steps that become shorter."""

    def on(x: float) -> Point:
        return x, 42 - 84 * (x / 54) ** 2

    curve = tuple(on(x) for x in range(-54, 55, 2))
    dots = [Circle(*on(x), r, WHITE) for x, r in ((-50, 8), (-34, 7), (-22, 6), (-13, 5))]
    return [Line(curve, stroke=colors.between(0.75), width=5), *dots, Circle(*on(0), 10, GOLD)]


def _network(colors: Colors) -> list[Shape]:
    """Week 3: a small network, and one way through it."""
    layers = [[(x, 27 * row - 13.5 * (count - 1)) for row in range(count)] for x, count in LAYERS]
    edges: list[Shape] = [
        Line((start, end), stroke=colors.between(0.4), width=1.6)
        for left, right in pairwise(layers)
        for start in left
        for end in right
    ]
    way = (layers[0][2], layers[1][1], layers[2][1], layers[3][0])
    nodes = [Circle(x, y, 8, colors.tint) for layer in layers for x, y in layer]
    return [*edges, *nodes, Line(way, stroke=GOLD, width=4), *(Circle(x, y, 9, GOLD) for x, y in way)]


def _photos(colors: Colors) -> list[Shape]:
    """Week 4: photos, upright and in one heap."""
    behind = [
        replace(_tilted(rectangle(-46, -36, 92, 72), angle), fill=colors.between(light))
        for angle, light in ((-17, 0.35), (-8, 0.6))
    ]
    hills = polygon((-39, 29), (-39, 16), (-18, -8), (0, 12), (13, 1), (39, 24), (39, 29), fill=colors.week)
    inner = rectangle(-39, -25, 78, 54, colors.between(0.2))
    return [*behind, rectangle(-46, -32, 92, 68, WHITE), inner, Circle(19, -8, 8, GOLD), hills]


def _window(colors: Colors) -> list[Shape]:
    """Week 5: a window of nine pixels goes over a picture, and makes one pixel of them."""
    picture = [_pixel(*divmod(place, 5), colors.between(int(light) / 10)) for place, light in enumerate(LIGHTS)]
    seen = [_pixel(row, column, GOLD) for row in (0, 1, 2) for column in (2, 3, 4)]
    made = [_pixel(row, column, colors.between(0.45)) for row in range(3) for column in range(3)]
    rays = [Line(((0, y), (51, end)), stroke=GOLD, width=1.8) for y, end in ((-34, -21), (4, -9.5))]
    return [*moved([*picture, *seen], -65, -34), *moved(made, 25, -21), *rays, *moved([_pixel(0, 2, GOLD)], 25, -21)]


def _pixel(row: int, column: int, color: str) -> Line:
    return rectangle(13 * column, 13 * row, 11.5, 11.5, color)


def _curves(colors: Colors) -> list[Shape]:
    """Week 6: two curves of a training, and the moment at which to stop."""
    training = tuple((x, 32 - 64 * math.exp(-(x + 46) / 22)) for x in range(-46, 51, 3))
    validation = tuple((x, 18 - 56 * math.exp(-(x + 46) / 16) - 0.009 * max(0, x + 2) ** 2) for x in range(-46, 51, 3))
    dashes = [Line(((-2, y), (-2, y + 5)), stroke=colors.between(0.5), width=2) for y in range(-34, 44, 11)]
    axes = Line(((-54, -50), (-54, 44), (56, 44)), stroke=colors.between(0.6), width=3)
    cross = [Line(((34, -46), (34, -26)), stroke=WHITE, width=8), Line(((24, -36), (44, -36)), stroke=WHITE, width=8)]
    lines = [Line(training, stroke=colors.tint, width=4.5), Line(validation, stroke=GOLD, width=4.5)]
    return [axes, *dashes, *lines, Circle(-2, 14.5, 7, WHITE), *cross]


def _parcel(colors: Colors) -> list[Shape]:
    """Week 7: a parcel, ready to go."""
    left = polygon((-44, -8), (0, 14), (0, 60), (-44, 38), fill=mixed(colors.week, colors.ground, 0.4))
    right = polygon((44, -8), (0, 14), (0, 60), (44, 38), fill=mixed(colors.week, colors.ground, 0.1))
    top = polygon((-44, -8), (0, -30), (44, -8), (0, 14), fill=colors.between(0.85))
    tape = polygon((-26, -17), (18, 5), (18, 20), (26, 16), (26, 1), (-18, -21), fill=WHITE)
    arrow = [((0, -12), (0, -62)), ((-15, -47), (0, -62), (15, -47))]
    return [left, right, top, tape, *(Line(points, stroke=GOLD, width=7) for points in arrow)]


def _boat(colors: Colors) -> list[Shape]:
    """Week 8: a paper boat that has left the harbor."""

    def waves(y: float, light: float) -> Line:
        points = tuple((x, y + 5 * math.sin(x / 9)) for x in range(-60, 61, 3))
        return Line(points, stroke=colors.between(light), width=5)

    hull = polygon((-52, 0), (52, 0), (32, 30), (-32, 30), fill=WHITE)
    left = polygon((0, -46), (0, 0), (-30, 0), fill=colors.tint)
    right = polygon((0, -46), (30, 0), (0, 0), fill=colors.between(0.7))
    return [Circle(34, -34, 11, GOLD), left, right, hull, waves(32, 0.55), waves(46, 0.35)]


MOTIFS: dict[int, Callable[[Colors], list[Shape]]] = {
    1: _pixels,
    2: _descent,
    3: _network,
    4: _photos,
    5: _window,
    6: _curves,
    7: _parcel,
    8: _boat,
}
