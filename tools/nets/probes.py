"""What a test sees of a network: plain arrays, numbers and names, and nothing of the tests in here.

A network may one day be in another process than the test that judges it. So a test never looks inside one by itself:
it calls the network, passes it on, or asks one of these.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from pathlib import Path
from typing import Any, TypeVar
from unittest import mock

import numpy as np
import torch
from torch import Tensor, nn

Probe = TypeVar("Probe", bound=Callable[..., Any])


def _probe(function: Probe) -> Probe:
    """Let it run where the network is, if that is another process, and bring back what it found."""

    @wraps(function)
    def found(model: Any, *more: Any, **named: Any) -> Any:
        __tracebackhide__ = True
        there = getattr(type(model), "run_probe", None)
        return function(model, *more, **named) if there is None else there(model, function.__name__, more, named)

    return found  # type: ignore[return-value]


@_probe
def filled(model: nn.Module, seed: int = 0, dtype: torch.dtype = torch.float64) -> nn.Module:
    """The same model with numbers that depend on the seed alone, in float64, so that two of a kind are equal.

    Normal, with a deviation of 1/sqrt(inputs of a unit), as a layer's first weights are.
    """
    generator = torch.Generator().manual_seed(seed)
    model.to(dtype)
    with torch.no_grad():
        for parameter in model.parameters():
            inputs = max(parameter[0].numel() if parameter.ndim > 1 else 1, 1)
            parameter.copy_(torch.randn(parameter.shape, generator=generator, dtype=torch.float64) / inputs**0.5)
    return model


@_probe
def weights(model: nn.Module) -> dict[str, np.ndarray]:
    """A copy of every parameter by its name."""
    return {name: parameter.detach().cpu().numpy().copy() for name, parameter in model.named_parameters()}


@_probe
def buffers(model: nn.Module) -> dict[str, np.ndarray]:
    """A copy of what a model keeps besides its parameters: the running statistics of its normalisation."""
    return {name: buffer.detach().cpu().numpy().copy() for name, buffer in model.named_buffers()}


@_probe
def gradients(model: nn.Module) -> dict[str, np.ndarray | None]:
    """A copy of every parameter's stored gradient, None where there is none."""
    return {
        name: None if parameter.grad is None else parameter.grad.detach().cpu().numpy().copy()
        for name, parameter in model.named_parameters()
    }


@_probe
def modes(model: nn.Module) -> dict[str, bool]:
    """Whether each part is in training mode, by its name; the model itself is ""."""
    return {name: part.training for name, part in model.named_modules()}


@_probe
def hooks(model: nn.Module) -> int:
    """How many hooks hang on the model and its parts."""
    kinds = ("_forward_hooks", "_forward_pre_hooks", "_backward_hooks", "_backward_pre_hooks")
    return sum(len(getattr(part, kind, ())) for part in model.modules() for kind in kinds)


@_probe
def answers(model: nn.Module, inputs: Any) -> np.ndarray:
    """What the model makes of a batch, in the mode it is in, without a graph."""
    with torch.no_grad():
        found: np.ndarray = model(inputs).cpu().numpy()
    return found


def has_graph(value: Any) -> bool:
    """Whether a tensor still holds on to the computation that made it."""
    return isinstance(value, Tensor) and value.requires_grad


def save_as_on_cuda(state: dict[str, Tensor], path: Path) -> None:
    """`torch.save(state, path)` as it would be on a machine with an NVIDIA card: every tensor is marked "cuda:0"."""
    with mock.patch("torch.serialization.location_tag", lambda storage: "cuda:0"):
        torch.save(state, path)
