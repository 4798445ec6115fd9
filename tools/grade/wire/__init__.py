"""The wire between the judge and a worker that runs a stranger's code: plain data, and nothing that could run.

A frame is four bytes (the length of the header, big-endian), the header (JSON, ASCII), and the blobs whose lengths
the header lists. The header is `[lengths, nodes, root]`. A node is `[tag, data, child, …]`; a child, and the root,
is null, true, false, a number, a text, or `[k]`: node number k, which comes earlier in the list. So nothing can
contain itself, what was one object twice is one object again, and decoding is a loop without recursion. Blobs are
taken in the order of the nodes.

    send(fd, [encode(value, keep)], deadline)
    value = decode(receive(fd, deadline))

`encode` runs beside the stranger's code, so nothing that it does is relied upon. Whatever bytes come, `receive` and
`decode` give exact base types within the caps or raise a WireError, after which the wire is of no more use. Both take
time and memory in proportion to the caps, whatever comes.

The files, from the bottom up: message (the words), format (what both sides agree on), measure (what a message is
worth before anything is made of it), frames, encoder, decoder.
"""

from grade.wire.decoder import decode
from grade.wire.encoder import encode
from grade.wire.format import BLOBS, MODES, TAGS, TENSORS
from grade.wire.frames import ready, receive, send
from grade.wire.message import CAPS, Caps, Child, Frame, Gone, Handle, Keep, Late, Raised, WireError

__all__ = [
    "BLOBS",
    "CAPS",
    "MODES",
    "TAGS",
    "TENSORS",
    "Caps",
    "Child",
    "Frame",
    "Gone",
    "Handle",
    "Keep",
    "Late",
    "Raised",
    "WireError",
    "decode",
    "encode",
    "ready",
    "receive",
    "send",
]
