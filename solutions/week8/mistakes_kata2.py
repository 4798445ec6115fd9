"""Known mistakes in a comparison, each with the words it must earn."""

import random
import time

import numpy as np
import torch

from kata.known import mistake
from week6.kata7_seeds_and_intervals import mean_and_interval


def accuracy(model, images, labels):
    model.eval()
    with torch.no_grad():
        return float((model(images).argmax(dim=1) == labels).double().mean())


def size_of(model):
    return sum(one.numel() for one in model.parameters())


def seconds_of(durations):
    return sum(durations) / len(durations)


def best_first(rows):
    return sorted(rows, key=lambda row: (-row["mean"], row["parameters"]))


def enough(seeds):
    if len(seeds) < 2:
        raise ValueError(f"seeds: {seeds}")


def right(builders, train, val, seeds, given=lambda train, val: train, scored=lambda train, val: val,
          score=accuracy, summary=mean_and_interval, seconds=seconds_of, size=size_of, order=best_first,
          hand_on=lambda seeds: seeds, check=enough):
    """A right one, whose parts the mistakes below replace."""
    check(seeds)
    rows = []
    for name, builder in builders.items():
        scores, durations = [], []
        for seed in hand_on(seeds):
            start = time.perf_counter()
            model = builder(given(train, val), seed)
            durations.append(time.perf_counter() - start)
            scores.append(score(model, *scored(train, val)))
        mean, interval = summary(scores)
        rows.append({"name": name, "mean": mean, "interval": interval, "seconds": seconds(durations),
                     "parameters": size(model)})
    return order(rows)


def both(train, val):
    return torch.cat([train[0], val[0]]), torch.cat([train[1], val[1]])


@mistake("compare_models", "Is there a `return` at the end?")
def nothing_returned(builders, train, val, seeds):
    right(builders, train, val, seeds)


@mistake("compare_models", "Return a list with one dict for each builder")
def dict_by_name(builders, train, val, seeds):
    return {row["name"]: row for row in right(builders, train, val, seeds)}


@mistake("compare_models", "Return a list with one dict for each builder")
def only_the_winner(builders, train, val, seeds):
    return right(builders, train, val, seeds)[0]


@mistake("compare_models", "There is no 'seconds' in a row")
def seconds_left_out(builders, train, val, seeds):
    rows = right(builders, train, val, seeds)
    return [{key: value for key, value in row.items() if key != "seconds"} for row in rows]


@mistake("compare_models", "That is one row for each run")
def row_for_each_run(builders, train, val, seeds):
    enough(seeds)
    rows = []
    for name, builder in builders.items():
        for seed in seeds:
            model = builder(train, seed)
            rows.append({"name": name, "mean": accuracy(model, *val), "interval": 0.0, "seconds": 1.0,
                         "parameters": size_of(model)})
    return best_first(rows)


@mistake("compare_models", "Call the builder once for each seed")
def first_seed_alone(builders, train, val, seeds):
    return right(builders, train, val, seeds, hand_on=lambda seeds: seeds[:1], summary=lambda scores: (scores[0], 0.0))


@mistake("compare_models", "all seeds at once")
def seeds_handed_over(builders, train, val, seeds):
    return right(builders, train, val, seeds, hand_on=lambda seeds: [seeds], summary=lambda scores: (scores[0], 0.0))


@mistake("compare_models", "the same run three times")
def same_seed_always(builders, train, val, seeds):
    return right(builders, train, val, seeds, hand_on=lambda seeds: [seeds[0]] * len(seeds))


@mistake("compare_models", "numbers of the runs")
def runs_numbered(builders, train, val, seeds):
    return right(builders, train, val, seeds, hand_on=lambda seeds: range(len(seeds)))


@mistake("compare_models", "seeds in order of size")
def seeds_sorted(builders, train, val, seeds):
    return right(builders, train, val, seeds, hand_on=sorted)


@mistake("compare_models", "A result must depend on its model and seed only")
def seeded_once_outside(builders, train, val, seeds):
    """8.04: one generator for all runs, so each depends on how many came before."""
    enough(seeds)
    rng = random.Random(seeds[0])
    return right(builders, train, val, seeds, hand_on=lambda seeds: [rng.randrange(1000) for _ in seeds])


@mistake("compare_models", "A result must depend on its model and seed only")
def one_seed_after_the_other(builders, train, val, seeds):
    """8.04 again: counted on over all the runs."""
    enough(seeds)
    next_seed = iter(range(seeds[0] * 100, 10**6))
    return right(builders, train, val, seeds, hand_on=lambda seeds: [next(next_seed) for _ in seeds])


@mistake("compare_models", "more often than there are seeds")
def built_once_more_to_count(builders, train, val, seeds):
    rows = right(builders, train, val, seeds)
    for row in rows:
        row["parameters"] = size_of(builders[row["name"]](train, seeds[0]))
    return rows


@mistake("compare_models", "It gets train and seed, and nothing else")
def val_handed_over(builders, train, val, seeds):
    def with_val(builder):
        return lambda train, seed: builder(train, seed, val)

    return right({name: with_val(builder) for name, builder in builders.items()}, train, val, seeds)


@mistake("compare_models", "Those are the validation images")
def trained_on_val(builders, train, val, seeds):
    """8.02: the commonest class of val."""
    return right(builders, train, val, seeds, given=lambda train, val: val)


@mistake("compare_models", "must come from train alone")
def trained_on_both(builders, train, val, seeds):
    return right(builders, train, val, seeds, given=both)


@mistake("compare_models", "something else than train")
def images_without_labels(builders, train, val, seeds):
    return right(builders, train, val, seeds, given=lambda train, val: train[0])


@mistake("compare_models", "accuracy on the training images")
def scored_on_train(builders, train, val, seeds):
    return right(builders, train, val, seeds, scored=lambda train, val: train)


@mistake("compare_models", "accuracy on train and val together")
def scored_on_both(builders, train, val, seeds):
    return right(builders, train, val, seeds, scored=both)


@mistake("compare_models", "best of the runs, the lucky one")
def best_run(builders, train, val, seeds):
    """8.08"""
    return right(builders, train, val, seeds, summary=lambda scores: (max(scores), mean_and_interval(scores)[1]))


@mistake("compare_models", "That is the last run alone")
def last_run(builders, train, val, seeds):
    return right(builders, train, val, seeds, summary=lambda scores: (scores[-1], mean_and_interval(scores)[1]))


@mistake("compare_models", "That is the median")
def middle_run(builders, train, val, seeds):
    return right(builders, train, val, seeds, summary=lambda scores: (np.median(scores), mean_and_interval(scores)[1]))


@mistake("compare_models", "sum over the seeds. Divide")
def summed(builders, train, val, seeds):
    return right(builders, train, val, seeds, summary=lambda scores: (sum(scores), mean_and_interval(scores)[1]))


@mistake("compare_models", "That is a percentage")
def in_per_cent(builders, train, val, seeds):
    return right(builders, train, val, seeds, score=lambda *given: 100 * accuracy(*given))


@mistake("compare_models", "how many answers are right")
def counted(builders, train, val, seeds):
    return right(builders, train, val, seeds, score=lambda *given: accuracy(*given) * len(given[-1]))


@mistake("compare_models", "share of wrong answers")
def share_of_wrong_ones(builders, train, val, seeds):
    return right(builders, train, val, seeds, score=lambda *given: 1 - accuracy(*given))


@mistake("compare_models", "each counted alike")
def mean_over_the_classes(builders, train, val, seeds):
    """8.01: with the model that always says one class this is 1/k."""
    def score(model, images, labels):
        return float(np.mean([accuracy(model, images[labels == c], labels[labels == c]) for c in labels.unique()]))

    return right(builders, train, val, seeds, score=score)


@mistake("compare_models", "makes a plain number of it")
def tensor_left(builders, train, val, seeds):
    rows = right(builders, train, val, seeds)
    return [{**row, "mean": torch.tensor(row["mean"])} for row in rows]


@mistake("compare_models", "argmax(dim=1) gives one class")
def argmax_over_the_images(builders, train, val, seeds):
    def score(model, images, labels):
        with torch.no_grad():
            return float((model.eval()(images).argmax(dim=0) == labels).double().mean())

    return right(builders, train, val, seeds, score=score)


def half_width(scores, factor, ddof=1, root=True):
    return float(factor * np.std(scores, ddof=ddof) / (len(scores) ** 0.5 if root else 1))


@mistake("compare_models", "the normal distribution's factor")
def factor_1_96(builders, train, val, seeds):
    return right(builders, train, val, seeds, summary=lambda scores: (np.mean(scores), half_width(scores, 1.96)))


@mistake("compare_models", "4.303 is for three runs")
def factor_4_303(builders, train, val, seeds):
    return right(builders, train, val, seeds, summary=lambda scores: (np.mean(scores), half_width(scores, 4.303)))


@mistake("compare_models", "That is the standard deviation of the runs")
def deviation(builders, train, val, seeds):
    return right(builders, train, val, seeds, summary=lambda s: (np.mean(s), half_width(s, 1, root=False)))


@mistake("compare_models", "That is the standard error")
def standard_error(builders, train, val, seeds):
    return right(builders, train, val, seeds, summary=lambda s: (np.mean(s), half_width(s, 1)))


@mistake("compare_models", "The deviation divides by n")
def population(builders, train, val, seeds):
    def summary(scores):
        mean, half = mean_and_interval(scores)
        return mean, half * ((len(scores) - 1) / len(scores)) ** 0.5

    return right(builders, train, val, seeds, summary=summary)


@mistake("compare_models", "That is the whole width")
def whole_width(builders, train, val, seeds):
    return right(builders, train, val, seeds, summary=lambda s: (np.mean(s), 2 * mean_and_interval(s)[1]))


@mistake("compare_models", "Give one number, half the width")
def both_ends(builders, train, val, seeds):
    def summary(scores):
        mean, half = mean_and_interval(scores)
        return mean, (mean - half, mean + half)

    return right(builders, train, val, seeds, summary=summary)


@mistake("compare_models", "from the worst run to the best")
def run_range(builders, train, val, seeds):
    return right(builders, train, val, seeds, summary=lambda s: (np.mean(s), max(s) - min(s)))


@mistake("compare_models", "still in training mode")
def never_eval(builders, train, val, seeds):
    def score(model, images, labels):
        with torch.no_grad():
            return float((model(images).argmax(dim=1) == labels).double().mean())

    return right(builders, train, val, seeds, score=score)


@mistake("compare_models", "keeps what a gradient would need")
def with_gradients(builders, train, val, seeds):
    def score(model, images, labels):
        return float((model.eval()(images).argmax(dim=1) == labels).double().mean())

    return right(builders, train, val, seeds, score=score)


@mistake("compare_models", "The frozen ones are missing")
def trainable_only(builders, train, val, seeds):
    def size(model):
        return sum(one.numel() for one in model.parameters() if one.requires_grad)

    return right(builders, train, val, seeds, size=size)


@mistake("compare_models", "how many tensors there are")
def tensors_counted(builders, train, val, seeds):
    return right(builders, train, val, seeds, size=lambda model: len(list(model.parameters())))


@mistake("compare_models", "The buffers were counted")
def state_dict_counted(builders, train, val, seeds):
    return right(builders, train, val, seeds, size=lambda m: sum(one.numel() for one in m.state_dict().values()))


@mistake("compare_models", "adds up the first sides")
def first_sides(builders, train, val, seeds):
    return right(builders, train, val, seeds, size=lambda model: sum(len(one) for one in model.parameters()))


@mistake("compare_models", "That is the sum over the seeds. Count one model")
def parameters_of_all_runs(builders, train, val, seeds):
    return right(builders, train, val, seeds, size=lambda model: len(seeds) * size_of(model))


@mistake("compare_models", "The scoring was timed, too")
def scoring_timed(builders, train, val, seeds):
    enough(seeds)
    rows = []
    for name, builder in builders.items():
        start, scores = time.perf_counter(), []
        for seed in seeds:
            model = builder(train, seed)
            scores.append(accuracy(model, *val))
        mean, interval = mean_and_interval(scores)
        rows.append({"name": name, "mean": mean, "interval": interval, "parameters": size_of(model),
                     "seconds": (time.perf_counter() - start) / len(seeds)})
    return best_first(rows)


@mistake("compare_models", "sum over the seeds. Take the mean")
def seconds_in_all(builders, train, val, seeds):
    return right(builders, train, val, seeds, seconds=sum)


@mistake("compare_models", "That is the last run, or the shortest")
def seconds_of_the_last(builders, train, val, seeds):
    return right(builders, train, val, seeds, seconds=lambda durations: durations[-1])


@mistake("compare_models", "Those are milliseconds")
def milliseconds(builders, train, val, seeds):
    return right(builders, train, val, seeds, seconds=lambda durations: 1000 * seconds_of(durations))


@mistake("compare_models", "end minus start")
def start_minus_end(builders, train, val, seeds):
    return right(builders, train, val, seeds, seconds=lambda durations: -seconds_of(durations))


@mistake("compare_models", "Almost no time has passed")
def clock_read_twice_before(builders, train, val, seeds):
    return right(builders, train, val, seeds, seconds=lambda durations: 1e-6)


@mistake("compare_models", "That is the order of the builders")
def not_sorted(builders, train, val, seeds):
    return right(builders, train, val, seeds, order=lambda rows: rows)


@mistake("compare_models", "even (20) before steady (90)")
def ties_as_they_come(builders, train, val, seeds):
    return right(builders, train, val, seeds, order=lambda rows: sorted(rows, key=lambda row: -row["mean"]))


@mistake("compare_models", "even (20) before steady (90)")
def larger_first_of_ties(builders, train, val, seeds):
    def order(rows):
        return sorted(rows, key=lambda row: (row["mean"], row["parameters"]), reverse=True)

    return right(builders, train, val, seeds, order=order)


@mistake("compare_models", "The lowest mean comes first")
def worst_first(builders, train, val, seeds):
    return right(builders, train, val, seeds, order=lambda rows: sorted(rows, key=lambda row: row["mean"]))


@mistake("compare_models", "by its best run alone")
def luckiest_first(builders, train, val, seeds):
    """8.08: the upper end of the interval decides, which one lucky run moves far up."""
    def order(rows):
        return sorted(rows, key=lambda row: -row["mean"] - row["interval"])

    return right(builders, train, val, seeds, order=order)


@mistake("compare_models", "That is the order of their parameters")
def smallest_first(builders, train, val, seeds):
    return right(builders, train, val, seeds, order=lambda rows: sorted(rows, key=lambda row: row["parameters"]))


@mistake("compare_models", "With fewer than two seeds")
def one_seed_is_enough(builders, train, val, seeds):
    def summary(scores):
        return mean_and_interval(scores) if len(scores) > 1 else (float(np.mean(scores or [0])), 0.0)

    def size(model):
        return size_of(model)

    if not seeds:
        return []
    return right(builders, train, val, seeds, summary=summary, size=size, check=lambda seeds: None)


def np_std(scores):
    return float(np.mean(scores)), float(np.std(scores))


@mistake("compare_models", "That is np.std of the runs")
def deviation_of_np_std(builders, train, val, seeds):
    return right(builders, train, val, seeds, summary=np_std)


@mistake("compare_models", "np.std divided by the root of n")
def error_of_np_std(builders, train, val, seeds):
    return right(builders, train, val, seeds, summary=lambda s: (float(np.mean(s)), np_std(s)[1] / len(s) ** 0.5))


@mistake("compare_models", "1.96 times np.std")
def factor_1_96_and_np_std(builders, train, val, seeds):
    return right(builders, train, val, seeds,
                 summary=lambda s: (float(np.mean(s)), 1.96 * np_std(s)[1] / len(s) ** 0.5))


@mistake("compare_models", "t with 5 degrees of freedom")
def as_many_degrees_as_runs(builders, train, val, seeds):
    from scipy.special import stdtrit

    return right(builders, train, val, seeds, summary=lambda s: (
        float(np.mean(s)), float(stdtrit(len(s), 0.975) * np.std(s, ddof=1) / len(s) ** 0.5)))


@mistake("compare_models", "That is the variance of the runs")
def variance(builders, train, val, seeds):
    return right(builders, train, val, seeds, summary=lambda s: (float(np.mean(s)), float(np.var(s, ddof=1))))


@mistake("compare_models", "how far one score on 8 images can be trusted")
def interval_of_one_score(builders, train, val, seeds):
    def summary(scores):
        mean = float(np.mean(scores))
        return mean, 1.96 * (mean * (1 - mean) / len(val[1])) ** 0.5

    return right(builders, train, val, seeds, summary=summary)


@mistake("compare_models", "Each has a key of its own")
def pair_as_the_mean(builders, train, val, seeds):
    return right(builders, train, val, seeds, summary=lambda s: (mean_and_interval(s), mean_and_interval(s)[1]),
                 order=lambda rows: sorted(rows, key=lambda row: (-row["mean"][0], row["parameters"])))


@mistake("compare_models", "Begin a new list of scores for each builder")
def one_list_of_scores_for_all(builders, train, val, seeds):
    every = []

    def summary(scores):
        every.extend(scores)
        return mean_and_interval(every)

    return right(builders, train, val, seeds, summary=summary)


@mistake("compare_models", "mean over the builders, with one seed")
def mean_over_the_wrong_axis(builders, train, val, seeds):
    found = []

    def summary(scores):
        found.append(scores)
        return mean_and_interval(scores)

    rows = right(builders, train, val, seeds, summary=summary, order=list)
    for row, mean in zip(rows, np.mean(found, axis=0), strict=False):
        row["mean"] = float(mean)
    return best_first(rows)


@mistake("compare_models", "new list of times for each builder")
def one_list_of_times_for_all(builders, train, val, seeds):
    every = []

    def seconds(durations):
        every.extend(durations)
        return seconds_of(every)

    return right(builders, train, val, seeds, seconds=seconds)


@mistake("compare_models", "The scoring was timed, too")
def clock_started_once(builders, train, val, seeds):
    enough(seeds)
    rows = []
    for name, builder in builders.items():
        scores, durations = [], []
        start = time.perf_counter()
        for seed in seeds:
            model = builder(train, seed)
            durations.append(time.perf_counter() - start)
            scores.append(accuracy(model, *val))
        mean, interval = mean_and_interval(scores)
        rows.append({"name": name, "mean": mean, "interval": interval, "seconds": seconds_of(durations),
                     "parameters": size_of(model)})
    return best_first(rows)


@mistake("compare_models", "the time of the scoring alone")
def scoring_alone_timed(builders, train, val, seeds):
    durations = []

    def score(model, images, labels):
        start = time.perf_counter()
        try:
            return accuracy(model, images, labels)
        finally:
            durations.append(time.perf_counter() - start)

    return right(builders, train, val, seeds, score=score, seconds=lambda _: seconds_of(durations[-len(seeds):]))


@mistake("compare_models", "share of the class 0 in val")
def argmax_of_everything(builders, train, val, seeds):
    def score(model, images, labels):
        model.eval()
        with torch.no_grad():
            return float((model(images).argmax() == labels).double().mean())

    return right(builders, train, val, seeds, score=score)


def in_batches(size, last=True):
    def score(model, images, labels):
        starts = [start for start in range(0, len(images), size) if last or start + size <= len(images)]
        return float(np.mean([accuracy(model, images[s:s + size], labels[s:s + size]) for s in starts or [0]]))

    return score


@mistake("compare_models", "the last of them is shorter")
def mean_of_batches(builders, train, val, seeds):
    return right(builders, train, val, seeds, score=in_batches(64))


@mistake("compare_models", "The last image was not scored")
def last_batch_left_out(builders, train, val, seeds):
    return right(builders, train, val, seeds, score=in_batches(32, last=False))


@mistake("compare_models", "Some are counted more than once")
def parts_counted_again(builders, train, val, seeds):
    def size(model):
        return sum(one.numel() for part in model.modules() for one in part.parameters())

    return right(builders, train, val, seeds, size=size)


@mistake("compare_models", "given the seed first")
def seed_first(builders, train, val, seeds):
    return right({name: lambda train, seed, builder=builder: builder(seed, train)
                  for name, builder in builders.items()}, train, val, seeds)


@mistake("choose", "a difference smaller than the interval proves nothing")
def highest_mean(results):
    """8.09"""
    if not results:
        raise ValueError(results)
    return max(results, key=lambda row: row["mean"])["name"]


@mistake("choose", "a difference smaller than the interval proves nothing")
def first_row(results):
    if not results:
        raise ValueError(results)
    return results[0]["name"]


@mistake("choose", "fewest parameters of all")
def smallest(results):
    if not results:
        raise ValueError(results)
    return min(results, key=lambda row: row["parameters"])["name"]


def simplest(results, reaches):
    if not results:
        raise ValueError(f"{results}")
    best = max(results, key=lambda row: row["mean"])
    reach = [row for row in results if reaches(row, best)]
    return min(reach, key=lambda row: (row["parameters"], -row["mean"]))["name"]


@mistake("choose", "A model's own interval counts")
def interval_of_the_best(results):
    return simplest(results, lambda row, best: row["mean"] >= best["mean"] - best["interval"])


@mistake("choose", "A model's own interval counts")
def intervals_overlap(results):
    return simplest(results, lambda row, best: row["mean"] + row["interval"] >= best["mean"] - best["interval"])


@mistake("choose", "that is luck")
def highest_upper_end(results):
    """8.08"""
    if not results:
        raise ValueError(results)
    return max(results, key=lambda row: row["mean"] + row["interval"])["name"]


@mistake("choose", "has more parameters than small")
def narrowest(results):
    if not results:
        raise ValueError(results)
    return min(results, key=lambda row: row["interval"])["name"]


@mistake("choose", "has more parameters than small")
def second_best(results):
    if not results:
        raise ValueError(results)
    return sorted(results, key=lambda row: row["mean"])[-2 if len(results) > 1 else -1]["name"]


@mistake("choose", "Return its name")
def whole_row(results):
    name = simplest(results, lambda row, best: row["mean"] + row["interval"] >= best["mean"])
    return next(row for row in results if row["name"] == name)


@mistake("choose", "One name is asked for")
def all_that_reach(results):
    if not results:
        raise ValueError(results)
    best = max(row["mean"] for row in results)
    return [row["name"] for row in results if row["mean"] + row["interval"] >= best]


@mistake("choose", "In another order of the results")
def best_is_the_first(results):
    if not results:
        raise ValueError(results)
    reach = [row for row in results if row["mean"] + row["interval"] >= results[0]["mean"]]
    return min(reach, key=lambda row: (row["parameters"], -row["mean"]))["name"]


@mistake("choose", "In another order of the results")
def last_that_reaches(results):
    if not results:
        raise ValueError(results)
    best = max(row["mean"] for row in results)
    return [row["name"] for row in results if row["mean"] + row["interval"] >= best and row["name"] != "shaky"][-1]


@mistake("choose", "Compare with >=")
def strictly(results):
    def reaches(row, best):
        return row["mean"] + row["interval"] > best["mean"] or row is best

    return simplest(results, reaches)


@mistake("choose", "Compare with >=")
def strictly_all(results):
    return simplest(results, lambda row, best: row["mean"] + row["interval"] > best["mean"])


@mistake("choose", "without rounding")
def rounded(results):
    return simplest(results, lambda row, best: round(row["mean"] + row["interval"], 2) >= round(best["mean"], 2))


@mistake("choose", "take the one with the higher mean")
def tie_as_it_comes(results):
    if not results:
        raise ValueError(results)
    best = max(row["mean"] for row in results)
    reach = [row for row in results if row["mean"] + row["interval"] >= best]
    return min(reach, key=lambda row: row["parameters"])["name"]


@mistake("choose", "was trained faster")
def quickest(results):
    if not results:
        raise ValueError(results)
    best = max(row["mean"] for row in results)
    reach = [row for row in results if row["mean"] + row["interval"] >= best]
    return min(reach, key=lambda row: (row.get("seconds", row["parameters"]), row["parameters"], -row["mean"]))["name"]


@mistake("choose", "Is there a `return` at the end?")
def nothing_chosen(results):
    simplest(results, lambda row, best: row["mean"] + row["interval"] >= best["mean"])


@mistake("choose", "changed the `results`")
def sorted_in_place(results):
    results.sort(key=lambda row: (row["parameters"], -row["mean"]))
    return simplest(results, lambda row, best: row["mean"] + row["interval"] >= best["mean"])


@mistake("choose", "Raise a ValueError")
def none_for_an_empty_list(results):
    return simplest(results, lambda row, best: row["mean"] + row["interval"] >= best["mean"]) if results else None


def as_good(results):
    return [row for row in results if row["mean"] + row["interval"] >= max(one["mean"] for one in results)]


@mistake("choose", "take the one with the higher mean")
def narrower_interval_of_ties(results):
    if not results:
        raise ValueError("no results")
    return min(as_good(results), key=lambda row: (row["parameters"], row["interval"]))["name"]


@mistake("choose", "Do not leave it out of those to choose from")
def best_left_out(results):
    if not results:
        raise ValueError("no results")
    best = max(results, key=lambda row: row["mean"])
    others = [row for row in as_good(results) if row is not best]
    return min(others or [best], key=lambda row: (row["parameters"], -row["mean"]))["name"]
