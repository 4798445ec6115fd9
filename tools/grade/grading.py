"""A folder of submissions becomes results: read, judged, put together, written."""

from __future__ import annotations

import hashlib
import json
import tempfile
import time
from collections.abc import Callable
from dataclasses import asdict, dataclass, field
from pathlib import Path

from grade import intake, writers
from grade.confine import bubblewrap
from grade.confine.layers import applied, layers
from grade.court import Answered, Limits
from grade.results import Flag, Graded, Layer, Outcome, Results, Tested
from grade.spread import Setting, Trial, court, judged
from grade.writers.files import put
from kata.course import Course, CourseError

FLAGGED = (Outcome.FORBIDDEN, Outcome.CRASH, Outcome.MEMORY)  # for a person to look at
HARMLESS = (intake.NO_KATA, intake.NO_KATAS)  # why a file was left aside, where nobody need ask
CODE = (".py", ".pyc", ".pth", ".so")  # unless it could be meant to run


@dataclass(frozen=True)
class Order:
    """What an instructor asks for. `katas`: their ids, in course order."""

    course: Course
    submissions: Path
    out: Path
    katas: tuple[str, ...]
    hidden: bool = False
    roster: Path | None = None
    workers: int = 1
    cluster: str = ""
    require_sandbox: bool = False
    resume: bool = False
    limits: Limits = field(default_factory=Limits)


Progress = Callable[[int, int], None]  # how many are done, of how many


def grade(order: Order, version: str, progress: Progress = lambda done, total: None) -> Results:
    """Grade, and write everything into `order.out`. CourseError for what the instructor can put right."""
    setting = Setting(order.course.root, order.katas, order.hidden, order.limits, applied())
    if not order.cluster:
        court(setting).begin()  # it starts while the layers are tried
    held = tuple(Layer(*one) for one in layers())
    extra = Layer(*bubblewrap.layer())  # no layer that anything else relies upon
    if order.require_sandbox and not all(layer.holds for layer in held):
        open_ones = ", ".join(layer.name for layer in held if not layer.holds)
        raise CourseError(f"Not graded: these layers of the sandbox do not hold here: {open_ones or 'none at all'}.")
    roster = intake.read_roster(order.roster) if order.roster else None
    with tempfile.TemporaryDirectory(prefix="grade-", ignore_cleanup_errors=True) as place:
        submissions = intake.read(order.submissions, order.course, Path(place, "taken"), roster)
        if not submissions:
            raise CourseError(f"There is no submission in {order.submissions}: each is a folder or a zip, named by id.")
        tested = _tested(order, setting, submissions, progress)
    graded = tuple(_graded(one, tested[number]) for number, one in enumerate(submissions))
    missing = intake.missing(roster, submissions) if roster else ()
    strays = tuple(f"{one.path}: {one.reason}" for one in intake.strays(order.submissions))
    results = Results(version, order.katas, order.hidden, (*held, extra), graded, missing, strays)
    writers.write_all(results, order.out, time.strftime("%Y-%m-%dT%H-%M-%S"))
    return results


def _tested(
    order: Order, setting: Setting, submissions: list[intake.Submission], progress: Progress
) -> dict[int, Answered]:
    """Every submission's answers, by its place. What an interrupted run had finished is taken over."""
    trials = [Trial(number, _sources(order.course, one.folder)) for number, one in enumerate(submissions)]
    kept = Kept(order.out / "unfinished", setting)
    if not order.resume:
        kept.clear()
    found = {trial.number: known for trial in trials if (known := kept.find(trial)) is not None}
    left = [trial for trial in trials if trial.number not in found]
    progress(len(found), len(trials))
    for number, answered in judged(setting, left, order.workers, order.cluster) if left else ():
        found[number] = answered
        kept.keep(trials[number], answered)
        progress(len(found), len(trials))
    kept.clear()
    return found


def _sources(course: Course, folder: Path) -> dict[str, str]:
    """The katas that were handed in."""
    names = [f"{kata.week}/{kata.path.name}" for kata in course.katas]
    return {name: (folder / name).read_text(encoding="utf-8-sig") for name in names if (folder / name).exists()}


class Kept:
    """The answers of a run that is not finished, a file a submission: whoever interrupts it loses what is running."""

    def __init__(self, folder: Path, setting: Setting) -> None:
        self.folder = folder
        weeks = sorted({kata.partition("/")[0] for kata in setting.katas})
        tests = [path.read_bytes() for week in weeks for path in sorted(setting.root.glob(f"*/{week}/*test_*.py"))]
        self._how = [setting.katas, setting.hidden, asdict(setting.limits), hashlib.sha256(b"".join(tests)).hexdigest()]

    def _path(self, trial: Trial) -> Path:
        """Named by what was judged, and how: another text, or other tests, is another trial."""
        what = json.dumps([trial.sources, *self._how], sort_keys=True)
        return self.folder / f"{hashlib.sha256(what.encode()).hexdigest()}.json"

    def find(self, trial: Trial) -> Answered | None:
        try:
            told = json.loads(self._path(trial).read_text(encoding="utf-8"))
            tested = tuple(map(Tested.from_dict, told["tested"]))
            return Answered(tested, tuple(Flag(**one) for one in told["flags"]))
        except (OSError, ValueError, TypeError, KeyError):
            return None

    def keep(self, trial: Trial, answered: Answered) -> None:
        path = self._path(trial)
        told = {"tested": list(map(vars, answered.tested)), "flags": list(map(vars, answered.flags))}
        put(path.parent, path.name, json.dumps(told))

    def clear(self) -> None:
        for path in self.folder.glob("*.json"):
            path.unlink()
        if self.folder.is_dir() and not any(self.folder.iterdir()):
            self.folder.rmdir()


def _graded(submission: intake.Submission, answered: Answered) -> Graded:
    tested = answered.tested
    flags = [*answered.flags]
    for outcome in FLAGGED:
        if found := [one for one in tested if one.outcome is outcome]:
            flags.append(Flag(outcome.value, found[0].message, found[0].test))
    problems = [*submission.problems]
    if submission.ignored:
        more = f", and {submission.more_ignored} more" if submission.more_ignored else ""
        listed = "; ".join(f"{one.path} ({one.reason})" for one in submission.ignored)
        problems.append(f"Not looked at: {listed}{more}.")
    if odd := [one for one in submission.ignored if one.reason not in HARMLESS or one.path.endswith(CODE)]:
        flags.append(Flag("ignored-file", "; ".join(f"{one.path}: {one.reason}" for one in odd)))
    elif submission.more_ignored:
        count = len(submission.ignored) + submission.more_ignored
        flags.append(Flag("ignored-file", f"{count} files that are no katas"))
    return Graded(
        submission.id, submission.name, tested, tuple(flags), tuple(problems), sum(one.seconds for one in tested)
    )
