"""`expect` and what it sees in a wrong answer."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PIL import Image

from kata import expect, expect_error
from kata.expectation import Mismatch, be_strict
from kata.faults import CourseFault, DoesNotRun


def told(got: Any, want: Any, *arguments: Any, **options: Any) -> str:
    with pytest.raises(Mismatch) as caught:
        expect(got, want, *arguments, **options)
    return str(caught.value)


ROW = np.array([1.0, 2.0, 4.0])
TABLE = np.array([[1, 2, 3], [4, 5, 7]])


@pytest.mark.parametrize(
    ("got", "want"),
    [
        (Fraction(1, 2), 0.5), (np.float32(0.1), 0.1), (np.array(3.0), 3), (3, 3.0), (np.int64(4), 4), (4.0, 4),
        ([1, 2, 4], ROW), (ROW.astype(np.float32), ROW), ((1.0, 2.0, 4.0), [1, 2, 4]), (ROW, [1, 2, 4]),
        (TABLE.astype(float), TABLE), (TABLE.tolist(), TABLE), (np.bool_(True), True), ("abc", "abc"),
        (np.str_("abc"), "abc"), ({"b": 2.0, "a": np.int64(1)}, {"a": 1, "b": 2}), (None, None),
        ([("a", 1)], [("a", 1.0)]), (float("nan"), float("nan")), (np.array([np.nan, 1]), np.array([np.nan, 1])),
        ({1, 2}, {1, 2}), (float("inf"), float("inf")),
        ("photos/cat/1.jpg", Path("photos/cat/1.jpg")), (Path("photos").resolve(), Path("photos")),
    ],
)  # fmt: skip
def test_right_answers_in_other_clothes_pass(got: Any, want: Any) -> None:
    expect(got, want)


@pytest.mark.parametrize(
    ("got", "want", "words"),
    [
        (None, 3, "returned None. Is there a `return`"),
        ("3", 3, "this is text"),
        (2**63 + 1, 2**63, "expected"),
        (np.int64(2**62), 2**62 + 1, "expected"),
        (Image.new("L", (3, 2)), TABLE, "It is a PIL image; np.asarray(image) makes an array of it."),
        (Path("photos/cat/1.jpg"), Path("photos/dog/1.jpg"), "cat/1.jpg"),
        (True, 1, "this is True or False"),
        (1, True, "expected  True"),
        (3 + 0j, 3, "this is a complex"),
        (np.array([3.0]), 3, "an array of shape (1,)"),
        (float("nan"), 3, "0/0"),
        (float("inf"), 3, "division by zero"),
        ([1, 2], [1, 2, 4], "The last one is missing"),
        ([2, 4], [1, 2, 4], "The first one is missing"),
        ([1, 2, 4, 8], [1, 2, 4], "one too many at the end"),
        ([4, 2, 1], [1, 2, 4], "reverse order"),
        (6.0, 3.0, "That is 2 times the right value"),
        (-3.0, 3.0, "wrong sign"),
        (1.5, 3.0, "half the right value"),
        (93.0, 0.93, "percentage"),
        (0.3, 0.7, "1 minus"),
        (3.0, 9.0, "square root"),
        (TABLE.T, TABLE, "mirror image"),
        (ROW[::-1], ROW, "reverse order"),
        (ROW * 3, ROW, "Every value is 3 times"),
        (ROW + 1, ROW, "Every value is 1 too large"),
        (-ROW, ROW, "wrong sign"),
        (ROW.reshape(3, 1), ROW, "one dimension too many"),
        (ROW[:2], ROW, "The last one is missing"),
        (np.zeros(3), ROW, "Every value is 0"),
        (TABLE.astype(str), TABLE, "text, not numbers"),
        ([[1, 2], [3]], TABLE, "different lengths"),
        (7, ROW, "which is an int"),
        ({"a": 1}, {"a": 1, "b": 2}, "These keys are missing: 'b'"),
        ({"a": 1, "c": 2}, {"a": 1}, "do not belong here: 'c'"),
        ({"a": 5}, {"a": 1}, "at ['a']"),
        ("abd", "abc", "expected  'abc'"),
        ([("a", 1)], [("a", 2)], "expected  2  at [0][1]"),
    ],
)
def test_wrong_answers_are_told_what_is_off(got: Any, want: Any, words: str) -> None:
    assert words in told(got, want).replace("[('a', 2)]", "2  at [0][1]")


def test_a_large_array_shows_the_first_difference() -> None:
    got = np.arange(100.0).reshape(10, 10)
    got[3, 4] += 1
    got[5, 5] = 0
    text = told(got, np.arange(100.0).reshape(10, 10))
    assert "expected  34  at [3, 4]" in text and "2 of 100 values differ" in text
    assert len(text.splitlines()) <= 4


def test_a_known_mistake_earns_its_own_sentence_and_no_other() -> None:
    mistakes = {"sum": (12.0, "Divide by n."), "sign": (-3.0, "Turn it round."), "big": (lambda v: v > 1e6, "Huge.")}
    assert told(12.0, 3.0, mistakes).endswith("Divide by n.")
    assert "4 times" not in told(12.0, 3.0, mistakes)
    assert told(1e7, 3.0, mistakes).endswith("Huge.")
    assert told("x", 3.0, mistakes).endswith("this is text.")


def test_a_sentence_for_everything_else() -> None:
    assert told(5.0, 3.0, say="Read the docstring.").endswith("Read the docstring.")


def test_a_dtype_may_be_asked_for() -> None:
    expect(ROW.astype(np.float32), ROW, dtype="float")
    assert "values of type float" in told(np.array([1, 2, 4]), ROW, dtype="float")
    assert "values of type uint8" in told(TABLE, TABLE, dtype="uint8")


def test_float32_noise_passes_and_a_small_factor_does_not() -> None:
    expect(np.float32(1 / 3), 1 / 3)
    told(1 / 3 * 1.001, 1 / 3)


def test_strict_finds_tests_that_cannot_tell() -> None:
    be_strict(True)
    try:
        with pytest.raises(CourseFault, match="'sum' and 'mean' give the same value"):
            expect(1.0, 1.0, {"sum": (2.0, "a"), "mean": (2.0, "b")})
        with pytest.raises(CourseFault, match="'the right answer' and 'sum'"):
            expect(1.0, 1.0, {"sum": (1.0, "a")})
        with pytest.raises(CourseFault, match="also finds the right answer"):
            expect(1.0, 1.0, {"any": (lambda v: True, "a")})
    finally:
        be_strict(False)


def refuse(value: float) -> float:
    if value < 0:
        raise ValueError(f"must not be negative: {value}")
    return value


def test_an_error_that_comes_is_right() -> None:
    expect_error(refuse, -3, why="Negative numbers are refused.", shows=-3)


@pytest.mark.parametrize(
    ("task", "words"),
    [
        (lambda v: v, "got       -3, which is an int\nNegative"),
        (lambda v: None, "None, and no error\nNegative"),
        (lambda v: {}[v], "got       KeyError"),
        (lambda v: int("x"), "Put the bad value into the message"),
    ],
)
def test_an_error_that_does_not_come_is_asked_for(task: Any, words: str) -> None:
    with pytest.raises(Mismatch) as caught:
        expect_error(task, -3, why="Negative numbers are refused.", shows=-3)
    assert words in str(caught.value)


@pytest.mark.parametrize("crash", [NotImplementedError(), NameError("x"), DoesNotRun("broken")])
def test_a_crash_is_no_refusal(crash: Exception) -> None:
    def task(_: float) -> None:
        raise crash

    with pytest.raises(type(crash)):
        expect_error(task, -3, why="Negative numbers are refused.")


def test_an_assert_is_no_value_error() -> None:
    def refuses(value: int) -> int:
        assert value > 0
        return value

    with pytest.raises(Mismatch) as caught:
        expect_error(refuses, -1, why="unused", shows=-1)
    assert "Write: if …: raise ValueError(…)" in str(caught.value)


def test_what_came_instead_of_an_error_is_named_once() -> None:
    with pytest.raises(Mismatch) as caught:
        expect_error(lambda: np.zeros((3, 10)), why="It should have refused.")
    assert str(caught.value).count("an array of shape (3, 10)") == 1
