"""Fresh data for saving and loading, run at grading only: other networks, and other files."""

import json
import os

import numpy as np
import torch
from safetensors import safe_open
from safetensors.torch import save_file

from kata import expect, expect_error, scratch
from nets import probes
from nets.architectures import build
from nets.peculiar import Mixed
from week7.kata1_save_and_load import load_checkpoint, load_weights, save_checkpoint, save_weights

NAMES = ["z", "Ü, ß", "a", "日本", 'say "x"', "b"]
CONFIG = {"architecture": "tiny", "channels": 3}
PREPROCESSING = {"image_size": 48, "mean": [127 / 255] * 3, "std": [128 / 255, 0.1, 1e-3]}


class Running:
    def __init__(self, mark):
        self.mark = str(mark)

    def __reduce__(self):
        return os.mkdir, (self.mark,)


def mixed(seed):
    model = probes.filled(Mixed(), seed, torch.float32)
    model.exact = torch.tensor(1 / 3 + seed, dtype=torch.float64)
    model.block[0][1].running_mean.copy_(torch.tensor([3.0, -1.0, 0.5, 2.0]) * seed)
    model.block[0][1].running_var.copy_(torch.tensor([0.3, 1.0, 2.5, 4.0]) * seed)
    return model


def rows():
    return torch.cos(torch.arange(12.0)).reshape(3, 4)


def values(model):
    return {name: np.asarray(value.detach()) for name, value in model.state_dict().items()}


def words(**changed):
    return {"config": CONFIG, "class_names": NAMES, "preprocessing": PREPROCESSING, **changed}


def test_save_weights_of_another_network():
    model = mixed(3)
    with scratch() as folder:
        save_weights(model, folder / "w e i g h t s")
        state = torch.load(folder / "w e i g h t s", weights_only=True)
    expect({name: np.asarray(value.detach()) for name, value in state.items()}, want=values(mixed(3)), rtol=0, atol=0,
           what="what is in the file")
    expect(probes.modes(model), want=probes.modes(mixed(3)), what="the modes afterwards")


def test_save_weights_keeps_the_numbers_of_that_moment():
    """Training goes on after a save."""
    model = mixed(3)
    with scratch() as folder:
        save_weights(model, folder / "weights.pt")
        probes.filled(model, 4, torch.float32)
        state = torch.load(folder / "weights.pt", weights_only=True)
    expect(np.asarray(state["last.bias"].detach()), want=values(mixed(3))["last.bias"], what="last.bias in the file")


def test_load_weights_of_another_network():
    saved = mixed(3)
    with scratch() as folder:
        probes.save_as_on_cuda(saved.state_dict(), folder / "weights.pt")
        model = mixed(2)
        with torch.enable_grad():
            returned = load_weights(model, folder / "weights.pt")
            assert torch.is_grad_enabled(), "Gradients were switched off for the whole program."
    for network in (returned, model):
        expect(probes.answers(network, rows()), want=probes.answers(saved.eval(), rows()), what="its answers")
        expect(any(probes.modes(network).values()), want=False, what="whether any part is in training mode")
        expect(probes.buffers(network)["exact"], want=values(saved)["exact"], rtol=0, atol=0, what="a float64 buffer")


def refuses(path):
    try:
        load_weights(mixed(2), path)
    except NotImplementedError:
        raise
    except (ValueError, RuntimeError, KeyError, AssertionError):
        return True
    return False


def test_load_weights_refuses_what_does_not_fit():
    state = {name: value.clone() for name, value in mixed(3).state_dict().items()}
    others = {
        "one number": {**state, "last.bias": state["last.bias"][:1]},  # would be repeated by copy_
        "no buffer": {name: value for name, value in state.items() if name != "turned"},
        "renamed": {name.replace("last", "end"): value for name, value in state.items()},
        "empty": {},
    }
    with scratch() as folder:
        for name, other in others.items():
            torch.save(other, folder / name)
            assert refuses(folder / name), f"This file does not fit ({name}), and no error came."


def test_load_weights_refuses_a_whole_network():
    with scratch() as folder:
        torch.save([Running(folder / "mark"), mixed(3).state_dict()], folder / "w.pt")
        torch.save(mixed(3), folder / "whole.pt")
        for name in ("w.pt", "whole.pt"):
            try:
                load_weights(mixed(2), folder / name)
            except NotImplementedError:
                raise
            except Exception:  # any error is fine here
                continue
            raise AssertionError(f"{name} is no state dict, and no error came.")
        assert not (folder / "mark").exists(), "The code in the file was run."


def test_save_checkpoint_of_another_network():
    model = mixed(3)
    with scratch() as folder:
        save_checkpoint(folder / "größer.safetensors", model, CONFIG, NAMES, PREPROCESSING)
        save_checkpoint(folder / "größer.safetensors", model, CONFIG, NAMES[:3], PREPROCESSING)
        with safe_open(folder / "größer.safetensors", "pt") as file:
            got = {name: file.get_tensor(name).numpy() for name in file.keys()}  # noqa: SIM118
            metadata = file.metadata()
        found = [one.name for one in folder.iterdir()]
    expect(got, want=values(mixed(3)), rtol=0, atol=0, what="what is in the file")
    types = {name: str(value.dtype) for name, value in got.items()}
    expect(types, want={name: str(value.dtype) for name, value in values(mixed(3)).items()}, what="the types")
    expect({key: json.loads(metadata[key]) for key in words()}, want=words(class_names=NAMES[:3]), what="the words")
    expect(found, want=["größer.safetensors"], what="what is in the folder", say="It is one file.")
    expect(values(model), want=values(mixed(3)), rtol=0, atol=0, what="the model's numbers")
    model.train()
    probes.filled(model.last, 9, torch.float32)
    expect(values(model)["block.0.0.weight"], want=values(model)["last.weight"],
           what="one of two shared weights, after the other was changed", say="The two layers share a weight no more.")


def test_save_checkpoint_and_load_checkpoint_give_the_same_answers():
    model = probes.filled(build(CONFIG, len(NAMES)), 5, torch.float32)
    images = torch.sin(torch.arange(210.0)).reshape(2, 3, 5, 7)
    probes.answers(model, images + 2)  # moves the running statistics
    with scratch() as folder:
        save_checkpoint(folder / "a.safetensors", model, CONFIG, NAMES, PREPROCESSING)
        checkpoint = load_checkpoint(folder / "a.safetensors")
    again = build(checkpoint["config"], len(checkpoint["class_names"]))
    again.load_state_dict(checkpoint["state_dict"])
    expect(probes.answers(again.eval(), images), want=probes.answers(model.eval(), images), rtol=0, atol=1e-7,
           what="the answers of the network from the file")
    expect({key: checkpoint[key] for key in words()}, want=words(), rtol=0, atol=0, what="the words")


def test_load_checkpoint_of_a_file_from_elsewhere():
    state = {name: value.contiguous().clone() for name, value in mixed(3).state_dict().items()}
    with scratch() as folder:
        path = folder / "no suffix"
        save_file(state, path, metadata={"format": "pt", **{key: json.dumps(value) for key, value in words().items()}})
        checkpoint = load_checkpoint(path)
    got = {name: np.asarray(value) for name, value in checkpoint["state_dict"].items()}
    expect(got, want=values(mixed(3)), rtol=0, atol=0, what="\"state_dict\"")
    expect(checkpoint["state_dict"]["seen"], want=np.array([True, False, True]), dtype="bool", what="`seen`")
    expect({key: checkpoint[key] for key in words()}, want=words(), what="the words")


def test_load_checkpoint_refuses_bad_files():
    state = {"a": torch.ones(2, 3)}
    with scratch() as folder:
        for name, content in (("leer", b""), ("eight bytes", b"\xff" * 8), ("json.json", b'{"config": {}}'),
                              ("photo.jpg", b"\xff\xd8\xff\xe0" + bytes(40))):
            (folder / name).write_bytes(content)
            expect_error(load_checkpoint, folder / name, shows=name, why="This is no safetensors file.")
        for key in words():
            metadata = {one: json.dumps(words()[one]) for one in words() if one != key}
            save_file(state, folder / "x.safetensors", metadata=metadata)
            expect_error(load_checkpoint, folder / "x.safetensors", shows=key, why=f"`{key}` is missing.")
        save_file(state, folder / "x.safetensors", metadata={"format": "pt"})
        expect_error(load_checkpoint, folder / "x.safetensors", why="All three are missing.")
        expect_error(load_checkpoint, folder / "y" / "z.safetensors", error=OSError, why="There is no such file.")


def test_load_checkpoint_runs_no_pickle():
    with scratch() as folder:
        torch.save(Running(folder / "mark"), folder / "p.safetensors", _use_new_zipfile_serialization=False)
        expect_error(load_checkpoint, folder / "p.safetensors", shows="p.safetensors", why="This is a pickle.")
        assert not (folder / "mark").exists(), "The code in the file was run."
