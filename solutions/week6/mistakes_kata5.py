"""Known mistakes in dropout and early stopping, each with the words it must earn."""

import copy
import math

import numpy as np

from kata.known import mistake


def refuse(p):
    if not 0 <= p < 1:
        raise ValueError(f"p={p}")


@mistake("dropout", "What is left was not scaled")
def not_scaled(x, p, rng, training):
    refuse(p)
    return x * (rng.random(x.shape) >= p) if training else x


@mistake("dropout", "What is left was divided by p")
def divided_by_p(x, p, rng, training):
    refuse(p)
    return x * (rng.random(x.shape) >= p) / (p or 1) if training else x


@mistake("dropout", "the share that should be left")
def keep_probability(x, p, rng, training):
    refuse(p)
    return x * (rng.random(x.shape) < p) / (p or 1) if training else x


@mistake("dropout", "the share that should be left")
def mask_the_wrong_way(x, p, rng, training):
    refuse(p)
    return x * (rng.random(x.shape) < p) / (1 - p) if training else x


@mistake("dropout", "What is left was multiplied by 1 - p")
def multiplied(x, p, rng, training):
    refuse(p)
    return x * (rng.random(x.shape) >= p) * (1 - p) if training else x


@mistake("dropout", "was doubled")
def doubled(x, p, rng, training):
    refuse(p)
    return x * (rng.random(x.shape) >= p) * (2 if p else 1) if training else x


@mistake("dropout", "the share that happened to be left")
def by_the_share_left(x, p, rng, training):
    refuse(p)
    if not training:
        return x
    kept = rng.random(x.shape) >= p
    return x * kept / kept.mean()


@mistake("dropout", "That is the mask")
def mask_only(x, p, rng, training):
    refuse(p)
    return (rng.random(x.shape) >= p) / (1 - p) if training else x


@mistake("dropout", "although training is False")
def active_in_validation(x, p, rng, training):
    refuse(p)
    return x * (rng.random(x.shape) >= p) / (1 - p)


@mistake("dropout", "not one of 2000 values was switched off")
def training_turned_round(x, p, rng, training):
    refuse(p)
    return x if training else x * (rng.random(x.shape) >= p) / (1 - p)


@mistake("dropout", "The values were multiplied by 1 - p")
def scaled_in_both(x, p, rng, training):
    refuse(p)
    return x * (rng.random(x.shape) >= p) / (1 - p) if training else x * (1 - p)


@mistake("dropout", "and nothing was switched off")
def divided_in_both(x, p, rng, training):
    refuse(p)
    return x * (rng.random(x.shape) >= p) / (1 - p) if training else x / (1 - p)


@mistake("dropout", "All rows lost the same columns")
def one_mask_for_all_rows(x, p, rng, training):
    refuse(p)
    return x * (rng.random(x.shape[1]) >= p) / (1 - p) if training else x


@mistake("dropout", "All rows lost the same columns")
def last_axis_only(x, p, rng, training):
    refuse(p)
    return x * (rng.random(x.shape[-1]) >= p) / (1 - p) if training else x


@mistake("dropout", "Whole rows were switched off")
def whole_rows(x, p, rng, training):
    refuse(p)
    return x * (rng.random((len(x), *[1] * (x.ndim - 1))) >= p) / (1 - p) if training else x


@mistake("dropout", "was switched off")
def one_draw_for_all(x, p, rng, training):
    refuse(p)
    return x * (rng.random() >= p) / (1 - p) if training else x


@mistake("dropout", "Whole feature maps were switched off")
def whole_maps(x, p, rng, training):
    refuse(p)
    if not training:
        return x
    shape = (*x.shape[:2], 1, 1) if x.ndim == 4 else x.shape
    return x * (rng.random(shape) >= p) / (1 - p)


@mistake("dropout", "Do not ask for single sides of it")
def two_axes_only(x, p, rng, training):
    refuse(p)
    rows, columns = x.shape
    return x * (rng.random((rows, columns)) >= p) / (1 - p) if training else x


@mistake("dropout", "begins anew each time")
def seed_inside(x, p, rng, training):
    refuse(p)
    return x * (np.random.default_rng(0).random(x.shape) >= p) / (1 - p) if training else x


@mistake("dropout", "elsewhere, from the global random generator")
def no_seed(x, p, rng, training):
    refuse(p)
    return x * (np.random.default_rng().random(x.shape) >= p) / (1 - p) if training else x


@mistake("dropout", "global random generator")
def global_numpy(x, p, rng, training):
    refuse(p)
    return x * (np.random.rand(*x.shape) >= p) / (1 - p) if training else x


@mistake("dropout", "changed the `x`")
def in_place(x, p, rng, training):
    refuse(p)
    if training:
        mask = rng.random(x.shape) < p
        x[mask] = 0
        x = x / (1 - p)
    return x


@mistake("dropout", "cannot write fractions into them")
def divided_in_place(x, p, rng, training):
    refuse(p)
    if training:
        x = x * (rng.random(x.shape) >= p)
        x /= 1 - p
    return x


@mistake("dropout", "x came in as int")
def cut_to_whole(x, p, rng, training):
    refuse(p)
    if not training:
        return x
    out = np.zeros_like(x)
    kept = rng.random(x.shape) >= p
    out[kept] = x[kept] / (1 - p)
    return out


@mistake("dropout", "stay in their places, as 0")
def only_those_left(x, p, rng, training):
    refuse(p)
    return x[rng.random(x.shape) >= p] / (1 - p) if training else x


@mistake("dropout", "some come twice")
def places_drawn(x, p, rng, training):
    refuse(p)
    if not training:
        return x
    out = x.astype(float).ravel()
    out[rng.integers(0, x.size, int(p * x.size))] = 0
    return out.reshape(x.shape) / (1 - p)


@mistake("dropout", "A draw of its own decides")
def small_values_off(x, p, rng, training):
    refuse(p)
    return np.where(x < p, 0, x / (1 - p)) if training else x


@mistake("dropout", "p=0 was refused")
def nought_refused(x, p, rng, training):
    if not 0 < p < 1:
        raise ValueError(f"p={p}")
    return x * (rng.random(x.shape) >= p) / (1 - p) if training else x


@mistake("dropout", "With p=1 nothing would be left")
def not_checked(x, p, rng, training):
    with np.errstate(all="ignore"):
        return x * (rng.random(x.shape) >= p) / np.float64(1 - p) if training else x


@mistake("dropout", "A share below 0 means nothing")
def checked_above(x, p, rng, training):
    if p >= 1:
        raise ValueError(f"p={p}")
    return x * (rng.random(x.shape) >= p) / (1 - p) if training else x


@mistake("dropout", "Put the bad value into the message")
def p_not_shown(x, p, rng, training):
    if not 0 <= p < 1:
        raise ValueError("not a share")
    return x * (rng.random(x.shape) >= p) / (1 - p) if training else x


class Right:
    """A right one, whose parts the mistakes below replace."""

    def __init__(self, patience=3):
        self.patience, self.lowest, self.waited, self.epoch = patience, math.inf, 0, -1
        self.best_weights = self.best_epoch = None

    def improved(self, val_loss):
        return val_loss < self.lowest

    def keep(self, weights):
        return copy.deepcopy(weights)

    def stop(self):
        return self.waited >= self.patience

    def update(self, val_loss, weights):
        self.epoch += 1
        if self.improved(val_loss):
            self.lowest, self.waited = val_loss, 0
            self.best_weights, self.best_epoch = self.keep(weights), self.epoch
        else:
            self.waited += 1
        return self.stop()


@mistake("EarlyStopping", "all epochs without an improvement were added up")
class NotReset(Right):
    def update(self, val_loss, weights):
        waited = self.waited
        super().update(val_loss, weights)
        self.waited = waited + (self.best_epoch != self.epoch)
        return self.stop()


@mistake("EarlyStopping", "One epoch late")
class OneLate(Right):
    def stop(self):
        return self.waited > self.patience


@mistake("EarlyStopping", "One epoch late")
class AskedBeforeCounting(Right):
    def update(self, val_loss, weights):
        if val_loss < self.lowest:
            super().update(val_loss, weights)
        elif self.waited >= self.patience:
            return True
        else:
            super().update(val_loss, weights)
        return False


@mistake("EarlyStopping", "One epoch early")
class OneEarly(Right):
    def stop(self):
        return self.waited >= self.patience - 1 and self.epoch > 0 and self.waited > 0


@mistake("EarlyStopping", "It waits for the loss to rise")
class HigherIsBetter(Right):
    def __init__(self, patience=3):
        super().__init__(patience)
        self.lowest = -math.inf

    def improved(self, val_loss):
        return val_loss > self.lowest


@mistake("EarlyStopping", "compared with the one before it")
class AgainstTheOneBefore(Right):
    def update(self, val_loss, weights):
        stop = super().update(val_loss, weights)
        self.lowest = val_loss
        return stop


@mistake("EarlyStopping", "of training in all")
class EpochsInAll(Right):
    def stop(self):
        return self.epoch + 1 >= self.patience


@mistake("EarlyStopping", "It stops after the first epoch")
class TrueForGoOn(Right):
    def stop(self):
        return self.waited < self.patience


@mistake("EarlyStopping", "It never stops")
class ReturnForgotten(Right):
    def update(self, val_loss, weights):
        super().update(val_loss, weights)


@mistake("EarlyStopping", "Return False there")
class NoneForGoOn(Right):
    def update(self, val_loss, weights):
        return True if super().update(val_loss, weights) else None


@mistake("EarlyStopping", "they share something")
class SharedList(Right):
    losses = []  # noqa: RUF012

    def improved(self, val_loss):
        self.losses.append(val_loss)
        return all(val_loss < one for one in self.losses[:-1]) and val_loss == val_loss


@mistake("EarlyStopping", "An equal loss was taken for an improvement")
class EqualIsBetter(Right):
    def improved(self, val_loss):
        return val_loss <= self.lowest


@mistake("EarlyStopping", "A very small improvement was not counted")
class SmallestStep(Right):
    def improved(self, val_loss):
        return val_loss < self.lowest - 1e-4


@mistake("EarlyStopping", "A very small improvement was not counted")
class Rounded(Right):
    def improved(self, val_loss):
        return val_loss == val_loss and (self.lowest == math.inf or round(val_loss, 3) < round(self.lowest, 3))


@mistake("EarlyStopping", "Keep the number that __init__ is given")
class PatienceIgnored(Right):
    def __init__(self, patience=3):
        super().__init__(patience)
        self.patience = 3 if patience == 1 else patience


@mistake("EarlyStopping", "nan was taken for an improvement")
class NotAtLeast(Right):
    def improved(self, val_loss):
        return not val_loss >= self.lowest


@mistake("EarlyStopping", "Epochs with nan were not counted")
class NanSkipped(Right):
    def update(self, val_loss, weights):
        if math.isnan(val_loss):
            self.epoch += 1
            return False
        return super().update(val_loss, weights)


@mistake("EarlyStopping", "kept as the lowest loss")
class FirstIsBest(Right):
    def improved(self, val_loss):
        return self.best_epoch is None or val_loss < self.lowest


@mistake("EarlyStopping", "the first call of update is epoch 0")
class EpochsFromOne(Right):
    def __init__(self, patience=3):
        super().__init__(patience)
        self.epoch = 0


@mistake("EarlyStopping", "That is the last epoch, not the best")
class LastEpoch(Right):
    def update(self, val_loss, weights):
        stop = super().update(val_loss, weights)
        self.best_epoch = self.epoch if self.best_epoch is not None else None
        return stop


@mistake("EarlyStopping", "Before the first update, best_epoch is None")
class BeginsWithZero(Right):
    def __init__(self, patience=3):
        super().__init__(patience)
        self.best_epoch = 0


@mistake("EarlyStopping", "Before the first update, best_weights is None")
class BeginsWithAnEmptyDict(Right):
    def __init__(self, patience=3):
        super().__init__(patience)
        self.best_weights = {}


@mistake("EarlyStopping", "weights of the newest epoch")
class KeepsTheNewest(Right):
    def update(self, val_loss, weights):
        stop = super().update(val_loss, weights)
        if self.best_epoch is not None:
            self.best_weights = copy.deepcopy(weights)
        return stop


@mistake("EarlyStopping", "Keep new ones whenever the loss is lower")
class KeepsTheFirst(Right):
    def keep(self, weights):
        return copy.deepcopy(weights) if self.best_weights is None else self.best_weights


@mistake("EarlyStopping", "best_weights is still None")
class KeepsNothing(Right):
    def keep(self, weights):
        return None


@mistake("EarlyStopping", "state_dict() is no copy")
class KeepsAReference(Right):
    def keep(self, weights):
        return weights


@mistake("EarlyStopping", "state_dict() is no copy")
class ShallowCopy(Right):
    def keep(self, weights):
        return weights.copy()


@mistake("EarlyStopping", "state_dict() is no copy")
class ShallowCopyAgain(Right):
    def keep(self, weights):
        return copy.copy(dict(weights))


@mistake("EarlyStopping", "state_dict() is no copy")
class Detached(Right):
    def keep(self, weights):
        return {name: value.detach() for name, value in weights.items()}


@mistake("EarlyStopping", "does not work: keep a dict")
class ValuesOnly(Right):
    def keep(self, weights):
        return {name: value.clone() for name, value in weights.items() if name.endswith("weight")}


@mistake("EarlyStopping", "still those that training goes on changing")
class WeightsOnlyCloned(Right):
    def keep(self, weights):
        return {name: value.clone() if name.endswith("weight") else value for name, value in weights.items()}


@mistake("EarlyStopping", "ask whether it is None")
class NoughtIsNothing(Right):
    def improved(self, val_loss):
        return not self.lowest or val_loss < self.lowest


@mistake("EarlyStopping", "Losses can be large")
class StartsAtOne(Right):
    def __init__(self, patience=3):
        super().__init__(patience)
        self.lowest = 1.0


@mistake("EarlyStopping", "Losses can be large")
class StartsAtAMillion(Right):
    def __init__(self, patience=3):
        super().__init__(patience)
        self.lowest = 1e6


@mistake("EarlyStopping", "Keep the number that __init__ is given")
class ThreeWrittenOut(Right):
    def stop(self):
        return self.waited >= 3


@mistake("EarlyStopping", "Where no patience is given")
class AnotherDefault(Right):
    def __init__(self, patience=5):
        super().__init__(patience)


@mistake("EarlyStopping", "kept as the lowest loss")
class ArgminOfAll(Right):
    def update(self, val_loss, weights):
        self.losses = [*getattr(self, "losses", []), val_loss]
        best = int(np.argmin(self.losses))
        if best == len(self.losses) - 1 and best != self.best_epoch:
            self.best_epoch, self.best_weights = best, copy.deepcopy(weights)
        return len(self.losses) - 1 - best >= self.patience


@mistake("EarlyStopping", "Epochs before the first improvement count as well")
class CountsFromTheBest(Right):
    def stop(self):
        return self.best_epoch is not None and self.epoch - self.best_epoch >= self.patience


@mistake("EarlyStopping", "That counts the epochs without an improvement")
class CountsTheOthers(Right):
    def update(self, val_loss, weights):
        if val_loss < self.lowest:
            self.lowest, self.waited = val_loss, 0
            self.best_weights, self.best_epoch = copy.deepcopy(weights), self.epoch + 1
            return False
        self.epoch += 1
        self.waited += 1
        return self.waited >= self.patience


@mistake("EarlyStopping", "torch says .clone()")
class CopiedLikeArrays(Right):
    def keep(self, weights):
        return {name: value.copy() for name, value in weights.items()}


@mistake("EarlyStopping", "weights of the newest epoch")
class KeepsTheNewestWeights(Right):
    def update(self, val_loss, weights):
        stop = super().update(val_loss, weights)
        self.best_weights = copy.deepcopy(weights)
        return stop
