"""Reading a confusion matrix.

"96 % right" hides which mistakes were made. A confusion matrix keeps them all: one row for each true
class, one column for each answer. Engineers read it before they change anything.
"""

import numpy as np


def confusion_matrix(y_true: np.ndarray, y_pred: np.ndarray, n_classes: int) -> np.ndarray:
    """Count for every class what the model called it.

    Rows are the truth, columns are what the model said. So the diagonal counts the right answers, every
    other cell counts one kind of mistake, and the row of a class adds up to its number of examples.

    Args:
        y_true: the true labels, shape (n,), int, from 0 to n_classes - 1.
        y_pred: the predicted labels, shape (n,), int, from 0 to n_classes - 1.
        n_classes: how many classes there are, whether or not all of them occur here.

    Returns:
        The counts, shape (n_classes, n_classes), int.

    Raises:
        ValueError: the two have different lengths, or a label is out of range; the message shows which.

    Example:
        >>> confusion_matrix(np.array([0, 0, 1, 1, 1]), np.array([0, 1, 1, 1, 1]), 2)
        array([[1, 1],
               [0, 3]])
    """
    # BEGIN SOLUTION
    if len(y_true) != len(y_pred):
        raise ValueError(f"{len(y_true)} true labels and {len(y_pred)} predictions: one prediction per label")
    matrix = np.zeros((n_classes, n_classes), dtype=int)
    for truth, said in zip(y_true, y_pred, strict=True):
        for label in (truth, said):
            if not 0 <= label < n_classes:
                raise ValueError(f"label {label} is not one of 0 to {n_classes - 1}")
        matrix[truth, said] += 1
    return matrix
    # END SOLUTION


def recall(matrix: np.ndarray, label: int) -> float:
    """Of all the true examples of a class, what fraction did the model find?

    A model that is 96 % right overall may still miss half of the 8s. Recall looks at one class alone: its
    row of the matrix, and nothing else.

    Args:
        matrix: a confusion matrix, rows = truth, columns = prediction, shape (n_classes, n_classes).
        label: the class, which is also the number of its row.

    Returns:
        The recall, 0.0 to 1.0. By convention 0.0 for a class that has no example.

    Example:
        >>> recall(np.array([[9, 0, 1], [2, 6, 0], [0, 0, 5]]), 1)   # eight examples of class 1, six found
        0.75
    """
    # BEGIN SOLUTION
    examples = matrix[label].sum()
    if examples == 0:
        return 0.0
    return float(matrix[label, label] / examples)
    # END SOLUTION


def most_confused_pair(matrix: np.ndarray) -> tuple[int, int]:
    """The two classes that the model mixes up most.

    An 8 taken for a 9 and a 9 taken for an 8 are the same confusion, so both directions count together.
    What it names is where to look next: at those pictures.

    Args:
        matrix: a confusion matrix, rows = truth, columns = prediction, shape (n_classes, n_classes),
            of two classes or more.

    Returns:
        The pair (a, b) with a < b. Of equally confused pairs the smallest: (0, 3) comes before (1, 2).

    Example:
        >>> most_confused_pair(np.array([[9, 3, 0], [1, 7, 2], [0, 3, 8]]))   # 0 and 1: 4 times, 1 and 2: 5 times
        (1, 2)
    """
    # BEGIN SOLUTION
    mixed_up = matrix + matrix.T
    pairs = [(a, b) for a in range(len(matrix)) for b in range(a + 1, len(matrix))]  # a < b: each pair once
    return max(pairs, key=lambda pair: mixed_up[pair])  # max keeps the first of equals
    # END SOLUTION
