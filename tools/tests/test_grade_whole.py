"""A class graded as an instructor would: what comes out, what an interruption costs, and a cluster."""

from __future__ import annotations

import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from grade.confine import bubblewrap
from grade.court import Answered, Limits
from grade.grading import Kept
from grade.results import Layer, Outcome, Results
from grade.spread import Setting, Trial

ROOT = Path(__file__).parents[2]
KATAS = ("kata1_gradient_descent", "kata2_learning_rate")
STUDENTS = [f"student{number}" for number in range(8)]

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="Workers are forked and confined as on Linux.")


@pytest.fixture
def submissions(tmp_path: Path) -> Path:
    """Eight students: every second one walks uphill, one hands in a zip, one forgot a kata."""
    folder = tmp_path / "submissions"
    for number, student in enumerate(STUDENTS):
        week = folder / student / "exercises" / "week2"
        week.mkdir(parents=True)
        for kata in KATAS:
            text = (ROOT / "solutions" / "week2" / f"{kata}.py").read_text(encoding="utf-8")
            wrong = text.replace("w - learning_rate", "w + learning_rate") if number % 2 else text
            (week / f"{kata}.py").write_text(wrong, encoding="utf-8")
    (folder / "student4" / "exercises" / "week2" / f"{KATAS[1]}.py").unlink()
    shutil.make_archive(str(folder / "student6"), "zip", folder / "student6")
    shutil.rmtree(folder / "student6")
    lines = [f"{student},Name of {student}" for student in [*STUDENTS, "student9"]]
    (folder / "roster.csv").write_text("\n".join(["id,name", *lines]) + "\n", encoding="utf-8")
    return folder


def command(submissions: Path, out: Path, *more: str) -> list[str]:
    return [
        sys.executable,
        "-m",
        "grade",
        str(submissions),
        "-w",
        "week2/kata1",
        "-w",
        "week2/kata2",
        "--out",
        str(out),
        *more,
    ]


def graded(submissions: Path, out: Path, *more: str) -> Results:
    run = subprocess.run(command(submissions, out, *more), cwd=ROOT, capture_output=True, text=True, timeout=300)
    assert run.returncode == 0, run.stderr[-3000:]
    return Results.from_json((out / "results.json").read_text(encoding="utf-8"))


def test_a_class(submissions: Path, tmp_path: Path) -> None:
    (submissions / "notes.txt").touch()
    found = graded(submissions, tmp_path / "out", "--hidden", "--workers", "2")
    assert [one.id for one in found.graded] == STUDENTS
    assert found.roster_missing == (("student9", "Name of student9"),)
    totals = {one.id: found.total(one) for one in found.graded}
    assert totals["student0"].earned == totals["student6"].earned == 7, "right, and as a zip"
    uphill = {test.outcome for test in found.graded[1].tested if test.task == "gradient_step"}
    assert uphill == {Outcome.WRONG}
    forgotten = {test.outcome for test in found.graded[4].tested if test.kata == KATAS[1]}
    assert forgotten == {Outcome.NOT_STARTED}
    assert any(test.hidden for test in found.graded[0].tested)
    assert found.strays == ("notes.txt: neither a folder nor a zip",)
    assert found.layers[-1] == Layer(*bubblewrap.layer())


def test_interrupted_it_goes_on_where_it_stopped(submissions: Path, tmp_path: Path) -> None:
    whole = graded(submissions, tmp_path / "whole", "--workers", "1")
    out = tmp_path / "out"
    run = subprocess.Popen(
        command(submissions, out, "--workers", "1"),
        cwd=ROOT,
        stderr=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        start_new_session=True,
    )
    end = time.monotonic() + 120
    while len(list((out / "unfinished").glob("*.json"))) < 2 and time.monotonic() < end:
        time.sleep(0.01)
    run.send_signal(signal.SIGKILL)
    run.wait()
    finished = len(list((out / "unfinished").glob("*.json")))
    assert 2 <= finished < len(STUDENTS), "stopped in the middle"
    again = graded(submissions, out, "--workers", "1", "--resume")
    assert again.without_seconds().to_json() == whole.without_seconds().to_json()
    assert not (out / "unfinished").exists()


def test_other_limits_or_tests_are_another_grading(tmp_path: Path) -> None:
    setting = Setting(ROOT, ("week2/kata1_gradient_descent",), False, Limits(seconds=5))
    trial = Trial(0, {"week2/kata1_gradient_descent.py": "x = 1"})
    Kept(tmp_path, setting).keep(trial, Answered(()))
    assert Kept(tmp_path, setting).find(trial) == Answered(())
    for other in (replace(setting, limits=Limits(seconds=9)), replace(setting, hidden=True)):
        assert Kept(tmp_path, other).find(trial) is None


@pytest.fixture
def cluster() -> Iterator[tuple[str, list[subprocess.Popen[str]]]]:
    """A Dask scheduler and three workers, each a process of its own."""
    pytest.importorskip("distributed", reason="Dask is not installed.")
    dask = [sys.executable, "-m", "distributed.cli.dask_scheduler", "--port", "0", "--no-dashboard"]
    scheduler = subprocess.Popen(dask, stderr=subprocess.PIPE, text=True)
    assert scheduler.stderr
    address = next(line.split()[-1] for line in scheduler.stderr if "Scheduler at:" in line)
    one = [
        sys.executable,
        "-m",
        "distributed.cli.dask_worker",
        address,
        "--nthreads",
        "1",
        "--no-nanny",
        "--no-dashboard",
    ]
    workers = [subprocess.Popen(one, cwd=ROOT, stderr=subprocess.DEVNULL, text=True) for _ in range(3)]
    yield address, workers
    for process in (*workers, scheduler):
        process.kill()
        process.wait()
    scheduler.stderr.close()


def test_a_cluster_that_loses_a_machine(
    submissions: Path, tmp_path: Path, cluster: tuple[str, list[subprocess.Popen[str]]]
) -> None:
    address, workers = cluster
    whole = graded(submissions, tmp_path / "whole", "--workers", "1")
    out = tmp_path / "out"
    run = subprocess.Popen(
        command(submissions, out, "--cluster", address),
        cwd=ROOT,
        stderr=subprocess.PIPE,
        stdout=subprocess.DEVNULL,
        text=True,
    )
    end = time.monotonic() + 120
    while not list((out / "unfinished").glob("*.json")) and run.poll() is None and time.monotonic() < end:
        time.sleep(0.01)
    workers[0].kill()
    told = run.communicate(timeout=240)[1]
    assert run.returncode == 0, told[-3000:]
    found = Results.from_json((out / "results.json").read_text(encoding="utf-8"))
    assert found.without_seconds().to_json() == whole.without_seconds().to_json()
