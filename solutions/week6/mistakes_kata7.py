"""Known mistakes with seeds and intervals, each with the words it must earn."""

import numpy as np

from kata.known import mistake
from week6.kata7_seeds_and_intervals import ablation, compare, mean_and_interval


def parts(scores, confidence=0.95):
    """n, the mean, the sample standard deviation, and t: what the reference multiplies."""
    mean, _ = mean_and_interval(scores, confidence)
    n, spread = len(scores), np.std(scores, ddof=1)
    return n, mean, spread, t_of(n - 1, (1 + confidence) / 2)


def t_of(degrees, share):
    from scipy.special import stdtrit

    return float(stdtrit(degrees, share))


def normal(share):
    from scipy.special import ndtri

    return float(ndtri(share))


@mistake("mean_and_interval", "1.96 is for endlessly many runs")
def normal_196(scores, confidence=0.95):
    n, mean, spread, _ = parts(scores)
    return mean, 1.96 * spread / np.sqrt(n)


@mistake("mean_and_interval", "1.96 is for endlessly many runs")
def normal_quantile(scores, confidence=0.95):
    n, mean, spread, _ = parts(scores)
    return mean, normal((1 + confidence) / 2) * spread / np.sqrt(n)


@mistake("mean_and_interval", "1.96 is for endlessly many runs")
def two_standard_errors(scores, confidence=0.95):
    n, mean, spread, _ = parts(scores)
    return mean, 2 * spread / np.sqrt(n)


@mistake("mean_and_interval", "np.std divides by n if nothing else is said")
def population_spread(scores, confidence=0.95):
    n, mean, _, t = parts(scores, confidence)
    return mean, t * np.std(scores) / np.sqrt(n)


@mistake("mean_and_interval", "for two reasons")
def normal_and_population(scores, confidence=0.95):
    n, mean, _, _ = parts(scores)
    return mean, 1.96 * np.std(scores) / np.sqrt(n)


@mistake("mean_and_interval", "That is the standard deviation of the runs")
def standard_deviation(scores, confidence=0.95):
    _, mean, spread, _ = parts(scores)
    return mean, spread


@mistake("mean_and_interval", "That is the standard deviation of the runs, divided by n at that")
def population_deviation(scores, confidence=0.95):
    _, mean, _, _ = parts(scores)
    return mean, np.std(scores)


@mistake("mean_and_interval", "That is the standard error")
def standard_error(scores, confidence=0.95):
    n, mean, spread, _ = parts(scores)
    return mean, spread / np.sqrt(n)


@mistake("mean_and_interval", "nearly the standard error")
def standard_error_too_small(scores, confidence=0.95):
    n, mean, _, _ = parts(scores)
    return mean, np.std(scores) / np.sqrt(n)


@mistake("mean_and_interval", "one interval for the runs themselves")
def not_divided(scores, confidence=0.95):
    _, mean, spread, t = parts(scores, confidence)
    return mean, t * spread


@mistake("mean_and_interval", "one interval for the runs themselves")
def not_divided_196(scores, confidence=0.95):
    _, mean, spread, _ = parts(scores, confidence)
    return mean, 1.96 * spread


@mistake("mean_and_interval", "The spread was divided by n")
def divided_by_n(scores, confidence=0.95):
    n, mean, spread, t = parts(scores, confidence)
    return mean, t * spread / n


@mistake("mean_and_interval", "The root is that of n")
def root_of_n_minus_1(scores, confidence=0.95):
    n, mean, spread, t = parts(scores, confidence)
    return mean, t * spread / np.sqrt(n - 1)


@mistake("mean_and_interval", "That is the one-sided t")
def one_sided(scores, confidence=0.95):
    n, mean, spread, _ = parts(scores, confidence)
    return mean, t_of(n - 1, confidence) * spread / np.sqrt(n)


@mistake("mean_and_interval", "Two steps are off. That is the one-sided t")
def one_sided_normal(scores, confidence=0.95):
    n, mean, spread, _ = parts(scores, confidence)
    return mean, normal(confidence) * spread / np.sqrt(n)


@mistake("mean_and_interval", "the mean has used up one")
def n_degrees(scores, confidence=0.95):
    n, mean, spread, _ = parts(scores, confidence)
    return mean, t_of(n, (1 + confidence) / 2) * spread / np.sqrt(n)


@mistake("mean_and_interval", "the mean has used up one")
def n_minus_2_degrees(scores, confidence=0.95):
    n, mean, spread, _ = parts(scores, confidence)
    return mean, t_of(max(n - 2, 1), (1 + confidence) / 2) * spread / np.sqrt(n)


@mistake("mean_and_interval", "That is the whole width")
def whole_width(scores, confidence=0.95):
    mean, half_width = mean_and_interval(scores, confidence)
    return mean, (mean + half_width) - (mean - half_width)


@mistake("mean_and_interval", "That is made from the variance")
def variance(scores, confidence=0.95):
    n, mean, _, t = parts(scores, confidence)
    return mean, t * np.var(scores, ddof=1) / np.sqrt(n)


@mistake("mean_and_interval", "came out negative")
def lower_end(scores, confidence=0.95):
    mean, half_width = mean_and_interval(scores, confidence)
    return mean, -half_width


@mistake("mean_and_interval", "came out negative")
def lower_end_one_sided(scores, confidence=0.95):
    n, mean, spread, _ = parts(scores, confidence)
    return mean, t_of(n - 1, 1 - confidence) * spread / np.sqrt(n)


@mistake("mean_and_interval", "Those are the ends of the interval")
def ends(scores, confidence=0.95):
    mean, half_width = mean_and_interval(scores, confidence)
    return mean - half_width, mean + half_width


@mistake("mean_and_interval", "0.84 is the median")
def median(scores, confidence=0.95):
    return float(np.median(scores)), mean_and_interval(scores, confidence)[1]


@mistake("mean_and_interval", "The mean comes first")
def half_width_first(scores, confidence=0.95):
    return mean_and_interval(scores, confidence)[::-1]


@mistake("mean_and_interval", "That is the mean alone")
def mean_alone(scores, confidence=0.95):
    return mean_and_interval(scores, confidence)[0]


@mistake("mean_and_interval", "That is the half-width alone")
def half_width_alone(scores, confidence=0.95):
    return mean_and_interval(scores, confidence)[1]


@mistake("mean_and_interval", "from the lowest run to the highest")
def from_lowest_to_highest(scores, confidence=0.95):
    mean, _ = mean_and_interval(scores)
    return mean, max(scores) - min(scores)


@mistake("mean_and_interval", "from the lowest run to the highest")
def half_the_range(scores, confidence=0.95):
    mean, _ = mean_and_interval(scores)
    return mean, (max(scores) - min(scores)) / 2


@mistake("mean_and_interval", "The half-width was rounded")
def rounded(scores, confidence=0.95):
    mean, half_width = mean_and_interval(scores, confidence)
    return round(mean, 2), round(half_width, 2)


@mistake("mean_and_interval", "That is the interval for 95 %")
def confidence_ignored(scores, confidence=0.95):
    return mean_and_interval(scores)


@mistake("mean_and_interval", "4.303 is for three runs and 95 %")
def t_of_three_runs(scores, confidence=0.95):
    n, mean, spread, _ = parts(scores)
    return mean, 4.303 * spread / np.sqrt(n)


@mistake("mean_and_interval", "The half-width is nan")
def nan_without_spread(scores, confidence=0.95):
    from scipy.stats import t

    mean, _ = mean_and_interval(scores)
    spread = float(np.std(scores, ddof=1)) / len(scores) ** 0.5
    low, high = t.interval(confidence, len(scores) - 1, loc=mean, scale=spread)
    return mean, (high - low) / 2


@mistake("mean_and_interval", "nan is what 0/0 gives")
def one_run_gives_nan(scores, confidence=0.95):
    return mean_and_interval(scores, confidence) if len(scores) > 1 else (scores[0], float("nan"))


@mistake("mean_and_interval", "One run says nothing about its spread")
def one_run_has_no_spread(scores, confidence=0.95):
    return mean_and_interval(scores, confidence) if len(scores) > 1 else (scores[0], 0.0)


@mistake("mean_and_interval", "One run says nothing about its spread")
def one_run_divides_by_zero(scores, confidence=0.95):
    if len(scores) < 2:
        return 0.0, 1 / (len(scores) - 1) / 0
    return mean_and_interval(scores, confidence)


def difference(a, b):
    """The mean difference and the half-width of its interval, as the reference has them."""
    if len(a) != len(b):
        raise ValueError(f"{len(a)} and {len(b)} scores")
    return mean_and_interval([one - other for one, other in zip(a, b, strict=True)])


def verdict(mean, half_width):
    return "too close" if abs(mean) <= half_width else "a" if mean > 0 else "b"


@mistake("mean_and_interval", "That is an interval for 5 %")
def quantile_of_what_is_left_out(scores, confidence=0.95):
    n, mean, spread, _ = parts(scores)
    return mean, t_of(n - 1, 1 - confidence / 2) * spread / np.sqrt(n)


@mistake("mean_and_interval", "The half-width is nan: SciPy was asked for a quantile that")
def share_before_degrees(scores, confidence=0.95):
    n, mean, spread, _ = parts(scores)
    return mean, t_of((1 + confidence) / 2, n - 1) * spread / np.sqrt(n)


@mistake("mean_and_interval", "and not its two ends")
def mean_and_both_ends(scores, confidence=0.95):
    mean, half_width = mean_and_interval(scores, confidence)
    return mean, (mean - half_width, mean + half_width)


@mistake("mean_and_interval", "Two numbers are asked for")
def three_numbers(scores, confidence=0.95):
    mean, half_width = mean_and_interval(scores, confidence)
    return mean, mean - half_width, mean + half_width


@mistake("mean_and_interval", "The half-width was rounded")
def rounded_as_in_the_example(scores, confidence=0.95):
    mean, half_width = mean_and_interval(scores, confidence)
    return round(mean, 3), round(half_width, 3)


@mistake("compare", "The two are the wrong way round")
def lower_is_better(scores_a, scores_b):
    return compare(scores_b, scores_a)


@mistake("compare", "Look at the sign of the mean difference")
def sign_lost(scores_a, scores_b):
    mean, half_width = difference(scores_a, scores_b)
    return "a" if abs(mean) > half_width else "too close"


@mistake("compare", "Far below 0 is as clear as far above")
def only_a_can_win(scores_a, scores_b):
    mean, half_width = difference(scores_a, scores_b)
    return "a" if mean > half_width else "too close"


@mistake("compare", "The answer is one of three texts")
def other_words(scores_a, scores_b):
    return {"a": "A", "b": "B", "too close": "too close"}[compare(scores_a, scores_b)]


@mistake("compare", "The answer is one of three texts")
def difference_returned(scores_a, scores_b):
    return difference(scores_a, scores_b)[0]


@mistake("compare", "Lists cannot be subtracted as a whole")
def lists_subtracted(scores_a, scores_b):
    difference(scores_a, scores_b)
    return verdict(*mean_and_interval(scores_a - scores_b))


@mistake("compare", "The scores were not taken in pairs")
def intervals_overlap(scores_a, scores_b):
    difference(scores_a, scores_b)
    (mean_a, half_a), (mean_b, half_b) = mean_and_interval(scores_a), mean_and_interval(scores_b)
    return verdict(mean_a - mean_b, half_a + half_b)


@mistake("compare", "The scores were not taken in pairs")
def two_independent_samples(scores_a, scores_b):
    mean, _ = difference(scores_a, scores_b)
    n = len(scores_a)
    error = np.sqrt((np.var(scores_a, ddof=1) + np.var(scores_b, ddof=1)) / n)
    return verdict(mean, t_of(2 * n - 2, 0.975) * error) if len(set(scores_a)) > 1 else compare(scores_a, scores_b)


@mistake("compare", "and no fixed margin")
def margin(scores_a, scores_b):
    return verdict(difference(scores_a, scores_b)[0], 0.01)


@mistake("compare", "no fixed margin")
def means(scores_a, scores_b):
    return verdict(difference(scores_a, scores_b)[0], 0)


@mistake("compare", "no fixed margin")
def more_seeds_won(scores_a, scores_b):
    difference(scores_a, scores_b)
    won = sum(int(a > b) - int(a < b) for a, b in zip(scores_a, scores_b, strict=True))
    return verdict(won, 0)


@mistake("compare", "An interval that is too narrow")
def one_standard_error(scores_a, scores_b):
    mean, half_width = difference(scores_a, scores_b)
    return verdict(mean, 0.5 * half_width / t_of(len(scores_a) - 1, 0.975))


@mistake("compare", "An interval that is too narrow")
def with_196(scores_a, scores_b):
    mean, half_width = difference(scores_a, scores_b)
    return verdict(mean, 1.96 * half_width / t_of(len(scores_a) - 1, 0.975))


@mistake("compare", "An interval that is too narrow")
def one_sided_t(scores_a, scores_b):
    mean, half_width = difference(scores_a, scores_b)
    return verdict(mean, half_width * t_of(len(scores_a) - 1, 0.95) / t_of(len(scores_a) - 1, 0.975))


@mistake("compare", "An interval that is too narrow")
def divided_by_all(scores_a, scores_b):
    mean, half_width = difference(scores_a, scores_b)
    return verdict(mean, half_width * np.sqrt(1 - 1 / len(scores_a)))


@mistake("compare", "An interval that is too narrow")
def every_seed_won(scores_a, scores_b):
    difference(scores_a, scores_b)
    signs = {int(np.sign(a - b)) for a, b in zip(scores_a, scores_b, strict=True)}
    return verdict(signs.pop() if len(signs) == 1 else 0, 0)


@mistake("compare", "does that look like a steady lead")
def sorted_first(scores_a, scores_b):
    return compare(sorted(scores_a), sorted(scores_b))


@mistake("compare", "An interval that is too wide")
def whole_width_of_the_difference(scores_a, scores_b):
    mean, half_width = difference(scores_a, scores_b)
    return verdict(mean, 2 * half_width)


@mistake("compare", "An interval that is too wide")
def spread_of_the_differences(scores_a, scores_b):
    mean, half_width = difference(scores_a, scores_b)
    return verdict(mean, half_width * np.sqrt(len(scores_a)))


@mistake("compare", "An interval that is too wide")
def with_99_percent(scores_a, scores_b):
    difference(scores_a, scores_b)
    return verdict(*mean_and_interval([a - b for a, b in zip(scores_a, scores_b, strict=True)], 0.99))


@mistake("compare", "All differences are 0.125")
def nan_without_any_spread(scores_a, scores_b):
    mean, half_width = difference(scores_a, scores_b)
    return verdict(mean, half_width) if half_width else "too close"


@mistake("compare", "All differences are 0.125")
def divided_by_the_spread(scores_a, scores_b):
    mean, half_width = difference(scores_a, scores_b)
    ratio = mean / half_width
    return verdict(ratio, 1)


@mistake("compare", "The scores are the same, and one was called better")
def equal_is_better(scores_a, scores_b):
    mean, half_width = difference(scores_a, scores_b)
    return "a" if mean >= half_width else "b" if mean <= -half_width else "too close"


@mistake("compare", "some have no partner")
def zip_drops_the_rest(scores_a, scores_b):
    pairs = list(zip(scores_a, scores_b, strict=False))
    return verdict(*mean_and_interval([a - b for a, b in pairs])) if len(pairs) > 1 else "too close"


@mistake("compare", "Put the bad value into the message")
def numbers_not_told(scores_a, scores_b):
    if len(scores_a) != len(scores_b):
        raise ValueError("different lengths")
    return compare(scores_a, scores_b)


@mistake("compare", "Not clearly a's does not mean b's")
def b_otherwise(scores_a, scores_b):
    if len(scores_a) != len(scores_b):
        raise ValueError(f"{len(scores_a)} and {len(scores_b)}")
    mean, half_width = mean_and_interval(np.subtract(scores_a, scores_b))
    if mean == 0:
        return "too close"
    return "a" if mean > half_width else "b"


@mistake("compare", "with all their digits, and no fixed margin")
def differences_rounded(scores_a, scores_b):
    if len(scores_a) != len(scores_b):
        raise ValueError(f"{len(scores_a)} and {len(scores_b)}")
    mean, half_width = mean_and_interval([round(a - b, 2) for a, b in zip(scores_a, scores_b, strict=True)])
    return "a" if mean > half_width else "b" if mean < -half_width else "too close"


@mistake("ablation", "Those are the scores by seed")
def by_seed(run, variants, seeds):
    return {seed: [run(variant, seed) for variant in variants] for seed in seeds}


@mistake("ablation", "Those are the means")
def only_the_means(run, variants, seeds):
    return {variant: float(np.mean(scores)) for variant, scores in ablation(run, variants, seeds).items()}


@mistake("ablation", "Those are the best runs")
def only_the_best(run, variants, seeds):
    return {variant: max(scores) for variant, scores in ablation(run, variants, seeds).items()}


@mistake("ablation", "The scores are sorted")
def scores_sorted(run, variants, seeds):
    return {variant: sorted(scores) for variant, scores in ablation(run, variants, seeds).items()}


@mistake("ablation", "in the order of the sorted seeds")
def seeds_sorted(run, variants, seeds):
    return ablation(run, variants, sorted(seeds))


@mistake("ablation", "Every variant gets these very seeds")
def seeds_drawn_anew(run, variants, seeds):
    rng = np.random.default_rng(0)
    return {variant: [run(variant, int(rng.integers(1000, 2000))) for _ in seeds] for variant in variants}


@mistake("ablation", "Every variant gets these very seeds")
def seeds_counted(run, variants, seeds):
    return {variant: [run(variant, seed) for seed in range(len(seeds))] for variant in variants}


@mistake("ablation", "Every variant gets these very seeds")
def seeds_moved_on(run, variants, seeds):
    return {variant: [run(variant, seed + 100 * i) for seed in seeds] for i, variant in enumerate(variants, 1)}


@mistake("ablation", "Every variant gets these very seeds")
def one_generator_for_all(run, variants, seeds):
    rng = np.random.default_rng(seeds[0])
    return {variant: [run(variant, rng) for _ in seeds] for variant in variants}


@mistake("ablation", "Every variant gets these very seeds")
def all_seeds_at_once(run, variants, seeds):
    return {variant: run(variant, seeds) for variant in variants}


@mistake("ablation", "one variant at a time")
def all_variants_at_once(run, variants, seeds):
    return [run(variants, seed) for seed in seeds]


@mistake("ablation", "The variant comes first, then the seed")
def seed_first(run, variants, seeds):
    return {variant: [run(seed, variant) for seed in seeds] for variant in variants}


@mistake("ablation", "with the first seed only")
def first_seed_only(run, variants, seeds):
    return {variant: [run(variant, seeds[0])] for variant in variants}


@mistake("ablation", "with the first seed only")
def first_seed_bare(run, variants, seeds):
    return {variant: run(variant, seeds[0]) for variant in variants}


@mistake("ablation", "the first seed again and again")
def first_seed_again(run, variants, seeds):
    return {variant: [run(variant, seeds[0])] * len(seeds) for variant in variants}


@mistake("ablation", "Only the score of the last seed is left")
def overwritten(run, variants, seeds):
    scores = {}
    for variant in variants:
        for seed in seeds:
            scores[variant] = run(variant, seed)
    return scores


@mistake("ablation", "Only the score of the last seed is left")
def list_overwritten(run, variants, seeds):
    return {variant: scores[-1:] for variant, scores in ablation(run, variants, seeds).items()}


@mistake("ablation", "Each variant met one seed")
def zipped(run, variants, seeds):
    return {variant: [run(variant, seed)] for variant, seed in zip(variants, seeds, strict=False)}


@mistake("ablation", "Each variant met one seed")
def zipped_bare(run, variants, seeds):
    return {variant: run(variant, seed) for variant, seed in zip(variants, seeds, strict=False)}


@mistake("ablation", "made before the loops or by dict.fromkeys")
def shared_list(run, variants, seeds):
    scores = dict.fromkeys(variants, [])  # noqa: RUF024
    for variant in variants:
        for seed in seeds:
            scores[variant].append(run(variant, seed))
    return scores


@mistake("ablation", "The scores of the variants before are in the list, too")
def list_never_emptied(run, variants, seeds):
    result, scores = {}, []
    for variant in variants:
        for seed in seeds:
            scores.append(run(variant, seed))
        result[variant] = list(scores)
    return result


@mistake("ablation", "is used up after one pass")
def seeds_used_up(run, variants, seeds):
    seeds = iter(seeds)
    return {variant: [run(variant, seed) for seed in seeds] for variant in variants}


@mistake("ablation", "Only the first variant is there")
def returned_in_the_loop(run, variants, seeds):
    for variant in variants:
        return {variant: [run(variant, seed) for seed in seeds]}
    return {}


@mistake("ablation", "Only the last variant is there")
def dict_made_anew(run, variants, seeds):
    scores = {}
    for variant in variants:
        scores = {}
        scores[variant] = [run(variant, seed) for seed in seeds]
    return scores


@mistake("ablation", "The scores are dicts by seed")
def nested(run, variants, seeds):
    return {variant: {seed: run(variant, seed) for seed in seeds} for variant in variants}


@mistake("ablation", "The keys are pairs")
def pairs_as_keys(run, variants, seeds):
    return {(variant, seed): run(variant, seed) for variant in variants for seed in seeds}


@mistake("ablation", "the right scores without their names")
def lists_only(run, variants, seeds):
    return [[run(variant, seed) for seed in seeds] for variant in variants]


@mistake("ablation", "the right scores in one long list")
def one_long_list(run, variants, seeds):
    return [run(variant, seed) for variant in variants for seed in seeds]


@mistake("ablation", "A run may take an hour")
def run_twice(run, variants, seeds):
    for variant in variants:
        for seed in seeds:
            run(variant, seed)  # "to see that it works"
    return ablation(run, variants, seeds)


@mistake("ablation", "changed the `seeds`")
def seeds_taken_out(run, variants, seeds):
    scores = {variant: [] for variant in variants}
    while seeds:
        seed = seeds.pop(0)
        for variant in variants:
            scores[variant].append(run(variant, seed))
    return scores


@mistake("ablation", "Every variant has the scores of the last one")
def list_emptied_and_filled_again(run, variants, seeds):
    found, scores = {}, []
    for variant in variants:
        scores.clear()
        scores.extend(run(variant, seed) for seed in seeds)
        found[variant] = scores
    return found


@mistake("ablation", "The scores are sorted")
def best_scores_first(run, variants, seeds):
    return {variant: sorted((run(variant, seed) for seed in seeds), reverse=True) for variant in variants}


@mistake("mean_and_interval", "the value you get with ddof=n - 1")
def ddof_too_large(scores, confidence=0.95):
    n, mean, _, t = parts(scores, confidence)
    return mean, t * np.std(scores, ddof=n - 1) / np.sqrt(n)


@mistake("mean_and_interval", "n ** 1/2 is (n ** 1) / 2")
def root_without_brackets(scores, confidence=0.95):
    n, mean, spread, t = parts(scores, confidence)
    return mean, t * spread / n**1 / 2


@mistake("mean_and_interval", "n ** 1/2 is (n ** 1) / 2")
def root_in_half_the_brackets(scores, confidence=0.95):
    n, mean, spread, t = parts(scores, confidence)
    return mean, t * spread / (n**1 / 2)


@mistake("mean_and_interval", "The second value is an end of the interval")
def mean_and_upper_end(scores, confidence=0.95):
    mean, half_width = mean_and_interval(scores, confidence)
    return mean, mean + half_width


@mistake("mean_and_interval", "That is half of the half-width")
def halved_once_more(scores, confidence=0.95):
    mean, half_width = mean_and_interval(scores, confidence)
    return mean, half_width / 2


@mistake("mean_and_interval", "That factor is t.cdf")
def cdf_for_ppf(scores, confidence=0.95):
    from scipy.stats import t

    n, mean, spread, _ = parts(scores)
    return mean, t.cdf((1 + confidence) / 2, n - 1) * spread / np.sqrt(n)


@mistake("mean_and_interval", "The half-width is nan: SciPy was asked for a quantile that")
def share_without_brackets(scores, confidence=0.95):
    n, mean, spread, _ = parts(scores)
    return mean, t_of(n - 1, 1 + confidence / 2) * spread / np.sqrt(n)


@mistake("ablation", "a set has an order of its own")
def seeds_as_a_set(run, variants, seeds):
    return {variant: [run(variant, seed) for seed in set(seeds)] for variant in variants}


@mistake("ablation", "from the last seed to the first")
def put_in_front(run, variants, seeds):
    scores = {variant: [] for variant in variants}
    for variant in variants:
        for seed in seeds:
            scores[variant].insert(0, run(variant, seed))
    return scores


@mistake("ablation", "There is one run, the first variant with the first seed")
def returned_in_the_inner_loop(run, variants, seeds):
    scores = {}
    for variant in variants:
        scores[variant] = []
        for seed in seeds:
            scores[variant].append(run(variant, seed))
            return scores
    return scores
