"""Known mistakes in finding and putting aside broken photos, each with the words it must earn."""

# ruff: noqa: E722, PTH104, PTH123, SIM105

import contextlib
import os
import shutil
from pathlib import Path

import numpy as np
from PIL import Image, ImageFile, UnidentifiedImageError

from kata.known import mistake
from week4.kata6_quarantine import IMAGE_SUFFIXES
from week4.kata6_quarantine import is_readable as readable


@mistake("is_readable", "header only")
def header_only(path):
    try:
        Image.open(path).close()
    except OSError:
        return False
    return True


@mistake("is_readable", "header only")
def size_is_known(path):
    try:
        with Image.open(path) as image:
            return image.size[0] > 0 and image.format is not None
    except (OSError, SyntaxError):
        return False


@mistake("is_readable", "verify() decodes nothing")
def verified_only(path):
    try:
        with Image.open(path) as image:
            image.verify()
    except Exception:
        return False
    return True


@mistake("is_readable", "LOAD_TRUNCATED_IMAGES")
def truncated_allowed(path):
    ImageFile.LOAD_TRUNCATED_IMAGES = True
    try:
        np.array(Image.open(path).convert("RGB"))
    except (OSError, SyntaxError):
        return False
    finally:
        ImageFile.LOAD_TRUNCATED_IMAGES = False
    return True


@mistake("is_readable", "LOAD_TRUNCATED_IMAGES")
def truncated_allowed_for_good(path):
    ImageFile.LOAD_TRUNCATED_IMAGES = True
    return readable(path)


@mistake("is_readable", "LOAD_TRUNCATED_IMAGES")
def switched_on_afterwards(path):
    ImageFile.LOAD_TRUNCATED_IMAGES = False
    answer = readable(path)
    ImageFile.LOAD_TRUNCATED_IMAGES = True
    return answer


@mistake("is_readable", "Every photo was called broken")
def bare_except_hides_a_bug(path):
    try:
        Image.opn(path).load()
        return True
    except:
        return False


@mistake("is_readable", "Some whole photos were called broken")
def colour_only(path):
    try:
        with Image.open(path) as image:
            return np.array(image).shape[2] == 3
    except (OSError, SyntaxError, IndexError):
        return False


@mistake("is_readable", "went by the suffix")
def small_suffixes(path):
    return readable(path) and path.suffix in IMAGE_SUFFIXES


@mistake("is_readable", "went by the suffix")
def suffix_only(path):
    return path.suffix.lower() in IMAGE_SUFFIXES


@mistake("is_readable", "went by the suffix")
def suffix_and_not_empty(path):
    return path.suffix.lower() in IMAGE_SUFFIXES and path.stat().st_size > 0


@mistake("is_readable", "went by the suffix")
def suffix_and_content(path):
    return path.suffix.lower() in IMAGE_SUFFIXES and readable(path)


@mistake("is_readable", "is a PNG under another suffix")
def suffix_must_fit(path):
    if not readable(path):
        return False
    with Image.open(path) as image:
        return image.format != "PNG" or path.suffix.lower() not in (".jpg", ".gif")


@mistake("is_readable", "a text has bytes too")
def not_empty(path):
    return path.stat().st_size > 0


@mistake("is_readable", "Every photo was called broken")
def turned_round(path):
    return not readable(path)


@mistake("is_readable", "made it stop with")
def raises(path):
    with Image.open(path) as image:
        image.load()
    return True


@mistake("is_readable", "made it stop with")
def unidentified_only(path):
    try:
        with Image.open(path) as image:
            image.load()
    except UnidentifiedImageError:
        return False
    return True


@mistake("is_readable", "made it stop with SyntaxError")
def os_error_only(path):
    try:
        with Image.open(path) as image:
            image.load()
    except OSError:
        return False
    return True


@mistake("is_readable", "open it for reading only")
def opened_for_writing(path):
    try:
        with open(path, "r+b") as file, Image.open(file) as image:
            image.load()
    except (OSError, SyntaxError):
        return False
    return True


def _broken(root, folder, check=lambda path: not readable(path), hidden=True, search=None):
    found = []
    for path in sorted(Path(root).rglob("*")) if search is None else search:
        inside = path.relative_to(root)
        if hidden and any(part.startswith(".") for part in inside.parts):
            continue
        if path.suffix.lower() in IMAGE_SUFFIXES and folder not in path.parents and path.is_file() and check(path):
            found.append(path)
    return found


def _free(target):
    number, free = 1, target
    while free.exists():
        number += 1
        free = target.with_name(f"{target.stem}_{number}{target.suffix}")
    return free


def _quarantine(root, folder, move=shutil.move, place=None, free=_free, broken=None):
    """As it should be, but for what a mistake replaces."""
    moved = []
    for path in _broken(root, folder) if broken is None else broken:
        target = free(folder / path.relative_to(root) if place is None else place(path))
        target.parent.mkdir(parents=True, exist_ok=True)
        move(path, target)
        moved.append(target)
    return sorted(moved)


@mistake("quarantine", "without its folder")
def by_name_alone(root, folder):
    return _quarantine(root, folder, place=lambda path: folder / path.name, free=lambda target: target)


@mistake("quarantine", "without its folder")
def by_name_alone_made_unique(root, folder):
    return _quarantine(root, folder, place=lambda path: folder / path.name)


@mistake("quarantine", "is a file now, and should be a folder")
def class_folder_not_made(root, folder):
    folder.mkdir(exist_ok=True)
    moved = []
    for path in _broken(root, folder):
        target = _free(folder / path.relative_to(root))
        target.parent.parent.mkdir(parents=True, exist_ok=True)
        shutil.move(path, target.parent if path.parent != root and not target.parent.is_dir() else target)
        moved.append(target)
    return sorted(moved)


@mistake("quarantine", "A file can only be moved into a folder that is there")
def no_folder_made(root, folder):
    moved = []
    for path in _broken(root, folder):
        moved.append(path.rename(_free(folder / path.relative_to(root))))
    return moved


@mistake("quarantine", "The folder is there already")
def folder_made_twice(root, folder):
    moved = []
    for path in _broken(root, folder):
        target = _free(folder / path.relative_to(root))
        target.parent.mkdir(parents=True)
        moved.append(path.rename(target))
    return moved


@mistake("quarantine", "was copied, and is still there")
def copied(root, folder):
    return _quarantine(root, folder, move=shutil.copy2)


@mistake("quarantine", "deleted, or overwritten")
def deleted(root, folder):
    return _quarantine(root, folder, move=lambda path, target: path.unlink())


@mistake("quarantine", "can be read, and was moved")
def the_readable_ones(root, folder):
    return _quarantine(root, folder, broken=_broken(root, folder, readable))


@mistake("quarantine", "can be read, and was moved")
def every_image(root, folder):
    return _quarantine(root, folder, broken=_broken(root, folder, lambda path: True))


@mistake("quarantine", "cannot be read, and was not moved")
def header_only_here(root, folder):
    return _quarantine(root, folder, broken=_broken(root, folder, lambda path: not header_only(path)))


@mistake("quarantine", "cannot be read, and was not moved")
def capitals_missed(root, folder):
    found = [path for path in _broken(root, folder) if path.suffix in IMAGE_SUFFIXES]
    return _quarantine(root, folder, broken=found)


@mistake("quarantine", "cannot be read, and was not moved")
def right_under_class_folders_only(root, folder):
    return _quarantine(root, folder, broken=_broken(root, folder, search=sorted(root.glob("*/*"))))


@mistake("quarantine", "One file must not stop it")
def stopped_by_the_first(root, folder):
    return _quarantine(root, folder, broken=_broken(root, folder, lambda path: not Image.open(path).load()))


@mistake("quarantine", "the paths where the photos were")
def old_paths(root, folder):
    found = _broken(root, folder)
    _quarantine(root, folder)
    return found


@mistake("quarantine", "lead nowhere")
def names_alone(root, folder):
    return [path.relative_to(folder) for path in _quarantine(root, folder)]


@mistake("quarantine", "how many were moved")
def counted(root, folder):
    return len(_quarantine(root, folder))


@mistake("quarantine", "in the order in which this disk lists them")
def not_sorted(root, folder):
    return _quarantine(root, folder)[::-1]


@mistake("quarantine", "Keep the whole path below root")
def last_folder_only(root, folder):
    return _quarantine(root, folder, place=lambda path: folder / path.parent.name / path.name)


@mistake("quarantine", "should have stayed")
def other_files_too(root, folder):
    found = [p for p in sorted(root.rglob("[!.]*")) if p.is_file() and folder not in p.parents and not readable(p)]
    found = [path for path in found if not any(part.startswith(".") for part in path.relative_to(root).parts)]
    return _quarantine(root, folder, broken=found)


@mistake("quarantine", "should have stayed")
def hidden_ones_too(root, folder):
    return _quarantine(root, folder, broken=_broken(root, folder, hidden=False))


@mistake("quarantine", "a folder above `root` begins with a dot")
def hidden_above(root, folder):
    found = [path for path in _broken(root, folder) if not any(part.startswith(".") for part in path.parts)]
    return _quarantine(root, folder, broken=found)


@mistake("quarantine", "deleted, or overwritten")
def overwritten(root, folder):
    return _quarantine(root, folder, free=lambda target: target)


@mistake("quarantine", "deleted, or overwritten")
def one_other_name(root, folder):
    return _quarantine(root, folder, free=lambda one: one.with_stem(one.stem + "_copy") if one.exists() else one)


@mistake("quarantine", "left where it was, because the quarantine has a file of that name")
def taken_means_done(root, folder):
    found = [path for path in _broken(root, folder) if not (folder / path.relative_to(root)).exists()]
    return _quarantine(root, folder, broken=found)


@mistake("quarantine", "renamed, to make room")
def makes_room(root, folder):
    for path in _broken(root, folder):
        target = folder / path.relative_to(root)
        if target.exists():
            target.rename(_free(target))
    return _quarantine(root, folder)


@mistake("quarantine", "Return the path that the photo has now")
def the_taken_name_returned(root, folder):
    found = _broken(root, folder)
    _quarantine(root, folder)
    return [folder / path.relative_to(root) for path in found]


@mistake("quarantine", "moved again, deeper into it")
def searches_itself(root, folder):
    return _quarantine(root, folder, broken=_broken(root, root / "nowhere"))


@mistake("quarantine", "it was taken for a part of the quarantine")
def skips_what_begins_alike(root, folder):
    found = [path for path in _broken(root, folder) if not str(path).startswith(str(folder))]
    return _quarantine(root, folder, broken=found)


@mistake("quarantine", "it was taken for a part of the quarantine")
def skips_every_folder_of_that_name(root, folder):
    found = [path for path in _broken(root, folder) if folder.name not in path.parts]
    return _quarantine(root, folder, broken=found)


@mistake("quarantine", "Return only what this run has moved")
def returns_all(root, folder):
    _quarantine(root, folder)
    return sorted(path for path in folder.rglob("*") if path.is_file())


@mistake("quarantine", "deleted, or overwritten")
def starts_afresh(root, folder):
    found = _broken(root, folder)
    if found and folder.exists():
        shutil.rmtree(folder)
    return _quarantine(root, folder, broken=found)


@mistake("quarantine", "there was a moment at which the file was nowhere")
def removed_first(root, folder):
    def move(path, target):
        data = path.read_bytes()
        path.unlink()
        target.write_bytes(data)

    return _quarantine(root, folder, move=move)


@mistake("quarantine", "not to trust what an earlier one has written or made")
def done_when_its_folder_is_there(root, folder):
    if (folder / "doing").exists():
        return []
    folder.mkdir(exist_ok=True, parents=True)
    marker = folder / "doing"
    marker.write_bytes(b"")
    moved = _quarantine(root, folder)
    marker.unlink()
    return moved


@mistake("quarantine", "Do not catch that error")
def error_swallowed(root, folder):
    def move(path, target):
        try:
            os.rename(path, target)
        except OSError:
            pass

    return _quarantine(root, folder, move=move)


@mistake("quarantine", "Do not catch that error")
def error_swallowed_and_left_out(root, folder):
    try:
        return _quarantine(root, folder, move=os.rename)
    except PermissionError:
        return []


@mistake("quarantine", "without its folder")
def moved_into_the_folder(root, folder):
    folder.mkdir(parents=True, exist_ok=True)
    return sorted(Path(shutil.move(path, folder)) for path in _broken(root, folder))


@mistake("quarantine", "is a folder, for all its name")
def folders_for_photos(root, folder):
    paths = [path for path in sorted(root.rglob("*")) if path.suffix.lower() in IMAGE_SUFFIXES
             and folder not in path.parents and "/." not in f"/{path.relative_to(root).as_posix()}"]
    return _quarantine(root, folder, broken=[path for path in paths if not readable(path)])


@mistake("quarantine", "leave folders where they are")
def empty_folders_tidied_up(root, folder):
    moved = _quarantine(root, folder)
    for path in moved:
        with contextlib.suppress(OSError):
            (root / path.relative_to(folder)).parent.rmdir()
    return moved
