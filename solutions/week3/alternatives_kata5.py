"""Unusual and correct: every one of these must pass."""

import copy
import random

import numpy as np

from kata.known import alternative
from week3.kata3_forward_and_cost import forward
from week3.kata4_backpropagation import backward
from week3.kata5_training import minibatches, update


@alternative("update")
def tuples_and_own_copies(network, gradients, learning_rate):
    return tuple(
        tuple(np.subtract(p, learning_rate * slope, out=p.copy()) for p, slope in zip(layer, slopes, strict=True))
        for layer, slopes in zip(network, gradients, strict=True)
    )


@alternative("update")
def in_place_on_a_deep_copy(network, gradients, learning_rate):
    network = copy.deepcopy(network)
    for (W, b), (dW, db) in zip(network, gradients, strict=True):
        W -= learning_rate * dW
        b -= learning_rate * db
    return network


@alternative("update")
def lists_by_index(network, gradients, learning_rate):
    new = []
    for i in range(len(network)):
        new.append([network[i][0] + -learning_rate * gradients[i][0], network[i][1] + -learning_rate * gradients[i][1]])
    return new


@alternative("minibatches")
def shuffled_arange_split(n, batch_size, rng):
    if batch_size <= 0:
        raise ValueError(f"batch_size must be positive, not {batch_size}")
    order = np.arange(n)
    rng.shuffle(order)
    return np.split(order, range(batch_size, n, batch_size))


@alternative("minibatches")
def lists_of_ints(n, batch_size, rng):
    if batch_size <= 0:
        raise ValueError(str(batch_size))
    left = list(range(n))
    batches = []
    while left:
        batch = []
        while left and len(batch) < batch_size:
            batch.append(left.pop(int(rng.integers(len(left)))))
        batches.append(batch)
    return batches


@alternative("minibatches")
def sorted_random_numbers(n, batch_size, rng):
    if batch_size < 1:
        raise ValueError(f"impossible: {batch_size}")
    order = np.argsort(rng.random(n)).astype(np.int32)
    return tuple(np.sort(order[i : i + batch_size]) for i in range(0, n, batch_size))


@alternative("minibatches")
def python_shuffle_seeded_from_rng(n, batch_size, rng):
    if batch_size < 1:
        raise ValueError(f"a batch of {batch_size}?")
    order = list(range(n))
    random.Random(int(rng.integers(2**31))).shuffle(order)
    return [np.array(order[i : i + batch_size]) for i in range(0, n, batch_size)]


@alternative("train_epoch")
def data_shuffled_by_own_permutation(network, images, targets, learning_rate, batch_size, rng):
    order = np.argsort(rng.random(len(images)))
    images, targets = images[order], targets[order]
    for start in range(0, len(images), batch_size):
        stop = start + batch_size
        network = update(network, backward(network, images[start:stop], targets[start:stop]), learning_rate)
    return network


@alternative("train_epoch")
def gradients_image_by_image(network, images, targets, learning_rate, batch_size, rng):
    for batch in minibatches(len(images), batch_size, rng):
        total = [(np.zeros_like(W), np.zeros_like(b)) for W, b in network]
        for i in batch:
            one = backward(network, images[[i]], targets[[i]])
            total = [(W + dW, b + db) for (W, b), (dW, db) in zip(total, one, strict=True)]
        network = update(network, total, learning_rate / len(batch))
    return network


@alternative("train_epoch")
def in_place_on_its_own_copy(network, images, targets, learning_rate, batch_size, rng):
    network = [(W.copy(), b.copy()) for W, b in network]
    for batch in minibatches(len(images), batch_size, rng):
        for (W, b), (dW, db) in zip(network, backward(network, images[batch], targets[batch]), strict=True):
            W -= learning_rate * dW
            b -= learning_rate * db
    return network


@alternative("accuracy")
def one_image_at_a_time(network, images, labels):
    right = 0
    for image, label in zip(images, labels, strict=True):
        output = list(forward(network, image[np.newaxis])[0])
        right += output.index(max(output)) == label
    return right / len(images)


@alternative("accuracy")
def last_layer_without_the_squish(network, images, labels):
    for W, b in network[:-1]:
        images = 0.5 * (1 + np.tanh((images @ W.T + b) / 2))
    W, b = network[-1]
    return np.mean(np.equal((W @ images.T).T.__add__(b).argmax(axis=-1), labels))


@alternative("accuracy")
def count_nonzero(network, images, labels):
    return np.count_nonzero(forward(network, images).argmax(axis=1) == labels) / len(labels)
