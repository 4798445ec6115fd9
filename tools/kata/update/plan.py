"""The course's new version comes into a learner's clone, and what the learner wrote stays as it is.

Everything is worked out first, from what the course is known to have written: the digests of its stubs, and git's
history. A kata that holds anything else is the learner's and is not touched. Another file of the course that
somebody edited becomes the course's again, and a copy of it is kept.
"""

from __future__ import annotations

import re
import tempfile
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from kata import progress as progress_file
from kata.course import Course, CourseError
from kata.update import branch, changes, sources
from kata.update.authorship import Known, Past, past_of_commit, past_of_folder, path_of, stub_path
from kata.update.changes import Copy, Fresh, Journal
from kata.update.editions import Edition, InGit, is_same, sha256
from kata.update.repository import SUBMODULE, Blob, GitError, Repository

LATER = "Nothing is lost. Put that right, and type the same command again: it goes on from here."


@dataclass(frozen=True)
class Left:
    """A kata that the learner edited, which stays. `stub` is "same", "changed", "new", or "gone" from the course."""

    kata: str
    stub: str


@dataclass
class Plan:
    """What an update does, or would do."""

    source: str
    old: str  # versions; "" where a version does not say
    new: str
    entries: list[tuple[str, str]] = field(default_factory=list)  # headings of the change log, and how each begins
    write: dict[str, Fresh] = field(default_factory=dict)
    remove: list[str] = field(default_factory=list)
    copies: list[Copy] = field(default_factory=list)
    kept: dict[str, str] = field(default_factory=dict)  # path → its copy, also of an update that was broken off
    left: list[Left] = field(default_factory=list)
    added: list[str] = field(default_factory=list)  # stubs
    renewed: list[str] = field(default_factory=list)
    missing: list[str] = field(default_factory=list)
    reopened: list[str] = field(default_factory=list)
    environment: bool = False  # whether what is installed must be brought up to date
    goes_on: bool = False  # an update that was broken off
    has_git: bool = False
    asked: str = ""  # what --from named
    commit: str = ""  # of the new version
    is_past_unknown: bool = False
    move: branch.Move | None = None
    record: dict[str, str] = field(default_factory=dict)  # what the course writes, where no git knows it
    journal: Journal = field(default_factory=Journal)

    @property
    def altered(self) -> list[str]:
        """Files of the course that are not as the course wrote them."""
        return sorted({*self.write, *self.remove})

    @property
    def is_news(self) -> bool:
        return self.move is not None if self.has_git else bool(self.write or self.remove or self.goes_on)


def prepare(course: Course, source: str = "", check: bool = False) -> Plan:
    """Find the newer version, and work out what it changes here. Nothing of the learner's is touched."""
    root = course.root
    repository = sources.repository_of(root)
    try:
        with tempfile.TemporaryDirectory(prefix="kata-") as scratch:
            if repository:
                sources.check_state(repository)
            new = sources.find(repository, source, Path(scratch), remember=not check)
            if repository and isinstance(new, InGit):
                plan = _in_git(course, repository, new)
            else:
                plan = _without_git(course, new)
            plan.asked = source
            return plan
    except GitError as error:
        raise CourseError(f"git could not do its part: {error}. Nothing was changed.") from None


def _in_git(course: Course, repository: Repository, new: InGit) -> Plan:
    head = repository.head
    base = repository.base(head, new.commit)
    past = past_of_commit(course, InGit(repository, base, "the version before")) if base else past_of_folder(course, {})
    known = Known(past, new)
    plan = _plan(course, new, past, known)
    plan.has_git, plan.commit = True, new.commit
    if base == new.commit:
        return plan

    now = branch.Standing(head, base, repository.tree(head), repository.index())
    here = {*now.tree.items(), *now.index.items()} - new.blobs.items()
    contents = repository.contents(
        blob.id for path, blob in here if blob.mode != SUBMODULE and (path in known.katas or path in new.blobs)
    )

    def is_work(path: str, blob: Blob) -> bool:
        if path in known.katas and blob.id in contents:
            return bool(contents[blob.id]) and not known.wrote(path, contents[blob.id])
        return path not in new.blobs and path not in past.paths

    plan.move = branch.plan(repository, now, new, past.paths, is_work)
    for path in plan.move.index.keys() & now.index.keys() - known.katas.keys():  # staged, and edited again since
        data = contents.get(now.index[path].id)
        if data and not known.wrote(path, data) and changes.on_disk(course.root, path) != data:
            _add_copy(course.root, plan, path, data)
    return plan


def _without_git(course: Course, new: Edition) -> Plan:
    past = past_of_folder(course, changes.read_record(course.root))
    plan = _plan(course, new, past, Known(past, new))
    if _as_numbers(plan.new) < _as_numbers(plan.old):
        raise CourseError(
            f"{new.name} holds version {plan.new}, and yours is {plan.old}: that is no newer one. Nothing was changed."
        )
    plan.record = {path: sha256(data) for path, data in new.read(new.files).items()}
    return plan


def _plan(course: Course, new: Edition, past: Past, known: Known) -> Plan:
    root = course.root
    journal = changes.read_journal(root)
    before = journal or _before(course)
    texts = {name: data.decode(errors="replace") for name, data in
             new.read({"pyproject.toml", "CHANGELOG.md"} & {*new.files}).items()}  # fmt: skip
    plan = Plan(
        source=new.name,
        old=before.version,
        new=_version(texts.get("pyproject.toml", "")),
        entries=[
            (head, begin) for head, begin in _entries(texts.get("CHANGELOG.md", "")) if head not in before.headings
        ],
        goes_on=journal is not None,
        kept=dict(before.copies),
        is_past_unknown=not past.is_known,
        journal=before,
    )
    wanted = []
    for path in sorted({*new.files, *past.paths}):
        data = changes.on_disk(root, path)
        if path in known.katas and data is not None and ((root / path).is_symlink() or not known.wrote(path, data)):
            plan.left.append(Left(known.katas[path], _stub_of(known.katas[path], new, past, before)))
        elif path not in new.files:
            if data is not None:
                plan.remove.append(path)
                _copy_unless_known(root, plan, path, data, known)
        elif data is None or not is_same(new, path, data) or (root / path).is_symlink():
            wanted.append(path)
            if data is not None:
                _copy_unless_known(root, plan, path, data, known)
            elif path in past.paths:
                plan.missing.append(path)
    plan.write = {path: Fresh(data, new.files[path].executable) for path, data in new.read(wanted).items()}
    changes.check_place(root, [*plan.write, *plan.remove])
    stubs = [known.katas[path] for path in wanted if path in known.katas and path not in plan.missing]
    plan.added = sorted({*before.added, *(name for name in stubs if path_of(name) not in past.paths)})
    plan.renewed = sorted({*before.renewed, *(name for name in stubs if path_of(name) in past.paths)} - {*plan.added})
    plan.environment = before.environment or any(path in plan.write for path in ("constraints.txt", "pyproject.toml"))
    plan.reopened = sorted(_reopened_by(course, new) - {*before.reopened})
    return plan


def _stub_of(kata: str, new: Edition, past: Past, before: Journal) -> str:
    """What became of the stub of a kata that the learner edited."""
    if path_of(kata) not in new.files:
        return "gone"
    if path_of(kata) not in past.paths:
        return "new"
    stub, old = stub_path(kata), past.stubs.get(kata)
    same = old is None or stub not in new.files or is_same(new, stub, old)
    return "same" if same and kata not in before.changed else "changed"


def _copy_unless_known(root: Path, plan: Plan, path: str, data: bytes, known: Known) -> None:
    if not known.wrote(path, data):
        _add_copy(root, plan, path, data)


def _add_copy(root: Path, plan: Plan, path: str, data: bytes) -> None:
    to = changes.place_for_copy(root, path, data, [copy.to for copy in plan.copies])
    plan.copies.append(Copy(path, data, to))
    plan.kept[path] = str(to)


def _before(course: Course) -> Journal:
    """What only the old version can say."""
    texts = {name: (changes.on_disk(course.root, name) or b"").decode(errors="replace")
             for name in ("pyproject.toml", "CHANGELOG.md")}  # fmt: skip
    return Journal(
        version=_version(texts["pyproject.toml"]),
        headings=[head for head, _ in _entries(texts["CHANGELOG.md"])],
        reopened=sorted(_reopened(course, course)),
    )


def _reopened(course: Course, tests: Course) -> set[str]:
    """The tasks whose passes no longer count, by the tests of a folder."""
    learned = progress_file.read(course.root)
    found = set()
    for kata in tests.katas:
        try:
            found |= {f"{task.week}/{task.name}" for task in kata.tasks if learned.reopened(tests, task)}
        except (OSError, ValueError):  # a test file that the learner broke
            continue
    return found


def _reopened_by(course: Course, new: Edition) -> set[str]:
    """The same, by the tests of a version that is not here yet."""
    tests = [path for path in new.files if re.fullmatch(r"exercises/week\d+/test_[^/]+\.py", path)]
    with tempfile.TemporaryDirectory(prefix="kata-") as folder:
        for path, data in new.read(tests).items():
            file = Path(folder) / path
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_bytes(data)
        return _reopened(course, Course(Path(folder)))


def _version(pyproject: str) -> str:
    found = re.search(r'^version\s*=\s*"([^"]+)"', pyproject, re.MULTILINE)
    return found[1] if found else ""


def _as_numbers(version: str) -> list[int]:
    return [int(part) for part in re.findall(r"\d+", version)]


def _entries(changelog: str) -> list[tuple[str, str]]:
    """The headings of a CHANGELOG.md, each with its first point."""
    found = []
    for entry in re.split(r"^## ", changelog, flags=re.MULTILINE)[1:]:
        head, _, body = entry.partition("\n")
        points = re.split(r"^- ", body, flags=re.MULTILINE)
        found.append((head.strip(), " ".join((points[1] if len(points) > 1 else body).split())))
    return found


def carry_out(course: Course, plan: Plan) -> None:
    """Do it. The copies come first and the branch last, so that whatever stops it, the same command goes on."""
    root = course.root
    if not plan.is_news:
        changes.forget(root)
        return
    message = f"Version {plan.new} of the course" if plan.new else "The course's new version"
    try:
        changes.write_journal(root, _noted(plan))
        changes.keep(root, plan.copies)
        places = changes.set_aside(root, plan.write)
        commit = branch.commit_of(plan.move, message) if plan.move else ""
    except GitError as error:
        raise CourseError(f"git could not do its part: {error}. Nothing was changed. {LATER}") from None
    _finish(root, plan, lambda: _put(root, plan, places, commit, message))


def _put(root: Path, plan: Plan, places: Mapping[str, Path], commit: str, message: str) -> None:
    changes.put_in_place(root, places)
    changes.take_away(root, plan.remove)
    if plan.move:
        branch.carry_out(plan.move, commit, message)
    else:
        changes.write_record(root, plan.record)
    changes.forget(root)


def _finish(root: Path, plan: Plan, put: Callable[[], None]) -> None:
    try:
        put()
    except GitError as error:
        raise CourseError(f"The update is not finished: git says {error}. {LATER}") from None
    except OSError as error:
        where = f"{error.filename}: " if error.filename else ""
        raise CourseError(f"The update is not finished: {where}{error.strerror or error}. {LATER}") from None


def _noted(plan: Plan) -> Journal:
    """What the same update needs to know when it goes on."""
    old = plan.journal
    return Journal(
        version=old.version,
        headings=old.headings,
        reopened=old.reopened,
        added=plan.added,
        renewed=plan.renewed,
        changed=[left.kata for left in plan.left if left.stub == "changed"],
        copies=plan.kept,
        environment=plan.environment,
    )
