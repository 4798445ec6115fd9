"""Syntax trees are built one at a time.

In Python 3.11 the threads of a process share the count of how deep a tree is. Two that build one at once may get
"SystemError: AST constructor recursion depth mismatch", and whoever opened the lab at that moment a page with nothing
on it. marimo builds trees in its server's thread and in each notebook's.
"""

import ast
import builtins
import threading
from typing import Any

FLAGS = 3  # the place of compile's fourth argument


def take_turns() -> None:
    """From now on, in this process."""
    turn, at_any_time = threading.RLock(), compile

    # This file has no `from __future__`: what is compiled inherits it from whoever calls.
    def in_turn(*args: Any, **kwargs: Any) -> Any:
        flags = kwargs.get("flags", args[FLAGS] if len(args) > FLAGS else 0)
        if not flags & ast.PyCF_ONLY_AST:
            return at_any_time(*args, **kwargs)
        with turn:
            return at_any_time(*args, **kwargs)

    builtins.compile = in_turn
