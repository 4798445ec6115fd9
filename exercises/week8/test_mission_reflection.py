"""Is anything left out of a learning log?

The logs are put together from headings and a number of words under each. The words are those of a real log: they hold
"choice" and "failure" as well, and words such as "didn't", which are one word each.
"""

import re

from kata import expect
from week8.mission_reflection import log_problems

PROSE = """Transfer learning became my first choice, which didn't work: a well-known failure, if any, with cats on sofas
and a reflection of a cat in every window.
So I've looked at twenty mistakes, one by one; half of them weren't the network's, but mine.

"""
NAMES = ("Choice", "Reflection", "Failure")


def words(n):
    """n words, as `str.split` counts them, over several lines."""
    repeated = PROSE * (n // 30 + 1)
    ends = [match.end() for match in re.finditer(r"\S+", repeated)]
    return repeated[:ends[n - 1]] + "\n" if n else "\n"


def log(choice=("## Choice", 25), reflection=("## Reflection", 300), failure=("## Failure", 31)):
    """A learning log; each section is (heading, words), or None to leave it out."""
    sections = [f"{part[0]}\n\n{words(part[1])}\n\n" for part in (choice, reflection, failure) if part]
    return "# Learning log\n\nEight weeks with photos.\n\n" + "".join(sections)


def lacks(found):
    """The section that each problem is about, in their order."""
    assert found is not None, "It returned None. Is there a `return` at the end? Where all is well, return []."
    one_each = "Answer with a list of sentences, one for each problem, and an empty list where there is none."
    assert isinstance(found, list | tuple) and all(isinstance(one, str) for one in found), f"{one_each} Here: {found!r}"
    named = [[name for name in NAMES if re.search(rf"\b{name}\b", one, re.IGNORECASE)] for one in found]
    for one, names in zip(found, named, strict=True):
        assert len(names) == 1, (
            f"The sentence {one!r} names {' and '.join(names) or 'no section'}. Each has the name of one section in "
            "it, the one with the problem.")
    return [names[0] for names in named]


def check(text, want, what, mistakes=None, say=""):
    """Expect problems with these sections, and none with others; returns the sentences."""
    found = log_problems(text)
    expect(lacks(found), want=want, what=f"the sections with problems in a log {what}", mistakes=mistakes, say=say)
    return found


def with_count(sentence, count, kind, mistakes=None):
    """The sentence says how many words there are, and whether that is "short" or "long"."""
    assert kind in sentence.lower(), f"The section is too {kind}, and {sentence!r} does not have the word {kind} in it."
    numbers = [int(one) for one in re.findall(r"\d+", sentence)]
    for number, why in (mistakes or {}).items():
        assert count in numbers or number not in numbers, f"{sentence!r}: {why}"
    assert count in numbers, (
        f"There are {count} words in that section, and it says {sentence!r}. Words are what split() gives, without "
        "headings and code.")


def counts_right():
    found = check(log(choice=("## Choice", 12)), ["Choice"], "with 12 words under ## Choice")
    assert "12" in found[0], f"There are 12 words under ## Choice, and it says {found[0]!r}."


def test_log_problems_finds_nothing_in_a_complete_log():
    check(log(), [], "with 25, 300 and 31 words", {
        "no end": (["Failure"], "Failure has 31 words, and needs 20. It is the last section: it ends with the text, "
                   "and no heading comes after it."),
    }, say="Choice has 25 words and needs 20, Reflection has 300 and needs "
          "250 to 400, Failure has 31 and needs 20.")  # fmt: skip


def test_log_problems_finds_a_section_that_is_missing():
    """The words choice, reflection and failure also stand in the text of the other sections."""
    for name in NAMES:
        found = check(log(**{name.lower(): None}), [name], f"without {name}", {
            "in the text": ([], f"No heading says {name}; the word is only somewhere in the text. Look for a line that "
                            "begins with # and a blank, and then the name."),
        })  # fmt: skip
        assert "missing" in found[0].lower(), (
            f"{name} is not there at all, and the sentence says {found[0]!r}. It should have the word missing in it: "
            "ask first whether there is such a heading.")


def test_log_problems_tells_all_of_them_at_once():
    found = check("", list(NAMES), "without anything", {
        "first": (["Choice"], "That is the first problem only. Collect them in a list, and return it at the end."),
        "last": (["Failure"], "That is the last problem only. Collect them in a list, and return it at the end."),
    })  # fmt: skip
    assert all("missing" in one.lower() for one in found), "In an empty log all three sections are missing."


def test_log_problems_counts_words_and_nothing_else():
    for n in (3, 12):  # "Transfer learning became", and up to "failure,"
        found = check(log(choice=("## Choice", n)), ["Choice"], f"with {n} words under ## Choice", {
            "characters": ([], f"Words are what counts, not characters: {n} of them are too few."),
        })  # fmt: skip
        assert re.search(r"\d", found[0]), f"{found[0]!r} does not say how many words there are: {n}, in digits."
        with_count(found[0], n, "short", {
            20 - n: f"that is how many words are missing. Say how many there are, {n}.",
            5: "the words of the heading were counted, too: there are 3 below it.",
            6: "an empty line is no word. split(\" \") makes one of it, and split() does not.",
            4: "the heading was counted, too: there are 3 words below it.",
            14: "didn't and well-known are one word each. split() cuts at white space only.",
            11: "a blank between two words is no word, and no end of a line either. Count what split() gives.",
        })
    found = check(log(failure=("## Failure", 0)), ["Failure"], "with nothing under ## Failure")
    with_count(found[0], 0, "short")


def test_log_problems_finds_a_section_that_is_too_short():
    counts_right()
    for name, least in (("Choice", 20), ("Reflection", 250), ("Failure", 20)):
        heading = f"## {name}"
        check(log(**{name.lower(): (heading, least)}), [], f"with {least} words under {heading}", {
            "one off": ([name], f"{least} words are enough: fewer than {least} are too few. Compare with <."),
        })  # fmt: skip
        found = check(log(**{name.lower(): (heading, least - 1)}), [name], f"with {least - 1} words under {heading}", {
            "unseen": ([], "One word is missing, and nothing says so. The words of the heading do not count, and "
                           "neither do those of other sections."),
        })  # fmt: skip
        with_count(found[0], least - 1, "short", {
            1: f"that is how many words are missing. Say how many there are, {least - 1}.",
        })


def test_log_problems_finds_a_reflection_that_is_too_long():
    counts_right()
    check(log(reflection=("## Reflection", 400)), [], "with 400 words under ## Reflection", {
        "one off": (["Reflection"], "400 words are allowed: more than 400 are too many. Compare with >."),
    })  # fmt: skip
    found = check(log(reflection=("## Reflection", 401)), ["Reflection"], "with 401 words under ## Reflection", {
        "unseen": ([], "401 words are more than MOST_WORDS allows, and nothing says so."),
    })  # fmt: skip
    with_count(found[0], 401, "long", {1: "that is how many words are too many. Say how many there are, 401."})


def test_log_problems_has_no_upper_limit_for_the_other_two():
    check(log(choice=("## Choice", 450), failure=("## Failure", 420)), [], "with 450, 300 and 420 words", {
        "limited": (["Choice", "Failure"], "Only Reflection has an upper limit: MOST_WORDS names no other."),
    })  # fmt: skip


def test_log_problems_knows_headings_of_any_level():
    for marks in ("#", "###", "######"):
        text = log((f"{marks} Choice", 25), (f"{marks} Reflection", 300), (f"{marks} Failure", 31))
        check(text, [], f"whose headings begin with {marks}", {
            "level 2": (list(NAMES), "The headings were not found. One to six # are allowed, not only two."),
        })  # fmt: skip


def test_log_problems_knows_headings_in_capitals_or_not():
    check(log(), [], "with ## Choice, ## Reflection, ## Failure")
    check(log(("## CHOICE", 25), ("## reflection", 300), ("## failure", 31)), [], "with CHOICE, reflection, failure", {
        "case": (list(NAMES), "The headings were not found. Capitals do not matter: compare what lower() makes of "
                 "both."),
        "case of some": (lambda got: 0 < len(got) < 3, "A heading was not found. Capitals do not matter: compare what "
                         "lower() makes of both."),
    })  # fmt: skip


def test_log_problems_knows_headings_with_more_words():
    text = log(("## Choice of the model", 25), ("## Reflection after eight weeks", 300), ("## Failure found", 31))
    check(text, [], "with ## Choice of the model, ## Reflection after eight weeks and ## Failure found", {
        "whole": (list(NAMES), "The headings were not found. More words may follow the name: compare the first word."),
    })  # fmt: skip
    text = log(("## Choice: transfer", 25), ("## Reflection, and outlook", 300), ("## Failure – cats", 31))
    check(text, [], "with ## Choice: transfer, ## Reflection, and outlook, ## Failure – cats", say=(
          "A colon or a comma may follow the name at once."))  # fmt: skip


def test_log_problems_takes_no_other_line_for_a_heading():
    check(log(choice=None), ["Choice"], "without Choice")
    for line in ("#choice", "I wrote about it under ## Choice elsewhere.", "## My choice"):
        check(f"{log(choice=None)}\n{line}\n\n{words(30)}", ["Choice"], f"without Choice, and with the line {line!r}", {
            "found": ([], f"The line {line!r} was taken for the heading of Choice. It begins with one to six #, then "
                          "comes a blank, then the name as the first word."),
        })  # fmt: skip


def test_log_problems_takes_the_sections_in_any_order():
    check(log(), [], "with Choice, Reflection, Failure")
    text = "".join(f"## {name}\n{words(n)}\n" for name, n in (("Failure", 22), ("Reflection", 260), ("Choice", 21)))
    check(text, [], "with Failure first and Choice last", say="The sections may come in any order.")
    text = "".join(f"## {name}\n{words(n)}\n" for name, n in (("Failure", 22), ("Reflection", 420), ("Choice", 9)))
    found = check(text, ["Choice", "Reflection"], "with Failure (22 words), Reflection (420), Choice (9)", {
        "as they come": (["Reflection", "Choice"], "The problems come in the order of SECTIONS: Choice, Reflection, "
                                                   "Failure."),
    })  # fmt: skip
    with_count(found[0], 9, "short")
    with_count(found[1], 420, "long")
    found = check(f"## Failure\n{words(7)}\n## Reflection\n{words(777)}", list(NAMES), "with a problem of each kind")
    assert "missing" in found[0].lower(), f"Choice is missing, and the sentence says {found[0]!r}."
    with_count(found[1], 777, "long")
    with_count(found[2], 7, "short")


def test_log_problems_ends_a_section_at_the_next_heading():
    """Here 300 words stand under a heading of their own, of the same level, and belong to no section."""
    counts_right()
    for name, n in (("Choice", 15), ("Reflection", 230), ("Failure", 15)):
        text = log(**{name.lower(): (f"## {name}", n)})
        begin = text.index(words(n), text.index(f"## {name}")) + len(words(n))
        text = text[:begin] + f"\n## Thanks\n\n{words(300)}\n" + text[begin:]
        found = check(text, [name], f"with {n} words under ## {name}, and 300 under ## Thanks after it", {
            "goes on": ([], f"What stands under ## Thanks was counted for {name}. A heading of the same level, or of a "
                        "higher one, ends a section, whatever it is about."),
        })  # fmt: skip
        if "long" in found[0].lower():
            raise AssertionError(f"What stands under ## Thanks was counted for {name}. A heading of the same level, or "
                                 "of a higher one, ends a section, whatever it is about.")
        with_count(found[0], n, "short", {n + 2: "the words of a heading were counted, too."})
    for begins, ends in (("##", "#"), ("###", "###"), ("#####", "####")):
        thanks = f"{ends} Thanks\n\n{words(300)}\n## Reflection"
        text = log((f"{begins} Choice", 15)).replace("## Reflection", thanks, 1)
        check(text, ["Choice"], f"with 15 words under {begins} Choice, and 300 under {ends} Thanks after it", {
            "goes on": ([], f"What stands under {ends} Thanks was counted for {begins} Choice. A heading with as many "
                        "# ends a section, and so does one with fewer."),
        })  # fmt: skip


def test_log_problems_counts_what_stands_under_smaller_headings():
    parts = f"### Data\n{words(90)}\n### The network, and what it saw\n{words(90)}\n#### Later\n{words(75)}"
    text = "# Log\n## Reflection\n" + parts + f"\n## Choice\n{words(20)}\n## Failure\n### First\n{words(10)}"
    found = check(text, ["Failure"], "whose ## Reflection is divided by ### headings", {
        "cut": (["Reflection", "Failure"], "Under ## Reflection, the ### headings have 90 + 90 + 75 words. Headings of "
                "a lower level (more #) divide a section and do not end it."),
    })  # fmt: skip
    with_count(found[0], 10, "short", {
        0: "the text under ### First belongs to ## Failure: a heading with more # divides a section, and does not end "
           "it.",
        12: "the words of the heading ### First were counted, too.",
    })


def test_log_problems_begins_a_section_wherever_its_heading_is():
    """Failure is below Reflection: its words are its own, and no longer the reflection's."""
    counts_right()
    text = f"## Choice\n{words(20)}\n## Reflection\n{words(230)}\n### Failure found\n{words(25)}"
    found = check(text, ["Reflection"], "with 230 words under ## Reflection and 25 under ### Failure found below it", {
        "both": ([], "The words under ### Failure found were counted for Reflection, too. The next of the three ends a "
                     "section, whatever its level."),
    })  # fmt: skip
    with_count(found[0], 230, "short")


def test_log_problems_leaves_code_out():
    code = "```python\n# choice of the model, one of these forty\n" + "model = build(config, 3)\n" * 10 + "```\n"
    counts_right()
    check(log(choice=None), ["Choice"], "without Choice")
    text = log(choice=None) + "\n" + code
    check(text, ["Choice"], "without Choice, and with '# choice of the model' in a block of code", {
        "comment": ([], "A comment in a block of code was taken for a heading. From a line with ``` to the next one, "
                        "no line counts."),
    })  # fmt: skip
    text = log(choice=("## Choice", 10)).replace("## Reflection", code + "\nand that was all.\n## Reflection")
    found = check(text, ["Choice"], "with 10 words under ## Choice, a block of code, and 4 words", {
        "counted": ([], "The code was counted as words. From a line with ``` to the next one, no line counts."),
    })  # fmt: skip
    with_count(found[0], 14, "short", {
        16: "the lines with ``` were counted, too.",
        10: "the words after the block of code are missing: the second line with ``` ends it. A comment in the code, "
            "with # before it, is no heading.",
    })
    text = log(choice=("## Choice", 10)).replace("## Reflection", f"{code}\n{words(15)}\n{code}\n## Reflection")
    check(text, [], "with 10 words under ## Choice, a block of code, 15 words, and one more block", {
        "between": (["Choice"], "What stands between two blocks of code is missing. Each block ends at the next line "
                    "with ```: in a regular expression, .*? and not .*"),
    })  # fmt: skip
