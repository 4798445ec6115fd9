"""Fresh names."""

from week1.kata2_chance import pick


def test_pick_on_fresh_data():
    assert {pick(["up", "down"], seed=seed) for seed in range(30)} == {"up", "down"}, (
        "One of two values is never picked."
    )
