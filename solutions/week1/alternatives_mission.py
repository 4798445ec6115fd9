"""Unusual and correct: every one of these must pass."""

import io
import re
from collections import Counter, defaultdict
from itertools import pairwise
from pathlib import Path

from kata.known import alternative


@alternative("read_corpus")
def bytes_first(path):
    return Path(path).read_bytes().decode("utf-8").removeprefix("\ufeff")


@alternative("read_corpus")
def with_open(path):
    with open(path, encoding="utf_8_sig", newline="") as file:  # noqa: PTH123
        return "".join(list(file))


@alternative("read_corpus")
def with_an_error_of_its_own(path):
    if not Path(path).exists():
        raise FileNotFoundError(f"There is no file {path}.")
    try:
        return io.TextIOWrapper(io.BytesIO(Path(path).read_bytes()), encoding="utf-8-sig").read()
    except UnicodeDecodeError as broken:
        raise ValueError(f"{path} is not UTF-8: {broken}") from broken


@alternative("word_count")
def with_an_expression(text):
    return len(re.findall(r"\S+", text))


@alternative("word_count")
def sign_by_sign(text):
    count, inside = 0, False
    for sign in text:
        count += not inside and not sign.isspace()
        inside = not sign.isspace()
    return count


@alternative("corpus_problems")
def american_and_wordy(text, source, licence):
    count = len(text.split())
    questions = {
        f"Only {count} of 300 words so far, {300 - count} to go.": count < 300,
        "No Source given!": not re.search(r"\S", source),
        "What is its LICENSE (licence)?": licence.isspace() or licence == "",
    }
    return [sentence for sentence, wrong in questions.items() if wrong]


@alternative("corpus_problems")
def as_a_tuple(text, source, licence):
    missing = 300 - len(text.split())
    found = (f"{missing} words missing",) if missing > 0 else ()
    return found + (("source?",) if not source.split() else ()) + (("licence?",) if not licence.split() else ())


@alternative("next_words")
def counters(text):
    followers = defaultdict(Counter)
    for word, after in pairwise(text.split()):
        followers[word][after] += 1
    return followers


@alternative("next_words")
def by_position(text):
    words, followers = text.split(), {}
    for i in range(len(words) - 1):
        if words[i] not in followers:
            followers[words[i]] = {}
        if words[i + 1] not in followers[words[i]]:
            followers[words[i]][words[i + 1]] = 0
        followers[words[i]][words[i + 1]] += 1
    return followers


@alternative("next_words")
def from_the_back(text):
    words = re.findall(r"\S+", text)
    followers = {}
    while len(words) > 1:
        after = words.pop()
        counts = followers.setdefault(words[-1], {})
        counts[after] = 1 + counts.get(after, 0)
    return followers
