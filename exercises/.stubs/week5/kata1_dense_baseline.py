"""Two dense networks to beat.

Before anything clever comes something simple: flatten the picture, weigh every number in it, done. That is
the baseline. Then one change, a hidden layer, and nothing else, so that a better score has one possible
reason. And a look at the price: how many numbers each of them has to learn.

In week 3 you built such layers yourself. From here on PyTorch brings them (`torch.nn`), finds the
gradients, and keeps the weights in the layers. What you build are its parts put in a row: a module, which
you call like a function.
"""

import torch
from torch import nn


def make_baseline(image_shape: torch.Size | tuple[int, int, int], n_classes: int) -> nn.Module:
    """The simplest network for pictures: flatten, then one linear layer.

    Every class gets a weight for every number of the picture, and a bias. The scores that come out are
    called logits: any numbers, above or below 0. Turning them into probabilities is left to the loss,
    which does it more exactly, so no softmax here, and no dropout or anything else.

    Args:
        image_shape: (C, H, W), the colours, height and width of every picture: `images.shape[1:]`.
        n_classes: how many classes there are.

    Returns:
        A module that takes a batch of pictures, (n, C, H, W) float, for any n, and gives their logits,
        (n, n_classes). Its layers are made once, here, and are the same in every call.

    Example:
        >>> model = make_baseline((3, 4, 5), n_classes=7)
        >>> model(torch.zeros(2, 3, 4, 5)).shape
        torch.Size([2, 7])
    """
    raise NotImplementedError


def make_better(image_shape: torch.Size | tuple[int, int, int], n_classes: int, hidden: int = 128) -> nn.Module:
    """The baseline and one change: a hidden layer with a ReLU after it.

    Flatten, linear, ReLU, linear. The ReLU is what the hidden layer is for: it lets positive numbers
    through and makes the others 0, and so puts bends into the network. Two linear layers without it are
    still one straight line, only more expensive. After the last layer comes nothing: logits may be negative.

    Args:
        image_shape: (C, H, W), the colours, height and width of every picture: `images.shape[1:]`.
        n_classes: how many classes there are.
        hidden: how many neurons the hidden layer has.

    Returns:
        A module that takes a batch of pictures, (n, C, H, W) float, for any n, and gives their logits,
        (n, n_classes). Its first weights are random, as PyTorch draws them: neurons that begin alike stay
        alike.

    Example:
        >>> model = make_better((3, 4, 5), n_classes=7, hidden=6)
        >>> model(torch.zeros(2, 3, 4, 5)).shape
        torch.Size([2, 7])
    """
    raise NotImplementedError


def parameter_count(model: nn.Module, trainable_only: bool = False) -> int:
    """How many numbers a network has to learn.

    Every number costs memory and time, and wants examples to learn from. A dense layer that takes photos
    of 128×128×3 into 128 neurons has 6,291,584 of them, and it is only the first.

    What counts is what training can change: `model.parameters()`. Statistics that some layers keep
    besides (buffers) do not count, and a layer that is used in two places counts once. So do weights that
    two layers share.

    Args:
        model: any module.
        trainable_only: leave out the frozen parameters, those whose `requires_grad` is False.

    Returns:
        The number of numbers, weights and biases together, as an int. 0 if there is nothing to learn.

    Example:
        >>> parameter_count(nn.Linear(5, 3))      # 3 neurons with 5 weights and a bias each
        18
    """
    raise NotImplementedError
