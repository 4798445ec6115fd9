"""What a task would ask about an object of the test's, told before it asks: each question is a trip between processes.

The judge tells, with the first message that names an object: of a function that a test has `tabled`, its answers; of an
object, its methods, of which a task otherwise asks for each one before it can call it. Nothing of this is secret: it is
what the object would have answered.
"""

from __future__ import annotations

from types import FunctionType
from typing import Any, NamedTuple
from weakref import WeakKeyDictionary

from kata.calls import TABLE

METHODS = 20  # of one class; one that has more is a library's, and a task asks for few of them


class Foretold(NamedTuple):
    """answers: by the type and the value of the only argument; methods: by name."""

    answers: dict[tuple[type, Any], Any]
    methods: dict[str, Any]


def about(value: Any) -> dict[str, Any]:
    """Plain data and methods, as they travel; nothing where there is nothing to tell."""
    kind = type(value)
    if kind is FunctionType:
        inputs = getattr(value, TABLE, None)
        return {} if inputs is None else {"answers": [(one, value(one)) for one in inputs]}
    if kind not in _known:
        _known[kind] = _methods(kind)
    names = [name for name in _known[kind] if name not in getattr(value, "__dict__", ())]
    return {"methods": {name: getattr(value, name) for name in names}} if names else {}


def understood(told: dict[str, Any]) -> Foretold:
    """What `about` told, on the other side."""
    answers = {(type(one), one): answer for one, answer in told.get("answers", ())}
    return Foretold(answers, told.get("methods", {}))


NOTHING = Foretold({}, {})


_known: WeakKeyDictionary[type, tuple[str, ...]] = WeakKeyDictionary()


def _methods(kind: type) -> tuple[str, ...]:
    """The names of what a class defines in Python, if it has no say of its own in what is asked for."""
    parts = {name: part for parent in kind.__mro__[-2::-1] for name, part in vars(parent).items()}
    if "__getattribute__" in parts:
        return ()
    names = [name for name, part in parts.items() if isinstance(part, FunctionType) and not name.startswith("_")]
    return tuple(names) if len(names) <= METHODS else ()
