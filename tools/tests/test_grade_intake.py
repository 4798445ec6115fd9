"""What was handed in: the katas are found, everything else is told, and nothing of it does any harm."""

from __future__ import annotations

import os
import shutil
import socket
import stat
import struct
import sys
import zipfile
import zlib
from pathlib import Path
from unittest import mock

import pytest

from grade import intake
from grade.intake import Submission
from kata.course import Course, CourseError

TOY = Path(__file__).parent / "toy"
NUMBERS = "week1/kata1_numbers.py"
CHANCE = "week1/kata2_chance.py"
CODE = "def double(x):\n    return 2 * x  # é\n"
POSIX = pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such files")


@pytest.fixture
def course() -> Course:
    return Course(TOY)


@pytest.fixture
def inbox(tmp_path: Path) -> Path:
    (tmp_path / "inbox").mkdir()
    return tmp_path / "inbox"


class Reader:
    def __init__(self, inbox: Path, course: Course, work: Path) -> None:
        self.inbox, self.course, self.work = inbox, course, work

    def all(self, roster: dict[str, str] | None = None) -> list[Submission]:
        shutil.rmtree(self.work, ignore_errors=True)
        return intake.read(self.inbox, self.course, self.work, roster)

    def one(self) -> Submission:
        (only,) = self.all()
        return only


@pytest.fixture
def reader(inbox: Path, course: Course, tmp_path: Path) -> Reader:
    return Reader(inbox, course, tmp_path / "work")


def put(folder: Path, name: str, content: str | bytes = CODE) -> Path:
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return path


def pack(path: Path, members: dict[str, str | bytes], kind: int = zipfile.ZIP_DEFLATED) -> Path:
    with zipfile.ZipFile(path, "w", kind) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return path


def taken(submission: Submission) -> dict[str, bytes]:
    """What is in the clean folder: regular files only, of what a course of ours can be imported from."""
    paths = [path for path in submission.folder.rglob("*") if not path.is_dir()]
    assert all(path.is_file() and not path.is_symlink() for path in paths)
    return {path.relative_to(submission.folder).as_posix(): path.read_bytes() for path in paths}


def reasons(submission: Submission) -> dict[str, str]:
    return {one.path: one.reason for one in submission.ignored}


# --- where katas are found --------------------------------------------------------------------------------------------


@pytest.mark.parametrize("place", ["", "exercises/", "downhill-main/", "downhill-main/exercises/", "Exercises/"])
@pytest.mark.parametrize("zipped", [False, True])
def test_katas_lie_at_any_sensible_place(inbox: Path, reader: Reader, place: str, zipped: bool) -> None:
    if zipped:
        pack(inbox / "ada.zip", {place + NUMBERS: CODE, place + CHANCE: "x = 1\n", place + "week1/notes.txt": "hello"})
    else:
        put(inbox / "ada", place + NUMBERS)
        put(inbox / "ada", place + CHANCE, "x = 1\n")
        put(inbox / "ada", place + "week1/notes.txt", "hello")
    ada = reader.one()
    assert ada.id == "ada"
    assert taken(ada) == {NUMBERS: CODE.encode(), CHANCE: b"x = 1\n"}
    assert ada.problems == ()
    assert reasons(ada) == {place + "week1/notes.txt": intake.NO_KATA}


@pytest.mark.parametrize("place", ["a/b/", "a/b/exercises/", "exercises/a/", ".git/", "__pycache__/"])
@pytest.mark.parametrize("zipped", [False, True])
def test_katas_elsewhere_are_not_looked_for(inbox: Path, reader: Reader, place: str, zipped: bool) -> None:
    if zipped:
        pack(inbox / "ada.zip", {place + NUMBERS: CODE})
    else:
        put(inbox / "ada", place + NUMBERS)
    ada = reader.one()
    assert taken(ada) == {}
    assert "No kata was found in it" in ada.problems[0]
    assert len(ada.ignored) == 1


def test_a_kata_outside_its_week_is_told(inbox: Path, reader: Reader) -> None:
    put(inbox / "ada", "kata1_numbers.py")
    put(inbox / "ada", CHANCE)
    ada = reader.one()
    assert list(taken(ada)) == [CHANCE]
    assert reasons(ada) == {"kata1_numbers.py": intake.MISPLACED}


@pytest.mark.parametrize("zipped", [False, True])
def test_a_kata_found_twice(inbox: Path, reader: Reader, zipped: bool) -> None:
    files = {f"{place}{NUMBERS}": place for place in ("", "exercises/", "backup/", "old/exercises/")}
    if zipped:
        pack(inbox / "ada.zip", dict(reversed(files.items())))
    else:
        for name, content in files.items():
            put(inbox / "ada", name, content)
    ada = reader.one()
    assert taken(ada) == {NUMBERS: b"exercises/"}
    assert ada.problems == (
        "week1/kata1_numbers is there more than once: exercises/week1/kata1_numbers.py counts; not "
        "backup/week1/kata1_numbers.py, old/exercises/week1/kata1_numbers.py, week1/kata1_numbers.py.",
    )
    assert set(reasons(ada).values()) == {intake.LATER}


def test_of_very_many_of_the_same_kata_some_are_told(inbox: Path, reader: Reader) -> None:
    pack(inbox / "ada.zip", {f"{number:03}/{NUMBERS}": "" for number in range(500)})
    ada = reader.one()
    assert "000/week1/kata1_numbers.py counts; not 001/week1" in ada.problems[0]
    assert ada.problems[0].endswith("003/week1/kata1_numbers.py and 496 more.")
    assert len(ada.ignored) + ada.more_ignored == 499


def test_names_in_capital_letters(inbox: Path, reader: Reader) -> None:
    pack(inbox / "ada.zip", {"Week1/KATA1_numbers.py": "shout\n"})
    pack(
        inbox / "bob.zip", {"WEEK1/kata1_numbers.py": "shout\n", "week1/Kata1_Numbers.py": "say\n", NUMBERS: "exact\n"}
    )
    ada, bob = reader.all()
    assert taken(ada) == {NUMBERS: b"shout\n"}
    assert ada.problems == (
        "Week1/KATA1_numbers.py was taken as week1/kata1_numbers.py: small and capital letters differ.",
    )
    assert taken(bob) == {NUMBERS: b"exact\n"}
    assert "week1/kata1_numbers.py counts; not WEEK1/kata1_numbers.py, week1/Kata1_Numbers.py." in bob.problems[0]


def test_the_courses_own_files_are_not_worth_a_word(inbox: Path, reader: Reader) -> None:
    shutil.copytree(
        TOY / "exercises", inbox / "ada" / "exercises", ignore=shutil.ignore_patterns(".stubs", "__pycache__")
    )
    shutil.copytree(inbox / "ada" / "exercises", inbox / "bob" / "repo" / "exercises")
    put(inbox / "bob" / "repo", "exercises/week1/test_kata1_numbers.py", "def test_double(): pass\n")
    ada, bob = reader.all()
    assert len(taken(ada)) == 2
    assert ada.ignored == ()
    assert reasons(bob) == {"repo/exercises/week1/test_kata1_numbers.py": intake.TEST}


# --- what is ignored --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("zipped", [False, True])
def test_everything_ignored_is_told_with_a_reason(inbox: Path, reader: Reader, zipped: bool) -> None:
    want = {
        "conftest.py": intake.CHANGES_TESTS,
        "exercises/week1/conftest.py": intake.CHANGES_TESTS,
        "pytest.ini": intake.CHANGES_TESTS,
        "pyproject.toml": intake.CHANGES_TESTS,
        "evil.dist-info": intake.CHANGES_TESTS,
        "evil.pth": intake.CHANGES_PYTHON,
        "sitecustomize.py": intake.CHANGES_PYTHON,
        "exercises/week1/test_kata1_numbers.py": intake.TEST,
        "numpy.py": intake.HIDES,
        "exercises/random.py": intake.HIDES,
        "torch": intake.HIDES,
        "exercises/week1/kata1_numbers.pyc": intake.COMPILED,
        "exercises/week1/kata9_none.py": intake.NO_KATA,
        "work.zip": intake.NESTED,
        "data": intake.NO_KATAS,
    }
    real = {"evil.dist-info/entry_points.txt": "x", "torch/__init__.py": "x", "data/photo.jpg": "x", NUMBERS: CODE}
    files = {name: "x" for name in want if "/" in name or ("." in name and not name.endswith("-info"))} | real
    if zipped:
        pack(inbox / "ada.zip", dict(files))
    else:
        for name, content in files.items():
            put(inbox / "ada", name, content)
    ada = reader.one()
    assert list(taken(ada)) == [NUMBERS]
    assert reasons(ada) == want
    told_last = [one.reason for one in ada.ignored if one.reason not in intake.TO_BE_READ]
    assert [one.reason for one in ada.ignored][-len(told_last) :] == told_last


def test_of_many_ignored_files_some_are_told(inbox: Path, reader: Reader) -> None:
    for number in range(70):
        put(inbox / "ada", f"week1/note{number:02}.txt", "")
    put(inbox / "ada", "week1/zz.pth", "")
    put(inbox / "ada", NUMBERS)
    ada = reader.one()
    assert len(ada.ignored) == 50
    assert ada.more_ignored == 21
    assert ada.ignored[0].path == "week1/zz.pth"


@POSIX
def test_links_pipes_and_sockets_are_not_opened(
    inbox: Path, reader: Reader, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    secret = put(tmp_path, "secret.py", "SECRET = 1\n")
    week = inbox / "ada" / "week1"
    week.mkdir(parents=True)
    (week / "kata1_numbers.py").symlink_to(secret)
    os.mkfifo(week / "kata2_chance.py")
    (inbox / "ada" / "exercises").symlink_to(tmp_path)
    (inbox / "ada" / "loop").symlink_to(inbox)
    with socket.socket(socket.AF_UNIX) as listener:
        monkeypatch.chdir(week)  # the path of a socket must be short
        listener.bind("socket")
    (inbox / "bob").symlink_to(tmp_path)
    ada, bob = reader.all()
    assert taken(ada) == {} == taken(bob)
    assert ada.problems[:2] == (
        "week1/kata1_numbers.py was not taken. It is a link; links are not followed.",
        "week1/kata2_chance.py was not taken. It is no regular file, but a pipe, a socket or a device.",
    )
    assert reasons(ada)["exercises"] == reasons(ada)["loop"] == intake.LINK
    assert reasons(ada)["week1/socket"] == intake.ODD
    assert bob.problems == ("It is a link, and links are not followed. Put the folder or zip itself there.",)


@POSIX
def test_a_pipe_put_there_in_between_is_not_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    (tmp_path / "link").symlink_to(put(tmp_path, "file"))
    for name in ("pipe", "link"):
        with pytest.raises(intake.Refused):
            intake._content(tmp_path / name)


def test_a_regular_file_counts_before_a_link(inbox: Path, reader: Reader, tmp_path: Path) -> None:
    put(inbox / "ada", NUMBERS)
    (inbox / "ada" / "exercises" / "week1").mkdir(parents=True)
    try:
        (inbox / "ada" / "exercises" / NUMBERS).symlink_to(put(tmp_path, "secret.py"))
    except OSError:
        pytest.skip("this user may not make links")
    ada = reader.one()
    assert taken(ada) == {NUMBERS: CODE.encode()}
    assert ada.problems == ()
    assert reasons(ada) == {"exercises/week1/kata1_numbers.py": intake.LINK}


@POSIX
def test_hard_links_are_files(inbox: Path, reader: Reader, tmp_path: Path) -> None:
    (inbox / "ada" / "week1").mkdir(parents=True)
    (inbox / "ada" / NUMBERS).hardlink_to(put(tmp_path, "mine.py"))
    assert taken(reader.one()) == {NUMBERS: CODE.encode()}


# --- what is in a kata ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("zipped", [False, True])
@pytest.mark.parametrize(
    ("content", "why"),
    [
        (b"#" * 200_001, "It has 200,001 bytes, and 200,000 is the most."),
        (b"x = 1\0\n", "It holds a NUL byte, as no program text does."),
        ("x = 1".encode("utf-16"), "It is UTF-16, not UTF-8: save it as UTF-8."),
        ("x = 1\n# Gr\xfc\xdfe".encode("latin-1"), "Line 2 is not UTF-8: save the file as UTF-8."),
        (b"# coding: utf-7\nx = 1", "Its first lines say that it is utf-7, which is not taken: remove that line."),
        (b"# coding: klingon\n", "Its first lines name an encoding that is unknown or not its own: remove that line."),
        (b"\xef\xbb\xbf# coding: ascii\n", "Its first lines name an encoding that is unknown or not its own: remove"),
    ],
    ids=["large", "nul", "utf-16", "latin-1", "utf-7", "klingon", "bom"],
)
def test_what_is_no_program_is_told(inbox: Path, reader: Reader, content: bytes, why: str, zipped: bool) -> None:
    if zipped:
        pack(inbox / "ada.zip", {NUMBERS: content}, zipfile.ZIP_STORED)
    else:
        put(inbox / "ada", NUMBERS, content)
    ada = reader.one()
    assert taken(ada) == {}
    assert len(ada.problems) == 1
    assert ada.problems[0].startswith(f"week1/kata1_numbers.py was not taken. {why}")


@pytest.mark.parametrize(
    "content", [b"", b"\xef\xbb\xbfx = 1\r\n", b"# coding: latin-1\nx = 1", b"((((", b"#" * 1000 + b"\n" * 199_000]
)
def test_what_may_be_a_program_is_taken_as_it_is(inbox: Path, reader: Reader, content: bytes) -> None:
    put(inbox / "ada", NUMBERS, content)
    assert taken(reader.one()) == {NUMBERS: content}


def test_a_file_that_cannot_be_read_is_told(inbox: Path, reader: Reader) -> None:
    put(inbox / "ada", NUMBERS)
    put(inbox / "bob", NUMBERS)
    real = os.open

    def refusing(path: str, *more: int, **others: int) -> int:
        if "ada" in str(path):
            raise PermissionError(13, "Permission denied")
        return real(path, *more, **others)

    with mock.patch("os.open", refusing):  # whoever is root may read everything
        ada, bob = reader.all()
    assert ada.problems == ("week1/kata1_numbers.py was not taken. It cannot be read: Permission denied.",)
    assert taken(bob) == {NUMBERS: CODE.encode()}


@POSIX
def test_folders_that_cannot_be_read_are_told(inbox: Path, reader: Reader) -> None:
    put(inbox / "ada", NUMBERS).parent.chmod(0)
    put(inbox / "bob", NUMBERS)
    (inbox / "bob").chmod(0)
    try:
        if os.access(inbox / "bob", os.R_OK):
            pytest.skip("this user may read everything")
        ada, bob = reader.all()
    finally:
        (inbox / "ada" / "week1").chmod(0o700)
        (inbox / "bob").chmod(0o700)
    assert reasons(ada) == {"week1": "a folder that cannot be read (Permission denied)"}
    assert bob.problems == ("The folder cannot be read: Permission denied.",)


def test_a_folder_of_too_many_files(inbox: Path, reader: Reader, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(intake, "MOST", 20)
    for number in range(30):
        put(inbox / "ada", f"data/{number}.txt", "")
        put(inbox / "bob", f"{number}.txt", "")
    for name in ("ada", "bob"):
        put(inbox / name, "exercises/" + NUMBERS)
    ada, bob = reader.all()
    assert list(taken(ada)) == [NUMBERS]
    assert reasons(ada) == {"data": intake.FULL}
    assert taken(bob) == {}
    assert bob.problems == ("It holds more than 20 files. Only the folder exercises/ is wanted.",)


# --- zips -------------------------------------------------------------------------------------------------------------


def test_members_whose_paths_lead_out(inbox: Path, reader: Reader, tmp_path: Path) -> None:
    names = [
        f"../../{NUMBERS}",
        f"/{NUMBERS}",
        f"week1/../{NUMBERS}",
        f"C:/{NUMBERS}",
        f"C:\\{NUMBERS}",
        f"\\\\host\\{NUMBERS}",
    ]
    pack(inbox / "ada.zip", {**dict.fromkeys(names, "evil"), CHANCE: CODE})
    before = set(tmp_path.rglob("*"))
    ada = reader.one()
    assert taken(ada) == {CHANCE: CODE.encode()}
    assert reasons(ada) == {name.replace("\\", "/"): intake.OUTSIDE for name in names}
    assert {path for path in set(tmp_path.rglob("*")) - before if reader.work not in (path, *path.parents)} == set()


def test_windows_separators(inbox: Path, reader: Reader) -> None:
    pack(inbox / "ada.zip", {"repo\\exercises\\week1\\kata1_numbers.py": CODE, "repo\\": ""})
    ada = reader.one()
    assert taken(ada) == {NUMBERS: CODE.encode()}
    assert ada.problems == () == ada.ignored


def test_links_and_devices_in_a_zip(inbox: Path, reader: Reader) -> None:
    with zipfile.ZipFile(inbox / "ada.zip", "w") as archive:
        for name, kind in ((NUMBERS, stat.S_IFLNK), (CHANCE, stat.S_IFCHR), ("exercises", stat.S_IFLNK)):
            member = zipfile.ZipInfo(name)
            member.create_system = 3
            member.external_attr = (kind | 0o777) << 16
            archive.writestr(member, "/etc/passwd")
    ada = reader.one()
    assert taken(ada) == {}
    assert reasons(ada) == {NUMBERS: intake.LINK, CHANCE: intake.ODD, "exercises": intake.LINK}


def test_members_of_the_same_name(inbox: Path, reader: Reader) -> None:
    with zipfile.ZipFile(inbox / "ada.zip", "w") as archive, pytest.warns(UserWarning, match="Duplicate"):
        archive.writestr(NUMBERS, "first\n")
        archive.writestr(NUMBERS, "second\n")
    ada = reader.one()
    assert taken(ada) == {NUMBERS: b"second\n"}
    assert ada.problems == ("week1/kata1_numbers.py is in the zip more than once: the last one counts.",)


def test_bombs(inbox: Path, reader: Reader, monkeypatch: pytest.MonkeyPatch) -> None:
    pack(inbox / "a.zip", {NUMBERS: b"#" * 150_000, CHANCE: b" " * 50_000_000})
    pack(inbox / "b.zip", {NUMBERS: CODE * 10}, zipfile.ZIP_LZMA)
    lying = bytearray(pack(inbox / "c.zip", {NUMBERS: b"#" * 10_000_000}).read_bytes())
    place = lying.rindex(b"PK\1\2")
    lying[place + 24 : place + 28] = struct.pack("<I", 900)
    (inbox / "c.zip").write_bytes(lying)
    with zipfile.ZipFile(inbox / "d.zip", "w") as archive:
        for number in range(60):
            archive.writestr(f"week1/{number}.txt", "")
    monkeypatch.setattr(intake, "MOST", 50)
    a, b, c, d = reader.all()
    assert [taken(one) for one in (a, b, d)] == [{}, {}, {}]
    assert "packed to less than a 100th of its size" in a.problems[0]
    assert "It has 50,000,000 bytes, and 200,000 is the most." in a.problems[1]
    assert "packed in an unusual way" in b.problems[0]
    assert taken(c) == {} and "damaged" in c.problems[0]
    assert d.problems == ("The zip holds more than 50 files. Only the folder exercises/ is wanted.",)


def test_a_table_of_contents_that_is_a_bomb(inbox: Path, reader: Reader, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(intake, "LISTING", 100_000)
    pack(inbox / "ada.zip", {f"week1/{number}.txt": b"" for number in range(3000)})
    pack(inbox / "bob.zip", {NUMBERS: CODE})
    ada, bob = reader.all()
    assert "table of contents" in ada.problems[0]
    assert list(taken(bob)) == [NUMBERS]


def test_encrypted_and_damaged_zips(inbox: Path, reader: Reader) -> None:
    locked = bytearray(pack(inbox / "a.zip", {NUMBERS: CODE}).read_bytes())
    for start, at in ((b"PK\1\2", 8), (b"PK\3\4", 6)):
        locked[locked.rindex(start) + at] |= 1
    (inbox / "a.zip").write_bytes(locked)
    whole = pack(inbox / "b.zip", {NUMBERS: CODE * 50}, zipfile.ZIP_STORED).read_bytes()
    put(inbox, "b.zip", whole.replace(b"return 2", b"return 3", 1))
    put(inbox, "c.zip", whole[:300])
    put(inbox, "d.zip", b"")
    put(inbox, "e.zip", b"no zip at all" * 100)
    put(inbox, "f.zip", zlib.compress(b"PK\5\6" * 100) + b"PK\5\6" + b"\xff" * 18)
    put(inbox, "g.ZIP", whole)
    *broken, good = reader.all()
    assert "encrypted" in broken[0].problems[0]
    assert "It is damaged: pack the zip again." in broken[1].problems[0]
    for one in broken[2:]:
        assert one.problems[0].startswith("The zip is damaged, or is none.")
    assert good.id == "g"
    assert list(taken(good)) == [NUMBERS]


@pytest.mark.parametrize("seed", range(60))
def test_zips_with_bytes_changed(inbox: Path, reader: Reader, seed: int) -> None:
    data = bytearray(pack(inbox / "ada.zip", {f"x/{NUMBERS}": CODE * 9, CHANCE: CODE}).read_bytes())
    for step in range(3):
        data[hash((seed, step)) % len(data)] = hash((step, seed, 1)) % 256
    put(inbox, "ada.zip", bytes(data[: len(data) - seed % 2]))
    ada = reader.one()
    assert ada.problems or set(taken(ada)) <= {NUMBERS, CHANCE}


def test_absurd_names_in_a_zip(inbox: Path, reader: Reader) -> None:
    names = [
        "x" * 5000,
        "y" * 280,
        "a/" * 900 + "b",
        "\x1b[31mred\n.py",
        "week1/<script>.py",
        "week1//" + "./" * 20 + "x.txt",
        "con",
    ]
    pack(inbox / "ada.zip", {**dict.fromkeys(names, ""), NUMBERS: CODE})
    ada = reader.one()
    assert list(taken(ada)) == [NUMBERS]
    assert ada.problems == ()
    assert {"\x1b[31mred\n.py", "week1/<script>.py", "week1/x.txt", "con"} <= set(reasons(ada))
    assert all(len(one.path) <= intake.NAME for one in ada.ignored)


# --- ids and the roster -----------------------------------------------------------------------------------------------


def test_ids_are_data_and_never_paths(inbox: Path, reader: Reader) -> None:
    ids = [
        "<script>alert(1)</script>".replace("/", "_"),
        "=1+1",
        "a\nb",
        "\x1b[31mred",
        "é",
        "x" * 200,
        "...",
        "n" * 100,
    ]
    if sys.platform == "win32":
        ids = ["=1+1", "é", "x" * 100]
    for id in ids:
        put(inbox / id, NUMBERS)
    found = reader.all()
    kept = [id for id in ids if not id.startswith(".")]
    assert [one.id for one in found] == sorted(kept)
    assert [one.folder.name for one in found] == [f"{number:04}" for number in range(1, len(kept) + 1)]


@pytest.mark.skipif(sys.platform != "linux", reason="other systems keep names as text")
def test_an_id_of_odd_bytes_can_be_written_anywhere(inbox: Path, reader: Reader) -> None:
    (inbox / os.fsdecode(b"ad\xff")).mkdir()
    assert reader.one().id.encode() == b"ad\\xff"


def test_what_is_no_submission(inbox: Path, reader: Reader) -> None:
    put(inbox / "ada", NUMBERS)
    pack(inbox / "ada.zip", {NUMBERS: "other"})
    put(inbox, "bob.tar.gz", b"")
    put(inbox, "zoe.tar", b"")
    pack(inbox / "zoe.zip", {NUMBERS: CODE})
    put(inbox, "notes.txt", "")
    put(inbox, "roster.csv", "id,name\n")
    put(inbox, ".DS_Store", "")
    put(inbox / ".bob", NUMBERS)
    (inbox / "empty").mkdir()
    ada, bob, empty, zoe = reader.all()
    assert taken(ada) == {NUMBERS: CODE.encode()}
    assert ada.problems == ("ada.zip was not looked at: there is another submission of this id.",)
    assert (bob.id, bob.problems) == (
        "bob",
        ("It was handed in as .tar.gz, which is not read: a folder or a zip is.",),
    )
    assert "No kata was found" in empty.problems[0]
    assert list(taken(zoe)) == [NUMBERS]
    assert zoe.problems == ("zoe.tar was not looked at: there is another submission of this id.",)
    assert {one.path: one.reason for one in intake.strays(inbox)} == {
        ".bob": intake.DOTTED,
        "notes.txt": "neither a folder nor a zip",
    }


def test_the_roster_gives_names(inbox: Path, reader: Reader, tmp_path: Path) -> None:
    for id in ("ada", "e\u0301va", "zoe"):
        put(inbox / id, NUMBERS)
    path = put(
        tmp_path, "roster.csv", '\ufeffName , mail,ID\r\n"Byron, Ada",x, ada \r\n\r\nÉva,,\u00e9va\r\nBob,,bob\r\n'
    )
    roster = intake.read_roster(path)
    found = reader.all(roster)
    assert {one.id: one.name for one in found} == {"ada": "Byron, Ada", "e\u0301va": "Éva", "zoe": ""}
    assert found[-1].problems == ("This id is not in the roster.",)
    assert found[0].problems == ()
    assert intake.missing(roster, found) == (("bob", "Bob"),)


@pytest.mark.parametrize(
    ("content", "why"),
    [
        (b"", "line 1: one column 'id' is wanted, and there is none."),
        (b"id;name\nada;Ada\n", "line 1: one column 'id' is wanted, and there is none."),
        (b"id,email\n", "line 1: one column 'name' is wanted, and there is none."),
        (b"id,name,id\n", "line 1: one column 'id' is wanted, and there are 2."),
        (b"id,name\nada,Ada\n\nada,Eve\n", "line 4: 'ada' is in line 2 already."),
        (b"id,name\n,Ada\n", "line 2: the id is missing."),
        (b'id,name\nada,"Ada\n', "this is no CSV"),
        (b"id,name\nada,\xff\n", "is not UTF-8."),
    ],
)
def test_a_roster_that_is_none(tmp_path: Path, content: bytes, why: str) -> None:
    path = put(tmp_path, "roster.csv", content)
    with pytest.raises(CourseError) as caught:
        intake.read_roster(path)
    assert why in str(caught.value)
    with pytest.raises(CourseError, match="cannot be read"):
        intake.read_roster(tmp_path / "none.csv")


def test_folders_that_are_not_there_or_not_empty(inbox: Path, course: Course, tmp_path: Path) -> None:
    with pytest.raises(CourseError, match="cannot be read as a folder of submissions"):
        intake.read(tmp_path / "none", course, tmp_path / "work")
    put(tmp_path / "work", "x")
    with pytest.raises(CourseError, match="is not empty"):
        intake.read(inbox, course, tmp_path / "work")
    assert intake.read(inbox, course, tmp_path / "fresh") == []


def test_the_same_class_is_read_the_same(inbox: Path, reader: Reader) -> None:
    put(inbox / "ada", NUMBERS)
    put(inbox / "ada", "x/" + NUMBERS)
    put(inbox / "ada", "conftest.py")
    pack(inbox / "bob.zip", {CHANCE: CODE, "a.txt": "", "b.txt": ""})
    assert reader.all() == reader.all()
