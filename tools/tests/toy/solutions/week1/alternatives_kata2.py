"""Unusual and correct."""

from kata.known import alternative


@alternative("pick")
def modulo(values, seed=0):
    return values[seed % len(values)]
