"""Submissions made of things that are no plain files; and ones that lay hands on files outside."""

from __future__ import annotations

import os
import socket
import stat
from collections.abc import Callable
from pathlib import Path

from grade.results import Outcome
from grade.zoo.animal import COURSE, EITHER, LOST, Animal, Bite, CannotBuild, must
from grade.zoo.snoops import confesses
from grade.zoo.stage import FILE1, FILE2, HONEST2, KATA1, WEEK, handed_in, kata1

Make = Callable[[Path], None]
ODD = ("ignored-file",)


def no_file(name: str, does: str, make: Make, *bites: Bite, flags: tuple[str, ...] = ODD, needs: str = "") -> Animal:
    """In place of its first kata it has what `make` makes at that path."""

    def special(folder: Path, _outside: Path) -> None:
        make(folder / FILE1)

    return Animal(
        name,
        does,
        {FILE2: HONEST2},
        must(kata1=LOST),
        flags=flags,
        bites=frozenset(bites),
        special=special,
        needs=needs,
    )


def deed(name: str, does: str, code: str, *bites: Bite) -> Animal:
    """Right answers; while imported it does something to the neighbour's files, and goes on whatever comes of it."""
    lines = "\n".join(f"    {line}" for line in code.strip().splitlines())
    top = f"import os\n\nNEIGHBOUR = '@OUTSIDE@/{FILE1}'\ntry:\n{lines}\nexcept Exception:\n    pass\n"
    return Animal(name, does, handed_in(kata1(top=top)), must(kata1=EITHER), bites=frozenset(bites or {Bite.LEAVES}))


def _link_to(target: str | Path) -> Make:
    return lambda path: path.symlink_to(target)


def _device(path: Path) -> None:
    try:
        os.mknod(path, 0o644 | stat.S_IFCHR, os.makedev(1, 5))  # what /dev/zero is
    except OSError as error:
        raise CannotBuild("Only root may make a device.") from error


def _pipe(path: Path) -> None:
    os.mkfifo(path)


def _socket(path: Path) -> None:
    here = os.open(path.parent, os.O_RDONLY)  # a socket's path must be short
    try:
        with socket.socket(socket.AF_UNIX) as one:
            one.bind(f"/proc/self/fd/{here}/{path.name}")
    finally:
        os.close(here)


def _hard_link(folder: Path, outside: Path) -> None:
    (folder / FILE1).unlink(missing_ok=True)
    os.link(outside / FILE1, folder / FILE1)


def _week_is_a_link(folder: Path, outside: Path) -> None:
    (folder / "exercises").mkdir()
    (folder / "exercises" / WEEK).symlink_to(outside / "exercises" / WEEK)


def _test_is_a_link(folder: Path, outside: Path) -> None:
    (folder / "exercises" / WEEK / f"test_{KATA1}.py").symlink_to(outside / FILE1)


def _many_files(folder: Path, _outside: Path) -> None:
    many = folder / "exercises" / "node_modules"
    many.mkdir()
    for number in range(3000):
        (many / f"{number}.js").touch()


ANIMALS = (
    no_file(
        "link-to-the-solution",
        "Its kata is a link to the reference solution.",
        _link_to(COURSE / "solutions" / "week2" / "kata1_gradient_descent.py"),
        Bite.POINTS,
    ),
    no_file("link-to-passwords", "Its kata is a link to /etc/passwd.", _link_to("/etc/passwd"), Bite.LOSS),
    no_file("link-to-itself", "Its kata is a link to itself.", _link_to(Path(FILE1).name), Bite.LOSS),
    no_file("dangling-link", "Its kata is a link to a file that is not there.", _link_to("nowhere.py"), Bite.LOSS),
    no_file("link-to-endless-zeros", "Its kata is a link to /dev/zero.", _link_to("/dev/zero"), Bite.LOSS),
    no_file("link-to-the-terminal", "Its kata is a link to standard input.", _link_to("/dev/stdin"), Bite.LOSS),
    no_file("device", "Its kata is a device that gives zeros without end.", _device, Bite.LOSS, needs="root"),
    no_file("pipe", "Its kata is a named pipe that nobody writes to.", _pipe, Bite.LOSS),
    no_file("socket", "Its kata is a socket.", _socket, Bite.LOSS),
    no_file("folder", "Its kata is a folder.", Path.mkdir, Bite.LOSS),
    Animal(
        "link-to-the-neighbour",
        "Its kata is a hard link to somebody else's file, and nothing shows that but the count of links.",
        handed_in(kata1()),
        must(kata1=EITHER),
        special=_hard_link,
    ),
    Animal(
        "week-is-a-link",
        "Its folder for the week is a link to somebody else's: who writes tests into it writes there.",
        {},
        must(kata1=LOST, kata2=LOST),
        flags=ODD,
        bites=frozenset({Bite.POINTS, Bite.LEAVES}),
        special=_week_is_a_link,
    ),
    Animal(
        "test-is-a-link",
        "Its answers are right, and its copy of the tests is a link: who replaces that replaces a neighbour's file.",
        handed_in(kata1()),
        must(),
        flags=ODD,
        bites=frozenset({Bite.LEAVES}),
        special=_test_is_a_link,
    ),
    Animal(
        "three-thousand-files",
        "It brings a folder of three thousand files that have nothing to do with the course.",
        handed_in(kata1()),
        must(),
        special=_many_files,
    ),
    deed("deletes-outside", "It deletes a file of somebody else's.", "os.remove(NEIGHBOUR)"),
    deed("overwrites-outside", "It overwrites a file of somebody else's.", "open(NEIGHBOUR, 'w').write('')"),
    deed("truncates-outside", "It cuts a file of somebody else's short.", "os.truncate(NEIGHBOUR, 10)"),
    deed("renames-outside", "It renames a file of somebody else's.", "os.rename(NEIGHBOUR, NEIGHBOUR + '.old')"),
    deed("chmods-outside", "It takes all rights off a file of somebody else's.", "os.chmod(NEIGHBOUR, 0)"),
    deed("utimes-outside", "It changes the time of a file of somebody else's.", "os.utime(NEIGHBOUR, (0, 0))"),
    deed(
        "creates-outside", "It makes a file in somebody else's folder.", "open('@OUTSIDE@/hello.txt', 'w').write('hi')"
    ),
    deed("links-outside", "It makes a link in somebody else's folder.", "os.symlink('/etc', '@OUTSIDE@/etc')"),
    deed(
        "overwrites-through-a-link",
        "It makes a link in its own folder, and writes through that to somebody else's file.",
        "os.symlink(NEIGHBOUR, 'mine.txt')\nopen('mine.txt', 'w').write('')",
    ),
    Animal(
        "shared-memory",
        "It leaves a file in the shared memory of the machine.",
        handed_in(
            kata1(
                top="""
                try:
                    open("/dev/shm/downhill-zoo-@TOKEN@", "w").write("hello")
                except OSError:
                    pass
                """
            )
        ),
        must(kata1=EITHER),
        bites=frozenset({Bite.LEAVES}),
        litter=("/dev/shm/downhill-zoo-@TOKEN@",),
    ),
    Animal(
        "returns-a-path",
        "A task returns the path of the hidden tests: whoever opens what it returned reads them for it.",
        handed_in(
            kata1(
                predict="""
                def predict(w, x):
                    from pathlib import Path

                    return [Path("@COURSE@/solutions/week2/hidden_test_kata1.py")]
                """
            )
        ),
        must(predict={Outcome.ERROR}),
        says=("it returned the path",),
    ),
    Animal(
        "returns-a-path-in-disguise",
        "It writes that path into the judge's wire itself, with a letter of the word by which a path is known spelt "
        "as JSON also may.",
        handed_in(
            kata1(
                predict="""
                def predict(w, x):
                    import os

                    path = "@COURSE@/solutions/week2/hidden_test_kata1.py"
                    header = '[[],[["p\\\\u0061th",null,"%s"],["list",null,[0]],["dict",null,"value",[1]]],[2]]' % path
                    for descriptor in range(3, 64):
                        try:
                            os.write(descriptor, len(header).to_bytes(4, "big") + header.encode())
                        except OSError:
                            pass
                """
            )
        ),
        must(predict={Outcome.ERROR}),
        says=("it returned the path",),
    ),
    Animal(
        "is-denied-at-its-import",
        "It changes the mode of its own file while it is imported, and does not catch the error.",
        handed_in(kata1(top="import os\n\nos.chmod(__file__, 0o644)")),
        must(kata1={Outcome.FORBIDDEN}),
        says=("permissionerror",),
        flags=("forbidden",),
        bites=frozenset({Bite.POINTS}),
    ),
    confesses(
        "chmods-itself",
        "It makes its own file writable for all.",
        "import os\nos.chmod(__file__, 0o666)\ndone = os.stat(__file__).st_mode & 0o777 == 0o666",
    ),
    confesses(
        "rewrites-itself",
        "It changes its own file, so that another text is found than the one that was graded.",
        "open(__file__, 'a').write('# I always looked like this.\\n')\ndone = 'rewrote ' + __file__",
    ),
)
