"""Two questions about one class, one number for both, and one number for all classes.

Of the nineteen examples seven are 2s, and nine were called 2, five of them rightly. PETS is the story of this kata:
95 cats, 5 dogs, and a model that always says "cat".
"""

import numpy as np

from kata import expect, expect_error
from week6.kata1_precision_and_recall import f1, macro_f1, precision, recall

Y_TRUE = np.array([0, 0, 0, 0, 0, 0, 0, 1, 1, 1, 1, 1, 2, 2, 2, 2, 2, 2, 2])
Y_PRED = np.array([0, 0, 0, 1, 2, 2, 2, 0, 1, 1, 1, 2, 0, 0, 2, 2, 2, 2, 2])

PETS = np.array([0] * 95 + [1] * 5)
ALWAYS_CAT = np.array([0] * 100)

# One dog of ten is found, and nothing else is called a dog: precision 1.0, recall 0.1.
CAUTIOUS_TRUE = np.array([1] * 10 + [0] * 3)
CAUTIOUS_PRED = np.array([1] + [0] * 12)

LISTS = (
    "The labels are lists here, and a list compared with a number is one False for the whole list. Turn them into "
    "arrays first, np.asarray(y_true), or go through them with zip."
)
NOWHERE = (
    "Class 7 occurs neither in the truth nor in the predictions, and was looked for at a place 7 that does not exist. "
    "By convention its {} is 0.0."
)
LENGTHS = "There is a prediction too many or too few, and the pairs may be out of step: raise a ValueError."


def expect_the_same_of_lists(task, y_true, y_pred, last, want):
    of_arrays = task(y_true, y_pred, last)
    try:
        got = task(y_true.tolist(), y_pred.tolist(), last)
    except (AttributeError, TypeError):
        raise AssertionError(LISTS) from None
    expect(got, want=want, mistakes={"not the same": (lambda got: abs(got - of_arrays) > 1e-9, LISTS)})


def test_precision_is_the_share_of_right_ones_among_those_called_so():
    """Nine examples were called 2, and five of them are."""
    expect(precision(Y_TRUE, Y_PRED, label=2), want=5 / 9,
           what="precision(Y_TRUE, Y_PRED, label=2): nine were called 2, and five of them are", mistakes={
        "recall": (5 / 7, "That is the recall: of the true 2s, how many were found? Precision divides by everything "
                   "that was CALLED 2. (Handing the predictions over first swaps the two as well.)"),
        "accuracy": (11 / 19, "That is the accuracy, the same for every class. Precision looks only at the examples "
                     "that were called `label`."),
        "all": (5 / 19, "The right 2s, divided by the number of all examples. Divide by how many were called 2."),
        "hits of all": (5 / 11, "The right 2s, divided by all right answers, or by everything that is a 2 or was "
                        "called one. Divide by how many were called 2."),
        "one class against the rest": (13 / 19, "That counts the easy answers too, the examples that rightly were not "
                                       "called 2. Look only at those that were."),
        "all the hits": (11 / 9, "More than 1: the right answers of every class were counted. Count those that were "
                         "called 2 and are one."),
        "called": (9 / 19, "That is the share of examples that were called 2. How many of them are 2s?"),
        "false alarms": (4 / 9, "That is the share of false alarms, 1 minus the precision. Count the right ones."),
        "odds": (5 / 4, "That divides the right 2s by the false alarms. Divide by all that were called 2."),
        "specificity": (8 / 12, "That is the specificity: of the examples that are no 2, how many were not called so? "
                        "Precision looks only at those that were called 2."),
        "f1": (10 / 16, "5 of 8: that is the F1 score, or the false alarms of one other class alone were counted. "
               "Precision divides by all that were called 2, nine of them, and by nothing else."),
        "count": (5, "That is how many are right. Divide by how many were called 2."),
        "floor": (0, "0 is what whole-number division gives, 5 // 9: divide with a single /. (It is 0 as well if no "
                  "hit is counted, or if a `return` ends the loop in an early round.)"),
        "label 1": (3 / 4, "That is the precision of class 1. The class is said by `label`."),
        "label 0": (3 / 6, "That is the precision of class 0. The class is said by `label`."),
        "average": ((3 / 6 + 3 / 4 + 5 / 9) / 3, "That is the average over all classes. Return the precision of "
                    "`label` alone."),
        "weighted": ((7 * 3 / 6 + 5 * 3 / 4 + 7 * 5 / 9) / 19, "That is the average over all classes. Return the "
                     "precision of `label` alone."),
        "every class": (lambda got: len(got) == 3, "You returned one precision for each class. Give the one of "
                        "`label`."),
        "percent": (lambda got: abs(got - 500 / 9) < 0.5, "That is a percentage. Return a fraction, 0.0 to 1.0."),
        "rounded": (lambda got: 0 < abs(got - 5 / 9) < 0.006, "That is the right value, rounded. Return it with all "
                    "its digits; whoever prints it may round."),
    })


def test_precision_of_every_class():
    """Class 0: three right of six. Class 1: three right of four."""
    expect(precision(Y_TRUE, Y_PRED, 0), want=3 / 6)
    expect(precision(Y_TRUE, Y_PRED, 1), want=3 / 4)


def test_precision_is_zero_where_nothing_was_called_so():
    undefined = (
        "Nothing was called 2, so this divides 0 by 0. By convention the precision is 0.0: look at how many were "
        "called so before you divide."
    )
    try:
        got = precision(np.array([0, 2, 1, 2, 0]), np.array([0, 1, 1, 1, 0]), 2)
    except ZeroDivisionError:
        raise AssertionError(undefined) from None
    expect(got, want=0.0, mistakes={
        "nan": (np.isnan, undefined),
        "one": (1.0, "Nothing was called 2, and the class got full marks: a class that is never found would raise "
                "the average. By convention the precision is 0.0."),
        "none": (None, "Nothing was called 2. By convention the precision is then the number 0.0, not None."),
    })
    try:
        got = precision(Y_TRUE, Y_PRED, 7)
    except IndexError:
        raise AssertionError(NOWHERE.format("precision")) from None
    expect(got, want=0.0, what="precision(Y_TRUE, Y_PRED, 7), a class that occurs nowhere")


def test_precision_of_always_saying_cat():
    """0 is a cat and 1 is a dog: 95 of the hundred times it is right."""
    expect(precision(PETS, ALWAYS_CAT, 0), want=0.95)
    expect(precision(PETS, ALWAYS_CAT, 1), want=0.0)


def test_precision_takes_lists_as_well():
    expect_the_same_of_lists(precision, Y_TRUE, Y_PRED, 2, want=5 / 9)


def test_precision_refuses_labels_and_predictions_of_different_lengths():
    for length in (17, 19):
        expect_error(precision, Y_TRUE, Y_PRED[:17], 2, shows=length, why=LENGTHS)
    expect_error(precision, Y_TRUE[:17], Y_PRED, 2, why=LENGTHS)


def test_recall_is_the_share_of_the_real_ones_that_were_found():
    """Seven examples are 2s, and five of them were called so."""
    expect(recall(Y_TRUE, Y_PRED, label=2), want=5 / 7,
           what="recall(Y_TRUE, Y_PRED, label=2): seven are 2s, and five of them were called so", mistakes={
        "precision": (5 / 9, "That is the precision: of those called 2, how many are 2s? Recall divides by the "
                      "number of TRUE 2s. (Handing the predictions over first swaps the two as well.)"),
        "accuracy": (11 / 19, "That is the accuracy, the same for every class. Recall looks only at the examples that "
                     "are `label`."),
        "all": (5 / 19, "The 2s that were found, divided by the number of all examples. Divide by how many are 2s."),
        "hits of all": (5 / 11, "The 2s that were found, divided by all right answers, or by everything that is a "
                        "2 or was called one. Divide by how many are 2s."),
        "one class against the rest": (13 / 19, "That counts the easy answers too, the examples that rightly were not "
                                       "called 2. Look only at the true 2s."),
        "all the hits": (11 / 7, "More than 1: the right answers of every class were counted. Count the 2s that "
                         "were called 2."),
        "called by true": (9 / 7, "More than 1: everything called 2 was counted, right or wrong. Count the 2s "
                           "that were called 2."),
        "missed": (2 / 7, "That is the share that was missed, 1 minus the recall. Count those that were found."),
        "odds": (5 / 2, "That divides the found by the missed. Divide by all true 2s."),
        "specificity": (8 / 12, "That is the specificity: of the examples that are no 2, how many were not called so? "
                        "Recall looks only at the true 2s."),
        "f1": (10 / 16, "That is the F1 score. Recall divides by the number of true 2s, and by nothing else."),
        "count": (5, "That is how many were found. Divide by how many 2s there are."),
        "floor": (0, "0 is what whole-number division gives, 5 // 7: divide with a single /. (It is 0 as well if no "
                  "hit is counted, or if a `return` ends the loop in an early round.)"),
        "label 1": (3 / 5, "That is the recall of class 1. The class is said by `label`."),
        "label 0": (3 / 7, "That is the recall of class 0. The class is said by `label`."),
        "average": ((3 / 7 + 3 / 5 + 5 / 7) / 3, "That is the average over all classes. Return the recall of `label` "
                    "alone."),
        "every class": (lambda got: len(got) == 3, "You returned one recall for each class. Give the one of `label`."),
        "percent": (lambda got: abs(got - 500 / 7) < 0.5, "That is a percentage. Return a fraction, 0.0 to 1.0."),
        "rounded": (lambda got: 0 < abs(got - 5 / 7) < 0.005, "That is the right value, rounded. Return it with all "
                    "its digits; whoever prints it may round."),
    })


def test_recall_of_every_class():
    """Class 0: three of seven were found. Class 1: three of five."""
    expect(recall(Y_TRUE, Y_PRED, 0), want=3 / 7)
    expect(recall(Y_TRUE, Y_PRED, 1), want=3 / 5)


def test_recall_of_a_class_without_examples_is_zero():
    undefined = (
        "No example is a 2, so this divides 0 by 0. By convention the recall is 0.0: look at how many there are before "
        "you divide."
    )
    try:
        got = recall(np.array([0, 1, 1, 0]), np.array([0, 2, 1, 2]), 2)
    except ZeroDivisionError:
        raise AssertionError(undefined) from None
    expect(got, want=0.0, mistakes={
        "nan": (np.isnan, undefined),
        "one": (1.0, "No example is a 2, and the class got full marks: an untested class should not look perfect. By "
                "convention the recall is 0.0."),
        "none": (None, "No example is a 2. By convention the recall is then the number 0.0, not None."),
    })
    try:
        got = recall(Y_TRUE, Y_PRED, 7)
    except IndexError:
        raise AssertionError(NOWHERE.format("recall")) from None
    expect(got, want=0.0, what="recall(Y_TRUE, Y_PRED, 7), a class that occurs nowhere")


def test_recall_of_always_saying_cat():
    """Every cat is found, and not one dog: this is what the accuracy of 95 % hides."""
    expect(recall(PETS, ALWAYS_CAT, 0), want=1.0)
    expect(recall(PETS, ALWAYS_CAT, 1), want=0.0)


def test_recall_takes_lists_as_well():
    expect_the_same_of_lists(recall, Y_TRUE, Y_PRED, 2, want=5 / 7)


def test_recall_refuses_labels_and_predictions_of_different_lengths():
    for length in (17, 19):
        expect_error(recall, Y_TRUE, Y_PRED[:17], 2, shows=length, why=LENGTHS)
    expect_error(recall, Y_TRUE[:17], Y_PRED, 2, why=LENGTHS)


def test_f1_is_two_p_r_over_p_plus_r():
    """Class 2: precision p = 5/9 and recall r = 5/7."""
    p, r = 5 / 9, 5 / 7
    expect(f1(Y_TRUE, Y_PRED, label=2), want=5 / 8,
           what="f1(Y_TRUE, Y_PRED, label=2), where p = 5/9 and r = 5/7", mistakes={
        "mean": ((p + r) / 2, "That is the ordinary mean of precision and recall. F1 is 2 · p · r / (p + r): one bad "
                 "value pulls it down."),
        "geometric": ((p * r) ** 0.5, "That is the square root of p · r, the geometric mean. F1 is "
                      "2 · p · r / (p + r)."),
        "no two": (p * r / (p + r), "Exactly half the right value: F1 is 2 · p · r / (p + r), so the 2 is missing."),
        "not divided": (2 * p * r, "That is 2 · p · r. Divide it by p + r."),
        "product": (p * r, "That is the product, p · r. F1 is 2 · p · r / (p + r)."),
        "no brackets": (3 * r, "That is 2 · p · r / p + r: without brackets only p is divided by. Write / (p + r)."),
        "no brackets, the other way": (3 * p, "That is 2 · p · r / r + p: without brackets only r is divided by. Write "
                                       "/ (p + r)."),
        "sum": (p + r, "That is the sum of precision and recall. F1 is 2 · p · r / (p + r)."),
        "twice the sum": (2 * (p + r), "That is 2 · (p + r). F1 is 2 · p · r / (p + r)."),
        "upside down": (1.6, "That is (p + r) / (2 · p · r): turn the fraction over."),
        "smaller": (p, "That is the precision alone, which is the smaller of the two. F1 is 2 · p · r / (p + r)."),
        "larger": (r, "That is the recall alone, which is the larger of the two. F1 is 2 · p · r / (p + r)."),
        "f2": (5 * p * r / (4 * p + r), "That is F2, which weighs recall more. F1 is 2 · p · r / (p + r)."),
        "f half": (1.25 * p * r / (0.25 * p + r), "That is F0.5, which weighs precision more. F1 is "
                   "2 · p · r / (p + r)."),
        "jaccard": (5 / 11, "That counts the 2s that were found once. They are among the true 2s and among those "
                    "called 2, so they count twice: 2 · 5 / (7 + 9)."),
        "label 1": (6 / 9, "That is the F1 of class 1. The class is said by `label`."),
        "label 0": (6 / 13, "That is the F1 of class 0. The class is said by `label`."),
        "micro": (11 / 19, "That is the accuracy, which the field also calls micro-F1. Only `label` is asked about."),
        "macro": ((6 / 13 + 6 / 9 + 5 / 8) / 3, "That is the average over all classes. Return the F1 of `label`."),
        "weighted": ((7 * 6 / 13 + 5 * 6 / 9 + 7 * 5 / 8) / 19, "That is the average over all classes. Return the F1 "
                     "of `label`."),
        "every class": (lambda got: len(got) == 3, "You returned one F1 for each class. Give the one of `label`."),
        "all three": (lambda got: len(got) in (2, 4), "Those are several numbers. Return F1 alone."),
        "percent": (lambda got: abs(got - 62.5) < 0.6, "That is a percentage. Return a fraction, 0.0 to 1.0."),
        "rounded": (lambda got: 0 < abs(got - 0.625) < 0.006, "That is the right value, rounded. Return it with all "
                    "its digits; whoever prints it may round."),
    })


def test_f1_lets_the_worse_of_the_two_pull_it_down():
    """Precision 1.0 and recall 0.1: their ordinary mean, 0.55, would still look fair."""
    expect(f1(CAUTIOUS_TRUE, CAUTIOUS_PRED, label=1), want=0.2 / 1.1,
           what="f1(CAUTIOUS_TRUE, CAUTIOUS_PRED, label=1), where p = 1.0 and r = 0.1", mistakes={
        "mean": (0.55, "That is the ordinary mean of precision and recall: it hides the bad value behind the "
                 "good one."),
        "rounded": (lambda got: 0 < abs(got - 0.2 / 1.1) < 0.003, "That is the right value, rounded. Return it with "
                    "all its digits; whoever prints it may round."),
    }, say="Compute p and r from the labels that are given, then 2 · p · r / (p + r).")


def test_f1_is_zero_where_precision_and_recall_are():
    """Two 2s were called 1, and a 0 was called 2."""
    undefined = (
        "Precision and recall are both 0.0 here, so the formula divides 0 by 0. By convention F1 is then 0.0: look at "
        "p + r before you divide."
    )
    try:
        got = f1(np.array([0, 2, 1, 2, 0]), np.array([2, 1, 1, 1, 0]), 2)
    except ZeroDivisionError:
        raise AssertionError(undefined) from None
    expect(got, want=0.0, mistakes={
        "nan": (np.isnan, undefined),
        "one": (1.0, "Not one 2 was found, and the class got full marks. By convention F1 is then 0.0."),
        "none": (None, "Not one 2 was found. By convention F1 is then the number 0.0, not None."),
    })


def test_f1_of_a_class_that_is_nowhere_is_zero():
    """Class 7 is neither true nor predicted."""
    undefined = (
        "Class 7 occurs neither in the truth nor in the predictions, so the formula divides 0 by 0. By convention F1 "
        "is then 0.0: look at what you divide by before you divide."
    )
    try:
        got = f1(Y_TRUE, Y_PRED, 7)
    except ZeroDivisionError:
        raise AssertionError(undefined) from None
    except IndexError:
        raise AssertionError(NOWHERE.format("F1")) from None
    expect(got, want=0.0, mistakes={"nan": (np.isnan, undefined), "one": (1.0, undefined), "none": (None, undefined)})


def test_f1_of_always_saying_cat():
    """The cats look fine, 0.97. Ask about the dogs."""
    expect(f1(PETS, ALWAYS_CAT, 0), want=190 / 195)
    expect(f1(PETS, ALWAYS_CAT, 1), want=0.0)


def test_f1_takes_lists_as_well():
    expect_the_same_of_lists(f1, Y_TRUE, Y_PRED, 2, want=10 / 16)


def test_f1_refuses_labels_and_predictions_of_different_lengths():
    for length in (17, 19):
        expect_error(f1, Y_TRUE, Y_PRED[:17], 2, shows=length, why=LENGTHS)
    expect_error(f1, Y_TRUE[:17], Y_PRED, 2, why=LENGTHS)


def test_macro_f1_is_the_mean_of_the_f1_of_all_classes():
    """Class 0: 6/13, class 1: 6/9, class 2: 5/8."""
    p, r = (3 / 6 + 3 / 4 + 5 / 9) / 3, (3 / 7 + 3 / 5 + 5 / 7) / 3
    expect(macro_f1(Y_TRUE, Y_PRED, n_classes=3), want=(6 / 13 + 6 / 9 + 5 / 8) / 3,
           what="macro_f1(Y_TRUE, Y_PRED, n_classes=3), where the F1s are 6/13, 6/9 and 5/8", mistakes={
        "micro": (11 / 19, "That is the accuracy, which the field also calls micro-F1: it counts examples, so common "
                  "classes outvote rare ones. Take the F1 of each class, then the mean."),
        "macro first": (2 * p * r / (p + r), "You averaged precision and recall first (some papers define it so). "
                        "Compute the F1 of each class, then average the F1s."),
        "weighted": ((7 * 6 / 13 + 5 * 6 / 9 + 7 * 5 / 8) / 19, "Every class is weighted by its number of examples, so "
                     "a rare class hardly counts. Take the plain mean: every class weighs the same."),
        "precision": (p, "That is the mean of the precisions. Average the F1s."),
        "recall": (r, "That is the mean of the recalls. Average the F1s."),
        "means": ((p + r) / 2, "The ordinary mean of precision and recall was taken for each class. F1 is "
                  "2 · p · r / (p + r)."),
        "sum": (6 / 13 + 6 / 9 + 5 / 8, "That is the sum of the F1s. Divide it by the number of classes."),
        "last missing": ((6 / 13 + 6 / 9) / 2, "The last class is missing: three classes are 0, 1 and 2, and "
                         "range(n_classes) gives just these."),
        "last missing, still by three": ((6 / 13 + 6 / 9) / 3, "The last class is missing: three classes are 0, 1 and "
                                         "2, and range(n_classes) gives just these."),
        "first missing": ((6 / 9 + 5 / 8) / 2, "Class 0 is missing: classes count from 0, and range(n_classes) begins "
                          "there."),
        "from 1": ((6 / 9 + 5 / 8) / 3, "Class 0 is missing: the classes are 0, 1 and 2, not 1, 2 and 3."),
        "class 0": (6 / 13, "That is the F1 of class 0 alone. Did a `return` end the loop in its first round?"),
        "class 0, by three": (6 / 39, "That is the F1 of class 0 alone, divided by 3. Did a `return` end the loop in "
                              "its first round?"),
        "class 2": (5 / 8, "That is the F1 of the last class alone, or the median. Keep every class's F1, and take "
                    "their mean."),
        "class 2, by three": (5 / 24, "That is the F1 of the last class alone, divided by 3. Add up with +=, so that "
                              "each class does not replace the one before."),
        "class 1": (6 / 9, "That is the F1 of one class alone, 1, or the best of them. Average all three."),
        "one by one": (lambda got: len(got) == 3, "That is one F1 for each class. Return their mean."),
        "floor": (0, "0 is what whole-number division gives, or the F1 of a class 3: the classes are 0, 1 and 2. "
                  "Divide with a single /."),
        "percent": (lambda got: abs(got - 58.4) < 0.5, "That is a percentage. Return a fraction, 0.0 to 1.0."),
        "rounded": (lambda got: got in (0.58, 0.584, 0.5844), "That is the right value, rounded. Return it with all "
                    "its digits; whoever prints it may round."),
    }, say="Take the F1 of each of the classes 0, 1 and 2, then the mean of the three.")


def test_macro_f1_counts_a_class_that_is_never_predicted():
    """Nothing was called 1. The F1 of the 0s is 6/9, that of the 2s is 4/7."""
    dropped = (
        "That is the mean of class 0 and class 2: the 1s, which the model never finds, were left out, and with them "
        "the problem. Every class from 0 to n_classes - 1 counts, this one with 0.0."
    )
    undefined = "Nothing was called 1, so a division by 0 came in. By convention the F1 of the 1s is 0.0."
    try:
        got = macro_f1(np.array([0, 0, 0, 0, 1, 1, 2, 2, 2]), np.array([0, 0, 0, 2, 0, 2, 2, 2, 0]), 3)
    except ZeroDivisionError:
        raise AssertionError(undefined) from None
    expect(got, want=(6 / 9 + 4 / 7) / 3, mistakes={
        "dropped": ((6 / 9 + 4 / 7) / 2, dropped),
        "nan": (np.isnan, undefined),
        "one": ((6 / 9 + 4 / 7 + 1) / 3, "The 1s, of which none was found, count with an F1 of 1.0. Theirs is 0.0."),
    })


def test_macro_f1_of_always_saying_cat():
    """The F1 of the cats is 0.97, that of the dogs 0.0. The accuracy said 0.95."""
    expect(macro_f1(PETS, ALWAYS_CAT, 2), want=190 / 195 / 2)


def test_macro_f1_counts_a_class_that_does_not_occur():
    """Of class 3 there is nothing, and class 2 is said once although it is never true."""
    y_true, y_pred = np.array([0, 1, 4, 0, 4, 1, 1, 0]), np.array([0, 1, 4, 0, 2, 1, 0, 0])
    f1s = [6 / 7, 4 / 5, 2 / 3]
    undefined = "Of class 3 there is nothing, so a division by 0 came in. By convention its F1 is 0.0."
    try:
        got = macro_f1(y_true, y_pred, n_classes=5)
    except ZeroDivisionError:
        raise AssertionError(undefined) from None
    expect(got, want=sum(f1s) / 5, mistakes={
        "three": (sum(f1s) / 3, "Only three classes were averaged. Every class from 0 to n_classes - 1 counts: one "
                  "that is said and never true has an F1 of 0.0, and so has one that is nowhere."),
        "four": (sum(f1s) / 4, "Class 3, of which there is nothing, was left out. Every class from 0 to n_classes - 1 "
                 "counts: its F1 is 0.0."),
        "nan": (np.isnan, undefined),
        "one": ((sum(f1s) + 1) / 5, "Class 3, of which there is nothing, counts with an F1 of 1.0. By convention it is "
                "0.0."),
    })
    expect(macro_f1(Y_TRUE, Y_PRED, n_classes=4), want=(6 / 13 + 6 / 9 + 5 / 8) / 4, mistakes={
        "n from the labels": ((6 / 13 + 6 / 9 + 5 / 8) / 3, "Here there are four classes, and 3, the last, occurs "
                              "nowhere. The largest label does not tell how many classes there are: n_classes does."),
        "one": ((6 / 13 + 6 / 9 + 5 / 8 + 1) / 4, "Class 3, of which there is nothing, counts with an F1 of 1.0. By "
                "convention it is 0.0."),
    })


def test_macro_f1_takes_lists_as_well():
    expect_the_same_of_lists(macro_f1, Y_TRUE, Y_PRED, 3, want=(6 / 13 + 6 / 9 + 5 / 8) / 3)


def test_macro_f1_refuses_labels_and_predictions_of_different_lengths():
    for length in (17, 19):
        expect_error(macro_f1, Y_TRUE, Y_PRED[:17], 3, shows=length, why=LENGTHS)
    expect_error(macro_f1, Y_TRUE[:17], Y_PRED, 3, why=LENGTHS)
