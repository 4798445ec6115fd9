"""How far apart the two losses end, what their curves say, and which epoch to keep.

The first curves are clear cases, the last ones stand right beside the limits of 10 % and 70 %.
"""

from kata import expect, expect_error
from week6.kata3_diagnose_curves import best_epoch, diagnose, generalization_gap

EMPTY = "There is no last epoch in an empty list: raise a ValueError that says so, before you look for it."
LENGTHS = "Every epoch has one loss of each kind, so one is missing here: raise a ValueError, and do not guess."


def test_generalization_gap_is_validation_minus_training_at_the_last_epoch():
    """The last epoch has 0.3 and 1.4, neither of them the lowest. In the second pair of curves training ends above."""
    expect(generalization_gap([2.3, 1.05, 0.25, 0.3], [2.45, 1.3, 2.0, 1.4]), want=1.1, mistakes={
        "sign": (-1.1, "The right size and the wrong sign: validation minus training, so that a worse validation gives "
                 "a gap above 0."),
        "first": (0.15, "That is the gap of the first epoch. Take the last: [-1]."),
        "mean": (0.8125, "That is the mean gap of all epochs. Take the last one alone."),
        "sum": (3.25, "That is the sum of all gaps. Take the last one alone."),
        "widest": (1.75, "That is the widest gap of all epochs, that of the last but one. Take the last one: [-1]."),
        "best epoch": (0.25, "That is the gap at the epoch with the lowest validation loss. Take the last epoch."),
        "lowest": (1.05, "That compares the lowest losses, which belong to different epochs. Take both of the "
                   "last one."),
        "lowest training": (1.15, "That takes the lowest training loss, which is of another epoch. Take both losses of "
                            "the last one."),
        "above its best": (0.1, "That is how far validation ended above its own lowest. Compare it with the training "
                           "loss."),
        "since the start": (-1.05, "That is how far validation came since the first epoch. Compare it with the "
                            "training loss."),
        "training since the start": (-2.0, "That is how far training came since the first epoch. Compare it with the "
                                     "validation loss."),
        "ratio": (1.4 / 0.3, "That divides the two losses. Subtract them."),
        "relative": (1.1 / 0.3, "That is the gap divided by the training loss. Leave it as it is."),
        "relative to validation": (1.1 / 1.4, "That is the gap divided by the validation loss. Leave it as it is."),
        "each epoch": (lambda got: len(got) == 4, "That is the gap of every epoch. Return the last one alone."),
    })
    expect(generalization_gap([1.9, 1.2, 0.8], [1.6, 1.0, 0.6537]), want=-0.1463, mistakes={
        "absolute": (0.1463, "Here validation ended below training, so the gap is negative. Leave the sign: no abs."),
        "cut": (0.0, "Here validation ended below training, so the gap is negative. Do not cut it off at 0."),
        "rounded": (lambda got: 0 < abs(got + 0.1463) < 0.006, "That is the right value, rounded. Return it with all "
                    "its digits; whoever prints it may round."),
    })


def test_generalization_gap_refuses_lists_of_different_lengths():
    for length in (4, 3):
        expect_error(generalization_gap, [2.3, 1.2, 0.9, 0.7], [2.4, 1.5, 1.1], shows=length, why=LENGTHS)


def test_generalization_gap_refuses_empty_lists():
    expect_error(generalization_gap, [], [], why=EMPTY)


# (what can be seen, training losses, validation losses, the diagnosis, what to say about each of the other two)
CURVES = [
    ("validation turns up while training falls",
     [2.3, 1.2, 0.6, 0.3, 0.1], [2.3, 1.3, 0.9, 1.2, 1.6], "overfitting", {
        "healthy": "Validation had come down to 0.9 and ended at 1.6, far more than 10 % above, while training fell to "
                   "the end: overfitting. Compare the last validation loss with the lowest, min(val_losses), and let "
                   "no later `if` or `else` change the answer.",
        "underfitting": "Training fell from 2.3 to 0.1: the training data was learned, and too well, for validation "
                        "turned up at 0.9. That is overfitting.",
    }),
    ("both fall together",
     [2.3, 1.3, 0.7, 0.45], [2.35, 1.4, 0.8, 0.52], "healthy", {
        "overfitting": "A small gap is normal: validation is nearly always a little worse than training. Overfitting "
                       "means that validation gets WORSE, and here it fell to the end.",
        "underfitting": "Training fell from 2.3 to 0.45, to 20 % of where it began. Underfitting is above 70 %: the "
                        "last loss against the first.",
    }),
    ("neither of them falls much",
     [2.3, 2.2, 2.15, 2.1], [2.35, 2.25, 2.2, 2.15], "underfitting", {
        "healthy": "Both losses are still high: training ended at 91 % of where it began. That is underfitting. Look "
                   "at the level first, then at the gap.",
        "overfitting": "Validation never rose, and is hardly above training. Training itself ended at 91 % of where it "
                       "began: that is underfitting.",
    }),
    ("the gap is wide, and validation still falls",
     [2.3, 1.2, 0.5, 0.2], [2.4, 2.1, 1.9, 1.8], "healthy", {
        "overfitting": "The gap is wide, but every epoch still helped: validation ended at its lowest. What counts is "
                       "whether it rose from its lowest, not how far it is from training.",
        "underfitting": "Training fell from 2.3 to 0.2, so the training data was learned. Underfitting is judged by "
                        "the training loss, not by validation.",
    }),
    ("validation creeps up, in small steps",
     [2.3, 1.0, 0.5, 0.3, 0.2, 0.15], [2.3, 1.2, 0.8, 0.87, 0.93, 1.0], "overfitting", {
        "healthy": "Validation crept up from 0.8 to 1.0, 25 % above its lowest, though each step is small. Compare "
                   "with min(val_losses), not with the epoch before.",
        "underfitting": "Training fell from 2.3 to 0.15, so the training data was learned.",
    }),
    ("a bump that is over",
     [2.3, 1.2, 0.7, 0.4], [2.3, 0.9, 1.5, 0.8], "healthy", {
        "overfitting": "Validation rose in between, and came back: it ended at 0.8, its lowest. Only the last "
                       "validation loss is compared.",
        "underfitting": "Training fell from 2.3 to 0.4, so the training data was learned.",
    }),
    ("both turn up",
     [2.6, 0.4, 0.9, 0.7], [2.7, 0.8, 1.2, 1.1], "healthy", {
        "overfitting": "Training ended at 0.7 and had been at 0.4: BOTH curves went up, so this is not learning by "
                       "heart. Ask also whether train_losses[-1] is the lowest of train_losses.",
        "underfitting": "Training ended at 0.7, 27 % of where it began. Underfitting is above 70 %: the last loss "
                        "against the first.",
    }),
    ("training ends where it was an epoch before",
     [2.0, 0.5, 0.2, 0.2], [2.0, 0.9, 1.1, 1.3], "overfitting", {
        "healthy": "Training ended at 0.2, its lowest, and that it was there an epoch earlier makes no difference. "
                   "Compare train_losses[-1] with min(train_losses).",
        "underfitting": "Training fell from 2.0 to 0.2, so the training data was learned.",
    }),
    ("training rises once, and ends at its lowest",
     [2.3, 1.0, 1.2, 0.3], [2.3, 0.8, 1.0, 1.2], "overfitting", {
        "healthy": "Training rose once, from 1.0 to 1.2, but ended at 0.3, its lowest, and only that is asked. Compare "
                   "train_losses[-1] with min(train_losses), not every epoch with the one before.",
        "underfitting": "Training fell from 2.3 to 0.3, so the training data was learned.",
    }),
    ("training ends just above its lowest",
     [2.0, 0.5, 0.4, 0.42], [2.0, 0.8, 1.0, 1.1], "healthy", {
        "overfitting": "Training ended at 0.42 and had been at 0.4, so 0.42 is not its lowest, though close to it. The "
                       "10 % belong to the validation loss alone.",
        "underfitting": "Training fell from 2.0 to 0.42, so the training data was learned.",
    }),
    ("validation ends 9 % above its lowest",
     [2.0, 1.0, 0.4, 0.3], [2.0, 0.5, 0.52, 0.545], "healthy", {
        "overfitting": "0.545 is only 9 % above the lowest, 0.5. Up to 10 % may be chance: 1.1 * min(val_losses).",
        "underfitting": "Training fell from 2.0 to 0.3, so the training data was learned.",
    }),
    ("validation ends 11 % above its lowest",
     [2.0, 1.0, 0.4, 0.3], [2.0, 0.5, 0.52, 0.555], "overfitting", {
        "healthy": "0.555 is 11 % above the lowest, 0.5. The limit is 10 % OF the lowest: 1.1 * min(val_losses).",
        "underfitting": "Training fell from 2.0 to 0.3, so the training data was learned.",
    }),
    ("larger losses; validation ends 7.5 % above its lowest",
     [9.0, 5.0, 4.0, 2.5], [9.0, 4.0, 4.2, 4.3], "healthy", {
        "overfitting": "4.3 is only 7.5 % above the lowest, 4.0. The limit is 10 % OF the lowest: "
                       "1.1 * min(val_losses), not 0.1 more.",
        "underfitting": "Training ended at 28 % of where it began, 9.0. The limit is 70 % OF the first training loss, "
                        "not 0.7.",
    }),
    ("training ends at 72.5 % of the first",
     [2.0, 1.7, 1.45], [2.1, 1.8, 1.6], "underfitting", {
        "healthy": "1.45 is 72.5 % of the first training loss, 2.0, and above 70 % is underfitting.",
        "overfitting": "Validation never rose. Overfitting begins where it ends more than 10 % above its lowest.",
    }),
    ("training ends at 67.5 % of the first",
     [2.0, 1.7, 1.35], [2.1, 1.8, 1.6], "healthy", {
        "underfitting": "1.35 is 67.5 % of the first training loss, 2.0. Underfitting means that more than 70 % are "
                        "LEFT, not that less than 70 % are gone: train_losses[-1] > 0.7 * train_losses[0].",
        "overfitting": "Validation never rose. Overfitting begins where it ends more than 10 % above its lowest.",
    }),
    ("training ends at exactly 70 % of the first",
     [2.0, 1.7, 1.4], [2.1, 1.8, 1.6], "healthy", {
        "underfitting": "1.4 is exactly 70 % of the first training loss, 2.0, and only above 70 % is underfitting: >.",
        "overfitting": "Validation never rose. Overfitting begins where it ends more than 10 % above its lowest.",
    }),
    ("training goes up and down, and ends at 75 % of the first",
     [2.0, 2.6, 1.1, 1.5], [2.1, 2.7, 1.3, 1.6], "underfitting", {
        "healthy": "The last training loss, 1.5, is 75 % of the first, 2.0. The highest and the lowest take no part.",
        "overfitting": "Training ended at 1.5 and had been at 1.1: overfitting needs it to end at its lowest.",
    }),
    ("validation falls further than training",
     [2.0, 1.8, 1.6], [2.1, 1.6, 1.4], "underfitting", {
        "healthy": "Training ended at 80 % of where it began, and above 70 % is underfitting. How far validation fell "
                   "takes no part in that rule.",
        "overfitting": "Validation never rose. Overfitting begins where it ends more than 10 % above its lowest.",
    }),
    ("both rules fit",
     [2.0, 1.9, 1.8, 1.7], [2.0, 1.5, 1.7, 1.9], "overfitting", {
        "underfitting": "Both rules fit: validation ended 27 % above its lowest, and training at 85 % of its first. "
                        "Overfitting is asked for first.",
        "healthy": "Validation ended at 1.9, 27 % above its lowest, 1.5, while training was at its lowest.",
    }),
]  # fmt: skip


def test_diagnose_reads_the_curves():
    """One curve after the other, the clear cases first. The word may be written with capitals."""
    for seen, train_losses, val_losses, want, others in CURVES:
        got = diagnose(train_losses, val_losses)
        expect(got.lower() if isinstance(got, str) else got, want=want,
               what=f"{seen}: diagnose({train_losses}, {val_losses})",
               mistakes={word: (word, sentence) for word, sentence in others.items()},
               say='The answer is one of these words: "overfitting", "underfitting", "healthy".')


def test_diagnose_after_one_epoch_is_underfitting():
    """The first loss is the last one and the lowest: nothing rose, and training stands at 100 % of its first loss."""
    one = (
        "After one epoch the first loss is the last one, and the lowest. The rules hold as they are: validation did "
        "not rise, and training is at 100 % of the first loss. So it is underfitting."
    )
    try:
        got = diagnose([1.5], [1.75])
    except ValueError:
        raise AssertionError(one) from None
    expect(got.lower() if isinstance(got, str) else got, want="underfitting", what="diagnose([1.5], [1.75])",
           mistakes={
        "healthy": ("healthy", "Training stands at 100 % of its first loss, so the second rule fits: underfitting."),
    })


def test_diagnose_refuses_lists_of_different_lengths():
    for length in (4, 3):
        expect_error(diagnose, [2.3, 1.2, 0.9, 0.7], [2.4, 1.5, 1.1], shows=length, why=LENGTHS)


def test_diagnose_refuses_empty_lists():
    expect_error(diagnose, [], [], why=EMPTY)


def test_best_epoch_is_the_one_with_the_lowest_validation_loss():
    expect(best_epoch([2.2, 1.0, 1.3, 0.7, 1.5, 0.9]), want=3, mistakes={
        "highest": (0, "Epoch 0 has the highest loss, and the best is the lowest: min, argmin. (0 comes out as well if "
                    "the search begins with 0, which no loss is below, or if a `return` ends it in its first round.)"),
        "from 1": (4, "Epochs count from 0: the loss of 0.7 is that of epoch 3. Number 4 is the fourth, or the first "
                   "in which it rises again."),
        "last": (5, "That is the last epoch. Validation had been lower before: compare each loss with the lowest so "
                 "far, not with the epoch before, and remember every new lowest."),
        "loss": (0.7, "That is the lowest loss itself. In which epoch was it?"),
        "first dip": (1, "The search ended at the first rise. Validation came down again afterwards, to 0.7: look "
                      "through to the end."),
        "backwards": (-3, "That counts from the end. Count from the start."),
        "backwards, without the sign": (2, "Epoch 2 has a loss of 1.3. The number is 1 too small, or counted from the "
                                        "end. Count from the start, and from 0."),
        "list": (lambda got: len(got) == 1, "Return the number itself, without a list around it."),
        "order": (lambda got: len(got) == 6, "That is the order of all epochs. Return the best one alone."),
        "pair": (lambda got: len(got) == 2, "Return the number of the epoch alone."),
    })
    begin = (
        "All losses are above 1000 here (they may be, where prices are predicted). Begin the search with the first "
        "loss, or with float('inf'), above every loss."
    )
    try:
        got = best_epoch([5200.0, 4100.0, 3300.0, 3600.0])
    except UnboundLocalError:
        raise AssertionError(begin) from None
    expect(got, want=2, what="best_epoch([5200.0, 4100.0, 3300.0, 3600.0])", mistakes={
        "nothing found": (None, begin), "first": (0, begin), "minus one": (-1, begin),
    })


def test_best_epoch_of_equals_is_the_earliest():
    expect(best_epoch([1.5, 0.8, 1.1, 0.8, 0.9]), want=1, mistakes={
        "last": (3, "Epochs 1 and 3 are equally good. Take the earliest: a later one counts only if it is lower, <."),
        "all": (lambda got: len(got) == 2, "Those are both that are equally good. Return the earliest alone."),
    })


def test_best_epoch_may_be_the_first_or_the_last():
    expect(best_epoch([0.8, 1.2, 0.9, 1.1]), want=0, mistakes={
        "not the first": (2, "Epoch 0 takes part in the search: it was the best here."),
        "false": (None, "The best is epoch 0. In Python 0 counts as false: compare with `is None`."),
    })
    expect(best_epoch([1.9, 1.2, 0.8]), want=2, mistakes={
        "not the last": (1, "The last epoch takes part in the search: it was the best here."),
        "no rise": (None, "The loss never rises here, so the last epoch is the best."),
    })


def test_best_epoch_counts_every_improvement():
    """However small it is, and however long it takes to come."""
    expect(best_epoch([0.9, 0.5031, 0.503, 0.5028, 0.5034, 0.51]), want=3, mistakes={
        "small steps": (1, "0.5028 is lower than 0.5031, if only a little, and the lowest counts: no rounding, and no "
                        "least step."),
    })
    expect(best_epoch([1.0, 0.8, 0.9, 0.6, 0.8, 0.7, 0.85, 0.75, 0.65, 0.5, 0.55]), want=9, mistakes={
        "stopped": (3, "The search ended because validation did not improve for a while. To stop early is another "
                    "kata; here look through all the epochs: the lowest is 0.5."),
    })


def test_best_epoch_refuses_an_empty_list():
    expect_error(best_epoch, [], why="Without an epoch there is no best one: raise a ValueError that says so.")
