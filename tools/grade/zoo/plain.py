"""Tests of the first kata as most courses write them: plain asserts on data drawn at random.

The naive grader runs these on answers that pretend to be equal to everything. A text, as it is to be written
beside a submission, and nowhere else.
"""

TESTS = """
import numpy as np
import pytest
from week2.kata1_gradient_descent import gradient, gradient_step, mse, predict

rng = np.random.default_rng(0)
X = rng.normal(size=6)
Y = rng.normal(size=6)


def test_predict():
    assert np.allclose(predict(0.5, X), 0.5 * X)


def test_mse():
    assert mse(0.5, X, Y) == pytest.approx(np.mean((0.5 * X - Y) ** 2))


def test_gradient():
    assert gradient(0.5, X, Y) == pytest.approx(np.mean(2 * (0.5 * X - Y) * X))


def test_gradient_step():
    slope = np.mean(2 * (0.5 * X - Y) * X)
    assert gradient_step(0.5, X, Y, learning_rate=0.5) == pytest.approx(0.5 - 0.5 * slope)
"""
