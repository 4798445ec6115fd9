"""A forked process has its memory to itself before it is asked for anything."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable

import pytest

from kata.own_pages import own_pages

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="counts Linux's page faults, after a fork")
SIZE, PAGE = 64 << 20, 4096  # bytes


def faults_of_a_child(prepare: Callable[[int], None], job: bytes = b"") -> int:
    """Page faults of a child that writes into each page it shares with its parent."""
    import resource

    shared = bytearray(os.urandom(PAGE) * (SIZE // PAGE))
    asked, ask = os.pipe()
    answer, answering = os.pipe()
    os.write(ask, job)
    pid = os.fork()
    if pid == 0:
        prepare(asked)
        before = resource.getrusage(resource.RUSAGE_SELF).ru_minflt
        shared[::PAGE] = bytes(SIZE // PAGE)
        faults = resource.getrusage(resource.RUSAGE_SELF).ru_minflt - before
        os.write(answering, str(faults).encode())
        os._exit(0)
    os.waitpid(pid, 0)
    found = int(os.read(answer, 100))
    for pipe in (asked, ask, answer, answering):
        os.close(pipe)
    return found


def test_what_is_shared_is_copied_ahead() -> None:
    without = faults_of_a_child(lambda asked: None)
    with_it = faults_of_a_child(own_pages)
    assert with_it < without / 10, (with_it, without)


def test_a_job_that_waits_is_not_kept_waiting() -> None:
    with_job = faults_of_a_child(own_pages, b"job")
    without = faults_of_a_child(lambda asked: None)
    assert with_job > without / 2, "nothing was copied first"
