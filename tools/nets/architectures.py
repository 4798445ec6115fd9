"""From a few words about a network to the network: what a saved model's `config` can name.

    network = build({"architecture": "transfer"}, n_classes=4)     # its weights are yet to be loaded

A saved model carries numbers and words, never code: whoever opens it could not know what that code does. So its
words have to name something that is here already.
"""

from __future__ import annotations

import inspect
from collections.abc import Callable
from typing import Any

import torch
from torch import Tensor, nn

from nets.lite0 import HEAD, Lite0


class Tiny(nn.Module):
    """Small enough for a test, with all that behaves in another way while training: batch norm and dropout.

    (n, 3, H, W) float32 to (n, n_classes) logits, for photos of any size.
    """

    def __init__(self, n_classes: int, channels: int = 4) -> None:
        super().__init__()
        self.conv = nn.Conv2d(3, channels, 3, padding=1)
        self.norm = nn.BatchNorm2d(channels)
        self.dropout = nn.Dropout(0.5)
        self.linear = nn.Linear(channels, n_classes)

    def forward(self, images: Tensor) -> Tensor:
        maps = torch.relu(self.norm(self.conv(images)))
        logits: Tensor = self.linear(self.dropout(maps.mean((2, 3))))
        return logits


class Transfer(nn.Module):
    """EfficientNet-Lite0 and one linear layer on its features: (n, 3, H, W) float32 to (n, n_classes) logits."""

    def __init__(self, n_classes: int) -> None:
        super().__init__()
        self.backbone = Lite0()
        self.head = nn.Linear(HEAD, n_classes)

    def forward(self, images: Tensor) -> Tensor:
        logits: Tensor = self.head(self.backbone(images))
        return logits


def dense(n_classes: int, image_size: int, hidden: int = 128, shrink: int = 1) -> nn.Module:
    """Your own `make_better` of week 5, on photos made `shrink` times smaller."""
    from week5.kata1_dense_baseline import make_better  # type: ignore[import-not-found]

    size = image_size // shrink
    return nn.Sequential(nn.AvgPool2d(shrink), make_better((3, size, size), n_classes, hidden))


def small_cnn(n_classes: int, image_size: int = 32, channels: tuple[int, int] = (32, 64), shrink: int = 1) -> nn.Module:
    """Your own `SmallCNN` of week 5, on photos made `shrink` times smaller."""
    from week5.kata5_small_cnn import SmallCNN  # type: ignore[import-not-found]

    return nn.Sequential(nn.AvgPool2d(shrink), SmallCNN(n_classes, image_size // shrink, tuple(channels)))


ARCHITECTURES: dict[str, Callable[..., nn.Module]] = {
    "tiny": Tiny,
    "transfer": Transfer,
    "dense": dense,
    "small_cnn": small_cnn,
}


def build(config: dict[str, Any], n_classes: int) -> nn.Module:
    """The network that `config` describes, with fresh weights.

    Args:
        config: "architecture", one of ARCHITECTURES, and whatever else that one takes: `channels` for "tiny";
            nothing for "transfer"; `image_size` and `hidden` for "dense"; `image_size` and `channels` for
            "small_cnn". The last two are your own of week 5, and see photos made `shrink` times smaller.
        n_classes: how many logits it gives.

    Raises:
        ValueError: there is no such architecture, or it does not take what else `config` says.
    """
    wanted = dict(config)
    name = wanted.pop("architecture", None)
    if name not in ARCHITECTURES:
        raise ValueError(f"There is no architecture {name!r}; there are {', '.join(ARCHITECTURES)}.")
    try:
        inspect.signature(ARCHITECTURES[name]).bind(n_classes, **wanted)
    except TypeError as error:
        raise ValueError(f"The architecture {name!r} cannot be built from {wanted}: {error}.") from None
    return ARCHITECTURES[name](n_classes, **wanted)
