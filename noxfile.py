"""What the course's own people run: plain `nox` for everything, `nox -s NAME` for one of these.

Every session runs in the environment that tools/start.py makes and keeps, so the pins are in one place and
nothing is installed twice.
"""

import sys

import nox

nox.options.sessions = ["lint", "tests", "verify"]
nox.options.default_venv_backend = "none"

START = (sys.executable, "tools/start.py", "--with", "staff", "--with", "app", "--with", "lab")


def run(session: nox.Session, *command: str, env: dict[str, str] | None = None) -> None:
    session.run(*START, *command, external=True, env=env)


@nox.session
def lint(session: nox.Session) -> None:
    """Style (ruff) and types (mypy)."""
    run(session, "ruff", "check", ".")
    run(session, "ruff", "format", "--check", "tools", "noxfile.py", "fixtures")
    run(session, "mypy")


@nox.session
def tests(session: nox.Session) -> None:
    """The tools' own tests, in a random order, on all cores."""
    run(session, "pytest", "-n", "auto", "--dist", "loadgroup", "--random-order", *session.posargs)


@nox.session
def verify(session: nox.Session) -> None:
    """Prove the katas' tests against stubs, references, known mistakes, alternatives and impostors."""
    run(session, "kata", "stubs", "--check")
    run(session, "python", "-m", "publish.classroom", "--check")
    run(session, "kata", "verify", *session.posargs)


@nox.session
def mutants(session: nox.Session) -> None:
    """Prove the katas' tests against machine-made mutants of the references. Some minutes."""
    run(session, "kata", "mutants", *session.posargs)


@nox.session
def labs(session: nox.Session) -> None:
    """Every lab in a browser: on stubs, half done, done, broken in many ways, and exported. Half an hour."""
    run(session, "pytest", "tools/tests/test_labs.py", *session.posargs, env={"KATA_LABS": "all"})


@nox.session
def verdicts(session: nox.Session) -> None:
    """The grader's verdicts beside pytest's, on all that is known of the course: nox -s verdicts -- -k week2. Hours."""
    run(session, "pytest", "tools/tests/test_grade_verdicts.py", *session.posargs, env={"KATA_GRADE": "all"})


@nox.session
def gpu(session: nox.Session) -> None:
    """The tests that need a CUDA device, and just them; each is skipped, with the reason, where there is none."""
    run(session, "pytest", "-m", "gpu", "-rs", *session.posargs)


@nox.session
def progress(session: nox.Session) -> None:
    """A table of many learners' clones: nox -s progress -- clones/*"""
    if not session.posargs:
        session.error("Name the learners' clones: nox -s progress -- clones/*")
    run(session, "kata", "progress", *session.posargs)


@nox.session
def grade(session: nox.Session) -> None:
    """Grade strangers' submissions in a sandbox: nox -s grade -- submissions/ --week week2 --hidden"""
    if not session.posargs:
        session.error("Name the folder of submissions: nox -s grade -- submissions/ --week week2 --hidden")
    run(session, "python", "-m", "grade", *session.posargs)


@nox.session
def publish(session: nox.Session) -> None:
    """Make the students' branch and the solved ones from main, and prove the first: nox -s publish -- --dry-run"""
    run(session, "python", "-m", "publish", *session.posargs)


@nox.session
def site(session: nox.Session) -> None:
    """The handbook and the course's pages as a site that needs no network: nox -s site -- --out site"""
    run(session, "python", "-m", "handbook", "build", *session.posargs)


@nox.session
def bench(session: nox.Session) -> None:
    """How long a cold run, a save under `kata watch` and grading take, as ratios to pytest without us. Some minutes."""
    run(session, "python", "tools/bench_cold.py")
    run(session, "python", "tools/bench_watch.py")
    run(session, "python", "tools/bench_grade.py")
