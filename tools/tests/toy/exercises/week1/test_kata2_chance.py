"""Picking."""

from week1.kata2_chance import pick

NAMES = ["amy", "ben", "cid", "dot", "eli"]


def test_pick_gives_one_of_the_values():
    assert pick(NAMES, seed=3) in NAMES, "What was picked is none of the values."


def test_pick_depends_on_the_seed_alone():
    assert len({pick(NAMES, seed=4) for _ in range(20)}) == 1, "The same seed picked different values."
    assert len({pick(NAMES, seed=seed) for seed in range(20)}) > 1, "Every seed picked the same value."
