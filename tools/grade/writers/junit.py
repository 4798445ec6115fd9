"""junit.xml: the class as pytest would write it with --junitxml, a test suite a student. For CI systems' own pages.

As in pytest's, a failure is a wrong answer and an error is everything else that went wrong. A stub is a failure too:
what is skipped looks harmless there, and here it is a point that was not earned.
"""

from __future__ import annotations

from collections.abc import Iterator
from xml.etree import ElementTree

from grade.results import Graded, Outcome, Results, TaskGrade, Tested
from grade.writers.text import line
from grade.writers.told import LACKING, reason

NAME = "junit.xml"
FAILURES = {Outcome.WRONG, Outcome.NOT_STARTED}


def files(results: Results) -> Iterator[tuple[str, str]]:
    root = ElementTree.Element("testsuites", name="downhill")
    for one in results.graded:
        root.append(suite(results, one))
    ElementTree.indent(root, " ")
    text = ElementTree.tostring(root, encoding="unicode")
    yield NAME, f'<?xml version="1.0" encoding="utf-8"?>\n{text}\n'


def suite(results: Results, one: Graded) -> ElementTree.Element:
    tasks = results.total(one).tasks
    cases = [case for task in tasks for case in [*map(answered, task.tested), *unanswered(task)]]
    counts = {kind: sum(case.find(kind) is not None for case in cases) for kind in ("error", "failure")}
    found = ElementTree.Element(
        "testsuite",
        name=line(one.id),
        errors=str(counts["error"]),
        failures=str(counts["failure"]),
        skipped="0",
        tests=str(len(cases)),
        time=f"{one.seconds:.3f}",
    )
    properties = ElementTree.SubElement(found, "properties")
    ElementTree.SubElement(properties, "property", name="student", value=line(one.name))
    ElementTree.SubElement(properties, "property", name="course", value=results.course)
    found.extend(cases)
    return found


def answered(one: Tested) -> ElementTree.Element:
    found = _case(one.week, one.kata, one.task, one.test, one.seconds)
    if one.outcome is not Outcome.PASSED:
        _bad(found, "failure" if one.outcome in FAILURES else "error", one.outcome.value, reason(one))
    return found


def unanswered(task: TaskGrade) -> Iterator[ElementTree.Element]:
    for test, _ in task.lacking:
        found = _case(task.week, task.kata, task.task, test, 0.0)
        _bad(found, "error", "no-answer", LACKING)
        yield found


def _case(week: str, kata: str, task: str, test: str, seconds: float) -> ElementTree.Element:
    return ElementTree.Element("testcase", classname=f"{week}.{kata}.{task}", name=test, time=f"{seconds:.3f}")


def _bad(case: ElementTree.Element, kind: str, outcome: str, message: str) -> None:
    """The message stands in an attribute, on one line, and as the text, as it is."""
    found = ElementTree.SubElement(case, kind, type=outcome, message=" ".join(message.split()))
    found.text = message
