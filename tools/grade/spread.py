"""Many submissions over the cores of one machine, or of a cluster (joblib)."""

from __future__ import annotations

import atexit
import threading
from collections.abc import Iterable, Iterator
from contextlib import AbstractContextManager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import joblib

from grade.court import Answered, Court, Limits
from kata.course import CourseError


@dataclass(frozen=True)
class Trial:
    """One submission to be judged. `sources`: "week2/kata1_….py" → text, because the judge may be far away.

    What was not handed in is a stub, of which each judge has its own.
    """

    number: int
    sources: dict[str, str]


@dataclass(frozen=True)
class Setting:
    """What is the same for all: the course, which of its katas, whether hidden tests run, and what each may take.

    layers: what every worker must be confined by. alone: whether no other grading shares this machine's processors.
    """

    root: Path
    katas: tuple[str, ...]
    hidden: bool
    limits: Limits
    layers: tuple[str, ...] = ()
    alone: bool = True


_courts: dict[Setting, Court] = {}  # of this process
_lock = threading.Lock()


def court(setting: Setting) -> Court:
    """This process's own, which ends with it."""
    with _lock:
        if setting not in _courts:
            _courts[setting] = opened = Court(
                setting.root, list(setting.katas), setting.hidden, setting.layers, setting.alone
            )
            atexit.register(opened.close)
        return _courts[setting]


def judge(setting: Setting, trial: Trial) -> tuple[int, Answered]:
    """Judge one submission in this process's own court."""
    here = court(setting)
    katas = here.inbox / f"{trial.number:05}"
    katas.mkdir(parents=True, exist_ok=True)
    for name, text in trial.sources.items():
        path = katas / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8", newline="")
    return trial.number, here.tested(katas, setting.limits)


def judged(
    setting: Setting, trials: Iterable[Trial], workers: int, cluster: str = ""
) -> Iterator[tuple[int, Answered]]:
    """The answers as they come, each with its trial's number.

    cluster: the address of a Dask scheduler, such as tcp://10.0.0.5:8786, whose workers have the same course at the
    same place. CourseError where there is none.
    """
    setting = replace(setting, alone=not cluster)
    with _backend(cluster):
        parallel = joblib.Parallel(n_jobs=-1 if cluster else workers, return_as="generator_unordered", batch_size=1)
        yield from parallel(joblib.delayed(judge)(setting, trial) for trial in trials)


def _backend(cluster: str) -> AbstractContextManager[Any]:
    if not cluster:
        threads: AbstractContextManager[Any] = joblib.parallel_config("threading")  # all they do is to wait for a court
        return threads
    try:
        from distributed import Client
    except ImportError:
        raise CourseError("--cluster needs Dask: pip install distributed, here and on every machine.") from None
    try:
        client = Client(cluster, timeout="10s")  # type: ignore[no-untyped-call]
    except (OSError, ValueError) as error:
        raise CourseError(f"There is no Dask scheduler at {cluster} ({error}). Start one: dask scheduler") from None
    context: AbstractContextManager[Any] = joblib.parallel_config("dask", client=client)
    return context
