"""Objects that travel as copies, and come back: what a task did to its copy is done to the test's own afterwards.

The judge describes, the worker makes; only the state comes back, as plain data, and is checked before it is used.
"""

from __future__ import annotations

import datetime
import struct
import sys
from collections.abc import Callable
from typing import Any, NamedTuple

import numpy as np

from kata.circumstances import PathOnAnotherDay

Table = dict[int, Any]  # tensors by the number under which they travel


class Kind(NamedTuple):
    """describe: object → plain data; make: the way back; restore: puts a state that came back into the original.

    lasts: whether the copy is kept up to date until the test has ended, and not until the call has: somebody may go on
    drawing from a random generator later, a task that yields for one.
    """

    describe: Callable[[Any], Any]
    make: Callable[[Any], Any]
    restore: Callable[[Any, Any], None] = lambda value, state: None
    lasts: bool = False


PCG64 = struct.Struct("<16s16sII")  # the state of what default_rng() gives; it goes along with each call


def _describe_generator(one: np.random.Generator) -> Any:
    told = one.bit_generator.state
    if told["bit_generator"] != "PCG64":
        return told
    state, inc = (told["state"][name].to_bytes(16, "little") for name in ("state", "inc"))
    return PCG64.pack(state, inc, told["has_uint32"], told["uinteger"])


def _make_generator(told: Any) -> np.random.Generator:
    kind = "PCG64" if type(told) is bytes else told["bit_generator"]
    made = np.random.Generator(getattr(np.random, kind)(0))
    _restore_generator(made, told)
    return made


def _restore_generator(value: np.random.Generator, told: Any) -> None:
    if type(told) is bytes and len(told) == PCG64.size:
        *both, has_uint32, uinteger = PCG64.unpack(told)
        state, inc = (int.from_bytes(one, "little") for one in both)
        told = {
            "bit_generator": "PCG64",
            "state": {"state": state, "inc": inc},
            "has_uint32": has_uint32,
            "uinteger": uinteger,
        }
    value.bit_generator.state = told


def _make_path(told: Any) -> PathOnAnotherDay:
    path, PathOnAnotherDay.day = told
    return PathOnAnotherDay(path)


KINDS: dict[type, Kind] = {
    np.random.Generator: Kind(_describe_generator, _make_generator, _restore_generator, lasts=True),
    datetime.date: Kind(lambda one: one.isoformat(), datetime.date.fromisoformat),
    PathOnAnotherDay: Kind(lambda one: [str(one), PathOnAnotherDay.day], _make_path),
}


def networks() -> Any:
    """The module for what belongs to torch; None where nobody has imported that, so that there is none of it."""
    if "torch" not in sys.modules:
        return None
    from grade import networks

    return networks


def travels(value: object) -> bool:
    if type(value) in KINDS:
        return True
    torch_there = networks()
    return torch_there is not None and bool(torch_there.travels(value))


def lasting(known: dict[int, Any]) -> dict[int, Any]:
    """Those of the numbered objects whose copies last."""
    return {number: one for number, one in known.items() if type(one) in KINDS and KINDS[type(one)].lasts}


def describe(value: Any, table: Table) -> Any:
    """Plain data from which a copy is made; the numbers of networks go into the table."""
    if type(value) in KINDS:
        return type(value).__name__, KINDS[type(value)].describe(value)
    return networks().describe(value, table)


def make(told: Any, table: Table) -> Any:
    """What `describe` described."""
    match told:
        case (str(name), described):
            return next(how.make(described) for kind, how in KINDS.items() if kind.__name__ == name)
    return networks().make(told, table)


def renew(value: Any, told: Any, table: Table) -> None:
    """Make a copy that was described before what is described now."""
    match told:
        case (str(), described):
            KINDS[type(value)].restore(value, described)
        case _:
            restore(value, state(make(told, table), table), table)


def state(value: Any, table: Table) -> Any:
    """Of a copy, what may have become of it, as plain data."""
    if type(value) in KINDS:
        return KINDS[type(value)].describe(value)
    return networks().state(value, table)


def restore(value: Any, told: Any, table: Table) -> None:
    """What came back, put into the original. What is no state changes nothing."""
    try:
        if type(value) in KINDS:
            KINDS[type(value)].restore(value, told)
        else:
            networks().restore(value, told, table)
    except (TypeError, ValueError, KeyError, AttributeError, OverflowError, RuntimeError):
        return


def numbers(table: Table) -> dict[int, Any]:
    """The table, ready to travel."""
    return dict(networks().numbers(table)) if table else {}


def fill(told: dict[Any, Any], table: Table) -> None:
    """What travelled, put into the table."""
    if told:
        networks().fill(told, table)


def update(told: Any, table: Table) -> None:
    """What came back, put into the tensors of the table. What does not fit changes nothing."""
    for number, parts in told.items() if type(told) is dict else ():
        match parts:
            case (values, _, wants, gradient) if number in table:
                networks().update(table[number], values, wants, gradient)
