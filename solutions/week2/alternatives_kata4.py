"""Unusual and correct: every one of these must pass."""

import random
from collections import Counter
from fractions import Fraction

import numpy as np

from kata.known import alternative
from week2.kata4_starve_a_class import recall_by_class, starve


@alternative("starve")
def plain_loop(X, y, label, keep, seed=0):
    if keep < 0:
        raise ValueError(f"cannot keep {keep} rows")
    rows = [i for i, one in enumerate(y) if one == label]
    kept = set(random.Random(seed).sample(rows, min(keep, len(rows))))
    stays = [i for i, one in enumerate(y) if one != label or i in kept]
    return [X[i].tolist() for i in stays], [int(y[i]) for i in stays]


@alternative("starve")
def deleted(X, y, label, keep, seed=0):
    if keep < 0:
        raise ValueError(f"keep={keep}")
    rows = np.flatnonzero(y == label)
    gone = np.random.RandomState(seed).choice(rows, max(0, len(rows) - keep), replace=False)
    return np.delete(X, gone, axis=0), np.delete(y, gone)


@alternative("starve")
def sorted_row_numbers(X, y, label, keep, seed=0):
    if keep < 0:
        raise ValueError(f"keep is {keep}, and a number of rows is never negative")
    rng = np.random.default_rng(seed)
    rows = np.flatnonzero(y == label)
    kept = rng.choice(rows, size=min(keep, len(rows)), replace=False)
    order = np.sort(np.concatenate((np.flatnonzero(y != label), kept)))
    return X[order].astype(np.float32), y[order].astype(np.int8)


@alternative("recall_by_class")
def counted(y_true, y_pred):
    found = Counter(truth for truth, said in zip(y_true.tolist(), y_pred.tolist(), strict=True) if truth == said)
    return {one: Fraction(found[one], n) for one, n in Counter(y_true.tolist()).items()}


@alternative("recall_by_class")
def with_numpy_keys_in_any_order(y_true, y_pred):
    return {one: np.float32((y_pred[y_true == one] == one).mean()) for one in set(y_true)}


@alternative("recall_by_class")
def through_a_matrix(y_true, y_pred):
    matrix = np.zeros((10, 10))
    np.add.at(matrix, (y_true, y_pred), 1)
    return {i: matrix[i, i] / row.sum() for i, row in enumerate(matrix) if row.sum() > 0}


@alternative("before_and_after")
def starved_first(train, X_train, y_train, X_test, y_test, label, keep, seed=0):
    after = train(*starve(X_train, y_train, label, keep, seed)).predict(X_test)
    before = train(X_train, y_train).predict(X_test)
    return {
        "recall_after": recall_by_class(y_test, after)[label],
        "recall_before": recall_by_class(y_test, before)[label],
        "accuracy_after": np.float32(np.mean(after == y_test)),
        "accuracy_before": np.float32(np.mean(before == y_test)),
    }


@alternative("before_and_after")
def asked_about_the_class_alone(train, X_train, y_train, X_test, y_test, label, keep, seed=0):
    mine = y_test == label
    figures = {}
    for when in ("before", "after"):
        X, y = (X_train, y_train) if when == "before" else starve(X_train, y_train, label, keep, seed=seed + 7)
        model = train(X, y)
        right = sum(int(model.predict(row[None])[0]) == truth for row, truth in zip(X_test, y_test, strict=True))
        figures["accuracy_" + when] = right / len(y_test)
        figures["recall_" + when] = (model.predict(X_test[mine]) == label).sum() / mine.sum()
    return figures
