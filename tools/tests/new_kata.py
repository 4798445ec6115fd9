"""A small kata for week 2 of the toy course, as an author would write it into what `kata new` makes."""

from __future__ import annotations

NAME = "week2/kata1_middle"
TASKS = ("average", "spread")

REFERENCE = '''"""The middle of some numbers.

Seven friends measured one table. Where is the middle of what they say, and how far apart are they?
"""


def average(values: list[float]) -> float:
    """The sum of the values, divided by how many there are.

    Args:
        values: the numbers, at least one.

    Returns:
        Their mean.

    Example:
        >>> average([1.0, 2.0, 6.0])
        3.0
    """
    # BEGIN SOLUTION
    return sum(values) / len(values)
    # END SOLUTION


def spread(values: list[float]) -> float:
    """How far the largest value lies above the smallest.

    Args:
        values: the numbers, at least one.

    Returns:
        The difference, 0.0 or more.

    Example:
        >>> spread([1.0, 6.0, 2.0])
        5.0
    """
    # BEGIN SOLUTION
    return max(values) - min(values)
    # END SOLUTION
'''

TESTS = '''"""One number for the middle, and one for how far it may be trusted."""

from kata import expect
from week2.kata1_middle import average, spread


def test_average_is_the_sum_divided_by_how_many():
    expect(average([1.0, 2.5, 4.0, 8.5]), want=4.0, mistakes={
        "sum": (16.0, "That is the sum. Divide it by how many values there are."),
        "whole": (3, "The values were cut to whole numbers before they were added."),
        "ends": (4.75, "That is the middle of the smallest and the largest. All values count."),
    })


def test_average_of_one_value_is_that_value():
    expect(average([-2.5]), want=-2.5)


def test_spread_goes_from_the_smallest_to_the_largest():
    expect(spread([4.0, 9.0, -1.5, 2.0]), want=10.5, mistakes={
        "largest": (9.0, "That is the largest value. How far is it from the smallest?"),
        "backwards": (-10.5, "Take the smallest from the largest, not the other way round."),
        "in order": (-2.0, "That is the last value minus the first. Look for the extremes."),
    })


def test_spread_of_equal_values_is_nothing():
    expect(spread([3.0, 3.0]), want=0.0)
'''

MISTAKES = '''"""Known mistakes in the middle, each with the words that it must earn."""

from kata.known import mistake


@mistake("average", "That is the sum")
def summed(values):
    return sum(values)


@mistake("average", "cut to whole numbers")
def whole(values):
    return sum(int(value) for value in values) // len(values)


@mistake("average", "smallest and the largest")
def ends(values):
    return (min(values) + max(values)) / 2


@mistake("spread", "That is the largest value")
def largest(values):
    return max(values)


@mistake("spread", "not the other way round")
def backwards(values):
    return min(values) - max(values)


@mistake("spread", "last value minus the first")
def in_order(values):
    return values[-1] - values[0]
'''

ALTERNATIVES = '''"""Unusual and correct: every one of these must pass."""

from kata.known import alternative


@alternative("average")
def bit_by_bit(values):
    mean = 0.0
    for count, value in enumerate(values, 1):
        mean += (value - mean) / count
    return mean


@alternative("spread")
def sorted_first(values):
    ordered = sorted(values)
    return ordered[-1] - ordered[0]
'''

HIDDEN = '''"""Fresh data for the middle, run at grading only."""

from kata import expect
from week2.kata1_middle import average, spread


def test_average_on_fresh_data():
    expect(average([0.5, -3.5]), want=-1.5)


def test_spread_on_fresh_data():
    expect(spread([-8.0, -2.0, -4.0]), want=6.0)
'''

HINTS = """# Hints for week 2

# Kata 1 · Middle

## average
1. If all had the same, how much would each have?
2. Add them up, and divide by how many there are.
3. Two functions of Python do it: `return sum(…) / …`

**Afterword.** You wrote the arithmetic mean: `statistics.fmean`, or `numpy.mean` for arrays.

## spread
1. Which two of the values matter?
2. The largest minus the smallest; the order in which they come says nothing.
3. Python finds both: `return max(…) - …`

**Afterword.** The field calls it the range: `numpy.ptp`.
"""

README = """# Week 2 · Middles

**Badge:** Measurer

Last week you looked at single numbers. Now there are many, and you say something about all of them at once.

## Three wins of this session

You average, you spread, and you know which of the two one wild value moves.

## The words

| word | what it means here |
|---|---|
| mean | what each would have if all had the same |

## A worked example

1, 2 and 6 add up to 9, and 9 / 3 is 3.

## The katas

| kata | what you build | tasks |
|---|---|---|
| [1 · the middle](kata1_middle.py) | two figures for a list | `average` `spread` |

```sh
kata quiz week2
```

## Predict before you run

What does one value of 1,000 do to the mean of 1, 2 and 6?

<details><summary>What was measured</summary>252.25</details>

## Self-check

**1.** What is the spread of one value?
<details><summary>Answer</summary>0.</details>

## To talk about

Who is above average?

## The mission

Measure a table seven times.

## The badge: Measurer

Both tasks, and seven measurements.
"""

QUIZ = "".join(
    f"""
[[question]]
ask = "What is the mean of {number} and {number + 2}?"
right = "{number + 1}"
why = "The sum is {2 * number + 2}, and a half of that is {number + 1}."
wrong = [["{number}", "The smaller one."], ["{number + 2}", "The larger one."], ["{2 * number + 2}", "The sum."]]
"""
    for number in range(1, 9)
) + "".join(f'\n[[card]]\nfront = "mean of {number}"\nback = "{number}"\n' for number in range(10))

FILES = {  # in the order in which `kata new` says to write them
    "solutions/week2/kata1_middle.py": REFERENCE,
    "exercises/week2/test_kata1_middle.py": TESTS,
    "solutions/week2/mistakes_kata1.py": MISTAKES,
    "solutions/week2/alternatives_kata1.py": ALTERNATIVES,
    "solutions/week2/hidden_test_kata1.py": HIDDEN,
    "exercises/week2/hints.md": HINTS,
    "exercises/week2/README.md": README,
    "exercises/week2/quiz.toml": QUIZ,
}
