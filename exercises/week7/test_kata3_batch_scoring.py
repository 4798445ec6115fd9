"""A folder of photos into a table, whatever lies between them, and the rows that a person should look at.

The network is tiny, and the photos are drawn: 16 pixels high, as the network wants them, and 22 wide. So their middle
is cut out, nothing is scaled, and the right answers are known to the last digit. The folders are what real ones
are: broken files, commas and formulas in names, and a photo of fifty megapixels in a file of thirty kilobytes.
"""

import csv
import errno
import io
import struct
import zlib
from contextlib import suppress
from functools import cache

import numpy as np
import torch
from PIL import Image

from kata import expect, expect_error, scratch
from kata.circumstances import full_disk, interrupted, listed_backwards, on_another_disk
from nets import probes
from nets.architectures import build
from week7.kata3_batch_scoring import review_list, score_folder

NAMES = ["Zebra", "Möwe", "Ameise", "Kuh"]  # not in alphabetical order: number 0 is what stands first
COLUMNS = ("filename", "label", "confidence")
CONFIG = {"architecture": "tiny", "channels": 12}
MEAN, STD = [0.45, 0.5, 0.3], [0.2, 0.25, 0.4]


@cache
def pixels(number):
    """A photo of its own for each number, (16, 22, 3): another colour, other waves."""
    rows, columns = np.mgrid[:16, :22]
    colour = np.array([40 + 89 * number, 90 + 151 * number, 200 + 53 * number]) % 256
    wave = 50 * np.sin(columns / (1 + number % 4) + rows * (number % 3))
    return np.clip(colour + wave[..., None] * [1, 0.5, -0.7], 0, 255).astype(np.uint8)


@cache
def photo(number, kind="PNG"):
    """The bytes of its file."""
    out = io.BytesIO()
    Image.fromarray(pixels(number)).save(out, kind)
    return out.getvalue()


def png(width, height, *chunks):
    """The bytes of a PNG of this size, black and white, with these chunks after its head."""
    parts = (b"IHDR" + struct.pack(">IIBBBBB", width, height, 1, 0, 0, 0, 0), *chunks, b"IEND")
    return b"\x89PNG\r\n\x1a\n" + b"".join(struct.pack(">I", len(part) - 4) + part + struct.pack(">I", zlib.crc32(part))
                                           for part in parts)


@cache
def black(width, height):
    """A black photo, whole, of any size: in a PNG, a black area of any size takes next to nothing."""
    return png(width, height, b"IDAT" + zlib.compress(bytes(1 + (width + 7) // 8) * height, 1))


@cache
def network():
    """Twelve channels, four classes; its numbers give these photos all four labels."""
    model = probes.filled(build(CONFIG, 4), seed=32, dtype=torch.float32)
    with torch.no_grad():
        model.norm.running_mean.copy_(torch.linspace(-1.0, 1.0, 12))
        model.norm.running_var.copy_(torch.linspace(0.5, 2.0, 12))
        model.linear.weight.mul_(10)
        model.linear.bias.copy_(torch.tensor([9.59, 10.19, 7.23, 1.91]))
    return model.eval()


def checkpoint(names=NAMES):
    return {"state_dict": dict(network().state_dict()), "config": CONFIG, "class_names": names,
            "preprocessing": {"image_size": 16, "mean": MEAN, "std": STD}}


def prepared(number, divide=255, mean=MEAN, std=STD):
    """The middle 16 columns, as the network was trained on them."""
    return torch.tensor((pixels(number)[:, 3:19] / divide - mean) / std, dtype=torch.float32).permute(2, 0, 1)


def answers(files, names=NAMES, score=lambda logits: logits.softmax(1), **preparation):
    """name → (label, confidence) for files, name → number of the photo."""
    logits = torch.from_numpy(probes.answers(network(), torch.stack([prepared(n, **preparation)
                                                                      for n in files.values()])))
    return {name: (names[int(index)], float(best)) for name, index, best
            in zip(files, logits.argmax(1), score(logits).max(1).values, strict=True)}


def put(folder, files):
    """Writes these files: name → number of a photo, or bytes."""
    for name, data in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(photo(data) if isinstance(data, int) else data)
    return folder


STUMBLES = {
    "expected a non-empty": "In one of the batches there was not a single photo: none of its files could be read, or "
                            "all photos were done already. Skip an empty batch.",
    "non-empty TensorList": "In one of the batches there was not a single photo: none of its files could be read, or "
                            "all photos were done already. Skip an empty batch.",
    "each tensor to be equal size": "The photos of a batch differ in size. `preprocess` makes them all alike.",
    "Sizes of tensors must match": "The photos of a batch differ in size. `preprocess` makes them all alike.",
    "got input of size": "Each photo comes from `preprocess` as a batch of one, (1, 3, H, W). torch.cat joins such "
                         "batches to one; torch.stack would add an axis.",
}


def score(*args, **kwargs):
    """score_folder; in words what an error means."""
    try:
        return score_folder(*args, **kwargs)
    except NotImplementedError:
        raise
    except UnicodeEncodeError as error:
        raise AssertionError(f"It stopped with UnicodeEncodeError: {error}. Open the CSV with "
                             'encoding="utf-8", which knows all letters.') from None
    except IsADirectoryError as error:
        raise AssertionError(f"It stopped with IsADirectoryError: {error}. A folder may be called like a photo: take "
                             "only what is_file().") from None
    except FileExistsError as error:
        raise AssertionError(f"It stopped with FileExistsError: {error}. An older CSV, or a draft of an earlier "
                             "attempt, may be there. Replace it.") from None
    except OSError as error:
        if error.errno != errno.EXDEV:
            raise
        raise AssertionError(f"It stopped with OSError: {error}. The draft lies on another disk than the CSV, so it "
                             "cannot take its name in one step. Write the draft into the folder of the "
                             "CSV.") from None
    except (RuntimeError, ValueError) as error:
        sentence = next((sentence for text, sentence in STUMBLES.items() if text in str(error)), "")
        if not sentence:
            raise
        raise AssertionError(sentence) from None


HEADERS = ("The header stands in the CSV more than once. It is written once, before all rows; and an older CSV is "
           "replaced, not added to.")


def read(csv_path):
    """The rows of a CSV: a list of (filename, label, confidence)."""
    assert csv_path.exists(), "There is no file there afterwards. Write the table to `csv_path`."
    try:
        text = csv_path.read_bytes().decode("utf-8-sig")
    except UnicodeDecodeError:
        raise AssertionError('The CSV is not in UTF-8. Say so when you open it: encoding="utf-8".') from None
    assert "\r\r\n" not in text, ("Every line of the CSV ends twice, and some programs show an empty row after each. "
                                  'The csv module ends its lines by itself: open the file with newline="".')
    first = text.partition("\n")[0].strip()
    rows = [row for row in csv.reader(io.StringIO(text, newline=""), delimiter=max(",;\t", key=first.count)) if row]
    header = [cell.strip() for cell in rows[0]] if rows else []
    assert set(COLUMNS) <= set(header), (
        (f"The first line of the CSV is {first!r}. " if first else "The CSV is empty. ")
        + "First comes a header with the names of the columns: filename,label,confidence.")
    assert header not in rows[1:], HEADERS
    return [as_row(dict(zip(header, row, strict=False)), row, header) for row in rows[1:]]


def as_row(row, cells, header):
    shown = ",".join(cells)
    assert len(cells) == len(header), (
        f"The header has {len(header)} columns, and this row has {len(cells)}: {shown!r}. A comma, a quotation mark or "
        "a line break in a name is taken for the end of a cell. csv.writer puts such a cell into quotation marks; "
        "joining by hand does not.")
    text = row["confidence"]
    try:
        return row["filename"], row["label"], float(text)
    except ValueError:
        sentence = ("That is how Python shows a tensor; float(…) or .item() makes a number of it." if "tensor" in text
                    else "Write the fraction, 0 to 1, without a sign." if "%" in text
                    else "In a CSV a number has a point, 0.93, in every country." if "," in text
                    else "Every row has a number there; a photo without one has no row.")
        raise AssertionError(f"A confidence in the CSV is {text!r}. {sentence}") from None


def by_name(rows):
    """name → (label, confidence)"""
    names = [name for name, _, _ in rows]
    twice = [name for name in names if names.count(name) > 1]
    assert not twice, (f"{twice[0]!r} stands in the CSV {names.count(twice[0])} times. Each photo has one row, and "
                       "its path inside `folder` for a name.")
    return {name: (label, confidence) for name, label, confidence in rows}


def scored(folder, files, names=NAMES, batch_size=None):
    """(the rows of the CSV, the report) for a folder with these files; all in one batch if nothing is said."""
    put(folder / "Fotos", files)
    report = score(checkpoint(names), folder / "Fotos", folder / "Etiketten.csv", batch_size=batch_size or len(files))
    return read(folder / "Etiketten.csv"), report


# ---- score_folder: the right row for every photo


def test_score_folder_gives_every_photo_its_label_and_confidence():
    """Seven photos; three of them are copies of a fourth. The disk lists them backwards."""
    files = {"Möwe.png": 0, "Kuh Berta.png": 2, "am See.png": 1, "Zoo.png": 4,
             **{f"Kuh Berta – Kopie {i}.png": 2 for i in (1, 2, 3)}}
    with scratch() as folder, listed_backwards():
        rows, _ = scored(folder, files)  # all in one batch
        again, _ = scored(folder, files)
        got, second, want = by_name(rows), by_name(again), answers(files)
        assert got, ("The CSV has no row, and there are seven good photos in the folder. Where an `except` skips "
                     "photos, it also hides errors in your own lines, and a task that is not written yet "
                     "(`preprocess`?): look at the error itself.")
        apart = {got.get(name) for name, number in files.items() if number == 2}
        unit = {"mean": 0, "std": 1}
        expect(got, want=want, what="file name → (label, confidence)", rtol=0, atol=1e-5, mistakes={
            "whole path": (lambda got: all(name.startswith(str(folder)) for name in got), "Those are whole paths. On "
                           "another computer they mean nothing: path.relative_to(folder) is the path inside "
                           "`folder`."),
            "with folder": ({f"Fotos/{name}": row for name, row in want.items()}, "The names begin with the folder "
                            "itself. Give the path inside of it: path.relative_to(folder)."),
            "stem": ({name[:-4]: row for name, row in want.items()}, "The suffixes are missing. IMG_1.jpg and "
                     "IMG_1.png are two photos: write the whole name."),
            "out of step": (lambda got: mixed_up(got, want), "Right answers stand beside wrong names. Take name and "
                            "photo from one list, and keep them together."),
            "train mode": (lambda got: got.keys() == want.keys() and max(row[1] for row in apart) - min(
                           row[1] for row in apart) > 1e-4, "Copies of one photo got different answers. The network is "
                           "in train mode: dropout switches parts of it off by chance, and batch norm lets every "
                           "photo depend on its neighbours. model.eval() first."),
            "never loaded": (lambda got: got.keys() == want.keys() and any(abs(got[name][1] - second[name][1]) > 1e-4
                             for name in got), "A second run over the same photos gave other answers: the network's "
                             "weights are random, as `build` makes them. model.load_state_dict(…) fills in the "
                             "checkpoint's."),
            "logits": (answers(files, score=lambda logits: logits), "Those confidences are logits. Softmax over the "
                       "classes makes probabilities of them."),
            "over the batch": (lambda got: close(got, over_the_batch(files, largest=True)) or close(
                               got, over_the_batch(files, largest=False)), "Those probabilities add up to 1 over the "
                               "photos of a batch, and should over the classes of each photo: softmax(1)."),
            "each by itself": (answers(files, score=lambda logits: logits.sigmoid()), "That is a sigmoid, which looks "
                               "at each logit by itself. Softmax over all classes makes probabilities that add up to "
                               "1."),
            "percent": (lambda got: close({name: (label, p / 100) for name, (label, p) in got.items()}, want),
                        "Those are percentages. Write "
                        "the probability itself, 0 to 1."),
            "log": (answers(files, score=lambda logits: logits.log_softmax(1)), "Those are logarithms of the "
                    "probabilities. Use softmax."),
            "numbers": ({name: (str(NAMES.index(label)), p) for name, (label, p) in want.items()}, "The labels are "
                        "the numbers of the classes. Write their names: class_names[number]."),
            "sorted names": ({name: (sorted(NAMES)[NAMES.index(label)], p) for name, (label, p) in want.items()},
                             "The class names were sorted. Their order is the network's: number 0 is class_names[0]."),
            "one answer": (lambda got: len(got) == 7 and len(set(got.values())) == 1, "All photos have the same "
                           "answer: that of one photo. Each has a row of the logits to itself."),
            "raw": (answers(files, divide=1, **unit), "Those are the answers to photos that were not prepared: 0 to "
                    "255. `preprocess` does what was done in training."),
            "unit": (answers(files, **unit), "Those are the answers to photos from 0 to 1. In training, mean and std "
                     "of the checkpoint's `preprocessing` were applied as well."),
            "rounded": (lambda got: got.keys() == want.keys() and all(abs(p - round(p, 4)) < 1e-9 for _, p in
                        got.values()), "The confidences were rounded. Write at least 6 digits: among thousands of "
                        "photos, many differ only further back."),
            "rows missing": (lambda got: got.keys() < want.keys(), "Some photos have no row. Every photo that can be "
                             "read has one, however low its confidence."),
            "all guarded": (lambda got: all(name.startswith("'") for name in got), "There is an apostrophe in front of "
                            "every name. Only a cell that begins with = + - @, a tab or a carriage return gets one."),
            "other names": (lambda got: got.keys() - want.keys(), "Those are not the names of the files. They stand "
                            'in the CSV letter by letter as on the disk, "ö", "–" and spaces too; '
                            'encoding="utf-8" knows them all.'),
        }, say="Each photo is prepared by `preprocess` with the checkpoint's numbers, goes through the network in eval "
               "mode, and its highest softmax probability is the confidence.")


def close(got, want):
    return got.keys() == want.keys() and all(
        got[name][0] == label and abs(got[name][1] - p) < 1e-5 for name, (label, p) in want.items())


def mixed_up(got, want):
    """Whether the answers are right, and stand beside other names."""
    return got.keys() == want.keys() and not close(got, want) and close(*(
        dict(enumerate(sorted(rows.values()))) for rows in (got, want)))


def over_the_batch(files, largest):
    """What softmax(0) gives: with the label of the largest logit, or of the largest of these numbers."""
    logits = torch.from_numpy(probes.answers(network(), torch.stack([prepared(n) for n in files.values()])))
    shares = logits.softmax(0)
    labels = (shares if largest else logits).argmax(1)
    return {name: (NAMES[int(label)], float(row[label] if largest else row.max()))
            for name, label, row in zip(files, labels, shares, strict=True)}


def check_report(report, n, skipped=(), mistakes=None):
    """The report, the skipped names in any order."""
    assert report is not None, "It returned None. Is there a `return` at the end?"
    assert isinstance(report, dict) and set(report) == {"scored", "skipped"}, (
        f"It returned {report!r}. A dict with the keys scored and skipped is asked for.")
    assert not isinstance(report["scored"], list | tuple | dict), (
        f'report["scored"] is a {type(report["scored"]).__name__}. It is a number: how many photos have a row.')
    names = report["skipped"]
    assert isinstance(names, list | tuple), (
        f'report["skipped"] is {names!r}. Give the names of the photos that were left out, a list of text.')
    other = [name for name in names if not isinstance(name, str)]
    assert not other, f'In report["skipped"] is {other[0]!r}. Names are text, written like those in the CSV.'
    expect(sorted(names), want=sorted(skipped), what="The skipped photos, sorted", mistakes=mistakes)
    expect(report["scored"], want=n, what="How many were scored", dtype="int", mistakes={
        "found": (lambda got: got == n + len(skipped) != n, "That counts all the photos that were found. Scored are "
                  "the ones that have a row."),
    }, say=f"The CSV has {n} rows, so {n} photos were scored.")


def test_score_folder_scores_every_batch_to_its_end():
    """Seven photos, in batches of three, of one, and of seven; then six in batches of three."""
    for total, size in ((7, 3), (7, 1), (7, 7), (6, 3), (2, 5)):
        files = {f"Bild {i}.png": i for i in range(total)}
        with scratch() as folder:
            rows, report = scored(folder, files, batch_size=size)
            got, want, order = by_name(rows), answers(files), list(files)
            full = total // size * size
            expect(got, want=want, what=f"file name → (label, confidence), {total} photos in batches of {size}", rtol=0,
                   atol=1e-5, mistakes={
                "last batch": (lambda got, full=full, order=order: 0 < full < len(order) and sorted(got) ==
                               order[:full], "The photos of the last batch, which is shorter, were never scored. Go on "
                               "to the end of the list: for start in range(0, len(photos), batch_size)."),
                "only the last batch": (lambda got, order=order, size=size: 0 < len(got) < len(order) and sorted(got)
                                        == order[(len(order) - 1) // size * size:], "Only the last batch has rows. "
                                        "Collect the rows of all of them: make the list before the loop."),
                "only the first batch": (lambda got, order=order, size=size: len(got) < len(order) and sorted(got) ==
                                         order[:size], "Only the first batch has rows. Is the `return` inside the "
                                         "loop?"),
                "one a batch": (lambda got, size=size, total=total: size > 1 and len(got) == -(-total // size),
                                "There is one row for each batch. Every photo of a batch has its own."),
                "out of step": (lambda got, want=want: mixed_up(got, want), "The answers are in another order than "
                                "the names. Keep the names of a batch with its photos."),
            }, say="Every photo is in one batch; the last batch may be shorter.")
            check_report(report, total)


def test_score_folder_finds_photos_at_any_depth_and_nothing_else():
    """All in a hidden folder, which is no matter of score_folder: it was asked to look there."""
    photos = {"Dom.png": 0, "Urlaub/Dom.png": 1, "Urlaub/Tag 1/See.JPG": 2, "Nr.5/a.jpeg": 3, "Urlaub.jpg/b.Gif": 4,
              "c.webp": 5, "d.bmp": 6, "e.tif": 7, "Urlaub/f.TIFF": 8}
    hidden = {".thumbnails/Dom.png": 0, "Urlaub/.Papierkorb/alt/Dom.png": 1, "Urlaub/._Dom.png": b"\x00\x05\x16\x07"}
    others = {"Notizen.txt": b"Dom.png: from Anna\n", "Thumbs.db": b"\xd0\xcf\x11\xe0", "Dom.png.xmp": b"<x/>",
              "altpng": photo(3)}
    with scratch() as folder:
        root = put(folder / ".Ablage" / "Fotos", {**photos, **hidden, **others})
        report = score(checkpoint(), root, folder / "Etiketten.csv", batch_size=len(photos))
        rows = read(folder / "Etiketten.csv")
        names = sorted(photos)
        expect(sorted(name for name, _, _ in rows), want=names, what="The photos in the CSV", mistakes={
            "base": (lambda got: set(got) == {name.rpartition("/")[2] for name in photos}, "The folders are missing, "
                     "and now two photos have one name. Write the path inside `folder`: "
                     "path.relative_to(folder).as_posix()."),
            "none": (lambda got: not got and not report["skipped"], "No photo was found. Hidden is what begins with a "
                     "dot inside of `folder`; `folder` itself may lie anywhere, even in a hidden one: look at the "
                     "parts of path.relative_to(folder)."),
            "top": (sorted(name for name in photos if "/" not in name), "Only the photos at the top were found. "
                    'folder.rglob("*") goes into the folders, to any depth.'),
            "one level": (sorted(name for name in photos if name.count("/") == 1), "Only photos one folder down were "
                          'found. folder.rglob("*") finds them at every depth.'),
            "small letters": (sorted(name for name in photos if name.rpartition(".")[2].islower()), "Photos with "
                              "suffixes in capitals are missing: a camera writes .JPG. Compare path.suffix.lower()."),
            "some kinds": (lambda got: got and set(got) < set(names), "Some photos are missing. Every suffix in "
                           "PHOTO_SUFFIXES counts, in capitals or not, at any depth."),
            "hidden": (lambda got: set(got) - set(names) and set(got) <= {*names, *hidden}, "Hidden files or folders "
                       "were scored: the small pictures that a system keeps for itself. Leave out every path with a "
                       "part that begins with a dot, at any depth."),
            "without a dot": (lambda got: "altpng" in got, "altpng has no suffix. Compare path.suffix, with its dot."),
            "twice": (lambda got: len(got) > len(set(got)), "Some photos stand there twice. Go through the files once, "
                      "and ask of each whether its suffix is one of PHOTO_SUFFIXES."),
        })
        expect(by_name(rows), want=answers(photos), rtol=0, atol=1e-5, what="name → (label, confidence)", mistakes={
            "same name": (lambda got: close({0: got["Dom.png"]}, {0: got["Urlaub/Dom.png"]}), "Dom.png "
                          "and Urlaub/Dom.png are two "
                          "photos, and got one answer. What is kept under path.name is there only once: "
                          "use the path inside `folder`."),
        })
        check_report(report, len(photos), mistakes={
            "folder": (["Urlaub.jpg"], "Urlaub.jpg is a folder. Ask is_file(): only files can be photos."),
            "others": (lambda got: set(got) & set(others), "A file whose suffix is not in PHOTO_SUFFIXES is no photo: "
                       "it is neither scored nor skipped."),
            "hidden": (lambda got: any("._" in name for name in got), "A hidden file is no photo: it is neither scored "
                       "nor skipped."),
        })


def answer_to(image):
    """(label, confidence) for pixels (H, W, 3), of which the middle 16 by 16 count."""
    top, left = (image.shape[0] - 16) // 2, (image.shape[1] - 16) // 2
    ready = torch.tensor((image[top:top + 16, left:left + 16] / 255 - MEAN) / STD, dtype=torch.float32)
    shares = torch.from_numpy(probes.answers(network(), ready.permute(2, 0, 1)[None])).softmax(1)[0]
    return NAMES[int(shares.argmax())], float(shares.max())


def saved(image, **options):
    out = io.BytesIO()
    image.save(out, "PNG", **options)
    return out.getvalue()


def test_score_folder_prepares_photos_as_kata_2_does():
    """One that the camera was turned for; one that is half transparent; a grey one."""
    see_through = np.dstack([pixels(4), np.where(np.arange(22) < 11, 0, 255) * np.ones((16, 1))]).astype(np.uint8)
    on_white = np.where(see_through[..., 3:] == 255, pixels(4), 255)
    exif = Image.Exif()
    exif[0x0112] = 6  # the orientation: to be turned by a quarter, clockwise
    on_disk = np.rot90(pixels(1))
    files = {"hochkant.png": saved(Image.fromarray(on_disk.copy()), exif=exif), "Logo.png":
             saved(Image.fromarray(see_through)), "grau.png": saved(Image.fromarray(pixels(0)[..., 0].copy()))}
    with scratch() as folder:
        rows, _ = among_broken(folder, files)
    want = {"hochkant.png": answer_to(pixels(1)), "Logo.png": answer_to(on_white),
            "grau.png": answer_to(np.repeat(pixels(0)[..., :1], 3, axis=2))}

    def one(name, answer):
        return lambda got: name in got and close({"": got[name]}, {"": answer})

    expect(by_name(rows), want=want, what="file name → (label, confidence)", rtol=0, atol=1e-5, mistakes={
        "on its side": (one("hochkant.png", answer_to(on_disk)), "hochkant.png lies on its side. Which way is up "
                        "stands in its EXIF: `preprocess` of kata 2 turns photos (ImageOps.exif_transpose), so every "
                        "photo goes through it here."),
        "as saved": (one("Logo.png", answer_to(pixels(4))), "What is transparent in Logo.png should be white, as in "
                     "training. `preprocess` of kata 2 does that, where convert(\"RGB\") shows what lies underneath."),
        "missing": (lambda got: got.keys() < want.keys(), "Some photos have no row. `preprocess` of kata 2 can read "
                    "all three."),
    }, say="Every photo is prepared by `preprocess` of kata 2: upright, in RGB, transparent parts white.")


# ---- score_folder: what lies between the photos


BROKEN = ("01 kein Foto.jpg", "03 halb.jpg", "04 leer.png", "05 halb.png", "06 voller Text.png")


@cache
def broken():
    """Photos that cannot be read. The last one makes Pillow raise a ValueError: an endless text lies in it."""
    text = b"zTXtTitle\x00\x00" + zlib.compress(bytes(2_000_000), 9)
    half = photo(5)[: len(photo(5)) // 2], photo(6, "JPEG")[: len(photo(6, "JPEG")) * 2 // 3]
    return dict(zip(BROKEN, (b"This is no photo.\n", half[1], b"", half[0], png(20, 16, text)), strict=True))


def among_broken(folder, files, **batch_size):
    """scored, where one photo that cannot be read may have stopped it."""
    try:
        return scored(folder, files, **batch_size)
    except (NotImplementedError, NameError, AttributeError, ImportError, AssertionError):
        raise
    except Exception as error:
        raise AssertionError(f"One photo that cannot be used stopped all the others: {type(error).__name__}: {error}. "
                             "Put try … except around the reading of each single photo, and add its name to the "
                             "skipped ones. Such files raise errors of many kinds: OSError, ValueError, "
                             "DecompressionBombError. `except Exception` takes them all.") from None


def test_score_folder_skips_and_lists_what_cannot_be_read():
    """In batches of three: one of the first batch cannot be read, none of the second batch can, and so on."""
    good = {"00 Dom.png": 0, "02 Kuh.png": 1, "07 See.png": 2, "08 Boot.png": 3, "09 Wald.png": 4, "10 Zoo.png": 5,
            "11 Rad.png": 6, "12 Turm.png": 7}
    files = dict(sorted({**good, **broken()}.items()))
    want = answers(good)
    for size in (3, 1):
        with scratch() as folder:
            rows, report = among_broken(folder, files, batch_size=size)
            expect(by_name(rows), want=want, what="file name → (label, confidence)", rtol=0, atol=1e-5, mistakes={
                "out of step": (lambda got: BROKEN[0] in got and len(got) <= len(good), '"01 kein Foto.jpg" '
                                "cannot be read, and it got a label: the names are out of step. Where a photo is left "
                                "out and its name stays, every later row has the answer of its neighbour. Keep name "
                                "and photo together."),
                "made up": (lambda got: set(good) < set(got), "A photo that cannot be read has a row. Nobody knows "
                            "what is on it: leave it out of the CSV, and add its name to the skipped ones."),
                "wrong names": (lambda got: mixed_up(got, want), "The answers stand beside wrong names. Keep "
                                "name and photo together, where photos are left out as well."),
                "stopped": (lambda got: list(got) == ["00 Dom.png"], "The photos that come after the first broken one "
                            "are missing. Leave out that one, and go on with the next: `continue`, not `break`."),
                "whole batch": (lambda got: sorted(got) == list(good)[4:], "Good photos are missing, which were in a "
                                "batch with a broken one. Put try … except around the reading of each single photo."),
            })
            left = {path.name: path.read_bytes() for path in (folder / "Fotos").rglob("*")}
            assert left == {**{name: photo(number) for name, number in good.items()}, **broken()}, (
                "The folder of the photos is not what it was: something was deleted, changed or added. Broken ones "
                "stay, too; only read what is there.")
            check_report(report, len(good), BROKEN, mistakes={
                "silent": ([], f"{len(BROKEN)} photos are neither in the CSV nor among the skipped ones. Add the name "
                           "where you leave a photo out; otherwise nobody will ever look for it."),
                "some silent": (lambda got: set(got) < set(BROKEN), "Some photos are neither in the CSV nor among the "
                                "skipped ones. Add the name wherever you leave a photo out."),
                "paths": (lambda got: len(got) == len(BROKEN) and all(str(folder) in name for name in got), "Those are "
                          "whole paths. Write names as in the CSV: path.relative_to(folder).as_posix()."),
            })
    with scratch() as folder:
        rows, report = among_broken(folder, {f"Urlaub/{name}": data for name, data in broken().items()})
        expect(len(rows), want=0, what="The number of rows, where no photo can be read")
        check_report(report, 0, [f"Urlaub/{name}" for name in BROKEN], mistakes={
            "base": (list(BROKEN), "The folders are missing in the skipped names. Write them as in the CSV: the path "
                     "inside `folder`."),
        })


def test_score_folder_looks_at_the_size_before_it_decodes():
    """Fifty megapixels in 27 kilobytes; a file that claims to have two hundred; a long one, which is all right."""
    files = {"Panorama.png": black(10_001, 5_000), "Bombe.png": png(20_000, 10_000), "lang.png": black(9_000, 16),
             "Dom.png": 0, "halb.png": broken()["05 halb.png"]}
    with scratch() as folder:
        rows, report = among_broken(folder, files, batch_size=1)
        expect(sorted(by_name(rows)), want=["Dom.png", "lang.png"], what="The photos in the CSV", mistakes={
            "too large": (["Dom.png", "Panorama.png", "lang.png"], "Panorama.png has 10001 · 5000 pixels, more than "
                          "MAX_PIXELS, and it was decoded. (Its file has only 27 kilobytes.) Ask Image.open(path).size "
                          "before `preprocess` reads all of it."),
            "long": (["Dom.png"], "lang.png is 9000 pixels wide and 16 high: 144,000 pixels, far fewer than "
                     "MAX_PIXELS. Multiply width and height."),
        })
        check_report(report, 2, ["Bombe.png", "Panorama.png", "halb.png"], mistakes={
            "silent": (["halb.png"], "A photo that is too large belongs among the skipped "
                       "ones."),
        })


# ---- score_folder: the table


def test_score_folder_writes_a_table_that_commas_do_not_break():
    files = {"Köln, Dom; nachts.png": 0, "Urlaub, Tag 1/Zoo.png": 1, "See.png": 4, "Kuh.png": 2}
    names = ['Kater "Tom", rot', "Möwe; weiß", "zwei\nZeilen", "'Kuh'"]
    with scratch() as folder:
        rows, _ = scored(folder, files, names)
        want = answers(files, names)

        def letters(rows):
            """What is left without signs and spaces."""
            return {tuple("".join(filter(str.isalnum, text)) for text in (name, row[0])) for name, row in rows.items()}

        expect(by_name(rows), want=want, what="file name → (label, confidence)", rtol=0, atol=1e-5, mistakes={
            "changed": (lambda got: letters(got) == letters(want) and any(got.get(name, ("",))[0] != label for
                        name, (label, _) in want.items()), "Names were changed: commas, quotation marks or spaces are "
                        "gone, or others have come in. Write them as they are; csv.writer puts cells into quotation "
                        "marks where that is needed."),
        })


UNSEEN = ("A label that begins with a tab or a carriage return has no apostrophe in front. Some programs pass over "
          "such a sign, and run what follows.")


def test_score_folder_lets_no_cell_run_as_a_formula():
    """To a spreadsheet, =2+3 is no name but something to work out; and it can do worse than add."""
    files = {"=2+3.png": 0, "+49 221.png": 1, "-3 Grad.png": 2, "@home.png": 3, "=Alben/Zoo.png": 4, "2=1+1.png": 5,
             "Urlaub/=x.png": 6}
    names = ["=1+1", "\tMöwe", "-1", "@Kuh"]
    with scratch() as folder:
        rows, report = scored(folder, {**files, "=kaputt.png": b""}, names, batch_size=1)
        want = {(name if name[0] in "2U" else f"'{name}"): (f"'{label}", p)
                for name, (label, p) in answers(files, names).items()}
        got = {name: label for name, (label, _) in by_name(rows).items()}
        right = {name: label for name, (label, _) in want.items()}

        def bare(text):
            return text.removeprefix("'")

        expect(got, want=right, what="file name → label", mistakes={
            "none": ({bare(name): bare(label) for name, label in right.items()}, "Cells begin with = + - or @, and a "
                     "spreadsheet would run them as formulas. Put an apostrophe in front of such a cell, file names "
                     "and labels."),
            "files only": ({name: bare(label) for name, label in right.items()}, "The labels are unguarded: a class "
                           "name can begin with = as well. Treat every cell with text alike."),
            "labels only": ({bare(name): label for name, label in right.items()}, "The file names are unguarded; "
                            "whoever sends a photo chooses its name. Treat every cell with text alike."),
            "equals only": (lambda got: "'=2+3.png" in got and "-3 Grad.png" in got, "A cell that begins with - is "
                            "not guarded. There are six such signs: = + - @, tab and carriage return."),
            "invisible": (lambda got: set(got) == set(right) and "\tMöwe" in got.values(), UNSEEN),
            "everything": (lambda got: "'2=1+1.png" in got, "A cell that does not begin with such a sign got an "
                           "apostrophe too. Only the first character counts."),
            "twice": (lambda got: any(name.startswith("''") for name in got), "There are two apostrophes in front. "
                      "One is enough."),
            "gone": (lambda got: "2+3.png" in got or "49 221.png" in got, "The sign is gone, and the photo cannot be "
                     "found by that name. Keep all of it, with an apostrophe in front."),
            "other": (lambda got: any(name.startswith((" ", "`", '"')) for name in got), "Something else stands in "
                      "front. Put an apostrophe there, which is what spreadsheets know."),
            "stripped": (lambda got: set(got) == set(right) and {"Möwe", "Kuh"} & set(got.values()), "A label was "
                         "stripped of its first character. Keep it, with an apostrophe in front."),
        }, say="A cell that begins with = + - @, a tab or a carriage return has one apostrophe in front; all others "
               "stay as they are.")
        check_report(report, len(files), ["=kaputt.png"], mistakes={
            "guarded": (["'=kaputt.png"], "The skipped names go into no spreadsheet. Leave them as they are."),
        })
    with scratch() as folder:
        put(folder / "Fotos", {"See.png": 1})
        score(checkpoint(["\rKuh"] * 4), folder / "Fotos", folder / "Etiketten.csv", batch_size=1)
        text = (folder / "Etiketten.csv").read_bytes().decode("utf-8-sig")
        assert "'\rKuh" in text, UNSEEN


def test_score_folder_writes_a_header_where_there_is_no_photo():
    with scratch() as folder:
        (folder / "Fotos").mkdir()
        report = score(checkpoint(), folder / "Fotos", folder / "Etiketten.csv")
        expect(read(folder / "Etiketten.csv"), want=[], what="The rows for an empty folder")
        check_report(report, 0)


def test_score_folder_refuses_what_makes_no_sense():
    with scratch() as folder:
        put(folder / "Fotos", {"Dom.png": 0, "See.png": 1})
        for size in (0, -2):
            expect_error(score_folder, checkpoint(), folder / "Fotos", folder / "Etiketten.csv", size, shows=size,
                         why=f"A batch of {size} photos makes no sense, and not one would be scored. Raise a "
                             "ValueError that shows the batch size.")
        expect_error(score_folder, checkpoint(), folder / "Ftos", folder / "Etiketten.csv", error=OSError,
                     why="There is no such folder. That is no empty folder but a wrong path, and rglob finds nothing "
                         "in it without a word: raise an OSError (FileNotFoundError is one).")
        assert not (folder / "Etiketten.csv").exists(), "It refused, and there is a CSV all the same. Check first."


# ---- score_folder: whole or not at all


OLD = b"filename,label,confidence\nlast week.png,Kuh,0.75\n"


def tables(folder):
    """What lies in the folder of the CSV: name → bytes, of all that end in .csv."""
    return {path.name: path.read_bytes() for path in folder.iterdir() if path.name.lower().endswith(".csv")}


def score_into(tables):
    """Score the three photos beside this folder, into its Köln.csv; what that is afterwards."""
    put(tables.parent / "Fotos", {"Dom.png": 0, "See.png": 1, "Zoo.png": 2})
    score(checkpoint(), tables.parent / "Fotos", tables / "Köln.csv")
    read(tables / "Köln.csv")
    return (tables / "Köln.csv").read_bytes()


def a_folder(folder, name, before):
    """A folder with these files, which may be none."""
    (folder / name).mkdir()
    return put(folder / name, before)


def is_whole(table, new):
    return table.count(b"\n") == new.count(b"\n") and table != OLD


def check_whole(got, before, new, when):
    """One table, all of it: the new one or the one before."""
    ours, other = got.get("Köln.csv"), sorted(set(got) - {"Köln.csv"})
    beside = " Write a draft beside it, and let it take the name in one step: draft.replace(csv_path)."
    assert ours in (None, OLD) or not ours.startswith(OLD), HEADERS
    gone = f"{when}, the older CSV is gone. It must stay until the new one is whole."
    assert ours is not None or not before, gone + beside
    assert ours in (None, *before.values()) or is_whole(ours, new), (
        f"{when}, the CSV has {len(ours)} bytes, a part of the {len(new)} that belong there, and nobody can see that "
        "something is missing." + beside)
    assert not other, (f"{when}, {other[0]} is left, half a table, and somebody will take it for a whole one. Let the "
                       "draft's name not end in .csv, and delete it whatever happens (try … finally).")


def test_score_folder_replaces_an_older_table():
    with scratch() as folder:
        tables = a_folder(folder, "Tabellen", {"Köln.csv": OLD})
        score_into(tables)
        expect(sorted(by_name(read(tables / "Köln.csv"))), want=["Dom.png", "See.png", "Zoo.png"],
               what="The photos in the CSV, where an older one was replaced", mistakes={
            "old one": (["last week.png"], "That is still the older CSV. Write the table to `csv_path`, in its "
                        "place."),
            "both": (["Dom.png", "See.png", "Zoo.png", "last week.png"], "The rows of the older CSV are still there. "
                     "Write the table anew."),
        })


def test_score_folder_leaves_no_half_table_when_the_disk_is_full():
    for before in ({"Köln.csv": OLD}, {}):
        with scratch() as folder:
            new, stopped = score_into(a_folder(folder, "Platz genug", {})), False
            full = a_folder(folder, "voll", before)
            with full_disk(64):
                try:
                    score(checkpoint(), folder / "Fotos", full / "Köln.csv")
                except OSError:
                    stopped = True
            got = tables(full)
            check_whole(got, before, new, "After the disk was full")
            assert stopped or is_whole(got.get("Köln.csv", b""), new), (
                "The CSV could not be written, the disk is full, and nobody was told. Let the OSError through.")


def test_score_folder_leaves_no_half_table_when_it_is_interrupted():
    """Ctrl-C before the first change in the folder of the CSV; all over again, before the second; and so on."""
    for before in ({"Köln.csv": OLD}, {}):
        with scratch() as folder:
            new = score_into(a_folder(folder, "in Ruhe", {}))
            for change in range(1, 60):
                place = a_folder(folder, f"Strg-C {change}", before)
                with interrupted(place, change) as ctrl_c:
                    score(checkpoint(), folder / "Fotos", place / "Köln.csv")
                check_whole(tables(place), before, new, f"After Ctrl-C (before change {change})")
                if not ctrl_c.happened:
                    break
            assert is_whole(tables(place)["Köln.csv"], new), "Not interrupted, it should write the new table."


def test_score_folder_gives_the_name_to_the_new_table_in_one_step():
    """A second name for the older table shows what happens to its bytes; no other disk can be of help."""
    with scratch() as folder:
        tables = a_folder(folder, "Tabellen", {"Köln.csv": OLD})
        held = folder / "letzte Woche"
        try:
            held.hardlink_to(tables / "Köln.csv")
        except OSError:  # not every disk knows second names: nothing to test then
            return
        put(folder / "Fotos", {"Dom.png": 0})
        with full_disk(20), suppress(OSError):
            score_folder(checkpoint(), folder / "Fotos", tables / "Köln.csv")
        assert held.read_bytes() == OLD and (tables / "Köln.csv").exists(), (
            "The older CSV does not stay until the new one is whole: see the test with the full disk.")
        with on_another_disk(tables):
            score_into(tables)
        assert held.read_bytes() == OLD, (
            "The new rows were written over the older CSV, byte after byte: while that goes on, it is half a table, "
            "and if it is stopped, it stays one. shutil.copy does so, and shutil.move from another disk. Write a draft "
            "in the folder of the CSV, and let it take the name: draft.replace(csv_path).")


# ---- review_list


TABLE = ("filename,label,confidence\n"
         "Dom.png,Kuh,0.61\n"
         '"Köln, nachts.png",Kuh,0.58\n'
         "Urlaub/See.png,Zebra,1\n"
         "'=2+3.png,Ameise,9e-2\n"
         "Boot.png,Kuh,0.580\n"
         "Zoo.png,Möwe,0.97\n"
         '"zwei\nZeilen.png",Kuh,0.1\n')
ORDER = ["'=2+3.png", "zwei\nZeilen.png", "Köln, nachts.png", "Boot.png", "Dom.png", "Zoo.png", "Urlaub/See.png"]


def review(text, *args, **kwargs):
    """review_list of a file with this text; in words what an error means."""
    with scratch() as folder:
        path = put(folder, {"Etiketten.csv": text.encode()}) / "Etiketten.csv"
        try:
            got = review_list(path, *args, **kwargs)
        except KeyError as error:
            raise AssertionError(f"It stopped with KeyError: {error}. The columns are filename, label and confidence, "
                                 "as the first line says; csv.DictReader goes by it.") from None
        except IndexError as error:
            raise AssertionError(f"It stopped with IndexError: {error}. A cell in quotation marks may hold a line "
                                 "break, and there may be fewer than n photos: read with csv.DictReader, and cut with "
                                 "[:n].") from None
        except ValueError as error:
            raise AssertionError(f"It stopped with ValueError: {error}. That is not a confidence. What stands in "
                                 "quotation marks belongs together, commas and line breaks as well; and columns may "
                                 "stand in any order, as the first line says. csv.DictReader knows all "
                                 "that.") from None
        assert path.exists() and path.read_bytes() == text.encode(), "The CSV is not what it was. Only read it."
        return got


def test_review_list_gives_the_least_confident_first():
    text = "filename,label,confidence\na.png,Kuh,0.75\nd.png,Kuh,0.5\nb.png,Möwe,0.9375\nc.png,Kuh,0.625\n"
    expect(review(text), want=["d.png", "c.png", "a.png", "b.png"], mistakes={
        "most": (["b.png", "a.png", "c.png", "d.png"], "That is the most confident first. The ones to look at are "
                 "those that the network is least sure about."),
        "file": (["a.png", "d.png", "b.png", "c.png"], "That is the order of the file. Sort by confidence."),
        "names": (["a.png", "b.png", "c.png", "d.png"], "That is sorted by name. Sort by confidence: "
                  'key=lambda row: float(row["confidence"]).'),
        "labels": (["Kuh", "Kuh", "Kuh", "Möwe"], "Those are the labels. The names of the files are asked for."),
        "confidences": (lambda got: float(got[0]) == 0.5, "Those are the confidences. The names of the files are asked "
                        "for."),
        "rows": (lambda got: len(got) == 4 and not isinstance(got[0], str), "Return the names of the files alone, a "
                 "list of text."),
        "header": (lambda got: "filename" in got, "The header came along. It is no photo."),
        "first lost": (["d.png", "c.png", "b.png"], "a.png is missing, the first photo: after DictReader, the header "
                       "is gone already."),
    })


def test_review_list_compares_numbers_and_keeps_the_order_of_equals():
    """Names with a comma, with a line break, and guarded against spreadsheets."""
    ties = [*ORDER[:2], ORDER[3], ORDER[2], *ORDER[4:]]
    expect(review(TABLE), want=ORDER, mistakes={
        "text": ([*ORDER[1:], ORDER[0]], "9e-2 came last: the confidences were compared as text, letter by "
                 "letter. Compare float(…)."),
        "reversed": (ties, "Two photos have the same confidence, and the later one came first. Sort by the "
                     "confidence alone; `sorted` keeps equals in their order."),
        "apostrophe": ([name.removeprefix("'") for name in ORDER], "The apostrophe is gone. Give the names just as "
                       "they stand in the file."),
        "joined": (lambda got: "zweiZeilen.png" in got, "The line break in a name is gone. Open the file with "
                   'newline="", and hand it to csv.DictReader as it is, without splitting it into lines.'),
        "cut": (lambda got: any('"' in name or name in ("zwei", "Zeilen.png", "Köln") for name in got), "A name was "
                "torn at a comma or a line break. What stands in quotation marks belongs together: csv.DictReader "
                "knows that."),
        "lost": (lambda got: len(got) == 6 and not set(ORDER[2:4]) <= set(got), "A photo is missing. Two "
                 "may have the same confidence: a dict with confidences for keys keeps one of them."),
    })


def test_review_list_compares_every_digit():
    text = ("filename,label,confidence\n"
            "a.png,Kuh,0.99961\nb.png,Kuh,0.99958\nc.png,Möwe,0.9995801\nd.png,Zebra,0.5\n")
    expect(review(text), want=["d.png", "b.png", "c.png", "a.png"], mistakes={
        "rounded": (["d.png", "a.png", "b.png", "c.png"], "The confidences differ in the "
                    "fifth digit, or further back. Compare them as they are, float(…), not rounded."),
    })


def test_review_list_goes_by_the_names_of_the_columns():
    text = ("version,confidence,filename,checked by,label\r\n"
            '"2","0.75","a.png","","Kuh"\r\n"2","0.5","d.png","Anna","Kuh"\r\n"1","0.625","c.png","","Möwe"\r\n')
    expect(review(text), want=["d.png", "c.png", "a.png"], mistakes={
        "place": (["2", "1", "2"], "Another program wrote this file, with more "
                  "columns, in another order. Go by the names in its first line: csv.DictReader."),
    })


def test_review_list_gives_n_photos_and_no_more():
    lines = [f"Bild {i:02}.png,Kuh,{0.25 + i * 7 % 12 / 16}" for i in range(12)]
    text = "\n".join(["filename,label,confidence", *lines, ""])
    order = [f"Bild {i:02}.png" for i in sorted(range(12), key=lambda i: i * 7 % 12)]
    expect(review(text, 3), want=order[:3], mistakes={
        "all": (order, "Those are all photos. Return the first n."),
        "ten": (order[:10], "Those are 10 photos, and 3 are asked for: n."),
        "first rows": (["Bild 00.png", "Bild 02.png", "Bild 01.png"], "Those are the first 3 rows of "
                       "the file, sorted. Sort all of them, then take the first n."),
        "most": (order[:-4:-1], "Those are the most confident ones."),
        "last": (order[-3:], "Those are the most confident ones."),
        "below": (lambda got: len(got) < 3, "There are fewer than n, and the file has more photos."),
    })
    expect(review(text), want=order[:10], what="review_list without n: ten photos")
    expect(review(text, 50), want=order, what="with n=50, of 12 photos, all")
    expect(review("filename,label,confidence\n"), want=[], what="of no photos")


def test_review_list_says_when_there_is_no_file():
    with scratch() as folder:
        expect_error(review_list, folder / "Etiketten.csv", error=OSError, why="There is no such file. That is a wrong "
                     "path, and an empty list would hide it: let the OSError through.")
