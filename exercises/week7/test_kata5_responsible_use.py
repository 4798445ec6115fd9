"""Who pays for the mistakes, what a photo gives away, and whether it may be used at all.

The photos are drawn here, a few pixels each, and get what phones write into theirs: a place, an owner, a comment.
The words SECRET and Ada Lovelace stand in them wherever words can stand, and must not be found afterwards.
"""

import io
from itertools import groupby, permutations

import numpy as np
from PIL import Image, PngImagePlugin

from kata import expect, expect_error, fixture, scratch
from week7.kata5_responsible_use import accuracy_by_group, consent_problems, largest_gap, strip_metadata

# ---- accuracy_by_group


# Ten photos: by day 5 of 6 are right, at night 1 of 3, and the one at dusk is wrong.
LIGHT = ["day", "night", "day", "day", "dusk", "day", "night", "day", "night", "day"]
TRUE = [0, 2, 1, 3, 2, 300, 1, 2, 0, 3]
SAID = [0, 1, 1, 3, 0, int("300"), 2, 1, 0, 3]  # equal to the other 300, and another object
BY_LIGHT = {"day": 5 / 6, "night": 1 / 3, "dusk": 0.0}


def by_group(y_true, y_pred, groups):
    """accuracy_by_group; in words what an error means."""
    try:
        return accuracy_by_group(y_true, y_pred, groups)
    except (TypeError, AttributeError) as error:
        assert "bool" not in str(error) and "'list'" not in str(error), (
            f"It stopped with {type(error).__name__}: {error}. Lists are no arrays: == compares two of them as a "
            "whole. Compare one by one, with zip, or make arrays of them first: np.asarray(y_true).")
        raise
    except KeyError as error:
        raise AssertionError(f"It stopped with KeyError: {error}. A group has no entry yet when its first example "
                             "comes, and one without a right answer never gets one where only those are counted. "
                             "Begin each with 0: right.get(group, 0).") from None
    except ZeroDivisionError as error:
        raise AssertionError(f"It stopped with ZeroDivisionError: {error}. Divide by the number of examples in the "
                             "group; every group that occurs has one at least.") from None


def test_accuracy_by_group_is_the_share_of_right_answers_in_each():
    expect(by_group(TRUE, SAID, LIGHT), want=BY_LIGHT, mistakes={
        "overall": (dict.fromkeys(BY_LIGHT, 0.6), "That is the accuracy over all photos, for every group. Look only at "
                    "the examples of the group."),
        "over all": ({"day": 0.5, "night": 0.1, "dusk": 0.0}, "The right ones of each group were divided by the number "
                     "of all examples. Divide by the number in the group."),
        "over the right": ({"day": 5 / 6, "night": 1 / 6, "dusk": 0.0}, "That is the share of each group in all right "
                           "answers. Divide by the number of examples in the group."),
        "sizes": ({"day": 0.6, "night": 0.3, "dusk": 0.1}, "That is how large each group is. Count the right answers "
                  "in it."),
        "counts": ({"day": 5, "night": 1, "dusk": 0}, "Those are counts. Divide each by the number of examples in the "
                   "group."),
        "errors": ({"day": 1 / 6, "night": 2 / 3, "dusk": 1.0}, "That is the share of mistakes. The accuracy is the "
                   "share of right answers."),
        "percent": ({"day": 500 / 6, "night": 100 / 3, "dusk": 0.0}, "Those are percentages. A share lies between 0 "
                    "and 1."),
        "zero left out": ({"day": 5 / 6, "night": 1 / 3}, "dusk is missing: none of its photos was right. It needs its "
                          "0.0 most of all. Count every example, the right ones and the others."),
        "none": ({"day": 0.0, "night": 0.0, "dusk": 0.0}, "Every group got 0. The answers are compared one by one: zip "
                 "goes through both at once. (Two lists are equal only if all is equal; and // cuts "
                 "off what / keeps.)"),
        "is": ({"day": 4 / 6, "night": 1 / 3, "dusk": 0.0}, "The class 300 was right, and does not count as right. "
               "`is` asks for the very same object; == compares the values."),
        "tuples": (lambda got: any(isinstance(one, list | tuple) for one in got.values()), "A group has more than one "
                   "number. Give its accuracy alone."),
        "list": (lambda got: not isinstance(got, dict), "A dict is asked for: group → accuracy."),
        "one": (lambda got: len(got) == 1, "Only one group came back. Is the `return` inside the loop?"),
        "last": ({"day": 1.0, "night": 1.0, "dusk": 0.0}, "Only the last examples of each group count: whatever came "
                 "later replaced what was there. (itertools.groupby, too, gives a group anew whenever its name comes "
                 "again.) Collect all examples with the same name."),
        "first": ({"day": 1.0, "night": 0.0, "dusk": 0.0}, "Only the first example of each group counts, as with "
                  "list.index. Go through all examples with its name."),
        "rounded": (lambda got: all(0 <= abs(got[one] - BY_LIGHT[one]) < 0.34 for one in BY_LIGHT)
                    and all(abs(100 * value - round(100 * value)) < 1e-9 for value in got.values()),
                    "The accuracies were rounded. Keep all digits; who shows them rounds."),
    }, say="For each group, take the examples with its name: how many of them are right, divided by how many there "
           "are.")  # fmt: skip


def test_accuracy_by_group_compares_names_as_well():
    true = ["cat", "dog", "cat", "owl", "owl"]
    said = ["cat", "cat", "owl", "owl", "owl"]
    places = ["Köln", "Ulm", "Köln", "Ulm", "Köln"]
    expect(by_group(true, said, places), want={"Köln": 2 / 3, "Ulm": 0.5})
    expect(by_group(np.array([3, 1, 1]), np.array([3, 2, 1]), ["x", "y", "y"]), want={"x": 1.0, "y": 0.5})


def test_accuracy_by_group_wants_an_answer_and_a_group_for_every_example():
    why = "The three must be equally long, or answers get the wrong group. Raise a ValueError that shows the "
    for lengths in ((10, 9, 10), (10, 10, 9), (9, 10, 10)):
        parts = [values[:n] for values, n in zip((TRUE, SAID, LIGHT), lengths, strict=True)]
        expect_error(accuracy_by_group, *parts, shows=9, why=f"{why}lengths: here they are {lengths}; zip stops at the "
                     "shortest without a word.")


# ---- largest_gap


def gap(by):
    try:
        return largest_gap(by)
    except ValueError as error:
        raise AssertionError(f"It stopped with ValueError: {error}, and there are {len(by)} groups: two are "
                             "enough.") from None


def test_largest_gap_lies_between_the_best_group_and_the_worst():
    expect(gap({"dusk": 0.625, "day": 0.875, "snow": 0.75, "night": 0.5}), want=("day", "night", 0.375), mistakes={
        "swapped": (("night", "day", 0.375), "The groups are the wrong way round. First the best one, then the worst."),
        "minus": (("day", "night", -0.375), "The gap has the wrong sign: the best minus the worst."),
        "both": (("night", "day", -0.375), "The groups are the wrong way round. First the best one, then the worst."),
        "gap": (0.375, "That is the gap alone. Return all three: (best group, worst group, gap)."),
        "gap first": ((0.375, "day", "night"), "The gap comes last: (best group, worst group, gap)."),
        "names": (("day", "night"), "The gap itself is missing: (best group, worst group, gap)."),
        "values": ((0.875, 0.5, 0.375), "Those are the accuracies of the two groups. Return their names: "
                   "max(by_group, key=by_group.get)."),
        "alphabet": (lambda got: got[0] == "snow", "The names were compared, as letters: max of a dict goes through "
                     "its keys. max(by_group, key=by_group.get) compares the accuracies."),
        "ends": (lambda got: got[:2] in (("dusk", "night"), ["dusk", "night"], ("night", "dusk")), "Those are the "
                 "first and the last group of the dict, however good they are. Compare the accuracies."),
        "ratio": (("day", "night", 1.75), "That is how many times better. The gap is a difference."),
        "percent": (("day", "night", 37.5), "That is a percentage. The gap is a difference of shares."),
        "relative": (("day", "night", 0.375 / 0.875), "That is the gap as a part of the best accuracy. It is the plain "
                     "difference."),
        "second": (lambda got: got[2] == 0.125, "That is the gap between the best two, or between neighbours. Take "
                   "the best group and the worst."),
        "mean": (("day", "night", 0.1875), "That is the distance from the mean, or half the gap. Take the best minus "
                 "the worst."),
        "dict": (lambda got: isinstance(got, dict), "A tuple is asked for: (best group, worst group, gap)."),
        "rounded": (lambda got: 0 < abs(got[2] - 0.375) < 0.05, "The gap was rounded. Keep all digits; who shows it "
                    "rounds."),
    })  # fmt: skip


def test_largest_gap_of_equals_takes_the_first():
    by_light = {"dusk": 0.5, "snow": 0.75, "day": 0.75, "night": 0.5}
    expect(gap(by_light), want=("snow", "dusk", 0.25), mistakes={
        "last best": (lambda got: got[0] == "day", "snow and day are equally good, and that is the later one. Take "
                      "the first of the dict: max gives the first of equals; the end of a sorted list is the last."),
        "last worst": (("snow", "night", 0.25), "dusk and night are equally bad, and that is the later one. Take the "
                       "first of the dict: min gives the first of equals."),
    })  # fmt: skip


def test_largest_gap_counts_a_group_with_nothing_right():
    expect(gap({"day": 0.75, "snow": 0.625, "dusk": 0.25, "night": 0.0}), want=("day", "night", 0.75), mistakes={
        "zero": (("day", "dusk", 0.5), "night has an accuracy of 0.0, and was left out: 0 is false for Python. It is "
                 "the worst group, and the most important one."),
    })  # fmt: skip
    for accuracy in (0.5, 0.0, 1.0):
        by_light = {"day": accuracy, "night": accuracy}
        equal = gap(by_light)
        expect(equal[2] if isinstance(equal, tuple | list) and len(equal) == 3 else equal, want=0.0,
               what="the gap between two groups that are equally good")  # fmt: skip
        assert all(name in by_light for name in equal[:2]), (
            f"Both groups have the accuracy {accuracy}, and {tuple(equal[:2])} are no two of their names. A search "
            "that begins with 0 as the best, or with 1 as the worst, finds no group then: begin with the first group.")


def test_largest_gap_needs_two_groups():
    for by in ({"day": 0.75}, {}):
        expect_error(largest_gap, by, why=f"There are {len(by)} groups. With fewer than two, nothing can be compared: "
                     "raise a ValueError. A gap of 0 would say that all is well.")


# ---- strip_metadata: what a phone writes into a photo


def phone_notes(orientation=1):
    """EXIF as a phone writes it: how it was held, whose it is, and where it was."""
    exif = Image.Exif()
    exif[0x0112] = orientation
    exif[0x013B] = "SECRET Ada Lovelace"  # the artist
    exif[0x0132] = "2026:03:28 09:15:00"
    place = exif.get_ifd(0x8825)  # GPS
    place[1], place[2], place[3], place[4] = "N", (50.0, 56.0, 29.0), "E", (6.0, 57.0, 31.0)
    return exif


def picture(height, width):
    """A picture without two equal pixels."""
    values = np.arange(height * width)
    return np.stack([values * 37 % 251, values * 5 % 253, 255 - values % 256], axis=-1).reshape(
        height, width, 3).astype(np.uint8)


# How a camera that was held in one of these ways stores an upright picture, as NumPy says it.
STORED = {
    1: lambda a: a, 2: lambda a: a[:, ::-1], 3: lambda a: a[::-1, ::-1], 4: lambda a: a[::-1],
    5: lambda a: a.swapaxes(0, 1), 6: lambda a: np.rot90(a, 1), 7: lambda a: a[::-1, ::-1].swapaxes(0, 1),
    8: lambda a: np.rot90(a, -1),
}  # fmt: skip


def strip(path, out):
    """strip_metadata of a good photo; in words what an error means."""
    try:
        strip_metadata(path, out)
    except OSError as error:
        assert "cannot write mode" not in str(error) or out.suffix.islower(), (
            f"It stopped with OSError: {error}. {out.name} is a JPEG as well: a suffix may be written large. Ask "
            "out.suffix.lower().")
        assert "cannot write mode" not in str(error), (
            f"It stopped with OSError: {error}. A JPEG has neither transparency nor a palette. Lay the photo on white "
            "first, and convert it to RGB.")
        raise AssertionError(f"It stopped with {type(error).__name__}: {error}. The photo is there, and "
                             f"{'it is the one to be replaced' if path == out else 'all of it'}.") from None
    except (ValueError, KeyError) as error:
        said = ("The copy may take the place of the photo: out may be path." if path == out else "The photo is a good "
                f"one, and {out.suffix} is a suffix that Pillow knows.")
        raise AssertionError(f"It stopped with {type(error).__name__}: {error}. {said}") from None


def opened(out):
    """The copy, once it is sure that it is an image of the kind that its name says."""
    assert out.is_file(), f"There is no file {out.name}. Save the copy at `out`, under that very name."
    kind = {".jpg": "JPEG", ".jpeg": "JPEG", ".png": "PNG", ".webp": "WEBP"}[out.suffix.lower()]
    with Image.open(out) as image:
        assert image.format == kind, (f"The file is called {out.name}, and holds a {image.format}. The suffix of `out` "
                                      "decides the format: image.save(out) goes by it.")
        image.load()
        return image


def stripped(save, name="photo.jpg", out_name=""):
    """The copy of a photo that `save` writes; the photo itself must stay, and nothing else may appear."""
    with scratch() as folder:
        path, out = folder / name, folder / (out_name or f"Köln, {name}")
        save(path)
        before = path.read_bytes()
        strip(path, out)
        image = opened(out)
        assert path.exists() and path.read_bytes() == before, (
            f"The photo itself, {name}, was changed, moved or deleted. It may be the only one: read it, and write to "
            "`out`.")
        more = sorted(one.name for one in folder.iterdir() if one not in (path, out))
        assert not more, f"Beside the photo and its copy, {more[0]} was left in the folder."
        return image, out.read_bytes()


def looks(image):
    """What can be seen of an image: red, green, blue and alpha; the colour of what is see-through does not count."""
    pixels = np.array(image.convert("RGBA"))
    pixels[pixels[..., 3] == 0] = 0
    return pixels


def check_exif(image):
    exif = image.getexif()
    left = sorted(set(exif) - {0x8825, 0x8769})
    assert not exif.get_ifd(0x8825), (
        "The copy still says where the photo was taken (GPS): 50° 56′ 29″ north. Copying the file takes all of it "
        "along, and so does exif=…; read the pixels, and save them without EXIF.")
    assert left != [0x0112], (
        "The note on how to turn the photo (the EXIF orientation) is still there. Turn the pixels, and leave the note "
        "out: with both, a viewer would turn them twice. Save without exif=….")
    assert not left, (
        "GPS is gone, and the rest of EXIF is still there: the day, the camera, the owner's name "
        f"({exif.get(0x013B, 'Ada Lovelace')}). Save the pixels without any exif=….")


def found_in(image, data):
    """Where in a copy the secret words are: the names of Pillow's entries, or the bytes."""
    names = [name for name, value in {**image.info, **getattr(image, "text", {})}.items() if "SECRET" in str(value)]
    return names or (["SECRET, somewhere in the bytes of the file"] if b"SECRET" in data else [])


def test_strip_metadata_keeps_no_exif():
    photo = Image.fromarray(picture(24, 32))
    image, data = stripped(lambda path: photo.save(path, exif=phone_notes(), quality=95))
    check_exif(image)
    assert not found_in(image, data), f"In the copy there is still {found_in(image, data)[0]}."


def test_strip_metadata_stands_upright():
    """The eight ways to hold a camera. In a PNG, which loses nothing."""
    upright = picture(3, 5)
    for orientation in (6, 3, 8, 1, 2, 4, 5, 7):
        stored = np.ascontiguousarray(STORED[orientation](upright))
        image, _ = stripped(lambda path, o=orientation, a=stored: Image.fromarray(a).save(path, exif=phone_notes(o)),
                            name="photo.png")  # fmt: skip
        check_exif(image)
        mistakes = {}
        if orientation in (6, 3, 8):
            mistakes["as stored"] = (stored, f"The photo lies as the camera stored it (orientation {orientation}). "
                                     "The note on how to turn it went with EXIF, so it never stands upright again: "
                                     "turn first, with ImageOps.exif_transpose, and use the image that it returns.")
        elif orientation != 1:
            mistakes["mirrored"] = (stored, f"The photo is as the camera stored it (EXIF orientation {orientation}): "
                                    "three of the eight orientations are turns, four are mirrored. "
                                    "ImageOps.exif_transpose knows them all.")
        if orientation in (6, 8):
            mistakes["upside down"] = (upright[::-1, ::-1], "The photo stands on its head: it was turned the other "
                                       "way. ImageOps.exif_transpose follows the note.")
        expect(np.array(image.convert("RGB")), want=upright, mistakes=mistakes,
               what=f"the pixels of a photo with EXIF orientation {orientation}",
               say=f"With orientation {orientation}, the photo should be 3 high and 5 wide, every pixel what it was: "
               "ImageOps.exif_transpose turns without loss. Resize nothing.")


def test_strip_metadata_keeps_no_words():
    photo, xmp = Image.fromarray(picture(6, 9)), b"<x:xmpmeta xmlns:x='adobe:ns:meta/'>SECRET</x:xmpmeta>"
    text = PngImagePlugin.PngInfo()
    text.add_text("Author", "SECRET")
    text.add_itxt("XML:com.adobe.xmp", xmp.decode())
    for name, options in (("photo.jpg", {"comment": b"SECRET", "xmp": xmp}), ("photo.png", {"pnginfo": text}),
                          ("photo.webp", {"xmp": xmp})):  # fmt: skip
        image, data = stripped(lambda path, o=options: photo.save(path, exif=phone_notes(), **o), name)
        check_exif(image)
        where = found_in(image, data)
        assert not where, (
            f"In the copy of {name} there is still {where[0]}. Pillow keeps such things in image.info and takes some "
            "of them along when it saves: a comment of a JPEG, what is passed on as pnginfo=… or xmp=…. Empty "
            "image.info before you save, except for what belongs to the picture (transparency).")


def grey_alpha():
    return Image.fromarray(np.array([[0, 90, 200], [255, 30, 60]], np.uint8), "L")


def see_through():
    """Six pixels; two of them see-through, one half."""
    alpha = np.array([[255, 0, 255], [128, 255, 0]], np.uint8)
    return Image.fromarray(np.dstack([picture(2, 3), alpha]))


def palette(**info):
    image = Image.fromarray(np.array([[0, 1, 2, 1], [2, 2, 0, 1]], np.uint8))
    image.putpalette([200, 30, 30, 20, 180, 60, 10, 40, 220])
    image.info.update(info)
    return image


def test_strip_metadata_keeps_what_can_be_seen():
    pictures = {"colour": Image.fromarray(picture(5, 7)), "grey": grey_alpha(), "palette": palette(),
                "transparency": see_through(),
                "palette with a see-through colour": palette(transparency=1)}  # fmt: skip
    for name, image in pictures.items():
        want = looks(image)
        copy, _ = stripped(lambda path, i=image: i.save(path), "photo.png")
        mistakes = {}
        if "palette" in name:
            mistakes["numbers"] = (lambda got, w=want: got.shape == w.shape and len(np.unique(got[..., :3])) <= 4
                                   and got[..., :3].max() < 4, "The numbers of the palette were copied, and not the "
                                   "palette, so the colours are gone. image.copy(), or ImageOps.exif_transpose, takes "
                                   "it along.")  # fmt: skip
        if "see-through" in name or name == "transparency":
            mistakes["solid"] = (lambda got, w=want: (got[..., 3] == 255).all() and got.shape == w.shape, "What was "
                                 "see-through is solid now. A PNG knows transparency: leave the image in its mode, "
                                 'without convert("RGB").')  # fmt: skip
        expect(looks(copy), want=want, mistakes=mistakes, what=f"red, green, blue and alpha of a PNG ({name})",
               say="A PNG loses nothing: every pixel must look exactly as before, and none may be added or "
               "dropped.")


def jpeg_again(photo, quality):
    """What saving once more as a JPEG costs: the mean difference."""
    buffer = io.BytesIO()
    photo.save(buffer, "JPEG", quality=quality)
    return difference(np.array(photo), np.array(Image.open(buffer)))


def difference(one, other):
    return float(np.abs(one.astype(float) - other.astype(float)).mean())


def test_strip_metadata_hardly_changes_a_jpeg():
    with Image.open(fixture("photos/animal/cat.jpg")) as image:
        photo = image.convert("RGB").resize((96, 72))
    with scratch() as folder:
        photo.save(folder / "stored.jpg", quality=90)
        with Image.open(folder / "stored.jpg") as image:
            stored = image.convert("RGB")
    copy, _ = stripped(lambda path: photo.save(path, quality=90, exif=phone_notes()), "photo.jpg")
    pixels = np.array(copy.convert("RGB"))
    assert pixels.shape == (72, 96, 3), (f"The photo was 72 high and 96 wide, and the copy is {pixels.shape[0]} high "
                                         f"and {pixels.shape[1]} wide. Do not resize it.")
    off, allowed = difference(pixels, np.array(stored)), (jpeg_again(stored, 90) + jpeg_again(stored, 80)) / 2
    assert off <= allowed, (
        f"The pixels are off by {off:.1f} on average; with quality=95 it is {jpeg_again(stored, 95):.1f}. Pillow saves "
        "a JPEG with quality 75 if nothing is said, and every time some of the picture is lost: "
        "image.save(out, quality=95).")


def test_strip_metadata_writes_the_format_that_out_says():
    photo = Image.fromarray(picture(6, 9))
    copy, _ = stripped(lambda path: photo.save(path), "photo.png", "copy.webp")
    expect(copy.size, want=(9, 6), what="width and height of a copy as WebP")
    copy, _ = stripped(lambda path: photo.save(path, exif=phone_notes()), "photo.jpg", "copy.PNG")
    expect(copy.size, want=(9, 6), what="width and height of a copy as PNG")
    drawn = Image.new("RGBA", (32, 16), (0, 0, 0, 0))  # see-through, and black where nobody sees it
    drawn.paste((200, 40, 40, 255), (0, 0, 16, 16))
    for name in ("copy.jpg", "COPY.JPG"):
        copy, _ = stripped(lambda path: drawn.save(path), "photo.png", name)
        left, right = (np.array(copy.convert("RGB"))[8, x] for x in (4, 28))
        expect(left, want=np.array([200, 40, 40]), atol=12, what="red, green and blue in the solid half, as JPEG")
        expect(right, want=np.array([255, 255, 255]), atol=6, what="red, green and blue in the see-through half, as "
               "JPEG", say="JPEG knows no transparency, and convert(\"RGB\") shows what was hidden, black. Lay the "
               "image on white: Image.alpha_composite, or paste with a mask.")  # fmt: skip


def test_strip_metadata_may_replace_the_photo():
    upright = picture(3, 5)
    with scratch() as folder:
        path = folder / "photo.png"
        Image.fromarray(np.ascontiguousarray(STORED[6](upright))).save(path, exif=phone_notes(6))
        strip(path, path)
        image = opened(path)
        expect(np.array(image.convert("RGB")), want=upright, what="the pixels of a photo that was replaced",
               say="Read all of the photo before you open the file for writing.")  # fmt: skip
        assert not dict(image.getexif()), "The photo is still there with its EXIF. Save the copy at `out`."


def test_strip_metadata_writes_nothing_for_what_it_cannot_read():
    whole = io.BytesIO()
    Image.fromarray(picture(40, 60)).save(whole, "JPEG")
    kinds = (("a text", b"This is no photo."), ("cut off in the middle", whole.getvalue()[:900]), ("missing", None))
    for kind, data in kinds:
        for before in (None, b"the copy from yesterday"):
            with scratch() as folder:
                path, out = folder / "photo.jpg", folder / "out.png"
                for file, content in ((path, data), (out, before)):
                    if content is not None:
                        file.write_bytes(content)
                expect_error(strip_metadata, path, out, error=OSError, why=f"The photo is {kind}. Let Pillow's OSError "
                             "through: who believes that there is a clean copy shares the wrong file.")
                now = out.read_bytes() if out.exists() else None
                assert now == before, (f"The photo is {kind}, there was an OSError, and `out` was written or deleted "
                                       "all the same. Read all of the photo first.")


# ---- consent_problems


WORDS = ("manifest", "source", "licence", "consent")
GOOD = {"source": "my own", "licence": "CC0", "consent": "yes"}


def row(file, **columns):
    """A row without trouble, but for these columns; one that is "-" is missing altogether."""
    return {"file": file} | {name: value for name, value in (GOOD | columns).items() if value != "-"}


def problems(manifest, files):
    """consent_problems; in words what an error means."""
    try:
        return consent_problems(manifest, files)
    except KeyError as error:
        what = error.args[0] if error.args else ""
        assert what not in files, (f"It stopped with KeyError: {error}. There is no row for that photo. That is a "
                                   "problem to tell, and no reason to stop.")
        assert what in ("file", *GOOD), (f"It stopped with KeyError: {error}. The columns are called file, source, "
                                         "licence (with c twice) and consent.")
        raise AssertionError(f"It stopped with KeyError: {error}. A column may be missing, and counts as empty: "
                             "row.get(…).") from None
    except AttributeError as error:
        assert "NoneType" in str(error), f"It stopped with AttributeError: {error}."
        raise AssertionError(f"It stopped with AttributeError: {error}. Where a row is too short, csv.DictReader puts "
                             "None. `row.get(…) or \"\"` makes an empty text of it.") from None
    except (StopIteration, IndexError, TypeError) as error:
        raise AssertionError(f"It stopped with {type(error).__name__}: {error}. Is it a photo without a row? That is a "
                             "problem to tell, and no reason to stop.") from None


def told(got, want, names):
    """(file, word) for each sentence: which of the four words it is about. Of one file's, any order is right."""
    if not isinstance(got, list | tuple) or not all(isinstance(one, str) for one in got):
        return got
    pairs = []
    names = sorted(names, key=len, reverse=True)  # cat.jpg stands in wildcat.jpg as well
    for name, group in groupby(got, key=lambda one: next((file for file in names if file in one), "")):
        sentences = list(group)
        assert name or not want, (f"No photo is named in {sentences[0]!r}. Begin each sentence "
                                  "with its file.")
        has = [[word for word in WORDS if word in one.lower().replace("license", "licence")] for one in sentences]
        assert all(has) or not want, (f"What is the trouble? {sentences[has.index([])]!r} has none of the words "
                                      f"{', '.join(WORDS)} in it.")
        wanted = [word for file, word in want if file == name]
        fits = (list(order) for order in permutations(wanted, min(len(wanted), len(has)))
                if all(word in words for word, words in zip(order, has, strict=False)))
        words = next(fits, [])
        words += [(one or ["?"])[0] for one in has[len(words):]]
        pairs += [(name, word) for word in sorted(words, key=lambda word: (*WORDS, "?").index(word))]
    return pairs


def check(manifest, files, want, mistakes=None, **words):
    got = problems(manifest, files)
    names = {*files, *(one["file"] for one in manifest)}
    expect(told(got, want, names), want=want, what="which photo, and what the sentence is about", mistakes={
        "none": (None, "It returned None. Return the list, an empty one if all is well."),
        "truth": (lambda _: isinstance(got, bool), "True or False is not enough. A list is asked for, with a sentence "
                  "for each problem."),
        "text": (lambda _: isinstance(got, str), "That is one text. A list is asked for, with a sentence for each "
                 "problem."),
        "dict": (lambda _: isinstance(got, dict), "That is a dict. A list is asked for, with a sentence for each "
                 "problem."),
        "lists": (lambda _: isinstance(got[0], list | tuple), "There are lists in the list. Put the sentences "
                  "themselves into it, each of which names its file."),
        **(mistakes or {}),
        "order": (lambda pairs: sorted(pairs) == sorted(want) and list(pairs) != want, "Those are the right problems "
                  "in another order: keep that of `files`, whatever the order of the manifest."),
    }, **words)  # fmt: skip


NONE = "There are photos with a problem, and none was told."
LICENSE = ("cat.jpg has a licence, CC0. The column is called licence, with c twice; the American license is no column "
           "here.")
ONE = "Only the first problem was told. Is the `return` inside the loop?"
NO = 'The consent of owl.jpg is "no", which is a text and so true for Python. Only "yes" is consent: compare.'


def test_consent_problems_finds_what_is_missing():
    manifest = [row("cat.jpg"), row("dog.jpg", licence=""), row("owl.jpg", consent="no"), row("pig.jpg", source="")]
    want = [("dog.jpg", "licence"), ("owl.jpg", "consent"), ("pig.jpg", "source")]
    check(manifest, [one["file"] for one in manifest], want, mistakes={
        "nothing": ([], NONE),
        "no": ([want[0], want[2]], NO),
        "one": ([want[0]], ONE),
        "license": (lambda got: ("cat.jpg", "licence") in got, LICENSE),
        "by kind": ([want[2], want[0], want[1]], "The problems are sorted by their kind. Go through the files, and ask "
                    "all questions about each."),
    })  # fmt: skip


def test_consent_problems_is_empty_if_all_is_well():
    check([row("cat.jpg"), row("dog.jpg", licence="CC BY 4.0", source="Ada")], ["dog.jpg", "cat.jpg"], [],
          say="Both photos have a source, a licence and consent: there is nothing to tell.")


def test_consent_problems_names_a_photo_that_is_not_in_the_manifest():
    manifest = [row("wildcat.jpg"), row("dog.jpg", licence="")]
    want = [("cat.jpg", "manifest"), ("bird.png", "manifest"), ("dog.jpg", "licence")]
    check(manifest, ["cat.jpg", "bird.png", "dog.jpg"], want, mistakes={
        "nothing": ([], NONE),
        "one": (want[:1], ONE),
        "skipped": (want[2:], "cat.jpg and bird.png are not in the manifest, so nothing is known about them. That is "
                    "the worst problem of all: tell it."),
        "part of a name": (want[1:], "cat.jpg is a part of wildcat.jpg, and another photo. Compare whole "
                           "names: ==, or a dict by file."),
        "all": (lambda got: len(got) > 3, "A photo that is not in the manifest has that one problem. What its row "
                "would say about source, licence and consent, nobody knows: go on with the next file."),
        "word": ([("cat.jpg", "source"), ("bird.png", "source"), want[2]], "For a photo without a row, the sentence "
                 "must say that it is not in the manifest."),
    })  # fmt: skip
    manifest = [row("animal/fox.jpg"), row("saw.png")]
    want = [("fox.jpg", "manifest"), ("saw.jpg", "manifest")]
    part = ("The manifest has animal/fox.jpg and saw.png, which are other photos. Compare whole names, with folder and "
            "suffix.")
    check(manifest, ["fox.jpg", "saw.jpg"], want, mistakes={
        "neither": ([], part), "no folder": (want[1:], part), "no suffix": (want[:1], part),
    })  # fmt: skip


def test_consent_problems_tells_every_problem_of_a_photo():
    manifest = [row("owl.jpg", source="", consent=""), row("bee.jpg", source="", licence="", consent="asked")]
    want = [("owl.jpg", "source"), ("owl.jpg", "consent"),
            ("bee.jpg", "source"), ("bee.jpg", "licence"), ("bee.jpg", "consent")]  # fmt: skip
    check(manifest, ["owl.jpg", "bee.jpg"], want, mistakes={
        "first": (lambda got: len(got) == 2, "One sentence a photo came back: owl.jpg has two problems, bee.jpg three. "
                  "Ask every question about each (if, not elif), and give each problem a sentence of its own."),
        "by kind": (lambda got: len(got) == 5 and got != want, "The problems are sorted by their kind. "
                    "Go through the files, and ask all questions about each."),
    })  # fmt: skip


UNUSED = "old.jpg stands in the manifest and is not used: no problem. Go through `files`, and look each up."


def test_consent_problems_goes_through_the_files_that_are_used():
    """The manifest has a row for every photo there ever was. Three are used, in this order."""
    manifest = [row("a.jpg", consent=""), row("old.jpg", consent="no"), row("m.jpg", licence=""),
                row("z.jpg", source="")]  # fmt: skip
    want = [("z.jpg", "source"), ("m.jpg", "licence"), ("a.jpg", "consent")]
    check(manifest, ["z.jpg", "m.jpg", "a.jpg"], want, mistakes={
        "unused": (lambda got: len(got) == 4, UNUSED),
    })  # fmt: skip
    check(manifest, [], [], say=UNUSED)


def test_consent_problems_counts_what_is_not_there_as_empty():
    """Columns that are missing, None for the end of a row that was too short, and a text of nothing but spaces."""
    empty = (("-", "which is missing"), (None, "which is None, as csv.DictReader gives it for a row that is too short"),
             ("", "which is empty"), ("   ", "which is nothing but spaces"))  # fmt: skip
    for value, shown in empty:
        for column in ("source", "licence", "consent"):
            check([row("owl.jpg", **{column: value})], ["owl.jpg"], [("owl.jpg", column)],
                  say=f"The photo has a {column} {shown}. That counts as empty: row.get(…) for a missing column, "
                  '`or ""` for None, strip() for spaces.')  # fmt: skip


def test_consent_problems_takes_yes_however_it_is_written():
    for consent in ("Yes", "YES", " yes ", "yes\t"):
        check([row("owl.jpg", consent=consent)], ["owl.jpg"], [], mistakes={
            "as it is": ([("owl.jpg", "consent")], f"The consent is {consent!r}: capitals and spaces around it do not "
                         "matter. Compare consent.strip().lower()."),
        })  # fmt: skip
    manifest = [row("bee.jpg", source=""), row("fly.jpg", licence=""), row("owl.jpg", consent="no")]
    want = [("bee.jpg", "source"), ("fly.jpg", "licence"), ("owl.jpg", "consent")]
    check(manifest, ["bee.jpg", "fly.jpg", "owl.jpg"], want, mistakes={
        "nothing": ([], NONE), "one": (want[:1], ONE), "no": (want[:2], NO),
    })  # fmt: skip
    for consent in ("not yes", "yes, but only in class", "y", "asked", "true", "eyes only"):
        check([row("owl.jpg", consent=consent)], ["owl.jpg"], [("owl.jpg", "consent")], say=f"The consent is "
              f"{consent!r}. That is not a plain yes: compare the whole text with ==, not a part of it.")
