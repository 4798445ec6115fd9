"""What stands where a picture cannot be: a friendly card that says why, and what to do."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from html import escape


@dataclass(frozen=True)
class Card:
    kind: str  # "missing", "broken", "odd" or "waiting"
    title: str
    text: str  # sentences; `code` in backticks
    commands: Sequence[str] = ()  # what to open and what to type, a line each
    code: str = ""  # lines of the learner's or of an error, as they are
    then: str = ""  # a sentence after those

    def html(self) -> str:
        quoted = f"<pre>{escape(self.code)}</pre>" if self.code else ""
        lines = "".join(f"<li><code>{escape(line)}</code></li>" for line in self.commands)
        steps = f"<ul>{lines}</ul>" if lines else ""
        text, then = (f"<p>{in_code(words)}</p>" if words else "" for words in (self.text, self.then))
        title = f'<p class="lab-title">{in_code(self.title)}</p>'
        return f'<div class="lab-card lab-{self.kind}">{title}{text}{quoted}{steps}{then}</div>'


def in_code(text: str) -> str:
    """The text for HTML, with what stands in backticks as code, and its lines kept."""
    return re.sub(r"`([^`]+)`", r"<code>\1</code>", escape(text)).replace("\n", "<br>")


def names(words: Sequence[str]) -> str:
    """ "`a`, `b` and `c`"."""
    quoted = [f"`{word}`" for word in words]
    return " and ".join(filter(None, (", ".join(quoted[:-1]), quoted[-1])))
