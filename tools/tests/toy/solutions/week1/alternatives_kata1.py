"""Unusual and correct."""

from kata.known import alternative


@alternative("double")
def added(x):
    return x + x


@alternative("shift")
def mapped(values, by=1.0):
    return tuple(map(lambda value: value + by, values))
