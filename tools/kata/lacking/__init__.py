"""What a kata and its week still lack, a sentence each: which file, and what to write there.

The skeletons of `kata new` say WRITE: where something has to be written. Each of these is found again here, and so
is what is missing altogether. Whether what was written is any good, `kata.verify` proves.

    marks       what a skeleton says has to be written, and words for sentences
    code        the Python files of a kata, and its hints
    pages       the README and the quiz of a week
"""

from __future__ import annotations

from kata.course import Course, Kata
from kata.lacking.code import Code, hidden_tests, stub_text
from kata.lacking.pages import of_quiz, of_readme, without_tests

__all__ = ["hidden_tests", "lacks_of", "stub_text"]


def lacks_of(course: Course, katas: list[Kata]) -> tuple[list[str], list[Kata]]:
    """What these katas and their weeks lack, and those katas of which no code is lacking: they can be proved."""
    sentences, written = [], []
    for kata in katas:
        code = Code(course, kata)
        sentences += code.lacks()
        if code.is_written:
            written.append(kata)
    for week in course.weeks:
        of_week = [kata for kata in katas if kata.week == week.name]
        if of_week:
            sentences += [*of_readme(course, week, of_week), *of_quiz(course, week), *without_tests(course, week)]
    return sentences, written
