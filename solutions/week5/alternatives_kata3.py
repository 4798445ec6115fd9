"""Unusual and correct: every one of these must pass."""

import copy
from collections import defaultdict

import numpy as np
import torch
from torch.nn import functional as F

from kata.known import alternative
from week5.kata2_softmax_and_loss import cross_entropy
from week5.kata3_training_loop import evaluate, train_epoch


@alternative("train_epoch")
def cleared_at_the_end(model, batches, optimizer):
    model.train()
    seen = []
    for images, labels in batches:
        loss = F.cross_entropy(model(images), labels)
        loss.backward()
        optimizer.step()
        optimizer.zero_grad(set_to_none=False)
        seen += [float(loss)] * len(labels)
    return sum(seen) / len(seen)


@alternative("train_epoch")
def gradients_asked_for(model, batches, optimizer):
    model.train()
    total, count = 0.0, 0
    parameters = list(model.parameters())
    for images, labels in batches:
        loss = F.cross_entropy(model(images), labels)
        for parameter, slope in zip(parameters, torch.autograd.grad(loss, parameters), strict=True):
            parameter.grad = slope
        optimizer.step()
        total += loss.item() * images.shape[0]
        count += images.shape[0]
    return total / count


@alternative("train_epoch")
def with_a_closure(model, batches, optimizer):
    model.train()
    losses, sizes = [], []
    for images, labels in batches:

        def again(images=images, labels=labels):
            optimizer.zero_grad()
            loss = F.cross_entropy(model(images), labels)
            loss.backward()
            return loss

        losses.append(optimizer.step(again).item())
        sizes.append(len(labels))
    return np.average(losses, weights=sizes)


@alternative("train_epoch")
def sums_divided(model, batches, optimizer):
    for part in model.modules():
        part.training = True
    total, count = 0.0, 0
    for images, labels in list(batches):
        model.zero_grad()
        summed = F.cross_entropy(model(images), labels, reduction="sum")
        (summed / len(labels)).backward()
        optimizer.step()
        total, count = total + summed.item(), count + len(labels)
    return total / count


@alternative("train_epoch")
def loss_of_kata_2(model, batches, optimizer):
    model.train()
    total = torch.zeros((), dtype=torch.float64)
    count = 0
    for batch in batches:
        images, labels = batch[0], batch[1]
        logits = model(images)
        optimizer.zero_grad()
        loss = cross_entropy(logits, labels)
        loss.backward()
        optimizer.step()
        total += loss.detach() * len(labels)
        count += len(labels)
    return (total / count).item()


@alternative("train_epoch")
def log_softmax_and_one_hot(model, batches, optimizer):
    was = model.training
    model.train()
    found = []
    for images, labels in batches:
        optimizer.zero_grad()
        chances = F.log_softmax(model(images), dim=1)
        each = -(F.one_hot(labels, chances.shape[1]) * chances).sum(dim=1)
        each.mean().backward()
        optimizer.step()
        found.append(each.detach())
    model.train(was)
    return float(torch.cat(found).double().mean())


@alternative("train_epoch")
def functional(model, batches, optimizer):
    """Slopes from torch.func, put where the optimizer looks for them."""
    model.train()
    total, count = 0.0, 0
    for images, labels in batches:
        dials = dict(model.named_parameters())

        def loss_of(dials, images=images, labels=labels):
            return F.cross_entropy(torch.func.functional_call(model, dials, (images,)), labels)

        loss = loss_of(dials)
        loss.backward(inputs=list(dials.values()))
        optimizer.step()
        for dial in dials.values():
            dial.grad = None
        total, count = total + loss.item() * len(labels), count + len(labels)
    return total / count


@alternative("evaluate")
def mode_of_the_top(model, batches):
    was = model.training
    model.eval()
    losses, right = [], []
    with torch.inference_mode():
        for images, labels in batches:
            logits = model(images)
            losses += F.cross_entropy(logits, labels, reduction="none").tolist()
            right += (logits.argmax(-1) == labels).tolist()
    model.train(was)
    return np.mean(losses), np.mean(right)


@alternative("evaluate")
def measures_a_copy(model, batches):
    twin = copy.deepcopy(model).eval().requires_grad_(False)
    total, right, count = 0.0, 0, 0
    for images, labels in batches:
        logits = twin(images)
        total += F.cross_entropy(logits, labels, reduction="sum").item()
        right += logits.max(dim=1).indices.eq(labels).sum().item()
        count += labels.numel()
    return [total / count, right / count]


@alternative("evaluate")
@torch.no_grad()
def all_at_once(model, batches):
    images, labels = (torch.cat(part) for part in zip(*batches, strict=True))
    modes = {part: part.training for part in model.modules()}
    model.eval()
    logits = model(images)
    for part, mode in modes.items():
        part.training = mode
    best = logits.sort(dim=1, descending=True).indices[:, 0]
    return cross_entropy(logits, labels).item(), float((best == labels).double().mean())


@alternative("evaluate")
def best_probability(model, batches):
    was = model.training
    torch.set_grad_enabled(False)
    try:
        model.train(False)
        rows = []
        for images, labels in batches:
            log_chances = model(images).log_softmax(1)
            rows.append((F.nll_loss(log_chances, labels).item(), log_chances.exp().argmax(1).eq(labels), len(labels)))
    finally:
        torch.set_grad_enabled(True)
        model.train(was)
    n = sum(size for _, _, size in rows)
    return sum(loss * size for loss, _, size in rows) / n, sum(int(right.sum()) for _, right, _ in rows) / n


@alternative("fit")
def dict_of_rows(model, train_batches, val_batches, optimizer, epochs):
    rows = []
    for _ in range(epochs):
        rows.append((train_epoch(model, train_batches, optimizer), *evaluate(model, val_batches)))
    train_loss, val_loss, val_accuracy = (list(column) for column in zip(*rows, strict=True))
    return dict(val_accuracy=val_accuracy, val_loss=val_loss, train_loss=train_loss)  # noqa: C408


@alternative("fit")
def all_in_one_function(model, train_batches, val_batches, optimizer, epochs):
    history = {"train_loss": [], "val_loss": [], "val_accuracy": []}
    for _epoch in range(1, epochs + 1):
        model.train()
        total = n = 0
        for images, labels in train_batches:
            optimizer.zero_grad()
            loss = F.cross_entropy(model(images), labels)
            loss.backward()
            optimizer.step()
            total += loss.item() * len(labels)
            n += len(labels)
        history["train_loss"].append(total / n)
        model.eval()
        total = right = n = 0
        with torch.no_grad():
            for images, labels in val_batches:
                logits = model(images)
                total += F.cross_entropy(logits, labels).item() * len(labels)
                right += int((logits.argmax(1) == labels).sum())
                n += len(labels)
        history["val_loss"].append(total / n)
        history["val_accuracy"].append(right / n)
    return history


@alternative("train_epoch")
def one_picture_s_loss_at_a_time(model, batches, optimizer):
    """The logits' own log-softmax first: a second one inside cross_entropy changes nothing."""
    model.train()
    mean, count = 0.0, 0
    batches = iter(batches)
    while (batch := next(batches, None)) is not None:
        scores = model(batch[0]).log_softmax(dim=1)
        loss = sum(F.cross_entropy(scores[i : i + 1], batch[1][i : i + 1]) for i in range(len(scores))) / len(scores)
        for group in optimizer.param_groups:
            for dial in group["params"]:
                dial.grad = None
        loss.backward(retain_graph=True)
        optimizer.step()
        count += len(scores)
        mean += (loss.item() - mean) * len(scores) / count
    return mean


@alternative("evaluate")
def restored_from_what_was_saved(model, batches):
    saved, modes = copy.deepcopy(model.state_dict()), [part.training for part in model.modules()]
    recording = torch.is_grad_enabled()
    torch.set_grad_enabled(False)
    total, right, count = 0.0, 0, 0
    for images, labels in batches:
        model.eval()
        scores = model(images).numpy()
        scores = scores - scores.max(axis=1, keepdims=True)
        logs = scores - np.log(np.exp(scores).sum(axis=1, keepdims=True))
        for row, label in zip(logs, labels.tolist(), strict=True):
            total, right, count = total - row[label], right + (row.argmax() == label), count + 1
    for part, mode in zip(model.modules(), modes, strict=True):
        part.training = mode
    model.load_state_dict(saved)
    torch.set_grad_enabled(recording)
    return total / count, right / count


@alternative("fit")
def seeded_once_and_best_noted(model, train_batches, val_batches, optimizer, epochs):
    """Seeded before the loop, and with the best weights put aside, which changes nothing in the model."""
    torch.manual_seed(0)
    history, best = defaultdict(list), None
    val_batches = list(val_batches)
    while len(history["val_loss"]) < epochs:
        model.train()
        history["train_loss"].append(train_epoch(model, list(train_batches), optimizer))
        loss, accuracy = evaluate(model.eval(), iter(val_batches))
        if not history["val_loss"] or loss < min(history["val_loss"]):
            best = copy.deepcopy(model.state_dict())
        history["val_loss"].append(loss)
        history["val_accuracy"] += [accuracy]
    assert best
    return history
