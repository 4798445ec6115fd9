"""Submissions with files that take the place of others: settings, plugins, tests, the standard library."""

from __future__ import annotations

import importlib.util
import py_compile
from pathlib import Path

from grade.zoo.animal import EARNED, EITHER, LOST, Animal, Bite, must
from grade.zoo.forgeries import FORGE, LAUNDER
from grade.zoo.stage import FILE1, FILE2, HONEST2, KATA1, RIGHT, WEEK, handed_in, kata1, lazy1

PLUGIN = """
import pytest


@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_runtest_makereport(item, call):
    report = yield
    report.outcome, report.longrepr = "passed", None
    return report
"""
# Stand in for the real module without breaking it: forge, then hand the import on.
SHADOW = (
    LAUNDER
    + """
import importlib

_here = __file__.rpartition("/")[0] or "."
_paths = sys.path[:]
sys.path[:] = [path for path in sys.path if path not in ("", ".", _here)]
sys.modules.pop(__name__, None)
_real = importlib.import_module(__name__)
sys.path[:] = _paths
sys.modules[__name__] = _real
"""
)
FORGING = frozenset({Bite.POINTS})


def shadow(name: str, does: str, files: dict[str, str], bites: frozenset[Bite] = FORGING) -> Animal:
    """Wrong answers, and files in exercises/ that a grader must leave alone."""
    shadows = {f"exercises/{path}": text for path, text in files.items()}
    return Animal(name, does, handed_in(lazy1(), **shadows), must(kata1=LOST), flags=("ignored-file",), bites=bites)


def _stale_bytecode(folder: Path, _outside: Path) -> None:
    """Bytecode that never asks whether its source has changed: what is read is not what runs."""
    source = folder / FILE1
    lazy = source.read_text("utf-8")
    source.write_text(kata1(), "utf-8")
    target = Path(importlib.util.cache_from_source(str(source)))
    py_compile.compile(
        str(source), str(target), doraise=True, invalidation_mode=py_compile.PycInvalidationMode.UNCHECKED_HASH
    )
    source.write_text(lazy, "utf-8")


ANIMALS = (
    shadow("own-conftest", "Its conftest.py turns every report into a pass.", {"conftest.py": PLUGIN}),
    shadow(
        "own-conftest-in-the-week",
        "Its conftest.py, in the week's own folder, turns every report into a pass.",
        {"week2/conftest.py": PLUGIN},
    ),
    shadow(
        "own-pytest-ini",
        "Its pytest.ini loads a plugin of its own, which turns every report into a pass.",
        {"pytest.ini": "[pytest]\naddopts = -p helpful\n", "helpful.py": PLUGIN},
    ),
    shadow(
        "own-pyproject",
        "Its pyproject.toml loads a plugin of its own, which turns every report into a pass.",
        {"pyproject.toml": '[tool.pytest.ini_options]\naddopts = "-p helpful"\n', "helpful.py": PLUGIN},
    ),
    Animal(
        "installed-plugin",
        "It looks like an installed package whose entry point is a pytest plugin, so that pytest loads it by itself.",
        handed_in(
            lazy1(),
            **{
                "exercises/helpful.py": PLUGIN,
                "exercises/helpful-1.0.dist-info/METADATA": "Metadata-Version: 2.1\nName: helpful\nVersion: 1.0\n",
                "exercises/helpful-1.0.dist-info/entry_points.txt": "[pytest11]\nhelpful = helpful\n",
            },
        ),
        must(kata1=LOST),
        flags=("ignored-file",),
        bites=frozenset({Bite.POINTS}),
        needs="autoload",
    ),
    shadow("own-random", "Its random.py is imported in place of Python's, and forges.", {"random.py": SHADOW}),
    shadow("own-numpy", "Its numpy.py is imported in place of NumPy, and forges.", {"numpy.py": SHADOW}),
    shadow(
        "own-sitecustomize",
        "Its sitecustomize.py runs at the start of the interpreter, before any grader's code.",
        {"sitecustomize.py": LAUNDER.replace("sys.argv", "sys.orig_argv")},
    ),
    shadow(
        "own-pytest",
        "Its pytest.py is started in place of pytest, and writes the report.",
        {
            "pytest.py": """
import re, sys
from pathlib import Path

names = re.findall(r"^def (test_[^(]+)", "".join(p.read_text("utf-8") for p in Path().glob("*/*test_*.py")), re.M)
cases = "".join(f'<testcase name="{name}"/>' for name in names)
for word in sys.argv:
    if word.startswith("--junitxml="):
        Path(word.partition("=")[2]).write_text(f"<testsuites><testsuite>{cases}</testsuite></testsuites>")
"""
        },
    ),
    shadow(
        "own-judge",
        "It brings a package `kata` whose `expect` never complains.",
        {"kata/__init__.py": "expect = expect_error = lambda *args, **options: None\n"},
    ),
    shadow(
        "own-tests",
        "It replaces the course's tests by ones that assert True.",
        {
            f"{WEEK}/test_{KATA1}.py": "def test_predict():\n    assert True\n",
            f"{WEEK}/hidden_test_kata1.py": "def test_mse():\n    assert True\n",
        },
        bites=frozenset(),
    ),
    shadow(
        "week-as-a-package",
        "Its week has an __init__.py, which runs before the kata and forges.",
        {"week2/__init__.py": FORGE},
    ),
    Animal(
        "package-in-place-of-the-kata",
        "Beside its kata lies a package of the same name, which Python prefers.",
        {
            FILE1: lazy1(),
            FILE2: HONEST2,
            f"exercises/{WEEK}/{KATA1}/__init__.py": kata1(),
        },
        must(kata1=LOST),
        bites=frozenset({Bite.POINTS}),
    ),
    Animal(
        "bytecode-that-is-not-the-source",
        "Its source is wrong, and beside it lies bytecode with right answers that never asks for the source.",
        handed_in(lazy1()),
        must(kata1=LOST),
        bites=frozenset({Bite.POINTS}),
        special=_stale_bytecode,
    ),
    Animal(
        "own-module-beside-the-kata",
        "Its kata imports a second module of its own, which lies beside it: ignorance, not malice.",
        handed_in(kata1(predict="from helpers import predict"), **{f"exercises/{WEEK}/helpers.py": RIGHT["predict"]}),
        must(kata1=EITHER, kata2=EARNED),
    ),
)
