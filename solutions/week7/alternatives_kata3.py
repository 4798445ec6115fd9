"""Unusual and correct: every one of these must pass."""

import csv
import heapq
import io
import os
import shutil
import tempfile
import warnings
from pathlib import Path

import numpy as np
import torch
from PIL import Image

from kata.known import alternative
from nets.architectures import build
from week7.kata2_predict_a_photo import predict_photo, preprocess
from week7.kata3_batch_scoring import MAX_PIXELS, PHOTO_SUFFIXES

SIGNS = ("=", "+", "-", "@", "\t", "\r")


def guarded(text):
    return f"'{text}" if text.startswith(SIGNS) else text


def check(folder, batch_size):
    if batch_size < 1:
        raise ValueError(f"batch_size={batch_size}")
    if not folder.is_dir():
        raise NotADirectoryError(folder)


def visible(folder):
    """As the disk lists them."""
    for place, folders, names in os.walk(folder):
        folders[:] = [name for name in folders if name[0] != "."]
        for name in names:
            if name[0] != "." and Path(name).suffix.lower() in PHOTO_SUFFIXES:
                path = Path(place) / name
                yield path.relative_to(folder).as_posix(), path


@alternative("score_folder")
def one_photo_at_a_time(checkpoint, folder, csv_path, batch_size=16):
    """A7.06 and A7.05: no batches, other columns in another order, everything in quotation marks."""
    check(folder, batch_size)
    rows, skipped = [], []
    for name, path in visible(folder):
        try:
            with Image.open(path) as image:
                width, height = image.size
            if width * height > MAX_PIXELS:
                skipped.append(name)
                continue
            (label, p), *_ = predict_photo(checkpoint, path, k=1)
        except Exception:
            skipped.append(name)
        else:
            rows.append({"confidence": p, "label": guarded(label), "pixels": width * height, "filename": guarded(name)})
    text = io.StringIO()
    writer = csv.DictWriter(text, ["confidence", "label", "pixels", "filename"], quoting=csv.QUOTE_ALL)
    writer.writeheader()
    writer.writerows(rows)
    draft = csv_path.parent / (csv_path.name + "~")
    try:
        draft.write_bytes(text.getvalue().encode())
        os.replace(draft, csv_path)  # noqa: PTH105
    except BaseException:
        draft.unlink(missing_ok=True)
        raise
    return {"skipped": skipped, "scored": len(rows)}


@alternative("score_folder")
def everything_read_first(checkpoint, folder, csv_path, batch_size=16):
    """Semicolons, a byte order mark, \\n; the draft in a folder of its own; a list that is cut into batches."""
    check(folder, batch_size)
    model = build(dict(checkpoint["config"]), len(checkpoint["class_names"]))
    model.load_state_dict({name: value.clone() for name, value in checkpoint["state_dict"].items()}, assign=True)
    model.train(False)
    names, photos, skipped = [], [], []
    for name, path in sorted(visible(folder), reverse=True):
        try:
            with Image.open(path) as image:
                if np.prod(image.size) > MAX_PIXELS:
                    raise OSError("too large")
            photos.append(preprocess(path, checkpoint["preprocessing"])[0])
        except Exception:
            skipped += [name]
        else:
            names += [name]
    logits = []
    with torch.inference_mode():
        for i in range(0, len(photos), batch_size):
            logits.extend(model(torch.stack(photos[i : i + batch_size])).double().numpy())
    with tempfile.TemporaryDirectory(dir=csv_path.parent) as place:
        draft = Path(place) / "table.txt"
        with draft.open("w", encoding="utf-8-sig", newline="") as file:
            writer = csv.writer(file, delimiter=";", lineterminator="\n")
            writer.writerow(["filename", "label", "confidence"])
            for name, row in zip(names, logits, strict=True):
                shares = np.exp(row - row.max())
                writer.writerow([guarded(name), guarded(checkpoint["class_names"][int(row.argmax())]),
                                 round(float(shares.max() / shares.sum()), 6)])
        draft.rename(csv_path)
    return {"scored": len(names), "skipped": skipped}


@alternative("score_folder")
def pillow_keeps_the_limit(checkpoint, folder, csv_path, batch_size=16):
    """Pillow warns of more than its own limit: here, of what is too large. The last batch is what is left over."""
    check(folder, batch_size)
    model, names = build(checkpoint["config"], len(checkpoint["class_names"])), checkpoint["class_names"]
    model.load_state_dict(checkpoint["state_dict"])
    model.requires_grad_(False).eval()
    table, skipped, waiting = [["filename", "label", "confidence"]], [], []

    def ask():
        for name, row in zip([name for name, _ in waiting], model(torch.cat([x for _, x in waiting])), strict=True):
            best = int(row.argmax())
            table.append([guarded(name), guarded(names[best]), f"{torch.softmax(row, 0)[best].item():.9e}"])
        waiting.clear()

    limit, Image.MAX_IMAGE_PIXELS = Image.MAX_IMAGE_PIXELS, MAX_PIXELS
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            for name, path in visible(folder):
                try:
                    waiting.append((name, preprocess(path, checkpoint["preprocessing"])))
                except Exception:
                    skipped.append(name)
                if len(waiting) == batch_size:
                    ask()
    finally:
        Image.MAX_IMAGE_PIXELS = limit
    if waiting:
        ask()
    draft = csv_path.with_suffix(".tmp")
    with draft.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows(table)
    shutil.move(draft, csv_path)
    return {"scored": len(table) - 1, "skipped": tuple(skipped)}


@alternative("review_list")
def smallest_of_a_heap(csv_path, n=10):
    with open(csv_path, newline="", encoding="utf-8") as file:  # noqa: PTH123
        least = heapq.nsmallest(n, csv.DictReader(file), key=lambda row: float(row["confidence"]))
    return [row["filename"] for row in least]


@alternative("review_list")
def columns_looked_up(csv_path, n=10):
    text = csv_path.read_bytes().decode("utf-8-sig")
    header, *rows = csv.reader(io.StringIO(text, newline=""))
    name, number = header.index("filename"), header.index("confidence")
    rows.sort(key=lambda row: float(row[number]))
    return tuple(row[name] for row in rows)[:n]


@alternative("review_list")
def argsort(csv_path, n=10):
    with Path(csv_path).open(newline="", encoding="utf8") as file:
        rows = [*csv.DictReader(file)]
    order = np.argsort(np.array([row["confidence"] for row in rows], dtype=float), kind="stable")
    return [rows[i]["filename"] for i in order[:n]]


@alternative("review_list")
def taken_out_one_by_one(csv_path, n=10):
    with csv_path.open(newline="", encoding="utf-8") as file:
        left = [(row["filename"], float(row["confidence"])) for row in csv.DictReader(file)]
    found = []
    while left and len(found) < n:
        least = min(left, key=lambda pair: pair[1])
        left.remove(least)
        found.append(least[0])
    return found
