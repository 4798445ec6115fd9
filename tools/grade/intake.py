"""What was handed in: from a folder of submissions, the files that count, each in a clean folder of its own.

A submission is a subfolder or a zip, named by its id. Of what is in it, only kata files that the course knows are
taken: regular files of UTF-8 text, of sane size, in a folder `weekN` that lies at the top, in `exercises/`, or one
folder further down. Nothing is unpacked, no link is followed, no device or pipe is opened. Names are a stranger's
texts: they are told, and never used as paths.
"""

from __future__ import annotations

import csv
import io
import os
import stat
import sys
import tokenize
import unicodedata
import zipfile
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from itertools import islice
from operator import itemgetter
from pathlib import Path, PureWindowsPath

from kata.course import Course, CourseError, Kata

LARGEST = 200_000  # bytes of a kata file
ZIP = 200_000_000  # bytes of a zip
LISTING = 2 << 20  # bytes of a zip's table of contents
MOST = 20_000  # files in a zip, or in those folders of a submission that are looked into
RATIO = 100  # how much smaller than itself a kata file in a zip may be
NAME = 300  # characters of a path
TOLD = 50  # ignored files that are listed; the others are counted
COMPARED = 300  # files that are compared with the course's own

ARCHIVES = (".zip", ".tar", ".tar.gz", ".tar.bz2", ".tar.xz", ".tgz", ".gz", ".bz2", ".xz", ".7z", ".rar")
SETTINGS = {"pytest.ini", ".pytest.ini", "tox.ini", "setup.cfg", "pyproject.toml"}
AT_START = {"sitecustomize.py", "usercustomize.py"}
LIBRARIES = {"numpy", "scipy", "sklearn", "torch", "torchvision", "PIL", "pytest", "safetensors", "kata", "nets"}
NO_PLACE = {"__pycache__", "node_modules", "venv"}  # folders that are not looked into; nor are those with a dot
OF_SYSTEMS = {"__MACOSX", ".DS_Store", "Thumbs.db", "desktop.ini"}  # of no interest to anybody

LINK = "a link; links are not followed"
ODD = "no regular file, but a pipe, a socket or a device"
OUTSIDE = "its path leads out of the submission"
CHANGES_TESTS = "it would change how tests run; the grader has its own settings"
CHANGES_PYTHON = "it would change Python itself"
TEST = "a test; the course's own tests are run"
HIDES = "it would hide a library of the same name"
MISPLACED = "a kata, but not in the folder of its week"
NESTED = "an archive in a submission; it is not opened"
COMPILED = "compiled code; only source files are taken"
LATER = "the same kata as another file, which counts"
NO_KATA = "no kata of this course"
NO_KATAS = "a folder without katas"
FULL = f"a folder of so many files that it was not looked into; {MOST:,} in all is the most"
DOTTED = "its name begins with a dot, as that of no submission does"
TO_BE_READ = (LINK, ODD, OUTSIDE, CHANGES_TESTS, CHANGES_PYTHON, HIDES, TEST, MISPLACED, LATER)  # told first


@dataclass(frozen=True)
class Ignored:
    """Something of a submission that was not taken. `path` is as it was written, by a stranger."""

    path: str
    reason: str


@dataclass(frozen=True)
class Submission:
    """One student's katas. `folder` holds `weekN/kataK_….py` of what was taken, and nothing else."""

    id: str
    name: str
    folder: Path
    problems: tuple[str, ...] = ()
    ignored: tuple[Ignored, ...] = ()
    more_ignored: int = 0  # beyond those listed


def read(folder: Path, course: Course, work: Path, roster: Mapping[str, str] | None = None) -> list[Submission]:
    """All submissions of a folder, sorted by id; their clean folders are made in `work`, which must be empty.

    roster: names by id, as `read_roster` gives them. Whatever is wrong with a submission is told in its problems.
    """
    if work.exists() and any(work.iterdir()):
        raise CourseError(f"{work} is not empty. Remove what is in it, or name another folder.")
    names = {_key(id): name for id, name in (roster or {}).items()}
    submissions = []
    for number, (id, source, problems) in enumerate(_sources(folder), 1):
        clean = work / f"{number:04}"  # never a name of theirs
        clean.mkdir(parents=True)
        taking = Taking(course, clean)
        if source is not None:
            try:
                taking.take(source)
            except Refused as reason:
                problems.append(f"{reason}.")
        problems += taking.problems
        if roster is not None and _key(id) not in names:
            problems.append("This id is not in the roster.")
        ignored = sorted(taking.ignored, key=lambda one: (one.reason not in TO_BE_READ, one.path, one.reason))
        name = names.get(_key(id), "")
        more = len(ignored[TOLD:])
        submissions.append(Submission(id, name, clean, tuple(problems), tuple(ignored[:TOLD]), more))
    return submissions


def strays(folder: Path) -> tuple[Ignored, ...]:
    """What lies beside the submissions and is none."""
    others = [entry for entry in _entries(folder) if entry.name not in OF_SYSTEMS and not _is_roster(entry)]
    return tuple(
        Ignored(_text(entry.name), DOTTED if entry.name.startswith(".") else "neither a folder nor a zip")
        for entry in others
        if entry.name.startswith(".") or not _source(entry)
    )


# --- the roster -------------------------------------------------------------------------------------------------------


def read_roster(path: Path) -> dict[str, str]:
    """Names by id, from a CSV file with the columns id and name. CourseError, with the line, where it is none."""
    try:
        text = path.read_text(encoding="utf-8-sig")
    except OSError as error:
        raise CourseError(f"{path} cannot be read: {error.strerror}.") from None
    except UnicodeDecodeError:
        raise CourseError(f"{path} is not UTF-8. Save it as UTF-8 (in Excel: “CSV UTF-8”) and try again.") from None
    lines = csv.reader(io.StringIO(text, newline=""), strict=True)
    names: dict[str, str] = {}
    first_seen: dict[str, int] = {}
    try:
        header = [cell.strip().lower() for cell in next(lines, [])]
        for column in ("id", "name"):
            if header.count(column) != 1:
                raise CourseError(
                    f"{path}, line 1: one column {column!r} is wanted, and there {_are(header.count(column))}. "
                    "The first line names the columns, with commas between them: id,name"
                )
        for cells in lines:
            if not any(cell.strip() for cell in cells):
                continue
            cells += [""] * (len(header) - len(cells))
            id, name = cells[header.index("id")].strip(), cells[header.index("name")].strip()
            if not id:
                raise CourseError(f"{path}, line {lines.line_num}: the id is missing. Write one, or remove the line.")
            if (key := _key(id)) in first_seen:
                raise CourseError(f"{path}, line {lines.line_num}: {id!r} is in line {first_seen[key]} already.")
            first_seen[key] = lines.line_num
            names[id] = name
    except csv.Error as error:
        raise CourseError(f"{path}, line {lines.line_num}: this is no CSV ({error}).") from None
    return names


def missing(roster: Mapping[str, str], submissions: Iterable[Submission]) -> tuple[tuple[str, str], ...]:
    """Ids and names of whom nothing has come, in the order of the ids."""
    there = {_key(submission.id) for submission in submissions}
    return tuple(sorted((id, name) for id, name in roster.items() if _key(id) not in there))


def _key(id: str) -> str:
    """An id for comparing: systems write é in two ways."""
    return unicodedata.normalize("NFC", id.strip())


def _are(count: int) -> str:
    return "is none" if count == 0 else f"are {count}"


# --- what is a submission ---------------------------------------------------------------------------------------------


class Refused(Exception):
    """Why a file, or a whole submission, is not taken: a sentence."""


def _sources(folder: Path) -> Iterator[tuple[str, os.DirEntry[str] | None, list[str]]]:
    """Ids in order, with what there is to look at, and what is wrong with that already."""
    found: dict[str, tuple[os.DirEntry[str] | None, list[str]]] = {}
    candidates = [
        (problem, not entry.is_dir(follow_symlinks=False), entry.name, id, entry)
        for entry in _entries(folder)
        if not (entry.name.startswith(".") or entry.name in OF_SYSTEMS or _is_roster(entry))
        for id, problem in _source(entry)
    ]
    for problem, _, name, id, entry in sorted(candidates, key=itemgetter(0, 1, 2)):  # of one id, the best comes first
        if id in found:
            found[id][1].append(f"{_text(name)} was not looked at: there is another submission of this id.")
        else:
            found[id] = (None, [problem]) if problem else (entry, [])
    for id, (first, problems) in sorted(found.items()):
        yield id, first, problems


def _source(entry: os.DirEntry[str]) -> list[tuple[str, str]]:
    """The id and what is wrong with it; empty where it is no submission."""
    name = _text(entry.name)
    if entry.is_dir(follow_symlinks=False):
        return [(name, "")]
    ending = next((one for one in sorted(ARCHIVES, key=len, reverse=True) if name.lower().endswith(one)), "")
    id = name[: len(name) - len(ending)]
    if entry.is_symlink():
        return [(id, "It is a link, and links are not followed. Put the folder or zip itself there.")]
    if not ending or not entry.is_file(follow_symlinks=False):
        return []
    return [(id, "" if ending == ".zip" else f"It was handed in as {ending}, which is not read: a folder or a zip is.")]


def _is_roster(entry: os.DirEntry[str]) -> bool:
    return entry.name.lower() == "roster.csv"


def _entries(folder: Path) -> list[os.DirEntry[str]]:
    try:
        with os.scandir(folder) as entries:
            return sorted(entries, key=lambda entry: entry.name)
    except OSError as error:
        raise CourseError(f"{folder} cannot be read as a folder of submissions: {error.strerror}.") from None


def _text(name: str) -> str:
    """A name as text that can be written anywhere: bytes that are no UTF-8 as escapes."""
    return name.encode("utf-8", "surrogatepass" if os.name == "nt" else "surrogateescape").decode(
        "utf-8", "backslashreplace"
    )


# --- what of it is taken ----------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Item:
    """A file of a submission, or something that stands in its place. `content` raises Refused with a reason."""

    parts: tuple[str, ...]
    size: int
    reason: str = ""  # why it cannot be taken, whatever it is named
    order: int = 0  # which of two members of a zip came later: unpacking would leave that one
    content: Callable[[], bytes] = bytes

    @property
    def path(self) -> str:
        return _text("/".join(self.parts))[:NAME]


class Taking:
    """The files of one submission on their way into its clean folder."""

    def __init__(self, course: Course, clean: Path) -> None:
        self.course = course
        self.clean = clean
        self.problems: list[str] = []
        self.ignored: list[Ignored] = []
        self.katas = {(kata.week.lower(), f"{kata.name}.py".lower()): kata for kata in course.katas}
        self.weeks = {week for week, _ in self.katas}
        self.names = {name for _, name in self.katas}
        self.compared = 0

    def take(self, source: os.DirEntry[str]) -> None:
        if source.is_dir(follow_symlinks=False):
            self.sort(list(self.folder_items(Path(source.path))))
        else:
            with _opened_zip(Path(source.path)) as archive:
                self.sort(list(self.zip_items(archive)))

    def sort(self, items: list[Item]) -> None:
        """Every item is taken, or told, or the course's own."""
        found: dict[tuple[str, str], list[Item]] = {}
        others: list[Item] = []
        for item in items:
            key = self.key(item)
            if key and item.reason in ("", LINK, ODD):
                found.setdefault(key, []).append(item)
            else:
                others.append(item)
        useful = {item.parts[0] for candidates in found.values() for item in candidates}
        barren = set()
        for item in others:
            top = item.parts[0]
            if len(item.parts) > 1 and top not in useful and top.lower() not in {"exercises", *self.weeks}:
                barren.add(top)
            elif not self.is_the_courses(item):
                self.ignored.append(Ignored(item.path, item.reason or self.reason(item.parts[-1])))
        self.ignored += [Ignored(_text(name)[:NAME], _folder_reason(name)) for name in barren]
        for key, kata in self.katas.items():
            if key in found:
                self.take_first(kata, sorted(found[key], key=self.worth))
        if not found:
            self.problems.append(
                "No kata was found in it. The files are looked for as exercises/weekN/kataK_….py or weekN/kataK_….py, "
                "at the top or in one enclosing folder."
            )

    def key(self, item: Item) -> tuple[str, str] | None:
        """The kata that an item is by its place and name, however they are capitalized."""
        *prefix, week, name = ("", *item.parts) if len(item.parts) == 1 else item.parts
        key = (week.lower(), name.lower())
        return key if key in self.katas and _rank(prefix) is not None else None

    def worth(self, item: Item) -> tuple[object, ...]:
        """Which of several files counts: the one that sorts first."""
        week, name = item.parts[-2:]
        exact = any(kata.week == week and f"{kata.name}.py" == name for kata in self.katas.values())
        return item.reason != "", _rank(item.parts[:-2]), not exact, item.parts, -item.order

    def take_first(self, kata: Kata, candidates: list[Item]) -> None:
        first, *others = candidates
        self.ignored += [Ignored(item.path, item.reason or LATER) for item in others]
        rivals = sorted({item.path for item in others if not item.reason})
        if rivals == [first.path]:
            self.problems.append(f"{first.path} is in the zip more than once: the last one counts.")
        elif rivals:
            several = ", ".join(rivals[:3]) + (f" and {len(rivals) - 3} more" if len(rivals) > 3 else "")
            self.problems.append(f"{kata.id} is there more than once: {first.path} counts; not {several}.")
        try:
            if first.reason:
                self.ignored.append(Ignored(first.path, first.reason))
                raise Refused(f"It is {first.reason}")
            data = first.content()
            _check(data)
        except Refused as reason:
            self.problems.append(f"{first.path} was not taken. {reason}.")
            return
        if first.parts[-2:] != (kata.week, f"{kata.name}.py"):
            self.problems.append(f"{first.path} was taken as {kata.id}.py: small and capital letters differ.")
        target = self.clean / kata.week / f"{kata.name}.py"
        target.parent.mkdir(exist_ok=True)
        target.write_bytes(data)

    def is_the_courses(self, item: Item) -> bool:
        """Whether it is the very file that the course gives out: a clone is full of them."""
        if item.reason or item.size > LARGEST or len(item.parts) > 4:
            return False
        for parts in (item.parts, item.parts[1:]):
            for base in (self.course.root, self.course.exercises):
                try:
                    own = base.joinpath(*parts)
                    if parts and self.compared < COMPARED and own.is_file() and own.stat().st_size == item.size:
                        self.compared += 1
                        return item.content() == own.read_bytes()
                except (OSError, ValueError, Refused):  # no name that a file of ours can have, or nothing to be read
                    continue
        return False

    def reason(self, name: str) -> str:
        """Why a regular file is not taken, by its name."""
        name, (stem, _, ending) = name.lower(), name.partition(".")
        if name in self.names:
            return MISPLACED
        if name == "conftest.py" or name in SETTINGS:
            return CHANGES_TESTS
        if name in AT_START or name.endswith(".pth"):
            return CHANGES_PYTHON
        if name.startswith(("test_", "hidden_test_")) or name.endswith("_test.py"):
            return TEST
        if name.endswith((".pyc", ".so", ".pyd", ".dll", ".dylib")):
            return COMPILED
        if ending == "py" and (stem in LIBRARIES or stem in sys.stdlib_module_names):
            return HIDES
        return NESTED if name.endswith(ARCHIVES) else NO_KATA

    def is_place(self, parts: tuple[str, ...]) -> bool:
        """Whether katas may lie in a folder, or in one inside it."""
        if parts[0].startswith(".") or parts[0].lower() in NO_PLACE:
            return False
        match [part.lower() for part in parts[1:]]:
            case [] | ["exercises"]:
                return True
            case [week] | ["exercises", week]:
                return week in self.weeks
        return False

    def folder_items(self, root: Path) -> Iterator[Item]:
        """What lies in a folder, the places of katas first: where there is too much, the rest is not looked into."""
        left = MOST
        waiting: list[tuple[str, ...]] = [()]
        while waiting:
            waiting.sort(key=lambda parts: (not self.is_likely(parts), parts))
            inside = waiting.pop(0)
            try:
                with os.scandir(root.joinpath(*inside)) as listing:
                    entries = sorted(islice(listing, left + 1), key=lambda entry: entry.name)
            except OSError as error:
                if not inside:
                    raise Refused(f"The folder cannot be read: {error.strerror}") from None
                yield Item(inside, 0, f"a folder that cannot be read ({error.strerror})")
                continue
            if len(entries) > left:
                if not inside:
                    raise Refused(f"It holds more than {MOST:,} files. Only the folder exercises/ is wanted")
                yield Item(inside, 0, FULL)
                continue
            left -= len(entries)
            for entry in entries:
                parts = (*inside, entry.name)
                if entry.name in OF_SYSTEMS:
                    continue
                if entry.is_symlink():
                    yield Item(parts, 0, LINK)
                elif entry.is_file(follow_symlinks=False):
                    size = entry.stat(follow_symlinks=False).st_size
                    yield Item(parts, size, content=partial(_content, Path(entry.path)))
                elif not entry.is_dir(follow_symlinks=False):
                    yield Item(parts, 0, ODD)
                elif self.is_place(parts):
                    waiting.append(parts)
                else:
                    yield Item(parts, 0, _folder_reason(entry.name))

    def is_likely(self, parts: tuple[str, ...]) -> bool:
        return not parts or parts[0].lower() in {"exercises", *self.weeks}

    def zip_items(self, archive: zipfile.ZipFile) -> Iterator[Item]:
        """What lies in a zip, by its table of contents: names only, no paths."""
        members = archive.infolist()
        if len(members) > MOST:
            raise Refused(f"The zip holds more than {MOST:,} files. Only the folder exercises/ is wanted")
        folders = set()
        for order, member in enumerate(members):
            name = member.filename.replace("\\", "/")  # some programs of Windows write it so
            parts = tuple(part for part in name.split("/") if part not in ("", "."))
            kind = stat.S_IFMT(member.external_attr >> 16)  # 0 where the system that wrote it knows none
            if not parts or OF_SYSTEMS.intersection(parts) or (name.endswith("/") and kind in (0, stat.S_IFDIR)):
                continue
            if name.startswith("/") or ".." in parts or PureWindowsPath(name).drive:
                yield Item((name,), 0, OUTSIDE)
                continue
            if len(name) > NAME:
                yield Item((name,), 0, f"a path of more than {NAME} characters")
                continue
            outer = next((parts[:end] for end in range(1, len(parts)) if not self.is_place(parts[:end])), None)
            if outer:
                if outer not in folders:
                    yield Item(outer, 0, _folder_reason(outer[-1]))
                folders.add(outer)
            elif kind in (0, stat.S_IFREG):
                yield Item(parts, member.file_size, "", order, partial(_member_content, archive, member))
            else:
                yield Item(parts, 0, LINK if kind == stat.S_IFLNK else ODD)


def _rank(prefix: Sequence[str]) -> int | None:
    """How good a place for folders of weeks is; None where it is none."""
    match [part.lower() for part in prefix]:
        case ["exercises"]:
            return 0
        case []:
            return 1
        case [_, "exercises"]:
            return 2
        case [_]:
            return 3
    return None


def _folder_reason(name: str) -> str:
    if name.endswith((".dist-info", ".egg-info")):
        return CHANGES_TESTS
    return HIDES if name in LIBRARIES or name in sys.stdlib_module_names else NO_KATAS


# --- reading ----------------------------------------------------------------------------------------------------------


class Bounded(io.BufferedReader):
    """A file that gives no more at once than LISTING: a zip says itself how long its table of contents is."""

    def read(self, size: int | None = -1) -> bytes:
        wanted = LISTING + 1 if size is None or size < 0 else size
        if wanted > LISTING + 1 or len(data := super().read(wanted)) > LISTING:
            raise Refused(f"The zip's table of contents has more than {LISTING >> 20} MB. Only exercises/ is wanted")
        return data


def _opened(path: Path, most: int) -> Bounded:
    """A regular file, open. It is looked at when it is open: nobody can exchange it any more."""
    flags = os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)
    try:
        file = Bounded(io.FileIO(os.open(path, flags)))
        about = os.fstat(file.fileno())
    except OSError as error:
        raise Refused(f"It cannot be read: {error.strerror}") from None
    if stat.S_ISREG(about.st_mode) and about.st_size <= most:
        return file
    file.close()
    raise Refused(_too_large(about.st_size, most) if stat.S_ISREG(about.st_mode) else f"It is {ODD}")


def _content(path: Path) -> bytes:
    """The bytes of a regular file, one more than a kata may have at the most."""
    with _opened(path, LARGEST) as file:
        try:
            return file.read(LARGEST + 1)
        except OSError as error:
            raise Refused(f"It cannot be read: {error.strerror}") from None


@contextmanager
def _opened_zip(path: Path) -> Iterator[zipfile.ZipFile]:
    with _opened(path, ZIP) as file:
        try:
            archive = zipfile.ZipFile(file)
        except Refused:
            raise
        except Exception as error:  # of many kinds, for what is no zip
            raise Refused(
                "The zip is damaged, or is none. Pack it again, and look into it before you hand it in"
            ) from error
        with archive:
            yield archive


def _member_content(archive: zipfile.ZipFile, member: zipfile.ZipInfo) -> bytes:
    """The bytes of a file in a zip; what it says about itself is checked first, and never believed."""
    if member.flag_bits & 0x41:
        raise Refused("It is encrypted: a zip without a password is wanted")
    if member.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
        raise Refused("It is packed in an unusual way: make the zip with the usual settings")
    if member.file_size > LARGEST:
        raise Refused(_too_large(member.file_size, LARGEST))
    if member.file_size > RATIO * max(member.compress_size, 1):
        raise Refused(f"It is packed to less than a {RATIO}th of its size, as no program text is")
    try:
        with archive.open(member) as file:
            return file.read(LARGEST + 1)
    except Exception as error:  # of many kinds, for what is damaged
        raise Refused("It is damaged: pack the zip again") from error


def _check(data: bytes) -> None:
    """Refused, with the reason, where this is not the text of a program in UTF-8."""
    if len(data) > LARGEST:
        raise Refused(_too_large(len(data), LARGEST))
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise Refused("It is UTF-16, not UTF-8: save it as UTF-8")
    if b"\0" in data:
        raise Refused("It holds a NUL byte, as no program text does")
    try:
        data.decode("utf-8")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise Refused(f"Line {line} is not UTF-8: save the file as UTF-8") from None
    try:
        encoding = tokenize.detect_encoding(io.BytesIO(data).readline)[0]
    except SyntaxError:
        raise Refused("Its first lines name an encoding that is unknown or not its own: remove that line") from None
    if encoding not in ("utf-8", "utf-8-sig") and not (data.isascii() and encoding in ("ascii", "iso-8859-1")):
        raise Refused(f"Its first lines say that it is {encoding[:30]}, which is not taken: remove that line")


def _too_large(size: int, most: int) -> str:
    return f"It has {size:,} bytes, and {most:,} is the most"
