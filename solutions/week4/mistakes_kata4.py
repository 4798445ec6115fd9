"""Known mistakes in counting and weighing classes, each with the words it must earn."""

from collections import Counter

import numpy as np

from kata.known import mistake


def counted(samples, names):
    return {name: sum(label == i for _, label in samples) for i, name in enumerate(names)}


@mistake("count_by_class", "most important imbalance")
def class_without_photos_disappears(samples, names):
    labels = [label for _, label in samples]
    return {names[i]: c for i, c in zip(*np.unique(labels, return_counts=True), strict=True)} if labels else {}


@mistake("count_by_class", "most important imbalance")
def counter_of_names(samples, names):
    return Counter(names[label] for _, label in samples)


@mistake("count_by_class", "The keys are labels")
def labels_as_keys(samples, names):
    return dict(enumerate(counted(samples, names).values()))


@mistake("count_by_class", "The keys are labels")
def counter_of_labels(samples, names):
    return dict(Counter(label for _, label in samples))


@mistake("count_by_class", "counts without the names")
def list_of_counts(samples, names):
    return list(counted(samples, names).values())


@mistake("count_by_class", "the names were sorted")
def names_sorted(samples, names):
    return counted(samples, sorted(names))


@mistake("count_by_class", "counts, with other names")
def names_by_size(samples, names):
    counts = Counter(label for _, label in samples).most_common()
    return {**dict.fromkeys(names, 0), **{name: n for name, (_, n) in zip(names, counts, strict=False)}}


@mistake("count_by_class", "counts, with other names")
def labels_from_one(samples, names):
    counts = dict.fromkeys(names, 0)
    for _, label in samples:
        counts[names[label - 1]] += 1
    return counts


@mistake("count_by_class", "looked for in the path")
def name_in_the_path(samples, names):
    return {name: sum(name in str(path) for path, _ in samples) for name in names}


@mistake("count_by_class", "folders that the photos lie in")
def folders_counted(samples, names):
    return {**dict.fromkeys(names, 0), **Counter(path.parent.name for path, _ in samples)}


@mistake("count_by_class", "Those are shares")
def shares(samples, names):
    return {name: n / max(1, len(samples)) for name, n in counted(samples, names).items()}


@mistake("count_by_class", "counts as 1")
def set_to_one(samples, names):
    counts = dict.fromkeys(names, 0)
    for _, label in samples:
        counts[names[label]] = 1
    return counts


@mistake("count_by_class", "one too large")
def begun_at_one(samples, names):
    counts = dict.fromkeys(names, 1)
    for _, label in samples:
        counts[names[label]] += 1
    return counts


@mistake("count_by_class", "names stand in another order")
def largest_first(samples, names):
    counts = counted(samples, names)
    return dict(sorted(counts.items(), key=lambda item: -item[1]))


@mistake("count_by_class", "names stand in another order")
def as_they_appear(samples, names):
    counts = Counter(names[label] for _, label in samples)
    return {**counts, **{name: 0 for name in names if name not in counts}}


@mistake("imbalance_ratio", "the ratio upside down")
def upside_down(counts):
    return min(counts.values()) / max(counts.values())


@mistake("imbalance_ratio", "cut or rounded to a whole number")
def whole_division(counts):
    return max(counts.values()) // min(counts.values()) if min(counts.values()) else float("inf")


@mistake("imbalance_ratio", "cut or rounded to a whole number")
def rounded(counts):
    return round(max(counts.values()) / min(counts.values())) if min(counts.values()) else float("inf")


@mistake("imbalance_ratio", "That is the difference")
def difference(counts):
    return max(counts.values()) - min(counts.values())


@mistake("imbalance_ratio", "share of the largest class")
def share_of_the_largest(counts):
    return max(counts.values()) / sum(counts.values())


@mistake("imbalance_ratio", "largest against the mean")
def against_the_mean(counts):
    return max(counts.values()) / np.mean(list(counts.values()))


@mistake("imbalance_ratio", "compares names")
def names_compared(counts):
    return counts[max(counts)] / counts[min(counts)]


@mistake("imbalance_ratio", "compares names")
def names_divided(counts):
    return max(counts) / min(counts)


@mistake("imbalance_ratio", "may stand anywhere")
def first_against_last(counts):
    values = list(counts.values())
    return values[0] / values[-1]


@mistake("imbalance_ratio", "second largest")
def two_commonest(counts):
    first, second = [n for _, n in Counter(counts).most_common(2)] if len(counts) > 1 else [1, 1]
    return first / second


@mistake("imbalance_ratio", "return math.inf")
def division_by_zero(counts):
    return max(counts.values()) / min(counts.values())


@mistake("imbalance_ratio", "return math.inf")
def empty_class_left_out(counts):
    values = [n for n in counts.values() if n]
    return max(values) / min(values)


@mistake("imbalance_ratio", "return math.inf")
def zero_for_endless(counts):
    return max(counts.values()) / min(counts.values()) if min(counts.values()) else 0.0


@mistake("imbalance_ratio", "return math.inf")
def never_below_one(counts):
    return max(counts.values()) / max(1, min(counts.values()))


@mistake("imbalance_ratio", "return math.inf")
def a_little_added(counts):
    return max(counts.values()) / (min(counts.values()) + 1e-8)


@mistake("imbalance_ratio", "return math.inf")
def not_a_number(counts):
    return max(counts.values()) / min(counts.values()) if min(counts.values()) else float("nan")


def tally(labels, n_classes):
    return np.bincount(labels, minlength=n_classes)


@mistake("class_weights", "shares of the classes")
def proportional(labels, n_classes):
    return tally(labels, n_classes) / len(labels)


@mistake("class_weights", "Those are the counts")
def the_counts(labels, n_classes):
    return tally(labels, n_classes).astype(float)


@mistake("class_weights", "right weights upside down")
def turned_over(labels, n_classes):
    return n_classes * tally(labels, n_classes) / len(labels)


@mistake("class_weights", "That is 1 / count")
def reciprocal(labels, n_classes):
    return 1 / np.maximum(tally(labels, n_classes), 1e-9)


@mistake("class_weights", "That is n / count")
def k_forgotten(labels, n_classes):
    return len(labels) / np.maximum(tally(labels, n_classes), 1e-9)


@mistake("class_weights", "n times too small")
def n_forgotten(labels, n_classes):
    return 1 / (n_classes * np.maximum(tally(labels, n_classes), 1e-9))


@mistake("class_weights", "These weights add up to 1")
def add_up_to_one(labels, n_classes):
    weights = 1 / np.maximum(tally(labels, n_classes), 1)
    return weights / weights.sum()


@mistake("class_weights", "the mean 1 over the classes")
def mean_one_over_classes(labels, n_classes):
    weights = 1 / np.maximum(tally(labels, n_classes), 1)
    return weights / weights.mean()


@mistake("class_weights", "That is largest count / count")
def against_the_largest(labels, n_classes):
    counts = tally(labels, n_classes)
    return counts.max() / np.maximum(counts, 1)


@mistake("class_weights", "1 minus the share")
def one_minus_the_share(labels, n_classes):
    return 1 - tally(labels, n_classes) / len(labels)


@mistake("class_weights", "cut to whole numbers")
def whole_numbers(labels, n_classes):
    return len(labels) // (n_classes * np.maximum(tally(labels, n_classes), 1))


@mistake("class_weights", "roots of the right weights")
def roots(labels, n_classes):
    return np.sqrt(len(labels) / (n_classes * np.maximum(tally(labels, n_classes), 1)))


@mistake("class_weights", "one weight for each photo")
def one_for_each_photo(labels, n_classes):
    return (len(labels) / (n_classes * np.maximum(tally(labels, n_classes), 1)))[np.asarray(labels)]


@mistake("class_weights", "in which the labels first occur")
def order_of_appearance(labels, n_classes):
    counts = Counter(np.asarray(labels).tolist())
    return np.array([len(labels) / (n_classes * n) for n in counts.values()])


@mistake("class_weights", "weights in another order")
def by_size(labels, n_classes):
    counts = Counter(np.asarray(labels).tolist()).most_common()
    return np.array([len(labels) / (n_classes * n) for _, n in counts])


@mistake("class_weights", "not a dict")
def a_dict(labels, n_classes):
    counts = Counter(np.asarray(labels).tolist())
    return {label: len(labels) / (n_classes * counts[label]) for label in sorted(counts)}


@mistake("class_weights", "minlength=n_classes")
def present_classes_only(labels, n_classes):
    counts = np.unique(labels, return_counts=True)[1]
    return len(labels) / (n_classes * counts)


@mistake("class_weights", "minlength=n_classes")
def scikit_learns_for_those_present(labels, n_classes):
    from sklearn.utils.class_weight import compute_class_weight

    return compute_class_weight("balanced", classes=np.unique(labels), y=labels)


@mistake("class_weights", "number of classes that have photos")
def classes_present_counted(labels, n_classes):
    counts = tally(labels, n_classes)
    return np.where(counts, len(labels) / (np.count_nonzero(counts) * np.maximum(counts, 1)), 0.0)


@mistake("class_weights", "inf is what n / 0 gives")
def endless(labels, n_classes):
    with np.errstate(divide="ignore"):
        return len(labels) / (n_classes * tally(labels, n_classes))


@mistake("class_weights", "dividing by 0 is an error")
def error_for_an_empty_class(labels, n_classes):
    labels = list(labels)
    return [len(labels) / (n_classes * labels.count(label)) for label in range(n_classes)]


@mistake("class_weights", "dividing by a count of 0")
def not_a_number_for_an_empty_class(labels, n_classes):
    labels = list(labels)
    return [len(labels) / (n_classes * (labels.count(label) or float("nan"))) for label in range(n_classes)]


@mistake("class_weights", "got the weight 1")
def one_for_an_empty_class(labels, n_classes):
    counts = tally(labels, n_classes)
    return np.where(counts, len(labels) / (n_classes * np.maximum(counts, 1)), 1.0)


@mistake("class_weights", "as if it had one")
def at_least_one(labels, n_classes):
    return len(labels) / (n_classes * np.maximum(tally(labels, n_classes), 1))


@mistake("count_by_class", "One photo of the six was counted")
def returned_in_the_loop(samples, names):
    counts = dict.fromkeys(names, 0)
    for _, label in samples:
        counts[names[label]] += 1
        return counts
    return counts


@mistake("count_by_class", "One photo of the six was counted")
def zeros_in_the_loop(samples, names):
    counts = dict.fromkeys(names, 0)
    for _, label in samples:
        counts = dict.fromkeys(names, 0)
        counts[names[label]] += 1
    return counts


@mistake("count_by_class", "never equals a name")
def labels_compared_with_names(samples, names):
    return {name: sum(label == name for _, label in samples) for name in names}


@mistake("count_by_class", "enumerate(names) counts from 0")
def enumerated_from_one(samples, names):
    return {name: sum(label == i for _, label in samples) for i, name in enumerate(names, 1)}


@mistake("count_by_class", "an earlier call are still in it")
def one_dict_for_all_calls(samples, names, counts={}):  # noqa: B006
    for name in names:
        counts.setdefault(name, 0)
    for _, label in samples:
        counts[names[label]] += 1
    return counts


@mistake("imbalance_ratio", "The ratio was rounded")
def two_digits(counts):
    smallest = min(counts.values())
    return round(max(counts.values()) / smallest, 2) if smallest else float("inf")


@mistake("imbalance_ratio", "must not begin with a small number")
def search_from_a_hundred(counts):
    largest, smallest = 0, 100
    for count in counts.values():
        largest, smallest = max(largest, count), min(smallest, count)
    return largest / smallest if smallest else float("inf")


@mistake("class_weights", "Put brackets around what you divide by")
def no_brackets(labels, n_classes):
    return len(labels) / n_classes * np.bincount(labels, minlength=n_classes)


@mistake("class_weights", "what comes of k / count")
def share_cut_to_whole(labels, n_classes):
    counts = np.bincount(labels, minlength=n_classes)
    return np.where(counts, len(labels) // n_classes / np.maximum(counts, 1), 0)


@mistake("class_weights", "what comes of k / count")
def classes_by_count(labels, n_classes):
    counts = np.bincount(labels, minlength=n_classes)
    return np.where(counts, n_classes / np.maximum(counts, 1), 0)


@mistake("class_weights", "asks whether the whole list is 0")
def list_compared_with_a_number(labels, n_classes):
    weights = np.zeros(n_classes)
    for k in range(n_classes):
        count = np.sum(labels == k)
        if count:
            weights[k] = len(labels) / (n_classes * count)
    return weights
