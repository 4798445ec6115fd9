"""From a course to a finished site, or to the sentences that say why there is none."""

from __future__ import annotations

import tempfile
from importlib.util import find_spec
from pathlib import Path

from handbook.links import Links
from handbook.pages import pages_of
from handbook.place import can_take, put
from kata.course import Course, CourseError

NEEDED = ("sphinx", "myst_parser", "furo", "linkify_it", "bs4")


def build(course: Course, out: Path, repository: str = "") -> int:
    """Build the site into `out`, and return how many pages it has.

    repository: where the course's files can be read, https://…/blob/main; without it their names stay plain text.
    CourseError, with a sentence for each dead link, where something is wrong; `out` is then as it was.
    """
    if missing := [name for name in NEEDED if find_spec(name) is None]:
        raise CourseError(
            f"The site cannot be built without {', '.join(missing)}. Type: python3 tools/start.py nox -s site"
        )
    from handbook.check import problems
    from handbook.generator import generate

    can_take(out)
    pages = pages_of(course)
    with tempfile.TemporaryDirectory(prefix="handbook-") as folder:
        site, wrong = generate(pages, Links(course.root, pages, repository), Path(folder).resolve())
        if said := [*wrong, *problems(site, {page.name: page.source for page in pages})]:
            raise CourseError("\n".join([*said, "The site was not built."]))
        put(site, out)
    return len(pages)
