"""Unusual and correct: every one of these must pass."""

from fractions import Fraction

import numpy as np

from kata.known import alternative


def checked(y_true, y_pred, n_classes):
    """What there is to refuse, all at once."""
    if len(y_true) != len(y_pred):
        raise ValueError(f"{len(y_true)} labels, {len(y_pred)} predictions")
    strangers = set(y_true) | set(y_pred)
    strangers -= set(range(n_classes))
    if strangers:
        raise ValueError(f"no classes: {sorted(map(int, strangers))}")


@alternative("confusion_matrix")
def one_long_line(y_true, y_pred, n_classes):
    checked(y_true, y_pred, n_classes)
    cells = np.asarray(y_true) * n_classes + np.asarray(y_pred)
    return np.bincount(cells, minlength=n_classes * n_classes).reshape(n_classes, n_classes)


@alternative("confusion_matrix")
def list_of_lists(y_true, y_pred, n_classes):
    checked(y_true, y_pred, n_classes)
    rows = [[0] * n_classes for _ in range(n_classes)]
    for truth, said in zip(y_true, y_pred, strict=True):
        rows[truth][said] += 1
    return rows


@alternative("confusion_matrix")
def cell_by_cell(y_true, y_pred, n_classes):
    checked(y_true, y_pred, n_classes)
    classes = range(n_classes)
    return np.array([[np.sum((y_true == row) & (y_pred == column)) for column in classes] for row in classes])


@alternative("confusion_matrix")
def by_add_at(y_true, y_pred, n_classes):
    checked(y_true, y_pred, n_classes)
    matrix = np.zeros((n_classes, n_classes), dtype=np.uint16)
    np.add.at(matrix, (y_true, y_pred), 1)
    return matrix


@alternative("confusion_matrix")
def product_of_one_hots(y_true, y_pred, n_classes):
    checked(y_true, y_pred, n_classes)
    one_hot = np.eye(n_classes, dtype=np.int32)
    return one_hot[y_true].T @ one_hot[y_pred]


@alternative("confusion_matrix")
def by_scikit_learn(y_true, y_pred, n_classes):
    from sklearn.metrics import confusion_matrix as of_sklearn

    checked(y_true, y_pred, n_classes)
    return of_sklearn(y_true, y_pred, labels=range(n_classes))


@alternative("recall")
def all_in_plain_python(matrix, label):
    by_class = {row: cells[row] / sum(cells) if sum(cells) else 0.0 for row, cells in enumerate(matrix.tolist())}
    return by_class[label]


@alternative("recall")
def one_of_them_all(matrix, label):
    return np.float32(np.divide(np.diag(matrix), np.maximum(matrix.sum(axis=1), 1))[label])


@alternative("recall")
def as_a_fraction(matrix, label):
    examples = int(matrix[label].sum())
    return Fraction(int(matrix[label, label]), examples) if examples else 0


@alternative("recall")
def nan_made_zero(matrix, label):
    with np.errstate(invalid="ignore"):
        return np.nan_to_num(matrix[label, label] / matrix[label].sum())


@alternative("most_confused_pair")
def double_loop(matrix):
    most, pair = -1, None
    for a in range(len(matrix)):
        for b in range(a + 1, len(matrix)):
            if matrix[a][b] + matrix[b][a] > most:
                most, pair = matrix[a][b] + matrix[b][a], (a, b)
    return pair


@alternative("most_confused_pair")
def numpy_whole_numbers(matrix):
    both = matrix + matrix.T
    np.fill_diagonal(both, -1)
    return np.unravel_index(both.argmax(), both.shape)  # symmetric: the first of the two is the one with a < b


@alternative("most_confused_pair")
def largest_of_tuples(matrix):
    above = zip(*np.triu_indices(len(matrix), 1), strict=True)
    _, a, b = max((matrix[a, b] + matrix[b, a], -a, -b) for a, b in above)
    return [-a, -b]


@alternative("most_confused_pair")
def sorted_once(matrix):
    rows, columns = np.triu_indices(len(matrix), 1)
    order = np.argsort(-(matrix[rows, columns] + matrix[columns, rows]), kind="stable")
    return np.array([rows[order[0]], columns[order[0]]])
