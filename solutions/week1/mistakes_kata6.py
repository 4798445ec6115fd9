"""Known mistakes with confidence, each with the words it must earn."""

from collections import Counter

import numpy as np

from kata.known import mistake
from week1.kata6_confidence import predictions_with_confidence


@mistake("predictions_with_confidence", "one value for each class")
def along_the_columns(probabilities):
    return probabilities.argmax(axis=0), probabilities.max(axis=0)


@mistake("predictions_with_confidence", "one value for each class")
def confidences_along_the_columns(probabilities):
    return probabilities.argmax(axis=1), probabilities.max(axis=0)


@mistake("predictions_with_confidence", "one value for each class")
def labels_along_the_columns(probabilities):
    return probabilities.argmax(axis=0), probabilities.max(axis=1)


@mistake("predictions_with_confidence", "for all pictures together")
def no_axis(probabilities):
    return int(probabilities.argmax()), float(probabilities.max())


@mistake("predictions_with_confidence", "mean of the row")
def mean_of_the_row(probabilities):
    return probabilities.argmax(axis=1), probabilities.mean(axis=1)


@mistake("predictions_with_confidence", "smallest of the row")
def smallest_of_the_row(probabilities):
    return probabilities.argmax(axis=1), probabilities.min(axis=1)


@mistake("predictions_with_confidence", "smallest probability")
def least_likely_class(probabilities):
    return probabilities.argmin(axis=1), probabilities.min(axis=1)


@mistake("predictions_with_confidence", "smallest probability")
def least_likely_label(probabilities):
    return probabilities.argmin(axis=1), probabilities.max(axis=1)


@mistake("predictions_with_confidence", "sum of the row")
def sum_of_the_row(probabilities):
    return probabilities.argmax(axis=1), probabilities.sum(axis=1)


@mistake("predictions_with_confidence", "second largest")
def second_of_the_row(probabilities):
    return probabilities.argmax(axis=1), np.sort(probabilities, axis=1)[:, -2]


@mistake("predictions_with_confidence", "lead over the second")
def lead(probabilities):
    ordered = np.sort(probabilities, axis=1)
    return probabilities.argmax(axis=1), ordered[:, -1] - ordered[:, -2]


@mistake("predictions_with_confidence", "That is the doubt")
def doubt(probabilities):
    return probabilities.argmax(axis=1), 1 - probabilities.max(axis=1)


@mistake("predictions_with_confidence", "percentages")
def percent(probabilities):
    return probabilities.argmax(axis=1), 100 * probabilities.max(axis=1)


@mistake("predictions_with_confidence", "whole rows")
def all_probabilities(probabilities):
    return probabilities.argmax(axis=1), probabilities.copy()


@mistake("predictions_with_confidence", "other order")
def confidences_first(probabilities):
    return probabilities.max(axis=1), probabilities.argmax(axis=1)


@mistake("predictions_with_confidence", "a pair for each picture")
def pair_for_each_picture(probabilities):
    return [(int(row.argmax()), float(row.max())) for row in probabilities]


@mistake("predictions_with_confidence", "labels alone")
def labels_alone(probabilities):
    return probabilities.argmax(axis=1)


@mistake("predictions_with_confidence", "confidences alone")
def confidences_alone(probabilities):
    return probabilities.max(axis=1)


@mistake("predictions_with_confidence", "1 too large")
def labels_from_one(probabilities):
    return probabilities.argmax(axis=1) + 1, probabilities.max(axis=1)


@mistake("predictions_with_confidence", "Labels are whole numbers")
def both_in_one_array(probabilities):
    return np.array([probabilities.argmax(axis=1), probabilities.max(axis=1)])


@mistake("predictions_with_confidence", "changed the `probabilities`")
def sorted_in_place(probabilities):
    labels = probabilities.argmax(axis=1)
    probabilities.sort(axis=1)
    return labels, probabilities[:, -1]


@mistake("confidently_wrong", "right about 0 and 5")
def all_sure_ones(y_true, probabilities, threshold=0.9):
    confidences = probabilities.max(axis=1)
    return [i for i in np.argsort(-confidences) if confidences[i] >= threshold]


@mistake("confidently_wrong", "right about 0 and 5")
def all_ranked(y_true, probabilities, threshold=0.9):
    return np.argsort(-probabilities.max(axis=1))


@mistake("confidently_wrong", "model is right about these")
def sure_and_right(y_true, probabilities, threshold=0.9):
    labels, confidences = predictions_with_confidence(probabilities)
    return [i for i in np.argsort(-confidences) if confidences[i] >= threshold and labels[i] == y_true[i]]


@mistake("confidently_wrong", "in the order in which they came")
def unsorted(y_true, probabilities, threshold=0.9):
    labels, confidences = predictions_with_confidence(probabilities)
    return np.flatnonzero((labels != y_true) & (confidences >= threshold)).tolist()


@mistake("confidently_wrong", "least sure of comes first")
def ascending(y_true, probabilities, threshold=0.9):
    labels, confidences = predictions_with_confidence(probabilities)
    return [i for i in np.argsort(confidences) if confidences[i] >= threshold and labels[i] != y_true[i]]


@mistake("confidently_wrong", "the threshold itself counts. Use >=")
def strictly_greater(y_true, probabilities, threshold=0.9):
    labels, confidences = predictions_with_confidence(probabilities)
    return [i for i in np.argsort(-confidences) if confidences[i] > threshold and labels[i] != y_true[i]]


@mistake("confidently_wrong", "hesitantly")
def no_threshold(y_true, probabilities, threshold=0.9):
    labels, confidences = predictions_with_confidence(probabilities)
    return [i for i in np.argsort(-confidences) if labels[i] != y_true[i]]


@mistake("confidently_wrong", "hesitant mistakes")
def below_the_threshold(y_true, probabilities, threshold=0.9):
    labels, confidences = predictions_with_confidence(probabilities)
    return [i for i in np.argsort(-confidences) if confidences[i] < threshold and labels[i] != y_true[i]]


@mistake("confidently_wrong", "takes no part")
def threshold_fixed(y_true, probabilities, threshold=0.9):
    labels, confidences = predictions_with_confidence(probabilities)
    return [i for i in np.argsort(-confidences) if confidences[i] >= 0.9 and labels[i] != y_true[i]]


@mistake("confidently_wrong", "count within the mistakes")
def positions_among_the_wrong(y_true, probabilities, threshold=0.9):
    labels, confidences = predictions_with_confidence(probabilities)
    sure = confidences[labels != y_true]
    return [i for i in np.argsort(-sure) if sure[i] >= threshold]


@mistake("confidently_wrong", "count within the mistakes")
def positions_among_the_found(y_true, probabilities, threshold=0.9):
    labels, confidences = predictions_with_confidence(probabilities)
    return np.argsort(-confidences[(labels != y_true) & (confidences >= threshold)])


@mistake("confidently_wrong", "what it SAID")
def probability_of_the_truth(y_true, probabilities, threshold=0.9):
    confidences = probabilities[np.arange(len(y_true)), y_true]
    found = np.flatnonzero((probabilities.argmax(axis=1) != y_true) & (confidences >= threshold))
    return found[np.argsort(-confidences[found])]


@mistake("confidently_wrong", "Those are the confidences")
def confidences_returned(y_true, probabilities, threshold=0.9):
    labels, confidences = predictions_with_confidence(probabilities)
    return sorted(confidences[(labels != y_true) & (confidences >= threshold)], reverse=True)


@mistake("confidently_wrong", "labels that the model said")
def labels_returned(y_true, probabilities, threshold=0.9):
    labels, confidences = predictions_with_confidence(probabilities)
    return [labels[i] for i in np.argsort(-confidences) if confidences[i] >= threshold and labels[i] != y_true[i]]


@mistake("confidently_wrong", "with their confidence")
def pairs_returned(y_true, probabilities, threshold=0.9):
    labels, confidences = predictions_with_confidence(probabilities)
    found = [i for i in np.argsort(-confidences) if confidences[i] >= threshold and labels[i] != y_true[i]]
    return [(int(i), float(confidences[i])) for i in found]


@mistake("confidently_wrong", "yes or no for each picture")
def mask_returned(y_true, probabilities, threshold=0.9):
    labels, confidences = predictions_with_confidence(probabilities)
    return (labels != y_true) & (confidences >= threshold)


@mistake("confidently_wrong", "how many there are")
def counted(y_true, probabilities, threshold=0.9):
    labels, confidences = predictions_with_confidence(probabilities)
    return int(np.sum((labels != y_true) & (confidences >= threshold)))


@mistake("confidently_wrong", "Some are missing")
def only_the_surest(y_true, probabilities, threshold=0.9):
    labels, confidences = predictions_with_confidence(probabilities)
    return [i for i in np.argsort(-confidences) if confidences[i] >= threshold and labels[i] != y_true[i]][:1]


@mistake("confidently_wrong", "an empty list")
def none_where_nothing_is_found(y_true, probabilities, threshold=0.9):
    labels, confidences = predictions_with_confidence(probabilities)
    found = [i for i in np.argsort(-confidences) if confidences[i] >= threshold and labels[i] != y_true[i]]
    return found or None


@mistake("class_record", "grouped by what the model said")
def by_predicted_class(y_true, y_pred, n_classes):
    return [
        (int(np.sum(y_true[y_pred == label] == label)), int(np.sum(y_true[y_pred == label] != label)))
        for label in range(n_classes)
    ]


@mistake("class_record", "other way round")
def wrong_first(y_true, y_pred, n_classes):
    of = [y_pred[y_true == label] == label for label in range(n_classes)]
    return [(int((~right).sum()), int(right.sum())) for right in of]


@mistake("class_record", "how many pictures there are")
def right_and_total(y_true, y_pred, n_classes):
    of = [y_pred[y_true == label] == label for label in range(n_classes)]
    return [(int(right.sum()), len(right)) for right in of]


@mistake("class_record", "counted twice")
def false_alarms_too(y_true, y_pred, n_classes):
    return [
        (
            int(np.sum((y_true == label) & (y_pred == label))),
            int(np.sum((y_true == label) != (y_pred == label))),
        )
        for label in range(n_classes)
    ]


@mistake("class_record", "Those are fractions")
def fractions(y_true, y_pred, n_classes):
    of = [y_pred[y_true == label] == label for label in range(n_classes)]
    return [(right.sum() / max(len(right), 1), (~right).sum() / max(len(right), 1)) for right in of]


@mistake("class_record", "all classes together")
def one_record_for_all(y_true, y_pred, n_classes):
    return int(np.sum(y_true == y_pred)), int(np.sum(y_true != y_pred))


@mistake("class_record", "record of all together")
def record_of_all_for_each(y_true, y_pred, n_classes):
    return [(int(np.sum(y_true == y_pred)), int(np.sum(y_true != y_pred)))] * n_classes


@mistake("class_record", "right ones alone")
def right_alone(y_true, y_pred, n_classes):
    return [int(np.sum(y_pred[y_true == label] == label)) for label in range(n_classes)]


@mistake("class_record", "all the wrong ones")
def two_lists(y_true, y_pred, n_classes):
    of = [y_pred[y_true == label] == label for label in range(n_classes)]
    return [int(right.sum()) for right in of], [int((~right).sum()) for right in of]


@mistake("class_record", "in a dict")
def as_a_dict(y_true, y_pred, n_classes):
    of = {label: y_pred[y_true == label] == label for label in range(n_classes)}
    return {label: (int(right.sum()), int((~right).sum())) for label, right in of.items()}


@mistake("class_record", "n_classes pairs, whatever occurs")
def only_classes_that_occur(y_true, y_pred, n_classes):
    of = [y_pred[y_true == label] == label for label in np.unique(y_true)]
    return [(int(right.sum()), int((~right).sum())) for right in of]


@mistake("class_record", "n_classes pairs, whatever occurs")
def up_to_the_largest_label(y_true, y_pred, n_classes):
    of = [y_pred[y_true == label] == label for label in range(max(y_true) + 1)]
    return [(int(right.sum()), int((~right).sum())) for right in of]


@mistake("class_record", "n_classes pairs, whatever occurs")
def counted_in_a_counter(y_true, y_pred, n_classes):
    seen = Counter(zip(y_true.tolist(), (y_true == y_pred).tolist(), strict=True))
    return [(seen[label, True], seen[label, False]) for label in sorted({label for label, _ in seen})]
