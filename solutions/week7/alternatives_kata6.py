"""Unusual and correct: every one of these must pass."""

import io
import os
import re
import shutil
import tempfile
import zipfile
from pathlib import Path

from PIL import Image

from kata.known import alternative
from week7.kata1_save_and_load import load_checkpoint
from week7.kata2_predict_a_photo import predict_photo
from week7.kata6_share import MAX_BYTES, PHOTOS


def fine(path, root, out_zip):
    parts = [part.lower() for part in path.relative_to(root).parts]
    if path.is_dir() or "data" in parts[:-1] or "__pycache__" in parts or any(p[0] == "." for p in parts):
        return False
    links = [path, *path.parents][: len(parts)]
    if any(one.is_symlink() for one in links) or (out_zip.exists() and path.samefile(out_zip)):
        return False
    if path.suffix.lower() not in PHOTOS:
        return True
    try:
        with Image.open(path) as image:
            image.load()
            return len(image.getexif().get_ifd(34853)) == 0
    except Exception:
        return False


@alternative("package_project")
def in_memory_first(root, out_zip):
    """The zip is made in memory, with entries for its folders, and without compression."""
    paths = sorted(path for path in root.rglob("*") if fine(path, root, out_zip))
    if not [path for path in paths if path.suffix == ".safetensors"]:
        raise ValueError("where is the model?")
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for name in sorted({path.parent.relative_to(root).as_posix() for path in paths} - {"."}):
            archive.mkdir(name)
        for path in paths:
            archive.writestr("/".join(path.relative_to(root).parts), path.read_bytes())
    draft = out_zip.with_suffix(".part")
    draft.write_bytes(buffer.getvalue())
    os.replace(draft, out_zip)  # noqa: PTH105
    return sorted(name for name in archive.namelist() if not name.endswith("/"))


@alternative("package_project")
def copied_and_archived(root, out_zip):
    """A clean copy in a folder of its own, which is then archived as a whole."""
    with tempfile.TemporaryDirectory(dir=out_zip.parent, prefix=".") as place:
        names = []
        for path in list(root.glob("**/*")):
            if place not in str(path) and fine(path, root, out_zip):
                copy = Path(place, "copy", path.relative_to(root))
                copy.parent.mkdir(parents=True, exist_ok=True)
                shutil.copy2(path, copy)
                names.append(str(path.relative_to(root)).replace(os.sep, "/"))
        if not any(name.endswith(".safetensors") for name in names):
            raise ValueError("no *.safetensors")
        made = shutil.make_archive(f"{place}/new", "zip", f"{place}/copy")
        Path(made).replace(out_zip)
    return tuple(sorted(names))


@alternative("cold_start")
def strict_about_names(zip_path, folder):
    """Refuses any "..", any backslash or colon, and names that differ in case only; writes each file itself."""
    if folder.is_dir() and os.listdir(folder):  # noqa: PTH208
        raise ValueError(f"not empty: {folder}")
    with zipfile.ZipFile(zip_path) as archive:
        entries, total = archive.infolist(), 0
        if len({entry.filename.lower() for entry in entries}) < len(entries):
            raise ValueError("two names are the same on some disks")
        for entry in entries:
            total += entry.file_size
            link = (entry.external_attr >> 28) == 0o12
            if link or ".." in entry.filename or entry.filename[:1] == "/" or re.search(r"[\\:]", entry.filename):
                raise ValueError("refused: " + entry.filename)
        if total > MAX_BYTES:
            raise ValueError(f"{total} bytes")
        for entry in entries:
            target = folder / entry.filename
            if entry.is_dir():
                target.mkdir(parents=True, exist_ok=True)
                continue
            target.parent.mkdir(parents=True, exist_ok=True)
            with archive.open(entry) as source, target.open("wb") as file:
                shutil.copyfileobj(source, file)
    return answer_of(folder)


def answer_of(folder):
    """Looks for the model and the photo on disk."""
    files = sorted((path for path in folder.rglob("*") if path.is_file()), key=lambda path: path.as_posix())
    models = [path for path in files if path.suffix == ".safetensors"]
    photos = [path for path in files if path.suffix.lower() in PHOTOS]
    if not (models and photos):
        raise ValueError("a model and a photo are needed")

    def number(path):
        return int(re.search(r"_v0*(\d+)(_|\.)", path.name)[1]) if "_v" in path.name else -1

    best = models[0]
    for model in models:
        if number(model) >= number(best):
            best = model
    return predict_photo(load_checkpoint(best), photos[0])


@alternative("cold_start")
def resolved_and_moved(zip_path, folder):
    """Asks where each name would end up, on either system; unpacks beside, and moves what came out."""
    folder = Path(folder)
    folder.mkdir(parents=True, exist_ok=True)
    if next(folder.iterdir(), None):
        raise ValueError(f"{folder} is in use")
    with zipfile.ZipFile(zip_path) as archive:
        for entry in archive.infolist():
            name = entry.filename.replace("\\", "/")
            inside = (folder / name).resolve().is_relative_to(folder.resolve())
            link = entry.external_attr >> 16 & 0o170000 == 0o120000
            if link or not inside or name.startswith("/") or name[1:2] == ":":
                raise ValueError(f"{entry.filename!r} does not stay in {folder}")
        if sum(entry.file_size for entry in archive.infolist()) > MAX_BYTES:
            raise ValueError("a bomb")
        with tempfile.TemporaryDirectory() as place:
            archive.extractall(place)
            shutil.copytree(place, folder, dirs_exist_ok=True)
    return [(str(name), float(share)) for name, share in answer_of(folder)]
