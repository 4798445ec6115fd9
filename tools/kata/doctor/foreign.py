"""What others put in the way: files named like libraries, settings of pytest, variables of the shell."""

from __future__ import annotations

import os
import re
import shlex
import sys
import sysconfig
import tomllib
from collections.abc import Iterator
from importlib.machinery import BuiltinImporter, FrozenImporter, PathFinder
from pathlib import Path

from kata.course import text_of
from kata.doctor import fixes
from kata.doctor.finding import Finding, Place, note, problem, well
from kata.doctor.installed import MODULES, Wanted
from kata.screen import near

HARMLESS = {"test"}  # of Python's own modules: its tests, which nothing here imports
SETTINGS = ("pytest.toml", ".pytest.toml", "pytest.ini", ".pytest.ini", "pyproject.toml", "tox.ini", "setup.cfg")
BEFORE_OURS = ("pytest.toml", ".pytest.toml")  # these win over pytest.ini in the same folder
OURS = "kata.plugin"


def shadowing(place: Place) -> Iterator[Finding]:
    """Files that would be imported in the place of a library or of a module of Python's own.

    Python looks first in the folder of the program that it runs, or with -m in the current one, and in PYTHONPATH.
    """
    course = place.course
    folders = [place.here, place.root, course.exercises, *(week.folder for week in course.weeks), *_python_path()]
    found = False
    for folder in dict.fromkeys(path.resolve() for path in folders):
        for path, name, whose in _shadows(folder, place):
            found = True
            say = note if name in HARMLESS else problem
            yield say(
                f"{near(path)} is imported in the place of {whose} {name}, wherever that folder comes first.",
                fixes.move(path, fixes.free_name(path)),
            )
    if not found:
        yield well("No file has the name of a library.")


def _python_path() -> list[Path]:
    entries = os.environ.get("PYTHONPATH", "").split(os.pathsep)
    return [Path(entry) for entry in entries if entry]


def _shadows(folder: Path, place: Place) -> Iterator[tuple[Path, str, str]]:
    """Each file in the way: its path, the module that it hides, and whose that is, in words."""
    libraries = [Path(path).resolve() for path in {*_site_packages(), sysconfig.get_paths()["stdlib"]}]
    staff = any(folder.is_relative_to(place.root / room) for room in ("tools", "solutions"))
    if staff or not folder.is_dir() or any(folder == one or one in folder.parents for one in libraries):
        return
    wanted = Wanted(place.root)
    later = {MODULES.get(name, name) for names in (wanted.needs, *wanted.extras.values()) for name in names}
    names = {path.name.partition(".")[0] for path in folder.iterdir() if path.name.partition(".")[0].isidentifier()}
    for name in sorted(names):
        spec = PathFinder.find_spec(name, [str(folder)])
        if spec is None or spec.origin is None or BuiltinImporter.find_spec(name) or FrozenImporter.find_spec(name):
            continue  # a folder without __init__.py hides nothing, and nothing hides what is part of Python's program
        path = Path(spec.origin)
        path = path.parent if path.stem == "__init__" else path
        if name in sys.stdlib_module_names | HARMLESS:
            yield path, name, "Python's own module"
        elif name in later | {"kata", "nets"} or PathFinder.find_spec(name, _site_packages()):
            yield path, name, "the library"


def _site_packages() -> list[str]:
    paths = sysconfig.get_paths()
    return [entry for entry in sys.path if "-packages" in entry] or [paths["purelib"], paths["platlib"]]


def settings(place: Place) -> Iterator[Finding]:
    """Whether pytest finds the course's settings, and no others; files that pytest or Python take for theirs."""
    root, course = place.root, place.course
    folders = [course.exercises, *(week.folder for week in course.weeks)]
    odd = False
    if not any(OURS in text_of(root / name) for name in ("pytest.ini", "pyproject.toml")):
        odd = True
        again = [fixes.git(root, "checkout HEAD", ["pytest.ini"])] if place.changes is not None else []
        yield problem("pytest.ini does not load the course's plugin, without which no test can run.", *again)
    nested = [folder / name for folder in folders for name in SETTINGS]
    for path in [*(root / name for name in BEFORE_OURS), *nested]:
        if path.is_file() and _is_for_pytest(path):
            odd = True
            yield problem(
                f"{near(path)} has settings for pytest, which take the place of the course's.",
                fixes.move(path, fixes.free_name(path)),
            )
    tracked = {path for path in root.glob("conftest.py") if place.changes is not None}
    tracked -= {root / change.path for change in place.changes or [] if change.what == "extra"}
    for path in [folder / "conftest.py" for folder in (root, *folders)]:
        if path.is_file() and path not in tracked:
            odd = True
            yield note(
                f"{near(path)} is none of the course's, and every run of pytest there obeys it.",
                fixes.move(path, fixes.free_name(path)),
            )
    for path in [folder / "__init__.py" for folder in folders[1:]]:
        if path.is_file():
            odd = True
            yield note(
                f"{near(path)} (editors make such files) keeps `--katas FOLDER` from finding the katas of FOLDER.",
                fixes.remove(path),
            )
    if not odd:
        yield well("pytest finds the course's settings, and no others.")


def _is_for_pytest(path: Path) -> bool:
    text = text_of(path)
    if path.suffix == ".toml":
        try:
            data = tomllib.loads(text)
        except tomllib.TOMLDecodeError:
            return "pytest" in text
        return path.name != "pyproject.toml" or "pytest" in data.get("tool", {})
    section = r"\[tool:pytest\]" if path.name == "setup.cfg" else r"\[pytest\]"
    return path.name in ("pytest.ini", ".pytest.ini") or bool(re.search(rf"^{section}", text, re.MULTILINE))


# Variable → why it matters, where it is set at all.
MATTERS = {
    "PYTHONPATH": "what lies there is imported in the place of what is installed",
    "PYTHONHOME": "Python then takes its own modules from there",
    "PYTHONOPTIMIZE": "every `assert` in your own code is then skipped",
    "PYTEST_PLUGINS": "every run of pytest loads those",
    "PIP_TARGET": "pip then installs somewhere else",
    "PIP_PREFIX": "pip then installs somewhere else",
    "PIP_USER": "pip then installs outside of the environment",
}


def variables(place: Place) -> Iterator[Finding]:
    """Variables of the shell that change what Python, pytest and pip do."""
    found = [
        note(f"{name} is set ({os.environ[name]}): {why}.", fixes.unset(name))
        for name, why in MATTERS.items()
        if os.environ.get(name, "") not in ("", "0")
    ]
    found += list(_pytest_options())
    if "error" in os.environ.get("PYTHONWARNINGS", ""):
        found.append(note("PYTHONWARNINGS makes an error of every warning.", fixes.unset("PYTHONWARNINGS")))
    startup = os.environ.get("PYTHONSTARTUP")
    if startup and not Path(startup).is_file():
        found.append(note(f"PYTHONSTARTUP names {startup}, and there is no such file.", fixes.unset("PYTHONSTARTUP")))
    yield from found
    if not found:
        yield well("No variable of the shell changes what Python, pytest and pip do.")


def _pytest_options() -> Iterator[Finding]:
    given = os.environ.get("PYTEST_ADDOPTS", "").strip()
    if not given:
        return
    try:
        words = shlex.split(given)
    except ValueError:
        yield problem(
            f"PYTEST_ADDOPTS ({given}) cannot be understood, so pytest does not start.", fixes.unset("PYTEST_ADDOPTS")
        )
        return
    joined = " ".join(words)
    ours = re.search(r"(^| )(-p *no:kata|-c\b|--config-file|--rootdir|--import-mode|-o *addopts)", joined)
    say = problem if ours else note
    what = "takes away what the course's tests need" if ours else "is added to every run of pytest"
    yield say(f"PYTEST_ADDOPTS ({given}) {what}.", fixes.unset("PYTEST_ADDOPTS"))
