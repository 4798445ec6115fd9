"""Known mistakes in reading a confusion matrix, each with the words it must earn."""

import numpy as np

from kata.known import mistake


def counted(y_true, y_pred, n_classes):
    matrix = np.zeros((n_classes, n_classes), int)
    np.add.at(matrix, (y_true, y_pred), 1)
    return matrix


def pair_of(matrix):
    """Both directions together, on whatever matrix it is given."""
    both = np.triu(matrix + matrix.T, 1)
    return divmod(int(both.argmax()), len(matrix))


@mistake("confusion_matrix", "mirror image")
def rows_and_columns_swapped(y_true, y_pred, n_classes):
    matrix = np.zeros((n_classes, n_classes), int)
    for truth, said in zip(y_true, y_pred, strict=True):
        matrix[said, truth] += 1
    return matrix


@mistake("confusion_matrix", "No cell is larger than 1")
def index_arrays_count_once(y_true, y_pred, n_classes):
    matrix = np.zeros((n_classes, n_classes), int)
    matrix[y_true, y_pred] += 1
    return matrix


@mistake("confusion_matrix", "No cell is larger than 1")
def set_instead_of_counted(y_true, y_pred, n_classes):
    matrix = np.zeros((n_classes, n_classes), int)
    for truth, said in zip(y_true, y_pred, strict=True):
        matrix[truth, said] = 1
    return matrix


@mistake("confusion_matrix", "n_classes × n_classes, whatever occurs")
def only_classes_that_occur(y_true, y_pred, n_classes):
    labels = sorted(set(y_true) | set(y_pred))
    matrix = np.zeros((len(labels), len(labels)), int)
    for truth, said in zip(y_true, y_pred, strict=True):
        matrix[labels.index(truth), labels.index(said)] += 1
    return matrix


@mistake("confusion_matrix", "n_classes × n_classes, whatever occurs")
def without_telling_scikit_learn_the_labels(y_true, y_pred, n_classes):
    from sklearn.metrics import confusion_matrix as of_sklearn

    return of_sklearn(y_true, y_pred)


@mistake("confusion_matrix", "n_classes × n_classes, whatever occurs")
def sized_by_the_largest_label(y_true, y_pred, n_classes):
    size = int(max(y_true.max(), y_pred.max())) + 1
    return counted(y_true, y_pred, size)


@mistake("confusion_matrix", "shares, not counts")
def normalised_by_row(y_true, y_pred, n_classes):
    matrix = counted(y_true, y_pred, n_classes)
    return matrix / np.maximum(matrix.sum(axis=1, keepdims=True), 1)


@mistake("confusion_matrix", "shares, not counts")
def normalised_by_column(y_true, y_pred, n_classes):
    matrix = counted(y_true, y_pred, n_classes)
    return matrix / np.maximum(matrix.sum(axis=0), 1)


@mistake("confusion_matrix", "shares, not counts")
def normalised_by_all(y_true, y_pred, n_classes):
    return counted(y_true, y_pred, n_classes) / len(y_true)


@mistake("confusion_matrix", "Only the right answers are counted")
def right_ones_only(y_true, y_pred, n_classes):
    return np.diag(np.diag(counted(y_true, y_pred, n_classes)))


@mistake("confusion_matrix", "diagonal is empty")
def wrong_ones_only(y_true, y_pred, n_classes):
    matrix = counted(y_true, y_pred, n_classes)
    np.fill_diagonal(matrix, 0)
    return matrix


@mistake("confusion_matrix", "predictions take no part")
def truth_against_truth(y_true, y_pred, n_classes):
    return counted(y_true, y_true, n_classes)


@mistake("confusion_matrix", "truth takes no part")
def answer_against_answer(y_true, y_pred, n_classes):
    return counted(y_pred, y_pred, n_classes)


@mistake("confusion_matrix", "very same list")
def one_list_for_all_rows(y_true, y_pred, n_classes):
    matrix = [[0] * n_classes] * n_classes
    for truth, said in zip(y_true, y_pred, strict=True):
        matrix[truth][said] += 1
    return matrix


@mistake("confusion_matrix", "both directions")
def counted_both_ways(y_true, y_pred, n_classes):
    matrix = counted(y_true, y_pred, n_classes)
    return matrix + matrix.T


@mistake("confusion_matrix", "labels count from 0")
def labels_from_one(y_true, y_pred, n_classes):
    return counted(y_true + 1, y_pred + 1, n_classes + 1)


@mistake("confusion_matrix", "Counts are whole numbers")
def zeros_are_floats(y_true, y_pred, n_classes):
    matrix = np.zeros((n_classes, n_classes))
    for truth, said in zip(y_true, y_pred, strict=True):
        matrix[truth, said] += 1
    return matrix


@mistake("recall", "That is precision")
def column_sum(matrix, label):
    return float(matrix[label, label] / max(matrix[:, label].sum(), 1))


@mistake("recall", "number of all examples")
def grand_total(matrix, label):
    return float(matrix[label, label] / matrix.sum())


@mistake("recall", "overall accuracy")
def accuracy_of_all(matrix, label):
    return float(np.trace(matrix) / matrix.sum())


@mistake("recall", "easy")
def one_against_the_rest(matrix, label):
    n, found = matrix.sum(), matrix[label, label]
    neither = n - matrix[label].sum() - matrix[:, label].sum() + found
    return float((found + neither) / n)


@mistake("recall", "specificity")
def specificity(matrix, label):
    others = np.delete(matrix, label, axis=0)
    return float(np.delete(others, label, axis=1).sum() / others.sum())


@mistake("recall", "fraction that was missed")
def missed(matrix, label):
    wrong = np.delete(matrix[label], label).sum()
    return float(wrong / max(matrix[label].sum(), 1))


@mistake("recall", "without the diagonal")
def right_over_wrong(matrix, label):
    return float(matrix[label, label] / max(matrix[label].sum() - matrix[label, label], 1))


@mistake("recall", "Divide by how many there are")
def count_not_fraction(matrix, label):
    return int(matrix[label, label])


@mistake("recall", "percentage")
def percent(matrix, label):
    return float(100 * matrix[label, label] / max(matrix[label].sum(), 1))


@mistake("recall", "rounded")
def rounded(matrix, label):
    return round(float(matrix[label, label] / max(matrix[label].sum(), 1)), 2)


@mistake("recall", "row and column together")
def overlap(matrix, label):
    found = matrix[label, label]
    return float(found / max(matrix[label].sum() + matrix[:, label].sum() - found, 1))


@mistake("recall", "F1 score")
def f1(matrix, label):
    return float(2 * matrix[label, label] / max(matrix[label].sum() + matrix[:, label].sum(), 1))


@mistake("recall", "whole-number division")
def whole_number_division(matrix, label):
    return int(matrix[label, label] // max(matrix[label].sum(), 1))


@mistake("recall", "row above")
def counted_from_one(matrix, label):
    row = matrix[label - 1]
    return float(row[label - 1] / max(row.sum(), 1))


@mistake("recall", "one recall for each class")
def every_class(matrix, label):
    return np.diag(matrix) / np.maximum(matrix.sum(axis=1), 1)


@mistake("recall", "average over all classes")
def macro_average(matrix, label):
    return float(np.mean(np.diag(matrix) / np.maximum(matrix.sum(axis=1), 1)))


@mistake("recall", "divides 0 by 0")
def nan_without_examples(matrix, label):
    with np.errstate(invalid="ignore"):
        return float(matrix[label, label] / matrix[label].sum())


@mistake("recall", "divides 0 by 0")
def crashes_without_examples(matrix, label):
    row = matrix.tolist()[label]
    return row[label] / sum(row)


@mistake("recall", "should not look perfect")
def one_without_examples(matrix, label):
    examples = matrix[label].sum()
    return float(matrix[label, label] / examples) if examples else 1.0


@mistake("most_confused_pair", "single cell")
def one_direction(matrix):
    off = matrix.copy()
    np.fill_diagonal(off, 0)
    a, b = divmod(int(off.argmax()), len(matrix))
    return min(a, b), max(a, b)


@mistake("most_confused_pair", "single cell")
def above_the_diagonal_only(matrix):
    return divmod(int(np.triu(matrix, 1).argmax()), len(matrix))


@mistake("most_confused_pair", "single cell")
def below_the_diagonal_only(matrix):
    b, a = divmod(int(np.tril(matrix, -1).argmax()), len(matrix))
    return a, b


@mistake("most_confused_pair", "paired with itself")
def diagonal_counted(matrix):
    return np.unravel_index(matrix.argmax(), matrix.shape)


@mistake("most_confused_pair", "paired with itself")
def diagonal_counted_in_both_directions(matrix):
    return divmod(int((matrix + matrix.T).argmax()), len(matrix))


@mistake("most_confused_pair", "changed the `matrix`")
def diagonal_wiped_in_place(matrix):
    np.fill_diagonal(matrix, 0)
    return pair_of(matrix)


@mistake("most_confused_pair", "changed the `matrix`")
def added_up_in_place(matrix):
    matrix += matrix.T
    return divmod(int(np.triu(matrix, 1).argmax()), len(matrix))


@mistake("most_confused_pair", "number of one cell")
def flat_position(matrix):
    return int(np.triu(matrix + matrix.T, 1).argmax())


@mistake("most_confused_pair", "number of one cell")
def flat_position_of_one_direction(matrix):
    off = matrix.copy()
    np.fill_diagonal(off, 0)
    return int(off.argmax())


@mistake("most_confused_pair", "as many columns as there are classes")
def always_ten_columns(matrix):
    return divmod(int(np.triu(matrix + matrix.T, 1).argmax()), 10)


@mistake("most_confused_pair", "how often")
def count_not_pair(matrix):
    return int(np.triu(matrix + matrix.T, 1).max())


@mistake("most_confused_pair", "its count beside")
def pair_and_count(matrix):
    pair = pair_of(matrix)
    return pair, int(matrix[pair] + matrix[pair[::-1]])


@mistake("most_confused_pair", "smaller label first")
def larger_first(matrix):
    a, b = pair_of(matrix)
    return b, a


@mistake("most_confused_pair", "fewest mix-ups")
def least_confused(matrix):
    pairs = [(a, b) for a in range(len(matrix)) for b in range(a + 1, len(matrix))]
    return min(pairs, key=lambda pair: matrix[pair] + matrix[pair[::-1]])


@mistake("most_confused_pair", "each have many mistakes")
def two_worst_rows(matrix):
    wrong = matrix.sum(axis=1) - np.diag(matrix)
    return tuple(sorted(np.argsort(wrong)[-2:].tolist()))


@mistake("most_confused_pair", "shares of a row")
def shares_not_counts(matrix):
    return pair_of(matrix / np.maximum(matrix.sum(axis=1, keepdims=True), 1))


@mistake("most_confused_pair", "Of equals take the smallest pair")
def last_of_equals(matrix):
    pairs = [(a, b) for a in range(len(matrix)) for b in range(a + 1, len(matrix))]
    return max(pairs, key=lambda pair: (matrix[pair] + matrix[pair[::-1]], pair))


@mistake("most_confused_pair", "Of equals take the smallest pair")
def first_by_the_larger_label(matrix):
    pairs = [(a, b) for b in range(len(matrix)) for a in range(b)]
    return max(pairs, key=lambda pair: matrix[pair] + matrix[pair[::-1]])
