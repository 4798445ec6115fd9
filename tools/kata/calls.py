"""Watching one call of a task: does it fit, does it leave its inputs alone, where does its chance come from.

The learner's function gets copies of plain inputs, so a function that changes them can spoil neither the
test's data nor the next test; that it changed them is remembered, and told once the answers are right.
"""

from __future__ import annotations

import ctypes
import functools
import inspect
import os
import random
import sys
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

from kata.faults import DoesNotRun
from kata.values import is_array, is_image, is_tensor, show

TABLE = "tabled_for"  # the attribute of a function with what its answers are told of
_UNFINISHED = object()
UNCHANGING = {int, float, str, bool, complex, bytes, type(None), type(Path())}  # most of what is in a long list


class Call:
    """One call of a task, with the arguments as they were."""

    def __init__(self, name: str, args: tuple[Any, ...], kwargs: dict[str, Any]) -> None:
        self.name, self.args, self.kwargs = name, args, kwargs
        self.result: Any = _UNFINISHED

    @property
    def text(self) -> str:
        """The call as it could be typed, long values shortened."""
        parts = [*map(_argument, self.args), *(f"{key}={_argument(value)}" for key, value in self.kwargs.items())]
        text = f"{self.name}({', '.join(parts)})"
        return text if len(text) <= 160 else f"{text[:158]}…)"


class Log:
    """What happened in the calls of one test. Begins with the test; `finish` ends it.

    guards: whether the tasks run in this very process, so that they might change what is here.
    before: the log of the test before, which may know some of it.
    """

    guards = True

    def __init__(self, before: Log | None = None) -> None:
        self.calls: list[Call] = []
        self.changed: list[tuple[Call, str, str]] = []  # call, parameter, how to copy it: of each changed input
        self._drawn = _drawn_from() if self.guards else b""
        self._random: tuple[Any, ...] = ()
        if self.guards:
            self._random = before._random if before and before._nobody_has_drawn() else _global_random_state()
        self._folder = _working_folder()
        self._moved = False  # whether a task had left the folder of that time
        self._modules = len(sys.modules)

    def stand_in(self, folder: str) -> None:
        """The program's folder is changed, and by no task."""
        self._moved |= self._left_the_folder()
        os.chdir(folder)
        self._folder = folder

    def text_for(self, result: Any) -> str:
        """The call that returned this very object, as it could be typed; "" if none did."""
        return next((call.text for call in reversed(self.calls) if call.result is result), "")

    def finish(self, task: str) -> str:
        """What there is to complain about although the answers are right, or "". Puts back what all share."""
        used = self._used_global_random_state()
        moved = self._left_the_folder() or self._moved
        mine = [entry for entry in self.changed if entry[0].name == task] or self.changed
        if mine:
            call, label, copy = mine[0]
            self.calls.append(call)  # the last call is the one that the screen shows
            return (
                f"`{call.name}` changed the `{label}` that it was given; the caller still needs it as it was. "
                f"Work on a copy ({copy}), or build something new."
            )
        if used:
            return (
                f"`{task}` used the global random generator, which everything else in the program shares "
                "(np.random.seed, np.random.…, random.…). " + self._remedy(task)
            )
        if moved:
            return (
                f"`{task}` changed the folder that the whole program works in (os.chdir), and other paths stop being "
                "right. Put the folder in front of the name instead: folder / name."
            )
        return ""

    def _remedy(self, task: str) -> str:
        values = [value for call in self.calls if call.name == task for value in (*call.args, *call.kwargs.values())]
        if any(type(value).__name__ == "Generator" for value in values):
            return "Draw from the generator that it is given."
        return "Make one of your own from the seed: np.random.default_rng(seed)."

    def _left_the_folder(self) -> bool:
        if _working_folder() == self._folder or not self._folder:
            return False
        try:
            os.chdir(self._folder)
        except FileNotFoundError:  # the test's own folder, and the test is over
            return False
        return True

    def _nobody_has_drawn(self) -> bool:
        """As far as that can be seen quickly."""
        return bool(self._drawn) and random.getstate() == self._random[0] and _drawn_from() == self._drawn

    def _used_global_random_state(self) -> bool:
        if not self.guards or self._nobody_has_drawn():
            return False
        now = _global_random_state()
        if _same_state(self._random, now):
            return False
        random.setstate(self._random[0])
        if len(self._random) > 1:
            sys.modules["numpy"].random.set_state(self._random[1])
        # Some libraries draw from `random` while they are imported: a test that imports one is not blamed.
        imported = [*sys.modules][self._modules :]
        return all(name.partition(".")[0] in sys.stdlib_module_names for name in imported)


def start() -> Log:
    """Begin a new log: one a test."""
    global log
    log = Log(log)
    return log


def watched(name: str, function: Callable[..., Any], args: tuple[Any, ...], kwargs: dict[str, Any]) -> Any:
    """Call `function`, and log the call."""
    __tracebackhide__ = True
    if not callable(function):
        raise DoesNotRun(f"`{name}` is {show(function)} now, and should be a function.", *_where(function))
    here, call = log, Call(name, args, kwargs)
    here.calls.append(call)
    if not here.guards:
        call.result = function(*args, **kwargs)
        return call.result
    copies, named = copied(args), copied(kwargs)
    try:
        result = function(*copies, **named)
    except TypeError as misfit:
        if misfit.__traceback__ is not None and misfit.__traceback__.tb_next is None:  # raised by the call itself
            _check_signature(call, function)
        raise
    for label, mine, theirs in _pairs(function, args, kwargs, copies, named):
        if not same(mine, theirs):
            remedy = "copy.deepcopy({})" if _nested(mine) else "{}.clone()" if is_tensor(mine) else "{}.copy()"
            here.changed.append((call, label, remedy.format(label)))
    call.result = result
    return result


def all_watched(
    name: str, function: Callable[..., Any], many: list[tuple[Any, ...]], kwargs: dict[str, Any]
) -> list[Any]:
    """What `watched` returns for each of many calls. All of them go at once to a function that is elsewhere."""
    __tracebackhide__ = True
    away = getattr(type(function), "each", None)
    if away is None:
        return [watched(name, function, args, kwargs) for args in many]
    begun = [Call(name, args, kwargs) for args in many]
    log.calls += begun
    results: list[Any] = away(function, many, kwargs)
    for call, result in zip(begun, results, strict=True):
        call.result = result
    return results


def _check_signature(call: Call, function: Any) -> None:
    """DoesNotRun with both signatures, if the call does not fit the function."""
    __tracebackhide__ = True
    try:
        signature = inspect.signature(function)
    except (TypeError, ValueError):
        return  # some callables of C have none
    try:
        signature.bind(*call.args, **call.kwargs)
    except TypeError as misfit:
        own = ", ".join(signature.parameters)
        raise DoesNotRun(
            f"The tests call {call.text}, but yours is `{call.name}({own})`: {misfit}. "
            "Give the first line of the function its old parameters back.",
            *_where(function),
        ) from None


def called(function: Callable[..., Any], many: Iterable[tuple[Any, ...]]) -> list[tuple[Any, tuple[Any, ...]]]:
    """What a function that a task has made returns, called with each of many arguments, and what has become of those.

    The function may be in another process, where it works on copies of the arguments. So a test that asks whether they
    were changed looks at what comes back here. There the calls go all together.
    """
    away = getattr(type(function), "called", None)
    found: list[tuple[Any, tuple[Any, ...]]]
    found = away(function, list(many)) if away else [(function(*args), args) for args in many]
    return found


def tabled(function: Callable[[Any], Any], inputs: Iterable[Any]) -> Callable[[Any], Any]:
    """A function for a test to hand to a task that will ask it about each of `inputs`, or about many of them.

    It is `function`, which may depend on nothing but its argument. Where the task runs in another process, the answers
    go there all at once; it comes back with anything else that it asks.
    """

    @functools.wraps(function)
    def asked(one: Any) -> Any:
        return function(one)

    setattr(asked, TABLE, tuple(inputs))
    return asked


def _where(function: Any) -> tuple[str, int]:
    code = getattr(function, "__code__", None) or getattr(getattr(function, "__init__", None), "__code__", None)
    return (code.co_filename, code.co_firstlineno) if code else ("", 0)


def _argument(value: Any) -> str:
    if callable(value):
        return str(getattr(value, "__name__", None) or type(value).__name__)
    if type(value).__module__.partition(".")[0] not in ("builtins", "numpy", "pathlib", "PIL") and not is_tensor(value):
        return f"<{type(value).__name__}>"
    return show(value, 48)


def copied(value: Any) -> Any:
    if type(value) in UNCHANGING:
        return value
    if is_array(value):
        return value.copy(order="K")
    if is_image(value):
        return value.copy()
    if is_tensor(value):
        return value.clone()  # a gradient still finds its way to the test's own tensor
    if type(value) in (list, tuple, set):
        return type(value)(copied(one) for one in value)
    if type(value) is dict:
        return {key: copied(one) for key, one in value.items()}
    return value


def put(mine: Any, theirs: Any) -> None:
    """Give arrays and tensors the numbers of others of the same shape, at any depth."""
    if is_array(mine) and is_array(theirs) and mine.shape == theirs.shape and mine.flags.writeable:
        mine[...] = theirs
    elif is_tensor(mine) and is_tensor(theirs) and mine.shape == theirs.shape:
        mine.detach().copy_(theirs.detach())
    elif type(mine) in (list, tuple):
        for one, other in zip(mine, theirs, strict=False):
            put(one, other)
    elif type(mine) is dict:
        for key, one in mine.items():
            put(one, theirs.get(key))


def _values(tensor: Any) -> Any:
    """A tensor's bytes as an array: NumPy does not know all of torch's types."""
    return tensor.detach().cpu().contiguous().flatten().view(sys.modules["torch"].uint8).numpy()


def _nested(value: Any) -> bool:
    """Whether `value.copy()` would share parts that can change."""
    parts = value.values() if type(value) is dict else value if type(value) in (list, tuple) else ()
    return type(value) is tuple or any(
        is_array(part) or is_tensor(part) or type(part) in (list, tuple, dict, set) for part in parts
    )


def _pairs(
    function: Any, args: tuple[Any, ...], kwargs: dict[str, Any], copies: tuple[Any, ...], named: dict[str, Any]
) -> list[tuple[str, Any, Any]]:
    """(parameter, argument, its copy) of every argument."""
    method = vars(function).get("__init__") if isinstance(function, type) else None
    code = getattr(method or function, "__code__", None)
    names = list(code.co_varnames[bool(method) : code.co_argcount]) if code else []  # without a method's self
    names += [f"argument {i + 1}" for i in range(len(names), len(args))]
    return [*zip(names, args, copies, strict=False), *((key, kwargs[key], named[key]) for key in kwargs)]


def same(mine: Any, theirs: Any) -> bool:
    if mine is theirs:
        return True
    if is_array(mine):
        return bool(mine.shape == theirs.shape and mine.dtype == theirs.dtype and mine.tobytes() == theirs.tobytes())
    if is_image(mine):
        return bool((mine.mode, mine.size) == (theirs.mode, theirs.size) and mine.tobytes() == theirs.tobytes())
    if is_tensor(mine):
        return bool(mine.shape == theirs.shape and mine.dtype == theirs.dtype and same(_values(mine), _values(theirs)))
    if type(mine) in (list, tuple):
        return len(mine) == len(theirs) and all(map(same, mine, theirs))
    if type(mine) is dict:
        return list(mine) == list(theirs) and all(same(mine[key], theirs[key]) for key in mine)
    if type(mine) is set:
        return bool(mine == theirs)
    return type(mine) in (int, float, str) and bool(mine == theirs)  # the rest was not copied


def _working_folder() -> str:
    try:
        return os.getcwd()  # noqa: PTH109  # once a test: Path.cwd() takes five times as long
    except OSError:  # it was deleted
        return ""


def _global_random_state() -> tuple[Any, ...]:
    if "numpy.random" not in sys.modules:
        return (random.getstate(),)
    return random.getstate(), sys.modules["numpy"].random.get_state()


def _drawn_from() -> bytes:
    """What NumPy's global generator draws from, where it can be read in a twentieth of the time: at every call."""
    numpy = sys.modules.get("numpy.random")
    if numpy is None or type(generator := numpy.get_bit_generator()).__name__ != "MT19937":
        return b""
    address = generator.ctypes.state_address
    return ctypes.string_at(address, 2500)  # 624 words, and how many of them are used up


def _same_state(before: tuple[Any, ...], after: tuple[Any, ...]) -> bool:
    if before[0] != after[0]:
        return False
    return len(before) == 1 or all(same(one, other) for one, other in zip(before[1], after[1], strict=True))


log = Log()  # of the test that is running
