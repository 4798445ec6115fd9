"""`kata doctor`: everything it looks for made to go wrong for real, and its fix typed for real."""

from __future__ import annotations

import hashlib
import importlib
import json
import os
import shlex
import shutil
import subprocess
import sys
import sysconfig
import time
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from kata.doctor import examination, folder, machine
from kata.doctor.finding import Finding, Health, Place
from kata.doctor.screen import compose

ROOT = Path(__file__).parents[2]
BIN = Path(sys.executable).parent
WEEK = "exercises/week1"
NUMBERS, CHANCE = f"{WEEK}/kata1_numbers.py", f"{WEEK}/kata2_chance.py"
TEST = f"{WEEK}/test_kata1_numbers.py"
DOUBTFUL = ("KATA_START", "PYTHONPATH", "PYTEST_ADDOPTS", "PYTHONIOENCODING", "CUDA_VISIBLE_DEVICES", *machine.THREADS)

pytestmark = pytest.mark.skipif(os.name == "nt", reason="the fixes are typed in a POSIX shell")


def sh(command: str, folder: Path | None = None, good: bool = True) -> str:
    """Type a command, as a learner would."""
    done = subprocess.run(["bash", "-c", command], cwd=folder, capture_output=True, text=True, timeout=120)
    assert done.returncode == 0 or not good, done.stdout + done.stderr
    return done.stdout + done.stderr


def git(words: str, folder: Path | None = None) -> str:
    return sh(f"git -c user.name=t -c user.email=t@example.org -c init.defaultBranch=main {words}", folder)


@pytest.fixture(autouse=True)
def plain(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """A terminal without oddities: the environment is active, and git knows nothing of the machine's user."""
    for name in DOUBTFUL:
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("PATH", f"{BIN}{os.pathsep}{os.environ['PATH']}")
    monkeypatch.setenv("HOME", str(tmp_path / "home"))
    monkeypatch.setenv("GIT_CONFIG_NOSYSTEM", "1")
    (tmp_path / "home").mkdir()


@pytest.fixture
def downloaded(toy: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The toy course as from a ZIP, in which one stands."""
    monkeypatch.chdir(toy)
    return toy


@pytest.fixture
def course(downloaded: Path) -> Path:
    """The toy course as a clone, in which one stands."""
    (downloaded / ".gitignore").write_text(".kata/\n__pycache__/\n.pytest_cache/\n.venv/\n", encoding="utf-8")
    git("init -q .")
    git("add .")
    git("commit -qm course")
    return downloaded


def look(name: str) -> list[Finding]:
    """What one check finds here that is not well."""
    importlib.invalidate_caches()
    found = [*examination.examine_one(name, Place.find(Path.cwd()))]
    assert found, f"{name} says nothing"
    return [finding for finding in found if finding.state is not Health.OK]


def sole(name: str, state: str = "problem") -> Finding:
    found = look(name)
    assert [finding.state for finding in found] == [state], found
    return found[0]


def healed_by_its_fix(name: str, state: str = "problem") -> Finding:
    """The one thing that a check finds; what it says to type is typed, and then the check finds nothing."""
    finding = sole(name, state)
    assert finding.commands, finding
    for command in finding.commands:
        sh(command, good=not command.startswith("pytest"))
    assert look(name) == []
    return finding


def doctor(before: str = "", after: str = "") -> dict[str, list[dict]]:
    """What the command finds, in a process of its own: name of the check → what is not well."""
    out = sh(f"{before}\n kata doctor --json {after}", good=False)
    found: dict[str, list[dict]] = {}
    for finding in json.loads(out)["findings"]:
        found.setdefault(finding["name"], []).extend([finding] if finding["state"] != "ok" else [])
    return found


# The command


def test_the_json_is_as_it_is_documented(course: Path, kata: Callable) -> None:
    done = kata(course, "doctor", "--json")
    data = json.loads(done.stdout)
    assert set(data) == {"format", "course", "python", "problems", "notes", "findings"}
    assert data["format"] == 1 and data["course"] == str(course) and data["python"] == sys.executable
    for finding in data["findings"]:
        assert set(finding) == {"name", "state", "found", "do", "commands"}
        assert finding["state"] in ("ok", "note", "problem") and finding["found"].endswith((".", ":"))
        assert isinstance(finding["commands"], list)
        assert finding["state"] == "ok" or finding["do"] or finding["commands"], f"no fix: {finding}"
    assert list(dict.fromkeys(finding["name"] for finding in data["findings"])) == list(examination.CHECKS)
    states = [finding["state"] for finding in data["findings"]]
    assert (data["problems"], data["notes"]) == (states.count("problem"), states.count("note"))
    assert done.returncode == int(data["problems"] > 0)


def test_names_are_stable() -> None:
    names = (
        "folder python clone environment packages extras plugins shadowing settings tests data katas stubs tools "
        "progress git writing location torch gpu variables threads memory disk clock terminal"
    )
    assert list(examination.CHECKS) == names.split(), "scripts know them: names may be added, none may go"


def test_a_course_in_order_has_no_problem(course: Path, kata: Callable) -> None:
    done = kata(course, "doctor", "--all")
    assert done.returncode == 0, done.stdout
    assert "✓ katas" in done.stdout and "✗" not in done.stdout
    assert "checks are well: kata doctor --all" in kata(course, "doctor").stdout


def test_the_screen(course: Path, golden: Callable) -> None:
    """What is not well about a course that had a bad day."""
    (course / "random.py").write_text("x = 1\n", encoding="utf-8")
    (course / NUMBERS).unlink()
    (course / CHANCE).write_bytes("# Größe\n".encode("latin-1"))
    with (course / TEST).open("a", encoding="utf-8") as file:
        file.write("# edited\n")
    (course / WEEK / "conftest.py").write_text("", encoding="utf-8")
    found = [one for name in ("stubs", "progress", "shadowing", "settings", "tests", "katas") for one in named(name)]
    golden("doctor", text_of(compose(found)), course)
    golden("doctor_all", text_of(compose(found, everything=True)), course)
    well = named("stubs")
    golden("doctor_well", text_of(compose(well)), course)


def named(name: str) -> list[Finding]:
    return examination.examine_one(name, Place.find(Path.cwd()))


def text_of(lines: list) -> str:
    texts = ["".join(part for part, _ in line.parts).rstrip() for line in lines]
    assert all(len(text) <= 80 or "Type" in text or text.startswith(" " * 14) for text in texts)
    return "\n".join(texts) + "\n"


def test_a_long_command_stays_in_one_piece(course: Path, run: Callable) -> None:
    deep = course / WEEK / ("a folder with a long name " * 4).strip()
    deep.mkdir()
    (deep / "queue.py").write_text("", encoding="utf-8")
    out = run("kata", "doctor", cwd=deep).stdout
    assert "  Type        mv queue.py my_queue.py" in out
    out = run("kata", "doctor", cwd=course, PYTHONPATH=str(deep)).stdout
    line = next(line for line in out.splitlines() if "mv " in line)
    assert line.endswith("my_queue.py'") and len(line) > 150


def test_nothing_is_left_behind(course: Path, kata: Callable) -> None:
    def everything() -> dict[str, tuple[int, bytes]]:
        files = [path for path in sorted(course.rglob("*")) if path.is_file()]
        return {str(path): (path.stat().st_mtime_ns, path.read_bytes()) for path in files}

    (course / TEST).touch()  # git would like to note in its index that nothing has changed
    before = everything()
    folders = sorted(path for path in course.rglob("*") if path.is_dir())
    kata(course, "doctor")
    assert everything() == before
    assert sorted(path for path in course.rglob("*") if path.is_dir()) == folders


def test_a_check_that_fails_is_a_finding_and_the_others_go_on(course: Path, kata: Callable) -> None:
    (course / "pyproject.toml").write_text("[project\n", encoding="utf-8")
    found = doctor()
    assert "could not be checked (TOMLDecodeError" in found["packages"][0]["found"]
    assert found["katas"] == []
    assert "Traceback" not in kata(course, "doctor").stdout


def test_a_course_in_ruins_is_no_crash(course: Path, kata: Callable) -> None:
    for path in (course / "exercises").iterdir():
        shutil.rmtree(path)
    shutil.rmtree(course / ".git")
    (course / "exercises" / "week1").mkdir()
    (course / "exercises" / "week2").write_text("no folder", encoding="utf-8")
    (course / "exercises" / "week1" / "quiz.toml").mkdir()
    (course / ".kata").symlink_to(course / "nowhere")
    done = kata(course, "doctor")
    assert done.returncode in (0, 1) and "Traceback" not in done.stdout + done.stderr


def test_without_its_libraries_the_command_still_says_what_is_missing(
    course: Path, run: Callable, tmp_path: Path
) -> None:
    (tmp_path / "way").mkdir()
    (tmp_path / "way" / "rich.py").write_text("raise ModuleNotFoundError(\"No module named 'rich'\")", encoding="utf-8")
    done = run("kata", "progress", cwd=course, PYTHONPATH=str(tmp_path / "way"))
    assert "`kata` cannot start (ModuleNotFoundError: No module named 'rich')." in done.stderr
    assert "rich.py is imported in the place of the library rich" in " ".join(done.stdout.split())
    assert done.returncode == 1 and "Traceback" not in done.stderr


def test_it_needs_nothing_that_may_be_missing() -> None:
    """Only Python's own modules, until the packages are compared: `packaging` then, which is told if it is missing."""
    code = (
        "import sys\nfor name in ('rich', 'typer', 'click', 'numpy', 'pytest', 'packaging', 'jinja2'):"
        " sys.modules[name] = None\n"
        "from kata.doctor.screen import main\nmain()"
    )
    out = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, encoding="utf-8"
    ).stdout
    assert "cannot be checked" in out and "-m pip install -c constraints.txt packaging" in out


# Where one stands


def test_outside_of_the_course_it_says_where_the_course_is(course: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(course.parent / "home")
    finding = sole("folder")
    assert finding.commands == (f"cd {shlex.quote(str(ROOT))}",) and "outside of the course" in finding.found
    assert doctor(finding.commands[0])["folder"] == []


def test_a_folder_too_high(course: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(course.parent)
    finding = sole("folder")
    assert finding.commands == ("cd toy",)
    assert doctor("cd toy")["folder"] == []


def test_a_folder_that_is_gone(course: Path) -> None:
    (course / "gone").mkdir()
    found = doctor("cd gone; rmdir ../gone")["folder"]
    assert "deleted or moved" in found[0]["found"]
    assert doctor(found[0]["commands"][0])["folder"] == []


def test_where_there_is_no_course_at_all(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("kata.doctor.finding.INSTALLED", tmp_path)
    found = examination.examine(Place.find(tmp_path))
    assert found[0].state is Health.PROBLEM and "Clone the course" in found[0].do
    assert {one.name for one in found} == {"folder", "python", *examination.MACHINE}


def test_the_errors_of_other_commands_name_it(course: Path, kata: Callable, run_tests: Callable) -> None:
    assert "kata doctor" in kata(course.parent, "progress").stderr
    (course / TEST).write_text("x = (", encoding="utf-8")
    assert "kata doctor" in run_tests(course, WEEK).stdout
    git("checkout -q .")
    shutil.rmtree(course / ".kata")
    (course / ".kata").write_text("", encoding="utf-8")
    assert "kata doctor" in run_tests(course, WEEK).stdout


# What is installed


def test_a_kata_from_another_clone(course: Path, environment: Path) -> None:
    assert [one["state"] for one in doctor()["clone"]] == ["problem"]
    finding = sole("clone")
    assert finding.commands == ("source .venv/bin/activate",)
    assert doctor(finding.commands[0])["clone"] == []
    (environment / "bin" / "kata").unlink()
    assert sole("clone").commands == ("python3 tools/start.py",)


@pytest.fixture
def environment(course: Path) -> Path:
    """An environment as tools/start.py makes it, but with the libraries of this one; its `kata` is the course's own."""
    shutil.copy(ROOT / "tools" / "start.py", course / "tools")
    shutil.copy(ROOT / "constraints.txt", course)
    made = course / ".venv"
    subprocess.run([sys.executable, "-m", "venv", "--without-pip", made], check=True)
    site = next(made.glob("lib/*/site-packages"))
    (site / "course.pth").write_text(f"{course / 'tools'}\n{sysconfig.get_path('purelib')}\n{ROOT / 'tools'}\n")
    program = made / "bin" / "kata"
    program.write_text(f"#!{made}/bin/python\nimport sys\nfrom kata.__main__ import main\nsys.exit(main())\n")
    program.chmod(0o755)
    shutil.copy(program, made / "bin" / "pytest")
    (made / "downhill.json").write_text(
        json.dumps({"pins": start(course)["digest"](), "extras": [], "root": str(course)}), encoding="utf-8"
    )
    shutil.copytree(ROOT / "tools" / "kata", course / "tools" / "kata", dirs_exist_ok=True)
    return made


def start(course: Path) -> dict:
    import runpy

    return runpy.run_path(str(course / "tools" / "start.py"), run_name="start")


def test_the_environment_is_another_one(environment: Path) -> None:
    finding = sole("environment", "note")
    assert finding.commands == ("source .venv/bin/activate",)
    found = doctor(finding.commands[0])
    assert found["environment"] == found["clone"] == []
    assert doctor("unset VIRTUAL_ENV; alias kata=true", "; true")["environment"]
    started = sh("python3 tools/start.py kata doctor --json", good=False)
    assert '"name": "environment",\n   "state": "ok"' in started


@pytest.mark.parametrize("why", ["broken off", "moved", "updated"])
def test_an_environment_that_is_out_of_date(environment: Path, why: str) -> None:
    stamp = environment / "downhill.json"
    if why == "broken off":
        stamp.unlink()
    elif why == "moved":
        stamp.write_text(stamp.read_text().replace('"root": "', '"root": "/elsewhere'))
    else:
        with (environment.parent / "constraints.txt").open("a") as file:
            file.write("# newer\n")
    (found,) = doctor("source .venv/bin/activate")["environment"]
    assert why in found["found"] and found["commands"] == ["python3 tools/start.py"]


def test_an_environment_whose_python_is_gone(environment: Path) -> None:
    for python in (environment / "bin").glob("python*"):
        python.unlink()
    assert sole("environment").commands == ("python3 tools/start.py",)


def test_a_pytest_of_another_python(course: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "other").mkdir()
    other = tmp_path / "other" / "pytest"
    other.write_text("#!/bin/sh\n")
    other.chmod(0o755)
    monkeypatch.setenv("PATH", f"{other.parent}{os.pathsep}{os.environ['PATH']}")
    finding = sole("environment", "note")
    assert str(other) in finding.found and finding.commands


def wheel(folder: Path, name: str, version: str, **files: str) -> None:
    """A package that pip can install without a network."""
    folder.mkdir(exist_ok=True)
    info = f"{name.replace('-', '_')}-{version}.dist-info"
    metadata = f"Metadata-Version: 2.1\nName: {name}\nVersion: {version}\n"
    texts = {f"{module}.py": text for module, text in files.items() if module != "entry_points"}
    texts |= {f"{info}/METADATA": metadata, f"{info}/WHEEL": "Wheel-Version: 1.0\nTag: py3-none-any\n"}
    texts |= {f"{info}/entry_points.txt": files["entry_points"]} if "entry_points" in files else {}
    texts[f"{info}/RECORD"] = "".join(f"{path},,\n" for path in [*texts, f"{info}/RECORD"])
    with zipfile.ZipFile(folder / f"{name.replace('-', '_')}-{version}-py3-none-any.whl", "w") as archive:
        for path, text in texts.items():
            archive.writestr(path, text)


@pytest.fixture
def shop(environment: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where pip finds packages: a folder. The environment is active, and nothing but this course needs anything."""
    monkeypatch.setenv("PIP_NO_INDEX", "1")
    monkeypatch.setenv("PIP_FIND_LINKS", str(tmp_path / "shop"))
    monkeypatch.setenv("PIP_DISABLE_PIP_VERSION_CHECK", "1")
    monkeypatch.setenv("PATH", f"{environment / 'bin'}{os.pathsep}{os.environ['PATH']}")
    wheel(tmp_path / "shop", "toyneed", "1.0", toyneed="")
    wheel(tmp_path / "shop", "toyneed", "2.0", toyneed="")
    wheel(tmp_path / "shop", "toyneed", "2.1", toyneed="")
    return tmp_path / "shop"


def have(name: str, shop: Path) -> None:
    """Install what pip would install, at once, in the place of another version."""
    site = next(Path.cwd().glob(".venv/lib/*/site-packages"))
    for old in site.glob(f"{name.partition('-')[0]}-*.dist-info"):
        shutil.rmtree(old)
    with zipfile.ZipFile(shop / f"{name}-py3-none-any.whl") as archive:
        archive.extractall(site)


def by_its_fix(name: str, state: str) -> str:
    """As `healed_by_its_fix`, by the command itself."""
    (found,) = doctor()[name]
    assert found["state"] == state
    for command in found["commands"]:
        sh(command)
    assert doctor()[name] == []
    return str(found["found"])


def test_packages_against_pins_and_needs(shop: Path, course: Path) -> None:
    with (course / "pyproject.toml").open("a") as file:
        file.write('\n[project]\nname = "toy"\ndependencies = ["toyneed>=2"]\n')
    (course / "constraints.txt").write_text("toyneed==2.1\n")
    assert by_its_fix("packages", "problem") == "toyneed is not installed, and the course needs it."
    have("toyneed-1.0", shop)
    assert by_its_fix("packages", "problem") == "The course does not work with toyneed 1.0."
    have("toyneed-2.0", shop)
    assert "toyneed 2.0 (2.1)" in by_its_fix("packages", "note")
    next((course / ".venv").glob("lib/*/site-packages/toyneed.py")).unlink()
    assert by_its_fix("packages", "problem") == "toyneed is installed, but without its files."


def test_an_edited_pin(course: Path) -> None:
    (course / "constraints.txt").write_text("numpy==1.0\npytest==1.0  # old\nno line of pip's\n")
    finding = sole("packages", "note")
    assert "numpy" in finding.found and "(1.0)" in finding.found
    assert finding.commands == ("python -m pip install -c constraints.txt numpy pytest",)


def test_plugins_that_clash(shop: Path) -> None:
    names = ("pytest-pretty", "pytest-randomly")
    for name in names:
        wheel(shop, name, "1.0", clashing="", entry_points="[pytest11]\nclashing = clashing\n")
        have(f"{name.replace('-', '_')}-1.0", shop)
    found = doctor()["plugins"]
    assert [one["state"] for one in found] == ["note", "problem"]
    sh("; ".join(one["commands"][0] for one in found))
    assert doctor()["plugins"] == []


def test_what_a_begun_week_needs(course: Path, edit: Callable) -> None:
    with (course / "pyproject.toml").open("a") as file:
        file.write('\n[project]\nname = "toy"\n[project.optional-dependencies]\nlab = ["toylab>=1"]\n')
    edit(course / NUMBERS, "def double", "import toylab\n\n\ndef double")
    finding = sole("extras", "note")
    assert "week1 needs toylab" in finding.found and finding.commands == ("python3 tools/start.py --with lab",)
    edit(course / NUMBERS, "import toylab\n\n\n", "")
    (course / WEEK / "lab.py").write_text("import toylab\n")
    assert look("extras") == [], "a week that has not begun can wait"
    (course / ".kata").mkdir()
    entry = {"state": "wrong", "test": "x", "when": ""}
    (course / ".kata" / "progress.json").write_text(json.dumps({"tests": {"week1/kata1_numbers/test_x": entry}}))
    assert look("extras")


# PyTorch and cards: a package of that name in front of the real one, and programs of NVIDIA's that are ours


@pytest.fixture
def torch(course: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable:
    def install(version: str, cuda: str | None, cards: int = 0, says: str = "", path: Path = tmp_path / "lib") -> Path:
        shutil.rmtree(path, ignore_errors=True)
        (path / "torch").mkdir(parents=True)
        (path / f"torch-{version}.dist-info").mkdir()
        (path / f"torch-{version}.dist-info" / "METADATA").write_text(f"Metadata-Version: 2.1\nVersion: {version}\n")
        (path / "torch" / "version.py").write_text(f"__version__ = '{version}'\ncuda: Optional[str] = {cuda!r}\n")
        (path / "torch" / "__init__.py").write_text(
            "import warnings\n"
            "class cuda:\n"
            f"    is_available = staticmethod(lambda: warnings.warn({says!r}) or {cards > 0})\n"
            f"    device_count = staticmethod(lambda: {cards})\n"
        )
        monkeypatch.syspath_prepend(str(path))
        monkeypatch.setenv("PYTHONPATH", str(path))
        return path

    (course / "constraints.txt").write_text("torch==2.13.0\n")
    return install


@pytest.fixture
def nvidia(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    program = tmp_path / "nvidia" / "nvidia-smi"
    program.parent.mkdir()
    program.write_text("#!/bin/sh\necho 'GPU 0: NVIDIA H200 (UUID: GPU-1)'\n")
    program.chmod(0o755)
    monkeypatch.setenv("PATH", f"{program.parent}{os.pathsep}{os.environ['PATH']}")
    return program


def test_torch_against_its_pin(torch: Callable) -> None:
    torch("2.13.0+cu130", "13.0")
    assert look("torch") == []
    assert "CUDA 13.0" in named("torch")[0].found
    path = torch("2.6.0", None)
    finding = sole("torch", "note")
    assert "2.6.0" in finding.found and finding.commands[0].endswith("pip install -c constraints.txt torch")
    shutil.rmtree(path / "torch" / "__pycache__", ignore_errors=True)
    (path / "torch" / "version.py").unlink()
    assert "without its files" in sole("torch").found


def test_a_card_and_a_torch_for_the_cpu(torch: Callable, nvidia: Path) -> None:
    torch("2.13.0+cpu", None)
    finding = sole("gpu", "note")
    assert "NVIDIA H200" in finding.found and "CPU alone" in finding.found
    torch("2.13.0", "13.0", cards=1)
    assert look("gpu") == []


def test_a_card_that_torch_does_not_find(torch: Callable, nvidia: Path) -> None:
    torch("2.13.0", "13.0", cards=0, says="The NVIDIA driver on your system is too old.")
    finding = sole("gpu", "note")
    assert "does not find it: The NVIDIA driver on your system is too old." in finding.found


def test_a_card_that_is_hidden(torch: Callable, nvidia: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    torch("2.13.0", "13.0", cards=1)
    monkeypatch.setenv("CUDA_VISIBLE_DEVICES", "")
    forget(sole("gpu", "note"), "CUDA_VISIBLE_DEVICES", monkeypatch)
    assert look("gpu") == []


def test_a_driver_that_does_not_work(torch: Callable, nvidia: Path) -> None:
    nvidia.write_text("#!/bin/sh\necho 'Failed to initialize NVML: Driver/library version mismatch'; exit 18\n")
    assert "version mismatch" in sole("gpu", "note").found


# What is in the way


@pytest.mark.parametrize(
    "path", ["random.py", "exercises/typing.py", f"{WEEK}/numpy.py", f"{WEEK}/sklearn/__init__.py", "PIL.py"]
)
def test_a_file_with_the_name_of_a_library(course: Path, path: str) -> None:
    (course / path).parent.mkdir(exist_ok=True)
    (course / path).write_text("x = 1\n")
    healed_by_its_fix("shadowing")


def test_such_a_file_does_harm(course: Path, run_tests: Callable) -> None:
    (course / "random.py").write_text("x = 1\n")
    assert "ImportError" in run_tests(course, WEEK).stderr
    healed_by_its_fix("shadowing")
    assert "0 of 3 tasks passed" in run_tests(course, WEEK).stdout


def test_such_a_file_where_one_stands_or_in_pythonpath(
    course: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "lib").mkdir()
    (tmp_path / "lib" / "statistics.py").write_text("")
    monkeypatch.setenv("PYTHONPATH", str(tmp_path / "lib"))
    healed_by_its_fix("shadowing")
    (course / WEEK / "my notes").mkdir()
    monkeypatch.chdir(course / WEEK / "my notes")
    Path("email.py").write_text("")
    Path("my_email.py").write_text("")
    assert healed_by_its_fix("shadowing").commands == ("mv email.py my_email2.py",)


def test_files_that_are_in_nobodys_way(course: Path) -> None:
    for name in ("sys.py", "os.py", "helpers.py", "numpy.txt", "kata9.py"):
        (course / name).write_text("")
    (course / "numpy").mkdir()  # no __init__.py: the real one wins
    (course / "numpy" / "digits.csv").write_text("")
    assert look("shadowing") == []
    (course / "test.py").write_text("")
    healed_by_its_fix("shadowing", "note")


@pytest.mark.parametrize(
    "name, text",
    [
        ("pytest.ini", "[pytest]\n"),
        ("tox.ini", "[pytest]\n"),
        ("pyproject.toml", "[tool.pytest.ini_options]\n"),
    ],
)
def test_other_settings_of_pytest(course: Path, run_tests: Callable, name: str, text: str) -> None:
    (course / WEEK / name).write_text(text)
    assert "tasks passed" not in run_tests(course, WEEK).stdout, "it does harm"
    healed_by_its_fix("settings")
    assert "tasks passed" in run_tests(course, WEEK).stdout
    (course / WEEK / "setup.cfg").write_text("[flake8]\n")
    assert look("settings") == []


def test_settings_that_win_and_settings_that_are_lost(course: Path) -> None:
    (course / "pytest.toml").write_text("")
    healed_by_its_fix("settings")
    git("mv pyproject.toml pytest.ini")
    Path("pytest.ini").write_text("[pytest]\naddopts = -p kata.plugin --import-mode=importlib\n")
    git("add .")
    git("commit -qm settings")
    Path("pytest.ini").write_text("[pytest]\n")
    healed_by_its_fix("settings")
    Path("pytest.ini").unlink()
    healed_by_its_fix("settings")


def test_a_conftest_of_ones_own(course: Path) -> None:
    (course / WEEK / "conftest.py").write_text("")
    healed_by_its_fix("settings", "note")
    (course / "conftest.py").write_text("")
    git("add conftest.py")
    git("commit -qm 'one of the course'")
    assert look("settings") == []


def test_a_week_that_an_editor_made_a_package(course: Path, run_tests: Callable) -> None:
    (course / WEEK / "__init__.py").write_text("")
    assert "3 of 3" not in run_tests(course, WEEK, "--katas", "solutions").stdout, "it does harm"
    healed_by_its_fix("settings", "note")
    assert "3 of 3" in run_tests(course, WEEK, "--katas", "solutions").stdout


@pytest.mark.parametrize(
    "name, value, state",
    [
        ("PYTHONPATH", "/nowhere", "note"),
        ("PYTHONOPTIMIZE", "2", "note"),
        ("PYTHONWARNINGS", "error::UserWarning", "note"),
        ("PYTHONSTARTUP", "/nowhere.py", "note"),
        ("PYTEST_ADDOPTS", "-v", "note"),
        ("PYTEST_ADDOPTS", "-p no:kata.plugin", "problem"),
        ("PYTEST_ADDOPTS", "'", "problem"),
        ("PIP_USER", "1", "note"),
    ],
)
def test_a_variable_that_changes_things(
    course: Path, name: str, value: str, state: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(name, value)
    finding = sole("variables", state)
    assert name in finding.found
    forget(finding, name, monkeypatch)
    assert look("variables") == []


def forget(finding: Finding, variable: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Type the fix, see that the shell then has no such variable, and have none here either."""
    assert variable in os.environ
    assert sh(f"{finding.commands[0]}; echo ${{{variable}-gone}}") == "gone\n"
    monkeypatch.delenv(variable)


# What belongs to the course, and what to the learner


def append(path: str, text: str = "\n# edited\n") -> None:
    with Path(path).open("a", encoding="utf-8") as file:
        file.write(text)


def test_an_edited_test(course: Path) -> None:
    append(TEST)
    assert healed_by_its_fix("tests").commands == (f"git checkout HEAD -- {TEST}",)
    append(TEST)
    git("add .")
    healed_by_its_fix("tests")
    Path(TEST).unlink()
    assert "is missing" in healed_by_its_fix("tests").found


def test_from_another_folder_the_fix_is_spelt_another_way(course: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    append(TEST)
    monkeypatch.chdir(course / "solutions")
    assert healed_by_its_fix("tests").commands == (f"git checkout HEAD -- ../{TEST}",)


def test_many_edited_tests(course: Path) -> None:
    for number in range(10, 16):
        shutil.copy(TEST, f"{WEEK}/test_kata{number}_more.py")
    git("add .")
    git("commit -qm more")
    for number in range(10, 16):
        append(f"{WEEK}/test_kata{number}_more.py")
    assert healed_by_its_fix("tests").commands == (f"git checkout HEAD -- '{WEEK}/test_*.py'",)


def test_line_endings_and_permissions_are_no_edits(course: Path) -> None:
    Path(TEST).write_bytes(Path(TEST).read_bytes().replace(b"\n", b"\r\n"))
    Path(TEST).chmod(0o755)
    assert git("status --porcelain") != ""
    assert look("tests") == []


def test_a_test_file_of_nobodys(course: Path) -> None:
    Path(f"{WEEK}/test_kata1_numbers_copy.py").write_text(Path(TEST).read_text())
    healed_by_its_fix("tests", "note")


def test_an_edited_test_that_was_committed(course: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    git("clone -q . ../mine")
    monkeypatch.chdir(course.parent / "mine")
    append(NUMBERS)
    git("commit -qam work")
    assert look("tests") == []
    append(TEST)
    git("commit -qam cheating")
    finding = sole("tests", "note")
    sh(finding.commands[0])
    assert Path(TEST).read_bytes() == (course / TEST).read_bytes()
    assert Path(NUMBERS).read_bytes() != (course / NUMBERS).read_bytes()
    git("commit -qam honest")
    assert look("tests") == []


def test_without_git_what_can_be_had(downloaded: Path) -> None:
    assert look("tests") == []
    append(TEST, "x = (\n")
    assert "cannot be read" in sole("tests").found
    Path(TEST).unlink()
    finding = sole("tests")
    assert "test_kata1_numbers.py is missing" in finding.found and "Download" in finding.do


def test_data_that_was_changed(course: Path) -> None:
    (course / "fixtures" / "photos").mkdir(parents=True)
    names = ("a.txt", "photos/b.jpg")
    for name in names:
        (course / "fixtures" / name).write_text(name)
    digests = [hashlib.sha256((course / "fixtures" / name).read_bytes()).hexdigest() for name in names]
    lines = [f"{digest}  {name}\n" for digest, name in zip(digests, names, strict=True)]
    (course / "fixtures" / "SHA256SUMS").write_text("".join(lines))
    git("add .")
    git("commit -qm data")
    assert look("data") == []
    append("fixtures/a.txt")
    healed_by_its_fix("data")
    Path("fixtures/photos/b.jpg").unlink()
    healed_by_its_fix("data")
    Path("fixtures/photos/.DS_Store").write_text("")
    healed_by_its_fix("data", "note")
    append("fixtures/SHA256SUMS", "123  a.txt\n")
    healed_by_its_fix("data")
    Path("fixtures/SHA256SUMS").unlink()
    healed_by_its_fix("data")
    shutil.rmtree(".git")
    append("fixtures/a.txt")
    assert "Download" in sole("data").do


def test_a_kata_that_is_gone(course: Path) -> None:
    Path(NUMBERS).unlink()
    assert healed_by_its_fix("katas").commands == ("kata reset --yes week1/kata1",)


@pytest.mark.parametrize("name", ["kata1_numbers (1).py", "Kata1_Numbers.py", "kata1.py", "kata1_numbers.py.txt"])
def test_a_kata_under_another_name(course: Path, name: str) -> None:
    append(NUMBERS)
    text = Path(NUMBERS).read_text()
    Path(NUMBERS).rename(Path(WEEK, name))
    healed_by_its_fix("katas")
    assert Path(NUMBERS).read_text() == text


def test_a_copy_beside_a_kata(course: Path) -> None:
    shutil.copy(NUMBERS, f"{WEEK}/kata1_numbers copy.py")
    assert "the only one that tests look at" in sole("katas", "note").found


def test_a_kata_that_is_a_folder(course: Path) -> None:
    Path(NUMBERS).unlink()
    Path(NUMBERS).mkdir()
    healed_by_its_fix("katas")


@pytest.mark.parametrize("encoding", ["latin-1", "utf-16"])
def test_a_kata_in_another_encoding(course: Path, encoding: str) -> None:
    append(NUMBERS, "# Größe\n")
    text = Path(NUMBERS).read_text(encoding="utf-8")
    Path(NUMBERS).write_text(text, encoding=encoding)
    assert "UTF-8" in sole("katas").do
    Path(NUMBERS).write_text(text, encoding="utf-8")
    assert look("katas") == []


def test_stubs_that_are_gone_or_damaged(course: Path) -> None:
    shutil.rmtree("exercises/.stubs")
    healed_by_its_fix("stubs")
    append("exercises/.stubs/week1/kata1_numbers.py")
    healed_by_its_fix("stubs")
    Path("exercises/.stubs/digests.json").write_text("[]")
    healed_by_its_fix("stubs")


def test_the_courses_own_tools(course: Path) -> None:
    append("tools/kata/.keep")
    healed_by_its_fix("tools", "note")
    assert "edited" in git("stash show -p"), "nothing is thrown away"
    Path("tools/kata/.keep").unlink()
    healed_by_its_fix("tools")
    Path(f"{WEEK}/quiz.toml").write_text("")
    git("add .")
    git("commit -qm quiz")
    append(f"{WEEK}/quiz.toml", "[[question\n")
    healed_by_its_fix("tools")
    Path(f"{WEEK}/hints.md").unlink()
    healed_by_its_fix("tools")


def test_damaged_progress(course: Path, run_tests: Callable) -> None:
    run_tests(course, WEEK)
    assert look("progress") == []
    Path(".kata/progress.json").write_text("{")
    healed_by_its_fix("progress", "note")
    for name in ("progress.json", "progress.json.copy"):
        Path(".kata", name).write_text("{")
    healed_by_its_fix("progress")


def test_damaged_answers(course: Path) -> None:
    question = '[[question]]\nask = "One?"\nright = "1"\nwhy = "So."\nwrong = [["2", "No."]]\n'
    Path(f"{WEEK}/quiz.toml").write_text(question)
    Path(".kata").mkdir()
    Path(".kata/quiz.json").write_text("{")
    finding = sole("progress")
    sh(f"echo a | {finding.commands[0]}")
    assert look("progress") == []


# git


@pytest.fixture
def forked(course: Path) -> Path:
    """A clone with a branch that cannot be merged."""
    git("config user.name t")
    git("config user.email t@example.org")
    git("checkout -qb other")
    append(NUMBERS, "x = 1\n")
    git("commit -qam other")
    git("checkout -q main")
    append(NUMBERS, "x = 2\n")
    git("commit -qam main")
    return course


@pytest.mark.parametrize("what", ["merge", "rebase", "cherry-pick"])
def test_something_unfinished(forked: Path, what: str) -> None:
    sh(f"git {what} other", good=False)
    marked = sole("katas")
    assert "two versions" in marked.found and f"{NUMBERS}:" in marked.do
    before = Path(NUMBERS).read_text()
    healed_by_its_fix("git")
    assert "<<<<<<<" in before and look("katas") == [] and Path(NUMBERS).read_text().endswith("x = 2\n")


def test_a_stash_that_could_not_be_merged(forked: Path) -> None:
    append(NUMBERS, "y = 3\n")
    sh("git stash; git checkout -q other; git stash pop", good=False)
    assert "could not merge" in sole("git").found
    healed_by_its_fix("git")


def test_a_commit_in_place_of_a_branch(course: Path) -> None:
    git("checkout -q --detach")
    assert healed_by_its_fix("git", "note").commands == ("git switch main",)
    git("checkout -q --detach")
    append(NUMBERS)
    git("commit -qam work")
    assert healed_by_its_fix("git", "note").commands == ("git switch -c my-work",)


def test_a_lock_that_was_left(course: Path) -> None:
    lock = Path(".git/index.lock")
    lock.touch()
    assert look("git") == [], "somebody may be at it"
    os.utime(lock, (time.time() - 3600,) * 2)
    healed_by_its_fix("git")


def test_no_git(downloaded: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    assert "ZIP" in sole("git", "note").found
    (tmp_path / "few").mkdir()
    (tmp_path / "few" / "kata").symlink_to(BIN / "kata")
    monkeypatch.setenv("PATH", str(tmp_path / "few"))
    assert "git-scm.com" in sole("git", "note").do
    assert look("tests") == []


@pytest.mark.skipif(os.name == "nt" or os.getuid() != 0, reason="only root can give files away")
def test_a_clone_of_another_user(course: Path) -> None:
    for path in (course, course / ".git"):
        os.chown(path, 12345, 12345)
    found = doctor()
    assert "sudo" in found["location"][0]["do"]
    healed_by_its_fix("git", "note")


# Writing


def test_a_file_in_the_place_of_a_folder(course: Path) -> None:
    Path(".kata").write_text("")
    healed_by_its_fix("writing")


@pytest.fixture
def as_learner() -> str:
    """What to put before a command so that permissions hold: root has none to respect."""
    if os.getuid() != 0:
        return ""
    if shutil.which("setpriv") is None:
        pytest.skip("root needs setpriv to do without its powers")
    return "setpriv --securebits=+noroot --bounding-set=-all --inh-caps=-all "


def refused(as_learner: str) -> list[dict]:
    data = json.loads(sh(f"{as_learner}kata doctor --json", good=False))
    return [one for one in data["findings"] if one["name"] == "writing" and one["state"] != "ok"]


@pytest.mark.parametrize("path, mode", [(WEEK, 0o555), (NUMBERS, 0o444), (".", 0o555)])
def test_a_folder_or_file_that_is_write_protected(course: Path, as_learner: str, path: str, mode: int) -> None:
    Path(path).chmod(mode)
    try:
        (found,) = refused(as_learner)
        sh(as_learner + found["commands"][0])
        assert refused(as_learner) == []
    finally:
        Path(path).chmod(0o755)


@pytest.mark.skipif(os.name == "nt" or os.getuid() != 0, reason="only root can give files away")
def test_files_that_sudo_left(course: Path, as_learner: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    os.chown(course / WEEK, 12345, 12345)
    os.chown(course / NUMBERS, 12345, 12345)
    (found,) = refused(as_learner)
    assert "another user" in found["found"]
    (tmp_path / "sudo").mkdir()
    (tmp_path / "sudo" / "sudo").write_text('#!/bin/sh\nexec "$@"\n')
    (tmp_path / "sudo" / "sudo").chmod(0o755)
    monkeypatch.setenv("PATH", f"{tmp_path / 'sudo'}{os.pathsep}{os.environ['PATH']}")
    sh(found["commands"][0])
    assert refused(as_learner) == []


# The place and the machine


@pytest.mark.parametrize("name", ["OneDrive - School", "Dropbox", "Mobile Documents"])
def test_a_synchronised_folder(course: Path, monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    shutil.move(course, course.parent / name / "toy")
    monkeypatch.chdir(course.parent / name / "toy")
    assert name.split(" -")[0] in sole("location", "note").found
    shutil.move(Path.cwd(), course.parent / "Dropboxer")
    monkeypatch.chdir(course.parent / "Dropboxer")
    assert look("location") == []


def test_a_path_with_which_no_environment_can_be_made(course: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    bad = course.parent / "day 1: start"
    course.rename(bad)
    monkeypatch.chdir(bad)
    assert "Refusing to create a venv" in sh("python -m venv --without-pip .venv", good=False), "it does harm"
    assert "Rename the folder" in sole("location").do


@pytest.mark.parametrize(
    "line, kind", [("srv:/h /home/ann nfs4 rw 0 0", "nfs4"), (r"C:\134 /mnt/my\040disk 9p rw 0 0", "9p")]
)
def test_the_kind_of_file_system(tmp_path: Path, line: str, kind: str) -> None:
    mounts = tmp_path / "mounts"
    mounts.write_text(f"/dev/sda1 / ext4 rw 0 0\n{line}\n")
    assert folder._file_system(Path("/home/ann/toy" if "nfs" in kind else "/mnt/my disk/toy"), mounts) == kind
    assert folder._file_system(Path("/home/annabel"), mounts) == "ext4"
    assert folder._file_system(Path("/home"), tmp_path / "none") == ""


@pytest.mark.parametrize("value", ["many", "0", "1000", "-1", ""])
def test_an_odd_number_of_threads(course: Path, value: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OMP_NUM_THREADS", value)
    forget(sole("threads", "note"), "OMP_NUM_THREADS", monkeypatch)
    assert look("threads") == []
    monkeypatch.setenv("OMP_NUM_THREADS", "1")
    assert look("threads") == []


def test_a_container_with_little_of_a_core(course: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(machine, "CGROUP", tmp_path)
    (tmp_path / "cpu.max").write_text("25000 100000\n")
    (tmp_path / "memory.max").write_text(f"{700 << 20}\n")
    finding = sole("threads", "note")
    assert "25%" in finding.found
    assert "0 of 3 tasks passed" in sh(finding.commands[0], good=False)
    assert "700 MB" in sole("memory", "note").found
    (tmp_path / "cpu.max").write_text("max 100000\n")
    (tmp_path / "memory.max").write_text("max\n")
    assert look("threads") == []


@pytest.mark.skipif(sys.platform != "linux", reason="other systems have no such limit")
def test_a_shell_that_allows_little_memory(course: Path) -> None:
    (found,) = doctor(f"ulimit -v {1 << 20}")["memory"]
    assert "1.0 GB" in found["found"] and found["state"] == "note"


def test_a_full_disk(course: Path, tmp_path: Path) -> None:
    """A disk of 8 MB for temporary files, in a name space of its own."""
    (tmp_path / "small").mkdir()
    small = f"mount -t tmpfs -o size=8m none {tmp_path / 'small'}; export TMPDIR={tmp_path / 'small'}"
    if "no" in sh(f"unshare -rm bash -c '{small} && echo yes' || echo no", good=False):
        pytest.skip("no disk can be mounted here")
    out = sh(f"unshare -rm bash -c '{small}; kata doctor --json'", good=False)
    found = [one for one in json.loads(out)["findings"] if one["name"] == "disk"]
    assert found[0]["state"] == "problem" and "8 MB is free" in found[0]["found"]
    full = sh(f"unshare -rm bash -c '{small}; (cat /dev/zero > $TMPDIR/x) 2>&-; kata doctor --json'", good=False)
    found = [one for one in json.loads(full)["findings"] if one["name"] == "writing"]
    assert found[0]["commands"] == ["unset TMPDIR"]


def test_a_clock_that_runs_behind(course: Path) -> None:
    os.utime("pyproject.toml", (time.time() + 7 * 24 * 3600,) * 2)
    assert "wrong clock" in sole("clock", "note").found


def test_a_terminal_without_the_signs(course: Path) -> None:
    before = "unset PYTHONUTF8; export PYTHONIOENCODING=ascii"
    (found,) = doctor(before)["terminal"]
    out = sh(f"{before}; kata doctor")
    assert out.isascii() and "! terminal" in out
    assert doctor("; ".join([before, *found["commands"]]))["terminal"] == []


def test_a_narrow_terminal(course: Path) -> None:
    import pty  # not on Windows

    own, theirs = pty.openpty()
    environment = {**os.environ, "COLUMNS": "40", "PYTHONUTF8": "1"}
    with subprocess.Popen([BIN / "kata", "doctor"], stdout=theirs, stderr=theirs, env=environment) as process:
        os.close(theirs)
        shown = b""
        try:
            while part := os.read(own, 4096):
                shown += part
        except OSError:  # the other end is closed
            pass
        os.close(own)
    assert process.returncode == 0 and b"40 columns wide" in shown and b"\x1b[" in shown


def test_an_old_python(course: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """There is none here to run, so this is the one thing that is only said to be so."""
    monkeypatch.setattr(machine, "OLDEST", (3, 99))
    finding = sole("python")
    assert "needs 3.99 or newer" in finding.found and finding.commands == ("python3 tools/start.py",)
