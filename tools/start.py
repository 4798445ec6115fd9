#!/usr/bin/env python3
"""Makes the course's environment if it is not there yet, then runs what it is given in it.

    python3 tools/start.py                            # set up; show where you are and what comes next
    python3 tools/start.py pytest exercises/week2     # the same, then run that
    python3 tools/start.py nox                        # what the course's own tests need is added on its own
    python3 tools/start.py --with torch kata          # add what weeks 5 to 8 need
    python3 tools/start.py --with app kata            # add what the demo of week 8 needs

Standard library only: this file has to run before anything is installed. It works with any Python from
3.11 on, and never touches the Python that starts it: everything goes into `.venv` beside it.
"""

from __future__ import annotations

import hashlib
import json
import os
import re
import shutil
import subprocess
import sys
import venv
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
ENVIRONMENT = ROOT / ".venv"
STAMP = ENVIRONMENT / "downhill.json"  # says what is installed; written last, so a broken-off setup has none
OLDEST = (3, 11)
STAFF = {"nox", "ruff", "mypy"}  # programs of the extra "staff"
EXTRAS = ("torch", "app", "lab", "staff")
USES = {name: re.compile(rf"^\s*(import|from) {name}\b", re.MULTILINE) for name in ("torch", "gradio")}


class CannotStart(Exception):
    """The message says what to do."""


def main(arguments: list[str]) -> int:
    """Set up what is missing, run the command, return its exit status."""
    try:
        extras, command = parse(arguments)
        prepare(extras | needed_for(command))
        if command:
            return run(command)
        if not Path.cwd().is_relative_to(ROOT):
            say(f"Change into {ROOT} first; the paths below start there.")
        return run(["kata"], ROOT)
    except CannotStart as problem:
        print(problem, file=sys.stderr)
        return 2
    except KeyboardInterrupt:
        print("\nStopped. Nothing is lost: the same command goes on from here.", file=sys.stderr)
        return 130


def parse(arguments: list[str]) -> tuple[set[str], list[str]]:
    """The extras asked for with --with, and the command that follows."""
    extras = set()
    while arguments and arguments[0].startswith("-"):
        if arguments[0] in ("-h", "--help"):
            raise CannotStart(__doc__ or "")
        if arguments[0] != "--with" or len(arguments) < 2:
            raise CannotStart(
                f"start.py does not know {arguments[0]!r}; `--with EXTRA` is its option, with {', '.join(EXTRAS)}."
            )
        if arguments[1] not in EXTRAS:
            raise CannotStart(f"--with {arguments[1]}: there are only {', '.join(EXTRAS)}.")
        extras.add(arguments[1])
        arguments = arguments[2:]
    return extras, arguments


def needed_for(command: list[str]) -> set[str]:
    """The extras without which the command could not work."""
    extras = {"staff"} if command and command[0] in STAFF else set()
    folders = [path for word in command[1:] if (path := Path(word.partition("::")[0])).exists()]
    if command[:2] == ["kata", "lab"]:
        extras.add("lab")
        folders += [ROOT / "exercises" / word for word in command[2:] if re.fullmatch(r"week\d+", word)]
    files = [file for path in folders for file in (path.glob("**/*.py") if path.is_dir() else [path])]
    katas = [file for file in files if re.fullmatch(r"week\d+", file.parent.name)]
    texts = [file.read_text(encoding="utf-8", errors="replace") for file in katas]
    used = {name for name, pattern in USES.items() if any(map(pattern.search, texts))}
    return extras | {"app" if name == "gradio" else name for name in used}


def prepare(extras: set[str]) -> None:
    """Bring the environment to what is pinned. Quick where there is nothing to do."""
    if sys.version_info < OLDEST:
        raise CannotStart(
            f"The course needs Python {OLDEST[0]}.{OLDEST[1]} or newer, and this is {sys.version.split()[0]}. "
            "Install a newer one from python.org, and start with it."
        )
    state = read_stamp()
    wanted = extras | set(state.get("extras", []))
    pins = digest()
    if state.get("pins") == pins and wanted == set(state["extras"]) and python().exists():
        return
    moved = state.get("root", str(ROOT)) != str(ROOT)
    if moved or not python().exists():
        make_environment()
    STAMP.unlink(missing_ok=True)
    install(wanted)
    compile_course()
    STAMP.write_text(json.dumps({"pins": pins, "extras": sorted(wanted), "root": str(ROOT)}) + "\n", encoding="utf-8")


def read_stamp() -> dict[str, Any]:
    try:
        state = json.loads(STAMP.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return state if isinstance(state, dict) and isinstance(state.get("extras"), list) else {}


def digest() -> str:
    """What decides whether the environment is up to date: the pins, the package's own needs, the place.

    Not the course's version: a new one that needs nothing new must start without a network.
    """
    sources = [(ROOT / name).read_bytes() for name in ("constraints.txt", "pyproject.toml")]
    sources[1] = re.sub(rb"(?m)^version = .*$", b"", sources[1])
    return hashlib.sha256(b"\0".join([*sources, str(ROOT).encode()])).hexdigest()[:16]


def make_environment() -> None:
    say("Making an environment in .venv …")
    try:
        venv.EnvBuilder(clear=True, with_pip=True, symlinks=os.name != "nt").create(ENVIRONMENT)
    except (OSError, subprocess.CalledProcessError) as error:
        shutil.rmtree(ENVIRONMENT, ignore_errors=True)
        if isinstance(error, PermissionError):
            raise CannotStart(f"{ENVIRONMENT} cannot be written. Clone the course into a folder of your own.") from None
        raise CannotStart(
            f"Python could not make an environment ({error}).\n"
            f"On Debian and Ubuntu: sudo apt install python{sys.version_info.major}.{sys.version_info.minor}-venv, "
            "then the same command again."
        ) from None


def install(extras: set[str]) -> None:
    names = ",".join(sorted(extras))
    say(f"Installing the course{f' with {names}' if names else ''} (once; a minute or two) …")
    constraints = str(ROOT / "constraints.txt")
    quiet = ["--quiet", "--disable-pip-version-check"]
    what = f"{ROOT}[{names}]" if names else str(ROOT)
    command = [str(python()), "-m", "pip", "install", *quiet, "-c", constraints, "-e", what]
    # Also for what builds our own package. As a URI, because pip splits this variable at spaces.
    environment = {**os.environ, "PIP_CONSTRAINT": (ROOT / "constraints.txt").as_uri()}
    if subprocess.run(command, cwd=ROOT, env=environment).returncode != 0:
        raise CannotStart(
            "Installing did not work; the lines above say why. Without a network, connect once and run the same "
            "command again: afterwards the course works offline."
        )


def compile_course() -> None:
    """Compile the runner and the tests, as pip does for what it installs: the first run is then as quick as any."""
    environment = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    for words in (
        ["compileall", "-qq", "tools/kata", "tools/labs", "exercises", "solutions"],
        ["pytest", "--collect-only", "-q", "exercises"],
    ):
        subprocess.run([str(python()), "-m", *words], cwd=ROOT, env=environment, stdout=subprocess.DEVNULL)


def run(command: list[str], folder: Path | None = None) -> int:
    """Run a command as if the environment were active, here or in `folder`."""
    paths = [str(python().parent), os.environ.get("PATH", "")]
    environment = {**os.environ, "VIRTUAL_ENV": str(ENVIRONMENT), "PATH": os.pathsep.join(paths)}
    environment.pop("PYTHONHOME", None)
    if os.environ.get("VIRTUAL_ENV") != str(ENVIRONMENT):
        # What the user's shell does not find by itself is shown to them as they can type it.
        environment["KATA_START"] = f"{'py' if os.name == 'nt' else 'python3'} {os.path.relpath(__file__)}"
    program = shutil.which(command[0], path=environment["PATH"])
    if program is None:
        raise CannotStart(f"There is no program {command[0]!r}. Usual ones are: kata, pytest, nox, python.")
    sys.stdout.flush()
    process = subprocess.Popen([program, *command[1:]], env=environment, cwd=folder)
    while True:
        try:
            return process.wait()
        except KeyboardInterrupt:
            continue  # Ctrl-C went to the command as well: it decides how to end


def python() -> Path:
    """The environment's Python."""
    return ENVIRONMENT / ("Scripts/python.exe" if os.name == "nt" else "bin/python")


def say(text: str) -> None:
    print(text, file=sys.stderr, flush=True)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
