"""What a test sees of a network, or of another object of a task: plain data, and nothing of the tests in here.

It may be in another process than the test that judges it. So a test never looks inside one by itself: it calls the
network, passes it on, or asks one of these. And a network that a test makes is `there`, if a task may do more to it
than change numbers.
"""

from __future__ import annotations

import copy
import inspect
import pkgutil
import re
from collections import OrderedDict
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from functools import wraps
from pathlib import Path
from typing import Any, TypeVar
from unittest import mock

import numpy as np
import torch
from torch import Tensor, nn
from torch.nn import functional

from kata import overlay
from nets import apps, cold
from nets.architectures import build
from nets.peculiar import SlowBuilder

Probe = TypeVar("Probe", bound=Callable[..., Any])


def _probe(function: Probe) -> Probe:
    """Let it run where one of its arguments is, if that is another process, and bring back what it found."""

    @wraps(function)
    def found(*given: Any, **named: Any) -> Any:
        __tracebackhide__ = True
        away = next((one for one in (*given, *named.values()) if hasattr(type(one), "run_probe")), None)
        return function(*given, **named) if away is None else away.run_probe(function.__name__, given, named)

    return found  # type: ignore[return-value]


def _where_katas_run(function: Probe) -> Probe:
    """Let it run there, if that is another process, and bring back what it found."""

    @wraps(function)
    def found(*given: Any, **named: Any) -> Any:
        __tracebackhide__ = True
        run = getattr(overlay.current, "run_probe", None)
        return function(*given, **named) if run is None else run(function.__name__, given, named)

    return found  # type: ignore[return-value]


@_where_katas_run
def copied(thing: Any, deep: bool = True) -> Any:
    """`copy.deepcopy(thing)` or `copy.copy(thing)`, made there."""
    return copy.deepcopy(thing) if deep else copy.copy(thing)


def there(model: nn.Module) -> nn.Module:
    """A copy of the network where the katas run: whatever they do to it, it stays so."""
    found: nn.Module = copied(model)
    return found


def overwritten(task: Any, *given: Tensor, then: tuple[Tensor, ...]) -> Any:
    """What a task makes of some tensors, whose owner afterwards writes something else into each of them."""
    return made_and_overwritten(task.kata_module, task.__name__, given, then)


@_where_katas_run
def made_and_overwritten(module: str, name: str, given: tuple[Tensor, ...], then: tuple[Tensor, ...]) -> Any:
    made = overlay.current.get(module, name)(*given)
    for own, other in zip(given, then, strict=True):
        own.copy_(other)
    return made


@_probe
def updated(stopper: Any, loss: float, weights: dict[str, Tensor], then: dict[str, Tensor]) -> Any:
    """What `stopper.update(loss, weights)` gives. Afterwards training writes other numbers into these very tensors."""
    theirs = [(one, then[name]) for name, one in weights.items()]
    found = stopper.update(loss, weights)
    for one, number in theirs:
        one.copy_(number)
    return found


@_probe
def answers_until_stop(stopper: Any, losses: list[float]) -> list[Any]:
    """The answers of `stopper.update` to these losses, one an epoch, up to the first that says stop.

    Each epoch has weights of its own, {"weight": [its number, minus its loss]}.
    """
    answers: list[Any] = []
    for epoch, loss in enumerate(losses):
        answers.append(stopper.update(loss, {"weight": torch.tensor([epoch, -loss])}))
        if answers[-1]:
            break
    return answers


@contextmanager
def constant(module: str, name: str, value: Any) -> Iterator[None]:
    """Within this, a constant of a kata has another value, and if it had none, one at all."""
    before = changed(module, name, value)
    try:
        yield
    finally:
        changed(module, name, before)


@_where_katas_run
def changed(module: str, name: str, value: Any) -> Any:
    """Give a kata's constant another value, and return the one that it had; None is for none."""
    kata = overlay.current.load(module)
    before = getattr(kata, name, None)
    if value is None:
        delattr(kata, name)
    else:
        setattr(kata, name, value)
    return before


@contextmanager
def replaced(place: str, name: str, by: Callable[..., Any]) -> Iterator[Callable[..., Any]]:
    """Within this, `name` of a module or a class is `by`, where katas run. Gives what it was.

    place: such as "nets.drawings", or "nets.lite0.Lite0" for a method.
    """
    before = swapped(place, name, by)
    try:
        yield before
    finally:
        swapped(place, name, before)


@_where_katas_run
def swapped(place: str, name: str, by: Callable[..., Any]) -> Any:
    owner = pkgutil.resolve_name(place)
    before = getattr(owner, name)
    if hasattr(type(by), "run_probe"):  # a method is found by its being a function
        setattr(owner, name, lambda *args, **kwargs: by(*args, **kwargs))
    else:
        setattr(owner, name, by)
    return before


@_where_katas_run
def built(config: dict[str, Any], n_classes: int, tensors: dict[str, Tensor]) -> nn.Module:
    """The network that a checkpoint describes, with its weights, ready to be asked: see `nets.architectures.build`."""
    model = build(config, n_classes)
    model.load_state_dict(tensors)
    return model.eval()


@_where_katas_run
def said_cold(checkpoint: Path, folder: Path, photos: list[str]) -> dict[str, str]:
    """What a fresh process makes of a checkpoint and these photos: see `nets.cold`."""
    return cold.said_afresh(checkpoint, folder, photos)


@_where_katas_run
def slow_builder(model: Any, seconds: dict[int, float]) -> SlowBuilder:
    """See `nets.peculiar.SlowBuilder`. There, because the way to a test's own function takes time as well."""
    return SlowBuilder(model, seconds)


@_probe
def took(builder: SlowBuilder) -> tuple[list[int], list[float]]:
    """The seeds that a slow builder was asked for, and the seconds that it took for each."""
    return builder.seeds, builder.took


@_where_katas_run
def app(build: Callable[[Path], Any], path: Path) -> Any:
    """The Gradio app that `build(path)` makes: see `nets.apps.built`."""
    return apps.built(build, path)


@_probe
def parts_of_app(made: Any) -> list[str] | None:
    """See `nets.apps.parts`."""
    return apps.parts(made)


def upload(made: Any, path: Path | None) -> apps.Shown:
    """What an app shows after an upload: see `nets.apps.upload`."""
    return apps.Shown(*uploaded(made, path))


def hosted(space: Path, photo: Path, afresh: bool = False) -> apps.Shown | None:
    """What the app in a Space's folder shows: see `nets.apps.hosted` and `nets.apps.hosted_afresh`."""
    found = run_space(space, photo, afresh)
    return None if found is None else apps.Shown(*found)


@_where_katas_run
def run_space(space: Path, photo: Path, afresh: bool) -> tuple[Any, ...] | None:
    return (apps.hosted_afresh if afresh else apps.hosted)(space, photo)


@_probe
def uploaded(made: Any, path: Path | None) -> tuple[Any, ...]:
    return apps.upload(made, path)


@_probe
def kind(thing: Any) -> str:
    """The name of its type."""
    return type(thing).__name__


@_probe
def sequence(*parts: nn.Module, **named: nn.Module) -> nn.Sequential:
    """The parts one after the other, as one network."""
    return nn.Sequential(OrderedDict({**{str(i): part for i, part in enumerate(parts)}, **named}))


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
def optimizer(model: nn.Module, kind: str, **settings: Any) -> torch.optim.Optimizer:
    """One of `torch.optim` for all of a model's parameters."""
    found: torch.optim.Optimizer = getattr(torch.optim, kind)(model.parameters(), **settings)
    return found


@_probe
def is_set_up(model: Any) -> bool:
    """False for a network of a class whose `__init__` has not called nn.Module's."""
    return not isinstance(model, nn.Module) or "_modules" in vars(model)


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


@_probe
def answers_by_seed(model: nn.Module, batches: list[Tensor], seeds: Iterable[int]) -> list[list[np.ndarray]]:
    """For each seed, with its weights (see `filled`, here in float32), what the model makes of each batch."""
    return [
        [answers(refilled, batch) for batch in batches]
        for refilled in (filled(model, seed, torch.float32) for seed in seeds)
    ]


@_probe
def slopes_by_seed(
    model: nn.Module, inputs: Tensor, labels: Tensor, seeds: Iterable[int]
) -> list[dict[str, np.ndarray | None]]:
    """For each seed, with its weights, the gradients of the cross-entropy: see `gradients`."""
    found = []
    for seed in seeds:
        model = filled(model, seed, torch.float32)
        _go_back(model, inputs, labels)
        found.append(gradients(model))
    return found


def _go_back(model: nn.Module, inputs: Tensor, labels: Tensor) -> None:
    """Store the gradients of the cross-entropy, and no others."""
    model.zero_grad()
    functional.cross_entropy(model(inputs), labels).backward()  # type: ignore[no-untyped-call]


@_probe
def answers_once_trained(
    model: nn.Module, inputs: Tensor, labels: Tensor, asked: Tensor, steps: int, lr: float
) -> np.ndarray:
    """What the model makes of `asked` in eval mode, after so many of Adam's steps on one batch in train mode."""
    model.train()
    adam = optimizer(model, "Adam", lr=lr)
    for _ in range(steps):
        _go_back(model, inputs, labels)
        adam.step()
    return answers(model.eval(), asked)


@_where_katas_run
def unfilled_layer(inputs: int, outputs: int) -> nn.Linear:
    """A linear layer whose numbers are whatever memory held: drawing or sending millions of them takes time."""
    layer = nn.Linear(1, outputs)
    layer.weight = nn.Parameter(torch.empty(outputs, inputs))
    return layer


@_probe
def from_outside(thing: Any, called: str, but: str) -> dict[str, str]:
    """name → what it shows, for an object as a whole and for each of its attributes and methods except `but`.

    called: the object's own name. Methods that can be called with nothing are called: "test_set.reset()" is what that
    gives.
    """
    found = {f"print({called})": _without_addresses(f"{thing!r} {thing!s}")}
    if hasattr(thing, "__iter__") or hasattr(thing, "__getitem__"):
        found[f"list({called})"] = _visible(list(thing))
    for name in sorted(set(dir(thing)) - set(dir(object))):
        if name == but or (name.startswith("__") and name.endswith("__")):
            continue
        try:
            value = getattr(thing, name)
            if inspect.isroutine(value) and not [
                one for one in inspect.signature(value).parameters.values() if one.default is one.empty
            ]:
                name, value = f"{name}()", value()
        except Exception:  # it refuses: nothing is shown
            continue
        found[f"{called}.{name}"] = _visible(value)
    return found


def _visible(thing: Any, depth: int = 5) -> str:
    """What can be read of a value, with all that it holds."""
    if isinstance(thing, Tensor | np.ndarray):
        return f"{type(thing).__name__}{np.asarray(thing).tolist()}"
    if isinstance(thing, dict) and depth:
        return "{" + ", ".join(_visible(one, depth - 1) for pair in thing.items() for one in pair) + "}"
    if isinstance(thing, list | tuple | set) and depth:
        return f"{type(thing).__name__}[" + ", ".join(_visible(one, depth - 1) for one in thing) + "]"
    text = _without_addresses(repr(thing))
    if depth and hasattr(thing, "__dict__") and not callable(thing):
        text += _visible(vars(thing), depth - 1)
    return text


def _without_addresses(text: str) -> str:
    return re.sub(r" at 0x[0-9A-Fa-f]+", "", text)


@_probe
def optional(function: Any) -> list[str]:
    """The names of the parameters that a call may leave out."""
    return [one.name for one in inspect.signature(function).parameters.values() if one.default is not one.empty]


@_probe
def inputs_after(model: nn.Module, inputs: Tensor) -> Tensor:
    """A batch, once the model has been asked about it."""
    answers(model, inputs)
    return inputs


def has_graph(value: Any) -> bool:
    """Whether a tensor still holds on to the computation that made it."""
    return isinstance(value, Tensor) and value.requires_grad


def save_as_on_cuda(state: dict[str, Tensor], path: Path) -> None:
    """`torch.save(state, path)` as it would be on a machine with an NVIDIA card: every tensor is marked "cuda:0"."""
    with mock.patch("torch.serialization.location_tag", lambda storage: "cuda:0"):
        torch.save(state, path)
