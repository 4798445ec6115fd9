"""The reference pipeline, killed at every step and started again, and on a graphics card.

Killed with SIGKILL, from outside, in a process of its own: what an empty battery does.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from safetensors import safe_open

from kata import fixture

ROOT = Path(__file__).parents[2]
STEPS = ["settings", "skipped", "split", "compare", "train", "test", "name", "save", "card", "log", "pictures", "cold"]

# Imports once, then a fork for each run: `kill` names the step after which the run is killed, "" lets it finish.
DRIVER = """
import json, os, signal, sys, time
from pathlib import Path
import torch
torch.set_num_threads(1)
from week8.kata3_pipeline import run_pipeline

data, device = sys.argv[1:3]
for line in sys.stdin:
    out, kill, delay = json.loads(line)
    child = os.fork()
    if child == 0:
        result = run_pipeline(data, out, device=device, epochs=2, seed=3)
        Path(out, "result.json").write_text(json.dumps(result))
        os._exit(0)
    until = time.monotonic() + 120
    while os.waitpid(child, os.WNOHANG) == (0, 0):
        if time.monotonic() > until or kill and Path(out, "steps", kill + ".json").exists():
            time.sleep(delay)
            os.kill(child, signal.SIGKILL)
            os.waitpid(child, 0)
            break
        time.sleep(0.002)
    print("done", flush=True)
"""


@pytest.fixture
def photos(tmp_path: Path) -> Path:
    """Three kinds, nine photos each, and one that is cut off."""
    folder = tmp_path / "photos"
    for kind in ("animal", "fish", "tool"):
        (folder / kind).mkdir(parents=True)
        for path in sorted(fixture(f"photos/{kind}").glob("*.jpg"))[:9]:
            shutil.copy(path, folder / kind)
    broken = folder / "fish" / "torn.jpg"
    broken.write_bytes((folder / "fish" / "fish1.jpg").read_bytes()[:2000])
    return folder


def outcome(out: Path) -> dict[str, Any]:
    """What a run gave: its result without what a clock says, and the bytes of every file it wrote."""
    result = json.loads((out / "result.json").read_text().replace(str(out), "OUT"))
    for row in result["comparison"]:
        del row["seconds"]
    files = [path for path in out.rglob("*") if path.is_file() and path.name not in ("result.json", "compare.json")]
    files = [path for path in files if not path.name.startswith(".tmp")]  # safetensors was killed while it wrote
    return {"result": result, **{str(path.relative_to(out)): content(path) for path in files}}


def content(path: Path) -> Any:
    """The bytes of a file; of a checkpoint the tensors' bytes and the words, which stand in any order in it."""
    if path.suffix != ".safetensors":
        return path.read_bytes()
    with safe_open(path, "np") as file:
        return {name: file.get_tensor(name).tobytes() for name in file.keys()}, file.metadata()  # noqa: SIM118


@pytest.mark.skipif(not hasattr(os, "fork"), reason="kills a fork of a warm process, and there is no fork here")
def test_killed_at_any_step_and_started_again_it_gives_what_an_undisturbed_run_gives(
    photos: Path, tmp_path: Path, start: Callable
) -> None:
    run = start(photos, "cpu")
    undisturbed = tmp_path / "undisturbed"
    run(undisturbed)
    expected = outcome(undisturbed)
    assert expected["result"]["skipped"] == ["fish/torn.jpg"]
    assert sorted(path.stem for path in (undisturbed / "steps").glob("*.json")) == sorted(STEPS)
    for number, step in enumerate(STEPS):
        out = tmp_path / f"killed_after_{step}"
        run(out, step, delay=0.03 * (number % 3))
        run(out)
        found = outcome(out)
        assert sorted(found) == sorted(expected), step
        assert not [name for name in found if found[name] != expected[name]], step


@pytest.fixture
def start(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Any:
    """start(photos, device): a warm driver, as run(out, kill="", delay=0.0)."""
    drivers = []

    def started(data: Path, device: str) -> Callable:
        paths = os.pathsep.join(str(ROOT / name) for name in ("solutions", "tools"))
        one_thread = dict.fromkeys(("OMP_NUM_THREADS", "MKL_NUM_THREADS", "OPENBLAS_NUM_THREADS"), "1")
        driver = subprocess.Popen(
            [sys.executable, "-c", DRIVER, str(data), device],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            env={**os.environ, **one_thread, "PYTHONPATH": paths},
        )
        drivers.append(driver)

        def run(out: Path, kill: str = "", delay: float = 0.0) -> None:
            assert driver.stdin and driver.stdout
            driver.stdin.write(json.dumps([str(out), kill, delay]) + "\n")
            driver.stdin.flush()
            assert driver.stdout.readline() == "done\n"

        return run

    yield started
    for driver in drivers:
        driver.kill()
        driver.wait()
        for pipe in (driver.stdin, driver.stdout):
            if pipe:
                pipe.close()
