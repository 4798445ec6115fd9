"""A record as a picture for posting: a week's medal and its katas, or the eight medals on their way downhill."""

from __future__ import annotations

import math

from kata.record.drawing import Circle, Line, Shape, Text, arc, fitting, mixed, moved, rectangle, text_width
from kata.record.facts import KataRecord, Record, WeekRecord
from kata.record.medals import GOLD, GREY, NIGHT, WHITE, color_of, medal

WIDTH, HEIGHT = 1200, 630  # what sites show of a link
LEFT, RIGHT = 500, 1140  # of the text beside a medal
HILLS = (215, 255, 300, 350, 405, 465, 530)  # radii of the lines of equal height around a medal
QUIET = "#a9b1c6"
FAINT = mixed(QUIET, NIGHT, 0.35)
GREEN = "#5ad08f"


def picture(record: Record) -> list[Shape]:
    """The shapes of the whole card, on the ground NIGHT."""
    card = _week_card(record) if len(record.weeks) == 1 else _course_card(record)
    return [rectangle(0, 0, WIDTH, HEIGHT, NIGHT), *card, *_foot(record)]


def heading(record: Record) -> str:
    """What the picture shows, in a line."""
    if len(record.weeks) != 1:
        return f"Downhill: {record.badges} of {len(record.weeks)} badges"
    week = record.weeks[0]
    return f"{week.badge}: Downhill, week {week.number}, {record.passed} of {record.total} tasks passed"


def _foot(record: Record) -> list[Shape]:
    tested = f" · tests last run {record.tested}" if record.tested else ""
    left = f"{record.passed} of {record.total} tasks passed{tested}" if record.passed else "nothing has passed yet"
    return [
        Text(60, HEIGHT - 32, fitting(left, 19, 690), 19, QUIET),
        Text(RIGHT, HEIGHT - 32, f"{course_name(record)} · as recorded on this machine", 19, FAINT, "end"),
    ]


def course_name(record: Record) -> str:
    return f"Downhill {record.version}".strip()


def _week_card(record: Record) -> list[Shape]:
    week = record.weeks[0]
    color = mixed(color_of(week.number), WHITE, 0.25)
    middle = 275 if record.learner else 295
    hills = [
        Circle(250, middle, r, stroke=mixed(NIGHT, color_of(week.number), 0.28 - r / 2600), width=2) for r in HILLS
    ]
    why = f"DEEP-LEARNING KATAS · WEEK {week.number}" if week.earned else f"WEEK {week.number} · ON THE WAY TO"
    lines: list[Shape] = [
        Text(LEFT, 92, f"DOWNHILL · {why}", 22, color),
        Text(LEFT, 152, *_sized(week.badge, 60, RIGHT - LEFT), WHITE if week.earned else QUIET),
        Text(LEFT, 196, fitting(week.title, 28, RIGHT - LEFT), 28, QUIET),
    ]
    law = _wrapped(f"“{week.law}”", 23, RIGHT - LEFT)[:2] if week.law else []
    lines += [Text(LEFT, 246 + 30 * row, text, 23, color) for row, text in enumerate(law)]
    top = 252 + 30 * len(law)
    step = min(40.0, (HEIGHT - 75 - top) / max(1, len(week.katas)))
    for row, kata in enumerate(week.katas):
        lines += _kata_line(kata, top + step * (row + 0.75), min(23, step * 0.72))
    if record.learner:
        lines.append(Text(250, 530, *_sized(record.learner, 34, 420), WHITE, "middle"))
    return [*hills, *moved(medal(week.number, week.share), 250, middle, 1.85), *lines]


def _kata_line(kata: KataRecord, y: float, size: float) -> list[Shape]:
    count = f"{kata.passed}/{len(kata.tasks)}"
    circle = Circle(LEFT + 9, y - size * 0.33, size * 0.25, stroke=GREY, width=2)
    return [
        _tick(LEFT + 9, y - size * 0.35, size) if kata.done else circle,
        Text(LEFT + 34, y, fitting(kata.title, size, RIGHT - LEFT - 110), size, WHITE if kata.passed else QUIET),
        Text(RIGHT, y, count, size, GREEN if kata.done else QUIET, "end"),
    ]


def _tick(x: float, y: float, size: float) -> Line:
    s = size * 0.4
    return Line(((x - s, y), (x - s * 0.25, y + s * 0.7), (x + s, y - s * 0.8)), stroke=GREEN, width=size * 0.16)


def _course_card(record: Record) -> list[Shape]:
    """The medals along a loss that falls, colored as far as the tasks have passed."""
    count = len(record.weeks)
    first, last = 105.0, WIDTH - 105.0

    def on(share: float) -> tuple[float, float]:
        return first + (last - first) * share, 130 + 300 * (1 - math.exp(-2.6 * share)) / (1 - math.exp(-2.6))

    def way(start: float, end: float) -> tuple[tuple[float, float], ...]:
        return tuple(on(start + (end - start) * step / 80) for step in range(81))

    shapes: list[Shape] = [
        Text(RIGHT, 100, *_sized(record.learner or "Downhill", 54, 560), WHITE, "end"),
        Text(RIGHT, 142, f"Downhill, deep-learning katas · {record.badges} of {count} badges", 25, QUIET, "end"),
        *moved(_gauge(record), 160, 465),
    ]
    places = [place / max(1, count - 1) for place in range(count)]
    for week, start, end in zip(record.weeks, places, places[1:], strict=False):
        color = color_of(week.number) if week.earned else mixed(NIGHT, GREY, 0.4)
        shapes.append(Line(way(start, end), stroke=color, width=5))
    for week, place in zip(record.weeks, places, strict=True):
        x, y = on(place)
        shapes += [Circle(x, y, 60, NIGHT), *moved(medal(week.number, week.share), x, y, 0.58), *_caption(week, x, y)]
    return shapes


def _gauge(record: Record) -> list[Shape]:
    number = Text(0, 10, str(record.passed), 50, WHITE, "middle")
    return [*progress_arc(record), number, Text(0, 40, f"of {record.total} tasks", 19, QUIET, "middle")]


def progress_arc(record: Record) -> list[Shape]:
    """An arc around 0, 0 that fills with the tasks that have passed."""
    share = record.passed / max(1, record.total)
    track = arc(84, -0.36, 0.36, mixed(GREY, NIGHT, 0.25), 3)
    return [track, arc(84, -0.36, 0.72 * share - 0.36, GOLD, 14)] if share else [track]


def _caption(week: WeekRecord, x: float, y: float) -> list[Shape]:
    color = WHITE if week.earned else QUIET
    names = [
        Text(x, y + 88 + 22 * row, text, 19, color, "middle")
        for row, text in enumerate(_wrapped(week.badge, 19, 128)[:2])
    ]
    below = y + 88 + 22 * len(names)
    return [
        *names,
        Text(x, below + 2, f"{week.passed}/{len(week.tasks)}", 17, GREEN if week.earned else GREY, "middle"),
    ]


def _sized(text: str, size: float, width: float) -> tuple[str, float]:
    """The text, and a size at which it fits: smaller down to two thirds, and shortened after that."""
    size = max(size * 2 / 3, min(size, size * width / max(1, text_width(text, size))))
    return fitting(text, size, width), size


def _wrapped(text: str, size: float, width: float) -> list[str]:
    lines = [""]
    for word in text.split():
        longer = f"{lines[-1]} {word}".strip()
        if lines[-1] and text_width(longer, size) > width:
            lines.append(word)
        else:
            lines[-1] = longer
    return [fitting(line, size, width) for line in lines]
