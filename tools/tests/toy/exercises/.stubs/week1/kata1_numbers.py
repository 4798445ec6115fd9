"""Small numbers."""


def double(x: float) -> float:
    """Twice as much.

    Example:
        >>> double(1.5)
        3.0
    """
    raise NotImplementedError


def shift(values: list[float], by: float = 1.0) -> list[float]:
    """Every value, larger by the same amount."""
    raise NotImplementedError
