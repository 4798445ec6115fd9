"""Unusual and correct: every one of these must pass."""

import hashlib
import mmap
from collections import defaultdict
from itertools import combinations

import numpy as np
from PIL import Image, ImageOps

from kata.known import alternative
from week4.kata1_pixels import load_rgb
from week4.kata5_duplicates import difference_hash, file_digest, near_duplicates


@alternative("file_digest")
def all_at_once(path):
    return hashlib.sha256(path.read_bytes()).hexdigest()


@alternative("file_digest")
def pythons_own(path):
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


@alternative("file_digest")
def with_iter_and_small_chunks(path):
    digest = hashlib.new("sha256")
    with path.open("rb") as file:
        for chunk in iter(lambda: file.read(1000), b""):
            digest.update(chunk)
    return "".join(f"{byte:02x}" for byte in digest.digest())


@alternative("file_digest")
def into_a_buffer(path):
    digest, buffer = hashlib.sha256(), bytearray(1 << 18)
    view = memoryview(buffer)
    with path.open("rb", buffering=0) as file:
        while count := file.readinto(buffer):
            digest.update(view[:count])
    return digest.hexdigest()


@alternative("file_digest")
def line_by_line(path):
    digest = hashlib.sha256()
    with path.open("rb") as file:
        for line in file:
            digest.update(line)
    return digest.hexdigest()


@alternative("file_digest")
def mapped_into_memory(path):
    with path.open("rb") as file:
        if not path.stat().st_size:
            return hashlib.sha256().hexdigest()
        with mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as data:
            return hashlib.sha256(data).hexdigest()


@alternative("exact_duplicates")
def compares_all_bytes(paths):
    groups = []
    for path in paths:
        for group in groups:
            if group[0].read_bytes() == path.read_bytes():
                group.append(path)
                break
        else:
            groups.append([path])
    return [tuple(group) for group in groups if len(group) >= 2]


@alternative("exact_duplicates")
def sizes_first(paths):
    sizes = defaultdict(list)
    for path in paths:
        sizes[path.stat().st_size].append(path)
    groups = defaultdict(list)
    for same_size in sizes.values():
        for path in same_size if len(same_size) > 1 else []:
            groups[file_digest(path)].append(str(path))
    found = [group for group in groups.values() if len(group) > 1]
    return sorted(found, key=lambda group: [str(path) for path in paths].index(group[0]))


@alternative("difference_hash")
def in_numpy_with_packbits(image, size=8):
    image = image if isinstance(image, Image.Image) else Image.fromarray(image)
    pixels = np.array(ImageOps.grayscale(image).resize((size + 1, size), Image.Resampling.BOX), dtype=np.int16)
    bits = (np.diff(pixels, axis=1) > 0).ravel()
    return int.from_bytes(np.packbits(np.pad(bits, (-bits.size % 8, 0))).tobytes(), "big")


@alternative("difference_hash")
def text_of_bits(image, size=8):
    pixels = Image.fromarray(np.asarray(image)).convert("L").resize((size + 1, size), Image.Resampling.BICUBIC)
    return int("".join(str(int(pixels.getpixel((x, y)) < pixels.getpixel((x + 1, y))))
                       for y in range(size) for x in range(size)), 2)


@alternative("difference_hash")
def in_uint64(image, size=8):
    image = image if isinstance(image, Image.Image) else Image.fromarray(image)
    pixels = np.asarray(image.convert("L").resize((size + 1, size)))
    places = np.arange(size * size - 1, -1, -1, dtype=np.uint64)
    return np.sum((pixels[:, 1:] > pixels[:, :-1]).ravel().astype(np.uint64) << places, dtype=np.uint64)


@alternative("difference_hash")
def averaged_by_hand(image, size=8):
    pixels = np.asarray(image, dtype=float)
    grey = pixels if pixels.ndim == 2 else np.rint(pixels @ [0.299, 0.587, 0.114])
    rows = np.array_split(grey, size, axis=0)
    fields = np.array([[part.mean() for part in np.array_split(row, size + 1, axis=1)] for row in rows])
    return sum(1 << place for place, bit in enumerate((fields[:, 1:] > fields[:, :-1]).ravel()[::-1]) if bit)


@alternative("near_duplicates")
def two_loops(paths, max_distance=4):
    hashes = [difference_hash(load_rgb(path)) for path in paths]
    pairs = []
    for i in range(len(paths)):
        for j in range(i + 1, len(paths)):
            if bin(hashes[i] ^ hashes[j]).count("1") <= max_distance:
                pairs.append([paths[i], paths[j]])
    return pairs


@alternative("near_duplicates")
def turned_by_pillow(paths, max_distance=4):
    hashes = []
    for path in paths:
        with Image.open(path) as image:
            hashes.append(difference_hash(ImageOps.exif_transpose(image)))
    bits = np.array([[int(bit) for bit in f"{one:064b}"] for one in hashes])
    distance = (bits[:, None] != bits[None]).sum(axis=2)
    return [(str(paths[i]), str(paths[j])) for i, j in combinations(range(len(paths)), 2)
            if distance[i, j] <= max_distance]


@alternative("near_duplicates")
def with_another_filter(paths, max_distance=4):
    hashes = []
    for path in paths:
        pixels = np.asarray(Image.fromarray(load_rgb(path)).convert("L").resize((9, 8), Image.Resampling.BILINEAR))
        hashes.append((pixels[:, 1:] > pixels[:, :-1]).ravel())
    return [(paths[i], paths[j]) for i, j in combinations(range(len(paths)), 2)
            if np.count_nonzero(hashes[i] ^ hashes[j]) <= max_distance]


@alternative("leaks")
def by_near_duplicates(train_paths, test_paths, max_distance=4):
    return [pair for train in train_paths for test in test_paths
            for pair in near_duplicates([train, test], max_distance)]


@alternative("leaks")
def with_arrays(train_paths, test_paths, max_distance=4):
    train, test = (np.array([difference_hash(load_rgb(path)) for path in paths], dtype=np.uint64)
                   for paths in (train_paths, test_paths))
    distance = np.bitwise_count(train[:, None] ^ test[None])
    return [(train_paths[i], test_paths[j]) for i, j in np.argwhere(distance <= max_distance)]
