"""Predict a photo.

A network is half of a photo classifier. The other half turns somebody's file into the numbers that the network was
trained on, and its numbers back into words. A difference there raises no error: the answers are quietly worse.

The checkpoint comes from kata 1: {"state_dict": name → tensor, "config": dict, "class_names": list of str,
"preprocessing": dict}.
"""

from pathlib import Path
from typing import Any

import torch
from torch import Tensor


def preprocess(path: Path, preprocessing: dict[str, Any]) -> Tensor:
    """A photo file as the batch of one that the network expects.

    Whatever was done to the photos in training is done to this one, with the same numbers, and nothing else: no flips,
    no statistics of this photo. Week 4 has the parts: `from week4.kata1_pixels import load_rgb` and
    `from week4.kata7_preprocess import center_square, to_unit, standardize, to_batch` (or write them again).

    Args:
        path: the image file, of any size: a photo held sideways, grey, or with transparency.
        preprocessing: {"image_size": 128, "mean": [r, g, b], "std": [r, g, b]}, as the checkpoint has it; mean and std
            in units of 0 to 1.

    Returns:
        The photo, (1, 3, image_size, image_size) float32, a torch tensor: upright RGB as `load_rgb` gives it
        (transparency on white, grey repeated); scaled until the shorter side is `image_size`, any good filter, and the
        middle kept, as `center_square` does; divided by 255; minus mean, divided by std, red with red's numbers.

    Raises:
        OSError: the file is missing, cut off, or no image. (Pillow raises it; let it through.)

    Example:
        >>> half = {"image_size": 96, "mean": [0.5, 0.5, 0.5], "std": [0.25, 0.25, 0.25]}
        >>> preprocess("fixtures/photos/animal/cat.jpg", half).shape     # a batch of one
        torch.Size([1, 3, 96, 96])
    """
    # BEGIN SOLUTION
    from week4.kata1_pixels import load_rgb
    from week4.kata7_preprocess import center_square, standardize, to_batch, to_unit

    photo = to_unit(center_square(load_rgb(path), preprocessing["image_size"]))
    return torch.from_numpy(to_batch([standardize(photo, preprocessing["mean"], preprocessing["std"])]))
    # END SOLUTION


def predict_photo(checkpoint: dict[str, Any], path: Path, k: int = 3) -> list[tuple[str, float]]:
    """What a saved network thinks is on a photo: its best guesses, in words.

    This is the cold start: nothing is left of the training program. The network is built from the checkpoint's words
    (`from nets.architectures import build`; `build(config, n_classes)` has fresh weights), filled with its numbers,
    and asked once. In eval mode, or dropout makes every answer another one.

    Args:
        checkpoint: as `load_checkpoint` of kata 1 returns it. It stays as it is.
        path: the image file. It is prepared as `preprocess` does it.
        k: how many guesses, 1 or more. If there are fewer classes, all of them.

    Returns:
        The k most probable classes, best first, as pairs of plain Python: the name (str) and its probability (float).
        The network's logits belong to `class_names` in their order, and softmax over all classes turns them into
        probabilities: all of them together add up to 1, the k best usually to less.

    Raises:
        OSError: the photo is missing, cut off, or no image.
        ValueError, RuntimeError, KeyError or AssertionError: the numbers do not fit the network of `config`.
            (`load_state_dict` says so with a RuntimeError; let it through.)

    Example:
        >>> predict_photo(load_checkpoint("pets.safetensors"), "rex.jpg", k=2)     # doctest: +SKIP
        [('dog', 0.91), ('cat', 0.06)]
    """
    # BEGIN SOLUTION
    from nets.architectures import build

    names = checkpoint["class_names"]
    model = build(checkpoint["config"], len(names))
    model.load_state_dict(checkpoint["state_dict"])
    model.eval()
    with torch.no_grad():
        logits = model(preprocess(path, checkpoint["preprocessing"]))
    probabilities, order = torch.softmax(logits[0], 0).sort(descending=True)
    return [(names[i], p) for i, p in zip(order[:k].tolist(), probabilities[:k].tolist(), strict=True)]
    # END SOLUTION
