"""Known mistakes in backpropagation, each with the words it must earn."""

import numpy as np

from kata.known import mistake
from week3.kata1_neuron import layer, sigmoid
from week3.kata4_backpropagation import backward as right


def slope(a):
    return a * (1 - a)


def forward(network, images):
    """Every layer's activations, the images first."""
    activations = [images]
    for W, b in network:
        activations.append(layer(activations[-1], W, b))
    return activations


def plain(delta, inputs, W, b):
    """(dW, db), as it should be."""
    return delta.T @ inputs, delta.sum(axis=0)


def passed(delta, network, activations, i):
    """The delta of layer i - 1 from that of layer i, as it should be."""
    return (delta @ network[i][0]) * slope(activations[i])


def backprop(network, images, targets, output_delta=None, back=passed, gradient=plain):
    """Backpropagation with one part exchanged for a wrong one: what each mistake below hands over."""
    activations = forward(network, images)
    a, n = activations[-1], len(images)
    delta = 2 * (a - targets) * slope(a) / n if output_delta is None else output_delta(a, targets, n)
    gradients = []
    for i in reversed(range(len(network))):
        gradients.insert(0, gradient(delta, activations[i], *network[i]))
        if i:
            delta = back(delta, network, activations, i)
    return gradients


@mistake("sigmoid_slope", "the factor (1 - a) is missing")
def only_a(activation):
    return activation


@mistake("sigmoid_slope", "the factor a is missing")
def only_one_minus_a(activation):
    return 1 - activation


@mistake("sigmoid_slope", "sigmoid is taken once more")
def takes_z(activation):
    return sigmoid(activation) * (1 - sigmoid(activation))


@mistake("sigmoid_slope", "went through the sigmoid once more, the other did not")
def z_and_a_mixed_up(activation):
    return sigmoid(activation) * (1 - activation)


@mistake("sigmoid_slope", "went through the sigmoid once more, the other did not")
def a_and_z_mixed_up(activation):
    return activation * (1 - sigmoid(activation))


@mistake("sigmoid_slope", "the sigmoid of what came in")
def just_the_sigmoid(activation):
    return sigmoid(activation)


@mistake("sigmoid_slope", "slope of tanh")
def tanh_slope(activation):
    return 1 - activation**2


@mistake("sigmoid_slope", "That is a · a")
def squared(activation):
    return activation**2


@mistake("sigmoid_slope", "put brackets around (1 - a)")
def brackets_forgotten(activation):
    return activation * 1 - activation


@mistake("sigmoid_slope", "not 1 + a")
def plus(activation):
    return activation * (1 + activation)


@mistake("sigmoid_slope", "wrong sign")
def turned_round(activation):
    return activation * (activation - 1)


@mistake("sigmoid_slope", "slope of ReLU")
def relu_slope(activation):
    return np.where(activation > 0, 1.0, 0.0)


@mistake("sigmoid_slope", "One number for all activations")
def dot_product(activation):
    return activation @ (1 - activation)


@mistake("sigmoid_slope", "Tiny slopes became 0")
def rounded(activation):
    return np.round(activation * (1 - activation), 6)


@mistake("backward", "wrong sign. The error is output minus target")
def target_minus_output(network, images, targets):
    return backprop(network, images, targets, lambda a, t, n: 2 * (t - a) * slope(a) / n)


@mistake("backward", "wrong sign. The error is output minus target")
def target_minus_output_without_the_two(network, images, targets):
    return backprop(network, images, targets, lambda a, t, n: (t - a) * slope(a) / n)


@mistake("backward", "the 2 that comes down from the square")
def two_forgotten(network, images, targets):
    return backprop(network, images, targets, lambda a, t, n: (a - t) * slope(a) / n)


@mistake("backward", "division by the number of outputs")
def averaged_over_outputs(network, images, targets):
    return backprop(network, images, targets, lambda a, t, n: 2 * (a - t) * slope(a) / a.size)


@mistake("backward", "the cross-entropy")
def cross_entropy_rule(network, images, targets):
    return backprop(network, images, targets, lambda a, t, n: (a - t) / n)


@mistake("backward", "the cross-entropy")
def slope_of_the_outputs_forgotten(network, images, targets):
    return backprop(network, images, targets, lambda a, t, n: 2 * (a - t) / n)


@mistake("backward", "slope at the output was taken of sigmoid(a)")
def slope_of_sigmoid_of_a(network, images, targets):
    def back(delta, network, activations, i):
        return (delta @ network[i][0]) * slope(sigmoid(activations[i]))

    return backprop(network, images, targets, lambda a, t, n: 2 * (a - t) * slope(sigmoid(a)) / n, back)


@mistake("backward", "slope at the output was computed from z")
def slope_of_z(network, images, targets):
    return backprop(network, images, targets, lambda a, t, n: 2 * (a - t) * slope(np.log(a / (1 - a))) / n)


@mistake("backward", "the error (a - t) does not take part")
def error_forgotten(network, images, targets):
    return backprop(network, images, targets, lambda a, t, n: slope(a) / n)


def with_answers(network, images, targets, answer):
    """Backpropagation after a forward pass that has a mistake in it."""
    activations = [images]
    for W, b in network:
        activations.append(answer(activations[-1], W, b))
    a = activations[-1]
    delta = 2 * (a - targets) * slope(a) / len(a)
    gradients = []
    for i in reversed(range(len(network))):
        gradients.insert(0, plain(delta, activations[i], *network[i]))
        delta = passed(delta, network, activations, i)
    return gradients


@mistake("backward", "forward pass ended without its sigmoid")
def forward_without_sigmoid(network, images, targets):
    return with_answers(network, images, targets, lambda x, W, b: x @ W.T + b)


@mistake("backward", "forward pass went without the biases")
def forward_without_bias(network, images, targets):
    return with_answers(network, images, targets, lambda x, W, b: sigmoid(x @ W.T))


@mistake("backward", "forward pass used W the wrong way round")
def forward_transposed(network, images, targets):
    return with_answers(network, images, targets, lambda x, W, b: sigmoid(x @ W + b))


@mistake("backward", "as by a learning rate")
def learning_rate_inside(network, images, targets):
    return [(0.1 * dW, 0.1 * db) for dW, db in right(network, images, targets)]


@mistake("backward", "At the output it is a · (1 - a), both")
def half_the_slope(network, images, targets):
    return backprop(network, images, targets, lambda a, t, n: 2 * (a - t) * a / n)


@mistake("backward", "in the hidden layer only one factor of the slope")
def half_the_hidden_slope(network, images, targets):
    return backprop(network, images, targets, back=lambda d, net, acts, i: (d @ net[i][0]) * acts[i])


@mistake("backward", "The signs are lost")
def absolute_error(network, images, targets):
    return backprop(network, images, targets, lambda a, t, n: 2 * abs(a - t) * slope(a) / n)


@mistake("backward", "The error is still squared")
def still_squared(network, images, targets):
    return backprop(network, images, targets, lambda a, t, n: (a - t) ** 2 * slope(a) / n)


@mistake("backward", "dW is its mirror image")
def dW_transposed(network, images, targets):
    return backprop(network, images, targets, gradient=lambda d, x, W, b: (x.T @ d, d.sum(axis=0)))


@mistake("backward", "the delta over and over")
def inputs_forgotten(network, images, targets):
    def gradient(delta, inputs, W, b):
        return np.repeat(delta.sum(axis=0)[:, None], W.shape[1], axis=1), delta.sum(axis=0)

    return backprop(network, images, targets, gradient=gradient)


@mistake("backward", "dW was made with what the layer answered")
def own_outputs_for_inputs(network, images, targets):
    return backprop(network, images, targets, gradient=lambda d, x, W, b: (d.T @ layer(x, W, b), d.sum(axis=0)))


@mistake("backward", "made with the weights themselves")
def weights_for_inputs(network, images, targets):
    return backprop(network, images, targets, gradient=lambda d, x, W, b: (d.sum(0)[:, None] * W, d.sum(axis=0)))


@mistake("backward", "db is 0 all along")
def no_bias_gradient(network, images, targets):
    return backprop(network, images, targets, gradient=lambda d, x, W, b: (d.T @ x, np.zeros_like(b)))


@mistake("backward", "db is the bias itself")
def bias_for_its_gradient(network, images, targets):
    return backprop(network, images, targets, gradient=lambda d, x, W, b: (d.T @ x, b.copy()))


@mistake("backward", "delta times the bias")
def delta_times_bias(network, images, targets):
    return backprop(network, images, targets, gradient=lambda d, x, W, b: (d.T @ x, d.sum(axis=0) * b))


@mistake("backward", "db is 1 all along")
def bias_input_for_its_gradient(network, images, targets):
    return backprop(network, images, targets, gradient=lambda d, x, W, b: (d.T @ x, np.ones_like(b)))


@mistake("backward", "db has a dimension too many")
def db_not_flat(network, images, targets):
    return backprop(network, images, targets, gradient=lambda d, x, W, b: (d.T @ x, d.sum(axis=0, keepdims=True)))


@mistake("backward", "db has a dimension too many")
def db_not_summed(network, images, targets):
    return backprop(network, images, targets, gradient=lambda d, x, W, b: (d.T @ x, d))


@mistake("backward", "db is a single number")
def db_over_the_wrong_axis(network, images, targets):
    return backprop(network, images, targets, gradient=lambda d, x, W, b: (d.T @ x, d.sum(axis=1)))


@mistake("backward", "db is a single number")
def db_over_everything(network, images, targets):
    return backprop(network, images, targets, gradient=lambda d, x, W, b: (d.T @ x, d.sum()))


@mistake("backward", "all biases have the same slope")
def db_over_everything_for_each(network, images, targets):
    return backprop(network, images, targets, gradient=lambda d, x, W, b: (d.T @ x, np.full(len(b), d.mean())))


@mistake("backward", "All dW in one list")
def two_lists(network, images, targets):
    gradients = right(network, images, targets)
    return [dW for dW, _ in gradients], [db for _, db in gradients]


@mistake("backward", "in a list, also where there is only one")
def one_long_list(network, images, targets):
    return [one for pair in right(network, images, targets) for one in pair]


@mistake("backward", "the gradient of its biases belongs there too")
def weights_only(network, images, targets):
    return [dW for dW, _ in right(network, images, targets)]


@mistake("backward", "weights first, as in the network")
def biases_first(network, images, targets):
    return [(db, dW) for dW, db in right(network, images, targets)]


@mistake("backward", "weights after a step")
def stepped(network, images, targets):
    gradients = right(network, images, targets)
    return [(W - 0.1 * dW, b - 0.1 * db) for (W, b), (dW, db) in zip(network, gradients, strict=True)]


@mistake("backward", "changed the `network`")
def stepped_in_place(network, images, targets):
    gradients = right(network, images, targets)
    for (W, b), (dW, db) in zip(network, gradients, strict=True):
        W -= 0.1 * dW
        b -= 0.1 * db
    return gradients


@mistake("backward", "With every call the list grows")
def list_kept(network, images, targets, gradients=[]):  # noqa: B006
    gradients += right(network, images, targets)
    if len(gradients) == len(network):
        return list(gradients)
    return gradients


totals = {}


@mistake("backward", "the sums of earlier calls are still there")
def added_up_over_calls(network, images, targets):
    shapes = tuple(W.shape for W, _ in network)
    gradients = right(network, images, targets)
    for i, (dW, db) in enumerate(gradients):
        totals[shapes, len(images), i] = dW + totals.get((shapes, len(images), i), 0)
        totals[shapes, len(images), -i - 1] = db + totals.get((shapes, len(images), -i - 1), 0)
    return [(totals[shapes, len(images), i], totals[shapes, len(images), -i - 1]) for i in range(len(network))]


@mistake("backward", "there are four images: the cost is an average")
def not_averaged(network, images, targets):
    return backprop(network, images, targets, lambda a, t, n: 2 * (a - t) * slope(a))


@mistake("backward", "divided by their number twice")
def averaged_twice(network, images, targets):
    return backprop(network, images, targets, gradient=lambda d, x, W, b: (d.T @ x / len(x), d.mean(axis=0)))


@mistake("backward", "dW is right, and db is four times too small")
def db_averaged_again(network, images, targets):
    return backprop(network, images, targets, gradient=lambda d, x, W, b: (d.T @ x, d.mean(axis=0)))


@mistake("backward", "dW is right, and db is four times too large")
def db_not_averaged(network, images, targets):
    def gradient(delta, inputs, W, b):
        return delta.T @ inputs / len(inputs), delta.sum(axis=0)

    return backprop(network, images, targets, lambda a, t, n: 2 * (a - t) * slope(a), gradient=gradient)


@mistake("backward", "db is right, and dW is four times too large")
def dW_not_averaged(network, images, targets):
    def gradient(delta, inputs, W, b):
        return delta.T @ inputs, delta.mean(axis=0)

    return backprop(network, images, targets, lambda a, t, n: 2 * (a - t) * slope(a), gradient=gradient)


@mistake("backward", "each image replaces the one before")
def last_image_only(network, images, targets):
    for image, target in zip(images, targets, strict=True):
        gradients = right(network, image[None], target[None])
    return [(dW / len(images), db / len(images)) for dW, db in gradients]


@mistake("backward", "first image's share alone")
def returned_inside_the_loop(network, images, targets):
    return right(network, images[:1], targets[:1])


@mistake("backward", "product of two sums")
def means_multiplied(network, images, targets):
    def gradient(delta, inputs, W, b):
        return np.outer(delta.sum(axis=0), inputs.mean(axis=0)), delta.sum(axis=0)

    return backprop(network, images, targets, gradient=gradient)


@mistake("backward", "One gradient for each image")
def one_gradient_each(network, images, targets):
    if len(images) == 1:
        return right(network, images, targets)
    return [right(network, image[None], target[None]) for image, target in zip(images, targets, strict=True)]


@mistake("backward", "return them from front to back")
def last_layer_first(network, images, targets):
    return right(network, images, targets)[::-1]


@mistake("backward", "in the hidden layer the slope is missing")
def hidden_slope_forgotten(network, images, targets):
    return backprop(network, images, targets, back=lambda d, net, acts, i: d @ net[i][0])


@mistake("backward", "in the hidden layer the slope was taken of sigmoid(a)")
def hidden_slope_of_sigmoid_of_a(network, images, targets):
    return backprop(
        network, images, targets, back=lambda d, net, acts, i: (d @ net[i][0]) * slope(sigmoid(acts[i]))
    )


@mistake("backward", "in the hidden layer the slope was computed from z")
def hidden_slope_of_z(network, images, targets):
    return backprop(
        network, images, targets, back=lambda d, net, acts, i: (d @ net[i][0]) * slope(np.log(acts[i] / (1 - acts[i])))
    )


@mistake("backward", "one place further on in your list of activations")
def slope_one_layer_too_early(network, images, targets):
    return backprop(network, images, targets, back=lambda d, net, acts, i: (d @ net[i][0]) * slope(acts[i - 1]))


@mistake("backward", "the slope is that of the outputs, once more")
def slope_one_layer_too_late(network, images, targets):
    return backprop(
        network,
        images,
        targets,
        back=lambda d, net, acts, i: (d @ net[i][0]) * (slope(acts[i + 1]) if d.shape[1] == 3 else slope(acts[i])),
    )


@mistake("backward", "through W the wrong way round")
def weights_not_transposed(network, images, targets):
    return backprop(network, images, targets, back=lambda d, net, acts, i: (d @ net[i][0].T) * slope(acts[i]))


@mistake("backward", "the hidden layer's own W")
def weights_of_the_wrong_layer(network, images, targets):
    return backprop(network, images, targets, back=lambda d, net, acts, i: (d @ net[i - 1][0]) * slope(acts[i]))


@mistake("backward", "the hidden layer's own W")
def weights_of_the_wrong_layer_transposed(network, images, targets):
    return backprop(network, images, targets, back=lambda d, net, acts, i: (d @ net[i - 1][0].T) * slope(acts[i]))


@mistake("backward", "the blame came back without weights")
def weights_forgotten(network, images, targets):
    return backprop(network, images, targets, back=lambda d, net, acts, i: d * slope(acts[i]))


@mistake("backward", "the blame came back without weights")
def blame_shared_alike(network, images, targets):
    return backprop(
        network, images, targets, back=lambda d, net, acts, i: d.sum(axis=1, keepdims=True) * slope(acts[i])
    )


@mistake("backward", "the bare error, without the slope of the outputs")
def bare_error_passed_back(network, images, targets):
    def back(delta, network, activations, i):
        if i == len(network) - 1:
            delta = 2 * (activations[-1] - targets) / len(targets)
        return passed(delta, network, activations, i)

    return backprop(network, images, targets, back=back)


@mistake("backward", "the hidden layer was compared with the targets")
def targets_for_every_layer(network, images, targets):
    def back(delta, network, activations, i):
        a = activations[i]
        if a.shape != targets.shape:  # there it would crash; three layers of one width do not
            return passed(delta, network, activations, i)
        return 2 * (a - targets) * slope(a) / len(a)

    return backprop(network, images, targets, back=back)


@mistake("backward", "W was changed before the blame went back")
def weights_updated_first(network, images, targets):
    activations = forward(network, images)
    delta = 2 * (activations[-1] - targets) * slope(activations[-1]) / len(images)
    gradients = []
    for i in reversed(range(len(network))):
        W = network[i][0]
        dW = delta.T @ activations[i]
        gradients.insert(0, (dW, delta.sum(axis=0)))
        W = W - 0.5 * dW
        delta = (delta @ W) * slope(activations[i])
    return gradients


@mistake("backward", "W was changed before the blame went back")
def weights_updated_first_in_place(network, images, targets):
    activations = forward(network, images)
    delta = 2 * (activations[-1] - targets) * slope(activations[-1]) / len(images)
    gradients = []
    for i in reversed(range(len(network))):
        W, b = network[i]
        dW, db = delta.T @ activations[i], delta.sum(axis=0)
        gradients.insert(0, (dW, db))
        if i:  # or the guard's word about the changed input would come before this one's
            W -= 3.0 * dW
            b -= 3.0 * db
        delta = (delta @ W) * slope(activations[i])
    return gradients


@mistake("backward", "divided by their number once more")
def averaged_at_every_layer(network, images, targets):
    return backprop(
        network, images, targets, back=lambda d, net, acts, i: passed(d, net, acts, i) / len(acts[0])
    )


@mistake("backward", "the 2 of the square and the number of images went into it once more")
def two_and_average_at_every_layer(network, images, targets):
    return backprop(
        network, images, targets, back=lambda d, net, acts, i: 2 * passed(d, net, acts, i) / len(acts[0])
    )


@mistake("backward", "No minus on the way back")
def minus_on_the_way_back(network, images, targets):
    return backprop(network, images, targets, back=lambda d, net, acts, i: -passed(d, net, acts, i))


@mistake("backward", "The 2 of the square comes in once")
def two_at_every_layer(network, images, targets):
    return backprop(network, images, targets, back=lambda d, net, acts, i: 2 * passed(d, net, acts, i))


@mistake("backward", "the last one's dW was made with the images")
def images_as_inputs_of_every_layer(network, images, targets):
    def gradient(delta, inputs, W, b):
        same_width = W.shape[1] == images.shape[1]
        return delta.T @ (images if same_width else inputs), delta.sum(axis=0)

    return backprop(network, images, targets, gradient=gradient)


@mistake("backward", "the one before it got nothing")
def stopped_after_the_last_layer(network, images, targets):
    gradients = right(network, images, targets)
    return [(0 * dW, 0 * db) for dW, db in gradients[:-1]] + gradients[-1:]


@mistake("backward", "so the blame goes wrong on the way back")
def something_else_on_the_way_back(network, images, targets):
    def back(delta, network, activations, i):
        return (delta @ network[i][0]) * np.mean(slope(activations[i]))

    return backprop(network, images, targets, back=back)


@mistake("backward", "through the weights of the last layer again")
def always_through_the_last_weights(network, images, targets):
    def back(delta, network, activations, i):
        W = network[-1][0]
        return (delta @ (W if W.shape == network[i][0].shape else network[i][0])) * slope(activations[i])

    return backprop(network, images, targets, back=back)


@mistake("backward", "the delta of the outputs was passed, again")
def output_delta_for_every_layer(network, images, targets):
    a = forward(network, images)[-1]
    first = 2 * (a - targets) * slope(a) / len(a)

    def back(delta, network, activations, i):
        fits = first.shape[1] == len(network[i][0])
        return passed(first if fits else delta, network, activations, i)

    return backprop(network, images, targets, back=back)


@mistake("backward", "Two pairs for three layers")
def two_layers_by_hand(network, images, targets):
    if len(network) == 1:
        return right(network, images, targets)
    (W1, b1), (W2, b2) = network[0], network[1]
    hidden = layer(images, W1, b1)
    said = layer(hidden, W2, b2)
    if len(network) == 3:
        said = layer(said, *network[2])
    delta = 2 * (said - targets) * slope(said) / len(images)
    before = (delta @ W2) * slope(hidden) if delta.shape[1] == len(W2) else 0 * hidden
    return [(before.T @ images, before.sum(axis=0)), (delta.T @ hidden, delta.sum(axis=0))]


@mistake("backward", "The gradient became 0")
def rounded_gradient(network, images, targets):
    return [
        (np.where(abs(dW) < 1e-5, 0, dW), np.where(abs(db) < 1e-5, 0, db))
        for dW, db in right(network, images, targets)
    ]


@mistake("backward", "Is there a `return` at the end?")
def return_forgotten(network, images, targets):
    right(network, images, targets)


@mistake("backward", "changed the `images`")
def images_overwritten(network, images, targets):
    gradients = right(network, images, targets)
    for W, b in network:
        if images.shape[1] == len(W):
            images[:] = layer(images, W, b)
    return gradients


def central(f, x, move, slope):
    """A numerical gradient of which the move and the formula can be exchanged."""
    x = np.array(x, dtype=float)
    found = np.zeros(x.shape)
    for i in np.ndindex(x.shape):
        up, down = x.copy(), x.copy()
        up[i] += move
        down[i] -= move
        found[i] = slope(f(up), f(down))
    return found


@mistake("numerical_gradient", "A step to one side only")
def forward_difference(f, x, eps=1e-5):
    x = np.array(x, dtype=float)
    found = np.zeros(x.shape)
    for i in np.ndindex(x.shape):
        up = x.copy()
        up[i] += eps
        found[i] = (f(up) - f(x)) / eps
    return found


@mistake("numerical_gradient", "A step to one side only")
def backward_difference(f, x, eps=1e-5):
    x = np.array(x, dtype=float)
    found = np.zeros(x.shape)
    for i in np.ndindex(x.shape):
        down = x.copy()
        down[i] -= eps
        found[i] = (f(x) - f(down)) / eps
    return found


@mistake("numerical_gradient", "Twice too large")
def divided_by_eps(f, x, eps=1e-5):
    return central(f, x, eps, lambda up, down: (up - down) / eps)


@mistake("numerical_gradient", "That is the difference alone")
def not_divided(f, x, eps=1e-5):
    return central(f, x, eps, lambda up, down: up - down)


@mistake("numerical_gradient", "divided by 2 but not by eps")
def divided_by_two(f, x, eps=1e-5):
    return central(f, x, eps, lambda up, down: (up - down) / 2)


@mistake("numerical_gradient", "divided by 2 and multiplied by eps")
def brackets_forgotten_below(f, x, eps=1e-5):
    return central(f, x, eps, lambda up, down: (up - down) / 2 * eps)


@mistake("numerical_gradient", "only the second value was divided")
def brackets_forgotten_above(f, x, eps=1e-5):
    return central(f, x, eps, lambda up, down: up - down / (2 * eps))


@mistake("numerical_gradient", "The two values were added")
def added(f, x, eps=1e-5):
    return central(f, x, eps, lambda up, down: (up + down) / (2 * eps))


@mistake("numerical_gradient", "wrong sign: the value above")
def below_minus_above(f, x, eps=1e-5):
    return central(f, x, eps, lambda up, down: (down - up) / (2 * eps))


@mistake("numerical_gradient", "only went back to where you stood")
def half_the_way(f, x, eps=1e-5):
    x = np.array(x, dtype=float)
    found = np.zeros(x.shape)
    for i in np.ndindex(x.shape):
        x[i] += eps
        up = f(x)
        x[i] -= eps
        found[i] = (up - f(x)) / (2 * eps)
    return found


@mistake("numerical_gradient", "was not put back")
def not_put_back(f, x, eps=1e-5):
    x, found = x.astype(float), np.zeros(x.shape)
    for i in np.ndindex(x.shape):
        x[i] += eps
        up = f(x)
        x[i] -= 2 * eps
        found[i] = (up - f(x)) / (2 * eps)
    return found


@mistake("numerical_gradient", "was not put back")
def not_put_back_in_a_copy(f, x, eps=1e-5):
    point = np.array(x, dtype=float)
    found = np.zeros(x.shape)
    for i in np.ndindex(x.shape):
        value = point[i]
        point[i] = value - eps
        down = f(point)
        point[i] = value + eps
        found[i] = (f(point) - down) / (2 * eps)
    return found


@mistake("numerical_gradient", "All entries were turned at the same time")
def all_at_once(f, x, eps=1e-5):
    return (f(x + eps) - f(x - eps)) / (2 * eps)


@mistake("numerical_gradient", "All entries were turned at the same time")
def all_at_once_for_each(f, x, eps=1e-5):
    return np.full(x.shape, (f(x + eps) - f(x - eps)) / (2 * eps))


@mistake("numerical_gradient", "drowns in the computer's rounding")
def default_step_too_small(f, x, eps=1e-12):
    return central(f, x, eps, lambda up, down: (up - down) / (2 * eps))


@mistake("numerical_gradient", "drowns in the computer's rounding")
def default_step_too_large(f, x, eps=0.01):
    return central(f, x, eps, lambda up, down: (up - down) / (2 * eps))


@mistake("numerical_gradient", "in one long row")
def shape_lost(f, x, eps=1e-5):
    return central(f, x, eps, lambda up, down: (up - down) / (2 * eps)).ravel()


@mistake("numerical_gradient", "it takes one like x")
def flattened_before_asking(f, x, eps=1e-5):
    return central(f, np.ravel(x), eps, lambda up, down: (up - down) / (2 * eps)).reshape(np.shape(x))


@mistake("numerical_gradient", "Whole rows were turned")
def row_by_row(f, x, eps=1e-5):
    x = np.array(x, dtype=float)
    found = np.zeros(x.shape)
    for i in range(len(x)):
        up, down = x.copy(), x.copy()
        up[i] += eps
        down[i] -= eps
        found[i] = (f(up) - f(down)) / (2 * eps)
    return found


@mistake("numerical_gradient", "among those a step of 0.00001 gets lost")
def among_whole_numbers(f, x, eps=1e-5):
    found = np.zeros(x.shape)
    for i in np.ndindex(x.shape):
        up, down = x.copy(), x.copy()
        up[i] += eps
        down[i] -= eps  # 1 - 0.00001 is cut to 0
        found[i] = (f(up) - f(down)) / (2 * eps)
    return found


@mistake("numerical_gradient", "The slopes were cut to whole numbers")
def slopes_among_whole_numbers(f, x, eps=1e-5):
    found = np.zeros_like(x)
    found[...] = central(f, x, eps, lambda up, down: (up - down) / (2 * eps)) + 1e-9
    return found


@mistake("numerical_gradient", "In float32 there are only seven digits")
def in_float32(f, x, eps=1e-5):
    if x.dtype != np.float32:
        return central(f, x, eps, lambda up, down: (up - down) / (2 * eps))
    found = np.zeros_like(x)
    for i in np.ndindex(x.shape):
        up, down = x.copy(), x.copy()
        up[i] += eps
        down[i] -= eps
        found[i] = (f(up) - f(down)) / (2 * eps)
    return found


@mistake("numerical_gradient", "the length of a step is `eps`")
def eps_ignored(f, x, eps=1e-5):
    return central(f, x, 1e-5, lambda up, down: (up - down) / 2e-5)


@mistake("numerical_gradient", "a second name for the same array")
def names_for_copies(f, x, eps=1e-5):
    x = np.array(x, dtype=float)
    found = np.zeros(x.shape)
    for i in np.ndindex(x.shape):
        up = x
        up[i] += eps
        down = x
        down[i] -= eps
        found[i] = (f(up) - f(down)) / (2 * eps)
    return found


@mistake("numerical_gradient", "was not put back")
def copied_once_for_all(f, x, eps=1e-5):
    up, down, found = np.array(x, dtype=float), np.array(x, dtype=float), np.zeros(x.shape)
    for i in np.ndindex(x.shape):
        up[i] += eps
        down[i] -= eps
        found[i] = (f(up) - f(down)) / (2 * eps)
    return found


@mistake("numerical_gradient", "is the `return` inside the")
def returned_early(f, x, eps=1e-5):
    found = np.zeros(x.shape)
    for i in np.ndindex(x.shape):
        step = np.zeros(x.shape)
        step[i] = eps
        found[i] = (f(x + step) - f(x - step)) / (2 * eps)
        return found
    return found


@mistake("numerical_gradient", "eps itself, for all entries alike")
def share_of_the_entry(f, x, eps=1e-5):
    x = np.array(x, dtype=float)
    found = np.zeros(x.shape)
    for i in np.ndindex(x.shape):
        up, down = x.copy(), x.copy()
        up[i] *= 1 + eps
        down[i] *= 1 - eps
        found[i] = (f(up) - f(down)) / (2 * eps)
    return found


@mistake("numerical_gradient", "The slopes were rounded")
def rounded_slopes(f, x, eps=1e-5):
    return central(f, np.array(x, dtype=float), eps, lambda up, down: (up - down) / (2 * eps)).round(6)


@mistake("backward", "averaged before they went in")
def average_image(network, images, targets):
    return right(network, images.mean(axis=0, keepdims=True), targets.mean(axis=0, keepdims=True))


@mistake("backward", "felt with small steps")
def felt_not_computed(network, images, targets):
    network = [(W.copy(), b.copy()) for W, b in network]
    gradient = []
    for layer_of_two in network:
        pair = []
        for dials in layer_of_two:
            found = np.zeros(dials.shape)
            for i in np.ndindex(dials.shape):
                costs = []
                for sign in (1, -1):
                    dials[i] += sign * 1e-5
                    costs.append(np.sum((forward(network, images)[-1] - targets) ** 2) / len(images))
                    dials[i] -= sign * 1e-5
                found[i] = (costs[0] - costs[1]) / 2e-5
            pair.append(found)
        gradient.append(tuple(pair))
    return gradient
