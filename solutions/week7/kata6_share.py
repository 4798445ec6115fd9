"""Share it safely

A friend shall run your classifier: you send one zip. What must never be in it are the photos you learned from,
what git remembers, and where somebody lives. And the other way round: whoever opens a zip lets a stranger write
to the disk, so it is looked through before anything comes out of it.
"""

from pathlib import Path

# How the name of a photo ends, in small letters. Cameras write capitals, too: IMG_0001.JPG.
PHOTOS = (".jpg", ".jpeg", ".png", ".webp", ".bmp", ".gif", ".tif", ".tiff", ".heic", ".heif")

# More than this is not unpacked.
MAX_BYTES = 1_000_000_000


def package_project(root: Path, out_zip: Path) -> list[str]:
    """Put a project into a zip that can be given to anybody.

    All that a friend needs goes in: the code, the model and its card, requirements.txt, README.md, a few photos to
    try it on. It is easy to send too much as well. A phone writes into every photo where it was taken (GPS), and an
    archive with the whole folder in it has the training photos in data/, and passwords in .env.

    Args:
        root: the project's folder. Where it lies is of no matter: the rules below are about what is inside of it.
        out_zip: the zip to write. There may be an older one, which is replaced. It may lie inside `root`. Its folder
            is there.

    Returns:
        The names of the files in the zip, sorted. A name is the path from `root` on, with "/" between its parts on
        every computer: "examples/heron.jpg". Everything goes in, with its bytes as they are, except:

        - what is in a folder named data, at any depth, in capitals or not
        - what begins with a dot, files and folders (.git, .env), and folders named __pycache__
        - symbolic links, to a file or to a folder
        - the zip itself, however the two paths are written: `resolve()` makes them comparable. (A file elsewhere
          that has the same name goes in.)
        - photos (their names end as in PHOTOS, in capitals or not) that say where they were taken: there is
          something in the GPS part of their EXIF, `image.getexif().get_ifd(0x8825)`
        - photos that Pillow cannot open, whatever error that raises (mostly OSError; there are others), for nobody
          can tell what is in them

        The project itself is only read. The zip appears whole or not at all: whatever stops the program (Ctrl-C, a
        full disk), `out_zip` is what it was before, or complete. `nets.steps.written_whole` helps: see the hints.

    Raises:
        ValueError: no file that goes in ends in .safetensors: there is no model to share. Nothing is written.

    Example:
        Of a project with these files

        README.md  predict.py  models/birds_v1_2026-03-28.safetensors  examples/heron.jpg  data/train/duck.jpg  .env

        package_project(root, root / "birds.zip") returns

        ["README.md", "examples/heron.jpg", "models/birds_v1_2026-03-28.safetensors", "predict.py"]
    """
    # BEGIN SOLUTION
    import os
    from zipfile import ZIP_DEFLATED, ZipFile

    from PIL import Image

    from nets.steps import written_whole

    def may_be_shown(path: Path) -> bool:
        """Whether it is a photo that can be read and does not say where it was taken."""
        try:
            with Image.open(path) as image:
                return not image.getexif().get_ifd(0x8825)
        except Exception:  # whatever goes wrong in there, nobody can tell
            return False

    names = []
    for folder, folders, files in os.walk(root):  # which goes into no folder that is a link
        folders[:] = [n for n in folders if n.lower() != "data" and n != "__pycache__" and not n.startswith(".")]
        for path in (Path(folder) / name for name in files if not name.startswith(".")):
            if path.is_symlink() or not path.is_file() or path.resolve() == out_zip.resolve():
                continue
            if path.suffix.lower() in PHOTOS and not may_be_shown(path):
                continue
            names.append(path.relative_to(root).as_posix())
    names.sort()
    if not any(name.endswith(".safetensors") for name in names):
        raise ValueError(f"there is no model (*.safetensors) to share in {root}")
    with written_whole(out_zip) as draft, ZipFile(draft, "w", ZIP_DEFLATED, strict_timestamps=False) as archive:
        for name in names:
            archive.write(root / name, name)
    return names
    # END SOLUTION


def cold_start(zip_path: Path, folder: Path) -> list[tuple[str, float]]:
    """Unpack a zip that came by mail, and let its model look at one of its photos.

    This is the test of everything you share: an empty folder, somebody else's computer, and an answer. But a zip can
    be a trap. The names in it are only text, and one like "../../.bashrc" leads out of the folder; an entry can be a
    link to anywhere; a few kilobytes can say that they unpack to a terabyte. So look at all entries first, and
    refuse the zip as a whole. Its code is never run: the network comes from this course, and only numbers from the zip.

    Args:
        zip_path: the zip, as `package_project` or a stranger made it. It may have entries for folders, too: their
            names end with "/".
        folder: where to unpack it. It is made if it is missing.

    Returns:
        What `predict_photo` answers, for the zip's newest model and its first photo. A model is a file that ends in
        .safetensors, in any folder; the newest is the one with the highest version number, the digits after "_v" in
        its file name, as kata 4 writes them. If none has a version number, it is the last by name. A photo's name
        ends as in PHOTOS, in capitals or not, in any folder; sorted by their names in the zip, the first one counts.
        Afterwards all files of the zip lie in `folder`, at their places.

        The functions of this week may be used (or written again):
        from week7.kata1_save_and_load import load_checkpoint
        from week7.kata2_predict_a_photo import predict_photo

    Raises:
        ValueError: `folder` holds something; the message shows it. Or an entry of the zip is refused; the message
            shows its name: an absolute path, also one of Windows (C:\\..., \\...); a path with ".." among its parts,
            between "/" or "\\"; a symbolic link (the upper 16 bits of its external_attr say so, `stat.S_ISLNK`).
            Or the sizes of all entries unpacked, `file_size`, add up to more than MAX_BYTES. In all these cases
            nothing is written anywhere.
        ValueError: there is no model in the zip, or no photo.

    Example:
        >>> cold_start(Path("birds.zip"), Path("try_it"))  # doctest: +SKIP
        [('heron', 0.94), ('duck', 0.05), ('goose', 0.01)]
    """
    # BEGIN SOLUTION
    import re
    import stat
    from pathlib import PureWindowsPath
    from zipfile import ZipFile

    from week7.kata1_save_and_load import load_checkpoint
    from week7.kata2_predict_a_photo import predict_photo

    def version(name: str) -> int:
        digits = re.findall(r"_v(\d+)", name.rpartition("/")[2])
        return int(digits[-1]) if digits else -1

    if folder.exists() and any(folder.iterdir()):
        raise ValueError(f"there is something in {folder} already")
    with ZipFile(zip_path) as archive:
        entries = archive.infolist()
        for entry in entries:
            path = PureWindowsPath(entry.filename)  # takes "/" and "\\" for the same, and knows drives
            if path.anchor or ".." in path.parts or stat.S_ISLNK(entry.external_attr >> 16):
                raise ValueError(f"{entry.filename} in {zip_path} leads out of the folder; nothing was unpacked")
        size = sum(entry.file_size for entry in entries)
        if size > MAX_BYTES:
            raise ValueError(f"{zip_path} would unpack to {size:,} bytes; nothing was unpacked")
        names = sorted(entry.filename for entry in entries)  # those of folders end with "/"
        models = [name for name in names if name.endswith(".safetensors")]
        photos = [name for name in names if name.lower().endswith(PHOTOS)]
        if not models or not photos:
            raise ValueError(f"{zip_path} has {len(models)} models and {len(photos)} photos: it takes one of each")
        archive.extractall(folder)
    newest = max(models, key=lambda name: (version(name), name))
    return predict_photo(load_checkpoint(folder / newest), folder / photos[0])
    # END SOLUTION
