"""Where did the eights go, who else was harmed, and how many examples would have been enough?

MATRIX is made up, and lopsided on purpose. STARVED was measured: a logistic regression that had seen five 8s
was asked about 449 digits that it had never seen. 8 of the 44 eights were found.
"""

from collections import Counter

import numpy as np

from kata import digits, expect, expect_error
from week2.kata5_blame_detective import harmed_classes, recall_by_kept, tipping_point, who_absorbed

MATRIX = np.array([
    [30, 4, 0, 6, 1],
    [5, 25, 8, 0, 2],
    [1, 7, 40, 9, 2],
    [0, 11, 4, 22, 3],
    [8, 1, 2, 0, 28],
])  # fmt: skip

STARVED = np.array([
    [43, 0, 0, 0, 0, 0, 0, 0, 0, 0],
    [0, 44, 0, 0, 0, 1, 0, 0, 0, 1],
    [0, 0, 44, 0, 0, 0, 0, 0, 0, 0],
    [0, 0, 1, 44, 0, 0, 0, 1, 0, 1],
    [0, 0, 0, 0, 48, 0, 0, 0, 0, 2],
    [0, 0, 0, 0, 0, 41, 0, 0, 0, 0],
    [0, 2, 0, 0, 0, 0, 39, 0, 0, 0],
    [0, 0, 0, 0, 2, 0, 0, 45, 0, 0],
    [0, 10, 3, 12, 1, 2, 0, 0, 8, 8],
    [0, 1, 0, 0, 0, 0, 0, 0, 0, 45],
])  # fmt: skip


def test_who_absorbed_looks_along_the_row_of_the_real_ones():
    what = f"who_absorbed(MATRIX, label=2), where row 2 is {MATRIX[2].tolist()} and column 2 is {MATRIX[:, 2].tolist()}"
    expect(who_absorbed(MATRIX, label=2), want=(3, 9), what=what, mistakes={
        "column": ((1, 8), "That is who was mistaken *for* a 2, the column. Look along the row of the real 2s."),
        "diagonal": ((2, 40), "Those are the 2s that were found, on the diagonal. Where did the others go?"),
        "anywhere": ((1, 11), "That is the largest mistake in the whole matrix, 3s taken for 1s. Only the row of "
                     "`label` is asked for."),
        "anywhere, from": ((3, 11), "That is the largest mistake in the whole matrix, 3s taken for 1s. Only the row of "
                           "`label` is asked for."),
        "both directions": ((1, 15), "That counts the mix-ups in both directions. Only the real 2s are asked for: one "
                            "row."),
        "shifted": ((2, 9), "The count is right and the label is not: with the diagonal entry taken out, everything "
                    "after it moves up by one. Skip it, and leave it in its place."),
        "all": ((3, 19), "19 is how many 2s went astray altogether. How many of them did the 3 take?"),
        "share": ((3, 9 / 59), "That is a share of the row. Give the count."),
        "swapped": ((9, 3), "The label comes first, then the count."),
        "label only": (3, "That is the label alone. How many did it take? Return both."),
        "count only": (9, "That is the count alone. Who took them? Return both."),
        "pair": ((2, 3), "That is the pair of labels. Return the other label and the count."),
        "last": ((4, 2), "That is the smallest entry, or the last one. Which is the largest?"),
    })


def test_who_absorbed_names_the_smallest_label_of_equals():
    matrix = np.array([[9, 0, 0, 0], [1, 5, 3, 3], [0, 4, 8, 0], [2, 2, 1, 7]])
    expect([who_absorbed(matrix, label=1), who_absorbed(matrix, label=3)], want=[(2, 3), (0, 2)],
           what="who absorbed the 1s and who the 3s, where two took equally many", mistakes={
        "last": ([(3, 3), (1, 2)], "Two classes took equally many. Name the smaller label."),
    })


def test_who_absorbed_finds_a_class_of_which_more_went_astray_than_were_found():
    what = f"who_absorbed(STARVED, label=8), where row 8 is {STARVED[8].tolist()}"
    expect(who_absorbed(STARVED, label=8), want=(3, 12), what=what, mistakes={
        "sorted": ((1, 10), "The runner-up: the largest entry of the row was taken for the diagonal and left out. The "
                   "diagonal is at matrix[label, label], however small it is."),
    })


def test_who_absorbed_counts_nothing_where_there_are_no_mistakes():
    for label in (0, 5):
        other_and_count = who_absorbed(STARVED, label)
        expect(tuple(other_and_count)[1], want=0, what=f"how many {label}s were absorbed: all of them were found")


RECALLS = {9: 0.66, 0: 0.98, 8: 0.05, 1: 0.71, 2: 0.9, 5: 0.42}


def test_harmed_classes_lists_those_below_the_floor_worst_first():
    expect(harmed_classes(RECALLS, floor=0.7), want=[8, 5, 9], mistakes={
        "best first": ([9, 5, 8], "The right classes, the best of them first. The worst comes first."),
        "by label": ([5, 8, 9], "The right classes, by their labels. Sort them by their recall, the lowest first."),
        "as given": ([9, 8, 5], "The right classes, in the order of the dict. Sort them by their recall, the lowest "
                     "first."),
        "recalls": ([0.05, 0.42, 0.66], "Those are the recalls. Return the labels of the classes."),
        "pairs": (lambda got: len(np.shape(list(got))) == 2 or isinstance(got, dict),
                  "Return the labels alone, without their recalls."),
        "positions": ([2, 5, 0], "Those are places in the dict, not labels: 8 is in place 2."),
        "above": (lambda got: set(got) == {0, 1, 2}, "Those are the classes that are well served. Which are below?"),
        "all": (lambda got: len(got) == 6, "Those are all the classes. Only those below the floor are harmed."),
        "worst only": ([8], "That is the worst alone. Return every class below the floor."),
        "worst, bare": (8, "That is the worst alone. Return every class below the floor, as a list."),
        "average": ([8, 5], "Those are below the average, or below one half. Compare with the floor."),
    })


def test_harmed_classes_spares_a_class_at_the_floor():
    expect(harmed_classes({3: 0.75, 4: 0.9, 7: 0.5}, floor=0.75), want=[7], mistakes={
        "at": ([7, 3], "0.75 is not below 0.75: a class exactly at the floor is not harmed."),
    })
    expect(harmed_classes({0: 1.0, 3: 0.75, 8: 0.91}, floor=0.75), want=[])


def test_harmed_classes_names_the_smaller_label_of_equals_first():
    expect(harmed_classes({1: 0.5, 4: 0.5, 6: 0.2, 8: 0.5}, floor=0.6), want=[6, 1, 4, 8], mistakes={
        "larger": ([6, 8, 4, 1], "Three classes have a recall of 0.5. Of equals, the smaller label comes first."),
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


TRAIN_Y = np.array([8, 3, 8, 8, 3, 8, 3, 8, 8, 3, 8])  # seven 8s, four 3s
TRAIN_X = np.column_stack([TRAIN_Y, 0 * TRAIN_Y, TRAIN_Y, np.arange(100, 111)]).astype(float)
TEST_X = np.array([
    [8, 1, 3, 1], [8, 2, 3, 2], [3, 1, 8, 3], [8, 3, 9, 4], [3, 2, 9, 5], [8, 4, 3, 6],
    [8, 6, 9, 7], [3, 3, 9, 8], [8, 9, 3, 9], [3, 4, 9, 10], [3, 8, 8, 11],
], dtype=float)  # fmt: skip
TEST_Y = TEST_X[:, 0].astype(int)  # six 8s, five 3s


def test_recall_by_kept_starves_the_whole_training_data_for_every_point():
    models = []

    def train(X, y):
        models.append(PretendModel(X, y))
        return models[-1]

    def starved_test_set(_):
        return any(asked[8] < 6 and asked[3] == 5 for model in models for asked in model.asked)

    got = recall_by_kept(train, TRAIN_X, TRAIN_Y, TEST_X, TEST_Y, label=8, keeps=[3, 5, 1, 20])
    expect(got, want=[3 / 6, 4 / 6, 1 / 6, 5 / 6], mistakes={
        "starved again": ([3 / 6, 3 / 6, 1 / 6, 1 / 6], "The starved data was starved again: what one point took away "
                          "is missing from the next. Start every round from the full X_train and y_train."),
        "test starved": (starved_test_set, "The test set was starved too. Starve the training data, and test on all "
                         "that there is."),
        "accuracy": ([7 / 11, 8 / 11, 5 / 11, 9 / 11], "Those are accuracies, and accuracy hides it. Give the recall "
                     "of `label`: recall_by_class(…)[label]."),
        "never starved": ([5 / 6] * 4, "The same recall everywhere, that of a model with all the training data. Train "
                          "on what `starve` returns."),
        "one model": ([3 / 6] * 4, "The same recall everywhere, that of the first model. Train a new one for each "
                      "number in `keeps`."),
        "training data": ([1.0] * 4, "A perfect score: the model was asked about images that it has already seen. Ask "
                          "it about the test set."),
        "sorted": ([1 / 6, 3 / 6, 4 / 6, 5 / 6], "The right recalls in the order of their size. Keep the order of "
                   "`keeps`."),
        "precision": ([3 / 4, 4 / 5, 1 / 2, 5 / 6], "Those are precisions. How many of the real 8s were found?"),
        "missed": ([3 / 6, 2 / 6, 5 / 6, 1 / 6], "That is the part that was missed. Recall is the part found."),
        "counts": ([3, 4, 1, 5], "That is how many were found. Divide by how many there are."),
        "last only": (5 / 6, "That is the recall at the last point alone. Return a list, one recall for each point."),
        "dict": (lambda got: isinstance(got, dict), "Return a list of the recalls alone: `keeps` says what they "
                 "belong to."),
        "every class": (lambda got: isinstance(got[0], dict), "Those are the recalls of every class. Only that of "
                        "`label` is wanted."),
        "pairs": (lambda got: np.shape(got) == (4, 2), "Return the recalls alone: `keeps` says what they belong to."),
    })


def test_recall_by_kept_starves_the_class_that_it_is_told():
    models = []

    def train(X, y):
        models.append(PretendModel(X, y))
        return models[-1]

    got = recall_by_kept(train, TRAIN_X, TRAIN_Y, TEST_X, TEST_Y, 3, [2, 3, 0])
    expect(got, want=[2 / 5, 3 / 5, 0.0], mistakes={
        "always 8": ([2 / 6, 3 / 6, 0.0], "Those are the recalls of 8. The class is said by `label`."),
        "8 starved": (lambda _: any(model.shown[8] < 7 for model in models),
                      "The 8s were starved. The class is said by `label`."),
        "8 measured": ([5 / 6] * 3, "Those are the recalls of 8. The class is said by `label`."),
    })


def test_recall_by_kept_passes_the_seed_on():
    def kept(seed):
        shown = []

        def train(X, y):
            shown.append(sorted(X[y == 8, 3].astype(int).tolist()))
            return PretendModel(X, y)

        got = recall_by_kept(train, TRAIN_X, TRAIN_Y, TEST_X, TEST_Y, label=8, keeps=[4, 3], seed=seed)
        expect(got, want=[4 / 6, 3 / 6])
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


def test_recall_by_kept_rises_with_the_examples_on_real_digits():
    X, y = (part[:900] for part in digits())
    test = np.arange(900) % 5 == 2  # every fifth image is held out
    few, many = recall_by_kept(FiveNeighbours, X[~test], y[~test], X[test], y[test], 8, [5, 60])
    assert few < 0.58 < many, (
        f"With 5 and with 60 eights the recall is {few:.2f} and {many:.2f}. It should rise, from below a half to well "
        "above it: more examples, more of them found."
    )


KEEPS = [5, 10, 15, 20, 40, 80, 120]
BUMPY = [0.05, 0.50, 0.72, 0.60, 0.80, 0.97, 0.90]


def test_tipping_point_is_where_the_recall_stays_above_the_floor():
    expect(tipping_point(KEEPS, BUMPY, floor=0.7), want=40, mistakes={
        "first": (15, "At 15 it reaches the floor for the first time, and at 20 it falls back. Look for the number "
                  "from which it stays there."),
        "last below": (20, "20 is the last that is still below. The tipping point is the next one."),
        "steepest": (lambda got: got in (5, 10), "Between 5 and 10 the recall rises most. Look instead for the number "
                     "from which it stays at or above the floor."),
        "position": (4, "That is the place in the list. Return the number of examples that stands there."),
        "recall": (0.80, "That is the recall at the tipping point. Return the number of examples."),
        "largest": (120, "120 is enough, but fewer are enough too. Which is the smallest?"),
        "best": (80, "That is where the recall is highest. How few examples reach the floor?"),
        "list": (lambda got: got[0] == 40, "Those are all that are enough. Return the fewest alone."),
        "never": (None, "None means that there is none. From 40 on, every recall is at or above 0.7."),
    })


def test_tipping_point_may_lie_exactly_on_the_floor():
    expect(tipping_point([5, 20, 60, 100], [0.25, 0.75, 0.9, 0.95], floor=0.75), want=20, mistakes={
        "above": (60, "At 20 the recall is 0.75, exactly the floor. At the floor is enough."),
    })


def test_tipping_point_is_none_where_even_the_most_are_not_enough():
    for recalls in ([0.3, 0.85, 0.7], [0.1, 0.2, 0.3]):
        expect(tipping_point([5, 20, 60], recalls, floor=0.8), want=None, mistakes={
            "fell back": (20, "At 20 the floor is reached, and at 60 the recall is below it again: it does not stay "
                          "there. Return None."),
            "no number": (lambda got: got not in (None, 5, 20, 60), "There is no tipping point here. The docstring "
                          "says how to tell that: return None."),
        }, say="Even with the most examples, 60, the recall is below the floor, so nothing is enough: return None.")


def test_tipping_point_is_the_first_number_where_all_are_enough():
    expect(tipping_point([5, 20, 60], [0.8, 0.85, 0.9], floor=0.7), want=5, mistakes={
        "no crossing": (None, "All three are enough, although nothing crosses the floor. The fewest is 5."),
        "second": (20, "5 is enough already: its recall is above the floor, and so are all after it."),
    })


def test_tipping_point_takes_the_points_in_any_order():
    keeps, recalls = [40, 20, 120, 5, 60, 10, 80], [0.80, 0.60, 0.90, 0.10, 0.85, 0.75, 0.97]
    expect(tipping_point(keeps, recalls, floor=0.7), want=40, mistakes={
        "as given": (60, "That is what you get if the points are taken in the order of the lists, or if `keeps` is "
                     "sorted without its recalls. Sort the points by the number of examples, each with its recall."),
    })


def test_tipping_point_refuses_lists_of_different_lengths():
    expect_error(tipping_point, [5, 20, 60], [0.2, 0.9], 0.7,
                 why="Three keeps and two recalls: which one is missing? Raise a ValueError, and do not guess.")
