"""Transfer learning.

Somebody has trained a network on 1.2 million photos, for weeks. Take it without its last layer: a
*backbone*, which turns a photo into a row of numbers, its *features*. Freeze it, note down the features of
your own photos once, and train a small new last layer on them, the *head*. That takes seconds, and with a few
dozen photos a class it beats what you could train from nothing.

The course has such a backbone: `from nets.lite0 import load_backbone, prepare`. Its photos must come as it was
trained to see them, (pixel - 127) / 128, and `prepare` does that. Another scaling may be quietly worse.
"""

from collections.abc import Iterable

import torch
from torch import Tensor, nn
from torch.nn import functional as F


def freeze(module: nn.Module) -> nn.Module:
    """Let nothing in a module change any more, whoever trains the network that it is a part of.

    A weight stands still if it has no gradient. Normalisation layers are harder to stop: they keep a running
    mean and a running variance, which are no weights, and every pass in train mode changes them. And the next
    `model.train()` puts each layer of the model into train mode again.

    Args:
        module: a network, or a part of one. It is frozen itself, where it is, not a copy of it.

    Returns:
        The same module. None of its parameters requires a gradient, and no old one is left in a `.grad` (it is
        None), which an optimizer could still use. Its normalisation layers, BatchNorm1d, 2d and 3d at any depth,
        work as in eval mode, even after `model.train()` of a model that contains it. Gradients still pass
        through the module, to layers that come before it.

    Example:
        >>> backbone = freeze(nn.Sequential(nn.Linear(3, 2), nn.BatchNorm1d(2)))
        >>> model = nn.Sequential(backbone, nn.Linear(2, 4)).train()
        >>> [parameter.requires_grad for parameter in model.parameters()]
        [False, False, False, False, True, True]
        >>> features = backbone(torch.tensor([[1.0, 5.0, 2.0], [3.0, -4.0, 0.0]]))
        >>> backbone[1].running_mean     # still where it was
        tensor([0., 0.])
    """
    raise NotImplementedError


def embed(backbone: nn.Module, batches: Iterable[tuple[Tensor, Tensor]]) -> tuple[Tensor, Tensor]:
    """The features of all photos, computed once.

    A frozen backbone says the same about a photo in every epoch, so asking it again would be a waste: ask it
    once, and keep the answers. Training a head on them then takes a moment, even without a graphics card.

    Args:
        backbone: gives a row of features for each photo, or maps of shape (channels, h, w), which are then
            flattened into one row.
        batches: pairs (images, labels), images (b, 3, H, W) float and labels (b,) int64. Anything that a `for`
            loop can go through, a DataLoader for example; it may be gone through only once. The last batch may
            be shorter than the others.

    Returns:
        features, a float tensor of shape (n, d) without a graph, ready to train a head on, and labels, an int64
        tensor of shape (n,), for all n photos in the order in which they came. The backbone answers in eval mode;
        afterwards it is as it was: its mode, its numbers, and whether it can be trained.

    Example:
        >>> batches = [(torch.ones(2, 3, 1, 2), torch.tensor([1, 0])), (torch.zeros(1, 3, 1, 2), torch.tensor([2]))]
        >>> features, labels = embed(nn.Flatten(), batches)
        >>> features.shape, labels
        (torch.Size([3, 6]), tensor([1, 0, 2]))
    """
    raise NotImplementedError


def train_head(features: Tensor, labels: Tensor, n_classes: int, epochs: int, seed: int = 0) -> nn.Linear:
    """A new last layer, trained on features that are ready.

    One linear layer gives a score for each class, a logit, and cross-entropy says how wrong they are. It has
    few weights, so a few photos are enough to find them. Adam does well; whatever you take should settle in a few
    hundred epochs. Mind the learning rate: a step of 0.01 in each of 1,280 weights is a big step for their sum, so
    the more features, the smaller it should be. 0.1 / sqrt(d) suits 5 features and 1,280.

    Args:
        features: shape (n, d) float32, as `embed` gives them. They stay as they are, and get no gradient, even
            if they ask for one: detach them first.
        labels: shape (n,) int64, from 0 to n_classes - 1. A class may be without an example.
        n_classes: how many classes there are.
        epochs: how many times training goes through the features. In an epoch every row is used once, in one
            batch or in several.
        seed: draws the head's first weights, and any other chance there is. The same seed gives the same head,
            whatever was drawn before; another seed starts from other weights.

    Returns:
        A plain nn.Linear(d, n_classes), to be used on features such as those that were given. More epochs fit
        them better.

    Example:
        >>> features = torch.tensor([[2.0, 0.0], [1.5, 0.5], [0.0, 2.0], [0.5, 1.5]])
        >>> head = train_head(features, torch.tensor([0, 0, 1, 1]), n_classes=2, epochs=200)
        >>> head(features).argmax(1)
        tensor([0, 0, 1, 1])
    """
    raise NotImplementedError


def trainable_names(model: nn.Module) -> list[str]:
    """What training can still change: the names of all parameters that are not frozen.

    Look at this list before every training run. If it is empty, nothing will be learned; if it is long, the
    backbone was not frozen.

    Args:
        model: any network.

    Returns:
        The full names, such as "head.weight", in the model's own order.

    Example:
        >>> model = nn.Sequential(nn.Linear(3, 2), nn.ReLU(), nn.Linear(2, 4))
        >>> model[0].weight.requires_grad = False
        >>> trainable_names(model)
        ['0.bias', '2.weight', '2.bias']
    """
    raise NotImplementedError
