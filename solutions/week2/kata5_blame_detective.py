"""The blame detective.

A class was harmed. Who got its examples, which classes are below the floor, and how many examples would
have been enough? Three questions for a confusion matrix and a curve; nobody is guilty, the data is.
"""

from collections.abc import Callable
from typing import Any

import numpy as np


def who_absorbed(matrix: np.ndarray, label: int) -> tuple[int, int]:
    """Where the mistakes of one class went: the class that took most of them, and how many.

    The eights did not disappear: the model still says something for each of them. The row of the 8 in the
    confusion matrix tells what it said.

    Args:
        matrix: the confusion matrix, shape (n, n): row = truth, column = prediction.
        label: the class whose examples went astray.

    Returns:
        (other_label, count): which other class most of the real `label`s were taken for, and how many of
        them. Ties: the smallest label. A class without mistakes gives a count of 0.

    Example:
        >>> who_absorbed(np.array([[5, 1, 2], [0, 9, 0], [4, 0, 6]]), label=0)
        (2, 2)
    """
    # BEGIN SOLUTION
    counts = [(int(count), other) for other, count in enumerate(matrix[label]) if other != label]
    most = max(count for count, _ in counts)
    return min(other for count, other in counts if count == most), most
    # END SOLUTION


def harmed_classes(recalls: dict[int, float], floor: float) -> list[int]:
    """The classes that a model serves worse than anybody should be served, the worst first.

    The floor is set before anyone looks at the figures: "no digit may have a recall below 0.8". A class
    below it is harmed, however good the average is.

    Args:
        recalls: class → recall, as `recall_by_class` returns it.
        floor: the lowest recall that is still acceptable.

    Returns:
        The labels of the classes whose recall is below the floor, the lowest recall first. Ties: the smaller
        label first. A class exactly at the floor is not harmed.

    Example:
        >>> harmed_classes({1: 0.75, 3: 0.95, 8: 0.05}, floor=0.8)
        [8, 1]
    """
    # BEGIN SOLUTION
    below = [label for label, recall in recalls.items() if recall < floor]
    return sorted(below, key=lambda label: (recalls[label], label))
    # END SOLUTION


def recall_by_kept(
    train: Callable[[np.ndarray, np.ndarray], Any],
    X_train: np.ndarray,
    y_train: np.ndarray,
    X_test: np.ndarray,
    y_test: np.ndarray,
    label: int,
    keeps: list[int],
    seed: int = 0,
) -> list[float]:
    """The recall of one class against how many training examples it was left.

    One starved model is an anecdote, a row of them is a curve. Every point starves the whole training data
    anew, trains a new model, and asks it about the same test set. Your own tools from the kata before do the work:
    `from week2.kata4_starve_a_class import recall_by_class, starve`.

    Args:
        train: `train(X, y)` returns a new model; `model.predict(X)` returns a label per row.
        X_train: the training features, shape (n, d).
        y_train: the training labels, shape (n,).
        X_test: the test features, shape (m, d).
        y_test: the test labels, shape (m,), at least one of them `label`.
        label: the class to starve.
        keeps: how many of its training examples to keep, one number for each point, in any order.
        seed: what to draw them from, as in `starve`.

    Returns:
        The recall of `label` on the test set for every entry of `keeps`, in that order.

    Example, of five nearest neighbours on the digits, with label=8 and keeps=[5, 20, 80]:
        [0.07, 0.56, 0.92]
    """
    # BEGIN SOLUTION
    from week2.kata4_starve_a_class import recall_by_class, starve

    recalls = []
    for keep in keeps:
        model = train(*starve(X_train, y_train, label, keep, seed))
        recalls.append(recall_by_class(y_test, model.predict(X_test))[label])
    return recalls
    # END SOLUTION


def tipping_point(keeps: list[int], recalls: list[float], floor: float) -> int | None:
    """How many examples are enough: the fewest from which the recall stays at or above the floor.

    A curve that was measured is bumpy. Where it touches the floor once by luck and falls back, nothing has tipped
    yet; what counts is the point after which it never falls below again.

    Args:
        keeps: how many examples were kept, one number for each point, in any order, each only once.
        recalls: the recall at each of them, in the same order.
        floor: the lowest recall that is still acceptable.

    Returns:
        The smallest entry of `keeps` that reaches the floor together with every larger entry; None if there
        is none.

    Raises:
        ValueError: if there are not as many recalls as keeps; the message shows both numbers.

    Example:
        >>> tipping_point([5, 10, 20, 40], [0.1, 0.8, 0.7, 0.9], floor=0.75)   # at 20 it falls back
        40
    """
    # BEGIN SOLUTION
    if len(keeps) != len(recalls):
        raise ValueError(f"{len(keeps)} keeps and {len(recalls)} recalls: one recall is needed for each")
    enough = None
    for keep, recall in sorted(zip(keeps, recalls, strict=True), reverse=True):
        if recall < floor:
            break
        enough = keep
    return enough
    # END SOLUTION
