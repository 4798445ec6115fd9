"""Asking a Gradio app without a browser: what it would show to somebody who uploads a file."""

from __future__ import annotations

import asyncio
import os
import tempfile
from pathlib import Path
from typing import Any, NamedTuple
from unittest import mock

os.environ.setdefault("GRADIO_ANALYTICS_ENABLED", "False")  # nothing leaves this machine


class Shown(NamedTuple):
    """labels: name → confidence, 0 to 1, of the label that the app shows; {} where it shows none.

    message: what the app says in a box of its own (gradio.Error, Warning, Info); "" if nothing.
    texts: everything else the app wrote into a text, a markdown or an HTML part.
    fault: the error that nobody caught, of which a user sees a red box with "Error" in it; "" if there was none.
    """

    labels: dict[str, float]
    message: str = ""
    texts: tuple[str, ...] = ()
    fault: str = ""


def upload(app: Any, path: Path | None) -> Shown:
    """What `app` shows after the file at `path` was uploaded; None: the button was pressed without a file.

    Goes the way an upload from a browser goes: the app's input part opens the file, the app's function answers,
    the output part makes what the browser draws. Of several functions that take a picture or a file, one that
    fills a label is asked.

    Raises:
        AssertionError: the app has no part to upload a picture to.
    """
    import gradio

    asked = [one for one in app.fns.values() if one.fn and any(map(_takes_files, one.inputs))]
    asked.sort(key=lambda one: not any(isinstance(part, gradio.Label) for part in one.outputs))
    assert asked, "The app has no part to upload a photo to, with a function that the upload or a button calls."
    file = (
        None
        if path is None
        else {"path": str(path), "orig_name": Path(path).name, "meta": {"_type": "gradio.FileData"}}
    )
    values = [file if _takes_files(part) else getattr(part, "value", None) for part in asked[0].inputs]
    notes: list[str] = []
    with (
        tempfile.TemporaryDirectory(prefix="kata-") as cache,  # where the app's parts put what was uploaded
        mock.patch("gradio.helpers.log_message", lambda message, *_, **__: notes.append(str(message))),
    ):
        for part in app.blocks.values():
            part.GRADIO_CACHE = cache
        try:
            data = asyncio.run(app.process_api(asked[0], values))["data"]
        except gradio.Error as error:
            return Shown({}, message=str(error.message))
        except Exception as error:  # whatever it is, this is what the user gets
            return Shown({}, fault=f"{type(error).__name__}: {error}")
    labels: dict[str, float] = {}
    texts = []
    for part, value in zip(asked[0].outputs, data, strict=False):
        value = value.get("value", value) if isinstance(value, dict) and "__type__" in value else value
        value = getattr(value, "model_dump", lambda value=value: value)()
        if isinstance(part, gradio.Label) and value:
            labels = {one["label"]: one["confidence"] for one in value.get("confidences") or []}
        elif isinstance(value, str):
            texts.append(value)
    return Shown(labels, message=" ".join(notes), texts=tuple(texts))


def _takes_files(part: Any) -> bool:
    return any(kind.__name__ in ("Image", "File", "UploadButton") for kind in type(part).__mro__)
