"""Save and load.

A trained network is gone when the program ends, unless you save it. What is worth saving are the numbers: its
weights, and what normalisation has learned along the way. The numbers alone are not enough for a stranger, or for
you in a year: which layers do they belong to, what does answer 2 mean, and how did the photos have to be prepared?
A *checkpoint* says all that in one file.

Networks, and the words about them: `from nets.architectures import build`; `build({"architecture": "tiny"}, 3)` is a
small one for three classes.
"""

import json
from pathlib import Path
from typing import Any

import torch
from torch import nn


def save_weights(model: nn.Module, path: Path) -> None:
    """All numbers of a network, in a file.

    PyTorch can save the whole network as one object. Such a file breaks when your code moves, and opening one runs
    whatever it says, so nobody should open a stranger's. Save the *state dict* instead: name → tensor, the weights
    and the running statistics of the normalisation layers (which are no parameters, and still part of the answer).

    Args:
        model: any network, in train mode or not. It stays as it is, its mode too.
        path: the file to write, in a folder that is there. A file of that name is replaced.

    Returns:
        Nothing. `torch.load(path, weights_only=True)` gives the state dict: all names that `model.state_dict()` has.

    Example:
        >>> save_weights(model, "weights.pt")     # doctest: +SKIP
    """
    # BEGIN SOLUTION
    torch.save(model.state_dict(), path)
    # END SOLUTION


def load_weights(model: nn.Module, path: Path) -> nn.Module:
    """The numbers back in a network, which is then ready to be asked.

    The network must have the same layers as the one that was saved, with the same names and shapes; its own numbers
    do not matter. The file may come from a machine with a graphics card, which yours may not have: `map_location`
    says where its tensors go.

    Args:
        model: a network with any weights, on the CPU. Its weights are replaced.
        path: a file as `save_weights` writes it, on whatever machine.

    Returns:
        The same model, filled, on the CPU and in eval mode: it answers just as the saved one does in eval mode.

    Raises:
        OSError: there is no such file. (torch raises FileNotFoundError, which is one; let it through.)
        ValueError, RuntimeError, KeyError or AssertionError: a name is missing, or there is one too many, or a shape
            differs. (`load_state_dict` says so with a RuntimeError; let it through.)
        Any error: the file holds Python objects other than a state dict. They are not made, and no code in the file
            runs. (`weights_only=True` sees to that.)

    Example:
        >>> model = load_weights(build({"architecture": "tiny"}, 3), "weights.pt")     # doctest: +SKIP
    """
    # BEGIN SOLUTION
    model.load_state_dict(torch.load(path, map_location="cpu", weights_only=True))
    return model.eval()
    # END SOLUTION


def save_checkpoint(
    path: Path, model: nn.Module, config: dict[str, Any], class_names: list[str], preprocessing: dict[str, Any]
) -> None:
    """All that a stranger needs to use a network, in one file.

    The format is safetensors: nothing but tensors by their names and a little text about them, the *metadata*. No
    code can hide in it. `from safetensors.torch import save_file` writes it. It wants each tensor in one piece and
    in memory of its own: one that is a view, or shared between two layers, is copied first,
    `tensor.detach().cpu().contiguous().clone()`.

    Args:
        path: the file to write, in a folder that is there. A file of that name is replaced.
        model: any network. It stays as it is.
        config: what `nets.architectures.build` makes such a network from, {"architecture": "tiny"} for one.
        class_names: what the answers mean, the name of class 0 first. In whatever order training had them, and any
            letters.
        preprocessing: how photos were prepared in training, {"image_size": 128, "mean": [r, g, b], "std": [r, g, b]},
            mean and std in units of 0 to 1.

    Returns:
        Nothing. The file holds the whole state dict, and as metadata `config`, `class_names` and `preprocessing`.
        Metadata can only be text, so each of the three is written as JSON (`json.dumps`), class names as a list.

    Example:
        >>> save_checkpoint("pets.safetensors", model, {"architecture": "tiny"}, ["dog", "cat"],
        ...     {"image_size": 32, "mean": [0.5, 0.5, 0.5], "std": [0.25, 0.25, 0.25]})     # doctest: +SKIP
    """
    # BEGIN SOLUTION
    from safetensors.torch import save_file

    tensors = {name: tensor.detach().cpu().contiguous().clone() for name, tensor in model.state_dict().items()}
    words = {"config": config, "class_names": class_names, "preprocessing": preprocessing}
    save_file(tensors, path, metadata={key: json.dumps(value) for key, value in words.items()})
    # END SOLUTION


def load_checkpoint(path: Path) -> dict[str, Any]:
    """A checkpoint from whoever wrote it, read without danger.

    `safetensors.torch.load_file` gives the tensors only. `safetensors.safe_open(path, "pt")` opens the file for both:
    `file.keys()` and `file.get_tensor(name)`, and `file.metadata()`, a dict of text (or None, if there is none).

    Args:
        path: a file as `save_checkpoint` writes it; or any other, for people send you all kinds of files. What is in
            it counts, not its name.

    Returns:
        {"state_dict": name → tensor, "config": dict, "class_names": list of str, "preprocessing": dict}: the tensors
        on the CPU, as many and with the same numbers and types as the model had; the rest as it was given to
        `save_checkpoint` (where a tuple was, a list is fine), class names in their order.

    Raises:
        ValueError: this is no safetensors file (but text, a file of torch.save, or half of one); the message shows the
            path, and nothing in it is run. Or it is one, and its metadata lacks `config`, `class_names` or
            `preprocessing`; the message names what is missing.
        OSError: there is no such file. (safetensors raises FileNotFoundError, which is one; let it through.)

    Example:
        >>> checkpoint = load_checkpoint("pets.safetensors")     # doctest: +SKIP
        >>> checkpoint["class_names"]     # doctest: +SKIP
        ['dog', 'cat']
    """
    # BEGIN SOLUTION
    from safetensors import SafetensorError, safe_open

    try:
        with safe_open(path, "pt") as file:
            # Copies: what get_tensor gives is still the file, which may be replaced while the network is in use
            tensors = {name: file.get_tensor(name).clone() for name in file.keys()}  # noqa: SIM118
            words = file.metadata() or {}
    except SafetensorError as error:
        raise ValueError(f"{path} is no safetensors file: {error}") from None
    missing = [key for key in ("config", "class_names", "preprocessing") if key not in words]
    if missing:
        raise ValueError(f"{path} lacks {', '.join(missing)}: its metadata has only {sorted(words)}")
    checkpoint: dict[str, Any] = {"state_dict": tensors}
    for key in ("config", "class_names", "preprocessing"):
        checkpoint[key] = json.loads(words[key])
    return checkpoint
    # END SOLUTION
