"""Two fingerprints, of a file's bytes and of what can be seen, and the copies that they find.

Most pictures here are 9×8 grey pixels made by hand, so that every bit of their hash is known. The photos are
real: among those in fixtures/photos, three were taken from the same picture, each twice at another size.
"""

import hashlib
import os
from itertools import combinations
from numbers import Integral
from pathlib import Path

import numpy as np
from PIL import Image

from kata import expect, expect_error, fixture, scratch
from week4.kata5_duplicates import difference_hash, exact_duplicates, file_digest, leaks, near_duplicates

# The bits of one hash, a row of the picture each. The last five are 0 1111: one more would be 1 0000.
BITS = ["10110010", "01101001", "11010110", "00101101", "10011010", "01011100", "11100101", "01001111"]

TWINS = [("colosseum.jpg", "colosseum_2.jpg"), ("brandenburg_gate.jpg", "brandenburg_gate_2.jpg"),
         ("great_pyramid.jpg", "great_pyramid_of_giza.jpg")]


def picture(*flipped):
    """A picture of 9×8 pixels whose hash has the BITS, but for those in the places `flipped` (0 to 63)."""
    rows = np.array([[int(bit) for bit in row] for row in BITS])
    rows.flat[list(flipped)] ^= 1
    steps = np.hstack([np.full((8, 1), 120), np.where(rows == 1, 9, -7)])
    return Image.fromarray(np.cumsum(steps, axis=1).astype(np.uint8))


def save(image, *parts):
    """Saves the picture in the folder `parts` says, which is made if need be; returns its path."""
    path = Path(*parts)
    path.parent.mkdir(parents=True, exist_ok=True)
    image.save(path)
    return path


def photos(*names):
    return [fixture(f"photos/{name}.jpg") for name in names]


def sha256(data):
    return hashlib.sha256(data).hexdigest()


def rows_of_bits(got, size=8):
    """A hash as rows of 0 and 1, as it was made; what is no whole number from 0 up, as it is."""
    if not isinstance(got, Integral) or got < 0:
        return got
    bits = f"{int(got):0{size * size}b}"
    return [bits[start : start + size] for start in range(0, len(bits), size)]


def by_name(pairs):
    """Pairs of paths as pairs of file names, which are shorter to read; anything else as it is."""
    assert not (isinstance(pairs, list) and any(isinstance(pair, set | frozenset) for pair in pairs)), (
        "A pair is a set here, which has no order. Give tuples, (path, path): it matters which photo stands first.")
    try:
        return [tuple(Path(path).name for path in pair) for pair in pairs]
    except TypeError:
        return pairs


# What can be wrong with the kind of a hash, or of a list of pairs, in the first test of each.
NO_NUMBER = {
    "a float": (lambda got: isinstance(got, float), "That is a float, which has room for 53 bits only: the last bits "
                "are lost. Count with ints."),
    "negative": (lambda got: isinstance(got, Integral), "A negative number: the first bit does not fit into NumPy's "
                 "int64 and became a minus sign. Python's own int has room: bits = 2 * bits + int(bit)."),
    "text": (lambda got: isinstance(got, str | bytes), "The hash is one int, not its letters: int(text, 2) reads "
             "zeros and ones, int(text, 16) hexadecimal digits."),
    "bits": (lambda got: len(np.ravel(got)) > 8 and not isinstance(got[0], str), "Those are the bits, one by one. "
             "Put them together into one int, the first bit being the most significant."),
}
NO_PAIRS = {
    "with distance": (lambda got: any(len(pair) == 3 for pair in got), "A pair is two paths and nothing else: leave "
                      "the distance out."),
    "places": (lambda got: len(got) > 0 and all(isinstance(place, Integral) for pair in got for place in pair),
               "Those are places in the list. A pair is two paths."),
    "flat": (lambda got: len(got) > 0 and all(isinstance(path, Path) for path in got), "Those are paths, one by one. "
             "Say which belongs to which: a list of pairs."),
}


def test_file_digest_is_the_sha256_of_the_bytes():
    with scratch() as folder:
        path = folder / "Grüße aus Köln.jpg"
        data = b"\xff\xd8\xff\xe0 half a photo\r\nand another line\r\n\x00\x9d\n"
        path.write_bytes(data)
        try:
            got = file_digest(path)
        except UnicodeDecodeError:
            raise AssertionError("A photo is no text, and the file was opened as text. Open it with the mode "
                                 "\"rb\": read, binary.") from None
        as_text = {sha256(data.decode(code, errors).replace("\r\n", "\n").encode(back, errors))
                   for code, back in (("utf-8", "utf-8"), ("latin-1", "latin-1"), ("latin-1", "utf-8"),
                                      ("ascii", "ascii"), ("ascii", "utf-8"))
                   for errors in ("ignore", "replace", "surrogateescape")
                   if (code, errors) != ("ascii", "replace") or back == "utf-8"}
        expect(got, want=sha256(data), mistakes={
            "of nothing": (sha256(b""), "That is the SHA-256 of no bytes at all, the same for every file: nothing "
                           "was left to read (a file that was read to its end gives b\"\"), or nothing was added."),
            "of the name": (lambda got: got in (sha256(path.name.encode()), sha256(str(path).encode()),
                            sha256(path.as_posix().encode()), sha256(repr(path).encode()), sha256(path.stem.encode())),
                            "That is the fingerprint of the file's name. A copy has another name: take the bytes "
                            "inside the file."),
            "other hash": (lambda got: got in (hashlib.md5(data).hexdigest(), hashlib.sha1(data).hexdigest(),
                           hashlib.sha512(data).hexdigest(), hashlib.sha3_256(data).hexdigest()),
                           "That is another fingerprint than SHA-256: hashlib.sha256 makes this one."),
            "bytes": (lambda got: isinstance(got, bytes), "Those are the 32 bytes themselves: `hexdigest()` gives them "
                      "as 64 letters."),
            "object": (lambda got: hasattr(got, "hexdigest"), "That is the object which makes the fingerprint: its "
                       "`hexdigest()` gives the 64 letters."),
            "capitals": (sha256(data).upper(), "The right digits in capitals: the docstring asks for lower case."),
            "shortened": (lambda got: 5 < len(got) < 64 and sha256(data).startswith(got), "That is the beginning of "
                          "the right digest: return all 64 digits."),
            "number": (lambda got: isinstance(got, Integral), "That is a number. The SHA-256 is a text of 64 "
                       "hexadecimal digits; `hash` gives other numbers at every start of Python."),
            "shown": (sha256(str(data).encode()), "That is the fingerprint of the text with which Python shows bytes, "
                      "b'…'. Give `update` the bytes themselves."),
            "stripped": (sha256(data.strip()), "White space at the ends was cut off before. Every byte counts."),
            "as text": (lambda got: got in as_text, "The file was read as text, which changes bytes that are no text "
                        "and ends of lines. Open it with the mode \"rb\": read, binary."),
        })


def test_file_digest_reads_to_the_end():
    """1.1 million bytes: larger than any usual chunk."""
    with scratch() as folder:
        path = folder / "film.mp4"
        data = bytes(range(251)) * 4400 + b"The End"
        path.write_bytes(data)
        chunks = [*(2**power for power in range(6, 21)), 1000, 10_000, 100_000, 1_000_000]
        expect(file_digest(path), want=sha256(data), mistakes={
            "first": (lambda got: got in {sha256(data[:size]) for size in chunks}, "Only the first chunk was read. Two "
                      "files that differ further on would pass for copies: go on until `read` gives b\"\"."),
            "last": (lambda got: got in {sha256(data[len(data) // size * size :]) for size in chunks}, "That is the "
                     "fingerprint of the last chunk alone. Make one `sha256()` before the loop and `update` that one."),
            "every other": (lambda got: got in {sha256(b"".join(data[start : start + size] for start in range(0,
                            len(data), 2 * size))) for size in chunks if size > 500}, "Every second chunk was left "
                            "out. Each `read` moves on: call it once for each chunk, and keep what it gives."),
            "one short": (lambda got: got in {sha256(data[: len(data) // size * size]) for size in chunks}, "The last "
                          "chunk is missing, the one that is shorter than the others."),
            "old bytes": (lambda got: got in {sha256(data[: (end := len(data) // size * size)] + data[end:] +
                          data[len(data) - size : end]) for size in chunks}, "The last chunk fills only a part of the "
                          "buffer, and old bytes behind it were counted too: take buffer[:n]."),
        })


def test_file_digest_of_a_file_that_is_not_there_is_an_error():
    with scratch() as folder:
        expect_error(file_digest, folder / "missing.jpg", error=OSError, why="There is no such file, and no error said "
                     "so.", mistakes={
            "hidden": (lambda got: not got or len(got) < 64 or got == sha256(b""), "There is no such file. An answer "
                       "that is the same for all unreadable files makes them copies of each other: let the error "
                       "through."),
        })


def test_exact_duplicates_are_files_with_the_same_bytes():
    """All BMP files here have the same size and the same date; a picture and its mirror image have the same sum."""
    x, y = (np.array(rows, np.uint8) for rows in ([[1, 20, 30], [40, 50, 90]], [[200, 7, 7], [8, 8, 8]]))
    with scratch() as folder:
        cologne, bridge, mirrored, again, last, third, png = (
            save(Image.fromarray(pixels), folder, *name.split("/")) for name, pixels in (
                ("Köln/IMG_0001.bmp", y), ("Köln/Brücke.bmp", x), ("Anna/IMG_0001.bmp", x[:, ::-1]),
                ("Anna/Brücke (2).bmp", x), ("Anna/z.bmp", y), ("Anna/a.bmp", x), ("Brücke.png", x)))
        for path in (paths := [cologne, bridge, mirrored, again, last, third, png]):
            os.utime(path, (1_700_000_000, 1_700_000_000))
        expect(exact_duplicates(paths), want=[[cologne, last], [bridge, again, third]], mistakes={
            "names": ([[cologne, mirrored]], "Those are files with the same name and other bytes. A copy may be "
                      "called anything: compare the bytes."),
            "stems": ([[cologne, mirrored], [bridge, png]], "Those are files with the same name and other bytes. A "
                      "copy may be called anything: compare the bytes."),
            "sizes": ([[cologne, bridge, mirrored, again, last, third]], "Those are all files of the same size, "
                      "which begin alike too. Compare all that is in them: their digests. (filecmp.cmp does so only "
                      "with shallow=False.)"),
            "sums": ([[cologne, last], [bridge, mirrored, again, third, png]], "A picture and its mirror image passed "
                     "for copies: a sum or a mean is the same for both. Use a digest of the bytes."),
            "pixels": ([[cologne, last], [bridge, again, third, png]], "The same picture as BMP and as PNG is another "
                       "file. Here the bytes count, not the pixels."),
            "originals": ([[last], [again, third]], "The first file of each group is missing. It belongs to the group: "
                          "who keeps one of them must see them all."),
            "copies": (lambda got: set(got) == {last, again, third}, "Those are the later copies in one list. Give one "
                       "list for each group, with its first file."),
            "flat": (lambda got: set(got) == {cologne, last, bridge, again, third}, "Those are all the copies in one "
                     "list. Give one list for each group, to show which belong together."),
            "in pairs": (lambda got: sorted(map(sorted, got)) == sorted(map(sorted, [[cologne, last], [bridge, again],
                         [bridge, third], [again, third]])) or sorted(map(sorted, got)) == sorted(map(sorted,
                         [[cologne, last], [bridge, again], [bridge, third]])),
                         "Those are pairs. Three copies of one file are one group of three."),
            "alone": ([[cologne, last], [bridge, again, third], [mirrored], [png]], "A file without a copy is in a "
                      "group of its own. A group has two or more files."),
            "three": ([[bridge, again, third]], "A pair of copies is missing: a group has two or more files."),
            "first only": ([[cologne, last]], "The group of three is missing. Go on after the first group; and "
                           "a group has two or more files, > 1 and not == 2."),
            "dict": (lambda got: isinstance(got, dict), "That is a dict. Return a list: its lists of two or more."),
            "neighbours": ([], "No copies were found, and there are five. They have other names, and need not stand "
                           "next to each other: look at nothing but the bytes, of all files."),
            "other order": (lambda got: list(map(list, got)) != [[cologne, last], [bridge, again, third]] and sorted(
                            map(sorted, got)) == sorted([sorted([cologne, last]), sorted([bridge, again, third])]),
                            "The right groups in another order. Keep that of "
                            "`paths`: between the groups, by their first files, and inside each."),
        })


def test_exact_duplicates_of_files_that_all_differ():
    paths = photos("building/colosseum", "building/colosseum_2", "fish/fish1")
    expect(exact_duplicates(paths), want=[], mistakes={
        "alike": ([paths[:2]], "These two show the same picture, and their bytes differ: they are near duplicates, not "
                  "exact ones."),
    })
    expect(exact_duplicates([]), want=[])


def test_exact_duplicates_of_real_photos():
    folder = fixture("troublesome/building")
    paths = [folder / name for name in ("gate.jpg", "petra.jpg", "gate_again.jpg", "IMG_0001.jpg",
                                        "from Anna/petra copy.jpg", "gate_small.jpg")]
    expect(exact_duplicates(paths), want=[[paths[1], paths[3], paths[4]]])


def test_difference_hash_asks_whether_a_pixel_is_brighter_than_its_left_neighbour():
    """Each row rises in five steps and falls in three; further down, all is darker."""
    across = np.array([0, 8, 16, 24, 32, 40, 30, 20, 10])
    down = np.arange(8)[:, None] * 12
    image = Image.fromarray((150 + across - down).astype(np.uint8))
    expect(rows_of_bits(difference_hash(image)), want=["11111000"] * 8, mistakes={
        **NO_NUMBER,
        "above": (["00000000"] * 8, "That is what you get if each pixel is compared with the one above it. The "
                  "neighbour is the one on the left: pixels[:, 1:] and pixels[:, :-1]."),
        "darker": (["00000111"] * 8, "All bits are turned round: 1 means brighter than the left neighbour. That is the "
                   "value you get if the two sides of > are swapped."),
        "unequal": (["11111111"] * 8, "Every bit is 1. In uint8, 100 - 110 is 246, above zero: a difference below zero "
                    "does not exist there. Compare with >, or convert to int before you subtract."),
        "reversed": (["00011111"] * 8, "The bits are in reverse order: the first one, top left, is the most "
                     "significant."),
        "by column": (["11111111"] * 5 + ["00000000"] * 3, "The bits were taken column by column. Go row by row: each "
                      "row from left to right, then the next."),
        "average": (lambda got: got[0] == "11111111" and got[-1] == "00000000", "That is what you get if each pixel is "
                    "compared with the average of all (an average hash). Compare it with its left neighbour."),
        "count": (rows_of_bits(40), "That is how many bits are 1. The hash says which ones: put them one behind the "
                  "other, bits = 2 * bits + int(bit)."),
        "nine a row": (lambda got: len(got) == 9, "That is more than 64 bits: the first pixel of a row has no left "
                       "neighbour, so nine pixels give eight bits."),
        "too few": (lambda got: got[0] in ("00000000", "01111100", "01111000", "01111110"), "Those are fewer "
                    "than 64 bits that compare neighbours. A row of 8 bits needs 9 pixels: resize to (size + 1, size), "
                    "the width comes first."),
    }, what="the bits of the hash, a row of the picture each")


def test_difference_hash_has_0_for_equal_pixels():
    image = np.array([[5, 5, 6, 6, 0, 0, 9, 9, 9], [0, 0, 0, 0, 0, 0, 0, 0, 0], [255, 0, 0, 255, 255, 0, 1, 1, 0],
                      [1, 2, 3, 4, 5, 6, 7, 8, 9], [9, 8, 7, 6, 5, 4, 3, 2, 2], [7, 7, 7, 7, 7, 7, 7, 7, 8],
                      [3, 4, 4, 4, 4, 4, 4, 4, 4], [0, 9, 0, 9, 9, 0, 0, 9, 9]], np.uint8)
    expect(rows_of_bits(difference_hash(Image.fromarray(image))), want=[
        "01000100", "00000000", "00100100", "11111111", "00000000", "00000001", "10000000", "10100010"], mistakes={
        "or equal": (["11101111", "11111111", "01110110", "11111111", "00000001", "11111111", "11111111", "10110111"],
                     "Equal pixels got a 1. Brighter means >, not >=."),
        "upside down": (["10100010", "10000000", "00000001", "00000000", "11111111", "00100100", "00000000",
                         "01000100"], "The right rows from the bottom up: begin with the top row."),
        "clearly": (["00000100", "00000000", "00100000", "00000000", "00000000", "00000000", "00000000", "10100010"],
                    "Small steps up were missed. One grey level brighter is brighter."),
    }, what="the bits of the hash, a row of the picture each")


def test_difference_hash_takes_an_array_too():
    try:
        got = difference_hash(np.asarray(picture()))
    except AttributeError:
        raise AssertionError("An array has no `convert` or `resize` of Pillow's: `Image.fromarray` makes an image of "
                             "it first.") from None
    expect(rows_of_bits(got), want=BITS, what="the bits of the hash, a row of the picture each")


def test_difference_hash_makes_colours_grey_first():
    """The red is another picture, the same rows in another order: alone it has another hash, mixed in it is weaker."""
    grey = np.asarray(picture())
    colours = np.dstack([np.roll(grey, 3, axis=0), grey, grey])
    expect(rows_of_bits(difference_hash(colours)), want=BITS, mistakes={
        "red": (BITS[-3:] + BITS[:-3], "That is the hash of the red channel alone. Make the picture grey: "
                "convert(\"L\")."),
        "all colours": (lambda got: len(got) == 24, "That is a bit for each of the three colours. Make the picture "
                        "grey first: convert(\"L\")."),
    }, what="the bits of the hash, a row of the picture each")


def test_difference_hash_shrinks_the_whole_picture():
    """8 rows of 9 fields, each 11×5 pixels, under a fine chequered pattern that an average removes."""
    fields = np.kron(np.asarray(picture()), np.ones((5, 11), int))
    row, column = np.indices(fields.shape)
    pixels = fields + np.where((row + column) % 2, 60, -60)
    corner, middles = pixels[:8, :9], pixels[2::5, 5::11]  # the pattern alone; every n-th pixel gives the same as these
    image = Image.fromarray(pixels.astype(np.uint8))
    expect(rows_of_bits(difference_hash(image)), want=BITS, mistakes={
        **{name: (["".join(str(int(bit)) for bit in row[1:] > row[:-1]) for row in picked], "That is what you get if a "
                  "few pixels are picked out and the rest is ignored. Let each of the 9×8 be an average of its "
                  "surroundings: resize with Image.Resampling.LANCZOS.")
           for name, picked in (("corner", corner), ("middles", middles))},
        "thumbnail": (lambda got: got[:3] == ["00000000"] * 3 and "1" in got[5], "That is fewer than 64 "
                      "bits: `thumbnail` keeps the proportions. Use `resize`, which gives exactly (size + 1, size)."),
        "as it is": (lambda got: len(got) == 490 and isinstance(got[0], str), "That is a bit for every pixel of the "
                     "large picture. Shrink it to 9×8 pixels first."),
    }, what="the bits of the hash, a row of the picture each")


def test_difference_hash_has_as_many_bits_as_size_says():
    image = np.array([[3, 8, 1, 9], [4, 4, 7, 2], [6, 5, 5, 8]], np.uint8)
    expect(difference_hash(Image.fromarray(image), size=3), want=0b101_010_001, mistakes={
        "always 8": (lambda got: got >= 2**16, "That is more than 9 bits: with size=3 the picture is shrunk to 4×3 "
                     "pixels, with 3 bits a row."),
    })


def test_near_duplicates_are_at_most_max_distance_bits_apart():
    """From the photo called start.png, the others differ in 3, 3, 4 and 5 bits, and more from each other."""
    with scratch() as folder:
        five, start = save(picture(59, 60, 61, 62, 63), folder, "five.png"), save(picture(), folder, "start.png")
        four, three = save(picture(2, 9, 20, 33), folder, "four.png"), save(picture(0, 13, 40), folder, "three.png")
        again = save(picture(5, 27, 46), folder, "also three.png")
        right = [("four.png", "start.png"), ("start.png", "three.png"), ("start.png", "also three.png")]
        expect(by_name(near_duplicates([four, five, start, three, again])), want=right, mistakes={
            **NO_PAIRS,
            "equal": ([], "No pair was found: that is what you get if only equal hashes count, or other bits than "
                      "those that differ. Count these, (a ^ b).bit_count(), and allow a few."),
            "no leading zeros": ([right[0], right[2]], "The hash of three.png begins with a 0, which `bin` leaves out, "
                                 "so that all the bits move up. Compare the numbers themselves: (a ^ b).bit_count()."),
            "all": (lambda got: len(got) == 10, "Those are all the pairs there are. The distance is a whole number, "
                    "the count of the bits that differ, and only few may."),
            "below": (right[1:], "A pair at a distance of exactly 4 is missing. At most 4 means <=."),
            "hex digits": ([right[0], ("five.png", "start.png"), *right[1:]], "five.png differs from start.png in 5 "
                           "bits, in only 2 hexadecimal digits. One such digit holds 4 bits: count the bits."),
            "subtracted": ([("five.png", "start.png")], "The hashes of five.png and start.png, taken as numbers, are "
                           "neighbours, and differ in 5 bits (0 1111, 1 0000). Count the bits: (a ^ b).bit_count()."),
            "twice": (lambda got: len(got) == 6 and {frozenset(pair) for pair in got} == set(map(frozenset, right)),
                      "Each pair is there twice, once in either direction. Compare each photo only with those that "
                      "come after it."),
            "itself": (lambda got: any(one == other for one, other in got), "A photo is a pair with itself. Compare "
                       "each only with those that come after it."),
            "backwards": (lambda got: any((other, one) in right for one, other in got), "A pair is the wrong way "
                          "round: the photo that comes first in `paths` stands first."),
            "side by side": (right[1:2], "Only neighbours in the list were compared. Compare every photo with all "
                             "that come after it."),
            "once each": (lambda got: got in (right[:2], right[:1], [right[0], right[1]]), "A photo may stand in more "
                          "than one pair: go on after the first that is found."),
            "groups": (lambda got: any(len(pair) > 2 for pair in got), "That is a group. Give pairs, two paths each: "
                       "near a photo does not mean near each other."),
            "other order": (lambda got: list(got) != right and sorted(got) == sorted(right), "The right pairs "
                            "in another order: keep that of `paths`, first by the first photo of a pair, then by the "
                            "second."),
            "the others": (lambda got: len(got) > 5 and not set(got) & set(right), "Those are the pairs that are "
                           "further apart. Near means a small distance."),
        }, what="the pairs among four, five, start, three, also three")


def test_near_duplicates_allow_as_many_bits_as_asked():
    with scratch() as folder:
        paths = [save(picture(*flipped), folder, name) for name, flipped in (
            ("start.png", ()), ("copy.png", ()), ("three.png", [1, 20, 47]), ("one.png", [30]),
            ("far.png", range(50, 60)))]
        start_copy, _, start_one, _, copy_one, _ = pairs = list(
            combinations(("start.png", "copy.png", "three.png", "one.png"), 2))
        expect(by_name(near_duplicates(paths, max_distance=1)), want=[start_copy, start_one, copy_one], mistakes={
            "fixed": (pairs, "three.png is 3 bits away, and max_distance is 1 here. Compare with the `max_distance` "
                      "that was given."),
            "copies left out": ([start_one, copy_one], "start.png and copy.png are missing: exact copies are near "
                                "duplicates too, at a distance of 0."),
        }, what="the pairs at a distance of 1 or less")
        expect(by_name(near_duplicates(paths, max_distance=0)), want=[start_copy], what="the pairs at a distance of 0")


def test_near_duplicates_may_have_the_same_name():
    with scratch() as folder:
        anna, cologne, copy = (save(picture(*flipped), folder, *name.split("/")) for name, flipped in (
            ("Anna/IMG_0001.png", ()), ("Köln/IMG_0001.png", [7, 50]), ("Köln/copy.png", ())))
        sentence = ("Two different files may both be called IMG_0001.png, in two folders. Tell files apart by their "
                    "whole paths.")
        expect(near_duplicates([anna, cologne, copy]), want=[(anna, cologne), (anna, copy), (cologne, copy)], mistakes={
            "skipped": ([(anna, copy), (cologne, copy)], sentence),
            "overwritten": ([(cologne, copy)], sentence),
        })


def test_near_duplicates_are_compared_upright():
    """One photo, as a camera stores it when it is held straight, upside down, and upright."""
    folder = fixture("troublesome/building")
    paths = [folder / f"{name}.jpg" for name in ("arch_exif1", "arch_exif3", "gate", "arch_exif6", "gate_small")]
    expect(by_name(near_duplicates(paths)), want=[
        ("arch_exif1.jpg", "arch_exif3.jpg"), ("arch_exif1.jpg", "arch_exif6.jpg"),
        ("arch_exif3.jpg", "arch_exif6.jpg"), ("gate.jpg", "gate_small.jpg")], mistakes={
        "lying": ([("gate.jpg", "gate_small.jpg")], "The three arches are one photo, stored in three directions; EXIF "
                  "says which way is up. Turn each upright before you hash it: `load_rgb` of kata 1 does, and so does "
                  "ImageOps.exif_transpose."),
    }, what="the pairs among three arches and two gates")


def test_near_duplicates_finds_copies_resized_and_encoded_anew():
    folder = fixture("troublesome/building")
    paths = [folder / name for name in ("gate.jpg", "petra.jpg", "gate_again.jpg", "IMG_0001.jpg", "gate_small.jpg")]
    expect(by_name(near_duplicates(paths)), want=[
        ("gate.jpg", "gate_again.jpg"), ("gate.jpg", "gate_small.jpg"), ("petra.jpg", "IMG_0001.jpg"),
        ("gate_again.jpg", "gate_small.jpg")], what="the pairs among the gates and petras")


def test_near_duplicates_among_six_real_photos():
    """Two photos of the Eiffel Tower, or of two hammers, are not one photo twice."""
    paths = photos("building/colosseum", "building/eiffel_tower", "tool/hammer1", "building/colosseum_2",
                   "tool/hammer2", "building/eiffel_tower_2")
    expect(by_name(near_duplicates(paths)), want=[TWINS[0]], what="the pairs among six photos")


def test_leaks_are_pairs_across_the_border():
    """Within the training part two photos look the same, and within the test part: those are no leaks."""
    with scratch() as folder:
        gate, bridge, gate_again = (save(picture(*flipped), folder, "train", name) for name, flipped in (
            ("gate.png", ()), ("Brücke.png", range(20, 44)), ("IMG_0001.png", [3, 11])))
        copy, tower, near, tower_again = (save(picture(*flipped), folder, "test", name) for name, flipped in (
            ("Brücke.png", range(20, 44)), ("IMG_0001.png", range(0, 60, 2)), ("near gate.png", [45]),
            ("tower again.png", range(0, 58, 2))))
        right = [(gate, near), (bridge, copy), (gate_again, near)]
        within = [(gate, gate_again), (tower, tower_again)]
        expect(leaks([gate, bridge, gate_again], [copy, tower, near, tower_again]), want=right, mistakes={
            **NO_PAIRS,
            "within": (lambda got: set(within) & set(got), "A pair lies within one part. That is a waste, not a leak: "
                       "compare the training photos with the test photos only."),
            "swapped": (lambda got: set(got) == {pair[::-1] for pair in right}, "The pairs are the wrong way round: "
                        "the training photo stands first."),
            "the others": (lambda got: len(got) > 6 and not set(got) & set(right), "Those are the pairs that are "
                           "further apart. A leak is a small distance."),
            "names": (lambda got: (gate_again, tower) in got, "Those are photos with the same name, which may show "
                      "anything. Compare what can be seen: the difference hashes."),
            "test first": ([right[1], right[0], right[2]], "The right pairs in another order: go through the "
                           "training photos, and for each of them through the test photos."),
            "exact": ([(bridge, copy)], "Only the exact copy was found. A near duplicate leaks too: compare difference "
                      "hashes, and allow a few bits."),
            "first only": (right[:1], "Only the leak of the first training photo is there. Go on with the others: a "
                           "`return` inside the loop ends it, and a generator or an iterator over the test photos is "
                           "used up after the first."),
            "once each": (lambda got: len(got) == 2 and {pair[1] for pair in got} == {near, copy}, "near gate.png is "
                          "like two training photos, gate.png and IMG_0001.png. Those are two pairs: a photo may stand "
                          "in more than one."),
            "other names": ([right[0], right[2]], "The exact copy of Brücke.png has the same name in the other "
                            "part, and was left out. Tell files apart by their whole paths."),
            "by places": (lambda got: got in ([], right[2:]), "Leaks were not found. Compare every training photo "
                          "with every test photo, not only those in the same place of their lists."),
        })


def test_leaks_are_at_most_max_distance_bits_apart():
    with scratch() as folder:
        train = [save(picture(), folder, "train.png")]
        test = [save(picture(*flipped), folder, name) for name, flipped in (
            ("five.png", range(10, 15)), ("four.png", [0, 20, 40, 60]), ("three.png", [5, 31, 62]))]
        three, four, five = (("train.png", f"{number}.png") for number in ("three", "four", "five"))
        expect(by_name(leaks(train, test)), want=[four, three], mistakes={
            "below": ([three], "A pair at a distance of exactly 4 is missing. At most 4 means <=."),
            "first only": ([four], "three.png leaks too: a training photo may be like several test photos, so go on "
                           "after the first that is found."),
            "hex digits": ([five, four, three], "five.png differs in 5 bits, in only 2 hexadecimal digits. One such "
                           "digit holds 4 bits: count the bits."),
        }, what="the leaks at a distance of 4 or less")
        expect(leaks(train, test[:1]), want=[])  # five.png alone: nothing leaks
        expect(by_name(leaks(train, test, max_distance=5)), want=[five, four, three], mistakes={
            "fixed": ([four, three], "five.png is 5 bits away, and max_distance is 5 here. Compare with the "
                      "`max_distance` that was given."),
        }, what="the leaks at a distance of 5 or less")


def test_leaks_of_one_file_in_both_parts():
    with scratch() as folder:
        one, other = save(picture(), folder, "one.png"), save(picture(*range(30)), folder, "other.png")
        same_name, near = save(picture(33), folder, "Anna", "one.png"), save(picture(40), folder, "near.png")
        right = [(one, one), (one, same_name), (near, one), (near, same_name)]
        expect(leaks([one, near], [other, one, same_name]), want=right, mistakes={
            "twice": ([*right, (one, same_name)], "A pair is there twice. In both lists together, "
                      "one.png stands twice, so their near duplicates have its pairs twice: compare each training "
                      "photo with each test photo, in two loops."),
            "skipped": (right[1:], "one.png stands in both parts, the plainest leak there is. Between two "
                        "lists, a path may meet itself."),
        })


def test_leaks_of_a_photo_taken_sideways():
    folder = fixture("troublesome/building")
    train, test = ([folder / f"{name}.jpg" for name in names] for names in (("arch_exif1", "gate_small"),
                                                                             ("gate", "arch_exif8")))
    expect(by_name(leaks(train, test)), want=[("arch_exif1.jpg", "arch_exif8.jpg"), ("gate_small.jpg", "gate.jpg")],
           mistakes={
        "lying": ([("gate_small.jpg", "gate.jpg")], "The two arches are one photo, stored in two directions. Turn each "
                  "upright before you hash it, as `near_duplicates` does."),
    }, what="the leaks of an arch and a gate into a gate and an arch")


def test_leaks_of_a_split_that_separates_twins():
    train = photos("building/great_pyramid", "building/brandenburg_gate")
    test = photos("building/brandenburg_gate_2", "building/great_pyramid_of_giza")
    expect(by_name(leaks(train, test)), want=[TWINS[2], TWINS[1]], what="the leaks among four photos")
