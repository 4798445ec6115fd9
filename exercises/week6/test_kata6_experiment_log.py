"""A log that loses nothing, and what two of its lines can tell.

The first half is about files: each test has a folder of its own, and now and then things go wrong in it, as they do
with a real log: a torn line, a record that cannot be written, Ctrl-C. The second half is about comparing runs.
"""

import io
import json

from kata import expect, expect_error, scratch
from kata.circumstances import interrupted
from week6.kata6_experiment_log import best_run, changed_settings, is_fair_comparison, log_run, read_runs

SPLIT = "by burst, seed 0"
PLAIN = {"settings": {"model": "SmallCNN", "epochs": 9, "augment": False}, "split": SPLIT, "val_accuracy": 0.74}
TURNED = {"settings": {"model": "SmallCNN", "epochs": 9, "augment": True}, "split": SPLIT, "val_accuracy": 0.77,
          "notes": "Köln cathedral is taken for a tower.\nNext: crop tighter."}  # fmt: skip

# Two lines as another program wrote them, on Windows: no spaces, and \r\n at the end. Only a line that is left
# alone stays like that.
OLD = ('{"settings":{"model":"dense"},"split":"by burst, seed 0","val_accuracy":0.58}\r\n'
       '{"settings":{"model":"dense"},"split":"Grüße","val_accuracy":0.61,"notes":""}\r\n').encode()  # fmt: skip
TORN = b'{"settings": {"model": "SmallCNN", "learning_ra'


# ---- log_run: what is in the file afterwards


def log(path, *records, refused="A record with all keys of REQUIRED was refused. More keys than those may be in it."):
    """Log these records; in words what an error means."""
    for record in records:
        try:
            log_run(path, record)
        except FileNotFoundError as error:
            raise AssertionError(f"It stopped with FileNotFoundError: {error}. Before the first run there is no file "
                                 'yet; mode "a" makes it. If you look into it first, ask path.exists().') from None
        except FileExistsError as error:
            raise AssertionError(f"It stopped with FileExistsError: {error}. From the second run on the file is there; "
                                 'mode "a" adds to it.') from None
        except json.JSONDecodeError as error:
            raise AssertionError(f"It stopped with JSONDecodeError: {error}. " + (
                "The log as a whole is no JSON, each of its lines is: no list around them."
                if "Extra data" in str(error) or "(char 0)" in str(error) else "To add a line, nobody needs to "
                "understand the others, and one of them may be torn: look at the file's last byte only.")) from None
        except UnicodeError as error:
            raise AssertionError(f"It stopped with {type(error).__name__}: {error}. The file is not in UTF-8. Say so "
                                 'when you open it: encoding="utf-8".') from None
        except io.UnsupportedOperation as error:
            raise AssertionError(f"It stopped with UnsupportedOperation: {error}. A file opened as text cannot "
                                 'be looked at from its end, and one opened with "a" cannot be read. Open it with '
                                 '"rb" for that, or take path.read_bytes()[-1:].') from None
        except ValueError as error:
            raise AssertionError(f"It stopped with {type(error).__name__}: {error}. {refused}") from None
        except (OSError, IndexError) as error:
            raise AssertionError(f"It stopped with {type(error).__name__}: {error}. Is it the last byte of an empty "
                                 "file? There is none: ask first whether the file holds anything.") from None


def log_into(before, *records, **words):
    """The bytes of a log that held `before` (None: no such file), after these records."""
    with scratch() as folder:
        path = folder / "Läufe im März.jsonl"
        if before is not None:
            path.write_bytes(before)
        log(path, *records, **words)
        return path.read_bytes() if path.exists() else b""


def as_json(line):
    """What a line says in JSON; the line itself if it is none."""
    try:
        return json.loads(line)
    except json.JSONDecodeError:
        return line


def lines_of(data):
    """Each line of a log, read as JSON if possible. Empty lines do no harm, and are left out."""
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError:
        raise AssertionError('The file is not in UTF-8. Say so when you open it: encoding="utf-8".') from None
    return [as_json(line.strip()) for line in text.split("\n") if line.strip()]


def added(data, before):
    """The lines that were added to a log that held `before`; in words what became of the older ones."""
    first, text, old = OLD.decode().splitlines()[0], data.replace(b"\r\n", b"\n"), OLD.replace(b"\r\n", b"\n")
    assert as_json(first) in lines_of(data), (
        'The older runs are gone from the file. Open it with mode "a", for append, which adds at the end.')
    assert text.startswith(old) or old not in text, (
        "The new run stands above the old one, so the whole file was written anew. Add it at the end.")
    assert data.startswith(OLD), (
        "The older lines are not what they were, to the byte: the log was read, and written anew. Whatever stops a "
        'program then (Ctrl-C, a full disk) takes all the runs with it. Open with mode "a", and write one line.')
    assert data.startswith(before), (
        "The torn line is not there any more. Leave it: reading skips it, and somebody may still make sense of it.")
    return lines_of(data[len(OLD):])


def texts(got):
    """The lines that are no JSON."""
    return [line for line in got if isinstance(line, str)]


IN_ONE_LINE = ("The runs stand behind one another on one line. End each with a newline: json.dumps(record) + "
               '"\\n".')


def test_log_run_adds_every_run_as_one_line_of_json():
    data = log_into(None, PLAIN, TURNED)
    short = {key: value for key, value in TURNED.items() if key != "notes"}
    expect(lines_of(data), want=[PLAIN, TURNED], what="the lines of the log after two runs", mistakes={
        "empty": ([], "There is nothing in the file. Open the one at `path`, and write the line: file.write(…)."),
        "last": ([TURNED], 'Only the last run is in the log: mode "w" empties a file first. Open it with "a", for '
                 "append."),
        "first": ([PLAIN], "Only the first run is in the log. Each call must add its own line."),
        "first again": ([PLAIN, PLAIN, TURNED], "The runs that were there already were added once more. Append the new "
                        "record alone."),
        "array": (lambda got: isinstance(got[0], list) or got[0] == "[", "The runs were written as a list, in "
                  "brackets. Then nothing can be added without rewriting all of it. One record, one line: no list "
                  "around them."),
        "table": (lambda got: any(line.startswith("settings") for line in texts(got)), "Those are the lines of a table "
                  "(CSV). Its columns are fixed by the first run, and every run brings other keys: write JSON."),
        "repr": (lambda got: any("{'" in line for line in texts(got)), "That is how Python shows a dict, with single "
                 "quotes; no other program can read it. json.dumps(record) makes JSON of it."),
        "slash": (lambda got: any(sign in line for line in texts(got) for sign in ("}/n", "}\\n")), "The signs / or "
                  "\\, and n, stand in the file in place of a newline. In Python a newline is \"\\n\": one backslash."),
        "in one line": (lambda got: any("}{" in line or "}, {" in line for line in texts(got)), IN_ONE_LINE),
        "comma": (lambda got: any(line.startswith("{") and line.endswith("},") for line in texts(got)), "There is a "
                  "comma behind the record. Each line is JSON by itself: nothing but the newline comes between two."),
        "twice": (lambda got: [as_json(line) for line in texts(got)] == [PLAIN, TURNED], "Each line is a text that "
                  "holds JSON: it went through json.dumps twice. Once is enough."),
        "several": (lambda got: len(got) > 2 and bool(texts(got)), "A record takes several lines here. "
                    "json.dumps(record) without indent gives one, and turns a line break inside a text into \\n."),
        "required": ([PLAIN, short], "The notes were lost. Write the whole record: REQUIRED is the least that it must "
                     "have."),
        "settings": ([PLAIN["settings"], TURNED["settings"]], "Only the settings were written. Write the whole record, "
                     "with what came out."),
        "more": (lambda got: len(got) == 2 and {**got[0], **PLAIN} == got[0] and len(got[0]) > len(PLAIN), "Something "
                 "was added to the record. Write it as it is: who wants a date in it puts it there."),
        "backwards": ([TURNED, PLAIN], "The new run stands above the old one, so the whole file was written anew. Add "
                      "it at the end."),
    })  # fmt: skip
    assert data.endswith(b"\n"), (
        "The last line has no newline at its end, so it looks torn, and what another program appends is glued to it. "
        'End every line with "\\n", the last one too.')


def test_log_run_leaves_every_older_line_as_it_was():
    expect(added(log_into(OLD, PLAIN), OLD), want=[PLAIN], what="the lines after the older ones")


def test_log_run_begins_a_line_of_its_own_after_a_torn_one():
    """The program before was stopped while it wrote: the last line ends in the middle of a word."""
    lines = added(log_into(OLD + TORN, PLAIN, TURNED), OLD + TORN)
    glued = ("The record is glued to the torn line, so both are lost. If the file's last byte is no newline, write one "
             "before the record.")
    expect(lines, want=[TORN.decode(), PLAIN, TURNED], what="the torn line, and those after it", mistakes={
        "nothing": ([TORN.decode()], "Nothing was written after the torn line. The log goes on: put a newline, and "
                    "then the record."),
        "in one line": (lambda got: "}{" in got[0] or "}{" in got[1], IN_ONE_LINE),
        "glued": (lambda got: got[0].startswith(TORN.decode() + "{"), glued),
    })  # fmt: skip
    whole = OLD + as_lines(TURNED)[:-1]
    expect(added(log_into(whole, PLAIN), whole), want=[TURNED, PLAIN], what="a line without its newline, and the next",
           say="The last line was whole, and only its newline was missing. It needs one before the next record begins: "
           "what counts is the file's last byte, not whether the line is JSON, or ends with }.")


def test_log_run_begins_an_empty_file_too():
    expect(lines_of(log_into(b"", PLAIN)), want=[PLAIN], what="the lines of a log that was empty")


def test_log_run_refuses_a_record_that_lacks_a_key():
    for key in PLAIN:
        lacking = {name: value for name, value in TURNED.items() if name != key}
        with scratch() as folder:
            path = folder / "runs.jsonl"
            path.write_bytes(OLD)
            expect_error(log_run, path, lacking, shows=key, why=f"This record has no {key!r}. Check all of REQUIRED "
                         "before you write, and raise a ValueError that names what is missing: such a run cannot be "
                         "compared with any other.")
            assert path.read_bytes() == OLD, (
                f"The record without {key!r} was refused, and stands in the log all the same. Check first, then write.")


def test_log_run_takes_zero_and_empty_for_values():
    """Split number 0, a hopeless run, all knobs left as they come: three values that Python counts as false."""
    hopeless = {"settings": {}, "split": 0, "val_accuracy": 0}
    data = log_into(OLD, hopeless, refused="There is a value for every key; some of them are 0 or {}. Whether a key is "
                    "there is asked with `key in record`: record.get(key) is false for 0 as well.")
    expect(added(data, OLD), want=[hopeless], what="the new line")


def test_log_run_writes_a_whole_line_or_none():
    """A set cannot be written as JSON."""
    impossible = {"settings": {"model": "SmallCNN", "classes": {"cat", "dog"}}, "split": SPLIT, "val_accuracy": 0.9}
    for before in (OLD, OLD + TORN):
        with scratch() as folder:
            path = folder / "runs.jsonl"
            path.write_bytes(before)
            raised = None
            try:
                log_run(path, impossible)
            except (TypeError, ValueError) as error:
                raised = error
            data = path.read_bytes()
        assert data.startswith(OLD), (
            "A record that cannot be written (there is a set in it) has cost the older runs. Make the whole line "
            'first, json.dumps(record), and only then open the file, with "a".')
        rest = data[len(before):].decode()
        assert not any(line.startswith('{"') for line in texts(lines_of(rest.encode()))), (
            f"A record that cannot be written (there is a set in it) has left half a line: {rest!r}. json.dump writes "
            "as it goes. Make the whole line first, json.dumps(record), and only then write.")
        assert not any(isinstance(line, dict) for line in lines_of(rest.encode())), (
            "There is a set in the record, which JSON does not know, and something else was written for it, a text or "
            "a list. It would come back as that. Let json.dumps raise its TypeError (no default=…).")
        assert raised is not None, "A record with a set in it cannot be written, and no error said so: a TypeError."
        assert type(raised) is not ValueError, (
            "There is a set in the record, and the error was a ValueError. That one is for a key that is missing; let "
            "json.dumps raise its TypeError.")
        assert data == before, (
            f"The record was refused (there is a set in it), and something was written all the same: {rest!r}. Make "
            "the whole line first, with the newline that a torn line needs, and only then open the file.")


def test_log_run_loses_no_run_when_it_is_stopped():
    """Ctrl-C before the first change on disk, before the second, and so on, until one comes too late."""
    change, stopped = 0, True
    while stopped:
        change += 1
        with scratch() as folder:
            path = folder / "runs.jsonl"
            path.write_bytes(OLD)
            with interrupted(folder, change) as ctrl_c:
                log(path, PLAIN)
            stopped = ctrl_c.happened
            assert not stopped or (path.exists() and path.read_bytes() == OLD), (
                f"Stopped by Ctrl-C just before change number {change} on disk, the log has lost its older runs. Never "
                'delete it, move it away or empty it, not even for a moment: open it with "a", and write one line.')


# ---- read_runs: whatever the log has been through


def read(data):
    """read_runs of a file with these bytes; in words what an error means."""
    with scratch() as folder:
        path = folder / "Läufe im März.jsonl"
        path.write_bytes(data)
        try:
            runs = read_runs(path)
        except json.JSONDecodeError as error:
            whole = "Extra data" in str(error)
            raise AssertionError(f"It stopped with JSONDecodeError: {error}. " + (
                "The file as a whole is not JSON: each of its lines is. Go through the lines, and json.loads each."
                if whole else "A line that is no JSON (torn, or empty) must not stop it: try json.loads, and on "
                "json.JSONDecodeError go on with the next line.")) from None
        except UnicodeDecodeError as error:
            raise AssertionError(f"It stopped with UnicodeDecodeError: {error}. The file is in UTF-8. Say so when you "
                                 'open it: encoding="utf-8".') from None
        except (NameError, SyntaxError) as error:
            if isinstance(error, NameError) and not any(word in str(error) for word in ("'true'", "'false'", "'null'")):
                raise
            raise AssertionError(f"It stopped with {type(error).__name__}: {error}. JSON is not Python (it writes true "
                                 "and null), and eval runs whatever stands in a file: use json.loads.") from None
        assert path.exists() and path.read_bytes() == data, (
            "The file is not what it was: reading has changed it. Torn lines do no harm, and a log is only added to. "
            'Open it for reading only: mode "r", which is the default.')
        return runs


def reads_later(got):
    return type(got).__name__ in ("generator", "map", "filter")


LATER = ("It returns something that reads later, when the file may be gone. Build a list: runs.append(…), and return "
         "runs.")


def as_lines(*records):
    return "".join(json.dumps(record, ensure_ascii=False) + "\n" for record in records).encode()


def test_read_runs_gives_every_run_in_order():
    runs = [PLAIN, TURNED, {**PLAIN, "split": "Köln, seed 1", "val_accuracy": 0.41}]
    expect(read(as_lines(*runs)), want=runs, mistakes={
        "none": ([], "No line could be read. An `except:` around too much also hides errors of your own: put only "
                 'json.loads(line) inside `try`. And open the file with "r": with "a+", reading begins at its end.'),
        "keys": (lambda got: list(got[:3]) == list(PLAIN), "Those are the keys of the records: extend, or +=, takes a "
                 "record apart. append puts it into the list whole."),
        "encoding": (lambda got: "KÃ¶ln" in str(got), "Köln came out as KÃ¶ln. The file is in UTF-8: say so when you "
                     'open it, encoding="utf-8".'),
        "text": (lambda got: isinstance(got[0], str) and len(got) > 1, "Those are the lines as text. json.loads(line) "
                 "makes a dict of each."),
        "same": ([runs[2]] * 3, "Every entry is the last run: one dict was filled again and again. Make a new one for "
                 "each line; json.loads does."),
        "first": (runs[:1], "Only the first run came back. Is the `return` inside the loop?"),
        "first alone": (runs[0], "That is the first run. Collect all of them in a list, and return it after the loop."),
        "last": (runs[2:], "Only the last run came back. Add each run to the list, inside the loop."),
        "last alone": (runs[2], "That is the last run. Collect all of them in a list, and return it after the loop."),
        "backwards": (runs[::-1], "The newest run comes first. Keep the order of the file: the earliest first."),
        "best first": (sorted(runs, key=lambda run: -run["val_accuracy"]), "The runs are sorted by their accuracy. "
                       "Keep the order of the file."),
        "worst first": (sorted(runs, key=lambda run: run["val_accuracy"]), "The runs are sorted by their accuracy. "
                        "Keep the order of the file."),
        "short": ([{key: run[key] for key in PLAIN} for run in runs], "The notes were lost. Give each record back "
                  "whole, with the keys that only some have."),
        "generator": (reads_later, LATER),
    })  # fmt: skip


def test_read_runs_skips_a_torn_line():
    lines, torn = as_lines(PLAIN, TURNED), TORN.decode()
    expect(read(lines + TORN), want=[PLAIN, TURNED], mistakes={
        "kept": ([PLAIN, TURNED, torn], "The torn line is in the list, as text. Leave it out."),
        "empty dict": ([PLAIN, TURNED, {}], "There is an empty dict for the torn line. Leave it out."),
        "none": ([PLAIN, TURNED, None], "There is None for the torn line. Leave it out."),
        "twice": ([PLAIN, TURNED, TURNED], "The run before the torn line is there twice. Append inside `try`, after "
                  "json.loads has succeeded."),
        "all lost": ([], "No line could be read, because of one that is torn. Put `try` inside the loop, around "
                     "json.loads only."),
    })  # fmt: skip
    expect(read(as_lines(PLAIN) + TORN + b"\n" + as_lines(TURNED)), want=[PLAIN, TURNED], mistakes={
        "kept": ([PLAIN, torn, TURNED], "The torn line is in the list, as text. Leave it out."),
        "stopped": ([PLAIN], "The runs after the torn line are missing. After a crash the log went on: skip that line "
                    "and go on reading (continue, not break; `try` inside the loop)."),
    })  # fmt: skip
    half = b'{"settings": {"epochs": 9}'
    expect(read(half + b"\n" + as_lines(TURNED) + half), want=[TURNED], what="the run between two lines torn after a }",
           say="Such a line is no JSON either: its last brace is missing. Let json.loads decide, not how a line "
           "looks.")  # fmt: skip


def test_read_runs_reads_the_last_line_like_any_other():
    """Files with an empty line, and files whose last line lacks its newline."""
    lines, runs = as_lines(PLAIN, TURNED), [PLAIN, TURNED]
    expect(read(lines + b"\n"), want=runs, what="the runs of a file with an empty last line")
    expect(read(as_lines(PLAIN) + b"\n" + as_lines(TURNED)), want=runs, what="the runs of a file with an empty line in "
           "the middle", mistakes={
        "stopped": ([PLAIN], "The runs after the empty line are missing. Skip that line and go on reading, as after a "
                    'torn one. (readline gives "" at the end of the file, and "\\n" for an empty line.)'),
    })  # fmt: skip
    expect(read(lines[:-1]), want=runs, what="the runs of a file without a newline at its end", say="The last line "
           "is whole, only its newline is missing. Every line that is JSON counts, the last one too.")  # fmt: skip
    expect(read(b""), want=[], what="the runs of an empty file")


def test_read_runs_of_a_missing_file_is_an_error():
    with scratch() as folder:
        expect_error(read_runs, folder / "rums.jsonl", error=FileNotFoundError,
                     mistakes={"later": (reads_later, LATER)}, why="There is no such file: probably its name is "
                     "misspelt. Let open() raise its FileNotFoundError; an empty list says that nothing was ever "
                     "tried.")
        assert not (folder / "rums.jsonl").exists(), (
            'A missing log was made, by reading it. Open it for reading only: mode "r", which is the default.')


# ---- best_run: by one metric


def runs_with(*values, metric="val_accuracy"):
    """A run for each value, with nothing else to tell them apart but a note; None: that run was not measured."""
    return [{"settings": {"model": "SmallCNN"}, "split": SPLIT, "notes": f"run {i}"}
            | ({} if value is None else {metric: value}) for i, value in enumerate(values)]


def best(runs, *metric):
    """best_run of these; in words what an error means."""
    try:
        return best_run(runs, *metric)
    except KeyError as error:
        name = metric[0] if metric else "val_accuracy"
        assert error.args[0] == name and not all(name in run for run in runs), (
            f"It stopped with KeyError: {error}. The value of {name!r} stands in the record itself, not in its "
            "settings, and run[metric], without quotes, gives it.")
        raise AssertionError(f"It stopped with KeyError: {error}. Not every run has every metric. Leave those out that "
                             "lack it: `if metric in run`.") from None
    except TypeError as error:
        assert "'dict' and 'dict'" not in str(error), (
            f"It stopped with TypeError: {error}. Of two runs as a whole, none is the greater. Compare their values "
            "alone: max(measured, key=lambda run: run[metric]).")
        if "'str' object is not callable" not in str(error):
            raise
        raise AssertionError(f"It stopped with TypeError: {error}. max wants a function as its key, one that takes a "
                             "run and gives its value: key=lambda run: run[metric].") from None


def test_best_run_is_the_one_with_the_highest_value():
    runs = runs_with(0.74, 0.69, 0.81, 0.77)
    expect(best(runs), want=runs[2], mistakes={
        "lowest": (runs[1], "That is the run with the lowest accuracy: min where max is meant, or the last of a list "
                   "that is sorted downwards."),
        "score": (0.81, "That is its score. Return the run itself, with the settings that led there: max(runs, "
                  "key=lambda run: run[metric])."),
        "index": (2, "That is where the run stands in the list. Return the run itself: runs[index]."),
        "list": ([runs[2]], "It is the right run, inside a list. Return the run alone."),
        "settings": (runs[2]["settings"], "Those are its settings. Return the whole record."),
        "first": (runs[0], "That is the first run of all, and there are better ones."),
        "last": (runs[3], "That is the last run of all, and there are better ones. Does the loop keep the best so "
                          "far?"),
        "sorted": (lambda got: len(got) == 4 and got[0] == runs[2], "Those are all runs, the best first. Return the "
                   "first of them alone."),
    })  # fmt: skip


def test_best_run_of_equals_is_the_earliest():
    runs = runs_with(0.74, 0.81, 0.81, 0.69)
    expect(best(runs), want=runs[1], mistakes={
        "last": (runs[2], "Two runs are equally good, and that is the later one. Take the earliest: > instead of >=, "
                 "or max, which gives the first of equals."),
        "both": ([runs[1], runs[2]], "Two runs are equally good. Return one of them, the earliest."),
    })  # fmt: skip


def test_best_run_goes_by_the_metric_that_it_is_given():
    recalls = (0.1, 0.5, 0.9)
    runs = [{**run, "recall_dog": recall} for run, recall in zip(runs_with(0.74, 0.81, 0.69), recalls, strict=True)]
    expect(best(runs, "recall_dog"), want=runs[2], mistakes={
        "val_accuracy": (runs[1], 'That is the run with the best val_accuracy. Here the metric is "recall_dog": use '
                         "run[metric]."),
    })  # fmt: skip


def test_best_run_leaves_out_runs_without_the_metric():
    runs = runs_with(None, 0.47, 0.44, None, 0.52, 0.41, metric="recall_dog")
    try:
        got = best(runs, "recall_dog")
    except ValueError as error:
        raise AssertionError(f"It found no run (ValueError: {error}), and four of the six have the metric. Only where "
                             "none has it is that an error.") from None
    expect(got, want=runs[4], mistakes={
        "place": (runs[2], "The index is the best one's place among the runs that have the metric, and not in `runs`. "
                  "Keep the runs together with their values: max(measured, key=lambda run: run[metric])."),
    })  # fmt: skip


def test_best_run_copes_with_numbers_below_zero():
    """A loss with a minus sign: the highest is the one closest to 0."""
    runs = runs_with(-1.7, -1.4, None, -1.9, -1.5, metric="minus_val_loss")
    said = ("Here all values are below -1, and the highest is -1.4. Start with the first run that has the metric: a 0 "
            "(or -1) to begin with, or a 0 for a run without it, beats them all.")
    try:
        got = best(runs, "minus_val_loss")
    except ValueError:
        raise AssertionError(f"It found no run. {said}") from None
    expect(got, want=runs[1], mistakes={
        "without": (runs[2], f"That run has no such metric. {said}"),
        "none": (lambda got: got in (None, {}, []), f"It found no run. {said}"),
        "size": (runs[3], "That is the lowest value: min where max is meant, or abs, which takes the sign away."),
    })  # fmt: skip
    runs = runs_with(-0.3, 0.0, -0.2, metric="minus_val_loss")
    expect(best(runs, "minus_val_loss"), want=runs[1], say="The best value is 0.0. It is a value like any other; "
           "whether a run has the metric is asked with `metric in run`.")  # fmt: skip


def test_best_run_needs_a_run_that_has_the_metric():
    why = "None of them has that metric, so none is the best. Raise a ValueError that shows the metric."
    expect_error(best_run, runs_with(0.74, 0.81), "recall_dgo", shows="recall_dgo", why=why)
    expect_error(best_run, [], why="Of no runs, none is the best: raise a ValueError.")


# ---- changed_settings: which knobs, from where to where


def with_settings(accuracy=0.8, split=SPLIT, **settings):
    read = json.loads(json.dumps(settings))  # as from a log: what is equal in two runs is not the same object
    return {"settings": read, "split": split, "val_accuracy": accuracy, "notes": f"{accuracy:.0%}"}


def changes(run, other):
    """changed_settings; in words what an error means."""
    try:
        return changed_settings(run, other)
    except KeyError as error:
        raise AssertionError(f"It stopped with KeyError: {error}. Either run may lack a knob that the other has: "
                             ".get(knob) gives None for it.") from None
    except TypeError as error:
        if "unhashable" not in str(error):
            raise
        raise AssertionError(f"It stopped with TypeError: {error}. The value of a knob may be a list, and a list can "
                             "be in no set. Go through the knobs, and compare their values with !=.") from None


ZERO = ("0 and False are values like any others: compare with !=, and let None alone stand for a knob that is not "
        "there.")


def test_changed_settings_gives_both_values_of_every_knob_that_was_turned():
    run = with_settings(0.78, learning_rate=0.01, epochs=9, optimizer="SGD", channels=[32, 64])
    other = with_settings(0.81, "seed 1", learning_rate=0.001, epochs=9, optimizer="Adam", channels=[32, 64])
    expect(changes(run, other), want={"learning_rate": (0.01, 0.001), "optimizer": ("SGD", "Adam")}, mistakes={
        "swapped": ({"learning_rate": (0.001, 0.01), "optimizer": ("Adam", "SGD")}, "The two values are the wrong way "
                    "round. First the value in `run`, then the one in `other`."),
        "all": (lambda got: set(got) == set(run["settings"]), "Those are all knobs. Only the ones whose values differ "
                "belong here."),
        "equal": (lambda got: set(got) == {"epochs", "channels"}, "Those are the knobs that stand alike in both runs. "
                  "The others are asked for: != instead of ==."),
        "new": ({"learning_rate": 0.001, "optimizer": "Adam"}, "Those are the values in `other` alone. Give both: "
                "(value in run, value in other)."),
        "old": ({"learning_rate": 0.01, "optimizer": "SGD"}, "Those are the values in `run` alone. Give both: (value "
                "in run, value in other)."),
        "names": (lambda got: type(got) in (list, set, tuple), "A dict is asked for: knob → (value in run, value in "
                  "other)."),
        "record": (lambda got: "val_accuracy" in got or "settings" in got, "The whole records were compared. What came "
                   'out is no knob: compare run["settings"] with other["settings"].'),
        "split": (lambda got: "split" in got, "The split is no knob: it stands outside `settings`."),
        "is": (lambda got: "channels" in got, "The channels are equal: two lists with the same numbers. `is not` asks "
               "whether it is the very same object; != compares the values."),
        "nothing": ({}, "Two knobs stand differently, and none was found. Compare the values in run[\"settings\"] and "
                    "other[\"settings\"], name by name, and change neither of them."),
        "one": (lambda got: len(got) == 1, "There are two such knobs, and only one came back. Is the `return` inside "
                "the loop?"),
    })  # fmt: skip


def test_changed_settings_counts_knobs_that_only_one_run_has():
    run = with_settings(0.78, learning_rate=0.01, momentum=0.9)
    other = with_settings(0.81, learning_rate=0.01, dropout=0.5, augment=False)
    right = {"momentum": (0.9, None), "dropout": (None, 0.5), "augment": (None, False)}
    expect(changes(run, other), want=right, mistakes={
        "run": ({"momentum": (0.9, None)}, "The knobs that only `other` has are missing. Go through the knobs of both "
                "runs: dropout came new."),
        "other": ({"dropout": (None, 0.5), "augment": (None, False)}, "The knobs that only `run` has are missing. Go "
                  "through the knobs of both runs: momentum is gone."),
        "common": ({}, "A knob that only one of the runs has is a difference too. Go through the knobs of both, with "
                   "None for the missing value."),
        "swapped": (lambda got: got["momentum"] == (None, 0.9), "The two values are the wrong way round. First the "
                    "value in `run`, then the one in `other`."),
        "first": ({"momentum": (0.9, None), "dropout": (0.5, None), "augment": (False, None)}, "The second place "
                  "belongs to `other`: a knob that only `other` has gives (None, 0.5)."),
        "zero": ({"momentum": (0.9, None), "dropout": (None, 0.5)}, ZERO),
        "false": ({"momentum": (0.9, None), "dropout": (None, 0.5), "augment": (None, None)}, ZERO),
        "zipped": (lambda got: got["momentum"] == (0.9, 0.5), "One run's first knob was compared with the other's "
                   "first, its second with the second, as zip pairs them. Compare the values of the same name."),
        "no None": (lambda got: got["momentum"][0] == 0.9 and got["momentum"][1] not in (None, 0.5), "A knob that one "
                    "run lacks has None there: (0.9, None), (None, 0.5)."),
    })  # fmt: skip


def test_changed_settings_takes_zero_and_false_for_values():
    run = with_settings(dropout=0.0, augment=True, epochs=5)
    other = with_settings(dropout=0.2, augment=False, epochs=5)
    right = {"dropout": (0.0, 0.2), "augment": (True, False)}
    expect(changes(run, other), want=right, mistakes={
        "truth": (lambda got: not got or any(None in pair for pair in got.values()), ZERO),
    })  # fmt: skip
    expect(changes(run, run), want={}, what="what changed between a run and itself")


# ---- is_fair_comparison: one possible cause


START = {"learning_rate": 0.01, "epochs": 9}
SETTINGS = {  # what the settings of the other run are → whether that is fair, with the same split
    "nothing changed": (START, True),
    "one knob turned": ({"learning_rate": 0.001, "epochs": 9}, True),
    "one knob added": ({"learning_rate": 0.01, "epochs": 9, "dropout": 0.5}, True),
    "one knob gone": ({"learning_rate": 0.01}, True),
    "two knobs turned": ({"learning_rate": 0.001, "epochs": 15}, False),
    "one turned, one added": ({"learning_rate": 0.001, "epochs": 9, "dropout": 0.5}, False),
    "one knob for another": ({"learning_rate": 0.01, "patience": 3}, False),
}
FAIR = {name: answer for name, (_, answer) in SETTINGS.items()}


def test_is_fair_comparison_allows_one_changed_setting():
    run = with_settings(0.78, **START)
    got = {name: is_fair_comparison(run, with_settings(0.74 if name == "one knob added" else 0.81, **other))
           for name, (other, _) in SETTINGS.items()}  # fmt: skip
    expect(got, want=FAIR, what="is it fair, with the same split?", mistakes={
        "turned round": ({name: not fair for name, fair in FAIR.items()}, "Every answer is turned round: True means "
                         "that it is fair."),
        "always": (dict.fromkeys(FAIR, True), "Two knobs were turned at once, and it was called fair. At most one "
                   "setting may differ, and the split must be the same: `and`, not `or`."),
        "results": (dict.fromkeys(FAIR, False), "Even two runs with the same settings and the same split were "
                    "called unfair. Their results and notes may differ; their splits must be equal (==)."),
        "exactly one": ({**FAIR, "nothing changed": False}, "Nothing changed, and it was called unfair. At most one "
                        "setting may differ (<= 1): a repetition is fair too."),
        "none": ({name: name == "nothing changed" for name in FAIR}, "One knob was turned, and it was called unfair. "
                 "One setting may differ: that is what an experiment is."),
        "own knobs": ({**FAIR, "one turned, one added": True, "one knob for another": True}, "A knob that only one run "
                      "has was not counted. Count with changed_settings: one that came or went is a difference too."),
        "swap": ({**FAIR, "one knob for another": True}, "One knob went and another came: those are two changes, "
                 "though the number of knobs is the same. Count with changed_settings."),
        "came or went": ({**FAIR, "one knob added": False, "one knob gone": False}, "One knob came, or went, and it "
                         "was called unfair. That is one changed setting, like any other."),
        "worse": ({**FAIR, "one knob added": False}, "One knob was added, with a worse result, and it was called "
                  "unfair. It is one changed setting, like any other, and results do not count: a failed experiment is "
                  "fair too."),
        "counted twice": ({**FAIR, "one knob turned": False}, "One knob was turned, and counted twice: from `run` to "
                          "`other`, and back. Count each knob once, as changed_settings does."),
        "no answer": ({name: fair or None for name, fair in FAIR.items()}, "Where it is not fair, no answer came back. "
                      "Return False there."),
        "numbers": (lambda got: all(type(answer) is not bool for answer in got.values()), "The answer must be True or "
                    "False."),
    })  # fmt: skip


def test_is_fair_comparison_needs_the_same_split():
    def fair(split, other_split, **other):
        return is_fair_comparison(with_settings(0.78, split, **START), with_settings(0.81, other_split, **other))

    seeds = [f"by burst, seed {seed}" for seed in (1, 1, 12)]  # the first two are equal, and not the same object
    got = {
        "the same, as text": fair(seeds[0], seeds[1], **START),
        "the same, as number": fair(0, 0, **START),
        "another seed": fair(seeds[0], seeds[2], **START),
        "another number": fair(0, 1, **START),
        "the seed alone is the same": fair(seeds[0], "by folder, seed 1", **START),
        "another seed and one knob": fair(seeds[0], seeds[2], **{**START, "epochs": 15}),
    }
    right = {name: name.startswith("the same,") for name in got}
    expect(got, want=right, what="is it fair?", mistakes={
        "ignored": (dict.fromkeys(got, True), "The splits differ, and it was called fair. Both must hold (`and`, not "
                    "`or`): at most one changed setting, and the same split. On another split the questions of the "
                    "exam are others."),
        "one more": ({**dict.fromkeys(got, True), "another seed and one knob": False}, "The split was counted as one "
                     "knob more. It is none: on another split nothing can be compared, not even the same settings."),
        "is": ({**right, "the same, as text": False}, "Two equal splits were called different. `is` asks for the very "
               "same object; == asks whether they are equal."),
        "falsy": ({**right, "the same, as number": False}, "Split number 0 is a split like any other. Compare with ==, "
                  "and nothing else."),
    })  # fmt: skip
