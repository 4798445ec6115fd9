"""Softmax and cross-entropy, and what breaks them.

The first example of each is a square, as many pictures as classes: there, whatever runs along the wrong side still
gives numbers, and the numbers tell what happened. The others have no two sizes alike. The scores that a computer
cannot take the exponential of come after that.
"""

import math

import numpy as np
import torch

from kata import expect, expect_error
from nets import probes
from week5.kata2_softmax_and_loss import cross_entropy, softmax

# Four pictures, four classes; and the true classes.
SQUARE = [[2.0, 0.5, 1.0, -1.0], [0.3, 1.7, 0.9, 0.4], [-0.5, 2.5, 1.2, 0.8], [1.1, 0.2, -2.0, 0.6]]
TRUE = [0, 3, 1, 1]

# Three pictures, five classes.
WIDE = [[0.5, 2.0, -1.5, 1.0, 0.2], [3.0, -0.7, 0.4, 1.6, 2.2], [-1.0, 0.8, 0.1, 0.9, -0.3]]
WIDE_TRUE = [3, 4, 0]

MAXIMUM = "subtract from each row its own largest score first (.amax(dim=1, keepdim=True)); the result stays the same."


def tensor(rows):
    return torch.tensor(rows, dtype=torch.float64)


def shares(z):
    """The softmax of each row, as books write it: good enough for small numbers."""
    powers = np.exp(z)
    return powers / powers.sum(axis=1, keepdims=True)


def test_softmax_shares_out_1_among_the_scores_of_each_row():
    z = np.array(SQUARE)
    powers, high = np.exp(z), z.max(axis=1)
    expect(softmax(tensor(SQUARE)), want=shares(z), mistakes={
        "columns": (lambda got: np.ndim(got) == 2 and np.allclose(np.asarray(got).sum(axis=0), 1), "The columns add "
                    "up to 1. The rows should: each picture shares out its own 1 among the classes, dim=1."),
        "everything": (lambda got: np.ndim(got) == 2 and np.isclose(np.asarray(got).sum(), 1), "Everything together "
                       "adds up to 1. Every row should, for each picture has a 1 of its own: .sum(dim=1, "
                       "keepdim=True)."),
        "keepdim": (powers / powers.sum(axis=1), "Each column was divided by the sum of a row, because the sums lie "
                    "flat. They have to stand as a column: .sum(dim=1, keepdim=True)."),
        "keepdim of the largest": (shares(z - high), "The largest score of one row was subtracted from a column, "
                                   "because the largest lie flat. They have to stand as a column: keepdim=True."),
        "keepdim of both": (np.exp(z - high) / np.exp(z - high).sum(axis=1), "The largest of the rows and their sums "
                            "lie flat, and so meet the columns. They have to stand as columns: keepdim=True in both."),
        "keepdim of the sum": (np.exp(z - high[:, None]) / np.exp(z - high[:, None]).sum(axis=1), "Each column was "
                               "divided by the sum of a row, because the sums lie flat. They have to stand as a "
                               "column: .sum(dim=1, keepdim=True)."),
        "largest of columns": (shares(z - z.max(axis=0)), "The largest of each column was subtracted, and that shifts "
                               "the scores of a picture against each other. Subtract the largest of each row, dim=1."),
        "only exp": (powers, "That is exp of each score. Divide each row by its sum."),
        "only exp, shifted": (np.exp(z - high[:, None]), "The largest of each row became 1: that is exp of the shifted "
                              "scores. Divide each row by its sum."),
        "only exp, all shifted": (np.exp(z - z.max()), "That is exp of the shifted scores. Divide each row by its "
                                  "sum."),
        "no exp": (z / z.sum(axis=1, keepdims=True), "The scores themselves were divided by their sum, and so "
                   "some probabilities are negative. Take exp of each score first."),
        "log": (np.log(shares(z)), "Those are the logs of the probabilities. Leave the log to the loss."),
        "sigmoid": (1 / (1 + np.exp(-z)), "That is the sigmoid, which looks at each score by itself. Softmax shares "
                    "out 1 among the scores of a row."),
        "sign": (shares(-z), "The lowest score got the highest probability: exp(z), not exp(-z)."),
        "base 2": (shares(z * math.log(2)), "Those are powers of 2. Use powers of e: torch.exp."),
        "base 10": (shares(z * math.log(10)), "Those are powers of 10. Use powers of e: torch.exp."),
        "twice": (shares(shares(z)), "That is the softmax of the softmax. Once is enough."),
        "highest": ((z == high[:, None]).astype(float), "The highest score got everything. The others get a share "
                    "too, however small."),
        "mean": (4 * shares(z), "The rows add up to 4, the number of classes: divide by the sum, not by the mean."),
        "length": (powers / np.sqrt((powers**2).sum(axis=1, keepdims=True)), "Each row was divided by its length, the "
                   "root of the squares. Divide it by its sum."),
        "shifted above only": (np.exp(z - high[:, None]) / powers.sum(axis=1, keepdims=True), "The largest score was "
                               "subtracted above the line and not below it. Shift once, and use the shifted scores in "
                               "both places."),
        "shifted below only": (powers / np.exp(z - high[:, None]).sum(axis=1, keepdims=True), "The largest score was "
                               "subtracted below the line and not above it. Shift once, and use the shifted scores in "
                               "both places."),
        "four numbers": (lambda got: np.shape(got) == (4,), "4 numbers came back. Each of the 4 pictures should have "
                         "4 probabilities: a table, (4, 4)."),
        "rounded": (lambda got: 0 < np.abs(np.asarray(got) - shares(z)).max() < 0.006, "Nearly right, but not exact: "
                    "rounded? Keep all digits."),
    }, say="For each row: exp of each score, divided by the sum of these.")


def test_softmax_works_for_any_number_of_pictures_and_classes():
    expect(softmax(tensor(WIDE)), want=shares(np.array(WIDE)))
    expect(softmax(tensor(WIDE).T), want=shares(np.array(WIDE).T))
    expect(softmax(tensor([[1.0, 3.0, 2.0]])), want=np.array([[0.09003057, 0.66524096, 0.24472847]]))


def test_softmax_stays_exact_for_scores_of_1000_and_of_minus_1000():
    """exp(89) is the end of float32, the numbers that networks work with; exp(-104) is 0."""
    rows = [[1000.0, 400.0, 1000.0], [-1000.0, -1000.0, -1600.0], [-600.0, 0.0, 0.0]]
    small = np.asarray(softmax(tensor(WIDE)))
    assert np.allclose(small, shares(np.array(WIDE))), "First small scores, then large ones."
    want = np.array([[0.5, 0.0, 0.5], [0.5, 0.5, 0.0], [0.0, 0.5, 0.5]])

    def lost(got):
        return [bool(np.isnan(row).any()) for row in np.asarray(got)]

    expect(softmax(torch.tensor(rows)), want=want, mistakes={
        "overflow": (lambda got: lost(got) == [True, True, False], "exp(1000) is inf, exp(-1000) is 0, and the row "
                     f"becomes nan: {MAXIMUM}"),
        "not the largest": (lambda got: lost(got) == [True, True, True], "Every row became nan. Where scores lie far "
                            "apart, some are too large even after the mean or the smallest of the row was subtracted. "
                            "Only the largest brings all of them to 0 or below."),
        "replaced": (lambda got: np.ptp(np.asarray(got)[0]) == 0 and not np.isclose(np.asarray(got)[0].sum(), 1), "The "
                     "first row has the same number everywhere and does not add up to 1: was a nan replaced by a "
                     f"number? The probabilities are lost by then. Instead, {MAXIMUM}"),
        "cut off": (lambda got: np.isclose(np.asarray(got)[0, 0], np.asarray(got)[0, 1]), "Scores of 1000 and 400 got "
                    f"the same probability: cutting large scores off loses them. Instead, {MAXIMUM}"),
        "low rows": (lambda got: lost(got) == [False, True, True], "The rows with low scores became nan, because "
                     "another row is much higher: the largest score of the whole batch was subtracted, and exp gives "
                     f"0 for all of the rest. Instead, {MAXIMUM}"),
        "zeros": (lambda got: not lost(got)[1] and np.asarray(got)[1].sum() < 0.5, "The second row adds up to 0: all "
                  "its exponentials are 0, and a small number added below the line only hides it. Instead, "
                  f"{MAXIMUM}"),
    }, rtol=1e-4, say=f"For large scores, {MAXIMUM}")


def test_softmax_of_float32_adds_up_to_1_beside_one_huge_score():
    far = np.asarray(softmax(torch.tensor([[1000.0, 400.0], [-1000.0, -1000.0]])))
    assert np.allclose(far, [[1, 0], [0.5, 0.5]], atol=1e-3), "First scores of 1000 and of -1000, then one of 300."
    found = np.asarray(softmax(torch.tensor([[300.0, 0.0, 0.0, 0.0, 0.0], [-300.0, 0.0, 0.0, 0.0, 0.0]])))
    expect(found, want=np.array([[1, 0, 0, 0, 0], [0, 0.25, 0.25, 0.25, 0.25]]), atol=1e-6,
           what="The softmax of a row with one score of 300 and of one with -300, the others 0",
           say=f"exp(300) is more than float32 can hold. For scores of any size, {MAXIMUM}")


def log_shares(z):
    return np.log(shares(z))


def test_cross_entropy_is_the_mean_of_minus_the_log_of_the_probability_of_the_truth():
    z, true = np.array(SQUARE), np.array(TRUE)
    n, p, logs = np.arange(4), shares(z), log_shares(z)
    want = float(-logs[n, true].mean())
    onehot = np.eye(4)[true]
    expect(cross_entropy(tensor(SQUARE), torch.tensor(TRUE)), want=want, mistakes={
        "sum": (4 * want, "4 times too large: the losses of the 4 pictures were added up. Take their mean, so that a "
                "large batch does not cost more than a small one."),
        "cells": (want / 4, "4 times too small: that is the mean over all 16 cells of the one-hot table. Add up over "
                  "the classes, and average over the 4 pictures only."),
        "log10": (want / math.log(10), "2.303 times too small: that is the logarithm to base 10. Use the natural one, "
                  "torch.log."),
        "log2": (want / math.log(2), "1.443 times too large: that is the logarithm to base 2. Use the natural one, "
                 "torch.log."),
        "sign": (-want, "The right size and the wrong sign: the log of a probability is negative, so the loss is "
                 "minus the log."),
        "predicted": (float(-logs.max(axis=1).mean()), "That loss does not look at the labels: it takes the highest "
                      "probability of each row. Take the one of the true class."),
        "largest not added": (want - float(z.max(axis=1).mean()), "The largest score of each row was subtracted before "
                              "the exp, and not added to the log again: log Σ exp(scores) is m + log Σ exp(scores - "
                              "m)."),
        "largest twice": (want + float(z.max(axis=1).mean()), "The largest score of each row is in it once too often. "
                          "Where m is added to the log, it has to be subtracted before the exp, and the score of the "
                          "true class stays as it was."),
        "from 1": (float(-logs[n, true - 1].mean()), "The labels were taken to count from 1. They count from 0: "
                   "label 0 is the first column."),
        "no log": (float(-p[n, true].mean()), "That is minus the mean probability of the true class: the log is "
                   "missing. (F.nll_loss takes logs of probabilities too.)"),
        "one minus": (float(1 - p[n, true].mean()), "That is 1 minus the mean probability of the true class. Take "
                      "minus its log: being wrong and sure should cost much more than 1."),
        "log of the mean": (float(-np.log(p[n, true].mean())), "That is the log of the mean probability. Take the log "
                            "of each, and then the mean."),
        "softmax twice": (float(-log_shares(p)[n, true].mean()), "The softmax was taken twice: the loss of "
                          "probabilities instead of logits. F.cross_entropy and log_softmax want the logits as they "
                          "are."),
        "logits as logs": (float(-z[n, true].mean()), "That is minus the mean score of the true class. A score is no "
                           "log of a probability yet: subtract log Σ exp of its row."),
        "log of logits": (float(-np.log(z[n, true]).mean()), "That is the log of the scores. They are no "
                          "probabilities yet: the log of the softmax is score - log Σ exp."),
        "nan": (lambda got: np.isnan(got), "nan: the log of a negative number. Scores may be negative; a log can only "
                "be taken of probabilities, or of Σ exp."),
        "only the sum": (float(np.log(np.exp(z).sum(axis=1)).mean()), "That is the mean of log Σ exp alone. Subtract "
                         "the score of the true class."),
        "columns": (float(-np.log(np.exp(z) / np.exp(z).sum(axis=0))[n, true].mean()), "The probabilities add up to 1 "
                    "in each column. They should in each row, dim=1."),
        "everything": (float(-np.log(np.exp(z) / np.exp(z).sum())[n, true].mean()), "All the probabilities together "
                       "add up to 1. Those of each row should, dim=1."),
        "all pairs": (float(-logs[:, true].mean()), "Every picture met every label: logs[:, labels] takes whole "
                      "columns. Pick one for each picture: logs[torch.arange(n), labels]."),
        "rows": (float(-logs[true].mean()), "logs[labels] takes whole rows, as if the labels were numbers of "
                 "pictures. Pick one for each picture: logs[torch.arange(n), labels]."),
        "turned": (float(-logs[true, n].mean()), "Row and column are swapped: logs[torch.arange(n), labels], the "
                   "picture first."),
        "all classes": (float(-logs.mean()), "That is the mean over all classes, whatever the labels say. Take the "
                        "true class only."),
        "all classes, added": (float(-logs.sum(axis=1).mean()), "That adds up all classes, whatever the labels say. "
                               "Take the true class only."),
        "labels multiplied": (float(-(true * logs).sum(axis=1).mean()), "The labels were multiplied with the logs, as "
                              "if they were a one-hot table. They are numbers of classes, (n,): pick the true class "
                              "with them."),
        "labels multiplied, mean": (float(-(true * logs).mean()), "The labels were multiplied with the logs, as if "
                                    "they were a one-hot table. They are numbers of classes, (n,): pick the true class "
                                    "with them."),
        "labels as probabilities": (float(-(true[:, None] * logs).sum(axis=1).mean()), "The class numbers were taken "
                                    "for probabilities. Labels have to be whole numbers of shape (n,): with the shape "
                                    "of the scores, PyTorch reads them as a table of probabilities."),
        "both ways": (float(-(onehot * np.log(p) + (1 - onehot) * np.log(1 - p)).sum(axis=1).mean()), "That is the "
                      "binary cross-entropy, which asks about every class by itself. Only the true class counts."),
        "both ways, mean": (float(-(onehot * np.log(p) + (1 - onehot) * np.log(1 - p)).mean()), "That is the binary "
                            "cross-entropy, which asks about every class by itself. Only the true class counts."),
        "sigmoids": (float(np.log1p(np.exp(np.where(onehot, -z, z))).sum(axis=1).mean()), "That is the binary "
                     "cross-entropy, which puts a sigmoid on every score by itself. Here a softmax shares out 1 among "
                     "the classes, and only the true one counts."),
        "sigmoids, mean": (float(np.log1p(np.exp(np.where(onehot, -z, z))).mean()), "That is the binary "
                           "cross-entropy, which puts a sigmoid on every score by itself. Here a softmax shares out 1 "
                           "among the classes, and only the true one counts."),
        "squares": (float(((p - onehot) ** 2).sum(axis=1).mean()), "That is the cost of week 3, made of squared "
                    "differences. Here it is minus the log of the true class's probability."),
        "squares, mean": (float(((p - onehot) ** 2).mean()), "That is the mean of squared differences. Here it is "
                          "minus the log of the true class's probability."),
        "perplexity": (math.exp(want), "That is exp of the loss. Leave it as it is."),
        "wrong answers": (float(np.mean(z.argmax(axis=1) != true)), "That is the share of wrong answers. It does not "
                          "change when a probability gets a little better; the loss does."),
        "first": (float(-logs[0, 0]), "Only the first picture was counted. The `return` belongs after the loop."),
        "first, divided": (float(-logs[0, 0]) / 4, "Only the first picture was counted, and divided by 4. The `return` "
                           "belongs after the loop."),
        "last, divided": (float(-logs[3, 1]) / 4, "Only the last picture was counted, and divided by 4. Add all up: a "
                          "running total, +=."),
        "last": (float(-logs[3, 1]), "Only the last picture was counted. Add all up, and take the mean."),
        "one by one": (lambda got: np.shape(got) == (4,), "One loss for each picture came back. The loss of the batch "
                       "is their mean, one number."),
        "a box": (lambda got: np.shape(got) in ((1,), (1, 1)), "The number came in a list of one, shape (1,) or "
                  "(1, 1). .mean() without a dim gives a single number."),
        "rounded": (lambda got: 0 < abs(float(got) - want) < 0.006, "Nearly right, but not exact: rounded? or a small "
                    "number added inside the log? Keep all digits."),
    }, say="For each picture: minus the log of the probability that softmax gives its true class. Then the mean.")


def test_cross_entropy_works_for_any_number_of_pictures_and_classes():
    logs = log_shares(np.array(WIDE))
    total = float(-logs[[0, 1, 2], WIDE_TRUE].sum())
    try:
        got = cross_entropy(tensor(WIDE), torch.tensor(WIDE_TRUE))
    except ValueError as error:
        if not any(str(label) in str(error) for label in WIDE_TRUE):
            raise
        raise AssertionError(
            f"It refused the labels {WIDE_TRUE}, and there are 5 classes here, 0 to 4, and 3 pictures. The classes are "
            f"the columns: logits.shape[1].\n(The error says: {error})"
        ) from None
    expect(got, want=total / 3, mistakes={
        "by classes": (total / 5, "The sum was divided by 5, the number of classes. Divide by the number of pictures, "
                       "3."),
        "once more": (total / 9, "The sum was divided by the number of pictures twice."),
    })
    expect(cross_entropy(tensor(WIDE[:1]), torch.tensor([1])), want=float(-logs[0, 1]))


def test_cross_entropy_of_a_guess_is_log_k_and_of_a_sure_mistake_much_more():
    """Ten equal scores cost log 10, the number that an untrained network begins with."""
    expect(cross_entropy(torch.zeros(2, 10), torch.tensor([9, 4])), want=2.302585, rtol=1e-4)
    scores = torch.tensor([[6.0, 0.0]])
    expect(cross_entropy(scores, torch.tensor([0])), want=0.0024757, rtol=1e-3)
    expect(cross_entropy(scores, torch.tensor([1])), want=6.0024757, rtol=1e-4)


def right_about_small_scores():
    loss = cross_entropy(tensor(WIDE), torch.tensor(WIDE_TRUE))
    return np.isclose(float(loss), -log_shares(np.array(WIDE))[[0, 1, 2], WIDE_TRUE].mean())


def test_cross_entropy_stays_finite_for_scores_of_1000_and_of_minus_1000():
    assert right_about_small_scores(), "First small scores, then large ones."
    far = torch.tensor([[1000.0, -1000.0, 0.0]])
    expect(cross_entropy(far, torch.tensor([1])), want=2000.0, rtol=1e-4, mistakes={
        "endless": (lambda got: not np.isfinite(got), "The probability of the true class came out as 0 or nan, and so "
                    "the loss as inf or nan. Do not take the log of a softmax: the log of it is score - log Σ exp "
                    "(scores), and before the exp the row's largest score is subtracted and after the log added."),
        "cut off": (lambda got: 5 < got < 1500, "Sure and wrong by 2000 has to cost 2000. A small number added inside "
                    "the log, or a smallest probability, or scores cut off, end the loss early, and with it the "
                    "slope. Use score - log Σ exp instead."),
        "largest not added": (lambda got: np.isclose(got, 1000), "1000 too few: the largest score that was subtracted "
                              "before exp has to be added to the log again."),
        "zero": (lambda got: abs(got) < 1e-6, "A sure mistake cost nothing: was an inf or nan replaced by 0? Use score "
                 "- log Σ exp instead."),
        "another number": (lambda got: got > 1e6, "Was an inf or nan replaced by a number? Sure and wrong by 2000 has "
                           "to cost 2000. Use score - log Σ exp instead."),
    })
    expect(cross_entropy(far, torch.tensor([0])), want=0.0, atol=1e-5)
    rows = torch.tensor([[1000.0, 998.0], [-1000.0, -1002.0]])
    expect(cross_entropy(rows, torch.tensor([1, 0])), want=1 + math.log(1 + math.exp(-2)), rtol=1e-3, mistakes={
        "of the batch": (lambda got: not np.isfinite(got), "A row of low scores beside one of high scores gave inf or "
                         "nan: the largest of the whole batch was subtracted. Subtract from each row its own largest, "
                         "dim=1."),
    })


def test_cross_entropy_lets_the_gradient_through():
    """Its gradient is (softmax - one-hot) / n: push the true class up, and the others down by their probability."""
    assert right_about_small_scores(), "First the right loss, then its gradient."
    logits = tensor(WIDE).requires_grad_()
    try:
        loss = cross_entropy(logits, torch.tensor(WIDE_TRUE))
    except RuntimeError as error:
        if "requires grad" not in str(error):
            raise
        raise AssertionError(
            "NumPy and plain Python do not remember how a number came about, and PyTorch refuses to pass the logits on "
            "to them. Use torch's own functions: torch.exp, torch.log, .sum(), .mean()."
        ) from None
    assert torch.is_tensor(loss), (
        f"A {type(loss).__name__} came back. Only a tensor remembers how it came about, and training asks it for the "
        "gradients: leave .item(), float() and NumPy out, and compute with torch."
    )
    assert probes.has_graph(loss), (
        "The loss has forgotten how it came about, so nothing can be learned from it: .detach(), torch.no_grad() and "
        "torch.tensor(…) cut the thread, and so does .item() on the way."
    )
    try:
        loss.backward()
    except RuntimeError as error:
        if "inplace" not in str(error):
            raise
        raise AssertionError(
            "A value that the gradient needs was changed on the way. Make new tensors: x = x - y, not x -= y; and no "
            "functions with a _ at the end."
        ) from None
    assert logits.grad is not None, (
        "The gradient did not reach the logits: on the way from them to the loss, something was made anew with "
        "torch.tensor(…), and requires_grad=True begins a new thread there. Compute the loss from `logits` itself."
    )
    want = (shares(np.array(WIDE)) - np.eye(5)[WIDE_TRUE]) / 3
    expect(logits.grad, want=want, rtol=1e-5, atol=1e-7, what="The gradient of the loss", mistakes={
        "one term": (-np.eye(5)[WIDE_TRUE] / 3, "The gradient knows of the true class's score only: the part with "
                     "log Σ exp was cut off by .detach(), .item() or torch.no_grad()."),
        "other term": (shares(np.array(WIDE)) / 3, "The gradient does not know of the true class's score: it was cut "
                       "off by .detach(), .item() or torch.no_grad()."),
    })


def test_cross_entropy_has_a_gradient_for_huge_scores_too():
    logits = torch.tensor([[1000.0, -1000.0, 0.0], [-1000.0, -1000.0, -1000.0]], requires_grad=True)
    loss = cross_entropy(logits, torch.tensor([1, 2]))
    assert torch.is_tensor(loss) and probes.has_graph(loss), "First a loss that remembers how it came about."
    loss.backward()
    assert logits.grad is not None, "First a gradient that reaches the logits."
    want = np.array([[0.5, -0.5, 0], [1 / 6, 1 / 6, -1 / 3]])
    expect(logits.grad, want=want, rtol=1e-4, what="The gradient of the loss", say="A sure mistake needs the longest "
           "push of all, 1 / n, and here there are 2 pictures. Cut off scores or probabilities have a slope of 0.")


def test_cross_entropy_refuses_a_label_that_is_no_class():
    assert right_about_small_scores(), "First the loss of labels that are classes, then the others."
    why = "Classes are counted from 0 to k - 1. Any other label has to raise a ValueError that shows it."
    logits = tensor(WIDE)
    expect_error(cross_entropy, logits, torch.tensor([0, 5, 1]), shows=5, why=why)
    total = -log_shares(np.array(WIDE))
    last_class = float(total[0, 2] + total[1, 4] + total[2, 4])
    expect_error(cross_entropy, logits, torch.tensor([2, 4, -1]), shows=-1, why=why, mistakes={
        "last": (last_class / 3, "The label -1 was taken for the last class: Python counts from the end. It is no "
                 "class, and has to raise a ValueError that shows it."),
    })
