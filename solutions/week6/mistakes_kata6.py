"""Known mistakes with an experiment log, each with the words it must earn."""

import ast
import csv
import json
import os
from contextlib import suppress
from pathlib import Path

from kata.known import mistake
from week6.kata6_experiment_log import REQUIRED, changed_settings, log_run, read_runs


def check(record):
    missing = [key for key in REQUIRED if key not in record]
    if missing:
        raise ValueError(f"missing: {missing}")


def after_torn(path):
    """The newline that is wanted before a record, where the last line is torn."""
    data = path.read_bytes() if path.exists() else b""
    return "\n" if data and not data.endswith(b"\n") else ""


def append(path, text, encoding="utf-8"):
    text = after_torn(path) + text
    with path.open("a", encoding=encoding) as file:
        file.write(text)


def line_for(path, record):
    """What the reference appends."""
    check(record)
    return after_torn(path) + json.dumps(record) + "\n"


@mistake("log_run", "empties a file first")
def overwrites(path, record):
    line = line_for(path, record)
    path.write_text(line, encoding="utf-8")


@mistake("log_run", "Only the first run is in the log")
def once_only(path, record):
    line = line_for(path, record)
    if not path.exists():
        path.write_text(line, encoding="utf-8")


@mistake("log_run", "From the second run on the file is there")
def exclusive(path, record):
    line = line_for(path, record)
    with path.open("x") as file:
        file.write(line)


@mistake("log_run", "mode \"a\" makes it")
def opened_for_reading_first(path, record):
    line = line_for(path, record)
    with path.open("r+b") as file:
        file.seek(0, 2)
        file.write(line.encode())


@mistake("log_run", "There is nothing in the file")
def made_and_not_written(path, record):
    check(record)
    json.dumps(record)
    path.touch()


@mistake("log_run", "added once more")
def old_ones_again(path, record):
    check(record)
    runs = [*(read_runs(path) if path.exists() else []), record]
    append(path, "".join(json.dumps(run) + "\n" for run in runs))


@mistake("log_run", "no list around them")
def array_rewritten(path, record):
    check(record)
    runs = json.loads(path.read_text(encoding="utf-8")) if path.exists() else []
    runs.append(record)
    path.write_text(json.dumps(runs), encoding="utf-8")


@mistake("log_run", "no list around them")
def array_indented(path, record):
    check(record)
    runs = json.loads(path.read_text(encoding="utf-8")) if path.exists() else []
    path.write_text(json.dumps([*runs, record], indent=2), encoding="utf-8")


@mistake("log_run", "no list around them")
def array_a_line(path, record):
    check(record)
    append(path, json.dumps([record]) + "\n")


@mistake("log_run", "how Python shows a dict")
def as_python_shows_it(path, record):
    check(record)
    append(path, str(record) + "\n")


@mistake("log_run", "behind one another on one line")
def newline_missing(path, record):
    check(record)
    line = json.dumps(record)
    with path.open("a", encoding="utf-8") as file:
        file.write(line)


@mistake("log_run", "no newline at its end, so it looks torn")
def newline_before_not_after(path, record):
    check(record)
    line = json.dumps(record)
    with path.open("a", encoding="utf-8") as file:
        file.write("\n" + line)


@mistake("log_run", "went through json.dumps twice")
def dumped_twice(path, record):
    check(record)
    append(path, json.dumps(json.dumps(record)) + "\n")


@mistake("log_run", "lines of a table")
def table_with_a_header_each_time(path, record):
    check(record)
    with path.open("a", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, record)
        file.write(after_torn(path))
        writer.writeheader()
        writer.writerow(record)


@mistake("log_run", "takes several lines here")
def indented(path, record):
    check(record)
    append(path, json.dumps(record, indent=2) + "\n")


@mistake("log_run", "takes several lines here")
def json_by_hand(path, record):
    check(record)
    fields = ", ".join(f'"{key}": "{value}"' if isinstance(value, str) else f'"{key}": {json.dumps(value)}'
                       for key, value in record.items())  # fmt: skip
    append(path, "{" + fields + "}\n")


@mistake("log_run", "The notes were lost")
def required_only(path, record):
    check(record)
    append(path, json.dumps({key: record[key] for key in REQUIRED}) + "\n")


@mistake("log_run", "Only the settings were written")
def settings_only(path, record):
    check(record)
    append(path, json.dumps(record["settings"]) + "\n")


@mistake("log_run", "More keys than those may be in it")
def no_more_keys_allowed(path, record):
    check(record)
    if set(record) != set(REQUIRED):
        raise ValueError(f"wrong keys: {sorted(record)}")
    log_run(path, record)


@mistake("log_run", "Something was added to the record")
def number_added(path, record):
    check(record)
    number = len(path.read_text(encoding="utf-8").splitlines()) if path.exists() else 0
    append(path, json.dumps({"run": number, **record}) + "\n")


@mistake("log_run", "changed the `record`")
def key_put_into_the_record(path, record):
    notes = record.setdefault("notes", "")
    del record["notes"]
    log_run(path, {**record, "notes": notes} if notes else record)
    record["logged"] = True


@mistake("log_run", "stands above the old one")
def newest_on_top(path, record):
    line = line_for(path, record)
    old = path.read_text(encoding="utf-8") if path.exists() else ""
    path.write_text(line + old, encoding="utf-8")


@mistake("log_run", "The file is not in UTF-8")
def latin_1(path, record):
    check(record)
    append(path, json.dumps(record, ensure_ascii=False) + "\n", encoding="cp1252")


@mistake("log_run", "the log was read, and written anew")
def runs_read_and_rewritten(path, record):
    check(record)
    runs = [*(read_runs(path) if path.exists() else []), record]
    with path.open("w", encoding="utf-8") as file:
        for run in runs:
            file.write(json.dumps(run) + "\n")


@mistake("log_run", "the log was read, and written anew")
def text_read_and_rewritten(path, record):
    line = line_for(path, record)
    old = path.read_text(encoding="utf-8") if path.exists() else ""
    path.write_text(old + line, encoding="utf-8")


@mistake("log_run", "The file is not in UTF-8")
def ascii_only(path, record):
    check(record)
    append(path, json.dumps(record, ensure_ascii=False) + "\n", encoding="ascii")


@mistake("log_run", "glued to the torn line")
def no_look_at_the_last_line(path, record):
    check(record)
    line = json.dumps(record)
    with path.open("a", encoding="utf-8") as file:
        file.write(line + "\n")


@mistake("log_run", "The torn line is not there any more")
def torn_line_cut_off(path, record):
    check(record)
    line = json.dumps(record) + "\n"
    if path.exists():
        data = path.read_bytes()
        os.truncate(path, data.rfind(b"\n") + 1)
    with path.open("a", encoding="utf-8") as file:
        file.write(line)


@mistake("log_run", "nobody needs to understand the others")
def older_lines_parsed(path, record):
    check(record)
    if path.exists():
        for line in path.read_text(encoding="utf-8").splitlines():
            json.loads(line)
    with path.open("a", encoding="utf-8") as file:
        file.write(json.dumps(record) + "\n")


@mistake("log_run", "last byte of an empty file")
def empty_file_has_no_end(path, record):
    check(record)
    line = json.dumps(record) + "\n"
    with path.open("ab+") as file:
        file.seek(-1, os.SEEK_END)
        file.write(b"\n" * (file.read(1) != b"\n") + line.encode())


@mistake("log_run", "This record has no 'settings'")
def nothing_checked(path, record):
    append(path, json.dumps(record) + "\n")


@mistake("log_run", "This record has no 'split'")
def one_key_checked(path, record):
    if "settings" not in record:
        raise ValueError("settings are missing")
    nothing_checked(path, record)


@mistake("log_run", "This record has no 'settings'")
def key_error(path, record):
    for key in REQUIRED:
        record[key]
    nothing_checked(path, record)


@mistake("log_run", "Put the bad value into the message")
def message_names_nothing(path, record):
    if any(key not in record for key in REQUIRED):
        raise ValueError("the record is incomplete")
    nothing_checked(path, record)


@mistake("log_run", "An `assert` raises an AssertionError")
def asserted(path, record):
    for key in REQUIRED:
        assert key in record, key
    nothing_checked(path, record)


@mistake("log_run", "stands in the log all the same")
def checked_after_writing(path, record):
    nothing_checked(path, record)
    check(record)


@mistake("log_run", "is false for 0 as well")
def zero_is_missing(path, record):
    for key in REQUIRED:
        if not record.get(key):
            raise ValueError(f"missing: {key}")
    nothing_checked(path, record)


@mistake("log_run", "has left half a line")
def dumped_into_the_file(path, record):
    check(record)
    append(path, "")
    with path.open("a", encoding="utf-8") as file:
        json.dump(record, file)
        file.write("\n")


@mistake("log_run", "Stopped by Ctrl-C")
def deleted_and_written_anew(path, record):
    line = line_for(path, record)
    old = path.read_bytes() if path.exists() else b""
    path.unlink(missing_ok=True)
    path.write_bytes(old + line.encode())


@mistake("log_run", "Stopped by Ctrl-C")
def kept_under_another_name_meanwhile(path, record):
    line = line_for(path, record)
    backup = Path(f"{path}.bak")
    if path.exists():
        path.rename(backup)
    path.write_bytes((backup.read_bytes() if backup.exists() else b"") + line.encode())


@mistake("log_run", "what counts is the file's last byte")
def torn_means_no_brace(path, record):
    check(record)
    whole = not path.exists() or path.read_bytes().rstrip()[-1:] in (b"", b"}")
    with path.open("a", encoding="utf-8") as file:
        file.write(("" if whole else "\n") + json.dumps(record) + "\n")


@mistake("log_run", "something else was written for it")
def sets_as_text(path, record):
    check(record)
    append(path, json.dumps(record, default=str) + "\n")


@mistake("log_run", "the error was a ValueError")
def another_error(path, record):
    check(record)
    try:
        line = json.dumps(record)
    except TypeError:
        raise ValueError("this cannot be written") from None
    append(path, line + "\n")


@mistake("log_run", "and something was written all the same")
def newline_for_the_torn_line_first(path, record):
    check(record)
    if after_torn(path):
        with path.open("a", encoding="utf-8") as file:
            file.write("\n")
    append(path, json.dumps(record) + "\n")


@mistake("read_runs", "Those are the lines as text")
def lines_as_text(path):
    return path.read_text(encoding="utf-8").splitlines()


@mistake("read_runs", "The file as a whole is not JSON")
def whole_file_at_once(path):
    with path.open(encoding="utf-8") as file:
        return json.load(file)


@mistake("read_runs", "must not stop it")
def empty_piece_after_the_last_newline(path):
    return [json.loads(line) for line in path.read_text(encoding="utf-8").split("\n")]


@mistake("read_runs", "must not stop it")
def torn_line_crashes(path):
    with path.open(encoding="utf-8") as file:
        return [json.loads(line) for line in file]


@mistake("read_runs", "JSON is not Python")
def evaluated(path):
    return [eval(line) for line in path.read_text(encoding="utf-8").splitlines()]


@mistake("read_runs", "No line could be read")
def python_literals(path):
    runs = []
    for line in path.read_text(encoding="utf-8").splitlines():
        with suppress(Exception):
            runs.append(ast.literal_eval(line))
    return runs


@mistake("read_runs", "No line could be read")
def own_error_swallowed(path):
    runs = []
    for line in path.read_text(encoding="utf-8").splitlines():
        try:
            runs.add(json.loads(line))
        except Exception:
            continue
    return runs


@mistake("read_runs", "one dict was filled again and again")
def one_dict_for_all(path):
    run, runs = {}, []
    for new in read_runs(path):
        run.clear()
        run.update(new)
        runs.append(run)
    return runs


@mistake("read_runs", "Is the `return` inside the loop?")
def returned_in_the_loop(path):
    runs = []
    for line in path.read_text(encoding="utf-8").splitlines():
        runs.append(json.loads(line))
        return runs
    return runs


@mistake("read_runs", "Collect all of them in a list")
def first_alone(path):
    with path.open(encoding="utf-8") as file:
        return json.loads(file.readline())


@mistake("read_runs", "Only the last run came back")
def list_made_anew(path):
    runs = []
    for run in read_runs(path):
        runs = []
        runs.append(run)
    return runs


@mistake("read_runs", "The newest run comes first")
def newest_first(path):
    return read_runs(path)[::-1]


@mistake("read_runs", "sorted by their accuracy")
def best_first(path):
    return sorted(read_runs(path), key=lambda run: -run["val_accuracy"])


@mistake("read_runs", "The notes were lost")
def required_keys_only(path):
    return [{key: run[key] for key in REQUIRED} for run in read_runs(path)]


@mistake("read_runs", "reads later")
def generator(path):
    with path.open(encoding="utf-8") as file:
        for line in file:
            yield json.loads(line)


@mistake("read_runs", "The torn line is in the list")
def torn_line_as_text(path):
    runs = []
    for line in path.read_text(encoding="utf-8").splitlines():
        try:
            runs.append(json.loads(line))
        except json.JSONDecodeError:
            runs.append(line)
    return runs


@mistake("read_runs", "There is None for the torn line")
def none_for_the_torn_line(path):
    runs = []
    for line in path.read_text(encoding="utf-8").splitlines():
        try:
            runs.append(json.loads(line))
        except json.JSONDecodeError:
            runs.append(None)
    return runs


@mistake("read_runs", "There is an empty dict for the torn line")
def empty_dict_for_the_torn_line(path):
    return [run or {} for run in none_for_the_torn_line(path)]


@mistake("read_runs", "is there twice")
def run_before_the_torn_line_again(path):
    runs = []
    for line in path.read_text(encoding="utf-8").splitlines():
        with suppress(json.JSONDecodeError):
            run = json.loads(line)
        runs.append(run)
    return runs


@mistake("read_runs", "No line could be read, because of one that is torn")
def try_around_everything(path):
    try:
        return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
    except json.JSONDecodeError:
        return []


@mistake("read_runs", "that line and go on reading")
def stops_at_the_torn_line(path):
    runs = []
    with suppress(json.JSONDecodeError):
        for line in path.read_text(encoding="utf-8").splitlines():
            runs.append(json.loads(line))
    return runs


@mistake("read_runs", "must not stop it")
def only_the_last_line_may_be_torn(path):
    data = path.read_bytes()
    whole = data[: data.rfind(b"\n") + 1]
    return [json.loads(line) for line in whole.splitlines()]


@mistake("read_runs", "only its newline is missing")
def unended_line_dropped(path):
    runs = []
    for line in path.read_text(encoding="utf-8").split("\n")[:-1]:
        try:
            runs.append(json.loads(line))
        except json.JSONDecodeError:
            continue
    return runs


@mistake("read_runs", "an empty list says that nothing was ever tried")
def missing_file_is_empty(path):
    return read_runs(path) if path.exists() else []


@mistake("read_runs", "an empty list says that nothing was ever tried")
def every_error_swallowed(path):
    try:
        return read_runs(path)
    except Exception:
        return []


@mistake("read_runs", "an empty list says that nothing was ever tried")
def missing_file_is_made(path):
    path.touch()
    return read_runs(path)


def with_metric(runs, metric):
    """The runs that have it, as the reference finds them."""
    measured = [run for run in runs if metric in run]
    if not measured:
        raise ValueError(f"no run has {metric!r}")
    return measured


def ranked(runs, metric):
    return sorted(with_metric(runs, metric), key=lambda run: -run[metric])


@mistake("read_runs", "must not stop it")
def torn_means_no_brace_at_the_end(path):
    lines = path.read_text(encoding="utf-8").split("\n")
    return [json.loads(line) for line in lines if line.endswith("}")]


@mistake("read_runs", "that line and go on reading")
def empty_line_is_the_end(path):
    runs = []
    with path.open(encoding="utf-8") as file:
        while line := file.readline().strip():
            with suppress(json.JSONDecodeError):
                runs.append(json.loads(line))
    return runs


@mistake("read_runs", "reading has changed it")
def cleaned_up(path):
    runs = read_runs(path)
    path.write_text("".join(json.dumps(run) + "\n" for run in runs), encoding="utf-8")
    return runs


@mistake("best_run", "min where max is meant")
def lowest(runs, metric="val_accuracy"):
    return min(with_metric(runs, metric), key=lambda run: run[metric])


@mistake("best_run", "min where max is meant")
def sorted_wrongly(runs, metric="val_accuracy"):
    return ranked(runs, metric)[-1]


@mistake("best_run", "That is its score")
def score(runs, metric="val_accuracy"):
    return max(run[metric] for run in with_metric(runs, metric))


@mistake("best_run", "where the run stands in the list")
def index(runs, metric="val_accuracy"):
    return runs.index(ranked(runs, metric)[0])


@mistake("best_run", "inside a list")
def in_a_list(runs, metric="val_accuracy"):
    return ranked(runs, metric)[:1]


@mistake("best_run", "Those are its settings")
def settings_of_the_best(runs, metric="val_accuracy"):
    return ranked(runs, metric)[0]["settings"]


@mistake("best_run", "Those are all runs, the best first")
def all_sorted(runs, metric="val_accuracy"):
    return ranked(runs, metric)


@mistake("best_run", "Does the loop keep the best so far?")
def last_of_the_loop(runs, metric="val_accuracy"):
    best = None
    for run in with_metric(runs, metric):
        highest = float("-inf")
        if run[metric] > highest:
            best = run
    return best


@mistake("best_run", "That is the first run of all")
def returned_too_early(runs, metric="val_accuracy"):
    highest = float("-inf")
    for run in with_metric(runs, metric):
        if run[metric] > highest:
            return run
    return None


@mistake("best_run", "that is the later one")
def last_of_equals(runs, metric="val_accuracy"):
    return sorted(with_metric(runs, metric), key=lambda run: run[metric])[-1]


@mistake("best_run", "that is the later one")
def last_of_equals_by_a_loop(runs, metric="val_accuracy"):
    measured = with_metric(runs, metric)
    best = measured[0]
    for run in measured:
        if run[metric] >= best[metric]:
            best = run
    return best


@mistake("best_run", "that is the later one")
def by_a_dict_of_scores(runs, metric="val_accuracy"):
    by_score = {run[metric]: run for run in with_metric(runs, metric)}
    return by_score[max(by_score)]


@mistake("best_run", "Return one of them")
def all_equals(runs, metric="val_accuracy"):
    best = ranked(runs, metric)
    winners = [run for run in best if run[metric] == best[0][metric]]
    return winners if len(winners) > 1 else winners[0]


@mistake("best_run", "Here the metric is")
def metric_ignored(runs, metric="val_accuracy"):
    with_metric(runs, metric)
    return max(runs, key=lambda run: run.get("val_accuracy", 0))


@mistake("best_run", "Not every run has every metric")
def metric_taken_for_granted(runs, metric="val_accuracy"):
    if not any(metric in run for run in runs):
        raise ValueError(f"no run has {metric!r}")
    return max(runs, key=lambda run: run[metric])


@mistake("best_run", "That run has no such metric")
def zero_for_a_missing_metric(runs, metric="val_accuracy"):
    with_metric(runs, metric)
    return max(runs, key=lambda run: run.get(metric, 0))


@mistake("best_run", "It found no run")
def begins_at_zero(runs, metric="val_accuracy"):
    best, highest = None, 0
    for run in with_metric(runs, metric):
        if run[metric] > highest:
            best, highest = run, run[metric]
    return best


@mistake("best_run", "min where max is meant, or abs")
def by_size(runs, metric="val_accuracy"):
    return max(with_metric(runs, metric), key=lambda run: abs(run[metric]))


@mistake("best_run", "The best value is 0.0")
def zero_counts_as_missing(runs, metric="val_accuracy"):
    with_metric(runs, metric)
    return max((run for run in runs if run.get(metric)), key=lambda run: run[metric])


@mistake("best_run", "so none is the best")
def none_without_the_metric(runs, metric="val_accuracy"):
    measured = [run for run in runs if metric in run]
    return max(measured, key=lambda run: run[metric]) if measured else None


@mistake("best_run", "so none is the best")
def anything_without_the_metric(runs, metric="val_accuracy"):
    return max(runs, key=lambda run: run.get(metric, float("-inf")))


@mistake("best_run", "Put the bad value into the message")
def error_of_max(runs, metric="val_accuracy"):
    return max((run for run in runs if metric in run), key=lambda run: run[metric])


@mistake("best_run", "changed the `runs`")
def sorted_in_place(runs, metric="val_accuracy"):
    with_metric(runs, metric)
    runs.sort(key=lambda run: -run.get(metric, float("-inf")))
    return runs[0]


@mistake("best_run", "max wants a function as its key")
def name_as_key(runs, metric="val_accuracy"):
    measured = [run for run in runs if metric in run]
    if not measured:
        raise ValueError(metric)
    return max(measured, key=metric)


@mistake("best_run", "It found no run")
def every_run_must_have_it(runs, metric="val_accuracy"):
    if not runs or any(metric not in run for run in runs):
        raise ValueError(metric)
    return max(runs, key=lambda run: run[metric])


@mistake("best_run", "place among the runs that have the metric")
def place_in_another_list(runs, metric="val_accuracy"):
    values = [run[metric] for run in runs if metric in run]
    if not values:
        raise ValueError(metric)
    return runs[values.index(max(values))]


@mistake("best_run", "It found no run")
def begins_at_minus_one(runs, metric="val_accuracy"):
    best, value = None, -1
    for run in runs:
        if metric in run and run[metric] > value:
            best, value = run, run[metric]
    if best is None:
        raise ValueError(metric)
    return best


@mistake("changed_settings", "wrong way round")
def swapped(run, other):
    return {key: (new, old) for key, (old, new) in changed_settings(run, other).items()}


@mistake("changed_settings", "Those are all knobs")
def all_knobs(run, other):
    keys = {**run["settings"], **other["settings"]}
    return {key: (run["settings"].get(key), other["settings"].get(key)) for key in keys}


@mistake("changed_settings", "stand alike in both runs")
def equal_knobs(run, other):
    return {key: pair for key, pair in all_knobs(run, other).items() if pair[0] == pair[1]}


@mistake("changed_settings", "the values in `other` alone")
def new_values_only(run, other):
    return {key: new for key, (_, new) in changed_settings(run, other).items()}


@mistake("changed_settings", "the values in `run` alone")
def old_values_only(run, other):
    return {key: old for key, (old, _) in changed_settings(run, other).items()}


@mistake("changed_settings", "A dict is asked for")
def names_only(run, other):
    return list(changed_settings(run, other))


@mistake("changed_settings", "The whole records were compared")
def whole_records(run, other):
    return changed_settings({"settings": run}, {"settings": other})


@mistake("changed_settings", "The whole records were compared")
def results_too(run, other):
    more = {"val_accuracy": (run["val_accuracy"], other["val_accuracy"])}
    return {**changed_settings(run, other), **more}


@mistake("changed_settings", "a list can be in no set")
def set_of_items(run, other):
    return {key: (run["settings"].get(key), other["settings"].get(key))
            for key, _ in set(run["settings"].items()) ^ set(other["settings"].items())}  # fmt: skip


@mistake("changed_settings", "The knobs that only `other` has are missing")
def knobs_of_run(run, other):
    return {key: (old, other["settings"].get(key)) for key, old in run["settings"].items()
            if other["settings"].get(key) != old}  # fmt: skip


@mistake("changed_settings", "The knobs that only `run` has are missing")
def knobs_of_other(run, other):
    return {key: (run["settings"].get(key), new) for key, new in other["settings"].items()
            if run["settings"].get(key) != new}  # fmt: skip


@mistake("changed_settings", "A knob that only one of the runs has is a difference too")
def common_knobs(run, other):
    old, new = run["settings"], other["settings"]
    return {key: (old[key], new[key]) for key in old if key in new and old[key] != new[key]}


@mistake("changed_settings", "Either run may lack a knob")
def knob_taken_for_granted(run, other):
    old, new = run["settings"], other["settings"]
    return {key: (old[key], new[key]) for key in old if old[key] != new[key]}


@mistake("changed_settings", "A knob that one run lacks has None there")
def text_for_a_missing_knob(run, other):
    return {key: (run["settings"].get(key, "-"), other["settings"].get(key, "-"))
            for key in changed_settings(run, other)}  # fmt: skip


@mistake("changed_settings", "0 and False are values like any others")
def false_for_missing(run, other):
    pairs = all_knobs(run, other)
    return {key: (old or None, new or None) for key, (old, new) in pairs.items() if old != new}


@mistake("changed_settings", "0 and False are values like any others")
def both_must_be_true(run, other):
    pairs = changed_settings(run, other)
    return {key: pair for key, pair in pairs.items() if None in pair or all(pair)}


@mistake("changed_settings", "changed the `run`")
def defaults_put_in(run, other):
    for key in other["settings"]:
        run["settings"].setdefault(key, None)
    return {key: (old, other["settings"].get(key)) for key, old in run["settings"].items()
            if other["settings"].get(key) != old}  # fmt: skip


@mistake("changed_settings", "The split is no knob")
def split_too(run, other):
    before, after = ({**one["settings"], "split": one["split"]} for one in (run, other))
    return {knob: (before.get(knob), after.get(knob)) for knob in before | after
            if before.get(knob) != after.get(knob)}  # fmt: skip


@mistake("changed_settings", "`is not` asks whether it is the very same object")
def not_the_same_object(run, other):
    before, after = run["settings"], other["settings"]
    return {knob: (before.get(knob), after.get(knob)) for knob in before | after
            if before.get(knob) is not after.get(knob)}  # fmt: skip


@mistake("changed_settings", "Is the `return` inside the loop?")
def returned_at_the_first(run, other):
    found, before, after = {}, run["settings"], other["settings"]
    for knob in [*after, *before]:
        if before.get(knob) != after.get(knob):
            found[knob] = (before.get(knob), after.get(knob))
            return found
    return found


@mistake("changed_settings", "The second place belongs to `other`")
def always_in_the_first_place(run, other):
    found, before, after = {}, run["settings"], other["settings"]
    for one, two in ((before, after), (after, before)):
        for knob in one:
            if one[knob] != two.get(knob) and knob not in found:
                found[knob] = (one[knob], two.get(knob))
    return found


@mistake("changed_settings", "as zip pairs them")
def zipped(run, other):
    pairs = zip(run["settings"].items(), other["settings"].items(), strict=False)
    return {knob: (one, two) for (knob, one), (_, two) in pairs if one != two}


@mistake("changed_settings", "0 and False are values like any others")
def zero_for_a_missing_knob(run, other):
    before, after = run["settings"], other["settings"]
    return {knob: (before.get(knob), after.get(knob)) for knob in before | after
            if before.get(knob, 0) != after.get(knob, 0)}  # fmt: skip


@mistake("is_fair_comparison", "True means that it is fair")
def turned_round(run, other):
    return run["split"] != other["split"] or len(changed_settings(run, other)) > 1


@mistake("is_fair_comparison", "`and`, not `or`")
def either_is_enough(run, other):
    return run["split"] == other["split"] or len(changed_settings(run, other)) <= 1


@mistake("is_fair_comparison", "`and`, not `or`")
def split_only(run, other):
    return run["split"] == other["split"]


@mistake("is_fair_comparison", "their splits must be equal")
def records_compared(run, other):
    return sum(run.get(key) != other.get(key) for key in {**run, **other}) <= 1


@mistake("is_fair_comparison", "a repetition is fair too")
def exactly_one(run, other):
    return run["split"] == other["split"] and len(changed_settings(run, other)) == 1


@mistake("is_fair_comparison", "One setting may differ")
def less_than_one(run, other):
    return run["split"] == other["split"] and len(changed_settings(run, other)) < 1


@mistake("is_fair_comparison", "A knob that only one run has was not counted")
def common_knobs_counted(run, other):
    return run["split"] == other["split"] and len(common_knobs(run, other)) <= 1


@mistake("is_fair_comparison", "A knob that only one run has was not counted")
def knobs_of_run_counted(run, other):
    return run["split"] == other["split"] and len(knobs_of_run(run, other)) <= 1


@mistake("is_fair_comparison", "One knob went and another came")
def knobs_of_other_counted(run, other):
    return run["split"] == other["split"] and len(knobs_of_other(run, other)) <= 1


@mistake("is_fair_comparison", "must be True or False")
def number_of_changes(run, other):
    return len(changed_settings(run, other)) if run["split"] == other["split"] else 99


@mistake("is_fair_comparison", "it was called fair. Both must hold (`and`, not `or`)")
def split_ignored(run, other):
    return len(changed_settings(run, other)) <= 1


@mistake("is_fair_comparison", "one knob more")
def split_counted_as_a_knob(run, other):
    return len(changed_settings(run, other)) + (run["split"] != other["split"]) <= 1


@mistake("is_fair_comparison", "`is` asks for the very same object")
def same_object(run, other):
    return run["split"] is other["split"] and len(changed_settings(run, other)) <= 1


@mistake("is_fair_comparison", "Split number 0 is a split like any other")
def split_zero_is_none(run, other):
    return bool(run["split"] and run["split"] == other["split"]) and len(changed_settings(run, other)) <= 1


@mistake("is_fair_comparison", "their splits must be equal")
def split_must_differ(run, other):
    return run["split"] != other["split"] and len(changed_settings(run, other)) <= 1


@mistake("is_fair_comparison", "That is one changed setting, like any other")
def same_knobs_wanted(run, other):
    same = run["split"] == other["split"] and run["settings"].keys() == other["settings"].keys()
    return same and len(changed_settings(run, other)) <= 1


@mistake("is_fair_comparison", "counted twice")
def counted_in_both_directions(run, other):
    items, other_items = ({(knob, str(value)) for knob, value in one["settings"].items()} for one in (run, other))
    return run["split"] == other["split"] and len(items ^ other_items) <= 1


@mistake("is_fair_comparison", "Return False there")
def no_answer(run, other):
    if run["split"] == other["split"] and len(changed_settings(run, other)) <= 1:
        return True
    return None


@mistake("log_run", "cannot be looked at from its end")
def text_from_its_end(path, record):
    line = line_for(path, record)
    with path.open("a+", encoding="utf-8") as file:
        if file.tell():
            file.seek(-1, os.SEEK_END)
        file.write(line)


@mistake("log_run", "stand in the file in place of a newline")
def slash_instead_of_backslash(path, record):
    check(record)
    append(path, json.dumps(record) + "/n")


@mistake("log_run", "There is a comma behind the record")
def comma_behind(path, record):
    check(record)
    append(path, json.dumps(record) + ",\n")


@mistake("read_runs", "takes a record apart")
def extended(path):
    runs = []
    for run in read_runs(path):
        runs += run
    return runs


@mistake("read_runs", "Köln came out as KÃ¶ln")
def encoding_of_windows(path):
    runs = []
    with path.open(encoding="cp1252") as file:
        for line in file:
            with suppress(json.JSONDecodeError):
                runs.append(json.loads(line))
    return runs


@mistake("read_runs", "The file is in UTF-8. Say so when you open it")
def encoding_of_old(path):
    with path.open(encoding="ascii") as file:
        return [json.loads(line) for line in file]


@mistake("read_runs", "No line could be read")
def opened_at_its_end(path):
    if not path.exists():
        raise FileNotFoundError(path)
    with path.open("a+", encoding="utf-8") as file:
        return [json.loads(line) for line in file]


@mistake("best_run", "not in its settings")
def metric_in_quotes(runs, metric="val_accuracy"):
    return max(with_metric(runs, metric), key=lambda run: run["metric"])


@mistake("best_run", "Of two runs as a whole, none is the greater")
def runs_as_a_whole(runs, metric="val_accuracy"):
    return max(with_metric(runs, metric))


@mistake("best_run", "Of two runs as a whole, none is the greater")
def pairs_of_value_and_run(runs, metric="val_accuracy"):
    return max((run[metric], run) for run in with_metric(runs, metric))[1]


@mistake("best_run", "It found no run")
def first_run_must_have_it(runs, metric="val_accuracy"):
    if not runs or metric not in runs[0]:
        raise ValueError(f"{metric} is missing")
    return max(with_metric(runs, metric), key=lambda run: run[metric])


@mistake("changed_settings", "A knob that one run lacks has None there")
def false_for_a_missing_knob(run, other):
    before, after = run["settings"], other["settings"]
    return {knob: (before.get(knob, False), after.get(knob, False)) for knob in before | after
            if before.get(knob, False) != after.get(knob, False)}  # fmt: skip


@mistake("is_fair_comparison", "a failed experiment is fair too")
def must_get_better(run, other):
    better = other["val_accuracy"] >= run["val_accuracy"]
    return run["split"] == other["split"] and len(changed_settings(run, other)) <= 1 and better
