"""Unusual and correct: every one of these must pass."""

import math
from collections import Counter
from fractions import Fraction

import numpy as np

from kata.known import alternative
from week6.kata1_precision_and_recall import f1


def _same_length(y_true, y_pred):
    if len(y_true) != len(y_pred):
        raise ValueError(f"{len(y_true)} and {len(y_pred)} differ")


@alternative("precision")
def from_sets(y_true, y_pred, label):
    _same_length(y_true, y_pred)
    called = {i for i, one in enumerate(y_pred) if one == label}
    return len(called & {i for i, one in enumerate(y_true) if one == label}) / len(called) if called else 0


@alternative("precision")
def from_a_confusion_matrix(y_true, y_pred, label):
    _same_length(y_true, y_pred)
    matrix = np.zeros((10, 10))
    np.add.at(matrix, (np.asarray(y_true), np.asarray(y_pred)), 1)
    return matrix[label, label] / max(matrix[:, label].sum(), 1)


@alternative("precision")
def from_scikit_learn(y_true, y_pred, label):
    from sklearn.metrics import precision_score

    return precision_score(y_true, y_pred, labels=[label], average="macro", zero_division=0)


@alternative("recall")
def from_a_counter(y_true, y_pred, label):
    _same_length(y_true, y_pred)
    pairs = Counter(zip(map(int, y_true), map(int, y_pred), strict=True))
    really = sum(count for (true, _), count in pairs.items() if true == label)
    return Fraction(pairs[label, label], really) if really else Fraction(0)


@alternative("recall")
def with_a_tiny_divisor(y_true, y_pred, label):
    y_true, y_pred = np.array(y_true), np.array(y_pred)
    if y_true.shape != y_pred.shape:
        raise ValueError(f"shapes {y_true.shape} and {y_pred.shape}")
    found = np.count_nonzero(y_pred[y_true == label] == label)
    return np.float32(found / (np.count_nonzero(y_true == label) + 1e-9))


@alternative("f1")
def from_counts(y_true, y_pred, label):
    _same_length(y_true, y_pred)
    right = wrong = 0
    for true, said in zip(y_true, y_pred, strict=True):
        right += true == label and said == label
        wrong += (true == label) != (said == label)
    return 2 * right / (2 * right + wrong) if right else 0


@alternative("f1")
def from_the_standard_library(y_true, y_pred, label):
    import statistics

    from week6.kata1_precision_and_recall import precision, recall

    both = precision(y_true, y_pred, label), recall(y_true, y_pred, label)
    return statistics.harmonic_mean(both) if all(both) else 0.0


@alternative("macro_f1")
def with_fsum(y_true, y_pred, n_classes):
    return math.fsum(f1(y_true, y_pred, label) for label in range(n_classes)) / n_classes


@alternative("macro_f1")
def from_a_whole_matrix(y_true, y_pred, n_classes):
    _same_length(y_true, y_pred)
    matrix = np.bincount(n_classes * np.asarray(y_true) + np.asarray(y_pred), minlength=n_classes**2)
    matrix = matrix.reshape(n_classes, n_classes)
    both = matrix.sum(axis=0) + matrix.sum(axis=1)
    return (2 * np.diag(matrix) / np.where(both == 0, 1, both)).mean()


@alternative("macro_f1")
def f1_from_scikit_learn(y_true, y_pred, n_classes):
    from sklearn.metrics import f1_score

    return f1_score(y_true, y_pred, labels=range(n_classes), average="macro", zero_division=0)


@alternative("macro_f1")
def from_the_one_hot_products(y_true, y_pred, n_classes):
    if len(y_true) != len(y_pred):
        raise ValueError(f"{len(y_true)} labels and {len(y_pred)} predictions")
    rows = np.eye(n_classes, dtype=np.float32)
    really, called = rows[np.asarray(y_true)], rows[np.asarray(y_pred)]
    return (2 * (really * called).sum(axis=0) / np.maximum((really + called).sum(axis=0), 1)).mean()
