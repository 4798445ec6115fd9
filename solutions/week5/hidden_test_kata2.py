"""Fresh scores for softmax and the loss, run at grading only."""

import math

import numpy as np
import torch
from torch.nn import functional as F

from kata import expect, expect_error
from nets import probes
from week5.kata2_softmax_and_loss import cross_entropy, softmax


def scores(n, k):
    return 4 * torch.sin(1.3 * torch.arange(n * k, dtype=torch.float64) ** 1.1).reshape(n, k)


def test_softmax_on_fresh_scores():
    for n, k in [(6, 3), (2, 9), (1, 2), (4, 1)]:
        z = scores(n, k)
        expect(softmax(z), want=F.softmax(z, dim=1))


def test_softmax_does_not_change_when_a_row_is_shifted():
    z, shift = scores(4, 6), torch.tensor([[900.0], [-1000.0], [0.0], [12.5]], dtype=torch.float64)
    expect(softmax(z + shift), want=F.softmax(z, dim=1))


def test_cross_entropy_on_fresh_scores():
    for n, k in [(6, 3), (2, 9), (1, 2)]:
        z, labels = scores(n, k), (3 * torch.arange(n) + 1) % k
        expect(cross_entropy(z, labels), want=F.cross_entropy(z, labels))
        expect(cross_entropy(z.float(), labels), want=F.cross_entropy(z, labels), rtol=1e-4)


def test_cross_entropy_of_huge_scores_and_its_gradient():
    z = torch.tensor([[-1000.0, 700.0, 1000.0], [1000.0, 1000.0, 999.0]], dtype=torch.float64, requires_grad=True)
    loss = cross_entropy(z, torch.tensor([0, 2]))
    expect(loss, want=(2000 + 1 + math.log(2 + math.exp(-1))) / 2)
    assert probes.has_graph(loss), "The loss does not remember how it came about."
    loss.backward()
    share = 1 / (2 + math.exp(-1))
    expect(z.grad, want=np.array([[-1, 0, 1], [share, share, -2 * share]]) / 2, what="The gradient of the loss")


def test_cross_entropy_refuses_fresh_labels():
    why = "Any label but 0 to k - 1 has to raise a ValueError that shows it."
    for label in (3, -3, -100):
        expect_error(cross_entropy, scores(2, 3), torch.tensor([label, 1]), shows=label, why=why)
