"""Unusual and correct: every one of these must pass."""

import math

import numpy as np
import torch
from torch import nn
from torch.nn import functional as F

from kata.known import alternative


@alternative("softmax")
def differences_only(logits):
    """A5.01: 1 / Σ exp(other - own), number by number."""
    return np.array([[1 / sum(math.exp(b - a) for b in row) for a in row] for row in logits])


@alternative("softmax")
def through_the_log(logits):
    return torch.exp(logits - torch.logsumexp(logits, dim=1, keepdim=True))


@alternative("softmax")
def library(logits):
    return torch.softmax(logits, dim=-1)


@alternative("softmax")
def row_by_row(logits):
    rows = []
    for row in logits:
        powers = (row - max(row)).exp()
        rows.append(powers / sum(powers))
    return torch.stack(rows)


@alternative("softmax")
def columns_first(logits):
    turned = logits.T
    powers = torch.exp(turned - turned.max(dim=0).values)
    return (powers / powers.sum(dim=0)).T


@alternative("softmax")
def in_numpy_with_its_words(logits):
    z = np.asarray(logits, dtype=float)
    powers = np.exp(z - z.max(axis=1, keepdims=True))
    return torch.from_numpy(powers / powers.sum(axis=1, keepdims=True))


@alternative("softmax")
def plain_numbers_in_float32(logits):
    rows = []
    for row in logits.tolist():
        powers = [math.exp(score - max(row)) for score in row]
        rows.append([power / sum(powers) for power in powers])
    return torch.tensor(rows)


def _refuse(labels, k):
    bad = labels[(labels < 0) | (labels >= k)]
    if len(bad):
        raise ValueError(f"labels {bad.tolist()} are not in 0..{k - 1}")


@alternative("cross_entropy")
def one_hot_table(logits, labels):
    """A5.02"""
    _refuse(labels, logits.shape[1])
    return F.cross_entropy(logits, F.one_hot(labels, logits.shape[1]).to(logits.dtype))


@alternative("cross_entropy")
def log_softmax_and_nll(logits, labels):
    _refuse(labels, logits.shape[1])
    return F.nll_loss(F.log_softmax(logits, dim=1), labels)


@alternative("cross_entropy")
def module_without_smoothing(logits, labels):
    _refuse(labels, logits.shape[1])
    return nn.CrossEntropyLoss(label_smoothing=0.0, reduction="sum")(logits, labels) / len(labels)


@alternative("cross_entropy")
def gathered(logits, labels):
    try:
        return -torch.log_softmax(logits, 1).gather(1, labels[:, None]).squeeze(1).mean()
    except (IndexError, RuntimeError):
        raise ValueError(f"a label of {labels.tolist()} is no class") from None


@alternative("cross_entropy")
def picture_by_picture(logits, labels):
    total = 0
    for row, label in zip(logits, labels, strict=True):
        if label < 0 or label > len(row) - 1:
            raise ValueError(f"there is no class {label}")
        others = row - row[label]
        top = others.max().detach()
        total = total + top + torch.log(torch.sum(torch.exp(others - top)))
    return total / len(labels)


@alternative("cross_entropy")
def masked_sum(logits, labels):
    _refuse(labels, logits.shape[1])
    onehot = torch.eye(logits.shape[1], dtype=logits.dtype)[labels]
    return (torch.logsumexp(logits, 1) - (onehot * logits).sum(1)).mean()


@alternative("cross_entropy")
def losses_in_a_float32_tensor(logits, labels):
    _refuse(labels, logits.shape[1])
    losses = torch.zeros(len(labels))
    for i, label in enumerate(labels):
        losses[i] = torch.logsumexp(logits[i], 0) - logits[i, label]
    return losses.mean()


@alternative("cross_entropy")
def every_difference(logits, labels):
    """Sums and their scores may meet crosswise: the mean is the same."""
    _refuse(labels, logits.shape[1])
    return (torch.logsumexp(logits, 1) - logits.gather(1, labels[:, None])).mean()
