"""Polynomials of growing degree, fitted to 15 noisy points of a sine.

First small cases that can be worked out by hand; then the U-curve itself. With these points the training error
is .176, .011, .008 for the degrees 1, 3, 6, and the test error .350, .060, .081: three is best.
"""

import numpy as np

from kata import expect, fixture
from week2.kata3_u_curve import fit_polynomial, polynomial_mse, sweet_spot, u_curve

# 2 - x + 0.5 x² at four inputs: the points lie on the curve, so the best fit is the curve itself.
ON_X = np.array([-1.0, 0.0, 1.0, 2.0])
ON_Y = np.array([3.5, 2.0, 1.5, 2.0])


# 15 points near sin(2πx) to train on, then 200 to test on; the noise has a standard deviation of 0.2.
POINTS = np.load(fixture("noisy_sine.npy"))
(X_TRAIN, Y_TRAIN), (X_TEST, Y_TEST) = POINTS[:15].T, POINTS[15:].T


def values(coefficients, x):
    """What a polynomial, lowest power first, says at x."""
    return sum(c * x**power for power, c in enumerate(coefficients))


def error(degree, fitted_to, measured_on):
    """The mean squared error on one set of points of the polynomial that was fitted to another."""
    best = np.polyfit(*fitted_to, degree)[::-1]
    return float(np.mean((values(best, measured_on[0]) - measured_on[1]) ** 2))


def errors(degrees, fitted_to, measured_on):
    return [error(degree, fitted_to, measured_on) for degree in degrees]


def test_fit_polynomial_finds_the_curve_that_the_points_lie_on():
    expect(fit_polynomial(ON_X, ON_Y, degree=2), want=np.array([2.0, -1.0, 0.5]), rtol=1e-6, mistakes={
        "polynomial": (lambda got: hasattr(got, "convert"), "That is a Polynomial, an object that holds coefficients. "
                       "Return them: .convert().coef"),
        "backwards": (np.array([0.5, -1.0, 2.0]), "Those are the coefficients with the highest power first: np.polyfit "
                      "returns them so. Turn them round with [::-1]."),
        "one short": (np.array([2.5, -0.5]), "That is the best polynomial one degree lower. Degree 2 has three "
                      "coefficients, for x⁰, x¹ and x²: range(degree) stops before the last."),
        "one short, backwards": (np.array([-0.5, 2.5]), "That is the best polynomial one degree lower. Degree 2 has "
                                 "three coefficients, for x⁰, x¹ and x²: range(degree) stops before the last."),
        "too many": (np.array([2.0, -1.0, 0.5, 0.0]), "That is a polynomial one degree higher. Degree 2 ends with x²."),
        "no constant": (np.array([-1.5454545, 1.4090909]), "The constant term is missing: the powers begin with x⁰ = "
                        "1."),
        "constant elsewhere": (np.array([0.0, -1.0, 0.5]), "The constant term is 0 here, as scikit-learn's coef_ has "
                               "it: there it lies in intercept_. It belongs in front."),
        "constant cut off": (np.array([-1.0, 0.5]), "The first coefficient is not there: it is the constant, which "
                             "scikit-learn keeps apart, in intercept_."),
        "scaled": (np.array([1.625, -0.75, 1.125]), "Polynomial.fit squeezes x into -1 … 1 first, and these "
                   "coefficients are for the squeezed x. Ask for .convert().coef"),
        "fitted values": (ON_Y, "Those are the values of the curve at the inputs. Return its coefficients."),
        "x and y": (np.array([-1.0, 2.3333333, -0.6666667]), "That is x as a polynomial of y: the two are swapped."),
    })


def test_fit_polynomial_comes_as_close_as_it_can():
    """No straight line goes through these four points, and 0.9 + 1.4 x is the best."""
    expect(fit_polynomial(np.array([0, 1, 2, 3]), np.array([1, 3, 2, 6]), degree=1), want=np.array([0.9, 1.4]),
        rtol=1e-6, mistakes={
            "first points": ([1.0, 2.0], "That line goes through the first two points and knows nothing of the others. "
                             "Fit to all of them at once: least squares."),
            "ends": ([1.0, 1.6666667], "That line joins the first point and the last. Fit to all of them at once: "
                     "least squares."),
        },
        dtype="float",
    )


def test_fit_polynomial_of_degree_0_is_the_mean():
    expect(fit_polynomial(ON_X, ON_Y, degree=0), want=np.array([2.25]))


def test_fit_polynomial_needs_no_order_and_no_even_spacing_of_the_inputs():
    """Curves are compared here, not coefficients: in those, rounding shows first."""
    grid = np.linspace(0, 1, 9)
    best = np.polyfit(X_TRAIN, Y_TRAIN, 4)[::-1]
    torn = np.polyfit(np.sort(X_TRAIN), Y_TRAIN, 4)[::-1]
    found = fit_polynomial(X_TRAIN, Y_TRAIN, degree=4)
    expect(np.shape(found), want=(5,), what="the shape of the coefficients for degree 4")
    expect(values(found, grid), want=values(best, grid), rtol=1e-6, atol=1e-6, mistakes={
        "torn": (values(torn, grid), "x was sorted and y was not, so inputs and targets no longer belong together. A "
                 "fit needs no order."),
    }, what="the fitted curve of degree 4 at 9 inputs from 0 to 1")


def test_polynomial_mse_is_the_mean_of_the_squared_errors():
    """1 - 2x + 0.5x² at four inputs: the errors are -1, -1.5, 1 and 3."""
    x, y = np.array([0.0, 1.0, 3.0, -1.0]), np.array([2.0, 1.0, -1.5, 0.5])
    expect(polynomial_mse(np.array([1.0, -2.0, 0.5]), x, y), want=3.3125, mistakes={
        "backwards": (9.625, "The coefficients are used backwards: np.polyval wants the highest power first. Here the "
                      "lowest comes first."),
        "powers": (5.5625, "The powers are one too high: the first coefficient is the constant, and goes with x⁰ = 1."),
        "no constant": (3.5625, "The first coefficient takes no part: it is the constant, and goes with x⁰ = 1."),
        "no highest": (5.875, "The last coefficient takes no part: it goes with the highest power, len - 1."),
        "sum": (13.25, "This is n times too large: that is the value you get if you forget to divide by n."),
        "root": (1.8200275, "That is the root of the MSE. Leave the square root out."),
        "half": (1.65625, "Half the right value: some books define the cost with a ½; this kata does not."),
        "absolute": (1.625, "That is the mean of the absolute errors. Square each error instead."),
        "cancel": (0.375, "Positive and negative errors cancel: square each error before you average."),
        "cancel, the other way": (-0.375, "Positive and negative errors cancel: square each error before you average."),
        "square of mean": (0.140625, "You squared the average. Average the squares."),
        "refitted": (error(2, (x, y), (x, y)), "That is the error of another polynomial, fitted anew to these points. "
                     "Measure the one that was given."),
        "column": (4.4375, "Much too large: one of the two arrays is a column, (n, 1), so every target is compared "
                   "with every prediction. A perfect model would not even score 0."),
    })


def test_polynomial_mse_of_a_curve_through_the_points_is_zero():
    expect(polynomial_mse(np.array([2.0, -1.0, 0.5]), ON_X, ON_Y), want=0.0)


def test_polynomial_mse_takes_any_number_of_coefficients():
    expect(polynomial_mse(np.array([2.0]), ON_X, ON_Y), want=0.625)
    expect(polynomial_mse(np.array([2.0, 0.0, 0.0, 0.0, 1.0]), ON_X, ON_Y), want=64.625)


def sorted_and_split_again(got):
    """Are these the errors after all points were thrown together, sorted and cut in two?"""
    x, y = np.concatenate([X_TRAIN, X_TEST]), np.concatenate([Y_TRAIN, Y_TEST])
    order = np.argsort(x)
    x, y = x[order], y[order]
    for cut in 15, *(int(part * len(x)) for part in (0.5, 0.6, 0.7, 0.75, 0.8)):
        left, right = (x[:cut], y[:cut]), (x[cut:], y[cut:])
        if np.allclose(got, [errors([1, 3, 6], left, left), errors([1, 3, 6], left, right)], rtol=1e-3):
            return True
    return False


def test_u_curve_fits_on_the_training_points_and_measures_on_both():
    degrees = [1, 3, 6]
    train, test = (X_TRAIN, Y_TRAIN), (X_TEST, Y_TEST)
    both = np.concatenate([X_TRAIN, X_TEST]), np.concatenate([Y_TRAIN, Y_TEST])
    torn = np.sort(X_TRAIN), Y_TRAIN
    right = errors(degrees, train, train), errors(degrees, train, test)
    refitted = errors(degrees, test, test)
    expect(u_curve(*train, *test, degrees), want=right, mistakes={
        "swapped": (right[::-1], "The two lists are swapped: training errors come first."),
        "refitted": ((right[0], refitted), "Your test error only falls: that is what you get if the curve is fitted to "
                     "the test points. Fit on train, and only measure on test."),
        "fitted on test": ((errors(degrees, test, train), refitted), "The curve was fitted to the test points. Fit on "
                           "train, and only measure on test."),
        "fitted on both": ((errors(degrees, both, train), errors(degrees, both, test)), "The curve was fitted to all "
                           "points, and so it has seen the test. Fit on train only."),
        "split again": (sorted_and_split_again, "All points were thrown together, sorted and cut in two, so the test "
                        "lies to the right of everything the curve has seen. The points come to you split: use them "
                        "so."),
        "torn": ((errors(degrees, torn, torn), errors(degrees, torn, test)), "x_train was sorted and y_train was not: "
                 "inputs and targets no longer belong together."),
        "train twice": ((right[0], right[0]), "Both lists are the training error. Measure the second on x_test, "
                        "y_test."),
        "test twice": ((right[1], right[1]), "Both lists are the test error. Measure the first on x_train, y_train."),
        "last degree": ((right[0][:-1], right[1][:-1]), "The last degree is missing: a range stops before its end, and "
                        "degrees[:-1] leaves the last one out."),
        "positions": ((errors(range(3), train, train), errors(range(3), train, test)), "Those are the degrees 0, 1, 2: "
                      "the positions in the list. Use the degrees themselves: for degree in degrees."),
        "all of them": ((errors(range(1, 7), train, train), errors(range(1, 7), train, test)), "Those are all degrees "
                        "from 1 to 6. Only 1, 3 and 6 were asked for."),
        "one fit": ((errors([6] * 3, train, train), errors([6] * 3, train, test)), "All are errors of the highest "
                    "degree. Fit a polynomial anew for each degree, inside the loop."),
        "first fit": ((errors([1] * 3, train, train), errors([1] * 3, train, test)), "All are errors of the first "
                      "degree. Fit a polynomial anew for each degree, inside the loop."),
        "one higher": ((errors([2, 4, 7], train, train), errors([2, 4, 7], train, test)), "Those are the degrees 2, 4 "
                       "and 7, one higher than asked for. Pass the degree on as it is: the fit counts its "
                       "coefficients."),
        "one lower": ((errors([0, 2, 5], train, train), errors([0, 2, 5], train, test)), "Those are the degrees 0, 2 "
                      "and 5, one lower than asked for. Pass the degree on as it is."),
        "pairs": (list(zip(*right, strict=True)), "That is a pair for each degree. Return two lists: all training "
                  "errors, all test errors."),
        "only test": (right[1], "Those are the test errors only. Return two lists: training errors, test errors."),
        "only train": (right[0], "Those are the training errors only. Return two lists: training errors, test errors."),
        "root": ((np.sqrt(right[0]), np.sqrt(right[1])), "Those are roots of the MSE. Leave the square root out."),
        "sums": ((np.multiply(right[0], 15), np.multiply(right[1], 200)), "Those are sums of the squared errors. Take "
                 "the mean, or 200 points always look worse than 15."),
        "another number": (lambda got: len(got) == 2 and any(len(one) != 3 for one in got), "Three degrees were given, "
                           "so each of the two lists has three errors: go through the degrees themselves."),
    })


def test_u_curve_keeps_the_order_of_the_degrees():
    degrees, train, test = [3, 0, 1], (ON_X, ON_Y**2), (np.array([0.5, 3.0]), np.array([1.0, -2.0]))
    right = errors(degrees, train, train), errors(degrees, train, test)
    rising = sorted(degrees)
    expect(u_curve(*train, *test, degrees), want=right, mistakes={
        "sorted": ((errors(rising, train, train), errors(rising, train, test)), "The errors are in the order of rising "
                   "degrees. Keep the order in which the degrees were given."),
    })


def test_u_curve_of_training_errors_only_falls():
    train_errors, _ = u_curve(X_TRAIN, Y_TRAIN, X_TEST, Y_TEST, list(range(9)))
    for degree in range(1, 9):
        before, after = train_errors[degree - 1], train_errors[degree]
        assert after <= before * 1.001, (
            f"Degree {degree} has a training error of {after:.4g}, and degree {degree - 1} had {before:.4g}. A higher "
            "degree can do all that a lower one can, so on the training points it is never worse."
        )
    first, last = train_errors[0], train_errors[-1]
    assert 0 < last < first / 10, (
        f"The training error goes from {first:.4g} at degree 0 to {last:.4g} at degree 8. It should end below a tenth "
        "of where it began, and above 0: nine dials do not reach all 15 points."
    )


def test_u_curve_of_test_errors_falls_and_rises_again():
    _, test_errors = u_curve(X_TRAIN, Y_TRAIN, X_TEST, Y_TEST, list(range(1, 9)))
    expect(int(np.argmin(test_errors)) + 1, want=3, what="the degree with the lowest test error", say="Of 1 to 8, "
           "three is best on points that the fit has not seen.")
    assert test_errors[-1] > 2 * test_errors[2], (
        f"Degree 8 has a test error of {test_errors[-1]:.4g} and degree 3 one of {test_errors[2]:.4g}. On points that "
        "it has not seen, degree 8 should be at least twice as bad."
    )


def test_sweet_spot_is_the_degree_with_the_lowest_test_error():
    expect(sweet_spot([1, 2, 5, 7, 9], [0.6, 0.35, 0.9, 0.2, 0.5]), want=7, mistakes={
        "index": (3, "That is the position of the lowest error. Return the degree that stands there."),
        "position": (4, "That is the position of the lowest error, counted from 1. Return the degree that stands "
                     "there."),
        "error": (0.2, "That is the lowest error itself. Return the degree that has it."),
        "highest": (5, "That is the degree with the highest error. Look for the lowest."),
        "most flexible": (9, "That is the highest degree, which a choice by the training error always falls for: it "
                          "memorises best. Choose where the error on unseen points is lowest."),
        "simplest": (1, "That is the lowest degree, whatever its error."),
        "first dip": (2, "The error rises after this degree and falls lower later. Look at all of them."),
    })


def test_sweet_spot_of_two_equals_is_the_simpler_one():
    expect(sweet_spot([1, 2, 4, 6], [0.5, 0.25, 0.25, 0.4]), want=2, mistakes={
        "last": (4, "Degrees 2 and 4 are equally good. Of equals, take the simpler one: the lower degree."),
    })


def test_sweet_spot_takes_degrees_in_any_order():
    expect(sweet_spot([6, 4, 2, 1], [0.4, 0.25, 0.25, 0.5]), want=2, mistakes={
        "first": (4, "Degrees 4 and 2 are equally good, and 4 only happens to come first in the list. The simpler one "
                  "is the one with the lower degree."),
    })
    expect(sweet_spot([5, 4, 3, 2, 1], [0.9, 0.3, 0.1, 0.2, 0.8]), want=3)
