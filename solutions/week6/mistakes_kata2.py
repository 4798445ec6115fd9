"""Known mistakes in reading the mistakes, each with the words it must earn."""

import numpy as np

from kata.known import mistake
from week6.kata2_read_the_mistakes import collapsed_class, error_patterns, examples_of


def patterns(matrix, names):
    """Every kind of mistake that happened, in the order of the matrix."""
    cells = [(row, column) for row in range(len(names)) for column in range(len(names)) if row != column]
    return [(names[a], names[b], int(matrix[a, b])) for a, b in cells if matrix[a, b]]


def commonest(found, top):
    return sorted(found, key=lambda pattern: -pattern[2])[:top]


@mistake("error_patterns", "The diagonal holds the right answers")
def diagonal_left_in(matrix, names, top=3):
    cells = [(a, b, int(matrix[i, j])) for i, a in enumerate(names) for j, b in enumerate(names) if matrix[i, j]]
    return commonest(cells, top)


@mistake("error_patterns", "The diagonal holds the right answers")
def diagonal_removed_too_late(matrix, names, top=3):
    return [pattern for pattern in diagonal_left_in(matrix, names, top) if pattern[0] != pattern[1]]


@mistake("error_patterns", "the largest cells were taken for the diagonal")
def largest_taken_for_the_diagonal(matrix, names, top=3):
    return diagonal_left_in(matrix, names, len(names) ** 2)[len(names) :][:top]


@mistake("error_patterns", "with the names exchanged")
def said_first(matrix, names, top=3):
    return [(said, true, count) for true, said, count in error_patterns(matrix, names, top)]


@mistake("error_patterns", "with the names exchanged")
def rows_taken_for_answers(matrix, names, top=3):
    return error_patterns(matrix.T, names, top)


@mistake("error_patterns", "adds up both directions")
def both_directions(matrix, names, top=3):
    return commonest(patterns(np.triu(matrix + matrix.T, 1), names), top)


@mistake("error_patterns", "The rarest comes first")
def ascending(matrix, names, top=3):
    return sorted(patterns(matrix, names), key=lambda pattern: pattern[2])[:top]


@mistake("error_patterns", "The rarest comes first")
def end_of_the_sorted(matrix, names, top=3):
    return sorted(patterns(matrix, names), key=lambda pattern: pattern[2])[-top:]


@mistake("error_patterns", "first mistakes in the matrix. Sort all")
def never_sorted(matrix, names, top=3):
    return patterns(matrix, names)[:top]


@mistake("error_patterns", "first mistakes in the matrix, sorted")
def cut_before_sorted(matrix, names, top=3):
    return commonest(patterns(matrix, names)[:top], top)


@mistake("error_patterns", "the commonest mistake of each class")
def one_a_row(matrix, names, top=3):
    found = []
    for name in names:
        found += commonest([pattern for pattern in patterns(matrix, names) if pattern[0] == name], 1)
    return commonest(found, top)


@mistake("error_patterns", "below the diagonal are missing")
def upper_half(matrix, names, top=3):
    return commonest(patterns(np.triu(matrix), names), top)


@mistake("error_patterns", "their share of the row")
def by_shares(matrix, names, top=3):
    share = matrix / np.maximum(matrix.sum(axis=1, keepdims=True), 1)
    cells = [(i, j) for i in range(len(names)) for j in range(len(names)) if i != j and matrix[i, j]]
    cells.sort(key=lambda cell: -share[cell])
    return [(names[i], names[j], int(matrix[i, j])) for i, j in cells[:top]]


@mistake("error_patterns", "the numbers of the classes")
def numbers(matrix, names, top=3):
    return error_patterns(matrix, range(len(names)), top)


@mistake("error_patterns", "The order is (true name")
def count_first(matrix, names, top=3):
    return [(count, true, said) for true, said, count in error_patterns(matrix, names, top)]


@mistake("error_patterns", "The counts are missing")
def names_alone(matrix, names, top=3):
    return [(true, said) for true, said, _ in error_patterns(matrix, names, top)]


@mistake("error_patterns", "not a dict")
def a_dict(matrix, names, top=3):
    return {(true, said): count for true, said, count in error_patterns(matrix, names, top)}


@mistake("error_patterns", "a pair in a pair")
def nested(matrix, names, top=3):
    return [((true, said), count) for true, said, count in error_patterns(matrix, names, top)]


@mistake("error_patterns", "only the first `top`")
def top_forgotten(matrix, names, top=3):
    return commonest(patterns(matrix, names), None)


@mistake("error_patterns", "`top` says how many")
def always_three(matrix, names, top=3):
    return commonest(patterns(matrix, names), 3)


@mistake("error_patterns", "Equals are turned round")
def reversed_as_a_whole(matrix, names, top=3):
    return sorted(patterns(matrix, names), key=lambda pattern: pattern[2])[::-1][:top]


@mistake("error_patterns", "Here the names decide")
def tuples_compared(matrix, names, top=3):
    found = sorted(((count, true, said) for true, said, count in patterns(matrix, names)), reverse=True)
    return [(true, said, count) for count, true, said in found[:top]]


@mistake("error_patterns", "Here the names decide")
def names_in_the_key(matrix, names, top=3):
    return sorted(patterns(matrix, names), key=lambda pattern: (-pattern[2], pattern[0], pattern[1]))[:top]


@mistake("error_patterns", "column by column")
def column_by_column(matrix, names, top=3):
    cells = [(i, j) for j in range(len(names)) for i in range(len(names)) if i != j and matrix[i, j]]
    return commonest([(names[i], names[j], int(matrix[i, j])) for i, j in cells], top)


@mistake("error_patterns", "so the count cannot be the key")
def dict_by_count(matrix, names, top=3):
    by_count = {count: (true, said, count) for true, said, count in patterns(matrix, names)}
    return [by_count[count] for count in sorted(by_count, reverse=True)[:top]]


@mistake("error_patterns", "finds the first of them each time")
def searched_by_count(matrix, names, top=3):
    found = patterns(matrix, names)
    counts = [count for _, _, count in found]
    return [found[counts.index(count)] for count in sorted(counts, reverse=True)[:top]]


@mistake("error_patterns", "never happened")
def zeros_left_in(matrix, names, top=3):
    cells = [(i, j) for i in range(len(names)) for j in range(len(names)) if i != j]
    return commonest([(names[i], names[j], int(matrix[i, j])) for i, j in cells], top)


@mistake("error_patterns", "without asking for a third")
def asks_for_more_than_there_are(matrix, names, top=3):
    found = commonest(patterns(matrix, names), None)
    return [found[i] for i in range(top)] if found else []


@mistake("error_patterns", "changed the `matrix`")
def diagonal_cleared_in_place(matrix, names, top=3):
    np.fill_diagonal(matrix, 0)
    return commonest(patterns(matrix, names), top)


@mistake("examples_of", "0s that were called 2")
def swapped(y_true, y_pred, true, said):
    return examples_of(y_true, y_pred, said, true)


@mistake("examples_of", "all the 2s. Keep")
def truth_alone(y_true, y_pred, true, said):
    return [i for i, one in enumerate(y_true) if one == true]


@mistake("examples_of", "all that were called 0. Keep")
def answer_alone(y_true, y_pred, true, said):
    return [i for i, one in enumerate(y_pred) if one == said]


@mistake("examples_of", "all the 2s, and all that were called 0")
def either(y_true, y_pred, true, said):
    return [i for i, (a, b) in enumerate(zip(y_true, y_pred, strict=True)) if a == true or b == said]


@mistake("examples_of", "called something else")
def all_mistakes_of_the_class(y_true, y_pred, true, said):
    return [i for i, (a, b) in enumerate(zip(y_true, y_pred, strict=True)) if a == true and b != true]


@mistake("examples_of", "count within a part of the examples")
def positions_in_a_part(y_true, y_pred, true, said):
    y_true, y_pred = np.asarray(y_true), np.asarray(y_pred)
    return np.flatnonzero(y_pred[y_true == true] == said)


@mistake("examples_of", "count within a part of the examples")
def positions_in_the_mistakes(y_true, y_pred, true, said):
    if true == said:
        return examples_of(y_true, y_pred, true, said)
    wrong = [(a, b) for a, b in zip(y_true, y_pred, strict=True) if a != b]
    return [i for i, pair in enumerate(wrong) if pair == (true, said)]


@mistake("examples_of", "examples count from 0")
def from_1(y_true, y_pred, true, said):
    return [i + 1 for i in examples_of(y_true, y_pred, true, said)]


@mistake("examples_of", "yes or no for each example")
def mask(y_true, y_pred, true, said):
    return (np.asarray(y_true) == true) & (np.asarray(y_pred) == said)


@mistake("examples_of", "np.where gives a tuple")
def tuple_of_where(y_true, y_pred, true, said):
    return np.where((np.asarray(y_true) == true) & (np.asarray(y_pred) == said))


@mistake("examples_of", "np.argwhere gives a column")
def argwhere(y_true, y_pred, true, said):
    return np.argwhere((np.asarray(y_true) == true) & (np.asarray(y_pred) == said))


@mistake("examples_of", "how many there are")
def count(y_true, y_pred, true, said):
    return len(examples_of(y_true, y_pred, true, said))


@mistake("examples_of", "Return all, in a list")
def first_alone(y_true, y_pred, true, said):
    found = examples_of(y_true, y_pred, true, said)
    return found[0] if found else []


@mistake("examples_of", "a set, which has no order")
def a_set(y_true, y_pred, true, said):
    return set(examples_of(y_true, y_pred, true, said))


@mistake("examples_of", "may be the same")
def mistakes_only(y_true, y_pred, true, said):
    return [i for i in examples_of(y_true, y_pred, true, said) if y_true[i] != y_pred[i]]


@mistake("examples_of", "return an empty list: []")
def none_for_nothing(y_true, y_pred, true, said):
    return examples_of(y_true, y_pred, true, said) or None


@mistake("examples_of", "a list compared with a number")
def list_compared(y_true, y_pred, true, said):
    return np.flatnonzero((y_true == true) & (y_pred == said)).tolist()


@mistake("examples_of", "a list compared with a number")
def list_compared_loudly(y_true, y_pred, true, said):
    return ((y_true == true) & (y_pred == said)).nonzero()[0].tolist()


@mistake("collapsed_class", "What the model SAID stands in the columns")
def rows_added_up(matrix, share=0.8):
    return collapsed_class(matrix.T, share)


@mistake("collapsed_class", "That is the emptiest column")
def emptiest(matrix, share=0.8):
    return None if collapsed_class(matrix, share) is None else int(np.argmin(matrix.sum(axis=0)))


@mistake("collapsed_class", "Return the number of the class.")
def share_returned(matrix, share=0.8):
    found = collapsed_class(matrix, share)
    return None if found is None else float(matrix[:, found].sum() / matrix.sum())


@mistake("collapsed_class", "not True or False")
def yes_or_no(matrix, share=0.8):
    return collapsed_class(matrix, share) is not None


@mistake("collapsed_class", "its largest cell stands for all of it")
def largest_cell(matrix, share=0.8):
    if not matrix.any() or matrix.max() < share * matrix.sum():
        return None
    return int(np.argmax(matrix.max(axis=0)))


@mistake("collapsed_class", "np.where gives a tuple")
def where_returned(matrix, share=0.8):
    found = collapsed_class(matrix, share)
    return None if found is None else np.where(np.arange(len(matrix)) == found)


@mistake("collapsed_class", "but that is 44 %")
def always_the_fullest(matrix, share=0.8):
    return int(np.argmax(matrix.sum(axis=0))) if matrix.any() else None


@mistake("collapsed_class", "return None itself")
def minus_one(matrix, share=0.8):
    found = collapsed_class(matrix, share)
    return -1 if found is None else found


@mistake("collapsed_class", "The share is that of all predictions, right or wrong")
def mistakes_alone(matrix, share=0.8):
    wrong = matrix - np.diag(np.diag(matrix))
    return collapsed_class(wrong if wrong.any() else matrix, share)


@mistake("collapsed_class", "In Python 0 counts as false")
def zero_is_false(matrix, share=0.8):
    return collapsed_class(matrix, share) or None


@mistake("collapsed_class", "`share` says at least")
def strictly_more(matrix, share=0.8):
    said = matrix.sum(axis=0)
    return int(np.argmax(said)) if said.max() > share * said.sum() else None


@mistake("collapsed_class", "not with a fixed number")
def share_fixed(matrix, share=0.8):
    return collapsed_class(matrix)


@mistake("collapsed_class", "There are no predictions here")
def zero_of_zero_is_enough(matrix, share=0.8):
    said = matrix.sum(axis=0)
    return next((label for label in range(len(said)) if said[label] >= share * said.sum()), None)


@mistake("collapsed_class", "There are no predictions here")
def zero_division(matrix, share=0.8):
    said = matrix.sum(axis=0).tolist()
    return next((label for label in range(len(said)) if said[label] / sum(said) >= share), None)


@mistake("error_patterns", "both names of a mistake are the same")
def one_name_twice(matrix, names, top=3):
    cells = [(names[i], names[i], int(n)) for (i, j), n in np.ndenumerate(matrix) if i != j and n]
    return sorted(cells, key=lambda cell: -cell[2])[:top]


@mistake("error_patterns", "names are out of step")
def diagonal_cut_out(matrix, names, top=3):
    rest = matrix[~np.eye(len(matrix), dtype=bool)].reshape(len(matrix), -1)
    cells = [(names[i], names[j], int(n)) for (i, j), n in np.ndenumerate(rest) if n]
    return sorted(cells, key=lambda cell: -cell[2])[:top]


@mistake("error_patterns", "finds one on the diagonal, too")
def counts_looked_up(matrix, names, top=3):
    mistakes = matrix * (1 - np.eye(len(matrix), dtype=int))
    found = []
    for count in sorted(set(mistakes[mistakes > 0].tolist()), reverse=True):
        found += [(names[i], names[j], count) for i, j in np.argwhere(matrix == count)]
    return found[:top]


@mistake("error_patterns", "What happened once has happened")
def single_ones_left_out(matrix, names, top=3):
    return [cell for cell in error_patterns(matrix, names, top) if cell[2] > 1]


@mistake("error_patterns", "keep the two that come first")
def equals_of_the_last_kept(matrix, names, top=3):
    cells = error_patterns(matrix, names, matrix.size)
    return [cell for cell in cells if cell[2] >= cells[min(top, len(cells)) - 1][2]]


@mistake("examples_of", "`index` finds the first of equals")
def position_by_index(y_true, y_pred, true, said):
    pairs = list(zip(y_true, y_pred, strict=True))
    return [pairs.index(pair) for pair in pairs if pair == (true, said)]


@mistake("examples_of", "The last example takes part")
def last_example_missing(y_true, y_pred, true, said):
    return [i for i in range(len(y_true) - 1) if y_true[i] == true and y_pred[i] == said]


@mistake("examples_of", "Example 0 takes part")
def first_example_missing(y_true, y_pred, true, said):
    return [i for i in range(1, len(y_true)) if y_true[i] == true and y_pred[i] == said]


@mistake("collapsed_class", "without an axis")
def argmax_of_the_table(matrix, share=0.8):
    said = matrix.sum(axis=0)
    return int(np.argmax(matrix)) if said.sum() and said.max() >= share * said.sum() else None
