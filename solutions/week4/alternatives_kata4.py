"""Unusual and correct: every one of these must pass."""

from collections import Counter
from fractions import Fraction

import numpy as np

from kata.known import alternative


@alternative("count_by_class")
def by_bincount(samples, names):
    labels = np.array([label for _, label in samples], dtype=int)
    return dict(zip(names, np.bincount(labels, minlength=len(names)), strict=True))


@alternative("count_by_class")
def counter_filled_up(samples, names):
    counts = Counter(dict.fromkeys(names, 0))
    counts.update(names[sample[1]] for sample in samples)
    return counts


@alternative("count_by_class")
def list_count(samples, names):
    labels = [label for _, label in samples]
    return {name: labels.count(i) for i, name in enumerate(names)}


@alternative("imbalance_ratio")
def with_numpy(counts):
    values = np.array(list(counts.values()), dtype=float)
    with np.errstate(divide="ignore"):
        return values.max() / values.min()


@alternative("imbalance_ratio")
def as_a_fraction(counts):
    first, *_, last = sorted(counts.values()) * 2
    return Fraction(last, first) if first else np.inf


@alternative("imbalance_ratio")
def error_caught(counts):
    ordered = sorted(counts.values(), reverse=True)
    try:
        return ordered[0] / ordered[-1]
    except ZeroDivisionError:
        return float("inf")


@alternative("class_weights")
def a_list_in_a_loop(labels, n_classes):
    counts = Counter(int(label) for label in labels)
    return [len(labels) / (n_classes * counts[label]) if counts[label] else 0.0 for label in range(n_classes)]


@alternative("class_weights")
def scikit_learns(labels, n_classes):
    from sklearn.utils.class_weight import compute_class_weight

    present = np.unique(labels)
    weights = np.zeros(n_classes)
    weights[present] = compute_class_weight("balanced", classes=present, y=np.asarray(labels))
    return weights * len(present) / n_classes


@alternative("class_weights")
def one_hot_in_float32(labels, n_classes):
    counts = np.eye(n_classes, dtype=np.float32)[np.asarray(labels)].sum(axis=0)
    return np.divide(len(labels) / n_classes, counts, out=np.zeros_like(counts), where=counts > 0)
