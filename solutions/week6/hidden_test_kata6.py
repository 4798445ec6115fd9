"""Fresh logs, run at grading only."""

import json

from kata import expect, expect_error, scratch
from kata.circumstances import interrupted, read_only
from week6.kata6_experiment_log import best_run, changed_settings, is_fair_comparison, log_run, read_runs

BASE = {"settings": {"lr": 0.1, "layers": [16, 16]}, "split": 3, "val_accuracy": 0.861, "notes": ""}
NEXT = {"val_accuracy": 0.885, "split": 3, "settings": {"lr": 0.3, "layers": [16, 16]}, "why": "»schneller«\r\n\tüben"}
LINES = (json.dumps(BASE) + "\n" + json.dumps(NEXT, ensure_ascii=False) + "\n").encode()


def log_of(before, *records):
    with scratch() as folder:
        path = folder / "log of März.jsonl"
        path.write_bytes(before)
        for record in records:
            log_run(path, record)
        return path.read_bytes()


def runs_of(data):
    with scratch() as folder:
        path = folder / "log of März.jsonl"
        path.write_bytes(data)
        with read_only(folder):
            try:
                return read_runs(path)
            except PermissionError as error:
                raise AssertionError(f"It stopped with PermissionError: {error}. Reading a log must not change "
                                     "anything: open it for reading only.") from None


def parsed(data):
    return [json.loads(line) for line in data.decode("utf-8").split("\n") if line.strip()]


def test_log_run_on_fresh_records():
    expect(parsed(log_of(b"", BASE, NEXT, BASE)), want=[BASE, NEXT, BASE], what="the lines of the log")


def test_log_run_after_a_single_torn_letter():
    data = log_of(b"{", NEXT)
    expect(data[:1], want=b"{", what="what was there before")
    expect(data[1:].startswith((b"\n", b"\r\n")), want=True, what="whether the record begins on a line of its own")


def test_log_run_after_a_fresh_torn_line():
    before = LINES[:-20]
    data = log_of(before, BASE, NEXT)
    expect(data.startswith(before), want=True, what="whether the torn line is still there")
    expect(parsed(data[len(before):]), want=[BASE, NEXT], what="the lines after the torn one")


def test_log_run_after_a_whole_line_without_its_newline():
    data = log_of(LINES[:-1], NEXT).replace(b"\r\n", b"\n")  # on Windows a newline is both
    expect(data.startswith(LINES), want=True, what="whether the last line has got the newline that it lacked")
    expect(parsed(data), want=[BASE, NEXT, NEXT], what="the lines of the log")


def test_log_run_refuses_what_json_cannot_write():
    with scratch() as folder:
        path = folder / "log"
        path.write_bytes(LINES[:-20])
        for value in ({1, 2}, b"bytes", 1j):
            expect_error(log_run, path, {**NEXT, "more": value}, error=TypeError, why="JSON cannot write that.")
            expect(path.read_bytes(), want=LINES[:-20], what="the log after it")


def test_log_run_refuses_an_empty_record():
    with scratch() as folder:
        for key in ("settings", "split", "val_accuracy"):
            lacking = {name: value for name, value in NEXT.items() if name != key}
            expect_error(log_run, folder / "log", lacking, shows=key, why="A key is missing: raise a ValueError.")
            path = folder / "log"
            expect(path.read_bytes() if path.exists() else b"", want=b"", what="what was written")


def test_log_run_stopped_at_any_moment():
    change, stopped = 0, True
    while stopped:
        change += 1
        with scratch() as folder:
            path = folder / "log.jsonl"
            path.write_bytes(LINES)
            with interrupted(folder, change) as ctrl_c:
                log_run(path, NEXT)
            stopped = ctrl_c.happened
            expect(path.exists() and path.read_bytes()[: len(LINES)] == LINES, want=True,
                   what=f"whether the log is whole, stopped before change number {change} on disk")  # fmt: skip
            log_run(path, BASE)
            expect(parsed(path.read_bytes())[-1], want=BASE, what="the last line of the run after it")


def test_read_runs_on_a_fresh_log():
    expect(runs_of(LINES), want=[BASE, NEXT])


def test_read_runs_whatever_is_torn():
    for cut in range(1, len(LINES), 7):
        torn = LINES[:cut].decode("utf-8", "ignore").encode()
        whole = [run for run, end in ((BASE, len(json.dumps(BASE))), (NEXT, len(LINES) - 1)) if len(torn) >= end]
        expect(runs_of(torn), want=whole)
        expect(runs_of(torn + b"\n" + LINES), want=[*whole, BASE, NEXT])


def test_read_runs_of_a_fresh_missing_file():
    with scratch() as folder:
        expect_error(read_runs, folder / "Grüße.jsonl", error=FileNotFoundError, why="There is no such file.")


def test_best_run_on_fresh_runs():
    runs = [{**BASE, "f1": -0.5}, NEXT, {**NEXT, "why": "again"}, {**BASE, "f1": -0.25}]
    expect(best_run(runs), want=NEXT)
    expect(best_run(runs, "f1"), want=runs[3])
    expect(best_run(runs, metric="val_accuracy"), want=NEXT)
    close = [{**BASE, "val_accuracy": value} for value in (0.8612, 0.8614, 0.8611)]
    expect(best_run(close), want=close[1])
    expect_error(best_run, runs, metric="recall", shows="recall", why="No run has it: raise a ValueError.")
    expect_error(best_run, [], shows="val_accuracy", why="There are no runs: raise a ValueError that shows the metric.")


def test_changed_settings_on_fresh_runs():
    other = {**NEXT, "settings": {"lr": 0.1, "layers": [16, 32], "bias": False}}
    expect(changed_settings(BASE, other), want={"layers": ([16, 16], [16, 32]), "bias": (None, False)})
    expect(changed_settings(other, BASE), want={"layers": ([16, 32], [16, 16]), "bias": (False, None)})
    expect(changed_settings(BASE, BASE), want={})
    turned = {**NEXT, "split": 4, "settings": {"lr": 0.1, "layers": [32, 16], "bias": False}}
    expect(changed_settings(other, turned), want={"layers": ([16, 32], [32, 16])})


def test_is_fair_comparison_on_fresh_runs():
    other = {**NEXT, "settings": {"lr": 0.1, "layers": [16, 32], "bias": False}}
    expect(is_fair_comparison(BASE, NEXT), want=True)
    expect(is_fair_comparison(BASE, other), want=False)
    expect(is_fair_comparison(BASE, {**NEXT, "split": 4}), want=False)
    expect(is_fair_comparison(BASE, {**BASE, "split": "3, by folder"}), want=False)
    expect(is_fair_comparison(other, other), want=True)
