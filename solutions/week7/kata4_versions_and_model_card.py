"""Versions and the model card.

"Which model did I mail you?" Nobody knows, if every file is called model.safetensors. A name with a number and a
date tells versions apart, and a model card tells what is in one: what it was trained on, how well it does, what it
is for, and what it cannot do. Both take a minute, on the day when everything is still known.
"""

import json
import math
import re
from datetime import date as Date
from pathlib import Path
from typing import Any

# What every model card must tell. Anything else (notes, recall by class) may be in it too.
FIELDS = (
    "training_date",
    "dataset",
    "image_size",
    "class_names",
    "validation_accuracy",
    "settings",
    "intended_use",
    "limits",
)


def version_name(name: str, version: int, date: Date | str) -> str:
    """The file name of one version of a model.

    It says three things: what the model is, which version, and from which day. Two versions never share a name, so
    saving a new one cannot cost you the old one, and everybody can see which is which without opening it.

    Args:
        name: what the model is called, "photo_classifier".
        version: its number, from 1.
        date: the day, a `datetime.date` or text like "2026-03-28".

    Returns:
        The name, an underscore, v and the number, an underscore, the day as year-month-day, and ".safetensors".

    Raises:
        ValueError: the version is below 1; the message shows it.

    Example:
        >>> version_name("photo_classifier", 1, "2026-03-28")
        'photo_classifier_v1_2026-03-28.safetensors'
    """
    # BEGIN SOLUTION
    if version < 1:
        raise ValueError(f"versions are counted from 1, and this is {version}")
    return f"{name}_v{version}_{date}.safetensors"  # str() of a datetime.date is its ISO form
    # END SOLUTION


def next_version(folder: Path, name: str) -> int:
    """The number for the next version: one more than the largest that is there.

    Version 3 was deleted, version 10 comes after 9, and beside this model lies another one whose name begins the
    same. A number that was given once must not be given again, or a good model is overwritten.

    Args:
        folder: where the models lie. It may be missing; looking does not make it.
        name: what the model is called, as in `version_name`. It is plain text, "cats+dogs [2]" too.

    Returns:
        The largest version among the files of that folder which `version_name` would name for exactly this `name`
        (with any number and any day), plus 1. An int; 1 if there is none, or no folder. Files of other models do not
        count, nor does their number, their date or their order in the folder.

    Example:
        In a folder with these four files, next_version(folder, "photos") is 11, and next_version(folder, "cats") is 1.

        photos_v9_2026-03-28.safetensors
        photos_v10_2026-03-29.safetensors
        photos_small_v12_2026-03-29.safetensors
        README.md
    """
    # BEGIN SOLUTION
    pattern = re.compile(re.escape(name) + r"_v(\d+)_\d{4}-\d\d-\d\d\.safetensors")
    names = [path.name for path in folder.iterdir()] if folder.is_dir() else []
    found = [pattern.fullmatch(one) for one in names]
    return 1 + max((int(match[1]) for match in found if match), default=0)
    # END SOLUTION


def model_card(**fields: Any) -> dict[str, Any]:
    """What somebody must know about a model before using it, checked for completeness.

    A form with empty boxes is worse than no form: it looks as if someone had thought about it. So a card without its
    limits, or without what it is intended for, is refused. Called with names: model_card(dataset="…", limits="…", …).

    Args:
        fields: at least those of FIELDS. `training_date` (text "2026-03-28"), `dataset` (text), `image_size` (int),
            `class_names` (list of text, in the order in which the network numbers them), `validation_accuracy`
            (0 to 1), `settings` (dict of knobs), `intended_use` (text), `limits` (text or list of text). More may
            come.

    Returns:
        A dict with every field that was given, under its name, with its value. The class names stay in their order.

    Raises:
        ValueError: a field of FIELDS is missing or empty (None, "" or []); the message names it.
        ValueError: the validation accuracy does not lie in 0 to 1 (84 is a percentage; nan is no number); the
            message shows it. 0.0 and 1.0 are fine.

    Example:
        >>> card = model_card(training_date="2026-03-28", dataset="196 photos, split 0", image_size=128,
        ...                   class_names=["cat", "dog"], validation_accuracy=0.84, settings={"epochs": 9},
        ...                   intended_use="sorting my own photos", limits="never saw a photo taken at night")
        >>> card["class_names"]
        ['cat', 'dog']
    """
    # BEGIN SOLUTION
    for field in FIELDS:
        value = fields.get(field)
        if value is None or (isinstance(value, str | list) and not value):  # 0.0 is a value
            raise ValueError(f"the model card lacks its {field}")
    accuracy = fields["validation_accuracy"]
    if not 0 <= accuracy <= 1:  # put like this, it is true for nan as well
        raise ValueError(f"validation_accuracy must lie between 0 and 1, and this is {accuracy}")
    return dict(fields)
    # END SOLUTION


def write_model_card(path: Path, card: dict[str, Any]) -> None:
    """Keep a model card beside the model, as JSON that any program can read.

    Python's json writes NaN and Infinity for numbers that are none, and JSON knows neither: a web page or a phone
    cannot read such a file. It refuses NumPy's numbers, which is what means and counts of arrays are. And if the disk
    is full in the middle of it, half a card must not stand where a whole one was.

    Args:
        path: the file. Its folder is there; an older card of this name is replaced.
        card: a complete card, as `model_card` gives it.

    Returns:
        Nothing. `path` holds the whole card as one JSON object in UTF-8, with nothing else left in the folder.
        Wherever in it a number is nan or infinite, in lists and dicts within it too, the file says null; a number of
        NumPy (np.float32, np.int64) is written as the number that it is (`value.item()` makes a plain one). The layout
        is yours; indented, with letters like ö left readable (ensure_ascii=False), people can read it as well. The
        `card` stays as it is.

    Raises:
        ValueError: a field of FIELDS is missing or empty, as in `model_card`; the message names it. Then nothing is
            written.
        OSError: the folder cannot be written to, or the disk is full. An older card is still there, as it was.
            (Write beside it under another name, and then `draft.replace(path)`: that is one step.)

    Example:
        With recall=float("nan") as one field more, the file has all fields of the card, and among them this line:

        "recall": null
    """

    # BEGIN SOLUTION
    def plain(value: Any) -> Any:
        if isinstance(value, dict):
            return {key: plain(one) for key, one in value.items()}
        if isinstance(value, list | tuple):
            return [plain(one) for one in value]
        value = value.item() if hasattr(value, "item") else value  # a number of NumPy
        return None if isinstance(value, float) and not math.isfinite(value) else value

    text = json.dumps(plain(model_card(**card)), ensure_ascii=False, indent=2, allow_nan=False)
    draft = path.with_name(f".{path.name}.part")
    try:
        draft.write_text(text + "\n", encoding="utf-8")
        draft.replace(path)
    finally:
        draft.unlink(missing_ok=True)
    # END SOLUTION
