"""Downhill's tools: they run a folder of katas and say, in words, what the tests found.

The rooms, from the bottom up (an import only ever points down this list):

    course, verdict, faults              the model: what there is, and what was found
    expectation, values, observe         what a test says when an answer is wrong
    fixtures, circumstances              what tests work on: small real data, a folder to write in; and bad days
    overlay, calls, limits, explain      running one learner's code, and naming what happened
    kept, extras, programs               small files that must survive; what may still have to be installed
    lessons, progress, quiz, screen      what a learner is shown, and what is remembered of them
    record                               the record of a week: what is true of it, as a page and as a picture
    plugin, reporter, startup, quick     all of that, as a pytest plugin
    stubs, known, impostors, plant       what authors need
    lacking, new                         what a kata still lacks, and the files of a new one
    update                               the course's new version comes into a learner's clone
    ahead, serve, warm, verify, mutants  proving the tests, in warm processes
    watch                                the tests of what was saved, at once
    doctor                               what is wrong around a course, and how to put it right
    cli, home, tables, asking, cards     the `kata` command
"""

from kata.calls import called, tabled
from kata.expectation import expect, expect_error
from kata.fixtures import digits, digits28, fixture, scratch
from kata.overlay import each

__all__ = ["called", "digits", "digits28", "each", "expect", "expect_error", "fixture", "scratch", "tabled"]
