"""Doubling and shifting."""

from kata import expect, expect_error  # noqa: F401
from week1.kata1_numbers import double, shift


def test_double_is_twice_the_number():
    expect(
        double(3.5),
        want=7.0,
        mistakes={
            "squared": (12.25, "That is the square. Twice is the number and itself again."),
            "whole": (6, "The number was cut to a whole one before it was doubled."),
        },
    )


def test_double_of_a_negative_number():
    expect(double(-2.0), want=-4.0)


def test_shift_adds_to_every_value():
    expect(
        shift([1.0, 5.0, 2.5], by=2.0),
        want=[3.0, 7.0, 4.5],
        mistakes={
            "once": ([3.0, 5.0, 2.5], "Only the first value was shifted. Go through all of them."),
        },
    )
