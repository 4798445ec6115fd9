"""Unusual and correct: every one of these must pass."""

import hashlib
import os
import random
import shutil
from collections import Counter, defaultdict
from pathlib import Path

import numpy as np

from kata.known import alternative

FRACTIONS = (0.7, 0.15, 0.15)


def check(fractions):
    if any(fraction < 0 for fraction in fractions) or round(sum(fractions), 6) != 1:
        raise ValueError("not shares of a whole: " + ", ".join(map(str, fractions)))


@alternative("split_samples")
def rounded_and_the_rest(samples, fractions=FRACTIONS, seed=0):
    check(fractions)
    split, rng = {"test": [], "val": [], "train": []}, random.Random(seed)
    for label in sorted({label for _, label in samples}):
        photos = [one for one in samples if one[1] == label]
        rng.shuffle(photos)
        a, b = round(fractions[0] * len(photos)), round(fractions[1] * len(photos))
        split["train"].extend(photos[:a])
        split["val"].extend(photos[a : a + b])
        split["test"].extend(photos[a + b :])
    return split


@alternative("split_samples")
def cut_down_and_the_rest(samples, fractions=FRACTIONS, seed=0):
    check(fractions)
    classes, rng = defaultdict(list), np.random.RandomState(seed)
    for sample in samples:
        classes[sample[1]].append(sample)
    parts = [[], [], []]
    for photos in classes.values():
        rng.shuffle(photos)
        a, b = int(fractions[0] * len(photos)), int(fractions[1] * len(photos))
        for part, piece in zip(parts, (photos[:a], photos[a : a + b], photos[a + b :]), strict=True):
            part += [(path, np.int64(label)) for path, label in piece]
    return dict(zip(("train", "val", "test"), (shuffled_again(part, rng) for part in parts), strict=True))


def shuffled_again(part, rng):
    return [part[i] for i in rng.permutation(len(part))]


@alternative("split_samples")
def rounded_up_from_the_end(samples, fractions=FRACTIONS, seed=0):
    check(fractions)
    split = {"train": [], "val": [], "test": []}
    for label in {label for _, label in samples}:
        photos = sorted(one for one in samples if one[1] == label)
        random.Random(f"{seed} {label}").shuffle(photos)
        n_test, n_val = (int(np.ceil(round(fraction * len(photos), 6))) for fraction in (fractions[2], fractions[1]))
        split["test"] += photos[:n_test]
        split["val"] += photos[n_test : n_test + n_val]
        split["train"] += photos[n_test + n_val :]
    return split


@alternative("split_samples")
def largest_remainder(samples, fractions=FRACTIONS, seed=0):
    check(fractions)
    labels = np.array([label for _, label in samples])
    rng, part = np.random.default_rng(seed), np.empty(len(samples), int)
    for label in np.unique(labels):
        here = rng.permutation(np.flatnonzero(labels == label))
        exact = np.array(fractions) * len(here)
        sizes = np.floor(exact).astype(int)
        for i in np.argsort(sizes - exact, kind="stable")[: len(here) - sizes.sum()]:
            sizes[i] += 1
        part[here] = np.repeat([0, 1, 2], sizes)
    return {name: [samples[i] for i in np.flatnonzero(part == k)] for k, name in enumerate(("train", "val", "test"))}


@alternative("split_samples")
def by_scikit_learn(samples, fractions=FRACTIONS, seed=0):
    from sklearn.model_selection import train_test_split

    check(fractions)
    split = {"train": [], "val": [], "test": []}
    for label in sorted({label for _, label in samples}):
        photos = [one for one in samples if one[1] == label]
        if len(photos) < 4:
            split["train"] += photos
            continue
        train, rest = train_test_split(photos, train_size=fractions[0], random_state=seed)
        val, test = train_test_split(rest, train_size=fractions[1] / (fractions[1] + fractions[2]), random_state=seed)
        split["train"] += train
        split["val"] += val
        split["test"] += test
    return split


@alternative("split_samples")
def one_number_for_each_photo(samples, fractions=FRACTIONS, seed=0):
    """Sorted by a digest of seed and path: the same on every computer, whatever the order of the list."""
    check(fractions)
    split = {"train": (), "val": (), "test": ()}
    for label in {label for _, label in samples}:
        photos = sorted(
            (one for one in samples if one[1] == label),
            key=lambda one: hashlib.md5(f"{seed} {one[0]}".encode()).hexdigest(),
        )
        for i, sample in enumerate(photos):
            place = (i + 0.5) / len(photos)
            part = "train" if place < fractions[0] else "val" if place < fractions[0] + fractions[1] else "test"
            split[part] += (sample,)
    return split


@alternative("split_by_group")
def groups_counted(samples, group_of, fractions=FRACTIONS, seed=0):
    check(fractions)
    names = list(dict.fromkeys(group_of(path) for path, _ in samples))
    names = [names[i] for i in np.random.default_rng(seed).permutation(len(names))]
    a, b = round(fractions[0] * len(names)), round((fractions[0] + fractions[1]) * len(names))
    parts = {"train": names[:a], "val": names[a:b], "test": names[b:]}
    return {part: [one for one in samples if group_of(one[0]) in chosen] for part, chosen in parts.items()}


@alternative("split_by_group")
def bucket_of_each_group(samples, group_of, fractions=FRACTIONS, seed=0):
    check(fractions)
    split = {"train": [], "val": [], "test": []}
    for sample in samples:
        digest = hashlib.sha256(f"{seed} {group_of(sample[0])}".encode()).hexdigest()
        place = int(digest, 16) % 10_000 / 10_000
        part = "train" if place < fractions[0] else "val" if place < fractions[0] + fractions[1] else "test"
        split[part].append(sample)
    return split


@alternative("split_by_group")
def to_the_part_that_lacks_most(samples, group_of, fractions=FRACTIONS, seed=0):
    check(fractions)
    groups = {}
    for path, label in samples:
        groups.setdefault(group_of(path), []).append((path, label))
    order = list(groups)
    random.Random(seed).shuffle(order)
    order.sort(key=lambda name: -len(groups[name]))  # the large ones first
    split = {"train": [], "val": [], "test": []}
    wanted = dict(zip(split, (fraction * len(samples) for fraction in fractions), strict=True))
    for name in order:
        part = max(split, key=lambda part: wanted[part] - len(split[part]))
        split[part] += groups[name]
    return split


@alternative("split_by_group")
def group_shuffle_split(samples, group_of, fractions=FRACTIONS, seed=0):
    from sklearn.model_selection import GroupShuffleSplit

    check(fractions)
    names = [str(group_of(path)) for path, _ in samples]

    def halves(rows, share):
        cut = GroupShuffleSplit(n_splits=1, train_size=share, random_state=seed)
        first, second = next(cut.split(rows, groups=[names[i] for i in rows]))
        return [rows[i] for i in first], [rows[i] for i in second]

    train, rest = halves(list(range(len(samples))), fractions[0])
    val, test = halves(rest, fractions[1] / (fractions[1] + fractions[2]))
    return {"train": [samples[i] for i in train], "val": [samples[i] for i in val], "test": [samples[i] for i in test]}


@alternative("split_by_group")
def stratified_group_folds(samples, group_of, fractions=FRACTIONS, seed=0):
    """Ten folds, each group in one of them, the classes even among them; then as many folds as the shares say."""
    from sklearn.model_selection import StratifiedGroupKFold

    check(fractions)
    names = [str(group_of(path)) for path, _ in samples]
    labels = [label for _, label in samples]
    folds = StratifiedGroupKFold(n_splits=10, shuffle=True, random_state=seed).split(samples, labels, names)
    ends = 10 * fractions[0], 10 * (fractions[0] + fractions[1])
    split = {"train": [], "val": [], "test": []}
    for k, (_, rows) in enumerate(folds):
        split["train" if k < ends[0] else "val" if k < ends[1] else "test"] += [samples[i] for i in rows]
    return split


@alternative("write_split")
def bytes_read_and_written(split, names, out):
    if os.path.isdir(out) and os.listdir(out):  # noqa: PTH112, PTH208
        raise FileExistsError(f"there is something in {out}")
    for part in split:
        for name in names:
            os.makedirs(os.path.join(out, part, name), exist_ok=True)  # noqa: PTH103, PTH118
        for path, label in split[part]:
            number = 0
            while True:
                name = f"{path.stem} ({number}){path.suffix}" if number else path.name
                try:
                    with open(Path(out, part, names[label], name), "xb") as copy:  # noqa: PTH123
                        copy.write(path.read_bytes())
                except FileExistsError:
                    number += 1
                else:
                    break


@alternative("write_split")
def named_after_the_folder_where_taken(split, names, out):
    out.mkdir(parents=True, exist_ok=True)
    if next(out.iterdir(), None) is not None:
        raise ValueError(f"not empty: {out.name}")
    for part in split:
        for name in names:
            (out / part / name).mkdir(parents=True)
        used = set()
        for path, label in split[part]:
            stem, count = path.stem, 0
            while (label, stem + path.suffix) in used:
                count += 1
                stem = f"{path.parent.name}-{path.stem}-{count}"
            used.add((label, stem + path.suffix))
            shutil.copy2(path, out / part / names[label] / (stem + path.suffix))


@alternative("write_split")
def built_aside_and_put_in_place(split, names, out):
    """All or nothing: after Ctrl-C, `out` is as it was."""
    if out.exists() and any(out.iterdir()):
        raise ValueError(f"{out} is not empty")
    aside = out.with_name(f"{out.name}.unfinished")
    if aside.exists():
        shutil.rmtree(aside)
    for part, samples in split.items():
        taken = {}
        for name in names:
            (aside / part / name).mkdir(parents=True)
        for path, label in sorted(samples):
            target = aside / part / names[label] / path.name
            taken[target] = taken.get(target, 0) + 1
            while target.exists():
                target = target.with_stem(f"{target.stem}_{taken[aside / part / names[label] / path.name]}")
            shutil.copyfile(path, target)
    if out.exists():
        out.rmdir()
    aside.rename(out)


@alternative("split_samples")
def by_place_in_the_shuffled_class(samples, fractions=FRACTIONS, seed=0):
    """Through the whole shuffled list, counting each class; no list is cut."""
    check(fractions)
    total, seen = Counter(label for _, label in samples), Counter()
    split = {"train": [], "val": [], "test": []}
    for i in np.random.RandomState(seed).permutation(len(samples)):
        label = samples[i][1]
        place = (seen[label] + 0.5) / total[label]
        seen[label] += 1
        part = "train" if place < fractions[0] else "val" if place < fractions[0] + fractions[1] else "test"
        split[part].append(samples[i])
    return split


@alternative("split_by_group")
def drawn_for_each_group(samples, group_of, fractions=FRACTIONS, seed=0):
    """A part is drawn for each group when it is first met."""
    check(fractions)
    rng, part_of, split = np.random.default_rng(seed), {}, {"train": [], "val": [], "test": []}
    for sample in samples:
        group = group_of(sample[0])
        if group not in part_of:
            part_of[group] = str(rng.choice(list(split), p=fractions))
        split[part_of[group]].append(sample)
    return split
