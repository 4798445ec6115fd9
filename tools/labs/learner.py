"""The learner's functions, freshly loaded; and pictures of them that cannot fail.

`mine = Learner("week2")` has every task of the week as an attribute: `mine.gradient(w, x, y)` calls the learner's own.
What goes wrong in such a call, whatever it is, ends in a card where the picture would be.
"""

from __future__ import annotations

import importlib
import os
import textwrap
import threading
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import marimo as mo

from kata import calls
from kata.course import Course, Kata, line_of
from kata.explain import explain
from kata.faults import DoesNotRun
from kata.overlay import Katas, describe, stub_line
from kata.screen import command
from kata.values import show
from kata.verdict import NOT_WRITTEN, State
from labs import charts
from labs.cards import Card, in_code, names
from labs.controls import control_of
from labs.worker import COMPUTING, Raised, TooLong, within

# How `kata lab` tells a notebook which clone of the course is meant, and which folder of katas.
COURSE, KATAS = "KATA_LAB_COURSE", "KATA_LAB_KATAS"
_lock = threading.Lock()  # several pages may be open, and all share what is loaded
_loaded: tuple[Any, Katas] | None = None


class CannotDraw(Exception):
    """A task ran, and what it returned is not what is drawn. `task` returned `got`; `wanted` says what would do."""

    def __init__(self, task: str, got: Any, wanted: str) -> None:
        super().__init__(task, wanted)
        self.task, self.got, self.wanted = task, got, wanted


class Learner:
    """The tasks of one or several weeks, as the learner has them in their files now."""

    def __init__(self, *weeks: str) -> None:
        self._course = Course(Path(os.environ.get(COURSE) or Path(__file__).parents[2]))
        self._tasks: dict[str, Kata] = {}
        for week in weeks:
            for kata in (kata for kata in self._course.katas if kata.week == week):
                for task in kata.tasks:
                    self._tasks.setdefault(task.name, kata)
        self._folders = [self._course.exercises]
        if given := os.environ.get(KATAS):
            self._folders.insert(0, Path(given))
        self._stuck: dict[str, DoesNotRun] = {}
        self._katas = _fresh(self._folders)

    def files(self) -> list[Path]:
        """The learner's files that the functions are read from."""
        modules = dict.fromkeys(kata.module for kata in self._tasks.values())
        return [folder / f"{module.replace('.', '/')}.py" for module in modules for folder in self._folders]

    def __getattr__(self, name: str) -> Callable[..., Any]:
        if name.startswith("_") or name not in self._tasks:
            raise AttributeError(f"there is no task {name!r} in what this lab draws")

        def call(*args: Any, **kwargs: Any) -> Any:
            for known in (name, calls.Call(name, args, kwargs).text) if self._stuck else ():
                if known in self._stuck:
                    raise self._stuck[known]
            return calls.watched(name, self._function(name), args, kwargs)

        call.__name__ = name
        return call

    def picture(
        self,
        draw: Callable[[], Any],
        *,
        needs: Sequence[str],
        shows: str,
        after: Any = None,
        seconds: float = COMPUTING,
    ) -> mo.Html:
        """What `draw` draws of the tasks in `needs`; a card where that cannot be.

        `shows` says what is to be seen, as the end of the sentence "Here you will see …". With `after`, a question,
        the picture waits for its answer.
        """
        if after is not None and after.value is None:
            return mo.Html(Card("waiting", "Predict first", f"Answer above, and here you see {shows}.").html())
        made = self._guarded(lambda: charts.html(draw()), needs, shows, seconds)
        return mo.Html(made.html() if isinstance(made, Card) else made)

    def tell(
        self,
        question: Any,
        *,
        right: str,
        because: str,
        measured: Callable[[], str] | None = None,
        needs: Sequence[str] = (),
    ) -> mo.Html:
        """The answer to a question, once it has been answered: whether the guess was right, and why.

        `measured` gives a sentence from the learner's own functions: what they say themselves.
        """
        control = control_of(question)
        assert control is None or right in control.texts, f"{right!r} is no answer to the question"
        if question.value is None:
            return mo.Html("")
        verdict = "You saw it coming." if question.value == right else f"You said: {question.value}. It is: {right}."
        own = ""
        if measured is not None:
            said = self._guarded(measured, needs, "what your own functions say", COMPUTING)
            if isinstance(said, Card):
                own = f'<p class="lab-later">{in_code(_later(said))}</p>'
            else:
                own = f"<p>{in_code(said)}</p>"
        return mo.Html(
            f'<div class="lab-answer"><p class="lab-title">{in_code(verdict)}</p><p>{in_code(because)}</p>{own}</div>'
        )

    def _guarded(self, work: Callable[[], str], needs: Sequence[str], shows: str, seconds: float) -> str | Card:
        """What `work` makes, or a card. Never an error, whatever the learner's functions do."""
        log = calls.start()
        try:
            return within(lambda: self._after_a_look(work, needs), seconds)
        except TooLong as stopped:
            return self._too_long(stopped, log, needs, shows)
        except Raised as raised:
            return self._failed(raised.error, log, needs, shows)

    def _after_a_look(self, work: Callable[[], str], needs: Sequence[str]) -> str:
        """`work`, unless some of the tasks that it needs are stubs: those are named all at once."""
        stubs = [name for name in needs if name not in self._stuck and stub_line(self._function(name))]
        if stubs:
            raise _Missing(stubs)
        return work()

    def _function(self, name: str) -> Any:
        return self._katas.get(self._tasks[name].module, name)

    def _path(self, task: str) -> Path:
        try:
            return self._katas.path(self._tasks[task].module)
        except DoesNotRun as missing:
            return Path(missing.path)

    def _missing(self, tasks: Sequence[str], shows: str) -> Card:
        first = tasks[0]
        path = self._path(first)
        return Card(
            "missing",
            f"{names(tasks)} {'is' if len(tasks) == 1 else 'are'} not written yet",
            f"Here you will see {shows}.",
            (f"{self._near(path)}:{line_of(path, first)}", command(f"kata hint {self._tasks[first].week}/{first}")),
        )

    def _too_long(self, error: TooLong, log: calls.Log, needs: Sequence[str], shows: str) -> Card:
        task = _running(log, needs)
        path, line = error.place or (str(self._path(task)), line_of(self._path(task), task))
        found = DoesNotRun("Stopped here after running too long: is there a loop that never ends?", path, line)
        # Once is enough: no other picture waits for this call again; nor for the task, where it could not be stopped.
        self._stuck[task if error.left or not log.calls else log.calls[-1].text] = found
        return self._broken(task, str(found), path, line, shows)

    def _failed(self, error: BaseException, log: calls.Log, needs: Sequence[str], shows: str) -> Card:
        if isinstance(error, _Missing):
            return self._missing(error.tasks, shows)
        if isinstance(error, CannotDraw):
            return self._odd(error.task, f"`{error.task}` returned {_shown(error.got)}. {error.wanted}")
        task = _running(log, needs)
        finding = explain(error, task, self._path(task))
        if finding.state is State.NOT_STARTED:
            if finding.message == NOT_WRITTEN:
                return self._missing([task], shows)
            place = f"{self._near(Path(finding.path))}:{finding.line}"
            return Card("missing", f"`{task}` is waiting", f"{finding.message} Then you will see {shows}.", (place,))
        if finding.state is State.DOES_NOT_RUN:
            return self._broken(task, finding.message, finding.path, finding.line, shows)
        last = log.calls[-1] if log.calls else None
        if last is None:  # no function of the learner's was called: the lab's own mistake
            return Card("odd", "This picture could not be drawn", f"A fault of the lab, not yours: {describe(error)}.")
        return self._odd(last.name, f"`{last.text}` returned {_shown(last.result)}, and that could not be drawn.")

    def _broken(self, task: str, message: str, path: str, line: int, shows: str) -> Card:
        where = f"{self._near(Path(path))}:{line}"
        text = message if "\n" not in message else ""
        code = "" if text else textwrap.dedent(message)
        return Card("broken", f"`{task}` does not run", text, (where,), code, f"Once it does, here you see {shows}.")

    def _odd(self, task: str, text: str) -> Card:
        kata = self._tasks[task]
        tests = command(f"pytest exercises/{kata.week} -k {task}")
        return Card("odd", f"`{task}` runs, but its answer cannot be drawn", f"{text} Its tests say more.", (tests,))

    def _near(self, path: Path) -> str:
        """A path as seen from the course's folder, or the end of it that matters."""
        if path.is_relative_to(self._course.root):
            return path.relative_to(self._course.root).as_posix()
        return "/".join(path.parts[-3:])


class _Missing(Exception):
    def __init__(self, tasks: Sequence[str]) -> None:
        super().__init__(*tasks)
        self.tasks = tasks


def _later(card: Card) -> str:
    """Why an answer of the learner's own functions is not there yet, on a line."""
    return f"Your own answer is missing here: {card.title}."


def _running(log: calls.Log, needs: Sequence[str]) -> str:
    """The task that was running when the work ended: the last that was called, or the first that was needed."""
    return log.calls[-1].name if log.calls else needs[0]


def _shown(value: Any) -> str:
    try:
        return f"`{show(value, 120)}`"
    except Exception:  # its own repr may be broken
        return f"a `{type(value).__name__}`"


def _fresh(folders: list[Path]) -> Katas:
    """The katas in these folders as they are on disk now: loaded anew if any file has changed, else the same ones."""
    global _loaded
    stamp = [(path, _stamp(path)) for folder in folders for path in sorted(folder.glob("week*/*.py"))]
    with _lock:
        if _loaded is None or _loaded[0] != stamp:
            importlib.invalidate_caches()
            katas = Katas(folders)
            katas.install()
            _loaded = (stamp, katas)
        return _loaded[1]


def _stamp(path: Path) -> tuple[int, int]:
    try:
        found = path.stat()
    except OSError:
        return 0, 0
    return found.st_mtime_ns, found.st_size
