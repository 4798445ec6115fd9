"""Fresh data for the learning rate, run at grading only."""

import numpy as np

from kata import expect, expect_error
from week2.kata2_learning_rate import descend, diagnose_path, losses

X = np.array([-2.0, 0.25, 1.0, 7.0])
Y = np.array([3.0, -1.0, 0.5, 4.0])


def by_hand(w, learning_rate, steps):
    path = [w]
    for _ in range(steps):
        slope = sum(2 * x * (path[-1] * x - y) for x, y in zip(X, Y, strict=True)) / 4
        path.append(path[-1] - learning_rate * float(slope))
    return path


def test_descend_on_fresh_data():
    expect(descend(X, Y, 0.003, 6), want=by_hand(0.0, 0.003, 6))
    expect(descend(X, Y, 0.05, 4, w=-0.7), want=by_hand(-0.7, 0.05, 4))
    expect(descend(X, Y, 0.05, 0, w=2.5), want=[2.5])


def test_losses_on_fresh_data():
    path = [-0.7, 0.0, 0.4, 1.3, 0.4, 2.0]
    right = [float(sum((w * x - y) ** 2 for x, y in zip(X, Y, strict=True))) / 4 for w in path]
    expect(losses(path, X, Y), want=right)
    expect(losses(path[:1], X, Y), want=right[:1])


def test_diagnose_path_on_fresh_paths():
    expect(diagnose_path([5.0, -3.0, -5.0, -5.5, -5.6]), want="settling")
    expect(diagnose_path([5.0, 4.0, 3.2, 2.6]), want="creeping")
    expect(diagnose_path([-9.0, -1.0, -5.0, -3.0, -4.0]), want="bouncing")
    expect(diagnose_path([1.0, -1.0, 2.0, -2.5]), want="exploding")
    expect(diagnose_path([0.0, 0.5, float("nan"), float("nan")]), want="exploding")


def test_diagnose_path_takes_two_steps_for_a_bounce():
    expect(
        diagnose_path([-1.0, 7.0, 2.0]),
        want="bouncing",
        say="The steps are 8 and -5: the second goes back on the "
        "first, and is shorter. Two steps are enough to see it.",
    )


def test_diagnose_path_does_not_take_standing_still_for_a_bounce():
    for path in ([2.0, 5.0, 5.0], [2.0, -6.0, -6.0, -8.0]):
        expect(
            diagnose_path(path),
            want="settling",
            mistakes={
                "bouncing": (
                    "bouncing",
                    "The second step is 0: it goes back on nothing. The signs have changed where one "
                    "step is above 0 and the other below.",
                ),
            },
        )


def test_diagnose_path_at_the_edges():
    expect(diagnose_path([8.0, 4.0, 1.0, -1.0]), want="creeping")
    expect(diagnose_path([-1.0, 2.0, -1.0, 2.0]), want="creeping")
    expect(diagnose_path([4.0, 1.0]), want="creeping")
    expect_error(diagnose_path, [2.0], why="A path of one weight has no step to judge.")
