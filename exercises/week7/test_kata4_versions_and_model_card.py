"""Names that never collide, and a card that is complete or not there at all.

The names are text; `next_version` looks at files, empty ones here, because only their names count. The card is
written as on a bad day: with numbers that are none, on a full disk, and stopped by Ctrl-C.
"""

import errno
import json
import os
import re
from datetime import date
from pathlib import Path, PurePath

import numpy as np

from kata import expect, expect_error, scratch
from kata.circumstances import full_disk, interrupted, read_only
from week7.kata4_versions_and_model_card import model_card, next_version, version_name, write_model_card

NAN, INFINITY = float("nan"), float("inf")

# The classes are not in the order of the alphabet: the network's number 0 is the windmill.
CARD = {
    "training_date": "2026-03-28",
    "dataset": "196 photos, split by burst, seed 0",
    "image_size": 128,
    "class_names": ["windmill", "Bär", "cat"],
    "validation_accuracy": 0.9375,
    "settings": {"learning_rate": 0.01, "epochs": 9, "augment": False},
    "intended_use": "sorting my own holiday photos",
    "limits": "Never saw a photo taken at night.",
}
FIELDS = tuple(CARD)


# ---- version_name


def named(name, version, day):
    """version_name; in words what an error means."""
    try:
        return version_name(name, version, day)
    except (AttributeError, TypeError) as error:
        if not any(word in str(error) for word in ("'str' object", "str", "datetime.date")):
            raise
        raise AssertionError(f"It stopped with {type(error).__name__}: {error}. The day may be text, \"2026-03-28\", "
                             "or a datetime.date: an f-string takes both, and shows them alike.") from None
    except ValueError as error:
        raise AssertionError(f"It stopped with ValueError: {error}. Version {version} and the day {day} are fine: "
                             "versions count from 1.") from None


def digits(got):
    """The digits of the day, sorted, in a name that is right in front of it."""
    found = re.search("_v7_(.*)[.]", got)
    return "".join(sorted(re.sub(r"\D", "", found[1]))) if found else ""


def test_version_name_tells_the_model_the_version_and_the_day():
    expect(named("photo_classifier", 7, "2026-03-28"), want="photo_classifier_v7_2026-03-28.safetensors", mistakes={
        "braces": (lambda got: "{" in got, "The braces are still in it. Put an f in front of the text: "
                   'f"{name}_v{version}…".'),
        "always the same": (lambda got: isinstance(got, str) and "7" not in got and "2026" not in got,
                            "Neither the version nor the day is in it, so every model gets this name, and the new one "
                            "overwrites the good one of yesterday."),
        "no day": ("photo_classifier_v7.safetensors", "The day is missing. It stands behind the version."),
        "no version": ("photo_classifier_2026-03-28.safetensors", "The version is missing. Two models of one day would "
                       "have the same name, and the second would overwrite the first."),
        "no v": ("photo_classifier_7_2026-03-28.safetensors", "The v in front of the number is missing: _v7."),
        "day first": ("photo_classifier_2026-03-28_v7.safetensors", "The day stands in front of the version. First "
                      "the version, then the day."),
        "zeros": (lambda got: re.search("_v0+7_", got), "There are zeros in front of the number. Here it stands as it "
                  "is: _v7."),
        "no suffix": (lambda got: got.rstrip(".") == "photo_classifier_v7_2026-03-28", "The suffix is missing: "
                      ".safetensors at the end."),
        "two dots": ("photo_classifier_v7_2026-03-28..safetensors", "There are two dots in front of the suffix."),
        "suffix": (lambda got: got.endswith((".pt", ".pth", ".keras", ".h5", ".json", ".safetensor")), "The suffix is "
                   "another. The model is a safetensors file: .safetensors."),
        "path": (lambda got: isinstance(got, PurePath), "That is a Path. Return the name alone, as text."),
        "signs": (lambda got: re.findall("[A-Za-z0-9]+", got) == ["photo", "classifier", "v7", "2026", "03", "28",
                  "safetensors"] and "classifier_v7_2026-03-28" not in got, "The right parts with other signs between "
                  "them: an underscore between the three, and - within the day."),
        "without a sign": (lambda got: got.replace("_", "") == "photoclassifierv72026-03-28.safetensors"
                           and got.count("_") < 3, "An "
                           "underscore is missing. One stands in front of the v, one in front of the day."),
        "turned": ("photo_classifier_v7_2026-28-03.safetensors", "Month and day are swapped. The order is year, month, "
                   "day."),
        "today": (lambda got: re.search(r"_v7_\d{4}-\d\d-\d\d\.", got) and not re.search("2026-(03-28|28-03)", got),
                  "That is another day. Use `date`, and not today's: the model may have been trained last week."),
        "no zeros": (lambda got: digits(got) == "0222368", "The month and the day have two digits each, 03 and 28: "
                     "then names sort by day. An f-string takes the date as it is."),
        "another way": (lambda got: "2026-03-28" not in got and digits(got) in ("00222368", "022368"), "The day is "
                        "written another way. As year-month-day, 2026-03-28, names sort by day. An f-string takes the "
                        "date as it is."),
        "folder": (lambda got: "/" in got or "\\" in got, "There is a folder in front of it. Return the name alone: "
                   "where the file goes, the caller says."),
    })  # fmt: skip


def test_version_name_uses_whatever_it_is_given():
    expect(named("Grüße aus Köln", 12, "2025-12-24"), want="Grüße aus Köln_v12_2025-12-24.safetensors", mistakes={
        "name": (lambda got: got.startswith("photo_classifier"), "It begins with photo_classifier, whatever the model "
                 "is called. Use `name`."),
        "day": (lambda got: re.search(r"_v12_\d{4}-\d\d-\d\d\.", got) and not re.search("2025-12-24|2025-24-12", got),
                "That is another day. Use `date`, and not today's: the model may have been trained last week."),
    }, say="Use the three values as they are: name, version and day.")  # fmt: skip
    expect(named("leaf 2.5 b", 3, "2026-03-28"), want="leaf 2.5 b_v3_2026-03-28.safetensors", mistakes={
        "cut": (lambda got: "2.5 b" not in got, "A part of the name is gone. The dot in 2.5 belongs to it, and "
                "Path(…).stem, with_suffix and split take it for the beginning of a suffix. Put the three together as "
                "text."),
    }, say="Use the three values as they are: name, version and day.")  # fmt: skip


def test_version_name_takes_the_day_as_a_date_too():
    expect(named("leaf", 1, date(2026, 1, 5)), want="leaf_v1_2026-01-05.safetensors", mistakes={
        "no zeros": ("leaf_v1_2026-1-5.safetensors", "The month and the day have two digits each, 01 and 05: then "
                     "names sort by day. str(date) writes it like that."),
        "turned": ("leaf_v1_2026-05-01.safetensors", "Month and day are swapped. The order is year, month, day."),
        "repr": (lambda got: "datetime" in got, "That is how Python shows the object. str(date), or an f-string "
                 "without !r, gives 2026-01-05."),
        "other": (lambda got: re.search(r"0?5\.0?1\.(20)?26|05-01-2026|20260105", got), "The day is written another "
                  "way. As year-month-day, 2026-01-05, names sort by day, and nobody takes the 5 for a month."),
    })  # fmt: skip


def test_version_name_counts_from_1():
    for version in (0, -2):
        expect_error(version_name, "leaf", version, "2026-01-05", shows=version, why=f"There is no version {version}: "
                     "they are counted from 1. Raise a ValueError that shows it.")


# ---- next_version


def file_name(name, version, day="2026-03-28"):
    return f"{name}_v{version}_{day}.safetensors"


def next_in(names, name):
    """next_version for a folder that holds these (empty) files, the first one changed last; in words an error."""
    with scratch() as folder:
        models = folder / "Modelle für Köln"
        models.mkdir()
        for age, one in enumerate(names):
            (models / one).touch()
            os.utime(models / one, (1_775_000_000 - 60 * age,) * 2)
        try:
            number = next_version(models, name)
        except (AttributeError, TypeError, IndexError) as error:
            if "group" not in str(error) and "NoneType" not in str(error) and not isinstance(error, IndexError):
                raise
            raise AssertionError(f"It stopped with {type(error).__name__}: {error}. Not every file in the folder is a "
                                 "version of this model. Where the pattern does not fit, re gives None: skip that "
                                 "file.") from None
        except ValueError as error:
            said = ("No file is a version of this model, and max of nothing is an error: max(…, default=0)."
                    if "empty" in str(error) else "Not every file in the folder is a version of this model, and not "
                    "everything in a name is a number. Skip what does not fit.")
            raise AssertionError(f"It stopped with ValueError: {error}. {said}") from None
        assert sorted(path.name for path in models.iterdir()) == sorted(names), (
            "The files in the folder are others than before. Only look; saving comes later.")
        return number


DAY = ("The digits of the day were taken for a version, or glued to one. Only those behind _v count: (\\d+) in a "
       "pattern, between _v and _.")


def test_next_version_is_one_more_than_the_largest():
    """Versions 3, 5 to 8, and 11 were deleted; version 4 was saved once more today."""
    days = {1: "2026-03-01", 2: "2026-03-02", 4: "2026-04-01", 9: "2026-03-20", 10: "2026-03-21", 12: "2026-03-22"}
    expect(next_in([file_name("photos", *one) for one in days.items()], "photos"), want=13, mistakes={
        "text": (10, "That is the number after 9. v12 is newer: compare the numbers with int(…), because as text 9 "
                 "comes after 12, and read all the digits, \\d+."),
        "count": (7, "That is how many files there are, plus 1. Version 7 was there once, and version 9 still is: what "
                  "counts is the largest number, plus 1."),
        "how many": (6, "That is how many files there are. What counts is the largest number, plus 1."),
        "largest": (12, "That version exists already, and would be overwritten. The next is one more."),
        "gap": (3, "That is the first number that is free. Version 3 existed once, and somebody may still have it. Go "
                "on from the largest."),
        "day": (5, "That is the number after the one with the latest day. What counts is the largest number."),
        "changed last": (2, "That is the number after the file that was changed last, or listed last. Copying and "
                         "unpacking change both. What counts is the largest number."),
        "glued": (lambda got: int(got) > 1000, DAY),
        "as text": (lambda got: isinstance(got, str) and got == "13", "The number came back as text: int(…) makes a "
                    "number of it."),
        "name": (lambda got: isinstance(got, str) and "_v" in got, "That is a name. Return the number alone."),
        "always 1": (1, "No version was found. Look at the names of the files in the folder, path.name, and not at "
                     "whole paths."),
    }, say="The largest version in the folder is 12, whatever the order in which the files are listed: the next is "
           "13.")  # fmt: skip


def test_next_version_is_1_where_there_is_none():
    first = {
        "zero": (0, "Versions are counted from 1."),
        "two": (2, "The first version is 1. For max(…, default=…) plus 1 that is default=0."),
    }
    expect(next_in([], "photos"), want=1, what="the version in an empty folder", mistakes=first)
    expect(next_in(["README.md", "photos.safetensors"], "photos"), want=1, mistakes=first)
    with scratch() as folder:
        missing = folder / "models"
        try:
            number = next_version(missing, "photos")
        except FileNotFoundError as error:
            raise AssertionError(f"It stopped with FileNotFoundError: {error}. Before the first model is saved there "
                                 "is no folder yet, and that is no error: ask folder.is_dir() first.") from None
        expect(number, want=1, what="the version where there is no folder", mistakes=first)
        assert not missing.exists(), "The folder was made, by looking. Whoever saves a model makes it."


def test_next_version_counts_this_model_only():
    """A folder with five models. "photos_v9" is the name of one of them, and this is its fifth version."""
    names = [file_name("photos", 1), file_name("photos", 2), file_name("photos_small", 12), file_name("my_photos", 7),
             file_name("photos_v9", 5), file_name("Fotos", 40), "README.md", "photos_v2_2026-03-28.json"]  # fmt: skip
    expect(next_in(names, "photos"), want=3, mistakes={
        "begins": (13, "photos_small is another model, though its name begins the same. Behind the whole name comes _v "
                   "at once."),
        "ends": (8, "my_photos is another model, though its name ends the same. The name must fit from its first "
                 "letter: re.fullmatch."),
        "v in the name": (10, "photos_v9 is another model, and this is its version 5. The pattern must fit the whole "
                          "file name, with the day and the suffix behind the number: re.fullmatch."),
        "last v": (6, "photos_v9 is another model, and this is its version 5. What stands between photos and the last "
                   "_v belongs to its name."),
        "all": (41, "Fotos is another model. Only the files of the `name` that was given count."),
        "files": (9, "That is how many files there are, plus 1. What counts is the largest version of this model."),
        "some files": (4, "That is how many files fit, plus 1, the model card among them. What counts is the largest "
                       "number, plus 1."),
    }, say="The models photos has the versions 1 and 2 here, so the next is 3. The files of the others do not "
           "count.")  # fmt: skip
    expect(next_in(names, "cats"), want=1, what="the version of a model that has none yet", say="There is no file of "
           "a model called cats: its first version is 1.")  # fmt: skip


def test_next_version_reads_the_number_behind_the_name():
    expect(next_in([file_name("resnet18", 2), file_name("resnet18", 3)], "resnet18"), want=4, mistakes={
        "18": (19, r"18 belongs to the model's name. The version stands behind _v: _v(\d+)."),
        "day": (lambda got: int(got) > 1000, DAY),
        "glued": (lambda got: 100 < int(got) < 1000, "18 belongs to the model's name, and was glued to the version. "
                  r"Only the digits behind _v count: _v(\d+)."),
    })  # fmt: skip
    expect(next_in([file_name("cats_v3", 1)], "cats_v3"), want=2, mistakes={
        "3": (4, "The model is called cats_v3, and this is its version 1. Look behind the whole name."),
    })  # fmt: skip


def test_next_version_takes_a_name_letter_by_letter():
    names = [file_name("cats+dogs [2]", version) for version in (1, 2, 3)]
    expect(next_in(names, "cats+dogs [2]"), want=4, mistakes={
        "pattern": (1, "No version was found, because + and [2] mean something else in a pattern, and [2] in glob too. "
                    "re.escape(name) takes every sign for itself."),
    })  # fmt: skip


# ---- model_card


def card_of(**fields):
    """model_card of complete fields; in words what an error means."""
    try:
        return model_card(**fields)
    except ValueError as error:
        raise AssertionError(f"It stopped with ValueError: {error}. Every field is there, and none is empty: further "
                             "fields are welcome, and 0.0 is a value.") from None
    except KeyError as error:
        raise AssertionError(f"It stopped with KeyError: {error}, and every field of FIELDS was there.") from None


def given(card, fields):
    """The part of a card that was given; more may be in it. What is no dict, as it is."""
    return {name: value for name, value in card.items() if name in fields} if isinstance(card, dict) else card


def test_model_card_keeps_every_field():
    expect(given(card_of(**CARD), CARD), want=CARD, rtol=1e-3, what="the card", mistakes={
        "text": (lambda got: isinstance(got, str), "That is text. The card itself is a dict; json.dumps belongs to "
                 "write_model_card."),
        "all text": (lambda got: got["image_size"] == "128", "The values became text. Keep them as they are."),
        "list": (lambda got: isinstance(got, list | tuple), "A dict is asked for: field → value."),
        "sorted": ({**CARD, "class_names": ["Bär", "cat", "windmill"]}, "The class names were sorted. Their order says "
                   "which number is which class: the network's 0 is windmill."),
        "set": (lambda got: isinstance(got["class_names"], set | frozenset), "The class names are a set, and have no "
                "order any more. Keep the list."),
        "joined": (lambda got: isinstance(got["class_names"], str), "The class names became one text. Keep the list."),
        "percent": ({**CARD, "validation_accuracy": 93.75}, "The accuracy became a percentage. It is a share: 0 to 1."),
        "rounded": (lambda got: 0 < abs(got["validation_accuracy"] - 0.9375) < 0.07, "The accuracy was rounded. Keep "
                    "its digits: models differ by less than that."),
        "turned": (lambda got: sorted(got["class_names"]) == ["Bär", "cat", "windmill"]
                   and list(got["class_names"]) != CARD["class_names"], "The class names stand in another order (a set "
                   "has none, and a sorted list has its own). Their order says which number is which class: the "
                   "network's 0 is windmill."),
        "today": (lambda got: got["training_date"] != "2026-03-28", "The training_date is another one. Keep the one "
                  "that was given: the model may have been trained last week."),
    }, say="Every field under its name, with the value that was given.")  # fmt: skip


def test_model_card_keeps_fields_of_your_own():
    more = {"recall": {"windmill": 1.0, "Bär": 0.875}, "notes": "takes a lighthouse for a windmill"}
    both = {**CARD, **more}
    expect(given(card_of(**both), both), want=both, rtol=1e-3, what="the card", mistakes={
        "dropped": (CARD, "The fields recall and notes are gone. FIELDS is the least that a card must have: keep what "
                    "else is given."),
    })  # fmt: skip


def check_that_each_is_needed():
    for field in FIELDS:
        fields = {name: value for name, value in CARD.items() if name != field}
        expect_error(model_card, **fields, shows=field, why=f"There is no {field}. Go through FIELDS, and raise a "
                     "ValueError that names the one that is missing: a card that leaves it out looks complete.")


def test_model_card_needs_every_field():
    check_that_each_is_needed()


def test_model_card_takes_an_empty_field_for_a_missing_one():
    check_that_each_is_needed()
    for field in FIELDS:
        for empty in (None, "", []):
            expect_error(model_card, **{**CARD, field: empty}, shows=field, why=f"The {field} is {empty!r}: it is "
                         'there and says nothing. None, "" and [] are empty, and must be a ValueError that names the '
                         "field, before anything else is asked of it.")


def test_model_card_takes_a_hopeless_model_and_a_perfect_one():
    for accuracy, why in ((0.0, 'ask whether a field is None, "" or [], because 0 is false for Python; and 0 <= '
                           "accuracy"), (1.0, "1 is the best there is: <= 1, and not < 1")):  # fmt: skip
        fields = {**CARD, "validation_accuracy": accuracy}
        try:
            card = model_card(**fields)
        except ValueError as error:
            raise AssertionError(f"The accuracy {accuracy} was refused: {error}. It is one too: {why}.") from None
        expect(given(card, CARD), want=fields, what="the card")


def test_model_card_wants_an_accuracy_from_0_to_1():
    for accuracy in (93.75, 1.25, -0.25):
        expect_error(model_card, **{**CARD, "validation_accuracy": accuracy}, shows=accuracy, why=f"No accuracy is "
                     f"{accuracy}: it is a share, from 0 to 1. Raise a ValueError that shows it; whoever meant 93.75 "
                     "percent writes 0.9375.")
    expect_error(model_card, **{**CARD, "validation_accuracy": NAN}, shows=NAN, why="The accuracy is nan, which is no "
                 "number. Every comparison with nan is false, so ask for what must hold: if not 0 <= accuracy <= 1.")


# ---- write_model_card


def no_number(name):
    raise AssertionError(f"{name} stands in the file. JSON knows no such word, and strict readers stop at it: write "
                         "null (None in Python) instead, in the lists and dicts within the card too.")


STILL_THERE = ("There is more in the file than one card: the older one is still there, before the new one or behind "
               "it. Replace it.")


def read(path):
    """A card as a strict reader sees it."""
    assert path.is_file(), f"There is no file {path.name}. Write the card to `path`, under that very name."
    try:
        text = path.read_bytes().decode("utf-8")
    except UnicodeDecodeError:
        raise AssertionError('The file is not in UTF-8. Say so when you write it: encoding="utf-8".') from None
    try:
        return json.loads(text, parse_constant=no_number)
    except json.JSONDecodeError as error:
        assert not text.startswith("{'"), ("That is how Python shows a dict, with single quotes; no other program can "
                                           "read it. json.dumps makes JSON of it.")
        assert not text.startswith("\ufeff"), ('The file begins with a mark that JSON does not allow (a BOM). The '
                                               'encoding is "utf-8", without -sig.')
        assert text, "The file is empty. Was it opened, and nothing written into it?"
        assert "Extra data" not in str(error), STILL_THERE
        raise AssertionError(f"The file is no JSON ({error}): {text[:60]!r}…") from None


def write(path, card):
    """write_model_card of a complete card; in words what an error means."""
    try:
        write_model_card(path, card)
    except ValueError as error:
        said = ("json.dumps(…, allow_nan=False) refuses nan and infinity, and this card has some. Put None in their "
                "place first." if "JSON compliant" in str(error) else "The card is complete, and none of its fields is "
                "empty.")
        raise AssertionError(f"It stopped with ValueError: {error}. {said}") from None
    except FileExistsError as error:
        raise AssertionError(f"It stopped with FileExistsError: {error}. An older card is replaced: "
                             "draft.replace(path) does that on every system.") from None
    except TypeError as error:
        assert "serializable" in str(error), f"It stopped with TypeError: {error}."
        raise AssertionError(f"It stopped with TypeError: {error}. The json module knows Python's numbers, and not "
                             "NumPy's, which is what means and counts of arrays are. value.item() is the plain "
                             "number.") from None
    except FileNotFoundError as error:
        raise AssertionError(f"It stopped with FileNotFoundError: {error}. There need not be an older card.") from None
    except OSError as error:
        if error.errno != errno.EXDEV:
            raise
        raise AssertionError(f"It stopped with OSError: {error}. A file can be renamed only on the disk where it is. "
                             "Write the draft into the folder of the card: path.with_name(…).") from None


def written(card, before=None):
    """What is in the file after write_model_card; `before` is the text of an older card."""
    with scratch() as folder:
        path = folder / "photo_classifier_v1.json"
        if before is not None:
            path.write_text(before, encoding="utf-8")
        write(path, card)
        found = read(path)
        assert path.read_text(encoding="utf-8") != before, (f"{path.name} still holds the older card. Write the new "
                                                            "one to `path`, under that very name.")
        others = sorted(one.name for one in folder.iterdir() if one != path)
        assert not others, (f"Beside the card, {others[0]} was left in the folder. What is only needed while writing "
                            "is renamed into place, or deleted.")
        return found


def same_card(found, card, **mistakes):
    """More fields may be in the file, and numbers may be rounded to three digits."""
    expect(given(found, card), want=card, rtol=1e-3, what="the card in the file", mistakes={
        "text": (lambda got: isinstance(got, str), "The file holds a text that holds JSON: the card went through "
                 "json.dumps twice. Once is enough."),
        "list": (lambda got: isinstance(got, list), "The file holds a list. The card is one JSON object: {…}."),
        **mistakes,
    })  # fmt: skip


ONLY_FIELDS = "Some fields are gone. Write the whole card, with the fields that only this one has."
ALL_TEXT = (lambda got: got["image_size"] == "128", "The numbers became text. JSON knows numbers and lists: leave the "
            "values as they are.")  # fmt: skip


def test_write_model_card_keeps_the_whole_card():
    card = {**CARD, "notes": "»Grüße«"}
    same_card(
        written(card), card,
        fields=(CARD, ONLY_FIELDS),
        order=({**card, "class_names": ["Bär", "cat", "windmill"]}, "The class names were sorted. Their order says "
               "which number is which class."),
        values=ALL_TEXT,
    )  # fmt: skip


def test_write_model_card_replaces_an_older_card():
    same_card(written(CARD, before=json.dumps({**CARD, "notes": "The one before. " * 20})), CARD)


def test_write_model_card_writes_null_where_there_is_no_number():
    card = {**CARD, "f1": NAN, "recall": {"windmill": 0.75, "Bär": NAN}, "val_losses": [0.5, INFINITY, -INFINITY],
            "runs": [{"seed": 0, "loss": NAN}]}  # fmt: skip
    clean = {**CARD, "f1": None, "recall": {"windmill": 0.75, "Bär": None}, "val_losses": [0.5, None, None],
             "runs": [{"seed": 0, "loss": None}]}  # fmt: skip
    instead = "There was nan or infinity, and the file has something else than null there"
    same_card(
        written(card), clean,
        fields=(CARD, ONLY_FIELDS),
        values=ALL_TEXT,
        word=(lambda got: any(str(got["f1"]).lower() == word for word in ("nan", "null", "none")) and got["f1"],
              f"{instead}, a text. None becomes null, without quotes."),
        zero=(lambda got: got["f1"] == 0, f"{instead}, 0. That would be a result, a very bad one: put None."),
        infinite=(lambda got: any(word in str(got).lower() for word in ("inf", "1e+", "nan")), f"{instead}, deeper "
                  "within the card. Go through its dicts and lists too: math.isfinite(value) is False for all three."),
        dropped=(lambda got: "f1" not in got or "Bär" not in got["recall"] or len(got["val_losses"]) < 3,
                 "What is nan was left out. Then nobody sees that it was measured and gave nothing: write null."),
    )  # fmt: skip
    words = {**CARD, "limits": "NaN: no such photo. Infinity is a swimming pool."}
    same_card(
        written({**words, "f1": NAN}), {**words, "f1": None},
        letters=(lambda got: got["limits"] != words["limits"], "The words NaN and Infinity were changed in a text of "
                 "the card too. Change the values before json.dumps, and not the letters after it."),
    )  # fmt: skip


OLDER = json.dumps({**CARD, "notes": "the card of the model before, which was a good one"}, indent=1)


def test_write_model_card_refuses_an_incomplete_card():
    without = {name: value for name, value in CARD.items() if name != "limits"}
    for field, card in (("limits", without), ("intended_use", {**CARD, "intended_use": ""}),
                        ("class_names", {**CARD, "class_names": []})):  # fmt: skip
        for before in (None, OLDER):
            with scratch() as folder:
                path = folder / "card.json"
                if before:
                    path.write_text(before, encoding="utf-8")
                expect_error(write_model_card, path, card, shows=field, why=f"The card lacks its {field}, or it is "
                             "empty. Check before you write (model_card does: model_card(**card)), and raise a "
                             "ValueError that names it.")
                now = path.read_text(encoding="utf-8") if path.exists() else None
                assert now == before, (f"The card without {field} was refused, and the file was made or changed all "
                                       "the same. Check first, then write.")


def test_write_model_card_leaves_the_older_one_on_a_full_disk():
    for before in (OLDER, None):
        with scratch() as folder:
            path, raised = folder / "card.json", False
            if before:
                path.write_text(before, encoding="utf-8")
            try:
                with full_disk(60):
                    write_model_card(path, CARD)
            except OSError:
                raised = True
            now = path.read_text(encoding="utf-8") if path.exists() else None
            if not raised and now != before:
                same_card(read(path), CARD)  # where the system knows no full disk, all went well
                continue
            assert not before or now is not None, (
                "The disk was full in the middle of it, and the older card is gone. Do not delete the old one or move "
                "it away: write beside it, and when all of the new one is there draft.replace(path).")
            assert not before or now == before or len(now) < len(before), STILL_THERE
            assert now == before, ("The disk was full in the middle of it, and half a card is there"
                                   f"{', in place of the older one' if before else ''}: {now!r}. Write beside it, "
                                   "under another name, and when all of it is there draft.replace(path).")
            assert raised, ("The disk was full, nothing was written, and nobody was told. Let the OSError through: no "
                            "`except` that goes on.")


def test_write_model_card_leaves_the_older_one_in_a_read_only_folder():
    with scratch() as folder:
        path = folder / "card.json"
        path.write_text(OLDER, encoding="utf-8")
        with read_only(folder):
            expect_error(write_model_card, path, CARD, error=OSError, why="The folder cannot be written to, and nobody "
                         "was told. Let the OSError through: no `except` that goes on.")
        expect(path.read_text(encoding="utf-8"), want=OLDER, what="the older card")


def test_write_model_card_is_never_without_a_card():
    """Ctrl-C before the first change on disk, before the second, and so on, until one comes too late."""
    change, stopped = 0, True
    while stopped:
        change += 1
        with scratch() as folder:
            path = Path(folder / "card.json")
            path.write_text(OLDER, encoding="utf-8")
            with interrupted(folder, change) as ctrl_c:
                write_model_card(path, CARD)
            stopped = ctrl_c.happened
            whole = path.exists() and bool(read(path))
            assert not stopped or whole, (
                f"Stopped by Ctrl-C just before change number {change} on disk, there was no card any more, neither "
                "the older one nor the new one. Do not delete the old one or move it away: draft.replace(path) puts "
                "the new one in its place in one step.")


def test_write_model_card_takes_numbers_of_numpy():
    """The mean of a float32 array is a np.float32, and a count or a sum of integers a np.int64."""
    card = {**CARD, "photos": np.int64(196), "recall": {"windmill": np.float32(0.75), "Bär": np.float64(0.5)},
            "counts": [np.int64(9), np.int32(12)]}  # fmt: skip
    plain = {**CARD, "photos": 196, "recall": {"windmill": 0.75, "Bär": 0.5}, "counts": [9, 12]}
    same_card(
        written(card), plain,
        word=(lambda got: any(isinstance(one, str) for one in (got["photos"], got["recall"]["windmill"],
              *got["counts"])), "A number became text (default=str does that), and whoever reads the card "
              "cannot count with it. value.item() is the plain number."),
        gone=(lambda got: got["photos"] is None or got["recall"]["windmill"] is None or None in got["counts"],
              "A number of NumPy became null, as if nothing had been measured. value.item() is the plain number."),
    )  # fmt: skip
