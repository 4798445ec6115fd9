"""Unusual and correct: every one of these must pass."""

import math
import random
from itertools import pairwise

import numpy as np

from kata.known import alternative


def _pairs(sizes):
    if len(sizes) < 2:
        raise ValueError(f"at least two sizes are needed, not {len(sizes)}: {list(sizes)!r}")
    return list(pairwise(sizes))


@alternative("init_network")
def he(sizes, seed=0):
    rng = np.random.default_rng(seed)
    return [(rng.standard_normal((n_out, n_in)) * np.sqrt(2 / n_in), np.zeros(n_out)) for n_in, n_out in _pairs(sizes)]


@alternative("init_network")
def xavier_uniform(sizes, seed=0):
    rng = np.random.default_rng(seed)
    network = []
    for n_in, n_out in _pairs(sizes):
        limit = np.sqrt(6 / (n_in + n_out))
        network.append([rng.uniform(-limit, limit, (n_out, n_in)), np.zeros((n_out,))])
    return network


@alternative("init_network")
def half_up_half_down(sizes, seed=0):
    rng = np.random.default_rng(seed)
    return [(rng.random((n_out, n_in)) - 0.5, np.zeros(n_out)) for n_in, n_out in _pairs(sizes)]


@alternative("init_network")
def random_state_and_small(sizes, seed=0):
    rng = np.random.RandomState(seed)
    return tuple((0.01 * rng.randn(n_out, n_in), np.zeros(n_out)) for n_in, n_out in _pairs(sizes))


@alternative("init_network")
def in_float32(sizes, seed=0):
    rng = np.random.default_rng(seed)
    return [
        (rng.standard_normal((n_out, n_in), dtype=np.float32) / np.float32(np.sqrt(n_in)), np.zeros(n_out, np.float32))
        for n_in, n_out in _pairs(sizes)
    ]


@alternative("init_network")
def a_seed_for_every_layer(sizes, seed=0):
    streams = np.random.SeedSequence(seed).spawn(len(_pairs(sizes)))
    return [
        (np.random.default_rng(stream).normal(0, n_in**-0.5, (n_out, n_in)), np.zeros(n_out))
        for stream, (n_in, n_out) in zip(streams, _pairs(sizes), strict=True)
    ]


@alternative("init_network")
def without_numpy_chance(sizes, seed=0):
    chance = random.Random(seed)
    network = []
    for n_in, n_out in _pairs(sizes):
        W = [[chance.gauss(0, 1 / math.sqrt(n_in)) for _ in range(n_in)] for _ in range(n_out)]
        network.append((np.array(W), np.array([0.0] * n_out)))
    return network


@alternative("init_network")
def biases_of_whole_zeros(sizes, seed=0):
    """Integer zeros: unusual, and equal to 0 all the same."""
    rng = np.random.default_rng(seed)
    return [(rng.normal(0, n_in**-0.5, (n_out, n_in)), np.array([0] * n_out)) for n_in, n_out in _pairs(sizes)]


@alternative("count_parameters")
def from_the_shapes(network):
    total = np.int64(0)
    for W, b in network:
        n_out, n_in = W.shape
        total += n_out * n_in + len(b)
    return total


@alternative("count_parameters")
def one_by_one(network):
    return sum(1 for W, b in network for dial in (*W.ravel(), *b))


@alternative("count_parameters")
def one_long_row(network):
    return len(np.concatenate([part.ravel() for pair in network for part in pair]))


@alternative("count_parameters")
def a_bias_is_one_more_input(network):
    return int(np.sum([W.shape[0] * (W.shape[1] + 1) for W, _ in network]))
