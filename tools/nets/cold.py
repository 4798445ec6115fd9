"""What somebody does who has a checkpoint, some photos and nothing else of a run: asks it about each photo.

python -m nets.cold CHECKPOINT FOLDER PHOTO…     # {photo: the name of its class}, as JSON
"""

from __future__ import annotations

import json
import os
import sys
from pathlib import Path

import numpy as np
import torch
from PIL import Image
from safetensors import safe_open

from nets.afresh import run_afresh
from nets.architectures import build


def said(checkpoint: Path, folder: Path, photos: list[str]) -> dict[str, str]:
    """What the saved model says of each photo. They are as large as it wants them."""
    with safe_open(checkpoint, "pt") as file:
        tensors, words = {name: file.get_tensor(name) for name in file.keys()}, file.metadata()  # noqa: SIM118
    names, preprocessing = json.loads(words["class_names"]), json.loads(words["preprocessing"])
    model = build(json.loads(words["config"]), len(names))
    model.load_state_dict(tensors)
    model.eval()
    found = {}
    for photo in photos:
        unit = np.asarray(Image.open(folder / photo).convert("RGB"), np.float32) / 255
        ready = (unit - np.array(preprocessing["mean"])) / np.array(preprocessing["std"])
        with torch.no_grad():
            found[photo] = names[int(model(torch.tensor(ready).permute(2, 0, 1)[None].float()).argmax())]
    return found


def said_afresh(checkpoint: Path, folder: Path, photos: list[str]) -> dict[str, str]:
    """The same in a process of its own, where that may be started. RuntimeError with what it said if it failed."""
    katas = {
        str(Path(file).parents[1])
        for name, module in list(sys.modules.items())
        if name.startswith("week5.") and (file := getattr(module, "__file__", None))
    }
    path = os.pathsep.join([*sorted(katas), *sys.path])
    printed = run_afresh("-m", "nets.cold", str(checkpoint), str(folder), *photos, path=path)
    if printed is None:
        return said(checkpoint, folder, photos)
    found: dict[str, str] = json.loads(printed)
    return found


if __name__ == "__main__":
    print(json.dumps(said(Path(sys.argv[1]), Path(sys.argv[2]), sys.argv[3:])))
