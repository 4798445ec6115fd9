"""Fresh data for the blame detective, run at grading only."""

from collections import Counter

import numpy as np

from kata import expect, expect_error
from week2.kata5_blame_detective import harmed_classes, recall_by_kept, tipping_point, who_absorbed


def test_who_absorbed_on_fresh_data():
    matrix = np.array([[3, 12, 0, 5], [1, 20, 6, 6], [9, 0, 2, 8], [0, 4, 7, 15]])
    expect([who_absorbed(matrix, label) for label in range(4)], want=[(1, 12), (2, 6), (0, 9), (2, 7)],
           what="who absorbed the 0s, the 1s, the 2s and the 3s")


def test_harmed_classes_on_fresh_data():
    recalls = {7: 0.5, 2: 0.91, 4: 0.3, 1: 0.9, 0: 0.72, 3: 0.0}
    expect(harmed_classes(recalls, 0.9), want=[3, 4, 7, 0])
    expect(harmed_classes(recalls, 0.4), want=[3, 4])


class PretendModel:
    """It recognises an image once it was shown as many of that digit as the image is hard. A row is (digit, hard)."""

    def __init__(self, X, y):
        self.shown = Counter(row[0] for row, label in zip(X.tolist(), y.tolist(), strict=True) if row[0] == label)

    def predict(self, X):
        return np.array([digit if self.shown[digit] >= hard else 9 - digit for digit, hard in X.astype(int).tolist()])


def test_recall_by_kept_on_fresh_data():
    y_train = np.array([4, 5, 4, 2, 4, 4, 5, 4, 4, 4, 2])  # seven 4s, two 5s, two 2s
    y_test = np.array([4, 4, 4, 4, 4, 5, 5, 2, 2, 2])
    hard = np.array([1, 2, 3, 6, 8, 1, 3, 1, 1, 2])
    X_train, X_test = np.column_stack([y_train, 0.0 * y_train]), np.column_stack([y_test, 1.0 * hard])
    for seed in range(3):
        got = recall_by_kept(PretendModel, X_train, y_train, X_test, y_test, 4, [2, 0, 6, 1, 50], seed=seed)
        expect(got, want=[0.4, 0.0, 0.8, 0.2, 0.8])
    expect(recall_by_kept(PretendModel, X_train, y_train, X_test, y_test, label=2, keeps=[1, 2]), want=[2 / 3, 1.0])


def test_tipping_point_on_fresh_data():
    keeps, recalls = [3, 6, 9, 15, 30], [0.5, 0.4, 0.7, 0.65, 0.8]
    for floor, want in [(0.3, 3), (0.5, 9), (0.65, 9), (0.66, 30), (0.8, 30), (0.81, None)]:
        expect(tipping_point(keeps, recalls, floor), want=want)
        expect(tipping_point(keeps[::-1], recalls[::-1], floor), want=want)


def test_tipping_point_refuses_lists_of_different_lengths():
    expect_error(tipping_point, [3, 6], [0.5, 0.4, 0.9], 0.3, why="Two keeps and three recalls should be a ValueError.")
