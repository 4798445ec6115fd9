"""Whether a submission has put something of its own into a library. Its tests run elsewhere, so this is only noted."""

from __future__ import annotations

import sys
from typing import Any

LIBRARIES = ("builtins", "math", "random", "numpy", "numpy.random", "numpy.testing", "numpy.linalg", "torch")
Snapshot = dict[str, dict[str, Any]]


def snapshot() -> Snapshot:
    """What the libraries hold now."""
    found = {name: dict(vars(sys.modules[name])) for name in LIBRARIES if name in sys.modules}
    if "numpy.random" in found:
        found["numpy.random.Generator"] = dict(vars(sys.modules["numpy.random"].Generator))
    return found


def names(before: Snapshot) -> list[str]:
    """Which functions and classes are others than before, such as "numpy.mean"."""
    now = snapshot()
    return [
        f"{library}.{name}"
        for library, parts in before.items()
        for name, part in parts.items()
        if callable(part) and now.get(library, {}).get(name, part) is not part
    ][:5]
