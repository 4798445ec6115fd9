"""Forward, and the cost.

The first two of the four phases. Forward: an image goes in, and every layer works on what the layer
before it has made, until ten numbers come out. Cost: one number for how far those ten are from what
they should have been. Nothing is learned yet; but now there is a height to come down from.

A network is a list of layers, each a pair (W, b): W of shape (n_out, n_in), a row for every neuron,
and b of shape (n_out,). Images are rows: (n, 784), with values from 0 to 1.
"""

import numpy as np


def one_hot(labels: np.ndarray, n_classes: int = 10) -> np.ndarray:
    """What the outputs should have been: a row for each label, with a single 1 in it.

    The network has ten outputs and a label is one number, so the two cannot be compared as they are.
    "This is a 3" becomes "output 3 should say 1, and all the others 0".

    Args:
        labels: whole numbers from 0 to n_classes - 1, shape (n,).
        n_classes: how many outputs there are.

    Returns:
        The targets, shape (n, n_classes), float64.

    Raises:
        ValueError: a label is below 0 or above n_classes - 1; the message shows it.

    Example:
        >>> one_hot(np.array([2, 0]), n_classes=4)
        array([[0., 0., 1., 0.],
               [1., 0., 0., 0.]])
    """
    # BEGIN SOLUTION
    for label in labels:
        if not 0 <= label < n_classes:
            raise ValueError(f"the label {label} is not one of 0 to {n_classes - 1}")
    return np.eye(n_classes)[labels]
    # END SOLUTION


def forward(network: list[tuple[np.ndarray, np.ndarray]], images: np.ndarray) -> np.ndarray:
    """What the network answers: the outputs of its last layer.

    The images go into the first layer, what it answers goes into the second, and so on. Each layer is
    sigmoid(inputs · Wᵀ + b), the last one too: an output between 0 and 1 says how strongly it votes.

    `layer` of kata 1 does one step of it: `from week3.kata1_neuron import layer` (or write it again).

    Args:
        network: the layers, first to last, each (W, b). There may be any number of them.
        images: a row for each image, shape (n, n_in), or one image alone, shape (n_in,).

    Returns:
        One row of outputs for each image, shape (n, n_out); for one image alone, shape (n_out,).

    Example:
        >>> network = [(np.array([[1.0, -1.0]]), np.array([0.0])),     # 2 inputs, 1 hidden neuron
        ...            (np.array([[2.0], [0.0]]), np.array([-1.0, 0.0]))]     # 2 outputs
        >>> forward(network, np.array([0.3, 0.3]))     # hidden: sigmoid(0) = 0.5; then sigmoid of 0 and of 0
        array([0.5, 0.5])
    """
    # BEGIN SOLUTION
    from week3.kata1_neuron import layer

    activations = images
    for W, b in network:
        activations = layer(activations, W, b)
    return activations
    # END SOLUTION


def cost(outputs: np.ndarray, targets: np.ndarray) -> float:
    """How wrong the network is, as one number: the height at which it stands in the landscape.

    For one image, take what every output should have been from what it was, square, and add up the
    squares over its outputs. For many images, take the average of that, so that a thousand images do
    not cost more than ten. (Some books put a ½ in front; this course does not.)

    Args:
        outputs: what the network answered, shape (n, n_out).
        targets: what it should have answered, one-hot, shape (n, n_out).

    Returns:
        The cost, 0.0 or more; 0.0 only if every output is exactly right.

    Example:
        >>> outputs = np.array([[1.0, 0.5], [0.0, 1.0]])
        >>> cost(outputs, np.array([[1.0, 0.0], [1.0, 0.0]]))     # (0 + 0.25) and (1 + 1), on average
        1.125
    """
    # BEGIN SOLUTION
    outputs, targets = np.atleast_2d(outputs), np.atleast_2d(targets)
    per_image = np.sum((outputs - targets) ** 2, axis=1)
    return float(np.mean(per_image))
    # END SOLUTION
