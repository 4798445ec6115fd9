"""How far to step: four learning rates on the course's data, and what becomes of the weight.

The bottom of that loss is at w = 1.99. Each step is the one before times 1 - 15 · learning rate: at 2/15 = 0.133…
that factor is -1, the steps stop shrinking, and beyond it they grow.
"""

import numpy as np

from kata import expect, expect_error
from week2.kata2_learning_rate import descend, diagnose_path, losses

X = np.array([1.0, 2.0, 3.0, 4.0])
Y = np.array([2.1, 3.9, 6.2, 7.8])

LOPSIDED_X = np.array([0.5, -1.0, 2.0, 3.0, 6.0])
LOPSIDED_Y = np.array([1.0, 0.5, 3.0, 8.0, 10.0])


def only_the_end(*ends):
    """A question for `expect`: are all the entries equal to one of these last weights?"""
    return lambda got: len(got) > 1 and any(np.allclose(np.ravel(got), end) for end in ends)


def test_descend_keeps_the_start_and_the_weight_after_each_step():
    path = [0.0, 1.4925, 1.865625, 1.95890625]
    expect(descend(X, Y, learning_rate=0.05, steps=3), want=path, mistakes={
        "no start": (path[1:], "The start is missing: the path begins with the weight before the first step."),
        "one short": (path[:-1], "The weight after the last step is missing: 3 steps make 4 weights."),
        "one step more": ([*path, 1.982226], "That is one step too many: 3 steps make 4 weights."),
        "the end": (path[-1], "That is only the weight at the end. Keep them all, in a list."),
        "one object": (only_the_end(1.95890625, 1.865625), "Every entry shows the same last weight: the list holds one "
                       "array several times, and `-=` changed it in place. Store a number or a copy at each step."),
        "once": ([0.0, 1.4925, 2.985, 4.4775], "All steps are equally long: the gradient of the start was used for all "
                 "of them. Work it out anew at each step, inside the loop."),
        "from the start": ([0.0, 1.4925, 1.4925, 1.4925], "Every step starts from the first weight again. Let each one "
                           "start where the last one ended."),
        "returned early": ([0.0, 1.4925], "Only one step was taken: is the `return` inside the loop?"),
        "start twice": ([0.0, 0.0, 1.4925, 1.865625], "The start is in it twice, and the end is missing: append after "
                        "the step, not before it."),
        "one example": ([0.0, 0.21, 0.906, 1.9506], "Each step looks at one example only. The gradient is the mean "
                        "over all of them."),
        "example by example": ([0.0, 1.94964, 1.8864717, 1.8885183], "The weight moves at every example. Take the mean "
                               "of all their slopes first, then one step."),
        "uphill": ([0.0, -1.4925, -4.104375, -8.6751563], "You walked uphill: the gradient points up, so subtract it. "
                   "(Target minus prediction in the gradient turns it round, too.)"),
        "sum": ([0.0, 5.97, -5.97, 17.91], "Each gradient is n = 4 times too large: divide by n, the loss is a mean."),
        "no two": ([0.0, 0.74625, 1.2126563, 1.5041602], "Each step is half as long as it should be: the 2 that comes "
                   "down from the square is missing in the gradient."),
        "no x": ([0.0, 0.5, 0.875, 1.15625], "That is the slope for a bias. For w, each error is multiplied by its x."),
        "no rate": ([0.0, 29.85, -388.05, 5462.55], "The learning rate takes no part: multiply the gradient by it."),
        "decay": ([0.0, 1.4925, 1.6790625, 1.7567969], "The learning rate falls from step to step. Here it stays the "
                  "same, and the steps shrink by themselves, because the slope does."),
        "losses": ([29.725, 1.8805469, 0.1402686, 0.0315011], "Those are the losses. Keep the weights."),
        "changes": ([1.4925, 0.373125, 0.0932813], "Those are the steps. Keep the weights that they lead to."),
        "slopes": ([-29.85, -7.4625, -1.865625], "Those are the gradients. Keep the weights."),
    })


def test_descend_begins_a_new_path_each_time():
    path = [0.0, 1.4925, 1.865625]
    for _ in range(2):
        expect(descend(X, Y, learning_rate=0.05, steps=2), want=path, mistakes={
            "leftovers": (lambda got: len(got) > 3 and np.allclose(got[-2:], path[-2:]), "The path of an earlier call "
                          "is still in it: a list made outside the function, or as a default in its first line, lives "
                          "on. Make the list inside."),
        })


def test_descend_starts_where_it_is_told_at_the_rate_it_is_given():
    expect(descend(X, Y, learning_rate=0.08, steps=3, w=3), want=[3.0, 1.788, 2.0304, 1.98192], mistakes={
        "start": ([0.0, 2.388, 1.9104, 2.00592], "It begins at 0, whatever w was given."),
        "only the first": ([3.0, 2.388, 1.9104, 2.00592], "The first entry is the w that was given, but the steps "
                           "start from 0."),
        "fixed rate": ([3.0, 2.2425, 2.053125, 2.0057813], "These are the steps for a learning rate of 0.05, whatever "
                       "was given."),
        "whole": ([3, 1, 2, 1], "The weights were cut to whole numbers: w came in as an int, and the array took its "
                  "type. Start from float(w)."),
    })


def test_descend_takes_every_step_even_when_the_weight_hardly_moves():
    """At 0.05 each step takes away three quarters of the way that is left."""
    expect(descend(X, Y, learning_rate=0.05, steps=30), want=[1.99 * (1 - 0.25**k) for k in range(31)], mistakes={
        "stopped": (lambda got: 4 < len(got) < 30, "It stopped early. Steps were asked for, not a result: take them "
                    "all, even if the weight hardly moves."),
    })


def test_descend_in_no_steps_stays_at_the_start():
    expect(descend(LOPSIDED_X, LOPSIDED_Y, learning_rate=0.01, steps=0, w=1.5), want=[1.5])


def test_descend_flies_off_when_the_rate_is_too_large():
    """At 0.2 each step is twice as long as the one before, and goes the other way."""
    expect(descend(X, Y, learning_rate=0.2, steps=4), want=[0.0, 5.97, -5.97, 17.91, -29.85])


def test_losses_are_one_for_each_weight():
    path = [0.0, 2.5, 1.0, 1.5, 2.0]  # as many weights as examples: so every mix-up of the two runs, and shows
    right = [34.85, 7.6625, 8.9, 3.4625, 3.05]
    expect(losses(path, LOPSIDED_X, LOPSIDED_Y), want=right, mistakes={
        "paired": (5.45, "The weights were multiplied with the inputs pair by pair. Each weight is a model of its own: "
                   "let it predict all examples."),
        "paired, kept": ([1.0, 9.0, 1.0, 12.25, 4.0], "The weights were multiplied with the inputs pair by pair. Each "
                         "weight is a model of its own: let it predict all examples."),
        "the path for the weight": ([5.45] * 5, "All are the same: in the loop, the whole path was multiplied with the "
                                    "inputs. Use the one weight of this round."),
        "axis": ([0.275, 4.35, 3.0, 21.1, 29.2], "That is a mean over the weights, one number for each example. Take "
                 "the mean over the examples."),
        "one number": (11.585, "That is one mean over everything. Give each weight a loss of its own."),
        "the last": (3.05, "That is the loss of the last weight only. Give one for each weight."),
        "no start": (right[1:], "The loss of the first weight is missing: the start counts, too."),
        "sum": ([174.25, 38.3125, 44.5, 17.3125, 15.25], "Each is n = 5 times too large: divide by n, the loss is a "
                "mean."),
        "root": ([5.9033889, 2.7681221, 2.9832868, 1.8607794, 1.7464249], "Those are the roots of the MSE. Leave the "
                 "square root out."),
        "half": ([17.425, 3.83125, 4.45, 1.73125, 1.525], "Half the right values: some books define the cost with a ½; "
                 "this kata does not."),
        "absolute": ([4.5, 2.15, 2.4, 1.35, 1.5], "Those are means of the absolute errors. Square each error instead."),
        "cancel": ([-4.5, 0.75, -2.4, -1.35, -0.3], "Positive and negative errors cancel: square each error before "
                   "you average."),
        "cancel, the other way": ([4.5, -0.75, 2.4, 1.35, 0.3], "Positive and negative errors cancel: square each "
                                  "error before you average."),
        "square of mean": ([20.25, 0.5625, 5.76, 1.8225, 0.09], "You squared the averages. Average the squares."),
        "added up": ([34.85, 42.5125, 51.4125, 54.875, 57.925], "Each loss is added to those before it. Begin anew for "
                     "each weight."),
        "best so far": ([34.85, 7.6625, 7.6625, 3.4625, 3.05], "Those are the lowest losses so far. A loss that rises "
                        "must show."),
    })


def test_losses_need_not_be_as_many_as_examples():
    expect(losses([2.0, -1.0], X, Y), want=[0.025, 67.075])


def test_losses_fall_although_the_weight_jumps_to_and_fro():
    """At 0.1 the weight overshoots every time, and yet the loss falls every time: it does not show the bouncing."""
    expect(losses([0.0, 2.985, 1.4925, 2.23875], X, Y), want=[29.725, 7.4494375, 1.8805469, 0.4883242])


def test_losses_show_an_explosion():
    expect(losses([0.0, 5.97, -5.97], X, Y), want=[29.725, 118.82725, 475.23625])


STEPS_TELL = (
    "Exploding means that the last step is longer than the first. Neither large weights nor an end far from the goal "
    "make an explosion: a slow walk is only slow. Look at the lengths of the steps."
)
TO_AND_FRO = (
    "Each step goes back on the one before it. The bouncing shows in the signs of the steps: not in the signs of the "
    "weights, which need not cross 0, and not in the loss, which falls all the time."
)
FOUR_WORDS = (
    lambda got: got not in ("exploding", "bouncing", "creeping", "settling"),
    'Answer with one of the four words as they are written: "exploding", "bouncing", "creeping", "settling".',
)


def test_diagnose_path_calls_it_settling_when_the_steps_shrink_quickly():
    """The rate of 0.05, and then the same with weights in the thousands."""
    expect(diagnose_path([0.0, 1.4925, 1.865625, 1.95890625]), want="settling", mistakes={
        "another word": FOUR_WORDS,
        "exploding": ("exploding", STEPS_TELL),
    }, say="The steps are 1.4925, 0.373 and 0.093: all one way, and the last is not half as long as the first.")
    expect(diagnose_path([1000.0, 1800.0, 2000.0, 2050.0]), want="settling", mistakes={
        "exploding": ("exploding", STEPS_TELL),
    }, say="The steps are 800, 200 and 50: all one way, and the last is not half as long as the first.")


def test_diagnose_path_calls_it_creeping_when_the_steps_hardly_shrink():
    """The rate of 0.001."""
    expect(diagnose_path([0.0, 0.02985, 0.0592523, 0.0882135]), want="creeping", mistakes={
        "exploding": ("exploding", STEPS_TELL),
    }, say="The steps are 0.0299, 0.0294 and 0.029: the last is still at least half as long as the first.")


def test_diagnose_path_calls_it_bouncing_when_each_step_goes_back():
    """The rate of 0.1."""
    expect(diagnose_path([0.0, 2.985, 1.4925, 2.23875, 1.865625]), want="bouncing", mistakes={
        "settling": ("settling", TO_AND_FRO),
    }, say="The steps are 2.985, -1.4925, 0.746 and -0.373: the signs change, and the lengths shrink.")


def test_diagnose_path_calls_it_exploding_when_the_steps_grow():
    """The rate of 0.2; then one that goes a single way; then one whose weights are still tiny."""
    for path in [0.0, 5.97, -5.97, 17.91], [1.0, 2.0, 5.0, 14.0]:
        expect(diagnose_path(path), want="exploding", mistakes={
            "bouncing": ("bouncing", "The steps change sign, but they grow. Two rules seem to fit: the question for "
                         "exploding comes first."),
            "creeping": ("creeping", "The last step is longer than the first, so it is also more than half as long. "
                         "Two rules seem to fit: the question for exploding comes first."),
        }, say="The last step is longer than the first.")
    expect(diagnose_path([0.0, 0.001, -0.002, 0.007]), want="exploding", say="The steps are 0.001, -0.003 and 0.009: "
           "they grow. That all of it is still small does not matter.")


def test_diagnose_path_asks_for_bouncing_before_creeping():
    expect(diagnose_path([-2.0, 2.0, -1.8, 1.8, -1.6]), want="bouncing", mistakes={
        "creeping": ("creeping", "The steps are 4, -3.8, 3.6 and -3.4. They shrink slowly, and they change sign: "
                     "bouncing is asked before creeping."),
    })


def test_diagnose_path_measures_steps_down_like_steps_up():
    expect(diagnose_path([10.0, 3.9925, 2.490625, 2.1151563, 2.0212891]), want="settling", mistakes={
        "exploding or creeping": (lambda got: got in ("exploding", "creeping"), "These steps go down, so they are "
                                  "negative, and a longer one is the smaller number. Compare lengths: abs(step)."),
        "bouncing": ("bouncing", "Every step is negative: the sign never changes. Compare a step with the next, not "
                     "with 0."),
    })


def test_diagnose_path_counts_exactly_half_as_creeping():
    expect(diagnose_path([0.0, 4.0, 7.0, 9.0]), want="creeping", mistakes={
        "settling": ("settling", "The last step, 2, is exactly half of the first, 4. “At least half” includes "
                     "that: use >=."),
    })


def test_diagnose_path_compares_the_last_step_with_the_first():
    expect(diagnose_path([0.0, 4.0, 7.0, 8.75]), want="settling", mistakes={
        "creeping": ("creeping", "The last step, 1.75, is less than half of the first, 4. It is compared with that, "
                     "not with the step just before it."),
    })
    expect(diagnose_path([0.0, 8.0, 9.0, 10.5]), want="settling", mistakes={
        "exploding": ("exploding", "The last step, 1.5, is shorter than the first, 8. It is compared with that, not "
                      "with the step just before it."),
    })


def test_diagnose_path_knows_that_nan_is_an_explosion():
    for path in [0.0, 3e200, float("-inf"), float("nan")], [0.0, -3e200, float("inf")], [2.0, float("nan")]:
        expect(diagnose_path(path), want="exploding", mistakes={
            "any other": (lambda got: got in ("bouncing", "creeping", "settling"), "The path ends in nan or inf: the "
                          "numbers grew until none was left for them. Every comparison with nan is False, so ask for "
                          "it by itself: np.isfinite(last step)."),
        })


def test_diagnose_path_calls_a_walk_without_an_end_creeping():
    """Standing still, a single step, and the edge between bouncing and exploding."""
    expect(diagnose_path([3.0, 3.0, 3.0, 3.0]), want="creeping", mistakes={
        "settling": ("settling", "Every step is 0, and 0 is at least half of 0. (A quotient of the two would be 0/0, "
                     "which is nan: multiply instead of dividing.)"),
    })
    expect(diagnose_path([0.0, 1.4925]), want="creeping", say="There is one step. It is the first and the last, so the "
           "last is at least half as long as the first.")
    expect(diagnose_path([1.0, 5.0, 1.0, 5.0, 1.0]), want="creeping", mistakes={
        "bouncing": ("bouncing", "The steps change sign, but they do not shrink: 4, -4, 4, -4. Bouncing asks for "
                     "both."),
        "exploding": ("exploding", "The last step is as long as the first, and not longer."),
    })


def test_diagnose_path_needs_a_step():
    expect_error(diagnose_path, [1.0], shows=1, why="A path of one weight has no step to judge. Say so in an error.")
