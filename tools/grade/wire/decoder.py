"""From a message to a value, whatever bytes came: exact base types within the caps, or a WireError."""

from __future__ import annotations

import math
import re
import struct
import sys
from fractions import Fraction
from typing import Any, ClassVar

import numpy as np

from grade.wire.format import (
    FIELDS,
    FRACTION,
    INLINE,
    KEYS,
    MODES,
    NOTES,
    TENSORS,
    demand,
    dtype_of,
    is_note,
    malformed,
    path_of,
    range_of,
)
from grade.wire.measure import measure
from grade.wire.message import CAPS, Caps, Child, Frame, Handle, Raised, WireError


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
        self.depths = measure(frame.nodes, frame.root, frame.blobs, caps)
        self.blobs = list(frame.blobs[::-1])
        self.pixels = caps.frame  # that images may still have: those of two colors grow eightfold
        values: list[Any] = []
        for node in frame.nodes:
            self.children = children = node[2:]
            parts = [values[child[0]] if type(child) is list else child for child in children]
            values.append(self.MAKERS[node[0]](self, node[1], parts))
        self.root = values[frame.root[0]] if type(frame.root) is list else frame.root

    def make_list(self, _: Any, parts: list[Any]) -> object:
        return parts

    def make_tuple(self, _: Any, parts: list[Any]) -> object:
        return tuple(parts)

    def make_set(self, _: Any, parts: list[Any]) -> object:
        self.check_keys(parts, self.children)
        found = set(parts)
        demand(len(found) == len(parts))
        return found

    def make_frozenset(self, _: Any, parts: list[Any]) -> object:
        return frozenset(self.make_set(_, parts))  # type: ignore[call-overload]

    def make_dict(self, _: Any, parts: list[Any]) -> object:
        demand(len(parts) % 2 == 0)
        self.check_keys(parts[::2], self.children[::2])
        found = dict(zip(parts[::2], parts[1::2], strict=True))
        demand(2 * len(found) == len(parts))
        return found

    def check_keys(self, keys: list[Any], children: list[Child]) -> None:
        """Keys can be hashed, and are not made to share a hash: then every look-up would look at all of them."""
        if all(type(key) is str for key in keys) and len(keys) <= self.caps.colliding:
            return
        depth = max((self.depths[child[0]] for child in children if type(child) is list), default=0)
        if depth > self.caps.key_depth or not all(isinstance(key, KEYS) for key in keys):
            raise WireError("A message holds a key of a dict, or an element of a set, that may be none.")
        try:
            hashes = {hash(key) for key in keys}
        except TypeError:
            raise WireError("A message holds a key of a dict, or an element of a set, that may be none.") from None
        demand(len(keys) - len(hashes) <= self.caps.colliding)

    def make_text(self, data: Any, parts: list[Any]) -> object:
        demand(data is None and not parts)
        try:
            return self.blobs.pop().decode("utf-8", "surrogatepass")
        except UnicodeDecodeError:
            raise WireError("A message holds a text that is not UTF-8.") from None

    def make_bytes(self, data: Any, parts: list[Any]) -> object:
        demand(data is None and not parts)
        return self.blobs.pop()

    def make_int(self, _: Any, parts: list[Any]) -> object:
        match parts:
            case [str() as digits] if len(digits) <= self.caps.bits // 4 + 2 and re.fullmatch("-?[0-9a-f]+", digits):
                number = int(digits, 16)
                demand(number.bit_length() <= self.caps.bits)
                return number
        raise malformed()

    def make_float(self, _: Any, parts: list[Any]) -> object:
        match parts:
            case [str() as digits] if re.fullmatch("[0-9a-f]{16}", digits):
                return struct.unpack(">d", bytes.fromhex(digits))[0]
        raise malformed()

    def make_complex(self, _: Any, parts: list[Any]) -> object:
        match parts:
            case [float() as real, float() as imag] if type(real) is float is type(imag):
                return complex(real, imag)
        raise malformed()

    def make_path(self, _: Any, parts: list[Any]) -> object:
        match parts:
            case [str() as path] if len(path) <= self.caps.text and "\0" not in path:
                try:
                    return path_of(path)
                except UnicodeEncodeError:
                    raise WireError("A message holds a path that no file can have.") from None
        raise malformed()

    def make_range(self, data: Any, parts: list[Any]) -> object:
        demand(not parts)
        return range_of(data, self.caps)

    def make_slice(self, _: Any, parts: list[Any]) -> object:
        demand(len(parts) == 3 and all(part is None or type(part) is int for part in parts))
        return slice(*parts)

    def make_fraction(self, _: Any, parts: list[Any]) -> object:
        match parts:
            case [int() as above, int() as below] if type(above) is int is type(below) and below > 0:
                demand(max(above.bit_length(), below.bit_length()) <= FRACTION)
                return Fraction(above, below)
        raise malformed()

    def make_str_(self, _: Any, parts: list[Any]) -> object:
        demand(len(parts) == 1 and type(parts[0]) is str)
        return np.str_(parts[0])

    def make_bytes_(self, _: Any, parts: list[Any]) -> object:
        demand(len(parts) == 1 and type(parts[0]) is bytes)
        return np.bytes_(parts[0])

    def make_handle(self, data: Any, parts: list[Any]) -> object:
        match data:
            case [int() as number, str() as kind] if not parts and type(number) is int:
                demand(0 <= number < 1 << 53 and len(kind) <= INLINE)
                return Handle(number, kind)
        raise malformed()

    def make_raised(self, _: Any, parts: list[Any]) -> object:
        match parts:
            case [str(), str(), tuple() as notes, tuple() as bases, str(), int() as line] if type(line) is int:
                texts = [parts[0], parts[1], *notes, *bases, parts[4]]
                demand(len(notes) <= NOTES and len(bases) <= NOTES and 0 <= line < 1 << 31)
                demand(all(type(text) is str and len(text) <= self.caps.text for text in texts))
                return Raised(parts[0], parts[1], notes, bases, parts[4], line)
        raise malformed()

    def make_number(self, data: Any, parts: list[Any]) -> object:
        match data:
            case [str() as name, str() as digits] if not parts and re.fullmatch("(?:[0-9a-f]{2}){1,16}", digits):
                dtype, found = dtype_of(name), bytes.fromhex(digits)
                demand(dtype.kind not in "US" and dtype.itemsize == len(found))
                demand(dtype.kind != "b" or found in (b"\0", b"\1"))
                return np.frombuffer(found, dtype)[0]
        raise malformed()

    def make_array(self, data: Any, parts: list[Any]) -> object:
        match data:
            case [str() as name, "C" | "F" as order, list() as shape] if not parts:
                return self.array(dtype_of(name), self.shape(shape), self.blobs.pop(), order)
        raise malformed()

    def make_objects(self, data: Any, parts: list[Any]) -> object:
        match data:
            case ["C" | "F" as order, list() as shape]:
                sizes = self.shape(shape)
                demand(math.prod(sizes) == len(parts) and self.fits(sizes, 8))
                flat = np.empty(len(parts), object)
                for index, part in enumerate(parts):  # a part that is a list would be spread by a slice
                    flat[index] = part
                return flat.reshape(sizes).copy(order)
        raise malformed()

    def make_record(self, data: Any, parts: list[Any]) -> object:
        match data:
            case ["C" | "F" as order, list() as shape] if 2 <= len(parts) <= 2 * FIELDS and len(parts) % 2 == 0:
                sizes, names, fields = self.shape(shape), parts[::2], parts[1::2]
            case _:
                raise malformed()
        demand(all(type(name) is str and 0 < len(name) <= INLINE for name in names))
        demand(len(set(names)) == len(names))
        demand(all(type(one) is np.ndarray and one.dtype.names is None for one in fields))
        demand(all(one.shape[: len(sizes)] == sizes for one in fields))
        inner = [one.shape[len(sizes) :] for one in fields]
        types = [(name, one.dtype, rest) for name, one, rest in zip(names, fields, inner, strict=True)]
        demand(self.fits(sizes, sum(math.prod((one.itemsize, *map(_at_least_one, rest))) for _, one, rest in types)))
        record = np.empty(sizes, np.dtype(types), order)
        for name, one in zip(names, fields, strict=True):
            record[name] = one
        return record

    def make_tensor(self, data: Any, parts: list[Any]) -> object:
        torch = sys.modules.get("torch")
        if torch is None:
            raise WireError("A message holds a torch tensor, and torch is not in use here.")
        match data:
            case [str() as name, list() as shape, (bool() | None) as wants_gradient, list() as order] if (
                name in TENSORS and not parts
            ):
                sizes, blob = self.shape(shape), self.blobs.pop()
            case _:
                raise malformed()
        dtype: Any = getattr(torch, name, None)
        demand(dtype is not None)
        demand(self.fits(sizes, dtype.itemsize) and math.prod(sizes) * dtype.itemsize == len(blob))
        demand(name != "bool" or _are_bools(blob))
        demand(not wants_gradient or dtype.is_floating_point or dtype.is_complex)
        demand(all(type(one) is int for one in order) and sorted(order) == list(range(len(sizes))))
        if blob:
            lying = torch.frombuffer(bytearray(blob), dtype=dtype).reshape([sizes[one] for one in order])
            tensor = lying.permute([order.index(one) for one in range(len(order))])
        else:
            tensor = torch.empty(sizes, dtype=dtype)
        if wants_gradient is None:  # made for inference only: no gradient will ever go through it
            with torch.inference_mode():
                return tensor.clone()
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
                raise malformed()
        demand(0 <= width < 1 << 16 and 0 <= height < 1 << 16)
        demand(len(blob) == (MODES[mode] * width if MODES[mode] else (width + 7) // 8) * height)
        self.pixels -= width * height
        demand(self.pixels >= 0)
        demand(not kind or mode in ("P", "PA"))
        demand(len(colors) <= 2 * 256 * len(kind) and len(colors) % (2 * len(kind) or 1) == 0)
        demand(len(parts) % 2 == 0 and all(type(key) is str for key in parts[::2]) and all(map(is_note, parts[1::2])))
        demand(re.fullmatch("[0-9a-f]*", colors) is not None)
        image = pillow.frombytes(mode, (width, height), blob)
        if kind:
            image.putpalette(bytes.fromhex(colors), kind)
        image.info.update(zip(parts[::2], parts[1::2], strict=True))
        return image

    def shape(self, sizes: list[Any]) -> tuple[int, ...]:
        demand(len(sizes) <= self.caps.dimensions and all(type(size) is int and size >= 0 for size in sizes))
        return tuple(sizes)

    def fits(self, shape: tuple[int, ...], itemsize: int) -> bool:
        """Also where a size is 0: the others are still multiplied, by C."""
        return math.prod(map(_at_least_one, shape)) * itemsize <= self.caps.frame

    def array(self, dtype: np.dtype, shape: tuple[int, ...], blob: bytes, order: Any = "C") -> Any:
        demand(self.fits(shape, dtype.itemsize) and math.prod(shape) * dtype.itemsize == len(blob))
        if dtype.kind == "b":
            demand(_are_bools(blob))
        if dtype.kind == "U" and blob:
            codes = np.frombuffer(blob, np.dtype("u4").newbyteorder(dtype.byteorder))
            demand(bool(codes.max() <= sys.maxunicode))
        array = np.empty(shape, dtype, order)
        if blob:
            array[...] = np.frombuffer(blob, dtype).reshape(shape, order=order)
        return array

    MAKERS: ClassVar = {
        name.removeprefix("make_"): make for name, make in list(locals().items()) if name.startswith("make_")
    }


def _are_bools(blob: bytes) -> bool:
    return not blob or int(np.frombuffer(blob, np.uint8).max()) <= 1


def _at_least_one(size: int) -> int:
    return max(size, 1)
