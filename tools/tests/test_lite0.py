"""The backbone is the published EfficientNet-Lite0: the same features, the same names for the same photos."""

from __future__ import annotations

import numpy as np
import pytest
import torch

from kata import fixture
from nets.lite0 import load_backbone, our_name, prepare
from nets.published import middle

PUBLISHED = np.load(fixture("backbone/published.npz"))
# What a person would call the six photos, in ImageNet's words.
NAMES = ["espresso", "Egyptian cat", "palace", "mosque", "koala", "hammer"]


@pytest.fixture(scope="module")
def features() -> torch.Tensor:
    backbone = load_backbone()
    photos = [middle(fixture(str(name))) for name in PUBLISHED["photos"]]
    with torch.inference_mode():
        return torch.cat([backbone(prepare(photo[None])) for photo in photos])


def test_the_features_are_the_published_ones(features: torch.Tensor) -> None:
    """Ours come from weights of half precision: at most 0.05 away, where features reach 6."""
    published = torch.from_numpy(PUBLISHED["features"])
    assert published.max() > 3
    assert (features - published).abs().max() < 0.05
    assert torch.cosine_similarity(features, published).min() > 0.9999


def test_with_its_classifier_it_names_the_photos(features: torch.Tensor) -> None:
    """The rows of twenty of ImageNet's thousand classes: espresso and tabby, palace and mosque among them."""
    logits = features.numpy() @ PUBLISHED["weight"].astype(np.float32).T + PUBLISHED["bias"]
    assert [str(PUBLISHED["classes"][row.argmax()]) for row in logits] == NAMES
    assert np.abs(logits - PUBLISHED["logits"]).max() < 0.1


def test_its_weights_are_loaded_strictly() -> None:
    with np.load(fixture("backbone/lite0.npz")) as stored:
        names = {our_name(name) for name in stored.files}
        assert len(names) == len(stored.files)
        assert all(np.isfinite(stored[name]).all() for name in stored.files)
    assert names == set(load_backbone().state_dict())


def test_the_padding_is_tensorflows() -> None:
    """Padded alike on both sides, as PyTorch does it, the features are others: the proof would notice."""
    backbone = load_backbone()
    photo = prepare(middle(fixture("backbone/coffee.jpg"))[None])
    with torch.inference_mode():
        right = backbone(photo)
        for layer in backbone.modules():
            if isinstance(layer, torch.nn.Conv2d):
                layer.padding = tuple(size // 2 for size in layer.kernel_size)
                layer.__class__ = torch.nn.Conv2d
        assert (backbone(photo) - right).abs().max() > 0.5


@pytest.mark.parametrize(
    "photos", [np.zeros((2, 8, 8, 3)), np.zeros((8, 8, 3), np.uint8), np.zeros((1, 3, 8, 8), np.uint8)]
)
def test_photos_of_another_form_are_refused(photos: np.ndarray) -> None:
    with pytest.raises(ValueError, match=r"\(n, H, W, 3\) uint8"):
        prepare(photos)
