"""Fresh data for sigmoid, neuron and layer, run at grading only."""

import math

import numpy as np

from kata import digits28, expect
from kata.circumstances import warned
from week3.kata1_neuron import layer, neuron, sigmoid


def squish(z):
    return 1 / (1 + np.exp(-np.asarray(z)))


def test_sigmoid_on_fresh_data():
    z = np.array([[-7.5, 0.1], [2.25, -0.3], [12.0, -1.0]])
    expect(sigmoid(z), want=np.array([[1 / (1 + math.exp(-one)) for one in row] for row in z]))
    expect(sigmoid(np.array([3, -1])), want=np.array([0.95257413, 0.26894142]))


def test_sigmoid_is_even_handed():
    z = np.linspace(-30, 30, 41)
    expect(np.add(sigmoid(z), sigmoid(-z)), want=np.ones(41), what="sigmoid(z) + sigmoid(-z)")


def test_sigmoid_is_calm_far_out():
    with warned() as warnings:
        got = sigmoid(np.array([[-1000.0, 800.0, -750.0, 0.5]]))
    expect(got, want=np.array([[0.0, 1.0, 0.0, squish(0.5)]]))
    assert not warnings, f"Right values, but with a warning: “{warnings[0]}”."


def test_neuron_on_fresh_data():
    x, w = np.array([3.0, -1.0, 0.25, 2.0, 0.0]), np.array([0.1, 0.7, -2.0, 0.3, 5.0])
    expect(neuron(x, w, 0.9), want=float(squish(0.3 - 0.7 - 0.5 + 0.6 + 0.9)))
    expect(neuron(np.array([2.0]), np.array([-0.75]), 0.0), want=float(squish(-1.5)))


def test_layer_on_real_digits():
    """784 pixels, 16 neurons, as in the course's network: many at once, and one alone."""
    images, _ = digits28(100, 107)
    W = np.sin(np.arange(16 * 784)).reshape(16, 784) / 5
    b = np.linspace(-1, 1, 16)
    want = np.array([[squish(sum(w * pixel for w, pixel in zip(row, image, strict=True)) + bias)
                      for row, bias in zip(W[:3], b, strict=False)] for image in images[:2]])
    expect(np.asarray(layer(images, W, b))[:2, :3], want=want, what="Three neurons on two digits")
    expect(layer(images, W, b), want=squish(images @ W.T + b))
    expect(layer(images[4], W, b), want=squish(W @ images[4] + b))


def test_layer_with_more_neurons_than_inputs():
    W, b = np.array([[1.0, -1.0], [0.5, 2.0], [-3.0, 0.25]]), np.array([0.0, 0.3, -0.2])
    expect(layer(np.array([0.7, 0.1]), W, b), want=squish([0.6, 0.85, -2.275]))
