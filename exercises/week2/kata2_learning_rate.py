"""The learning rate.

One number decides how far each step goes. Too small, and training creeps; too large, and it jumps
over the bottom, further every time. On the course's data 0.001 creeps, 0.05 settles, 0.1 overshoots and
still settles, 0.2 explodes. Here you watch it happen, and then let the computer tell which is which.
"""

import numpy as np


def descend(x: np.ndarray, y: np.ndarray, learning_rate: float, steps: int, w: float = 0.0) -> list[float]:
    """Walk down the loss of the model w · x, and keep every weight on the way.

    One step is what you wrote in kata 1: w minus learning rate times gradient, the gradient being the
    mean of 2 · (w · x - y) · x. Training is that step again and again, each from where the last one
    ended. (You may import your own `gradient_step` from week2.kata1_gradient_descent, or write it again.)

    Args:
        x: the inputs, shape (n,).
        y: the targets, shape (n,).
        learning_rate: how much of the gradient to go at each step, the same for all of them.
        steps: how many steps to take, 0 or more. All of them are taken, even at the bottom.
        w: the weight to start from.

    Returns:
        The path: the start, then the weight after each step, `steps + 1` numbers in all.

    Example:
        >>> descend(np.array([1.0, 2.0]), np.array([2.0, 4.0]), learning_rate=0.1, steps=3)
        [0.0, 1.0, 1.5, 1.75]
    """
    raise NotImplementedError


def losses(path: list[float], x: np.ndarray, y: np.ndarray) -> list[float]:
    """The loss at every weight of a path: what a plot of training shows.

    A weight means nothing by itself; its loss says how wrong the model is with it. The loss is the
    mean squared error of the model w · x, as in kata 1.

    Args:
        path: the weights, as `descend` returns them; there may be more or fewer of them than examples.
        x: the inputs, shape (n,).
        y: the targets, shape (n,).

    Returns:
        One loss for each weight, in the order of the path.

    Example:
        >>> losses([0.0, 1.0, 2.0], np.array([1.0, 2.0]), np.array([2.0, 4.0]))
        [10.0, 2.5, 0.0]
    """
    raise NotImplementedError


def diagnose_path(path: list[float]) -> str:
    """Say in one word how a descent went, from its weights alone.

    A step is the way from one weight to the next: weight after minus weight before. Its length is the
    step without its sign, and its sign is the direction. Ask these four questions in this order; the
    first that fits is the answer:

    1. "exploding": the last step is longer than the first, or is not a finite number (nan or inf).
    2. "bouncing": the steps change sign and shrink: the second goes back on the first, and the last
       is shorter than the first.
    3. "creeping": the last step is still at least half as long as the first.
    4. "settling": everything else.

    So a path of two weights is creeping, because its one step is the first and the last at once. So
    is one that never moves, and one that jumps to and fro without its steps getting any shorter: in
    all three, nothing shows that the walk comes to an end.

    Args:
        path: the weights, as `descend` returns them; two or more.

    Returns:
        "exploding", "bouncing", "creeping" or "settling".

    Raises:
        ValueError: if the path has fewer than two weights, and so no step. The message shows the path.

    Example:
        >>> diagnose_path([0.0, 3.0, 1.5, 2.25])   # steps 3.0, -1.5, 0.75
        'bouncing'
    """
    raise NotImplementedError
