"""Submissions whose source is broken: no syntax, no file, no text, no end."""

from __future__ import annotations

from pathlib import Path

from grade.results import Outcome
from grade.zoo.animal import EITHER, LOST, Animal, Bite, Special, must
from grade.zoo.stage import FILE1, FILE2, HONEST2, handed_in, kata1

BROKEN = LOST - {Outcome.WRONG, Outcome.FORBIDDEN}


def broken(name: str, does: str, source: str | bytes, *bites: Bite, says: tuple[str, ...] = ()) -> Animal:
    return Animal(name, does, handed_in(source), must(kata1=BROKEN), says=says, bites=frozenset(bites or {Bite.LOSS}))


def _large(first: str, line: str, last: str) -> Special:
    """A kata of thirty megabytes, nearly all of them one line again and again. Made only when it is needed."""

    def special(folder: Path, _outside: Path) -> None:
        (folder / FILE1).write_text(first + line * ((30 << 20) // len(line)) + last, encoding="utf-8")

    return special


ANIMALS = (
    broken("syntax-error", "A colon is missing.", kata1().replace("y):", "y)"), says=("syntax", "expected ':'")),
    broken("tabs-and-spaces", "It is indented with tabs and spaces mixed.", kata1() + "if True:\n\t1\n        1\n"),
    broken("raises-at-import", "It raises an error while it is imported.", kata1(bottom="1 / 0"), says=("zero",)),
    broken("misspelt-import", "It imports a module that there is not.", kata1(top="import nunpy"), says=("nunpy",)),
    broken("empty", "Its kata is an empty file.", b""),
    broken("comment-only", "Its kata is a comment.", "# to do\n"),
    Animal(
        "missing",
        "Its kata is not there at all.",
        {FILE2: HONEST2},
        must(kata1=LOST),
        bites=frozenset({Bite.LOSS}),
    ),
    Animal("nothing-at-all", "It is an empty folder.", {}, must(kata1=LOST, kata2=LOST)),
    Animal(
        "task-missing",
        "One of its functions has another name.",
        handed_in(kata1().replace("def predict(", "def predicts(")),
        must(predict=LOST),
        says=("predict",),
        bites=frozenset({Bite.LOSS}),
    ),
    Animal(
        "task-without-parameters",
        "One of its functions takes no arguments.",
        handed_in(kata1(predict="def predict():\n    return 0.0\n")),
        must(predict=LOST),
    ),
    Animal(
        "task-is-no-function",
        "One of its tasks is a number.",
        handed_in(kata1(predict="predict = 3.0\n")),
        must(predict=LOST),
    ),
    Animal(
        "stub",
        "One of its tasks is still as it was handed out.",
        handed_in(kata1(predict="def predict(w, x):\n    raise NotImplementedError\n")),
        must(predict={Outcome.NOT_STARTED}),
    ),
    Animal(
        "saved-in-the-wrong-place",
        "Its katas lie at the top of its folder instead of in exercises/week2.",
        {"kata1_gradient_descent.py": kata1(), "kata2_learning_rate.py": HONEST2},
        must(kata1=EITHER, kata2=EITHER),
    ),
    broken("binary", "Its kata is a program for another machine.", b"\x7fELF\x02\x01\x01" + bytes(range(256)) * 8),
    broken("picture", "Its kata is a picture with a new name.", b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR" + bytes(64)),
    broken("not-utf-8", "It is written in Latin-1, and does not say so.", kata1("CAFE = 'caf\xe9'").encode("latin-1")),
    broken("utf-16", "It is written in UTF-16.", kata1().encode("utf-16")),
    broken("nul-byte", "There is a NUL byte in its source.", kata1().encode() + b"\x00\n"),
    Animal(
        "names-another-encoding",
        "Its first line names an encoding in which another text is to be read.",
        handed_in(b"# -*- coding: utf-7 -*-\n" + kata1().encode()),
        must(kata1=EITHER),
    ),
    Animal(
        "byte-order-mark",
        "It is UTF-8 with a byte order mark and Windows' line ends, as some editors write it: honest.",
        handed_in(b"\xef\xbb\xbf" + kata1().replace("\n", "\r\n").encode()),
        must(),
    ),
    broken("deep-parentheses", "It has ten thousand parentheses in one another.", "x = " + "(" * 10_000 + ")" * 10_000),
    broken("deep-signs", "It has a hundred thousand minus signs in a row.", "x = " + "-" * 100_000 + "1"),
    broken("deep-attributes", "It has a chain of a hundred thousand calls.", "x = int" + "()" * 100_000),
    Animal(
        "thirty-megabytes",
        "Its source is thirty megabytes of numbers in a list.",
        {FILE2: HONEST2},
        must(kata1=LOST),
        bites=frozenset({Bite.LOSS}),
        special=_large("x = [\n", "1234567," * 8 + "\n", "]\n" + kata1()),
    ),
    Animal(
        "thirty-megabytes-of-comments",
        "Its answers are right, below thirty megabytes of comments.",
        {FILE2: HONEST2},
        must(kata1=EITHER),
        special=_large("", "# and so on and so on and so on\n" * 2, kata1()),
    ),
)
