"""A learning log

The last mission: look back. LEARNING_LOG.md says which model you chose and why, what you learned on the way, and
which failure you found. A project without its failures is an advertisement; with them, others can build on it.
Write it in your own words; the program only sees to it that nothing is left out.
"""

SECTIONS = ("Choice", "Reflection", "Failure")
LEAST_WORDS = {"Choice": 20, "Reflection": 250, "Failure": 20}
MOST_WORDS = {"Reflection": 400}


def log_problems(text: str) -> list[str]:
    """What a learning log still lacks, a sentence for each lack.

    The log is Markdown. A heading is a line that begins with one to six # and a blank; the more #, the deeper its
    level. It begins one of the three SECTIONS if its first word is that name, in capitals or not, whatever comes
    after it, a colon or a comma as well: "## Choice", "### Failure found", "# REFLECTION: eight weeks". The section
    goes on up to the next heading of the same level or a higher one (fewer #), and in any case no further than to the
    next of the three. So headings below its own may divide it, and what stands under them counts.

    Words are counted as `str.split` gives them. Lines that are headings do not count, and neither does code: all from
    a line that begins with ``` to the next such line, both included. In there, a line with # is a comment of
    Python's, and no heading.

    Args:
        text: what LEARNING_LOG.md holds.

    Returns:
        The problems, at most one for each section, in the order of SECTIONS; an empty list if there are none. The
        sections themselves may come in any order. Each sentence has the name of its section in it, and of no other:
        - the section is not there: with the word "missing";
        - it has fewer words than LEAST_WORDS says: with the number of words that it has, in digits, and the word
          "short";
        - it has more than MOST_WORDS says: with the number of words that it has, and the word "long".

    Example:
        >>> log = "# My log" + chr(10) + "## Choice" + chr(10) + "The small network." + chr(10) + "## Failure" + chr(10)
        >>> for problem in log_problems(log + "cat " * 20):
        ...     print(problem)
        Choice is too short: it has 3 words, and should have 20 or more.
        Reflection is missing: begin it with a heading, ## Reflection.
    """
    # BEGIN SOLUTION
    import re

    words: dict[str, int] = {}
    section, level, code = "", 0, False
    for line in text.splitlines():
        if line.startswith("```"):
            code = not code
            continue
        if code:
            continue
        heading = re.match(r"(#{1,6})\s+(\w*)", line)
        if heading is None:
            if section:
                words[section] += len(line.split())
            continue
        depth, name = len(heading[1]), heading[2].capitalize()
        if name in SECTIONS:
            section, level = name, depth
            words.setdefault(section, 0)
        elif depth <= level:
            section = ""
    problems = []
    for name in SECTIONS:
        least, most = LEAST_WORDS[name], MOST_WORDS.get(name)
        if name not in words:
            problems.append(f"{name} is missing: begin it with a heading, ## {name}.")
        elif words[name] < least:
            problems.append(f"{name} is too short: it has {words[name]} words, and should have {least} or more.")
        elif most is not None and words[name] > most:
            problems.append(f"{name} is too long: it has {words[name]} words, and should have {most} at most.")
    return problems
    # END SOLUTION
