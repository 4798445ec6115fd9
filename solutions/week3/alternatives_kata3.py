"""Unusual and correct: every one of these must pass."""

import math

import numpy as np

from kata.known import alternative
from week3.kata1_neuron import sigmoid


@alternative("one_hot")
def list_of_lists(labels, n_classes=10):
    for label in labels:
        if label not in range(n_classes):
            raise ValueError(f"{label} is no class")
    return [[1.0 if label == place else 0.0 for place in range(n_classes)] for label in labels]


@alternative("one_hot")
def by_fancy_index(labels, n_classes=10):
    labels = np.asarray(labels, dtype=np.int64)
    bad = labels[(labels < 0) | (labels >= n_classes)]
    if bad.size:
        raise ValueError(f"labels out of range: {bad.tolist()}")
    table = np.zeros((labels.size, n_classes), dtype=np.float32)
    table[np.arange(labels.size), labels] = 1
    return table


@alternative("one_hot")
def by_comparison(labels, n_classes=10):
    table = (labels.reshape(-1, 1) == np.arange(n_classes)).astype(float)
    if not (table.sum(axis=1) == 1).all():
        raise ValueError(f"some of {labels} are not between 0 and {n_classes - 1}")
    return table


@alternative("forward")
def recursive(network, images):
    if not network:
        return images
    W, b = network[0]
    return recursive(network[1:], sigmoid(images @ W.T + b))


@alternative("forward")
def neuron_by_neuron(network, images):
    if images.ndim == 2:
        return [neuron_by_neuron(network, image) for image in images]
    values = images.tolist()
    for W, b in network:
        values = [
            1 / (1 + math.exp(-sum(w * v for w, v in zip(row, values, strict=True)) - one))
            for row, one in zip(W, b, strict=True)
        ]
    return values


@alternative("forward")
def in_columns(network, images):
    columns = np.atleast_2d(images).T
    for W, b in network:
        columns = 0.5 * (1 + np.tanh((W @ columns + b[:, None]) / 2))
    return columns.T if images.ndim == 2 else columns[:, 0]


@alternative("forward")
def in_float32(network, images):
    activations = images.astype(np.float32)
    for W, b in network:
        activations = sigmoid(np.einsum("...i,oi->...o", activations, W.astype(np.float32)) + b.astype(np.float32))
    return activations


@alternative("cost")
def in_a_loop(outputs, targets):
    total = 0.0
    for output, target in zip(outputs, targets, strict=True):
        for a, t in zip(output, target, strict=True):
            total += (t - a) ** 2
    return total / len(outputs)


@alternative("cost")
def mean_times_outputs(outputs, targets):
    return np.mean(np.square(targets - outputs)) * outputs.shape[1]


@alternative("cost")
def by_norm(outputs, targets):
    return np.linalg.norm(np.float32(outputs - targets)) ** 2 / outputs.shape[0]


@alternative("cost")
def cost_in_float32(outputs, targets):
    return ((outputs.astype(np.float32) - targets.astype(np.float32)) ** 2).sum(axis=1).mean()
