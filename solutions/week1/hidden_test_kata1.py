"""Fresh data for features and labels, run at grading only."""

import numpy as np

from kata import digits, expect
from week1.kata1_features_and_labels import as_image, load_digits, scale


def test_load_digits_brings_all_the_ink_and_every_class():
    features, labels = load_digits()
    expect(float(np.sum(features)), want=561718.0, what="All features added up")
    expect(np.bincount(labels), want=[178, 182, 177, 183, 181, 182, 181, 179, 174, 180], what="Pictures per digit")


def test_load_digits_keeps_rows_and_labels_in_step():
    features, labels = load_digits()
    images, numbers = digits()
    for i in (0, 700, 1796):
        expect(features[i], want=images[i], what=f"Row {i} of the features")
        expect(labels[i], want=int(numbers[i]), what=f"Label {i}")


def test_as_image_on_fresh_data():
    row = np.random.default_rng(5).uniform(0, 16, 64)
    expect(as_image(row), want=[[row[8 * line + column] for column in range(8)] for line in range(8)])


def test_scale_on_fresh_data():
    features = np.random.default_rng(6).uniform(1, 11, (3, 5))
    expect(scale(features), want=np.array([[value / 16 for value in row] for row in features]), dtype="float")


def test_scale_of_small_whole_numbers():
    expect(scale(np.array([[3, 0, 14]], dtype=np.uint8)), want=np.array([[0.1875, 0.0, 0.875]]), dtype="float")
