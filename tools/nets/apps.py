"""Asking a Gradio app without a browser: what it would show to somebody who uploads a file."""

from __future__ import annotations

import asyncio
import contextlib
import json
import os
import random
import re
import runpy
import sys
import tempfile
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, NamedTuple, NoReturn
from unittest import mock

os.environ.setdefault("GRADIO_ANALYTICS_ENABLED", "False")  # nothing leaves this machine

COURSE = ("nets", "kata", "week4", "week7", "week8")  # a folder with one of these in it is the course's
OURS = re.compile(r"(nets|kata|week\d+)(\.|$)")


def built(build: Callable[[Any], Any], path: Path | str) -> Any:
    """The app that `build` gives for a checkpoint file. Nobody can launch it in there, and Gradio's draws are undone.

    Raises:
        AssertionError: the app was launched.
        RuntimeError: the app's own function was called, and raised a gradio.Error.
        And whatever `build` raises.
    """
    with _random_undone():
        if "gradio" not in sys.modules:  # importing it takes seconds, so first see whether there is something to build
            try:
                build(Path(path).with_name("no such file"))
            except NotImplementedError:
                raise
            except Exception:
                pass  # which error it should be is another question
        import gradio

        with _tidy(), mock.patch.object(gradio.Blocks, "launch", _launched):
            try:
                return build(path)
            except gradio.Error as error:
                raise RuntimeError(f"gradio.Error: {error.message}") from None


@contextlib.contextmanager
def _random_undone() -> Iterator[None]:
    """A gradio.Blocks draws a number for itself from Python's `random`, and no learner has to answer for that."""
    state = random.getstate()
    try:
        yield
    finally:
        random.setstate(state)


@contextlib.contextmanager
def _tidy() -> Iterator[None]:
    """While a page is built, Gradio makes a folder under a name of its own choice, and loops of events: not for long.

    A loop holds two sockets. A process with few open files, and without a collector of garbage, would run out of them.
    And a gradio.Interface has a lock for several processes, for which a grader's worker has no place: here is only one.
    """
    loops: list[asyncio.AbstractEventLoop] = []
    new = asyncio.new_event_loop

    def remembered() -> asyncio.AbstractEventLoop:
        loops.append(new())
        return loops[-1]

    with (
        tempfile.TemporaryDirectory(prefix="kata-") as folder,
        mock.patch("gradio.routes.DEFAULT_TEMP_DIR", folder, create=True),
        mock.patch.object(asyncio, "new_event_loop", remembered),
        mock.patch("multiprocessing.synchronize.Lock", lambda *_, **__: threading.Lock()),
    ):
        try:
            yield
        finally:
            for loop in loops:
                loop.close()


def _launched(*args: Any, **kwargs: Any) -> NoReturn:
    raise AssertionError(
        "`build_app` has launched the app by itself, and then nobody else can. Return it; whoever called launches it."
    )


def hosted(space: Path, photo: Path) -> Shown | None:
    """What the app in a Space's folder shows for a photo; None where app.py launches none.

    Runs app.py as `python app.py` would on a fresh computer, typed in some other folder: with nothing of the course.
    """
    import gradio

    launched: list[Any] = []
    mine = {name: one for name, one in sys.modules.items() if OURS.match(name)}
    path = [one for one in sys.path if one and not any((Path(one) / name).is_dir() for name in COURSE)]
    with (
        _random_undone(),
        _tidy(),
        tempfile.TemporaryDirectory(prefix="kata-") as elsewhere,
        contextlib.chdir(elsewhere),
        mock.patch.object(sys, "path", [str(space), *path]),
        mock.patch.object(gradio.Blocks, "launch", lambda app, *_, **__: launched.append(app)),
    ):
        for name in mine:
            del sys.modules[name]
        sys.modules["kata"] = None  # type: ignore[assignment]
        try:
            runpy.run_path(str(space / "app.py"), run_name="__main__")
            return upload(launched[0], photo) if launched else None
        finally:
            for name in [name for name in sys.modules if OURS.match(name)]:
                del sys.modules[name]
            sys.modules.update(mine)


def hosted_afresh(space: Path, photo: Path) -> Shown | None:
    """The same in a process of its own, where that may be started."""
    from nets.afresh import run_afresh  # only here: the fresh process has this file and nothing else of the course

    try:
        printed = run_afresh("-c", AFRESH, __file__, str(space), str(photo))
    except RuntimeError as error:
        raise RuntimeError(f"app.py does not start: {error}") from None
    if printed is None:
        return hosted(space, photo)
    found = json.loads(printed.strip().splitlines()[-1])
    return None if found is None else Shown(*found)


AFRESH = """
import importlib.util, json, sys
from pathlib import Path

here, *given = sys.argv[1:]
spec = importlib.util.spec_from_file_location("asking", here)
apps = importlib.util.module_from_spec(spec)
sys.modules["asking"] = apps
spec.loader.exec_module(apps)
print(json.dumps(apps.hosted(*map(Path, given))))
"""


def parts(app: Any) -> list[str] | None:
    """The kinds of the app's parts, "Label" for instance; None if it is no app."""
    import gradio

    if not isinstance(app, gradio.Blocks):
        return None
    return sorted({kind.__name__ for part in app.blocks.values() for kind in type(part).__mro__})


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
