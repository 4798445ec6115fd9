"""The held-out split

Anyone can answer the questions that they have seen with their solutions. So before a model learns
anything, a part of the data is put away, and the model is judged on that part only. And before its
score means anything, you ask what a guesser would have scored.
"""

import math

import numpy as np


def split(
    X: np.ndarray, y: np.ndarray, test_fraction: float = 0.25, seed: int = 0
) -> tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray]:
    """Deal the rows out, at random, into a part to train on and a part to test on.

    Shuffle first and cut afterwards: files are often sorted, and the last quarter of a sorted file
    holds other classes than the rest. The shuffle must be repeatable, or tomorrow's score could not be
    compared with today's; that is what the seed is for. And a row that is in both parts would be a
    question whose answer the model knows.

    Args:
        X: the features, one row for each example, shape (n, n_features).
        y: the labels, shape (n,); y[i] belongs to X[i].
        test_fraction: the share of the rows that goes into the test part.
        seed: decides which rows those are. The same seed gives the same parts, in the same order;
            another seed gives others.

    Returns:
        X_train, X_test, y_train, y_test, in this order (scikit-learn's). The test part has
        n · test_fraction rows, rounded up: 450 of 1,797. Every row is in exactly one part, and its
        label goes with it. Which rows go where, and in which order, is left to you and the seed.

    Example:
        >>> X_train, X_test, y_train, y_test = split(np.arange(20).reshape(10, 2), np.arange(10), 0.3)
        >>> X_train.shape, X_test.shape, y_train.shape, y_test.shape
        ((7, 2), (3, 2), (7,), (3,))
    """
    raise NotImplementedError


def accuracy(y_true: np.ndarray | list, y_pred: np.ndarray | list) -> float:
    """The share of the predictions that are right.

    The oldest score there is, and the first one to ask for. Answer number i is right where
    y_pred[i] equals y_true[i].

    Args:
        y_true: the labels, an array or a list of n; numbers or text. (The number 3 and the text '3'
            are two different labels, as they are in Python.)
        y_pred: what the model said, just as many, of the same kind.

    Returns:
        A fraction, 0.0 (all wrong) to 1.0 (all right).

    Raises:
        ValueError: y_true and y_pred differ in length. The message says how long each of them is.

    Example:
        >>> accuracy([3, 8, 8, 1], [3, 8, 3, 1])
        0.75
    """
    raise NotImplementedError


def majority_baseline(y_train: np.ndarray, y_test: np.ndarray) -> float:
    """What a guesser scores who always says the same: the accuracy to beat.

    The guesser looks at the training labels, takes the commonest one, and from then on says nothing
    else. Where 95 of 100 photos show cats, that scores 0.95 without looking at a single photo; so a
    model's accuracy says little until it is set beside this number.

    Args:
        y_train: the labels of the training part, shape (n,), int. One of them is the commonest.
        y_test: the labels of the test part, shape (m,), int. The guesser never sees these.

    Returns:
        The accuracy on y_test, 0.0 to 1.0.

    Example:
        >>> majority_baseline(np.array([7, 7, 7, 1]), np.array([1, 7, 1, 1, 2]))   # it always says 7
        0.2
    """
    raise NotImplementedError
