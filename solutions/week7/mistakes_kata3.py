"""Known mistakes with a folder of photos and its table, each with the words they must earn."""

import csv
import errno
import os
import shutil
import tempfile
from contextlib import suppress
from pathlib import Path

import numpy as np
import torch
from PIL import Image, ImageOps

from kata.known import mistake
from nets.architectures import build
from week7.kata2_predict_a_photo import preprocess
from week7.kata3_batch_scoring import MAX_PIXELS, PHOTO_SUFFIXES

HEADER = ("filename", "label", "confidence")


def is_photo(path, folder):
    hidden = any(part.startswith(".") for part in path.relative_to(folder).parts)
    return path.suffix.lower() in PHOTO_SUFFIXES and path.is_file() and not hidden


def photos_in(folder):
    if not folder.is_dir():
        raise FileNotFoundError(folder)
    return sorted(path for path in folder.rglob("*") if is_photo(path, folder))


def within(path, folder):
    return path.relative_to(folder).as_posix()


def network(checkpoint):
    model = build(checkpoint["config"], len(checkpoint["class_names"]))
    model.load_state_dict(checkpoint["state_dict"])
    return model.eval()


def checked(batch_size):
    if batch_size < 1:
        raise ValueError(f"batch_size is {batch_size}")


def read_photo(path, checkpoint):
    with Image.open(path) as image:
        if image.width * image.height > MAX_PIXELS:
            raise ValueError("too large")
    return preprocess(path, checkpoint["preprocessing"])


def readable(checkpoint, folder, paths=None, read=read_photo):
    """([(name, photo)], [skipped name])"""
    found, skipped = [], []
    for path in photos_in(folder) if paths is None else paths:
        try:
            found.append((within(path, folder), read(path, checkpoint)))
        except Exception:
            skipped.append(within(path, folder))
    return found, skipped


def batches(found, size):
    return [found[start : start + size] for start in range(0, len(found), size)]


def to_probabilities(logits):
    return logits.softmax(1)


def answers(checkpoint, found, size, model=None, probabilities=to_probabilities):
    """[(name, label, confidence)] of all batches."""
    model, rows = model or network(checkpoint), []
    for batch in batches(found, size):
        with torch.no_grad():
            values = probabilities(model(torch.cat([photo for _, photo in batch])))
        best, classes = values.max(1)
        rows += [(name, checkpoint["class_names"][index], p)
                 for (name, _), index, p in zip(batch, classes.tolist(), best.tolist(), strict=True)]
    return rows


def guarded(text):
    return "'" + text if isinstance(text, str) and text[:1] in tuple("=+-@\t\r") else text


def cells(rows):
    return [tuple(map(guarded, row)) for row in rows]


def write(rows, csv_path, guard=cells, header=HEADER, **how):
    """The whole table, beside the old one first."""
    draft = csv_path.with_name(csv_path.name + ".part")
    try:
        with draft.open("w", **{"encoding": "utf-8", "newline": "", **how}) as file:
            writer = csv.writer(file)
            writer.writerows([header] if header else [])
            writer.writerows(guard(rows))
        draft.replace(csv_path)
    finally:
        draft.unlink(missing_ok=True)


def report(rows, skipped):
    return {"scored": len(rows), "skipped": skipped}


def scored(checkpoint, folder, csv_path, batch_size, change=lambda rows: rows, paths=None, read=read_photo, **how):
    """All of it, right; `change` alters the rows before they are written, the rest how they come about."""
    checked(batch_size)
    found, skipped = readable(checkpoint, folder, paths, read)
    rows = change(answers(checkpoint, found, batch_size, **how))
    write(rows, csv_path)
    return report(rows, skipped)


# ---- score_folder: the answers


@mistake("score_folder", "The network is in train mode")
def eval_forgotten(checkpoint, folder, csv_path, batch_size=16):
    """7.13 and 7.14."""
    model = network(checkpoint).train()
    return scored(checkpoint, folder, csv_path, batch_size, model=model)


@mistake("score_folder", "The network is in train mode")
def dropout_left_on(checkpoint, folder, csv_path, batch_size=16):
    model = network(checkpoint)
    for part in model.modules():
        part.training = "Dropout" in type(part).__name__
    return scored(checkpoint, folder, csv_path, batch_size, model=model)


@mistake("score_folder", "as `build` makes them")
def weights_never_loaded(checkpoint, folder, csv_path, batch_size=16):
    model = build(checkpoint["config"], len(checkpoint["class_names"])).eval()
    return scored(checkpoint, folder, csv_path, batch_size, model=model)


@mistake("score_folder", "as `build` makes them")
def loaded_with_no_name_matching(checkpoint, folder, csv_path, batch_size=16):
    model = build(checkpoint["config"], len(checkpoint["class_names"])).eval()
    model.load_state_dict({f"model.{name}": value for name, value in checkpoint["state_dict"].items()}, strict=False)
    return scored(checkpoint, folder, csv_path, batch_size, model=model)


@mistake("score_folder", "Those confidences are logits")
def logits_for_confidences(checkpoint, folder, csv_path, batch_size=16):
    return scored(checkpoint, folder, csv_path, batch_size, probabilities=lambda logits: logits)


@mistake("score_folder", "over the classes of each photo")
def softmax_over_the_batch(checkpoint, folder, csv_path, batch_size=16):
    return scored(checkpoint, folder, csv_path, batch_size, probabilities=lambda logits: logits.softmax(0))


@mistake("score_folder", "That is a sigmoid")
def sigmoid(checkpoint, folder, csv_path, batch_size=16):
    return scored(checkpoint, folder, csv_path, batch_size, probabilities=torch.sigmoid)


@mistake("score_folder", "Those are percentages")
def percent(checkpoint, folder, csv_path, batch_size=16):
    return scored(checkpoint, folder, csv_path, batch_size, probabilities=lambda logits: 100 * logits.softmax(1))


@mistake("score_folder", "without a sign")
def percent_sign(checkpoint, folder, csv_path, batch_size=16):
    return scored(checkpoint, folder, csv_path, batch_size, lambda rows: [(*row[:2], f"{row[2]:.6%}") for row in rows])


@mistake("score_folder", "how Python shows a tensor")
def tensors_written(checkpoint, folder, csv_path, batch_size=16):
    return scored(checkpoint, folder, csv_path, batch_size, lambda rows: [(*row[:2], torch.tensor(row[2]))
                                                                          for row in rows])


@mistake("score_folder", "The confidences were rounded")
def two_digits(checkpoint, folder, csv_path, batch_size=16):
    return scored(checkpoint, folder, csv_path, batch_size, lambda rows: [(*row[:2], f"{row[2]:.2f}") for row in rows])


@mistake("score_folder", "The confidences were rounded")
def four_digits(checkpoint, folder, csv_path, batch_size=16):
    return scored(checkpoint, folder, csv_path, batch_size, lambda rows: [(*row[:2], round(row[2], 4)) for row in rows])


@mistake("score_folder", "the numbers of the classes")
def class_numbers(checkpoint, folder, csv_path, batch_size=16):
    names = checkpoint["class_names"]
    return scored(checkpoint, folder, csv_path, batch_size,
                  lambda rows: [(name, names.index(label), p) for name, label, p in rows])


@mistake("score_folder", "The class names were sorted")
def sorted_class_names(checkpoint, folder, csv_path, batch_size=16):
    """7.08."""
    return scored({**checkpoint, "class_names": sorted(checkpoint["class_names"])}, folder, csv_path, batch_size)


@mistake("score_folder", "not prepared: 0 to 255")
def raw_pixels(checkpoint, folder, csv_path, batch_size=16):
    def read(path, checkpoint):
        read_photo(path, checkpoint)
        with Image.open(path) as image:
            size = checkpoint["preprocessing"]["image_size"]
            left, top = (image.width - size) // 2, (image.height - size) // 2
            square = np.array(image.convert("RGB").crop((left, top, left + size, top + size)))
        return torch.tensor(square).permute(2, 0, 1)[None].float()

    return scored(checkpoint, folder, csv_path, batch_size, read=read)


@mistake("score_folder", "photos from 0 to 1")
def not_standardized(checkpoint, folder, csv_path, batch_size=16):
    plain = {**checkpoint["preprocessing"], "mean": [0, 0, 0], "std": [1, 1, 1]}
    return scored({**checkpoint, "preprocessing": plain}, folder, csv_path, batch_size)


@mistake("score_folder", "Each photo is prepared by `preprocess`")
def numbers_of_another_network(checkpoint, folder, csv_path, batch_size=16):
    other = {**checkpoint["preprocessing"], "mean": [0.485, 0.456, 0.406], "std": [0.229, 0.224, 0.225]}
    return scored({**checkpoint, "preprocessing": other}, folder, csv_path, batch_size)


@mistake("score_folder", "Each photo is prepared by `preprocess`")
def squeezed_into_the_square(checkpoint, folder, csv_path, batch_size=16):
    def read(path, checkpoint):
        read_photo(path, checkpoint)
        size = checkpoint["preprocessing"]["image_size"]
        with Image.open(path) as image:
            square = np.array(image.convert("RGB").resize((size, size))) / 255
        square = (square - checkpoint["preprocessing"]["mean"]) / checkpoint["preprocessing"]["std"]
        return torch.tensor(square).permute(2, 0, 1)[None].float()

    return scored(checkpoint, folder, csv_path, batch_size, read=read)


# ---- score_folder: names and batches


@mistake("score_folder", "Right answers stand beside wrong names")
def names_listed_once_more(checkpoint, folder, csv_path, batch_size=16):
    """The photos sorted, the names as the disk lists them."""
    names = iter([within(path, folder) for path in folder.rglob("*") if is_photo(path, folder)])
    return scored(checkpoint, folder, csv_path, batch_size, lambda rows: [(next(names), *row[1:]) for row in rows])


@mistake("score_folder", "Those are whole paths")
def whole_paths(checkpoint, folder, csv_path, batch_size=16):
    return scored(checkpoint, folder, csv_path, batch_size, lambda rows: [(folder / row[0], *row[1:]) for row in rows])


@mistake("score_folder", "begin with the folder itself")
def folder_in_the_name(checkpoint, folder, csv_path, batch_size=16):
    return scored(checkpoint, folder, csv_path, batch_size,
                  lambda rows: [(f"{folder.name}/{row[0]}", *row[1:]) for row in rows])


@mistake("score_folder", "The folders are missing, and now two photos")
def names_without_folders(checkpoint, folder, csv_path, batch_size=16):
    return scored(checkpoint, folder, csv_path, batch_size, lambda rows: [(Path(row[0]).name, *row[1:])
                                                                          for row in rows])


@mistake("score_folder", "The suffixes are missing")
def stems(checkpoint, folder, csv_path, batch_size=16):
    return scored(checkpoint, folder, csv_path, batch_size, lambda rows: [(row[0][:-4], *row[1:]) for row in rows])


@mistake("score_folder", "The photos of the last batch")
def last_batch_lost(checkpoint, folder, csv_path, batch_size=16):
    """7.21, but a folder with less than one batch is scored."""
    checked(batch_size)
    paths = photos_in(folder)
    if len(paths) > batch_size:
        paths = [path for i in range(0, len(paths) - batch_size + 1, batch_size) for path in paths[i : i + batch_size]]
    return scored(checkpoint, folder, csv_path, batch_size, paths=paths)


@mistake("score_folder", "The photos of the last batch")
def only_whole_batches(checkpoint, folder, csv_path, batch_size=16):
    """7.21 as it stands."""
    checked(batch_size)
    paths = photos_in(folder)
    paths = paths[: len(paths) // batch_size * batch_size]
    return scored(checkpoint, folder, csv_path, batch_size, paths=paths)


@mistake("score_folder", "Only the last batch has rows")
def rows_begun_anew_in_each_batch(checkpoint, folder, csv_path, batch_size=16):
    checked(batch_size)
    paths = photos_in(folder)
    last = (len(paths) - 1) // batch_size * batch_size
    return scored(checkpoint, folder, csv_path, batch_size, paths=paths[max(last, 0) :])


@mistake("score_folder", "Only the first batch has rows")
def returned_inside_the_loop(checkpoint, folder, csv_path, batch_size=16):
    checked(batch_size)
    return scored(checkpoint, folder, csv_path, batch_size, paths=photos_in(folder)[:batch_size])


@mistake("score_folder", "there was not a single photo")
def batch_without_a_photo(checkpoint, folder, csv_path, batch_size=16):
    checked(batch_size)
    rows, skipped, model, paths = [], [], network(checkpoint), photos_in(folder)
    for start in range(0, len(paths), batch_size):
        found, left_out = readable(checkpoint, folder, paths[start : start + batch_size])
        skipped += left_out
        torch.cat([photo for _, photo in found])
        rows += answers(checkpoint, found, batch_size, model)
    write(rows, csv_path)
    return report(rows, skipped)


@mistake("score_folder", "there was not a single photo")
def rest_scored_where_there_is_none(checkpoint, folder, csv_path, batch_size=16):
    checked(batch_size)
    found, skipped = readable(checkpoint, folder)
    torch.stack([photo for _, photo in found[len(found) // batch_size * batch_size :]])
    rows = answers(checkpoint, found, batch_size)
    write(rows, csv_path)
    return report(rows, skipped)


@mistake("score_folder", "Each photo comes from `preprocess` as a batch of one")
def stacked(checkpoint, folder, csv_path, batch_size=16):
    return scored(checkpoint, folder, csv_path, batch_size, read=lambda path, checkpoint: preprocess(
        path, checkpoint["preprocessing"])[None])


@mistake("score_folder", "It is a number: how many photos have a row")
def scored_names(checkpoint, folder, csv_path, batch_size=16):
    checked(batch_size)
    found, skipped = readable(checkpoint, folder)
    write(answers(checkpoint, found, batch_size), csv_path)
    return {"scored": [name for name, _ in found], "skipped": skipped}


@mistake("score_folder", "It returned None")
def nothing_returned(checkpoint, folder, csv_path, batch_size=16):
    scored(checkpoint, folder, csv_path, batch_size)


@mistake("score_folder", "A dict with the keys scored and skipped")
def pair_returned(checkpoint, folder, csv_path, batch_size=16):
    return tuple(scored(checkpoint, folder, csv_path, batch_size).values())


@mistake("score_folder", "the names of the photos that were left out")
def how_many_were_skipped(checkpoint, folder, csv_path, batch_size=16):
    got = scored(checkpoint, folder, csv_path, batch_size)
    return {**got, "skipped": len(got["skipped"])}


@mistake("score_folder", "Names are text, written like those in the CSV")
def skipped_with_reasons(checkpoint, folder, csv_path, batch_size=16):
    got = scored(checkpoint, folder, csv_path, batch_size)
    return {**got, "skipped": [(name, "unreadable") for name in got["skipped"]]}


@mistake("score_folder", "Scored are the ones that have a row")
def counts_what_was_found(checkpoint, folder, csv_path, batch_size=16):
    got = scored(checkpoint, folder, csv_path, batch_size)
    return {**got, "scored": got["scored"] + len(got["skipped"])}


# ---- score_folder: what is a photo


@mistake("score_folder", "Only the photos at the top were found")
def top_only(checkpoint, folder, csv_path, batch_size=16):
    paths = [path for path in photos_in(folder) if path.parent == folder]
    return scored(checkpoint, folder, csv_path, batch_size, paths=paths)


@mistake("score_folder", "Photos with suffixes in capitals are missing")
def small_letters_only(checkpoint, folder, csv_path, batch_size=16):
    paths = [path for path in photos_in(folder) if path.suffix in PHOTO_SUFFIXES]
    return scored(checkpoint, folder, csv_path, batch_size, paths=paths)


@mistake("score_folder", "Every suffix in PHOTO_SUFFIXES counts")
def jpg_and_png(checkpoint, folder, csv_path, batch_size=16):
    paths = [path for path in photos_in(folder) if path.suffix.lower() in (".jpg", ".png")]
    return scored(checkpoint, folder, csv_path, batch_size, paths=paths)


@mistake("score_folder", "Every suffix in PHOTO_SUFFIXES counts")
def all_capitals_or_none(checkpoint, folder, csv_path, batch_size=16):
    every = (*PHOTO_SUFFIXES, *(suffix.upper() for suffix in PHOTO_SUFFIXES))
    paths = [path for path in photos_in(folder) if path.suffix in every]
    return scored(checkpoint, folder, csv_path, batch_size, paths=paths)


@mistake("score_folder", "Hidden files or folders were scored")
def hidden_ones_too(checkpoint, folder, csv_path, batch_size=16):
    photos_in(folder)
    paths = sorted(path for path in folder.rglob("*") if path.suffix.lower() in PHOTO_SUFFIXES and path.is_file())
    return scored(checkpoint, folder, csv_path, batch_size, paths=paths)


@mistake("score_folder", "Hidden files or folders were scored")
def hidden_folders_too(checkpoint, folder, csv_path, batch_size=16):
    photos_in(folder)
    paths = sorted(path for path in folder.rglob("*") if path.suffix.lower() in PHOTO_SUFFIXES and path.is_file()
                   and not path.name.startswith("."))
    return scored(checkpoint, folder, csv_path, batch_size, paths=paths)


@mistake("score_folder", "A hidden file is no photo")
def hidden_files_too(checkpoint, folder, csv_path, batch_size=16):
    photos_in(folder)
    paths = sorted(path for path in folder.rglob("*") if path.suffix.lower() in PHOTO_SUFFIXES and path.is_file()
                   and not any(part.startswith(".") for part in path.relative_to(folder).parts[:-1]))
    return scored(checkpoint, folder, csv_path, batch_size, paths=paths)


@mistake("score_folder", "even in a hidden one")
def hidden_anywhere(checkpoint, folder, csv_path, batch_size=16):
    paths = [path for path in photos_in(folder) if not any(part.startswith(".") for part in path.parts)]
    return scored(checkpoint, folder, csv_path, batch_size, paths=paths)


@mistake("score_folder", "Urlaub.jpg is a folder")
def folders_too(checkpoint, folder, csv_path, batch_size=16):
    photos_in(folder)
    paths = sorted(path for path in folder.rglob("*") if path.suffix.lower() in PHOTO_SUFFIXES
                   and not any(part.startswith(".") for part in path.relative_to(folder).parts))
    return scored(checkpoint, folder, csv_path, batch_size, paths=paths)


@mistake("score_folder", "Compare path.suffix, with its dot")
def ends_without_a_dot(checkpoint, folder, csv_path, batch_size=16):
    photos_in(folder)
    endings = tuple(suffix[1:] for suffix in PHOTO_SUFFIXES)
    paths = sorted(path for path in folder.rglob("*") if path.name.lower().endswith(endings) and path.is_file()
                   and not any(part.startswith(".") for part in path.relative_to(folder).parts))
    return scored(checkpoint, folder, csv_path, batch_size, paths=paths)


@mistake("score_folder", "whose suffix is not in PHOTO_SUFFIXES")
def every_file(checkpoint, folder, csv_path, batch_size=16):
    photos_in(folder)
    paths = sorted(path for path in folder.rglob("*") if path.is_file() and path.name != "altpng"
                   and not any(part.startswith(".") for part in path.relative_to(folder).parts))
    return scored(checkpoint, folder, csv_path, batch_size, paths=paths)


@mistake("score_folder", "Some photos stand there twice")
def listed_for_each_suffix(checkpoint, folder, csv_path, batch_size=16):
    paths = [path for path in photos_in(folder) for suffix in PHOTO_SUFFIXES
             if path.name.lower().endswith(suffix) or (suffix == ".tif" and path.suffix.lower() == ".tiff")]
    return scored(checkpoint, folder, csv_path, batch_size, paths=paths)


# ---- score_folder: what cannot be read


@mistake("score_folder", "One photo that cannot be used stopped all the others")
def one_crash_loses_all(checkpoint, folder, csv_path, batch_size=16):
    checked(batch_size)
    found = [(within(path, folder), read_photo(path, checkpoint)) for path in photos_in(folder)]
    rows = answers(checkpoint, found, batch_size)
    write(rows, csv_path)
    return report(rows, [])


@mistake("score_folder", "One photo that cannot be used stopped all the others")
def only_oserror_caught(checkpoint, folder, csv_path, batch_size=16):
    checked(batch_size)
    found, skipped = [], []
    for path in photos_in(folder):
        try:
            found.append((within(path, folder), read_photo(path, checkpoint)))
        except OSError:
            skipped.append(within(path, folder))
    rows = answers(checkpoint, found, batch_size)
    write(rows, csv_path)
    return report(rows, skipped)


@mistake("score_folder", "it got a label: the names are out of step")
def names_of_skipped_ones_stay(checkpoint, folder, csv_path, batch_size=16):
    """7.18."""
    names = [within(path, folder) for path in photos_in(folder)]
    return scored(checkpoint, folder, csv_path, batch_size,
                  lambda rows: [(name, *row[1:]) for name, row in zip(names, rows, strict=False)])


@mistake("score_folder", "`continue`, not `break`")
def stops_at_the_first_broken_one(checkpoint, folder, csv_path, batch_size=16):
    checked(batch_size)
    found, paths = [], photos_in(folder)
    for path in paths:
        try:
            found.append((within(path, folder), read_photo(path, checkpoint)))
        except Exception:
            break
    rows = answers(checkpoint, found, batch_size)
    write(rows, csv_path)
    return report(rows, [within(path, folder) for path in paths[len(found) :]])


@mistake("score_folder", "which were in a batch with a broken one")
def whole_batch_skipped(checkpoint, folder, csv_path, batch_size=16):
    checked(batch_size)
    rows, skipped, paths = [], [], photos_in(folder)
    for start in range(0, len(paths), batch_size):
        found, left_out = readable(checkpoint, folder, paths[start : start + batch_size])
        if left_out:
            skipped += [within(path, folder) for path in paths[start : start + batch_size]]
        else:
            rows += answers(checkpoint, found, batch_size)
    write(rows, csv_path)
    return report(rows, skipped)


@mistake("score_folder", "The CSV has no row")
def own_error_swallowed(checkpoint, folder, csv_path, batch_size=16):
    """An AttributeError in each photo, and `except Exception` around it."""
    return scored(checkpoint, folder, csv_path, batch_size,
                  read=lambda path, checkpoint: preprocess(path.lower(), checkpoint["preprocessing"]))


@mistake("score_folder", "A photo that cannot be read has a row")
def grey_for_what_cannot_be_read(checkpoint, folder, csv_path, batch_size=16):
    def read(path, checkpoint):
        try:
            return read_photo(path, checkpoint)
        except Exception:
            size = checkpoint["preprocessing"]["image_size"]
            return torch.zeros(1, 3, size, size)

    return scored(checkpoint, folder, csv_path, batch_size, read=read)


@mistake("score_folder", "a photo without one has no row")
def row_that_says_error(checkpoint, folder, csv_path, batch_size=16):
    checked(batch_size)
    found, skipped = readable(checkpoint, folder)
    rows = answers(checkpoint, found, batch_size)
    write(sorted([*rows, *((name, "error", "") for name in skipped)]), csv_path)
    return report(rows, skipped)


@mistake("score_folder", "neither in the CSV nor among the skipped ones. Add the name where")
def silently(checkpoint, folder, csv_path, batch_size=16):
    """7.20."""
    return {**scored(checkpoint, folder, csv_path, batch_size), "skipped": []}


@mistake("score_folder", "Those are whole paths. Write names as in the CSV")
def skipped_paths(checkpoint, folder, csv_path, batch_size=16):
    got = scored(checkpoint, folder, csv_path, batch_size)
    return {**got, "skipped": [str(folder / name) for name in got["skipped"]]}


@mistake("score_folder", "The folders are missing in the skipped names")
def skipped_without_folders(checkpoint, folder, csv_path, batch_size=16):
    got = scored(checkpoint, folder, csv_path, batch_size)
    return {**got, "skipped": [Path(name).name for name in got["skipped"]]}


@mistake("score_folder", "Names are text, written like those in the CSV")
def skipped_as_paths(checkpoint, folder, csv_path, batch_size=16):
    got = scored(checkpoint, folder, csv_path, batch_size)
    return {**got, "skipped": [Path(name) for name in got["skipped"]]}


@mistake("score_folder", "more than MAX_PIXELS, and it was decoded")
def any_size(checkpoint, folder, csv_path, batch_size=16):
    return scored(checkpoint, folder, csv_path, batch_size,
                  read=lambda path, checkpoint: preprocess(path, checkpoint["preprocessing"]))


@mistake("score_folder", "more than MAX_PIXELS, and it was decoded")
def bytes_counted(checkpoint, folder, csv_path, batch_size=16):
    def read(path, checkpoint):
        if path.stat().st_size > MAX_PIXELS:
            raise ValueError("too large")
        return preprocess(path, checkpoint["preprocessing"])

    return scored(checkpoint, folder, csv_path, batch_size, read=read)


@mistake("score_folder", "Multiply width and height")
def longer_side(checkpoint, folder, csv_path, batch_size=16):
    def read(path, checkpoint):
        with Image.open(path) as image:
            if max(image.size) > MAX_PIXELS**0.5:
                raise ValueError("too large")
        return preprocess(path, checkpoint["preprocessing"])

    return scored(checkpoint, folder, csv_path, batch_size, read=read)


@mistake("score_folder", "A photo that is too large belongs among the skipped ones")
def large_ones_passed_over(checkpoint, folder, csv_path, batch_size=16):
    def size(path):
        try:
            with Image.open(path) as image:
                return image.width * image.height
        except Image.DecompressionBombError:
            return MAX_PIXELS + 1
        except Exception:
            return 0

    paths = [path for path in photos_in(folder) if size(path) <= MAX_PIXELS]
    return scored(checkpoint, folder, csv_path, batch_size, paths=paths)


# ---- score_folder: the table


def table(checkpoint, folder, csv_path, batch_size, put):
    """Right, but for what `put(rows, draft)` writes."""
    checked(batch_size)
    found, skipped = readable(checkpoint, folder)
    rows = answers(checkpoint, found, batch_size)
    draft = csv_path.with_name(csv_path.name + ".part")
    try:
        put(rows, draft)
        draft.replace(csv_path)
    finally:
        draft.unlink(missing_ok=True)
    return report(rows, skipped)


@mistake("score_folder", "joining by hand does not")
def joined_by_hand(checkpoint, folder, csv_path, batch_size=16):
    """7.22."""
    return table(checkpoint, folder, csv_path, batch_size, lambda rows, draft: draft.write_text(
        "\n".join(",".join(map(str, row)) for row in [HEADER, *cells(rows)]) + "\n", encoding="utf-8"))


@mistake("score_folder", "joining by hand does not")
def quoted_by_hand(checkpoint, folder, csv_path, batch_size=16):
    """Quotation marks inside a name are not doubled, and close it."""
    return table(checkpoint, folder, csv_path, batch_size, lambda rows, draft: draft.write_text(
        "".join(",".join(f'"{cell}"' for cell in row) + "\n" for row in [HEADER, *cells(rows)]), encoding="utf-8"))


@mistake("score_folder", "Names were changed")
def commas_replaced(checkpoint, folder, csv_path, batch_size=16):
    return scored(checkpoint, folder, csv_path, batch_size, lambda rows: [
        (name.replace(",", "_"), label.replace(",", "_").replace("\n", " "), p) for name, label, p in rows])


@mistake("score_folder", "First comes a header with the names of the columns")
def no_header(checkpoint, folder, csv_path, batch_size=16):
    checked(batch_size)
    found, skipped = readable(checkpoint, folder)
    rows = answers(checkpoint, found, batch_size)
    write(rows, csv_path, header=())
    return report(rows, skipped)


@mistake("score_folder", "First comes a header with the names of the columns")
def other_columns(checkpoint, folder, csv_path, batch_size=16):
    checked(batch_size)
    found, skipped = readable(checkpoint, folder)
    rows = answers(checkpoint, found, batch_size)
    write(rows, csv_path, header=("file", "class", "probability"))
    return report(rows, skipped)


@mistake("score_folder", "The header stands in the CSV more than once")
def header_for_each_batch(checkpoint, folder, csv_path, batch_size=16):
    return scored(checkpoint, folder, csv_path, batch_size, lambda rows: [
        row for batch in batches(rows, batch_size) for row in (HEADER, *batch)][1:])


@mistake("score_folder", "The header stands in the CSV more than once")
def added_to_the_old_one(checkpoint, folder, csv_path, batch_size=16):
    def put(rows, draft):
        old = csv_path.read_text(encoding="utf-8") if csv_path.exists() else ""
        with draft.open("w", encoding="utf-8", newline="") as file:
            file.write(old)
            csv.writer(file).writerows([HEADER, *cells(rows)])

    return table(checkpoint, folder, csv_path, batch_size, put)


@mistake("score_folder", "The CSV is not in UTF-8")
def encoding_of_windows(checkpoint, folder, csv_path, batch_size=16):
    """What open() takes on a German Windows where no encoding is named."""
    checked(batch_size)
    found, skipped = readable(checkpoint, folder)
    rows = answers(checkpoint, found, batch_size)
    write(rows, csv_path, encoding="cp1252")
    return report(rows, skipped)


@mistake("score_folder", "which knows all letters")
def ascii_only(checkpoint, folder, csv_path, batch_size=16):
    checked(batch_size)
    found, skipped = readable(checkpoint, folder)
    rows = answers(checkpoint, found, batch_size)
    write(rows, csv_path, encoding="ascii")
    return report(rows, skipped)


@mistake("score_folder", "Every line of the CSV ends twice")
def line_ends_of_windows(checkpoint, folder, csv_path, batch_size=16):
    """What open() does on Windows where newline="" is missing."""
    checked(batch_size)
    found, skipped = readable(checkpoint, folder)
    rows = answers(checkpoint, found, batch_size)
    write(rows, csv_path, newline="\r\n")
    return report(rows, skipped)


@mistake("score_folder", "Write the table to `csv_path`")
def no_table(checkpoint, folder, csv_path, batch_size=16):
    checked(batch_size)
    found, skipped = readable(checkpoint, folder)
    return report(answers(checkpoint, found, batch_size), skipped)


@mistake("score_folder", "Write the table to `csv_path`")
def table_in_the_folder_of_the_photos(checkpoint, folder, csv_path, batch_size=16):
    return scored(checkpoint, folder, folder / "predictions.csv", batch_size)


def guarding(checkpoint, folder, csv_path, batch_size, guard):
    checked(batch_size)
    found, skipped = readable(checkpoint, folder)
    rows = answers(checkpoint, found, batch_size)
    write(rows, csv_path, guard=lambda rows: [(*guard(*row[:2]), row[2]) for row in rows])
    return report(rows, skipped)


@mistake("score_folder", "Cells begin with = + - or @")
def unguarded(checkpoint, folder, csv_path, batch_size=16):
    return guarding(checkpoint, folder, csv_path, batch_size, lambda name, label: (name, label))


@mistake("score_folder", "The labels are unguarded")
def names_guarded_only(checkpoint, folder, csv_path, batch_size=16):
    return guarding(checkpoint, folder, csv_path, batch_size, lambda name, label: (guarded(name), label))


@mistake("score_folder", "The file names are unguarded")
def labels_guarded_only(checkpoint, folder, csv_path, batch_size=16):
    return guarding(checkpoint, folder, csv_path, batch_size, lambda name, label: (name, guarded(label)))


@mistake("score_folder", "There are six such signs")
def equals_sign_only(checkpoint, folder, csv_path, batch_size=16):
    return guarding(checkpoint, folder, csv_path, batch_size,
                    lambda *texts: [f"'{text}" if text.startswith("=") else text for text in texts])


@mistake("score_folder", "begins with a tab or a carriage return")
def visible_signs_only(checkpoint, folder, csv_path, batch_size=16):
    return guarding(checkpoint, folder, csv_path, batch_size,
                    lambda *texts: [f"'{text}" if text[0] in "=+-@" else text for text in texts])


@mistake("score_folder", "Only the first character counts")
def sign_anywhere(checkpoint, folder, csv_path, batch_size=16):
    return guarding(checkpoint, folder, csv_path, batch_size,
                    lambda *texts: [f"'{text}" if set(text) & set("=+-@\t\r") else text for text in texts])


@mistake("score_folder", "The sign is gone")
def signs_cut_off(checkpoint, folder, csv_path, batch_size=16):
    return guarding(checkpoint, folder, csv_path, batch_size,
                    lambda *texts: [text.lstrip("=+-@\t\r") for text in texts])


@mistake("score_folder", "Something else stands in front")
def space_in_front(checkpoint, folder, csv_path, batch_size=16):
    return guarding(checkpoint, folder, csv_path, batch_size,
                    lambda *texts: [f" {text}" if text[0] in "=+-@\t\r" else text for text in texts])


@mistake("score_folder", "The skipped names go into no spreadsheet")
def skipped_names_guarded(checkpoint, folder, csv_path, batch_size=16):
    got = scored(checkpoint, folder, csv_path, batch_size)
    return {**got, "skipped": [guarded(name) for name in got["skipped"]]}


# ---- score_folder: what makes no sense


@mistake("score_folder", "there was not a single photo")
def empty_folder_fails(checkpoint, folder, csv_path, batch_size=16):
    checked(batch_size)
    found, _ = readable(checkpoint, folder)
    if not photos_in(folder):
        torch.cat([photo for _, photo in found])
    return scored(checkpoint, folder, csv_path, batch_size)


@mistake("score_folder", "not one would be scored")
def any_batch_size(checkpoint, folder, csv_path, batch_size=16):
    if batch_size > 0:
        return scored(checkpoint, folder, csv_path, batch_size)
    write([], csv_path)
    return report([], [])


@mistake("score_folder", "Put the bad value into the message")
def left_to_range(checkpoint, folder, csv_path, batch_size=16):
    range(0, 1, batch_size)
    return scored(checkpoint, folder, csv_path, batch_size)


@mistake("score_folder", "not one would be scored")
def batch_size_of_one_instead(checkpoint, folder, csv_path, batch_size=16):
    return scored(checkpoint, folder, csv_path, max(batch_size, 1))


@mistake("score_folder", "no empty folder but a wrong path")
def missing_folder_taken_for_empty(checkpoint, folder, csv_path, batch_size=16):
    paths = None if folder.exists() else []
    return scored(checkpoint, folder, csv_path, batch_size, paths=paths)


# ---- score_folder: whole or not at all


def straight_into(csv_path, rows, mode="w"):
    with csv_path.open(mode, encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([HEADER, *cells(rows)])


@mistake("score_folder", "nobody can see that something is missing")
def straight_into_its_place(checkpoint, folder, csv_path, batch_size=16):
    checked(batch_size)
    found, skipped = readable(checkpoint, folder)
    rows = answers(checkpoint, found, batch_size)
    straight_into(csv_path, rows)
    return report(rows, skipped)


@mistake("score_folder", "nobody can see that something is missing")
def row_by_row(checkpoint, folder, csv_path, batch_size=16):
    checked(batch_size)
    found, skipped = readable(checkpoint, folder)
    rows = answers(checkpoint, found, batch_size)
    for row in [HEADER, *cells(rows)]:
        with csv_path.open("w" if row == HEADER else "a", encoding="utf-8", newline="") as file:
            csv.writer(file).writerow(row)
    return report(rows, skipped)


@mistake("score_folder", "the older CSV is gone")
def half_one_deleted(checkpoint, folder, csv_path, batch_size=16):
    checked(batch_size)
    found, skipped = readable(checkpoint, folder)
    rows = answers(checkpoint, found, batch_size)
    try:
        straight_into(csv_path, rows)
    except BaseException:
        csv_path.unlink()
        raise
    return report(rows, skipped)


@mistake("score_folder", "the older CSV is gone")
def old_one_deleted_first(checkpoint, folder, csv_path, batch_size=16):
    checked(batch_size)
    found, skipped = readable(checkpoint, folder)
    rows = answers(checkpoint, found, batch_size)
    csv_path.unlink(missing_ok=True)
    write(rows, csv_path)
    return report(rows, skipped)


@mistake("score_folder", "half a table, and somebody will take it for a whole one")
def draft_called_csv(checkpoint, folder, csv_path, batch_size=16):
    checked(batch_size)
    found, skipped = readable(checkpoint, folder)
    rows = answers(checkpoint, found, batch_size)
    draft = csv_path.with_name("draft.csv")
    straight_into(draft, rows)
    draft.replace(csv_path)
    return report(rows, skipped)


@mistake("score_folder", "half a table, and somebody will take it for a whole one")
def draft_deleted_after_errors_only(checkpoint, folder, csv_path, batch_size=16):
    """Ctrl-C is no Exception."""
    checked(batch_size)
    found, skipped = readable(checkpoint, folder)
    rows = answers(checkpoint, found, batch_size)
    draft = csv_path.with_name("draft.csv")
    try:
        straight_into(draft, rows)
        draft.replace(csv_path)
    except Exception:
        draft.unlink(missing_ok=True)
        raise
    return report(rows, skipped)


@mistake("score_folder", "the disk is full, and nobody was told")
def error_passed_over(checkpoint, folder, csv_path, batch_size=16):
    checked(batch_size)
    found, skipped = readable(checkpoint, folder)
    rows = answers(checkpoint, found, batch_size)
    with suppress(OSError):
        write(rows, csv_path)
    return report(rows, skipped)


@mistake("score_folder", "The draft lies on another disk")
def draft_on_another_disk(checkpoint, folder, csv_path, batch_size=16):
    checked(batch_size)
    found, _ = readable(checkpoint, folder)
    rows = answers(checkpoint, found, batch_size)
    with tempfile.TemporaryDirectory() as name:
        draft = Path(name) / "draft"
        straight_into(draft, rows)
        raise OSError(errno.EXDEV, os.strerror(errno.EXDEV), str(draft))  # as draft.replace(csv_path) does there


@mistake("score_folder", "Write the table to `csv_path`")
def keeps_the_older_one(checkpoint, folder, csv_path, batch_size=16):
    if csv_path.exists():
        return scored(checkpoint, folder, csv_path.with_name("unused.txt"), batch_size)
    return scored(checkpoint, folder, csv_path, batch_size)


@mistake("score_folder", "An older CSV, or a draft of an earlier attempt")
def never_replaces(checkpoint, folder, csv_path, batch_size=16):
    checked(batch_size)
    found, skipped = readable(checkpoint, folder)
    rows = answers(checkpoint, found, batch_size)
    straight_into(csv_path, rows, "x")
    return report(rows, skipped)


# ---- review_list


def rows_of(csv_path):
    with csv_path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def confidence(row):
    return float(row["confidence"])


@mistake("review_list", "That is the most confident first")
def most_confident(csv_path, n=10):
    return [row["filename"] for row in sorted(rows_of(csv_path), key=confidence, reverse=True)[:n]]


@mistake("review_list", "That is the order of the file")
def not_sorted(csv_path, n=10):
    return [row["filename"] for row in rows_of(csv_path)[:n]]


@mistake("review_list", "That is sorted by name")
def sorted_by_name(csv_path, n=10):
    return sorted(row["filename"] for row in rows_of(csv_path))[:n]


@mistake("review_list", "Those are the labels")
def labels(csv_path, n=10):
    return [row["label"] for row in sorted(rows_of(csv_path), key=confidence)[:n]]


@mistake("review_list", "Those are the confidences")
def confidences(csv_path, n=10):
    return sorted(map(confidence, rows_of(csv_path)))[:n]


@mistake("review_list", "Return the names of the files alone")
def whole_rows(csv_path, n=10):
    return sorted(rows_of(csv_path), key=confidence)[:n]


@mistake("review_list", "Return the names of the files alone")
def pairs(csv_path, n=10):
    return [(row["filename"], confidence(row)) for row in sorted(rows_of(csv_path), key=confidence)[:n]]


@mistake("review_list", "Return the names of the files alone")
def paths(csv_path, n=10):
    return [Path(row["filename"]) for row in sorted(rows_of(csv_path), key=confidence)[:n]]


@mistake("review_list", "The header came along")
def header_too(csv_path, n=10):
    names = [row["filename"] for row in sorted(rows_of(csv_path), key=confidence)]
    return ["filename", *names][:n]


@mistake("review_list", "after DictReader, the header is gone already")
def header_skipped_twice(csv_path, n=10):
    return [row["filename"] for row in sorted(rows_of(csv_path)[1:], key=confidence)[:n]]


@mistake("review_list", "compared as text, letter by letter")
def text_compared(csv_path, n=10):
    return [row["filename"] for row in sorted(rows_of(csv_path), key=lambda row: row["confidence"])[:n]]


@mistake("review_list", "the later one came first")
def ties_by_name(csv_path, n=10):
    return [name for _, name in sorted((confidence(row), row["filename"]) for row in rows_of(csv_path))[:n]]


@mistake("review_list", "the later one came first")
def reversed_order(csv_path, n=10):
    return [row["filename"] for row in sorted(rows_of(csv_path), key=confidence, reverse=True)[::-1][:n]]


@mistake("review_list", "The apostrophe is gone")
def apostrophe_taken_away(csv_path, n=10):
    return [row["filename"].removeprefix("'") for row in sorted(rows_of(csv_path), key=confidence)[:n]]


@mistake("review_list", "What stands in quotation marks belongs together")
def split_at_commas(csv_path, n=10):
    rows = [line.split(",") for line in csv_path.read_text(encoding="utf-8").splitlines()[1:]]
    return [row[0] for row in sorted(rows, key=lambda row: float(row[2]))[:n]]


@mistake("review_list", "What stands in quotation marks belongs together")
def split_at_commas_from_the_right(csv_path, n=10):
    rows = [line.rsplit(",", 2) for line in csv_path.read_text(encoding="utf-8").splitlines()[1:]]
    return [row[0] for row in sorted((row for row in rows if len(row) == 3), key=lambda row: float(row[2]))[:n]]


@mistake("review_list", "The line break in a name is gone")
def split_into_lines(csv_path, n=10):
    rows = list(csv.DictReader(csv_path.read_text(encoding="utf-8").splitlines()))
    return [row["filename"] for row in sorted(rows, key=confidence)[:n]]


@mistake("review_list", "a dict with confidences for keys")
def keyed_by_confidence(csv_path, n=10):
    found = {confidence(row): row["filename"] for row in rows_of(csv_path)}
    return [found[p] for p in sorted(found)][:n]


@mistake("review_list", "What stands in quotation marks belongs together")
def columns_by_place(csv_path, n=10):
    with csv_path.open(encoding="utf-8", newline="") as file:
        rows = list(csv.reader(file))[1:]
    return [row[0] for row in sorted(rows, key=lambda row: float(row[2]))[:n]]


@mistake("review_list", "more columns, in another order")
def names_by_place(csv_path, n=10):
    with csv_path.open(encoding="utf-8", newline="") as file:
        header, *rows = csv.reader(file)
    column = header.index("confidence")
    return [row[0] for row in sorted(rows, key=lambda row: float(row[column]))[:n]]


@mistake("review_list", "Those are all photos. Return the first n")
def n_ignored(csv_path, n=10):
    return [row["filename"] for row in sorted(rows_of(csv_path), key=confidence)]


@mistake("review_list", "Those are 10 photos")
def always_ten(csv_path, n=10):
    return [row["filename"] for row in sorted(rows_of(csv_path), key=confidence)[:10]]


@mistake("review_list", "Sort all of them, then take the first n")
def first_n_sorted(csv_path, n=10):
    return [row["filename"] for row in sorted(rows_of(csv_path)[:n], key=confidence)]


@mistake("review_list", "there may be fewer than n photos")
def n_are_expected(csv_path, n=10):
    rows = sorted(rows_of(csv_path), key=confidence)
    return [rows[i]["filename"] for i in range(n)]


@mistake("review_list", "an empty list would hide it")
def empty_list_for_a_missing_file(csv_path, n=10):
    if not csv_path.exists():
        return []
    return [row["filename"] for row in sorted(rows_of(csv_path), key=confidence)[:n]]


@mistake("review_list", "The CSV is not what it was")
def sorted_in_the_file(csv_path, n=10):
    rows = sorted(rows_of(csv_path), key=confidence)
    with csv_path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(rows[0]) if rows else HEADER)
        writer.writeheader()
        writer.writerows(rows)
    return [row["filename"] for row in rows[:n]]


# ---- cousins of these


def own_preparation(upright=True, white=True):
    """`preprocess` written again, without one of its steps."""
    def read(path, checkpoint):
        with Image.open(path) as image:
            if image.width * image.height > MAX_PIXELS:
                raise ValueError("too large")
            if upright:
                image = ImageOps.exif_transpose(image)
            if white and image.mode in ("RGBA", "LA", "P"):
                image = image.convert("RGBA")
                image = Image.alpha_composite(Image.new("RGBA", image.size, "white"), image)
            image = image.convert("RGB")
        how = checkpoint["preprocessing"]
        size, side = how["image_size"], min(image.size)
        left, top = (image.width - side) // 2, (image.height - side) // 2
        square = image.crop((left, top, left + side, top + side)).resize((size, size), Image.Resampling.LANCZOS)
        values = (np.asarray(square) / 255 - how["mean"]) / how["std"]
        return torch.tensor(values, dtype=torch.float32).permute(2, 0, 1)[None]

    return read


@mistake("score_folder", "hochkant.png lies on its side")
def orientation_ignored(checkpoint, folder, csv_path, batch_size=16):
    return scored(checkpoint, folder, csv_path, batch_size, read=own_preparation(upright=False))


@mistake("score_folder", "What is transparent in Logo.png should be white")
def transparency_ignored(checkpoint, folder, csv_path, batch_size=16):
    return scored(checkpoint, folder, csv_path, batch_size, read=own_preparation(white=False))


@mistake("score_folder", "and got one answer")
def answers_kept_by_the_last_part(checkpoint, folder, csv_path, batch_size=16):
    def change(rows):
        last = {Path(row[0]).name: row for row in rows}
        return [(row[0], *last[Path(row[0]).name][1:]) for row in rows]

    return scored(checkpoint, folder, csv_path, batch_size, change)


@mistake("score_folder", "The folder of the photos is not what it was")
def broken_ones_deleted(checkpoint, folder, csv_path, batch_size=16):
    got = scored(checkpoint, folder, csv_path, batch_size)
    for name in got["skipped"]:
        (folder / name).unlink()
    return got


@mistake("score_folder", "changed the `checkpoint`")
def weights_popped(checkpoint, folder, csv_path, batch_size=16):
    model, state = network(checkpoint), checkpoint["state_dict"]
    model.load_state_dict({name: state.pop(name) for name in list(state)})
    return scored(checkpoint, folder, csv_path, batch_size, model=model)


@mistake("score_folder", "Those are not the names of the files")
def letters_replaced(checkpoint, folder, csv_path, batch_size=16):
    return scored(checkpoint, folder, csv_path, batch_size,
                  lambda rows: [(row[0].encode("ascii", "replace").decode(), *row[1:]) for row in rows])




@mistake("score_folder", "In a CSV a number has a point")
def decimal_comma(checkpoint, folder, csv_path, batch_size=16):
    return scored(checkpoint, folder, csv_path, batch_size,
                  lambda rows: [(*row[:2], str(row[2]).replace(".", ",")) for row in rows])


@mistake("score_folder", "written over the older CSV, byte after byte")
def draft_copied(checkpoint, folder, csv_path, batch_size=16):
    draft = csv_path.with_name("draft.part")
    got = scored(checkpoint, folder, draft, batch_size)
    shutil.copy(draft, csv_path)
    draft.unlink()
    return got


@mistake("score_folder", "written over the older CSV, byte after byte")
def draft_moved_from_another_disk(checkpoint, folder, csv_path, batch_size=16):
    with tempfile.TemporaryDirectory() as place:
        got = scored(checkpoint, folder, Path(place) / "draft", batch_size)
        shutil.copyfile(Path(place) / "draft", csv_path)  # what shutil.move does where it cannot rename
    return got


@mistake("review_list", "differ in the fifth digit")
def percent_compared(csv_path, n=10):
    return [row["filename"] for row in sorted(rows_of(csv_path), key=lambda row: int(confidence(row) * 100))[:n]]


@mistake("review_list", "differ in the fifth digit")
def four_digits_compared(csv_path, n=10):
    return [row["filename"] for row in sorted(rows_of(csv_path), key=lambda row: round(confidence(row), 4))[:n]]
