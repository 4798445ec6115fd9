"""Fresh data for the locked test set, run at grading only."""

import numpy as np
import torch

from kata import expect, expect_error
from nets import probes
from week8.kata1_locked_test_set import LockedTestSet

LABELS = [4, 1, 1, 0, 3, 2, 1]
FEATURES = torch.tensor([[4.2, 0.3], [1.0, 5.5], [0.9, 2.1], [3.3, 1.2], [3.1, 0.0], [2.2, 9.1], [0.2, 0.4]])


def by_first_feature(images):
    return images[:, 0].round().long()  # 4, 1, 1, 3, 3, 2, 0: five of seven


def test_LockedTestSet_with_a_predict_that_looks_at_its_images():
    test_set = LockedTestSet(FEATURES, torch.tensor(LABELS))
    expect(test_set.evaluate(by_first_feature), want=5 / 7, what="the score of 5 right answers of 7")
    expect_error(test_set.evaluate, by_first_feature, error=RuntimeError, why="The set was opened before.")


def test_LockedTestSet_whose_predict_writes_into_its_images():
    images = FEATURES.numpy().copy()
    test_set = LockedTestSet(images, LABELS)
    before = images.copy()

    def rounding(images):
        images += 0.5
        return images[:, 0].astype(int).tolist()

    expect(test_set.evaluate(rounding), want=5 / 7, what="the score of a predict that works in place")
    assert np.array_equal(images, before), "The caller's images have changed."


def test_LockedTestSet_that_is_copied_after_it_was_opened():
    for deep in (False, True):
        test_set = LockedTestSet(FEATURES, torch.tensor(LABELS))
        test_set.evaluate(by_first_feature)
        try:
            score = probes.copied(test_set, deep).evaluate(by_first_feature)
        except Exception:  # it refuses
            continue
        raise AssertionError(f"A copy of a set that was opened told a score, {score}.")


def test_LockedTestSet_tells_0_and_1():
    for answers, want in ((LABELS, 1.0), ([0, 0, 0, 1, 1, 1, 0], 0.0)):
        test_set = LockedTestSet(FEATURES.numpy(), np.array(LABELS))
        expect(test_set.evaluate(lambda images, answers=answers: answers), want=want, what="the score")
        expect_error(test_set.evaluate, lambda images: LABELS, error=RuntimeError, why="The set was opened before, "
                     "whatever its score was.")


def test_LockedTestSet_keeps_images_of_its_own():
    labels = torch.tensor(LABELS)
    test_set = probes.overwritten(LockedTestSet, FEATURES.clone(), labels, then=(torch.zeros_like(FEATURES), labels))
    expect(test_set.evaluate(by_first_feature), want=5 / 7, what="the score after the caller has changed his images")
