"""What a worker may ask of the judge's objects: what a task needs, and nothing that leads further."""

from __future__ import annotations

import functools
import socket
import sys
from collections.abc import Callable, Generator, Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import numpy as np
import pytest

if sys.platform != "linux":
    pytest.skip("Workers are forked and confined as on Linux.", allow_module_level=True)

import torch
from torch import nn
from torch.utils.data import DataLoader, TensorDataset

from grade.court import Court, Limits
from grade.remote import Line, RemoteKatas
from grade.results import Outcome
from kata.overlay import Task

ROOT = Path(__file__).parents[2]


class Model:
    """Of a test, as this is a file of tests."""

    kinds = ("cat", "dog")

    def __init__(self) -> None:
        self.seen: list[int] = []
        self._secret = 1

    def predict(self, one: int) -> int:
        self.seen.append(one)
        return one + 1

    def __call__(self, one: int) -> int:
        return one + 2

    def __iter__(self) -> Iterator[int]:
        yield from (1, 2)


class Telling:
    def __getattr__(self, name: str) -> str:
        return name


class Network(nn.Module):
    def forward(self, x: torch.Tensor) -> torch.Tensor:
        return 2 * x


@functools.cache
def remembered(one: int) -> int:
    return -one


def numbers() -> Generator[int, None, None]:
    yield from range(3)


LOADER = DataLoader(TensorDataset(torch.arange(6.0)), batch_size=4)


@pytest.fixture
def line() -> Iterator[Line]:
    ours, theirs = socket.socketpair()
    with ours, theirs:
        yield Line(ours.fileno(), RemoteKatas([ROOT], lambda: pytest.fail("no worker is needed"), 1, 1))


@pytest.mark.parametrize(
    ("target", "name"),
    [
        (Model(), "seen"), (Model(), "kinds"), (Model(), "predict"), (Model, "kinds"), (Telling(), "anything"),
        (Network(), "parameters"), (Network(), "training"), (Network(), "forward"), (LOADER, "dataset"),
        (LOADER.dataset, "tensors"),
    ],
)  # fmt: skip
def test_what_a_test_put_there_can_be_read(line: Line, target: Any, name: str) -> None:
    found, wanted = line.do({"op": "get", "target": target, "name": name}), getattr(target, name)
    assert found is wanted or found == wanted


@pytest.mark.parametrize(
    ("target", "name"),
    [
        (numbers(), "gi_frame"), (iter(Model()), "gi_frame"), (numbers(), "send"), (numbers, "anything"),
        (Model(), "_secret"), (Model(), "missing"), (Telling(), "_name"), (Model().predict, "im_func"),
        (np.random.default_rng(0), "bit_generator"), (LOADER, "batch_sampler"), (LOADER, "sampler"),
        (Network(), "register_forward_hook"), (Network(), "compile"), (Network(), "T_destination"),
        (sys._getframe(), "f_builtins"), (sys, "modules"), (functools.partial(exec), "func"), ((), "count"),
    ],
)  # fmt: skip
def test_anything_else_is_not_there(line: Line, target: Any, name: str) -> None:
    with pytest.raises(AttributeError, match=f"object has no attribute '{name}'|nothing to ask"):
        line.do({"op": "get", "target": target, "name": name})


@pytest.mark.parametrize(
    ("target", "argument", "result"),
    [
        (Model().predict, 3, 4), (Model(), 3, 5), (lambda one: one + 3, 3, 6), (remembered, 3, -3),
        (Network(), torch.ones(()), 2), (Network().train, False, None), (Network().float().eval, None, None),
    ],
)  # fmt: skip
def test_what_a_test_wrote_can_be_called(line: Line, target: Any, argument: Any, result: Any) -> None:
    arguments = () if argument is None else (argument,)
    found = line.do({"op": "call", "target": target, "args": arguments, "kwargs": {}})
    assert isinstance(found, Network) if result is None else found == result
    assert [*line.do({"op": "calls", "target": target, "args": (arguments,)})[0]] == [found]


def test_a_class_and_a_task_can_be_called(line: Line, monkeypatch: pytest.MonkeyPatch) -> None:
    assert type(line.do({"op": "call", "target": Model, "args": (), "kwargs": {}})) is Model
    monkeypatch.setattr(Task, "__call__", lambda self, *args: args)
    task = Task("week1.kata1_x", "double")
    assert line.do({"op": "call", "target": task, "args": (5,), "kwargs": {}}) == (5,)


@pytest.mark.parametrize(
    "target",
    [exec, open, len, np.sum, torch.load, [].append, numbers().send, str, type, Path, functools.partial(exec, "1"),
     Network().register_forward_hook, Network().apply, np.random.default_rng(0).random],
)  # fmt: skip
def test_nothing_else_can_be_called(line: Line, target: Callable[..., Any]) -> None:
    for op, arguments in (("call", ("1",)), ("calls", (("1",),))):
        with pytest.raises(TypeError, match="only what its test wrote"):
            line.do({"op": op, "target": target, "args": arguments, "kwargs": {}})


@pytest.mark.parametrize("op", ["length", "part", "begin to iterate", "next"])
def test_what_was_handed_over_can_be_gone_through(line: Line, op: str) -> None:
    request = {"op": op, "key": 1}
    if op == "next":
        assert line.do({**request, "target": numbers()}) == [0]
    else:
        assert line.do({**request, "target": LOADER.dataset}) is not None


ESCAPE = '''

_fit = fit


def fit(model, train_batches, val_batches, optimizer, epochs):
    """Through a loader's sampler to a generator, to its frame, and to what runs any code."""
    import sys

    frame = sys._getframe()
    while frame and type(worker := frame.f_locals.get("self")).__name__ != "Worker":
        frame = frame.f_back
    if type(train_batches).__name__ == "Remote":
        for name in ("batch_sampler", "dataset"):
            try:
                going = worker.ask("begin to iterate", target=worker.ask("get", target=train_batches, name=name))
                worker.ask("next", target=going)
                run = worker.ask("get", target=worker.ask("get", target=going, name="gi_frame"), name="f_builtins")
                worker.ask("call", target=run["exec"], args=("open(%r, 'w').close()",), kwargs={})
            except AttributeError:
                pass
    return _fit(model, train_batches, val_batches, optimizer, epochs)
'''


def test_no_way_leads_from_a_loader_to_the_judge(tmp_path: Path) -> None:
    kata = "week5/kata3_training_loop"
    text = (ROOT / "solutions" / f"{kata}.py").read_text(encoding="utf-8") + ESCAPE % str(tmp_path / "escaped")
    (tmp_path / "mine" / "week5").mkdir(parents=True)
    (tmp_path / "mine" / f"{kata}.py").write_text(text, encoding="utf-8")
    with closing(Court(ROOT, [kata], hidden=False)) as court:
        tested = court.tested(tmp_path / "mine", Limits()).tested
    assert not (tmp_path / "escaped").exists()
    assert {one.outcome for one in tested} == {Outcome.PASSED}  # what it asked for was not there, and it went on
