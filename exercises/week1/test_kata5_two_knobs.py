"""One knob turned at a time, and everything else left alone.

`train` is passed in. Here it is the simplest learner there is: it keeps its rows, and answers with the
label of the nearest. So it knows every row that it has learned by heart, and nothing else.
"""

import numpy as np

from kata import digits, expect
from week1.kata5_two_knobs import accuracy_by_knob, accuracy_by_train_size, best_setting

# One feature, three classes: class 0 below 10, class 1 from 10, class 2 from 20. No row is in both parts.
X_TRAIN = np.array([[1], [4], [11], [13], [10], [24], [7]])
Y_TRAIN = np.array([0, 0, 1, 1, 1, 2, 0])
X_TEST = np.array([[25], [27], [26], [8], [16], [19], [20], [18]])
Y_TEST = np.array([2, 2, 2, 0, 1, 1, 2, 1])

# One feature, two classes: class 1 from 50. The label of 25 is wrong, and the nearest neighbour believes it.
X_NOISY = np.array([[88], [61], [25], [94], [63], [5], [37], [50], [29]])
Y_NOISY = np.array([1, 1, 1, 1, 1, 0, 0, 1, 0])
X_HELD_OUT = np.array([[75], [0], [36], [60], [48], [26], [24], [73]])
Y_HELD_OUT = np.array([1, 0, 0, 1, 0, 0, 0, 1])


class Neighbours:
    """Answers with the commonest label among the k nearest rows that it was given."""

    def __init__(self, X, y, k=1):
        self.X, self.y, self.k = np.asarray(X, dtype=float), np.asarray(y), k

    def predict(self, X):
        X = np.asarray(X, dtype=float)
        # The squared distance is |x|² - 2 x·row + |row|². The first part is the same for all rows of self.X.
        distances = (self.X**2).sum(axis=1) - 2 * X @ self.X.T
        if self.k == 1:  # the others need not be sorted
            return self.y[distances.argmin(axis=1)]
        nearest = distances.argsort(axis=1, kind="stable")[:, : self.k]
        return np.array([np.bincount(labels).argmax() for labels in self.y[nearest]])

    def score(self, X, y):
        return float(np.mean(self.predict(X) == np.asarray(y)))


def train_neighbours(X, y, value):
    """The knob is the number of neighbours that are asked."""
    return Neighbours(X, y, k=value)


def pairs(X, y):
    """The rows as (feature, label), to compare them."""
    assert len(X) == len(y), f"`train` was given {len(X)} rows of features and {len(y)} labels: cut both alike."
    return [(int(x), int(label)) for x, label in zip(np.ravel(X), y, strict=True)]


def test_accuracy_by_train_size_trains_on_the_first_n_rows():
    given = []

    def train(X, y):
        if pairs(X, y) not in given:
            given.append(pairs(X, y))
        return Neighbours(X, y)

    accuracy_by_train_size(train, X_TRAIN, Y_TRAIN, X_TEST, Y_TEST, [2, 4, 6])
    rows, test_rows = pairs(X_TRAIN, Y_TRAIN), pairs(X_TEST, Y_TEST)
    want = [rows[:2], rows[:4], rows[:6]]

    def lengths(got):
        return [len(one) for one in got]

    def features(got):
        return [[x for x, _ in one] for one in got]

    expect(sorted(given, key=len), want=want, what="the (feature, label) rows that `train` was given for the sizes "
           "2, 4 and 6", mistakes={
        "test rows": (lambda got: any(row in test_rows for one in got for row in one), "Test rows were used for "
                      "training. Take the first n rows of the training part: X_train[:n]."),
        "never": ([], "`train` was not called at all."),
        "all": ([rows], "`train` was given all training rows each time: the size takes no part. Give it X_train[:n] "
                "and y_train[:n]."),
        "one size": (lambda got: len(got) == 1, "`train` was called for one size only. Every size needs a model of "
                     "its own, trained inside the loop, with the return after it."),
        "pieces": (lambda got: lengths(got) == [2, 2, 2], "`train` was only given the rows that came since the size "
                   "before. A size n uses all of the first n rows: X_train[:n]."),
        "labels": (lambda got: features(got) == features(want) and got != want, "The features are right, but the "
                   "labels are those of other rows. Cut both alike: X_train[:n] and y_train[:n]."),
        "last rows": ([rows[-2:], rows[-4:], rows[-6:]], "Those are the last n rows. The first n are X_train[:n]."),
        "other rows": (lambda got: lengths(got) == [2, 4, 6] and got != want, "The number of rows is right, but they "
                       "are not the first ones: that comes of drawing them at random. The data is shuffled already, so "
                       "take X_train[:n]."),
        "one off": (lambda got: lengths(got) in ([1, 3, 5], [3, 5, 7]), "Each time one row too few or too many: the "
                    "slice [:n] holds exactly n rows."),
    }, say="A size n uses the first n rows: X_train[:n] and y_train[:n].")


def test_accuracy_by_train_size_scores_every_model_on_the_whole_test_set():
    """The first two rows teach class 0 alone, and one test row in eight is of class 0."""
    expect(accuracy_by_train_size(Neighbours, X_TRAIN, Y_TRAIN, X_TEST, Y_TEST, [2, 4, 6]),
           want=[0.125, 0.375, 0.75], mistakes={
        "own rows": ([1, 1, 1], "The curve is flat at 1.0: that is the score on the rows each model has just learned. "
                     "Score the same untouched test set for every size."),
        "training part": ([3 / 7, 6 / 7, 1], "Those are scores on the training part, which the models know by heart, "
                          "more or less. Score on X_test and y_test."),
        "rest": ([0.2, 2 / 3, 1], "Those are scores on the rest of the training part, another one for every size. "
                 "Score on X_test and y_test."),
        "test set shrunk": ([0, 0, 2 / 3], "The test set shrank along with the training rows. Leave it whole, or the "
                            "accuracies cannot be compared."),
        "one behind": ([0.125, 0.125, 0.375], "Each accuracy belongs to the model of the size before. Train first, "
                       "then score that model."),
        "first model": ([0.125] * 3, "All three are the accuracy of the first model. Every size needs a model of its "
                        "own, and its own score."),
        "last model": ([0.75] * 3, "All three are the accuracy of the last model. Score each model before you train "
                       "the next, or keep them all."),
        "errors": ([0.875, 0.625, 0.25], "Those are the fractions that were wrong. Accuracy is the fraction that was "
                   "right."),
        "counts": ([1, 3, 6], "Those are counts. Divide by the number of test rows."),
        "percent": ([12.5, 37.5, 75], "Those are percentages. Return fractions, 0.0 to 1.0."),
        "one number": (lambda got: 0 < got <= 1, "That is one accuracy. Collect one for each size in a list, and "
                       "return it after the loop."),
        "too early": ([0.125], "The list ends after the first size: that is what a return inside the loop gives. "
                      "Return after the loop."),
        "only the last": ([0.75], "Only the last size is left: that is what a list made anew in each turn gives. Make "
                          "it once, before the loop."),
        "dict": (lambda got: list(got.values()) == [0.125, 0.375, 0.75], "The right accuracies, in a dict. Return "
                 "them as a list, in the order of `sizes`."),
    })


def test_accuracy_by_train_size_keeps_the_order_of_the_sizes():
    expect(accuracy_by_train_size(Neighbours, X_TRAIN, Y_TRAIN, X_TEST, Y_TEST, [4, 6, 2]),
           want=[0.375, 0.75, 0.125], mistakes={
        "sorted": ([0.125, 0.375, 0.75], "Those belong to the sizes 2, 4 and 6. The sizes came as 4, 6, 2: answer in "
                   "that order."),
        "best so far": ([0.375, 0.75, 0.75], "The size 2 has the accuracy of another. Give each size its own, even if "
                        "it is lower than the best so far."),
    })


def test_accuracy_by_train_size_shows_that_100_digits_teach_less_than_1347():
    """The real digits: about 0.9 against 0.98, and the data made all the difference."""
    images, labels = digits()
    order = np.arange(1797) * 1000 % 1797  # mixed: 1000 and 1797 have no common factor
    X, y = images[order], labels[order]
    got = accuracy_by_train_size(Neighbours, X[:1347], y[:1347], X[1700:], y[1700:], [100, 1347])
    expect(got, want=[Neighbours(X[:n], y[:n]).score(X[1700:], y[1700:]) for n in (100, 1347)])


def test_accuracy_by_knob_trains_one_model_for_every_value():
    given = {}

    def train(X, y, value):
        given[value] = pairs(X, y)
        return Neighbours(X, y)

    accuracy_by_knob(train, [5, 1, 3], X_NOISY, Y_NOISY, X_HELD_OUT, Y_HELD_OUT)
    rows, held_out = pairs(X_NOISY, Y_NOISY), pairs(X_HELD_OUT, Y_HELD_OUT)
    expect(given, want={5: rows, 1: rows, 3: rows}, what="value → (feature, label) of the rows that `train` was given",
           mistakes={
        "held-out rows": (lambda got: any(row in held_out for one in got.values() for row in one), "Held-out rows were "
                          "used for training. Train on X_train and y_train alone."),
        "never": ({}, "`train` was not called at all."),
        "positions": (lambda got: list(got) == [0, 1, 2], "`train` was given 0, 1, 2: the positions in `values`. Give "
                      "it the values themselves."),
        "all values": (lambda got: [5, 1, 3] in map(list, got), "`train` was given all values at once. Call it once "
                       "for each of them."),
        "one value": (lambda got: len(got) == 1, "`train` was called with one value only. Every value needs a model of "
                      "its own, trained inside the loop, with the return after it."),
        "fewer rows": (lambda got: list(got) == [5, 1, 3] and any(len(one) < len(rows) for one in got.values()),
                       "`train` was given a part of the training rows. Only the knob should change: give all rows each "
                       "time."),
    }, say="For every value, call train(X_train, y_train, value).")


def test_accuracy_by_knob_scores_each_model_on_the_held_out_rows():
    """One neighbour believes the wrong label, five look too far away, three are about right."""
    right = {5: 0.75, 1: 0.625, 3: 0.875}
    expect(accuracy_by_knob(train_neighbours, [5, 1, 3], X_NOISY, Y_NOISY, X_HELD_OUT, Y_HELD_OUT), want=right,
           mistakes={
        "training rows": ({5: 7 / 9, 1: 1.0, 3: 8 / 9}, "Those are scores on the training rows, and by them the model "
                          "that learns by heart always wins. Score on X_test and y_test."),
        "last model": (dict.fromkeys(right, 0.875), "Every value has the accuracy of the last model: all were trained "
                       "first, and one of them was scored. Score each model in its own turn of the loop."),
        "first model": (dict.fromkeys(right, 0.75), "Every value has the accuracy of the first model. Every value "
                        "needs a model of its own: train one in each turn of the loop."),
        "one behind": ({5: 0.75, 1: 0.75, 3: 0.625}, "Each accuracy belongs to the model of the value before. Train "
                       "first, then score that model."),
        "best so far": ({5: 0.75, 1: 0.75, 3: 0.875}, "The value 1 has the accuracy of another: keep each value's own, "
                        "even if it is lower."),
        "errors": ({5: 0.25, 1: 0.375, 3: 0.125}, "Those are the fractions that were wrong. Accuracy is the fraction "
                   "that was right."),
        "counts": ({5: 6, 1: 5, 3: 7}, "Those are counts. Divide by the number of held-out rows."),
        "percent": ({5: 75, 1: 62.5, 3: 87.5}, "Those are percentages. Return fractions, 0.0 to 1.0."),
        "turned round": ({0.75: 5, 0.625: 1, 0.875: 3}, "Keys and values are the wrong way round: the setting is the "
                         "key, its accuracy the value."),
        "positions": ({0: 0.75, 1: 0.625, 2: 0.875}, "The keys are the positions 0, 1, 2. Use the settings themselves "
                      "as keys."),
        "text": ({"5": 0.75, "1": 0.625, "3": 0.875}, "The keys are text. Use the settings as they are."),
        "list": ([0.75, 0.625, 0.875], "The right accuracies, in a list. Return a dict, so that each stands beside its "
                 "setting."),
        "list of pairs": ([(5, 0.75), (1, 0.625), (3, 0.875)], "The right pairs, in a list. Return them as a dict."),
        "only the last": ({3: 0.875}, "Only the last value is left: that is what a dict made anew in each turn gives. "
                          "Make it once, before the loop."),
        "only the first": ({5: 0.75}, "Only the first value is there: that is what a return inside the loop gives. "
                           "Return after the loop."),
        "best": (0.875, "That is the best accuracy alone. Return all of them: setting → accuracy."),
    })


def test_accuracy_by_knob_keeps_the_order_of_the_values():
    result = accuracy_by_knob(train_neighbours, [5, 1, 3], X_NOISY, Y_NOISY, X_HELD_OUT, Y_HELD_OUT)
    expect(list(result), want=[5, 1, 3], what="the keys", mistakes={
        "sorted": ([1, 3, 5], "The keys are sorted. Keep the order of `values`, so that of equals the first stays the "
                   "first."),
        "best first": ([3, 5, 1], "The keys are sorted by accuracy. Keep the order of `values`."),
    })


def test_accuracy_by_knob_takes_settings_of_any_kind():
    """A knob may be a word, or None for "leave it alone"."""
    neighbours = {"many": 5, None: 1, "some": 3}

    def train(X, y, value):
        return Neighbours(X, y, k=neighbours[value])

    expect(accuracy_by_knob(train, ["many", None, "some"], X_NOISY, Y_NOISY, X_HELD_OUT, Y_HELD_OUT),
           want={"many": 0.75, None: 0.625, "some": 0.875})


def test_best_setting_is_the_one_with_the_highest_accuracy():
    accuracy_by_value = {5: 0.625, 9: 0.75, 2: 0.5, 4: 0.875, 1: 0.7, 7: 0.8}
    expect(best_setting(accuracy_by_value), want=4, mistakes={
        "accuracy": (0.875, "That is the highest accuracy. Return the setting that reached it."),
        "pair": ((4, 0.875), "The right setting, with its accuracy beside it. Return the setting alone."),
        "pair, turned round": ((0.875, 4), "The right setting, with its accuracy beside it. Return the setting alone."),
        "list": (lambda got: list(got) == [4], "The right setting, inside a list. Return the setting alone."),
        "position": (3, "That is the position of the best one. Return the setting that stands there."),
        "largest": (9, "That is the largest setting: max(…) of a dict looks at its keys. Compare the accuracies."),
        "smallest": (1, "That is the smallest setting. Compare the accuracies."),
        "worst": (2, "That is the setting with the lowest accuracy."),
        "first": (5, "That is simply the first setting. Go on through all of them, and keep the best so far."),
        "last": (7, "That is simply the last setting: the value you get if the best so far is forgotten in each turn "
                 "of the loop, or never updated. Start it before the loop, and update it inside."),
    })


def test_best_setting_of_equals_is_the_first():
    expect(best_setting({3: 0.8, 5: 0.9, 2: 0.9, 7: 0.9, 4: 0.9, 9: 0.7, 1: 0.6}), want=5, mistakes={
        "last": (4, "Four settings reach 0.9, and that is the last of them. Return the first: only a better one "
                 "replaces it, so > and not >=."),
        "largest": (7, "Four settings reach 0.9, and that is the largest of them. Return the first; the size of a "
                    "setting says nothing."),
        "smallest": (2, "Four settings reach 0.9, and that is the smallest of them. Return the first; the size of a "
                     "setting says nothing."),
        "all": (lambda got: list(got) == [5, 2, 7, 4], "Those are all the best ones. Return one setting, the first."),
    })


def test_best_setting_may_win_by_a_hair():
    expect(best_setting({0.1: 0.9412, 0.01: 0.9611, 1.0: 0.9639, 10.0: 0.9556}), want=1.0, mistakes={
        "rounded": (0.01, "Rounded to two digits three of them have 0.96, and that is the first. But 0.9639 is the "
                    "highest: compare the accuracies as they are."),
    })


def test_best_setting_when_nothing_was_right():
    expect(best_setting({"medium": 0.0, "small": 0.0, "large": 0.0, "other": 0.0}), want="medium", mistakes={
        "none": (None, "Every accuracy is 0.0, and no setting beats a best that starts at 0. Start with the first "
                 "setting, or below 0."),
    })


def test_best_setting_may_be_none_or_zero():
    """None and 0 are settings like any other: no limit, say, or no penalty."""
    nothing = "None or 0 is a setting here, so it cannot stand for \"nothing found yet\": compare the accuracies alone."
    expect(best_setting({None: 0.9, 10: 0.8, 20: 0.7}), want=None, mistakes={"none": (10, nothing)})
    expect(best_setting({0: 0.9, 10: 0.8, 20: 0.7}), want=0, mistakes={"zero": (10, nothing)})
