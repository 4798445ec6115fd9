"""The week's experiment: does it help? Three variants, three seeds each, on real photos; one thing changed at a time.

    python exercises/week6/experiment.py

Trains week 5's small network nine times on your own functions, logs every run, and prints what the differences are
worth. Half a minute on a laptop; nothing is downloaded.
"""

import argparse
import sys
from pathlib import Path

import numpy as np
import torch

from kata.programs import own_katas
from nets.pictures import CLASSES, photos, split

SIZE, EPOCHS, BATCH = 48, 30, 16
PLAIN = {"augmented": False, "patience": None, "epochs": EPOCHS, "learning_rate": 0.001, "channels": [16, 32]}
VARIANTS = {
    "plain": PLAIN,
    "augmented": {**PLAIN, "augmented": True},
    "stopped early": {**PLAIN, "patience": 4},
}
SPLIT = 0  # the seed of the split: the same for all nine, or two things would change


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--seeds", type=int, default=3, help="runs of each variant (default 3, at least 2)")
    parser.add_argument("--log", type=Path, default=Path(__file__).parents[2] / ".kata" / "runs.jsonl")
    parser.add_argument("--katas", metavar="DIR", help="a folder with other katas than yours")
    options = parser.parse_args()
    if options.seeds < 2:
        parser.error(f"--seeds {options.seeds}: an interval takes at least 2")
    torch.set_num_threads(1)
    with own_katas(options.katas):
        from week6.kata6_experiment_log import log_run
        from week6.kata7_seeds_and_intervals import ablation

        pictures = photos(SIZE)
        parts = split(pictures, SPLIT)
        train = pictures.images[parts.train], pictures.labels[parts.train]
        held_out = pictures.images[parts.held_out], pictures.labels[parts.held_out]
        options.log.parent.mkdir(exist_ok=True)
        records = []

        def run(variant, seed):
            note(f"{variant}, seed {seed}")
            record = trained(VARIANTS[variant], seed, train, held_out)
            record = {"variant": variant, "seed": seed, "split": SPLIT, "settings": VARIANTS[variant], **record}
            log_run(options.log, record)
            records.append(record)
            return record["val_accuracy"]

        scores = ablation(run, list(VARIANTS), range(options.seeds))
        report(scores, records)
        print(f"\nEvery run is in {options.log}.")


def trained(settings, seed, train, held_out):
    """One run: how it ended, and how its two losses went."""
    from week5.kata3_training_loop import evaluate, train_epoch
    from week5.kata5_small_cnn import SmallCNN
    from week6.kata3_diagnose_curves import diagnose
    from week6.kata4_augmentation import make_loader_transforms
    from week6.kata5_regularization import EarlyStopping

    torch.manual_seed(seed)
    rng = np.random.default_rng(seed)
    transforms = make_loader_transforms()
    transform = transforms["train" if settings["augmented"] else "val"]
    model = SmallCNN(len(CLASSES), SIZE, tuple(settings["channels"]))
    optimizer = torch.optim.Adam(model.parameters(), lr=settings["learning_rate"])
    stopping = EarlyStopping(settings["patience"] or settings["epochs"])
    unchanged = batches(*train, transforms["val"], rng)
    check = batches(*held_out, transforms["val"], rng)
    train_losses, val_losses = [], []
    for _ in range(settings["epochs"]):
        train_losses.append(train_epoch(model, batches(*train, transform, rng, shuffled=True), optimizer))
        val_losses.append(evaluate(model, check)[0])
        if stopping.update(val_losses[-1], model.state_dict()):
            break
    if settings["patience"]:
        model.load_state_dict(stopping.best_weights)
    return {
        "train_accuracy": evaluate(model, unchanged)[1],
        "val_accuracy": evaluate(model, check)[1],
        "best_epoch": stopping.best_epoch,
        "epochs_run": len(val_losses),
        "diagnosis": diagnose(train_losses, val_losses),
    }


def batches(images, labels, transform, rng, shuffled=False):
    """A list of (n, 3, S, S) around 0 and labels, each picture sent through the transform first."""
    order = rng.permutation(len(images)) if shuffled else np.arange(len(images))
    found = []
    for start in range(0, len(order), BATCH):
        chosen = order[start : start + BATCH]
        pictures = np.stack([transform(images[i], rng) for i in chosen])
        inputs = torch.tensor(pictures).permute(0, 3, 1, 2).float() / 255 - 0.5
        found.append((inputs, torch.tensor(labels[chosen])))
    return found


def report(scores, records):
    from week6.kata6_experiment_log import is_fair_comparison
    from week6.kata7_seeds_and_intervals import compare, mean_and_interval

    first = {record["variant"]: record for record in reversed(records)}
    print("\n| variant | on its own training photos | on 57 others | the same, seed by seed | against plain |")
    print("|---|---|---|---|---|")
    for variant, found in scores.items():
        mean, half = mean_and_interval(found)
        known, known_half = mean_and_interval([r["train_accuracy"] for r in records if r["variant"] == variant])
        verdict = "–"
        if variant != "plain":
            fair = is_fair_comparison(first["plain"], first[variant])
            winner = compare(found, scores["plain"])
            verdict = {"a": "better", "b": "worse"}.get(winner, winner) if fair else "not a fair comparison"
        each = " ".join(f"{score:.3f}" for score in found)
        print(f"| {variant} | {known:.3f} ± {known_half:.3f} | {mean:.3f} ± {half:.3f} | {each} | {verdict} |")
    print("\nThe curves of the first seed: " + ", ".join(f"{name} {first[name]['diagnosis']}" for name in scores) + ".")


def note(text):
    """What is being done now: one line that the next one overwrites, and only where somebody watches."""
    if sys.stderr.isatty():
        print(f"\r\033[K{text} …", end="", file=sys.stderr, flush=True)


if __name__ == "__main__":
    main()
