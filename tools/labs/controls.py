"""What a learner turns and answers. Each control has a few steps, so that a page can hold a picture of every one.

A control is one of marimo's; what an exported page needs to know of it hangs on it as `.lab`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import marimo as mo


@dataclass(frozen=True)
class Control:
    kind: str  # "slider", "choice" or "question"
    label: str  # Markdown
    texts: tuple[str, ...]  # of its steps, as they are shown
    values: tuple[Any, ...]  # what `.value` is at each step
    initial: int | None  # the step at the start; None: no answer yet


def slider(label: str, steps: Sequence[float], value: float) -> Any:
    """A slider over these numbers, in ascending order, starting at `value`."""
    made = mo.ui.slider(steps=list(steps), value=value, label=label, show_value=True, full_width=True, debounce=False)
    return _marked(made, Control("slider", label, tuple(map(_short, steps)), tuple(steps), list(steps).index(value)))


def choice(label: str, options: Sequence[str] | dict[str, Any], value: str | None = None) -> Any:
    """One of a few named options, as buttons in a line; the first is chosen unless `value` names another.

    With a dict, `.value` is what stands behind the name.
    """
    named = options if isinstance(options, dict) else {name: name for name in options}
    start = value if value is not None else next(iter(named))
    made = mo.ui.radio(named, value=start, label=label, inline=True)
    return _marked(made, Control("choice", label, tuple(named), tuple(named.values()), list(named).index(start)))


def ask(question: str, answers: Sequence[str]) -> Any:
    """A question to answer before its picture is shown; `.value` is None until then."""
    made = mo.ui.radio(list(answers), value=None, label=f"**Predict.** {question}")
    return _marked(made, Control("question", f"**Predict.** {question}", tuple(answers), tuple(answers), None))


def control_of(value: Any) -> Control | None:
    """What a control of a notebook is made of; None for anything else."""
    found = getattr(value, "__dict__", {}).get("lab")
    return found if isinstance(found, Control) else None


def _marked(made: Any, control: Control) -> Any:
    made.lab = control
    return made


def _short(number: float) -> str:
    return f"{number:g}"
