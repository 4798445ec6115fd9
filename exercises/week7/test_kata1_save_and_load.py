"""Weights in a file and back, and then all that a stranger needs besides: the words.

The network is small and has been trained, so to speak: its normalisation has seen batches, and its first layer is
frozen. Its numbers are made by a rule, so that two of a kind are equal.
"""

import ast
import json
import os
from collections import OrderedDict
from collections.abc import Mapping
from contextlib import suppress

import numpy as np
import torch
from safetensors import SafetensorError, safe_open
from safetensors.torch import save_file
from torch import nn
from torch.serialization import get_unsafe_globals_in_checkpoint

from kata import expect, expect_error, scratch
from nets import probes
from nets.architectures import build
from nets.peculiar import Tied
from week7.kata1_save_and_load import load_checkpoint, load_weights, save_checkpoint, save_weights

CONFIG = {"architecture": "tiny", "channels": 5}
CLASSES = ["tool", "Käfer, groß", "animal"]  # in no order of the alphabet
PREPROCESSING = {"image_size": 32, "mean": [0.5, 0.25, 0.75], "std": [0.25, 0.5, 0.125]}
WORDS = {"config": CONFIG, "class_names": CLASSES, "preprocessing": PREPROCESSING}
WHAT_FOR = {
    "config": "Without it nobody can build the network again.",
    "class_names": "Without it nobody knows what the network's answers mean.",
    "preprocessing": "Without it nobody knows what the network wants to see.",
}
PARAMETERS = ["conv.bias", "conv.weight", "linear.bias", "linear.weight", "norm.bias", "norm.weight"]
STATISTICS = ["norm.running_mean", "norm.running_var"]
NAMES = sorted([*PARAMETERS, *STATISTICS, "norm.num_batches_tracked"])
NAMES_LOST = {
    "parameters only": (PARAMETERS, "The running statistics of the normalisation layer are missing: they are no "
                        "parameters, and its answers depend on them. model.state_dict() has both."),
    "trained ones only": ([name for name in PARAMETERS if not name.startswith("conv.")], "The frozen layer is missing. "
                          "Nobody trains it, and still the answers depend on it. model.state_dict() has all layers."),
    "trained ones and statistics": ([name for name in NAMES if not name.startswith("conv.")], "The frozen layer is "
                                    "missing. Nobody trains it, and still the answers depend on it. model.state_dict() "
                                    "has all layers."),
    "no counters": (sorted([*PARAMETERS, *STATISTICS]), "`norm.num_batches_tracked` is missing, a whole number. It "
                    "belongs to the state dict, and whoever loads strictly misses it. Leave nothing out."),
}


def small_network(seed=7, n_classes=3):
    """(n, 3, H, W) to (n, n_classes), in train mode: conv (frozen), norm, dropout, linear."""
    model = probes.filled(build(CONFIG, n_classes), seed, torch.float32)
    model.norm.running_mean.copy_(torch.linspace(-0.5, 0.75, 5) * seed / 7)
    model.norm.running_var.copy_(torch.linspace(0.5, 2.0, 5) * seed / 7)
    model.norm.num_batches_tracked.fill_(seed)
    model.conv.requires_grad_(False)
    return model.train()


def pictures():
    """Two pictures, 6 high and 10 wide."""
    return torch.sin(torch.arange(360, dtype=torch.float64) ** 1.5).float().reshape(2, 3, 6, 10)


def state_of(model):
    """A copy of the model's state dict."""
    return OrderedDict((name, tensor.clone()) for name, tensor in model.state_dict().items())


def arrays(state):
    """The tensors as arrays; NumPy has no bfloat16."""
    return {name: np.asarray(tensor.detach().float() if tensor.dtype is torch.bfloat16 else tensor.detach())
            for name, tensor in sorted(state.items())}


def types(state):
    return {name: str(tensor.dtype).removeprefix("torch.") for name, tensor in sorted(state.items())}


TYPES = dict.fromkeys(NAMES, "float32") | {"norm.num_batches_tracked": "int64"}
KEEP_TYPES = ("Each tensor keeps its type, the counter `norm.num_batches_tracked`, a whole number, too. No .float(), "
              ".double() or .half().")


def rounded(model):
    """Whether a state dict has the model's numbers with fewer digits."""
    want = arrays(state_of(model))
    return lambda got: any((got[name] != want[name]).any() for name in want) and all(
        np.allclose(got[name], want[name], rtol=0.01, atol=1e-3) for name in want)


FEWER_DIGITS = ("The numbers have lost digits, as in half precision: the answers are no longer the same. Save the "
                "tensors as they are.")


def same_network_as_before(model, task):
    """Modes, answers and what gets a gradient; the norm is in eval mode, as a frozen one."""
    twin = small_network()
    twin.norm.eval()
    expect(types(model.state_dict()), want=TYPES, what="the types of the model's own numbers, afterwards",
           say=f"{task} has changed the model itself: model.half() and its like work in place. It stays as it is.")
    expect(probes.modes(model), want=probes.modes(twin), what="which parts are in training mode, afterwards",
           say=f"{task} has changed the model's mode, and training would go on without dropout. Saving needs no "
               "eval().")
    gradients = []
    with torch.enable_grad():
        for network in (model, twin):
            total = network(pictures()).sum()
            if probes.has_graph(total):
                total.backward()
            gradients.append([name for name, found in probes.gradients(network).items() if found is not None])
    expect(gradients[0], want=gradients[1], what="what can be trained, afterwards",
           say=f"{task} has changed what can be trained. Saving needs no requires_grad_(…).")
    expect(arrays(model.state_dict()), want=arrays(twin.state_dict()), rtol=0, atol=0,
           what="the model's own numbers, afterwards", say=f"{task} has changed the model's numbers. Work on copies.")


class Trap:
    """Whoever unpickles it makes a folder: a stranger's code, which could have deleted your photos instead."""

    def __init__(self, mark):
        self.mark = str(mark)

    def __reduce__(self):
        return os.mkdir, (self.mark,)


def classes_in(path):
    """The names of whatever Python objects are in a file of torch.save, besides tensors."""
    try:
        return get_unsafe_globals_in_checkpoint(path)
    except (ValueError, RuntimeError):
        return []


def there(path):
    found = sorted(one.name for one in path.parent.iterdir())
    assert path.exists(), (f"There is no file {path.name!r} afterwards; in its folder there is {found or 'nothing'}. "
                           "Take the path as it is given: nothing added to its name, in no other folder.")
    return path


def read_weights(path):
    """The state dict in a file, or a sentence about what is in it instead."""
    objects = classes_in(there(path))
    if "builtins.getattr" in objects:
        raise AssertionError("The file holds the function `state_dict`, and with it the whole network, not what the "
                             "function gives. Call it: model.state_dict().")
    if any(name.startswith("numpy") for name in objects):
        raise AssertionError("The file holds NumPy arrays, which torch.load does not take from strangers. Save the "
                             "tensors that model.state_dict() gives, as they are.")
    if objects:
        raise AssertionError(f"The file holds a whole Python object (of {sorted(objects)[0]}, …): opening it needs "
                             "that code, and runs whatever the file says. Save model.state_dict().")
    try:
        state = torch.load(path, map_location="cpu", weights_only=True)
    except Exception:  # torch.load has an error of its own for each kind of file
        raise AssertionError("torch.load cannot open this file. Write it with torch.save(model.state_dict(), "
                             "path).") from None
    assert isinstance(state, Mapping), (f"The file holds a {type(state).__name__}, and no names: nobody knows which "
                                        "tensor belongs to which layer. model.state_dict() has the names.")
    assert "param_groups" not in state, ("That is the state dict of an optimizer. The network's is "
                                         "model.state_dict().")
    inside = [name for name, value in state.items() if isinstance(value, Mapping)]
    whole = [name for name in inside if set(NAMES) <= set(state[name])]
    assert not whole, (f"The state dict lies inside another dict, under {whole[0]!r}. Save it by itself; "
                       "`save_checkpoint` is for what comes with it.")
    assert not inside, (f"Under {inside[0]!r} there is another dict. The state dict is flat, name → tensor, for all "
                        "parts together: model.state_dict(), and nothing around it.")
    return state


def test_save_weights_writes_all_numbers_by_their_names():
    with scratch() as folder:
        try:
            save_weights(small_network(), folder / "Gewichte 1.pth")
        except TypeError as error:
            if "generator" not in str(error):
                raise
            raise AssertionError("model.parameters() is a generator: it hands out tensors one by one, without their "
                                 "names, and cannot be saved. model.state_dict() is a dict, name → tensor.") from None
        state = read_weights(folder / "Gewichte 1.pth")
    model = small_network()
    expect(sorted(state), want=NAMES, what="the names in the file", mistakes=NAMES_LOST,
           say="Save model.state_dict(), with all its names as they are.")
    expect(arrays(state), want=arrays(state_of(model)), rtol=0, atol=0, what="the numbers in the file",
           mistakes={"rounded": (rounded(model), FEWER_DIGITS)}, say="Save the numbers as they are.")
    expect(types(state), want=TYPES, what="the types of the numbers in the file", say=KEEP_TYPES)


def test_save_weights_leaves_the_network_as_it_is():
    """It is saved in the middle of training: the norm is frozen, and dropout is at work."""
    model = small_network()
    model.norm.eval()
    with scratch() as folder:
        save_weights(model, folder / "weights.pt")
    same_network_as_before(model, "save_weights")


def test_save_weights_replaces_a_file_of_that_name():
    with scratch() as folder:
        save_weights(small_network(seed=2), folder / "weights.pt")
        save_weights(small_network(seed=7), folder / "weights.pt")
        state = read_weights(folder / "weights.pt")
    expect(arrays(state), want=arrays(state_of(small_network(seed=7))), rtol=0, atol=0, what="the numbers in the file "
           "after a second network was saved under the same name", mistakes={
        "older": (arrays(state_of(small_network(seed=2))), "The file still holds the first network. A file of that "
                  "name is replaced."),
    })


def written(folder, state, name="weights.pt"):
    torch.save(state, folder / name)
    return folder / name


def loaded(model, path):
    """What load_weights gives, or a sentence about it."""
    try:
        with torch.enable_grad():  # and back to normal afterwards, whatever happens in there
            returned = load_weights(model, path)
    except AttributeError as error:
        if "dict' object" not in str(error).lower():
            raise
        raise AssertionError(f"What torch.load gives is a dict of tensors, and no network ({error}). Put it into the "
                             "model that was given: model.load_state_dict(…).") from None
    except TypeError as error:
        if "Expected state_dict" not in str(error):
            raise
        raise AssertionError("load_state_dict wants the dict of tensors and not the path: torch.load opens the "
                             "file.") from None
    except KeyError as error:
        if "." in str(error):
            raise
        raise AssertionError(f"This file holds the state dict itself, and no dict with it under {error}: load what "
                             "torch.load gives, as it is.") from None
    except RuntimeError as error:
        if "CUDA" not in str(error):
            raise
        raise AssertionError("The tensors were to go to a graphics card, and there is none. Say where you want them: "
                             "torch.load(path, map_location=\"cpu\").") from None
    assert returned is not None, "It returned None. Is there a `return` at the end?"
    assert type(returned).__name__ != "_IncompatibleKeys", (
        "That is a report, not the model: load_state_dict changes the model itself, and returns only whether the names "
        "fitted. Return the model.")
    assert not isinstance(returned, Mapping), ("That is the dict of tensors, which cannot answer. Put it into the "
                                               "model, model.load_state_dict(…), and return the model.")
    assert callable(returned), f"Return the model; that is {type(returned).__name__}."
    expect(types(returned.state_dict()), want=TYPES, what="the types of the model's numbers, afterwards",
           say="The numbers are to be those of the file, with all their digits: no .half(), .float() or .double().")
    return returned


PARTS = ("Some part is still in training mode: each part has a mode of its own, and `model.training = False` changes "
         "only the model's. model.eval() reaches all parts.")
TRAIN_MODE = ("The network is in train mode: its dropout switches features off by chance, and it normalises each batch "
              "in its own way. Call model.eval().")


def test_load_weights_fills_the_network_it_is_given():
    saved, model = small_network(seed=7), small_network(seed=2)
    half_filled = small_network(seed=2)
    parameters = {name: value for name, value in state_of(saved).items() if name in PARAMETERS}
    half_filled.load_state_dict(parameters, strict=False)
    with scratch() as folder:
        returned = loaded(model, written(folder, state_of(saved)))
    want = probes.answers(saved.eval(), pictures())

    def own_numbers(network):
        return lambda got: all((value == probes.weights(small_network(seed=2))[name]).all()
                               for name, value in probes.weights(network).items())

    train_mode = (lambda got: probes.modes(returned)[""], TRAIN_MODE)
    mistakes = {
        "own numbers": (own_numbers(returned), "The network still has the numbers that it came with: nothing was "
                        "loaded into it. model.load_state_dict(…) does it."),
        "parameters only": (probes.answers(half_filled.eval(), pictures()), "The weights are loaded, and the running "
                            "statistics of the normalisation layer are not. model.load_state_dict(…) takes both."),
        "train mode": train_mode,
        "parts": (lambda got: any(probes.modes(returned).values()), PARTS),
    }
    expect(probes.answers(returned, pictures()), want=want, rtol=1e-6, atol=1e-6, mistakes=mistakes,
           what="the answers of the model that was returned", say="It should answer just as the one that was saved.")
    expect(probes.answers(model, pictures()), want=want, rtol=1e-6, atol=1e-6, mistakes={
        "copy": (own_numbers(model), "Another model was filled and returned, and the one that was given has its old "
                 "numbers. Load into the model itself: no copy, and no new one."),
        "train mode": train_mode,
    }, what="the answers of the model that was given")


def test_load_weights_leaves_every_part_in_eval_mode():
    model = small_network(seed=2)
    with scratch() as folder:
        returned = loaded(model, written(folder, state_of(small_network())))
    expect([name or "the model" for name, training in probes.modes(returned).items() if training], want=[],
           what="the parts that are still in training mode",
           mistakes={"train mode": (lambda got: "the model" in got, TRAIN_MODE)}, say=PARTS)


def test_load_weights_of_a_file_from_a_graphics_card():
    saved = small_network()
    with scratch() as folder:
        probes.save_as_on_cuda(saved.state_dict(), folder / "from Anna's computer.pt")
        returned = loaded(small_network(seed=2), folder / "from Anna's computer.pt")
    expect(probes.answers(returned, pictures()), want=probes.answers(saved.eval(), pictures()), rtol=1e-6, atol=1e-6,
           what="the answers of the model that was returned")


def refused(path, why):
    try:
        load_weights(small_network(seed=2), path)
    except NotImplementedError:
        raise
    except (ValueError, RuntimeError, KeyError, AssertionError):
        return
    raise AssertionError(f"No error came. {why} load_state_dict raises a RuntimeError by itself, as long as strict is "
                         "True, as it is unless you change it.")


def test_load_weights_refuses_weights_of_another_network():
    saved, images = small_network(), pictures()
    state = state_of(small_network())
    renamed = {f"model.{name}": value for name, value in state.items()}
    without = {name: value for name, value in state.items() if name not in STATISTICS}
    more = {**state, "second.weight": torch.ones(2)}
    with scratch() as folder:
        fitting = loaded(small_network(seed=2), written(folder, state))
        assert np.allclose(probes.answers(fitting, images), probes.answers(saved.eval(), images), 1e-5, 1e-5), (
            "A file that does fit is not loaded as it should be: see the tests before.")
        refused(written(folder, renamed, "renamed.pt"), "No name in this file fits (they all begin with `model.`), so "
                "the network would answer at random.")
        refused(written(folder, without, "without.pt"), "This file lacks running_mean and running_var, so the network "
                "would normalise with numbers of its own.")
        refused(written(folder, more, "more.pt"), "This file has a layer more than the network (`second`): it was "
                "saved from another one, and its answers would be others.")
        refused(written(folder, state_of(small_network(n_classes=5)), "five.pt"), "This file is of a network with 5 "
                "classes, and yours has 3.")


def test_load_weights_runs_no_code_of_the_file():
    with scratch() as folder:
        path, mark = written(folder, {"conv.weight": Trap(folder / "mark")}), folder / "mark"
        refused = False
        try:
            load_weights(small_network(), path)
        except NotImplementedError:
            raise
        except Exception:  # any error is fine here
            refused = True
        assert not mark.exists(), ("The code in this file was run: it made a folder, and could have done anything "
                                   "else. Pickled objects are programs; torch.load(path, weights_only=True) does not "
                                   "run them.")
        assert refused, "This file holds an object that is no tensor, and no error came."


def test_load_weights_needs_the_file():
    with scratch() as folder:
        expect_error(load_weights, small_network(), folder / "nothing here.pt", error=OSError, why="There is no such "
                     "file. torch.load raises a FileNotFoundError by itself: let it through.", mistakes={
            "any": (lambda got: True, "There is no such file, and a network full of random numbers would be used. "
                    "torch.load raises a FileNotFoundError by itself: let it through."),
        })


OWN_MEMORY = ("save_file wants each tensor in one piece and in memory of its own: tensor.contiguous().clone(), in this "
              "order, gives it both.")


def checkpoint_saved(path, model, config=CONFIG, class_names=CLASSES, preprocessing=PREPROCESSING):
    """(tensors, metadata) of the file that save_checkpoint writes, or a sentence about it."""
    try:
        save_checkpoint(path, model, config, class_names, preprocessing)
    except NotImplementedError:
        raise
    except (TypeError, ValueError, RuntimeError) as error:
        if "metadata" in str(error):
            raise AssertionError(f"save_file wants metadata of text only ({error}). json.dumps(…) makes a text of a "
                                 "list or a dict.") from None
        if "share memory" in str(error):
            raise AssertionError(f"Two layers share one weight. {OWN_MEMORY}") from None
        if "contiguous" in str(error):
            raise AssertionError("A weight of this network does not lie in memory in the order of its axes (its memory "
                                 f"format is channels_last). {OWN_MEMORY}") from None
        raise
    return read_checkpoint(path)


def read_checkpoint(path):
    try:
        with safe_open(there(path), "pt") as file:
            return {name: file.get_tensor(name) for name in file.keys()}, file.metadata() or {}  # noqa: SIM118
    except SafetensorError:
        raise AssertionError("This is no safetensors file, and opening another kind may run code. Write it with "
                             "safetensors.torch.save_file.") from None


def words_in(metadata):
    """The metadata of a file, decoded, or a sentence about it."""
    words = {}
    for key, what_for in WHAT_FOR.items():
        assert key in metadata, (f"`{key}` is not in the file's metadata, which has {sorted(metadata) or 'nothing'}. "
                                 f"{what_for}")
        try:
            words[key] = json.loads(metadata[key])
        except ValueError:
            how = f"The text under `{key}` is no JSON: {metadata[key]!r}."
            with suppress(ValueError, SyntaxError):
                ast.literal_eval(metadata[key])
                how += " That is how Python shows it, with single quotes, as str(…) gives it."
            raise AssertionError(f"{how} Write json.dumps(…), also for the names, which may have any letter.") from None
        again = isinstance(words[key], str)
        assert not again, f"`{key}` was turned into JSON twice, and comes back as a text. One json.dumps is enough."
    return words


def test_save_checkpoint_writes_the_words():
    names = [*CLASSES, "windmill", "fish", "other", "building", "bird"]
    with scratch() as folder:
        _, metadata = checkpoint_saved(folder / "Käfer 1.safetensors", small_network(n_classes=8), class_names=names)
    words = words_in(metadata)
    expect(words["class_names"], want=names, what="the class names in the file", mistakes={
        "sorted": (sorted(names), "The names were sorted. Their order says which answer means what, and it is that "
                   "of training: leave it as it is."),
        "numbered": ({str(i): name for i, name in enumerate(names)}, "A dict with numbers for keys does not survive "
                     "JSON: its keys become text, \"0\", \"1\", … Write the list as it is."),
        "by name": ({name: i for i, name in enumerate(names)}, "Write the list of the names as it is, so that "
                    "whoever reads the file finds what the docstring says."),
        "reversed": (names[::-1], "The names are in reverse. Their order says which answer means what."),
        "order": (lambda got: got != names and sorted(got) == sorted(names), "The names are in another order (a "
                  "set has none). Their order says which answer means what."),
    }, say="Write the names as they are, in their order.")
    expect(words["config"], want=CONFIG, what="the config in the file", say="Write the whole config as it is.")
    expect(words["preprocessing"], want=PREPROCESSING, what="the preprocessing in the file",
           say="Write image size, mean and std as they are: with others the network sees another picture.")


def test_save_checkpoint_writes_all_numbers_by_their_names():
    with scratch() as folder:
        tensors, _ = checkpoint_saved(folder / "pets.safetensors", small_network())
    model = small_network()
    expect(sorted(tensors), want=NAMES, what="the names in the file", mistakes=NAMES_LOST,
           say="Save all of model.state_dict(), with its names as they are.")
    expect(arrays(tensors), want=arrays(state_of(model)), rtol=0, atol=0, what="the numbers in the file",
           mistakes={"rounded": (rounded(model), FEWER_DIGITS)}, say="Save the numbers as they are.")
    expect(types(tensors), want=TYPES, what="the types of the numbers in the file", say=KEEP_TYPES)


def test_save_checkpoint_takes_tensors_that_are_not_in_one_piece():
    model = small_network().to(memory_format=torch.channels_last)
    with scratch() as folder:
        tensors, _ = checkpoint_saved(folder / "pets.safetensors", model)
    expect(arrays(tensors), want=arrays(state_of(small_network())), rtol=0, atol=0, what="the numbers in the file",
           say="Each tensor keeps its shape and the order of its numbers.")


def test_save_checkpoint_takes_tensors_that_are_shared():
    model = probes.filled(Tied(), 3, torch.float32)
    with scratch() as folder:
        tensors, _ = checkpoint_saved(folder / "tied.safetensors", model)
    want = sorted(state_of(model))
    expect(sorted(tensors), want=want, what="the names in the file", mistakes={
        "one of two": (lambda got: set(want) - set(got) in ({"there.weight"}, {"back.weight"}), "A weight that two "
                       "layers share was written under one name only, as `save_model` does it. The file should have "
                       "every name of the state dict: copy each tensor, and take save_file."),
    })
    expect(arrays(tensors), want=arrays(state_of(model)), rtol=0, atol=0, what="the numbers in the file")


def test_save_checkpoint_leaves_the_network_as_it_is():
    model = small_network()
    model.norm.eval()
    with scratch() as folder:
        checkpoint_saved(folder / "pets.safetensors", model)
    same_network_as_before(model, "save_checkpoint")


def given(folder, words, state=None, name="pets.safetensors"):
    """A checkpoint as the docstring of save_checkpoint describes it."""
    metadata = None if words is None else {key: json.dumps(value) for key, value in words.items()}
    save_file(state or state_of(small_network()), folder / name, metadata=metadata)
    return folder / name


KEYS = ["class_names", "config", "preprocessing", "state_dict"]


def checkpoint_loaded(path):
    """What load_checkpoint gives for a file that is in order, or a sentence about it."""
    try:
        got = load_checkpoint(path)
    except (TypeError, KeyError, ValueError) as error:
        if isinstance(error, json.JSONDecodeError) or (isinstance(error, TypeError) and "NoneType" not in str(error)):
            raise
        raise AssertionError(f"This file is in order, and {type(error).__name__} came: {error}. If you sought the "
                             "words among what load_file gives: those are the tensors only. safe_open(path, \"pt\") "
                             "has .metadata().") from None
    if isinstance(got, nn.Module):
        raise AssertionError("That is a network. Give the dict of four; whoever wants a network builds it from that.")
    if isinstance(got, Mapping) and "conv.weight" in got:
        raise AssertionError("Those are the tensors alone, as load_file gives them. Put them under \"state_dict\", "
                             "and the words beside it.")
    if isinstance(got, Mapping):
        expect(sorted(got), want=KEYS, what="the keys of the checkpoint", say="The four keys are state_dict, config, "
               "class_names and preprocessing, spelt so.")
    else:
        expect(got, want=dict.fromkeys(KEYS), say="Give a dict of four.")
    return got


def test_load_checkpoint_gives_the_words():
    with scratch() as folder:
        checkpoint = checkpoint_loaded(given(folder, WORDS))
    for key in WORDS:
        assert checkpoint[key] is not None, (f"Under {key!r} there is None. If you sought it among what load_file "
                                             "gives: those are the tensors only. safe_open(path, \"pt\") has "
                                             ".metadata().")
    text = (lambda got: isinstance(got, str | bytes), "That is still the text of the metadata. json.loads(…) makes a "
            "list or a dict of it.")
    expect(checkpoint["class_names"], want=CLASSES, what="the class names", mistakes={
        "text": text,
        "sorted": (sorted(CLASSES), "The names were sorted. Their order says which answer means what: leave it as it "
                   "is."),
    })
    expect(checkpoint["config"], want=CONFIG, what="the config", mistakes={"text": text})
    expect(checkpoint["preprocessing"], want=PREPROCESSING, what="the preprocessing", mistakes={"text": text})


def test_load_checkpoint_gives_the_numbers_for_a_network():
    saved = small_network()
    with scratch() as folder:
        state = checkpoint_loaded(given(folder, WORDS))["state_dict"]
    assert isinstance(state, Mapping), f"Under \"state_dict\" there is {type(state).__name__}: give name → tensor."
    expect(sorted(state), want=NAMES, what="the names in \"state_dict\"", say="Give every tensor of the file, under "
           "its own name.")
    kinds = sorted({type(value).__name__ for value in state.values() if not isinstance(value, torch.Tensor)})
    assert not kinds, (f"In \"state_dict\" there are values of the type {kinds[0]}. A network can be filled with torch "
                       "tensors only: safe_open(path, \"pt\") gives them, and so does safetensors.torch.")
    expect(arrays(state), want=arrays(state_of(saved)), rtol=0, atol=0, what="the numbers in \"state_dict\"",
           mistakes={"rounded": (rounded(saved), "The numbers have lost digits. Leave them as they are in the file.")},
           say="Leave them as they are in the file.")
    expect(types(state), want=TYPES, what="the types of the numbers in \"state_dict\"", say=KEEP_TYPES)
    model = small_network(seed=2)
    model.load_state_dict(state)
    expect(probes.answers(model.eval(), pictures()), want=probes.answers(saved.eval(), pictures()), rtol=0, atol=1e-7,
           what="the answers of a network with these numbers")


def test_load_checkpoint_goes_by_what_is_in_the_file():
    with scratch() as folder:
        path = given(folder, WORDS, name="Käfer 2 (copy).bin")
        try:
            got = load_checkpoint(path)
        except ValueError as error:
            raise AssertionError("This is a safetensors file, though its name ends in .bin, and it was refused: "
                                 f"{error}. What is in a file counts, not its name.") from None
        expect(got["class_names"], want=CLASSES, what="the class names")


NO_WAY_ROUND = "Open files with safe_open only: what it refuses is not for torch.load or pickle either."


def runs_nothing(path, mark, why):
    try:
        load_checkpoint(path)
    except NotImplementedError:
        raise
    except Exception:  # any error is fine here
        pass
    assert not mark.exists(), why


def test_load_checkpoint_runs_nothing_that_is_in_the_file():
    """Two kinds of file that come with a program. Theirs only makes a folder."""
    with scratch() as folder:
        mark = folder / "mark"
        pickled = folder / "pickled.pt"
        torch.save({"state_dict": {"conv.weight": Trap(mark)}, **WORDS}, pickled)
        runs_nothing(pickled, mark, "This file is a pickle, and the code in it was run: it made a folder, and could "
                     f"have done anything else. {NO_WAY_ROUND}")
        code = {key: f"__import__('os').mkdir({str(mark)!r})" for key in WORDS}
        save_file(state_of(small_network()), folder / "code.safetensors", metadata=code)
        runs_nothing(folder / "code.safetensors", mark, "The text in the metadata was run as a program: eval(…) does "
                     "that. json.loads(…) only reads.")


def test_load_checkpoint_refuses_what_is_no_safetensors_file():
    with scratch() as folder:
        whole = given(folder, WORDS)
        checkpoint_loaded(whole)
        half = folder / "half.safetensors"
        half.write_bytes(whole.read_bytes()[:-100])
        text = folder / "notes.safetensors"
        text.write_text("The good model is on my other computer.\n", encoding="utf-8")
        torch_file = folder / "by torch.pt"
        torch.save({"state_dict": state_of(small_network()), **WORDS}, torch_file)
        for path, kind in ((text, "It is a text."), (torch_file, "It was written by torch.save."),
                           (half, "A hundred bytes are missing at its end: the download broke off.")):
            expect_error(load_checkpoint, path, shows=path.name, why=f"This is no safetensors file. {kind} safe_open "
                         "says so with a SafetensorError: catch that, and raise a ValueError that shows the path.",
                         mistakes={"nothing": (lambda got: got is None, "None came back, and no error: whoever asked "
                                               "goes on with nothing. Catch the SafetensorError, and raise a "
                                               "ValueError that shows the path."),
                                   "opened": (lambda got, kind=kind: True, f"This is no safetensors file. {kind} "
                                              f"It was opened all the same. {NO_WAY_ROUND}")})


def test_load_checkpoint_names_what_is_missing():
    with scratch() as folder:
        checkpoint_loaded(given(folder, WORDS))
        for key, what_for in WHAT_FOR.items():
            words = {name: value for name, value in WORDS.items() if name != key}
            expect_error(load_checkpoint, given(folder, words), shows=key, why=f"This file's metadata has no `{key}`. "
                         f"{what_for} Raise a ValueError that says so.", mistakes={
                "made up": (lambda got, key=key: True, f"This file's metadata has no `{key}`, and something was put in "
                            "its place. Make nothing up: raise a ValueError that names it."),
            })
        expect_error(load_checkpoint, given(folder, None), why="This safetensors file has no metadata at all, and "
                     ".metadata() gives None. Raise a ValueError that names what is missing.")


def test_load_checkpoint_needs_the_file():
    with scratch() as folder:
        expect_error(load_checkpoint, folder / "nothing here.safetensors", error=OSError, why="There is no such file. "
                     "safe_open raises a FileNotFoundError by itself: let it through, and catch SafetensorError only.")
