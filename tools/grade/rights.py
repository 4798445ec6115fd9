"""What a task may ask of what a test has handed to it: to call what the test wrote, and to read what it put there.

A task asks over the wire, and who wrote it may ask for more than a task needs: from a generator, a few attributes lead
to its frame, and from there to all that the judge can do. So what is not named here is refused. Whatever was handed
over may be gone through and counted; that leads to nothing but what is in it.
"""

from __future__ import annotations

import functools
import sys
from pathlib import Path
from types import FunctionType, MethodType
from typing import Any

from kata.overlay import Task

CALLS = ("call", "calls")
# Of a network whose class a test has derived from PyTorch's own.
OF_NETWORKS = frozenset({
    "buffers", "children", "cpu", "double", "eval", "float", "forward", "load_state_dict", "modules", "named_buffers",
    "named_children", "named_modules", "named_parameters", "parameters", "requires_grad_", "state_dict", "to", "train",
    "training", "zero_grad",
})  # fmt: skip
OF_LIBRARIES = {
    "torch.utils.data.dataloader.DataLoader": {"batch_size", "dataset"},
    "torch.utils.data.dataset.TensorDataset": {"tensors"},
}


def check(request: dict[str, Any]) -> None:
    """AttributeError or TypeError for what no task may ask; the first as if there were no such attribute."""
    target = request.get("target")
    if request["op"] in CALLS and not may_call(target):
        raise TypeError("A task can call only what its test wrote. Let the test wrap it in a function of its own.")
    if request["op"] == "get" and not may_get(target, str(request.get("name"))):
        raise AttributeError(f"{type(target).__name__!r} object has no attribute {request.get('name')!r}")


def may_call(target: Any) -> bool:
    if isinstance(target, Task):
        return True
    if isinstance(target, MethodType):
        return _by_a_test(target.__func__) or may_get(target.__self__, target.__func__.__name__)
    wrapper = isinstance(target, FunctionType | functools._lru_cache_wrapper | type)
    return _by_a_test(target if wrapper else type(target))


def may_get(target: Any, name: str) -> bool:
    kind = target if isinstance(target, type) else type(target)
    if name.startswith("_"):
        return False
    if not _by_a_test(kind):
        return name in OF_LIBRARIES.get(f"{kind.__module__}.{kind.__qualname__}", ())
    if name in getattr(target, "__dict__", ()):
        return True
    for parent in kind.__mro__:
        if name in vars(parent):
            return _by_a_test(parent) or (parent.__module__.startswith("torch.nn.") and name in OF_NETWORKS)
    return any("__getattr__" in vars(parent) and _by_a_test(parent) for parent in kind.__mro__)


def _by_a_test(what: Any) -> bool:
    """Whether a class or a function was written in a file of tests."""
    module = getattr(what, "__module__", None)
    return type(module) is str and _is_of_tests(module)


@functools.cache
def _is_of_tests(module: str) -> bool:
    file = getattr(sys.modules.get(module), "__file__", None) or ""
    return Path(file).name.startswith(("test_", "hidden_test_"))
