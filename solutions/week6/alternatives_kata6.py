"""Unusual and correct: every one of these must pass."""

import io
import json
import os
import tempfile
from contextlib import suppress
from functools import reduce
from pathlib import Path

from kata.known import alternative
from week6.kata6_experiment_log import REQUIRED, changed_settings


def check(record):
    for key in REQUIRED:
        if key not in record:
            raise ValueError(f"{key} is missing")


@alternative("log_run")
def always_a_newline_first(path, record):
    """Leaves empty lines, which nobody minds."""
    check(record)
    line = json.dumps(record, ensure_ascii=False, sort_keys=True)
    with open(path, "a", encoding="utf-8") as file:  # noqa: PTH123
        file.write(f"\n{line}\n")


@alternative("log_run")
def copied_and_put_in_its_place(path, record):
    """Writes the whole log anew, but beside the old one: renaming is one step."""
    check(record)
    old = path.read_bytes() if path.exists() else b""
    if old and not old.endswith(b"\n"):
        old += b"\n"
    handle, name = tempfile.mkstemp(dir=path.parent)
    with os.fdopen(handle, "wb") as file:
        file.write(old + json.dumps(record, separators=(",", ":")).encode() + b"\n")
    Path(name).replace(path)


@alternative("log_run")
def text_looked_at_first(path, record):
    missing = set(REQUIRED) - set(record)
    if missing:
        raise ValueError(f"missing keys: {sorted(missing)}")
    text = path.read_text(encoding="utf-8") if path.exists() else ""
    buffer = io.StringIO()
    if text and text[-1] != "\n":
        buffer.write("\n")
    json.dump(record, buffer)
    buffer.write("\n")
    with path.open("a", encoding="utf-8") as file:
        file.write(buffer.getvalue())


@alternative("log_run")
def into_the_middle_of_the_file(path, record):
    check(record)
    line = json.dumps(record)
    path.touch()
    with path.open("r+b") as file:
        end = file.seek(0, os.SEEK_END)
        file.seek(max(end - 1, 0))
        if file.read(1) not in (b"", b"\n"):
            file.write(b"\n")
        file.write(line.encode("utf-8") + b"\n")


@alternative("read_runs")
def splitlines(path):
    runs = []
    for line in Path(path).read_text(encoding="utf-8").splitlines():
        if line.strip():
            with suppress(ValueError):
                runs.append(json.loads(line))
    return runs


@alternative("read_runs")
def bytes_a_line(path):
    def parsed(line):
        try:
            return [json.loads(line)]
        except ValueError:
            return []

    with open(path, "rb") as file:  # noqa: PTH123
        return tuple(run for line in file for run in parsed(line))


@alternative("read_runs")
def own_error_for_a_missing_file(path):
    if not path.is_file():
        raise FileNotFoundError(path)
    runs = []
    for line in path.read_bytes().split(b"\n"):
        try:
            run = json.loads(line.decode("utf-8", "ignore"))
        except json.JSONDecodeError:
            continue
        if isinstance(run, dict):
            runs.append(run)
    return runs


@alternative("best_run")
def plain_loop(runs, metric="val_accuracy"):
    best = None
    for run in runs:
        if metric in run and (best is None or run[metric] > best[metric]):
            best = run
    if best is None:
        raise ValueError(f"no {metric}")
    return best


@alternative("best_run")
def sorted_downwards(runs, metric="val_accuracy"):
    ranked = sorted((run for run in runs if metric in run), key=lambda run: run[metric], reverse=True)
    if not ranked:
        raise ValueError(f"nothing to choose from by {metric}")
    return dict(ranked[0])


@alternative("best_run")
def missing_counts_as_lowest(runs, metric="val_accuracy"):
    if not any(metric in run for run in runs):
        raise ValueError(metric)
    return reduce(lambda a, b: b if b.get(metric, float("-inf")) > a.get(metric, float("-inf")) else a, runs)


@alternative("changed_settings")
def over_the_union(run, other):
    a, b = run["settings"], other["settings"]
    return {key: (a.get(key), b.get(key)) for key in sorted(a.keys() | b.keys()) if a.get(key) != b.get(key)}


@alternative("changed_settings")
def in_two_loops_with_lists(run, other):
    found = {}
    for key, value in other["settings"].items():
        if key not in run["settings"]:
            found[key] = [None, value]
    for key, value in run["settings"].items():
        if key not in other["settings"]:
            found[key] = [value, None]
        elif other["settings"][key] != value:
            found[key] = [value, other["settings"][key]]
    return found


@alternative("is_fair_comparison")
def early_return(run, other):
    if run["split"] != other["split"]:
        return False
    return not len(changed_settings(run, other)) > 1


@alternative("is_fair_comparison")
def counted_by_hand(run, other):
    keys = set(run["settings"]).union(other["settings"])
    turned = [key for key in keys if run["settings"].get(key) != other["settings"].get(key)]
    return (run["split"] == other["split"]) & (len(turned) < 2)
