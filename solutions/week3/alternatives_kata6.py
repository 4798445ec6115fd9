"""Unusual and correct: every one of these must pass."""

import numpy as np

from kata.known import alternative
from week3.kata3_forward_and_cost import forward
from week3.kata4_backpropagation import backward


@alternative("wanted_nudges")
def a_list_one_by_one(output, label):
    if label not in range(len(output)):
        raise ValueError(f"label {label}: there are {len(output)} outputs")
    return [(1.0 if digit == label else 0.0) - said for digit, said in enumerate(output)]


@alternative("wanted_nudges")
def down_then_one_more(output, label):
    if label < 0 or label >= output.size:
        raise ValueError(f"{label=}")
    nudges = -output
    nudges[label] += 1
    return nudges


@alternative("wanted_nudges")
def in_float32(output, label):
    if not 0 <= label < len(output):
        raise ValueError(f"no such digit: {label}")
    return (np.arange(len(output)) == label).astype(np.float32) - np.float32(output)


@alternative("training_step")
def one_image_with_outer_products(network, image, label, learning_rate):
    activations = [np.asarray(image)]
    for W, b in network:
        activations.append(1 / (1 + np.exp(-(W @ activations[-1] + b))))
    output = activations[-1]
    error = output.copy()
    error[label] -= 1
    delta, gradients = 2 * error * output * (1 - output), []
    for (W, _), before in zip(reversed(network), reversed(activations[:-1]), strict=True):
        gradients.append((np.outer(delta, before), delta))
        delta = W.T @ delta * before * (1 - before)
    gradients.reverse()
    return {
        "network": tuple(
            [W - learning_rate * dW, b - learning_rate * db]
            for (W, b), (dW, db) in zip(network, gradients, strict=True)
        ),
        "gradients": gradients,
        "cost": error @ error,
        "guess": np.argmax(output),
    }


@alternative("training_step")
def by_way_of_a_batch_of_two(network, image, label, learning_rate):
    """The same image twice: the average over both is the image's own gradient."""
    images = np.array([image, image])
    outputs = forward(network, images)
    targets = np.zeros_like(outputs)
    targets[:, label] = 1
    gradients = backward(network, images, targets)
    new = [(W.copy(), b.copy()) for W, b in network]
    for (W, b), (dW, db) in zip(new, gradients, strict=True):
        W -= learning_rate * dW
        b -= learning_rate * db
    return {
        "guess": outputs[0].tolist().index(outputs[0].max()),
        "cost": np.mean(np.sum((outputs - targets) ** 2, axis=1)),
        "gradients": gradients,
        "network": new,
    }
