"""Fresh files, run at grading only."""

import contextlib
import zlib
from pathlib import Path

from PIL import Image, ImageFile

from kata import expect, fixture, scratch
from kata.circumstances import interrupted, listed_backwards
from week4.kata6_quarantine import is_readable, quarantine


def whole(number):
    return fixture(f"troublesome/building/arch_exif{number}.jpg").read_bytes()


def tree(top, files):
    for name, data in files.items():
        path = top / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
    return top


def contents(top):
    return {path.relative_to(top).as_posix(): path.read_bytes() for path in top.rglob("*") if path.is_file()}


def test_is_readable_of_fresh_files():
    with scratch() as top:
        for suffix in ("png", "bmp", "gif", "webp", "jpg"):
            Image.radial_gradient("L").resize((40, 30)).save(top / f"whole.{suffix}")
            data = (top / f"whole.{suffix}").read_bytes()
            expect(is_readable(top / f"whole.{suffix}"), want=True)
            (top / f"half.{suffix}").write_bytes(data[: len(data) // 2])
            expect(is_readable(top / f"half.{suffix}"), want=False)
            assert (top / f"half.{suffix}").read_bytes() == data[: len(data) // 2], "The file was changed."
    assert not ImageFile.LOAD_TRUNCATED_IMAGES, "ImageFile.LOAD_TRUNCATED_IMAGES is on afterwards."


def test_is_readable_of_files_that_were_never_photos():
    with scratch() as top:
        for name, data in {"a.jpg": b"\xff\xd8\xff", "b.png": b"\x89PNG\r\n\x1a\n", "c.gif": b"GIF89a",
                           "d.webp": b"RIFF",
                           "e.jpg": zlib.compress(b"text"), "Köln 1.jpg": whole(3)[:400]}.items():  # fmt: skip
            (top / name).write_bytes(data)
            expect(is_readable(top / name), want=False)


FILES = {
    "in/oak/Grüße 1.JPG": whole(1)[:-300], "in/oak/2.jpg": whole(2), "in/oak/old/3.png": b"",
    "in/elm/Grüße 1.JPG": b"text", "in/4.gif": b"GIF89a", "in/elm/notes.md": b"notes", "in/elm/.5.jpg": b"hidden",
    "in/aside/elm/Grüße 1.JPG": b"earlier", "in/aside too/6.webp": b"RIFF",
}  # fmt: skip


def test_quarantine_of_a_fresh_folder():
    with scratch() as top, listed_backwards():
        tree(top, FILES)
        got = [Path(path) for path in quarantine(top / "in", top / "in/aside")]
        now = contents(top)
        assert sorted(now.values()) == sorted(FILES.values()), "Some content was lost, or is there twice."
        other = next((path for path in got if now[path.relative_to(top).as_posix()] == b"text"), None)
        assert other and other.parent == top / "in/aside/elm", "The second elm/Grüße 1.JPG is not beside the first one."
        names = ("4.gif", "aside too/6.webp", "oak/Grüße 1.JPG", "oak/old/3.png")
        expect(got, want=sorted([other, *(top / "in/aside" / name for name in names)]))
        for name in names:
            expect(now[f"in/aside/{name}"] == FILES[f"in/{name}"], want=True, what=f"whether {name} was moved whole")
        for name in ("in/oak/2.jpg", "in/elm/notes.md", "in/elm/.5.jpg", "in/aside/elm/Grüße 1.JPG"):
            expect(now.get(name) == FILES[name], want=True, what=f"whether {name} is still there")
        expect(quarantine(top / "in", top / "in/aside"), want=[])
        expect(contents(top) == now, want=True, what="whether a second run leaves all as it is")


def test_quarantine_sorts_the_new_paths_and_not_the_old_ones():
    """One photo gets another name, whichever, and with it another place among its neighbours."""
    files = {"aside/elm/1.jpg": b"earlier", "in/elm/1 (9).jpg": b"bracket", "in/elm/1.jpg": b"renamed",
             "in/elm/1_0.jpg": b"zero", "in/elm/1_1.jpg": b"one", "in/oak/1.jpg": b"text"}  # fmt: skip
    with scratch() as top, listed_backwards():
        tree(top, files)
        got = [Path(path) for path in quarantine(top / "in", top / "aside")]
        now = {top / name: data for name, data in contents(top).items()}
        moved = sorted(data for name, data in files.items() if name.startswith("in/"))
        expect(sorted(now.get(path, b"nothing") for path in got), want=moved, what="What lies at the new paths")
        expect(got, want=sorted(got), what="The new paths", say="Sort them at the end, when all the names are known.")


def test_quarantine_of_folders_named_as_seen_from_here():
    """quarantine(Path("in"), Path("in/aside")), called where `in` lies, as in the docstring's example."""
    files = {"in/aside/elm/1.jpg": b"earlier", "in/elm/2.jpg": b"text", "in/elm/3.jpg": whole(1)}
    with scratch() as top, contextlib.chdir(top):
        tree(top, files)
        got = [Path(path).resolve() for path in quarantine(Path("in"), Path("in/aside"))]
        now = contents(top)
        assert "in/aside/elm/1.jpg" in now, "What lay in the quarantine was searched, and moved deeper into it."
        expect(now, want={**{name: files[name] for name in files if name != "in/elm/2.jpg"},
                          "in/aside/elm/2.jpg": b"text"}, what="The files afterwards")  # fmt: skip
        expect(got, want=[(top / "in/aside/elm/2.jpg").resolve()])


def test_quarantine_of_a_fresh_folder_stopped_at_any_moment():
    change, stopped = 0, True
    while stopped:
        change += 1
        with scratch() as top:
            tree(top, FILES)
            with interrupted(top, change) as ctrl_c:
                quarantine(top / "in", top / "in/aside")
            stopped = ctrl_c.happened
            now = contents(top).values()
            for name, data in FILES.items():
                assert data in now, f"Stopped before change number {change} on disk, it has lost {name}."
            quarantine(top / "in", top / "in/aside")
            now = contents(top)
            for name, data in FILES.items():
                assert data in now.values(), f"The run after a stop before change number {change} has lost {name}."
            for name in ("oak/Grüße 1.JPG", "oak/old/3.png", "elm/Grüße 1.JPG", "4.gif", "aside too/6.webp"):
                assert f"in/{name}" not in now, f"in/{name} is still there after a second run."
