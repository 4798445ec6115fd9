"""Wrong versions of kata 6, each with the words that it must be told."""

import glob
import io
import os
import re
import runpy
import shutil
import stat
import tempfile
import zipfile
from contextlib import suppress
from pathlib import Path, PurePosixPath, PureWindowsPath

from PIL import Image

from kata.known import mistake
from nets.steps import written_whole
from week7.kata1_save_and_load import load_checkpoint
from week7.kata2_predict_a_photo import predict_photo
from week7.kata6_share import MAX_BYTES, PHOTOS

GPS = 0x8825


# ---- package_project: what may be put together in a wrong way


def under(root):
    """All files, as paths from root on; no links."""
    for path in root.rglob("*"):
        if path.is_file() and not path.is_symlink():
            yield path.relative_to(root)


def in_data(name):
    return "data" in [part.lower() for part in name.parts[:-1]]


def is_hidden(name):
    return "__pycache__" in name.parts or any(part.startswith(".") for part in name.parts)


def has_place(path):
    if path.suffix.lower() not in PHOTOS:
        return False
    try:
        with Image.open(path) as image:
            return bool(image.getexif().get_ifd(GPS))
    except Exception:
        return True


def names_to_pack(root, out_zip, files=under, data=in_data, hidden=is_hidden, place=has_place):
    return [name for name in files(root) if not data(name) and not hidden(name) and not place(root / name)
            and (root / name).resolve() != out_zip.resolve()]  # fmt: skip


def checked(names, root):
    names = sorted(name.as_posix() for name in names)
    if not any(name.endswith(".safetensors") for name in names):
        raise ValueError(f"no model in {root}")
    return names


def save(root, out_zip, names, named=lambda name: name):
    with written_whole(out_zip) as draft, zipfile.ZipFile(draft, "w") as archive:
        for name in names:
            archive.write(root / name, named(name))
    return sorted(named(name) for name in names)


def pack(root, out_zip, named=lambda name: name, **rules):
    return save(root, out_zip, checked(names_to_pack(root, out_zip, **rules), root), named)


@mistake("package_project", "The name of the project's folder stands in front")
def with_the_folder(root, out_zip):
    return pack(root, out_zip, lambda name: f"{root.name}/{name}")


@mistake("package_project", "The names are whole paths of this computer")
def without_arcname(root, out_zip):
    return pack(root, out_zip, lambda name: (root / name).as_posix().lstrip("/"))


@mistake("package_project", "All folders are gone from the names")
def flat(root, out_zip):
    return pack(root, out_zip, lambda name: name.rpartition("/")[2])


@mistake("package_project", "There is a model in this project")
def top_only(root, out_zip):
    return pack(root, out_zip, files=lambda root: [Path(path.name) for path in root.iterdir() if path.is_file()])


@mistake("package_project", "Only what lies directly in `root`")
def top_only_and_models(root, out_zip):
    files = [path for path in under(root) if len(path.parts) == 1]
    checked(names_to_pack(root, out_zip), root)
    return save(root, out_zip, sorted(name.as_posix() for name in names_to_pack(root, out_zip, files=lambda _: files)))


@mistake("package_project", "src/nets/layers.py lies two folders deep")
def one_level(root, out_zip):
    return pack(root, out_zip, files=lambda root: [name for name in under(root) if len(name.parts) <= 2])


@mistake("package_project", "LICENSE has no suffix")
def with_a_dot(root, out_zip):
    return pack(root, out_zip, files=lambda root: [name for name in under(root) if "." in name.name])


@mistake("package_project", "sounds.zip is missing")
def no_zips(root, out_zip):
    return pack(root, out_zip, files=lambda root: [name for name in under(root) if name.suffix != ".zip"])


@mistake("package_project", "in an order that differs from disk to disk")
def unsorted(root, out_zip):
    names = [name.as_posix() for name in names_to_pack(root, out_zip)]
    checked(map(Path, names), root)
    save(root, out_zip, names)
    return names


@mistake("package_project", "in an order that differs from disk to disk")
def files_of_a_folder_first(root, out_zip):
    names = pack(root, out_zip)
    return sorted(names, key=lambda name: (name.count("/"), name))


@mistake("package_project", "Those are paths")
def paths_returned(root, out_zip):
    return [root / name for name in pack(root, out_zip)]


@mistake("package_project", "shutil.make_archive adds .zip")
def make_archive(root, out_zip):
    shutil.make_archive(str(out_zip), "zip", root)
    return checked(under(root), root)


@mistake("package_project", "Folders are listed among the files")
def folders_read(root, out_zip):
    checked(names_to_pack(root, out_zip), root)
    with written_whole(out_zip) as draft, zipfile.ZipFile(draft, "w") as archive:
        for path in [path for path in root.rglob("*") if not path.is_symlink()]:
            archive.writestr(path.relative_to(root).as_posix(), path.read_bytes())
    return checked(under(root), root)


@mistake("package_project", "has other bytes in the zip than on disk")
def as_text(root, out_zip):
    names = checked(names_to_pack(root, out_zip), root)
    with written_whole(out_zip) as draft, zipfile.ZipFile(draft, "w") as archive:
        for name in names:
            archive.writestr(name, (root / name).read_text(encoding="utf-8", errors="ignore"))
    return names


@mistake("package_project", "it is the wrong way round")
def place_wanted(root, out_zip):
    def without(path):
        if path.suffix.lower() not in PHOTOS or "trip" not in path.parts:
            return has_place(path)
        return not has_place(path)

    return pack(root, out_zip, place=without)


@mistake("package_project", "The folders named data are in the zip")
def data_too(root, out_zip):
    return pack(root, out_zip, data=lambda name: False)


@mistake("package_project", "Data and DATA are in the zip")
def small_data_only(root, out_zip):
    return pack(root, out_zip, data=lambda name: "data" in name.parts[:-1])


@mistake("package_project", "src/data/loader.py is in the zip")
def data_at_the_top_only(root, out_zip):
    return pack(root, out_zip, data=lambda name: name.parts[0].lower() == "data")


@mistake("package_project", "data/train/ is in the zip")
def data_as_last_folder(root, out_zip):
    return pack(root, out_zip, data=lambda name: name.parent.name.lower() == "data")


@mistake("package_project", "Only folders whose whole name is data")
def data_in_the_text(root, out_zip):
    return pack(root, out_zip, data=lambda name: "data" in name.as_posix().lower())


@mistake("package_project", "Only folders whose whole name is data")
def begins_with_data(root, out_zip):
    return pack(root, out_zip, data=lambda name: any(part.lower().startswith("data") for part in name.parts))


@mistake("package_project", "The photos of data/ stay out, its other files went in")
def only_photos_of_data(root, out_zip):
    return pack(root, out_zip, data=lambda name: in_data(name) and name.suffix.lower() in PHOTOS)


@mistake("package_project", "Hidden files are in the zip")
def hidden_too(root, out_zip):
    return pack(root, out_zip, hidden=lambda name: False)


@mistake("package_project", "The folders __pycache__ are in the zip")
def caches_too(root, out_zip):
    return pack(root, out_zip, hidden=lambda name: any(part.startswith(".") for part in name.parts))


@mistake("package_project", "The folders __pycache__ are in the zip")
def caches_by_the_name_of_the_file(root, out_zip):
    return pack(root, out_zip, hidden=lambda name: any(part.startswith(".") for part in name.parts)
                or name.name.startswith("__pycache__"))  # fmt: skip


@mistake("package_project", "src/__pycache__ is in the zip")
def caches_at_the_top_only(root, out_zip):
    return pack(root, out_zip, hidden=lambda name: any(part.startswith(".") for part in name.parts)
                or name.parts[0] == "__pycache__")  # fmt: skip


@mistake("package_project", "Whatever begins with a dot stays out, not only .git")
def git_only(root, out_zip):
    return pack(root, out_zip, hidden=lambda name: ".git" in name.parts or "__pycache__" in name.parts)


@mistake("package_project", "The files in .git are in the zip")
def names_with_a_dot(root, out_zip):
    return pack(root, out_zip, hidden=lambda name: name.name.startswith(".") or "__pycache__" in name.parts)


@mistake("package_project", "Hidden files or folders deeper inside")
def first_part_only(root, out_zip):
    return pack(root, out_zip, hidden=lambda name: name.parts[0].startswith(".") or "__pycache__" in name.parts)


@mistake("package_project", "Something that is not hidden did not go in")
def two_underscores(root, out_zip):
    return pack(root, out_zip, hidden=lambda name: is_hidden(name) or any(part.startswith("__") for part in name.parts))


@mistake("package_project", "Something that is not hidden did not go in")
def cache_in_the_text(root, out_zip):
    return pack(root, out_zip, hidden=lambda name: is_hidden(name) or "pycache" in str(name))


@mistake("package_project", "All photos are in the zip, with those that say")
def no_look_at_photos(root, out_zip):
    return pack(root, out_zip, place=lambda path: False)


@mistake("package_project", "Cameras write suffixes in capitals")
def small_suffixes_only(root, out_zip):
    return pack(root, out_zip, place=lambda path: path.suffix in PHOTOS and has_place(path))


@mistake("package_project", "EXIF is in PNG, WebP and TIFF as well")
def jpegs_only(root, out_zip):
    return pack(root, out_zip, place=lambda path: path.suffix.lower() in (".jpg", ".jpeg") and has_place(path))


@mistake("package_project", "Not all EXIF is a place")
def any_exif(root, out_zip):
    def place(path):
        with suppress(OSError, ValueError, Image.DecompressionBombError):
            if path.suffix.lower() in PHOTOS and path.suffix != ".tif":
                return bool(Image.open(path).getexif())
            return has_place(path)  # TIFF keeps all of its tags there
        return True

    return pack(root, out_zip, place=place)


@mistake("package_project", "exif[0x8825] only says where that part begins")
def tag_instead_of_its_content(root, out_zip):
    def place(path):
        with suppress(OSError, ValueError, Image.DecompressionBombError):
            return path.suffix.lower() in PHOTOS and GPS in Image.open(path).getexif()
        return True

    return pack(root, out_zip, place=place)


@mistake("package_project", "All photos are in the zip, with those that say")
def tag_by_its_name(root, out_zip):
    def place(path):
        with suppress(OSError, ValueError, Image.DecompressionBombError):
            return path.suffix.lower() in PHOTOS and "GPSInfo" in Image.open(path).getexif()
        return True

    return pack(root, out_zip, place=place)


@mistake("package_project", "Not all kinds of photos have `_getexif`")
def old_way_to_exif(root, out_zip):
    def place(path):
        with suppress(OSError, ValueError, Image.DecompressionBombError):
            return path.suffix.lower() in PHOTOS and bool((Image.open(path)._getexif() or {}).get(GPS))
        return True

    return pack(root, out_zip, place=place)


@mistake("package_project", "plain.tif did not go in")
def old_way_to_exif_caught(root, out_zip):
    def place(path):
        try:
            return path.suffix.lower() in PHOTOS and bool((Image.open(path)._getexif() or {}).get(GPS))
        except Exception:
            return True

    return pack(root, out_zip, place=place)


@mistake("package_project", "The photos in examples/ are missing")
def no_photos_at_all(root, out_zip):
    return pack(root, out_zip, place=lambda path: path.suffix.lower() in PHOTOS)


@mistake("package_project", "Photos that cannot be opened are in the zip")
def broken_ones_too(root, out_zip):
    def place(path):
        try:
            return path.suffix.lower() in PHOTOS and bool(Image.open(path).getexif().get_ifd(GPS))
        except Exception:
            return False

    return pack(root, out_zip, place=place)


@mistake("package_project", "That file is named like a photo and is none")
def error_not_caught(root, out_zip):
    return pack(root, out_zip, place=lambda path: path.suffix.lower() in PHOTOS
                and bool(Image.open(path).getexif().get_ifd(GPS)))  # fmt: skip


@mistake("package_project", "IMG_3.HEIC is in the zip")
def without_heic(root, out_zip):
    return pack(root, out_zip, place=lambda path: path.suffix.lower() not in (".heic", ".heif") and has_place(path))


@mistake("package_project", "There is a model in this project")
def all_files_opened(root, out_zip):
    def place(path):
        try:
            return bool(Image.open(path).getexif().get_ifd(GPS))
        except Exception:
            return True

    return pack(root, out_zip, place=place)


@mistake("package_project", "Symbolic links are in the zip")
def links_too(root, out_zip):
    return pack(root, out_zip, files=lambda root: [path.relative_to(root) for path in root.rglob("*")
                                                   if path.is_file()])  # fmt: skip


@mistake("package_project", "shared is a link to a folder outside")
def linked_folders_too(root, out_zip):
    def files(root):
        for name in glob.glob("**", root_dir=root, recursive=True, include_hidden=True):  # noqa: PTH207
            if (root / name).is_file() and not (root / name).is_symlink():
                yield Path(name)

    return pack(root, out_zip, files=files)


@mistake("package_project", "shared is a link to a folder outside")
def links_followed(root, out_zip):
    def files(root):
        for folder, _, names in os.walk(root, followlinks=True):
            for path in (Path(folder, name) for name in names):
                if not path.is_symlink():
                    yield path.relative_to(root)

    return pack(root, out_zip, files=files)


@mistake("package_project", "about.md is a link, to README.md next to it")
def links_inside(root, out_zip):
    return pack(root, out_zip, files=lambda root: [
        path.relative_to(root) for path in root.rglob("*")
        if path.is_file() and path.resolve().is_relative_to(root.resolve())])  # fmt: skip


@mistake("package_project", "A symbolic link can point to nothing")
def whatever_is_no_folder(root, out_zip):
    return pack(root, out_zip, files=lambda root: [path.relative_to(root) for path in root.rglob("*")
                                                   if not path.is_dir()])  # fmt: skip


@mistake("package_project", "birds.zip itself is in the zip")
def zip_of_last_time(root, out_zip):
    return save(root, out_zip, checked([name for name in under(root) if not in_data(name) and not is_hidden(name)
                                        and not has_place(root / name)], root))  # fmt: skip


@mistake("package_project", "birds.zip itself is in the zip")
def compared_with_another_path(root, out_zip):
    return save(root, out_zip, checked([name for name in under(root) if not in_data(name) and not is_hidden(name)
                                        and not has_place(root / name) and name != out_zip], root))  # fmt: skip


@mistake("package_project", "A file of your own went in")
def draft_packed(root, out_zip):
    draft = out_zip.with_name("draft.part")
    with zipfile.ZipFile(draft, "w") as archive:
        names = checked(names_to_pack(root, out_zip), root)
        for name in names:
            archive.write(root / name, name)
    draft.replace(out_zip)
    return names


@mistake("package_project", "The older zip is still there")
def older_one_kept(root, out_zip):
    names = checked(names_to_pack(root, out_zip), root)
    if out_zip.exists():
        with zipfile.ZipFile(out_zip) as archive:
            return sorted(archive.namelist())
    return save(root, out_zip, names)


@mistake("package_project", "the new files are added to the older zip")
def appended(root, out_zip):
    names = checked(names_to_pack(root, out_zip), root)
    with zipfile.ZipFile(out_zip, "a") as archive:
        for name in names:
            archive.write(root / name, name)
    return names


@mistake("package_project", "There may be an older zip; it is replaced")
def only_a_new_one(root, out_zip):
    names = checked(names_to_pack(root, out_zip), root)
    with zipfile.ZipFile(out_zip, "x") as archive:
        for name in names:
            archive.write(root / name, name)
    return names


@mistake("package_project", "There is no model in this project")
def without_a_model(root, out_zip):
    return save(root, out_zip, sorted(name.as_posix() for name in names_to_pack(root, out_zip)))


@mistake("package_project", "The only models in this project lie in data")
def model_anywhere(root, out_zip):
    if not list(root.rglob("*.safetensors")):
        raise ValueError("no model")
    return save(root, out_zip, sorted(name.as_posix() for name in names_to_pack(root, out_zip)))


@mistake("package_project", "Look first, then write")
def model_missed_at_the_end(root, out_zip):
    names = save(root, out_zip, sorted(name.as_posix() for name in names_to_pack(root, out_zip)))
    return checked(map(Path, names), root)


@mistake("package_project", "half a zip took the place of the older one")
def written_in_place(root, out_zip):
    names = checked(names_to_pack(root, out_zip), root)
    with zipfile.ZipFile(out_zip, "w") as archive:
        for name in names:
            archive.write(root / name, name)
    return names


@mistake("package_project", "it left only a part of the zip")
def opened_for_each_file(root, out_zip):
    names = checked(names_to_pack(root, out_zip), root)
    zipfile.ZipFile(out_zip, "w").close()
    for name in names:
        with zipfile.ZipFile(out_zip, "a") as archive:
            archive.write(root / name, name)
    return names


@mistake("package_project", "it left no zip where the older one had been")
def removed_first(root, out_zip):
    names = checked(names_to_pack(root, out_zip), root)
    out_zip.unlink(missing_ok=True)
    return save(root, out_zip, names)


@mistake("package_project", "half a zip took the place of the older one")
def in_memory_and_then_written(root, out_zip):
    names = checked(names_to_pack(root, out_zip), root)
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for name in names:
            archive.write(root / name, name)
    out_zip.write_bytes(buffer.getvalue())
    return names


@mistake("package_project", "The disk got full, and nobody is told")
def error_swallowed(root, out_zip):
    names = checked(names_to_pack(root, out_zip), root)
    with suppress(OSError):
        save(root, out_zip, names)
    return names


@mistake("package_project", "The folders above the project have a say")
def hidden_above(root, out_zip):
    return pack(root, out_zip, hidden=lambda name: is_hidden(name) or any(p.startswith(".") for p in root.parts))


# ---- cold_start


def look(entries):
    for entry in entries:
        path = PureWindowsPath(entry.filename)
        if path.anchor or ".." in path.parts or stat.S_ISLNK(entry.external_attr >> 16):
            raise ValueError(f"refused: {entry.filename}")
    if sum(entry.file_size for entry in entries) > MAX_BYTES:
        raise ValueError("too big")


def is_empty(folder):
    if folder.exists() and any(folder.iterdir()):
        raise ValueError(f"{folder} is not empty")


def unpack(zip_path, folder, check=look, empty=is_empty):
    """Unpack, and give the names of the models and of the photos, each sorted."""
    empty(folder)
    with zipfile.ZipFile(zip_path) as archive:
        check(archive.infolist())
        archive.extractall(folder)
        return kinds(archive.namelist())


def kinds(names):
    names = [name for name in names if not name.endswith("/")]
    models = sorted(name for name in names if name.endswith(".safetensors"))
    photos = sorted(name for name in names if name.lower().endswith(PHOTOS))
    if not models or not photos:
        raise ValueError("no model, or no photo")
    return models, photos


def version(name):
    found = re.search(r"_v(\d+)", PurePosixPath(name).name)
    return int(found[1]) if found else -1


def newest(models):
    return max(models, key=lambda name: (version(name), name))


def first(photos):
    return photos[0]


def ask(zip_path, folder, model=newest, photo=first, **rules):
    models, photos = unpack(zip_path, folder, **rules)
    return predict_photo(load_checkpoint(folder / model(models)), folder / photo(photos))


@mistake("cold_start", "These are not three guesses")
def best_only(zip_path, folder):
    return ask(zip_path, folder)[:1]


@mistake("cold_start", "These are not three guesses")
def all_classes(zip_path, folder):
    models, photos = unpack(zip_path, folder)
    return predict_photo(load_checkpoint(folder / newest(models)), folder / photos[0], k=99)


@mistake("cold_start", "That is the best guess alone")
def one_pair(zip_path, folder):
    return ask(zip_path, folder)[0]


@mistake("cold_start", "The probabilities are missing")
def names_only(zip_path, folder):
    return [name for name, _ in ask(zip_path, folder)]


@mistake("cold_start", "That is a dict")
def as_dict(zip_path, folder):
    return dict(ask(zip_path, folder))


@mistake("cold_start", "The folder may be there and be empty")
def folder_must_be_missing(zip_path, folder):
    is_empty(folder)
    folder.mkdir()
    return ask(zip_path, folder)


@mistake("cold_start", "The folder is made if it is missing")
def folder_must_be_there(zip_path, folder):
    if any(os.scandir(folder)):
        raise ValueError(f"{folder} is not empty")
    return ask(zip_path, folder)


@mistake("cold_start", "The folder may be there and be empty")
def folder_entries_opened(zip_path, folder):
    is_empty(folder)
    with zipfile.ZipFile(zip_path) as archive:
        look(archive.infolist())
        for name in archive.namelist():
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            (folder / name).write_bytes(archive.read(name))
        models, photos = kinds(archive.namelist())
    return predict_photo(load_checkpoint(folder / newest(models)), folder / photos[0])


@mistake("cold_start", "The folder is made if it is missing")
def folders_not_made(zip_path, folder):
    is_empty(folder)
    folder.mkdir(exist_ok=True)
    with zipfile.ZipFile(zip_path) as archive:
        look(archive.infolist())
        for name in archive.namelist():
            (folder / name).write_bytes(archive.read(name))
        models, photos = kinds(archive.namelist())
    return predict_photo(load_checkpoint(folder / newest(models)), folder / photos[0])


@mistake("cold_start", "Only the model and the photo were unpacked")
def only_what_is_needed(zip_path, folder):
    is_empty(folder)
    with zipfile.ZipFile(zip_path) as archive:
        look(archive.infolist())
        models, photos = kinds(archive.namelist())
        needed = [newest(models), photos[0]]
        archive.extractall(folder, needed)
    return predict_photo(load_checkpoint(folder / needed[0]), folder / needed[1])


@mistake("cold_start", "The folder is empty. All files of the zip")
def in_a_folder_of_its_own(zip_path, folder):
    is_empty(folder)
    with tempfile.TemporaryDirectory() as other:
        return ask(zip_path, Path(other))


@mistake("cold_start", "lies beside the folder now")
def unpacked_beside(zip_path, folder):
    is_empty(folder)
    return ask(zip_path, folder.with_name("unpacked"))


@mistake("cold_start", "There is a folder too many around the files")
def one_folder_too_many(zip_path, folder):
    is_empty(folder)
    return ask(zip_path, folder / zip_path.stem)


@mistake("cold_start", "All files lie directly in the folder")
def without_folders(zip_path, folder):
    is_empty(folder)
    folder.mkdir(exist_ok=True)
    with zipfile.ZipFile(zip_path) as archive:
        look(archive.infolist())
        kinds(archive.namelist())
        for entry in archive.infolist():
            if not entry.is_dir():
                (folder / PurePosixPath(entry.filename).name).write_bytes(archive.read(entry))
        models, photos = kinds(archive.namelist())
    return predict_photo(load_checkpoint(folder / PurePosixPath(newest(models)).name),
                         folder / PurePosixPath(photos[0]).name)  # fmt: skip


@mistake("cold_start", "The zip's own predict.py was run")
def its_code_run(zip_path, folder):
    answer = ask(zip_path, folder)
    if (folder / "predict.py").exists():
        runpy.run_path(str(folder / "predict.py"))
    return answer


@mistake("cold_start", "The zip is gone")
def zip_removed(zip_path, folder):
    answer = ask(zip_path, folder)
    zip_path.unlink()
    return answer


@mistake("cold_start", "the first model in the zip")
def first_model(zip_path, folder):
    is_empty(folder)
    with zipfile.ZipFile(zip_path) as archive:
        names = [name for name in archive.namelist() if name.endswith(".safetensors")]
    return ask(zip_path, folder, model=lambda models: names[0] if names else models[0])


@mistake("cold_start", 'as text "9" comes after "1"')
def last_as_text(zip_path, folder):
    return ask(zip_path, folder, model=lambda models: models[-1])


@mistake("cold_start", 'as text "9" comes after "1"')
def versions_as_text(zip_path, folder):
    return ask(zip_path, folder, model=lambda models: max(models, key=lambda n: (re.findall(r"_v(\d+)", n), n)))


@mistake("cold_start", "it has the latest date")
def by_date(zip_path, folder):
    return ask(zip_path, folder, model=lambda models: max(models, key=lambda name: (
        re.findall(r"\d{4}-\d\d-\d\d", name), version(name), name)))  # fmt: skip


@mistake("cold_start", "Its 18 belongs to the name")
def digits_glued(zip_path, folder):
    return ask(zip_path, folder, model=lambda models: max(models, key=lambda name: (
        int("0" + "".join(re.findall(r"\d", name))), name)))  # fmt: skip


@mistake("cold_start", "Its 18 belongs to the name")
def first_number(zip_path, folder):
    def key(name):
        digits = re.findall(r"\d+", name)
        return int(digits[0]) if digits else -1, name

    return ask(zip_path, folder, model=lambda models: max(models, key=key))


@mistake("cold_start", "and not each has a version")
def version_taken_for_granted(zip_path, folder):
    return ask(zip_path, folder, model=lambda models: max(models, key=lambda n: int(re.search(r"_v(\d+)", n)[1])))


@mistake("cold_start", "A version number counts more than none")
def no_version_is_the_newest(zip_path, folder):
    return ask(zip_path, folder, model=lambda models: max(models, key=lambda n: (version(n) % 1000, n)))


@mistake("cold_start", "If no model has a version number")
def first_by_name_without_versions(zip_path, folder):
    return ask(zip_path, folder, model=lambda models: max(models, key=version))


@mistake("cold_start", "It stands first in the zip")
def first_photo_as_it_comes(zip_path, folder):
    is_empty(folder)
    with zipfile.ZipFile(zip_path) as archive:
        names = [name for name in archive.namelist() if name.lower().endswith(PHOTOS)]
    return ask(zip_path, folder, photo=lambda photos: names[0])


@mistake("cold_start", "That is the answer to heron.png")
def small_suffixes(zip_path, folder):
    return ask(zip_path, folder, photo=lambda photos: next(name for name in photos if name.endswith(PHOTOS)))


@mistake("cold_start", "That is the answer to heron.png")
def small_suffixes_on_disk(zip_path, folder):
    return ask(zip_path, folder, photo=lambda _: min(
        path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.suffix in PHOTOS))  # fmt: skip


@mistake("cold_start", "It leads out of the folder")
def extractall_at_once(zip_path, folder):
    return ask(zip_path, folder, check=lambda entries: None)


@mistake("cold_start", "It leads out of the folder")
def shutil_unpacks(zip_path, folder):
    is_empty(folder)
    shutil.unpack_archive(zip_path, folder)
    models, photos = kinds([path.relative_to(folder).as_posix() for path in folder.rglob("*")])
    return predict_photo(load_checkpoint(folder / newest(models)), folder / photos[0])


@mistake("cold_start", "and lies outside of the folder")
def written_by_hand(zip_path, folder):
    is_empty(folder)
    with zipfile.ZipFile(zip_path) as archive:
        for entry in archive.infolist():
            path = folder / entry.filename
            path.parent.mkdir(parents=True, exist_ok=True)
            if not entry.is_dir():
                path.write_bytes(archive.read(entry))
        models, photos = kinds(archive.namelist())
    return predict_photo(load_checkpoint(folder / newest(models)), folder / photos[0])


@mistake("cold_start", "lay in the folder by then")
def one_after_the_other(zip_path, folder):
    is_empty(folder)
    with zipfile.ZipFile(zip_path) as archive:
        for entry in archive.infolist():
            look([entry])
            archive.extract(entry, folder)
        look(archive.infolist())
        models, photos = kinds(archive.namelist())
    return predict_photo(load_checkpoint(folder / newest(models)), folder / photos[0])


@mistake("cold_start", "It leads out of the folder")
def begins_with_dots(zip_path, folder):
    def check(entries):
        look([entry for entry in entries if ".." not in entry.filename.split("/")])
        for entry in entries:
            if entry.filename.startswith(".."):
                raise ValueError(entry.filename)

    return ask(zip_path, folder, check=check)


@mistake("cold_start", "It leads out of the folder")
def compared_as_text(zip_path, folder):
    """As text, "unpacked too" begins with "unpacked"."""

    def check(entries):
        look([entry for entry in entries if ".." not in entry.filename.split("/")])
        for entry in entries:
            if not str((folder / entry.filename).resolve()).startswith(str(folder.resolve())):
                raise ValueError(entry.filename)

    return ask(zip_path, folder, check=check)


@mistake("cold_start", "Put the bad value into the message")
def name_not_shown(zip_path, folder):
    def check(entries):
        try:
            look(entries)
        except ValueError:
            raise ValueError("this zip is not safe") from None

    return ask(zip_path, folder, check=check)


@mistake("cold_start", "entry in this zip whose name is an absolute path")
def absolute_allowed(zip_path, folder):
    def check(entries):
        look([entry for entry in entries if not entry.filename.startswith("/")])

    return ask(zip_path, folder, check=check)


@mistake("cold_start", "and lies outside of the folder")
def absolute_written(zip_path, folder):
    is_empty(folder)
    with zipfile.ZipFile(zip_path) as archive:
        look([entry for entry in archive.infolist() if not entry.filename.startswith("/")])
        for entry in archive.infolist():
            path = folder / entry.filename
            path.parent.mkdir(parents=True, exist_ok=True)
            if not entry.is_dir():
                path.write_bytes(archive.read(entry))
        models, photos = kinds(archive.namelist())
    return predict_photo(load_checkpoint(folder / newest(models)), folder / photos[0])


def as_posix_only(entries, backslash=False):
    for entry in entries:
        name = entry.filename.replace("\\", "/") if backslash else entry.filename
        path = PurePosixPath(name)
        if path.is_absolute() or ".." in path.parts or stat.S_ISLNK(entry.external_attr >> 16):
            raise ValueError(f"refused: {entry.filename}")
    look([entry for entry in entries if "stolen" not in entry.filename])


@mistake("cold_start", "Windows that is an absolute path")
def names_of_windows_allowed(zip_path, folder):
    return ask(zip_path, folder, check=as_posix_only)


@mistake("cold_start", "Windows that is an absolute path")
def drives_allowed(zip_path, folder):
    return ask(zip_path, folder, check=lambda entries: as_posix_only(entries, backslash=True))


@mistake("cold_start", "Windows \\ separates folders as / does")
def backslash_no_separator(zip_path, folder):
    def check(entries):
        as_posix_only(entries)
        for entry in entries:
            if PureWindowsPath(entry.filename).anchor:
                raise ValueError(entry.filename)

    return ask(zip_path, folder, check=check)


@mistake("cold_start", "is a symbolic link in this zip")
def links_allowed(zip_path, folder):
    def check(entries):
        look([entry for entry in entries if not stat.S_ISLNK(entry.external_attr >> 16)])

    return ask(zip_path, folder, check=check)


@mistake("cold_start", "is a symbolic link in this zip")
def looked_for_links_on_disk(zip_path, folder):
    models, photos = unpack(zip_path, folder, check=lambda entries: look(
        [entry for entry in entries if not stat.S_ISLNK(entry.external_attr >> 16)]))  # fmt: skip
    for path in folder.rglob("*"):
        if path.is_symlink():
            raise ValueError(path.name)
    return predict_photo(load_checkpoint(folder / newest(models)), folder / photos[0])


@mistake("cold_start", "Nothing is wrong with this zip")
def every_file_a_link(zip_path, folder):
    """0o120000 has a bit in common with what marks a plain file."""

    def check(entries):
        look(entries)
        for entry in entries:
            if entry.external_attr >> 16 & 0o120000:
                raise ValueError(entry.filename)

    return ask(zip_path, folder, check=check)


def without_sizes(entries):
    kept = [entry.file_size for entry in entries]
    for entry in entries:
        entry.file_size = 0
    try:
        look(entries)
    finally:
        for entry, size in zip(entries, kept, strict=True):
            entry.file_size = size


@mistake("cold_start", "One entry of this zip says that it has")
def any_size(zip_path, folder):
    return ask(zip_path, folder, check=without_sizes)


@mistake("cold_start", "One entry of this zip says that it has")
def compressed_sizes(zip_path, folder):
    def check(entries):
        without_sizes(entries)
        if sum(entry.compress_size for entry in entries) > MAX_BYTES:
            raise ValueError("too big")

    return ask(zip_path, folder, check=check)


@mistake("cold_start", "One entry of this zip says that it has")
def size_of_the_zip(zip_path, folder):
    is_empty(folder)
    if zip_path.stat().st_size > MAX_BYTES:
        raise ValueError("too big")
    return ask(zip_path, folder, check=without_sizes)


@mistake("cold_start", "Add up the sizes of all entries")
def one_by_one(zip_path, folder):
    def check(entries):
        without_sizes(entries)
        if any(entry.file_size > MAX_BYTES for entry in entries):
            raise ValueError("too big")

    return ask(zip_path, folder, check=check)


@mistake("cold_start", "in the folder already, and unpacking could write over it")
def any_folder(zip_path, folder):
    return ask(zip_path, folder, empty=lambda folder: None)


@mistake("cold_start", "in the folder already, and unpacking could write over it")
def hidden_ones_not_seen(zip_path, folder):
    def empty(folder):
        if [name for name in glob.glob("**", root_dir=folder, recursive=True) if name]:  # noqa: PTH207
            raise ValueError(f"{folder} is not empty")

    return ask(zip_path, folder, empty=empty)


@mistake("cold_start", "and it was unpacked into all the same")
def emptied_first(zip_path, folder):
    if folder.exists() and any(folder.iterdir()):
        shutil.rmtree(folder)
        raise ValueError(f"{folder} was not empty")
    return ask(zip_path, folder)


@mistake("cold_start", "There is no photo in this zip")
def first_of_nothing(zip_path, folder):
    is_empty(folder)
    with zipfile.ZipFile(zip_path) as archive:
        look(archive.infolist())
        archive.extractall(folder)
        names = archive.namelist()
    models = [name for name in names if name.endswith(".safetensors")]
    photos = sorted(name for name in names if name.lower().endswith(PHOTOS))
    return predict_photo(load_checkpoint(folder / newest(models)), folder / photos[0])


@mistake("cold_start", "There is no model in this zip")
def nothing_said(zip_path, folder):
    is_empty(folder)
    try:
        return ask(zip_path, folder)
    except ValueError as error:
        if "no model" in str(error):
            return []
        raise


# ---- cousins of these


@mistake("package_project", "and not all of them are an OSError")
def only_oserror_caught(root, out_zip):
    def place(path):
        if path.suffix.lower() not in PHOTOS:
            return False
        try:
            with Image.open(path) as image:
                return bool(image.getexif().get_ifd(GPS))
        except OSError:
            return True

    return pack(root, out_zip, place=place)


@mistake("package_project", "if there is anything in that part")
def degrees_only(root, out_zip):
    def place(path):
        if path.suffix.lower() not in PHOTOS:
            return False
        try:
            with Image.open(path) as image:
                return {2, 4} <= set(image.getexif().get_ifd(GPS))
        except Exception:
            return True

    return pack(root, out_zip, place=place)


@mistake("package_project", "The project itself is not what it was")
def photos_with_a_place_deleted(root, out_zip):
    names = names_to_pack(root, out_zip)
    for path in list(root.rglob("*")):
        if path.is_file() and not path.is_symlink() and not in_data(path.relative_to(root)) and has_place(path):
            path.unlink()
    return save(root, out_zip, checked(names, root))


@mistake("package_project", "src/bird/data is a file of that name")
def files_named_data(root, out_zip):
    return pack(root, out_zip, data=lambda name: "data" in [part.lower() for part in name.parts])


@mistake("package_project", "not all of them end in .pyc")
def pyc_only(root, out_zip):
    return pack(root, out_zip, hidden=lambda name: name.suffix == ".pyc" or any(p.startswith(".") for p in name.parts))


@mistake("package_project", "Photos may lie anywhere in a project")
def photos_of_examples_only(root, out_zip):
    return pack(root, out_zip, place=lambda path: has_place(path) or (
        path.suffix.lower() in PHOTOS and "examples" not in path.parts))  # fmt: skip


@mistake("package_project", "It has the name of the zip that is being written, and is another file")
def namesakes_left_out(root, out_zip):
    return pack(root, out_zip, files=lambda root: [name for name in under(root) if name.name != out_zip.name])


@mistake("package_project", "compare path.resolve() with out_zip.resolve()")
def paths_compared_as_they_are(root, out_zip):
    names = [name for name in under(root) if not in_data(name) and not is_hidden(name) and not has_place(root / name)]
    return save(root, out_zip, checked([name for name in names if root / name != out_zip], root))


@mistake("package_project", "what counts is how it ends")
def model_in_the_middle_of_a_name(root, out_zip):
    names = sorted(name.as_posix() for name in names_to_pack(root, out_zip))
    if not any(".safetensors" in name for name in names):
        raise ValueError("no model")
    return save(root, out_zip, names)


@mistake("package_project", "There is a model in this project")
def model_in_models_only(root, out_zip):
    names = sorted(name.as_posix() for name in names_to_pack(root, out_zip))
    if not any(name.startswith("models/") and name.endswith(".safetensors") for name in names):
        raise ValueError("no model in models/")
    return save(root, out_zip, names)


@mistake("package_project", "written over the older one, byte after byte")
def draft_copied(root, out_zip):
    draft = out_zip.with_name(".draft")
    names = save(root, draft, checked(names_to_pack(root, out_zip), root))
    shutil.copy(draft, out_zip)
    draft.unlink()
    return names


@mistake("package_project", "written over the older one, byte after byte")
def draft_moved_from_another_disk(root, out_zip):
    with tempfile.TemporaryDirectory() as place:
        names = save(root, Path(place) / "draft", checked(names_to_pack(root, out_zip), root))
        shutil.copyfile(Path(place) / "draft", out_zip)  # what shutil.move does where it cannot rename
    return names


@mistake("package_project", "half a zip took the place of the older one")
def replaced_before_it_was_closed(root, out_zip):
    names, draft = checked(names_to_pack(root, out_zip), root), out_zip.with_name(".draft")
    with zipfile.ZipFile(draft, "w") as archive:
        for name in names:
            archive.write(root / name, name)
        draft.replace(out_zip)
    return names



@mistake("cold_start", "Windows that is an absolute path")
def drive_c_only(zip_path, folder):
    def look_for_c(entries):
        look([entry for entry in entries if not re.match("[abd-zABD-Z]:", entry.filename)])

    return ask(zip_path, folder, check=look_for_c)
