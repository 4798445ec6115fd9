"""Submissions whose names and texts act in what shows them: pages, terminals, tables."""

from __future__ import annotations

from grade.zoo.animal import LOST, Animal, Bite, must
from grade.zoo.stage import handed_in, kata1

PAGE = "</td><script>alert(1)</script><img src=x onerror=alert(1)>"
TERMINAL = "\\x1b[2J\\x1b[1;32m12 passed\\x1b[0m\\x1b]0;owned\\x07\\r"
REPORT = ']]></failure></testcase><testcase name="x"/>'
FORMULA = '=HYPERLINK("http://localhost:9/?"&A1,"grade")'


def named(name: str, does: str, id: str, *bites: Bite) -> Animal:
    """Right answers under a name that acts."""
    return Animal(name, does, handed_in(kata1()), must(), id=id, bites=frozenset(bites))


def says(name: str, does: str, text: str, *bites: Bite) -> Animal:
    """A task that prints this, and raises it."""
    task = f"def predict(w, x):\n    text = '''{text}'''\n    print(text)\n    raise ValueError(text)\n"
    return Animal(name, does, handed_in(kata1(predict=task)), must(predict=LOST), bites=frozenset(bites))


ANIMALS = (
    named("html-in-its-name", "Its name is a piece of a page.", "<img src=x onerror=alert(1)>", Bite.INJECTS),
    named("quotes-in-its-name", "Its name ends an attribute of a page.", "\"'><b>bold& "),
    named("formula-in-its-name", "Its name is a formula of a spreadsheet.", "=1+2", Bite.INJECTS),
    named("command-in-its-name", "Its name is a formula that starts a program.", "@SUM(1)*cmd|' 'C'!A0", Bite.INJECTS),
    named("ansi-in-its-name", "Its name clears the terminal.", "\x1b[2Jclear", Bite.INJECTS),
    named("lines-in-its-name", "Its name has two lines, the second of which is somebody else's grade.", "me\nada,1.0"),
    named("right-to-left-name", "Its name turns the direction of writing.", "me\u202e001 edarg"),
    named("option-for-a-name", "Its name is an option of a program.", "--help", Bite.INJECTS),
    named("dots-for-a-name", "Its name ends with two dots.", "me.."),
    named("long-name", "Its name is as long as names may be.", "n" * 200),
    named("spaces-in-its-name", "Its name has spaces at both ends.", "  me  "),
    says("html-in-its-output", "It prints and raises a piece of a page.", PAGE, Bite.INJECTS),
    says("ansi-in-its-output", "It prints and raises what clears a terminal and writes 12 passed.", TERMINAL),
    says("formula-in-its-output", "It prints and raises a formula of a spreadsheet.", FORMULA),
    says(
        "report-in-its-output",
        "It prints and raises a piece of a report.",
        REPORT,
    ),
    Animal(
        "html-in-its-error",
        "The name of its error is a piece of a page.",
        handed_in(kata1(predict=f"def predict(w, x):\n    raise type({PAGE!r}, (Exception,), {{}})({PAGE!r})\n")),
        must(predict=LOST),
        bites=frozenset({Bite.INJECTS}),
    ),
)
