"""Fresh data for comparing models, run at grading only."""

import time

import torch
from torch import nn

from kata import expect, expect_error
from week8.kata2_baseline_first import choose, compare_models


def waves(n, first):
    """Images of 1×4×6: rows of class 0, columns of class 1, both with some noise."""
    generator = torch.Generator().manual_seed(first)
    labels = torch.arange(n) % 2
    lines = torch.tensor([1.0, -1.0]).repeat(12)
    images = torch.stack([lines.reshape(4, 6) if one else lines.reshape(6, 4).T for one in labels])[:, None]
    return images + torch.randn(images.shape, generator=generator), labels


def trained(network):
    """A builder that really trains: ten steps, everything from the seed."""
    def builder(train, seed):
        with torch.random.fork_rng():
            torch.manual_seed(seed)
            model, (images, labels) = network().train(), train
            for _ in range(10):
                loss = nn.functional.cross_entropy(model(images), labels)
                gradients = torch.autograd.grad(loss, list(model.parameters()))
                with torch.no_grad():
                    for parameter, gradient in zip(model.parameters(), gradients, strict=True):
                        parameter -= 0.2 * gradient
        return model

    return builder


def test_compare_models_with_networks_that_are_trained():
    builders = {
        "dense": trained(lambda: nn.Sequential(nn.Flatten(), nn.Linear(24, 2))),
        "wide": trained(lambda: nn.Sequential(nn.Flatten(), nn.Linear(24, 9), nn.BatchNorm1d(9), nn.Dropout(0.5),
                                              nn.ReLU(), nn.Linear(9, 2))),
    }
    train, val, seeds = waves(14, 1), waves(23, 2), [4, 1, 9]
    rows = compare_models(builders, train, val, seeds)
    expect({row["name"]: row["parameters"] for row in rows}, want={"dense": 50, "wide": 263}, what="the parameters")
    for row in rows:
        scores = []
        for seed in seeds:
            model = builders[row["name"]](train, seed).eval()
            with torch.no_grad():
                scores.append(float((model(val[0]).argmax(1) == val[1]).double().mean()))
        expect(row["mean"], want=sum(scores) / 3, what=f"the mean of {row['name']}")
        want = float(4.302653 * torch.tensor(scores, dtype=torch.float64).std() / 3**0.5)
        expect(row["interval"], want=want, rtol=1e-3, what=f"the interval of {row['name']}")
        assert 0 < row["seconds"] < 30, f"{row['seconds']} seconds for ten steps of a tiny network?"
    expect([row["mean"] for row in rows], want=sorted((row["mean"] for row in rows), reverse=True), what="the means")


def test_compare_models_does_not_depend_on_the_order_of_the_builders():
    builders = {str(width): trained(lambda width=width: nn.Sequential(nn.Flatten(), nn.Linear(24, width), nn.ReLU(),
                                                                      nn.Linear(width, 2))) for width in (5, 2, 3)}
    train, val = waves(14, 1), waves(23, 2)
    found = [compare_models(dict(pairs), train, val, [3, 8]) for pairs in (builders.items(), [*builders.items()][::-1])]
    one, other = ([(row["name"], row["mean"], row["interval"]) for row in rows] for rows in found)
    expect(one, want=other, what="the names, means and intervals, with the builders in two orders")


def test_compare_models_gives_the_mean_of_three_durations():
    """By the builder's own clock, which runs within the one that times it: so no right mean is below that."""
    took, network = [], nn.Sequential(nn.Flatten(), nn.Linear(24, 2))

    def builder(train, seed):
        start = time.perf_counter()
        time.sleep(seed / 1000)
        took.append(time.perf_counter() - start)
        return network

    row = compare_models({"slow": builder}, waves(14, 1), waves(6, 2), [2, 13, 3])[0]
    mean, shown = sum(took) / 3, ", ".join(f"{one:.4f}" for one in took)
    assert row["seconds"] > mean - 1e-4, (
        f"The three trainings took {shown} seconds, so the mean is {mean:.4f} or a little more, and not "
        f"{row['seconds']:.4f}. Divide the sum of all durations by their number.")


def test_compare_models_refuses_a_single_seed():
    builder = trained(lambda: nn.Sequential(nn.Flatten(), nn.Linear(24, 2)))
    expect_error(compare_models, {"dense": builder}, waves(14, 1), waves(6, 2), [3], why="One seed has no spread.")


def test_choose_on_fresh_results():
    rows = [
        {"name": "transfer", "mean": 0.9375, "interval": 0.015625, "seconds": 60.0, "parameters": 3_400_000},
        {"name": "cnn", "mean": 0.6875, "interval": 0.0625, "seconds": 30.0, "parameters": 2_100_000},
        {"name": "dense", "mean": 0.625, "interval": 0.125, "seconds": 5.0, "parameters": 6_300_000},
    ]
    expect(choose(rows), want="transfer", what="the choice where the best is far ahead")
    expect(choose(rows[1:]), want="cnn", what="the choice where the best is the smallest")
    expect(choose(rows[:0:-1]), want="cnn", what="the choice in another order")
    rows[1]["interval"] = 0.25
    expect(choose(rows), want="cnn", what="the choice where the interval is wide")
    expect_error(choose, [], why="There is nothing to choose from.")
