"""Fresh data for reading the mistakes, run at grading only."""

import numpy as np

from kata import expect
from week6.kata2_read_the_mistakes import collapsed_class, error_patterns, examples_of

MATRIX = np.array([
    [3, 0, 5, 1, 2],
    [6, 11, 0, 2, 0],
    [0, 5, 4, 0, 9],
    [2, 0, 0, 8, 6],
    [1, 5, 0, 6, 10],
])  # fmt: skip


def test_error_patterns_on_fresh_data():
    names = ["tulip", "rose", "daisy", "aster", "lily"]
    want = [
        ("daisy", "lily", 9), ("rose", "tulip", 6), ("aster", "lily", 6), ("lily", "aster", 6),
        ("tulip", "daisy", 5), ("daisy", "rose", 5), ("lily", "rose", 5),
        ("tulip", "lily", 2), ("rose", "aster", 2), ("aster", "tulip", 2),
        ("tulip", "aster", 1), ("lily", "tulip", 1),
    ]  # fmt: skip
    for top in (2, 3, 6, 8, 12, 30):
        expect(error_patterns(MATRIX, names, top), want=want[:top])
    expect(error_patterns(MATRIX, tuple(names)), want=want[:3])


def test_examples_of_on_fresh_data():
    y_true, y_pred = np.array([3, 7, 7, 3, 3, 0, 7, 3]), np.array([7, 7, 3, 7, 0, 7, 3, 7])
    for true, said, want in [(3, 7, [0, 3, 7]), (7, 3, [2, 6]), (7, 7, [1]), (0, 3, []), (0, 7, [5]), (9, 9, [])]:
        expect(examples_of(y_true, y_pred, true, said), want=want)
        expect(examples_of(y_true.tolist(), tuple(y_pred.tolist()), true, said), want=want)


def test_collapsed_class_on_fresh_data():
    matrix = np.array([[0, 0, 1, 12], [0, 2, 0, 9], [0, 1, 1, 5], [0, 0, 0, 17]])  # 43 of 48
    for share, want in [(0.8, 3), (0.89, 3), (0.9, None), (1.0, None)]:
        expect(collapsed_class(matrix, share), want=want)
    expect(collapsed_class(matrix.T), want=None)
    expect(collapsed_class(np.array([[4, 0], [3, 0]]), share=1.0), want=0)
    expect(collapsed_class(np.array([[0, 0, 6], [0, 7, 5], [0, 0, 6]]), share=0.7), want=2)
    expect(collapsed_class(MATRIX, share=0.6), want=None)


def test_collapsed_class_of_nothing():
    expect(collapsed_class(np.zeros((2, 2), dtype=int), share=0.6), want=None)
