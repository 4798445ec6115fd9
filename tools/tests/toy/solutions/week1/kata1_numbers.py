"""Small numbers."""


def double(x: float) -> float:
    """Twice as much.

    Example:
        >>> double(1.5)
        3.0
    """
    # BEGIN SOLUTION
    return 2 * x
    # END SOLUTION


def shift(values: list[float], by: float = 1.0) -> list[float]:
    """Every value, larger by the same amount."""
    # BEGIN SOLUTION
    return [value + by for value in values]
    # END SOLUTION
