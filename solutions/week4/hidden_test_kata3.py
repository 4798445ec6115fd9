"""Fresh data for splitting, run at grading only."""

from collections import Counter
from pathlib import Path

from kata import expect, expect_error, fixture, scratch, tabled
from kata.circumstances import interrupted, listed_backwards, read_only
from week4.kata3_split import split_by_group, split_samples, write_split

PARTS = ("train", "val", "test")


def all_once(split, samples):
    """{part: set of its samples}, once it is sure that every sample is in one part, with its label."""
    expect(sorted(split) if isinstance(split, dict) else split, want=["test", "train", "val"], what="The parts")
    got = [tuple(sample) for part in PARTS for sample in split[part]]
    assert Counter(got) == Counter(samples), (
        f"{len(samples)} samples came in. Of those that came back, {len(set(got) & set(samples))} are among them, and "
        f"there are {len(got)} in all. Every sample must be in exactly one part, as it came in."
    )
    return {part: {tuple(sample) for sample in split[part]} for part in PARTS}


def photos_in(kind):
    return sorted(fixture("photos").glob(f"{kind}/*.jpg"))


def test_split_samples_of_the_real_photos():
    kinds = ("animal", "building", "fish", "tool")
    samples = [(path, i) for i, kind in enumerate(kinds) for path in photos_in(kind)]
    deals = [all_once(split_samples(samples, seed=seed), samples) for seed in (7, 8, 7)]
    assert deals[0] == deals[2], "Two calls with the same seed gave two different splits."
    assert deals[0] != deals[1], "Two seeds gave the same split."
    for label, n in Counter(label for _, label in samples).items():
        for part, fraction in zip(PARTS, (0.7, 0.15, 0.15), strict=True):
            count = sum(one == label for _, one in deals[0][part])
            assert abs(count - fraction * n) < 2, (
                f"{part} has {count} of the {n} photos with label {label}; its share would be {fraction * n:g}."
            )


def test_split_samples_loses_nobody_in_tiny_classes():
    samples = [(Path(f"{label}/{i}.png"), label) for label, n in enumerate((1, 2, 3, 4, 5)) for i in range(n)]
    for seed in range(5):
        all_once(split_samples(samples, seed=seed), samples)


def test_split_samples_of_a_list_in_no_order():
    samples = [(Path(f"Bild {i}.jpg"), (i * 7) % 5 % 2) for i in range(50)]  # 30 and 20 of them
    split = all_once(split_samples(samples, (0.6, 0.1, 0.3), seed=11), samples)
    expect({part: sorted(Counter(label for _, label in split[part]).values()) for part in PARTS},
           want={"train": [12, 18], "val": [2, 3], "test": [6, 9]}, what="Photos of the classes in each part", atol=1)


def test_split_samples_refuses_percentages():
    expect_error(split_samples, [(Path("1.jpg"), 0)] * 3, (70, 15, 15), shows=70,
                 why="70, 15 and 15 do not add up to 1: that must be a ValueError.")


def test_split_by_group_of_animals_seen_again_and_again():
    """A group is a pair, (place, animal), and its photos are spread over the list."""
    samples = [(Path(f"Tag {day}/Ort {i % 3}/Luchs {i}.jpg"), i % 2)
               for day in range(4) for i in range(60) if i % 4 or day]

    def seen(path):
        return path.parent.name, int(path.stem.split()[1])

    asked = tabled(seen, [path for path, _ in samples])
    deals = []
    for seed in (3, 4, 5):
        split = all_once(split_by_group(samples, asked, (0.5, 0.25, 0.25), seed), samples)
        groups = [{seen(path) for path, _ in split[part]} for part in PARTS]
        assert not (groups[0] & groups[1] or groups[0] & groups[2] or groups[1] & groups[2]), (
            "A group is in two parts."
        )
        for part, fraction in zip(PARTS, (0.5, 0.25, 0.25), strict=True):
            share = len(split[part]) / len(samples)
            assert abs(share - fraction) <= 0.2, f"{part} has the share {share:.2f}, and {fraction} was asked for."
        deals.append(split)
    assert not deals[0] == deals[1] == deals[2], "Three seeds gave the same split."


def test_split_by_group_with_keys_of_all_kinds():
    """Text, numbers, tuples and None: each can be the key of a dict, and they cannot be sorted together."""
    keys = [None, *range(9), *"abcdefghi", *((i, "x") for i in range(9))]
    samples = [(Path(f"{i:02} {shot}.jpg"), i % 3) for shot in range(3) for i in range(len(keys))]
    key_of = tabled(lambda path: keys[int(path.stem[:2])], [path for path, _ in samples])
    split = all_once(split_by_group(samples, key_of, seed=2), samples)
    for i, key in enumerate(keys):
        where = {part for part in PARTS for path, _ in split[part] if int(path.stem[:2]) == i}
        assert len(where) == 1, f"Photos of the group {key!r} are in {' and in '.join(sorted(where))}."


def test_split_by_group_refuses_percentages():
    expect_error(split_by_group, [(Path("1.jpg"), 0)] * 3, str, (70, 15, 15), shows=70,
                 why="70, 15 and 15 do not add up to 1: that must be a ValueError.")


def test_write_split_of_real_photos_listed_in_another_order():
    names = ["Werkzeug", "Fisch", "Gebäude", "nichts davon"]
    with scratch() as folder, listed_backwards():
        samples = []
        for label, kind in enumerate(("tool", "fish", "building")):
            (folder / kind).mkdir()
            for photo in photos_in(kind)[:5]:  # copies: whoever moves what he is given must not get the fixtures
                (folder / kind / photo.name).write_bytes(photo.read_bytes())
                samples.append((folder / kind / photo.name, label))
        originals = {path: path.read_bytes() for path, _ in samples}
        split = {"train": samples[::3], "val": samples[1::3], "test": samples[2::3]}
        out = folder / "fertig"
        write_split(split, names, out)
        for part in PARTS:
            files = [path for path in (out / part).rglob("*") if path.is_file()]
            got = {path.relative_to(out / part).as_posix(): path.read_bytes() for path in files}
            want = {f"{names[label]}/{path.name}": originals[path] for path, label in split[part]}
            expect(sorted(got), want=sorted(want), what=f"The files in {part}")
            assert got == want, "A copy has not the bytes of its original."
            folders = sorted(path.name for path in (out / part).iterdir())
            expect(folders, want=sorted(names), what=f"The folders in {part}")


def test_write_split_keeps_what_is_numbered_already():
    """Whatever number is put behind the second a.jpg: a photo of that name may be there as well."""
    with scratch() as folder:
        contents, samples = [], []
        for i, name in enumerate(("a.jpg", "a_1.jpg", "a_2.jpg", "a (1).jpg", "a-1.jpg", "a.jpg", "a_2.jpg", "a.jpg")):
            path = folder / "Karten" / str(i) / name
            path.parent.mkdir(parents=True)
            path.write_bytes(f"photo {i}".encode())
            contents.append(path.read_bytes())
            samples.append((path, 0))
        for order in (samples, samples[::-1]):
            out = folder / f"out {order[0][0].parent.name}"
            write_split({"train": order, "val": order[:1], "test": []}, ["A"], out)
            got = sorted(path.read_bytes() for path in (out / "train" / "A").iterdir())
            assert got == sorted(contents), (
                f"Eight different photos came in, and {len(set(got))} of them are there: one was overwritten by "
                "another that was given its name."
            )


def test_write_split_run_again_after_an_interruption():
    """What was begun is refused; in a new folder everything goes well."""
    with scratch() as folder:
        photos = folder / "Fotos"
        photos.mkdir()
        samples = []
        for i in range(3):
            (photos / f"Ölbild {i}.png").write_bytes(bytes([i]) * 50)
            samples.append((photos / f"Ölbild {i}.png", i % 2))
        split, names = {"train": samples[:2], "val": [], "test": samples[2:]}, ["eins", "null"]
        for change in range(1, 60):
            with interrupted(folder, change) as ctrl_c, read_only(photos):
                write_split(split, names, folder / f"Versuch {change}")
            assert [path.read_bytes() for path, _ in samples] == [bytes([i]) * 50 for i in range(3)], (
                f"After Ctrl-C at change {change}, an original is not what it was."
            )
            if not ctrl_c.happened:
                break
        out = folder / f"Versuch {change}"
        got = {path.relative_to(out).as_posix(): path.read_bytes() for path in out.rglob("*") if path.is_file()}
        expect(sorted(got), want=["test/eins/Ölbild 2.png", "train/eins/Ölbild 0.png", "train/null/Ölbild 1.png"],
               what="The files in `out`")
        folders = sorted(path.relative_to(out).as_posix() for path in out.glob("*/*"))
        expect(folders, want=[f"{part}/{name}" for part in sorted(PARTS) for name in names],
               what="The folders in `out`", say="Every part, also an empty one, gets a folder for every class.")
        before = sorted(out.rglob("*"))
        expect_error(write_split, split, names, out, error=(ValueError, OSError), shows=out.name,
                     why="`out` is not empty: that must be a ValueError.")
        expect(sorted(out.rglob("*")), want=before, what="The files in `out` after it was refused")
