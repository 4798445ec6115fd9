"""Which of the course's files a program of yours needs where no course is."""

from __future__ import annotations

import ast
import importlib.util
import re
from pathlib import Path

OURS = re.compile(r"(week\d+|nets)\.\w+$")


def sources_of(*modules: str) -> dict[str, Path]:
    """The files of these modules, and of all katas and `nets` modules that they import at any depth.

    Args:
        modules: names such as "week8.kata4_demo_app".

    Returns:
        name in the new folder → the file to copy: {"week8/kata4_demo_app.py": Path(…), "nets/lite0.py": Path(…), …}.
        Copied so, they can be imported there as they are here. `kata`, the course's own runner, is never among them.

    Raises:
        ModuleNotFoundError: there is no such module.
    """
    found: dict[str, Path] = {}
    waiting = list(modules)
    while waiting:
        module = waiting.pop()
        name = module.replace(".", "/") + ".py"
        if name in found:
            continue
        spec = importlib.util.find_spec(module)
        if spec is None or spec.origin is None:
            raise ModuleNotFoundError(f"No module named {module!r}", name=module)
        found[name] = Path(spec.origin)
        waiting += [imported for imported in imports_of(found[name]) if OURS.match(imported)]
    if any(name.startswith("nets/") for name in found):
        found["nets/__init__.py"] = Path(__file__).with_name("__init__.py")
    return dict(sorted(found.items()))


def imports_of(path: Path) -> set[str]:
    """Every module that the file imports anywhere, `from nets import lite0` as "nets.lite0" too."""
    names = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            names |= {node.module} | {f"{node.module}.{alias.name}" for alias in node.names}
    return {name for name in names if not name.count(".") > 1}
