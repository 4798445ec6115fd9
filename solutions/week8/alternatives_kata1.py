"""Unusual and correct: every one of these must pass."""

import copy
import uuid
import weakref

import numpy as np
import torch

from kata.known import alternative


def enough(images, labels):
    if len(images) != len(labels):
        raise ValueError(f"len(images) is {len(images)}, len(labels) is {len(labels)}")


@alternative("LockedTestSet")
class EvaluateInTheClosure:
    """`evaluate` itself is made in __init__, and forgets the labels once it has told the score."""

    def __init__(self, images, labels):
        enough(images, labels)
        images = images.clone() if isinstance(images, torch.Tensor) else np.copy(images)
        kept = [torch.as_tensor(labels).clone()]

        def evaluate(predict):
            if not kept:
                raise RuntimeError("The test set was opened already. There is one score, and it was told.")
            fresh = images.clone() if isinstance(images, torch.Tensor) else images.copy()
            answers = torch.as_tensor(np.array([int(one) for one in predict(fresh)]))
            if len(answers) != len(kept[0]):
                raise ValueError(f"{len(kept[0])} images, {len(answers)} answers")
            return (answers == kept.pop()).double().mean().item()

        self.evaluate = evaluate
        self.n = len(images)

    def __len__(self):
        return self.n

    def __repr__(self):
        return f"LockedTestSet({self.n} images)"


@alternative("LockedTestSet")
class FlagAndImagesInSight:
    """The images may be seen, and so may the flag, the score and a number of its own."""

    def __init__(self, images, labels):
        enough(images, labels)
        self.images, self.opened, self.score, self.id = copy.deepcopy(images), False, None, uuid.uuid4().hex
        truth = [int(one) for one in labels]
        self._right = lambda answers: [int(a) == b for a, b in zip(answers, truth, strict=True)]

    def evaluate(self, predict):
        if self.opened:
            raise RuntimeError(f"opened before, and the score was {self.score}")
        answers = list(predict(copy.deepcopy(self.images)))
        if len(answers) != len(self.images):
            raise ValueError(f"got {len(answers)}, want {len(self.images)}")
        right = self._right(answers)
        self.opened, self.score = True, sum(right) / len(right)
        return self.score


_secrets = weakref.WeakKeyDictionary()


@alternative("LockedTestSet")
class KeptElsewhere:
    """In the module, by object: nothing is in the object."""

    def __init__(self, images, labels):
        enough(images, labels)
        _secrets[self] = copy.deepcopy(images), np.array([int(one) for one in labels])

    def evaluate(self, predict):
        if self not in _secrets:
            raise RuntimeError("A test set opens once.")
        images, labels = _secrets[self]
        answers = np.ravel(predict(copy.deepcopy(images)))
        if answers.size != labels.size:
            raise ValueError(f"{answers.size} answers, {labels.size} labels")
        del _secrets[self]
        return np.mean(answers == labels)


@alternative("LockedTestSet")
class AGenerator:
    """A generator waits for a predict, and ends with its answer."""

    def __init__(self, images, labels):
        enough(images, labels)

        def told(images, labels):
            answers = yield None
            while answers is None or len(answers) != len(labels):
                answers = yield None if answers is None else (len(answers), len(labels))
            yield float(np.mean(np.asarray(answers).reshape(-1) == labels))

        self._images = copy.deepcopy(images)
        self._told = told(self._images, np.array([int(one) for one in labels]))
        next(self._told)

    def evaluate(self, predict):
        if self._told is None:
            raise RuntimeError("opened before")
        found = self._told.send(predict(copy.deepcopy(self._images)))
        if isinstance(found, tuple):
            raise ValueError(f"{found[0]} answers for {found[1]} images")
        self._told = None
        return found
