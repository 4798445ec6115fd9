"""Known mistakes in watching a layer, each with the words it must earn."""

import copy

import torch
from torch import nn

from kata.known import mistake
from week5.kata6_feature_maps import feature_maps, strongest_maps


def part_of(model, layer):
    if isinstance(layer, nn.Module):
        return layer
    parts = dict(model.named_modules())
    if layer not in parts:
        raise ValueError(f"no layer {layer!r}")
    return parts[layer]


def in_eval(model, image):
    """The pass as it should be, for the mistakes below, which differ from the reference in one thing."""
    was = model.training
    model.eval()
    try:
        with torch.no_grad():
            model(image[None])
    finally:
        model.train(was)


@mistake("feature_maps", "the batch of one picture")
def batch_kept(model, image, layer):
    return feature_maps(model, image, layer)[None]


@mistake("feature_maps", "of everything that the hook has seen")
def whole_list(model, image, layer, store=[]):  # noqa: B006  # the mistake
    handle = part_of(model, layer).register_forward_hook(lambda part, inputs, output: store.append(output.clone()))
    try:
        in_eval(model, image)
    finally:
        handle.remove()
    return store


@mistake("feature_maps", "That is what goes into the layer")
def inputs_kept(model, image, layer):
    seen = []
    handle = part_of(model, layer).register_forward_hook(lambda part, inputs, output: seen.append(inputs[0].clone()))
    try:
        in_eval(model, image)
    finally:
        handle.remove()
    return seen[0][0]


@mistake("feature_maps", "That is what goes into the layer")
def hook_before_the_layer(model, image, layer):
    seen = []
    handle = part_of(model, layer).register_forward_pre_hook(lambda part, inputs: seen.append(inputs[0].clone()))
    try:
        in_eval(model, image)
    finally:
        handle.remove()
    return seen[0]


@mistake("feature_maps", "scores of the whole network")
def scores(model, image, layer):
    part_of(model, layer)
    was = model.training
    model.eval()
    try:
        with torch.no_grad():
            return model(image[None])
    finally:
        model.train(was)


@mistake("feature_maps", "That is one map")
def first_channel_only(model, image, layer):
    return feature_maps(model, image, layer)[0]


@mistake("feature_maps", "That is one map")
def mean_of_the_channels(model, image, layer):
    return feature_maps(model, image, layer).mean(dim=0)


@mistake("feature_maps", "one number for each channel")
def pooled(model, image, layer):
    return feature_maps(model, image, layer).mean(dim=(1, 2))


@mistake("feature_maps", "The channels are the last axis")
def channels_last(model, image, layer):
    return feature_maps(model, image, layer).permute(1, 2, 0)


@mistake("feature_maps", "as after a ReLU")
def positive_only(model, image, layer):
    return feature_maps(model, image, layer).relu()


@mistake("feature_maps", "scaled to 0..1")
def scaled(model, image, layer):
    maps = feature_maps(model, image, layer)
    return (maps - maps.min()) / (maps.max() - maps.min())


@mistake("feature_maps", "scaled to 0..1")
def each_map_scaled(model, image, layer):
    maps = feature_maps(model, image, layer)
    low, high = maps.amin(dim=(1, 2), keepdim=True), maps.amax(dim=(1, 2), keepdim=True)
    return (maps - low) / (high - low)


@mistake("feature_maps", "image[None] is a batch of one")
def no_batch(model, image, layer):
    seen = []
    handle = part_of(model, layer).register_forward_hook(lambda part, inputs, output: seen.append(output.clone()))
    was = model.training
    model.eval()
    try:
        with torch.no_grad():
            model(image)
    finally:
        handle.remove()
        model.train(was)
    return seen[0]


@mistake("feature_maps", "The layer was given the picture itself")
def layer_called_directly(model, image, layer):
    part = part_of(model, layer)
    with torch.no_grad():
        return part(image[None])[0]


@mistake("feature_maps", "was not found")
def children_only(model, image, layer):
    part = layer if isinstance(layer, nn.Module) else dict(model.named_children()).get(layer)
    if part is None:
        raise ValueError(f"no layer {layer!r}")
    return feature_maps(model, image, part)


@mistake("feature_maps", "was not found")
def by_attribute(model, image, layer):
    if not isinstance(layer, nn.Module):
        try:
            layer = getattr(model, layer)
        except AttributeError:
            raise ValueError(f"no layer {layer!r}") from None
    return feature_maps(model, image, layer)


@mistake("feature_maps", "there is no name to look up")
def names_only(model, image, layer):
    parts = dict(model.named_modules())
    if layer not in parts:
        raise ValueError(f"no layer {layer!r}")
    return feature_maps(model, image, parts[layer])


@mistake("feature_maps", "there is no name to look up")
def get_submodule_only(model, image, layer):
    try:
        part = model.get_submodule(layer)
    except AttributeError:
        raise ValueError(f"no layer {layer!r}") from None
    return feature_maps(model, image, part)


@mistake("feature_maps", "The model has no such layer")
def key_error(model, image, layer):
    return feature_maps(model, image, layer if isinstance(layer, nn.Module) else dict(model.named_modules())[layer])


@mistake("feature_maps", "The model has no such layer")
def attribute_error(model, image, layer):
    return feature_maps(model, image, layer if isinstance(layer, nn.Module) else model.get_submodule(layer))


@mistake("feature_maps", "The model has no such layer")
def none_for_unknown(model, image, layer):
    if not isinstance(layer, nn.Module) and layer not in dict(model.named_modules()):
        return None
    return feature_maps(model, image, layer)


@mistake("feature_maps", "before the name was looked up")
def refuses_in_eval_mode(model, image, layer):
    was = model.training
    model.eval()
    part = part_of(model, layer)
    model.train(was)
    return feature_maps(model, image, part)


def watched(model, image, layer):
    """A pass in the mode in which the parts of the model are."""
    seen = []
    handle = part_of(model, layer).register_forward_hook(lambda part, inputs, output: seen.append(output.clone()))
    try:
        with torch.no_grad():
            model(image[None])
    finally:
        handle.remove()
    return seen[0][0]


@mistake("feature_maps", "gives in training mode")
def no_grad_only(model, image, layer):
    """Puts the buffers back, so that it differs in one thing."""
    kept = copy.deepcopy(model.state_dict())
    maps = watched(model, image, layer)
    model.load_state_dict(kept)
    return maps


@mistake("feature_maps", "gives in training mode")
def only_the_layer_in_eval_mode(model, image, layer):
    kept, part = copy.deepcopy(model.state_dict()), part_of(model, layer)
    was = part.training
    part.eval()
    try:
        maps = watched(model, image, part)
    finally:
        part.train(was)
        model.load_state_dict(kept)
    return maps


@mistake("feature_maps", "outlives the call")
def list_of_the_module(model, image, layer, store=[]):  # noqa: B006  # the mistake
    handle = part_of(model, layer).register_forward_hook(lambda part, inputs, output: store.append(output.clone()))
    try:
        in_eval(model, image)
    finally:
        handle.remove()
    return store[0][0]


@mistake("feature_maps", "the hook is still there, and it returns something")
def hook_returns_a_value(model, image, layer):
    seen = {}
    part_of(model, layer).register_forward_hook(
        lambda part, inputs, output: seen.setdefault("maps", output.detach().clone()).clone()
    )
    in_eval(model, image)
    return seen["maps"][0]


@mistake("feature_maps", "the hook is still there")
def hook_left(model, image, layer):
    seen = []
    part_of(model, layer).register_forward_hook(lambda part, inputs, output: seen.append(output.detach().clone()))
    in_eval(model, image)
    return seen[0][0]


@mistake("feature_maps", "the hook is still there")
def hook_left_with_a_store_for_ever(model, image, layer, store=[]):  # noqa: B006  # the mistake
    part_of(model, layer).register_forward_hook(lambda part, inputs, output: store.append(output.detach().clone()))
    in_eval(model, image)
    return store[-1][0]


@mistake("feature_maps", "Somebody else's hook")
def all_hooks_removed(model, image, layer):
    maps = feature_maps(model, image, layer)
    part_of(model, layer)._forward_hooks.clear()
    return maps


@mistake("feature_maps", "is left in eval mode")
def left_in_eval_mode(model, image, layer):
    maps = feature_maps(model, image, layer)
    model.eval()
    return maps


@mistake("feature_maps", "and is in training mode now")
def always_back_to_training(model, image, layer):
    maps = feature_maps(model, image, layer)
    model.train()
    return maps


@mistake("feature_maps", "The stored gradients were changed")
def gradients_cleared(model, image, layer):
    model.zero_grad()
    return feature_maps(model, image, layer)


@mistake("feature_maps", "cannot be trained any more")
def frozen_for_good(model, image, layer):
    for parameter in model.parameters():
        parameter.requires_grad = False
    return feature_maps(model, image, layer)


@mistake("feature_maps", "cannot be trained any more")
def gradients_off_for_good(model, image, layer):
    torch.set_grad_enabled(False)
    return feature_maps(model, image, layer)


@mistake("feature_maps", "The running statistics were changed")
def a_second_pass_in_training_mode(model, image, layer):
    maps = feature_maps(model, image, layer)
    if model.training:
        with torch.no_grad():
            model(image[None])
    return maps


@mistake("feature_maps", "still hold their graph")
def graph_kept(model, image, layer):
    seen, was = [], model.training
    handle = part_of(model, layer).register_forward_hook(lambda part, inputs, output: seen.append(output.clone()))
    model.eval()
    try:
        model(image[None])
    finally:
        handle.remove()
        model.train(was)
    return seen[0][0]


@mistake("feature_maps", "the hook is still there")
def removed_only_if_all_goes_well(model, image, layer):
    seen = []
    handle = part_of(model, layer).register_forward_hook(lambda part, inputs, output: seen.append(output.clone()))
    in_eval(model, image)
    handle.remove()
    return seen[0][0]


@mistake("feature_maps", "which was in training mode, is left in eval mode")
def mode_given_back_only_if_all_goes_well(model, image, layer):
    was = model.training
    model.eval()
    maps = feature_maps(model, image, part_of(model, layer)) if layer != "conv9" else None
    model.train(was)
    return feature_maps(model, image, layer) if maps is None else maps


@mistake("feature_maps", "as after a ReLU")
def no_copy(model, image, layer):
    seen = []
    handle = part_of(model, layer).register_forward_hook(lambda part, inputs, output: seen.append(output.detach()))
    try:
        in_eval(model, image)
    finally:
        handle.remove()
    return seen[0][0]


@mistake("feature_maps", "changed the `image`")
def image_reshaped_in_place(model, image, layer):
    image.unsqueeze_(0)
    return feature_maps(model, image[0], layer)


@mistake("strongest_maps", "Those are the weakest ones")
def ascending(maps, k=4):
    return maps.mean(dim=(1, 2)).argsort()[:k].tolist()


@mistake("strongest_maps", "the strongest of them comes first")
def last_of_ascending(maps, k=4):
    return maps.mean(dim=(1, 2)).argsort(stable=True)[-k:].tolist()


@mistake("strongest_maps", "the strongest of them comes first")
def in_the_order_of_numbers(maps, k=4):
    return sorted(strongest_maps(maps, k))


@mistake("strongest_maps", "highest single values")
def by_maximum(maps, k=4):
    return strongest_maps(maps.amax(dim=(1, 2))[:, None, None], k)


@mistake("strongest_maps", "strongly negative map")
def by_absolute_values(maps, k=4):
    return strongest_maps(maps.abs(), k)


@mistake("strongest_maps", "strongly negative map")
def by_squares(maps, k=4):
    return strongest_maps(maps**2, k)


@mistake("strongest_maps", "how much the values of a map differ")
def by_deviation(maps, k=4):
    return strongest_maps(maps.std(dim=(1, 2))[:, None, None], k)


@mistake("strongest_maps", "how much the values of a map differ")
def by_range(maps, k=4):
    return strongest_maps((maps.amax(dim=(1, 2)) - maps.amin(dim=(1, 2)))[:, None, None], k)


@mistake("strongest_maps", "order of the medians")
def by_median(maps, k=4):
    return strongest_maps(maps.flatten(1).median(dim=1).values[:, None, None], k)


@mistake("strongest_maps", "numbers of columns")
def mean_over_the_first_axes(maps, k=4):
    return strongest_maps(maps.mean(dim=(0, 1))[:, None, None], k)


@mistake("strongest_maps", "Those are the means")
def the_means(maps, k=4):
    return sorted(maps.mean(dim=(1, 2)).tolist(), reverse=True)[:k]


@mistake("strongest_maps", "Those are maps")
def the_maps(maps, k=4):
    return maps[strongest_maps(maps, k)]


@mistake("strongest_maps", "counted from 0")
def counted_from_one(maps, k=4):
    return [channel + 1 for channel in strongest_maps(maps, k)]


@mistake("strongest_maps", "the strongest one only")
def only_one(maps, k=4):
    return int(maps.mean(dim=(1, 2)).argmax())


@mistake("strongest_maps", "There are always four")
def four_always(maps, k=4):
    return strongest_maps(maps, 4)


@mistake("strongest_maps", "Those are all channels")
def all_of_them(maps, k=4):
    return strongest_maps(maps, len(maps))


@mistake("strongest_maps", "as by a ReLU")
def after_relu(maps, k=4):
    return strongest_maps(maps.relu(), k)


@mistake("strongest_maps", "the last came first")
def turned_around(maps, k=4):
    return maps.mean(dim=(1, 2)).argsort(stable=True).flip(0)[:k].tolist()


@mistake("strongest_maps", "then all of them are asked for")
def too_many_asked_for(maps, k=4):
    strength = [(-mean, channel) for channel, mean in enumerate(maps.mean(dim=(1, 2)).tolist())]
    torch.tensor(strength).topk(k, dim=0)
    return [channel for _, channel in sorted(strength)[:k]]


@mistake("feature_maps", "squeeze() drops them all")
def squeezed(model, image, layer):
    return feature_maps(model, image, layer).squeeze()


@mistake("feature_maps", "Those are the weights of the layer")
def kernels_of_the_layer(model, image, layer):
    feature_maps(model, image, layer)
    part = dict(model.named_modules())[layer] if isinstance(layer, str) else layer
    return part.weight.detach().clone()


@mistake("feature_maps", "a tensor, so that torch can go on with it")
def as_an_array(model, image, layer):
    return feature_maps(model, image, layer).numpy()


@mistake("feature_maps", "requires_grad was switched on for all weights")
def all_weights_thawed(model, image, layer):
    model.requires_grad_(False)
    maps = feature_maps(model, image, layer)
    model.requires_grad_(True)
    return maps


@mistake("feature_maps", "the caller never hears of it")
def error_swallowed(model, image, layer):
    try:
        return feature_maps(model, image, layer)
    except RuntimeError:
        return None


@mistake("feature_maps", "the whole name counts")
def part_of_a_name(model, image, layer):
    if isinstance(layer, str):
        for name, part in model.named_modules():
            if name.endswith(layer):
                return feature_maps(model, image, part)
        raise ValueError(f"There is no layer {layer!r}.")
    return feature_maps(model, image, layer)


@mistake("feature_maps", "own children were gone through")
def one_child_after_the_other(model, image, layer):
    feature_maps(model, image, layer)
    wanted = dict(model.named_modules())[layer] if isinstance(layer, str) else layer
    was = model.training
    model.eval()
    values = image[None]
    with torch.no_grad():
        for part in model:
            values = part(values)
            if part is wanted:
                break
    model.train(was)
    return values[0].clone()


@mistake("strongest_maps", "Those are numbers of pixels")
def mean_over_the_channels(maps, k=4):
    return maps.mean(dim=0).flatten().argsort(descending=True, stable=True)[:k].tolist()


@mistake("strongest_maps", "whatever they answer")
def first_channels(maps, k=4):
    return list(range(min(k, len(maps))))


@mistake("strongest_maps", "with a negative mean were left out")
def positive_means_only(maps, k=4):
    return [channel for channel in strongest_maps(maps, k) if maps[channel].mean() > 0]


@mistake("strongest_maps", "does not take it out of the running")
def found_one_set_to_zero(maps, k=4):
    means, found = maps.mean(dim=(1, 2)), []
    for _ in range(min(k, len(means))):
        found.append(int(means.argmax()))
        means[found[-1]] = 0
    return found


@mistake("strongest_maps", "finds the first of equals")
def looked_up_by_the_mean(maps, k=4):
    means = maps.mean(dim=(1, 2)).tolist()
    return [means.index(mean) for mean in sorted(means, reverse=True)[:k]]


@mistake("strongest_maps", "a dict has each key")
def dict_of_means(maps, k=4):
    channels = {channel_map.mean().item(): channel for channel, channel_map in enumerate(maps)}
    return [channels[mean] for mean in sorted(channels, reverse=True)[:k]]
