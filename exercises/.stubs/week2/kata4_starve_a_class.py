"""Starve a class.

Take almost all the 8s out of the training data and train again. The accuracy hardly moves, and the 8s are
lost. Nobody has to intend that: a filter in the data is enough, and only a figure per class shows it.
"""

from collections.abc import Callable
from typing import Any

import numpy as np


def starve(X: np.ndarray, y: np.ndarray, label: int, keep: int, seed: int = 0) -> tuple[np.ndarray, np.ndarray]:
    """The same examples with only `keep` of one class left.

    This is the data filter of the session: one class goes hungry, the others do not notice. Which of its
    rows stay is drawn at random, so that no row is favoured; everything that stays keeps its order.

    Args:
        X: the features, shape (n, d), one row an example.
        y: the labels, shape (n,).
        label: the class to starve.
        keep: how many of its rows stay. All of them, if there are no more than that.
        seed: what to draw from. The same seed keeps the same rows; another one may keep others.

    Returns:
        (X, y) without the rows that were left out; row i of X still belongs to entry i of y.

    Raises:
        ValueError: if `keep` is negative; the message shows it.

    Example:
        >>> X, y = starve(np.arange(10).reshape(5, 2), np.array([8, 8, 8, 3, 3]), label=8, keep=1)
        >>> y
        array([8, 3, 3])
    """
    raise NotImplementedError


def recall_by_class(y_true: np.ndarray, y_pred: np.ndarray) -> dict[int, float]:
    """The recall of every class: of all the real 8s, how many were found?

    One accuracy for everybody is an average, and an average can hide one group's harm completely. One
    figure per class hides nothing.

    Args:
        y_true: what the examples are, shape (n,).
        y_pred: what the model said, shape (n,).

    Returns:
        class → recall between 0.0 and 1.0, for every class that occurs in `y_true`. A class that was only
        predicted has no example to find, so it is not there.

    Example:
        >>> recall_by_class(np.array([8, 8, 3, 3]), np.array([8, 3, 3, 3]))
        {3: 1.0, 8: 0.5}
    """
    raise NotImplementedError


def before_and_after(
    train: Callable[[np.ndarray, np.ndarray], Any],
    X_train: np.ndarray,
    y_train: np.ndarray,
    X_test: np.ndarray,
    y_test: np.ndarray,
    label: int,
    keep: int,
    seed: int = 0,
) -> dict[str, float]:
    """What starving one class of the training data does, in four figures.

    Train twice: on all the training data, and on the starved. Then ask both models about the same test
    set, which nobody starves: out in the world there are as many 8s as before.

    Args:
        train: `train(X, y)` returns a new model; `model.predict(X)` returns a label per row.
        X_train: the training features, shape (n, d).
        y_train: the training labels, shape (n,).
        X_test: the test features, shape (m, d).
        y_test: the test labels, shape (m,), at least one of them `label`.
        label: the class to starve.
        keep: how many of its training examples stay.
        seed: what to draw them from, as in `starve`.

    Returns:
        A dict with the keys "accuracy_before", "accuracy_after", "recall_before" and "recall_after". The
        accuracies are over the whole test set, the recalls are those of `label`; all are fractions.

    Example, of logistic regression on the digits, with label=8 and keep=5:
        {'accuracy_before': 0.97, 'recall_before': 0.89, 'accuracy_after': 0.88, 'recall_after': 0.05}
    """
    raise NotImplementedError
