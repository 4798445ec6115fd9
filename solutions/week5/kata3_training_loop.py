"""The training loop.

Five lines that train every network there is: clear the gradients, forward, loss, backward, step. Around
them stand two habits that keep you honest: a loss that counts every example once, and a measurement that
changes nothing.
"""

from collections.abc import Iterable

import torch
from torch import Tensor, nn
from torch.nn import functional as F

Batches = Iterable[tuple[Tensor, Tensor]]


def train_epoch(model: nn.Module, batches: Batches, optimizer: "torch.optim.Optimizer") -> float:
    """Train the model on every batch once, and say how large the loss was on the way.

    The model is put in train mode. Then each batch, in the order given, is one step: the gradients are
    cleared, the model answers, the cross-entropy is taken, backward() puts the slopes into `.grad`, and
    the optimizer steps. The loss is `F.cross_entropy`, or your own of kata 2:
    `from week5.kata2_softmax_and_loss import cross_entropy`.

    Args:
        model: takes images as the batches bring them, in their shape and dtype, and gives logits, shape
            (n, n_classes).
        batches: pairs (images, labels); labels are int64, shape (n,). A list, a DataLoader, or a generator
            that can be gone through only once. The last batch may be shorter than the others.
        optimizer: holds the model's parameters, the learning rate, and perhaps a memory of earlier steps.

    Returns:
        The mean loss of an example over the epoch, a Python float: every example counts the same, whatever
        batch it is in. The loss of a batch is the one from before its step.

    Example:
        >>> model = nn.Linear(1, 2, bias=False)
        >>> _ = nn.init.zeros_(model.weight)
        >>> batches = [(torch.tensor([[1.0]]), torch.tensor([1]))]
        >>> optimizer = torch.optim.SGD(model.parameters(), lr=1.0)
        >>> round(train_epoch(model, batches, optimizer), 4)   # two equal scores: ln 2
        0.6931
        >>> model.weight.tolist()
        [[-0.5], [0.5]]
    """
    # BEGIN SOLUTION
    model.train()
    total, count = 0.0, 0
    for images, labels in batches:
        optimizer.zero_grad()
        loss = F.cross_entropy(model(images), labels)
        loss.backward()
        optimizer.step()
        total += loss.item() * len(labels)  # the batch's loss is a mean: as often as it has examples
        count += len(labels)
    return total / count
    # END SOLUTION


def evaluate(model: nn.Module, batches: Batches) -> tuple[float, float]:
    """Measure the model: its loss, and how often it is right. Nothing about the model changes.

    Measuring is done in eval mode, where dropout is off and normalisation uses its running statistics,
    and without recording gradients (`torch.no_grad()`), which costs time and memory. Afterwards every
    part of the model is in the mode it was in before, and its weights (and which of them may learn),
    running statistics and stored gradients are untouched.

    Args:
        model: takes images and gives logits, shape (n, n_classes).
        batches: pairs (images, labels), as in `train_epoch`.

    Returns:
        (loss, accuracy), two Python floats: the mean cross-entropy of an example, and the fraction of the
        examples whose largest logit is that of the true class.

    Example:
        >>> model = nn.Identity()   # the images are the logits here
        >>> batches = [(torch.tensor([[0.0, 2.0], [0.0, 2.0]]), torch.tensor([1, 1])),
        ...            (torch.tensor([[0.0, 2.0]]), torch.tensor([0]))]
        >>> loss, accuracy = evaluate(model, batches)
        >>> round(loss, 3), round(accuracy, 3)
        (0.794, 0.667)
    """
    # BEGIN SOLUTION
    modes = [(part, part.training) for part in model.modules()]
    model.eval()
    total, right, count = 0.0, 0, 0
    with torch.no_grad():
        for images, labels in batches:
            logits = model(images)
            total += F.cross_entropy(logits, labels).item() * len(labels)
            right += int((logits.argmax(dim=1) == labels).sum())
            count += len(labels)
    for part, was_training in modes:
        part.training = was_training
    return total / count, right / count
    # END SOLUTION


def fit(
    model: nn.Module,
    train_batches: Batches,
    val_batches: Batches,
    optimizer: "torch.optim.Optimizer",
    epochs: int,
) -> dict[str, list[float]]:
    """Train for some epochs, and after each of them measure on examples that the model never learns from.

    Every epoch goes once through the training batches with `train_epoch`, and then once through the
    validation batches with `evaluate`. The history that comes out is what you plot, and what says when
    to stop.

    Args:
        model: is trained in place, and stays as the last epoch leaves it.
        train_batches, val_batches: lists or DataLoaders of (images, labels), gone through once an epoch
            (a DataLoader that shuffles brings a new order each time).
        optimizer: the same one for all epochs.
        epochs: how many times to go through the training batches.

    Returns:
        {"train_loss": […], "val_loss": […], "val_accuracy": […]}: one Python float an epoch in each list.

    Example:
        >>> model = nn.Linear(1, 2, bias=False)
        >>> _ = nn.init.zeros_(model.weight)
        >>> batches = [(torch.tensor([[1.0]]), torch.tensor([1]))]
        >>> optimizer = torch.optim.SGD(model.parameters(), lr=1.0)
        >>> history = fit(model, batches, batches, optimizer, epochs=3)
        >>> [round(loss, 3) for loss in history["train_loss"]]
        [0.693, 0.313, 0.195]
        >>> [round(loss, 3) for loss in history["val_loss"]]
        [0.313, 0.195, 0.14]
        >>> history["val_accuracy"]
        [1.0, 1.0, 1.0]
    """
    # BEGIN SOLUTION
    history: dict[str, list[float]] = {"train_loss": [], "val_loss": [], "val_accuracy": []}
    for _ in range(epochs):
        history["train_loss"].append(train_epoch(model, train_batches, optimizer))
        loss, accuracy = evaluate(model, val_batches)
        history["val_loss"].append(loss)
        history["val_accuracy"].append(accuracy)
    return history
    # END SOLUTION
