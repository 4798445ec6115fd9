"""A version of the course, wherever it lies: in a commit, in a folder, or in a zip."""

from __future__ import annotations

import hashlib
import json
import os
import re
import zipfile
import zlib
from collections.abc import Iterable, Mapping
from fnmatch import fnmatch
from functools import cached_property
from pathlib import Path
from typing import NamedTuple, Protocol

from kata.course import CourseError
from kata.update.repository import Blob, Repository

DIGESTS = "exercises/.stubs/digests.json"
FIXTURES = "fixtures/"  # their bytes are compared as they are; elsewhere a line may end as the system likes
NEVER = (".git", ".kata", ".venv", "__pycache__", "LEARNING_LOG.md")  # of a folder that somebody has worked in
EXECUTABLE = "100755"


class File(NamedTuple):
    """One file of a version. `id` stands for its bytes, whatever they are kept in."""

    id: str
    executable: bool


Contents = Mapping[str, tuple[bytes, bool]]  # path → bytes, and whether they can be run


class Edition(Protocol):
    """One version of the course."""

    name: str  # where it comes from, for people

    @property
    def files(self) -> Mapping[str, File]: ...

    def identify(self, data: bytes) -> str: ...

    def read(self, paths: Iterable[str]) -> dict[str, bytes]: ...

    def wrote(self, path: str, data: bytes) -> bool:
        """Whether the course is known to have written these bytes there, in this version or before it."""
        ...


class InGit:
    """The version that a commit holds."""

    def __init__(self, repository: Repository, commit: str, name: str) -> None:
        self.repository, self.commit, self.name = repository, commit, name

    @cached_property
    def blobs(self) -> dict[str, Blob]:
        return self.repository.tree(self.commit)

    @cached_property
    def files(self) -> dict[str, File]:
        odd = next((path for path, blob in self.blobs.items() if not blob.mode.startswith("100")), None)
        if odd:
            raise CourseError(f"{self.name} holds {odd}, which is no plain file. The course has none of that kind.")
        return {path: File(blob.id, blob.mode == EXECUTABLE) for path, blob in self.blobs.items()}

    def identify(self, data: bytes) -> str:
        return self.repository.identify(data)

    def read(self, paths: Iterable[str]) -> dict[str, bytes]:
        ids = {path: self.blobs[path].id for path in paths}
        contents = self.repository.contents(ids.values())
        return {path: contents[one] for path, one in ids.items()}

    def wrote(self, path: str, data: bytes) -> bool:
        return any(self.identify(one) in self._history.get(path, ()) for one in readings(path, data))

    @cached_property
    def _history(self) -> dict[str, set[str]]:
        return self.repository.history(self.commit)


class InFiles:
    """The version that a folder or a zip holds: no more is known of the course than that."""

    def __init__(self, contents: Contents, name: str) -> None:
        self.name = name
        patterns = ignored(contents)
        kept = {path: one for path, one in contents.items() if not _is_left_out(path, patterns)}
        # Whose folder it is may have solved some katas: what the course wrote lies in .stubs/.
        self._contents = {path: kept.get(_pristine(path), one)[0] for path, one in kept.items()}
        self.files = {path: File(self.identify(data), kept[path][1]) for path, data in self._contents.items()}

    def identify(self, data: bytes) -> str:
        return sha256(data)

    def read(self, paths: Iterable[str]) -> dict[str, bytes]:
        return {path: self._contents[path] for path in paths}

    def wrote(self, path: str, data: bytes) -> bool:
        return is_same(self, path, data)


def _pristine(path: str) -> str:
    return path.replace("exercises/", "exercises/.stubs/", 1)


def ignored(contents: Contents) -> list[str]:
    """What of a folder is no part of the course: the learner's own, and what .gitignore says."""
    text = contents.get(".gitignore", (b"", False))[0].decode(errors="replace")
    return [*NEVER, *(line.strip().strip("/") for line in text.splitlines() if line.strip())]


def _is_left_out(path: str, patterns: list[str]) -> bool:
    return any(fnmatch(part.lower(), pattern.lower()) for part in path.split("/") for pattern in patterns)


def in_folder(folder: Path) -> InFiles:
    """The version in a folder, or in the one folder in it that holds one. CourseError where there is none."""
    roots = [root for root in (folder, *sorted(folder.iterdir())) if (root / DIGESTS).is_file()]
    if not roots:
        raise CourseError(f"{folder} holds no version of the course: there is no {DIGESTS} in it.")
    found: dict[str, tuple[bytes, bool]] = {}
    for place, folders, names in os.walk(roots[0]):
        folders[:] = sorted(name for name in folders if name not in NEVER)
        for path in (Path(place) / name for name in names):
            if path.is_file() and not path.is_symlink():
                executable = bool(path.stat().st_mode & 0o100)
                found[path.relative_to(roots[0]).as_posix()] = (path.read_bytes(), executable)
    return InFiles(found, str(folder))


def in_zip(file: Path) -> InFiles:
    """The version in a zip, as a browser brings it: all in one folder. CourseError where it holds none."""
    try:
        with zipfile.ZipFile(file) as archive:
            members = [member for member in archive.infolist() if not member.is_dir()]
            tops = [name.removesuffix(DIGESTS) for member in members if (name := member.filename).endswith(DIGESTS)]
            top = min(tops, key=len, default=None)
            if top is None:
                raise CourseError(f"{file} holds no version of the course: there is no {DIGESTS} in it.")
            found = {
                member.filename.removeprefix(top): (archive.read(member), bool(member.external_attr >> 16 & 0o100))
                for member in members
                if member.filename.startswith(top)
            }
    except (zipfile.BadZipFile, EOFError, RuntimeError, NotImplementedError, zlib.error) as error:
        raise CourseError(f"{file} is no zip that can be read ({error}). Download it again.") from None
    strange = next((path for path in found if not _is_inside(path)), None)
    if strange:
        raise CourseError(
            f"{file} holds {strange!r}, which lies outside of the course's folder. It is not to be trusted."
        )
    return InFiles(found, str(file))


def _is_inside(path: str) -> bool:
    """Whether a path of a zip leads to a place below the folder it is unpacked to, on any system."""
    return not re.search(r"[\\:\0]", path) and all(part not in ("", ".", "..") for part in path.split("/"))


def readings(path: str, data: bytes) -> list[bytes]:
    """The bytes as they are, and as they were before git or an editor gave their lines Windows' ends."""
    return [data] if path.startswith(FIXTURES) or b"\r\n" not in data else [data, data.replace(b"\r\n", b"\n")]


def is_same(edition: Edition, path: str, data: bytes) -> bool:
    """Whether these bytes are what the version has there."""
    return path in edition.files and any(
        edition.identify(one) == edition.files[path].id for one in readings(path, data)
    )


def sha256(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def is_course(edition: Edition) -> bool:
    """Whether this is a version of the course at all, and not of something else."""
    paths = edition.files
    return DIGESTS in paths and any(path.startswith("tools/kata/") for path in paths) and bool(kata_ids(paths))


def kata_ids(paths: Iterable[str]) -> set[str]:
    """The katas among the files of a version, as "week1/kata1_pixels": modules with a test file beside them."""
    found = (re.fullmatch(r"exercises/(week\d+)/test_([^/]+)\.py", path) for path in paths)
    return {f"{one[1]}/{one[2]}" for one in found if one}


def digests(data: bytes) -> dict[str, set[str]]:
    """Kata → the digests of its stubs, from the bytes of a digests.json; {} where those are damaged."""
    try:
        return {str(kata): {str(one) for one in known} for kata, known in json.loads(data).items()}
    except (ValueError, AttributeError, TypeError):
        return {}
