"""How much of a difference is luck.

A few runs, their mean, and an interval: from there on one can say that a variant is better, or that nobody knows
yet. The training itself is played by a small table, so that no test waits for a network.
"""

import math
from collections import Counter

from kata import expect, expect_error
from week6.kata7_seeds_and_intervals import ablation, compare, mean_and_interval

ROOT = math.sqrt(3)
RUNS = [0.81, 0.84, 0.93]  # 0.86 - 0.05, 0.86 - 0.02, 0.86 + 0.07
SPREAD = math.sqrt((0.05**2 + 0.02**2 + 0.07**2) / 2)  # the sample standard deviation: it divides by 2, not by 3
NARROW = math.sqrt((0.05**2 + 0.02**2 + 0.07**2) / 3)
T = 4.30265  # Student's t for three runs, and 95 %
HALF = T * SPREAD / ROOT

ONE_SIDED = ("That is the one-sided t. A 95 % interval leaves out 2.5 % at each end, so the quantile is taken at "
             "(1 + confidence) / 2 = 0.975.")
DEGREES = "With n runs, t has n - 1 degrees of freedom: the mean has used up one."
NORMAL = ("1.96 is for endlessly many runs. The spread of three is only guessed, and their t is 4.303: "
          "stdtrit(n - 1, (1 + confidence) / 2).")
POPULATION = ("Too narrow: np.std divides by n if nothing else is said. A few runs show less than the true spread, so "
              "divide by n - 1: ddof=1.")
NOT_ONLY = "That is one interval for the runs themselves. The mean of n runs is steadier: divide by the root of n."


def test_mean_and_interval_is_t_times_the_standard_error():
    expect(mean_and_interval(RUNS), want=(0.86, HALF), rtol=1e-3, mistakes={
        "normal": ((0.86, 1.95996 * SPREAD / ROOT), NORMAL),
        "2": ((0.86, 2 * SPREAD / ROOT), NORMAL),
        "population": ((0.86, T * NARROW / ROOT), POPULATION),
        "both": ((0.86, 1.95996 * NARROW / ROOT), "Much too narrow, for two reasons: the standard deviation divides by "
                 "n - 1 here (ddof=1), and three runs need t, 4.303, instead of 1.96."),
        "spread alone": ((0.86, SPREAD), "That is the standard deviation of the runs. The interval is for their mean: "
                         "t times the standard deviation, divided by the root of n."),
        "narrow alone": ((0.86, NARROW), "That is the standard deviation of the runs, divided by n at that. The "
                         "interval is for their mean: t · (standard deviation with ddof=1) / √n."),
        "standard error": ((0.86, SPREAD / ROOT), "That is the standard error. The interval is t times as wide."),
        "error, narrow": ((0.86, NARROW / ROOT), "That is nearly the standard error: it needs ddof=1. And the interval "
                          "is t times as wide."),
        "no root": ((0.86, T * SPREAD), NOT_ONLY),
        "no root, normal": ((0.86, 1.95996 * SPREAD), NOT_ONLY),
        "no root, narrow": ((0.86, T * NARROW), "That is the value you get with ddof=n - 1, or with no ddof and no "
                            "root of n. It is t · (standard deviation with ddof=1) / √n."),
        "precedence": (lambda got: any(abs(got[1] - T * SPREAD / d) < 1e-4 for d in (1.5, 6)), "For Python "
                       "n ** 1/2 is (n ** 1) / 2. The root of n is n ** 0.5, or math.sqrt(n)."),
        "one end": (lambda got: len(got) == 2 and abs(got[0] - 0.86) < 1e-4 > abs(abs(got[1] - 0.86) - HALF), "The "
                    "second value is an end of the interval. Return how far it goes to each side, without the mean."),
        "halved": ((0.86, HALF / 2), "That is half of the half-width. t · s / √n goes to one side only, as it is."),
        "cdf": ((0.86, 0.783821 * SPREAD / ROOT), "That factor is t.cdf: the share below a number. The other way round "
                "is asked for, from the share to the number: stdtrit, or t.ppf."),
        "n": ((0.86, T * SPREAD / 3), "The spread was divided by n. It is the root of n that makes a mean steadier."),
        "root of n - 1": ((0.86, T * SPREAD / math.sqrt(2)), "The n - 1 is in the standard deviation already (ddof=1), "
                          "and in the degrees of freedom. The root is that of n."),
        "one-sided": ((0.86, 2.91999 * SPREAD / ROOT), ONE_SIDED),
        "one-sided, normal": ((0.86, 1.64485 * SPREAD / ROOT), f"Two steps are off. {ONE_SIDED} And 1.64 is the normal "
                              "distribution's; three runs need Student's t."),
        "degrees n": ((0.86, 3.18245 * SPREAD / ROOT), DEGREES),
        "degrees n - 2": ((0.86, 12.7062 * SPREAD / ROOT), DEGREES),
        "full": ((0.86, 2 * HALF), "That is the whole width. Return half of it: how far the interval goes to each "
                                   "side."),
        "variance": ((0.86, T * SPREAD**2 / ROOT), "That is made from the variance. Its root is the standard "
                     "deviation, and that belongs here."),
        "negative": (lambda got: got[1] < 0, "The half-width came out negative: that is a quantile of the lower end. "
                     "Take it at (1 + confidence) / 2."),
        "rounded": (lambda got: abs(got[0] - 0.86) < 1e-9 and 0 < abs(got[1] - HALF) < 0.006, "The half-width was "
                    "rounded. Keep all its digits; round where it is printed."),
        "left out": ((0.86, 0.0708 * SPREAD / ROOT), "That is an interval for 5 %, which is what should be left out. t "
                     "is taken at (1 + confidence) / 2 = 0.975."),
        "no such quantile": (lambda got: math.isnan(got[1]), "The half-width is nan: SciPy was asked for a quantile "
                             "that does not exist. The share, (1 + confidence) / 2 with its brackets, lies between 0 "
                             "and 1; the order is stdtrit(degrees, share), or scipy.stats.t.ppf(share, degrees)."),
        "mean and ends": (lambda got: len(got[1]) == 2, "The second value is how far the interval goes to each side: "
                          "one number, and not its two ends."),
        "three": (lambda got: len(got) == 3, "Two numbers are asked for: (mean, half_width)."),
        "ends": ((0.86 - HALF, 0.86 + HALF), "Those are the ends of the interval. Return the mean, and how far it goes "
                 "to each side."),
        "median": ((0.84, HALF), "0.84 is the median, the run in the middle. The mean is asked for."),
        "swapped": ((HALF, 0.86), "The mean comes first, then the half-width."),
        "mean alone": (0.86, "That is the mean alone. Return both: (mean, half_width)."),
        "half alone": (HALF, "That is the half-width alone. Return both: (mean, half_width)."),
        "range": ((0.86, 0.12), "That is from the lowest run to the highest. One odd run decides it: use the standard "
                  "deviation of all."),
        "half the range": ((0.86, 0.06), "That is half the way from the lowest run to the highest. One odd run decides "
                           "it: use the standard deviation of all."),
    })  # fmt: skip


def test_mean_and_interval_has_the_confidence_that_it_is_given():
    scores = [0.52, 0.61, 0.58, 0.66, 0.63]  # the mean is 0.6
    error = math.sqrt((0.08**2 + 0.01**2 + 0.02**2 + 0.06**2 + 0.03**2) / 4 / 5)
    expect(mean_and_interval(scores, confidence=0.8), want=(0.6, 1.53321 * error), rtol=1e-3, mistakes={
        "ignored": ((0.6, 2.77645 * error), "That is the interval for 95 %, and 80 % is asked for: use `confidence`."),
        "three": ((0.6, 4.30265 * error), "4.303 is for three runs and 95 %. Here are five runs and 80 %: take t from "
                  "SciPy, stdtrit(n - 1, (1 + confidence) / 2)."),
        "1.96": ((0.6, 1.95996 * error), "1.96 is for endlessly many runs and 95 %. Take t from SciPy, stdtrit(n - 1, "
                 "(1 + confidence) / 2)."),
        "normal": ((0.6, 1.28155 * error), "That is the normal distribution's factor. Five runs need Student's t, with "
                   "4 degrees of freedom."),
        "one-sided": ((0.6, 0.940965 * error), ONE_SIDED.replace("95 %", "80 %").replace("2.5 %", "10 %")
                      .replace("0.975", "0.9")),
        "rounded": (lambda got: abs(got[0] - 0.6) < 1e-9 and 0 < abs(got[1] - 1.53321 * error) < 0.0006, "The "
                    "half-width was rounded. Keep all its digits; round where it is printed."),
        "left out": ((0.6, 0.270722 * error), "That is an interval for 20 %, which is what should be left out. t is "
                     "taken at (1 + confidence) / 2 = 0.9."),
    })  # fmt: skip


def test_mean_and_interval_gets_narrower_with_every_run():
    """The same two scores again and again: two, four, six runs."""
    got = [mean_and_interval([0.7, 0.8] * n)[1] for n in (1, 2, 3)]
    expect(got, want=[0.635310, 0.0918694, 0.0574799], rtol=1e-3, what="the half-width of 2, 4 and 6 runs", say="For "
           "two runs it is 12.706 · 0.0707 / √2: t has one degree of freedom then, n - 1.")  # fmt: skip


def test_mean_and_interval_of_equal_scores_is_a_point():
    expect(mean_and_interval([0.75, 0.75, 0.75]), want=(0.75, 0.0), mistakes={
        "nan": (lambda got: math.isnan(got[1]), "The half-width is nan. scipy.stats.t.interval gives nan where there "
                "is no spread at all; t · s / √n gives 0."),
    })  # fmt: skip


def test_mean_and_interval_needs_two_scores():
    for scores in ([0.9], []):
        expect_error(mean_and_interval, scores, why="One run says nothing about its spread, and no run even less. With "
                     "fewer than two scores, raise a ValueError.", mistakes={
            "nan": (lambda got: math.isnan(got[1]), "nan is what 0/0 gives, and NumPy only warns of it. With fewer "
                    "than two scores, raise a ValueError before anything is computed."),
        })  # fmt: skip


# ---- compare: the differences, seed by seed


B = [0.80, 0.88, 0.71]  # three seeds, one of them lucky


def verdicts(base, **differences):
    """compare of `base` plus these differences with `base`, one answer a case; in words what an error means."""
    answers = {}
    for case, by_seed in differences.items():
        try:
            answers[case] = compare([b + d for b, d in zip(base, by_seed, strict=True)], base)
        except TypeError as error:
            if "'list' and 'list'" not in str(error):
                raise
            raise AssertionError(f"It stopped with TypeError: {error}. Lists cannot be subtracted as a whole: go "
                                 "through the pairs, [a - b for a, b in zip(scores_a, scores_b, "
                                 "strict=True)].") from None
    return answers


def test_compare_names_the_better_one():
    got = verdicts([0.70, 0.71, 0.70], a_is_better=(0.10, 0.11, 0.10), b_is_better=(-0.11, -0.10, -0.11))
    expect(got, want={"a_is_better": "a", "b_is_better": "b"}, what="the answers", mistakes={
        "swapped": ({"a_is_better": "b", "b_is_better": "a"}, "The two are the wrong way round: higher is better, and "
                    "a - b is above 0 where a is better."),
        "sign lost": (dict.fromkeys(got, "a"), "b was better, and the answer is a. Look at the sign of the mean "
                      "difference: above 0 it is a, below 0 it is b."),
        "sign lost, b": (dict.fromkeys(got, "b"), "a was better, and the answer is b. Look at the sign of the mean "
                         "difference: above 0 it is a, below 0 it is b."),
        "only a": ({"a_is_better": "a", "b_is_better": "too close"}, "b was clearly better, and it was called too "
                   "close. Far below 0 is as clear as far above: compare |mean| with the half-width."),
        "unpacked": ({"a_is_better": "too close", "b_is_better": "a"}, "That comes out if mean and half-width change "
                     "places. The mean is the first: mean, half_width = mean_and_interval(…)."),
        "never": (dict.fromkeys(got, "too close"), "0.10, 0.11 and 0.10 better was called too close. It is too close "
                  "only where the interval of the differences holds 0; this one goes from 0.09 to 0.12."),
        "words": (lambda got: not set(got.values()) <= {"a", "b", "too close"}, 'The answer is one of three texts: '
                  '"a", "b" or "too close".'),
    })  # fmt: skip


def test_compare_goes_by_pairs():
    """A small advantage, much the same with every seed: the seeds differ far more than the variants."""
    got = verdicts(B, ahead=(0.020, 0.023, 0.022), a_little=(0.003, 0.004, 0.003), behind=(-0.004, -0.003, -0.004))
    expect(got, want={"ahead": "a", "a_little": "a", "behind": "b"}, what="the answers", mistakes={
        "unpaired": (dict.fromkeys(got, "too close"), "The scores were not taken in pairs: a was better with every "
                     "single seed. The seeds spread far, and that hides it if two means, or two intervals, are "
                     "compared; in a - b, seed by seed, it drops out."),
        "margin": ({"ahead": "a", "a_little": "too close", "behind": "too close"}, "0.003 better with every seed is "
                   "little, and not luck. What counts is the interval of the differences with all their digits, and no "
                   "fixed margin."),
    })  # fmt: skip


def test_compare_is_not_taken_in_by_one_lucky_run():
    got = verdicts(B, one_lucky_run=(0.15, 0.01, -0.04), one_unlucky_run=(0.10, -0.15, 0.11),
                   all_a_little=(0.01, 0.03, 0.02), nearly=(0.023, 0.012, 0.031))  # fmt: skip
    close = dict.fromkeys(got, "too close")
    expect(got, want=close, what="the answers", mistakes={
        "means": (dict.fromkeys(got, "a"), "0.15 better, 0.01 better, 0.04 worse: a's mean is higher, and that may be "
                  "luck. The 95 % interval of the differences decides, no count of the seeds and no fixed "
                  "margin."),
        "b otherwise": (dict.fromkeys(got, "b"), "Not clearly a's does not mean b's: where 0 lies in the interval, "
                        'the answer is "too close".'),
        "words": (lambda got: not set(got.values()) <= {"a", "b", "too close"}, 'The answer is one of three texts: '
                  '"a", "b" or "too close".'),
        "sorted": ({**close, "one_unlucky_run": "a"}, "0.10 better, 0.15 worse, 0.11 better: only if each list is "
                   "sorted first does that look like a steady lead. Leave the order: the scores of one seed belong "
                   "together."),
        "narrow": (lambda got: "a" in got.values() and got["one_unlucky_run"] == "too close", "The mean is above 0 "
                   "here, and its interval holds 0 all the same. An interval that is too narrow (1.96 for 4.303, the "
                   "one-sided t, no ddof=1), or a count of the seeds that a wins, says a. Ask `mean_and_interval`."),
    })  # fmt: skip


def test_compare_does_not_wait_for_more_than_95_percent():
    got = verdicts([0.7, 0.7, 0.7], well_ahead=(0.04, 0.06, 0.08), well_behind=(-0.07, -0.05, -0.10))
    expect(got, want={"well_ahead": "a", "well_behind": "b"}, what="the answers", mistakes={
        "wide": (dict.fromkeys(got, "too close"), "The 95 % interval does not hold 0 here: 0.06 ± 0.05, and -0.073 ± "
                 "0.063. An interval that is too wide (its whole width, or no division by √n) holds it. Ask "
                 "`mean_and_interval`."),
    })  # fmt: skip


def test_compare_of_equal_differences_goes_by_their_sign():
    """Sixty-fourths, so that the differences are equal to the last digit."""
    low, high = [32 / 64, 33 / 64, 31 / 64], [40 / 64, 41 / 64, 39 / 64]
    said = ("All differences are 0.125, so there is no spread, and no doubt either. Where the spread is 0 the "
            "half-width is 0 (and not nan): the sign decides.")
    try:
        got = {"ahead": compare(high, low), "behind": compare(low, high), "equal": compare(low, low)}
    except ZeroDivisionError:
        raise AssertionError(f"It divided by zero. {said}") from None
    expect(got, want={"ahead": "a", "behind": "b", "equal": "too close"}, what="the answers", mistakes={
        "nan": (dict.fromkeys(got, "too close"), said),
        "equal": (lambda got: got["ahead"] == "a" and got["equal"] != "too close", "The scores are the same, and one "
                  "was called better. Where mean and half-width are both 0, it is too close: > instead of >=."),
    })  # fmt: skip


def test_compare_needs_a_pair_for_every_seed():
    why = ("a and b have different numbers of scores, so some have no partner. That must be a ValueError that shows "
           "both numbers; zip without strict=True quietly drops what is left over, and NumPy repeats a single one.")
    for n_a, n_b in ((4, 3), (3, 1)):
        a, b = [0.9, 0.91, 0.92, 0.93][:n_a], [0.7, 0.71, 0.72][:n_b]
        expect_error(compare, a, b, shows=n_a, why=why)
        expect_error(compare, a, b, shows=n_b, why=why)


# ---- ablation: every variant, every seed


VARIANTS = ["plain", "dropout", "augment"]
SEEDS = [7, 0, 12, 3]  # in no order, as somebody wrote them down
SCORES = {"plain": {7: 0.71, 0: 0.78, 12: 0.69, 3: 0.74},
          "dropout": {7: 0.76, 0: 0.75, 12: 0.79, 3: 0.72},
          "augment": {7: 0.7, 0: 0.81, 12: 0.77, 3: 0.73}}  # fmt: skip


def training(scores):
    """`run(variant, seed)`, which looks the score up, and the calls that were made."""
    calls = []

    def run(variant, seed):
        assert seed not in list(scores), (
            f"`run` was called as run({variant!r}, {seed!r}). The variant comes first, then the seed.")
        assert variant in list(scores), f"`run` got {variant!r}. It takes one variant at a time, and one seed."
        seeds = list(scores[variant])
        assert seed in seeds, (
            f"`run` was called with the seed {seed!r}, and the seeds are {seeds}. Every variant gets these very seeds: "
            "none drawn, none counted, and one at a time.")
        calls.append((variant, seed))
        return scores[variant][seed]

    return run, calls


def test_ablation_gives_each_variant_its_scores_in_the_order_of_the_seeds():
    run, _ = training(SCORES)
    want = {variant: list(by_seed.values()) for variant, by_seed in SCORES.items()}
    everything = [score for scores in want.values() for score in scores]
    expect(ablation(run, VARIANTS, SEEDS), want=want, mistakes={
        "by seed": ({seed: [SCORES[variant][seed] for variant in VARIANTS] for seed in SEEDS}, "Those are the scores "
                    "by seed. The keys are the variants: for each variant, one score a seed."),
        "means": ({variant: sum(scores) / 4 for variant, scores in want.items()}, "Those are the means. Keep every "
                  "score: without the single runs nobody can say how much they spread."),
        "best": ({variant: max(scores) for variant, scores in want.items()}, "Those are the best runs. Keep every "
                 "score: the luckiest seed says little."),
        "sorted": (lambda got: all(list(got[variant]) in (sorted(scores), sorted(scores)[::-1])
                                   for variant, scores in want.items()), "The scores are sorted, so nobody can tell "
                   "which seed they belong to. Keep the order of `seeds`."),
        "seeds sorted": ({variant: [SCORES[variant][seed] for seed in sorted(SEEDS)] for variant in VARIANTS}, "The "
                         "scores are in the order of the sorted seeds. Keep the order in which `seeds` has them."),
        "set": ({variant: [SCORES[variant][seed] for seed in set(SEEDS)] for variant in VARIANTS}, "The scores are in "
                "the order of set(seeds), and a set has an order of its own. Go through `seeds` itself."),
        "reversed": ({variant: scores[::-1] for variant, scores in want.items()}, "The scores are there from the last "
                     "seed to the first. Keep the order of `seeds`: append puts each score at the end."),
        "first of all": (lambda got: got in ({"plain": want["plain"][:1]}, {"plain": want["plain"][0]}), "There is one "
                         "run, the first variant with the first seed. Is the `return` inside the loops?"),
        "first seed": ({variant: scores[:1] for variant, scores in want.items()}, "Each variant was run with the first "
                       "seed only. Run it with all of them: a loop inside the loop."),
        "first seed, bare": ({variant: scores[0] for variant, scores in want.items()}, "Each variant was run with the "
                             "first seed only. Run it with all of them, and make a list of the scores."),
        "first four times": ({variant: scores[:1] * 4 for variant, scores in want.items()}, "Each variant was run with "
                             "the first seed again and again. Every seed has its turn."),
        "last seed": ({variant: scores[-1:] for variant, scores in want.items()}, "Only the score of the last seed is "
                      "left. Append each score to the list of its variant."),
        "last seed, bare": ({variant: scores[-1] for variant, scores in want.items()}, "Only the score of the last "
                            "seed is left. Append each score to the list of its variant."),
        "zipped": (lambda got: got in ({variant: [want[variant][i]] for i, variant in enumerate(VARIANTS)},
                                       {variant: want[variant][i] for i, variant in enumerate(VARIANTS)}),
                   "Each variant met one seed, and each another one, as zip pairs them. Then seeds are compared, not "
                   "variants: every variant gets all the seeds."),
        "one list": (dict.fromkeys(VARIANTS, everything), "Every variant has all the scores. Probably they share one "
                     "list, made before the loops or by dict.fromkeys(variants, []): make a new list for each "
                     "variant."),
        "last list": (dict.fromkeys(VARIANTS, want["augment"]), "Every variant has the scores of the last one. "
                      "Probably they share one list, emptied and filled again: make a new list for each variant."),
        "piling up": (dict(zip(VARIANTS, (everything[:4], everything[:8], everything), strict=True)), "The scores of "
                      "the variants before are in the list, too. Begin a new list for each variant."),
        "used up": ({variant: want[variant] if variant == "plain" else [] for variant in VARIANTS}, "Only the first "
                    "variant has scores. An iterator (iter, zip, a generator) is used up after one pass; `seeds` "
                    "itself can be gone through again."),
        "first variant": ({"plain": want["plain"]}, "Only the first variant is there. Is the `return` inside the "
                                                    "loop?"),
        "last variant": ({"augment": want["augment"]}, "Only the last variant is there. Make the dict before the loop, "
                         "not inside it."),
        "nested": ({variant: dict(by_seed) for variant, by_seed in SCORES.items()}, "The scores are dicts by seed. "
                   "Lists are asked for, in the order of `seeds`."),
        "pairs": ({(v, s): SCORES[v][s] for v in VARIANTS for s in SEEDS}, "The keys are pairs. The variant alone is "
                  "the key, and its value the list of its scores."),
        "lists": (list(want.values()), "Those are the right scores without their names. Return a dict: variant → "
                                       "scores."),
        "flat": (everything, "Those are the right scores in one long list. Return a dict: variant → scores."),
    })  # fmt: skip


def test_ablation_runs_each_variant_once_with_each_seed():
    """Every run could take an hour."""
    run, calls = training(SCORES)
    ablation(run, VARIANTS, SEEDS)
    (variant, seed), n = max(Counter(calls).items(), key=lambda item: item[1], default=((None, None), 0))
    assert n <= 1, (f"run({variant!r}, {seed!r}) was called {n} times. A run may take an hour: call it once, and keep "
                    "what it returned.")
    expect(len(calls), want=12, what="the number of runs, for 3 variants and 4 seeds")


def test_ablation_takes_any_number_of_variants_and_seeds():
    run, _ = training({"SmallCNN": {1: 0.8125}, "dense": {1: 0.5}})
    expect(ablation(run, ["dense", "SmallCNN"], [1]), want={"dense": [0.5], "SmallCNN": [0.8125]})
    run, _ = training({"dense": {5: 0.25, 4: 0.125, 6: 0.75}})
    expect(ablation(run, ["dense"], [5, 4, 6]), want={"dense": [0.25, 0.125, 0.75]})
