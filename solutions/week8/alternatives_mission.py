"""Unusual and correct: every one of these must pass."""

import re
from itertools import takewhile

from kata.known import alternative
from week8.mission_reflection import LEAST_WORDS, MOST_WORDS, SECTIONS


@alternative("log_problems")
def by_expressions(text):
    """The code is taken out first; then one expression finds all headings."""
    text = re.sub(r"^```.*?(^```[^\n]*$|\Z)", "", text.replace("\r\n", "\n"), flags=re.DOTALL | re.MULTILINE)
    parts = re.split(r"^(#{1,6} +.*)$", text, flags=re.MULTILINE)
    headings = [(len(one) - len(one.lstrip("#")), one.lstrip("#").strip().lower()) for one in parts[1::2]]
    own = [next((name for name in SECTIONS if re.match(rf"{name.lower()}\b", title)), None) for _, title in headings]
    answer = []
    for name in SECTIONS:
        if name not in own:
            answer.append(f"The heading of {name.upper()} is Missing")
            continue
        first = own.index(name)
        rest = range(first + 1, len(own))
        inside = takewhile(lambda i, first=first: headings[i][0] > headings[first][0] and own[i] is None, rest)
        n = sum(len(parts[2 * i + 2].split()) for i in (first, *inside))
        if n < LEAST_WORDS[name]:
            answer.append(f"SHORT ({n} of {LEAST_WORDS[name]} words): {name.lower()}")
        if n > MOST_WORDS.get(name, n):
            answer.append(f"LONG ({n}, and {MOST_WORDS[name]} at most): {name.lower()}")
    return answer


@alternative("log_problems")
def word_by_word(text):
    """Line by line, the words themselves in lists; a tuple comes back."""
    found = dict.fromkeys(SECTIONS)
    now, depth, lines = None, 0, iter(text.split("\n"))
    for line in lines:
        first, _, title = line.strip().partition(" ")
        if first.startswith("```"):
            for code in lines:
                if code.startswith("```"):
                    break
        elif line.startswith("#") and first == "#" * len(first) and len(first) < 7:
            name = "".join(takewhile(str.isalpha, title.strip())).title()
            if name in found:
                now, depth = found[name], len(first)
                if now is None:
                    now = found[name] = []
            elif len(first) <= depth:
                now = None
        elif now is not None:
            now.extend(line.split())
    limits = {name: (LEAST_WORDS[name], MOST_WORDS.get(name, float("inf"))) for name in SECTIONS}
    return tuple(
        f"{name}: missing" if found[name] is None else
        f"{name}: {len(found[name])} words, too {'short' if len(found[name]) < low else 'long'}"
        for name, (low, high) in limits.items()
        if found[name] is None or not low <= len(found[name]) <= high
    )
