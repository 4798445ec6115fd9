"""What weeks 7 and 8 are given: steps that are done once, pictures, networks by name, files that belong together."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest
import torch
from PIL import Image

from kata import fixture
from kata.circumstances import full_disk, interrupted
from nets.architectures import Tiny, build
from nets.drawings import draw_confusion, draw_contact_sheet, draw_curves
from nets.sources import imports_of, sources_of
from nets.steps import Steps, tracked, written_whole
from nets.workbench import batches, fingerprint, subjects

ROOT = Path(__file__).parents[2]


def test_a_step_is_done_once(tmp_path: Path) -> None:
    done = []

    def count() -> dict[str, tuple[int, int]]:
        done.append(1)
        return {"n": (1, 2)}

    for _ in range(2):
        assert Steps(tmp_path, {"seed": 0}).do("count", count) == {"n": [1, 2]}
    assert done == [1]


def test_a_step_that_was_stopped_is_done_again(tmp_path: Path) -> None:
    steps = Steps(tmp_path, {"seed": 0})
    change = 0
    while True:
        change += 1
        with interrupted(tmp_path, change) as ctrl_c:
            assert Steps(tmp_path, {"seed": 0}).do("count", lambda: [1, 2]) == [1, 2]
        assert steps.do("count", lambda: [1, 2]) == [1, 2]
        if not ctrl_c.happened:
            break
        (tmp_path / "steps" / "count.json").unlink()
    assert change > 2, "it was stopped at least while writing and while renaming"


def test_a_folder_with_the_steps_of_other_settings_is_refused(tmp_path: Path) -> None:
    Steps(tmp_path, {"seed": 0, "epochs": 3}).do("count", lambda: 1)
    with pytest.raises(ValueError, match=r"\(seed differ"):
        Steps(tmp_path, {"seed": 1, "epochs": 3})
    assert Steps(tmp_path, {"seed": 0, "epochs": 3}).do("count", lambda: 2) == 1


def test_what_json_does_not_know_is_no_result(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="JSON"):
        Steps(tmp_path, {}).do("loss", lambda: float("nan"))
    assert not (tmp_path / "steps" / "loss.json").exists()


def test_a_file_appears_whole_or_not_at_all(tmp_path: Path) -> None:
    path = tmp_path / "notes.txt"
    with written_whole(path) as draft:
        draft.write_text("first")
    for trouble in (full_disk(10), interrupted(tmp_path, change=2)):
        try:
            with trouble, written_whole(path) as draft:
                draft.write_text("second " * 10)
        except OSError:
            pass
        assert path.read_text() == "first"
        assert [one.name for one in tmp_path.iterdir()] == ["notes.txt"]


def test_progress_is_for_terminals(capfd: pytest.CaptureFixture[str]) -> None:
    assert list(tracked([1, 2], "counting")) == [1, 2]
    assert capfd.readouterr() == ("", "")


def test_a_network_is_built_from_its_name() -> None:
    assert isinstance(build({"architecture": "tiny"}, 3), Tiny)
    photos = torch.zeros(2, 3, 40, 33)
    assert build({"architecture": "tiny", "channels": 2}, 5).eval()(photos).shape == (2, 5)
    assert build({"architecture": "transfer"}, 5).eval()(photos).shape == (2, 5)
    for config in ({}, {"architecture": "os.system"}, {"architecture": "tiny", "command": "ls"}):
        with pytest.raises(ValueError, match="architecture"):
            build(config, 3)


def test_your_own_networks_are_built_from_their_names() -> None:
    program = (
        "import torch; from nets.architectures import build\n"
        "for config in ({'architecture': 'dense', 'image_size': 48, 'hidden': 5, 'shrink': 4},"
        " {'architecture': 'small_cnn', 'image_size': 48, 'channels': [2, 4], 'shrink': 2}):\n"
        "    print(tuple(build(config, 3)(torch.zeros(2, 3, 48, 48)).shape))"
    )
    done = subprocess.run(
        [sys.executable, "-c", program], cwd=ROOT / "solutions", capture_output=True, text=True, check=True
    )
    assert done.stdout.split("\n") == ["(2, 3)", "(2, 3)", ""]


def test_sources_are_all_that_a_program_imports_of_ours() -> None:
    names = [*sources_of("nets.architectures")]
    assert "nets/architectures.py" in names and "nets/lite0.py" in names and "nets/__init__.py" in names
    assert not [name for name in names if name.startswith("kata/")]
    with pytest.raises(ModuleNotFoundError):
        sources_of("week9.kata1_nothing")


def test_imports_are_found_at_any_depth(tmp_path: Path) -> None:
    path = tmp_path / "program.py"
    path.write_text("import json\ndef f():\n    from week4 import kata1_pixels\n    from nets.lite0 import prepare\n")
    assert {"json", "week4.kata1_pixels", "nets.lite0"} <= imports_of(path)


def test_pictures_are_drawn(tmp_path: Path) -> None:
    draw_curves(tmp_path / "a.png", {"train_loss": [2, 1], "val_loss": [2, 1.5], "val_accuracy": [0.2, 0.4]}, 1)
    draw_confusion(tmp_path / "b.png", [[3, 1], [0, 0]], ["cat", "dog"])
    cat = fixture("photos/animal/cat.jpg")
    draw_contact_sheet(tmp_path / "c.png", [cat] * 5, ["cat, called dog"] * 5)
    draw_contact_sheet(tmp_path / "d.png", [], [])
    sizes = []
    for name in "abcd":
        with Image.open(tmp_path / f"{name}.png") as picture:
            colours = picture.convert("RGB").getcolors(picture.width * picture.height)
            assert len(colours or []) > 10, "not an empty page"
            sizes.append(picture.size)
    assert sizes[2][1] > sizes[3][1], "five photos take two rows"
    assert "matplotlib.pyplot" not in sys.modules, "which would keep every figure"


def test_a_fingerprint_changes_with_names_and_bytes(tmp_path: Path) -> None:
    for name in ("a", "b", "c"):
        (tmp_path / name).write_text("same")
    prints = {fingerprint(tmp_path, names) for names in (["a"], ["b"], ["a", "b"], ["b", "a"])}
    assert len(prints) == 4
    before = fingerprint(tmp_path, ["c"])
    (tmp_path / "c").write_text("some")
    assert fingerprint(tmp_path, ["c"]) != before


def test_photos_of_one_subject_get_one_name() -> None:
    a1, a2, b, fish12, c = map(Path, ("x/duck_1.jpg", "x/duck_2.jpg", "x/pond.jpg", "x/fish12.jpg", "y/duck.jpg"))
    found = subjects([a1, a2, b, fish12, c], [(a2, b)])
    assert found[a1] == found[a2] == found[b]
    assert len({found[a1], found[fish12], found[c]}) == 3


def test_batches_come_in_the_order_of_their_seed() -> None:
    images = torch.arange(40.0).reshape(40, 1)
    orders = [[int(x) for some, _ in batches(images, images, seed) for x in some] for seed in (None, 1, 1, 2)]
    assert orders[0] == [*range(40)] and orders[1] == orders[2] and orders[1] != orders[3]
    assert all(sorted(order) == [*range(40)] for order in orders)
    assert [len(some) for some, _ in batches(images, images)] == [16, 16, 8]


def test_settings_are_compared_as_json_tells_them(tmp_path: Path) -> None:
    Steps(tmp_path, {"sizes": (1, 2)})
    Steps(tmp_path, {"sizes": [1, 2]})
    assert json.loads((tmp_path / "steps" / "settings.json").read_text()) == {"sizes": [1, 2]}
