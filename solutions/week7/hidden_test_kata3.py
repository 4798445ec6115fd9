"""Fresh data for batch scoring, run at grading only: another network, the course's troublesome folder, a bomb."""

import csv
import io
import json
import locale
import struct
import zlib
from contextlib import contextmanager

import numpy as np
import torch
from PIL import Image

from kata import expect, expect_error, fixture, scratch
from kata.circumstances import full_disk, interrupted, listed_backwards, read_only
from nets import probes
from nets.architectures import build
from week7.kata3_batch_scoring import review_list, score_folder

NAMES = ["Turm", "-Brücke", "Dom, groß"]
CONFIG = {"architecture": "tiny"}
PREPROCESSING = {"image_size": 12, "mean": [0.2, 0.6, 0.4], "std": [0.5, 0.3, 0.25]}


def network():
    model = probes.filled(build(CONFIG, 3), seed=5, dtype=torch.float32).eval()
    with torch.no_grad():
        model.linear.weight.mul_(6)
    return model


def checkpoint():
    return {
        "state_dict": dict(network().state_dict()),
        "config": CONFIG,
        "class_names": NAMES,
        "preprocessing": PREPROCESSING,
    }


def pixels(number):
    """(18, 12, 3): taller than wide, so the rows in the middle count."""
    return np.random.default_rng(number).integers(0, 40 + 70 * (number % 4), (18, 12, 3), dtype=np.uint8)


def photo(number, kind="PNG"):
    out = io.BytesIO()
    Image.fromarray(pixels(number)).save(out, kind)
    return out.getvalue()


def put(folder, files):
    for name, data in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(photo(data) if isinstance(data, int) else data)
    return folder


def right(files):
    batch = torch.tensor(
        np.stack([(pixels(n)[3:15] / 255 - PREPROCESSING["mean"]) / PREPROCESSING["std"] for n in files.values()]),
        dtype=torch.float32,
    ).permute(0, 3, 1, 2)
    shares = torch.from_numpy(probes.answers(network(), batch)).softmax(1)
    labels = ["'-Brücke" if label == 1 else NAMES[label] for label in shares.argmax(1).tolist()]
    return {name: (label, float(p)) for name, label, p in zip(files, labels, shares.max(1).values, strict=True)}


def read(path):
    text = path.read_bytes().decode("utf-8-sig")
    delimiter = max(",;\t", key=text.partition("\n")[0].count)
    rows = list(csv.DictReader(io.StringIO(text, newline=""), delimiter=delimiter))
    got = {row["filename"]: (row["label"], float(row["confidence"])) for row in rows}
    assert len(got) == len(rows), "Two rows of the CSV have the same name."
    return got


def test_score_folder_on_other_photos_and_another_network():
    good = {f"{i % 3}/{i}, {'äß+='[i % 4]}.png": i for i in range(11)} | {"@Zoo.Png": 11}
    bad = {"0/0.jpg": b"GIF89a", "1/4a.png": photo(3)[:-30], "2/zz.JPEG": b"\xff\xd8\xff", "=x.bmp": b"BM" + bytes(9)}
    want = {("'" + name if name[0] == "@" else name): answer for name, answer in right(good).items()}
    for size in (1, 4, 5, 12, 100):
        with scratch() as folder, listed_backwards():
            report = score_folder(checkpoint(), put(folder / "in", good | bad), folder / "out.csv", batch_size=size)
            expect(read(folder / "out.csv"), want=want, rtol=0, atol=1e-5, what=f"the rows, batch_size {size}")
            expect(
                {**report, "skipped": sorted(report["skipped"])},
                want={"scored": 12, "skipped": sorted(bad)},
                what=f"the report, batch_size {size}",
            )


def test_score_folder_on_the_troublesome_folder():
    """Real photos in every form, and files that are none."""
    with scratch() as folder:
        report = score_folder(checkpoint(), fixture("troublesome"), folder / "out.csv")
        got = read(folder / "out.csv")
    skipped = [f"animal/{name}" for name in ("koala_half.jpg", "lemur.png", "moose.jpg", "pig_half.png")]
    expect(sorted(report["skipped"]), want=skipped, what="the skipped files of fixtures/troublesome")
    photos = [
        path.relative_to(fixture("troublesome")).as_posix()
        for path in fixture("troublesome").rglob("*")
        if path.suffix.lower() in (".jpg", ".png", ".gif") and ".thumbnails" not in path.parts
    ]
    expect(sorted(got), want=sorted(set(photos) - set(skipped)), what="the scored files of fixtures/troublesome")
    expect(report["scored"], want=len(got), what="how many were scored", dtype="int")
    copies = {got[f"building/{name}"] for name in ("petra.jpg", "IMG_0001.jpg", "from Anna/petra copy.jpg")}
    spread = [p for _, p in copies]
    assert max(spread) - min(spread) < 1e-5, "Three copies of one photo got different confidences."


def png(width, height, data):
    chunks = (b"IHDR" + struct.pack(">IIBBBBB", width, height, 1, 0, 0, 0, 0), b"IDAT" + data, b"IEND")
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(c) - 4) + c + struct.pack(">I", zlib.crc32(c)) for c in chunks
    )


def test_score_folder_skips_a_hundred_megapixels():
    files = {
        "Dach/Panorama.PNG": png(10_001, 10_000, zlib.compress(bytes(1251) * 10_000, 1)),
        "Dach/Bombe.png": png(60_000, 50_000, b""),
        "Dom.png": 2,
    }
    with scratch() as folder:
        report = score_folder(checkpoint(), put(folder / "in", files), folder / "out.csv", batch_size=2)
        expect(list(read(folder / "out.csv")), want=["Dom.png"], what="the rows")
    expect(sorted(report["skipped"]), want=["Dach/Bombe.png", "Dach/Panorama.PNG"], what="the skipped photos")


def state(folder):
    return {path.name: path.read_bytes() for path in folder.iterdir() if path.suffix == ".csv"}


def test_score_folder_scores_a_photo_that_is_just_small_enough():
    """The limit is lowered to the size of one photo; whoever looks at 50,000,000 pixels lets it through as well."""
    with scratch() as folder, probes.constant("week7.kata3_batch_scoring", "MAX_PIXELS", 12 * 18):
        report = score_folder(checkpoint(), put(folder / "in", {"Dom.png": 0, "Turm.png": 1}), folder / "out.csv")
    expect(report, want={"scored": 2, "skipped": []}, mistakes={
        "limit": (lambda got: got["scored"] == 0, "These photos have MAX_PIXELS pixels, just as many. Skipped are "
                  "those with more: width * height > MAX_PIXELS."),
    }, what="the report")  # fmt: skip


@contextmanager
def files_in_ascii():
    """A system on which a file is not in UTF-8 unless the program says so. (From Python 3.15 on there is none.)"""
    before = locale.setlocale(locale.LC_CTYPE)
    locale.setlocale(locale.LC_CTYPE, "C")
    try:
        yield
    except UnicodeError as error:
        raise AssertionError(f"It stopped with {type(error).__name__}: {error}. Not on every computer a text file is "
                             'in UTF-8 by itself. Say so where you open it: encoding="utf-8".') from None  # fmt: skip
    finally:
        locale.setlocale(locale.LC_CTYPE, before)


def test_score_folder_writes_utf_8_on_every_system():
    files = {"Köln.png": 1, "Zoo.png": 6}
    with scratch() as folder:
        score_folder(checkpoint(), put(folder / "in", files), folder / "out.csv")  # and all that it needs is imported
        with files_in_ascii():
            score_folder(checkpoint(), folder / "in", folder / "out.csv")
        expect(read(folder / "out.csv"), want=right(files), rtol=0, atol=1e-5, what="the rows")


def test_score_folder_keeps_last_weeks_table_until_the_new_one_is_there():
    old = {"a b.csv": b"filename,label,confidence\n", "notes.csv": b"keep me\n"}
    with scratch() as folder:
        put(folder / "in", {f"{i}.png": i for i in range(40)})
        out = put(folder / "out", old) / "a b.csv"
        score_folder(checkpoint(), folder / "in", out)
        new = {**old, "a b.csv": out.read_bytes()}
        assert new != old, "The older CSV was not replaced."
        for left in (10, 200, 700):
            put(folder / "out", old)
            try:
                with full_disk(left):
                    score_folder(checkpoint(), folder / "in", out)
            except OSError:
                expect(state(folder / "out"), want=old, what=f"the tables, after the disk was full at {left} bytes")
            else:
                expect(state(folder / "out"), want=new, what="the tables; nobody was told that the disk is full")
        for change in range(1, 9):
            put(folder / "out", old)
            with interrupted(folder / "out", change):
                score_folder(checkpoint(), folder / "in", out)
            assert state(folder / "out") in (old, new), f"After Ctrl-C (before change {change}) half a table is left."
        put(folder / "out", old)
        with read_only(folder / "out"):
            expect_error(
                score_folder,
                checkpoint(),
                folder / "in",
                out,
                error=OSError,
                why="The CSV cannot be written, and nobody was told.",
            )
        expect_error(score_folder, checkpoint(), folder / "inn", out, error=OSError, why="There is no such folder.")
        expect_error(score_folder, checkpoint(), folder / "in", out, batch_size=-1, shows=-1, why="A batch of -1.")
        expect(state(folder / "out"), want=old, what="the tables after it refused")


def test_score_folder_changes_nothing_but_the_table():
    """The checkpoint and the photos are what they were, and a second run gives the same table."""
    files = {f"{i}.png": i for i in range(5)}
    with scratch() as folder:
        put(folder / "in", files)
        given = checkpoint()
        before = json.dumps({name: value.tolist() for name, value in given["state_dict"].items()})
        tables = []
        for _ in range(2):
            score_folder(given, folder / "in", folder / "out.csv", 2)
            tables.append(read(folder / "out.csv"))
        expect(tables[1], want=tables[0], rtol=0, atol=1e-6, what="the table of a second run")
        assert json.dumps({name: value.tolist() for name, value in given["state_dict"].items()}) == before, (
            "The weights of the checkpoint have changed."
        )
        expect(
            {path.name: path.read_bytes() for path in (folder / "in").iterdir()},
            want={name: photo(number) for name, number in files.items()},
            what="the photos afterwards",
        )


def test_review_list_of_another_table():
    rows = [
        ("a, b.png", "0.9"),
        ("Ü.png", "5e-1"),
        ("'-c.png", "0.4999999"),
        ('"d".png', "0.5"),
        ("e\nf.png", ".05"),
        (" Zoo.png", "0.95"),
        ("g\r\nh.png", "0.96"),
    ]
    text = io.StringIO()
    writer = csv.writer(text, quoting=csv.QUOTE_ALL)
    writer.writerows([("confidence", "who", "filename", "label"), *((p, "", name, "Dom") for name, p in rows)])
    order = ["e\nf.png", "'-c.png", "Ü.png", '"d".png', "a, b.png", " Zoo.png", "g\r\nh.png"]
    with scratch() as folder:
        path = put(folder, {"Prüfung.csv": text.getvalue().encode()}) / "Prüfung.csv"
        expect(review_list(path), want=order, what="all of them", mistakes={
            "newline": ([*order[:-1], "g\nh.png"], "The line break in the last name is another one now: Python made "
                        '"\\n" of "\\r\\n" as it read. Open the file with newline="", and names stay as they are.'),
        })  # fmt: skip
        expect(review_list(path, n=1), want=order[:1], what="the first")
        expect_error(review_list, folder / "none.csv", error=OSError, why="There is no such file.")


def test_review_list_reads_utf_8_on_every_system():
    table = "filename,label,confidence\nZoo.png,Dom,0.75\nKöln.png,Möwe,0.5\n"
    with scratch() as folder:
        path = put(folder, {"out.csv": table.encode()}) / "out.csv"
        review_list(path)  # and all that it needs is imported
        with files_in_ascii():
            got = review_list(path)
    expect(got, want=["Köln.png", "Zoo.png"])
