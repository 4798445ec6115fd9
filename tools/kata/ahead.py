"""What a process imports, and does once, before it forks: its children then have it."""

from __future__ import annotations

import ast
import importlib
import re
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from kata.overlay import MODULE

LATE = ("numpy.ma", "numpy.polynomial", "numpy.ctypeslib")  # by NumPy itself, when they are first asked for
OF_A_KATA = re.compile(r"((hidden_)?test_|mistakes_|alternatives_)?(kata\d|mission_)")


def sources(folders: Iterable[Path]) -> list[Path]:
    """The katas of these folders, and what there is to them: no labs, and no programs, which import a lot more."""
    return [path for folder in folders for path in sorted(folder.glob("*.py")) if OF_A_KATA.match(path.name)]


def heavy_modules(sources: Iterable[Path]) -> list[str]:
    """The installed modules that the sources import, at any depth: what is worth having before the fork.

    And what they take out of those, as in `from PIL import Image`: it may be a module as well.
    """
    found = set()
    for source in sources:
        try:
            tree = ast.parse(source.read_text(encoding="utf-8"))
        except (OSError, SyntaxError, ValueError):
            continue
        for node in ast.walk(tree):
            if isinstance(node, ast.Import):
                found |= {alias.name for alias in node.names}
            elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
                found |= {node.module, *(f"{node.module}.{alias.name}" for alias in node.names)}
    return sorted(name for name in found if not MODULE.match(name) and not name.startswith("kata"))


def warm_up(sources: Iterable[Path]) -> None:
    warm_up_modules(heavy_modules(sources))


def warm_up_modules(names: Iterable[str]) -> None:
    """Import what children would import, and do once what costs time at the first time."""
    for name in [*names, "numpy.random", "numpy.testing", *LATE]:
        try:
            importlib.import_module(name)
        except ImportError:
            continue  # no module, or torch, say, where only the first weeks are learned
    if "PIL.Image" in sys.modules:
        sys.modules["PIL.Image"].init()  # the readers of all formats, which Pillow loads when it meets an odd file
    if "sklearn.linear_model" in sys.modules:
        _warm_up_sklearn(sys.modules["sklearn.linear_model"])
    if "torch" in sys.modules:
        _warm_up_torch(sys.modules["torch"])


def _warm_up_sklearn(linear_model: Any) -> None:
    """One model fitted: scikit-learn looks through all installed packages when it first meets a table of numbers."""
    linear_model.LogisticRegression().fit([[0.0], [1.0], [2.0]], [0, 1, 1])


def _warm_up_torch(torch: Any) -> None:
    """One training step: what torch sets up at its first convolution, gradient and step, each child then has.

    With one thread only: a child hangs if its parent computed with several.
    """
    torch.set_num_threads(1)
    layer = torch.nn.Conv2d(3, 2, 3)
    optimizer = torch.optim.SGD(layer.parameters(), lr=0.1)
    torch.nn.functional.cross_entropy(layer(torch.zeros(2, 3, 3, 3)).flatten(1), torch.tensor([0, 1])).backward()
    optimizer.step()
