"""The report of a class: what it counts, and the page in a real browser."""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from grade.results import Flag, Graded, Outcome, Results, Tested
from grade.writers import findings, report

CLASS = Results.from_json(
    (Path(__file__).parent / "golden" / "grade" / "class" / "results.json").read_text(encoding="utf-8")
)
KATA = "week2/kata1_x"
CHROMIUM = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
QUIET = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update"]


def one(task: str, outcome: Outcome = Outcome.PASSED, message: str = "", mistake: str = "", **more: Any) -> Tested:
    return Tested("week2", "kata1_x", task, f"test_{task}_a", outcome, message, mistake, **more)


def a_class(*submissions: tuple[Tested, ...], **more: Any) -> Results:
    graded = tuple(Graded(f"s{n:02}", f"Student {n}", tested) for n, tested in enumerate(submissions))
    return Results("1", (KATA,), False, (), graded, **more)


# ---- what is counted


def test_the_commonest_mistake_comes_first_with_its_commonest_sentence() -> None:
    summed = one("f", Outcome.WRONG, "Divide by n.", "summed")
    results = a_class(
        (replace(summed, message="Divide by n, please."), one("g", Outcome.WRONG, "Rows.", "swapped")),
        (summed, one("g")),
        (summed, one("g")),
        (one("f"), one("g", Outcome.WRONG, "Nobody knows.")),
    )
    found = findings.mistakes(results)
    assert [(each.name, each.where, len(each.students), each.sentence) for each in found] == [
        ("summed", f"{KATA}/f", 3, "Divide by n."),
        ("swapped", f"{KATA}/g", 1, "Rows."),
    ]


def test_a_mistake_in_two_tests_of_a_task_is_one_students() -> None:
    twice = one("f", Outcome.WRONG, "m", "summed")
    results = a_class((twice, replace(twice, test="test_f_b", hidden=True)))
    (found,) = findings.mistakes(results)
    assert (found.students, found.hidden) == (("s00",), False)


def test_a_mistake_that_passed_is_none() -> None:
    assert findings.mistakes(a_class((one("f", mistake="summed"),))) == []


def test_tasks_that_nobody_passed() -> None:
    fault = one("i", Outcome.FAULT)
    results = a_class(
        (one("f", Outcome.WRONG, "Too large."), one("g"), one("h", Outcome.NOT_STARTED), fault),
        (one("f", Outcome.WRONG, "Too large."), one("g", Outcome.WRONG), one("h", Outcome.NOT_STARTED), fault),
        (one("f", Outcome.NOT_STARTED), one("g"), one("h", Outcome.NOT_STARTED), fault),
    )
    assert [(each.name, each.sentence) for each in findings.nobody_passed(results)] == [
        ("f", "a: Too large."),
        ("h", "Nobody has begun it."),
    ]


def test_an_empty_class_has_no_findings() -> None:
    results = a_class()
    assert not any(
        found(results) for found in (findings.mistakes, findings.nobody_passed, findings.faults, findings.students)
    )
    assert findings.middle([None]) is None
    assert findings.mean([]) is None


def test_who_needs_a_word_and_why() -> None:
    results = a_class(
        (one("f"), one("g"), one("h")),
        (one("f"), one("g", Outcome.WRONG), one("h", Outcome.WRONG)),
        (one("f", Outcome.WRONG), one("g", Outcome.WRONG), one("h", Outcome.WRONG)),
        (one("f", Outcome.NOT_STARTED), one("g", Outcome.NOT_STARTED), one("h", Outcome.NOT_STARTED)),
        (one("f", Outcome.FAULT), one("g", Outcome.FAULT), one("h", Outcome.FAULT)),
        roster_missing=(("zoe", "Zoë"),),
    )
    flagged = replace(results.graded[0], flags=(Flag("b", "…"), Flag("a", "…"), Flag("a", "…")))
    results = replace(results, graded=(flagged, *results.graded[1:]))
    found = {word.student.id: word.reasons for word in findings.words(findings.students(results))}
    assert found == {
        "s00": ("flagged: a, b",),
        "s02": ("few tasks passed",),
        "s03": ("nothing begun",),
        "zoe": ("nothing handed in",),
    }


def test_the_distribution_counts_everybody_once() -> None:
    tasks = "abcdefghij"
    submissions = [
        tuple(one(task, Outcome.PASSED if place < passed else Outcome.WRONG) for place, task in enumerate(tasks))
        for passed in (0, 1, 1, 9, 10, 10)
    ]
    assert findings.distribution(findings.students(a_class(*submissions))) == [1, 2, 0, 0, 0, 0, 0, 0, 0, 3]


# ---- the page


Open = Callable[..., Any]


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    playwright = pytest.importorskip("playwright.sync_api", reason="Playwright is not installed")
    if CHROMIUM is None:
        pytest.skip("there is no Chromium here")
    with playwright.sync_playwright() as started:
        running = started.chromium.launch(executable_path=CHROMIUM, args=QUIET)
        yield running
        running.close()


@pytest.fixture
def show(browser: Any, tmp_path: Path) -> Iterator[Open]:
    """Open the report of a class. When the test ends, nothing may have been asked for or complained about."""
    opened = []
    heard: list[str] = []

    def open_page(results: Results = CLASS, width: int = 1200, **more: Any) -> Any:
        path = tmp_path / "report.html"
        path.write_text(report.page(results), encoding="utf-8")
        page = browser.new_page(viewport={"width": width, "height": 800}, **more)
        opened.append(page)
        page.on("console", lambda message: heard.append(message.text))
        page.on("pageerror", lambda error: heard.append(str(error)))
        page.on("request", lambda request: heard.append(request.url) if request.url != path.as_uri() else None)
        page.goto(path.as_uri())
        return page

    yield open_page
    for page in opened:
        page.close()
    assert heard == []


def column(page: Any, number: int) -> list[str]:
    return list(page.locator(f"table.grades tbody tr > :nth-child({number})").all_inner_texts())


def shares(page: Any) -> list[float]:
    """What the column of all katas says, for whoever handed in something."""
    found = [re.match(r"(\d+)/(\d+)", text) for text in column(page, 2)]
    return [int(each[1]) / int(each[2]) for each in found if each]


def test_a_student_named_script_is_text(show: Open) -> None:
    page = show()
    assert page.get_by_role("link", name="<script>alert('name')</script>").count() >= 1
    assert page.locator("script").count() == 1
    assert page.locator("img, b b, iframe, u, i").count() == 0
    page.evaluate("document.querySelectorAll('details').forEach(one => one.open = true)")
    assert "</p></script><script>alert('message')</script><img src=x onerror=alert(3)>" in page.inner_text("main")
    assert "\\u202egnp.exe" in page.inner_text("main")


@pytest.mark.parametrize("guarded", [True, False])
def test_what_gets_through_the_escaping_still_does_not_run(browser: Any, tmp_path: Path, guarded: bool) -> None:
    """The second wall, with a hole in the first; and the control: without the wall it runs."""
    hole = "<script>ran.push(1)</script><img src='data:,x' onerror='ran.push(2)'><style>h1{color:red}</style>"
    hole += (
        "<p id=hole style='color:red' onclick='ran.push(3)'>click</p><a id=link href='javascript:ran.push(4)'>link</a>"
    )
    text = report.page(CLASS).replace("<h1>", f"{hole}<h1>", 1)
    if not guarded:
        text = re.sub(r"<meta http-equiv[^>]*>", "", text)
    (tmp_path / "report.html").write_text(text, encoding="utf-8")
    page = browser.new_page()
    page.add_init_script("window.ran = []")
    page.goto((tmp_path / "report.html").as_uri())
    page.click("#hole")
    page.click("#link")
    page.wait_for_timeout(100)
    red = [page.evaluate(f"getComputedStyle(document.querySelector('{where}')).color") for where in ("#hole", "h1")]
    assert sorted(page.evaluate("ran")) == ([] if guarded else [1, 2, 3, 4])
    assert red.count("rgb(255, 0, 0)") == (0 if guarded else 2)
    page.click("table.grades thead th:nth-child(2) button")  # the page's own script runs either way
    assert page.get_attribute("table.grades thead th:nth-child(2)", "aria-sort") == "descending"
    page.close()


def test_a_click_on_a_heading_sorts_and_says_so(show: Open) -> None:
    page = show()
    headings = page.locator("table.grades thead th")
    headings.nth(1).get_by_role("button").click()
    assert len(shares(page)) == len(CLASS.graded)
    assert shares(page) == sorted(shares(page), reverse=True)
    assert [each.get_attribute("aria-sort") for each in headings.all()] == ["none", "descending", *["none"] * 4]
    assert page.inner_text("#sorted") == "Sorted by all katas, descending."

    headings.nth(1).get_by_role("button").click()
    assert headings.nth(1).get_attribute("aria-sort") == "ascending"
    assert shares(page) == sorted(shares(page))
    assert column(page, 2)[-2:] == ["–", "–"]  # whoever handed in nothing is last, either way round

    headings.nth(0).get_by_role("button").click()
    names = page.locator("table.grades tbody th").evaluate_all("all => all.map(one => one.dataset.value)")
    assert names.index("Anna Ärmel") < names.index("Anna Ohm")  # as people sort them, not as bytes
    assert names.index("Ben of the nine") < names.index("Cleo") < names.index("Zoë <b>Z</b>")
    assert page.locator("table.grades tfoot tr").count() == 1


def test_the_keyboard_reaches_headings_and_the_tables_box(show: Open) -> None:
    page = show()
    page.locator(".scroll").focus()
    assert page.evaluate("document.activeElement.className") == "scroll"
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    assert page.get_attribute("table.grades thead th:nth-child(1)", "aria-sort") == "ascending"
    page.keyboard.press("Tab")
    page.keyboard.press("Space")
    assert page.get_attribute("table.grades thead th:nth-child(2)", "aria-sort") == "descending"


def test_a_name_leads_to_what_went_wrong(show: Open) -> None:
    page = show()
    page.locator("table.grades").get_by_role("link", name="Ben of the nine").click()
    told = page.locator("details:target[open]")
    told.wait_for()
    text = told.inner_text()
    assert "Is there a loop that never ends?" in text and "The process that ran the code died." in text


@pytest.mark.parametrize("width", [1200, 390, 320])
def test_the_page_never_scrolls_sideways_but_the_table_does(show: Open, width: int) -> None:
    katas = tuple(f"week{week}/kata{number}_long_words_here" for week in range(1, 9) for number in (1, 2, 3))
    tests = tuple(replace(one("f"), week=kata.split("/")[0], kata=kata.split("/")[1]) for kata in katas)
    wide = replace(CLASS, katas=katas, graded=tuple(replace(each, tested=tests) for each in CLASS.graded))
    for results in (CLASS, wide):
        page = show(results, width)
        page.evaluate("document.querySelectorAll('details').forEach(one => one.open = true)")
        assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert page.evaluate("(box => box.scrollWidth > box.clientWidth)(document.querySelector('.scroll'))")
    page.evaluate("document.querySelector('.scroll').scrollLeft = 400")
    name, box = (page.locator(where).first.bounding_box() for where in ("table.grades tbody th", ".scroll"))
    assert 0 <= name["x"] - box["x"] <= 2  # the names stay


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_every_text_can_be_read_in_both_schemes(show: Open, scheme: str) -> None:
    """Contrast of 4.5 at least, as WCAG 2 asks of texts (AA)."""
    page = show(color_scheme=scheme)
    page.evaluate("document.querySelectorAll('details').forEach(one => one.open = true)")
    worst = page.evaluate(CONTRAST)
    assert worst["ratio"] >= 4.5, worst
    ground = page.evaluate("getComputedStyle(document.body).backgroundColor")
    assert (sum(map(int, re.findall(r"\d+", ground))) < 300) == (scheme == "dark")


CONTRAST = """() => {
  const parts = color => color.match(/[\\d.]+/g).map(Number);
  const light = color => {
    const [r, g, b] = parts(color).map(v => v / 255).map(v => v <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4);
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  const ground = one => {
    for (; one; one = one.parentElement) {
      const color = getComputedStyle(one).backgroundColor;
      if ((parts(color)[3] ?? 1) > 0) return color;
    }
    return "rgb(255, 255, 255)";
  };
  let worst = { ratio: 99 };
  for (const one of document.querySelectorAll("main *")) {
    if (one.closest("svg") || ![...one.childNodes].some(n => n.nodeType === 3 && n.data.trim())) continue;
    const [a, b] = [light(getComputedStyle(one).color), light(ground(one))].sort((x, y) => y - x);
    const ratio = (a + 0.05) / (b + 0.05);
    if (ratio < worst.ratio) worst = { ratio, text: one.textContent.slice(0, 60), on: ground(one) };
  }
  return worst;
}"""


def test_the_banners(show: Open) -> None:
    page = show()
    assert "bubblewrap" in page.inner_text("#unconfined")
    assert page.inner_text("#unconfined h2") == "Partly confined"
    assert page.inner_text("#faults h2") == "The grader failed in 2 tests"
    nothing_holds = replace(CLASS, layers=tuple(replace(layer, holds=False) for layer in CLASS.layers))
    assert show(nothing_holds).inner_text("#unconfined h2") == "Unconfined"
    all_hold = replace(CLASS, layers=tuple(replace(layer, holds=True) for layer in CLASS.layers))
    assert show(all_hold).locator("#unconfined").count() == 0


def test_the_page_says_what_a_teacher_asks(show: Open) -> None:
    page = show()
    first = page.locator("#mistakes li").first.inner_text()
    assert first.startswith("3") and "summed" in first and "divide by n" in first
    assert [each.split()[0] for each in page.locator("#nobody h3").all_inner_texts()] == ["shape_of", "flatten"]
    assert "nothing handed in" in page.locator("#words li", has_text="zoe").inner_text()
    assert "forbidden-call" in page.inner_text("#flags")
    assert "was ignored" in page.inner_text("#problems")
    assert "31.5 s" in page.inner_text("#timing")


def test_an_empty_class_has_a_page(show: Open) -> None:
    assert "no submission in this grading" in show(Results("1", (), False, (), ())).inner_text("main")


def test_on_paper_the_table_is_whole(show: Open) -> None:
    page = show()
    page.emulate_media(media="print")
    assert page.evaluate("(box => box.scrollHeight <= box.clientHeight + 1)(document.querySelector('.scroll'))")
    assert page.evaluate("getComputedStyle(document.querySelector('.scroll')).overflow") == "visible"
    assert not page.locator("section.each").is_visible()
