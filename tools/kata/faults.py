"""What stops a learner's code from being judged, as exceptions that know what to open."""

from __future__ import annotations


class DoesNotRun(Exception):
    """The learner's code cannot be run: the message is one sentence or two; `path` and `line` say where."""

    def __init__(self, message: str, path: str = "", line: int = 0) -> None:
        super().__init__(message)
        self.path = path
        self.line = line
        self.finding: object = None  # what was found out about it already, if anything
        self.kinds: tuple[str, ...] = ()  # of the error behind it, if there is one: the names of its classes


class NotWritten(Exception):
    """A task is still the stub that it was; `path` and `line` say where. Nobody is told off for that."""

    def __init__(self, path: str, line: int) -> None:
        super().__init__(path, line)
        self.path = path
        self.line = line


class OutOfTime(BaseException):
    """Raised inside code that ran too long. Not an `Exception`, so that `except Exception:` lets it through."""


class CourseFault(Exception):
    """A mistake of the course's authors, never the learner's: a test that contradicts itself."""
