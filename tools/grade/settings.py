"""Switches of whole libraries, such as whether Pillow reads files that were cut off, and torch's random state.

A test may turn one around a call, and may look afterwards whether a task has left one turned. Judge and worker are two
programs: what is turned in one of them is turned in the other, for as long as the test runs.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

Settings = dict[str, Any]
RNG_STATE = 5056  # bytes of what torch.get_rng_state() gives


@dataclass(frozen=True)
class Switch:
    """`fits` says whether a value that a stranger tells is one; where it says no to all, only a test turns that."""

    module: str
    get: Callable[[Any], Any]
    turn: Callable[[Any, Any], Any]
    fits: Callable[[Any], bool] = lambda value: False


def _is_bool(value: Any) -> bool:
    return type(value) is bool


SWITCHES: dict[str, Switch] = {
    "LOAD_TRUNCATED_IMAGES": Switch(
        "PIL.ImageFile",
        lambda module: module.LOAD_TRUNCATED_IMAGES,
        lambda module, value: setattr(module, "LOAD_TRUNCATED_IMAGES", value),
        _is_bool,
    ),
    "MAX_IMAGE_PIXELS": Switch(
        "PIL.Image",
        lambda module: module.MAX_IMAGE_PIXELS,
        lambda module, value: setattr(module, "MAX_IMAGE_PIXELS", value),
        lambda value: value is None or (type(value) is int and value > 0),
    ),
    "gradients": Switch(
        "torch", lambda torch: torch.is_grad_enabled(), lambda torch, value: torch.set_grad_enabled(value), _is_bool
    ),
    "default dtype": Switch(
        "torch",
        lambda torch: str(torch.get_default_dtype()).removeprefix("torch."),
        lambda torch, value: torch.set_default_dtype(getattr(torch, value)),
        lambda value: value in ("float16", "bfloat16", "float32", "float64"),
    ),
    "threads": Switch(
        "torch",
        lambda torch: torch.get_num_threads(),
        lambda torch, value: torch.set_num_threads(value),
        lambda value: type(value) is int and 1 <= value <= 64,
    ),
    "torch's own chance": Switch(
        "torch",
        lambda torch: torch.get_rng_state().numpy().tobytes(),
        lambda torch, value: torch.set_rng_state(torch.frombuffer(bytearray(value), dtype=torch.uint8)),
        lambda value: type(value) is bytes and len(value) == RNG_STATE,
    ),
    "tempdir": Switch(
        "tempfile",
        lambda module: module.tempdir,
        lambda module, value: setattr(module, "tempdir", value),
    ),
    "locale": Switch(
        "locale",
        lambda module: module.setlocale(module.LC_CTYPE),
        lambda module, value: module.setlocale(module.LC_CTYPE, value),
    ),
}


def now() -> Settings:
    """How every switch stands, of the libraries that have been imported."""
    modules = sys.modules
    return {name: switch.get(modules[switch.module]) for name, switch in SWITCHES.items() if switch.module in modules}


def turn(told: Any, trusted: bool = True) -> None:
    """Turn what stands otherwise here. Of a stranger's values, those that do not fit are left out."""
    here = now()
    for name, value in told.items() if type(told) is dict else ():
        if name in here and here[name] != value and (trusted or SWITCHES[name].fits(value)):
            with suppress(Exception):  # bytes that are no state, a locale that is not known here
                SWITCHES[name].turn(sys.modules[SWITCHES[name].module], value)
