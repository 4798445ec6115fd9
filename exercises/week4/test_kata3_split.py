"""How the photos are dealt out, and that none of them gets lost.

Nothing here fixes which photo goes where: every seed has its own deal. The tests ask for what must hold of any
deal: every photo in one part only, every class (or every burst) as it should be, the same again for the same seed.
The first two tasks need no files; `write_split` works on real ones, in a folder that is gone afterwards.
"""

from collections import Counter
from functools import cache
from itertools import permutations
from pathlib import Path

from kata import expect, expect_error, fixture, scratch, tabled
from kata.circumstances import PathOnAnotherDay, interrupted, read_only
from week4.kata3_split import split_by_group, split_samples, write_split

PARTS = ("train", "val", "test")


@cache
def lake():
    """70 photos, sorted as they come from the folders: 40 with label 0, 20 with label 1, none with 2, 10 with 3."""
    kinds = ((0, "Blässhuhn", 40), (1, "Ente im Schnee", 20), (3, "Reiher", 10))
    return [(Path(f"{name}/{name} {i:02}.jpg"), label) for label, name, n in kinds for i in range(n)]


@cache
def bursts(n):
    """n bursts of one to five photos, "Ente 07_1.jpg" to "Ente 07_5.jpg": two thirds ducks, the rest geese."""
    names = ["Ente"] * (2 * n // 3) + ["Gans"] * (n - 2 * n // 3)
    return [(Path(f"{name}/{name} {i:02}_{shot}.jpg"), int(name == "Gans"))
            for i, name in enumerate(names) for shot in range(1, 2 + (i * i + i // 5) % 5)]


def burst_of(path):
    """ "Ente 07" for "Ente 07_2.jpg"."""
    assert isinstance(path, Path), (f"`group_of` was called with {path!r}. It takes the path of one photo: a sample is "
                                    "(path, label), so call it with sample[0].")
    return path.name.rpartition("_")[0]


def parts_of(split, samples, group_of=None):
    """The part of each sample, in their order, once it is sure that each one is in one part, as it came in."""
    expect(sorted(split) if isinstance(split, dict) else split, want=["test", "train", "val"],
           what="The keys of the split", say="Return a dict with the keys train, val and test: "
           '{"train": […], "val": […], "test": […]}.')
    places, parts = {str(path): i for i, (path, _) in enumerate(samples)}, [""] * len(samples)
    for part in PARTS:
        assert isinstance(split[part], list | tuple) or hasattr(split[part], "tolist"), (
            f"split[{part!r}] is {split[part]!r}. It should be the list of its samples.")
        found = [place_of(entry, part, places, samples) for entry in split[part]]
        twice = [samples[i][0].name for i, n in Counter(found).items() if n > 1]
        assert not twice, (f"{twice[0]} is in {part} more than once. Each photo is dealt out once: shuffle a list and "
                           "cut it, or draw without putting back (replace=False).")
        both = [i for i in found if parts[i]]
        assert not both, (f"{len(both)} photos are in two parts; {samples[both[0]][0].name} is in {parts[both[0]]} and "
                          f"{part}. They overlap, so the exam has questions whose answers were learned. Shuffle once, "
                          "and cut that one list in three.")
        for i in found:
            parts[i] = part
    lost = [sample for sample, part in zip(samples, parts, strict=True) if not part]
    said, gone = f"{len(lost)} of {len(samples)} photos are in no part. ", {label for _, label in lost}
    kept = {label for (_, label), part in zip(samples, parts, strict=True) if part}
    assert len(kept) != 1 or len(gone) < 2 or kept & gone, (
        f"{said}Only those with the label {min(kept)} are there. In a loop over the classes, each one must be added to "
        "the parts, inside the loop (+= or .extend); with = the last class replaces the others.")
    assert not lost or len(lost) < sum(label in gone for _, label in samples), (
        f"{said}All those with the label {max(gone)} are missing. Labels may have gaps (a class without photos has no "
        "sample): go through the labels that occur, sorted(set(…)).")
    assert not group_of or not lost or len(samples) - len(lost) > len({group_of(path) for path, _ in samples}), (
        f"{said}One of each group is left: a dict keeps one value for each key. Let the value be a list, and append to "
        "it (dict.setdefault(group, []), or collections.defaultdict(list)).")
    assert not lost, (f"{said}{lost[0][0].name} is one of them. Cut twice, and give the last part everything that is "
                      "left: then rounding loses nothing.")
    return parts


def place_of(entry, part, places, samples):
    """Where in `samples` one stands that came back in a part, once it is sure that it does, with its label."""
    length = len(entry) if hasattr(entry, "__len__") and not isinstance(entry, str) else 0
    if length == 2 and str(entry[0]) in places:
        path, label = samples[places[str(entry[0])]]
        assert entry[1] == label, (
            f"{path.name} came in with the label {label} and came back with {entry[1]!r}: paths and labels were "
            "shuffled apart, or renumbered. Deal out whole samples, and leave them as they are.")
        return places[str(entry[0])]
    assert not (isinstance(entry, list) and entry and isinstance(entry[0], tuple)), (
        f"{part} holds lists of samples. Put the samples themselves into it: split[part] += group, or .extend(group), "
        "where .append(group) puts the list in.")
    shown = f"In {part} is {entry!r}"
    assert not isinstance(entry, Path), f"{shown}, a path without its label. A sample is both: (path, label)."
    assert length, (f"{shown}, and should be a sample, (path, label). If those are positions in the list, take the "
                    "samples at them: [samples[i] for i in …].")
    assert length == 2 and not isinstance(entry[1], Path), f"{shown}. A sample is (path, label), in this order."
    raise AssertionError(f"{shown}, and no such photo came in.")


def check_seeds(deal, why_equal):
    """The same deal for the same seed, another one for another. `why_equal` may know more about a deal that stays."""
    one, again, other = deal(seed=1), deal(seed=1), deal(seed=2)
    assert one == again, ("Two calls with the same seed gave two different splits. Pass the seed on to whatever "
                          "shuffles: np.random.default_rng(seed), made inside the function.")
    assert one != other, "The seeds 1 and 2 gave the same split" + (
        why_equal(one) or ". Another seed must give another: is a fixed number used where `seed` belongs?")
    assert deal() == deal(), ("Two calls without a seed gave two different splits. The default, 0, is a seed like any "
                              "other: `if seed:` and `seed or …` take it for none.")


def simply_in_order(parts, samples):
    """Whether every class of the data was cut as it stood, the first photos into train."""
    ranks = {}
    for part, (_, label) in zip(parts, samples, strict=True):
        ranks.setdefault(label, []).append(PARTS.index(part))
    return all(rank in (sorted(rank), sorted(rank, reverse=True)) for rank in ranks.values())


def check_days(deal):
    """The same deal twice on one day, and on the next day."""
    deals = []
    for PathOnAnotherDay.day in (1, 1, 2):
        deals.append(deal())
    assert deals[0] == deals[1], "Two calls with the same seed gave two different splits."
    assert deals[1] == deals[2], (
        "With the same seed, two starts of Python would give two different splits, and yesterday's test photos would "
        "be in train. A set has another order after every start, and hash() another value: use lists, or sort.")


def check_refusals(task, *args):
    """A ValueError for what are no shares of a whole; and what is returned for shares that are."""
    for fractions in ((0.8, 0.3, 0.3), (0.6, 0.2, 0.1)):
        expect_error(task, *args, fractions, shows=fractions[0], why=f"{fractions} do not add up to 1. That must be a "
                     "ValueError: the photos would quietly be dealt out in other shares.")
    expect_error(task, *args, (1.25, -0.125, -0.125), shows=-0.125, why="(1.25, -0.125, -0.125) add up to 1, but no "
                 "part can have fewer than no photos. A negative fraction must be a ValueError.")
    try:
        return task(*args, (0.57, 0.35, 0.08))
    except ValueError:
        raise AssertionError("0.57, 0.35 and 0.08 were refused. For a computer their sum is 0.9999999999999999, so do "
                             "not ask for exactly 1: math.isclose(sum(fractions), 1).") from None


# ---- split_samples: every class in proportion


def off_share(parts, samples, fractions):
    """The first class whose count in a part is off by more than one photo, in words; "" if all are right."""
    totals = Counter(label for _, label in samples)
    counts = Counter((label, part) for part, (_, label) in zip(parts, samples, strict=True))
    for label, n in sorted(totals.items()):
        for part, fraction in zip(PARTS, fractions, strict=True):
            if abs(counts[label, part] - fraction * n) > 1 + 1e-9:
                return (f"{part} has {counts[label, part]} of the {n} photos with label {label}; its share would be "
                        f"{fraction * n:g}.")
    return ""


def check_shares(parts, samples, fractions):
    """Every class in proportion, or a sentence about what was done instead."""
    off = off_share(parts, samples, fractions)
    if not off:
        return
    sizes = [parts.count(part) for part in PARTS]
    said = f"train, val and test have {sizes[0]}, {sizes[1]} and {sizes[2]} photos: "
    assert all(off_share(parts, samples, other) for other in permutations(fractions)), (
        f"{said}the right sizes under the wrong names. The fractions {fractions} are those of train, val and test.")
    train, val, test = fractions
    of_the_rest = ((train, val * (1 - train), (1 - val) * (1 - train)),  # train cut off first, then val: two cuts
                   (train, (1 - test) * (1 - train), test * (1 - train)),  # train first, then test
                   ((1 - val) * (1 - test), val * (1 - test), test),  # test first, then val
                   (train * (1 - test), (1 - train) * (1 - test), test))  # test first, then train
    assert all(off_share(parts, samples, other) for other in of_the_rest), (
        f"{said}one fraction was taken of what was left over. Every fraction is one of all photos. (Of the rest, it is "
        "more: where 0.3 is left, 0.15 of all is half of it.)")
    assert off_share(parts, samples, (0.7, 0.15, 0.15)), (
        f"The parts are 70, 15 and 15 percent, whatever the fractions say. Now these are {fractions}: use them.")
    right_sizes = all(abs(size - fraction * len(samples)) <= 1 for size, fraction in zip(sizes, fractions, strict=True))
    assert not right_sizes or simply_in_order(parts, samples), (
        f"{off} The parts have the right sizes, and the classes in them do not. Shuffle and cut every class by itself, "
        "then put the pieces together.")
    raise AssertionError(f"{off} From n photos of a class each part gets its fraction · n of them, give or take one.")


def test_split_samples_puts_every_photo_into_one_part_only():
    parts_of(split_samples(lake(), seed=1), lake())


def test_split_samples_deals_out_anew_for_each_seed():
    def why_equal(parts):
        if simply_in_order(parts, lake()):
            return (": every class was cut as it stands in the list. Neighbours in a sorted folder are alike, so "
                    "shuffle each class before you cut it; afterwards it is too late.")
        if off_share(parts, lake(), (0.7, 0.15, 0.15)):
            return (", and not one in proportion, as a rule on file names does. Shuffle with the seed. (A rule with "
                    "hash(name) is worse still: the hash() of a text changes with every start of Python, so test "
                    "photos drift into train. hashlib's do not.)")
        return ""

    check_seeds(lambda **seed: parts_of(split_samples(lake(), **seed), lake()), why_equal)


def test_split_samples_gives_each_part_its_share_of_every_class():
    for seed in (1, 2, 3, 4):
        check_shares(parts_of(split_samples(lake(), seed=seed), lake()), lake(), (0.7, 0.15, 0.15))


def test_split_samples_takes_the_fractions_that_it_is_given():
    for fractions in ((0.5, 0.3, 0.2), (0.2, 0.5, 0.3)):
        check_shares(parts_of(split_samples(lake(), fractions, seed=1), lake()), lake(), fractions)


def test_split_samples_finds_a_class_wherever_its_photos_stand():
    """All the photos lie in one folder, and the classes in the list are mixed."""
    mixed = [(Path(f"Kamera/DSC {i:04}.jpg"), lake()[i * 27 % 70][1]) for i in range(70)]
    shares = (0.7, 0.15, 0.15)
    for seed in (1, 2):
        off = off_share(parts_of(split_samples(mixed, seed=seed), mixed), mixed, shares)
        if not off:
            continue
        sorted_too = any(off_share(parts_of(split_samples(lake(), seed=seed), lake()), lake(), shares)
                         for seed in (1, 2, 3, 4))
        assert sorted_too, (f"{off} Here all photos lie in one folder, and the classes in the list are mixed. A class "
                            "is all the photos with the same label, wherever they stand: itertools.groupby sees only "
                            "neighbours, and folders say nothing about labels.")
        raise AssertionError(f"{off} From n photos of a class each part gets its fraction · n, give or take one.")


def test_split_samples_can_do_without_a_test_part():
    """The fraction of test is 0."""
    try:
        split = split_samples(lake(), (0.8, 0.2, 0.0), seed=1)
    except ValueError:
        return  # as from scikit-learn's train_test_split, which makes no empty part: nothing went wrong unseen
    expect(len(split["test"]), want=0, what="The number of photos in test", dtype="int", mistakes={
        "[-0:]": (70, "With the fraction 0, test has every photo. photos[-n:] is the end of the list, but photos[-0:] "
                  "is photos[0:], all of it. Cut from the front: photos[:first], photos[first:second], "
                  "photos[second:]."),
    }, say="The fraction of test is 0, and 0.8 and 0.2 of 40, of 20, and of 10 photos are whole numbers: nothing is "
           "left over for it.")  # fmt: skip
    check_shares(parts_of(split, lake()), lake(), (0.8, 0.2, 0.0))


def test_split_samples_refuses_fractions_that_are_not_shares_of_a_whole():
    split = check_refusals(split_samples, lake())
    parts_of(split, lake())  # every photo in one part


def test_split_samples_gives_the_same_split_tomorrow():
    samples = [(PathOnAnotherDay(path), label) for path, label in lake()]
    check_days(lambda: parts_of(split_samples(samples, seed=5), samples))


TWINS = {"brandenburg_gate_2": "brandenburg_gate", "colosseum_2": "colosseum", "great_pyramid_of_giza": "great_pyramid"}


def buildings():
    """Real photos, and where each stands in the list. Of three buildings, the folder has the same photo twice."""
    samples = [(path, 0) for path in sorted(fixture("photos/building").glob("[a-g]*.jpg"))]
    return samples, {path.stem: place for place, (path, _) in enumerate(samples)}


def test_split_samples_cannot_know_that_two_files_show_one_photo():
    """Why the next task is needed."""
    samples, places = buildings()
    splits = [parts_of(split_samples(samples, seed=seed), samples) for seed in range(8)]
    assert any(parts[places[one]] != parts[places[other]] for parts in splits for one, other in TWINS.items()), (
        "In eight splits, no photo was ever in another part than its copy. A shuffle by photo does not do that: are "
        "the photos shuffled, each by itself?")


# ---- split_by_group: a burst stays together


def dealt(samples, group_of, *fractions, **seed):
    """The part of each sample in a split by group."""
    asked = tabled(group_of, [path for path, _ in samples])
    return parts_of(split_by_group(samples, asked, *fractions, **seed), samples, group_of)


def torn(parts, samples, group_of):
    """The groups with photos in more than one part, each with these parts."""
    where = {}
    for part, (path, _) in zip(parts, samples, strict=True):
        where.setdefault(group_of(path), set()).add(part)
    return {group: parts for group, parts in where.items() if len(parts) > 1}


def check_whole(parts, samples, group_of, special=lambda group: False, sentence=""):
    """Every group in one part, or a sentence; `sentence` where all the groups that were torn are `special`."""
    groups = torn(parts, samples, group_of)
    if not groups:
        return
    group, where = next(iter(groups.items()))
    said = f"{len(groups)} groups were torn apart; photos of {group!r} are in {' and in '.join(sorted(where))}. "
    assert len(groups) > 2, (said + "The cut went through the middle of a group. Cut between groups: when the photos "
                             "dealt so far reach a part's share, the next group begins the next part.")
    assert not all(special(group) for group in groups), said + sentence
    raise AssertionError(said + "The test then asks for what was learned by heart. Deal out groups, not photos: "
                         "collect the photos of each group first.")


def test_split_by_group_keeps_the_photos_of_a_burst_together():
    for seed in (1, 2, 3):
        check_whole(dealt(bursts(30), burst_of, seed=seed), bursts(30), burst_of)


def test_split_by_group_finds_a_group_wherever_its_photos_stand():
    """Two cameras took each series, and each has its own folder, so half of a series stands far from the other half."""
    samples = [(Path(f"Ente/Kamera {camera}/Serie {i:02}_{shot}.jpg"), 0)
               for camera in "AB" for i in range(30) for shot in (1, 2)]

    def series_of(path):
        return "Serie", int(path.name[6:8])

    parts = dealt(samples, series_of, seed=1)
    halves = {group[:2] for group in torn(parts, samples, lambda path: (*series_of(path), path.parent))}
    check_whole(parts, samples, series_of, lambda series: series not in halves,
                "What stands side by side in `samples`, or lies in one folder, was kept together; a group is all "
                "the photos with the same answer from `group_of`, wherever they stand. itertools.groupby sees only "
                "neighbours: collect the photos of each group in a dict of lists.")


def test_split_by_group_keeps_a_group_together_that_has_two_labels():
    """In many bursts one photo was sorted into another class: it still shows the same moment."""
    samples = [(path, 1 - label if path.stem.endswith("_2") and i % 3 else label)
               for i, (path, label) in enumerate(bursts(60))]
    labels = {}
    for path, label in samples:
        labels.setdefault(burst_of(path), set()).add(label)
    check_whole(dealt(samples, burst_of, seed=1), samples, burst_of, lambda burst: len(labels[burst]) == 2,
                "Those that were torn have photos with two different labels. A group is what `group_of` says, "
                "whatever the labels are; dealing out each class by itself takes it apart.")


def check_classes_spread(parts, samples):
    labels = [label for _, label in samples]
    assert len(set(parts)) > 1, (
        f"All {len(parts)} photos are in {parts[0]}. The groups are what `group_of` says of each path, not the labels "
        "and not the folders. If they are, cut their list by numbers of groups, not of photos; and where each is drawn "
        "for, make the generator before the loop: a new one for every group draws the same every time.")
    assert len(set(zip(labels, parts, strict=True))) > len(set(labels)), (
        "Every class lies in one part as a whole, so one part has nothing but ducks. The groups are what `group_of` "
        "says of each path, not the labels and not the folders.")


def test_split_by_group_deals_out_anew_for_each_seed():
    def deal(**seed):
        parts = dealt(bursts(30), burst_of, **seed)
        check_classes_spread(parts, bursts(30))
        return parts

    check_seeds(deal, lambda parts: simply_in_order(parts, bursts(30)) and (
        ": the groups were cut as they stand in the list. Shuffle the groups first, or the test part has only the last "
        "class."))


def test_split_by_group_gives_each_part_about_its_share_of_the_photos():
    samples = bursts(100)
    for fractions in ((0.7, 0.15, 0.15), (0.45, 0.5, 0.05)):
        parts = dealt(samples, burst_of, fractions, seed=1)
        shares = [parts.count(part) / len(parts) for part in PARTS]
        fit = [other for other in permutations(fractions)
               if all(abs(share - fraction) <= 0.2 for share, fraction in zip(shares, other, strict=True))]
        if fractions not in fit:
            check_classes_spread(parts, samples)
            said = (f"train, val and test have {', '.join(f'{100 * share:.0f}' for share in shares)} percent of the "
                    f"photos, and the fractions are {fractions}")
            assert not fit, f"{said}: about the right sizes under the wrong names. Mind the order: train, val, test."
            raise AssertionError(f"{said}. With a hundred small groups, 20 points are more than bad luck: cut the "
                                 "shuffled groups where the fractions say.")


def test_split_by_group_refuses_fractions_that_are_not_shares_of_a_whole():
    check_refusals(split_by_group, bursts(30), tabled(burst_of, [path for path, _ in bursts(30)]))


def test_split_by_group_gives_the_same_split_tomorrow():
    check_days(lambda: dealt(bursts(30), lambda path: PathOnAnotherDay(burst_of(path)), seed=5))


def test_split_by_group_keeps_the_copies_of_a_real_photo_with_it():
    samples, places = buildings()
    for seed in (0, 1, 2):
        parts = dealt(samples, lambda path: TWINS.get(path.stem, path.stem), seed=seed)
        for copy, photo in TWINS.items():
            where = parts[places[photo]], parts[places[copy]]
            assert where[0] == where[1], (
                f"{photo}.jpg is in {where[0]}, and its copy {copy}.jpg in {where[1]}. For both of them `group_of` "
                "gives the same answer, so they belong together.")


# ---- write_split: copies, and every original where it was

NAMES = ["Stockente", "Blässhuhn"]  # not in alphabetical order: label 0 is what stands first


def files_in(folder):
    """The files in a folder, as {"train/Stockente/Ente am Fluß 1.jpg": path}."""
    return {path.relative_to(folder).as_posix(): path for path in sorted(folder.rglob("*")) if not path.is_dir()}


def put(originals):
    """Writes these files (path → bytes)."""
    for path, content in originals.items():
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)


def two_photos(folder):
    """Two files, with their bytes, and a split of them into one class, "Möwe"."""
    put(originals := {folder / "Originale" / f"Möwe {i}.jpg": f"photo {i}".encode() for i in (1, 2)})
    first, second = originals
    return originals, {"train": [(first, 0)], "val": [], "test": [(second, 0)]}


def check_originals(originals, when=""):
    """Every original is still there, with the same bytes."""
    for path, content in originals.items():
        assert path.exists(), (
            f"{path.name!r} is gone from where it was{when}: it was moved, and only a copy was wanted. Originals are "
            "never moved or deleted, not even for a moment: shutil.copy leaves them alone.")
        assert path.read_bytes() == content, (
            f"{path.name!r} is no longer what it was{when}: something was written into the original. Only read it.")


def check_no_links(out, originals):
    for copy in files_in(out).values():
        assert not copy.is_symlink() and not any(copy.samefile(path) for path in originals), (
            f"{copy.name!r} in `out` is a link to the original, no copy: it breaks, or the original changes with it. "
            "Copy it (shutil.copy).")


def test_write_split_copies_each_photo_into_the_folder_of_its_part_and_class():
    """Five real photos, from two folders."""
    with scratch() as folder:
        photos, out = folder / "Opas Fotos", folder / "Aufteilung"
        files = {"duck": "Ente am Fluß 1.jpg", "owl": "Ente am Fluß 2.jpg", "cat": "Teich & See/DSC 0001.JPG",
                 "scarlet_macaw": "Teich & See/DSC 0002.JPG", "kingfisher": "Teich & See/DSC 0003.JPG"}
        put(originals := {photos / name: fixture(f"photos/animal/{animal}.jpg").read_bytes()
                          for animal, name in files.items()})
        duck, owl, cat, macaw, bird = originals
        split = {"train": [(macaw, 1), (duck, 0), (bird, 0)], "val": [(owl, 0)], "test": [(cat, 1)]}
        write_split(split, NAMES, out)
        samples = [(part, path, label) for part, photos in split.items() for path, label in photos]

        def named(pattern):
            return sorted(pattern.format(part=part, name=NAMES[label], other=NAMES[1 - label], label=label,
                                         file=path.name, folder=path.parent.name) for part, path, label in samples)

        want = named("{part}/{name}/{file}")
        expect(sorted(files_in(out)), want=want, what="The files in `out`", mistakes={
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
            "all classes": (sorted(want + named("{part}/{other}/{file}")), "Every photo is in the folder of every "
                            "class. It belongs into that of its label only."),
            "a part missing": (lambda got: got and set(got) < set(want), "Some photos are missing. Go through every "
                               "part of the split, and through all of its samples."),
            "renamed": (lambda got: got != want and sorted(name.rpartition("/")[0] for name in got) ==
                        named("{part}/{name}"), "The files have other names. As long as its name is free, a copy is "
                        "called like its original: path.name."),
        })  # fmt: skip
        for part, path, label in samples:
            copied, content = (out / part / NAMES[label] / path.name).read_bytes(), originals[path]
            assert copied == content, (f"The copy of {path.name!r} has {len(copied)} bytes that are not those of the "
                                       f"original, which has {len(content)}. Copy the file itself (shutil.copy): "
                                       "opening and saving a photo encodes it anew, and it loses quality.")
        check_originals(originals)
        check_no_links(out, originals)


def test_write_split_keeps_photos_that_have_the_same_name():
    """Three photos of the first of May, from three cards, all called DCIM/Möwe 1.5.JPG."""
    with scratch() as folder:
        name = "Möwe 1.5.JPG"
        put(originals := {folder / card / "DCIM" / name: f"a photo from {card}".encode() for card in ("A", "B", "ß")})
        write_split({"train": [(path, 0) for path in originals], "val": [], "test": []}, ["Möwe"], folder / "out")
        copies = files_in(folder / "out")
        called = ", ".join(copies)
        assert copies and all(name.count("/") == 2 for name in copies), (
            f"3 photos came in, and `out` holds {called or 'none'}. Each belongs into the folder of its class.")
        kept = len({path.read_bytes() for path in copies.values()} & set(originals.values()))
        assert kept == 3, (f"3 different photos came in, and {kept} came through to `out`: {called}. The others were "
                           "overwritten or left out, because a file of their name was there already. Count up until "
                           "the name is free: while copy.exists(): …")
        assert all(name.endswith(".JPG") for name in copies), (
            f"The copies are {called}. Keep the suffix at the end, or the next program takes them for something else "
            'than photos: f"{path.stem}_2{path.suffix}".')
        assert f"train/Möwe/{name}" in copies, (f"The copies are {called}. As long as its name is free, a copy is "
                                                f"called like its original: one of the three is {name}.")
        one, two, three = originals
        write_split({"train": [(one, 0), (two, 1)], "val": [(three, 1)], "test": []}, NAMES, folder / "another")
        places = ["train/Blässhuhn", "train/Stockente", "val/Blässhuhn"]
        expect(sorted(files_in(folder / "another")), want=[f"{place}/{name}" for place in places], mistakes={
            "taken elsewhere": (lambda got: [file.rpartition("/")[0] for file in got] == places and any(
                                Path(file).name != name for file in got), "Three photos of one name go into three "
                                "folders, and in each the name is free: every copy is called like its original. "
                                "Only a file in the same folder takes a name."),
        }, what="The files in `out`")  # fmt: skip
        check_originals(originals)


def test_write_split_gives_every_part_a_folder_for_every_class():
    """No heron at all, no mallard in val and test; and `out` is there already, and empty."""
    with scratch() as folder:
        first, second = two_photos(folder)[0]
        out, names = folder / "schon da", [*NAMES, "Graureiher"]
        out.mkdir()
        try:
            write_split({"train": [(first, 0), (second, 1)], "val": [(first, 1)], "test": [(second, 1)]}, names, out)
        except (FileExistsError, ValueError):
            raise AssertionError("`out` was there already, and empty, and it was refused. Only what lies in it counts: "
                                 "any(out.iterdir()) asks for that, and mkdir(exist_ok=True) takes a folder that is "
                                 "there.") from None
        folders = sorted(path.relative_to(out).as_posix() for path in out.rglob("*") if path.is_dir())
        want = sorted([*PARTS, *(f"{part}/{name}" for part in PARTS for name in names)])
        expect(folders, want=want, what="The folders in `out`", mistakes={
            "empty ones": (lambda got: set(PARTS) < set(got) < set(want), "Every part gets a folder for "
                           "every class, also for one without photos. Other programs number the classes by the folders "
                           "that they find, so with one folder less, every later class would have another number."),
        })  # fmt: skip


def test_write_split_writes_the_parts_that_the_split_has():
    """As in the example: train and test, and no val."""
    with scratch() as folder:
        split = {part: samples for part, samples in two_photos(folder)[1].items() if part != "val"}
        try:
            write_split(split, ["Möwe"], folder / "out")
        except KeyError as error:
            raise AssertionError(f"This split has the parts train and test, and it was asked for {error}. Go through "
                                 "the parts that it has: for part, samples in split.items().") from None
        expect(sorted(path.name for path in (folder / "out").iterdir()), want=["test", "train"], mistakes={
            "always three": (["test", "train", "val"], "This split has the parts train and test. Go through the parts "
                             "that it has: for part, samples in split.items()."),
        }, what="The folders of the parts")  # fmt: skip


def test_write_split_refuses_a_folder_that_is_not_empty():
    with scratch() as folder:
        originals, split = two_photos(folder)
        for number, what in enumerate(("alt/Foto.jpg", "Notizen.txt", ".DS_Store"), start=1):
            out = folder / f"Versuch {number}"
            put({out / what: b"still needed"})
            before, refused = files_in(out), None
            try:
                write_split(split, ["Möwe"], out)
            except (ValueError, OSError) as error:
                refused = str(error)
            after = files_in(out)
            assert what in after and after[what].read_bytes() == b"still needed", (
                f"`out` had a file in it, {what}, and now it has not. Whoever put it there may need it: refuse with a "
                "ValueError, and touch nothing.")
            assert refused is not None, (
                f"`out` is not empty, {what} lies in it, and there was no error. Old and new photos would be mixed, "
                "and one could be in train and in test: raise a ValueError. any(out.iterdir()) sees everything, hidden "
                "files too.")
            assert after == before, (f"`out` was refused, but only after {len(after) - len(before)} files were written "
                                     "into it. Look first, then write.")
            assert out.name in refused, (f"It was refused, with the message {refused!r}. Put the folder into the "
                                         f"message, so that its reader knows which one: {out.name}")
        check_originals(originals)


def test_write_split_loses_no_photo_when_it_is_interrupted():
    """Ctrl-C before the first change to anything among the originals; all over again, before the second; and so on."""
    with scratch() as folder:
        originals, split = two_photos(folder)
        for change in range(1, 200):
            with interrupted(folder / "Originale", change) as ctrl_c:
                write_split(split, ["Möwe"], folder / f"out {change}")
            check_originals(originals, f" after Ctrl-C (at change {change} to the originals)")
            if not ctrl_c.happened:
                break
        assert len(files_in(folder / f"out {change}")) == 2, "Not interrupted, it should copy both photos."


def test_write_split_only_reads_the_originals():
    """They may lie on a card that is locked; and where `out` cannot be written, that must be said."""
    with scratch() as folder:
        originals, split = two_photos(folder)
        try:
            with read_only(folder / "Originale"):
                write_split(split, ["Möwe"], folder / "out")
        except OSError as error:
            write_split(split, ["Möwe"], folder / "another")
            check_no_links(folder / "another", originals)
            raise AssertionError(f"The originals lie in a folder that can only be read, and that was not enough: "
                                 f"{error}. Nothing there is moved, deleted or written, not even for a moment: a copy "
                                 "needs only reading.") from None
        assert len(files_in(folder / "out")) == 2, "`out` should hold both photos."
        (folder / "gesperrt").mkdir()
        with read_only(folder / "gesperrt"):
            expect_error(write_split, split, ["Möwe"], folder / "gesperrt" / "out", error=OSError,
                         why="`out` cannot be written, and nobody was told. Let the OSError through: an `except` that "
                         "passes over it leaves a split that is not there.")
        check_originals(originals)


def test_write_split_says_when_a_photo_is_missing():
    with scratch() as folder:
        _, split = two_photos(folder)
        gone = split["train"][0][0]
        gone.unlink()
        try:
            write_split(split, ["Möwe"], folder / "out")
        except OSError:
            return
        assert len(files_in(folder / "out")) != 1, (
            f"{gone.name} is not there any more. It was left out, and nobody was told: the split on disk has a photo "
            "less. Let the OSError through (FileNotFoundError is one).")
        raise AssertionError(f"{gone.name} is not there any more. That must be an OSError.")
