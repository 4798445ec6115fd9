"""Unusual and correct: every one of these must pass."""

import numpy as np

from kata.known import alternative
from week1.kata6_confidence import predictions_with_confidence


def as_many(one, other):
    if len(one) != len(other):
        raise ValueError(f"{len(one)} and {len(other)}")


@alternative("predictions_with_confidence")
def row_by_row(probabilities):
    labels, confidences = [], []
    for row in probabilities.tolist():
        confidences.append(max(row))
        labels.append(row.index(max(row)))
    return labels, confidences


@alternative("predictions_with_confidence")
def picked_by_index(probabilities):
    labels = np.argmax(probabilities, axis=-1)
    return [labels, probabilities[np.arange(len(labels)), labels]]


@alternative("predictions_with_confidence")
def sorted_columns_in_float32(probabilities):
    order = np.argsort(probabilities, axis=1)
    return order[:, -1].astype(np.uint8), np.sort(probabilities.astype(np.float32), axis=1)[:, -1]


@alternative("confidently_wrong")
def by_masks(y_true, probabilities, threshold=0.9):
    as_many(y_true, probabilities)
    labels, confidences = predictions_with_confidence(probabilities)
    order = np.argsort(confidences)[::-1]
    return order[(labels[order] != y_true[order]) & (confidences[order] >= threshold)]


@alternative("confidently_wrong")
def looked_up_in_the_subset(y_true, probabilities, threshold=0.9):
    as_many(y_true, probabilities)
    wrong = np.flatnonzero(probabilities.argmax(1) != y_true)
    wrong = wrong[~(probabilities.max(1)[wrong] < threshold)]
    return wrong[np.argsort(-probabilities.max(1)[wrong])].tolist()


@alternative("confidently_wrong")
def plain_loop(y_true, probabilities, threshold=0.9):
    found = []
    for i, (truth, row) in enumerate(zip(y_true, probabilities, strict=True)):
        if row[truth] < max(row) and max(row) >= threshold:
            found.append((max(row), i))
    return [i for _, i in sorted(found, reverse=True)]


@alternative("class_record")
def from_a_confusion_matrix(y_true, y_pred, n_classes):
    as_many(y_true, y_pred)
    matrix = np.zeros((n_classes, n_classes), int)
    np.add.at(matrix, (y_true, y_pred), 1)
    return np.column_stack([np.diag(matrix), matrix.sum(axis=1) - np.diag(matrix)])


@alternative("class_record")
def one_pass(y_true, y_pred, n_classes):
    record = [[0, 0] for _ in range(n_classes)]
    for truth, said in zip(y_true, y_pred, strict=True):
        record[truth][int(truth != said)] += 1
    return record


@alternative("class_record")
def by_bincount(y_true, y_pred, n_classes):
    as_many(y_true, y_pred)
    right = np.bincount(y_true[y_true == y_pred], minlength=n_classes)
    return list(zip(right, np.bincount(y_true, minlength=n_classes) - right, strict=True))
