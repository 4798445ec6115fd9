"""An honest exam: questions put away in time, a fair score, and the score of a guesser beside it.

Nothing here fixes which rows a split takes: every seed has its own. The tests ask for what must hold of
any split: the sizes, nothing lost, nothing twice, each label with its row, repeatable.
"""

import math

import numpy as np

from kata import digits, expect, expect_error
from week1.kata2_held_out_split import accuracy, majority_baseline, split

_, DIGITS = digits()


def numbered(n):
    """n rows that can be told apart, and a label that follows from the row: X[i] is [i, -i, 7], y[i] is i % 3."""
    i = np.arange(n)
    return np.column_stack([i, -i, np.full(n, 7)]), i % 3


def what_is_odd(shapes, n, n_test):
    """A sentence about the shapes of four parts that are not what they should be."""
    dimensions = [len(shape) for shape in shapes]
    if dimensions == [2, 1, 2, 1]:
        return "They come as X, y, X, y. The order is X_train, X_test, y_train, y_test, as scikit-learn has it."
    if dimensions == [1, 1, 2, 2]:
        return "The labels come first. The order is X_train, X_test, y_train, y_test."
    if dimensions == [1, 1, 1, 1]:
        return "Those are row numbers. Return the rows themselves: X[train], not train."
    if dimensions != [2, 2, 1, 1]:
        return ""
    train, test, y_train, y_test = (shape[0] for shape in shapes)
    if train != test and (train, test) == (y_test, y_train):
        return "One of the two pairs is the wrong way round. The order is X_train, X_test, y_train, y_test."
    if (train, test) != (y_train, y_test):
        return "X and y were cut differently: a part must have as many labels as rows."
    if train + test > n:
        return (f"{n} rows came in, and the two parts have {train + test}: some rows come more than once. In both "
                "parts (then they overlap), or twice in one? Shuffle all row numbers, each once, and cut that in two.")
    if train + test < n:
        return (f"{n} rows came in, and {train + test} came out: some were lost. The training part is everything that "
                "is not in the test part.")
    if abs(train - n_test) <= 1:
        return (f"You would train on {train} rows and test on {test}: train and test are swapped, or test_fraction was "
                "taken as the share to train on.")
    if abs(test - n / 4) <= 1:
        return "The test part is a quarter of the rows, whatever `test_fraction` says. Use the argument."
    return "The test part is n · test_fraction rows, rounded up, and the training part is all the others."


def checked_split(X, y, **options):
    """A split that has been looked over: four parts, in the right order, of the right sizes, twice the same.

    One row more or less in the test part passes here; the digits are counted to the row.
    """
    parts = split(X, y, **options)
    expect(None if parts is None else len(parts), want=4, what="The number of things that `split` returned",
           say="Return four arrays, not two pairs: X_train, X_test, y_train, y_test.")
    shapes = [np.shape(part) for part in parts]
    n, n_test = len(X), math.ceil(len(X) * options.get("test_fraction", 0.25))
    k = next((k for k in (n_test - 1, n_test + 1) if shapes[1] == (k, 3)), n_test)
    expect(shapes, want=[(n - k, 3), (k, 3), (n - k,), (k,)], what="The shapes of X_train, X_test, y_train, y_test",
           say=what_is_odd(shapes, n, n_test))
    again = split(X, y, **options)
    assert all(np.array_equal(one, other) for one, other in zip(parts, again, strict=True)), (
        "Two calls with the same seed gave two different splits. Pass the seed on to whatever shuffles: "
        "random_state=seed, or np.random.default_rng(seed) made inside the function."
        if "seed" in options else
        "Two calls without a seed gave two different splits. The default, 0, is a seed like any other: "
        "`if seed:` or `seed or …` takes it for none."
    )
    return [np.asarray(part) for part in parts]


def row_numbers(part, X):
    """Which rows of X a part holds."""
    number = {tuple(row): i for i, row in enumerate(X.tolist())}
    found = [number.get(tuple(row)) for row in part.tolist()]
    assert None not in found, (
        f"{part[found.index(None)].tolist()} came back, and X has no such row. Shuffle whole rows, and leave the "
        "numbers inside a row where they are."
    )
    return found


def test_split_cuts_off_a_quarter_the_same_way_each_time():
    X, y = numbered(22)
    checked_split(X, y, seed=3)
    checked_split(X, y)


def test_split_puts_every_row_into_one_part_only():
    X, y = numbered(22)
    X_train, X_test, _, _ = checked_split(X, y, seed=1)
    train, test = row_numbers(X_train, X), row_numbers(X_test, X)
    both = sorted(set(train) & set(test))
    assert not both, (
        f"Rows {both} are in the train part and in the test part: the two overlap, so the exam has questions whose "
        "answers were learned. Shuffle the row numbers once, each of them once, and cut that list in two."
    )
    twice = sorted(i for i in range(len(X)) if (train + test).count(i) > 1)
    assert not twice, f"Rows {twice} come more than once: draw without putting back (replace=False)."


def test_split_keeps_each_label_with_its_row():
    X, y = numbered(22)
    X_train, X_test, y_train, y_test = checked_split(X, y, seed=1)
    for part, labels, name in ((X_train, y_train, "y_train"), (X_test, y_test, "y_test")):
        expect(labels, want=y[row_numbers(part, X)], what=f"{name}, beside the labels that belong to its rows",
               say="The labels no longer belong to their rows: X and y were shuffled apart. Shuffle row numbers once, "
               "and use those same numbers for both.")


def test_split_shuffles_anew_for_each_seed():
    X, y = numbered(22)
    drawn = [sorted(row_numbers(checked_split(X, y, seed=seed)[1], X)) for seed in (1, 2, 3)]
    for test in drawn:
        assert test not in (list(range(len(test))), list(range(22 - len(test), 22))), (
            f"The test part is simply rows {test[0]} to {test[-1]}, one end of the data. Shuffle all rows before you "
            "cut: in a sorted file, some classes would be in one part only."
        )
    assert not drawn[0] == drawn[1] == drawn[2], (
        f"The seeds 1, 2 and 3 all put rows {drawn[0]} into the test part. Another seed must give another split: is a "
        "fixed number used where `seed` belongs?"
    )


def test_split_cuts_off_the_fraction_that_it_is_given():
    X, y = numbered(22)
    checked_split(X, y, test_fraction=0.4, seed=1)
    checked_split(X, y, test_fraction=0.6, seed=2)


def test_split_leaves_1347_of_the_1797_digits_to_train_on():
    X, _ = numbered(len(DIGITS))
    X_test = checked_split(X, DIGITS, seed=1)[1]
    expect(len(X_test), want=450, what="The number of rows in the test part", mistakes={
        "not rounded up": (449, "A quarter of 1,797 is 449.25, and the test part takes the row that is begun: "
                           "math.ceil(n * test_fraction). int(…) and // cut off what is behind the point, and round(…) "
                           "goes to the nearest."),
    }, say="A quarter of 1,797 is 449.25. The test part is that, rounded up, and no row more.")


def test_accuracy_is_the_share_of_right_answers():
    """First about digits, in arrays; then about animals, in lists."""
    y_true = np.array([3, 8, 8, 1, 5, 3, 9, 0])
    y_pred = np.array([3, 8, 3, 1, 5, 5, 9, 8])
    expect(accuracy(y_true, y_pred), want=0.625, mistakes={
        "count": (5, "That is how many are right. Divide by how many there are."),
        "wrong ones": (3, "That is how many are wrong. Count the right ones, and divide by how many there are."),
        "percent": (62.5, "That is a percentage. Return the fraction, 0.625: leave out the factor 100."),
        "error": (0.375, "That is the share of the wrong answers. Accuracy is the share of the right ones."),
        "none": (0.0, "Every single answer counts as wrong. Usually one side was made text ('3') and the other is "
                 "numbers (3), or a whole-number division (//) cut the share to 0."),
        "rounded": (lambda got: got == 1 and isinstance(got, int), "The share was rounded to a whole number. Leave "
                    "it as it is."),
        "membership": (1.0, "Every prediction occurs somewhere in y_true. Compare position by position: the first "
                       "with the first, the second with the second."),
        "two decimals": (lambda got: 0.6 <= got < 0.63 and got != 0.625, "The share was rounded. Leave it as it is: "
                         "rounding is for the screen."),
        "one by one": (lambda got: np.shape(got) == (8,), "That says of each answer whether it is right. Average it: "
                       "the mean of True and False is the share of True."),
        "all": (lambda got: isinstance(got, bool | np.bool), "That says whether all of them are right. Compare answer "
                "by answer, and take the share."),
        "per class": (0.8333333, "That was divided by the number of classes. Divide by the number of answers."),
    })
    y_true = ["cat", "dog", "dog", "fish", "cat"]
    y_pred = ["cat", "dog", "cat", "fish", "dog"]
    expect(accuracy(y_true, y_pred), want=0.6, mistakes={
        "whole lists": (0.0, "With lists, `==` asks “are the two lists identical?” and gives one True or False. Turn "
                        "both into arrays first: np.asarray(y_true)."),
    })


def test_accuracy_of_433_right_answers_about_450_digits():
    y_true = DIGITS[:450]
    y_pred = y_true.copy()
    y_pred[100:117] = (y_pred[100:117] + 1) % 10  # 17 of them wrong
    expect(accuracy(y_true, y_pred), want=433 / 450)
    expect(accuracy(y_true, y_true), want=1.0)


def test_accuracy_refuses_what_differs_in_length():
    expect_error(
        accuracy, np.array([3, 8, 1, 5]), np.array([3, 8]), error=ValueError, shows=2,
        why="4 labels and 2 predictions: the two have different lengths, so somebody mixed something up. That must be "
        "a ValueError, not a score (zip() drops what is left over without a word).",
    )
    expect_error(
        accuracy, [3, 8, 8], [3],
        why="Three labels and a single prediction must be a ValueError too.", mistakes={
            "broadcast": (1 / 3, "A single prediction for three labels was given a score: an array of one is held "
                          "against every label in turn (NumPy calls it broadcasting). Compare the two lengths yourself "
                          "before you compare what is in them."),
        },
    )


def test_majority_baseline_always_says_the_commonest_training_label():
    y_train = np.array([5, 8, 2, 8, 9, 2, 8, 5, 2, 8])  # four 8s, three 2s, two 5s, one 9
    y_test = np.array([5, 9, 8, 5, 5, 2, 9, 5, 8, 9, 5])  # five 5s, three 9s, two 8s, one 2
    expect(majority_baseline(y_train, y_test), want=2 / 11, mistakes={
        "test label": (5 / 11, "The guesser looked at the exam: 5 is the commonest label of y_test (or of both "
                       "together). Take the commonest one of y_train, 8."),
        "training share": (0.4, "That is the share of 8s in y_train, a score on the training labels. Judge the guess "
                           "on y_test."),
        "label": (8, "That is the label that is guessed. Return how often that guess is right on y_test."),
        "count": (2, "That is how many guesses are right. Divide by the number of test labels."),
        "percent": (200 / 11, "That is a percentage. Return the fraction."),
        "error": (9 / 11, "That is how often the guesser is wrong."),
        "two counts": (4 / 11, "The number of 8s in y_train was divided by the length of y_test. Count the 8s in "
                       "y_test."),
        "other length": (0.2, "The right guesses on y_test were divided by the length of y_train."),
        "chance": (0.25, "One by the number of classes is what a throw of dice scores. This guesser always says 8."),
        "position": (1 / 11, "The guess was 2. That is the place of the label 8 among the sorted labels 2, 5, 8, 9; "
                     "take the label at that place (or it was the second commonest label, 2)."),
        "extreme": (3 / 11, "The guess was 9: the largest label, or the rarest. Take the one that occurs most often "
                    "in y_train, 8."),
    })


def test_majority_baseline_is_zero_where_the_guess_never_fits():
    """All that was common in training is absent from the test: the guesser pays for it."""
    expect(majority_baseline(np.array([4, 4, 6]), np.array([6, 6, 1, 6])), want=0.0)


def test_majority_baseline_of_the_digits_is_a_tenth():
    """Ten classes of nearly the same size: any classifier worth its name beats this by far."""
    expect(majority_baseline(DIGITS[:1347], DIGITS[1347:]), want=0.1)
