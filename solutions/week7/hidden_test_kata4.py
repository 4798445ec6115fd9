"""Fresh names, folders and cards, run at grading only."""

import json
import locale
from contextlib import contextmanager
from datetime import date

import numpy as np

from kata import expect, expect_error, scratch
from kata.circumstances import full_disk, interrupted, listed_backwards, read_only
from week7.kata4_versions_and_model_card import model_card, next_version, version_name, write_model_card

NAN, INFINITY = float("nan"), float("inf")
CARD = {
    "training_date": "2025-11-03",
    "dataset": "Überraschung, 40 photos",
    "image_size": 96,
    "class_names": ["tower", "apple", "Öl", "bridge"],
    "validation_accuracy": 0.625,
    "settings": {"optimizer": "Adam", "dropout": 0.0},
    "intended_use": "a lesson",
    "limits": ["four classes", "photos by day"],
}
MORE = {**CARD, "recall": {"tower": {"val": NAN, "train": 0.75}, "apple": 0.5}, "curve": [[0.5, NAN], [-INFINITY]]}
CLEAN = {**CARD, "recall": {"tower": {"val": None, "train": 0.75}, "apple": 0.5}, "curve": [[0.5, None], [None]]}


def test_version_name_on_fresh_versions():
    expect(version_name("a b.c", 1, date(2024, 2, 29)), want="a b.c_v1_2024-02-29.safetensors")
    expect(version_name("a b.c", 110, "2031-10-09"), want="a b.c_v110_2031-10-09.safetensors")
    expect(version_name("v2_Öl", version=20, date=date(1999, 12, 31)), want="v2_Öl_v20_1999-12-31.safetensors")
    for version in (0, -1, -17):
        expect_error(version_name, "leaf", version, date(2024, 2, 29), shows=version, why="Versions count from 1.")


def next_in(name, *names):
    with scratch() as folder:
        for one in names:
            (folder / one).touch()
        number = next_version(folder, name)
        with listed_backwards():
            expect(next_version(folder, name), want=number, what="the version, if the folder is listed backwards")
        expect(sorted(path.name for path in folder.iterdir()), want=sorted(names), what="the files in the folder")
        return number


def test_next_version_on_fresh_folders():
    names = [version_of("leaf", 99, "2026-01-01"), version_of("leaf", 100, "2025-01-01"), version_of("leaf", 8)]
    expect(next_in("leaf", *names), want=101)
    expect(next_in("leaf", *names, version_of("leaf", 100)), want=101)
    expect(next_in("lea", *names), want=1)
    expect(next_in("eaf", *names), want=1)
    expect(next_in("leaf", version_of("leaf_v9", 3), version_of("leaf", 1), version_of("leaf_v2_v3", 7)), want=2)
    expect(next_in("leaf_v9", version_of("leaf_v9", 3), version_of("leaf", 1), version_of("leaf", 9)), want=4)
    expect(next_in("l.af", *names, version_of("l.af", 5)), want=6, what="the version of the model l.af")
    expect(next_in("50% (old) [a-z]", version_of("50% (old) [a-z]", 2), version_of("50% (old) b", 4)), want=3)
    expect(next_in("leaf", version_of("Leaf", 30), version_of("leaf", 3)), want=4, what="the version beside Leaf")
    expect(next_in("leaf", "leaf", "leaf_v.txt", "notes_v3.md", "leaf_vier.safetensors"), want=1)


def version_of(name, version, day="2025-08-30"):
    return f"{name}_v{version}_{day}.safetensors"


def test_next_version_goes_on_with_version_name():
    with scratch() as folder:
        for number in range(1, 13):
            expect(next_version(folder / "m", "cat+dog"), want=number, what=f"the version after {number - 1} others")
            (folder / "m").mkdir(exist_ok=True)
            (folder / "m" / version_name("cat+dog", number, date(2026, 1, 31 - number))).touch()


def test_model_card_on_fresh_fields():
    card = model_card(**MORE)
    expect({name: card[name] for name in MORE}, want=MORE, rtol=1e-3, what="the card")
    reverse = dict(reversed(CARD.items()))
    expect({name: one for name, one in model_card(**reverse).items() if name in CARD}, want=CARD, rtol=1e-3)


def test_model_card_refuses_fresh_cards():
    for field in CARD:
        less = {name: value for name, value in CARD.items() if name != field}
        expect_error(model_card, **less, shows=field, why=f"There is no {field}: raise a ValueError that names it.")
        for empty in (None, "", []):
            expect_error(model_card, **{**less, field: empty}, shows=field, why=f"The {field} is empty.")
    for accuracy in (62.5, 1.001, -0.001, INFINITY, NAN):
        expect_error(model_card, **{**CARD, "validation_accuracy": accuracy}, shows=accuracy, why="No accuracy.")


def strictly(path):
    def refuse(word):
        raise AssertionError(f"{word} stands in the file, and JSON knows no such word.")

    return json.loads(path.read_bytes().decode("utf-8"), parse_constant=refuse)


def test_write_model_card_on_fresh_cards():
    with scratch() as folder:
        path = folder / "Karte für Öl"
        for card, clean in (
            (MORE, CLEAN),
            (CARD, CARD),
            ({**CARD, "loss": INFINITY}, {**CARD, "loss": None}),
            (
                {**CARD, "settings": {"seed": np.int32(3), "limit": [np.float32(0.5)]}, "nan": "a NaN"},
                {**CARD, "settings": {"seed": 3, "limit": [0.5]}, "nan": "a NaN"},
            ),
        ):
            write_model_card(path, card)
            found = strictly(path)
            expect({name: found.get(name) for name in clean}, want=clean, rtol=1e-3, what="the card in the file")
            expect([one.name for one in folder.iterdir()], want=[path.name], what="the files in the folder")


@contextmanager
def files_in_ascii():
    """A system on which a file is not in UTF-8 unless the program says so. (From Python 3.15 on there is none.)"""
    before = locale.setlocale(locale.LC_CTYPE)
    locale.setlocale(locale.LC_CTYPE, "C")
    try:
        yield
    except UnicodeError as error:
        raise AssertionError(f"It stopped with {type(error).__name__}: {error}. Not on every computer a text file is "
                             'in UTF-8 by itself. Say so where you write it: encoding="utf-8".') from None  # fmt: skip
    finally:
        locale.setlocale(locale.LC_CTYPE, before)


def test_write_model_card_writes_utf_8_on_every_system():
    with scratch() as folder:
        path = folder / "card.json"
        write_model_card(path, {**CARD, "dataset": "older"})  # and all that it needs is imported
        with files_in_ascii():
            write_model_card(path, CARD)
        found = strictly(path)
        expect({name: found.get(name) for name in CARD}, want=CARD, rtol=1e-3, what="the card in the file")


def test_write_model_card_refuses_fresh_cards():
    with scratch() as folder:
        path = folder / "card.json"
        for old in (None, "old"):
            if old:
                path.write_text(old, encoding="utf-8")
            for field in CARD:
                less = {name: value for name, value in MORE.items() if name != field}
                expect_error(write_model_card, path, less, shows=field, why=f"There is no {field}.")
                expect_error(write_model_card, path, {**less, field: None}, shows=field, why=f"There is no {field}.")
                expect(path.read_text(encoding="utf-8") if path.exists() else None, want=old, what="the file after it")


def test_write_model_card_on_a_bad_day():
    old = json.dumps({**CARD, "notes": "x" * 500})
    for size in (0, 1, 100, 250):
        with scratch() as folder:
            path, refused = folder / "card.json", False
            path.write_text(old, encoding="utf-8")
            try:
                with full_disk(size):
                    write_model_card(path, MORE)
            except OSError:
                refused = True
            text = path.read_text(encoding="utf-8") if path.exists() else None
            expect(text == old or (not refused and strictly(path)["dataset"] == CARD["dataset"]), want=True,
                   what=f"whether a whole card is there, with room for {size} bytes")  # fmt: skip
            expect(refused or text != old, want=True, what="whether an error told that nothing was written")
    with scratch() as folder:
        path = folder / "card.json"
        path.write_text(old, encoding="utf-8")
        with read_only(folder):
            expect_error(write_model_card, path, CARD, error=OSError, why="Nothing can be written there.")
        expect(path.read_text(encoding="utf-8"), want=old, what="the older card")


def test_write_model_card_stopped_at_any_moment():
    old, change, stopped = json.dumps({**CARD, "notes": "older"}), 0, True
    while stopped:
        change += 1
        with scratch() as folder:
            path = folder / "card.json"
            path.write_text(old, encoding="utf-8")
            with interrupted(folder, change) as ctrl_c:
                write_model_card(path, MORE)
            stopped = ctrl_c.happened
            expect(path.exists() and strictly(path)["dataset"], want=CARD["dataset"],
                   what=f"the card, stopped before change number {change} on disk")  # fmt: skip
