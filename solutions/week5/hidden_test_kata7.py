"""Fresh data for transfer learning, run at grading only: the course's real backbone, and networks of other kinds."""

import copy

import numpy as np
import torch
from PIL import Image
from torch import nn

from kata import expect, fixture
from nets import probes
from nets.lite0 import load_backbone, prepare
from week5.kata7_transfer_learning import embed, freeze, train_head, trainable_names


def numbers(model):
    """Every parameter and every running statistic."""
    kept = {name: value for name, value in probes.buffers(model).items() if "running" in name}
    return {**probes.weights(model), **kept}


def volumes(n):
    return torch.cos(torch.arange(n * 48, dtype=torch.float64) ** 1.25).reshape(n, 2, 2, 3, 4)


def flat_part():
    """(n, 2, 2, 3, 4) to (n, 7): a norm of another kind, deeper inside."""
    inner = nn.Sequential(nn.Sequential(nn.Conv3d(2, 3, 2), nn.BatchNorm3d(3)), nn.Tanh())
    return probes.filled(nn.Sequential(inner, nn.Flatten(), nn.Linear(18, 7), nn.BatchNorm1d(7)), seed=21)


def test_freeze_holds_everything_still_while_the_rest_is_trained():
    part, rest = flat_part(), probes.filled(nn.Sequential(nn.BatchNorm1d(7), nn.Linear(7, 2)), seed=22)
    part, rest = probes.there(part), probes.there(rest)
    model = probes.sequence(part, rest)
    with torch.enable_grad():
        optimizer = probes.optimizer(model, "SGD", lr=0.1, momentum=0.9, weight_decay=0.1)

        def train(steps):
            model.train()
            for step in range(steps):
                optimizer.zero_grad(set_to_none=False)
                logits = model(volumes(4 + step))
                nn.functional.cross_entropy(logits, torch.arange(4 + step) % 2).backward()
                optimizer.step()

        train(2)
        before, before_outside = numbers(part), numbers(rest)
        freeze(part)
        train(3)
        expect(numbers(part), want=before, what="the frozen part's numbers after three more steps",
               say="Something in it moved. Its norms are a BatchNorm3d, deep inside, and a BatchNorm1d.")
        still = [name for name, value in numbers(rest).items() if (value == before_outside[name]).all()]
        expect(still, want=[], what="what stood still outside the frozen part",
               say="Only the norms of the frozen part stay in eval mode: change those layers, not their class.")


def test_freeze_holds_a_norm_by_itself():
    norm = probes.there(probes.filled(nn.BatchNorm2d(3), seed=23))
    with torch.enable_grad():
        freeze(norm)
        model = probes.sequence(nn.Identity(), norm).train()
        before = numbers(norm)
        probes.answers(model, volumes(4).reshape(4, 3, 4, 4))
        expect(numbers(norm), want=before, what="a frozen norm's numbers after a pass",
               say="The module may be a norm itself. module.modules() begins with the module; children() does not.")


def real_photos(size=64):
    names = ("building/petra", "building/colosseum", "animal", "fish")
    paths = [fixture(f"photos/{name}.jpg") if "/" in name else min(fixture(f"photos/{name}").glob("*.jpg"))
             for name in names]
    images = []
    for path in paths:
        with Image.open(path) as opened:
            images.append(np.asarray(opened.convert("RGB").resize((size, size))))
    return prepare(np.stack(images))


def test_freeze_and_the_courses_backbone():
    photos = real_photos()
    backbone = probes.there(load_backbone())
    want = probes.answers(backbone, photos)
    with torch.enable_grad():
        model = probes.sequence(freeze(backbone), nn.Linear(1280, 3)).train()
        expect(probes.answers(backbone, photos), want=want, rtol=1e-3, atol=1e-4, what="its features in train mode")
        model(photos).sum().backward()
        got = [name for name, gradient in probes.gradients(model).items() if gradient is not None]
        expect(got, want=["1.weight", "1.bias"], what="what gets a gradient")


def test_embed_four_real_photos():
    photos, labels = real_photos(), torch.tensor([3, 3, 0, 1])
    backbone = load_backbone().train()
    with torch.enable_grad():
        features, found = embed(backbone, [(photos[:3], labels[:3]), (photos[3:], labels[3:])])
    expect(features, want=probes.answers(copy.deepcopy(backbone).eval(), photos), rtol=1e-3, atol=1e-4,
           what="the features of four photos")
    expect(found, want=labels, what="their labels", dtype="int64", say="Give the labels as they came, int64.")
    assert not probes.has_graph(features), "The features have a graph."


def test_embed_maps_of_another_size():
    backbone = probes.filled(nn.Sequential(nn.Conv2d(3, 2, 3), nn.BatchNorm2d(2)), seed=24)
    images = volumes(15).reshape(5, 3, 6, 8)
    with torch.enable_grad():
        features, labels = embed(backbone, iter([(images[i:i + 2], torch.arange(5)[i:i + 2]) for i in (0, 2, 4)]))
    want = probes.answers(copy.deepcopy(backbone).eval(), images).reshape(5, -1)
    expect(features, want=want, what="features")
    expect(labels, want=torch.arange(5), what="labels")


def trained(features, labels, n_classes, epochs, seed):
    threads = torch.get_num_threads()
    torch.set_num_threads(1)  # on a busy machine two wait for each other at every tiny step
    try:
        return train_head(features, labels, n_classes, epochs, seed=seed)
    finally:
        torch.set_num_threads(threads)


def test_train_head_on_fresh_features():
    """Three kinds of row, and none of the classes is certain. Each number twice, and small: see the visible tests."""
    kinds = torch.tensor([[2.5, 0.5, -1.0, 1.0, 0.0], [0.0, -2.0, 1.0, 2.0, 1.5], [-1.0, 1.0, 2.5, -0.5, 2.0]])
    kinds = kinds.repeat(1, 2) / 2
    labels = torch.tensor([0, 1, 3, 0, 2, 1, 1, 3, 0, 0, 2, 3, 2, 1, 3])  # 5 rows of each kind in turn
    head = trained(kinds.repeat(5, 1), labels, 4, epochs=400, seed=2)
    shares = torch.stack([torch.bincount(labels[i::3], minlength=4) / 5 for i in range(3)])
    got = torch.from_numpy(probes.answers(head, kinds)).softmax(1)
    expect(got, want=shares, rtol=0, atol=0.15, what="the head's probabilities for three kinds of row")
    first, again = (trained(kinds.repeat(5, 1), labels, 4, epochs=3, seed=2) for _ in range(2))
    expect(probes.weights(again), want=probes.weights(first), what="the weights of a second head with the same seed")


def test_train_head_settles_with_as_many_features_as_the_backbone_gives():
    """1,280, so small that together they are no longer than a few large ones: whatever is not much too fast settles."""
    kinds = torch.tensor([[0.75, 0.125, -0.25, 0.5], [0.125, 0.75, 0.625, -0.25]]).repeat(1, 320) / 8
    labels = torch.tensor([2, 0, 1, 0, 2, 1, 2, 2, 0, 0, 2, 1, 2, 0, 1, 0, 2, 0, 2, 0])  # 10 rows of each kind in turn
    head = trained(kinds.repeat(10, 1), labels, 3, epochs=400, seed=3)
    shares = torch.stack([torch.bincount(labels[i::2], minlength=3) / 10 for i in range(2)])
    expect(torch.from_numpy(probes.answers(head, kinds)).softmax(1), want=shares, rtol=0, atol=0.2,
           what="the head's probabilities for two kinds of row of 1,280 features",
           say="The more features, the smaller the learning rate: 0.1 / sqrt(d) suits 5 and 1,280.")


def test_trainable_names_of_a_network_with_a_new_head():
    model = nn.Sequential(flat_part(), nn.Linear(7, 2))
    model[0].requires_grad_(False)
    model[0][0][0][1].weight.requires_grad = True
    expect(trainable_names(model), want=["0.0.0.1.weight", "1.weight", "1.bias"])
