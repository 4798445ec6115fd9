"""Small tools for a pipeline that goes from a folder of photos to a trained network."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable
from pathlib import Path

import torch
from torch import Tensor
from torch.utils.data import DataLoader, TensorDataset


def fingerprint(root: Path, names: Iterable[str]) -> str:
    """Hexadecimal SHA-256 of these files below `root`, their names and their bytes: equal only if nothing changed."""
    digest = hashlib.sha256()
    for name in names:
        content = (Path(root) / name).read_bytes()
        digest.update(f"{name}\0{len(content)}\0".encode() + content)
    return digest.hexdigest()


def subjects(paths: Iterable[Path], pairs: Iterable[tuple[Path, Path]]) -> dict[Path, str]:
    """Which photos belong together: path → a name that photos of one subject share.

    Photos called "duck_1.jpg" and "duck_2.jpg" (up to the last _ and a number) show one subject; so do the two of
    each pair, near duplicates under other names.
    """
    subject = {path: f"{path.parent}/{re.sub(r'_[0-9]+$', '', path.stem)}" for path in paths}
    for one, other in pairs:
        kept, gone = sorted((subject[one], subject[other]))
        subject = {path: kept if name == gone else name for path, name in subject.items()}
    return subject


def batches(images: Tensor, labels: Tensor, shuffled_by: int | None = None) -> DataLoader[tuple[Tensor, ...]]:
    """Pairs (images, labels), 16 photos each, the last one perhaps fewer; in an order of its own for each seed."""
    chance = None if shuffled_by is None else torch.Generator().manual_seed(shuffled_by)
    return DataLoader(TensorDataset(images, labels), batch_size=16, shuffle=chance is not None, generator=chance)


def mixed_precision(device: str) -> torch.autocast:
    """Within this, a graphics card calculates in bfloat16 where that does no harm; the CPU stays exact.

    Weights are converted anew each time: kept ones would go on being used after a step has changed them.
    """
    kind = torch.device(device).type
    return torch.autocast(kind, torch.bfloat16, enabled=kind != "cpu", cache_enabled=False)
