"""`expect`: what a test says instead of `assert`, so that a failure names the likely mistake.

    expect(gradient(0.5, X, Y), want=-22.35, mistakes={
        "summed": (-89.4, "This is 4 times too large: the loss is a mean, so divide by n."),
        "no two": (-11.175, "Half the right value: the derivative of a square brings a 2."),
    })

A value that equals a known mistake's earns that mistake's sentence and no other. Any other wrong
value is shown beside the right one, with what can be seen in it (a factor, a sign, a swapped axis).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from kata.faults import CourseFault, DoesNotRun
from kata.observe import observation
from kata.values import KINDS, Tolerance, difference, is_array, kind, plain, show

_strict = False


def be_strict(on: bool) -> None:
    """Let every `expect` also prove that its mistakes can be told apart, as `kata verify` does."""
    global _strict
    _strict = on


# Crashes that say nothing about bad input: a misspelt name is a misspelt name.
CRASHES = (NotImplementedError, NameError, ImportError, AttributeError, DoesNotRun, RecursionError)


class Mismatch(AssertionError):
    """A wrong answer. `got` is the value judged, `what` its name, `mistake` that of the known mistake it is, or ""."""

    def __init__(self, lines: list[str], got: Any = None, what: str = "", mistake: str = "") -> None:
        super().__init__("\n".join(([f"{what}:"] if what else []) + lines))
        self.got = got
        self.what = what
        self.mistake = mistake


def expect(
    got: Any,
    want: Any,
    mistakes: Mapping[str, tuple[Any, str]] | None = None,
    *,
    rtol: float = 1e-5,
    atol: float = 1e-8,
    what: str = "",
    dtype: str = "",
    say: str = "",
) -> None:
    """Pass if `got` is as good an answer as `want`; raise Mismatch with a learner's sentence if not.

    mistakes: name → (value, sentence). The value is what the mistake gives on this very input, or a
        function that takes `got` and says whether this is that mistake.
    rtol, atol: as in `numpy.isclose`. The default lies far above float32's noise and far below a factor.
    what: how to call the value where it is not itself what a task returned ("rows in the test part").
    dtype: "float", "int" or "bool" where the docstring fixes the kind of an array's values, or a full
        name such as "uint8".
    say: the sentence for every wrong value that no known mistake explains.
    """
    __tracebackhide__ = True
    mistakes = mistakes or {}
    tolerance = Tolerance(rtol, atol)
    if _strict:
        _prove_distinct(want, mistakes, tolerance)
    lines = difference(got, want, tolerance) or _wrong_dtype(got, dtype)
    if not lines:
        return
    name, known = _known(got, mistakes, tolerance)
    sentence = known or say or observation(got, want)
    raise Mismatch([*lines, *([sentence] if sentence else [])], got, what, name)


def _known(got: Any, mistakes: Mapping[str, tuple[Any, str]], tolerance: Tolerance) -> tuple[str, str]:
    """The name and the sentence of the mistake that `got` is; two empty texts if it is none."""
    for name, (value, sentence) in mistakes.items():
        if _is(got, value, tolerance):
            return name, sentence
    return "", ""


def _is(got: Any, value: Any, tolerance: Tolerance) -> bool:
    if not callable(value):
        return not difference(got, value, tolerance)
    try:
        return bool(value(got))
    except Exception:  # a question that cannot be asked of this value is answered with no
        return False


def _wrong_dtype(got: Any, dtype: str) -> list[str]:
    """`dtype` may be a kind ("float") or a full name ("uint8"); a plain number or list has no dtype to get wrong."""
    got = plain(got)
    if not dtype or not is_array(got):
        return []
    found = str(got.dtype) if any(character.isdigit() for character in dtype) else KINDS.get(got.dtype.kind, "?")
    if found == dtype:
        return []
    return [f"expected  values of type {dtype}", f"got       values of type {got.dtype}"]


def _prove_distinct(want: Any, mistakes: Mapping[str, tuple[Any, str]], tolerance: Tolerance) -> None:
    values = {"the right answer": want, **{name: value for name, (value, _) in mistakes.items()}}
    plain_values = [(name, value) for name, value in values.items() if not callable(value)]
    for index, (name, value) in enumerate(plain_values):
        for other, other_value in plain_values[index + 1 :]:
            if not difference(other_value, value, tolerance):
                raise CourseFault(f"On this input {name!r} and {other!r} give the same value: choose another input.")
    for name, (value, sentence) in mistakes.items():
        if callable(value) and _is(want, value, tolerance):
            raise CourseFault(f"The question that finds {name!r} also finds the right answer.")
        if not sentence.strip():
            raise CourseFault(f"The mistake {name!r} has no sentence.")


def expect_error(
    task: Callable[..., Any],
    *args: Any,
    error: type[Exception] | tuple[type[Exception], ...] = ValueError,
    why: str,
    shows: Any = None,
    mistakes: Mapping[str, tuple[Any, str]] | None = None,
    **kwargs: Any,
) -> None:
    """Pass if `task(*args, **kwargs)` raises `error`.

    why: the sentence a learner reads when it does not.
    shows: what the error's message must contain, usually the bad value.
    mistakes: as in `expect`, for the value that came back instead of the error.
    """
    __tracebackhide__ = True
    wanted = error.__name__ if isinstance(error, type) else " or ".join(one.__name__ for one in error)
    try:
        got = task(*args, **kwargs)
    except error as raised:
        if shows is not None and str(shows) not in str(raised):
            raise Mismatch(
                [
                    f"It raised {type(raised).__name__}, as it should, with the message {str(raised)!r}.",
                    f"Put the bad value into the message, so that its reader can find it: {shows}",
                ]
            ) from None
        return
    except CRASHES:
        raise
    except AssertionError:
        asserted = f"An `assert` raises an AssertionError, and `python -O` skips it. Write: if …: raise {wanted}(…)."
        raise Mismatch([f"expected  a {wanted}", "got       an AssertionError", asserted]) from None
    except Exception as raised:
        raise Mismatch([f"expected  a {wanted}", f"got       {type(raised).__name__}: {raised}", why]) from None
    lines = [
        f"expected  a {wanted}",
        f"got       {_shown(got)}" if got is not None else "got       None, and no error",
    ]
    name, known = _known(got, mistakes or {}, Tolerance(1e-5, 1e-8))
    raise Mismatch([*lines, known or why], got, mistake=name)


def _shown(got: Any) -> str:
    text = show(got)
    return text if text.startswith(kind(got)) else f"{text}, which is {kind(got)}"
