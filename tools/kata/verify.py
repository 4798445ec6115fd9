"""The proofs that a kata's tests are neither vacuous nor unfair, for each kata whose code is all there (`lacking`).

1. a stub is "not started", and is what the generator makes of the reference
2. the reference passes, visible and hidden tests, in a random order, on one thread and on two
3. every known mistake fails, with its own sentence and no other's
4. every alternative passes
5. every stock impostor fails
"""

from __future__ import annotations

import ast
import tempfile
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

from kata import impostors, stubs
from kata.course import Course, Kata, Task
from kata.lacking import hidden_tests, lacks_of, stub_text
from kata.verdict import State
from kata.warm import Answer, Job, Pool

LONG = 180.0  # seconds for all tests of a kata, slow ones and all, on a busy machine with two threads
PROOFS = ("stubs", "references", "mistakes", "alternatives", "impostors")


@dataclass(frozen=True)
class Known:
    """A marked function in a file of mistakes or alternatives."""

    kata: Kata
    file: Path
    name: str
    line: int
    task: str
    words: str = ""

    @property
    def plant(self) -> dict[str, str]:
        """It in its task's place, as `kata.plant` reads it."""
        return {"module": self.kata.module, "task": self.task, "file": str(self.file), "name": self.name}


@dataclass
class Proof:
    """What came out: counts by proof and week, the problems as sentences, and how much each impostor got away with."""

    made: Counter[tuple[str, str]] = field(default_factory=Counter)
    held: Counter[tuple[str, str]] = field(default_factory=Counter)
    problems: list[str] = field(default_factory=list)
    unproved: list[Kata] = field(default_factory=list)  # their code is not written yet
    fooled: Counter[str] = field(default_factory=Counter)  # impostor → single tests it passed
    asked: Counter[str] = field(default_factory=Counter)  # impostor → single tests it took
    weak: Counter[str] = field(default_factory=Counter)  # test → impostors that passed it

    def count(self, proof: str, week: str, problem: str | None) -> None:
        self.made[proof, week] += 1
        if problem is None:
            self.held[proof, week] += 1
        else:
            self.problems.append(problem)


Check = Callable[[Answer], str | None]


def verify(course: Course, katas: list[Kata], seed: int, workers: int | None = None) -> Proof:
    """Prove `katas`. CourseError where there are no solutions to prove them with."""
    have = [kata for kata, _ in stubs.references(course)]
    proof = Proof()
    proof.problems += [
        f"{kata.id} has no reference; write solutions/{kata.id}.py." for kata in katas if kata not in have
    ]
    lacks, written = lacks_of(course, [kata for kata in katas if kata in have])
    proof.problems += lacks
    proof.unproved = [kata for kata in katas if kata not in written]
    katas = written
    if not katas:
        return proof
    tests = sorted({path for kata in katas for path in test_files(course, kata)})
    with tempfile.TemporaryDirectory() as folder, Pool(course.root, tests, workers) as pool:
        plan = [entry for kata in katas for entry in _plan(course, kata, Path(folder), seed, proof)]
        for (name, week, _, check), answer in zip(plan, pool.map(job for _, _, job, _ in plan), strict=True):
            proof.count(name, week, check(answer))
    return proof


def test_files(course: Course, kata: Kata) -> list[Path]:
    return [path for path in (kata.test_path, hidden_tests(course, kata)) if path.exists()]


def known(course: Course, kata: Kata, kind: str) -> list[Known]:
    """The marked functions in a kata's file of mistakes (`kind` "mistake") or alternatives ("alternative")."""
    path = course.solutions / kata.week / f"{kind}s_{kata.short}.py"
    if not path.exists():
        return []
    found = []
    for node in ast.parse(path.read_text(encoding="utf-8")).body:
        for mark in getattr(node, "decorator_list", []):
            if isinstance(mark, ast.Call) and isinstance(mark.func, ast.Name) and mark.func.id == kind:
                values = [ast.literal_eval(value) for value in mark.args]
                found.append(Known(kata, path, node.name, node.lineno, *values))  # type: ignore[attr-defined]
    return found


def _plan(course: Course, kata: Kata, folder: Path, seed: int, proof: Proof) -> list[tuple[str, str, Job, Check]]:
    """Every job for one kata, with the proof it belongs to and the check of its answer."""
    name = kata.id
    stub = folder / kata.week / f"{kata.name}.py"
    stub.parent.mkdir(exist_ok=True)
    stub.write_text(stub_text(course, kata), encoding="utf-8")
    solutions = str(course.solutions)
    plan: list[tuple[str, str, Job, Check]] = []

    def add(proof_name: str, job: Job, check: Check) -> None:
        plan.append((proof_name, kata.week, job, check))

    add("stubs", Job(str(folder), kata.week, kata.name, order=seed), partial(_not_started, name))
    for threads in (1, 2):
        job = Job(solutions, kata.week, kata.name, order=seed + threads, threads=threads, strict=True, seconds=LONG)
        add("references", job, partial(_passes, f"{name}: the reference, on {threads} thread(s),"))
    mistakes = known(course, kata, "mistake")
    tasks = {task.name: task for task in kata.tasks}
    for one in mistakes:
        others = {other.words for other in mistakes if other.task == one.task and other.words != one.words}
        add("mistakes", _planted(solutions, one, slow=False), partial(_earns, one, tasks.get(one.task), others))
    for one in known(course, kata, "alternative"):
        where = f"{name}: the alternative `{one.name}` of `{one.task}` (line {one.line})"
        add("alternatives", _planted(solutions, one), partial(_passes, where))
    for task in kata.tasks:
        for fake in impostors.NAMES:
            planted = {"module": kata.module, "task": task.name, "impostor": fake}
            job = Job(solutions, kata.week, kata.name, task.name, plant=planted, slow=False)
            add("impostors", job, partial(_unmasked, task, fake, proof))
    return plan


def _planted(solutions: str, one: Known, slow: bool = True) -> Job:
    return Job(solutions, one.kata.week, one.kata.name, one.task, plant=one.plant, slow=slow)


def _not_started(name: str, answer: Answer) -> str | None:
    if answer.fault:
        return f"{name}: the stub: {answer.fault}."
    other = [verdict for verdict in answer.verdicts if verdict.state is not State.NOT_STARTED]
    if other:
        return f"{name}: with the stub, {other[0].test} is {other[0].state}: {_one_line(other[0].message)}"
    return None if answer.verdicts else f"{name}: no test ran on the stub."


def _passes(where: str, answer: Answer) -> str | None:
    if answer.fault:
        return f"{where}: {answer.fault}."
    other = [verdict for verdict in answer.verdicts if not verdict.passed]
    if other:
        return f"{where} does not pass {other[0].test}: {_one_line(other[0].message)}"
    return None if answer.verdicts else f"{where}: no test ran."


def _earns(one: Known, task: Task | None, others: set[str], answer: Answer) -> str | None:
    where = f"{one.kata.id}: the mistake `{one.name}` of `{one.task}` (line {one.line})"
    if answer.fault:
        return f"{where}: {answer.fault}."
    if task is None:
        return f"{where} names a task that does not exist."
    by_name = {verdict.test.partition("[")[0]: verdict for verdict in reversed(answer.verdicts) if not verdict.passed}
    seen = [by_name[test] for test in task.tests if test in by_name]  # as the learner meets them
    if not seen:
        return f"{where} passes every visible test."
    if one.words not in _one_line(seen[0].message):
        return f"{where} should be told “{one.words}”, and {seen[0].test} says: {_one_line(seen[0].message)}"
    for verdict in answer.verdicts:
        for words in others:
            if words in _one_line(verdict.message) and words not in one.words and one.words not in words:
                return f"{where} is also told another's words, “{words}”, by {verdict.test}."
    return None


def _unmasked(task: Task, fake: str, proof: Proof, answer: Answer) -> str | None:
    if answer.fault:
        return f"{task.id}: the impostor “{fake}”: {answer.fault}."
    passed = [verdict for verdict in answer.verdicts if verdict.passed]
    if not answer.applied:
        return None  # it can give nothing but the truth: transposing a number, say
    proof.asked[fake] += len(answer.verdicts)
    proof.fooled[fake] += len(passed)
    proof.weak.update(f"{task.week}/{task.kata}::{verdict.test}" for verdict in passed)
    if len(passed) == len(answer.verdicts):
        return f"{task.id}: the impostor “{fake}” passes every test."
    return None


def _one_line(message: str) -> str:
    return " ".join(message.split())
