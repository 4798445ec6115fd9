"""What a student may be told of a grading: everything but what hidden tests look at."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import count

from grade.results import Credit, Outcome, TaskGrade, Tested
from grade.writers.text import shortened
from kata.verdict import NOT_WRITTEN

SECRET = "It did not pass. It asks for what the task's text asks for, with data that you have not seen."
FAULT = "The grader failed here, and not the submission. It costs no point, and the course's staff can see it."
LACKING = "This test gave no answer, which counts as failed."

MEANING = {
    Outcome.PASSED: "",
    Outcome.WRONG: "The answer is wrong.",
    Outcome.ERROR: "The code stopped with an error.",
    Outcome.TIMEOUT: "The code took too long and was stopped.",
    Outcome.CRASH: "The process that ran the code died.",
    Outcome.MEMORY: "The code asked for more memory than there is for it.",
    Outcome.FORBIDDEN: "The code tried something that a submission may not do.",
    Outcome.NOT_STARTED: NOT_WRITTEN,
    Outcome.FAULT: FAULT,
}


@dataclass(frozen=True)
class Told:
    """One test for a student's eyes. `test` is a name for people, and says nothing where the test is hidden."""

    test: str
    outcome: Outcome
    message: str
    mistake: str
    seconds: float
    hidden: bool


def told(task: TaskGrade) -> list[Told]:
    """All tests of a task, in the order of the lesson; one that gave no answer is an error."""
    found = []
    hidden = count(1)
    for one in task.tested:
        name = f"hidden test {next(hidden)}" if one.hidden else spoken(one.task, one.test)
        found.append(_told(one, name))
    for test, is_hidden in task.lacking:
        name = f"hidden test {next(hidden)}" if is_hidden else spoken(task.task, test)
        found.append(Told(name, Outcome.ERROR, LACKING, "", 0.0, is_hidden))
    return found


def verdict(task: TaskGrade) -> str:
    """Why a task was not earned, by its first failing test; "" where it was."""
    failing = [one for one in told(task) if one.outcome is not Outcome.PASSED]
    if task.credit is Credit.LOST:  # then something else than the grader failed too, and that is the reason
        failing = [one for one in failing if one.outcome is not Outcome.FAULT]
    return next((f"{one.test}: {one.message}" for one in failing), "")


def spoken(task: str, test: str) -> str:
    """ "is zero at the minimum" of "test_gradient_is_zero_at_the_minimum": a test's name for people."""
    rest = test.removeprefix("test_").removeprefix(task).lstrip("_")
    return rest.replace("_", " ").strip() or task


def reason(one: Tested) -> str:
    """Its message, or what its outcome means where there is none."""
    return shortened(one.message) if one.message.strip() else MEANING[one.outcome]


def _told(one: Tested, name: str) -> Told:
    message, mistake = reason(one), one.mistake
    if one.outcome in (Outcome.PASSED, Outcome.FAULT, Outcome.NOT_STARTED):
        message, mistake = MEANING[one.outcome], ""
    elif one.hidden:
        message, mistake = SECRET, ""
    return Told(name, one.outcome, message, mistake, one.seconds, one.hidden)
