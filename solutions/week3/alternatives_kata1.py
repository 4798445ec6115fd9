"""Unusual and correct: every one of these must pass."""

import math

import numpy as np

from kata.known import alternative
from week3.kata1_neuron import neuron, sigmoid


@alternative("sigmoid")
def by_tanh(z):
    return 0.5 * (1 + np.tanh(0.5 * np.asarray(z, dtype=float)))


@alternative("sigmoid")
def two_branches_with_masks(z):
    z = np.asarray(z, dtype=float)
    s = np.empty(z.shape)
    s[z >= 0] = 1 / (1 + np.exp(-z[z >= 0]))
    s[z < 0] = np.exp(z[z < 0]) / (1 + np.exp(z[z < 0]))
    return s


@alternative("sigmoid")
def number_by_number(z):
    def one(z):
        return 1 / (1 + math.exp(-z)) if z >= 0 else math.exp(z) / (1 + math.exp(z))

    return np.vectorize(one, otypes=[float])(z)


@alternative("sigmoid")
def clipped(z):
    return 1 / (1 + np.exp(-np.clip(z, -500, 500)))


@alternative("sigmoid")
def told_not_to_warn(z):
    with np.errstate(over="ignore"):
        return 1 / (1 + np.exp(-np.asarray(z, dtype=float)))


@alternative("sigmoid")
def by_logarithms(z):
    return np.exp(-np.logaddexp(0, -np.asarray(z, dtype=float)))


@alternative("sigmoid")
def from_scipy(z):
    from scipy.special import expit

    return expit(z)


@alternative("sigmoid")
def in_float32(z):
    return (0.5 * (1 + np.tanh(np.asarray(z, dtype=np.float32) / 2))).astype(np.float32)


@alternative("sigmoid")
def nested_lists(z):
    if np.ndim(z):
        return [nested_lists(one) for one in z]
    return 0.5 + 0.5 * math.tanh(z / 2)


@alternative("neuron")
def plain_loop(inputs, weights, bias):
    z = bias
    for one, weight in zip(inputs, weights, strict=True):
        z = z + one * weight
    return sigmoid(z)


@alternative("neuron")
def bias_as_one_more_weight(inputs, weights, bias):
    return 1 / (1 + math.exp(-(np.append(inputs, 1.0) @ np.append(weights, bias))))


@alternative("neuron")
def shared_out_bias(inputs, weights, bias):
    return sigmoid(np.sum(weights * inputs + bias / len(inputs)))


@alternative("layer")
def one_neuron_after_another(inputs, W, b):
    if np.ndim(inputs) == 1:
        return [neuron(inputs, row, bias) for row, bias in zip(W, b, strict=True)]
    return [one_neuron_after_another(image, W, b) for image in inputs]


@alternative("layer")
def einsum(inputs, W, b):
    return sigmoid(np.einsum("...i,oi->...o", inputs, W) + b)


@alternative("layer")
def rows_turned_and_back(inputs, W, b):
    return sigmoid((W @ inputs.T).T + b)


@alternative("layer")
def bias_in_the_matrix(inputs, W, b):
    ones = np.ones((*inputs.shape[:-1], 1))
    return sigmoid(np.concatenate([inputs, ones], axis=-1) @ np.column_stack([W, b]).T)


@alternative("layer")
def by_broadcasting(inputs, W, b):
    return sigmoid((inputs[..., None, :] * W).sum(axis=-1) + b)


@alternative("layer")
def in_numbers(inputs, W, b):
    rows = [[1 / (1 + math.exp(-(sum(w * v for w, v in zip(row, image, strict=True)) + bias)))
             for row, bias in zip(W, b, strict=True)] for image in np.atleast_2d(inputs)]
    return np.array(rows[0] if np.ndim(inputs) == 1 else rows)


@alternative("sigmoid")
def with_more_digits(z):
    return (1 / (1 + np.exp(-np.asarray(z, dtype=np.longdouble)))).astype(float)
