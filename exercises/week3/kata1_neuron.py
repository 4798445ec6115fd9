"""One neuron, then a layer.

A neuron holds one number between 0 and 1. It gets there in two moves: a weighted sum of its inputs plus
a bias, and a squish. Put sixteen of them side by side, each looking at all 784 pixels of a digit, and you
have the first layer of the network 784-16-16-10. Nothing in that network is more complicated than this.
"""

import numpy as np


def sigmoid(z: float | np.ndarray) -> float | np.ndarray:
    """The squish: any number at all becomes one between 0 and 1.

    The formula is 1 / (1 + e^(-z)). Very negative sums end near 0, very positive ones near 1, and 0 in
    the middle, at 0.5. Mind the far ends: e^1000 is too large for any float, and NumPy then warns of an
    overflow. Your function answers 0 and 1 for -1000 and 1000, without a warning.

    Args:
        z: a number, or an array of any shape, of floats or of whole numbers.

    Returns:
        A number for a number; for an array, a float array of the same shape, each entry squished by itself.

    Example:
        >>> sigmoid(np.array([-2.0, 0.0, 2.0])).round(3)
        array([0.119, 0.5  , 0.881])
    """
    raise NotImplementedError


def neuron(inputs: np.ndarray, weights: np.ndarray, bias: float) -> float:
    """What one neuron makes of its inputs: weighted sum, plus bias, squished.

    Each weight says how much the neuron cares about one input, and whether it is for or against it. The
    bias says how easily the neuron is roused before it has seen anything. The squish is your `sigmoid`.

    Args:
        inputs: the numbers coming in, shape (n,).
        weights: one for each input, shape (n,).
        bias: one number for the whole neuron.

    Returns:
        The neuron's activation, a number between 0 and 1.

    Example:
        >>> neuron(np.array([1.0, 0.5]), np.array([2.0, -4.0]), 3.0)   # the sum: 2 - 2, and 3 more
        0.9525741268224334
    """
    raise NotImplementedError


def layer(inputs: np.ndarray, W: np.ndarray, b: np.ndarray) -> np.ndarray:
    """Many neurons side by side, all looking at the same inputs: one image, or many images at once.

    Row j of W holds the weights of neuron j, and b[j] is its bias. One matrix product gives all the
    weighted sums. With many images, each is a row of `inputs`, and each gets its row of the answer: what
    the layer says of an image never depends on the other images.

    Args:
        inputs: one image, shape (n_in,), or many, shape (n, n_in).
        W: the weights, shape (n_out, n_in): one row for each neuron.
        b: the biases, shape (n_out,): one for each neuron.

    Returns:
        The activations: shape (n_out,) for one image, (n, n_out) for many.

    Example:
        >>> W = np.array([[2.0, -4.0], [0.0, 1.0], [1.0, 1.0]])     # three neurons, two inputs
        >>> layer(np.array([1.0, 0.5]), W, np.array([3.0, 0.0, -1.5])).round(3)
        array([0.953, 0.622, 0.5  ])
    """
    raise NotImplementedError
