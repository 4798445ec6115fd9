"""Networks, optimizers and loaders of the judge as copies in a worker, and what became of them on the way back.

Their numbers are kept in one table for a whole message, so that an optimizer's parameters are its network's, there
as here. A network travels as the names of its classes and plain data, never as code: its classes are PyTorch's own
or the course's. Only imported where torch is.
"""

from __future__ import annotations

import importlib
import inspect
from typing import Any

import torch
from torch import nn
from torch.optim import Optimizer

PLAIN = (type(None), bool, int, float, str, bytes, complex)
SHELL = nn.Module().__dict__.keys()  # what every module has of its own

Table = dict[int, Any]  # tensors by the number under which they travel; layers by minus theirs


def travels(value: object) -> bool:
    if isinstance(value, torch.dtype | torch.device):
        return True
    return isinstance(value, nn.Module | Optimizer | torch.Generator) and _importable(type(value))


def _importable(kind: type) -> bool:
    return kind.__module__.partition(".")[0] in ("torch", "nets") and "<" not in kind.__qualname__


# --- what is sent ---


def describe(value: Any, table: Table) -> Any:
    """Plain data from which `make` makes the same again; its tensors are put into the table."""
    if isinstance(value, torch.dtype | torch.device):
        return {"kind": "word", "word": _plain(value, table)}
    if isinstance(value, torch.Generator):
        return {"kind": "generator", "state": value.get_state()}
    if isinstance(value, Optimizer):
        return {
            "kind": "optimizer",
            "class": _name(type(value)),
            "defaults": _plain(value.defaults, table),
            "groups": _plain(value.param_groups, table),
            "state": [(_entered(one, table), _plain(state, table)) for one, state in value.state.items()],
        }
    seen: dict[int, int] = {}
    parts: list[Any] = []
    _describe_module(value, table, seen, parts)
    return {"kind": "module", "parts": parts}


def _describe_module(module: nn.Module, table: Table, seen: dict[int, int], parts: list[Any]) -> int:
    if id(module) in seen:
        return seen[id(module)]
    seen[id(module)] = number = len(parts)
    parts.append(None)
    own = {key: one for key, one in vars(module).items() if key not in SHELL or key == "training"}
    parts[number] = {
        "class": _name(type(module)),
        "number": id(module),
        "vars": _plain(own, table),
        "parameters": {key: _entered(one, table) for key, one in module._parameters.items()},
        "buffers": {key: _entered(one, table) for key, one in module._buffers.items()},
        "transient": list(module._non_persistent_buffers_set),
        "modules": {
            key: None if one is None else _describe_module(one, table, seen, parts)
            for key, one in module._modules.items()
        },
    }
    return number


def _entered(tensor: torch.Tensor | None, table: Table) -> int | None:
    if tensor is None:
        return None
    table[id(tensor)] = tensor
    return id(tensor)


def _plain(value: Any, table: Table) -> Any:
    """Plain data, with ("tensor", number) and ("named", a function's or class's name) in place of what is none."""
    if isinstance(value, torch.Tensor):
        return {"tensor": _entered(value, table)}
    if isinstance(value, dict):
        return {"dict": [(_plain(key, table), _plain(one, table)) for key, one in value.items()]}
    if isinstance(value, list | tuple):
        return {
            type(value).__name__ if type(value) in (list, tuple) else "tuple": [_plain(one, table) for one in value]
        }
    if isinstance(value, PLAIN):
        return value
    if isinstance(value, torch.dtype | torch.device):
        return {"torch": str(value)}
    if callable(value) and getattr(value, "__module__", None) and getattr(value, "__qualname__", None):
        return {"named": f"{value.__module__}:{value.__qualname__}"}
    raise TypeError(f"a network with {type(value).__name__} inside cannot be shown to a submission")


def _name(kind: type) -> str:
    return f"{kind.__module__}:{kind.__qualname__}"


def numbers(table: Table) -> dict[int, Any]:
    """The table as plain data: number → (values, is a parameter, wants a gradient, its gradient)."""
    return {
        number: (one.detach(), isinstance(one, nn.Parameter), one.requires_grad, one.grad if one.is_leaf else None)
        for number, one in table.items()
        if number > 0
    }


# --- what is made of it ---


def fill(told: dict[int, Any], table: Table) -> None:
    """Put what came into the table: into the tensors that are there, or into new ones."""
    for number, (values, is_parameter, wants, gradient) in told.items():
        if number not in table:
            table[number] = nn.Parameter(values, wants) if is_parameter else values
        update(table[number], values, wants, gradient)


def update(tensor: torch.Tensor, values: Any, wants: Any, gradient: Any) -> None:
    """New values for a tensor, if they fit."""
    if not isinstance(values, torch.Tensor) or (values.shape, values.dtype) != (tensor.shape, tensor.dtype):
        return
    with torch.no_grad():
        if not torch.equal(values, tensor):
            tensor.copy_(values)
    if not tensor.is_leaf:
        return
    if type(wants) is bool and tensor.requires_grad != wants and tensor.is_floating_point():
        tensor.requires_grad_(wants)
    if gradient is None:
        tensor.grad = None
    elif isinstance(gradient, torch.Tensor) and (gradient.shape, gradient.dtype) == (tensor.shape, tensor.dtype):
        tensor.grad = gradient.detach().clone()


def make(told: dict[str, Any], table: Table) -> Any:
    """What `describe` described."""
    if told["kind"] == "word":
        return _unplain(told["word"], table)
    if told["kind"] == "generator":
        generator = torch.Generator()
        generator.set_state(told["state"])
        return generator
    if told["kind"] == "optimizer":
        return _make_optimizer(told, table)
    made: list[nn.Module] = []
    for part in told["parts"]:  # a layer that goes along by itself as well is one and the same
        module = table.setdefault(-part["number"], None) or _empty(part["class"])
        table[-part["number"]] = module
        made.append(module)
    for part, module in zip(told["parts"], made, strict=True):
        vars(module).update(_unplain(part["vars"], table))
        module._parameters.update({key: _taken(one, table) for key, one in part["parameters"].items()})
        module._buffers.update({key: _taken(one, table) for key, one in part["buffers"].items()})
        module._modules.update({key: None if one is None else made[one] for key, one in part["modules"].items()})
        module._non_persistent_buffers_set.update(part["transient"])
    return made[0]


def _empty(name: str) -> nn.Module:
    kind = _found(name)
    module: nn.Module = kind.__new__(kind)
    nn.Module.__init__(module)
    return module


def _make_optimizer(told: dict[str, Any], table: Table) -> Optimizer:
    groups = _unplain(told["groups"], table)
    kind = _found(told["class"])
    made: Optimizer = kind([{"params": group["params"]} for group in groups], **_arguments(told, table))
    made.param_groups.clear()
    made.param_groups.extend(groups)
    _put_state(made, told["state"], table)
    return made


def _arguments(told: dict[str, Any], table: Table) -> dict[str, Any]:
    taken = inspect.signature(_found(told["class"])).parameters
    return {key: one for key, one in _unplain(told["defaults"], table).items() if key in taken}


def _put_state(optimizer: Optimizer, told: list[Any], table: Table) -> None:
    optimizer.state.clear()
    for number, state in told:
        optimizer.state[table[number]] = _unplain(state, table)


def _taken(number: int | None, table: Table) -> Any:
    return None if number is None else table[number]


def _unplain(value: Any, table: Table) -> Any:
    if type(value) is not dict:
        return value
    ((kind, told),) = value.items()
    if kind == "tensor":
        return table[told]
    if kind == "dict":
        return {_unplain(key, table): _unplain(one, table) for key, one in told}
    if kind == "named":
        return _found(told)
    if kind == "torch":
        return torch.device(told) if not told.startswith("torch.") else getattr(torch, told.removeprefix("torch."))
    return {"list": list, "tuple": tuple}[kind](_unplain(one, table) for one in told)


def _found(name: str) -> Any:
    module, _, path = name.partition(":")
    found: Any = importlib.import_module(module)
    for part in path.split("."):
        found = getattr(found, part)
    return found


# --- and what comes back ---


def state(value: Any, table: Table) -> Any:
    """Of a copy, what a task may have changed besides the tensors of the table."""
    if isinstance(value, torch.Generator):
        return value.get_state()
    if isinstance(value, Optimizer):
        known = {id(one): number for number, one in table.items() if number > 0}
        return [
            (known[id(one)], {key: part for key, part in state.items() if isinstance(part, (*PLAIN, torch.Tensor))})
            for one, state in value.state.items()
            if id(one) in known
        ]
    if not isinstance(value, nn.Module):
        return None
    there = {id(one) for one in table.values()}
    others = {name: one.detach() for name, one in _tensors(value).items() if id(one) not in there}
    return {"training": [module.training for module in value.modules()], "others": others}


def _tensors(network: nn.Module) -> dict[str, torch.Tensor]:
    """By name, those that have two names twice."""
    named = (network.named_parameters(remove_duplicate=False), network.named_buffers(remove_duplicate=False))
    return {name: one for part in named for name, one in part}


def restore(value: Any, told: Any, table: Table) -> None:
    """Put it into the original. What is no such state changes nothing."""
    if isinstance(value, torch.Generator):
        if isinstance(told, torch.Tensor) and told.dtype == torch.uint8 and told.shape == value.get_state().shape:
            value.set_state(told)
    elif isinstance(value, Optimizer):
        for number, parts in told if type(told) is list else ():
            if number in table and type(parts) is dict:
                value.state[table[number]] = parts
    elif isinstance(value, nn.Module) and type(told) is dict:
        _restore_modes(value, told.get("training"))
        _restore_others(value, told.get("others"))


def _restore_modes(network: nn.Module, told: Any) -> None:
    if type(told) is list and len(told) == sum(1 for _ in network.modules()):
        for module, training in zip(network.modules(), told, strict=True):
            if type(training) is bool:
                module.training = training


def _restore_others(network: nn.Module, told: Any) -> None:
    """Tensors that a task has put in the place of what was there (`load_state_dict(…, assign=True)`)."""
    mine = _tensors(network)
    for name, one in told.items() if type(told) is dict else ():
        if name in mine and isinstance(one, torch.Tensor) and one.shape == mine[name].shape:
            place, _, last = name.rpartition(".")
            owner = network.get_submodule(place)
            if isinstance(mine[name], nn.Parameter):
                owner._parameters[last] = nn.Parameter(one.clone(), mine[name].requires_grad)
            else:
                owner._buffers[last] = one.clone()


# --- gradients ---


def wanting(value: Any) -> list[torch.Tensor]:
    """The tensors in it that want a gradient."""
    if isinstance(value, torch.Tensor):
        return [value] if value.requires_grad else []
    if type(value) in (list, tuple):
        return [tensor for one in value for tensor in wanting(one)]
    if type(value) is dict:
        return [tensor for one in value.values() for tensor in wanting(one)]
    return []


class Through(torch.autograd.Function):
    """A value that the other process computed from `inputs`: gradients go through it, and back."""

    @staticmethod
    def forward(ctx: Any, back: Any, value: torch.Tensor, begin: torch.Tensor, *inputs: torch.Tensor) -> torch.Tensor:
        ctx.back, ctx.shapes = back, [one.shape for one in inputs]
        return value.clone()

    @staticmethod
    def backward(ctx: Any, *slopes: Any) -> Any:
        found = ctx.back(slopes[0].contiguous())
        if type(found) is not list or len(found) != len(ctx.shapes):
            raise RuntimeError("the gradient was lost on the way")
        fits = [
            isinstance(one, torch.Tensor) and one.shape == shape for one, shape in zip(found, ctx.shapes, strict=True)
        ]
        mine = [one.detach() if fit else None for one, fit in zip(found, fits, strict=True)]
        return None, None, None, *mine


def go_back(result: torch.Tensor, inputs: list[torch.Tensor], slope: torch.Tensor) -> list[torch.Tensor | None]:
    """The gradients of `inputs`, given that of what was computed from them. Weights on the way get theirs, too."""
    for one in inputs:
        one.grad = None
    _backward(result, slope)
    return [one.grad for one in inputs]


def take_back(slopes: Any, inputs: list[torch.Tensor]) -> None:
    """Give the inputs of a call the gradients that they got there, if they fit, and what they were made from theirs."""
    for one, slope in zip(inputs, slopes if type(slopes) is list else (), strict=False):
        if isinstance(slope, torch.Tensor) and (slope.shape, slope.dtype) == (one.shape, one.dtype):
            _backward(one, slope)


def _backward(result: torch.Tensor, slope: torch.Tensor) -> None:
    """What `torch.autograd.backward(result, slope)` does; but that loads sympy first, which takes half a second."""
    with torch.enable_grad():
        (result * slope.detach()).sum().backward(retain_graph=True)  # type: ignore[no-untyped-call]


def continued(value: torch.Tensor, back: Any, inputs: list[torch.Tensor]) -> torch.Tensor:
    """The value, here, such that a backward pass goes on there."""
    begin = torch.zeros((), requires_grad=True)  # so that it is recorded where only weights of the other side want it
    found: torch.Tensor = Through.apply(back, value.detach(), begin, *inputs)  # type: ignore[no-untyped-call]
    return found
