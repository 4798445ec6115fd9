"""Files that are no photos any more: found, put aside, and none of them lost.

The whole ones and the broken ones come from `fixtures/troublesome`; each test works on copies in a folder of
its own. Where the damage itself does not matter, a broken photo is a line of text called .jpg.
"""

import os
import shutil
import struct
import zlib
from contextlib import contextmanager
from functools import cache
from pathlib import Path

from PIL import ImageFile

from kata import expect, fixture, scratch
from kata.circumstances import interrupted, listed_backwards, on_another_disk, read_only
from week4.kata6_quarantine import is_readable, quarantine

WHOLE = ["cat.JPG", "cow.cmyk.jpg", "dog.gif", "duck_16bit.png", "horse_grey.jpg", "owl_rgba.png", "panda_palette.png"]


@cache
def odd(name):
    """The bytes of one of the troublesome animals."""
    return (fixture("troublesome/animal") / name).read_bytes()


def bytes_of(files):
    return {name: data.encode() if isinstance(data, str) else data for name, data in files.items()}


def put(folder, files):
    """Write these files (name → bytes, or text) into a folder."""
    for name, data in bytes_of(files).items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
    return folder


@contextmanager
def holding(files):
    """A scratch folder with these files in it."""
    with scratch() as top:
        yield put(top, files)


def png(*chunks, damaged=b""):
    """A grey PNG of 2×2 pixels with more chunks (name, bytes) in it; the check sum of one of them is wrong."""
    out = b"\x89PNG\r\n\x1a\n"
    for name, data in ((b"IHDR", struct.pack(">IIBBBBB", 2, 2, 8, 0, 0, 0, 0)), *chunks, (b"IEND", b"")):
        check = zlib.crc32(name + data) + (name == damaged)
        out += struct.pack(">I", len(data)) + name + data + struct.pack(">I", check)
    return out


PIXELS = zlib.compress(b"\x00\x10\x20\x00\x30\x40")


def good(note):
    """A whole photo, its bytes unlike those of any other: a note after the end disturbs nobody."""
    return png((b"IDAT", PIXELS)) + note.encode()


@contextmanager
def settings_put_back():
    """Pillow's settings are for the whole program: whatever a task does to them ends here."""
    before = ImageFile.LOAD_TRUNCATED_IMAGES
    try:
        yield
    finally:
        ImageFile.LOAD_TRUNCATED_IMAGES = before


def ask(files):
    """name → is_readable of a file with these bytes; in words what an exception means."""
    answers = {}
    with scratch() as folder, settings_put_back():
        put(folder, files)
        for name in files:
            try:
                answers[name] = is_readable(folder / name)
            except SyntaxError as error:
                raise AssertionError(f"{name} made it stop with SyntaxError: {error}. That is how Pillow tells of a "
                                     "damaged PNG, and `except OSError` does not catch it: catch both.") from None
            except (OSError, ValueError, EOFError, struct.error, zlib.error) as error:
                raise AssertionError(f"{name} made it stop with {type(error).__name__}: {error}. A file that cannot be "
                                     "read is what it looks for: catch the error, of opening and of loading, and "
                                     "return False.") from None
    return answers


def test_is_readable_says_yes_to_every_kind_of_whole_photo():
    files = {name: odd(name) for name in WHOLE} | {"Grüße aus Köln 1.jpeg": odd("cat.JPG")}
    expect(ask(files), want=dict.fromkeys(files, True), what="is it readable?", mistakes={
        "none": (dict.fromkeys(files, False), "Every photo was called broken. An `except:` without a name also "
                 "swallows the errors of your own lines, a misspelt name for one: take it out for a moment and see. "
                 "Or True and False are the wrong way round."),
        "capitals": (lambda got: [name for name in got if not got[name]] == ["cat.JPG"], "It went by the suffix, and "
                     "took one in capitals for a wrong one. A name proves nothing: open the file."),
        "turned": (lambda got: all(type(one) is not bool for one in got.values()), "The answer must be True or False."),
        "some": (lambda got: True in got.values() and False in got.values(), "Some whole photos were called broken. "
                 "Grey, palette, 16-bit, CMYK and transparent ones can be read too, and a suffix may be in capitals."),
    })


def test_is_readable_goes_by_what_is_in_the_file():
    files = {"text.jpg": odd("moose.jpg"), "empty.png": b"", "page.gif": "<!DOCTYPE html><title>404</title>",
             "zeros.jpg": bytes(4000), "narwhal.jpg": odd("narwhal.jpg"), "no suffix": odd("narwhal.jpg")}  # fmt: skip
    right = {name: name in ("narwhal.jpg", "no suffix") for name in files}
    suffix = ("It went by the suffix. A name proves nothing: a text may be called .jpg, and a photo may have no "
              "suffix. Open the file.")
    expect(ask(files), want=right, what="is it readable?", mistakes={
        "turned": ({name: not answer for name, answer in right.items()}, "Every answer is turned round: True means "
                   "that it can be read."),
        "suffix": ({name: "." in name for name in files}, suffix),
        "suffix or empty": ({name: "." in name and name != "empty.png" for name in files}, suffix),
        "suffix and content": ({**right, "no suffix": False}, suffix),
        "format": ({**right, "narwhal.jpg": False}, "“narwhal.jpg” is a PNG under another suffix, and can be read. "
                   "Leave the suffix out of it."),
        "size": ({name: name != "empty.png" for name in files}, "Whether there is anything in the file is not enough: "
                 "a text has bytes too. Let Pillow decode it."),
    })


def test_is_readable_decodes_all_of_it():
    files = {
        "text.jpg": odd("moose.jpg"),
        "half.jpg": odd("koala_half.jpg"),
        "half.png": odd("pig_half.png"),
        "damaged.png": png((b"tEXt", b"Title\0Pig"), (b"IDAT", PIXELS), damaged=b"tEXt"),
        "scribbled.png": png((b"IDAT", b"scribbled over")),
    }
    grey = ("Half a photo was accepted, its missing part filled with grey. That is what "
            "ImageFile.LOAD_TRUNCATED_IMAGES = True does, for the whole program. Leave it off.")
    verify = ("Half a JPEG was accepted: verify() decodes nothing, and for a JPEG it checks nothing at all. Use "
              "image.load().")
    right = dict.fromkeys(files, False)
    expect(ask(files), want=right, what="is it readable?", mistakes={
        "header": ({**right, "half.jpg": True, "half.png": True, "scribbled.png": True}, "Half a photo was "
                   "accepted: Image.open reads the header only, the first few bytes. Decode all of it: image.load()."),
        "verify": ({**right, "half.jpg": True}, verify),
        "verify, too": ({**right, "half.jpg": True, "scribbled.png": True}, verify),
        "grey": ({**dict.fromkeys(files, True), "text.jpg": False}, grey),
    })


def test_is_readable_sees_a_photo_that_lacks_only_its_end():
    jpg, gif = odd("cat.JPG"), odd("dog.gif")
    files = {"almost.jpg": jpg[: len(jpg) * 9 // 10], "almost.gif": gif[: len(gif) * 9 // 10], "dog.gif": gif}
    expect(ask(files), want={"almost.jpg": False, "almost.gif": False, "dog.gif": True}, what="is it readable?",
           say="The last tenth of two files is missing. Decode all of a file, to the last row.")  # fmt: skip


def test_is_readable_of_a_png_with_a_damaged_chunk_is_false():
    """The name of a chunk is damaged: Pillow then raises a SyntaxError, not an OSError."""
    broken = png((b"IDAT", PIXELS[:5]), (b"\x00DAT", PIXELS[5:]))
    whole = png((b"IDAT", PIXELS[:5]), (b"IDAT", PIXELS[5:]))
    expect(ask({"broken.png": broken, "whole.png": whole}), want={"broken.png": False, "whole.png": True},
           what="is it readable?")  # fmt: skip


def test_is_readable_leaves_everything_as_it_was():
    with scratch() as folder:
        put(folder, {"cat.JPG": odd("cat.JPG"), "half.jpg": odd("koala_half.jpg")})
        with settings_put_back():
            usual = is_readable(folder / "cat.JPG"), is_readable(folder / "half.jpg")
            switched_on = ImageFile.LOAD_TRUNCATED_IMAGES
        with settings_put_back(), read_only(folder):
            answers = is_readable(folder / "cat.JPG"), is_readable(folder / "half.jpg")
    assert not switched_on, (
        "ImageFile.LOAD_TRUNCATED_IMAGES is on afterwards. It is a switch for the whole program: from now on every "
        "broken photo counts as whole, everywhere. Leave it off.")  # fmt: skip
    assert answers == usual, (
        "In a folder that is read-only the answers are others. To look at a file, open it for reading only; write, "
        "rename and delete nothing.")  # fmt: skip
    expect(answers, want=(True, False), what="whether a whole and a broken photo are readable")


def contents(folder):
    """Every file below a folder: its path there → its bytes."""
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in sorted(folder.rglob("*"))
            if path.is_file()}  # fmt: skip


def run(root, folder):
    """quarantine(root, folder); in words what an error means."""
    with settings_put_back():
        try:
            return quarantine(root, folder)
        except FileNotFoundError as error:
            raise AssertionError(f"It stopped with FileNotFoundError: {error}. A file can only be moved into a folder "
                                 "that is there: target.parent.mkdir(parents=True, exist_ok=True).") from None
        except FileExistsError as error:
            raise AssertionError(f"It stopped with FileExistsError: {error}. The folder is there already, from another "
                                 "photo or an earlier run: mkdir(parents=True, exist_ok=True).") from None
        except shutil.Error as error:
            raise AssertionError(f"It stopped with shutil.Error: {error}. A photo was moved without its folder, to "
                                 "where one of the same name lies. Keep the path below root, folder / "
                                 "path.relative_to(root), and give shutil.move the whole new path.") from None
        except (OSError, SyntaxError) as error:
            raise AssertionError(f"It stopped with {type(error).__name__}: {error}. One file must not stop it: ask "
                                 "`is_readable`, which raises nothing.") from None


def nothing_lost(now, before):
    """Every content of `before` is still somewhere."""
    for name, data in before.items():
        assert data in now.values(), (
            f"The file that was {name} is nowhere any more: deleted, or overwritten by another. A quarantine loses "
            "nothing. Move files as they are (shutil.move, path.rename), and never to a name that is taken.")


def still_there(now, name):
    assert name in now, f"{name} can be read, and was moved: only what cannot be read goes to the quarantine."


def not_copied(now, name, data):
    twice = name in now and list(now.values()).count(data) > 1
    assert not twice, f"{name} was copied, and is still there. Move it: training would find it again."


def judge(top, before, moves, aside="quarantine"):
    """What lies below `top` now: each file of `before` where it was, but for `moves` (from → to)."""
    now, before = contents(top), bytes_of(before)
    place = {data: name for name, data in now.items()}  # all contents differ
    flat = {f"{aside}/{Path(name).name}" for name in moves} - set(moves.values())
    assert not flat & set(now), (
        f"A broken photo lies at {min(flat & set(now), default='')}, without its folder. cat/1.jpg and dog/1.jpg would "
        "both become 1.jpg there, and one would overwrite the other. Keep the path below root: "
        "folder / path.relative_to(root).")  # fmt: skip
    folders = {Path(name).parent.as_posix() for name in moves.values()}
    assert not folders & set(now), (
        f"{min(folders & set(now), default='')} is a file now, and should be a folder with the broken photos in it. "
        "Moving to a folder that does not exist gives the photo that name: first target.parent.mkdir(parents=True, "
        "exist_ok=True).")  # fmt: skip
    nothing_lost(now, before)
    for name, data in before.items():
        if name not in moves:
            assert now.get(name) == data, (
                f"{name} can be read, and was moved: only what cannot be read goes to the quarantine."
                if data.startswith(good("")) else
                f"{name} was moved, and should have stayed: only image files, by their suffix, that are not hidden are "
                "looked at.")  # fmt: skip
    for name, target in moves.items():
        left, arrived = now.get(name) == before[name], now.get(target) == before[name]
        assert not (left and arrived), f"{name} was copied, and is still there. Move it: training would find it again."
        assert not left, (f"{name} cannot be read, and was not moved. Decode every image file to its end, at any "
                          "depth, whatever its suffix (.JPG too).")  # fmt: skip
        assert arrived, (f"{name} should be at {target} now, and is at {place[before[name]]}. Keep the whole path "
                         "below root: folder / path.relative_to(root).")  # fmt: skip


def stays_whole(top, before):
    """After an error: every file still where it was, and nothing half-finished in the quarantine."""
    now = contents(top)
    for name, data in before.items():
        assert now.get(name) == data, f"{name} could not be moved, and is no longer where it was. Change nothing then."
    half = [name for name, data in now.items() if data not in before.values()]
    assert not half, f"{half[0]} lies there half-written. Clean up what could not be finished."


def returned(got, top, moves):
    want = sorted(top / target for target in moves.values())
    expect(got, want=want, mistakes={
        "old": (lambda got: {*map(Path, got)} == {top / name for name in moves}, "These are the paths where the photos "
                "were. Return the new ones, where they are now."),
        "nowhere": (lambda got: got and not any(Path(one).exists() for one in got), "These paths lead nowhere. Return "
                    "the new paths whole, with `folder` in front."),
        "all": (lambda got: {*map(Path, got)} > {*want}, "Files from an earlier run are in the list. Return only what "
                "this run has moved."),
        "count": (len(want), "That is how many were moved. Return their new paths, as a list."),
        "order": (lambda got: sorted(map(Path, got)) == want != [*map(Path, got)], "The right paths, in the order in "
                  "which this disk lists them. Sort them."),
    })  # fmt: skip


def test_quarantine_moves_what_cannot_be_read_and_keeps_its_class_folder():
    before = {
        "photos/cat/1.jpg": odd("koala_half.jpg"), "photos/cat/2.jpg": good("2"),
        "photos/cat/3.png": odd("pig_half.png"),
        "photos/dog/1.jpg": odd("moose.jpg"), "photos/dog/2.jpg": good("22"), "photos/dog/7.png": b"",
    }  # fmt: skip
    moves = {name: name.replace("photos", "quarantine")
             for name in ("photos/cat/1.jpg", "photos/cat/3.png", "photos/dog/1.jpg", "photos/dog/7.png")}  # fmt: skip
    with holding(before) as top, listed_backwards():
        got = run(top / "photos", top / "quarantine")
        judge(top, before, moves)
        returned(got, top, moves)


def test_quarantine_looks_at_any_depth_and_at_any_suffix():
    before = {"photos/1.jpg": "cut off", "photos/dog/from Anna/Köln 2.JPG": "cut off, too",
              "photos/dog/ok.JPG": good("1"), "photos/dog/a/b/3.jpg.Webp": "cut off, as well"}  # fmt: skip
    moves = {name: name.replace("photos", "quarantine") for name in before if "ok" not in name}
    with holding(before) as top:
        got = run(top / "photos", top / "quarantine")
        judge(top, before, moves)
        returned(got, top, moves)


def test_quarantine_leaves_other_files_and_hidden_ones_alone():
    before = {"photos/dog/notes.txt": "no image", "photos/dog/Thumbs.db": "nor this", "photos/dog/._1.jpg": "hidden",
              "photos/.trash/2.jpg": "in a hidden folder", "photos/dog/.a/b/3.jpg": "and so is this",
              "photos/dog/4.jpg": "cut off", "photos/dog/list of jpg": "no suffix",
              "photos/dog/ok.jpg": good("1")}  # fmt: skip
    moves = {"photos/dog/4.jpg": "quarantine/dog/4.jpg"}
    with holding(before) as top:
        got = run(top / "photos", top / "quarantine")
        judge(top, before, moves)
        returned(got, top, moves)


def test_quarantine_leaves_the_folders_where_they_are():
    """One is called like a photo, and one is empty afterwards: it is a class all the same."""
    before = {"photos/dog/album.jpg/notes.txt": "Tuesday", "photos/cat/2.jpg": "cut off",
              "photos/dog/ok.jpg": good("1")}  # fmt: skip
    with holding(before) as top:
        got = run(top / "photos", top / "quarantine")
        now = contents(top)
        nothing_lost(now, bytes_of(before))
        assert (top / "photos/dog/album.jpg").is_dir(), (
            "photos/dog/album.jpg is a folder, for all its name, and was moved with all that is in it. Look at files "
            "only: `path.is_file()`.")
        assert (top / "photos/cat").is_dir(), (
            "The folder photos/cat was emptied, and is gone. It is a class still, and without it all the later classes "
            "would have another number: leave folders where they are.")
        moves = {"photos/cat/2.jpg": "quarantine/cat/2.jpg"}
        judge(top, before, moves)
        returned(got, top, moves)


def test_quarantine_of_a_root_inside_a_hidden_folder():
    before = {".data/photos/dog/1.jpg": "cut off", ".data/photos/dog/ok.jpg": good("1")}
    moves = {".data/photos/dog/1.jpg": "quarantine/dog/1.jpg"}
    with holding(before) as top:
        got = run(top / ".data/photos", top / "quarantine")
        assert got is None or len(got), (
            "Nothing was moved, because a folder above `root` begins with a dot. Look only at the parts below `root`: "
            "path.relative_to(root).parts.")  # fmt: skip
        judge(top, before, moves)
        returned(got, top, moves)


def test_quarantine_keeps_what_has_the_same_name_there():
    """Three broken photos called dog/1.jpg come one after the other, into a quarantine that has one already."""
    with holding({"quarantine/dog/1.jpg": "the first", "photos/dog/ok.jpg": good("1")}) as top:
        root, folder = top / "photos", top / "quarantine"
        for data in (b"the second", b"the third", b"the fourth"):
            (root / "dog/1.jpg").write_bytes(data)
            before = contents(top)
            got = run(root, folder)
            now = contents(top)
            nothing_lost(now, before)
            still_there(now, "photos/dog/ok.jpg")
            not_copied(now, "photos/dog/1.jpg", data)
            assert "photos/dog/1.jpg" not in now, (
                "photos/dog/1.jpg was left where it was, because the quarantine has a file of that name already. Move "
                "it there under another name.")  # fmt: skip
            assert now.get("quarantine/dog/1.jpg") == b"the first", (
                "The file that lay in the quarantine was renamed, to make room. Leave it, and give the new one another "
                "name.")  # fmt: skip
            new = [name for name in now if name not in before]
            assert new and new[0].startswith("quarantine/dog/"), (
                f"The second dog/1.jpg went to {min(new, default='nowhere')}. Keep it in its folder, beside the other "
                "one, under another name.")  # fmt: skip
            expect(got, want=[top / new[0]], mistakes={
                "taken": ([folder / "dog/1.jpg"], "Return the path that the photo has now: the name that was free, not "
                          "the one that was taken."),
                "all": (lambda got: len(got) > 1, "Files from an earlier run are in the list. Return only what this "
                        "run has moved."),
            })  # fmt: skip


def test_quarantine_does_not_search_itself():
    """It lies in photos/aside/broken; photos/broken is a class, and photos/aside/broken.jpg a photo."""
    before = {"photos/aside/broken/dog/1.jpg": "from an earlier run", "photos/aside/broken.jpg": "new",
              "photos/broken/2.jpg": "new, too", "photos/dog/ok.jpg": good("1")}  # fmt: skip
    moves = {"photos/aside/broken.jpg": "photos/aside/broken/aside/broken.jpg",
             "photos/broken/2.jpg": "photos/aside/broken/broken/2.jpg"}  # fmt: skip
    with holding(before) as top:
        got = run(top / "photos", top / "photos/aside/broken")
        now = contents(top)
        nothing_lost(now, bytes_of(before))
        still_there(now, "photos/dog/ok.jpg")
        assert "photos/aside/broken/dog/1.jpg" in now, (
            "A photo that lay in the quarantine was moved again, deeper into it. `folder` may lie inside `root`: leave "
            "out what is below it.")  # fmt: skip
        skipped = [name for name in moves if name in now and moves[name] not in now]
        assert len(skipped) != 1, (
            f"{min(skipped, default='')} was not moved: it was taken for a part of the quarantine, which is "
            "photos/aside/broken. A path that begins alike, or a folder of the same name, is something else: ask "
            "whether `folder` is in path.parents.")  # fmt: skip
        judge(top, before, moves, aside="photos/aside/broken")
        returned(got, top, moves)


def test_quarantine_may_be_run_again():
    with holding({"photos/dog/1.jpg": "cut off", "photos/dog/ok.jpg": good("1")}) as top:
        root, folder = top / "photos", top / "quarantine"
        run(root, folder)
        before = contents(top)
        still_there(before, "photos/dog/ok.jpg")
        expect(run(root, folder), want=[], mistakes={
            "all": ([folder / "dog/1.jpg"], "Nothing was left to move, and dog/1.jpg, moved by an earlier run, is in "
                    "the list. Return only what this run has moved."),
        }, what="the paths from a second run, with nothing left to move")  # fmt: skip
        judge(top, before, {})
        put(root, {"dog/2.jpg": "cut off later", "ant/3.jpg": "and this"})
        before = contents(top)
        moves = {"photos/ant/3.jpg": "quarantine/ant/3.jpg", "photos/dog/2.jpg": "quarantine/dog/2.jpg"}
        got = run(root, folder)
        judge(top, before, moves)
        expect(got, want=[folder / "ant/3.jpg", folder / "dog/2.jpg"], mistakes={
            "all": ([folder / "ant/3.jpg", folder / "dog/1.jpg", folder / "dog/2.jpg"], "dog/1.jpg, moved by an "
                    "earlier run, is in the list. Return only what this run has moved."),
        }, what="the paths from a third run")  # fmt: skip


def test_quarantine_may_be_stopped_at_any_moment():
    """Ctrl-C before the first change on disk; all over again, before the second; and so on, until it comes too late."""
    before = bytes_of({"photos/dog/1.jpg": "cut off", "photos/dog/ok.jpg": good("1"), "quarantine/2.jpg": "earlier"})
    change, stopped = 0, True
    while stopped:
        change += 1
        with holding(before) as top:
            root, folder = top / "photos", top / "quarantine"
            with interrupted(top, change) as ctrl_c:
                run(root, folder)
            stopped = ctrl_c.happened
            now = contents(top)
            lost = [name for name, data in before.items() if data not in now.values()]
            assert not lost, (
                f"Stopped by Ctrl-C before change number {change} on disk, it has lost {lost[0]}: there was a moment "
                "at which the file was nowhere. First have it at its new place, then remove the old one; shutil.move "
                "and path.rename do that.")  # fmt: skip
            if stopped:  # and run again
                run(root, folder)
                now = contents(top)
            nothing_lost(now, before)
            still_there(now, "photos/dog/ok.jpg")
            not_copied(now, "photos/dog/1.jpg", before["photos/dog/1.jpg"])
            assert "photos/dog/1.jpg" not in now, (
                f"After a Ctrl-C before change number {change} on disk, the next run left photos/dog/1.jpg where it "
                "was. A run has to look at everything anew, and not to trust what an earlier one has written or made.")


def test_quarantine_of_a_read_only_root_is_an_error_and_moves_nothing():
    before = bytes_of({"photos/dog/1.jpg": "cut off, and a line of text", "photos/ant/ok.jpg": good("1")})
    with holding(before) as top:
        refused = False
        with read_only(top / "photos"), settings_put_back():
            try:
                quarantine(top / "photos", top / "quarantine")
            except OSError:
                refused = True
        stays_whole(top, before)
        assert refused or list(contents(top).values()).count(before["photos/dog/1.jpg"]) < 2, (
            "photos/dog/1.jpg is in the quarantine, and in `root` too, which is read-only: it was copied, and could "
            "not be removed. And it returned as if all were well. That must be an OSError, which nothing catches.")
        assert refused, ("It returned as if all were well, and no file could be moved: `root` is read-only. Do not "
                         "catch that error, or somebody will think that the broken photos are gone.")  # fmt: skip


def test_quarantine_on_another_disk_moves_or_says_that_it_cannot():
    before = bytes_of({"photos/dog/1.jpg": "cut off", "photos/dog/ok.jpg": good("1")})
    with holding(before) as top:
        got, refused = None, False
        with on_another_disk(top / "photos"), settings_put_back():
            try:
                got = quarantine(top / "photos", top / "quarantine")
            except OSError:
                refused = True
        if refused:
            stays_whole(top, before)
        else:
            assert contents(top) != before, (
                "It returned as if all were well, and no file could be moved: `folder` is on another disk. Do not "
                "catch that error; or use shutil.move, which copies where a renaming does not work.")  # fmt: skip
            judge(top, before, {"photos/dog/1.jpg": "quarantine/dog/1.jpg"})
            expect(got, want=[top / "quarantine/dog/1.jpg"])
