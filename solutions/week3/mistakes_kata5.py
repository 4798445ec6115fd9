"""Known mistakes in training, each with the words it must earn."""

import functools
import random

import numpy as np

from kata.known import mistake
from week3.kata3_forward_and_cost import forward
from week3.kata4_backpropagation import backward


def step(network, images, targets, rate):
    slopes = backward(network, images, targets)
    return [(W - rate * dW, b - rate * db) for (W, b), (dW, db) in zip(network, slopes, strict=True)]


def deal(n, size, rng):
    order = rng.permutation(n)
    return [order[i : i + size] for i in range(0, n, size)]


def checked(function):
    """Refuses an impossible batch size, as the task asks; everything else is `function`'s."""

    @functools.wraps(function)
    def careful(n, batch_size, rng):
        if batch_size < 1:
            raise ValueError(f"batch_size is {batch_size}")
        return function(n, batch_size, rng)

    return careful


@mistake("update", "Is there a `return` at the end?")
def return_forgotten(network, gradients, learning_rate):
    [(W - learning_rate * dW, b - learning_rate * db) for (W, b), (dW, db) in zip(network, gradients, strict=True)]


@mistake("update", "You walked uphill")
def plus(network, gradients, learning_rate):
    return [(W + learning_rate * dW, b + learning_rate * db)
            for (W, b), (dW, db) in zip(network, gradients, strict=True)]  # fmt: skip


@mistake("update", "changed the `network`")
def in_place(network, gradients, learning_rate):
    for (W, b), (dW, db) in zip(network, gradients, strict=True):
        W -= learning_rate * dW
        b -= learning_rate * db
    return network


@mistake("update", "changed the `network`")
def shallow_copy(network, gradients, learning_rate):
    new = list(network)
    for (W, b), (dW, db) in zip(new, gradients, strict=True):
        np.subtract(W, learning_rate * dW, out=W)
        np.subtract(b, learning_rate * db, out=b)
    return new


@mistake("update", "changed the `network`")
def list_refilled(network, gradients, learning_rate):
    for i, (dW, db) in enumerate(gradients):
        network[i] = (network[i][0] - learning_rate * dW, network[i][1] - learning_rate * db)
    return network


@mistake("update", "changed the `gradients`")
def gradients_scaled_in_place(network, gradients, learning_rate):
    new = []
    for (W, b), (dW, db) in zip(network, gradients, strict=True):
        dW *= learning_rate
        db *= learning_rate
        new.append((W - dW, b - db))
    return new


@mistake("update", "Let the new arrays go into a new list")
def names_rebound(network, gradients, learning_rate):
    for (W, b), (dW, db) in zip(network, gradients, strict=True):
        W = W - learning_rate * dW
        b = b - learning_rate * db
    return network


@mistake("update", "not where it arrives")
def only_the_step(network, gradients, learning_rate):
    return [(-learning_rate * dW, -learning_rate * db) for dW, db in gradients]


@mistake("update", "learning rate takes no part")
def rate_forgotten(network, gradients, learning_rate):
    return [(W - dW, b - db) for (W, b), (dW, db) in zip(network, gradients, strict=True)]


@mistake("update", "divided by the learning rate")
def divided(network, gradients, learning_rate):
    return [(W - dW / learning_rate, b - db / learning_rate)
            for (W, b), (dW, db) in zip(network, gradients, strict=True)]  # fmt: skip


@mistake("update", "Only the signs of the gradients")
def signs_only(network, gradients, learning_rate):
    return [(W - learning_rate * np.sign(dW), b - learning_rate * np.sign(db))
            for (W, b), (dW, db) in zip(network, gradients, strict=True)]  # fmt: skip


@mistake("update", "What else is multiplied or divided?")
def divided_by_the_layers(network, gradients, learning_rate):
    rate = learning_rate / len(network)
    return [(W - rate * dW, b - rate * db) for (W, b), (dW, db) in zip(network, gradients, strict=True)]


@mistake("update", "What else is multiplied or divided?")
def length_of_the_gradient_forgotten(network, gradients, learning_rate):
    length = np.sqrt(sum(np.sum(dW**2) + np.sum(db**2) for dW, db in gradients))
    return [(W - learning_rate * dW / length, b - learning_rate * db / length)
            for (W, b), (dW, db) in zip(network, gradients, strict=True)]  # fmt: skip


@mistake("update", "A bias is a dial, too")
def biases_forgotten(network, gradients, learning_rate):
    return [(W - learning_rate * dW, b) for (W, b), (dW, _) in zip(network, gradients, strict=True)]


@mistake("update", "Only the last layer moved")
def last_layer_only(network, gradients, learning_rate):
    (W, b), (dW, db) = network[-1], gradients[-1]
    return [*network[:-1], (W - learning_rate * dW, b - learning_rate * db)]


@mistake("update", "a range too short")
def returned_early(network, gradients, learning_rate):
    new = []
    for (W, b), (dW, db) in zip(network, gradients, strict=True):
        new.append((W - learning_rate * dW, b - learning_rate * db))
        return new
    return new


@mistake("update", "in one flat list")
def flat(network, gradients, learning_rate):
    new = []
    for (W, b), (dW, db) in zip(network, gradients, strict=True):
        new += [W - learning_rate * dW, b - learning_rate * db]
    return new


@mistake("update", "all the biases in another")
def sorted_apart(network, gradients, learning_rate):
    pairs = list(zip(network, gradients, strict=True))
    return [W - learning_rate * dW for (W, _), (dW, _) in pairs], [b - learning_rate * db for (_, b), (_, db) in pairs]


@mistake("update", "moved by the same amount")
def averaged(network, gradients, learning_rate):
    return [(W - learning_rate * np.mean(dW), b - learning_rate * np.mean(db))
            for (W, b), (dW, db) in zip(network, gradients, strict=True)]  # fmt: skip


@mistake("update", "a default in its first line")
def list_of_all_calls(network, gradients, learning_rate, new=[]):  # noqa: B006
    for (W, b), (dW, db) in zip(network, gradients, strict=True):
        new.append((W - learning_rate * dW, b - learning_rate * db))
    return list(new)


@mistake("update", "something of the first one lives on")
def gradients_of_all_calls(network, gradients, learning_rate, total=[]):  # noqa: B006
    if total and [dW.shape for dW, _ in total] == [dW.shape for dW, _ in gradients]:
        gradients = [(dW + oW, db + ob) for (dW, db), (oW, ob) in zip(gradients, total, strict=True)]
    total[:] = gradients
    return [(W - learning_rate * dW, b - learning_rate * db)
            for (W, b), (dW, db) in zip(network, gradients, strict=True)]  # fmt: skip


@mistake("update", "were rounded")
def rounded(network, gradients, learning_rate):
    return [(np.round(W - learning_rate * dW, 2), np.round(b - learning_rate * db, 2))
            for (W, b), (dW, db) in zip(network, gradients, strict=True)]  # fmt: skip


@mistake("minibatches", "keep the shorter batch at the end")
@checked
def last_one_dropped(n, batch_size, rng):
    order = rng.permutation(n)
    return [order[i * batch_size : (i + 1) * batch_size] for i in range(n // batch_size)]


@mistake("minibatches", "nearly equal size")
@checked
def evenly(n, batch_size, rng):
    return np.array_split(rng.permutation(n), -(-n // batch_size))


@mistake("minibatches", "Those are 4 batches")
@checked
def size_taken_for_number(n, batch_size, rng):
    return np.array_split(rng.permutation(n), batch_size)


@mistake("minibatches", "was filled up")
@checked
def filled_up(n, batch_size, rng):
    order = rng.permutation(n)
    order = np.concatenate([order, order[: -n % batch_size]])
    return list(order.reshape(-1, batch_size))


@mistake("minibatches", "the last batch is empty")
@checked
def empty_batch(n, batch_size, rng):
    order = rng.permutation(n)
    return [order[i * batch_size : (i + 1) * batch_size] for i in range(n // batch_size + 1)]


@mistake("minibatches", "single indices, not batches")
@checked
def only_shuffled(n, batch_size, rng):
    return list(rng.permutation(n))


@mistake("minibatches", "one at a time (`yield`)")
@checked
def generator(n, batch_size, rng):
    yield from deal(n, batch_size, rng)


@mistake("minibatches", "The batches overlap")
@checked
def sliding(n, batch_size, rng):
    order = rng.permutation(n)
    return [order[i : i + batch_size] for i in range(n)]


@mistake("minibatches", "one too long")
@checked
def one_more(n, batch_size, rng):
    order = rng.permutation(n)
    return [order[i : i + batch_size + 1] for i in range(0, n, batch_size)]


@mistake("minibatches", "put back after being drawn")
@checked
def with_replacement(n, batch_size, rng):
    return [rng.integers(0, n, min(batch_size, n - i)) for i in range(0, n, batch_size)]


@mistake("minibatches", "put back after being drawn")
@checked
def choice_for_each_batch(n, batch_size, rng):
    return [rng.choice(n, min(batch_size, n - i), replace=False) for i in range(0, n, batch_size)]


@mistake("minibatches", "put back after being drawn")
@checked
def rows_swapped_as_views(n, batch_size, rng):
    rows = np.arange(n).reshape(-1, 1)
    random.Random(int(rng.integers(1000))).shuffle(rows)
    return [rows[i : i + batch_size].ravel() for i in range(0, n, batch_size)]


@mistake("minibatches", "Indices count from 0")
@checked
def from_one(n, batch_size, rng):
    return [batch + 1 for batch in deal(n, batch_size, rng)]


@mistake("minibatches", "an array cannot be indexed")
@checked
def floats(n, batch_size, rng):
    return [batch.astype(float) for batch in deal(n, batch_size, rng)]


@mistake("minibatches", "follow the order of the data")
@checked
def never_shuffled(n, batch_size, rng):
    return [np.arange(i, min(i + batch_size, n)) for i in range(0, n, batch_size)]


@mistake("minibatches", "turned round, not shuffled")
@checked
def reversed_order(n, batch_size, rng):
    return [np.arange(n)[::-1][i : i + batch_size] for i in range(0, n, batch_size)]


@mistake("minibatches", "all the indices first, then cut")
@checked
def shuffled_inside_only(n, batch_size, rng):
    return [rng.permutation(np.arange(i, min(i + batch_size, n))) for i in range(0, n, batch_size)]


@mistake("minibatches", "all the indices first, then cut")
@checked
def batches_shuffled_only(n, batch_size, rng):
    full = [np.arange(i, i + batch_size) for i in range(0, n - n % batch_size, batch_size)]
    rng.shuffle(full)
    return full + ([np.arange(n - n % batch_size, n)] if n % batch_size else [])


@mistake("minibatches", "begins at another place")
@checked
def rolled(n, batch_size, rng):
    order = np.roll(np.arange(n), int(rng.integers(1, n)))
    return [order[i : i + batch_size] for i in range(0, n, batch_size)]


@mistake("minibatches", "`rng` takes no part")
@checked
def generator_of_its_own(n, batch_size, rng):
    return deal(n, batch_size, np.random.default_rng(0))


@mistake("minibatches", "not from another random generator")
@checked
def generator_without_a_seed(n, batch_size, rng):
    return deal(n, batch_size, np.random.default_rng())


@mistake("minibatches", "random generator")
@checked
def global_shuffle(n, batch_size, rng):
    order = np.random.permutation(n)
    return [order[i : i + batch_size] for i in range(0, n, batch_size)]


@mistake("minibatches", "random generator")
@checked
def global_seed(n, batch_size, rng):
    np.random.seed(int(rng.integers(1000)))
    order = np.arange(n)
    np.random.shuffle(order)
    return [order[i : i + batch_size] for i in range(0, n, batch_size)]


@mistake("minibatches", "Put the bad value into the message")
def size_unchecked(n, batch_size, rng):
    return deal(n, batch_size, rng)


@mistake("minibatches", "nobody would notice")
def size_unchecked_while(n, batch_size, rng):
    if batch_size < 1:
        return []
    return deal(n, batch_size, rng)


@mistake("train_epoch", "Is there a `return` at the end?")
def epoch_not_returned(network, images, targets, learning_rate, batch_size, rng):
    for batch in deal(len(images), batch_size, rng):
        network = step(network, images[batch], targets[batch], learning_rate)


@mistake("train_epoch", "keep what it returns")
def result_of_update_lost(network, images, targets, learning_rate, batch_size, rng):
    for batch in deal(len(images), batch_size, rng):
        step(network, images[batch], targets[batch], learning_rate)
    return network


@mistake("train_epoch", "look at the signs")
def uphill(network, images, targets, learning_rate, batch_size, rng):
    for batch in deal(len(images), batch_size, rng):
        network = step(network, images[batch], targets[batch], -learning_rate)
    return network


@mistake("train_epoch", "The network moved after every image. All gradients of one batch")
def every_image_in_the_batch(network, images, targets, learning_rate, batch_size, rng):
    for batch in deal(len(images), batch_size, rng):
        for i in batch:
            network = step(network, images[[i]], targets[[i]], learning_rate / len(batch))
    return network


@mistake("train_epoch", "The network moved after every image. All gradients of one batch")
def every_image_at_full_rate(network, images, targets, learning_rate, batch_size, rng):
    for i in rng.permutation(len(images)):
        network = step(network, images[[i]], targets[[i]], learning_rate)
    return network


@mistake("train_epoch", "an average over the batch, not a sum")
def summed_over_the_batch(network, images, targets, learning_rate, batch_size, rng):
    for batch in deal(len(images), batch_size, rng):
        network = step(network, images[batch], targets[batch], learning_rate * len(batch))
    return network


@mistake("train_epoch", "averages over the batch already")
def averaged_twice(network, images, targets, learning_rate, batch_size, rng):
    for batch in deal(len(images), batch_size, rng):
        network = step(network, images[batch], targets[batch], learning_rate / len(batch))
    return network


@mistake("train_epoch", "the 2 that comes down from the square")
def cost_with_a_half(network, images, targets, learning_rate, batch_size, rng):
    for batch in deal(len(images), batch_size, rng):
        network = step(network, images[batch], targets[batch], learning_rate / 2)
    return network


@mistake("train_epoch", "before any weight changes")
def changed_before_passing_back(network, images, targets, learning_rate, batch_size, rng):
    for batch in deal(len(images), batch_size, rng):
        activations = [images[batch]]
        for layer in network:
            activations.append(forward([layer], activations[-1]))
        delta = 2 * (activations[-1] - targets[batch]) / len(batch)
        network = list(network)
        for i in reversed(range(len(network))):
            delta = delta * activations[i + 1] * (1 - activations[i + 1])
            W, b = network[i]
            network[i] = (W - learning_rate * delta.T @ activations[i], b - learning_rate * delta.sum(axis=0))
            delta = delta @ network[i][0]  # the new weights
    return network


@mistake("train_epoch", "Images and targets are out of step")
def only_images_shuffled(network, images, targets, learning_rate, batch_size, rng):
    images = rng.permutation(images)
    for i in range(0, len(images), batch_size):
        network = step(network, images[i : i + batch_size], targets[i : i + batch_size], learning_rate)
    return network


@mistake("train_epoch", "Images and targets are out of step")
def shuffled_apart(network, images, targets, learning_rate, batch_size, rng):
    batches, others = deal(len(images), batch_size, rng), deal(len(images), batch_size, rng)
    for batch, other in zip(batches, others, strict=True):
        network = step(network, images[batch], targets[other], learning_rate)
    return network


@mistake("train_epoch", "Only the first batch left its mark")
def last_batch_left_out(network, images, targets, learning_rate, batch_size, rng):
    for batch in deal(len(images), batch_size, rng):
        if len(batch) == batch_size:
            network = step(network, images[batch], targets[batch], learning_rate)
    return network


@mistake("train_epoch", "Only the first batch left its mark")
def epoch_returned_early(network, images, targets, learning_rate, batch_size, rng):
    for batch in deal(len(images), batch_size, rng):
        return step(network, images[batch], targets[batch], learning_rate)
    return network


@mistake("train_epoch", "Only the last batch left its mark")
def each_from_the_first_network(network, images, targets, learning_rate, batch_size, rng):
    for batch in deal(len(images), batch_size, rng):
        new = step(network, images[batch], targets[batch], learning_rate)
    return new


@mistake("train_epoch", "All gradients were felt at the first network")
def gradients_collected_first(network, images, targets, learning_rate, batch_size, rng):
    collected = [backward(network, images[batch], targets[batch]) for batch in deal(len(images), batch_size, rng)]
    for slopes in collected:
        network = [(W - learning_rate * dW, b - learning_rate * db)
                   for (W, b), (dW, db) in zip(network, slopes, strict=True)]  # fmt: skip
    return network


@mistake("train_epoch", "Each step looked at all the images")
def whole_data_at_each_step(network, images, targets, learning_rate, batch_size, rng):
    for _ in deal(len(images), batch_size, rng):
        network = step(network, images, targets, learning_rate)
    return network


@mistake("train_epoch", "`batch_size` takes no part")
def one_step_for_all(network, images, targets, learning_rate, batch_size, rng):
    return step(network, images, targets, learning_rate)


@mistake("train_epoch", "The network moved after every image. All gradients of one batch")
def batches_ignored_after_the_first(network, images, targets, learning_rate, batch_size, rng):
    if batch_size == len(images):
        return step(network, images, targets, learning_rate)
    for i in rng.permutation(len(images)):
        network = step(network, images[[i]], targets[[i]], learning_rate)
    return network


@mistake("train_epoch", "Return the network alone")
def a_network_for_each_batch(network, images, targets, learning_rate, batch_size, rng):
    history = [network]
    for batch in deal(len(images), batch_size, rng):
        history.append(step(history[-1], images[batch], targets[batch], learning_rate))
    return history


@mistake("train_epoch", "Return the network alone")
def network_and_cost(network, images, targets, learning_rate, batch_size, rng):
    for batch in deal(len(images), batch_size, rng):
        network = step(network, images[batch], targets[batch], learning_rate)
    return network, float(np.sum((forward(network, images) - targets) ** 2) / len(images))


@mistake("train_epoch", "the right direction and the wrong length")
def averaged_over_outputs_too(network, images, targets, learning_rate, batch_size, rng):
    for batch in deal(len(images), batch_size, rng):
        network = step(network, images[batch], targets[batch], learning_rate / targets.size)
    return network


@mistake("train_epoch", "Both steps looked at the same batch")
def always_the_same_batch(network, images, targets, learning_rate, batch_size, rng):
    batches = deal(len(images), batch_size, rng)
    for _ in batches:
        network = step(network, images[batches[0]], targets[batches[0]], learning_rate)
    return network


@mistake("train_epoch", "two epochs")
def twice_through(network, images, targets, learning_rate, batch_size, rng):
    for _ in range(2):
        for batch in deal(len(images), batch_size, rng):
            network = step(network, images[batch], targets[batch], learning_rate)
    return network


@mistake("train_epoch", "always taken in the order of the data")
def not_shuffled(network, images, targets, learning_rate, batch_size, rng):
    for i in range(0, len(images), batch_size):
        network = step(network, images[i : i + batch_size], targets[i : i + batch_size], learning_rate)
    return network


@mistake("train_epoch", "with one `rng` took the images in the same order")
def own_generator(network, images, targets, learning_rate, batch_size, rng):
    for batch in deal(len(images), batch_size, np.random.default_rng(0)):
        network = step(network, images[batch], targets[batch], learning_rate)
    return network


@mistake("train_epoch", "The same seed gave other networks")
def unseeded_generator(network, images, targets, learning_rate, batch_size, rng):
    for batch in deal(len(images), batch_size, np.random.default_rng()):
        network = step(network, images[batch], targets[batch], learning_rate)
    return network


@mistake("train_epoch", "changed the `network`")
def trained_in_place(network, images, targets, learning_rate, batch_size, rng):
    for batch in deal(len(images), batch_size, rng):
        for (W, b), (dW, db) in zip(network, backward(network, images[batch], targets[batch]), strict=True):
            W -= learning_rate * dW
            b -= learning_rate * db
    return network


@mistake("train_epoch", "changed the `images`")
def data_shuffled_in_place(network, images, targets, learning_rate, batch_size, rng):
    state = rng.bit_generator.state
    rng.shuffle(images)
    rng.bit_generator.state = state
    rng.shuffle(targets)
    for i in range(0, len(images), batch_size):
        network = step(network, images[i : i + batch_size], targets[i : i + batch_size], learning_rate)
    return network


@mistake("accuracy", "Is there a `return` at the end?")
def accuracy_not_returned(network, images, labels):
    np.mean(np.argmax(forward(network, images), axis=1) == labels)


@mistake("accuracy", "That is a percentage")
def percent(network, images, labels):
    return 100 * float(np.mean(np.argmax(forward(network, images), axis=1) == labels))


@mistake("accuracy", "how many were right")
def count(network, images, labels):
    return int(np.sum(np.argmax(forward(network, images), axis=1) == labels))


@mistake("accuracy", "read wrongly")
def error_rate(network, images, labels):
    return float(np.mean(np.argmax(forward(network, images), axis=1) != labels))


@mistake("accuracy", "sought in each column")
def wrong_axis(network, images, labels):
    return float(np.mean(np.argmax(forward(network, images), axis=0) == labels))


@mistake("accuracy", "None was counted as right")
def no_axis(network, images, labels):
    return float(np.mean(np.argmax(forward(network, images)) == labels))


@mistake("accuracy", "None was counted as right")
def outputs_against_labels(network, images, labels):
    return float(np.mean(forward(network, images) == labels))


@mistake("accuracy", "None was counted as right")
def largest_value(network, images, labels):
    return float(np.mean(np.max(forward(network, images), axis=1) == labels))


@mistake("accuracy", "argmax, no threshold")
def threshold(network, images, labels):
    outputs = forward(network, images)
    return float(np.mean([np.array_equal(row > 0.5, np.arange(len(row)) == label)
                          for row, label in zip(outputs, labels, strict=True)]))  # fmt: skip


@mistake("accuracy", "not the smallest")
def smallest(network, images, labels):
    return float(np.mean(np.argmin(forward(network, images), axis=1) == labels))


@mistake("accuracy", "right or wrong for each image")
def one_by_one(network, images, labels):
    return np.argmax(forward(network, images), axis=1) == labels


@mistake("accuracy", "Those are the guesses")
def guesses(network, images, labels):
    return np.argmax(forward(network, images), axis=1)


@mistake("accuracy", "each image counts once")
def single_cells(network, images, labels):
    outputs = forward(network, images)
    guessed = np.eye(outputs.shape[1])[np.argmax(outputs, axis=1)]
    return float(np.mean(guessed == np.eye(outputs.shape[1])[labels]))


@mistake("accuracy", "was rounded")
def rounded_fraction(network, images, labels):
    return round(float(np.mean(np.argmax(forward(network, images), axis=1) == labels)), 2)


@mistake("accuracy", "the number of all pixels")
def divided_by_pixels(network, images, labels):
    return float(np.sum(np.argmax(forward(network, images), axis=1) == labels) / images.size)


@mistake("accuracy", "the number of outputs, or of layers")
def divided_by_classes(network, images, labels):
    outputs = forward(network, images)
    return float(np.sum(np.argmax(outputs, axis=1) == labels) / outputs.shape[1])


@mistake("accuracy", "Only one image was counted")
def counted_once(network, images, labels):
    right = 0
    for guess, label in zip(np.argmax(forward(network, images), axis=1), labels, strict=True):
        right += int(guess == label)
        return right / len(labels)
    return 0.0


@mistake("accuracy", "None was counted as right")
def whole_number_division(network, images, labels):
    return int(np.sum(np.argmax(forward(network, images), axis=1) == labels)) // len(labels)


@mistake("accuracy", "the average over the letters")
def mean_over_classes(network, images, labels):
    guesses = np.argmax(forward(network, images), axis=1)
    return float(np.mean([np.mean(guesses[labels == label] == label) for label in np.unique(labels)]))


@mistake("update", "The weights are right and the biases are not")
def rate_forgotten_for_the_biases(network, gradients, learning_rate):
    return [(W - learning_rate * dW, b - db) for (W, b), (dW, db) in zip(network, gradients, strict=True)]


@mistake("update", "a range too short")
def range_too_short(network, gradients, learning_rate):
    return [tuple(p - learning_rate * slope for p, slope in zip(network[i], gradients[i], strict=True))
            for i in range(len(network) - 1)]  # fmt: skip


@mistake("minibatches", "all the indices first, then cut")
@checked
def cut_before_shuffling(n, batch_size, rng):
    starts = rng.permutation(np.arange(0, n, batch_size))
    return [np.arange(start, min(start + batch_size, n)) for start in starts]


@mistake("minibatches", "gives nothing back")
@checked
def result_of_shuffle(n, batch_size, rng):
    order = rng.shuffle(np.arange(n))
    return [order[i : i + batch_size] for i in range(0, n, batch_size)]


@mistake("minibatches", "n - 1 is the last of them")
@checked
def last_number_left_out(n, batch_size, rng):
    return deal(n - 1, batch_size, rng)


@mistake("minibatches", "one and the same list")
@checked
def one_list_cleared(n, batch_size, rng):
    batches, batch = [], []
    for i in rng.permutation(n):
        batch.append(i)
        if len(batch) == batch_size:
            batches.append(batch)
            batch.clear()
    if batch:
        batches.append(batch)
    return batches


@mistake("minibatches", "batch_size 1")
def batches_of_one_refused(n, batch_size, rng):
    if batch_size <= 1:
        raise ValueError(f"batch_size {batch_size}")
    return deal(n, batch_size, rng)


@mistake("train_epoch", "gradients first and the network second")
def arguments_of_update_swapped(network, images, targets, learning_rate, batch_size, rng):
    for batch in deal(len(images), batch_size, rng):
        slopes = backward(network, images[batch], targets[batch])
        network = [(dW - learning_rate * W, db - learning_rate * b)
                   for (W, b), (dW, db) in zip(network, slopes, strict=True)]  # fmt: skip
    return network
