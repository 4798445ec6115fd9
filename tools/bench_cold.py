"""How long a cold test run takes, beside plain pytest: both in turns, in one run, on this machine.

    python tools/bench_cold.py [week1 week2 …] [--rounds 10]

For each week, `pytest exercises/WEEK` (stubs, and again the references) is timed against plain pytest, without
this course's plugin, on one empty test that makes the imports which the week's tests and katas have made by the end.
The ratio of the medians is what counts; 1.0 or less is the aim. Both are run once before the clock starts, and may
write down what they have compiled, as tools/start.py does when it sets up.
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

from kata.ahead import heavy_modules

ROOT = Path(__file__).resolve().parent.parent
# Runs a week's tests, then says which of the given modules they have loaded, and which parts of NumPy and Pillow
# that these leave for later.
LOADED = """
import json, sys
import pytest
pytest.main(["-q", "-p", "no:cacheprovider", *sys.argv[3:]])
given = sys.argv[2].split(",")
parts = [name for name in sys.modules if name.startswith(("numpy.", "PIL.")) and "._" not in name]
open(sys.argv[1], "w").write(json.dumps([name for name in [*given, *parts] if name in sys.modules]))
"""


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
    compiling = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL, "env": compiling}
    files = [*course.glob(f"exercises/{week}/*.py"), *course.glob(f"solutions/{week}/kata*.py")]
    candidates = ",".join(heavy_modules(files))
    subprocess.run([sys.executable, "-c", LOADED, str(loaded), candidates, *ours], cwd=course, **quiet)  # type: ignore[call-overload]
    modules = json.loads(loaded.read_text())
    plain = folder / "plain"
    plain.mkdir(exist_ok=True)
    (plain / "pytest.ini").write_text("[pytest]\n")
    body = "".join(f"import {module}\n" for module in modules)
    (plain / "test_empty.py").write_text(f"{body}\n\ndef test_empty():\n    pass\n")
    times: dict[str, list[float]] = {"ours": [], "plain": []}
    for number in range(rounds + 1):
        for name, arguments, place in (("ours", ours, course), ("plain", ["test_empty.py"], plain)):
            seconds = timed(arguments, place, dict(os.environ) if number else compiling)
            if number:
                times[name].append(seconds)
    middle = {name: statistics.median(found) for name, found in times.items()}
    ratio = middle["ours"] / middle["plain"]
    modules = [module for module in modules if module.partition(".")[0] not in sys.stdlib_module_names]
    needs = ", ".join(sorted({module.partition(".")[0] for module in modules})) or "no library"
    print(f"{week} {what:<11} {1000 * middle['ours']:5.0f} ms   plain pytest {1000 * middle['plain']:5.0f} ms   "
          f"ratio {ratio:.2f}   ({needs})", flush=True)  # fmt: skip
    return ratio


def timed(arguments: list[str], folder: Path, environment: dict[str, str]) -> float:
    start = time.perf_counter()
    subprocess.run(
        [sys.executable, "-m", "pytest", *arguments],
        cwd=folder,
        env=environment,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    return time.perf_counter() - start


if __name__ == "__main__":
    sys.exit(main())
