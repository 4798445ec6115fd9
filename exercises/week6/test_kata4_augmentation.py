"""Changed copies of pictures: mirrored, cut, brighter, darker, and always the label they had.

No test knows which numbers your function draws. So each calls it many times, and looks at what must be true of
every picture, and at how often what happens. The limits are five standard deviations wide: a right answer misses
them less than once in a million runs.
"""

import functools

import numpy as np

from kata import called, each, expect, expect_error
from week6.kata4_augmentation import augment, horizontal_flip, jitter_brightness, make_loader_transforms, random_crop

ELSEWHERE = ("Two generators in the same state gave different pictures. Some of the chance comes from elsewhere, from "
             "the global random generator or from default_rng() without a seed. Draw every number from the `rng` that "
             "is given.")
ALIKE = "Two generators in different states gave the same pictures, call after call."
RESTARTED = ("a generator that is made inside the function with a fixed seed begins anew each time. Draw from "
             "the `rng` that is given.")
ONE_ONLY = ("If the change is always the same, draw it, each time anew. If it is drawn: a generator that is made "
            "inside the function with a fixed seed begins anew each time. Draw from the `rng` that is given.")

# Four rows, five columns, three colours, and no two values alike.
PICTURE = (np.arange(60) * 4 + 7).astype(np.uint8).reshape(4, 5, 3)


def generator(seed=0):
    return np.random.default_rng(seed)


def generators():
    """Two in the same state, and one in another."""
    return generator(9), generator(9), generator(10)


def same(got, want):
    return np.shape(got) == np.shape(want) and np.array_equal(got, want)


MIRRORED = PICTURE[:, ::-1]


def kinds(pictures):
    """The different pictures among these, each with how many there are of it."""
    found = {}
    for one in pictures:
        found.setdefault((np.shape(one), getattr(one, "dtype", None), np.asarray(one).tobytes()), []).append(one)
    return [(alike[0], len(alike)) for alike in found.values()]


def flips(calls, seed, **p):
    """How many of so many calls mirrored PICTURE."""
    flipped = 0
    for got, times in kinds(each(horizontal_flip, [(PICTURE, generator(seed))] * calls, **p)):
        if not same(got, PICTURE):
            expect(got, want=MIRRORED, what="a picture that came back changed", dtype="uint8", mistakes={
                "vertical": (PICTURE[::-1], "Top and bottom are swapped. Left and right are the second axis: "
                             "image[:, ::-1]."),
                "both": (PICTURE[::-1, ::-1], "The picture is turned by half a circle: top and bottom are swapped as "
                         "well. Only the second axis is reversed: image[:, ::-1]."),
                "all axes": (PICTURE[::-1, ::-1, ::-1], "All three axes are reversed, which swaps top and bottom, "
                             "and red and blue, too. Only the second is: image[:, ::-1]."),
                "colours": (PICTURE[:, :, ::-1], "Red and blue are swapped: the third axis holds the colours. Left "
                            "and right are the second axis: image[:, ::-1]."),
                "and the colours": (PICTURE[:, ::-1, ::-1], "Left and right are swapped, and so are red and blue: the "
                                    "third axis holds the colours, and stays as it is."),
                "transposed": (PICTURE.transpose(1, 0, 2), "Rows and columns are swapped: that mirrors the picture "
                               "along its diagonal. A flip leaves the shape as it is: image[:, ::-1]."),
                "quarter": (lambda got: any(same(got, np.rot90(PICTURE, k)) for k in (1, 3)), "The picture is turned "
                            "by a quarter of a circle. A flip leaves the rows where they are: image[:, ::-1]."),
                "rolled": (lambda got: any(same(got, np.roll(PICTURE, k, axis=1)) for k in range(1, 5)), "The columns "
                           "were pushed along, in their old order. A mirror reverses their order: image[:, ::-1]."),
                "inverted": (255 - PICTURE, "Dark and bright are swapped. A flip moves pixels and changes none."),
                "0 to 1": (MIRRORED / 255, "The values were divided by 255. A flip moves pixels and changes none."),
                "some rows": (lambda got: not same(got, MIRRORED) and all(same(row, old) or same(row, old[::-1]) for
                              row, old in zip(got, PICTURE, strict=True)), "Some rows are mirrored, and others are "
                              "not. Draw once for the whole picture."),
            })
            flipped += times
    return flipped


def test_horizontal_flip_swaps_left_and_right():
    """p=1 flips every picture, p=0 none."""
    always, never = flips(12, seed=0, p=1), flips(12, seed=3, p=0)
    expect([always, never], want=[12, 0], what="how many of 12 pictures were flipped with p=1, and with p=0", mistakes={
        "not at all": ([0, 0], "No picture was flipped. Flip where rng.random() < p: the draws lie between 0 and 1."),
        "turned round": ([0, 12], "The decision is the wrong way round: p is the probability of a flip. The draws lie "
                         "between 0 and 1, so flip where rng.random() < p."),
        "always": ([12, 12], "Every picture was flipped, with p=0 too. Flip where rng.random() < p."),
        "sometimes": (lambda got: 0 < got[0] < 12, "With p=1 every picture should be flipped, and with p=0 none. Let "
                      "the p that is given decide: flip where rng.random() < p."),
    })


def test_horizontal_flip_happens_with_probability_p():
    """One in five of 400 is 80. Five standard deviations are 40."""
    assert flips(5, seed=0, p=1) == 5 and not flips(5, seed=3, p=0), "With p=1 every picture is flipped, with p=0 none."
    flipped = flips(400, seed=1, p=0.2)
    assert flipped not in (0, 400), (
        f"With p=0.2, {flipped} of 400 pictures were flipped. Each call must draw anew, and a number that can lie "
        "anywhere between 0 and 1, rng.random(). (rng.integers(0, 1) is always 0, for it leaves its end out; and "
        f"{RESTARTED})")
    assert 40 <= flipped <= 120, (
        f"With p=0.2, {flipped} of 400 pictures were flipped, where about 80 should be. Draw a number that is anywhere "
        "between 0 and 1, rng.random(), and flip where it is below p.")


def test_horizontal_flip_left_to_its_default_flips_half():
    flipped = flips(400, seed=2)
    assert 150 <= flipped <= 250, (
        f"Without a p, {flipped} of 400 pictures were flipped, where about 200 should be: the default is p=0.5.")


def test_horizontal_flip_draws_from_the_generator_that_is_given():
    one, again, other = ([same(got, MIRRORED) for got in each(horizontal_flip, [(PICTURE, rng)] * 30)]
                         for rng in generators())
    assert one == again, ELSEWHERE
    assert one != other, ALIKE


# Red tells the row (10, 20, …), green the column: each pixel says where it comes from.
MAP = np.dstack([*(10 * axis + 10 for axis in np.indices((5, 7))), np.full((5, 7), 99)]).astype(np.uint8)


def corner(piece):
    """The row and the column of MAP from which a piece's first pixel comes."""
    red, green = (int(value) for value in np.asarray(piece)[0, 0, :2])
    return red // 10 - 1, green // 10 - 1


def piece_like(got, size):
    """The piece of MAP that begins where `got` does, as far as that is possible."""
    try:
        row, column = corner(got)
    except (IndexError, TypeError, ValueError):
        row = column = 0
    row, column = min(max(row, 0), 5 - size), min(max(column, 0), 7 - size)
    return MAP[row : row + size, column : column + size]


def shape_in(got, low, high):
    """Whether `got` is a piece whose sides are within these limits, and not 3 × 3."""
    height, width = np.shape(got)[:2]
    return (height, width) != (3, 3) and low <= min(height, width) and max(height, width) <= high


def test_random_crop_is_a_piece_of_the_picture():
    """Squares of 3 × 3 out of 5 rows and 7 columns."""
    for got in each(random_crop, [(MAP, 3, generator())] * 60):
        expect(got, want=piece_like(got, 3), dtype="uint8", mistakes={
            "whole": (MAP, "That is the whole picture. The piece is image[top : top + size, left : left + size]."),
            "shrunk": (lambda got: np.shape(got) == (3, 3, 3) and np.ptp(np.asarray(got)[:, :, 1]) > 20, "The pixels "
                       "do not lie side by side in the picture: it was shrunk, or rows and columns were picked one by "
                       "one. Cut a piece out: image[top : top + size, left : left + size]."),
            "colours": (lambda got: np.shape(got) == (3, 3), "The colours are gone: (size, size, C) has three "
                        "numbers for each pixel."),
            "one dimension": (lambda got: np.shape(got) in ((3, 7, 3), (5, 3, 3)), "Only one side was cut to `size`. "
                              "The piece is a square: image[top : top + size, left : left + size]."),
            "over the border": (lambda got: shape_in(got, 0, 3), "The piece is too small. Either it began too near to "
                                "the border: the last row at which it fits is height - size, and the last column "
                                "width - size (image.shape begins with the height). Or it ended too early: its end "
                                "is row top + size and column left + size."),
            "one too many": (lambda got: shape_in(got, 4, 4), "The piece is one pixel too large: a slice from top "
                             "to top + size has `size` rows, for its end is left out."),
            "to the border": (lambda got: shape_in(got, 0, 7), "The piece has the wrong size: it ends at row top + "
                              "size and at column left + size."),
            "turned": (lambda got: same(got, piece_like(got, 3).transpose(1, 0, 2)), "The pixels are right, and rows "
                       "and columns are swapped."),
        })


def places(draws):
    """How often a 3 × 3 piece of MAP began at each row and column, (3, 5)."""
    found = np.zeros((3, 5), int)
    for got in each(random_crop, [(MAP, 3, generator(1))] * draws):
        assert same(got, piece_like(got, 3)), "Not every answer is a piece of 3 × 3 pixels."
        found[corner(got)] += 1
    return found


def test_random_crop_can_be_anywhere():
    """Three rows and five columns to begin at: fifteen places, and 300 draws."""
    found = places(300)
    rows, columns = np.flatnonzero(found.sum(1)).tolist(), np.flatnonzero(found.sum(0)).tolist()
    if (found > 0).sum() == 1:
        place = rows[0], columns[0]
        fixed = {(1, 2): "are the middle of the picture", (0, 0): "begin in the top left corner"}.get(place)
        assert not fixed, f"All 300 pieces {fixed}. Draw the row and the column from `rng`, in each call."
        raise AssertionError(f"All 300 pieces begin at row {rows[0]}, column {columns[0]}. Draw the place anew in each "
                             f"call: {RESTARTED}")
    assert len(rows) > 1, f"All 300 pieces begin at row {rows[0]}: only the column was drawn. Draw both."
    assert len(columns) > 1, f"All 300 pieces begin at column {columns[0]}: only the row was drawn. Draw both."
    if (found > 0).sum() <= 3:
        raise AssertionError("Row and column move together: one draw was used for both, so most places never come. "
                             "Draw twice.")
    assert max(columns) > 2, (
        f"In 300 draws, no piece began beyond column {max(columns)}, and the last one fits at column 4. The columns to "
        "begin at are width - size + 1, whatever the height is.")
    last = [name for name, seen, end in (("row 2", rows, 2), ("column 4", columns, 4)) if end not in seen]
    assert not last, (
        f"In 300 draws, no piece began at {' or '.join(last)}, where the last one fits. rng.integers(0, n) stops "
        "before n: write rng.integers(0, height - size + 1), and the same for the width.")
    first = [name for name, seen in (("row 0", rows), ("column 0", columns)) if 0 not in seen]
    assert not first, f"In 300 draws, no piece began at {' or '.join(first)}. The draws begin at 0."
    assert (found > 0).all(), (
        f"In 300 draws, {int((found == 0).sum())} of the 15 places never came. Draw the row from all rows where the "
        "square fits; then, in a second draw, the column from all columns.")


def test_random_crop_is_equally_likely_everywhere():
    """Two fifths of 600 pieces begin at the first or the last column: about 240, and five deviations are 60."""
    found = places(600)
    assert (found > 0).all(), f"In 600 draws, {int((found == 0).sum())} of the 15 places never came."
    outer = int(found[:, [0, 4]].sum())
    assert outer >= 180, (
        f"{outer} of 600 pieces begin at the first or the last column, where about 240 should. Rounding a fraction "
        "gives the two ends half of what the others get: draw a whole number, rng.integers(0, width - size + 1).")
    assert outer <= 300, (
        f"{outer} of 600 pieces begin at the first or the last column, where about 240 should. Draws beyond the border "
        "were put back to it: draw only what fits, rng.integers(0, width - size + 1).")
    low, high = int(found.min()), int(found.max())
    assert low >= 10 and high <= 71, (
        f"One place came {low} times and another {high} times in 600 draws. Each of the 15 should come about 40 times.")


def test_random_crop_of_the_pictures_own_height():
    """A square of 5 in 5 rows: one row to begin at, and three columns."""
    try:
        pieces = each(random_crop, [(MAP, 5, generator(2))] * 60)
    except ValueError as problem:
        if "low >= high" in str(problem) or "high <= 0" in str(problem) or "empty range" in str(problem):
            raise AssertionError("A square as high as the picture begins at row 0, and rng.integers(0, 0) has no "
                                 "number to draw: its end is left out. Write "
                                 "rng.integers(0, height - size + 1).") from None
        raise AssertionError("A square as high as the picture was refused, and it fits: it begins at row 0. Raise the "
                             "ValueError only where `size` is larger than a side.") from None
    columns = set()
    for got in pieces:
        expect(got, want=piece_like(got, 5), say="A square as high as the picture holds all of its rows.")
        columns.add(corner(got)[1])
    expect(sorted(columns), want=[0, 1, 2], what="the columns at which the squares began")


def test_random_crop_refuses_a_square_that_does_not_fit():
    sentence = "No such square fits into the picture. Raise a ValueError that shows the size."
    mistakes = {"less": (lambda got: np.ndim(got) == 3 and max(np.shape(got)) < 9, "A smaller piece came back than was "
                         "asked for, and its reader would not know. Raise a ValueError that shows the size.")}
    expect_error(random_crop, MAP, 9, generator(), shows=9, mistakes=mistakes, why=sentence)
    expect_error(random_crop, MAP, 6, generator(), shows=6, why=(
        "The square fits in width and not in height. Compare `size` with both sides, and raise a ValueError that shows "
        "it."))
    expect_error(random_crop, MAP.transpose(1, 0, 2), 6, generator(), shows=6, why=(
        "The square fits in height and not in width. Compare `size` with both sides, and raise a ValueError that shows "
        "it."))


def test_random_crop_draws_from_the_generator_that_is_given():
    one, again, other = (list(map(corner, each(random_crop, [(MAP, 3, rng)] * 20))) for rng in generators())
    assert one == again, ELSEWHERE
    assert one != other, ALIKE


# From black to rather bright: twice the brightest is 320, a fifth more is 192.
SHADES = (np.arange(90) * 16 % 161).astype(np.uint8).reshape(5, 6, 3)


def factor_of(got, image):
    """The factor that explains `got` best, 1.0 where nothing can."""
    got, image = np.asarray(got), image.astype(float)
    if got.shape != image.shape or got.dtype.kind not in "fiu" or not np.isfinite(got).all():
        return 1.0
    return float((got * image).sum() / (image * image).sum())


def brightened(image, factor):
    return np.clip(np.rint(image * factor), 0, 255).astype(np.uint8)


def fits(got, factor):
    """Whether `got` is SHADES times one factor, rounded or cut off."""
    if np.shape(got) != SHADES.shape:
        return False
    return np.abs(np.asarray(got, float) - np.clip(SHADES * factor, 0, 255)).max() < 1.5


def lighter_by(got):
    """What was added to all values of SHADES above 60; 0 where it was not the same number."""
    added = (np.asarray(got, float) - SHADES)[SHADES > 60]
    return added.mean() if np.ptp(added) < 1.5 else 0


def by_colour(got):
    """Whether red, green and blue of SHADES each have a factor of their own."""
    apart = [np.asarray(got, float)[..., c] - SHADES[..., c] * factor_of(got[..., c], SHADES[..., c]) for c in range(3)]
    return np.abs(apart).max() < 1.5


def test_jitter_brightness_multiplies_the_whole_picture_by_one_factor():
    rng = generator()
    for _ in range(12):
        try:
            got = jitter_brightness(SHADES, rng)
        except TypeError as problem:
            if "Cannot cast" not in str(problem):
                raise
            raise AssertionError("`image *= factor` tries to write fractions into the uint8 picture that was given. "
                                 "Make a new array: image * factor.") from None
        f = factor_of(got, SHADES)
        near_1 = 0.79 < f < 1.21
        expect(got, want=brightened(SHADES, f if near_1 else 1), atol=1.5, dtype="uint8", mistakes={
            "type": (lambda got, f=f, near_1=near_1: near_1 and got.dtype != np.uint8 and fits(got, f), "The values "
                     "are right, and they should be uint8, as a picture's are: .astype(np.uint8)."),
            "black": (lambda got: not np.any(got), "The picture came out black. Calculate with floats: a factor below "
                      "1 that is turned into a whole number is 0."),
            "0 to 1": (lambda got: got.dtype.kind == "f" and 0.1 < np.max(got) < 2, "The values were divided by 255. "
                       "They stay between 0 and 255."),
            "clipped at 1": (lambda got: np.max(got) == 1, "Only 0 and 1 are left: white is 255 here, so clip "
                             "to 0..255."),
            "almost black": (lambda got, f=f: abs(f) <= 0.21 and fits(got, f), "The factor lies near 0, so "
                             "that almost nothing is left of the picture. It should lie near 1: "
                             "rng.uniform(1 - amount, 1 + amount)."),
            "too far": (lambda got, f=f, near_1=near_1: not near_1 and fits(got, f), f"The factor is {f:.2f}. With "
                        "amount=0.2 it lies between 0.8 and 1.2: rng.uniform(1 - amount, 1 + amount)."),
            "wrapped": (lambda got: np.any(np.asarray(got, float) - SHADES > 90), "Dark pixels came out bright: below "
                        "0, a uint8 begins again at 255. Multiply by one factor, and clip before you turn it into "
                        "uint8."),
            "added": (lambda got: lighter_by(got) != 0, "The same number was added to all pixels, so that black is no "
                      "longer black. Multiply all of them by one factor."),
            "by colour": (lambda got, f=f: by_colour(got) and not fits(got, f), "Red, green and blue have different "
                          "factors, which changes the colours. Draw one factor for the whole picture."),
            "noise": (lambda got, f=f: np.shape(got) == SHADES.shape and not fits(got, f), "The pixels do not all have "
                      "the same factor (one for each pixel would be noise). Draw one number for the whole picture, "
                      "rng.uniform(1 - amount, 1 + amount), and multiply all pixels by it."),
        })


def test_jitter_brightness_clips_and_does_not_wrap():
    """The left half is dark enough to stay below 255 whatever the factor; the right half is not."""
    factors = []
    dark = (np.arange(24) * 5 + 50).astype(np.uint8).reshape(4, 2, 3)
    bright = (np.arange(24) * 3 + 186).astype(np.uint8).reshape(4, 2, 3)
    for got in each(jitter_brightness, [(np.hstack([dark, bright]), generator(4))] * 40, amount=0.4):
        got = np.asarray(got)
        f = factor_of(got[:, :2], dark)
        factors.append(f)
        expect(got[:, 2:], want=brightened(bright, f), atol=3, what=f"the bright half, times {f:.2f}", mistakes={
            "wrapped": (lambda got, f=f: f > 1.05 and np.any(np.asarray(got) < 120), "Bright pixels came out dark: a "
                        "uint8 counts to 255 and begins again at 0. Multiply with floats, np.clip(…, 0, 255), and only "
                        "then .astype(np.uint8)."),
            "too large": (lambda got: np.max(got) > 256, "Values beyond 255 are in the picture. Clip them: np.clip(…, "
                          "0, 255)."),
            "clipped lower": (lambda got, f=f: f > 1.3 and np.min(got) > 120 and np.max(got) < 252, "White is 255, and "
                              "what would be brighter becomes white: np.clip(…, 0, 255)."),
        })
    held_back = sum(0.985 < f < 1.01 for f in factors)
    assert max(factors) > 1.02 or held_back < 12, (
        f"With amount=0.4, {held_back} of 40 pictures kept their brightness and none became brighter. Each pixel is "
        "multiplied by the factor. What goes beyond 255 is clipped, np.clip(…, 0, 255), and the rest of the picture is "
        "not scaled down for it.")


def test_jitter_brightness_has_a_factor_between_1_minus_and_1_plus_amount():
    """A picture half dark grey, half light grey; amount=0.5, so each factor from 0.5 to 1.5 is equally likely."""
    factors = []
    grey = np.concatenate([np.full((2, 3, 3), 60, np.uint8), np.full((2, 3, 3), 150, np.uint8)])
    for got in each(jitter_brightness, [(grey, generator(5))] * 300, amount=0.5):
        got = np.asarray(got, float)
        factors.append(factor_of(got, grey))
        assert np.abs(got - grey * factors[-1]).max() < 1.5, "The pixels of a picture do not all have the same factor."
    low, high = min(factors), max(factors)
    seen = f"In 300 calls with amount=0.5, the factor went from {low:.2f} to {high:.2f}, and should go from 0.5 to 1.5"
    assert high > 0.1, "Nearly nothing is left of the picture."
    assert high - low > 0.001, f"300 calls had the same factor, {low:.2f}. Each call must draw anew: {RESTARTED}"
    different = len({round(100 * factor) for factor in factors})
    assert low > 0.48 and high < 1.52, f"{seen}: rng.uniform(1 - amount, 1 + amount)."
    assert high > 1.02, f"{seen}: pictures only become darker."
    assert low < 0.98, f"{seen}: pictures only become brighter."
    assert low < 0.6 and high > 1.4, f"{seen}. The amount that is given must take part."
    near = int((np.abs(np.array(factors) - 1) < 0.25).sum())
    assert 107 <= near <= 193, (
        f"Of 300 factors between 0.5 and 1.5, {near} lay between 0.75 and 1.25, where about half should: every number "
        "in between is equally likely, rng.uniform(1 - amount, 1 + amount).")
    assert different > 30, (
        f"In 300 calls with amount=0.5 there were only about {different} different factors. Every number between 0.5 "
        "and 1.5 can come, not a few of them: rng.uniform(1 - amount, 1 + amount), without rounding.")


def test_jitter_brightness_of_amount_0_changes_nothing():
    expect(jitter_brightness(SHADES, generator(), amount=0), want=SHADES, atol=1.5, say=(
        "With amount=0 the factor is 1, and the picture stays as it is."))


def test_jitter_brightness_draws_from_the_generator_that_is_given():
    one, again, other = ([factor_of(got, SHADES) for got in each(jitter_brightness, [(SHADES, rng)] * 5)]
                         for rng in generators())
    assert one == again, ELSEWHERE
    assert one != other, ALIKE


def photo():
    """24 high, 36 wide: its four quarters differ in brightness, more red than green, more green than blue."""
    quarters = np.array([[250.0, 170.0], [110.0, 40.0]])
    picture = np.kron(quarters, np.ones((12, 18)))[:, :, None] * np.array([1.0, 0.6, 0.3])
    return (picture + np.arange(36)[:, None] % 3).astype(np.uint8)


def digit():
    """A 7 in white on black, (28, 28, 3): a bar at the top, and a stroke down to the left."""
    picture = np.zeros((28, 28, 3), np.uint8)
    picture[5:9, 5:23] = 250
    for row in range(9, 24):
        picture[row, 27 - row // 2 - row // 4 : 31 - row // 2 - row // 4] = 250
    return picture


NEAR = range(-4, 5)  # pixels


def waves(pictures):
    """Pictures, (n, height, width, 3), each less its mean and of length 1, as sums of waves (Fourier transforms)."""
    pictures = np.asarray(pictures, np.float32)
    pictures = pictures - pictures.mean((1, 2, 3), keepdims=True)
    lengths = np.sqrt((pictures**2).sum((1, 2, 3), keepdims=True))
    return np.fft.rfft2(pictures / np.maximum(lengths, 1e-9), axes=(1, 2))


def likeness(pictures, view, sides):
    """The correlations with a view, of both as waves, at the shift by at most four pixels that makes each largest."""
    shifted = np.fft.irfft2(np.einsum("nhwc,hwc->nhw", pictures, view.conj()), sides)
    return shifted[:, NEAR][:, :, NEAR].max(axis=(1, 2))


@functools.cache
def views_of(task):
    """The ways in which the photo or the digit may come out, and those as waves."""
    image = photo() if task == "photos" else digit()
    views = {"as it was": image, "mirrored": image[:, ::-1], "upside down": image[::-1], "turned": np.rot90(image, 2)}
    return list(views), waves(list(views.values()))


def seen_as(pictures, task):
    """How each shows what it should: "as it was", "mirrored", "upside down" (mirrored or not), or "something else"."""
    image, (names, views) = photo() if task == "photos" else digit(), views_of(task)
    found, fit = ["something else"] * len(pictures), [i for i, one in enumerate(pictures) if one.shape == image.shape]
    if not fit:
        return found
    shown = waves([pictures[i] for i in fit])
    likenesses = np.array([likeness(shown, view, image.shape[:2]) for view in views])
    for i, best, how_like in zip(fit, likenesses.argmax(axis=0), likenesses.max(axis=0), strict=True):
        if how_like >= 0.5:
            found[i] = names[best].replace("turned", "upside down")
    return found


def augmented(calls, picture, rng, task):
    """What so many calls make of the picture."""
    results = each(augment, [(picture, rng, task)] * calls)
    assert not any(isinstance(got, tuple) for got in results), (
        "A tuple came back. Return the picture alone: its label stays the same.")
    return list(map(np.asarray, results))


def test_augment_changes_from_call_to_call():
    """Fifty calls. Some pictures may come back unchanged (a shift by 0), but not all, and not all alike."""
    for task, picture in (("photos", photo()), ("digits", digit())):
        results = augmented(50, picture, generator(), task)
        unchanged = sum(same(result, picture) for result in results)
        assert unchanged < 50, f'With the task "{task}", fifty calls gave the picture back unchanged.'
        assert len({result.tobytes() for result in results}) > 1, (
            f'With the task "{task}", fifty calls gave one and the same picture. {ONE_ONLY}')
        views = picture, picture[:, ::-1]
        if task == "photos" and all(any(same(result, view) for view in views) for result in results):
            raise AssertionError("Photos are flipped, and that is all: two pictures out of one. Add a small change, "
                                 "`jitter_brightness` for example.")


def test_augment_keeps_shape_and_dtype():
    for task, picture in (("photos", photo()), ("digits", digit())):
        want = picture.shape
        for got in augmented(50, picture, generator(1), task):
            expect(got.shape, want=want, what=f'the shape of an augmented picture, task "{task}"', mistakes={
                "turned": (lambda got, want=want: got == (want[1], want[0], want[2]) != want, "Height and width are "
                           "swapped: the picture was turned by a quarter."),
                "no channel": (want[:2], "The last axis is gone. A picture stays (H, W, C), a grey one too."),
                "cropped": (lambda got, want=want: got != want and all(np.array(got) <= want), "The picture "
                            "became smaller, and a batch needs all of one size. Pad it before you crop."),
                "padded": (lambda got, want=want: got != want and all(np.array(got) >= want), "The picture "
                           "became larger. After padding, crop it to its old size."),
            })
            expect(str(got.dtype), want="uint8", what="the dtype of an augmented picture",
                   say="The picture should be uint8, as it was. Clip to 0..255, then .astype(np.uint8).")


def test_augment_keeps_what_the_picture_shows():
    """The upper half of the photo is bright red: where a uint8 overflows, its red is gone."""
    for task, picture in (("photos", photo()), ("digits", digit())):
        results = augmented(50, picture, generator(2), task)
        for got, view in zip(results, seen_as(results, task), strict=True):
            assert got.shape == picture.shape and got.dtype == np.uint8, "Shape and dtype should stay as they are."
            red, green, blue = got[3:9, 4:-4].transpose(2, 0, 1)
            assert view == "upside down" or ((red < 60) & (green > 80) & (blue < 110)).mean() < 0.02, (
                "Bright pixels came out dark: a uint8 counts to 255 and begins again at 0. Calculate with floats, clip "
                "to 0..255, and only then .astype(np.uint8). If you do: the change is too large.")
            assert view != "something else", (
                f'With the task "{task}", the picture can hardly be recognised. Did dark pixels become bright (below '
                "0, a uint8 begins again at 255: clip), are the colours swapped, or is a change too large?")
            means = got.mean(axis=(0, 1))
            assert task == "photos" or means.max() < 1.15 * means.min() + 1, (
                "A grey digit came back coloured: its red, green and blue are "
                f"{', '.join(f'{mean:.0f}' for mean in means)} on average. Change all three by the same factor.")
            light = got.mean() / picture.mean()
            added = got.mean() - picture.mean()  # a digit is mostly black: a little grey multiplies its mean
            assert light >= 0.6 and (light <= 1.4 or added <= 30), (
                f'With the task "{task}", a picture came out {light:.2f} times as bright as it was. Small changes '
                "only: at most a quarter brighter or darker.")


def test_augment_mirrors_half_of_the_photos_and_never_a_digit():
    views, results = {}, {}
    for task, picture, calls in (("photos", photo(), 150), ("digits", digit(), 50)):
        results[task] = augmented(calls, picture, generator(4), task)
        assert len({got.tobytes() for got in results[task]}) > 1, f'Task "{task}": all {calls} pictures are alike.'
        views[task] = seen_as(results[task], task)
        assert views[task].count("something else") < calls / 5, f'Task "{task}": many pictures show something else.'
    photos, digits = (views[task].count("mirrored") for task in ("photos", "digits"))
    if digits and not photos:
        raise AssertionError("The digits are mirrored, and the photos are not: the two tasks are confused.")
    assert not digits, (
        f'{digits} of 50 digits were mirrored. A mirrored 7 is no digit: flip only where the task is "photos".')
    turned = views["digits"].count("upside down")
    assert not turned, f"{turned} of 50 digits are upside down: so a 6 becomes a 9. Leave that change out."
    turned = views["photos"].count("upside down")
    assert not turned, (
        f"{turned} of 150 photos are upside down. Nobody takes photos that way, so it teaches nothing: swap left and "
        "right only.")
    assert photos, "None of 150 photos was mirrored. A photo is flipped in half of the calls: `horizontal_flip`."
    assert 45 <= photos <= 105, f"{photos} of 150 photos were mirrored, where about half should be."
    picture = photo()
    exact = sum(same(got, picture[:, ::-1]) for got in results["photos"])
    untouched = sum(same(got, picture) for got in results["photos"])
    assert exact + untouched < 150, "Photos are flipped, and that is all. Add a small change."
    assert exact < photos, (
        "Every mirrored photo is the old one, mirrored, and no more. Whether a photo is flipped and what else is "
        "changed are two decisions, one after the other: no `else` between them.")
    assert untouched < views["photos"].count("as it was"), (
        "Every photo that was not mirrored came back unchanged. Whether a photo is flipped and what else is changed "
        "are two decisions, one after the other: the other change does not belong inside the `if`.")


def test_augment_draws_from_the_generator_that_is_given():
    for task, picture in (("photos", photo()), ("digits", digit())):
        one, again, other = ([got.tobytes() for got in augmented(20, picture, rng, task)] for rng in generators())
        assert one == again, ELSEWHERE
        assert one != other, ALIKE


def test_augment_refuses_a_task_that_it_does_not_know():
    expect_error(augment, photo(), generator(), "X-rays", shows="X-rays", mistakes={
        "augmented": (lambda got: np.shape(got) == (24, 36, 3), "A task that nobody named was treated like one of the "
                      "two. Raise a ValueError that shows it: whether X-rays may be mirrored, only their doctor "
                      "knows."),
    }, why='Raise a ValueError that shows the task: there are only "photos" and "digits".')


def test_make_loader_transforms_has_a_function_for_each_part():
    got = make_loader_transforms()
    expect({key: callable(value) for key, value in got.items()} if isinstance(got, dict) else got,
           want={"train": True, "val": True, "test": True}, what="which of them can be called", mistakes={
        "called": (lambda got: isinstance(got, dict) and False in got.values(), "Something in the dict cannot be "
                   "called. Put functions in, without calling them: a name without (…), or a lambda."),
    })


def transformed(name, calls=30):
    """What the transform of one part makes of the photo, call after call."""
    try:
        results = called(make_loader_transforms()[name], [(photo(), rng) for rng in [generator(6)] * calls])
    except TypeError as problem:
        if "positional argument" not in str(problem):
            raise
        raise AssertionError(f"The {name} transform could not be called as transform(image, rng): {problem}. All three "
                             "take a picture and a generator, whether they need it or not.") from None
    assert all(same(picture, photo()) for _, (picture, _) in results), (
        f"The {name} transform changed the picture that it was given. Work on a copy (image.copy()): the next epoch "
        "loads the same photo again.")
    return [np.asarray(result) for result, _ in results]


def test_make_loader_transforms_leaves_validation_and_test_as_they_are():
    for name in ("val", "test"):
        for got, _ in kinds(transformed(name)):
            expect(got, want=photo(), dtype="uint8", what=f"a {name} photo after its transform", mistakes={
                "0 to 1": (photo() / 255, f"The {name} photo was divided by 255. Give it as it is; scaling is "
                           "another step."),
                "nothing": (lambda got: got.dtype == object, f"The {name} transform returned nothing. Its function "
                            "gives the photo back: return image."),
                "mirrored, at least": (lambda got: not same(got, photo()) and got.dtype == np.uint8, f"The {name} "
                                       "photos are changed as well. What measures must not change: augment the "
                                       "training photos only."),
            })


def test_make_loader_transforms_augments_the_training_photos():
    results = transformed("train")
    unchanged = sum(same(got, photo()) for got in results)
    assert unchanged < len(results), (
        f"{unchanged} of {len(results)} training photos came back unchanged. If you made the functions in a loop: they "
        "all look up the loop's variable when they are called, and find its last value.")
    expect(results[0].shape, want=photo().shape, what="the shape of a training photo after its transform")
    assert len({got.tobytes() for got in results}) > 1, (
        f"{len(results)} training photos are all alike. Hand the rng of the call on to `augment`: {RESTARTED}")
    views = seen_as(results, "photos")
    assert "mirrored" in views, (
        f'None of {len(results)} training photos was mirrored. Call `augment` with the task "photos".')
    assert len({got.tobytes() for got in results}) > 2, (
        f"{len(results)} training photos are the old one or its mirror image, and no more. Call `augment`, which makes "
        "another small change as well.")
    assert "as it was" in views, f"All of {len(results)} training photos were mirrored. About half of them should be."


def test_make_loader_transforms_takes_its_chance_from_the_rng_of_the_call():
    train = make_loader_transforms()["train"]
    one, again, other = ([np.asarray(got).tobytes() for got, _ in called(train, [(photo(), rng) for _ in range(20)])]
                         for rng in generators())
    assert one == again, (
        "Two generators in the same state gave different training photos. The chance must come from the rng "
        "that the call is given, not from a generator that the functions share.")
    assert one != other, ALIKE
