"""Folders that become labels, on a computer that lists them in another order than yours.

The files in these folders hold no photos, because nothing is opened: the name decides.
"""

from contextlib import contextmanager
from pathlib import Path

from kata import expect, fixture, scratch
from kata.circumstances import listed_backwards, read_only
from week4.kata2_folders import class_names, class_to_index, list_samples

MANY = ["windmill", "dog", "fish", "ant", "tool", "house", "cat", "bird", "pig", "owl"]  # in no order


@contextmanager
def photos(*names, root="."):
    """A folder with these files in it; a name that ends in / is an empty folder."""
    with scratch() as top:
        for name in names:
            path = top / root / name
            (path if name.endswith("/") else path.parent).mkdir(parents=True, exist_ok=True)
            if not name.endswith("/"):
                path.write_bytes(b"no photo")
        yield top / root


def test_class_names_are_those_of_the_folders_sorted():
    names = MANY[:6]
    files = [f"{name}/{number}.jpg" for name in names for number in (1, 2)]
    with photos(*files, root="my photos") as root, listed_backwards():
        expect(class_names(root), want=sorted(names), mistakes={
            "twice": (lambda got: len(set(got)) < len(got), "Some classes come more than once: one entry for each "
                      "folder, not for each photo."),
            "none": ([], "No folder was found. os.listdir gives bare names, and os.path.isdir(name) asks about a "
                     "folder beside your program: ask about (root / name), or go through root.iterdir()."),
            "paths": (lambda got: len(got) > 0 and all(len(Path(one).parts) > 1 for one in got), "These "
                      "are whole paths. The name of a class is the last part alone: `path.name`."),
            "listing": (sorted(names, reverse=True), "The names come in the order in which this disk lists them. "
                        "Another computer has another order, and then every number means another class: sort them."),
            "any": (lambda got: sorted(got) == sorted(names) != list(got), "The right names in no order that lasts: a "
                    "set, for example, has another one at every start of Python. Sort them: sorted(…)."),
        })


def test_class_names_leave_plain_files_out():
    with photos("dog/1.jpg", "notes.txt", "ant.v2/1.jpg", "LICENSE") as root:
        dots = ("A dot in the name does not tell files from folders: LICENSE is a file, “ant.v2” is a folder. Ask the "
                "disk: `path.is_dir()`.")
        expect(class_names(root), want=["ant.v2", "dog"], mistakes={
            "dots": (["LICENSE", "dog"], dots),
            "dots, too": (["dog"], dots),
            "stem": (["ant", "dog"], "“ant.v2” became “ant”: `path.stem` cuts off what follows the last dot. Take "
                     "path.name, which is the whole name."),
            "files": (["LICENSE", "ant.v2", "dog", "notes.txt"], "“notes.txt” is no class: keep only folders (ask "
                      "`path.is_dir()`) whose name does not begin with a dot."),
        })


def test_class_names_leave_hidden_folders_out():
    with photos("dog/1.jpg", "ant/1.jpg", ".ipynb_checkpoints/1.jpg", ".thumbnails/1.jpg") as root:
        expect(class_names(root), want=["ant", "dog"], mistakes={
            "hidden": (lambda got: {"ant", "dog", ".thumbnails"} <= set(got), "“.thumbnails” is no class: keep only "
                       "folders whose name does not begin with a dot. Such names are hidden, some program put them "
                       "there, and every number after them would shift."),
        })


def test_class_names_of_a_root_inside_a_hidden_folder():
    with photos("dog/1.jpg", "ant/1.jpg", root="my photos") as plain:
        found = class_names(plain)
    with photos("dog/1.jpg", "ant/1.jpg", root=".cache/my photos") as root:
        expect(class_names(root), want=["ant", "dog"], mistakes={
            "none": (lambda got: len(got) == 0 and bool(found), "Nothing was found, because a folder above `root` "
                     "begins with a dot. Look at each folder's own name, not at the whole path."),
        })


def test_class_names_count_a_folder_without_photos():
    with photos("dog/1.jpg", "dog/2.jpg", "cat/", "ant/1.jpg", "bird/notes.txt") as root:
        empty = ("“cat” is a class, though no photo of it is there yet. Left out, it would change the number of “dog” "
                 "on the day the first one comes.")
        expect(class_names(root), want=["ant", "bird", "cat", "dog"], mistakes={
            "no file": (["ant", "bird", "dog"], empty),
            "no photo": (["ant", "dog"], empty),
        })


def test_class_names_are_only_the_folders_right_under_the_root():
    with photos("dog/1.jpg", "dog/puppies/2.jpg", "ant/from Anna/3.jpg") as root:
        expect(class_names(root), want=["ant", "dog"], mistakes={
            "deeper": (lambda got: "puppies" in got, "“puppies” lies inside “dog” and is part of it. The classes "
                       "are the folders right under `root`, no deeper ones."),
            "no photo": (["dog"], "“ant” is missing: its photos lie one folder further down. A "
                         "class is a folder right under `root`, whatever is in it."),
        })


def test_class_names_are_sorted_as_text_and_kept_as_they_are():
    names = ["10", "2", "Zebra", "ant", "black dog", "übrig"]
    with photos(*(f"{name}/1.jpg" for name in reversed(names))) as root:
        expect(class_names(root), want=names, mistakes={
            "numbers": (["2", "10", *names[2:]], "These names are sorted as numbers. Sort them as text, as other "
                        "programs do: “10” before “2”."),
            "no capitals": (["10", "2", "ant", "black dog", "übrig", "Zebra"], "Sorted without regard to capitals or "
                            "accents. Sort the names (not the paths) with plain `sorted`: capitals come first."),
            "no capitals at all": (["10", "2", "ant", "black dog", "Zebra", "übrig"], "Sorted without regard to "
                                   "capitals or accents. Sort the names (not the paths) with plain `sorted`: "
                                   "capitals come first."),
            "by length": (sorted(sorted(names), key=len), "Sorted by length. Sort them as text: plain `sorted`."),
            "changed": (lambda got: str(root) not in f"{got}" and len({*got}) == 6 and {*got} != {*names}, "The names "
                        "were changed. Keep each as it is on disk, letter by letter, with its spaces and capitals."),
        })


def test_class_to_index_is_the_position_in_the_list():
    right = {name: number for number, name in enumerate(MANY)}
    again = {name: number for number, name in enumerate(sorted(MANY))}
    expect(class_to_index(MANY), want=right, mistakes={
        "from one": ({name: number + 1 for name, number in right.items()}, "Numbers begin at 0, as everywhere in "
                     "Python: label 0 is the first output of a network."),
        "turned": (dict(enumerate(MANY)), "These are the names by number. The other way is asked for: the number "
                   "by name."),
        "pairs": (list(zip(MANY, range(10), strict=True)), "That is a list of pairs. dict(…) makes a dict of it."),
        "pairs, turned": (list(enumerate(MANY)), "That is a list of pairs. Make it a dict, with the name first."),
        "numbers": (list(range(10)), "These are the numbers alone. Return a dict: the name, and its number."),
        "sorted": (again, "These are the numbers of the sorted names. The list's own order counts, as it was given."),
        "backwards": ({name: 9 - number for name, number in right.items()}, "Numbered from the end of the list. The "
                      "first name has number 0."),
        "counted": (dict.fromkeys(MANY, 1), "Every name has the number 1, which is how often it occurs. Its position "
                    "is asked for."),
        "any": (lambda got: sorted(got.values()) == list(range(10)) and got != right, "The right numbers, given to "
                "the names in another order than the list's: a set, for example, has another order at every start of "
                "Python."),
    })


def test_class_to_index_of_names_that_look_like_numbers():
    expect(class_to_index(["7", "10", "2"]), want={"7": 0, "10": 1, "2": 2}, mistakes={
        "the name": ({"7": 7, "10": 10, "2": 2}, "A class called “7” need not have the number 7: its position counts."),
        "keys": ({7: 0, 10: 1, 2: 2}, "The keys must be the names as they were given, which are text."),
        "sorted": ({"10": 0, "2": 1, "7": 2}, "The list was sorted first. Its own order counts, as it was given."),
    })


def test_class_to_index_of_one_name_and_of_none():
    expect(class_to_index(["grüner Apfel"]), want={"grüner Apfel": 0})
    expect(class_to_index([]), want={})


def pairs(got):
    return [(Path(path), label) for path, label in got]


def extra(got, want):
    """The file names in `got` that are too many, if nothing else is wrong with it."""
    return {path.name for path, label in set(pairs(got)) - set(want)} if set(want) < set(pairs(got)) else set()


def missing(got, want):
    """The file names that `got` lacks, if nothing else is wrong with it."""
    return {path.name for path, label in set(want) - set(pairs(got))} if set(pairs(got)) < set(want) else set()


def samples(root, crash):
    """list_samples(root); `crash` says what an error is about that comes from a name which is no class."""
    try:
        return list_samples(root)
    except (KeyError, ValueError, IndexError, StopIteration) as error:
        raise AssertionError(f"It stopped with {type(error).__name__}: {error}. {crash}") from None


def test_list_samples_pairs_every_photo_with_the_number_of_its_class():
    names = ["ant/c 4.jpg", "cat/b 3.jpg", "cat/d 2.jpg", "dog/a 1.jpg"]
    with photos(*reversed(names), root="my photos") as root, listed_backwards():
        want = [(root / name, number) for name, number in zip(names, [0, 1, 1, 2], strict=True)]
        expect(list_samples(root), want=want, mistakes={
            "none": ([], "Nothing was found. Photos lie in the folders under `root`; and do not open them: these "
                     "files hold no photo, and their names alone decide."),
            "paths": ([path for path, label in want], "These are the paths alone. Return pairs: (path, number)."),
            "two lists": (lambda got: len(got) == 2 and len(got[0]) == len(got[1]) == 4, "These are two lists, one of "
                          "paths and one of numbers. Return one list of pairs: (path, number)."),
            "turned": (lambda got: all(isinstance(one[1], (str, Path)) and isinstance(one[0], int) for one in got),
                       "The pairs are the wrong way round: first the path, then the number."),
            "names": (lambda got: {label for path, label in got} == {"ant", "cat", "dog"}, "The labels are names. "
                      "Networks know only numbers: look each name up with `class_to_index`."),
            "nowhere": (lambda got: not any(Path(path).exists() for path, label in got), "These paths lead nowhere: "
                        "they do not begin with `root`, and so no program can open them."),
            "from one": ([(path, label + 1) for path, label in want], "Numbers begin at 0: label 0 is the first "
                         "output of a network."),
            "own numbers": (lambda got: [label for path, label in got] == [0, 1, 2, 3], "Each photo has a number of "
                            "its own. Two photos of one class have the same number, that of the class."),
            "listing": (lambda got: sorted(pairs(got)) == [(path, 2 - label) for path, label in want], "The classes "
                        "are numbered as this disk lists the folders. Another computer has another order: number "
                        "the sorted `class_names`."),
            "file names": ([want[3], want[1], want[0], want[2]], "Sorted by the file's own name. Sort by the whole "
                           "path, so that the folder counts first."),
            "order": (lambda got: pairs(got) != want and sorted(pairs(got)) == want, "The right pairs, in the order in "
                      "which this disk lists them. Another computer has another one: sort them by path."),
        })


def test_list_samples_leave_out_what_is_no_image_file():
    others = {".DS_Store", "Thumbs.db", "notes.txt", "README"}
    tricky = {"1.jpg.txt", "my png", "jpg"}
    with photos(*(f"dog/{name}" for name in sorted(others | tricky)), "dog/2.jpg", "ant/3.png") as root:
        want = [(root / "ant/3.png", 0), (root / "dog/2.jpg", 1)]
        expect(list_samples(root), want=want, mistakes={
            "others": (lambda got: extra(got, want) & others, "Among them are files that are no photos, such as "
                       ".DS_Store or Thumbs.db, which computers leave everywhere. Keep only those with a suffix in "
                       "IMAGE_SUFFIXES."),
            "in the name": (lambda got: extra(got, want) & tricky, "Not every name with “jpg” in it is a photo's: "
                            "“1.jpg.txt” is a text. Look at the suffix alone: `path.suffix`."),
        })


def test_list_samples_know_every_image_suffix_in_capitals_too():
    names = ["1.JPG", "2.jpeg", "3.png", "4.gif", "5.bmp", "6.webp", "7.Jpg", "8.anna.v2.jpg", "9.PNG"]
    with photos(*(f"dog/{name}" for name in names)) as root:
        want = [(root / "dog" / name, 0) for name in names]
        expect(list_samples(root), want=want, mistakes={
            "only small": (lambda got: missing(got, want) == {"1.JPG", "7.Jpg", "9.PNG"}, "Photos with a suffix in "
                           "capitals are missing, and cameras write .JPG. Compare `path.suffix.lower()`."),
            "not mixed": (lambda got: missing(got, want) == {"7.Jpg"}, "“7.Jpg” is missing: capitals may come in any "
                          "mixture. Compare `path.suffix.lower()`."),
            "few": (lambda got: got and missing(got, want) & {*names[1:6]}, "Some kinds of image are missing. "
                    "IMAGE_SUFFIXES has all that count."),
            "two dots": (lambda got: missing(got, want) == {"8.anna.v2.jpg"}, "“8.anna.v2.jpg” is missing: the suffix "
                         "begins at the last dot, and `path.suffix` knows that."),
        })


def test_list_samples_find_photos_in_folders_within_folders():
    names = ["cat/1.jpg", "cat/dog/b.jpg", "cat/dog/dog/c.jpg", "cat/z.jpg", "dog/d.jpg"]
    with photos(*reversed(names)) as root, listed_backwards():
        want = [(root / name, int(name == "dog/d.jpg")) for name in names]
        not_sorted = ("The photos of each folder are sorted, but not all together: those in a folder further down come "
                      "before or after the rest. Sort the whole list by path at the end.")
        expect(list_samples(root), want=want, mistakes={
            "none": (lambda got: missing(got, want) == {"b.jpg", "c.jpg"}, "The photos in cat/dog/ are missing. Look "
                     "in folders within folders too: `root.rglob(\"*\")` goes all the way down."),
            "one deeper": (lambda got: missing(got, want) == {"c.jpg"}, "The photo in cat/dog/dog/ is missing: folders "
                           "may lie in one another as deep as they like. `root.rglob(\"*\")` goes all the way down."),
            "nearest": ([(path, int(path.parent.name == "dog")) for path, label in want], "A photo in cat/dog/ is one "
                        "of a cat: the class is the top folder, right under `root`, not the nearest one."),
            "files first": ([want[0], want[3], want[1], want[2], want[4]], not_sorted),
            "folders first": ([want[1], want[2], want[0], want[3], want[4]], not_sorted),
            "deepest first": ([want[2], want[1], want[0], want[3], want[4]], not_sorted),
        })


def test_list_samples_take_a_folder_within_a_class_for_no_class():
    with photos("dog/bees/1.jpg", "ant/2.jpg") as root:
        got = samples(root, "“bees” is no class: a photo in dog/bees/ is one of a dog. Take the top folder's name: "
                            "`path.relative_to(root).parts[0]`.")
        expect(got, want=[(root / "ant/2.jpg", 0), (root / "dog/bees/1.jpg", 1)], mistakes={
            "counted": ([(root / "ant/2.jpg", 0), (root / "dog/bees/1.jpg", 2)], "“bees” was numbered too, and lies "
                        "within “dog”. Only the folders right under `root` have numbers."),
        })


def test_list_samples_read_the_class_from_the_top_folder_alone():
    names = ["bird/1.jpg", "cat/2.jpg", "caterpillar/3 not a bird.jpg"]
    with photos(*names, root="cat/all") as root, listed_backwards():
        want = [(root / name, number) for number, name in enumerate(names)]
        expect(list_samples(root), want=want, mistakes={
            "elsewhere": (lambda got: [path for path, label in pairs(got)] == [path for path, label in want]
                          and {label for path, label in got} < {0, 1, 2}, "The name of a class was found elsewhere in "
                          "the path. It may turn up in a file's name, in another class's name (“cat” in "
                          "“caterpillar”), or in a folder above `root`: compare the top folder's whole name, "
                          "`path.relative_to(root).parts[0]`."),
        })


def test_list_samples_leave_hidden_files_and_folders_out():
    with photos("dog/._1.jpg", "dog/1.jpg", "dog/.tmp/2.jpg", "ant/.a/b/3.jpg", "ant/4.jpg", ".cache/5.jpg") as root:
        want = [(root / "ant/4.jpg", 0), (root / "dog/1.jpg", 1)]
        got = samples(root, "A hidden folder, whose name begins with a dot, is no class: leave out what is in it.")
        expect(got, want=want, mistakes={
            "files": (lambda got: "._1.jpg" in extra(got, want), "“._1.jpg” is no photo: macOS leaves such files, and "
                      "the dot in front hides them. Leave names out that begin with a dot."),
            "folders": (lambda got: extra(got, want), "A photo in a hidden folder was listed. Look at every part of "
                        "the path below `root`: none may begin with a dot."),
        })


def test_list_samples_of_a_root_inside_a_hidden_folder():
    with photos("dog/1.jpg", "ant/2.jpg", root=".cache/my photos") as root:
        for path in root.glob("*/*"):  # a photo for once: here it makes no difference
            path.write_bytes(fixture("troublesome/animal/narwhal.jpg").read_bytes())
        expect(list_samples(root), want=[(root / "ant/2.jpg", 0), (root / "dog/1.jpg", 1)], mistakes={
            "none": ([], "Nothing was found, because a folder above `root` begins with a dot. Look only at the parts "
                     "below `root`: path.relative_to(root).parts."),
        })


def test_list_samples_leave_photos_without_a_class_out():
    with photos("cover.jpg", "dog/1.jpg", "ant/2.jpg") as root:
        got = samples(root, "“cover.jpg” lies right under `root`, so it has no class: leave it out.")
        want = [(root / "ant/2.jpg", 0), (root / "dog/1.jpg", 1)]
        expect(got, want=want, mistakes={
            "kept": (lambda got: extra(got, want), "“cover.jpg” lies right under `root`, so it has no class: leave it "
                     "out."),
        })


def test_list_samples_keep_the_number_of_a_class_without_photos():
    names = ["ant/1.jpg", "ant/2.jpg", "cat/3.jpg", "eel/4.jpg"]
    with photos(*names, "bird/", "dog/notes.txt") as root:
        want = [(root / name, number) for name, number in zip(names, [0, 0, 2, 4], strict=True)]
        no_gaps = ("A class without photos keeps its number: number all `class_names`, not only the folders in which "
                   "you found something.")
        expect(list_samples(root), want=want, mistakes={
            "no photo": ([(path, label // 2) for path, label in want], no_gaps),
            "no file": ([(path, label - label // 2 + label // 4) for path, label in want], no_gaps),
        })


def test_list_samples_take_a_folder_for_no_photo():
    with photos("dog/album.jpg/1.jpg", "dog/2.jpg") as root:
        want = [(root / "dog/2.jpg", 0), (root / "dog/album.jpg/1.jpg", 0)]
        got = samples(root, "“album.jpg” is a folder in “dog” and no class: take the top folder's name.")
        expect(got, want=want, mistakes={
            "folder": (lambda got: extra(got, want), "“album.jpg” is a folder, for all its name. Keep only files: "
                       "`path.is_file()`."),
        })


def test_list_samples_change_nothing_on_disk():
    names = ["dog/1.jpg", "dog/.DS_Store", "dog/Thumbs.db", ".thumbnails/1.jpg", "ant/2.JPG"]
    with photos(*names) as root, read_only(root):
        try:
            got = list_samples(root)
        except PermissionError:
            raise AssertionError("Something in the folder was to be changed, and it is read-only. To list is only to "
                                 "look: delete, rename and write nothing.") from None
        expect(got, want=[(root / "ant/2.JPG", 0), (root / "dog/1.jpg", 1)])
