"""What a layer gives for a picture, and a model that does not notice that it was watched.

The network of these tests has three kinds of layers that are good at giving away what went wrong: a BatchNorm (which
is another function in training), a ReLU, and a linear layer (which wants its numbers in exactly one shape).
"""

import copy
from collections import OrderedDict

import numpy as np
import torch
from torch import nn

from kata import expect, expect_error
from nets import probes
from week5.kata6_feature_maps import feature_maps, strongest_maps

NEGATIVE_GONE = (
    "The negative values are gone, as after a ReLU. Give what the layer itself gives; and since a ReLU behind it may "
    "work in place, and so write over the tensor that you keep, keep a copy: output.detach().clone()."
)
CLOSE = {"rtol": 1e-4, "atol": 1e-5}  # float32


def picture(number=0):
    """(3, 6, 10): not square, and each number gives another one."""
    return torch.sin(torch.arange(180.0) * (1.3 + number) + number).reshape(3, 6, 10)


def small_network():
    """Layers "0" to "6": pictures of 6×10 to four maps of 4×8, five maps of 2×6, and two scores. In eval mode."""
    model = nn.Sequential(
        nn.Conv2d(3, 4, 3), nn.BatchNorm2d(4), nn.ReLU(),
        nn.Conv2d(4, 5, 3), nn.ReLU(), nn.Flatten(), nn.Linear(60, 2),
    )
    return probes.filled(model, seed=3, dtype=torch.float32).eval()


def nested_network():
    """The same layers in two groups: "features.0" to "features.4", and the head."""
    layers = list(small_network())
    return nn.Sequential(OrderedDict(
        features=nn.Sequential(*layers[:5]), head=nn.Sequential(*layers[5:])
    )).eval()


def up_to(model, last):
    """What the layers 0 to `last` of the small network make of the picture: the maps that are asked for."""
    return probes.answers(copy.deepcopy(model)[: last + 1].eval(), picture()[None])[0]


def maps_of(model, image, layer):
    """feature_maps, with a word about the errors that a wrong way to the layer likes to end in."""
    try:
        return feature_maps(model, image, layer)
    except (RuntimeError, ValueError) as error:
        if "4D" in str(error) or "mat1" in str(error):
            raise AssertionError(
                f"The model wants a batch, (1, 3, 6, 10), not this. image[None] is a batch of one. ({error})"
            ) from None
        if "channels" in str(error) or "running_mean" in str(error):
            raise AssertionError(
                "The layer was given the picture itself. What goes into it comes from the layers before it: call the "
                f"whole model, and let a hook watch this layer. ({error})"
            ) from None
        raise


def test_feature_maps_are_what_the_layer_gives_for_the_picture():
    model = small_network()
    scores = probes.answers(model, picture()[None])
    want = up_to(model, 3)
    highest, lowest = want.max(), want.min()
    expect(maps_of(model, picture(), "3"), want=want, **CLOSE, mistakes={
        "list": (lambda got: isinstance(got, list), "That is a list, of everything that the hook has seen. Take the "
                 "tensor out of it, and the one picture out of the batch: seen[0][0]."),
        "batch": (want[None], "There is one axis too many: the batch of one picture. Take [0]."),
        "input": (up_to(model, 2), "That is what goes into the layer. A hook is called with (module, inputs, output): "
                  "the maps are the output."),
        "inputs": (up_to(model, 2)[None], "That is what goes into the layer. A hook is called with (module, inputs, "
                   "output): the maps are the output."),
        "scores": (scores, "Those are the scores of the whole network, not what this layer gives."),
        "scores of one": (scores[0], "Those are the scores of the whole network, not what this layer gives."),
        "weights": (lambda got: tuple(got.shape) == (5, 4, 3, 3), "Those are the weights of the layer, the same for "
                    "every picture. The maps are what comes out when the picture goes through."),
        "one map": (lambda got: got.ndim == 2, "That is one map. The layer gives one for each of its channels."),
        "a channel each": (want.mean(axis=(1, 2)), "That is one number for each channel. The maps are asked for, "
                           "(channels, h, w)."),
        "channels last": (lambda got: tuple(got.shape) == (2, 6, 5), "The channels are the last axis. Leave them "
                          "first, as PyTorch has them: (channels, h, w)."),
        "relu": (want.clip(0), NEGATIVE_GONE),
        "scaled": ((want - lowest) / (highest - lowest), "The maps were scaled to 0..1. That is for drawing them; give "
                   "them as they are."),
        "each scaled": ((want - want.min(axis=(1, 2), keepdims=True)) / (want.max(axis=(1, 2), keepdims=True)
                        - want.min(axis=(1, 2), keepdims=True)), "The maps were scaled to 0..1. That is for drawing "
                        "them; give them as they are."),
    })


def test_feature_maps_of_the_next_picture_are_its_own():
    one, other = small_network(), small_network()
    first = up_to(one, 3)
    maps_of(one, picture(), "3")
    want = probes.answers(small_network()[:4], picture(1)[None])[0]
    expect(maps_of(other, picture(1), "3"), want=want, **CLOSE, what="the maps of a second picture", mistakes={
        "first": (first, "Those are the maps of the first picture. They were kept somewhere that outlives the call: a "
                  "default value (`store=[]`) or a list outside of the function. Make the list inside."),
    })


def test_feature_maps_of_a_part_inside_a_part():
    model, want = nested_network(), up_to(small_network(), 3)
    try:
        got = maps_of(model, picture(), "features.3")
    except (AttributeError, KeyError, IndexError, TypeError, ValueError) as error:
        raise AssertionError(
            'The layer "features.3" of a nested model was not found: it is part 3 of the part "features". '
            f"dict(model.named_modules()) has every part, at any depth, by that name. ({type(error).__name__}: {error})"
        ) from None
    expect(got, want=want, **CLOSE, mistakes={
        "scores": (lambda got: tuple(got.shape) == (2,), "Those are the scores: the model's own children were gone "
                   "through, and this layer lies inside one of them. Call the whole model, and let a hook "
                   "watch it."),
    })
    expect(maps_of(model, picture(), "features"), want=up_to(small_network(), 4), **CLOSE)


def test_feature_maps_takes_the_part_itself():
    last = nn.Conv2d(4, 5, 3)
    model = nn.Sequential(nn.Conv2d(3, 4, 3), nn.Sequential(nn.ReLU(), last), nn.ReLU())
    probes.filled(model, seed=5, dtype=torch.float32).eval()
    by_name = maps_of(model, picture(), "1.1")
    try:
        got = maps_of(model, picture(), last)
    except (AttributeError, KeyError, IndexError, TypeError, ValueError) as error:
        raise AssertionError(
            "`layer` may also be the layer itself, an nn.Module: then there is no name to look up. "
            f"({type(error).__name__}: {str(error)[:60]})"
        ) from None
    expect(got, want=by_name, **CLOSE)


def test_feature_maps_refuses_a_name_that_the_model_does_not_have():
    model = small_network().train()
    why = "The model has no such layer: say so in a ValueError with the name in it."
    try:
        expect_error(feature_maps, model, picture(), "conv9", shows="conv9", why=why)
    except AttributeError as error:
        raise AssertionError(f"It raised an AttributeError ({error}). {why}") from None
    expect_error(feature_maps, nested_network(), picture(), "3", shows="3", why='No part is called "3" here: there is '
                 '"features.3", and the whole name counts. Ask `layer in dict(model.named_modules())`.')
    expect(probes.modes(model)[""], want=True, what="model.training after the refusal", say="The model was put into "
           "eval mode before the name was looked up, and left there.")


def test_feature_maps_are_those_of_a_model_in_eval_mode():
    model = small_network().train()
    want = up_to(model, 2)
    training = probes.answers(copy.deepcopy(model)[:3].train(), picture()[None])[0]
    expect(maps_of(model, picture(), "2"), want=want, **CLOSE, mistakes={
        "training": (training, "That is what the layer gives in training mode, where a BatchNorm uses the mean of the "
                     "batch and Dropout throws values away. Put the whole model into eval mode first; no_grad() alone "
                     "does not do it."),
    })


def test_feature_maps_leaves_the_answers_of_the_model_as_they_were():
    model, other = probes.there(small_network()), picture(1)[None]
    first, before = probes.answers(model, picture()[None]), probes.answers(model, other)
    maps_of(model, picture(), "3")
    after = probes.answers(model.eval(), other)
    expect(after, want=before, **CLOSE, what="the scores of another picture, afterwards", mistakes={
        "the first picture's": (first, "All pictures get the scores of the first one now: the hook is still there, and "
                                "it returns something, which PyTorch takes for the layer's output. A hook must return "
                                "None (in a lambda, setdefault returns a value), and be removed in the end."),
    }, say="The model does not answer as before.")


def test_feature_maps_removes_its_hook_and_no_other():
    model, calls = probes.there(small_network()), []
    assert probes.hooks(model) == 0
    maps_of(model, picture(), "3")
    expect(probes.hooks(model), want=0, what="hooks on the model after a call", say="After the call the hook is still "
           "there, and runs at every pass from now on. register_forward_hook gives a handle: handle.remove().")
    model[3].register_forward_hook(lambda module, inputs, output: calls.append(1))
    maps_of(model, picture(), "3")
    expect(probes.hooks(model), want=1, what="hooks on a layer that had one before", say="Somebody else's hook was "
           "removed, too. Remove your own only, by its handle: handle.remove().")


def test_feature_maps_gives_the_mode_back():
    model = small_network().train()
    maps_of(model, picture(), "3")
    expect(all(probes.modes(model).values()), want=True, what="is every part in training mode, as before?", say="The "
           "model was in training mode, and is left in eval mode, at least in part. Remember model.training before, "
           "and call model.train(was) after.")
    model.eval()
    maps_of(model, picture(), "3")
    expect(any(probes.modes(model).values()), want=False, what="is any part in training mode? None was", say="The "
           "model was in eval mode, and is in training mode now. Give back the mode that it had: model.train(was).")


def test_feature_maps_leaves_weights_buffers_and_gradients_alone():
    torch.set_grad_enabled(True)  # whatever an earlier call has left
    model = small_network().train()
    model(torch.stack([picture(1), picture(2)])).square().mean().backward()
    weights, buffers, gradients = probes.weights(model), probes.buffers(model), probes.gradients(model)
    maps_of(model, picture(), "3")
    expect(probes.gradients(model), want=gradients, what="the stored gradients", say="The stored gradients were "
           "changed. They wait for the optimizer's next step: no zero_grad() and no backward() here.")
    expect(probes.weights(model), want=weights, what="the weights", say="The weights were changed.")
    expect(probes.buffers(model), want=buffers, what="the buffers", say="The running statistics were changed: the "
           "picture went through the model in training mode.")
    enabled = torch.is_grad_enabled()
    torch.set_grad_enabled(True)
    assert enabled and probes.has_graph(model(torch.stack([picture(1), picture(2)]))), (
        "The model cannot be trained any more: requires_grad of its weights, or gradients altogether, were switched "
        "off and not on again. `with torch.no_grad():` ends by itself."
    )


def test_feature_maps_leaves_frozen_what_was_frozen():
    model = small_network()
    model[0].requires_grad_(False)  # as in transfer learning
    maps_of(model, picture(), "3")
    model(torch.stack([picture(1), picture(2)])).square().mean().backward()
    assert probes.gradients(model)["0.weight"] is None, (
        "A layer that was frozen is trained again after the call: requires_grad was switched on for all weights. "
        "Leave it alone; `with torch.no_grad():` is enough."
    )


def test_feature_maps_of_a_layer_with_one_channel_keep_three_axes():
    model = nn.Sequential(nn.Conv2d(3, 1, 3), nn.ReLU(), nn.Conv2d(1, 2, (4, 8)))
    probes.filled(model, seed=6, dtype=torch.float32).eval()
    squeezed = "An axis of length 1 was lost that belongs to the maps. squeeze() drops them all: take [0] instead."
    got = [tuple(maps_of(model, picture(), layer).shape) for layer in ("0", "2")]
    expect(got, want=[(1, 4, 8), (2, 1, 1)], what="the shapes of the maps of a layer with one channel, and of one with "
           "maps of one pixel", mistakes={"squeezed": ([(4, 8), (2,)], squeezed)})


def test_feature_maps_hold_no_graph():
    got = maps_of(small_network(), picture(), "3")
    assert not isinstance(got, np.ndarray), (
        "The right values, but as an array of NumPy: give a tensor, so that torch can go on with it."
    )
    assert not probes.has_graph(got), (
        "The maps still hold their graph, and with it everything that the network computed. Call the model under "
        "torch.no_grad(), or keep output.detach()."
    )


def test_feature_maps_tidies_up_when_the_pass_fails():
    model = probes.there(small_network()).train()
    tall = torch.zeros(3, 9, 10)  # the linear layer has no weights for so many pixels
    try:
        feature_maps(model, tall, "6")
    except NotImplementedError:  # the task is not written yet; a kind of RuntimeError
        raise
    except (RuntimeError, ValueError):
        reached = True
    except (IndexError, KeyError, NameError, TypeError, AttributeError):  # from looking for the maps afterwards
        reached = False
    else:
        reached = False
    expect(probes.hooks(model), want=0, what="hooks on the model after a pass that failed", say="The pass ended in an "
           "error, and the hook is still there. What must happen in any case stands in `finally:`.")
    assert probes.modes(model)[""], (
        "The pass ended in an error, and the model, which was in training mode, is left in eval mode. What must happen "
        "in any case stands in `finally:`."
    )
    assert reached, (
        "The pass ended in an error, and the caller never hears of it. Tidy up in `finally:`, which lets the error go "
        "on; an `except:` that does not raise again holds it back."
    )


def test_feature_maps_are_not_changed_by_a_layer_that_works_in_place():
    model = small_network()
    want = up_to(model, 0)
    watched = nn.Sequential(model[0], nn.ReLU(inplace=True), nn.Flatten())
    expect(maps_of(watched, picture(), "0"), want=want, **CLOSE, mistakes={
        "relu": (want.clip(0), NEGATIVE_GONE),
    })


# Six channels of 2×3. Other channels have the highest peak, the widest range and the largest sizes.
MAPS = torch.tensor([
    [[2.0, 2.0, 2.0], [2.0, 2.0, 2.0]],
    [[0.0, 0.0, -5.0], [8.0, 0.0, 0.0]],
    [[-12.0, 0.0, -6.0], [-4.0, -2.0, 0.0]],
    [[1.0, 5.0, 3.0], [2.0, 4.0, 3.0]],
    [[1.0, 0.0, 2.0], [2.0, 0.0, 1.0]],
    [[7.0, 8.0, 0.0], [0.0, 0.0, 0.0]],
])

SIGNS = "A strongly negative map counted as a strong one. Take the mean of the values as they are: no abs(), no **2."
RELUED = "The negative values were taken for 0, as by a ReLU. Take the mean of the values as they are."
SPREAD = "That is the order of how much the values of a map differ. Take their mean."


def strongest(maps, *k):
    """strongest_maps, with a word about a k that is too large."""
    try:
        return strongest_maps(maps, *k)
    except NotImplementedError:  # the task is not written yet; a kind of RuntimeError
        raise
    except (RuntimeError, IndexError, ValueError) as error:
        if k and k[0] > len(maps):
            raise AssertionError(
                f"k = {k[0]} is more than there are channels ({len(maps)}): then all of them are asked for. "
                f"min(k, len(maps)) never asks for too many. ({str(error)[:60]})"
            ) from None
        raise


def test_strongest_maps_are_those_with_the_highest_mean():
    expect(strongest(MAPS, 3), want=[3, 5, 0], mistakes={
        "weakest": ([2, 1, 4], "Those are the weakest ones: sorted from small to large. The strongest come first."),
        "backwards": ([0, 5, 3], "The right channels in the wrong order: the strongest of them comes first."),
        "by number": ([0, 3, 5], "The right channels in the wrong order: the strongest of them comes first."),
        "peak": ([1, 5, 3], "That is the order of the highest single values. One bright spot is no strong map: take "
                 "the mean."),
        "size": ([2, 3, 5], SIGNS),
        "squares": ([2, 5, 1], SIGNS),
        "deviation": ([2, 1, 5], SPREAD),
        "range": ([1, 2, 5], SPREAD),
        "median": ([3, 0, 4], "That is the order of the medians. Take the mean of each map."),
        "columns": ([1, 0, 2], "Those are numbers of columns. Take the mean over height and "
                    "width, dim=(1, 2), so that one number is left for each channel."),
        "pixels": ([1, 3, 5], "Those are numbers of pixels: the mean went over the channels. Take it over height and "
                   "width, dim=(1, 2), so that one number is left for each channel."),
        "first": ([0, 1, 2], "Those are the first three channels, whatever they answer. Sort them by their means."),
        "means": ([3.0, 2.5, 2.0], "Those are the means. The numbers of their channels are asked for."),
        "maps": (lambda got: len(got[0]) == 2, "Those are maps. The numbers of their channels are asked for."),
        "from 1": ([4, 6, 1], "The channels are counted from 0."),
        "one": ([3], "That is the strongest one only. A list of k is asked for."),
        "one number": (3, "That is the strongest one only. A list of k is asked for."),
        "four": ([3, 5, 0, 4], "There are always four. `k` says how many are asked for."),
        "all": ([3, 5, 0, 4, 1, 2], "Those are all channels. `k` says how many are asked for."),
    })


def test_strongest_maps_are_four_if_nothing_else_is_said():
    expect(strongest(MAPS), want=[3, 5, 0, 4], mistakes={
        "relu": ([3, 5, 0, 1], RELUED),
    })


def test_strongest_maps_may_all_be_negative():
    expect(strongest(MAPS - 10, 2), want=[3, 5], mistakes={
        "none": ([], "Channels with a negative mean were left out. The strongest are asked for, also where all are "
                 "negative."),
        "twice": ([3, 3], "One channel is named twice. Setting its mean to 0 does not take it out of the running where "
                  "the others are negative: sort instead."),
    })


def test_strongest_maps_of_equal_strength_come_in_the_order_of_their_numbers():
    strengths = [1.0, 3.0, 0.0, 3.0, 2.0, 3.0, 1.0, 2.0]
    maps = torch.tensor(strengths)[:, None, None] * torch.tensor([[0.5, 1.5], [1.0, 1.0], [2.0, 0.0]])
    expect(strongest(maps, 5), want=[1, 3, 5, 4, 7], mistakes={
        "last first": ([5, 3, 1, 7, 4], "Of equally strong channels the last came first: turning a sorted list around "
                       "turns them around, too. Sort from large to small instead: argsort(-means)."),
        "twice": ([1, 1, 1, 4, 4], "Some channels are named several times: means.index(…) finds the first of equals "
                  "each time. Sort the numbers of the channels, by their means."),
        "dict": ([5, 7, 6, 2], "Of equally strong channels one is left: a dict has each key, here each "
                 "mean, only once. Sort the numbers of the channels, by their means."),
    }, say="Channels 1, 3 and 5 are equally strong, and so are 4 and 7: of equals, the smaller number comes first. "
           "torch.topk does not care; torch.argsort(means, descending=True, stable=True) does.")


def test_strongest_maps_are_all_if_there_are_fewer_than_k():
    expect(strongest(MAPS[:3], 8), want=[0, 1, 2])
