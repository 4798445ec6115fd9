"""Your demo app.

A model that only its author can ask is of little use. A page with a button can be used by anybody, and everybody who
uses it will do what no test set does: upload drawings, screenshots, half a photo, or nothing at all. Here your
classifier gets such a page, and the page gets packed so that it can be hosted.
"""

from pathlib import Path
from typing import Any

from PIL import Image

# A photo with more pixels would fill the memory of a small server. Its size is known before it is decoded.
MAX_PIXELS = 50_000_000


def predict(image: Image.Image | None, checkpoint: dict[str, Any] | None = None) -> dict[str, float]:
    """What the network thinks of one picture, as a page can show it.

    A page hands you an open picture, not a file. It must be prepared as the photos were in training, so use what you
    have: save it as a PNG (which loses nothing) into a `tempfile.TemporaryDirectory()`, and let
    `from week7.kata2_predict_a_photo import predict_photo` do the rest (or write it again).

    Args:
        image: a PIL image of any size and mode: grey ("L"), with a palette ("P"), with transparency ("RGBA", "LA", or
            a palette with a see-through colour: laid on white), perhaps with a note that it lies on its side
            (`ImageOps.exif_transpose`). PNG takes most modes; convert the others, such as "CMYK", to RGB. The image
            stays as it is. None: somebody pressed the button too early.
        checkpoint: as `load_checkpoint` of week 7 gives it (`from week7.kata1_save_and_load import load_checkpoint`);
            it stays as it is. None, as in `predict(image)`: that of the file model.safetensors in the working folder,
            `load_checkpoint("model.safetensors")`.

    Returns:
        Class name → probability, for all classes, in any order; plain `str` and `float`, not rounded, which
        together make 1. No image: {}, and then no checkpoint is read.

    Raises:
        ValueError: two classes have the same name, which is in the message. (In a dict one would replace the other.)

    Example:
        >>> predict(None)
        {}
        >>> predict(Image.open("rex.png"), load_checkpoint("pets.safetensors"))     # doctest: +SKIP
        {'dog': 0.91, 'cat': 0.06, 'hamster': 0.03}
    """
    raise NotImplementedError


def build_app(checkpoint_path: Path) -> "gradio.Blocks":  # noqa: F821  (imported below)
    """A page on which anybody can ask your network.

    Gradio makes a page out of a function and its parts: something to upload to, something to show. Build the page
    and return it; whoever called launches it. Import gradio inside the function: it takes two seconds, which nobody
    wants to wait who only imports this file.

    - A part to upload a photo to, and a `gradio.Label` that shows the classes, best first: it draws the dict of
      `predict`. A button or the upload itself starts it, in a `gradio.Blocks` or a `gradio.Interface`.
    - The checkpoint is read once, when the app is built, and not for every photo.
    - Whatever cannot be shown to the network (a text named .jpg, half a photo, more than MAX_PIXELS pixels) gets a
      sentence for people: `raise gradio.Error("…")` inside your function. `gradio.Image` opens the file before your
      function is asked, and fails with words for programmers; with `gradio.File(type="filepath",
      file_types=["image"])` you get the path, and open it yourself.
    - Nothing was uploaded: no labels and no error.

    Args:
        checkpoint_path: the file with the network, as `save_checkpoint` of week 7 writes it.

    Returns:
        The app, a `gradio.Blocks` (a `gradio.Interface` is one), not launched yet. It needs no internet.

    Raises:
        OSError: there is no such checkpoint file.

    Example:
        >>> build_app("pets.safetensors").launch()     # doctest: +SKIP
        * Running on local URL:  http://127.0.0.1:7860
    """
    raise NotImplementedError


def space_files(checkpoint_path: Path, out: Path) -> list[str]:
    """A folder with all that your app needs to run on somebody else's computer.

    Hugging Face hosts small apps for free, in *Spaces*. A Space is a folder: it is copied to a fresh computer on which
    nothing of yours is installed, what requirements.txt names is installed, and app.py is run. (The README of week 8
    says how to send the folder there.) What works only on your computer fails there, so leave nothing out.

    - `app.py`: builds the app from the model.safetensors beside it, in whatever folder it is started
      (`Path(__file__).with_name(…)`), and launches it.
    - the code that app.py imports: `from nets.sources import sources_of`; `sources_of("week8.kata4_demo_app")` is a
      dict, name in the new folder → file to copy: this file, and what it imports of weeks 4 to 7 and of `nets`.
    - `model.safetensors`: a copy of the checkpoint.
    - `requirements.txt`: torch, safetensors, numpy, pillow and gradio, a line each. All accept the version that you
      have here, and gradio is held to its major version, for the next one may work differently: gradio~=6.31 is
      6.31 or later, but not 7. `importlib.metadata.version("torch")` may be "2.13.0+cpu"; what comes after the + is
      about your computer and stays away.
    - `README.md`: begins with a header, lines "key: value" between two lines "---" (YAML): title, emoji (one),
      colorFrom and colorTo (two of red, yellow, green, blue, indigo, purple, pink, gray), sdk: gradio, sdk_version
      (the version of gradio here), python_version (that of Python here, "3.12", in quotes), app_file: app.py,
      pinned: false, license (such as mit). Below it, what the app is for.

    Args:
        checkpoint_path: the file with the network, of any name.
        out: the folder to write. It may be missing yet, and the folder that it lies in, too; or it is empty.

    Returns:
        The names of all files in it, sorted, relative to `out` and with "/": "app.py", "week8/kata4_demo_app.py", …
        There is nothing else in it, above all no hidden files and no __pycache__.

    Raises:
        ValueError: `out` has something in it, be it hidden; the message shows the path. Nothing is written.
        OSError: there is no such checkpoint file. Nothing is written, and no folder is made.

    Example:
        >>> space_files("pets.safetensors", "space")     # doctest: +SKIP
        ['README.md', 'app.py', 'model.safetensors', 'nets/__init__.py', …, 'week8/kata4_demo_app.py']
    """
    raise NotImplementedError
