"""What belongs to the course, and what to the learner: tests, data, the runner, katas, stubs, progress."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterator
from pathlib import Path

from kata import kept, progress, quiz, stubs
from kata.course import Course, CourseError, Kata, text_of
from kata.doctor import clone, fixes
from kata.doctor.finding import INSTALLED, Finding, Place, note, problem, some, well
from kata.screen import command, near

TEST = re.compile(r"exercises/week\d+/test_\w+\.py")
SETTINGS = re.compile(r"pytest\.ini|conftest\.py|exercises/(week\d+/)?conftest\.py")
RUNNER = re.compile(r"tools/.*|pyproject\.toml|constraints\.txt")
PAGE = re.compile(r"exercises/week\d+/(README\.md|hints\.md|quiz\.toml)")
MANY = 4  # files that a command names one by one
AGAIN = "Download the course again, and copy this from there; your own files are exercises/week*/kata*.py and .kata."
MARKER = re.compile(rb"^(<{7}|>{7}) ", re.MULTILINE)  # that git puts around what it could not merge
UTF16 = (b"\xff\xfe", b"\xfe\xff")


def tests(place: Place) -> Iterator[Finding]:
    """Test files that are not as the course has them: then their verdicts are not the course's either."""
    found = [change for change in place.changes or [] if TEST.fullmatch(change.path) or SETTINGS.fullmatch(change.path)]
    yield from _brought_back(place, found, "tests")
    strange = [change.path for change in found if change.what == "extra" and TEST.fullmatch(change.path)]
    if strange:
        yield note(
            f"{some(strange)} {_are(strange)} none of the course's: taken for the tests of a kata that is not there.",
            *(fixes.move(place.root / path, fixes.free_name(place.root / path)) for path in strange[:MANY]),
        )
    gone = [] if place.changes is not None else _tests_gone(place.course)
    if gone:
        yield problem(f"{some(gone)} {_are(gone)} missing.", do=AGAIN)
    broken = [] if place.changes is not None else _tests_broken(place.course)
    if broken:
        yield problem(f"{some(broken)} cannot be read as Python.", do=AGAIN)
    base, ours = clone.committed(place.root) if place.changes is not None else ("", [])
    kept_edits = [change.path for change in ours if TEST.fullmatch(change.path) and change.what != "extra"]
    if kept_edits:
        yield note(
            f"Commits of this clone's own change {some(kept_edits)}: those tests are not the course's.",
            fixes.git(place.root, f"checkout {base}", _patterns(kept_edits)),
        )
    if not (found or gone or broken or kept_edits):
        sure = "as in the last commit" if place.changes is not None else "all there; without git no more can be told"
        yield well(f"{len(list(place.course.katas))} test files, {sure}.")


def _brought_back(place: Place, found: list[clone.Change], what: str) -> Iterator[Finding]:
    """A finding for edited files and one for missing ones, each with the command that brings them back."""
    for kind in ("edited", "missing"):
        paths = [change.path for change in found if change.what == kind]
        if paths:
            lies = " What such tests say is not what the course says." if what == "tests" and kind == "edited" else ""
            yield problem(
                f"{some(paths)} {'have been edited' if len(paths) > 1 else 'has been edited'}.{lies}"
                if kind == "edited"
                else f"{some(paths)} {_are(paths)} missing.",
                fixes.git(place.root, "checkout HEAD", _patterns(paths)),
            )


def _patterns(paths: list[str]) -> list[str]:
    """The files by name, or where there are many, by their folders and a pattern."""
    if len(paths) <= MANY:
        return paths
    return sorted({f"{path.rpartition('/')[0]}/test_*.py" if TEST.fullmatch(path) else path for path in paths})


def _are(names: list[str]) -> str:
    return "is" if len(names) == 1 else "are"


def _tests_gone(course: Course) -> list[str]:
    """Without git: the tests of katas of which there are stubs."""
    katas = sorted((course.exercises / ".stubs").glob("week*/*.py"))
    tests = [course.exercises / path.parent.name / f"test_{path.name}" for path in katas]
    return [near(path) for path in tests if not path.is_file()]


def _tests_broken(course: Course) -> list[str]:
    broken = []
    for kata in course.katas:
        try:
            compile(kata.test_path.read_bytes(), str(kata.test_path), "exec", dont_inherit=True)
        except (OSError, SyntaxError, ValueError):
            broken.append(near(kata.test_path))
    return broken


def tools(place: Place) -> Iterator[Finding]:
    """The course's own tools, pages and pins."""
    found = [change for change in place.changes or [] if change.what != "extra"]
    ours = [change for change in found if RUNNER.fullmatch(change.path)]
    missing = [change for change in ours if change.what == "missing"]
    pages = [change for change in found if PAGE.fullmatch(change.path) and change.what == "missing"]
    edited = [change.path for change in ours if change.what == "edited"]
    yield from _brought_back(place, [*missing, *pages], "tools")
    if edited:
        yield note(
            f"Of the course's own tools, {some(edited)} {'has' if len(edited) == 1 else 'have'} been edited.",
            fixes.git(place.root, "stash push", edited if len(edited) <= MANY else ["tools"]),
            do="If that was not on purpose, set your edits aside; `git stash pop` would bring them back:",
        )
    broken = list(_broken_quizzes(place))
    yield from broken
    if not (missing or pages or edited or broken):
        yield well(
            "The course's own tools and pages are as they were."
            if place.changes is not None
            else "The pages can be read."
        )


def _broken_quizzes(place: Place) -> Iterator[Finding]:
    for week in place.course.weeks:
        try:
            quiz.quiz_of(week)
        except CourseError as error:
            path = f"exercises/{week.name}/quiz.toml"
            known = place.changes is not None
            commands = [fixes.git(place.root, "checkout HEAD", [path])] if known else []
            yield problem(str(error), *commands, do="" if known else AGAIN)


def fixtures(place: Place) -> Iterator[Finding]:
    """The data, against the digests that lie beside it."""
    folder = place.root / "fixtures"
    sums = "fixtures/SHA256SUMS"
    lines = text_of(place.root / sums).splitlines()
    digests = {name: digest for digest, _, name in (line.partition("  ") for line in lines) if name}
    wrong = [name for name, digest in digests.items() if _sha256(folder / name) != digest]
    rooms = {name.rpartition("/")[0] for name in digests} - {""}
    there = [path for room in rooms for path in (folder / room).glob("*") if path.is_file() and path.suffix != ".py"]
    extra = [path for path in there if path.relative_to(folder).as_posix() not in digests and path.suffix != ".md"]
    changed = any(change.path == sums and change.what != "extra" for change in place.changes or [])
    if wrong or changed or (not lines and place.root == INSTALLED):
        paths = [*([sums] if changed or not lines else []), *(f"fixtures/{name}" for name in wrong)]
        known = clone.knows_the_course(place.root)
        again = fixes.git(place.root, "checkout HEAD", paths if len(paths) <= MANY else ["fixtures"])
        yield problem(
            f"{some(paths)} {_are(paths)} missing, or not what the tests were made for.",
            *([again] if known else []),
            do="" if known else AGAIN,
        )
    for path in extra[:MANY]:
        yield note(f"{near(path)} is none of the course's; tests may take it for data.", fixes.remove(path))
    if not wrong and not changed and not extra:
        yield well(f"{len(digests)} files of data, as they should be." if digests else "No data here.")


def _sha256(path: Path) -> str:
    try:
        return hashlib.sha256(path.read_bytes()).hexdigest()
    except OSError:
        return ""


def katas(place: Place) -> Iterator[Finding]:
    """The learner's own files: there, under their names, as text that Python can read."""
    odd = False
    for kata in place.course.katas:
        found = _kata(place.course, kata)
        copies = [] if found else [near(path) for path in _alike(kata) if path.name.startswith(kata.name)]
        if copies:
            name = near(kata.path)
            found = note(
                f"{some(copies)} {_are(copies)} like {name}, which is the only one that tests look at.",
                do=f"If your work is in there, copy it to {name}; then delete it.",
            )
        if found is not None:
            odd = True
            yield found
    if not odd:
        yield well(f"{len(list(place.course.katas))} katas, each under its name.")


def _kata(course: Course, kata: Kata) -> Finding | None:
    name, reset = near(kata.path), command(f"kata reset --yes {kata.week}/{kata.short}")
    try:
        source = kata.path.read_bytes()
    except FileNotFoundError:
        if not stubs.pristine(course, kata).is_file():
            return None  # a test file of nobody's, which is told elsewhere
        other = _renamed(kata)
        if other is not None:
            return problem(
                f"There is no {name}; {other.name} may be it under another name.", fixes.move(other, kata.path)
            )
        return problem(f"There is no {name}.", reset)
    except IsADirectoryError:
        return problem(f"{name} is a folder.", fixes.move(kata.path, fixes.free_name(kata.path)), reset)
    if source.startswith(UTF16) or b"\0" in source[:100]:
        return problem(
            f"{name} is UTF-16 (PowerShell's > writes that), and Python reads UTF-8.",
            do="Open it in your editor and save it with the encoding UTF-8. In VS Code: a click on UTF-16 below.",
        )
    try:
        source.decode("utf-8")
    except UnicodeDecodeError as bad:
        line = source[: bad.start].count(b"\n") + 1
        return problem(
            f"{name} is not UTF-8 text: see line {line}.",
            do="Open it in your editor and save it with the encoding UTF-8. In VS Code: a click on the encoding below.",
        )
    if marker := MARKER.search(source):
        line = source[: marker.start()].count(b"\n") + 1
        return problem(
            f"{name} has two versions in it, between <<<<<<< and >>>>>>>, which git could not merge.",
            do=f"Open {name}:{line}, keep what is right, and take the lines with <<<<<<<, ======= and >>>>>>> out.",
        )
    return None


def _renamed(kata: Kata) -> Path | None:
    """The one file that may be the kata under another name."""
    found = _alike(kata)
    return found[0] if len(found) == 1 else None


def _alike(kata: Kata) -> list[Path]:
    """Files that may have been meant to be a kata: "kata1_pixels (1).py", say, or "Kata1.py.txt"."""
    known = {path.name.removeprefix("test_") for path in kata.path.parent.glob("test_*.py")}
    files = [path for path in kata.path.parent.iterdir() if path.is_file() and path.name not in known]
    alike = re.compile(rf"{re.escape(kata.short)}(?![0-9])", re.IGNORECASE)
    return sorted(path for path in files if alike.match(path.name) and path.suffix in (".py", ".txt", ""))


def stub_files(place: Place) -> Iterator[Finding]:
    """The stubs that `kata reset` puts back."""
    folder = place.course.exercises / ".stubs"
    try:
        digests = json.loads((folder / "digests.json").read_text(encoding="utf-8"))
        wrong = [name for name, known in digests.items() if _digest(folder / f"{name}.py") not in known]
    except (OSError, ValueError, AttributeError, TypeError):
        wrong = ["digests"]
    if not wrong:
        yield well(f"{len(digests)} stubs, for `kata reset`.")
        return
    known = place.changes is not None
    yield problem(
        "Stubs that `kata reset` would put back are missing or damaged, in exercises/.stubs.",
        *([fixes.git(place.root, "checkout HEAD", ["exercises/.stubs"])] if known else []),
        do="" if known else AGAIN,
    )


def _all(place: Place) -> str:
    return command(f"pytest {fixes.quoted(place.course.exercises)}")


def _digest(path: Path) -> str:
    return stubs.digest(path.read_bytes()) if path.is_file() else ""


def progress_file(place: Place) -> Iterator[Finding]:
    """What you have passed and answered: the files, and their copies."""
    done = progress.read(place.root)
    answers = place.root / kept.FOLDER / quiz.FILE
    found, damaged = kept.read(answers, lambda data: list(data["boxes"].items()))
    if done.note and done.tests:
        yield note("The progress file is damaged; its copy is used. Any run of tests writes both anew.", _all(place))
    elif done.note:
        yield problem("The progress file is damaged, and so is its copy: what has passed is forgotten.", _all(place))
    if damaged:
        say = problem if found is None else note
        lost = "What was answered is lost" if found is None else "Its copy is used"
        yield say(f"{near(answers)} is damaged. {lost}; the next answer writes it anew.", command("kata quiz week1"))
    if not done.note and not damaged:
        count = len(done.tests)
        yield well(f"{count} verdicts of tests are remembered." if count else "Nothing to remember yet.")
