"""How long a cold test run takes, beside plain pytest: both in turns, in one run, on this machine.

    python tools/bench_cold.py [week1 week2 …] [--rounds 10]

For each week, `pytest exercises/WEEK` (stubs, and again the references) is timed against plain pytest, without
this course's plugin, on one empty test that imports what the week's tests end up having loaded. The ratio
of the medians is what counts; 1.0 or less is the aim. Both are run once before the clock starts.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
NOTED = ("numpy", "scipy", "sklearn", "torch", "PIL")

# Runs a week's tests, then says which public parts of the large libraries they have loaded.
LOADED = """
import json, sys
import pytest
pytest.main(["-q", "-p", "no:cacheprovider", *sys.argv[2:]])
public = [name for name in sys.modules if not any(part.startswith("_") for part in name.split("."))]
found = [name for name in public if name.partition(".")[0] in NOTED and name.count(".") <= 1]
open(sys.argv[1], "w").write(json.dumps(sorted(found)))
""".replace("NOTED", repr(NOTED))


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("weeks", nargs="*")
    parser.add_argument("--rounds", type=int, default=10)
    options = parser.parse_args()
    weeks = options.weeks or sorted(path.name for path in (ROOT / "exercises").glob("week*"))
    worst = 0.0
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        course = folder / "course"  # a copy: the learner's progress here is not to be touched
        ignored = shutil.ignore_patterns(".git", ".venv", ".kata", ".nox", "*_cache")
        shutil.copytree(ROOT, course, ignore=ignored)
        for week in weeks:
            for what, katas in (("stubs", []), ("references", ["--katas", "solutions"])):
                ratio = compare(course, folder, week, what, katas, options.rounds)
                worst = max(worst, ratio)
    print(f"worst ratio {worst:.2f}")
    return 0


def compare(course: Path, folder: Path, week: str, what: str, katas: list[str], rounds: int) -> float:
    ours = [f"exercises/{week}", *katas]
    loaded = folder / "loaded.json"
    quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
    subprocess.run([sys.executable, "-c", LOADED, str(loaded), *ours], cwd=course, **quiet)  # type: ignore[call-overload]
    modules = json.loads(loaded.read_text())
    plain = folder / "plain"
    plain.mkdir(exist_ok=True)
    (plain / "pytest.ini").write_text("[pytest]\n")
    body = "".join(f"import {module}\n" for module in modules)
    (plain / "test_empty.py").write_text(f"{body}\n\ndef test_empty():\n    pass\n")
    times: dict[str, list[float]] = {"ours": [], "plain": []}
    for number in range(rounds + 1):
        for name, arguments, place in (("ours", ours, course), ("plain", ["test_empty.py"], plain)):
            seconds = timed(arguments, place)
            if number:
                times[name].append(seconds)
    middle = {name: statistics.median(found) for name, found in times.items()}
    ratio = middle["ours"] / middle["plain"]
    needs = ", ".join(sorted({module.partition(".")[0] for module in modules})) or "no library"
    print(f"{week} {what:<11} {1000 * middle['ours']:5.0f} ms   plain pytest {1000 * middle['plain']:5.0f} ms   "
          f"ratio {ratio:.2f}   ({needs})", flush=True)  # fmt: skip
    return ratio


def timed(arguments: list[str], folder: Path) -> float:
    start = time.perf_counter()
    subprocess.run(
        [sys.executable, "-m", "pytest", *arguments],
        cwd=folder,
        env=dict(os.environ),
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    return time.perf_counter() - start


if __name__ == "__main__":
    sys.exit(main())
