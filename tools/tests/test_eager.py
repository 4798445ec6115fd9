"""torch's compiler stays where it is until somebody asks for it, and then it is all there."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path

import pytest

BEGIN = "import sys; from kata import eager; eager.without_compiler(); import torch\n"
STEP = """
w = torch.ones(3, requires_grad=True)
for optimizer in (torch.optim.SGD([w], 0.1, momentum=0.9), torch.optim.Adam([w], 0.1), torch.optim.AdamW([w], 0.1)):
    for _ in range(2):
        optimizer.zero_grad()
        (w * torch.tensor([1.0, 2.0, 3.0])).square().sum().backward()
        optimizer.step()
    optimizer.load_state_dict(optimizer.state_dict())
print([round(x, 6) for x in w.tolist()])
"""
COUNT = "print(sum(name.startswith('torch._dynamo') for name in sys.modules))\n"


def last_line(run: Callable, code: str) -> str:
    done = run(sys.executable, "-c", code, cwd=Path.cwd())
    assert done.returncode == 0, done.stderr
    return str(done.stdout.splitlines()[-1])


def test_optimizers_step_without_it_and_to_the_same_place(run: Callable) -> None:
    assert last_line(run, BEGIN + STEP) == last_line(run, "import torch" + STEP)
    assert last_line(run, BEGIN + STEP + COUNT) == "1"


@pytest.mark.parametrize(
    "ask",
    [
        "import torch._dynamo.config",
        "from torch._dynamo import config",
        "import torch._dynamo as d; d.reset()",
        "torch.compile(lambda x: x + 1, backend='eager')(torch.ones(2))",
        "import torch._dynamo.eval_frame as one, torch._dynamo; assert torch._dynamo.eval_frame is one",
    ],
)
def test_whoever_asks_for_it_gets_it(ask: str, run: Callable) -> None:
    assert int(last_line(run, BEGIN + STEP + ask + "\n" + COUNT)) > 10


def test_another_version_is_left_alone(run: Callable) -> None:
    other = BEGIN.replace("import torch\n", "import torch; eager.TRIED = ('0.',)\n")
    assert int(last_line(run, other + STEP + COUNT)) > 10
