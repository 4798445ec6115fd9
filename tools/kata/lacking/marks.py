"""What the skeletons of `kata new` say has to be written, found again in a text."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

MARK = re.compile(r'\bWRITE: *([^"|<]*)')  # up to the end of the line, the text, the cell or the element


def marks_in(name: str, lines: Iterable[str], first: int = 1) -> Iterator[str]:
    for number, line in enumerate(lines, first):
        for what in MARK.findall(line):
            yield f"{name}:{number}: write {what.strip().rstrip('.') or 'what belongs here'}."


def count(number: int, thing: str) -> str:
    return f"{number} {thing}{'' if number == 1 else 's'}"
