"""What GitHub, Codespaces and VS Code read, here and in the student branch: well-formed, and true of the course."""

from __future__ import annotations

import importlib
import json
import re
import shlex
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from publish.classroom import OVERLAY
from publish.selection import is_for_learners

ROOT = Path(__file__).parents[2]
yaml = importlib.import_module("yaml")

WORKFLOWS = sorted([*ROOT.glob(".github/workflows/*.yml"), *OVERLAY.glob(".github/workflows/*.yml")])
FORMS = sorted(ROOT.glob(".github/ISSUE_TEMPLATE/*.yml"))
EDITORS = [home / name for home in (ROOT, OVERLAY) for name in (".vscode/settings.json", ".vscode/extensions.json")]
CONTAINERS = [home / ".devcontainer" / "devcontainer.json" for home in (ROOT, OVERLAY)]
SYSTEMS = {"ubuntu-latest", "macos-latest", "windows-latest"}
PYTHONS = {"3.11", "3.12", "3.13", "3.14"}


def name_of(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def read(path: Path) -> dict[Any, Any]:
    found = yaml.safe_load(path.read_text(encoding="utf-8"))
    assert isinstance(found, dict)
    return found


def steps(workflow: dict[Any, Any]) -> Iterator[dict[str, Any]]:
    for job in workflow["jobs"].values():
        yield from job["steps"]


def commented_json(path: Path) -> Any:
    """JSON as VS Code reads it, where a line may be a comment."""
    return json.loads(re.sub(r"(?m)^\s*//.*$", "", path.read_text(encoding="utf-8")))


def program(name: str) -> str:
    """A checker that is kept by others: beside this Python, or on the PATH."""
    found = shutil.which(name, path=str(Path(sys.executable).parent)) or shutil.which(name)
    if found is None:
        pytest.skip(f"{name} is not installed")
    return found


def check(*command: str | Path) -> None:
    done = subprocess.run([str(word) for word in command], cwd=ROOT, capture_output=True, text=True, encoding="utf-8")
    assert done.returncode == 0, done.stdout + done.stderr


# By those who know GitHub better


def test_actionlint_finds_nothing() -> None:
    check(program("actionlint"), "-no-color", *WORKFLOWS)


@pytest.mark.parametrize("home", [ROOT, OVERLAY], ids=["upstream", "student"])
def test_zizmor_finds_no_hole(home: Path) -> None:
    settings = ROOT / ".github" / "zizmor.yml"
    check(program("zizmor"), "--offline", "--quiet", "--no-progress", "--config", settings, home / ".github")


@pytest.mark.parametrize(
    ("schema", "paths"),
    [
        ("vendor.github-workflows", WORKFLOWS),
        ("custom.github-workflows-require-timeout", WORKFLOWS),
        ("vendor.github-issue-forms", FORMS),
        ("vendor.dependabot", [ROOT / ".github" / "dependabot.yml"]),
    ],
)
def test_each_file_is_of_its_schema(schema: str, paths: list[Path]) -> None:
    assert paths
    check(program("check-jsonschema"), "--builtin-schema", schema, *paths)


# By us, always


def test_the_workflows_are_these() -> None:
    upstream = [path.name for path in WORKFLOWS if OVERLAY not in path.parents]
    assert upstream == ["ci.yml", "guard.yml", "matrix.yml", "weekly.yml"]
    assert [path.name for path in WORKFLOWS if OVERLAY in path.parents] == ["ci.yml", "classroom.yml"]


@pytest.mark.parametrize("path", WORKFLOWS, ids=name_of)
def test_a_workflow_may_read_and_no_more_and_ends(path: Path) -> None:
    workflow = read(path)
    assert workflow["permissions"] == {"contents": "read"}
    assert workflow["concurrency"]["group"] and "cancel-in-progress" in workflow["concurrency"]
    for job in workflow["jobs"].values():
        assert job["timeout-minutes"] <= 90
        assert "permissions" not in job
    assert "pull_request_target" not in workflow[True]  # YAML 1.1 takes `on` for a yes
    assert "secrets." not in path.read_text(encoding="utf-8")


@pytest.mark.parametrize("path", WORKFLOWS, ids=name_of)
def test_every_action_is_pinned(path: Path) -> None:
    used = [step for step in steps(read(path)) if "uses" in step]
    assert used
    for step in used:
        action = step["uses"]
        assert re.fullmatch(r"actions/[\w-]+@v\d+|[\w-]+/[\w/.-]+@[0-9a-f]{40}", action), action
        assert not action.startswith("actions/checkout@") or step["with"]["persist-credentials"] is False


def test_every_action_has_the_same_version_everywhere() -> None:
    everywhere = {step["uses"] for one in WORKFLOWS for step in steps(read(one)) if "uses" in step}
    assert len(everywhere) == len({action.partition("@")[0] for action in everywhere})


@pytest.mark.parametrize("path", WORKFLOWS, ids=name_of)
def test_every_command_is_one_that_is_there(path: Path) -> None:
    """Programs, scripts, folders, options of start.py, sessions of nox: all exist in the branch of the workflow."""
    homes = (OVERLAY, ROOT) if OVERLAY in path.parents else (ROOT,)
    noxfile = (ROOT / "noxfile.py").read_text(encoding="utf-8")
    sessions = set(re.findall(r"@nox\.session\ndef (\w+)", noxfile))
    lines = [line for step in steps(read(path)) for line in step.get("run", "").splitlines()]
    assert lines
    for line in lines:
        words = shlex.split(line.partition("|")[2] if "git diff" in line else line)
        assert words[0] in {"python", "python3", "bash", "git"}, line
        files = [word for word in words if re.match(r"(tools|exercises|\.ci)/", word) or word == "exercises"]
        assert all(any((home / file).exists() for home in homes) for file in files), line
        if "tools/start.py" in words:
            rest = words[words.index("tools/start.py") + 1 :]
            assert rest[:1] in ([], ["nox"], ["pytest"], ["kata"]), line
            if rest[:1] == ["nox"]:
                assert OVERLAY not in path.parents, "the student branch has no nox"
                assert rest[1] == "-s" and rest[2] in sessions, line
                weeks = [word for word in rest if word.startswith("week")]
                assert all((ROOT / "exercises" / week).is_dir() for week in weeks)


@pytest.mark.parametrize("path", WORKFLOWS, ids=name_of)
def test_what_a_workflow_waits_for_can_come(path: Path) -> None:
    """Each of its patterns is that of a file in its branch."""
    for event in read(path)[True].values() if isinstance(read(path)[True], dict) else ():
        for pattern in event.get("paths", []) if isinstance(event, dict) else ():
            found = [file for file in ROOT.glob(pattern.replace("/**", "/**/*")) if file.is_file()]
            if OVERLAY in path.parents:
                found = [file for file in found if is_for_learners(name_of(file))]
                found += OVERLAY.glob(pattern.replace("/**", "/**/*"))
            assert found, f"{pattern} is nowhere"


def test_the_matrix_has_its_twelve_cells() -> None:
    job = read(ROOT / ".github" / "workflows" / "matrix.yml")["jobs"]["tools"]
    matrix = job["strategy"]["matrix"]
    assert set(matrix) == {"system", "python"}
    assert set(matrix["system"]) == SYSTEMS and set(matrix["python"]) == PYTHONS
    assert len(matrix["system"]) * len(matrix["python"]) == 12
    assert all(isinstance(version, str) for version in matrix["python"])  # 3.10 as a number is 3.1
    assert job["strategy"]["fail-fast"] is False
    assert job["runs-on"] == "${{ matrix.system }}"


def test_the_matrix_asks_the_same_of_a_push_and_of_a_pull_request() -> None:
    events = read(ROOT / ".github" / "workflows" / "matrix.yml")[True]
    assert events["push"]["paths"] == events["pull_request"]["paths"]


def test_each_week_is_asked_about_weekly() -> None:
    job = read(ROOT / ".github" / "workflows" / "weekly.yml")["jobs"]["verdicts"]
    assert job["strategy"]["matrix"]["week"] == sorted(path.name for path in (ROOT / "exercises").glob("week*"))
    assert job["strategy"]["fail-fast"] is False


def test_ci_runs_what_the_readme_tells_people_to_run() -> None:
    workflow = read(ROOT / ".github" / "workflows" / "ci.yml")
    assert set(workflow[True]) >= {"push", "pull_request"}
    assert [step["run"] for step in steps(workflow) if "run" in step] == ["bash .ci/run"]


def test_the_pinned_oldest_and_newest_python_are_the_promised_ones() -> None:
    oldest = re.search(r'requires-python = ">=([\d.]+)"', (ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    assert oldest and oldest[1] in PYTHONS and min(PYTHONS) == oldest[1]
    student = read(OVERLAY / ".github" / "workflows" / "ci.yml")["jobs"]["course"]["strategy"]["matrix"]["python"]
    assert student == [min(PYTHONS), max(PYTHONS)]


@pytest.mark.parametrize("path", FORMS, ids=name_of)
def test_an_issue_form_asks_for_something(path: Path) -> None:
    form = read(path)
    fields = [field for field in form["body"] if field["type"] != "markdown"]
    assert form["name"] and form["description"] and len({field["id"] for field in fields}) == len(fields)
    assert any(field.get("validations", {}).get("required") for field in fields)


@pytest.mark.parametrize("path", EDITORS, ids=name_of)
def test_the_editors_settings_can_be_read(path: Path) -> None:
    found = commented_json(path)
    if path.name == "settings.json":
        assert found["python.testing.pytestEnabled"] is True
        assert all((ROOT / folder).is_dir() for folder in found["python.testing.pytestArgs"])
        assert (
            found["python.defaultInterpreterPath"] == "${workspaceFolder}/.venv"
        )  # as start.py makes it, on any system
    else:
        assert "ms-python.python" in found["recommendations"]


@pytest.mark.parametrize("path", CONTAINERS, ids=name_of)
def test_the_container_makes_the_environment_that_its_terminals_use(path: Path) -> None:
    container = commented_json(path)
    assert re.fullmatch(r"mcr\.microsoft\.com/devcontainers/python:3\.1[1-4]", container["image"])
    assert container["postCreateCommand"].startswith("python3 tools/start.py")
    assert container["remoteEnv"]["PATH"].startswith("${containerWorkspaceFolder}/.venv/bin:")
    assert container["remoteEnv"]["VIRTUAL_ENV"] == "${containerWorkspaceFolder}/.venv"
    recommended = commented_json(path.parents[1] / ".vscode" / "extensions.json")["recommendations"]
    assert container["customizations"]["vscode"]["extensions"] == recommended
    assert "runArgs" not in container and "gpu" not in container.get("hostRequirements", {})
