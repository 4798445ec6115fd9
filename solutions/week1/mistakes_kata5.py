"""Known mistakes in turning knobs, each with the words it must earn."""

import numpy as np

from kata.known import mistake


@mistake("accuracy_by_train_size", "first n rows of the training part")
def drawn_from_all_data(train, X_train, y_train, X_test, y_test, sizes):
    X, y = np.concatenate([X_train, X_test]), np.concatenate([y_train, y_test])
    rng, result = np.random.default_rng(0), []
    for n in sizes:
        rows = rng.choice(len(X), n, replace=False)
        result.append(train(X[rows], y[rows]).score(X_test, y_test))
    return result


@mistake("accuracy_by_train_size", "first n rows of the training part")
def trained_on_the_test_set(train, X_train, y_train, X_test, y_test, sizes):
    return [train(X_test[:n], y_test[:n]).score(X_test, y_test) for n in sizes]


@mistake("accuracy_by_train_size", "drawing them at random")
def drawn_from_the_training_part(train, X_train, y_train, X_test, y_test, sizes):
    rng, result = np.random.default_rng(0), []
    for n in sizes:
        rows = rng.choice(len(X_train), n, replace=False)
        result.append(train(X_train[rows], y_train[rows]).score(X_test, y_test))
    return result


@mistake("accuracy_by_train_size", "drawing them at random")
def drawn_with_the_global_generator(train, X_train, y_train, X_test, y_test, sizes):
    np.random.seed(1)
    result = []
    for n in sizes:
        rows = np.random.permutation(len(X_train))[:n]
        result.append(train(X_train[rows], y_train[rows]).score(X_test, y_test))
    return result


@mistake("accuracy_by_train_size", "Those are the last n rows")
def the_last_rows(train, X_train, y_train, X_test, y_test, sizes):
    return [train(X_train[-n:], y_train[-n:]).score(X_test, y_test) for n in sizes]


@mistake("accuracy_by_train_size", "the size takes no part")
def always_all_rows(train, X_train, y_train, X_test, y_test, sizes):
    return [train(X_train, y_train).score(X_test, y_test) for _ in sizes]


@mistake("accuracy_by_train_size", "Every size needs a model of its own")
def trained_once(train, X_train, y_train, X_test, y_test, sizes):
    model = train(X_train[: sizes[0]], y_train[: sizes[0]])
    return [model.score(X_test, y_test) for _ in sizes]


@mistake("accuracy_by_train_size", "Every size needs a model of its own")
def return_in_the_first_turn(train, X_train, y_train, X_test, y_test, sizes):
    for n in sizes:
        return [train(X_train[:n], y_train[:n]).score(X_test, y_test)]
    return None


@mistake("accuracy_by_train_size", "since the size before")
def in_pieces(train, X_train, y_train, X_test, y_test, sizes):
    result, start = [], 0
    for n in sizes:
        result.append(train(X_train[start:n], y_train[start:n]).score(X_test, y_test))
        start = n
    return result


@mistake("accuracy_by_train_size", "both alike")
def labels_not_cut(train, X_train, y_train, X_test, y_test, sizes):
    return [train(X_train[:n], y_train).score(X_test, y_test) for n in sizes]


@mistake("accuracy_by_train_size", "both alike")
def labels_of_other_rows(train, X_train, y_train, X_test, y_test, sizes):
    return [train(X_train[:n], y_train[-n:]).score(X_test, y_test) for n in sizes]


@mistake("accuracy_by_train_size", "one row too few or too many")
def one_row_short(train, X_train, y_train, X_test, y_test, sizes):
    return [train(X_train[: n - 1], y_train[: n - 1]).score(X_test, y_test) for n in sizes]


@mistake("accuracy_by_train_size", "one row too few or too many")
def one_row_over(train, X_train, y_train, X_test, y_test, sizes):
    return [train(X_train[: n + 1], y_train[: n + 1]).score(X_test, y_test) for n in sizes]


@mistake("accuracy_by_train_size", "has just learned")
def scored_on_its_own_rows(train, X_train, y_train, X_test, y_test, sizes):
    return [train(X_train[:n], y_train[:n]).score(X_train[:n], y_train[:n]) for n in sizes]


@mistake("accuracy_by_train_size", "scores on the training part")
def scored_on_the_training_part(train, X_train, y_train, X_test, y_test, sizes):
    return [train(X_train[:n], y_train[:n]).score(X_train, y_train) for n in sizes]


@mistake("accuracy_by_train_size", "shrank along")
def test_set_shrunk_too(train, X_train, y_train, X_test, y_test, sizes):
    return [train(X_train[:n], y_train[:n]).score(X_test[:n], y_test[:n]) for n in sizes]


@mistake("accuracy_by_train_size", "rest of the training part")
def scored_on_the_rest(train, X_train, y_train, X_test, y_test, sizes):
    return [train(X_train[:n], y_train[:n]).score(X_train[n:], y_train[n:]) for n in sizes if n < len(X_train)]


@mistake("accuracy_by_train_size", "size before. Train first")
def scored_before_trained_again(train, X_train, y_train, X_test, y_test, sizes):
    model = train(X_train[: sizes[0]], y_train[: sizes[0]])
    result = []
    for n in sizes:
        result.append(model.score(X_test, y_test))
        model = train(X_train[:n], y_train[:n])
    return result


@mistake("accuracy_by_train_size", "Every size needs a model of its own")
def the_first_scored_for_all(train, X_train, y_train, X_test, y_test, sizes):
    models = [train(X_train[:n], y_train[:n]) for n in sizes]
    return [models[0].score(X_test, y_test) for _ in sizes]


@mistake("accuracy_by_train_size", "accuracy of the last model")
def the_last_scored_for_all(train, X_train, y_train, X_test, y_test, sizes):
    for n in sizes:
        model = train(X_train[:n], y_train[:n])
    return [model.score(X_test, y_test) for _ in sizes]


@mistake("accuracy_by_train_size", "fractions that were wrong")
def error_rates(train, X_train, y_train, X_test, y_test, sizes):
    return [float(np.mean(train(X_train[:n], y_train[:n]).predict(X_test) != y_test)) for n in sizes]


@mistake("accuracy_by_train_size", "Those are counts")
def counts(train, X_train, y_train, X_test, y_test, sizes):
    return [int(np.sum(train(X_train[:n], y_train[:n]).predict(X_test) == y_test)) for n in sizes]


@mistake("accuracy_by_train_size", "percentages")
def percentages(train, X_train, y_train, X_test, y_test, sizes):
    return [100 * train(X_train[:n], y_train[:n]).score(X_test, y_test) for n in sizes]


@mistake("accuracy_by_train_size", "sizes came as")
def sizes_sorted(train, X_train, y_train, X_test, y_test, sizes):
    return [train(X_train[:n], y_train[:n]).score(X_test, y_test) for n in sorted(sizes)]


@mistake("accuracy_by_train_size", "lower than the best so far")
def best_so_far(train, X_train, y_train, X_test, y_test, sizes):
    return np.maximum.accumulate([train(X_train[:n], y_train[:n]).score(X_test, y_test) for n in sizes])


@mistake("accuracy_by_train_size", "That is one accuracy")
def overwritten(train, X_train, y_train, X_test, y_test, sizes):
    for n in sizes:
        accuracy = train(X_train[:n], y_train[:n]).score(X_test, y_test)
    return accuracy


@mistake("accuracy_by_train_size", "list made anew")
def list_reset_in_the_loop(train, X_train, y_train, X_test, y_test, sizes):
    for n in sizes:
        result = []
        result.append(train(X_train[:n], y_train[:n]).score(X_test, y_test))
    return result


@mistake("accuracy_by_train_size", "in a dict")
def as_a_dict(train, X_train, y_train, X_test, y_test, sizes):
    return {n: train(X_train[:n], y_train[:n]).score(X_test, y_test) for n in sizes}


@mistake("accuracy_by_train_size", "changed the `sizes`")
def sizes_used_up(train, X_train, y_train, X_test, y_test, sizes):
    result = []
    while sizes:
        n = sizes.pop(0)
        result.append(train(X_train[:n], y_train[:n]).score(X_test, y_test))
    return result


@mistake("accuracy_by_knob", "Held-out rows were used")
def trained_on_the_held_out_rows(train, values, X_train, y_train, X_test, y_test):
    return {value: train(X_test, y_test, value).score(X_test, y_test) for value in values}


@mistake("accuracy_by_knob", "Held-out rows were used")
def trained_on_everything(train, values, X_train, y_train, X_test, y_test):
    X, y = np.concatenate([X_train, X_test]), np.concatenate([y_train, y_test])
    return {value: train(X, y, value).score(X_test, y_test) for value in values}


@mistake("accuracy_by_knob", "the positions in `values`")
def position_given_to_train(train, values, X_train, y_train, X_test, y_test):
    return {value: train(X_train, y_train, i).score(X_test, y_test) for i, value in enumerate(values)}


@mistake("accuracy_by_knob", "Every value needs a model of its own")
def trained_before_the_loop(train, values, X_train, y_train, X_test, y_test):
    model = train(X_train, y_train, values[0])
    return {value: model.score(X_test, y_test) for value in values}


@mistake("accuracy_by_knob", "Every value needs a model of its own")
def return_inside_the_loop(train, values, X_train, y_train, X_test, y_test):
    result = {}
    for value in values:
        result[value] = train(X_train, y_train, value).score(X_test, y_test)
        return result
    return None


@mistake("accuracy_by_knob", "a part of the training rows")
def on_some_rows_only(train, values, X_train, y_train, X_test, y_test):
    return {value: train(X_train[:5], y_train[:5], value).score(X_test, y_test) for value in values}


@mistake("accuracy_by_knob", "learns by heart always wins")
def scored_on_training_rows(train, values, X_train, y_train, X_test, y_test):
    return {value: train(X_train, y_train, value).score(X_train, y_train) for value in values}


@mistake("accuracy_by_knob", "accuracy of the last model")
def one_model_for_all(train, values, X_train, y_train, X_test, y_test):
    models = {}
    for value in values:
        model = train(X_train, y_train, value)
        models[value] = model
    return {value: model.score(X_test, y_test) for value in models}


@mistake("accuracy_by_knob", "Every value needs a model of its own")
def first_model_for_all(train, values, X_train, y_train, X_test, y_test):
    models = [train(X_train, y_train, value) for value in values]
    return {value: models[0].score(X_test, y_test) for value in values}


@mistake("accuracy_by_knob", "value before. Train first")
def scored_too_early(train, values, X_train, y_train, X_test, y_test):
    model, result = train(X_train, y_train, values[0]), {}
    for value in values:
        result[value] = model.score(X_test, y_test)
        model = train(X_train, y_train, value)
    return result


@mistake("accuracy_by_knob", "even if it is lower")
def never_below_the_best(train, values, X_train, y_train, X_test, y_test):
    result, best = {}, 0.0
    for value in values:
        best = max(best, train(X_train, y_train, value).score(X_test, y_test))
        result[value] = best
    return result


@mistake("accuracy_by_knob", "fractions that were wrong")
def wrong_fractions(train, values, X_train, y_train, X_test, y_test):
    return {value: 1 - train(X_train, y_train, value).score(X_test, y_test) for value in values}


@mistake("accuracy_by_knob", "Those are counts")
def right_ones_counted(train, values, X_train, y_train, X_test, y_test):
    return {value: int(np.sum(train(X_train, y_train, value).predict(X_test) == y_test)) for value in values}


@mistake("accuracy_by_knob", "wrong way round")
def keys_and_values_swapped(train, values, X_train, y_train, X_test, y_test):
    return {train(X_train, y_train, value).score(X_test, y_test): value for value in values}


@mistake("accuracy_by_knob", "keys are the positions")
def positions_as_keys(train, values, X_train, y_train, X_test, y_test):
    return {i: train(X_train, y_train, value).score(X_test, y_test) for i, value in enumerate(values)}


@mistake("accuracy_by_knob", "keys are text")
def text_as_keys(train, values, X_train, y_train, X_test, y_test):
    return {str(value): train(X_train, y_train, value).score(X_test, y_test) for value in values}


@mistake("accuracy_by_knob", "in a list. Return a dict")
def as_a_list(train, values, X_train, y_train, X_test, y_test):
    return [train(X_train, y_train, value).score(X_test, y_test) for value in values]


@mistake("accuracy_by_knob", "dict made anew")
def dict_reset_in_the_loop(train, values, X_train, y_train, X_test, y_test):
    for value in values:
        result = {}
        result[value] = train(X_train, y_train, value).score(X_test, y_test)
    return result


@mistake("accuracy_by_knob", "best accuracy alone")
def only_the_best(train, values, X_train, y_train, X_test, y_test):
    return max(train(X_train, y_train, value).score(X_test, y_test) for value in values)


@mistake("accuracy_by_knob", "keys are sorted. Keep")
def keys_sorted(train, values, X_train, y_train, X_test, y_test):
    return {
        value: train(X_train, y_train, value).score(X_test, y_test)
        for value in sorted(values, key=lambda value: (isinstance(value, str), value is None, value))
    }


@mistake("accuracy_by_knob", "sorted by accuracy")
def best_first(train, values, X_train, y_train, X_test, y_test):
    result = {value: train(X_train, y_train, value).score(X_test, y_test) for value in values}
    return dict(sorted(result.items(), key=lambda item: -item[1]))


@mistake("accuracy_by_knob", "changed the `X_train`")
def features_scaled_in_place(train, values, X_train, y_train, X_test, y_test):
    result = {value: train(X_train, y_train, value).score(X_test, y_test) for value in values}
    X_train *= 2
    return result


@mistake("best_setting", "That is the highest accuracy")
def accuracy_returned(accuracy_by_value):
    return max(accuracy_by_value.values())


@mistake("best_setting", "last of them. Return the first")
def last_of_equals(accuracy_by_value):
    best, highest = None, -1.0
    for value, accuracy in accuracy_by_value.items():
        if accuracy >= highest:
            best, highest = value, accuracy
    return best


@mistake("best_setting", "last of them. Return the first")
def end_of_the_sorted_ones(accuracy_by_value):
    return sorted(accuracy_by_value.items(), key=lambda item: item[1])[-1][0]


@mistake("best_setting", "largest of them. Return the first")
def largest_of_equals(accuracy_by_value):
    return max((accuracy, value) for value, accuracy in accuracy_by_value.items())[1]


@mistake("best_setting", "smallest of them. Return the first")
def smallest_of_equals(accuracy_by_value):
    highest = max(accuracy_by_value.values())
    return sorted(value for value, accuracy in accuracy_by_value.items() if accuracy == highest)[0]


@mistake("best_setting", "forgotten in each turn of the loop, or never updated")
def best_reset_in_the_loop(accuracy_by_value):
    for value, accuracy in accuracy_by_value.items():
        best = -1
        if accuracy > best:
            best, winner = accuracy, value
    return winner


@mistake("best_setting", "forgotten in each turn of the loop, or never updated")
def best_never_updated(accuracy_by_value):
    highest, best = -1.0, None
    for value, accuracy in accuracy_by_value.items():
        if accuracy > highest:
            best = value
    return best


@mistake("best_setting", "simply the first setting")
def returned_in_the_first_turn(accuracy_by_value):
    highest = -1.0
    for value, accuracy in accuracy_by_value.items():
        if accuracy > highest:
            return value
    return None


@mistake("best_setting", "looks at its keys")
def largest_key(accuracy_by_value):
    return sorted(accuracy_by_value, key=lambda value: (isinstance(value, float | int), value or 0))[-1]


@mistake("best_setting", "lowest accuracy")
def worst(accuracy_by_value):
    return min(accuracy_by_value, key=accuracy_by_value.get)


@mistake("best_setting", "position of the best one")
def position(accuracy_by_value):
    return int(np.argmax(list(accuracy_by_value.values())))


@mistake("best_setting", "its accuracy beside it")
def item(accuracy_by_value):
    return max(accuracy_by_value.items(), key=lambda item: item[1])


@mistake("best_setting", "inside a list")
def all_the_best(accuracy_by_value):
    highest = max(accuracy_by_value.values())
    return [value for value, accuracy in accuracy_by_value.items() if accuracy == highest]


@mistake("best_setting", "compare the accuracies as they are")
def compared_as_rounded(accuracy_by_value):
    return max(accuracy_by_value, key=lambda value: round(accuracy_by_value[value], 2))


@mistake("best_setting", "a best that starts at 0")
def best_starts_at_zero(accuracy_by_value):
    best, highest = None, 0.0
    for value, accuracy in accuracy_by_value.items():
        if accuracy > highest:
            best, highest = value, accuracy
    return best


@mistake("best_setting", "nothing found yet")
def none_means_nothing_yet(accuracy_by_value):
    best = None
    for value, accuracy in accuracy_by_value.items():
        if best is None or accuracy > accuracy_by_value[best]:
            best = value
    return best


@mistake("best_setting", "nothing found yet")
def falsy_means_nothing_yet(accuracy_by_value):
    best = ""
    for value, accuracy in accuracy_by_value.items():
        if not best or accuracy > accuracy_by_value[best]:
            best = value
    return best


@mistake("best_setting", "changed the `accuracy_by_value`")
def losers_thrown_out(accuracy_by_value):
    while len(accuracy_by_value) > 1:
        highest = max(accuracy_by_value.values())
        lower = [value for value, accuracy in accuracy_by_value.items() if accuracy < highest]
        accuracy_by_value.pop(lower[0] if lower else list(accuracy_by_value)[-1])
    return next(iter(accuracy_by_value))
