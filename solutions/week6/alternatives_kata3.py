"""Unusual and correct: every one of these must pass."""

from enum import StrEnum

import numpy as np

from kata.known import alternative


@alternative("generalization_gap")
def with_arrays(train_losses, val_losses):
    train_losses, val_losses = np.array(train_losses, float), np.array(val_losses, float)
    if train_losses.shape != val_losses.shape or train_losses.size == 0:
        raise ValueError(f"shapes {train_losses.shape} and {val_losses.shape}")
    return (val_losses - train_losses)[-1]


@alternative("generalization_gap")
def unpacked(train_losses, val_losses):
    if len(train_losses) != len(val_losses):
        raise ValueError(f"{len(train_losses)} != {len(val_losses)}")
    if train_losses == []:
        raise ValueError("empty")
    *_, train = train_losses
    *_, val = val_losses
    return np.float32(val) - np.float32(train)


@alternative("diagnose")
def in_capitals(train_losses, val_losses):
    if not 0 < len(train_losses) == len(val_losses):
        raise ValueError(f"lengths: {len(train_losses)}, {len(val_losses)}")
    train, val = np.asarray(train_losses), np.asarray(val_losses)
    if val[-1] / val.min() > 1.1 and not (train < train[-1]).any():
        return "OVERFITTING"
    return "Healthy" if train[-1] / train[0] <= 0.7 else "Underfitting"


@alternative("diagnose")
def by_what_changed(train_losses, val_losses):
    """Both limits as changes: a rise of more than a tenth, a fall of less than three tenths."""
    if len(set(map(len, (train_losses, val_losses)))) > 1 or not val_losses:
        raise ValueError(f"{len(train_losses)} and {len(val_losses)} losses")
    lowest = sorted(val_losses)[0]
    at_its_lowest = all(train_losses[-1] <= loss for loss in train_losses)
    if (val_losses[-1] - lowest) / lowest > 0.1 and at_its_lowest:
        return "overfitting"
    return "underfitting" if 1 - train_losses[-1] / train_losses[0] < 0.3 else "healthy"


class Diagnosis(StrEnum):
    OVERFITTING = "overfitting"
    UNDERFITTING = "underfitting"
    HEALTHY = "healthy"


@alternative("diagnose")
def as_an_enum(train_losses, val_losses):
    if len(train_losses) != len(val_losses) or len(val_losses) < 1:
        raise ValueError(f"{len(train_losses)} and {len(val_losses)} losses")
    overfits = min(val_losses) * 11 < val_losses[-1] * 10 and min(train_losses) >= train_losses[-1]
    underfits = 10 * train_losses[-1] > 7 * train_losses[0]
    return Diagnosis.OVERFITTING if overfits else Diagnosis.UNDERFITTING if underfits else Diagnosis.HEALTHY


@alternative("best_epoch")
def with_numpy(val_losses):
    return np.argmin(val_losses)


@alternative("best_epoch")
def with_index(val_losses):
    return val_losses.index(min(val_losses))


@alternative("best_epoch")
def with_pairs(val_losses):
    return min((loss, epoch) for epoch, loss in enumerate(val_losses))[1]


@alternative("diagnose")
def in_single_precision(train_losses, val_losses):
    train_losses, val_losses = np.asarray(train_losses, np.float32), np.asarray(val_losses, np.float32)
    if train_losses.shape != val_losses.shape or not train_losses.size:
        raise ValueError(f"shapes {train_losses.shape} and {val_losses.shape}")
    rises = val_losses[-1] / val_losses.min() - 1 > 0.1 and np.argmin(train_losses[::-1]) == 0
    return "overfitting" if rises else "underfitting" if train_losses[-1] > 0.7 * train_losses[0] else "healthy"


@alternative("best_epoch")
def smallest_pair(val_losses):
    return min((loss, epoch) for epoch, loss in enumerate(val_losses))[1]
