"""The weeks' training gives the same on a GPU as on the CPU, in float64, in float32 and in mixed precision.

What "the same" means stands with each test. The tests marked `gpu` are skipped where there is no CUDA device; their
twins on the CPU run everywhere, so that the tests themselves are known to work.
"""

from __future__ import annotations

import copy
import importlib
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import torch
from torch import Tensor, nn

from kata import fixture, overlay
from nets import probes
from nets.lite0 import load_backbone, prepare
from nets.pictures import photos, textures

ROOT = Path(__file__).parents[2]
needs_cuda = pytest.mark.skipif(not torch.cuda.is_available(), reason="this machine has no CUDA device")
on_each_device = pytest.mark.parametrize("device", ["cpu", pytest.param("cuda", marks=[pytest.mark.gpu, needs_cuda])])


@pytest.fixture(scope="module", autouse=True)
def references() -> Iterator[None]:
    """`week5` is the reference's, as long as these tests run."""
    before = overlay.current
    overlay.use(overlay.Katas([ROOT / "solutions", ROOT / "exercises"]))
    yield
    overlay.use(before)


@pytest.fixture(autouse=True)
def exact() -> Iterator[None]:
    """No TensorFloat-32, which rounds float32 to ten bits before it multiplies."""
    before = torch.backends.cudnn.allow_tf32
    torch.backends.cudnn.allow_tf32 = False
    yield
    torch.backends.cudnn.allow_tf32 = before


def week5(kata: str) -> Any:
    return importlib.import_module(f"week5.{kata}")


def batches(device: str, dtype: torch.dtype, each: int = 20, held_out: bool = False) -> list[tuple[Tensor, Tensor]]:
    """Texture patches in batches of 16; the last one is short."""
    pictures = textures(0, each)[held_out]
    images = torch.tensor(pictures.images).permute(0, 3, 1, 2).to(device, dtype) / 255 - 0.5
    labels = torch.tensor(pictures.labels).to(device)
    order = torch.randperm(len(labels), generator=torch.Generator().manual_seed(1)).to(device)
    return [(images[part], labels[part]) for part in torch.split(order, 16)]


def network(dtype: torch.dtype) -> nn.Module:
    return probes.filled(week5("kata5_small_cnn").SmallCNN(3, 32, (4, 8)), 0, dtype)


def history(device: str, precision: torch.dtype | None = None) -> tuple[dict[str, list[float]], nn.Module]:
    """What `fit` tells of four epochs, and the network; in mixed precision where one is given.

    Around whole epochs autocast must not cache: it would go on computing with the weights of the first step.
    """
    model = network(torch.float32).to(device)
    optimizer = torch.optim.Adam(model.parameters(), lr=0.003)
    train, held_out = batches(device, torch.float32), batches(device, torch.float32, 40, held_out=True)
    with torch.autocast(device, precision or torch.bfloat16, enabled=precision is not None, cache_enabled=False):
        return week5("kata3_training_loop").fit(model, train, held_out, optimizer, 4), model


@on_each_device
def test_training_steps_in_float64_end_at_the_same_weights(device: str) -> None:
    """An epoch of four steps with momentum: to one part in a thousand million."""
    ends = []
    for place in ("cpu", device):
        model = network(torch.float64).to(place)
        optimizer = torch.optim.SGD(model.parameters(), lr=0.05, momentum=0.9)
        loss = week5("kata3_training_loop").train_epoch(model, batches(place, torch.float64), optimizer)
        ends.append((probes.weights(model), loss))
    (here, loss), (there, loss_there) = ends
    assert loss == pytest.approx(loss_there, rel=1e-9)
    for name in here:
        assert there[name] == pytest.approx(here[name], rel=1e-9, abs=1e-12)


@on_each_device
def test_fit_in_float32_tells_the_same_story(device: str) -> None:
    """Four epochs, sixteen steps: losses to 1 %, accuracy to 2 of 120 patches."""
    here, there = history("cpu")[0], history(device)[0]
    for name in ("train_loss", "val_loss"):
        assert there[name] == pytest.approx(here[name], rel=0.01)
    assert there["val_accuracy"] == pytest.approx(here["val_accuracy"], abs=2 / 120)
    assert here["train_loss"][-1] < here["train_loss"][0]


@on_each_device
def test_fit_in_mixed_precision_stays_close(device: str) -> None:
    """bfloat16 has eight bits: losses to 5 %. The weights themselves stay float32."""
    here, (there, model) = history("cpu")[0], history(device, torch.bfloat16)
    assert there["train_loss"] != here["train_loss"]  # it was another precision
    for name in ("train_loss", "val_loss"):
        assert there[name] == pytest.approx(here[name], rel=0.05)
    assert {parameter.dtype for parameter in model.parameters()} == {torch.float32}


@on_each_device
@pytest.mark.parametrize("dtype", [torch.float64, torch.float32, torch.bfloat16])
def test_loss_by_hand_is_torchs_in_value_and_gradient(device: str, dtype: torch.dtype) -> None:
    """Far from zero as well, where a careless softmax is inf/inf; to one part in 10⁻⁹, 10⁻⁶, 10⁻²."""
    tolerance = {torch.float64: 1e-9, torch.float32: 1e-6, torch.bfloat16: 1e-2}[dtype]
    logits = torch.tensor([[2.0, -1.0, 0.5], [900.0, 1000.0, -1000.0]], dtype=dtype, device=device)
    labels = torch.tensor([2, 0], device=device)
    found = []
    for loss in (week5("kata2_softmax_and_loss").cross_entropy, nn.functional.cross_entropy):
        scores = logits.clone().requires_grad_()
        value = loss(scores, labels)
        value.backward()
        assert scores.grad is not None and value.device.type == device
        found.append((value.item(), scores.grad.double().cpu().numpy()))
    assert found[0][0] == pytest.approx(found[1][0], rel=tolerance)
    assert found[0][1] == pytest.approx(found[1][1], rel=tolerance, abs=tolerance)


@on_each_device
def test_transfer_learning_sees_the_same_features(device: str) -> None:
    """The frozen backbone's features of eight photos: 0.001 apart in float32, a cosine above 0.99 in bfloat16."""
    transfer = week5("kata7_transfer_learning")
    pictures = photos(96)
    some = list(range(0, 160, 20))
    images, labels = prepare(pictures.images[some]), torch.tensor(pictures.labels[some])
    here, _ = transfer.embed(transfer.freeze(load_backbone()), [(images, labels)])
    backbone = transfer.freeze(load_backbone()).to(device)
    parts = [(images[:5].to(device), labels[:5].to(device)), (images[5:].to(device), labels[5:].to(device))]
    there, their_labels = transfer.embed(backbone, parts)
    assert their_labels.tolist() == labels.tolist()
    assert (there.cpu() - here).abs().max() < 1e-3
    with torch.autocast(device, torch.bfloat16):
        rounded, _ = transfer.embed(backbone, parts)
    assert torch.cosine_similarity(rounded.float().cpu(), here).min() > 0.99
    head = transfer.train_head(there, their_labels, 4, epochs=30)
    with torch.no_grad():
        assert (head(there).argmax(1) == their_labels).all()


@on_each_device
def test_feature_maps_are_the_same(device: str) -> None:
    maps = week5("kata6_feature_maps").feature_maps
    image = batches("cpu", torch.float64)[0][0][3]
    here = network(torch.float64)
    there = copy.deepcopy(here).to(device)
    for name, part in here.named_modules():
        if isinstance(part, nn.Conv2d):
            assert maps(there, image.to(device), name).cpu().numpy() == pytest.approx(
                maps(here, image, name).numpy(), rel=1e-9, abs=1e-12
            )


@on_each_device
def test_a_pipelines_checkpoint_says_the_same_on_the_cpu_wherever_it_was_trained(device: str, tmp_path: Path) -> None:
    """In mixed precision on the GPU. The loaded checkpoint, on the CPU, gives every test photo the label of the run.

    Against a run on the CPU, from the same seed: the same parts and the same candidate, validation accuracies of the
    candidates at most 0.2 apart (one validation photo of these is .17), and a head that gives every test photo
    probabilities at most 0.1 apart.
    """
    runs = {}
    for where in {"cpu", device}:
        runs[where] = importlib.import_module("week8.kata3_pipeline").run_pipeline(
            small_photos(tmp_path / "photos"), tmp_path / where, device=where, epochs=10, seed=1
        )
    here, there = runs["cpu"], runs[device]
    assert there["split"] == here["split"] and there["chosen"] == here["chosen"]
    accuracy = [{row["name"]: row["mean"] for row in run["comparison"]} for run in (here, there)]
    assert accuracy[1] == pytest.approx(accuracy[0], abs=0.2)
    load = importlib.import_module("week7.kata1_save_and_load").load_checkpoint
    predict = importlib.import_module("week7.kata2_predict_a_photo").predict_photo
    for name, label in there["predictions"].items():
        told = [dict(predict(load(run["checkpoint"]), tmp_path / "photos" / name)) for run in (here, there)]
        assert max(told[1], key=lambda one: told[1][one]) == label
        assert told[1] == pytest.approx(told[0], abs=0.1)


def small_photos(folder: Path) -> Path:
    """Three kinds with twelve photos each, in a folder of their own."""
    for kind in ("animal", "fish", "tool"):
        (folder / kind).mkdir(parents=True, exist_ok=True)
        for path in sorted(fixture(f"photos/{kind}").glob("*.jpg"))[:12]:
            shutil.copy(path, folder / kind)
    return folder
