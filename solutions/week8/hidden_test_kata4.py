"""Fresh data for the demo app, run at grading only: other modes, two apps at once, and the Space in a fresh process."""

import json
import sys

import numpy as np
import pytest
import torch
from PIL import Image
from safetensors.torch import save_file

from kata import expect, expect_error, fixture, scratch
from kata.circumstances import warned
from nets import probes
from nets.architectures import build
from week8.kata4_demo_app import build_app, predict, space_files

SETTINGS = {"image_size": 20, "mean": [0.25, 0.5, 0.625], "std": [0.125, 0.25, 0.5]}


def network(n, seed):
    """Answers that depend on where what is: strong weights."""
    model = probes.filled(build({"architecture": "tiny", "channels": 6}, n), seed, torch.float32).eval()
    with torch.no_grad():
        model.linear.weight *= 1.5
    return model


def checkpoint(names, seed=3):
    return {"state_dict": network(len(names), seed).state_dict(), "config": {"architecture": "tiny", "channels": 6},
            "class_names": names, "preprocessing": SETTINGS}


def saved(path, names, seed=3):
    parts = checkpoint(names, seed)
    save_file(parts.pop("state_dict"), path, metadata={key: json.dumps(value) for key, value in parts.items()})
    return path


def answer(pixels, names, seed=3):
    batch = (pixels / 255 - SETTINGS["mean"]) / SETTINGS["std"]
    logits = probes.answers(network(len(names), seed), torch.tensor(batch.transpose(2, 0, 1)[None]).float())[0]
    powers = np.exp(logits.astype(float) - logits.max())
    return dict(zip(names, (powers / powers.sum()).tolist(), strict=True))


def photo(seed=0):
    return np.random.default_rng(seed).integers(0, 256, (20, 20, 3), np.uint8)


FIVE = ["pear", "Öl", "apple", "0", "fig"]


def test_predict_takes_any_mode():
    pixels = photo()
    for mode in ("RGB", "1", "L", "LA", "P", "RGBA", "PA", "RGBa", "CMYK", "YCbCr", "HSV"):
        image = Image.fromarray(pixels).convert(mode)
        want = answer(np.array(image.convert("RGB")), FIVE)
        got = predict(image, checkpoint(FIVE))
        expect(got, want=want, atol=0.02, what=f"the answer to a picture of mode {mode}")
        assert all(isinstance(value, float) for value in got.values()) and abs(sum(got.values()) - 1) < 1e-3


def test_predict_scales_a_scan_of_16_bits():
    """As in training: `load_rgb` of week 4 divides by 257. convert("RGB") cuts off everything above 255 of 65535."""
    grey = photo(3)[..., 0] | 1
    scan = Image.fromarray(grey.astype(np.uint16) * 257)
    assert scan.mode == "I;16", scan.mode
    expect(predict(scan, checkpoint(FIVE)), want=answer(np.stack([grey] * 3, 2), FIVE), atol=5e-3,
           what="the answer to a scan of 16 bits, mode I;16", mistakes={
        "white": (answer(np.full((20, 20, 3), 255), FIVE), "The network saw nothing but white: convert(\"RGB\") makes "
                  "255 of everything above 255, and 16 bits go up to 65535. PNG takes this mode as it is, and "
                  "`predict_photo` scales it."),
    })


def test_predict_mixes_half_transparent_pixels_with_white():
    pixels, alpha = photo(1), np.full((20, 20, 1), 128, np.uint8)
    alpha[:7] = 0
    mixed = np.rint(pixels * (alpha / 255) + 255 * (1 - alpha / 255))
    got = predict(Image.fromarray(np.concatenate([pixels, alpha], 2)), checkpoint(FIVE))
    expect(got, want=answer(mixed, FIVE), atol=0.02, what="the answer to a picture that is half transparent")
    see_through = Image.fromarray(pixels).quantize(8, dither=Image.Dither.NONE)
    see_through.info["transparency"] = 0
    flat = np.array(see_through.convert("RGBA"))
    flat[flat[..., 3] == 0] = 255
    got = predict(see_through, checkpoint(FIVE))
    expect(got, want=answer(flat[..., :3], FIVE), atol=0.02, what="the answer to a palette with a see-through colour")


def test_predict_one_class_and_twins_far_apart():
    expect(predict(Image.fromarray(photo()), checkpoint(["only"])), want={"only": 1.0})
    expect(predict(None, checkpoint(FIVE)), want={})
    expect_error(predict, Image.fromarray(photo()), checkpoint(["a b", "c", "d", "a b"]), shows="a b",
                 why="Two classes are called 'a b'.")


def app_of(path):
    return probes.app(build_app, str(path))


def test_build_app_two_of_them_at_once():
    with scratch() as folder:
        one = app_of(saved(folder / "1.safetensors", FIVE))
        two = app_of(saved(folder / "2.safetensors", FIVE[::-1], seed=8))
        Image.fromarray(photo(2)).save(folder / "photo.bmp")
        for which, app, names, seed in (("first", one, FIVE, 3), ("second", two, FIVE[::-1], 8)):
            labels, want = probes.upload(app, folder / "photo.bmp").labels, answer(photo(2), names, seed)
            expect(labels, want={name: want[name] for name in want if name in labels}, atol=5e-3,
                   what=f"the {which} app's labels")
            assert len(labels) >= 3, f"the {which} app's labels: {labels}"


def test_build_app_takes_a_photo_of_just_as_many_pixels():
    """With a small MAX_PIXELS, for speed. More are refused, so as many are not."""
    with scratch() as folder, probes.constant("week8.kata4_demo_app", "MAX_PIXELS", 20 * 20):
        Image.fromarray(photo(6)).save(folder / "photo.png")
        found = probes.upload(app_of(saved(folder / "1.safetensors", FIVE)), folder / "photo.png")
    assert found.labels and not found.message and not found.fault, (
        f"A photo with exactly MAX_PIXELS pixels was refused: {found.message or found.fault}. Only those with more "
        "are too large.")


def test_build_app_goes_on_after_what_it_refused():
    with scratch() as folder:
        app = app_of(saved(folder / "1.safetensors", FIVE))
        with warned():
            for name, content in {"empty.jpg": b"", "page.png": b"<html>404</html>",
                                  "half.png": fixture("photos/building/petra.jpg").read_bytes()[:2000]}.items():
                (folder / name).write_bytes(content)
                found = probes.upload(app, folder / name)
                assert not found.fault and not found.labels, f"{name}: {found}"
                assert found.message or any(found.texts), f"{name}: nothing is said"
        found = probes.upload(app, fixture("photos/animal/cat.jpg"))
        assert found.labels and not found.message and not found.fault, f"a photo after that: {found}"


@pytest.mark.slow
def test_space_files_runs_in_a_fresh_process():
    """What is quick to see comes first: a process takes seconds."""
    from importlib.metadata import version

    with scratch() as folder:
        space, path = folder / "a" / "my space", folder / "photo.png"
        model = saved(folder / "Modell (final) 2.safetensors", FIVE)
        expect_error(space_files, folder / "gone.safetensors", space, error=OSError, why="There is no such checkpoint.")
        assert not (folder / "a").exists(), "Nothing is written where the checkpoint is missing."
        (folder / "full" / ".git").mkdir(parents=True)
        expect_error(space_files, model, folder / "full", shows="full", why="Something hidden is in the folder.")
        names = space_files(str(model), str(space))
        there = sorted(file.relative_to(space).as_posix() for file in space.rglob("*") if file.is_file())
        expect(names, want=there, what="the list of names")
        assert (space / "model.safetensors").read_bytes() == model.read_bytes(), "It is not the checkpoint."
        check_texts(space, version("gradio"))
        Image.fromarray(photo(4)).save(path)
        model.unlink()
        found = probes.hosted(space, path, afresh=True)
    assert found is not None and not found.message and not found.fault, f"{found}"
    labels = found.labels
    expect(labels, want={name: p for name, p in answer(photo(4), FIVE).items() if name in labels}, atol=5e-3,
           what="the labels")
    assert len(labels) >= 3


def check_texts(space, gradio):
    """The header and the requirements, briefly."""
    import yaml
    from packaging.requirements import Requirement

    _, header, _ = (space / "README.md").read_text(encoding="utf-8").split("---\n", 2)
    found = yaml.safe_load(header)
    want = {"sdk": "gradio", "sdk_version": gradio, "app_file": "app.py", "pinned": False}
    expect({key: found.get(key) for key in want}, want=want, what="the header of README.md")
    python = f"{sys.version_info.major}.{sys.version_info.minor}"
    assert str(found["python_version"]).startswith(python) and found["title"] and found["license"], f"{found}"
    assert found["emoji"] and not found["emoji"].isascii() and found["colorFrom"] and found["colorTo"] != "orange"
    lines = [line.partition("#")[0].strip() for line in (space / "requirements.txt").read_text().splitlines()]
    needs = {(one := Requirement(line)).name.lower(): one.specifier for line in lines if line and line[0] != "-"}
    assert {"torch", "safetensors", "numpy", "pillow", "gradio"} <= set(needs), f"requirements.txt names {set(needs)}"
    following = f"{int(gradio.partition('.')[0]) + 1}.0"
    assert gradio in needs["gradio"] and following not in needs["gradio"] and "+" not in str(needs["torch"])


def test_space_files_of_a_network_of_week_5():
    """Its layers are the learner's own: that file must be there, too."""
    with scratch() as folder:
        names = space_files(saved(folder / "m.safetensors", FIVE), folder / "new")
        texts = [(folder / "new" / name).read_text(encoding="utf-8") for name in names if name.endswith(".py")]
    needed = {f"{module.replace('.', '/')}.py" for module in ("week5.kata1_dense_baseline", "week5.kata5_small_cnn")
              if any(f"from {module} import" in text for text in texts)}
    expect(sorted(needed - set(names)), want=[], what="what the code names, and the folder lacks")
