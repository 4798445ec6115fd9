"""Fresh data for starving a class, run at grading only."""

from collections import Counter

import numpy as np

from kata import each, expect, expect_error
from week2.kata4_starve_a_class import before_and_after, recall_by_class, starve

Y = np.array([2, 5, 5, 0, 5, 2, 5, 5, 0, 5, 5, 2, 5, 7])
X = np.column_stack([Y, np.arange(200.0, 214.0), -Y])


def test_starve_on_fresh_data():
    for keep, seed in [(0, 3), (1, 4), (4, 5), (7, 6), (8, 7), (9, 8)]:
        kept_x, kept_y = map(np.asarray, starve(X, Y, label=5, keep=keep, seed=seed))
        numbers = kept_x[:, 1]
        expect(dict(Counter(kept_y.tolist())), want={2: 3, 0: 2, 7: 1} | ({5: min(keep, 8)} if keep else {}),
               what=f"how many rows of each class are left, with keep={keep}")
        expect(kept_x[:, 0], want=kept_y, what="the labels, beside the digits that the rows show")
        expect(numbers, want=np.unique(numbers), what="the numbers of the rows that are left")
        expect(numbers[kept_y != 5], want=X[Y != 5, 1], what="the numbers of the other rows")


def test_starve_draws_from_the_seed():
    def kept(seed):
        return tuple(np.asarray(starve(X, Y, 5, 4, seed)[0])[:, 1].tolist())

    assert all(kept(seed) == kept(seed) for seed in range(6, 11)), "The same seed kept other rows the second time."
    assert len({kept(seed) for seed in range(6, 11)}) > 1, "Five different seeds all kept the same rows."


def test_starve_gives_each_row_a_chance():
    answers = each(starve, [(X, Y, 5, 4, seed) for seed in range(60)])
    kept = {one for rows, _ in answers for one in np.asarray(rows)[:, 1].tolist()}
    expect(len(kept & set(X[Y == 5, 1].tolist())), want=8, what="how many of the eight rows stay with some seed")


def test_starve_refuses_a_negative_number():
    expect_error(starve, X, Y, 5, -3, shows=-3, why="A negative number of rows should be a ValueError.")


def test_recall_by_class_on_fresh_data():
    y_true = np.array([9, 9, 0, 0, 0, 0, 4, 4, 4, 9, 9, 6])
    y_pred = np.array([9, 4, 0, 0, 9, 2, 9, 9, 0, 9, 9, 6])
    expect(recall_by_class(y_true, y_pred), want={0: 0.5, 4: 0.0, 6: 1.0, 9: 0.75})


class PretendModel:
    """It recognises an image once it was shown as many of that digit as the image is hard. A row is (digit, hard)."""

    def __init__(self, X, y):
        self.shown = Counter(row[0] for row, label in zip(X.tolist(), y.tolist(), strict=True) if row[0] == label)

    def predict(self, X):
        return np.array([digit if self.shown[digit] >= hard else 9 - digit for digit, hard in X.astype(int).tolist()])


def test_before_and_after_on_fresh_data():
    y_train = np.array([4, 5, 4, 2, 4, 4, 5, 4, 4, 4, 2])  # seven 4s, two 5s, two 2s
    y_test = np.array([4, 4, 4, 4, 4, 5, 5, 2, 2, 2])
    hard = np.array([1, 2, 3, 4, 8, 1, 3, 1, 1, 2])
    X_train, X_test = np.column_stack([y_train, 0.0 * y_train]), np.column_stack([y_test, 1.0 * hard])
    for seed in range(3):
        got = before_and_after(PretendModel, X_train, y_train, X_test, y_test, 4, 3, seed=seed)
        want = {"accuracy_before": 0.8, "accuracy_after": 0.7, "recall_before": 0.8, "recall_after": 0.6}
        expect(got, want=want)
    got = before_and_after(PretendModel, X_train, y_train, X_test, y_test, label=2, keep=0)
    expect(got, want={"accuracy_before": 0.8, "accuracy_after": 0.5, "recall_before": 1.0, "recall_after": 0.0})
