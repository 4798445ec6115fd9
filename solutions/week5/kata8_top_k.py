"""The best three, and when to ask.

A finished classifier gives a photo one name. Look at one more thing before you believe it: the names that came next,
and how sure it was. A photo of a windmill, which it has never seen, also gets one of its four names; a low
probability is sometimes the only sign. A good program says "fish, perhaps a tool" and sends the rest to a person.
"""

import numpy as np
import torch
from torch import Tensor


def top_k(logits: Tensor | np.ndarray | list[float], class_names: list[str], k: int = 3) -> list[tuple[str, float]]:
    """The k likeliest classes of one image, with their probabilities, the best first.

    The network gives logits, and softmax makes probabilities of them: of all the classes together, so the k that
    you show add up to less than 1, and what is missing went to the rest. `torch.softmax` does it, also for
    logits of 1,000 and more; so does your own of kata 2, which takes a batch:
    `from week5.kata2_softmax_and_loss import softmax`.

    Args:
        logits: a score for each class, in one dimension: a tensor, an array or a list. It may come straight from a
            model, `model(images)[0]`, and then it holds on to the computation that made it.
        class_names: the name of each class, in the order of the logits.
        k: how many to give, 1 or more. If there are fewer classes, all of them.

    Returns:
        Pairs (name, probability), the highest probability first. Of equal ones, the class that comes
        first in `class_names` comes first. The probabilities are plain numbers between 0 and 1, not rounded.

    Raises:
        ValueError: k is below 1; the message shows it.

    Example:
        >>> best = top_k([2.0, 0.0, 1.0], ["animal", "fish", "tool"], k=2)
        >>> [(name, round(probability, 3)) for name, probability in best]
        [('animal', 0.665), ('tool', 0.245)]
    """
    # BEGIN SOLUTION
    if k < 1:
        raise ValueError(f"k must be 1 or more, not {k}")
    scores = torch.as_tensor(logits).double()
    probabilities = torch.softmax(scores, dim=0).tolist()
    order = sorted(range(len(probabilities)), key=lambda i: -probabilities[i])  # equal ones stay in their order
    return [(class_names[i], probabilities[i]) for i in order[:k]]
    # END SOLUTION


def should_flag(probabilities: Tensor | np.ndarray | list[float], threshold: float = 0.6) -> bool:
    """Whether a person should look at this image, because the classifier is not sure enough.

    Even its best guess has a probability below the threshold. A high threshold means more work for the person
    and fewer mistakes that slip through; where to put it is a decision of yours, to be made on
    held-out images. Be warned: a network can be sure and wrong, above all about what it has never seen.

    Args:
        probabilities: one for each class, together 1, in the order of the classes: a tensor, an array or a list.
        threshold: how probable the best guess must at least be.

    Returns:
        True: send it to a person. False: the best guess reaches the threshold, or lies above it.

    Example:
        >>> should_flag([0.5, 0.2, 0.3])
        True
        >>> should_flag([0.5, 0.2, 0.3], threshold=0.5)
        False
    """
    # BEGIN SOLUTION
    return bool(max(probabilities) < threshold)
    # END SOLUTION
