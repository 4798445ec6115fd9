"""Counting the mistakes, one class looked at alone, and the pair to worry about.

WORKED is the report card of a digit reader, cut down to four digits that look alike.
"""

import numpy as np

from kata import expect
from week1.kata4_confusion_matrix import confusion_matrix, most_confused_pair, recall

DIGITS = np.array([1, 7, 8, 9])
WORKED = np.array([
    [42, 3, 0, 0],  # the true 1s: 42 were called 1, three were called 7
    [4, 39, 0, 2],  # the true 7s
    [1, 0, 38, 6],  # the true 8s
    [0, 1, 5, 40],  # the true 9s
])

# Few enough examples to count by hand.
Y_TRUE = np.array([0, 0, 0, 1, 1, 1, 2, 2, 2, 2])
Y_PRED = np.array([0, 0, 1, 1, 2, 2, 2, 2, 2, 0])
COUNTS = np.array([[2, 1, 0], [0, 1, 2], [1, 0, 3]])

# Nobody showed this model a true 1; it answers 1 all the same.
NO_TRUE_1 = np.array([[5, 2, 1], [0, 0, 0], [0, 3, 9]])

# Its largest cell of mistakes is not its largest mix-up.
LOPSIDED = np.array([
    [50, 1, 9, 2],
    [0, 30, 2, 6],
    [0, 4, 12, 1],
    [1, 7, 8, 60],
])


def test_confusion_matrix_has_the_truth_in_rows_and_the_answers_in_columns():
    expect(confusion_matrix(Y_TRUE, Y_PRED, 3), want=COUNTS, mistakes={
        "transposed": (COUNTS.T, "Your matrix is the mirror image of the right one: rows must be the truth and "
                       "columns the answers. Row 2 adds up to 4, because there are four true 2s."),
        "once": (np.minimum(COUNTS, 1), "No cell is larger than 1: a pair that comes again is not counted again. In a "
                 "loop write += 1, not = 1. With whole arrays as the index NumPy's += counts a repeated pair only "
                 "once: loop, or use np.add.at."),
        "shares of rows": (COUNTS / COUNTS.sum(axis=1, keepdims=True), "These are shares, not counts: every row was "
                           "divided by its sum. Leave the counts as they are."),
        "shares of columns": (COUNTS / COUNTS.sum(axis=0), "These are shares, not counts: every column was divided by "
                              "its sum. Leave the counts as they are."),
        "shares of all": (COUNTS / 10, "These are shares, not counts: every cell was divided by the number of "
                          "examples. Leave the counts as they are."),
        "diagonal": (np.diag([2, 1, 3]), "Only the right answers are counted. A mistake belongs in a cell too: the row "
                     "of the truth, the column of the answer."),
        "no diagonal": (COUNTS - np.diag([2, 1, 3]), "The diagonal is empty: count the right answers too, in the row "
                        "and column of their class."),
        "truth only": (np.diag([3, 3, 4]), "The predictions take no part: this only says how often each class occurs. "
                       "The column of an example is what the model said."),
        "answers only": (np.diag([3, 2, 5]), "The truth takes no part: this only says how often each class was said. "
                         "The row of an example is its true class."),
        "same row": (np.array([[3, 2, 5]] * 3), "Every row is the same, for it is one row: [[0] * n] * n is n times "
                     "the very same list. Use np.zeros((n, n), dtype=int)."),
        "both ways": (COUNTS + COUNTS.T, "Every example is counted in both directions. It belongs in one cell: the "
                      "row of the truth, the column of the answer."),
        "from 1": (lambda got: np.shape(got) == (4, 4), "There is a row and a column too many: labels count from 0, so "
                   "three classes are 0, 1 and 2."),
    })


def test_confusion_matrix_keeps_a_row_for_a_class_that_does_not_occur():
    y_true, y_pred = np.array([0, 3, 1, 3, 0]), np.array([0, 1, 1, 3, 3])
    want = np.array([[1, 0, 0, 1], [0, 1, 0, 0], [0, 0, 0, 0], [0, 1, 0, 1]])
    expect(confusion_matrix(y_true, y_pred, 4), want=want, mistakes={
        "dropped": (lambda got: np.shape(got) == (3, 3), "Class 2 does not occur here, and your matrix lost its row "
                    "and its column, so class 3 moved into its place. Make the matrix n_classes × n_classes, "
                    "whatever occurs."),
    })


def test_confusion_matrix_is_as_large_as_it_was_asked_to_be():
    """Class 2 is an answer that is never true; class 3 is neither."""
    want = np.array([[1, 0, 0, 0], [0, 1, 1, 0], [0, 0, 0, 0], [0, 0, 0, 0]])
    expect(confusion_matrix(np.array([0, 1, 1]), np.array([0, 2, 1]), 4), want=want, mistakes={
        "largest": (lambda got: np.shape(got) == (3, 3), "No 3 is among these, and your matrix has no row for it. "
                    "Make the matrix n_classes × n_classes, whatever occurs."),
    })


def test_confusion_matrix_of_the_digit_reader():
    """Ten classes, of which four occur: the worked example sits in rows and columns 1, 7, 8 and 9."""
    y_true, y_pred = np.repeat(DIGITS, WORKED.sum(axis=1)), np.concatenate([np.repeat(DIGITS, row) for row in WORKED])
    want = np.zeros((10, 10), dtype=int)
    want[np.ix_(DIGITS, DIGITS)] = WORKED
    expect(confusion_matrix(y_true, y_pred, 10), want=want, dtype="int", mistakes={
        "floats": (lambda got: np.array_equal(got, want) and got.dtype.kind == "f", "The right counts, and 38.0 where "
                   "38 belongs: np.zeros and np.eye make floats if nobody says otherwise. Counts are whole numbers: "
                   "dtype=int."),
    })


def test_recall_is_the_fraction_of_a_class_that_was_found():
    """The 8s of the digit reader: row 2. There are 1 + 0 + 38 + 6 = 45 of them."""
    expect(recall(WORKED, 2), want=38 / 45, mistakes={
        "column": (38 / 43, "That is precision: of the pictures called 8, how many were 8? Recall divides by the row "
                   "instead: of the true 8s, how many were found?"),
        "all": (38 / 181, "The 8s that were found, divided by the number of all examples. Divide by the number of true "
                "8s, the sum of their row."),
        "accuracy": (159 / 181, "That is the overall accuracy, the same for every class. Recall looks at one row: its "
                     "cell on the diagonal, divided by its sum."),
        "rest": (169 / 181, "That counts all the easy answers too, the pictures that rightly were not called 8. Recall "
                 "only looks at the true 8s."),
        "specificity": (131 / 136, "That is the specificity: of the pictures that are no 8, how many were not called "
                        "8? Recall only looks at the true 8s."),
        "missed": (7 / 45, "That is the fraction that was missed. Recall is the fraction that was found."),
        "odds": (38 / 7, "That divides the found by the missed: the sum was taken without the diagonal. Divide by the "
                 "whole row."),
        "count": (38, "That is how many were found. Divide by how many there are."),
        "percent": (lambda got: abs(got - 3800 / 45) < 0.5, "That is a percentage. Return a fraction, 0.0 to 1.0."),
        "rounded": (lambda got: 0 < abs(got - 38 / 45) < 0.005, "That is the right value, rounded. Return it with all "
                    "its digits; whoever prints it may round."),
        "f1": (76 / 88, "That is the F1 score, which mixes recall with precision. Divide by the sum of the row alone."),
        "jaccard": (38 / 50, "That divides by row and column together. Recall divides by the sum of the row alone."),
        "floor": (0, "0 is what whole-number division gives: 38 // 45. Divide with a single /."),
        "row above": (39 / 45, "That is the recall of the row above. `label` is the row's number, counted from 0."),
        "row below": (40 / 46, "That is the recall of the row below. `label` is the row's number, counted from 0."),
        "average": ((42 / 45 + 39 / 45 + 38 / 45 + 40 / 46) / 4, "That is the average over all classes. Return the "
                    "recall of the one class `label`."),
        "every class": (lambda got: len(got) == 4, "You returned one recall for each class. Give the one of `label`."),
    })


def test_recall_of_every_digit():
    for label, want in enumerate([42 / 45, 39 / 45, 38 / 45, 40 / 46]):
        expect(recall(WORKED, label), want=want)


def test_recall_of_a_class_without_examples_is_zero():
    undefined = (
        "Class 1 has no example here, so this divides 0 by 0. By convention its recall is 0.0: look at the sum of the "
        "row before you divide."
    )
    try:
        got = recall(NO_TRUE_1, 1)
    except ZeroDivisionError:
        raise AssertionError(undefined) from None
    expect(got, want=0.0, mistakes={
        "nan": (np.isnan, undefined),
        "one": (1.0, "This class has no example, so there was nothing to find. By convention its recall is 0.0, "
                "not 1.0: an untested class should not look perfect."),
    })


def test_recall_may_be_nothing_or_all():
    never_found = np.array([[0, 4], [0, 6]])
    expect(recall(never_found, 0), want=0.0)
    expect(recall(never_found, 1), want=1.0)


def test_most_confused_pair_adds_up_both_directions():
    """1 and 3: six times one way and seven times the other, 13 mix-ups."""
    expect(most_confused_pair(LOPSIDED), want=(1, 3), mistakes={
        "order": ((3, 1), "The right pair, with the larger label in front. Put the smaller label first: a < b."),
        "one direction": (lambda got: sorted(got) in ([0, 2], [2, 3]), "That pair has the largest single cell, or the "
                          "largest on one side of the diagonal. A mix-up goes both ways: add matrix[a, b] and "
                          "matrix[b, a]."),
        "diagonal": (lambda got: got[0] == got[1], "That is a class paired with itself: the diagonal holds the right "
                     "answers. Leave it out."),
        "fewest": ((0, 1), "That is the pair with the fewest mix-ups. Look for the largest sum."),
        "worst rows": ((0, 3), "Those two classes each have many mistakes, but not with each other. Compare pairs: "
                       "matrix[a, b] + matrix[b, a]."),
        "shares": ((1, 2), "That pair leads if the cells are shares of a row. Add up the counts as they are."),
        "count": (13, "That is how often the pair was mixed up. Return the pair itself, (a, b)."),
        "pair and count": (lambda got: np.hstack(got).tolist() == [1, 3, 13], "The right pair, with its count beside "
                           "it. Return the pair alone, (a, b)."),
        "ten columns": ((0, 7), "argmax numbers the cells row by row, and a row has as many columns as there are "
                        "classes: divmod(i, len(matrix)), not divmod(i, 10)."),
        "flat": (lambda got: np.ndim(got) == 0, "argmax gives the number of one cell, counted row by row. Turn it into "
                 "row and column: divmod(i, len(matrix)) or np.unravel_index."),
    })


def test_most_confused_pair_of_the_digit_reader():
    """Rows 2 and 3 are the 8s and the 9s: two loops above each other, or one loop and a tail."""
    expect(most_confused_pair(WORKED), want=(2, 3))


def test_most_confused_pair_of_equals_is_the_smallest():
    """0 and 3 are mixed up five times, and so are 1 and 2."""
    equals = np.array([[5, 0, 1, 4], [2, 9, 3, 0], [0, 2, 9, 1], [1, 3, 0, 5]])
    expect(most_confused_pair(equals), want=(0, 3), mistakes={
        "another": ((1, 2), "(0, 3) and (1, 2) are mixed up five times each. Of equals take the smallest pair: the one "
                    "with the smaller a."),
    })
