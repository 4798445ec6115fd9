"""The weeks' programs run on the references, on real pictures, and what they print is what the weeks' pages say."""

from __future__ import annotations

import json
import re
import shutil
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PROGRAMS = {f"week{n}": f"exercises/week{n}/experiment.py" for n in (5, 6, 7)} | {"week8": "exercises/week8/ship.py"}


def table_of(text: str) -> dict[str, list[str]]:
    """First cell → the other cells, of every row of every Markdown table in the text."""
    rows = [[cell.strip() for cell in line.strip("|").split("|")] for line in text.splitlines() if line.startswith("|")]
    return {row[0]: row[1:] for row in rows if not set(row[0]) <= set("-: ")}


def on_the_page(week: str) -> str:
    page = (ROOT / "exercises" / week / "README.md").read_text(encoding="utf-8")
    found = re.search(r"<!-- program -->\n(.*?)<!-- /program -->", page, re.DOTALL)
    assert found, f"{week}'s page has no place for what its program prints"
    return found[1]


def program(run: Callable, week: str, *arguments: str | Path, katas: str | Path = "solutions") -> str:
    done = run(sys.executable, PROGRAMS[week], "--katas", katas, *arguments, cwd=ROOT)
    assert done.returncode == 0, done.stderr
    return str(done.stdout)


def test_week5_each_step_is_worth_what_its_page_says(run: Callable) -> None:
    """Two seeds here, five on the page: the same rows, and figures that may be a few photos apart."""
    found, page = table_of(program(run, "week5", "--seeds", "2")), table_of(on_the_page("week5"))
    assert list(found) == list(page)
    assert {name: cells[0] for name, cells in found.items()} == {name: cells[0] for name, cells in page.items()}
    assert found["loss"] == page["loss"]
    for table in (found, page):
        accuracy = {name: float(cells[1].split()[0]) for name, cells in table.items() if "±" in cells[1]}
        assert accuracy["small CNN"] >= accuracy["dense"] + 0.2  # the textures
        assert accuracy["transfer learning"] >= 0.85
        assert accuracy["transfer learning"] >= accuracy["small CNN, colour"] + 0.08
        assert accuracy["small CNN, grey"] > accuracy["always “building”"]


def test_week6_changes_one_thing_at_a_time_and_logs_it(run: Callable, tmp_path: Path) -> None:
    log = tmp_path / "runs.jsonl"
    found = table_of(program(run, "week6", "--seeds", "2", "--log", log))
    assert list(found) == list(table_of(on_the_page("week6"))) == ["variant", "plain", "augmented", "stopped early"]
    assert {cells[-1] for cells in found.values()} <= {"against plain", "–", "better", "worse", "too close"}
    runs = [json.loads(line) for line in log.read_text(encoding="utf-8").splitlines()]
    assert [(one["variant"], one["seed"]) for one in runs] == [
        (name, seed) for name in list(found)[1:] for seed in (0, 1)
    ]
    assert len({one["split"] for one in runs}) == 1


def test_week7_the_same_file_is_worth_what_its_users_know_about_it(run: Callable) -> None:
    found, page = table_of(program(run, "week7")), table_of(on_the_page("week7"))
    assert list(found) == list(page)
    assert float(found["as trained"][1]) >= 0.9 and float(found["class names, shortest first"][1]) <= 0.15
    assert found["as trained"][2] == found["class names, shortest first"][2], "it is as sure of the wrong names"


def test_week8_ships_a_classifier_that_is_right_on_photos_it_never_saw(run: Callable, tmp_path: Path) -> None:
    out = tmp_path / "out"
    told = program(run, "week8", "--out", out)
    found, page = table_of(told), table_of(on_the_page("week8"))
    assert sorted(found) == sorted(page)
    assert float(found["test photos, opened once"][0]) >= 0.85
    assert float(found["test photos, always the commonest kind"][0]) < 0.6
    names = sorted(str(path.relative_to(out)) for path in out.rglob("*.*") if "steps" not in path.parts)
    pictures = ["confusion.png", "curves.png", "log.jsonl", "mistakes.png"]
    assert [name for name in names if not name.startswith("models")] == pictures
    assert [Path(name).suffix for name in names if name.startswith("models/")] == [".json", ".safetensors"]
    before = {path: path.stat().st_mtime_ns for path in out.rglob("*")}
    assert program(run, "week8", "--out", out) == told, "what is done is only read"
    other = run(
        sys.executable, "exercises/week8/ship.py", "--katas", "solutions", "--out", out, "--seed", "1", cwd=ROOT
    )
    assert other.returncode == 1 and other.stderr.startswith(f"{out} holds the work of another run (seed differ).")
    assert {path: path.stat().st_mtime_ns for path in out.rglob("*")} == before


@pytest.mark.parametrize("week", PROGRAMS)
def test_a_program_names_the_first_function_that_is_not_written(week: str, run: Callable) -> None:
    done = run(sys.executable, PROGRAMS[week], cwd=ROOT)
    stub = r"This runs on your own functions, and `\w+` in week\d/kata\w+\.py is not written yet: kata hint \w+"
    assert re.search(stub, done.stderr), done.stderr
    assert "Traceback" not in done.stderr and done.returncode == 1


def test_a_program_shows_the_line_of_a_function_that_breaks(run: Callable, tmp_path: Path) -> None:
    shutil.copytree(ROOT / "solutions" / "week5", tmp_path / "week5")
    broken = tmp_path / "week5" / "kata5_small_cnn.py"
    text = broken.read_text(encoding="utf-8")
    assert "flatten" in text
    broken.write_text(text.replace("flatten", "flattten"), encoding="utf-8")
    done = run(sys.executable, "exercises/week5/experiment.py", "--katas", tmp_path, cwd=ROOT)
    assert "week5/kata5_small_cnn.py, line" in done.stderr and "Did you mean `flatten`?" in done.stderr
    assert "Traceback" not in done.stderr and done.returncode == 1


def test_what_a_careless_user_types_is_answered_in_a_sentence(run: Callable, tmp_path: Path) -> None:
    for arguments, words in (
        (["--katas", "nowhere"], "--katas nowhere: there is no such folder."),
        (["--seeds", "1"], "an interval takes at least 2"),
    ):
        done = run(sys.executable, "exercises/week5/experiment.py", *arguments, cwd=ROOT)
        assert words in done.stderr and "Traceback" not in done.stderr and done.returncode
    (tmp_path / "file").write_text("")
    (tmp_path / "photos" / "cat").mkdir(parents=True)
    for arguments, words in (
        (["--photos", "nowhere"], "--photos nowhere: give a folder with a folder of photos for each of two kinds"),
        (["--photos", str(tmp_path / "photos")], "for each of two kinds or more"),
        (["--out", str(tmp_path / "file")], "this is no folder"),
    ):
        done = run(sys.executable, "exercises/week8/ship.py", *arguments, cwd=ROOT)
        assert words in done.stderr and "Traceback" not in done.stderr and done.returncode == 2
    log = tmp_path / "file" / "runs.jsonl"
    done = run(sys.executable, "exercises/week6/experiment.py", "--katas", "solutions", "--log", log, cwd=ROOT)
    assert str(tmp_path / "file") in done.stderr and "Traceback" not in done.stderr and done.returncode == 1
