"""Unusual and correct: every one of these must pass."""

import heapq
from collections import Counter

import numpy as np

from kata.known import alternative


@alternative("error_patterns")
def with_argsort(matrix, names, top=3):
    mistakes = np.where(np.eye(len(matrix), dtype=bool), 0, matrix)
    order = np.argsort(-mistakes, axis=None, kind="stable")
    cells = [np.unravel_index(i, matrix.shape) for i in order[:top]]
    return [(names[row], names[column], matrix[row, column]) for row, column in cells if mistakes[row, column]]


@alternative("error_patterns")
def with_a_counter(matrix, names, top=3):
    rows, columns = np.nonzero(matrix)
    counts = Counter({(i, j): int(matrix[i, j]) for i, j in zip(rows, columns, strict=True) if i != j})
    return [[names[i], names[j], count] for (i, j), count in counts.most_common(top)]


@alternative("error_patterns")
def largest_again_and_again(matrix, names, top=3):
    left = matrix.astype(float)
    left[np.diag_indices(len(left))] = -1
    found = []
    while len(found) < top and left.max() > 0:
        cell = divmod(int(left.argmax()), len(left))
        found.append((names[cell[0]], names[cell[1]], int(left[cell])))
        left[cell] = 0
    return found


@alternative("error_patterns")
def with_a_heap(matrix, names, top=3):
    cells = ((-int(count), i, j) for (i, j), count in np.ndenumerate(matrix) if i != j and count)
    return [(names[i], names[j], -count) for count, i, j in heapq.nsmallest(top, cells)]


@alternative("examples_of")
def with_masks(y_true, y_pred, true, said):
    return np.flatnonzero((np.array(y_true) == true) & (np.array(y_pred) == said))


@alternative("examples_of")
def with_sets(y_true, y_pred, true, said):
    really = {i for i, one in enumerate(y_true) if one == true}
    return sorted(really & {i for i, one in enumerate(y_pred) if one == said})


@alternative("examples_of")
def with_a_counting_loop(y_true, y_pred, true, said):
    found = ()
    for i in range(len(y_true)):
        if y_true[i] == true and y_pred[i] == said:
            found += (i,)
    return found


@alternative("collapsed_class")
def with_a_loop(matrix, share=0.8):
    total = matrix.sum()
    for label in range(len(matrix)):
        if total > 0 and sum(row[label] for row in matrix) / total >= share:
            return label
    return None


@alternative("collapsed_class")
def in_percent(matrix, share=0.8):
    if not np.any(matrix):
        return None
    percent = 100 * np.sum(matrix, axis=0) / np.sum(matrix)
    found = np.flatnonzero(percent >= 100 * share)
    return found[0] if found.size else None


@alternative("collapsed_class")
def not_a_number_is_not_enough(matrix, share=0.8):
    with np.errstate(invalid="ignore"):
        shares = (matrix / matrix.sum()).sum(axis=0)
    return int(shares.argmax()) if shares.max() >= share else None
