"""The wire between the judge and a worker that runs a stranger's code: plain data, and nothing that could run.

A frame is four bytes (the length of the header, big-endian), the header (JSON, ASCII), and the blobs whose lengths
the header lists. The header is `[lengths, nodes, root]`. A node is `[tag, data, child, …]`; a child, and the root,
is null, true, false, a number, a text, or `[k]`: node number k, which comes earlier in the list. So nothing can
contain itself, what was one object twice is one object again, and decoding is a loop without recursion. Blobs are
taken in the order of the nodes.

    send(fd, encode(value, keep), deadline)
    value = decode(receive(fd, deadline))

`encode` runs beside the stranger's code, so nothing that it does is relied upon. Whatever bytes come, `receive` and
`decode` give exact base types within the caps or raise a WireError, after which the wire is of no more use. Both take
time and memory in proportion to the caps, whatever comes.
"""

from __future__ import annotations

import json
import math
import os
import re
import select
import struct
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from fractions import Fraction
from functools import lru_cache
from itertools import accumulate, pairwise
from pathlib import Path, PurePath
from types import ModuleType
from typing import Any, NoReturn, TypeAlias

import numpy as np

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


# --- frames -----------------------------------------------------------------------------------------------------------


def send(fd: int, frame: Frame, deadline: float | None = None) -> None:
    """Write a message to the pipe or socket `fd`. A reader who may refuse to read needs a deadline (time.monotonic)."""
    rest = memoryview(b"".join([struct.pack(">I", len(frame.header)), frame.header, *frame.blobs]))
    with _never_waiting(fd):
        while rest:
            _wait(fd, writing=True, deadline=deadline)
            try:
                rest = rest[os.write(fd, rest) :]
            except BlockingIOError:
                continue
            except OSError as error:
                raise Gone(f"The other side no longer listens ({error.strerror}).") from None


def receive(fd: int, deadline: float | None = None, caps: Caps = CAPS) -> Frame:
    """Read one message from the pipe or socket `fd`; Late, Gone or another WireError where that cannot be."""
    (length,) = struct.unpack(">I", _read(fd, 4, deadline))
    if length > caps.header:
        raise WireError(f"A message announced a header of {length} bytes; {caps.header} is the most.")
    header = bytes(_read(fd, length, deadline))
    lengths, nodes, root = _parse(header, caps)
    if len(header) + sum(lengths) > caps.frame:
        raise WireError(f"A message announced {sum(lengths)} bytes of data; {caps.frame} is the most.")
    data = memoryview(_read(fd, sum(lengths), deadline))
    ends = list(accumulate(lengths, initial=0))
    return Frame(header, nodes, root, [bytes(data[start:end]) for start, end in pairwise(ends)])


def _read(fd: int, count: int, deadline: float | None) -> bytearray:
    data = bytearray(count)
    rest = memoryview(data)
    while rest:
        _wait(fd, writing=False, deadline=deadline)
        try:
            got = os.readv(fd, [rest])
        except BlockingIOError:
            continue
        except OSError as error:
            raise Gone(f"The other side is gone ({error.strerror}).") from None
        if not got:
            raise Gone("The other side has closed the wire.")
        rest = rest[got:]
    return data


def _wait(fd: int, writing: bool, deadline: float | None) -> None:
    """Until something can be read or written, or whoever is there has gone: reading and writing tell that."""
    poll = select.poll()  # not select, which knows the first 1024 files only
    poll.register(fd, select.POLLOUT if writing else select.POLLIN)
    while True:
        left = 60.0 if deadline is None else deadline - time.monotonic()
        if left <= 0:
            raise Late("The time was up.")
        if poll.poll(math.ceil(min(left, 60.0) * 1000)):
            return


@contextmanager
def _never_waiting(fd: int) -> Iterator[None]:
    """A write that does not fit fails instead of waiting: the waiting has a deadline."""
    try:
        before = os.get_blocking(fd)
        os.set_blocking(fd, False)
    except OSError as error:
        raise Gone(f"The other side is gone ({error.strerror}).") from None
    try:
        yield
    finally:
        os.set_blocking(fd, before)


def _parse(header: bytes, caps: Caps) -> tuple[list[int], list[Any], Child]:
    """The header's three parts. What JSON makes of it is bounded before it is made."""
    _few_values(header, caps)
    try:
        parts = json.loads(
            header.decode("ascii"),
            parse_int=_short_int,
            parse_float=_short_float,
            parse_constant=_refused,
            object_pairs_hook=_refused,
        )
    except (ValueError, RecursionError) as error:
        raise WireError(f"A message is no JSON of ours: {str(error)[:200]}") from None
    match parts:
        case [list() as lengths, list() as nodes, root]:
            pass
        case _:
            raise WireError("A message has no lengths, nodes and root.")
    if len(lengths) > len(nodes) or any(type(one) is not int or not 0 <= one <= caps.frame for one in lengths):
        raise WireError("A message lists lengths that no data of it may have.")
    return lengths, nodes, root


def _few_values(header: bytes, caps: Caps) -> None:
    """Counted before JSON makes objects of them, each fifty times as large. Commas in texts count too."""
    if header.count(b",") + header.count(b"[") > 3 * caps.nodes:
        raise WireError("A message holds more values than one may.")


def _short_int(text: str) -> int:
    if len(text) > 20:  # a number of a million digits takes minutes
        raise ValueError("a number of too many digits")
    return int(text)


def _short_float(text: str) -> float:
    if len(text) > 32 or not math.isfinite(number := float(text)):
        raise ValueError("a number that no float is written as")
    return number


def _refused(what: object) -> NoReturn:
    raise ValueError("something that no message holds")


# --- what both sides agree on -----------------------------------------------------------------------------------------

INLINE = 100  # characters of a text that travels in the header
SMALLEST, LARGEST = -(1 << 63), (1 << 64) - 1  # ints that travel as JSON numbers
FRACTION = 1024  # bits of each part of a fraction: they are divided by one another
FIELDS = 64  # of a structured array
NOTES = 50  # of an exception
PLAIN = re.compile(r"[<>|](?:b1|[iu][1248]|f[248]|c8|c16|[US][1-9]\d{0,5})")
NUMBERS = frozenset(np.dtype(code).type for code in "?bhilqBHILQefdFD")
TENSORS = (
    "bool", "uint8", "uint16", "uint32", "uint64", "int8", "int16", "int32", "int64",
    "float16", "bfloat16", "float32", "float64", "complex64", "complex128",
)  # fmt: skip
MODES = {
    "1": 0, "L": 1, "P": 1, "LA": 2, "PA": 2, "La": 2, "I;16": 2, "RGB": 3, "YCbCr": 3, "LAB": 3, "HSV": 3,
    "RGBA": 4, "RGBa": 4, "RGBX": 4, "CMYK": 4, "I": 4, "F": 4,
}  # fmt: skip  # bytes a pixel of each kind of image; "1" puts eight pixels into one
PATH = type(Path())
SINGLE = (type(None), bool, int, float, str, bytes)
KEYS = (*SINGLE, complex, tuple, frozenset, range, PATH, Fraction, Handle, np.generic)  # what may be a key
BLOBS = {"text", "bytes", "array", "tensor", "image"}  # the tags of nodes that have one


def _measure(nodes: list[Any], root: Child, blobs: Sequence[bytes], caps: Caps) -> list[int]:
    """How deep each node goes, or a WireError: before anything is made of them, what they are worth in all is known.

    Everything counts as often as it is referred to: ten lists that each hold the one before ten times are small
    on the wire, and ten thousand million values for whoever prints them.
    """
    sizes: list[int] = []
    volumes: list[int] = []
    depths: list[int] = []
    used = bytearray(len(nodes))
    left = list(blobs[::-1])
    for number, node in enumerate(nodes):
        match node:
            case [str() as tag, data, *children] if tag in TAGS:
                pass
            case _:
                raise WireError("A message holds a node of no known kind.")
        size, volume, depth = 1, 0, 0
        if tag in BLOBS:
            if not left:
                raise WireError("A message has too few blobs.")
            volume = len(left.pop())
        elif tag == "range":
            size += len(_range(data, caps))
        for child in children:
            if type(child) is list:
                index = _index(child, number)
                used[index] = 1
                size += sizes[index]
                volume += volumes[index]
                depth = max(depth, depths[index])
            else:
                size += 1
                volume += len(child) if type(child) is str else 0
        if size > caps.nodes or volume > caps.frame or depth >= caps.depth:
            raise WireError("A message holds more values, or nests them deeper, than one may.")
        sizes.append(size)
        volumes.append(volume)
        depths.append(depth + 1)
    if type(root) is list:
        used[_index(root, len(nodes))] = 1
    if left or used.count(0):
        raise WireError("A message holds something that nothing refers to.")
    return depths


def _index(child: list[Any], number: int) -> int:
    """The node that a child stands for: one of those before number `number`."""
    match child:
        case [int() as index] if type(index) is int and 0 <= index < number:
            return index
        case _:
            raise WireError("A message refers to something that is not in it.")


def _range(data: Any, caps: Caps) -> range:
    match data:
        case [int() as start, int() as stop, int() as step] if step and {type(part) for part in data} == {int}:
            length = (stop - start) // step  # len() itself gives up beyond 63 bits
            if max(map(abs, data)) <= LARGEST and length <= caps.nodes:
                return range(start, stop, step)
    raise WireError("A message holds a range of no sane length.")


# --- encoding ---------------------------------------------------------------------------------------------------------

ADVICE = "which the tests cannot be given. Return plain data: numbers, text, lists, dicts, arrays."


def encode(value: object, keep: Keep | None = None, caps: Caps = CAPS) -> Frame:
    """The message that carries a value. WireError, with a sentence for whoever returned it, where none can.

    keep: asked about everything that is not exactly plain data; may give a Handle, by which the other side knows the
    object from now on. Where it gives none, an instance of a subclass (a Counter, a StrEnum, a torch.Size) travels as
    the base type's value, read by the base type's own methods: whatever the subclass has changed stays behind.
    """
    encoder = _Encoder(keep, caps)
    root = encoder.child(value)
    lengths = [len(blob) for blob in encoder.blobs]
    header = json.dumps([lengths, encoder.nodes, root], separators=(",", ":"), allow_nan=False).encode("ascii")
    if len(header) > caps.header or len(header) + sum(lengths) > caps.frame:
        raise encoder.too_much()
    try:
        _few_values(header, caps)
        _measure(encoder.nodes, root, encoder.blobs, caps)
    except WireError:
        raise encoder.too_many() from None
    return Frame(header, encoder.nodes, root, encoder.blobs)


class _Encoder:
    def __init__(self, keep: Keep | None, caps: Caps) -> None:
        self.keep = keep
        self.caps = caps
        self.nodes: list[Any] = []
        self.blobs: list[bytes] = []
        self.room = caps.frame  # bytes that blobs may still take
        self.known: dict[int, int] = {}  # from the id of an object to its node
        self.alive: list[object] = []  # while an id is known, its object must not make room for another
        self.open: dict[int, object] = {}  # what is being encoded, by id

    def child(self, value: object) -> Child:
        """How a node refers to a value. The value's own node, where it needs one, is made first."""
        kind = type(value)
        if value is None or kind is bool:
            return value
        if kind is int and SMALLEST <= value <= LARGEST:  # type: ignore[operator]
            return value
        if kind is float and math.isfinite(value):  # type: ignore[arg-type]
            return value
        if kind is str and len(value) <= INLINE and not _has_surrogates(value):  # type: ignore[arg-type]
            return value
        if (number := self.known.get(id(value))) is None:
            number = self._new(value)
        return [number]

    def _new(self, value: object) -> int:
        if id(value) in self.open:
            raise WireError(f"What it returned is, or holds, {_named(value)} that contains itself, {ADVICE}")
        if len(self.open) >= self.caps.depth:
            raise WireError(f"It returned something that is nested more than {self.caps.depth} deep, {ADVICE}")
        self.open[id(value)] = value
        node, blob = self._node(value)
        del self.open[id(value)]
        if blob is not None:
            self._make_room(len(blob))
            self.blobs.append(blob)
        if len(self.nodes) == self.caps.nodes:
            raise self.too_many()
        self.nodes.append(node)
        self.known[id(value)] = len(self.nodes) - 1
        self.alive.append(value)
        return len(self.nodes) - 1

    def _node(self, value: object) -> tuple[list[Any], bytes | None]:
        """The node and the blob of a value, which is plain, or kept on this side, or made plain."""
        found = self._plain(value)
        if found is None and self.keep is not None:
            found = self._plain(self.keep(value), Handle)
        if found is None:
            found = self._plain(_base(value))
        if found is None:
            raise WireError(f"What it returned is, or holds, {_named(value)}, {ADVICE}")
        return found

    def _plain(self, value: Any, only: type | None = None) -> tuple[list[Any], bytes | None] | None:
        """None where the value is not of exactly one of the plain types, or not of the one type wanted."""
        kind = type(value)
        if only not in (None, kind):
            return None
        if kind in (list, tuple, set, frozenset):
            if len(value) > self.caps.nodes:
                raise self.too_many()
            return [kind.__name__, None, *map(self.child, value)], None
        if kind is dict:
            if len(value) > self.caps.nodes:
                raise self.too_many()
            return ["dict", None, *(self.child(one) for pair in value.items() for one in pair)], None
        if kind in NUMBERS:
            return ["number", [np.dtype(kind).str, value.tobytes().hex()]], None
        if kind is np.ndarray:
            return self._array(value)
        if kind is str:
            return ["text", None], value.encode("utf-8", "surrogatepass")
        if kind is bytes:
            return ["bytes", None], value
        if kind is int:
            if value.bit_length() > self.caps.bits:
                raise WireError(
                    f"It returned an int of more than {self.caps.bits:,} bits, which is more than Python prints."
                )
            return ["int", None, f"{value:x}"], None
        if kind is float:
            return ["float", None, struct.pack(">d", value).hex()], None
        if kind is complex:
            return ["complex", None, self.child(value.real), self.child(value.imag)], None
        if kind is PATH:
            return ["path", None, str(value)], None
        if kind is range:
            return self._range(value)
        if kind is slice:
            parts = [value.start, value.stop, value.step]
            whole = all(part is None or type(part) is int for part in parts)
            return (["slice", None, *map(self.child, parts)], None) if whole else None
        if kind is Fraction:
            parts = [value.numerator, value.denominator]
            small = all(part.bit_length() <= FRACTION for part in parts)
            return (["fraction", None, *map(self.child, parts)], None) if small else None
        if kind is np.str_ or kind is np.bytes_:
            return [kind.__name__, None, self.child(value.item())], None
        if kind is Handle:
            return ["handle", [value.number, value.kind[:INLINE]]], None
        if kind is Raised:
            return self._raised(value)
        if kind is getattr(sys.modules.get("torch"), "Tensor", None):
            return self._tensor(sys.modules["torch"], value)
        if kind is getattr(sys.modules.get("PIL.Image"), "Image", None):
            return self._image(value)
        return None

    def _array(self, array: np.ndarray) -> tuple[list[Any], bytes | None] | None:
        dtype, shape = array.dtype, list(array.shape)
        if array.size * max(dtype.itemsize, 1) > self.room:  # also one row that stands for a million
            raise self.too_much()
        if array.ndim > self.caps.dimensions:
            return None
        order = "F" if array.flags.f_contiguous and not array.flags.c_contiguous else "C"
        if dtype.kind == "O":
            return ["objects", [order, shape], *map(self.child, array.ravel("C"))], None
        if dtype.names is not None:
            fields = [(name, array[name]) for name in dtype.names]
            if len(fields) > FIELDS or any(part.dtype.names is not None for _, part in fields):
                return None
            return ["record", [order, shape], *(self.child(one) for field in fields for one in field)], None
        if not PLAIN.fullmatch(dtype.str):
            return None
        if dtype.kind == "b":
            array = np.not_equal(array.view(np.uint8), 0)  # a byte of 2 is True as well
        return ["array", [dtype.str, order, shape]], array.tobytes("F" if order == "F" else "C")

    def _range(self, value: range) -> tuple[list[Any], bytes | None]:
        data = [value.start, value.stop, value.step]
        try:
            _range(data, self.caps)
        except WireError:
            raise self.too_many() from None
        return ["range", data], None

    def _tensor(self, torch: Any, tensor: Any) -> tuple[list[Any], bytes | None] | None:
        name = str(tensor.dtype).removeprefix("torch.")
        if tensor.layout is not torch.strided or tensor.is_meta or name not in TENSORS:
            return None
        if tensor.numel() * tensor.element_size() > self.room:
            raise self.too_much()
        flat = tensor.detach().cpu().resolve_conj().resolve_neg().contiguous().reshape(-1)
        if name == "bool":
            flat = flat.to(torch.uint8).clamp(max=1)
        data = [name, list(tensor.shape), tensor.requires_grad]
        return ["tensor", data], flat.view(torch.uint8).numpy().tobytes()

    def _image(self, image: Any) -> tuple[list[Any], bytes | None] | None:
        if image.mode not in MODES:
            return None
        if image.width * image.height * max(MODES[image.mode], 1) > self.room:
            raise self.too_much()
        colors, kind = b"", ""
        if image.mode in ("P", "PA") and image.palette is not None:
            kind = "RGBA" if image.palette.mode == "RGBA" else "RGB"
            colors = bytes(image.getpalette(kind) or ())
        info = [(key, one) for key, one in image.info.items() if type(key) is str and _is_note(one)]
        data = [image.mode, image.width, image.height, kind, colors.hex()]
        return ["image", data, *(self.child(one) for pair in info for one in pair)], image.tobytes()

    def _raised(self, error: Raised) -> tuple[list[Any], bytes | None]:
        most = self.caps.text
        lists = [tuple(text[:most] for text in texts[:NOTES]) for texts in (error.notes, error.bases)]
        self.alive += lists
        parts = [error.kind[:most], error.message[:most], *lists, error.path[:most], error.line]
        return ["raised", None, *map(self.child, parts)], None

    def _make_room(self, size: int) -> None:
        if size > self.room:
            raise self.too_much()
        self.room -= size

    def too_much(self) -> WireError:
        return WireError(f"It returned more than {self.caps.frame >> 20} MB of data, more than the tests take.")

    def too_many(self) -> WireError:
        return WireError(f"It returned more than {self.caps.nodes:,} values, more than the tests take.")


def _base(value: object) -> object:
    """The value of an instance of a subclass as one of its plain base type, or None: no method of its own is called."""
    match value:
        case np.ndarray():
            return np.ndarray.view(value, np.ndarray)
        case dict():
            return dict(dict.items(value))
        case list() | tuple() | set() | frozenset():
            kind = next(kind for kind in (list, tuple, set, frozenset) if isinstance(value, kind))
            return kind(kind.__iter__(value))  # type: ignore[arg-type]
        case str():
            return str.__str__(value)
        case bytes():
            return bytes.__getitem__(value, slice(None))
        case int():
            return int.__int__(value)
        case float():
            return float.__float__(value)
        case complex():
            return complex.__complex__(value)
        case PurePath():
            return Path(PurePath.__str__(value))
    torch, pillow = sys.modules.get("torch"), sys.modules.get("PIL.Image")
    if torch is not None and isinstance(value, torch.Tensor) and type(value) is not torch.Tensor:
        return value.detach().as_subclass(torch.Tensor).requires_grad_(value.requires_grad)
    if pillow is not None and isinstance(value, pillow.Image):
        return _still(pillow, value)
    return None


def _still(pillow: ModuleType, image: Any) -> Any:
    """An image that came from a file, without the file."""
    still = pillow.Image.copy(image)
    still.info = dict(image.info)
    return still


def _is_note(value: object) -> bool:
    """Whether a part of an image's `info` is plain enough to go with it."""
    if type(value) is tuple:
        return len(value) <= INLINE and all(type(one) in (int, float) for one in value)
    return type(value) in SINGLE


def _has_surrogates(text: str) -> bool:
    """Halves of characters: JSON would make one character of two halves."""
    if text.isascii():
        return False
    try:
        text.encode()
    except UnicodeEncodeError:
        return True
    return False


def _named(value: object) -> str:
    if type(value) is np.ndarray:
        return f"an array of {value.dtype}"
    name = type(value).__name__[:INLINE]
    return f"{'an' if name[:1].lower() in 'aeiou' else 'a'} {name}"


# --- decoding ---------------------------------------------------------------------------------------------------------


def decode(frame: Frame, caps: Caps = CAPS) -> Any:
    """The value that a message carries; WireError, and no other exception, where it carries none."""
    try:
        return _Decoder(frame, caps).root
    except WireError:
        raise
    except Exception as error:  # none is known of: this is the second fence
        raise WireError(f"A message cannot be read ({type(error).__name__}).") from error


class _Decoder:
    """`make_TAG` makes the value of such a node from its data and its children, which are values already."""

    def __init__(self, frame: Frame, caps: Caps) -> None:
        self.caps = caps
        self.depths = _measure(frame.nodes, frame.root, frame.blobs, caps)
        self.blobs = list(frame.blobs[::-1])
        self.pixels = caps.frame  # that images may still have: those of two colors grow eightfold
        self.values: list[Any] = []
        for tag, data, *children in frame.nodes:
            self.below = [self.depths[child[0]] if type(child) is list else 0 for child in children]
            self.values.append(getattr(self, f"make_{tag}")(data, self.values_of(children)))
        (self.root,) = self.values_of([frame.root])

    def values_of(self, children: list[Child]) -> list[Any]:
        return [self.values[child[0]] if type(child) is list else child for child in children]

    def make_list(self, _: Any, parts: list[Any]) -> object:
        return parts

    def make_tuple(self, _: Any, parts: list[Any]) -> object:
        return tuple(parts)

    def make_set(self, _: Any, parts: list[Any]) -> object:
        self.check_keys(parts, self.below)
        found = set(parts)
        _demand(len(found) == len(parts))
        return found

    def make_frozenset(self, _: Any, parts: list[Any]) -> object:
        return frozenset(self.make_set(_, parts))  # type: ignore[call-overload]

    def make_dict(self, _: Any, parts: list[Any]) -> object:
        _demand(len(parts) % 2 == 0)
        self.check_keys(parts[::2], self.below[::2])
        found = dict(zip(parts[::2], parts[1::2], strict=True))
        _demand(2 * len(found) == len(parts))
        return found

    def check_keys(self, keys: list[Any], depths: list[int]) -> None:
        """Keys can be hashed, and are not made to share a hash: then every look-up would look at all of them."""
        if max(depths, default=0) > self.caps.key_depth or not all(isinstance(key, KEYS) for key in keys):
            raise WireError("A message holds a key of a dict, or an element of a set, that may be none.")
        try:
            hashes = {hash(key) for key in keys}
        except TypeError:
            raise WireError("A message holds a key of a dict, or an element of a set, that may be none.") from None
        _demand(len(keys) - len(hashes) <= self.caps.colliding)

    def make_text(self, data: Any, parts: list[Any]) -> object:
        _demand(data is None and not parts)
        try:
            return self.blobs.pop().decode("utf-8", "surrogatepass")
        except UnicodeDecodeError:
            raise WireError("A message holds a text that is not UTF-8.") from None

    def make_bytes(self, data: Any, parts: list[Any]) -> object:
        _demand(data is None and not parts)
        return self.blobs.pop()

    def make_int(self, _: Any, parts: list[Any]) -> object:
        match parts:
            case [str() as digits] if len(digits) <= self.caps.bits // 4 + 2 and re.fullmatch("-?[0-9a-f]+", digits):
                number = int(digits, 16)
                _demand(number.bit_length() <= self.caps.bits)
                return number
        raise _malformed()

    def make_float(self, _: Any, parts: list[Any]) -> object:
        match parts:
            case [str() as digits] if re.fullmatch("[0-9a-f]{16}", digits):
                return struct.unpack(">d", bytes.fromhex(digits))[0]
        raise _malformed()

    def make_complex(self, _: Any, parts: list[Any]) -> object:
        match parts:
            case [float() as real, float() as imag] if type(real) is float is type(imag):
                return complex(real, imag)
        raise _malformed()

    def make_path(self, _: Any, parts: list[Any]) -> object:
        match parts:
            case [str() as path] if len(path) <= self.caps.text and "\0" not in path:
                try:
                    os.fsencode(path)
                except UnicodeEncodeError:
                    raise WireError("A message holds a path that no file can have.") from None
                return Path(path)
        raise _malformed()

    def make_range(self, data: Any, parts: list[Any]) -> object:
        _demand(not parts)
        return _range(data, self.caps)

    def make_slice(self, _: Any, parts: list[Any]) -> object:
        _demand(len(parts) == 3 and all(part is None or type(part) is int for part in parts))
        return slice(*parts)

    def make_fraction(self, _: Any, parts: list[Any]) -> object:
        match parts:
            case [int() as above, int() as below] if type(above) is int is type(below) and below > 0:
                _demand(max(above.bit_length(), below.bit_length()) <= FRACTION)
                return Fraction(above, below)
        raise _malformed()

    def make_str_(self, _: Any, parts: list[Any]) -> object:
        _demand(len(parts) == 1 and type(parts[0]) is str)
        return np.str_(parts[0])

    def make_bytes_(self, _: Any, parts: list[Any]) -> object:
        _demand(len(parts) == 1 and type(parts[0]) is bytes)
        return np.bytes_(parts[0])

    def make_handle(self, data: Any, parts: list[Any]) -> object:
        match data:
            case [int() as number, str() as kind] if not parts and type(number) is int:
                _demand(0 <= number < 1 << 53 and len(kind) <= INLINE)
                return Handle(number, kind)
        raise _malformed()

    def make_raised(self, _: Any, parts: list[Any]) -> object:
        match parts:
            case [str(), str(), tuple() as notes, tuple() as bases, str(), int() as line] if type(line) is int:
                texts = [parts[0], parts[1], *notes, *bases, parts[4]]
                _demand(len(notes) <= NOTES and len(bases) <= NOTES and 0 <= line < 1 << 31)
                _demand(all(type(text) is str and len(text) <= self.caps.text for text in texts))
                return Raised(parts[0], parts[1], notes, bases, parts[4], line)
        raise _malformed()

    def make_number(self, data: Any, parts: list[Any]) -> object:
        match data:
            case [str() as name, str() as digits] if not parts and re.fullmatch("(?:[0-9a-f]{2}){1,16}", digits):
                dtype, found = _dtype(name), bytes.fromhex(digits)
                _demand(dtype.kind not in "US" and dtype.itemsize == len(found))
                _demand(dtype.kind != "b" or found in (b"\0", b"\1"))
                return np.frombuffer(found, dtype)[0]
        raise _malformed()

    def make_array(self, data: Any, parts: list[Any]) -> object:
        match data:
            case [str() as name, "C" | "F" as order, list() as shape] if not parts:
                return self.array(_dtype(name), self.shape(shape), self.blobs.pop(), order)
        raise _malformed()

    def make_objects(self, data: Any, parts: list[Any]) -> object:
        match data:
            case ["C" | "F" as order, list() as shape]:
                sizes = self.shape(shape)
                _demand(math.prod(sizes) == len(parts) and self.fits(sizes, 8))
                flat = np.empty(len(parts), object)
                for index, part in enumerate(parts):  # a part that is a list would be spread by a slice
                    flat[index] = part
                return flat.reshape(sizes).copy(order)
        raise _malformed()

    def make_record(self, data: Any, parts: list[Any]) -> object:
        match data:
            case ["C" | "F" as order, list() as shape] if 2 <= len(parts) <= 2 * FIELDS and len(parts) % 2 == 0:
                sizes, names, fields = self.shape(shape), parts[::2], parts[1::2]
            case _:
                raise _malformed()
        _demand(all(type(name) is str and 0 < len(name) <= INLINE for name in names))
        _demand(len(set(names)) == len(names))
        _demand(all(type(one) is np.ndarray and one.dtype.names is None for one in fields))
        _demand(all(one.shape[: len(sizes)] == sizes for one in fields))
        inner = [one.shape[len(sizes) :] for one in fields]
        types = [(name, one.dtype, rest) for name, one, rest in zip(names, fields, inner, strict=True)]
        _demand(self.fits(sizes, sum(math.prod((one.itemsize, *map(_at_least_one, rest))) for _, one, rest in types)))
        record = np.empty(sizes, np.dtype(types), order)
        for name, one in zip(names, fields, strict=True):
            record[name] = one
        return record

    def make_tensor(self, data: Any, parts: list[Any]) -> object:
        torch = sys.modules.get("torch")
        if torch is None:
            raise WireError("A message holds a torch tensor, and torch is not in use here.")
        match data:
            case [str() as name, list() as shape, bool() as wants_gradient] if name in TENSORS and not parts:
                sizes, blob = self.shape(shape), self.blobs.pop()
            case _:
                raise _malformed()
        dtype: Any = getattr(torch, name, None)
        _demand(dtype is not None)
        _demand(self.fits(sizes, dtype.itemsize) and math.prod(sizes) * dtype.itemsize == len(blob))
        _demand(name != "bool" or _are_bools(blob))
        _demand(not wants_gradient or dtype.is_floating_point or dtype.is_complex)
        if blob:
            tensor = torch.frombuffer(bytearray(blob), dtype=dtype).reshape(sizes)
        else:
            tensor = torch.empty(sizes, dtype=dtype)
        return tensor.requires_grad_(wants_gradient)

    def make_image(self, data: Any, parts: list[Any]) -> object:
        pillow = sys.modules.get("PIL.Image")
        if pillow is None:
            raise WireError("A message holds an image, and Pillow is not in use here.")
        match data:
            case [str() as mode, int() as width, int() as height, "" | "RGB" | "RGBA" as kind, str() as colors] if (
                mode in MODES and type(width) is int is type(height)
            ):
                blob = self.blobs.pop()
            case _:
                raise _malformed()
        _demand(0 <= width < 1 << 16 and 0 <= height < 1 << 16)
        _demand(len(blob) == (MODES[mode] * width if MODES[mode] else (width + 7) // 8) * height)
        self.pixels -= width * height
        _demand(self.pixels >= 0)
        _demand(not kind or mode in ("P", "PA"))
        _demand(len(colors) <= 2 * 256 * len(kind) and len(colors) % (2 * len(kind) or 1) == 0)
        _demand(len(parts) % 2 == 0 and all(type(key) is str for key in parts[::2]) and all(map(_is_note, parts[1::2])))
        _demand(re.fullmatch("[0-9a-f]*", colors) is not None)
        image = pillow.frombytes(mode, (width, height), blob)
        if kind:
            image.putpalette(bytes.fromhex(colors), kind)
        image.info.update(zip(parts[::2], parts[1::2], strict=True))
        return image

    def shape(self, sizes: list[Any]) -> tuple[int, ...]:
        _demand(len(sizes) <= self.caps.dimensions and all(type(size) is int and size >= 0 for size in sizes))
        return tuple(sizes)

    def fits(self, shape: tuple[int, ...], itemsize: int) -> bool:
        """Also where a size is 0: the others are still multiplied, by C."""
        return math.prod(map(_at_least_one, shape)) * itemsize <= self.caps.frame

    def array(self, dtype: np.dtype, shape: tuple[int, ...], blob: bytes, order: Any = "C") -> Any:
        _demand(self.fits(shape, dtype.itemsize) and math.prod(shape) * dtype.itemsize == len(blob))
        if dtype.kind == "b":
            _demand(_are_bools(blob))
        if dtype.kind == "U" and blob:
            codes = np.frombuffer(blob, np.dtype("u4").newbyteorder(dtype.byteorder))
            _demand(bool(codes.max() <= sys.maxunicode))
        array = np.empty(shape, dtype, order)
        if blob:
            array[...] = np.frombuffer(blob, dtype).reshape(shape, order=order)
        return array


TAGS = frozenset(name.removeprefix("make_") for name in vars(_Decoder) if name.startswith("make_"))


@lru_cache(100)
def _dtype(name: str) -> np.dtype:
    _demand(PLAIN.fullmatch(name) is not None)
    dtype = np.dtype(name)
    _demand(dtype.str == name)
    return dtype


def _are_bools(blob: bytes) -> bool:
    return not blob or int(np.frombuffer(blob, np.uint8).max()) <= 1


def _at_least_one(size: int) -> int:
    return max(size, 1)


def _demand(fulfilled: bool) -> None:
    if not fulfilled:
        raise _malformed()


def _malformed() -> WireError:
    return WireError("A message holds something malformed.")
