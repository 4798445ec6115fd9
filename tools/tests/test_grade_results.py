"""The model of a grading: what a task brings, and the way to JSON and back."""

from __future__ import annotations

import json
import os
from dataclasses import replace
from itertools import cycle
from pathlib import Path
from typing import Any

import pytest

from grade.results import Credit, Flag, Graded, Layer, Outcome, Results, Tested
from kata.course import CourseError

CLASS = Path(__file__).parent / "golden" / "grade" / "class" / "results.json"
KATAS = ("week2/kata1_gradient_descent", "week5/kata1_tensors")
TASKS = (
    ("week2", "kata1_gradient_descent", "predict"),
    ("week2", "kata1_gradient_descent", "loss"),
    ("week2", "kata1_gradient_descent", "gradient"),
    ("week2", "kata1_gradient_descent", "step"),
    ("week2", "kata1_gradient_descent", "train"),
    ("week5", "kata1_tensors", "shape_of"),
    ("week5", "kata1_tensors", "flatten"),
    ("week5", "kata1_tensors", "softmax"),
    ("week5", "kata1_tensors", "cross_entropy"),
)
SUMMED = "Expected -22.35, got -89.4. This is 4 times too large: the loss is a mean, so divide by n."


def answer(number: int, outcome: Outcome = Outcome.PASSED, message: str = "", mistake: str = "", **more: Any) -> Tested:
    week, kata, task = TASKS[number]
    return Tested(week, kata, task, f"test_{task}_is_right", outcome, message, mistake, 0.0042 * (number + 1), **more)


def hidden(number: int, outcome: Outcome = Outcome.PASSED, message: str = "", mistake: str = "", **more: Any) -> Tested:
    visible = answer(number, outcome, message, mistake, hidden=True, **more)
    return replace(visible, test=f"test_{visible.task}_on_secret_numbers")


def submission(id: str, name: str, *changed: Tested, lacking: tuple[int, ...] = (), **more: Any) -> Graded:
    """All tests passed but for `changed`; `lacking` tasks have no answer at all."""
    all_tests = [one for number in range(len(TASKS)) for one in (answer(number), hidden(number))]
    instead = {(one.task, one.hidden): one for one in changed}
    gone = {TASKS[number][2] for number in lacking}
    found = [instead.get((one.task, one.hidden), one) for one in all_tests if one.task not in gone]
    return Graded(id, name, tuple(found), **more)


def the_class() -> Results:
    """Every outcome, every hostile text, and one of each oddity that a class can have."""
    nine = [answer(number, outcome) for number, outcome in enumerate(Outcome)]
    said = {
        Outcome.WRONG: (SUMMED, "summed"),
        Outcome.ERROR: ("`gradient` stopped with ZeroDivisionError in line 12:\n    return total / 0", ""),
        Outcome.TIMEOUT: ("It ran for 10 seconds, and was stopped. Is there a loop that never ends?", ""),
        Outcome.FORBIDDEN: ("It tried to open a connection, which no submission may.", ""),
        Outcome.FAULT: ("The worker sent no answer: BrokenPipeError", ""),
    }
    nine = [
        replace(one, message=said.get(one.outcome, ("",))[0], mistake=said.get(one.outcome, ("", ""))[1])
        for one in nine
    ]
    stubs = [make(number, Outcome.NOT_STARTED, "Not written yet.") for number in range(9) for make in (answer, hidden)]
    html = "</p></script><script>alert('message')</script><img src=x onerror=alert(3)>"
    graded = (
        submission("ANNA", "Anna Ärmel", seconds=0.31),
        submission("anna", "Anna Ohm", answer(1, Outcome.WRONG, SUMMED, "summed"), seconds=0.29),
        submission(
            "ben",
            "Ben of the nine",
            *nine,
            seconds=31.5,
            flags=(
                Flag("forbidden-call", "It tried to open a connection.", "test_flatten_is_right"),
                Flag("changed-input", "`train` changed the list that it was given.", "test_train_is_right"),
            ),
        ),
        submission("cleo", "Cleo", *stubs, seconds=0.05),
        submission(
            "<script>alert(1)</script>",
            "<script>alert('name')</script>",
            answer(1, Outcome.WRONG, html, "<b>bold</b>"),
            answer(2, Outcome.ERROR, "::error file=a.py::hello\n  ::set-output name=x::y ##[error]z"),
            flags=(Flag("<i>kind</i>", html, "<u>test</u>"),),
            problems=(f"The file {html} was ignored.",),
        ),
        submission('=HYPERLINK("http://example.com","click")', "@SUM(1+1)*cmd|' /C calc'!A0;=1+1"),
        submission(
            "../../etc/passwd\x00",
            "\u202egnp.exe\u202c \x1b[31mred\x1b[0m \udcff \u200frtl",
            answer(1, Outcome.WRONG, "\x1b]0;title\x07 NUL:\x00 \ufffe\r\nnext\rline " + SUMMED, "summed"),
            problems=("\x1b[2Jcleared",),
        ),
        submission(
            "dora",
            "Dora " + "Long" * 40,
            answer(3, Outcome.WRONG, "x" * 20_000),
            answer(4),
            hidden(1, Outcome.WRONG, "SECRET: expected 1234.5 on the hidden numbers", "secret mistake"),
            hidden(2, Outcome.FAULT, "SECRET: the judge lost the hidden numbers"),
            lacking=(8,),
        ),
    )
    nobody = {5: "A tensor of shape (2, 3) was expected.", 6: "Nothing came back."}
    seconds = cycle([0.11, 0.13, 0.17])
    all_of_them = tuple(
        replace(
            one,
            seconds=one.seconds or next(seconds),
            tested=tuple(
                replace(test, outcome=Outcome.WRONG, message=nobody[number])
                if (number := [task[2] for task in TASKS].index(test.task)) in nobody
                and test.passed
                and not test.hidden
                else test
                for test in one.tested
            ),
        )
        for one in sorted(graded, key=lambda one: one.id)
    )
    layers = (
        Layer("limits", True, "time, memory, processes and files are limited"),
        Layer("landlock", True, "version 5"),
        Layer("bubblewrap", False, "bwrap is not installed"),
    )
    missing = (("zoe", "Zoë <b>Z</b>"), ("+49 30 1234", "\u2067Yusuf"))
    strays = ("<i>notes</i>.txt: neither a folder nor a zip", ".bob: its name begins with a dot")
    return Results("0.6.0", KATAS, True, layers, all_of_them, missing, strays)


def test_the_class_of_the_golden_files_is_this_one() -> None:
    text = the_class().to_json()
    if os.environ.get("GOLDEN") == "write":
        CLASS.parent.mkdir(parents=True, exist_ok=True)
        CLASS.write_text(text, encoding="utf-8", newline="\n")
    assert CLASS.read_text(encoding="utf-8") == text


def test_every_outcome_and_hostile_text_survives_the_way_there_and_back() -> None:
    there = the_class()
    assert {one.outcome for graded in there.graded for one in graded.tested} == set(Outcome)
    assert Results.from_json(there.to_json()) == there
    assert there.to_json().isascii()


def credit_of(*outcomes: Outcome) -> Credit:
    tests = tuple(Tested("week2", "kata1_x", "f", f"test_f_{n}", outcome) for n, outcome in enumerate(outcomes))
    results = Results("1", ("week2/kata1_x",), False, (), (Graded("a", "A", tests),))
    return results.total(results.graded[0]).tasks[0].credit


@pytest.mark.parametrize("outcome", sorted(set(Outcome) - {Outcome.PASSED, Outcome.FAULT}))
def test_one_test_that_did_not_pass_costs_the_task(outcome: Outcome) -> None:
    assert credit_of(Outcome.PASSED, outcome) is Credit.LOST
    assert credit_of(Outcome.FAULT, outcome) is Credit.LOST


def test_a_fault_of_the_grader_neither_earns_nor_costs() -> None:
    assert credit_of(Outcome.PASSED, Outcome.PASSED) is Credit.EARNED
    assert credit_of(Outcome.PASSED, Outcome.FAULT) is Credit.UNGRADED
    assert credit_of(Outcome.FAULT) is Credit.UNGRADED


def test_an_ungraded_task_does_not_change_the_grade() -> None:
    results = Results("1", KATAS[:1], False, (), (Graded("a", "A", (answer(0), answer(1, Outcome.FAULT))),))
    total = results.total(results.graded[0])
    assert (total.earned, total.possible, total.ungraded, total.grade) == (1, 1, 1, 1.0)


def test_nothing_but_faults_has_no_grade() -> None:
    results = Results("1", KATAS[:1], False, (), (Graded("a", "A", (answer(0, Outcome.FAULT),)),))
    assert results.total(results.graded[0]).grade is None


def test_a_hidden_test_counts() -> None:
    results = Results("1", KATAS[:1], True, (), (Graded("a", "A", (answer(0), hidden(0, Outcome.WRONG))),))
    assert results.total(results.graded[0]).earned == 0


def test_an_answer_that_is_lacking_is_a_point_lost() -> None:
    whole = Graded("a", "A", (answer(0), hidden(0), answer(1)))
    part = Graded("b", "B", (answer(0),))
    none = Graded("c", "C", ())
    results = Results("1", KATAS, True, (), (whole, part, none))
    assert [results.total(one).earned for one in results.graded] == [2, 0, 0]
    assert {len(results.total(one).tasks) for one in results.graded} == {2}
    assert results.total(part).tasks[0].lacking == (("test_predict_on_secret_numbers", True),)


def test_katas_stay_in_the_courses_order() -> None:
    results = Results("1", KATAS, False, (), (Graded("a", "A", (answer(8), answer(0))),))
    assert [kata.id for kata in results.grades(results.graded[0])] == list(KATAS)


def test_without_seconds_two_gradings_can_be_compared() -> None:
    one = the_class()
    slower = replace(one, graded=tuple(replace(each, seconds=each.seconds + 1) for each in one.graded))
    assert one != slower
    assert one.without_seconds() == slower.without_seconds()


def damaged(**changes: object) -> str:
    data = json.loads(the_class().to_json())
    return json.dumps({key: value for key, value in (data | changes).items() if value is not None})


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "no results.json"),
        ("[]", "no results.json"),
        ("null", "no results.json"),
        ("[" * 100_000, "no results.json"),
        (damaged(format="other"), "no results.json"),
        (damaged(version=2), "version 2"),
        (damaged(graded=None), "damaged"),
        (damaged(graded=[{"id": "a"}]), "damaged"),
        (damaged(graded=[{"id": "a", "tested": [{"outcome": "excellent"}]}]), "damaged"),
        (damaged(layers=[{"more": 1}]), "damaged"),
        (damaged(roster_missing=[["a"]]), "damaged"),
        (damaged(extra=1), "damaged"),
    ],
    ids=range(12),
)
def test_what_is_no_results_is_refused_in_a_sentence(text: str, said: str) -> None:
    with pytest.raises(CourseError, match=said):
        Results.from_json(text)


def test_what_an_earlier_version_told_besides_is_left_out() -> None:
    data = json.loads(the_class().to_json())
    for one in data["graded"]:
        for test in one["tested"]:
            test["confined"] = True
    assert Results.from_json(json.dumps(data)) == the_class()
