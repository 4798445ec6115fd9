"""Known mistakes in preparing photos, each with the words it must earn."""

import numpy as np
from PIL import Image, ImageOps

from kata.known import mistake


def opened(image):
    return (Image.fromarray(image) if isinstance(image, np.ndarray) else image).convert("RGB")


def scaled(image, size):
    """The photo with its shorter side `size` long."""
    image = opened(image)
    scale = size / min(image.size)
    return image.resize((round(image.width * scale), round(image.height * scale)))


def cut(image, left, top, size):
    return np.array(image.crop((left, top, left + size, top + size)))


@mistake("center_square", "squeezed into the square")
def squashed(image, size):
    return np.array(opened(image).resize((size, size)))


@mistake("center_square", "You kept one end of the photo")
def left_end(image, size):
    return cut(scaled(image, size), 0, 0, size)


@mistake("center_square", "You kept one end of the photo")
def right_end(image, size):
    image = scaled(image, size)
    return cut(image, image.width - size, image.height - size, size)


@mistake("center_square", "cut out of the large photo. Scale the photo first, until its shorter side")
def top_left_corner(image, size):
    return cut(opened(image), 0, 0, size)


@mistake("center_square", "Scale the photo first, until its shorter side")
def cut_without_scaling(image, size):
    image = opened(image)
    return cut(image, (image.width - size) // 2, (image.height - size) // 2, size)


@mistake("center_square", "Height and width are swapped")
def sides_swapped(image, size):
    image = opened(image)
    height, width = image.size
    scale = size / min(width, height)
    image = image.resize((round(width * scale), round(height * scale)))
    return cut(image, (image.width - size) // 2, (image.height - size) // 2, size)


@mistake("center_square", "There are bands")
def padded(image, size):
    return np.array(ImageOps.pad(opened(image), (size, size)))


@mistake("center_square", "There are bands")
def thumbnail_in_the_middle(image, size):
    image = opened(image)
    image.thumbnail((size, size))
    square = Image.new("RGB", (size, size), "white")
    square.paste(image, ((size - image.width) // 2, (size - image.height) // 2))
    return np.array(square)


@mistake("center_square", "still too long on one side")
def not_cut(image, size):
    return np.array(scaled(image, size))


@mistake("center_square", "The longer side became `size`")
def only_a_thumbnail(image, size):
    image = opened(image)
    image.thumbnail((size, size))
    return np.array(image)


@mistake("center_square", "in its old size")
def cut_but_not_scaled(image, size):
    image = opened(image)
    side = min(image.size)
    return cut(image, (image.width - side) // 2, (image.height - side) // 2, side)


@mistake("center_square", "np.resize does not scale")
def resized_by_numpy(image, size):
    return np.resize(np.asarray(image), (size, size, 3))


@mistake("center_square", "takes (left, top, right, bottom)")
def box_of_width_and_height(image, size):
    image = opened(image)
    side = min(image.size)
    left, top = (image.width - side) // 2, (image.height - side) // 2
    return np.array(image.crop((left, top, max(side, left + 1), max(side, top + 1))).resize((size, size)))


@mistake("center_square", "takes (left, top, right, bottom)")
def box_rows_first(image, size):
    image = opened(image)
    side = min(image.size)
    left, top = (image.width - side) // 2, (image.height - side) // 2
    return np.array(image.crop((top, left, top + side, left + side)).resize((size, size)))


@mistake("center_square", "The colours are gone")
def grey_only(image, size):
    return np.array(ImageOps.fit(opened(image).convert("L"), (size, size)))



@mistake("center_square", "Rows and columns of the square are swapped")
def mirrored_along_the_diagonal(image, size):
    image = scaled(image, size)
    return cut(image, (image.width - size) // 2, (image.height - size) // 2, size).swapaxes(0, 1)


@mistake("center_square", "The numbers were divided by 255")
def to_unit_already(image, size):
    image = scaled(image, size)
    return cut(image, (image.width - size) // 2, (image.height - size) // 2, size) / 255


@mistake("center_square", "The colours come first")
def colours_first(image, size):
    image = scaled(image, size)
    return cut(image, (image.width - size) // 2, (image.height - size) // 2, size).transpose(2, 0, 1)


@mistake("center_square", "its numbers should be uint8")
def as_floats(image, size):
    image = scaled(image, size)
    return cut(image, (image.width - size) // 2, (image.height - size) // 2, size).astype(np.float32)


@mistake("center_square", "It is a PIL image")
def not_an_array(image, size):
    return ImageOps.fit(opened(image), (size, size))


@mistake("center_square", "There are bands left and right")
def by_height_only(image, size):
    image = opened(image)
    image = image.resize((round(image.width * size / image.height), size))
    return cut(image, (image.width - size) // 2, 0, size)


@mistake("center_square", "You kept one end of the photo, the top")
def wide_photos_only(image, size):
    image = scaled(image, size)
    return cut(image, (image.width - size) // 2, 0, size)


@mistake("center_square", "smaller than the square. Scale the photo first, until its shorter side")
def never_grown(image, size):
    image = opened(image)
    if min(image.size) > size:
        image = scaled(image, size)
    return cut(image, (image.width - size) // 2, (image.height - size) // 2, size)


@mistake("center_square", "stayed in its old size")
def small_photos_left_alone(image, size):
    image = opened(image)
    side = min(size, *image.size)
    image = scaled(image, side)
    return cut(image, (image.width - side) // 2, (image.height - side) // 2, side)


@mistake("center_square", "has no .width and no .resize")
def pillow_only(image, size):
    return np.array(ImageOps.fit(image.convert("RGB"), (size, size)))


@mistake("center_square", "A grey picture came back")
def grey_kept(image, size):
    image = Image.fromarray(image) if isinstance(image, np.ndarray) else image
    return np.array(ImageOps.fit(image, (size, size)))


@mistake("center_square", "changed the `image`")
def made_smaller_in_place(image, size):
    square = np.array(ImageOps.fit(opened(image), (size, size)))
    if not isinstance(image, np.ndarray):
        image.thumbnail((size, size))
    return square


@mistake("to_unit", "divided by 255 twice")
def twice(image):
    return (image.astype("float32") / 255) / 255


@mistake("to_unit", "come out equally bright")
def own_maximum(image):
    return image / image.max()


@mistake("to_unit", "The darkest pixel became 0 and the brightest 1, so dark and bright photos come out equally bright")
def stretched(image):
    return ((image.astype(float) - image.min()) / (image.max() - image.min())).astype(np.float32)


@mistake("to_unit", "255 should become exactly 1")
def by_256(image):
    return image.astype(np.float32) / 256


@mistake("to_unit", "Only zeros are left")
def whole_division(image):
    return image // 255


@mistake("to_unit", "Only zeros are left")
def cast_back(image):
    return (image / 255).astype(np.uint8)


@mistake("to_unit", "Changing their type does not scale them")
def type_only(image):
    return image.astype(np.float32)


@mistake("to_unit", "runs from -1 to 1")
def minus_one_to_one(image):
    return (image / 127.5 - 1).astype(np.float32)


@mistake("to_unit", "runs from 0 to 100")
def percent(image):
    return (image / 255 * 100).astype(np.float32)


@mistake("to_unit", "like a photo's negative")
def negative(image):
    return (1 - image / 255).astype(np.float32)


@mistake("to_unit", "shifted and scaled by its own mean")
def own_mean_and_std(image):
    return ((image - image.mean()) / image.std()).astype(np.float32)


@mistake("to_unit", "The values were rounded")
def rounded(image):
    return np.round(image / 255, 1).astype(np.float32)


@mistake("to_unit", "Only 0 and 1 are left")
def black_and_white(image):
    return (image > 127).astype(np.float32)



@mistake("to_unit", "their type is not")
def in_float64(image):
    return image / 255


@mistake("to_unit", "`image /= 255` fails")
def in_place(image):
    image /= 255
    return image


def pixels_of(images):
    return np.concatenate([np.asarray(image, float).reshape(-1, 3) for image in images])


@mistake("channel_stats", "mean picture")
def first_axis_only(images):
    if len({np.shape(image) for image in images}) > 1:
        return None, None
    return np.mean(images, axis=0), np.std(images, axis=0)


@mistake("channel_stats", "one number for all colours together")
def all_axes(images):
    return float(pixels_of(images).mean()), float(pixels_of(images).std())


@mistake("channel_stats", "numbers for each image")
def one_row_an_image(images):
    return np.array([np.mean(i, axis=(0, 1)) for i in images]), np.array([np.std(i, axis=(0, 1)) for i in images])


@mistake("channel_stats", "numbers for each column")
def two_axes(images):
    if len({np.shape(image) for image in images}) > 1:
        return None, None
    return np.mean(images, axis=(0, 1)), np.std(images, axis=(0, 1))


@mistake("channel_stats", "Return both")
def mean_only(images):
    return pixels_of(images).mean(axis=0)


@mistake("channel_stats", "one axis too many")
def axis_kept(images):
    return pixels_of(images).mean(axis=0, keepdims=True), pixels_of(images).std(axis=0, keepdims=True)


@mistake("channel_stats", "and this is a single one")
def one_std(images):
    return pixels_of(images).mean(axis=0), pixels_of(images).std()


@mistake("channel_stats", "how far the values are from 0")
def mean_not_subtracted(images):
    return pixels_of(images).mean(axis=0), np.sqrt((pixels_of(images) ** 2).mean(axis=0))


@mistake("channel_stats", "mean distance from the mean")
def absolute_distances(images):
    pixels = pixels_of(images)
    return pixels.mean(axis=0), np.abs(pixels - pixels.mean(axis=0)).mean(axis=0)


@mistake("channel_stats", "mixes the colours")
def dealt_out(images):
    pixels = np.concatenate([np.asarray(image).reshape(3, -1) for image in images], axis=1)
    return pixels.mean(axis=1), pixels.std(axis=1)



@mistake("channel_stats", "numbers for each row")
def last_axes(images):
    if len({np.shape(image) for image in images}) > 1:
        return None, None
    return np.mean(images, axis=(2, 3)), np.std(images, axis=(2, 3))


@mistake("channel_stats", "average of the images' own standard deviations")
def stds_averaged(images):
    return pixels_of(images).mean(axis=0), np.mean([np.std(image, axis=(0, 1)) for image in images], axis=0)


@mistake("channel_stats", "how much the images' means differ")
def std_of_means(images):
    return pixels_of(images).mean(axis=0), np.std([np.mean(image, axis=(0, 1)) for image in images], axis=0)


@mistake("channel_stats", "The second is the variance")
def variance(images):
    return pixels_of(images).mean(axis=0), pixels_of(images).var(axis=0)


@mistake("channel_stats", "divided by n - 1")
def sample_std(images):
    return pixels_of(images).mean(axis=0), pixels_of(images).std(axis=0, ddof=1)


@mistake("channel_stats", "the mean comes first")
def std_first(images):
    return pixels_of(images).std(axis=0), pixels_of(images).mean(axis=0)


@mistake("channel_stats", "belong to values of 0 to 255")
def of_0_to_255(images):
    return 255 * pixels_of(images).mean(axis=0), 255 * pixels_of(images).std(axis=0)


@mistake("channel_stats", "do not divide them by 255")
def divided_again(images):
    return pixels_of(images).mean(axis=0) / 255, pixels_of(images).std(axis=0) / 255


@mistake("channel_stats", "the first image alone")
def first_image_only(images):
    return pixels_of(images[:1]).mean(axis=0), pixels_of(images[:1]).std(axis=0)


@mistake("channel_stats", "the last image alone")
def returned_from_the_loop(images):
    for image in images:
        pixels = np.asarray(image).reshape(-1, 3)
    return pixels.mean(axis=0), pixels.std(axis=0)


@mistake("channel_stats", "Images of different sizes do not fit into one array")
def stacked(images):
    images = np.stack(images)
    return images.mean(axis=(0, 1, 2)), images.std(axis=(0, 1, 2))


@mistake("channel_stats", "A small image counted as much as a large one")
def mean_of_means(images):
    means = np.array([np.mean(image, axis=(0, 1)) for image in images])
    squares = np.array([np.mean(np.square(image), axis=(0, 1)) for image in images])
    mean = means.mean(axis=0)
    return mean, np.sqrt(squares.mean(axis=0) - mean**2)


@mistake("channel_stats", "Images of an earlier call still count")
def fitted_on_all_it_ever_saw(images, seen=[]):  # noqa: B006
    seen.extend(images)
    pixels = pixels_of(seen)
    return pixels.mean(axis=0), pixels.std(axis=0)


def divided_by(std):
    return np.where(std == 0, 1, std)


@mistake("standardize", "scaled with its own mean and std")
def own_numbers(image, mean, std):
    return ((image - image.mean(axis=(0, 1))) / image.std(axis=(0, 1))).astype(np.float32)


@mistake("standardize", "scaled with its own mean and std")
def own_numbers_of_all_colours(image, mean, std):
    return ((image - image.mean()) / image.std()).astype(np.float32)


@mistake("standardize", "The photo's own mean was subtracted")
def own_mean(image, mean, std):
    return ((image - image.mean(axis=(0, 1))) / divided_by(std)).astype(np.float32)


@mistake("standardize", "divided by the photo's own std")
def own_std(image, mean, std):
    return ((image - mean) / image.std(axis=(0, 1))).astype(np.float32)


@mistake("standardize", "The mean was not subtracted")
def not_shifted(image, mean, std):
    return (image / divided_by(std)).astype(np.float32)


@mistake("standardize", "not divided by the std")
def not_scaled(image, mean, std):
    return (image - mean).astype(np.float32)


@mistake("standardize", "Brackets are missing")
def no_brackets(image, mean, std):
    return (image - mean / divided_by(std)).astype(np.float32)


@mistake("standardize", "First subtract the mean")
def shifted_last(image, mean, std):
    return (image / divided_by(std) - mean).astype(np.float32)


@mistake("standardize", "The mean was added")
def plus(image, mean, std):
    return ((image + mean) / divided_by(std)).astype(np.float32)


@mistake("standardize", "multiplied by the std")
def times(image, mean, std):
    return ((image - mean) * divided_by(std)).astype(np.float32)


@mistake("standardize", "divided by the std twice")
def by_the_variance(image, mean, std):
    return ((image - mean) / divided_by(std) ** 2).astype(np.float32)


@mistake("standardize", "divided by the root of the std")
def by_the_root(image, mean, std):
    return ((image - mean) / np.sqrt(divided_by(std))).astype(np.float32)


@mistake("standardize", "Every value has the wrong sign")
def wrong_sign(image, mean, std):
    return ((mean - image) / divided_by(std)).astype(np.float32)


@mistake("standardize", "Mean and std changed places")
def changed_places(image, mean, std):
    return ((image - std) / mean).astype(np.float32)


@mistake("standardize", "one mean and one std")
def one_for_all(image, mean, std):
    return ((image - np.mean(mean)) / np.mean(std)).astype(np.float32)


@mistake("standardize", "All colours got the numbers of red")
def those_of_red(image, mean, std):
    return ((image - mean[0]) / std[0]).astype(np.float32)


@mistake("standardize", "Red got the numbers of blue")
def reversed_colours(image, mean, std):
    return ((image - mean[::-1]) / divided_by(std)[::-1]).astype(np.float32)


@mistake("standardize", "or mean and std were multiplied by it")
def divided_once_more(image, mean, std):
    return ((image / 255 - mean) / divided_by(std)).astype(np.float32)


@mistake("standardize", "or mean and std were multiplied by it")
def numbers_of_0_to_255(image, mean, std):
    return ((image - mean * 255) / (divided_by(std) * 255)).astype(np.float32)


@mistake("standardize", "255 times too far apart")
def image_blown_up(image, mean, std):
    return ((image * 255 - mean) / divided_by(std)).astype(np.float32)


@mistake("standardize", "Everything below 0 or above 1 was cut off")
def clipped(image, mean, std):
    return np.clip((image - mean) / divided_by(std), 0, 1).astype(np.float32)


@mistake("standardize", "Everything below -1 or above 1 was cut off")
def clipped_on_both_sides(image, mean, std):
    return np.clip((image - mean) / divided_by(std), -1, 1).astype(np.float32)


@mistake("standardize", "The colours come first")
def colours_first_too(image, mean, std):
    return ((image - mean) / divided_by(std)).transpose(2, 0, 1).astype(np.float32)


@mistake("standardize", "That is the way back")
def undone(image, mean, std):
    return (image * divided_by(std) + mean).astype(np.float32)


@mistake("standardize", "cut to whole numbers")
def whole_numbers(image, mean, std):
    return ((image - mean) / divided_by(std)).astype(int)


@mistake("standardize", "a small number was added to the std")
def large_epsilon(image, mean, std):
    return ((image - mean) / (std + 1e-3)).astype(np.float32)


@mistake("standardize", "asks three numbers at once")
def one_question_for_three(image, mean, std):
    if std == 0:
        std = 1
    return ((image - mean) / std).astype(np.float32)


@mistake("standardize", "The whole photo was left as it is")
def not_at_all(image, mean, std):
    return (image if (std == 0).any() else (image - mean) / std).astype(np.float32)



@mistake("standardize", "their type is not")
def in_float64_again(image, mean, std):
    return (image - mean) / divided_by(std)


@mistake("standardize", "A std of 0 makes nan or inf")
def divided_by_zero(image, mean, std):
    with np.errstate(all="ignore"):
        return ((image - mean) / std).astype(np.float32)


@mistake("standardize", "became 0 everywhere")
def nan_to_zero(image, mean, std):
    with np.errstate(all="ignore"):
        return np.nan_to_num((image - mean) / std, nan=0.0, posinf=0.0, neginf=0.0).astype(np.float32)


@mistake("standardize", "became huge: a small number was added to the std")
def plus_epsilon(image, mean, std):
    return ((image - mean) / (std + 1e-7)).astype(np.float32)


@mistake("standardize", "were not divided by the std")
def any_zero(image, mean, std):
    return ((image - mean) / (1 if (std == 0).any() else std)).astype(np.float32)


@mistake("standardize", "Its mean is subtracted like any other")
def left_as_it_is(image, mean, std):
    return np.where(std == 0, image, (image - mean) / divided_by(std)).astype(np.float32)


@mistake("standardize", "Every std was made larger by 1")
def one_more_for_all(image, mean, std):
    return ((image - mean) / (std + 1 if (std == 0).any() else std)).astype(np.float32)


@mistake("standardize", "changed the `std`")
def std_in_place(image, mean, std):
    std[std == 0] = 1
    return ((image - mean) / std).astype(np.float32)


@mistake("standardize", "changed the `image`")
def image_in_place(image, mean, std):
    image -= mean
    image /= divided_by(std)
    return image.astype(np.float32)


def same_sizes(images):
    sizes = {np.shape(image) for image in images}
    if len(sizes) > 1:
        raise ValueError(f"different sizes: {sizes}")
    return np.array(images, dtype=np.float32)


@mistake("to_batch", "reshape only deals the numbers out anew")
def reshaped(images):
    batch = same_sizes(images)
    return batch.reshape(batch.shape[0], batch.shape[3], batch.shape[1], batch.shape[2])


@mistake("to_batch", "reshape only deals the numbers out anew")
def reshaped_width_first(images):
    batch = same_sizes(images)
    return batch.reshape(batch.shape[0], batch.shape[3], batch.shape[2], batch.shape[1])



@mistake("to_batch", "Rows and columns are swapped")
def mirrored(images):
    return same_sizes(images).transpose(0, 3, 2, 1)


@mistake("to_batch", "Rows and columns are swapped")
def swapped_axes(images):
    return same_sizes(images).swapaxes(1, 3)


@mistake("to_batch", "with the colours still last")
def stacked_only(images):
    return same_sizes(images)


@mistake("to_batch", "The images come last")
def everything_turned_round(images):
    return same_sizes(images).transpose(3, 1, 2, 0)


@mistake("to_batch", "The images come last")
def stacked_last(images):
    same_sizes(images)
    return np.stack(images, axis=-1).astype(np.float32)


@mistake("to_batch", "The colours come before the images")
def colours_before_images(images):
    return same_sizes(images).transpose(3, 0, 1, 2)


@mistake("to_batch", "joined into one long picture")
def concatenated(images):
    if len(same_sizes(images)) == 1:
        return same_sizes(images).transpose(0, 3, 1, 2)
    return np.concatenate([np.transpose(image, (2, 0, 1)) for image in images]).astype(np.float32)


@mistake("to_batch", "joined into one long picture")
def on_top_of_each_other(images):
    same_sizes(images)
    return np.vstack(images).astype(np.float32)


@mistake("to_batch", "Only the first image")
def first_only(images):
    return same_sizes(images).transpose(0, 3, 1, 2)[:1]


@mistake("to_batch", "Red and blue are swapped")
def blue_first(images):
    return same_sizes(images)[..., ::-1].transpose(0, 3, 1, 2)


@mistake("to_batch", "The values were divided by 255")
def divided(images):
    return same_sizes(images).transpose(0, 3, 1, 2) / np.float32(255)


@mistake("to_batch", "cut to whole numbers")
def as_ints(images):
    same_sizes(images)
    return np.stack(images).astype(int).transpose(0, 3, 1, 2).astype(np.float32)


@mistake("to_batch", "in reverse order")
def backwards(images):
    return same_sizes(images)[::-1].transpose(0, 3, 1, 2)


@mistake("to_batch", "their type is not")
def type_kept(images):
    same_sizes(images)
    return np.stack(images).transpose(0, 3, 1, 2)


@mistake("to_batch", "One photo is a batch of one")
def squeezed(images):
    return same_sizes(images).transpose(0, 3, 1, 2).squeeze()


@mistake("to_batch", "Put the bad value into the message")
def message_of_numpy(images):
    return np.stack(images).transpose(0, 3, 1, 2).astype(np.float32)


@mistake("to_batch", "The larger image was cut or shrunk")
def cut_to_the_smallest(images):
    height, width = np.min([np.shape(image)[:2] for image in images], axis=0)
    return np.stack([image[:height, :width] for image in images]).transpose(0, 3, 1, 2).astype(np.float32)


@mistake("center_square", "The box was moved down as far as to the right")
def offset_on_both_sides(image, size):
    image = opened(image)
    side = min(image.size)
    offset = (max(image.size) - side) // 2
    return np.array(image.crop((offset, offset, offset + side, offset + side)).resize((size, size)))


@mistake("center_square", "The middle was sought in a photo of the old size")
def middle_of_the_old_photo(image, size):
    width, height = opened(image).size
    return cut(scaled(image, size), (width - size) // 2, (height - size) // 2, size)


@mistake("center_square", "half of 15 on both sides")
def half_on_both_sides(image, size):
    pixels = np.array(scaled(image, size))
    row, column, half = pixels.shape[0] // 2, pixels.shape[1] // 2, size // 2
    return pixels[row - half : row + half, column - half : column + half]


@mistake("center_square", "A PIL image has no .shape")
def arrays_only(image, size):
    height, width = image.shape[:2]
    side = min(height, width)
    top, left = (height - side) // 2, (width - side) // 2
    return np.array(opened(image[top : top + side, left : left + side]).resize((size, size)))


@mistake("to_unit", "an `if` on the maximum")
def only_if_large(image):
    return (image / 255 if image.max() > 1 else image).astype(np.float32)


@mistake("channel_stats", "measured from the mean of each image")
def distances_from_each_mean(images):
    pixels = pixels_of(images)
    squares = [((image - np.mean(image, axis=(0, 1))) ** 2).reshape(-1, 3) for image in images]
    return pixels.mean(axis=0), np.sqrt(np.concatenate(squares).mean(axis=0))


@mistake("standardize", "Those are the numbers of ImageNet")
def of_imagenet(image, mean, std):
    return ((image - np.array([0.485, 0.456, 0.406])) / np.array([0.229, 0.224, 0.225])).astype(np.float32)


@mistake("standardize", "the loop ended after the first")
def returned_after_red(image, mean, std):
    result = np.zeros(image.shape, np.float32)
    for c in range(3):
        result[..., c] = (image[..., c] - mean[c]) / (std[c] or 1)
        return result
    return result


@mistake("to_batch", "equally many pixels, and make no batch either")
def only_the_pixels_counted(images):
    if len({image.size for image in images}) > 1:
        raise ValueError([image.shape for image in images])
    return np.stack([np.resize(image, images[0].shape) for image in images]).transpose(0, 3, 1, 2).astype(np.float32)
