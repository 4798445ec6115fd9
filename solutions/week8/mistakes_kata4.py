"""Wrong in ways that are likely: each must be told what it is."""

import functools
import shutil
import sys
import tempfile
from importlib.metadata import version
from pathlib import Path

import numpy as np
import torch
from PIL import Image, ImageFile, ImageOps

from kata.known import mistake
from nets.architectures import build
from nets.sources import sources_of
from week7.kata1_save_and_load import load_checkpoint
from week7.kata2_predict_a_photo import predict_photo, preprocess
from week8.kata4_demo_app import MAX_PIXELS


def at_the_door(function):
    """Right about what comes in: no picture, no checkpoint, two classes of one name."""
    @functools.wraps(function)
    def entered(image, checkpoint=None):
        if image is None:
            return {}
        checkpoint = load_checkpoint("model.safetensors") if checkpoint is None else checkpoint
        names = checkpoint["class_names"]
        for name in names:
            if names.count(name) > 1:
                raise ValueError(f"two classes are called {name}")
        return function(for_png(image), checkpoint)

    return entered


def for_png(image):
    """PNG has no printers' colours."""
    return image.convert("RGB") if image.mode in ("CMYK", "YCbCr", "HSV") else image


def on_white(image):
    upright = ImageOps.exif_transpose(image).convert("RGBA")
    return Image.alpha_composite(Image.new("RGBA", upright.size, "white"), upright).convert("RGB")


def batch_of(image, checkpoint, change=lambda image: ImageOps.exif_transpose(image)):
    """The image as a batch of one, by way of a PNG; `change` is done to it first."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "photo.png"
        change(image).save(path)
        return preprocess(path, checkpoint["preprocessing"])


def predict_photo_of(image, checkpoint):
    with tempfile.TemporaryDirectory() as folder:
        on_white(image).save(Path(folder) / "photo.png")
        return predict_photo(checkpoint, Path(folder) / "photo.png", len(checkpoint["class_names"]))


def network_of(checkpoint):
    model = build(checkpoint["config"], len(checkpoint["class_names"]))
    model.load_state_dict(checkpoint["state_dict"])
    return model.eval()


def logits_of(image, checkpoint):
    with torch.no_grad():
        return network_of(checkpoint)(batch_of(image, checkpoint))[0]


def guesses(image, checkpoint, change=lambda image: ImageOps.exif_transpose(image), form="png", k=None):
    """Right, but for the parts that can be changed."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / f"photo.{form}"
        change(image).save(path)
        return dict(predict_photo(checkpoint, path, k=k or len(checkpoint["class_names"])))


@mistake("predict", "A page shows a dict of class names and probabilities")
@at_the_door
def the_pairs_as_they_come(image, checkpoint=None):
    """8.19, a list of pairs."""
    return list(guesses(image, checkpoint).items())


@mistake("predict", "A page shows a dict of class names and probabilities")
@at_the_door
def the_tensor(image, checkpoint=None):
    """8.19."""
    return logits_of(image, checkpoint).softmax(0)


@mistake("predict", "A page shows a dict of class names and probabilities")
@at_the_door
def the_winner_only(image, checkpoint=None):
    """8.19."""
    answer = guesses(image, checkpoint)
    return max(answer, key=answer.get)


@mistake("predict", "float(p) makes a plain number of it")
@at_the_door
def tensors_for_values(image, checkpoint=None):
    """8.20."""
    return dict(zip(checkpoint["class_names"], logits_of(image, checkpoint).softmax(0), strict=True))


@mistake("predict", "float(p) makes a plain number of it")
@at_the_door
def float32_for_values(image, checkpoint=None):
    """8.20."""
    return dict(zip(checkpoint["class_names"], logits_of(image, checkpoint).softmax(0).numpy(), strict=True))


@mistake("predict", "These are percentages")
@at_the_door
def percent(image, checkpoint=None):
    """8.23."""
    return {name: 100 * p for name, p in guesses(image, checkpoint).items()}


@mistake("predict", "The values are texts")
@at_the_door
def percent_as_text(image, checkpoint=None):
    """8.23."""
    return {name: f"{100 * p:.1f}%" for name, p in guesses(image, checkpoint).items()}


@mistake("predict", "Some classes are missing")
@at_the_door
def the_best_three(image, checkpoint=None):
    return guesses(image, checkpoint, k=3)


@mistake("predict", "Every value is 0 or 1")
@at_the_door
def one_hot(image, checkpoint=None):
    answer = guesses(image, checkpoint)
    return {name: float(p == max(answer.values())) for name, p in answer.items()}


@mistake("predict", "These are the logits")
@at_the_door
def no_softmax(image, checkpoint=None):
    return dict(zip(checkpoint["class_names"], logits_of(image, checkpoint).tolist(), strict=True))


@mistake("predict", "sigmoid looks at each class by itself")
@at_the_door
def sigmoid(image, checkpoint=None):
    return dict(zip(checkpoint["class_names"], logits_of(image, checkpoint).sigmoid().tolist(), strict=True))


@mistake("predict", "softmax was applied twice")
@at_the_door
def softmax_of_probabilities(image, checkpoint=None):
    answer = guesses(image, checkpoint)
    return dict(zip(answer, torch.tensor(list(answer.values())).softmax(0).tolist(), strict=True))


@mistake("predict", "log_softmax is for the loss")
@at_the_door
def log_probabilities(image, checkpoint):
    return dict(zip(checkpoint["class_names"], logits_of(image, checkpoint).log_softmax(0).tolist(), strict=True))


@mistake("predict", "They were rounded")
@at_the_door
def two_digits(image, checkpoint):
    return {name: round(p, 2) for name, p in predict_photo_of(image, checkpoint)}


@mistake("predict", "These are percentages")
@at_the_door
def whole_percent(image, checkpoint):
    return {name: round(100 * p, 1) for name, p in predict_photo_of(image, checkpoint)}


@mistake("predict", "The keys should be the names of the classes")
@at_the_door
def numbers_of_the_classes(image, checkpoint):
    return dict(enumerate(logits_of(image, checkpoint).softmax(0).tolist()))


@mistake("predict", "The keys should be the names of the classes")
@at_the_door
def as_a_page_answers(image, checkpoint):
    pairs = predict_photo_of(image, checkpoint)
    return {"label": pairs[0][0], "confidences": [{"label": name, "confidence": p} for name, p in pairs]}


@mistake("predict", "Names and probabilities have changed places")
@at_the_door
def probabilities_as_keys(image, checkpoint):
    return {p: name for name, p in predict_photo_of(image, checkpoint)}


@mistake("predict", "keep nothing")
def keeps_the_first_network(image, checkpoint=None, kept=[]):  # noqa: B006  (that is the mistake)
    if image is None:
        return {}
    if not kept:
        kept.append(load_checkpoint("model.safetensors") if checkpoint is None else checkpoint)
    return dict(predict_photo_of(image, kept[0]))


@mistake("predict", "That is for calls with an image only")
def always_the_file(image, checkpoint=None):
    if image is None:
        return {}
    return dict(predict_photo_of(image, load_checkpoint("model.safetensors")))


@mistake("predict", "The names were sorted")
@at_the_door
def names_in_the_order_of_the_alphabet(image, checkpoint=None):
    return dict(zip(sorted(checkpoint["class_names"]), logits_of(image, checkpoint).softmax(0).tolist(), strict=True))


@mistake("predict", "The probabilities were sorted and the names were not")
@at_the_door
def sorted_without_the_names(image, checkpoint=None):
    probabilities = logits_of(image, checkpoint).softmax(0).sort(descending=True).values
    return dict(zip(checkpoint["class_names"], probabilities.tolist(), strict=True))


@mistake("predict", "softmax shared out among more classes than there are names")
@at_the_door
def head_not_replaced(image, checkpoint=None):
    """8.14: a network with 1,000 outputs, of which the first are given our names."""
    names = checkpoint["class_names"]
    model = build(checkpoint["config"], 1000).eval()
    body = {name: tensor for name, tensor in checkpoint["state_dict"].items() if not name.startswith("linear")}
    model.load_state_dict(body, strict=False)
    with torch.no_grad():
        probabilities = model(batch_of(image, checkpoint))[0].softmax(0)
    return dict(zip(names, probabilities.tolist(), strict=False))


@mistake("predict", "the network is in train mode")
@at_the_door
def no_eval(image, checkpoint=None):
    with torch.no_grad():
        probabilities = network_of(checkpoint).train()(batch_of(image, checkpoint))[0].softmax(0)
    return dict(zip(checkpoint["class_names"], probabilities.tolist(), strict=True))


def by_hand(image, checkpoint, prepare):
    size = checkpoint["preprocessing"]["image_size"]
    pixels = np.array(ImageOps.fit(on_white(image), (size, size)))
    with torch.no_grad():
        logits = network_of(checkpoint)(torch.tensor(prepare(pixels), dtype=torch.float32))[0]
    return dict(zip(checkpoint["class_names"], logits.softmax(0).tolist(), strict=True))


@mistake("predict", "The network saw numbers from 0 to 255")
@at_the_door
def raw_pixels(image, checkpoint=None):
    return by_hand(image, checkpoint, lambda pixels: pixels.transpose(2, 0, 1)[None])


@mistake("predict", "without the mean and std that it was trained with")
@at_the_door
def normalisation_ignored(image, checkpoint=None):
    """8.16."""
    return by_hand(image, checkpoint, lambda pixels: pixels.transpose(2, 0, 1)[None] / 255)


@mistake("predict", "The picture was prepared as EfficientNet-Lite0 wants it")
@at_the_door
def prepared_for_another_network(image, checkpoint=None):
    return by_hand(image, checkpoint, lambda pixels: (pixels.transpose(2, 0, 1)[None] - 127.0) / 128)


def standardized(pixels, checkpoint):
    settings = checkpoint["preprocessing"]
    return (pixels / 255 - settings["mean"]) / settings["std"]


@mistake("predict", "the mean and std of ImageNet")
@at_the_door
def as_for_imagenet(image, checkpoint):
    settings = {**checkpoint["preprocessing"], "mean": [0.485, 0.456, 0.406], "std": [0.229, 0.224, 0.225]}
    return dict(predict_photo_of(image, {**checkpoint, "preprocessing": settings}))


@mistake("predict", "divide them by 255 first")
@at_the_door
def mean_and_std_of_0_to_255(image, checkpoint):
    settings = {**checkpoint["preprocessing"]}
    settings.update(mean=[m / 255 for m in settings["mean"]], std=[s / 255 for s in settings["std"]])
    return dict(predict_photo_of(image, {**checkpoint, "preprocessing": settings}))


@mistake("predict", "by its own mean and std")
@at_the_door
def statistics_of_this_picture(image, checkpoint):
    pixels = np.asarray(on_white(image)) / 255
    settings = {**checkpoint["preprocessing"], "mean": pixels.mean((0, 1)), "std": pixels.std((0, 1))}
    return dict(predict_photo_of(image, {**checkpoint, "preprocessing": settings}))


@mistake("predict", "The colours were lost on the way")
@at_the_door
def grey_as_in_week_3(image, checkpoint):
    return dict(predict_photo_of(on_white(image).convert("L"), checkpoint))


@mistake("predict", "A palette can have a see-through colour")
@at_the_door
def alpha_by_the_mode(image, checkpoint):
    upright = ImageOps.exif_transpose(image)
    pixels = np.asarray(on_white(image) if upright.mode in ("RGBA", "LA") else upright.convert("RGB"))
    return dict(predict_photo_of(Image.fromarray(pixels), checkpoint))


@mistake("predict", "PNG has no such mode")
def saved_in_any_mode(image, checkpoint=None):
    if image is None:
        return {}
    checkpoint = checkpoint or load_checkpoint("model.safetensors")
    names = checkpoint["class_names"]
    if len(set(names)) < len(names):
        raise ValueError(f"a name twice: {names}")
    with tempfile.TemporaryDirectory() as folder:
        ImageOps.exif_transpose(image).save(Path(folder) / "photo.png")
        return dict(predict_photo(checkpoint, Path(folder) / "photo.png", len(names)))


@mistake("predict", "Ask for that first, and return {}")
def no_picture_is_refused(image, checkpoint=None):
    if image is None:
        raise ValueError("no image")
    checkpoint = checkpoint or load_checkpoint("model.safetensors")
    names = checkpoint["class_names"]
    if len(set(names)) < len(names):
        raise ValueError(f"a name twice: {names}")
    return dict(predict_photo_of(image, checkpoint))


@mistake("predict", "return {} before the checkpoint is loaded")
def checkpoint_first(image, checkpoint=None):
    checkpoint = checkpoint or load_checkpoint("model.safetensors")
    names = checkpoint["class_names"]
    if len(set(names)) < len(names):
        raise ValueError(f"a name twice: {names}")
    return {} if image is None else dict(predict_photo_of(image, checkpoint))


@mistake("predict", "Red and blue have changed places")
@at_the_door
def blue_first(image, checkpoint=None):
    return by_hand(image, checkpoint, lambda p: standardized(p[..., ::-1], checkpoint).transpose(2, 0, 1)[None])


@mistake("predict", "reshape does not move numbers")
@at_the_door
def reshaped(image, checkpoint=None):
    return by_hand(image, checkpoint, lambda p: standardized(p, checkpoint).reshape(1, 3, *p.shape[:2]))


@mistake("predict", "Rows and columns have changed places")
@at_the_door
def transposed(image, checkpoint=None):
    return by_hand(image, checkpoint, lambda p: standardized(p, checkpoint).transpose(2, 1, 0)[None])


@mistake("predict", "was the picture changed on its way")
@at_the_door
def by_way_of_a_jpeg(image, checkpoint=None):
    return guesses(image, checkpoint, on_white, form="jpg")


@mistake("predict", "A grey picture, mode L, has one number a pixel")
@at_the_door
def grey_stays_grey(image, checkpoint=None):
    """8.18."""
    settings = checkpoint["preprocessing"]
    size = settings["image_size"]
    image = image if image.mode == "L" else on_white(image)
    pixels = np.array(ImageOps.fit(image, (size, size)), np.float32) / 255
    pixels = (pixels - np.float32(settings["mean"]).mean() if pixels.ndim == 2 else
              (pixels - np.float32(settings["mean"])) / np.float32(settings["std"]))
    batch = torch.tensor(pixels)[None, None] if pixels.ndim == 2 else torch.tensor(pixels).permute(2, 0, 1)[None]
    with torch.no_grad():
        probabilities = network_of(checkpoint)(batch)[0].softmax(0)
    return dict(zip(checkpoint["class_names"], probabilities.tolist(), strict=True))


@mistake("predict", "The network was shown the numbers of the palette's entries")
@at_the_door
def palette_as_grey(image, checkpoint=None):
    return guesses(image, checkpoint, lambda image: Image.fromarray(np.array(ImageOps.exif_transpose(image))))


@mistake("predict", "The network saw nothing but black")
@at_the_door
def alpha_dropped(image, checkpoint=None):
    """8.26."""
    return guesses(image, checkpoint, lambda image: ImageOps.exif_transpose(image).convert("RGB"))


@mistake("predict", "The network saw a white drawing on black")
@at_the_door
def alpha_for_the_drawing(image, checkpoint=None):
    def change(image):
        return image.getchannel("A") if "A" in image.mode else ImageOps.exif_transpose(image)

    return guesses(image, checkpoint, change)


@mistake("predict", "has one channel more, for alpha")
@at_the_door
def rgba_into_a_jpeg(image, checkpoint=None):
    """JPEG at its best, which is nearly right; and it knows no alpha."""
    upright = ImageOps.exif_transpose(image)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / ("photo.jpg" if upright.mode == "RGBA" else "photo.png")
        upright.save(path)
        return dict(predict_photo(checkpoint, path, k=len(checkpoint["class_names"])))


@mistake("predict", "The network saw the photo lying on its side")
@at_the_door
def saved_without_the_note(image, checkpoint=None):
    return guesses(image, checkpoint, lambda image: image)


@mistake("predict", "The photo was turned twice")
@at_the_door
def turned_twice(image, checkpoint=None):
    def change(image):
        turned = image.getexif().get(0x0112) == 6
        return ImageOps.exif_transpose(image).rotate(-90, expand=True) if turned else image

    return guesses(image, checkpoint, change)


@mistake("predict", "The photo was turned the wrong way")
@at_the_door
def turned_the_wrong_way(image, checkpoint=None):
    return guesses(image, checkpoint, lambda im: im.rotate(90, expand=True) if im.getexif().get(0x0112) == 6 else im)


@mistake("predict", "The photo was squeezed into a square")
@at_the_door
def squeezed(image, checkpoint=None):
    def change(image):
        upright = ImageOps.exif_transpose(image)
        return upright.resize((24, 24)) if upright.size != (24, 24) else upright

    return guesses(image, checkpoint, change)


@mistake("predict", "The left end of the photo was cut out")
@at_the_door
def top_left_corner(image, checkpoint=None):
    def change(image):
        upright = ImageOps.exif_transpose(image)
        return upright.crop((0, 0, min(upright.size), min(upright.size)))

    return guesses(image, checkpoint, change)


@mistake("predict", "A piece was cut out of the middle without making the photo smaller")
@at_the_door
def cut_only(image, checkpoint=None):
    def change(image):
        upright = ImageOps.exif_transpose(image)
        left, top = (upright.width - 24) // 2, (upright.height - 24) // 2
        return upright.crop((left, top, left + 24, top + 24))

    return guesses(image, checkpoint, change)


@mistake("predict", "changed the `image`")
@at_the_door
def turned_in_place(image, checkpoint=None):
    ImageOps.exif_transpose(image, in_place=True)
    return guesses(image, checkpoint)


@mistake("predict", "changed the `checkpoint`")
@at_the_door
def takes_the_weights_out(image, checkpoint=None):
    answer = guesses(image, checkpoint)
    checkpoint.pop("state_dict")
    return answer


@mistake("predict", "Ask for that first, and return {}")
def no_picture(image, checkpoint=None):
    """8.25."""
    return at_the_door(guesses)(image, checkpoint) if image.size else {}


@mistake("predict", "No picture, no labels")
def no_picture_is_unsure(image, checkpoint=None):
    if image is None:
        return dict.fromkeys(checkpoint["class_names"], 0.0)
    return at_the_door(guesses)(image, checkpoint)


@mistake("predict", "one has replaced the other in the dict")
def twins_swallowed(image, checkpoint=None):
    """8.24."""
    if image is None:
        return {}
    checkpoint = checkpoint or load_checkpoint("model.safetensors")
    shares = logits_of(for_png(image), checkpoint).softmax(0).tolist()
    return dict(zip(checkpoint["class_names"], shares, strict=True))


@mistake("predict", "were added up")
def twins_added_up(image, checkpoint=None):
    if image is None:
        return {}
    found, checkpoint = {}, checkpoint or load_checkpoint("model.safetensors")
    shares = logits_of(for_png(image), checkpoint).softmax(0).tolist()
    for name, p in zip(checkpoint["class_names"], shares, strict=True):
        found[name] = found.get(name, 0.0) + p
    return found


@mistake("predict", "Without a checkpoint it ended with")
def checkpoint_is_needed(image, checkpoint=None):
    if image is not None and checkpoint["class_names"]:
        return at_the_door(guesses)(image, checkpoint)
    return {}


@mistake("predict", "Without a checkpoint it ended with")
def model_beside_the_code(image, checkpoint=None):
    if image is None:
        return {}
    return at_the_door(guesses)(image, checkpoint or load_checkpoint(Path(__file__).with_name("model.safetensors")))


@mistake("predict", "The visitor's photo is still on the disk")
@at_the_door
def photo_left_behind(image, checkpoint=None):
    path = Path(tempfile.mkdtemp()) / "upload.png"
    ImageOps.exif_transpose(image).save(path)
    return dict(predict_photo(checkpoint, path, k=len(checkpoint["class_names"])))


@mistake("predict", "The visitor's photo is still on the disk")
@at_the_door
def always_the_same_file(image, checkpoint=None):
    ImageOps.exif_transpose(image).save(Path(tempfile.gettempdir()) / "photo.png")
    return dict(predict_photo(checkpoint, Path(tempfile.gettempdir()) / "photo.png", k=len(checkpoint["class_names"])))


def opened(path, gradio, most=MAX_PIXELS, words=None):
    try:
        with Image.open(path) as image:
            if image.width * image.height > most:
                raise OSError("too many pixels")
            return ImageOps.exif_transpose(image)
    except (OSError, SyntaxError) as error:
        raise gradio.Error(words(error) if words else "Please upload a photo.") from None


def page(answer, gradio, inputs=None, label=None):
    """A page with one function."""
    with gradio.Blocks(analytics_enabled=False) as app:
        file = inputs() if inputs else gradio.File(type="filepath", file_types=["image"])
        file.change(answer, file, label() if label else gradio.Label())
    return app


def _predict(image, checkpoint):
    from week8 import kata4_demo_app

    return kata4_demo_app.predict(image, checkpoint)


@mistake("build_app", "Is there a `return app`")
def app_not_returned(checkpoint_path):
    import gradio

    checkpoint = load_checkpoint(checkpoint_path)
    page(lambda path: _predict(opened(path, gradio), checkpoint) if path else {}, gradio)


@mistake("build_app", "has launched the app by itself")
def launches_itself(checkpoint_path):
    import gradio

    checkpoint = load_checkpoint(checkpoint_path)
    app = page(lambda path: _predict(opened(path, gradio), checkpoint) if path else {}, gradio)
    app.launch()
    return app


@mistake("build_app", "and `predict` wants the picture: Image.open(path)")
def path_for_predict(checkpoint_path):
    import gradio

    checkpoint = load_checkpoint(checkpoint_path)
    return page(lambda path: _predict(path, checkpoint), gradio)


@mistake("build_app", "`predict` was given an array, and wants a PIL image")
def array_for_predict(checkpoint_path):
    import gradio

    checkpoint = load_checkpoint(checkpoint_path)
    return page(lambda path: _predict(np.asarray(opened(path, gradio)), checkpoint) if path else {}, gradio)


@mistake("build_app", "Hand your function over without brackets")
def called_while_the_page_is_built(checkpoint_path):
    import gradio

    checkpoint = load_checkpoint(checkpoint_path)

    def answer(path=None):
        return _predict(opened(path, gradio), checkpoint) if path else {}

    return page(answer(), gradio)


SHARED = {}


@mistake("build_app", "not in a global one, which all pages share")
def checkpoint_for_all_pages(checkpoint_path):
    import gradio

    SHARED["checkpoint"] = load_checkpoint(checkpoint_path)
    return page(lambda path: _predict(opened(path, gradio), SHARED["checkpoint"]) if path else {}, gradio)


@mistake("build_app", "Hand it to `predict` as it was uploaded.")
def squeezed_first(checkpoint_path):
    import gradio

    checkpoint = load_checkpoint(checkpoint_path)
    side = checkpoint["preprocessing"]["image_size"]
    return page(lambda path: _predict(opened(path, gradio).resize((side, side)), checkpoint) if path else {}, gradio)


@mistake("build_app", "Say in a sentence what is wrong")
def one_word(checkpoint_path):
    import gradio

    checkpoint = load_checkpoint(checkpoint_path)

    def answer(path):
        if path is None:
            return {}
        try:
            return _predict(opened(path, gradio), checkpoint)
        except (OSError, ValueError):
            raise gradio.Error("Error") from None

    return page(answer, gradio)


@mistake("build_app", "There is no gradio.Label on the page")
def answer_as_text(checkpoint_path):
    import gradio

    checkpoint = load_checkpoint(checkpoint_path)
    return page(lambda path: str(_predict(opened(path, gradio), checkpoint)) if path else "", gradio,
                label=gradio.Textbox)


@mistake("build_app", "The app has no part to upload a photo to")
def nothing_calls_the_function(checkpoint_path):
    import gradio

    load_checkpoint(checkpoint_path)
    with gradio.Blocks() as app:
        gradio.File(type="filepath")
        gradio.Label()
    return app


@mistake("build_app", "What the Label was given cannot be drawn")
def pairs_for_the_label(checkpoint_path):
    import gradio

    checkpoint = load_checkpoint(checkpoint_path)
    return page(lambda path: list(_predict(opened(path, gradio), checkpoint).items()) if path else {}, gradio)


@mistake("build_app", "The Label was given percentages")
def percent_for_the_label(checkpoint_path):
    import gradio

    checkpoint = load_checkpoint(checkpoint_path)

    def answer(path):
        labels = _predict(opened(path, gradio), checkpoint) if path else {}
        return {name: 100 * p for name, p in labels.items()}

    return page(answer, gradio)


@mistake("build_app", "The page shows only")
def only_the_winner(checkpoint_path):
    import gradio

    checkpoint = load_checkpoint(checkpoint_path)
    return page(lambda path: _predict(opened(path, gradio), checkpoint) if path else {}, gradio,
                label=lambda: gradio.Label(num_top_classes=1))


@mistake("build_app", "Load it once, when the app is built")
def checkpoint_of_the_working_folder(checkpoint_path):
    import gradio

    load_checkpoint(checkpoint_path)
    return page(lambda path: _predict(opened(path, gradio), None) if path else {}, gradio)


@mistake("build_app", "Load it once, when the app is built")
def read_for_every_photo(checkpoint_path):
    import gradio

    load_checkpoint(checkpoint_path)
    return page(lambda path: _predict(opened(path, gradio), load_checkpoint(checkpoint_path)) if path else {}, gradio)


@mistake("build_app", "They are about the photo that was uploaded before")
def remembers_the_first_answer(checkpoint_path):
    import gradio

    checkpoint, known = load_checkpoint(checkpoint_path), {}

    def answer(path):
        if path is None:
            return {}
        photo = opened(path, gradio)
        if not known:
            known.update(_predict(photo, checkpoint))
        return known

    return page(answer, gradio)


@mistake("build_app", "There is no such file, and building the app must say so")
def loaded_at_the_first_photo(checkpoint_path):
    """Once, but too late: nobody hears of a missing file before a visitor comes."""
    import gradio

    checkpoint = load_checkpoint(checkpoint_path) if Path(checkpoint_path).exists() else None
    return page(lambda path: _predict(opened(path, gradio), checkpoint) if path else {}, gradio)


@mistake("build_app", "There is no such file, and building the app must say so")
def missing_checkpoint_for_visitors(checkpoint_path):
    import gradio

    try:
        checkpoint = load_checkpoint(checkpoint_path)
    except OSError:
        raise gradio.Error("There is no model.") from None
    return page(lambda path: _predict(opened(path, gradio), checkpoint) if path else {}, gradio)


@mistake("build_app", "What your function gets then is None")
def nothing_uploaded_crashes(checkpoint_path):
    """8.25 again: Image.open(None)."""
    import gradio

    checkpoint = load_checkpoint(checkpoint_path)
    return page(lambda path: _predict(opened(path, gradio), checkpoint), gradio)


@mistake("build_app", "That is no error: give no labels")
def nothing_uploaded_is_an_error(checkpoint_path):
    import gradio

    checkpoint = load_checkpoint(checkpoint_path)

    def answer(path):
        if path is None:
            raise gradio.Error("Please upload a photo first!")
        return _predict(opened(path, gradio), checkpoint)

    return page(answer, gradio)


@mistake("build_app", "alpha was lost before")
def gradio_image_drops_alpha(checkpoint_path):
    import gradio

    checkpoint = load_checkpoint(checkpoint_path)
    part = gradio.Image(type="pil")
    preprocess = part.preprocess

    def checked(payload):
        if payload is not None:
            opened(payload.path, gradio)
        return preprocess(payload)

    part.preprocess = checked
    return gradio.Interface(lambda image: _predict(image, checkpoint), part, gradio.Label())


@mistake("build_app", "alpha was lost before")
def converted_too_early(checkpoint_path):
    """8.26 in another place."""
    import gradio

    checkpoint = load_checkpoint(checkpoint_path)
    return page(lambda path: _predict(opened(path, gradio).convert("RGB"), checkpoint) if path else {}, gradio)


@mistake("build_app", "The network saw it lying")
def by_way_of_an_array(checkpoint_path):
    import gradio

    checkpoint = load_checkpoint(checkpoint_path)

    def answer(path):
        if path is None:
            return {}
        opened(path, gradio)
        return _predict(Image.fromarray(np.array(Image.open(path))), checkpoint)

    return page(answer, gradio)


@mistake("build_app", "gradio.Image opens the file before your function is asked")
def image_with_all_its_modes(checkpoint_path):
    import gradio

    checkpoint = load_checkpoint(checkpoint_path)
    return page(lambda image: _predict(image, checkpoint), gradio,
                inputs=lambda: gradio.Image(type="pil", image_mode=None))


@mistake("build_app", "Catch that where the photo is opened and decoded")
def nothing_caught(checkpoint_path):
    import gradio

    checkpoint = load_checkpoint(checkpoint_path)
    return page(lambda path: _predict(Image.open(path), checkpoint) if path else {}, gradio)


@mistake("build_app", "Catch that where the photo is opened and decoded")
def opened_is_not_decoded(checkpoint_path):
    """Image.open reads the first few bytes only, so half a photo gets past it."""
    import gradio

    checkpoint = load_checkpoint(checkpoint_path)

    def answer(path):
        if path is None:
            return {}
        try:
            image = Image.open(path)
        except OSError:
            raise gradio.Error("This is no photo.") from None
        return _predict(image, checkpoint)

    return page(answer, gradio)


@mistake("build_app", "With more than MAX_PIXELS pixels refuse it")
def as_large_as_you_like(checkpoint_path):
    import gradio

    checkpoint = load_checkpoint(checkpoint_path)
    return page(lambda path: _predict(opened(path, gradio, most=10**12), checkpoint) if path else {}, gradio)


@mistake("build_app", "Say what is wrong instead")
def half_a_photo_is_filled_with_grey(checkpoint_path):
    import gradio

    checkpoint = load_checkpoint(checkpoint_path)

    def answer(path):
        if path is None:
            return {}
        before, ImageFile.LOAD_TRUNCATED_IMAGES = ImageFile.LOAD_TRUNCATED_IMAGES, True
        try:
            return _predict(opened(path, gradio), checkpoint)
        finally:
            ImageFile.LOAD_TRUNCATED_IMAGES = before

    return page(answer, gradio)


@mistake("build_app", "Say what is wrong instead")
def error_as_a_label(checkpoint_path):
    import gradio

    checkpoint = load_checkpoint(checkpoint_path)

    def answer(path):
        try:
            return _predict(opened(path, gradio), checkpoint) if path else {}
        except gradio.Error as error:
            return {str(error): 1.0}

    return page(answer, gradio)


@mistake("build_app", "the page shows nothing at all")
def silent(checkpoint_path):
    import gradio

    checkpoint = load_checkpoint(checkpoint_path)

    def answer(path):
        try:
            return _predict(opened(path, gradio), checkpoint) if path else {}
        except gradio.Error:
            return {}

    return page(answer, gradio)


@mistake("build_app", "That is for programmers")
def pillows_own_words(checkpoint_path):
    import gradio

    checkpoint = load_checkpoint(checkpoint_path)
    return page(lambda path: _predict(opened(path, gradio, words=lambda error: f"Error: {error}"), checkpoint)
                if path else {}, gradio)


APP = """\
from pathlib import Path

from week8.kata4_demo_app import build_app

app = build_app(Path(__file__).with_name("model.safetensors"))

if __name__ == "__main__":
    app.launch()
"""


def space(checkpoint_path, out, app=APP, pins=None, header=None, files=None, check=True, before="---\n"):
    """Right, but for the parts that can be changed."""
    out = Path(out)
    if check and not Path(checkpoint_path).is_file():
        raise FileNotFoundError(checkpoint_path)
    if check and out.exists() and list(out.iterdir()):
        raise ValueError(f"{out} is not empty")
    lines = {"title": "Photos", "emoji": "📷", "colorFrom": "blue", "colorTo": "green", "sdk": "gradio",
             "sdk_version": version("gradio"), "app_file": "app.py", "pinned": "false", "license": "mit",
             "python_version": f'"{sys.version_info.major}.{sys.version_info.minor}"'} | (header or {})
    have = {name: f">={version(name).partition('+')[0]}" for name in ("torch", "safetensors", "numpy", "pillow")}
    have |= {"gradio": f"=={version('gradio')}"} | (pins or {})
    out.mkdir(parents=True, exist_ok=True)
    (out / "app.py").write_text(app, encoding="utf-8")
    (out / "requirements.txt").write_text("".join(f"{name}{pin}\n" for name, pin in have.items() if pin is not None))
    text = "".join(f"{key}: {value}\n" for key, value in lines.items() if value is not None)
    (out / "README.md").write_text(f"{before}{text}---\n\nPhotos.\n", encoding="utf-8")
    for name, file in (sources_of("week8.kata4_demo_app") if files is None else files).items():
        (out / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(file, out / name)
    shutil.copyfile(checkpoint_path, out / "model.safetensors")
    return sorted(path.relative_to(out).as_posix() for path in out.rglob("*") if path.is_file())


@mistake("space_files", "Return the names of the files, sorted")
def names_not_returned(checkpoint_path, out):
    space(checkpoint_path, out)


@mistake("space_files", "mkdir(parents=True, exist_ok=True) makes both")
def wants_the_folder_around_it(checkpoint_path, out):
    if not Path(checkpoint_path).is_file():
        raise FileNotFoundError(checkpoint_path)
    Path(out).mkdir(exist_ok=True)
    return space(checkpoint_path, out)


@mistake("space_files", "is only a link")
def linked(checkpoint_path, out):
    names = space(checkpoint_path, out)
    Path(out, "model.safetensors").unlink()
    Path(out, "model.safetensors").symlink_to(Path(checkpoint_path).resolve())
    return names


@mistake("space_files", "There is a hidden folder, .git")
def hidden_is_nothing(checkpoint_path, out):
    if not Path(checkpoint_path).is_file():
        raise FileNotFoundError(checkpoint_path)
    if list(Path(out).glob("[!.]*")):
        raise ValueError(f"{out} is not empty")
    return space(checkpoint_path, out, check=False)


@mistake("space_files", "Beside the new folder now lie")
def checkpoint_moved(checkpoint_path, out):
    names = space(checkpoint_path, out)
    Path(checkpoint_path).unlink()
    return names


@mistake("space_files", "model.safetensors is not in the folder")
def under_its_own_name(checkpoint_path, out):
    space(checkpoint_path, out)
    path = Path(out) / "model.safetensors"
    path.rename(path.with_name(Path(checkpoint_path).name))
    return sorted(path.relative_to(out).as_posix() for path in Path(out).rglob("*") if path.is_file())


@mistake("space_files", "does not belong in a Space")
def with_its_caches(checkpoint_path, out):
    space(checkpoint_path, out)
    cache = Path(out) / "week8" / "__pycache__"
    cache.mkdir()
    (cache / "kata4_demo_app.cpython-311.pyc").write_bytes(b"\0")
    return sorted(path.relative_to(out).as_posix() for path in Path(out).rglob("*") if path.is_file())


@mistake("space_files", "a pickle can run code when it is opened")
def weights_as_a_pickle_too(checkpoint_path, out):
    space(checkpoint_path, out)
    torch.save(load_checkpoint(checkpoint_path)["state_dict"], Path(out) / "weights.pt")
    return sorted(path.relative_to(out).as_posix() for path in Path(out).rglob("*") if path.is_file())


@mistake("space_files", "All names are there, and they are not sorted")
def as_they_were_written(checkpoint_path, out):
    return sorted(space(checkpoint_path, out), reverse=True)


@mistake("space_files", "Give the names as they are inside the folder")
def whole_paths(checkpoint_path, out):
    return [str(Path(out) / name) for name in space(checkpoint_path, out)]


@mistake("space_files", "Where a file lies in a folder, its name says so")
def last_names(checkpoint_path, out):
    return sorted(name.rpartition("/")[2] for name in space(checkpoint_path, out))


@mistake("space_files", "folders are no files")
def folders_too(checkpoint_path, out):
    space(checkpoint_path, out)
    return sorted(path.relative_to(out).as_posix() for path in Path(out).rglob("*"))


@mistake("space_files", "There are more files in the folder than in the list")
def only_the_top(checkpoint_path, out):
    return [name for name in space(checkpoint_path, out) if "/" not in name]


@mistake("space_files", "is not the checkpoint that was given")
def weights_only(checkpoint_path, out):
    from safetensors.torch import save_file

    names = space(checkpoint_path, out)
    save_file(load_checkpoint(checkpoint_path)["state_dict"], Path(out) / "model.safetensors")
    return names


@mistake("space_files", "a folder of this computer")
def path_of_this_computer(checkpoint_path, out):
    return space(checkpoint_path, out, app=APP.replace('Path(__file__).with_name("model.safetensors")',
                                                       repr(str(Path(checkpoint_path).resolve()))))


@mistake("space_files", "Nothing of yours is installed in a Space")
def no_code(checkpoint_path, out):
    return space(checkpoint_path, out, files={})


@mistake("space_files", "Nothing of yours is installed in a Space")
def this_kata_only(checkpoint_path, out):
    name = "week8/kata4_demo_app.py"
    return space(checkpoint_path, out, files={name: sources_of("week8.kata4_demo_app")[name]})


@mistake("space_files", "Nothing of yours is installed in a Space")
def without_nets(checkpoint_path, out):
    files = sources_of("week8.kata4_demo_app")
    return space(checkpoint_path, out, files={name: file for name, file in files.items() if "nets" not in name})


@mistake("space_files", "`kata`, the course's own runner")
def runs_the_tests_first(checkpoint_path, out):
    return space(checkpoint_path, out, app="import kata\n" + APP)


@mistake("space_files", "is no Python")
def app_with_a_slip(checkpoint_path, out):
    return space(checkpoint_path, out, app=APP.replace('"model.safetensors")', '"model.safetensors"'))


@mistake("space_files", "requirements.txt lacks")
def what_is_there_anyway(checkpoint_path, out):
    return space(checkpoint_path, out, pins={"gradio": None, "numpy": None})


@mistake("space_files", "The library is installed as pillow")
def pil(checkpoint_path, out):
    return space(checkpoint_path, out, pins={"pillow": None, "PIL": ""})


@mistake("space_files", "What follows the + describes your computer")
def frozen(checkpoint_path, out):
    return space(checkpoint_path, out, pins={"torch": "==2.13.0+cpu"})


@mistake("space_files", "requirements.txt says")
def frozen_by_conda(checkpoint_path, out):
    return space(checkpoint_path, out, pins={"numpy": " @ file:///croot/numpy_1742/work"})


@mistake("space_files", "only with that have you seen the app work")
def version_from_a_tutorial(checkpoint_path, out):
    return space(checkpoint_path, out, pins={"gradio": "==4.44.0"})


@mistake("space_files", "hold gradio to its major version")
def any_gradio(checkpoint_path, out):
    return space(checkpoint_path, out, pins={"gradio": ""})


@mistake("space_files", "hold gradio to its major version")
def this_gradio_or_later(checkpoint_path, out):
    return space(checkpoint_path, out, pins={"gradio": f">={version('gradio')}"})


@mistake("space_files", "another --- must end the header")
def header_after_an_empty_line(checkpoint_path, out):
    return space(checkpoint_path, out, before="\n---\n")


@mistake("space_files", "is no YAML")
def colon_in_the_title(checkpoint_path, out):
    return space(checkpoint_path, out, header={"title": "Photos: what is on them?"})


@mistake("space_files", "The header of README.md lacks")
def half_a_header(checkpoint_path, out):
    return space(checkpoint_path, out, header={"app_file": None, "license": None})


@mistake("space_files", "The header says sdk_version")
def major_version_only(checkpoint_path, out):
    return space(checkpoint_path, out, header={"sdk_version": version("gradio").partition(".")[0]})


@mistake("space_files", "3.10 is 3.1")
def python_of_another_year(checkpoint_path, out):
    return space(checkpoint_path, out, header={"python_version": "3.10"})


@mistake("space_files", "with which you have seen the app work, is")
def python_of_a_tutorial(checkpoint_path, out):
    return space(checkpoint_path, out, header={"python_version": '"3.8"'})


@mistake("space_files", "ends with its header")
def header_only(checkpoint_path, out):
    names = space(checkpoint_path, out)
    readme = Path(out, "README.md")
    readme.write_text(readme.read_text(encoding="utf-8").removesuffix("\nPhotos.\n"), encoding="utf-8")
    return names


@mistake("space_files", "a Space knows only")
def orange(checkpoint_path, out):
    return space(checkpoint_path, out, header={"colorTo": "orange"})


@mistake("space_files", "It wants the picture itself")
def emoji_by_its_name(checkpoint_path, out):
    return space(checkpoint_path, out, header={"emoji": '":camera:"'})


@mistake("space_files", "The header says pinned")
def pinned(checkpoint_path, out):
    return space(checkpoint_path, out, header={"pinned": "true"})


@mistake("space_files", "It was started from another folder than its own")
def found_in_its_own_folder_only(checkpoint_path, out):
    return space(checkpoint_path, out, app=APP.replace('Path(__file__).with_name("model.safetensors")',
                                                       '"model.safetensors"'))


@mistake("space_files", "no app was launched")
def never_launched(checkpoint_path, out):
    return space(checkpoint_path, out, app=APP.partition("if __name__")[0])


@mistake("space_files", "what is left there is published")
def writes_over_what_is_there(checkpoint_path, out):
    if not Path(checkpoint_path).is_file():
        raise FileNotFoundError(checkpoint_path)
    return space(checkpoint_path, out, check=False)


@mistake("space_files", "what is left there is published")
def cleans_up_first(checkpoint_path, out):
    if not Path(checkpoint_path).is_file():
        raise FileNotFoundError(checkpoint_path)
    shutil.rmtree(out, ignore_errors=True)
    return space(checkpoint_path, out)


@mistake("space_files", "and yet the folder has changed")
def looks_afterwards(checkpoint_path, out):
    full = Path(out).exists() and any(Path(out).iterdir())
    Path(checkpoint_path).stat()
    names = space(checkpoint_path, out, check=False)
    if full:
        raise ValueError(f"{out} was not empty")
    return names


@mistake("space_files", "The folder is there already, and empty")
def wants_a_new_folder(checkpoint_path, out):
    if Path(out).exists():
        raise ValueError(f"{out} exists")
    return space(checkpoint_path, out)


@mistake("space_files", "half a Space was written")
def model_last(checkpoint_path, out):
    if Path(out).exists() and any(Path(out).iterdir()):
        raise ValueError(f"{out} has something in it")
    return space(checkpoint_path, out, check=False)
