"""Known mistakes about the learning rate, each with the words it must earn."""

from itertools import pairwise

import numpy as np

from kata.known import mistake
from week2.kata1_gradient_descent import gradient, gradient_step, mse


@mistake("descend", "start is missing")
def start_missing(x, y, learning_rate, steps, w=0.0):
    path = []
    for _ in range(steps):
        w = gradient_step(w, x, y, learning_rate)
        path.append(w)
    return path


@mistake("descend", "after the last step is missing")
def one_short(x, y, learning_rate, steps, w=0.0):
    path = []
    for _ in range(steps):
        path.append(w)
        w = gradient_step(w, x, y, learning_rate)
    return path


@mistake("descend", "one step too many")
def one_step_more(x, y, learning_rate, steps, w=0.0):
    path = [w]
    for _ in range(steps + 1):
        path.append(gradient_step(path[-1], x, y, learning_rate))
    return path


@mistake("descend", "only the weight at the end")
def only_the_end(x, y, learning_rate, steps, w=0.0):
    for _ in range(steps):
        w = gradient_step(w, x, y, learning_rate)
    return w


@mistake("descend", "same last weight")
def same_array_every_time(x, y, learning_rate, steps, w=0.0):
    w = np.array([w], dtype=float)
    path = [w]
    for _ in range(steps):
        w -= learning_rate * gradient(w[0], x, y)
        path.append(w)
    return path


@mistake("descend", "same last weight")
def same_array_without_shape(x, y, learning_rate, steps, w=0.0):
    w = np.array(w, dtype=float)
    path = []
    for _ in range(steps):
        path.append(w)
        w -= learning_rate * gradient(w, x, y)
    return path


@mistake("descend", "same last weight")
def path_filled_at_the_end(x, y, learning_rate, steps, w=0.0):
    for _ in range(steps):
        w = gradient_step(w, x, y, learning_rate)
    return [w] * (steps + 1)


@mistake("descend", "All steps are equally long")
def gradient_once(x, y, learning_rate, steps, w=0.0):
    slope = gradient(w, x, y)
    path = [w]
    for _ in range(steps):
        w = w - learning_rate * slope
        path.append(w)
    return path


@mistake("descend", "from the first weight again")
def never_updated(x, y, learning_rate, steps, w=0.0):
    path = [w]
    for _ in range(steps):
        path.append(gradient_step(w, x, y, learning_rate))
    return path


@mistake("descend", "`return` inside the loop")
def returned_early(x, y, learning_rate, steps, w=0.0):
    path = [w]
    for _ in range(steps):
        w = gradient_step(w, x, y, learning_rate)
        path.append(w)
        return path
    return path


@mistake("descend", "walked uphill")
def uphill(x, y, learning_rate, steps, w=0.0):
    path = [w]
    for _ in range(steps):
        path.append(path[-1] + learning_rate * gradient(path[-1], x, y))
    return path


@mistake("descend", "times too large")
def summed(x, y, learning_rate, steps, w=0.0):
    path = [w]
    for _ in range(steps):
        path.append(path[-1] - learning_rate * float(np.sum(2 * (path[-1] * x - y) * x)))
    return path


@mistake("descend", "the 2 that comes down from the square")
def two_forgotten(x, y, learning_rate, steps, w=0.0):
    path = [w]
    for _ in range(steps):
        path.append(path[-1] - learning_rate * float(np.mean((path[-1] * x - y) * x)))
    return path


@mistake("descend", "slope for a bias")
def x_forgotten(x, y, learning_rate, steps, w=0.0):
    path = [w]
    for _ in range(steps):
        path.append(path[-1] - learning_rate * float(2 * np.mean(path[-1] * x - y)))
    return path


@mistake("descend", "learning rate takes no part")
def rate_forgotten(x, y, learning_rate, steps, w=0.0):
    path = [w]
    for _ in range(steps):
        path.append(path[-1] - gradient(path[-1], x, y))
    return path


@mistake("descend", "falls from step to step")
def rate_decays(x, y, learning_rate, steps, w=0.0):
    path = [w]
    for step in range(steps):
        path.append(gradient_step(path[-1], x, y, learning_rate / (step + 1)))
    return path


@mistake("descend", "Those are the losses")
def losses_kept(x, y, learning_rate, steps, w=0.0):
    history = [mse(w, x, y)]
    for _ in range(steps):
        w = gradient_step(w, x, y, learning_rate)
        history.append(mse(w, x, y))
    return history


@mistake("descend", "Those are the steps")
def changes_kept(x, y, learning_rate, steps, w=0.0):
    history = []
    for _ in range(steps):
        change = -learning_rate * gradient(w, x, y)
        history.append(change)
        w += change
    return history


@mistake("descend", "Those are the gradients")
def gradients_kept(x, y, learning_rate, steps, w=0.0):
    history = []
    for _ in range(steps):
        history.append(gradient(w, x, y))
        w -= learning_rate * history[-1]
    return history


@mistake("descend", "path of an earlier call")
def list_as_a_default(x, y, learning_rate, steps, w=0.0, path=[]):  # noqa: B006
    path.append(w)
    for _ in range(steps):
        path.append(gradient_step(path[-1], x, y, learning_rate))
    return list(path)


@mistake("descend", "begins at 0")
def start_ignored(x, y, learning_rate, steps, w=0.0):
    path = [0.0]
    for _ in range(steps):
        path.append(gradient_step(path[-1], x, y, learning_rate))
    return path


@mistake("descend", "steps start from 0")
def start_only_written_down(x, y, learning_rate, steps, w=0.0):
    path, weight = [w], 0.0
    for _ in range(steps):
        weight = gradient_step(weight, x, y, learning_rate)
        path.append(weight)
    return path


@mistake("descend", "a learning rate of 0.05")
def rate_fixed(x, y, learning_rate, steps, w=0.0):
    path = [w]
    for _ in range(steps):
        path.append(gradient_step(path[-1], x, y))
    return path


@mistake("descend", "cut to whole numbers")
def whole_numbers(x, y, learning_rate, steps, w=0.0):
    path = np.full(steps + 1, w)
    for i in range(steps):
        path[i + 1] = gradient_step(path[i], x, y, learning_rate)
    return path


@mistake("descend", "stopped early")
def stops_when_flat(x, y, learning_rate, steps, w=0.0):
    path = [w]
    for _ in range(steps):
        w = gradient_step(w, x, y, learning_rate)
        if abs(w - path[-1]) < 1e-6:
            break
        path.append(w)
    return path


@mistake("descend", "start is in it twice")
def start_twice(x, y, learning_rate, steps, w=0.0):
    path = [w]
    for _ in range(steps):
        path.append(w)
        w = gradient_step(w, x, y, learning_rate)
    return path


@mistake("descend", "one example only")
def one_example_a_step(x, y, learning_rate, steps, w=0.0):
    path = [w]
    for step in range(steps):
        one = [step % len(x)]
        path.append(gradient_step(path[-1], x[one], y[one], learning_rate))
    return path


@mistake("descend", "moves at every example")
def example_by_example(x, y, learning_rate, steps, w=0.0):
    path = [w]
    for _ in range(steps):
        for one, target in zip(x, y, strict=True):
            w = w - learning_rate * 2 * (w * one - target) * one
        path.append(w)
    return path


@mistake("losses", "changed the `path`")
def written_over_the_path(path, x, y):
    for i in range(len(path)):
        path[i] = mse(path[i], x, y)
    return path


@mistake("losses", "pair by pair")
def weights_paired_with_inputs(path, x, y):
    return mse(np.array(path), x, y)


@mistake("losses", "pair by pair")
def weights_paired_with_inputs_and_kept(path, x, y):
    return (np.array(path) * x - y) ** 2


@mistake("losses", "one weight of this round")
def loop_variable_unused(path, x, y):
    return [mse(np.array(path), x, y) for _ in path]


@mistake("losses", "mean over the weights")
def wrong_axis(path, x, y):
    return np.mean((np.outer(path, x) - y) ** 2, axis=0)


@mistake("losses", "one mean over everything")
def one_mean(path, x, y):
    return float(np.mean((np.outer(path, x) - y) ** 2))


@mistake("losses", "of the last weight only")
def only_the_last(path, x, y):
    return mse(path[-1], x, y)


@mistake("losses", "loss of the first weight is missing")
def start_left_out(path, x, y):
    return [mse(w, x, y) for w in path[1:]]


@mistake("losses", "times too large")
def sums(path, x, y):
    return [float(np.sum((w * x - y) ** 2)) for w in path]


@mistake("losses", "roots of the MSE")
def roots(path, x, y):
    return [float(np.sqrt(mse(w, x, y))) for w in path]


@mistake("losses", "some books define the cost with a ½")
def halves(path, x, y):
    return [mse(w, x, y) / 2 for w in path]


@mistake("losses", "absolute errors")
def absolute(path, x, y):
    return [float(np.mean(np.abs(w * x - y))) for w in path]


@mistake("losses", "Positive and negative errors cancel")
def not_squared(path, x, y):
    return [float(np.mean(w * x - y)) for w in path]


@mistake("losses", "Positive and negative errors cancel")
def not_squared_the_other_way(path, x, y):
    return [float(np.mean(y - w * x)) for w in path]


@mistake("losses", "squared the averages")
def squares_of_means(path, x, y):
    return [float(np.mean(w * x - y) ** 2) for w in path]


@mistake("losses", "added to those before it")
def added_up(path, x, y):
    total, found = 0.0, []
    for w in path:
        total += mse(w, x, y)
        found.append(total)
    return found


@mistake("losses", "lowest losses so far")
def best_so_far(path, x, y):
    return np.minimum.accumulate([mse(w, x, y) for w in path])


def word(steps, exploding=None, bouncing=None, creeping=None):
    """The right rule, with any of its three questions replaced."""
    if len(steps) == 0:
        raise ValueError("a path of 1 weight has no step")
    first, last = abs(steps[0]), abs(steps[-1])
    if (last > first or not np.isfinite(last)) if exploding is None else exploding:
        return "exploding"
    if (len(steps) > 1 and steps[0] * steps[1] < 0 and last < first) if bouncing is None else bouncing:
        return "bouncing"
    return "creeping" if (last >= first / 2 if creeping is None else creeping) else "settling"


@mistake("diagnose_path", "lengths of the steps")
def explosion_seen_in_the_weights(path):
    return word(np.diff(path), exploding=not np.isfinite(path[-1]) or abs(path[-1]) > abs(path[0]))


@mistake("diagnose_path", "lengths of the steps")
def large_weights_are_an_explosion(path):
    return word(np.diff(path), exploding=not np.isfinite(path[-1]) or abs(path[-1]) > 12)


@mistake("diagnose_path", "lengths of the steps")
def far_from_the_goal_is_an_explosion(path):
    if len(path) < 2:
        raise ValueError("1 weight is no path")
    return "settling" if abs(path[-1] - 1.99) < 0.05 else "exploding"


@mistake("diagnose_path", "one of the four words")
def words_of_its_own(path):
    own = {"exploding": "diverging", "bouncing": "oscillating", "creeping": "slow", "settling": "converging"}
    return own[word(np.diff(path))]


@mistake("diagnose_path", "shows in the signs of the steps")
def bouncing_seen_in_the_loss(path):
    rises = np.diff((np.array(path) - path[-1]) ** 2) > 0
    lengths = np.abs(np.diff(path))
    return word(np.diff(path), bouncing=len(path) > 1 and bool(rises.any()) and lengths[-1] < lengths[0])


@mistake("diagnose_path", "shows in the signs of the steps")
def bouncing_seen_in_the_signs_of_the_weights(path):
    crosses = any(a * b < 0 for a, b in pairwise(path))
    lengths = np.abs(np.diff(path))
    return word(np.diff(path), bouncing=crosses and lengths[-1] < lengths[0])


@mistake("diagnose_path", "question for exploding comes first")
def bouncing_asked_before_exploding(path):
    steps = np.diff(path)
    if len(steps) > 1 and steps[0] * steps[1] < 0 and np.isfinite(steps[-1]) and abs(steps[-1]) != abs(steps[0]):
        return "bouncing"
    return word(steps)


@mistake("diagnose_path", "question for exploding comes first")
def growth_never_asked(path):
    steps = np.diff(path)
    return word(steps, exploding=not np.all(np.isfinite(steps)))


@mistake("diagnose_path", "bouncing is asked before creeping")
def creeping_asked_before_bouncing(path):
    steps = np.diff(path)
    if len(steps) > 1 and abs(steps[0]) >= abs(steps[-1]) >= abs(steps[0]) / 2:
        return "creeping"
    return word(steps)


@mistake("diagnose_path", "Compare lengths: abs(step)")
def signs_left_on(path):
    steps = np.diff(path)
    if len(steps) and steps[-1] > steps[0]:
        return "exploding"
    return word(steps)


@mistake("diagnose_path", "Compare lengths: abs(step)")
def signs_left_on_for_creeping(path):
    steps = np.diff(path)
    return word(steps, creeping=len(steps) > 0 and steps[-1] >= steps[0] / 2)


@mistake("diagnose_path", "sign never changes")
def negative_steps_are_bouncing(path):
    steps = np.diff(path)
    return word(steps, bouncing=bool(np.any(steps < 0)) and abs(steps[-1]) < abs(steps[0]))


@mistake("diagnose_path", "exactly half")
def more_than_half(path):
    steps = np.abs(np.diff(path))
    return word(np.diff(path), creeping=len(steps) > 0 and (steps[-1] > steps[0] / 2 or steps[-1] == steps[0]))


@mistake("diagnose_path", "the step just before it")
def compared_with_the_step_before(path):
    steps = np.abs(np.diff(path))
    return word(np.diff(path), creeping=len(steps) > 0 and steps[-1] >= steps[-2:][0] / 2)


@mistake("diagnose_path", "the step just before it")
def longer_than_the_step_before(path):
    steps = np.abs(np.diff(path))
    exploding = len(steps) > 0 and (not np.isfinite(steps[-1]) or steps[-1] > steps[-2:][0])
    return word(np.diff(path), exploding=exploding)


@mistake("diagnose_path", "Every comparison with nan is False")
def nan_compared(path):
    steps = np.abs(np.diff(path))
    return word(np.diff(path), exploding=len(steps) > 0 and steps[-1] > steps[0])


@mistake("diagnose_path", "quotient of the two")
def quotient(path):
    steps = np.abs(np.diff(path))
    with np.errstate(all="ignore"):
        return word(np.diff(path), creeping=len(steps) > 0 and steps[-1] / steps[0] >= 0.5)


@mistake("diagnose_path", "do not shrink")
def shrinking_not_asked(path):
    steps = np.diff(path)
    return word(steps, bouncing=len(steps) > 1 and steps[0] * steps[1] < 0)


@mistake("diagnose_path", "as long as the first, and not longer")
def as_long_is_exploding(path):
    steps = np.diff(path)
    turned = len(steps) > 1 and steps[0] * steps[1] < 0
    return "exploding" if turned and abs(steps[-1]) >= abs(steps[0]) else word(steps)


@mistake("diagnose_path", "no step to judge")
def one_weight_settles(path):
    return word(np.diff(path)) if len(path) > 1 else "settling"
