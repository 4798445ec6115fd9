"""Putting something else in the reference's place: a known mistake, an alternative, an impostor."""

from __future__ import annotations

import importlib.util
from collections.abc import Callable
from pathlib import Path
from types import ModuleType
from typing import Any

from kata import impostors


def planter(order: dict[str, Any]) -> Callable[[str, ModuleType], None]:
    """A function for `Katas.after_load` that replaces one task of one module.

    order: {"module", "task"} and one of {"file", "name"}, a function in a file of mistakes or
    alternatives; {"impostor"}, the name of a stock impostor; {"source"}, a definition as it should read.
    """

    def after_load(name: str, module: ModuleType) -> None:
        if name != order["module"]:
            return
        if "source" in order:
            exec(compile(order["source"], str(module.__file__), "exec"), vars(module))
        else:
            setattr(module, order["task"], _replacement(order, module))

    return after_load


def _replacement(order: dict[str, Any], module: ModuleType) -> Any:
    if "impostor" in order:
        return impostors.impostor(order["impostor"], getattr(module, order["task"]))
    path = Path(order["file"])
    spec = importlib.util.spec_from_file_location(f"planted_{path.stem}", path)
    assert spec and spec.loader
    source = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(source)
    return getattr(source, order["name"])
