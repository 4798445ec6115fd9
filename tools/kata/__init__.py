"""Downhill's tools: they run a folder of katas and say, in words, what the tests found.

The rooms, from the bottom up (an import only ever points down this list):

    course, verdict                      the model: what there is, and what was found
    expectation, values, observe         what a test says when an answer is wrong
    overlay, calls, limits, explain      running one learner's code, and naming what happened
    plugin, reporter, startup, quick     the same, as a pytest plugin
    lessons, progress, screen            what a learner is shown
    stubs, known, impostors, warm, verify     what authors need
    cli, tables                          the `kata` command
"""

from kata.expectation import expect, expect_error
from kata.fixtures import digits, fixture

__all__ = ["digits", "expect", "expect_error", "fixture"]
