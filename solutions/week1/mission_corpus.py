"""A text to learn from.

The mission of week 1: choose 300 words or more that you love and have the right to use, check that they
are ready, and make the smallest language model there is out of them: which word follows which, and how often.
Until your own text is chosen, fixtures/alice_ch1.txt is there to try things on.
"""

from pathlib import Path

LEAST_WORDS = 300


def read_corpus(path: str | Path) -> str:
    """The text of a file in UTF-8.

    A file holds bytes; an encoding says which characters they mean. UTF-8 can write them all, é, “ and 漢, but
    left to itself Python may take the encoding of the computer that it runs on: always say which one you
    mean. Some editors begin a file with an invisible mark, "\\ufeff", the byte-order mark: it is no part of
    the text.

    Args:
        path: where the file is.

    Returns:
        The whole text, one string, as it stands in the file; without the byte-order mark, if there is one.

    Raises:
        OSError: there is no such file, or it cannot be read (`open` raises it by itself).
        ValueError: the file is not UTF-8 (Python's UnicodeDecodeError is one). No text is better than one
            with holes in it.

    Example:
        >>> read_corpus("fixtures/alice_ch1.txt")[34:68]
        'Alice was beginning to get very ti'
    """
    # BEGIN SOLUTION
    return Path(path).read_text(encoding="utf-8-sig")
    # END SOLUTION


def word_count(text: str) -> int:
    """How many words a text has.

    A word is whatever stands between white space: blanks, several in a row too, tabs, ends of lines. So
    "don't" is one word, and so is "rabbit-hole,": a word processor counts in the same way.

    Args:
        text: the text.

    Returns:
        The number of words, 0 for an empty text.

    Example:
        >>> word_count("Down, down, down.\\nWould the fall never come to an end?")
        11
    """
    # BEGIN SOLUTION
    return len(text.split())
    # END SOLUTION


def corpus_problems(text: str, source: str, licence: str) -> list[str]:
    """What a text still lacks before a model may learn from it, a sentence for each lack.

    A model repeats what it is fed, so ask of every data set: is it enough, where does it come from, and
    who allows you to use it? Whoever reads the list wants to put everything right in one go.

    Args:
        text: the text.
        source: where it comes from: an address, a book, "written by me".
        licence: why you may use it: "public domain", "CC BY 4.0", "my own".

    Returns:
        The problems, in this order, and only those that there are; an empty list when the text is ready.
        - fewer than LEAST_WORDS words: a sentence that says, in digits, how many words are missing;
        - no source, which includes one that is all blanks: a sentence with the word "source";
        - no licence, likewise: a sentence with the word "licence".

    Example:
        >>> corpus_problems("Down, down, down.", "Lewis Carroll, 1865", " ")
        ['The text is too short: 297 words are missing.', 'Say which licence allows you to use it.']
    """
    # BEGIN SOLUTION
    problems = []
    missing = LEAST_WORDS - word_count(text)
    if missing > 0:
        problems.append(f"The text is too short: {missing} words are missing.")
    if not source.strip():
        problems.append("Say what the source of the text is.")
    if not licence.strip():
        problems.append("Say which licence allows you to use it.")
    return problems
    # END SOLUTION


def next_words(text: str) -> dict[str, dict[str, int]]:
    """For each word, how often each word follows it: the smallest language model.

    Ask it what comes after "the", take one of the answers, ask again: it writes. Nobody told it any grammar; all
    it knows are counts from your text. The large models answer the same question, what comes next?, with
    far more memory for what came before.

    Args:
        text: the text. Words are those of `word_count`, taken exactly as they are written: "The", "the" and
            "the," are three of them. They follow one another to the very end, across lines and sentences.

    Returns:
        Word → (the word after it → how many times). A word that nothing ever follows is not among the keys.

    Example:
        >>> next_words("a rose is a rose is red")
        {'a': {'rose': 2}, 'rose': {'is': 2}, 'is': {'a': 1, 'red': 1}}
    """
    # BEGIN SOLUTION
    from itertools import pairwise

    followers: dict[str, dict[str, int]] = {}
    for word, after in pairwise(text.split()):
        counts = followers.setdefault(word, {})
        counts[after] = counts.get(after, 0) + 1
    return followers
    # END SOLUTION
