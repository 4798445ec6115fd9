"""Known mistakes with features and labels, each with the words it must earn."""

import numpy as np

from kata.known import mistake


def _digits():
    from sklearn import datasets

    return datasets.load_digits()


@mistake("load_digits", "whole package")
def whole_package():
    return _digits()


@mistake("load_digits", "wrong order")
def labels_first():
    digits = _digits()
    return digits.target, digits.data


@mistake("load_digits", "features alone")
def features_only():
    return _digits().data


@mistake("load_digits", "labels alone")
def labels_only():
    return _digits().target


@mistake("load_digits", "one table")
def one_table():
    digits = _digits()
    return np.column_stack([digits.data, digits.target])


@mistake("load_digits", "one flat row of 64 numbers")
def pictures():
    digits = _digits()
    return digits.images, digits.target


@mistake("load_digits", "names of the ten classes")
def class_names():
    digits = _digits()
    return digits.data, digits.target_names


@mistake("load_digits", "spread over ten columns")
def one_hot():
    digits = _digits()
    return digits.data, np.eye(10)[digits.target]


@mistake("load_digits", "Some of the digits are missing")
def two_classes():
    from sklearn import datasets

    return datasets.load_digits(n_class=2, return_X_y=True)


@mistake("load_digits", "Some of the digits are missing")
def first_thousand():
    digits = _digits()
    return digits.data[:1000], digits.target[:1000]


@mistake("load_digits", "divided by 16 already")
def scaled_already():
    digits = _digits()
    return digits.data / 16, digits.target


@mistake("load_digits", "labels are text")
def labels_as_text():
    digits = _digits()
    return digits.data, digits.target.astype(str)


@mistake("load_digits", "a class has no decimals")
def labels_as_floats():
    digits = _digits()
    return digits.data, digits.target.astype(float)


@mistake("load_digits", "so they are floats")
def features_as_bytes():
    digits = _digits()
    return digits.data.astype(np.uint8), digits.target


@mistake("load_digits", "with nothing changed")
def scrambled():
    digits = _digits()
    return digits.images.transpose(0, 2, 1).reshape(1797, 64), digits.target


@mistake("load_digits", "with nothing changed")
def out_of_step():
    digits = _digits()
    return digits.data, np.sort(digits.target)


@mistake("as_image", "column by column")
def column_order(row):
    return row.reshape(8, 8, order="F")


@mistake("as_image", "column by column")
def transposed(row):
    return np.array([[row[line + 8 * column] for column in range(8)] for line in range(8)])


@mistake("as_image", "stands on its head")
def upside_down(row):
    return np.flipud(row.reshape(8, 8))


@mistake("as_image", "Left and right are exchanged")
def mirrored(row):
    return np.fliplr(row.reshape(8, 8))


@mistake("as_image", "still flat")
def still_flat(row):
    return row.copy()


@mistake("as_image", "a dimension too many")
def with_a_channel(row):
    return row.reshape(8, 8, 1)


@mistake("as_image", "a dimension too many")
def as_a_batch(row):
    return row.reshape(-1, 8, 8)


@mistake("as_image", "one line of 64 numbers")
def one_line(row):
    return row[np.newaxis]


@mistake("as_image", "whole numbers")
def as_bytes(row):
    return row.reshape(8, 8).astype(np.uint8)


@mistake("as_image", "divided by 16")
def scaled_too(row):
    return row.reshape(8, 8) / 16


@mistake("as_image", "stretched to 0…255")
def for_a_screen(row):
    return row.reshape(8, 8) * 255 / 16


@mistake("as_image", "Ink and paper")
def as_negative(row):
    return 16 - row.reshape(8, 8)


@mistake("as_image", "changed the `row`")
def in_place(row):
    row.shape = (8, 8)
    return row


@mistake("as_image", "returned None")
def resized(row):
    row.resize(8, 8)


@mistake("scale", "largest one in this data")
def own_maximum(features):
    return features / features.max()


@mistake("scale", "its own maximum, so a pale picture")
def maximum_of_each_row(features):
    return features / features.max(axis=1, keepdims=True)


@mistake("scale", "Each column was divided")
def maximum_of_each_column(features):
    return features / np.maximum(features.max(axis=0), 1)


@mistake("scale", "scale of a photo")
def as_for_photos(features):
    return features / 255.0


@mistake("scale", "16, not 15")
def one_less(features):
    return features / 15.0


@mistake("scale", "how many values")
def one_more(features):
    return features / 17.0


@mistake("scale", "drops the decimals")
def whole_number_division(features):
    return features // 16


@mistake("scale", "drops the decimals")
def cast_at_the_end(features):
    return (features / 16).astype(int)


@mistake("scale", "drops the decimals")
def into_an_array_of_the_same_type(features):
    scaled = features.copy()
    for i in range(len(features)):
        scaled[i] = features[i] / 16
    return scaled


@mistake("scale", "as they were")
def result_thrown_away(features):
    features / 16
    return features


@mistake("scale", "percentages")
def percentages(features):
    return features * 100 / 16


@mistake("scale", "Ink and paper")
def turned_round(features):
    return 1 - features / 16


@mistake("scale", "Multiplied")
def multiplied(features):
    return features * 16


@mistake("scale", "smallest number is 0")
def stretched(features):
    return (features - features.min()) / (features.max() - features.min())


@mistake("scale", "by itself")
def stretched_column_by_column(features):
    from sklearn.preprocessing import MinMaxScaler

    return MinMaxScaler().fit_transform(features)


@mistake("scale", "mean was taken off")
def standardised(features):
    return (features - features.mean()) / features.std()


@mistake("scale", "mean was taken off")
def standardised_column_by_column(features):
    from sklearn.preprocessing import StandardScaler

    return StandardScaler().fit_transform(features)


@mistake("scale", "changed the `features`")
def in_place_too(features):
    if features.dtype.kind != "f":
        return features / 16
    features /= 16
    return features
