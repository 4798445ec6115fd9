"""Two remedies against learning by heart.

Dropout is judged by what is true of many values at once: the limits are five standard deviations wide. Early stopping
gets made-up losses, on which no two mistakes stop in the same epoch, and then a real network that goes on training.
"""

import numpy as np

from kata import expect, expect_error
from week6.kata5_regularization import EarlyStopping, dropout

# 40 rows, 50 columns, no value twice, none of them 0, some negative.
X = np.linspace(-3.0, 5.0, 2000).reshape(40, 50)


def generator(seed=0):
    return np.random.default_rng(seed)


def test_dropout_switches_each_value_off_by_itself():
    """Half of 40 × 50 values: no two rows, and no two columns, lose the same ones."""
    got = dropout(X, 0.5, generator(), training=True)
    off = np.asarray(got) == 0
    expect(off.shape, want=X.shape, what="the shape of what came back", mistakes={
        "kept only": (lambda got: len(got) == 1 and got[0] < 2000, "Only the values that are left came back. Those "
                      "that are switched off stay in their places, as 0."),
    })
    rows, columns = len(np.unique(off, axis=0)), len(np.unique(off, axis=1).T)
    assert off.any(), (
        "With p=0.5 and training=True, not one of 2000 values was switched off, and about 1000 should be. Where "
        "training is True, each value gets a draw of its own: rng.random(x.shape).")
    assert not off.all(), (
        "All 2000 values were switched off, and p=0.5 is half of them. Each value needs a draw of its own: "
        "rng.random(x.shape).")
    if off.all(axis=0).any() or rows == 1:
        raise AssertionError("All rows lost the same columns: one mask was drawn for all of them. Each value needs a "
                             "draw of its own: rng.random(x.shape).")
    if columns == 1:
        raise AssertionError("Whole rows were switched off: one number was drawn for each row. Each value needs a draw "
                             "of its own: rng.random(x.shape).")
    assert rows == 40 and columns == 50, (
        "Some rows have their zeros in the very same places as others. A draw of its own decides whether a value "
        "becomes 0, and nothing else: rng.random(x.shape).")


def test_dropout_switches_off_the_share_p():
    """A fifth of 2000 is 400. Five standard deviations are 90."""
    off = int((np.asarray(dropout(X, 0.2, generator(1), training=True)) == 0).sum())
    assert not 1510 <= off <= 1690, (
        f"{off} of 2000 values were switched off with p=0.2: that is the share that should be left. p is the share to "
        "switch off, so keep a value where rng.random(…) >= p.")
    assert not 900 <= off <= 1100, f"{off} of 2000 values were switched off with p=0.2, as with p=0.5. Use the p given."
    assert 310 <= off <= 490, f"{off} of 2000 values were switched off with p=0.2, where about 400 should be."
    off = int((np.asarray(dropout(X, 0.8, generator(7), training=True)) == 0).sum())
    assert 1510 <= off <= 1690, (
        f"{off} of 2000 values were switched off with p=0.8, where about 1600 should be. Where places are drawn with "
        "rng.integers, some come twice. Draw a number for each value instead, rng.random(x.shape).")


def test_dropout_divides_what_is_left_by_1_minus_p():
    """p=0.2: what is left becomes 1 / 0.8 = 1.25 times as large, so that the sum stays about the same."""
    got = np.asarray(dropout(X, 0.2, generator(2), training=True))
    left = got != 0
    before, share = X[left], left.mean()
    assert 0.75 < share < 0.85, f"{share:.0%} of the values are left with p=0.2, where about 80 % should be."
    expect(got[left], want=before / 0.8, rtol=1e-5, what="the values that are left, with p=0.2", mistakes={
        "as they were": (before, "What is left was not scaled, so the next layer gets a fifth less in training than "
                         "later. Divide by 1 - p."),
        "by p": (before / 0.2, "What is left was divided by p, which is right for p=0.5 only. Divide by the share that "
                 "remains, 1 - p."),
        "times": (before * 0.8, "What is left was multiplied by 1 - p. That makes up for nothing: fewer values, and "
                  "smaller ones. Divide by 1 - p."),
        "times p": (before * 0.2, "What is left was multiplied by p. Divide by 1 - p."),
        "twice": (before / 0.64, "What is left was divided by 1 - p twice."),
        "always 2": (before * 2, "What is left was doubled, which is right for p=0.5 only. Divide by 1 - p."),
        "as it fell out": (lambda got: abs(share - 0.8) > 0.001 and np.allclose(got, before / share), "Nearly: what is "
                           "left was divided by the share that happened to be left in this draw. Divide by 1 - p, "
                           "which is the same in every draw."),
        "ones": (lambda got: np.ptp(got) < 1e-6 and got.size > 1, "That is the mask, not the values. Multiply x by it."
                                                                  ""),
        "whole": (np.trunc(before / 0.8), "The values were cut to whole numbers. Leave them float."),
    })


def test_dropout_does_nothing_once_training_is_over():
    assert (np.asarray(dropout(X, 0.2, generator(3), training=True)) == 0).any(), "In training, values go off."
    for p in (0.2, 0.75):
        expect(dropout(X, p, generator(3), training=False), want=X, mistakes={
            "switched off": (lambda got, p=p: 0 < np.mean(np.asarray(got) == 0) < 1, "Values are switched off although "
                             "training is False. Then dropout does nothing, or else each prediction would be a lottery."
                             ""),
            "smaller": (X * (1 - p), "The values were multiplied by 1 - p. That belongs to the dropout of older books; "
                        "here the scaling is done in training, and once that is over, x passes as it is."),
            "larger": (X / (1 - p), "The values were divided by 1 - p, and nothing was switched off. Scaling belongs "
                       "to training only: here x passes as it is."),
            "zero": (lambda got: not np.any(got), "Every value is 0. Once training is over, x passes as it is."),
        })


def test_dropout_draws_anew_in_each_call():
    rng = generator(4)
    first, second = (np.asarray(dropout(X, 0.5, rng, training=True)) == 0 for _ in range(2))
    assert first.any() and not first.all(), "With p=0.5, some values are switched off, and others are not."
    assert len(np.unique(first, axis=0)) > 30, "Most rows should have zeros of their own: each value has its own draw."
    assert not np.array_equal(first, second), (
        "Two calls switched off the very same values: a generator that is made inside the function with a fixed seed "
        "begins anew each time. Draw from the `rng` that is given.")


def test_dropout_draws_from_the_generator_that_is_given():
    one, again, other = (np.asarray(dropout(X, 0.5, generator(seed), training=True)) for seed in (9, 9, 10))
    assert np.array_equal(one, again), (
        "Two generators in the same state switched off different values. Some of the chance comes from elsewhere, from "
        "the global random generator or from default_rng() without a seed. Draw every number from the `rng` that is "
        "given.")
    assert not np.array_equal(one, other), "Two generators in different states switched off the very same values."


def test_dropout_of_one_photo_and_of_a_batch_of_feature_maps():
    """Any shape: (features,), and (photos, channels, rows, columns)."""
    off = np.asarray(dropout(X, 0.5, generator(5), training=True)) == 0
    assert len(np.unique(off, axis=0)) == 40 and np.unique(off, axis=1).shape[1] == 50, "Each value needs its own draw."
    for shape in ((2000,), (4, 5, 10, 10)):
        x = X.reshape(shape)
        try:
            got = np.asarray(dropout(x, 0.5, generator(5), training=True))
        except (IndexError, ValueError) as problem:
            raise AssertionError(f"An x of shape {shape} cannot be used: {type(problem).__name__}: {problem}. Do not "
                                 "ask for single sides of it: rng.random(x.shape) fits any shape.") from None
        left = got != 0
        expect(got, want=np.where(left, x * 2, 0), what=f"x of shape {shape} with p=0.5")
        maps = left.reshape(20, 100).mean(axis=1)
        assert maps.min() > 0.05 and maps.max() < 0.95, (
            "Whole feature maps were switched off, and others not at all. Each value needs a draw of its own: "
            "rng.random(x.shape).")


def test_dropout_of_whole_numbers_gives_floats():
    whole = np.arange(1, 201).reshape(10, 20)
    try:
        got = dropout(whole, 0.6, generator(6), training=True)
    except TypeError as problem:
        if "Cannot cast" not in str(problem):
            raise
        raise AssertionError("x came in as whole numbers, and `x /= …` cannot write fractions into them. Make a new "
                             "array: x / (1 - p).") from None
    want = np.where(np.asarray(got) == 0, 0, whole / 0.4)
    expect(got, want=want, dtype="float", mistakes={
        "cut": (lambda got: not np.array_equal(got, want) and np.all(np.abs(got - want) < 1), "The values were cut to "
                "whole numbers: x came in as int. The result is float."),
    })


def test_dropout_with_p_0_switches_nothing_off():
    try:
        got = dropout(X, 0, generator(), training=True)
    except ValueError:
        raise AssertionError("p=0 was refused, and it is allowed: 0 <= p < 1. It switches nothing off.") from None
    expect(got, want=X, say="With p=0 nothing is switched off, and nothing is scaled.")


def test_dropout_refuses_a_p_that_is_no_share():
    expect_error(dropout, X, 1.0, generator(), True, shows="1", why=(
        "With p=1 nothing would be left, and 1 - p is 0. Raise a ValueError that shows p."))
    expect_error(dropout, X, -0.3, generator(), True, shows="-0.3", why=(
        "A share below 0 means nothing. Raise a ValueError that shows p."))
    expect_error(dropout, X, 37, generator(), True, shows="37", why=(
        "p=37 is 37 times everything; 37 % would be 0.37. Raise a ValueError that shows p."))


def told(stopper, losses):
    """The answers of `update` to these losses, one an epoch, up to the first that says stop."""
    from nets import probes

    try:
        return probes.answers_until_stop(stopper, losses)
    except AttributeError as problem:
        if "'Tensor' object has no attribute 'copy'" not in str(problem):
            raise
        raise AssertionError("The weights are tensors here, which have no .copy(): that is NumPy's word, and torch "
                             "says .clone(). copy.deepcopy(weights) copies either kind.") from None


def case(patience, losses):
    return f"with {patience}, and the losses {', '.join(f'{loss:.6g}' for loss in losses)}"


def outcome(stopper, losses):
    answers = told(stopper, losses)
    return f"stops after epoch {len(answers) - 1}" if answers[-1] else f"goes on after epoch {len(answers) - 1}"


def test_EarlyStopping_stops_after_patience_epochs_without_an_improvement():
    """The loss is lowest in epoch 5; then come three epochs that are not better. Epochs count from 0."""
    losses = [0.9, 0.7, 1.0, 0.6, 0.8, 0.5, 0.65, 0.55, 0.7, 0.6, 0.58, 0.6, 0.7, 0.8]
    expect(outcome(EarlyStopping(3), losses), want="stops after epoch 8", what=case("patience 3", losses), mistakes={
        "not reset": ("stops after epoch 6", "Too early: all epochs without an improvement were added up. After an "
                      "improvement the count begins at 0 again."),
        "one early": ("stops after epoch 7", "One epoch early: the best epoch itself does not count, only those after "
                      "it. With patience 3, the third epoch without an improvement is the last."),
        "one late": ("stops after epoch 9", "One epoch late: with patience 3, the third epoch in a row without an "
                     "improvement is the last. Compare with >= patience, after counting."),
        "higher": ("stops after epoch 5", "It waits for the loss to rise. For a loss lower is better; for an accuracy "
                   "it would be the other way round."),
        "the one before": ("stops after epoch 13", "Each loss was compared with the one before it. An improvement is a "
                           "loss lower than the lowest so far."),
        "epochs in all": (lambda got: got in ("stops after epoch 2", "stops after epoch 3"), "That is `patience` "
                          "epochs of training in all. Count only epochs without an improvement, in a row."),
        "at once": ("stops after epoch 0", "It stops after the first epoch. update returns True for stop, and False "
                    "for go on."),
        "after two": ("stops after epoch 1", "It stops as soon as the loss has become better. An improvement is a "
                      "reason to go on."),
        "never": ("goes on after epoch 13", "It never stops. update returns True after the third epoch in a row that "
                  "is no better than the best so far."),
    })


def test_EarlyStopping_begins_anew_with_each_object():
    first, second, losses = EarlyStopping(5), EarlyStopping(5), [0.3, 0.2, 0.1, 0.4, 0.5, 0.4, 0.3, 0.4, 0.5]
    found = outcome(first, losses)
    assert outcome(second, losses) == found, (
        f"Two objects got the same losses. The first {found}, and the second does not: they share something. What "
        "belongs to one object is set in __init__ with self.…, not in the body of the class.")
    expect(found, want="stops after epoch 7", what=case("patience 5", losses), mistakes={
        "fixed": ("stops after epoch 5", "It waits for three epochs, and patience=5 was given. Keep the number that "
                  "__init__ is given."),
    })


def test_EarlyStopping_takes_an_equal_loss_for_no_improvement():
    losses = [0.6, 0.5, 0.5, 0.5, 0.5, 0.7, 0.8]
    expect(outcome(EarlyStopping(2), losses), want="stops after epoch 3", what=case("patience 2", losses), mistakes={
        "equal": ("stops after epoch 6", "An equal loss was taken for an improvement. Only a lower one is: compare "
                                         "with <."),
    })


def test_EarlyStopping_takes_any_lower_loss_for_an_improvement():
    losses = [0.5, 0.6, 0.4, 0.399999, 0.399998, 0.399997]
    expect(outcome(EarlyStopping(2), losses), want="goes on after epoch 5", what=(
           case("patience 2", losses)), mistakes={
        "too small": ("stops after epoch 4", "A very small improvement was not counted as one. Compare the losses as "
                      "they are, without rounding and without a smallest step."),
    })


def test_EarlyStopping_takes_a_loss_of_any_size():
    """First as usual, then large; then one of 0.0."""
    usual = outcome(EarlyStopping(2), [0.9, 0.7, 0.8, 0.5]), outcome(EarlyStopping(2), [0.9, 0.2, 0.4, 0.3, 0.5])
    assert usual == ("goes on after epoch 3", "stops after epoch 3"), "With losses between 0.1 and 1, it should work."
    losses = [9e9, 7e9, 8e9, 5e9]
    expect(outcome(EarlyStopping(2), losses), want="goes on after epoch 3", what=case("patience 2", losses), mistakes={
        "a start too low": ("stops after epoch 1", "The loss fell, and that was not taken for an improvement. Losses "
                            "can be large: begin with float('inf') as the lowest so far."),
    })
    losses = [0.2, 0.0, 0.1, 0.05, 0.3]
    expect(outcome(EarlyStopping(2), losses), want="stops after epoch 3", what=case("patience 2", losses), mistakes={
        "0 is False": ("goes on after epoch 4", "0.0 is a loss like any other, and the lowest here. `not lowest` and "
                       "`lowest or …` take it for nothing at all: ask whether it is None, or begin with "
                       "float('inf')."),
    })


def test_EarlyStopping_waits_as_long_as_it_is_told():
    losses = [0.5, 0.4, 0.45, 0.46, 0.47, 0.48]
    expect(outcome(EarlyStopping(1), losses), want="stops after epoch 2", what=case("patience 1", losses), mistakes={
        "fixed": ("stops after epoch 4", "It waits for three epochs, and patience=1 was given. Keep the number that "
                  "__init__ is given."),
    })
    expect(outcome(EarlyStopping(), losses), want="stops after epoch 4", what=(
           case("no patience given (so 3)", losses)), mistakes={
        "longer": ("goes on after epoch 5", "Where no patience is given, it is 3: def __init__(self, patience=3)."),
    })


def test_EarlyStopping_answers_True_or_False():
    answers = told(EarlyStopping(patience=2), [0.5, 0.6, 0.7])
    expect(answers, want=[False, False, True], what="what update returned", mistakes={
        "None": (lambda got: None in got and True in got, "update returned None where training goes on. Return False "
                                                          "there."),
    })


def test_EarlyStopping_takes_nan_for_no_improvement():
    """nan is what a loss becomes when the numbers overflow. nan < 0.5 is False, and so is nan >= 0.5."""
    nan = float("nan")
    losses = [0.5, nan, 0.4, 0.35, nan, nan, nan, 0.45, 0.7, 0.8, 0.9]
    expect(outcome(EarlyStopping(3), losses), want="stops after epoch 6", what=case("patience 3", losses), mistakes={
        "skipped": ("stops after epoch 9", "Epochs with nan were not counted. nan is no improvement, so such an epoch "
                    "counts like any other that is none."),
        "improved": ("stops after epoch 10", "nan was taken for an improvement. `nan >= lowest` is False, so ask the "
                     "other way round: an improvement is val_loss < lowest."),
        "at once": ("stops after epoch 1", "It stops at the first nan. Such an epoch only counts as one without an "
                    "improvement."),
        "the lowest": ("stops after epoch 4", "nan was kept as the lowest loss, and nothing is lower than nan. "
                       "(np.argmin and np.min choose nan as well, and min() may.)"),
    })
    losses = [nan, 0.5, 0.6, 0.4, 0.45, 0.46, 0.47]
    expect(outcome(EarlyStopping(3), losses), want="stops after epoch 6", what=case("patience 3", losses), mistakes={
        "the best": ("stops after epoch 3", "nan in the first epoch was kept as the lowest loss, and nothing is lower "
                     "than nan. Begin with float('inf') as the lowest so far, and compare with <."),
    })
    losses = [nan, nan, nan, nan]
    expect(outcome(EarlyStopping(3), losses), want="stops after epoch 2", what=case("patience 3", losses), mistakes={
        "not counted": (lambda got: got != "stops after epoch 2", "Epochs before the first improvement count as well. "
                        "Count them one by one, or take -1 for the best epoch as long as there is none."),
    })


def test_EarlyStopping_knows_the_best_epoch():
    stopper = EarlyStopping(patience=5)
    told(stopper, [0.8, 0.6, 0.7, 0.5, 0.55, 0.6])
    assert stopper.best_epoch is not None, "best_epoch is still None after six epochs. Set it where the loss is lower."
    expect(stopper.best_epoch, want=3, what="best_epoch after the losses 0.8, 0.6, 0.7, 0.5, 0.55, 0.6", mistakes={
        "from 1": (4, "One too many: epochs count from 0, so the first call of update is epoch 0."),
        "last": (5, "That is the last epoch, not the best. Set best_epoch only where the loss is lower."),
        "how many": (6, "That is how many epochs there were. best_epoch is the number of the best one, from 0."),
        "improvements": (2, "That counts improvements. Count all epochs: update is called once in each."),
        "the others": (1, "That counts the epochs without an improvement. Count all epochs: update is called once in "
                       "each, and may return before it counts."),
        "loss": (0.5, "That is the lowest loss. best_epoch is the number of the epoch in which it came."),
    })


def test_EarlyStopping_keeps_the_weights_of_the_best_epoch():
    """Made-up weights: a new tensor in each epoch, with the epoch's number and minus its loss in it."""
    stopper = EarlyStopping(patience=5)
    told(stopper, [0.8, 0.6, 0.7, 0.5, 0.55, 0.6])
    assert stopper.best_epoch == 3, f"The best epoch is 3, with the loss 0.5, and best_epoch is {stopper.best_epoch}."
    assert stopper.best_weights is not None, "best_weights is still None after six epochs. Set it with best_epoch."
    expect(stopper.best_weights, want={"weight": np.array([3, -0.5])}, what="best_weights", mistakes={
        "newest": ({"weight": np.array([5, -0.6])}, "Those are the weights of the newest epoch. Keep weights only "
                   "where the loss is lower than before."),
        "first": ({"weight": np.array([0, -0.8])}, "Those are the weights of the first epoch. Keep new ones whenever "
                  "the loss is lower."),
        "one late": ({"weight": np.array([4, -0.55])}, "Those are the weights one epoch after the best."),
    })


def test_EarlyStopping_has_nothing_best_before_the_first_improvement():
    stopper = EarlyStopping(patience=9)
    assert stopper.best_epoch is None, f"Before the first update, best_epoch is None, and it is {stopper.best_epoch}."
    assert stopper.best_weights is None, "Before the first update, best_weights is None: there are none yet."
    told(stopper, [float("nan")])
    assert stopper.best_epoch is None and stopper.best_weights is None, (
        "After an epoch with nan and nothing else, best_epoch and best_weights are still None: that was no improvement."
        "")


def test_EarlyStopping_keeps_a_copy_that_training_does_not_change():
    """A real network. After its best epoch it trains on, and its weights change where they lie in memory."""
    stopper = EarlyStopping(patience=5)

    import torch
    from torch import nn

    from nets import probes

    def network():
        return probes.filled(nn.Sequential(nn.Linear(3, 4), nn.BatchNorm1d(4), nn.ReLU(), nn.Linear(4, 2)), seed=1)

    def train(model, epochs):
        x = torch.arange(15.0, dtype=torch.float64).reshape(5, 3).sin()
        for _ in range(epochs):
            gradients = torch.autograd.grad((model(x) ** 2).mean(), list(model.parameters()))
            with torch.no_grad():
                for parameter, gradient in zip(model.parameters(), gradients, strict=True):
                    parameter -= 0.3 * gradient

    def all_of(model):
        return {name: one.clone() for name, one in model.state_dict().items()}

    model = network()
    epochs = [all_of(model)]
    for more in (1, 2):
        train(model, more)
        epochs.append(all_of(model))
    first, best, last = epochs
    probes.updated(stopper, 0.7, all_of(network()), then=best)
    probes.updated(stopper, 0.5, {name: one.clone() for name, one in best.items()}, then=last)
    restored = network()
    assert stopper.best_epoch == 1, f"The second of two epochs was better, and best_epoch is {stopper.best_epoch}."
    assert stopper.best_weights is not None, "best_weights is still None after two epochs. Set it with best_epoch."
    try:
        restored.load_state_dict(stopper.best_weights)
    except (RuntimeError, TypeError, AttributeError) as problem:
        raise AssertionError("model.load_state_dict(stopper.best_weights) does not work: keep a dict with all the "
                             f"names that the one given has. It says: {' '.join(str(problem).split())[:120]}") from None
    found = all_of(restored)
    expect(found["0.weight"][0], want=best["0.weight"][0], rtol=1e-9, what="some of the weights, restored", mistakes={
        "shared": (last["0.weight"][0], "The weights that were kept have changed with the model: training writes into "
                   "the same tensors. state_dict() is no copy, and dict(…) or .copy() copies the names alone: "
                   "copy.deepcopy(weights)."),
        "first": (first["0.weight"][0], "Those are the weights of the first epoch, and the second was better."),
    })
    expect(found, want=best, rtol=1e-9, what="all that the network consists of, restored", say=(
        "Some of the weights were copied, and others are still those that training goes on changing. "
        "copy.deepcopy(weights) copies all of them."))
