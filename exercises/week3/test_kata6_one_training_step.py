"""One step on one image, phase by phase, and then on a real 7 that a network takes for a 1.

The slopes that the tests compare with are felt by tiny walks, as in kata 4.
"""

from itertools import pairwise

import numpy as np

from kata import digits28, expect, expect_error
from week3.kata6_one_training_step import training_step, wanted_nudges

# What a half-trained network says about a 7: the 1 lights up brightest.
OUTPUT = np.array([0.03, 0.75, 0.06, 0.11, 0.02, 0.04, 0.09, 0.25, 0.08, 0.13])


def one_hot(label, n):
    return np.eye(n)[label]


def test_wanted_nudges_pull_the_true_digit_up_and_all_others_down():
    target = one_hot(7, 10)
    right = np.array([-0.03, -0.75, -0.06, -0.11, -0.02, -0.04, -0.09, 0.75, -0.08, -0.13])
    expect(wanted_nudges(OUTPUT, 7), want=right, mistakes={
        "turned round": (-right, "Every nudge is turned round. Up is positive: from the output to the target, target "
                         "minus output."),
        "twice": (2 * right, "Twice the nudge: that is the slope of the cost turned round, and its 2 stays out here."),
        "twice, turned round": (-2 * right, "That is the slope of the cost, and it points uphill. The nudge is the way "
                                "to the target: target minus output."),
        "with the squish": (right * OUTPUT * (1 - OUTPUT), "That is the nudge times the slope of the sigmoid: how "
                            "the sum before the squish should move. Here the wish of the output itself is asked for."),
        "signs": (np.sign(right), "These are only the directions. An output that is far off wishes for more: keep "
                  "the size."),
        "target": (target, "That is where the outputs should arrive. The nudge is how far each has to go."),
        "no target": (-OUTPUT, "All outputs are pushed down, the true digit's as well. It should go up, to 1."),
        "all up": (1 - OUTPUT, "All outputs are pulled up to 1. The true digit's alone goes up, the others down to 0."),
        "sizes": (np.abs(right), "These are only the sizes. Down is negative."),
        "squared": (right**2, "The differences are squared, as in the cost. The nudge is the difference itself."),
        "place before": (one_hot(6, 10) - OUTPUT, "The output of the 6 is pulled up, and the label is 7: Python counts "
                         "from 0, and so do the digits."),
        "place after": (one_hot(8, 10) - OUTPUT, "The output of the 8 is pulled up, and the label is 7: Python counts "
                        "from 0, and so do the digits."),
        "label": (7 - OUTPUT, "Each output was compared with the number 7. Its target is 1 for the true digit and 0 "
                  "for the others."),
        "guess": (one_hot(1, 10) - OUTPUT, "The brightest output is pulled up: that is the network's own guess. The "
                  "label says which digit is really there."),
        "target at the label": (np.where(target == 1, 1, -OUTPUT), "At the true digit stands its target, 1. The nudge "
                                "is what is missing there: 1 minus the output."),
        "true digit only": (0.75 * target, "Only the true digit gets a nudge. All the others should go down to 0."),
        "guess only": (-0.75 * one_hot(1, 10), "Only the guess gets a nudge. Every output has a target."),
        "zero to minus one": (2 * target - 1 - OUTPUT, "The others are pulled down to -1. They should go down to 0."),
        "scaled": (lambda got: abs(got[7] / 0.75 - 1) > 1e-6 and np.allclose(got / got[7], right / 0.75), "The right "
                   "proportions, on another scale. The size of a nudge is the difference itself."),
        "two only": (0.75 * target - 0.75 * one_hot(1, 10), "Only the true digit and the guess get a nudge. Every "
                     "output has a target."),
    })


def test_wanted_nudges_are_small_where_little_is_wrong():
    expect(wanted_nudges(np.array([0.02, 0.0, 0.96]), 2), want=np.array([-0.02, 0.0, 0.04]))
    expect(wanted_nudges(np.array([1.0, 0.0]), 0), want=np.array([0.0, 0.0]))


def test_wanted_nudges_refuse_a_label_without_an_output():
    for label in (10, -1):
        expect_error(wanted_nudges, OUTPUT, label, shows=label, why="There are outputs for 0 to 9 only: raise a "
                     "ValueError that shows the label.", mistakes={
            "from the end": (lambda got: len(got) == 10, "No output belongs to that label, and an answer came all "
                             "the same (-1 counts from the end in Python). Raise a ValueError that shows it."),
        })
    expect_error(wanted_nudges, np.array([0.2, 0.7, 0.4]), 3, shows=3, why="Three outputs are for 0, 1 and 2: raise a "
                 "ValueError that shows the label. How many there are, `output` tells.")


def small_network():
    """4 inputs, 2 hidden neurons, 3 outputs; every weight different."""
    return [(np.sin(np.arange(8.0)).reshape(2, 4), np.array([0.2, -0.1])),
            (np.cos(np.arange(6.0)).reshape(3, 2), np.array([-1.5, 0.3, 0.4]))]


IMAGE = np.array([0.9, 0.1, 0.4, 0.7])
RATE = 3.0


def say(network, image):
    """What the network says about one image."""
    for W, b in network:
        image = 1 / (1 + np.exp(-(W @ image + b)))
    return image


def squared(output, target):
    return np.sum((output - target) ** 2)


def cross_entropy(output, target):
    return -np.sum(target * np.log(output) + (1 - target) * np.log(1 - output))


def felt(network, label, cost=squared):
    """The slope of the cost of IMAGE for every dial, each felt by a tiny walk."""
    feet = [(W.copy(), b.copy()) for W, b in network]
    slopes = [(np.zeros_like(W), np.zeros_like(b)) for W, b in network]
    target = one_hot(label, len(network[-1][1]))
    for layer, found in zip(feet, slopes, strict=True):
        for dials, slope in zip(layer, found, strict=True):
            for place in np.ndindex(dials.shape):
                here = dials[place]
                dials[place] = here + 1e-4
                up = cost(say(feet, IMAGE), target)
                dials[place] = here - 1e-4
                slope[place] = (up - cost(say(feet, IMAGE), target)) / 2e-4
                dials[place] = here
    return slopes


def moved(network, slopes, rate):
    return [(W - rate * dW, b - rate * db) for (W, b), (dW, db) in zip(network, slopes, strict=True)]


def times(slopes, factor):
    return [(factor * dW, factor * db) for dW, db in slopes]


def shrunk(got, want):
    """Whether `got` is `want` times one number below 1."""
    got, want = (np.concatenate([np.ravel(one) for layer in both for one in layer]) for both in (got, want))
    factor = got @ want / (want @ want)
    return 1e-6 < factor < 1 - 1e-6 and np.allclose(got, factor * want, rtol=1e-5, atol=1e-12)


def same(got, want):
    """Whether two networks, or two lists of gradients, agree."""
    try:
        expect(got, want, rtol=1e-6)
    except AssertionError:
        return False
    return True


def test_training_step_gives_four_things_by_name():
    got = training_step(small_network(), IMAGE, 1, RATE)
    keys = sorted(got) if isinstance(got, dict) else got
    expect(keys, want=["cost", "gradients", "guess", "network"], what="the keys, sorted", mistakes={
        "tuple": (lambda got: isinstance(got, tuple), "The four things came back without their names. Give a dict: "
                  '{"guess": …, "cost": …, "gradients": …, "network": …}.'),
    }, say="It should be a dict with exactly these four keys.")


def test_training_step_starts_afresh_at_every_call():
    network = small_network()
    first, second = training_step(network, IMAGE, 1, RATE), training_step(network, IMAGE, 1, RATE)
    expect(second, want=first, say="The same call gave something else the second time: something of the first one "
           "lives on. Gradients start from zero in every call, and the network given stays as it was.")


def test_training_step_guesses_before_the_step():
    """The outputs are about 0.35, 0.41 and 0.51: the guess is 2, though a 1 is shown."""
    got = training_step(small_network(), IMAGE, 1, RATE)["guess"]
    expect(got, want=2, what="the guess", mistakes={
        "label": (1, "That is the label, or what the network says after the step. The guess is what it says before: "
                  "the number of its largest output."),
        "smallest": (0, "That is not the largest output. Is it the smallest (argmin), or the wrong axis?"),
        "one more": (3, "That is one more than the number of the largest output: the first has the number 0."),
        "value": (float(np.max(say(small_network(), IMAGE))), "That is the largest output itself. The guess is its "
                  "number: argmax."),
        "right or wrong": (lambda got: isinstance(got, bool | np.bool_), "That says whether the guess is right. The "
                           "guess is a number from 0 on: which output is the largest?"),
        "outputs": (lambda got: np.size(got) == 3, "Those are the outputs, or one number for each. The guess is the "
                    "number of the largest one."),
        "one row": (lambda got: np.shape(got) == (1,), "One image, one guess: it is still in a list of one. Take its "
                    "[0]."),
    })


def test_training_step_tells_the_cost_before_the_step():
    network, target = small_network(), one_hot(1, 3)
    got = training_step(network, IMAGE, 1, RATE)["cost"]
    output = say(network, IMAGE)
    right = float(squared(output, target))
    after = moved(network, felt(network, 1), RATE)
    expect(got, want=right, what="the cost", mistakes={
        "after": (float(squared(say(after, IMAGE), target)), "That is the cost after the step. Ask for it before."),
        "half": (right / 2, "Half the right value: some books define the cost with a ½; this course does not."),
        "mean": (right / 3, "A third of the right value: the squared differences of the three outputs are added up, "
                 "and averaged over images only. Here is one image."),
        "guess": (float(squared(output, one_hot(2, 3))), "That is the cost if the network's own guess were the truth. "
                  "Compare with the label."),
        "label": (float(squared(output, 1)), "Each output was compared with the label's number. The target is "
                  "one-hot."),
        "true digit only": (float((output[1] - 1) ** 2), "That is the true digit's share alone. The other outputs have "
                            "a target, too: 0."),
        "root": (right**0.5, "That is the root of the cost. Leave the square root out."),
        "absolute": (float(np.sum(np.abs(output - target))), "The differences are added up without being squared."),
        "entropy": (float(cross_entropy(output, target)), "That is the cross-entropy, a cost that comes later in the "
                    "course. Here it is the squares of kata 3."),
        "each": ((output - target) ** 2, "That is a cost for each output. Add them up."),
    })


def test_training_step_gives_the_gradients_of_the_network_it_was_given():
    network = small_network()
    got = training_step(network, IMAGE, 1, RATE)["gradients"]
    right = felt(network, 1)
    expect(got, want=right, rtol=1e-6, atol=1e-10, what="the gradients", mistakes={
        "sign": (times(right, -1), "Every gradient has the right size and the wrong sign: it starts with output minus "
                 "target. (Then `update` has to subtract; two turned signs hide each other.)"),
        "no two": (times(right, 0.5), "Every gradient is half of what it should be: the 2 that comes down from the "
                   "square is missing."),
        "mean": (times(right, 1 / 3), "A third of the right value: the cost is a sum over the three outputs."),
        "step": (times(right, RATE), "These are multiplied by the learning rate: the step, not the gradient."),
        "step down": (times(right, -RATE), "These are multiplied by the learning rate: the step, not the gradient."),
        "after": (felt(moved(network, right, RATE), 1), "These are the gradients of the new network. Feel the slope "
                  "first, then step."),
        "guess": (felt(network, 2), "These lead to the network's own guess: it was taken for the target. The "
                  "target is the label."),
        "no squish": (felt(network, 1, cross_entropy), "That is the rule for another cost, the cross-entropy. For "
                      "squares, the slope of the sigmoid, a · (1 - a), and a 2 belong into the last layer's delta."),
        "no squish, but two": (times(felt(network, 1, cross_entropy), 2), "That is the rule for another cost, the "
                               "cross-entropy. For squares, the slope of the sigmoid, a · (1 - a), belongs into the "
                               "last layer's delta."),
        "dials": (network, "Those are the weights and biases themselves, not their gradients."),
        "layer by layer": (lambda got: same(got[1:], right[1:]) and not same(got[:1], right[:1]), "The last layer's "
                           "gradients are right, those before it are not: were its weights changed before the "
                           "error was passed back through them?"),
        "shrunk": (lambda got: shrunk(got, right), "Every gradient is too small by the same factor: what is it "
                   "divided by? It is the slope of this one image's cost, nothing averaged."),
        "new dials": (moved(network, right, RATE), "That is the new network. Its gradients are asked for here."),
    })


def test_training_step_takes_one_step_downhill():
    network = small_network()
    got = training_step(network, IMAGE, 1, RATE)
    right = felt(network, 1)
    assert same(got["gradients"], right), "While the gradients are not right, the new network cannot be."
    expect(got["network"], want=moved(network, right, RATE), what="the new network", mistakes={
        "uphill": (moved(network, right, -RATE), "The step went uphill: the gradient points up, so subtract."),
        "unchanged": (network, "That is the old network. `update` gives a new one: return that."),
        "no rate": (moved(network, right, 1.0), "The step is the gradient itself: the learning rate that was given "
                    "takes no part."),
        "rate twice": (moved(network, right, RATE**2), "The learning rate was multiplied in twice. `update` does it."),
        "twice": (lambda got: same(got, moved(moved(network, right, RATE), felt(moved(network, right, RATE), 1), RATE)),
                  "That is the network after two steps. Take one."),
        "swapped": (moved(right, network, RATE), "`update` was given the gradients first and the network second. It is "
                    "update(network, gradients, learning_rate)."),
        "twice the same": (moved(network, right, 2 * RATE), "The same step was taken twice: was `update` called "
                           "twice?"),
        "step": (times(right, -RATE), "That is how far each dial moves, not where it arrives."),
        "last layer only": ([network[0], moved(network, right, RATE)[1]], "Only the last layer moved. Every layer "
                            "takes its step."),
    })


def test_training_step_after_step_makes_the_cost_fall():
    network, costs = small_network(), []
    for _ in range(5):
        step = training_step(network, IMAGE, 1, 0.5)
        network = step["network"]
        costs.append(float(step["cost"]))
    falling = all(later < earlier for earlier, later in pairwise(costs))
    assert falling, "Five steps on the same image, and the cost does not fall at each: " + \
                    ", ".join(f"{cost:.4f}" for cost in costs)


def half_size(images):
    """Each 2×2 pixels become one, their mean: 14×14 are enough to tell a 7 from a 1, and quicker."""
    return images.reshape(-1, 14, 2, 14, 2).mean(axis=(2, 4)).reshape(-1, 196)


def test_training_step_pushes_the_7_up_and_the_1_down():
    """A network of one layer learns from a dozen real digits, one step each. Then it meets a 7, and calls it a 1."""
    images, labels = digits28(0, 12)
    network = [(np.zeros((10, 196)), np.zeros(10))]
    for image, label in zip(half_size(images), labels, strict=True):
        network = training_step(network, image, int(label), 0.5)["network"]
    seven = half_size(digits28(688, 689)[0])[0]  # a slim one with a short bar
    before = say(network, seven)
    step = training_step(network, seven, 7, 0.2)
    expect(step["guess"], want=1, what="the guess about digit 688, which is a 7")
    after = say(step["network"], seven)
    assert after[7] > before[7] + 0.02, (f"The 7's output was {before[7]:.2f} before the step and is {after[7]:.2f} "
                                         "after it. It should be pushed up.")
    assert after[1] < before[1] - 0.02, (f"The 1's output was {before[1]:.2f} before the step and is {after[1]:.2f} "
                                         "after it. It should be pushed down.")
    for _ in range(3):
        step = training_step(step["network"], seven, 7, 0.2)
    expect(step["guess"], want=7, what="the guess after three steps")
