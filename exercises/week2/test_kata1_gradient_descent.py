"""The loss, its slope, and one step down.

The course's data is nearly y = 2x, so training should find a weight close to 2.
The second data set is lopsided on purpose: on it, no two mistakes look alike.
"""

import numpy as np

from kata import expect
from week2.kata1_gradient_descent import gradient, gradient_step, mse, predict

X = np.array([1.0, 2.0, 3.0, 4.0])
Y = np.array([2.1, 3.9, 6.2, 7.8])

LOPSIDED_X = np.array([0.5, -1.0, 2.0, 3.0, 6.0])
LOPSIDED_Y = np.array([1.0, 0.5, 3.0, 8.0, 10.0])


def test_predict_multiplies_every_input_by_the_weight():
    expect(predict(0.5, LOPSIDED_X), want=np.array([0.25, -0.5, 1.0, 1.5, 3.0]), mistakes={
        "added": (LOPSIDED_X + 0.5, "That is what you get if the weight is added. The model is w · x: multiply."),
        "summed": (5.25, "You returned one number for all inputs. Give one prediction per input."),
        "no weight": (LOPSIDED_X, "That is the input itself: the weight does not take part."),
        "whole": (np.array([0, 0, 1, 1, 3]), "The predictions were cut to whole numbers. Leave them as they are."),
        "divided": (LOPSIDED_X / 0.5, "That is the input divided by the weight. The model is w · x: multiply."),
    })


def test_predict_works_for_any_number_of_inputs():
    expect(predict(-2.0, np.array([3.0])), want=np.array([-6.0]))
    expect(predict(1.5, X), want=np.array([1.5, 3.0, 4.5, 6.0]))


def test_mse_is_the_mean_of_the_squared_errors():
    expect(mse(2.0, LOPSIDED_X, LOPSIDED_Y), want=3.05, mistakes={
        "sum": (15.25, "This is n times too large: that is the value you get if you forget to divide by n."),
        "absolute": (1.5, "That is the mean of the absolute errors. Square each error instead."),
        "root": (1.7464249, "That is the root of the MSE. Leave the square root out."),
        "half": (1.525, "Half the right value: some books define the cost with a ½; this kata does not."),
        "cancel": (0.3, "Positive and negative errors cancel: square each error before you average."),
        "cancel, the other way": (-0.3, "Positive and negative errors cancel: square each error before you average."),
        "one by one": (np.array([0, 6.25, 1, 4, 4]), "That is one squared error for each example. The loss is "
                       "their mean."),
        "n twice": (0.61, "This is n times too small: the mean divides by n already."),
        "square of mean": (0.09, "You squared the average. Average the squares."),
        "column": (37.25, "Much too large: one of the two arrays is a column, (n, 1), so every target is compared with "
                   "every prediction. A perfect model would not even score 0."),
    })


def test_mse_of_the_course_data_at_the_start():
    expect(mse(0.0, X, Y), want=29.725)


def test_mse_of_a_perfect_model_is_zero():
    expect(mse(2.0, LOPSIDED_X, 2 * LOPSIDED_X), want=0.0)


def test_gradient_is_the_slope_of_the_loss():
    expect(gradient(2.0, LOPSIDED_X, LOPSIDED_Y), want=4.2, mistakes={
        "sum": (21.0, "The gradient is n times too large: divide by n, because the loss is a mean."),
        "no two": (2.1, "Exactly half the right value: the 2 that comes down from the square is missing."),
        "one by one": (np.array([0, 5, 4, -12, 24]), "That is one slope for each example. The loss is a mean, so its "
                       "slope is the mean of these."),
        "nearly": (lambda got: 0 < abs(got - 4.2) < 0.05, "Nearly right, but not exact. A slope measured from w to w "
                   "+ ε is a little off: use the formula, or measure from w − ε to w + ε."),
        "n twice": (0.84, "The gradient is n times too small: the mean divides by n already."),
        "no x": (-0.6, "That is the slope for a bias. For w, each error is multiplied by its own x."),
        "sign": (-4.2, "The right size and the wrong sign: the error is prediction minus target, not the other way."),
        "two means": (-1.26, "Multiply each error by its own x first, then average. A product of two averages "
                      "is something else."),
        "squared": (12.7, "After taking the derivative the square is gone: 2 · error · x, not error² · x."),
    })


def test_gradient_of_the_course_data_at_the_start():
    expect(gradient(0.0, X, Y), want=-29.85)


def test_gradient_agrees_with_a_tiny_walk_along_the_curve():
    step = 1e-4
    rise = (np.mean((LOPSIDED_Y - (3 + step) * LOPSIDED_X) ** 2) - np.mean((LOPSIDED_Y - (3 - step) * LOPSIDED_X) ** 2))
    expect(gradient(3.0, LOPSIDED_X, LOPSIDED_Y), want=rise / (2 * step), rtol=1e-4)


def test_gradient_is_zero_at_the_bottom():
    expect(gradient(2.0, LOPSIDED_X, 2 * LOPSIDED_X), want=0.0)


def test_gradient_step_goes_downhill_by_learning_rate_times_gradient():
    expect(gradient_step(1.5, LOPSIDED_X, LOPSIDED_Y, learning_rate=0.02), want=1.617, mistakes={
        "plus": (1.383, "You walked uphill: the gradient points up, so subtract it."),
        "only the step": (0.117, "That is how far to move, not where you arrive. Add it to w."),
        "no rate": (7.35, "The step does not depend on the learning rate: multiply the gradient by it."),
        "fixed rate": (1.7925, "The step does not depend on the learning rate that was given: it is always 0.05."),
        "rounded": (lambda got: 0 < abs(got - 1.617) < 0.006, "The new weight was rounded. Keep all its digits: the "
                    "last steps of training are smaller than that."),
        "twice": (1.686966, "That is the weight of the next step. Take one step only."),
    })


def test_gradient_step_from_a_whole_number_may_land_between():
    expect(gradient_step(2, LOPSIDED_X, LOPSIDED_Y, learning_rate=0.02), want=1.916, mistakes={
        "whole": (2, "The step was cut to a whole number: the weight came in as an int. Use floats."),
        "no rate": (-2.2, "The step does not depend on the learning rate: multiply the gradient by it."),
    })


def test_gradient_step_by_step_finds_the_weight_of_the_course_data():
    """Three steps with the learning rate left at its default, 0.05: the ones to do by hand first."""
    w, seen = 0.0, []
    for _ in range(3):
        w = gradient_step(w, X, Y)
        seen.append(w)
    expect(seen, want=[1.4925, 1.865625, 1.95890625], what="the weight after one, two and three steps from 0")
