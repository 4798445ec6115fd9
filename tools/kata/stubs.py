"""Stubs come from solutions: what stands between `# BEGIN SOLUTION` and `# END SOLUTION` becomes
`raise NotImplementedError`; the docstrings and everything else stay as they are.

A learner's work is never overwritten: a file in exercises/ is replaced only if it is, to the byte, a stub
that the course once wrote. `exercises/.stubs/` knows those: the newest of each as a file, which `kata reset`
puts back, and the digests of all that came before.
"""

from __future__ import annotations

import hashlib
import json
import re
import time
from collections.abc import Container
from dataclasses import dataclass
from pathlib import Path

from kata.course import Course, CourseError, Kata
from kata.kept import FOLDER

BLOCK = re.compile(r"^(?P<indent> *)# BEGIN SOLUTION\n.*?^(?P=indent)# END SOLUTION\n", re.MULTILINE | re.DOTALL)


@dataclass(frozen=True)
class Written:
    """What `write` did with one kata: "new", "same", "updated" or "kept" (somebody has edited it)."""

    kata: Kata
    what: str


def stub_of(reference: str) -> str:
    """The stub for a reference's source. CourseError if the source has no solution to take out."""
    stub, count = BLOCK.subn(lambda block: f"{block['indent']}raise NotImplementedError\n", reference)
    if count == 0 or "BEGIN SOLUTION" in stub or "END SOLUTION" in stub:
        raise CourseError("Mark the body of each task with # BEGIN SOLUTION and # END SOLUTION, indented alike.")
    return stub


def references(course: Course) -> list[tuple[Kata, Path]]:
    """Every kata that has a reference, with the reference. CourseError where the solutions are not here."""
    if not course.solutions.is_dir():
        raise CourseError("There are no solutions in this clone, so there is nothing to make stubs from.")
    return [
        (kata, reference)
        for kata in course.katas
        if (reference := course.solutions / kata.week / f"{kata.name}.py").is_file()
    ]


def pristine(course: Course, kata: Kata) -> Path:
    """The newest stub of a kata, which nobody edits."""
    return course.exercises / ".stubs" / kata.week / f"{kata.name}.py"


def problems(course: Course, katas: Container[Kata] | None = None) -> list[str]:
    """What differs between exercises/ and the stubs of the references (or of those of `katas`), a sentence each."""
    found = []
    digests = _digests(course)
    for kata, reference in references(course):
        if katas is not None and kata not in katas:
            continue
        wanted = stub_of(reference.read_text(encoding="utf-8"))
        if digest(wanted.encode()) not in digests.get(kata.id, []):
            found.append(f"The stub of {kata.id} is not in .stubs/digests.json: run `kata stubs`.")
        for path in (kata.path, pristine(course, kata)):
            name = path.relative_to(course.root).as_posix()
            if not path.is_file():
                found.append(f"{name} is missing: `kata stubs` writes it.")
            elif path.read_text(encoding="utf-8", errors="replace") != wanted:
                found.append(f"{name} is not the stub of its reference: run `kata stubs`, or `kata reset` first.")
    return found


def write(course: Course) -> list[Written]:
    """Write the stub of every reference, and leave alone each file that somebody has edited."""
    digests = _digests(course)
    written = []
    for kata, reference in references(course):
        stub = stub_of(reference.read_text(encoding="utf-8"))
        known = digests.setdefault(kata.id, [])
        written.append(Written(kata, _write_one(kata, stub, known)))
        _put(pristine(course, kata), stub)
        if digest(stub.encode()) not in known:
            known.append(digest(stub.encode()))
    _put(_digest_file(course), json.dumps(digests, indent=1, sort_keys=True) + "\n")
    return written


def _write_one(kata: Kata, stub: str, known: list[str]) -> str:
    if not kata.path.exists():
        what = "new"
    elif kata.path.read_bytes() == stub.encode():
        return "same"
    elif digest(kata.path.read_bytes()) in known:
        what = "updated"
    else:
        return "kept"
    _put(kata.path, stub)
    return what


def _put(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8", newline="\n")


def _digest_file(course: Course) -> Path:
    return course.exercises / ".stubs" / "digests.json"


def _digests(course: Course) -> dict[str, list[str]]:
    path = _digest_file(course)
    found: dict[str, list[str]] = json.loads(path.read_text(encoding="utf-8")) if path.exists() else {}
    return found


def digest(source: bytes) -> str:
    """A short SHA-256, the same whatever the line endings: git may change those."""
    return hashlib.sha256(source.replace(b"\r\n", b"\n")).hexdigest()[:16]


def is_edited(course: Course, kata: Kata) -> bool:
    """Whether a kata holds anything that the course did not write."""
    return kata.path.exists() and digest(kata.path.read_bytes()) not in _digests(course).get(kata.id, [])


def reset(course: Course, kata: Kata) -> Path | None:
    """Put the stub back; returns the copy that was kept of the learner's file, None where there was none.

    OSError if the copy or the stub cannot be written; the learner's file is then as it was.
    """
    source = pristine(course, kata)
    if not source.is_file():
        raise CourseError(f"{source} is missing: `git checkout -- exercises/.stubs` brings the stubs back.")
    copy = keep_copy(course, kata) if kata.path.exists() else None
    temporary = kata.path.with_suffix(".py.new")
    temporary.write_bytes(source.read_bytes())
    temporary.replace(kata.path)
    return copy


def keep_copy(course: Course, kata: Kata) -> Path:
    """Copy a learner's kata to `.kata/kept/` before anything happens to it; returns the copy."""
    folder = course.root / FOLDER / "kept"
    folder.mkdir(parents=True, exist_ok=True)
    stamp = time.strftime("%Y%m%d-%H%M%S")
    for number in range(1000):
        copy = folder / f"{kata.week}-{kata.name}-{stamp}{f'-{number}' if number else ''}.py"
        if not copy.exists():
            copy.write_bytes(kata.path.read_bytes())
            return copy
    raise CourseError(f"{folder} holds too many copies: move some of them away.")
