"""The pipeline on fresh photos, run at grading only: stopped and started again, another seed, another process."""

import json
import subprocess
import sys
from pathlib import Path

import pytest
from PIL import Image, ImageOps

from kata import expect, fixture, scratch
from kata.circumstances import interrupted
from kata.limits import time_limit
from week8.kata3_pipeline import run_pipeline

PHOTOS = {kind: [f"{kind}{i}" for i in numbers] for kind, numbers in
          {"fish": (1, 3, 5, 7, 9, 11, 14), "windmill": (1, 2, 3, 4, 5, 7, 8)}.items()}  # fmt: skip
PATHS = ("checkpoint", "model_card", "log", "pictures")

# What somebody does who has the checkpoint, the photos, and nothing else of the run.
COLD = """
import json, sys
from pathlib import Path
import numpy as np, torch
from PIL import Image
from safetensors import safe_open
from nets.architectures import build

path, root, *photos = sys.argv[1:]
with safe_open(path, "pt") as file:
    tensors, words = {name: file.get_tensor(name) for name in file.keys()}, file.metadata()
names, preprocessing = json.loads(words["class_names"]), json.loads(words["preprocessing"])
model = build(json.loads(words["config"]), len(names))
model.load_state_dict(tensors)
model.eval()
said = {}
for photo in photos:
    unit = np.asarray(Image.open(Path(root, photo)).convert("RGB"), np.float32) / 255
    ready = (unit - np.array(preprocessing["mean"])) / np.array(preprocessing["std"])
    with torch.no_grad():
        said[photo] = names[int(model(torch.tensor(ready).permute(2, 0, 1)[None].float()).argmax())]
print(json.dumps(said))
"""


def put(root):
    for kind, names in PHOTOS.items():
        (root / kind).mkdir(parents=True)
        for name in names:
            with Image.open(fixture(f"photos/{kind}/{name}.jpg")) as image:
                ImageOps.fit(image.convert("RGB"), (128, 128)).save(root / kind / f"{name}.png", compress_level=1)


def run(root, out, seed=5):
    with time_limit(25):
        return run_pipeline(root, out, epochs=1, seed=seed)


def numbers(result):
    """What must be the same wherever and however often it ran."""
    rows = [{key: row[key] for key in row if key != "seconds"} for row in result["comparison"]]
    return {**{key: result[key] for key in result if key not in PATHS}, "comparison": rows}


@pytest.mark.slow
def test_run_pipeline_goes_on_where_it_was_stopped():
    """Ctrl-C while the weights are written, again just after the line in the log, and then nothing more."""
    with scratch() as folder:
        put(folder / "photos")
        want = numbers(run(folder / "photos", folder / "in one go"))
        stopped = ""
        for change in (12, 20):
            with interrupted(folder / "out", change) as ctrl_c:
                run(folder / "photos", folder / "out")
            if ctrl_c.happened:
                stopped += f" after Ctrl-C (at change {change} in out_dir)"
        result = run(folder / "photos", folder / "out")
        expect(numbers(result), want=want, what=f"What was found{stopped}", rtol=1e-9,
               say="The same photos and the same seed give the same result, also where a run was stopped between.")
        models = [path.name for path in (folder / "out").rglob("*.safetensors") if not path.name.startswith(".")]
        assert len(models) == 1, f"In out_dir are {len(models)} models{stopped}: {', '.join(models)}."
        lines = [line for line in Path(result["log"]).read_text(encoding="utf-8").split("\n") if line.strip()]
        assert len(lines) == 1, f"The log has {len(lines)} entries{stopped}."
        for path in (result["checkpoint"], result["model_card"], *result["pictures"]):
            assert Path(path).stat().st_size > 100, f"{Path(path).name} is missing or torn{stopped}."
        check_cold(result, folder / "photos")
        other = run(folder / "photos", folder / "another seed", seed=6)
        assert other["split"] != want["split"], "The seeds 5 and 6 gave the same split."


def check_cold(result, root):
    """A fresh process that has the checkpoint says the same of the test photos."""
    katas = {str(Path(module.__file__).parents[1]) for name, module in list(sys.modules.items())
             if name.startswith("week5.") and getattr(module, "__file__", None)}  # fmt: skip
    command = [sys.executable, "-c", f"import sys; sys.path += {sorted(katas)!r}\n{COLD}", result["checkpoint"],
               str(root), *sorted(result["split"]["test"])]  # fmt: skip
    done = subprocess.run(command, capture_output=True, text=True, encoding="utf-8", timeout=60)
    assert done.returncode == 0, f"A fresh process could not use the checkpoint: {done.stderr[-300:]}"
    expect(result["predictions"], want=json.loads(done.stdout), what="predictions",
           say="A fresh process that has only the checkpoint says something else of these photos.")
