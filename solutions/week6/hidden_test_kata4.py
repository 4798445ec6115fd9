"""Fresh data for augmentation, run at grading only."""

import numpy as np

from kata import digits28, each, expect, expect_error, fixture
from week6.kata4_augmentation import augment, horizontal_flip, jitter_brightness, make_loader_transforms, random_crop


def photo():
    """A real photo, small: 60 high, about 90 wide."""
    from PIL import Image

    with Image.open(fixture("photos/animal/giraffe.jpg")) as opened:
        opened.thumbnail((90, 60))
        return np.array(opened.convert("RGB"))


def test_horizontal_flip_of_a_narrow_picture():
    tall = (np.arange(63) * 4).astype(np.uint8).reshape(7, 3, 3)
    for seed in range(5):
        expect(horizontal_flip(tall, np.random.default_rng(seed), p=1), want=tall[:, ::-1], dtype="uint8")
        expect(horizontal_flip(tall, np.random.default_rng(seed), p=0), want=tall, dtype="uint8")


def test_horizontal_flip_of_most_pictures():
    """Nine in ten of 400 are 360. Five standard deviations are 30."""
    rng, picture = np.random.default_rng(11), (np.arange(18) * 9).astype(np.uint8).reshape(2, 3, 3)
    results = each(horizontal_flip, [(picture, rng)] * 400, p=0.9)
    flipped = sum(np.array_equal(got, picture[:, ::-1]) for got in results)
    assert 330 <= flipped <= 390, f"With p=0.9, {flipped} of 400 pictures were flipped, where about 360 should be."


def test_random_crop_of_a_tall_picture():
    """2 × 2 out of 6 × 3: five rows and two columns to begin at, 50 times each in 500 draws."""
    picture = np.repeat(np.arange(18, dtype=np.uint8), 3).reshape(6, 3, 3)
    rng, found = np.random.default_rng(12), np.zeros((5, 2), int)
    for got in map(np.asarray, each(random_crop, [(picture, 2, rng)] * 500)):
        expect(got.shape, want=(2, 2, 3), what="the shape of a piece")
        row, column = divmod(int(got[0, 0, 0]), 3)
        expect(got, want=picture[row : row + 2, column : column + 2])
        found[row, column] += 1
    assert found.min() >= 16 and found.max() <= 84, (
        f"One place came {found.min()} times and another {found.max()} times in 500 draws. Each should come about 50 "
        "times.")


def test_random_crop_of_one_pixel_and_of_the_whole():
    picture, rng = np.repeat(np.arange(4, dtype=np.uint8), 3).reshape(2, 2, 3), np.random.default_rng(13)
    expect(random_crop(picture, 2, rng), want=picture)
    pieces = each(random_crop, [(picture, 1, rng)] * 80)
    expect(sorted({int(np.asarray(piece)[0, 0, 0]) for piece in pieces}), want=[0, 1, 2, 3],
           what="the pixels that came up as a piece of 1 × 1")
    expect_error(random_crop, picture, 35, rng, shows=35, why="Raise a ValueError that shows the size.")


def test_jitter_brightness_of_a_real_photo():
    picture, rng = photo(), np.random.default_rng(14)
    middle = (picture > 50) & (picture < 160)
    for _ in range(10):
        got = jitter_brightness(picture, rng, amount=0.5)
        factor = (np.asarray(got, float)[middle] * picture[middle]).sum() / (picture[middle].astype(float) ** 2).sum()
        assert 0.48 < factor < 1.52, f"With amount=0.5, the factor was {factor:.2f}."
        expect(got, want=np.clip(picture * factor, 0, 255), atol=3, dtype="uint8")


def test_jitter_brightness_left_to_its_default():
    rng, grey = np.random.default_rng(15), np.full((3, 2, 3), 200, np.uint8)
    factors = [float(np.mean(got)) / 200 for got in each(jitter_brightness, [(grey, rng)] * 200)]
    assert 0.79 <= min(factors) < 0.84 and 1.16 < max(factors) <= 1.21, (
        f"Without an amount, the factor lay between {min(factors):.2f} and {max(factors):.2f}. The default is "
        "amount=0.2.")


def test_jitter_brightness_leaves_black_and_white_at_the_ends():
    rng, ends = np.random.default_rng(17), np.array([[[0, 255, 0], [255, 0, 255]]], np.uint8)
    brightest = [np.asarray(jitter_brightness(ends, rng)).max() for _ in range(20)]
    expect(int(max(brightest)), want=255, what="white, in the brightest of 20 pictures")
    darkest = [np.asarray(jitter_brightness(ends, rng)).min() for _ in range(20)]
    expect(int(max(darkest)), want=0, what="black, in the picture of 20 where it is brightest")


def test_augment_of_a_real_photo_and_real_digits():
    images, _ = digits28(0, 3)
    pictures = [("photos", photo())]
    pictures += [("digits", np.repeat((255 * image).astype(np.uint8), 3).reshape(28, 28, 3)) for image in images]
    rng = np.random.default_rng(16)
    for task, picture in pictures:
        found = set()
        for got in map(np.asarray, each(augment, [(picture, rng, task)] * 12)):
            expect(got.shape, want=picture.shape, what=f'the shape of an augmented picture, task "{task}"')
            expect(str(got.dtype), want="uint8", what="the dtype of an augmented picture")
            views = [picture.astype(float), picture[:, ::-1].astype(float)]
            errors = [min(np.abs(np.roll(view, (y, x), (0, 1)) - got)[6:-6, 6:-6].mean() for y in range(-5, 6)
                          for x in range(-5, 6)) for view in views]
            assert task == "photos" or errors[1] > 0.7 * errors[0], "A digit came back more like its mirror image."
            assert min(errors) < 60, f'With the task "{task}", a picture is unlike the one it was made from.'
            found.add(got.tobytes())
        assert len(found) > 1, f'With the task "{task}", twelve calls gave one and the same picture.'


def test_augment_knows_two_tasks():
    expect_error(augment, photo(), np.random.default_rng(0), "photo", shows="photo", why=(
        'No such task: only "photos" and "digits".'))


def test_make_loader_transforms_on_a_real_photo():
    transforms, rng, picture = make_loader_transforms(), np.random.default_rng(17), photo()
    for name in ("val", "test"):
        for _ in range(3):
            expect(transforms[name](picture.copy(), rng), want=picture, what=f"a {name} photo after its transform")
    results = {np.asarray(transforms["train"](picture.copy(), rng)).tobytes() for _ in range(15)}
    assert len(results) > 2, f"{len(results)} different pictures in 15 calls of the training transform: too few."
