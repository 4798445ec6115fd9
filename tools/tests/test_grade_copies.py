"""Random generators travel as copies, and come back as far along as a task has drawn."""

from __future__ import annotations

import datetime

import numpy as np
import pytest

from grade import copies

KINDS = ["PCG64", "PCG64DXSM", "MT19937", "Philox", "SFC64"]


def generator(kind: str, seed: int = 3) -> np.random.Generator:
    made = np.random.Generator(getattr(np.random, kind)(seed))
    made.integers(10, dtype=np.uint32)  # half of a draw is left over
    return made


def told(value: object) -> object:
    return copies.describe(value, {})


@pytest.mark.parametrize("kind", KINDS)
def test_a_copy_draws_what_the_original_would(kind: str) -> None:
    mine = generator(kind)
    theirs = copies.make(told(mine), {})
    assert theirs.bit_generator is not mine.bit_generator
    assert [theirs.integers(1000, dtype=np.uint32), theirs.random()] == [
        mine.integers(1000, dtype=np.uint32),
        mine.random(),
    ]


@pytest.mark.parametrize("kind", KINDS)
def test_what_was_drawn_there_is_drawn_here(kind: str) -> None:
    mine, theirs = generator(kind), copies.make(told(generator(kind)), {})
    theirs.random(5)
    copies.restore(mine, copies.state(theirs, {}), {})
    assert mine.random() == theirs.random()


@pytest.mark.parametrize("kind", KINDS)
def test_a_copy_that_is_there_already_is_brought_up_to_date(kind: str) -> None:
    mine, theirs = generator(kind), copies.make(told(generator(kind, seed=4)), {})
    copies.renew(theirs, told(mine), {})
    assert mine.random() == theirs.random()


@pytest.mark.parametrize(
    "lie",
    [b"", b"x" * 39, b"x" * 41, None, 3, {}, {"bit_generator": "MT19937"}, generator("Philox").bit_generator.state],
)
def test_what_is_no_state_changes_nothing(lie: object) -> None:
    mine, untouched = generator("PCG64"), generator("PCG64")
    copies.restore(mine, lie, {})
    assert mine.random() == untouched.random()


def test_a_day_is_itself() -> None:
    day = datetime.date(2026, 3, 1)
    made = copies.make(told(day), {})
    copies.renew(made, told(day), {})
    assert made == day
