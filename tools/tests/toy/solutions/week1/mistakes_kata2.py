"""Known mistakes."""

import random

from kata.known import mistake


@mistake("pick", "The same seed picked different values")
def seed_ignored(values, seed=0):
    return random.SystemRandom().choice(values)


@mistake("pick", "Every seed picked the same value")
def first(values, seed=0):
    return values[0]


@mistake("pick", "global random generator")
def global_seed(values, seed=0):
    random.seed(seed)
    return random.choice(values)
