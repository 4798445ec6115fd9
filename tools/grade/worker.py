"""A process that runs one submission, and answers the judge's questions about it. It has never seen a test.

What it says is a stranger's word, whoever wrote this file: the submission runs in the same process. The judge
believes nothing of it beyond the values that the tests then judge; a lie can only cost its own points.
"""

from __future__ import annotations

import importlib
import os
import traceback
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from grade import copies, patched, wire
from grade.confine import Policy, confine
from grade.peer import Peer
from kata import calls, overlay
from kata.explain import explain
from kata.limits import time_limit
from kata.overlay import stub_line
from kata.plant import planter


@dataclass(frozen=True)
class Subject:
    """What a worker gets to know: the folder with week1/… and the seconds of computing that a call may take."""

    katas: Path
    policy: Policy
    seconds: float
    plant: dict[str, Any] | None = None  # a known mistake to put in a task's place: how the grader itself is tested


class Worker(Peer):
    """The submission's end of the wire."""

    sends_copies = False  # what it makes stays here: the judge asks about it

    def __init__(self, pipe: int, submission: Subject) -> None:
        super().__init__(pipe)
        self.seconds = submission.seconds
        self.home = submission.policy.scratch
        self.katas = overlay.Katas([submission.katas], submission.seconds)
        if submission.plant:
            self.katas.after_load = planter(submission.plant)
        self.task, self.path = "", submission.katas
        self._graphs: list[tuple[Any, list[Any]]] = []  # results of this test, with what they were computed from
        overlay.use(self.katas)
        self.before = patched.snapshot()

    def serve(self) -> None:
        """Until the judge has no more questions."""
        while True:
            self._copies.clear()
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
        match request:
            case {"op": "begin", "task": str(task), "path": Path() as path}:
                self.task, self.path = task, path
                self._graphs.clear()
                calls.start()
                return None
            case {"op": "finish", "task": str(task)}:
                return calls.log.finish(task), patched.names(self.before)
            case {"op": "load", "module": str(module)}:
                self.katas.load(module)
                return None
            case {"op": "find", "module": str(module), "name": str(name)}:
                found = self.katas.get(module, name)
                return found, stub_line(found)
            case {"op": "task", "module": str(module), "name": str(name), "args": tuple(args), "kwargs": dict(named)}:
                self.stand_in(request["folder"])
                with time_limit(self.seconds):
                    return calls.watched(name, self.katas.get(module, name), args, named)
            case {"op": "probe", "name": str(name), "args": tuple(args), "kwargs": dict(named)}:
                with time_limit(self.seconds):
                    return getattr(importlib.import_module("nets.probes"), name)(*args, **named)
            case {"op": "back", "graph": int(graph), "slope": slope}:
                return copies.networks().go_back(*self._graphs[graph], slope)
        with time_limit(self.seconds):
            return super().do(request)

    def stand_in(self, folder: Path) -> None:
        """Go to the folder that the test stands in, if that is one of the scratch folder, and else to that itself."""
        where = folder if folder.is_relative_to(self.home) else self.home
        calls.log.stand_in(str(where))

    def reply(self, value: Any, request: dict[str, Any]) -> dict[str, Any]:
        """With the number of the graph that a result hangs on, if it does."""
        networks = copies.networks()
        if "args" not in request or networks is None or not networks.wanting(value):
            return {"value": value}
        self._graphs.append((value, networks.wanting([request["args"], request["kwargs"]])))
        return {"value": value, "graph": len(self._graphs) - 1}

    def told(self, error: BaseException) -> dict[str, Any]:
        reply = super().told(error)
        found: tuple[Any, ...] = ()
        with suppress(Exception):
            found = tuple(explain(error, self.task, self.path))
        return {**reply, "finding": found}


def run(pipe: int, submission: Subject) -> None:
    """Confine this freshly forked process, and be a worker until the end."""
    nothing = os.open(os.devnull, os.O_RDWR)
    for standard in (0, 1, 2):
        os.dup2(nothing, standard)
    try:
        applied = confine(submission.policy, keep=(0, 1, 2, pipe))
        worker = Worker(pipe, submission)
    except Exception:  # nothing of the submission has run yet: this is true
        wire.send(pipe, wire.encode({"fault": traceback.format_exc()[-2000:]}))
        return
    worker._send({"ready": applied})
    worker.serve()
