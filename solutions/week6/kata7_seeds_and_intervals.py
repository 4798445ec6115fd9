"""Seeds and intervals.

Train the small network of week 5 ten times, on one split of the course's photos, with nothing changed but the
seed: it gets 63 to 68 % of them right. Keep the seed, and split the photos in ten ways: 63 to 81 %. So one run
against one other proves nothing. Repeat both, say how far the mean can be trusted, and only then which is better:
three variants, three seeds each, is where an honest comparison begins.
"""

from collections.abc import Callable

import numpy as np


def mean_and_interval(scores: list[float], confidence: float = 0.95) -> tuple[float, float]:
    """The mean of a few runs, and how far the true mean may be from it.

    "0.86 ± 0.16": a 95 % interval is made by a recipe that catches the true mean 19 times out of 20. Three parts
    are multiplied. The spread of the runs: the sample standard deviation, which divides by n - 1. One over the root
    of n, because a mean of many runs is steadier than a single run. And a factor t, because the spread was itself
    guessed from a few runs. With three runs t is 4.303; the well-known 1.96 is for endlessly many, and an interval
    of three runs with 1.96 catches the true mean only 8 times out of 10.

    t is the quantile of Student's t distribution with n - 1 degrees of freedom at (1 + confidence) / 2, so that
    half of what is left out lies above the interval, and half below. SciPy has it: scipy.special.stdtrit(degrees,
    share), or scipy.stats.t.ppf(share, degrees).

    Args:
        scores: one score a run, two or more.
        confidence: how often the recipe shall catch the true mean, between 0 and 1.

    Returns:
        (mean, half_width): the interval goes from mean - half_width to mean + half_width. Where all scores are
        equal, half_width is 0.0.

    Raises:
        ValueError: there are fewer than two scores. One run says nothing about its spread.

    Example:
        >>> mean, half_width = mean_and_interval([0.8, 0.9, 1.0])   # 4.303 · 0.1 / √3
        >>> round(mean, 3), round(half_width, 3)
        (0.9, 0.248)
    """
    # BEGIN SOLUTION
    from scipy.special import stdtrit

    n = len(scores)
    if n < 2:
        raise ValueError(f"an interval needs two scores or more, and here are {n}: {scores}")
    t = stdtrit(n - 1, (1 + confidence) / 2)
    return float(np.mean(scores)), float(t * np.std(scores, ddof=1) / np.sqrt(n))
    # END SOLUTION


def compare(scores_a: list[float], scores_b: list[float]) -> str:
    """Which of two variants is better, if that can be told at all.

    A seed that is hard for one variant is often hard for the other, too. So compare them seed by seed: take the
    difference of each pair, and ask whether the mean of these differences could be 0. What both share drops out of
    a difference, and a small advantage shows that comparing two means would hide.

    Args:
        scores_a: the scores of variant a, one for each seed, two or more; higher is better.
        scores_b: the scores of variant b, with the same seeds in the same order.

    Returns:
        "a" if a's mean is higher and the 95 % interval of the mean difference (`mean_and_interval` of the
        differences) does not hold 0; "b" if that holds for b; otherwise "too close". Where all differences are
        equal there is no spread: their sign decides, and differences of 0 are "too close".

    Raises:
        ValueError: there are not as many scores of one as of the other; the message shows both numbers.

    Example:
        >>> compare([0.82, 0.91, 0.73], [0.80, 0.88, 0.71])   # 0.02, 0.03 and 0.02 better
        'a'
        >>> compare([0.82, 0.91, 0.73], [0.75, 0.93, 0.70])   # 0.07 and 0.03 better, 0.02 worse
        'too close'
    """
    # BEGIN SOLUTION
    if len(scores_a) != len(scores_b):
        raise ValueError(f"{len(scores_a)} scores of a and {len(scores_b)} of b: they are compared seed by seed")
    mean, half_width = mean_and_interval([a - b for a, b in zip(scores_a, scores_b, strict=True)])
    if abs(mean) <= half_width:
        return "too close"
    return "a" if mean > 0 else "b"
    # END SOLUTION


def ablation(run: Callable[[str, int], float], variants: list[str], seeds: list[int]) -> dict[str, list[float]]:
    """Run every variant with every seed, and keep the scores in order.

    In an ablation study one part is taken out at a time (no dropout, no augmentation), to see what it was good for.
    Each variant meets the same seeds: then their scores are pairs, and `compare` can be asked. Each run may take
    an hour, so none is done twice.

    Args:
        run: `run(variant, seed)` trains one network and returns its score.
        variants: the names of the variants.
        seeds: the seeds, whole numbers in any order.

    Returns:
        variant → its scores, one for each seed, in the order of `seeds`.

    Example:
        >>> ablation(lambda variant, seed: len(variant) + seed / 10, ["plain", "dropout"], seeds=[3, 0])
        {'plain': [5.3, 5.0], 'dropout': [7.3, 7.0]}
    """
    # BEGIN SOLUTION
    return {variant: [run(variant, seed) for seed in seeds] for variant in variants}
    # END SOLUTION
