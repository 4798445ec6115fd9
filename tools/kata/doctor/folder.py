"""The folder that the course lies in: whether one stands in it, whether it can be written, whose it is, where it is."""

from __future__ import annotations

import errno
import os
import re
import tempfile
from collections.abc import Iterator
from pathlib import Path

from kata import kept, progress
from kata.doctor import fixes
from kata.doctor.finding import Finding, Place, note, problem, some, well
from kata.screen import near

CLONE = "Clone the course with git, change into its folder, and set it up: python3 tools/start.py"

# How the folders of services that synchronise files are called.
SYNCHRONISED = re.compile(
    r"(OneDrive|Dropbox|Google ?Drive|My Drive|iCloud ?Drive|Mobile Documents|CloudStorage|Nextcloud|ownCloud|pCloud)\b"
)
NETWORK = {"nfs", "nfs4", "cifs", "smb3", "smbfs", "afs", "ncpfs", "vboxsf", "prl_fs", "fuse.sshfs", "fuse.rclone"}
WSL = {"9p", "drvfs"}  # how Linux inside Windows sees the disks of Windows
LONGEST = 120  # characters of the course's path on Windows, where PyTorch's own paths have another 130
NONE_LEFT = {errno.ENOSPC, getattr(errno, "EDQUOT", errno.ENOSPC)}


def folder(place: Place) -> Iterator[Finding]:
    """Whether the command was typed in the course; where that is, if not."""
    below = [path.parent for path in place.here.glob("*/exercises") if (path.parent / "tools" / "kata").is_dir()]
    if place.inside:
        yield well(f"The course is in {place.root}.")
    elif place.gone:
        yield problem(
            "The folder that this terminal stands in has been deleted or moved.",
            *([f"cd {fixes.quoted(str(place.root))}"] if place.found else []),
            do="" if place.found else "Change into the course's folder.",
        )
    elif len(below) == 1:
        yield problem(
            f"You stand in {place.here}; the course is a folder further down.",
            f"cd {fixes.quoted(str(below[0].relative_to(place.here)))}",
        )
    elif place.found:
        yield problem(
            f"You stand in {place.here}, outside of the course. The one that this `kata` belongs to is in "
            f"{place.root}, and the rest is about that.",
            f"cd {fixes.quoted(str(place.root))}",
        )
    else:
        yield problem(f"You stand in {place.here}, outside of any clone of the course.", do=CLONE)


def writing(place: Place) -> Iterator[Finding]:
    """Whether what must be written can be: really tried, with nothing left behind."""
    weeks = [week.folder for week in place.course.weeks]
    files = place.root / kept.FOLDER
    folders = [place.course.exercises, *weeks, *([files] if files.is_dir() else [place.root])]
    refused: dict[str, tuple[Finding, list[Path]]] = {}
    if files.exists() and not files.is_dir():
        yield problem(
            f"{near(files)} is a file, and the course keeps your progress in a folder of that name.",
            fixes.move(files, fixes.free_name(files.with_name("kata-file"))),
        )
    for path in folders:
        if (error := _refusal(path)) is not None:
            remedy = _remedy(path, error, place.root)
            refused.setdefault(str(remedy.commands or remedy.do), (remedy, []))[1].append(path)
    katas = [kata.path for kata in place.course.katas]
    own = [files / name for name in (progress.FILE, kept.twin(Path(progress.FILE)).name)]
    locked = [path for path in [*katas, *own] if path.exists() and not os.access(path, os.W_OK)]
    for path in locked if not refused else []:
        remedy = _remedy(path, PermissionError(errno.EACCES, "Permission denied"), place.root)
        refused.setdefault(str(remedy.commands or remedy.do), (remedy, []))[1].append(path)
    for remedy, paths in refused.values():
        names = some([near(path) for path in paths])
        yield problem(f"{names} cannot be written: {remedy.found}.", *remedy.commands, do=remedy.do)
    try:
        temporary = Path(tempfile.gettempdir())
        if (error := _refusal(temporary)) is not None:
            raise error
    except OSError as error:
        yield problem(
            f"Temporary files cannot be written: {error.strerror}.", do="Set the variable TMPDIR to a folder of yours."
        )
    else:
        given = os.environ.get("TMPDIR", "")
        if given and Path(given).resolve() != temporary.resolve():
            yield note(f"TMPDIR is {given}, which cannot be written; {temporary} is used.", fixes.unset("TMPDIR"))
        elif not refused:
            yield well(f"The course, its progress and {temporary} can be written.")


def _refusal(folder: Path) -> OSError | None:
    """Why no file can be made in a folder; None where it can."""
    try:
        with tempfile.NamedTemporaryFile(dir=folder, prefix=".kata-doctor-") as file:
            file.write(b"\0" * 5000)
            file.flush()
    except OSError as error:
        return error
    return None


def _remedy(path: Path, error: OSError, root: Path) -> Finding:
    """What helps against a refusal; its `found` is the reason, in a few words."""
    shown = fixes.quoted(path)
    if error.errno in NONE_LEFT:
        return problem("the disk is full", do="Empty the bin, and delete what you do not need.")
    if error.errno == errno.EROFS:
        return problem(
            "it lies on a disk that can only be read", do=f"Clone the course into {Path.home()} and use that."
        )
    if fixes.WINDOWS:
        return problem("it is write-protected", f"attrib -r {fixes.quoted(root)}\\* /s /d")
    if path.stat().st_uid != os.getuid():
        mine = fixes.quoted(root)
        return problem("it belongs to another user (was something run with sudo?)", f'sudo chown -R "$(id -un)" {mine}')
    return problem("it is write-protected", f"chmod -R u+rwX {shown}")


def location(place: Place) -> Iterator[Finding]:
    """Where the course lies: in a synchronised folder, on a network drive, under a name that tools cannot bear."""
    root = place.root
    # Where the user's own folder is the odd one, there is no better place to name.
    move = f"Move the course's folder out of there, to {Path.home() / root.name} say, and there: python3 tools/start.py"
    odd = False
    service = SYNCHRONISED.search(root.as_posix())
    kind = _file_system(root)
    if service or _in_onedrive(root):
        odd = True
        name = service[1] if service else "OneDrive"
        yield note(f"{name} synchronises the course's folder: it may lock or double files while tests run.", do=move)
    if kind in NETWORK or root.as_posix().startswith("//"):
        odd = True
        yield note(f"The course lies on a network drive ({kind or root.drive}): runs are slow there.", do=move)
    elif kind in WSL:
        odd = True
        yield note("The course lies on a disk of Windows, which Linux reads slowly; changes are seen late.", do=move)
    if os.pathsep in str(root) or not str(root).isprintable():
        odd = True
        yield problem(
            f"The course's path, {str(root)!a}, has a sign in it with which no environment can be made.",
            do=f"Rename the folder: letters, digits, blanks, '.', '_' and '-' do. Without {os.pathsep!r}, above all.",
        )
    if fixes.WINDOWS and len(str(root)) > LONGEST:
        odd = True
        yield note(f"The course's path is {len(str(root))} characters long; Windows allows 260 for all of it.", do=move)
    if hasattr(os, "geteuid") and os.geteuid() == 0 and (uid := root.stat().st_uid) != 0:
        odd = True
        yield note(
            f"You are root, and the course belongs to user {uid}: files made now cannot be changed by that user.",
            do="Type the commands without sudo.",
        )
    if not odd:
        yield well(f"The course lies in a plain folder on a disk of this machine{f' ({kind})' if kind else ''}.")


def _in_onedrive(root: Path) -> bool:
    given = os.environ.get("ONEDRIVE", "")  # set by Windows
    return bool(given) and root.is_relative_to(given)


def _file_system(path: Path, mounts: Path = Path("/proc/self/mounts")) -> str:
    """The kind of file system that a path lies on; "" where that cannot be told."""
    try:
        lines = mounts.read_text(encoding="utf-8", errors="replace").splitlines()
    except OSError:
        return ""
    kinds = {
        re.sub(r"\\(\d{3})", lambda code: chr(int(code[1], 8)), line.split()[1]): line.split()[2] for line in lines
    }
    own = [mount for mount in kinds if path.is_relative_to(mount)]
    return kinds[max(own, key=len)] if own else ""
