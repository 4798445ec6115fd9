"""Targets, the way forward, and the cost.

The networks here are small enough to follow with a calculator. In the first one every layer is three
wide: so whatever is mixed up in it still gives a number, and the number tells what was mixed up.
"""

from itertools import pairwise

import numpy as np

from kata import expect, expect_error
from week3.kata3_forward_and_cost import cost, forward, one_hot

# Three inputs, three hidden neurons, three outputs; two images.
IMAGES = np.array([[1.0, 0.5, 0.0], [0.2, 0.0, 0.9]])
W1, B1 = np.array([[0.5, -1.0, 2.0], [1.5, 0.2, -0.5], [-2.0, 1.0, 0.7]]), np.array([0.3, -0.6, 0.9])
W2, B2 = np.array([[2.0, -0.4, 1.0], [0.6, -3.0, 0.1], [-1.0, 0.8, 2.5]]), np.array([-0.2, 0.5, -1.1])

# What a network with three outputs said to four images of the classes 0, 2, 1 and 2.
OUTPUTS = np.array([[0.7, 0.2, 0.1], [0.0, 0.6, 0.5], [0.3, 0.9, 0.4], [0.1, 0.0, 1.0]])
TARGETS = np.array([[1.0, 0.0, 0.0], [0.0, 0.0, 1.0], [0.0, 1.0, 0.0], [0.0, 0.0, 1.0]])


def squish(z):
    return 1 / (1 + np.exp(-z))


def test_one_hot_lights_up_the_column_of_the_label():
    labels = np.array([3, 0, 1, 3, 0])
    try:
        got = one_hot(labels, n_classes=6)
    except IndexError as outside:
        raise AssertionError(f"It reached for a column or row that is not there ({outside}). Row i belongs to the "
                             "i-th label, and label 3 lights up column 3: both count from 0.") from None
    want = np.array([[0, 0, 0, 1, 0, 0], [1, 0, 0, 0, 0, 0], [0, 1, 0, 0, 0, 0], [0, 0, 0, 1, 0, 0],
                     [1, 0, 0, 0, 0, 0]], dtype=float)
    expect(got, want=want, dtype="float", mistakes={
        "whole": (lambda got: np.asarray(got).dtype.kind in "iu" and np.array_equal(got, want), "The right places, "
                  "but as whole numbers. The outputs are floats, so the targets are too: make the array with "
                  "np.zeros, which gives float64."),
        "off by one": (np.roll(want, -1, axis=1), "Label 3 lights up column 2, and label 0 the last one: the columns "
                       "count from 0, as the labels do, so nothing is subtracted."),
        "off by one, up": (np.roll(want, 1, axis=1), "Label 3 lights up column 4: the columns count from 0, as the "
                           "labels do, so nothing is added."),
        "shared": (np.tile([1.0, 1, 0, 1, 0, 0], (5, 1)), "Every row carries the 1s of all labels: the rows are one "
                   "and the same list, or `table[:, labels] = 1` was meant for one row at a time. Each row has a place "
                   "of its own for its own 1."),
        "the label itself": (want * labels[:, None], "The right places, but the label itself stands there. One-hot "
                             "means: a 1, whichever label it is."),
        "still on": (np.maximum.accumulate(want), "The 1s of the earlier labels are still on. Begin each row with "
                     "fresh zeros."),
        "whole rows": (np.outer([1, 1, 0, 1, 0], np.ones(6)), "Whole rows are lit up: table[label] is a row. A place "
                       "has a row and a column: table[i, label]."),
        "crossed": (np.array([[0, 1, 0, 0, 1, 0], [0, 0, 1, 0, 0, 0], [0] * 6, [1, 0, 0, 1, 0, 0], [0] * 6]), "Row and "
                    "column are swapped: the i-th label has row i, and its 1 is in column `label`: table[i, label]."),
        "place in the list": (np.eye(5, 6), "The column follows the label's place in the list. It should follow the "
                              "label itself: label 3 lights up column 3."),
        "numbered afresh": (np.eye(6)[[2, 0, 1, 2, 0]], "The labels that occur were numbered afresh, 0, 1, 2, as "
                            "np.unique and sorted(set(…)) do. Column k belongs to label k, whichever others occur."),
        "first only": (want * np.eye(5)[:, :1], "Only the first row was filled. The `return` belongs after the loop, "
                       "not in it."),
        "one row": ([1, 1, 0, 1, 0, 0], "All labels share one row. Give a row for each label."),
        "one-cold": (1 - want, "Inside out: the label's place is 0 and the others are 1."),
        "counted": (np.bincount(labels, minlength=6), "Those are counts: how many labels of each class there are. "
                    "Give one row for each label."),
        "counted, seen only": (np.array([2, 1, 2]), "Those are counts: how many labels of each class there are. "
                               "Give one row for each label."),
        "columns": (want.T, "One column for each label; it should be one row for each label."),
        "labels": (labels, "Those are the labels as they came in. Make a row of zeros and a single 1 of each."),
        "square": (lambda got: np.shape(got) == (5, 5), "As many columns as labels. There should be `n_classes`, one "
                   "for each class."),
        "seen only": (lambda got: np.shape(got) in ((5, 3), (5, 4)), "The width follows the labels that happen to be "
                      "there. It should be `n_classes`, also when the last classes do not occur."),
        "ten": (lambda got: np.shape(got) == (5, 10), "Ten columns, although n_classes is 6: the width is "
                "`n_classes`."),
        "yes or no": (lambda got: np.asarray(got).dtype.kind == "b", "True and False in place of 1.0 and 0.0: the "
                      "targets are subtracted from outputs, so make numbers of them (.astype(float))."),
    })


def test_one_hot_makes_ten_columns_for_digits():
    got = one_hot(np.array([9, 4]))
    expect(got, want=np.array([[0.0] * 9 + [1.0], [0.0] * 4 + [1.0] + [0.0] * 5]), dtype="float")


def test_one_hot_refuses_a_label_that_has_no_output():
    expect_error(one_hot, np.array([2, 10, 5]), shows=10, why="There is no output 10 among ten that count from 0: say "
                 "so with a ValueError that shows the label.", mistakes={
        "skipped": (lambda got: not np.asarray(got)[1].any(), "The row of label 10 is all zeros. There is no output "
                    "for it: say so with a ValueError that shows the label."),
    })
    expect_error(one_hot, np.array([1, -1, 0]), 3, shows=-1, why="There is no output -1: say so with a ValueError.",
                 mistakes={
        "the last one": (np.eye(3)[[1, 2, 0]], "The label -1 lights up the last column, because Python counts -1 from "
                         "the end. Nobody would notice: refuse it with a ValueError that shows it."),
    })


def test_forward_lets_every_layer_work_on_the_answer_of_the_one_before():
    z1 = IMAGES @ W1.T + B1
    hidden = squish(z1)
    z2 = hidden @ W2.T + B2
    want = squish(z2)
    expect(forward([(W1, B1), (W2, B2)], IMAGES), want=want, dtype="float", mistakes={
        "bare outputs": (z2, "The hidden layer is right, and the outputs are not between 0 and 1: the last layer needs "
                         "its sigmoid too."),
        "bare hidden": (squish(z1 @ W2.T + B2), "The hidden layer passed on its sums without the sigmoid. Every layer "
                        "has one."),
        "bare": (z1 @ W2.T + B2, "There is no sigmoid in it. Without one, two layers can do no more than one: every "
                 "layer needs its own."),
        "twice at the end": (squish(want), "The sigmoid was taken twice at the end. Once in every layer is right."),
        "twice": (squish(squish(squish(z1)) @ W2.T + B2), "The sigmoid was taken twice in the hidden layer. `layer` "
                  "has done it already."),
        "twice everywhere": (squish(squish(squish(squish(z1)) @ W2.T + B2)), "The sigmoid was taken twice in every "
                             "layer. `layer` has done it already."),
        "from the images": (squish(IMAGES @ W2.T + B2), "That is the last layer working on the images themselves. "
                            "Each layer gets the answer of the one before it."),
        "first only": (hidden, "That is what the first layer answers. Every layer of `network` has its turn, and only "
                       "the answer of the last is returned."),
        "backwards": (squish(squish(IMAGES @ W2.T + B2) @ W1.T + B1), "The layers were used from last to first. "
                      "network[0] is the one that sees the images."),
        "transposed": (squish(squish(IMAGES @ W1 + B1) @ W2 + B2), "Row j of W belongs to neuron j, so images in rows "
                       "are multiplied with W.T: inputs @ W.T. (It only runs because every layer here is square.)"),
        "no bias": (squish(squish(IMAGES @ W1.T) @ W2.T), "The biases do not take part: inputs @ W.T + b."),
        "bias first": (squish((squish((IMAGES + B1) @ W1.T) + B2) @ W2.T), "The bias was added before the product. Add "
                       "it after: one for every neuron, not for every input."),
        "bias each time": (squish(squish(z1 + 2 * B1) @ W2.T + 3 * B2), "The bias was added once for every input. Sum "
                           "the products first, then add it once."),
        "bias subtracted": (squish(squish(z1 - 2 * B1) @ W2.T - B2), "The bias was subtracted: it is inputs @ W.T + "
                            "b. (In exp(-inputs @ W.T + b) the minus misses the b: exp(-(inputs @ W.T + b)).)"),
        "divided": (squish(squish(IMAGES / 255 @ W1.T + B1) @ W2.T + B2), "The images were divided by 255. They run "
                    "from 0 to 1 already: take them as they are."),
        "first bias": (squish(squish(z1) @ W2.T + B1), "The second layer got the biases of the first. Each layer is "
                       "a pair (W, b): take both from the same one."),
        "relu": (squish(np.maximum(z1, 0) @ W2.T + B2), "The hidden layer uses ReLU. This network uses the sigmoid in "
                 "every layer."),
        "relu too": (np.maximum(np.maximum(z1, 0) @ W2.T + B2, 0), "The layers use ReLU. This network uses the sigmoid "
                     "in every layer."),
        "tanh": (np.tanh(np.tanh(z1) @ W2.T + B2), "The layers use tanh. This network uses the sigmoid in every "
                 "layer."),
        "winner": (np.argmax(want, axis=1), "That is the winner only. Return what every output says."),
        "rounded": (np.round(want), "The outputs were rounded. How far an output is from 0 and from 1 is what the "
                    "cost will measure: leave it as it is."),
        "softmax": (lambda got: np.allclose(np.sum(got, axis=1), 1), "The outputs of an image add up to 1, as after a "
                    "softmax. In this network every output has a sigmoid of its own, and nothing ties them together."),
        "every layer": (lambda got: len(got) in (2, 3) and np.ndim(got[0]) == 2, "That is the answer of every layer, "
                        "in a list. Return the last one alone."),
        "one row": (lambda got: np.shape(got) == (3,), "One row of outputs for two images. Each image has its own."),
        "columns": (want.T, "One column for each image; it should be one row for each image."),
    }, say="In each layer: what comes in, times W.T, plus b, and the sigmoid of that. The first takes the images.")


def test_forward_takes_one_image_alone():
    network = [(W1, B1), (W2, B2)]
    want = squish(W2 @ squish(W1 @ IMAGES[1] + B1) + B2)
    try:
        got = forward(network, IMAGES[1])
    except (ValueError, TypeError, IndexError) as error:
        forward(network, IMAGES)  # a fault that has nothing to do with the single image shows itself here
        raise AssertionError(
            f"It works for many images and stops at one alone ({type(error).__name__}: {error}). One image has shape "
            "(n_in,): a loop over it meets single pixels, and it has no second side. inputs @ W.T + b takes both."
        ) from None
    expect(got, want=want, mistakes={
        "a table": (lambda got: np.shape(got) == (1, 3), "One image of shape (n_in,) came in, so one row of shape "
                    "(n_out,) goes out, not a table with one row."),
        "a column": (lambda got: np.shape(got) == (3, 1), "One image of shape (n_in,) came in, so one row of shape "
                     "(n_out,) goes out, not a column."),
    })


def test_forward_leaves_a_table_of_one_a_table():
    """A table that holds one image, (1, 3); then a network with a single output."""
    expect(forward([(W1, B1), (W2, B2)], IMAGES), want=squish(squish(IMAGES @ W1.T + B1) @ W2.T + B2), say="First a "
           "table of two, then a table of one.")
    network = [(W1, B1), (W2[:1], B2[:1])]
    want = squish(squish(IMAGES @ W1.T + B1) @ W2[:1].T + B2[:1])
    for images, column in ((IMAGES[:1], want[:1]), (IMAGES, want)):
        expect(forward(network, images), want=column, mistakes={
            "flat": (column.ravel(), f"Images of shape {images.shape} came in, so outputs of shape {column.shape} go "
                     "out. np.squeeze takes away every side of length 1, also those that belong there."),
            "a number": (lambda got: np.ndim(got) == 0, f"Images of shape {images.shape} came in, so outputs of shape "
                         f"{column.shape} go out, not a bare number."),
        })


def test_forward_goes_through_any_number_of_layers_of_any_size():
    sizes = [4, 5, 3, 2]
    network = [(np.sin(np.arange(m * n) + m).reshape(n, m) * 2, np.cos(np.arange(n) + m))
               for m, n in pairwise(sizes)]
    images = (np.arange(24) * 7 % 10).reshape(6, 4) / 10
    one = squish(images @ network[0][0].T + network[0][1])
    two = squish(one @ network[1][0].T + network[1][1])
    three = squish(two @ network[2][0].T + network[2][1])
    expect(forward(network, images), want=three, mistakes={
        "two": (two, "That is what comes out of the second layer, and this network has three. Every layer of "
                "`network` has its turn, however many there are."),
        "one": (one, "That is what comes out of the first layer, and this network has three. Every layer of "
                "`network` has its turn, however many there are."),
    })
    expect(forward(network[:1], images), want=one, say="A network may also have a single layer.")


def test_cost_adds_up_over_the_outputs_and_averages_over_the_images():
    squares = (OUTPUTS - TARGETS) ** 2
    expect(cost(OUTPUTS, TARGETS), want=0.255, mistakes={
        "mean": (0.085, "Three times too small, and there are three outputs: the average runs over the images only. "
                 "Add up each image's outputs first."),
        "sum": (1.02, "Four times too large, and there are four images: the cost is the average over them."),
        "half": (0.1275, "Half the right value: some books define the cost with a ½; this course does not."),
        "half of the sum": (0.51, "Twice the right value: that is half of the sum, and the cost is the average over "
                            "the four images, without a ½."),
        "half of the mean": (0.0425, "A sixth of the right value: that is half of the average over images and outputs. "
                             "Add up over the outputs, average over the images only, and leave the ½ out."),
        "summed over images": (0.34, "The outputs were averaged and the images added up. The other way round: add up "
                               "over the outputs, average over the images."),
        "n twice": (0.06375, "Four times too small: it was divided by the number of images twice."),
        "by image": (squares.sum(axis=1), "That is one cost for each image. The cost is their average."),
        "by output": (squares.mean(axis=0), "That is the average for each output. Add up over the outputs."),
        "table": (squares, "Those are the squared differences, one by one. Add them up over the outputs, and average "
                  "over the images."),
        "absolute": (0.65, "Those are the absolute differences. Square each of them."),
        "cancel": (0.2, "That is the value you get if the differences are not squared: those above and those below "
                   "cancel."),
        "cancel, the other way": (-0.2, "That is the value you get if the differences are not squared: those above and "
                                  "those below cancel."),
        "squares of sums": (float(np.mean((OUTPUTS - TARGETS).sum(axis=1) ** 2)), "The differences were added up first "
                            "and then squared, so they cancelled. Square each one, then add up."),
        "lengths": (float(np.mean(np.sqrt(squares.sum(axis=1)))), "That is the average distance. The cost has no "
                    "square root in it."),
        "root": (0.255 ** 0.5, "That is the root of the cost. Leave the square root out."),
        "root of sum": (1.02 ** 0.5, "That is the root of the sum of all squares. The cost has no root, and is an "
                        "average over the images."),
        "everything with everything": (float(np.sum((OUTPUTS.reshape(-1, 1) - TARGETS.ravel()) ** 2) / 4), "Much too "
                                       "large: a column minus a row compares every output with every target. Let the "
                                       "two arrays keep their shape."),
        "everything, averaged": (float(np.mean((OUTPUTS.reshape(-1, 1) - TARGETS.ravel()) ** 2)), "A column minus a "
                                 "row compares every output with every target. Let the two arrays keep their shape."),
        "wrong answers": (0.25, "That is the share of wrong answers. It does not change when an output gets a little "
                          "better; the squared differences do."),
        "cross-entropy": (float(-np.mean(np.log(OUTPUTS[TARGETS == 1]))), "That is the cross-entropy, another cost. "
                          "This one is made of squared differences."),
        "cross-entropy, both ways": (lambda got: np.isclose(got, -np.log(np.abs(1 - TARGETS - OUTPUTS)).sum() / 4,
                                     rtol=1e-4), "That is the cross-entropy, another cost. This one is made of squared "
                                     "differences."),
        "own output": (float(np.mean(squares[TARGETS == 1])), "Only the output of the true class was counted. The "
                       "others should be 0, and cost something where they are not."),
        "doubled": (0.4, "The differences were doubled: * 2. Squared is ** 2."),
        "difference of squares": (-0.195, "Outputs and targets were squared first, and then subtracted. Subtract "
                                  "first, and square the difference."),
        "first": (lambda got: np.isclose(got, 0.14) or np.isclose(got, 0.035), "Only the first image was counted. The "
                  "`return` belongs after the loop, not in it."),
        "last": (lambda got: np.isclose(got, 0.01) or np.isclose(got, 0.0025), "Only the last image was counted. Start "
                 "the total before the loop, and add to it with +=."),
        "largest": (float(np.mean(squares.max(axis=1))), "Only the largest square of each image was counted. Add up "
                    "all of its outputs."),
        "votes": (0.5, "The outputs were turned into 0s and 1s first. Compare them as they are."),
    }, say="For each image: the squares of its differences, added up. Then the average over the images.")


def test_cost_of_one_image():
    expect(cost(np.array([[0.5, 0.1, 1.0, 0.0]]), np.array([[0.0, 0.0, 1.0, 0.0]])), want=0.26)


def test_cost_of_saying_all_wrong_and_all_right():
    expect(cost(TARGETS, TARGETS), want=0.0)
    expect(cost(1 - TARGETS, TARGETS), want=3.0)


def test_cost_stays_the_same_when_every_image_comes_twice():
    expect(cost(np.vstack([OUTPUTS, OUTPUTS]), np.vstack([TARGETS, TARGETS])), want=0.255)
