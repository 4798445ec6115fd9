#!/usr/bin/env python3
"""Tells kindly that a pull request would put somebody's own solution into the course.

    git diff --name-only -z --no-renames BASE HEAD | python3 tools/guard.py

It reads the names of changed files and nothing else, so it is safe to run on a stranger's pull request. A kata in
exercises/ is a stub that is made from its reference in solutions/: an author changes both, and who changes only the
stub has solved it. In the branch for students there are no references, so there every changed kata is a solution.

Standard library only, and a single file: .github/workflows/guard.yml takes it out of the base branch and runs it alone.
"""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Iterable
from pathlib import Path

KATA = re.compile(r"exercises/(?P<week>week\d+)/(?P<name>(?:kata|mission)\w*)\.py", re.ASCII)

SUMMARY = """\
### Your solution belongs to you

This pull request changes the body of:

{names}

If you have solved it: well done! But merged here, it would give the answer to everybody who starts the course after
you, and their tests would pass before they have written a line. So it cannot be merged. Nothing of yours is lost:

- **Keep it in your own fork**, or better in a private repository: push your branch there. Your work is safe, and you
  can go on from any computer. `kata update` brings the course's new versions to it.
- **Show it, or ask about it**, in [the discussions]({discussions}). Fold code into `<details>`, so that nobody reads
  an answer who does not want to.
- **Then close this pull request.** If you came here by GitHub's button "Contribute": it always asks for a pull request;
  to keep your work you need none.

If you wanted to mend the course itself (a sentence, a type, a missing import), then change the reference in
`solutions/`, and run `kata stubs`, which writes the stub from it. Where you have no `solutions/`,
[open an issue]({issues}) with the sentence that is wrong; somebody who has them will mend both.
"""


def solved(changed: Iterable[str]) -> list[str]:
    """The katas among the changed files whose reference is not changed along with them, in order."""
    changed = set(changed)
    found = ((name, KATA.fullmatch(name)) for name in sorted(changed))
    return [name for name, kata in found if kata and f"solutions/{kata['week']}/{kata['name']}.py" not in changed]


def summary(katas: list[str], repository: str) -> str:
    """What the pull request's author reads, as Markdown. `repository` is its address on the web."""
    names = "\n".join(f"- `{name}`" for name in katas)
    return SUMMARY.format(
        names=names, discussions=f"{repository}/discussions", issues=f"{repository}/issues/new/choose"
    )


def main() -> int:
    katas = solved(os.fsdecode(sys.stdin.buffer.read()).split("\0"))
    if not katas:
        print("No kata is changed without its reference.")
        return 0
    repository = f"{os.environ.get('GITHUB_SERVER_URL', '')}/{os.environ.get('GITHUB_REPOSITORY', '')}"
    text = summary(katas, repository)
    print(text)
    if page := os.environ.get("GITHUB_STEP_SUMMARY"):
        with Path(page).open("a", encoding="utf-8") as file:
            file.write(text)
    print(
        "::error title=Your solution belongs to you::Thank you, and well done! But merged here it would give the "
        "answer away. Keep it in your own fork, and talk about it in the discussions; this check's summary says how."
    )
    return 1


if __name__ == "__main__":
    sys.exit(main())
