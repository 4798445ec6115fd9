"""The files of the student branch that are made from the course, so that none of them can fall behind it.

    python -m publish.classroom           # write them into tools/publish/student/
    python -m publish.classroom --check   # fail where one is not what the course makes of it

They lie in the overlay like its other files, so whoever puts the overlay over a branch needs to know nothing of this.
A test compares them with `files(course)`; who publishes may refuse with the sentences of `problems(course)`.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path

from kata.course import Course, CourseError

HERE = Path(__file__).parent
OVERLAY = HERE / "student"
LEARNERS = HERE / "learners.md"  # the student branch's README, with a mark where the part "Learn" goes
MARK = "<!-- learn -->\n"
STAFF_PART = "\n## Teach and write\n"  # where the staff's part of the repository's README begins
POINTS = Path(".github", "classroom", "points.json")


def files(course: Course) -> dict[Path, str]:
    """What is made from the authors' course: path in the student branch → text. CourseError where it cannot be."""
    return {Path("README.md"): readme(course), POINTS: points(course)}


def points(course: Course) -> str:
    """Week → kata → task → its tests: what there is to earn, a point a task."""
    worth = {
        week.name: {kata.name: {task.name: list(task.tests) for task in kata.tasks} for kata in week.katas}
        for week in course.weeks
    }
    return json.dumps(worth, indent=1) + "\n"


def readme(course: Course) -> str:
    """The repository's README as far as it is for learners, and then what only their branch has."""
    text, found, _ = (course.root / "README.md").read_text(encoding="utf-8").partition(STAFF_PART)
    if not found:
        raise CourseError(
            f"README.md has no line {STAFF_PART.strip()!r}, where the learners' part ends. Put it back, or give "
            "STAFF_PART in tools/publish/classroom.py the new one."
        )
    return LEARNERS.read_text(encoding="utf-8").replace(MARK, text.rstrip() + "\n", 1)


def problems(course: Course, overlay: Path = OVERLAY) -> list[str]:
    """What in the overlay is not what the course makes of it, a sentence each."""
    found = []
    for path, text in files(course).items():
        if not (overlay / path).is_file() or (overlay / path).read_text(encoding="utf-8") != text:
            found.append(
                f"{path.as_posix()} of the student branch is behind the course: run `python -m publish.classroom`."
            )
    return found


def write(course: Course, overlay: Path = OVERLAY) -> None:
    """Write them into the overlay."""
    for path, text in files(course).items():
        (overlay / path).parent.mkdir(parents=True, exist_ok=True)
        (overlay / path).write_text(text, encoding="utf-8", newline="\n")


def main(arguments: list[str]) -> int:
    course = Course(HERE.parents[1])
    try:
        if arguments == ["--check"]:
            found = problems(course)
            print("\n".join(found) or "The student branch's own files are what the course makes of them.")
            return 1 if found else 0
        write(course)
        print(f"{len(files(course))} files are written into {OVERLAY.relative_to(course.root).as_posix()}.")
        return 0
    except CourseError as problem:
        print(problem, file=sys.stderr)
        return 2


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
