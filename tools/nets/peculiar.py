"""Small networks that tests show to katas, each with a peculiarity that careless code trips over."""

from __future__ import annotations

import time
from typing import Any

import torch
from torch import Tensor, nn


class OtherWhenRecorded(nn.Module):
    """Turns the scores round while gradients are being recorded, so that the loss tells."""

    def forward(self, scores: Tensor) -> Tensor:
        return -scores if scores.requires_grad else scores


class PicturesOnly(nn.Module):
    """Lets pictures through, and darkens what is no picture any more, so that the weights and the loss tell."""

    def forward(self, images: Tensor) -> Tensor:
        return images if images.ndim == 4 else images - 1


class Turned(nn.Module):
    """Turns the scores round in any case."""

    def forward(self, scores: Tensor) -> Tensor:
        return -scores


class Halved(nn.Module):
    """Looks at its mode itself: half the scores in eval mode."""

    def __init__(self, inner: nn.Module) -> None:
        super().__init__()
        self.inner = inner

    def forward(self, images: Tensor) -> Tensor:
        scores: Tensor = self.inner(images)
        return scores * (1.0 if self.training else 0.5)


class Branches(nn.Module):
    """Two ways through, added up: the parts are not used in the order in which they were made."""

    def __init__(self) -> None:
        super().__init__()
        self.late = nn.Sequential(nn.Conv2d(4, 6, 2), nn.Dropout(0.5), nn.Tanh())
        self.left, self.right = nn.Conv2d(3, 4, 3), nn.Conv2d(3, 4, 3)
        self.norm = nn.BatchNorm2d(4)

    def forward(self, images: Tensor) -> Tensor:
        maps: Tensor = self.late(self.norm(self.left(images) + self.right(images)))
        return maps.mean(dim=(2, 3))


class Tied(nn.Module):
    """Two layers that share one weight, as in many language models; between them a norm."""

    def __init__(self) -> None:
        super().__init__()
        self.there, self.norm, self.back = nn.Linear(3, 3), nn.BatchNorm1d(3), nn.Linear(3, 3)
        self.back.weight = self.there.weight


class Mixed(nn.Module):
    """A norm deep inside, a weight that two layers share, a buffer turned on its side, and numbers of three types."""

    def __init__(self) -> None:
        super().__init__()
        first, self.last = nn.Linear(4, 4), nn.Linear(4, 4)
        self.block = nn.Sequential(nn.Sequential(first, nn.BatchNorm1d(4)), nn.Dropout(0.5))
        self.last.weight = first.weight
        self.register_buffer("turned", torch.arange(20.0).reshape(5, 4).t()[:, 1:])
        self.register_buffer("seen", torch.tensor([True, False, True]))
        self.register_buffer("exact", torch.tensor(1 / 3, dtype=torch.float64))

    def forward(self, x: Tensor) -> Tensor:
        turned, exact = self.get_buffer("turned"), self.get_buffer("exact")
        maps: Tensor = self.last(self.block(x))
        return (maps + turned.sum(1)) * exact.float()


class SlowBuilder:
    """Builds a network in the time that it is told for each seed, and keeps what it took by its own clock.

    `seconds`: seed → how long; a seed that is not in it takes no time.
    """

    def __init__(self, model: Any, seconds: dict[int, float]) -> None:
        self.model, self.seconds = model, seconds
        self.seeds: list[int] = []
        self.took: list[float] = []

    def __call__(self, train: Any, seed: int) -> Any:
        start = time.perf_counter()
        if seed in self.seconds:
            time.sleep(self.seconds[seed])
        self.took.append(time.perf_counter() - start)
        self.seeds.append(seed)
        return self.model
