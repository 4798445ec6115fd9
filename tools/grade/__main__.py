"""`nox -s grade -- FOLDER`: grade submissions."""

from __future__ import annotations

import os
import sys
from importlib.metadata import version
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.progress import Progress, TimeRemainingColumn

from grade.court import Limits
from grade.grading import Order, grade
from grade.results import Results
from kata.course import Course, CourseError

app = typer.Typer(add_completion=False)
Weeks = Annotated[list[str] | None, typer.Option("--week", "-w", help="week2, week2/kata1, …; all, if left out.")]


@app.command()
def main(
    folder: Annotated[
        Path, typer.Argument(help="The submissions: a subfolder or a zip each, named by the student's id.")
    ],
    week: Weeks = None,
    out: Annotated[Path, typer.Option(help="Where the results go.")] = Path("results"),
    hidden: Annotated[bool, typer.Option("--hidden", help="Run the hidden tests, too.")] = False,
    roster: Annotated[Path | None, typer.Option(help="A CSV file with the columns id and name.")] = None,
    workers: Annotated[int, typer.Option(help="How many to judge at a time.")] = os.cpu_count() or 1,
    cluster: Annotated[str, typer.Option(help="A Dask scheduler, tcp://HOST:PORT, to judge on its machines.")] = "",
    require_sandbox: Annotated[
        bool, typer.Option("--require-sandbox", help="Refuse where a layer is missing.")
    ] = False,
    resume: Annotated[bool, typer.Option("--resume", help="Go on where an interrupted run stopped.")] = False,
    seconds: Annotated[float, typer.Option(help="Seconds of computing that one call of a task may take.")] = 5.0,
    budget: Annotated[float, typer.Option(help="Seconds that one submission may take.")] = 300.0,
    megabytes: Annotated[int, typer.Option(help="Memory that one submission may take.")] = 2048,
) -> None:
    """Grade strangers' submissions; grades, a report and files for other systems go into a folder."""
    console = Console(stderr=True)
    try:
        course = Course.find(Path.cwd())
        found = roster or (folder / "roster.csv" if (folder / "roster.csv").exists() else None)
        katas = {kata.id for word in week or [w.name for w in course.weeks] for kata in course.select(word)}
        order = Order(
            course, folder, out, tuple(kata.id for kata in course.katas if kata.id in katas), hidden, found, workers,
            cluster, require_sandbox, resume,
            Limits(seconds, budget, megabytes),
        )  # fmt: skip
        with Progress(*Progress.get_default_columns()[:-1], TimeRemainingColumn(), console=console) as bar:
            task = bar.add_task("Judging", total=None)
            results = grade(
                order, version("downhill"), lambda done, total: bar.update(task, completed=done, total=total)
            )
    except CourseError as problem:
        console.print(str(problem), style="red", markup=False, highlight=False)
        raise SystemExit(1) from None
    except KeyboardInterrupt:
        console.print("Stopped. The same command with --resume goes on from here.")
        raise SystemExit(130) from None
    _tell(results, out)


def _tell(results: Results, out: Path) -> None:
    faults = sum(one.outcome == "grader-fault" for graded in results.graded for one in graded.tested)
    print(f"{len(results.graded)} submissions graded; {out / 'report.html'} shows how it went.")
    if open_ones := [layer.name for layer in results.layers if not layer.holds]:
        print(f"These layers of the sandbox do not hold here: {', '.join(open_ones)}.")
    if results.strays:
        print(f"Beside the submissions lay {len(results.strays)} that are none; the report names them.")
    if faults:
        print(f"{faults} tests could not be judged, by a fault of the grader; the report names them.")


if __name__ == "__main__":
    sys.exit(app())
