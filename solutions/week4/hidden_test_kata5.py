"""Fresh copies, near and exact, run at grading only."""

import hashlib
from pathlib import Path

import numpy as np
from PIL import Image

from kata import expect, expect_error, fixture, scratch
from week4.kata5_duplicates import difference_hash, exact_duplicates, file_digest, leaks, near_duplicates

TWINS = [("brandenburg_gate.jpg", "brandenburg_gate_2.jpg"), ("colosseum.jpg", "colosseum_2.jpg"),
         ("great_pyramid.jpg", "great_pyramid_of_giza.jpg")]


def grey(bits, step=5):
    """A picture of 9×8 pixels whose hash has these 64 bits."""
    rows = np.array([int(bit) for bit in f"{bits:064b}"]).reshape(8, 8)
    steps = np.hstack([np.full((8, 1), 130), np.where(rows == 1, step, -step)])
    return Image.fromarray(np.cumsum(steps, axis=1).astype(np.uint8))


def names(pairs):
    return [tuple(Path(path).name for path in pair) for pair in pairs]


def test_file_digest_of_fresh_files():
    with scratch() as folder:
        for number, data in enumerate((b"", b"\n", b"\r\n\r\n", bytes(range(256)) * 3, "Ærø\n".encode())):
            path = folder / f"œuvre {number}"
            path.write_bytes(data)
            expect(file_digest(path), want=hashlib.sha256(data).hexdigest())


def test_file_digest_of_nine_million_bytes():
    with scratch() as folder:
        path = folder / "long.bin"
        data = np.arange(2_250_001, dtype=np.uint32).tobytes()
        path.write_bytes(data)
        expect(file_digest(path), want=hashlib.sha256(data).hexdigest())


def test_file_digest_of_a_folder_that_is_not_there():
    expect_error(file_digest, fixture("photos") / "no such folder" / "a.jpg", error=OSError, why="There is no such "
                 "file, and no error said so.")


def test_exact_duplicates_of_fresh_files():
    contents = {"b.jpg": b"12", "a.jpg": b"21", "é.png": b"12", "empty": b"", "c.jpg": b"21", "nothing.jpg": b"",
                "d.jpg": b"1", "b copy.jpg": b"12", "e.jpg": b"12\n"}
    with scratch() as folder:
        for name, data in contents.items():
            (folder / name).write_bytes(data)
        got = exact_duplicates([folder / name for name in contents])
        expect([[Path(path).name for path in group] for group in got], want=[
            ["b.jpg", "é.png", "b copy.jpg"], ["a.jpg", "c.jpg"], ["empty", "nothing.jpg"]], what="the groups")


def test_exact_duplicates_that_differ_only_at_the_end():
    with scratch() as folder:
        start = bytes(1_500_000)
        for name, end in (("one.mp4", b"\1"), ("other.mp4", b"\2"), ("third.mp4", b"\2")):
            (folder / name).write_bytes(start + end)
        paths = [folder / name for name in ("one.mp4", "other.mp4", "third.mp4")]
        expect(exact_duplicates(paths), want=[paths[1:]])


def test_exact_duplicates_in_the_troublesome_folder():
    paths = sorted(path for path in fixture("troublesome").rglob("*.jpg"))
    folder = fixture("troublesome/building")
    expect(exact_duplicates(paths), want=[[folder / "IMG_0001.jpg", folder / "from Anna" / "petra copy.jpg",
                                           folder / "petra.jpg"]])


def test_difference_hash_of_fresh_pictures():
    for bits in (0, 1, 1 << 63, (1 << 64) - 1, 0x0123456789ABCDEF, 0xFEDCBA9876543210):
        for image in (grey(bits), np.asarray(grey(bits)), grey(bits).convert("RGB"), np.asarray(grey(bits, 1))):
            expect(f"{int(difference_hash(image)):016x}", want=f"{bits:016x}", what="the hash, in hexadecimal digits")


def test_difference_hash_of_other_sizes():
    steps = np.array([[9, 8, 7, 9, 1, 2], [1, 1, 1, 1, 1, 2], [2, 1, 1, 1, 1, 1], [0, 5, 0, 5, 0, 5],
                      [1, 2, 3, 4, 5, 5]])
    expect(difference_hash(steps.astype(np.uint8), size=5), want=0b00101_00001_00000_10101_11110)
    expect(difference_hash(np.array([[3, 4]], np.uint8), size=1), want=1)


def test_difference_hash_survives_another_size_and_encoding():
    with Image.open(fixture("photos/building/charminar.jpg")) as photo:
        before = int(difference_hash(photo))
        half = photo.resize((photo.width * 2 // 3, photo.height // 2), Image.Resampling.LANCZOS)
        mirrored = photo.transpose(Image.Transpose.FLIP_LEFT_RIGHT)
        darker = photo.point(lambda value: value * 4 // 5)
        for name, copy in (("smaller", half), ("darker", darker)):
            distance = (before ^ int(difference_hash(copy))).bit_count()
            assert distance <= 6, f"A copy that is only {name} has a hash {distance} bits away; 6 are too many."
        distance = (before ^ int(difference_hash(mirrored))).bit_count()
        assert distance >= 12, f"The mirror image of a photo is another picture; its hash is only {distance} bits away."


def test_near_duplicates_of_fresh_pictures():
    start = 0x5A3C_0FF1_9669_C3E7
    flips = {"seven.png": 0x7F, "start.png": 0, "two.bmp": 0x8000_0000_0000_0001, "Ω.png": 0xF0 << 30}
    with scratch() as folder:
        paths = [folder / name for name in flips]
        for path, flipped in zip(paths, flips.values(), strict=True):
            grey(start ^ flipped).save(path)
        for max_distance, want in ((1, []), (2, [(1, 2)]), (4, [(1, 2), (1, 3)]), (7, [
            (0, 1), (0, 2), (1, 2), (1, 3), (2, 3)])):
            expect(near_duplicates(paths, max_distance), want=[(paths[i], paths[j]) for i, j in want])
        expect(near_duplicates(paths[::-1]), want=[(paths[3], paths[1]), (paths[2], paths[1])])
        expect(near_duplicates(paths[:1]), want=[])


def test_near_duplicates_in_every_orientation():
    paths = [fixture(f"troublesome/building/arch_exif{number}.jpg") for number in (5, 2, 7, 4, 8)]
    expect(near_duplicates(paths), want=[(one, other) for i, one in enumerate(paths) for other in paths[i + 1 :]])


def test_near_duplicates_among_all_photos():
    paths = sorted(path for name in ("animal", "building", "fish", "tool") for path in
                   fixture(f"photos/{name}").glob("*.jpg"))
    expect(names(near_duplicates(paths)), want=TWINS, what="the pairs among 165 photos")


def test_leaks_of_fresh_pictures():
    with scratch() as folder:
        for name, bits in (("a", 0xFF), ("b", 0xFF00), ("c", 0xFFFF_0000), ("d", 0xFF0F), ("e", 0xFE), ("f", 0x1F)):
            grey(bits).save(folder / f"{name}.png")
        train, test = [folder / "a.png", folder / "b.png"], [folder / f"{name}.png" for name in "fcde"]
        expect(names(leaks(train, test)), want=[("a.png", "f.png"), ("a.png", "e.png"), ("b.png", "d.png")],
               what="the leaks")
        expect(leaks(train, test, max_distance=0), want=[])
        expect(leaks(train, []), want=[])
        expect(leaks([], test), want=[])
        expect(names(leaks(test, train, 1)), want=[("e.png", "a.png")], what="the leaks the other way round")


def test_leaks_of_a_fresh_split_of_the_buildings():
    paths = sorted(fixture("photos/building").glob("*.jpg"))
    test = [path for path in paths if path.name in {"brandenburg_gate.jpg", "colosseum_2.jpg", "great_pyramid.jpg"}
            or path.name.startswith(("m", "taj"))]
    train = [path for path in paths if path not in test]
    expect(names(leaks(train, test)), want=[TWINS[0][::-1], TWINS[1], TWINS[2][::-1]], what="the leaks")
