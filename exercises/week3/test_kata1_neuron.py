"""The squish, one neuron, and a layer of them.

`squish` below is the formula as it stands in books. It is good enough for the small numbers in these tests.
The first layer tested has as many neurons as inputs: there, a matrix that lies on its side still fits, so the
numbers can tell what went wrong. The others have no two sizes alike.
"""

import math

import numpy as np

from kata import expect
from kata.circumstances import warned
from week3.kata1_neuron import layer, neuron, sigmoid


def squish(z):
    return 1 / (1 + np.exp(-np.asarray(z)))


def of_array(z):
    """What `sigmoid` makes of an array. If it only works for single numbers, that is said."""
    try:
        return sigmoid(z)
    except (TypeError, ValueError) as error:
        sigmoid(1.5)  # a fault that has nothing to do with arrays shows itself here
        raise AssertionError(
            f"It works for one number and stops at an array ({type(error).__name__}: {error}). np.exp takes a whole "
            "array, math.exp does not; and `if z > 0` can ask about one number only, np.where about each."
        ) from None


def test_sigmoid_squishes_every_number_to_between_0_and_1():
    z = np.array([-2.0, -0.5, 0.0, 1.5, 4.0])
    want = np.array([0.11920292, 0.37754067, 0.5, 0.81757448, 0.98201379])
    expect(of_array(z), want=want, mistakes={
        "precedence": (1 + np.exp(-z), "At 0 it must be 0.5, and this gives 2: put brackets around 1 + exp(-z), so "
                       "that the 1 is divided by all of it."),
        "sign": (1 - want, "The curve is upside down: it should rise from 0 to 1. The exponent is minus z."),
        "tanh": (np.tanh(z), "That is tanh, which runs from -1 to 1. The sigmoid runs from 0 to 1."),
        "tanh of half": (2 * want - 1, "The curve runs from -1 to 1. The sigmoid runs from 0 to 1."),
        "no sign": (squish(np.abs(z)), "Negative numbers come out above 0.5, as if they were positive. Where z "
                    "is negative, the fraction is another one: e^z / (1 + e^z)."),
        "no sign, low": (squish(-np.abs(z)), "Positive numbers come out below 0.5, as if they were negative. Where z "
                         "is positive, the fraction is another one: 1 / (1 + e^(-z))."),
        "softmax": (np.exp(z) / np.exp(z).sum(), "The values share out 1 between them: that is softmax. The sigmoid "
                    "squishes each number by itself."),
        "slope": (want * (1 - want), "That is the slope of the sigmoid, s · (1 - s). Return s itself."),
        "relu": (np.maximum(z, 0), "That is ReLU, which cuts off below 0 and leaves the rest as it is. The sigmoid "
                 "stays between 0 and 1."),
        "not squished": (z, "That is z itself: nothing was squished."),
        "exp": (np.exp(-z), "That is exp(-z) alone. Add 1, and divide 1 by that."),
        "exp, the other sign": (np.exp(z), "That is exp(z) alone. The sigmoid is 1 / (1 + exp(-z))."),
        "minus": (lambda got: np.isinf(got[2]), "It divides by 0 at z = 0: 1 plus exp(-z), not minus."),
        "step": (lambda got: set(np.asarray(got).ravel().tolist()) <= {0, 0.5, 1} and len(got) == 5,
                 "That is a hard step, from 0 to 1 at once, or a rounded sigmoid. Keep the values in between: training "
                 "will need the slope."),
        "nearly": (lambda got: np.shape(got) == (5,) and 0 < np.abs(got - want).max() < 0.006, "Nearly right, but not "
                   "exact: rounded, or with 2.718 for e? np.exp has all the digits."),
        "one number": (lambda got: np.ndim(got) == 0, "One number came back for five. Squish each one."),
        "first only": ([want[0], 0, 0, 0, 0], "Only the first number was squished. The `return` belongs after the "
                       "loop, not in it."),
    }, say="The formula is 1 / (1 + exp(-z)), for each number by itself.")


def test_sigmoid_takes_a_single_number_too():
    try:
        half = sigmoid(0.0)
    except TypeError as error:
        raise AssertionError(
            f"It works for an array and stops at a single number (TypeError: {error}). np.asarray(z) makes an array of "
            "either, and NumPy's functions take both."
        ) from None
    expect(half, want=0.5)
    expect(sigmoid(-3.0), want=0.0474258732)


def test_sigmoid_keeps_the_shape_of_a_table():
    z = np.array([[1.0, -1.0, 0.25], [3.0, 0.0, -0.75]])
    expect(of_array(z), want=squish(z), mistakes={
        "flat": (squish(z).ravel(), "The rows were strung together. An array of shape (2, 3) gives one of (2, 3)."),
        "softmax": (np.exp(z) / np.exp(z).sum(axis=1, keepdims=True), "Each row adds up to 1: that is softmax. The "
                    "sigmoid squishes each number by itself."),
    })


def test_sigmoid_of_whole_numbers_is_not_whole():
    try:
        got = sigmoid(np.array([-1, 0, 2]))
    except TypeError as error:
        sigmoid(np.array([-1.0, 0.0, 2.0]))  # a fault that has nothing to do with ints shows itself here
        raise AssertionError(
            f"It works for floats and stops at whole numbers ({type(error).__name__}: {error}). An array of ints "
            "cannot take up a float: begin with np.asarray(z, dtype=float)."
        ) from None
    expect(got, want=np.array([0.26894142, 0.5, 0.88079708]), mistakes={
        "whole": (np.array([0, 0, 0]), "The values were cut to whole numbers: an array made like z (np.zeros_like(z), "
                  "z.copy()) holds ints when z does. Make it with dtype=float."),
    })
    expect(sigmoid(-3), want=0.0474258732)


TOO_LARGE = (
    "e^1000 is too large for a float. e^(-|z|) never is: use it for both signs, 1 / (1 + e^(-|z|)) where z is positive "
    "and e^(-|z|) / (1 + e^(-|z|)) where it is negative."
)


def calm(z, want):
    """What `sigmoid` makes of numbers far out, without a warning."""
    expect(sigmoid(1.5), want=0.81757448, say="First the curve itself, then its far ends.")
    expect(sigmoid(np.array([-3.0, 1.5])), want=np.array([0.04742587, 0.81757448]), say="First the curve itself, then "
           "its far ends.")
    try:
        with warned() as warnings:
            got = sigmoid(z)
    except OverflowError:
        raise AssertionError(f"It stops with an OverflowError: {TOO_LARGE}") from None
    assert not np.isnan(np.asarray(got, dtype=float)).any(), (
        f"Far out it answers nan, because infinity was divided by infinity. {TOO_LARGE}"
    )
    expect(got, want=want, say="Far out, the answer is 0 or 1 to the last digit that counts. If z is clipped, that was "
           "too tight: from -500 to 500 is plenty.")
    assert not warnings, (
        f"The values are right, and NumPy warns: “{warnings[0]}”. {TOO_LARGE} "
        "(np.where works out both of its sides for every z, so it is no protection by itself.)"
    )


def test_sigmoid_stays_calm_at_plus_and_minus_1000():
    calm(np.array([-1000.0, -40.0, 1000.0]), want=np.array([0.0, 0.0, 1.0]))


def test_sigmoid_stays_calm_with_a_single_number_far_out():
    calm(-1000.0, want=0.0)
    calm(1000.0, want=1.0)


def test_neuron_is_a_weighted_sum_plus_a_bias_squished():
    """0.2 · 1.5 - 1.0 · 0.5 + 0.6 · 1.0 is 0.4; with the bias it is 0.75."""
    x, w, bias = np.array([0.2, 1.0, 0.6]), np.array([1.5, -0.5, 1.0]), 0.35
    expect(neuron(x, w, bias), want=float(squish(0.75)), mistakes={
        "no bias": (squish(0.4), "The bias is missing. Add it to the weighted sum, before the squish."),
        "no squish": (0.75, "That is the weighted sum plus the bias. Squish it: the sigmoid comes last."),
        "bare sum": (0.4, "That is the weighted sum alone. Add the bias to it, then take the sigmoid."),
        "bias too often": (squish(0.4 + 3 * bias), "The bias was added once for every input. Add up all the products "
                           "first, then add the bias once."),
        "inside, x": (squish(0.4 + 2.0 * bias), "The bias was added to the inputs before they were multiplied. It "
                      "comes after the sum."),
        "inside, w": (squish(0.4 + 1.8 * bias), "The bias was added to the weights before they were multiplied. It "
                      "comes after the sum."),
        "outside": (squish(0.4) + bias, "The bias was added after the squish. It comes before: sigmoid(sum + bias)."),
        "bias squished": (0.4 + squish(bias), "Only the bias was squished. Squish the whole: sigmoid(sum + bias)."),
        "minus": (squish(0.4 - bias), "The bias was taken away. Add it. (In exp(-sum + bias) the minus misses the "
                  "bias: exp(-(sum + bias)).)"),
        "times": (squish(0.4 * bias), "The sum was multiplied by the bias. Add it."),
        "mean": (squish(0.4 / 3 + bias), "The products were averaged. Add them up."),
        "no weights": (squish(1.8 + bias), "The inputs were added up as they are. Multiply each by its weight first."),
        "added": (squish(1.8 + 2.0 + bias), "Weights and inputs were added. Multiply each input by its weight."),
        "squished early": (float(np.sum(squish(x * w))) + bias, "Each product was squished by itself. Add up first, "
                           "and squish the sum once."),
        "squished early and late": (squish(np.sum(squish(x * w)) + bias), "Each product was squished by itself, and "
                                    "the sum again. Squish once, at the end."),
        "squished one by one": (float(np.sum(squish(x * w + bias))), "Each product got the bias and a squish of its "
                                "own. Add up first; then the bias, once; then the squish, once."),
        "inputs squished": (squish(squish(x) @ w + bias), "The inputs were squished before they were weighted. Only "
                            "the final sum is squished."),
        "first only": (squish(0.3 + bias), "Only the first product was counted. The `return` belongs after the loop, "
                       "not in it."),
        "last only": (squish(0.6 + bias), "Only the last product was counted. Start the total before the loop, and "
                      "add to it with +=."),
        "not the first": (squish(0.1 + bias), "The first product is missing: range(n) starts at 0."),
        "not the last": (squish(-0.2 + bias), "The last product is missing: range(n) already stops before n."),
        "twice": (squish(squish(0.75)), "The answer was squished twice. Once is right."),
        "upside down": (squish(-0.75), "The sum went in with the wrong sign: sigmoid(sum + bias), and the minus is the "
                        "sigmoid's own affair."),
        "tanh": (math.tanh(0.75), "That is tanh of the sum. Use the sigmoid."),
        "step": (1.0, "That is a hard yes. A neuron answers with a number between 0 and 1: the sigmoid of the sum."),
        "one by one": (lambda got: np.shape(got) == (3,), "One number for each input came back. A neuron has one "
                       "number: add up the products."),
        "in an array": (lambda got: np.shape(got) == (1,) and np.allclose(got, squish(0.75)), "The right number, but "
                        "in an array of length 1. Return the number itself."),
        "table": (lambda got: np.shape(got) == (3, 3), "A table came back, every input times every weight. Each input "
                  "has one weight of its own: np.dot multiplies the pairs and adds them up."),
    }, say="Multiply each input by its weight, add up, add the bias, and take the sigmoid of that.")


def test_neuron_that_sees_only_darkness_is_left_with_its_bias():
    expect(neuron(np.zeros(4), np.array([3.0, -1.0, 0.5, 2.0]), 2.0), want=0.880797078)
    expect(neuron(np.zeros(4), np.array([3.0, -1.0, 0.5, 2.0]), -1), want=0.268941421)


def test_neuron_can_look_at_a_whole_image():
    """784 pixels: this neuron is for the upper half and against the lower."""
    brightness = np.arange(784) % 10 / 10
    weights = np.where(np.arange(784) < 392, 0.01, -0.005)
    upper, lower = brightness[:392].sum(), brightness[392:].sum()
    expect(neuron(brightness, weights, -0.5), want=float(squish(0.01 * upper - 0.005 * lower - 0.5)))


def tried(inputs, W, b, sentence):
    """What `layer` answers. If the shapes do not fit, `sentence` says how they should."""
    try:
        return layer(inputs, W, b)
    except ValueError as error:
        raise AssertionError(f"Shapes that do not fit, says NumPy: {error}. {sentence}") from None


def test_layer_gives_each_neuron_its_row_of_weights_and_its_bias():
    """Three inputs, three neurons. Their weighted sums are -1.4, 1.01 and 0.12."""
    x = np.array([0.2, 0.9, 0.4])
    W = np.array([[1.0, -2.0, 0.5], [0.3, 1.5, -1.0], [2.0, 0.0, -0.7]])
    b = np.array([0.5, -1.0, 0.25])
    got = tried(x, W, b, "One image is a row of numbers, (n_in,): no loop over images is needed, nor any reshaping.")
    expect(got, want=squish([-0.9, 0.01, 0.37]), mistakes={
        "transposed": (squish(W.T @ x + b), "The weights of neuron j are row j of W, and its columns were used. "
                       "inputs @ W.T + b, or W @ inputs + b for one image. (It ran only because this W is square.)"),
        "bias first": (squish(W @ (x + b)), "The bias was added to the inputs. It comes after the product, one for "
                       "each neuron."),
        "bias on the weights": (squish((W + b) @ x), "The bias was added to the weights. It comes after the product, "
                                "one for each neuron."),
        "bias on the weights, by rows": (squish((W + b[:, None]) @ x), "The bias was added to the weights. It comes "
                                         "after the product, one for each neuron."),
        "no bias": (squish(W @ x), "The biases are missing. Add b after the product, before the squish."),
        "no squish": (W @ x + b, "These are the weighted sums plus the biases. Squish them: the sigmoid comes last."),
        "bare sums": (W @ x, "These are the weighted sums alone. Add b, then take the sigmoid."),
        "bias last": (squish(W @ x) + b, "The bias was added after the squish. It comes before: sigmoid(sums + b)."),
        "minus": (squish(W @ x - b), "The biases were taken away. Add them. (In exp(-sums + b) the minus misses the "
                  "biases: exp(-(sums + b)).)"),
        "one bias": (squish(W @ x + b[0]), "Every neuron got the first bias. Neuron j has b[j]."),
        "all biases": (squish(W @ x + b.sum()), "Every neuron got the sum of all biases. Neuron j has b[j]."),
        "bias too often": (squish(W @ x + 3 * b), "The bias was added once for every input. Add up the products first, "
                           "then add b once."),
        "wrong axis": (squish((W * x).sum(axis=0) + b), "The products were added up down the columns. A neuron's sum "
                       "runs along its row: axis=1."),
        "one sum": (squish(np.sum(W * x) + b), "All products of all neurons went into one sum. Each neuron has a sum "
                    "of its own, along its row of W."),
        "mean": (squish((W * x).mean(axis=1) + b), "The products were averaged. Add them up."),
        "softmax": (np.exp(W @ x + b) / np.exp(W @ x + b).sum(), "The values share out 1 between them: that is "
                    "softmax. Here every neuron is squished by itself, with the sigmoid."),
        "twice": (squish(squish(W @ x + b)), "The answer was squished twice. Once is right."),
        "tanh": (np.tanh(W @ x + b), "That is tanh. Use your sigmoid."),
        "relu": (np.maximum(W @ x + b, 0), "That is ReLU. Use your sigmoid."),
        "one row": (squish(W[0] @ x + b), "Every neuron used the first row of weights. Neuron j has row j."),
        "column": (lambda got: np.allclose(got, squish((W @ x)[None] + b[:, None])) or np.allclose(
                   got, squish((W @ x)[:, None] + b)), "A 3×3 table: one of sums and biases stands as a column, so "
                   "each sum met each bias. Keep both flat, (n_out,)."),
        "products": (lambda got: np.shape(got) == (3, 3), "A 3×3 table: each weight was multiplied and nothing added "
                     "up. @ multiplies and adds, * only multiplies."),
        "stands up": (lambda got: np.shape(got) in ((3, 1), (1, 3)), "One image gives a flat answer, of shape "
                      "(n_out,). No reshape is needed."),
        "one neuron": (lambda got: np.ndim(got) == 0, "One number came back. A layer gives one for each neuron."),
    }, say="For each neuron: its row of W times the inputs, added up; plus its bias; then the sigmoid.")


def test_layer_may_have_fewer_neurons_than_inputs():
    """Four inputs, two neurons: their sums are 0.3 - 2 and 2.4 + 0.5."""
    x, b = np.array([1.0, 0.0, 0.5, 0.2]), np.array([-2.0, 0.5])
    W = np.array([[0.5, 9.0, -1.0, 1.5], [1.0, -9.0, 2.0, 2.0]])
    got = tried(x, W, b, "Here inputs is (4,), W is (2, 4), b is (2,): a row of W for each neuron, a column for each "
                "input. The product comes first, and b is added to its 2 sums.")
    expect(got, want=squish([-1.7, 2.9]))


# Three images of four pixels, and three neurons: as many images as neurons, where a bias can go astray unseen.
IMAGES = np.array([[0.0, 1.0, 0.5, 0.1], [0.9, 0.2, 0.0, 0.3], [0.4, 0.4, 1.0, 0.0]])
W3 = np.array([[1.0, -0.5, 2.0, 0.3], [-1.5, 0.8, 0.0, 1.0], [0.2, 0.6, -1.0, -2.0]])
B3 = np.array([1.0, -2.0, 0.5])


def test_layer_gives_each_image_a_row_and_each_neuron_its_bias():
    sums = IMAGES @ W3.T
    alone = [tried(image, W3, B3, "First each image alone, then all of them together.") for image in IMAGES]
    expect(alone, want=list(squish(sums + B3)), what="Each image alone",
           say="First each image alone, then all of them together.")
    got = tried(IMAGES, W3, B3, "Many images come as a table, one in each row, and W @ inputs is for a single one. "
                "inputs @ W.T works for both.")
    expect(got, want=squish(sums + B3), mistakes={
        "bias per image": (squish(sums + B3[:, None]), "Each image got a bias of its own. A bias belongs to a neuron, "
                           "so it is the same down a column: add b as it is, flat."),
        "bias per image, turned": (squish(sums + B3[:, None]).T, "Two things at once: images and neurons are swapped, "
                                   "and b went to the images. inputs @ W.T + b puts both right."),
        "turned": (squish(sums + B3).T, "Rows and columns are swapped: each image should have a row, each neuron a "
                   "column. inputs @ W.T + b comes out that way."),
        "no bias": (squish(sums), "The biases are missing when there are many images. Add b to each row."),
        "no squish": (sums + B3, "The squish is missing when there are many images."),
        "first only": (squish(sums + B3)[0], "Only the first image got an answer. Return a row for each image."),
        "last only": (squish(sums + B3)[2], "Only the last image got an answer: collect a row for each image."),
        "last everywhere": (np.tile(squish(sums + B3)[2], (3, 1)), "Every row holds the answer for the last image: "
                            "the rows are one and the same list or array, [[0] * n] * m for one. Make a new row for "
                            "each image."),
        "all in one": (lambda got: np.shape(got) == (3,), "One row came back for three images. Each image has a row "
                       "of its own: nothing is added up or averaged over images."),
        "bias too often": (squish(sums + 3 * B3), "The bias was added once for every image. Each sum gets it once."),
        "strung": (lambda got: np.shape(got) == (9,), "The rows were strung together. Return shape (n, n_out)."),
    })


def test_layer_takes_any_number_of_images():
    """Five images, two neurons; then a table that holds one image. It stays a table."""
    images = np.vstack([IMAGES, 1 - IMAGES[:2]])
    got = tried(images, W3[:2], B3[:2], "Here inputs is (5, 4), W is (2, 4), b is (2,), and the answer (5, 2): a row "
                "for each image, a column for each neuron.")
    expect(got, want=squish(images @ W3[:2].T + B3[:2]), mistakes={
        "turned": (squish(images @ W3[:2].T + B3[:2]).T, "Rows and columns are swapped: each image should have a row, "
                   "each neuron a column."),
    })
    expect(layer(images[:1], W3, B3), want=squish(images[:1] @ W3.T + B3), mistakes={
        "flat": (squish(images[0] @ W3.T + B3), "A table with one image, (1, 4), gives a table with one row, (1, 3). "
                 "Only a single image, (4,), gives a flat answer."),
    })
