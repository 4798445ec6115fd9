"""Fresh data for watching a layer, run at grading only."""

import numpy as np
import torch

from kata import expect, expect_error, fixture
from nets import probes
from nets.lite0 import load_backbone, prepare
from nets.peculiar import Branches
from week5.kata6_feature_maps import feature_maps, strongest_maps

IMAGE = torch.cos(torch.arange(3.0 * 7 * 5) * 0.8).reshape(3, 7, 5)


def branches():
    return probes.filled(Branches(), seed=8, dtype=torch.float32)


def test_feature_maps_on_a_fresh_network():
    model = branches()
    model.eval()
    with torch.no_grad():
        right = model.right(IMAGE[None])
        norm = model.norm(model.left(IMAGE[None]) + right)
        late = model.late[0](norm)
    model = probes.there(model).train()
    before = probes.weights(model), probes.buffers(model), probes.modes(model)
    for layer, want in (("right", right), ("norm", norm), ("late.0", late), ("late.1", late), ("late", late.tanh())):
        got = feature_maps(model, IMAGE, layer)
        expect(got, want=want[0].numpy(), rtol=1e-4, atol=1e-5, what=f"the maps of {layer!r}")
        assert not probes.has_graph(got), "The maps still hold their graph."
    expect(feature_maps(model, IMAGE, model.late[0]), want=late[0].numpy(), rtol=1e-4, atol=1e-5)
    expect(probes.hooks(model), want=0, what="hooks on the model")
    after = probes.weights(model), probes.buffers(model), probes.modes(model)
    expect(after, want=before, what="weights, buffers and modes")


def test_feature_maps_in_eval_mode_stay_there():
    model = branches().eval()
    feature_maps(model, IMAGE, "left")
    expect(sum(probes.modes(model).values()), want=0, what="parts in training mode")


def test_feature_maps_refuses_fresh_names():
    for name in ("0", "late.7", "Norm"):
        expect_error(feature_maps, branches(), IMAGE, name, shows=name, why=f"This model has no layer {name!r}.")


def test_feature_maps_of_a_trained_network():
    """The first layer of the backbone, and a photo: 32 filters that look for edges and colours."""
    from PIL import Image

    backbone = load_backbone()
    with Image.open(fixture("photos/building/petra.jpg")) as opened:
        image = prepare(np.asarray(opened.convert("RGB").resize((80, 64)))[None])[0]
    want = probes.answers(backbone.conv_stem, image[None])[0]
    got = feature_maps(backbone, image, "conv_stem")
    expect(got, want=want, rtol=1e-3, atol=1e-3)
    expect(strongest_maps(got, 3), want=np.argsort(-want.mean(axis=(1, 2)), kind="stable")[:3].tolist())


def test_strongest_maps_on_fresh_data():
    strengths = [0.25, -1.0, 4.0, 4.0, 0.5, -3.0, 4.0, 0.25, 2.0]
    maps = torch.tensor(strengths)[:, None, None] + torch.tensor([[1.0, -1.0, 2.0, -2.0]])
    expect(strongest_maps(maps, 5), want=[2, 3, 6, 8, 4])
    expect(strongest_maps(maps), want=[2, 3, 6, 8])
    expect(strongest_maps(maps, 1), want=[2])
    expect(strongest_maps(maps, 20), want=[2, 3, 6, 8, 4, 0, 7, 1, 5])


def test_strongest_maps_of_many_channels():
    maps = (torch.arange(60) * 17 % 7).float()[:, None, None] * torch.ones(1, 2, 3)
    order = sorted(range(60), key=lambda channel: (-(channel * 17 % 7), channel))
    expect(strongest_maps(maps, 40), want=order[:40])
