"""The slope of the cost in 13,002 directions, first on networks small enough for a pencil.

In the first networks every layer is three wide: so whatever is mixed up in `backward` still gives
numbers, and the numbers tell what was mixed up. The later ones have a size of their own in every layer.
"""

from itertools import pairwise

import numpy as np

from kata import expect
from week3.kata4_backpropagation import backward, numerical_gradient, sigmoid_slope

W1, B1 = np.array([[0.5, -1.0, 2.0], [1.5, 0.2, -0.5], [-2.0, 1.0, 0.7]]), np.array([0.3, -0.6, 0.9])
W2, B2 = np.array([[2.0, -0.4, 1.0], [0.6, -3.0, 0.1], [-1.0, 0.8, 2.5]]), np.array([-0.2, 0.5, -1.1])
W3, B3 = np.array([[-0.7, 1.2, 0.4], [1.6, 0.3, -2.0], [0.9, -1.5, 0.8]]), np.array([0.1, -0.4, 0.6])
# Four images, so that the 2 of the square and the number of images cannot cancel.
IMAGES = np.array([[1.0, 0.5, 0.1], [0.2, 0.0, 0.9], [0.6, 0.7, 0.3], [0.0, 1.0, 0.4]])
TARGETS = np.array([[0.0, 1.0, 0.0], [1.0, 0.0, 0.0], [0.0, 0.0, 1.0], [0.0, 1.0, 0.0]])

# Gradients can be tiny and still matter: what counts is the relative error.
EXACT = {"rtol": 1e-6, "atol": 1e-12}


def squish(z):
    return 1 / (1 + np.exp(-z))


def slope(a):
    return a * (1 - a)


def cost(network, images, targets):
    for W, b in network:
        images = squish(images @ W.T + b)
    return np.sum((images - targets) ** 2) / len(targets)


def gradient_of(network, images, targets):
    """What `backward` answers. Where its shapes do not fit together, the crash gets a word about which do."""
    try:
        return backward(network, images, targets)
    except ValueError as misfit:
        if any(word in str(misfit) for word in ("mismatch", "broadcast", "aligned", "shape")):
            misfit.args = (f"{misfit}. With a row for each image, inputs are (n, n_in) and a delta is (n, n_out). Then "
                           "delta.T @ inputs has the shape of W, and delta @ W has the shape of the inputs.",)
        raise


def pair(delta, inputs):
    """(dW, db) of a layer with these deltas and these inputs, both with a row for each image."""
    return delta.T @ inputs, delta.sum(axis=0)


def same(got, want):
    """Whether two arrays, or two pairs, or two lists of pairs hold the same numbers."""
    if isinstance(want, np.ndarray):
        return np.shape(got) == want.shape and np.allclose(got, want, **EXACT)
    return len(got) == len(want) and all(map(same, got, want))


def times(got, want, *factors):
    """Whether `got` is `want`, every number multiplied by one of these factors."""
    return any(same(got, [(factor * dW, factor * db) for dW, db in want]) for factor in factors)


def multiple(got, want):
    """Whether `got` is any multiple of `want`, 0 times excepted."""
    factor = np.sum(got * want) / np.sum(want * want)
    return abs(factor) > 1e-9 and same(got, factor * want)


def test_sigmoid_slope_is_a_times_one_minus_a():
    a = np.array([0.5, 0.8, 0.1, 0.75, 0.0, 1.0])
    expect(sigmoid_slope(a), want=np.array([0.25, 0.16, 0.09, 0.1875, 0.0, 0.0]), dtype="float", mistakes={
        "squished again": (slope(squish(a)), "That is the slope you get if the sigmoid is taken once more. What comes "
                           "in is not z: it is a, and has been through the sigmoid already."),
        "half squished": (squish(a) * (1 - a), "One factor went through the sigmoid once more, the other did not. What "
                          "comes in is a, not z: leave it as it is in both."),
        "half squished, too": (a * (1 - squish(a)), "One factor went through the sigmoid once more, the other did not. "
                               "What comes in is a, not z: leave it as it is in both."),
        "a": (a, "At 0.5 this is twice too large, and at 1 it is not 0: the factor (1 - a) is missing."),
        "1 - a": (1 - a, "At 0.5 this is twice too large, and at 0 it is not 0: the factor a is missing."),
        "sigmoid": (squish(a), "That is the sigmoid of what came in. What is asked for is its slope, a · (1 - a)."),
        "squared": (a * a, "That is a · a. The second factor is 1 - a."),
        "tanh": (1 - a * a, "That is the slope of tanh. The sigmoid's is a · (1 - a)."),
        "brackets": (a * 1 - a, "That is 0 everywhere, as a * 1 - a is: put brackets around "
                     "(1 - a), because · comes before -."),
        "plus": (a * (1 + a), "The second factor is 1 - a, not 1 + a."),
        "sign": (a * (a - 1), "The right size and the wrong sign: the sigmoid always climbs, so its slope is never "
                 "below 0. The second factor is 1 - a."),
        "relu": ((a > 0) * 1.0, "That is the slope of ReLU. The sigmoid's is a · (1 - a)."),
        "summed": (lambda got: np.ndim(got) == 0, "One number for all activations. Each has a slope of its own: "
                   "multiply entry by entry with * (not with @), and add nothing up."),
    })


def test_sigmoid_slope_takes_a_number_and_a_table_too():
    expect(sigmoid_slope(0.2), want=0.16)
    expect(sigmoid_slope(np.array([[0.9, 0.4], [0.3, 0.5], [0.0, 0.05]])),
           want=np.array([[0.09, 0.24], [0.21, 0.25], [0.0, 0.0475]]))


def test_sigmoid_slope_is_tiny_but_not_zero_near_the_ends():
    expect(sigmoid_slope(np.array([1e-7, 0.5, 3e-9])), want=np.array([1e-7, 0.25, 3e-9]), **EXACT, mistakes={
        "rounded": (lambda got: got[0] == got[2] == 0 != got[1],
            "Tiny slopes became 0. Leave them as they are: a neuron near its end learns slowly, but it learns."),
    }, say="Near its ends the sigmoid is almost flat, and only almost: no rounding, no smallest value.")


def test_sigmoid_slope_is_how_fast_the_sigmoid_climbs():
    z = np.array([-4.0, -0.3, 0.0, 1.2, 6.0])
    climbed = (squish(z + 1e-5) - squish(z - 1e-5)) / 2e-5
    expect(sigmoid_slope(squish(z)), want=climbed)


def test_backward_of_one_layer_and_one_image():
    """The biases are such that the three outputs are 0.8, 0.5 and 0.9: a pencil is enough for the rest."""
    image, target, said = np.array([[1.0, 0.5, 0.25]]), np.array([[1.0, 0.0, 0.0]]), np.array([[0.8, 0.5, 0.9]])
    z = np.log(said / (1 - said))
    b = (z - image @ W1.T)[0]
    # delta, by hand: 2 · (0.8 - 1) · 0.8 · 0.2,  2 · (0.5 - 0) · 0.5 · 0.5,  2 · (0.9 - 0) · 0.9 · 0.1
    delta, error = np.array([[-0.064, 0.25, 0.162]]), said - target
    dW, db = pair(delta, image)
    want = [(dW, db)]

    def forgetful(said):
        """The pair that a forward pass with another answer leads to."""
        return pair(2 * (said - target) * slope(said), image)

    expect(gradient_of([(W1, b)], image, target), want=want, **EXACT, dtype="float", mistakes={
        "two lists": (lambda got: np.shape(got[0]) == (1, 3, 3), "All dW in one list and all db in another. Give one "
                      "pair (dW, db) for each layer: for one layer, [(dW, db)]."),
        "no list": (lambda got: np.shape(got[0]) == (3, 3) and np.shape(got[1]) == (3,), "Give one pair (dW, db) for "
                    "each layer, in a list, also where there is only one: [(dW, db)]."),
        "weights only": (lambda got: np.shape(got[0]) == (3, 3), "Each layer has a pair, (dW, db): the gradient of its "
                         "biases belongs there too."),
        "b first": (lambda got: np.shape(got[0][0]) == (3,) and np.shape(got[0][1]) == (3, 3), "The pair is (dW, db), "
                    "weights first, as in the network."),
        "not summed": (lambda got: np.shape(got[0][1]) in ((1, 3), (3, 1)), "db has a dimension too many. It has one "
                       "number for each neuron, as b has: add up the deltas over the images, delta.sum(axis=0)."),
        "over neurons": (lambda got: np.shape(got[0][1]) in ((), (1,)), "db is a single number. It has one number for "
                         "each neuron: add up over the images (axis=0), not over the neurons."),
        "sign": (lambda got: times(got, want, -1, -0.5), "The right size and the wrong sign. The error is output minus "
                 "target, and `backward` gives the slope uphill: the minus comes with the update."
                 ),
        "no two": (lambda got: times(got, want, 0.5), "Exactly half the right values: the 2 that comes down from "
                   "the square is missing. (Only a cost with a ½ in front has none, and this one has no ½.)"),
        "over outputs": (lambda got: times(got, want, 1 / 3, 1 / 6), "There is a division by the number of outputs in "
                         "it. The cost adds up over the outputs and averages over the images only."),
        "no slope": (lambda got: times(got, [pair(error, image)], 1, 2, -1, -2), "The slope of the last sigmoid is "
                     "missing: the error (a - t) is also multiplied by a · (1 - a). Without that it is the rule "
                     "for another cost, the cross-entropy."),
        "slope of a": (lambda got: times(got, [pair(error * slope(squish(said)), image)], 1, 2, -1, -2), "The slope at "
                       "the output was taken of sigmoid(a). What the layer answered has been through the sigmoid "
                       "already: the slope is a · (1 - a)."),
        "slope of z": (lambda got: times(got, [pair(error * slope(z), image)], 1, 2, -1, -2), "The slope at the output "
                       "was computed from z, as z · (1 - z). It is a · (1 - a), with a = sigmoid(z): what the layer "
                       "answered."),
        "half a slope": (lambda got: times(got, [pair(error * said, image)], 1, 2) or times(
            got, [pair(error * (1 - said), image)], 1, 2),
            "Only one factor of the slope is in it. At the output it is a · (1 - a), both."),
        "error alone": (lambda got: times(got, [pair(slope(said), image)], 1, 2, -1, -2), "That is the slope "
                                "of the sigmoid alone: the error (a - t) does not take part."),
        "no sigmoid": (lambda got: times(got, [pair((z - target) * slope(z), image)], 1, 2) or times(
            got, [pair(z - target, image)], 1, 2),
            "The forward pass ended without its sigmoid: the error was taken from z. What the layer says is "
            "a = sigmoid(z), here 0.8, 0.5 and 0.9."),
        "no bias": (lambda got: times(got, [forgetful(squish(image @ W1.T))], 1, 0.5), "The forward pass went without "
                    "the biases: z is inputs @ W.T + b."),
        "wrong way": (lambda got: times(got, [forgetful(squish(image @ W1 + b))], 1, 0.5), "The forward pass used W "
                      "the wrong way round: row j belongs to neuron j, so images in rows take inputs @ W.T + b."),
        "absolute": (lambda got: times(got, [pair(abs(delta), image)], 1, 0.5), "The signs are lost: the error is "
                     "a - t, without abs. Below the target its slope is negative."),
        "squared": (lambda got: times(got, [pair(error**2 * slope(said), image)], 1, 2), "The error is still squared. "
                    "The slope of (a - t)² is 2 · (a - t)."),
        "transposed": (lambda got: times(got, [(dW.T, db)], 1, 0.5), "db is right and dW is its mirror image: dW has "
                       "the shape of W, with a row for each neuron. That is delta.T @ inputs, or "
                       "np.outer(delta, inputs) for one image."),
        "no inputs": ([(np.repeat(delta.T, 3, axis=1), db)], "db is right, and dW is the delta over and over: each "
                      "weight's delta is multiplied by the input that comes through the weight."),
        "own outputs": ([(delta.T @ said, db)], "db is right, and dW was made with what the layer answered. It is the "
                        "delta times what the layer was given, its inputs."),
        "times W": ([(delta.T * W1, db)], "db is right, and dW was made with the weights themselves. It is the delta "
                    "times what the layer was given, its inputs."),
        "zeros": ([(dW, 0 * db)], "dW is right, and db is 0 all along. For a bias the slope is simply the delta."),
        "the bias": ([(dW, b)], "dW is right, and db is the bias itself, not its gradient. For a bias the slope is "
                     "simply the delta."),
        "delta times b": ([(dW, db * b)], "dW is right, and db is the delta times the bias. The input of a bias is "
                          "always 1, so its slope is simply the delta."),
        "ones": ([(dW, db * 0 + 1)], "dW is right, and db is 1 all along. The input of a bias is 1, so its slope is "
                 "simply the delta."),
        "mean": (lambda got: same(got[0], (dW, np.full(3, db.mean()))), "dW is right, and all biases "
                 "have the same slope: their average. Each neuron has its own delta."),
        "after a step": (lambda got: multiple(got[0][0] - W1, dW), "Those are the weights after a step. Give the "
                         "gradient alone; the step comes in kata 5."),
        "some factor": (lambda got: all(multiple(got[0][i], want[0][i]) for i in (0, 1)) and not same(got, want),
            "The direction is right and the size is not: all numbers are multiplied by a factor, as by a learning rate "
            "or by scaling to some length. Give the slopes as they are."),
        "db off": (lambda got: same(got[0][0], dW) and not same(got[0][1], db),
            "dW is right and db is not. For a bias the slope is simply the delta of its neuron."),
        "dW off": (lambda got: same(got[0][1], db) and not same(got[0][0], dW), "db is right, so the delta is right "
                   "too. dW is not: dW[j, i] is the delta of neuron j times input i."),
    }, say="Begin with db: here it is the delta, 2 · (a - t) · a · (1 - a); by hand that is -0.064, 0.25 and 0.162.")


def test_backward_begins_at_zero_in_every_call():
    network = [(W1, B1)]
    said = squish(IMAGES[:1] @ W1.T + B1)
    want = [pair(2 * (said - TARGETS[:1]) * slope(said), IMAGES[:1])]
    first, second = ([[np.array(one) for one in layer] for layer in gradient_of(network, IMAGES[:1], TARGETS[:1])]
                     for _ in range(2))
    expect(second, want=want, **EXACT, what="the gradient, asked for a second time", mistakes={
        "grows": (lambda got: len(got) > 1 and all(len(one) == 2 for one in got), "With every call the list grows. A "
                  "default argument `=[]`, or a list outside the function, is made once and kept: make a new one "
                  "inside."),
        "adds up": (lambda got: same(got[0][1] - first[0][1], want[0][1]), "The second call gives the first one's "
                    "gradient on top of its own: the sums of earlier calls are still there. Begin at zero inside the "
                    "function."),
    }, say="Asked again, the function gives something else: whatever it needs, it should make afresh in every call.")


def test_backward_of_many_images_is_the_average_of_their_gradients():
    said = squish(IMAGES @ W1.T + B1)
    delta = 2 * (said - TARGETS) * slope(said) / 4
    dW, db = pair(delta, IMAGES)
    want = [(dW, db)]
    mean_image = IMAGES.mean(axis=0, keepdims=True)
    said_of_mean = squish(mean_image @ W1.T + B1)
    expect(gradient_of([(W1, B1)], IMAGES, TARGETS), want=want, **EXACT, mistakes={
        "not averaged": (lambda got: times(got, want, 4, 2), "Four times too large, and there are four images: the "
                         "cost is an average, so its gradient is one too. Divide by the number of images, once."),
        "n twice": (lambda got: times(got, want, 0.25), "Four times too small, and there are four images: it was "
                    "divided by their number twice."),
        "over outputs": (lambda got: times(got, want, 4 / 3, 1 / 3), "There is a division by the number of outputs in "
                         "it. The cost adds up over the outputs and averages over the images only."),
        "only db divided": ([(4 * dW, db)], "db is right, and dW is four times too large: its sum over the four images "
                            "is divided by their number too."),
        "db mean": ([(dW, db / 4)], "dW is right, and db is four times too small. The deltas are divided by the number "
                    "of images already: add them up for db, without another average."),
        "db not divided": ([(dW, 4 * db)], "dW is right, and db is four times too large: its sum over the four images "
                           "is divided by their number too."),
        "dW divided twice": ([(dW / 4, db)], "db is right, and dW is four times too small: it was divided by the "
                             "number of images twice."),
        "axis": (lambda got: np.shape(got[0][1]) in ((4,), (4, 1)), "db has one number for each image. It should have "
                 "one for each neuron: add up over the images, delta.sum(axis=0)."),
        "not summed": (lambda got: np.shape(got[0][1]) in ((4, 3), (3, 4), (1, 3), (3, 1)), "db has a dimension too "
                       "many. It has one number for each neuron: add up over the images, delta.sum(axis=0)."),
        "one by one": (lambda got: (len(got) == 4 and len(got[0]) == 1) or np.shape(got[0][0]) == (4, 3, 3),
            "One gradient for each image. Give their average: one pair (dW, db) for each layer."),
        "last image": (lambda got: times(got, [pair(delta[3:], IMAGES[3:])], 1, 4), "That is the last image's share "
                       "alone: inside the loop each image replaces the one before. Add up (+=)."),
        "last image's db": (lambda got: same(got[0][0], dW) and any(same(got[0][1], f * delta[3]) for f in (1, 4)),
                            "dW is right, and db comes from the last image alone. Add up over all of them."),
        "average image": ([pair(2 * (said_of_mean - TARGETS.mean(axis=0)) * slope(said_of_mean), mean_image)],
                          "The images were averaged before they went in. Let each go through the network by itself, "
                          "and average their gradients."),
        "first image": (lambda got: times(got, [pair(delta[:1], IMAGES[:1])], 1, 4), "That is the first image's share "
                        "alone. All images count."),
        "sums multiplied": (lambda got: same(got[0][1], db) and (
            same(got[0][0], np.outer(db, IMAGES.mean(axis=0))) or same(got[0][0], np.outer(db, IMAGES.sum(axis=0)))),
            "db is right, and dW is a product of two sums. Multiply image by image, each delta with its own inputs, "
            "and add up then: delta.T @ inputs does both."),
        "db off": (lambda got: same(got[0][0], dW) and not same(got[0][1], db),
            "dW is right and db is not: add up the deltas over the images."),
        "dW off": (lambda got: same(got[0][1], db) and not same(got[0][0], dW), "db is right, so the deltas are right "
                   "too. dW is not: for each image delta j times input i, added up over the images."),
    })


def test_backward_passes_the_blame_to_the_layer_before():
    hidden_z = IMAGES @ W1.T + B1
    hidden = squish(hidden_z)
    said = squish(hidden @ W2.T + B2)
    error = 2 * (said - TARGETS) / 4
    delta = error * slope(said)
    last, passed_back = pair(delta, hidden), delta @ W2
    want = [pair(passed_back * slope(hidden), IMAGES), last]

    def with_hidden(delta):
        return [pair(delta, IMAGES), last]

    def weights_moved_first(got):
        drift = pair((delta @ last[0]) * slope(hidden), IMAGES)
        return same(got[1], last) and all(multiple(got[0][i] - want[0][i], drift[i]) for i in (0, 1))

    expect(gradient_of([(W1, B1), (W2, B2)], IMAGES, TARGETS), want=want, **EXACT, mistakes={
        "backwards": (want[::-1], "The right pairs in reverse order: the last layer's came first. You found them from "
                      "back to front; return them from front to back, as the layers stand in the network."),
        "no slope": (with_hidden(passed_back), "The last layer is right; in the hidden layer the slope is missing. "
                     "The blame that comes back is multiplied by a · (1 - a) of the hidden neuron itself."),
        "slope of a": (with_hidden(passed_back * slope(squish(hidden))), "The last layer is right; in the hidden layer "
                       "the slope was taken of sigmoid(a). What the layer answered has been through the sigmoid "
                       "already: the slope is a · (1 - a)."),
        "slope of z": (with_hidden(passed_back * slope(hidden_z)), "The last layer is right; in the hidden layer the "
                       "slope was computed from z, as z · (1 - z). It is a · (1 - a), with a = sigmoid(z)."),
        "slope of inputs": (with_hidden(passed_back * slope(IMAGES)), "The last layer is right; in the hidden layer "
                            "the slope is that of the layer's inputs. It is a · (1 - a) of what the hidden layer "
                            "itself answered: one place further on in your list of activations."),
        "slope of outputs": (with_hidden(passed_back * slope(said)), "The last layer is right; in the hidden layer the "
                             "slope is that of the outputs, once more. Each layer has the slope of its own "
                             "activations."),
        "slope twice": (with_hidden(passed_back * slope(hidden) ** 2), "The last layer is right; in the hidden layer "
                        "the slope is in it twice. Once is enough."),
        "half a slope": (with_hidden(passed_back * hidden), "The last layer is right; in the hidden layer only one "
                         "factor of the slope is in it. It is a · (1 - a), both."),
        "half a slope, too": (with_hidden(passed_back * (1 - hidden)), "The last layer is right; in the hidden layer "
                              "only one factor of the slope is in it. It is a · (1 - a), both."),
        "untransposed": (with_hidden((delta @ W2.T) * slope(hidden)), "The last layer is right; the blame came back "
                         "through W the wrong way round. With images in rows it is delta @ W; with one image as a "
                         "column, W.T @ delta."),
        "own W": (with_hidden((delta @ W1) * slope(hidden)), "The last layer is right; the blame came back through the "
                  "hidden layer's own W. It comes back through the weights that it went out by: those of the layer "
                  "after."),
        "own W.T": (with_hidden((delta @ W1.T) * slope(hidden)), "The last layer is right; the blame came back through "
                    "the hidden layer's own W. It comes back through the weights that it went out by: those of the "
                    "layer after."),
        "no W": (with_hidden(delta * slope(hidden)), "The last layer is right; the blame came back without weights. "
                 "A hidden neuron is to blame for every output that it feeds, by the weight between the two: "
                 "delta @ W."),
        "shared out": (with_hidden(delta.sum(axis=1, keepdims=True) * slope(hidden)), "The last layer is right; the "
                       "blame came back without weights. A hidden neuron is to blame for every output that it feeds, "
                       "by the weight between the two: delta @ W."),
        "bare error": (with_hidden((error @ W2) * slope(hidden)), "The last layer is right; what went back from it is "
                       "the bare error, without the slope of the outputs. Pass back the delta."),
        "bare error, half": (with_hidden((error / 2 @ W2) * slope(hidden)), "The last layer is right; what went back "
                             "from it is the bare error, without the slope of the outputs. Pass back the delta."),
        "activations back": (with_hidden((said @ W2) * slope(hidden)), "The last layer is right; what went back from "
                             "it is what it answered. Pass back its delta."),
        "target again": (with_hidden(2 * (hidden - TARGETS) * slope(hidden) / 4), "The last layer is right; the hidden "
                         "layer was compared with the targets. Those are for the outputs. A hidden neuron gets its "
                         "blame from the layer after it: delta @ W."),
        "moved first": (weights_moved_first, "The last layer is right and the one before it is slightly off: W was "
                        "changed before the blame went back through it. `backward` changes no weight."),
        "n again": (with_hidden(passed_back * slope(hidden) / 4), "The last layer is right; the hidden one is four "
                    "times too small, and there are four images: it was divided by their number once more. The delta "
                    "that comes back has that in it already."),
        "both again": (with_hidden(passed_back * slope(hidden) / 2), "The last layer is right; the hidden one is half "
                       "of what it should be: the 2 of the square and the number of images went into it once more. "
                       "The delta that comes back has both in it already."),
        "n forgotten": (with_hidden(passed_back * slope(hidden) * 4), "The last layer is right; the hidden one is four "
                        "times too large, and there are four images: pass back the delta with the average in it."),
        "two again": (with_hidden(2 * passed_back * slope(hidden)), "The last layer is right; the hidden one is twice "
                      "what it should be. The 2 of the square comes in once, at the outputs."),
        "sign": (with_hidden(-passed_back * slope(hidden)), "The last layer is right; the hidden one has the wrong "
                 "sign. No minus on the way back: weights and slopes bring their own signs."),
        "images everywhere": ([want[0], pair(delta, IMAGES)], "The first layer is right; the last one's dW was made "
                              "with the images. Each layer has its own inputs: what the layer before it answered."),
        "answers": ([pair(passed_back * slope(hidden), hidden), last], "The last layer is right, and so is the hidden "
                    "delta; the first dW was made with what that layer answered. It is delta times what it was given: "
                    "here the images."),
        "nothing": ([(0 * W1, 0 * B1), last], "The last layer is right; the one before it got nothing. The blame goes "
                    "on to it, through the weights of the last layer."),
        "one layer": (lambda got: len(got) == 1, "One pair for two layers. Every layer of the network has a pair."),
        "first off": (lambda got: same(got[1], last) and not same(got[0][1], want[0][1]), "The last layer is right and "
                      "the one before it is not, so the blame goes wrong on the way back. The hidden delta is "
                      "(delta @ W of the last layer) · a · (1 - a) of the hidden layer, image by image."),
        "first dW off": (lambda got: same(got[1], last) and not same(got[0], want[0]),
            "The last layer is right, and so is the hidden db; the hidden dW is not. It is the hidden delta times "
            "what the first layer was given, the images."),
        "last off": (lambda got: same(got[0], want[0]) and not same(got[1], last),
            "The first layer is right and the last is not: it needs what the hidden layer answered as its inputs."),
    })


def test_backward_goes_on_through_every_layer():
    first = squish(IMAGES @ W1.T + B1)
    second = squish(first @ W2.T + B2)
    said = squish(second @ W3.T + B3)
    delta3 = 2 * (said - TARGETS) * slope(said) / 4
    delta2 = (delta3 @ W3) * slope(second)
    rest = [pair(delta2, first), pair(delta3, second)]
    want = [pair((delta2 @ W2) * slope(first), IMAGES), *rest]
    expect(gradient_of([(W1, B1), (W2, B2), (W3, B3)], IMAGES, TARGETS), want=want, **EXACT, mistakes={
        "always the last": ([pair((delta2 @ W3) * slope(first), IMAGES), *rest], "Two layers are right; to the first "
                            "one the blame came back through the weights of the last layer again. On each stretch it "
                            "is the W between the two layers."),
        "from the outputs": ([pair((delta3 @ W2) * slope(first), IMAGES), *rest], "Two layers are right; to the first "
                             "one the delta of the outputs was passed, again. Pass on the delta of the layer just "
                             "done."),
        "slope lost": ([pair((delta3 @ W3 @ W2) * slope(first), IMAGES), *rest], "Two layers are right; what was "
                       "passed on to the first lacks the slope of the second. Pass on the whole delta."),
        "never slope": ([pair(delta3 @ W3 @ W2 * slope(first), IMAGES), pair(delta3 @ W3, first), rest[1]], "A slope "
                        "is missing in the middle layer: every hidden layer multiplies what comes back by its own "
                        "a · (1 - a)."),
        "wrong slope": ([pair((delta2 @ W2) * slope(second), IMAGES), *rest], "Two layers are right; the first one got "
                        "the slope of the second. Each layer has the slope of its own activations."),
        "two only": (lambda got: len(got) == 2 and all(len(one) == 2 for one in got),
            "Two pairs for three layers. A network may have any number of layers: let a loop run back over all of "
            "them."),
        "backwards": (want[::-1], "The right pairs in reverse order."),
        "first off": (lambda got: same(got[1:], rest) and not same(got[0], want[0]),
            "Two layers are right and the first is not. The way back is the same at every layer: delta @ W, times the"
            " slope of the layer it reaches."),
        "last only": (lambda got: same(got[2], rest[1]) and not same(got[1], rest[0]),
            "Only the last layer is right. The way back is the same at every layer: delta @ W, times the slope of the"
            " layer it reaches."),
    })


def test_backward_agrees_with_a_tiny_turn_of_every_dial():
    """No formula at all: turn a dial up, turn it down, look at the cost. And then the next dial."""
    sizes = [5, 4, 3, 2]
    network = [(np.sin(np.arange(n * m) * 2 + m).reshape(n, m), np.cos(np.arange(n) + m)) for m, n in pairwise(sizes)]
    images, targets = (np.arange(30) * 7 % 11).reshape(6, 5) / 10, np.eye(2)[[0, 1, 1, 0, 1, 1]]
    felt = []
    for dials in (array for layer in network for array in layer):
        slopes = np.zeros(dials.shape)
        for place in np.ndindex(dials.shape):
            stood = dials[place]
            dials[place] = stood + 1e-5
            above = cost(network, images, targets)
            dials[place] = stood - 1e-5
            slopes[place] = (above - cost(network, images, targets)) / 2e-5
            dials[place] = stood
        felt.append(slopes)
    want = list(zip(felt[::2], felt[1::2], strict=True))
    expect(gradient_of(network, images, targets), want=want, rtol=1e-5, atol=1e-10,
           say="On networks with layers of one size this was right: look for sizes that are taken for granted.")


def test_backward_is_tiny_but_right_where_the_network_is_sure_and_wrong():
    """Outputs of about 0.000001 and 0.999999, all on the wrong side: there the sigmoid is nearly flat."""
    W, b = np.array([[0.3, -0.5], [0.1, 0.4], [-0.2, 0.6]]), np.array([-13.5, 14.0, -14.5])
    images, targets = np.array([[0.2, 0.9], [1.0, 0.4]]), np.array([[1.0, 0.0, 0.0], [0.0, 0.0, 1.0]])
    said = squish(images @ W.T + b)
    want = [pair(2 * (said - targets) * slope(said) / 2, images)]
    expect(gradient_of([(W, b)], images, targets), want=want, **EXACT, mistakes={
        "sign": (lambda got: times(got, want, -1), "The right size and the wrong sign. These slopes are tiny, and a "
                 "tiny step uphill is uphill."),
        "felt": (lambda got: not same(got, want) and all(
            np.shape(got[0][i]) == want[0][i].shape and np.allclose(got[0][i], want[0][i], rtol=1e-3, atol=0)
            for i in (0, 1)), "Nearly right, as slopes are that were felt with small steps. For slopes as "
            "tiny as these that is too coarse: compute them from the deltas, which is exact."),
        "nothing": ([(0 * W, 0 * b)], "The gradient became 0. It is tiny here, about 0.000001, because the sigmoid is "
                    "nearly flat: leave it as it is, without rounding."),
    }, say="The slopes are tiny here, about 0.000001. They need float64, no rounding, and no smallest value.")


def test_numerical_gradient_turns_one_entry_at_a_time_to_both_sides():
    """With steps as long as 0.25, so that it shows; for such a curve the steps to both sides are exact all the same."""
    def f(x):
        return x[0] ** 2 + 3 * x[0] * x[1] - 2 * x[1] * x[2] + x[2] ** 2

    x, eps = np.array([2.0, -1.0, 0.5]), 0.25
    want = np.array([1.0, 5.0, 3.0])
    up, down = ([f(x + sign * eps * one) for one in np.eye(3)] for sign in (1, -1))
    up, down = np.array(up), np.array(down)
    expect(numerical_gradient(f, x, eps=eps), want=want, mistakes={
        "forward": ((up - f(x)) / eps, "A step to one side only. On a curve the two sides differ: step to both, and "
                    "divide the difference by 2 · eps."),
        "backward": ((f(x) - down) / eps, "A step to one side only. On a curve the two sides differ: step to both, and "
                     "divide the difference by 2 · eps."),
        "one side, halved": ((up - f(x)) / (2 * eps), "The second step only went back to where you stood: f was asked "
                             "at x + eps and at x. Go on to x - eps."),
        "eps": ((up - down) / eps, "Twice too large: from the one side to the other it is 2 · eps."),
        "not divided": (up - down, "That is the difference alone. Divide it by the distance, 2 · eps."),
        "two only": ((up - down) / 2, "The difference was divided by 2 but not by eps."),
        "brackets": ((up - down) / 2 * eps, "The brackets are missing in / (2 * eps): without them it is divided by 2 "
                     "and multiplied by eps."),
        "brackets above": (up - down / (2 * eps), "The brackets are missing around the difference: only the second "
                           "value was divided."),
        "sum": ((up + down) / (2 * eps), "The two values were added. The slope comes from their difference."),
        "sign": (-want, "The right size and the wrong sign: the value above minus the value below."),
        "not put back": (np.array([1.0, 4.25, 3.5]), "The first slope is right, the later ones are not: an entry was "
                         "not put back before the next one was turned."),
        "not put back, above": (np.array([1.0, 5.75, 2.5]), "The first slope is right, the later ones are not: an "
                                "entry was not put back before the next one was turned."),
        "not put back, two copies": (np.array([1.0, 6.0, 9.0]), "The first slope is right, the later ones are not: an "
                                     "entry was not put back before the next one was turned."),
        "the same point": (np.zeros(3), "Every slope is 0. That happens if f is asked twice at the same point: "
                           "`up = x` makes no copy, only a second name for the same array. Write x.copy()."),
        "returned early": (np.array([1.0, 0.0, 0.0]), "Only the first slope was found: is the `return` inside the "
                           "loop?"),
        "share of the entry": (want * x, "Each step was eps times the entry. It is eps itself, for all entries alike."),
        "all at once": (np.full(3, 9.0), "All entries were turned at the same time. Turn one, put it back, then the "
                        "next."),
        "all at once, a number": (9.0, "All entries were turned at the same time. Turn one, put it back, then the "
                                  "next."),
        "noise": (lambda got: 0 < np.abs(got - want).max() < 0.05, "Nearly right: so small a step drowns in the "
                  "computer's rounding. Step by the `eps` that is given."),
    })


def test_numerical_gradient_is_accurate_with_the_step_it_has_by_itself():
    x = np.array([1.0, -1 / 3, 2.5])
    up, down = 3 * x**2 + 3e-5 * x, 3 * x**2 - 3e-5 * x
    expect(numerical_gradient(lambda x: np.sum(x**3), x), want=3 * x**2, rtol=1e-7, mistakes={
        "one side": (lambda got: np.allclose(got, up, rtol=1e-8) or np.allclose(got, down, rtol=1e-8), "A step to one "
                     "side only: off in the sixth digit. Steps to both sides are a hundred thousand times more "
                     "accurate here."),
        "rounded": (lambda got: any(np.allclose(got, np.round(3 * x**2, digits), rtol=0, atol=1e-12)
                                    for digits in range(2, 7)), "The slopes were rounded. Keep all their digits."),
        "inaccurate": (lambda got: 0 < np.abs(got - 3 * x**2).max() < 0.2, "Nearly right, and not accurate "
                       "enough. A good step is about 0.00001, to both sides: a much smaller one drowns in the "
                       "computer's rounding, with a much longer one the curve bends away."),
    })


def test_numerical_gradient_keeps_the_shape():
    table = np.array([[3.0, -1.0, 0.5], [2.0, 7.0, -4.0]])

    def f(x):
        assert np.shape(x) == table.shape, f"f was given an array of shape {np.shape(x)}; it takes one like x, (2, 3)."
        return np.sum(table * x) + x[1, 2] ** 2

    want = table + np.array([[0.0, 0.0, 0.0], [0.0, 0.0, 2.0]])
    expect(numerical_gradient(f, np.ones((2, 3))), want=want, mistakes={
        "flat": (want.ravel(), "The right slopes in one long row. Give them the shape of x: one slope in the place of "
                 "each entry."),
        "rows": (lambda got: np.allclose(np.ravel(got)[:: np.size(got) // 2], want.sum(axis=1)), "Whole rows were "
                 "turned at a time. Turn one entry at a time: np.ndindex(x.shape) goes through them all."),
    })
    cube = np.arange(6.0).reshape(2, 1, 3) - 2
    expect(numerical_gradient(lambda x: np.sum(cube * x), np.zeros((2, 1, 3))), want=cube,
           say="x may have any shape, here (2, 1, 3): np.ndindex(x.shape) goes through them all.")


def test_numerical_gradient_steps_in_float64_whatever_it_is_given():
    expect(numerical_gradient(lambda x: 1.25 * np.sum(x**2), np.array([1, 2, 5])), want=np.array([2.5, 5.0, 12.5]),
           mistakes={
        "cut": (lambda got: np.all(np.asarray(got) % 1 == 0) and np.abs(got - np.array([2.5, 5, 12.5])).max() < 2,
                "The slopes were cut to whole numbers, because x holds whole numbers and np.zeros_like(x) makes more "
                "of that kind. Make a float64 copy of x first."),
        "lost": (np.array([62500.0, 187500.0, 562500.0]), "x holds whole numbers, and among those a step of "
                 "0.00001 gets lost: whatever is put into such an array becomes a whole number. Make a float64 copy "
                 "of x first."),
    })
    x = np.array([1.1, -2.3, 4.7], dtype=np.float32)
    expect(numerical_gradient(lambda x: 1.25 * np.sum(x**2), x), want=2.5 * x.astype(float), rtol=1e-6, mistakes={
        "float32": (lambda got: np.abs(got - 2.5 * x).max() > 1e-4, "In float32 there are only seven digits, and a "
                    "step of 0.00001 gets lost among them. Make a float64 copy of x first."),
    })


def test_numerical_gradient_steps_as_far_as_eps_says():
    x, asked = np.array([2.0, -1.0]), []

    def f(x):
        asked.append(np.array(x))
        return x[0] * x[1]

    expect(numerical_gradient(f, x, eps=0.125), want=np.array([-1.0, 2.0]))
    steps = [float(np.abs(point - x).max()) for point in asked if not np.iscomplexobj(point)]
    assert not steps or any(abs(step - 0.125) < 1e-9 for step in steps), (
        f"eps was given as 0.125, and f was asked {max(steps):.7g} away from x: the length of a step is `eps`."
    )
