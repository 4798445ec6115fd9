"""The pipeline on fresh photos, run at grading only: stopped and started again, another seed, another process."""

import contextlib
import datetime
import json
from collections import Counter
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest
from PIL import Image, ImageOps

from kata import expect, expect_error, fixture, scratch
from kata.circumstances import interrupted
from kata.limits import time_limit
from nets import probes
from week8.kata3_pipeline import run_pipeline

PHOTOS = {kind: [f"{kind}{i}" for i in numbers] for kind, numbers in
          {"fish": (1, 3, 5, 7, 9, 11, 14), "windmill": (1, 2, 3, 4, 5, 7, 8)}.items()}  # fmt: skip
PATHS = ("checkpoint", "model_card", "log", "pictures")


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
    """Ctrl-C while the weights are written, while the checkpoint is, and just after the line in the log."""
    with scratch() as folder:
        put(folder / "photos")
        want = numbers(run(folder / "photos", folder / "in one go"))
        stopped = ""
        for change in (12, 10, 13):
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
        check_other_constants(folder / "photos", folder / "out")
        check_cold_start(folder / "photos", folder / "wrongly saved")
        other = run(folder / "photos", folder / "another seed", seed=6)
        assert other["split"] != want["split"], "The seeds 5 and 6 gave the same split."


def check_cold(result, root):
    """A fresh process that has the checkpoint says the same of the test photos."""
    try:
        said = probes.said_cold(Path(result["checkpoint"]), root, sorted(result["split"]["test"]))
    except RuntimeError as error:
        raise AssertionError(f"A fresh process could not use the checkpoint: {error}") from None
    expect(result["predictions"], want=said, what="predictions",
           say="A fresh process that has only the checkpoint says something else of these photos.")


def check_cold_start(root, out):
    """What is written as the checkpoint says of each photo the other of the two names."""
    wrong, said = [], None

    def turned(tensors, filename, metadata=None):
        if metadata and "class_names" in metadata:
            wrong.append(filename)
            tensors = {name: one.flip(0) if one.ndim and len(one) == 2 else one for name, one in tensors.items()}
        return honest(tensors, filename, metadata)

    with probes.replaced("safetensors.torch", "save_file", turned) as honest:
        try:
            run(root, out)
        except ValueError as error:
            said = str(error)
    if wrong:  # if not, it was written in some other way
        assert said is not None, (
            "The model in the checkpoint says something else of every test photo than in the test, and nobody noticed. "
            "Start cold: load it, ask it about each of them, and raise a ValueError where the answer is another one.")
        names = [name for names in PHOTOS.values() for name in names]
        assert any(name in said for name in names), f"The message should name the photo: {said}"


def check_other_constants(root, out):
    from week8 import kata3_pipeline

    dense = {**kata3_pipeline.CANDIDATES["dense"], "hidden": 32}
    others = {"COPIES": 1, "SEEDS": [0, 1], "CANDIDATES": {**kata3_pipeline.CANDIDATES, "dense": dense}}
    for name, other in others.items():
        with probes.constant("week8.kata3_pipeline", name, other):
            expect_error(run, root, out, why=f"out_dir holds a run with other {name}. Old and new would be mixed up, "
                         "so this is a ValueError: what the results depend on belongs to the settings.")


def test_run_pipeline_refuses_copies_in_two_classes():
    """Six photos of tools lie among the animals, too. Wherever the parts put both in one place, nothing is wrong."""
    kinds = {"animal": ("animal", 8), "tool": ("tool", 15)}
    with scratch() as folder:
        for kind, (source, count) in kinds.items():
            (folder / "photos" / kind).mkdir(parents=True)
            for path in sorted((fixture("photos") / source).glob("*.jpg"))[:count]:
                squeezed(path).save(folder / "photos" / kind / f"{path.stem}.png")
        copied = sorted((folder / "photos" / "tool").iterdir())[3:9]
        for i, path in enumerate(copied):
            (folder / "photos" / "animal" / f"copy {i}.png").write_bytes(path.read_bytes())
        try:
            split = run(folder / "photos", folder / "out")["split"]
        except ValueError as error:
            names = [path.name for path in copied] + [f"copy {i}.png" for i in range(6)]
            assert any(name in str(error) for name in names), f"The message should name the photo: {error}"
            return
    part_of = {name: part for part in split for name in split[part]}
    for i, path in enumerate(copied):
        one, other = f"tool/{path.name}", f"animal/copy {i}.png"
        assert part_of[one] == part_of[other], (
            f"{one} and {other} are the same photo, and lie in {part_of[one]} and in {part_of[other]}: check with "
            "`leaks`, and raise a ValueError that names it.")


def squeezed(path):
    with Image.open(path) as image:
        return ImageOps.fit(image.convert("RGB"), (128, 128))


def test_run_pipeline_trains_whichever_network_is_chosen():
    """Fish and windmills are dealt out to two classes by turns: there is little to learn, and a lot to get wrong."""
    dense = {"architecture": "dense", "image_size": 128, "shrink": 16, "hidden": 8}
    with scratch() as folder:
        paths = [path for kind, count in (("fish", 12), ("windmill", 8))
                 for path in sorted((fixture("photos") / kind).glob("*.jpg"))[:count]]  # fmt: skip
        for i, path in enumerate(paths):
            (folder / "photos" / "ab"[i % 2]).mkdir(parents=True, exist_ok=True)
            squeezed(path).save(folder / "photos" / "ab"[i % 2] / f"{path.stem}.png", compress_level=1)
        for name, config in (("dense", dense), ("transfer", {"architecture": "transfer"})):
            seen, orders = Counter(), {}
            constants = {"CANDIDATES": {name: config}, "SEEDS": [0, 1], "COPIES": 1}
            with contextlib.ExitStack() as stack, time_limit(25):
                stack.enter_context(watched(seen, Counter()))
                stack.enter_context(noted_orders(orders))
                for constant, other in constants.items():
                    stack.enter_context(probes.constant("week8.kata3_pipeline", constant, other))
                history = run_pipeline(folder / "photos", folder / name, epochs=14, seed=5)["history"]
            check_orders(orders.values())
            lowest = min(history["val_loss"])
            assert lowest < 30, (
                f"The chosen network is {name!r}, and its lowest val_loss is {lowest:.1f}. Who always says 50 % for "
                "each of the two classes has 0.69. Is the learning rate far too large? 0.1 / sqrt(features) suits a "
                "head.")
            assert max(seen.values(), default=0) <= 6, (
                f"The chosen network is {name!r}, and while it was trained for {len(history['val_loss'])} epochs, the "
                f"backbone was asked {max(seen.values())} times about one image. It always says the same: compute "
                "the features once, and train the head on them.")


def check_orders(orders):
    """orders: for each network, the labels of the training photos as they came, epoch by epoch."""
    for epochs in orders:
        first = epochs[0]
        turns = sum(one != other for one, other in pairwise(first))
        assert len({tuple(epoch) for epoch in epochs}) > 1 or len(epochs) == 1 or turns > 4, (
            f"In all {len(epochs)} epochs of a network, the training photos came in the same order, class after class. "
            "So each epoch ends with one class alone, and the network leans towards it. The order of the batches is "
            "drawn, from the seed: batches(…, shuffled_by=…).")


@contextlib.contextmanager
def noted_orders(orders):
    """Notes the labels that `train_epoch` is given: orders[network] is a list of lists, one an epoch."""
    kept = []

    def noted(model, batches, optimizer):
        batches = [*batches]
        kept.append(model)  # so that no other gets its id
        orders.setdefault(id(model), []).append([int(label) for _, labels in batches for label in labels])
        return train_epoch(model, batches, optimizer)

    with probes.replaced("week5.kata3_training_loop", "train_epoch", noted) as train_epoch:
        yield


@pytest.mark.slow
def test_run_pipeline_on_photos_that_are_easy():
    """Red fish and blue windmills: whoever is trained at all tells them apart. The folders' names are relative."""
    seen, epochs_of = Counter(), Counter()
    with scratch() as folder, contextlib.chdir(folder):
        for kind, count, colour in (("fish", 10, (1, 0.3, 0.3)), ("windmill", 12, (0.3, 0.3, 1))):
            (folder / "photos" / kind).mkdir(parents=True)
            for path in sorted((fixture("photos") / kind).glob("*.jpg"))[:count]:
                tinted = (np.asarray(squeezed(path)) * np.array(colour)).astype(np.uint8)
                Image.fromarray(tinted).save(folder / "photos" / kind / f"{path.stem}.png", compress_level=1)
        with watched(seen, epochs_of) as drawn, time_limit(40):
            result = run_pipeline(Path("photos"), Path("out"), epochs=12, seed=3)
        parts, said = result["split"], result["predictions"]
        check_training(result["comparison"], parts, seen, epochs_of)
        truth = {name: name.partition("/")[0] for part in parts.values() for name in part}
        common = Counter(truth[name] for name in parts["train"]).most_common(1)[0][0]
        expect(result["baseline"], want=sum(truth[name] == common for name in said) / len(said), what="baseline")
        expect(Path(result["checkpoint"]).resolve().parent.relative_to(folder.resolve()).as_posix(), want="out/models",
               what="the folder of the checkpoint")
        card = json.loads(Path(result["model_card"]).read_text(encoding="utf-8"))
        try:
            datetime.date.fromisoformat(card["training_date"])
        except (TypeError, ValueError):
            raise AssertionError(f"training_date in the model card is {card['training_date']!r}, and should be a date "
                                 'such as "2026-03-28".') from None
        for _, matrix, names in drawn["confusion"]:
            want = [[sum((truth[photo], said[photo]) == (row, column) for photo in said) for column in names]
                    for row in names]
            expect(np.asarray(matrix).tolist(), want=want, what="the confusion matrix of the test that is drawn")
        for _, photos, *_ in drawn["contact_sheet"]:
            shown = sorted(Path(photo).resolve().relative_to((folder / "photos").resolve()).as_posix()
                           for photo in photos)
            expect(shown, want=sorted(name for name in said if said[name] != truth[name]),
                   what="the photos on the sheet of those that were taken for something else")


def check_training(comparison, parts, seen, epochs_of):
    """seen: image → how often the backbone was asked about it; epochs_of: network → its epochs in `train_epoch`."""
    for row in comparison:
        assert row["mean"] > 0.7, (
            f"{row['name']} tells {row['mean']:.0%} of red fish and blue windmills apart. Is it trained before it is "
            "scored?")
    plain = sum(map(len, parts.values()))
    assert len(seen) > plain + len(parts["train"]), (
        f"The backbone was shown {len(seen)} different images, and there are {plain} photos. Each of the "
        f"{len(parts['train'])} in train comes with COPIES changed copies: augment them.")
    assert max(seen.values()) <= 12, (
        f"The backbone was asked {max(seen.values())} times about one image. It always says the same: compute the "
        "features once, and train on them.")
    longer = sum(count > 10 for count in epochs_of.values())
    assert longer <= 1, (f"{longer} networks were trained for more than 10 epochs. Only the chosen one is: while the "
                         "candidates are compared, 10 are enough.")


@contextlib.contextmanager
def watched(seen, epochs_of):
    """Counts what goes through the backbone, and epochs; gives what was asked of the drawings, where they are used."""
    drawn, kept, before = {"confusion": [], "contact_sheet": []}, [], {}

    def counted(self, images):
        seen.update(image.detach().cpu().numpy().tobytes() for image in images)
        return before["forward"](self, images)

    def one_epoch(model, *args, **kwargs):
        kept.append(model)  # so that no other gets its id
        epochs_of[id(model)] += 1
        return before["train_epoch"](model, *args, **kwargs)

    def noting(name):
        def noted(*args, **kwargs):
            drawn[name].append((*args, *kwargs.values()))
            return before[name](*args, **kwargs)

        return noted

    with contextlib.ExitStack() as stack:
        before["forward"] = stack.enter_context(probes.replaced("nets.lite0.Lite0", "forward", counted))
        loop = probes.replaced("week5.kata3_training_loop", "train_epoch", one_epoch)
        before["train_epoch"] = stack.enter_context(loop)
        for name in drawn:
            before[name] = stack.enter_context(probes.replaced("nets.drawings", f"draw_{name}", noting(name)))
        yield drawn
