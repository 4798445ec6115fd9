"""Read the mistakes.

"82 % right" tells you nothing about what to do next. "Birds are called planes, fourteen times" does: open
those fourteen photos and look. If most of the mistakes are of one kind, no learning rate will repair them.
"""

from collections.abc import Sequence

import numpy as np


def error_patterns(matrix: np.ndarray, names: Sequence[str], top: int = 3) -> list[tuple[str, str, int]]:
    """The commonest kinds of mistake, in words.

    Every cell beside the diagonal of a confusion matrix is one kind of mistake, and each direction is a kind
    of its own: a bird called "plane" needs another remedy than a plane called "bird".

    Args:
        matrix: a confusion matrix, rows = truth, columns = prediction, shape (n, n), int.
        names: the names of the n classes, in the order of the rows.
        top: how many kinds to return at most.

    Returns:
        A list of (true name, said name, count), commonest first. Of equals the one that stands first in the
        matrix, read row by row from the left, comes first. Kinds that never happened are left out, so the
        list may be shorter than `top`, or empty.

    Example:
        >>> matrix = np.array([[9, 0, 2], [4, 7, 1], [0, 0, 8]])
        >>> error_patterns(matrix, ["bird", "plane", "kite"], top=2)
        [('plane', 'bird', 4), ('bird', 'kite', 2)]
    """
    raise NotImplementedError


def examples_of(
    y_true: Sequence[int] | np.ndarray, y_pred: Sequence[int] | np.ndarray, true: int, said: int
) -> list[int]:
    """Which examples are behind one cell of the confusion matrix?

    A count does not tell what went wrong; the pictures do. Are they blurred, too dark, too small? Or is the
    label wrong, and the model right? With these numbers you can open them.

    Args:
        y_true: the true labels, a list or an array of n ints.
        y_pred: the predicted labels, as many, in the same order.
        true: the label that the examples really have.
        said: the label that the model gave them. It may equal `true`: then the right answers are asked for.

    Returns:
        The positions of the examples, counted from 0, in increasing order. An empty list if there are none.

    Example:
        >>> examples_of([0, 1, 0, 0], [1, 1, 0, 1], true=0, said=1)
        [0, 3]
    """
    raise NotImplementedError


def collapsed_class(matrix: np.ndarray, share: float = 0.8) -> int | None:
    """The class that a model says nearly always, if there is one.

    One column of the confusion matrix is unusually full: the model has collapsed to one answer. Look for an
    unbalanced training set, class names in another order, or pictures that were prepared differently for
    training and for testing. (If nearly all examples ARE of that class, the column is full as well. Whether that
    is so you see from its row.)

    Args:
        matrix: a confusion matrix, rows = truth, columns = prediction, shape (n, n), int.
        share: what fraction of all predictions, right or wrong, one class must take to count: more than 0.5,
            so that no two classes can.

    Returns:
        The number of the class that takes at least that share of all predictions; None if no class does,
        or if there are no predictions at all.

    Example:
        >>> collapsed_class(np.array([[1, 9, 0], [0, 10, 0], [0, 8, 2]]))   # 27 of 30 were called 1
        1
        >>> collapsed_class(np.array([[9, 1, 0], [0, 10, 0], [0, 1, 9]])) is None
        True
    """
    raise NotImplementedError
