"""`nox -s site`: the handbook and the course's pages, as a site."""

from __future__ import annotations

from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from tempfile import TemporaryDirectory
from threading import Thread
from typing import Annotated

import typer
from rich.console import Console

from handbook.site import build
from kata.course import Course, CourseError

app = typer.Typer(add_completion=False, help="The handbook and the course's pages, as a site that needs no network.")
console = Console(stderr=True)
Repository = Annotated[
    str, typer.Option(help="Where the course's files are to be read, https://…/blob/main; they are linked to then.")
]
WATCHED = (".md", "quiz.toml")


@app.command("build")
def build_site(
    out: Annotated[Path, typer.Option(help="The folder of the site.")] = Path("site"), repository: Repository = ""
) -> None:
    """Build the site into a folder."""
    count = build(Course.find(Path.cwd()), out, repository)
    print(f"{count} pages, every link checked. Open {out / 'index.html'} in a browser.")


@app.command()
def serve(
    port: Annotated[int, typer.Option(help="Where to serve it on this machine; 0 takes a free one.")] = 8000,
    repository: Repository = "",
) -> None:
    """Show the site in a browser, and build it again when a page is saved."""
    from watchfiles import watch

    course = Course.find(Path.cwd())
    with TemporaryDirectory(prefix="handbook-") as folder:
        out = Path(folder) / "site"
        build(course, out, repository)
        try:
            server = ThreadingHTTPServer(("127.0.0.1", port), partial(_Quiet, directory=str(out)))
        except (OSError, OverflowError):
            raise CourseError(f"Nothing can be served on port {port}. Take a free one: --port 0") from None
        Thread(target=server.serve_forever, daemon=True).start()
        print(f"http://127.0.0.1:{server.server_port}/  (Ctrl-C ends it)", flush=True)
        watched = [course.root / name for name in ("docs", "exercises", "README.md", "CHANGELOG.md", "tools/README.md")]
        for _ in watch(*watched, watch_filter=lambda _, path: path.endswith(WATCHED), raise_interrupt=False):
            try:
                print(f"{build(course, out, repository)} pages built again.", flush=True)
            except CourseError as problem:
                _say(problem)


class _Quiet(SimpleHTTPRequestHandler):
    def log_message(self, format: str, *args: object) -> None:
        """Nothing: a line for every file of every page helps nobody."""


def _say(problem: CourseError) -> None:
    console.print(str(problem), style="red", markup=False, highlight=False, soft_wrap=True)


def main() -> None:
    """Run it; what the user can put right is said in sentences."""
    try:
        app()
    except CourseError as problem:
        _say(problem)
        raise SystemExit(1) from None


if __name__ == "__main__":
    main()
