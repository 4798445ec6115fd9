"""PyTorch and the graphics card, without importing PyTorch, which takes seconds."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from importlib.machinery import PathFinder
from pathlib import Path

from kata.course import text_of
from kata.doctor import fixes
from kata.doctor.finding import Finding, Place, note, problem, well
from kata.doctor.installed import Wanted, version_of

SECONDS = 10  # for nvidia-smi
CUDA_SECONDS = 60  # for PyTorch to be loaded and to look for cards
ASK = "import torch; print('cards', torch.cuda.device_count() if torch.cuda.is_available() else 0)"
ON_WSL = "/usr/lib/wsl/lib"  # where nvidia-smi lies there, often not on the PATH
CHOOSE = "On https://pytorch.org/get-started/locally choose your system, Pip and the newest CUDA; type what it shows."


def torch(place: Place) -> Iterator[Finding]:
    """The version against the pin, the build, and whether its files are there."""
    version, folder = version_of("torch"), _folder()
    pin = Wanted(place.root).pins.get("torch")
    if version is None:
        yield well("PyTorch is not installed; weeks 5 to 8 need it.")
    elif folder is None or not (build := text_of(folder / "version.py")):
        yield problem(
            "PyTorch is installed, but without its files.",
            fixes.python("-m pip uninstall -y torch"),
            fixes.pip_install(place.root, ["torch"]),
        )
    elif pin is not None and not pin.specifier.contains(version, prereleases=True):
        yield note(
            f"PyTorch is {version}, and the course is tested with {str(pin.specifier).lstrip('=')}.",
            fixes.pip_install(place.root, ["torch"]),
        )
    elif os.name == "nt" and not Path(os.environ["SYSTEMROOT"], "System32", "vcruntime140_1.dll").exists():
        yield problem(
            "PyTorch on Windows needs a library of Microsoft's that is missing.",
            do="Install https://aka.ms/vs/17/release/vc_redist.x64.exe and open a new terminal.",
        )
    else:
        cuda = _setting(build, "cuda")
        yield well(f"PyTorch {version}, made for {f'CUDA {cuda}' if cuda else 'the CPU'}.")


def gpu(place: Place) -> Iterator[Finding]:
    """A card that PyTorch cannot use, and why. The course needs none."""
    cards, trouble = _cards()
    folder = _folder()
    build = text_of(folder / "version.py") if folder else ""
    hidden = os.environ.get("CUDA_VISIBLE_DEVICES")
    if trouble:
        yield note(
            f"There is an NVIDIA driver, and nvidia-smi does not work: {trouble}",
            do="Restart the computer; if that does not help, install the driver from https://www.nvidia.com/drivers.",
        )
    elif not cards:
        yield well("No NVIDIA card; all of the course works without one.")
    elif not build:
        yield well(f"{cards[0]}; PyTorch is not installed.")
    elif not _setting(build, "cuda"):
        again = [fixes.python("-m pip uninstall -y torch"), fixes.pip_install(place.root, ["torch"])]
        yield note(
            f"There is a card ({cards[0]}), and this PyTorch is made for the CPU alone.",
            *(again if sys.platform == "linux" else []),
            do="" if sys.platform == "linux" else CHOOSE,
        )
    elif hidden is not None and hidden.strip() in ("", "-1"):
        yield note(f"CUDA_VISIBLE_DEVICES is {hidden!r}, which hides {cards[0]}.", fixes.unset("CUDA_VISIBLE_DEVICES"))
    else:
        count, reason = _cards_for_torch()
        if count:
            yield well(f"{cards[0]}, and PyTorch finds {count} card{'s' if count > 1 else ''}.")
        else:
            yield note(
                f"There is a card ({cards[0]}), and PyTorch does not find it{f': {reason}' if reason else '.'}",
                do="Install the newest driver from https://www.nvidia.com/drivers and restart the computer.",
            )


def _folder() -> Path | None:
    """The folder of the PyTorch that would be imported."""
    spec = PathFinder.find_spec("torch")
    return Path(spec.origin).parent if spec and spec.origin else None


def _setting(build: str, name: str) -> str:
    """What torch/version.py says: the version of CUDA, or "" for a build without."""
    found = re.search(rf"^{name}\b[^=\n]*= *'([^'\n]+)'", build, re.MULTILINE)
    return found[1] if found else ""


def _cards() -> tuple[list[str], str]:
    """The names of NVIDIA's cards, and why they cannot be told where there is a driver all the same."""
    program = shutil.which("nvidia-smi") or shutil.which("nvidia-smi", path=ON_WSL)
    if program is None:
        return [], ""
    try:
        done = subprocess.run([program, "-L"], capture_output=True, text=True, errors="replace", timeout=SECONDS)
    except (OSError, subprocess.SubprocessError) as error:
        return [], _sentence(str(error))
    names = re.findall(r"^GPU \d+: (.*?)(?: \(UUID.*)?$", done.stdout, re.MULTILINE)
    said = (done.stdout + done.stderr).strip().partition("\n")[0]
    return names, "" if done.returncode == 0 else _sentence(said or f"it ends with {done.returncode}")


def _cards_for_torch() -> tuple[int, str]:
    """How many cards PyTorch finds, and what it says where it finds none. In a process of its own."""
    command = [sys.executable, "-P", "-c", ASK]
    try:
        done = subprocess.run(command, capture_output=True, text=True, errors="replace", timeout=CUDA_SECONDS)
    except (OSError, subprocess.SubprocessError) as error:
        return 0, _sentence(str(error))
    found = re.search(r"^cards (\d+)", done.stdout, re.MULTILINE)
    said = [line.strip() for line in done.stderr.splitlines() if line.strip()]
    reason = next((line for line in said if "Warning:" in line), said[-1] if said else "")
    return int(found[1]) if found else 0, _sentence(reason.partition("Warning: ")[2] or reason)


def _sentence(text: str) -> str:
    return f"{text.rstrip(' .')}." if text else ""
