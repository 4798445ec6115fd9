"""Fresh data for predicting a photo, run at grading only: real files of many kinds, and the course's own backbone."""

import io
from pathlib import Path

import numpy as np
import torch
from PIL import Image

from kata import expect, expect_error, fixture, scratch
from nets import probes
from nets.architectures import build
from week7.kata2_predict_a_photo import predict_photo, preprocess

MEAN, STD = np.array([0.48, 0.46, 0.41]), np.array([0.2, 0.25, 0.3])


def words(size):
    return {"image_size": size, "mean": MEAN.tolist(), "std": STD.tolist()}


def seen(path, size):
    """What preprocess gives, as colours again, (size, size, 3)."""
    got = preprocess(Path(path), words(size))
    expect(tuple(got.shape), want=(1, 3, size, size), what="the shape")
    assert got.dtype == torch.float32, f"Its values are {got.dtype}, not float32."
    return (np.asarray(got)[0].transpose(1, 2, 0) * STD + MEAN) * 255


def middle(image, size):
    """The middle of an upright image as a square."""
    side = min(image.size)
    left, top = (image.width - side) // 2, (image.height - side) // 2
    square = image.crop((left, top, left + side, top + side))
    return np.asarray(square.resize((size, size), Image.Resampling.BOX), float)


def fields(square):
    """Mean colours of 4 × 4 fields, in which filters hardly differ, nor a middle one pixel aside."""
    size = len(square) // 4
    return square.reshape(4, size, 4, size, 3).mean(axis=(1, 3))


def test_preprocess_of_real_photos():
    for name in ("animal/cat", "animal/giraffe"):
        path = fixture(f"photos/{name}.jpg")
        with Image.open(path) as opened:
            want = middle(opened.convert("RGB"), 48)
        expect(fields(seen(path, 48)), want=fields(want), rtol=0, atol=14, what=f"the 4 × 4 fields of {name}")


def test_preprocess_of_troublesome_files():
    folder = fixture("troublesome")
    upright = fields(seen(folder / "building/arch_exif1.jpg", 32))
    for number in (3, 5, 8):
        expect(fields(seen(folder / f"building/arch_exif{number}.jpg", 32)), want=upright, rtol=0, atol=14,
               what=f"the fields of the same photo with EXIF orientation {number}")
    for name in ("animal/cow.cmyk.jpg", "animal/horse_grey.jpg", "animal/narwhal.jpg", "animal/dog.gif"):
        with Image.open(folder / name) as opened:
            want = middle(opened.convert("RGB"), 32)
        expect(fields(seen(folder / name, 32)), want=fields(want), rtol=0, atol=14, what=f"the fields of {name}")
    owl = seen(folder / "animal/owl_rgba.png", 32)
    expect(owl[:12, 20:], want=np.full((12, 12, 3), 255.0), rtol=0, atol=9, what="the see-through part of the owl")
    grey = seen(folder / "animal/sheep_grey_alpha.png", 32)
    expect(np.ptp(grey, axis=2).max() < 1, want=True, what="whether the sheep's three colours are equal")


def test_preprocess_refuses_unreadable_files():
    for name in ("koala_half.jpg", "pig_half.png", "moose.jpg", "lemur.png", "Thumbs.db"):
        expect_error(preprocess, fixture("troublesome") / "animal" / name, words(16), error=OSError,
                     why=f"{name} is no photo, or half of one.")


def small(folder, seed=1):
    """A photo of 24 × 16, to be cut to 16 × 16."""
    rows, columns = np.mgrid[:24, :16]
    pixels = np.dstack([rows * 9 + columns, 255 - columns * 13, (rows * columns * seed) % 251]).astype(np.uint8)
    Image.fromarray(pixels).save(folder / "größer 1.png")
    images = torch.tensor((pixels[4:20] / 255 - MEAN) / STD, dtype=torch.float32).permute(2, 0, 1)[None]
    return folder / "größer 1.png", images


def wanted(model, images, names, k):
    p = torch.from_numpy(probes.answers(model.eval(), images))[0].double().softmax(0).tolist()
    return sorted(zip(names, p, strict=True), key=lambda pair: -pair[1])[:k]


def checkpoint_of(model, config, names, size=16):
    state = {name: value.clone() for name, value in model.state_dict().items()}
    return {"state_dict": state, "config": config, "class_names": names, "preprocessing": words(size)}


def test_predict_photo_with_other_networks():
    names = ["z", "Ü", "b", "a", "y", "x", "c"]
    with scratch() as folder:
        path, images = small(folder)
        for channels, n_classes, seed in ((7, 7, 1), (2, 5, 2), (6, 2, 3)):
            config = {"architecture": "tiny", "channels": channels}
            model = probes.filled(build(config, n_classes), seed, torch.float32)
            model.norm.running_mean.copy_(torch.linspace(-2.0, 1.0, channels))
            model.norm.running_var.copy_(torch.linspace(0.2, 2.0, channels))
            for k in (1, 3, 20):
                got = predict_photo(checkpoint_of(model, config, names[:n_classes]), path, k=k)
                expect(got, want=wanted(model, images, names[:n_classes], k), rtol=1e-4, atol=1e-5)
                expect({type(one).__name__ for pair in got for one in pair}, want={"str", "float"}, what="the types")


def test_predict_photo_leaves_everybody_elses_settings():
    config, names = {"architecture": "tiny"}, ["a", "b"]
    model = probes.filled(build(config, 2), 3, torch.float32)
    with scratch() as folder, torch.enable_grad():
        path, _ = small(folder)
        before = torch.get_default_dtype()
        first = predict_photo(checkpoint_of(model, config, names), path)
        assert torch.is_grad_enabled(), "Gradients were switched off for the whole program."
        assert torch.get_default_dtype() == before, "The type of new tensors was changed for the whole program."
        expect(predict_photo(checkpoint_of(model, config, names), path), want=first, what="a second answer")


def test_predict_photo_with_the_courses_backbone():
    config, names = {"architecture": "transfer"}, ["other", "animal", "building"]
    model = build(config, 3)
    with torch.no_grad():
        model.head.weight.mul_(20)
    path = fixture("photos/building/petra.jpg")
    checkpoint = {**checkpoint_of(model, config, names), "preprocessing": {
        "image_size": 64, "mean": [127 / 255] * 3, "std": [128 / 255] * 3}}
    with Image.open(path) as opened:
        opened.load()
        images = (torch.tensor(middle(opened.convert("RGB"), 64), dtype=torch.float32) - 127) / 128
    want = wanted(model, images.permute(2, 0, 1)[None], names, 3)
    expect(sorted(predict_photo(checkpoint, path)), want=sorted(want), rtol=0, atol=0.1, what="the probabilities")


def test_predict_photo_refuses_an_unreadable_photo():
    config = {"architecture": "tiny"}
    with scratch() as folder:
        file = io.BytesIO()
        Image.new("RGB", (40, 30), "red").save(file, "PNG")
        (folder / "half.png").write_bytes(file.getvalue()[:60])
        for name in ("half.png", "none.png"):
            checkpoint = checkpoint_of(build(config, 2), config, ["a", "b"])
            expect_error(predict_photo, checkpoint, folder / name, error=OSError,
                         why=f"{name} cannot be read.")
