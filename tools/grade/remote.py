"""The judge's end of the wire: katas whose functions run in a worker.

To the tests they look like the learner's own. What comes back is a stranger's word: of an exception, Python's own
kind that is nearest to it is raised; of what a worker says about itself, only what says that something is wrong is
believed.
"""

from __future__ import annotations

import functools
import gc
import os
import time
from collections.abc import Callable, Sequence
from contextlib import suppress
from pathlib import Path
from types import CodeType, SimpleNamespace
from typing import Any, NoReturn, Protocol

from grade import copies, paths, rights, scratch, settings, wire
from grade.peer import Peer, Remote
from grade.results import Outcome
from grade.wire import Raised
from kata import calls, circumstances, fixtures, overlay
from kata.explain import Finding
from kata.faults import DoesNotRun, OutOfTime
from kata.limits import IMPORTING, WAITING
from kata.verdict import State

FAILED = {State.WRONG, State.DOES_NOT_RUN, State.NOT_STARTED}
MOST = 1000  # characters of an error that a submission wrote
CHANGED = "that it was given; the caller still needs it"  # in what `kata.calls` says of a changed input
USED_UP = "The time for this submission is used up."
TOO_LONG = "Stopped after running too long: is there a loop that never ends?"
# What is asked for in order that a task's code runs.
ACTS = {"task", "tasks", "call", "calls", "get", "part", "length", "begin to iterate", "next", "probe"}
SLACK = 2.0  # seconds beyond a call's own limit, on a busy machine
MANY = 10 << 20  # bytes that came from a worker: time to look whether they are still needed
WHOLE = 2.0  # times as long as a call may a whole test take: with an answer in its hands it may never come to an end


class Stopped(OutOfTime):
    """The worker came to an end in the middle of a test, or had to be brought to one. No test catches it."""

    def __init__(self, outcome: Outcome, sentence: str) -> None:
        super().__init__(sentence)
        self.finding = Finding(State.DOES_NOT_RUN, sentence, outcome=outcome.value)


class Process(Protocol):
    """A worker's process, as whoever started it sees it."""

    pipe: int

    def file_size(self, most: int | None) -> None:
        """Let no file of its grow beyond so many bytes; as they were before, for None."""

    def end(self, gone: bool = False) -> tuple[Outcome, str]:
        """End it, and say why it had ended, if it had: "crash", "Python itself crashed (…)". gone: it is ending."""


class Line(Peer):
    """The wire to one worker. `katas` is who asks first, and knows what to do if no answer comes."""

    def __init__(self, pipe: int, katas: RemoteKatas) -> None:
        super().__init__(pipe)
        self.until: float | None = None
        self.katas = katas
        self.given: dict[str, Any] = {}  # with the call that is under way
        self.spoilt: dict[str, Any] = {}  # what a test's function has made of what it was given

    def deadline(self) -> float | None:
        return self.until

    def arrived(self, message: dict[str, Any], asked: dict[str, Any]) -> Any:
        value = message.get("value")
        if type(graph := message.get("graph")) is not int or not getattr(value, "requires_grad", False):
            return value
        networks = copies.networks()  # there is a tensor, so there is torch
        inputs = networks.wanting([asked.get("args"), asked.get("kwargs")])
        back = functools.partial(self._back, graph)
        return networks.continued(value, back, inputs)

    def ask(self, op: str, **more: Any) -> Any:
        """What an object asks that stays in the worker."""
        __tracebackhide__ = True
        return self.put(op, **more) if self._depth else self.katas.ask_of(self, op, **more)

    def put(self, op: str, **more: Any) -> Any:
        """Ask, under the circumstances in which the test lets a task run. A WireError where no answer comes."""
        __tracebackhide__ = True
        if op in ACTS and (standing := circumstances.told()):
            more["circumstances"] = standing
        return super().ask(op, **more)

    def do(self, request: dict[str, Any]) -> Any:
        """And note whether the test's function has changed what it was given: the task's own has to change as well."""
        rights.check(request)
        given = [request.get("args"), request.get("kwargs")]
        before = calls.copied(given)
        try:
            return super().do(request)
        finally:
            self.spoilt = {} if calls.same(given, before) else {"spoilt": given}

    def reply(self, value: Any, request: dict[str, Any]) -> dict[str, Any]:
        return {**super().reply(value, request), **self.spoilt}

    def told(self, error: BaseException) -> dict[str, Any]:
        return {**super().told(error), **self.spoilt}

    def heard(self, message: dict[str, Any], asked: dict[str, Any]) -> None:
        circumstances.came_of(message.get("news"))
        if type(complaint := message.get("complaint")) is str:
            self.katas.complain(complaint)
        if "slopes" in message and (networks := copies.networks()):
            networks.take_back(message["slopes"], networks.wanting([asked.get("args"), asked.get("kwargs")]))

    def brought(self, message: dict[str, Any]) -> None:
        places = (fixtures.FOLDER, fixtures.scratch_within or fixtures.FOLDER)
        if odd := paths.strange(message, self.given, places):
            told = _short(str(odd))
            raise wire.WireError(f"It returned the path {told}, which a test did not give it and has no use for.")

    def _back(self, graph: int, slope: Any) -> Any:
        return self.ask("back", graph=graph, slope=slope)

    def copied(self, described: dict[int, Any], numbers: Any) -> None:
        raise wire.WireError("A worker has no copies to send.")

    def informed(self, told: dict[int, Any]) -> None:
        raise wire.WireError("A worker has nothing to foretell.")

    def error(self, raised: Raised, message: dict[str, Any]) -> BaseException:
        if raised.kind == "CtrlC" and (ctrl_c := circumstances.ctrl_c_came()):
            return ctrl_c
        error = super().error(raised, message)
        if not hasattr(error, "finding") and not isinstance(error, AssertionError):
            error.finding = _finding(message.get("finding"), raised)  # type: ignore[attr-defined]
        return error


def _outcome(raised: Raised) -> Outcome:
    kinds = {raised.kind, *raised.bases}
    if "OutOfTime" in kinds:
        return Outcome.TIMEOUT
    if "MemoryError" in kinds:
        return Outcome.MEMORY
    if "PermissionError" in kinds:
        return Outcome.FORBIDDEN
    return Outcome.ERROR


def _finding(told: Any, raised: Raised) -> Finding:
    """What a worker says of an error, if it says that something is wrong, in words."""
    match told:
        case (str(state), str(message), str(path), int(line), *_) if message and state in FAILED:
            outcome = "" if state == State.NOT_STARTED else _outcome(raised).value
            return Finding(State(state), _short(message), path, line, outcome=outcome)
        case _:
            told = f"{raised.kind}: {raised.message}"
            return Finding(State.DOES_NOT_RUN, _short(told), outcome=_outcome(raised).value)


def _gone_wrong(error: Exception) -> DoesNotRun | None:
    """What can be raised again for every test that needed what could not be had; None where nothing is known of it."""
    if not isinstance(finding := getattr(error, "finding", None), Finding):
        return None
    found = DoesNotRun(*finding[1:4])
    found.finding = finding
    return found


def forget_way(error: BaseException) -> None:
    """Of an error that is kept, to be raised again: through which frames it came, with all that they hold."""
    error.__traceback__ = error.__cause__ = error.__context__ = None


def _short(text: str) -> str:
    return text if len(text) <= MOST else f"{text[:MOST]}…"


class Task:
    """Stands for one task of the submission."""

    def __init__(self, katas: RemoteKatas, module: str, name: str, function: Any, stub_line: int) -> None:
        self._katas, self._module, self._function = katas, module, function
        self.__name__ = name
        self.stub_line = stub_line

    def __call__(self, *args: Any, **kwargs: Any) -> Any:
        __tracebackhide__ = True
        return self._katas.ask("task", module=self._module, name=self.__name__, args=args, kwargs=kwargs)

    def each(self, many: list[tuple[Any, ...]], kwargs: dict[str, Any]) -> list[Any]:
        """The answers to many calls: see `kata.overlay.each`."""
        __tracebackhide__ = True
        found = self._katas.ask("tasks", module=self._module, name=self.__name__, many=many, kwargs=kwargs)
        if type(found) is not list or len(found) != len(many):
            raise wire.WireError("It was asked for the answers to many calls, and told something else.")
        return found

    def __getattr__(self, name: str) -> Any:
        if name.startswith("_") or not isinstance(self._function, Remote):
            raise AttributeError(name)
        return getattr(self._function, name)


@functools.cache
def unbegun(path: Path) -> dict[str, int]:
    """The lines of the stubs in a file of the course's own, which is not run for that."""
    code = compile(path.read_bytes(), str(path), "exec")
    parts = [part for part in code.co_consts if isinstance(part, CodeType)]
    return {part.co_name: overlay.stub_line(SimpleNamespace(__code__=part)) for part in parts}


class Log(calls.Log):
    """What happened in one test: the judge's own account, and the worker's, of what only a worker can see."""

    guards = False

    def __init__(self) -> None:
        super().__init__()
        self.complaint = ""  # the worker's, of the task's manners

    def finish(self, task: str) -> str:
        return super().finish(task) or self.complaint


class RemoteKatas(overlay.Katas):
    """One submission's katas. `start` gives a fresh worker; `seconds` is the budget of computing for one call."""

    def __init__(
        self,
        folders: Sequence[Path],
        start: Callable[[], Process],
        seconds: float,
        budget: float,
        layers: Sequence[str] = (),
        watch: scratch.Watch | None = None,
    ) -> None:
        super().__init__([*folders], seconds=WHOLE * seconds)
        self.call_seconds = seconds
        self._start = start
        self._watch = watch
        self._layers = layers  # of the confinement, by the names that `confine` gives them: no worker goes without
        self._process: Process | None = None
        self._line: Line | None = None
        self._here: dict[str, DoesNotRun | None] = {}  # modules that the worker was asked to load, and why it could not
        self._found: dict[tuple[str, str], Any] = {}
        self._stopped_one = False  # since it was last looked whether what came from workers is still needed
        self._hopeless: dict[str, Stopped] = {}  # modules and tasks that stopped a worker: once is enough
        self._end = time.monotonic() + budget
        self.flags: dict[str, str] = {}  # kind → sentence
        self._test, self._new_test = ("", folders[0]), True
        self._folder = ""  # in which the worker stands
        self._settings = settings.now()  # as each test finds them
        self._room: int | None = None  # that a full disk leaves a file of the worker's
        self.log = Log()

    # --- what the plugin asks ---

    def begin(self, task: str, path: Path) -> calls.Log:
        """The worker hears of it with the test's first call."""
        self._test, self._new_test = (task, path), True
        if task in self._hopeless:
            raise self._hopeless[task]
        settings.turn(self._settings)
        calls.log = self.log = Log()
        return calls.log

    def complain(self, complaint: str) -> None:
        """Keep what the worker has seen of the task's manners."""
        self.log.complaint = self.log.complaint or _short(complaint)
        if CHANGED in complaint:
            self.flags.setdefault("changed-input", self.log.complaint)

    def install(self) -> None:
        """Nothing of a submission is imported here."""

    def load(self, module: str) -> Any:
        if module in self._hopeless:
            raise self._hopeless[module]
        if module not in self._here:
            self._here[module] = self._asked_to_load(module)
        if missing := self._here[module]:
            again = DoesNotRun(str(missing), missing.path, missing.line)
            again.finding = missing.finding
            raise again

    def _asked_to_load(self, module: str) -> DoesNotRun | None:
        """None if the worker has it now."""
        try:
            self.path(module)
            told = self.ask("load", seconds=self.call_seconds * IMPORTING, blame=module, module=module)
            for name, one in told.items() if type(told) is dict else ():
                self._found[module, name] = self._task(module, name, one)
        except DoesNotRun as missing:
            return missing
        except Exception as error:
            return _gone_wrong(error) or DoesNotRun(str(error), str(self.path(module)), 1)
        return None

    def _task(self, module: str, name: str, told: Any) -> Any:
        """What stands for a function, which is told with the line of its stub; anything else is itself."""
        match told:
            case (Remote() as function, stub_line):
                return Task(self, module, name, function, stub_line if type(stub_line) is int else 0)
            case (found, _):
                return found
        raise wire.WireError("It was asked for a task, and told something else.")

    def get(self, module: str, name: str) -> Any:
        if line := self._left_as_a_stub(module, name):
            return Task(self, module, name, None, line)
        self.load(module)
        if (module, name) not in self._found:
            try:
                found = self._task(module, name, self.ask("find", blame=module, module=module, name=name))
            except Exception as error:
                found = _gone_wrong(error) or error
            self._found[module, name] = found
        found = self._found[module, name]
        if isinstance(found, Exception):
            raise found
        return found

    def _left_as_a_stub(self, module: str, name: str) -> int:
        """The line of a task's stub in a kata that was not handed in: no worker need be asked. 0 for any other task."""
        path = self.path(module)
        return unbegun(path).get(name, 0) if any(map(path.is_relative_to, self.folders[1:])) else 0

    # --- the worker ---

    def run_probe(self, name: str, args: tuple[Any, ...], kwargs: dict[str, Any]) -> Any:
        """What one of `nets.probes` finds in the worker."""
        __tracebackhide__ = True
        return self.ask("probe", name=name, args=args, kwargs=kwargs)

    def ask(self, op: str, seconds: float = 0.0, blame: str = "", **more: Any) -> Any:
        """Ask the worker; start one if there is none. Stopped where it does not answer.

        blame: what will not be tried again then; the test's task, if nothing else is named.
        """
        __tracebackhide__ = True
        line = self._line or self._new_line()
        own = (seconds or self.call_seconds) * WAITING + SLACK
        if (now := time.monotonic()) >= self._end:
            self._stop(Outcome.TIMEOUT, USED_UP, blame)
        line.until = min(now + own, self._end)
        if (room := circumstances.bytes_left()) != self._room:
            assert self._process
            self._process.file_size(room)
            self._room = room
        if self._new_test:
            line.forget_copies()
            more["test"], self._new_test, self._folder = self._test, False, ""
        # A test may stand in its scratch folder, and give paths as seen from there.
        if (here := os.getcwd()) != self._folder:  # noqa: PTH109 — Path's takes five times as long, at every call
            more["folder"] = self._folder = here
        line.given = more
        try:
            return line.put(op, **more)
        except Stopped:
            raise
        except (wire.Late, OutOfTime):
            used_up = time.monotonic() >= self._end
            self._stop(Outcome.TIMEOUT, USED_UP if used_up else TOO_LONG, blame)
        except wire.Gone:
            full = self._watch is not None and self._watch.overfull
            self._stop(*((Outcome.FORBIDDEN, scratch.SENTENCE) if full else (Outcome.CRASH, "")), blame)
        except wire.WireError as error:
            self._stop(Outcome.ERROR, str(error), blame)

    def ask_of(self, line: Line, op: str, **more: Any) -> Any:
        """Ask about an object that stays in the worker; Stopped where that worker has ended."""
        __tracebackhide__ = True
        if line is not self._line:
            raise Stopped(Outcome.CRASH, "It was stopped, and what it had returned before is gone.")
        return self.ask(op, **more)

    def _new_line(self) -> Line:
        self._process = self._start()
        self._line = Line(self._process.pipe, self)
        if self._watch and fixtures.scratch_within:
            self._watch.begin(fixtures.scratch_within, self._process.pipe)
        self._line.until = time.monotonic() + 30
        self._found.clear()
        self._here.clear()
        try:
            first = self._line._message()
        except wire.WireError:
            self._stop(Outcome.FAULT, "")
        if "fault" in first:
            self._stop(Outcome.FAULT, f"The worker could not begin: {first['fault']}")
        if lacking := [name for name in self._layers if name not in first.get("ready", ())]:
            self._stop(Outcome.FAULT, f"The worker was not confined as the self-test was: no {', '.join(lacking)}.")
        self._new_test, self._room = True, None
        return self._line

    def _stop(self, outcome: Outcome, sentence: str, blame: str = "") -> NoReturn:
        """End the worker, and with it this test. The next test gets another one."""
        process, self._process, self._line = self._process, None, None
        self._stopped_one = True
        if process:
            how, why = process.end(gone=not sentence)
            self._rest()
            if not sentence or (outcome is Outcome.TIMEOUT and how in (Outcome.MEMORY, Outcome.FORBIDDEN)):
                outcome, sentence = (how if outcome is not Outcome.FAULT else outcome), why
        stopped = Stopped(outcome, sentence)
        self._hopeless[blame or self._test[0]] = stopped
        raise stopped

    def let_go(self) -> None:
        """A test has ended. What it was given need not stay in memory: errors that are kept hold on to all of it."""
        for error in (*self._hopeless.values(), *self._here.values(), *self._found.values()):
            if isinstance(error, BaseException):
                forget_way(error)
        if self._stopped_one or (self._line and self._line.received > MANY):
            gc.collect()
            self._stopped_one = False
            if self._line:
                self._line.received = 0

    def close(self) -> None:
        """End the worker, after a last question."""
        settings.turn(self._settings)
        if self._line:
            with suppress(Exception, Stopped):  # whatever it is now, all tests have had their answers
                match self.ask("patched", blame="what it has patched"):
                    case [str(), *_] as names:
                        told = _short(", ".join(str(name) for name in names))
                        self.flags["patched-library"] = f"It has replaced {told} by something of its own."
        process, self._process, self._line = self._process, None, None
        if process:
            process.end()
            self._rest()

    def _rest(self) -> None:
        if self._watch:
            self._watch.end()
