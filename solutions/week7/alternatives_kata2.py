"""Unusual and correct: every one of these must pass."""

import numpy as np
import torch
from PIL import Image, ImageOps

from kata.known import alternative


@alternative("preprocess")
def all_by_pillow_and_torch(path, preprocessing):
    """Another filter, and mean and std as tensors beside the colours."""
    with Image.open(path) as opened:
        image = ImageOps.exif_transpose(opened).convert("RGBA")
    white = Image.new("RGBA", image.size, "white")
    white.alpha_composite(image)
    size = preprocessing["image_size"]
    image = ImageOps.fit(white.convert("RGB"), (size, size), Image.Resampling.BICUBIC)
    photo = torch.from_numpy(np.array(image)).permute(2, 0, 1).float().div(255)
    mean, std = (torch.tensor(preprocessing[key])[:, None, None] for key in ("mean", "std"))
    return ((photo - mean) / std).unsqueeze(0)


@alternative("preprocess")
def cut_first(path, preprocessing):
    """The largest square in the middle, and then the scaling."""
    from week4.kata1_pixels import load_rgb

    pixels = load_rgb(path)
    side = min(pixels.shape[:2])
    top, left = (pixels.shape[0] - side) // 2, (pixels.shape[1] - side) // 2
    image = Image.fromarray(pixels[top:top + side, left:left + side])
    image = image.resize((preprocessing["image_size"],) * 2, Image.Resampling.BOX)
    scale = 255 * np.array(preprocessing["std"])
    photo = (np.asarray(image) - 255 * np.array(preprocessing["mean"])) / scale
    return torch.tensor(photo.transpose(2, 0, 1)[np.newaxis], dtype=torch.float32)


@alternative("preprocess")
def scaled_first(path, preprocessing):
    """Rounded up, in two steps, and the middle one pixel further right or down where it falls between two."""
    from week4.kata1_pixels import load_rgb

    size, image = preprocessing["image_size"], Image.fromarray(load_rgb(path))
    share = size / min(image.size)
    image = image.resize((max(size, int(image.width * share + 0.5)), max(size, int(image.height * share + 0.5))),
                         Image.Resampling.LANCZOS, reducing_gap=3.0)
    left, top = -(-(image.width - size) // 2), -(-(image.height - size) // 2)
    pixels = np.asarray(image.crop((left, top, left + size, top + size)), np.float32)
    channels = [(pixels[..., i] / 255 - preprocessing["mean"][i]) / preprocessing["std"][i] for i in range(3)]
    return torch.tensor(np.stack(channels)[None]).contiguous(memory_format=torch.channels_last).float()


@alternative("predict_photo")
def with_week_5(checkpoint, path, k=3):
    from nets.architectures import build
    from week5.kata8_top_k import top_k
    from week7.kata2_predict_a_photo import preprocess

    model = build(checkpoint["config"], n_classes=len(checkpoint["class_names"])).train(False)
    model.load_state_dict(checkpoint["state_dict"], assign=True)
    with torch.inference_mode():
        return top_k(model(preprocess(path, checkpoint["preprocessing"]))[0], checkpoint["class_names"], k)


@alternative("predict_photo")
def by_hand(checkpoint, path, k=3):
    """A photo given twice, softmax by hand in float64, the graph cut off at the end."""
    from nets.architectures import build
    from week7.kata2_predict_a_photo import preprocess

    model = build(dict(checkpoint["config"]), len(checkpoint["class_names"]))
    report = model.load_state_dict(checkpoint["state_dict"], strict=False)
    assert not report.missing_keys
    assert not report.unexpected_keys
    model.eval()
    photo = preprocess(path, checkpoint["preprocessing"])
    logits = model(torch.cat([photo, photo]))[1].detach().double().numpy()
    powers = np.exp(logits - logits.max())
    chances = powers / powers.sum()
    return [(str(checkpoint["class_names"][i]), chances[i].item()) for i in np.argsort(-chances)][:k]


@alternative("predict_photo")
def functional(checkpoint, path, k=3):
    """The numbers are lent to the network for one call."""
    from nets.architectures import build
    from week7.kata2_predict_a_photo import preprocess

    names = checkpoint["class_names"]
    model = build(checkpoint["config"], len(names)).eval().requires_grad_(False)
    photo = preprocess(path, checkpoint["preprocessing"])
    probabilities = torch.func.functional_call(model, checkpoint["state_dict"], (photo,), strict=True).softmax(-1)
    values, places = probabilities[0].topk(min(k, len(names)))
    return tuple((names[i], values[n].item()) for n, i in enumerate(places.tolist()))


@alternative("predict_photo")
def ties_the_other_way_round(checkpoint, path, k=3):
    """All in float64; of equal probabilities the last class comes first."""
    from nets.architectures import build
    from week7.kata2_predict_a_photo import preprocess

    model = build(checkpoint["config"], len(checkpoint["class_names"]))
    model.load_state_dict({name: value.clone() for name, value in checkpoint["state_dict"].items()})
    logits = model.double().eval()(preprocess(path, checkpoint["preprocessing"]).double()).squeeze(0)
    pairs = sorted(zip(logits.softmax(0).tolist(), checkpoint["class_names"], strict=True), key=lambda pair: pair[0])
    return [[name, value] for value, name in pairs[::-1][:k]]
