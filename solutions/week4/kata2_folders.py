"""One folder for each class.

The simplest way to label a photo is to put it into a folder that bears the name of its class. A program
then reads labels from folder names, and turns the names into numbers. Both must come out the same on
every computer, today and next year: a model that has learned "2 means dog" keeps no other note of it.
"""

from pathlib import Path

# What an image file's name ends in, in small letters. (A camera may write .JPG.)
IMAGE_SUFFIXES = (".jpg", ".jpeg", ".png", ".gif", ".bmp", ".webp")


def class_names(root: Path) -> list[str]:
    """The names of the classes: the folders right under `root`, sorted.

    A disk lists folders in an order of its own, and leaves things between them that nobody put there:
    `.DS_Store`, `.ipynb_checkpoints`, `Thumbs.db`. One of these counted as a class, and every number
    after it means something else.

    Args:
        root: the folder with one folder for each class in it.

    Returns:
        The names, just as they are on disk, sorted as `sorted` sorts text ("10" before "2", capitals
        before small letters). A folder without photos is a class too. Plain files, hidden folders
        (whose own name begins with a dot) and folders further down are not.

    Example:
        In `fixtures/troublesome` lie three folders of photos, a folder .thumbnails, and a file notes.txt:

        >>> class_names(Path("fixtures/troublesome"))
        ['animal', 'building', 'fish']
    """
    # BEGIN SOLUTION
    return sorted(entry.name for entry in Path(root).iterdir() if entry.is_dir() and not entry.name.startswith("."))
    # END SOLUTION


def class_to_index(names: list[str]) -> dict[str, int]:
    """The number of each class: its position in `names`.

    Networks know no words; the tenth output is just the tenth output. This dict is the dictionary between
    the two, and a trained model is worth nothing without it.

    Args:
        names: the names of the classes, each once, in the order that is to count.

    Returns:
        name → number, from 0.

    Example:
        >>> class_to_index(["ant", "dog", "cat"])
        {'ant': 0, 'dog': 1, 'cat': 2}
    """
    # BEGIN SOLUTION
    return {name: index for index, name in enumerate(names)}
    # END SOLUTION


def list_samples(root: Path) -> list[tuple[Path, int]]:
    """Every photo under `root`, with the number of its class.

    From here on, a data set is this list: what a model sees, and what it should answer. Photos often come
    in folders within folders ("dog/from Anna/IMG_0001.JPG"); the class is the top one, right under `root`.

    Args:
        root: the folder with one folder for each class in it.

    Returns:
        Pairs (path, number), sorted by path. The paths can be opened as they are: they begin with `root`.
        The numbers are those of the sorted `class_names`. A photo is a file whose suffix is one of
        IMAGE_SUFFIXES, in capitals or not; nothing is opened. Left out are hidden files and whatever lies
        in a hidden folder, at any depth below `root` (macOS leaves files like `._IMG_0001.jpg`), and
        photos that lie right under `root`, which have no class.

    Example:
        >>> samples = list_samples(Path("fixtures/photos"))
        >>> path, number = samples[0]
        >>> len(samples), path.parent.name, path.name, number
        (196, 'animal', 'bison.jpg', 0)
    """
    # BEGIN SOLUTION
    index = class_to_index(class_names(root))
    samples = []
    for path in sorted(root.rglob("*")):
        inside = path.relative_to(root).parts
        hidden = any(part.startswith(".") for part in inside)
        if path.suffix.lower() in IMAGE_SUFFIXES and len(inside) > 1 and not hidden and path.is_file():
            samples.append((path, index[inside[0]]))
    return samples
    # END SOLUTION
