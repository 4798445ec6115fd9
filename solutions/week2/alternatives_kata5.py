"""Unusual and correct: every one of these must pass."""

import itertools

import numpy as np

from kata.known import alternative
from week2.kata4_starve_a_class import recall_by_class, starve


@alternative("who_absorbed")
def masked(matrix, label):
    row = np.where(np.arange(len(matrix)) == label, -1, matrix[label])
    return row.argmax(), row.max()


@alternative("who_absorbed")
def zeroed_copy(matrix, label):
    row = matrix[label].astype(float)
    row[label] = 0
    return [int(np.argmax(row)), float(np.max(row))]


@alternative("who_absorbed")
def with_a_dict(matrix, label):
    others = {other: int(count) for other, count in enumerate(matrix.tolist()[label])}
    del others[label]
    other = max(others, key=others.get)
    return other, others[other]


@alternative("harmed_classes")
def by_recall_alone(recalls, floor):
    return [label for label in sorted(recalls, key=recalls.get) if recalls[label] < floor]


@alternative("harmed_classes")
def as_an_array(recalls, floor):
    labels, values = np.array(list(recalls)), np.array(list(recalls.values()))
    order = np.lexsort((labels, values))
    return labels[order][values[order] < floor]


@alternative("recall_by_kept")
def without_the_other_kata(train, X_train, y_train, X_test, y_test, label, keeps, seed=0):
    recalls = np.zeros(len(keeps))
    mine = np.flatnonzero(y_train == label)
    for i, keep in enumerate(keeps):
        gone = np.random.default_rng([seed, i]).permutation(mine)[keep:]
        model = train(np.delete(X_train, gone, axis=0), np.delete(y_train, gone))
        recalls[i] = np.mean(model.predict(X_test[y_test == label]) == label)
    return recalls


@alternative("recall_by_kept")
def one_longest_draw_first(train, X_train, y_train, X_test, y_test, label, keeps, seed=0):
    found = {}
    for keep in sorted(keeps, reverse=True):
        X_train, y_train = starve(X_train, y_train, label, keep, seed)  # ever fewer, so nothing that is needed is lost
        found[keep] = recall_by_class(y_test, train(X_train, y_train).predict(X_test))[label]
    return tuple(np.float32(found[keep]) for keep in keeps)


@alternative("tipping_point")
def fewest_above_the_last_failure(keeps, recalls, floor):
    if len(keeps) != len(recalls):
        raise ValueError(f"{len(keeps)} and {len(recalls)}")
    failures = [keep for keep, recall in zip(keeps, recalls, strict=True) if recall < floor]
    return min((keep for keep in keeps if not failures or keep > max(failures)), default=None)


@alternative("tipping_point")
def every_larger_one_asked(keeps, recalls, floor):
    points = list(zip(keeps, recalls, strict=True))
    fine = [keep for keep in keeps if all(recall >= floor for other, recall in points if other >= keep)]
    return np.int64(min(fine)) if fine else None


@alternative("tipping_point")
def taken_while(keeps, recalls, floor):
    points = sorted(zip(keeps, recalls, strict=True), reverse=True)
    enough = list(itertools.takewhile(lambda point: point[1] >= floor, points))
    return enough[-1][0] if enough else None
