"""Two processes that call each other's functions and share nothing else: one end of that.

Plain data travels by value. Some objects travel as copies (`grade.copies`). Any other stays where it was made: its
number travels, and the other side makes a `Remote` of it, which asks back when it is called or looked into.

The judge answers as well, because a test may hand a function of its own to a task. It does so only while a call of
its own is under way, only about what it handed over itself, and never about a name that begins with "_": from a
function's `__globals__`, the way leads to everything there is.
"""

from __future__ import annotations

import builtins
import sys
from collections.abc import Iterator
from contextlib import suppress
from itertools import islice
from typing import Any
from weakref import WeakValueDictionary

import numpy as np

from grade import copies, foretold, paths, settings, wire
from grade.wire import Handle, Raised

LAYERS = "torch.nn.modules."
YOURS = 1  # added to twice the number of an object that belongs to whoever the message is for
NESTED = 40  # calls that wait for one another, back and forth
ERRORS = {
    name: kind
    for name, kind in vars(builtins).items()
    if isinstance(kind, type) and issubclass(kind, Exception) and not issubclass(kind, Warning)
}
ERRORS["AxisError"] = np.exceptions.AxisError  # an IndexError and a ValueError, and one of ours can be only one of them
BASES = (str, bytes, int, float, complex, list, tuple, dict, set, frozenset, np.ndarray, np.generic)


class Remote:
    """Stands for an object of the other process."""

    def __init__(self, peer: Peer, number: int, kind: str) -> None:
        self._peer, self._number, self._kind = peer, number, kind
        self._foretold = peer.foretold.get(number, foretold.NOTHING)
        self._methods = dict(self._foretold.methods)

    def kind_elsewhere(self) -> str:
        """The name of the type of what this stands for, as the other process tells it."""
        return self._kind.rpartition(".")[2]

    @property  # type: ignore[misc]
    def __class__(self) -> type:
        """What isinstance is told: a layer of PyTorch's is one, wherever it is."""
        module, _, name = self._kind.rpartition(".")
        found = getattr(sys.modules.get(module), name, None) if module.startswith(LAYERS) else None
        return found if isinstance(found, type) else Remote

    def __call__(self, *args: Any, **kwargs: Any) -> Any:
        __tracebackhide__ = True
        if self._foretold.answers and len(args) == 1 and not kwargs:
            with suppress(KeyError, TypeError):  # not told, or nothing that can be looked up
                return self._foretold.answers[type(args[0]), args[0]]
        return self._peer.ask("call", target=self, args=args, kwargs=kwargs)

    def __getattr__(self, name: str) -> Any:
        __tracebackhide__ = True
        if name.startswith("_"):
            raise AttributeError(f"{self._kind!r} object has no attribute {name!r}")
        if (found := self._methods.get(name)) is None:
            found = self._peer.ask("get", target=self, name=name)
            if type(found) is Remote and found._kind == "method":
                self._methods[name] = found
        return found

    def called(self, many: list[tuple[Any, ...]]) -> list[tuple[Any, tuple[Any, ...]]]:
        """What it returns each time, and what has become of the arguments: see `kata.calls.called`."""
        __tracebackhide__ = True
        match self._peer.ask("calls", target=self, args=tuple(many), kwargs={}):
            case [list(results), tuple(after)] if len(results) == len(many) and [*map(_parts, after)] == [
                *map(len, many)
            ]:
                return list(zip(results, after, strict=True))
        raise wire.WireError("It was asked for results and their arguments, and told something else.")

    def run_probe(self, name: str, args: tuple[Any, ...], kwargs: dict[str, Any]) -> Any:
        """What one of `nets.probes` finds, where the object is."""
        __tracebackhide__ = True
        return self._peer.ask("probe", name=name, args=args, kwargs=kwargs)

    def __len__(self) -> int:
        found = self._peer.ask("length", target=self)
        return found if type(found) is int else 0

    def __getitem__(self, key: Any) -> Any:
        return self._peer.ask("part", target=self, key=key)

    def __iter__(self) -> Iterator[Any]:
        there = self._peer.ask("begin to iterate", target=self)
        while found := self._peer.ask("next", target=there):
            yield found[0]

    def __bool__(self) -> bool:
        return True

    def __deepcopy__(self, memo: dict[int, Any]) -> Any:
        """A test's function is itself when it is copied, as any function is; a task's object is copied where it is."""
        return self if self._peer.trusts else self.run_probe("copied", (self,), {})

    def __array__(self, *_: Any, **__: Any) -> np.ndarray:
        """What NumPy takes it for: one odd thing, and no list of numbers, whatever it can be asked for."""
        array = np.empty((), object)
        array[()] = self
        return array

    def __repr__(self) -> str:
        return f"<{self.kind_elsewhere()}>"


class Elsewhere(Exception):
    """What was raised in the other process is none of Python's own exceptions."""


class Peer:
    """One end. A WireError means that there is no talking to the other one any more."""

    sends_copies = True
    trusts = False  # what the other side says of settings

    def __init__(self, pipe: int) -> None:
        self.pipe = wire.ready(pipe)
        self.received = 0  # bytes
        self.foretold: dict[int, foretold.Foretold] = {}  # of the other side's objects, by number
        self._kept: dict[int, Any] = {}  # ours that the other side knows, by number
        self._numbers: dict[int, int] = {}  # and the way back, by id
        self._copies: dict[int, Any] = {}  # of the other side's, by number
        self._sent: dict[int, Any] = {}  # ours that it has copies of
        self._last: dict[int, Any] = {}  # and how those that last were when it last heard of them
        self._settings: settings.Settings = {}  # as the other side has them
        self._table: copies.Table = {}  # the numbers of networks, of either kind
        self._remotes: WeakValueDictionary[int, Remote] = WeakValueDictionary()
        self._thrown: list[BaseException] = []  # by ours that the other side called
        self._depth = 0

    def ask(self, op: str, **more: Any) -> Any:
        """Have the other side do something, and return what came of it; raise what it raised."""
        __tracebackhide__ = True
        if not self._depth:
            self._thrown.clear()
            self._sent = copies.lasting(self._sent)
            if not self._copies:
                self._table.clear()
        self._send({"op": op, **more})
        while True:
            message = self._receive()
            if "op" in message:
                self.answer(message)
                continue
            self.heard(message, more)
            raised = message.get("raised")
            if type(raised) is Raised:
                raise self.error(raised, message)
            return self.arrived(message, more)

    def heard(self, message: dict[str, Any], asked: dict[str, Any]) -> None:
        """Look at what a reply says beside its value."""

    def arrived(self, message: dict[str, Any], asked: dict[str, Any]) -> Any:
        """The value of a reply."""
        return message.get("value")

    def forget_copies(self) -> None:
        """Another test begins."""
        self._copies.clear()
        self._sent.clear()
        self._last.clear()

    def answer(self, request: dict[str, Any]) -> None:
        """Do what the other side asks for, and tell it what came of it."""
        self._depth += 1
        try:
            if self._depth > NESTED:
                raise RecursionError("maximum recursion depth exceeded")
            reply = self.reply(self.do(request), request)
        except wire.WireError:
            raise
        except BaseException as error:
            reply = self.told(error)
        finally:
            self._depth -= 1
        try:
            self._send(reply)
        except (wire.Gone, wire.Late):
            raise
        except wire.WireError as unfit:
            self._send(self.told(TypeError(str(unfit))))

    def reply(self, value: Any, request: dict[str, Any]) -> dict[str, Any]:
        return {"value": value}

    def do(self, request: dict[str, Any]) -> Any:
        """What is asked for. TypeError for anything that nobody may ask."""
        match request:
            case {"op": "call", "target": target, "args": tuple(args), "kwargs": dict(named)} if callable(target):
                return target(*args, **named)
            case {"op": "calls", "target": target, "args": tuple(many)} if callable(target):
                return [target(*args) for args in many], many
            case {"op": "get", "target": target, "name": str(name)} if not name.startswith("_"):
                return getattr(target, name)
            case {"op": "length", "target": target}:
                return len(target)
            case {"op": "part", "target": target, "key": key}:
                return target[key]
            case {"op": "begin to iterate", "target": target}:
                return iter(target)
            case {"op": "next", "target": Iterator() as target}:
                return list(islice(target, 1))
        raise TypeError("That is nothing to ask for.")

    def told(self, error: BaseException) -> dict[str, Any]:
        """A reply that says what was raised."""
        self._thrown.append(error)
        kinds = [kind.__name__ for kind in type(error).__mro__]
        text = ""
        with suppress(Exception):  # its __str__ may be anybody's
            text = str(error)
        reply = {"raised": Raised(kinds[0], text, bases=tuple(kinds[1:])), "origin": len(self._thrown) - 1}
        return {**reply, "origin_here": vars(error).get("there")}

    def error(self, raised: Raised, message: dict[str, Any]) -> BaseException:
        """The exception to raise here for one that was raised there. One of ours that went through it is itself."""
        origin = message.get("origin_here")
        if type(origin) is int and 0 <= origin < len(self._thrown):
            return self._thrown[origin]
        kind = next((ERRORS[name] for name in (raised.kind, *raised.bases) if name in ERRORS), Elsewhere)
        made = _made(kind, raised.message)
        made.there = message.get("origin")  # type: ignore[attr-defined]  # if it goes back, it is this one
        return made

    def deadline(self) -> float | None:
        """Until when, as time.monotonic() tells it, the other side may take for its next message."""
        return None

    # --- what travels ---

    def _send(self, message: dict[str, Any]) -> None:
        copied: dict[int, Any] = {}
        told: dict[int, Any] = {}
        if (switches := settings.now()) != self._settings:
            turned = {name: one for name, one in switches.items() if self._settings.get(name, settings) != one}
            message, self._settings = {**message, "settings": turned}, switches
        if self._copies:
            states = {number: copies.state(one, self._table) for number, one in self._copies.items()}
            message = {**message, "after": states, "numbers": copies.numbers(self._table)}
        frames = [wire.encode(message, lambda value: self._keep(value, copied, told))]
        if told:
            frames.insert(0, wire.encode({"foretold": told}, lambda value: self._keep(value, copied)))
        for number, one in copies.lasting(self._sent).items():
            if copies.state(one, self._table) != self._last.get(number):
                copied[number] = one
        if copied:
            described = {number: copies.describe(one, self._table) for number, one in copied.items()}
            frames.insert(0, wire.encode({"copies": described, "numbers": copies.numbers(self._table)}))
            self._sent.update(copied)
            self._last.update(
                (number, copies.state(one, self._table)) for number, one in copies.lasting(copied).items()
            )
        wire.send(self.pipe, frames, self.deadline())

    def _keep(self, value: object, copied: dict[int, Any], told: dict[int, Any] | None = None) -> Handle | None:
        """The handle of what stays on this side, and nothing for what is data.

        copied, told: where its copy is noted, and what is foretold of it, if the other side is to have them.
        """
        if type(value) is Remote and value._peer is self:
            return Handle(2 * value._number + YOURS, value._kind)
        for number, copy in self._copies.items():
            if copy is value:
                return Handle(2 * number + YOURS)
        copy_it = self.sends_copies and copies.travels(value)
        if not copy_it and (isinstance(value, BASES) or _is_data(value)):
            return None
        number = self._numbers.get(id(value)) or len(self._kept) + 1
        new = number not in self._kept and not copy_it
        if new and told is not None and self.sends_copies and (about := foretold.about(value)):
            told[number] = about
        self._kept[number], self._numbers[id(value)] = value, number
        if copy_it and number not in copies.lasting(self._sent):  # of those, `_send` knows which have changed since
            copied[number] = value
        return Handle(2 * number, _kind(value))

    def _receive(self) -> dict[str, Any]:
        """The next message, with objects in place of their numbers."""
        message = self._message()
        if type(described := message.get("copies")) is dict:
            numbers, message = message.get("numbers"), self._message()  # both, before anything can go wrong
            self.copied(described, numbers)
        if type(told := message.get("foretold")) is dict:
            self.informed(told)
            message = self._message()
        if "settings" in message:
            settings.turn(message["settings"], self.trusts)
            self._settings = settings.now()
        if type(after := message.get("after")) is dict:
            copies.update(message.get("numbers"), self._table)
            for number, state in after.items():
                if number in self._sent:
                    self._last[number] = state
                    copies.restore(self._sent[number], state, self._table)
        return {key: self._objects(one) for key, one in message.items() if key not in ("after", "numbers", "settings")}

    def _message(self) -> dict[str, Any]:
        try:
            frame = wire.receive(self.pipe, self.deadline())
            self.received += len(frame.header) + sum(map(len, frame.blobs))
            message = wire.decode(frame)
        except MemoryError:  # in the middle of a message, perhaps
            raise wire.WireError("It returned more than there is memory for.") from None
        if type(message) is not dict:
            raise wire.WireError("A message is no dict.")
        if paths.any_in(frame.nodes):
            self.brought(message)
        return message

    def brought(self, message: dict[str, Any]) -> None:
        """Look at a message that holds paths."""

    def copied(self, described: dict[int, Any], numbers: Any) -> None:
        """Copies that go with a message: new ones, or what has become of those that are here. The judge takes none."""
        copies.fill(numbers, self._table)
        for number, told in described.items():
            if number in self._copies:
                copies.renew(self._copies[number], told, self._table)
            else:
                self._copies[number] = copies.make(told, self._table)

    def informed(self, told: dict[int, Any]) -> None:
        """What the other side foretells of its objects. The judge takes none."""
        self.foretold.update((number, foretold.understood(self._objects(about))) for number, about in told.items())

    def _objects(self, value: Any) -> Any:
        kind = type(value)
        if kind is Handle:
            return self._object(value)
        if kind is list or kind is tuple or kind is set or kind is frozenset:
            return kind(map(self._objects, value)) if any(map(_may_hold_handles, value)) else value
        if kind is dict:
            return {self._objects(key): self._objects(one) for key, one in value.items()}
        return value

    def _object(self, handle: Handle) -> Any:
        number, ours = divmod(handle.number, 2)
        if ours != YOURS:
            if number in self._copies:
                return self._copies[number]
            if (known := self._remotes.get(number)) is None:  # what is one object there is one here
                known = self._remotes[number] = Remote(self, number, handle.kind)
            return known
        if number not in self._kept:
            raise wire.WireError("A message names an object that was never handed over.")
        return self._kept[number]


def _made(kind: type[Exception], message: str) -> Exception:
    try:
        return kind(message)
    except TypeError:  # a UnicodeDecodeError, say, is made of five parts, of which there is the sentence
        told = {"__init__": lambda self, *_: None, "__str__": lambda self: self.args[0]}
        try:
            like: Exception = type(kind.__name__, (kind,), told)(message)
        except TypeError:
            return Elsewhere(message)
        return like


def _kind(value: object) -> str:
    """The name of what PyTorch's layer it is, or of its type."""
    for kind in type(value).__mro__:
        if kind.__module__.startswith(LAYERS):
            return f"{kind.__module__}.{kind.__name__}"
    return type(value).__name__


def _parts(value: object) -> int:
    """How many a tuple has; -1 for anything else."""
    return len(value) if type(value) is tuple else -1


def _may_hold_handles(value: Any) -> bool:
    return type(value) in (Handle, list, tuple, set, frozenset, dict)


def _is_data(value: object) -> bool:
    """Tensors, images and paths: the wire knows what to do with kinds of them that are no kind of its own."""
    return any(
        f"{kind.__module__}.{kind.__name__}" in ("torch.Tensor", "PIL.Image.Image", "pathlib.PurePath")
        for kind in type(value).__mro__
    )
