"""Fresh networks, the course's own size among them, run at grading only."""

from itertools import pairwise

import numpy as np

from kata import digits28, expect, expect_error
from week3.kata3_forward_and_cost import cost, forward, one_hot


def squish(z):
    return 1 / (1 + np.exp(-z))


def test_one_hot_of_real_labels():
    labels = digits28(100, 160)[1]
    want = np.array([[float(column == label) for column in range(10)] for label in labels])
    expect(one_hot(labels), want=want, dtype="float")


def test_one_hot_of_other_widths():
    expect(one_hot(np.array([0, 1, 0]), 2), want=np.array([[1.0, 0.0], [0.0, 1.0], [1.0, 0.0]]))
    expect(one_hot(np.array([5]), n_classes=7), want=np.array([[0.0, 0.0, 0.0, 0.0, 0.0, 1.0, 0.0]]))


def test_one_hot_refuses_labels_far_outside():
    expect_error(one_hot, np.array([0, -7, 3]), shows=-7, why="There is no class -7: refuse it with a ValueError.")
    expect_error(one_hot, np.array([0, 4, 3]), 4, shows=4, why="There is no class 4 among four that count from 0.")


def test_forward_on_real_digits_with_the_network_of_the_course():
    images = digits28(0, 5)[0]
    rng = np.random.default_rng(3)
    sizes = [784, 16, 16, 10]
    network = [(rng.normal(size=(n, m)) / m**0.5, rng.normal(size=n)) for m, n in pairwise(sizes)]
    want = images
    for W, b in network:
        want = squish(np.array([[float(row @ one) for row in W] for one in want]) + b)
    expect(forward(network, images), want=want)
    expect(forward(network, images[3]), want=want[3])


def test_forward_on_fresh_shapes():
    network = [(np.linspace(-2, 3, 14).reshape(2, 7) ** 3, np.array([0.5, -4.0])),
               (np.array([[1.5, -2.0], [0.0, 3.0], [-1.0, -1.0], [7.0, 0.1]]), np.array([0.0, 1.0, -1.0, 0.2]))]
    images = np.sin(np.arange(21.0)).reshape(3, 7) ** 2
    want = [squish(network[1][0] @ squish(network[0][0] @ image + network[0][1]) + network[1][1]) for image in images]
    expect(forward(network, images), want=np.array(want))
    expect(forward(network, images[0]), want=want[0])


def test_cost_on_fresh_outputs():
    outputs, targets = squish(np.arange(35.0).reshape(7, 5) % 11 - 5), np.eye(5)[[4, 0, 1, 1, 3, 2, 0]]
    want = sum((outputs[i, j] - targets[i, j]) ** 2 for i in range(7) for j in range(5)) / 7
    expect(cost(outputs, targets), want=float(want))


def test_cost_of_a_nearly_perfect_answer_is_small_and_not_zero():
    expect(cost(np.array([[0.999, 0.001]]), np.array([[1.0, 0.0]])), want=2e-6, rtol=1e-3, atol=1e-12)
