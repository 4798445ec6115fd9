"""Other sizes, the defaults, and real pictures; run at grading only."""

import torch

from kata import expect
from nets import probes
from nets.pictures import textures
from week5.kata5_small_cnn import SmallCNN


def test_SmallCNN_fits_other_sizes_and_numbers():
    for n_classes, size, channels, left in ((3, 33, (4, 2), 8), (7, 18, (3, 6), 4), (2, 4, (1, 3), 1)):
        model = SmallCNN(n_classes, image_size=size, channels=channels)
        images = torch.linspace(-1, 1, 5 * 3 * size * size).reshape(5, 3, size, size)
        expect(tuple(model.features(images).shape), want=(5, channels[1], left, left), what="the shape of the features")
        expect(tuple(model(images).shape), want=(5, n_classes), what="the shape of the scores")
        expect(tuple(model(images[:1]).shape), want=(1, n_classes), what="the shape of the scores of one image")


def test_SmallCNN_has_the_default_sizes():
    model = SmallCNN(10)
    expect(tuple(model(torch.zeros(2, 3, 32, 32)).shape), want=(2, 10), what="the shape of the scores")
    count = sum(weights.size for weights in probes.weights(model).values())
    expect(count, want=60362, what="the parameters of SmallCNN(10)")
    expect(tuple(model.features(torch.zeros(2, 3, 32, 32)).shape), want=(2, 64, 8, 8), what="the shape of the features")


def test_SmallCNN_learns_brick_from_grass_and_gravel():
    """Real surfaces, other parts of them to learn from than to be asked about. Guessing gets a third."""
    (seen, labels, _), (fresh, truth, _) = textures(seed=4, of_each=40, size=16)
    model = SmallCNN(3, image_size=16, channels=(6, 8))
    images, answers = _prepared(seen), torch.from_numpy(labels)
    probes.answers(model, images[:1])  # a lazy layer finds out its size
    probes.filled(model, seed=2, dtype=torch.float32)
    found = probes.answers_once_trained(model, images, answers, asked=_prepared(fresh), steps=30, lr=0.02)
    right = (found.argmax(axis=1) == truth).mean()
    assert right > 0.5, f"Of 120 surfaces that it has not seen, the model gets {right:.0%} right; half is easy."


def _prepared(images):
    return torch.from_numpy(images).permute(0, 3, 1, 2).contiguous().float() / 64 - 2
