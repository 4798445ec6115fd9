"""Unusual and correct: every one of these must pass."""

import numpy as np

from kata.known import alternative
from week2.kata1_gradient_descent import mse


@alternative("predict")
def list_comprehension(w, x):
    return [w * one for one in x]


@alternative("predict")
def in_float32(w, x):
    return np.float32(w) * x.astype(np.float32)


@alternative("mse")
def plain_loop(w, x, y):
    total = 0.0
    for one, target in zip(x, y, strict=True):
        total += (w * one - target) ** 2
    return total / len(x)


@alternative("mse")
def in_float32_too(w, x, y):
    return np.mean((np.float32(w) * np.float32(x) - np.float32(y)) ** 2)


@alternative("mse")
def as_a_dot_product(w, x, y):
    errors = y - w * x
    return np.dot(errors, errors) / errors.size


@alternative("gradient")
def rearranged(w, x, y):
    return 2 / len(x) * (w * (x @ x) - x @ y)


@alternative("gradient")
def central_difference(w, x, y, eps=1e-5):
    return (mse(w + eps, x, y) - mse(w - eps, x, y)) / (2 * eps)


@alternative("gradient_step")
def written_out(w, x, y, learning_rate=0.05):
    slope = sum(2 * (w * one - target) * one for one, target in zip(x, y, strict=True)) / len(x)
    return np.float64(w) - learning_rate * slope


@alternative("gradient_step")
def plus_the_negative(w, x, y, learning_rate=0.05):
    direction = -2 * np.mean((w * x - y) * x)
    return w + learning_rate * direction
