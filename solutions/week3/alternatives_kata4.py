"""Unusual and correct: every one of these must pass."""

import numpy as np

from kata.known import alternative


def squish(z):
    return 1 / (1 + np.exp(-z))


@alternative("sigmoid_slope")
def multiplied_out(activation):
    return activation - activation**2


@alternative("sigmoid_slope")
def around_the_middle(activation):
    return activation * 1.0 - np.square(activation)


@alternative("sigmoid_slope")
def both_ends(activation):
    return np.multiply(np.subtract(1, activation), activation)


@alternative("backward")
def image_by_image_in_columns(network, images, targets):
    gradients = [[np.zeros_like(W), np.zeros_like(b)] for W, b in network]
    for image, target in zip(images, targets, strict=True):
        activations = [image.reshape(-1, 1)]
        for W, b in network:
            activations.append(squish(W @ activations[-1] + b.reshape(-1, 1)))
        delta = 2 * (activations[-1] - target.reshape(-1, 1)) * activations[-1] * (1 - activations[-1])
        for i in range(len(network) - 1, -1, -1):
            gradients[i][0] += delta @ activations[i].T / len(images)
            gradients[i][1] += delta.ravel() / len(images)
            delta = (network[i][0].T @ delta) * activations[i] * (1 - activations[i])
    return gradients


@alternative("backward")
def recursive(network, images, targets):
    """Each layer asks the layers after it how fast the cost grows with what it hands them."""

    def ask(i, inputs):
        if i == len(network):
            return 2 * (inputs - targets) / len(targets), []
        W, b = network[i]
        z = inputs @ W.T + b
        grows, rest = ask(i + 1, squish(z))
        delta = grows * np.exp(-np.abs(z)) / (1 + np.exp(-np.abs(z))) ** 2
        return delta @ W, [(np.einsum("no,ni->oi", delta, inputs), np.sum(delta, 0)), *rest]

    return tuple(ask(0, images)[1])


@alternative("backward")
def averaged_at_the_end(network, images, targets):
    activations = [images]
    for W, b in network:
        activations.append(squish(activations[-1] @ W.T + b))
    delta = -2 * (targets - activations[-1]) * activations[-1] * (1 - activations[-1])
    found = []
    for (W, _), inputs in list(zip(network, activations, strict=False))[::-1]:
        found = [(delta.T.dot(inputs) / len(images), delta.mean(axis=0)), *found]
        delta = delta.dot(W) * (inputs - inputs * inputs)
    return found


@alternative("backward")
def with_ones_for_the_bias(network, images, targets):
    """Bias as one more weight, whose input is always 1."""
    ones = np.ones((len(images), 1))
    inputs, a = [], images
    for W, b in network:
        inputs.append(np.hstack([a, ones]))
        a = squish(inputs[-1] @ np.column_stack([W, b]).T)
    delta = (a - targets) * a * (1 - a) * (2 / len(images))
    found = []
    for W, _ in reversed(network):
        given = inputs.pop()
        both = delta.T @ given
        found.insert(0, [both[:, :-1], both[:, -1]])
        delta = (delta @ W) * given[:, :-1] * (1 - given[:, :-1])
    return found


@alternative("numerical_gradient")
def in_place_and_put_back(f, x, eps=1e-5):
    x = np.asarray(x, dtype=np.float64)
    slopes = np.empty(x.shape)
    for index, value in np.ndenumerate(x.copy()):
        x[index] = value + eps
        above = f(x)
        x[index] = value - eps
        slopes[index] = (above - f(x)) / (2 * eps)
        x[index] = value
    return slopes


@alternative("numerical_gradient")
def put_back_by_arithmetic(f, x, eps=1e-5):
    x = np.asarray(x, dtype=np.float64)
    slopes = np.empty(x.shape)
    for index in np.ndindex(x.shape):
        x[index] += eps
        above = f(x)
        x[index] -= 2 * eps
        below = f(x)
        x[index] += eps
        slopes[index] = (above - below) / (2 * eps)
    return slopes


@alternative("numerical_gradient")
def steps_from_the_identity(f, x, eps=1e-5):
    x = np.asarray(x, dtype=float)
    steps = eps * np.eye(x.size).reshape(x.size, *x.shape)
    return np.array([(f(x + step) - f(x - step)) / 2 / eps for step in steps]).reshape(x.shape)


@alternative("numerical_gradient")
def four_points(f, x, eps=1e-5):
    x = np.asarray(x, dtype=float)
    steps = eps * np.eye(x.size).reshape(x.size, *x.shape)
    slopes = [(8 * (f(x + h) - f(x - h)) - f(x + 2 * h) + f(x - 2 * h)) / (12 * eps) for h in steps]
    return np.array(slopes).reshape(x.shape)


@alternative("numerical_gradient")
def complex_step(f, x, eps=1e-5):
    slopes = np.zeros(np.shape(x))
    for index in np.ndindex(slopes.shape):
        point = np.array(x, dtype=complex)
        point[index] += 1e-30j
        slopes[index] = f(point).imag / 1e-30
    return slopes


@alternative("numerical_gradient")
def a_longer_step(f, x, eps=1e-4):
    x = np.array(x, dtype=float)
    slopes = np.zeros(x.shape)
    for index in np.ndindex(x.shape):
        up, down = x.copy(), x.copy()
        up[index] += eps
        down[index] -= eps
        slopes[index] = (f(up) - f(down)) / (2 * eps)
    return slopes


@alternative("backward")
def plain_lists(network, images, targets):
    gradient = [([[0.0] * len(W[0]) for _ in W], [0.0] * len(b)) for W, b in network]
    for image, target in zip(images, targets, strict=True):
        answers = [np.asarray(image)]
        for W, b in network:
            answers.append(1 / (1 + np.exp(-(W @ answers[-1] + b))))
        delta = 2 * (answers[-1] - target) * answers[-1] * (1 - answers[-1]) / len(images)
        for k in reversed(range(len(network))):
            for j, blame in enumerate(delta):
                gradient[k][1][j] += float(blame)
                for i, given in enumerate(answers[k]):
                    gradient[k][0][j][i] += float(blame * given)
            delta = network[k][0].T @ delta * answers[k] * (1 - answers[k])
    return gradient
