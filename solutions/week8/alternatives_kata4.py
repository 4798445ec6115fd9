"""Unusual and correct: every one of these must pass."""

import io
import json
import os
import platform
import shutil
from collections import OrderedDict
from importlib.metadata import version
from pathlib import Path

import numpy as np
import torch
from PIL import Image, ImageOps

from kata.known import alternative
from nets.architectures import build
from nets.sources import sources_of
from week7.kata1_save_and_load import load_checkpoint
from week7.kata2_predict_a_photo import predict_photo
from week8.kata4_demo_app import MAX_PIXELS


def on_white(image):
    upright = ImageOps.exif_transpose(image)
    if upright.mode == "I;16":
        upright = Image.fromarray((np.asarray(upright) // 256).astype(np.uint8))
    upright = upright.convert("RGBA")
    return Image.alpha_composite(Image.new("RGBA", upright.size, "white"), upright).convert("RGB")


@alternative("predict")
def by_hand(image, checkpoint=None):
    """A05: sorted, the best first; A06: float32 until the end."""
    if image is None:
        return {}
    checkpoint = load_checkpoint("model.safetensors") if checkpoint is None else checkpoint
    names, settings = checkpoint["class_names"], checkpoint["preprocessing"]
    if len(set(names)) != len(names):
        raise ValueError(f"these class names are not all different: {names}")
    square = ImageOps.fit(on_white(image), (settings["image_size"],) * 2)
    pixels = np.asarray(square, np.float32) / 255
    pixels = (pixels - np.float32(settings["mean"])) / np.float32(settings["std"])
    model = build(checkpoint["config"], len(names))
    model.load_state_dict(checkpoint["state_dict"])
    with torch.inference_mode():
        shares = model.eval()(torch.from_numpy(pixels).permute(2, 0, 1)[None]).softmax(1)[0]
    return OrderedDict(sorted(((name, float(share)) for name, share in zip(names, shares, strict=True)),
                              key=lambda pair: -pair[1]))


@alternative("predict")
def from_memory(image, checkpoint=None):
    """No file at all: Pillow opens a BytesIO as it opens a path. In the order of the names."""
    if image is None:
        return {}
    checkpoint = checkpoint or load_checkpoint(Path("model.safetensors"))
    names = checkpoint["class_names"]
    twins = {name for name in names if names.count(name) > 1}
    if twins:
        raise ValueError(", ".join(twins))
    file = io.BytesIO()
    on_white(image).save(file, "BMP")
    file.seek(0)
    found = dict(predict_photo(checkpoint, file, len(names)))
    return {name: np.float64(found[name]) for name in names}  # which is a float


@alternative("predict")
def numpy_array_of_it(image, checkpoint=None):
    if image is None:
        return {}
    checkpoint = checkpoint or load_checkpoint(os.path.join(os.getcwd(), "model.safetensors"))  # noqa: PTH109, PTH118
    path = Path(f".photo-{os.getpid()}.png")
    names = checkpoint["class_names"]
    assert_different(names)
    try:
        Image.fromarray(np.array(on_white(image))).save(path)
        return dict(reversed(predict_photo(checkpoint, path, k=99)))
    finally:
        path.unlink(missing_ok=True)


@alternative("predict")
def four_digits(image, checkpoint=None):
    """The probabilities as a page would show them; they add up to 1 as well as four digits can."""
    if image is None:
        return {}
    checkpoint = checkpoint or load_checkpoint("model.safetensors")
    assert_different(checkpoint["class_names"])
    file = io.BytesIO()
    on_white(image).save(file, "TIFF")
    return {name: round(p, 4) for name, p in predict_photo(checkpoint, file, k=99)}


def assert_different(names):
    for i, name in enumerate(names):
        if name in names[:i]:
            raise ValueError(f"class {i} is called {name}, too")


def predict_(image, checkpoint):
    from week8 import kata4_demo_app

    return kata4_demo_app.predict(image, checkpoint)


def photo_of(path):
    """The photo, or None."""
    try:
        with Image.open(path) as image:
            if image.width * image.height <= MAX_PIXELS:
                image.load()
                return image.copy() if not image.getexif() else ImageOps.exif_transpose(image)
    except Exception:
        pass
    return None


@alternative("build_app")
def interface_with_a_file(checkpoint_path):
    import gradio as gr

    checkpoint = load_checkpoint(checkpoint_path)

    def classify(path):
        if not path:
            return {}
        photo = photo_of(path)
        if photo is None:
            raise gr.Error("Sorry, this is no photo that I can use.")
        return predict_(photo, checkpoint)

    return gr.Interface(classify, gr.File(type="filepath"), gr.Label(num_top_classes=3), title="Photos",
                        flagging_mode="never")


@alternative("build_app")
def button_and_a_sentence_on_the_page(checkpoint_path):
    """No box that vanishes: the sentence stays on the page. The file comes as bytes."""
    import gradio as gr

    checkpoint = load_checkpoint(checkpoint_path)

    def classify(content):
        if content is None:
            return None, ""
        photo = photo_of(io.BytesIO(content))
        return ({}, "That was no photo.") if photo is None else (predict_(photo, checkpoint), "")

    with gr.Blocks(title="Photos") as app:
        gr.Markdown("# Photos")
        file, label, words = gr.File(type="binary"), gr.Label(), gr.Markdown()
        gr.Button("Ask").click(classify, inputs=[file], outputs=[label, words])
    return app


@alternative("build_app")
def upload_event_and_an_async_function(checkpoint_path):
    import gradio as gr

    checkpoint = load_checkpoint(checkpoint_path)

    async def classify(path, threshold):
        if path is None:
            return {}
        photo = photo_of(path)
        if photo is None:
            raise gr.Error("Sorry, this is no photo that I can use.", title="No photo", print_exception=False)
        return {name: p for name, p in predict_(photo, checkpoint).items() if p >= threshold}

    with gr.Blocks() as app, gr.Tab("Photos"):
        with gr.Row():
            file = gr.UploadButton("Upload a photo", type="filepath")
            threshold = gr.Slider(0, 1, 0)
        label = gr.Label(label="It is …")
        file.upload(classify, [file, threshold], label)
        gr.ClearButton([label])
    return app


@alternative("build_app")
def all_of_it_inside_the_page(checkpoint_path):
    """The checkpoint is read after the page was begun, so a page is begun even where there is no checkpoint."""
    import gradio as gr

    with gr.Blocks() as app:
        checkpoint = load_checkpoint(checkpoint_path)
        file, label = gr.File(type="filepath"), gr.Label()

        @file.change(inputs=file, outputs=label)
        def classify(path):
            photo = photo_of(path) if path else None
            if path and photo is None:
                gr.Warning("Sorry, this is no photo that I can use.")
            return predict_(photo, checkpoint)
    return app


@alternative("build_app")
def image_that_opens_by_itself(checkpoint_path):
    """gradio.Image is the nicest part to upload to. This one has a preprocess of its own."""
    import gradio as gr

    def opened(payload):
        if payload is None:
            return None
        photo = photo_of(payload.path)
        if photo is None:
            raise gr.Error("Sorry, this is no photo that I can use.")
        return photo

    checkpoint, part = load_checkpoint(checkpoint_path), gr.Image(type="pil")
    part.preprocess = opened
    return gr.Interface(lambda photo: predict_(photo, checkpoint), part, gr.Label(), live=True)


def put(out, name, text):
    path = Path(out, name)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")


def check(checkpoint_path, out):
    if os.path.isdir(out) and os.listdir(out):  # noqa: PTH112, PTH208
        raise ValueError(f"not empty: {out}")
    with open(checkpoint_path, "rb") as file:  # noqa: PTH123
        return file.read()


def header(**more):
    """YAML as yaml.safe_dump and json.dumps write it: letters escaped, texts in quotes."""
    python = ".".join(platform.python_version_tuple()[:2])
    lines = {"title": "Fotos: was ist drauf?", "emoji": "🦉", "colorFrom": "gray", "colorTo": "pink", "sdk": "gradio",
             "sdk_version": version("gradio"), "app_file": "app.py", "pinned": False, "license": "apache-2.0",
             "python_version": python, "short_description": "Photos", **more}
    return "".join(f"{key}: {json.dumps(value)}\n" for key, value in lines.items())


@alternative("space_files")
def flat_header_and_exact_pins(checkpoint_path, out):
    content = check(checkpoint_path, out)
    put(out, "app.py", "import os\nfrom week8 import kata4_demo_app as demo\n\nHERE = os.path.dirname(__file__)\n"
                       "demo.build_app(os.path.join(HERE, 'model.safetensors')).queue().launch(show_error=True)\n")
    put(out, "requirements.txt", "# what pip installs\n--extra-index-url https://download.pytorch.org/whl/cpu\n"
        + "\n".join(f"{name} == {version(name).split('+')[0]}" for name in
                    ("Pillow", "torch", "numpy", "safetensors", "gradio")) + "\nhuggingface_hub\n")
    put(out, "README.md", f"---\n{header()}---\n# Photos\n\n---\n\nMade with Downhill.\n")
    for name, path in sources_of("week8.kata4_demo_app").items():
        put(out, name, path.read_text(encoding="utf-8"))
    Path(out, "model.safetensors").write_bytes(content)
    return sorted(os.path.relpath(path, out).replace(os.sep, "/") for path in Path(out).rglob("*") if path.is_file())


@alternative("space_files")
def with_examples_and_a_licence(checkpoint_path, out):
    """More than is asked for: a licence, a picture, the model card; chdir in app.py, and major versions only."""
    content = check(checkpoint_path, out)
    major = {name: int(version(name).split(".")[0]) for name in ("gradio", "numpy", "pillow", "safetensors", "torch")}
    put(out, "requirements.txt", "".join(f"{name}>={n},<{n + 1}\n" for name, n in major.items()))
    put(out, "README.md", "---\n" + header(python_version=platform.python_version(), models=[]) + "---\nPhotos.")
    put(out, "LICENSE", "MIT\n")
    put(out, "app.py", "import os\nos.chdir(os.path.dirname(os.path.abspath(__file__)))\n"
                       "from week8.kata4_demo_app import build_app\n\n\ndef main():\n"
                       "    demo = build_app('model.safetensors')\n    demo.launch()\n\n\n"
                       "if __name__ == '__main__':\n    main()\n")
    for name, path in sources_of("week8.kata4_demo_app").items():
        (Path(out) / name).parent.mkdir(exist_ok=True)
        shutil.copy2(path, Path(out) / name)
    os.makedirs(f"{out}/examples")  # noqa: PTH103
    Image.new("RGB", (8, 8), "red").save(f"{out}/examples/red.png")
    Path(out, "model.safetensors").write_bytes(content)
    names = [path.relative_to(out).as_posix() for path in Path(out).rglob("*") if not path.is_dir()]
    names.sort()
    return names
