"""Unusual and correct: every one of these must pass."""

from fractions import Fraction

import numpy as np

from kata.known import alternative


def checked(sizes, X_train):
    """The sizes, once it is clear that there are so many rows."""
    if bad := sorted(set(sizes) - set(range(1, len(X_train) + 1))):
        raise ValueError(f"no such sizes: {bad}")
    return sizes


@alternative("accuracy_by_train_size")
def by_the_models_own_score(train, X_train, y_train, X_test, y_test, sizes):
    return [train(X_train[:n], y_train[:n]).score(X_test, y_test) for n in checked(sizes, X_train)]


@alternative("accuracy_by_train_size")
def all_trained_before_any_is_scored(train, X_train, y_train, X_test, y_test, sizes):
    models = {n: train(X_train[:n], y_train[:n]) for n in sorted(set(checked(sizes, X_train)))}
    return np.array([np.float32(np.mean(models[n].predict(X_test) == y_test)) for n in sizes])


@alternative("accuracy_by_train_size")
def rows_taken_by_number(train, X_train, y_train, X_test, y_test, sizes):
    result = []
    for n in sizes:
        if n < 1:
            raise ValueError(f"{n=}")
        if n > len(X_train):
            raise ValueError(f"{n} of {len(X_train)}")
        rows = np.arange(n)
        right = train(X_train[rows], y_train[rows]).predict(X_test) == y_test
        result.append(Fraction(int(right.sum()), len(right)))
    return result


@alternative("accuracy_by_train_size")
def one_test_row_at_a_time(train, X_train, y_train, X_test, y_test, sizes):
    def accuracy(model):
        right = 0
        for x, label in zip(X_test, y_test, strict=True):
            right += int(model.predict(x.reshape(1, -1))[0] == label)
        return right / len(y_test)

    return tuple(accuracy(train(X=X_train[:n], y=y_train[:n])) for n in checked(sizes, X_train))


@alternative("accuracy_by_knob")
def by_comprehension(train, values, X_train, y_train, X_test, y_test):
    return {value: train(X_train, y_train, value).score(X_test, y_test) for value in values}


@alternative("accuracy_by_knob")
def all_models_first(train, values, X_train, y_train, X_test, y_test):
    models = [train(X=X_train, y=y_train, value=value) for value in values]
    accuracies = [np.mean(model.predict(X_test) == y_test) for model in models]
    return dict(zip(values, accuracies, strict=True))


@alternative("accuracy_by_knob")
def counted_by_hand(train, values, X_train, y_train, X_test, y_test):
    result = dict.fromkeys(values)
    for value in reversed(values):
        said = train(X_train, y_train, value).predict(X_test).tolist()
        result[value] = sum(a == b for a, b in zip(said, y_test.tolist(), strict=True)) / len(said)
    return result


@alternative("best_setting")
def loop(accuracy_by_value):
    best, highest = None, -1.0
    for value, accuracy in accuracy_by_value.items():
        if accuracy > highest:
            best, highest = value, accuracy
    return best


@alternative("best_setting")
def by_the_key_of_get(accuracy_by_value):
    return max(accuracy_by_value, key=accuracy_by_value.get)


@alternative("best_setting")
def sorted_from_the_top(accuracy_by_value):
    return sorted(accuracy_by_value.items(), key=lambda item: item[1], reverse=True)[0][0]


@alternative("best_setting")
def argmax_over_a_list(accuracy_by_value):
    return list(accuracy_by_value)[int(np.argmax(list(accuracy_by_value.values())))]


@alternative("best_setting")
def highest_then_looked_up(accuracy_by_value):
    highest = max(accuracy_by_value.values())
    return next(value for value, accuracy in accuracy_by_value.items() if accuracy == highest)
