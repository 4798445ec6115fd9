"""Known mistakes in starving a class, each with the words it must earn."""

import numpy as np

from kata.known import mistake
from week2.kata4_starve_a_class import recall_by_class, starve


@mistake("starve", "Every class was starved")
def every_class_starved(X, y, label, keep, seed=0):
    rng = np.random.default_rng(seed)
    rows = np.sort(np.concatenate([rng.permutation(np.flatnonzero(y == one))[:keep] for one in np.unique(y)]))
    return X[rows], y[rows]


@mistake("starve", "`keep` of them were removed")
def all_but_keep(X, y, label, keep, seed=0):
    gone = np.random.default_rng(seed).permutation(np.flatnonzero(y == label))[:keep]
    return np.delete(X, gone, axis=0), np.delete(y, gone)


@mistake("starve", "take the same rows out of both")
def y_only_cut(X, y, label, keep, seed=0):
    gone = np.random.default_rng(seed).permutation(np.flatnonzero(y == label))[keep:]
    return np.delete(X, gone, axis=0), y[: len(X) - len(gone)]


@mistake("starve", "take the same rows out of both")
def x_only_cut(X, y, label, keep, seed=0):
    gone = np.random.default_rng(seed).permutation(np.flatnonzero(y == label))[keep:]
    return X[: len(X) - len(gone)], np.delete(y, gone)


@mistake("starve", "take the same rows out of both")
def y_left_whole(X, y, label, keep, seed=0):
    gone = np.random.default_rng(seed).permutation(np.flatnonzero(y == label))[keep:]
    return np.delete(X, gone, axis=0), y


@mistake("starve", "take the same rows out of both")
def x_left_whole(X, y, label, keep, seed=0):
    gone = np.random.default_rng(seed).permutation(np.flatnonzero(y == label))[keep:]
    return X, np.delete(y, gone)


@mistake("starve", "take the same rows out of both")
def drawn_twice_over(X, y, label, keep, seed=0):
    rng = np.random.default_rng(seed)
    rows = np.flatnonzero(y == label)
    return np.delete(X, rng.permutation(rows)[keep:], axis=0), np.delete(y, rng.permutation(rows)[keep:])


@mistake("starve", "One row is left in all")
def cut_off(X, y, label, keep, seed=0):
    rows = np.sort(np.random.default_rng(seed).permutation(len(y))[: keep if keep < np.sum(y == label) else None])
    return X[rows], y[rows]


@mistake("starve", "one too many")
def one_too_many(X, y, label, keep, seed=0):
    return starve(X, y, label, keep + 1, seed)


@mistake("starve", "lost rows too")
def keep_dropped_from_every_class(X, y, label, keep, seed=0):
    rng = np.random.default_rng(seed)
    rows = np.sort(np.concatenate([rng.permutation(np.flatnonzero(y == one))[keep:] for one in np.unique(y)]))
    return X[rows], y[rows]


@mistake("starve", "No 8 is left")
def all_gone(X, y, label, keep, seed=0):
    return X[y != label], y[y != label]


@mistake("starve", "Nothing was left out")
def five_whatever_keep_says(X, y, label, keep, seed=0):
    gone = np.random.default_rng(seed).permutation(np.flatnonzero(y == label))[5:]
    return np.delete(X, gone, axis=0), np.delete(y, gone)


@mistake("starve", "One row is left in all")
def the_others_forgotten(X, y, label, keep, seed=0):
    rows = np.sort(np.random.default_rng(seed).permutation(np.flatnonzero(y == label))[:keep])
    return X[rows], y[rows]


@mistake("starve", "they are no 8s")
def positions_taken_for_rows(X, y, label, keep, seed=0):
    gone = np.random.default_rng(seed).permutation(np.sum(y == label))[keep:]
    return np.delete(X, gone, axis=0), np.delete(y, gone)


@mistake("starve", "right rows in another order")
def kept_ones_at_the_end(X, y, label, keep, seed=0):
    kept = np.random.default_rng(seed).permutation(np.flatnonzero(y == label))[:keep]
    rows = np.concatenate([np.flatnonzero(y != label), kept])
    return X[rows], y[rows]


@mistake("starve", "right rows in another order")
def all_shuffled(X, y, label, keep, seed=0):
    rng = np.random.default_rng(seed)
    rows = np.concatenate([np.flatnonzero(y != label), rng.permutation(np.flatnonzero(y == label))[:keep]])
    rows = rng.permutation(rows)
    return X[rows], y[rows]


@mistake("starve", "one long line")
def axis_forgotten(X, y, label, keep, seed=0):
    gone = np.random.default_rng(seed).permutation(np.flatnonzero(y == label))[keep:]
    return np.delete(X, gone), np.delete(y, gone)


@mistake("starve", "That is X alone")
def x_alone(X, y, label, keep, seed=0):
    return starve(X, y, label, keep, seed)[0]


@mistake("starve", "Return X first")
def y_first(X, y, label, keep, seed=0):
    return starve(X, y, label, keep, seed)[::-1]


@mistake("starve", "a row can be drawn twice")
def put_back_as_a_mask(X, y, label, keep, seed=0):
    rows = np.flatnonzero(y == label)
    stays = y != label
    stays[np.random.default_rng(seed).choice(rows, min(keep, len(rows)))] = True
    return X[stays], y[stays]


@mistake("starve", "a row can be drawn twice")
def put_back_as_rows(X, y, label, keep, seed=0):
    rows = np.flatnonzero(y == label)
    kept = np.random.default_rng(seed).choice(rows, min(keep, len(rows)))
    rows = np.sort(np.concatenate([np.flatnonzero(y != label), kept]))
    return X[rows], y[rows]


@mistake("starve", "it is not always 8")
def always_the_eights(X, y, label, keep, seed=0):
    return starve(X, y, 8, keep, seed)


@mistake("starve", "all kept the same 3s")
def always_the_first(X, y, label, keep, seed=0):
    gone = np.flatnonzero(y == label)[keep:]
    return np.delete(X, gone, axis=0), np.delete(y, gone)


@mistake("starve", "all kept the same 3s")
def a_seed_of_its_own(X, y, label, keep, seed=0):
    return starve(X, y, label, keep, 42)


@mistake("starve", "The same seeds kept different 3s")
def no_seed(X, y, label, keep, seed=0):
    return starve(X, y, label, keep, int(np.random.default_rng().integers(1 << 30)))


@mistake("starve", "global random generator")
def global_seed(X, y, label, keep, seed=0):
    np.random.seed(seed)
    gone = np.random.permutation(np.flatnonzero(y == label))[keep:]
    return np.delete(X, gone, axis=0), np.delete(y, gone)


@mistake("starve", "larger sample")
def more_than_there_are(X, y, label, keep, seed=0):
    rows = np.flatnonzero(y == label)
    stays = y != label
    stays[np.random.default_rng(seed).choice(rows, keep, replace=False)] = True
    return X[stays], y[stays]


@mistake("starve", "-0 is 0")
def cut_from_the_end(X, y, label, keep, seed=0):
    gone = np.random.default_rng(seed).permutation(np.flatnonzero(y == label))
    gone = gone[: len(gone) - keep if 0 < keep < len(gone) else 0]
    return np.delete(X, gone, axis=0), np.delete(y, gone)


@mistake("recall_by_class", "That is precision")
def precision(y_true, y_pred):
    return {int(one): float(np.mean(y_true[y_pred == one] == one)) for one in np.unique(y_pred)}


@mistake("recall_by_class", "overall accuracy, the same for every class")
def accuracy_for_each(y_true, y_pred):
    return {int(one): float(np.mean(y_true == y_pred)) for one in np.unique(y_true)}


@mistake("recall_by_class", "how many were found")
def found_counted(y_true, y_pred):
    return {int(one): int(np.sum((y_true == one) & (y_pred == one))) for one in np.unique(y_true)}


@mistake("recall_by_class", "how many examples each class has")
def examples_counted(y_true, y_pred):
    return {int(one): int(np.sum(y_true == one)) for one in np.unique(y_true)}


@mistake("recall_by_class", "divided by all twelve")
def share_of_all(y_true, y_pred):
    return {int(one): float(np.mean((y_true == one) & (y_pred == one))) for one in np.unique(y_true)}


@mistake("recall_by_class", "not an 8")
def one_against_the_rest(y_true, y_pred):
    return {int(one): float(np.mean((y_true == one) == (y_pred == one))) for one in np.unique(y_true)}


@mistake("recall_by_class", "part that was missed")
def missed(y_true, y_pred):
    return {int(one): float(np.mean(y_pred[y_true == one] != one)) for one in np.unique(y_true)}


@mistake("recall_by_class", "These are percentages")
def percent(y_true, y_pred):
    return {one: 100 * value for one, value in recall_by_class(y_true, y_pred).items()}


@mistake("recall_by_class", "F1 score")
def f1(y_true, y_pred):
    return {
        int(one): float(2 * np.sum((y_true == one) & (y_pred == one)) / (np.sum(y_true == one) + np.sum(y_pred == one)))
        for one in np.unique(y_true)
    }


@mistake("recall_by_class", "The keys are places")
def places(y_true, y_pred):
    return dict(enumerate(recall_by_class(y_true, y_pred).values()))


@mistake("recall_by_class", "A list does not say which class")
def a_list(y_true, y_pred):
    return list(recall_by_class(y_true, y_pred).values())


@mistake("recall_by_class", "has vanished from the answer")
def classes_of_the_predictions(y_true, y_pred):
    return {int(one): float(np.mean(y_pred[y_true == one] == one)) for one in np.unique(y_pred) if one in y_true}


@mistake("recall_by_class", "has vanished from the answer")
def zeros_dropped(y_true, y_pred):
    found, there = {}, {}
    for truth, said in zip(y_true.tolist(), y_pred.tolist(), strict=True):
        there[truth] = there.get(truth, 0) + 1
        if truth == said:
            found[truth] = found.get(truth, 0) + 1
    return {one: found[one] / there[one] for one in found}


@mistake("recall_by_class", "nothing to find")
def classes_of_both(y_true, y_pred):
    found = {}
    for one in np.union1d(y_true, y_pred):
        real = y_true == one
        found[int(one)] = float(np.sum(y_pred[real] == one) / max(1, np.sum(real)))
    return found


@mistake("before_and_after", "The test set was starved too")
def test_set_starved(train, X_train, y_train, X_test, y_test, label, keep, seed=0):
    figures = {}
    starved = starve(X_train, y_train, label, keep, seed), starve(X_test, y_test, label, keep, seed)
    for when, ((X, y), (Xt, yt)) in {"before": ((X_train, y_train), (X_test, y_test)), "after": starved}.items():
        said = train(X, y).predict(Xt)
        figures |= {f"accuracy_{when}": float(np.mean(said == yt)), f"recall_{when}": recall_by_class(yt, said)[label]}
    return figures


@mistake("before_and_after", "The test set was starved too")
def only_the_test_set_starved(train, X_train, y_train, X_test, y_test, label, keep, seed=0):
    model, figures = train(X_train, y_train), {}
    for when, (X, y) in {"before": (X_test, y_test), "after": starve(X_test, y_test, label, keep, seed)}.items():
        said = model.predict(X)
        figures |= {f"accuracy_{when}": float(np.mean(said == y)), f"recall_{when}": recall_by_class(y, said)[label]}
    return figures


def _figures(model, X, y, label):
    said = model.predict(X)
    return float(np.mean(said == y)), recall_by_class(y, said)[label]


def _named(before, after):
    return {
        "accuracy_before": before[0],
        "recall_before": before[1],
        "accuracy_after": after[0],
        "recall_after": after[1],
    }


@mistake("before_and_after", "accuracy hides it")
def accuracy_only(train, X_train, y_train, X_test, y_test, label, keep, seed=0):
    before = _figures(train(X_train, y_train), X_test, y_test, label)
    after = _figures(train(*starve(X_train, y_train, label, keep, seed)), X_test, y_test, label)
    return _named((before[0], before[0]), (after[0], after[0]))


@mistake("before_and_after", "The accuracies here are recalls")
def recall_only(train, X_train, y_train, X_test, y_test, label, keep, seed=0):
    before = _figures(train(X_train, y_train), X_test, y_test, label)
    after = _figures(train(*starve(X_train, y_train, label, keep, seed)), X_test, y_test, label)
    return _named((before[1], before[1]), (after[1], after[1]))


@mistake("before_and_after", "Accuracy and recall have changed places")
def mixed_up(train, X_train, y_train, X_test, y_test, label, keep, seed=0):
    before = _figures(train(X_train, y_train), X_test, y_test, label)
    after = _figures(train(*starve(X_train, y_train, label, keep, seed)), X_test, y_test, label)
    return _named(before[::-1], after[::-1])


@mistake("before_and_after", "Before and after have changed places")
def after_and_before(train, X_train, y_train, X_test, y_test, label, keep, seed=0):
    before = _figures(train(X_train, y_train), X_test, y_test, label)
    after = _figures(train(*starve(X_train, y_train, label, keep, seed)), X_test, y_test, label)
    return _named(after, before)


@mistake("before_and_after", "Nothing has changed")
def starved_data_not_used(train, X_train, y_train, X_test, y_test, label, keep, seed=0):
    before = _figures(train(X_train, y_train), X_test, y_test, label)
    starve(X_train, y_train, label, keep, seed)
    return _named(before, _figures(train(X_train, y_train), X_test, y_test, label))


@mistake("before_and_after", "Nothing has changed")
def trained_once(train, X_train, y_train, X_test, y_test, label, keep, seed=0):
    figures = _figures(train(X_train, y_train), X_test, y_test, label)
    return _named(figures, figures)


@mistake("before_and_after", "The one before has all of it")
def starved_from_the_start(train, X_train, y_train, X_test, y_test, label, keep, seed=0):
    X_train, y_train = starve(X_train, y_train, label, keep, seed)
    before = _figures(train(X_train, y_train), X_test, y_test, label)
    return _named(before, _figures(train(*starve(X_train, y_train, label, keep, seed)), X_test, y_test, label))


@mistake("before_and_after", "images that it has already seen")
def scored_on_training_data(train, X_train, y_train, X_test, y_test, label, keep, seed=0):
    X, y = starve(X_train, y_train, label, keep, seed)
    before = _figures(train(X_train, y_train), X_train, y_train, label)
    return _named(before, _figures(train(X, y), X, y, label))


@mistake("before_and_after", "the recall of every class")
def recall_of_every_class(train, X_train, y_train, X_test, y_test, label, keep, seed=0):
    figures = {}
    for when, (X, y) in {"before": (X_train, y_train), "after": starve(X_train, y_train, label, keep, seed)}.items():
        said = train(X, y).predict(X_test)
        figures |= {f"accuracy_{when}": float(np.mean(said == y_test)), f"recall_{when}": recall_by_class(y_test, said)}
    return figures


@mistake("before_and_after", "The recalls here are precisions")
def precision_instead(train, X_train, y_train, X_test, y_test, label, keep, seed=0):
    figures = {}
    for when, (X, y) in {"before": (X_train, y_train), "after": starve(X_train, y_train, label, keep, seed)}.items():
        said = train(X, y).predict(X_test)
        figures[f"accuracy_{when}"] = float(np.mean(said == y_test))
        figures[f"recall_{when}"] = float(np.mean(y_test[said == label] == label))
    return figures


@mistake("before_and_after", "How many stay is said by `keep`")
def always_five(train, X_train, y_train, X_test, y_test, label, keep, seed=0):
    before = _figures(train(X_train, y_train), X_test, y_test, label)
    return _named(before, _figures(train(*starve(X_train, y_train, label, 5, seed)), X_test, y_test, label))


@mistake("before_and_after", "The class is said by `label`")
def always_the_8(train, X_train, y_train, X_test, y_test, label, keep, seed=0):
    before = _figures(train(X_train, y_train), X_test, y_test, 8)
    return _named(before, _figures(train(*starve(X_train, y_train, 8, keep, seed)), X_test, y_test, 8))


@mistake("before_and_after", "The class is said by `label`")
def the_8_measured(train, X_train, y_train, X_test, y_test, label, keep, seed=0):
    before = _figures(train(X_train, y_train), X_test, y_test, 8)
    return _named(before, _figures(train(*starve(X_train, y_train, label, keep, seed)), X_test, y_test, 8))


@mistake("before_and_after", "Hand `seed` on to `starve`")
def seed_forgotten(train, X_train, y_train, X_test, y_test, label, keep, seed=0):
    before = _figures(train(X_train, y_train), X_test, y_test, label)
    return _named(before, _figures(train(*starve(X_train, y_train, label, keep)), X_test, y_test, label))
