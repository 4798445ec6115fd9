"""A test set that opens once

Each look at the test score is a chance to pick what happened to do well on just these photos. Forty looks at pure
noise of ±1 % make 0.80 into 0.82, and nobody has cheated on purpose. A promise to look once is easily forgotten at
two in the morning. So let the program keep it.
"""

from collections.abc import Callable
from typing import Any


class LockedTestSet:
    """Keeps the test photos and their labels, and tells one score, once.

    Whoever has the labels can count for himself, as often as he likes. So they are not to be seen from outside: not
    in what `print(test_set)` shows, and not in any attribute, whatever its name is. (Python has no private
    attributes; one or two underscores only ask politely.) A function that is defined inside `__init__` can still use
    what `__init__` was given, after that has returned: a closure, and a good place for a secret.

    Example:
        >>> import numpy as np
        >>> images, labels = np.zeros((4, 2, 3)), np.array([1, 0, 1, 1])
        >>> test_set = LockedTestSet(images, labels)
        >>> test_set.evaluate(lambda images: [1] * len(images))
        0.75
        >>> test_set.evaluate(lambda images: [0] * len(images))
        Traceback (most recent call last):
        ...
        RuntimeError: this test set was opened before: a test score is told once
    """

    def __init__(self, images: Any, labels: Any) -> None:
        """Take in the test set, and lock it. Every set has a lock of its own.

        Args:
            images: an array or a tensor (n, …), one image a row.
            labels: n class numbers: an array, a tensor, or a list. The set keeps copies: what the caller does with
                his own images and labels later on changes nothing in it.

        Raises:
            ValueError: there are not as many labels as images; the message shows both numbers.
        """
        # BEGIN SOLUTION
        import copy

        import numpy as np

        if len(images) != len(labels):
            raise ValueError(f"{len(images)} images and {len(labels)} labels: each image needs its own")
        images, truth = copy.deepcopy(images), np.asarray(labels).copy()
        opened = False

        def score(predict: Callable[[Any], Any]) -> float:
            nonlocal opened
            if opened:
                raise RuntimeError("this test set was opened before: a test score is told once")
            answers = np.asarray(predict(copy.deepcopy(images)))
            if answers.shape != truth.shape:
                raise ValueError(f"{answers.size} answers for {truth.size} images")
            opened = True  # only now: up to here nothing was told
            return float(np.mean(answers == truth))

        self._score = score  # the labels live in its closure, and nowhere else
        # END SOLUTION

    def evaluate(self, predict: Callable[[Any], Any]) -> float:
        """The accuracy of `predict` on the test set. It is told once.

        Args:
            predict: `predict(images)` takes all n images at once, as they were given (an array stays an array, a
                tensor a tensor, in the same order), and returns n class numbers: a list, an array, or a tensor (n,).
                It gets a copy of the images and nothing else, so that it can change what it gets without harm.

        Returns:
            The share of right answers, a float from 0 to 1.

        Raises:
            RuntimeError: the set was opened before, by this `predict` or by any other. The message says so.
            ValueError: `predict` gave another number of answers than there are images; the message shows both numbers.
                (Answers of another shape than (n,), a column (n, 1) say, may be refused likewise, or made flat. What
                must not happen is that each answer is compared with every label.)

        After a ValueError no score was told, so the set counts as unopened: the next evaluate may still tell one. The
        same holds where `predict` itself fails; its error is let through as it is.
        """
        # BEGIN SOLUTION
        return self._score(predict)
        # END SOLUTION
