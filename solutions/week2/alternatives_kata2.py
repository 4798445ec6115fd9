"""Unusual and correct: every one of these must pass."""

import itertools
import math

import numpy as np

from kata.known import alternative
from week2.kata1_gradient_descent import gradient_step, mse


@alternative("descend")
def with_the_step_of_kata1(x, y, learning_rate, steps, w=0.0):
    path = [w]
    while len(path) <= steps:
        path.append(gradient_step(path[-1], x, y, learning_rate))
    return path


@alternative("descend")
def into_an_array(x, y, learning_rate, steps, w=0.0):
    path = np.empty(steps + 1)
    path[0] = w
    for i in range(steps):
        path[i + 1] = path[i] - learning_rate * 2 / len(x) * (path[i] * (x @ x) - x @ y)
    return path


@alternative("descend")
def in_closed_form(x, y, learning_rate, steps, w=0.0):
    bottom = (x @ y) / (x @ x)
    return tuple(bottom + (w - bottom) * (1 - 2 * learning_rate * np.mean(x * x)) ** np.arange(steps + 1))


@alternative("descend")
def by_recursion(x, y, learning_rate, steps, w=0.0):
    if steps == 0:
        return [w]
    return [w, *by_recursion(x, y, learning_rate, steps - 1, w - learning_rate * np.mean(2 * x * (w * x - y)))]


@alternative("descend")
def copies_of_an_array_changed_in_place(x, y, learning_rate, steps, w=0.0):
    w = np.array(w, dtype=float)
    path = [w.copy()]
    for _ in range(steps):
        w -= learning_rate * np.mean(2 * x * (w * x - y))
        path.append(w.copy())
    return path


@alternative("losses")
def all_at_once(path, x, y):
    return np.mean((np.asarray(path)[:, None] * x - y) ** 2, axis=1)


@alternative("losses")
def with_the_loss_of_kata1(path, x, y):
    return [mse(w, x, y) for w in path]


@alternative("losses")
def plain_loops(path, x, y):
    found = []
    for w in path:
        total = 0.0
        for one, target in zip(x, y, strict=True):
            total += (w * one - target) ** 2
        found.append(total / len(x))
    return found


@alternative("losses")
def in_float32(path, x, y):
    return [np.mean((np.float32(w) * np.float32(x) - np.float32(y)) ** 2) for w in path]


@alternative("diagnose_path")
def every_step_turns(path):
    if len(path) == 1:
        raise ValueError(f"no step in a path of {len(path)}")
    steps = np.diff(np.asarray(path, dtype=float))
    lengths = np.abs(steps)
    if not math.isfinite(lengths[-1]) or lengths[-1] > lengths[0]:
        return "exploding"
    turns = all(a * b < 0 for a, b in itertools.pairwise(steps))
    if len(steps) > 1 and turns and bool(np.all(np.diff(lengths) < 0)):
        return "bouncing"
    return np.str_("creeping") if 2 * lengths[-1] >= lengths[0] else "settling"


@alternative("diagnose_path")
def any_step_turns(path):
    lengths = [abs(b - a) for a, b in itertools.pairwise(path)]
    if not lengths:
        raise ValueError(path)
    if not lengths[-1] <= lengths[0]:  # nan, too
        return "exploding"
    signs = {b > a for a, b in itertools.pairwise(path) if b != a}
    if len(signs) == 2 and lengths[-1] < lengths[0]:
        return "bouncing"
    return "settling" if lengths[-1] < lengths[0] * 0.5 else "creeping"
