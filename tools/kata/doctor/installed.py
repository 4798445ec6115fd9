"""What is installed: the environment, packages against the pins, what weeks need, plugins of pytest that clash."""

from __future__ import annotations

import os
import re
import runpy
import shutil
import sys
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from importlib import metadata
from importlib.machinery import PathFinder
from pathlib import Path
from typing import TYPE_CHECKING, Any

from kata import progress, stubs
from kata.course import Course, Week, text_of
from kata.doctor import fixes
from kata.doctor.finding import INSTALLED, Finding, Place, note, problem, some, well
from kata.extras import EXTRAS
from kata.screen import near

if TYPE_CHECKING:
    from packaging.requirements import Requirement

# Distribution → the module that it brings, where the names differ.
MODULES = {"scikit-learn": "sklearn", "pillow": "PIL", "pytest-xdist": "xdist"}
LOOKED_AT_ELSEWHERE = ("torch", "downhill")
STAFF = "staff"  # the extra that no learner needs

# Plugins of pytest that were seen to spoil a run → (whether a right answer is then called wrong, what they do).
CLASHING = {
    "pytest-randomly": (True, "it draws from the random generators around every test, so right answers look wrong"),
    "pytest-progress": (True, "it breaks off every run that shows the course's own screen"),
    "pytest-tldr": (False, "its report takes the place of the course's screen"),
    "pytest-pretty": (False, "its report takes the place of the course's screen"),
}


def clone(place: Place) -> Iterator[Finding]:
    """Whether this `kata` is the one of the course that one stands in: an editable install knows one clone only."""
    theirs = place.root / "tools" / "kata"
    if (theirs / "__init__.py").is_file() and theirs.resolve() != Path(__file__).parents[1].resolve():
        own = place.root / ".venv" / ("Scripts" if fixes.WINDOWS else "bin")
        ready = any((own / name).exists() for name in ("kata", "kata.exe"))
        yield problem(
            f"`kata` and the tests' plugin come from another clone, {INSTALLED}, and not from this one.",
            *([fixes.activate(own.parent)] if ready else [fixes.start(place.root)]),
        )
    else:
        yield well(f"`kata` comes from {INSTALLED}.")


def environment(place: Place) -> Iterator[Finding]:
    """Whether Python is that of the course's own environment, and whether that is as tools/start.py leaves it."""
    own = place.root / ".venv"
    again = fixes.start(place.root)
    running = Path(sys.prefix).resolve() == own.resolve()
    binaries = own / ("Scripts" if fixes.WINDOWS else "bin")
    if own.exists() and not any((binaries / name).exists() for name in ("python", "python.exe")):
        yield problem("The course's environment, .venv, has no Python any more.", again)
    elif own.exists() and not running:
        yield note(
            f"This is the Python of {sys.prefix}, and not that of the course's own environment, .venv.",
            fixes.activate(own),
        )
    elif running and (why := _out_of_date(place.root)):
        yield note(why, again)
    elif (found := _another_pytest()) and "KATA_START" not in os.environ:
        made = sys.prefix != sys.base_prefix
        yield note(
            f"In this terminal, `pytest` is {found}, of another Python than `kata`, with other libraries.",
            fixes.activate(Path(sys.prefix)) if made else fixes.pip_install(place.root, ["pytest"]),
        )
    else:
        yield well(f"The environment is {near(Path(sys.prefix))}{', that of the course' if running else ''}.")


def _out_of_date(root: Path) -> str:
    """Why tools/start.py would set the environment up anew; "" where it would not."""
    script = root / "tools" / "start.py"
    if not script.exists():
        return ""
    start = runpy.run_path(str(script), run_name="start")
    state = start["read_stamp"]()
    if not state:
        return "Setting up the course's environment was broken off."
    if state.get("root") != str(start["ROOT"]):
        return "The course has been moved since its environment was made."
    old = state.get("pins") != start["digest"]()
    return "The course has been updated since its environment was made." if old else ""


def _another_pytest() -> str:
    """The pytest that the shell finds, if it is another than the one beside the `kata` that it finds."""
    mine = Path(sys.executable).parent.resolve()
    kata, pytest = shutil.which("kata"), shutil.which("pytest")
    if kata is None or pytest is None or Path(kata).parent.resolve() != mine:
        return ""
    return pytest if Path(pytest).parent.resolve() != mine else ""


@dataclass(frozen=True)
class Wanted:
    """What the course asks for: constraints.txt pins versions, pyproject.toml says what is needed, and for what."""

    root: Path

    @cached_property
    def pins(self) -> dict[str, Requirement]:
        """By canonical name. A line that is none is left out."""
        text = text_of(self.root / "constraints.txt")
        return _by_name(re.findall(r"^[\w.-]+==[\w.!+*-]+", text, re.MULTILINE))

    @cached_property
    def _project(self) -> dict[str, Any]:
        found: dict[str, Any] = tomllib.loads(text_of(self.root / "pyproject.toml")).get("project", {})
        return found

    @cached_property
    def needs(self) -> dict[str, Requirement]:
        return _by_name(self._project.get("dependencies", []))

    @cached_property
    def extras(self) -> dict[str, dict[str, Requirement]]:
        """The extra that brings it → what it brings."""
        given = self._project.get("optional-dependencies", {})
        return {extra: _by_name(lines) for extra, lines in given.items() if extra != STAFF}


def _by_name(lines: list[str]) -> dict[str, Requirement]:
    from packaging.requirements import Requirement
    from packaging.utils import canonicalize_name

    found = [Requirement(line) for line in lines]
    return {canonicalize_name(one.name): one for one in found if one.marker is None or one.marker.evaluate()}


def version_of(name: str) -> str | None:
    try:
        return metadata.version(name)
    except metadata.PackageNotFoundError:
        return None


def packages(place: Place) -> Iterator[Finding]:
    """Every version that is installed, against the pin and against what pyproject.toml allows."""
    wanted = Wanted(place.root)
    optional = {name: one for extra in wanted.extras.values() for name, one in extra.items()}
    versions = {name: version_of(name) for name in {*wanted.pins, *wanted.needs, *optional}}
    missing = [name for name in wanted.needs if versions[name] is None]
    broken, outside, other = [], [], []
    for name, one in {**wanted.pins, **optional, **wanted.needs}.items():
        version = versions[name]
        pin = wanted.pins.get(name)
        if version is None or name in LOOKED_AT_ELSEWHERE:
            continue
        asked = name in wanted.needs or name in optional
        if asked and not _has_files(name):
            broken.append(name)
        elif asked and not one.specifier.contains(version, prereleases=True):
            outside.append(name)
        elif pin and not pin.specifier.contains(version, prereleases=True):
            other.append(name)
    if missing:
        yield problem(
            f"{some(missing)} {_is(missing)} not installed, and the course needs {_it(missing)}.",
            fixes.pip_install(place.root, missing),
        )
    if broken:
        yield problem(
            f"{some(broken)} {_is(broken)} installed, but without {'its' if len(broken) == 1 else 'their'} files.",
            fixes.python(f"-m pip uninstall -y {' '.join(broken)}"),
            fixes.pip_install(place.root, broken),
        )
    if outside:
        every = [f"{name} {versions[name]}" for name in outside]
        yield problem(f"The course does not work with {some(every)}.", fixes.pip_install(place.root, outside))
    if other:
        every = [f"{name} {versions[name]} ({str(wanted.pins[name].specifier).lstrip('=')})" for name in other]
        yield note(
            f"Other versions than the course is tested with, which are in brackets: {some(every)}.",
            fixes.pip_install(place.root, other),
        )
    if not (missing or broken or outside or other):
        count = sum(version is not None for version in versions.values())
        yield well(f"{count} packages, all as pinned in constraints.txt." if wanted.pins else "No pins here.")


def _is(names: list[str]) -> str:
    return "is" if len(names) == 1 else "are"


def _it(names: list[str]) -> str:
    return "it" if len(names) == 1 else "them"


def _has_files(name: str) -> bool:
    """Whether the module that a distribution brings can be found at all. It is not imported."""
    return PathFinder.find_spec(MODULES.get(name, name.replace("-", "_"))) is not None


def extras(place: Place) -> Iterator[Finding]:
    """Libraries that only some weeks need: missed once such a week has begun."""
    wanted = Wanted(place.root)
    done = progress.read(place.root)
    missed: dict[str, list[str]] = {}
    every = {name: extra for extra, names in wanted.extras.items() for name in names if name != "downhill"}
    absent = {name: extra for name, extra in every.items() if version_of(name) is None}
    for week in place.course.weeks if absent else ():
        if _has_begun(place.course, week, done):
            text = "\n".join(text_of(path) for path in week.folder.glob("*.py"))
            for name, extra in absent.items():
                if re.search(rf"^\s*(import|from) {re.escape(name)}\b", text, re.MULTILINE):
                    missed.setdefault(EXTRAS.get(name, extra), []).append(f"{week.name} needs {name}")
    for extra, reasons in missed.items():
        yield note(f"{some(reasons)}, which is not installed.", fixes.start(place.root, f"--with {extra}"))
    if not missed:
        later = f"; not installed, and not needed yet: {', '.join(absent)}" if absent else ""
        yield well(f"What begun weeks need is installed{later}.")


def _has_begun(course: Course, week: Week, done: progress.Progress) -> bool:
    ran = any(key.startswith(f"{week.name}/") for key in done.tests)
    return ran or any(stubs.is_edited(course, kata) for kata in week.katas)


def plugins(place: Place) -> Iterator[Finding]:
    """Plugins of pytest that were seen to spoil its runs: pytest loads all that are installed."""
    found = {one.dist.name.lower().replace("_", "-") for one in metadata.entry_points(group="pytest11") if one.dist}
    for name in sorted(found & CLASHING.keys()):
        lies, why = CLASHING[name]
        say = problem if lies else note
        yield say(f"{name} is installed: {why}.", fixes.python(f"-m pip uninstall -y {name}"))
    if not found & CLASHING.keys():
        yield well(f"{len(found)} plugins of pytest, none of which is known to clash.")
