"""Fresh networks, the course's own size among them, run at grading only."""

from itertools import pairwise

import numpy as np

from kata import digits28, expect
from week3.kata4_backpropagation import backward, numerical_gradient, sigmoid_slope

EXACT = {"rtol": 1e-6, "atol": 1e-12}


def squish(z):
    return 1 / (1 + np.exp(-z))


def image_by_image(network, images, targets):
    """The gradient the slow way: one image at a time, one layer at a time, vectors only."""
    total = [(np.zeros(W.shape), np.zeros(b.shape)) for W, b in network]
    for image, target in zip(images, targets, strict=True):
        answers = [image]
        for W, b in network:
            answers.append(squish(W @ answers[-1] + b))
        grows = 2 * (answers[-1] - target)
        for i in reversed(range(len(network))):
            delta = grows * answers[i + 1] * (1 - answers[i + 1])
            dW, db = total[i]
            total[i] = (dW + np.outer(delta, answers[i]) / len(images), db + delta / len(images))
            grows = network[i][0].T @ delta
    return total


def some_network(sizes, seed):
    rng = np.random.default_rng(seed)
    return [(rng.normal(size=(n, m)) / m**0.5, rng.normal(size=n)) for m, n in pairwise(sizes)]


def test_sigmoid_slope_on_fresh_activations():
    expect(sigmoid_slope(np.array([[0.25, 0.99], [0.6, 0.001]])),
           want=np.array([[0.1875, 0.0099], [0.24, 0.000999]]))
    expect(sigmoid_slope(0.7), want=0.21)


def test_backward_on_real_digits_with_the_network_of_the_course():
    images, labels = digits28(40, 47)
    network, targets = some_network([784, 16, 16, 10], 4), np.eye(10)[labels]
    expect(backward(network, images, targets), want=image_by_image(network, images, targets), **EXACT)


def test_backward_of_five_layers_and_one_image():
    network = some_network([3, 6, 2, 5, 4, 7], 5)
    images, targets = np.array([[0.1, 0.9, 0.4]]), np.eye(7)[[3]]
    expect(backward(network, images, targets), want=image_by_image(network, images, targets), **EXACT)


def test_backward_deep_behind_flat_layers():
    """A saturated layer in the middle: slopes of 0.00000001 and less in front of it, each with its sign."""
    network = some_network([4, 6, 3, 5], 6)
    network[1] = (network[1][0], np.array([13.0, -14.0, 15.0]))
    images, targets = np.sin(np.arange(36.0)).reshape(9, 4) ** 2, np.eye(5)[[0, 4, 2, 2, 1, 3, 0, 1, 4]]
    want = image_by_image(network, images, targets)
    expect(backward(network, images, targets), want=want, rtol=1e-6, atol=1e-16)


def test_backward_goes_downhill():
    """The test of it all: a small step against the gradient makes the network less wrong."""
    images, labels = digits28(200, 212)
    network, targets = some_network([784, 12, 10], 7), np.eye(10)[labels]

    def cost(network):
        given = images
        for W, b in network:
            given = squish(given @ W.T + b)
        return float(np.sum((given - targets) ** 2) / len(targets))

    gradient = [[np.array(one) for one in layer] for layer in backward(network, images, targets)]
    length = sum(float(np.sum(np.square(one))) for layer in gradient for one in layer)
    stepped = [(W - 1e-4 * dW, b - 1e-4 * db) for (W, b), (dW, db) in zip(network, gradient, strict=True)]
    expect(cost(stepped) - cost(network), want=-1e-4 * length, rtol=0.01, what="what one small step did to the cost")


def test_numerical_gradient_of_a_cost():
    W, b = np.array([[2.0, -1.0, -2.25], [0.25, -2.5, 1.0]]), np.array([-0.25, 1.0])
    image, target = np.array([1.0, 0.5, 0.25]), np.array([0.0, 1.0])
    a = squish(W @ image + b)
    delta = 2 * (a - target) * a * (1 - a)
    expect(numerical_gradient(lambda W: np.sum((squish(W @ image + b) - target) ** 2), W),
           want=np.outer(delta, image), rtol=1e-6)
    expect(numerical_gradient(lambda b: np.sum((squish(W @ image + b) - target) ** 2), b), want=delta, rtol=1e-6)


def test_numerical_gradient_of_whole_numbers_in_a_table():
    x = np.array([[1, 2], [3, 0], [-2, 5]])
    expect(numerical_gradient(lambda x: np.sum(x**3) / 7 + x[2, 0] * x[0, 1], x, eps=1e-4),
           want=3 * x**2 / 7 + np.array([[0, -2], [0, 0], [2, 0]]))
