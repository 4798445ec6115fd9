"""Known mistakes in diagnosing curves, each with the words it must earn."""

from itertools import pairwise

import numpy as np

from kata.known import mistake
from week6.kata3_diagnose_curves import best_epoch, diagnose, generalization_gap


def checked(train_losses, val_losses):
    if len(train_losses) != len(val_losses) or not train_losses:
        raise ValueError(f"{len(train_losses)} and {len(val_losses)}")


def rose(val_losses):
    return val_losses[-1] > 1.1 * min(val_losses)


def still_high(train_losses):
    return train_losses[-1] > 0.7 * train_losses[0]


def named(overfitting, underfitting):
    return "overfitting" if overfitting else "underfitting" if underfitting else "healthy"


@mistake("generalization_gap", "so that a worse validation")
def training_minus_validation(train_losses, val_losses):
    return -generalization_gap(train_losses, val_losses)


@mistake("generalization_gap", "the first epoch. Take the last")
def first_epoch(train_losses, val_losses):
    checked(train_losses, val_losses)
    return val_losses[0] - train_losses[0]


@mistake("generalization_gap", "the mean gap of all epochs")
def mean_gap(train_losses, val_losses):
    checked(train_losses, val_losses)
    return float(np.mean(np.array(val_losses) - np.array(train_losses)))


@mistake("generalization_gap", "the widest gap")
def widest_gap(train_losses, val_losses):
    checked(train_losses, val_losses)
    return max(val - train for train, val in zip(train_losses, val_losses, strict=True))


@mistake("generalization_gap", "at the epoch with the lowest validation loss")
def gap_at_the_best_epoch(train_losses, val_losses):
    checked(train_losses, val_losses)
    return val_losses[best_epoch(val_losses)] - train_losses[best_epoch(val_losses)]


@mistake("generalization_gap", "which belong to different epochs")
def lowest_losses(train_losses, val_losses):
    checked(train_losses, val_losses)
    return min(val_losses) - min(train_losses)


@mistake("generalization_gap", "That divides the two losses")
def ratio(train_losses, val_losses):
    checked(train_losses, val_losses)
    return val_losses[-1] / train_losses[-1]


@mistake("generalization_gap", "divided by the training loss")
def relative(train_losses, val_losses):
    return generalization_gap(train_losses, val_losses) / train_losses[-1]


@mistake("generalization_gap", "the gap of every epoch")
def every_epoch(train_losses, val_losses):
    checked(train_losses, val_losses)
    return [val - train for train, val in zip(train_losses, val_losses, strict=True)]


@mistake("generalization_gap", "Leave the sign")
def absolute(train_losses, val_losses):
    return abs(generalization_gap(train_losses, val_losses))


@mistake("generalization_gap", "Do not cut it off")
def never_negative(train_losses, val_losses):
    return max(0.0, generalization_gap(train_losses, val_losses))


@mistake("generalization_gap", "the right value, rounded")
def rounded(train_losses, val_losses):
    return round(generalization_gap(train_losses, val_losses), 2)


@mistake("generalization_gap", "Every epoch has one loss of each kind")
def lengths_differ_silently(train_losses, val_losses):
    if not train_losses:
        raise ValueError("no losses")
    return val_losses[-1] - train_losses[-1]


@mistake("generalization_gap", "There is no last epoch in an empty list")
def empty_crashes(train_losses, val_losses):
    if len(train_losses) != len(val_losses):
        raise ValueError(f"{len(train_losses)} and {len(val_losses)}")
    return val_losses[-1] - train_losses[-1]


@mistake("generalization_gap", "There is no last epoch in an empty list")
def zero_for_empty(train_losses, val_losses):
    return generalization_gap(train_losses, val_losses) if train_losses or val_losses else 0.0


@mistake("diagnose", "Look at the level first")
def only_the_gap(train_losses, val_losses):
    checked(train_losses, val_losses)
    return named(val_losses[-1] - train_losses[-1] > 0.1, False)


@mistake("diagnose", "A small gap is normal")
def any_gap(train_losses, val_losses):
    checked(train_losses, val_losses)
    return named(val_losses[-1] > train_losses[-1], still_high(train_losses))


@mistake("diagnose", "The gap is wide, but every epoch still helped")
def wide_gap(train_losses, val_losses):
    checked(train_losses, val_losses)
    return named(val_losses[-1] - train_losses[-1] > 0.5, still_high(train_losses))


@mistake("diagnose", "The gap is wide, but every epoch still helped")
def far_above_training(train_losses, val_losses):
    checked(train_losses, val_losses)
    return named(val_losses[-1] > 1.2 * train_losses[-1], still_high(train_losses))


@mistake("diagnose", "Compare the last validation loss with the lowest")
def compared_with_the_first(train_losses, val_losses):
    checked(train_losses, val_losses)
    return named(val_losses[-1] > 1.1 * val_losses[0], still_high(train_losses))


@mistake("diagnose", "Compare the last validation loss with the lowest")
def compared_with_the_highest(train_losses, val_losses):
    checked(train_losses, val_losses)
    return named(val_losses[-1] > 1.1 * max(val_losses), still_high(train_losses))


@mistake("diagnose", "Compare the last validation loss with the lowest")
def accuracies_in_mind(train_losses, val_losses):
    """As if larger were better."""
    checked(train_losses, val_losses)
    return named(val_losses[-1] < 0.9 * max(val_losses) and train_losses[-1] == max(train_losses), False)


@mistake("diagnose", "not with the epoch before")
def compared_with_the_epoch_before(train_losses, val_losses):
    checked(train_losses, val_losses)
    before = val_losses[-2]
    return named(val_losses[-1] > 1.1 * before and train_losses[-1] == min(train_losses), still_high(train_losses))


@mistake("diagnose", "Only the last validation")
def any_rise_on_the_way(train_losses, val_losses):
    checked(train_losses, val_losses)
    lowest, found = val_losses[0], False
    for loss in val_losses:
        lowest = min(lowest, loss)
        found = found or loss > 1.1 * lowest
    return named(found and train_losses[-1] == min(train_losses), still_high(train_losses))


@mistake("diagnose", "BOTH curves went up")
def training_ignored(train_losses, val_losses):
    checked(train_losses, val_losses)
    return named(rose(val_losses), still_high(train_losses))


@mistake("diagnose", "BOTH curves went up")
def training_fell_at_the_end(train_losses, val_losses):
    checked(train_losses, val_losses)
    return named(rose(val_losses) and train_losses[-1] <= train_losses[-2], still_high(train_losses))


@mistake("diagnose", "makes no difference")
def argmin_is_the_last(train_losses, val_losses):
    checked(train_losses, val_losses)
    return named(rose(val_losses) and int(np.argmin(train_losses)) == len(train_losses) - 1, still_high(train_losses))


@mistake("diagnose", "makes no difference")
def strictly_the_lowest(train_losses, val_losses):
    checked(train_losses, val_losses)
    lowest = min(train_losses[:-1], default=float("inf"))
    return named(rose(val_losses) and train_losses[-1] < lowest, still_high(train_losses))


@mistake("diagnose", "may be chance")
def ten_percent_forgotten(train_losses, val_losses):
    checked(train_losses, val_losses)
    return named(val_losses[-1] > min(val_losses) and train_losses[-1] == min(train_losses), still_high(train_losses))


@mistake("diagnose", "The limit is 10 % OF the lowest")
def a_tenth_added(train_losses, val_losses):
    checked(train_losses, val_losses)
    lowest = min(val_losses) + 0.1
    return named(val_losses[-1] > lowest and train_losses[-1] == min(train_losses), still_high(train_losses))


@mistake("diagnose", "The limit is 10 % OF the lowest")
def twenty_percent(train_losses, val_losses):
    checked(train_losses, val_losses)
    lowest = 1.2 * min(val_losses)
    return named(val_losses[-1] > lowest and train_losses[-1] == min(train_losses), still_high(train_losses))


@mistake("diagnose", "LEFT, not that")
def fell_by_seventy(train_losses, val_losses):
    checked(train_losses, val_losses)
    return named(diagnose(train_losses, val_losses) == "overfitting", train_losses[-1] > 0.3 * train_losses[0])


@mistake("diagnose", "The limit is 70 % OF the first training loss")
def above_0_7(train_losses, val_losses):
    checked(train_losses, val_losses)
    return named(diagnose(train_losses, val_losses) == "overfitting", train_losses[-1] > 0.7)


@mistake("diagnose", "not by validation")
def validation_judged(train_losses, val_losses):
    checked(train_losses, val_losses)
    return named(diagnose(train_losses, val_losses) == "overfitting", val_losses[-1] > 0.7 * val_losses[0])


@mistake("diagnose", "only above 70 %")
def at_seventy_too(train_losses, val_losses):
    checked(train_losses, val_losses)
    return named(diagnose(train_losses, val_losses) == "overfitting", train_losses[-1] >= 0.7 * train_losses[0])


@mistake("diagnose", "The highest and the lowest take no part")
def compared_with_the_highest_training_loss(train_losses, val_losses):
    checked(train_losses, val_losses)
    return named(diagnose(train_losses, val_losses) == "overfitting", train_losses[-1] > 0.7 * max(train_losses))


@mistake("diagnose", "Overfitting is asked for first")
def underfitting_first(train_losses, val_losses):
    checked(train_losses, val_losses)
    return "underfitting" if still_high(train_losses) else diagnose(train_losses, val_losses)


@mistake("diagnose", "The answer is one of these words")
def other_words(train_losses, val_losses):
    found = diagnose(train_losses, val_losses)
    return {"overfitting": "overfit", "underfitting": "underfit", "healthy": "ok"}[found]


@mistake("diagnose", "Every epoch has one loss of each kind")
def lengths_not_looked_at(train_losses, val_losses):
    if not train_losses:
        raise ValueError("no losses")
    return named(rose(val_losses) and train_losses[-1] == min(train_losses), still_high(train_losses))


@mistake("diagnose", "There is no last epoch in an empty list")
def healthy_if_empty(train_losses, val_losses):
    return diagnose(train_losses, val_losses) if train_losses or val_losses else "healthy"


@mistake("best_epoch", "Epoch 0 has the highest loss")
def highest(val_losses):
    return int(np.argmax(val_losses))


@mistake("best_epoch", "Epoch 0 has the highest loss")
def search_from_zero(val_losses):
    if not val_losses:
        raise ValueError("no losses")
    lowest, best = 0, 0
    for epoch, loss in enumerate(val_losses):
        if loss < lowest:
            lowest, best = loss, epoch
    return best


@mistake("best_epoch", "Epochs count from 0")
def from_1(val_losses):
    return best_epoch(val_losses) + 1


@mistake("best_epoch", "That is the last epoch")
def last_epoch(val_losses):
    if not val_losses:
        raise ValueError("no losses")
    return len(val_losses) - 1


@mistake("best_epoch", "the lowest loss itself")
def lowest_loss(val_losses):
    return min(val_losses)


@mistake("best_epoch", "ended at the first rise")
def first_dip(val_losses):
    if not val_losses:
        raise ValueError("no losses")
    epoch = 0
    while epoch + 1 < len(val_losses) and val_losses[epoch + 1] < val_losses[epoch]:
        epoch += 1
    return epoch


@mistake("best_epoch", "without a list around it")
def a_list(val_losses):
    return [best_epoch(val_losses)]


@mistake("best_epoch", "the order of all epochs")
def sorted_epochs(val_losses):
    if not val_losses:
        raise ValueError("no losses")
    return np.argsort(val_losses)


@mistake("best_epoch", "a later one counts only if it is lower")
def last_of_equals(val_losses):
    if not val_losses:
        raise ValueError("no losses")
    lowest, best = float("inf"), None
    for epoch, loss in enumerate(val_losses):
        if loss <= lowest:
            lowest, best = loss, epoch
    return best


@mistake("best_epoch", "Epoch 0 takes part in the search")
def first_left_out(val_losses):
    if not val_losses:
        raise ValueError("no losses")
    return 1 + int(np.argmin(val_losses[1:]))


@mistake("best_epoch", "The last epoch takes part in the search")
def last_left_out(val_losses):
    return min(range(len(val_losses) - 1), key=lambda epoch: val_losses[epoch])


@mistake("best_epoch", "Begin the search with the first loss")
def search_from_one(val_losses):
    if not val_losses:
        raise ValueError("no losses")
    lowest, best = 1.0, 0
    for epoch, loss in enumerate(val_losses):
        if loss < lowest:
            lowest, best = loss, epoch
    return best


@mistake("best_epoch", "Without an epoch there is no best one")
def none_for_empty(val_losses):
    return best_epoch(val_losses) if val_losses else None


@mistake("generalization_gap", "the lowest training loss")
def from_the_lowest_training_loss(train_losses, val_losses):
    checked(train_losses, val_losses)
    return val_losses[-1] - min(train_losses)


@mistake("diagnose", "not every epoch with the one before")
def training_never_rose(train_losses, val_losses):
    checked(train_losses, val_losses)
    falls = all(a >= b for a, b in pairwise(train_losses))
    return named(rose(val_losses) and falls, still_high(train_losses))


@mistake("diagnose", "The 10 % belong to the validation loss alone")
def nearly_the_lowest(train_losses, val_losses):
    checked(train_losses, val_losses)
    return named(rose(val_losses) and train_losses[-1] <= 1.1 * min(train_losses), still_high(train_losses))


@mistake("diagnose", "How far validation fell takes no part")
def both_still_high(train_losses, val_losses):
    checked(train_losses, val_losses)
    lowest = train_losses[-1] == min(train_losses)
    return named(rose(val_losses) and lowest, still_high(train_losses) and still_high(val_losses))


@mistake("diagnose", "Compare the last validation loss with the lowest")
def else_of_the_second_rule(train_losses, val_losses):
    checked(train_losses, val_losses)
    if rose(val_losses) and train_losses[-1] == min(train_losses):
        answer = "overfitting"
    if still_high(train_losses):
        answer = "underfitting"
    else:
        answer = "healthy"
    return answer


@mistake("diagnose", "After one epoch the first loss is the last one")
def lowest_of_the_earlier_ones(train_losses, val_losses):
    checked(train_losses, val_losses)
    over = val_losses[-1] > 1.1 * min(val_losses[:-1]) and train_losses[-1] <= min(train_losses[:-1])
    return named(over, still_high(train_losses))


@mistake("best_epoch", "The number is 1 too small")
def searched_from_the_second(val_losses):
    best_epoch(val_losses)
    return int(np.argmin(val_losses[1:])) if len(val_losses) > 1 else 0


@mistake("best_epoch", "Begin the search with the first loss")
def begins_with_100(val_losses):
    best_epoch(val_losses)
    lowest = 100
    for epoch, loss in enumerate(val_losses):
        if loss < lowest:
            lowest, best = loss, epoch
    return best


@mistake("best_epoch", "no rounding, and no least step")
def with_a_least_step(val_losses):
    """As `min_delta` does in early stopping."""
    best_epoch(val_losses)
    best = 0
    for epoch, loss in enumerate(val_losses):
        if loss < val_losses[best] - 0.001:
            best = epoch
    return best


@mistake("best_epoch", "To stop early is another kata")
def stopped_after_three(val_losses):
    best = best_epoch(val_losses[:1])
    for epoch, loss in enumerate(val_losses):
        if loss < val_losses[best]:
            best = epoch
        elif epoch - best == 3:
            break
    return best
