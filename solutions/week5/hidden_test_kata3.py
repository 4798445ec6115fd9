"""Fresh data for the training loop, run at grading only: colour pictures, a convolution, Adam, float32."""

import copy

import torch
from torch import nn
from torch.nn import functional as F
from torch.utils.data import DataLoader, TensorDataset

from kata import expect
from nets import probes
from nets.peculiar import Halved
from week5.kata3_training_loop import evaluate, fit, train_epoch


def photos(n, seed, dtype=torch.float64):
    """n noisy pictures in colour, 4 high and 5 wide, in 3 classes."""
    generator = torch.Generator().manual_seed(seed)
    images = torch.randn((n, 3, 4, 5), generator=generator, dtype=torch.float64)
    return images.to(dtype), torch.randint(0, 3, (n,), generator=generator)


def cut(images, labels, size):
    return [(images[i : i + size], labels[i : i + size]) for i in range(0, len(labels), size)]


def network(seed=5, dtype=torch.float64):
    # No bias before the normalisation: its slope is nothing but rounding, which Adam would blow up.
    layers = nn.Conv2d(3, 4, 3, padding=1, bias=False), nn.BatchNorm2d(4), nn.ReLU(), nn.Flatten(), nn.Linear(80, 3)
    return probes.filled(nn.Sequential(*layers), seed, dtype)


def reference_epoch(model, batches, optimizer):
    """Each batch's own mean loss, with its size."""
    model.train()
    found = []
    for images, labels in batches:
        loss = F.cross_entropy(model(images), labels)
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        found.append((loss.item(), len(labels)))
    return sum(loss * n for loss, n in found) / sum(n for _, n in found)


def measured(model, images, labels):
    with torch.no_grad():
        logits = copy.deepcopy(model).eval()(images)
    return F.cross_entropy(logits, labels).item(), (logits.argmax(1) == labels).double().mean().item()


def test_train_epoch_with_adam_on_colour_pictures():
    model, other = network().eval(), network()
    adam, other_adam = (torch.optim.Adam(one.parameters(), lr=0.01, weight_decay=0.1) for one in (model, other))
    for seed in (1, 2):
        batches = cut(*photos(17, seed), 7)
        want = reference_epoch(other, batches, other_adam)
        expect(train_epoch(model, batches, adam), want=want, rtol=1e-6)
    expect(probes.weights(model)["4.weight"], want=probes.weights(other)["4.weight"], rtol=1e-6, atol=1e-9,
           what="the last weights after two epochs with Adam")  # fmt: skip
    expect(probes.buffers(model), want=probes.buffers(other), rtol=1e-6, what="the running statistics")


def test_train_epoch_with_a_loader_in_float32():
    model, other = network(dtype=torch.float32), network(dtype=torch.float32)
    batches = cut(*photos(10, 3, torch.float32), 4)
    loader = DataLoader(TensorDataset(*photos(10, 3, torch.float32)), batch_size=4)
    want = reference_epoch(other, batches, torch.optim.SGD(other.parameters(), lr=0.05))
    expect(train_epoch(model, loader, torch.optim.SGD(model.parameters(), lr=0.05)), want=want, rtol=1e-4)
    expect(probes.weights(model)["4.bias"], want=probes.weights(other)["4.bias"], rtol=1e-3, atol=1e-5,
           what="the last biases in float32")  # fmt: skip


def test_train_epoch_with_a_network_that_looks_at_its_mode():
    model, other = Halved(network(seed=4)).eval(), Halved(network(seed=4))
    batches = cut(*photos(9, 13), 5)
    want = reference_epoch(other, batches, torch.optim.SGD(other.parameters(), lr=0.1))
    got = train_epoch(model, batches, torch.optim.SGD(model.parameters(), lr=0.1))
    expect(got, want=want, rtol=1e-6, say="The whole model goes into train mode, not only its parts: model.train().")


def test_evaluate_with_dropout_on_colour_pictures():
    images, labels = photos(11, 6)
    model = nn.Sequential(nn.Dropout(0.5), *network(seed=6)).train()
    for size in (4, 5, 11):
        expect(evaluate(model, cut(images, labels, size)), want=measured(model, images, labels), rtol=1e-6,
               say="In eval mode, neither dropout nor the cut into batches makes a difference.")  # fmt: skip
    expect(set(probes.modes(model).values()), want={True}, what="the modes of the model's parts")


def test_evaluate_does_not_disturb_the_training_around_it():
    model, other = network(), network()
    images, labels = photos(8, 7)
    for one in (model, other):
        F.cross_entropy(one(images), labels).backward()
    evaluate(model, iter(cut(*photos(6, 8), 4)))
    for one in (model, other):
        F.cross_entropy(one(images), labels).backward()
    expect(probes.gradients(model)["4.weight"], want=probes.gradients(other)["4.weight"], rtol=1e-9,
           what="gradients gathered before and after evaluating")  # fmt: skip
    expect(probes.buffers(model), want=probes.buffers(other), rtol=1e-9, what="the running statistics")


def test_fit_with_loaders_and_adam():
    def loader():
        return DataLoader(
            TensorDataset(*photos(13, 9)), batch_size=5, shuffle=True, generator=torch.Generator().manual_seed(1)
        )

    images, labels = photos(7, 10)
    model, other = network(seed=8), network(seed=8)
    adam, other_adam = (torch.optim.Adam(one.parameters(), lr=0.02) for one in (model, other))
    want, batches = {"train_loss": [], "val_loss": [], "val_accuracy": []}, loader()
    for _ in range(5):
        want["train_loss"].append(reference_epoch(other, batches, other_adam))
        loss, accuracy = measured(other, images, labels)
        want["val_loss"].append(loss)
        want["val_accuracy"].append(accuracy)
    got = fit(model, loader(), DataLoader(TensorDataset(images, labels), batch_size=3), adam, epochs=5)
    expect(got, want=want, rtol=1e-5)
    expect(probes.weights(model)["4.weight"], want=probes.weights(other)["4.weight"], rtol=1e-5, atol=1e-8,
           what="the last weights after five epochs")  # fmt: skip


def test_fit_for_one_epoch():
    model, (images, labels) = network(), photos(4, 11)
    got = fit(model, cut(*photos(6, 12), 4), cut(images, labels, 3), torch.optim.SGD(model.parameters(), lr=0.1), 1)
    loss, accuracy = measured(model, images, labels)
    expect([got["val_loss"], got["val_accuracy"]], want=[[loss], [accuracy]], what="val_loss and val_accuracy")
