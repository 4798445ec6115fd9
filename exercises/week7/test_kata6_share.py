"""A project into a zip, and out of it again.

The projects here are small, and have all that a real one picks up in a year: a folder of git, passwords, photos of a
phone. Then come the zips of strangers. None of them does any harm, for each is opened in a folder of its own.
"""

import errno
import io
import json
import random
import stat
import struct
import zipfile
import zlib
from contextlib import suppress
from functools import cache

import torch
from PIL import Image, UnidentifiedImageError

from kata import expect, expect_error, scratch
from kata.circumstances import full_disk, interrupted, listed_backwards, on_another_disk
from nets.architectures import build
from week7.kata6_share import cold_start, package_project

HOME = {1: "N", 2: (50.0, 56.0, 28.0), 3: "E", 4: (6.0, 57.0, 30.0)}  # 50° 56' 28" N, 6° 57' 30" E
AREA = {28: b"ASCII\0\0\0Klein Reken", 29: "2026:03:28"}  # a village and a day, without any degrees
GPS, ORIENTATION, MAKER = 0x8825, 0x0112, 0x010F


@cache
def photo(kind="JPEG", gps=None, turned=False):
    """The bytes of a photo; gps: "home", "area", or "empty" for a GPS part with nothing in it."""
    image, out = Image.new("RGB", (7, 5), (40, 90, 160)), io.BytesIO()
    place = {"home": HOME, "area": AREA}.get(gps, {})
    if kind == "TIFF":  # here the EXIF is part of the file's own tags
        image.save(out, kind, tiffinfo={GPS: place} if gps else {})
        return out.getvalue()
    exif = Image.Exif()
    if turned:
        exif[ORIENTATION] = 6
    if gps:
        exif[MAKER] = "A phone"
        exif.get_ifd(GPS).update(place)
    image.save(out, kind, **({"exif": exif} if turned or gps else {}))
    return out.getvalue()


def claims(width, height, *chunks):
    """The head of a PNG of this size, with these chunks, and nothing more."""
    parts = b"IHDR" + struct.pack(">IIBBBBB", width, height, 1, 0, 0, 0, 0), *chunks
    return b"\x89PNG\r\n\x1a\n" + b"".join(struct.pack(">I", len(part) - 4) + part + struct.pack(">I", zlib.crc32(part))
                                           for part in parts)


MODEL = "models/birds_v1_2026-03-28.safetensors"


def project(**more):
    """The files of a small project, name → bytes."""
    return {MODEL: b"numbers", "README.md": "Vögel am See\n".encode(), "predict.py": b"print(1)\n",
            "examples/Grüße aus Köln 1.jpg": photo(), **more}


def write(folder, files):
    for name, data in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)


# ---- package_project: what is in the zip


def pack(root, out_zip):
    """The names that came back; in words what an error means."""
    try:
        return package_project(root, out_zip)
    except UnidentifiedImageError as error:
        raise AssertionError(f"It stopped with UnidentifiedImageError: {error}. That file is named like a photo and is "
                             "none, or a broken one. Catch the error (try … except), and leave the file out.") from None
    except AttributeError as error:
        if "_getexif" not in str(error) and "NoneType" not in str(error):
            raise
        raise AssertionError(f"It stopped with AttributeError: {error}. Not all kinds of photos have `_getexif`, and "
                             "it may return None. image.getexif() is there for all of them.") from None
    except FileExistsError as error:
        raise AssertionError(f"It stopped with FileExistsError: {error}. There may be an older zip; it is "
                             "replaced.") from None
    except IsADirectoryError as error:
        raise AssertionError(f"It stopped with IsADirectoryError: {error}. Folders are listed among the files: take "
                             "only what is_file().") from None
    except ValueError as error:
        if "MAX_TEXT" in str(error):
            raise AssertionError(f"It stopped with ValueError: {error}. {ANY_ERROR}") from None
        raise AssertionError(f"It stopped with ValueError: {error}. There is a model in this project, a "
                             "file that ends in .safetensors, and the zip can be written.") from None


def read(out_zip):
    """name → bytes of the files in a zip."""
    assert not out_zip.with_name(out_zip.name + ".zip").exists(), (
        f"There is a {out_zip.name}.zip now: shutil.make_archive adds .zip to the name by itself. It also takes the "
        "folder as it is, with all that must not be in the zip. Use zipfile.ZipFile.")
    assert out_zip.exists(), f"It came to its end, and there is no {out_zip.name} at `out_zip`."
    try:
        with zipfile.ZipFile(out_zip) as archive:
            names = [entry.filename for entry in archive.infolist() if not entry.is_dir()]
            twice = [name for name in names if names.count(name) > 1]
            assert not twice, (f"{twice[0]} is in the zip {names.count(twice[0])} times. With mode \"a\" the new files "
                               'are added to the older zip; write a new one, mode "w".')
            return {name: archive.read(name) for name in names}
    except zipfile.BadZipFile as error:
        raise AssertionError(f"What lies at `out_zip` is no zip: {error}. A zip gets its table of contents when it is "
                             "closed: use `with zipfile.ZipFile(…) as archive:`.") from None


def packed(files, root="birds", out="birds.zip", links=()):
    """The names in the zip of a project with these files; links: (name, what it points to), from the project."""
    with scratch() as folder:
        write(folder / root, files)
        write(folder, {"elsewhere/diary.txt": b"Dear diary", "elsewhere/heron.jpg": photo()})
        for name, target in links:
            (folder / root / name).symlink_to(target)
        names = pack(folder / root, folder / out)
        found = read(folder / out)
        check_untouched(folder / root, files)
        expect(names, want=sorted(found), what="the names that were returned", mistakes={
            "paths": (lambda got: all(hasattr(name, "as_posix") for name in got), "Those are paths. The names of the "
                      'zip are text: path.relative_to(root).as_posix().'),
            "unsorted": (lambda got: got != sorted(found) == sorted(got), "These are the names in the zip, in another "
                         "order. Sort them: sorted(names)."),
        }, say="These are not the names of the files in the zip. Return the names under which they went in, sorted.")
        return sorted(found)


def files_in(root):
    return {path.relative_to(root).as_posix(): path.read_bytes() for path in root.rglob("*")
            if path.is_file() and not path.is_symlink()}


def check_untouched(root, files):
    assert files_in(root) == files, ("The project itself is not what it was: its files were changed, moved or deleted. "
                                     "Only read them; what does not go into the zip stays where it is.")


def extra(got, want):
    return set(got) - set(want)


def missing(got, want):
    return set(want) - set(got)


def leaked(got, keep, away):
    """What should have stayed out, if all the rest is right."""
    return extra(got, keep) if not missing(got, keep) and not extra(got, {**keep, **away}) else set()


def test_package_project_puts_everything_into_the_zip():
    files = project(**{"LICENSE": b"MIT", "requirements.txt": b"torch\n", "src/nets/layers.py": b"pass\n",
                       "sounds.zip": b"", "cover.jpg": photo(), "models/model_card.json": b"{}",
                       "examples/IMG_0002.JPG": photo(), "examples/heron.png": photo("PNG"), "empty.txt": b""})
    with scratch() as folder:
        root, out = folder / "birds", folder / "birds.zip"
        write(root, files)
        with listed_backwards():  # another disk, another order
            names = pack(root, out)
        found = read(out)
        check_untouched(root, files)
    want = sorted(files)
    expect(sorted(found), want=want, what="the names in the zip", mistakes={
        "nothing": ([], "The zip is empty. archive.write(path, name) puts a file into it."),
        "with the folder": (sorted(f"birds/{name}" for name in files), "The name of the project's folder stands in "
                            "front of each. The names begin inside of it: path.relative_to(root)."),
        "absolute": (lambda got: all(name.endswith(f"/birds/{end}") for name, end in zip(got, want, strict=True)),
                     "The names are whole paths of this computer, with the folders of its owner. Give archive.write a "
                     "second argument: the name in the zip, from `root` on."),
        "flat": (lambda got: {name.rpartition("/")[2] for name in want} == set(got), "All folders are gone from the "
                 "names. A name is the path from `root` on, \"examples/heron.png\"; path.name is its last part only."),
        "top only": (sorted(name for name in files if "/" not in name), "Only what lies directly in `root` is in the "
                     'zip. root.rglob("*") goes into the folders as well.'),
        "one level": (lambda got: missing(got, want) == {"src/nets/layers.py"}, "src/nets/layers.py lies two folders "
                      'deep, and is missing. root.rglob("*") goes to any depth.'),
        "suffix": (lambda got: missing(got, want) == {"LICENSE"}, "LICENSE has no suffix, and is missing: \"*.*\" asks "
                   'for a dot. Ask for "*", and for is_file().'),
        "zips": (lambda got: missing(got, want) == {"sounds.zip"}, "sounds.zip is missing. Only the zip that is being "
                 "written stays out; another one is a file like any other."),
        "no photos": (lambda got: missing(got, want) == {"cover.jpg", *(n for n in want if n.startswith("examples/"))},
                      "The photos in examples/ are missing. They do not say where they were taken, so a friend may "
                      "have them."),
        "no other photos": (lambda got: missing(got, want) == {"cover.jpg"}, "cover.jpg is missing. Photos may lie "
                            "anywhere in a project, not only in examples/."),
        "empty": (lambda got: missing(got, want) == {"empty.txt", "sounds.zip"}, "Empty files are missing. They may "
                  "matter: many an __init__.py is empty."),
        "capitals": (lambda got: missing(got, want) == {"examples/IMG_0002.JPG"}, "IMG_0002.JPG is missing. It is a "
                     "photo like any other, in capitals, and does not say where it was taken."),
    }, say="Everything in the project goes in, under its path from `root` on, except what the docstring names.")
    for name, data in files.items():
        assert found[name] == data, (f"{name} has other bytes in the zip than on disk. archive.write(path, name) takes "
                                     "a file as it is.")
    expect(names, want=want, what="the names that were returned", mistakes={
        "paths": (lambda got: all(hasattr(name, "as_posix") for name in got), "Those are paths. The names of the zip "
                  "are text: path.relative_to(root).as_posix()."),
        "unsorted": (lambda got: got != want == sorted(got), "These are the right names, in an order that differs from "
                     "disk to disk. Sort them: sorted(names)."),
    })


def test_package_project_leaves_out_every_folder_named_data():
    keep = project(**{"database/birds.txt": b"heron", "src/data.py": b"pass\n", "metadata/notes.txt": b"x",
                      "src/bird/data": b"a file", "src/bird/LICENSE": b"x"})
    away = {"data/train/duck/duck 1.jpg": photo(), "data/labels.csv": b"a,b", "src/data/loader.py": b"pass\n",
            "notes/Data/deep/er/table.csv": b"1", "DATA/x.txt": b"x"}
    got = packed({**keep, **away})
    alike = {"database/birds.txt", "src/data.py", "metadata/notes.txt", "src/bird/data"}
    top, deep = {"data/train/duck/duck 1.jpg", "data/labels.csv"}, "src/data/loader.py"
    expect(got, want=sorted(keep), what="the names in the zip", mistakes={
        "not at all": (sorted({**keep, **away}), "The folders named data are in the zip, with all photos in them. "
                       "Leave out a path if one of its parts is data, in capitals or not."),
        "capitals": (lambda got: leaked(got, keep, away) == {"notes/Data/deep/er/table.csv", "DATA/x.txt"}, "Data and "
                     "DATA are in the zip. On many disks they are the same folder as data: compare part.lower()."),
        "only photos": (lambda got: top & leaked(got, keep, away) == {"data/labels.csv"}, "The photos of data/ stay "
                        "out, its other files went in. All that is in the folder stays out."),
        "top only": (lambda got: deep in leaked(got, keep, away) and not top & set(got), f"{deep} is in the zip. A "
                     "folder named data stays out at any depth, not only at the top: ask each part of the path."),
        "one level": (lambda got: top & leaked(got, keep, away) == {"data/train/duck/duck 1.jpg"}, "data/train/ is "
                      "in the zip. What lies deeper in data stays out as well: ask each part of the path, not the last "
                      "folder alone."),
        "file": (lambda got: not extra(got, keep) and missing(got, keep) == {"src/bird/data"}, "src/bird/data is a "
                 "file of that name, no folder, and did not go in. Ask the folders alone: "
                 "path.relative_to(root).parts[:-1]."),
        "part of a word": (lambda got: not extra(got, keep) and set() < missing(got, keep) <= alike, "database, "
                           "src/data.py or metadata did not go in. Only folders whose whole name is data stay out: "
                           "compare whole parts, `part == \"data\"`, where `\"data\" in name` also finds metadata."),
    }, say="All that is in a folder named data stays out, at any depth, in capitals or not; and nothing else.")


def test_package_project_leaves_out_what_is_hidden():
    keep = project(**{"src/__init__.py": b"", "notes.v1.txt": b"x", "src/pycache.py": b"pass\n"})
    away = {".env": b"PASSWORD=1234", ".git/config": b"[user]", ".git/objects/ab/cdef": b"x", "src/.secret": b"x",
            "src/.ipynb_checkpoints/try.py": b"x", "examples/.heron.jpg": photo(), "__pycache__/a.pyc": b"x",
            "src/__pycache__/layers.pyc": b"x", "__pycache__/a.pyc.140212": b"x"}
    alike = {"src/__init__.py", "notes.v1.txt", "src/pycache.py"}
    caches, git = {name for name in away if "__pycache__" in name}, {".git/config", ".git/objects/ab/cdef"}
    expect(packed({**keep, **away}), want=sorted(keep), what="the names in the zip", mistakes={
        "not at all": (sorted({**keep, **away}), "Hidden files are in the zip: .env with its passwords, and .git, "
                       "which remembers all that ever was in the project. Leave out a path if one of its parts begins "
                       "with a dot."),
        "caches": (lambda got: leaked(got, keep, away) == caches, "The folders __pycache__ are in the zip. They are "
                   "Python's notes for this computer: leave out a path if one of its parts is __pycache__."),
        "caches by suffix": (lambda got: leaked(got, keep, away) == {"__pycache__/a.pyc.140212"}, "A file of "
                             "__pycache__ is in the zip: not all of them end in .pyc. Leave out a path if one of its "
                             "parts is __pycache__."),
        "cache at the top only": (lambda got: leaked(got, keep, away) == {"src/__pycache__/layers.pyc"},
                                  "src/__pycache__ is in the zip: such a folder can lie at any depth. Ask each part "
                                  "of the path."),
        "git only": (lambda got: ".env" in leaked(got, keep, away) and ".git/config" not in got, ".env is in the zip, "
                     "with its passwords. Whatever begins with a dot stays out, not only .git."),
        "names only": (lambda got: leaked(got, keep, away) & git and ".env" not in got, "The files in .git are in the "
                       "zip. Their own names have no dot in front, their folder has: ask each part of the path."),
        "files only": (lambda got: leaked(got, keep, away) - caches and ".git/config" not in got, "Hidden files or "
                       "folders deeper inside are in the zip. Ask each part of the path, not only the first."),
        "dots": (lambda got: not extra(got, keep) and set() < missing(got, keep) <= alike, "Something that is not "
                 "hidden did not go in. Hidden is what begins with a dot (part.startswith(\".\")), and __pycache__ is "
                 "the whole name of a folder."),
    }, say="What begins with a dot stays out, files and folders, and folders named __pycache__; and nothing else.")


def test_package_project_leaves_out_photos_that_say_where_they_were_taken():
    keep = {"upright.jpg": photo(turned=True), "no place.jpg": photo(gps="empty"), "plain.png": photo("PNG"),
            "plain.tif": photo("TIFF"), "plain.webp": photo("WEBP", turned=True)}
    away = {"at home.jpg": photo(gps="home"), "cover.jpeg": photo(gps="home", turned=True),
            "village.jpg": photo(gps="area"), "IMG_0001.JPG": photo(gps="home"), "scan.tif": photo("TIFF", gps="home"),
            "shot.png": photo("PNG", gps="home"), "web.webp": photo("WEBP", gps="home")}
    names = packed(project(**{f"examples/trip/{name}": data for name, data in {**keep, **away}.items()}))
    got = [name.rpartition("/")[2] for name in names if name.startswith("examples/trip/")]
    expect(got, want=sorted(keep), what="the photos in the zip", mistakes={
        "not at all": (sorted({**keep, **away}), "All photos are in the zip, with those that say where they were "
                       "taken: at home, perhaps. Open each one, and ask image.getexif().get_ifd(0x8825)."),
        "turned round": (lambda got: bool(got) and not set(got) & set(keep), "These are the photos that say where "
                         "they were taken: it is the wrong way round."),
        "capitals": (lambda got: extra(got, keep) == {"IMG_0001.JPG"}, "IMG_0001.JPG is in the zip, and says where it "
                     "was taken. Cameras write suffixes in capitals: compare path.suffix.lower()."),
        "degrees only": (lambda got: extra(got, keep) == {"village.jpg"}, "village.jpg is in the zip. There are no "
                         "degrees in the GPS part of its EXIF, but the name of a village: if there is anything in that "
                         "part, the photo stays out."),
        "one kind": (lambda got: extra(got, keep) and not extra(got, keep) & {"at home.jpg"}, "Photos of some kinds "
                     "were not looked at, and they say where they were taken. EXIF is in PNG, WebP and TIFF as well: "
                     "look at all that end as in PHOTOS, in capitals or not."),
        "no photos": ([], "No photo is in the zip. Those that do not say where they were taken go in."),
        "any EXIF": (lambda got: not extra(got, keep) and missing(got, keep) >= {"upright.jpg", "plain.webp"}, "A "
                     "photo that says how the camera was held did not go in. Not all EXIF is a place: only its GPS "
                     "part counts, get_ifd(0x8825)."),
        "empty": (lambda got: missing(got, keep) == {"no place.jpg"} and not extra(got, keep), "no place.jpg did not "
                  "go in. There is a GPS part in its EXIF, and it is empty: exif[0x8825] only says where that part "
                  "begins. Ask what is in it: get_ifd(0x8825)."),
        "TIFF": (lambda got: missing(got, keep) == {"plain.tif"}, "plain.tif did not go in, and it says nothing about "
                 "a place. Does reading its EXIF stop with an error? image.getexif() is there for all kinds of "
                 "photos."),
    }, say="A photo stays out if there is something in the GPS part of its EXIF, and goes in if not.")


ANY_ERROR = ("A file that is named like a photo can make Pillow raise errors of many kinds, and not all of them are an "
             "OSError. `except Exception` takes them all; leave the file out.")


def test_package_project_leaves_out_photos_that_cannot_be_opened():
    away = {"examples/broken.jpg": b"This is no photo.\n", "examples/empty.PNG": b"",
            "examples/IMG_3.HEIC": b"\0\0\0\x18ftypheic\0\0\0\0", "examples/at home.jpg": photo(gps="home")}
    expect(packed(project(**away)), want=sorted(project()), what="the names in the zip", mistakes={
        "not looked at": (lambda got: "examples/at home.jpg" in got, "at home.jpg can be opened, and says where it was "
                          "taken: see the test before."),
        "in": (lambda got: extra(got, project()) >= {"examples/broken.jpg"}, "Photos that cannot be opened are in the "
               "zip. Nobody can tell what is in them, a place perhaps: when Pillow stops with an error, leave the file "
               "out."),
        "HEIC": (lambda got: extra(got, project()) == {"examples/IMG_3.HEIC"}, "IMG_3.HEIC is in the zip. iPhones save "
                 "such photos, with a place in them, and Pillow cannot open them: look at all that end as in PHOTOS."),
        "everything": (lambda got: "README.md" not in got, "Files that are no photos did not go in: they cannot be "
                       "opened as one either. Open only what ends as in PHOTOS."),
    })


def test_package_project_leaves_out_photos_that_stop_pillow_with_other_errors():
    """One claims to have 200 megapixels, one has an endless text in it."""
    away = {"examples/huge.png": claims(20_000, 10_000),
            "examples/talk.png": claims(7, 5, b"zTXtTitle\0\0" + zlib.compress(bytes(2_000_000), 9))}
    with scratch() as folder:
        write(folder, project(**{"examples/broken.jpg": b"This is no photo.\n"}))
        try:
            package_project(folder, folder / "birds.zip")
        except UnidentifiedImageError:
            raise AssertionError("A photo that cannot be opened stops it: see the test before.") from None
    try:
        got = packed(project(**away))
    except Image.DecompressionBombError as error:
        raise AssertionError(f"It stopped with DecompressionBombError: {error}. {ANY_ERROR}") from None
    expect(got, want=sorted(project()), what="the names in the zip", mistakes={
        "in": (lambda got: extra(got, project()), "huge.png or talk.png is in the zip. Pillow cannot open them, and "
               "stops with errors that are no OSError: `except Exception` takes them all; leave the file out."),
    })


def test_package_project_leaves_out_symbolic_links():
    """Three that lead out of the project, one that stays inside, and one to nothing."""
    links = (("diary.txt", "../elsewhere/diary.txt"), ("heron.jpg", "../elsewhere/heron.jpg"),
             ("shared", "../elsewhere"), ("about.md", "README.md"), ("gone.txt", "nowhere.txt"))
    try:
        got = packed(project(), links=links)
    except FileNotFoundError as error:
        raise AssertionError(f"It stopped with FileNotFoundError: {error}. A symbolic link can point to nothing. Leave "
                             "out all links: path.is_symlink().") from None
    except OSError as error:
        if getattr(error, "winerror", 0) == 1314:  # Windows lets not everybody make links: nothing to test then
            return
        raise
    expect(got, want=sorted(project()), what="the names in the zip", mistakes={
        "folder": (lambda got: extra(got, project()) and not extra(got, [*project(), "shared/diary.txt",
                   "shared/heron.jpg"]), "shared is a link to a folder outside of the project, and its files are in "
                   "the zip. Do not go into folders that are links: root.rglob(\"*\") and os.walk(root) leave them "
                   "alone, glob.glob and followlinks=True do not."),
        "inside": (lambda got: extra(got, project()) == {"about.md"}, "about.md is a link, to README.md next to it. "
                   "All links stay out, wherever they lead."),
        "links": (lambda got: leaked(got, project(), dict(links)), "Symbolic links are in the zip. They can lead out "
                  "of the project, to files that nobody wanted to share: leave them out, path.is_symlink()."),
    })


def test_package_project_may_write_into_the_project_itself():
    with scratch() as folder:
        root = folder / "birds"
        out = root / "birds.zip"
        write(root, project(**{"sounds.zip": b"", "old.txt": b"x", "last year/birds.zip": b""}))
        first = pack(root, out)
        both = {"birds.zip", "last year/birds.zip"}
        itself = ("birds.zip itself is in the zip. Leave out the file at `out_zip`; an older one may lie there, and a "
                  "zip that holds the zip before it doubles with each run.")
        want = sorted(project(**{"sounds.zip": b"", "old.txt": b"", "last year/birds.zip": b""}))
        expect(sorted(read(out)), want=want, mistakes={
            "itself": (lambda got: both <= set(got), itself),
            "namesake": (lambda got: missing(got, want) == {"last year/birds.zip"}, "last year/birds.zip did not go "
                         "in. It has the name of the zip that is being written, and is another file: compare whole "
                         "paths."),
            "zips": (lambda got: "sounds.zip" not in got, "sounds.zip did not go in. Only the zip that is being "
                     "written stays out."),
            "draft": (lambda got: len(got) > len(first) or len(got) > len(want), "A file of your own went "
                      "in, the one that you write before it takes the place of birds.zip. List the files first, "
                      "then begin to write."),
        }, what="the names in the zip")
        (root / "old.txt").unlink()
        write(root, {"new.txt": b"x", "README.md": b"Changed"})
        pack(root, out)
        again = read(out)
        pack(root, root / "examples" / ".." / "birds.zip")  # the same file, by a longer path
        longer = read(out)
    want = sorted(project(**{"sounds.zip": b"", "new.txt": b"", "last year/birds.zip": b""}))
    expect(sorted(again), want=want, mistakes={
        "itself": (lambda got: both <= set(got), itself),
        "older": (lambda got: "old.txt" in got or "new.txt" not in got, "The older zip is still there, or part of it: "
                  "a file that was deleted is in it, or a new one is not. Write a new zip."),
    }, what="the names in the zip, the second time")
    expect(again["README.md"], want=b"Changed", what="README.md in the zip, after it was changed")
    expect(sorted(longer), want=sorted(again), what="the names in the zip, the third time", mistakes={
        "longer path": (lambda got: "birds.zip" in got, "The older birds.zip is in the zip. This time `out_zip` was "
                        "given by a longer path, examples/../birds.zip, and it is the same file: compare "
                        "path.resolve() with out_zip.resolve()."),
    })


def test_package_project_refuses_a_project_without_a_model():
    without = {name: data for name, data in project().items() if name != MODEL}
    hidden = {f"data/{MODEL}": b"numbers", "models/.old.safetensors": b"numbers"}
    index = {**without, "models/birds.safetensors.index.json": b"{}"}
    for files, lacking in ((without, "There is no model in this project, no file that ends in .safetensors."), (
            index, "A name has .safetensors in its middle: what counts is how it ends."), (
            {**without, **hidden}, "The only models in this project lie in data, or are hidden, so none goes in.")):
        with scratch() as folder:
            root, out = folder / "birds", folder / "birds.zip"
            write(root, files)
            out.write_bytes(b"the older zip")
            expect_error(package_project, root, out, why=f"{lacking} Whoever gets the zip could not predict anything: "
                         "raise a ValueError.", mistakes={
                "leaked": (lambda got: any(str(name).endswith(".safetensors") for name in got), "A model went in that "
                           "lies in data, or is hidden: see the tests before."),
            })
            assert out.exists() and out.read_bytes() == b"the older zip", (
                "There is no model, which is a ValueError, and out_zip was written to all the same. Look first, then "
                "write.")
    got = packed({"birds.safetensors": b"numbers"})  # a model that does not lie in models/ is one, too
    expect(got, want=["birds.safetensors"], what="the names in the zip, of a project with birds.safetensors alone")


def whole(out, old, new):
    """Whether out is the older zip, to the byte, or the new one with all its files."""
    if not out.exists():
        return False
    if out.read_bytes() == old:
        return True
    try:
        with zipfile.ZipFile(out) as archive:
            return {name: archive.read(name) for name in archive.namelist() if not name.endswith("/")} == new
    except (zipfile.BadZipFile, EOFError):
        return False


def test_package_project_leaves_no_half_of_a_zip():
    """Ctrl-C before the first change on disk, before the second, and so on; and then a disk that gets full."""
    files = project(**{"models/big.bin": random.Random(0).randbytes(60_000)})
    older = io.BytesIO()
    with zipfile.ZipFile(older, "w") as archive:
        archive.writestr("README.md", "older")
    remedy = ("Write beside it, under another name, and let that take its place when all is done, in one step: "
              "os.replace, or `with written_whole(out_zip) as draft:` of nets.steps.")
    with scratch() as folder:
        write(folder / "birds", files)
        pack(folder / "birds", folder / "birds.zip")
        new, size = read(folder / "birds.zip"), (folder / "birds.zip").stat().st_size  # when nothing goes wrong
    change, stopped = 0, True
    while stopped:
        change += 1
        with scratch() as folder:
            write(folder / "birds", files)
            out = folder / "birds.zip"
            out.write_bytes(older.getvalue())
            with interrupted(folder, change) as ctrl_c:
                pack(folder / "birds", out)
            stopped = ctrl_c.happened
            assert not stopped or whole(out, older.getvalue(), new), (
                f"Stopped by Ctrl-C just before change number {change} on disk, it left "
                f"{'only a part of the zip' if out.exists() else 'no zip'} where the older one had been. {remedy}")
    for room in (20_000, size - 10):  # at the second, all files have found room, and the table of contents has not
        check_full_disk(files, older.getvalue(), new, room, remedy)


def check_full_disk(files, older, new, room, remedy):
    with scratch() as folder:
        write(folder / "birds", files)
        out, raised = folder / "birds.zip", False
        out.write_bytes(older)
        with full_disk(room):
            try:
                names = package_project(folder / "birds", out)
            except OSError:
                raised = True
        begins_alike = out.exists() and out.read_bytes()[:44] == older[:44]
        assert not begins_alike or out.read_bytes() == older, (
            "The files were added to the older zip: see the test before.")
        assert whole(out, older, new), (
            f"The disk got full on the way, and half a zip took the place of the older one. {remedy}")
        assert raised or sorted(names) != sorted(new) or out.read_bytes() != older, (
            "The disk got full, and nobody is told: no error. Let the OSError through.")


def test_package_project_gives_the_name_to_the_new_zip_in_one_step():
    """A second name for the older zip shows what happens to its bytes; no other disk can be of help."""
    with scratch() as folder:
        write(folder / "birds", project())
        (folder / "out").mkdir()
        out, held = folder / "out" / "birds.zip", folder / "last week"
        out.write_bytes(b"the older zip")
        try:
            held.hardlink_to(out)
        except OSError:  # not every disk knows second names: nothing to test then
            return
        with full_disk(300), suppress(OSError):
            package_project(folder / "birds", out)
        assert held.read_bytes() == b"the older zip" == (out.read_bytes() if out.exists() else b""), (
            "The older zip does not stay until the new one is whole: see the test before.")
        with on_another_disk(folder / "out"):
            try:
                package_project(folder / "birds", out)
            except OSError as error:
                if error.errno != errno.EXDEV:
                    raise
                raise AssertionError(f"It stopped with OSError: {error}. The draft lies on another disk than the zip, "
                                     "so it cannot take its name in one step. Write the draft beside it.") from None
        assert held.read_bytes() == b"the older zip", (
            "The new zip was written over the older one, byte after byte: while that goes on, it is half a zip, and if "
            "it is stopped, it stays one. shutil.copy does so, and shutil.move from another disk. Write a draft beside "
            "it, and let that take the name: os.replace.")


def test_package_project_does_not_mind_where_the_project_lies():
    """In a folder named data, which lies in a hidden one."""
    with scratch() as folder:
        root = folder / ".private" / "data" / "birds"
        write(root, project(**{"data/x.csv": b"1", ".env": b"x"}))
        try:
            got = package_project(root, folder / "birds.zip")
        except ValueError:  # nothing is left that could go in
            got = []
    expect(got, want=sorted(project()), what="the names in the zip, of a project in .private/data/birds", mistakes={
        "nothing": (lambda got: not got and packed(project()) == sorted(project()), "The folders above the project "
                    "have a say here. Look at the parts of path.relative_to(root) only."),
    })


# ---- cold_start: the answer of a zip

NAMES = ["Reiher", "Ente", "Gans", "Möwe", "Schwan"]
PREPROCESSING = {"image_size": 8, "mean": [0.5, 0.25, 0.125], "std": [0.25, 0.5, 0.75]}
CONFIG = {"architecture": "tiny", "channels": 6}


@cache
def network(seed):
    model, generator = build(CONFIG, len(NAMES)).eval(), torch.Generator().manual_seed(seed)
    with torch.no_grad():
        for weight in model.parameters():
            weight.copy_(torch.randn(weight.shape, generator=generator))
    return model


@cache
def checkpoint(seed):
    """The bytes of a safetensors file as kata 1 writes it."""
    from safetensors.torch import save

    words = {"config": CONFIG, "class_names": NAMES, "preprocessing": PREPROCESSING}
    return save(network(seed).state_dict(), metadata={key: json.dumps(value) for key, value in words.items()})


@cache
def pixels(number):
    """A picture of 8 by 8, no two are alike: (8, 8, 3)."""
    waves = torch.sin(torch.arange(8 * 8 * 3) * (0.3 + number)) * 100 + 120
    tint = torch.tensor([1.0, 0.5 + number / 9, 0.3])
    return (waves.reshape(8, 8, 3) * tint).clamp(0, 255).to(torch.uint8)


@cache
def picture(number):
    """Its file, a PNG: not a pixel is lost."""
    out = io.BytesIO()
    Image.fromarray(pixels(number).numpy()).save(out, "PNG")
    return out.getvalue()


@cache
def answer(model, number, k=3):
    """What that model says to that picture."""
    image = (pixels(number) / 255 - torch.tensor(PREPROCESSING["mean"])) / torch.tensor(PREPROCESSING["std"])
    with torch.no_grad():
        shares = network(model)(image.permute(2, 0, 1)[None]).softmax(1)[0].tolist()
    return sorted(zip(NAMES, shares, strict=True), key=lambda pair: -pair[1])[:k]


def says(model, number):
    """Whether an answer is that model's to that picture, whatever its length."""

    def same(got):
        return [name for name, _ in got] == [name for name, _ in answer(model, number, len(got))] and all(
            abs(one - two) < 1e-4 for (_, one), (_, two) in zip(got, answer(model, number, len(got)), strict=True))

    return same


def small_zip(*more):
    """The entries of a zip with one model, one photo and some code; pairs (name, bytes)."""
    return [("README.md", b"Try it\n"), (MODEL, checkpoint(1)), ("examples/heron.png", picture(1)),
            ("predict.py", b"open(__file__ + '.was_run', 'w').close()\n"), *more]


def write_zip(path, entries, sizes=None):
    """entries: (name or ZipInfo, bytes) each; sizes: name → what the zip says about the entry's size."""
    with zipfile.ZipFile(path, "w") as archive:
        for name, data in entries:
            archive.writestr(name, data)
        for entry in archive.infolist():
            entry.file_size = (sizes or {}).get(entry.filename, entry.file_size)


def ask(zip_path, folder):
    """The answer of cold_start; in words what an error means."""
    try:
        return cold_start(zip_path, folder)
    except (FileExistsError, IsADirectoryError, NotADirectoryError) as error:
        raise AssertionError(f"It stopped with {type(error).__name__}: {error}. The folder may be there and be empty, "
                             "and a zip may have an entry for a folder: its name ends with \"/\", and there is nothing "
                             "to read. archive.extractall(folder) copes with both.") from None
    except FileNotFoundError as error:
        raise AssertionError(f"It stopped with FileNotFoundError: {error}. The folder is made if it is missing, and "
                             "what the zip holds lies inside of it: folder / name.") from None
    except ValueError as error:
        raise AssertionError(f"It stopped with ValueError: {error}. Nothing is wrong with this zip, nor with the "
                             "folder: it may be missing, or there and empty.") from None


def answered(entries):
    with scratch() as outer:
        write_zip(outer / "Vögel.zip", entries)
        return ask(outer / "Vögel.zip", outer / "try it")


def test_cold_start_answers_as_the_model_in_the_zip_does():
    expect(answered(small_zip()), want=answer(1, 1), rtol=1e-4, mistakes={
        "other k": (lambda got: len(got) != 3 and says(1, 1)(got), "These are not three guesses. Return what "
                    "predict_photo gives when it is asked without `k`."),
        "pair": (lambda got: len(got) == 2 and got[0] == answer(1, 1)[0][0], "That is the best guess alone. Return the "
                 "whole list of pairs as predict_photo gives it."),
        "names": ([name for name, _ in answer(1, 1)], "The probabilities are missing. Return the pairs as "
                  "predict_photo gives them."),
        "dict": (lambda got: got == dict(got) and len(got) == 3, "That is a dict. Return the list of pairs as "
                 "predict_photo gives it: the best comes first."),
    })


def test_cold_start_puts_every_file_at_its_place():
    """Into a folder that is there, and empty. The zip has entries for its folders, too."""
    more = [("examples/", b""), ("src/nets/layers.py", b"pass\n"), ("empty/", b""), ("Grüße.txt", "Köln".encode())]
    with scratch() as outer:
        write_zip(outer / "birds.zip", [more[0], *small_zip(*more[1:])])
        folder = outer / "try it"
        folder.mkdir()
        ask(outer / "birds.zip", folder)
        found = {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}
        outside = [path.name for path in outer.iterdir() if path not in (folder, outer / "birds.zip")]
        zip_left = (outer / "birds.zip").exists()
    assert not outside, f"{outside[0]} lies beside the folder now. All of the zip goes into `folder`."
    assert "predict.py.was_run" not in found, ("The zip's own predict.py was run. Whoever made the zip can write "
                                               "anything into it: never run code that came with it.")
    want = {name: data for name, data in small_zip(*more) if not name.endswith("/")}
    expect(sorted(found), want=sorted(want), what="the files in the folder", mistakes={
        "needed": (sorted([MODEL, "examples/heron.png"]), "Only the model and the photo were unpacked. All files of "
                   "the zip belong into the folder."),
        "nothing": ([], "The folder is empty. All files of the zip belong into it: archive.extractall(folder)."),
        "flat": (lambda got: set(got) == {name.rpartition("/")[2] for name in want}, "All files lie directly in the "
                 "folder. Each belongs at its place: examples/heron.png."),
        "deeper": (lambda got: len(got) == len(want) and all("/" in name for name in got), "There is a folder too "
                   "many around the files. They belong directly into `folder`."),
    })
    assert found == want, "A file has other bytes than it has in the zip."
    assert zip_left, "The zip is gone. It stays where it was."


def test_cold_start_takes_the_highest_version():
    def named(name, version, date):
        return f"models/{name}_v{version}_{date}.safetensors"

    without_model = [entry for entry in small_zip() if entry[0] != MODEL]
    models = [(named("birds", 3, "2026-01-05"), 1), (named("birds", 10, "2026-03-28"), 2),
              (named("birds", 9, "2026-06-30"), 3), (named("birds", 2, "2026-09-30"), 4)]
    entries = [*without_model, *((name, checkpoint(seed)) for name, seed in models)]
    expect(answered(entries), want=answer(2, 1), rtol=1e-4, mistakes={
        "first": (says(1, 1), "That is the answer of version 3, the first model in the zip. Version 10 is the newest: "
                  "compare the numbers after _v."),
        "text": (says(3, 1), 'That is the answer of version 9, and 10 is newer: as text "9" comes after "1". Compare '
                 "numbers, int(…)."),
        "date": (says(4, 1), "That is the answer of version 2: it has the latest date, and stands last in the zip. "
                 "What counts is the highest number after _v."),
    }, what="the answer, of a zip with the versions 3, 10, 9 and 2")
    models = [("models/birds_v10_2026-03-28.safetensors", 5), ("models/resnet18_v3_2026-05-01.safetensors", 6)]
    entries = [*without_model, *((name, checkpoint(seed)) for name, seed in models)]
    expect(answered(entries), want=answer(5, 1), rtol=1e-4, mistakes={
        "18": (says(6, 1), "That is the answer of resnet18_v3. Its 18 belongs to the name, and so does the date at "
               'the end: the version is what stands after "_v", re.search(r"_v(\\d+)", name).'),
    }, what="the answer, of a zip with birds_v10 and resnet18_v3")


def test_cold_start_takes_the_last_by_name_if_there_are_no_versions():
    without_model = [entry for entry in small_zip() if entry[0] != MODEL]
    for names, wanted, wrong, sentence in (
        ("cdab", 8, 9, "That is the answer of a.safetensors, the first by name. If no model has a version number, the "
         "last by name is taken."),
        (("b_v1", "a", "c_v2"), 9, 8, "That is the answer of a.safetensors. A version number counts more than none."),
    ):
        names = [f"{name}.safetensors" for name in names]
        models = [(f"models/{name}", checkpoint(seed)) for seed, name in enumerate(names, 7)]
        try:
            got = answered([*without_model, *models])
        except (TypeError, AttributeError, IndexError) as error:
            raise AssertionError(f"It stopped with {type(error).__name__}: {error}. The models are {', '.join(names)}, "
                                 "and not each has a version: re.search gives None there.") from None
        expect(got, want=answer(wanted, 1), rtol=1e-4, mistakes={"a": (answer(wrong, 1), sentence)},
               what=f"the answer, of a zip with {', '.join(names)}")


def test_cold_start_takes_the_first_photo_by_its_name():
    entries = [("more/swan.png", picture(2)), ("examples/heron.png", picture(3)), ("examples/a duck.PNG", picture(4)),
               ("examples/goose.jpeg.txt", b"no photo"), (MODEL, checkpoint(1)), ("notes.txt", b"x")]
    with listed_backwards():
        got = answered(entries)
    expect(got, want=answer(1, 4), rtol=1e-4, mistakes={
        "as they come": (says(1, 2), "That is the answer to swan.png. It stands first in the zip, and comes last by "
                         "name: sort the names of the photos."),
        "small letters": (says(1, 3), "That is the answer to heron.png, and a duck.PNG comes first: its suffix is "
                          "in capitals. Compare name.lower().endswith(PHOTOS)."),
    }, what="the answer, of a zip with swan.png, heron.png and a duck.PNG")


# ---- cold_start: zips that are traps


def refuses_dots():
    """Whether the simplest of all traps is seen."""
    with scratch() as outer:
        write_zip(outer / "birds.zip", small_zip(("../stolen.txt", b"x")))
        try:
            cold_start(outer / "birds.zip", outer / "unpacked")
        except ValueError:
            return True
        return False


def refused(entries, why, shows=None, sizes=None, simple=False):
    """Check that this zip is refused, and nothing at all is written. simple: nothing less is worth asking about."""
    with scratch() as outer:
        inner = outer / "home" / "anna"
        inner.mkdir(parents=True)
        zip_path, folder = inner / "birds.zip", inner / "unpacked"
        write_zip(zip_path, entries(outer) if callable(entries) else entries, sizes)
        problem = None
        try:
            expect_error(cold_start, zip_path, folder, shows=shows, why=why)
        except AssertionError as error:
            problem = error
            answered(small_zip())  # or does it stop at a zip without any trap?
        files = [path for path in outer.rglob("*") if path != zip_path and not path.is_dir()]
        outside = [path.relative_to(outer) for path in files if folder not in path.parents]
        assert not outside, (f"{outside[0].as_posix()} was written, and lies outside of the folder {folder.name}. A "
                             "stranger could write over any file of yours. Look at all names before anything is "
                             "unpacked.")
        if problem and not simple:
            assert refuses_dots(), "Not even the entry '../stolen.txt' is refused: see the test of names that lead out."
        if problem:
            raise problem
        assert not files, (f"The zip was refused, but {files[0].name} lay in the folder by then. A zip is refused as a "
                           "whole: look at all entries first, in a loop of their own, then unpack.")


def test_cold_start_refuses_a_name_that_leads_out_of_the_folder():
    for name in ("../stolen.txt", "models/../../stolen.txt", "../../../stolen.txt", "../unpacked too/stolen.txt"):
        refused(small_zip((name, b"x")), shows="stolen.txt", simple=True, why=f"There is an entry named {name!r} in "
                "this zip. It leads out of the folder (zipfile would quietly put the file somewhere else): raise a "
                'ValueError that shows the name. Ask for ".." among name.split("/").')
    refused([("../stolen.txt", b"x"), *small_zip()], shows="stolen.txt", simple=True, why="The first entry of this zip "
            "is named '../stolen.txt'. Look at all entries, not only at the last.")


def test_cold_start_refuses_an_absolute_name():
    refused(lambda outer: small_zip((f"{outer.as_posix()}/stolen.txt", b"x")), shows="stolen.txt", why="There is an "
            'entry in this zip whose name is an absolute path: it begins with "/". folder / name would be that path '
            "itself. Raise a ValueError that shows the name.")


def test_cold_start_refuses_the_names_of_windows_too():
    """They are harmless on other systems; but your program may run anywhere."""
    for name in ("C:\\stolen.txt", "d:/stolen.txt", "\\stolen.txt", "\\\\server\\stolen.txt"):
        refused(small_zip((name, b"x")), shows="stolen.txt", why=f"There is an entry named {name} in this zip. On "
                "Windows that is an absolute path, with a drive or with \\ at its beginning: raise a ValueError. "
                "pathlib.PureWindowsPath(name).anchor is not empty then, on any system.")
    for name in ("..\\stolen.txt", "models\\..\\..\\stolen.txt", "models/..\\../stolen.txt"):
        refused(small_zip((name, b"x")), shows="stolen.txt", why=f"There is an entry named {name} in this zip. On "
                'Windows \\ separates folders as / does, and so this leads out: look for ".." among the parts of '
                'name.replace("\\\\", "/").split("/").')


def link(name, target):
    """The entry of a symbolic link: what it points to is its content, and that it is one stands in its attributes."""
    entry = zipfile.ZipInfo(name)
    entry.create_system = 3  # Unix
    entry.external_attr = (stat.S_IFLNK | 0o777) << 16
    return entry, target


def test_cold_start_refuses_a_link():
    for name, target in (("notes.txt", b"/etc/passwd"), ("models/more", b"../../.."), ("about.md", b"README.md")):
        refused(small_zip(link(name, target)), shows=name, why=f"{name} is a symbolic link in this zip, to "
                f"{target.decode()}. Whoever unpacks it as one can be led anywhere. Raise a ValueError that shows the "
                "name: stat.S_ISLNK(entry.external_attr >> 16).")


def test_cold_start_takes_entries_of_all_other_kinds():
    """As another program makes them: files that can be run, folders, and attributes of Windows, or none."""
    entries = []
    for name, data in small_zip(("examples/", b""), ("run.sh", b"echo")):
        entry = zipfile.ZipInfo(name)
        mode = stat.S_IFDIR | 0o755 if name.endswith("/") else stat.S_IFREG | (0o755 if name == "run.sh" else 0o644)
        entry.create_system, entry.external_attr = (0, 0x20) if name == "README.md" else (3, mode << 16)
        entries.append((entry, data))
    expect(answered(entries), want=answer(1, 1), rtol=1e-4)



def test_cold_start_refuses_a_zip_that_would_fill_the_disk():
    """The sizes that this zip tells are not its real ones; to look at them is all that can be done beforehand."""
    big = [(f"src/{i}.bin", b"0" * 50) for i in range(3)]
    refused(small_zip(*big), sizes={"src/1.bin": 2_000_000_000}, why="One entry of this zip says that it has "
            "2,000,000,000 bytes unpacked (file_size), more than MAX_BYTES. Raise a ValueError before anything is "
            "unpacked.")
    refused(small_zip(*big), sizes=dict.fromkeys([name for name, _ in big], 400_000_000), why="Three entries of this "
            "zip say that each has 400,000,000 bytes unpacked (file_size): together that is more than MAX_BYTES. Add "
            "up the sizes of all entries.")


def test_cold_start_refuses_a_folder_that_holds_something():
    """A file, a hidden one, or one with a name that the zip has, too."""
    for name in ("diary.txt", ".hidden", "README.md", "examples/heron.png"):
        with scratch() as outer:
            write_zip(outer / "birds.zip", small_zip())
            folder = outer / "try it"
            write(folder, {name: b"mine"})
            expect_error(cold_start, outer / "birds.zip", folder, shows=folder.name, why=f"There is {name} in the "
                         "folder already, and unpacking could write over it. Raise a ValueError that shows the folder: "
                         "any(folder.iterdir()) is True then.")
            left = [path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()]
            assert left == [name] and (folder / name).read_bytes() == b"mine", (
                "The folder held something, which is a ValueError, and it was unpacked into all the same. Look first.")


def test_cold_start_refuses_a_zip_without_a_model_or_a_photo():
    for lacking, name in (("model", MODEL), ("photo", "examples/heron.png")):
        with scratch() as outer:
            write_zip(outer / "birds.zip", [entry for entry in small_zip() if entry[0] != name])
            try:
                expect_error(cold_start, outer / "birds.zip", outer / "try it", why=f"There is no {lacking} in this "
                             "zip. Raise a ValueError that says so.")
            except AssertionError:
                answered(small_zip())  # or does it stop at a zip with both?
                raise


def test_cold_start_copes_with_names_that_differ_in_case():
    """On some disks README.md and Readme.md are one file: either the zip is refused as a whole, or it works."""
    with scratch() as outer:
        write_zip(outer / "birds.zip", small_zip(("Readme.md", b"Other\n"), ("EXAMPLES/notes.txt", b"x")))
        folder = outer / "try it"
        try:
            got = cold_start(outer / "birds.zip", folder)
        except ValueError:
            assert not folder.exists() or not any(path.is_file() for path in folder.rglob("*")), (
                "The zip has two names that differ in case only. It was refused, but part of it lay in the folder by "
                "then.")
            return
        expect(got, want=answer(1, 1), rtol=1e-4)
