"""What a layer has found.

A network tells only its last numbers, the scores. What its layers make of a picture on the way there can be
watched all the same: hang a hook on a layer, and PyTorch calls it with what the layer gives. Early layers show
edges and patches of colour, later ones a blur of something. Do not expect clean drawings.
"""

import torch
from torch import Tensor, nn


def feature_maps(model: nn.Module, image: Tensor, layer: str | nn.Module) -> Tensor:
    """What one layer of the model gives for one picture.

    Watching must not change what is watched: the same model may be in the middle of its training, and other
    hooks may hang on it. So everything is afterwards as it was before, even if the picture does not fit the
    model and the pass ends in an error (which reaches the caller).

    Args:
        model: any network that takes a batch of pictures, (n, 3, H, W).
        image: one picture, (3, H, W), float, as the model wants it. Without the axis of the batch.
        layer: which part to watch: its name in `model.named_modules()` ("0", "conv1", "features.3"), or the
            part itself.

    Returns:
        The maps of this layer, (channels, h, w), as a tensor without a graph. The picture goes through the model
        in eval mode, without gradients. The maps are the layer's own: a ReLU after it that works in place
        (`nn.ReLU(inplace=True)`) has not changed them.

        Afterwards the model is in the mode in which it was (training or not); no hook is left and none
        missing; weights, buffers and stored gradients are as they were, and what was frozen (requires_grad) still is.

    Raises:
        ValueError: the model has no part of that name; the message shows the name.

    Example:
        >>> model = nn.Sequential(nn.Conv2d(3, 5, kernel_size=3), nn.ReLU(), nn.Flatten(), nn.Linear(5 * 4 * 8, 2))
        >>> feature_maps(model, torch.zeros(3, 6, 10), "1").shape
        torch.Size([5, 4, 8])
    """
    # BEGIN SOLUTION
    part = layer if isinstance(layer, nn.Module) else dict(model.named_modules()).get(layer)
    if part is None:
        raise ValueError(f"the model has no layer {layer!r}")
    seen: list[Tensor] = []

    def keep(module: nn.Module, inputs: tuple[Tensor, ...], output: Tensor) -> None:
        seen.append(output.clone())  # whatever a hook returns would replace the layer's output: nothing

    modes = [(each, each.training) for each in model.modules()]
    handle = part.register_forward_hook(keep)
    try:
        model.eval()
        with torch.no_grad():
            model(image[None])
    finally:
        handle.remove()
        for each, training in modes:
            each.training = training
    return seen[-1][0]
    # END SOLUTION


def strongest_maps(maps: Tensor, k: int = 4) -> list[int]:
    """Which channels answered most to the picture: the ones worth looking at first.

    A layer has dozens of maps or hundreds. How strongly a channel answers is measured by the mean of its map.

    Args:
        maps: (channels, h, w), as `feature_maps` gives them. They may be negative.
        k: how many channels to name.

    Returns:
        The indices of k channels, strongest first; of equally strong ones the smaller index comes first. All
        channels, if there are fewer than k.

    Example:
        >>> maps = torch.tensor([[[0.0, 2.0]], [[5.0, 5.0]], [[3.0, 0.0]]])   # their means: 1, 5 and 1.5
        >>> strongest_maps(maps, k=2)
        [1, 2]
    """
    # BEGIN SOLUTION
    means = maps.mean(dim=(1, 2))
    return sorted(range(len(means)), key=lambda channel: -means[channel])[:k]  # sorted() keeps the order of equals
    # END SOLUTION
