"""From a save to the verdict: `kata watch`, a fresh pytest process a save, and pytest-watcher, in turns in one run.

    python tools/bench_watch.py [KATA …] [--saves 50]

KATA is such as week2/kata1 (NumPy) and week5/kata2 (torch), which are taken if none is named. Each save writes a
version of the kata that no save wrote before, by turns a right one and a wrong one. `kata watch` and pytest-watcher
wait beforehand, on copies of the course of their own; the fresh process is started for the save. The clock runs from
the save until the verdict is on the screen; the ratio of the medians is what counts. At the end a burst: many saves
in quick succession, and how often the tests ran, and how long after the last save its own verdict came.
"""

from __future__ import annotations

import argparse
import contextlib
import fcntl
import os
import pty
import queue
import re
import shutil
import statistics
import struct
import subprocess
import sys
import tempfile
import termios
import threading
import time
from pathlib import Path

from kata.course import Course, Kata

ROOT = Path(__file__).resolve().parent.parent
REST = 0.3  # seconds between two saves: more than a watcher needs to be ready again
BURST, TYPING = 20, 0.03  # saves, and seconds between them


class Watcher:
    """A program in a terminal that shows a verdict at every save."""

    def __init__(self, command: list[str], course: Path, kata: Kata, verdict: str) -> None:
        self.path = course / "exercises" / kata.week / kata.path.name
        self.verdict = re.compile(verdict)
        self._said: queue.Queue[str] = queue.Queue()
        self.terminal, inside = pty.openpty()
        fcntl.ioctl(inside, termios.TIOCSWINSZ, struct.pack("HHHH", 40, 80, 0, 0))
        self.process = subprocess.Popen(
            command, cwd=course, stdin=inside, stdout=inside, stderr=inside, start_new_session=True
        )
        os.close(inside)
        threading.Thread(target=self._read, daemon=True).start()

    def _read(self) -> None:
        with contextlib.suppress(OSError):  # the program has ended
            while said := os.read(self.terminal, 1 << 16):
                self._said.put(re.sub(r"\x1b\[[\d;?]*\w", "", said.decode("utf-8", "replace")))

    def until_verdict(self, seconds: float = 60.0) -> str:
        """All that is printed until a verdict is complete."""
        said, end = "", time.perf_counter() + seconds
        while not self.verdict.search(said):
            said += self._said.get(timeout=max(0.01, end - time.perf_counter()))
        return said

    def quiet(self, seconds: float) -> str:
        """What is printed until nothing comes for so long."""
        said = ""
        while True:
            try:
                said += self._said.get(timeout=seconds)
            except queue.Empty:
                return said

    def timed(self, text: str) -> float:
        start = time.perf_counter()
        self.path.write_text(text, encoding="utf-8")
        self.until_verdict()
        return time.perf_counter() - start

    def end(self) -> None:
        os.killpg(self.process.pid, 9)
        self.process.wait()


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("katas", nargs="*", default=["week2/kata1", "week5/kata2"])
    parser.add_argument("--saves", type=int, default=50)
    options = parser.parse_args()
    course = Course(ROOT)
    for name in options.katas:
        compare(course, course.select(name)[0], options.saves)
    return 0


def compare(course: Course, kata: Kata, saves: int) -> None:
    right = (course.solutions / kata.week / kata.path.name).read_text(encoding="utf-8")
    wrong = right.replace("# BEGIN SOLUTION", "return 0  # too early\n    # BEGIN SOLUTION", 1)
    test = f"exercises/{kata.week}/{kata.test_path.name}"
    fresh = [sys.executable, "-m", "pytest", test]
    with tempfile.TemporaryDirectory() as folder:
        copies = [Path(folder) / name for name in ("watch", "pytest-watcher")]
        for copy in copies:
            ignored = shutil.ignore_patterns(".git", ".venv", ".kata", ".nox", "*_cache", "solutions")
            shutil.copytree(ROOT, copy, ignore=ignored)
        ours = Watcher([sys.executable, "-m", "kata", "watch", kata.id], copies[0], kata, r"\d ms\s[^\0]*quit")
        theirs = Watcher(
            [sys.executable, "-m", "pytest_watcher", "exercises", "--now", "--delay", "0", test],
            copies[1],
            kata,
            r"(Then|Next|Read)  \S+",
        )
        try:
            for watcher in (ours, theirs):
                watcher.until_verdict()
            times: dict[str, list[float]] = {"kata watch": [], "fresh pytest": [], "pytest-watcher": []}
            for number in range(saves):
                text = f"{wrong if number % 2 else right}\n# save {number}\n"
                for name, timed in (
                    ("kata watch", lambda text=text: ours.timed(text)),
                    ("fresh pytest", lambda: timed_process(fresh, copies[0])),
                    ("pytest-watcher", lambda text=text: theirs.timed(text)),
                ):
                    time.sleep(REST)
                    ours.quiet(0.01)
                    theirs.quiet(0.01)
                    times[name].append(timed())  # type: ignore[no-untyped-call]
            report(kata, times)
            burst(ours, right, wrong)
        finally:
            ours.end()
            theirs.end()


def timed_process(command: list[str], folder: Path) -> float:
    start = time.perf_counter()
    subprocess.run(command, cwd=folder, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    return time.perf_counter() - start


def report(kata: Kata, times: dict[str, list[float]]) -> None:
    print(f"{kata.id}, {len(next(iter(times.values())))} saves")
    ours = statistics.median(times["kata watch"])
    for name, found in times.items():
        p95 = sorted(found)[round(0.95 * (len(found) - 1))]
        middle = statistics.median(found)
        print(f"  {name:<15} median {1000 * middle:6.0f} ms   p95 {1000 * p95:6.0f} ms   {middle / ours:5.1f} times")


def burst(ours: Watcher, right: str, wrong: str) -> None:
    """As if somebody's editor saved at every key: the last version is right, all before it are wrong."""
    time.sleep(REST)
    ours.quiet(0.05)
    for number in range(BURST):
        ours.path.write_text(f"{right if number == BURST - 1 else wrong}\n# burst {number}\n", encoding="utf-8")
        last = time.perf_counter()
        time.sleep(TYPING)
    said = ours.until_verdict() + ours.quiet(1.0)
    while "passed" not in said.rpartition(" ms\r\n")[2] and time.perf_counter() - last < 30:
        said += ours.quiet(0.5)
    shown = len(re.findall(r"\d ms\s", said))
    final = "is wrong" not in said.rpartition(" ms\r\n")[2]
    print(f"  a burst of {BURST} saves, {1000 * TYPING:.0f} ms apart: {shown} verdicts were shown, "
          f"the last one {'is' if final else 'IS NOT'} about the last save")  # fmt: skip


if __name__ == "__main__":
    sys.exit(main())
