"""Unusual and correct: every one of these must pass."""

import io
import json
import struct

import torch
from safetensors import SafetensorError, safe_open
from safetensors.torch import load, load_file, save, save_file

from kata.known import alternative

WORDS = ("config", "class_names", "preprocessing")


@alternative("save_weights")
def bytes_first(model, path):
    buffer = io.BytesIO()
    torch.save(dict(model.state_dict()), buffer)
    path.write_bytes(buffer.getvalue())


@alternative("save_weights")
def copies_in_the_old_format(model, path):
    state = {name: tensor.detach().cpu().clone() for name, tensor in model.state_dict().items()}
    with path.open("wb") as file:
        torch.save(state, file, _use_new_zipfile_serialization=False)


@alternative("save_weights")
def parameters_and_buffers(model, path):
    torch.save({**dict(model.named_parameters(remove_duplicate=False)), **dict(model.named_buffers())}, path)


@alternative("save_weights")
def whole_or_not_at_all(model, path):
    """Under another name first; the modes are changed and put back."""
    modes = {part: part.training for part in model.modules()}
    model.eval()
    torch.save(model.state_dict(), path.with_name("half a file"))
    path.with_name("half a file").replace(path)
    for part, training in modes.items():
        part.training = training


@alternative("load_weights")
def assigned(model, path):
    model.load_state_dict(torch.load(path, map_location=torch.device("cpu")), assign=True)
    model.eval()
    return model


@alternative("load_weights")
def checked_by_oneself(model, path):
    report = model.load_state_dict(torch.load(path, map_location="cpu"), strict=False)
    assert not report.missing_keys and not report.unexpected_keys
    return model.eval()


@alternative("load_weights")
def by_hand(model, path):
    with path.open("rb") as file:
        state = torch.load(file, map_location=lambda storage, location: storage)
    own = model.state_dict()
    if set(own) != set(state):
        raise KeyError(f"names differ: {sorted(set(own) ^ set(state))}")
    for name, value in own.items():
        if value.shape != state[name].shape:
            raise ValueError(f"{name} has the shape {tuple(state[name].shape)}, not {tuple(value.shape)}")
        value.copy_(state[name])
    return model.train(False)


@alternative("save_checkpoint")
def more_metadata_and_indented(path, model, config, class_names, preprocessing):
    tensors = {name: torch.zeros(value.shape, dtype=value.dtype).copy_(value)
               for name, value in model.state_dict().items()}
    save_file(tensors, str(path), metadata={
        "format": "pt", "made by": "me", "config": json.dumps(config, indent=2, sort_keys=True),
        "class_names": json.dumps(list(class_names), ensure_ascii=False), "preprocessing": json.dumps(preprocessing)})


@alternative("save_checkpoint")
def bytes_of_save(path, model, config, class_names, preprocessing):
    words = zip(WORDS, (config, class_names, preprocessing), strict=True)
    tensors = {name: torch.tensor(value.tolist(), dtype=value.dtype) for name, value in model.state_dict().items()}
    path.write_bytes(save(tensors, metadata={key: json.dumps(value) for key, value in words}))


@alternative("load_checkpoint")
def header_by_hand(path):
    """8 bytes say how long the header is, and the header is JSON."""
    data = path.read_bytes()
    try:
        tensors = load(data)
    except SafetensorError as error:
        raise ValueError(f"cannot read {path}: {error}") from error
    (length,) = struct.unpack("<Q", data[:8])
    metadata = json.loads(data[8:8 + length]).get("__metadata__", {})
    for key in WORDS:
        if key not in metadata:
            raise ValueError(f"no {key} in {path}")
    return {"state_dict": tensors, **{key: json.loads(metadata[key]) for key in WORDS}}


@alternative("load_checkpoint")
def twice_opened(path):
    if not path.is_file():
        raise FileNotFoundError(path)
    try:
        tensors = load_file(path, device="cpu")
        with safe_open(str(path), framework="pt") as file:
            metadata = dict(file.metadata() or {})
    except Exception as error:
        raise ValueError(f"{path!r} is not to be read") from error
    missing = set(WORDS) - set(metadata)
    if missing:
        raise ValueError(f"missing: {missing}")
    return {"preprocessing": json.loads(metadata["preprocessing"]), "config": json.loads(metadata["config"]),
            "class_names": tuple(json.loads(metadata["class_names"])), "state_dict": tensors}
