"""Thirteen thousand dials.

A network is a row of dials: every weight and every bias is one, and training turns each of them a hair at
a time. Where they all stand is a position in a landscape, whose height is how wrong the network is. Here
you set the dials for the start of the walk, and count them: the network 784-16-16-10 has 13,002.
"""

import numpy as np


def init_network(sizes: list[int], seed: int = 0) -> list[tuple[np.ndarray, np.ndarray]]:
    """A new network, its dials where training begins: small random weights, and biases of zero.

    Random, because two neurons with the same weights get the same slope at every step and stay twins for
    ever. Around zero and small, because 784 inputs add up: with large weights, or with positive ones only,
    the sums land where the sigmoid is flat, and a flat landscape tells no one which way is down.

    Args:
        sizes: how many neurons each layer has, the input first. [784, 16, 16, 10] makes three layers of
            dials: 784 → 16, 16 → 16, 16 → 10. The input has none, for pixels are simply given.
        seed: where all chance comes from. The same seed gives the same network, another seed another.

    Returns:
        A list of pairs (W, b), one for each layer but the input. W has shape (n_out, n_in) and holds
        floats around 0, of both signs; their usual spread (standard deviation) is 1 / √n_in, and other
        small ones are fine. b has shape (n_out,) and is all zeros. Every layer has random numbers of its
        own.

    Raises:
        ValueError: if `sizes` has fewer than two entries, which makes no layer. The message shows `sizes`.

    Example:
        >>> [(W.shape, b.shape) for W, b in init_network([784, 16, 16, 10])]
        [((16, 784), (16,)), ((16, 16), (16,)), ((10, 16), (10,))]
    """
    # BEGIN SOLUTION
    from itertools import pairwise

    if len(sizes) < 2:
        raise ValueError(f"a network needs an input and at least one layer, and sizes is {sizes}")
    rng = np.random.default_rng(seed)  # one generator for all layers: each goes on where the last one stopped
    return [
        (rng.normal(0, 1 / np.sqrt(n_in), (n_out, n_in)), np.zeros(n_out))
        for n_in, n_out in pairwise(sizes)
    ]
    # END SOLUTION


def count_parameters(network: list[tuple[np.ndarray, np.ndarray]]) -> int:
    """How many dials a network has: all its weights and all its biases.

    This number is what people mean by the size of a model. Yours has thousands, a modern language model
    has billions, and all that either can do is stored in where those dials stand.

    Args:
        network: a list of pairs (W, b), one for each layer; W has shape (n_out, n_in), b has (n_out,).

    Returns:
        The number of parameters. A dial that happens to stand at 0 counts like any other.

    Example:
        >>> count_parameters([(np.ones((3, 5)), np.zeros(3)), (np.ones((2, 3)), np.zeros(2))])
        26
    """
    # BEGIN SOLUTION
    return sum(W.size + b.size for W, b in network)
    # END SOLUTION
