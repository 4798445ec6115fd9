"""Known mistakes with the held-out split, each with the words it must earn."""

import math
import random
from collections import Counter

import numpy as np

from kata.known import mistake
from week1.kata2_held_out_split import accuracy


def _cut(X, y, order, test_fraction):
    n_test = math.ceil(len(X) * test_fraction)
    return X[order[n_test:]], X[order[:n_test]], y[order[n_test:]], y[order[:n_test]]


@mistake("split", "Two calls with the same seed")
def seed_not_passed_on(X, y, test_fraction=0.25, seed=0):
    from sklearn.model_selection import train_test_split

    return train_test_split(X, y, test_size=test_fraction)


@mistake("split", "Two calls with the same seed")
def generator_without_a_seed(X, y, test_fraction=0.25, seed=0):
    return _cut(X, y, np.random.default_rng().permutation(len(X)), test_fraction)


_one_for_all = np.random.default_rng(0)


@mistake("split", "Two calls with the same seed")
def one_generator_for_all_calls(X, y, test_fraction=0.25, seed=0):
    return _cut(X, y, _one_for_all.permutation(len(X)), test_fraction)


@mistake("split", "a seed like any other")
def zero_taken_for_no_seed(X, y, test_fraction=0.25, seed=0):
    return _cut(X, y, np.random.default_rng(seed or None).permutation(len(X)), test_fraction)


@mistake("split", "a fixed number used where")
def seed_always_zero(X, y, test_fraction=0.25, seed=0):
    return _cut(X, y, np.random.default_rng(0).permutation(len(X)), test_fraction)


@mistake("split", "a fixed number used where")
def seed_always_42(X, y, test_fraction=0.25, seed=0):
    from sklearn.model_selection import train_test_split

    return train_test_split(X, y, test_size=test_fraction, random_state=42)


@mistake("split", "a fixed number used where")
def every_fourth_row(X, y, test_fraction=0.25, seed=0):
    test = np.arange(len(X)) * test_fraction % 1 < test_fraction - 1e-9
    return X[~test], X[test], y[~test], y[test]


@mistake("split", "global random generator")
def global_seed(X, y, test_fraction=0.25, seed=0):
    np.random.seed(seed)
    return _cut(X, y, np.random.permutation(len(X)), test_fraction)


@mistake("split", "global random generator")
def global_seed_of_python(X, y, test_fraction=0.25, seed=0):
    random.seed(seed)
    order = list(range(len(X)))
    random.shuffle(order)
    return _cut(X, y, np.array(order), test_fraction)


@mistake("split", "one end of the data")
def not_shuffled(X, y, test_fraction=0.25, seed=0):
    n_test = math.ceil(len(X) * test_fraction)
    return X[:-n_test], X[-n_test:], y[:-n_test], y[-n_test:]


@mistake("split", "one end of the data")
def first_rows(X, y, test_fraction=0.25, seed=0):
    return _cut(X, y, np.arange(len(X)), test_fraction)


@mistake("split", "one end of the data")
def shuffle_switched_off(X, y, test_fraction=0.25, seed=0):
    from sklearn.model_selection import train_test_split

    return train_test_split(X, y, test_size=test_fraction, shuffle=False)


@mistake("split", "one end of the data")
def cut_before_it_is_shuffled(X, y, test_fraction=0.25, seed=0):
    rng, n_train = np.random.default_rng(seed), len(X) - math.ceil(len(X) * test_fraction)
    train, test = rng.permutation(n_train), n_train + rng.permutation(len(X) - n_train)
    return X[train], X[test], y[train], y[test]


@mistake("split", "shuffled apart")
def shuffled_apart(X, y, test_fraction=0.25, seed=0):
    rng = np.random.default_rng(seed)
    return _cut(rng.permutation(X), rng.permutation(y), np.arange(len(X)), test_fraction)


@mistake("split", "shuffled apart")
def only_the_features_shuffled(X, y, test_fraction=0.25, seed=0):
    X = np.random.default_rng(seed).permutation(X)
    return _cut(X, y, np.arange(len(X)), test_fraction)


@mistake("split", "shuffled apart")
def two_orders(X, y, test_fraction=0.25, seed=0):
    from sklearn.model_selection import train_test_split

    X_train, X_test = train_test_split(X, test_size=test_fraction, random_state=seed)
    y_train, y_test = train_test_split(y, test_size=test_fraction, random_state=seed + 1)
    return X_train, X_test, y_train, y_test


@mistake("split", "Shuffle whole rows")
def numbers_inside_the_rows(X, y, test_fraction=0.25, seed=0):
    return _cut(np.random.default_rng(seed).permuted(X, axis=1), y, np.arange(len(X)), test_fraction)


@mistake("split", "train and test are swapped")
def swapped(X, y, test_fraction=0.25, seed=0):
    from sklearn.model_selection import train_test_split

    a, b, c, d = train_test_split(X, y, test_size=test_fraction, random_state=seed)
    return b, a, d, c


@mistake("split", "train and test are swapped")
def fraction_for_training(X, y, test_fraction=0.25, seed=0):
    from sklearn.model_selection import train_test_split

    return train_test_split(X, y, train_size=test_fraction, random_state=seed)


@mistake("split", "as X, y, X, y")
def in_pairs(X, y, test_fraction=0.25, seed=0):
    X_train, X_test, y_train, y_test = _cut(X, y, np.random.default_rng(seed).permutation(len(X)), test_fraction)
    return X_train, y_train, X_test, y_test


@mistake("split", "wrong way round")
def labels_exchanged(X, y, test_fraction=0.25, seed=0):
    X_train, X_test, y_train, y_test = _cut(X, y, np.random.default_rng(seed).permutation(len(X)), test_fraction)
    return X_train, X_test, y_test, y_train


@mistake("split", "not two pairs")
def two_pairs(X, y, test_fraction=0.25, seed=0):
    X_train, X_test, y_train, y_test = _cut(X, y, np.random.default_rng(seed).permutation(len(X)), test_fraction)
    return (X_train, y_train), (X_test, y_test)


@mistake("split", "labels come first")
def labels_first(X, y, test_fraction=0.25, seed=0):
    X_train, X_test, y_train, y_test = _cut(X, y, np.random.default_rng(seed).permutation(len(X)), test_fraction)
    return y_train, y_test, X_train, X_test


@mistake("split", "row numbers. Return")
def row_numbers(X, y, test_fraction=0.25, seed=0):
    order = np.random.default_rng(seed).permutation(len(X))
    n_test = math.ceil(len(X) * test_fraction)
    return order[n_test:], order[:n_test], y[order[n_test:]], y[order[:n_test]]


@mistake("split", "overlap")
def drawn_with_replacement(X, y, test_fraction=0.25, seed=0):
    return _cut(X, y, np.random.default_rng(seed).integers(0, len(X), len(X)), test_fraction)


@mistake("split", "overlap")
def drawn_twice(X, y, test_fraction=0.25, seed=0):
    rng, n_test = np.random.default_rng(seed), math.ceil(len(X) * test_fraction)
    test = rng.choice(len(X), n_test, replace=False)
    train = rng.choice(len(X), len(X) - n_test, replace=False)
    return X[train], X[test], y[train], y[test]


@mistake("split", "overlap")
def test_part_with_replacement(X, y, test_fraction=0.25, seed=0):
    n_test = math.ceil(len(X) * test_fraction)
    test = np.random.default_rng(seed).choice(len(X), n_test)
    train = np.setdiff1d(np.arange(len(X)), test)
    return X[train], X[test], y[train], y[test]


@mistake("split", "overlap")
def trains_on_everything(X, y, test_fraction=0.25, seed=0):
    test = np.random.default_rng(seed).permutation(len(X))[: math.ceil(len(X) * test_fraction)]
    return X, X[test], y, y[test]


@mistake("split", "the row that is begun")
def rounded_down(X, y, test_fraction=0.25, seed=0):
    order, n_test = np.random.default_rng(seed).permutation(len(X)), int(len(X) * test_fraction)
    return X[order[n_test:]], X[order[:n_test]], y[order[n_test:]], y[order[:n_test]]


@mistake("split", "the row that is begun")
def rounded_to_the_nearest(X, y, test_fraction=0.25, seed=0):
    order, n_test = np.random.default_rng(seed).permutation(len(X)), round(len(X) * test_fraction)
    return X[order[n_test:]], X[order[:n_test]], y[order[n_test:]], y[order[:n_test]]


@mistake("split", "were lost")
def one_row_lost_at_the_cut(X, y, test_fraction=0.25, seed=0):
    order, n_test = np.random.default_rng(seed).permutation(len(X)), math.ceil(len(X) * test_fraction)
    return X[order[n_test + 1 :]], X[order[:n_test]], y[order[n_test + 1 :]], y[order[:n_test]]


@mistake("split", "were lost")
def both_rounded_down(X, y, test_fraction=0.25, seed=0):
    order = np.random.default_rng(seed).permutation(len(X))
    n_test, n_train = int(len(X) * test_fraction), int(len(X) * (1 - test_fraction))
    train, test = order[:n_train], order[n_train : n_train + n_test]
    return X[train], X[test], y[train], y[test]


@mistake("split", "as many labels as rows")
def labels_not_cut(X, y, test_fraction=0.25, seed=0):
    order, n_test = np.random.default_rng(seed).permutation(len(X)), math.ceil(len(X) * test_fraction)
    return X[order[n_test:]], X[order[:n_test]], y[order], y[order]


@mistake("split", "whatever `test_fraction` says")
def always_a_quarter(X, y, test_fraction=0.25, seed=0):
    from sklearn.model_selection import train_test_split

    return train_test_split(X, y, test_size=0.25, random_state=seed)


@mistake("split", "changed the `X`")
def shuffled_in_place(X, y, test_fraction=0.25, seed=0):
    np.random.default_rng(seed).shuffle(X)
    np.random.default_rng(seed).shuffle(y)
    return _cut(X, y, np.arange(len(X)), test_fraction)


@mistake("accuracy", "how many are right. Divide")
def count(y_true, y_pred):
    return int((np.array(y_true) == np.array(y_pred)).sum())


@mistake("accuracy", "how many are wrong")
def count_of_the_wrong(y_true, y_pred):
    return int((np.array(y_true) != np.array(y_pred)).sum())


@mistake("accuracy", "a percentage")
def percent(y_true, y_pred):
    return float(100 * np.mean(np.array(y_true) == np.array(y_pred)))


@mistake("accuracy", "share of the wrong answers")
def error_rate(y_true, y_pred):
    return float(np.mean(np.array(y_true) != np.array(y_pred)))


@mistake("accuracy", "are the two lists identical")
def lists_compared_whole(y_true, y_pred):
    return float(np.mean(y_true == y_pred))


@mistake("accuracy", "Every single answer counts as wrong")
def one_side_made_text(y_true, y_pred):
    return float(np.mean([str(a) == b for a, b in zip(y_true, y_pred, strict=True)]))


@mistake("accuracy", "Every single answer counts as wrong")
def whole_number_division(y_true, y_pred):
    return int((np.array(y_true) == np.array(y_pred)).sum()) // len(y_true)


@mistake("accuracy", "rounded to a whole number")
def rounded(y_true, y_pred):
    return round(np.mean(np.array(y_true) == np.array(y_pred)))


@mistake("accuracy", "rounding is for the screen")
def two_decimals(y_true, y_pred):
    return round(float(np.mean(np.array(y_true) == np.array(y_pred))), 2)


@mistake("accuracy", "of each answer whether it is right")
def not_averaged(y_true, y_pred):
    return np.array(y_true) == np.array(y_pred)


@mistake("accuracy", "whether all of them are right")
def all_or_nothing(y_true, y_pred):
    if len(y_true) != len(y_pred):
        raise ValueError(f"{len(y_true)} and {len(y_pred)}")
    return np.array_equal(y_true, y_pred)


@mistake("accuracy", "divided by the number of classes")
def divided_by_classes(y_true, y_pred):
    return int((np.array(y_true) == np.array(y_pred)).sum()) / len(set(y_true))


@mistake("accuracy", "position by position")
def membership(y_true, y_pred):
    if len(y_true) != len(y_pred):
        raise ValueError(f"{len(y_true)} and {len(y_pred)}")
    return sum(one in y_true for one in y_pred) / len(y_true)


def accuracy_of_arrays(y_true, y_pred):
    return float(np.mean(y_true == y_pred))


@mistake("accuracy", "different lengths")
def zip_drops_the_tail(y_true, y_pred):
    return sum(a == b for a, b in zip(y_true, y_pred, strict=False)) / len(y_true)


@mistake("accuracy", "different lengths")
def shorter_of_the_two(y_true, y_pred):
    n = min(len(y_true), len(y_pred))
    return sum(y_true[i] == y_pred[i] for i in range(n)) / n


@mistake("accuracy", "broadcasting")
def one_prediction_for_all(y_true, y_pred):
    return float(np.mean(np.array(y_true) == np.array(y_pred)))


@mistake("accuracy", "different lengths")
def error_as_a_value(y_true, y_pred):
    return accuracy_of_arrays(np.array(y_true), np.array(y_pred)) if len(y_true) == len(y_pred) else 0.0


@mistake("accuracy", "Put the bad value into the message")
def message_without_the_lengths(y_true, y_pred):
    if len(y_true) != len(y_pred):
        raise ValueError("different length")
    return accuracy_of_arrays(np.array(y_true), np.array(y_pred))


@mistake("majority_baseline", "looked at the exam")
def commonest_test_label(y_train, y_test):
    return accuracy(y_test, np.full(len(y_test), np.bincount(y_test).argmax()))


@mistake("majority_baseline", "looked at the exam")
def share_of_the_commonest_test_label(y_train, y_test):
    return Counter(y_test.tolist()).most_common(1)[0][1] / len(y_test)


@mistake("majority_baseline", "looked at the exam")
def both_together(y_train, y_test):
    return float(np.mean(y_test == np.bincount(np.concatenate([y_train, y_test])).argmax()))


@mistake("majority_baseline", "a score on the training labels")
def scored_on_training(y_train, y_test):
    return float(np.bincount(y_train).max() / len(y_train))


@mistake("majority_baseline", "label that is guessed")
def the_label(y_train, y_test):
    return int(np.bincount(y_train).argmax())


@mistake("majority_baseline", "how many guesses are right")
def right_guesses(y_train, y_test):
    return int(np.sum(y_test == np.bincount(y_train).argmax()))


@mistake("majority_baseline", "a percentage")
def percent_too(y_train, y_test):
    return float(100 * np.mean(y_test == np.bincount(y_train).argmax()))


@mistake("majority_baseline", "how often the guesser is wrong")
def wrong_guesses(y_train, y_test):
    return float(np.mean(y_test != np.bincount(y_train).argmax()))


@mistake("majority_baseline", "8s in y_train was divided")
def two_counts(y_train, y_test):
    return float(np.bincount(y_train).max() / len(y_test))


@mistake("majority_baseline", "divided by the length of y_train")
def other_length(y_train, y_test):
    return float(np.sum(y_test == np.bincount(y_train).argmax()) / len(y_train))


@mistake("majority_baseline", "throw of dice")
def chance(y_train, y_test):
    return 1 / len(np.unique(y_train))


@mistake("majority_baseline", "place of the label 8")
def place_for_label(y_train, y_test):
    _, counts = np.unique(y_train, return_counts=True)
    return accuracy(y_test, np.full(len(y_test), counts.argmax()))


@mistake("majority_baseline", "largest label, or the rarest")
def largest_label(y_train, y_test):
    return float(np.mean(y_test == y_train.max()))


@mistake("majority_baseline", "largest label, or the rarest")
def rarest_label(y_train, y_test):
    return float(np.mean(y_test == Counter(y_train.tolist()).most_common()[-1][0]))
