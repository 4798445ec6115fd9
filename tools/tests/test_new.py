"""`kata new` makes the files of a kata, and `kata verify` says what each still lacks until it is whole."""

from __future__ import annotations

import os
import re
import shutil
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from kata import new, stubs
from kata.course import Course
from kata.lacking import lacks_of
from tests.new_kata import FILES, NAME, TASKS

ROOT = Path(__file__).parents[2]
COMMAND = ("new", NAME, *(word for task in TASKS for word in ("--task", task)))
HINTS, README, QUIZ = (f"exercises/week2/{name}" for name in ("hints.md", "README.md", "quiz.toml"))
REFERENCE, TESTS, MISTAKES, ALTERNATIVES, HIDDEN = list(FILES)[:5]


def snapshot(folder: Path) -> dict[str, bytes]:
    paths = [
        path for path in sorted(folder.rglob("*")) if "__pycache__" not in path.parts and ".kata" not in path.parts
    ]
    return {path.relative_to(folder).as_posix(): path.read_bytes() if path.is_file() else b"" for path in paths}


def sentences(out: str) -> list[str]:
    """What `kata verify` found, a line each."""
    found = re.split(r"^(?:Not proved|\d+ problem)", out, maxsplit=1, flags=re.MULTILINE)[0]
    return [" ".join(part.split()) for part in re.split(r"^✗ ", found, flags=re.MULTILINE)[1:]]


@pytest.fixture
def begun(toy: Path, kata: Callable) -> Path:
    """The toy course with a kata just made."""
    done = kata(toy, *COMMAND)
    assert done.returncode == 0, done.stderr
    return toy


@pytest.fixture
def whole(toy: Path) -> Path:
    """The toy course with a kata that lacks nothing."""
    for name, text in FILES.items():
        (toy / name).parent.mkdir(exist_ok=True)
        (toy / name).write_text(text, encoding="utf-8")
    stubs.write(Course(toy))
    return toy


def test_it_says_what_it_made_and_what_to_do(toy: Path, kata: Callable, golden: Callable) -> None:
    before = snapshot(toy)
    golden("new", kata(toy, *COMMAND).stdout, toy)
    after = snapshot(toy)
    assert {name: after[name] for name in before} == before
    assert set(after) - set(before) == {*FILES, "exercises/week2", "solutions/week2"}


def test_what_it_made_lacks_everything_and_is_told_so(begun: Path, kata: Callable, golden: Callable) -> None:
    done = kata(begun, "verify", "week2")
    assert done.returncode == 1
    golden("new_lacks", done.stdout, begun)
    told = sentences(done.stdout)
    assert len(set(told)) == len(told)
    for file in FILES:
        assert any(sentence.startswith(file) for sentence in told), file
    for sentence in told:
        file, number = re.match(r"([\w/.]+)(?::(\d+))?", sentence).groups()  # type: ignore[union-attr]
        assert file in FILES or file == "exercises/week2/kata1_middle.py"
        if number:
            line = (begun / file).read_text(encoding="utf-8").splitlines()[int(number) - 1]
            assert "WRITE:" in line or "NotImplementedError" in line


def test_each_file_that_is_written_is_named_no_more_and_the_whole_is_accepted(
    begun: Path, kata: Callable, run_tests: Callable
) -> None:
    for count, (file, text) in enumerate(FILES.items(), 1):
        (begun / file).write_text(text, encoding="utf-8")
        if count in (1, 5, len(FILES)):  # of the steps in between there are many
            told = sentences(kata(begun, "verify", "week2").stdout)
            for written in list(FILES)[:count]:
                assert not any(sentence.startswith(written) for sentence in told), (file, told)
            for open_ in list(FILES)[count:]:
                assert any(sentence.startswith(open_) for sentence in told), (file, told)
    assert told == ["exercises/week2/kata1_middle.py is missing: once the reference is written, `kata stubs` makes it."]
    assert "new      exercises/week2/kata1_middle.py" in kata(begun, "stubs").stdout
    done = kata(begun, "verify", "week2")
    assert done.returncode == 0 and "No problems." in done.stdout, done.stdout
    assert re.search(r"^week2 +1/1 +2/2 +6/6 +2/2 +", done.stdout, re.MULTILINE)
    assert "not started" in run_tests(begun, "exercises/week2").stdout
    assert run_tests(begun, "exercises/week2", "--katas", "solutions").returncode == 0
    assert run_tests(begun, "-p", "no:randomly", "--doctest-modules", "solutions/week2/kata1_middle.py").returncode == 0


def test_a_kata_is_added_to_a_week_that_is_there(toy: Path, kata: Callable) -> None:
    before = snapshot(toy)
    assert kata(toy, "new", "exercises/week1/kata3_more.py").returncode == 0
    after = snapshot(toy)
    hints = "exercises/week1/hints.md"
    assert after.pop(hints).startswith(before.pop(hints) + b"\n# Kata 3")
    assert {name: after[name] for name in before} == before
    done = kata(toy, "verify", "week1", "--seed", "5")
    told = sentences(done.stdout)
    assert "exercises/week1/README.md does not name kata3_more.py; write its row into the table of katas." in told
    assert all("kata3" in one or "`more`" in one or "week1/quiz.toml" in one for one in told), told
    assert re.search(r"^week1 +2/2 +4/4 ", done.stdout, re.MULTILINE), "the others are proved all the same"
    assert "Not proved yet, as the code comes first: week1/kata3_more" in done.stdout


# name → (file, old text, new text, the sentence)
LACKS = {
    "half a line of Python": (MISTAKES, "return max(values)", "return max(", f"{MISTAKES}:23: Python cannot read"),
    "no marks": (REFERENCE, "    # END SOLUTION\n", "", f"{REFERENCE}:7: mark the body of `average` with # BEGIN"),
    "marks that do not fit": (REFERENCE, "    # END SOLUTION", "  # END SOLUTION", f"{REFERENCE}:7: mark the body"),
    "an empty body": (REFERENCE, "return sum(values) / len(values)", "pass", f"{REFERENCE}:21: write the body of"),
    "no docstring": (REFERENCE, '    """How far the', '    _ = """How far the', f"{REFERENCE}:25: write the docstring"),
    "no types": (REFERENCE, "spread(values: list[float])", "spread(values)", f"{REFERENCE}:25: write the types of"),
    "no test": (TESTS, "import average, spread", "import spread", "no test is named after the task `average`"),
    "two hints": (HINTS, "2. Add them up", "Add them up", f"{HINTS}: `average` has 2 hints; write 3"),
    "no afterword": (HINTS, "**Afterword.** The field", "The field", f"{HINTS}: `spread` has no afterword"),
    "a hint left": (HINTS, "Which two of", "WRITE: a question. Which two of", f"{HINTS}:13: write a question."),
    "two mistakes": (MISTAKES, '@mistake("spread", "That is the largest value")\n', "", "has 2 known mistakes;"),
    "a mistake left": (
        MISTAKES,
        'def summed(values):\n',
        'def summed(values):  # WRITE: a better name.\n',
        f"{MISTAKES}: `average` has 2 known mistakes; write at least 3.",
    ),
    "a mistake too many left": (
        MISTAKES,
        '@mistake("average", "That',
        '@mistake("average", "WRITE: words.")\ndef one(x):\n    return x\n\n\n@mistake("average", "That',
        f"{MISTAKES}:6: write words.",
    ),
    "words that are no text": (MISTAKES, '"That is the sum"', "SUM", f"{MISTAKES}:7: write @mistake("),
    "no alternative": (ALTERNATIVES, '@alternative("average")\n', "", "`average` has no alternative"),
    "no hidden test": (HIDDEN, "def test_spread_", "def test_other_", f"{HIDDEN}: `spread` has no hidden test"),
    "no badge": (README, "**Badge:**", "Badge:", f"{README} has no badge"),
    "no title": (README, "# Week 2 · Middles", "# Middles", f"{README}:1: write the title"),
    "no words": (README, "## The words", "## Words", f"{README} has no part “The words”"),
    "a kata not named": (README, "(kata1_middle.py)", "()", f"{README} does not name kata1_middle.py"),
    "a task not named": (README, "`spread`", "", f"{README} does not name spread"),
    "a lab that is not there": (README, "kata quiz", "kata lab", f"{README} tells of `kata lab week2`, and there"),
    "a broken quiz": (QUIZ, "[[card]]", "[[card]", f"{QUIZ} cannot be understood"),
    "seven questions": (QUIZ, "What is the mean of 1 ", "WRITE: What is the mean of 1 ", f"{QUIZ} has 7 questions;"),
    "two wrong choices": (QUIZ, ', ["4", "The sum."]]', "]", "has 2 wrong choices; write 3"),
    "nine cards": (QUIZ, '\n[[card]]\nfront = "mean of 0"\nback = "0"\n', "", f"{QUIZ} has 9 cards; write"),
    "a stub of before": (REFERENCE, "Seven friends", "Six friends", "exercises/week2/kata1_middle.py is not the stub"),
}  # fmt: skip


@pytest.mark.parametrize("name", LACKS)
def test_what_is_lacking_is_told(name: str, whole: Path, edit: Callable) -> None:
    course = Course(whole)
    assert lacks_of(course, list(course.katas))[0] == []
    file, old, new_text, words = LACKS[name]
    edit(whole / file, old, new_text)
    course = Course(whole)
    told, _ = lacks_of(course, list(course.katas))
    assert any(words in sentence for sentence in told), told
    assert all(str(whole) not in sentence for sentence in told)


@pytest.mark.parametrize("file", [TESTS, MISTAKES, ALTERNATIVES, HIDDEN, HINTS, README, QUIZ])
def test_a_file_that_is_missing_is_told(file: str, whole: Path, kata: Callable) -> None:
    kata(whole, "new", "week2/kata2_other")  # else a week without tests would be no week
    (whole / file).unlink()
    course = Course(whole)
    told, _ = lacks_of(course, [one for one in course.katas if one.week == "week2"])
    assert any(Path(file).name in sentence for sentence in told), told


def test_a_file_that_python_cannot_read_is_told_by_the_command(whole: Path, kata: Callable, edit: Callable) -> None:
    edit(whole / MISTAKES, "return max(values)", "return max(")
    done = kata(whole, "verify", "week2")
    assert done.returncode == 1 and f"{MISTAKES}:23: Python cannot read this" in " ".join(done.stdout.split())
    assert "Traceback" not in done.stdout + done.stderr


def test_a_file_that_is_no_text_is_told(whole: Path) -> None:
    (whole / MISTAKES).write_bytes(b'"""Fr\xfcher."""\n')
    course = Course(whole)
    told, written = lacks_of(course, list(course.katas))
    assert [sentence.partition(": ")[0] for sentence in told] == [MISTAKES] and len(written) == 2


def test_without_a_reference_it_says_what_to_write(whole: Path, kata: Callable) -> None:
    (whole / REFERENCE).unlink()
    done = kata(whole, "verify", "week2")
    assert done.returncode == 1
    assert "week2/kata1_middle has no reference; write solutions/week2/kata1_middle.py." in sentences(done.stdout)


REFUSED = {
    "no week": (["kata1_name"], "kata new week9/kata1_name"),
    "a week far away": (["week9/kata1_name"], "'week9' is no week to write for"),
    "no number": (["week2/kata_name"], "'kata_name' cannot be a kata's name"),
    "capitals": (["week2/Kata1_Name"], "cannot be a kata's name"),
    "no words": (["week2/kata1"], "cannot be a kata's name"),
    "out of the course": (["../../week2/kata1_a-b"], "cannot be a kata's name"),
    "a number that is taken": (["week1/kata1_other"], "week1 has a kata1 already, kata1_numbers. The next is kata3."),
    "a kata that is there": (["week1/kata1_numbers"], "Nothing was written, because there is already"),
    "a task that is there": (["week1/kata3_more", "--task", "shift"], "has a task 'shift' already, in kata1_numbers"),
    "a word of Python's": (["week2/kata1_a", "--task", "lambda"], "'lambda' cannot be a task's name"),
    "a word of the tests'": (["week2/kata1_expect"], "'expect' cannot be a task's name"),
    "a class": (["week2/kata1_a", "--task", "Net"], "'Net' cannot be a task's name"),
    "twice the same": (["week2/kata1_a", "--task", "f", "--task", "f"], "'f' is named twice"),
}  # fmt: skip


@pytest.mark.parametrize("name", REFUSED)
def test_it_refuses_with_a_sentence_and_writes_nothing(name: str, toy: Path, kata: Callable) -> None:
    words, sentence = REFUSED[name]
    before = snapshot(toy)
    done = kata(toy, "new", *words)
    assert done.returncode == 2 and sentence in done.stderr, done.stderr
    assert "Traceback" not in done.stderr and snapshot(toy) == before


@pytest.mark.parametrize("file", [REFERENCE, MISTAKES, "exercises/week2/kata1_middle.py"])
def test_a_file_that_is_there_is_never_overwritten(file: str, toy: Path, kata: Callable) -> None:
    (toy / file).parent.mkdir()
    (toy / file).write_text("mine\n", encoding="utf-8")
    before = snapshot(toy)
    done = kata(toy, *COMMAND)
    assert done.returncode == 2 and f"there is already {file}" in done.stderr
    assert snapshot(toy) == before


def test_in_a_clone_without_solutions_it_says_where_katas_are_written(toy: Path, kata: Callable) -> None:
    shutil.rmtree(toy / "solutions")
    before = snapshot(toy)
    done = kata(toy, *COMMAND)
    assert done.returncode == 2 and "There is no folder solutions/ in this clone." in done.stderr
    assert snapshot(toy) == before


@pytest.mark.parametrize("blocked", ["solutions/week2", "exercises/week2/hints.md"])
def test_where_something_is_in_the_way_nothing_is_left_behind(blocked: str, toy: Path, kata: Callable) -> None:
    if blocked.endswith("hints.md"):
        (toy / blocked).mkdir(parents=True)
    else:
        (toy / blocked).write_text("in the way", encoding="utf-8")
    before = snapshot(toy)
    done = kata(toy, *COMMAND)
    assert done.returncode == 2 and "Nothing was changed" in done.stderr and "Traceback" not in done.stderr
    assert snapshot(toy) == before


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="root may write everywhere")
def test_in_a_read_only_folder_nothing_is_left_behind(toy: Path, kata: Callable) -> None:
    (toy / "solutions").chmod(0o555)
    before = snapshot(toy)
    done = kata(toy, *COMMAND)
    assert done.returncode == 2 and "Nothing was changed" in done.stderr
    assert snapshot(toy) == before


@pytest.mark.parametrize("at", ["test.py", "hints.md", "quiz.toml"])
def test_ctrl_c_half_way_leaves_nothing_behind(at: str, toy: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    fill, before, course = new.filled, snapshot(toy), Course(toy)

    def stopped(skeleton: str, kata: new.NewKata) -> str:
        if skeleton == at:
            raise KeyboardInterrupt
        return fill(skeleton, kata)

    monkeypatch.setattr(new, "filled", stopped)
    with pytest.raises(KeyboardInterrupt):
        new.make(course, new.named(course, NAME, []))
    assert snapshot(toy) == before


def test_what_it_makes_keeps_the_style(toy: Path, kata: Callable, run: Callable) -> None:
    tasks = ("a_rather_long_name_for_a_task", "another_rather_long_name_for_a_task", "zero_of_a_rather_long_name")
    assert kata(toy, "new", "week2/kata1_style", *(word for task in tasks for word in ("--task", task))).returncode == 0
    settings = ["--no-cache", "--config", ROOT / "pyproject.toml"]
    done = run(sys.executable, "-m", "ruff", "check", *settings, *("exercises/week2", "solutions/week2"), cwd=toy)
    assert done.returncode == 0, done.stdout
