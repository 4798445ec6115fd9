"""Known mistakes of a blame detective, each with the words it must earn."""

import numpy as np

from kata.known import mistake
from week2.kata4_starve_a_class import recall_by_class, starve
from week2.kata5_blame_detective import recall_by_kept, tipping_point, who_absorbed


@mistake("who_absorbed", "mistaken *for* a 2")
def column(matrix, label):
    counts = matrix[:, label].copy()
    counts[label] = 0
    return int(counts.argmax()), int(counts.max())


@mistake("who_absorbed", "on the diagonal")
def diagonal_counted(matrix, label):
    return int(matrix[label].argmax()), int(matrix[label].max())


@mistake("who_absorbed", "largest mistake in the whole matrix")
def largest_anywhere(matrix, label):
    counts = matrix.copy()
    np.fill_diagonal(counts, 0)
    return int(counts.argmax() % len(counts)), int(counts.max())


@mistake("who_absorbed", "largest mistake in the whole matrix")
def largest_anywhere_its_row(matrix, label):
    counts = matrix.copy()
    np.fill_diagonal(counts, 0)
    return int(counts.argmax() // len(counts)), int(counts.max())


@mistake("who_absorbed", "mix-ups in both directions")
def both_directions(matrix, label):
    counts = matrix[label] + matrix[:, label]
    counts[label] = 0
    return int(counts.argmax()), int(counts.max())


@mistake("who_absorbed", "moves up by one")
def diagonal_deleted(matrix, label):
    counts = np.delete(matrix[label], label)
    return int(counts.argmax()), int(counts.max())


@mistake("who_absorbed", "went astray altogether")
def all_that_went_astray(matrix, label):
    return who_absorbed(matrix, label)[0], int(matrix[label].sum() - matrix[label, label])


@mistake("who_absorbed", "Give the count")
def share(matrix, label):
    other, count = who_absorbed(matrix, label)
    return other, float(count / matrix[label].sum())


@mistake("who_absorbed", "The label comes first")
def count_first(matrix, label):
    return who_absorbed(matrix, label)[::-1]


@mistake("who_absorbed", "That is the label alone")
def label_alone(matrix, label):
    return who_absorbed(matrix, label)[0]


@mistake("who_absorbed", "changed the `matrix`")
def diagonal_wiped(matrix, label):
    matrix[label, label] = -1
    return int(matrix[label].argmax()), int(matrix[label].max())


@mistake("who_absorbed", "changed the `matrix`")
def row_is_a_view(matrix, label):
    row = matrix[label]
    row[label] = 0
    return int(row.argmax()), int(row.max())


@mistake("who_absorbed", "Name the smaller label")
def last_of_equals(matrix, label):
    count, other = max((int(count), other) for other, count in enumerate(matrix[label]) if other != label)
    return other, count


@mistake("who_absorbed", "The runner-up")
def second_largest(matrix, label):
    other = int(np.argsort(-matrix[label], kind="stable")[1])
    return other, int(matrix[label, other])


@mistake("harmed_classes", "the best of them first")
def best_first(recalls, floor):
    return sorted((label for label in recalls if recalls[label] < floor), key=lambda label: (-recalls[label], label))


@mistake("harmed_classes", "by their labels")
def by_label(recalls, floor):
    return sorted(label for label, recall in recalls.items() if recall < floor)


@mistake("harmed_classes", "in the order of the dict")
def as_given(recalls, floor):
    return [label for label, recall in recalls.items() if recall < floor]


@mistake("harmed_classes", "Those are the recalls")
def recalls_returned(recalls, floor):
    return sorted(recall for recall in recalls.values() if recall < floor)


@mistake("harmed_classes", "the labels alone")
def pairs(recalls, floor):
    return sorted(((label, recall) for label, recall in recalls.items() if recall < floor), key=lambda pair: pair[1])


@mistake("harmed_classes", "the labels alone")
def a_dict(recalls, floor):
    return {label: recall for label, recall in sorted(recalls.items(), key=lambda pair: pair[1]) if recall < floor}


@mistake("harmed_classes", "places in the dict")
def positions(recalls, floor):
    values = np.array(list(recalls.values()))
    return [int(i) for i in np.argsort(values, kind="stable") if values[i] < floor]


@mistake("harmed_classes", "well served")
def above_the_floor(recalls, floor):
    return sorted((label for label in recalls if recalls[label] > floor), key=lambda label: recalls[label])


@mistake("harmed_classes", "all the classes")
def floor_forgotten(recalls, floor):
    return sorted(recalls, key=lambda label: (recalls[label], label))


@mistake("harmed_classes", "the worst alone")
def worst_alone(recalls, floor):
    below = [label for label in recalls if recalls[label] < floor]
    return [min(below, key=lambda label: recalls[label])] if below else []


@mistake("harmed_classes", "below the average")
def below_the_average(recalls, floor):
    average = sum(recalls.values()) / len(recalls)
    return sorted((label for label in recalls if recalls[label] < average), key=lambda label: (recalls[label], label))


@mistake("harmed_classes", "not below 0.75")
def at_the_floor_too(recalls, floor):
    return sorted((label for label in recalls if recalls[label] <= floor), key=lambda label: (recalls[label], label))


@mistake("harmed_classes", "Of equals, the smaller label")
def larger_label_first(recalls, floor):
    return sorted((label for label in recalls if recalls[label] < floor), key=lambda label: (recalls[label], -label))


def _recall(model, X_test, y_test, label):
    return recall_by_class(y_test, model.predict(X_test))[label]


@mistake("recall_by_kept", "Start every round from the full")
def starved_again(train, X_train, y_train, X_test, y_test, label, keeps, seed=0):
    recalls = []
    for keep in keeps:
        X_train, y_train = starve(X_train, y_train, label, keep, seed)
        recalls.append(_recall(train(X_train, y_train), X_test, y_test, label))
    return recalls


@mistake("recall_by_kept", "The test set was starved too")
def test_set_starved(train, X_train, y_train, X_test, y_test, label, keeps, seed=0):
    recalls = []
    for keep in keeps:
        model = train(*starve(X_train, y_train, label, keep, seed))
        recalls.append(_recall(model, *starve(X_test, y_test, label, keep, seed), label))
    return recalls


@mistake("recall_by_kept", "accuracy hides it")
def accuracies(train, X_train, y_train, X_test, y_test, label, keeps, seed=0):
    return [
        float(np.mean(train(*starve(X_train, y_train, label, keep, seed)).predict(X_test) == y_test)) for keep in keeps
    ]


@mistake("recall_by_kept", "that of a model with all the training data")
def never_starved(train, X_train, y_train, X_test, y_test, label, keeps, seed=0):
    return [_recall(train(X_train, y_train), X_test, y_test, label) for _ in keeps]


@mistake("recall_by_kept", "that of the first model")
def one_model(train, X_train, y_train, X_test, y_test, label, keeps, seed=0):
    model = train(*starve(X_train, y_train, label, keeps[0], seed))
    return [_recall(model, X_test, y_test, label) for _ in keeps]


@mistake("recall_by_kept", "images that it has already seen")
def on_training_data(train, X_train, y_train, X_test, y_test, label, keeps, seed=0):
    recalls = []
    for keep in keeps:
        X, y = starve(X_train, y_train, label, keep, seed)
        recalls.append(recall_by_class(y, train(X, y).predict(X)).get(label, 0.0))
    return recalls


@mistake("recall_by_kept", "Keep the order of `keeps`")
def keeps_sorted(train, X_train, y_train, X_test, y_test, label, keeps, seed=0):
    return recall_by_kept(train, X_train, y_train, X_test, y_test, label, sorted(keeps), seed)


@mistake("recall_by_kept", "changed the `keeps`")
def keeps_sorted_in_place(train, X_train, y_train, X_test, y_test, label, keeps, seed=0):
    order = list(keeps)
    keeps.sort()
    found = dict(zip(keeps, recall_by_kept(train, X_train, y_train, X_test, y_test, label, keeps, seed), strict=True))
    return [found[keep] for keep in order]


@mistake("recall_by_kept", "Those are precisions")
def precisions(train, X_train, y_train, X_test, y_test, label, keeps, seed=0):
    recalls = []
    for keep in keeps:
        said = train(*starve(X_train, y_train, label, keep, seed)).predict(X_test)
        recalls.append(float(np.mean(y_test[said == label] == label)) if label in said else 0.0)
    return recalls


@mistake("recall_by_kept", "the recall at the last point")
def last_alone(train, X_train, y_train, X_test, y_test, label, keeps, seed=0):
    for keep in keeps:
        recall = _recall(train(*starve(X_train, y_train, label, keep, seed)), X_test, y_test, label)
    return recall


@mistake("recall_by_kept", "Return a list of the recalls alone")
def a_dict_by_kept(train, X_train, y_train, X_test, y_test, label, keeps, seed=0):
    return dict(zip(keeps, recall_by_kept(train, X_train, y_train, X_test, y_test, label, keeps, seed), strict=True))


@mistake("recall_by_kept", "the recalls of every class")
def every_class(train, X_train, y_train, X_test, y_test, label, keeps, seed=0):
    return [
        recall_by_class(y_test, train(*starve(X_train, y_train, label, keep, seed)).predict(X_test)) for keep in keeps
    ]


@mistake("recall_by_kept", "The class is said by `label`")
def always_8(train, X_train, y_train, X_test, y_test, label, keeps, seed=0):
    return recall_by_kept(train, X_train, y_train, X_test, y_test, 8, keeps, seed)


@mistake("recall_by_kept", "The class is said by `label`")
def the_8_starved(train, X_train, y_train, X_test, y_test, label, keeps, seed=0):
    return [_recall(train(*starve(X_train, y_train, 8, keep, seed)), X_test, y_test, label) for keep in keeps]


@mistake("recall_by_kept", "Hand `seed` on to `starve`")
def seed_forgotten(train, X_train, y_train, X_test, y_test, label, keeps, seed=0):
    return [_recall(train(*starve(X_train, y_train, label, keep)), X_test, y_test, label) for keep in keeps]


@mistake("tipping_point", "reaches the floor for the first time")
def first_crossing(keeps, recalls, floor):
    _same_length(keeps, recalls)
    return next((keep for keep, recall in sorted(zip(keeps, recalls, strict=True)) if recall >= floor), None)


@mistake("tipping_point", "the last that is still below")
def last_below(keeps, recalls, floor):
    _same_length(keeps, recalls)
    found = keeps[0]
    for keep, recall in sorted(zip(keeps, recalls, strict=True)):
        if recall < floor:
            found = keep
    return found


@mistake("tipping_point", "the recall rises most")
def steepest_rise(keeps, recalls, floor):
    _same_length(keeps, recalls)
    order = np.argsort(keeps)
    if np.max(recalls) < floor:
        return None
    return int(np.array(keeps)[order][1:][np.argmax(np.diff(np.array(recalls)[order]))])


@mistake("tipping_point", "the place in the list")
def position(keeps, recalls, floor):
    found = tipping_point(keeps, recalls, floor)
    return None if found is None else keeps.index(found)


@mistake("tipping_point", "the recall at the tipping point")
def recall_there(keeps, recalls, floor):
    found = tipping_point(keeps, recalls, floor)
    return None if found is None else recalls[keeps.index(found)]


@mistake("tipping_point", "fewer are enough too")
def most_of_all(keeps, recalls, floor):
    _same_length(keeps, recalls)
    return max((keep for keep, recall in zip(keeps, recalls, strict=True) if recall >= floor), default=None)


@mistake("tipping_point", "where the recall is highest")
def where_it_is_best(keeps, recalls, floor):
    _same_length(keeps, recalls)
    best = max(zip(recalls, keeps, strict=True))
    return best[1] if best[0] >= floor else None


@mistake("tipping_point", "all that are enough")
def all_of_them(keeps, recalls, floor):
    found = tipping_point(keeps, recalls, floor)
    return None if found is None else sorted(keep for keep in keeps if keep >= found)


@mistake("tipping_point", "At the floor is enough")
def strictly_above(keeps, recalls, floor):
    return tipping_point(keeps, recalls, floor + 1e-9)


@mistake("tipping_point", "The docstring says how")
def minus_one_for_none(keeps, recalls, floor):
    found = tipping_point(keeps, recalls, floor)
    return -1 if found is None else found


@mistake("tipping_point", "although nothing crosses the floor")
def needs_a_crossing(keeps, recalls, floor):
    found = tipping_point(keeps, recalls, floor)
    return None if min(recalls) >= floor else found


@mistake("tipping_point", "sorted without its recalls")
def order_taken_for_granted(keeps, recalls, floor):
    _same_length(keeps, recalls)
    enough = None
    for keep, recall in zip(reversed(keeps), reversed(recalls), strict=True):
        if recall < floor:
            break
        enough = keep
    return enough


@mistake("tipping_point", "sorted without its recalls")
def sorted_apart(keeps, recalls, floor):
    return tipping_point(sorted(keeps), recalls, floor)


@mistake("tipping_point", "changed the `keeps`")
def sorted_in_place(keeps, recalls, floor):
    _same_length(keeps, recalls)
    points = dict(zip(keeps, recalls, strict=True))
    keeps.sort(reverse=True)
    enough = None
    for keep in keeps:
        if points[keep] < floor:
            break
        enough = keep
    return enough


@mistake("tipping_point", "which one is missing?")
def lengths_differ_silently(keeps, recalls, floor):
    n = min(len(keeps), len(recalls))
    return tipping_point(keeps[:n], recalls[:n], floor)


def _same_length(keeps, recalls):
    if len(keeps) != len(recalls):
        raise ValueError(f"{len(keeps)} keeps and {len(recalls)} recalls")
