"""Unusual and correct: every one of these must pass."""

import torch
from torch import nn
from torch.nn import functional as F

from kata.known import alternative


@alternative("SmallCNN")
class Strided(nn.Module):
    """A5.06: no pooling; the convolutions move by two pixels."""

    def __init__(self, n_classes, image_size=32, channels=(32, 64)):
        super().__init__()
        self.down1 = nn.Conv2d(3, channels[0], 3, stride=2, padding=1)
        self.down2 = nn.Conv2d(channels[0], channels[1], 3, stride=2, padding=1)
        self.side = image_size // 4
        self.fc = nn.Linear(channels[1] * self.side**2, n_classes)

    def features(self, x):
        x = self.down1(x)[..., : x.shape[-2] // 2, : x.shape[-1] // 2].relu()
        return self.down2(x)[..., : self.side, : self.side].clamp(min=0)

    def forward(self, x):
        return self.fc(torch.flatten(self.features(x), start_dim=1))


@alternative("SmallCNN")
class InSequence(nn.Module):
    """`features` is a part of the model instead of a method: it is called the same way."""

    def __init__(self, n_classes, image_size=32, channels=(32, 64)):
        super().__init__()
        layers, inputs = [], 3
        for outputs in channels:
            layers += [nn.Conv2d(inputs, outputs, 3, padding="same"), nn.MaxPool2d(2), nn.ReLU(inplace=True)]
            inputs = outputs
        self.features = nn.Sequential(*layers)
        self.classifier = nn.Sequential(nn.Flatten(), nn.Linear(inputs * (image_size // 2 // 2) ** 2, n_classes))

    def forward(self, x):
        return self.classifier(self.features(x))


@alternative("SmallCNN")
class Lazy(nn.Module):
    """Layers that find out how much they are given from the first batch."""

    def __init__(self, n_classes, image_size=32, channels=(32, 64)):
        super().__init__()
        self.blocks = nn.ModuleList(nn.LazyConv2d(outputs, 3, padding=1) for outputs in channels)
        self.head = nn.LazyLinear(n_classes)

    def features(self, x):
        for block in self.blocks:
            x = F.max_pool2d(block(x), 2).relu()
        return x

    def forward(self, x):
        x = self.features(x)
        return self.head(x.view(x.size(0), -1))


@alternative("SmallCNN")
class PlainParameters(nn.Module):
    """No layers at all: the weights themselves, and a Dropout that rests in eval mode."""

    def __init__(self, n_classes, image_size=32, channels=(32, 64)):
        super().__init__()
        one, two = channels
        sides = int(image_size / 4)
        shapes = [(one, 3, 3, 3), (two, one, 3, 3), (n_classes, two * sides * sides)]
        self.weights = nn.ParameterList(torch.randn(shape) / shape[1] for shape in shapes)
        self.biases = nn.ParameterList(torch.zeros(shape[0]) for shape in shapes)

    def features(self, x):
        for weights, bias in [*zip(self.weights, self.biases, strict=True)][:2]:
            x = torch.where((found := F.conv2d(x, weights, bias, padding=1)) > 0, found, 0.0)
            n, maps, height, width = x.shape
            x = x[..., : height // 2 * 2, : width // 2 * 2]
            x = x.reshape(n, maps, height // 2, 2, width // 2, 2).amax(dim=(3, 5))
        return x

    def forward(self, x):
        found = F.dropout(self.features(x.float()), 0.1, training=self.training)
        return torch.einsum("nchw,kchw->nk", found, self.weights[2].view(-1, *found.shape[1:])) + self.biases[2]
