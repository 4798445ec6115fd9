"""A process that runs one submission, and answers the judge's questions about it. It has never seen a test.

What it says is a stranger's word, whoever wrote this file: the submission runs in the same process. The judge
believes nothing of it beyond the values that the tests then judge; a lie can only cost its own points.
"""

from __future__ import annotations

import importlib
import os
import sys
import traceback
from contextlib import suppress
from dataclasses import dataclass, replace
from itertools import islice
from pathlib import Path
from types import FunctionType, ModuleType
from typing import Any

from grade import copies, patched, wire
from grade.confine import Policy, confine
from grade.peer import Peer
from kata import calls, circumstances, overlay
from kata.explain import explain
from kata.faults import DoesNotRun
from kata.limits import time_limit
from kata.overlay import stub_line
from kata.plant import planter

TASKS = 30  # of a kata, at most, that are told unasked


@dataclass(frozen=True)
class Subject:
    """What a worker gets to know: the seconds of computing that a call may take, and where week1/… lies.

    katas: the folders with what was handed in, and with stubs for the rest.
    """

    katas: tuple[Path, ...]
    policy: Policy
    seconds: float
    plant: dict[str, Any] | None = None  # a known mistake to put in a task's place: how the grader itself is tested


class Katas(overlay.Katas):
    """The first and only ones of a process."""

    def install(self) -> None:
        """Nothing else is there to be forgotten: who looks for it takes every module's name into his hands, and that
        copies the page on which it lies, of which the fork had made none.
        """
        sys.path.extend(map(str, self.folders))


class Worker(Peer):
    """The submission's end of the wire. `before`: what the libraries held before it was there (`grade.patched`)."""

    sends_copies = False  # what it makes stays here: the judge asks about it
    trusts = True

    def __init__(self, pipe: int, submission: Subject, before: patched.Snapshot) -> None:
        super().__init__(pipe)
        self.seconds = submission.seconds
        self.home = submission.policy.scratch
        self.katas = Katas([*submission.katas], submission.seconds)
        if submission.plant:
            self.katas.after_load = planter(submission.plant)
        self.task, self.path = "", submission.katas[0]
        self._new: set[int] = set()  # numbers of copies that came with this call
        self._news: list[Any] = []  # of the circumstances of this call
        self._graphs: list[tuple[Any, list[Any]]] = []  # results of this test, with what they were computed from
        overlay.use(self.katas)
        self.before = before

    def serve(self) -> None:
        """Until the judge has no more questions."""
        while True:
            self._copies = copies.lasting(self._copies)
            self._new.clear()
            self._table.clear()
            try:
                request = self._receive()
            except wire.Gone:
                return
            except Exception as error:  # something of a test's that cannot be made here
                self._send(self.told(error))
            else:
                self.answer(request)

    def do(self, request: dict[str, Any]) -> Any:
        if test := request.get("test"):
            self._copies = {number: one for number, one in self._copies.items() if number in self._new}
            self.begin(*test)
        if "folder" in request:
            self.stand_in(Path(request["folder"]))
        self._news = []
        if not (standing := request.get("circumstances")):
            return self.act(request)
        with circumstances.met(standing) as news:
            try:
                return self.act(request)
            finally:
                self._news = news()

    def act(self, request: dict[str, Any]) -> Any:
        match request:
            case {"op": "patched"}:
                return patched.names(self.before)
            case {"op": "load", "module": str(module)}:
                return _tasks(self.katas.load(module))
            case {"op": "find", "module": str(module), "name": str(name)}:
                found = self.katas.get(module, name)
                return found, stub_line(found)
            case {"op": "task", "module": str(module), "name": str(name), "args": tuple(args), "kwargs": dict(named)}:
                with time_limit(self.seconds):
                    return calls.watched(name, self.katas.get(module, name), args, named)
            case {"op": "tasks", "module": str(module), "name": str(name), "many": list(many), "kwargs": dict(named)}:
                with time_limit(self.seconds):
                    return calls.all_watched(name, self.katas.get(module, name), many, named)
            case {"op": "probe", "name": str(name), "args": tuple(args), "kwargs": dict(named)}:
                with time_limit(self.seconds):
                    return getattr(importlib.import_module("nets.probes"), name)(*args, **named)
            case {"op": "back", "graph": int(graph), "slope": slope}:
                return copies.networks().go_back(*self._graphs[graph], slope)
        with time_limit(self.seconds):
            return super().do(request)

    def heard(self, message: dict[str, Any], asked: dict[str, Any]) -> None:
        if "spoilt" in message:  # by a function of the test's, as it would be in one process
            calls.put([asked.get("args"), asked.get("kwargs")], message["spoilt"])

    def copied(self, described: dict[int, Any], numbers: Any) -> None:
        super().copied(described, numbers)
        self._new |= set(described)

    def begin(self, task: str, path: Path) -> None:
        """What comes now belongs to another test."""
        self.task, self.path = task, path
        self._graphs.clear()
        calls.start()

    def stand_in(self, folder: Path) -> None:
        """Go to the folder that the test stands in, if that is one of the scratch folder, and else to that itself."""
        where = folder if folder.is_relative_to(self.home) else self.home
        calls.log.stand_in(str(where))

    def reply(self, value: Any, request: dict[str, Any]) -> dict[str, Any]:
        """With the number of the graph that a result hangs on, if it does, and the gradients that the inputs have."""
        networks = copies.networks()
        told = {"value": value, **self.manners()}
        if "args" not in request or networks is None:
            return told
        inputs = networks.wanting([request["args"], request["kwargs"]])
        if any(one.is_leaf and one.grad is not None for one in inputs):
            told["slopes"] = [one.grad if one.is_leaf else None for one in inputs]
        if networks.wanting(value):
            self._graphs.append((value, inputs))
            told["graph"] = len(self._graphs) - 1
        return told

    def manners(self) -> dict[str, Any]:
        """What there is to tell beside a call's result: of its circumstances, and, at the end of the outermost one, to
        complain about."""
        told: dict[str, Any] = {"news": self._news} if self._news else {}
        if self._depth <= 1 and (complaint := calls.log.finish(self.task)):
            told["complaint"] = complaint
        return told

    def told(self, error: BaseException) -> dict[str, Any]:
        reply = {**super().told(error), **self.manners()}
        found: tuple[Any, ...] = ()
        with suppress(Exception):
            found = tuple(explain(error, self.task, self.path))
        if isinstance(error, DoesNotRun):  # the judge looks for what is behind it: for a PermissionError, say
            reply["raised"] = replace(reply["raised"], bases=(*reply["raised"].bases, *error.kinds))
        return {**reply, "finding": found}


def _tasks(module: ModuleType) -> dict[str, tuple[Any, int]]:
    """The functions and classes that a kata defines, with the lines of those that are stubs: what is asked for next."""
    own = {name: one for name, one in vars(module).items() if type(one) in (FunctionType, type)}
    first = islice((name for name, one in own.items() if one.__module__ == module.__name__ and name[:1] != "_"), TASKS)
    return {name: (own[name], stub_line(own[name])) for name in first}


def run(pipe: int, submission: Subject, before: patched.Snapshot) -> None:
    """Confine this freshly forked process, and be a worker until the end."""
    nothing = os.open(os.devnull, os.O_RDWR)
    for standard in (0, 1, 2):
        os.dup2(nothing, standard)
    try:
        applied = confine(submission.policy, keep=(0, 1, 2, pipe))
        worker = Worker(pipe, submission, before)
    except Exception:  # nothing of the submission has run yet: this is true
        wire.send(wire.ready(pipe), [wire.encode({"fault": traceback.format_exc()[-2000:]})])
        return
    worker._send({"ready": applied})
    worker.serve()
