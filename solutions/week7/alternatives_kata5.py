"""Unusual and correct: every one of these must pass."""

import io
from collections import Counter, defaultdict
from pathlib import Path

import numpy as np
from PIL import Image, ImageOps

from kata.known import alternative


@alternative("accuracy_by_group")
def with_masks(y_true, y_pred, groups):
    y_true, y_pred, groups = map(np.asarray, (y_true, y_pred, groups))
    if not y_true.shape == y_pred.shape == groups.shape:
        raise ValueError(f"shapes {y_true.shape}, {y_pred.shape}, {groups.shape}")
    return {name: np.mean(y_true[groups == name] == y_pred[groups == name]) for name in np.unique(groups).tolist()}


@alternative("accuracy_by_group")
def two_counters(y_true, y_pred, groups):
    n = len(groups)
    if len(y_true) != n or len(y_pred) != n:
        raise ValueError(f"{n} groups, but {len(y_true)} and {len(y_pred)} answers")
    seen, right = Counter(groups), Counter(g for t, p, g in zip(y_true, y_pred, groups, strict=True) if t == p)
    return {group: right[group] / seen[group] for group in seen}


@alternative("accuracy_by_group")
def running_means(y_true, y_pred, groups):
    lengths = len(y_true), len(y_pred), len(groups)
    if max(lengths) != min(lengths):
        raise ValueError("different lengths: " + " ".join(map(str, lengths)))
    sums = defaultdict(lambda: [0, 0])
    for i in range(len(groups)):
        sums[groups[i]][0] += int(y_true[i] == y_pred[i])
        sums[groups[i]][1] += 1
    return defaultdict(float, {group: a / b for group, (a, b) in sorted(sums.items())})


@alternative("largest_gap")
def in_one_loop(by_group):
    if len(by_group) <= 1:
        raise ValueError("at least two groups are needed")
    best = worst = next(iter(by_group))
    for group in by_group:
        if by_group[group] > by_group[best]:
            best = group
        if by_group[group] < by_group[worst]:
            worst = group
    return [best, worst, by_group[best] - by_group[worst]]


@alternative("largest_gap")
def with_numpy(by_group):
    names, values = list(by_group), np.array(list(by_group.values()))
    if values.size < 2:
        raise ValueError(f"only {values.size} groups")
    return names[values.argmax()], names[values.argmin()], np.ptp(values)


@alternative("largest_gap")
def sorted_twice(by_group):
    if len(by_group) < 2:
        raise ValueError(by_group)
    best = sorted(by_group.items(), key=lambda pair: -pair[1])[0]
    worst = sorted(by_group.items(), key=lambda pair: pair[1])[0]
    return best[0], worst[0], best[1] - worst[1]


@alternative("strip_metadata")
def through_an_array(path, out):
    """Always RGB or RGBA; the best quality; a draft beside it."""
    with Image.open(path) as opened:
        opened.load()
        solid = not opened.has_transparency_data
        image = ImageOps.exif_transpose(opened).convert("RGB" if solid else "RGBA")
    pixels = np.array(image)
    if not solid and Path(out).suffix.lower() in {".jpg", ".jpeg"}:
        alpha = pixels[..., 3:] / 255
        pixels = np.rint(pixels[..., :3] * alpha + 255 * (1 - alpha)).astype(np.uint8)
    draft = Path(out).with_name("~" + Path(out).name)
    Image.fromarray(pixels).save(draft, quality=100, lossless=True)
    draft.replace(out)


@alternative("strip_metadata")
def by_its_raw_bytes(path, out):
    image = Image.open(path)
    image.load()
    ImageOps.exif_transpose(image, in_place=True)
    clean = Image.frombytes(image.mode, image.size, image.tobytes())
    if image.mode == "P":
        clean.putpalette(image.getpalette())
    if "transparency" in image.info:
        clean.info["transparency"] = image.info["transparency"]
    image.close()
    options = {}
    if str(out).lower().endswith((".jpg", ".jpeg", ".jpe")):
        options = {"quality": 96, "subsampling": 0, "optimize": True}
        if clean.mode not in ("RGB", "L"):
            white = Image.new("RGB", clean.size, (255, 255, 255))
            white.paste(clean.convert("RGB"), mask=clean.convert("RGBA").getchannel("A"))
            clean = white
    clean.save(out, **options)


@alternative("strip_metadata")
def twice_through_a_bitmap(path, out):
    """In memory as PNG first, with everything in `info` emptied."""
    with Image.open(path) as opened:
        image = ImageOps.exif_transpose(opened)
    if image.mode == "P":
        image = image.convert("RGBA")
    image.info.clear()
    memory = io.BytesIO()
    image.save(memory, "PNG")
    image = Image.open(memory)
    jpeg = Path(out).suffix.lower() == ".jpg"
    if jpeg and image.mode in {"RGBA", "LA"}:
        image = Image.alpha_composite(Image.new("RGBA", image.size, "#fff"), image.convert("RGBA")).convert("RGB")
    image.save(out, **({"quality": 95} if jpeg else {}))


@alternative("consent_problems")
def long_sentences(manifest, files):
    found = []
    for file in files:
        rows = [row for row in manifest if row.get("file") == file]
        if not rows:
            found.append(f"The photo {file} is missing from the manifest: no source, no licence, no consent is known.")
            continue
        for column, text in (("consent", "The manifest has no consent for {0}; its source may be asked."),
                             ("license", "{0} has no LICENSE in the manifest."),
                             ("source", "The Source of {0} is unknown, whatever its licence says.")):  # fmt: skip
            value = str(rows[0].get({"license": "licence"}.get(column, column)) or "").strip()
            if value.casefold() != "yes" if column == "consent" else not value:
                found.append(text.format(file))
    return found


@alternative("consent_problems")
def nested_functions(manifest, files):
    table = {row["file"]: {key: (value or "").strip() for key, value in row.items()} for row in manifest}

    def of(file):
        if file not in table:
            return ("not in the manifest",)
        row = table[file]
        return (*(f"no {key}" for key in ("source", "licence") if not row.get(key)),
                *(("no consent",) if row.get("consent", "").upper() != "YES" else ()))  # fmt: skip

    return tuple(f"{file}: {problem}" for file in files for problem in of(file))
