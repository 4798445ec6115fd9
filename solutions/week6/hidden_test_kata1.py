"""Fresh data for precision, recall and F1, run at grading only."""

import numpy as np

from kata import expect, expect_error
from week6.kata1_precision_and_recall import f1, macro_f1, precision, recall

# Class 3 is said and never true, class 1 is true and never said, of class 5 there is nothing.
Y_TRUE = np.array([4, 0, 1, 0, 2, 2, 4, 0, 2, 1, 4, 0, 2, 0, 4, 2])
Y_PRED = np.array([4, 0, 2, 2, 2, 3, 2, 0, 2, 4, 4, 2, 3, 0, 4, 2])

PRECISIONS = [3 / 3, 0.0, 3 / 7, 0.0, 3 / 4, 0.0]
RECALLS = [3 / 5, 0.0, 3 / 5, 0.0, 3 / 4, 0.0]
F1S = [6 / 8, 0.0, 6 / 12, 0.0, 6 / 8, 0.0]


ALONE = "One number does not speak for three: lengths that differ should be a ValueError."

def test_precision_on_fresh_data():
    for label, want in enumerate(PRECISIONS):
        expect(precision(Y_TRUE, Y_PRED, label), want=want)
        expect(precision(tuple(Y_TRUE.tolist()), Y_PRED.tolist(), label), want=want)


def test_precision_refuses_labels_and_predictions_of_different_lengths():
    expect_error(precision, [0, 1, 0], [0, 1], 1, why="Three labels and two predictions should be a ValueError.")
    expect_error(precision, [0, 1, 1], [1], 1, why=ALONE)


def test_recall_on_fresh_data():
    for label, want in enumerate(RECALLS):
        expect(recall(Y_TRUE, Y_PRED, label), want=want)
        expect(recall(Y_TRUE.tolist(), tuple(Y_PRED.tolist()), label), want=want)


def test_recall_refuses_labels_and_predictions_of_different_lengths():
    expect_error(recall, [0, 1], [0, 1, 1], 1, why="Two labels and three predictions should be a ValueError.")
    expect_error(recall, [1], [1, 0, 1], 1, why=ALONE)


def test_f1_on_fresh_data():
    for label, want in enumerate(F1S):
        expect(f1(Y_TRUE, Y_PRED, label), want=want)


def test_f1_may_be_nothing_or_all():
    expect(f1(np.array([1, 0, 1]), np.array([0, 1, 0]), 1), want=0.0)
    expect(f1(np.array([1, 0, 1]), np.array([1, 0, 1]), 1), want=1.0)


def test_macro_f1_on_fresh_data():
    expect(macro_f1(Y_TRUE, Y_PRED, 5), want=sum(F1S) / 5)
    expect(macro_f1(Y_TRUE, Y_PRED, 6), want=sum(F1S) / 6)
    expect(macro_f1(Y_TRUE[:5].tolist(), Y_TRUE[:5].tolist(), 5), want=4 / 5)  # class 3 is nowhere
