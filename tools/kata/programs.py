"""What a program needs to run on a learner's own katas: where they are, and a plain word about a missing one.

Such a program, `exercises/week5/experiment.py` say, imports the katas as any other does:

    with own_katas(options.katas):
        from week5.kata3_training_loop import fit
        …
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from kata import overlay
from kata.course import Course, CourseError
from kata.explain import explain
from kata.verdict import State

TOOLS = Path(__file__).parents[1]


@contextmanager
def own_katas(
    folder: str | None = None, when_stopped: str = "Nothing is kept; the same command begins anew."
) -> Iterator[None]:
    """Within this, `week5.kata…` is the learner's own, or from `folder` where that has it.

    Ends the program with a sentence where a task is not written yet, or does not run. `when_stopped` is what to say
    after Ctrl-C.
    """
    try:
        course = Course.find(Path(__file__).parent)
        if folder is not None and not Path(folder).is_dir():
            raise CourseError(f"--katas {folder}: there is no such folder. Give one that holds week1/, week2/, …")
        given = [Path(folder).resolve()] if folder is not None else []
        overlay.use(overlay.Katas([*given, course.exercises]))
        yield
    except CourseError as problem:
        sys.exit(str(problem))
    except KeyboardInterrupt:
        sys.exit(f"\nStopped. {when_stopped}")
    except Exception as error:
        frame = overlay.innermost(error)
        if isinstance(error, ValueError) and frame and Path(frame.f_code.co_filename).is_relative_to(TOOLS):
            sys.exit(str(error))  # the course's own words, which need no place in a kata
        place = overlay.last_kata_line(error)
        if place is not None:
            sys.exit(_sentence(error, Path(place[0])))
        if isinstance(error, OSError) and error.filename:
            sys.exit(f"{error.filename}: {error.strerror}.")
        raise


def _sentence(error: Exception, path: Path) -> str:
    frame = overlay.innermost(error)
    task = frame.f_code.co_qualname.partition(".")[0] if frame else path.stem
    found = explain(error, task, path)
    name = f"{path.parent.name}/{path.name}"
    if found.state is State.NOT_STARTED:
        return f"This runs on your own functions, and `{task}` in {name} is not written yet: kata hint {task}"
    return f"{name}, line {found.line}: {found.message}"
