"""Gradient descent by hand.

The model is one number: prediction = w · x. Its loss says how wrong it is, the slope of the loss says
which way is downhill, and a step goes there. Four multiplications and an average: every network that
was ever trained was trained by this.
"""

import numpy as np


def predict(w: float, x: np.ndarray) -> np.ndarray:
    """What the model w · x says for every input.

    One weight, many inputs: the weight is the only thing the model knows, and training will do
    nothing but change it.

    Args:
        w: the weight.
        x: the inputs, shape (n,).

    Returns:
        One prediction per input, shape (n,), float.

    Example:
        >>> predict(0.5, np.array([1.0, 2.0, 3.0]))
        array([0.5, 1. , 1.5])
    """
    raise NotImplementedError


def mse(w: float, x: np.ndarray, y: np.ndarray) -> float:
    """The loss: the mean of the squared errors of the model w · x.

    Squaring makes every error count as positive, and a big one count for much more than two small
    ones. The mean makes the number comparable whether you have four examples or four million.

    Args:
        w: the weight.
        x: the inputs, shape (n,).
        y: the targets, shape (n,): what the predictions should have been.

    Returns:
        The mean squared error, 0.0 or more.

    Example:
        >>> mse(1.0, np.array([1.0, 2.0]), np.array([2.0, 5.0]))   # errors -1 and -3
        5.0
    """
    raise NotImplementedError


def gradient(w: float, x: np.ndarray, y: np.ndarray) -> float:
    """The slope of the loss: how fast `mse` grows when w grows.

    You are standing on the curve of the loss and feel the ground with your foot. Negative: the ground
    falls toward a larger w. Zero: you are at the bottom. For one example the loss is (w · x - y)², and
    the chain rule gives its slope; the loss is a mean, so its slope is the mean of those.

    Args:
        w: the weight.
        x: the inputs, shape (n,).
        y: the targets, shape (n,).

    Returns:
        The derivative of `mse` with respect to w.

    Example:
        >>> gradient(1.0, np.array([1.0, 2.0]), np.array([2.0, 5.0]))   # slopes -2 and -12
        -7.0
    """
    raise NotImplementedError


def gradient_step(w: float, x: np.ndarray, y: np.ndarray, learning_rate: float = 0.05) -> float:
    """One step downhill: the weight after it.

    The gradient points uphill, so go the other way. The learning rate says how far: the steeper the
    ground and the larger the rate, the longer the step. Repeat, and that is training.

    Args:
        w: the weight now.
        x: the inputs, shape (n,).
        y: the targets, shape (n,).
        learning_rate: how much of the gradient to go.

    Returns:
        The new weight. (The old one is a number, so nothing of the caller's can change.)

    Example:
        >>> gradient_step(1.0, np.array([1.0, 2.0]), np.array([2.0, 5.0]), learning_rate=0.5)
        4.5
    """
    raise NotImplementedError
