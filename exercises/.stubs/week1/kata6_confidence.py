"""Confidently wrong.

A classifier says what it sees and how sure it is. Wrong and hesitant asks to be checked; wrong and sure
gets believed. Those mistakes are the dangerous ones, so look for them first.
"""

import numpy as np


def predictions_with_confidence(probabilities: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """What the model says about every picture, and how sure it is.

    `predict_proba` gives each picture a row: one probability for every class, together 1. The model says
    the class with the largest one, and that probability is its confidence.

    Args:
        probabilities: one row for each picture, one column for each class, shape (n, k), float.

    Returns:
        The predicted labels, shape (n,), int, and the confidences, shape (n,), float, in this order.

    Example:
        >>> labels, confidences = predictions_with_confidence(np.array([[0.2, 0.7, 0.1], [0.6, 0.1, 0.3]]))
        >>> labels, confidences
        (array([1, 0]), array([0.7, 0.6]))
    """
    raise NotImplementedError


def confidently_wrong(y_true: np.ndarray, probabilities: np.ndarray, threshold: float = 0.9) -> list[int]:
    """The pictures that the model was sure about and got wrong.

    These are worth looking at with your own eyes: a label may be wrong, or the picture may be of a kind
    that the training data never showed.

    Args:
        y_true: the true labels, shape (n,), int.
        probabilities: the model's probabilities for the same pictures, shape (n, k).
        threshold: from which confidence on a model counts as sure. The threshold itself counts.

    Returns:
        The numbers of these pictures, counted from 0 among all n, the most confident first.
        An empty list if there are none.

    Raises:
        ValueError: there are more or fewer labels than rows of probabilities; the message shows both.

    Example:
        >>> confidently_wrong(np.array([0, 1, 1]), np.array([[0.95, 0.05], [0.92, 0.08], [0.99, 0.01]]))
        [2, 1]
    """
    raise NotImplementedError


def class_record(y_true: np.ndarray, y_pred: np.ndarray, n_classes: int) -> list[tuple[int, int]]:
    """How many pictures of every class the model got right, and how many wrong.

    Like a team's wins and losses, one line for each class. A picture goes on the record of its true
    class: an 8 that was called a 9 is a loss for the 8s.

    Args:
        y_true: the true labels, shape (n,), int, from 0 to n_classes - 1.
        y_pred: the predicted labels, shape (n,), int.
        n_classes: how many classes there are, whether or not all of them occur here.

    Returns:
        n_classes pairs (right, wrong), the first for class 0. A class without examples has (0, 0).

    Raises:
        ValueError: the two have different lengths; the message shows both.

    Example:
        >>> class_record(np.array([0, 0, 0, 1]), np.array([0, 1, 0, 1]), 3)
        [(2, 1), (1, 0), (0, 0)]
    """
    raise NotImplementedError
