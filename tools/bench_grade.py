"""Grading a class, side by side with one fresh pytest process a submission, in one run.

    python tools/bench_grade.py [KATA …] [--submissions 200] [--fresh 10]

KATA is such as week2 or week5/kata2. If none is named, the four weeks of NumPy and a kata of torch are taken. The
submissions are right, wrong (a known mistake in each kata) and unfinished by turns. The fresh processes are timed on
the first few only: one after the other, as a simple grader does it, and as many at a time as there are cores. All in
milliseconds a submission. Then what another submission costs once the grader has started, and how time and memory
grow.
"""

from __future__ import annotations

import argparse
import os
import re
import resource
import subprocess
import sys
import tempfile
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from kata.course import Course, Kata

ROOT = Path(__file__).resolve().parent.parent


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("katas", nargs="*", default=["week1", "week2", "week3", "week4", "week5/kata2"])
    parser.add_argument("--submissions", type=int, default=200)
    parser.add_argument("--fresh", type=int, default=10)
    options = parser.parse_args()
    course = Course(ROOT)
    for word in options.katas:
        compare(course, word, options.submissions, options.fresh)
    return 0


def compare(course: Course, word: str, count: int, fresh: int) -> None:
    katas = course.select(word)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        made = [hand_in(course, katas, folder / "class" / f"s{number:04}", number) for number in range(count)]
        tests = [str(kata.test_path) for kata in katas]
        run_pytest(tests, made[0])  # once for the bytecode, which whoever grades like that has
        one_by_one, at_once = (fresh_pytest(tests, made[:fresh], cores) for cores in (1, os.cpu_count() or 1))
        ours = [timed(folder, word, made, size) for size in sorted({max(count // 4, 1), count})]
        size, seconds, megabytes = ours[-1]
        print(f"{word}, {size} submissions, {os.cpu_count()} cores")
        (less, sooner, _), each = ours[0], seconds / size
        more = (seconds - sooner) / max(size - less, 1)
        print(f"  fresh pytest, one after the other  {1000 * one_by_one:6.0f} ms")
        print(f"  fresh pytest, on all cores         {1000 * at_once:6.0f} ms")
        for what, took in (("grader, all in all", each), ("grader, one more", more)):
            print(
                f"  {what:34} {1000 * took:6.0f} ms   {one_by_one / took:.1f} times as fast as the first, "
                f"{at_once / took:.1f} times as the second"
            )
        for size, seconds, megabytes in ours:
            print(f"  {size:4} submissions: {seconds:6.1f} s, {size / seconds:5.1f} a second, at most {megabytes} MB")


def hand_in(course: Course, katas: list[Kata], folder: Path, number: int) -> Path:
    """A third is right, a third has an error in each kata, a third has left half of each kata as stubs."""
    for kata in katas:
        text = (course.solutions / kata.week / kata.path.name).read_text(encoding="utf-8")
        if number % 3 == 1:
            text = text.replace(" - ", " + ", 1 + number % 2)
        elif number % 3 == 2:
            stub = kata.path.read_text(encoding="utf-8")
            text = stub if number % 2 else re.sub(r"# BEGIN SOLUTION", "raise NotImplementedError", text, count=1)
        path = folder / "exercises" / kata.week / kata.path.name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(f"{text}\n# {number}\n", encoding="utf-8")
    return folder


def fresh_pytest(tests: list[str], submissions: list[Path], cores: int) -> float:
    """Seconds a submission."""
    start = time.perf_counter()
    with ThreadPoolExecutor(cores) as pool:
        list(pool.map(lambda one: run_pytest(tests, one), submissions))
    return (time.perf_counter() - start) / len(submissions)


def run_pytest(tests: list[str], submission: Path) -> None:
    command = [sys.executable, "-m", "pytest", "--katas", str(submission / "exercises"), *tests]
    environment = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    subprocess.run(command, cwd=ROOT, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)


def timed(folder: Path, word: str, made: list[Path], size: int) -> tuple[int, float, int]:
    """Grade the first `size`: (how many, seconds, megabytes that the largest process took)."""
    chosen = folder / f"first {size}"
    chosen.mkdir()
    for one in made[:size]:
        (chosen / one.name).mkdir()
        (one / "exercises").rename(chosen / one.name / "exercises")
    start = time.perf_counter()
    command = [sys.executable, "-m", "grade", str(chosen), "-w", word, "--out", str(folder / f"out {size}")]
    subprocess.run(command, cwd=ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, check=True)
    took = time.perf_counter() - start
    for one in made[:size]:
        (chosen / one.name / "exercises").rename(one / "exercises")
    return size, took, resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss >> 10


if __name__ == "__main__":
    sys.exit(main())
