"""The files that a grading leaves: every format against its golden files, hostile texts, and disks that refuse."""

from __future__ import annotations

import base64
import csv
import errno
import json
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest

from grade.results import Credit, Graded, Outcome, Results, Tested
from grade.writers import classroom, exercism, grades_csv, gradescope, junit, report, student_json, write_all
from grade.writers.text import cell, file_names, for_log, line, shortened, visible
from kata.course import CourseError

GOLDEN = Path(__file__).parent / "golden" / "grade"
CLASS = Results.from_json((GOLDEN / "class" / "results.json").read_text(encoding="utf-8"))
EMPTY = Results("0.6.0", (), False, (), ())
SECRETS = ("SECRET", "secret mistake", "secret_numbers")  # what only hidden tests of the class say
ACTING = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069\ud800-\udfff]")


def tree(folder: Path) -> dict[str, str]:
    files = sorted(path for path in folder.rglob("*") if path.is_file())
    return {path.relative_to(folder).as_posix(): path.read_bytes().decode() for path in files}


def without_code(page: str) -> str:
    """The report without its style and script, which change for other reasons than these."""
    page = re.sub(r"'sha256-[^']+'", "'sha256-…'", page)
    return re.sub(r"<(style|script)>.*?</\1>", r"<\1>…</\1>", page, flags=re.DOTALL)


def golden(name: str, results: Results, tmp_path: Path) -> None:
    write_all(results, tmp_path / "out")
    found = tree(tmp_path / "out")
    found["report.html"] = without_code(found["report.html"])
    if os.environ.get("GOLDEN") == "write":
        for path in tree(GOLDEN / name):
            (GOLDEN / name / path).unlink()
        for path, text in found.items():
            (GOLDEN / name / path).parent.mkdir(parents=True, exist_ok=True)
            (GOLDEN / name / path).write_bytes(text.encode())
    kept = tree(GOLDEN / name)
    assert list(found) == list(kept)
    for path, text in kept.items():
        assert found[path] == text, f"{path} is not what it was: GOLDEN=write pytest keeps the new one"


def test_all_files_of_a_class_with_everything_in_it(tmp_path: Path) -> None:
    golden("class", CLASS, tmp_path)


def test_all_files_of_an_empty_class(tmp_path: Path) -> None:
    golden("empty", EMPTY, tmp_path)


def test_all_files_where_the_roster_is_there_and_nobody_else(tmp_path: Path) -> None:
    golden("roster", replace(EMPTY, katas=CLASS.katas, roster_missing=(("zoe", "Zoë"),)), tmp_path)


def test_the_same_results_give_the_same_bytes(tmp_path: Path) -> None:
    write_all(CLASS, tmp_path / "one")
    write_all(Results.from_json(CLASS.to_json()), tmp_path / "two")
    assert tree(tmp_path / "one") == tree(tmp_path / "two")


def test_no_file_but_results_json_holds_a_character_that_acts(tmp_path: Path) -> None:
    write_all(CLASS, tmp_path)
    for path, text in tree(tmp_path).items():
        if path.startswith("classroom/"):
            text = base64.b64decode(text).decode()
        texts = strings(json.loads(text)) if text.startswith("{") and path != "results.json" else [text]
        assert not [text for text in texts if ACTING.search(text)], path


def strings(data: Any) -> Iterator[str]:
    if isinstance(data, str):
        yield data
    elif isinstance(data, list):
        for one in data:
            yield from strings(one)
    elif isinstance(data, dict):
        for one in data.values():
            yield from strings(one)


# ---- texts


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("plain – Zoë 日本 🙂", "plain – Zoë 日本 🙂"),
        ("\x1b[31mred", "\\x1b[31mred"),
        ("a\x00b", "a\\x00b"),
        ("\u202eevil", "\\u202eevil"),
        ("two\nlines\twide", "two\nlines\twide"),
        ("dos\r\nlines", "dos\nlines"),
        ("over\rwritten", "over\\rwritten"),
        ("\udcff", "\\udcff"),
        ("\x9b31m", "\\x9b31m"),
        ("می\u200cخواهم", "می\u200cخواهم"),
        ("\U000e0041tag", "\\U000e0041tag"),
        ("\uffff", "\\uffff"),
        ("\ufffd", "\ufffd"),
        ("\u3164", "\\u3164"),
    ],
)
def test_what_acts_is_shown(text: str, shown: str) -> None:
    assert visible(text) == shown


def test_a_name_stays_on_one_line() -> None:
    assert line("a\nb\tc") == "a\\nb\\tc"


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@SUM(A1)", " =1+1", "x;=1+1", "＝1+1", '"x",=1'])
def test_a_formula_gets_an_apostrophe(text: str) -> None:
    assert re.search(r"(^|[;,])\s*[=+\-@＝]", cell(text)) is None
    assert cell(text).replace("'", "") == text.replace("'", "")


@pytest.mark.parametrize("text", ["\t=1+1", "\r=1+1"])
def test_a_tab_before_a_formula_is_no_tab_any_more(text: str) -> None:
    assert cell(text) == f"\\{'t' if text[0] == chr(9) else 'r'}=1+1"


def test_names_that_are_no_formula_stay() -> None:
    assert cell("Jean-Luc O'Neil, 3+4 = 7") == "Jean-Luc O'Neil, 3+4 = 7"


def test_a_long_text_says_how_long_it_was() -> None:
    assert shortened("x" * 100, 10) == "xxxxxxxxxx … (100 characters in all)"
    assert shortened("x" * 10, 10) == "x" * 10
    assert len(shortened("\x00" * 10_000_000, 10)) < 100


@pytest.mark.parametrize("text", ["::error::x", "  ::set-env name=a::b", "ok\n::stop-commands::x", "a ##[error]b"])
def test_a_message_commands_no_runner(text: str) -> None:
    assert not re.search(r"^\s*::|##\[", for_log(text), re.MULTILINE)


IDS = [
    "anna", "ANNA", "Anna", "a.b-c_d", "12345", "..", ".", "", "/etc/passwd", "..\\x", "con", "NUL.txt", "aux", "x.",
    "x" * 300, "x" * 301, "Zoë", "Zoe\u0308", "a b", "a-b", "\udcff", "\x00", "-rf", "nul\x00", "com1.json", "<script>",
]  # fmt: skip


def test_file_names_are_safe_and_never_two_the_same() -> None:
    forged = list(file_names(IDS).values())  # somebody may call himself what another one's file will be called
    names = file_names([*IDS, *forged])
    assert len({name.casefold() for name in names.values()}) == len({*IDS, *forged})
    for name in names.values():
        assert re.fullmatch(r"[A-Za-z0-9][A-Za-z0-9_.-]{0,79}", name)
        assert not name.endswith(".")
        assert name.partition(".")[0].lower() not in ("con", "nul", "aux", "com1")
    assert [names[id] for id in ("a.b-c_d", "12345")] == ["a.b-c_d", "12345"]


# ---- each format


def only(outcome: Outcome, message: str = "", hidden: bool = False) -> tuple[Results, Graded]:
    one = Tested("week2", "kata1_x", "f", "test_f_is_right", outcome, message, hidden=hidden)
    graded = Graded("anna", "Anna", (one,), seconds=1.26)
    return Results("1", ("week2/kata1_x",), hidden, (), (graded,)), graded


def test_the_csv_has_a_row_a_student_and_a_column_a_kata() -> None:
    ((_, text),) = grades_csv.files(CLASS)
    rows = list(csv.reader(text.removeprefix("\ufeff").splitlines()))
    head, *body = rows
    assert head[:4] == ["id", "name", *CLASS.katas]
    assert {len(row) for row in rows} == {len(head)}
    assert len(body) == len(CLASS.graded) + len(CLASS.roster_missing)
    by_id = {row[0]: dict(zip(head, row, strict=True)) for row in body}
    ben = by_id["ben"]
    assert (ben["passed"], ben["tasks"], ben["ungraded"], ben["flags"]) == ("1", "9", "1", "2")
    assert (ben[CLASS.katas[0]], ben[CLASS.katas[1]]) == ("0.2", "0")
    assert (by_id["zoe"][CLASS.katas[0]], by_id["zoe"]["note"]) == ("", "Nothing was handed in.")
    assert not [value for row in rows for value in row if value[:1] in "=+-@\t\r" and value]


@pytest.mark.parametrize("outcome", Outcome)
def test_gradescopes_points_are_ours(outcome: Outcome) -> None:
    results, one = only(outcome, "said")
    found = gradescope.submission(results, one)
    credit = results.total(one).tasks[0].credit
    (test,) = found["tests"]
    assert found["score"] == test["score"] == (1 if credit is Credit.EARNED else 0)
    assert test["max_score"] == (0 if credit is Credit.UNGRADED else 1)
    assert test.get("status") == {"passed": "passed", "grader-fault": None}.get(outcome, "failed")
    assert found["execution_time"] == 1


def test_gradescope_is_given_no_key_that_it_does_not_know() -> None:
    for one in CLASS.graded:
        found = gradescope.submission(CLASS, one)
        assert set(found) <= {
            "score", "execution_time", "output", "output_format", "test_output_format", "test_name_format",
            "visibility", "stdout_visibility", "extra_data", "tests", "leaderboard",
        }  # fmt: skip
        assert found["score"] == sum(test.get("score", 0) for test in found["tests"])
        for test in found["tests"]:
            assert set(test) <= {"score", "max_score", "status", "name", "output", "visibility"}
            assert test["visibility"] in ("visible", "hidden")
            assert test["visibility"] == "visible" or "score" not in test  # a hidden point would hide the total


@pytest.mark.parametrize("outcome", Outcome)
def test_exercism_reads_a_status_and_a_message(outcome: Outcome) -> None:
    results, one = only(outcome)
    found = exercism.exercise(results.grades(one)[0])
    status = {"passed": "pass", "wrong": "fail", "not-started": "fail"}.get(outcome, "error")
    assert (found["version"], found["status"]) == (3, status)
    (test,) = found["tests"]
    assert test == {"name": "f: is right", "status": status, "message": test["message"], "output": None, "task_id": 1}
    assert (test["message"] is None) == (outcome is Outcome.PASSED)
    assert (found["message"] is None) == (status != "error")


def test_exercism_calls_a_kata_an_error_only_where_no_test_ran() -> None:
    results, one = only(Outcome.ERROR, "boom")
    more = replace(one, tested=(*one.tested, replace(one.tested[0], test="test_f_b", outcome=Outcome.PASSED)))
    kata = replace(results, graded=(more,)).grades(more)[0]
    assert exercism.exercise(kata)["status"] == "fail"
    assert exercism.exercise(replace(kata, tasks=()))["message"] == "No test was run."


@pytest.mark.parametrize("outcome", Outcome)
def test_the_classrooms_result_is_base64_on_one_line(outcome: Outcome) -> None:
    results, one = only(outcome, "::error::said")
    ((name, text),) = classroom.files(results)
    assert (name, text.count("\n"), text[-1]) == ("classroom/anna.txt", 1, "\n")
    found = json.loads(base64.b64decode(text, validate=False))
    credit = results.total(one).tasks[0].credit
    assert found["version"] == 1
    assert found["status"] == {Credit.EARNED: "pass", Credit.LOST: "fail", Credit.UNGRADED: "error"}[credit]
    assert found["max_score"] == (0 if credit is Credit.UNGRADED else 1)
    assert sum(test["score"] for test in found["tests"]) == int(credit is Credit.EARNED)
    assert set(found["tests"][0]) == {
        "name", "status", "score", "message", "test_code", "filename", "line_no", "duration"
    }  # fmt: skip
    assert "::error" not in (found["tests"][0]["message"] or "").splitlines()


@pytest.mark.parametrize("outcome", Outcome)
def test_junit_tells_failures_from_errors(outcome: Outcome) -> None:
    results, _ = only(outcome, "first line\nsecond")
    ((_, text),) = junit.files(results)
    (suite,) = ElementTree.fromstring(text)
    kind = {"passed": None, "wrong": "failure", "not-started": "failure"}.get(outcome, "error")
    assert (suite.get("errors"), suite.get("failures")) == (str(int(kind == "error")), str(int(kind == "failure")))
    case = suite.find("testcase")
    assert case is not None
    if kind is None:
        assert len(case) == 0
    else:
        bad = case.find(kind)
        assert bad is not None and (bad.text, bad.get("message")) == ("first line\nsecond", "first line second")


def test_junit_has_the_elements_and_attributes_that_pytest_writes(tmp_path: Path) -> None:
    (tmp_path / "test_x.py").write_text(
        "import pytest\n\n\n@pytest.fixture\ndef bad():\n    1 / 0\n\n\n"
        "def test_a(): pass\ndef test_b(): assert 0\ndef test_c(bad): pass\n"
    )
    subprocess.run(
        [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", "--junitxml=x.xml", "-c", os.devnull,
         f"--rootdir={tmp_path}", "test_x.py"],
        cwd=tmp_path, capture_output=True, check=False, timeout=60,
    )  # fmt: skip
    theirs = shape(ElementTree.parse(tmp_path / "x.xml").getroot())
    ours = shape(ElementTree.fromstring(next(junit.files(CLASS))[1]))
    for tag in theirs:
        assert tag in ours, tag
        assert theirs[tag] - {"timestamp", "hostname"} <= ours[tag], tag  # those two would differ every time


def shape(root: ElementTree.Element) -> dict[str, set[str]]:
    found: dict[str, set[str]] = {}
    for element in root.iter():
        found.setdefault(element.tag, set()).update(element.attrib)
    return found


def test_a_student_is_told_nothing_of_hidden_tests_but_that_they_failed() -> None:
    dora = next(one for one in CLASS.graded if one.id == "dora")
    alone = replace(CLASS, graded=(dora,))
    scope = gradescope.submission(alone, dora)
    shown = [test for test in scope["tests"] if test["visibility"] == "visible"]
    texts = [
        json.dumps(student_json.student(alone, dora)),
        json.dumps(shown),
        next(text for _, text in exercism.files(alone)),
        base64.b64decode(next(classroom.files(alone))[1]).decode(),
    ]
    for text in texts:
        assert "It did not pass." in text
        assert not [secret for secret in SECRETS if secret in text]
    assert "SECRET: expected" in json.dumps([test for test in scope["tests"] if test["visibility"] == "hidden"])


def test_a_student_is_not_told_of_flags() -> None:
    ben = next(one for one in CLASS.graded if one.id == "ben")
    assert "forbidden-call" not in json.dumps(student_json.student(CLASS, ben))
    assert "forbidden-call" in json.dumps(gradescope.submission(CLASS, ben)["extra_data"])


# ---- folders and disks


def test_a_student_without_a_name_has_the_id_for_one_and_not_twice() -> None:
    one = CLASS.graded[0]
    for name, times in (("", 1), ("Somebody", 2)):
        nameless = replace(CLASS, graded=(replace(one, id="a1b2c3", name=name),), roster_missing=())
        page = report.page(nameless)
        row = next(part for part in re.findall("<th scope=.row.+?</th>", page) if 'href="#student-1"' in part)
        summary = page.partition('<details id="student-1"><summary>')[2].partition('<span class="quiet">')[0]
        for part in (row, summary):
            assert (part.count("<bdi>"), part.count("<bdi>a1b2c3</bdi>")) == (times, 1)


def test_regrading_keeps_the_results_before(tmp_path: Path) -> None:
    first, second, third = (replace(CLASS, course=version) for version in ("1", "2", "3"))
    write_all(first, tmp_path, previous="unused")
    assert not (tmp_path / "history").exists()
    write_all(second, tmp_path, previous="2026-01-02T03:04:05")
    write_all(third, tmp_path, previous="2026-01-02T03:04:05")
    kept = {path: json.loads(text)["course"] for path, text in tree(tmp_path / "history").items()}
    assert kept == {"2026-01-02T03-04-05.json": "1", "2026-01-02T03-04-05-2.json": "2"}
    write_all(third, tmp_path, previous="again")
    assert len(tree(tmp_path / "history")) == 2  # nothing has changed


def test_without_a_time_stamp_the_history_takes_the_files_own(tmp_path: Path) -> None:
    write_all(CLASS, tmp_path)
    os.utime(tmp_path / "results.json", (0, 86_400))
    write_all(EMPTY, tmp_path)
    assert list(tree(tmp_path / "history")) == ["1970-01-02T00-00-00Z.json"]


def test_a_stamp_is_no_path(tmp_path: Path) -> None:
    write_all(CLASS, tmp_path / "out")
    write_all(EMPTY, tmp_path / "out", previous="../../x")
    assert [path.parent for path in tmp_path.rglob("*-x.json")] == [tmp_path / "out" / "history"]


def test_files_of_students_who_left_go_and_what_somebody_wrote_stays(tmp_path: Path) -> None:
    write_all(CLASS, tmp_path)
    (tmp_path / "students" / "ben.json").write_text("corrected by hand")
    (tmp_path / "students" / "notes.txt").write_text("mine")
    write_all(replace(CLASS, graded=CLASS.graded[:1]), tmp_path)
    left = [path for path in tree(tmp_path) if path.startswith(("students/", "gradescope/"))]
    name = file_names([CLASS.graded[0].id])[CLASS.graded[0].id]
    assert left == [
        f"gradescope/{name}/results.json",
        *sorted([f"students/{name}.json", "students/ben.json", "students/notes.txt"]),
    ]


def test_results_that_cannot_be_read_are_kept_too(tmp_path: Path) -> None:
    (tmp_path / "results.json").write_bytes(b'{"torn": \xff')
    write_all(EMPTY, tmp_path, previous="before")
    assert (tmp_path / "history" / "before.json").exists()


def test_a_file_is_replaced_whole_or_not_at_all(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write_all(CLASS, tmp_path)
    before = tree(tmp_path)

    def interrupt(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(Path, "replace", interrupt)
    with pytest.raises(KeyboardInterrupt):
        write_all(EMPTY, tmp_path)
    assert tree(tmp_path) == before


@pytest.mark.parametrize(
    ("number", "said"),
    [(errno.EACCES, "that you may write"), (errno.EROFS, "that you may write"), (errno.ENOSPC, "no room left")],
)
def test_a_disk_that_refuses_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, number: int, said: str) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise OSError(number, os.strerror(number))

    monkeypatch.setattr(Path, "open", refuse)
    with pytest.raises(CourseError, match=said) as caught:
        write_all(CLASS, tmp_path)
    assert str(tmp_path / "results.json") in str(caught.value)


@pytest.mark.skipif(os.name != "posix" or os.geteuid() == 0, reason="root may write everywhere")
def test_a_folder_that_is_not_mine_is_named(tmp_path: Path) -> None:
    tmp_path.chmod(0o500)
    with pytest.raises(CourseError, match="that you may write"):
        write_all(CLASS, tmp_path / "out")


def test_a_file_where_the_folder_should_be_is_named(tmp_path: Path) -> None:
    (tmp_path / "results").write_text("")
    with pytest.raises(CourseError, match="is a file, and results need a folder of that name"):
        write_all(CLASS, tmp_path / "results")
    (tmp_path / "out").mkdir()
    (tmp_path / "out" / "students").write_text("")
    with pytest.raises(CourseError, match="students is a file"):
        write_all(CLASS, tmp_path / "out")


def test_a_folder_where_a_file_should_be_is_named(tmp_path: Path) -> None:
    for name in ("grades.csv", "results.json"):
        (tmp_path / name[0] / name).mkdir(parents=True)
        with pytest.raises(CourseError, match=f"{name} is a folder"):
            write_all(CLASS, tmp_path / name[0])
