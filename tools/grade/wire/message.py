"""What travels over the wire, how much of it may, and what goes wrong with it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any, TypeAlias

Child: TypeAlias = Any  # None, bool, int, float or str, or [the number of a node]
Keep: TypeAlias = "Callable[[object], Handle | None]"


class WireError(Exception):
    """What came is no message, or what should go is no plain data: a sentence says why."""


class Late(WireError):
    """The time was up before the whole message was through."""


class Gone(WireError):
    """The other side has closed the wire."""


@dataclass(frozen=True)
class Caps:
    """How much one message may hold. Lists of a million numbers belong into an array."""

    frame: int = 64 << 20  # bytes, all in all
    header: int = 16 << 20
    nodes: int = 500_000  # values, each counted as often as it is referred to
    depth: int = 100
    bits: int = 14_284  # of an int: 4300 digits, more Python itself does not print
    dimensions: int = 32
    text: int = 10_000  # characters of a path or of a part of an exception
    key_depth: int = 8  # of a key of a dict or an element of a set
    colliding: int = 10  # keys of one dict or set that share a hash with another: made so on purpose, many take minutes


CAPS = Caps()


@dataclass(frozen=True)
class Handle:
    """An object that stays on the other side. `kind` is the name of its type, to be shown, not to be trusted."""

    number: int
    kind: str = ""


@dataclass(frozen=True)
class Raised:
    """An exception, told: `bases` are the names of the classes that it is an instance of besides `kind`."""

    kind: str
    message: str
    notes: tuple[str, ...] = ()
    bases: tuple[str, ...] = ()
    path: str = ""
    line: int = 0


@dataclass(frozen=True)
class Frame:
    """One message, taken apart; `header` is what travels."""

    header: bytes
    nodes: list[Any] = field(repr=False)
    root: Child
    blobs: Sequence[bytes] = field(repr=False)
