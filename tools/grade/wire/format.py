"""What both sides of the wire agree on: the kinds of nodes, of arrays, of images, and the limits of each."""

from __future__ import annotations

import os
import re
from fractions import Fraction
from functools import lru_cache
from pathlib import Path
from typing import Any

import numpy as np

from grade.wire.message import Caps, Handle, WireError

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
BLOBS = frozenset({"text", "bytes", "array", "tensor", "image"})  # the tags of nodes that have one
TAGS = BLOBS | {
    "list", "tuple", "set", "frozenset", "dict", "int", "float", "complex", "path", "range", "slice",
    "fraction", "str_", "bytes_", "handle", "raised", "number", "objects", "record",
}  # fmt: skip


@lru_cache(100)
def dtype_of(name: str) -> np.dtype:
    demand(PLAIN.fullmatch(name) is not None)
    dtype = np.dtype(name)
    demand(dtype.str == name)
    return dtype


@lru_cache(1000)
def path_of(text: str) -> Path:
    """UnicodeEncodeError for what no file can be called. Tests hand the same few over again and again."""
    os.fsencode(text)
    return Path(text)


def range_of(data: Any, caps: Caps) -> range:
    match data:
        case [int() as start, int() as stop, int() as step] if step and {type(part) for part in data} == {int}:
            length = (stop - start) // step  # len() itself gives up beyond 63 bits
            if max(map(abs, data)) <= LARGEST and length <= caps.nodes:
                return range(start, stop, step)
    raise WireError("A message holds a range of no sane length.")


def is_note(value: object) -> bool:
    """Whether a part of an image's `info` is plain enough to go with it."""
    if type(value) is tuple:
        return len(value) <= INLINE and all(type(one) in (int, float) for one in value)
    return type(value) in SINGLE


def demand(fulfilled: bool) -> None:
    if not fulfilled:
        raise malformed()


def malformed() -> WireError:
    return WireError("A message holds something malformed.")
