"""Known mistakes in splitting, each with the words it must earn."""

import contextlib
import itertools
import math
import os
import random
import shutil
import zlib
from pathlib import Path

import numpy as np

from kata.known import mistake

FRACTIONS = (0.7, 0.15, 0.15)


def check(fractions):
    if min(fractions) < 0 or not math.isclose(sum(fractions), 1):
        raise ValueError(f"bad fractions: {fractions}")


def cut(things, fractions):
    first, second = round(len(things) * fractions[0]), round(len(things) * (fractions[0] + fractions[1]))
    return {"train": things[:first], "val": things[first:second], "test": things[second:]}


def by_class(samples):
    return [[one for one in samples if one[1] == label] for label in sorted({label for _, label in samples})]


def shuffled(things, seed):
    things = list(things)
    random.Random(seed).shuffle(things)
    return things


def joined(cuts):
    cuts = list(cuts)
    return {part: [one for piece in cuts for one in piece[part]] for part in ("train", "val", "test")}


def right(samples, fractions, seed):
    check(fractions)
    return joined(cut(shuffled(photos, seed), fractions) for photos in by_class(samples))


@mistake("split_samples", "Return a dict with the keys")
def three_lists(samples, fractions=FRACTIONS, seed=0):
    return tuple(right(samples, fractions, seed).values())


@mistake("split_samples", "Return a dict with the keys")
def other_keys(samples, fractions=FRACTIONS, seed=0):
    split = right(samples, fractions, seed)
    return {"training": split["train"], "validation": split["val"], "test": split["test"]}


@mistake("split_samples", "a path without its label")
def paths_only(samples, fractions=FRACTIONS, seed=0):
    return {part: [path for path, _ in photos] for part, photos in right(samples, fractions, seed).items()}


@mistake("split_samples", "If those are positions in the list")
def positions(samples, fractions=FRACTIONS, seed=0):
    return {part: [samples.index(one) for one in photos] for part, photos in right(samples, fractions, seed).items()}


@mistake("split_samples", "A sample is (path, label), in this order")
def label_first(samples, fractions=FRACTIONS, seed=0):
    return {part: [(label, path) for path, label in all_] for part, all_ in right(samples, fractions, seed).items()}


@mistake("split_samples", "shuffled apart")
def paths_and_labels_shuffled_apart(samples, fractions=FRACTIONS, seed=0):
    check(fractions)
    rng = random.Random(seed)
    paths, labels = [path for path, _ in samples], [label for _, label in samples]
    rng.shuffle(paths)
    rng.shuffle(labels)
    return joined(cut(photos, fractions) for photos in by_class(list(zip(paths, labels, strict=True))))


@mistake("split_samples", "shuffled apart")
def labels_renumbered(samples, fractions=FRACTIONS, seed=0):
    labels = sorted({label for _, label in samples})
    return {part: [(path, labels.index(label)) for path, label in photos]
            for part, photos in right(samples, fractions, seed).items()}


@mistake("split_samples", "more than once")
def drawn_with_putting_back(samples, fractions=FRACTIONS, seed=0):
    check(fractions)
    rng = np.random.default_rng(seed)
    return joined(cut([photos[i] for i in rng.integers(len(photos), size=len(photos))], fractions)
                  for photos in by_class(samples))


@mistake("split_samples", "They overlap")
def each_part_drawn_from_all(samples, fractions=FRACTIONS, seed=0):
    check(fractions)
    rng, split = random.Random(seed), {"train": [], "val": [], "test": []}
    for photos in by_class(samples):
        for part, fraction in zip(split, fractions, strict=True):
            split[part] += rng.sample(photos, round(fraction * len(photos)))
    return split


@mistake("split_samples", "They overlap")
def test_is_val_again(samples, fractions=FRACTIONS, seed=0):
    split = right(samples, fractions, seed)
    return {**split, "test": split["val"] + split["test"]}


@mistake("split_samples", "give the last part everything that is left")
def rounding_loses_photos(samples, fractions=FRACTIONS, seed=0):
    check(fractions)
    split = {"train": [], "val": [], "test": []}
    for photos in by_class(samples):
        photos = shuffled(photos, seed)
        a, b, c = (int(len(photos) * fraction) for fraction in fractions)
        split["train"] += photos[:a]
        split["val"] += photos[a : a + b]
        split["test"] += photos[a + b : a + b + c]
    return split


@mistake("split_samples", "Labels may have gaps")
def labels_without_gaps(samples, fractions=FRACTIONS, seed=0):
    check(fractions)
    classes = [[one for one in samples if one[1] == label] for label in range(len({label for _, label in samples}))]
    return joined(cut(shuffled(photos, seed), fractions) for photos in classes)


@mistake("split_samples", "every class was cut as it stands")
def not_shuffled_within_the_class(samples, fractions=FRACTIONS, seed=0):
    check(fractions)
    return joined(cut(photos, fractions) for photos in by_class(samples))


@mistake("split_samples", "every class was cut as it stands")
def shuffled_too_late(samples, fractions=FRACTIONS, seed=0):
    check(fractions)
    split = joined(cut(photos, fractions) for photos in by_class(samples))
    return {part: shuffled(photos, seed) for part, photos in split.items()}


@mistake("split_samples", "every class was cut as it stands")
def whole_list_cut_unshuffled(samples, fractions=FRACTIONS, seed=0):
    check(fractions)
    return cut(samples, fractions)


@mistake("split_samples", "with every start of Python")
def hash_of_the_file_name(samples, fractions=FRACTIONS, seed=0):
    """crc32 stands for hash(), so that this file does the same after every start of Python."""
    check(fractions)
    split = {"train": [], "val": [], "test": []}
    for path, label in samples:
        number = zlib.crc32(path.name.encode()) % 100 / 100
        part = "train" if number < fractions[0] else "val" if number < fractions[0] + fractions[1] else "test"
        split[part].append((path, label))
    return split


@mistake("split_samples", "where `seed` belongs")
def fixed_seed(samples, fractions=FRACTIONS, seed=0):
    return right(samples, fractions, seed=42)


@mistake("split_samples", "Two calls with the same seed")
def no_seed(samples, fractions=FRACTIONS, seed=0):
    check(fractions)
    rng = np.random.default_rng()
    return joined(cut([photos[i] for i in rng.permutation(len(photos))], fractions) for photos in by_class(samples))


@mistake("split_samples", "Two calls without a seed")
def zero_taken_for_no_seed(samples, fractions=FRACTIONS, seed=0):
    return right(samples, fractions, seed or None)


@mistake("split_samples", "global random generator")
def global_seed(samples, fractions=FRACTIONS, seed=0):
    check(fractions)
    np.random.seed(seed)
    return joined(cut([photos[i] for i in np.random.permutation(len(photos))], fractions)
                  for photos in by_class(samples))


@mistake("split_samples", "changed the `samples`")
def shuffled_in_place(samples, fractions=FRACTIONS, seed=0):
    check(fractions)
    random.Random(seed).shuffle(samples)
    return joined(cut(photos, fractions) for photos in by_class(samples))


@mistake("split_samples", "cut every class by itself")
def not_stratified(samples, fractions=FRACTIONS, seed=0):
    check(fractions)
    p = np.random.default_rng(seed).permutation(len(samples))
    return cut([samples[i] for i in p], fractions)


@mistake("split_samples", "cut every class by itself")
def not_stratified_with_scikit_learn(samples, fractions=FRACTIONS, seed=0):
    from sklearn.model_selection import train_test_split

    check(fractions)
    train, rest = train_test_split(samples, train_size=fractions[0], random_state=seed)
    val, test = train_test_split(rest, train_size=fractions[1] / (fractions[1] + fractions[2]), random_state=seed)
    return {"train": train, "val": val, "test": test}


@mistake("split_samples", "under the wrong names")
def train_and_test_swapped(samples, fractions=FRACTIONS, seed=0):
    split = right(samples, fractions, seed)
    return {**split, "train": split["test"], "test": split["train"]}


@mistake("split_samples", "under the wrong names")
def val_and_test_swapped(samples, fractions=FRACTIONS, seed=0):
    split = right(samples, fractions, seed)
    return {**split, "val": split["test"], "test": split["val"]}


@mistake("split_samples", "one fraction was taken of what was left over")
def of_the_rest(samples, fractions=FRACTIONS, seed=0):
    check(fractions)
    split = {"train": [], "val": [], "test": []}
    for photos in by_class(samples):
        photos = shuffled(photos, seed)
        n_train = round(len(photos) * fractions[0])
        rest = photos[n_train:]
        n_val = round(len(rest) * fractions[1])
        split["train"] += photos[:n_train]
        split["val"] += rest[:n_val]
        split["test"] += rest[n_val:]
    return split


@mistake("split_samples", "one fraction was taken of what was left over")
def test_first_then_val_of_the_rest(samples, fractions=FRACTIONS, seed=0):
    from sklearn.model_selection import train_test_split

    check(fractions)
    labels = [label for _, label in samples]
    rest, test = train_test_split(samples, test_size=fractions[2], random_state=seed, stratify=labels)
    labels = [label for _, label in rest]
    train, val = train_test_split(rest, test_size=fractions[1], random_state=seed, stratify=labels)
    return {"train": train, "val": val, "test": test}


@mistake("split_samples", "whatever the fractions say")
def fractions_ignored(samples, fractions=FRACTIONS, seed=0):
    check(fractions)
    return right(samples, FRACTIONS, seed)


@mistake("split_samples", "do not ask for exactly 1")
def sum_asked_for_exactly_one(samples, fractions=FRACTIONS, seed=0):
    if sum(fractions) != 1 or min(fractions) < 0:
        raise ValueError(f"bad fractions: {fractions}")
    return right(samples, fractions, seed)


@mistake("split_samples", "do not add up to 1")
def fractions_not_checked(samples, fractions=FRACTIONS, seed=0):
    return joined(cut(shuffled(photos, seed), fractions) for photos in by_class(samples))


@mistake("split_samples", "do not add up to 1")
def only_too_much_is_refused(samples, fractions=FRACTIONS, seed=0):
    if sum(fractions) > 1.001 or min(fractions) < 0:
        raise ValueError(f"bad fractions: {fractions}")
    return joined(cut(shuffled(photos, seed), fractions) for photos in by_class(samples))


@mistake("split_samples", "do not add up to 1")
def made_to_add_up(samples, fractions=FRACTIONS, seed=0):
    return right(samples, [fraction / sum(fractions) for fraction in fractions], seed)


@mistake("split_samples", "A negative fraction")
def negative_fractions(samples, fractions=FRACTIONS, seed=0):
    if not math.isclose(sum(fractions), 1):
        raise ValueError(f"bad fractions: {fractions}")
    return joined(cut(shuffled(photos, seed), fractions) for photos in by_class(samples))


@mistake("split_samples", "Put the bad value into the message")
def message_without_the_fractions(samples, fractions=FRACTIONS, seed=0):
    try:
        return right(samples, fractions, seed)
    except ValueError:
        raise ValueError("bad fractions") from None


@mistake("split_samples", "two starts of Python would give")
def the_rest_is_a_set(samples, fractions=FRACTIONS, seed=0):
    check(fractions)
    rng, split = random.Random(seed), {"train": [], "val": [], "test": []}
    for photos in by_class(samples):
        n = len(photos)
        train = rng.sample(photos, round(n * fractions[0]))
        rest = list(set(photos) - set(train))
        val = rest[: round(n * (fractions[0] + fractions[1])) - len(train)]
        split["train"] += train
        split["val"] += val
        split["test"] += [one for one in rest if one not in val]
    return split


def whole_groups(groups, n, fractions, seed):
    """Groups, shuffled and dealt out."""
    split, dealt = {"train": [], "val": [], "test": []}, 0
    for group in shuffled(groups, seed):
        share = dealt / n + 1e-9
        split["train" if share < fractions[0] else "val" if share < fractions[0] + fractions[1] else "test"] += group
        dealt += len(group)
    return split


def grouped(samples, group_of):
    groups = {}
    for sample in samples:
        groups.setdefault(group_of(sample[0]), []).append(sample)
    return groups


@mistake("split_by_group", "Deal out groups, not photos")
def per_photo(samples, group_of, fractions=FRACTIONS, seed=0):
    return right(samples, fractions, seed)


@mistake("split_by_group", "Deal out groups, not photos")
def every_group_in_proportion(samples, group_of, fractions=FRACTIONS, seed=0):
    """Takes `group_of` for the class: every group is spread over all the parts."""
    check(fractions)
    rng = random.Random(seed)
    return joined(cut(rng.sample(group, len(group)), fractions) for group in grouped(samples, group_of).values())


@mistake("split_by_group", "through the middle of a group")
def cut_between_photos(samples, group_of, fractions=FRACTIONS, seed=0):
    check(fractions)
    groups = shuffled(grouped(samples, group_of).values(), seed)
    photos = [one for group in groups for one in group]
    first, second = int(len(photos) * fractions[0]), int(len(photos) * (fractions[0] + fractions[1]))
    return {"train": photos[:first], "val": photos[first:second], "test": photos[second:]}


@mistake("split_by_group", "wherever they stand")
def groupby_without_sorting(samples, group_of, fractions=FRACTIONS, seed=0):
    check(fractions)
    groups = [list(group) for _, group in itertools.groupby(samples, key=lambda sample: group_of(sample[0]))]
    return whole_groups(groups, len(samples), fractions, seed)


@mistake("split_by_group", "whatever the labels are")
def class_by_class(samples, group_of, fractions=FRACTIONS, seed=0):
    check(fractions)
    return joined(whole_groups(list(grouped(photos, group_of).values()), len(photos), fractions, seed)
                  for photos in by_class(samples))


@mistake("split_by_group", "call it with sample[0]")
def asked_about_the_sample(samples, group_of, fractions=FRACTIONS, seed=0):
    check(fractions)
    groups = {}
    for sample in samples:
        groups.setdefault(group_of(sample), []).append(sample)
    return whole_groups(list(groups.values()), len(samples), fractions, seed)


@mistake("split_by_group", "a dict keeps one value for each key")
def one_photo_of_each_group(samples, group_of, fractions=FRACTIONS, seed=0):
    check(fractions)
    groups = {group_of(sample[0]): sample for sample in samples}
    return whole_groups([[sample] for sample in groups.values()], len(groups), fractions, seed)


@mistake("split_by_group", "holds lists of samples")
def lists_of_samples(samples, group_of, fractions=FRACTIONS, seed=0):
    check(fractions)
    return cut(shuffled(grouped(samples, group_of).values(), seed), fractions)


@mistake("split_by_group", "and should be a sample")
def names_of_the_groups(samples, group_of, fractions=FRACTIONS, seed=0):
    check(fractions)
    return cut(shuffled(grouped(samples, group_of), seed), fractions)


@mistake("split_by_group", "give the last part everything that is left")
def rounding_loses_groups(samples, group_of, fractions=FRACTIONS, seed=0):
    check(fractions)
    groups = shuffled(grouped(samples, group_of).values(), seed)
    a, b, c = (int(len(groups) * fraction * 0.99) for fraction in fractions)
    pieces = {"train": groups[:a], "val": groups[a : a + b], "test": groups[a + b : a + b + c]}
    return {part: [one for group in piece for one in group] for part, piece in pieces.items()}


@mistake("split_by_group", "the groups were cut as they stand")
def not_shuffled(samples, group_of, fractions=FRACTIONS, seed=0):
    check(fractions)
    pieces = cut(list(grouped(samples, group_of).values()), fractions)
    return {part: [one for group in piece for one in group] for part, piece in pieces.items()}


@mistake("split_by_group", "where `seed` belongs")
def fixed_seed_for_groups(samples, group_of, fractions=FRACTIONS, seed=0):
    check(fractions)
    return whole_groups(list(grouped(samples, group_of).values()), len(samples), fractions, seed=0)


@mistake("split_by_group", "Two calls with the same seed")
def groups_without_seed(samples, group_of, fractions=FRACTIONS, seed=0):
    check(fractions)
    return whole_groups(list(grouped(samples, group_of).values()), len(samples), fractions, seed=None)


@mistake("split_by_group", "not the labels and not the folders")
def folders_for_groups(samples, group_of, fractions=FRACTIONS, seed=0):
    check(fractions)
    return whole_groups(list(grouped(samples, lambda path: path.parent).values()), len(samples), fractions, seed)


@mistake("split_by_group", "not the labels and not the folders")
def labels_for_groups(samples, group_of, fractions=FRACTIONS, seed=0):
    check(fractions)
    return whole_groups(by_class(samples), len(samples), fractions, seed)


@mistake("split_by_group", "under the wrong names")
def groups_to_the_wrong_part(samples, group_of, fractions=FRACTIONS, seed=0):
    check(fractions)
    split = whole_groups(list(grouped(samples, group_of).values()), len(samples), fractions, seed)
    return {**split, "train": split["test"], "test": split["train"]}


@mistake("split_by_group", "under the wrong names")
def groups_of_val_and_test_swapped(samples, group_of, fractions=FRACTIONS, seed=0):
    check(fractions)
    split = whole_groups(list(grouped(samples, group_of).values()), len(samples), fractions, seed)
    return {**split, "val": split["test"], "test": split["val"]}


@mistake("split_by_group", "more than bad luck")
def fractions_ignored_for_groups(samples, group_of, fractions=FRACTIONS, seed=0):
    check(fractions)
    return whole_groups(list(grouped(samples, group_of).values()), len(samples), FRACTIONS, seed)


@mistake("split_by_group", "more than bad luck")
def parts_of_equal_size(samples, group_of, fractions=FRACTIONS, seed=0):
    check(fractions)
    groups = shuffled(grouped(samples, group_of).values(), seed)
    return {part: [one for group in groups[i::3] for one in group] for i, part in enumerate(("train", "val", "test"))}


@mistake("split_by_group", "do not add up to 1")
def fractions_not_checked_for_groups(samples, group_of, fractions=FRACTIONS, seed=0):
    return whole_groups(list(grouped(samples, group_of).values()), len(samples), fractions, seed)


@mistake("split_by_group", "A negative fraction")
def negative_fractions_for_groups(samples, group_of, fractions=FRACTIONS, seed=0):
    if not math.isclose(sum(fractions), 1):
        raise ValueError(f"bad fractions: {fractions}")
    return whole_groups(list(grouped(samples, group_of).values()), len(samples), fractions, seed)


@mistake("split_by_group", "do not ask for exactly 1")
def sum_of_group_fractions_exactly_one(samples, group_of, fractions=FRACTIONS, seed=0):
    if sum(fractions) != 1 or min(fractions) < 0:
        raise ValueError(f"bad fractions: {fractions}")
    return whole_groups(list(grouped(samples, group_of).values()), len(samples), fractions, seed)


@mistake("split_by_group", "two starts of Python would give")
def a_set_of_groups(samples, group_of, fractions=FRACTIONS, seed=0):
    check(fractions)
    names = shuffled({group_of(path) for path, _ in samples}, seed)
    groups = grouped(samples, group_of)
    return whole_groups([groups[name] for name in names], len(samples), fractions, seed)


@mistake("split_by_group", "two starts of Python would give")
def hash_of_the_group(samples, group_of, fractions=FRACTIONS, seed=0):
    check(fractions)
    split = {"train": [], "val": [], "test": []}
    for path, label in samples:
        number = random.Random(hash((seed, group_of(path)))).random()
        part = "train" if number < fractions[0] else "val" if number < fractions[0] + fractions[1] else "test"
        split[part].append((path, label))
    return split


@mistake("split_by_group", "changed the `samples`")
def sorted_in_place(samples, group_of, fractions=FRACTIONS, seed=0):
    check(fractions)
    samples.sort(key=lambda sample: str(group_of(sample[0])) + str(sample[0]), reverse=True)
    return whole_groups(list(grouped(samples, group_of).values()), len(samples), fractions, seed)


def written(split, names, out, put, name_of=lambda names, path, label: names[label]):
    """The frame of `write_split`, with the deed and the name of the class folder left open."""
    out = Path(out)
    if out.exists() and any(out.iterdir()):
        raise ValueError(f"{out} is not empty")
    for part, samples in split.items():
        for name in names:
            (out / part / name).mkdir(parents=True, exist_ok=True)
        for path, label in samples:
            target = out / part / name_of(names, path, label) / path.name
            target.parent.mkdir(parents=True, exist_ok=True)
            put(path, free(target))


def free(target):
    number, start = 1, target
    while target.exists():
        number += 1
        target = start.with_name(f"{start.stem}_{number}{start.suffix}")
    return target


@mistake("write_split", "not even for a moment")
def moved(split, names, out):
    written(split, names, out, shutil.move)


@mistake("write_split", "not even for a moment")
def renamed_into_place(split, names, out):
    written(split, names, out, lambda path, target: path.rename(target))


@mistake("write_split", "not even for a moment")
def copied_and_deleted(split, names, out):
    def put(path, target):
        shutil.copy(path, target)
        path.unlink()

    written(split, names, out, put)


@mistake("write_split", "not even for a moment")
def moved_and_copied_back(split, names, out):
    def put(path, target):
        path.rename(target)
        shutil.copy(target, path)

    written(split, names, out, put)


@mistake("write_split", "is a link to the original")
def linked(split, names, out):
    written(split, names, out, lambda path, target: target.symlink_to(path))


@mistake("write_split", "is a link to the original")
def hard_linked(split, names, out):
    written(split, names, out, os.link)


@mistake("write_split", "encodes it anew")
def opened_and_saved(split, names, out):
    from PIL import Image

    def put(path, target):
        with Image.open(path) as image:
            image.convert("RGB").save(target)

    written(split, names, out, put)


@mistake("write_split", "There is no copy in `out`")
def only_the_folders(split, names, out):
    written(split, names, out, lambda path, target: None)


@mistake("write_split", "make the folders first")
def class_folder_not_made(split, names, out):
    if out.exists() and any(out.iterdir()):
        raise ValueError(f"{out} is not empty")
    for part, samples in split.items():
        (out / part).mkdir(parents=True)
        for path, label in samples:
            shutil.copy(path, out / part / names[label])


@mistake("write_split", "The classes are mixed up")
def names_sorted(split, names, out):
    written(split, names, out, shutil.copy, lambda names, path, label: sorted(names)[label])


@mistake("write_split", "whatever folder its photos lay in")
def folder_of_the_original(split, names, out):
    written(split, names, out, shutil.copy, lambda names, path, label: path.parent.name)


@mistake("write_split", "numbers of the classes")
def label_for_name(split, names, out):
    written(split, names, out, shutil.copy, lambda names, path, label: str(label))


@mistake("write_split", "folders of the classes are missing")
def no_class_folders(split, names, out):
    written(split, names, out, shutil.copy, lambda names, path, label: "")


@mistake("write_split", "folders of the parts are missing")
def no_part_folders(split, names, out):
    written({"": [sample for samples in split.values() for sample in samples]}, names, out, shutil.copy)


@mistake("write_split", "The part comes first")
def class_before_part(split, names, out):
    if out.exists() and any(out.iterdir()):
        raise ValueError(f"{out} is not empty")
    for part, samples in split.items():
        for path, label in samples:
            (out / names[label] / part).mkdir(parents=True, exist_ok=True)
            shutil.copy(path, free(out / names[label] / part / path.name))


@mistake("write_split", "Go through every part")
def val_left_out(split, names, out):
    written({"train": split["train"], "test": split["test"]}, names, out, shutil.copy)


@mistake("write_split", "The files have other names")
def numbered(split, names, out):
    written(split, names, out, lambda path, target: shutil.copy(
        path, target.with_name(f"{len(list(target.parent.iterdir())):04}{path.suffix}")))


@mistake("write_split", "The others were overwritten or left out")
def overwritten(split, names, out):
    written(split, names, out, lambda path, target: shutil.copy(path, target.with_name(path.name)))


@mistake("write_split", "The others were overwritten or left out")
def second_one_skipped(split, names, out):
    def put(path, target):
        if target.name == path.name:
            shutil.copy(path, target)

    written(split, names, out, put)


@mistake("write_split", "The others were overwritten or left out")
def one_other_name_only(split, names, out):
    def put(path, target):
        target = target.with_name(path.name)
        if target.exists():
            target = target.with_name(f"{path.stem}_2{path.suffix}")
        shutil.copy(path, target)

    written(split, names, out, put)


@mistake("write_split", "Keep the suffix at the end")
def number_behind_the_suffix(split, names, out):
    def put(path, target):
        number = len([one for one in target.parent.iterdir() if one.name.startswith(path.name)])
        shutil.copy(path, target.with_name(f"{path.name}.{number}" if number else path.name))

    written(split, names, out, put)


@mistake("write_split", "Every part gets a folder for every class")
def no_empty_class_folders(split, names, out):
    if out.exists() and any(out.iterdir()):
        raise ValueError(f"{out} is not empty")
    for part, samples in split.items():
        for path, label in samples:
            (out / part / names[label]).mkdir(parents=True, exist_ok=True)
            shutil.copy(path, free(out / part / names[label] / path.name))


@mistake("write_split", "takes a folder that is there")
def empty_folder_refused(split, names, out):
    out.mkdir()
    written(split, names, out, shutil.copy)


@mistake("write_split", "takes a folder that is there")
def refused_because_it_exists(split, names, out):
    if out.exists():
        raise ValueError(f"{out} exists")
    written(split, names, out, shutil.copy)


def unchecked(split, names, out):
    for part, samples in split.items():
        for name in names:
            (out / part / name).mkdir(parents=True, exist_ok=True)
        for path, label in samples:
            shutil.copy(path, free(out / part / names[label] / path.name))


@mistake("write_split", "and there was no error")
def not_refused(split, names, out):
    unchecked(split, names, out)


@mistake("write_split", "and there was no error")
def hidden_files_not_seen(split, names, out):
    if out.exists() and any(not path.name.startswith(".") for path in out.iterdir()):
        raise ValueError(f"{out} is not empty")
    unchecked(split, names, out)


@mistake("write_split", "and there was no error")
def only_folders_seen(split, names, out):
    if out.exists() and any(path.is_dir() for path in out.iterdir()):
        raise ValueError(f"{out} is not empty")
    unchecked(split, names, out)


@mistake("write_split", "and touch nothing")
def emptied_first(split, names, out):
    shutil.rmtree(out, ignore_errors=True)
    written(split, names, out, shutil.copy)


@mistake("write_split", "Look first, then write")
def looked_while_writing(split, names, out):
    full = out.exists() and any(out.iterdir())
    unchecked(split, names, out)
    if full:
        raise ValueError(f"{out} was not empty")


@mistake("write_split", "Put the folder into the message")
def message_without_the_folder(split, names, out):
    if out.exists() and any(out.iterdir()):
        raise ValueError("not empty")
    unchecked(split, names, out)


@mistake("write_split", "not even for a moment")
def locks_beside_the_originals(split, names, out):
    def put(path, target):
        lock = path.with_suffix(".lock")
        lock.touch()
        shutil.copy(path, target)
        lock.unlink()

    written(split, names, out, put)


@mistake("write_split", "nobody was told")
def error_swallowed(split, names, out):
    with contextlib.suppress(OSError):
        written(split, names, out, shutil.copy)


@mistake("split_samples", "the last class replaces the others")
def each_class_replaces_the_last(samples, fractions=FRACTIONS, seed=0):
    check(fractions)
    for photos in by_class(samples):
        split = cut(shuffled(photos, seed), fractions)
    return split


@mistake("split_samples", "neighbours, and folders say nothing about labels")
def only_neighbours_are_a_class(samples, fractions=FRACTIONS, seed=0):
    check(fractions)
    return joined(cut(shuffled(photos, seed), fractions)
                  for _, photos in itertools.groupby(samples, key=lambda sample: sample[1]))


@mistake("split_samples", "neighbours, and folders say nothing about labels")
def a_folder_is_a_class(samples, fractions=FRACTIONS, seed=0):
    check(fractions)
    return joined(cut(shuffled([one for one in samples if one[0].parent == folder], seed), fractions)
                  for folder in sorted({path.parent for path, _ in samples}))


@mistake("split_samples", "photos[-0:]")
def cut_from_the_end(samples, fractions=FRACTIONS, seed=0):
    check(fractions)
    cuts = []
    for photos in by_class(samples):
        photos, val, test = shuffled(photos, seed), round(len(photos) * fractions[1]), round(len(photos) * fractions[2])
        cuts.append({"train": photos[: -val - test], "val": photos[-val - test : -test], "test": photos[-test:]})
    return joined(cuts)


@mistake("split_by_group", "not the labels and not the folders")
def a_generator_for_each_group(samples, group_of, fractions=FRACTIONS, seed=0):
    check(fractions)
    split, part_of = {"train": [], "val": [], "test": []}, {}
    for sample in samples:
        part = np.random.default_rng(seed).choice(list(split), p=fractions)
        split[part_of.setdefault(group_of(sample[0]), str(part))].append(sample)
    return split


@mistake("split_by_group", "not the labels and not the folders")
def groups_cut_by_photos(samples, group_of, fractions=FRACTIONS, seed=0):
    check(fractions)
    whole = shuffled(grouped(samples, group_of).values(), seed)
    first, second = round(len(samples) * fractions[0]), round(len(samples) * (fractions[0] + fractions[1]))
    parts = {"train": whole[:first], "val": whole[first:second], "test": whole[second:]}
    return {part: [sample for group in groups for sample in group] for part, groups in parts.items()}


@mistake("write_split", "Only a file in the same folder takes a name")
def names_taken_everywhere(split, names, out):
    taken = set()

    def put(path, target):
        number = 1
        while target.name in taken:
            number += 1
            target = target.with_name(f"{path.stem}_{number}{path.suffix}")
        taken.add(target.name)
        shutil.copy(path, target)

    written(split, names, out, put)


@mistake("write_split", "The others were overwritten or left out")
def the_folder_in_front_once(split, names, out):
    def put(path, target):
        start = out / target.relative_to(out).parent / path.name
        shutil.copy(path, start.with_name(f"{path.parent.name}_{path.name}") if start.exists() else start)

    written(split, names, out, put)


@mistake("write_split", "Keep the suffix at the end")
def cut_at_the_first_dot(split, names, out):
    def put(path, target):
        number, (stem, suffix, *_) = 1, path.name.split(".")
        target = target.with_name(path.name)
        while target.exists():
            number += 1
            target = target.with_name(f"{stem}_{number}.{suffix}")
        shutil.copy(path, target)

    written(split, names, out, put)


@mistake("write_split", "nobody was told")
def missing_photos_skipped(split, names, out):
    written(split, names, out, lambda path, target: path.exists() and shutil.copy(path, target))


@mistake("write_split", "the parts that it has: for part, samples in split.items()")
def always_three_parts(split, names, out):
    written({part: split[part] for part in ("train", "val", "test")}, names, out, shutil.copy)
