"""Which files are for learners.

The student branch rewrites nothing: each of its files is one of main's, to the byte, or one of tools/publish/student/,
or a solution that was given out on purpose. A folder or a file that is not named here stays with the staff, so that a
new one of theirs is not published by accident; in tools/kata, which both share, a test finds what learners never use.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import TypeVar

OVERLAY = "tools/publish/student/"  # put over the branch's root
SOLUTIONS = "solutions/"
RELEASED = "released/"  # beside exercises/, where nothing of a learner's lies

ROOMS = ("exercises/", "fixtures/", "tools/kata/", "tools/labs/", "tools/nets/", ".github/ISSUE_TEMPLATE/")
FILES = {
    ".gitattributes", ".gitignore", "CHANGELOG.md", "LICENSE", "constraints.txt", "pyproject.toml", "pytest.ini",
    "tools/start.py", "tools/guard.py", ".github/workflows/guard.yml",
}  # fmt: skip
# Of tools/kata: what makes stubs and katas, and proves tests. It works on solutions/ alone.
STAFF_ROOMS = ("tools/kata/lacking/", "tools/kata/mutants/", "tools/kata/skeletons/")
STAFF_FILES = {f"tools/kata/{name}.py" for name in ("known", "new", "verify")}

MARKS = re.compile(r"^[ \t]*# (?:BEGIN|END) SOLUTION[ \t]*\n", re.MULTILINE)
BODY = re.compile(
    r"^(?P<indent> *)# BEGIN SOLUTION\n(?P<body>.*?)^(?P=indent)# END SOLUTION\n", re.MULTILINE | re.DOTALL
)

GIVEN_OUT = """\
# Solutions of weeks that are over

They were given out on purpose, and lie beside your own katas, which stay as they are. To see what the tests say
about them: `pytest exercises/{week} --katas released`. To compare yours with them:
`git diff --no-index exercises/{week} released/{week}`.
"""

Thing = TypeVar("Thing")


def is_for_learners(path: str) -> bool:
    """Whether a file of main is a learner's, too."""
    if path.startswith(STAFF_ROOMS) or path in STAFF_FILES:
        return False
    return path in FILES or path.startswith(ROOMS)


def student_files(main: Mapping[str, Thing]) -> dict[str, Thing]:
    """Of main's files, by path, those of the student branch, by their path there."""
    mine = {path: one for path, one in main.items() if is_for_learners(path)}
    return mine | overlay(main)


def overlay(main: Mapping[str, Thing]) -> dict[str, Thing]:
    """The files that only the student branch has, by their path there."""
    return {path.removeprefix(OVERLAY): one for path, one in main.items() if path.startswith(OVERLAY)}


def references(paths: Iterable[str]) -> dict[str, str]:
    """Kata ("week1/kata1_pixels") → the path of its reference, for each kata that has one, week by week."""
    found = (re.fullmatch(r"solutions/(week(\d+)/(\w+))\.py", path) for path in paths)
    known = set(paths)
    mine = [one for one in found if one and f"exercises/week{one[2]}/test_{one[3]}.py" in known]
    return {one[1]: one[0] for one in sorted(mine, key=lambda one: (int(one[2]), one[3]))}


def week_of(kata: str) -> str:
    return kata.partition("/")[0]


def weeks(paths: Iterable[str]) -> list[str]:
    """The weeks that have references, in their order."""
    return list(dict.fromkeys(map(week_of, references(list(paths)))))


def released_weeks(paths: Iterable[str]) -> set[str]:
    """The weeks whose solutions a student branch gives out already."""
    return {found[1] for path in paths if (found := re.match(rf"{RELEASED}(week\d+)/", path))}


def as_a_learner_writes_it(reference: str) -> str:
    """A reference without the marks around its solutions."""
    return MARKS.sub("", reference.replace("\r\n", "\n"))


def solution_bodies(reference: str) -> list[str]:
    """What stands between the marks of a reference, task by task."""
    return [found["body"] for found in BODY.finditer(reference.replace("\r\n", "\n"))]
