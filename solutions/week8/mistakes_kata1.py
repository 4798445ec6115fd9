"""Known mistakes with a locked test set, each with the words it must earn."""

import copy
from dataclasses import dataclass, field
from functools import partial

import numpy as np

from kata.known import mistake


class Right:
    """A right one, whose parts the mistakes below replace. The labels are in the closure of `check`."""

    def __init__(self, images, labels):
        self.agree(images, labels)
        images, labels = self.own_images(images), self.own_labels(labels)
        self._opened = False

        def check(predict):
            answers = self.ask(predict, images, labels)
            self.count(answers, labels)
            return self.score(answers, labels)

        self._check = check

    def agree(self, images, labels):
        if len(images) != len(labels):
            raise ValueError(f"{len(images)} images, {len(labels)} labels")

    def own_images(self, images):
        return copy.deepcopy(images)

    def own_labels(self, labels):
        return np.asarray(labels).copy()

    def ask(self, predict, images, labels):
        return np.asarray(predict(copy.deepcopy(images)))

    def count(self, answers, labels):
        if answers.shape != labels.shape:
            raise ValueError(f"{answers.size} answers for {labels.size} images")

    def score(self, answers, labels):
        return float((answers == labels).mean())

    def evaluate(self, predict):
        if self._opened:
            raise RuntimeError("opened before")
        score = self._check(predict)
        self._opened = True
        return score


@mistake("LockedTestSet", "was given 2 things")
class LabelsHandedOver(Right):
    def ask(self, predict, images, labels):
        return np.asarray(predict(images, labels))


@mistake("LockedTestSet", "It takes all of them in one go")
class OneByOne(Right):
    def ask(self, predict, images, labels):
        return np.asarray([predict(image) for image in images])


@mistake("LockedTestSet", "Hand them on as they were given")
class ImagesMadeArrays(Right):
    def own_images(self, images):
        return np.asarray(images).copy()


@mistake("LockedTestSet", "copies an array and a tensor alike")
class CopiedLikeArrays(Right):
    def own_images(self, images):
        return images.copy()


@mistake("LockedTestSet", "called more than once")
class AskedTwice(Right):
    def ask(self, predict, images, labels):
        self.count(np.asarray(predict(copy.deepcopy(images))), labels)
        return np.asarray(predict(copy.deepcopy(images)))


@mistake("LockedTestSet", "has not called `predict`")
class TakesAnswers(Right):
    def ask(self, predict, images, labels):
        return np.asarray(predict)


@mistake("LockedTestSet", "how many answers are right")
class Counts(Right):
    def score(self, answers, labels):
        return int((answers == labels).sum())


@mistake("LockedTestSet", "That is a percentage")
class Percent(Right):
    def score(self, answers, labels):
        return 100 * float((answers == labels).mean())


@mistake("LockedTestSet", "share of wrong answers")
class Errors(Right):
    def score(self, answers, labels):
        return float((answers != labels).mean())


@mistake("LockedTestSet", "mean over the classes")
class ByClass(Right):
    def score(self, answers, labels):
        return float(np.mean([(answers[labels == one] == one).mean() for one in set(labels.tolist())]))


@mistake("LockedTestSet", "knows most of the labels")
class EachByItself(Right):
    def score(self, answers, labels):
        return answers == labels


@mistake("LockedTestSet", "The score was rounded")
class Rounded(Right):
    def score(self, answers, labels):
        return round(float((answers == labels).mean()), 2)


@mistake("LockedTestSet", "nothing beside it")
class WithTheLabels(Right):
    def score(self, answers, labels):
        return float((answers == labels).mean()), labels


@mistake("LockedTestSet", "A plain number is asked for")
class AsATensor(Right):
    def score(self, answers, labels):
        import torch

        return torch.tensor(answers == labels).double().mean()


@mistake("LockedTestSet", "compares one by one")
class ListsAsAWhole(Right):
    def own_labels(self, labels):
        return [int(one) for one in labels]

    def ask(self, predict, images, labels):
        answers = predict(copy.deepcopy(images))
        return answers if isinstance(answers, list) else list(answers)

    def count(self, answers, labels):
        if len(answers) != len(labels):
            raise ValueError(f"{len(answers)} answers for {len(labels)} images")

    def score(self, answers, labels):
        return float(np.mean(answers == labels))


@mistake("LockedTestSet", "Is there a `return` at the end?")
class NothingReturned(Right):
    def evaluate(self, predict):
        super().evaluate(predict)


@mistake("LockedTestSet", "The second evaluate told a score")
class NeverLocks(Right):
    """8.12: scored for every variant, for information."""

    def evaluate(self, predict):
        return self._check(predict)


@mistake("LockedTestSet", "The second evaluate told a score")
class TheLuckiest(Right):
    """8.11: the best of all test scores."""

    best = 0.0

    def evaluate(self, predict):
        self.best = max(self.best, self._check(predict))
        return self.best


@mistake("LockedTestSet", "The second evaluate told a score")
class KeptScore(Right):
    def evaluate(self, predict):
        if not self._opened:
            self._kept = super().evaluate(predict)
        return self._kept


@mistake("LockedTestSet", "The second evaluate told a score")
class TwoAllowed(Right):
    calls = 0

    def evaluate(self, predict):
        self.calls += 1
        if self.calls > 2:
            raise RuntimeError("opened before")
        return self._check(predict)


@mistake("LockedTestSet", "The second evaluate told a score")
class FlagNeverSet(Right):
    def evaluate(self, predict):
        opened = self._opened
        if opened:
            raise RuntimeError("opened before")
        score = self._check(predict)
        opened = True
        return score


@mistake("LockedTestSet", "The second evaluate told a score")
class OnlyWarns(Right):
    def evaluate(self, predict):
        if self._opened:
            import warnings

            warnings.warn("the test set was opened before", stacklevel=2)
        self._opened = True
        return self._check(predict)


@mistake("LockedTestSet", "goes unnoticed")
class NoneTheSecondTime(Right):
    def evaluate(self, predict):
        return None if self._opened else super().evaluate(predict)


@mistake("LockedTestSet", "It should be a RuntimeError")
class AnotherError(Right):
    def evaluate(self, predict):
        if self._opened:
            raise PermissionError("opened before")
        return super().evaluate(predict)


@mistake("LockedTestSet", "An `assert` raises an AssertionError")
class Asserted(Right):
    def evaluate(self, predict):
        assert not self._opened, "opened before"
        return super().evaluate(predict)


@mistake("LockedTestSet", "has no message")
class NoMessage(Right):
    def evaluate(self, predict):
        if self._opened:
            raise RuntimeError
        return super().evaluate(predict)


@mistake("LockedTestSet", "The lock is the set's, whichever model comes")
class OnceForEachModel(Right):
    def __init__(self, images, labels):
        super().__init__(images, labels)
        used = []

        def evaluate(predict):
            answers = []

            def spied(images):
                answers.append(predict(images))
                return answers[-1]

            score = self._check(spied)
            if str(answers) in used:
                raise RuntimeError("this model was here before")
            used.append(str(answers))
            return score

        self.evaluate = evaluate


@mistake("LockedTestSet", "The lock is the set's, whichever model comes")
class LockedForAWhile(Right):
    """The refusal opens it again."""

    def evaluate(self, predict):
        if self._opened:
            self._opened = False
            raise RuntimeError("opened before")
        return super().evaluate(predict)


@mistake("LockedTestSet", "It counts as opened once the score is known")
class LockedTooSoon(Right):
    def evaluate(self, predict):
        if self._opened:
            raise RuntimeError("opened before")
        self._opened = True
        return self._check(predict)


@mistake("LockedTestSet", "It counts as opened once the score is known")
class LockedInFinally(Right):
    def evaluate(self, predict):
        if self._opened:
            raise RuntimeError("opened before")
        try:
            return self._check(predict)
        finally:
            self._opened = True


@mistake("LockedTestSet", "Let the error through")
class ErrorSwallowed(Right):
    def evaluate(self, predict):
        try:
            return super().evaluate(predict)
        except (KeyError, ValueError):
            return 0.0


@mistake("LockedTestSet", "which belongs to which is not known")
class CutToTheShorter(Right):
    def ask(self, predict, images, labels):
        return np.asarray(predict(copy.deepcopy(images)))

    def count(self, answers, labels):
        pass

    def score(self, answers, labels):
        return sum(int(a == b) for a, b in zip(answers, labels, strict=False)) / len(labels)


@mistake("LockedTestSet", "Put the bad value into the message")
class NumbersNotShown(Right):
    def count(self, answers, labels):
        if answers.shape != labels.shape:
            raise ValueError("wrong number of answers")


@mistake("LockedTestSet", "Show how many there are, and not what they are")
class LabelsInTheMessage(Right):
    def count(self, answers, labels):
        if answers.shape != labels.shape:
            raise ValueError(f"{answers.size} answers for {labels.size} labels: {labels.tolist()}")


@mistake("LockedTestSet", "after the answers have been counted")
class LockedBeforeCounting(Right):
    def count(self, answers, labels):
        self._opened = True
        super().count(answers, labels)


@mistake("LockedTestSet", "that makes 64 comparisons")
class Broadcast(Right):
    def count(self, answers, labels):
        if len(answers) != len(labels):
            raise ValueError(f"{len(answers)} answers for {len(labels)} images")


@mistake("LockedTestSet", "Give it a copy")
class ImagesNotCopied(Right):
    def ask(self, predict, images, labels):
        return np.asarray(predict(images))


@mistake("LockedTestSet", "the caller's own labels")
class LabelsNotCopied(Right):
    def own_labels(self, labels):
        return np.asarray(labels)


@mistake("LockedTestSet", "A new set refused its first evaluate")
class OneLockForAll(Right):
    opened = False

    def evaluate(self, predict):
        if OneLockForAll.opened:
            raise RuntimeError("opened before")
        score = self._check(predict)
        OneLockForAll.opened = True
        return score


@mistake("LockedTestSet", "the first told its score again")
class NewSetOpensAll(Right):
    opened = False

    def __init__(self, images, labels):
        super().__init__(images, labels)
        type(self).opened = False

    def evaluate(self, predict):
        if self.opened:
            raise RuntimeError("opened before")
        score = self._check(predict)
        type(self).opened = True
        return score


class Plain:
    """One whose labels are kept where everybody can see them."""

    def __init__(self, images, labels):
        if len(images) != len(labels):
            raise ValueError(f"{len(images)} images, {len(labels)} labels")
        self.opened = False
        self.images = copy.deepcopy(images)
        self.keep(np.asarray(labels).copy())

    def keep(self, labels):
        self.labels = labels

    def kept(self):
        return self.labels

    def evaluate(self, predict):
        if self.opened:
            raise RuntimeError("opened before")
        answers, labels = np.asarray(predict(copy.deepcopy(self.images))), np.asarray(self.kept())
        if answers.shape != labels.shape:
            raise ValueError(f"{answers.size} answers for {labels.size} images")
        self.opened = True
        return float((answers == labels).mean())


@mistake("LockedTestSet", "shows the labels, or something made of them")
class InAnAttribute(Plain):
    pass


@mistake("LockedTestSet", "shows the labels, or something made of them")
class BehindUnderscores(Plain):
    def keep(self, labels):
        self.__labels = labels

    def kept(self):
        return self.__labels


@mistake("LockedTestSet", "shows the labels, or something made of them")
class InADict(Plain):
    def keep(self, labels):
        self._data = {"truth": labels.tolist()}

    def kept(self):
        return self._data["truth"]


@mistake("LockedTestSet", "shows the labels, or something made of them")
class AsBytes(Plain):
    def keep(self, labels):
        self._secret = labels.astype(np.int64).tobytes()[::-1]

    def kept(self):
        return np.frombuffer(self._secret[::-1], np.int64)


@mistake("LockedTestSet", "shows the labels, or something made of them")
class InAnotherObject(Plain):
    def keep(self, labels):
        self._vault = type("Vault", (), {})()
        self._vault.contents = labels

    def kept(self):
        return self._vault.contents


@mistake("LockedTestSet", "shows the labels, or something made of them")
class Slots:
    __slots__ = ("_images", "_labels", "_opened")

    def __init__(self, images, labels):
        if len(images) != len(labels):
            raise ValueError(f"{len(images)} images, {len(labels)} labels")
        self._images, self._labels, self._opened = copy.deepcopy(images), np.asarray(labels).copy(), False

    def evaluate(self, predict):
        if self._opened:
            raise RuntimeError("opened before")
        answers = np.asarray(predict(copy.deepcopy(self._images)))
        if answers.shape != self._labels.shape:
            raise ValueError(f"{answers.size} answers for {self._labels.size} images")
        self._opened = True
        return float((answers == self._labels).mean())


@mistake("LockedTestSet", "shows the labels, or something made of them")
@dataclass
class PrintedByDataclass:
    images: object
    labels: object
    opened: bool = field(default=False)

    def __post_init__(self):
        if len(self.images) != len(self.labels):
            raise ValueError(f"{len(self.images)} images, {len(self.labels)} labels")
        self.images, self.labels = copy.deepcopy(self.images), np.asarray(self.labels).copy()

    def evaluate(self, predict):
        if self.opened:
            raise RuntimeError("opened before")
        answers = np.asarray(predict(copy.deepcopy(self.images)))
        if answers.shape != self.labels.shape:
            raise ValueError(f"{answers.size} answers for {self.labels.size} images")
        self.opened = True
        return float((answers == self.labels).mean())


@mistake("LockedTestSet", "shows the labels, or something made of them")
class Printed(Right):
    def __init__(self, images, labels):
        super().__init__(images, labels)
        text = f"LockedTestSet(labels={np.asarray(labels).tolist()})"
        self.shown = lambda what: text

    def __repr__(self):
        return self.shown("all")


@mistake("LockedTestSet", "shows the labels, or something made of them")
class InPairs(Right):
    """Goes through as a Dataset does: image and label."""

    def __init__(self, images, labels):
        super().__init__(images, labels)
        pairs = list(zip(images, np.asarray(labels).tolist(), strict=True))
        self._pair = lambda i: pairs[i]

    def __getitem__(self, i):
        return self._pair(i)


@mistake("LockedTestSet", "shows the labels, or something made of them")
class WithAGetter(Right):
    def __init__(self, images, labels):
        super().__init__(images, labels)
        self._get = lambda really: np.asarray(labels)

    def get_labels(self):
        return self._get(True)


@mistake("LockedTestSet", "shows the labels, or something made of them")
class InAPartial(Right):
    def __init__(self, images, labels):
        super().__init__(images, labels)
        self._score = partial(self.score, labels=np.asarray(labels).copy())


@mistake("LockedTestSet", "tells more than one score")
class KeepsWhatWasRight(Right):
    def score(self, answers, labels):
        self.correct = answers == labels
        return float(self.correct.mean())


@mistake("LockedTestSet", "tells more than one score")
class KeepsTheConfusionMatrix(Right):
    def score(self, answers, labels):
        self.confusion = np.zeros((3, 3), int)
        np.add.at(self.confusion, (labels, answers), 1)
        return float((answers == labels).mean())


@mistake("LockedTestSet", "A lock with a way round it is none")
class Reset(Right):
    def reset(self):
        self._opened = False


@mistake("LockedTestSet", "came with 7 labels")
class LengthsNotCompared(Right):
    def agree(self, images, labels):
        pass


@mistake("LockedTestSet", "came with 11 labels")
class OnlyTooFewLabels(Right):
    def agree(self, images, labels):
        if len(labels) < len(images):
            raise ValueError(f"{len(images)} images, {len(labels)} labels")


@mistake("LockedTestSet", "has to say so, in its first line: nonlocal")
class NonlocalLeftOut:
    def __init__(self, images, labels):
        right, opened = Right(images, labels), False

        def score(predict):
            if opened:  # noqa: F823
                raise RuntimeError("opened before")
            opened = True  # noqa: F841
            return right.evaluate(predict)

        self._score = score

    def evaluate(self, predict):
        return self._score(predict)


@mistake("LockedTestSet", "gives class numbers, one for each image, and no logits")
class TakesLogits(Right):
    def ask(self, predict, images, labels):
        return np.asarray(predict(images)).argmax(axis=1)


@mistake("LockedTestSet", "is a function, and not always a network")
class WantsANetwork(Right):
    def ask(self, predict, images, labels):
        predict.eval()
        return np.asarray(predict(images))


@mistake("LockedTestSet", "Let that of `predict` through as it is")
class AnotherErrorForPredict(Right):
    def ask(self, predict, images, labels):
        try:
            return np.asarray(predict(copy.deepcopy(images)))
        except Exception as error:
            raise RuntimeError(f"predict failed: {error}") from error


@mistake("LockedTestSet", "After a score of 0.0, a second one was told")
class ScoreAsTheFlag(Right):
    kept = None

    def evaluate(self, predict):
        if self.kept:
            raise RuntimeError("opened before")
        self.kept = self._check(predict)
        return self.kept


@mistake("LockedTestSet", "the caller's own images, and those have changed")
class ImagesCopiedForPredictOnly(Right):
    def own_images(self, images):
        return images


@mistake("LockedTestSet", "A lock with a way round it is none")
class ForcedOpen(Right):
    def evaluate(self, predict, force=False):
        if force:
            self._opened = False
        return super().evaluate(predict)


@mistake("LockedTestSet", "compares one by one")
class AWholeNumber(Right):
    def score(self, answers, labels):
        return int((answers == labels).mean())
