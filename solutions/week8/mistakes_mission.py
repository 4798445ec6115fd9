"""Known mistakes with a learning log, each with the words it must earn."""

import re

from kata.known import mistake
from week8.mission_reflection import LEAST_WORDS, MOST_WORDS, SECTIONS


def heading_of(line):
    """(level, section or "") of a heading, None of another line."""
    found = re.match(r"(#{1,6})\s+(\w*)", line)
    if found is None:
        return None
    name = found[2].capitalize()
    return len(found[1]), name if name in SECTIONS else ""


def counted(text, heading=heading_of, count=lambda line: len(line.split()), fence="```", ends=None, headings=0,
            fence_lines=0):
    """Section → its words; the arguments are what the mistakes change."""
    words, section, level, code = {}, "", 0, False
    ends = ends or (lambda depth, level: depth <= level)
    for line in text.splitlines():
        if fence and line.startswith(fence):
            code = not code
            if section:
                words[section] += fence_lines
            continue
        if code:
            continue
        found = heading(line)
        if found is None:
            if section:
                words[section] += count(line)
        elif found[1]:
            section, level = found[1], found[0]
            words[section] = words.get(section, 0) + headings
        elif ends(found[0], level):
            section = ""
        elif section and headings:
            words[section] += headings
    return words


def problems(words, least=LEAST_WORDS, most=MOST_WORDS, short=lambda n, least: n < least, long=lambda n, most: n > most,
             sections=SECTIONS):
    found = []
    for name in sections:
        if name not in words:
            found.append(f"{name} is missing.")
        elif short(words[name], least[name]):
            found.append(f"{name} is too short: {words[name]} words.")
        elif name in most and long(words[name], most[name]):
            found.append(f"{name} is too long: {words[name]} words.")
    return found


@mistake("log_problems", "Is there a `return` at the end?")
def nothing_returned(text):
    problems(counted(text))


@mistake("log_problems", "Is there a `return` at the end?")
def none_if_all_is_well(text):
    return problems(counted(text)) or None


@mistake("log_problems", "Answer with a list of sentences")
def true_or_false(text):
    return not problems(counted(text))


@mistake("log_problems", "Answer with a list of sentences")
def one_text(text):
    return "\n".join(problems(counted(text)))


@mistake("log_problems", "names no section")
def praise(text):
    return problems(counted(text)) or ["Well done!"]


@mistake("log_problems", "names no section")
def no_names(text):
    return [one.partition(" ")[2] for one in problems(counted(text))]


@mistake("log_problems", "names Choice and Reflection")
def all_in_one_sentence(text):
    found = problems(counted(text))
    return [" ".join(found)] if found else []


@mistake("log_problems", "No heading says")
def name_anywhere(text):
    words = {name: 10**9 for name in SECTIONS if name.lower() in text.lower()}
    words.update(counted(text))
    return problems({name: min(n, 300) if n == 10**9 else n for name, n in words.items()})


@mistake("log_problems", "It should have the word missing in it")
def missing_is_zero(text):
    return problems({**dict.fromkeys(SECTIONS, 0), **counted(text)})


@mistake("log_problems", "not characters")
def characters(text):
    return problems(counted(text, count=len), most={})


@mistake("log_problems", "the words of the heading were counted")
def headings_counted(text):
    return problems(counted(text, headings=2))


@mistake("log_problems", "the heading was counted")
def rest_of_the_heading_counted(text):
    return problems(counted(text, headings=1))


@mistake("log_problems", "split() cuts at white space only")
def regular_expression(text):
    return problems(counted(text, count=lambda line: len(re.findall(r"\w+", line))))


@mistake("log_problems", "does not say how many words there are")
def no_number(text):
    return [re.sub(r" \d+ words", "", one) for one in problems(counted(text))]


@mistake("log_problems", "that is how many words are missing")
def says_how_many_are_missing(text):
    words = counted(text)
    found = problems(words)
    return [one if "short" not in one else f"{one.split()[0]} is too short: {LEAST_WORDS[one.split()[0]] - n} missing."
            for one in found for n in [words.get(one.split()[0], 0)]]


@mistake("log_problems", "does not have the word short in it")
def only_the_number(text):
    return [re.sub(r"is too (short|long)", "has", one) for one in problems(counted(text))]


@mistake("log_problems", "words are enough: fewer than")
def one_more_asked_for(text):
    return problems(counted(text), short=lambda n, least: n <= least)


@mistake("log_problems", "One word is missing, and nothing says so")
def one_less_asked_for(text):
    return problems(counted(text), short=lambda n, least: n < least - 1)


@mistake("log_problems", "One word is missing, and nothing says so")
def about_twenty(text):
    return problems(counted(text), least={"Choice": 20, "Reflection": 240, "Failure": 20})


@mistake("log_problems", "400 words are allowed")
def one_less_allowed(text):
    return problems(counted(text), long=lambda n, most: n >= most)


@mistake("log_problems", "401 words are more than MOST_WORDS allows")
def no_upper_limit(text):
    return problems(counted(text), most={})


@mistake("log_problems", "how many words are too many")
def says_how_many_too_many(text):
    found = problems(counted(text))
    return [re.sub(r"long: (\d+)", lambda n: f"long by {int(n[1]) - 400}", one) for one in found]


@mistake("log_problems", "Only Reflection has an upper limit")
def limit_for_all(text):
    return problems(counted(text), most=dict.fromkeys(SECTIONS, 400))


@mistake("log_problems", "not only two")
def two_signs_only(text):
    def heading(line):
        found = heading_of(line)
        return (found[0], found[1] if found[0] == 2 else "") if found else None

    return problems(counted(text, heading))


@mistake("log_problems", "compare what lower() makes of both")
def case_matters(text):
    def heading(line):
        found = heading_of(line)
        return (found[0], found[1] if found[1] in line else "") if found else None

    return problems(counted(text, heading))


@mistake("log_problems", "compare the first word")
def the_whole_line(text):
    def heading(line):
        found = heading_of(line)
        return (found[0], found[1] if len(line.split()) == 2 else "") if found else None

    return problems(counted(text, heading))


@mistake("log_problems", "may follow the name at once")
def a_blank_after_the_name(text):
    def heading(line):
        found = heading_of(line)
        return (found[0], found[1] if line.lower().split()[1] == found[1].lower() else "") if found else None

    return problems(counted(text, heading))


@mistake("log_problems", "The line '#choice' was taken for the heading")
def no_blank_needed(text):
    def heading(line):
        found = re.match(r"(#{1,6})\s*(\w*)", line)
        return (len(found[1]), found[2].capitalize() if found[2].capitalize() in SECTIONS else "") if found else None

    return problems(counted(text, heading))


@mistake("log_problems", "The line '## My choice' was taken for the heading")
def anywhere_in_the_heading(text):
    def heading(line):
        found = heading_of(line)
        inside = [name for name in SECTIONS if name.lower() in line.lower()]
        return (found[0], inside[0] if inside else "") if found else None

    return problems(counted(text, heading))


@mistake("log_problems", "elsewhere.' was taken for the heading")
def anywhere_in_the_line(text):
    def heading(line):
        found = re.search(r"(#{1,6})\s+(\w*)", line)
        return (len(found[1]), found[2].capitalize() if found[2].capitalize() in SECTIONS else "") if found else None

    return problems(counted(text, heading))


@mistake("log_problems", "The sections may come in any order")
def in_one_order_only(text):
    """Cuts the text at the first name, then what is left at the second."""
    words = {}
    names = [name for line in text.splitlines() for _, name in [heading_of(line) or (0, "")] if name]
    for name, n in counted(text).items():
        if not any(SECTIONS.index(other) > SECTIONS.index(name) for other in names[: names.index(name)]):
            words[name] = n
    return problems(words)


@mistake("log_problems", "in the order of SECTIONS")
def in_the_order_of_the_log(text):
    words = counted(text)
    return problems(words, sections=[*words, *[name for name in SECTIONS if name not in words]])


@mistake("log_problems", "ends a section, whatever it is about")
def up_to_the_next_of_the_three(text):
    return problems(counted(text, ends=lambda depth, level: False))


@mistake("log_problems", "divide a section and do not end it")
def up_to_any_heading(text):
    return problems(counted(text, ends=lambda depth, level: True))


@mistake("log_problems", "The next of the three ends a section")
def smaller_ones_counted_twice(text):
    words, stack, code = {}, [], False
    for line in text.splitlines():
        if line.startswith("```"):
            code = not code
            continue
        if code:
            continue
        found = heading_of(line)
        if found is None:
            for _, name in stack:
                words[name] += len(line.split())
            continue
        stack = [one for one in stack if one[0] < found[0]]
        if found[1]:
            stack.append(found[::1])
            words.setdefault(found[1], 0)
    return problems(words)


@mistake("log_problems", "A comment in a block of code was taken for a heading")
def code_read_like_text(text):
    return problems(counted(text, fence=""))


@mistake("log_problems", "The code was counted as words")
def code_counted(text):
    """Knows that a comment in code is no heading, and counts its words."""
    text = re.sub(r"```.*?```", lambda code: code[0].replace("#", "").replace("```", "~"), text, flags=re.DOTALL)
    return problems(counted(text, fence=""))


@mistake("log_problems", "the lines with ``` were counted")
def fences_counted(text):
    return problems(counted(text, fence_lines=1))


@mistake("log_problems", "the second line with ``` ends it")
def code_never_ends(text):
    lines, code = [], False
    for line in text.splitlines():
        code = (code or line.startswith("```")) and not line.startswith("#" * 2)
        lines += [] if code else [line]
    return problems(counted("\n".join(lines)))


@mistake("log_problems", "That is the first problem only")
def first_problem_only(text):
    return problems(counted(text))[:1]


@mistake("log_problems", "That is the last problem only")
def last_problem_only(text):
    return problems(counted(text))[-1:]


@mistake("log_problems", "makes one of it, and split() does not")
def split_at_blanks(text):
    return problems(counted(text, count=lambda line: len(line.split(" "))))


@mistake("log_problems", "It is the last section: it ends with the text")
def last_section_never_closed(text):
    words = counted(text)
    return problems({**words, **dict.fromkeys([*words][-1:], 0)})


@mistake("log_problems", "and so does one with fewer")
def same_level_only(text):
    return problems(counted(text, ends=lambda depth, level: depth == level))


@mistake("log_problems", "and so does one with fewer")
def two_signs_taken_for_granted(text):
    return problems(counted(text, ends=lambda depth, level: depth <= 2))


@mistake("log_problems", "Each block ends at the next line with ```")
def first_fence_to_the_last(text):
    return problems(counted(re.sub(r"^```.*^```$", "", text, flags=re.MULTILINE | re.DOTALL)))
