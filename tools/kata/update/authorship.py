"""Who wrote what stands in a file: the course, in some version of it, or the learner."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from kata.course import Course
from kata.stubs import digest
from kata.update import changes
from kata.update.editions import DIGESTS, Edition, InGit, digests, is_same, kata_ids, readings, sha256


def path_of(kata: str) -> str:
    return f"exercises/{kata}.py"


def stub_path(kata: str) -> str:
    return f"exercises/.stubs/{kata}.py"


@dataclass(frozen=True)
class Past:
    """What the course had in this clone before, as far as that is known."""

    paths: set[str]
    digests: Mapping[str, set[str]]
    stubs: Mapping[str, bytes]  # kata → the newest stub that the course had
    record: Mapping[str, str]
    is_known: bool  # whether all of it is


class Known:
    """What the course is known to have written, before this version and in it."""

    def __init__(self, past: Past, new: Edition) -> None:
        self.past, self.new = past, new
        fresh = digests(new.read([DIGESTS])[DIGESTS])
        self.digests = {
            name: fresh.get(name, set()) | past.digests.get(name, set()) for name in {*fresh, *past.digests}
        }
        names = {*self.digests, *kata_ids(new.files), *kata_ids(past.paths)}
        self.katas = {path_of(name): name for name in names}

    def wrote(self, path: str, data: bytes) -> bool:
        """Whether these bytes at this path are the course's."""
        stubs = self.digests.get(self.katas.get(path, ""))
        if stubs is not None:
            return digest(data) in stubs or is_same(self.new, path, data)
        if any(sha256(one) == self.past.record.get(path) for one in readings(path, data)):
            return True
        return is_same(self.new, path, data) or self.new.wrote(path, data)


def past_of_commit(course: Course, base: InGit) -> Past:
    here = past_of_folder(course, {})
    known = digests(base.read([DIGESTS])[DIGESTS]) if DIGESTS in base.blobs else {}
    stubs = base.read(path for path in base.blobs if path.startswith("exercises/.stubs/week"))
    names = {*known, *here.digests}
    return Past(
        paths=set(base.blobs),
        digests={name: known.get(name, set()) | here.digests.get(name, set()) for name in names},
        stubs={path.removeprefix("exercises/.stubs/").removesuffix(".py"): data for path, data in stubs.items()},
        record={},
        is_known=True,
    )


def past_of_folder(course: Course, record: Mapping[str, str]) -> Past:
    """What the folder itself tells: the katas that are in its digests, and what was noted at the last update."""
    known = digests(changes.on_disk(course.root, DIGESTS) or b"")
    safe = {name for name in known if re.fullmatch(r"week\d+/\w+", name)}
    stubs = {name: data for name in safe if (data := changes.on_disk(course.root, stub_path(name))) is not None}
    tests = {f"exercises/{name.replace('/', '/test_')}.py" for name in safe}
    paths = {*record, *tests, *map(path_of, safe), *map(stub_path, safe)}
    return Past(paths, known, stubs, record, is_known=bool(record))
