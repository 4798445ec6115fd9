"""Known mistakes in finding duplicates, each with the words it must earn."""

import filecmp
import hashlib
from collections import Counter
from itertools import combinations, groupby, pairwise, product

import numpy as np
from PIL import Image

from kata.known import mistake
from week4.kata1_pixels import load_rgb
from week4.kata5_duplicates import difference_hash, exact_duplicates, file_digest, near_duplicates

LANCZOS = Image.Resampling.LANCZOS


# Small tools for the mistakes below: a grey picture of a given width and height, and a number made of bits.
def shrunk(image, width, height):
    image = image if isinstance(image, Image.Image) else Image.fromarray(image)
    return np.asarray(image.convert("L").resize((width, height), LANCZOS))


def number(bits):
    return int("".join("01"[int(bit)] for bit in np.ravel(bits)), 2)


def hashes(paths):
    return [difference_hash(load_rgb(path)) for path in paths]


def apart(one, other):
    return (one ^ other).bit_count()


@mistake("file_digest", "no bytes at all")
def read_twice(path):
    with path.open("rb") as file:
        file.read()
        return hashlib.sha256(file.read()).hexdigest()


@mistake("file_digest", "no bytes at all")
def nothing_added(path):
    digest = hashlib.sha256()
    path.read_bytes()
    return digest.hexdigest()


@mistake("file_digest", "fingerprint of the file's name")
def digest_of_the_path(path):
    return hashlib.sha256(str(path).encode()).hexdigest()


@mistake("file_digest", "fingerprint of the file's name")
def digest_of_the_name(path):
    return hashlib.sha256(path.name.encode()).hexdigest()


@mistake("file_digest", "another fingerprint than SHA-256")
def md5(path):
    return hashlib.md5(path.read_bytes()).hexdigest()


@mistake("file_digest", "32 bytes themselves")
def digest_not_hexdigest(path):
    return hashlib.sha256(path.read_bytes()).digest()


@mistake("file_digest", "object which makes the fingerprint")
def the_object(path):
    return hashlib.sha256(path.read_bytes())


@mistake("file_digest", "right digits in capitals")
def capitals(path):
    return file_digest(path).upper()


@mistake("file_digest", "beginning of the right digest")
def sixteen_digits(path):
    return file_digest(path)[:16]


@mistake("file_digest", "That is a number")
def built_in_hash(path):
    return hash(path.read_bytes())


@mistake("file_digest", "That is a number")
def sum_of_the_bytes(path):
    return sum(path.read_bytes())


@mistake("file_digest", "A photo is no text")
def opened_as_text(path):
    return hashlib.sha256(path.read_text(encoding="utf-8").encode()).hexdigest()


@mistake("file_digest", "was read as text")
def as_text_without_what_does_not_fit(path):
    return hashlib.sha256(path.read_text(encoding="utf-8", errors="ignore").encode()).hexdigest()


@mistake("file_digest", "was read as text")
def as_latin_text(path):
    return hashlib.sha256(path.read_text(encoding="latin-1").encode()).hexdigest()


@mistake("file_digest", "White space at the ends")
def stripped(path):
    return hashlib.sha256(path.read_bytes().strip()).hexdigest()


@mistake("file_digest", "with which Python shows bytes")
def text_of_the_bytes(path):
    return hashlib.sha256(str(path.read_bytes()).encode()).hexdigest()


@mistake("file_digest", "Only the first chunk was read")
def first_chunk(path):
    with path.open("rb") as file:
        return hashlib.sha256(file.read(65536)).hexdigest()


@mistake("file_digest", "Only the first chunk was read")
def returned_inside_the_loop(path):
    digest = hashlib.sha256()
    with path.open("rb") as file:
        while chunk := file.read(4096):
            digest.update(chunk)
            return digest.hexdigest()
    return digest.hexdigest()


@mistake("file_digest", "last chunk alone")
def new_one_each_time(path):
    with path.open("rb") as file:
        while chunk := file.read(8192):
            digest = hashlib.sha256(chunk)
    return digest.hexdigest()


@mistake("file_digest", "The last chunk is missing")
def short_chunk_dropped(path):
    digest = hashlib.sha256()
    data = path.read_bytes()
    if len(data) < 1024:
        return hashlib.sha256(data).hexdigest()
    for start in range(0, len(data) - 1023, 1024):
        digest.update(data[start : start + 1024])
    return digest.hexdigest()


@mistake("file_digest", "old bytes behind it")
def whole_buffer(path):
    data, size = path.read_bytes(), 65536
    digest, buffer = hashlib.sha256(), bytearray(min(size, len(data)))
    with path.open("rb") as file:
        while file.readinto(buffer):
            digest.update(buffer)
    return digest.hexdigest()


@mistake("file_digest", "Every second chunk")
def every_other_chunk(path):
    digest = hashlib.sha256()
    with path.open("rb") as file:
        while chunk := file.read(65536):
            digest.update(chunk)
            file.read(65536)
    return digest.hexdigest()


@mistake("file_digest", "copies of each other")
def errors_hidden(path):
    try:
        return file_digest(path)
    except OSError:
        return ""


def in_groups(paths, key):
    groups = {}
    for path in paths:
        groups.setdefault(key(path), []).append(path)
    return [group for group in groups.values() if len(group) > 1]


@mistake("exact_duplicates", "compare the bytes")
def by_name(paths):
    return in_groups(paths, lambda path: path.name)


@mistake("exact_duplicates", "compare the bytes")
def by_stem(paths):
    return in_groups(paths, lambda path: path.stem)


@mistake("exact_duplicates", "all files of the same size")
def by_size(paths):
    return in_groups(paths, lambda path: path.stat().st_size)


@mistake("exact_duplicates", "all files of the same size")
def shallow_comparison(paths):
    groups = []
    for path in paths:
        for group in groups:
            if filecmp.cmp(group[0], path):
                group.append(path)
                break
        else:
            groups.append([path])
    return [group for group in groups if len(group) > 1]


@mistake("exact_duplicates", "mirror image passed")
def by_sum(paths):
    return in_groups(paths, lambda path: int(np.asarray(Image.open(path)).sum()))


@mistake("exact_duplicates", "mirror image passed")
def by_mean(paths):
    return in_groups(paths, lambda path: float(np.asarray(Image.open(path)).mean()))


@mistake("exact_duplicates", "Here the bytes count, not the pixels")
def by_pixels(paths):
    return in_groups(paths, lambda path: np.asarray(Image.open(path)).tobytes())


@mistake("exact_duplicates", "first file of each group is missing")
def originals_left_out(paths):
    return [group[1:] for group in exact_duplicates(paths)]


@mistake("exact_duplicates", "later copies in one list")
def later_copies(paths):
    seen, copies = set(), []
    for path in paths:
        digest = file_digest(path)
        if digest in seen:
            copies.append(path)
        seen.add(digest)
    return copies


@mistake("exact_duplicates", "all the copies in one list")
def in_one_list(paths):
    count = Counter(map(file_digest, paths))
    return [path for path in paths if count[file_digest(path)] > 1]


@mistake("exact_duplicates", "Those are pairs")
def in_pairs(paths):
    return [[one, other] for one, other in combinations(paths, 2) if file_digest(one) == file_digest(other)]


@mistake("exact_duplicates", "Those are pairs")
def each_copy_with_the_first(paths):
    first, pairs = {}, []
    for path in paths:
        digest = file_digest(path)
        if digest in first:
            pairs.append((first[digest], path))
        first.setdefault(digest, path)
    return pairs


@mistake("exact_duplicates", "group of its own")
def everything_in_groups(paths):
    groups = {}
    for path in paths:
        groups.setdefault(file_digest(path), []).append(path)
    return list(groups.values())


@mistake("exact_duplicates", "A pair of copies is missing")
def three_or_more(paths):
    return [group for group in exact_duplicates(paths) if len(group) > 2]


@mistake("exact_duplicates", "Go on after the first group")
def returned_too_early(paths):
    for group in exact_duplicates(paths):
        return [group]
    return []


@mistake("exact_duplicates", "That is a dict")
def as_dict(paths):
    groups = {}
    for path in paths:
        groups.setdefault(file_digest(path), []).append(path)
    return groups


@mistake("exact_duplicates", "need not stand next to each other")
def groupby_without_sorting(paths):
    groups = [list(group) for _, group in groupby(paths, key=file_digest)]
    return [group for group in groups if len(group) > 1]


@mistake("exact_duplicates", "need not stand next to each other")
def name_and_bytes(paths):
    return in_groups(paths, lambda path: (path.name, file_digest(path)))


@mistake("exact_duplicates", "right groups in another order")
def sorted_paths(paths):
    return exact_duplicates(sorted(paths))


@mistake("exact_duplicates", "right groups in another order")
def groups_backwards(paths):
    return exact_duplicates(paths)[::-1]


@mistake("exact_duplicates", "their bytes differ")
def alike_counts(paths):
    groups = exact_duplicates(paths)
    return groups or [list(pair) for pair in near_duplicates(paths)]


@mistake("difference_hash", "compared with the one above")
def column_wise(image, size=8):
    pixels = shrunk(image, size, size + 1)
    return number(pixels[1:] > pixels[:-1])


@mistake("difference_hash", "compared with the one above")
def wrong_axis(image, size=8):
    pixels = shrunk(image, size + 1, size)
    return number(pixels[1:] > pixels[:-1])


@mistake("difference_hash", "All bits are turned round")
def left_is_brighter(image, size=8):
    pixels = shrunk(image, size + 1, size)
    return number(pixels[:, :-1] > pixels[:, 1:])


@mistake("difference_hash", "does not exist there")
def subtracted_in_uint8(image, size=8):
    pixels = shrunk(image, size + 1, size)
    return number((pixels[:, 1:] - pixels[:, :-1]) > 0)


@mistake("difference_hash", "does not exist there")
def np_diff_in_uint8(image, size=8):
    return number(np.diff(shrunk(image, size + 1, size), axis=1) > 0)


@mistake("difference_hash", "the first one, top left")
def least_significant_first(image, size=8):
    return int(f"{difference_hash(image, size):0{size * size}b}"[::-1], 2)


@mistake("difference_hash", "the first one, top left")
def powers_from_zero(image, size=8):
    pixels = shrunk(image, size + 1, size)
    return sum(2**place for place, bit in enumerate((pixels[:, 1:] > pixels[:, :-1]).ravel()) if bit)


@mistake("difference_hash", "column by column")
def bits_by_column(image, size=8):
    pixels = shrunk(image, size + 1, size)
    return number((pixels[:, 1:] > pixels[:, :-1]).T)


@mistake("difference_hash", "average of all")
def average_hash(image, size=8):
    pixels = shrunk(image, size, size)
    return number(pixels > pixels.mean())


@mistake("difference_hash", "the first pixel of a row has no left")
def first_column_too(image, size=8):
    pixels = shrunk(image, size + 1, size).astype(int)
    return number(pixels > np.roll(pixels, 1, axis=1))


@mistake("difference_hash", "A row of 8 bits needs 9 pixels")
def eight_wide(image, size=8):
    pixels = shrunk(image, size, size)
    return number(pixels[:, 1:] > pixels[:, :-1])


@mistake("difference_hash", "A row of 8 bits needs 9 pixels")
def height_first(image, size=8):
    pixels = shrunk(image, size, size + 1)
    return number(pixels[:, 1:] > pixels[:, :-1])


@mistake("difference_hash", "not its letters")
def as_hexadecimal(image, size=8):
    return f"{difference_hash(image, size):016x}"


@mistake("difference_hash", "not its letters")
def as_zeros_and_ones(image, size=8):
    return f"{difference_hash(image, size):0{size * size}b}"


@mistake("difference_hash", "bits, one by one")
def as_array(image, size=8):
    pixels = shrunk(image, size + 1, size)
    return pixels[:, 1:] > pixels[:, :-1]


@mistake("difference_hash", "bits, one by one")
def as_flat_list(image, size=8):
    return as_array(image, size).ravel().astype(int).tolist()


@mistake("difference_hash", "negative number")
def in_int64(image, size=8):
    bits = as_array(image, size).ravel().astype(np.int64)
    with np.errstate(over="ignore"):
        return int(np.sum(bits << np.arange(size * size - 1, -1, -1)))


@mistake("difference_hash", "room for 53 bits")
def in_floats(image, size=8):
    return float(as_array(image, size).ravel() @ 2.0 ** np.arange(size * size - 1, -1, -1))


@mistake("difference_hash", "how many bits are 1")
def count_of_ones(image, size=8):
    return int(as_array(image, size).sum())


@mistake("difference_hash", "Equal pixels got a 1")
def or_equal(image, size=8):
    pixels = shrunk(image, size + 1, size)
    return number(pixels[:, 1:] >= pixels[:, :-1])


@mistake("difference_hash", "from the bottom up")
def bottom_up(image, size=8):
    return number(as_array(image, size)[::-1])


@mistake("difference_hash", "Small steps up were missed")
def clearly_brighter(image, size=8):
    pixels = shrunk(image, size + 1, size).astype(int)
    return number(pixels[:, 1:] > pixels[:, :-1] + 5)


@mistake("difference_hash", "makes an image of it first")
def images_only(image, size=8):
    pixels = np.asarray(image.convert("L").resize((size + 1, size), LANCZOS))
    return number(pixels[:, 1:] > pixels[:, :-1])


@mistake("difference_hash", "red channel alone")
def red_only(image, size=8):
    pixels = np.asarray(image)
    return difference_hash(pixels if pixels.ndim == 2 else np.ascontiguousarray(pixels[..., 0]), size)


@mistake("difference_hash", "a bit for each of the three colours")
def never_grey(image, size=8):
    image = image if isinstance(image, Image.Image) else Image.fromarray(image)
    pixels = np.asarray(image.resize((size + 1, size), LANCZOS))
    return number(pixels[:, 1:] > pixels[:, :-1])


@mistake("difference_hash", "picked out and the rest is ignored")
def nearest(image, size=8):
    image = image if isinstance(image, Image.Image) else Image.fromarray(image)
    pixels = np.asarray(image.convert("L").resize((size + 1, size), Image.Resampling.NEAREST))
    return number(pixels[:, 1:] > pixels[:, :-1])


@mistake("difference_hash", "picked out and the rest is ignored")
def top_left_corner(image, size=8):
    image = image if isinstance(image, Image.Image) else Image.fromarray(image)
    pixels = np.asarray(image.convert("L"))[:size, : size + 1]
    return number(pixels[:, 1:] > pixels[:, :-1])


@mistake("difference_hash", "picked out and the rest is ignored")
def every_nth_pixel(image, size=8):
    image = image if isinstance(image, Image.Image) else Image.fromarray(image)
    pixels = np.asarray(image.convert("L"))
    pixels = pixels[:: pixels.shape[0] // size, :: pixels.shape[1] // (size + 1)][:size, : size + 1]
    return number(pixels[:, 1:] > pixels[:, :-1])


@mistake("difference_hash", "keeps the proportions")
def thumbnail(image, size=8):
    image = image.copy() if isinstance(image, Image.Image) else Image.fromarray(image)
    image = image.convert("L")
    image.thumbnail((size + 1, size))
    pixels = np.asarray(image)
    return number(pixels[:, 1:] > pixels[:, :-1])


@mistake("difference_hash", "a bit for every pixel")
def never_shrunk(image, size=8):
    image = image if isinstance(image, Image.Image) else Image.fromarray(image)
    pixels = np.asarray(image.convert("L"))
    return number(pixels[:, 1:] > pixels[:, :-1])


@mistake("difference_hash", "with 3 bits a row")
def always_eight(image, size=8):
    return difference_hash(image)


@mistake("near_duplicates", "if only equal hashes count")
def equal_only(paths, max_distance=4):
    hashed = dict(zip(paths, hashes(paths), strict=True))
    return [(one, other) for one, other in combinations(paths, 2) if hashed[one] == hashed[other]]


@mistake("near_duplicates", "if only equal hashes count")
def same_bytes(paths, max_distance=4):
    return [(one, other) for one, other in combinations(paths, 2) if file_digest(one) == file_digest(other)]


@mistake("near_duplicates", "distance of exactly 4 is missing")
def less_than(paths, max_distance=4):
    return near_duplicates(paths, max_distance - 1)


@mistake("near_duplicates", "in only 2 hexadecimal digits")
def hexadecimal_digits(paths, max_distance=4):
    hashed = [(path, f"{one:016x}") for path, one in zip(paths, hashes(paths), strict=True)]
    return [(first, second) for (first, one), (second, other) in combinations(hashed, 2)
            if sum(a != b for a, b in zip(one, other, strict=True)) <= max_distance]


@mistake("near_duplicates", "if only equal hashes count")
def and_instead_of_xor(paths, max_distance=4):
    hashed = zip(paths, hashes(paths), strict=True)
    return [(first, second) for (first, one), (second, other) in combinations(hashed, 2)
            if (one & other).bit_count() <= max_distance]


@mistake("near_duplicates", "if only equal hashes count")
def xor_not_counted(paths, max_distance=4):
    hashed = zip(paths, hashes(paths), strict=True)
    return [(first, second) for (first, one), (second, other) in combinations(hashed, 2) if one ^ other <= max_distance]


@mistake("near_duplicates", "which `bin` leaves out")
def bits_as_text(paths, max_distance=4):
    hashed = [(path, bin(one)) for path, one in zip(paths, hashes(paths), strict=True)]
    return [(first, second) for (first, one), (second, other) in combinations(hashed, 2)
            if sum(a != b for a, b in zip(one, other, strict=False)) <= max_distance]


@mistake("near_duplicates", "all the pairs there are")
def share_of_the_bits(paths, max_distance=4):
    hashed = zip(paths, hashes(paths), strict=True)
    return [(first, second) for (first, one), (second, other) in combinations(hashed, 2)
            if apart(one, other) / 64 <= max_distance]


@mistake("near_duplicates", "taken as numbers")
def subtracted(paths, max_distance=4):
    hashed = zip(paths, hashes(paths), strict=True)
    return [(first, second) for (first, one), (second, other) in combinations(hashed, 2)
            if abs(one - other) <= max_distance]


@mistake("near_duplicates", "once in either direction")
def both_ways(paths, max_distance=4):
    hashed = list(zip(paths, hashes(paths), strict=True))
    return [(first, second) for (first, one), (second, other) in product(hashed, repeat=2)
            if first != second and apart(one, other) <= max_distance]


@mistake("near_duplicates", "a pair with itself")
def with_itself(paths, max_distance=4):
    hashed = list(zip(paths, hashes(paths), strict=True))
    return [(first, second) for i, (first, one) in enumerate(hashed) for second, other in hashed[i:]
            if apart(one, other) <= max_distance]


@mistake("near_duplicates", "a pair with itself")
def with_itself_and_both_ways(paths, max_distance=4):
    hashed = list(zip(paths, hashes(paths), strict=True))
    return [(first, second) for (first, one), (second, other) in product(hashed, repeat=2)
            if apart(one, other) <= max_distance]


@mistake("near_duplicates", "the wrong way round")
def second_first(paths, max_distance=4):
    return [(second, first) for first, second in near_duplicates(paths, max_distance)]


@mistake("near_duplicates", "the wrong way round")
def sorted_pairs(paths, max_distance=4):
    return [tuple(sorted(pair)) for pair in near_duplicates(paths, max_distance)]


@mistake("near_duplicates", "Only neighbours in the list")
def side_by_side(paths, max_distance=4):
    near = near_duplicates(paths, max_distance)
    return [pair for pair in pairwise(paths) if pair in near]


@mistake("near_duplicates", "may stand in more than one pair")
def break_at_the_first(paths, max_distance=4):
    pairs, near = [], near_duplicates(paths, max_distance)
    for i, one in enumerate(paths):
        for other in paths[i + 1 :]:
            if (one, other) in near:
                pairs.append((one, other))
                break
    return pairs


@mistake("near_duplicates", "may stand in more than one pair")
def each_photo_once(paths, max_distance=4):
    pairs, used = [], set()
    for one, other in near_duplicates(paths, max_distance):
        if not {one, other} & used:
            pairs.append((one, other))
            used |= {one, other}
    return pairs


@mistake("near_duplicates", "That is a group")
def as_groups(paths, max_distance=4):
    near = near_duplicates(paths, max_distance)
    groups = [[one, *(b if a == one else a for a, b in near if one in (a, b))] for one in paths]
    return [group for group in groups if len(group) > 1]


@mistake("near_duplicates", "leave the distance out")
def with_distance(paths, max_distance=4):
    hashed = zip(paths, hashes(paths), strict=True)
    return [(first, second, apart(one, other)) for (first, one), (second, other) in combinations(hashed, 2)
            if apart(one, other) <= max_distance]


@mistake("near_duplicates", "places in the list")
def as_places(paths, max_distance=4):
    return [(paths.index(one), paths.index(other)) for one, other in near_duplicates(paths, max_distance)]


@mistake("near_duplicates", "paths, one by one")
def only_the_copies(paths, max_distance=4):
    return [other for _, other in near_duplicates(paths, max_distance)]


@mistake("near_duplicates", "right pairs in another order")
def nearest_first(paths, max_distance=4):
    hashed = dict(zip(paths, hashes(paths), strict=True))
    pairs = near_duplicates(paths, max_distance)
    return sorted(pairs, key=lambda pair: apart(hashed[pair[0]], hashed[pair[1]]))


@mistake("near_duplicates", "right pairs in another order")
def sorted_list(paths, max_distance=4):
    return sorted(near_duplicates(paths, max_distance))


@mistake("near_duplicates", "pairs that are further apart")
def turned_round(paths, max_distance=4):
    near = near_duplicates(paths, max_distance)
    return [pair for pair in combinations(paths, 2) if pair not in near]


@mistake("near_duplicates", "with the `max_distance` that was given")
def always_four(paths, max_distance=4):
    return near_duplicates(paths)


@mistake("near_duplicates", "exact copies are near")
def exact_copies_left_out(paths, max_distance=4):
    near = near_duplicates(paths, max_distance)
    return [(one, other) for one, other in near if file_digest(one) != file_digest(other)]


@mistake("near_duplicates", "by their whole paths")
def keyed_by_name(paths, max_distance=4):
    hashed = {path.name: (path, one) for path, one in zip(paths, hashes(paths), strict=True)}
    return [(first, second) for (first, one), (second, other) in combinations(hashed.values(), 2)
            if apart(one, other) <= max_distance]


@mistake("near_duplicates", "by their whole paths")
def same_names_skipped(paths, max_distance=4):
    return [(one, other) for one, other in near_duplicates(paths, max_distance) if one.name != other.name]


@mistake("near_duplicates", "EXIF says which way is up")
def as_stored(paths, max_distance=4):
    hashed = [(path, difference_hash(Image.open(path))) for path in paths]
    return [(first, second) for (first, one), (second, other) in combinations(hashed, 2)
            if apart(one, other) <= max_distance]


@mistake("leaks", "A pair lies within one part")
def all_in_one_list(train_paths, test_paths, max_distance=4):
    return near_duplicates([*train_paths, *test_paths], max_distance)


@mistake("leaks", "A pair lies within one part")
def within_training(train_paths, test_paths, max_distance=4):
    return near_duplicates(train_paths, max_distance)


def across(train_paths, test_paths, near):
    """All pairs across the border whose hashes `near` accepts."""
    train = list(zip(train_paths, hashes(train_paths), strict=True))
    test = list(zip(test_paths, hashes(test_paths), strict=True))
    return [(one, other) for (one, a), (other, b) in product(train, test) if near(a, b)]


@mistake("leaks", "the wrong way round")
def test_photo_first(train_paths, test_paths, max_distance=4):
    return [(b, a) for a, b in across(train_paths, test_paths, lambda a, b: apart(a, b) <= max_distance)]


@mistake("leaks", "the wrong way round")
def test_loop_and_test_photo_first(train_paths, test_paths, max_distance=4):
    return across(test_paths, train_paths, lambda a, b: apart(a, b) <= max_distance)


@mistake("leaks", "right pairs in another order")
def test_loop_outside(train_paths, test_paths, max_distance=4):
    return [(a, b) for b, a in across(test_paths, train_paths, lambda a, b: apart(a, b) <= max_distance)]


@mistake("leaks", "Only the exact copy was found")
def equal_hashes(train_paths, test_paths, max_distance=4):
    return across(train_paths, test_paths, lambda a, b: a == b)


@mistake("leaks", "Only the exact copy was found")
def equal_bytes(train_paths, test_paths, max_distance=4):
    groups = exact_duplicates([*train_paths, *test_paths])
    return [(a, b) for a in train_paths for b in test_paths if any(a in group and b in group for group in groups)]


@mistake("leaks", "photos with the same name")
def same_names(train_paths, test_paths, max_distance=4):
    return [(a, b) for a in train_paths for b in test_paths if a.name == b.name]


@mistake("leaks", "left out. Tell files apart")
def other_names_only(train_paths, test_paths, max_distance=4):
    pairs = across(train_paths, test_paths, lambda a, b: apart(a, b) <= max_distance)
    return [(a, b) for a, b in pairs if a.name != b.name]


@mistake("leaks", "Compare every training photo with every test photo")
def by_places(train_paths, test_paths, max_distance=4):
    pairs = across(train_paths, test_paths, lambda a, b: apart(a, b) <= max_distance)
    return [pair for pair in zip(train_paths, test_paths, strict=False) if pair in pairs]


@mistake("leaks", "Compare every training photo with every test photo")
def same_paths(train_paths, test_paths, max_distance=4):
    return sorted((path, path) for path in set(train_paths) & set(test_paths))


@mistake("leaks", "paths, one by one")
def test_photos_only(train_paths, test_paths, max_distance=4):
    return [b for _, b in across(train_paths, test_paths, lambda a, b: apart(a, b) <= max_distance)]


@mistake("leaks", "leave the distance out")
def distance_too(train_paths, test_paths, max_distance=4):
    pairs = across(train_paths, test_paths, lambda a, b: apart(a, b) <= max_distance)
    return [(a, b, apart(*hashes([a, b]))) for a, b in pairs]


@mistake("leaks", "pairs that are further apart")
def further_apart(train_paths, test_paths, max_distance=4):
    return across(train_paths, test_paths, lambda a, b: apart(a, b) > max_distance)


@mistake("leaks", "distance of exactly 4 is missing")
def below(train_paths, test_paths, max_distance=4):
    return across(train_paths, test_paths, lambda a, b: apart(a, b) < max_distance)


@mistake("leaks", "in only 2 hexadecimal digits")
def hexadecimal(train_paths, test_paths, max_distance=4):
    return across(train_paths, test_paths, lambda a, b: sum(
        x != y for x, y in zip(f"{a:016x}", f"{b:016x}", strict=True)) <= max_distance)


@mistake("leaks", "with the `max_distance` that was given")
def always_at_four(train_paths, test_paths, max_distance=4):
    return across(train_paths, test_paths, lambda a, b: apart(a, b) <= 4)


@mistake("leaks", "a path may meet itself")
def never_itself(train_paths, test_paths, max_distance=4):
    pairs = across(train_paths, test_paths, lambda a, b: apart(a, b) <= max_distance)
    return [(a, b) for a, b in pairs if a != b]


@mistake("leaks", "stored in two directions")
def lying(train_paths, test_paths, max_distance=4):
    stored = {path: difference_hash(Image.open(path)) for path in {*train_paths, *test_paths}}
    return [(a, b) for a in train_paths for b in test_paths if apart(stored[a], stored[b]) <= max_distance]


@mistake("exact_duplicates", "all files of the same size")
def first_bytes_only(paths):
    groups = {}
    for path in paths:
        with path.open("rb") as file:
            groups.setdefault(file.read(1024), []).append(path)
    return [group for group in groups.values() if len(group) > 1]


@mistake("exact_duplicates", "Go on after the first group")
def exactly_two(paths):
    return [group for group in exact_duplicates(paths) if len(group) == 2]


@mistake("near_duplicates", "A pair is a set here")
def pairs_as_sets(paths, max_distance=4):
    return [set(pair) for pair in near_duplicates(paths, max_distance)]


@mistake("leaks", "is used up after the first")
def generator_used_up(train_paths, test_paths, max_distance=4):
    test = ((path, difference_hash(load_rgb(path))) for path in test_paths)
    return [(a, b) for a in train_paths for b, bits in test
            if apart(difference_hash(load_rgb(a)), bits) <= max_distance]


@mistake("leaks", "a photo may stand in more than one")
def each_test_photo_once(train_paths, test_paths, max_distance=4):
    pairs = across(train_paths, test_paths, lambda a, b: apart(a, b) <= max_distance)
    return list({pair[1]: pair for pair in pairs}.values())


@mistake("leaks", "three.png leaks too")
def each_training_photo_once(train_paths, test_paths, max_distance=4):
    pairs = across(train_paths, test_paths, lambda a, b: apart(a, b) <= max_distance)
    return list({pair[0]: pair for pair in pairs[::-1]}.values())[::-1]


@mistake("leaks", "In both lists together")
def of_both_lists_together(train_paths, test_paths, max_distance=4):
    return [(a, b) for a, b in near_duplicates([*train_paths, *test_paths], max_distance)
            if a in train_paths and b in test_paths]


@mistake("leaks", "It returned None")
def nothing_where_nothing_leaks(train_paths, test_paths, max_distance=4):
    return across(train_paths, test_paths, lambda a, b: apart(a, b) <= max_distance) or None
