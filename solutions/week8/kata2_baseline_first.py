"""Simple first

Before the large network comes the small one, and before that comes a model that always says the commonest class:
where 60 of 100 photos are cats, 0.60 costs nothing, and is the number to beat. Then let all of them meet the same
photos with the same seeds, and take the simplest that is not clearly worse than the best.
"""

from collections.abc import Callable
from typing import Any

import torch
from torch import Tensor, nn


def compare_models(
    builders: dict[str, Callable[[Any, int], nn.Module]],
    train: tuple[Tensor, Tensor],
    val: tuple[Tensor, Tensor],
    seeds: list[int],
) -> list[dict[str, Any]]:
    """Train every model with every seed, and put the results into one table, best first.

    One run says little: the same network, trained with another seed, gets a few per cent more or less. So each model
    is trained once with each seed, and judged by the mean. The validation photos are there for the score alone; a
    builder never sees them.

    Args:
        builders: name → `builder(train, seed)`, which trains a model on `train` and returns it: a network that takes
            images and gives logits (n, classes). How it is trained depends on the seed alone.
        train: (images (n, …), labels (n,)), passed on to the builders.
        val: (images, labels) likewise, to score with.
        seeds: two or more whole numbers. Each builder is called once for each of them, in their order.

    Returns:
        One dict for each builder, the highest mean first; of equal means, the model with fewer parameters first:
        - "name": its name
        - "mean": the mean over the seeds of the accuracy on `val`, from 0 to 1; in eval mode, without gradients
        - "interval": half the width of the mean's 95 % interval (Student's t), as `mean_and_interval` of week 6
          gives it: `from week6.kata7_seeds_and_intervals import mean_and_interval` (or write it again)
        - "seconds": how long one training took, the mean over the seeds: `time.perf_counter()` right before the
          builder is called and right after it, so without the scoring
        - "parameters": how many numbers its parameters hold, frozen ones too, an int

    Raises:
        ValueError: there are fewer than two seeds. One run says nothing about its spread.

    Example:
        >>> from week5.kata1_dense_baseline import make_baseline
        >>> photos = torch.zeros(5, 1, 2, 2), torch.tensor([0, 0, 1, 0, 1])
        >>> rows = compare_models({"baseline": lambda train, seed: make_baseline((1, 2, 2), 3)}, photos, photos, [0, 1])
        >>> [(row["name"], row["parameters"]) for row in rows]   # 4 · 3 weights and 3 biases
        [('baseline', 15)]
    """
    # BEGIN SOLUTION
    import time

    from week6.kata7_seeds_and_intervals import mean_and_interval

    if len(seeds) < 2:
        raise ValueError(f"an interval needs two seeds or more, and here are {len(seeds)}: {seeds}")
    images, labels = val
    rows = []
    for name, builder in builders.items():
        scores, seconds = [], []
        for seed in seeds:
            start = time.perf_counter()
            model = builder(train, seed)
            seconds.append(time.perf_counter() - start)
            model.eval()
            with torch.no_grad():
                right = model(images).argmax(dim=1) == labels
            scores.append(int(right.sum()) / len(labels))
        mean, interval = mean_and_interval(scores)
        rows.append(
            {
                "name": name,
                "mean": mean,
                "interval": interval,
                "seconds": sum(seconds) / len(seconds),
                "parameters": sum(parameter.numel() for parameter in model.parameters()),
            }
        )
    return sorted(rows, key=lambda row: (-row["mean"], row["parameters"]))
    # END SOLUTION


def choose(results: list[dict[str, Any]]) -> str:
    """The simplest model that may be as good as the best.

    A model with a slightly lower mean may be just as good: its interval says what its mean could be. If that reaches
    the best mean, nothing is proved against it, and then the smaller model is the better choice: it is quicker, it
    needs less memory, and there is less in it to go wrong.

    Args:
        results: one dict for each model, as `compare_models` returns them, in any order. Only "name", "mean",
            "interval" and "parameters" are needed.

    Returns:
        The name of the model with the fewest parameters among those whose mean + interval is the best mean or
        more (the best model is one of them). Of those with equally few, the one with the higher mean.

    Raises:
        ValueError: there are no results.

    Example:
        >>> choose([
        ...     {"name": "large", "mean": 0.86, "interval": 0.02, "parameters": 900},
        ...     {"name": "small", "mean": 0.84, "interval": 0.03, "parameters": 200},     # up to 0.87
        ...     {"name": "baseline", "mean": 0.60, "interval": 0.01, "parameters": 50},   # up to 0.61
        ... ])
        'small'
    """
    # BEGIN SOLUTION
    if not results:
        raise ValueError(f"there are no results to choose from: {results}")
    best = max(row["mean"] for row in results)
    as_good = [row for row in results if row["mean"] + row["interval"] >= best]
    return min(as_good, key=lambda row: (row["parameters"], -row["mean"]))["name"]
    # END SOLUTION
