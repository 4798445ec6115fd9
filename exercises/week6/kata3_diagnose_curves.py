"""Diagnose the curves.

Two losses for every epoch: one on the training data, one on data that the model does not train on. How high they
end and which way they go says more than any single score: whether to train longer, to enlarge the model, or to stop.
"""


def generalization_gap(train_losses: list[float], val_losses: list[float]) -> float:
    """How much worse is the model on data that it has not seen, when training ends?

    A small gap is normal. A wide one says that part of what was learned holds for the training data only.
    It may even be negative, where dropout or augmentation makes training harder than validation.

    Args:
        train_losses: the training loss of every epoch.
        val_losses: the validation loss of every epoch.

    Returns:
        Validation loss minus training loss, both of the last epoch.

    Raises:
        ValueError: the lists are empty, or have different lengths; then the message shows both lengths.

    Example:
        >>> generalization_gap([2.0, 0.75, 0.25], [2.0, 1.0, 1.5])
        1.25
    """
    raise NotImplementedError


def diagnose(train_losses: list[float], val_losses: list[float]) -> str:
    """What do the two curves say about the model?

    The rules are asked in this order, and the first that fits decides, after a single epoch as well.

    1. "overfitting": the last validation loss is more than 10 % above the lowest validation loss, while the last
       training loss is the lowest training loss (it may have been reached before). The model goes on learning
       the training data, and that no longer helps.
    2. "underfitting": the last training loss is above 70 % of the first. The model has not even learned the
       training data.
    3. "healthy": everything else. Validation a little worse than training is normal.

    Args:
        train_losses: the training loss of every epoch, each above 0.
        val_losses: the validation loss of every epoch, each above 0.

    Returns:
        "overfitting", "underfitting" or "healthy".

    Raises:
        ValueError: the lists are empty, or have different lengths; then the message shows both lengths.

    Example:
        >>> diagnose([2.0, 1.0, 0.5], [2.1, 1.2, 0.8])
        'healthy'
        >>> diagnose([2.0, 1.0, 0.5], [2.1, 1.2, 1.6])   # validation turns up: 1.6 is a third above 1.2
        'overfitting'
        >>> diagnose([2.0, 1.9, 1.8], [2.1, 2.0, 1.9])   # 1.8 is 90 % of 2.0
        'underfitting'
    """
    raise NotImplementedError


def best_epoch(val_losses: list[float]) -> int:
    """The epoch whose weights are worth keeping.

    The last epoch need not be the best one. What counts is the loss on data that the model does not train on: where
    that was lowest, the model was at its best.

    Args:
        val_losses: the validation loss of every epoch.

    Returns:
        The number of the epoch with the lowest validation loss, counted from 0. Ties: the earliest.

    Raises:
        ValueError: the list is empty.

    Example:
        >>> best_epoch([2.1, 1.2, 0.8, 0.9, 1.4])
        2
    """
    raise NotImplementedError
