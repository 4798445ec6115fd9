"""Unusual and correct: every one of these must pass."""

import copy
from contextlib import contextmanager

import numpy as np
import torch
from torch import nn

from kata.known import alternative


@contextmanager
def in_eval_mode(model):
    was = model.training
    try:
        yield model.eval()
    finally:
        model.train(was)


@alternative("feature_maps")
def hook_on_a_copy(model, image, layer):
    names = [name for name, part in model.named_modules() if part is layer or name == layer]
    if not names:
        raise ValueError(f"{layer} is not in this model")
    twin, seen = copy.deepcopy(model).eval(), {}
    twin.get_submodule(names[0]).register_forward_hook(lambda part, inputs, output: seen.update(maps=output.clone()))
    twin(image.unsqueeze(0))
    return seen["maps"].detach().squeeze(0)


@alternative("feature_maps")
def hook_on_everything(model, image, layer):
    if not any(layer in (name, part) for name, part in model.named_modules()):
        raise ValueError(f"unknown layer: {layer}")
    seen, names = {}, {part: name for name, part in model.named_modules()}

    def keep(part, inputs, output):
        if part in names:
            seen[part] = seen[names[part]] = output.clone()

    handle = torch.nn.modules.module.register_module_forward_hook(keep)
    try:
        with in_eval_mode(model), torch.inference_mode():
            model(image[None])
    finally:
        handle.remove()
    return seen[layer][0]


@alternative("feature_maps")
def forward_wrapped(model, image, layer):
    if not isinstance(layer, nn.Module):
        try:
            layer = model.get_submodule(layer)
        except AttributeError as error:
            raise ValueError(f"no layer called {layer}") from error
    original, seen = layer.forward, []

    def forward(*inputs):
        output = original(*inputs)
        seen.append(torch.empty_like(output).copy_(output))
        return output

    layer.forward = forward
    try:
        with in_eval_mode(model), torch.no_grad():
            model(torch.stack([image]))
    finally:
        del layer.forward
    return seen.pop()[0]


class Found(Exception):
    pass


@alternative("feature_maps")
def stops_as_soon_as_it_has_seen_enough(model, image, layer):
    parts = {**dict(model.named_modules()), **{part: part for part in model.modules()}}
    if layer not in parts:
        raise ValueError(f"{layer!r} is none of the layers")

    def stop(part, inputs, output):
        raise Found(output)

    handle = parts[layer].register_forward_hook(stop)
    modes = [(part, part.training) for part in model.modules()]
    try:
        model.eval()(image[None])
    except Found as found:
        return found.args[0].detach()[0]
    finally:
        handle.remove()
        for part, training in modes:
            part.training = training
    raise ValueError(f"the pass never came to {layer!r}")


@alternative("strongest_maps")
def stable_argsort(maps, k=4):
    return torch.argsort(maps.flatten(1).sum(1), descending=True, stable=True)[:k].tolist()


@alternative("strongest_maps")
def with_numpy(maps, k=4):
    return np.argsort(-maps.numpy().mean(axis=(1, 2)), kind="stable")[:k]


@alternative("strongest_maps")
def the_best_again_and_again(maps, k=4):
    left = dict(enumerate(float(one.mean()) for one in maps))
    chosen = []
    while left and len(chosen) < k:
        chosen.append(max(left, key=lambda channel: (left[channel], -channel)))
        del left[chosen[-1]]
    return chosen
