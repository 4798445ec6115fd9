"""Unusual and correct: every one of these must pass."""

import math

import numpy as np
import torch
from torch import nn
from torch.nn import functional as F

from kata.known import alternative


@alternative("make_baseline")
def a_class_of_its_own(image_shape, n_classes):
    class Baseline(nn.Module):
        def __init__(self):
            super().__init__()
            self.scores = nn.Linear(math.prod(image_shape), n_classes)

        def forward(self, x):
            return self.scores(x.view(len(x), -1))

    return Baseline()


@alternative("make_baseline")
def parameters_by_hand(image_shape, n_classes):
    class Baseline(nn.Module):
        def __init__(self):
            super().__init__()
            self.W = nn.Parameter(0.01 * torch.randn(math.prod(image_shape), n_classes))
            self.b = nn.Parameter(torch.zeros(n_classes))

        def forward(self, x):
            return x.reshape(x.shape[0], -1) @ self.W + self.b

    return Baseline()


@alternative("make_baseline")
def a_convolution_as_large_as_the_picture(image_shape, n_classes):
    return nn.Sequential(nn.Conv2d(image_shape[0], n_classes, image_shape[1:]), nn.Flatten())


@alternative("make_baseline")
def size_found_at_first_sight(image_shape, n_classes):
    return nn.Sequential(nn.Flatten(), nn.LazyLinear(n_classes))


@alternative("make_baseline")
def pixel_by_pixel_colours_last(image_shape, n_classes):
    class Baseline(nn.Module):
        def __init__(self):
            super().__init__()
            self.scores = nn.Linear(math.prod(image_shape), n_classes)

        def forward(self, x):
            return self.scores(x.permute(0, 2, 3, 1).flatten(start_dim=1))

    return Baseline()


@alternative("make_baseline")
def a_layer_for_each_class(image_shape, n_classes):
    class Baseline(nn.Module):
        def __init__(self):
            super().__init__()
            self.judges = nn.ModuleList(nn.Linear(math.prod(image_shape), 1) for _ in range(n_classes))

        def forward(self, x):
            return torch.cat([judge(x.flatten(1)) for judge in self.judges], dim=1)

    return Baseline()


@alternative("make_baseline")
def all_scores_0_at_first(image_shape, n_classes):
    model = nn.Sequential(nn.Flatten(), nn.Linear(math.prod(image_shape), n_classes))
    nn.init.zeros_(model[1].weight)
    return model


@alternative("make_better")
def last_layer_made_first_and_at_0(image_shape, n_classes, hidden=128):
    class Better(nn.Module):
        def __init__(self):
            super().__init__()
            self.last, self.first = nn.Linear(hidden, n_classes), nn.Linear(math.prod(image_shape), hidden)
            nn.init.zeros_(self.last.weight)

        def forward(self, x):
            x = self.first(x.flatten(1))
            return self.last(x * (x > 0))

    return Better()


@alternative("make_better")
def functional_relu(image_shape, n_classes, hidden=128):
    class Better(nn.Module):
        def __init__(self):
            super().__init__()
            self.first = nn.Linear(int(np.prod(image_shape)), hidden)
            self.second = nn.Linear(hidden, n_classes)

        def forward(self, x):
            return self.second(F.relu(self.first(torch.flatten(x, 1))))

    return Better()


@alternative("make_better")
def cut_off_by_clamp(image_shape, n_classes, hidden=128):
    class Better(nn.Module):
        def __init__(self):
            super().__init__()
            self.layers = nn.ModuleList([nn.Linear(math.prod(image_shape), hidden), nn.Linear(hidden, n_classes)])

        def forward(self, x):
            return self.layers[1](self.layers[0](x.flatten(1)).clamp(min=0))

    return Better()


@alternative("make_better")
def named_parts_relu_in_place(image_shape, n_classes, hidden=128):
    net = nn.Sequential()
    net.add_module("flat", nn.Flatten())
    net.add_module("hidden", nn.Linear(math.prod(image_shape), hidden))
    net.add_module("bend", nn.ReLU(inplace=True))
    net.add_module("scores", nn.Linear(hidden, n_classes))
    return net.eval()


@alternative("parameter_count")
def plain_loop(model, trainable_only=False):
    total = 0
    for _, parameter in model.named_parameters():
        if trainable_only and not parameter.requires_grad:
            continue
        total += parameter.nelement()
    return total


@alternative("parameter_count")
def product_of_the_shape(model, trainable_only=False):
    chosen = filter(lambda p: p.requires_grad, model.parameters()) if trainable_only else model.parameters()
    return np.sum([np.prod(tuple(p.shape)) for p in chosen], dtype=np.int64)


@alternative("parameter_count")
def one_by_one(model, trainable_only=False):
    if trainable_only:
        return sum(map(torch.numel, (p for p in model.parameters() if p.requires_grad)))
    return sum(p.flatten().shape[0] for p in set(model.parameters()))


@alternative("parameter_count")
def layer_by_layer(model, trainable_only=False):
    seen = {id(p): p for part in model.modules() for p in part.parameters(recurse=False)}
    return sum(math.prod(p.shape) for p in seen.values() if not trainable_only or p.requires_grad)
