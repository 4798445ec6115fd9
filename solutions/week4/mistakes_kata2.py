"""Known mistakes in reading folders, each with the words it must earn."""

# ruff: noqa: PTH207, PTH208

import glob
import os
from pathlib import Path

from PIL import Image

from kata.known import mistake
from week4.kata2_folders import IMAGE_SUFFIXES, class_names, class_to_index


@mistake("class_names", "order in which this disk lists them")
def not_sorted(root):
    return [name for name in os.listdir(root) if (Path(root) / name).is_dir() and not name.startswith(".")]


@mistake("class_names", "a set, for example, has another one")
def order_of_a_set(root):
    return list({path.name for path in root.iterdir() if path.is_dir() and not path.name.startswith(".")})


@mistake("class_names", "a set, for example, has another one")
def sorted_by_the_last_letter(root):
    return sorted((one.name for one in root.glob("[!.]*") if one.is_dir()), key=lambda name: name[-1])


@mistake("class_names", "one entry for each folder, not for each photo")
def one_for_each_photo(root):
    return sorted(path.parent.name for path in root.glob("[!.]*/*"))


@mistake("class_names", "`path.name`")
def whole_paths(root):
    return sorted(path for path in root.iterdir() if path.is_dir() and not path.name.startswith("."))


@mistake("class_names", "`path.name`")
def whole_paths_as_text(root):
    return sorted(glob.glob(f"{root}/*"))


@mistake("class_names", "is no class: keep only folders")
def files_too(root):
    return sorted(os.listdir(root))


@mistake("class_names", "is no class: keep only folders")
def plain_files_only_hidden_ones_left_out(root):
    return sorted(path.name for path in root.iterdir() if not path.name.startswith("."))


@mistake("class_names", "A dot in the name does not tell files from folders")
def no_dot_is_a_folder(root):
    return sorted(name for name in os.listdir(root) if "." not in name)


@mistake("class_names", "A dot in the name does not tell files from folders")
def suffix_is_a_file(root):
    return sorted(path.name for path in root.iterdir() if path.suffix == "" and path.name[0] != ".")


@mistake("class_names", "“.thumbnails” is no class: keep only folders")
def hidden_too(root):
    return sorted(path.name for path in root.iterdir() if path.is_dir())


@mistake("class_names", "“.thumbnails” is no class: keep only folders")
def one_hidden_name_known(root):
    return sorted(path.name for path in root.iterdir() if path.is_dir() and path.name != ".ipynb_checkpoints")


@mistake("class_names", "a folder above `root` begins with a dot")
def hidden_anywhere_above(root):
    return sorted(p.name for p in root.iterdir() if p.is_dir() and not any(one.startswith(".") for one in p.parts))


@mistake("class_names", "though no photo of it is there yet")
def only_with_photos(root):
    return sorted({path.relative_to(root).parts[0] for path in root.glob("[!.]*/**/*.jpg")})


@mistake("class_names", "though no photo of it is there yet")
def only_with_files(root):
    return sorted({path.parent.name for path in root.glob("[!.]*/*") if not path.parent.name.startswith(".")})


@mistake("class_names", "are the folders right under `root`, no deeper ones")
def folders_further_down(root):
    return sorted(path.name for path in root.rglob("*") if path.is_dir() and not path.name.startswith("."))


@mistake("class_names", "Sorted without regard to capitals")
def without_capitals(root):
    return sorted(class_names(root), key=str.lower)


@mistake("class_names", "sorted as numbers")
def as_numbers(root):
    return sorted(class_names(root), key=lambda name: (not name.isdigit(), int(name) if name.isdigit() else 0, name))


@mistake("class_names", "The names were changed")
def in_small_letters(root):
    return sorted(name.lower() for name in class_names(root))


@mistake("class_names", "The names were changed")
def underscores(root):
    return [name.replace(" ", "_") for name in class_names(root)]


@mistake("class_to_index", "Numbers begin at 0")
def from_one(names):
    return {name: number for number, name in enumerate(names, start=1)}


@mistake("class_to_index", "the number by name")
def turned_round(names):
    return dict(enumerate(names))


@mistake("class_to_index", "dict(…) makes a dict of it")
def list_of_pairs(names):
    return list(zip(names, range(len(names)), strict=True))


@mistake("class_to_index", "with the name first")
def enumerated(names):
    return list(enumerate(names))


@mistake("class_to_index", "the numbers alone")
def numbers_alone(names):
    return [names.index(name) for name in names]


@mistake("class_to_index", "numbers of the sorted names")
def sorted_again(names):
    return {name: number for number, name in enumerate(sorted(names))}


@mistake("class_to_index", "in another order than the list's")
def through_a_set(names):
    return {name: number for number, name in enumerate(set(names))}


@mistake("class_to_index", "Numbered from the end")
def from_the_end(names):
    return {name: len(names) - 1 - number for number, name in enumerate(names)}


@mistake("class_to_index", "how often it occurs")
def counted(names):
    return {name: names.count(name) for name in names}


@mistake("class_to_index", "its position counts")
def number_in_the_name(names):
    return {name: int(name) if name.isdigit() else number for number, name in enumerate(names)}


@mistake("class_to_index", "changed the `names`")
def used_up(names):
    found = {}
    while names:
        found[names.pop(0)] = len(found)
    return found


def _pairs(root, wanted=lambda path: True, label=lambda path, inside: inside[0], known=None, order=sorted):
    """Every photo as it should be, but for what a mistake replaces."""
    index = class_to_index(class_names(root) if known is None else known)
    found = []
    for path in order(root.rglob("*")):
        inside = path.relative_to(root).parts
        hidden = any(part.startswith(".") for part in inside)
        if path.suffix.lower() in IMAGE_SUFFIXES and path.is_file() and len(inside) > 1 and not hidden and wanted(path):
            found.append((path, index[label(path, inside)]))
    return found


@mistake("list_samples", "in the order in which this disk lists them")
def listing_order(root):
    return _pairs(root, order=list)


@mistake("list_samples", "in the order in which this disk lists them")
def class_by_class_without_sorting(root):
    return [
        (str(path), number)
        for number, name in enumerate(class_names(root))
        for path in (root / name).rglob("*")
        if (path, number) in _pairs(root)
    ]


@mistake("list_samples", "Sorted by the file's own name")
def sorted_by_file_name(root):
    return sorted(_pairs(root), key=lambda pair: pair[0].name)


@mistake("list_samples", "numbered as this disk lists the folders")
def numbered_as_listed(root):
    return _pairs(root, known=[name for name in os.listdir(root) if (root / name).is_dir()])


@mistake("list_samples", "Numbers begin at 0")
def labels_from_one(root):
    return [(path, label + 1) for path, label in _pairs(root)]


@mistake("list_samples", "The labels are names")
def names_as_labels(root):
    names = class_names(root)
    return [(path, names[label]) for path, label in _pairs(root)]


@mistake("list_samples", "wrong way round")
def pairs_turned(root):
    return [(label, path) for path, label in _pairs(root)]


@mistake("list_samples", "two lists, one of paths")
def two_lists(root):
    pairs = _pairs(root)
    return [path for path, _ in pairs], [label for _, label in pairs]


@mistake("list_samples", "the paths alone")
def paths_alone(root):
    return [path for path, _ in _pairs(root)]


@mistake("list_samples", "number of its own")
def numbered_photos(root):
    return [(path, number) for number, (path, _) in enumerate(_pairs(root))]


@mistake("list_samples", "lead nowhere")
def below_the_root_only(root):
    return [(path.relative_to(root), label) for path, label in _pairs(root)]


@mistake("list_samples", "lead nowhere")
def file_names_only(root):
    return [(path.name, label) for path, label in _pairs(root)]


@mistake("list_samples", "the whole program works in (os.chdir)")
def goes_there(root):
    pairs = _pairs(root)
    os.chdir(root)
    return pairs


@mistake("list_samples", "do not open them")
def opens_them(root):
    def is_photo(path):
        try:
            Image.open(path).close()
        except OSError:
            return False
        return True

    return _pairs(root, is_photo)


def _files(root, wanted):
    index = class_to_index(class_names(root))
    below = [(path, path.relative_to(root).parts) for path in sorted(root.rglob("*")) if path.is_file()]
    return [
        (path, index[parts[0]])
        for path, parts in below
        if len(parts) > 1 and not any(part.startswith(".") for part in parts[:-1]) and wanted(path.name)
    ]


@mistake("list_samples", "which computers leave everywhere")
def every_file(root):
    return _files(root, lambda name: not name.startswith("._"))


@mistake("list_samples", "which computers leave everywhere")
def hidden_files_left_out_only(root):
    return _files(root, lambda name: not name.startswith("."))


@mistake("list_samples", "which computers leave everywhere")
def some_others_left_out(root):
    return _files(root, lambda name: not name.startswith("._") and not name.endswith((".txt", ".db")))


@mistake("list_samples", "Look at the suffix alone")
def suffix_anywhere(root):
    return _files(root, lambda name: name[0] != "." and any(one in name.lower() for one in IMAGE_SUFFIXES))


@mistake("list_samples", "Look at the suffix alone")
def ends_without_a_dot(root):
    ends = tuple(one[1:] for one in IMAGE_SUFFIXES)
    return _files(root, lambda name: name[0] != "." and name.lower().endswith(ends))


@mistake("list_samples", "cameras write .JPG")
def small_letters_only(root):
    return _pairs(root, lambda path: path.suffix in IMAGE_SUFFIXES)


@mistake("list_samples", "any mixture")
def small_or_capitals(root):
    return _pairs(root, lambda path: path.suffix in (*IMAGE_SUFFIXES, *(one.upper() for one in IMAGE_SUFFIXES)))


@mistake("list_samples", "Some kinds of image are missing")
def jpeg_and_png_only(root):
    return _pairs(root, lambda path: path.suffix.lower() in (".jpg", ".png"))


@mistake("list_samples", "begins at the last dot")
def suffix_after_the_first_dot(root):
    return _pairs(root, lambda path: "." + path.name.lower().split(".")[1] in IMAGE_SUFFIXES)


@mistake("list_samples", "folders within folders too")
def one_level(root):
    return _pairs(root, lambda path: path.parent.parent == root)


@mistake("list_samples", "as deep as they like")
def two_levels(root):
    return _pairs(root, lambda path: root in (path.parent.parent, path.parent.parent.parent))


@mistake("list_samples", "not the nearest one")
def nearest_folder(root):
    return _pairs(root, label=lambda path, inside: path.parent.name)


@mistake("list_samples", "“bees” was numbered too")
def every_folder_numbered(root):
    return _pairs(root, known=sorted({path.name for path in root.rglob("[!.]*") if path.is_dir()}))


@mistake("list_samples", "but not all together")
def files_before_folders(root):
    pairs = dict(_pairs(root))
    found = []
    for folder, folders, files in os.walk(root):
        folders.sort()
        here = [Path(folder, name) for name in sorted(files)]
        found += [(path, pairs[path]) for path in here if path in pairs]
    return found


@mistake("list_samples", "The name of a class was found elsewhere")
def anywhere_in_the_path(root):
    names = class_names(root)
    return [(path, next(number for number, name in enumerate(names) if name in str(path))) for path, _ in _pairs(root)]


@mistake("list_samples", "The name of a class was found elsewhere")
def anywhere_below_the_root(root):
    names = class_names(root)
    return [
        (path, next(number for number, name in enumerate(names) if name in str(path.relative_to(root))))
        for path, _ in _pairs(root)
    ]


@mistake("list_samples", "The name of a class was found elsewhere")
def first_folder_of_that_name(root):
    names = class_names(root)
    return [(path, next(names.index(part) for part in path.parts if part in names)) for path, _ in _pairs(root)]


def _with_hidden(root, wanted):
    index = class_to_index(class_names(root))
    below = [(path, path.relative_to(root).parts) for path in sorted(root.rglob("*")) if path.is_file()]
    return [
        (path, index[parts[0]])
        for path, parts in below
        if path.suffix.lower() in IMAGE_SUFFIXES and len(parts) > 1 and wanted(parts)
    ]


@mistake("list_samples", "the dot in front hides them")
def hidden_files_too(root):
    return _with_hidden(root, lambda parts: not any(part.startswith(".") for part in parts[:-1]))


@mistake("list_samples", "is no class: leave out what is in it")
def hidden_class_crashes(root):
    return _with_hidden(root, lambda parts: not parts[-1].startswith("."))


@mistake("list_samples", "none may begin with a dot")
def hidden_folders_too(root):
    return _with_hidden(root, lambda parts: not parts[0].startswith(".") and not parts[-1].startswith("."))


@mistake("list_samples", "a folder above `root` begins with a dot")
def hidden_above(root):
    return _pairs(root, lambda path: not any(part.startswith(".") for part in path.parts))


@mistake("list_samples", "so it has no class: leave it out")
def no_class_crashes(root):
    index = class_to_index(class_names(root))
    return [
        (path, index[path.relative_to(root).parts[0]])
        for path in sorted(root.rglob("[!.]*"))
        if path.suffix.lower() in IMAGE_SUFFIXES and "/." not in str(path.relative_to(root).as_posix())
        if path.is_file() and not path.relative_to(root).parts[0].startswith(".")
    ]


@mistake("list_samples", "so it has no class: leave it out")
def no_class_gets_a_number(root):
    return sorted([*((path, -1) for path in root.glob("[!.]*.jpg") if path.is_file()), *_pairs(root)])


@mistake("list_samples", "keeps its number")
def only_classes_with_photos(root):
    return _pairs(root, known=sorted({path.relative_to(root).parts[0] for path, _ in _pairs(root)}))


@mistake("list_samples", "is a folder, for all its name")
def folders_too(root):
    index = class_to_index(class_names(root))
    found = []
    for path in sorted(root.rglob("*")):
        inside = path.relative_to(root).parts
        if path.suffix.lower() in IMAGE_SUFFIXES and len(inside) > 1 and not any(one.startswith(".") for one in inside):
            found.append((path, index[inside[0]]))
    return found


@mistake("list_samples", "To list is only to look")
def tidies_up(root):
    for path in [*root.rglob(".DS_Store"), *root.rglob("Thumbs.db")]:
        path.unlink()
    return _pairs(root)


@mistake("class_names", "`path.stem` cuts off")
def stems(root):
    return sorted(path.stem for path in root.iterdir() if path.is_dir() and not path.name.startswith("."))


@mistake("class_names", "beside your program")
def asked_about_a_bare_name(root):
    return sorted(name for name in os.listdir(root) if Path(name).is_dir() and not name.startswith("."))
