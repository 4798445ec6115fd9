"""The site of the handbook and the sessions: built from the real pages, read in a browser, and refused when wrong."""

from __future__ import annotations

import json
import os
import re
import shutil
import signal
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import Any

import pytest

from kata.course import Course
from kata.quiz import quiz_of

for library in ("sphinx", "myst_parser", "furo", "linkify_it"):
    pytest.importorskip(library, reason=f"the site needs {library}, which is for staff")
BeautifulSoup = pytest.importorskip("bs4", reason="the site needs bs4, which is for staff").BeautifulSoup

ROOT = Path(__file__).parents[2]
CHROMIUM = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
QUIET = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update"]
REPOSITORY = "https://example.org/downhill/blob/main"
STAND_IN = """# A page to try

The [words of week 2](../../exercises/week2/README.md#the-words), the [folder of week 3](../../exercises/week3/), the
[quiz](../../exercises/week1/quiz.toml), a [kata](../../exercises/week1/kata1_features_and_labels.py), a
[reference](../../solutions/week1/kata1_features_and_labels.py), [further down](#whats-wide).

![A cat](../../fixtures/photos/animal/cat.jpg)

## What's wide?

| name | what it is |
| --- | --- |
| `one_very_long_name_that_nobody_could_break_anywhere_at_all_because_it_is_one_word` | x |

```sh
echo a line of code that is far too long for the narrow screen of a phone, and has to be moved sideways to be read
```
"""
PLANTED = """# Wrong

[one](../../exercises/week1/gone.py), [two](../../README.md#no-such-heading), ![three](../../fixtures/gone.png),
[four](../../../elsewhere.md), ![five](https://example.org/five.png), [fine](https://example.org/).

<p><a href="six.html">six</a> <img src="https://example.org/seven.png"></p>
"""

pytestmark = pytest.mark.xdist_group("handbook")
Run = Callable[..., subprocess.CompletedProcess[str]]


def handbook(run: Run, folder: Path, *words: str | Path, **environment: str) -> subprocess.CompletedProcess[str]:
    return run(sys.executable, "-m", "handbook", *words, cwd=folder, **environment)


@pytest.fixture(scope="module")
def course(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the whole course, and a page more."""
    copy = tmp_path_factory.mktemp("handbook") / "course"
    shutil.copytree(
        ROOT, copy, ignore=shutil.ignore_patterns(".git", ".*cache", "__pycache__", ".venv", ".kata", "site")
    )
    (copy / "docs" / "handbook").mkdir(parents=True, exist_ok=True)
    (copy / "docs" / "handbook" / "a-page-to-try.md").write_text(STAND_IN, encoding="utf-8")
    return copy


@pytest.fixture(scope="module")
def site(course: Path) -> Path:
    """The built site."""
    out = course.parent / "site"
    command = (sys.executable, "-m", "handbook", "build", "--out", str(out), "--repository", REPOSITORY + "/")
    built = subprocess.run(command, cwd=course, capture_output=True, text=True, encoding="utf-8", timeout=300)
    assert built.returncode == 0, built.stderr
    assert built.stdout.splitlines()[-1].endswith("in a browser.")
    return out


@pytest.fixture
def small(tmp_path: Path) -> Path:
    """A course of one session, whose site is built in a second or two."""
    folder = tmp_path / "course"
    shutil.copytree(ROOT / "exercises" / "week1", folder / "exercises" / "week1")
    (folder / "docs" / "handbook").mkdir(parents=True)
    (folder / "tools" / "kata").mkdir(parents=True)
    for name in ("README.md", "CHANGELOG.md", "tools/README.md", "docs/handbook/add-a-kata.md"):
        (folder / name).write_text(f"# The page {name}\n\nA word.\n", encoding="utf-8")
    return folder


def text_of(page: Path) -> str:
    article = BeautifulSoup(page.read_text(encoding="utf-8"), "html.parser").find("article")
    assert article is not None, f"{page} has no words"
    return " ".join(article.get_text().split())


def pages(site: Path) -> list[str]:
    return sorted(path.relative_to(site).as_posix() for path in site.rglob("*.html"))


def links(site: Path, page: str) -> dict[str, str]:
    article = BeautifulSoup((site / page).read_text(encoding="utf-8"), "html.parser").find("article")
    assert article is not None
    return {link.get_text(): str(link["href"]) for link in article.find_all("a", href=True)}


def test_every_page_is_there(site: Path, course: Path) -> None:
    expected = {"index.html", "search.html", "about/course.html", "about/grader.html", "about/changelog.html"}
    expected |= {f"handbook/{path.stem}.html" for path in (course / "docs" / "handbook").glob("*.md")}
    for week in Course(course).weeks:
        expected |= {f"{week.name}/{name}.html" for name in ("index", "quiz", "flashcards", "hints")}
    assert set(pages(site)) == expected


def test_every_page_is_found_from_the_start_and_weeks_come_in_order(site: Path) -> None:
    side = BeautifulSoup((site / "index.html").read_text(encoding="utf-8"), "html.parser").select(".sidebar-tree a")
    listed = [str(link["href"]) for link in side if str(link["href"]) != "#"]
    assert set(listed) | {"index.html", "search.html"} == set(pages(site))
    weeks = [name for name in listed if re.fullmatch(r"week\d+/index.html", name)]
    assert weeks == [f"week{number}/index.html" for number in range(1, 9)]
    assert [title for title in ("You learn", "You teach", "You write") if title in text_of(site / "index.html")] == [
        "You learn", "You teach", "You write",
    ]  # fmt: skip


def test_nothing_of_the_solutions_is_in_it(site: Path, course: Path) -> None:
    """No line of code of any reference, mistake, alternative or hidden test that learners do not have anyway."""
    learners = [path for path in (course / "exercises").rglob("*") if path.suffix in (".py", ".md", ".toml")]
    known = " ".join(" ".join(path.read_text(encoding="utf-8").split()).replace("`", "") for path in learners)
    code = [line for path in (course / "solutions").rglob("*.py") for line in path.read_text("utf-8").splitlines()]
    lines = {line for line in (" ".join(line.split()) for line in code) if len(line) >= 30}
    shown = " ".join(text_of(site / page) for page in pages(site))
    begun = {shown[at : at + 30] for at in range(len(shown))}  # looking for each line in so long a text takes a minute
    found = [line for line in lines if line[:30] in begun and line in shown]
    assert len(lines) > 1000 and found, "there is much to look for, and what learners have as well is found"
    assert [line for line in found if line not in known] == []
    sources = {path.relative_to(site).as_posix() for path in site.rglob("*") if path.suffix in (".py", ".toml", ".md")}
    assert sources == set()


def test_links_of_the_repository_lead_to_pages_and_files(site: Path) -> None:
    found = links(site, "handbook/a-page-to-try.html")
    assert found["words of week 2"] == "../week2/index.html#the-words"
    assert found["folder of week 3"] == "../week3/index.html"
    assert found["quiz"] == "../week1/quiz.html"
    assert found["kata"] == f"{REPOSITORY}/exercises/week1/kata1_features_and_labels.py"
    assert "reference" not in found and "reference" in text_of(site / "handbook" / "a-page-to-try.html")
    heading = found["further down"].removeprefix("#")
    page = BeautifulSoup((site / "handbook" / "a-page-to-try.html").read_text(encoding="utf-8"), "html.parser")
    named = page.find(id=heading)
    assert named is not None and "wide?" in named.get_text()
    assert links(site, "week1/index.html")["1 · features and labels"].startswith(REPOSITORY)
    assert links(site, "about/course.html")["CHANGELOG.md"] == "changelog.html"


def test_answers_and_hints_are_folded_and_a_quiz_says_all_its_reasons(site: Path, course: Path) -> None:
    for week in Course(course).weeks:
        page = BeautifulSoup((site / week.name / "quiz.html").read_text(encoding="utf-8"), "html.parser")
        asked = page.select(".question")
        quiz = quiz_of(week)
        assert len(asked) == len(quiz.questions) > 0
        for box, question in zip(asked, quiz.questions, strict=True):
            choices = box.select("details")
            assert len(choices) == 1 + len(question.wrong) and not box.select("details[open]")
            assert [choice["class"][1] for choice in choices].count("right") == 1
            right = " ".join(box.select("details.right")[0].get_text().split())
            plain = [" ".join(text.replace("`", "").split()) for text in (question.right, question.why)]
            assert right == f"{plain[0]} Right. {plain[1]}"
            folded = box.get_text()
            for details in choices:
                folded = folded.replace(details.p.get_text(), "")
            assert plain[1] not in " ".join(folded.split())
        cards = BeautifulSoup((site / week.name / "flashcards.html").read_text(encoding="utf-8"), "html.parser")
        assert len(cards.select("details.card:not([open])")) == len(quiz.cards) > 0
        hints = BeautifulSoup((site / week.name / "hints.html").read_text(encoding="utf-8"), "html.parser")
        assert len(hints.select("details:not([open])")) >= 3 * len(hints.select("article h3")) > 0
        assert not hints.select("details[open]")
        outside = BeautifulSoup(str(hints.find("article")), "html.parser")
        for details in outside.select("details"):
            details.decompose()
        assert not outside.select("pre, ol, ul"), "no hint stands outside its fold"


def test_right_answers_are_not_always_in_the_same_place(site: Path) -> None:
    places = set()
    for page in site.glob("week*/quiz.html"):
        for box in BeautifulSoup(page.read_text(encoding="utf-8"), "html.parser").select(".question"):
            places.add(next(i for i, one in enumerate(box.select("details")) if "right" in one["class"]))
    assert places == {0, 1, 2, 3}


class Quiet(SimpleHTTPRequestHandler):
    def log_message(self, format: str, *args: object) -> None:
        """Nothing."""


@pytest.fixture(scope="module")
def address(site: Path) -> Iterator[str]:
    with ThreadingHTTPServer(("127.0.0.1", 0), partial(Quiet, directory=str(site))) as server:
        Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}/"
        server.shutdown()


@pytest.fixture
def browser() -> Iterator[Any]:
    if CHROMIUM is None:
        pytest.skip("there is no Chromium here")
    playwright = pytest.importorskip("playwright.sync_api", reason="Playwright is not installed")
    with playwright.sync_playwright() as started:
        opened = started.chromium.launch(executable_path=CHROMIUM, args=QUIET)
        yield opened
        opened.close()


@pytest.fixture
def tab(browser: Any, address: str) -> Any:
    """A page that may ask the local server, and nobody else. `tab.elsewhere`: what it asked others for, and
    `tab.errors`: what its console complained about."""
    page = browser.new_page()
    page.elsewhere, page.errors = [], []

    def decide(route: Any) -> None:
        if route.request.url.startswith((address, "file://")):
            route.continue_()
        else:
            page.elsewhere.append(route.request.url)
            route.abort()

    page.route("**/*", decide)
    page.on("pageerror", lambda error: page.errors.append(str(error)))
    page.on("console", lambda said: page.errors.append(said.text) if said.type in ("error", "warning") else None)
    page.set_default_timeout(30_000)
    return page


@pytest.mark.parametrize("width", [1200, 390])
def test_every_page_fits_and_asks_nobody_else(tab: Any, address: str, site: Path, width: int, tmp_path: Path) -> None:
    tab.set_viewport_size({"width": width, "height": 900})
    wide = []
    for page in pages(site):
        tab.goto(address + page)
        tab.evaluate("document.querySelectorAll('article details').forEach(one => one.open = true)")
        if tab.evaluate("document.documentElement.scrollWidth > window.innerWidth"):
            wide.append(page)
            tab.screenshot(path=tmp_path / "wide.png")
        assert tab.evaluate("[...document.images].every(image => image.complete && image.naturalWidth > 0)"), page
    assert (wide, tab.elsewhere, tab.errors) == ([], [], [])


def test_the_search_finds_a_word_and_gives_no_hint_away(tab: Any, address: str) -> None:
    tab.goto(address + "index.html")
    tab.locator("input[name=q]").first.fill("backpropagation")
    tab.keyboard.press("Enter")
    tab.get_by_role("link", name="Week 3 · Seeing it whole").locator("visible=true").last.wait_for()
    tab.locator("#search-results .context").first.wait_for()
    found = [text.partition("\n")[0] for text in tab.locator("#search-results li").all_inner_texts()]
    assert "Week 3 · Seeing it whole" in found
    assert not [title for title in found if "Hints" in title or "Quiz" in title]
    tab.locator("#search-results li a", has_text="Week 3 · Seeing it whole").first.click()
    tab.get_by_role("heading", level=1).wait_for()
    assert "/week3/index.html" in tab.url
    assert (tab.elsewhere, tab.errors) == ([], [])


def test_the_search_works_from_the_disk(tab: Any, site: Path) -> None:
    tab.goto((site / "week1" / "index.html").as_uri())
    tab.locator("input[name=q]").first.fill("confusion matrix")
    tab.keyboard.press("Enter")
    tab.locator("#search-results li a", has_text="Week 1 · Machines That Learn").first.click()
    tab.get_by_role("heading", level=1).wait_for()
    assert tab.url.startswith("file:") and "/week1/index.html" in tab.url
    assert (tab.elsewhere, tab.errors) == ([], [])


def test_a_choice_opens_at_a_click_and_says_why(tab: Any, address: str) -> None:
    tab.goto(address + "week1/quiz.html")
    right = tab.locator(".choice.right").first
    assert not right.locator("p").is_visible()
    right.locator("summary").click()
    right.locator("p").wait_for()
    assert right.locator("p").inner_text().startswith("Right. ")
    tab.goto(address + "week3/index.html")
    answer = tab.locator("details", has_text="Forward: the ten outputs.").first
    folded = answer.bounding_box()["height"]
    answer.locator("summary").click()
    assert answer.bounding_box()["height"] > folded


def test_dead_links_are_named_and_nothing_is_built(run: Run, small: Path) -> None:
    source = "docs/handbook/add-a-kata.md"
    (small / source).write_text(PLANTED, encoding="utf-8")
    built = handbook(run, small, "build", "--out", "site")
    assert built.returncode == 1 and not built.stdout
    said = built.stderr.splitlines()
    assert said[-1] == "The site was not built." and not (small / "site").exists()
    for words in (
        f"{source}: the link to ../../exercises/week1/gone.py leads nowhere. Mend its path, or take the link out.",
        f"{source}: the link to ../about/course.html#no-such-heading leads nowhere: no heading of about/course.html "
        "is called #no-such-heading. Mend what follows the #.",
        f"{source}: the picture ../../fixtures/gone.png is not there to be shown. Mend its path.",
        f"{source}: the link to ../../../elsewhere.md leads nowhere. Mend its path, or take the link out.",
        f"{source}: the picture https://example.org/five.png lies elsewhere. Put it into the repository.",
        f"{source}: the link to six.html leads nowhere: the site has no handbook/six.html. "
        "Mend its path, or take the link out.",
        f"{source}: https://example.org/seven.png is loaded from another machine. Put it into the repository.",
    ):
        assert words in said
    assert len(said) == 8, said


def test_a_build_replaces_its_own_files_and_nobody_elses(run: Run, small: Path) -> None:
    out = small / "site"
    assert handbook(run, small, "build").returncode == 0
    (out / "mine.txt").write_text("mine", encoding="utf-8")
    (small / "docs" / "handbook" / "add-a-kata.md").rename(small / "docs" / "handbook" / "add-a-week.md")
    assert handbook(run, small, "build").returncode == 0
    assert (out / "mine.txt").read_text(encoding="utf-8") == "mine"
    assert (out / "handbook" / "add-a-week.html").exists() and not (out / "handbook" / "add-a-kata.html").exists()
    listed = (out / ".handbook-files").read_text(encoding="utf-8").splitlines()
    (small / "docs" / "handbook" / "add-a-month.md").write_text("# Another\n", encoding="utf-8")
    (out / "handbook" / "add-a-month.html").write_text("mine", encoding="utf-8")
    refused = handbook(run, small, "build")
    assert refused.returncode == 1 and "add-a-month.html is in the way" in " ".join(refused.stderr.split())
    assert (out / "handbook" / "add-a-month.html").read_text(encoding="utf-8") == "mine"
    (out / "handbook" / "add-a-month.html").unlink()
    assert sorted(listed) == sorted(pages(out) + [name for name in listed if not name.endswith(".html")])


def test_a_folder_with_other_files_is_left_alone(run: Run, small: Path) -> None:
    mine = small / "photos"
    mine.mkdir()
    (mine / "index.html").write_text("mine", encoding="utf-8")
    built = handbook(run, small, "build", "--out", "photos")
    assert built.returncode == 1 and "photos has files in it that are no site of the handbook" in built.stderr
    assert [path.name for path in mine.iterdir()] == ["index.html"]
    assert (mine / "index.html").read_text(encoding="utf-8") == "mine"


def test_what_the_user_can_put_right_is_a_sentence(run: Run, small: Path, tmp_path: Path) -> None:
    def refused(folder: Path, *words: str | Path) -> str:
        built = handbook(run, folder, "build", *words)
        assert built.returncode == 1 and "Traceback" not in built.stderr and not built.stdout
        return " ".join(built.stderr.split())

    assert "is not inside a clone of the course" in refused(tmp_path)
    (tmp_path / "file").write_text("", encoding="utf-8")
    assert "file is a file. Name a folder: --out site" in refused(small, "--out", tmp_path / "file")
    assert "Nothing can be written to" in refused(small, "--out", tmp_path / "file" / "site")
    if os.name == "posix" and os.geteuid():
        closed = tmp_path / "closed"
        closed.mkdir(mode=0o500)
        assert f"Nothing can be written to {closed}" in refused(small, "--out", closed / "site")
    page = small / "docs" / "handbook" / "add-a-kata.md"
    page.write_text("Words without a title.\n", encoding="utf-8")
    assert "add-a-kata.md has no title." in refused(small)
    page.write_bytes(b"# A page\n\n\xff\n")
    assert "add-a-kata.md is no UTF-8 text: byte 10 is not. Save it as UTF-8." in refused(small)
    page.write_text("# A page\n", encoding="utf-8")
    (small / "CHANGELOG.md").unlink()
    assert "`git checkout -- CHANGELOG.md` brings it back." in refused(small)
    shutil.rmtree(small / "docs")
    assert "There are no pages in" in refused(small)
    (small / "exercises" / "week1" / "quiz.toml").write_text("[[question]]\nask = 1\n", encoding="utf-8")
    (small / "docs" / "handbook").mkdir(parents=True)
    page.write_text("# A page\n", encoding="utf-8")
    (small / "CHANGELOG.md").write_text("# Changelog\n", encoding="utf-8")
    assert "an entry has no 'wrong'." in refused(small)
    assert not (small / "site").exists()


def test_without_sphinx_it_says_what_to_type(small: Path, tmp_path: Path) -> None:
    hide = (
        "import importlib.util as u; f = u.find_spec; u.find_spec = lambda n, *a: None if n == 'sphinx' else f(n, *a)"
    )
    start = "import sys; sys.argv[1:] = ['build']; import handbook.__main__ as m; m.main()"
    done = subprocess.run(
        [sys.executable, "-c", f"{hide}; {start}"], cwd=small, capture_output=True, text=True, timeout=60
    )
    assert done.returncode == 1 and "cannot be built without sphinx." in done.stderr and "nox -s site" in done.stderr


@pytest.mark.skipif(os.name == "nt", reason="Ctrl-C is sent in another way on Windows")
def test_serve_shows_what_is_saved_until_ctrl_c(small: Path) -> None:
    page = small / "docs" / "handbook" / "add-a-kata.md"
    with subprocess.Popen(
        [sys.executable, "-m", "handbook", "serve", "--port", "0"], cwd=small, text=True,
        stdout=subprocess.PIPE, stderr=subprocess.PIPE,
    ) as server:  # fmt: skip
        try:
            assert server.stdout is not None
            address = server.stdout.readline().split()[0]
            assert b"The page" in urllib.request.urlopen(f"{address}handbook/add-a-kata.html").read()
            end, told = time.monotonic() + 60, ""
            while not told and time.monotonic() < end:  # the watch may begin a moment after the address is told
                page.write_text(f"# Another {time.monotonic()}\n", encoding="utf-8")
                time.sleep(1)
                told = urllib.request.urlopen(f"{address}handbook/add-a-kata.html").read().decode()
                told = told if "Another" in told else ""
            assert told, "what was saved is served"
        finally:
            server.send_signal(signal.SIGINT)
            _, errors = server.communicate(timeout=30)
        assert "Traceback" not in errors, errors
    assert not (small / "site").exists()


def test_the_index_of_the_search_holds_no_hint(site: Path, course: Path) -> None:
    text = (site / "searchindex.js").read_text(encoding="utf-8")
    index = json.loads(text[text.index("{") : text.rindex("}") + 1])
    words = index["terms"] | index["titleterms"]
    assert "sigmoid" in words
    unsearched = {number for number, name in enumerate(index["docnames"]) if name.endswith(("/hints", "/quiz"))}
    assert len(unsearched) == 2 * len(Course(course).weeks)
    for found in words.values():
        assert not unsearched & set(found if isinstance(found, list) else [found])
