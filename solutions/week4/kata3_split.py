"""Training, validation, test

Three piles: one to learn from, one to choose by, and one that stays locked until the end. How the photos
are dealt out decides what every later score is worth, and almost every way to get it wrong looks fine:
the model scores well, and only the world finds out.

A sample is a photo and its class: (path, label), the label being a whole number.
"""

from collections.abc import Callable, Hashable
from pathlib import Path

import numpy as np


def split_samples(
    samples: list[tuple[Path, int]], fractions: tuple[float, float, float] = (0.7, 0.15, 0.15), seed: int = 0
) -> dict[str, list[tuple[Path, int]]]:
    """Deal the photos out into three parts, every class in proportion.

    Folders come sorted, so shuffle before you cut. And deal each class out by itself: of ten herons in a
    hundred photos, a shuffle of the whole pile sends none to one of the small parts surprisingly often, and
    then nobody notices that the model cannot see herons. The field calls it a stratified split.

    Args:
        samples: the photos, (path, label) each.
        fractions: the shares of train, val and test. They add up to 1.
        seed: decides which photo goes where. The same seed gives the same parts, tomorrow too; another
            seed gives others.

    Returns:
        A dict with the keys train, val and test, each with the list of its samples, as they came in. Every
        sample is in exactly one part. Of n photos of a class, each part gets its fraction · n, or one photo
        more or less where that is no whole number. Which photos, and in what order, is left to you and the seed.

    Raises:
        ValueError: the fractions do not add up to 1 (as exactly as a computer adds), or one is negative.
            The message shows them.

    Example:
        >>> samples = [(Path(f"{i}.jpg"), 0) for i in range(40)] + [(Path(f"{i}.jpg"), 1) for i in range(40, 60)]
        >>> {part: len(photos) for part, photos in split_samples(samples).items()}
        {'train': 42, 'val': 9, 'test': 9}
    """
    # BEGIN SOLUTION
    if min(fractions) < 0 or not np.isclose(sum(fractions), 1):
        raise ValueError(f"the fractions must add up to 1, and none may be negative: {fractions}")
    rng = np.random.default_rng(seed)
    split: dict[str, list[tuple[Path, int]]] = {"train": [], "val": [], "test": []}
    for label in sorted({label for _, label in samples}):
        photos = [sample for sample in samples if sample[1] == label]
        photos = [photos[i] for i in rng.permutation(len(photos))]
        first = round(len(photos) * fractions[0])
        second = round(len(photos) * (fractions[0] + fractions[1]))
        split["train"] += photos[:first]
        split["val"] += photos[first:second]
        split["test"] += photos[second:]  # whatever is left, so that rounding loses nothing
    return split
    # END SOLUTION


def split_by_group(
    samples: list[tuple[Path, int]],
    group_of: Callable[[Path], Hashable],
    fractions: tuple[float, float, float] = (0.7, 0.15, 0.15),
    seed: int = 0,
) -> dict[str, list[tuple[Path, int]]]:
    """Deal the photos out so that what belongs together stays together.

    Ten photos of one duck, taken within two seconds, are nearly one photo. With seven of them in train and
    three in test, the exam asks what was learned by heart. So deal out whole groups: a burst, an animal,
    a place, a patient. Whoever took the photos knows which; `group_of` says it.

    Args:
        samples: the photos, (path, label) each.
        group_of: says for a path which group its photo belongs to. Photos with an equal answer are one
            group, wherever they stand in `samples`, and whatever their labels are. The answer may be
            anything that can be the key of a dict: text, a number, a tuple.
        fractions: the shares of train, val and test, of the photos. They add up to 1.
        seed: decides which group goes where. The same seed gives the same parts, tomorrow too; another
            seed gives others.

    Returns:
        A dict with the keys train, val and test, each with the list of its samples, as they came in. Every
        sample is in exactly one part, and all the photos of a group are in the same one. With many small
        groups, each part's share of the photos is its fraction, give or take 20 percentage points.

    Raises:
        ValueError: the fractions do not add up to 1 (as exactly as a computer adds), or one is negative.
            The message shows them.

    Example:
        >>> samples = [(Path(f"{burst}{i}.jpg"), 0) for i in range(3) for burst in "abcdefghij"]
        >>> split = split_by_group(samples, group_of=lambda path: path.name[0])
        >>> bursts = {part: {path.name[0] for path, _ in photos} for part, photos in split.items()}
        >>> bursts["train"] & bursts["test"]
        set()
    """
    # BEGIN SOLUTION
    if min(fractions) < 0 or not np.isclose(sum(fractions), 1):
        raise ValueError(f"the fractions must add up to 1, and none may be negative: {fractions}")
    groups: dict[Hashable, list[tuple[Path, int]]] = {}
    for sample in samples:
        groups.setdefault(group_of(sample[0]), []).append(sample)
    whole = list(groups.values())
    split: dict[str, list[tuple[Path, int]]] = {"train": [], "val": [], "test": []}
    dealt = 0
    for i in np.random.default_rng(seed).permutation(len(whole)):
        share = dealt / len(samples)
        part = "train" if share < fractions[0] else "val" if share < fractions[0] + fractions[1] else "test"
        split[part] += whole[i]
        dealt += len(whole[i])
    return split
    # END SOLUTION


def write_split(split: dict[str, list[tuple[Path, int]]], names: list[str], out: Path) -> None:
    """Copy the photos of a split into folders: out/train/duck/, out/val/duck/, out/test/duck/, …

    From now on the parts lie on disk, where no program can mix them up again by accident. The originals are
    all you have: they are copied, never moved, so whatever goes wrong on the way (a full disk, Ctrl-C), every
    one of them is still where it was.

    Args:
        split: the parts, as `split_samples` gives them: the name of each part with its samples. There may be
            other parts too, or fewer, such as train and test alone.
        names: the names of the classes; label 0 is called names[0]. A photo goes into the folder of its
            label, whatever folder it comes from.
        out: the folder to write into. It may be missing or empty.

    Returns:
        Nothing. Afterwards out/<part>/<class>/<file name> is a copy of each photo, byte for byte. Every part
        has a folder for every class in `names`, an empty one too: other programs number the classes by the
        folders that they find. Where two photos of a part and class have the same file name, both are there: one
        of them under another name, with its suffix (.jpg) kept.

    Raises:
        ValueError: there is something in `out` already, be it a hidden file. The message shows `out`, and
            nothing is written or removed.
        OSError: it cannot be written there, or a photo cannot be read (`shutil.copy` raises it by itself).

    Example:
        >>> import tempfile
        >>> with tempfile.TemporaryDirectory() as folder:
        ...     photo = Path(folder, "IMG 1.jpg")
        ...     _ = photo.write_bytes(b"a photo")
        ...     write_split({"train": [(photo, 1)], "test": []}, ["coot", "duck"], Path(folder, "split"))
        ...     sorted(path.relative_to(folder).as_posix() for path in Path(folder, "split").glob("*/*"))
        ['split/test/coot', 'split/test/duck', 'split/train/coot', 'split/train/duck']
    """
    # BEGIN SOLUTION
    import shutil

    if out.exists() and any(out.iterdir()):
        raise ValueError(f"{out} is not empty: choose a new folder, or empty this one")
    for part, samples in split.items():
        for name in names:
            (out / part / name).mkdir(parents=True)
        for path, label in samples:
            copy = out / part / names[label] / path.name
            number = 1
            while copy.exists():
                number += 1
                copy = copy.with_name(f"{path.stem}_{number}{path.suffix}")
            shutil.copy(path, copy)
    # END SOLUTION
