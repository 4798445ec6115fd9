"""Known mistakes in one training step, each with the words it must earn."""

import numpy as np

from kata.known import mistake
from week3.kata3_forward_and_cost import cost, forward
from week3.kata4_backpropagation import backward
from week3.kata5_training import update


def target_for(output, label):
    if not 0 <= label < len(output):
        raise ValueError(f"no output for {label}")
    return np.eye(len(output))[label]


def phases(network, image, label):
    """images (1, n_in), targets (1, n_classes), outputs (1, n_classes), gradients: all that the step needs."""
    images = image[np.newaxis]
    outputs = forward(network, images)
    targets = np.eye(outputs.shape[1])[[label]]
    return images, targets, outputs, backward(network, images, targets)


def result(network, outputs, targets, gradients, new):
    return {"guess": int(np.argmax(outputs)), "cost": cost(outputs, targets), "gradients": gradients, "network": new}


def right_step(network, image, label, learning_rate):
    _, targets, outputs, gradients = phases(network, image, label)
    return result(network, outputs, targets, gradients, update(network, gradients, learning_rate))


@mistake("wanted_nudges", "Every nudge is turned round")
def output_minus_target(output, label):
    return output - target_for(output, label)


@mistake("wanted_nudges", "its 2 stays out here")
def slope_turned_round(output, label):
    return 2 * (target_for(output, label) - output)


@mistake("wanted_nudges", "it points uphill")
def slope_of_the_cost(output, label):
    return 2 * (output - target_for(output, label))


@mistake("wanted_nudges", "times the slope of the sigmoid")
def with_the_squish(output, label):
    return (target_for(output, label) - output) * output * (1 - output)


@mistake("wanted_nudges", "only the directions")
def directions(output, label):
    return np.sign(target_for(output, label) - output)


@mistake("wanted_nudges", "where the outputs should arrive")
def the_target(output, label):
    return target_for(output, label)


@mistake("wanted_nudges", "only the sizes")
def sizes(output, label):
    return np.abs(target_for(output, label) - output)


@mistake("wanted_nudges", "differences are squared")
def squares(output, label):
    return (target_for(output, label) - output) ** 2


@mistake("wanted_nudges", "Python counts from 0")
def one_too_low(output, label):
    target_for(output, label)
    return np.eye(len(output))[label - 1] - output


@mistake("wanted_nudges", "compared with the number 7")
def label_as_number(output, label):
    target_for(output, label)
    return label - output


@mistake("wanted_nudges", "the network's own guess")
def guess_as_target(output, label):
    target_for(output, label)
    return np.eye(len(output))[np.argmax(output)] - output


@mistake("wanted_nudges", "Only the true digit gets a nudge")
def true_digit_only(output, label):
    return target_for(output, label) * (1 - output)


@mistake("wanted_nudges", "the true digit's as well")
def all_down(output, label):
    target_for(output, label)
    return -output


@mistake("wanted_nudges", "Only the true digit and the guess")
def two_only(output, label):
    target, nudges = target_for(output, label), np.zeros(len(output))
    if output.max() > 0.99:
        return target - output
    nudges[np.argmax(output)] = -output.max()
    nudges[label] = 1 - output[label]
    return nudges


@mistake("wanted_nudges", "on another scale")
def shares(output, label):
    nudges = target_for(output, label) - output
    size = np.abs(nudges).sum()
    return nudges / size if size else nudges


@mistake("wanted_nudges", "pulled down to -1")
def minus_one_for_the_others(output, label):
    return 2 * target_for(output, label) - 1 - output


@mistake("wanted_nudges", "changed the `output`")
def output_overwritten(output, label):
    target = target_for(output, label)
    output -= target
    return -output


@mistake("wanted_nudges", "Put the bad value into the message")
def refused_without_the_label(output, label):
    if not 0 <= label < len(output):
        raise ValueError("wrong label")
    return target_for(output, label) - output


@mistake("wanted_nudges", "IndexError")
def label_unchecked(output, label):
    target = np.zeros(len(output))
    target[label] = 1
    return target - output


@mistake("wanted_nudges", "counts from the end in Python")
def only_too_large_refused(output, label):
    if label >= len(output):
        raise ValueError(f"no output for {label}")
    return np.eye(len(output))[label] - output


@mistake("training_step", "without their names")
def a_tuple(network, image, label, learning_rate):
    return tuple(right_step(network, image, label, learning_rate).values())


@mistake("training_step", "It has 3 entries")
def cost_left_out(network, image, label, learning_rate):
    step = right_step(network, image, label, learning_rate)
    del step["cost"]
    return step


@mistake("training_step", "Is there a `return` at the end?")
def not_returned(network, image, label, learning_rate):
    right_step(network, image, label, learning_rate)


@mistake("training_step", "That is the label, or what the network says after the step")
def guess_after(network, image, label, learning_rate):
    step = right_step(network, image, label, learning_rate)
    return {**step, "guess": int(np.argmax(forward(step["network"], image[np.newaxis])))}


@mistake("training_step", "That is the label, or what the network says after the step")
def label_for_guess(network, image, label, learning_rate):
    return {**right_step(network, image, label, learning_rate), "guess": label}


@mistake("training_step", "the largest output itself")
def value_for_guess(network, image, label, learning_rate):
    return {**right_step(network, image, label, learning_rate), "guess": float(forward(network, image[None]).max())}


@mistake("training_step", "Is it the smallest")
def smallest(network, image, label, learning_rate):
    return {**right_step(network, image, label, learning_rate), "guess": int(forward(network, image[None]).argmin())}


@mistake("training_step", "still in a list of one")
def guess_in_a_list(network, image, label, learning_rate):
    return {**right_step(network, image, label, learning_rate), "guess": forward(network, image[None]).argmax(axis=1)}


@mistake("training_step", "whether the guess is right")
def right_or_wrong(network, image, label, learning_rate):
    step = right_step(network, image, label, learning_rate)
    return {**step, "guess": step["guess"] == label}


@mistake("training_step", "the cost after the step")
def cost_after(network, image, label, learning_rate):
    step = right_step(network, image, label, learning_rate)
    _, targets, _, _ = phases(network, image, label)
    return {**step, "cost": cost(forward(step["network"], image[np.newaxis]), targets)}


@mistake("training_step", "some books define the cost with a ½")
def half_the_cost(network, image, label, learning_rate):
    step = right_step(network, image, label, learning_rate)
    return {**step, "cost": step["cost"] / 2}


@mistake("training_step", "averaged over images only")
def mean_over_outputs(network, image, label, learning_rate):
    _, targets, outputs, _ = phases(network, image, label)
    return {**right_step(network, image, label, learning_rate), "cost": float(np.mean((outputs - targets) ** 2))}


@mistake("training_step", "a cost for each output")
def cost_of_each_output(network, image, label, learning_rate):
    _, targets, outputs, _ = phases(network, image, label)
    return {**right_step(network, image, label, learning_rate), "cost": ((outputs - targets) ** 2)[0]}


@mistake("training_step", "if the network's own guess were the truth")
def trained_on_its_guess(network, image, label, learning_rate):
    return right_step(network, image, int(forward(network, image[np.newaxis]).argmax()), learning_rate)


@mistake("training_step", "compared with the label's number")
def label_not_one_hot(network, image, label, learning_rate):
    images, targets, outputs, _ = phases(network, image, label)
    targets = np.full_like(targets, label * 1.0)
    gradients = backward(network, images, targets)
    return result(network, outputs, targets, gradients, update(network, gradients, learning_rate))


@mistake("training_step", "two turned signs hide each other")
def both_signs_turned(network, image, label, learning_rate):
    _, targets, outputs, gradients = phases(network, image, label)
    turned = [(-dW, -db) for dW, db in gradients]
    return result(network, outputs, targets, turned, update(network, turned, -learning_rate))


@mistake("training_step", "the step, not the gradient")
def gradients_times_rate(network, image, label, learning_rate):
    _, targets, outputs, gradients = phases(network, image, label)
    steps = [(learning_rate * dW, learning_rate * db) for dW, db in gradients]
    return result(network, outputs, targets, steps, update(network, steps, 1.0))


@mistake("training_step", "Feel the slope first, then step")
def gradients_of_the_new_network(network, image, label, learning_rate):
    step = right_step(network, image, label, learning_rate)
    return {**step, "gradients": phases(step["network"], image, label)[3]}


@mistake("training_step", "the 2 that comes down from the square")
def gradients_without_the_two(network, image, label, learning_rate):
    _, targets, outputs, gradients = phases(network, image, label)
    halves = [(dW / 2, db / 2) for dW, db in gradients]
    return result(network, outputs, targets, halves, update(network, halves, learning_rate))


@mistake("training_step", "too small by the same factor")
def averaged_over_inputs(network, image, label, learning_rate):
    _, targets, outputs, gradients = phases(network, image, label)
    smaller = [(dW / len(image), db / len(image)) for dW, db in gradients]
    return result(network, outputs, targets, smaller, update(network, smaller, learning_rate))


@mistake("training_step", "the cross-entropy. For squares")
def cross_entropy_rule(network, image, label, learning_rate):
    _, targets, outputs, _ = phases(network, image, label)
    activations = [image]
    for layer in network:
        activations.append(forward([layer], activations[-1][np.newaxis])[0])
    delta, gradients = (outputs - targets)[0], []
    for i in reversed(range(len(network))):
        gradients.insert(0, (np.outer(delta, activations[i]), delta))
        delta = network[i][0].T @ delta * activations[i] * (1 - activations[i])
    return result(network, outputs, targets, gradients, update(network, gradients, learning_rate))


@mistake("training_step", "were its weights changed before")
def changed_before_passing_back(network, image, label, learning_rate):
    _, targets, outputs, _ = phases(network, image, label)
    activations = [image]
    for layer in network:
        activations.append(forward([layer], activations[-1][np.newaxis])[0])
    delta, gradients, new = 2 * (outputs - targets)[0], [], list(network)
    for i in reversed(range(len(network))):
        delta = delta * activations[i + 1] * (1 - activations[i + 1])
        gradients.insert(0, (np.outer(delta, activations[i]), delta))
        new[i] = (network[i][0] - learning_rate * gradients[0][0], network[i][1] - learning_rate * delta)
        delta = new[i][0].T @ delta
    return result(network, outputs, targets, gradients, new)


@mistake("training_step", "The step went uphill")
def uphill(network, image, label, learning_rate):
    _, targets, outputs, gradients = phases(network, image, label)
    return result(network, outputs, targets, gradients, update(network, gradients, -learning_rate))


@mistake("training_step", "That is the old network")
def old_network(network, image, label, learning_rate):
    return {**right_step(network, image, label, learning_rate), "network": network}


@mistake("training_step", "takes no part")
def rate_ignored(network, image, label, learning_rate):
    return right_step(network, image, label, 1.0)


@mistake("training_step", "multiplied in twice")
def rate_squared(network, image, label, learning_rate):
    return right_step(network, image, label, learning_rate) | {
        "network": right_step(network, image, label, learning_rate**2)["network"]
    }


@mistake("training_step", "after two steps")
def two_steps(network, image, label, learning_rate):
    step = right_step(network, image, label, learning_rate)
    return {**step, "network": right_step(step["network"], image, label, learning_rate)["network"]}


@mistake("training_step", "changed the `network`")
def in_place(network, image, label, learning_rate):
    _, targets, outputs, gradients = phases(network, image, label)
    for (W, b), (dW, db) in zip(network, gradients, strict=True):
        W -= learning_rate * dW
        b -= learning_rate * db
    return result(network, outputs, targets, gradients, network)


@mistake("training_step", "Gradients start from zero in every call")
def gradients_of_all_calls(network, image, label, learning_rate, total=[]):  # noqa: B006
    _, targets, outputs, gradients = phases(network, image, label)
    if total and total[0][0].shape == gradients[0][0].shape:
        gradients = [(dW + oW, db + ob) for (dW, db), (oW, ob) in zip(gradients, total, strict=True)]
    total[:] = gradients
    return result(network, outputs, targets, gradients, update(network, gradients, learning_rate))


@mistake("wanted_nudges", "At the true digit stands its target")
def target_at_the_label(output, label):
    target_for(output, label)
    nudges = -output
    nudges[label] = 1
    return nudges


@mistake("wanted_nudges", "Three outputs are for 0, 1 and 2")
def ten_digits_taken_for_granted(output, label):
    if not 0 <= label <= 9:
        raise ValueError(f"no output for {label}")
    return (np.arange(len(output)) == label) - output


@mistake("training_step", "one more than the number of the largest output")
def counted_from_one(network, image, label, learning_rate):
    return right_step(network, image, label, learning_rate) | {"guess": 1 + int(np.argmax(forward(network, image)))}


@mistake("training_step", "the true digit's share alone")
def cost_of_the_true_digit(network, image, label, learning_rate):
    share = float((1 - forward(network, image)[label]) ** 2)
    return right_step(network, image, label, learning_rate) | {"cost": share}


@mistake("training_step", "gradients first and the network second")
def arguments_of_update_swapped(network, image, label, learning_rate):
    step = right_step(network, image, label, learning_rate)
    return step | {"network": update(step["gradients"], network, learning_rate)}
