"""How the photos are dealt out, and that none of them gets lost.

Nothing here fixes which photo goes where: every seed has its own deal. The tests ask for what must hold of any
deal: every photo in one part only, every class (or every burst) as it should be, the same again for the same seed.
The first two tasks need no files; `write_split` works on real ones, in a folder that is gone afterwards.
"""

from collections import Counter
from itertools import permutations
from pathlib import Path

from kata import expect, expect_error, fixture, scratch
from kata.circumstances import interrupted, read_only
from week4.kata3_split import split_by_group, split_samples, write_split

PARTS = ("train", "val", "test")
NOT_ONE = "{} do not add up to 1. That must be a ValueError: the photos would quietly be dealt out in other shares."
NEGATIVE = "{} add up to 1, but no part can have fewer than no photos. A negative fraction must be a ValueError."


def lake():
    """70 photos, sorted as they come from the folders: 40 with label 0, 20 with label 1, none with 2, 10 with 3."""
    return [
        (Path(f"{name}/{name} {i:02}.jpg"), label)
        for label, name, n in ((0, "Blässhuhn", 40), (1, "Ente im Schnee", 20), (3, "Reiher", 10))
        for i in range(n)
    ]


def bursts(n=100):
    """n bursts of one, two or three photos, "Ente 07_1.jpg" to "Ente 07_3.jpg": two thirds ducks, the rest geese."""
    return [
        (Path(f"{name}/{name} {i:02}_{shot}.jpg"), label)
        for label, name, numbers in ((0, "Ente", range(2 * n // 3)), (1, "Gans", range(2 * n // 3, n)))
        for i in numbers
        for shot in range(1, 2 + (i * i + i // 5) % 3)
    ]


def burst_of(path):
    """ "Ente 07" for "Ente 07_2.jpg"."""
    assert isinstance(path, Path), (
        f"`group_of` was called with {path!r}. It takes the path of one photo: a sample is (path, label), so call it "
        "with sample[0]."
    )
    return path.stem.rpartition("_")[0]


def looked_over(split, samples, group_of=None):
    """{part: its paths}, once it is sure that the split is a dict of three lists with every sample in one of them."""
    expect(sorted(split) if isinstance(split, dict) else split, want=["test", "train", "val"],
           what="The keys of the split", say="Return a dict with the keys train, val and test: "
           '{"train": […], "val": […], "test": […]}.')
    labels, found = {Path(path): label for path, label in samples}, {part: [] for part in PARTS}
    for part in PARTS:
        assert isinstance(split[part], list | tuple) or hasattr(split[part], "tolist"), (
            f"split[{part!r}] is {split[part]!r}. It should be the list of its samples."
        )
        for entry in split[part]:
            found[part].append(path_in(entry, part, labels))
    times = Counter(path for part in PARTS for path in found[part])
    for part in PARTS:
        twice = [path for path, n in Counter(found[part]).items() if n > 1]
        assert not twice, (
            f"{twice[0].name} is in {part} more than once. Each photo is dealt out once: shuffle a list and cut it, "
            "or draw without putting back (replace=False)."
        )
    both = [path for path, n in times.items() if n > 1]
    if both:
        where = " and ".join(part for part in PARTS if both[0] in found[part])
        raise AssertionError(
            f"{len(both)} photos are in two parts; {both[0].name} is in {where}. They overlap, so the exam has "
            "questions whose answers were learned. Shuffle once, and cut that one list in three."
        )
    lost = [path for path in labels if path not in times]
    if lost:
        raise AssertionError(
            f"{len(lost)} of {len(samples)} photos are in no part; {lost[0].name} is one of them. "
            + why_lost(lost, labels, group_of)
        )
    return found


def path_in(entry, part, labels):
    """The path of a sample that came back, once it is sure that it is one of `labels`, with its label."""
    first = f"The first entry of {part} is {entry!r}"
    if isinstance(entry, list) and entry and isinstance(entry[0], tuple):
        raise AssertionError(f"{part} holds lists of samples. Put the samples themselves into it: "
                             "split[part] += group, or .extend(group), where .append(group) puts the list in.")
    assert not isinstance(entry, Path), f"{first}, a path without its label. A sample is both: (path, label)."
    assert hasattr(entry, "__len__") and not isinstance(entry, str), (
        f"{first}, and should be a sample, (path, label). If those are positions in the list, take the samples at "
        "them: [samples[i] for i in …]."
    )
    assert len(entry) == 2 and not isinstance(entry[1], Path), f"{first}. A sample is (path, label), in this order."
    path, label = Path(entry[0]), entry[1]
    assert path in labels, f"{path} came back in {part}, and no such photo came in."
    assert label == labels[path], (
        f"{path.name} came in with the label {labels[path]} and came back with {label!r}: paths and labels were "
        "shuffled apart, or renumbered. Deal out whole samples, and leave them as they are."
    )
    return path


def why_lost(lost, labels, group_of):
    gone = {labels[path] for path in lost}
    if all(labels[path] not in gone for path in labels if path not in lost):
        return (f"All photos with the label {max(gone)} are missing. Labels may have gaps (a class without photos has "
                "no sample): go through the labels that occur, sorted(set(…)).")
    if group_of and len(labels) - len(lost) == len({group_of(path) for path in labels}):
        return ("One photo of each group is left: a dict keeps one value for each key. Let the value be a list, and "
                "append to it (dict.setdefault(group, []), or collections.defaultdict(list)).")
    return "Cut twice, and give the last part everything that is left: then rounding loses nothing."


def as_sets(found):
    return {part: set(paths) for part, paths in found.items()}


def simply_in_order(found, samples):
    """Whether every class (or group) of the data was cut as it stood, the first photos into train."""
    for kind in {label for _, label in samples}:
        paths = [path for path, label in samples if label == kind]
        rank = [next(i for i, part in enumerate(PARTS) if path in found[part]) for path in paths]
        if rank != sorted(rank) and rank != sorted(rank, reverse=True):
            return False
    return True


def off_share(found, samples, fractions):
    """The first (label, part) whose count is off by more than one photo; None if all are right."""
    for label in sorted({label for _, label in samples}):
        paths = {path for path, one in samples if one == label}
        for part, fraction in zip(PARTS, fractions, strict=True):
            if abs(len(paths & set(found[part])) - fraction * len(paths)) > 1 + 1e-9:
                return label, part
    return None


def check_shares(found, samples, fractions, shuffled=False):
    """Every class in proportion, or a sentence about what was done instead. shuffled: other seeds, other splits."""
    off = off_share(found, samples, fractions)
    if off is None:
        return
    for other in permutations(fractions):
        assert off_share(found, samples, other), (
            f"train, val and test have {', '.join(str(len(found[part])) for part in PARTS)} photos: the right sizes "
            f"under the wrong names. The fractions {fractions} are those of train, val and test, in this order."
        )
    train, val, test = fractions
    for other in (
        (train, val * (1 - train), (1 - val) * (1 - train)),  # train cut off first, then val: two cuts
        (train, (1 - test) * (1 - train), test * (1 - train)),  # train first, then test
        ((1 - val) * (1 - test), val * (1 - test), test),  # test first, then val
        (train * (1 - test), (1 - train) * (1 - test), test),  # test first, then train
    ):
        assert off_share(found, samples, other), (
            f"train, val and test have {', '.join(str(len(found[part])) for part in PARTS)} photos: one fraction was "
            "taken of what was left over. Every fraction is one of all photos. (Of the rest, it is more: where 0.3 is "
            "left, 0.15 of all is half of it.)"
        )
    assert off_share(found, samples, (0.7, 0.15, 0.15)), (
        f"The parts are 70, 15 and 15 percent, whatever the fractions say. Here they are {fractions}: use the argument."
    )
    label, part = off
    n = sum(one == label for _, one in samples)
    count = sum(path in set(found[part]) for path, one in samples if one == label)
    want = fractions[PARTS.index(part)] * n
    totals = [len(found[part]) for part in PARTS]
    off_by = [abs(total - fraction * len(samples)) for total, fraction in zip(totals, fractions, strict=True)]
    if shuffled and max(off_by) <= 3:
        raise AssertionError(
            f"{part} has {count} of the {n} photos with label {label}; its share would be {want:g}. The parts have the "
            "right sizes, and the classes in them do not. Shuffle and cut every class by itself, then put the pieces "
            "together."
        )
    raise AssertionError(
        f"{part} has {count} of the {n} photos with label {label}; its share would be {want:g}. From n photos of a "
        "class each part gets its fraction · n of them, give or take one."
    )


# ---- split_samples: every class in proportion


def test_split_samples_puts_every_photo_into_one_part_only():
    samples = lake()
    for seed in (1, 2):
        looked_over(split_samples(samples, seed=seed), samples)


def test_split_samples_deals_out_anew_for_each_seed():
    samples = lake()
    deals = []
    for seed in (1, 2, 3):
        deal, again = [as_sets(looked_over(split_samples(samples, seed=seed), samples)) for _ in range(2)]
        assert deal == again, (
            "Two calls with the same seed gave two different splits. Pass the seed on to whatever shuffles: "
            "np.random.default_rng(seed), made inside the function."
        )
        deals.append(deal)
    if deals[0] == deals[1] == deals[2]:
        assert not simply_in_order(deals[0], samples), (
            "The seeds 1, 2 and 3 all gave the same split: every class was cut as it stands in the list. Neighbours in "
            "a sorted folder are alike, so shuffle each class before you cut it; afterwards it is too late."
        )
        assert off_share(deals[0], samples, (0.7, 0.15, 0.15)) is None, (
            "The seeds 1, 2 and 3 all gave the same split, and not one in proportion, as a rule on file names does. "
            "Shuffle with the seed. (A rule with hash(name) is worse still: the hash() of a text changes with every "
            "start of Python, so test photos drift into train. hashlib's do not.)"
        )
        raise AssertionError(
            "The seeds 1, 2 and 3 all gave the same split. Another seed must give another: is a fixed number used "
            "where `seed` belongs?"
        )
    first, second = [as_sets(looked_over(split_samples(samples), samples)) for _ in range(2)]
    assert first == second, (
        "Two calls without a seed gave two different splits. The default, 0, is a seed like any other: `if seed:` and "
        "`seed or …` take it for none."
    )


def test_split_samples_gives_each_part_its_share_of_every_class():
    samples = lake()
    splits = [looked_over(split_samples(samples, seed=seed), samples) for seed in (1, 2, 3, 4)]
    for found in splits:
        check_shares(found, samples, (0.7, 0.15, 0.15), shuffled=as_sets(splits[0]) != as_sets(splits[1]))


def test_split_samples_takes_the_fractions_that_it_is_given():
    samples = lake()
    for fractions in ((0.5, 0.3, 0.2), (0.2, 0.5, 0.3)):
        check_shares(looked_over(split_samples(samples, fractions, seed=1), samples), samples, fractions)
    try:
        split = split_samples(samples, fractions=(0.7, 0.2, 0.1), seed=1)
    except ValueError:
        raise AssertionError(
            "0.7, 0.2 and 0.1 were refused. For a computer their sum is 0.9999999999999999, so do not ask for exactly "
            "1: math.isclose(sum(fractions), 1)."
        ) from None
    check_shares(looked_over(split, samples), samples, (0.7, 0.2, 0.1))


def test_split_samples_refuses_fractions_that_are_not_shares_of_a_whole():
    for fractions, shown in (((0.8, 0.3, 0.3), 0.8), ((0.6, 0.2, 0.1), 0.6)):
        expect_error(split_samples, lake(), fractions, shows=shown, why=NOT_ONE.format(fractions))
    expect_error(split_samples, lake(), (1.25, -0.125, -0.125), shows=-0.125,
                 why=NEGATIVE.format((1.25, -0.125, -0.125)))


class PathOnAnotherDay(type(Path())):
    """A path whose hash depends on the day. So do those of all paths and texts: each start of Python changes them."""

    day = 0

    def __hash__(self):
        return hash((PathOnAnotherDay.day, str(self)))


def test_split_samples_gives_the_same_split_tomorrow():
    samples = [(PathOnAnotherDay(path), label) for path, label in lake()]
    deals = []
    for PathOnAnotherDay.day in (1, 1, 2):
        split = looked_over(split_samples(samples, seed=5), samples)
        deals.append({part: {str(path) for path in split[part]} for part in PARTS})
    assert deals[0] == deals[1], "Two calls with the same seed gave two different splits."
    assert deals[1] == deals[2], (
        "With the same seed, two starts of Python would give two different splits, and yesterday's test photos would "
        "be in train. A set has another order after every start, and hash() another value: keep photos in "
        "lists, or sort them."
    )


def test_split_samples_cannot_know_that_two_files_show_one_photo():
    """Why the next task is needed. Of these three buildings, the folder has the same photo twice."""
    folder = fixture("photos/building")
    samples = [(path, 0) for path in sorted(folder.glob("*.jpg"))]
    twins = [("brandenburg_gate.jpg", "brandenburg_gate_2.jpg"), ("colosseum.jpg", "colosseum_2.jpg"),
             ("great_pyramid.jpg", "great_pyramid_of_giza.jpg")]
    torn = 0
    for seed in range(10):
        found = as_sets(looked_over(split_samples(samples, seed=seed), samples))
        torn += sum(not any({folder / one, folder / other} <= found[part] for part in PARTS) for one, other in twins)
    assert torn > 0, (
        "In ten splits, no photo was ever in another part than its copy. A shuffle by photo does not do that: are the "
        "photos shuffled, each by itself?"
    )


# ---- split_by_group: a burst stays together


def check_whole(found, group_of, special=lambda group: False, sentence=""):
    """Every group in one part, or a sentence; `sentence` where all the groups that were torn are `special`."""
    parts = {}
    for part in PARTS:
        for path in found[part]:
            parts.setdefault(group_of(path), set()).add(part)
    torn = {group: where for group, where in parts.items() if len(where) > 1}
    if not torn:
        return
    group, where = next(iter(torn.items()))
    said = (f"{len(torn)} of {len(parts)} groups were torn apart; photos of {group!r} are in "
            f"{' and in '.join(part for part in PARTS if part in where)}. ")
    assert len(torn) > 2, (
        said + "The cut went through the middle of a group. Cut between groups: when the photos dealt so far reach a "
        "part's share, the next group begins the next part."
    )
    assert not all(special(group) for group in torn), said + sentence
    raise AssertionError(
        said + "The test then asks for what was learned by heart. Deal out groups, not photos: collect the photos of "
        "each group first."
    )


def test_split_by_group_keeps_the_photos_of_a_burst_together():
    samples = bursts()
    for seed in (1, 2, 3, 4):
        check_whole(looked_over(split_by_group(samples, burst_of, seed=seed), samples, burst_of), burst_of)


def test_split_by_group_finds_a_group_wherever_its_photos_stand():
    """Two cameras took each series, and each has its own folder, so half of a series stands far from the other half."""
    samples = [(Path(f"Ente/Kamera {camera}/Serie {i:02}_{shot}.jpg"), 0)
               for camera in "AB" for i in range(40) for shot in (1, 2)]

    def series_of(path):
        return "Serie", int(path.stem.partition("_")[0][-2:])

    for seed in (1, 2):
        found = looked_over(split_by_group(samples, series_of, seed=seed), samples, series_of)
        halves = {}
        for part in PARTS:
            for path in found[part]:
                halves.setdefault((series_of(path), path.parent), set()).add(part)
        torn_halves = {series for (series, _), where in halves.items() if len(where) > 1}
        check_whole(found, series_of, lambda series, torn=torn_halves: series not in torn,
                    "What stands side by side in `samples`, or lies in one folder, was kept together; a group is all "
                    "the photos with the same answer from `group_of`, wherever they stand. itertools.groupby sees only "
                    "neighbours: collect the photos of each group in a dict of lists.")


def test_split_by_group_keeps_a_group_together_that_has_two_labels():
    """In many bursts one photo was sorted into another class: it still shows the same moment."""
    samples = [(path, 1 - label if path.stem.endswith("_2") and i % 3 else label)
               for i, (path, label) in enumerate(bursts())]
    labels = {}
    for path, label in samples:
        labels.setdefault(burst_of(path), set()).add(label)
    for seed in (1, 2, 3):
        found = looked_over(split_by_group(samples, burst_of, seed=seed), samples, burst_of)
        check_whole(found, burst_of, lambda burst: len(labels[burst]) == 2,
                    "Those that were torn have photos with two different labels. A group is what `group_of` says, "
                    "whatever the labels are; dealing out each class by itself takes it apart.")


def check_classes_spread(found, samples):
    labels = dict(samples)
    where = {(labels[path], part) for part in PARTS for path in found[part]}
    assert len(where) > len(set(labels.values())), (
        "Every class lies in one part as a whole, so one part has nothing but ducks. The groups are what `group_of` "
        "says of each path, not the labels and not the folders."
    )


def test_split_by_group_deals_out_anew_for_each_seed():
    samples = bursts()
    deals = []
    for seed in (1, 2, 3):
        deal, again = [
            as_sets(looked_over(split_by_group(samples, burst_of, seed=seed), samples, burst_of)) for _ in range(2)
        ]
        assert deal == again, (
            "Two calls with the same seed gave two different splits. Pass the seed on to whatever shuffles: "
            "np.random.default_rng(seed), made inside the function."
        )
        deals.append(deal)
        check_classes_spread(deal, samples)
    if deals[0] == deals[1] == deals[2]:
        assert not simply_in_order(deals[0], samples), (
            "The seeds 1, 2 and 3 all gave the same split: the groups were cut as they stand in the list. Shuffle the "
            "groups first, or the test part has only the last class."
        )
        raise AssertionError(
            "The seeds 1, 2 and 3 all gave the same split. Another seed must give another: is a fixed number used "
            "where `seed` belongs?"
        )
    first, second = [as_sets(looked_over(split_by_group(samples, burst_of), samples, burst_of)) for _ in range(2)]
    assert first == second, (
        "Two calls without a seed gave two different splits. The default, 0, is a seed like any other: `if seed:` and "
        "`seed or …` take it for none."
    )


def test_split_by_group_gives_each_part_about_its_share_of_the_photos():
    samples = bursts()
    for fractions in ((0.7, 0.15, 0.15), (0.3, 0.5, 0.2)):
        for seed in (1, 2):
            found = looked_over(split_by_group(samples, burst_of, fractions, seed), samples, burst_of)
            check_group_shares(found, samples, fractions)


def check_group_shares(found, samples, fractions):
    """Within 20 points of the fractions, or a sentence about what was done instead."""

    def fits(fractions):
        return all(
            abs(len(found[part]) / len(samples) - fraction) <= 0.2
            for part, fraction in zip(PARTS, fractions, strict=True)
        )

    if fits(fractions):
        return
    percent = ", ".join(f"{100 * len(found[part]) / len(samples):.0f}" for part in PARTS)
    wanted = ", ".join(f"{100 * fraction:.0f}" for fraction in fractions)
    check_classes_spread(found, samples)
    assert not any(fits(other) for other in permutations(fractions)), (
        f"train, val and test have {percent} percent of the photos: about the right sizes under the wrong names. The "
        f"fractions {fractions} are those of train, val and test, in this order."
    )
    raise AssertionError(
        f"train, val and test have {percent} percent of the photos, where {wanted} were asked for. With a hundred "
        "small groups, 20 points are more than bad luck: cut the shuffled groups where the fractions say."
    )


def test_split_by_group_refuses_fractions_that_are_not_shares_of_a_whole():
    for fractions, shown in (((0.8, 0.3, 0.3), 0.8), ((0.6, 0.2, 0.1), 0.6)):
        expect_error(split_by_group, bursts(), burst_of, fractions, shows=shown, why=NOT_ONE.format(fractions))
    expect_error(split_by_group, bursts(), burst_of, (1.25, -0.125, -0.125), shows=-0.125,
                 why=NEGATIVE.format((1.25, -0.125, -0.125)))
    try:
        split_by_group(bursts(), burst_of, (0.7, 0.2, 0.1))
    except ValueError:
        raise AssertionError(
            "0.7, 0.2 and 0.1 were refused. For a computer their sum is 0.9999999999999999, so do not ask for exactly "
            "1: math.isclose(sum(fractions), 1)."
        ) from None


class NameOnAnotherDay(str):
    """The name of a group, whose hash depends on the day. So does that of every text: it changes with each start."""

    day = 0

    def __hash__(self):
        return hash((NameOnAnotherDay.day, str(self)))


def test_split_by_group_gives_the_same_split_tomorrow():
    samples = bursts()
    deals = []
    for NameOnAnotherDay.day in (1, 1, 2):
        split = split_by_group(samples, lambda path: NameOnAnotherDay(burst_of(path)), seed=5)
        deals.append(as_sets(looked_over(split, samples, burst_of)))
    assert deals[0] == deals[1], "Two calls with the same seed gave two different splits."
    assert deals[1] == deals[2], (
        "With the same seed, two starts of Python would give two different splits, and yesterday's test photos would "
        "be in train. A set has another order after every start, and hash() another value. The keys of a dict keep "
        "their order; so does sorted(…)."
    )


def test_split_by_group_keeps_the_copies_of_a_real_photo_with_it():
    samples = [(path, 0) for path in sorted(fixture("photos/building").glob("*.jpg"))]
    copies = {"brandenburg_gate_2": "brandenburg_gate", "colosseum_2": "colosseum",
              "great_pyramid_of_giza": "great_pyramid"}

    def shows(path):
        return copies.get(path.stem, path.stem)

    for seed in range(5):
        found = as_sets(looked_over(split_by_group(samples, shows, seed=seed), samples, shows))
        for copy, photo in copies.items():
            where = [next(part for part in PARTS if any(path.stem == stem for path in found[part]))
                     for stem in (photo, copy)]
            assert where[0] == where[1], (
                f"With the seed {seed}, {photo}.jpg is in {where[0]}, and its copy {copy}.jpg in {where[1]}. For both "
                "of them `group_of` gives the same answer, so they belong together."
            )


# ---- write_split: copies, and every original where it was

NAMES = ["Stockente", "Blässhuhn"]  # not in alphabetical order: label 0 is what stands first
DUCK, OWL, CAT = "Opas Fotos/Ente am Fluß 1.jpg", "Opas Fotos/Ente am Fluß 2.jpg", "Teich & See/DSC 0001.JPG"
HEN, MACAW = "Teich & See/DSC 0002.JPG", "Teich & See/DSC 0003.JPG"


def taken(folder):
    """Five real photos in two folders, and a split of them: {path: bytes}, {part: [(path, label), …]}."""
    originals = {}
    for name, animal in ((DUCK, "duck"), (OWL, "owl"), (CAT, "cat"), (HEN, "chicken"), (MACAW, "scarlet_macaw")):
        path = folder / "Originale" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        originals[path] = fixture(f"photos/animal/{animal}.jpg").read_bytes()
        path.write_bytes(originals[path])
    duck, owl, cat, hen, macaw = originals
    return originals, {"train": [(hen, 1), (duck, 0), (macaw, 0)], "val": [(owl, 0)], "test": [(cat, 1)]}


def check_no_links(out, originals):
    for copy in files_in(out).values():
        assert not copy.is_symlink() and not any(copy.samefile(path) for path in originals), (
            f"{copy.name!r} in `out` is a link to the original, no copy: it breaks, or the original changes with it. "
            "Copy it (shutil.copy)."
        )


def files_in(folder):
    """The files in a folder, as {"train/Stockente/Ente am Fluß 1.jpg": path}."""
    return {path.relative_to(folder).as_posix(): path for path in sorted(folder.rglob("*")) if not path.is_dir()}


def check_originals(originals, when=""):
    """Every original is still there, with the same bytes."""
    gone = [path.name for path in originals if not path.exists()]
    assert not gone, (
        f"{gone[0]!r} is gone from where it was{when}: it was moved, and only a copy was wanted. Originals are never "
        "moved or deleted, not even for a moment: shutil.copy leaves them alone."
    )
    for path, content in originals.items():
        assert path.read_bytes() == content, (
            f"{path.name!r} is no longer what it was{when}: something was written into the original. Only read it."
        )


def test_write_split_copies_each_photo_into_the_folder_of_its_part_and_class():
    with scratch() as folder:
        originals, split = taken(folder)
        out = folder / "Aufteilung"
        write_split(split, NAMES, out)
        samples = [(part, path, label) for part, photos in split.items() for path, label in photos]

        def named(pattern):
            return sorted(
                pattern.format(part=part, name=NAMES[label], other=NAMES[1 - label], label=label, file=path.name,
                               folder=path.parent.name)
                for part, path, label in samples
            )

        copies = files_in(out)
        expect(sorted(copies), want=named("{part}/{name}/{file}"), what="The files in `out`", mistakes={
            "none": ([], "There is no copy in `out`."),
            "no folder yet": (sorted(set(named("{part}/{name}"))), "There are files with the names of the classes. "
                              "Where a folder is missing, shutil.copy makes a file of that name, and the next photo "
                              "overwrites it: make the folders first (mkdir)."),
            "no class": (named("{part}/{file}"), "The folders of the classes are missing: out/<part>/<class>/<file "
                         "name>, and names[label] is the class."),
            "no part": (named("{name}/{file}"), "The folders of the parts are missing: out/<part>/<class>/<file "
                        "name>."),
            "class first": (named("{name}/{part}/{file}"), "The part comes first, then the class: out / part / "
                            "names[label] / path.name."),
            "number": (named("{part}/{label}/{file}"), "The folders are called by the numbers of the classes. Use "
                       "their names: names[label]."),
            "mixed up": (named("{part}/{other}/{file}"), "The classes are mixed up. Label 0 is names[0], label 1 is "
                         "names[1], in whatever order the names stand; do not sort them."),
            "old folder": (named("{part}/{folder}/{file}"), "The folders are called like those that the photos come "
                           "from. A class is called names[label], whatever folder its photos lay in."),
            "all classes": (lambda got: got == sorted(named("{part}/{name}/{file}") + named("{part}/{other}/{file}")),
                            "Every photo is in the folder of every class. It belongs into that of its label only."),
            "a part missing": (lambda got: got and set(got) < set(named("{part}/{name}/{file}")), "Some photos are "
                               "missing. Go through every part of the split, and through all of its samples."),
            "renamed": (lambda got: got != named("{part}/{name}/{file}") and
                        sorted(Path(name).parent.as_posix() for name in got) == named("{part}/{name}"),
                        "The files have other names. As long as its name is free, a copy is called like its original: "
                        "path.name."),
        })  # fmt: skip
        for part, path, label in samples:
            copy = out / part / NAMES[label] / path.name
            assert copy.read_bytes() == originals[path], (
                f"The copy of {path.name!r} has {len(copy.read_bytes())} bytes that are not those of the original, "
                f"which has {len(originals[path])}. Copy the file itself (shutil.copy): opening and saving a photo "
                "encodes it anew, and it loses quality."
            )
        check_originals(originals)
        check_no_links(out, originals)


def test_write_split_keeps_photos_that_have_the_same_name():
    """Cameras count from 1 again and again: three photos from three cards, all called DSC 0001.JPG."""
    with scratch() as folder:
        originals, out = {}, folder / "out"
        for card in ("Karte A", "Karte B", "Karte C"):
            path = folder / card / "DSC 0001.JPG"
            path.parent.mkdir()
            path.write_bytes(f"a photo from {card}".encode())
            originals[path] = path.read_bytes()
        write_split({"train": [(path, 1) for path in originals], "val": [], "test": []}, NAMES, out)
        copies = files_in(out)
        check_all_kept(copies, originals)
        assert all(name.endswith(".JPG") for name in copies), (
            f"The copies are {', '.join(path.name for path in copies.values())}. Keep the suffix at the end, or the "
            "next program takes them for something else than photos: f\"{path.stem}_2{path.suffix}\"."
        )
        assert "train/Blässhuhn/DSC 0001.JPG" in copies, (
            f"The copies are {', '.join(path.name for path in copies.values())}. As long as its name is free, a copy "
            "is called like its original: one of the three is DSC 0001.JPG."
        )
        check_originals(originals)


def check_all_kept(copies, originals):
    assert copies, f"{len(originals)} photos came in, and `out` holds none."
    assert all(name.count("/") == 2 for name in copies), (
        f"{len(originals)} photos came in, and `out` holds {', '.join(copies)}. Each belongs into the "
        "folder of its class."
    )
    found = {path.read_bytes() for path in copies.values()}
    kept = len(found & set(originals.values()))
    assert kept == len(originals), (
        f"{len(originals)} different photos came in, and {kept} came through to `out`, as "
        f"{', '.join(sorted({path.name for path in copies.values()}))}. The others were overwritten or left out, "
        "because a file of their name was there already. Count up until the name is free: while copy.exists(): …"
    )


def test_write_split_gives_every_part_a_folder_for_every_class():
    """No heron at all, no mallard in val and test; and `out` is there already, and empty."""
    with scratch() as folder:
        originals, _ = taken(folder)
        out = folder / "schon da"
        out.mkdir()
        names = [*NAMES, "Graureiher"]
        try:
            first, second, *others = [(path, 1) for path in originals]
            write_split({"train": [*others, (first[0], 0)], "val": [first], "test": [second]}, names, out)
        except (FileExistsError, ValueError):
            raise AssertionError(
                "`out` was there already, and empty, and it was refused. Only what lies in it matters: "
                "any(out.iterdir()) asks for that, and mkdir(exist_ok=True) takes a folder that is there."
            ) from None
        folders = sorted(path.relative_to(out).as_posix() for path in out.rglob("*") if path.is_dir())
        want = sorted([*PARTS, *(f"{part}/{name}" for part in PARTS for name in names)])
        expect(folders, want=want, what="The folders in `out`", mistakes={
            "empty ones": (lambda got: set(PARTS) < set(got) < set(want), "Every part gets a folder for "
                           "every class, also for one without photos. Other programs number the classes by the folders "
                           "that they find, so with one folder less, every later class would have another number."),
        })  # fmt: skip


def test_write_split_refuses_a_folder_that_is_not_empty():
    for what in ("alt/Foto.jpg", "Notizen.txt", ".DS_Store"):
        with scratch() as folder:
            originals, split = taken(folder)
            out = folder / "alter Versuch"
            (out / what).parent.mkdir(parents=True)
            (out / what).write_bytes(b"still needed")
            before = files_in(out)
            try:
                write_split(split, NAMES, out)
            except (ValueError, OSError) as error:
                refused = str(error)
            else:
                refused = None
            after = files_in(out)
            assert what in after and after[what].read_bytes() == b"still needed", (
                f"`out` had a file in it, {what}, and now it has not. Whoever put it there may need it: refuse with a "
                "ValueError, and touch nothing."
            )
            assert refused is not None, (
                f"`out` is not empty, {what} lies in it, and there was no error. Old and new photos would be mixed, "
                "and one could be in train and in test: raise a ValueError. any(out.iterdir()) sees everything, hidden "
                "files too."
            )
            assert after == before, (
                f"`out` was refused, but only after {len(after) - len(before)} files were written into it. Look first, "
                "then write."
            )
            assert out.name in refused, (
                f"It was refused, with the message {refused!r}. Put the folder into the message, so that its reader "
                f"knows which one: {out.name}"
            )
            check_originals(originals)


def test_write_split_loses_no_photo_when_it_is_interrupted():
    """Ctrl-C before each change to the disk in turn, until it has come at every moment that there is."""
    for change in range(1, 200):
        with scratch() as folder:
            originals = {folder / f"Möwe {i}.jpg": f"photo {i}".encode() for i in (1, 2)}
            for path, content in originals.items():
                path.write_bytes(content)
            first, second = originals
            with interrupted(folder, change) as ctrl_c:
                write_split({"train": [(first, 1)], "val": [], "test": [(second, 0)]}, NAMES, folder / "out")
            check_originals(originals, f" after Ctrl-C (at change {change} to the disk)")
            if not ctrl_c.happened:
                assert len(files_in(folder / "out")) == len(originals), "Not interrupted, it should copy all."
                return


def test_write_split_only_reads_the_originals():
    """They may lie on a card that is locked; and where `out` cannot be written, that must be said."""
    with scratch() as folder:
        originals, split = taken(folder)
        write_split(split, NAMES, folder / "Probe")
        check_originals(originals)
        check_no_links(folder / "Probe", originals)
        with read_only(folder / "Originale"):
            try:
                write_split(split, NAMES, folder / "out")
            except OSError as error:
                raise AssertionError(
                    f"The originals lie in a folder that can only be read, and that was not enough: {error}. Nothing "
                    "there is moved, deleted or written, not even for a moment: a copy needs only reading."
                ) from None
        assert len(files_in(folder / "out")) == len(originals), "`out` should hold all the photos."
        (folder / "gesperrt").mkdir()
        with read_only(folder / "gesperrt"):
            expect_error(write_split, split, NAMES, folder / "gesperrt" / "out", error=OSError,
                         why="`out` cannot be written, and nobody was told. Let the OSError through: an `except` that "
                         "passes over it leaves a split that is not there.")
        check_originals(originals)
