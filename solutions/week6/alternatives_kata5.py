"""Unusual and correct: every one of these must pass."""

import copy
import io
import math
import tempfile
from pathlib import Path

import numpy as np

from kata.known import alternative


def share(p):
    if p < 0 or p >= 1:
        raise ValueError(f"0 <= p < 1, and p is {p!r}")


@alternative("dropout")
def binomial(x, p, rng, training):
    share(p)
    return x * rng.binomial(1, 1 - p, size=x.shape) / (1 - p) if training else x


@alternative("dropout")
def exactly_the_share(x, p, rng, training):
    share(p)
    if not training:
        return np.asarray(x, float)
    mask = np.ones(x.size)
    mask[rng.permutation(x.size)[: round(p * x.size)]] = 0
    return x * mask.reshape(x.shape) / (1 - p)


@alternative("dropout")
def on_a_copy(x, p, rng, training):
    share(p)
    out = np.array(x, float)
    if training:
        out[rng.uniform(size=out.shape) < p] = 0
        out /= 1 - p
    return out


@alternative("dropout")
def in_float32(x, p, rng, training):
    share(p)
    mask = rng.choice(np.array([0, 1 / (1 - p)], np.float32), size=x.shape, p=[p, 1 - p])
    return x.astype(np.float32) * (mask if training else np.float32(1))


@alternative("dropout")
def by_torch(x, p, rng, training):
    import torch

    share(p)
    torch.manual_seed(int(rng.integers(2**31)))
    return torch.nn.functional.dropout(torch.tensor(x, dtype=torch.float64), p, training).numpy()


@alternative("EarlyStopping")
class History:
    """Keeps all losses, and counts from the best."""

    def __init__(self, patience=3):
        self.patience, self.losses, self.best_weights, self.best_epoch = patience, [], None, None

    def update(self, val_loss, weights):
        self.losses.append(math.inf if np.isnan(val_loss) else val_loss)
        best = int(np.argmin(self.losses))
        if best == len(self.losses) - 1 and self.losses[best] < math.inf:
            self.best_epoch, self.best_weights = best, {name: value.clone() for name, value in weights.items()}
        since = len(self.losses) - (0 if self.best_epoch is None else best + 1)
        return np.bool_(since >= self.patience)


class Counter:
    """A countdown; `pack` and `unpack` say how weights are kept."""

    def __init__(self, patience=3):
        self.patience = self.left = patience
        self.lowest, self.epoch, self.best_epoch, self.packed = None, 0, None, None

    @staticmethod
    def pack(weights):
        return {name: value.detach().cpu().clone() for name, value in weights.items()}

    @staticmethod
    def unpack(packed):
        return packed

    @property
    def best_weights(self):
        return None if self.packed is None else self.unpack(self.packed)

    def update(self, val_loss, weights):
        self.left -= 1
        if val_loss == val_loss and (self.lowest is None or val_loss < self.lowest):
            self.lowest, self.left = val_loss, self.patience
            self.best_epoch, self.packed = self.epoch, self.pack(weights)
        self.epoch += 1
        return self.left <= 0


@alternative("EarlyStopping")
class Countdown(Counter):
    pass


@alternative("EarlyStopping")
class OrderedDeepCopy(Counter):
    @staticmethod
    def pack(weights):
        return copy.deepcopy(weights)


@alternative("EarlyStopping")
class InABuffer(Counter):
    @staticmethod
    def pack(weights):
        import torch

        buffer = io.BytesIO()
        torch.save(weights, buffer)
        return buffer.getvalue()

    @staticmethod
    def unpack(packed):
        import torch

        return torch.load(io.BytesIO(packed))


@alternative("EarlyStopping")
class OnDisk(Counter):
    @staticmethod
    def pack(weights):
        import torch

        folder = tempfile.TemporaryDirectory()
        torch.save(weights, Path(folder.name) / "best.pt")
        return folder

    @staticmethod
    def unpack(packed):
        import torch

        return torch.load(Path(packed.name) / "best.pt")


@alternative("EarlyStopping")
class AsNewTensors(Counter):
    @staticmethod
    def pack(weights):
        import torch

        return {name: torch.tensor(value.numpy().copy()) for name, value in weights.items()}
