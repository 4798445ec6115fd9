"""The labs in a real browser, with stubs, half done, all done and broken; and the pages that `--export` writes."""

from __future__ import annotations

import contextlib
import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import textwrap
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest

from kata.course import Course, CourseError, Week
from kata.stubs import BLOCK
from labs import serve
from labs.server import answers

ROOT = Path(__file__).parents[2]
COURSE = Course(ROOT)
WEEKS = [week for week in COURSE.weeks if (week.folder / "lab.py").exists()]
CHROMIUM = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
QUIET = [  # a browser on its own asks for updates and lists of dangerous sites
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
]
BROKEN = (  # what a task's body may be, one after the other
    "raise ValueError('not today')",
    "while True:\n    pass",
    "return float('nan')",
    "print('x' * 10_000)\nexit()",
    "return 'seven'",
    "while True:\n    try:\n        open(__file__).close()\n    except BaseException:\n        pass",
)

PATIENCE = 120  # seconds; a machine may be busy

pytestmark = pytest.mark.skipif(CHROMIUM is None, reason="there is no Chromium here")
playwright = pytest.importorskip("playwright.sync_api", reason="Playwright is not installed")
pytest.importorskip("marimo", reason="marimo is not installed")
each_lab = pytest.mark.parametrize("week", WEEKS, ids=lambda week: week.name)
# What takes minutes a lab is asked of one, and of all of them by `nox -s labs`.
FIRST, ALL = "week2", bool(os.environ.get("KATA_LABS"))
each_lab_in_depth = pytest.mark.parametrize(
    "week", [week for week in WEEKS if ALL or week.name == FIRST], ids=lambda week: week.name
)

# ---- folders of katas ----


def folder(root: Path, week: Week, body: Callable[[int, str], str | None]) -> tuple[Path, list[str]]:
    """The references, with the solution of task number n replaced by `body(n, task)` unless that is None.

    Returns the folder and the tasks so replaced. The other weeks' katas are the references.
    """
    left_out = shutil.ignore_patterns("mistakes_*", "alternatives_*", "hidden_test_*", "__pycache__")
    shutil.copytree(ROOT / "solutions", root, ignore=left_out)
    replaced: list[str] = []
    number = 0
    for kata in week.katas:
        path = root / week.name / f"{kata.name}.py"
        text = path.read_text(encoding="utf-8")

        def put(block: re.Match[str], text: str = text) -> str:
            nonlocal number
            task = re.findall(r"^(?:def|class) (\w+)", text[: block.start()], re.MULTILINE)[-1]
            number += 1
            other = body(number - 1, task)
            if other is None:
                return block[0]
            replaced.append(task)
            return textwrap.indent(other, block["indent"]) + "\n"

        path.write_text(BLOCK.sub(put, text), encoding="utf-8")
    return root, replaced


STUB = "raise NotImplementedError"
STATES: dict[str, Callable[[int, str, int], str | None]] = {
    "stubs": lambda number, task, total: STUB,
    "half": lambda number, task, total: STUB if number >= total / 2 else None,
    "done": lambda number, task, total: None,
    "nothing": lambda number, task, total: "return None",
    "broken": lambda number, task, total: BROKEN[number % len(BROKEN)],
}


def in_state(root: Path, week: Week, state: str) -> tuple[Path, list[str]]:
    total = len(week.tasks)
    return folder(root, week, lambda number, task: STATES[state](number, task, total))


# ---- a lab in a browser ----


def kata(*words: str, cwd: Path = ROOT, **more: str) -> subprocess.Popen[str]:
    """The command, started as a user would."""
    return subprocess.Popen(
        [sys.executable, "-m", "kata", *words],
        cwd=cwd,
        env={**os.environ, "PYTHONUNBUFFERED": "1", "KATA_LAB_SECONDS": "60", "COLUMNS": "200", **more},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        encoding="utf-8",
        # Where these tests run in the background, Ctrl-C is ignored, and children would inherit that.
        preexec_fn=None if os.name == "nt" else lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),
    )


@contextlib.contextmanager
def opened(week: str, katas: Path | None, cwd: Path = ROOT, **more: str) -> Iterator[str]:
    """The address of a lab, while it is open."""
    server = kata("lab", week, "--no-browser", *(["--katas", str(katas)] if katas else []), cwd=cwd, **more)
    assert server.stdout is not None
    try:
        line = server.stdout.readline()
        found = re.search(r"http://127\.0\.0\.1:\d+", line)
        assert found, line + server.stdout.read()
        yield found[0]
    finally:
        server.send_signal(signal.SIGINT)
        rest = server.stdout.read()
        assert server.wait(20) == 0, rest
    assert rest.strip() == "The lab is closed. The same command opens it again."


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    with playwright.sync_playwright() as started:
        launched = started.chromium.launch(executable_path=CHROMIUM, args=QUIET)
        yield launched
        launched.close()


class Page:
    """A page, with all that was asked and complained of."""

    def __init__(self, browser: Any, address: str, offline: bool = False, width: int = 1200) -> None:
        self.context = browser.new_context(offline=offline, viewport={"width": width, "height": 900})
        self.page = self.context.new_page()
        self.page.set_default_timeout(PATIENCE * 1000)
        self.asked: list[str] = []
        self.complaints: list[str] = []
        self.busy = address.startswith("http")
        self.page.on("request", self._asked)
        self.page.on("websocket", self._listen_to)
        self.page.on("pageerror", lambda error: self.complaints.append(str(error)))
        self.page.on("console", self._listen)
        answer = self.page.goto(address)
        assert answer is None or answer.ok, self.page.inner_text("body")

    def _listen(self, message: Any) -> None:
        # marimo tells a cell's error here, too, as a message of the type "log"
        if message.type == "error" or "An internal error occurred" in message.text:
            self.complaints.append(message.text)

    def _listen_to(self, socket: Any) -> None:
        self.asked.append(socket.url)
        socket.on("framereceived", self._heard)

    def _heard(self, frame: Any) -> None:
        if str(frame).startswith('{"op": "completed-run"'):  # marimo has run all the cells that had to be
            self.busy = False

    def _asked(self, request: Any) -> None:
        self.asked.append(request.url)
        self.busy |= request.url.endswith("/set_ui_element_value")

    def settled(self) -> None:
        """Wait until no cell runs, and nothing on the page has changed for a while."""
        before, since, end = "", time.monotonic(), time.monotonic() + PATIENCE
        while self.busy or time.monotonic() < since + 0.4:
            now = self.page.evaluate("document.body.innerText + [...document.images].map(image => image.src).join()")
            if now != before:
                before, since = now, time.monotonic()
            assert time.monotonic() < end, "the page does not come to rest"
            self.page.wait_for_timeout(50)

    def answer_all(self) -> None:
        for number, question in enumerate(self.questions(), 1):
            question.get_by_role("radio").nth(1).click()
            self.until("number => document.querySelectorAll('.lab-answer').length === number", number)
            self.settled()
        assert not self.count(".lab-waiting")

    def until(self, script: str, argument: Any = None) -> None:
        self.page.wait_for_function(script, arg=argument, timeout=PATIENCE * 1000)

    def moved(self, control: Any) -> None:
        """Turn a control to another step, and see a picture change."""
        before = self.pictures()
        self.turn(control)
        self.until("all => [...document.querySelectorAll('.lab-picture')].some((one, i) => one.src !== all[i])", before)
        self.settled()

    def questions(self) -> list[Any]:
        groups = self.page.locator("marimo-radio, fieldset.question").all()
        return [group for group in groups if group.get_by_text("Predict.").count()]

    def controls(self) -> list[Any]:
        """What moves pictures: sliders and choices, not questions."""
        sliders = self.page.get_by_role("slider").all()
        groups: list[Any] = self.page.locator("marimo-radio, fieldset.choice").all()
        return [*sliders, *(group for group in groups if not group.get_by_text("Predict.").count())]

    def turn(self, control: Any) -> None:
        """To another step."""
        if control.get_attribute("role") == "slider" or control.get_attribute("type") == "range":
            at = control.get_attribute("aria-valuenow") or control.input_value()
            last = control.get_attribute("aria-valuemax") or control.get_attribute("max")
            control.press("ArrowLeft" if float(at) >= float(last) else "ArrowRight")
        else:
            buttons = control.get_by_role("radio").all()
            next(button for button in buttons if not button.is_checked()).click()

    def pictures(self) -> list[str]:
        return list(self.page.evaluate("[...document.querySelectorAll('.lab-picture')].map(image => image.src)"))

    def count(self, selector: str) -> int:
        return int(self.page.locator(selector).count())

    def titles(self, kind: str) -> list[str]:
        return [title.inner_text() for title in self.page.locator(f".lab-{kind} .lab-title").all()]

    def cells(self) -> list[str]:
        return [cell.get_attribute("data-cell-name") for cell in self.page.locator(".marimo-cell.published").all()]

    def check(self) -> None:
        """Nothing went wrong: no error of a cell, nothing in the console, nothing asked of another machine."""
        assert not self.complaints, self.complaints
        assert not self.page.locator("[role=region] li").count(), self.page.locator("[role=region]").all_inner_texts()
        assert "Traceback" not in self.page.inner_text("body")
        elsewhere = [
            url
            for url in self.asked
            if urlsplit(url).hostname != "127.0.0.1" and not url.startswith(("data:", "file:", "blob:"))
        ]
        assert not elsewhere, elsewhere


@contextlib.contextmanager
def shown(browser: Any, address: str, **more: Any) -> Iterator[Page]:
    page = Page(browser, address, **more)
    try:
        yield page
    finally:
        page.context.close()


@dataclass(frozen=True)
class Seen:
    """A lab on the references: how many pictures it has, how many places for them, and its cells."""

    pictures: int
    places: int
    cells: list[str]


@pytest.fixture(scope="module")
def done(browser: Any) -> Callable[[Week], Seen]:
    """Opens a lab on the references, answers and turns everything, and keeps what it saw."""
    known: dict[str, Seen] = {}

    def ask(week: Week) -> Seen:
        if week.name not in known:
            with opened(week.name, ROOT / "solutions") as address, shown(browser, address) as page:
                known[week.name] = all_done(page)
        return known[week.name]

    return ask


def all_done(page: Page) -> Seen:
    page.settled()
    assert page.questions(), "a lab lets its reader predict"
    assert page.count(".lab-waiting"), "some picture waits for an answer"
    assert not page.count(".lab-answer")
    page.answer_all()
    assert page.count(".lab-answer") == len(page.questions())
    assert not page.count(".lab-card"), page.page.locator(".lab-card").all_inner_texts()
    assert not page.count(".lab-later"), page.page.locator(".lab-later").all_inner_texts()
    seen = Seen(len(page.pictures()), page.count(".lab-row"), page.cells())
    assert seen.pictures
    said = page.page.evaluate("[...document.querySelectorAll('.lab-picture')].map(one => one.alt)")
    assert not [alt for alt in said if len(alt) <= 20], "a picture says in words what it shows"
    assert page.controls(), "a lab has something to turn"
    for control in page.controls():
        page.moved(control)
    page.check()
    page.page.set_viewport_size({"width": 390, "height": 800})
    assert page.page.evaluate("document.documentElement.scrollWidth <= window.innerWidth"), "it fits a phone"
    return seen


# ---- the tests ----


@each_lab
def test_all_done(week: Week, done: Callable[[Week], Seen]) -> None:
    """Nothing is missing, every control changes a picture, and nothing is asked of another machine: `all_done`."""
    assert done(week).places


@each_lab_in_depth
@pytest.mark.parametrize("state", ["stubs", "half"])
def test_cards_stand_where_tasks_are_missing(
    browser: Any, week: Week, state: str, tmp_path: Path, done: Callable[[Week], Seen]
) -> None:
    places, cells = done(week).places, done(week).cells
    katas, missing = in_state(tmp_path / "katas", week, state)
    with opened(week.name, katas) as address, shown(browser, address) as page:
        page.settled()
        page.answer_all()
        titles = page.titles("missing")
        named = {name for title in titles for name in re.findall(r"\w+", title)} & {task.name for task in week.tasks}
        assert named and named <= set(missing), "a card names what is missing, and nothing else"
        assert page.count(".lab-card") == len(titles), "there are no other cards"
        assert len(titles) + page.count(".lab-row") == places, "a card for each picture that cannot be"
        if state == "half":
            assert page.pictures(), "what is written is drawn"
        for line in page.page.locator(".lab-missing li:first-child").all_inner_texts():
            path, _, number = line.partition(":")
            text = (tmp_path / path if (tmp_path / path).exists() else ROOT / path).read_text(encoding="utf-8")
            assert text.splitlines()[int(number) - 1].startswith(("def ", "class "))
        assert page.cells() == cells
        page.check()


@each_lab_in_depth
@pytest.mark.parametrize("state", ["nothing", "broken"])
def test_no_function_can_break_a_lab(
    browser: Any, week: Week, state: str, tmp_path: Path, done: Callable[[Week], Seen]
) -> None:
    places, cells = done(week).places, done(week).cells
    katas, _ = in_state(tmp_path / "katas", week, state)
    with opened(week.name, katas, KATA_LAB_SECONDS="2") as address, shown(browser, address) as page:
        page.settled()
        page.answer_all()
        for control in page.controls():
            page.turn(control)
            page.settled()
        assert page.count(".lab-card")
        assert page.count(".lab-card") + page.count(".lab-row") == places
        assert "fault of the lab" not in page.page.inner_text("body"), page.page.locator(".lab-card").all_inner_texts()
        assert page.cells() == cells
        page.check()


@each_lab_in_depth
@pytest.mark.parametrize("state", ["stubs", "done"])
def test_the_page_opens_from_a_file_without_a_network(
    browser: Any, week: Week, state: str, tmp_path: Path, done: Callable[[Week], Seen]
) -> None:
    pictures, places = done(week).pictures, done(week).places
    katas, _ = in_state(tmp_path / "katas", week, state)
    out = tmp_path / "a lab.html"
    command = kata("lab", week.name, "--export", str(out), "--katas", str(katas))
    said, _ = command.communicate(timeout=600)
    assert command.returncode == 0, said
    assert set(tmp_path.iterdir()) == {katas, out}, "nothing else is left"
    with shown(browser, out.as_uri(), offline=True) as page:
        assert page.count(".lab-waiting") and not page.count(".lab-answer")
        page.answer_all()
        assert page.count(".lab-answer") == len(page.questions())
        assert page.count(".lab-card") + page.count(".lab-row") == places
        if state == "done":
            assert len(page.pictures()) == pictures and not page.count(".lab-card")
            assert page.page.evaluate("Promise.all([...document.images].map(one => one.decode())).then(() => true)")
            assert page.controls()
            for control in page.controls():
                page.moved(control)
        else:
            assert page.count(".lab-missing") == places
        page.check()
        page.page.set_viewport_size({"width": 390, "height": 800})
        assert page.page.evaluate("document.documentElement.scrollWidth <= window.innerWidth"), "it fits a phone"
    assert page.asked == [out.as_uri()] or all(url.startswith(("data:", out.as_uri())) for url in page.asked)


def test_the_picture_follows_what_is_saved(browser: Any, tmp_path: Path) -> None:
    week = next(week for week in WEEKS if week.name == "week2")
    katas, _ = in_state(tmp_path / "katas", week, "stubs")
    first = katas / "week2" / "kata1_gradient_descent.py"
    solved = (ROOT / "solutions" / "week2" / first.name).read_text(encoding="utf-8")
    with opened("week2", katas) as address, shown(browser, address) as page:
        page.settled()
        page.answer_all()
        assert not page.pictures()
        first.write_text(solved, encoding="utf-8")
        page.page.wait_for_selector(".lab-picture")
        page.settled()
        right = page.pictures()
        first.write_text(solved.replace("w - learning_rate", "w + learning_rate"), encoding="utf-8")
        page.page.wait_for_function(
            "before => document.querySelectorAll('.lab-picture')[1].src !== before", arg=right[1]
        )
        first.write_text("def predict(:\n", encoding="utf-8")
        page.page.wait_for_selector(".lab-broken")
        page.settled()
        assert "kata1_gradient_descent.py:1" in page.page.locator(".lab-broken").first.inner_text()
        first.write_text(solved, encoding="utf-8")
        page.page.wait_for_selector(".lab-picture")
        page.settled()
        assert page.pictures() == right
        page.check()


@pytest.fixture
def course(tmp_path: Path) -> Path:
    """A course of one week, whose lab has a cell that fails."""
    root = tmp_path / "course"
    (root / "exercises" / "week1").mkdir(parents=True)
    (root / "tools").symlink_to(ROOT / "tools", target_is_directory=True)
    (root / "exercises" / "week1" / "test_kata1_sum.py").write_text("def test_nothing(): pass\n", encoding="utf-8")
    (root / "exercises" / "week1" / "lab.py").write_text(
        "import marimo\n\napp = marimo.App()\n\n\n@app.cell\ndef bad():\n    x = 1 / 0\n    return (x,)\n\n\n"
        "@app.cell\ndef good():\n    import marimo as mo\n\n    mo.md('The end')\n    return\n",
        encoding="utf-8",
    )
    return root


def test_these_tests_see_a_cell_that_fails(browser: Any, course: Path) -> None:
    with opened("week1", None, cwd=course) as address, shown(browser, address) as page:
        page.page.get_by_text("The end").wait_for()
        page.settled()
        assert page.cells() == ["good"]
        with pytest.raises(AssertionError, match="internal error"):
            page.check()
        page.complaints.clear()
        with pytest.raises(AssertionError, match="internal error"):
            page.check()


def test_a_lab_that_fails_leaves_no_page(course: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    out.mkdir()
    command = kata("lab", "week1", "--export", str(out / "page.html"), cwd=course)
    said, _ = command.communicate(timeout=60)
    assert command.returncode == 2 and "could not be written" in said and "division by zero" in said, said
    assert not list(out.iterdir())


def test_a_page_replaces_only_a_page(tmp_path: Path) -> None:
    note = tmp_path / "note.txt"
    note.write_text("Milk, bread", encoding="utf-8")
    for words, sentence in (
        ((str(note),), "is no exported lab"),
        ((str(tmp_path),), "is a folder"),
        ((str(tmp_path / "no" / "page.html"),), "There is no folder"),
        ((str(tmp_path / "page.html"), "--katas", str(tmp_path / "no")), "there is no such folder"),
    ):
        command = kata("lab", "week2", "--export", *words)
        said, _ = command.communicate(timeout=60)
        assert command.returncode == 2 and sentence in " ".join(said.split()) and "Traceback" not in said, said
    assert note.read_text(encoding="utf-8") == "Milk, bread"
    assert list(tmp_path.iterdir()) == [note]


def test_what_is_missing_is_named_with_the_command_that_brings_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("KATA_START", raising=False)
    week2 = next(week for week in COURSE.weeks if week.name == "week2")
    monkeypatch.setattr("labs.serve.find_spec", lambda name: None)
    with pytest.raises(CourseError, match=r"needs marimo, .*\n    python3 tools/start\.py --with lab$"):
        serve.notebook_of(COURSE, week2)


def test_a_week_without_a_lab_says_which_have_one(course: Path) -> None:
    (course / "exercises" / "week1" / "lab.py").unlink()
    said, _ = kata("lab", "week1", cwd=course).communicate(timeout=60)
    assert said.strip() == "week1 has no lab yet. There are labs for no week."


def test_a_port_that_is_taken_is_told(course: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        command = kata("lab", "week1", "--no-browser", "--port", str(taken.getsockname()[1]), cwd=course)
        said, _ = command.communicate(timeout=60)
    assert command.returncode == 2 and "is taken" in said and "Leave --port out" in said, said


@pytest.mark.skipif(os.name == "nt", reason="Windows has no SIGTERM")
def test_no_server_is_left_when_the_command_is_ended(course: Path) -> None:
    command = kata("lab", "week1", "--no-browser", cwd=course)
    assert command.stdout is not None
    port = int(command.stdout.readline().partition("127.0.0.1:")[2].partition(".")[0])
    command.send_signal(signal.SIGTERM)
    command.communicate(timeout=20)
    assert not answers(port)
