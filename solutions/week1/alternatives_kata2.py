"""Unusual and correct: every one of these must pass."""

import random
from collections import Counter
from fractions import Fraction
from statistics import mode

import numpy as np

from kata.known import alternative


@alternative("split")
def own_permutation_rounded_up(X, y, test_fraction=0.25, seed=0):
    p = np.random.default_rng(seed).permutation(len(X))
    k = round(test_fraction * len(X) + 0.499999)
    return X[p[k:]], X[p[:k]], y[p[k:]], y[p[:k]]


@alternative("split")
def stratified(X, y, test_fraction=0.25, seed=0):
    from sklearn.model_selection import train_test_split

    return train_test_split(X, y, test_size=test_fraction, random_state=np.random.RandomState(seed), stratify=y)


@alternative("split")
def by_scikit_learn(X, y, test_fraction=0.25, seed=0):
    from sklearn.model_selection import train_test_split

    return train_test_split(X, y, test_size=test_fraction, random_state=seed)


@alternative("split")
def lists(X, y, test_fraction=0.25, seed=0):
    order = list(range(len(X)))
    random.Random(seed).shuffle(order)
    k = int(len(order) * (1 - test_fraction))

    def pick(values, numbers):
        return [values[i] for i in numbers]

    return pick(X, order[:k]), pick(X, order[k:]), pick(y, order[:k]), pick(y, order[k:])


@alternative("split")
def a_mask_that_keeps_the_order(X, y, test_fraction=0.25, seed=0):
    test = np.zeros(len(X), dtype=bool)
    test[np.random.default_rng(seed).choice(len(X), int(np.ceil(len(X) * test_fraction)), replace=False)] = True
    return X[~test], X[test], y[~test], y[test]


@alternative("split")
def two_generators_from_one_seed(X, y, test_fraction=0.25, seed=0):
    X, y = np.random.default_rng(seed).permutation(X), np.random.default_rng(seed).permutation(y)
    cut = len(X) - -(-len(X) * int(100 * test_fraction) // 100)
    return [X[:cut], X[cut:], y[:cut], y[cut:]]


@alternative("accuracy")
def as_a_fraction(y_true, y_pred):
    return Fraction(sum(int(a == b) for a, b in zip(y_true, y_pred, strict=True)), len(y_true))


@alternative("accuracy")
def average_of_a_comparison(y_true, y_pred):
    if np.shape(y_true) != np.shape(y_pred):
        raise ValueError(f"{np.shape(y_true)} and {np.shape(y_pred)}")
    return (np.asarray(y_true) == np.asarray(y_pred)).mean()


@alternative("accuracy")
def in_float32(y_true, y_pred):
    right = [a == b for a, b in zip(y_true, y_pred, strict=True)]
    return np.mean(right, dtype=np.float32)


@alternative("accuracy")
def one_minus_the_errors(y_true, y_pred):
    if len(y_true) != len(y_pred):
        raise ValueError(f"y_true has {len(y_true)} entries, y_pred has {len(y_pred)}")
    wrong = 0
    for i in range(len(y_true)):
        if y_true[i] != y_pred[i]:
            wrong += 1
    return 1 - wrong / len(y_true)


@alternative("accuracy")
def scikit_learns(y_true, y_pred):
    from sklearn.metrics import accuracy_score

    return accuracy_score(y_true, y_pred)


@alternative("majority_baseline")
def counted(y_train, y_test):
    guess = Counter(y_train).most_common(1)[0][0]
    return sum(label == guess for label in y_test) / len(y_test)


@alternative("majority_baseline")
def by_bincount(y_train, y_test):
    return (y_test == np.argmax(np.bincount(y_train))).mean()


@alternative("majority_baseline")
def by_mode(y_train, y_test):
    return Fraction(list(y_test).count(mode(y_train.tolist())), len(y_test))


@alternative("majority_baseline")
def dummy_classifier(y_train, y_test):
    from sklearn.dummy import DummyClassifier

    guesser = DummyClassifier(strategy="most_frequent").fit(np.zeros((len(y_train), 1)), y_train)
    return guesser.score(np.zeros((len(y_test), 1)), y_test)
