"""From a value to a message. This side of the wire may run a stranger's code: nothing here guards anything."""

from __future__ import annotations

import json
import math
import struct
import sys
from fractions import Fraction
from pathlib import Path, PurePath
from types import ModuleType
from typing import Any

import numpy as np

from grade.wire.format import (
    FIELDS,
    FRACTION,
    INLINE,
    LARGEST,
    MODES,
    NOTES,
    NUMBERS,
    PATH,
    PLAIN,
    SMALLEST,
    TENSORS,
    is_note,
    range_of,
)
from grade.wire.measure import few_values, measure
from grade.wire.message import CAPS, Caps, Child, Frame, Handle, Keep, Raised, WireError

JSON = json.JSONEncoder(separators=(",", ":"), allow_nan=False, check_circular=False)
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
    header = JSON.encode([lengths, encoder.nodes, root]).encode("ascii")
    if len(header) > caps.header or len(header) + sum(lengths) > caps.frame:
        raise encoder.too_much()
    if encoder.shares or len(header) > caps.nodes:  # else there are no more values than letters
        try:
            few_values(header, caps)
            measure(encoder.nodes, root, encoder.blobs, caps)
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
        self.shares = False  # whether something counts more often than it is written down

    def child(self, value: object) -> Child:
        """How a node refers to a value. The value's own node, where it needs one, is made first."""
        kind = type(value)
        if kind is str:
            if len(value) <= INLINE and not _has_surrogates(value):  # type: ignore[arg-type]
                return value
        elif kind is int:
            if SMALLEST <= value <= LARGEST:  # type: ignore[operator]
                return value
        elif kind is float:
            if math.isfinite(value):  # type: ignore[arg-type]
                return value
        elif value is None or kind is bool:
            return value
        if (number := self.known.get(id(value))) is None:
            return [self._new(value)]
        self.shares = True
        return [number]

    def _new(self, value: object) -> int:
        mine = id(value)
        if mine in self.open:
            raise WireError(f"What it returned is, or holds, {_named(value)} that contains itself, {ADVICE}")
        if len(self.open) >= self.caps.depth:
            raise WireError(f"It returned something that is nested more than {self.caps.depth} deep, {ADVICE}")
        self.open[mine] = value
        node, blob = self._node(value)
        del self.open[mine]
        if blob is not None:
            self._make_room(len(blob))
            self.blobs.append(blob)
        if (number := len(self.nodes)) == self.caps.nodes:
            raise self.too_many()
        self.nodes.append(node)
        self.known[mine] = number
        self.alive.append(value)
        return number

    def _node(self, value: object) -> tuple[list[Any], bytes | None]:
        """The node and the blob of a value, which is plain, or kept on this side, or made plain."""
        found = self._plain(value)
        if found is None and self.keep is not None and type(kept := self.keep(value)) is Handle:
            found = self._plain(kept)
        if found is None:
            found = self._plain(_base(value))
        if found is None:
            raise WireError(f"What it returned is, or holds, {_named(value)}, {ADVICE}")
        return found

    def _plain(self, value: Any) -> tuple[list[Any], bytes | None] | None:
        """None where the value is not of exactly one of the plain types. Those that come by the hundred are first."""
        kind = type(value)
        if kind is PATH:
            return ["path", None, str(value)], None
        if kind is np.ndarray:
            return self._array(value)
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
        self.shares = True
        data = [value.start, value.stop, value.step]
        try:
            range_of(data, self.caps)
        except WireError:
            raise self.too_many() from None
        return ["range", data], None

    def _tensor(self, torch: Any, tensor: Any) -> tuple[list[Any], bytes | None] | None:
        name = str(tensor.dtype).removeprefix("torch.")
        if tensor.layout is not torch.strided or tensor.is_meta or name not in TENSORS:
            return None
        if tensor.numel() * tensor.element_size() > self.room:
            raise self.too_much()
        order = list(range(tensor.ndim))
        if not tensor.is_contiguous():  # one in "channels_last", say: it comes to lie in memory as it does here
            lies = sorted(order, key=tensor.stride, reverse=True)
            order = lies if tensor.permute(lies).is_contiguous() else order
        flat = tensor.detach().permute(order).cpu().resolve_conj().resolve_neg().contiguous().reshape(-1)
        if name == "bool":
            flat = flat.to(torch.uint8).clamp(max=1)
        data = [name, list(tensor.shape), None if tensor.is_inference() else tensor.requires_grad, order]
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
        info = [(key, one) for key, one in image.info.items() if type(key) is str and is_note(one)]
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
