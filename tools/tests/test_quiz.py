"""`kata quiz`: it asks, explains, and remembers what to ask again; and it prints cards."""

from __future__ import annotations

import random
import re
import shutil
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path

import pytest

from kata import quiz as quizzes
from kata.course import Course, CourseError, Week
from kata.quiz import Memory, quiz_of

TODAY = date(2026, 11, 21)
COURSE = Course(Path(__file__).parents[2])
QUIZ = """
[[question]]
ask = "What is twice three?"
right = "six"
why = "Three and three are six."
wrong = [["five", "That is three and two."], ["nine", "That is three times three."]]

[[question]]
ask = "What is twice four?"
right = "eight"
why = "Four and four are eight."
wrong = [["six", "That is twice three."], ["sixteen", "That is four times four."]]

[[card]]
front = "double"
back = "to add a number <to> itself: `x + x`"

[[card]]
front = "half"
back = "of two equal parts, one"
"""


@pytest.fixture
def quizzed(toy: Path) -> Path:
    (toy / "exercises" / "week1" / "quiz.toml").write_text(QUIZ, encoding="utf-8")
    return toy


@pytest.mark.parametrize("week", COURSE.weeks, ids=lambda week: week.name)
def test_every_week_has_a_quiz_worth_the_name(week: Week) -> None:
    quiz = quiz_of(week)
    assert len(quiz.questions) >= 8 and len(quiz.cards) >= 10
    assert len({question.id for question in quiz.questions}) == len(quiz.questions)
    assert len({card.front for card in quiz.cards}) == len(quiz.cards)
    for question in quiz.questions:
        assert len(question.wrong) == 3 and question.why, question.ask
        for choice, why in question.wrong:
            assert why and choice.lower() not in ("all of the above", "none of the above"), question.ask
    for card in quiz.cards:
        assert len(card.back.split()) <= 40, card.front


def test_right_answers_rest_longer_each_time_and_a_wrong_one_begins_again(quizzed: Path) -> None:
    question = quiz_of(Week(quizzed / "exercises" / "week1")).questions[0]
    memory, day, rests = Memory(), TODAY, []
    for _ in range(7):
        assert memory.is_due(question, day)
        memory.answered(question, True, day)
        back = memory.next_day([question])
        assert back and not memory.is_due(question, back - timedelta(days=1))
        rests.append((back - day).days)
        day = back
    assert rests == [1, 3, 7, 21, 60, 60, 60]
    memory.answered(question, False, day)
    assert memory.is_due(question, day)
    memory.answered(question, True, day)
    assert not memory.is_due(question, day) and memory.is_due(question, day + timedelta(days=1))


def test_what_was_answered_survives_and_a_torn_file_is_read_from_its_twin(quizzed: Path) -> None:
    question = quiz_of(Week(quizzed / "exercises" / "week1")).questions[0]
    memory = Memory()
    memory.answered(question, True, TODAY)
    quizzes.remember(quizzed, memory)
    assert quizzes.remembered(quizzed) == memory
    path = quizzed / ".kata" / "quiz.json"
    path.write_text(path.read_text()[:9])
    assert quizzes.remembered(quizzed) == memory
    (quizzed / ".kata" / "quiz.json.copy").write_text("[]")
    assert quizzes.remembered(quizzed) == Memory()


def test_choices_are_shuffled_and_complete(quizzed: Path) -> None:
    question = quiz_of(Week(quizzed / "exercises" / "week1")).questions[0]
    orders = {tuple(question.choices(random.Random(seed))) for seed in range(50)}
    assert len(orders) == 6 and all(sorted(order) == ["five", "nine", "six"] for order in orders)


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("[[question]\n", "line 1"),
        ('[[question]]\nask = "a"\nright = "b"\nwrong = []\n', "no 'why'"),
        ('[[question]]\nask = "a"\nright = "b"\nwhy = "c"\nwrong = [["b", "d"]]\n', "all different"),
        ('[[question]]\nask = "a"\nright = "b"\nwhy = "c"\nwrong = [["d"]]\n', "not enough values"),
        ('[[card]]\nfront = "a"\n', "no 'back'"),
    ],
)
def test_a_quiz_file_that_cannot_be_understood_says_where(quizzed: Path, text: str, says: str) -> None:
    path = quizzed / "exercises" / "week1" / "quiz.toml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(CourseError) as error:
        quiz_of(Week(path.parent))
    assert says in str(error.value) and "quiz.toml" in str(error.value)


def test_it_asks_explains_and_remembers(quizzed: Path, kata: Callable, golden: Callable) -> None:
    golden("quiz", kata(quizzed, "quiz", "week1", "--seed", "2", typed="x\nc\n\n").stdout, quizzed)
    again = kata(quizzed, "quiz", "week1", "--seed", "2", typed="").stdout
    assert again.count("What is") == 1  # the first was right, and rests until tomorrow


def test_what_was_wrong_comes_again_without_naming_the_week(quizzed: Path, kata: Callable) -> None:
    assert "You have not taken a quiz yet" in kata(quizzed, "quiz").stdout
    kata(quizzed, "quiz", "week1", typed="\n\n")
    assert kata(quizzed, "quiz", typed="\n\n").stdout.count("What is") == 2


def test_a_finished_week_points_to_its_quiz_until_it_is_answered(
    solved: Path, kata: Callable, run_tests: Callable
) -> None:
    (solved / "exercises" / "week1" / "quiz.toml").write_text(QUIZ, encoding="utf-8")
    assert "A quiz" not in kata(solved).stdout
    run_tests(solved, "exercises")
    assert "A quiz      kata quiz week1" in kata(solved).stdout
    memory = Memory()
    for question in quiz_of(Week(solved / "exercises" / "week1")).questions:
        memory.answered(question, True, date.today())
    quizzes.remember(solved, memory)
    assert "A quiz" not in kata(solved).stdout


def test_when_nothing_is_due_it_says_when(quizzed: Path, kata: Callable) -> None:
    memory = Memory()
    for question in quiz_of(Week(quizzed / "exercises" / "week1")).questions:
        memory.answered(question, True, date.today())
    quizzes.remember(quizzed, memory)
    out = kata(quizzed, "quiz", "week1").stdout
    assert "comes back tomorrow" in out and "kata quiz week1 --all" in out
    assert kata(quizzed, "quiz", "week1", "--all", typed="\n").stdout.count("What is") == 2


def test_stopping_keeps_what_was_answered(quizzed: Path, kata: Callable) -> None:
    out = kata(quizzed, "quiz", "week1", typed="\nq\n").stdout
    assert "1 not asked yet" in out
    assert len(quizzes.remembered(quizzed).boxes) == 1


def test_a_week_without_a_quiz_says_so(toy: Path, kata: Callable) -> None:
    assert "There is no quiz for week1 yet." in kata(toy, "quiz", "week1").stdout
    assert "no flashcards yet" in kata(toy, "quiz", "--cards", "week1").stderr


def test_cards_are_one_page_each(quizzed: Path, kata: Callable) -> None:
    done = kata(quizzed, "quiz", "--cards", "week1", "--out", "cards.html")
    assert done.stdout == "2 cards, one a page, are in cards.html. Print them from a browser.\n"
    page = (quizzed / "cards.html").read_text(encoding="utf-8")
    assert page.count("<section>") == 2 and "break-after: page" in page
    assert "&lt;to&gt; itself: <code>x + x</code>" in page
    assert "http" not in page  # it needs nothing from elsewhere
    assert kata(quizzed, "quiz", "--cards", "week1", "--out", "cards.html").returncode == 0


def test_a_browser_prints_one_card_a_page(quizzed: Path, kata: Callable, run: Callable) -> None:
    browser = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
    if browser is None:
        pytest.skip("no Chromium here to print with")
    kata(quizzed, "quiz", "--cards", "week1", "--out", "cards.html")
    options = ("--headless", "--no-sandbox", "--disable-gpu", "--no-pdf-header-footer")
    run(browser, *options, "--print-to-pdf=cards.pdf", "cards.html", cwd=quizzed)
    assert len(re.findall(rb"/Type\s*/Page\b", (quizzed / "cards.pdf").read_bytes())) == 2


def test_cards_overwrite_no_other_file(quizzed: Path, kata: Callable) -> None:
    (quizzed / "essay.html").write_text("mine")
    done = kata(quizzed, "quiz", "--cards", "week1", "--out", "essay.html")
    assert done.returncode == 2 and "Choose another name" in done.stderr
    assert (quizzed / "essay.html").read_text() == "mine"
    assert "is a folder" in kata(quizzed, "quiz", "--cards", "week1", "--out", ".").stderr
    assert "Name a week" in kata(quizzed, "quiz", "--cards").stderr
    assert "goes with --cards" in kata(quizzed, "quiz", "week1", "--out", "x.html").stderr
