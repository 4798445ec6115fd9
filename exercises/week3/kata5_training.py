"""Training the network.

Kata 4 feels the slope under all dials at once. Here you turn them: one small step downhill for each
handful of images, through all the images in random order, again and again. That loop is all that
training is, for 13,002 dials or for billions of them.
"""

import numpy as np


def update(
    network: list[tuple[np.ndarray, np.ndarray]], gradients: list[tuple[np.ndarray, np.ndarray]], learning_rate: float
) -> list[tuple[np.ndarray, np.ndarray]]:
    """One step of gradient descent: every weight and every bias goes a little way downhill.

    It is `gradient_step` of week 2 for all dials at once. A gradient points uphill, so each dial goes the
    other way, by the learning rate times its own gradient: a dial on steep ground is turned further.

    Args:
        network: the layers, a list of (W, b).
        gradients: the slope of the cost for each of them, as `backward` gives it: a list of (dW, db) of
            the same shapes.
        learning_rate: how much of the gradient to go.

    Returns:
        A new network, a list of (W, b) of the same shapes. The old one stays as it was.

    Example:
        >>> network = [(np.array([[1.0, 2.0]]), np.array([0.5]))]
        >>> gradients = [(np.array([[0.5, -1.0]]), np.array([2.0]))]
        >>> update(network, gradients, learning_rate=0.5)
        [(array([[0.75, 2.5 ]]), array([-0.5]))]
    """
    raise NotImplementedError


def minibatches(n: int, batch_size: int, rng: np.random.Generator) -> list[np.ndarray]:
    """Deal n examples into small batches, in random order: one epoch's work.

    One image alone is a noisy guide, and all of them together are slow to ask; a handful is a good
    bargain. It is shuffled because data often comes sorted, and a batch of nothing but sevens teaches the
    network to say seven.

    Args:
        n: how many examples there are, 1 or more.
        batch_size: how many go into a batch. The last batch takes what is left, so it may be smaller.
        rng: where all the chance comes from; the next call with it deals another order.

    Returns:
        A list of 1-D arrays of int: which rows each batch has. Every index from 0 to n - 1 is there
        exactly once.

    Raises:
        ValueError: the batch size is below 1; the message shows it.

    Example:
        >>> batches = minibatches(7, 3, np.random.default_rng(0))
        >>> [len(batch) for batch in batches]
        [3, 3, 1]
    """
    raise NotImplementedError


def train_epoch(
    network: list[tuple[np.ndarray, np.ndarray]],
    images: np.ndarray,
    targets: np.ndarray,
    learning_rate: float,
    batch_size: int,
    rng: np.random.Generator,
) -> list[tuple[np.ndarray, np.ndarray]]:
    """One epoch: once through all the images, a step downhill after each mini-batch.

    Every batch gets the network that the batch before it has left behind. The slope is the one of `cost`
    on the batch alone, an average over its images; your own function gives it:
    `from week3.kata4_backpropagation import backward`.

    Args:
        network: the layers, a list of (W, b).
        images: one image a row, shape (n, n_in).
        targets: the wanted outputs, one-hot, shape (n, n_classes); row i belongs to image i.
        learning_rate: how much of the gradient to go at each step.
        batch_size: how many images share a step.
        rng: deals the mini-batches; the next epoch with it goes through the images in another order.

    Returns:
        The network after the last batch. The one that was given stays as it was.

    Example:
        >>> network = [(np.array([[0.0, 0.0]]), np.array([0.0]))]  # one neuron that says 0.5 to everything
        >>> one_image, its_target = np.array([[1.0, 0.0]]), np.array([[1.0]])
        >>> train_epoch(network, one_image, its_target, 2.0, batch_size=1, rng=np.random.default_rng(0))
        [(array([[0.5, 0. ]]), array([0.5]))]
    """
    raise NotImplementedError


def accuracy(network: list[tuple[np.ndarray, np.ndarray]], images: np.ndarray, labels: np.ndarray) -> float:
    """The fraction of images that the network reads correctly.

    The network's guess is the number of its largest output, however small that one is. The cost is what
    training makes smaller, because it has a slope; the accuracy is what you wanted in the first place.
    (`from week3.kata3_forward_and_cost import forward`.)

    Args:
        network: the layers, a list of (W, b).
        images: one image a row, shape (n, n_in).
        labels: the digits that are really there, shape (n,), int.

    Returns:
        A number from 0.0 to 1.0.

    Example:
        >>> network = [(np.array([[1.0, 0.0], [0.0, 1.0]]), np.array([0.0, 0.0]))]
        >>> images = np.array([[3.0, 1.0], [1.0, 2.0], [0.0, 5.0], [4.0, 0.0]])  # guesses 0, 1, 1, 0
        >>> accuracy(network, images, np.array([0, 1, 0, 0]))
        0.75
    """
    raise NotImplementedError
