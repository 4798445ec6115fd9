"""Where submissions are judged: one judge's process, as whoever wants something judged sees it."""

from __future__ import annotations

import json
import shutil
import tempfile
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from grade import sight
from grade.results import Flag, Outcome, Tested
from grade.scratch import clear
from kata.course import Course, Kata
from kata.verify import test_files
from kata.warm import Program


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
    """Judges one submission after the other. Its process is started when it is needed, and again if it ends."""

    def __init__(
        self, root: Path, katas: list[str], hidden: bool, layers: tuple[str, ...] = (), cpu: int | None = None
    ) -> None:
        """layers: of the confinement, as `grade.confine.layers.applied` names them. Without them nothing is graded.

        cpu: the processor that it keeps to. Judge and worker wait for each other all the time: on two processors, it
            costs half of the time to wake one up from the other.
        """
        self.course, self.layers = Course(root), layers
        self.katas = [kata for kata in self.course.katas if kata.id in katas]
        self.tests = sorted({path for kata in self.katas for path in self._tests(kata, hidden)})
        self._scratch = tempfile.TemporaryDirectory(prefix="kata-", ignore_cleanup_errors=True)
        self.inbox = Path(self._scratch.name, sight.KATAS)  # the workers see what lies here, and nothing elsewhere
        command = ["-m", "grade.judge", self._scratch.name, "any" if cpu is None else str(cpu), *map(str, self.tests)]
        self._judge = Program(command, root)
        self.asked: list[dict[str, Any]] = []  # what tests there are

    def _tests(self, kata: Kata, hidden: bool) -> list[Path]:
        return [path for path in test_files(self.course, kata) if hidden or not path.name.startswith("hidden_")]

    def tested(self, katas: Path, limits: Limits, plant: dict[str, Any] | None = None) -> Answered:
        """What every test says about the katas in a folder. CourseError where the judge itself does not run.

        plant: a known mistake to put in a task's place, as `kata.plant` reads it.
        """
        for _ in range(2):  # a judge that breaks down costs a retry, not a result
            if self._judge.process is None:
                self.asked = self._judge.start()["ready"]
            seen, planted = self._taken_in(katas, plant)
            answer = self._ask({"katas": str(seen), **asdict(limits), "plant": planted, "layers": self.layers})
            if answer:
                break
            self._judge.close()
        if not answer:
            return Answered(tuple(self._fault(one) for one in self.asked))
        found = [Tested.from_dict(one) for one in answer["tested"]]
        flags = tuple(Flag(kind, sentence) for kind, sentence in answer["flags"].items())
        return Answered(tuple(found), flags)

    def _taken_in(self, katas: Path, plant: dict[str, Any] | None) -> tuple[Path, dict[str, Any] | None]:
        """The katas and the planted file where the workers can see them: copies, where they lie elsewhere."""
        if not katas.is_relative_to(self.inbox):
            given, katas = katas, self.inbox / "given"
            shutil.rmtree(katas, ignore_errors=True)
            katas.mkdir()
            there = [kata for kata in self.course.katas if (given / kata.week / kata.path.name).is_file()]
            sight.hand_out(there, given, katas)
        if plant and "file" in plant:
            file, planted = Path(plant["file"]), self.inbox / "planted"
            shutil.copytree(file.parent, planted, ignore=_only_python, dirs_exist_ok=True)  # some read one another
            plant = {**plant, "file": str(planted / file.name)}
        return katas, plant

    def _ask(self, job: dict[str, Any]) -> dict[str, Any]:
        self._judge.send(json.dumps(job))
        return self._judge.receive()

    def _fault(self, test: dict[str, Any]) -> Tested:
        message = "The grader broke down over this submission, twice. That is no fault of the student's."
        return Tested(**test, outcome=Outcome.FAULT, message=message)

    def close(self) -> None:
        self._judge.close()
        clear(Path(self._scratch.name))
        self._scratch.cleanup()


def _only_python(_: str, names: list[str]) -> list[str]:
    return [name for name in names if not name.endswith(".py")]
