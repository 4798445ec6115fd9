"""Train a classifier

Here a machine learns. You hand it examples with their answers; it adjusts its own numbers until its
answers fit; and then it reads digits that nobody showed it. How well, only the held-out part can say.
"""

from typing import Any

import numpy as np


def train(X_train: np.ndarray, y_train: np.ndarray, seed: int = 0) -> Any:
    """A classifier that has learned from these examples.

    You need not write the learning yourself yet: choose a classifier from scikit-learn, make one, and
    `fit` it. `sklearn.linear_model.LogisticRegression(max_iter=1000, random_state=seed)` is a good first
    choice; neighbours, trees and small networks (`KNeighborsClassifier`, `RandomForestClassifier`,
    `MLPClassifier`) do it too, and so may a class of your own. (`LinearSVC` and regressions do not: they
    have no `predict_proba`.)

    Args:
        X_train: the features, scaled to 0…1, shape (n, n_features).
        y_train: the labels, shape (n,), int; any whole numbers, and at least two different ones.
        seed: decides whatever is random about the training; pass it on as `random_state`. Some
            classifiers draw nothing at random, and for them the seed changes nothing.

    Returns:
        A new model at each call, fitted on all the rows, with the two methods that every classifier has:
        `model.predict(X)`, a label for each row of X, shape (m,), and
        `model.predict_proba(X)`, the probabilities, shape (m, n_classes): a column for each label that
        occurs in y_train, in ascending order, and every row adds up to 1.

    Example:
        >>> model = train(np.array([[0.0], [0.1], [0.9], [1.0]]), np.array([3, 3, 8, 8]))
        >>> model.predict(np.array([[0.05], [0.95]]))
        array([3, 8])
    """
    # BEGIN SOLUTION
    from sklearn.linear_model import LogisticRegression

    return LogisticRegression(max_iter=1000, random_state=seed).fit(X_train, y_train)
    # END SOLUTION


def held_out_accuracy(model: Any, X_test: np.ndarray, y_test: np.ndarray) -> float:
    """How often a trained model is right about rows that it has never seen.

    This is the number to report. The model comes here finished and must leave as it came: if it were
    fitted on the test rows, it would know the answers, and the number would be worth nothing.

    Args:
        model: a fitted classifier, as `train` returns it: `model.predict(X)` gives a label for each row.
        X_test: the held-out features, shape (m, n_features).
        y_test: their labels, shape (m,), int.

    Returns:
        The share of the rows whose predicted label is the right one, 0.0 to 1.0.

    Example:
        >>> model = train(np.array([[0.0], [0.1], [0.9], [1.0]]), np.array([3, 3, 8, 8]))
        >>> held_out_accuracy(model, np.array([[0.2], [0.8], [0.3], [0.7]]), np.array([3, 8, 8, 8]))
        0.75
    """
    # BEGIN SOLUTION
    return float(np.mean(model.predict(X_test) == y_test))
    # END SOLUTION
