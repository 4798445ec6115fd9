"""Few of one, many of another

Seventy buildings and twenty-eight fish: real data is never even. Count before you train; a model that has
seen little of a class will be bad at it, and the overall accuracy will not tell you. Then give each photo of
a rare class more weight, so that the class as a whole counts as much as the others.
"""

from pathlib import Path

import numpy as np


def count_by_class(samples: list[tuple[Path, int]], names: list[str]) -> dict[str, int]:
    """How many photos each class has.

    The most important number in this table is the one that is easily left out: a class with no photo at
    all. It has a name, the model will have an output for it, and nothing to learn it from.

    Args:
        samples: the photos, (path, label) each.
        names: the names of the classes; label 0 is called names[0].

    Returns:
        For each name, in the order of `names`, how many samples have its label: an int, 0 for a class
        without photos.

    Example:
        >>> count_by_class([(Path("1.jpg"), 2), (Path("2.jpg"), 0), (Path("3.jpg"), 2)], ["duck", "coot", "swan"])
        {'duck': 1, 'coot': 0, 'swan': 2}
    """
    raise NotImplementedError


def imbalance_ratio(counts: dict[str, int]) -> float:
    """How uneven the classes are: the largest against the smallest.

    1 is even. From about 10 on, a model that is trained without precautions begins to forget the small class,
    as you saw with the starved 8s of week 2.

    Args:
        counts: the number of photos of each class, as `count_by_class` gives them.

    Returns:
        The largest count divided by the smallest, 1.0 or more; `math.inf`, endlessly uneven, where the
        smallest is 0.

    Example:
        >>> imbalance_ratio({"duck": 4, "coot": 6, "swan": 3})
        2.0
    """
    raise NotImplementedError


def class_weights(labels: np.ndarray | list[int], n_classes: int) -> np.ndarray:
    """How much each photo of a class should count in the loss, so that all classes count the same.

    Of n photos in k classes, a class would have n / k if all were even. One that has only half of that
    gets the weight 2, one that has twice as many gets ½: n / (k · count). Weight times count is then n / k
    for every class. The field calls these weights "balanced".

    Args:
        labels: the label of each photo, 0 to n_classes - 1, shape (n,).
        n_classes: how many classes there are, those without photos included.

    Returns:
        One weight per class, shape (n_classes,), float: n / (n_classes · count), and 0.0 for a class without
        photos, which has nothing to weigh.

    Example:
        >>> class_weights([0, 1, 1, 1, 1, 1, 0, 1], n_classes=2)   # two 0s, six 1s
        array([2.        , 0.66666667])
    """
    raise NotImplementedError
