"""A network's dials before training: how many there are, and where they stand.

Which random numbers you draw, and how, is up to you. The tests ask for what any good start has: the shapes,
no two neurons alike, weights on both sides of zero and small enough, biases of zero, and all of it repeatable.
"""

from itertools import pairwise

import numpy as np

from kata import digits28, expect, expect_error
from week3.kata2_parameters import count_parameters, init_network

SIZES = [6, 3, 5, 2]
COURSE = [784, 16, 16, 10]


def new_network(sizes, **seed):
    """A network from `init_network`, once it is clear that it is a list of pairs."""
    network = init_network(sizes, **seed)
    assert network is not None, "`init_network` returned None. Is there a `return` at the end?"
    pairs = "A network is a list with one pair (W, b) for each layer."
    assert isinstance(network, list | tuple), f"This is a {type(network).__name__}. {pairs}"
    if all(isinstance(one, list | tuple) and len(one) == 2 for one in network):
        return network
    if all(isinstance(one, np.ndarray) for one in network):
        if all(one.ndim == 2 for one in network):
            raise AssertionError(f"These are the weights alone; the biases are missing. {pairs}")
        raise AssertionError(f"W, b, W, b, … stand in one long list. {pairs} Put the two of a layer in brackets.")
    if len(network) == 2 and all(isinstance(one, list | tuple) for one in network):
        raise AssertionError(f"All the weights come in one list, all the biases in another. {pairs} "
                             "list(zip(weights, biases)) makes one.")
    raise AssertionError(pairs)


def weights_of(network):
    assert all(np.ndim(W) == 2 for W, _ in network), "First the shapes: a layer is (W, b), and W is a matrix."
    return [np.asarray(W) for W, _ in network]


def varied(W, along=None):
    """Whether the weights are floats that differ from row to row (along 0), column to column (1), or both."""
    axes = (0, 1) if along is None else (along,)
    return W.dtype.kind == "f" and all(np.ptp(W, axis=axis).max() > 1e-6 for axis in axes)


def test_init_network_makes_a_matrix_and_biases_for_every_layer_but_the_input():
    """6 inputs, then 3, 5 and 2 neurons. A row of W is a neuron, a column an input."""
    shapes = [(np.shape(W), np.shape(b)) for W, b in new_network(SIZES, seed=1)]
    expect(shapes, want=[((3, 6), (3,)), ((5, 3), (5,)), ((2, 5), (2,))], mistakes={
        "transposed": ([((6, 3), (3,)), ((3, 5), (5,)), ((5, 2), (2,))], "The matrices lie on their side: W has a row "
                       "for each neuron and a column for each input, (n_out, n_in)."),
        "transposed, biases too": ([((6, 3), (6,)), ((3, 5), (3,)), ((5, 2), (5,))], "n_in and n_out are swapped "
                                   "throughout: the layer's own neurons, n_out, come first."),
        "biases by input": ([((3, 6), (6,)), ((5, 3), (3,)), ((2, 5), (5,))], "There is a bias for each input of a "
                            "layer. There should be one for each of its neurons."),
        "standing biases": ([((3, 6), (3, 1)), ((5, 3), (5, 1)), ((2, 5), (2, 1))], "The biases stand as columns, "
                            "(n_out, 1). In this course they are flat: (n_out,)."),
        "lying biases": ([((3, 6), (1, 3)), ((5, 3), (1, 5)), ((2, 5), (1, 2))], "The biases are tables with one row, "
                         "(1, n_out). In this course they are flat: (n_out,)."),
        "a bias a weight": ([((3, 6), (3, 6)), ((5, 3), (5, 3)), ((2, 5), (2, 5))], "There is a bias for each weight. "
                            "There should be one for each neuron."),
        "a bias a layer": (lambda got: len(got) == 3 and all(b in ((), (1,)) for _, b in got), "There is one bias for "
                           "a whole layer. Every neuron has its own."),
        "too many": (lambda got: len(got) == 4, "One matrix too many: four sizes make three layers of dials, one "
                     "between each size and the next. The input has no weights."),
        "too few": (lambda got: len(got) == 2, "One matrix too few: four sizes make three layers of dials, one between "
                    "each size and the next. The output layer has weights too."),
        "backwards": ([((2, 5), (2,)), ((5, 3), (5,)), ((3, 6), (3,))], "The layers come in reverse order: the one "
                      "that takes the input is the first."),
        "first only": (lambda got: len(got) == 1, "Only one layer was made. The `return` belongs after the loop, not "
                       "in it."),
        "b, W": ([((3,), (3, 6)), ((5,), (5, 3)), ((2,), (2, 5))], "The biases stand before the weights. A layer is "
                 "(W, b), W first."),
        "neighbours": (lambda got: len(got) == 3 and all(W[1:] == (6,) for W, _ in got), "Every layer takes the input. "
                       "From the second on, a layer takes what the one before it gives."),
    }, what="The shapes of W and b, layer by layer", say="Between two neighbours in `sizes`, n_in and n_out, W is "
       "(n_out, n_in) and b is (n_out,).")
    again = len(new_network(SIZES, seed=1))
    assert again == 3, (
        f"The first network has 3 layers, a second one made after it {again}: it was put into the list of the first. "
        "Begin with an empty list inside the function."
    )


def test_init_network_gives_every_neuron_random_weights_of_its_own():
    for W in weights_of(new_network(COURSE, seed=2)):
        assert np.isfinite(W).all(), "Some weights are nan or infinite: np.empty holds whatever was in memory before."
        assert W.any(), (
            f"All weights of the {W.shape[0]} neurons are 0. Then all neurons of a layer are alike, get the same slope "
            "at every step, and stay alike for ever. Start with random weights."
        )
        assert W.dtype.kind == "f", (
            f"The weights are of type {W.dtype}: a dial needs the values between the whole numbers too."
        )
        assert varied(W, along=0), (
            f"All {W.shape[0]} neurons of a layer have the same weights: they would stay twins for ever. Draw a random "
            "number for each weight, all of a layer at once: the size is (n_out, n_in)."
        )
        assert varied(W, along=1), "Each neuron has one random number for all its inputs. Draw one for each weight."


def test_init_network_has_weights_on_both_sides_of_zero():
    for W in weights_of(new_network(COURSE, seed=3)):
        assert np.ptp(W) > 1e-6, "First a random number for each weight, then their signs."
        average, spread = float(W.mean()), float(W.std())
        assert W.min() < 0 < W.max(), (
            f"All weights are {'positive' if W.max() > 0 else 'negative'}, so all {W.shape[1]} of a neuron push "
            "the same way: the sum runs far from 0, where the sigmoid is stuck and its slope is 0. Use numbers around "
            "0: rng.normal, or rng.uniform(-limit, limit)."
        )
        assert abs(average) < spread / 2, (
            f"The weights are not centred: they average {average:.2g}, with a spread of {spread:.2g}. Use numbers "
            "around 0, as many above it as below."
        )


def test_init_network_starts_small_enough_to_learn_from_real_digits():
    digits, _ = digits28(0, 60)
    W = weights_of(new_network(COURSE, seed=4))[0]
    assert varied(W) and abs(W.mean()) < W.std() / 2, "First random weights around 0, then their size."
    sums = digits @ W.T
    stuck = float(np.mean(np.abs(sums) > 4))
    assert stuck < 0.25, (
        f"The weights are too large: shown real digits, {stuck:.0%} of the first layer's sums are above 4 or below -4, "
        f"where the sigmoid is nearly flat and hardly learns. 784 inputs add up, so their spread should be near 1 / "
        f"√784 = 0.036; it is {W.std():.2g}. Divide by √n_in. (In rng.normal(a, b) the spread is b; a is the middle.)"
    )


def test_init_network_starts_every_bias_at_zero():
    network = new_network(SIZES, seed=5)
    assert varied(weights_of(network)[0]), "First a random number for each weight, then the biases."
    for _, b in network:
        expect(b, want=np.zeros(np.shape(b)), what="The biases of a layer", say="The biases start at 0: it is the "
               "random weights that make the neurons differ.")


def test_init_network_draws_fresh_numbers_for_layers_of_one_shape():
    first, second, third = weights_of(new_network([4, 4, 4, 4], seed=6))
    assert varied(first), "First a random number for each weight of one layer, then the other layers."
    assert not (np.allclose(first, second) or np.allclose(second, third) or np.allclose(first, third)), (
        "Layers of the same shape are copies of each other. If the generator is made inside the loop, it starts again "
        "from the same seed for every layer: make it once, before the loop, and draw every layer from it."
    )


def test_init_network_depends_on_the_seed_and_on_nothing_else():
    once, again, other = (weights_of(new_network(SIZES, seed=seed)) for seed in (7, 7, 8))
    assert varied(once[0]), "First a random number for each weight, then the seed they come from."
    assert len(once) == len(again) == len(other) == 3, "First three layers in every call, then their seed."
    assert all(map(np.array_equal, once, again)), (
        "Two calls with the same seed gave two different networks. Draw everything from np.random.default_rng(seed), "
        "made inside the function."
    )
    assert not any(map(np.array_equal, once, other)), (
        "Seeds 7 and 8 gave the same weights: the seed makes no difference. Pass it on: np.random.default_rng(seed)."
    )
    by_default = weights_of(new_network(SIZES)), weights_of(new_network(SIZES))
    assert all(map(np.array_equal, *by_default)), (
        "Two calls without a seed gave two different networks. The default, 0, is a seed like any other: `if seed:` or "
        "`seed or …` takes it for none."
    )
    assert all(map(np.array_equal, by_default[0], weights_of(new_network(SIZES, seed=0)))), (
        "Without a seed the weights are not those of seed=0. The default is in the first line: seed: int = 0."
    )


def test_init_network_refuses_sizes_that_make_no_layer():
    try:
        new_network([5, 2])
    except ValueError as error:
        raise AssertionError(f"[5, 2] was refused ({error}). Two sizes are enough: they make one layer.") from None
    expect_error(init_network, [784], shows="784", why="An input alone is no network: two sizes are the least. Raise a "
                 "ValueError that shows `sizes`.")


def dials(sizes, value=0.5):
    """A network of these sizes, every dial at the same value."""
    return [(np.full((n_out, n_in), value), np.full(n_out, value)) for n_in, n_out in pairwise(sizes)]


def test_count_parameters_finds_the_13002_dials_of_the_course():
    """784·16 + 16 for the first layer, 16·16 + 16 for the second, 16·10 + 10 for the third."""
    expect(count_parameters(dials(COURSE)), want=13002, mistakes={
        "no biases": (12960, "12,960 is the number of weights. Each neuron has a bias too: 16 + 16 + 10 more."),
        "a bias a layer": (12963, "You counted one bias for each layer. Every neuron has its own: b.size."),
        "only biases": (42, "42 is the number of neurons, and of biases. The weights are missing: each neuron has one "
                        "for every input."),
        "neurons": (826, "826 is the number of neurons, the 784 pixels among them. The dials are the weights and the "
                    "biases."),
        "rows": (84, "len(W) counts the rows of W only. W.size counts all its numbers."),
        "edges": (900, "The two sides of each matrix were added. Multiply them: n_out rows of n_in weights."),
        "edges, no biases": (858, "The two sides of each matrix were added. Multiply them, and count the biases too."),
        "pixels": (13786, "784 too many: the pixels are given, and have no biases."),
        "a bias an input": (13776, "You counted a bias for each input of a layer. It has one for each of its neurons."),
        "a bias a weight": (25920, "You counted a bias for every weight. There is one for each neuron."),
        "product": (784 * 16 * 16 * 10, "All sizes were multiplied together. Multiply within a layer, and add the "
                    "layers up."),
        "twice": (26004, "Every dial was counted twice."),
        "values": (6501, "The dials themselves were added up, and each of them stands at 0.5. Count them."),
        "first": (12560, "That is the first layer alone. Add up all layers."),
        "last": (170, "That is the last layer alone. Add up all layers: a running total, and the return after the "
                 "loop."),
        "not the last": (12832, "The last layer is missing."),
        "not the first": (442, "The first layer is missing."),
        "last layer's biases": (12970, "All the weights, and the biases of the last layer only. Add b.size inside the "
                                "loop, where W.size is added."),
        "last biases": (12992, "The output layer's biases are missing: its 10 neurons have them too."),
        "layers": (3, "That is the number of layers. Count the numbers in them."),
        "arrays": (6, "That is the number of arrays. Count the numbers in them."),
        "a list": (lambda got: np.shape(got) == (3,), "One number for each layer: add them up."),
    }, say="The layers have 12,560, 272 and 170 dials: the numbers in W and the numbers in b.")


def test_count_parameters_counts_a_dial_at_zero():
    W, b = np.array([[0.0, 1.5, 0.0, -2.0, 0.0], [1.0, 0.0, 3.0, 2.5, 0.5]]), np.array([0.0, 0.7])
    expect(count_parameters([(W, b), (np.array([[2.0, 4.0]]), np.zeros(1))]), want=15, mistakes={
        "not zero": (9, "Only the dials that are not 0 were counted. A dial at 0 is a dial all the same, and training "
                     "may turn it: W.size."),
    })


def test_count_parameters_of_any_number_of_layers():
    expect(count_parameters(dials([7, 4])), want=7 * 4 + 4)
    expect(count_parameters(dials([2, 3, 5, 4, 6])), want=(6 + 3) + (15 + 5) + (20 + 4) + (24 + 6))
