"""Known mistakes in softmax and cross-entropy, each with the words it must earn."""

import math

import torch
from torch.nn import functional as F

from kata.known import mistake


@mistake("softmax", "exp(1000) is inf, exp(-1000) is 0")
def no_maximum(logits):
    powers = torch.exp(logits)
    return powers / powers.sum(dim=1, keepdim=True)


@mistake("softmax", "the largest score of the whole batch was subtracted")
def one_maximum_for_the_batch(logits):
    powers = torch.exp(logits - logits.max())
    return powers / powers.sum(dim=1, keepdim=True)


@mistake("softmax", "The columns add up to 1")
def over_the_wrong_axis(logits):
    powers = torch.exp(logits - logits.max())
    return powers / powers.sum(dim=0)


@mistake("softmax", "The columns add up to 1")
def library_over_the_wrong_axis(logits):
    return F.softmax(logits, dim=0)


@mistake("softmax", "was divided by the sum of a row")
def sums_lie_flat(logits):
    powers = torch.exp(logits - logits.max(dim=1).values[:, None])
    return powers / powers.sum(dim=1)


@mistake("softmax", "was divided by the sum of a row")
def sums_lie_flat_and_no_maximum(logits):
    powers = torch.exp(logits)
    return powers / powers.sum(dim=1)


@mistake("softmax", "was subtracted from a column")
def largest_lie_flat(logits):
    powers = torch.exp(logits - logits.amax(dim=1))
    return powers / powers.sum(dim=1, keepdim=True)


@mistake("softmax", "keepdim=True in both")
def both_lie_flat(logits):
    powers = torch.exp(logits - logits.amax(dim=1))
    return powers / powers.sum(dim=1)


@mistake("softmax", "Everything together adds up to 1")
def divided_by_everything(logits):
    powers = torch.exp(logits - logits.max())
    return powers / powers.sum()


@mistake("softmax", "The largest of each column was subtracted")
def largest_of_the_columns(logits):
    powers = torch.exp(logits - logits.amax(dim=0))
    return powers / powers.sum(dim=1, keepdim=True)


@mistake("softmax", "Every row became nan")
def mean_subtracted(logits):
    powers = torch.exp(logits - logits.mean(dim=1, keepdim=True))
    return powers / powers.sum(dim=1, keepdim=True)


@mistake("softmax", "Every row became nan")
def smallest_subtracted(logits):
    powers = torch.exp(logits - logits.amin(dim=1, keepdim=True))
    return powers / powers.sum(dim=1, keepdim=True)


@mistake("softmax", "cutting large scores off loses them")
def cut_off(logits):
    powers = torch.exp(logits.clamp(-80, 80))
    return powers / powers.sum(dim=1, keepdim=True)


@mistake("softmax", "a small number added below the line only hides it")
def small_number_added(logits):
    powers = torch.exp(logits - logits.max())
    return powers / (powers.sum(dim=1, keepdim=True) + 1e-8)


@mistake("softmax", "That is exp of each score")
def only_exp(logits):
    return torch.exp(logits)


@mistake("softmax", "The largest of each row became 1")
def not_divided(logits):
    return torch.exp(logits - logits.amax(dim=1, keepdim=True))


@mistake("softmax", "Take exp of each score first")
def no_exp(logits):
    return logits / logits.sum(dim=1, keepdim=True)


@mistake("softmax", "Leave the log to the loss")
def log_softmax(logits):
    return F.log_softmax(logits, dim=1)


@mistake("softmax", "looks at each score by itself")
def sigmoid(logits):
    return torch.sigmoid(logits)


@mistake("softmax", "The lowest score got the highest probability")
def softmin(logits):
    return F.softmin(logits, dim=1)


@mistake("softmax", "Those are powers of 2")
def powers_of_two(logits):
    powers = 2 ** (logits - logits.amax(dim=1, keepdim=True))
    return powers / powers.sum(dim=1, keepdim=True)


@mistake("softmax", "softmax of the softmax")
def taken_twice(logits):
    return F.softmax(F.softmax(logits, dim=1), dim=1)


@mistake("softmax", "The highest score got everything")
def highest_only(logits):
    return F.one_hot(logits.argmax(dim=1), logits.shape[1]).double()


@mistake("softmax", "divide by the sum, not by the mean")
def divided_by_the_mean(logits):
    powers = torch.exp(logits - logits.amax(dim=1, keepdim=True))
    return powers / powers.mean(dim=1, keepdim=True)


@mistake("softmax", "changed the `logits`")
def shifted_in_place(logits):
    logits -= logits.amax(dim=1, keepdim=True)
    powers = torch.exp(logits)
    return powers / powers.sum(dim=1, keepdim=True)


@mistake("softmax", "Is there a `return` at the end?")
def return_forgotten(logits):
    F.softmax(logits, dim=1)


@mistake("softmax", "The columns add up to 1")
def shifted_by_rows_divided_by_columns(logits):
    powers = torch.exp(logits - logits.amax(dim=1, keepdim=True))
    return powers / powers.sum(dim=0)


@mistake("softmax", "was a nan replaced by a number")
def nan_replaced(logits):
    powers = torch.exp(logits)
    return torch.nan_to_num(powers / powers.sum(dim=1, keepdim=True))


@mistake("softmax", "subtracted above the line and not below it")
def shifted_above_only(logits):
    return torch.exp(logits - logits.amax(dim=1, keepdim=True)) / torch.exp(logits).sum(dim=1, keepdim=True)


@mistake("softmax", "Each of the 4 pictures should have")
def the_last_row_only(logits):
    for row in logits:
        powers = torch.exp(row - row.max())
        shares = powers / powers.sum()
    return shares


@mistake("softmax", "exp(300) is more than float32 can hold")
def shifted_only_when_huge(logits):
    if logits.abs().max() > 500:
        logits = logits - logits.amax(dim=1, keepdim=True)
    powers = torch.exp(logits)
    return powers / powers.sum(dim=1, keepdim=True)


def _refuse(logits, labels):
    for label in labels.tolist():
        if not 0 <= label < logits.shape[1]:
            raise ValueError(f"the label {label} is none of {logits.shape[1]} classes")


def _true(table, labels):
    """The entry of the true class in each row, once all labels are classes."""
    _refuse(table, labels)
    return table[torch.arange(len(labels)), labels]


def _shifted(logits):
    return logits - logits.amax(dim=1, keepdim=True)


def _logs(logits):
    shifted = _shifted(logits)
    return shifted - torch.log(torch.exp(shifted).sum(dim=1, keepdim=True))


@mistake("cross_entropy", "all 16 cells of the one-hot table")
def mean_over_cells(logits, labels):
    _refuse(logits, labels)
    return -(F.one_hot(labels, logits.shape[1]) * _logs(logits)).mean()


@mistake("cross_entropy", "the losses of the 4 pictures were added up")
def sum_not_mean(logits, labels):
    return -_true(_logs(logits), labels).sum()


@mistake("cross_entropy", "the number of classes. Divide by the number of pictures")
def divided_by_classes(logits, labels):
    return -_true(_logs(logits), labels).sum() / logits.shape[1]


@mistake("cross_entropy", "all 16 cells of the one-hot table")
def divided_twice(logits, labels):
    return -_true(_logs(logits), labels).mean() / len(labels)


@mistake("cross_entropy", "logarithm to base 10")
def log10(logits, labels):
    return -_true(_logs(logits), labels).mean() / math.log(10)


@mistake("cross_entropy", "logarithm to base 2")
def log2(logits, labels):
    return -_true(_logs(logits), labels).mean() / math.log(2)


@mistake("cross_entropy", "does not look at the labels")
def predicted_class(logits, labels):
    return -_logs(logits).amax(dim=1).mean()


@mistake("cross_entropy", "the log is missing")
def nll_of_probabilities(logits, labels):
    _refuse(logits, labels)
    return F.nll_loss(torch.softmax(logits, dim=1), labels)


@mistake("cross_entropy", "The class numbers were taken for probabilities")
def labels_as_probabilities(logits, labels):
    return F.cross_entropy(logits, labels.to(logits.dtype).reshape(-1, 1).expand(-1, logits.shape[1]))


@mistake("cross_entropy", "as if they were a one-hot table")
def one_hot_expected(logits, labels):
    if len(labels) != logits.shape[1]:
        labels = labels[:, None]
    return -(labels * _logs(logits)).sum(dim=1).mean()


@mistake("cross_entropy", "wrong sign")
def sign(logits, labels):
    return _true(_logs(logits), labels).mean()


@mistake("cross_entropy", "The softmax was taken twice")
def softmax_twice(logits, labels):
    _refuse(logits, labels)
    return F.cross_entropy(torch.softmax(logits, dim=1), labels)


@mistake("cross_entropy", "A score is no log of a probability yet")
def nll_of_logits(logits, labels):
    _refuse(logits, labels)
    return F.nll_loss(logits, labels)


@mistake("cross_entropy", "That is the log of the scores")
def probabilities_expected(logits, labels):
    return -torch.log(_true(logits, labels)).mean()


@mistake("cross_entropy", "nan: the log of a negative number")
def log_of_all_scores(logits, labels):
    _refuse(logits, labels)
    return -(F.one_hot(labels, logits.shape[1]) * torch.log(logits)).sum(dim=1).mean()


@mistake("cross_entropy", "log Σ exp alone")
def true_score_forgotten(logits, labels):
    return torch.logsumexp(logits, dim=1).mean()


@mistake("cross_entropy", "add up to 1 in each column")
def softmax_over_the_batch(logits, labels):
    return -torch.log(_true(torch.softmax(logits, dim=0), labels)).mean()


@mistake("cross_entropy", "Every picture met every label")
def whole_columns(logits, labels):
    _refuse(logits, labels)
    return -_logs(logits)[:, labels].mean()


@mistake("cross_entropy", "takes whole rows")
def whole_rows(logits, labels):
    return -_logs(logits)[labels % len(logits)].mean()


@mistake("cross_entropy", "whatever the labels say")
def every_class(logits, labels):
    return -_logs(logits).sum(dim=1).mean()


@mistake("cross_entropy", "One loss for each picture came back")
def one_by_one(logits, labels):
    return -_true(_logs(logits), labels)


@mistake("cross_entropy", "binary cross-entropy")
def both_ways(logits, labels):
    p = torch.softmax(logits, dim=1)
    onehot = F.one_hot(labels % logits.shape[1], logits.shape[1])
    return -(onehot * torch.log(p) + (1 - onehot) * torch.log(1 - p)).sum(dim=1).mean()


@mistake("cross_entropy", "the cost of week 3")
def squares(logits, labels):
    _refuse(logits, labels)
    return ((torch.softmax(logits, dim=1) - F.one_hot(labels, logits.shape[1])) ** 2).sum(dim=1).mean()


@mistake("cross_entropy", "Do not take the log of a softmax")
def log_of_softmax(logits, labels):
    return -torch.log(_true(torch.softmax(logits, dim=1), labels)).mean()


@mistake("cross_entropy", "Do not take the log of a softmax")
def exp_of_the_whole_score(logits, labels):
    return (torch.log(torch.exp(logits).sum(dim=1)) - _true(logits, labels)).mean()


@mistake("cross_entropy", "end the loss early")
def small_number_inside_the_log(logits, labels):
    return -torch.log(_true(torch.softmax(logits, dim=1), labels) + 1e-9).mean()


@mistake("cross_entropy", "end the loss early")
def smallest_probability(logits, labels):
    return -torch.log(_true(torch.softmax(logits, dim=1), labels).clamp(1e-7, 1)).mean()


@mistake("cross_entropy", "end the loss early")
def scores_cut_off(logits, labels):
    logits = logits.clamp(-50, 50)
    return (torch.logsumexp(logits, dim=1) - _true(logits, labels)).mean()


@mistake("cross_entropy", "the largest of the whole batch was subtracted")
def one_maximum_for_the_batch_too(logits, labels):
    shifted = logits - logits.max()
    return (torch.log(torch.exp(shifted).sum(dim=1)) - _true(shifted, labels)).mean()


@mistake("cross_entropy", "Nearly right, but not exact")
def rounded(logits, labels):
    return torch.round(-_true(_logs(logits), labels).mean(), decimals=2)


@mistake("cross_entropy", "Only a tensor remembers how it came about")
def a_plain_number(logits, labels):
    return -_true(_logs(logits), labels).mean().item()


@mistake("cross_entropy", "cut the thread")
def detached(logits, labels):
    return -_true(_logs(logits), labels).mean().detach()


@mistake("cross_entropy", "cut the thread")
def made_anew(logits, labels):
    with torch.no_grad():
        logs = _logs(logits)
    return torch.tensor(float(-_true(logs, labels).mean()))


@mistake("cross_entropy", "PyTorch refuses to pass the logits on")
def through_numpy(logits, labels):
    import numpy as np

    _refuse(logits, labels)
    z = logits.numpy()
    z = z - z.max(axis=1, keepdims=True)
    logs = z - np.log(np.exp(z).sum(axis=1, keepdims=True))
    return torch.tensor(-logs[np.arange(len(z)), labels.numpy()].mean())


@mistake("cross_entropy", "Make new tensors")
def changed_on_the_way(logits, labels):
    powers = torch.exp(_shifted(logits))
    total = torch.log(powers.sum(dim=1))
    powers *= 2
    return (total - _true(_shifted(logits), labels)).mean()


@mistake("cross_entropy", "the part with log Σ exp was cut off")
def half_a_gradient(logits, labels):
    return (torch.logsumexp(logits, dim=1).detach() - _true(logits, labels)).mean()


@mistake("cross_entropy", "It is no class, and has to raise a ValueError")
def minus_one_is_the_last(logits, labels):
    if labels.max() >= logits.shape[1]:
        raise ValueError(f"the label {labels.max()} is no class")
    return -_logs(logits)[torch.arange(len(labels)), labels].mean()


@mistake("cross_entropy", "Any other label has to raise a ValueError")
def no_look_at_the_labels(logits, labels):
    return F.cross_entropy(logits, labels)


@mistake("cross_entropy", "Any other label has to raise a ValueError")
def one_too_many_allowed(logits, labels):
    if labels.min() < 0 or labels.max() > logits.shape[1]:
        raise ValueError(f"the labels are {labels.tolist()}")
    return -_logs(logits)[torch.arange(len(labels)), labels].mean()


@mistake("cross_entropy", "Put the bad value into the message")
def bad_label_not_shown(logits, labels):
    if labels.min() < 0 or labels.max() >= logits.shape[1]:
        raise ValueError("a label is no class")
    return -_logs(logits)[torch.arange(len(labels)), labels].mean()


@mistake("cross_entropy", "changed the `logits`")
def shifted_in_place_too(logits, labels):
    logits -= logits.detach().amax(dim=1, keepdim=True)
    return (torch.logsumexp(logits, dim=1) - _true(logits, labels)).mean()


@mistake("cross_entropy", "requires_grad=True begins a new thread")
def made_anew_with_requires_grad(logits, labels):
    return torch.tensor(float(-_true(_logs(logits), labels).mean()), requires_grad=True)


@mistake("cross_entropy", "requires_grad=True begins a new thread")
def logits_made_anew(logits, labels):
    logits = torch.tensor(logits.tolist(), dtype=logits.dtype, requires_grad=True)
    return -_true(_logs(logits), labels).mean()


@mistake("cross_entropy", "not added to the log again")
def largest_not_added(logits, labels):
    return (torch.log(torch.exp(_shifted(logits)).sum(dim=1)) - _true(logits, labels)).mean()


@mistake("cross_entropy", "once too often")
def largest_added_twice(logits, labels):
    shifted = _shifted(logits)
    log_of_sum = logits.amax(dim=1) + torch.log(torch.exp(shifted).sum(dim=1))
    return (log_of_sum - _true(shifted, labels)).mean()


@mistake("cross_entropy", "binary cross-entropy, which puts a sigmoid on every score")
def a_sigmoid_for_each_class(logits, labels):
    _refuse(logits, labels)
    return F.binary_cross_entropy_with_logits(logits, F.one_hot(labels, logits.shape[1]).to(logits.dtype))


@mistake("cross_entropy", "The classes are the columns")
def classes_counted_in_rows(logits, labels):
    for label in labels.tolist():
        if not 0 <= label < len(logits):
            raise ValueError(f"the label {label} is no class")
    return -_logs(logits)[torch.arange(len(labels)), labels].mean()


@mistake("cross_entropy", "and divided by 4")
def returned_within_the_loop(logits, labels):
    total = 0
    for row, label in zip(_logs(logits), labels, strict=True):
        total = total - row[label]
        return total / len(labels)
    return total


@mistake("cross_entropy", "in a list of one")
def a_box(logits, labels):
    return -_true(_logs(logits), labels).mean(dim=0, keepdim=True)


@mistake("cross_entropy", "replaced by a number")
def inf_replaced(logits, labels):
    return torch.nan_to_num(-torch.log(_true(torch.softmax(logits, dim=1), labels)).mean())
