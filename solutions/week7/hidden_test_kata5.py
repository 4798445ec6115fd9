"""Fresh groups, photos and manifests, run at grading only."""

import csv
import io

import numpy as np
from PIL import Image, ImageOps, PngImagePlugin

from kata import expect, expect_error, fixture, scratch
from week7.kata5_responsible_use import accuracy_by_group, consent_problems, largest_gap, strip_metadata


def test_accuracy_by_group_on_fresh_groups():
    true, said = [5, 5, 7, 1000, 7, 7, 5], [5, 7, 7, 1000, 5, 5, 7]
    groups = ["a", "b", "a", "c", "b", "a", "b"]
    expect(accuracy_by_group(true, said, groups), want={"a": 2 / 3, "b": 0.0, "c": 1.0})
    expect(accuracy_by_group(np.array(true), said, tuple(groups)), want={"a": 2 / 3, "b": 0.0, "c": 1.0})
    expect(accuracy_by_group(["x"], ["y"], ["allein"]), want={"allein": 0.0})
    names = [f"Gruppe {i % 7}" for i in range(70)]
    expect(accuracy_by_group(list(range(70)), [i if i % 3 else -1 for i in range(70)], names),
           want={f"Gruppe {i}": sum(j % 3 > 0 for j in range(i, 70, 7)) / 10 for i in range(7)})  # fmt: skip
    for parts in ((true[:4], said, groups), (true, said[:4], groups), (true, said, groups[:4]), ([], said, groups)):
        expect_error(accuracy_by_group, *parts, shows=min(map(len, parts)), why="The lengths differ.")


def test_largest_gap_on_fresh_groups():
    expect(largest_gap({"b": 0.25, "a": 1.0}), want=("a", "b", 0.75))
    expect(largest_gap({"x": 0.5, "y": 0.5, "z": 0.75, "w": 0.75}), want=("z", "x", 0.25))
    expect(largest_gap({"x": 0.0, "y": 0.375, "z": 0.0, "w": 0.25}), want=("y", "x", 0.375))
    expect_error(largest_gap, {"x": 0.0}, why="There is one group only.")
    expect_error(largest_gap, {}, why="There is no group.")


def noted(orientation, photo, path, **options):
    """The photo as a phone held that way stores it, with notes."""
    turns = {
        2: Image.Transpose.FLIP_LEFT_RIGHT, 3: Image.Transpose.ROTATE_180, 4: Image.Transpose.FLIP_TOP_BOTTOM,
        5: Image.Transpose.TRANSPOSE, 6: Image.Transpose.ROTATE_90, 7: Image.Transpose.TRANSVERSE,
        8: Image.Transpose.ROTATE_270,
    }  # fmt: skip
    exif = Image.Exif()
    exif[0x0112], exif[0x010F], exif[0x8298] = orientation, "Kamera SECRET", "SECRET (c)"
    place = exif.get_ifd(0x8825)
    place[1], place[2], place[29] = "S", (33.0, 51.0, 25.0), "2026:01:02"
    exif.get_ifd(0x8769)[0x9286] = "SECRET remark"
    stored = photo.transpose(turns[orientation]) if orientation > 1 else photo
    stored.save(path, exif=exif, **options)


def clean(path, out):
    """The copy of a photo, once it is sure that it says nothing."""
    before = path.read_bytes()
    strip_metadata(path, out)
    if path != out:
        expect(path.read_bytes() == before, want=True, what="whether the photo itself stayed as it was")
    with Image.open(out) as image:
        image.load()
        expect([dict(image.getexif()), image.getexif().get_ifd(0x8825), getattr(image, "text", {})], want=[{}, {}, {}],
               what="EXIF, GPS and texts of the copy")  # fmt: skip
        expect(b"SECRET" in out.read_bytes(), want=False, what="whether a secret word is in the copy")
        return image


def test_strip_metadata_on_fresh_photos():
    with Image.open(fixture("photos/building/petra.jpg")) as opened:
        photo = opened.convert("RGB").resize((72, 90))
    for orientation in range(1, 9):
        with scratch() as folder:
            path = folder / "IMG 1.JPG"
            noted(orientation, photo, path, quality=92, comment="SECRET")
            with Image.open(path) as opened:
                stored = np.array(ImageOps.exif_transpose(opened)).astype(float)
            copy = np.array(clean(path, folder / "out.jpg").convert("RGB"))
            expect(copy.shape, want=(90, 72, 3), what=f"the shape with EXIF orientation {orientation}")
            expect(float(np.abs(copy - stored).mean()) < 2.5, want=True, what="whether the copy is nearly the same")
            expect(np.array(clean(path, folder / "out.png").convert("RGB")), want=stored.astype(np.uint8),
                   what=f"the pixels as PNG, with EXIF orientation {orientation}")  # fmt: skip
            clean(path, path)


def test_strip_metadata_keeps_fresh_kinds():
    values = np.arange(35, dtype=np.uint8).reshape(5, 7) * 7
    half = Image.fromarray(np.dstack([values, 255 - values]), "LA")
    few = Image.fromarray(values % 4)
    few.putpalette([9, 8, 7, 250, 1, 2, 3, 240, 4, 5, 6, 230])
    colour = Image.fromarray(np.dstack([values, values.T.reshape(5, 7), 255 - values]))
    for image in (half, few, colour, Image.fromarray(values), Image.fromarray(values > 90)):
        with scratch() as folder:
            text = PngImagePlugin.PngInfo()
            text.add_text("Comment", "SECRET", zip=True)
            text.add_itxt("Titel", "SECRET Köln")
            path = folder / "photo.png"
            noted(8, image, path, pnginfo=text)
            for name in ("out.png", "photo.png"):
                got, want = np.array(clean(path, folder / name).convert("RGBA")), np.array(image.convert("RGBA"))
                got[got[..., 3] == 0] = want[want[..., 3] == 0] = 0
                expect(got, want=want, what=f"red, green, blue and alpha of a PNG ({image.mode})")


def saved_as_jpeg(image, folder):
    """The copy of a PNG, as a JPEG."""
    image.save(folder / "photo.png")
    try:
        return clean(folder / "photo.png", folder / "out.jpg")
    except OSError as error:
        raise AssertionError(f"It stopped with OSError: {error}. Neither palettes nor see-through pixels fit into a "
                             "JPEG: lay such a photo on white, in RGB.") from None  # fmt: skip


def test_strip_metadata_saves_every_kind_as_jpeg():
    """Four fields of one colour each. In some the second one is see-through, and white in a JPEG."""
    fields = np.kron(np.array([[0, 1], [2, 3]], np.uint8), np.ones((16, 16), np.uint8))
    red, green, blue, white = [200, 40, 30], [20, 180, 60], [10, 40, 220], [255, 255, 255]
    few = Image.fromarray(fields)
    few.putpalette([*red, *green, *blue, *red])
    gap = few.copy()
    gap.info["transparency"] = 1
    grey = Image.fromarray(fields * 70 + 20)
    half = grey.copy()
    half.putalpha(Image.fromarray(np.where(fields == 1, 0, 255).astype(np.uint8)))
    for image, what, want in (
        (few, "with a palette", [red, green, blue, red]),
        (gap, "with a palette, one of its colours see-through", [red, white, blue, red]),
        (grey, "in grey", [[20] * 3, [90] * 3, [160] * 3, [230] * 3]),
        (half, "in grey, with a part that is see-through", [[20] * 3, white, [160] * 3, [230] * 3]),
    ):
        with scratch() as folder:
            copy = np.array(saved_as_jpeg(image, folder).convert("RGB"))
        middles = copy[[8, 8, 24, 24], [8, 24, 8, 24]]
        expect(middles, want=np.array(want), rtol=0, atol=12, what=f"red, green and blue of the four fields of a PNG "
               f"{what}, as a JPEG")  # fmt: skip


def coarseness(image):
    """How coarsely a JPEG was rounded when it was saved."""
    return sum(image.quantization[0])


def test_strip_metadata_saves_a_jpeg_with_quality_95():
    with Image.open(fixture("photos/building/petra.jpg")) as opened:
        photo = opened.convert("RGB").resize((40, 56))
    with scratch() as folder:
        copy = saved_as_jpeg(photo, folder)
    worse = io.BytesIO()
    photo.save(worse, "JPEG", quality=94)
    assert coarseness(copy) < coarseness(Image.open(worse)), (
        "The JPEG was saved with a quality below 95, and every copy of a copy loses more: image.save(out, quality=95)."
    )


def test_strip_metadata_of_fresh_troubles():
    whole = io.BytesIO()
    Image.effect_noise((50, 70), 60).convert("RGB").save(whole, "PNG")
    with scratch() as folder:
        for name, data in (("a.png", b""), ("b.png", whole.getvalue()[:2000]), ("c.jpg", b"\xff\xd8\xff\xe0 no photo")):
            (folder / name).write_bytes(data)
            for out in ("new.png", name):
                expect_error(strip_metadata, folder / name, folder / out, error=OSError, why="That is no photo.")
            expect((folder / name).read_bytes() == data, want=True, what="whether the file stayed as it was")
        expect_error(strip_metadata, folder / "none.jpg", folder / "new.png", error=OSError, why="No such file.")
        expect(sorted(path.name for path in folder.iterdir()), want=["a.png", "b.png", "c.jpg"], what="the files")


TABLE = """file,source,licence,consent,remark
Tür 1.jpg,my own,CC0,YES,
Tür 2.jpg,,CC BY 4.0,yes ,from the net
animal/cat.jpg,Ada,,no
bridge.png, ,CC0
"""


def about(problems):
    """(first file of these that a sentence names, words in it) for each."""
    names = ("Tür 1.jpg", "Tür 2.jpg", "animal/cat.jpg", "bridge.png", "cat.jpg")
    words = ("manifest", "source", "consent", "licence")
    return [
        (
            next((name for name in names if name in one), "?"),
            {word for word in words if word in one.lower().replace("license", "licence")},
        )
        for one in problems
    ]


def test_consent_problems_on_a_fresh_table():
    rows = list(csv.DictReader(io.StringIO(TABLE)))
    files = ["bridge.png", "Tür 2.jpg", "cat.jpg", "Tür 1.jpg", "animal/cat.jpg"]
    got = about(consent_problems(rows, files))
    expect([name for name, _ in got], want=["bridge.png", "bridge.png", "Tür 2.jpg", "cat.jpg", "animal/cat.jpg",
           "animal/cat.jpg"], what="the photo that each sentence names")  # fmt: skip
    for name, words in (("bridge.png", ("source", "consent")), ("Tür 2.jpg", ("source",)), ("cat.jpg", ("manifest",)),
                        ("animal/cat.jpg", ("licence", "consent"))):  # fmt: skip
        said = [found for one, found in got if one == name]
        expect(all(any(word in found for found in said) for word in words), want=True,
               what=f"whether the sentences about {name} have {' and '.join(words)} in them")  # fmt: skip
    expect(consent_problems(rows, ["Tür 1.jpg"]), want=[])
    expect(consent_problems(rows, []), want=[])
    expect(len(consent_problems([], files)), want=5, what="the number of sentences without any row")
