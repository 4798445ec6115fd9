"""Two knobs, turned one by one.

A knob, or hyperparameter, is what you choose before training starts: how much data, how strong a
penalty, how many neighbours. Guess first what a knob does, then turn it, and change nothing else.
"""

from collections.abc import Callable, Hashable
from typing import Any

import numpy as np


def accuracy_by_train_size(
    train: Callable[[np.ndarray, np.ndarray], Any],
    X_train: np.ndarray,
    y_train: np.ndarray,
    X_test: np.ndarray,
    y_test: np.ndarray,
    sizes: list[int],
) -> list[float]:
    """How good the model gets with more data: train on the first n rows, for every n in `sizes`.

    The data is the teacher. To see what more of it is worth, everything else must stay as it is: the
    same way to train, and for every size the same test set, whole and untouched.

    Args:
        train: train(X, y) makes a new model and fits it; the model has predict(X) as in scikit-learn.
        X_train: the training features, shape (n_train, n_features), already shuffled.
        y_train: their labels, shape (n_train,).
        X_test: the test features, shape (n_test, n_features). No model may learn from them.
        y_test: their labels, shape (n_test,).
        sizes: how many training rows to use, from 1 to n_train, in any order. A size n uses the first n rows.

    Returns:
        One accuracy on the test set for each size, 0.0 to 1.0, in the order of `sizes`.

    Raises:
        ValueError: a size is below 1 or above n_train; the message shows it.

    Example, of the digits, with sizes=[100, 1347]:
        [0.8911111111111111, 0.9688888888888889]
    """
    raise NotImplementedError


def accuracy_by_knob(
    train: Callable[[np.ndarray, np.ndarray, Any], Any],
    values: list[Hashable],
    X_train: np.ndarray,
    y_train: np.ndarray,
    X_test: np.ndarray,
    y_test: np.ndarray,
) -> dict[Hashable, float]:
    """How good the model gets with every setting of a knob.

    One new model for each value, all of them trained on the same rows and scored on the same held-out
    rows. Then what differs between two accuracies can only come from the knob.

    Args:
        train: train(X, y, value) makes a new model with the knob at `value` and fits it; the model has
            predict(X) as in scikit-learn.
        values: the settings to try: numbers, text, None. Each of them once.
        X_train: the training features, shape (n_train, n_features).
        y_train: their labels, shape (n_train,).
        X_test: the held-out features, shape (n_test, n_features). No model may learn from them.
        y_test: their labels, shape (n_test,).

    Returns:
        Setting → accuracy on the held-out rows, 0.0 to 1.0, in the order of `values`.

    Example, of the digits, with values=[1, 5, 100]:
        {1: 0.9822222222222222, 5: 0.9777777777777777, 100: 0.8933333333333333}
    """
    raise NotImplementedError


def best_setting(accuracy_by_value: dict[Hashable, float]) -> Hashable:
    """The setting with the highest accuracy.

    Args:
        accuracy_by_value: setting → accuracy, as `accuracy_by_knob` returns it, with one setting or more.
            A setting may be anything: a number, text, None.

    Returns:
        The best setting itself, not its accuracy. Of equally good ones the first.

    Example:
        >>> best_setting({1: 0.982, 5: 0.978, 100: 0.893})
        1
    """
    raise NotImplementedError
