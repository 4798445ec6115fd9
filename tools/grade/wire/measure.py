"""What a message is worth, counted before anything is made of it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from grade.wire.format import BLOBS, TAGS, range_of
from grade.wire.message import Caps, Child, WireError


def few_values(header: bytes, caps: Caps) -> None:
    """Counted before JSON makes objects of them, each fifty times as large. Commas in texts count too."""
    if header.count(b",") + header.count(b"[") > 3 * caps.nodes:
        raise WireError("A message holds more values than one may.")


def measure(nodes: list[Any], root: Child, blobs: Sequence[bytes], caps: Caps) -> list[int]:
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
        if type(node) is not list or len(node) < 2 or type(tag := node[0]) is not str or tag not in TAGS:
            raise WireError("A message holds a node of no known kind.")
        size, volume, depth = len(node) - 1, 0, 0
        if tag in BLOBS:
            if not left:
                raise WireError("A message has too few blobs.")
            volume = len(left.pop())
        elif tag == "range":
            size += len(range_of(node[1], caps))
        for child in node[2:]:
            if type(child) is list:
                index = _index(child, number)
                used[index] = 1
                size += sizes[index] - 1
                volume += volumes[index]
                if depths[index] > depth:
                    depth = depths[index]
            elif type(child) is str:
                volume += len(child)
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
    if len(child) == 1 and type(index := child[0]) is int and 0 <= index < number:
        return index
    raise WireError("A message refers to something that is not in it.")
