"""Fresh photos to prepare, run at grading only."""

import numpy as np
from PIL import Image

from kata import expect, expect_error, fixture
from week4.kata7_preprocess import center_square, channel_stats, standardize, to_batch, to_unit


def checks(height, width):
    """Colour fields, 10 × 10 pixels each."""
    rows, columns = np.indices((height, width)) // 10
    return np.dstack([rows * 40 + 15, columns * 30 + 5, (rows * 7 + columns * 11) % 5 * 50]).astype(np.uint8)


def test_center_square_of_wide_and_tall():
    wide, tall = checks(60, 80), checks(90, 50)
    # Only the middles of the fields are compared: there no filter reaches over a border.
    got = np.asarray(center_square(Image.fromarray(wide), 60))
    expect(got[5::10, 5::10], want=wide[5::10, 15:75:10], atol=2,
           what="the middles of the fields of a wide photo")
    got = np.asarray(center_square(tall, 100))
    expect(got[10::20, 10::20], want=tall[25:75:10, 5::10], atol=2, what="the middles of the fields of a tall photo")


def test_center_square_when_the_sides_differ_by_an_odd_number():
    photo = np.dstack([np.indices((20, 43))[1] * 5] * 3).astype(np.uint8)  # brightness tells the column
    got = np.asarray(center_square(Image.fromarray(photo), 20), float)
    expect(got.mean(axis=(0, 1)), want=np.array([105.0] * 3), atol=3, what="five times the mean column in the square")


def test_center_square_of_real_files():
    for name in ("fish/fish7.jpg", "building/petra.jpg"):
        with Image.open(fixture("photos") / name) as opened:
            photo = opened.convert("RGB")
        side, pixels = min(photo.size), np.asarray(photo, float)
        top, left = (photo.height - side) // 2, (photo.width - side) // 2
        got = np.asarray(center_square(photo, 30))
        expect(got.shape, want=(30, 30, 3), what=f"the shape of the square of {name}")
        expect(got.mean(axis=(0, 1)), want=pixels[top : top + side, left : left + side].mean(axis=(0, 1)), atol=5,
               what=f"the mean colour of the middle of {name}")


def test_to_unit_of_all_256_values():
    values = np.arange(256, dtype=np.uint8)[::-1].reshape(8, 32)
    expect(to_unit(values), want=values / 255, dtype="float32")
    expect(to_unit(values[:2, :3]), want=values[:2, :3] / 255)


def test_to_unit_of_a_black_photo():
    expect(to_unit(np.zeros((2, 3, 3), np.uint8)), want=np.zeros((2, 3, 3)))


def test_channel_stats_of_photos_of_three_sizes():
    images = [((np.arange(h * w * 3).reshape(h, w, 3) * 29 + h) % 97 / 96).astype(np.float32)
              for h, w in ((3, 5), (7, 2), (4, 4))]
    pixels = np.concatenate([image.reshape(-1, 3) for image in images]).astype(float)
    expect(channel_stats(images), want=(pixels.mean(axis=0), pixels.std(axis=0)))


def test_channel_stats_of_plain_photos():
    expect(channel_stats([np.full((2, 3, 3), 0.25), np.full((2, 3, 3), 0.25)]),
           want=(np.array([0.25] * 3), np.zeros(3)), atol=1e-6)


def test_standardize_training_photos_lie_around_zero():
    photo = (np.arange(5 * 2 * 3).reshape(5, 2, 3) * 31 % 53 / 52).astype(np.float32)
    mean, std = photo.astype(float).mean(axis=(0, 1)), photo.astype(float).std(axis=(0, 1))
    got = np.asarray(standardize(photo, mean, std))
    expect(got, want=(photo - mean) / std, rtol=1e-4, atol=1e-5, dtype="float32")
    other = np.full((1, 3, 3), 0.9, np.float32)
    expect(standardize(other, mean, np.array([0.0, 0.5, 0.0])), want=(other - mean) / np.array([1, 0.5, 1]), rtol=1e-4,
           atol=1e-5)


def test_to_batch_on_fresh_data():
    images = [np.arange(5 * 2 * 3).reshape(5, 2, 3) * factor / 7 for factor in (1, -2, 3)]
    got = to_batch(images)
    expect(got, want=np.array([[[[image[r, c, k] for c in range(2)] for r in range(5)] for k in range(3)]
                               for image in images]), dtype="float32", rtol=1e-4)


def test_to_batch_refuses_other_heights():
    expect_error(to_batch, [np.ones((31, 6, 3)), np.ones((31, 6, 3)), np.ones((47, 6, 3))], shows=47,
                 why="Images of different sizes make no batch.")
