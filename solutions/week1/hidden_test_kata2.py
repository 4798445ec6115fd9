"""Fresh data for the held-out split, run at grading only."""

import numpy as np

from kata import expect, expect_error
from week1.kata2_held_out_split import accuracy, majority_baseline, split

NAMES = np.array(["ant", "bee", "cow", "ant", "bee", "ant", "bee", "cow", "ant", "bee", "cow", "ant", "bee"])


def rows_and_names():
    """13 rows that can be told apart, labelled with text."""
    return np.array([[100.5 + i, (i * i) % 5] for i in range(13)]), NAMES.copy()


def test_split_repeats_itself_and_deals_every_row_out_once_with_its_label():
    X, y = rows_and_names()
    parts, again = split(X, y, test_fraction=0.3, seed=11), split(X, y, test_fraction=0.3, seed=11)
    for one, other in zip(parts, again, strict=True):
        assert np.array_equal(one, other), "Two calls with seed 11 gave two different splits."
    X_train, X_test, y_train, y_test = (np.asarray(part).tolist() for part in parts)
    for fraction, n_test in ((0.3, 4), (0.25, 4), (0.5, 7), (0.6, 8)):  # 3.9, 3.25, 6.5 and 7.8, rounded up
        got = len(split(X, y, fraction, seed=11)[1])
        expect(got, want=n_test, what=f"The number of rows in the test part, {fraction} of 13")
    dealt = [[*row, name] for row, name in zip(X_train + X_test, y_train + y_test, strict=True)]
    expect(sorted(dealt), want=[[*row, name] for row, name in zip(X.tolist(), y.tolist(), strict=True)],
           what="Both parts put together and sorted: the rows with their labels")


def test_split_follows_the_seed():
    X, y = rows_and_names()
    drawn = [np.asarray(split(X, y, 0.3, seed)[1]).tolist() for seed in (5, 5, 6, 7)]
    expect(drawn[1], want=drawn[0], what="The test rows of a second call with seed 5")
    assert not drawn[0] == drawn[2] == drawn[3], "The seeds 5, 6 and 7 all gave the same test rows."


def test_accuracy_on_fresh_data():
    expect(accuracy([7, 7, 1, 2, 2, 0, 1], np.array([7, 1, 1, 2, 0, 0, 7])), want=4 / 7)
    right = sum(NAMES[i] == NAMES[i - 2] for i in range(13))
    expect(accuracy(NAMES, np.roll(NAMES, 2)), want=float(right / 13))


def test_accuracy_refuses_too_many_predictions():
    expect_error(accuracy, np.array([1, 0]), np.array([1, 0, 0, 1, 1]), why="2 labels and 5 predictions are no pairs.")
    expect_error(accuracy, np.array([4]), np.array([4, 1, 4]), why="1 label and 3 predictions are no pairs.")
    expect_error(accuracy, ["owl", "bee", "owl", "ant"], ["owl"], why="4 labels and 1 prediction are no pairs.")


def test_majority_baseline_on_fresh_data():
    y_train = np.array([6, 0, 6, 3, 3, 6])
    y_test = np.array([3, 6, 0, 3, 3, 6, 3])
    expect(majority_baseline(y_train, y_test), want=2 / 7)
    expect(majority_baseline(np.array([1]), np.array([1, 1])), want=1.0)
