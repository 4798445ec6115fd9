"""What some weeks need besides, and how to get it."""

from __future__ import annotations

import os
import re

# Library → the extra of pyproject.toml that brings it.
EXTRAS = {"torch": "torch", "safetensors": "torch", "matplotlib": "torch", "gradio": "app", "marimo": "lab"}


def missing_library(text: str) -> str:
    """Which of these libraries an error's text says is not installed; "" if it says nothing of the kind."""
    found = re.search(r"No module named '(\w+)", text)
    return found[1] if found and found[1] in EXTRAS else ""


def command_for(library: str) -> str:
    """What to type, once and with a network, to have it."""
    return f"{os.environ.get('KATA_START') or 'python3 tools/start.py'} --with {EXTRAS[library]}"
