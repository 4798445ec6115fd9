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
    raise NotImplementedError


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
    raise NotImplementedError
