"""Known mistakes about the U-curve, each with the words it must earn."""

import numpy as np

from kata.known import mistake
from week2.kata3_u_curve import fit_polynomial, polynomial_mse


def both_errors(degrees, fitted_to, *measured_on):
    """A list of errors for each set of points, of the polynomials that were fitted to the first."""
    best = [fit_polynomial(*fitted_to, degree) for degree in degrees]
    return tuple([polynomial_mse(one, *points) for one in best] for points in measured_on)


@mistake("fit_polynomial", "highest power first")
def polyfit_as_it_is(x, y, degree):
    return np.polyfit(x, y, degree)


@mistake("fit_polynomial", "highest power first")
def poly1d(x, y, degree):
    return np.poly1d(np.polyfit(x, y, degree))


@mistake("fit_polynomial", "highest power first")
def vander_as_it_is(x, y, degree):
    return np.linalg.lstsq(np.vander(x, degree + 1), y, rcond=None)[0]


@mistake("fit_polynomial", "range(degree) stops before the last")
def degree_terms(x, y, degree):
    columns = np.stack([x**power for power in range(max(degree, 1))], axis=1)
    return np.linalg.lstsq(columns, y, rcond=None)[0]


@mistake("fit_polynomial", "range(degree) stops before the last")
def degree_terms_backwards(x, y, degree):
    return np.linalg.lstsq(np.vander(x, degree), y, rcond=None)[0]


@mistake("fit_polynomial", "one degree higher")
def one_term_too_many(x, y, degree):
    return np.polynomial.polynomial.polyfit(x, y, degree + 1)


@mistake("fit_polynomial", "constant term is missing")
def powers_from_one(x, y, degree):
    columns = np.stack([x**power for power in range(1, degree + 1)], axis=1)
    return np.linalg.lstsq(columns, y, rcond=None)[0]


@mistake("fit_polynomial", "intercept_")
def constant_in_the_intercept(x, y, degree):
    best = fit_polynomial(x, y, degree)
    return np.concatenate([[0.0], best[1:]])


@mistake("fit_polynomial", "intercept_")
def constant_left_in_the_intercept(x, y, degree):
    return fit_polynomial(x, y, degree)[1:]


@mistake("fit_polynomial", "are for the squeezed x")
def not_converted(x, y, degree):
    return np.polynomial.Polynomial.fit(x, y, degree).coef


@mistake("fit_polynomial", "an object that holds coefficients")
def the_object(x, y, degree):
    return np.polynomial.Polynomial.fit(x, y, degree).convert()


@mistake("fit_polynomial", "values of the curve")
def fitted_values(x, y, degree):
    return np.polyval(np.polyfit(x, y, degree), x)


@mistake("fit_polynomial", "x as a polynomial of y")
def x_and_y_swapped(x, y, degree):
    return fit_polynomial(y, x, degree)


@mistake("fit_polynomial", "goes through the first two points")
def through_the_first_points(x, y, degree):
    few = slice(None, degree + 1)
    return np.linalg.solve(np.vander(x[few], degree + 1, increasing=True), y[few])


@mistake("fit_polynomial", "joins the first point and the last")
def through_evenly_chosen_points(x, y, degree):
    some = np.linspace(0, len(x) - 1, degree + 1).astype(int)
    return np.linalg.solve(np.vander(x[some], degree + 1, increasing=True), y[some])


@mistake("fit_polynomial", "x was sorted and y was not")
def sorts_x_alone(x, y, degree):
    return fit_polynomial(np.sort(x), y, degree)


@mistake("fit_polynomial", "changed the `x`")
def sorts_in_place(x, y, degree):
    order = np.argsort(x)
    x[:], y[:] = x[order], y[order]
    return fit_polynomial(x, y, degree)


@mistake("polynomial_mse", "used backwards")
def polyval_of_numpy(coefficients, x, y):
    return float(np.mean((np.polyval(coefficients, x) - y) ** 2))


@mistake("polynomial_mse", "powers are one too high")
def powers_begin_at_one(coefficients, x, y):
    values = sum(c * x ** (power + 1) for power, c in enumerate(coefficients))
    return float(np.mean((values - y) ** 2))


@mistake("polynomial_mse", "it is the constant")
def constant_skipped(coefficients, x, y):
    values = sum(coefficients[power] * x**power for power in range(1, len(coefficients)))
    return float(np.mean((values - y) ** 2))


@mistake("polynomial_mse", "goes with the highest power")
def highest_power_skipped(coefficients, x, y):
    values = sum(coefficients[power] * x**power for power in range(len(coefficients) - 1))
    return float(np.mean((values - y) ** 2))


@mistake("polynomial_mse", "forget to divide by n")
def sum_not_mean(coefficients, x, y):
    return polynomial_mse(coefficients, x, y) * len(x)


@mistake("polynomial_mse", "root of the MSE")
def root(coefficients, x, y):
    return polynomial_mse(coefficients, x, y) ** 0.5


@mistake("polynomial_mse", "some books define the cost with a ½")
def half(coefficients, x, y):
    return polynomial_mse(coefficients, x, y) / 2


@mistake("polynomial_mse", "absolute errors")
def absolute(coefficients, x, y):
    return float(np.mean(np.abs(np.polynomial.polynomial.polyval(x, coefficients) - y)))


@mistake("polynomial_mse", "Positive and negative errors cancel")
def not_squared(coefficients, x, y):
    return float(np.mean(np.polynomial.polynomial.polyval(x, coefficients) - y))


@mistake("polynomial_mse", "Positive and negative errors cancel")
def not_squared_the_other_way(coefficients, x, y):
    return float(np.mean(y - np.polynomial.polynomial.polyval(x, coefficients)))


@mistake("polynomial_mse", "squared the average")
def square_of_the_mean(coefficients, x, y):
    return float(np.mean(np.polynomial.polynomial.polyval(x, coefficients) - y) ** 2)


@mistake("polynomial_mse", "fitted anew")
def refitted(coefficients, x, y):
    return polynomial_mse(fit_polynomial(x, y, len(coefficients) - 1), x, y)


@mistake("polynomial_mse", "every target is compared with every prediction")
def column_against_row(coefficients, x, y):
    return float(np.mean((y.reshape(-1, 1) - np.polynomial.polynomial.polyval(x, coefficients)) ** 2))


@mistake("u_curve", "two lists are swapped")
def swapped(x_train, y_train, x_test, y_test, degrees):
    return both_errors(degrees, (x_train, y_train), (x_test, y_test), (x_train, y_train))


@mistake("u_curve", "only measure on test")
def refitted_on_test(x_train, y_train, x_test, y_test, degrees):
    (train,) = both_errors(degrees, (x_train, y_train), (x_train, y_train))
    (test,) = both_errors(degrees, (x_test, y_test), (x_test, y_test))
    return train, test


@mistake("u_curve", "only measure on test")
def fitted_on_test(x_train, y_train, x_test, y_test, degrees):
    return both_errors(degrees, (x_test, y_test), (x_train, y_train), (x_test, y_test))


@mistake("u_curve", "it has seen the test")
def fitted_on_everything(x_train, y_train, x_test, y_test, degrees):
    everything = np.concatenate([x_train, x_test]), np.concatenate([y_train, y_test])
    return both_errors(degrees, everything, (x_train, y_train), (x_test, y_test))


@mistake("u_curve", "to the right of everything")
def split_again_unshuffled(x_train, y_train, x_test, y_test, degrees):
    x, y = np.concatenate([x_train, x_test]), np.concatenate([y_train, y_test])
    order, cut = np.argsort(x), int(0.7 * len(x))
    x, y = x[order], y[order]
    return both_errors(degrees, (x[:cut], y[:cut]), (x[:cut], y[:cut]), (x[cut:], y[cut:]))


@mistake("u_curve", "x_train was sorted and y_train was not")
def sorts_x_alone_first(x_train, y_train, x_test, y_test, degrees):
    x_train = np.sort(x_train)
    return both_errors(degrees, (x_train, y_train), (x_train, y_train), (x_test, y_test))


@mistake("u_curve", "Both lists are the training error")
def training_error_twice(x_train, y_train, x_test, y_test, degrees):
    return both_errors(degrees, (x_train, y_train), (x_train, y_train), (x_train, y_train))


@mistake("u_curve", "Both lists are the test error")
def test_error_twice(x_train, y_train, x_test, y_test, degrees):
    return both_errors(degrees, (x_train, y_train), (x_test, y_test), (x_test, y_test))


@mistake("u_curve", "last degree is missing")
def last_degree_left_out(x_train, y_train, x_test, y_test, degrees):
    return both_errors(degrees[:-1], (x_train, y_train), (x_train, y_train), (x_test, y_test))


@mistake("u_curve", "positions in the list")
def positions_for_degrees(x_train, y_train, x_test, y_test, degrees):
    return both_errors(range(len(degrees)), (x_train, y_train), (x_train, y_train), (x_test, y_test))


@mistake("u_curve", "Only 1, 3 and 6 were asked for")
def all_degrees_up_to_the_highest(x_train, y_train, x_test, y_test, degrees):
    return both_errors(range(1, max(degrees) + 1), (x_train, y_train), (x_train, y_train), (x_test, y_test))


@mistake("u_curve", "errors of the highest degree")
def one_fit_for_all(x_train, y_train, x_test, y_test, degrees):
    return both_errors([max(degrees)] * len(degrees), (x_train, y_train), (x_train, y_train), (x_test, y_test))


@mistake("u_curve", "errors of the first degree")
def fitted_before_the_loop(x_train, y_train, x_test, y_test, degrees):
    return both_errors([degrees[0]] * len(degrees), (x_train, y_train), (x_train, y_train), (x_test, y_test))


@mistake("u_curve", "one higher than asked for")
def one_degree_too_high(x_train, y_train, x_test, y_test, degrees):
    higher = [degree + 1 for degree in degrees]
    return both_errors(higher, (x_train, y_train), (x_train, y_train), (x_test, y_test))


@mistake("u_curve", "one lower than asked for")
def one_degree_too_low(x_train, y_train, x_test, y_test, degrees):
    lower = [max(degree - 1, 0) for degree in degrees]
    return both_errors(lower, (x_train, y_train), (x_train, y_train), (x_test, y_test))


@mistake("u_curve", "each of the two lists has three errors")
def range_of_the_length(x_train, y_train, x_test, y_test, degrees):
    return both_errors(range(1, len(degrees)), (x_train, y_train), (x_train, y_train), (x_test, y_test))


@mistake("u_curve", "a pair for each degree")
def pairs(x_train, y_train, x_test, y_test, degrees):
    both = both_errors(degrees, (x_train, y_train), (x_train, y_train), (x_test, y_test))
    return list(zip(*both, strict=True))


@mistake("u_curve", "test errors only")
def only_test_errors(x_train, y_train, x_test, y_test, degrees):
    return both_errors(degrees, (x_train, y_train), (x_test, y_test))[0]


@mistake("u_curve", "training errors only")
def only_training_errors(x_train, y_train, x_test, y_test, degrees):
    return both_errors(degrees, (x_train, y_train), (x_train, y_train))[0]


@mistake("u_curve", "roots of the MSE")
def roots(x_train, y_train, x_test, y_test, degrees):
    return np.sqrt(both_errors(degrees, (x_train, y_train), (x_train, y_train), (x_test, y_test)))


@mistake("u_curve", "sums of the squared errors")
def sums(x_train, y_train, x_test, y_test, degrees):
    train, test = both_errors(degrees, (x_train, y_train), (x_train, y_train), (x_test, y_test))
    return [one * len(x_train) for one in train], [one * len(x_test) for one in test]


@mistake("u_curve", "order of rising degrees")
def degrees_sorted(x_train, y_train, x_test, y_test, degrees):
    return both_errors(sorted(degrees), (x_train, y_train), (x_train, y_train), (x_test, y_test))


@mistake("u_curve", "changed the `degrees`")
def degrees_popped(x_train, y_train, x_test, y_test, degrees):
    train, test = [], []
    degrees = degrees if isinstance(degrees, list) else list(degrees)
    while degrees:
        one = both_errors([degrees.pop(0)], (x_train, y_train), (x_train, y_train), (x_test, y_test))
        train += one[0]
        test += one[1]
    return train, test


@mistake("sweet_spot", "position of the lowest error")
def index(degrees, test_errors):
    return int(np.argmin(test_errors))


@mistake("sweet_spot", "position of the lowest error")
def index_from_one(degrees, test_errors):
    return int(np.argmin(test_errors)) + 1


@mistake("sweet_spot", "lowest error itself")
def the_error(degrees, test_errors):
    return min(test_errors)


@mistake("sweet_spot", "with the highest error")
def highest_error(degrees, test_errors):
    return degrees[int(np.argmax(test_errors))]


@mistake("sweet_spot", "memorises best")
def as_the_training_error_would(degrees, test_errors):
    return max(degrees)


@mistake("sweet_spot", "whatever its error")
def always_the_simplest(degrees, test_errors):
    return min(degrees)


@mistake("sweet_spot", "lower later")
def first_dip(degrees, test_errors):
    best = 0
    while best + 1 < len(test_errors) and test_errors[best + 1] <= test_errors[best]:
        best += 1
    return min(d for d, e in zip(degrees, test_errors, strict=True) if e == test_errors[best])


@mistake("sweet_spot", "Of equals")
def last_of_equals(degrees, test_errors):
    best, lowest = None, float("inf")
    for degree, error in zip(degrees, test_errors, strict=True):
        if error <= lowest:
            best, lowest = degree, error
    return best


@mistake("sweet_spot", "only happens to come first")
def first_of_equals(degrees, test_errors):
    return degrees[int(np.argmin(test_errors))]


@mistake("sweet_spot", "changed the `test_errors`")
def sorts_the_errors(degrees, test_errors):
    first = list(test_errors)
    test_errors.sort()
    return min(d for d, e in zip(degrees, first, strict=True) if e == test_errors[0])
