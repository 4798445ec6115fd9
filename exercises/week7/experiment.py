"""The week's experiment: one model, saved and opened again, in good hands and in others.

    python exercises/week7/experiment.py
    python exercises/week7/experiment.py rex.jpg IMG_0001.JPG      # and what it says to photos of yours

Trains a head on the course's photos, with your own functions, and prints what the same file is worth in other
hands. Some seconds on a laptop; nothing is downloaded, and nothing is kept.
"""

import argparse
import copy
import csv
import json
import shutil
import sys
import tempfile
import time
from collections import Counter
from datetime import date
from pathlib import Path

import numpy as np
import torch
from PIL import Image, ImageOps

from kata import fixture
from kata.programs import own_katas
from nets.architectures import build
from nets.lite0 import load_backbone
from nets.pictures import CLASSES, Pictures, split, subject_of

SIZE, EPOCHS, SPLIT = 128, 100, 0
CONFIG = {"architecture": "transfer"}
PREPROCESSING = {"image_size": SIZE, "mean": [127 / 255] * 3, "std": [128 / 255] * 3}
SHOWN = "koala.jpg"  # its answers are shown; it is held out
# What somebody gets wrong → what the checkpoint then says.
WRONG = {
    "as trained": {},
    "class names, shortest first": {"class_names": sorted(CLASSES, key=len)},
    "pixels 0 to 1": {"preprocessing": {**PREPROCESSING, "mean": [0.0] * 3, "std": [1.0] * 3}},
    "pixels 0 to 255": {"preprocessing": {**PREPROCESSING, "mean": [0.0] * 3, "std": [1 / 255] * 3}},
    "photos of 64 pixels": {"preprocessing": {**PREPROCESSING, "image_size": 64}},
}
# What becomes of the same photos on their way to the model.
SENT = {
    "as they are": lambda photo: photo,
    "squashed, not cropped": lambda photo: photo.resize((SIZE, SIZE)),
    "sideways": lambda photo: photo.rotate(90, expand=True),
    "a quarter of the light": lambda photo: photo.point(lambda value: value // 4),
    "grey": lambda photo: photo.convert("L"),
    "48 pixels wide": lambda photo: ImageOps.fit(photo, (48, 48)),
}


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("photos", nargs="*", type=Path, metavar="photo", help="photos of yours to be named")
    parser.add_argument("--katas", metavar="DIR", help="a folder with other katas than yours")
    options = parser.parse_args()
    for path in options.photos:  # before the work, not after it
        try:
            with Image.open(path) as image:
                image.load()
        except Exception as error:
            parser.error(f"{path} cannot be read: {error}")
    torch.set_num_threads(1)
    with own_katas(options.katas), tempfile.TemporaryDirectory(prefix="week7-") as name:
        from week7.kata1_save_and_load import load_checkpoint, save_checkpoint
        from week7.kata4_versions_and_model_card import version_name

        folder = Path(name)
        model, held_out = trained()
        project = folder / "project"
        for part in ("models", "examples"):
            (project / part).mkdir(parents=True)
        path = project / "models" / version_name("course_photos", 1, date.today())
        save_checkpoint(path, model, CONFIG, list(CLASSES), PREPROCESSING)
        checkpoint = load_checkpoint(path)  # from here on, nothing is left of the training but this

        unknown = [path for kind in ("windmill", "other") for path in sorted(fixture(f"photos/{kind}").glob("*.jpg"))]
        known, never = copied(held_out, folder / "known"), copied(unknown, folder / "never")
        accuracy = circumstances(checkpoint, known, folder)
        on_the_way(checkpoint, known, folder)
        never_seen(checkpoint, known, never, folder)
        seconds(checkpoint, known, folder)
        sizes(model, checkpoint, path, accuracy, folder)
        if options.photos:
            table("photo", "first", "second", "third")
            for photo in options.photos:
                row(photo, *guesses(checkpoint, photo))


def trained():
    """A network that is ready to be saved, and the files of the photos that it has not seen."""
    from week5.kata7_transfer_learning import embed, freeze, train_head
    from week7.kata2_predict_a_photo import preprocess

    paths = [
        (path, label) for label, name in enumerate(CLASSES) for path in sorted(fixture(f"photos/{name}").glob("*.jpg"))
    ]
    labels = np.array([label for _, label in paths])
    parts = split(Pictures(labels, labels, [subject_of(path.stem) for path, _ in paths]), SPLIT)
    batches = []
    for start in range(0, len(parts.train), 16):
        chosen = parts.train[start : start + 16]
        note(f"learning from {len(parts.train)} photos: {start}")
        photos = torch.cat([preprocess(paths[i][0], PREPROCESSING) for i in chosen])
        batches.append((photos, torch.tensor(labels[chosen])))
    model = build(CONFIG, len(CLASSES))
    model.backbone = freeze(load_backbone())
    model.head = train_head(*embed(model.backbone, batches), len(CLASSES), EPOCHS, seed=0)
    return model.eval(), [paths[i][0] for i in parts.held_out]


def circumstances(checkpoint, known, folder):
    """The same file in the hands of somebody who prepares or reads it otherwise: → accuracy as trained."""
    torch.manual_seed(0)
    fresh = {"state_dict": build(CONFIG, len(CLASSES)).state_dict()}
    table("the same checkpoint", SHOWN, "right", "mean confidence", "wrong, and above 0.9")
    found = []
    for name, wrong in {**WRONG, "weights never loaded": fresh}.items():
        rows = scored({**checkpoint, **wrong}, known, folder, name)
        right = [kind_of(row) == row["label"] for row in rows]
        sure = [row["confidence"] for row in rows]
        first, *_ = guesses({**checkpoint, **wrong}, known / "animal" / SHOWN)
        worst = sum(one > 0.9 and not good for one, good in zip(sure, right, strict=True))
        row(name, first, f"{np.mean(right):.3f}", f"{np.mean(sure):.3f}", worst)
        found.append(np.mean(right))
    return found[0]


def on_the_way(checkpoint, known, folder):
    """The same photos, as other people, apps and evenings may send them."""
    from week7.kata5_responsible_use import accuracy_by_group, largest_gap

    rows = []
    for name, change in SENT.items():
        there = folder / "sent" / name
        for path in known.rglob("*.jpg"):
            out = (there / path.relative_to(known)).with_suffix(".png")
            out.parent.mkdir(parents=True, exist_ok=True)
            with Image.open(path) as photo:
                change(photo.convert("RGB")).save(out, compress_level=1)
        rows += [{**row, "group": name} for row in scored(checkpoint, there, folder, name)]
    groups = [row["group"] for row in rows]
    by_group = accuracy_by_group([kind_of(row) for row in rows], [row["label"] for row in rows], groups)
    table("the same photos", "right", "mean confidence")
    for name in SENT:
        sure = [row["confidence"] for row in rows if row["group"] == name]
        row(name, f"{by_group[name]:.3f}", f"{np.mean(sure):.3f}")
    best, worst, gap = largest_gap(by_group)
    say(f"\nThe largest gap: {gap:.3f}, between “{best}” and “{worst}”.")


def never_seen(checkpoint, known, never, folder):
    """Photos of other kinds beside those it knows: what they are called, and how surely."""
    from week7.kata3_batch_scoring import review_list

    both = folder / "both"
    shutil.copytree(known, both / "known")
    shutil.copytree(never, both / "never")
    rows = scored(checkpoint, both, folder, "kinds never seen")
    least = set(review_list(folder / "labels.csv", 10))
    table("kind", "photos", "what it calls them", "mean confidence", "above 0.9", "among the 10 least certain")
    for name, kinds in (("its own four, held out", CLASSES), ("windmills", ["windmill"]), ("other things", ["other"])):
        mine = [row for row in rows if kind_of(row) in kinds]
        called = Counter(row["label"] for row in mine)
        sure = [row["confidence"] for row in mine]
        row(
            name,
            len(mine),
            ", ".join(f"{label} {called[label]}" for label in CLASSES if called[label]),
            f"{np.mean(sure):.3f}",
            sum(one > 0.9 for one in sure),
            sum(row["filename"] in least for row in mine),
        )


def seconds(checkpoint, known, folder):
    """One photo at a time against all of them: what is the time spent on?"""
    from week7.kata2_predict_a_photo import predict_photo
    from week7.kata3_batch_scoring import score_folder

    def timed(work):
        start = time.process_time()
        work()
        return f"{time.process_time() - start:.1f}"

    photos = list(known.rglob("*.jpg"))
    note("one by one")
    table(f"{len(photos)} photos", "seconds of one processor core")
    row("predict_photo, one by one", timed(lambda: [predict_photo(checkpoint, photo) for photo in photos]))
    csv_path = folder / "labels.csv"
    row("score_folder, 1 at a time", timed(lambda: score_folder(checkpoint, known, csv_path, 1)))
    row("score_folder, 16 at a time", timed(lambda: score_folder(checkpoint, known, csv_path, 16)))


def sizes(model, checkpoint, path, accuracy, folder):
    """What lies on the disk, and the cold start: the zip, an empty folder, the same answer."""
    from week7.kata1_save_and_load import save_checkpoint, save_weights
    from week7.kata2_predict_a_photo import predict_photo
    from week7.kata4_versions_and_model_card import model_card, write_model_card
    from week7.kata6_share import cold_start, package_project

    note("packing and unpacking")
    save_weights(model, folder / "weights.pt")
    shutil.copy(fixture(f"photos/animal/{SHOWN}"), path.parents[1] / "examples")
    card = model_card(
        training_date=date.today().isoformat(),
        dataset="108 of the course's 165 photos, nets.pictures.split 0",
        image_size=SIZE,
        class_names=checkpoint["class_names"],
        validation_accuracy=float(accuracy),
        settings={"epochs": EPOCHS, "backbone": "EfficientNet-Lite0, frozen", "seed": 0},
        intended_use="an experiment: to see what a checkpoint is",
        limits="knows four kinds only, and calls everything one of them; few photos, most of them by daylight",
    )
    write_model_card(path.with_suffix(".json"), card)
    names = package_project(path.parents[1], folder / "project.zip")
    table("what", "bytes")
    row("weights alone, save_weights", f"{(folder / 'weights.pt').stat().st_size:,}")
    row("checkpoint, save_checkpoint", f"{path.stat().st_size:,}")
    row("in it: the numbers of the head", f"{sum(one.numel() * 4 for one in model.head.parameters()):,}")
    with path.open("rb") as file:  # safetensors: the length of the head of the file in 8 bytes, then that head, JSON
        words = json.loads(file.read(int.from_bytes(file.read(8), "little"))).get("__metadata__", {})
    row(
        "in it: config, class names, preprocessing", f"{sum(len((key + text).encode()) for key, text in words.items())}"
    )
    half = folder / "half.safetensors"
    save_checkpoint(half, copy.deepcopy(model).half(), CONFIG, list(CLASSES), PREPROCESSING)
    row("the same checkpoint in half precision", f"{half.stat().st_size:,}")
    row("model card", f"{path.with_suffix('.json').stat().st_size:,}")
    row(f"zip of {len(names)} files, package_project", f"{(folder / 'project.zip').stat().st_size:,}")
    before = predict_photo(checkpoint, fixture(f"photos/animal/{SHOWN}"))
    after = cold_start(folder / "project.zip", folder / "friend")
    say(f"\nCold start from the zip: {'the same answer' if before == after else f'{after} instead of {before}'}.")


def copied(paths, folder):
    """Copies in `folder`, one folder a class; the course's own photos cannot be changed."""
    for path in paths:
        out = folder / path.parent.name / path.name
        out.parent.mkdir(parents=True, exist_ok=True)
        out.write_bytes(path.read_bytes())
    return folder


def scored(checkpoint, photos, folder, what):
    """The rows of your CSV: filename and label as they stand in it, confidence as a number."""
    from week7.kata3_batch_scoring import score_folder

    note(what)
    score_folder(checkpoint, photos, folder / "labels.csv")
    with (folder / "labels.csv").open(encoding="utf-8", newline="") as file:
        return [{**row, "confidence": float(row["confidence"])} for row in csv.DictReader(file)]


def kind_of(row):
    return row["filename"].split("/")[-2]


def guesses(checkpoint, path):
    from week7.kata2_predict_a_photo import predict_photo

    return [f"{name} {probability:.3f}" for name, probability in predict_photo(checkpoint, path, k=3)]


def table(*names):
    """Markdown: its first line and the one below. The first column is words, the others figures."""
    say("")
    row(*names)
    say("|---|" + "---|" * (len(names) - 1))


def row(*cells):
    say("| " + " | ".join(map(str, cells)) + " |")


def say(line):
    note("", end="")
    print(line, flush=True)


def note(text, end=" …"):
    """What is being done now: one line that the next one overwrites, and only where somebody watches."""
    if sys.stderr.isatty():
        print(f"\r\033[K{text}{end}", end="", file=sys.stderr, flush=True)


if __name__ == "__main__":
    main()
