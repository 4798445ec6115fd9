"""The proof that learners get nothing of the staff's: every file of every commit of a branch is searched.

By its place    A path that main keeps for the staff (solutions/, a grader, tests of the tools, …), in any commit, is
                found; so is a file of theirs that lies, the same to the byte, under another name.
By its stub     A kata in exercises/ or exercises/.stubs/ must be a stub that the course has written: its digest stands
                in exercises/.stubs/digests.json. So a solution in its own place is found, however short it is.
By its lines    What is secret is what stands between the marks of a reference, and all other files of solutions/. White
                space does not count, nor what else stands on the line: a solution is found indented otherwise, quoted,
                or inside of JSON. A line of fewer than 24 signs says little by itself, so it counts together with as
                many of the next lines as make 24. A line that imports something is no secret.

Hints, tests and labs show lines of solutions on purpose, and `for path in sorted(root.rglob("*")):` belongs to nobody.
So a line is no secret if it stands in a file that main shows to learners now, or if it is found in a file just as main
once had it there. For this there is no excuse: a solution's body as a whole (from 60 signs on), 160 signs in a row of
one, or 300 in a row of a hidden test, of a mistake, of anything else in solutions/. Files of tools/publish/student/
excuse nothing.

What cannot be searched, a binary file, must be one that main has, or had, at that place.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

from kata.stubs import digest
from kata.update.editions import DIGESTS, digests
from kata.update.repository import Blob
from publish.selection import OVERLAY, RELEASED, SOLUTIONS, is_for_learners, overlay, solution_bodies
from publish.workshop import Workshop

LINE = 24  # signs, white space left out, that say something by themselves
WHOLE = 60  # signs from which on a whole solution is never excused
IN_A_ROW = 160  # signs in a row of a solution that are never excused
IN_A_ROW_OF_OTHERS = 300  # the same of tests and mistakes, whose beginnings are alike everywhere
IMPORT = re.compile(r"\s*(import|from)\s")  # what is imported says nothing of what is done with it
NO_FILE = "0" * 8
STAFF_NAMES = re.compile(r"(^|/)(hidden_test_|mistakes_|alternatives_)\w+\.py$|(^|/)equivalent_mutants\.toml$")
KATA = re.compile(r"exercises/(?:\.stubs/)?(week\d+/\w+)\.py")


@dataclass(frozen=True)
class Finding:
    """Something that learners must not get, and where it is."""

    path: str
    line: int  # 0: it is the file as a whole
    commit: str
    what: str

    def __str__(self) -> str:
        place = f"{self.path}:{self.line}" if self.line else self.path
        return f"{place} {self.what} (commit {self.commit[:10]})"


@dataclass(frozen=True)
class Proof:
    """What was searched, for how much, and what was found."""

    commits: int
    files: int  # versions of files
    secrets: int  # lines that were searched for
    shown: int  # of those: stand in what learners are shown
    findings: tuple[Finding, ...]


class Secret(NamedTuple):
    text: str  # without white space
    path: str
    line: int
    excusable: bool


class Hit(NamedTuple):
    secret: Secret
    line: int


class Squeezed:
    """A text without its white space, which still knows where its lines were."""

    def __init__(self, text: str) -> None:
        lines = ["".join(line.split()) for line in text.splitlines()]
        self.text = "".join(lines)
        self.lines = lines
        self._starts: list[int] = []
        at = 0
        for line in lines:
            self._starts.append(at)
            at += len(line)

    def line_at(self, place: int) -> int:
        return bisect_right(self._starts, place)

    def stretches(self, signs: int) -> Iterator[tuple[int, str]]:
        """From each line on, as many lines as make so many signs; with the number of the first, from 1."""
        for number, line in enumerate(self.lines, 1):
            if not line:
                continue
            stretch, following = line, number
            while len(stretch) < signs and following < len(self.lines):
                stretch += self.lines[following]
                following += 1
            if len(stretch) >= signs:
                yield number, stretch


class Secrets:
    """All that must not be found."""

    def __init__(self, secrets: Iterable[Secret]) -> None:
        self._by_start: dict[str, dict[str, Secret]] = {}
        for secret in secrets:
            known = self._by_start.setdefault(secret.text[:LINE], {})
            if secret.text not in known or not secret.excusable:
                known[secret.text] = secret

    @property
    def lines(self) -> set[str]:
        return {text for known in self._by_start.values() for text, one in known.items() if one.excusable}

    def hits(self, text: str) -> list[Hit]:
        squeezed = Squeezed(text)
        found = []
        for place in range(len(squeezed.text) - LINE + 1):
            for secret in self._by_start.get(squeezed.text[place : place + LINE], {}).values():
                if squeezed.text.startswith(secret.text, place):
                    found.append(Hit(secret, squeezed.line_at(place)))
        return found


def secrets_of(solutions: Mapping[str, str], released: set[str]) -> Iterator[Secret]:
    """What is secret in the texts of solutions/, by path. The references of released weeks are not."""
    for path, text in solutions.items():
        bodies = solution_bodies(text)
        if not bodies:
            yield from _secrets(path, text, 1, IN_A_ROW_OF_OTHERS)
        elif path.split("/")[1] not in released:
            for body in bodies:
                first = text.replace("\r\n", "\n").partition(body)[0].count("\n") + 1
                yield from _secrets(path, body, first, IN_A_ROW)
                whole = "".join(body.split())
                if len(whole) >= WHOLE:
                    yield Secret(whole, path, first, excusable=False)


def _secrets(path: str, text: str, first: int, in_a_row: int) -> Iterator[Secret]:
    squeezed, lines = Squeezed(text), text.splitlines()
    for signs, excusable in ((LINE, True), (in_a_row, False)):
        for number, stretch in squeezed.stretches(signs):
            if not excusable or not IMPORT.match(lines[number - 1]):
                yield Secret(stretch, path, first + number - 1, excusable)


class Search:
    """The search of one branch. main, student: the files of both, by path; released: the weeks that are given out."""

    def __init__(
        self,
        shop: Workshop,
        main_commit: str,
        main: Mapping[str, Blob],
        student: Mapping[str, Blob],
        released: set[str],
    ) -> None:
        self.shop, self.main_commit, self.main, self.student, self.released = shop, main_commit, main, student, released
        self.overlay = overlay(main)
        kept = {path: blob.id for path, blob in main.items() if path.startswith(SOLUTIONS)}
        texts = shop.contents(kept.values())
        self.secrets = Secrets(secrets_of({path: _text(texts[one]) or "" for path, one in kept.items()}, released))
        known = shop.contents([main[DIGESTS].id]) if DIGESTS in main else {}
        self.stubs = digests(b"".join(known.values()) or b"{}")
        shown = {blob.id for blob in student.values()}
        empty = shop.identify(b"")
        self.staff = {blob.id: path for path, blob in main.items() if blob.id not in shown and blob.id != empty}
        self._hits: dict[str, list[Hit]] = {}

    def prove(self, tip: str) -> Proof:
        """Search every file of every commit that `tip` can reach, and what the commits say."""
        commits = self.shop.commits("--reverse", tip)
        seen = self._seen(commits)
        contents = self.shop.contents({one for _, one in seen} | {blob.id for blob in self.student.values()})
        shown = self._shown(contents)
        findings: list[Finding] = []
        for (path, one), commit in seen.items():
            findings += self._file(path, one, contents[one], commit, shown)
        for commit, message in self._messages(commits):
            findings += self._lines("the message", commit, self.secrets.hits(message), commit, shown)
        lines = self.secrets.lines
        return Proof(len(commits), len(seen), len(lines), len(lines & shown), tuple(findings))

    def _seen(self, commits: list[str]) -> dict[tuple[str, str], str]:
        """Path and file of all that any of the commits holds → the first that does."""
        words = ("diff-tree", "--stdin", "-r", "-m", "--root", "--raw", "-z", "--no-renames")
        out = self.shop.run(*words, data="".join(f"{one}\n" for one in commits).encode())
        parts = iter(out.decode("utf-8", "surrogateescape").split("\0"))
        seen: dict[tuple[str, str], str] = {}
        commit = ""
        for part in parts:
            if not part.startswith(":"):
                commit = part.strip() or commit
                continue
            path, one = next(parts), part.split(" ")[3]
            if not one.startswith(NO_FILE):
                seen.setdefault((path, one), commit)
        return seen

    def _shown(self, contents: Mapping[str, bytes]) -> set[str]:
        """The lines that learners are shown on purpose: those in the files that main and the branch share."""
        files = {path: blob.id for path, blob in self.student.items() if path not in self.overlay}
        return {
            hit.secret.text
            for one in files.values()
            for hit in self._hits_in(one, _text(contents[one]) or "")
            if hit.secret.excusable
        }

    def _hits_in(self, one: str, text: str) -> list[Hit]:
        if one not in self._hits:
            self._hits[one] = self.secrets.hits(text)
        return self._hits[one]

    def _messages(self, commits: list[str]) -> Iterator[tuple[str, str]]:
        out = self.shop.run("log", "--no-walk=unsorted", "--stdin", "-z", "--format=%H%n%B",
                            data="".join(f"{one}\n" for one in commits).encode())  # fmt: skip
        for entry in filter(None, out.decode("utf-8", "replace").split("\0")):
            commit, _, message = entry.partition("\n")
            yield commit, message

    def _file(self, path: str, one: str, data: bytes, commit: str, shown: set[str]) -> Iterator[Finding]:
        if self._is_of_the_staff(path) and one not in self._main_had.get(OVERLAY + path, ()):
            yield Finding(path, 0, commit, "is for the staff alone")
            return
        if self.staff.get(one, path) != path:
            yield Finding(path, 0, commit, f"is {self.staff[one]}, under another name")
            return
        kata = KATA.fullmatch(path)
        if kata and kata[1] in self.stubs and digest(data) not in self.stubs[kata[1]]:
            yield Finding(path, 0, commit, "is no stub that the course has written")
        text = _text(data)
        if text is None:
            if not self._is_of_main(path, one):
                yield Finding(path, 0, commit, "is no text, and no file of main: what is in it cannot be searched")
            return
        yield from self._lines(path, one, self._hits_in(one, text), commit, shown)

    def _lines(self, path: str, one: str, hits: list[Hit], commit: str, shown: set[str]) -> Iterator[Finding]:
        week = path.split("/")[1] if path.startswith(RELEASED) and path.count("/") > 1 else ""
        for secret, line in hits:
            if week and secret.path.startswith(f"{SOLUTIONS}{week}/"):
                continue  # a week that is given out: its mistakes hold most of its solutions
            if secret.excusable and (
                secret.text in shown or (path not in self.overlay and self._is_of_main(path, one))
            ):
                continue
            what = f"holds line {secret.line}" if secret.excusable else f"holds, from line {secret.line} on, much"
            yield Finding(path, line, commit, f"{what} of {secret.path}")

    def _is_of_the_staff(self, path: str) -> bool:
        if path.startswith(RELEASED):
            return path.count("/") > 1 and path.split("/")[1] not in self.released
        if path in self.student:
            return False
        kept = path.startswith("tools/") and not is_for_learners(path)
        return kept or path in self.main or path.startswith((SOLUTIONS, OVERLAY)) or bool(STAFF_NAMES.search(path))

    def _is_of_main(self, path: str, one: str) -> bool:
        """Whether main has this file there, or had it once."""
        blob = self.student.get(path)
        if blob is not None and blob.id == one:
            return True
        return one in self._main_had.get(path, ()) or one in self._main_had.get(OVERLAY + path, ())

    @cached_property
    def _main_had(self) -> dict[str, set[str]]:
        return self.shop.history(self.main_commit)


def _text(data: bytes) -> str | None:
    """The text of a file; None where it is none."""
    if b"\0" in data:
        return None
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        return None
