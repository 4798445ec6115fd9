"""How a fix is typed: in this shell, from this folder, with the Python that is meant."""

from __future__ import annotations

import os
import shlex
import shutil
import sys
from pathlib import Path

from kata.screen import near

WINDOWS = os.name == "nt"


def quoted(text: str | Path) -> str:
    """A word of a command."""
    text = near(text) if isinstance(text, Path) else text
    if WINDOWS:
        return f'"{text}"' if not text or set(text) & set(" &()[]{}^=;!'+,`~") else text
    return shlex.quote(text)


def start(root: Path, words: str = "") -> str:
    """The program that sets the course up, which works whatever state the environment is in."""
    script = quoted(root / "tools" / "start.py")
    given = os.environ.get("KATA_START") or f"{'py' if WINDOWS else 'python3'} {script}"
    return f"{given} {words}".rstrip()


def python(words: str) -> str:
    """A command of the Python that runs this."""
    if given := os.environ.get("KATA_START"):
        return f"{given} python {words}"
    found = shutil.which("python")
    mine = Path(sys.executable)
    same = found is not None and Path(found).parent == mine.parent
    return f"{'python' if same else quoted(str(mine))} {words}"


def pip_install(root: Path, names: list[str]) -> str:
    """Bring these to the version that is pinned."""
    return python(f"-m pip install -c {quoted(root / 'constraints.txt')} {' '.join(sorted(names))}")


def unset(variable: str) -> str:
    """Forget a variable in this terminal."""
    return f"Remove-Item Env:{variable}" if _powershell() else f"set {variable}=" if WINDOWS else f"unset {variable}"


def export(variable: str, value: str) -> str:
    if _powershell():
        return f'$env:{variable} = "{value}"'
    return f"{'set' if WINDOWS else 'export'} {variable}={value}"


def _powershell() -> bool:
    """Whether this is Windows' PowerShell and not cmd: only that looks for its modules in the user's own folder."""
    return WINDOWS and "Documents" in os.environ.get("PSMODULEPATH", "")


def move(source: Path, target: Path) -> str:
    return f"{'move' if WINDOWS else 'mv'} {quoted(source)} {quoted(target)}"


def remove(path: Path) -> str:
    return f"{'del' if WINDOWS else 'rm'} {quoted(path)}"


def activate(environment: Path) -> str:
    """Make an environment the shell's own."""
    if WINDOWS:
        return quoted(environment / "Scripts" / "activate")
    return f"source {quoted(environment / 'bin' / 'activate')}"


def git(root: Path, words: str, paths: list[str] | None = None) -> str:
    """A git command about files of the course, given from its root."""
    inside = Path.cwd().is_relative_to(root)
    where = "" if inside else f" -C {quoted(str(root))}"
    files = [quoted(root / path if inside else path) for path in paths or []]
    return " ".join([f"git{where} {words}", *(["--", *files] if files else [])])


def free_name(path: Path) -> Path:
    """A name for a file that is in the way: `my_random.py` for `random.py`, or another that is free."""
    for number in range(1, 1000):
        other = path.with_name(f"my_{path.stem}{number if number > 1 else ''}{path.suffix}")
        if not other.exists():
            return other
    return path.with_name(f"{path.stem}.{os.getpid()}{path.suffix}")
