"""Responsible use.

Ninety percent right, and for whom? A photo on the net, and where was it taken? A picture found somewhere, and who
said that you may use it? Three questions that no loss curve answers, and that are asked before a model is shared.
"""

import io
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from PIL import Image, ImageOps


def accuracy_by_group(y_true: Sequence[Any], y_pred: Sequence[Any], groups: Sequence[str]) -> dict[str, float]:
    """The accuracy in each group of examples by itself.

    One number for all hides who pays: 90 % may be 95 % on photos taken by day and 50 % on those taken at night. A
    group is whatever you suspect: the light, the camera, the place, the people.

    Args:
        y_true: the right classes, one for each example: numbers or names, as a list or an array.
        y_pred: what the model said, in the same order.
        groups: the group of each example, text. The examples of a group need not stand together.

    Returns:
        group → the share of its examples that were right, a float from 0 to 1, for every group that occurs.

    Raises:
        ValueError: the three do not have the same length; the message shows the lengths.

    Example:
        >>> accuracy_by_group([0, 1, 1, 2], [0, 1, 2, 2], ["day", "night", "night", "day"])
        {'day': 1.0, 'night': 0.5}
    """
    # BEGIN SOLUTION
    if not len(y_true) == len(y_pred) == len(groups):
        raise ValueError(f"{len(y_true)} right answers, {len(y_pred)} predictions, {len(groups)} groups")
    right: dict[str, list[bool]] = {}
    for true, said, group in zip(y_true, y_pred, groups, strict=True):
        right.setdefault(group, []).append(bool(true == said))
    return {group: sum(answers) / len(answers) for group, answers in right.items()}
    # END SOLUTION


def largest_gap(by_group: dict[str, float]) -> tuple[str, str, float]:
    """The group that the model serves best, the one it serves worst, and how far they are apart.

    This is the line for the model card. Whether a gap of 0.2 matters, no formula says: for sorting holiday photos it
    may not, for a lock on a door it does.

    Args:
        by_group: group → accuracy, as `accuracy_by_group` gives it.

    Returns:
        (the best group, the worst group, the accuracy of the one minus that of the other). The gap is 0.0 or more. Of
        several equally good groups the first in the dict's order; of several equally bad ones, too.

    Raises:
        ValueError: there are fewer than two groups, so nothing can be compared.

    Example:
        >>> largest_gap({"night": 0.5, "day": 0.75, "dusk": 0.625})
        ('day', 'night', 0.25)
    """
    # BEGIN SOLUTION
    if len(by_group) < 2:
        raise ValueError(f"a gap lies between two groups, and these are {len(by_group)}: {list(by_group)}")
    best, worst = max(by_group, key=by_group.__getitem__), min(by_group, key=by_group.__getitem__)
    return best, worst, by_group[best] - by_group[worst]
    # END SOLUTION


def strip_metadata(path: Path, out: Path) -> None:
    """A copy of a photo that tells nothing but what can be seen in it.

    A phone writes more into a photo than the picture: where it was taken, to a few metres; when; with which camera;
    sometimes the owner's name, and a small preview that still shows what was cropped away. None of it is needed to
    train on it. One note is needed, how to turn the photo (`ImageOps.exif_transpose` follows it), so turn first.

    Args:
        path: the photo: JPEG, PNG, WebP or TIFF.
        out: where the copy goes; its suffix decides the format. It may be `path` itself, which is then replaced.

    Returns:
        Nothing. `out` is the photo, upright, every pixel there: no resizing. Without EXIF (no GPS, no thumbnail),
        XMP, comments and text chunks. In a format without loss, PNG for instance, every pixel is exactly what it was,
        and a transparent one is still transparent; a JPEG is saved with quality 95 or better. (JPEG knows no
        transparency: there, lay it on white.) The file at `path` stays as it was, unless it is `out`.

    Raises:
        OSError: the file is missing, cut off, or no image. Then nothing is written.

    Example:
        After strip_metadata("IMG_1.jpg", "clean.jpg"), dict(Image.open("clean.jpg").getexif()) is {}, and the photo
        stands upright in every viewer.
    """
    # BEGIN SOLUTION
    out = Path(out)
    with Image.open(path) as opened:
        image = ImageOps.exif_transpose(opened)
    # Pillow saves some of what stands in `info`. These two belong to the picture: what is see-through, and what a
    # number means as a colour.
    image.info = {key: value for key, value in image.info.items() if key in ("transparency", "icc_profile")}
    kind = Image.registered_extensions().get(out.suffix.lower())
    if kind == "JPEG" and (image.has_transparency_data or image.mode == "P"):
        image = image.convert("RGBA")
        image = Image.alpha_composite(Image.new("RGBA", image.size, "white"), image).convert("RGB")
    buffer = io.BytesIO()  # whatever goes wrong before this is full, no file has been touched
    image.save(buffer, kind, **({"lossless": True} if kind == "WEBP" else {"quality": 95} if kind == "JPEG" else {}))
    out.write_bytes(buffer.getvalue())
    # END SOLUTION


def consent_problems(manifest: list[dict[str, str]], files: list[str]) -> list[str]:
    """What stands against using these photos, a sentence for each problem.

    Found on the net is no permission. Every photo needs a source (where it is from), a licence (what one may do with
    it) and consent (whoever is in it, or took it, said yes). The list of all that is a table, the manifest.

    Args:
        manifest: the rows of photos.csv, as `csv.DictReader` gives them: dicts with `file`, `source`, `licence` and
            `consent`, all text. A column may be missing, or its value None (the row was too short): both count as
            empty, and so does a text of nothing but spaces.
        files: the names of the photos that are to be used, as they stand in the column `file`.

    Returns:
        A sentence for each problem, in the order of `files`. Each names the file and the trouble, with one of these
        words in it: manifest (the photo is not in it; then nothing more is known, and that is its only problem),
        source (there is none), licence (there is none), consent (it is not "yes"; capitals and spaces around it do
        not matter). Several problems of one photo are several sentences. A row of a photo that is not used is no
        problem. [] if all is well.

    Example:
        >>> rows = [{"file": "cat.jpg", "source": "my own", "licence": "CC0", "consent": "yes"},
        ...         {"file": "dog.jpg", "source": "Ada", "licence": "", "consent": "not yet"}]
        >>> for sentence in consent_problems(rows, ["cat.jpg", "dog.jpg"]):
        ...     print(sentence)
        dog.jpg: it has no licence.
        dog.jpg: consent is 'not yet', and must be 'yes'.
    """
    # BEGIN SOLUTION
    rows = {row["file"]: row for row in manifest}
    problems = []
    for name in files:
        if name not in rows:
            problems.append(f"{name}: it is not in the manifest.")
            continue
        source, licence, consent = ((rows[name].get(key) or "").strip() for key in ("source", "licence", "consent"))
        if not source:
            problems.append(f"{name}: it has no source.")
        if not licence:
            problems.append(f"{name}: it has no licence.")
        if consent.lower() != "yes":
            problems.append(f"{name}: consent is {consent!r}, and must be 'yes'.")
    return problems
    # END SOLUTION
