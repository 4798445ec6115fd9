"""Fresh data for confusion matrices, run at grading only."""

import numpy as np

from kata import expect, expect_error
from week1.kata4_confusion_matrix import confusion_matrix, most_confused_pair, recall

Y_TRUE = np.array([4, 1, 1, 0, 4, 4, 1, 2, 0, 4, 1, 4])
Y_PRED = np.array([4, 1, 0, 0, 2, 4, 1, 4, 0, 1, 0, 4])
COUNTS = np.array([
    [2, 0, 0, 0, 0],
    [2, 2, 0, 0, 0],
    [0, 0, 0, 0, 1],
    [0, 0, 0, 0, 0],
    [0, 1, 1, 0, 3],
])


def test_confusion_matrix_on_fresh_data():
    expect(confusion_matrix(Y_TRUE, Y_PRED, 5), want=COUNTS, dtype="int")


def test_confusion_matrix_of_one_class_of_three():
    expect(confusion_matrix(np.array([1, 1]), np.array([1, 1]), 3), want=np.array([[0, 0, 0], [0, 2, 0], [0, 0, 0]]))


def test_confusion_matrix_refuses_a_label_that_is_no_class():
    for bad in (3, -1, 7):
        why = f"There is no class {bad} among three, which are 0, 1 and 2: raise a ValueError that shows the label."
        expect_error(confusion_matrix, np.array([0, bad, 2]), np.array([0, 1, 2]), 3, shows=bad, why=why)
        expect_error(confusion_matrix, np.array([0, 1, 2]), np.array([0, 1, bad]), 3, shows=bad, why=why)


def test_confusion_matrix_refuses_what_differs_in_length():
    for y_true, y_pred in (([1, 0, 1], [1, 0]), ([1], [1, 0, 0, 1]), ([0, 1, 1], [1])):
        why = f"{len(y_true)} true labels and {len(y_pred)} predictions are no pairs: raise a ValueError."
        expect_error(confusion_matrix, np.array(y_true), np.array(y_pred), 2, why=why)


def test_recall_on_fresh_data():
    for label, want in enumerate([1.0, 0.5, 0.0, 0.0, 0.6]):
        expect(recall(COUNTS, label), want=want)


def test_recall_of_two_classes():
    expect(recall(np.array([[8, 2], [5, 35]]), 1), want=0.875)


def test_most_confused_pair_on_fresh_data():
    expect(most_confused_pair(np.array([[30, 0, 5], [6, 20, 2], [0, 5, 9]])), want=(1, 2))


def test_most_confused_pair_of_equals():
    expect(most_confused_pair(COUNTS), want=(0, 1))
