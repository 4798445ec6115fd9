"""Where the animals play: two katas, and honest answers to all of their tasks.

Every animal hands in both. It makes mischief in the first, and the second is honest, so that a test can see
what the mischief costs it. The tasks here do not call one another: if one breaks, the others still stand.
"""

from __future__ import annotations

from textwrap import dedent

WEEK = "week2"
KATA1 = "kata1_gradient_descent"
KATA2 = "kata2_learning_rate"
TASKS1 = ("predict", "mse", "gradient", "gradient_step")
TASKS2 = ("descend", "losses", "diagnose_path")
FILE1 = f"exercises/{WEEK}/{KATA1}.py"
FILE2 = f"exercises/{WEEK}/{KATA2}.py"

HEAD = '''
"""My solution."""

import numpy as np
'''
RIGHT = {
    "predict": """
def predict(w, x):
    return w * np.asarray(x)
""",
    "mse": """
def mse(w, x, y):
    return float(np.mean((w * np.asarray(x) - y) ** 2))
""",
    "gradient": """
def gradient(w, x, y):
    return float(np.mean(2 * (w * np.asarray(x) - y) * x))
""",
    "gradient_step": """
def gradient_step(w, x, y, learning_rate=0.05):
    return w - learning_rate * float(np.mean(2 * (w * np.asarray(x) - y) * x))
""",
}
LAZY = {task: f"\ndef {task}(*args, **options):\n    return 0.0\n" for task in TASKS1}  # wrong, all of them

HONEST2 = '''"""My solution."""

from itertools import pairwise

import numpy as np


def descend(x, y, learning_rate, steps, w=0.0):
    path = [float(w)]
    for _ in range(steps):
        path.append(path[-1] - learning_rate * float(np.mean(2 * (path[-1] * x - y) * x)))
    return path


def losses(path, x, y):
    return [float(np.mean((w * x - y) ** 2)) for w in path]


def diagnose_path(path):
    if len(path) < 2:
        raise ValueError(f"no step in {list(path)}")
    steps = [float(after) - float(before) for before, after in pairwise(path)]
    first, last = abs(steps[0]), abs(steps[-1])
    if last > first or not np.isfinite(last):
        return "exploding"
    if len(steps) > 1 and steps[0] * steps[1] < 0 and last < first:
        return "bouncing"
    return "creeping" if last >= first / 2 else "settling"
'''


def kata1(top: str = "", bottom: str = "", **tasks: str) -> str:
    """The first kata with right answers, but for these tasks; `top` and `bottom` run at its import."""
    return _text(RIGHT, top, bottom, tasks)


def lazy1(top: str = "", bottom: str = "", **tasks: str) -> str:
    """The first kata with nothing but zeros for answers."""
    return _text(LAZY, top, bottom, tasks)


def _text(base: dict[str, str], top: str, bottom: str, tasks: dict[str, str]) -> str:
    parts = [HEAD, top, *({**base, **tasks}[task] for task in TASKS1), bottom]
    return "\n\n".join(dedent(part).strip("\n") for part in parts if part) + "\n"


def honest() -> dict[str, str | bytes]:
    return {FILE1: kata1(), FILE2: HONEST2}


def handed_in(kata: str | bytes, **others: str | bytes) -> dict[str, str | bytes]:
    """The files of a submission with this for its first kata, and an honest second one."""
    return {FILE1: kata, FILE2: HONEST2, **others}
