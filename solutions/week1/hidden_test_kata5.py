"""Fresh data for the two knobs, run at grading only."""

import numpy as np

from kata import expect, expect_error
from week1.kata5_two_knobs import accuracy_by_knob, accuracy_by_train_size, best_setting

X_TRAIN = np.array([[0.0, 1.0], [4.0, 4.0], [1.0, 0.0], [5.0, 3.0], [2.0, 2.0], [0.5, 4.5], [1.0, 5.0]])
Y_TRAIN = np.array([0, 1, 0, 1, 1, 2, 2])
X_TEST = np.array([[0.0, 0.0], [4.5, 3.0], [1.8, 1.5], [0.0, 4.0], [1.5, 1.0], [3.0, 3.5]])
Y_TEST = np.array([0, 1, 0, 2, 0, 1])


class Means:
    """Answers with the class whose mean is nearest; with a `pull`, every mean is drawn toward the origin."""

    def __init__(self, X, y, pull=0.0):
        self.labels = np.unique(y)
        self.means = np.array([X[y == label].mean(axis=0) for label in self.labels]) * (1 - pull)

    def predict(self, X):
        distances = ((np.asarray(X)[:, None] - self.means) ** 2).sum(axis=2)
        return self.labels[distances.argmin(axis=1)]

    def score(self, X, y):
        return float(np.mean(self.predict(X) == y))


def train_means(X, y, value):
    return Means(X, y, pull=value)


def test_accuracy_by_train_size_on_fresh_data():
    sizes = [5, 7, 1, 3]
    want = [sum(Means(X_TRAIN[:n], Y_TRAIN[:n]).predict(X_TEST) == Y_TEST) / 6 for n in sizes]
    expect(accuracy_by_train_size(Means, X_TRAIN, Y_TRAIN, X_TEST, Y_TEST, sizes), want=want)


class Silent:
    """Says 0 whatever it was trained on, so no size troubles it."""

    def __init__(self, X, y):
        pass

    def predict(self, X):
        return np.zeros(len(X), dtype=int)

    def score(self, X, y):
        return float(np.mean(np.asarray(y) == 0))


def test_accuracy_by_train_size_refuses_sizes_that_there_are_not():
    for bad in (8, 0, -2):
        why = (
            f"There are 7 training rows, and the size is {bad}: a slice X[:{bad}] does not mind, and its accuracy "
            "would stand under a size that was never used. Raise a ValueError that shows it."
        )
        expect_error(accuracy_by_train_size, Silent, X_TRAIN, Y_TRAIN, X_TEST, Y_TEST, [3, bad], shows=bad, why=why)


def test_accuracy_by_knob_on_fresh_data():
    values = [0.75, 0.0, 0.5]
    want = {pull: sum(Means(X_TRAIN, Y_TRAIN, pull).predict(X_TEST) == Y_TEST) / 6 for pull in values}
    got = accuracy_by_knob(train_means, values, X_TRAIN, Y_TRAIN, X_TEST, Y_TEST)
    expect(got, want=want)
    expect(list(got), want=values, what="the keys")


def test_best_setting_on_fresh_data():
    expect(best_setting({"a": 0.51, "b": 0.49, "c": 0.52, "d": 0.52}), want="c")


def test_best_setting_of_one():
    expect(best_setting({None: 0.0}), want=None)
