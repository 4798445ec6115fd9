"""Unusual and correct: every one of these must pass."""

import datetime
import json
import os
import re
import tempfile
from pathlib import Path

import numpy as np

from kata.known import alternative
from week7.kata4_versions_and_model_card import FIELDS, model_card


@alternative("version_name")
def by_its_parts(name, version, date):
    if version <= 0:
        raise ValueError(f"version {version!r} is below 1")
    if isinstance(date, datetime.date):
        date = date.isoformat()
    return "_".join([name, "v" + str(version), date]) + ".safetensors"


@alternative("version_name")
def percent_signs(name, version, date):
    if not version >= 1:
        raise ValueError("Versions start at 1, got %d" % version)  # noqa: UP031
    return "%s_v%d_%s.safetensors" % (name, version, date)  # noqa: UP031


@alternative("version_name")
def strict_about_the_day(name, version, date):
    day = datetime.date.fromisoformat(str(date))
    if version < 1:
        raise ValueError(version)
    return f"{name}_v{version:d}_{day:%Y-%m-%d}.safetensors"


@alternative("next_version")
def without_a_pattern(folder, name):
    versions = [0]
    if os.path.isdir(folder):  # noqa: PTH112
        for file in os.listdir(folder):  # noqa: PTH208
            if not (file.startswith(name + "_v") and file.endswith(".safetensors")):
                continue
            number, _, day = file[len(name) + 2 : -len(".safetensors")].partition("_")
            if number.isdigit() and day.count("-") == 2 and "_" not in day:
                versions.append(int(number))
    return max(versions) + 1


@alternative("next_version")
def zeros_in_front_are_read_too(folder, name):
    """Also finds names with v001, as other programs write them, and model cards."""
    try:
        files = list(Path(folder).glob("*"))
    except OSError:
        return 1
    found = (re.match(re.escape(name) + r"_v0*([0-9]+)_\d{4}-\d{2}-\d{2}\.\w+$", path.name) for path in files)
    return max((int(match.group(1)) for match in found if match), default=0) + 1


@alternative("next_version")
def from_the_end(folder, name):
    best = 0
    for path in sorted(Path(folder).iterdir()) if Path(folder).exists() else ():
        front, _, day = path.stem.rpartition("_")
        model, mark, number = front.rpartition("_v")
        if mark and model == name and number.isdecimal() and len(day) == 10 and path.suffix == ".safetensors":
            best = max(best, int(number))
    return best + 1


@alternative("model_card")
def with_more_in_it(**fields):
    """Adds fields of its own, sorts them, and rounds."""
    for field in FIELDS:
        if field not in fields or fields[field] is None or fields[field] == "" or fields[field] == []:
            raise ValueError(f"{field}: missing or empty")
    accuracy = float(fields["validation_accuracy"])
    if accuracy >= 0 and accuracy <= 1:
        card = {**fields, "validation_accuracy": round(accuracy, 3), "format": 1}
        return {name: card[name] for name in sorted(card)}
    raise ValueError(f"{accuracy} or {fields['validation_accuracy']} is no accuracy")


@alternative("model_card")
def all_missing_ones_at_once(**fields):
    missing = [field for field in FIELDS if fields.get(field) is None or not (fields[field] or fields[field] == 0)]
    if missing:
        raise ValueError(f"missing: {', '.join(missing)}")
    if fields["validation_accuracy"] not in Share():
        raise ValueError(f"{fields['validation_accuracy']} does not lie between 0 and 1")
    return {**fields, "class_names": tuple(fields["class_names"])}


class Share:
    def __contains__(self, number):
        return 0.0 <= number <= 1.0


@alternative("write_model_card")
def through_text_and_back(path, card):
    """json.loads can say what NaN shall become. Adds a field, sorts them, and rounds."""
    text = json.dumps({**model_card(**card), "format": 1}, default=float)
    rounded = json.loads(text, parse_constant=lambda word: None, parse_float=lambda digits: round(float(digits), 4))
    handle, name = tempfile.mkstemp(dir=path.parent, suffix=".json")
    try:
        with os.fdopen(handle, "w", encoding="utf-8") as file:
            json.dump(rounded, file, indent=4, sort_keys=True)
        os.replace(name, path)  # noqa: PTH105
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise


@alternative("write_model_card")
def in_one_line_of_bytes(path, card):
    missing = [field for field in FIELDS if card.get(field) in (None, "", [])]
    if missing:
        raise ValueError(f"missing: {missing}")

    def plain(value):
        match value:
            case dict():
                return {str(key): plain(one) for key, one in value.items()}
            case list() | tuple():
                return list(map(plain, value))
            case float() if value - value != 0:  # nan, or infinite
                return None
            case np.generic() | np.ndarray():
                return plain(value.tolist())
        return value

    draft = Path(f"{path}.tmp")
    draft.write_bytes(json.dumps(plain(card), ensure_ascii=True, separators=(",", ":")).encode("ascii"))
    draft.replace(path)
