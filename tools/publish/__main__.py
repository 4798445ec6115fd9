"""`nox -s publish`: make the students' branch and the solved ones, prove the first, push them where they belong."""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path
from typing import Annotated

import typer

from kata.course import Course, CourseError
from kata.tables import Screen
from kata.update.repository import has_git
from kata.update.sources import repository_of
from publish import branches, remotes, screen
from publish.workshop import Workshop

app = typer.Typer(add_completion=False, pretty_exceptions_enable=False)


@app.command()
def main(
    release: Annotated[
        list[str] | None, typer.Option(help="A week whose solutions learners get, in released/. It stays given out.")
    ] = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Say what would happen, and change nothing.")] = False,
    push: Annotated[str, typer.Option(metavar="REMOTE", help="Push student to the students' remote.")] = "",
    push_solutions: Annotated[
        str, typer.Option(metavar="REMOTE", help="Push student and solution/… to the staff's remote.")
    ] = "",
) -> None:
    """Publish main for learners: the branch student, and solution/week1 … with the weeks up to then solved."""
    done = ""  # what Ctrl-C no longer stops
    try:
        root = place()
        if push and push_solutions and remotes.address(root, push) == remotes.address(root, push_solutions):
            raise CourseError(f"{push} cannot be both: students must not get solution branches. Name two remotes.")
        with tempfile.TemporaryDirectory(prefix="downhill-publish-") as room:
            shop = Workshop(root, Path(room))
            told = Screen()
            with told.waiting("Making the branches, and searching them …"):
                plan = branches.prepare(shop, release or [])
            if push:
                remotes.check_students(shop, push, plan)
            if push_solutions:
                remotes.check_staff(shop, push_solutions, plan)
            if plan.proof.findings or not dry_run:
                branches.carry_out(shop, plan)
        done = "" if dry_run else "The branches are published here."
        screen.show(told, plan, dry_run)
        names = [branch.name for branch in plan.branches]
        pushed = [f"{names[0]} to {push}"] if push else []
        if push_solutions:
            to = f" … {names[-1].partition('/')[2]}" if len(names) > 2 else ""
            pushed.append(f"{names[0]}, {names[1]}{to} to {push_solutions}")
        hook = None
        if not dry_run:
            hook = remotes.install_guard(root)
            if push:
                remotes.remember(root, remotes.STUDENTS, push)
                remotes.push(root, push, names[:1])
            if push_solutions:
                remotes.remember(root, remotes.STAFF, push_solutions)
                remotes.push(root, push_solutions, names)
        screen.ended(told, plan, hook, pushed, dry_run)
    except CourseError as problem:
        print(problem, file=sys.stderr)
        raise SystemExit(2) from None
    except OSError as problem:
        where = f"{problem.filename}: " if problem.filename else ""
        print(f"{where}{problem.strerror or problem}. {done or 'Nothing was published.'}".rstrip(), file=sys.stderr)
        raise SystemExit(2) from None
    except KeyboardInterrupt:
        print(f"\nStopped. {done or 'Nothing was published.'}".rstrip(), file=sys.stderr)
        raise SystemExit(130) from None


def place() -> Path:
    """The course's folder, which must be a repository. CourseError where it is none."""
    course = Course.find(Path.cwd())
    if not has_git():
        raise CourseError("Publishing needs git, which is not installed here: https://git-scm.com")
    if repository_of(course.root) is None:
        raise CourseError(f"{course.root} is not a git repository of its own, and publishing makes branches of one.")
    return course.root


if __name__ == "__main__":
    sys.exit(app(prog_name="python -m publish"))
