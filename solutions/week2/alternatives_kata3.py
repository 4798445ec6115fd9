"""Unusual and correct: every one of these must pass."""

import numpy as np

from kata.known import alternative
from week2.kata3_u_curve import fit_polynomial, polynomial_mse


@alternative("fit_polynomial")
def polyfit_turned_round(x, y, degree):
    return np.polyfit(x, y, degree)[::-1]


@alternative("fit_polynomial")
def vandermonde_and_least_squares(x, y, degree):
    return np.linalg.lstsq(np.vander(x, degree + 1), y, rcond=None)[0][::-1].tolist()


@alternative("fit_polynomial")
def polynomial_converted(x, y, degree):
    return np.polynomial.Polynomial.fit(x, y, degree).convert().coef


@alternative("fit_polynomial")
def normal_equations(x, y, degree):
    columns = np.stack([x**power for power in range(degree + 1)], axis=1)
    return np.linalg.solve(columns.T @ columns, columns.T @ y)


@alternative("fit_polynomial")
def pseudo_inverse(x, y, degree):
    return np.linalg.pinv(np.vander(x, degree + 1, increasing=True)) @ y


@alternative("polynomial_mse")
def horner(coefficients, x, y):
    values = np.zeros(len(x))
    for c in reversed(list(coefficients)):
        values = values * x + c
    return np.mean(np.square(y - values))


@alternative("polynomial_mse")
def plain_loops(coefficients, x, y):
    total = 0.0
    for one, target in zip(x, y, strict=True):
        total += (sum(c * one**power for power, c in enumerate(coefficients)) - target) ** 2
    return total / len(x)


@alternative("polynomial_mse")
def polyval_turned_round(coefficients, x, y):
    return np.mean((np.polyval(coefficients[::-1], x) - y) ** 2)


@alternative("polynomial_mse")
def in_float32(coefficients, x, y):
    values = np.polynomial.polynomial.polyval(np.float32(x), np.float32(coefficients))
    return np.mean((values - np.float32(y)) ** 2)


@alternative("u_curve")
def as_one_array(x_train, y_train, x_test, y_test, degrees):
    best = [np.polyfit(x_train, y_train, degree) for degree in degrees]
    return np.array(
        [
            [np.mean((np.polyval(one, x_train) - y_train) ** 2) for one in best],
            [np.mean((np.polyval(one, x_test) - y_test) ** 2) for one in best],
        ]
    )


@alternative("u_curve")
def pairs_unzipped(x_train, y_train, x_test, y_test, degrees):
    def both(degree):
        best = fit_polynomial(x_train, y_train, degree)
        return polynomial_mse(best, x_train, y_train), polynomial_mse(best, x_test, y_test)

    return tuple(zip(*map(both, degrees), strict=True))


@alternative("u_curve")
def by_normal_equations(x_train, y_train, x_test, y_test, degrees):
    found = [], []
    for degree in degrees:
        columns = np.vander(x_train, degree + 1)
        best = np.linalg.inv(columns.T @ columns) @ columns.T @ y_train
        found[0].append(np.mean((columns @ best - y_train) ** 2))
        found[1].append(np.mean((np.vander(x_test, degree + 1) @ best - y_test) ** 2))
    return found


@alternative("sweet_spot")
def smallest_pair(degrees, test_errors):
    return min(zip(test_errors, degrees, strict=True))[1]


@alternative("sweet_spot")
def sorted_first(degrees, test_errors):
    order = np.argsort(degrees)
    return np.asarray(degrees)[order][np.argmin(np.asarray(test_errors)[order])]


@alternative("sweet_spot")
def within_the_noise_of_rounding(degrees, test_errors):
    return min(d for d, e in zip(degrees, test_errors, strict=True) if e <= min(test_errors) * 1.0000001)
