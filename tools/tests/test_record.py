"""`kata record`: what has passed, as a page and as a picture: true, the same to the byte, and seen in a browser."""

from __future__ import annotations

import html
import io
import itertools
import re
import shutil
import sys
import xml.etree.ElementTree as ElementTree
from collections.abc import Callable, Iterator
from datetime import date
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PIL import Image

from kata import progress, quiz
from kata.course import Course, CourseError
from kata.record.drawing import Circle, Line, can_draw, drawable, png
from kata.record.facts import Record, first_sentence, record_of, shown
from kata.record.medals import MOTIFS, NIGHT, medal
from kata.record.picture import HEIGHT, WIDTH, picture
from kata.record.writing import page, write_record

ROOT = Path(__file__).parents[2]
CHROMIUM = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
QUIET = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--no-first-run",
]
NUMBERS = "exercises/week1/kata1_numbers.py"
TEST = "exercises/week1/test_kata1_numbers.py"
STRANGERS = {
    "markup": "<script>alert('x')</script>",
    "attribute": '" onload="alert(1)',
    "entity": "&lt;b&gt; &amp;",
    "template": "{{ 7 * 7 }}",
    "long": "W" * 500,
    "emoji": "Ada 👩‍👩‍👧 🎉",
    "right to left": "عائشة",
    "turned around": "Ada\u202eecalevoL",
    "controls": "A\0d\x1b[31ma\n\r\tB\x7f",
    "surrogate": "Ad\udc80a",
    "heap of accents": "A" + "\u0301" * 200 + "da",
    "ideograms": "王" * 60,
}


@pytest.fixture
def done(solved: Path, run_tests: Callable) -> Path:
    """The toy course, solved, after a real run of its tests."""
    assert run_tests(solved, "exercises/week1").returncode == 0
    return solved


@pytest.fixture
def ready(toy: Path, passed: Callable) -> Path:
    """The toy course, and a progress file by which all of it has passed."""
    passed(toy, "week1")
    return toy


def record(folder: Path, learner: str = "", *weeks: str) -> Record:
    """What is true of a course's weeks, or of all of them."""
    progress.fingerprints.cache_clear()
    course = Course(folder)
    chosen = [week for week in course.weeks if week.name in weeks or not weeks]
    return record_of(course, chosen, progress.read(folder), quiz.remembered(folder), learner)


def words(text: str) -> str:
    """What a page says, without its markup."""
    body = re.sub(r"<style>.*?</style>", "", text, flags=re.DOTALL)
    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", body)).split())


# What is true


def test_it_says_what_a_real_run_found(done: Path) -> None:
    week = record(done).weeks[0]
    assert (week.title, week.badge, week.law) == ("Toy Steps", "Toy Maker", "What is small can be looked at whole.")
    assert week.earned and week.passed == 3
    assert [(kata.title, kata.taught) for kata in week.katas] == [
        ("Small numbers", "You doubled a number."),
        ("Chance from a seed", "You picked fairly."),
    ]
    assert {task.tested for task in week.tasks} == {date.today()}
    said = words(page(record(done, "Ada")))
    for text in (
        "Toy Maker",
        "Ada",
        "all 3 tasks of the week have passed",
        "✓ double",
        "You doubled a number.",
        "on this machine",
        "no certificate",
        week.tested,
    ):
        assert text in said, text


def test_what_is_wrong_does_not_count(done: Path, run_tests: Callable, edit: Callable) -> None:
    edit(done / NUMBERS, "return 2 * x", "return x")
    run_tests(done, "exercises/week1")
    week = record(done).weeks[0]
    assert not week.earned and [task.name for task in week.tasks if task.passed] == ["shift", "pick"]
    assert week.katas[0].taught == "You shifted a list.", "what has passed is what taught"
    said = words(page(record(done)))
    assert "2 of 3 tasks have passed" in said and "○ double" in said and "✓ shift" in said


def test_what_a_stricter_test_reopened_does_not_count(done: Path, edit: Callable) -> None:
    edit(done / TEST, "def test_double", "EXTRA = 1\n\n\ndef test_double")
    week = record(done).weeks[0]
    assert [task.name for task in week.tasks if task.passed] == ["pick"]


def test_with_nothing_passed_the_page_is_still_friendly(toy: Path, kata: Callable) -> None:
    made = kata(toy, "record", "week1")
    assert made.stdout.splitlines()[0] == "Nothing of it has passed yet: week1_record.html shows what lies ahead."
    said = words((toy / "week1_record.html").read_text(encoding="utf-8"))
    assert "Nothing has passed yet. This is what the week holds." in said
    assert "last run" not in said and "✓" not in said and "You doubled" not in said


def test_the_quiz_is_told_and_hints_where_asked_for(done: Path, kata: Callable) -> None:
    questions = "\n".join(
        f'[[question]]\nask = "{ask}"\nright = "yes"\nwhy = "So."\nwrong = [["no", "No."]]' for ask in "abc"
    )
    (done / "exercises/week1/quiz.toml").write_text(questions, encoding="utf-8")
    assert "quiz" not in words(page(record(done)))
    kata(done, "hint", "double")
    kata(done, "hint", "double")
    memory, today = quiz.Memory(), date.today()
    first, second, _ = quiz.quiz_of(Course(done).weeks[0]).questions
    memory.answered(first, True, today)
    memory.answered(second, False, today)
    quiz.remember(done, memory)
    said = words(page(record(done)))
    assert "1 of 2 right when last asked" in said and "hints" not in said
    kata(done, "record", "week1", "--hints")
    assert "hints read 2" in words((done / "week1_record.html").read_text(encoding="utf-8"))


def test_days_that_are_none_are_left_out(done: Path) -> None:
    found = progress.read(done)
    for entry in found.tests.values():
        entry["when"] = "<b>yesterday</b>"
    progress.write(done, found)
    text = page(record(done))
    assert "yesterday" not in text and "tests last run" not in words(text)


@pytest.mark.parametrize("week", Course(ROOT).weeks, ids=lambda week: week.name)
def test_every_kata_of_the_course_has_its_sentence(week: Any, passed: Callable, tmp_path: Path) -> None:
    shutil.copytree(week.folder, tmp_path / "exercises" / week.name)
    passed(tmp_path, week.name)
    found = record(tmp_path).weeks[0]
    assert found.earned
    for kata in found.katas:
        assert 20 < len(kata.taught) < 240 and kata.taught[-1] in ".!?", kata.title
        assert kata.taught.count("`") % 2 == 0 and kata.taught.count("*") % 2 == 0, kata.taught


def test_the_first_sentence_ends_where_it_ends() -> None:
    assert first_sentence("This is `a.b`, 0.5 at most.\nMore.") == "This is `a.b`, 0.5 at most."
    assert first_sentence("No end") == "No end" and first_sentence("") == ""


# Names of strangers


@pytest.mark.parametrize("kind", STRANGERS)
def test_a_strangers_name_is_text_and_no_more(kind: str, ready: Path, kata: Callable) -> None:
    name = shown(STRANGERS[kind])
    assert len(name) <= 60 and not re.search(r"[\x00-\x1f\x7f\u202e\ud800-\udfff]", name)
    found = Elements()
    found.feed(page(record(ready, STRANGERS[kind])))
    assert name in found.texts, "as it is"
    assert not found.names & {"script", "b", "img"} and not [name for name in found.attributes if name.startswith("on")]
    typed = STRANGERS[kind].replace("\0", "").encode("utf-8", "replace").decode()
    assert kata(ready, "record", "week1", "--out", "card.svg", "--name", typed).returncode == 0
    drawn = list(ElementTree.parse(ready / "card.svg").getroot().iter())
    names = {element.tag.rpartition("}")[2] for element in drawn}
    assert names == {"svg", "title", "text", "circle", "polygon", "polyline"}
    texts = [element.text or "" for element in drawn]
    assert any(text == shown(typed) or (text[-1:] == "…" and shown(typed).startswith(text[:-1])) for text in texts)


class Elements(HTMLParser):
    """The names of a page's elements and attributes, and its pieces of text."""

    def __init__(self) -> None:
        super().__init__()
        self.names: set[str] = set()
        self.attributes: set[str] = set()
        self.texts: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.names.add(tag)
        self.attributes |= {name for name, _ in attrs}

    def handle_data(self, data: str) -> None:
        self.texts.append(data)


def test_a_name_is_cleaned_not_changed() -> None:
    for name in ("Ada", "Łukasz Żółć", "عائشة", "王小明", "O'Neill-Smith", "Zoë", "मीरा", "👩‍👩‍👧"):
        assert shown(name) == name
    assert shown("  Ada \n Lovelace ") == "Ada Lovelace" == shown("Ada\u202e Lovelace")
    assert shown("Zoe\u0308") == "Zoë"
    assert shown("A" * 41) == "A" * 39 + "…" and shown("\u202e\0 ") == ""


def test_a_png_shows_accents_or_plain_letters_and_says_what_it_cannot(ready: Path, kata: Callable) -> None:
    assert drawable("Downhill · 3–4 × “5”…") == "Downhill · 3-4 x “5”…"
    assert drawable("Zoë 🎉") in ("Zoë", "Zoe") and can_draw("Zoë 🎉")
    assert not can_draw("𒀀𒀁")
    refused = kata(ready, "record", "week1", "--out", "card.png", "--name", "𒀀𒀁")
    assert refused.returncode == 2 and "The page (.html) and the .svg can show it." in refused.stderr
    assert not (ready / "card.png").exists()


def test_what_a_learner_wrote_into_a_kata_is_text_too(ready: Path) -> None:
    path = ready / NUMBERS
    path.write_bytes(path.read_bytes().replace(b"Small numbers", b"<i>\x00\x1b[31m" + b"long " * 100))
    found = record(ready)
    assert found.weeks[0].katas[0].title.startswith("<i>[31mlong") and len(found.weeks[0].katas[0].title) <= 60
    assert "<i>" not in page(found)
    write_record(found, ready / "card.svg")
    ElementTree.parse(ready / "card.svg")


# Files


@pytest.mark.parametrize("suffix", ["html", "svg", "PNG"])
def test_the_same_is_the_same_to_the_byte(suffix: str, ready: Path, kata: Callable) -> None:
    for file, seed in ((f"one.{suffix}", "1"), (f"two.{suffix}", "2")):
        made = kata(ready, "record", "all", "--out", file, "--name", "Ada", PYTHONHASHSEED=seed)
        assert made.returncode == 0 and f"{file} shows 3 of 3 tasks passed" in made.stdout, made.stderr
    one, two = ((ready / f"{file}.{suffix}").read_bytes() for file in ("one", "two"))
    assert one == two and len(one) > 1000


CARELESS = {
    "no such week": (["week9"], "no week, kata or task called 'week9'"),
    "another kind of file": (
        ["week1", "--out", "record.pdf"],
        "ends in .html for a page, or .svg or .png for a picture",
    ),
    "no kind of file": (["week1", "--out", "record"], "ends in .html for a page, or .svg or .png for a picture"),
    "no such folder": (["week1", "--out", "nowhere/record.png"], "There is no folder nowhere."),
    "a folder": (["week1", "--out", "folder.html"], "folder.html is a folder. Name a file: --out"),
    "a folder, forced": (["week1", "--out", "folder.html", "--force"], "folder.html is a folder. Name a file: --out"),
    "somebody's page": (["week1", "--out", "mine.html"], "is there already, and is no record"),
    "somebody's photo": (["week1", "--out", "photo.png"], "is there already, and is no record"),
}


@pytest.mark.parametrize("case", CARELESS)
def test_careless_users_get_a_sentence_and_lose_nothing(case: str, ready: Path, kata: Callable) -> None:
    words, sentence = CARELESS[case]
    (ready / "folder.html").mkdir()
    (ready / "mine.html").write_text("<p>I made this with kata record in mind.", encoding="utf-8")
    Image.new("RGB", (4, 4)).save(ready / "photo.png")
    before = {path: path.read_bytes() for path in ready.rglob("*") if path.is_file()}
    refused = kata(ready, "record", *words)
    assert refused.returncode == 2 and sentence in refused.stderr and len(refused.stderr.splitlines()) == 1
    assert {path: path.read_bytes() for path in ready.rglob("*") if path.is_file()} == before


@pytest.mark.parametrize("suffix", ["html", "svg", "png"])
def test_a_record_is_replaced_and_another_file_when_forced(suffix: str, ready: Path) -> None:
    file = ready / f"record.{suffix}"
    file.write_bytes(b"something of mine")
    with pytest.raises(CourseError, match="is no record"):
        write_record(record(ready), file)
    assert file.read_bytes() == b"something of mine"
    write_record(record(ready), file, force=True)
    old = file.read_bytes()
    write_record(record(ready, "Ada"), file)
    assert file.read_bytes() != old, "one of ours"


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such limit")
def test_a_disk_that_is_full_leaves_the_old_file_whole(ready: Path, kata: Callable, run: Callable) -> None:
    assert kata(ready, "record", "week1", "--out", "card.png").returncode == 0
    before, files = (ready / "card.png").read_bytes(), sorted(ready.iterdir())
    command = f"ulimit -f 8; exec '{sys.executable}' -m kata record week1 --out card.png --name Ada"
    refused = run("sh", "-c", command, cwd=ready)
    assert refused.returncode == 2 and refused.stderr.startswith("card.png: "), refused.stderr
    assert (ready / "card.png").read_bytes() == before and sorted(ready.iterdir()) == files


def test_without_a_week_it_is_the_whole_course(ready: Path, kata: Callable) -> None:
    shutil.copytree(ready / "exercises/week1", ready / "exercises/week2")
    made = kata(ready / "exercises", "record", "--name", "Ada")
    assert "downhill_record.html shows 3 of" in made.stdout and "1 of 2 badges" in made.stdout
    said = words((ready / "exercises/downhill_record.html").read_text(encoding="utf-8"))
    assert "Ada 1 of 2 badges earned, 3 of" in said


# Pictures


@pytest.mark.parametrize("number", MOTIFS)
def test_a_medal_stays_within_its_circle(number: int) -> None:
    for share in (0, 0.5, 1):
        for shape in medal(number, share):
            if isinstance(shape, Circle):
                assert np.hypot(shape.x, shape.y) + shape.r + shape.width / 2 <= 100
            elif isinstance(shape, Line):
                assert max(np.hypot(x, y) for x, y in shape.points) + shape.width / 2 <= 100


def test_every_medal_is_its_own_earned_and_open() -> None:
    def drawn(number: int, share: float) -> np.ndarray:
        from kata.record.drawing import moved

        return np.asarray(Image.open(io.BytesIO(png(moved(medal(number, share), 100, 100), 200, 200, NIGHT))), float)

    looks = [drawn(number, share) for number in MOTIFS for share in (0, 0.5, 1)]
    assert len(MOTIFS) == 8
    for one, other in itertools.combinations(looks, 2):
        assert np.abs(one - other).mean() > 1
    for one in looks[2::3]:
        saturation = one.max(2) - one.min(2)
        assert saturation.mean() > 25, "earned is in full color"
    for one in looks[::3]:
        assert (one.max(2) - one.min(2)).max() < 60, "open is an outline in grey"


def test_the_png_is_a_social_card_and_not_blank(
    done: Path, kata: Callable, edit: Callable, run_tests: Callable
) -> None:
    kata(done, "record", "week1", "--out", "earned.png")
    edit(done / NUMBERS, "return 2 * x", "return x")
    run_tests(done, "exercises/week1")
    kata(done, "record", "week1", "--out", "open.png")
    earned, still_open = (Image.open(done / f"{name}.png") for name in ("earned", "open"))
    assert earned.size == still_open.size == (1200, 630) and earned.mode == "RGB"
    assert len(earned.getcolors(1200 * 630) or []) > 500
    difference = np.abs(np.asarray(earned, float) - np.asarray(still_open, float)).mean(2)
    assert (difference[:, :460] > 40).mean() > 0.1, "another medal"
    assert earned.info["Software"] == "kata record"


# In a browser


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    if CHROMIUM is None:
        pytest.skip("there is no Chromium here")
    playwright = pytest.importorskip("playwright.sync_api", reason="Playwright is not installed")
    with playwright.sync_playwright() as started:
        opened = started.chromium.launch(executable_path=CHROMIUM, args=QUIET)
        yield opened
        opened.close()


@pytest.fixture
def course(tmp_path: Path, passed: Callable) -> Path:
    """The course itself, of which weeks 1 to 3 have passed."""
    shutil.copytree(ROOT / "exercises", tmp_path / "exercises", ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    passed(tmp_path, "week1", "week2", "week3")
    return tmp_path


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [1100, 390])
def test_the_pages_open_anywhere_and_ask_for_nothing(browser: Any, course: Path, scheme: str, width: int) -> None:
    opened = browser.new_page(viewport={"width": width, "height": 800}, color_scheme=scheme)
    trouble: list[str] = []
    asked: list[str] = []
    opened.on("console", lambda message: trouble.append(message.text))
    opened.on("pageerror", lambda error: trouble.append(str(error)))
    opened.on("request", lambda request: asked.append(request.url))
    for weeks in (["week2"], ["week4"], []):
        for learner in ("", "<script>alert(1)</script>", "W" * 500, "عائشة"):
            file = course / "record.html"
            file.write_text(page(record(course, learner, *weeks), hints=True), encoding="utf-8")
            opened.goto(file.as_uri())
            assert opened.evaluate("document.documentElement.scrollWidth <= window.innerWidth"), (weeks, learner)
            ground = opened.evaluate("getComputedStyle(document.querySelector('main')).backgroundColor")
            ink = opened.evaluate("getComputedStyle(document.body).color")
            assert (brightness(ground) > brightness(ink)) == (scheme == "light")
            badge = opened.locator("svg").first.bounding_box()
            assert badge["width"] > 100 and badge["x"] >= 0
    opened.close()
    assert not trouble and len(asked) == 12 and all(url.startswith(course.as_uri()) for url in asked), (trouble, asked)


def brightness(color: str) -> float:
    return sum(float(part) for part in re.findall(r"[\d.]+", color)[:3])


@pytest.mark.parametrize("paper", ["A4", "Letter"])
def test_every_record_prints_on_one_page(browser: Any, course: Path, passed: Callable, paper: str) -> None:
    weeks = [week.name for week in Course(course).weeks]
    passed(course, *weeks)
    opened = browser.new_page()
    for chosen in ([name] for name in weeks):
        opened.set_content(page(record(course, "W" * 40, *chosen), hints=True))
        printed = opened.pdf(format=paper)
        assert len(re.findall(rb"/Type\s*/Page\b", printed)) == 1, chosen
    opened.set_content(page(record(course, "Ada")))
    assert len(re.findall(rb"/Type\s*/Page\b", opened.pdf(format=paper))) == 1
    opened.close()


@pytest.mark.parametrize("weeks", [["week2"], ["week5"], []])
def test_svg_and_png_show_the_same(browser: Any, course: Path, weeks: list[str]) -> None:
    """Fonts differ, and edges: so both are compared as blurred pictures."""
    from kata.record.drawing import svg

    shapes = picture(record(course, "Ada", *weeks))
    (course / "card.svg").write_text(svg(shapes, (0, 0, WIDTH, HEIGHT), "card"), encoding="utf-8")
    opened = browser.new_page(viewport={"width": WIDTH, "height": HEIGHT})
    opened.goto((course / "card.svg").as_uri())
    shot = opened.screenshot()
    opened.close()
    small = [
        np.asarray(Image.open(io.BytesIO(data)).convert("RGB").resize((120, 63), Image.Resampling.BOX), float)
        for data in (shot, png(shapes, WIDTH, HEIGHT, NIGHT))
    ]
    assert np.abs(small[0] - small[1]).mean() < 2
    if weeks:
        assert np.abs(small[0] - small[1])[:48, :44].max() < 40, "the medal, which is without text"
    assert small[0].std() > 20
