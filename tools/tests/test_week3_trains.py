"""Week 3's references, put together, make a network that reads digits it has never seen."""

from __future__ import annotations

import re
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]

TRAIN = """
import sys

import numpy as np

from kata import digits28
from week3.kata2_parameters import count_parameters, init_network
from week3.kata3_forward_and_cost import one_hot
from week3.kata5_training import accuracy, train_epoch

seed = int(sys.argv[1])
images, labels = digits28()
network, rng = init_network([784, 16, 16, 10], seed), np.random.default_rng(seed)
for _ in range(15):
    network = train_epoch(network, images[:3000], one_hot(labels[:3000]), 1.5, 10, rng)
print(count_parameters(network), accuracy(network, images[3000:], labels[3000:]))
"""


@pytest.mark.parametrize("seed", range(3))
def test_the_references_read_held_out_digits(seed: int, run: Callable) -> None:
    """784-16-16-10, 3,000 digits to train on, 1,000 held out.

    A learning rate of 1.5 here is 3.0 where the cost has a factor of 1/2.
    """
    done = run(sys.executable, "-c", TRAIN, str(seed), cwd=ROOT, PYTHONPATH=str(ROOT / "solutions"))
    assert done.returncode == 0, done.stderr
    parameters, accuracy = done.stdout.split()
    assert int(parameters) == 13_002
    assert float(accuracy) >= 0.87


def test_the_program_on_the_weeks_page_runs_as_it_stands(run: Callable) -> None:
    page = (ROOT / "exercises" / "week3" / "README.md").read_text(encoding="utf-8")
    program = re.findall(r"```python\n(.*?)```", page, re.DOTALL)[0]
    done = run(sys.executable, "-c", program, cwd=ROOT, PYTHONPATH=str(ROOT / "solutions"))
    assert done.returncode == 0, done.stderr
    first, *epochs = done.stdout.splitlines()
    assert first.startswith("13002 dials")
    assert len(epochs) == 10 and float(epochs[-1].split()[-1]) >= 0.87
