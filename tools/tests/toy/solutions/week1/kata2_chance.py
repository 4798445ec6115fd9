"""Chance from a seed."""

import random


def pick(values: list[str], seed: int = 0) -> str:
    """One of the values, drawn from the seed.

    Example:
        >>> pick(["up"], seed=4)
        'up'
    """
    # BEGIN SOLUTION
    return random.Random(seed).choice(values)
    # END SOLUTION
