"""Dropout and early stopping

A network with room to spare learns its training photos by heart: noise, scratches, the lot. Two old remedies
need no new photos. Dropout switches some of the values off at random while it trains, so that no single one can be
relied upon. Early stopping watches the validation loss, and ends the training when that has turned.
"""

from typing import Any

import numpy as np


def dropout(x: np.ndarray, p: float, rng: np.random.Generator, training: bool) -> np.ndarray:
    """Switch values off at random while training, and leave them alone afterwards.

    Each value becomes 0 with probability p, independently of all others. Those that are left are divided by
    1 - p, so that what the next layer receives is as much as before, on average. So nothing has to be done once
    training is over: then all values pass as they are. (The field calls this inverted dropout.)

    Args:
        x: activations, any shape, float or int. It stays as it is.
        p: the share to switch off, 0 <= p < 1. 0 switches nothing off.
        rng: where the chance comes from. Each call draws anew.
        training: True while training; False in validation, test and use.

    Returns:
        An array of the shape of x, float where training is True: each value either 0 or x / (1 - p).
        Where training is False, the values of x.

    Raises:
        ValueError: p is below 0, or 1 or more. The message shows p.

    Example:
        >>> x = np.array([3.0, 6.0, 9.0])
        >>> dropout(x, 0.25, np.random.default_rng(0), training=True)    # 0.64, 0.27, 0.04: only the last is below 0.25
        array([4., 8., 0.])
        >>> dropout(x, 0.25, np.random.default_rng(0), training=False)
        array([3., 6., 9.])
    """
    raise NotImplementedError


class EarlyStopping:
    """Says when to stop training, and keeps the weights of the best epoch.

    After every epoch it is told the validation loss. As long as that falls, training goes on. Once it has not
    fallen for a few epochs in a row, the network is only learning its training data by heart: stop, and go
    back to the weights it had when the loss was lowest. By then training has changed them many times, so keep a copy.

    Attributes:
        best_weights: a deep copy of the weights given in the best epoch, a dict like the one given (what
            `model.load_state_dict` takes); None before the first improvement.
        best_epoch: the number of that epoch; the first is 0. None before the first improvement.

    Example:
        >>> stopper = EarlyStopping(patience=2)
        >>> [stopper.update(loss, {"w": np.array([loss])}) for loss in (0.9, 0.6, 0.7, 0.6)]
        [False, False, False, True]
        >>> stopper.best_epoch, stopper.best_weights
        (1, {'w': array([0.6])})
    """

    def __init__(self, patience: int = 3) -> None:
        """Begin with nothing seen.

        Args:
            patience: after how many epochs in a row without an improvement to stop, 1 or more.
        """
        raise NotImplementedError

    def update(self, val_loss: float, weights: dict[str, Any]) -> bool:
        """Take in one epoch.

        Args:
            val_loss: the validation loss after this epoch. It is an improvement if it is lower than all before,
                by however little; an equal one is none, and nan (which lost numbers give) never is.
            weights: the weights after this epoch: `model.state_dict()`, or any dict of arrays or tensors. Training
                will go on changing these very arrays.

        Returns:
            True if it is time to stop: this is the `patience`-th epoch in a row without an improvement. Otherwise
            False. An improvement begins the count anew.
        """
        raise NotImplementedError
