"""Score a folder of photos.

One photo is a demonstration; work is a folder of thousands. Somewhere among them lies one that cannot be read, one
with a comma in its name, and one that would fill all the memory. The answers go into a table (CSV) that any
spreadsheet opens, and the least certain of them are for a person to look at.
"""

import csv
from pathlib import Path
from typing import Any

import torch
from PIL import Image

# What an image file's name ends in, in small letters. (A camera may write .JPG.)
PHOTO_SUFFIXES = (".jpg", ".jpeg", ".png", ".webp", ".bmp", ".gif", ".tif", ".tiff")

# The largest photo that is scored, in pixels, width · height. A file of some kilobytes can claim to be much larger.
MAX_PIXELS = 50_000_000


def score_folder(checkpoint: dict[str, Any], folder: Path, csv_path: Path, batch_size: int = 16) -> dict[str, Any]:
    """A label and a confidence for every photo in a folder, written into a CSV file.

    The network is built once (`from nets.architectures import build`; `build(config, n_classes)` has fresh weights),
    filled with the checkpoint's numbers, and asked in eval mode, a batch of photos at a time. Every photo is prepared
    as in training: `from week7.kata2_predict_a_photo import preprocess` (or write it again). A photo that cannot be
    used is left out and listed; it stops nothing.

    Args:
        checkpoint: {"state_dict": name → tensor, "config": dict, "class_names": list of str, "preprocessing": dict},
            as `load_checkpoint` of kata 1 returns it. It stays as it is.
        folder: where the photos are, at any depth: every file whose suffix is one of PHOTO_SUFFIXES, in capitals
            or not. Hidden files, and whatever lies in a hidden folder inside `folder` (its name begins with a dot),
            are no photos; nor is a folder whose name ends in .jpg. Nothing in there is changed or deleted.
        csv_path: the file to write; its folder is there. See below.
        batch_size: how many photos go through the network at once. The last batch may be shorter.

    Returns:
        {"scored": how many photos have a row (int), "skipped": the names of the others (list of str), in any order}.
        Skipped is a photo with more than MAX_PIXELS pixels, and one that cannot be read, whatever error that raises:
        mostly OSError, but Pillow has others (its DecompressionBombError is no OSError). Find out the size before you
        decode: `Image.open` reads only the head of a file.

    The CSV:
        UTF-8, as the `csv` module writes it, with the header filename,label,confidence and a row for each photo
        that was scored, in any order. A photo's name, here and in "skipped", is its path inside `folder`, with "/" on
        every system ("Urlaub/Dom 1.jpg"). `label` is the name of its class; `confidence` is the highest of its
        softmax probabilities, 0 to 1, with at least 6 digits. Without a photo there is only the header.

        A cell that begins with = + - @, a tab or a carriage return gets an apostrophe in front ("'=A1.jpg"):
        a spreadsheet would run it as a formula. In "skipped", which is no spreadsheet, names stay as they are.

        The file appears whole or not at all. If something stops the work (Ctrl-C, a full disk), an older file of that
        name is still what it was, and no other file ending in .csv is left. So write a draft beside it, and let it
        take the name in one step: draft.replace(csv_path).

    Raises:
        ValueError: batch_size is below 1; the message shows it.
        OSError: there is no such folder, or the CSV cannot be written.

    Example:
        >>> score_folder(checkpoint, Path("Fotos"), Path("labels.csv"))     # doctest: +SKIP
        {'scored': 2, 'skipped': ['Urlaub/half.jpg']}

        and labels.csv holds, for instance:

        filename,label,confidence
        cat.jpg,cat,0.9312846
        "Urlaub/Dom, Nacht.JPG",tower,0.5120031
    """
    # BEGIN SOLUTION
    from nets.architectures import build
    from week7.kata2_predict_a_photo import preprocess

    if batch_size < 1:
        raise ValueError(f"batch_size must be 1 or more, and is {batch_size}")
    folder, csv_path, names = Path(folder), Path(csv_path), checkpoint["class_names"]
    if not folder.is_dir():
        raise FileNotFoundError(f"there is no folder {folder}")
    model = build(checkpoint["config"], len(names))
    model.load_state_dict(checkpoint["state_dict"])
    model.eval()

    def is_photo(path: Path) -> bool:
        hidden = any(part.startswith(".") for part in path.relative_to(folder).parts)
        return path.suffix.lower() in PHOTO_SUFFIXES and not hidden and path.is_file()

    def prepared(path: Path) -> torch.Tensor:
        with Image.open(path) as image:  # not decoded yet
            if image.width * image.height > MAX_PIXELS:
                raise ValueError(f"{path} is {image.width} x {image.height}")
        return preprocess(path, checkpoint["preprocessing"])

    def cell(text: str) -> str:
        return "'" + text if text.startswith(("=", "+", "-", "@", "\t", "\r")) else text

    photos = sorted(path for path in folder.rglob("*") if is_photo(path))
    rows: list[tuple[str, str, str]] = []
    skipped = []
    for start in range(0, len(photos), batch_size):
        batch = []  # a name and its photo stay together
        for path in photos[start : start + batch_size]:
            name = path.relative_to(folder).as_posix()
            try:
                batch.append((name, prepared(path)))
            except Exception:  # a broken photo may raise anything; Ctrl-C is no Exception
                skipped.append(name)
        if not batch:
            continue
        with torch.no_grad():
            best, classes = model(torch.cat([photo for _, photo in batch])).softmax(1).max(1)
        for (name, _), confidence, index in zip(batch, best.tolist(), classes.tolist(), strict=True):
            rows.append((cell(name), cell(names[index]), f"{confidence:.7f}"))

    draft = csv_path.with_name(f"{csv_path.name}.part")
    try:
        with draft.open("w", encoding="utf-8", newline="") as file:
            writer = csv.writer(file)
            writer.writerow(("filename", "label", "confidence"))
            writer.writerows(rows)
        draft.replace(csv_path)
    finally:
        draft.unlink(missing_ok=True)
    return {"scored": len(rows), "skipped": skipped}
    # END SOLUTION


def review_list(csv_path: Path, n: int = 10) -> list[str]:
    """The photos that the network is least sure about, for a person to look at.

    Nobody can look at thousands of answers. Ten are soon done, and where the network hesitates, a look is worth most:
    there are the photos that it has learned too little about, and the ones that show nothing it knows. (The
    other way round it does not hold: a high confidence can be wrong, too.)

    Args:
        csv_path: a file as `score_folder` writes it. Another program may have written it, so its columns
            may stand in another order, and there may be more of them: go by the names in its first line.
        n: how many photos, 1 or more.

    Returns:
        The filenames, just as they stand in the file, least confident first; all of them if there are fewer than n.
        Confidences are compared as numbers: 9e-2 is less than 0.1. Where two are equal, the one further up in the
        file comes first. The file stays as it is.

    Raises:
        OSError: there is no such file.

    Example:
        Of a file with these lines, n=2 gives ['c.jpg', 'a.jpg']:

        filename,label,confidence
        a.jpg,cat,0.6
        b.jpg,dog,0.98
        c.jpg,dog,0.41
    """
    # BEGIN SOLUTION
    with Path(csv_path).open(encoding="utf-8-sig", newline="") as file:  # -sig: Excel puts an invisible mark in front
        rows = sorted(csv.DictReader(file), key=lambda row: float(row["confidence"]))
    return [row["filename"] for row in rows[:n]]
    # END SOLUTION
