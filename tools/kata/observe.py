"""What can be seen in any wrong answer without knowing the task: a factor, a sign, a swapped axis.

Stated as facts about the value, never as an accusation: many mistakes lead to the same number.
"""

from __future__ import annotations

import math
import sys
from typing import Any

from kata.values import Tolerance, difference, is_array, is_image, is_number, plain

NEAR = Tolerance(rtol=1e-6, atol=1e-12)


def observation(got: Any, want: Any) -> str:
    """A sentence about how `got` relates to the right answer `want`, or ""."""
    got, want = plain(got), plain(want)
    if is_number(got) and is_number(want):
        return _of_numbers(float(got), float(want))
    if isinstance(want, list | tuple) and isinstance(got, list | tuple):
        return _of_lists(list(got), list(want))
    if is_array(want) and not is_image(got):
        return _of_arrays(got, want)
    return ""


def _of_numbers(got: float, want: float) -> str:
    if not (math.isfinite(got) and math.isfinite(want)) or want == 0 or got == 0:
        return ""
    if NEAR.close(got, -want):
        return "That is the right size with the wrong sign."
    if NEAR.close(got, 100 * want):
        return "That is 100 times the right value: a percentage, where a fraction is asked for."
    if want > 0 and NEAR.close(got, math.sqrt(want)) and want != 1:
        return "That is the square root of the right value."
    if NEAR.close(got, want * want) and want != 1:
        return "That is the right value squared."
    if times := _times(got / want):
        return f"That is {times} the right value."
    if NEAR.close(got, 1 - want):
        return "That is 1 minus the right value."
    return ""


def _times(ratio: float) -> str:
    """A ratio in words where it is a plain one: "4 times", "a third of", "minus 2 times"."""
    sign, ratio = ("minus " if ratio < 0 else ""), abs(ratio)
    if ratio > 1.5 and abs(ratio - round(ratio)) < 1e-6 * ratio and ratio < 5000:
        return f"{sign}{round(ratio)} times"
    if 0 < ratio < 0.7 and abs(1 / ratio - round(1 / ratio)) < 1e-6 / ratio and 1 / ratio < 5000:
        n = round(1 / ratio)
        return f"{sign}{ {2: 'half', 3: 'a third of', 4: 'a quarter of'}.get(n, f'1/{n} of') }"
    return ""


def _of_lists(got: list[Any], want: list[Any]) -> str:
    if len(got) == len(want):
        if len(want) > 1 and not difference(got[::-1], want, NEAR):
            return "These are the right values in reverse order."
        return ""
    if len(got) == len(want) - 1:
        if not difference(got, want[:-1], NEAR):
            return "The last one is missing."
        if not difference(got, want[1:], NEAR):
            return "The first one is missing."
    if len(got) == len(want) + 1:
        if not difference(got[:-1], want, NEAR):
            return "There is one too many at the end."
        if not difference(got[1:], want, NEAR):
            return "There is one too many at the start."
    return ""


def _of_arrays(got: Any, want: Any) -> str:
    np = sys.modules["numpy"]
    try:
        got = np.asarray(got)
    except ValueError:
        return ""
    if got.dtype.kind not in "fiu" or want.dtype.kind not in "fiu":
        return ""
    if want.ndim == 2 and got.shape == want.shape[::-1] and _equal(got.T, want):
        return "This is the mirror image of the right answer: rows and columns are swapped."
    if got.shape != want.shape:
        if want.ndim == 1 and got.shape in ((want.size, 1), (1, want.size)):
            return "It has one dimension too many: `.ravel()` makes it flat."
        if got.ndim == want.ndim and got.ndim == 1 and abs(got.size - want.size) == 1:
            return _of_lists(got.tolist(), want.tolist())
        return ""
    if want.size > 1 and got.ndim == 1 and _equal(got[::-1], want):
        return "These are the right values in reverse order."
    if want.size > 1 and not _equal(got, want) and _equal(np.sort(got.ravel()), np.sort(want.ravel())):
        return "These are the right values in another order."
    if not np.any(got) and np.any(want):
        return "Every value is 0."
    with np.errstate(all="ignore"):
        where = np.abs(want) > 1e-12
        ratios = got[where].astype(float) / want[where]
    if ratios.size and np.allclose(ratios, ratios.flat[0], rtol=1e-6) and _equal(got[~where], want[~where]):
        if NEAR.close(float(ratios.flat[0]), -1.0):
            return "Every value has the right size and the wrong sign."
        if times := _times(float(ratios.flat[0])):
            return f"Every value is {times} the right one."
    apart = got.astype(float) - want
    if want.size > 1 and np.allclose(apart, apart.flat[0], rtol=1e-6, atol=1e-12) and abs(apart.flat[0]) > 1e-9:
        amount = float(apart.flat[0])
        return f"Every value is {abs(amount):.6g} too {'large' if amount > 0 else 'small'}."
    return ""


def _equal(got: Any, want: Any) -> bool:
    return bool(sys.modules["numpy"].allclose(got, want, rtol=1e-6, atol=1e-12))
