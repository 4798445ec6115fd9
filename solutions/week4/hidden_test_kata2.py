"""Fresh folders, run at grading only."""

from pathlib import Path

from kata import expect, scratch
from kata.circumstances import listed_backwards
from week4.kata2_folders import class_names, class_to_index, list_samples

FILES = (
    "rose/Grüße aus Köln 1.JPG", "rose/.hidden/2.jpg", "rose/wild/deep/3.webp", "rose/._4.jpg", "oak/5.tif.txt",
    "oak/tulip/6.Gif", "oak/7.jpeg", ".git/8.png", "tulip/Thumbs.db", "aster/9.BMP", "10.jpg", "elm/wild/11.png",
)  # fmt: skip


def planted(top):
    for name in FILES:
        path = top / "rose" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(b"")
    (top / "rose/yew").mkdir()
    (top / "rose/lily").mkdir()
    return top / "rose"


def test_class_names_of_a_fresh_folder():
    want = ["_unsorted", "aster", "elm", "lily", "oak", "rose", "tulip", "yew"]
    with scratch() as top:
        root = planted(top)
        (root / "_unsorted").mkdir()
        expect(class_names(root), want=want)
        with listed_backwards():
            expect(class_names(root), want=want)


def test_class_to_index_of_fresh_names():
    expect(class_to_index(["yew", "0", "Ahorn", "oak"]), want={"yew": 0, "0": 1, "Ahorn": 2, "oak": 3})
    many = [f"class {number * 7 % 50}" for number in range(50)]
    expect(class_to_index(many), want={name: many.index(name) for name in many})


def test_list_samples_of_a_fresh_folder():
    with scratch() as top:
        root = planted(top)
        want = [(root / "aster/9.BMP", 0), (root / "elm/wild/11.png", 1), (root / "oak/7.jpeg", 3),
                (root / "oak/tulip/6.Gif", 3), (root / "rose/Grüße aus Köln 1.JPG", 4),
                (root / "rose/wild/deep/3.webp", 4)]  # fmt: skip
        expect(list_samples(root), want=want)
        with listed_backwards():
            expect(list_samples(root), want=want)


def test_list_samples_of_classes_without_any_photo():
    with scratch() as top:
        (top / "oak").mkdir()
        Path(top, "oak/notes.txt").write_bytes(b"")
        (top / "elm").mkdir()
        expect(list_samples(top), want=[])
