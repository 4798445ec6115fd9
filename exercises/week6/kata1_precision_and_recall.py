"""Precision, recall and F1.

95 % of the photos are cats. A model that always says "cat" is 95 % accurate, and useless for dogs. So take
one class at a time and ask two questions: when the model says "dog", is it right? And of the real dogs, how
many did it find?
"""

from collections.abc import Sequence

import numpy as np


def precision(y_true: Sequence[int] | np.ndarray, y_pred: Sequence[int] | np.ndarray, label: int) -> float:
    """When the model says `label`, how often is it right?

    Look only at the examples that were CALLED `label`, whatever they really are. Low precision means false
    alarms: cats that were announced as dogs.

    Args:
        y_true: the true labels, a list or an array of n ints.
        y_pred: the predicted labels, as many, in the same order.
        label: the class that is asked about. It need not occur.

    Returns:
        The precision, a fraction from 0.0 to 1.0. By convention 0.0 where nothing was called `label`.

    Raises:
        ValueError: the two have different lengths; the message shows both lengths.

    Example:
        >>> precision([0, 0, 1, 1, 1, 1], [0, 1, 1, 1, 1, 0], label=1)   # four were called 1, three of them are
        0.75
    """
    raise NotImplementedError


def recall(y_true: Sequence[int] | np.ndarray, y_pred: Sequence[int] | np.ndarray, label: int) -> float:
    """Of the real examples of `label`, how many did the model find?

    Look only at the examples that ARE `label`, whatever they were called. Low recall means misses: dogs that
    went by as cats. In week 1 you read it from a row of the confusion matrix; here it comes from the labels.

    Args:
        y_true: the true labels, a list or an array of n ints.
        y_pred: the predicted labels, as many, in the same order.
        label: the class that is asked about. It need not occur.

    Returns:
        The recall, a fraction from 0.0 to 1.0. By convention 0.0 where no example is `label`.

    Raises:
        ValueError: the two have different lengths; the message shows both lengths.

    Example:
        >>> recall([1, 1, 1, 1, 0], [1, 0, 0, 1, 1], label=1)   # four are 1, two of them were called 1
        0.5
    """
    raise NotImplementedError


def f1(y_true: Sequence[int] | np.ndarray, y_pred: Sequence[int] | np.ndarray, label: int) -> float:
    """Precision p and recall r of one class in one number: 2 · p · r / (p + r).

    Either of them alone is easy to please: call everything "dog" and no dog is missed; say "dog" once, when
    you are sure, and there is no false alarm. F1 is the harmonic mean, and the worse of the two pulls it down.

    Args:
        y_true: the true labels, a list or an array of n ints.
        y_pred: the predicted labels, as many, in the same order.
        label: the class that is asked about. It need not occur.

    Returns:
        The F1 score, a fraction from 0.0 to 1.0. By convention 0.0 where precision and recall are both 0.0.

    Raises:
        ValueError: the two have different lengths; the message shows both lengths.

    Example:
        >>> f1([1, 1, 1, 1, 0], [1, 0, 0, 0, 0], label=1)   # precision 1.0, recall 0.25
        0.4
    """
    raise NotImplementedError


def macro_f1(y_true: Sequence[int] | np.ndarray, y_pred: Sequence[int] | np.ndarray, n_classes: int) -> float:
    """The mean of the F1 scores of all classes.

    Accuracy counts photos, so 95 cats outvote 5 dogs. Macro-F1 counts classes: a rare class weighs as much as
    a common one, and a model that never says "dog" loses half of its score.

    Args:
        y_true: the true labels, a list or an array of n ints from 0 to n_classes - 1.
        y_pred: the predicted labels, as many, in the same order.
        n_classes: how many classes there are. Every one counts, with an F1 of 0.0 if it is never found, or
            occurs neither in the truth nor in the predictions.

    Returns:
        The macro-F1, a fraction from 0.0 to 1.0.

    Raises:
        ValueError: the two have different lengths; the message shows both lengths.

    Example:
        >>> round(macro_f1([1, 1, 1, 1, 0, 0], [1, 1, 1, 0, 0, 0], n_classes=2), 3)   # F1 of 0: 0.8, of 1: 6/7
        0.829
    """
    raise NotImplementedError
