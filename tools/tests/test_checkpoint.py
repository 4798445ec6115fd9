"""A model that was saved answers in another process as it did before, to the bit."""

from __future__ import annotations

import json
import struct
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
import torch

from kata import fixture
from nets.architectures import build

ROOT = Path(__file__).parents[2]
PREPROCESSING = {"image_size": 96, "mean": [127 / 255] * 3, "std": [128 / 255] * 3}
PHOTOS = [str(fixture(f"photos/{name}.jpg")) for name in ("animal/koala", "fish/fish3", "windmill/windmill2")]

SAVE = """
import json, sys, torch
from nets.architectures import build
from week7.kata1_save_and_load import load_weights, save_checkpoint, save_weights
from week7.kata2_predict_a_photo import predict_photo
torch.manual_seed(5)
config, names, preprocessing = json.loads(sys.argv[1])
model = build(config, len(names))
with torch.no_grad():
    for _ in range(3):
        model(torch.rand(4, 3, 96, 96))  # batch norm learns what it sees
save_checkpoint("model.safetensors", model, config, names, preprocessing)
save_weights(model, "weights.pt")
checkpoint = {"state_dict": model.state_dict(), "config": config, "class_names": names, "preprocessing": preprocessing}
print(json.dumps([[(name, p.hex()) for name, p in predict_photo(checkpoint, path)] for path in sys.argv[2:]]))
"""
ASK = """
import json, sys
from nets.architectures import build
from week7.kata1_save_and_load import load_checkpoint, load_weights
from week7.kata2_predict_a_photo import predict_photo
checkpoint = load_checkpoint("model.safetensors")
alone = load_weights(build(checkpoint["config"], len(checkpoint["class_names"])), "weights.pt")
for each in (checkpoint, {**checkpoint, "state_dict": alone.state_dict()}):
    print(json.dumps([[(name, p.hex()) for name, p in predict_photo(each, path)] for path in sys.argv[1:]]))
"""


@pytest.mark.parametrize("architecture", ["tiny", "transfer"])
def test_saved_loaded_and_asked_in_a_fresh_process(architecture: str, run: Callable, tmp_path: Path) -> None:
    about = json.dumps([{"architecture": architecture}, ["windmill", "fish", "animal"], PREPROCESSING])
    path = {"PYTHONPATH": str(ROOT / "solutions"), "OMP_NUM_THREADS": "1"}
    saved = run(sys.executable, "-c", SAVE, about, *PHOTOS, cwd=tmp_path, **path)
    assert saved.returncode == 0, saved.stderr
    asked = run(sys.executable, "-c", ASK, *PHOTOS, cwd=tmp_path, **path)
    assert asked.stdout == saved.stdout * 2, asked.stderr


def test_a_checkpoint_holds_numbers_and_text_and_nothing_else(run: Callable, tmp_path: Path) -> None:
    about = json.dumps([{"architecture": "tiny"}, ["windmill", "fish"], PREPROCESSING])
    run(sys.executable, "-c", SAVE, about, cwd=tmp_path, PYTHONPATH=str(ROOT / "solutions"))
    content = (tmp_path / "model.safetensors").read_bytes()
    (length,) = struct.unpack("<Q", content[:8])
    words = json.loads(content[8 : 8 + length])
    numbers = sum(
        tensor.numel() * tensor.element_size() for tensor in build({"architecture": "tiny"}, 2).state_dict().values()
    )
    assert len(content) == 8 + length + numbers
    assert json.loads(words.pop("__metadata__")["class_names"]) == ["windmill", "fish"]
    assert set(words) == set(build({"architecture": "tiny"}, 2).state_dict())
    assert isinstance(torch.load(tmp_path / "weights.pt", weights_only=True), dict)
