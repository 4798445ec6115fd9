"""Grading a class, side by side with one fresh pytest process a submission, in one run.

    python tools/bench_grade.py [KATA …] [--sizes 50 200] [--fresh 10]

KATA is such as week2 or week5/kata2. If none is named, the four weeks of NumPy and a kata of torch are taken. Each
kata of each submission is right, wrong (by one of the known mistakes) or unfinished, drawn from a seed. The fresh
processes are timed on the first few only: one after the other, as a simple grader does it, and as many at a time as
there are cores. All in milliseconds a submission. Then what another submission costs once the grader has started, how
time and memory grow, and how many katas of each kind got full marks: all that are right, else it is no grader.
"""

from __future__ import annotations

import argparse
import ast
import csv
import os
import random
import resource
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Container
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import cache
from itertools import count as counted
from pathlib import Path
from typing import TypeGuard

from kata import stubs, verify
from kata.course import Course, Kata

ROOT = Path(__file__).resolve().parent.parent


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("katas", nargs="*", default=["week1", "week2", "week3", "week4", "week5/kata2"])
    parser.add_argument("--sizes", type=int, nargs="+", default=[50, 200])
    parser.add_argument("--fresh", type=int, default=10)
    options = parser.parse_args()
    course = Course(ROOT)
    for word in options.katas:
        compare(course, word, sorted(options.sizes), options.fresh)
    return 0


def compare(course: Course, word: str, sizes: list[int], fresh: int) -> None:
    katas = course.select(word)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        made = [hand_in(course, katas, folder / "class" / f"s{number:04}", number) for number in range(sizes[-1])]
        submissions = [one.folder for one in made]
        tests = [str(kata.test_path) for kata in katas]
        run_pytest(tests, submissions[0])  # once for the bytecode, which whoever grades like that has
        one_by_one, at_once = (fresh_pytest(tests, submissions[:fresh], cores) for cores in (1, os.cpu_count() or 1))
        ours = [timed(folder, word, submissions, size) for size in sizes]
        size, seconds, _ = ours[-1]
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
        print(f"  full marks: {full_marks(folder / f'out {size}', made)}", flush=True)


@dataclass(frozen=True)
class HandedIn:
    folder: Path
    kinds: dict[str, str]  # of each kata: right, wrong, …


def hand_in(course: Course, katas: list[Kata], folder: Path, number: int) -> HandedIn:
    """Each of `katas` is right, has one of its known mistakes, or is unfinished: untouched, or done to the middle.

    What they are built upon in other weeks is right.
    """
    chance = random.Random(number)
    kinds, texts = {}, {}
    for kata in katas:
        kinds[kata.id] = chance.choice(("right", "wrong", "unfinished"))
        if kinds[kata.id] == "wrong":
            texts[kata.id] = chance.choice(mistaken(course, kata))
        elif kinds[kata.id] == "unfinished":
            texts[kata.id] = chance.choice((stubs.stub_of, half_done))(reference(course, kata.id))
    right = {kata for kata, kind in kinds.items() if kind == "right"}
    for kata in katas:
        if kata.id in right and built_upon(course, kata.id) & kinds.keys() - right:
            kinds[kata.id] = "right, but upon one that is not"
    for name in {*kinds}.union(*(built_upon(course, kata.id) for kata in katas)):
        path = folder / "exercises" / f"{name}.py"
        path.parent.mkdir(parents=True, exist_ok=True)
        text = texts.get(name) or reference(course, name)
        path.write_text(f"{text}\n# {number}\n", encoding="utf-8")  # no two are equal, as in a class
    return HandedIn(folder, kinds)


def reference(course: Course, kata: str) -> str:
    return (course.solutions / f"{kata}.py").read_text(encoding="utf-8")


@cache
def built_upon(course: Course, kata: str) -> frozenset[str]:
    """The katas whose functions this one uses, and those that they use."""
    found = {
        node.module.replace(".", "/")
        for node in ast.walk(ast.parse(reference(course, kata)))
        if isinstance(node, ast.ImportFrom) and node.module and node.module.startswith("week")
    } - {kata}
    return frozenset(found.union(*(built_upon(course, other) for other in found)))


def half_done(text: str) -> str:
    """The first half of the tasks as in the reference, the others as stubs."""
    half, number = len(stubs.BLOCK.findall(text)) // 2, counted()
    return stubs.BLOCK.sub(
        lambda block: block[0] if next(number) < half else f"{block['indent']}raise NotImplementedError\n", text
    )


@cache
def mistaken(course: Course, kata: Kata) -> list[str]:
    """The kata's file with each known mistake written into it, but for those that ask the right version as well."""
    known = {one.name: one for one in verify.known(course, kata, "mistake")}
    whole = ast.parse((course.solutions / kata.week / f"mistakes_{kata.short}.py").read_text(encoding="utf-8"))
    right = {name.asname for node in whole.body if is_own_import(node, kata) for name in node.names}
    helpers = [node for node in whole.body[1:] if not is_marked(node, known) and not is_own_import(node, kata)]
    found = []
    for node in whole.body:
        if is_marked(node, known):
            task, names = known[node.name].task, {one.id for one in ast.walk(node) if isinstance(one, ast.Name)}
            if names.isdisjoint({task, *known, *right}):
                node.name, node.decorator_list = task, []
                found.append("\n\n".join([reference(course, kata.id), *map(ast.unparse, [*helpers, node])]))
    return found


def is_marked(node: ast.stmt, known: Container[str]) -> TypeGuard[ast.FunctionDef | ast.ClassDef]:
    return isinstance(node, ast.FunctionDef | ast.ClassDef) and node.name in known


def is_own_import(node: ast.stmt, kata: Kata) -> TypeGuard[ast.ImportFrom]:
    return isinstance(node, ast.ImportFrom) and node.module in (kata.module, "kata.known", "__future__")


def full_marks(results: Path, made: list[HandedIn]) -> str:
    """How many of the katas of each kind got them."""
    with (results / "grades.csv").open(encoding="utf-8-sig", newline="") as file:
        rows = {row["id"]: row for row in csv.DictReader(file)}
    made_as = Counter(kind for one in made for kind in one.kinds.values())
    full = Counter(kind for one in made for kata, kind in one.kinds.items() if rows[one.folder.name][kata] == "1")
    return "; ".join(f"{full[kind]} of {number} {kind}" for kind, number in sorted(made_as.items()))


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
