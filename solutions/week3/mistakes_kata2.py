"""Known mistakes in setting and counting the dials, each with the words it must earn."""

import random
from itertools import pairwise

import numpy as np

from kata.known import mistake


def _pairs(sizes):
    if len(sizes) < 2:
        raise ValueError(f"sizes is {sizes}")
    return list(pairwise(sizes))


def _sensible(sizes, seed):
    rng = np.random.default_rng(seed)
    return [(rng.normal(0, n_in**-0.5, (n_out, n_in)), np.zeros(n_out)) for n_in, n_out in _pairs(sizes)]


@mistake("init_network", "stay alike for ever. Start with random weights")
def all_zeros(sizes, seed=0):
    return [(np.zeros((n_out, n_in)), np.zeros(n_out)) for n_in, n_out in _pairs(sizes)]


@mistake("init_network", "twins for ever. Draw a random")
def all_the_same(sizes, seed=0):
    return [(np.full((n_out, n_in), 0.1), np.zeros(n_out)) for n_in, n_out in _pairs(sizes)]


@mistake("init_network", "twins for ever. Draw a random")
def one_row_repeated(sizes, seed=0):
    rng = np.random.default_rng(seed)
    return [(np.tile(rng.normal(0, n_in**-0.5, n_in), (n_out, 1)), np.zeros(n_out)) for n_in, n_out in _pairs(sizes)]


@mistake("init_network", "one random number for all its inputs")
def one_number_a_neuron(sizes, seed=0):
    rng = np.random.default_rng(seed)
    return [(rng.normal(0, 0.05, (n_out, 1)) + np.zeros(n_in), np.zeros(n_out)) for n_in, n_out in _pairs(sizes)]


@mistake("init_network", "All weights are positive")
def positive_only(sizes, seed=0):
    rng = np.random.default_rng(seed)
    return [(rng.random((n_out, n_in)), np.zeros(n_out)) for n_in, n_out in _pairs(sizes)]


@mistake("init_network", "All weights are positive")
def small_and_positive(sizes, seed=0):
    rng = np.random.default_rng(seed)
    return [(0.01 * rng.random((n_out, n_in)), np.zeros(n_out)) for n_in, n_out in _pairs(sizes)]


@mistake("init_network", "All weights are negative")
def negative_only(sizes, seed=0):
    rng = np.random.default_rng(seed)
    return [(rng.random((n_out, n_in)) - 1, np.zeros(n_out)) for n_in, n_out in _pairs(sizes)]


@mistake("init_network", "not centred")
def normal_around_one(sizes, seed=0):
    rng = np.random.default_rng(seed)
    return [(rng.normal(1, 0.5, (n_out, n_in)), np.zeros(n_out)) for n_in, n_out in _pairs(sizes)]


@mistake("init_network", "weights are too large")
def unscaled(sizes, seed=0):
    rng = np.random.default_rng(seed)
    return [(rng.normal(size=(n_out, n_in)), np.zeros(n_out)) for n_in, n_out in _pairs(sizes)]


@mistake("init_network", "weights are too large")
def multiplied_by_the_root(sizes, seed=0):
    rng = np.random.default_rng(seed)
    return [(rng.normal(size=(n_out, n_in)) * np.sqrt(n_in), np.zeros(n_out)) for n_in, n_out in _pairs(sizes)]


@mistake("init_network", "a dial needs the values between")
def whole_numbers(sizes, seed=0):
    rng = np.random.default_rng(seed)
    return [(rng.integers(-1, 2, (n_out, n_in)), np.zeros(n_out)) for n_in, n_out in _pairs(sizes)]


@mistake("init_network", "matrices lie on their side")
def transposed(sizes, seed=0):
    return [(W.T, b) for W, b in _sensible(sizes, seed)]


@mistake("init_network", "One matrix too many")
def one_too_many(sizes, seed=0):
    _pairs(sizes)
    rng = np.random.default_rng(seed)
    return [(rng.normal(0, 0.05, (n, sizes[i - 1])), np.zeros(n)) for i, n in enumerate(sizes)]


@mistake("init_network", "One matrix too many")
def weights_for_the_pixels(sizes, seed=0):
    _pairs(sizes)
    return _sensible([sizes[0], *sizes], seed)


@mistake("init_network", "One matrix too few")
def hidden_layers_only(sizes, seed=0):
    return _sensible(sizes, seed)[:-1]


@mistake("init_network", "one for each of its neurons")
def biases_by_input(sizes, seed=0):
    return [(W, np.zeros(W.shape[1])) for W, _ in _sensible(sizes, seed)]


@mistake("init_network", "stand as columns")
def biases_as_columns(sizes, seed=0):
    return [(W, np.zeros((len(b), 1))) for W, b in _sensible(sizes, seed)]


@mistake("init_network", "one bias for a whole layer")
def one_bias(sizes, seed=0):
    return [(W, 0.0) for W, _ in _sensible(sizes, seed)]


@mistake("init_network", "the biases are missing")
def weights_alone(sizes, seed=0):
    return [W for W, _ in _sensible(sizes, seed)]


@mistake("init_network", "all the biases in another")
def two_lists(sizes, seed=0):
    network = _sensible(sizes, seed)
    return [W for W, _ in network], [b for _, b in network]


@mistake("init_network", "stand in one long list")
def one_flat_list(sizes, seed=0):
    return [part for pair in _sensible(sizes, seed) for part in pair]


@mistake("init_network", "This is a dict")
def a_dict(sizes, seed=0):
    return {f"layer{i}": pair for i, pair in enumerate(_sensible(sizes, seed))}


@mistake("init_network", "The biases start at 0")
def random_biases(sizes, seed=0):
    rng = np.random.default_rng(seed)
    return [(W, rng.normal(size=len(b))) for W, b in _sensible(sizes, seed)]


@mistake("init_network", "copies of each other")
def same_seed_for_every_layer(sizes, seed=0):
    network = []
    for n_in, n_out in _pairs(sizes):
        rng = np.random.default_rng(seed)
        network.append((rng.normal(0, n_in**-0.5, (n_out, n_in)), np.zeros(n_out)))
    return network


@mistake("init_network", "gave two different networks. Draw everything")
def seed_ignored(sizes, seed=0):
    return _sensible(sizes, None)


@mistake("init_network", "the seed makes no difference")
def seed_fixed(sizes, seed=0):
    return _sensible(sizes, 42)


@mistake("init_network", "takes it for none")
def no_seed_for_zero(sizes, seed=0):
    return _sensible(sizes, seed or None)


@mistake("init_network", "global random generator")
def global_seed(sizes, seed=0):
    np.random.seed(seed)
    return [(np.random.randn(n_out, n_in) / np.sqrt(n_in), np.zeros(n_out)) for n_in, n_out in _pairs(sizes)]


@mistake("init_network", "global random generator")
def global_seed_of_python(sizes, seed=0):
    random.seed(seed)
    return [
        (np.array([[random.gauss(0, n_in**-0.5) for _ in range(n_in)] for _ in range(n_out)]), np.zeros(n_out))
        for n_in, n_out in _pairs(sizes)
    ]


@mistake("init_network", "An input alone is no network")
def empty_network(sizes, seed=0):
    rng = np.random.default_rng(seed)
    return [(rng.normal(0, a**-0.5, (b, a)), np.zeros(b)) for a, b in pairwise(sizes)]


@mistake("init_network", "Two sizes are enough")
def two_sizes_refused(sizes, seed=0):
    if len(sizes) <= 2:
        raise ValueError(f"too few sizes: {sizes}")
    return _sensible(sizes, seed)


@mistake("init_network", "Put the bad value into the message")
def refused_without_a_reason(sizes, seed=0):
    if len(sizes) < 2:
        raise ValueError("too few sizes")
    return _sensible(sizes, seed)


@mistake("init_network", "changed the `sizes`")
def sizes_used_up(sizes, seed=0):
    _pairs(sizes)
    rng = np.random.default_rng(seed)
    network = []
    n_in = sizes.pop(0)
    while sizes:
        n_out = sizes.pop(0)
        network.append((rng.normal(0, n_in**-0.5, (n_out, n_in)), np.zeros(n_out)))
        n_in = n_out
    return network


@mistake("init_network", "put into the list of the first")
def one_list_for_all_calls(sizes, seed=0, network=[]):  # noqa: B006
    network += _sensible(sizes, seed)
    return network


@mistake("init_network", "weights are too large")
def spread_in_the_place_of_the_middle(sizes, seed=0):
    rng = np.random.default_rng(seed)
    return [(rng.normal(1 / np.sqrt(n_in), size=(n_out, n_in)), np.zeros(n_out)) for n_in, n_out in _pairs(sizes)]


@mistake("init_network", "Only one layer was made")
def return_in_the_loop(sizes, seed=0):
    network = []
    for pair in _sensible(sizes, seed):
        network.append(pair)
        return network
    return None


@mistake("init_network", "W first")
def biases_first(sizes, seed=0):
    return [(b, W) for W, b in _sensible(sizes, seed)]


@mistake("init_network", "not those of seed=0")
def another_default(sizes, seed=42):
    return _sensible(sizes, seed)


@mistake("count_parameters", "12,960 is the number of weights")
def biases_forgotten(network):
    return sum(W.size for W, _ in network)


@mistake("count_parameters", "one bias for each layer")
def one_bias_a_layer(network):
    return sum(W.size + 1 for W, _ in network)


@mistake("count_parameters", "826 is the number of neurons")
def neurons(network):
    return network[0][0].shape[1] + sum(len(b) for _, b in network)


@mistake("count_parameters", "42 is the number of neurons")
def biases_alone(network):
    return sum(b.size for _, b in network)


@mistake("count_parameters", "counts the rows")
def len_of_the_matrix(network):
    return sum(len(W) + len(b) for W, b in network)


@mistake("count_parameters", "sides of each matrix were added")
def sides_added(network):
    return sum(W.shape[0] + W.shape[1] + b.size for W, b in network)


@mistake("count_parameters", "784 too many")
def biases_for_the_pixels(network):
    return network[0][0].shape[1] + sum(W.size + b.size for W, b in network)


@mistake("count_parameters", "bias for each input")
def biases_counted_by_input(network):
    return sum(W.size + W.shape[1] for W, b in network)


@mistake("count_parameters", "multiplied together")
def sizes_multiplied(network):
    product = network[0][0].shape[1]
    for W, _ in network:
        product *= W.shape[0]
    return product


@mistake("count_parameters", "dials themselves were added up")
def values_added(network):
    return sum(W.sum() + b.sum() for W, b in network)


@mistake("count_parameters", "first layer alone")
def returned_too_early(network):
    total = 0
    for W, b in network:
        total += W.size + b.size
        return total
    return total


@mistake("count_parameters", "last layer alone")
def total_begun_anew(network):
    for W, b in network:
        total = W.size + b.size
    return total


@mistake("count_parameters", "number of layers")
def length_of_the_list(network):
    return len(network)


@mistake("count_parameters", "One number for each layer")
def layer_by_layer(network):
    return [W.size + b.size for W, b in network]


@mistake("count_parameters", "not 0 were counted")
def only_what_is_not_zero(network):
    return sum(np.count_nonzero(W) + np.count_nonzero(b) for W, b in network)


@mistake("count_parameters", "changed the `network`")
def network_used_up(network):
    total = 0
    while network:
        W, b = network.pop()
        total += W.size + b.size
    return total


@mistake("count_parameters", "biases of the last layer only")
def biases_after_the_loop(network):
    total = 0
    for W, b in network:  # noqa: B007
        total += W.size
    return total + b.size


@mistake("count_parameters", "The first layer is missing")
def layers_from_1(network):
    return sum(network[i][0].size + network[i][1].size for i in range(1, len(network)))
