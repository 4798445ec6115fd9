"""Fresh sizes and seeds for the dials, run at grading only."""

from itertools import pairwise

import numpy as np

from kata import expect, expect_error
from week3.kata2_parameters import count_parameters, init_network


def test_init_network_of_fresh_sizes():
    for sizes in ([9, 4], [3, 8, 2, 7, 5]):
        network = init_network(sizes, seed=11)
        expect([(np.shape(W), np.shape(b)) for W, b in network],
               want=[((n_out, n_in), (n_out,)) for n_in, n_out in pairwise(sizes)],
               what="The shapes of W and b")


def test_init_network_of_many_seeds():
    for seed in range(20, 25):
        (first, b1), (second, b2), (third, b3) = init_network([64, 30, 30, 30], seed=seed)
        for W, b in ((first, b1), (second, b2), (third, b3)):
            W = np.asarray(W)
            assert W.min() < 0 < W.max(), "Weights of both signs."
            assert abs(W.mean()) < W.std() / 2, "Weights around 0."
            assert len(np.unique(W, axis=0)) == 30, "Every neuron has weights of its own."
            expect(b, want=np.zeros(30), what="The biases")
        assert not np.allclose(second, third), "Every layer has numbers of its own."


def test_init_network_can_be_made_again():
    once = [(np.array(W), np.array(b)) for W, b in init_network([5, 4, 3], seed=31)]
    _, again = init_network([5, 4, 3], seed=32), init_network([5, 4, 3], seed=31)
    for (W, b), (same_W, same_b) in zip(once, again, strict=True):
        expect(same_W, want=W, what="W, made again with the same seed")
        expect(same_b, want=b, what="b, made again with the same seed")


def test_init_network_refuses_no_sizes_at_all():
    expect_error(init_network, [], why="No sizes, no network: a ValueError.")
    expect_error(init_network, [12], shows="12", why="One size makes no layer: a ValueError that shows it.")


def test_count_parameters_on_fresh_networks():
    rng = np.random.default_rng(3)
    for sizes in ([3, 11], [100, 20, 7], [5, 1, 1, 6, 2]):
        network = [(rng.normal(size=(n_out, n_in)), np.zeros(n_out)) for n_in, n_out in pairwise(sizes)]
        expect(count_parameters(network),
               want=sum((n_in + 1) * n_out for n_in, n_out in pairwise(sizes)))
