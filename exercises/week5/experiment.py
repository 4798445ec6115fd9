"""The week's experiment: four ways to name a photo, compared on photos that none of them has seen.

    python exercises/week5/experiment.py

Trains on your own functions and prints three tables. About a minute on a laptop; nothing is downloaded.
"""

import argparse
import sys

import numpy as np
import torch
from scipy.stats import t
from torch.utils.data import DataLoader, TensorDataset

from kata.programs import own_katas
from nets.lite0 import load_backbone, prepare
from nets.pictures import CLASSES, TEXTURES, photos, split, textures

SIZE, BACKBONE_SIZE = 48, 128  # pixels: enough for a small network; what the pretrained one likes better
EPOCHS = 10


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--seeds", type=int, default=5, help="how often everything is done (default 5, at least 2)")
    parser.add_argument("--katas", metavar="DIR", help="a folder with other katas than yours")
    options = parser.parse_args()
    if options.seeds < 2:
        parser.error(f"--seeds {options.seeds}: an interval takes at least 2")
    torch.set_num_threads(1)
    with own_katas(options.katas):
        confident_and_wrong_costs_more()
        print_table("textures", on_textures(range(options.seeds)))
        print_table("photos of four kinds", on_photos(range(options.seeds)))


def confident_and_wrong_costs_more():
    """What your cross-entropy asks for one photo, by the probability that its true class was given."""
    from week5.kata2_softmax_and_loss import cross_entropy

    chances = [0.99, 0.9, 0.5, 0.1, 0.01, 0.001]
    print("\n| given to the truth | " + " | ".join(map(str, chances)) + " |")
    print("|---|" + "---|" * len(chances))
    losses = [cross_entropy(torch.tensor([[p, 1 - p]]).log(), torch.tensor([0])).item() for p in chances]
    print("| loss | " + " | ".join(f"{loss:.3f}" for loss in losses) + " |")


def on_textures(seeds):
    """name → (parameters, accuracy for each seed), on patches of brick, grass and gravel."""
    found = {}
    for seed in seeds:
        train, held_out = textures(seed)
        learn, check = batches(train, seed), batches(held_out)
        for name, builder in networks(32, len(TEXTURES), (8, 16)).items():
            note(f"textures, seed {seed}: {name}")
            found.setdefault(name, []).append(trained(builder, learn, check, seed))
    return found


def on_photos(seeds):
    """name → (parameters, accuracy for each seed), on the 165 photos; every seed is another split."""
    from week5.kata1_dense_baseline import parameter_count
    from week5.kata3_training_loop import evaluate
    from week5.kata7_transfer_learning import embed, freeze, train_head

    small, large = photos(SIZE), photos(BACKBONE_SIZE)
    grey = small._replace(images=np.repeat(small.images.mean(3, keepdims=True).astype(np.uint8), 3, axis=3))
    note("the pretrained network looks at every photo once")
    features, labels = embed(
        freeze(load_backbone()), DataLoader(TensorDataset(prepare(large.images), torch.tensor(large.labels)), 32)
    )
    found = {}
    for seed in seeds:
        parts = split(small, seed)
        known, unknown = parts.train, parts.held_out
        commonest = np.bincount(small.labels[known]).argmax()
        found.setdefault(f"always “{CLASSES[commonest]}”", []).append((0, np.mean(small.labels[unknown] == commonest)))
        for colour, pictures in (("grey", grey), ("colour", small)):
            learn, check = batches(pictures, seed, known), batches(pictures, None, unknown)
            for name, builder in networks(SIZE, len(CLASSES), (16, 32)).items():
                note(f"photos in {colour}, seed {seed}: {name}")
                found.setdefault(f"{name}, {colour}", []).append(trained(builder, learn, check, seed))
        head = train_head(features[known], labels[known], len(CLASSES), epochs=100, seed=seed)
        _, accuracy = evaluate(head, [(features[unknown], labels[unknown])])
        found.setdefault("transfer learning", []).append((parameter_count(head), accuracy))
    return found


def networks(size, n_classes, channels):
    from week5.kata1_dense_baseline import make_better
    from week5.kata5_small_cnn import SmallCNN

    return {
        "dense": lambda: make_better((3, size, size), n_classes),
        "small CNN": lambda: SmallCNN(n_classes, size, channels),
    }


def trained(builder, learn, check, seed):
    """Parameters, and accuracy on what was held out, after training from this seed."""
    from week5.kata1_dense_baseline import parameter_count
    from week5.kata3_training_loop import fit

    torch.manual_seed(seed)
    model = builder()
    history = fit(model, learn, check, torch.optim.Adam(model.parameters(), lr=0.001), EPOCHS)
    return parameter_count(model), history["val_accuracy"][-1]


def batches(pictures, seed=None, chosen=slice(None)):
    """Batches of 16, (n, 3, S, S) around 0; shuffled anew each epoch where there is a seed."""
    images = torch.tensor(pictures.images[chosen]).permute(0, 3, 1, 2).float() / 255 - 0.5
    generator = None if seed is None else torch.Generator().manual_seed(seed)
    data = TensorDataset(images, torch.tensor(pictures.labels[chosen]))
    return DataLoader(data, 16, shuffle=generator is not None, generator=generator)


def print_table(title, rows):
    """Markdown: mean accuracy and half the width of the 95 % interval over the seeds (Student's t)."""
    count = len(next(iter(rows.values())))
    print(f"\n| {title} | parameters trained | accuracy, {count} seeds |\n|---|---:|---|")
    for name, results in rows.items():
        scores = np.array([score for _, score in results])
        half = t.ppf(0.975, count - 1) * scores.std(ddof=1) / count**0.5
        print(f"| {name} | {results[0][0]:,} | {scores.mean():.3f} ± {half:.3f} |")


def note(text):
    """What is being done now: one line that the next one overwrites, and only where somebody watches."""
    if sys.stderr.isatty():
        print(f"\r\033[K{text} …", end="", file=sys.stderr, flush=True)


if __name__ == "__main__":
    main()
