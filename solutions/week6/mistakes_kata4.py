"""Known mistakes in augmentation, each with the words it must earn."""

import random

import numpy as np

from kata.known import mistake
from week6.kata4_augmentation import augment, horizontal_flip, jitter_brightness


def refuse(image, size):
    if size > min(image.shape[:2]):
        raise ValueError(f"{size} is too large")


def known(task):
    if task not in ("photos", "digits"):
        raise ValueError(f"unknown task: {task}")


def clipped(image, rng, amount):
    return np.clip(np.rint(image * rng.uniform(1 - amount, 1 + amount)), 0, 255).astype(np.uint8)


@mistake("horizontal_flip", "Top and bottom are swapped. Left and right")
def vertical(image, rng, p=0.5):
    return image[::-1].copy() if rng.random() < p else image


@mistake("horizontal_flip", "Top and bottom are swapped. Left and right")
def numpy_flipud(image, rng, p=0.5):
    return np.flipud(image) if rng.random() < p else image


@mistake("horizontal_flip", "turned by half a circle")
def half_turn(image, rng, p=0.5):
    return image[::-1, ::-1] if rng.random() < p else image


@mistake("horizontal_flip", "All three axes are reversed")
def all_axes(image, rng, p=0.5):
    return np.flip(image) if rng.random() < p else image


@mistake("horizontal_flip", "Red and blue are swapped")
def last_axis(image, rng, p=0.5):
    return image[..., ::-1] if rng.random() < p else image


@mistake("horizontal_flip", "along its diagonal")
def transposed(image, rng, p=0.5):
    return image.transpose(1, 0, 2) if rng.random() < p else image


@mistake("horizontal_flip", "turned by a quarter")
def quarter_turn(image, rng, p=0.5):
    return np.rot90(image) if rng.random() < p else image


@mistake("horizontal_flip", "Some rows are mirrored, and others are not")
def row_by_row(image, rng, p=0.5):
    return np.array([row[::-1] if rng.random() < p / 2 else row for row in image])


@mistake("horizontal_flip", "The decision is the wrong way round")
def other_way_round(image, rng, p=0.5):
    return image[:, ::-1] if rng.random() > p else image


@mistake("horizontal_flip", "the p that is given decide")
def always_one_half(image, rng, p=0.5):
    return image[:, ::-1] if rng.random() < 0.5 else image


@mistake("horizontal_flip", "the p that is given decide")
def coin(image, rng, p=0.5):
    return image[:, ::-1] if rng.integers(0, 2) == 1 else image


@mistake("horizontal_flip", "Every picture was flipped, with p=0 too")
def always(image, rng, p=0.5):
    return image[:, ::-1].copy()


@mistake("horizontal_flip", "begins anew each time")
def own_generator(image, rng, p=0.5):
    return image[:, ::-1] if np.random.default_rng(42).random() < p else image


@mistake("horizontal_flip", "elsewhere, from the global random generator")
def unseeded_generator(image, rng, p=0.5):
    return image[:, ::-1] if np.random.default_rng().random() < p else image


@mistake("horizontal_flip", "global random generator")
def global_numpy(image, rng, p=0.5):
    return image[:, ::-1] if np.random.rand() < p else image


@mistake("horizontal_flip", "global random generator")
def global_random(image, rng, p=0.5):
    return image[:, ::-1] if random.random() < p else image


@mistake("horizontal_flip", "changed the `image`")
def in_place(image, rng, p=0.5):
    if rng.random() < p:
        image[:] = image[:, ::-1].copy()
    return image


@mistake("horizontal_flip", "Is there a `return` at the end?")
def changed_and_not_returned(image, rng, p=0.5):
    if rng.random() < p:
        image[:] = image[:, ::-1].copy()


@mistake("horizontal_flip", "values of type float64")
def dtype_lost(image, rng, p=0.5):
    return np.fliplr(image).astype(float) if rng.random() < p else image


@mistake("horizontal_flip", "begins anew each time")
def no_draw_at_all(image, rng, p=0.5):
    return image[:, ::-1].copy() if rng.integers(0, 1) < p else image.copy()


@mistake("random_crop", "whatever the height is")
def shorter_side_for_both(image, size, rng):
    refuse(image, size)
    places = min(image.shape[:2]) - size + 1
    top, left = rng.integers(0, places), rng.integers(0, places)
    return image[top : top + size, left : left + size].copy()


@mistake("random_crop", "it began too near to the border")
def ends_at_size(image, size, rng):
    refuse(image, size)
    top, left = rng.integers(0, image.shape[0] - size + 1), rng.integers(0, image.shape[1] - size + 1)
    return image[top:size, left:size].copy()


@mistake("random_crop", "in a second draw")
def corners_only(image, size, rng):
    refuse(image, size)
    top, left = rng.choice([0, image.shape[0] - size]), rng.choice([0, image.shape[1] - size])
    return image[top : top + size, left : left + size].copy()


@mistake("random_crop", "the middle of the picture")
def middle(image, size, rng):
    refuse(image, size)
    top, left = (image.shape[0] - size) // 2, (image.shape[1] - size) // 2
    return image[top : top + size, left : left + size]


@mistake("random_crop", "in the top left corner")
def top_left(image, size, rng):
    refuse(image, size)
    return image[:size, :size]


@mistake("random_crop", "begins anew each time")
def same_crop_always(image, size, rng):
    refuse(image, size)
    rng = np.random.default_rng(0)
    top, left = rng.integers(0, image.shape[0] - size + 1), rng.integers(0, image.shape[1] - size + 1)
    return image[top : top + size, left : left + size]


@mistake("random_crop", "stops before n")
def last_place_never(image, size, rng):
    refuse(image, size)
    top, left = rng.integers(0, image.shape[0] - size), rng.integers(0, image.shape[1] - size)
    return image[top : top + size, left : left + size]


@mistake("random_crop", "The draws begin at 0")
def first_place_never(image, size, rng):
    refuse(image, size)
    top, left = rng.integers(1, image.shape[0] - size + 1), rng.integers(1, image.shape[1] - size + 1)
    return image[top : top + size, left : left + size]


@mistake("random_crop", "it began too near to the border")
def over_the_border(image, size, rng):
    refuse(image, size)
    top, left = rng.integers(0, image.shape[0]), rng.integers(0, image.shape[1])
    return image[top : top + size, left : left + size]


@mistake("random_crop", "it began too near to the border")
def sides_swapped(image, size, rng):
    refuse(image, size)
    width, height = image.shape[:2]
    top, left = rng.integers(0, height - size + 1), rng.integers(0, width - size + 1)
    return image[top : top + size, left : left + size]


@mistake("random_crop", "it began too near to the border")
def one_beyond(image, size, rng):
    refuse(image, size)
    top, left = rng.integers(0, image.shape[0] - size + 2), rng.integers(0, image.shape[1] - size + 2)
    return image[top : top + size, left : left + size]


@mistake("random_crop", "Row and column move together")
def one_draw(image, size, rng):
    refuse(image, size)
    place = rng.integers(0, min(image.shape[:2]) - size + 1)
    return image[place : place + size, place : place + size]


@mistake("random_crop", "one pixel too large")
def one_too_large(image, size, rng):
    refuse(image, size)
    top, left = rng.integers(0, image.shape[0] - size), rng.integers(0, image.shape[1] - size)
    return image[top : top + size + 1, left : left + size + 1]


@mistake("random_crop", "it ends at row top + size")
def up_to_size(image, size, rng):
    refuse(image, size)
    top, left = rng.integers(0, image.shape[0] - size + 1), rng.integers(0, image.shape[1] - size + 1)
    return image[top:, left:]


@mistake("random_crop", "only the column was drawn")
def column_only(image, size, rng):
    refuse(image, size)
    left = rng.integers(0, image.shape[1] - size + 1)
    return image[:size, left : left + size]



@mistake("random_crop", "Only one side was cut")
def rows_only(image, size, rng):
    refuse(image, size)
    top = rng.integers(0, image.shape[0] - size + 1)
    return image[top : top + size]


@mistake("random_crop", "do not lie side by side")
def picked_pixels(image, size, rng):
    refuse(image, size)
    rows = np.sort(rng.choice(image.shape[0], size, replace=False))
    columns = np.sort(rng.choice(image.shape[1], size, replace=False))
    return image[rows][:, columns]


@mistake("random_crop", "half of what the others get")
def rounded(image, size, rng):
    refuse(image, size)
    top = round(rng.random() * (image.shape[0] - size))
    left = round(rng.random() * (image.shape[1] - size))
    return image[top : top + size, left : left + size]


@mistake("random_crop", "put back to it")
def pushed_back(image, size, rng):
    refuse(image, size)
    top = min(rng.integers(0, image.shape[0]), image.shape[0] - size)
    left = min(rng.integers(0, image.shape[1]), image.shape[1] - size)
    return image[top : top + size, left : left + size]


@mistake("random_crop", "A smaller piece came back than was asked for")
def smaller_without_a_word(image, size, rng):
    height, width = image.shape[:2]
    top, left = rng.integers(0, max(height - size, 0) + 1), rng.integers(0, max(width - size, 0) + 1)
    return image[top : top + size, left : left + size]


@mistake("random_crop", "Put the bad value into the message")
def numpys_own_error(image, size, rng):
    top, left = rng.integers(0, image.shape[0] - size + 1), rng.integers(0, image.shape[1] - size + 1)
    return image[top : top + size, left : left + size]


@mistake("random_crop", "with both sides")
def only_the_larger_side(image, size, rng):
    height, width = image.shape[:2]
    if size > max(height, width):
        raise ValueError(f"{size} is too large")
    top, left = rng.integers(0, max(height - size, 0) + 1), rng.integers(0, max(width - size, 0) + 1)
    return image[top : top + size, left : left + size]


@mistake("random_crop", "was refused, and it fits")
def same_height_refused(image, size, rng):
    height, width = image.shape[:2]
    if size >= min(height, width):
        raise ValueError(f"{size} is too large")
    top, left = rng.integers(0, height - size + 1), rng.integers(0, width - size + 1)
    return image[top : top + size, left : left + size]


@mistake("random_crop", "elsewhere, from the global random generator")
def generator_of_its_own(image, size, rng):
    refuse(image, size)
    rng = np.random.default_rng()
    top, left = rng.integers(0, image.shape[0] - size + 1), rng.integers(0, image.shape[1] - size + 1)
    return image[top : top + size, left : left + size]


@mistake("random_crop", "global random generator")
def global_crop(image, size, rng):
    refuse(image, size)
    top, left = random.randint(0, image.shape[0] - size), random.randint(0, image.shape[1] - size)
    return image[top : top + size, left : left + size]


@mistake("jitter_brightness", "The same number was added to all pixels")
def added(image, rng, amount=0.2):
    return np.clip(image + rng.uniform(-amount, amount) * 255, 0, 255).astype(np.uint8)


@mistake("jitter_brightness", "The same number was added to all pixels")
def added_a_whole_number(image, rng, amount=0.2):
    return np.clip(image.astype(int) + rng.integers(1, 30), 0, 255).astype(np.uint8)


@mistake("jitter_brightness", "would be noise")
def each_pixel(image, rng, amount=0.2):
    return np.clip(image * rng.uniform(1 - amount, 1 + amount, image.shape), 0, 255).astype(np.uint8)


@mistake("jitter_brightness", "would be noise")
def each_pixel_grey(image, rng, amount=0.2):
    return np.clip(image * rng.uniform(1 - amount, 1 + amount, (*image.shape[:2], 1)), 0, 255).astype(np.uint8)


@mistake("jitter_brightness", "Red, green and blue have different factors")
def each_colour(image, rng, amount=0.2):
    return np.clip(image * rng.uniform(1 - amount, 1 + amount, 3), 0, 255).astype(np.uint8)


@mistake("jitter_brightness", "Bright pixels came out dark")
def wrapped(image, rng, amount=0.2):
    return (image * rng.uniform(1 - amount, 1 + amount)).astype(int).astype(np.uint8)


@mistake("jitter_brightness", "Bright pixels came out dark")
def clipped_too_late(image, rng, amount=0.2):
    return np.clip((image * rng.uniform(1 - amount, 1 + amount)).astype(int).astype(np.uint8), 0, 255)


@mistake("jitter_brightness", "came out black")
def whole_factor(image, rng, amount=0.2):
    return image * np.uint8(rng.uniform(1 - amount, 1))


@mistake("jitter_brightness", "tries to write fractions into the uint8 picture")
def times_equals(image, rng, amount=0.2):
    image *= rng.uniform(1 - amount, 1 + amount)
    return np.clip(image, 0, 255)


@mistake("jitter_brightness", "the rest of the picture is not scaled down")
def scaled_down(image, rng, amount=0.2):
    bright = image * rng.uniform(1 - amount, 1 + amount)
    return (bright * 255 / max(bright.max(), 255)).astype(np.uint8)


@mistake("jitter_brightness", "divided by 255")
def zero_to_one(image, rng, amount=0.2):
    return np.clip(image / 255 * rng.uniform(1 - amount, 1 + amount), 0, 1)


@mistake("jitter_brightness", "they should be uint8")
def left_float(image, rng, amount=0.2):
    return np.clip(image * rng.uniform(1 - amount, 1 + amount), 0, 255)


@mistake("jitter_brightness", "Only 0 and 1 are left")
def clipped_at_one(image, rng, amount=0.2):
    return np.clip(image * rng.uniform(1 - amount, 1 + amount), 0, 1).astype(np.uint8)


@mistake("jitter_brightness", "The factor lies near 0")
def amount_as_factor(image, rng, amount=0.2):
    return np.clip(image * rng.uniform(0, amount), 0, 255).astype(np.uint8)


@mistake("jitter_brightness", "With amount=0.2 it lies between 0.8 and 1.2")
def normal(image, rng, amount=0.2):
    return np.clip(image * rng.normal(1, 2 * amount), 0, 255).astype(np.uint8)


@mistake("jitter_brightness", "pictures only become darker")
def darker_only(image, rng, amount=0.2):
    return (image * rng.uniform(1 - amount, 1)).astype(np.uint8)


@mistake("jitter_brightness", "pictures only become brighter")
def brighter_only(image, rng, amount=0.2):
    return np.clip(image * rng.uniform(1, 1 + amount), 0, 255).astype(np.uint8)


@mistake("jitter_brightness", "The amount that is given must take part")
def amount_ignored(image, rng, amount=0.2):
    return clipped(image, rng, 0.2)


@mistake("jitter_brightness", "where about half should: every number")
def one_of_two(image, rng, amount=0.2):
    return np.clip(image * rng.choice([1 - amount, 1 + amount]), 0, 255).astype(np.uint8)


@mistake("jitter_brightness", "begins anew each time")
def seeded_inside(image, rng, amount=0.2):
    return clipped(image, np.random.default_rng(0), amount)


@mistake("jitter_brightness", "elsewhere, from the global random generator")
def unseeded_inside(image, rng, amount=0.2):
    return clipped(image, np.random.default_rng(), amount)


@mistake("jitter_brightness", "global random generator")
def global_brightness(image, rng, amount=0.2):
    return np.clip(image * np.random.uniform(1 - amount, 1 + amount), 0, 255).astype(np.uint8)


@mistake("jitter_brightness", "changed the `image`")
def brightened_in_place(image, rng, amount=0.2):
    image[:] = clipped(image, rng, amount)
    return image


@mistake("jitter_brightness", "without rounding")
def rounded_factor(image, rng, amount=0.2):
    return np.clip(image * round(rng.uniform(1 - amount, 1 + amount), 1), 0, 255).astype(np.uint8)


@mistake("jitter_brightness", "would be noise")
def contrast(image, rng, amount=0.2):
    mean = image.mean()
    return np.clip((image - mean) * rng.uniform(1 - amount, 1 + amount) + mean, 0, 255).astype(np.uint8)


@mistake("augment", "no `else` between them")
def flipped_or_brighter(image, rng, task):
    known(task)
    if task == "photos" and rng.random() < 0.5:
        return image[:, ::-1].copy()
    return jitter_brightness(image, rng)


@mistake("augment", "does not belong inside the `if`")
def brighter_only_if_flipped(image, rng, task):
    known(task)
    if task == "photos":
        return jitter_brightness(image[:, ::-1], rng) if rng.random() < 0.5 else image.copy()
    return jitter_brightness(image, rng)


@mistake("augment", "where about half should be")
def one_in_five_flipped(image, rng, task):
    known(task)
    return jitter_brightness(horizontal_flip(image, rng, p=0.2 if task == "photos" else 0), rng)


@mistake("augment", "begins anew each time")
def always_darker(image, rng, task):
    known(task)
    image = horizontal_flip(image, rng) if task == "photos" else image
    return (image * 0.9).astype(np.uint8)


@mistake("augment", "A grey digit came back coloured")
def each_colour_its_own(image, rng, task):
    known(task)
    image = horizontal_flip(image, rng) if task == "photos" else image
    return np.clip(image * rng.uniform(0.8, 1.2, 3), 0, 255).astype(np.uint8)


@mistake("augment", "a uint8 counts to 255 and begins again at 0")
def far_too_noisy(image, rng, task):
    known(task)
    image = horizontal_flip(image, rng) if task == "photos" else image
    return np.clip(image + rng.normal(0, 70, image.shape), 0, 255).astype(np.uint8)


@mistake("augment", "begins anew each time")
def same_numbers_every_time(image, rng, task):
    known(task)
    return augment(image, np.random.default_rng(42), task)


@mistake("augment", "gave the picture back unchanged")
def nothing_done(image, rng, task):
    known(task)
    return image.copy()


@mistake("augment", "gave the picture back unchanged")
def result_dropped(image, rng, task):
    known(task)
    horizontal_flip(image, rng)
    jitter_brightness(image, rng)
    return image


@mistake("augment", "two pictures out of one")
def flip_only(image, rng, task):
    known(task)
    return horizontal_flip(image, rng) if task == "photos" else jitter_brightness(image, rng)


@mistake("augment", 'With the task "digits", fifty calls gave the picture back unchanged')
def digits_left_alone(image, rng, task):
    known(task)
    return augment(image, rng, task) if task == "photos" else image


@mistake("augment", "flip only where the task is")
def digits_flipped(image, rng, task):
    known(task)
    return jitter_brightness(horizontal_flip(image, rng), rng)


@mistake("augment", "the two tasks are confused")
def tasks_swapped(image, rng, task):
    known(task)
    return jitter_brightness(horizontal_flip(image, rng) if task == "digits" else image, rng)


@mistake("augment", "so a 6 becomes a 9")
def digits_turned(image, rng, task):
    image = augment(image, rng, task)
    return image[::-1, ::-1].copy() if task == "digits" and rng.random() < 0.5 else image


@mistake("augment", "Nobody takes photos that way")
def upside_down(image, rng, task):
    image = augment(image, rng, task)
    return image[::-1].copy() if task == "photos" and rng.random() < 0.5 else image


@mistake("augment", "None of 150 photos was mirrored")
def never_flipped(image, rng, task):
    known(task)
    return jitter_brightness(image, rng)


@mistake("augment", "where about half should be")
def always_flipped(image, rng, task):
    known(task)
    return jitter_brightness(horizontal_flip(image, rng, p=1) if task == "photos" else image, rng)


@mistake("augment", "Pad it before you crop")
def cropped(image, rng, task):
    image = augment(image, rng, task)
    top, left = rng.integers(0, 4), rng.integers(0, 4)
    return image[top : top + image.shape[0] - 3, left : left + image.shape[1] - 3]


@mistake("augment", "crop it to its old size")
def padded(image, rng, task):
    return np.pad(augment(image, rng, task), ((2, 2), (2, 2), (0, 0)), mode="edge")


@mistake("augment", "turned by a quarter")
def quarter(image, rng, task):
    image = augment(image, rng, task)
    return np.rot90(image).copy() if rng.random() < 0.5 else image


@mistake("augment", "The last axis is gone")
def channel_lost(image, rng, task):
    return augment(image, rng, task)[:, :, 0]


@mistake("augment", "The picture should be uint8, as it was")
def float_picture(image, rng, task):
    return augment(image, rng, task) / 255


@mistake("augment", "its label stays the same")
def picture_and_label(image, rng, task):
    return augment(image, rng, task), task


@mistake("augment", "a uint8 counts to 255 and begins again at 0")
def brightness_wrapped(image, rng, task):
    known(task)
    image = horizontal_flip(image, rng) if task == "photos" else image
    return (image * rng.uniform(0.8, 1.2)).astype(int).astype(np.uint8)


@mistake("augment", "a uint8 counts to 255 and begins again at 0")
def noise_wrapped(image, rng, task):
    known(task)
    image = horizontal_flip(image, rng) if task == "photos" else image
    return (image + rng.normal(0, 12, image.shape)).astype(int).astype(np.uint8)


@mistake("augment", "can hardly be recognised")
def colours_swapped(image, rng, task):
    return np.flip(augment(image, rng, task), axis=2) if rng.random() < 0.5 else augment(image, rng, task)


@mistake("augment", "can hardly be recognised")
def pixels_shuffled(image, rng, task):
    known(task)
    pixels = image.reshape(-1, image.shape[2])
    return rng.permutation(pixels).reshape(image.shape)


@mistake("augment", "times as bright as it was")
def far_too_dark(image, rng, task):
    image = augment(image, rng, task)
    return jitter_brightness(image, rng, amount=0.8)


@mistake("augment", "was treated like one of the two")
def any_task(image, rng, task):
    return augment(image, rng, "photos" if task == "photos" else "digits")


@mistake("augment", "Raise a ValueError that shows the task")
def silent_none(image, rng, task):
    if task in ("photos", "digits"):
        return augment(image, rng, task)
    return None


@mistake("augment", "Put the bad value into the message")
def which_task(image, rng, task):
    if task not in ("photos", "digits"):
        raise ValueError("unknown task")
    return augment(image, rng, task)


@mistake("augment", "global random generator")
def global_augment(image, rng, task):
    known(task)
    return augment(image, np.random.default_rng(np.random.randint(2**31)), task)


@mistake("augment", "elsewhere, from the global random generator")
def own_augment(image, rng, task):
    known(task)
    return augment(image, np.random.default_rng(), task)


@mistake("augment", "changed the `image`")
def augmented_in_place(image, rng, task):
    image[:] = augment(image, rng, task)
    return image


def plain(image, rng=None):
    return image


def training(image, rng):
    return augment(image, rng, "photos")


@mistake("make_loader_transforms", "augment the training photos only")
def all_augmented():
    return {"train": training, "val": training, "test": training}


@mistake("make_loader_transforms", "augment the training photos only")
def validation_augmented():
    return dict.fromkeys(("train", "val"), training) | {"test": plain}


@mistake("make_loader_transforms", "augment the training photos only")
def test_augmented():
    return {"train": training, "val": plain, "test": training}


@mistake("make_loader_transforms", "augment the training photos only")
def validation_flipped():
    return {"train": training, "val": lambda image, rng: horizontal_flip(image, rng), "test": plain}


@mistake("make_loader_transforms", "look up the loop's variable when they are called")
def one_loop():
    transforms = {}
    for name in ("train", "val", "test"):
        transforms[name] = lambda image, rng: augment(image, rng, "photos") if name == "train" else image  # noqa: B023
    return transforms


@mistake("make_loader_transforms", "look up the loop's variable when they are called")
def nothing_augmented():
    return dict.fromkeys(("train", "val", "test"), plain)


@mistake("make_loader_transforms", "Call `augment` with the task")
def digits_task():
    return {"train": lambda image, rng: augment(image, rng, "digits"), "val": plain, "test": plain}


@mistake("make_loader_transforms", "Something in the dict cannot be called")
def called_already():
    picture = np.zeros((4, 6, 3), np.uint8)
    return {"train": augment(picture, np.random.default_rng(0), "photos"), "val": plain, "test": plain}


@mistake("make_loader_transforms", "Something in the dict cannot be called")
def none_for_nothing():
    return {"train": training, "val": None, "test": None}


@mistake("make_loader_transforms", "These keys are missing")
def validation_written_out():
    return {"train": training, "validation": plain, "test": plain}


@mistake("make_loader_transforms", "whether they need it or not")
def picture_only():
    return {"train": training, "val": lambda image: image, "test": lambda image: image}


@mistake("make_loader_transforms", "begins anew each time")
def fixed_inside():
    return {
        "train": lambda image, rng: augment(image, np.random.default_rng(42), "photos"),
        "val": plain,
        "test": plain,
    }


@mistake("make_loader_transforms", "not from a generator that the functions share")
def shared_generator():
    shared = np.random.default_rng(0)
    return {"train": lambda image, rng: augment(image, shared, "photos"), "val": plain, "test": plain}


@mistake("make_loader_transforms", "scaling is another step")
def validation_scaled():
    return {"train": training, "val": lambda image, rng: image / 255, "test": lambda image, rng: image / 255}


@mistake("make_loader_transforms", "returned nothing")
def passing_validation():
    def nothing(image, rng):
        pass

    return {"train": training, "val": nothing, "test": nothing}


@mistake("make_loader_transforms", "changed the picture that it was given")
def train_in_place():
    def train(image, rng):
        image[:] = augment(image, rng, "photos")
        return image

    return {"train": train, "val": plain, "test": plain}


@mistake("make_loader_transforms", "the old one or its mirror image, and no more")
def flips_only():
    return {"train": horizontal_flip, "val": plain, "test": plain}
