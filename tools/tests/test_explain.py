"""What a crash inside a learner's code is told as."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
import torch

from kata.explain import Finding, explain
from kata.verdict import State

KATA = """
import numpy as np

def layer(inputs, W, b):
    return {line}
"""
IMAGES, W, B = np.ones((5, 4)), np.ones((3, 4)), np.ones(3)


def found(folder: Path, line: str) -> Finding:
    """The finding of a call of `layer` whose only line is this."""
    path = folder / "week3" / "kata1_neuron.py"
    path.parent.mkdir()
    path.write_text(KATA.format(line=line), encoding="utf-8")
    names: dict = {"torch": torch}
    exec(compile(path.read_text(encoding="utf-8"), str(path), "exec"), names)
    with pytest.raises(Exception) as caught:
        names["layer"](IMAGES, W, B)
    return explain(caught.value, "layer", path)


@pytest.mark.parametrize(
    ("line", "what", "shapes"),
    [
        (
            "inputs @ W + b",
            "ValueError: the sides of @ do not fit: along the axis they share, 4 on the left and 3 on the right",
            "Here inputs is (5, 4), W is (3, 4), b is (3,).",
        ),
        ("inputs + b", "could not be broadcast together with shapes (5,4) (3,)", "Here inputs is (5, 4), b is (3,)."),
        ("W[5]", "IndexError: index 5 is out of bounds for axis 0 with size 3", "Here W is (3, 4)."),
        ("np.concatenate([W, b])", "same number of dimensions", "Here W is (3, 4), b is (3,)."),
    ],
)
def test_an_error_about_shapes_shows_the_shapes(tmp_path: Path, line: str, what: str, shapes: str) -> None:
    finding = found(tmp_path, line)
    assert finding.state is State.DOES_NOT_RUN and finding.line == 5
    assert what in finding.message.replace("\n", " ")
    assert finding.message.splitlines()[-2:] == [f"    return {line}", shapes]


def test_a_power_is_not_written_with_a_roof(tmp_path: Path) -> None:
    assert "a power is written **" in found(tmp_path, "(inputs - 1) ^ 2").message


def test_other_errors_show_no_shapes(tmp_path: Path) -> None:
    assert found(tmp_path, "W.undefined").message.splitlines()[-1] == "    return W.undefined"


def test_a_value_error_about_something_else_shows_none(tmp_path: Path) -> None:
    assert "Here" not in found(tmp_path, "int('seven' if W.any() else b)").message


@pytest.mark.parametrize(
    "line",
    [
        "torch.log_softmax(torch.ones(2, 3).long(), 1)",  # raised in C, at this line
        "torch.nn.functional.cross_entropy(torch.ones(2, 3).long(), torch.tensor([0, 1]))",
        "torch.nn.Module()(inputs)",
    ],
)
def test_what_torch_has_not_implemented_is_no_stub(tmp_path: Path, line: str) -> None:
    finding = found(tmp_path, line)
    assert finding.state is State.DOES_NOT_RUN
    assert "NotImplementedError: " in finding.message


def test_what_a_network_that_was_not_set_up_lacks_is_told_though_it_cannot_tell_what_it_has() -> None:
    class Net(torch.nn.Module):
        def __init__(self) -> None:
            """Without `super().__init__()`."""

    with pytest.raises(AttributeError) as caught:
        Net().to(torch.float64)
    told = explain(caught.value, "Net", Path("week5/kata5_small_cnn.py")).message
    assert told.endswith("returned (AttributeError: 'Net' object has no attribute '_modules').")


def test_an_error_that_cannot_be_shown_is_told_all_the_same(tmp_path: Path) -> None:
    odd = "type('Odd', (Exception,), {'__str__': lambda self: self.word})"
    finding = found(tmp_path, f"(_ for _ in ()).throw({odd}())")
    assert (finding.state, finding.line) == (State.DOES_NOT_RUN, 5)
    assert finding.message.startswith("Odd was raised, and to show it raised AttributeError.\n")


def test_a_line_that_says_so_is_a_stub(tmp_path: Path) -> None:
    assert found(tmp_path, "b if b is None else 1 / 0").state is State.DOES_NOT_RUN
    (tmp_path / "other").mkdir()
    told = found(tmp_path / "other", "1\n\ndef layer(inputs, W, b):\n    raise NotImplementedError('later')")
    assert told.state is State.NOT_STARTED


@pytest.mark.parametrize(
    ("place", "told"),
    [
        ("week3/kata1_neuron.py", "`layer` waits for `squash`, which is not written yet."),
        ("week2/kata4_other.py", "`layer` waits for `squash` of week2/kata4, not written yet."),
    ],
)
def test_a_task_that_waits_for_another_says_where_that_is(tmp_path: Path, place: str, told: str) -> None:
    path = tmp_path / place
    path.parent.mkdir()
    path.write_text("class squash:\n    def __init__(self):\n        raise NotImplementedError\n", encoding="utf-8")
    names: dict = {}
    exec(compile(path.read_text(encoding="utf-8"), str(path), "exec"), names)
    with pytest.raises(NotImplementedError) as caught:
        names["squash"]()
    finding = explain(caught.value, "layer", tmp_path / "week3" / "kata1_neuron.py")
    assert finding == Finding(State.NOT_STARTED, told, str(path), 3)


def test_a_library_that_is_not_installed_is_named_with_what_brings_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("KATA_START", raising=False)
    path = tmp_path / "week3" / "kata1_neuron.py"
    path.parent.mkdir()
    path.write_text("def app():\n    raise ModuleNotFoundError(\"No module named 'gradio'\", name='gradio')\n")
    names: dict = {}
    exec(compile(path.read_text(encoding="utf-8"), str(path), "exec"), names)
    with pytest.raises(ModuleNotFoundError) as caught:
        names["app"]()
    told = explain(caught.value, "app", path).message
    assert "It needs gradio, which is not installed here." in told and "python3 tools/start.py --with app" in told
