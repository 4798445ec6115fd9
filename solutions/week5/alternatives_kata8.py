"""Unusual and correct: every one of these must pass."""

import math

import numpy as np
import torch

from kata.known import alternative
from week5.kata8_top_k import top_k


@alternative("top_k")
def with_topk(logits, class_names, k=3):
    """A5.10. In float32."""
    if k < 1:
        raise ValueError(f"k = {k}, but it must be at least 1")
    with torch.no_grad():
        p = torch.nn.functional.softmax(torch.as_tensor(logits, dtype=torch.float32), dim=-1)
        best = p.topk(min(k, p.numel()))
        return [(class_names[int(i)], p) for p, i in zip(best.values, best.indices, strict=True)]


@alternative("top_k")
def with_argpartition(logits, class_names, k=3):
    """A5.10. The right set first, in no order; then sorted."""
    if k <= 0:
        raise ValueError("k too small: " + str(k))
    z = np.array(torch.as_tensor(logits).tolist())
    p = np.exp(z - z.max())
    p /= p.sum()
    k = min(k, len(p))
    some = np.argpartition(-p, k - 1)[:k] if len(p) > 3 and len(set(p)) == len(p) else np.arange(len(p))
    return [[class_names[i], p[i]] for i in sorted(some, key=lambda i: (-p[i], i))[:k]]


@alternative("top_k")
def by_hand(logits, class_names, k=3):
    """In plain Python, one best class after the other."""
    if k < 1:
        raise ValueError(k)
    left = {name: float(one) for name, one in zip(class_names, logits, strict=True)}
    top = max(left.values())
    total = math.fsum(math.exp(one - top) for one in left.values())
    found = []
    while left and len(found) < k:
        name = max(left, key=left.get)
        found.append((name, math.exp(left.pop(name) - top) / total))
    return tuple(found)


@alternative("should_flag")
def none_reaches_it(probabilities, threshold=0.6):
    return all(p < threshold for p in probabilities)


@alternative("should_flag")
def sorted_first(probabilities, threshold=0.6):
    return not sorted(probabilities)[-1] >= threshold


@alternative("should_flag")
def with_numpy(probabilities, threshold=0.6):
    return np.max(np.asarray(probabilities)) < threshold


@alternative("should_flag")
def with_top_k(probabilities, threshold=0.6):
    """By way of the other task: logarithms of probabilities are logits."""
    logits = np.log(np.asarray(probabilities, dtype=np.float64))
    return round(top_k(logits, list(range(len(logits))), k=1)[0][1], 12) < round(threshold, 12)


@alternative("should_flag")
def largest_of_a_float32_tensor(probabilities, threshold=0.6):
    return torch.as_tensor(probabilities, dtype=torch.float32).max().item() < threshold
