"""Bias made on purpose: starve one class of the training data, then measure who is hurt.

Every row of the made-up data carries its own number, so that each can be followed. The last test does it
with real digits, the way the session does.
"""

from collections import Counter

import numpy as np

from kata import digits, expect, expect_error
from week2.kata4_starve_a_class import before_and_after, recall_by_class, starve

# Five other digits, and four copies of one and the same 8: whichever of them stays, the answer is the same.
# A row is (number, digit).
COPIES_Y = np.array([3, 1, 3, 3, 8, 8, 8, 8, 1])
COPIES_X = np.column_stack([[10.0, 11, 12, 13, 88, 88, 88, 88, 18], COPIES_Y])
REST_X, REST_Y = COPIES_X[COPIES_Y != 8], COPIES_Y[COPIES_Y != 8]

# Seven different 3s among five other digits.
MANY_Y = np.array([3, 8, 3, 3, 1, 3, 8, 3, 3, 1, 8, 3])
MANY_X = np.column_stack([np.arange(100.0, 112.0), MANY_Y])


def count(got):
    """How many rows of each class are in an answer of `starve`."""
    return Counter(np.asarray(got[1]).tolist())


def test_starve_keeps_only_so_many_of_one_class():
    stays = [0, 1, 2, 3, 4, 8]
    wanted_x, wanted_y = COPIES_X[stays], COPIES_Y[stays]
    expect(starve(COPIES_X, COPIES_Y, label=8, keep=1), want=(wanted_x, wanted_y), mistakes={
        "nothing": ((COPIES_X, COPIES_Y), "Nothing was left out: keep is 1, and all four 8s are still there."),
        "none": ((REST_X, REST_Y), "No 8 is left: that is what you get if all of them go. `keep` of them stay."),
        "cut": (lambda got: len(got[1]) == 1, "One row is left in all. `keep` is the number of 8s that stay; the other "
                "classes stay as they are."),
        "every class": (lambda got: count(got) == {1: 1, 3: 1, 8: 1},
                        "Every class was starved: one of each is left. Only `label` goes hungry."),
        "all but": (lambda got: count(got) == {1: 2, 3: 3, 8: 3},
                    "Three 8s are left: `keep` of them were removed. It says how many stay."),
        "one too many": (lambda got: count(got) == {1: 2, 3: 3, 8: 2}, "Two 8s are left, and keep is 1: one too many."),
        "not 8s": (lambda got: count(got)[8] == 4 and sum(count(got).values()) == 6,
                   "The right number of rows went, but they are no 8s: counting among the 8s (0, 1, 2, …) is not the "
                   "same as counting rows. np.flatnonzero(y == label) gives the rows of the 8s."),
        "y cut": ((wanted_x, COPIES_Y[:6]), "X and y no longer belong together: take the same rows out of both."),
        "X cut": ((COPIES_X[:6], wanted_y), "X and y no longer belong together: take the same rows out of both."),
        "X whole": ((COPIES_X, wanted_y), "X still has all nine rows and y has six: take the same rows out of both."),
        "y whole": ((wanted_x, COPIES_Y), "y still has nine labels and X six rows: take the same rows out of both."),
        "flat": (lambda got: np.ndim(got[0]) == 1 and np.shape(got[1]) == (6,),
                 "X has lost its rows and is one long line: np.delete needs axis=0 to take out rows."),
        "X only": (wanted_x, "That is X alone. Return both: X and y."),
        "swapped": ((wanted_y, wanted_x), "That is (y, X). Return X first."),
        "order": (lambda got: count(got) == {1: 2, 3: 3, 8: 1} and np.asarray(got[1]).tolist() != wanted_y.tolist(),
                  "The right rows in another order. Whatever stays keeps its place: mark what stays with True and "
                  "False, and index with that."),
        "others too": (lambda got: count(got)[1] < 2 or count(got)[3] < 3,
                       "The other classes have lost rows too. Only rows of `label` may go."),
    })


def test_starve_draws_no_row_twice():
    for seed in range(6):
        X, y = map(np.asarray, starve(MANY_X, MANY_Y, label=3, keep=5, seed=seed))
        others = int(np.sum(y != 3))
        what = f"how many different 3s are left, of 7, with keep=5 and seed={seed}"
        expect(len(set(X[y == 3, 0].tolist())), want=5, what=what, mistakes={
            "another class": (lambda different, others=others: different == 7 and others == 5,
                              "No 3 was left out. Which class to starve is said by `label`: it is not always 8."),
            "twice": (lambda different, others=others: 2 < different < 5 and others == 5,
                      "That is what you get if a row can be drawn twice. Draw without putting back: replace=False, "
                      "or the first `keep` of a permutation."),
        })


def test_starve_leaves_every_row_with_its_own_label_and_in_its_place():
    X, y = map(np.asarray, starve(MANY_X, MANY_Y, label=3, keep=4, seed=1))
    expect(y, want=X[:, 1], what="the labels, beside the digits that the rows of X show",
           say="X and y no longer belong together: take the same rows out of both.")
    expect(X[y != 3, 0], want=MANY_X[MANY_Y != 3, 0], what="the numbers of the rows that are no 3s",
           say="The other classes should be there as they were, all of them and in their old order.")
    expect(X[:, 0], want=np.sort(X[:, 0]), what="the numbers of the rows that are left",
           say="Whatever stays keeps its place: the numbers should still go up.")


def test_starve_draws_the_rows_from_the_seed():
    def kept(seed):
        X, y = map(np.asarray, starve(MANY_X, MANY_Y, label=3, keep=3, seed=seed))
        return sorted(X[y == 3, 0].astype(int).tolist())

    first = [kept(seed) for seed in range(4)]
    again = [kept(seed) for seed in range(3)]
    expect(list(map(len, first)), want=[3] * 4, what="how many 3s are left with keep=3 and the seeds 0 to 3")
    assert first[:3] == again, (
        f"The same seeds kept different 3s: rows {first[0]}, then rows {again[0]} with seed 0. "
        "Make the generator from the seed: np.random.default_rng(seed)."
    )
    assert len(set(map(tuple, first))) > 1, (
        f"Four different seeds all kept the same 3s, rows {first[0]}. Draw the rows, with a generator that is made "
        "from the seed: np.random.default_rng(seed)."
    )


def test_starve_keeps_all_where_there_are_no_more():
    for keep in (4, 20):
        expect(starve(COPIES_X, COPIES_Y, label=8, keep=keep), want=(COPIES_X, COPIES_Y), mistakes={
            "more": (lambda got: len(got[1]) > 9, "There are four 8s: rows cannot be kept that were never there."),
            "fewer": (lambda got: len(got[1]) < 9, f"There are four 8s, and up to {keep} may stay: leave none out."),
        })


def test_starve_may_keep_none():
    one_works = count(starve(COPIES_X, COPIES_Y, label=8, keep=1))[8] == 1
    expect(starve(COPIES_X, COPIES_Y, label=8, keep=0), want=(REST_X, REST_Y), mistakes={
        "all": (lambda got: count(got)[8] == 4 and one_works, "keep is 0, and all four 8s are still there. That is "
                "what rows[:-keep] and rows[-keep:] lead to: -0 is 0, so they cut at the start, not at the end."),
    })


def test_starve_refuses_a_negative_number():
    expect_error(starve, COPIES_X, COPIES_Y, 8, -1, shows=-1,
                 why="keep=-1 means nothing: raise a ValueError that shows it, before a slice makes something of it.")


def test_recall_by_class_asks_how_many_of_the_real_ones_were_found():
    y_true = np.array([3, 3, 3, 3, 3, 8, 8, 8, 8, 1, 1, 1])
    y_pred = np.array([3, 3, 8, 3, 3, 3, 8, 3, 1, 1, 8, 1])
    expect(recall_by_class(y_true, y_pred), want={1: 2 / 3, 3: 4 / 5, 8: 1 / 4}, mistakes={
        "precision": ({1: 2 / 3, 3: 4 / 6, 8: 1 / 3}, "That is precision, of all that were *called* an 8. Recall "
                      "divides by how many real 8s there are."),
        "accuracy": (dict.fromkeys((1, 3, 8), 7 / 12), "That is the overall accuracy, the same for every class. For "
                     "the recall of 8, look only where y_true is 8."),
        "found": ({1: 2, 3: 4, 8: 1}, "That is how many were found. Divide by how many there are."),
        "examples": ({1: 3, 3: 5, 8: 4}, "That is how many examples each class has. How many of them were found?"),
        "of all": ({1: 2 / 12, 3: 4 / 12, 8: 1 / 12}, "These add up to the overall accuracy: each was divided by all "
                   "twelve examples. Divide by the class's own number."),
        "one against the rest": ({1: 10 / 12, 3: 9 / 12, 8: 7 / 12}, "That counts the easy answers, “not an 8”, as "
                                 "successes too. Recall looks only at the real 8s."),
        "missed": ({1: 1 / 3, 3: 1 / 5, 8: 3 / 4}, "That is the part that was missed. Recall is the part found."),
        "percent": ({1: 200 / 3, 3: 80, 8: 25}, "These are percentages. A recall is a fraction between 0 and 1."),
        "F1": ({1: 4 / 6, 3: 8 / 11, 8: 2 / 7}, "That is the F1 score, which mixes precision in. Recall alone."),
        "places": (lambda got: set(got) == {0, 1, 2}, "The keys are places (0, 1, 2). Use the labels themselves: 1, 3 "
                   "and 8."),
        "list": ([2 / 3, 4 / 5, 1 / 4], "A list does not say which class is meant. Return a dict: class → recall."),
    })


def test_recall_by_class_shows_a_class_that_was_never_predicted():
    y_true, y_pred = np.array([8, 3, 8, 3, 8]), np.array([3, 3, 3, 3, 3])
    expect(recall_by_class(y_true, y_pred), want={3: 1.0, 8: 0.0}, mistakes={
        "vanished": ({3: 1.0}, "No 8 was found, and so the 8 has vanished from the answer: the class that is worst "
                     "off is the one to show. Take the classes from y_true."),
    })


def test_recall_by_class_leaves_out_a_class_that_was_only_predicted():
    y_true, y_pred = np.array([8, 8, 3, 3, 3]), np.array([8, 5, 3, 3, 1])
    expect(recall_by_class(y_true, y_pred), want={3: 2 / 3, 8: 1 / 2}, mistakes={
        "too many": (lambda got: {3, 5, 8} <= set(got) and got[8] == 0.5, "No image here is a 5; it was only "
                     "predicted, so there is nothing to find. Take the classes from y_true alone."),
    })


class PretendModel:
    """It recognises an image once it was shown as many of that digit as the image is hard, and otherwise says what
    the image looks like. So it matters how many it was shown, and not which. A row is (digit, hard, looks like,
    number); a row with a label that is not its digit teaches nothing."""

    def __init__(self, X, y):
        self.shown = Counter(row[0] for row, label in zip(X.tolist(), y.tolist(), strict=False) if row[0] == label)
        self.asked = []

    def predict(self, X):
        self.asked.append(Counter(X[:, 0].tolist()))
        rows = X.astype(int).tolist()
        return np.array([digit if self.shown[digit] >= hard else looks for digit, hard, looks, _ in rows])


TRAIN_Y = np.array([8, 3, 8, 1, 8, 3, 8, 1, 3, 8, 3, 8])  # six 8s, four 3s, two 1s
TRAIN_X = np.column_stack([TRAIN_Y, 0 * TRAIN_Y, TRAIN_Y, np.arange(100, 112)]).astype(float)
TEST_X = np.array([
    [8, 1, 3, 1], [8, 2, 3, 2], [8, 3, 3, 3], [8, 5, 1, 4], [8, 6, 3, 5], [8, 9, 3, 6],
    [3, 1, 8, 7], [3, 4, 1, 8], [3, 7, 8, 9], [1, 1, 3, 10], [1, 2, 8, 11], [1, 9, 8, 12],
], dtype=float)  # fmt: skip
TEST_Y = TEST_X[:, 0].astype(int)


def four(accuracy_before, recall_before, accuracy_after, recall_after):
    return {
        "accuracy_before": accuracy_before, "accuracy_after": accuracy_after,
        "recall_before": recall_before, "recall_after": recall_after,
    }  # fmt: skip


def test_before_and_after_compares_the_recall_of_the_starved_class():
    models = []

    def train(X, y):
        models.append(PretendModel(X, y))
        return models[-1]

    def two_eights_and_all_the_rest(_):
        return any(asked == {8: 2, 3: 3, 1: 3} for model in models for asked in model.asked)

    got = before_and_after(train, TRAIN_X, TRAIN_Y, TEST_X, TEST_Y, label=8, keep=2)
    expect(got, want=four(9 / 12, 5 / 6, 6 / 12, 2 / 6), mistakes={
        "test starved": (two_eights_and_all_the_rest, "The test set was starved too: a model was asked about two 8s "
                         "only. Starve the training data, and test on all that there is."),
        "accuracy only": (four(9 / 12, 9 / 12, 6 / 12, 6 / 12), "The recalls here are accuracies, and accuracy hides "
                          "it: give the recall of the starved class, recall_by_class(…)[label]."),
        "recall only": (four(5 / 6, 5 / 6, 2 / 6, 2 / 6), "The accuracies here are recalls of 8. Accuracy is over the "
                        "whole test set."),
        "mixed up": (four(5 / 6, 9 / 12, 2 / 6, 6 / 12), "Accuracy and recall have changed places."),
        "reversed": (four(6 / 12, 2 / 6, 9 / 12, 5 / 6), "Before and after have changed places: before is the model "
                     "that had all the training data."),
        "no change": (four(9 / 12, 5 / 6, 9 / 12, 5 / 6), "Nothing has changed: both pairs of figures come from a "
                      "model that had all the training data. Train a second one, on the starved."),
        "starved twice": (four(6 / 12, 2 / 6, 6 / 12, 2 / 6), "Both pairs of figures come from a model with starved "
                          "training data. The one before has all of it."),
        "on training data": (lambda got: got["accuracy_before"] == 1, "A perfect score: the model was asked about "
                             "images that it has already seen. Ask it about the test set."),
        "all recalls": (lambda got: isinstance(got["recall_before"], dict), "That is the recall of every class. Only "
                        "that of `label` is wanted here."),
        "precision": (four(9 / 12, 5 / 7, 6 / 12, 2 / 4), "The recalls here are precisions: divide by the number of "
                      "real 8s, not by how many were called 8."),
        "keep fixed": (four(9 / 12, 5 / 6, 8 / 12, 4 / 6), "That is what five kept examples give. How many stay is "
                       "said by `keep`."),
    })


def test_before_and_after_starves_the_class_that_it_is_told():
    got = before_and_after(PretendModel, TRAIN_X, TRAIN_Y, TEST_X, TEST_Y, label=3, keep=1)
    expect(got, want=four(9 / 12, 2 / 3, 8 / 12, 1 / 3), mistakes={
        "always 8": (four(9 / 12, 5 / 6, 5 / 12, 1 / 6), "These are the figures of 8. The class is said by `label`."),
        "8 starved": (four(9 / 12, 2 / 3, 5 / 12, 2 / 3), "The 8s were starved. The class is said by `label`."),
        "8 measured": (four(9 / 12, 5 / 6, 8 / 12, 5 / 6), "The recalls are those of 8. The class is said by `label`."),
    })


def test_before_and_after_passes_the_seed_on():
    def kept(seed):
        shown = []

        def train(X, y):
            shown.append(sorted(X[y == 8, 3].astype(int).tolist()))
            return PretendModel(X, y)

        got = before_and_after(train, TRAIN_X, TRAIN_Y, TEST_X, TEST_Y, label=8, keep=3, seed=seed)
        expect(got, want=four(9 / 12, 5 / 6, 7 / 12, 3 / 6))
        return min(shown, key=len, default=[])

    first = [kept(seed) for seed in range(4)]
    again = [kept(seed) for seed in range(3)]
    assert first[:3] == again, "The same seed kept different 8s. Hand `seed` on to `starve`."
    assert len(set(map(tuple, first))) > 1, (
        f"Four different seeds all kept the same 8s, rows {first[0]}. Hand `seed` on to `starve`."
    )


class FiveNeighbours:
    """A real model, and a simple one: an image is what most of the five training images nearest to it are."""

    def __init__(self, X, y):
        self.X, self.y = X, y

    def predict(self, X):
        distances = (self.X**2).sum(axis=1) - 2 * X @ self.X.T  # squared, less what is the same for the whole row
        votes = self.y[np.argpartition(distances, 5, axis=1)[:, :5]]
        return (votes[:, :, None] == np.arange(10)).sum(axis=1).argmax(axis=1)


def test_before_and_after_shows_on_real_digits_what_the_accuracy_hides():
    X, y = (part[:900] for part in digits())
    test = np.arange(900) % 5 == 2  # every fifth image is held out
    got = before_and_after(FiveNeighbours, X[~test], y[~test], X[test], y[test], label=8, keep=5)
    accuracy = f"from {got['accuracy_before']:.2f} to {got['accuracy_after']:.2f}"
    recall = f"from {got['recall_before']:.2f} to {got['recall_after']:.2f}"
    assert 0 <= got["accuracy_before"] - got["accuracy_after"] < 0.15, (
        f"With five 8s left, the accuracy goes {accuracy}. It should fall by a few hundredths: "
        "only one digit in ten is an 8."
    )
    assert got["recall_before"] > 0.9 and got["recall_after"] < 0.58, (
        f"With five 8s left, the recall of 8 goes {recall}. It should start above 0.9 and fall to about a third."
    )
