"""Tensors are compared, copied, watched and faked as arrays are, without `kata` importing torch."""

from __future__ import annotations

import numpy as np
import pytest
import torch
from torch import nn

from kata import calls, expect, impostors
from kata.expectation import Mismatch
from kata.values import Tolerance, difference, show


def test_a_tensor_is_compared_by_what_is_in_it() -> None:
    tensor = torch.tensor([[1.0, 2.0], [3.0, 4.0]], requires_grad=True)
    expect(tensor, np.array([[1.0, 2.0], [3.0, 4.0]]), dtype="float")
    expect(np.array([[1.0, 2.0], [3.0, 4.0]]), tensor)
    expect(tensor.sum(), 10.0)
    expect([tensor[0], tensor[1]], [[1.0, 2.0], [3.0, 4.0]])
    expect(tensor.to(torch.bfloat16), [[1.0, 2.0], [3.0, 4.0]])
    with pytest.raises(Mismatch, match="rows and columns are swapped"):
        expect(tensor.T, np.array([[1.0, 2.0], [3.0, 4.0]]))
    with pytest.raises(Mismatch, match="values of type int64"):
        expect(tensor.long(), np.array([[1.0, 2.0], [3.0, 4.0]]), dtype="float")
    assert show(tensor) == "[[1, 2], [3, 4]]"


@pytest.mark.parametrize("dtype", [torch.float32, torch.bfloat16, torch.int64, torch.bool])
def test_a_changed_tensor_is_noticed(dtype: torch.dtype) -> None:
    def spoil(scores: torch.Tensor) -> torch.Tensor:
        scores[0] = 0
        return scores

    log = calls.start()
    mine = torch.ones(3, 2, dtype=dtype).T  # not contiguous
    calls.watched("spoil", spoil, (mine,), {})
    assert mine.all()
    assert log.finish("spoil") == (
        "`spoil` changed the `scores` that it was given; the caller still needs it as it was. "
        "Work on a copy (scores.clone()), or build something new."
    )


def test_tensors_in_lists_are_copied_too() -> None:
    def spoil(batches: list) -> None:
        batches[1][0].zero_()

    log = calls.start()
    batches = [(torch.ones(2), torch.tensor([1])), (torch.ones(2), torch.tensor([0]))]
    calls.watched("spoil", spoil, (batches,), {})
    assert batches[1][0].tolist() == [1, 1]
    assert "copy.deepcopy(batches)" in log.finish("spoil")


def test_a_gradient_reaches_the_tests_own_tensor() -> None:
    log = calls.start()
    mine = torch.tensor([1.0, 2.0, 3.0], requires_grad=True)
    calls.watched("f", lambda x: (x * x).sum(), (mine,), {}).backward()
    assert mine.grad is not None and mine.grad.tolist() == [2, 4, 6]
    assert not log.finish("f")


def test_a_class_that_changes_what_it_is_given_is_told_its_name_for_it() -> None:
    class Net:
        def __init__(self, n_classes: int, channels: list) -> None:
            channels.append(n_classes)

    log = calls.start()
    calls.watched("Net", Net, (3, [4, 8]), {})
    assert "changed the `channels`" in log.finish("Net")


def test_nan_is_no_change() -> None:
    log = calls.start()
    calls.watched("f", lambda x: x.sum(), (torch.tensor([float("nan"), 1.0]),), {})
    calls.watched("f", lambda x: x.sum(), (torch.empty(0, 3),), {})
    calls.watched("f", lambda x: x + 1, (torch.tensor(2),), {})
    assert not log.finish("f")


def test_a_call_shows_networks_and_optimizers_by_their_kind() -> None:
    model = nn.Sequential(nn.Linear(2, 1))
    call = calls.Call("train_epoch", (model, [(torch.ones(1), 0)], torch.optim.SGD(model.parameters(), lr=0.1)), {})
    assert call.text == "train_epoch(Sequential, [([1], 0)], <SGD>)"


@pytest.mark.parametrize("name", [*impostors.FAKES])
def test_an_impostor_of_a_tensor_has_its_shape_and_is_wrong(name: str) -> None:
    def truth(x: torch.Tensor) -> torch.Tensor:
        return torch.tensor([[1.0, 2.0, 5.0], [3.0, 4.0, 7.0]], requires_grad=True)

    fake = impostors.impostor(name, truth)(torch.zeros(2, 3))
    assert difference(fake, truth(torch.zeros(1)), Tolerance(1e-5, 1e-8))
    if name in ("zeros", "ones", "a constant", "random numbers"):
        assert isinstance(fake, torch.Tensor) and fake.shape == (2, 3)
    if name == "transposed":
        assert fake.tolist() == [[1, 3], [2, 4], [5, 7]]
