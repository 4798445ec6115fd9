"""Unusual and correct: every one of these must pass."""

import math
import statistics
import warnings

import numpy as np

from kata.known import alternative
from week6.kata7_seeds_and_intervals import mean_and_interval


def student(degrees, share):
    """The quantile by halving, from the density of Student's t: no SciPy."""
    scale = math.gamma((degrees + 1) / 2) / math.gamma(degrees / 2) / math.sqrt(degrees * math.pi)
    angles = np.linspace(0, math.atan(200 / math.sqrt(degrees)), 20001)  # x = √degrees · tan(angle)
    density = scale * np.cos(angles) ** (degrees - 1) * math.sqrt(degrees)
    shares = 0.5 + np.concatenate([[0], np.cumsum((density[1:] + density[:-1]) / 2 * np.diff(angles))])
    return math.sqrt(degrees) * math.tan(np.interp(share, shares, angles))


@alternative("mean_and_interval")
def with_scipy_stats(scores, confidence=0.95):
    from scipy import stats

    if len(scores) < 2:
        raise ValueError(f"only {len(scores)} scores")
    return np.mean(scores), stats.sem(scores) * stats.t.ppf(0.5 + confidence / 2, len(scores) - 1)


@alternative("mean_and_interval")
def from_the_upper_tail(scores, confidence=0.95):
    from scipy.stats import t

    n = len(scores)
    if n < 2:
        raise ValueError(n)
    spread = np.std(scores) / np.sqrt(n - 1)  # divided by n, and by n - 1: the same
    return [sum(scores) / n, t.isf((1 - confidence) / 2, n - 1) * spread]


@alternative("mean_and_interval")
def with_the_standard_library_and_a_table(scores, confidence=0.95):
    """The table of 95 % from a book, with three decimals; other confidences computed."""
    half = statistics.stdev(scores) / len(scores) ** 0.5  # its StatisticsError is a ValueError
    table = {1: 12.706, 2: 4.303, 3: 3.182, 4: 2.776, 5: 2.571, 6: 2.447}
    degrees = len(scores) - 1
    t = table[degrees] if confidence == 0.95 and degrees in table else student(degrees, (1 + confidence) / 2)
    return statistics.fmean(scores), t * half


@alternative("mean_and_interval")
def ends_first(scores, confidence=0.95):
    from scipy.stats import t

    if len(scores) < 2:
        raise ValueError("at least two scores are needed")
    mean, spread = np.mean(scores), np.std(scores, ddof=1)
    if spread == 0:
        return mean, 0
    low, high = t.interval(confidence, df=len(scores) - 1, loc=mean, scale=spread / math.sqrt(len(scores)))
    return np.float64((low + high) / 2), np.float64((high - low) / 2)


@alternative("compare")
def by_the_ends_of_the_interval(scores_a, scores_b):
    if len(scores_a) != len(scores_b):
        raise ValueError(f"lengths differ: {len(scores_a)} and {len(scores_b)}")
    mean, half_width = mean_and_interval(list(np.subtract(scores_b, scores_a)))
    low, high = mean - half_width, mean + half_width
    if low > 0:
        return "b"
    if high < 0:
        return "a"
    return "too close"


@alternative("compare")
def by_the_paired_t_test(scores_a, scores_b):
    from scipy.stats import ttest_rel

    if len(scores_a) != len(scores_b):
        raise ValueError(f"{len(scores_a)} != {len(scores_b)}")
    with warnings.catch_warnings(), np.errstate(all="ignore"):
        warnings.simplefilter("ignore")
        statistic, p = ttest_rel(scores_a, scores_b)
    if not p < 0.05:  # nan, too
        return "too close"
    return "a" if statistic > 0 else "b"


@alternative("ablation")
def plain_loops(run, variants, seeds):
    results = {}
    for variant in variants:
        results[variant] = []
        for seed in seeds:
            results[variant].append(run(variant, seed))
    return results


@alternative("ablation")
def seed_by_seed(run, variants, seeds):
    """After half the time every variant has half its seeds."""
    results = {variant: np.zeros(len(seeds)) for variant in reversed(variants)}
    for i, seed in enumerate(seeds):
        for variant in variants:
            results[variant][i] = run(variant=variant, seed=seed)
    return results


@alternative("ablation")
def with_map(run, variants, seeds):
    return dict(zip(variants, (tuple(map(lambda seed: run(v, seed), seeds)) for v in variants), strict=True))  # noqa: C417
