"""Whether a submission has put something of its own into a library. Its tests run elsewhere, so this is only noted."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from typing import Any

LIBRARIES = (
    "builtins", "math", "random", "numpy", "numpy.random", "numpy.testing", "numpy.linalg", "torch",
    "nets.probes", "nets.apps",
)  # fmt: skip
Snapshot = dict[str, dict[str, Any]]


def _places() -> dict[str, Mapping[str, Any]]:
    """What the libraries hold, now and later."""
    found: dict[str, Mapping[str, Any]] = {name: vars(sys.modules[name]) for name in LIBRARIES if name in sys.modules}
    if "numpy.random" in found:
        found["numpy.random.Generator"] = vars(found["numpy.random"]["Generator"])
    return found


def snapshot() -> Snapshot:
    """The functions and classes that the libraries hold now."""
    return {
        library: {name: part for name, part in parts.items() if callable(part)} for library, parts in _places().items()
    }


def names(before: Snapshot) -> list[str]:
    """Which functions and classes are others than before, such as "numpy.mean"."""
    now = _places()
    return [
        f"{library}.{name}"
        for library, parts in before.items()
        for name, part in parts.items()
        if now.get(library, {}).get(name, part) is not part
    ][:5]
