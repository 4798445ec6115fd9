"""Training: turn the dials, deal the batches, go through all the images, and count what is read correctly.

The random order is yours to draw, so the tests of `train_epoch` use three images, try every order there is, and
accept each result that some order leads to. The slopes they compare with are felt by tiny walks, as in kata 4.
"""

from functools import cache
from itertools import pairwise, permutations

import numpy as np

from kata import digits28, expect, expect_error
from week3.kata5_training import accuracy, minibatches, train_epoch, update

NETWORK = [
    (np.array([[0.5, -1.0, 2.0], [1.5, 0.25, -0.75]]), np.array([0.125, -0.25])),
    (np.array([[1.0, -2.0], [0.5, 3.0], [-1.5, 0.75], [2.5, -0.5]]), np.array([0.375, 0.0, -0.625, 0.875])),
]
GRADIENTS = [
    (np.array([[2.0, -0.5, 1.0], [-3.0, 0.75, 4.0]]), np.array([-1.0, 0.5])),
    (np.array([[-0.25, 5.0], [1.5, -2.0], [3.5, 0.125], [-4.0, 2.5]]), np.array([0.875, -1.75, 6.0, -0.375])),
]
STEPPED = [  # after one step with a learning rate of 0.125
    (np.array([[0.25, -0.9375, 1.875], [1.875, 0.15625, -1.25]]), np.array([0.25, -0.3125])),
    (np.array([[1.03125, -2.625], [0.3125, 3.25], [-1.9375, 0.734375], [3.0, -0.8125]]),
     np.array([0.265625, 0.21875, -1.375, 0.921875])),
]


def each(rule):
    """NETWORK, with `rule` applied to every array and its gradient."""
    return [(rule(W, dW), rule(b, db)) for (W, b), (dW, db) in zip(NETWORK, GRADIENTS, strict=True)]


def flat(network):
    return np.concatenate([np.ravel(dials) for layer in network for dials in layer])


def same(got, want):
    """Whether two networks agree, in shapes and in values."""
    try:
        if not np.allclose(flat(got), flat(want), rtol=1e-6):
            return False
        expect(got, want, rtol=1e-6)
    except (AssertionError, TypeError, ValueError):
        return False
    return True


def along(start, end, got):
    """Whether `got` lies on the line from one network through another: the right direction, another length."""
    right, way = flat(end) - flat(start), flat(got) - flat(start)
    length = way @ right / (right @ right)
    return abs(length - 1) > 1e-6 and abs(length) > 1e-6 and np.allclose(way, length * right, rtol=1e-4, atol=1e-9)


def test_update_turns_every_weight_and_bias_downhill():
    expect(update(NETWORK, GRADIENTS, learning_rate=0.125), want=STEPPED, mistakes={
        "plus": (each(lambda p, slope: p + 0.125 * slope), "You walked uphill: the gradient points up, so subtract."),
        "only the step": (each(lambda p, slope: -0.125 * slope), "That is how far each dial moves, not where it "
                          "arrives: start from the old weights and biases."),
        "only the step, uphill": (each(lambda p, slope: 0.125 * slope), "That is how far each dial moves, not where it "
                                  "arrives: start from the old weights and biases."),
        "no rate": (each(lambda p, slope: p - slope), "The learning rate takes no part: multiply each gradient by it."),
        "divided": (each(lambda p, slope: p - slope / 0.125), "The gradient was divided by the learning rate. Multiply "
                    "them: a smaller rate is a smaller step."),
        "unchanged": (NETWORK, "The network came back as it went in. Let the new arrays go into a new list: a line "
                      "like `W = W - …` in a loop leaves the network itself as it was."),
        "no gradient": (each(lambda p, slope: p - 0.125), "Every dial moved by the learning rate alone. Multiply it by "
                        "the dial's own gradient."),
        "signs": (each(lambda p, slope: p - 0.125 * np.sign(slope)), "Only the signs of the gradients count here. "
                  "A dial on steep ground is turned further: multiply by the gradient itself."),
        "shrunk": (each(lambda p, slope: p * (1 - 0.125 * slope)), "The step was multiplied by the weight. It is the "
                   "learning rate times the gradient, nothing else."),
        "biases stay": ([(STEPPED[0][0], NETWORK[0][1]), (STEPPED[1][0], NETWORK[1][1])], "The weights moved and the "
                        "biases did not. A bias is a dial, too."),
        "weights stay": ([(NETWORK[0][0], STEPPED[0][1]), (NETWORK[1][0], STEPPED[1][1])], "The biases moved and the "
                         "weights did not."),
        "first layer stays": ([NETWORK[0], STEPPED[1]], "Only the last layer moved. Every layer takes its step."),
        "last layer stays": ([STEPPED[0], NETWORK[1]], "Only the first layer moved. Every layer takes its step."),
        "one layer": (lambda got: len(got) == 1 and len(got[0]) == 2, "Only one layer came back: does the loop end "
                      "too soon (a `return` inside it, a range too short), or is the list made anew in each turn?"),
        "flat": (lambda got: len(got) == 4 and np.shape(got[1]) == (2,), "The arrays lie in one flat list. A network "
                 "is a list of layers, and each layer is a pair (W, b)."),
        "sorted apart": (lambda got: len(got) == 2 and np.shape(got[0][1]) == (4, 2), "All the weights are in one "
                         "list and all the biases in another. A network is a list of layers, each a pair (W, b)."),
        "b first": (lambda got: np.shape(got[0][0]) == (2,), "The bias comes before the weights. A layer is (W, b)."),
        "average": (lambda got: np.shape(got[0][0]) == (2, 3) and np.ptp(got[0][0] - NETWORK[0][0]) < 1e-9, "All the "
                    "weights of a layer moved by the same amount. Each has a gradient of its own."),
        "biases off": (lambda got: same([(got[0][0],), (got[1][0],)], [(STEPPED[0][0],), (STEPPED[1][0],)])
                       and not same(got, STEPPED), "The weights are right and the biases are not. They move by the "
                       "same rule: the learning rate times their own gradient, db."),
        "another length": (lambda got: along(NETWORK, STEPPED, got), "Every dial moved along its gradient, but not by "
                           "the learning rate times it. What else is multiplied or divided?"),
        "rounded": (lambda got: any(0 < abs(x - y) < 0.006 for x, y in zip(np.ravel(got[1][0]),
                    np.ravel(STEPPED[1][0]), strict=True)), "The new weights were rounded. Keep all their digits: the "
                    "last steps of training are smaller than that."),
    })


def test_update_starts_afresh_at_every_call():
    """The same question twice has the same answer twice."""
    first, second = update(NETWORK, GRADIENTS, 0.125), update(NETWORK, GRADIENTS, 0.125)
    expect(second, want=first, mistakes={
        "leftovers": (lambda got: len(got) > len(first), "The layers of an earlier call are still in it: a list made "
                      "outside the function, or as a default in its first line, lives on. Make it inside."),
    }, say="The same call gave something else the second time: something of the first one lives on. Begin afresh "
           "inside the function, and leave its inputs as they are.")


def test_update_works_for_any_number_of_layers_and_any_rate():
    three = [(np.array([[1.0, 2.0]]), np.array([3.0])), (np.array([[4.0]]), np.array([5.0])),
             (np.array([[6.0], [7.0]]), np.array([8.0, 9.0]))]
    slopes = [(np.array([[10.0, -20.0]]), np.array([30.0])), (np.array([[-40.0]]), np.array([50.0])),
              (np.array([[60.0], [0.0]]), np.array([-80.0, 90.0]))]
    expect(update(three, slopes, learning_rate=0.01), want=[
        (np.array([[0.9, 2.2]]), np.array([2.7])), (np.array([[4.4]]), np.array([4.5])),
        (np.array([[5.4], [7.0]]), np.array([8.8, 8.1]))])
    expect(update(three[:1], slopes[:1], learning_rate=0.0), want=three[:1])


def sizes(batches):
    """How long each batch is. What is no list stays as it is, for `expect` to say so."""
    return [np.size(batch) for batch in batches] if isinstance(batches, list | tuple | np.ndarray) else batches


def deal(n, batch_size, seed):
    """Batches from a fresh generator, in one line."""
    return minibatches(n, batch_size, np.random.default_rng(seed))


def test_minibatches_are_all_full_but_the_last():
    rng = np.random.default_rng(4)
    try:
        batches = minibatches(22, 4, rng)
    except TypeError as error:
        if "NoneType" not in str(error):
            raise
        raise AssertionError("Something is None that should be an array. `rng.shuffle(order)` shuffles the array "
                             "itself and gives nothing back: let it stand in a line of its own, or use "
                             "rng.permutation(n), which gives the order.") from None
    expect(sizes(batches), want=[4, 4, 4, 4, 4, 2], what="the sizes of the batches: 22 examples, "
           "4 in a batch", mistakes={
        "dropped": ([4] * 5, "The last 2 examples are never used: keep the shorter batch at the end."),
        "filled": ([4] * 6, "The last batch was filled up with examples that had their turn. It may be shorter."),
        "merged": ([4, 4, 4, 4, 6], "The last batch is too large. What is left over makes a batch of its own."),
        "how many": ([6, 6, 5, 5], "Those are 4 batches. `batch_size` says how many examples go into one batch."),
        "how many, dropped": ([5] * 4, "Those are 4 batches. `batch_size` says how many examples go into one batch."),
        "evenly": ([4, 4, 4, 4, 3, 3], "`np.array_split` makes batches of nearly equal size. Here all are full but "
                   "the last: cut at 0, 4, 8, …"),
        "evenly, fewer": ([5, 5, 4, 4, 4], "`np.array_split` makes batches of nearly equal size. Here all are full but "
                          "the last: cut at 0, 4, 8, …"),
        "short first": ([2, 4, 4, 4, 4, 4], "The short batch comes first. It belongs at the end."),
        "short in between": (lambda got: got[0] == got[-1] == 4 and sorted(got) == [2, 4, 4, 4, 4, 4], "The short "
                             "batch is not the last. If whole batches were shuffled: shuffle all the indices first, "
                             "then cut."),
        "one missing": ([4, 4, 4, 4, 4, 1], "Together they hold 21 examples, and there are 22: their numbers are 0 to "
                        "21, n - 1 is the last of them."),
        "cleared": ([2] * 6, "All batches are one and the same list: `clear()` empties those that were put away "
                    "before, too. Begin a new list for each batch."),
        "flat": ([1] * 22, "These are single indices, not batches of 4."),
        "one": ([22], "All examples are in one batch. Cut the order into pieces of 4."),
        "returned early": ([4], "Only the first batch came back: is the `return` inside the loop?"),
        "one more": ([5, 5, 5, 5, 5, 2], "Each batch is one too long. A slice stops before its end: "
                     "order[start : start + batch_size]."),
        "sliding": (lambda got: len(got) > 10 and got[0] == 4, "The batches overlap: the start moves by 1 instead "
                    "of by `batch_size`."),
        "generator": (lambda got: hasattr(got, "__next__"), "It hands out the batches one at a time (`yield`). Give "
                      "them all in a list."),
    })
    expect(sizes(minibatches(12, 4, rng)), want=[4, 4, 4], what="the sizes of the batches: 12 examples, 4 in a batch",
           mistakes={"empty": ([4, 4, 4, 0], "12 is a multiple of 4, and the last batch is empty: leave it out.")})
    expect(sizes(minibatches(3, 10, rng)), want=[3], what="the sizes of the batches: 3 examples, 10 in a batch")
    expect(sizes(minibatches(3, 1, rng)), want=[1, 1, 1], what="the sizes of the batches: 3 examples, 1 in a batch")


def test_minibatches_use_every_example_exactly_once():
    batches = deal(22, 4, seed=4)
    flat = sorted(np.concatenate([np.ravel(batch) for batch in batches]).tolist())
    expect(flat, want=list(range(22)), what="the indices in all batches, sorted", mistakes={
        "from 1": (list(range(1, 23)), "They run from 1 to 22. Indices count from 0."),
        "twice": (lambda got: len(set(got)) < len(got) == 22, "Some examples come twice and others never: they were "
                  "put back after being drawn (`rng.choice`, `rng.integers`), or rows of an array were swapped by "
                  "`random.shuffle`. Deal them like cards: rng.permutation(n)."),
    })
    for batch in batches:
        kinds = {np.asarray(one).dtype.kind for one in batch}
        assert kinds <= set("iu"), "The right values, but not int: with such numbers an array cannot be indexed."
        shape = np.shape(batch)
        assert len(shape) == 1, f"A batch has the shape {shape}, and should be flat, {shape[:1]}: use `.ravel()`."


def test_minibatches_are_shuffled():
    batches = [np.asarray(batch).tolist() for batch in deal(22, 4, seed=4)]
    order = [index for batch in batches for index in batch]
    assert order != list(range(22)), ("The batches follow the order of the data. It may be sorted by class, and then "
                                      "each batch shows one class only: shuffle.")
    assert order != list(range(21, -1, -1)), "The order of the data was turned round, not shuffled."
    steps = {(b - a) % 22 for a, b in pairwise(order)}
    assert len(steps) > 1, "The order only begins at another place, or counts in other steps. Shuffle all of it."
    runs = [batch for batch in batches if max(batch) - min(batch) == len(batch) - 1]
    assert len(runs) < len(batches), (f"Each batch still holds neighbours, like {batches[0]}: in sorted data, one "
                                      "class only. Shuffle all the indices first, then cut.")


def test_minibatches_draw_their_order_from_rng():
    def order(rng):
        return np.concatenate([np.ravel(batch) for batch in minibatches(22, 4, rng)]).tolist()

    first, again, other = (order(np.random.default_rng(seed)) for seed in (4, 4, 5))
    assert first not in (sorted(first), sorted(first)[::-1]), "Nothing is shuffled yet, so nothing is drawn from `rng`."
    assert first == again, ("Two generators with the same seed dealt different batches: draw from `rng`, not from "
                            "another random generator.")
    assert first != other, ("Generators with different seeds dealt the same batches: `rng` takes no part. Draw from "
                            "it, not from a generator of your own.")
    rng = np.random.default_rng(4)
    assert order(rng) != order(rng), "The same `rng` dealt the same batches twice: each epoch needs a new order."


def test_minibatches_refuse_an_impossible_batch_size():
    for size in (0, -3):
        expect_error(minibatches, 10, size, np.random.default_rng(0), shows=size, why="No batch can have that size: "
                     "raise a ValueError that shows it.", mistakes={
            "nothing": (lambda got: len(got) == 0, "An empty list, and nobody would notice: training would run and "
                        "learn nothing. Raise a ValueError that shows the bad size."),
        })


def small_network():
    """4 inputs, 2 hidden neurons, 3 outputs; every weight different."""
    return [(np.sin(np.arange(8.0)).reshape(2, 4), np.array([0.2, -0.1])),
            (np.cos(np.arange(6.0)).reshape(3, 2), np.array([-0.2, 0.1, 0.3]))]


IMAGES = np.array([[0.9, 0.1, 0.4, 0.0], [0.2, 0.8, 0.0, 0.7], [0.5, 0.3, 1.0, 0.6]])
TARGETS = np.eye(3)[[2, 0, 1]]
MIXED_UP = [TARGETS[list(order)] for order in list(permutations(range(3)))[1:]]


def cost_of(network, images, targets):
    for W, b in network:
        images = 1 / (1 + np.exp(-(images @ W.T + b)))
    return np.sum((images - targets) ** 2) / len(images)


def step(network, images, targets, rate, at=None):
    """`network` after one step on these images, each slope felt by a tiny walk (at the network `at`, if given)."""
    feet = [(W.copy(), b.copy()) for W, b in (at or network)]
    moved = [(W.copy(), b.copy()) for W, b in network]
    for layer, new_layer in zip(feet, moved, strict=True):
        for dials, new in zip(layer, new_layer, strict=True):
            for place in np.ndindex(dials.shape):
                here = dials[place]
                dials[place] = here + 1e-4
                up = cost_of(feet, images, targets)
                dials[place] = here - 1e-4
                new[place] -= rate * (up - cost_of(feet, images, targets)) / 2e-4
                dials[place] = here
    return moved


def walk(batches, rate=2.0, targets=TARGETS):
    """The small network after one step for each batch: lists of rows of IMAGES."""
    network = small_network()
    for batch in batches:
        network = step(network, IMAGES[batch], targets[batch], rate)
    return network


def one_of(walks):
    """A question for `expect`: does the network end where one of these walks ends? They are taken only if asked."""
    return lambda got: any(same(got, end) for end in walks())


def pairs_first():
    """Every way to deal three images into a batch of two and a batch of one."""
    return [([0, 1], [2]), ([0, 2], [1]), ([1, 2], [0])]


@cache
def single_file(rate):
    """Where the network ends after three batches of one image each, for each of the six orders."""
    return [walk([[i] for i in order], rate) for order in permutations(range(3))]


def test_train_epoch_with_one_batch_of_everything_is_one_step():
    network, rng = small_network(), np.random.default_rng(0)
    right = walk([[0, 1, 2]])
    expect(train_epoch(network, IMAGES, TARGETS, 2.0, batch_size=3, rng=rng), want=right, mistakes={
        "unchanged": (network, "The network came back untrained. `update` gives a new network and leaves the old one "
                      "alone: keep what it returns."),
        "uphill": (walk([[0, 1, 2]], rate=-2.0), "The step went uphill: look at the signs in `update` and `backward`."),
        "each image": (one_of(lambda: single_file(2 / 3) + single_file(2.0)), "The network moved after every image. "
                       "All gradients of one batch are felt at the same network: one call of `backward`, one step."),
        "summed": (walk([[0, 1, 2]], rate=6.0), "The step is 3 times too long, and 3 images are in the batch: the "
                   "gradient is an average over the batch, not a sum."),
        "averaged twice": (walk([[0, 1, 2]], rate=2 / 3), "The step is 3 times too short, and 3 images are in the "
                           "batch: `backward` averages over the batch already."),
        "half": (walk([[0, 1, 2]], rate=1.0), "The step is half as long as it should be: the 2 that comes down from "
                 "the square is missing in the gradient."),
        "wrapped": (lambda got: same(got[0], right) or same(got[-1], right), "The network is in there, with something "
                    "around it. Return the network alone."),
        "swapped": ([((W - new_W) / 2.0 - 2.0 * W, (b - new_b) / 2.0 - 2.0 * b)
                     for (W, b), (new_W, new_b) in zip(network, right, strict=True)], "`update` was given the "
                    "gradients first and the network second. It is update(network, gradients, learning_rate)."),
        "two epochs": (lambda got: same(got, walk([[0, 1, 2], [0, 1, 2]])), "That is the network after two epochs. One "
                       "call goes through the images once."),
        "three epochs": (lambda got: same(got, walk([[0, 1, 2]] * 3)), "Each image brought a step on the whole batch. "
                         "A batch brings one step."),
        "mixed up": (one_of(lambda: (walk([[0, 1, 2]], targets=mixed) for mixed in MIXED_UP)), "Images and targets "
                     "are out of step: row i of both belongs together, before and after shuffling. Take the rows of "
                     "both by the same indices."),
        "layer by layer": (lambda got: same(got[1:], right[1:]) and not same(got[:1], right[:1]), "The last layer "
                           "moved rightly and the one before it did not: every gradient has to be worked out before "
                           "any weight changes."),
        "another length": (lambda got: along(network, right, got), "The step has the right direction and the wrong "
                           "length: it is the learning rate times the gradient of the batch's average cost."),
    })


def test_train_epoch_takes_a_step_after_each_batch():
    """Three images in batches of two: a pair, then the one that is left over."""
    network, rng = small_network(), np.random.default_rng(0)
    got = train_epoch(network, IMAGES, TARGETS, 2.0, batch_size=2, rng=rng)
    ends = [walk(batches) for batches in pairs_first()]
    right = next((end for end in ends if same(got, end)), ends[0])
    expect(got, want=right, mistakes={
        "one batch only": (one_of(lambda: (walk([pair]) for pair, _ in pairs_first())), "Only the first batch left its "
                           "mark: is the `return` inside the loop, was the shorter last batch left out, or were the "
                           "two numbers for `minibatches` swapped?"),
        "last batch only": (one_of(lambda: (walk([alone]) for _, alone in pairs_first())), "Only the last batch left "
                            "its mark: each batch started from the first network again. Let each one go on with the "
                            "network that the batch before it left."),
        "from the start": (one_of(lambda: (step(walk([pair]), IMAGES[alone], TARGETS[alone], 2.0, at=small_network())
                           for pair, alone in pairs_first())), "All gradients were felt at the first network. Call "
                           "`backward` again for each batch, with the network as it is by then."),
        "everything": (lambda got: same(got, walk([[0, 1, 2]] * 2)), "Each step looked at all the images. Take the "
                       "rows of the batch: images[batch], targets[batch]."),
        "one step": (walk([[0, 1, 2]]), "That is one step on all the images together: `batch_size` takes no part."),
        "each image": (one_of(lambda: single_file(2.0)), "The network moved after every image. All gradients of one "
                       "batch are felt at the same network: one call of `backward`, one step."),
        "the same batch": (one_of(lambda: (walk([pair, pair]) for pair, _ in pairs_first())), "Both steps "
                           "looked at the same batch."),
        "mixed up": (one_of(lambda: (walk(batches, targets=mixed) for batches in pairs_first() for mixed in MIXED_UP)),
                     "Images and targets are out of step: row i of "
                     "both belongs together. Take the rows of both by the same indices."),
    }, say="That is where no order of these three images leads, with a batch of two and then a batch of one.")


def test_train_epoch_takes_the_images_in_an_order_drawn_from_rng():
    """Three images, one a batch: six orders, and each ends somewhere else. Eight epochs, all from the same network."""
    one_layer, images, ends = small_network()[1:], IMAGES[:, :2], []  # that is enough here
    for order in permutations(range(3)):
        ends.append(one_layer)
        for i in order:
            ends[-1] = step(ends[-1], images[[i]], TARGETS[[i]], 2.0)

    def orders(seed):
        rng = np.random.default_rng(seed)
        got = [train_epoch(one_layer, images, TARGETS, 2.0, batch_size=1, rng=rng) for _ in range(8)]
        return [next((i for i, end in enumerate(ends) if same(one, end)), None) for one in got]

    first = orders(seed=6)
    assert None not in first, "With one image a batch, the network ends where no order of the three images leads."
    assert set(first) != {0}, ("In eight epochs the images were always taken in the order of the data, which may be "
                               "sorted by class: shuffle them, with `minibatches`.")
    assert len(set(first)) > 1, ("Eight epochs with one `rng` took the images in the same order. Pass `rng` on to "
                                 "`minibatches`; do not make a generator of your own.")
    assert orders(seed=6) == first, ("The same seed gave other networks: draw from `rng`, not from another random "
                                     "generator.")


def test_train_epoch_makes_a_network_that_knows_its_digits():
    """196-12-10 on the first 50 real digits, at half their size: 10 epochs, 10 steps each."""
    images, labels = digits28(0, 50)
    images = images.reshape(50, 14, 2, 14, 2).mean(axis=(2, 4)).reshape(50, 196)
    rng = np.random.default_rng(2)
    network = [(rng.normal(0, 1 / 14, (12, 196)), np.zeros(12)), (rng.normal(0, 12**-0.5, (10, 12)), np.zeros(10))]
    targets = np.eye(10)[labels]
    before = cost_of(network, images, targets)
    for _ in range(10):
        network = train_epoch(network, images, targets, 3.0, batch_size=5, rng=rng)
    after = cost_of(network, images, targets)
    assert after < 0.6, (f"The cost of 50 digits was {before:.2f} before training, and after 10 epochs it is "
                         f"{after:.2f}. It should come down below 0.6.")


# Eleven images of letters, from A = 0 to K = 10: what they show, and which output is the largest. Six are right.
LABELS = np.array([3, 2, 5, 5, 2, 1, 9, 7, 10, 0, 7])
GUESSES = np.array([3, 2, 0, 5, 2, 6, 4, 7, 6, 0, 1])


def test_accuracy_is_the_fraction_of_images_whose_largest_output_is_right():
    rounded = [round(6 / 11, digits) for digits in (2, 3, 4)]
    # What the images make a network of one layer say, before the sigmoid: a row an image, a column a letter.
    said = -2 - np.arange(121).reshape(11, 11) * 3 % 13 / 10
    said[range(11), GUESSES] = [-1, 1, 1.3, 1.1, -1.1, 1.2, -1.2, 1.6, 1.4, 1.5, 1.7]  # two right ones: below a half
    said[range(11), [0, 7, 8, 1, 4, 1, 9, 2, 10, 3, 0]] = -5  # the smallest: three times it is the true letter's
    one_layer = [(said.T, np.zeros(11))]  # image i switches on input i alone, and gets row i
    right = GUESSES == LABELS
    by_column = np.argmax(said, axis=0) == LABELS
    expect(accuracy(one_layer, np.eye(11), LABELS), want=6 / 11, mistakes={
        "percent": (600 / 11, "That is a percentage. Give a fraction, from 0 to 1."),
        "count": (6.0, "That is how many were right. Divide by the number of images."),
        "errors": (5 / 11, "That is the fraction read wrongly."),
        "threshold": (4 / 11, "An output below a half counts, too, if it is the largest: argmax, no threshold."),
        "smallest": (3 / 11, "The guess is the largest output, not the smallest: argmax."),
        "axis": (by_column.mean(), "The largest output was sought in each column. Each image has a row of its own: "
                 "argmax along axis 1."),
        "one image": (1 / 11, "Only one image was counted. Is the `return` inside the loop, or is the count set back "
                      "to 0 in every turn?"),
        "none": (0.0, "None was counted as right. That happens if the largest output is sought in the whole table, or "
                 "outputs are compared with labels (a guess is argmax along axis 1), or if // cuts the fraction off."),
        "letter by letter": (np.mean([right[letter == LABELS].mean() for letter in set(LABELS.tolist())]), "That is "
                             "the average over the letters. Every image counts alike: average over the images."),
        "one by one": (lambda got: np.shape(got) == (11,) and np.array_equal(np.asarray(got) != 0, right), "That is "
                       "right or wrong for each image. The accuracy is their mean."),
        "guesses": (GUESSES, "Those are the guesses. Compare them with the labels, and average."),
        "rounded": (lambda got: any(np.array_equal(got, one) for one in rounded), "The fraction was rounded. "
                    "Keep all its digits."),
        "pixels": (6 / 121, "The number of right guesses was divided by the number of all pixels. Divide by the number "
                   "of images."),
        "cells": (111 / 121, "That counts single outputs, where each image counts once."),
    }, say="Count the images whose largest output is the label's, and divide by the number of images.")


def test_accuracy_looks_at_the_output_of_the_last_layer():
    """4 inputs, 3 hidden neurons, 2 outputs, 5 images."""
    images = np.array([[5.0, 0, 0, 0], [0, 5.0, 0, 0], [0, 0, 5.0, 0], [0, 0, 0, 5.0], [5.0, 0, 0, 5.0]])
    hidden = np.array([[2.0, -2.0, -2.0, -2.0], [-2.0, 2.0, -2.0, -2.0], [-2.0, -2.0, 2.0, 2.0]])
    last = np.array([[-3.0, 4.0, 1.0], [3.0, -1.0, 2.0]])  # hidden neuron 0 stands for class 1, neuron 1 for class 0
    network = [(hidden, np.zeros(3)), (last, np.array([0.5, 0.0]))]
    expect(accuracy(network, images, np.array([1, 0, 1, 0, 1])), want=0.8, mistakes={
        "classes": (2.0, "The number of right guesses was divided by the number of outputs, or of layers. Divide by "
                    "the number of images."),
    }, say="The guess is the largest output of the last layer, and what counts is the share of the images.")
    expect(accuracy(network, images[:2], np.array([1, 0])), want=1.0)
    expect(accuracy(network, images[:3], np.array([0, 1, 0])), want=0.0)
