"""Fresh data for one training step, and the story of the week at full size; run at grading only."""

import numpy as np

from kata import digits28, expect
from week3.kata6_one_training_step import training_step, wanted_nudges


def squish(z):
    return 1 / (1 + np.exp(-z))


def test_wanted_nudges_on_fresh_data():
    expect(wanted_nudges(np.array([0.5, 0.875, 0.25, 0.0]), 1), want=np.array([-0.5, 0.125, -0.25, 0.0]))


def test_wanted_nudges_point_where_the_cost_falls():
    output = np.array([0.3, 0.6, 0.2, 0.45, 0.7])
    target = np.eye(5)[3]
    nearer = output + 0.1 * np.asarray(wanted_nudges(output, 3))
    expect(float(np.sum((nearer - target) ** 2)), want=0.81 * float(np.sum((output - target) ** 2)),
           what="the cost after a tenth of the way")  # fmt: skip


def test_training_step_on_fresh_data():
    """One layer, so that the chain rule fits in one line."""
    W, b = np.array([[0.5, -1.0, 0.25], [1.5, 0.75, -2.0]]), np.array([-0.3, 0.2])
    x, rate = np.array([0.8, 0.3, 0.6]), 0.9
    a = squish(W @ x + b)
    delta = 2 * (a - [1, 0]) * a * (1 - a)
    gradients = [(np.outer(delta, x), delta)]
    expect(training_step([(W, b)], x, 0, rate), rtol=1e-6, want={
        "guess": int(a[1] > a[0]),
        "cost": float((a[0] - 1) ** 2 + a[1] ** 2),
        "gradients": gradients,
        "network": [(W - rate * gradients[0][0], b - rate * delta)],
    })  # fmt: skip


def half_trained(images, labels):
    """784-16-16-10 after six epochs of mini-batches of 10, seed 0, learning rate 1.5."""
    rng = np.random.default_rng(0)
    network = [(rng.normal(0, 1 / np.sqrt(a), (b, a)), np.zeros(b)) for a, b in ((784, 16), (16, 16), (16, 10))]
    targets, rng = np.eye(10)[labels], np.random.default_rng(0)
    for _ in range(6):
        order = rng.permutation(len(images))
        for start in range(0, len(order), 10):
            batch = order[start : start + 10]
            seen = [images[batch]]
            for W, b in network:
                seen.append(squish(seen[-1] @ W.T + b))
            delta, new = 2 * (seen[-1] - targets[batch]) / len(batch), []
            for i in (2, 1, 0):
                delta = delta * seen[i + 1] * (1 - seen[i + 1])
                new.insert(0, (network[i][0] - 1.5 * delta.T @ seen[i], network[i][1] - 1.5 * delta.sum(axis=0)))
                delta = delta @ network[i][0]
            network = new
    return network


def test_training_step_teaches_a_half_trained_network_that_a_7_is_no_1():
    """Digit 688, a slim 7 with a short bar: 1 says 0.67 and 7 says 0.15; three steps later it is a 7."""
    network = half_trained(*digits28(0, 500))
    seven = digits28(688, 689)[0][0]
    guesses, ones, sevens = [], [], []
    for _ in range(4):
        output = seven
        for W, b in network:
            output = squish(W @ output + b)
        ones.append(float(output[1]))
        sevens.append(float(output[7]))
        step = training_step(network, seven, 7, 0.05)
        guesses.append(step["guess"])
        network = step["network"]
    expect(guesses, want=[1, 1, 1, 7], what="the guesses about digit 688 before each of four steps")
    expect(ones, want=[0.673, 0.565, 0.435, 0.324], atol=0.01, what="the output of the 1 before each step")
    expect(sevens, want=[0.145, 0.216, 0.335, 0.486], atol=0.01, what="the output of the 7 before each step")
