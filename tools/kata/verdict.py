"""What was found out about one test: the only thing the runner hands on, and the only thing screens read."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from typing import Any


class State(StrEnum):
    """The four answers a test can give. The values are part of the `--kata-report` interface."""

    NOT_STARTED = "not-started"
    DOES_NOT_RUN = "does-not-run"
    WRONG = "wrong"
    PASSED = "passed"


VERDICT = "kata_verdict"  # the attribute of a pytest report that carries a verdict, through xdist's pipes too


NOT_WRITTEN = "Not written yet."  # the message of a stub's tests


@dataclass(frozen=True)
class Verdict:
    """One test's answer, in plain data.

    `week` and `kata` are module names ("week2", "kata1_gradient_descent"); `message` is what the
    learner reads; `seconds` is how long the test ran. `path` and `line` say what to open, and are
    empty where the test passed; `mistake` is the short name of the known mistake that was made, if any,
    and `outcome` what stopped it, where a grader says so ("timeout", "crash").
    """

    week: str
    kata: str
    task: str
    test: str
    state: State
    message: str
    seconds: float
    path: str = ""
    line: int = 0
    mistake: str = ""
    outcome: str = ""

    @property
    def passed(self) -> bool:
        return self.state is State.PASSED

    def as_dict(self) -> dict[str, Any]:
        """Everything, for a pipe to another process of ours: `from_dict` is the way back."""
        return {**vars(self), "state": self.state.value}

    @classmethod
    def from_dict(cls, data: dict[str, Any]) -> Verdict:
        return cls(**{**data, "state": State(data["state"])})

    def as_report(self) -> dict[str, Any]:
        """The seven keys of `--kata-report`, which other programs rely on."""
        full = self.as_dict()
        return {key: full[key] for key in ("week", "kata", "task", "test", "state", "message", "seconds")}


def state_of(states: Iterable[State | str]) -> State:
    """The state of a task, or of a test's cases, from the states of its parts: the worst thing that has begun.

    Something that does not run comes before something wrong, and both before "not started"; passed
    means that every part passed, and there is one.
    """
    states = set(states)
    for state in (State.DOES_NOT_RUN, State.WRONG, State.NOT_STARTED):
        if state in states:
            return state
    return State.PASSED if states else State.NOT_STARTED
