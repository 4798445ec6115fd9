"""What the model said, how sure it was, and the mistakes that it would have bet on."""

import numpy as np

from kata import expect
from week1.kata6_confidence import class_record, confidently_wrong, predictions_with_confidence

# Five pictures, three classes.
PROBABILITIES = np.array([
    [0.10, 0.70, 0.20],
    [0.55, 0.05, 0.40],
    [0.02, 0.08, 0.90],
    [0.30, 0.45, 0.25],
    [0.15, 0.01, 0.84],
])

# Eight pictures: 0 and 5 are right, 1 and 4 are hesitantly wrong, the other four are confidently wrong.
TRUE = np.array([0, 0, 1, 2, 1, 1, 1, 2])
SURE = np.array([
    [0.96, 0.02, 0.02],
    [0.10, 0.85, 0.05],
    [0.02, 0.05, 0.93],
    [0.97, 0.02, 0.01],
    [0.40, 0.35, 0.25],
    [0.01, 0.98, 0.01],
    [0.91, 0.03, 0.06],
    [0.04, 0.95, 0.01],
])

Y_TRUE = np.array([0, 0, 0, 0, 1, 1, 2, 2, 2, 2, 2])
Y_PRED = np.array([0, 1, 0, 2, 1, 1, 2, 0, 2, 2, 2])


def test_predictions_with_confidence_gives_the_likeliest_class_and_its_probability():
    labels, confidences = np.array([1, 0, 2, 1, 2]), np.array([0.7, 0.55, 0.9, 0.45, 0.84])
    ordered = np.sort(PROBABILITIES, axis=1)

    def confidence_is(wrong):
        """The labels are right, and the confidences are these."""
        return lambda got: np.array_equal(got[0], labels) and np.allclose(got[1], wrong)

    expect(predictions_with_confidence(PROBABILITIES), want=(labels, confidences), mistakes={
        "other order": ((confidences, labels), "Both are right, in the other order: first the labels, then the "
                        "confidences."),
        "axis 0": (lambda got: np.shape(got[0]) == (3,) or np.shape(got[1]) == (3,), "That is one value for each "
                   "class, the best picture of a column. A picture is a row: look along axis=1."),
        "pairs": (lambda got: np.allclose(got, np.column_stack([labels, confidences])), "You returned a pair for each "
                  "picture. Return two arrays: all labels, and all confidences."),
        "labels alone": (labels, "Those are the labels alone. Return the confidences too: labels, confidences."),
        "confidences alone": (confidences, "Those are the confidences alone. Return the labels too: labels, "
                              "confidences."),
        "all": (lambda got: np.ndim(got[0]) == 0, "That is one label and one confidence for all pictures together. "
                "Look for the largest in every row: axis=1."),
        "smallest": (lambda got: np.allclose(got[0], PROBABILITIES.argmin(axis=1)), "Those are the classes with the "
                     "smallest probability. The model says the class with the largest."),
        "from 1": (lambda got: np.allclose(got[0], labels + 1), "Every label is 1 too large: classes count from 0, as "
                   "columns do."),
        "mean": (confidence_is(PROBABILITIES.mean(axis=1)), "The confidence is the mean of the row, which is always "
                 "1 / k. Take the largest of the row."),
        "min": (confidence_is(PROBABILITIES.min(axis=1)), "The confidence is the smallest of the row. Take the "
                "largest: the probability of the class that the model says."),
        "sum": (confidence_is(np.ones(5)), "The confidence is the sum of the row, which is always 1. Take the largest "
                "of the row."),
        "second": (confidence_is(ordered[:, 1]), "The confidence is the second largest of the row. Take "
                   "the largest."),
        "margin": (confidence_is(ordered[:, 2] - ordered[:, 1]), "The confidence is the lead over the second class. "
                   "Here it is the largest probability itself."),
        "doubt": (confidence_is(1 - confidences), "That is the doubt, 1 minus the confidence. Confidence is the "
                  "largest probability of the row."),
        "percent": (confidence_is(100 * confidences), "The confidences are percentages. Leave them between 0 and 1."),
        "whole rows": (lambda got: np.shape(got[1]) == (5, 3), "The confidences are whole rows. Confidence is one "
                       "number for each picture: the largest of its row."),
    })


def test_predictions_with_confidence_of_as_many_pictures_as_classes():
    """A square table, in which rows and columns cannot be told apart by their number."""
    square = np.array([[0.5, 0.3, 0.2], [0.6, 0.3, 0.1], [0.8, 0.05, 0.15]])
    expect(predictions_with_confidence(square), want=(np.array([0, 0, 0]), np.array([0.5, 0.6, 0.8])))


def test_predictions_with_confidence_gives_labels_that_can_be_used_as_an_index():
    labels = predictions_with_confidence(PROBABILITIES[:2])[0]
    expect(labels, want=np.array([1, 0]), dtype="int", what="the labels", mistakes={
        "float": (lambda got: got.tolist() == [1, 0] and got.dtype.kind == "f", "Labels are whole numbers, with which "
                  "to pick a name out of a list. One array for both makes floats of them: return two arrays."),
    })


def test_confidently_wrong_finds_the_sure_mistakes_the_surest_first():
    right_ones, hesitant_ones = {0, 5}, {1, 4}
    subset = (
        "The numbers count within the mistakes, not among all pictures: a part was sorted, and its positions start "
        "from 0 again. Look each one up in the list of the wrong pictures: wrong[order]."
    )
    expect(confidently_wrong(TRUE, SURE), want=[3, 7, 2, 6], mistakes={
        "subset": ([2, 5, 1, 4], subset),
        "subset, all": ([2, 5, 1, 4, 0, 3], subset),
        "subset of both": ([1, 3, 0, 2], subset),
        "confidences": ([0.97, 0.95, 0.93, 0.91], "Those are the confidences. Return the numbers of the pictures."),
        "said": ([0, 1, 2, 0], "Those are the labels that the model said. Return the numbers of the pictures."),
        "pairs": (lambda got: np.shape(got) == (4, 2), "The pictures with their confidence. Return the numbers of the "
                  "pictures alone."),
        "mask": (lambda got: list(got) == [i in {2, 3, 6, 7} for i in range(8)], "That says yes or no for each "
                 "picture. Return the numbers of those with yes, the most confident first."),
        "count": (4, "That is how many there are. Return the numbers of the pictures."),
        "none": ([], "Nothing was found. Confidence is how sure the model was of what it SAID: the largest of the row. "
                 "The probability of the true class is always small where the model is wrong."),
        "only right": (lambda got: set(got) and set(got) <= right_ones, "The model is right about these. Keep the "
                       "pictures where truth and prediction differ."),
        "right ones too": (lambda got: right_ones & set(got), "The model is right about 0 and 5. Keep only the "
                           "pictures where truth and prediction differ."),
        "only hesitant": (lambda got: set(got) and set(got) <= hesitant_ones, "Those are the hesitant mistakes, below "
                          "the threshold. Keep the ones at or above it."),
        "hesitant ones": (lambda got: hesitant_ones & set(got), "1 and 4 are wrong, but hesitantly: their confidence "
                          "is below the threshold of 0.9."),
        "least sure first": ([6, 2, 7, 3], "The right pictures, and the one the model was least sure of comes first. "
                             "Sort from high to low."),
        "unsorted": ([2, 3, 6, 7], "The right pictures, in the order in which they came. Put the most confident "
                     "first."),
        "shuffled": (lambda got: set(got) == {2, 3, 6, 7} and list(got) != [3, 7, 2, 6], "The right pictures, in "
                     "another order. Put the most confident first."),
        "from 1": ([4, 8, 3, 7], "Every number is 1 too large: pictures count from 0."),
        "part": (lambda got: len(got) < 4 and set(got) < {2, 3, 6, 7}, "Some are missing: return every picture that is "
                 "wrong with a confidence of 0.9 or more."),
    })


def test_confidently_wrong_counts_the_threshold_itself():
    """Picture 4 is right. The others are wrong, and 0 is exactly as sure as the threshold."""
    probabilities = np.array([[0.75, 0.25], [0.875, 0.125], [0.625, 0.375], [0.0625, 0.9375], [0.99, 0.01],
                              [0.03125, 0.96875]])
    expect(confidently_wrong(np.array([1, 1, 1, 0, 0, 0]), probabilities, threshold=0.75), want=[5, 3, 1, 0], mistakes={
        "strictly greater": ([5, 3, 1], "Picture 0 is missing: its confidence is 0.75, exactly the threshold, and the "
                             "threshold itself counts. Use >=."),
        "fixed": ([5, 3], "The threshold that was given takes no part: it is 0.75 here, not 0.9."),
    })


def test_confidently_wrong_takes_the_threshold_that_is_given():
    expect(confidently_wrong(TRUE, SURE, threshold=0.94), want=[3, 7])
    expect(confidently_wrong(TRUE, SURE, threshold=0.3), want=[3, 7, 2, 6, 1, 4])


def test_confidently_wrong_is_empty_when_every_sure_answer_is_right():
    expect(confidently_wrong(np.array([0, 1]), np.array([[0.95, 0.05], [0.6, 0.4]])), want=[], mistakes={
        "none": (None, "Where nothing is found, return an empty list: []."),
    })


def test_class_record_counts_right_and_wrong_by_the_true_class():
    """Class 0: four pictures, two of them right. Class 1: both right. Class 2: five pictures, four right."""
    expect(class_record(Y_TRUE, Y_PRED, 3), want=[(2, 2), (2, 0), (4, 1)], mistakes={
        "by answer": ([(2, 1), (2, 1), (4, 1)], "Those are grouped by what the model said. A picture goes on the "
                      "record of its true class."),
        "other order": ([(2, 2), (0, 2), (1, 4)], "The pairs are the other way round: (right, wrong)."),
        "total": ([(2, 4), (2, 2), (4, 5)], "The second number is how many pictures there are. It should be how many "
                  "were wrong."),
        "false alarms too": ([(2, 3), (2, 1), (4, 2)], "Every mistake is counted twice, for the true class and for the "
                             "class that was said. It goes on the record of its true class only."),
        "fractions": ([(0.5, 0.5), (1, 0), (0.8, 0.2)], "Those are fractions. A record counts: (2, 2), not "
                      "(0.5, 0.5)."),
        "overall": ((8, 3), "That is the record of all classes together. Give every class its own pair."),
        "overall for each": ([(8, 3)] * 3, "Every class has the record of all together. Count only the pictures of the "
                             "class."),
        "right alone": ([2, 2, 4], "Those are the right ones alone. Give a pair for each class: (right, wrong)."),
        "wrong alone": ([2, 0, 1], "Those are the wrong ones alone. Give a pair for each class: (right, wrong)."),
        "two lists": (lambda got: np.array_equal(got, [[2, 2, 4], [2, 0, 1]]), "All the right ones, then all the wrong "
                      "ones. Give a pair for each class: (right, wrong)."),
        "dict": ({0: (2, 2), 1: (2, 0), 2: (4, 1)}, "The right pairs, in a dict. Return a list: class 0 first."),
    })


def test_class_record_has_a_line_for_a_class_that_does_not_occur():
    """Class 1 is never true although it was said once; of class 3 there is nothing at all."""
    expect(class_record(np.array([0, 2, 2, 0, 2]), np.array([0, 2, 1, 0, 0]), 4), want=[(2, 0), (0, 0), (1, 2), (0, 0)],
           mistakes={
        "dropped": ([(2, 0), (1, 2)], "Classes 1 and 3 have no pictures here, and they lost their lines. Give "
                    "n_classes pairs, whatever occurs; theirs are (0, 0)."),
        "largest": ([(2, 0), (0, 0), (1, 2)], "Class 3 has no picture here, and it lost its line. Give n_classes "
                    "pairs, whatever occurs; its is (0, 0)."),
    })
