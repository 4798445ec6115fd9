"""Known mistakes in sigmoid, neuron and layer, each with the words it must earn."""

import math

import numpy as np

from kata.known import mistake
from week3.kata1_neuron import sigmoid


@mistake("sigmoid", "put brackets around 1 + exp(-z)")
def precedence(z):
    return 1 / 1 + np.exp(-np.asarray(z))


@mistake("sigmoid", "upside down")
def sign(z):
    return 1 / (1 + np.exp(z))


@mistake("sigmoid", "upside down")
def numerator_with_a_minus(z):
    return np.exp(-z) / (1 + np.exp(-z))


@mistake("sigmoid", "stops at an array")
def math_exp(z):
    return 1 / (1 + math.exp(-z))


@mistake("sigmoid", "stops at an array")
def if_on_an_array(z):
    if z >= 0:
        return 1 / (1 + np.exp(-z))
    return np.exp(z) / (1 + np.exp(z))


@mistake("sigmoid", "stops at a single number")
def loop_over_a_number(z):
    return np.array([1 / (1 + np.exp(-one)) for one in z])


@mistake("sigmoid", "an OverflowError")
def vectorized_math_exp(z):
    return np.vectorize(lambda one: 1 / (1 + math.exp(-one)))(z)


@mistake("sigmoid", "infinity was divided by infinity")
def exp_of_z_overflows(z):
    return np.exp(z) / (1 + np.exp(z))


@mistake("sigmoid", "NumPy warns")
def formula_as_in_books(z):
    return 1 / (1 + np.exp(-np.asarray(z, dtype=float)))


@mistake("sigmoid", "NumPy warns")
def where_with_both_sides(z):
    z = np.asarray(z, dtype=float)
    return np.where(z >= 0, 1 / (1 + np.exp(-z)), 1 - 1 / (1 + np.exp(z)))


@mistake("sigmoid", "That is tanh")
def tanh(z):
    return np.tanh(z)


@mistake("sigmoid", "The curve runs from -1 to 1")
def tanh_of_half(z):
    return np.tanh(np.asarray(z) / 2)


@mistake("sigmoid", "as if they were positive")
def negative_branch_forgotten(z):
    return 1 / (1 + np.exp(-np.abs(z)))


@mistake("sigmoid", "that is softmax")
def softmax(z):
    return np.exp(z) / np.sum(np.exp(z))


@mistake("sigmoid", "slope of the sigmoid")
def slope(z):
    s = 1 / (1 + np.exp(-np.asarray(z)))
    return s * (1 - s)


@mistake("sigmoid", "ReLU")
def relu(z):
    return np.maximum(z, 0)


@mistake("sigmoid", "exp(-z) alone")
def only_the_exponential(z):
    return np.exp(-np.asarray(z))


@mistake("sigmoid", "divides by 0 at z = 0")
def minus_in_the_denominator(z):
    with np.errstate(divide="ignore"):
        return 1 / (1 - np.exp(-np.asarray(z)))


@mistake("sigmoid", "hard step")
def step(z):
    return np.where(np.asarray(z) > 0, 1.0, 0.0)


@mistake("sigmoid", "with 2.718 for e")
def rounded(z):
    return np.round(1 / (1 + np.exp(-np.asarray(z))), 3)


@mistake("sigmoid", "with 2.718 for e")
def short_e(z):
    return 1 / (1 + 2.718 ** -np.asarray(z, dtype=float))


@mistake("sigmoid", "cut to whole numbers")
def buffer_of_ints(z):
    if np.ndim(z) == 0:
        return 0.5 * (1 + math.tanh(z / 2))
    s = np.zeros_like(z)
    s[z >= 0] = 1 / (1 + np.exp(-z[z >= 0]))
    s[z < 0] = np.exp(z[z < 0]) / (1 + np.exp(z[z < 0]))
    return s


@mistake("sigmoid", "strung together")
def flattened(z):
    s = np.array([0.5 * (1 + math.tanh(one / 2)) for one in np.ravel(z)])
    return s if np.ndim(z) else s[0]


@mistake("sigmoid", "changed the `z`")
def halved_in_place(z):
    if np.ndim(z):
        z *= 0.5
        return 0.5 * (1 + np.tanh(z))
    return 0.5 * (1 + math.tanh(z / 2))


@mistake("neuron", "bias is missing")
def bias_forgotten(inputs, weights, bias):
    return float(sigmoid(np.dot(weights, inputs)))


@mistake("neuron", "once for every input")
def bias_for_every_input(inputs, weights, bias):
    return float(sigmoid(np.sum(weights * inputs + bias)))


@mistake("neuron", "added to the inputs")
def bias_on_the_inputs(inputs, weights, bias):
    return float(sigmoid(np.dot(weights, inputs + bias)))


@mistake("neuron", "added to the weights")
def bias_on_the_weights(inputs, weights, bias):
    return float(sigmoid(np.dot(weights + bias, inputs)))


@mistake("neuron", "the sigmoid comes last")
def not_squished(inputs, weights, bias):
    return float(np.dot(weights, inputs) + bias)


@mistake("neuron", "after the squish")
def bias_outside(inputs, weights, bias):
    return float(sigmoid(np.dot(weights, inputs)) + bias)


@mistake("neuron", "Only the bias was squished")
def bracket_too_late(inputs, weights, bias):
    return float(np.dot(weights, inputs) + sigmoid(bias))


@mistake("neuron", "bias was taken away")
def bias_subtracted(inputs, weights, bias):
    return float(sigmoid(np.dot(weights, inputs) - bias))


@mistake("neuron", "averaged")
def mean_of_products(inputs, weights, bias):
    return float(sigmoid(np.mean(weights * inputs) + bias))


@mistake("neuron", "added up as they are")
def weights_forgotten(inputs, weights, bias):
    return float(sigmoid(np.sum(inputs) + bias))


@mistake("neuron", "One number for each input")
def not_added_up(inputs, weights, bias):
    return sigmoid(weights * inputs + bias)


@mistake("neuron", "the sum once")
def squished_product_by_product(inputs, weights, bias):
    return float(np.sum(sigmoid(weights * inputs)) + bias)


@mistake("neuron", "a squish of its own")
def squished_one_by_one(inputs, weights, bias):
    return float(np.sum(sigmoid(weights * inputs + bias)))


@mistake("neuron", "Only the final sum is squished")
def inputs_squished(inputs, weights, bias):
    return float(sigmoid(np.dot(weights, sigmoid(inputs)) + bias))


@mistake("neuron", "squished twice")
def squished_twice(inputs, weights, bias):
    return float(sigmoid(sigmoid(np.dot(weights, inputs) + bias)))


@mistake("neuron", "wrong sign")
def sum_negated(inputs, weights, bias):
    return float(sigmoid(-(np.dot(weights, inputs) + bias)))


@mistake("neuron", "a hard yes")
def threshold(inputs, weights, bias):
    return 1.0 if np.dot(weights, inputs) + bias > 0 else 0.0


@mistake("neuron", "changed the `inputs`")
def weighted_in_place(inputs, weights, bias):
    inputs *= weights
    return float(sigmoid(inputs.sum() + bias))


@mistake("layer", "its columns were used")
def transposed(inputs, W, b):
    return sigmoid(inputs @ W + b)


@mistake("layer", "its columns were used")
def transposed_the_other_way(inputs, W, b):
    return sigmoid(W.T @ inputs + b)


@mistake("layer", "added to the inputs")
def bias_before_the_product(inputs, W, b):
    return sigmoid(W @ (inputs + b))


@mistake("layer", "The biases are missing. Add b after")
def biases_forgotten(inputs, W, b):
    return sigmoid(inputs @ W.T)


@mistake("layer", "the sigmoid comes last")
def layer_not_squished(inputs, W, b):
    return inputs @ W.T + b


@mistake("layer", "after the squish")
def bias_after_the_squish(inputs, W, b):
    return sigmoid(inputs @ W.T) + b


@mistake("layer", "nothing added up")
def star_for_at(inputs, W, b):
    return sigmoid(W * inputs + b)


@mistake("layer", "each sum met each bias")
def bias_as_a_column(inputs, W, b):
    return sigmoid(W @ inputs + b.reshape(-1, 1))


@mistake("layer", "down the columns")
def wrong_axis(inputs, W, b):
    return sigmoid((W * inputs).sum(axis=0) + b)


@mistake("layer", "into one sum")
def one_sum_for_all(inputs, W, b):
    return sigmoid(np.sum(W * inputs) + b)


@mistake("layer", "that is softmax")
def layer_softmax(inputs, W, b):
    z = inputs @ W.T + b
    return np.exp(z) / np.exp(z).sum(axis=-1, keepdims=True)


@mistake("layer", "got the first bias")
def one_bias_for_all(inputs, W, b):
    return sigmoid(inputs @ W.T + b[0])


@mistake("layer", "first row of weights")
def one_row_for_all(inputs, W, b):
    return sigmoid((inputs @ W[0])[..., None] + b)


@mistake("layer", "That is ReLU")
def layer_relu(inputs, W, b):
    return np.maximum(inputs @ W.T + b, 0)


@mistake("layer", "No reshape is needed")
def column_vectors(inputs, W, b):
    return sigmoid(W @ inputs.reshape(-1, 1) + b.reshape(-1, 1))


@mistake("layer", "W @ inputs is for a single one")
def one_image_only(inputs, W, b):
    return sigmoid(W @ inputs + b)


@mistake("layer", "no loop over images is needed")
def many_images_only(inputs, W, b):
    return np.array([sigmoid(W @ image + b) for image in inputs])


@mistake("layer", "Each image got a bias of its own")
def bias_per_image(inputs, W, b):
    if inputs.ndim == 1:
        return sigmoid(W @ inputs + b)
    return sigmoid(inputs @ W.T + b.reshape(-1, 1))


@mistake("layer", "b went to the images")
def turned_with_a_flat_bias(inputs, W, b):
    return sigmoid(W @ inputs.T + b)


@mistake("layer", "Rows and columns are swapped")
def turned(inputs, W, b):
    return sigmoid((W @ inputs.T).T + b).T


@mistake("layer", "Only the last image")
def last_image_only(inputs, W, b):
    for image in np.atleast_2d(inputs):
        out = sigmoid(W @ image + b)
    return out


@mistake("layer", "nothing is added up or averaged over images")
def images_averaged(inputs, W, b):
    return sigmoid(np.atleast_2d(inputs).mean(axis=0) @ W.T + b)


@mistake("layer", "gives a table with one row")
def squeezed(inputs, W, b):
    return sigmoid(inputs @ W.T + b).squeeze()


@mistake("layer", "changed the `b`")
def bias_summed_in_place(inputs, W, b):
    if inputs.ndim > 1:
        return sigmoid(inputs @ W.T + b)
    b += W @ inputs
    return sigmoid(b)


@mistake("sigmoid", "Only the first number was squished")
def return_in_the_loop(z):
    if np.ndim(z) == 0:
        return sigmoid(z)
    squished = np.zeros(np.shape(z))
    for i in range(len(z)):
        squished[i] = sigmoid(z[i])
        return squished
    return None


@mistake("sigmoid", "cut to whole numbers")
def a_shelf_like_z(z):
    z = np.asarray(z)
    squished = np.zeros_like(z)
    squished[z >= 0] = 1 / (1 + np.exp(-z[z >= 0]))
    squished[z < 0] = np.exp(z[z < 0]) / (1 + np.exp(z[z < 0]))
    return squished


@mistake("sigmoid", "that was too tight")
def clipped_too_tightly(z):
    return 1 / (1 + np.exp(-np.clip(z, -10, 10)))


@mistake("neuron", "Only the first product")
def product_returned_in_the_loop(inputs, weights, bias):
    total = bias
    for x, w in zip(inputs, weights, strict=True):
        total += x * w
        return sigmoid(total)
    return None


@mistake("neuron", "Only the last product")
def total_begun_in_the_loop(inputs, weights, bias):
    for x, w in zip(inputs, weights, strict=True):
        total = 0
        total += x * w
    return sigmoid(total + bias)


@mistake("neuron", "The first product is missing")
def counted_from_1(inputs, weights, bias):
    return sigmoid(sum(inputs[i] * weights[i] for i in range(1, len(inputs))) + bias)


@mistake("neuron", "The last product is missing")
def stopped_too_soon(inputs, weights, bias):
    return sigmoid(sum(inputs[i] * weights[i] for i in range(len(inputs) - 1)) + bias)


@mistake("neuron", "bias was taken away")
def minus_for_the_sum_only(inputs, weights, bias):
    return 1 / (1 + np.exp(-np.dot(inputs, weights) + bias))


@mistake("neuron", "in an array of length 1")
def in_a_layer_of_one(inputs, weights, bias):
    return sigmoid(np.array([weights]) @ inputs + bias)


@mistake("layer", "the minus misses the biases")
def minus_for_the_sums_only(inputs, W, b):
    return 1 / (1 + np.exp(-inputs @ W.T + b))


@mistake("layer", "the rows are one and the same")
def one_row_many_times(inputs, W, b):
    if inputs.ndim == 1:
        return sigmoid(W @ inputs + b)
    rows = [[0] * len(b)] * len(inputs)
    for i, image in enumerate(inputs):
        for j in range(len(b)):
            rows[i][j] = sigmoid(W[j] @ image + b[j])
    return np.array(rows)
