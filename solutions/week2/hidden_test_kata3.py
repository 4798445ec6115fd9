"""Fresh data for the U-curve, run at grading only."""

import numpy as np

from kata import expect
from week2.kata3_u_curve import fit_polynomial, polynomial_mse, sweet_spot, u_curve

rng = np.random.default_rng(7)
X_TRAIN, X_TEST = rng.uniform(-1, 2, 12), rng.uniform(-1, 2, 30)
Y_TRAIN, Y_TEST = np.cos(2 * X_TRAIN) + rng.normal(0, 0.1, 12), np.cos(2 * X_TEST) + rng.normal(0, 0.1, 30)


def test_fit_polynomial_on_fresh_data():
    x = np.array([2.0, -1.0, 0.5, 3.0, -2.0])
    expect(fit_polynomial(x, 3 - 2 * x**2 + x**3, 3), want=np.array([3.0, 0.0, -2.0, 1.0]), rtol=1e-6, atol=1e-6)
    found = np.asarray(fit_polynomial(X_TRAIN, Y_TRAIN, 5))
    expect(found.shape, want=(6,), what="the shape of the coefficients for degree 5")
    curve = np.polyval(np.polyfit(X_TRAIN, Y_TRAIN, 5), X_TEST)
    expect(np.polyval(found[::-1], X_TEST), want=curve, rtol=1e-6, atol=1e-6, what="the fitted curve of degree 5")


def test_polynomial_mse_on_fresh_data():
    c = np.array([-0.5, 0.25, 3.0, -1.0])
    want = float(np.mean((-0.5 + 0.25 * X_TEST + 3 * X_TEST**2 - X_TEST**3 - Y_TEST) ** 2))
    expect(polynomial_mse(c, X_TEST, Y_TEST), want=want)


def test_u_curve_on_fresh_data():
    degrees = [2, 5, 0, 3]
    best = [np.polyfit(X_TRAIN, Y_TRAIN, degree) for degree in degrees]
    want = tuple(
        [float(np.mean((np.polyval(one, x) - y) ** 2)) for one in best]
        for x, y in ((X_TRAIN, Y_TRAIN), (X_TEST, Y_TEST))
    )
    expect(u_curve(X_TRAIN, Y_TRAIN, X_TEST, Y_TEST, degrees), want=want)


def test_sweet_spot_on_fresh_errors():
    expect(sweet_spot([0, 2, 4, 5, 8], [0.5, 0.4, 0.45, 0.1, 0.9]), want=5)
    expect(sweet_spot([9, 3, 7], [0.5, 0.5, 0.5]), want=3)
