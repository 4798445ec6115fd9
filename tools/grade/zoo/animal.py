"""What an animal of the zoo is: a submission that is hostile or broken, and what a grader must make of it."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from grade.results import Outcome
from grade.zoo import stage

COURSE = Path(__file__).parents[3]
SECRET = "DOWNHILL_ZOO_SECRET"  # a variable that a test sets in the grader's environment: no submission may see it
CONFESSION = "I DID IT"  # what an animal puts into its error once it has done what it must not be able to do

EARNED = frozenset({Outcome.PASSED})
LOST = frozenset(Outcome) - {Outcome.PASSED, Outcome.FAULT}
EITHER = LOST | EARNED  # right answers, and a deed for which a grader may end the process

MTIME = 1_600_000_000  # of the neighbour's files, so that a changed time shows


class Bite(StrEnum):
    """What becomes of a naive grader that meets the animal."""

    POINTS = "points it did not earn"
    LOSS = "honest work loses its points"
    NOTHING = "no result at all"
    TIME = "takes longer than its limit"
    LEAVES = "leaves something behind"
    DEED = "does what it must not"
    INJECTS = "its text acts in the output"


class CannotBuild(Exception):
    """This machine cannot make such a submission; the message says why."""


Special = Callable[[Path, Path], None]


@dataclass(frozen=True)
class Animal:
    """One submission.

    `files` are the texts or bytes by their path in the submission; `special` makes what is no plain file, from the
    submission's folder and the neighbour's. In texts, @OUTSIDE@ is the neighbour's folder, @COURSE@ the course's,
    @TOKEN@ a word of its own, @PROCESSES@ and @BYTES@ bound what a bomb takes.

    `must` has the outcomes allowed in each task of the stage. One of `says` must be in a sentence about it, whatever
    the case; none of `never_says` may. Of the kinds in `flags`, all must be there. `id` is how the submission is named.
    `bites` is what it does to a naive grader; `plain` has that grader use tests of the usual kind instead of the
    course's own, which are not taken in; `needs` names what it takes to bite ("ptrace", "root", or "autoload": that
    pytest loads whatever plugins are installed).
    """

    name: str
    does: str
    files: Mapping[str, str | bytes]
    must: Mapping[str, frozenset[Outcome]]
    says: tuple[str, ...] = ()
    flags: tuple[str, ...] = ()
    bites: frozenset[Bite] = frozenset()
    special: Special | None = None
    id: str = ""
    never_says: tuple[str, ...] = (CONFESSION,)
    plain: bool = False
    needs: str = ""
    litter: tuple[str, ...] = ()

    @property
    def folder_name(self) -> str:
        return self.id or self.name

    def build(self, folder: Path, outside: Path, *, processes: int, megabytes: int) -> None:
        """Write the submission below `folder`. Nothing of it runs by that.

        A bomb stops by itself after so many processes or megabytes: a little more than the grader to be tried allows,
        and no more than the machine can bear.
        """
        words = {
            "@OUTSIDE@": outside.as_posix(),
            "@COURSE@": COURSE.as_posix(),
            "@TOKEN@": token(outside),
            "@PROCESSES@": str(processes),
            "@BYTES@": str(megabytes << 20),
        }
        for name, content in self.files.items():
            path = folder / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content if isinstance(content, bytes) else _filled(content, words).encode())
        if self.special is not None:
            self.special(folder, outside)

    def traces(self, outside: Path) -> list[Path]:
        """Files elsewhere that it may have left: to be looked for, and removed."""
        return [Path(path.replace("@TOKEN@", token(outside))) for path in self.litter]

    def complaints(self, outcomes: Mapping[str, Iterable[Outcome]]) -> list[str]:
        """What is wrong with a grading that gave these outcomes, task by task; [] where it is as it must be."""
        found = []
        for task, allowed in self.must.items():
            given = list(outcomes.get(task, ()))
            odd = sorted({one.value for one in given if one not in allowed | EARNED})
            if not given:
                found.append(f"{task}: no test of it was reported")
            elif odd:
                found.append(f"{task}: {', '.join(odd)}, where only {', '.join(sorted(allowed))} may be")
            elif Outcome.PASSED not in allowed and all(one is Outcome.PASSED for one in given):
                found.append(f"{task}: a point that was not earned")
        return found

    def misspoken(self, sentences: Iterable[str]) -> list[str]:
        """What is wrong with what was said about it; [] where nothing is."""
        text = "\n".join(sentences)
        found = [f"{word[:60]!r} must not be said" for word in self.never_says if word in text]
        if self.says and not any(word in text.lower() for word in self.says):
            found.append(f"none of these is said: {', '.join(self.says)}")
        return found


def _filled(text: str, words: Mapping[str, str]) -> str:
    for word, value in words.items():
        text = text.replace(word, value)
    return text


def token(outside: Path) -> str:
    return hashlib.sha256(outside.as_posix().encode()).hexdigest()[:12]


def must(
    kata1: Iterable[Outcome] = EARNED, kata2: Iterable[Outcome] = EARNED, **tasks: Iterable[Outcome]
) -> dict[str, frozenset[Outcome]]:
    """The outcomes allowed in all tasks of a kata, and in single tasks where they differ from those."""
    by_kata = dict.fromkeys(stage.TASKS1, kata1) | dict.fromkeys(stage.TASKS2, kata2)
    return {task: frozenset(allowed) for task, allowed in {**by_kata, **tasks}.items()}


def plant(outside: Path) -> None:
    """Make the neighbour's folder: an honest submission that no animal may touch, or learn from."""
    for name, content in stage.honest().items():
        path = outside / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(str(content), encoding="utf-8")
    for path in sorted(outside.rglob("*"), reverse=True):
        path.chmod(0o755 if path.is_dir() else 0o644)
        os.utime(path, (MTIME, MTIME))


def disturbed(outside: Path) -> list[str]:
    """What is no longer as `plant` left it, as sentences; [] where all is."""
    expected = {Path(name): str(content).encode() for name, content in stage.honest().items()}
    folders = {parent for name in expected for parent in name.parents} - {Path()}
    there = {path.relative_to(outside) for path in outside.rglob("*")} if outside.is_dir() else set()
    found = [f"{path} is new." for path in sorted(there - set(expected) - folders)]
    for name, content in expected.items():
        path = outside / name
        if path.is_symlink() or not path.is_file():
            found.append(f"{name} is gone.")
            continue
        if path.read_bytes() != content:
            found.append(f"{name} has another content.")
        if path.stat().st_mode & 0o7777 != 0o644:
            found.append(f"{name} has another mode.")
        if int(path.stat().st_mtime) != MTIME:
            found.append(f"{name} has another time.")
    return found
