"""Fresh data for confidence, run at grading only."""

import numpy as np

from kata import expect, expect_error
from week1.kata6_confidence import class_record, confidently_wrong, predictions_with_confidence

PROBABILITIES = np.array([
    [0.03125, 0.0625, 0.84375, 0.0625],
    [0.5, 0.25, 0.125, 0.125],
    [0.0, 0.9375, 0.0625, 0.0],
    [0.0625, 0.0, 0.03125, 0.90625],
    [0.25, 0.0, 0.75, 0.0],
    [1.0, 0.0, 0.0, 0.0],
])
Y_TRUE = np.array([0, 0, 3, 1, 1, 2])


def test_predictions_with_confidence_on_fresh_data():
    want = np.array([2, 0, 1, 3, 2, 0]), np.array([0.84375, 0.5, 0.9375, 0.90625, 0.75, 1.0])
    expect(predictions_with_confidence(PROBABILITIES), want=want)


def test_predictions_with_confidence_of_one_picture():
    expect(predictions_with_confidence(np.array([[0.25, 0.125, 0.625]])), want=(np.array([2]), np.array([0.625])))


def test_confidently_wrong_on_fresh_data():
    expect(confidently_wrong(Y_TRUE, PROBABILITIES), want=[5, 2, 3])


def test_confidently_wrong_with_another_threshold():
    expect(confidently_wrong(Y_TRUE, PROBABILITIES, threshold=0.75), want=[5, 2, 3, 0, 4])
    expect(confidently_wrong(Y_TRUE, PROBABILITIES, 0.9375), want=[5, 2])


def test_confidently_wrong_refuses_more_or_fewer_labels_than_rows():
    for n in (1, 4, 7):
        why = f"{n} labels and 6 rows of probabilities: there must be as many of both. Raise a ValueError."
        expect_error(confidently_wrong, np.resize(Y_TRUE, n), PROBABILITIES, why=why)


def test_class_record_on_fresh_data():
    y_true, y_pred = np.array([3, 1, 3, 3, 0, 1, 4]), np.array([3, 1, 0, 4, 0, 3, 3])
    expect(class_record(y_true, y_pred, 5), want=[(1, 0), (1, 1), (0, 0), (1, 2), (0, 1)])


def test_class_record_refuses_what_differs_in_length():
    for y_true, y_pred in (([1, 0, 1], [1, 0]), ([1], [1, 0, 0, 1]), ([0, 1, 1], [1])):
        why = f"{len(y_true)} true labels and {len(y_pred)} predictions are no pairs: raise a ValueError."
        expect_error(class_record, np.array(y_true), np.array(y_pred), 2, why=why)
