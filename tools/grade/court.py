"""Where submissions are judged: one judge's process, and beside it one for the tests that cannot be confined."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
import tempfile
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any

from grade import sight
from grade.results import Flag, Outcome, Tested
from grade.scratch import clear
from grade.unconfined import UNCONFINED
from kata.course import Course, CourseError, Kata
from kata.verify import test_files
from kata.warm import OWN_GROUP, Answer, Job, Runner

LONG = 120.0  # seconds that one kata's unconfined tests may take


@dataclass(frozen=True)
class Limits:
    """What a submission may take: seconds of computing for one call, seconds for all of it, megabytes of memory."""

    seconds: float = 5.0
    budget: float = 300.0
    megabytes: int = 2048


@dataclass(frozen=True)
class Answered:
    """What is known of one submission: each test's answer, and what a person should look at."""

    tested: tuple[Tested, ...]
    flags: tuple[Flag, ...] = ()


class Court:
    """Judges one submission after the other. Its processes are started when they are needed, and again if they end."""

    def __init__(
        self, root: Path, katas: list[str], hidden: bool, layers: tuple[str, ...] = (), cpu: int | None = None
    ) -> None:
        """layers: of the confinement, as `grade.confine.layers.applied` names them. Without them nothing is graded.

        cpu: the processor that it keeps to. Judge and worker wait for each other all the time: on two processors, it
            costs half of the time to wake one up from the other.
        """
        self.cpu = cpu
        self.course, self.layers = Course(root), layers
        self.katas = [kata for kata in self.course.katas if kata.id in katas]
        self.tests = sorted({path for kata in self.katas for path in self._tests(kata, hidden)})
        self._judge: subprocess.Popen[str] | None = None
        self._runner: Runner | None = None
        self._scratch = tempfile.TemporaryDirectory(prefix="kata-", ignore_cleanup_errors=True)
        self.inbox = Path(self._scratch.name, sight.KATAS)  # the workers see what lies here, and nothing elsewhere
        self.asked: list[dict[str, Any]] = []  # what tests there are

    def _tests(self, kata: Kata, hidden: bool) -> list[Path]:
        return [path for path in test_files(self.course, kata) if hidden or not path.name.startswith("hidden_")]

    def tested(self, katas: Path, limits: Limits, plant: dict[str, Any] | None = None) -> Answered:
        """What every test says about the katas in a folder. CourseError where the judge itself does not run.

        plant: a known mistake to put in a task's place, as `kata.plant` reads it.
        """
        for _ in range(2):  # a judge that breaks down costs a retry, not a result
            if self._judge is None:
                self._start()
            seen, planted = self._taken_in(katas, plant)
            answer = self._ask({"katas": str(seen), **asdict(limits), "plant": planted, "layers": self.layers})
            if answer:
                break
            self._stop()
        if not answer:
            return Answered(tuple(self._fault(one) for one in self.asked))
        found = [Tested.from_dict(one) for one in answer["tested"]]
        flags = tuple(Flag(kind, sentence) for kind, sentence in answer["flags"].items())
        return Answered(tuple(self._with_unconfined(found, katas, plant)), flags)

    def _taken_in(self, katas: Path, plant: dict[str, Any] | None) -> tuple[Path, dict[str, Any] | None]:
        """The katas and the planted file where the workers can see them: copies, where they lie elsewhere."""
        if not katas.is_relative_to(self.inbox):
            given, katas = katas, self.inbox / "given"
            shutil.rmtree(katas, ignore_errors=True)
            for path in (f"{kata.week}/{kata.path.name}" for kata in self.course.katas):
                if (given / path).is_file():
                    (katas / path).parent.mkdir(parents=True, exist_ok=True)
                    shutil.copyfile(given / path, katas / path)
        if plant and "file" in plant:
            file, planted = Path(plant["file"]), self.inbox / "planted"
            shutil.copytree(file.parent, planted, ignore=_only_python, dirs_exist_ok=True)  # some read one another
            plant = {**plant, "file": str(planted / file.name)}
        return katas, plant

    def _start(self) -> None:
        cpu = "any" if self.cpu is None else str(self.cpu)
        command = [sys.executable, "-m", "grade.judge", self._scratch.name, cpu, *map(str, self.tests)]
        self._judge = subprocess.Popen(
            command, cwd=self.course.root, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, **OWN_GROUP
        )
        first = self._receive()
        if "ready" not in first:
            self._stop()
            raise CourseError(first.get("fault") or "The judge did not start; its error is above.")
        self.asked = first["ready"]

    def _ask(self, job: dict[str, Any]) -> dict[str, Any]:
        assert self._judge and self._judge.stdin
        try:
            self._judge.stdin.write(json.dumps(job) + "\n")
            self._judge.stdin.flush()
        except OSError:
            return {}
        return self._receive()

    def _receive(self) -> dict[str, Any]:
        assert self._judge and self._judge.stdout
        line = self._judge.stdout.readline()
        answer: dict[str, Any] = json.loads(line) if line else {}
        return answer

    def _fault(self, test: dict[str, Any]) -> Tested:
        message = "The grader broke down over this submission, twice. That is no fault of the student's."
        return Tested(**test, outcome=Outcome.FAULT, message=message)

    def _with_unconfined(self, tested: list[Tested], katas: Path, plant: dict[str, Any] | None) -> list[Tested]:
        named = [one for one in tested if one.test.partition("[")[0] in UNCONFINED]
        if not named:
            return tested
        answers: dict[str, Answer] = {}
        for kata in {one.kata_id: one for one in named}.values():
            answers[kata.kata_id] = self._run(Job(str(katas), kata.week, kata.kata, plant=plant, seconds=LONG))
        return [_unconfined(one, answers[one.kata_id]) if one in named else one for one in tested]

    def _run(self, job: Job) -> Answer:
        if self._runner is None:
            self._runner = Runner(self.course.root, self.tests)
        return self._runner.run(job)

    def _stop(self) -> None:
        judge, self._judge = self._judge, None
        if judge:
            judge.kill()
            judge.wait()
            for pipe in (judge.stdin, judge.stdout):
                if pipe:
                    pipe.close()

    def close(self) -> None:
        self._stop()
        if self._runner:
            self._runner.close()
        clear(Path(self._scratch.name))
        self._scratch.cleanup()


def _only_python(_: str, names: list[str]) -> list[str]:
    return [name for name in names if not name.endswith(".py")]


def _unconfined(test: Tested, answer: Answer) -> Tested:
    """The same test's answer from the process that was not confined."""
    found = next((one for one in answer.verdicts if (one.kata, one.test) == (test.kata, test.test)), None)
    if found is None:
        outcome = Outcome.TIMEOUT if "stopped after" in answer.fault else Outcome.CRASH
        return replace(test, outcome=outcome, message=answer.fault, confined=False)
    return replace(test.answered(found), confined=False)
