"""One training step, seen whole.

An image of a 7 comes in, and the 1 lights up brightest. Four phases, and the network is a hair less wrong
about this 7: forward (what does it say?), cost (how wrong is that?), backward (which way is downhill for
every dial?), update (turn them all a little). You have written each of them; here they meet.
"""

import numpy as np


def wanted_nudges(output: np.ndarray, label: int) -> np.ndarray:
    """Which way each output should move, and how strongly: what the image wishes for.

    The output of the true digit should go up to 1, all the others down to 0. An output that is nearly there
    wishes for little, one that is far off for much. Backpropagation begins with these wishes and passes
    them back, layer by layer, to every dial.

    Args:
        output: what the network says about one image, one number from 0 to 1 for each class.
        label: the digit that is really there.

    Returns:
        The target minus the output, in the output's shape: positive means up, negative means down, and
        the size says how strongly.

    Raises:
        ValueError: there is no output for that label; the message shows it.

    Example:
        >>> wanted_nudges(np.array([0.25, 0.75, 0.5]), label=2)
        array([-0.25, -0.75,  0.5 ])
    """
    # BEGIN SOLUTION
    if not 0 <= label < len(output):
        raise ValueError(f"there are outputs for 0 to {len(output) - 1}, and none for the label {label}")
    target = np.zeros(len(output))
    target[label] = 1.0
    return target - output
    # END SOLUTION


def training_step(
    network: list[tuple[np.ndarray, np.ndarray]], image: np.ndarray, label: int, learning_rate: float
) -> dict:
    """Forward, cost, backward, update: one step on one image, and everything that was seen on the way.

    Use what you have: `forward`, `cost` and `one_hot` from week3.kata3_forward_and_cost, `backward` from
    week3.kata4_backpropagation, `update` from week3.kata5_training. They take many images, one a row;
    `image[np.newaxis]` makes a table of one row.

    Args:
        network: the layers, a list of (W, b).
        image: one image, shape (n_in,).
        label: the digit that is really there; the network has an output for it.
        learning_rate: how much of the gradient to go.

    Returns:
        A dict with four keys:
        "guess": int, the number of the largest output before the step;
        "cost": float, the cost of this image before the step;
        "gradients": the list of (dW, db) that `backward` gives for this image;
        "network": the new network, after one update. The old one stays as it was.

    Example:
        >>> network = [(np.array([[1.0], [0.0]]), np.array([0.0, 0.0]))]
        >>> step = training_step(network, np.array([0.0]), label=1, learning_rate=1.0)  # both outputs are 0.5
        >>> step["guess"], step["cost"]
        (0, 0.5)
        >>> step["network"][0][1]  # the biases were 0: the wrong output is pushed down, the right one up
        array([-0.25,  0.25])
    """
    # BEGIN SOLUTION
    from week3.kata3_forward_and_cost import cost, forward, one_hot
    from week3.kata4_backpropagation import backward
    from week3.kata5_training import update

    images = np.asarray(image)[np.newaxis]
    targets = one_hot([label], n_classes=len(network[-1][1]))
    outputs = forward(network, images)
    gradients = backward(network, images, targets)
    return {
        "guess": int(np.argmax(outputs[0])),
        "cost": cost(outputs, targets),
        "gradients": gradients,
        "network": update(network, gradients, learning_rate),
    }
    # END SOLUTION
