"""Fresh data for gradient descent, run at grading only."""

import numpy as np

from kata import expect
from week2.kata1_gradient_descent import gradient, gradient_step, mse, predict

X = np.array([-2.0, 0.25, 1.0, 7.0])
Y = np.array([3.0, -1.0, 0.5, 4.0])


def test_predict_on_fresh_data():
    expect(predict(-0.7, X), want=np.array([1.4, -0.175, -0.7, -4.9]))


def test_mse_on_fresh_data():
    expect(mse(-0.7, X, Y), want=float(sum((-0.7 * x - y) ** 2 for x, y in zip(X, Y, strict=True)) / 4))


def test_gradient_on_fresh_data():
    expect(gradient(-0.7, X, Y), want=float(sum(2 * x * (-0.7 * x - y) for x, y in zip(X, Y, strict=True)) / 4))


def test_gradient_step_on_fresh_data():
    slope = float(sum(2 * x * (-0.7 * x - y) for x, y in zip(X, Y, strict=True)) / 4)
    expect(gradient_step(-0.7, X, Y, learning_rate=0.003), want=-0.7 - 0.003 * slope)
