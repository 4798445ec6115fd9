"""From scores to one loss.

A network's last layer gives a score for each class, the logits. Softmax makes probabilities of them, and
cross-entropy asks of these: how probable did you think the truth? Being wrong costs more the surer the
network was. PyTorch has both; here you build them, because the way they break is worth knowing: the
exponential of 1000 is more than a computer can write down.

Everything here is a torch tensor. The functions are called as in NumPy (`torch.exp`, `torch.log`,
`.sum`), `axis` and `keepdims` are also called `dim` and `keepdim`, and `.max(dim=1)` gives two things, the
values and where they are: `.max(dim=1).values`, or `.amax(dim=1)`.
"""

import torch
from torch import Tensor


def softmax(logits: Tensor) -> Tensor:
    """Probabilities from scores, by hand: exp of each score, divided by the sum of its row.

    Every row is one picture, and has 1 to share out among the classes; the exponential makes all shares
    positive and gives the lion's share to the highest score. Only differences within a row matter:
    subtracting the same number from all scores of a row changes nothing, and so the row's largest score
    can be brought down to 0 before the exponential runs out of numbers.

    Args:
        logits: the scores, shape (n, k), float: a row for each of n pictures, a column for each of k
            classes. They may be as large as 1000 and as small as -1000.

    Returns:
        The probabilities, shape (n, k). Each row adds up to 1.

    Example:
        >>> softmax(torch.tensor([[0.0, 0.0, 0.0, 0.0], [1000.0, 0.0, 0.0, 0.0]]))
        tensor([[0.2500, 0.2500, 0.2500, 0.2500],
                [1.0000, 0.0000, 0.0000, 0.0000]])
    """
    # BEGIN SOLUTION
    shifted = logits - logits.amax(dim=1, keepdim=True)  # the largest of each row is 0 now: no overflow
    powers = torch.exp(shifted)
    return powers / powers.sum(dim=1, keepdim=True)
    # END SOLUTION


def cross_entropy(logits: Tensor, labels: Tensor) -> Tensor:
    """The loss of a classifier, by hand: minus the log of the probability of the true class, on average.

    Sure and right costs nearly 0; a guess among k classes costs log k; sure and wrong costs as much as
    the scores are apart. A probability that is too small for the computer becomes 0, and the log of 0 is
    -∞. So no probability is computed at all. The log of the softmax is

        score of the true class - log(exp(score 1) + … + exp(score k))

    and with m, the largest score of the row, the second part is m + log(exp(score 1 - m) + …), which is
    exact at any size. The natural logarithm is meant.

    Args:
        logits: the scores, shape (n, k), float, as the network gives them: not probabilities. They may be
            as large as 1000 and as small as -1000.
        labels: the true classes, shape (n,), int64: one whole number from 0 to k - 1 for each picture.

    Returns:
        The loss, averaged over the pictures: a tensor with a single number in it (0-d), from which
        `loss.backward()` finds its way back to the logits.

    Raises:
        ValueError: a label is not one of 0 to k - 1; the message shows it. (-1 is not the last class.)

    Example:
        >>> logits = torch.tensor([[1000.0, 0.0], [0.0, 0.0]])
        >>> round(float(cross_entropy(logits, torch.tensor([0, 1]))), 4)     # 0 and log 2, on average
        0.3466
    """
    # BEGIN SOLUTION
    n, k = logits.shape
    for label in labels:
        if not 0 <= label < k:
            raise ValueError(f"the label {label} is not one of 0 to {k - 1}")
    largest = logits.amax(dim=1)
    log_of_sum = largest + torch.log(torch.exp(logits - largest[:, None]).sum(dim=1))
    score_of_truth = logits[torch.arange(n), labels]
    return (log_of_sum - score_of_truth).mean()
    # END SOLUTION
