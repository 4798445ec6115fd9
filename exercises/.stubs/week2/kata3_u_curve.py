"""The U-curve.

The more dials a model has, the better it fits the points it was trained on: that error only ever
falls. On points that it has not seen, the error falls, reaches a lowest point, and rises again, because
from there on the model learns the noise by heart. Here the models are polynomials, and the number of dials
is their degree plus one.
"""

import numpy as np


def fit_polynomial(x: np.ndarray, y: np.ndarray, degree: int) -> np.ndarray:
    """The polynomial of this degree that comes closest to the points.

    Closest means: no other coefficients give a smaller mean squared error. There is a formula for them, so
    nobody has to walk downhill; NumPy knows it (`np.polyfit`, `np.linalg.lstsq` and others). Mind in which
    order a library returns the coefficients.

    Args:
        x: the inputs, shape (n,), in any order.
        y: the targets, shape (n,).
        degree: the highest power of x: 0 is a constant, 1 a straight line. There are at least
            degree + 1 different inputs.

    Returns:
        The coefficients, lowest power first, shape (degree + 1,), float: [2, -1, 0.5] stands for
        2 - x + 0.5 x².

    Example:
        >>> fit_polynomial(np.array([0.0, 1.0, 2.0]), np.array([1.0, 2.0, 7.0]), degree=2).round(3)
        array([ 1., -1.,  2.])
    """
    raise NotImplementedError


def polynomial_mse(coefficients: np.ndarray, x: np.ndarray, y: np.ndarray) -> float:
    """The mean squared error of a polynomial on some points.

    The points may be those that it was fitted to, or others: the coefficients stay as they are.

    Args:
        coefficients: lowest power first, as `fit_polynomial` returns them.
        x: the inputs, shape (n,).
        y: the targets, shape (n,).

    Returns:
        The mean of the squared errors, 0.0 or more.

    Example:
        >>> polynomial_mse(np.array([1.0, 2.0]), np.array([0.0, 1.0]), np.array([1.0, 5.0]))   # errors 0 and -2
        2.0
    """
    raise NotImplementedError


def u_curve(
    x_train: np.ndarray, y_train: np.ndarray, x_test: np.ndarray, y_test: np.ndarray, degrees: list[int]
) -> tuple[list[float], list[float]]:
    """The training error and the test error of one polynomial for each degree.

    Each polynomial is fitted to the training points, and to them only; then it is measured twice. The
    training and the test points come to you split already.

    Args:
        x_train: the inputs to fit to, shape (n,).
        y_train: their targets, shape (n,).
        x_test: inputs that no fit has seen, shape (m,).
        y_test: their targets, shape (m,).
        degrees: the degrees to try, in any order.

    Returns:
        Two lists of mean squared errors, (training errors, test errors), each with one error for
        each degree, in the order of `degrees`.

    Example:
        >>> train, test = u_curve(np.array([0.0, 2.0]), np.array([1.0, 3.0]),
        ...                       np.array([1.0, 3.0]), np.array([2.0, 5.0]), degrees=[0, 1])
        >>> np.round(train, 3), np.round(test, 3)
        (array([1., 0.]), array([4.5, 0.5]))
    """
    raise NotImplementedError


def sweet_spot(degrees: list[int], test_errors: list[float]) -> int:
    """The degree to choose: the one with the lowest test error.

    Left of it the model is too stiff for the pattern (it underfits), right of it the model bends to
    the noise (it overfits). Of two that are equally good, the simpler one is the better choice.

    Args:
        degrees: the degrees that were tried, one or more, in any order.
        test_errors: the test error of each, in the same order.

    Returns:
        The degree with the lowest test error; of several with that error, the lowest degree.

    Example:
        >>> sweet_spot([1, 3, 6, 8], [0.35, 0.06, 0.08, 0.19])
        3
    """
    raise NotImplementedError
