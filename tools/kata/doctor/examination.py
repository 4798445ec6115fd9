"""All checks, in the order in which they are told, and what they found, for people and as JSON."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from dataclasses import asdict, replace

from kata.doctor import belongings, fixes, folder, foreign, installed, machine, repository, torch_build
from kata.doctor.finding import Check, Finding, Health, Place, note, problem

FORMAT = 1
# Name → check, in the order in which they are told. Those of MACHINE can be done where there is no course.
COURSE: dict[str, Check] = {
    "clone": installed.clone,
    "environment": installed.environment,
    "packages": installed.packages,
    "extras": installed.extras,
    "plugins": installed.plugins,
    "shadowing": foreign.shadowing,
    "settings": foreign.settings,
    "tests": belongings.tests,
    "data": belongings.fixtures,
    "katas": belongings.katas,
    "stubs": belongings.stub_files,
    "tools": belongings.tools,
    "progress": belongings.progress_file,
    "git": repository.repository,
    "writing": folder.writing,
    "location": folder.location,
    "torch": torch_build.torch,
    "gpu": torch_build.gpu,
}
MACHINE: dict[str, Check] = {
    "variables": foreign.variables,
    "threads": machine.threads,
    "memory": machine.memory,
    "disk": machine.disk,
    "clock": machine.clock,
    "terminal": machine.terminal,
}
CHECKS: dict[str, Check] = {"folder": folder.folder, "python": machine.python, **COURSE, **MACHINE}


def examine(place: Place) -> list[Finding]:
    """Every finding, in the order of the checks."""
    checks = [name for name in CHECKS if place.found or name not in COURSE]
    return [finding for name in checks for finding in examine_one(name, place)]


def examine_one(name: str, place: Place) -> list[Finding]:
    """What one check finds."""
    return [replace(one, name=name, found=_printable(one.found)) for one in _done(CHECKS[name], place)]


def _printable(text: str) -> str:
    """Without signs, in the name of a file say, that would steer the terminal."""
    return "".join(sign if sign.isprintable() else "?" for sign in text)


def _done(check: Check, place: Place) -> Iterator[Finding]:
    try:
        yield from check(place)
    except ImportError as missing:
        library = (missing.name or "").partition(".")[0]
        yield problem(f"This cannot be checked: {missing}.", fixes.pip_install(place.root, [library]))
    except Exception as error:  # whatever it is, the other checks go on
        where = f"{error.filename}: {error.strerror}" if isinstance(error, OSError) and error.filename else str(error)
        yield note(
            f"This could not be checked ({type(error).__name__}: {where}).",
            do="Is what it names yours? Put it right. Otherwise show this to whoever gave you the course.",
        )


def as_json(place: Place, findings: list[Finding]) -> str:
    counts = count(findings)
    data = {
        "format": FORMAT,
        "course": str(place.root) if place.found else None,
        "python": sys.executable,
        "problems": counts[Health.PROBLEM],
        "notes": counts[Health.NOTE],
        "findings": [asdict(finding) for finding in findings],
    }
    return json.dumps(data, indent=1)


def count(findings: list[Finding]) -> dict[Health, int]:
    return {state: sum(finding.state is state for finding in findings) for state in Health}


def has_problems(findings: list[Finding]) -> bool:
    return bool(count(findings)[Health.PROBLEM])
