"""What the student branch has that is made from the course: the points, the README, the copies."""

from __future__ import annotations

import json
import re
import shutil
from pathlib import Path

import pytest

from kata.course import Course, CourseError
from publish import classroom

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def course() -> Course:
    return Course(ROOT)


def test_nothing_in_the_student_branch_is_behind_the_course(course: Course) -> None:
    assert classroom.problems(course) == []


def test_the_points_are_exactly_the_courses_katas_tasks_and_tests(course: Course) -> None:
    listed = json.loads((classroom.OVERLAY / classroom.POINTS).read_text(encoding="utf-8"))
    earned = {
        (week, kata, task): tuple(listed[week][kata][task])
        for week in listed
        for kata in listed[week]
        for task in listed[week][kata]
    }
    assert earned == {(task.week, task.kata, task.name): task.tests for task in course.tasks}
    assert all(earned.values())


@pytest.fixture
def copy(toy: Path) -> Path:
    """A toy course with a README, and an overlay that is up to date."""
    shutil.copy(ROOT / "README.md", toy)
    classroom.write(Course(toy), toy / "overlay")
    return toy


def test_a_kata_that_is_added_makes_the_points_stale(copy: Path) -> None:
    assert classroom.problems(Course(copy), copy / "overlay") == []
    week = copy / "exercises" / "week1"
    (week / "kata3_new.py").write_text('"""New."""\n', encoding="utf-8")
    (week / "test_kata3_new.py").write_text(
        "\nfrom week1.kata3_new import fresh\n\n\ndef test_fresh_is_new() -> None:\n    fresh()\n", encoding="utf-8"
    )
    (problem,) = classroom.problems(Course(copy), copy / "overlay")
    assert ".github/classroom/points.json" in problem and "python -m publish.classroom" in problem
    classroom.write(Course(copy), copy / "overlay")
    assert classroom.problems(Course(copy), copy / "overlay") == []
    assert '"test_fresh_is_new"' in (copy / "overlay" / classroom.POINTS).read_text(encoding="utf-8")


def test_a_readme_without_its_staff_part_is_refused(copy: Path) -> None:
    (copy / "README.md").write_text("# Downhill\n\n## Learn\n", encoding="utf-8")
    with pytest.raises(CourseError, match="has no line '## Teach and write'"):
        classroom.files(Course(copy))


def test_the_students_readme_is_about_learning_and_every_link_leads_somewhere(course: Course) -> None:
    text = classroom.readme(course)
    assert text.startswith("# Downhill\n") and "## Learn\n" in text and classroom.MARK not in text
    for word in ("nox", "solutions/", "verify", "hidden", "tools/grade", "tools/tests"):
        assert word not in text, f"{word} is the staff's"
    links = re.findall(r"\]\((?!https?:)([^)#]+)\)", text)
    assert len(links) >= 9
    assert [link for link in links if not (ROOT / link).is_file()] == []
    rooms = re.findall(r"^\| `([\w/]+)` \|", text, re.MULTILINE)
    assert rooms and all((ROOT / room).is_dir() for room in rooms)
    assert all(
        (ROOT / file).is_file() or (classroom.OVERLAY / file).is_file() for file in re.findall(r"tools/\w+\.py", text)
    )
