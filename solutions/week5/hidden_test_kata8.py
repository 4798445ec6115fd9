"""Fresh logits and probabilities, run at grading only."""

import numpy as np
import torch

from kata import expect, expect_error
from week5.kata8_top_k import should_flag, top_k


def test_top_k_on_fresh_logits():
    logits = np.array([0.3, -2.0, 1.7, 1.1, 0.9, -0.4, 2.2])
    names = ["g", "f", "e", "d", "c", "b", "a"]
    share = np.exp(logits) / np.exp(logits).sum()
    for k in (1, 2, 5, 7, 100):
        want = [(names[i], float(share[i])) for i in np.argsort(-logits)[:k]]
        expect(top_k(torch.tensor(logits), names, k), want=want)
        expect(top_k(torch.tensor(logits - 4000), names, k=k), want=want, rtol=1e-3)  # float32 is that coarse there


def test_top_k_of_one_class_and_of_equal_ones():
    expect(top_k([3.0], ["all there is"]), want=[("all there is", 1.0)])
    expect(top_k([2.0, 2.0, 2.0], ["z", "b", "y"], k=2), want=[("z", 1 / 3), ("b", 1 / 3)])


def test_top_k_refuses_a_negative_k():
    expect_error(top_k, [1.0, 2.0, 0.0], ["a", "b", "c"], k=-1, shows=-1, why="A k below 1 is a ValueError.")


def test_should_flag_on_fresh_probabilities():
    rng = np.random.default_rng(5)
    rows = rng.dirichlet([0.4, 0.5, 0.3, 0.6], size=60)
    for threshold in (0.45, 0.6, 0.9):
        got = [should_flag(row, threshold) for row in rows]
        expect(got, want=[bool(row.max() < threshold) for row in rows])
    expect(should_flag([0.125, 0.875], threshold=0.875), want=False)  # the same number in float32 and in float64
