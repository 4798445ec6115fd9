"""Known mistakes of this kata, and the words each of them must earn."""

import copy
import json
import pickle

import numpy as np
import torch
from safetensors import SafetensorError, safe_open
from safetensors.torch import load_file, save_file, save_model

from kata.known import mistake

WORDS = ("config", "class_names", "preprocessing")


@mistake("save_weights", "a whole Python object")
def whole_network(model, path):
    torch.save(model, path)


@mistake("save_weights", "holds the function `state_dict`")
def without_brackets(model, path):
    torch.save(model.state_dict, path)


@mistake("save_weights", "running statistics of the normalisation layer are missing")
def parameters_only(model, path):
    torch.save({name: p.detach().clone() for name, p in model.named_parameters()}, path)


@mistake("save_weights", "The frozen layer is missing")
def trained_ones_only(model, path):
    torch.save({name: p.detach() for name, p in model.named_parameters() if p.requires_grad}, path)


@mistake("save_weights", "nobody knows which tensor")
def list_of_tensors(model, path):
    torch.save(list(model.parameters()), path)


@mistake("save_weights", "inside another dict")
def wrapped(model, path):
    torch.save({"model": model.state_dict(), "epoch": 3}, path)


@mistake("save_weights", "torch.load cannot open this file")
def numpy_archive(model, path):
    with path.open("wb") as file:
        np.savez(file, **{name: value.numpy() for name, value in model.state_dict().items()})


@mistake("save_weights", "torch.load cannot open this file")
def pickled(model, path):
    path.write_bytes(pickle.dumps(model.state_dict()))


@mistake("save_weights", "torch.load cannot open this file")
def safetensors_instead(model, path):
    save_file(model.state_dict(), path)


@mistake("save_weights", "The file holds NumPy arrays")
def arrays_in_a_dict(model, path):
    torch.save({name: value.numpy() for name, value in model.state_dict().items()}, path)


@mistake("save_weights", "have lost digits")
def half_precision(model, path):
    torch.save({name: v.half() if v.is_floating_point() else v for name, v in model.state_dict().items()}, path)


@mistake("save_weights", "is missing, a whole number")
def floats_only(model, path):
    torch.save({name: value for name, value in model.state_dict().items() if value.is_floating_point()}, path)


@mistake("save_weights", "changed the model's mode")
def left_in_eval_mode(model, path):
    model.eval()
    torch.save(model.state_dict(), path)


@mistake("save_weights", "changed what can be trained")
def freezes_it(model, path):
    model.requires_grad_(False)
    torch.save(model.state_dict(), path)


@mistake("save_weights", "still holds the first network")
def keeps_what_is_there(model, path):
    if not path.exists():
        torch.save(model.state_dict(), path)


@mistake("save_weights", "Take the path as it is given")
def another_name(model, path):
    torch.save(model.state_dict(), str(path) + ".pt")


@mistake("save_weights", "is a generator")
def generator(model, path):
    torch.save(model.parameters(), path)


@mistake("save_weights", "have lost digits")
def halved_in_place(model, path):
    torch.save(model.half().state_dict(), path)


@mistake("save_weights", "Each tensor keeps its type")
def all_as_float(model, path):
    torch.save({name: value.float() for name, value in model.state_dict().items()}, path)


@mistake("save_weights", "the state dict of an optimizer")
def optimizer_instead(model, path):
    torch.save({"state": {}, "param_groups": [{"lr": 0.01, "params": [0, 1]}]}, path)  # as optimizer.state_dict() is


@mistake("save_weights", "there is another dict")
def layer_by_layer(model, path):
    torch.save({name: layer.state_dict() for name, layer in model.named_children()}, path)


@mistake("save_weights", "Take the path as it is given")
def another_suffix(model, path):
    torch.save(model.state_dict(), path.with_suffix(".pt"))


@mistake("load_weights", "That is a report, not the model")
def takes_the_report(model, path):
    return model.load_state_dict(torch.load(path, map_location="cpu"))


@mistake("load_weights", "the dict of tensors, which cannot answer")
def only_opens_it(model, path):
    return torch.load(path, map_location="cpu")


@mistake("load_weights", "Is there a `return`")
def returns_nothing(model, path):
    model.load_state_dict(torch.load(path, map_location="cpu"))
    model.eval()


@mistake("load_weights", "nothing was loaded into it")
def opened_and_not_put_in(model, path):
    torch.load(path, map_location="cpu")
    return model.eval()


@mistake("load_weights", "nothing was loaded into it")
def changes_the_copy_of_state_dict(model, path):
    state = dict(model.state_dict())
    state.update(torch.load(path, map_location="cpu"))
    return model.eval()


@mistake("load_weights", "The network is in train mode")
def left_in_train_mode(model, path):
    model.load_state_dict(torch.load(path, map_location="cpu"))
    return model


@mistake("load_weights", "each part has a mode of its own")
def mode_of_the_top_only(model, path):
    model.load_state_dict(torch.load(path, map_location="cpu"))
    model.training = False
    return model


@mistake("load_weights", "statistics of the normalisation layer are not")
def parameters_by_hand(model, path):
    state = torch.load(path, map_location="cpu")
    for name, parameter in model.named_parameters():
        parameter.data = state[name]
    return model.eval()


@mistake("load_weights", "Another model was filled")
def fills_a_copy(model, path):
    model = copy.deepcopy(model)
    model.load_state_dict(torch.load(path, map_location="cpu"))
    return model.eval()


@mistake("load_weights", "so the network would answer at random")
def strict_is_off(model, path):
    model.load_state_dict(torch.load(path, map_location="cpu"), strict=False)
    return model.eval()


@mistake("load_weights", "so the network would answer at random")
def takes_what_fits(model, path):
    own = model.state_dict()
    state = torch.load(path, map_location="cpu")
    model.load_state_dict(own | {k: v for k, v in state.items() if k in own and v.shape == own[k].shape})
    return model.eval()


@mistake("load_weights", "its answers would be others")
def extra_names_ignored(model, path):
    state = torch.load(path, map_location="cpu")
    for name, value in model.state_dict().items():
        value.copy_(state[name])
    return model.eval()


@mistake("load_weights", "so the network would normalise with")
def only_unexpected_names_refused(model, path):
    report = model.load_state_dict(torch.load(path, map_location="cpu"), strict=False)
    if report.unexpected_keys:
        raise ValueError(report.unexpected_keys)
    return model.eval()


@mistake("load_weights", "Say where you want them")
def no_map_location(model, path):
    model.load_state_dict(torch.load(path))
    return model.eval()


@mistake("load_weights", "The code in this file was run")
def trusts_everybody(model, path):
    model.load_state_dict(torch.load(path, map_location="cpu", weights_only=False))
    return model.eval()


@mistake("load_weights", "The code in this file was run")
def trusts_where_it_must(model, path):
    try:
        state = torch.load(path, map_location="cpu", weights_only=True)
    except pickle.UnpicklingError:
        state = torch.load(path, map_location="cpu", weights_only=False)
    model.load_state_dict(state)
    return model.eval()


@mistake("load_weights", "a network full of random numbers would be used")
def missing_file_is_fine(model, path):
    if path.exists():
        model.load_state_dict(torch.load(path, map_location="cpu"))
    return model.eval()


@mistake("load_weights", "a dict of tensors, and no network")
def eval_of_the_dict(model, path):
    model = torch.load(path, map_location="cpu")
    model.eval()
    return model


@mistake("load_weights", "and not the path")
def path_instead_of_dict(model, path):
    model.load_state_dict(path)
    return model.eval()


@mistake("load_weights", "holds the state dict itself")
def as_in_the_tutorial(model, path):
    model.load_state_dict(torch.load(path, map_location="cpu")["model_state_dict"])
    return model.eval()


@mistake("load_weights", "with all their digits")
def in_half_precision(model, path):
    model.load_state_dict(torch.load(path, map_location="cpu"))
    return model.half().eval()


def tensors_of(model):
    return {name: value.detach().contiguous().clone() for name, value in model.state_dict().items()}


def written(path, tensors, config, class_names, preprocessing):
    words = {"config": config, "class_names": class_names, "preprocessing": preprocessing}
    save_file(tensors, path, metadata={key: json.dumps(value) for key, value in words.items()})


@mistake("save_checkpoint", "wants metadata of text only")
def metadata_as_it_is(path, model, config, class_names, preprocessing):
    words = {"config": config, "class_names": class_names, "preprocessing": preprocessing}
    save_file(tensors_of(model), path, metadata=words)


@mistake("save_checkpoint", "That is how Python shows it")
def metadata_by_str(path, model, config, class_names, preprocessing):
    words = {"config": config, "class_names": class_names, "preprocessing": preprocessing}
    save_file(tensors_of(model), path, metadata={key: str(value) for key, value in words.items()})


@mistake("save_checkpoint", "is no JSON: 'tool,Käfer, groß,animal")
def names_joined_by_commas(path, model, config, class_names, preprocessing):
    words = {"config": json.dumps(config), "preprocessing": json.dumps(preprocessing)}
    save_file(tensors_of(model), path, metadata={**words, "class_names": ",".join(class_names)})


@mistake("save_checkpoint", "turned into JSON twice")
def json_twice(path, model, config, class_names, preprocessing):
    written(path, tensors_of(model), json.dumps(config), json.dumps(class_names), json.dumps(preprocessing))


@mistake("save_checkpoint", "The names were sorted")
def sorted_names(path, model, config, class_names, preprocessing):
    written(path, tensors_of(model), config, sorted(class_names), preprocessing)


@mistake("save_checkpoint", "does not survive JSON")
def numbers_for_keys(path, model, config, class_names, preprocessing):
    written(path, tensors_of(model), config, dict(enumerate(class_names)), preprocessing)


@mistake("save_checkpoint", "nobody knows what the network wants to see")
def preprocessing_lost(path, model, config, class_names, preprocessing):
    words = {"config": json.dumps(config), "class_names": json.dumps(class_names)}
    save_file(tensors_of(model), path, metadata=words)


@mistake("save_checkpoint", "nobody can build the network again")
def tensors_alone(path, model, config, class_names, preprocessing):
    save_file(tensors_of(model), path)


@mistake("save_checkpoint", "nobody knows what the network's answers mean")
def class_names_lost(path, model, config, class_names, preprocessing):
    save_file(tensors_of(model), path, metadata={"config": json.dumps(config), "classes": json.dumps(class_names)})


@mistake("save_checkpoint", "Write image size, mean and std as they are")
def mean_and_std_lost(path, model, config, class_names, preprocessing):
    written(path, tensors_of(model), config, class_names, {"image_size": preprocessing["image_size"]})


@mistake("save_checkpoint", "This is no safetensors file")
def by_torch(path, model, config, class_names, preprocessing):
    torch.save({"state_dict": model.state_dict(), "config": config, "class_names": class_names,
                "preprocessing": preprocessing}, path)


@mistake("save_checkpoint", "running statistics of the normalisation layer are missing")
def only_parameters(path, model, config, class_names, preprocessing):
    written(path, {name: p.detach().contiguous().clone() for name, p in model.named_parameters()},
            config, class_names, preprocessing)


@mistake("save_checkpoint", "is missing, a whole number")
def only_floats(path, model, config, class_names, preprocessing):
    floats = {name: value for name, value in tensors_of(model).items() if value.is_floating_point()}
    written(path, floats, config, class_names, preprocessing)


@mistake("save_checkpoint", "have lost digits")
def in_half_the_space(path, model, config, class_names, preprocessing):
    written(path, {name: value.half() for name, value in tensors_of(model).items()},
            config, class_names, preprocessing)


@mistake("save_checkpoint", "in one piece and in memory of its own")
def just_as_they_lie(path, model, config, class_names, preprocessing):
    written(path, model.state_dict(), config, class_names, preprocessing)


@mistake("save_checkpoint", "in one piece and in memory of its own")
def cloned_as_they_lie(path, model, config, class_names, preprocessing):
    written(path, {name: v.clone() for name, v in model.state_dict().items()}, config, class_names, preprocessing)


@mistake("save_checkpoint", "in one piece and in memory of its own")
def in_one_piece_and_shared(path, model, config, class_names, preprocessing):
    written(path, {n: v.contiguous() for n, v in model.state_dict().items()}, config, class_names, preprocessing)


@mistake("save_checkpoint", "under one name only")
def by_save_model(path, model, config, class_names, preprocessing):
    words = {"config": config, "class_names": class_names, "preprocessing": preprocessing}
    save_model(model, str(path), metadata={key: json.dumps(value) for key, value in words.items()})


@mistake("save_checkpoint", "changed the model's mode")
def left_in_eval(path, model, config, class_names, preprocessing):
    written(path, tensors_of(model.eval()), config, class_names, preprocessing)


@mistake("save_checkpoint", "(a set has none)")
def names_as_a_set(path, model, config, class_names, preprocessing):
    some_order = class_names[1::2] + class_names[::2]  # that of a set is another one each time
    written(path, tensors_of(model), config, some_order, preprocessing)


@mistake("save_checkpoint", "Each tensor keeps its type")
def floats_everywhere(path, model, config, class_names, preprocessing):
    written(path, {name: v.float() for name, v in tensors_of(model).items()}, config, class_names, preprocessing)


@mistake("save_checkpoint", "have lost digits")
def in_bfloat16(path, model, config, class_names, preprocessing):
    floats = {name: v.bfloat16() if v.is_floating_point() else v for name, v in tensors_of(model).items()}
    written(path, floats, config, class_names, preprocessing)


def opened(path):
    """(tensors, metadata); ValueError if it is none."""
    try:
        with safe_open(path, "pt") as file:
            return {name: file.get_tensor(name) for name in file.keys()}, file.metadata() or {}  # noqa: SIM118
    except SafetensorError as error:
        raise ValueError(f"{path}: {error}") from None


def decoded(path, metadata):
    for key in WORDS:
        if key not in metadata:
            raise ValueError(f"{path} lacks {key}")
    return {key: json.loads(metadata[key]) for key in WORDS}


@mistake("load_checkpoint", "Those are the tensors alone")
def load_file_alone(path):
    opened(path)
    return load_file(path)


@mistake("load_checkpoint", "those are the tensors only")
def metadata_among_the_tensors(path):
    tensors, _ = opened(path)
    words = tensors.pop("__metadata__")
    return {"state_dict": tensors, **decoded(path, words)}


@mistake("load_checkpoint", "those are the tensors only")
def metadata_got_from_the_tensors(path):
    tensors, _ = opened(path)
    words = tensors.get("__metadata__")
    return {"state_dict": tensors, **{key: json.loads(words[key]) for key in WORDS}}


@mistake("load_checkpoint", "still the text of the metadata")
def not_decoded(path):
    tensors, metadata = opened(path)
    decoded(path, metadata)
    return {"state_dict": tensors, **metadata}


@mistake("load_checkpoint", "The names were sorted")
def names_sorted(path):
    tensors, metadata = opened(path)
    words = decoded(path, metadata)
    words["class_names"] = sorted(words["class_names"])
    return {"state_dict": tensors, **words}


@mistake("load_checkpoint", "Give a dict of four")
def four_in_a_row(path):
    tensors, metadata = opened(path)
    return tensors, *decoded(path, metadata).values()


@mistake("load_checkpoint", "That is a network")
def builds_it(path):
    from nets.architectures import build

    tensors, metadata = opened(path)
    words = decoded(path, metadata)
    model = build(words["config"], len(words["class_names"]))
    model.load_state_dict(tensors)
    return model


@mistake("load_checkpoint", "A network can be filled with torch")
def numpy_arrays(path):
    tensors, metadata = opened(path)
    return {"state_dict": {name: value.numpy() for name, value in tensors.items()}, **decoded(path, metadata)}


@mistake("load_checkpoint", "Give every tensor of the file")
def counters_dropped(path):
    tensors, metadata = opened(path)
    return {"state_dict": {name: value for name, value in tensors.items() if value.ndim}, **decoded(path, metadata)}


@mistake("load_checkpoint", "not its name")
def goes_by_the_name(path):
    if path.suffix != ".safetensors":
        raise ValueError(f"{path} is no safetensors file")
    tensors, metadata = opened(path)
    return {"state_dict": tensors, **decoded(path, metadata)}


@mistake("load_checkpoint", "catch that, and raise a ValueError")
def error_of_the_library(path):
    with safe_open(path, "pt") as file:
        tensors, metadata = {name: file.get_tensor(name) for name in file.keys()}, file.metadata() or {}  # noqa: SIM118
    return {"state_dict": tensors, **decoded(path, metadata)}


@mistake("load_checkpoint", "Put the bad value into the message")
def does_not_say_which_file(path):
    try:
        tensors, metadata = opened(path)
    except ValueError:
        raise ValueError("This is no safetensors file.") from None
    return {"state_dict": tensors, **decoded(path, metadata)}


@mistake("load_checkpoint", "is not for torch.load or pickle")
def opens_everything(path):
    try:
        tensors, metadata = opened(path)
    except ValueError:
        if path.read_bytes()[:2] != b"PK":
            raise
        return torch.load(path, weights_only=False)
    return {"state_dict": tensors, **decoded(path, metadata)}


@mistake("load_checkpoint", "is not for torch.load or pickle")
def opens_other_files_with_care(path):
    try:
        tensors, metadata = opened(path)
    except ValueError as error:
        try:
            return torch.load(path, map_location="cpu", weights_only=True)
        except Exception:
            raise error from None
    return {"state_dict": tensors, **decoded(path, metadata)}


@mistake("load_checkpoint", "is not for torch.load or pickle")
def opens_it_to_say_what_it_is(path):
    try:
        tensors, metadata = opened(path)
    except ValueError as error:
        if path.read_bytes()[:2] != b"PK":
            raise
        found = torch.load(path, weights_only=False)
        raise ValueError(f"{path} holds {sorted(found)}, and is no safetensors file") from error
    return {"state_dict": tensors, **decoded(path, metadata)}


@mistake("load_checkpoint", "was run as a program")
def words_by_eval(path):
    tensors, metadata = opened(path)
    words = decoded(path, dict.fromkeys(metadata, "0"))
    words = {key: eval(metadata[key]) for key in words}
    return {"state_dict": tensors, **words}


@mistake("load_checkpoint", "Make nothing up")
def makes_up_what_is_missing(path):
    tensors, metadata = opened(path)
    standard = {"config": '{"architecture": "tiny"}', "class_names": "[]", "preprocessing": "{}"}
    return {"state_dict": tensors, **{key: json.loads(metadata.get(key, standard[key])) for key in WORDS}}


@mistake("load_checkpoint", "Raise a ValueError that says so")
def key_error(path):
    tensors, metadata = opened(path)
    return {"state_dict": tensors, **{key: json.loads(metadata[key]) for key in WORDS}}


@mistake("load_checkpoint", "has no metadata at all")
def no_metadata_at_all(path):
    try:
        with safe_open(path, "pt") as file:
            tensors, metadata = {name: file.get_tensor(name) for name in file.keys()}, file.metadata()  # noqa: SIM118
    except SafetensorError as error:
        raise ValueError(f"{path}: {error}") from None
    return {"state_dict": tensors, **decoded(path, metadata)}


@mistake("load_checkpoint", "catch SafetensorError only")
def every_error_is_the_same(path):
    try:
        tensors, metadata = opened(path)
    except Exception as error:
        raise ValueError(f"{path} is no safetensors file") from error
    return {"state_dict": tensors, **decoded(path, metadata)}


@mistake("load_checkpoint", "those are the tensors only")
def metadata_sought_with_care(path):
    tensors, metadata = opened(path)
    decoded(path, metadata)
    words = load_file(path).get("__metadata__", {})
    return {"state_dict": tensors, **{key: words.get(key) for key in WORDS}}


@mistake("load_checkpoint", "None came back, and no error")
def nothing_for_a_bad_file(path):
    try:
        tensors, metadata = opened(path)
    except ValueError:
        return None
    return {"state_dict": tensors, **decoded(path, metadata)}


@mistake("load_checkpoint", "Each tensor keeps its type")
def all_as_float32(path):
    tensors, metadata = opened(path)
    return {"state_dict": {name: value.float() for name, value in tensors.items()}, **decoded(path, metadata)}


@mistake("load_checkpoint", "spelt so")
def another_key(path):
    tensors, metadata = opened(path)
    words = decoded(path, metadata)
    return {"state_dict": tensors, "classes": words.pop("class_names"), **words}
