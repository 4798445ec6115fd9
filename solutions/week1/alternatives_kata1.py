"""Unusual and correct: every one of these must pass."""

import numpy as np

from kata.known import alternative


@alternative("load_digits")
def from_the_pictures():
    import sklearn.datasets

    digits = sklearn.datasets.load_digits()
    return digits["images"].reshape(len(digits.images), -1), digits["target"]


@alternative("load_digits")
def as_a_list_of_two():
    from sklearn.datasets import load_digits

    return list(load_digits(return_X_y=True))


@alternative("load_digits")
def small_whole_labels():
    from sklearn.datasets import load_digits

    digits = load_digits()
    return digits.data, digits.target.astype(np.uint8)


@alternative("as_image")
def with_the_rest_worked_out(row):
    return np.reshape(row, (8, -1))


@alternative("as_image")
def lists_of_lists(row):
    return [[float(row[8 * line + column]) for column in range(8)] for line in range(8)]


@alternative("as_image")
def cut_into_lines(row):
    return np.array(np.split(row, 8), dtype=np.float32)


@alternative("as_image")
def cut_with_a_step(row):
    return [row[start : start + 8] for start in range(0, 64, 8)]


@alternative("scale")
def multiplied_by_a_sixteenth(features):
    return np.asarray(features, dtype=float) * 0.0625


@alternative("scale")
def nested_lists(features):
    return [[value / 16 for value in row] for row in features]


@alternative("scale")
def interpolated(features):
    return np.interp(features, [0, 16], [0, 1])


@alternative("scale")
def scaler_with_fixed_ends(features):
    from sklearn.preprocessing import MinMaxScaler

    ends = np.array([[0.0], [16.0]]) * np.ones(features.shape[1])
    return MinMaxScaler().fit(ends).transform(features)


@alternative("scale")
def in_float32(features):
    return features.astype(np.float32) / 16
