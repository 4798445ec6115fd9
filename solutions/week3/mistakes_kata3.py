"""Known mistakes in targets, forward pass and cost, each with the words it must earn."""

import functools

import numpy as np

from kata.known import mistake
from week3.kata1_neuron import layer, sigmoid


def refusing(one_hot):
    """The same function, with labels out of range refused as they should be: one mistake at a time."""

    @functools.wraps(one_hot)
    def checked(labels, n_classes=10):
        for label in labels:
            if not 0 <= label < n_classes:
                raise ValueError(f"no class {label}")
        return one_hot(labels, n_classes)

    return checked


@mistake("one_hot", "Label 3 lights up column 2")
@refusing
def counted_from_one(labels, n_classes=10):
    table = np.zeros((len(labels), n_classes))
    for row, label in zip(table, labels, strict=True):
        row[label - 1] = 1
    return table


@mistake("one_hot", "Label 3 lights up column 4")
@refusing
def one_too_far(labels, n_classes=10):
    return np.roll(np.eye(n_classes)[labels], 1, axis=1)


@mistake("one_hot", "both count from 0")
@refusing
def one_too_far_until_it_breaks(labels, n_classes=10):
    table = np.zeros((len(labels), n_classes))
    for i, label in enumerate(labels):
        table[i + 1, label] = 1
    return table


@mistake("one_hot", "Every row carries the 1s of all labels")
@refusing
def one_row_shared(labels, n_classes=10):
    rows = [[0] * n_classes] * len(labels)
    for row, label in zip(rows, labels, strict=True):
        row[label] = 1
    return np.array(rows)


@mistake("one_hot", "Every row carries the 1s of all labels")
@refusing
def all_rows_at_once(labels, n_classes=10):
    table = np.zeros((len(labels), n_classes))
    table[:, labels] = 1
    return table


@mistake("one_hot", "the label itself stands there")
@refusing
def label_as_value(labels, n_classes=10):
    table = np.zeros((len(labels), n_classes))
    for row, label in zip(table, labels, strict=True):
        row[label] = label
    return table


@mistake("one_hot", "Those are counts")
@refusing
def counted(labels, n_classes=10):
    return np.bincount(labels, minlength=n_classes)


@mistake("one_hot", "Those are counts")
@refusing
def counted_where_seen(labels, n_classes=10):
    return np.unique(labels, return_counts=True)[1]


@mistake("one_hot", "Those are counts")
@refusing
def all_in_one_row(labels, n_classes=10):
    row = np.zeros(n_classes)
    for label in labels:
        row[label] += 1
    return row


@mistake("one_hot", "One column for each label")
@refusing
def columns(labels, n_classes=10):
    return np.eye(n_classes)[:, labels]


@mistake("one_hot", "the labels as they came in")
@refusing
def unchanged(labels, n_classes=10):
    return labels.copy()


@mistake("one_hot", "width follows the labels")
@refusing
def as_wide_as_the_largest(labels, n_classes=10):
    return np.eye(labels.max() + 1)[labels]


@mistake("one_hot", "width follows the labels")
@refusing
def as_wide_as_those_seen(labels, n_classes=10):
    return (labels[:, None] == np.unique(labels)).astype(float)


@mistake("one_hot", "although n_classes is 6")
@refusing
def always_ten(labels, n_classes=10):
    return np.eye(10)[labels]


@mistake("one_hot", "True and False in place of")
@refusing
def comparisons(labels, n_classes=10):
    return labels[:, None] == np.arange(n_classes)


@mistake("one_hot", "as whole numbers")
@refusing
def whole_numbers(labels, n_classes=10):
    return np.eye(n_classes, dtype=int)[labels]


@mistake("one_hot", "Inside out")
@refusing
def one_cold(labels, n_classes=10):
    return 1 - np.eye(n_classes)[labels]


@mistake("one_hot", "counts -1 from the end")
def negative_ones_pass(labels, n_classes=10):
    if max(labels) >= n_classes:
        raise ValueError(f"no class {max(labels)}")
    return np.eye(n_classes)[labels]


@mistake("one_hot", "There is no output 10 among ten")
def left_to_the_index(labels, n_classes=10):
    return np.eye(n_classes)[labels]


@mistake("one_hot", "all zeros")
def left_empty(labels, n_classes=10):
    return (labels[:, None] == np.arange(n_classes)).astype(float)


@mistake("one_hot", "numbered afresh")
@refusing
def numbered_by_rank(labels, n_classes=10):
    classes = sorted(set(labels.tolist()))
    return np.eye(n_classes)[[classes.index(label) for label in labels]]


@mistake("one_hot", "place in the list")
@refusing
def on_the_diagonal(labels, n_classes=10):
    return np.eye(len(labels), n_classes)


@mistake("one_hot", "Whole rows are lit up")
@refusing
def no_column(labels, n_classes=10):
    table = np.zeros((max(len(labels), n_classes), n_classes))
    table[labels] = 1
    return table[: len(labels)]


@mistake("one_hot", "Row and column are swapped")
@refusing
def row_and_column_crossed(labels, n_classes=10):
    table = np.zeros((len(labels), n_classes))
    for i, label in enumerate(labels):
        table[label, i] = 1
    return table


@mistake("one_hot", "are still on")
@refusing
def zeros_made_once(labels, n_classes=10):
    row, rows = np.zeros(n_classes), []
    for label in labels:
        row[label] = 1
        rows.append(row.copy())
    return np.array(rows)


@mistake("one_hot", "All labels share one row")
@refusing
def a_single_row(labels, n_classes=10):
    row = np.zeros(n_classes)
    row[labels] = 1
    return row


@mistake("one_hot", "Only the first row was filled")
@refusing
def table_returned_in_the_loop(labels, n_classes=10):
    table = np.zeros((len(labels), n_classes))
    for i, label in enumerate(labels):
        table[i, label] = 1
        return table
    return None


@mistake("one_hot", "As many columns as labels")
@refusing
def as_wide_as_high(labels, n_classes=10):
    table = np.zeros((len(labels), len(labels)))
    table[np.arange(len(labels)), labels] = 1
    return table


@mistake("forward", "the last layer needs its sigmoid too")
def bare_outputs(network, images):
    for W, b in network[:-1]:
        images = layer(images, W, b)
    W, b = network[-1]
    return images @ W.T + b


@mistake("forward", "passed on its sums")
def bare_hidden(network, images):
    for W, b in network:
        images = images @ W.T + b
    return sigmoid(images)


@mistake("forward", "There is no sigmoid in it")
def bare(network, images):
    for W, b in network:
        images = images @ W.T + b
    return images


@mistake("forward", "taken twice at the end")
def once_more_at_the_end(network, images):
    for W, b in network:
        images = layer(images, W, b)
    return sigmoid(images)


@mistake("forward", "taken twice in every layer")
def twice_in_every_layer(network, images):
    for W, b in network:
        images = sigmoid(layer(images, W, b))
    return images


@mistake("forward", "working on the images themselves")
def images_into_every_layer(network, images):
    for W, b in network:
        activations = sigmoid(images @ W.T + b)
    return activations


@mistake("forward", "Every layer of `network` has its turn")
def returned_in_the_loop(network, images):
    W, b = network[0]  # as a `return` inside the loop would have it
    return layer(images, W, b)


@mistake("forward", "Every layer of `network` has its turn")
def last_layer_left_out(network, images):
    for W, b in network[:-1]:
        images = layer(images, W, b)
    return images


@mistake("forward", "from last to first")
def backwards(network, images):
    for W, b in reversed(network):
        images = layer(images, W, b)
    return images


@mistake("forward", "Row j of W belongs to neuron j")
def transposed(network, images):
    for W, b in network:
        images = sigmoid(images @ W + b)
    return images


@mistake("forward", "biases do not take part")
def bias_forgotten(network, images):
    for W, _ in network:
        images = sigmoid(images @ W.T)
    return images


@mistake("forward", "added before the product")
def bias_first(network, images):
    for W, b in network:
        images = sigmoid((images + b) @ W.T)
    return images


@mistake("forward", "once for every input")
def bias_for_every_input(network, images):
    for W, b in network:
        images = sigmoid(images @ W.T + len(W) * b)
    return images


@mistake("forward", "uses ReLU")
def relu_inside(network, images):
    for W, b in network[:-1]:
        images = np.maximum(images @ W.T + b, 0)
    return layer(images, *network[-1])


@mistake("forward", "layers use tanh")
def tanh(network, images):
    for W, b in network:
        images = np.tanh(images @ W.T + b)
    return images


@mistake("forward", "the winner only")
def winner(network, images):
    for W, b in network:
        images = layer(images, W, b)
    return images.argmax(axis=-1)


@mistake("forward", "were rounded")
def rounded(network, images):
    for W, b in network:
        images = layer(images, W, b)
    return images.round()


@mistake("forward", "after a softmax")
def softmax_at_the_end(network, images):
    for W, b in network[:-1]:
        images = layer(images, W, b)
    votes = np.exp(images @ network[-1][0].T + network[-1][1])
    return votes / votes.sum(axis=-1, keepdims=True)


@mistake("forward", "answer of every layer")
def everything_kept(network, images):
    activations = [images]
    for W, b in network:
        activations.append(layer(activations[-1], W, b))
    return activations


@mistake("forward", "not a table with one row")
def always_a_table(network, images):
    images = np.atleast_2d(images)
    for W, b in network:
        images = layer(images, W, b)
    return images


@mistake("forward", "Every layer of `network` has its turn")
def two_layers_only(network, images):
    for W, b in network[:2]:
        images = layer(images, W, b)
    return images


@mistake("forward", "One row of outputs for two images")
def first_image_only(network, images):
    images = np.atleast_2d(images)[0]
    for W, b in network:
        images = layer(images, W, b)
    return images


@mistake("forward", "divided by 255")
def scaled_again(network, images):
    images = images / 255
    for W, b in network:
        images = layer(images, W, b)
    return images


@mistake("forward", "take both from the same one")
def biases_of_the_first(network, images):
    b = network[0][1]
    for W, _ in network:
        images = layer(images, W, b)
    return images


@mistake("forward", "the minus misses the b")
def minus_for_the_product_only(network, images):
    for W, b in network:
        images = 1 / (1 + np.exp(-images @ W.T + b))
    return images


@mistake("forward", "stops at one alone")
def always_a_loop_over_images(network, images):
    outputs = []
    for image in images:
        for W, b in network:
            image = layer(image, W, b)
        outputs.append(image)
    return np.array(outputs)


@mistake("forward", "np.squeeze takes away every side of length 1")
def squeezed(network, images):
    images = np.atleast_2d(images)
    for W, b in network:
        images = layer(images, W, b)
    return images.ravel() if images.shape == (1, 1) else images.squeeze()


@mistake("cost", "the average runs over the images only")
def mean_of_everything(outputs, targets):
    return float(np.mean((outputs - targets) ** 2))


@mistake("cost", "the cost is the average over them")
def sum_of_everything(outputs, targets):
    return float(np.sum((outputs - targets) ** 2))


@mistake("cost", "some books define the cost with a ½")
def half(outputs, targets):
    return float(0.5 * np.sum((outputs - targets) ** 2) / len(outputs))


@mistake("cost", "that is half of the sum")
def half_of_the_sum(outputs, targets):
    return float(0.5 * np.sum((outputs - targets) ** 2))


@mistake("cost", "half of the average over images and outputs")
def half_of_the_mean(outputs, targets):
    return float(0.5 * np.mean((outputs - targets) ** 2))


@mistake("cost", "averaged and the images added up")
def the_other_way_round(outputs, targets):
    return float(np.sum((outputs - targets) ** 2) / outputs.shape[1])


@mistake("cost", "one cost for each image")
def one_by_one(outputs, targets):
    return np.sum((outputs - targets) ** 2, axis=1)


@mistake("cost", "the average for each output")
def wrong_axis(outputs, targets):
    return np.mean((outputs - targets) ** 2, axis=0)


@mistake("cost", "the squared differences, one by one")
def squares_only(outputs, targets):
    return (outputs - targets) ** 2


@mistake("cost", "absolute differences")
def absolute(outputs, targets):
    return float(np.abs(outputs - targets).sum() / len(outputs))


@mistake("cost", "differences are not squared")
def not_squared(outputs, targets):
    return float((targets - outputs).sum() / len(outputs))


@mistake("cost", "differences are not squared")
def not_squared_the_other_way(outputs, targets):
    return float((outputs - targets).sum() / len(outputs))


@mistake("cost", "added up first and then squared")
def squared_too_late(outputs, targets):
    return float(np.mean((outputs - targets).sum(axis=1) ** 2))


@mistake("cost", "the average distance")
def distances(outputs, targets):
    return float(np.mean(np.linalg.norm(outputs - targets, axis=1)))


@mistake("cost", "root of the cost")
def root(outputs, targets):
    return float(np.sqrt(np.sum((outputs - targets) ** 2) / len(outputs)))


@mistake("cost", "every output with every target")
def column_minus_row(outputs, targets):
    return float(np.sum((outputs.reshape(-1, 1) - targets.ravel()) ** 2) / len(outputs))


@mistake("cost", "every output with every target")
def column_minus_row_averaged(outputs, targets):
    return float(np.mean((outputs.reshape(-1, 1) - targets.ravel()) ** 2))


@mistake("cost", "share of wrong answers")
def share_of_wrong_answers(outputs, targets):
    return float(np.mean(outputs.argmax(axis=1) != targets.argmax(axis=1)))


@mistake("cost", "cross-entropy, another cost")
def cross_entropy(outputs, targets):
    return float(-np.mean(np.log(outputs[targets == 1])))


@mistake("cost", "Only the output of the true class")
def true_class_only(outputs, targets):
    return float(np.mean((outputs[targets == 1] - 1) ** 2))


@mistake("cost", "changed the `outputs`")
def outputs_overwritten(outputs, targets):
    outputs -= targets
    return float(np.sum(outputs**2) / len(outputs))


@mistake("cost", "Only the first image was counted")
def total_returned_in_the_loop(outputs, targets):
    total = 0
    for output, target in zip(outputs, targets, strict=True):
        total += ((output - target) ** 2).sum()
        return total / len(outputs)
    return None


@mistake("cost", "Only the last image was counted")
def no_running_total(outputs, targets):
    for output, target in zip(outputs, targets, strict=True):
        total = ((output - target) ** 2).sum()
    return total / len(outputs)


@mistake("cost", "doubled")
def times_2(outputs, targets):
    return ((outputs - targets) * 2).sum(axis=1).mean()


@mistake("cost", "squared first, and then subtracted")
def difference_of_squares(outputs, targets):
    return (outputs**2 - targets**2).sum(axis=1).mean()


@mistake("cost", "Only the largest square")
def largest_only(outputs, targets):
    return ((outputs - targets) ** 2).max(axis=1).mean()


@mistake("cost", "cross-entropy, another cost")
def cross_entropy_of_every_output(outputs, targets):
    outputs = np.clip(outputs, 1e-12, 1 - 1e-12)
    return -(targets * np.log(outputs) + (1 - targets) * np.log(1 - outputs)).sum(axis=1).mean()


@mistake("cost", "turned into 0s and 1s")
def by_votes(outputs, targets):
    votes = np.eye(outputs.shape[1])[outputs.argmax(axis=1)]
    return ((votes - targets) ** 2).sum(axis=1).mean()
