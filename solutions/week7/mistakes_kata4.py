"""Known mistakes with versions and model cards, each with the words it must earn."""

import csv
import json
import math
import re
from contextlib import suppress
from datetime import date as Date
from pathlib import Path

from kata.known import mistake
from week7.kata4_versions_and_model_card import FIELDS, model_card, next_version, version_name


def above_0(version):
    if version < 1:
        raise ValueError(f"no version {version}")


@mistake("version_name", "overwrites the good one of yesterday")
def always_the_same(name, version, date):
    above_0(version)
    return f"{name}.safetensors"


@mistake("version_name", "overwrites the good one of yesterday")
def one_name_for_all(name, version, date):
    above_0(version)
    return "model.pt"


@mistake("version_name", "The day is missing")
def no_day(name, version, date):
    above_0(version)
    return f"{name}_v{version}.safetensors"


@mistake("version_name", "The version is missing")
def no_version(name, version, date):
    above_0(version)
    return f"{name}_{date}.safetensors"


@mistake("version_name", "The v in front of the number")
def no_v(name, version, date):
    above_0(version)
    return f"{name}_{version}_{date}.safetensors"


@mistake("version_name", "First the version, then the day")
def day_first(name, version, date):
    above_0(version)
    return f"{name}_{date}_v{version}.safetensors"


@mistake("version_name", "zeros in front of the number")
def padded(name, version, date):
    above_0(version)
    return f"{name}_v{version:03}_{date}.safetensors"


@mistake("version_name", "The suffix is missing")
def no_suffix(name, version, date):
    above_0(version)
    return f"{name}_v{version}_{date}"


@mistake("version_name", "The suffix is another")
def another_suffix(name, version, date):
    above_0(version)
    return f"{name}_v{version}_{date}.pt"


@mistake("version_name", "Put an f in front of the text")
def without_the_f(name, version, date):
    above_0(version)
    return "{name}_v{version}_{date}.safetensors"


@mistake("version_name", "other signs between them")
def hyphens(name, version, date):
    above_0(version)
    return f"{name}-v{version}-{date}.safetensors"


@mistake("version_name", "An underscore is missing")
def glued_to_the_name(name, version, date):
    above_0(version)
    return f"{name}v{version}_{date}.safetensors"


@mistake("version_name", "Return the name alone, as text")
def as_a_path(name, version, date):
    above_0(version)
    return Path(f"{name}_v{version}_{date}.safetensors")


@mistake("version_name", "whatever the model is called")
def fixed_name(name, version, date):
    above_0(version)
    return f"photo_classifier_v{version}_{date}.safetensors"


@mistake("version_name", "and not today's")
def fixed_day(name, version, date):
    above_0(version)
    return f"{name}_v{version}_2026-03-28.safetensors"


@mistake("version_name", "an f-string takes both")
def only_dates(name, version, date):
    above_0(version)
    return f"{name}_v{version}_{date.isoformat()}.safetensors"


@mistake("version_name", "an f-string takes both")
def only_text(name, version, date):
    above_0(version)
    return name + "_v" + str(version) + "_" + date + ".safetensors"


@mistake("version_name", "two digits each")
def no_zeros_in_the_day(name, version, date):
    above_0(version)
    date = date if isinstance(date, str) else f"{date.year}-{date.month}-{date.day}"
    return f"{name}_v{version}_{date}.safetensors"


@mistake("version_name", "Month and day are swapped")
def month_and_day_swapped(name, version, date):
    above_0(version)
    date = date if isinstance(date, str) else date.strftime("%Y-%d-%m")
    return f"{name}_v{version}_{date}.safetensors"


@mistake("version_name", "how Python shows the object")
def shown_as_an_object(name, version, date):
    above_0(version)
    date = date if isinstance(date, str) else repr(date)
    return f"{name}_v{version}_{date}.safetensors"


@mistake("version_name", "written another way")
def written_as_in_germany(name, version, date):
    above_0(version)
    date = date if isinstance(date, str) else date.strftime("%d.%m.%Y")
    return f"{name}_v{version}_{date}.safetensors"


@mistake("version_name", "they are counted from 1")
def not_checked(name, version, date):
    return f"{name}_v{version}_{date}.safetensors"


@mistake("version_name", "they are counted from 1")
def zero_allowed(name, version, date):
    if version < 0:
        raise ValueError(f"no version {version}")
    return f"{name}_v{version}_{date}.safetensors"


@mistake("version_name", "they are counted from 1")
def zero_is_false(name, version, date):
    if not version:
        raise ValueError(f"no version {version}")
    return f"{name}_v{version}_{date}.safetensors"


@mistake("version_name", "Put the bad value into the message")
def message_without_the_version(name, version, date):
    if version < 1:
        raise ValueError("bad version")
    return f"{name}_v{version}_{date}.safetensors"


def names_in(folder):
    return [path.name for path in folder.iterdir()] if folder.is_dir() else []


def versions_in(folder, name):
    pattern = re.compile(re.escape(name) + r"_v(\d+)_\d{4}-\d\d-\d\d\.safetensors")
    return [int(found[1]) for found in map(pattern.fullmatch, names_in(folder)) if found]


@mistake("next_version", "That is the number after 9")
def sorted_as_text(folder, name):
    versions = sorted(map(str, versions_in(folder, name)))
    return int(versions[-1]) + 1 if versions else 1


@mistake("next_version", "That is the number after 9")
def files_sorted_as_text(folder, name):
    found = sorted(one for one in names_in(folder) if re.fullmatch(re.escape(name) + r"_v\d+_[\d-]+\.safetensors", one))
    return int(found[-1].split("_v")[-1].split("_")[0]) + 1 if found else 1


@mistake("next_version", "That is the number after 9")
def one_digit(folder, name):
    found = [re.fullmatch(re.escape(name) + r"_v(\d)\d*_[\d-]+\.safetensors", one) for one in names_in(folder)]
    return max((int(one[1]) for one in found if one), default=0) + 1


@mistake("next_version", "That is how many files there are, plus 1. Version 7")
def counted(folder, name):
    return len(versions_in(folder, name)) + 1


@mistake("next_version", "That is how many files there are. What")
def counted_without_one_more(folder, name):
    return len(versions_in(folder, name)) or 1


@mistake("next_version", "That version exists already")
def the_largest(folder, name):
    return max(versions_in(folder, name), default=1)


@mistake("next_version", "the first number that is free")
def first_free(folder, name):
    versions, number = versions_in(folder, name), 1
    while number in versions:
        number += 1
    return number


@mistake("next_version", "the one with the latest day")
def after_the_latest_day(folder, name):
    found = [re.fullmatch(re.escape(name) + r"_v(\d+)_([\d-]+)\.safetensors", one) for one in names_in(folder)]
    found = sorted((one[2], int(one[1])) for one in found if one)
    return found[-1][1] + 1 if found else 1


@mistake("next_version", "were taken for a version, or glued to one")
def all_digits_glued(folder, name):
    return max((int("".join(re.findall(r"\d", one)) or 0) for one in names_in(folder)), default=0) + 1


@mistake("next_version", "were taken for a version, or glued to one")
def largest_number_in_the_name(folder, name):
    return max((int(one) for file in names_in(folder) for one in re.findall(r"\d+", file)), default=0) + 1


@mistake("next_version", "came back as text")
def as_text(folder, name):
    return str(next_version(folder, name))


@mistake("next_version", "Return the number alone")
def a_whole_name(folder, name):
    return version_name(name, next_version(folder, name), "2026-03-29")


@mistake("next_version", "No version was found")
def matched_against_the_path(folder, name):
    found = [re.match(re.escape(name) + r"_v(\d+)_", str(path)) for path in folder.glob("*")]
    return max((int(one[1]) for one in found if one), default=0) + 1


@mistake("next_version", "Versions are counted from 1")
def begins_at_zero(folder, name):
    versions = versions_in(folder, name)
    return max(versions) + 1 if versions else 0


@mistake("next_version", "The first version is 1")
def begins_at_two(folder, name):
    return max(versions_in(folder, name), default=1) + 1


@mistake("next_version", "max of nothing is an error")
def max_of_nothing(folder, name):
    return max(versions_in(folder, name)) + 1


@mistake("next_version", "there is no folder yet")
def folder_taken_for_granted(folder, name):
    list(folder.iterdir())
    return next_version(folder, name)


@mistake("next_version", "The folder was made, by looking")
def folder_made(folder, name):
    folder.mkdir(parents=True, exist_ok=True)
    return next_version(folder, name)


@mistake("next_version", "re gives None: skip that file")
def other_files_not_expected(folder, name):
    pattern = re.compile(re.escape(name) + r"_v(\d+)_\d{4}-\d\d-\d\d\.safetensors")
    return max((int(pattern.fullmatch(one)[1]) for one in names_in(folder)), default=0) + 1


@mistake("next_version", "Skip what does not fit")
def what_stands_behind_the_name(folder, name):
    return max((int(one[len(name) + 2 :].split("_")[0]) for one in names_in(folder)), default=0) + 1


@mistake("next_version", "photos_small is another model")
def begins_the_same(folder, name):
    found = [re.match(re.escape(name) + r".*_v(\d+)_[\d-]+\.safetensors", one) for one in names_in(folder)]
    return max((int(one[1]) for one in found if one), default=0) + 1


@mistake("next_version", "my_photos is another model")
def ends_the_same(folder, name):
    found = [re.search(re.escape(name) + r"_v(\d+)_\d{4}-\d\d-\d\d\.safetensors", one) for one in names_in(folder)]
    return max((int(one[1]) for one in found if one), default=0) + 1


@mistake("next_version", "The pattern must fit the whole file name")
def anything_behind_the_number(folder, name):
    found = [re.match(re.escape(name) + r"_v(\d+)_", one) for one in names_in(folder)]
    return max((int(one[1]) for one in found if one), default=0) + 1


@mistake("next_version", "belongs to its name")
def from_the_last_v(folder, name):
    found = [re.match(re.escape(name) + r"_v.*?(\d+)_[\d-]+\.safetensors", one) for one in names_in(folder)]
    return max((int(one[1]) for one in found if one), default=0) + 1


@mistake("next_version", "Fotos is another model")
def every_model(folder, name):
    found = [re.search(r"_v(\d+)_[\d-]+\.safetensors", one) for one in names_in(folder)]
    return max((int(one[1]) for one in found if one), default=0) + 1


@mistake("next_version", "18 belongs to the model's name. The version")
def first_number_in_the_name(folder, name):
    found = [re.search(r"\d+", one) for one in names_in(folder) if one in
             {version_name(name, version, one[-22:-12]) for version in range(1, 50)}]
    return max((int(one[0]) for one in found if one), default=0) + 1


@mistake("next_version", "was glued to the version")
def digits_in_front_of_the_day(folder, name):
    numbers = [int("".join(re.findall(r"\d", file_name[:-23]))) for file_name in names_in(folder) if file_name in
               {version_name(name, version, file_name[-22:-12]) for version in range(1, 50)}]
    return max(numbers, default=0) + 1


@mistake("next_version", "Look behind the whole name")
def first_v_in_the_name(folder, name):
    found = [re.search(r"_v(\d+)", one) for one in names_in(folder) if one in
             {version_name(name, version, one[-22:-12]) for version in range(1, 50)}]
    return max((int(one[1]) for one in found if one), default=0) + 1


@mistake("next_version", "No version was found, because + and [2] mean")
def name_as_a_pattern(folder, name):
    found = [re.fullmatch(name + r"_v(\d+)_\d{4}-\d\d-\d\d\.safetensors", one) for one in names_in(folder)]
    return max((int(one[1]) for one in found if one), default=0) + 1


@mistake("next_version", "No version was found, because + and [2] mean")
def name_in_glob(folder, name):
    found = [re.match(r"_v(\d+)_\d{4}-\d\d-\d\d\.safetensors", path.name[len(name):])
             for path in folder.glob(f"{name}_v*.safetensors")]  # fmt: skip
    return max((int(one[1]) for one in found if one), default=0) + 1


def complete(fields):
    for field in FIELDS:
        if fields.get(field) in (None, "", []):
            raise ValueError(f"{field} is missing")


def a_share(accuracy):
    if not 0 <= accuracy <= 1:
        raise ValueError(f"accuracy {accuracy}")


@mistake("model_card", "json.dumps belongs to write_model_card")
def as_json(**fields):
    return json.dumps(model_card(**fields))


@mistake("model_card", "A dict is asked for")
def as_pairs(**fields):
    return list(model_card(**fields).items())


@mistake("model_card", "The class names were sorted")
def sorted_names(**fields):
    card = model_card(**fields)
    return {**card, "class_names": sorted(card["class_names"])}


@mistake("model_card", "The class names are a set")
def set_of_names(**fields):
    card = model_card(**fields)
    return {**card, "class_names": set(card["class_names"])}


@mistake("model_card", "The class names became one text")
def joined_names(**fields):
    card = model_card(**fields)
    return {**card, "class_names": ", ".join(card["class_names"])}


@mistake("model_card", "became a percentage")
def percent(**fields):
    card = model_card(**fields)
    return {**card, "validation_accuracy": 100 * card["validation_accuracy"]}


@mistake("model_card", "The accuracy was rounded")
def rounded(**fields):
    card = model_card(**fields)
    return {**card, "validation_accuracy": round(card["validation_accuracy"], 1)}


@mistake("model_card", "The values became text")
def all_text(**fields):
    return {name: str(value) for name, value in model_card(**fields).items()}


@mistake("model_card", "keep what else is given")
def own_fields_dropped(**fields):
    card = model_card(**fields)
    return {name: card[name] for name in FIELDS}


@mistake("model_card", "further fields are welcome")
def own_fields_refused(**fields):
    for field in fields:
        if field not in FIELDS:
            raise ValueError(f"unknown field {field}")
    return model_card(**fields)


@mistake("model_card", "Go through FIELDS")
def only_the_accuracy_checked(**fields):
    a_share(fields.get("validation_accuracy") or 0)
    return fields


@mistake("model_card", "Go through FIELDS")
def none_for_missing(**fields):
    a_share(fields.get("validation_accuracy") or 0)
    return {**dict.fromkeys(FIELDS), **fields}


@mistake("model_card", "Go through FIELDS")
def key_error(**fields):
    card = {field: fields[field] for field in FIELDS}
    a_share(card["validation_accuracy"])
    return {**fields, **card}


@mistake("model_card", "Go through FIELDS")
def only_the_given_ones_checked(**fields):
    for field, value in fields.items():
        if value in (None, "", []):
            raise ValueError(f"{field} is empty")
    a_share(fields.get("validation_accuracy", 0))
    return fields


@mistake("model_card", "Write: if …: raise ValueError")
def asserted(**fields):
    for field in FIELDS:
        assert field in fields, field
    a_share(fields["validation_accuracy"] or 0)
    return fields


@mistake("model_card", "Put the bad value into the message")
def counted_fields(**fields):
    if not set(FIELDS) <= set(fields):
        raise ValueError("the card is incomplete")
    a_share(fields["validation_accuracy"] or 0)
    return fields


@mistake("model_card", "it is there and says nothing")
def only_missing_ones(**fields):
    for field in FIELDS:
        if field not in fields:
            raise ValueError(f"{field} is missing")
    a_share(fields["validation_accuracy"] or 0)
    return fields


@mistake("model_card", "it is there and says nothing")
def only_none(**fields):
    for field in FIELDS:
        if fields.get(field) is None:
            raise ValueError(f"{field} is missing")
    a_share(fields["validation_accuracy"] or 0)
    return fields


@mistake("model_card", "it is there and says nothing")
def empty_lists_allowed(**fields):
    for field in FIELDS:
        if fields.get(field) in (None, ""):
            raise ValueError(f"{field} is missing")
    a_share(fields["validation_accuracy"] or 0)
    return fields


@mistake("model_card", "because 0 is false for Python")
def zero_is_empty(**fields):
    for field in FIELDS:
        if not fields.get(field):
            raise ValueError(f"{field} is missing")
    a_share(fields["validation_accuracy"])
    return fields


@mistake("model_card", "<= 1, and not < 1")
def perfect_refused(**fields):
    complete(fields)
    if not 0 <= fields["validation_accuracy"] < 1:
        raise ValueError(f"accuracy {fields['validation_accuracy']}")
    return fields


@mistake("model_card", "it is a share, from 0 to 1")
def accuracy_not_checked(**fields):
    complete(fields)
    return fields


@mistake("model_card", "it is a share, from 0 to 1")
def percentages_turned_into_shares(**fields):
    complete(fields)
    accuracy = fields["validation_accuracy"]
    if accuracy > 1:
        return {**fields, "validation_accuracy": accuracy / 100}
    a_share(accuracy)
    return fields


@mistake("model_card", "it is a share, from 0 to 1")
def below_zero_allowed(**fields):
    complete(fields)
    if fields["validation_accuracy"] > 1:
        raise ValueError(f"accuracy {fields['validation_accuracy']}")
    return fields


@mistake("model_card", "it is a share, from 0 to 1")
def up_to_100(**fields):
    complete(fields)
    if not 0 <= fields["validation_accuracy"] <= 100:
        raise ValueError(f"accuracy {fields['validation_accuracy']}")
    return fields


@mistake("model_card", "Every comparison with nan is false")
def nan_slips_through(**fields):
    complete(fields)
    if fields["validation_accuracy"] < 0 or fields["validation_accuracy"] > 1:
        raise ValueError(f"accuracy {fields['validation_accuracy']}")
    return fields


def dumps(card, **options):
    """json.dumps that knows NumPy's numbers."""
    return json.dumps(card, default=float, **options)


def dump(card, file, **options):
    file.write(dumps(card, **options))


def clean(value):
    if isinstance(value, dict):
        return {key: clean(one) for key, one in value.items()}
    if isinstance(value, list | tuple):
        return [clean(one) for one in value]
    return None if isinstance(value, float) and not math.isfinite(value) else value


def checked(card):
    """What the reference writes."""
    return clean(model_card(**card))


def into_place(path, text, encoding="utf-8"):
    draft = path.with_name("draft")
    try:
        draft.write_text(text, encoding=encoding)
        draft.replace(path)
    finally:
        draft.unlink(missing_ok=True)


@mistake("write_model_card", "how Python shows a dict")
def as_python_shows_it(path, card):
    into_place(path, str(checked(card)))


@mistake("write_model_card", "json.dumps twice")
def dumped_twice(path, card):
    into_place(path, dumps(dumps(checked(card))))


@mistake("write_model_card", "The card is one JSON object")
def in_a_list(path, card):
    into_place(path, dumps([checked(card)]))


@mistake("write_model_card", "The file is no JSON")
def as_a_table(path, card):
    card, draft = checked(card), path.with_name("draft")
    with draft.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows(card.items())
    draft.replace(path)


@mistake("write_model_card", "under that very name")
def another_name(path, card):
    into_place(path.with_name("model_card.json"), dumps(checked(card)))


@mistake("write_model_card", "under that very name")
def never_renamed(path, card):
    path.with_name(path.name + ".part").write_text(dumps(checked(card)), encoding="utf-8")


@mistake("write_model_card", "The file is not in UTF-8")
def encoding_of_windows(path, card):
    into_place(path, dumps(checked(card), ensure_ascii=False), "cp1252")


@mistake("write_model_card", "without -sig")
def with_a_mark(path, card):
    into_place(path, dumps(checked(card), ensure_ascii=False), "utf-8-sig")


@mistake("write_model_card", "Some fields are gone")
def fields_only(path, card):
    card = checked(card)
    into_place(path, dumps({field: card[field] for field in FIELDS}))


@mistake("write_model_card", "The class names were sorted")
def names_sorted(path, card):
    card = checked(card)
    into_place(path, dumps({**card, "class_names": sorted(card["class_names"])}))


@mistake("write_model_card", "The numbers became text")
def all_values_as_text(path, card):
    into_place(path, dumps({name: str(value) for name, value in checked(card).items()}))


@mistake("write_model_card", "was left in the folder")
def draft_left(path, card):
    draft = path.with_name("draft.json")
    draft.write_text(dumps(checked(card)), encoding="utf-8")
    copy = path.with_name("copy.json")
    copy.write_bytes(draft.read_bytes())
    copy.replace(path)


@mistake("write_model_card", "the older one is still there")
def appended(path, card):
    older = path.read_text(encoding="utf-8") if path.exists() else ""
    into_place(path, older + dumps(checked(card)) + "\n")


@mistake("write_model_card", "the older one is still there")
def written_over_the_beginning(path, card):
    text = dumps(checked(card))
    path.touch()
    with path.open("r+", encoding="utf-8") as file:
        file.write(text)


@mistake("write_model_card", "An older card is replaced")
def only_new_files(path, card):
    text = dumps(checked(card))
    if path.exists():
        raise FileExistsError(path)
    into_place(path, text)


@mistake("write_model_card", "JSON knows no such word")
def as_json_comes(path, card):
    into_place(path, dumps(model_card(**card)))


@mistake("write_model_card", "JSON knows no such word")
def only_at_the_top(path, card):
    card = {name: None if isinstance(value, float) and not math.isfinite(value) else value
            for name, value in model_card(**card).items()}  # fmt: skip
    into_place(path, dumps(card))


@mistake("write_model_card", "JSON knows no such word")
def dicts_only(path, card):
    def plain(value):
        if isinstance(value, dict):
            return {key: plain(one) for key, one in value.items()}
        return None if isinstance(value, float) and not math.isfinite(value) else value

    into_place(path, dumps(plain(model_card(**card))))


@mistake("write_model_card", "JSON knows no such word")
def nan_only(path, card):
    def plain(value):
        if isinstance(value, dict):
            return {key: plain(one) for key, one in value.items()}
        if isinstance(value, list):
            return [plain(one) for one in value]
        return None if value != value else value

    into_place(path, dumps(plain(model_card(**card))))


@mistake("write_model_card", "Put None in their place first")
def refused_by_json(path, card):
    into_place(path, dumps(model_card(**card), allow_nan=False))


@mistake("write_model_card", "without quotes")
def null_as_text(path, card):
    text = dumps(model_card(**card))
    for word in ("-Infinity", "Infinity", "NaN"):
        text = text.replace(word, '"null"')
    into_place(path, text)


@mistake("write_model_card", "a very bad one")
def zero_for_nan(path, card):
    text = dumps(model_card(**card))
    for word in ("-Infinity", "Infinity", "NaN"):
        text = text.replace(word, "0")
    into_place(path, text)


@mistake("write_model_card", "What is nan was left out")
def nan_left_out(path, card):
    def plain(value):
        if isinstance(value, dict):
            return {key: plain(one) for key, one in value.items() if not isinstance(one, float) or math.isfinite(one)}
        if isinstance(value, list):
            return [plain(one) for one in value if not isinstance(one, float) or math.isfinite(one)]
        return value

    into_place(path, dumps(plain(model_card(**card))))


@mistake("write_model_card", "changed the `card`")
def cleaned_in_place(path, card):
    model_card(**card)

    def scrub(value):
        for key in value if isinstance(value, dict) else range(len(value)):
            if isinstance(value[key], dict | list):
                scrub(value[key])
            elif isinstance(value[key], float) and not math.isfinite(value[key]):
                value[key] = None

    scrub(card)
    into_place(path, dumps(card))


@mistake("write_model_card", "The card lacks its limits, or it is empty")
def any_card(path, card):
    into_place(path, dumps(clean(card)))


@mistake("write_model_card", "Check first, then write")
def checked_afterwards(path, card):
    into_place(path, dumps(clean(card)))
    model_card(**card)


@mistake("write_model_card", "Check first, then write")
def made_first(path, card):
    made = not path.exists()
    path.touch()
    text = dumps(checked(card))
    try:
        into_place(path, text)
    except OSError:
        if made:
            path.unlink()
        raise


@mistake("write_model_card", "Write beside it, under another name")
def straight_into_the_file(path, card):
    text = dumps(checked(card))
    path.write_text(text, encoding="utf-8")


@mistake("write_model_card", "Do not delete the old one or move it away")
def old_one_deleted(path, card):
    text = dumps(checked(card))
    path.unlink(missing_ok=True)
    into_place(path, text)


@mistake("write_model_card", "Write beside it, under another name")
def dumped_into_the_file(path, card):
    card = checked(card)
    with path.open("w", encoding="utf-8") as file:
        dump(card, file, indent=2)


@mistake("write_model_card", "nobody was told. Let the OSError through")
def error_swallowed(path, card):
    text = dumps(checked(card))
    with suppress(OSError):
        into_place(path, text)


@mistake("write_model_card", "nobody was told. Let the OSError through")
def error_printed(path, card):
    text = dumps(checked(card))
    try:
        into_place(path, text)
    except Exception:
        return


@mistake("write_model_card", "Do not delete the old one or move it away")
def deleted_before_renaming(path, card):
    draft = path.with_name("draft")
    text = dumps(checked(card))
    draft.write_text(text, encoding="utf-8")
    path.unlink(missing_ok=True)
    draft.rename(path)


@mistake("write_model_card", "Do not delete the old one or move it away")
def moved_aside(path, card):
    draft, aside = path.with_name("draft"), path.with_name("old")
    text = dumps(checked(card))
    draft.write_text(text, encoding="utf-8")
    if path.exists():
        path.rename(aside)
    draft.rename(path)
    aside.unlink(missing_ok=True)


@mistake("version_name", "and not today's")
def the_day_of_today(name, version, date):
    above_0(version)
    day = date if date == "2026-03-28" else Date.today()
    return f"{name}_v{version}_{day}.safetensors"


@mistake("version_name", "two digits each")
def day_by_its_numbers(name, version, date):
    above_0(version)
    day = Date.fromisoformat(str(date))
    return f"{name}_v{version}_{day.year}-{day.month}-{day.day}.safetensors"


@mistake("version_name", "The day is written another way")
def german_day(name, version, date):
    above_0(version)
    return f"{name}_v{version}_{Date.fromisoformat(str(date)):%d.%m.%Y}.safetensors"


@mistake("version_name", "Month and day are swapped")
def month_last(name, version, date):
    above_0(version)
    return f"{name}_v{version}_{Date.fromisoformat(str(date)):%Y-%d-%m}.safetensors"


@mistake("version_name", "not today's")
def always_today(name, version, date):
    above_0(version)
    return f"{name}_v{version}_{Date.today()}.safetensors"


@mistake("version_name", "Return the name alone: where")
def with_a_folder(name, version, date):
    above_0(version)
    return f"models/{name}_v{version}_{date}.safetensors"


@mistake("version_name", "A part of the name is gone")
def suffix_by_pathlib(name, version, date):
    above_0(version)
    return f"{Path(name).stem}_v{version}_{date}.safetensors"


@mistake("next_version", "changed last, or listed last")
def newest_file(folder, name):
    pattern = re.compile(re.escape(name) + r"_v(\d+)_[\d-]+\.safetensors")
    files = [path for path in Path(folder).glob("*") if pattern.fullmatch(path.name)]
    newest = max(files, key=lambda path: path.stat().st_mtime, default=None)
    return 1 + int(pattern.fullmatch(newest.name)[1]) if newest else 1


@mistake("model_card", "stand in another order")
def order_turned(**fields):
    card = model_card(**fields)
    return {**card, "class_names": card["class_names"][::-1]}


@mistake("model_card", "The training_date is another one")
def card_of_today(**fields):
    return {**model_card(**fields), "training_date": str(Date.today())}


@mistake("write_model_card", "and not the letters after it")
def letters_replaced(path, card):
    text = dumps(model_card(**card))
    for word in ("-Infinity", "Infinity", "NaN"):
        text = text.replace(word, "null")
    into_place(path, text)


def finite(value, number=lambda value: value):
    """Without nan; what is no Python value goes through `number`."""
    if isinstance(value, dict):
        return {key: finite(one, number) for key, one in value.items()}
    if isinstance(value, list):
        return [finite(one, number) for one in value]
    if isinstance(value, float):
        return float(value) if math.isfinite(value) else None
    return value if value is None or isinstance(value, str | int) else number(value)


@mistake("write_model_card", "The json module knows Python's numbers")
def numpy_forgotten(path, card):
    into_place(path, json.dumps(finite(model_card(**card))))


@mistake("write_model_card", "A number became text")
def numpy_as_text(path, card):
    into_place(path, json.dumps(finite(model_card(**card)), default=str))


@mistake("write_model_card", "A number of NumPy became null")
def numpy_as_null(path, card):
    into_place(path, json.dumps(finite(model_card(**card), lambda value: None)))


@mistake("write_model_card", "Write beside it, under another name")
def straight_to_path(path, card):
    path.write_text(json.dumps(finite(model_card(**card), float)), encoding="utf-8")
