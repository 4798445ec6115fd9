"""What a model is given: rows of numbers, and an answer for each.

The course keeps a copy of the digits in fixtures/, so that the tests know what should come back.
"""

from functools import cache

import numpy as np

from kata import digits, expect
from week1.kata1_features_and_labels import as_image, load_digits, scale

FEATURES, LABELS = digits()

# No value reaches the scale's top, 16; the rows have different maxima, and so have the columns.
PATCH = np.array([[2.0, 12.0, 6.0], [10.0, 7.0, 1.0]])


@cache
def loaded():
    """What `load_digits` gives; it reads a file, and once is enough."""
    return load_digits()


def test_load_digits_gives_1797_rows_of_64_numbers_with_their_labels():
    expect(loaded(), want=(FEATURES, LABELS), mistakes={
        "package": (lambda got: isinstance(got, dict), "That is scikit-learn's whole package. Take two things out of "
                    "it: `.data` (the features) and `.target` (the labels)."),
        "swapped": (lambda got: np.shape(got[0]) == (1797,) and np.shape(got[1]) == (1797, 64),
                    "They come in the wrong order: features first, then labels."),
        "no labels": (lambda got: np.shape(got) == (1797, 64), "These are the features alone. Return the labels too: "
                      "`return features, labels`."),
        "no features": (lambda got: np.shape(got) == (1797,), "These are the labels alone. Return the features before "
                        "them: `return features, labels`."),
        "one table": (lambda got: np.shape(got) == (1797, 65), "Features and labels stand in one table. Keep the "
                      "answers apart from the features: return two arrays."),
        "pictures": (lambda got: np.shape(got[0]) == (1797, 8, 8), "Those are pictures of 8 × 8 (`.images`). As "
                     "features each picture is one flat row of 64 numbers (`.data`)."),
        "names": (lambda got: np.shape(got[1]) == (10,), "Those are the names of the ten classes. A label is the "
                  "answer for one row, so there are 1,797 of them (`.target`)."),
        "one-hot": (lambda got: np.shape(got[1]) == (1797, 10), "Each label was spread over ten columns. A label is "
                    "one number here: the digit itself."),
        "some only": (lambda got: 0 < len(got[1]) < 1797 and len(got[0]) == len(got[1]), "Some of the digits are "
                      "missing. Load all ten classes, and all of their pictures."),
        "scaled": (lambda got: np.allclose(np.multiply(got[0], 16), FEATURES), "The features are divided by 16 "
                   "already. Leave them as they come, 0 to 16: that step is the task `scale`."),
        "text": (lambda got: np.asarray(got[1]).dtype.kind in "USO", "The labels are text. They are to be whole "
                 "numbers: 3, not '3'."),
    }, say="Return scikit-learn's `.data` and `.target` in the order in which they come, with nothing changed.")


def test_load_digits_gives_floats_to_calculate_with_and_whole_numbers_as_labels():
    features, labels = loaded()
    expect(features, want=FEATURES, dtype="float", what="The features", mistakes={
        "whole": (lambda got: np.asarray(got).dtype.kind in "iu" and np.array_equal(got, FEATURES), "Features are "
                  "measurements, so they are floats: leave them as scikit-learn delivers them."),
    })
    expect(labels, want=LABELS, dtype="int", what="The labels", mistakes={
        "floats": (lambda got: np.asarray(got).dtype.kind == "f" and np.array_equal(got, LABELS), "A label says which "
                   "class, and a class has no decimals: leave the labels as whole numbers."),
    })


def test_as_image_reads_the_row_as_you_read_a_page():
    """The pixels are numbered in steps of a quarter, so that their order can be seen."""
    row = np.arange(64) / 4
    image = row.reshape(8, 8)
    expect(as_image(row), want=image, mistakes={
        "by columns": (image.T, "The picture was filled column by column, so it lies on its side. Fill it line by "
                       "line: the first 8 numbers are the top line."),
        "upside down": (image[::-1], "The picture stands on its head: the first 8 numbers are the top line."),
        "mirrored": (image[:, ::-1], "Left and right are exchanged: a line begins at the left."),
        "backwards": (image[::-1, ::-1], "The picture is turned by half a turn: the first number is top left."),
        "flat": (row, "That is the row, still flat. Cut it into 8 lines of 8 numbers."),
        "too deep": (lambda got: np.size(got) == 64 and np.ndim(got) > 2, "The right numbers with a dimension too "
                     "many: a grey picture is lines by columns, (8, 8), and nothing else."),
        "one line": (lambda got: np.shape(got) in ((1, 64), (64, 1)), "That is one line of 64 numbers. Cut it into "
                     "8 lines of 8."),
        "whole": (np.floor(image), "The decimals are gone: the values were turned into whole numbers. Keep them."),
        "scaled": (image / 16, "The values were divided by 16. Only the shape is to change here."),
        "for a screen": (image / 16 * 255, "The values were stretched to 0…255. Only the shape is to change here."),
        "inverted": (16 - image, "Ink and paper are exchanged. Only the shape is to change here."),
    })


def test_as_image_shows_the_first_digit_a_zero():
    """Look from a distance: the large numbers are ink, and they form a ring."""
    expect(as_image(FEATURES[0]), want=np.array([
        [0,  0,  5, 13,  9,  1,  0,  0],
        [0,  0, 13, 15, 10, 15,  5,  0],
        [0,  3, 15,  2,  0, 11,  8,  0],
        [0,  4, 12,  0,  0,  8,  8,  0],
        [0,  5,  8,  0,  0,  9,  8,  0],
        [0,  4, 11,  0,  1, 12,  7,  0],
        [0,  2, 14,  5, 10, 12,  0,  0],
        [0,  0,  6, 13, 10,  0,  0,  0],
    ]))


def test_scale_divides_by_the_top_of_the_scale():
    largest = PATCH.max()
    expect(scale(PATCH), want=PATCH / 16, dtype="float", mistakes={
        "own maximum": (PATCH / largest, "Each number was divided by the largest one in this data, 12. Divide by the "
                        "top of the scale, 16: it does not depend on the pictures that happen to be there."),
        "per row": (PATCH / PATCH.max(axis=1, keepdims=True), "Each row was divided by its own maximum, so a pale "
                    "picture becomes as dark as any. Divide all of them by 16."),
        "per column": (PATCH / PATCH.max(axis=0), "Each column was divided by its own maximum. Divide all by 16."),
        "255": (PATCH / 255, "That is the scale of a photo, 0…255. The pixels of these digits go from 0 to 16."),
        "15": (PATCH / 15, "Divide by 16, not 15: these pixels have 17 different values, 0 to 16."),
        "17": (PATCH / 17, "Divide by 16, the largest value that a pixel can have, not by how many values there are."),
        "whole": (PATCH // 16, "Every value became 0: `//`, or turning the result into whole numbers, drops "
                  "the decimals. Use `/`."),
        "unchanged": (PATCH, "The values are as they were: 12 should have become 0.75."),
        "percent": (PATCH / 16 * 100, "Those are percentages. The range is 0 to 1."),
        "turned round": (1 - PATCH / 16, "Ink and paper are exchanged: 0 stays 0, and 16 becomes 1."),
        "times": (PATCH * 16, "Multiplied, where a division is asked for."),
        "stretched": ((PATCH - 1) / (largest - 1), "The data was stretched until its smallest number is 0 and its "
                      "largest 1. Divide by 16, and by nothing that depends on the data."),
        "stretched columns": ((PATCH - PATCH.min(axis=0)) / (PATCH.max(axis=0) - PATCH.min(axis=0)), "Each column was "
                              "stretched to 0…1 by itself. Divide all by 16."),
        "standardised": (lambda got: abs(np.mean(got)) < 1e-9, "The mean was taken off, so half of the values are "
                         "negative. The range asked for is 0 to 1: divide by 16."),
    })


def test_scale_works_for_whole_numbers_too():
    expect(scale(np.array([[16, 1], [8, 0]])), want=np.array([[1.0, 0.0625], [0.5, 0.0]]), dtype="float", mistakes={
        "whole": (np.array([[1, 0], [0, 0]]), "Whole numbers came in, and the result went into an array of whole "
                  "numbers, which drops the decimals. Make a new array of floats: `features / 16` is one."),
    })


def test_scale_gives_a_picture_the_same_features_alone_and_among_others():
    """Row 0 is a digit whose darkest pixel is 15, not 16: alone, it must not become darker."""
    expect(scale(FEATURES[:1]), want=FEATURES[:1] / 16, what="The first digit, scaled alone")
    expect(scale(FEATURES[:50])[:1], want=FEATURES[:1] / 16, what="The first digit, scaled with 49 others")
