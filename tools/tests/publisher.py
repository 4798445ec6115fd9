"""A course that publishes version after version, with real git, and what a learner's clone of it looks like."""

from __future__ import annotations

import hashlib
import os
import re
import shutil
import subprocess
from pathlib import Path

from kata import stubs
from kata.course import Course

TOY = Path(__file__).parent / "toy"
NUMBERS = "exercises/week1/kata1_numbers.py"
CHANCE = "exercises/week1/kata2_chance.py"
WORDS = "exercises/week1/kata3_words.py"
TEST = "exercises/week1/test_kata1_numbers.py"
CHANCE_TEST = "exercises/week1/test_kata2_chance.py"
WORDS_TEST = "exercises/week1/test_kata3_words.py"

QUIET = {**os.environ, "GIT_CONFIG_NOSYSTEM": "1", "GIT_CONFIG_GLOBAL": os.devnull, "GIT_TERMINAL_PROMPT": "0"}
AUTHOR = ("-c", "user.name=Author", "-c", "user.email=author@example.org", "-c", "init.defaultBranch=main")


def git(folder: Path, *words: str) -> str:
    """Run git as somebody whose settings are those of nobody."""
    done = subprocess.run(
        ["git", *AUTHOR, *words], cwd=folder, env=QUIET, capture_output=True, text=True, encoding="utf-8"
    )
    assert done.returncode == 0, done.stderr
    return done.stdout.rstrip()


def change(path: Path, old: str, new: str) -> None:
    text = path.read_text(encoding="utf-8")
    assert old in text, f"{old!r} is not in {path.name}"
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


class Publisher:
    """The course's author, with a course of two katas and what comes of it."""

    def __init__(self, folder: Path, for_students: bool = False) -> None:
        self.folder = folder
        shutil.copytree(TOY, folder, ignore=shutil.ignore_patterns("__pycache__", ".kata", ".pytest_cache"))
        (folder / ".gitignore").write_text(".kata/\n.venv/\n__pycache__/\n", encoding="utf-8")
        (folder / "fixtures").mkdir()
        (folder / "fixtures" / "numbers.csv").write_bytes(b"1,2\r\n3,4\r\n")
        (folder / "README.md").write_text("# The course\n", encoding="utf-8")
        (folder / "CHANGELOG.md").write_text("# Changelog\n", encoding="utf-8")
        (folder / "pyproject.toml").write_text(
            (TOY / "pyproject.toml").read_text(encoding="utf-8") + '\n[project]\nversion = "0.0.0"\n', encoding="utf-8"
        )
        git(folder, "init", "--quiet")
        if for_students:
            git(folder, "checkout", "--quiet", "-b", "student")
            (folder / ".git/info/exclude").write_text("solutions/\n", encoding="utf-8")
        self.publish("0.1.0", "Numbers and chance, the first two katas.")

    def publish(self, version: str, news: str) -> None:
        stubs.write(Course(self.folder))
        log = self.folder / "CHANGELOG.md"
        log.write_text(
            log.read_text(encoding="utf-8").replace(
                "# Changelog\n", f"# Changelog\n\n## {version} · 2026-11-21\n\n- {news}\n"
            ),
            encoding="utf-8",
        )
        pyproject = self.folder / "pyproject.toml"
        text = re.sub(r'version = ".*"', f'version = "{version}"', pyproject.read_text(encoding="utf-8"))
        pyproject.write_text(text, encoding="utf-8")
        git(self.folder, "add", "-A")
        git(self.folder, "commit", "--quiet", "-m", version)

    def second(self) -> None:
        """Kata 1 has another stub, and its second task a stricter test."""
        change(self.folder / "solutions/week1/kata1_numbers.py", "Twice as much.", "Two times as much.")
        change(self.folder / TEST, "by=2.0", "by=3.0")
        change(self.folder / TEST, "want=[3.0, 7.0, 4.5]", "want=[4.0, 8.0, 5.5]")
        change(self.folder / TEST, "([3.0, 5.0, 2.5]", "([4.0, 5.0, 2.5]")
        self.publish("0.2.0", "`shift` is tested with a larger step. The text of `double` is plainer.")

    def third(self) -> None:
        """A new kata, another fixture, a library more."""
        (self.folder / "solutions/week1/kata3_words.py").write_text(
            '"""Words."""\n\n\ndef shout(word: str) -> str:\n    """The word, louder."""\n    # BEGIN SOLUTION\n'
            "    return word.upper()\n    # END SOLUTION\n",
            encoding="utf-8",
        )
        (self.folder / WORDS_TEST).write_text(
            '"""Words."""\n\nfrom kata import expect\nfrom week1.kata3_words import shout\n\n\n'
            'def test_shout_is_louder():\n    expect(shout("a"), want="A")\n',
            encoding="utf-8",
        )
        (self.folder / "fixtures/numbers.csv").write_bytes(b"1,2\r\n3,5\r\n")
        (self.folder / "constraints.txt").write_text("numpy==2.4.0\n", encoding="utf-8")
        self.publish("0.3.0", "Words, a third kata.")

    def without_chance(self) -> None:
        """Kata 2 is another one now."""
        for folder in ("exercises", "exercises/.stubs", "solutions"):
            change(self.folder / folder / "week1/kata2_chance.py", "Chance", "Luck")
            (self.folder / folder / "week1/kata2_chance.py").rename(self.folder / folder / "week1/kata2_luck.py")
        (self.folder / CHANCE_TEST).rename(self.folder / "exercises/week1/test_kata2_luck.py")
        change(self.folder / "exercises/week1/test_kata2_luck.py", "week1.kata2_chance", "week1.kata2_luck")
        self.publish("0.4.0", "Chance is called luck.")

    def a_line_more(self, version: str = "0.5.0") -> None:
        """Nothing that a learner of these tests edits."""
        with (self.folder / "README.md").open("a", encoding="utf-8") as file:
            file.write(f"A line of {version}.\n")
        self.publish(version, "A line more.")


def clone(course: Publisher, *options: str) -> Path:
    git(course.folder.parent, "clone", "--quiet", *options, course.folder.as_uri(), "mine")
    return course.folder.parent / "mine"


def solution(course: Publisher, name: str) -> str:
    text = (course.folder / "solutions/week1" / f"{name}.py").read_text(encoding="utf-8")
    return "".join(line for line in text.splitlines(keepends=True) if "SOLUTION" not in line)


def solve(course: Publisher, mine: Path) -> None:
    for path in (NUMBERS, CHANCE):
        (mine / path).write_text(solution(course, Path(path).stem) + "# mine\n", encoding="utf-8")


def files(folder: Path, *without: str) -> dict[str, str]:
    """Every file of a folder but git's, and its digest."""
    found = {}
    for path in sorted(folder.rglob("*")):
        name = path.relative_to(folder).as_posix()
        if (
            path.is_file()
            and not name.startswith((".git/", *without))
            and not re.search("__pycache__|pytest_cache", name)
        ):
            found[name] = hashlib.sha256(path.read_bytes()).hexdigest()
    return found


def is_sound(mine: Path) -> None:
    """git finds nothing wrong, nothing is half done, and no file has the marks of a conflict."""
    git(mine, "fsck", "--strict", "--no-dangling")
    assert not [path for path in (mine / ".git").rglob("*") if path.suffix == ".lock" or path.name == "kata-index"]
    assert not (mine / ".git/MERGE_HEAD").exists()
    assert not (mine / ".kata/update").exists() and not (mine / ".kata/update.json").exists()
    assert "<<<<<<<" not in "".join(path.read_text(encoding="utf-8") for path in (mine / "exercises").rglob("*.py"))


def status(mine: Path) -> list[str]:
    return git(mine, "status", "--porcelain", "--untracked-files=all").splitlines()
