"""Fresh logs, run at grading only."""

import re

from kata import expect
from week8.mission_reflection import log_problems

LOG = """\
# What I learned

### Failure found: the windmills

{failure}

## choice

{choice}

## Reflection

{first}

```
# Failure is no section here
epochs = 12
```

{second}

#### In the end

{third}

# Sources

{sources}
"""


def text(n):
    return "\t".join(f"Wort{i}–ä," for i in range(n))


def problems(**sizes):
    defaults = {"failure": 44, "choice": 20, "first": 100, "second": 90, "third": 70, "sources": 500}
    found = log_problems(LOG.format(**{name: text(n) for name, n in {**defaults, **sizes}.items()}))
    names = [[name for name in ("choice", "reflection", "failure") if name in one.lower()] for one in found]
    numbers = [[int(number) for number in re.findall(r"\d+", one)] for one in found]
    return [(*name, shown) for name, shown in zip(names, numbers, strict=True)]


def test_log_problems_of_a_log_with_everything():
    expect(problems(), want=[], what="the problems of a complete log")
    expect(log_problems(LOG.format(failure=text(20), choice=text(21), first=text(250), second="", third="", sources="")
                        .replace("\n", "\r\n")), want=[], what="the problems of a log with Windows's ends of lines")


def test_log_problems_counts_all_parts_of_a_section():
    for sizes, name, count in (({"third": 59}, "reflection", 249), ({"second": 231}, "reflection", 401),
                               ({"choice": 19}, "choice", 19), ({"failure": 1}, "failure", 1)):
        found = problems(**sizes)
        expect([one[0] for one in found], want=[name], what=f"the section with a problem where the words are {sizes}")
        assert count in found[0][-1], f"There are {count} words, and the sentence has the numbers {found[0][-1]}."


def test_log_problems_of_a_log_of_code():
    found = log_problems("```\n## Choice\n## Reflection\n## Failure\n```\n")
    expect(len(found), want=3, what="the problems of a log that is one block of code")
    assert all("missing" in one.lower() for one in found), f"All three sections are missing: {found}"
