"""The pictures that go with a trained model, as PNG files.

matplotlib draws them, without a window: a figure of its own each time, so nothing is left behind in pyplot.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np
from matplotlib.figure import Figure
from PIL import Image, ImageOps


def draw_curves(path: Path, history: dict[str, list[float]], best_epoch: int | None = None) -> None:
    """Losses and accuracy by epoch, with a line at the epoch whose weights were kept.

    history: as `fit` of week 5 gives it, `train_loss`, `val_loss`, `val_accuracy`, a value an epoch.
    """
    figure = Figure(figsize=(8, 3.5), layout="constrained")
    losses, accuracy = figure.subplots(1, 2)
    epochs = range(len(history["train_loss"]))
    losses.plot(epochs, history["train_loss"], label="training photos")
    losses.plot(epochs, history["val_loss"], label="validation photos")
    losses.set(title="Loss", xlabel="epoch, from 0", ylim=(0, None))
    accuracy.plot(epochs, history["val_accuracy"], color="C1", label="validation photos")
    accuracy.set(title="Accuracy", xlabel="epoch, from 0", ylim=(0, 1.02))
    for axes in (losses, accuracy):
        if best_epoch is not None:
            axes.axvline(best_epoch, color="grey", linestyle=":", label=f"kept: epoch {best_epoch}")
        axes.legend(frameon=False, loc="upper right" if axes is losses else "lower right")
    figure.savefig(path, dpi=100)


def draw_confusion(path: Path, matrix: Sequence[Sequence[int]], names: Sequence[str]) -> None:
    """A confusion matrix (rows = truth, columns = prediction) with its counts; a row's colours add up to one."""
    counts = np.asarray(matrix)
    figure = Figure(figsize=(1.6 + 0.9 * len(names), 1.2 + 0.8 * len(names)), layout="constrained")
    axes = figure.subplots()
    shares = counts / np.maximum(counts.sum(axis=1, keepdims=True), 1)
    axes.imshow(shares, cmap="Blues", vmin=0, vmax=1)
    for (row, column), count in np.ndenumerate(counts):
        color = "white" if shares[row, column] > 0.6 else "black"
        axes.text(column, row, str(count), ha="center", va="center", color=color)
    axes.set_xticks(range(len(names)), names, rotation=30, ha="right")
    axes.set_yticks(range(len(names)), names)
    axes.set(xlabel="the model said", ylabel="the truth")
    figure.savefig(path, dpi=100)


def draw_contact_sheet(path: Path, photos: Sequence[Path], captions: Sequence[str], columns: int = 4) -> None:
    """Photos beside each other, each with its caption below; without any, a sheet that says so."""
    rows = max(-(-len(photos) // columns), 1)
    figure = Figure(figsize=(2.2 * columns, 2.6 * rows), layout="constrained")
    grid = figure.subplots(rows, columns, squeeze=False).ravel()
    for axes in grid:
        axes.axis("off")
    for axes, photo, caption in zip(grid, photos, captions, strict=False):
        with Image.open(photo) as opened:
            axes.imshow(ImageOps.pad(ImageOps.exif_transpose(opened).convert("RGB"), (160, 160), color="white"))
        axes.set_title(caption, fontsize=8, y=-0.18)
    if not photos:
        figure.text(0.5, 0.5, "no mistakes to show", ha="center")
    figure.savefig(path, dpi=100)
