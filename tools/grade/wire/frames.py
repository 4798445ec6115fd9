"""Messages through a pipe or a socket: bytes in a frame, and the time that one may take."""

from __future__ import annotations

import json
import math
import os
import select
import struct
import time
from collections.abc import Sequence
from itertools import accumulate, pairwise
from typing import Any, NoReturn

from grade.wire.measure import few_values
from grade.wire.message import CAPS, Caps, Child, Frame, Gone, Late, WireError


def send(fd: int, frames: Sequence[Frame], deadline: float | None = None) -> None:
    """Write messages to the pipe or socket `fd`, in one go: the reader is woken once.

    A reader who may refuse to read needs a deadline (time.monotonic).

    `fd` never blocks (`ready`): what does not get through at once waits here, for as long as the deadline.
    """
    parts = [part for one in frames for part in (struct.pack(">I", len(one.header)), one.header, *one.blobs)]
    rest = memoryview(b"".join(parts))
    while rest:
        try:
            rest = rest[os.write(fd, rest) :]
        except BlockingIOError:
            _wait(fd, select.POLLOUT, deadline)
        except OSError as error:
            raise Gone(f"The other side no longer listens ({error.strerror}).") from None


def receive(fd: int, deadline: float | None = None, caps: Caps = CAPS) -> Frame:
    """Read one message from the pipe or socket `fd`; Late, Gone or another WireError where that cannot be."""
    _wait(fd, select.POLLIN, deadline)
    (length,) = struct.unpack(">I", _read(fd, 4, deadline))
    if length > caps.header:
        raise WireError(f"A message announced a header of {length} bytes; {caps.header} is the most.")
    header = bytes(_read(fd, length, deadline))
    lengths, nodes, root = parse(header, caps)
    if len(header) + sum(lengths) > caps.frame:
        raise WireError(f"A message announced {sum(lengths)} bytes of data; {caps.frame} is the most.")
    if not lengths:
        return Frame(header, nodes, root, [])
    data = memoryview(_read(fd, sum(lengths), deadline))
    ends = list(accumulate(lengths, initial=0))
    return Frame(header, nodes, root, [bytes(data[start:end]) for start, end in pairwise(ends)])


def _read(fd: int, count: int, deadline: float | None) -> bytearray:
    data = bytearray(count)
    rest = memoryview(data)
    while rest:
        try:
            got = os.readv(fd, [rest])
        except BlockingIOError:
            _wait(fd, select.POLLIN, deadline)
            continue
        except OSError as error:
            raise Gone(f"The other side is gone ({error.strerror}).") from None
        if not got:
            raise Gone("The other side has closed the wire.")
        rest = rest[got:]
    return data


def _wait(fd: int, what: int, deadline: float | None) -> None:
    """Until something can be read or written, or whoever is there has gone: reading and writing tell that."""
    poll = select.poll()  # not select, which knows the first 1024 files only
    poll.register(fd, what)
    while True:
        left = 60.0 if deadline is None else deadline - time.monotonic()
        if left <= 0:
            raise Late("The time was up.")
        if poll.poll(math.ceil(min(left, 60.0) * 1000)):
            return


def ready(fd: int) -> int:
    """Make a pipe or a socket fit for `send` and `receive`, and return it.

    What cannot be written or read at once then fails instead of waiting: the waiting has a deadline.
    """
    os.set_blocking(fd, False)
    return fd


def parse(header: bytes, caps: Caps) -> tuple[list[int], list[Any], Child]:
    """The header's three parts. What JSON makes of it is bounded before it is made."""
    few_values(header, caps)
    try:
        parts = JSON.decode(header.decode("ascii"))
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


def _short_float(text: str) -> float:
    if len(text) > 32 or not math.isfinite(number := float(text)):
        raise ValueError("a number that no float is written as")
    return number


def _refused(what: object) -> NoReturn:
    raise ValueError("something that no message holds")


# Python itself reads no int of more than 4300 digits.
JSON = json.JSONDecoder(parse_float=_short_float, parse_constant=_refused, object_pairs_hook=_refused)
