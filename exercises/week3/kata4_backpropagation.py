"""Backpropagation.

The third of the four phases, and the heart of the course. The cost says how wrong the network is; now
every one of its 13,002 dials is asked: if I turn you up a little, how much does the cost grow? The
answers together are the gradient, the slope of the landscape under your feet.

A network is a list of layers, each a pair (W, b): W of shape (n_out, n_in), a row for every neuron,
and b of shape (n_out,). Images are rows: (n, n_in). Work in float64, NumPy's own kind of float.
"""

from collections.abc import Callable

import numpy as np


def sigmoid_slope(activation: float | np.ndarray) -> float | np.ndarray:
    """How steep the sigmoid is where it has the value `activation`: a · (1 - a).

    It is handed what came out of the sigmoid, a = sigmoid(z), and not z: the forward pass has computed a
    anyway, and the slope follows from it without another exp. In the middle, at a = 0.5, the sigmoid
    is steepest; near 0 and near 1 it is all but flat, and a neuron there hardly learns.

    Args:
        activation: what the sigmoid gave, between 0 and 1; a number or an array of any shape.

    Returns:
        The slope at each of them, in the same shape.

    Example:
        >>> sigmoid_slope(np.array([0.5, 0.9, 1.0]))
        array([0.25, 0.09, 0.  ])
    """
    raise NotImplementedError


def backward(
    network: list[tuple[np.ndarray, np.ndarray]], images: np.ndarray, targets: np.ndarray
) -> list[tuple[np.ndarray, np.ndarray]]:
    """The gradient of the cost: for every weight and bias, how fast the cost grows when it grows.

    The cost is the one of kata 3: squared differences added up over the outputs, averaged over the n
    images. Turning each dial to see what happens would take 13,002 passes. Backpropagation takes one
    forward and one back, because it finds out, from the last layer to the first, how far each neuron
    is to blame. A neuron's *delta* is how fast the cost grows when its z grows, the sum that went into
    its sigmoid. One row of deltas for each image:

    1. Go forward, and keep the answer of every layer (its activations). What the first layer was
       given are the images; what any other was given is the answer of the layer before it.
    2. The delta of the last layer, where it said a and should have said t: the slope of (a - t)² is
       2 · (a - t); times the slope of the sigmoid, a · (1 - a); divided by n, as the cost is an average.
    3. z is W · inputs + b. So a weight counts as much as the input that comes through it, and a bias
       counts 1. Added up over the images, dW[j, i] is delta of neuron j times input i, and db[j] is
       delta of neuron j.
    4. Pass the blame on. A neuron of the layer before fed all neurons of this layer: its share is the sum of
       their deltas, each times the weight that joins the two. For images in rows, that is delta @ W.
       Times the slope of its own sigmoid, that is its own delta. Go on with 3, until the first layer.

    `layer` of kata 1 takes care of step 1: `from week3.kata1_neuron import layer` (or write it again).

    Args:
        network: the layers, first to last, each (W, b); it stays as it is.
        images: a row for each image, shape (n, n_in).
        targets: the one-hot targets, a row for each image, shape (n, n_out of the last layer).

    Returns:
        One pair (dW, db) for each layer, first layer first, in the shapes of its W and b, float64.

    Example:
        >>> network = [(np.zeros((1, 2)), np.zeros(1))]     # one neuron; it says 0.5 to everything
        >>> backward(network, np.array([[1.0, 3.0]]), np.array([[1.0]]))     # delta: 2 · (0.5 - 1) · 0.5 · 0.5
        [(array([[-0.25, -0.75]]), array([-0.25]))]
    """
    raise NotImplementedError


def numerical_gradient(f: Callable[[np.ndarray], float], x: np.ndarray, eps: float = 1e-5) -> np.ndarray:
    """The slope of f in the direction of every entry of x, felt with a tiny step to both sides.

    The slow way to a gradient, and a sure one: turn one dial up a little, then down a little, and see
    what becomes of f. Take it to check `backward`: two ways to one number, and one of them has nothing to
    get wrong. For each entry of x, all others staying as they are (central differences):

        (f(entry + eps) - f(entry - eps)) / (2 · eps)

    Args:
        f: takes an array of the shape of x, gives a number.
        x: where to stand, an array of any shape and any kind of numbers. The steps are taken in float64:
            among whole numbers or in float32 so small a step gets lost. x is left as it is.
        eps: how long a step is.

    Returns:
        One slope for each entry, in the shape of x, float64.

    Example:
        >>> numerical_gradient(lambda x: x[0] ** 2 + 5 * x[1], np.array([3.0, 1.0])).round(6)
        array([6., 5.])
    """
    raise NotImplementedError
