"""Fresh numbers."""

from kata import expect
from week1.kata1_numbers import double, shift


def test_double_on_fresh_data():
    expect(double(0.25), want=0.5)


def test_shift_on_fresh_data():
    expect(shift([4.0, -1.0], by=-3.0), want=[1.0, -4.0])
