"""Comparing an answer with the right one, and telling the first thing that is off.

NumPy is used where it is already loaded and never imported here: a test without arrays stays fast.
A torch tensor is read through its own `detach().cpu().numpy()`.
"""

from __future__ import annotations

import math
import numbers
import os
import re
import sys
from collections.abc import Mapping, Sequence
from pathlib import PurePath
from typing import Any, NamedTuple

KINDS = {"f": "float", "i": "int", "u": "int", "b": "bool", "c": "complex", "U": "text", "S": "bytes", "O": "object"}
SMALL = 12  # arrays up to this many values are shown whole


class Tolerance(NamedTuple):
    rtol: float
    atol: float

    def close(self, got: float, want: float) -> bool:
        if math.isnan(want) or math.isnan(got):
            return math.isnan(want) and math.isnan(got)
        if math.isinf(want) or math.isinf(got):
            return got == want
        return abs(got - want) <= self.atol + self.rtol * abs(want)


def is_array(value: Any) -> bool:
    numpy = sys.modules.get("numpy")
    return numpy is not None and isinstance(value, numpy.ndarray)


def is_image(value: Any) -> bool:
    """Whether it is a Pillow image."""
    pillow = sys.modules.get("PIL.Image")
    return pillow is not None and isinstance(value, pillow.Image)


def is_tensor(value: Any) -> bool:
    """Whether it is a torch tensor (not a layer's Parameter, which is a thing of its own)."""
    torch = sys.modules.get("torch")
    return torch is not None and type(value) is getattr(torch, "Tensor", None)


def plain(value: Any) -> Any:
    """Tensors as arrays, 0-d arrays and NumPy scalars as Python numbers; the rest as it is."""
    if hasattr(value, "detach") and hasattr(value, "cpu"):
        value = value.detach().cpu()
        value = (value.float() if str(value.dtype) == "torch.bfloat16" else value).numpy()  # NumPy has no bfloat16
    numpy = sys.modules.get("numpy")
    if numpy is not None and (isinstance(value, numpy.generic) or (is_array(value) and value.ndim == 0)):
        return value.item()
    return value


def is_number(value: Any) -> bool:
    return isinstance(value, numbers.Real) and not isinstance(value, bool)


def difference(got: Any, want: Any, tolerance: Tolerance, at: str = "") -> list[str]:
    """The first thing that is off, as lines for a learner to read; [] where `got` is a right answer.

    Lists, tuples and arrays may stand for one another, and so may all kinds of real numbers: what
    counts is what is in them. Text is no number, True is not 1, and a column is not a row.
    """
    got, want = plain(got), plain(want)
    if got is None and want is not None:
        return ["It returned None. Is there a `return` at the end?"] if not at else _pair(got, want, at)
    if is_array(want):
        return _array(got, want, tolerance, at)
    if isinstance(want, Mapping):
        return _mapping(got, want, tolerance, at)
    if isinstance(want, list | tuple):
        return _sequence(got, want, tolerance, at)
    if isinstance(want, bool):
        return [] if isinstance(got, bool) and got == want else _pair(got, want, at)
    if is_number(want):
        return _number(got, want, tolerance, at)
    if isinstance(want, PurePath):
        return [] if _same_path(got, want) else _pair(got, want, at)
    return [] if (type(got) is type(want) and got == want) or _same_text(got, want) else _pair(got, want, at)


def _same_text(got: Any, want: Any) -> bool:
    return isinstance(got, str) and isinstance(want, str) and str(got) == str(want)


def _same_path(got: Any, want: PurePath) -> bool:
    """Text or Path, absolute or not, through a link or not: what counts is which file it is."""
    return isinstance(got, str | PurePath) and os.path.realpath(got) == os.path.realpath(want)


def _pair(got: Any, want: Any, at: str, note: str = "") -> list[str]:
    place = f"  at {at}" if at else ""
    want_text, got_text = show(want), show(got)
    if want_text == got_text:
        want_text, got_text = f"{want!r} ({kind(want)})", f"{got!r} ({kind(got)})"
    return [f"expected  {want_text}{place}", f"got       {got_text}", *([note] if note else [])]


def _number(got: Any, want: Any, tolerance: Tolerance, at: str) -> list[str]:
    if not is_number(got):
        return _pair(got, want, at, f"A number is expected here, and this is {kind(got)}.")
    whole = isinstance(got, numbers.Integral) and isinstance(want, numbers.Integral)
    if got == want if whole else tolerance.close(float(got), float(want)):
        return []
    lines = _pair(float(got) if not isinstance(got, int) else got, want, at)
    if not math.isfinite(float(got)):
        lines.append(_not_finite(float(got)))
    return lines


def _not_finite(got: float) -> str:
    if math.isnan(got):
        return "nan is what 0/0, inf/inf or inf - inf gives: look for a division by 0, or a number that grew endlessly."
    return "inf is what a division by zero or a number that grew without end gives."


def _sequence(got: Any, want: Sequence[Any], tolerance: Tolerance, at: str) -> list[str]:
    if is_array(got):
        got = got.tolist()
    if not isinstance(got, list | tuple):
        return _pair(got, want, at, f"{_name(want)} of {len(want)} is expected here, and this is {kind(got)}.")
    if len(got) != len(want):
        return _pair(
            got, want, at, f"It has {len(got)} {'entry' if len(got) == 1 else 'entries'}; there should be {len(want)}."
        )
    for index, (one_got, one_want) in enumerate(zip(got, want, strict=True)):
        lines = difference(one_got, one_want, tolerance, f"{at}[{index}]")
        if lines:
            whole = show(want), show(got)
            if at or whole[0] == whole[1] or max(map(len, whole)) > 60:
                return lines
            return _pair(got, want, at, f"They first differ at [{index}].")
    return []


def _mapping(got: Any, want: Mapping[Any, Any], tolerance: Tolerance, at: str) -> list[str]:
    if not isinstance(got, Mapping):
        return _pair(got, want, at, f"A dict is expected here, and this is {kind(got)}.")
    missing = [key for key in want if key not in got]
    extra = [key for key in got if key not in want]
    if missing or extra:
        notes = []
        if missing:
            notes.append(f"These keys are missing: {', '.join(map(repr, missing[:6]))}.")
        if extra:
            notes.append(f"These keys do not belong here: {', '.join(map(repr, extra[:6]))}.")
        return _pair(got, want, at, " ".join(notes))
    for key in want:
        lines = difference(got[key], want[key], tolerance, f"{at}[{plain(key)!r}]")
        if lines:
            return lines
    return []


def _array(got: Any, want: Any, tolerance: Tolerance, at: str) -> list[str]:
    import numpy as np  # loaded already: `want` is an array

    if is_image(got):
        return _pair(got, want, at, "It is a PIL image; np.asarray(image) makes an array of it.")
    try:
        found = np.asarray(got)
    except ValueError:
        return _pair(got, want, at, "Its rows have different lengths, so it is no array.")
    if found.shape != want.shape:
        return [
            f"expected  an array of shape {want.shape}{f'  at {at}' if at else ''}",
            f"got       {_shape_text(got, found)}",
        ]
    if not _kind_fits(found.dtype.kind, want.dtype.kind):
        return _pair(got, want, at, f"Its values are {KINDS.get(found.dtype.kind, 'odd')}, not numbers to compare.")
    if want.dtype.kind in "fiu" and found.dtype.kind in "fiu":
        exact = found.astype(float), want.astype(float)
        finite = np.isfinite(exact[0]) | ~np.isfinite(exact[1])
        off = ~np.isclose(*exact, rtol=tolerance.rtol, atol=tolerance.atol, equal_nan=True)
    else:
        finite = np.ones(want.shape, bool)
        off = np.asarray(found != want)
    if not off.any():
        return []
    first = tuple(int(i) for i in np.argwhere(off)[0])
    place = "[" + ", ".join(map(str, first)) + "]"
    count = f"{int(off.sum())} of {off.size} values differ"
    if not finite.all():
        count += "; " + _not_finite(float(exact[0][~finite][0]))
    if want.size <= SMALL and show(want) != show(found):
        return _pair(found, want, at, f"They first differ at {place}: {count.rstrip('.')}." if want.size > 1 else "")
    return [*_pair(found[first], want[first], at + place), f"({count})"]


def _kind_fits(got: str, want: str) -> bool:
    if want in "fiu":
        return got in "fiu"
    return got == want


def _shape_text(got: Any, found: Any) -> str:
    if found.ndim == 0:
        return f"{show(got)}, which is {kind(got)}"
    return f"an array of shape {found.shape}"


def _name(want: Sequence[Any]) -> str:
    return "A tuple" if isinstance(want, tuple) else "A list"


def kind(value: Any) -> str:
    """What a value is, with its article: "a list", "an array of shape (3, 2)"."""
    value = plain(value)
    if value is None:
        return "None"
    if is_array(value):
        return f"an array of shape {value.shape}"
    if is_image(value):
        return "a PIL image"
    names = {str: "text", int: "an int", float: "a float", bool: "True or False", dict: "a dict"}
    elsewhere = getattr(type(value), "kind_elsewhere", None)  # of what stands for an object of another process
    return names.get(type(value)) or f"a {elsewhere(value) if elsewhere else type(value).__name__}"


def show(value: Any, width: int = 66) -> str:
    """A value on one line, as a learner would write it: short floats, the middle of long things left out."""
    value = plain(value)
    if isinstance(value, bool) or value is None:
        return str(value)
    if isinstance(value, float):
        return f"{value:.7g}"
    if is_array(value):
        return _show_array(value, width)
    if isinstance(value, list | tuple):
        return _bracket(
            [show(one, width) for one in value[:40]], value, "()" if isinstance(value, tuple) else "[]", width
        )
    if isinstance(value, dict):
        first = list(value.items())[:40]
        return _bracket([f"{show(k)}: {show(v)}" for k, v in first], value, "{}", width)
    if isinstance(value, PurePath):
        last = "/".join(value.parts[-2:])
        return f"Path('…/{last}')" if len(value.parts) > 3 else f"Path({value.as_posix()!r})"
    if is_image(value):
        return f"<PIL image, {value.width} wide, {value.height} high, {value.mode}>"
    text = re.sub(r" at 0x[0-9A-Fa-f]+", "", repr(value))  # where it lies in memory says nothing, and changes
    return text if len(text) <= width else text[: width - 1] + "…"


def _bracket(parts: list[str], value: Any, brackets: str, width: int) -> str:
    shown = parts
    while len(", ".join(shown)) > width and len(shown) > 1:
        shown = shown[:-1]
    more = f", … ({len(value)} in all)" if len(shown) < len(value) else ""
    comma = "," if brackets == "()" and len(value) == 1 else ""
    return brackets[0] + ", ".join(shown) + comma + more + brackets[1]


def _show_array(value: Any, width: int) -> str:
    import numpy as np

    if value.size <= SMALL and value.dtype.kind in "fiub":
        text = show(value.tolist(), width)
        if value.ndim <= 2 and "…" not in text:
            return text
    if value.ndim == 1 and value.size:
        head = ", ".join(show(one) for one in value[:4])
        return f"[{head}, … ({value.size} in all)]"
    return f"an array of shape {value.shape}, {np.dtype(value.dtype)}"
