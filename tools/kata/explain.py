"""From what a test raised to what a learner reads: one of four states, a few lines, and a place to look."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any, NamedTuple

from kata import calls
from kata.course import line_of, text_of
from kata.expectation import Mismatch
from kata.extras import command_for, missing_library
from kata.faults import CourseFault, DoesNotRun, NotWritten, OutOfTime
from kata.overlay import describe, innermost, last_kata_line, last_kata_trace
from kata.values import show
from kata.verdict import NOT_WRITTEN, State

LONGEST = 5000  # characters of a message: an answer that a test shows as it is may have millions


class Finding(NamedTuple):
    state: State
    message: str
    path: str = ""
    line: int = 0
    mistake: str = ""  # the short name of a known one
    outcome: str = ""  # what stopped it, where a grader says so: "timeout", "crash", …


def explain(error: BaseException, task: str, kata_path: Path) -> Finding:
    """What `error`, raised by a test of `task`, says about the learner's file `kata_path`."""
    try:
        found = _explained(error, task, kata_path)
        return found if len(found.message) <= LONGEST else found._replace(message=f"{found.message[:LONGEST]}…")
    except Exception as another:  # the error, or an object in it, is of a class that cannot even be shown
        place = last_kata_line(error) or (str(kata_path), line_of(kata_path, task))
        kinds = f"{type(error).__name__} was raised, and to show it raised {type(another).__name__}"
        return Finding(State.DOES_NOT_RUN, f"{kinds}.{_code(place)}", *place)


def _explained(error: BaseException, task: str, kata_path: Path) -> Finding:
    if isinstance(found := getattr(error, "finding", None), Finding):  # found where the code ran, in another process
        return found
    if isinstance(error, DoesNotRun):
        return Finding(State.DOES_NOT_RUN, str(error), error.path or str(kata_path), error.line or 1)
    if isinstance(error, NotWritten):
        return Finding(State.NOT_STARTED, NOT_WRITTEN, error.path, error.line)
    inside = last_kata_line(error)
    if inside and isinstance(error, NotImplementedError) and _is_a_stub(error, inside):
        return _not_started(error, task, inside, kata_path)
    place = inside or (str(kata_path), line_of(kata_path, task))
    if isinstance(error, OutOfTime):
        text = f"Stopped at this line after running too long: is there a loop that never ends?{_code(place)}"
        return Finding(State.DOES_NOT_RUN, text, *place, outcome="timeout")
    if isinstance(error, CourseFault):
        return Finding(State.WRONG, f"A fault of the course, not yours: {error}", *place)
    if isinstance(error, AssertionError) and not _raised_in_kata(error):
        mistake = error.mistake if isinstance(error, Mismatch) else ""
        return Finding(State.WRONG, _assertion(error), str(kata_path), line_of(kata_path, task), mistake)
    if inside:
        return Finding(State.DOES_NOT_RUN, _crash(error, place), *place)
    text = f"The test could not use what `{task}` returned ({describe(error)})."
    return Finding(State.WRONG, _with_call(text), *place)


def _is_a_stub(error: NotImplementedError, place: tuple[str, int]) -> bool:
    """Whether the learner's own line raises it: torch does, too, of what it cannot do with whole numbers, say."""
    frame = innermost(error)
    own = frame is not None and frame.f_code.co_filename == place[0]
    return own and "NotImplementedError" in _code(place)


def _not_started(error: BaseException, task: str, place: tuple[str, int], kata_path: Path) -> Finding:
    frame = innermost(error)
    inner = frame.f_code.co_qualname.partition(".")[0] if frame else task
    if inner == task or inner.startswith(("_", "<")):
        return Finding(State.NOT_STARTED, NOT_WRITTEN, *place)
    path = Path(place[0])
    if path.name == kata_path.name:
        return Finding(State.NOT_STARTED, f"`{task}` waits for `{inner}`, which is not written yet.", *place)
    where = f"{path.parent.name}/{path.stem.partition('_')[0]}"
    return Finding(State.NOT_STARTED, f"`{task}` waits for `{inner}` of {where}, not written yet.", *place)


def _raised_in_kata(error: BaseException) -> bool:
    """Whether the innermost frame is the learner's: then it is an assertion of their own."""
    frame, place = innermost(error), last_kata_line(error)
    return frame is not None and place is not None and place[0] == frame.f_code.co_filename


def _assertion(error: AssertionError) -> str:
    text = str(error).partition("\nassert ")[0]  # pytest appends its own account of the expression
    text = text.removeprefix("assert ")
    if isinstance(error, Mismatch) and not error.what:
        call = calls.log.text_for(error.got)
        return f"{call}\n{text}" if call else _with_call(text) if error.got is None else text
    return text


def _with_call(text: str) -> str:
    return f"{calls.log.calls[-1].text}\n{text}" if calls.log.calls else text


def _crash(error: BaseException, place: tuple[str, int]) -> str:
    what = describe(error)
    if library := missing_library(what):
        return f"It needs {library}, which is not installed here. Once, with a network:\n    {command_for(library)}"
    if isinstance(error, SystemExit):
        what = "It called exit(), which ends the whole program."
    elif isinstance(error, OSError) and "reading from stdin" in str(error):
        what = "It called input(), and nobody is there to answer. What a task needs comes in its arguments."
    return _with_call(f"{_plainly(what)}{_code(place)}{_shapes(error)}")


# What NumPy says of a matrix product whose sides do not fit.
PRODUCT = re.compile(r"matmul: .*mismatch in its core dimension 0.*\(size (\d+) is different from (\d+)\)")
ABOUT_SHAPES = re.compile(r"shape|dimension|broadcast|align|mismatch|out of bounds|index array|size", re.IGNORECASE)
MANY = 5  # shapes on one line are enough


def _plainly(text: str) -> str:
    """NumPy's account of a matrix product, and of ^, in plain words; any other text as it is."""
    if "ufunc 'bitwise_xor'" in text:
        return "TypeError: ^ is no power in Python; a power is written **"
    return PRODUCT.sub(
        r"the sides of @ do not fit: along the axis they share, \2 on the left and \1 on the right", text
    )


def _shapes(error: BaseException) -> str:
    """The shapes of the arrays that the failing line names, where the error is about shapes."""
    trace = last_kata_trace(error)
    if (
        trace is None
        or not isinstance(error, ValueError | IndexError | RuntimeError)
        or not ABOUT_SHAPES.search(str(error))
    ):
        return ""
    frame = trace.tb_frame
    code = _code((frame.f_code.co_filename, trace.tb_lineno))
    values = {**frame.f_globals, **frame.f_locals}
    found = {name: shape for name in re.findall(r"[^\W\d]\w*", code) if (shape := _shape(values.get(name)))}
    return "\nHere " + ", ".join(f"{name} is {shape}" for name, shape in [*found.items()][:MANY]) + "." if found else ""


def _shape(value: Any) -> str:
    """The shape of an array or a tensor; "" for anything else."""
    shape = getattr(value, "shape", None)
    return str(tuple(shape)) if isinstance(shape, tuple) else ""


def _code(place: tuple[str, int]) -> str:
    """The line of code itself, on a line of its own."""
    lines = text_of(Path(place[0])).splitlines()
    if place[1] > len(lines):
        return ""
    line = lines[place[1] - 1].strip()
    return f"\n    {show(line, 72)[1:-1] if len(line) > 72 else line}"
