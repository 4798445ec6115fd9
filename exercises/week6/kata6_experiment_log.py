"""The experiment log.

Three weeks from now somebody asks how the 84 % came about, and nobody remembers. A log is the memory: every
run is one line that says what was set, on which split, and what came out. It is only ever added to, it survives
a crash, and two of its lines tell whether a comparison was fair: the same split, and one thing changed.
"""

import json
from pathlib import Path
from typing import Any

# What every record must tell. Anything else (notes, a date, the epochs' losses) may be in it too.
REQUIRED = ("settings", "split", "val_accuracy")


def log_run(path: Path, record: dict[str, Any]) -> None:
    """Add one run to the end of the log, as one line of JSON.

    This format is called JSON Lines. A new line can be added without touching the old ones, and that is
    what makes it safe: the results of a month are never rewritten, so no crash can take them away. A crash
    can tear the line that is just being written, though. The next run must not be glued to the torn piece.

    Args:
        path: the log, a file in UTF-8. It is made if it is missing; its folder is there.
        record: a dict with at least the keys in REQUIRED: `settings`, a dict of knobs; `split`, which split it
            was (text or number); and `val_accuracy`. Any value counts, 0 and {} too.

    Returns:
        Nothing. The file has one more line: the whole record, nothing added, with a newline at its end. What
        was in the file before stays as it was, to the byte. If that did not end with a newline (its last line
        was torn), the record begins on a line of its own all the same.

    Raises:
        ValueError: the record lacks a key; the message names it. Then nothing is written.
        TypeError: there is something in the record that JSON cannot write, a set or an array. Then nothing is
            written either, not even half a line.

    Example:
        After log_run(path, {"settings": {"epochs": 5}, "split": "seed 0", "val_accuracy": 0.8}), and once more
        with 9 epochs and 0.84, the file holds these two lines:

        {"settings": {"epochs": 5}, "split": "seed 0", "val_accuracy": 0.8}
        {"settings": {"epochs": 9}, "split": "seed 0", "val_accuracy": 0.84}
    """
    raise NotImplementedError


def read_runs(path: Path) -> list[dict[str, Any]]:
    """All runs of a log, in the order in which they were written.

    One torn line must not make a month of results unreadable: skip it and go on. A log that is not there is
    another matter. It usually means a wrong path, and an empty list would hide that.

    Args:
        path: a file as `log_run` writes it, one record a line.

    Returns:
        The records, a dict for each line. A line that is no JSON (torn by a crash, or empty) is skipped, wherever
        it stands. The file stays as it was.

    Raises:
        FileNotFoundError: there is no such file.

    Example:
        Of a file with these three lines (the second is torn) it returns the first and the last, as two dicts:

        {"settings": {"epochs": 5}, "split": "seed 0", "val_accuracy": 0.8}
        {"settings": {"epochs": 9}, "spl
        {"settings": {"epochs": 9}, "split": "seed 0", "val_accuracy": 0.84}
    """
    raise NotImplementedError


def best_run(runs: list[dict[str, Any]], metric: str = "val_accuracy") -> dict[str, Any]:
    """The run with the highest value of one metric.

    "Best" is only a word until it is said by which metric, and measured on which data: a log is there to choose by
    validation, and the test set stays shut. Higher counts as better here, so a loss is logged with a minus sign.

    Args:
        runs: records, as `read_runs` returns them.
        metric: the key to go by. Not every run needs to have it: the ones that do not are left out. Its values are
            numbers of any sign.

    Returns:
        The record with the highest value. Ties: the earliest of them.

    Raises:
        ValueError: no run has the metric, or there are no runs at all; the message shows the metric.

    Example:
        >>> best_run([{"lr": 0.1, "val_accuracy": 0.7}, {"lr": 0.01, "val_accuracy": 0.9}])
        {'lr': 0.01, 'val_accuracy': 0.9}
    """
    raise NotImplementedError


def changed_settings(run: dict[str, Any], other: dict[str, Any]) -> dict[str, tuple[Any, Any]]:
    """Which knobs stand differently in two runs, and where they stand.

    The other run is better by three points. Because of what? The answer can only be among the knobs that were
    turned, so list them, one by one: those that were changed, those that came, and those that went.

    Args:
        run: a record with `settings`, a dict of knobs. Their values are numbers, text, lists, True or False.
        other: another one.

    Returns:
        knob → (its value in `run`, its value in `other`), for every knob whose values differ. A knob that one of the
        runs lacks has None there. What stands outside `settings`, results and notes, is no knob.

    Example:
        >>> changed_settings({"settings": {"lr": 0.1, "epochs": 5}}, {"settings": {"lr": 0.1, "epochs": 9, "p": 0.5}})
        {'epochs': (5, 9), 'p': (None, 0.5)}
    """
    raise NotImplementedError


def is_fair_comparison(run: dict[str, Any], other: dict[str, Any]) -> bool:
    """Whether the difference between two results has one possible cause.

    Turn two knobs at once, and nobody can say which of them helped; perhaps one helped and the other harmed. And on
    another split the questions of the exam are others: then even two runs of the same settings cannot be compared.

    Args:
        run: a record with `settings` and `split`.
        other: another one.

    Returns:
        True if the split is the same (the values of `split` are equal) and at most one setting differs, as
        `changed_settings` counts them; False otherwise. No difference at all is fair: that is a repetition.

    Example:
        >>> plain = {"settings": {"epochs": 5, "lr": 0.1}, "split": "seed 0", "val_accuracy": 0.8}
        >>> is_fair_comparison(plain, {"settings": {"epochs": 9, "lr": 0.1}, "split": "seed 0", "val_accuracy": 0.84})
        True
        >>> is_fair_comparison(plain, {"settings": {"epochs": 9, "lr": 0.3}, "split": "seed 0", "val_accuracy": 0.91})
        False
    """
    raise NotImplementedError
