"""The wire: plain data comes through as it went in, and whatever else comes does no harm."""

from __future__ import annotations

import json
import math
import os
import socket
import struct
import sys
import tempfile
import threading
import time
import tracemalloc
from collections import Counter, OrderedDict
from collections.abc import Callable, Iterator
from dataclasses import replace
from enum import StrEnum
from fractions import Fraction
from http import HTTPStatus
from pathlib import Path, PurePath
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.configuration import set_hypothesis_home_dir
from PIL import Image

from grade import wire
from grade.wire import CAPS, Frame, Gone, Handle, Late, Raised, WireError, decode, encode, ready, receive, send
from grade.wire.decoder import _Decoder
from grade.wire.frames import parse

POSIX = pytest.mark.skipif(sys.platform == "win32", reason="Windows cannot wait for a pipe until a deadline")
SMALL = replace(CAPS, frame=4096, header=2048, nodes=100, depth=8, text=100)
PLAIN = (
    type(None), bool, int, float, complex, str, bytes, list, tuple, set, frozenset, dict, range, slice, Fraction,
    type(Path()), Handle, Raised, np.ndarray, Image.Image,
)  # fmt: skip
set_hypothesis_home_dir(Path(tempfile.gettempdir()) / "hypothesis")  # it would keep things where pytest is started
fuzz = settings(max_examples=150, deadline=None, database=None, derandomize=True)


def through(value: object) -> Any:
    """What the other side gets: the header is read again from its bytes."""
    return decode(reread(encode(value)))


def reread(frame: Frame, caps: wire.Caps = CAPS) -> Frame:
    lengths, nodes, root = parse(frame.header, caps)
    assert lengths == [len(blob) for blob in frame.blobs]
    return Frame(frame.header, nodes, root, frame.blobs)


def made(nodes: list[Any], root: object, *blobs: bytes) -> Frame:
    """A frame as an enemy would write it."""
    return Frame(b"", json.loads(json.dumps(nodes)), root, blobs)


def same(got: Any, want: Any) -> bool:
    """Equal, of the same types at every depth, nan and -0.0 included."""
    if type(got) is not type(want):
        return False
    if isinstance(want, float):
        return struct.pack("d", got) == struct.pack("d", want)
    if isinstance(want, complex):
        return same(got.real, want.real) and same(got.imag, want.imag)
    if isinstance(want, list | tuple):
        return len(got) == len(want) and all(map(same, got, want))
    if isinstance(want, dict):
        return same(list(got), list(want)) and same(list(got.values()), list(want.values()))
    if isinstance(want, set | frozenset):
        return same(sorted(map(repr, got)), sorted(map(repr, want)))
    if isinstance(want, np.ndarray):
        alike = (
            got.shape == want.shape and got.dtype == want.dtype and got.flags.f_contiguous == want.flags.f_contiguous
        )
        return alike and same(got.tolist(), want.tolist())
    return bool(got == want)


def iter_nothing() -> Iterator[int]:
    yield from ()


def is_plain(value: Any) -> bool:
    if isinstance(value, np.generic):
        return type(value).__module__ == "numpy"
    if type(value) not in PLAIN:
        return False
    if isinstance(value, list | tuple | set | frozenset):
        return all(map(is_plain, value))
    if isinstance(value, dict):
        return all(map(is_plain, value)) and all(map(is_plain, value.values()))
    return True


# --- round trips ------------------------------------------------------------------------------------------------------

VALUES: list[Any] = [
    *(None, True, 0, -(2**63), 2**64 - 1, 2**64, -(2**200), 10**4299),
    *(1.5, -0.0, math.nan, -math.nan, math.inf, 5e-324, 1 + 2j, complex(math.nan, -0.0)),
    *("", "é\n\0", "\ud800", "\ud83d\ude00", "x" * 1000, b"", b"\xff" * 300),
    *([], [[]], (1, [2, (3,)]), {1: 2, "a": [1], (1, "x"): {}}, {math.nan: 1}),
    *(set(), {1, "b", 2.5}, frozenset({1, (2, 3)})),
    *(Path("a/b c"), Path("/"), Path(os.fsdecode(b"\xff"))),
    *(slice(1, None, -1), range(5), range(10, 0, -3), Fraction(-1, 3), Handle(3, "Model")),
    *(Raised("ValueError", "no", ("note",), ("Exception",), "kata.py", 3), Raised("E", "x" * 5000)),
    *(np.array(3), np.zeros((0, 3), np.int8), np.zeros((2, 0)), np.array(["ab", "é"]), np.array([b"x"])),
    *(np.arange(6, dtype=">i2").reshape(2, 3), np.asfortranarray(np.arange(6.0).reshape(2, 3))),
    *(np.eye(3, dtype=bool), np.array([math.nan, -0.0], np.float16), np.array([1j], np.complex64)),
    np.zeros(2, [("a", "<i4"), ("b", "<f8", (2, 2))]),
    *(np.str_("é"), np.bytes_(b"\xff"), np.float16(0.1), np.longlong(4), np.uint64(2**64 - 1)),
    *(np.bool_(True), np.complex64(1j)),
]


@pytest.mark.parametrize("value", VALUES, ids=lambda value: type(value).__name__)
def test_what_goes_in_comes_out(value: object) -> None:
    assert same(through(value), np.int64(4) if type(value) is np.longlong else value)


numbers = st.none() | st.booleans() | st.integers(-(2**80), 2**80) | st.floats() | st.complex_numbers()
scalars = numbers | st.text(st.characters(exclude_categories=())) | st.binary()
arrays = st.builds(
    lambda shape, code, order: np.arange(math.prod(shape)).reshape(shape).astype(code, order=order),
    st.lists(st.integers(0, 3), max_size=3),
    st.sampled_from("?bBhHiIqQefdFD"),
    st.sampled_from("CF"),
)
values = st.recursive(
    scalars | arrays,
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.lists(inner, max_size=4).map(tuple)
        | st.dictionaries(scalars, inner, max_size=4)
        | st.frozensets(scalars, max_size=4)
    ),
    max_leaves=12,
)


@fuzz
@given(values)
def test_any_plain_value_comes_through(value: object) -> None:
    assert same(through(value), value)


def test_arrays_can_be_changed_by_who_gets_them() -> None:
    got = through([np.zeros(3), np.zeros(0), np.array(["a"])])
    for array in got:
        array[...] = 1
        assert array.flags.owndata


def test_a_view_comes_without_what_it_is_a_view_of() -> None:
    assert same(through(np.arange(20).reshape(4, 5)[::2, ::-1]), np.arange(20).reshape(4, 5)[::2, ::-1].copy())


def test_object_arrays_hold_plain_data() -> None:
    array = np.empty((2, 2), object)
    array[0, 0], array[0, 1], array[1, 0] = [1, 2], "x", np.zeros(3)
    got = through(array)
    assert got.dtype == object
    assert got[0, 0] == [1, 2] and got[0, 1] == "x" and got[1, 1] is None
    assert same(got[1, 0], np.zeros(3))
    with pytest.raises(WireError, match="generator"):
        encode(np.array([iter_nothing()], object))


def test_a_byte_of_two_is_true() -> None:
    odd = np.array([0, 1, 2], np.uint8).view(bool)
    assert through(odd).tobytes() == b"\0\1\1"


def test_one_object_stays_one() -> None:
    part, array = [1], np.zeros(2)
    got = through({"a": part, "b": (part, array), "c": array})
    assert got["a"] is got["b"][0]
    assert got["b"][1] is got["c"]


def test_equal_is_not_the_same() -> None:
    got = through([[], []])
    assert got[0] is not got[1]


@pytest.mark.parametrize("mode", wire.MODES)
@pytest.mark.parametrize("size", [(3, 2), (9, 1), (0, 2)])
def test_images(mode: str, size: tuple[int, int]) -> None:
    image = Image.new(mode, size)
    if image.tobytes():
        image.frombytes(bytes((7 * i) % 256 for i in range(len(image.tobytes()))))
    image.info = {"dpi": (72, 72), "comment": b"x", "odd": object()}
    got = through(image)
    assert (got.mode, got.size, got.tobytes()) == (image.mode, image.size, image.tobytes())
    assert got.info == {"dpi": (72, 72), "comment": b"x"}


@pytest.mark.parametrize("mode", ["RGB", "RGBA"])
def test_palettes(mode: str) -> None:
    image = Image.new("P", (2, 1), 1)
    image.putpalette(range(20 * len(mode)), mode)
    got = through(image)
    assert got.convert("RGBA").tobytes() == image.convert("RGBA").tobytes()


def test_an_image_from_a_file(tmp_path: Path) -> None:
    Image.new("RGB", (4, 3), "red").save(tmp_path / "red.png")
    with Image.open(tmp_path / "red.png") as image:
        got = through(image)
    assert type(got) is Image.Image
    assert got.getpixel((0, 0)) == (255, 0, 0)


def test_tensors() -> None:
    torch = pytest.importorskip("torch")
    for name in wire.TENSORS:
        tensor = torch.arange(6).reshape(2, 3).to(getattr(torch, name))
        got = through([tensor, tensor.T, tensor[0, 0], tensor[:0]])
        for one, want in zip(got, [tensor, tensor.T, tensor[0, 0], tensor[:0]], strict=True):
            assert one.dtype == want.dtype and one.shape == want.shape and not one.requires_grad
            assert one.tolist() == want.tolist()
    assert through(torch.ones(2, requires_grad=True)).requires_grad
    with torch.inference_mode():
        assert through(torch.ones(2)).is_inference()
    assert not through(torch.ones(2)).is_inference()
    got = through(torch.nn.Parameter(torch.ones(2)))
    assert type(got) is torch.Tensor
    assert through(torch.tensor([1 + 2j]).conj()).tolist() == [1 - 2j]
    with pytest.raises(WireError, match="Tensor"):
        encode(torch.ones(2).to_sparse())


def test_tensors_lie_in_memory_as_they_did() -> None:
    """Somebody who saves a model of the memory format channels_last has to make its weights contiguous first."""
    torch = pytest.importorskip("torch")
    block = torch.arange(120.0).reshape(2, 3, 4, 5)
    kept = [
        block,
        block.to(memory_format=torch.channels_last),
        block.permute(3, 1, 0, 2),
        block[0].permute(2, 1, 0),
        torch.nn.Parameter(block.mT),
        torch.tensor(1.0),
    ]
    for want in kept:
        got = through(want)
        assert got.tolist() == want.tolist() and got.stride() == want.stride()
        assert got.is_contiguous() == want.is_contiguous()
    for want in (block[:, ::2], block[0, 0, 0].expand(3, 5), block[:, :, 1]):  # with gaps, or with one in many places
        got = through(want)
        assert got.tolist() == want.tolist() and got.is_contiguous()


def test_without_torch_and_pillow_there_are_no_tensors_and_images(monkeypatch: pytest.MonkeyPatch) -> None:
    image = encode(Image.new("L", (1, 1)))
    monkeypatch.delitem(sys.modules, "PIL.Image")
    monkeypatch.delitem(sys.modules, "torch", raising=False)
    with pytest.raises(WireError, match="Pillow is not in use"):
        decode(image)
    with pytest.raises(WireError, match="torch is not in use"):
        decode(made([["tensor", ["float32", [1], False, [0]]]], [0], b"1234"))
    assert "PIL.Image" not in sys.modules
    assert "torch" not in sys.modules


# --- subclasses, and what is no data ----------------------------------------------------------------------------------


class AlwaysEqual(float):
    def __eq__(self, other: object) -> bool:
        return True

    def __float__(self) -> float:
        return 1.0

    __hash__ = float.__hash__


class Sly(list):
    def __iter__(self) -> Iterator[Any]:
        return iter([42])

    def __len__(self) -> int:
        return 1


class Word(str):
    def __str__(self) -> str:
        return "right"

    def encode(self, *_: object) -> bytes:
        return b"right"


class Kind(StrEnum):
    OVERFITTING = "overfitting"


class Odd(np.ndarray):
    def __array_function__(self, *_: Any) -> Any:
        return True

    def tobytes(self, *_: Any) -> bytes:
        return b""


@pytest.mark.parametrize(
    ("value", "want"),
    [
        (AlwaysEqual(2.0), 2.0),
        (Sly([1, 2]), [1, 2]),
        (Word("wrong"), "wrong"),
        (Kind.OVERFITTING, "overfitting"),
        (Counter("aab"), {"a": 2, "b": 1}),
        (OrderedDict(b=1, a=2), {"b": 1, "a": 2}),
        (np.arange(3).view(Odd), np.arange(3)),
        ({Word("k"): [AlwaysEqual(1.5)]}, {"k": [1.5]}),
        (HTTPStatus.OK, 200),
        (type("Raw", (bytes,), {"__len__": lambda self: 0})(b"ab"), b"ab"),
        (type("Turn", (complex,), {"__complex__": lambda self: 0j})(1j), 1j),
        (type("Pair", (tuple,), {"__iter__": lambda self: iter("xy")})((1, 2)), (1, 2)),
        (PurePath("a/b"), Path("a/b")),
        (np.array([(1,), (2,)], [("a", int)]).view(np.recarray), np.array([(1,), (2,)], [("a", int)])),
    ],
    ids=lambda value: type(value).__name__,
)
def test_of_a_subclass_the_plain_value_is_left(value: object, want: object) -> None:
    assert same(through(value), want)


def test_what_is_no_data_may_be_kept_behind_a_handle() -> None:
    kept: list[object] = []

    def keep(value: object) -> Handle | None:
        if isinstance(value, str):
            return None
        kept.append(value)
        return Handle(len(kept) - 1, type(value).__name__)

    model, counter = object(), Counter("a")
    frame = reread(encode([model, 1, counter, model, Word("x")], keep))
    assert decode(frame) == [Handle(0, "object"), 1, Handle(1, "Counter"), Handle(0, "object"), "x"]
    assert kept == [model, counter]


@pytest.mark.parametrize(
    ("value", "sentence"),
    [
        (
            print,
            "is, or holds, a builtin_function_or_method, which the tests cannot be given. Return plain data",
        ),
        ([object()], "What it returned is, or holds, an object, which"),
        (iter_nothing(), "a generator, which"),
        (np.array(["2020"], "M8[D]"), "an array of datetime64[D], which"),
        (10**5000, "an int of more than 14,284 bits"),
        (np.broadcast_to(np.zeros(1), (10**6, 10**6)), "more than 64 MB of data"),
        ([[0] * 10**5] * 100, "more than 500,000 values"),
        ([0] * 500_001, "more than 500,000 values"),
        (dict.fromkeys(range(500_001)), "more than 500,000 values"),
        ([b"x" * (40 << 20), b"y" * (40 << 20)], "more than 64 MB of data"),
        (np.zeros(1, [("a", [("b", "f4")])]), "an array of [('a', [('b', '<f4')])], which"),
        (np.zeros(1, np.longdouble), "which the tests cannot be given"),
        (Image.new("RGB", (5000, 5000)), "more than 64 MB of data"),
        (Fraction(1, 3**1000), "a Fraction, which"),
        (slice("a"), "a slice, which"),
        (range(10**9), "more than 500,000 values"),
        (range(10**30), "more than 500,000 values"),
        ("x" * (65 << 20), "more than 64 MB"),
    ],
    ids=lambda value: type(value).__name__,
)
def test_what_cannot_go_is_told_in_a_sentence(value: object, sentence: str) -> None:
    with pytest.raises(WireError) as caught:
        encode(value)
    assert sentence in str(caught.value)


def test_cycles_and_depth_are_told() -> None:
    cycle: list[object] = []
    cycle.append({"a": (cycle,)})
    with pytest.raises(WireError, match="a list that contains itself"):
        encode(cycle)
    deep: list[object] = []
    for _ in range(CAPS.depth - 1):
        deep = [deep]
    assert through(deep) == deep
    with pytest.raises(WireError, match="nested more than 100 deep"):
        encode([deep])
    endless: Any = []
    for _ in range(10_000):
        endless = [endless]
    with pytest.raises(WireError, match="nested more than 100 deep"):
        encode(endless)


# --- frames over a real pipe ------------------------------------------------------------------------------------------


@pytest.fixture
def ends() -> Iterator[tuple[socket.socket, socket.socket]]:
    one, other = socket.socketpair()
    with one, other:
        ready(one.fileno())
        ready(other.fileno())
        yield one, other


def soon(seconds: float = 20.0) -> float:
    return time.monotonic() + seconds


@POSIX
def test_a_large_message_through_a_small_pipe(ends: tuple[socket.socket, socket.socket]) -> None:
    value = {"a": np.arange(10**6), "b": ["text"] * 1000, "c": b""}
    writer = threading.Thread(target=send, args=(ends[0].fileno(), [encode(value)], soon()))
    writer.start()
    got = decode(receive(ends[1].fileno(), soon()))
    writer.join()
    assert same(got, value)


@POSIX
def test_messages_follow_one_another() -> None:
    reading, writing = map(ready, os.pipe())
    for value in ("one", [2], None):
        send(writing, [encode(value)], soon())
    assert [decode(receive(reading, soon())) for _ in range(3)] == ["one", [2], None]
    os.close(writing)
    with pytest.raises(Gone):
        receive(reading, soon())
    os.close(reading)
    with pytest.raises(Gone):
        receive(reading, soon())
    with pytest.raises(Gone):
        send(writing, [encode(1)], soon())


@POSIX
@pytest.mark.parametrize("length", [0, 3, 4, 10, 60])
def test_a_message_that_breaks_off(ends: tuple[socket.socket, socket.socket], length: int) -> None:
    ends[0].sendall(bytes_of(encode(["x" * 200]))[:length])
    ends[0].close()
    with pytest.raises(Gone):
        receive(ends[1].fileno(), soon())


@POSIX
def test_who_trickles_is_late(ends: tuple[socket.socket, socket.socket]) -> None:
    over = threading.Event()

    def trickle() -> None:
        for byte in bytes_of(encode("x" * 10_000)):
            if over.wait(0.01):
                return
            ends[0].sendall(bytes([byte]))

    writer = threading.Thread(target=trickle)
    writer.start()
    start = time.monotonic()
    with pytest.raises(Late):
        receive(ends[1].fileno(), start + 0.3)
    over.set()
    writer.join()


@POSIX
def test_who_does_not_read_cannot_stop_the_writer(ends: tuple[socket.socket, socket.socket]) -> None:
    with pytest.raises(Late):
        send(ends[0].fileno(), [encode(b"x" * 10**7)], soon(0.2))
    ends[1].close()
    with pytest.raises(Gone):
        send(ends[0].fileno(), [encode(1)], soon())


@POSIX
def test_what_is_announced_is_not_made_room_for(ends: tuple[socket.socket, socket.socket]) -> None:
    ends[0].sendall(struct.pack(">I", 2**32 - 1))
    for length in (99_999_999_999, CAPS.frame):
        header = b'[[%d],[["bytes",null]],[0]]' % length
        ends[0].sendall(struct.pack(">I", len(header)) + header)
    tracemalloc.start()
    for _ in range(3):
        with pytest.raises(WireError, match=r"announced|lengths"):
            receive(ends[1].fileno(), soon())
    assert tracemalloc.get_traced_memory()[1] < 1 << 20
    tracemalloc.stop()


def bytes_of(frame: Frame) -> bytes:
    return struct.pack(">I", len(frame.header)) + frame.header + b"".join(frame.blobs)


def received(data: bytes, caps: wire.Caps = SMALL) -> Any:
    """What the judge makes of these bytes from a worker that has ended after them."""
    one, other = socket.socketpair()
    with one, other:

        def write() -> None:
            with one:
                one.sendall(data)

        writer = threading.Thread(target=write)
        writer.start()
        try:
            return decode(receive(ready(other.fileno()), soon(), caps), caps)
        finally:
            other.close()
            writer.join()


# --- whatever bytes come ----------------------------------------------------------------------------------------------


def harmless(attempt: Callable[[], Any]) -> None:
    """It gives plain data, or a WireError that was raised on purpose: the second fence was not needed."""
    try:
        value = attempt()
    except WireError as error:
        assert error.__cause__ is None, f"{error}: {error.__cause__!r}"
    else:
        assert is_plain(value)


@POSIX
@fuzz
@given(st.binary(max_size=300))
def test_any_bytes(data: bytes) -> None:
    harmless(lambda: received(data))
    harmless(lambda: received(struct.pack(">I", len(data)) + data))


@POSIX
@fuzz
@given(values, st.lists(st.tuples(st.integers(0, 2000), st.integers(0, 255)), max_size=4), st.integers(-3, 3))
def test_messages_with_bytes_changed(value: object, changes: list[tuple[int, int]], more: int) -> None:
    data = bytearray(bytes_of(encode(value)))
    for place, byte in changes:
        data[place % len(data)] = byte
    harmless(lambda: received(bytes(data[:more] if more < 0 else data + b"0" * more)))


words = st.sampled_from(
    [
        *("<f8", "<f2", "|b1", "|O", "|V8", "<U2", "<U999999", "<M8[s]", "f8", ">i4", "|S3", "C", "F", "RGB", "1", "P"),
        *("bool", "bfloat16", "float32", "", "x", "0", "00", "ff", "a\0b", "\udcff", "0" * 16, "7ff0000000000000"),
    ]
)
whole = st.integers(-2, 5) | st.sampled_from([2**31, 2**62, 2**63, 10**19, -(10**18)])
atoms = st.none() | st.booleans() | whole | st.floats(allow_nan=False, allow_infinity=False) | words
data_parts = st.recursive(atoms, lambda inner: st.lists(inner, max_size=4), max_leaves=8)
tags = st.sampled_from(sorted(wire.TAGS)) | words
nodes_of = st.lists(
    st.tuples(tags, data_parts, st.lists(atoms | st.integers(0, 5).map(lambda i: [i]), max_size=4)), max_size=6
)


@settings(fuzz, max_examples=600)
@given(
    nodes_of, atoms, st.lists(st.sampled_from([b"", b"\0", b"\1\2", b"\xff" * 4, b"\0" * 8, b"\xff" * 24]), max_size=4)
)
def test_messages_of_nonsense(parts: list[Any], root: object, blobs: list[bytes]) -> None:
    nodes = [[tag, data, *children] for tag, data, children in parts]
    harmless(lambda: decode(made(nodes, [len(nodes) - 1] if nodes else root, *blobs), SMALL))


SHAPES = st.lists(st.integers(0, 4) | whole, max_size=4)
NEARLY = {
    "array": st.tuples(words, st.sampled_from("CF"), SHAPES),
    "tensor": st.tuples(words, SHAPES, st.none() | st.booleans(), st.permutations(range(2)) | SHAPES),
    "image": st.tuples(st.sampled_from(sorted(wire.MODES)), whole, whole, st.sampled_from(["", "RGB", "RGBA"]), words),
    "objects": st.tuples(st.just("C"), SHAPES),
    "record": st.tuples(st.just("C"), SHAPES),
    "number": st.tuples(words, words),
    "range": st.tuples(whole, whole, whole),
    "handle": st.tuples(whole, words),
}


@settings(fuzz, max_examples=600)
@given(
    st.sampled_from(sorted(NEARLY)).flatmap(lambda tag: st.tuples(st.just(tag), NEARLY[tag])),
    st.lists(atoms, max_size=4),
    st.binary(max_size=64),
)
def test_messages_that_are_nearly_right(node: tuple[str, Any], children: list[Any], blob: bytes) -> None:
    torch = pytest.importorskip("torch")
    tag, data = node
    blobs = [blob] if tag in wire.BLOBS else []
    try:
        value = decode(made([[tag, list(data), *children]], [0], *blobs))
    except WireError as error:
        assert error.__cause__ is None, f"{error}: {error.__cause__!r}"
    else:
        assert is_plain(value) or type(value) is torch.Tensor


@pytest.mark.parametrize(
    ("frame", "why"),
    [
        (made([["list", None, [0]]], [0]), "not in it"),
        (made([["list", None, [1]], ["list", None, [0]]], [1]), "not in it"),
        (made([["list", None, [-1]]], [0]), "not in it"),
        (made([["list", None, [True]]], [0]), "not in it"),
        (made([["list", None], ["list", None]], [1]), "nothing refers to"),
        (made([["list", None]], None), "nothing refers to"),
        (made([], None, b"x"), "nothing refers to"),
        (made([["__class__", None]], [0]), "no known kind"),
        (made([["text", None]], [0]), "too few blobs"),
        (made([["text", None]], [0], b"\xff"), "not UTF-8"),
        (made([["dict", None, 1, 2, 1, 3]], [0]), "malformed"),
        (made([["dict", None, 1, 2, True, 3]], [0]), "malformed"),
        (made([["dict", None, 1]], [0]), "malformed"),
        (made([["set", None, "a", "a"]], [0]), "malformed"),
        (made([["list", None], ["dict", None, [0], 1]], [1]), "key"),
        (made([["list", None], ["tuple", None, [0]], ["set", None, [1]]], [2]), "key"),
        (made([["array", ["|O", "C", [1]]]], [0], b"12345678"), "malformed"),
        (made([["array", ["|V8", "C", [1]]]], [0], b"12345678"), "malformed"),
        (made([["array", ["<f8", "C", [-1]]]], [0], b"12345678"), "malformed"),
        (made([["array", ["<f8", "C", [2]]]], [0], b"12345678"), "malformed"),
        (made([["array", ["<f8", "C", [2**32, 2**32]]]], [0], b""), "malformed"),
        (made([["array", ["<f8", "C", [0, 2**40, 2**40]]]], [0], b""), "malformed"),
        (made([["array", ["<f8", "C", [1] * 33]]], [0], b"12345678"), "malformed"),
        (made([["array", ["|b1", "C", [1]]]], [0], b"\2"), "malformed"),
        (made([["array", ["<U1", "C", [1]]]], [0], b"\0\0\x11\0"), "malformed"),
        (made([["int", None, "f" * 4000]], [0]), "malformed"),
        (made([["int", None, "0x1"]], [0]), "malformed"),
        (made([["path", None, "a\0b"]], [0]), "malformed"),
        (made([["path", None, "\ud800"]], [0]), "no file"),
        (made([["range", [0, 10**9, 1]]], [0]), "range"),
        (made([["range", [0, 1, 0]]], [0]), "range"),
        (made([["range", [0, 400_000, 1]], ["list", None, [0], [0]]], [1]), "more values"),
        (made([["list", None]] + [["list", None, [i], [i]] for i in range(40)], [40]), "more values"),
        (made([["bytes", None], ["list", None, *[[0]] * 100]], [1], b"x" * (1 << 20)), "more values"),
        (made([["list", None, "x" * (1 << 20)], ["list", None, *[[0]] * 100]], [1]), "more values"),
        (made([["list", None]] + [["list", None, [i]] for i in range(100)], [100]), "deeper"),
        (made([["tuple", None]] + [["tuple", None, [i]] for i in range(10)] + [["set", None, [10]]], [11]), "key"),
        (made([["image", ["RGB", 2, 2, "", ""]]], [0], b"123"), "malformed"),
        (made([["image", ["1", 65535, 65535, "", ""]]], [0], b"\0" * (8192 * 65535 // 64)), "malformed"),
        (made([["handle", [True, "x"]]], [0]), "malformed"),
        (made([["record", ["C", []], "a"]], [0]), "malformed"),
        (made([["fraction", None, 1, 0]], [0]), "malformed"),
        (made([["complex", None, 1, 2.0]], [0]), "malformed"),
    ],
)  # fmt: skip
def test_each_kind_of_lie_is_found(frame: Frame, why: str) -> None:
    with pytest.raises(WireError, match=why) as caught:
        decode(frame)
    assert caught.value.__cause__ is None


def test_the_tensors_own_lies() -> None:
    pytest.importorskip("torch")
    for data, blob in [
        (["float32", [2**62, 4], False, [0, 1]], b""),
        (["float32", [0, 2**40], False, [0, 1]], b""),
        (["int64", [1], True, [0]], b"12345678"),
        (["bool", [1], False, [0]], b"\2"),
        (["quint8", [1], False, [0]], b"\2"),
        (["float32", [-1], False, [0]], b"1234"),
        (["float32", [1, 1], False, [0, 0]], b"1234"),
        (["float32", [1, 1], False, [0]], b"1234"),
        (["float32", [1, 1], False, [0, -1]], b"1234"),
        (["float32", [1, 1], False, [0, True]], b"1234"),
        (["float32", [0, 1], False, [1, 2]], b""),
    ]:
        with pytest.raises(WireError, match="malformed") as caught:
            decode(made([["tensor", data]], [0], blob))
        assert caught.value.__cause__ is None


@pytest.mark.parametrize(
    "header",
    [
        b"",
        b"null",
        b"{}",
        b'[[],[],{"a":1}]',
        b"[[],[],NaN]",
        b"[[],[],Infinity]",
        b"[[],[],1e999]",
        b"[[],[]]",
        b"[[true],[[]],0]",
        b"[[-1],[[]],0]",
        b"[[1,1,1],[[]],0]",
        b"[" * 100_000,
        b"[[],[]," + b"9" * 10**6 + b"]",
        b"[[],[],0." + b"9" * 10**6 + b"]",
        b"[" + b"0," * 2_000_000 + b"0]",
        '[[],[],"é"]'.encode(),
        "[[],[],0]".encode("utf-16"),
        b"\xef\xbb\xbf[[],[],0]",
    ],
    ids=lambda header: header[:12].decode("latin-1"),
)
def test_headers_that_are_none(header: bytes) -> None:
    with pytest.raises(WireError) as caught:
        parse(header, CAPS)
    assert caught.value.__cause__ is None


def test_keys_made_to_share_a_hash_are_refused() -> None:
    prime = 2**61 - 1
    collide = [prime * number for number in range(1, 200)]
    assert len(set(map(hash, collide))) == 1
    with pytest.raises(WireError):
        decode(encode(dict.fromkeys(collide)))
    assert through({-1, -2}) == {-1, -2}


def test_the_decoder_makes_exactly_what_the_format_names() -> None:
    assert {name.removeprefix("make_") for name in vars(_Decoder) if name.startswith("make_")} == wire.TAGS


def test_the_header_counts_before_json_does() -> None:
    header = b"[[],[" + b"[]," * 1_000_000 + b"[]],0]"
    tracemalloc.start()
    with pytest.raises(WireError, match="more values"):
        parse(header, CAPS)
    assert tracemalloc.get_traced_memory()[1] < 1 << 20
    tracemalloc.stop()


def test_small_caps_hold_on_both_sides() -> None:
    for value in [[0] * 200, "x" * 5000, [[[[[[[[[0]]]]]]]]]]:
        with pytest.raises(WireError):
            encode(value, caps=SMALL)
        with pytest.raises(WireError):
            frame = encode(value)
            decode(reread(frame, SMALL), replace(SMALL, nodes=50))
