"""What the first weeks and the runner do not load: torch is large, and a laptop may not have it."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from kata.ahead import heavy_modules

ROOT = Path(__file__).parents[2]
ROOMS = {f"week{number}": [f"exercises/week{number}", f"solutions/week{number}"] for number in range(1, 5)}
ROOMS |= {"kata": ["tools/kata"], "fixtures": ["fixtures"]}


@pytest.mark.parametrize("room", ROOMS)
def test_no_file_imports_torch(room: str) -> None:
    files = [path for folder in ROOMS[room] for path in (ROOT / folder).glob("*.py")]
    assert files
    assert not [name for name in heavy_modules(files) if name.partition(".")[0] in ("torch", "torchvision")]


@pytest.mark.parametrize("tests", [["exercises/week3", "-k", "sigmoid"], ["exercises/week6"]])
def test_a_run_loads_nothing_that_its_week_does_not_use(tests: list[str], run: Callable) -> None:
    """week3 needs NumPy alone, and so does week6 until weights are kept; the screen is drawn without rich."""
    code = (
        "import sys, pytest\n"
        f"pytest.main({tests})\n"
        "print([name for name in ('PIL', 'sklearn', 'torch', 'rich', 'typer', 'jinja2') if name in sys.modules])"
    )
    done = run(sys.executable, "-c", code, cwd=ROOT)
    assert done.stdout.splitlines()[-1] == "[]", done.stdout


def test_what_forks_the_workers_of_the_grader_knows_no_pytest(run: Callable) -> None:
    """A submission that looks around in its process finds no report and no test to patch."""
    code = (
        "import sys, grade.zygote\n"
        "print([name for name in sys.modules if name.partition('.')[0] in ('pytest', '_pytest', 'pluggy')])"
    )
    done = run(sys.executable, "-c", code, cwd=ROOT)
    assert done.stdout.strip() == "[]", done.stdout + done.stderr


def test_without_torch_a_week_that_needs_it_says_how_to_get_it(run: Callable, tmp_path: Path) -> None:
    (tmp_path / "torch.py").write_text("raise ModuleNotFoundError(\"No module named 'torch'\", name='torch')\n")
    done = run(sys.executable, "-m", "pytest", "exercises/week5", cwd=ROOT, PYTHONPATH=str(tmp_path))
    assert "week5: these tests need torch, which is not installed here." in done.stdout
    assert "python3 tools/start.py --with torch" in done.stdout
    assert "git checkout" not in done.stdout
    assert done.returncode != 0
