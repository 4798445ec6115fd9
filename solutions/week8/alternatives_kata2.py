"""Unusual and correct: every one of these must pass."""

import statistics
import time

import numpy as np
import torch

from kata.known import alternative


@alternative("compare_models")
def seeds_outside(builders, train, val, seeds):
    """Each seed for all builders, in inference mode, with t written out by hand and NumPy's scores."""
    from scipy.stats import t

    if len(set(seeds)) < 2:
        raise ValueError(f"two different seeds at least, and here are {seeds}")
    scores, seconds, models = ({name: [] for name in builders} for _ in range(3))
    for seed in seeds:
        for name in builders:
            begin = time.monotonic()
            models[name].append(builders[name](train, seed))
            seconds[name].append(time.monotonic() - begin)
            with torch.inference_mode():
                logits = models[name][-1].train(False)(val[0]).numpy()
            scores[name].append(np.float32((logits.argmax(-1) == val[1].numpy()).mean()))
    factor = t.ppf(0.975, len(seeds) - 1) / len(seeds) ** 0.5
    table = [
        {
            "parameters": sum(map(torch.numel, models[name][0].parameters())),
            "seconds": statistics.fmean(seconds[name]),
            "interval": factor * statistics.stdev(map(float, scores[name])),
            "mean": statistics.fmean(map(float, scores[name])),
            "name": name,
        }
        for name in builders
    ]
    table.sort(key=lambda row: row["parameters"])
    table.sort(key=lambda row: row["mean"], reverse=True)
    return table


@alternative("compare_models")
def image_by_image(builders, train, val, seeds):
    """Scores one image at a time, and says more than was asked."""
    from week6.kata7_seeds_and_intervals import ablation, mean_and_interval

    last, seconds = {}, {}

    def run(name, seed):
        start = time.perf_counter()
        model = builders[name](seed=seed, train=train)
        seconds.setdefault(name, []).append(time.perf_counter() - start)
        last[name] = model.eval().requires_grad_(False)
        said = [int(torch.softmax(model(image[None]), 1)[0].argmax()) for image in val[0]]
        return sum(map(int.__eq__, said, val[1].tolist())) / len(said)

    rows = []
    for name, scores in ablation(run, list(builders), list(seeds)).items():
        mean, half = mean_and_interval(scores)
        size = torch.nn.utils.parameters_to_vector(last[name].parameters()).numel()
        row = {"name": name, "mean": mean, "interval": half, "runs": scores}
        rows.append({**row, "seconds": np.mean(seconds[name]), "parameters": size})
    return sorted(rows, key=lambda row: (row["mean"], -row["parameters"]), reverse=True)


@alternative("compare_models")
def in_batches(builders, train, val, seeds):
    """A DataLoader with a short last batch, t from a table, float32, and torch's own generator seeded as well."""
    if len(seeds) <= 1:
        raise ValueError(f"{len(seeds)} seeds")
    loader = torch.utils.data.DataLoader(torch.utils.data.TensorDataset(*val), batch_size=4)
    rows = []
    for name in builders:
        scores, seconds = torch.zeros(len(seeds)), 0.0
        for i, seed in enumerate(seeds):
            torch.manual_seed(seed)
            start = time.time()
            model = builders[name](train, seed)
            seconds += time.time() - start
            model.train(False)
            with torch.inference_mode():
                scores[i] = sum(int((model(x).softmax(1).argmax(1) == y).sum()) for x, y in loader) / len(val[1])
        t = [12.706205, 4.302653, 3.182446, 2.776445, 2.570582][len(seeds) - 2]
        rows.append({"name": name, "mean": scores.mean().item(), "seconds": seconds / len(seeds),
                     "interval": (t * scores.std() / len(seeds) ** 0.5).item(),
                     "parameters": torch.nn.utils.parameters_to_vector(model.parameters()).numel()})
    rows.sort(key=lambda row: row["parameters"])
    rows.sort(key=lambda row: row["mean"], reverse=True)
    return rows


@alternative("choose")
def smallest_first(results):
    """A8.03: from the simplest up, the first that is within its noise of the best."""
    if len(results) == 0:
        raise ValueError("no results")
    best = max(results, key=lambda row: row["mean"])["mean"]
    for row in sorted(results, key=lambda row: (row["parameters"], 1 - row["mean"])):
        if best - row["mean"] <= row["interval"]:
            return row["name"]
    raise AssertionError


@alternative("choose")
def by_a_table(results):
    if not results:
        raise ValueError(f"results is {results}")
    means = np.array([row["mean"] for row in results])
    reach = means + np.array([row["interval"] for row in results]) >= means.max()
    sizes = np.where(reach, [row["parameters"] for row in results], np.inf)
    order = np.lexsort((-means, sizes))
    return results[order[0]]["name"]
