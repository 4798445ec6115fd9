"""Keeps torch from loading its compiler for nothing: the first optimizer would take as long as torch itself.

`torch.optim` imports `torch._dynamo`, eight hundred modules, to ask it for two things that mean nothing unless
something is being compiled. Here a module that answers those two stands in for it; whoever asks it for anything else
(`torch.compile`, say) gets the real one. Only for versions of torch where this was tried, because the name is private.
"""

from __future__ import annotations

import importlib
import importlib.abc
import importlib.machinery
import sys
from types import ModuleType
from typing import Any

COMPILER = "torch._dynamo"
TRIED = ("2.13.",)


def without_compiler() -> None:
    """From now on, importing the compiler gives the stand-in."""
    if COMPILER not in sys.modules and _finder not in sys.meta_path:
        sys.meta_path.insert(0, _finder)


def real_compiler() -> ModuleType:
    """The compiler itself, loaded now."""
    if _finder in sys.meta_path:
        sys.meta_path.remove(_finder)
    if isinstance(sys.modules.get(COMPILER), _StandIn):
        del sys.modules[COMPILER]
    return importlib.import_module(COMPILER)


class _StandIn(ModuleType):
    """What an optimizer asks the compiler for; any other question loads it."""

    @staticmethod
    def graph_break(msg: str = "") -> None:
        """Nothing is being compiled, so there is nothing to break off."""

    @staticmethod
    def disable(fn: Any = None, recursive: bool = True, **options: Any) -> Any:
        """The function itself, which is not compiled anyway."""
        return fn if fn is not None else lambda function: function

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__"):
            raise AttributeError(name)
        return getattr(real_compiler(), name)


class _Finder(importlib.abc.MetaPathFinder, importlib.abc.Loader):
    def find_spec(self, fullname: str, path: Any, target: Any = None) -> importlib.machinery.ModuleSpec | None:
        if not fullname.startswith(COMPILER):
            return None
        if fullname.startswith(f"{COMPILER}."):  # a part of it: no stand-in will do
            real_compiler()
            importlib.import_module(fullname)
            return importlib.machinery.ModuleSpec(fullname, self)
        version = str(getattr(sys.modules.get("torch"), "__version__", ""))
        return importlib.machinery.ModuleSpec(fullname, self, is_package=True) if version.startswith(TRIED) else None

    def create_module(self, spec: importlib.machinery.ModuleSpec) -> ModuleType:
        return sys.modules.get(spec.name) or _StandIn(spec.name)

    def exec_module(self, module: ModuleType) -> None:
        pass


_finder = _Finder()
