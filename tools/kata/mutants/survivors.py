"""Which machine-made mutants of a reference its tests let live.

A mutant is killed when a test of its task, visible or hidden, fails, breaks or does not come to an end. One that
cannot be told from the reference by any fair test is written down, with the reason, in
`solutions/weekN/equivalent_mutants.toml`:

    [[equivalent]]
    task = "kata1_gradient_descent/mse"
    was = "errors = predict(w, x) - y"
    now = "errors = y - predict(w, x)"
    reason = "They are squared in the next line."
"""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from pathlib import Path

from kata.course import Course, CourseError, Kata, Task
from kata.mutants.made import Mutant, mutants_of
from kata.stubs import references
from kata.verify import test_files
from kata.warm import Answer, Job, Pool

FILE = "equivalent_mutants.toml"
SECONDS, SLOW_SECONDS = 60.0, 240.0  # a mutant's tests may take so long, without and with the slow ones
Key = tuple[str, str, str]  # "kata1_…/task", was, now


@dataclass(frozen=True)
class Found:
    """What became of a task's mutants. `idle`: written down as equivalent, and there is no such mutant, or it dies."""

    task: Task
    reference: Path
    made: int
    killed: int
    equivalent: dict[Mutant, str]
    survived: list[Mutant]
    idle: list[Key]


def hunt(course: Course, katas: list[Kata], workers: int | None = None) -> list[Found]:
    """Run every mutant of `katas`. CourseError where there is no reference."""
    known = {kata.id: path for kata, path in references(course)}
    if lacking := [kata.id for kata in katas if kata.id not in known]:
        raise CourseError(f"{lacking[0]} has no reference in {course.solutions}: there is nothing to mutate.")
    made = [
        (kata, one)
        for kata in katas
        for one in mutants_of(known[kata.id].read_text(encoding="utf-8"), [task.name for task in kata.tasks])
    ]
    tests = sorted({path for kata in katas for path in test_files(course, kata)})
    with Pool(course.root, tests, workers) as pool:
        alive = _alive(course, made, pool, slow=False)
        alive = _alive(course, alive, pool, slow=True)
    return [found for kata in katas for found in _sorted(course, kata, known[kata.id], made, alive)]


def _alive(course: Course, mutants: list[tuple[Kata, Mutant]], pool: Pool, slow: bool) -> list[tuple[Kata, Mutant]]:
    """Those that their tests let live. The references go first: where one fails, the death of a mutant says nothing."""
    katas = list(dict.fromkeys(kata for kata, _ in mutants))
    for kata, answer in zip(katas, pool.map(_job(course, kata, slow=slow) for kata in katas), strict=True):
        if not _lives(answer):
            why = answer.fault or next(verdict.message for verdict in answer.verdicts if not verdict.passed)
            raise CourseError(f"{kata.id}: the reference itself does not pass its tests here: {why}")
    jobs = [_job(course, kata, one, slow) for kata, one in mutants]
    return [pair for pair, answer in zip(mutants, pool.map(jobs), strict=True) if _lives(answer)]


def _job(course: Course, kata: Kata, one: Mutant | None = None, slow: bool = False) -> Job:
    task, planted = "", None
    if one:
        task, planted = one.task, {"module": kata.module, "task": one.task, "source": one.source}
    seconds = SLOW_SECONDS if slow else SECONDS
    solutions = str(course.solutions)
    return Job(solutions, kata.week, kata.name, task, planted, slow=slow, until_failure=True, seconds=seconds)


def _lives(answer: Answer) -> bool:
    return not answer.fault and all(verdict.passed for verdict in answer.verdicts)


def _sorted(
    course: Course, kata: Kata, reference: Path, made: list[tuple[Kata, Mutant]], alive: list[tuple[Kata, Mutant]]
) -> list[Found]:
    reasons = equivalents(course, kata.week)
    found = []
    for task in kata.tasks:
        mine = [one for where, one in made if where == kata and one.task == task.name]
        lives = [one for where, one in alive if where == kata and one.task == task.name]
        place = f"{kata.name}/{task.name}"
        equivalent = {one: reasons[place, one.was, one.now] for one in lives if (place, one.was, one.now) in reasons}
        used = {(place, one.was, one.now) for one in equivalent}
        idle = [key for key in reasons if key[0] == place and key not in used]
        survived = [one for one in lives if one not in equivalent]
        found.append(Found(task, reference, len(mine), len(mine) - len(lives), equivalent, survived, idle))
    return found


def equivalents(course: Course, week: str) -> dict[Key, str]:
    """The mutants of a week that no test can tell from the reference, with the reason. CourseError for a bad file."""
    path = course.solutions / week / FILE
    if not path.exists():
        return {}
    try:
        entries = tomllib.loads(path.read_text(encoding="utf-8"))["equivalent"]
        found = {(one["task"], one["was"], one["now"]): one["reason"].strip() for one in entries}
    except (tomllib.TOMLDecodeError, KeyError, TypeError, AttributeError) as error:
        raise CourseError(f"{path}: every [[equivalent]] has task, was, now and reason ({error}).") from None
    if bare := next((key for key, reason in found.items() if not reason), None):
        raise CourseError(f"{path}: `{bare[2]}` of {bare[0]} needs a reason.")
    return found
