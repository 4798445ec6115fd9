"""Fresh networks to build and count, run at grading only."""

import numpy as np
import torch
from torch import nn
from torch.nn import functional as F

from kata import expect
from nets import probes
from week5.kata1_dense_baseline import make_baseline, make_better, parameter_count

GREY = (1, 6, 4)


def pictures(n, shape):
    return torch.cos(torch.arange(n * int(np.prod(shape)), dtype=torch.float32)).reshape(n, *shape)


def test_make_baseline_on_fresh_shapes():
    model, images = make_baseline(GREY, 5), pictures(3, GREY)
    expect(probes.answers(model, images).shape, want=(3, 5), what="The shape of what it says to 3 pictures")
    expect(sum(weight.size for weight in probes.weights(model).values()), want=24 * 5 + 5,
           what="How many numbers it has to learn")
    filled = probes.filled(model, 8)
    shades = torch.tensor([-2.0, 0.0, 0.5, 3.0, 40.0], dtype=torch.float64).reshape(5, 1, 1, 1)
    said = probes.answers(filled, shades * images[:1].double())
    slopes = np.diff(said, axis=0) / np.diff([-2.0, 0.0, 0.5, 3.0, 40.0])[:, None]
    expect(slopes, want=np.repeat(slopes[:1], 4, axis=0), rtol=1e-6, what="How fast the scores grow as a picture does")
    assert np.any(slopes), "The scores are the same for every picture."


def test_make_better_on_fresh_shapes():
    model, images = make_better(GREY, 2, hidden=9), pictures(4, GREY)
    expect(probes.answers(model, images).shape, want=(4, 2), what="The shape of what it says to 4 pictures")
    expect(sum(weight.size for weight in probes.weights(model).values()), want=24 * 9 + 9 + 9 * 2 + 2,
           what="How many numbers it has to learn")
    filled = probes.filled(model, 11)
    said = probes.answers(filled, 50 * images.double())
    assert said.min() < 0 < said.max(), f"Logits lie on both sides of 0; these go from {said.min()} to {said.max()}."
    there, back = probes.answers(filled, images.double()), probes.answers(filled, -images.double())
    black = probes.answers(filled, torch.zeros(1, *GREY, dtype=torch.float64))
    assert not np.allclose(there + back, 2 * black), "A picture and its negative have opposite scores: a straight line."
    F.cross_entropy(filled(images.double()), torch.tensor([0, 1, 1, 0])).backward()
    assert all(np.any(slope) for slope in probes.gradients(filled).values()), "Some weights get no gradient."


def test_parameter_count_on_a_fresh_network():
    model = nn.Sequential(
        nn.Conv2d(2, 5, 3, bias=False), nn.GroupNorm(5, 5), nn.ReLU(), nn.Sequential(nn.Flatten(), nn.Linear(20, 3))
    )
    for parameter in model[1].parameters():
        parameter.requires_grad = False
    expect(parameter_count(model), want=90 + 10 + 63)
    expect(parameter_count(model, trainable_only=True), want=90 + 63)
    expect(parameter_count(nn.ReLU()), want=0)


def test_parameter_count_counts_shared_weights_once():
    first, second = nn.Linear(4, 4), nn.Linear(4, 4)
    second.weight = first.weight
    expect(parameter_count(nn.Sequential(first, nn.ReLU(), second)), want=16 + 4 + 4)
