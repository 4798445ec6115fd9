"""Fresh scores, run at grading only."""

import math
import statistics

from kata import expect, expect_error
from week6.kata7_seeds_and_intervals import ablation, compare, mean_and_interval

PHOTOS = [0.948, 0.983, 0.914, 0.966, 1.0, 0.879, 0.957]  # seven splits of the photos


def test_mean_and_interval_on_fresh_scores():
    error = statistics.stdev(PHOTOS) / math.sqrt(7)
    expect(mean_and_interval(PHOTOS), want=(statistics.fmean(PHOTOS), 2.44691 * error), rtol=1e-3)
    expect(mean_and_interval(PHOTOS)[0], want=statistics.fmean(PHOTOS), what="the mean, with all its digits")
    expect(mean_and_interval(PHOTOS, 0.99), want=(statistics.fmean(PHOTOS), 3.70743 * error), rtol=1e-3)
    expect(mean_and_interval(PHOTOS, confidence=0.5), want=(statistics.fmean(PHOTOS), 0.717558 * error), rtol=1e-3)


def test_mean_and_interval_of_a_loss_and_of_percents():
    expect(mean_and_interval([-1.5, -2.0]), want=(-1.75, 3.17655), rtol=1e-3)
    expect(mean_and_interval([81, 84, 93]), want=(86.0, 15.5136), rtol=1e-3)
    expect(mean_and_interval([81, 81]), want=(81.0, 0.0))


def test_mean_and_interval_refuses_a_single_score():
    expect_error(mean_and_interval, [0.5], confidence=0.9, why="One score has no spread: raise a ValueError.")


def test_compare_on_fresh_scores():
    better = [score + gain for score, gain in zip(PHOTOS, (0.02, 0.01, 0.0, 0.03, 0.02, 0.01, 0.02), strict=True)]
    noisy = [score + gain for score, gain in zip(PHOTOS, (0.2, 0.01, -0.1, 0.13, -0.05, 0.01, 0.1), strict=True)]
    expect(compare(better, PHOTOS), want="a")
    expect(compare(PHOTOS, better), want="b")
    expect(compare(noisy, PHOTOS), want="too close")
    one_bad_seed = [score + gain for score, gain in zip(PHOTOS, [0.1] * 3 + [-0.175] + [0.1] * 3, strict=True)]
    expect(compare(one_bad_seed, PHOTOS), want="too close")
    expect(compare(PHOTOS, PHOTOS), want="too close")
    expect(compare(PHOTOS[::-1], PHOTOS), want="too close")
    expect(compare([2, 3], [1, 2]), want="a")
    expect(compare([90.0, 70.0, 80.0, 60.0], [60.0, 80.0, 70.0, 50.0]), want="too close")
    expect_error(compare, PHOTOS, better[:5], shows=5, why="The lengths differ: raise a ValueError with both numbers.")
    expect_error(compare, PHOTOS, better[:5], shows=7, why="The lengths differ: raise a ValueError with both numbers.")


def test_ablation_on_fresh_variants():
    calls = []

    def run(variant, seed):
        calls.append((variant, seed))
        return len(variant) * 0.1 + seed * 0.01

    want = {"none": [0.45, 0.42], "no flip": [0.75, 0.72], "no dropout": [1.05, 1.02], "frozen": [0.65, 0.62]}
    expect(ablation(run, list(want), [5, 2]), want=want)
    expect(sorted(calls), want=sorted((variant, seed) for variant in want for seed in (5, 2)), what="the runs")
