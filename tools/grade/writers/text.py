"""Students' texts, made harmless: what would act in a terminal, a page, a spreadsheet or a disk is shown instead."""

from __future__ import annotations

import hashlib
import re
from collections import Counter
from collections.abc import Iterable

LONGEST = 4000  # characters of a message that a writer passes on; exercism's limit is 65535

# Control characters, marks that turn the direction of writing, what is blank or hidden, halves of surrogate pairs, and
# noncharacters.
# The two joiners U+200C and U+200D stay: Persian names and family emojis are written with them.
UNSEEN = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u00ad\u061c\u180e\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f\ud800-\udfff"
    "\u115f\u1160\u3164\uffa0\ufdd0-\ufdef\ufeff\ufff9-\ufffc\ufffe\uffff\U000e0000-\U000e0fff]"
)
LINES = re.compile("[\t\n]")
FORMULA = re.compile(r"(^|[;,])(\s*)(?=[=+\-@＝＋－＠])")  # a sign that starts a cell, whatever the locale's separator
COMMAND = re.compile(r"^([^\S\n]*):(?=:)|##(?=\[)", re.MULTILINE)  # how a log line commands GitHub's runner
PLAIN = re.compile(r"[A-Za-z0-9][A-Za-z0-9_.-]{0,79}(?<!\.)")
RESERVED = re.compile(r"(con|prn|aux|nul|com\d|lpt\d)(\.|$)", re.IGNORECASE)  # device names on Windows
LIKE_OURS = re.compile(r".*-[0-9a-f]{12}")


def visible(text: str) -> str:
    r"""The text with every character that acts instead of showing written as an escape: "\x1b[31m", "\u202e"."""
    return UNSEEN.sub(_escape, text.replace("\r\n", "\n"))


def line(text: str) -> str:
    """The same on one line, for names and ids."""
    return LINES.sub(_escape, visible(text))


def shortened(text: str, longest: int = LONGEST) -> str:
    """The text, visible; where it is long, its beginning and how much is left out."""
    shown = visible(text[: longest + 1])  # what is cut off anyway need not be looked at
    if len(text) <= longest and len(shown) <= longest:
        return shown
    return f"{shown[:longest].rstrip()} … ({len(text):,} characters in all)"


def cell(text: str) -> str:
    """A cell of a spreadsheet that is never a formula: what looks like the start of one gets an apostrophe."""
    return FORMULA.sub(r"\1\2'", line(text))


def for_log(text: str) -> str:
    """A message for a log that GitHub's runner reads, where "::" at the start of a line is a command."""
    return COMMAND.sub(lambda found: f"{found[1]}: " if found[1] is not None else "## ", text)


def file_names(ids: Iterable[str]) -> dict[str, str]:
    """id → a name for its file or folder: the id itself where that is harmless and the only one of its letters."""
    ids = list(dict.fromkeys(ids))
    same = Counter(id.casefold() for id in ids)
    return {id: id if _plain(id) and same[id.casefold()] == 1 else _made_up(id) for id in ids}


def _plain(id: str) -> bool:
    return bool(PLAIN.fullmatch(id)) and not RESERVED.match(id) and not LIKE_OURS.fullmatch(id)


def _made_up(id: str) -> str:
    letters = re.sub(r"[^A-Za-z0-9]+", "-", id).strip("-")[:40] or "student"
    return f"{letters}-{hashlib.sha256(id.encode('utf-8', 'surrogatepass')).hexdigest()[:12]}"


def _escape(found: re.Match[str]) -> str:
    code = ord(found[0])
    if found[0] in "\t\n\r":
        return {"\t": "\\t", "\n": "\\n", "\r": "\\r"}[found[0]]
    return f"\\x{code:02x}" if code < 0x100 else f"\\u{code:04x}" if code < 0x10000 else f"\\U{code:08x}"
