"""A small folder of photos goes in, and then everything is looked at that came out.

25 real photos of animals, buildings and tools, three of them one burst, two of them the same photo under two names; a
26th cannot be read. They are 128 pixels high or wide, so that no resizing blurs what is compared. The pipeline runs
three times, and all tests look at those three: on the photos as they are; with other pictures in the files of
the test part; and with other pictures in most of the validation part, so that training soon makes things worse there.
"""

import atexit
import io
import json
import shutil
import tempfile
from functools import cache
from pathlib import Path

import numpy as np
import torch
from PIL import Image, ImageOps

from kata import expect, expect_error, fixture
from kata.limits import time_limit
from nets import probes
from week8.kata3_pipeline import run_pipeline

# File in data_root → the photo of the course that lies there.
PHOTOS = {f"{kind}/{name}.jpg": f"{kind}/{name}" for kind, names in {
    "animal": ("bison", "cat", "chicken", "cow", "dog", "giraffe"),
    "building": ("burj", "charminar", "eiffel_tower", "india_gate", "petra", "rang_ghar", "taj_mahal"),
    "tool": ("hammer1", "measuring_tape1", "multimeter1", "plier1", "scissors1", "screw_driver1", "wrench"),
}.items() for name in names}  # fmt: skip
BURST = {"animal/duck_1.jpg": "animal/duck", "animal/duck_2.jpg": "animal/owl", "animal/duck_3.jpg": "animal/kangaroo"}
TWINS = {"building/petra.jpg": "building/Urlaub.jpg", "building/Urlaub.jpg": "building/petra.jpg"}
PHOTOS |= BURST | {"animal/aus Köln/pig.jpg": "animal/pig", "building/Urlaub.jpg": "building/petra"}
BROKEN = "tool/hammer_half.jpg"
NO_PHOTOS = {".DS_Store": b"Bud1", ".thumbnails/cat.jpg": b"small", "animal/Notizen.txt": "Vögel am See\n".encode()}
OTHERS = {  # photos that lie nowhere yet
    "animal": ("jaguar", "koala", "lemur", "moose", "panda", "sheep"),
    "building": ("golden_temple", "lincoln_memorial", "mount_rushmore", "neuschwanstein_castle", "opera_house",
                 "parthenon"),
    "tool": ("hammer5", "multimeter3", "plier3", "scissors3", "spray", "tweezer"),
}  # fmt: skip
PARTS = ("train", "val", "test")
KEYS = ("class_names", "skipped", "split", "comparison", "chosen", "history", "best_epoch", "val_accuracy",
        "test_accuracy", "baseline", "predictions", "checkpoint", "model_card", "log", "pictures")  # fmt: skip
FIELDS = ("training_date", "dataset", "image_size", "class_names", "validation_accuracy", "settings", "intended_use",
          "limits")  # fmt: skip
SEED = 244
SECONDS = 25  # of computing for a run: more than other tasks get


# ---- the photos, and the three runs


@cache
def photo(source, quality=90):
    """The bytes of a photo whose shorter side is 128; one is grey, and one lies on its side, as a phone stores it."""
    sizes, exif = ((128, 128), (160, 128), (128, 144)), Image.Exif()
    with Image.open(fixture(f"photos/{source}.jpg")) as opened:
        image = ImageOps.fit(opened.convert("L" if source == "animal/cow" else "RGB"), sizes[len(source) % 3])
    if source == "tool/wrench":
        image, exif[0x0112] = image.transpose(Image.Transpose.ROTATE_90), 6
    image.save(out := io.BytesIO(), "JPEG", quality=quality, exif=exif)
    return out.getvalue()


def put(root, changed):
    """Write the folder of photos. changed: file → another photo that lies there."""
    files = {name: photo(changed.get(name, source), 70 if name == "building/Urlaub.jpg" else 90)
             for name, source in PHOTOS.items()}  # fmt: skip
    for name, content in (files | NO_PHOTOS | {BROKEN: photo("tool/hammer1")[:1500]}).items():
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_bytes(content)


def files_in(folder):
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in sorted(folder.rglob("*"))
            if path.is_file()}  # fmt: skip


@cache
def place():
    """A temporary folder for all three runs, gone when Python ends."""
    folder = Path(tempfile.mkdtemp(prefix="pipeline-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    return folder


def photos_of(which):
    return place() / which / "Meine Photos"


def out_of(which):
    return place() / which / "out"


def started(which, epochs, seed=SEED):
    """Run the pipeline in the place called `which`."""
    try:
        with time_limit(SECONDS):
            return run_pipeline(photos_of(which), out_of(which), epochs=epochs, seed=seed)
    except (OSError, SyntaxError) as error:
        if "truncated" in str(error) or "identify" in str(error):
            raise AssertionError(f"The run stopped at a photo that cannot be read: {error}. Look for such photos first "
                                 "(`is_readable` of week 4), and go on without them.") from None
        raise


@cache
def attempt(which):
    """What a run gave and the files that were there before; or the error that stopped it, so that none runs twice."""
    changed = {"plain": dict, "other test": other_test_photos, "other val": other_val_photos}[which]()
    put(photos_of(which), changed)
    before = files_in(photos_of(which))
    try:
        return started(which, epochs=7 if which == "other val" else 2), before, None
    except Exception as error:
        return None, before, (error, error.__traceback__)


def run(which="plain"):
    """The dict that a run returned, once it is sure that the other tests can read it."""
    result, _, failed = attempt(which)
    if failed:
        raise failed[0].with_traceback(failed[1])
    check_keys(result)
    return result


def check_keys(result):
    assert isinstance(result, dict), f"It returned {result!r:.60}, and should return a dict with what came out."
    missing = [key for key in KEYS if key not in result]
    assert not missing, f"The result lacks {', '.join(missing)}."
    try:
        json.dumps(result, allow_nan=False)
    except (TypeError, ValueError) as error:
        raise AssertionError(f"The result is no plain data, so it cannot be written as JSON: {error}. Turn what "
                             "comes from NumPy, torch or pathlib into numbers and text: int(…), float(…), "
                             "str(…).") from None
    split = result["split"]
    assert isinstance(split, dict) and sorted(split) == sorted(PARTS), (
        f"split is {split!r:.80}, and should be a dict with the keys train, val and test.")
    strange = [name for part in PARTS for name in split[part] if name not in PHOTOS and name != BROKEN]
    assert not strange, (f"In split is {strange[0]!r}. Photos are called by their path below data_root, with /: "
                         'path.relative_to(data_root).as_posix(), such as "animal/aus Köln/pig.jpg".')
    assert split["train"] and split["val"] and split["test"], (
        f"The parts have {', '.join(str(len(split[part])) for part in PARTS)} photos. Each needs some.")
    history, best, lists = result["history"], result["best_epoch"], ("train_loss", "val_loss", "val_accuracy")
    assert isinstance(history, dict) and all(
        isinstance(history.get(key), list) and history[key] for key in lists
    ), f"history is {history!r:.80}, and should have three lists with a number an epoch: {', '.join(lists)}."
    assert type(best) is int and 0 <= best < len(history["val_loss"]), (
        f"best_epoch is {best!r}, and history has {len(history['val_loss'])} epochs, the first of them 0.")
    rows = result["comparison"]
    assert isinstance(rows, list) and len(rows) > 1 and all(
        isinstance(row, dict) and {"name", "mean", "interval", "seconds", "parameters"} <= set(row) for row in rows
    ), f"comparison is {rows!r:.80}, and should be the list of dicts that `compare_models` returns."
    assert isinstance(result["checkpoint"], str) and Path(result["checkpoint"]).is_file(), (
        f"checkpoint is {result['checkpoint']!r:.80}, and there is no such file.")


def replaced(names):
    """Each of these files → a photo of another class: an animal's becomes a building's, and so on."""
    kinds, left, changed = list(OTHERS), {kind: list(OTHERS[kind]) for kind in OTHERS}, {}
    for name in names:
        if TWINS.get(name) in changed:  # they stay the same photo
            changed[name] = changed[TWINS[name]]
            continue
        following = kinds[(kinds.index(name.partition("/")[0]) + 1) % 3]
        kind = following if left[following] else next(kind for kind in kinds if left[kind])
        changed[name] = f"{kind}/{left[kind].pop(0)}"
    return changed


def other_test_photos():
    return replaced(sorted(run()["split"]["test"]))


def other_val_photos():
    return replaced(sorted(run()["split"]["val"])[:-1])


def label_of(name):
    return sorted(OTHERS).index(name.partition("/")[0])


# ---- the checkpoint, opened without the course's own words for it


def opened(result):
    """(tensors, words) of the checkpoint."""
    from safetensors import SafetensorError, safe_open

    try:
        with safe_open(result["checkpoint"], "pt") as file:
            tensors = {name: file.get_tensor(name).clone() for name in file.keys()}  # noqa: SIM118
            words = file.metadata() or {}
    except SafetensorError as error:
        raise AssertionError(f"The checkpoint is no safetensors file: {error}. `save_checkpoint` of week 7 writes "
                             "one.") from None
    missing = [key for key in ("config", "class_names", "preprocessing") if key not in words]
    assert not missing, f"The checkpoint lacks {', '.join(missing)}: `save_checkpoint` of week 7 writes all three."
    return tensors, {key: json.loads(text) for key, text in words.items()}


def network(result):
    """The network of the checkpoint, ready to be asked."""
    tensors, words = opened(result)
    try:
        return probes.built(words["config"], len(words["class_names"]), tensors)
    except (RuntimeError, ValueError, TypeError) as error:
        raise AssertionError(f"The network cannot be made from the checkpoint: {str(error)[:300]}. `config` must be "
                             "what `build` made the trained network from.") from None


def prepared(root, names, preprocessing):
    """These photos as the network wants them. They are as large as they should be: only the middle is cut out."""
    rows = []
    for name in names:
        with Image.open(root / name) as image:
            pixels = np.asarray(ImageOps.exif_transpose(image).convert("RGB"), np.float32)
        top, left = (pixels.shape[0] - 128) // 2, (pixels.shape[1] - 128) // 2
        unit = pixels[top : top + 128, left : left + 128] / 255
        rows.append((unit - np.array(preprocessing["mean"])) / np.array(preprocessing["std"]))
    return torch.tensor(np.stack(rows)).permute(0, 3, 1, 2).float()


COURSE = {"mean": [127 / 255] * 3, "std": [128 / 255] * 3}


def loss_of(which, model, preprocessing, part="val"):
    """The loss of a network on the photos of a part, by hand."""
    names = run(which)["split"][part]
    with torch.no_grad():
        logits = model(prepared(photos_of(which), names, preprocessing))
    labels = torch.tensor([label_of(name) for name in names])
    return float(torch.nn.functional.cross_entropy(logits, labels))


def close(one, other):
    return abs(one - other) < 2e-3 * max(1, abs(other))


# ---- what must hold


def test_run_pipeline_returns_a_dict_of_plain_data():
    result = run()
    expect(result["class_names"], want=["animal", "building", "tool"], what="class_names")
    assert isinstance(result["chosen"], str) and result["chosen"] in [row["name"] for row in result["comparison"]], (
        f"chosen is {result['chosen']!r}, and should be the name of a candidate in comparison.")
    for key in ("val_accuracy", "test_accuracy", "baseline"):
        assert type(result[key]) is float and 0 <= result[key] <= 1, (
            f"{key} is {result[key]!r}, and should be a float from 0 to 1.")


def test_run_pipeline_leaves_out_what_cannot_be_read_and_says_so():
    before, after = attempt("plain")[1], files_in(photos_of("plain"))
    gone = sorted(before.keys() - after.keys())
    assert not gone, (f"{gone[0]} is not in data_root any more. A broken file may be the only copy of something: leave "
                      "it where it is, and name it in skipped.")
    changed = sorted(name for name in after if before.get(name) != after[name])
    assert not changed, (f"{changed[0]} in data_root is not what it was. Everything there stays as it is: what is "
                         "written goes to out_dir.")
    result = run()
    expect(result["skipped"], want=[BROKEN], what="skipped", mistakes={
        "silent": ([], f"{BROKEN} breaks off in the middle. To leave it out is right, and nobody is told: name it in "
                   "skipped."),
    }, say="Photos are called by their path below data_root, with /: "
           "path.relative_to(data_root).as_posix().")  # fmt: skip
    learned = [part for part in PARTS if BROKEN in result["split"][part]]
    assert not learned, f"{BROKEN} cannot be read, and is in {learned[0]} all the same."


def test_run_pipeline_deals_every_photo_into_one_part():
    split = run()["split"]
    places = {name: [part for part in PARTS for one in split[part] if one == name] for name in PHOTOS}
    lost = [name for name, parts in places.items() if not parts]
    assert not lost, (f"{len(lost)} of {len(PHOTOS)} readable photos are in no part; {lost[0]} is one of them. "
                      "If classes are dealt out one by one, each must be added to the parts (+= or .extend).")
    twice = [name for name, parts in places.items() if len(parts) > 1]
    assert not twice, f"{twice[0]} is in {' and in '.join(places[twice[0]])}. Each photo belongs into one part."
    burst = {places[name][0] for name in BURST}
    assert len(burst) == 1, (
        f"duck_1, duck_2 and duck_3 are one burst, and lie in {' and '.join(sorted(burst))}: the exam asks what was "
        "learned by heart. `subjects` says which photos belong together, and `split_by_group` keeps them so.")
    twins = {places[name][0] for name in TWINS}
    assert len(twins) == 1, (
        f"petra.jpg and Urlaub.jpg are the same photo, encoded twice, and lie in {' and '.join(sorted(twins))}. "
        "Give the pairs that `near_duplicates` finds to `subjects`.")
    for kind in OTHERS:
        photos = [parts[0] for name, parts in places.items() if name.startswith(kind)]
        learned = photos.count("train")
        assert len(photos) / 2 <= learned < len(photos), (
            f"Of {len(photos)} photos of the class {kind}, {learned} are in train. Deal the photos out class by class: "
            "then about 70 % of each are there, and some of each are left.")


def test_run_pipeline_knows_the_score_of_always_saying_the_same():
    result = run()
    labels = {part: [label_of(name) for name in result["split"][part]] for part in PARTS}

    def share(label, part):
        return labels[part].count(label) / len(labels[part])

    common = {part: max(labels[part], key=labels[part].count) for part in PARTS}
    want = share(common["train"], "test")
    wrong = {
        "1/k": (1 / 3, "One in three would be right if the classes were equally common. The model to beat always says "
                "the commonest class of train, and is scored on test."),
        "test": (share(common["test"], "test"), "That is the share of the class that is commonest in test. Which class "
                 "is commonest must be learned from train; only the score comes from test."),
        "train": (share(common["train"], "train"), "That is its share of the training photos. Like any model, it is "
                  "learned from train and scored on test."),
        "val": (share(common["train"], "val"), "That is its share of the validation photos. It is scored on test, like "
                "the chosen model."),
    }  # fmt: skip
    wrong = {name: entry for name, entry in wrong.items() if abs(entry[0] - want) > 1e-9}
    values = [round(value, 9) for value, _ in wrong.values()]
    wrong = {name: entry for i, (name, entry) in enumerate(wrong.items()) if round(entry[0], 9) not in values[:i]}
    expect(result["baseline"], want=want, mistakes=wrong, what="baseline",
           say="It is the share of the test photos that are right if the commonest class of train is always said.")


def test_run_pipeline_decides_nothing_by_the_test_photos():
    """The same once more, but the files of the test part hold other pictures. They may change the score, no more."""
    first, second = run(), run("other test")
    expect(second["split"], want=first["split"], what="split", say="Only the pictures in the test part changed, and "
           "so did the split. It depends on the names, on who belongs together, and on the seed.")
    one, other = opened(first), opened(second)
    assert one[1]["preprocessing"] == other[1]["preprocessing"], (
        "With other test photos, the preprocessing in the checkpoint changed. Mean and standard deviation would be "
        "learned from the exam: take PREPROCESSING.")
    (early, late), same = (result["history"] for result in (first, second)), first["chosen"] == second["chosen"]
    assert not same or abs(early["train_loss"][0] - late["train_loss"][0]) < 1e-6, (
        f"With other test photos, the loss in training changed, from {early['train_loss'][0]:.4f} to "
        f"{late['train_loss'][0]:.4f} in the first epoch. Only the photos of split['train'] are learned from, and all "
        "chance comes from the seed.")
    scores = [{row["name"]: (row["mean"], row["interval"]) for row in each["comparison"]} for each in (first, second)]
    assert scores[0] == scores[1], (
        "With other test photos, the candidates got other scores. Choose by the validation photos: compare_models(…, "
        "train, val, SEEDS). Who chooses by the test photos has no photos left that can tell how good the choice is.")
    assert same, "With other test photos, another candidate was chosen. Only what is in comparison decides."
    assert early["val_loss"] == late["val_loss"] and first["best_epoch"] == second["best_epoch"], (
        f"With other test photos, val_loss changed, from {early['val_loss']} to {late['val_loss']}. When to stop, and "
        "which epoch was the best, is decided by the validation photos.")
    assert early == late and first["val_accuracy"] == second["val_accuracy"], (
        "With other test photos, the history of the training changed. The test photos are looked at when it is over.")
    assert all(torch.equal(one[0][name], other[0][name]) for name in one[0]), (
        "With other test photos, the weights in the checkpoint changed. The test photos are looked at when training is "
        "over; and all chance comes from the seed.")


def test_run_pipeline_chooses_the_simplest_that_is_not_clearly_worse():
    for which in ("plain", "other val"):
        result = run(which)
        rows, count = result["comparison"], 5 * len(result["split"]["val"])
        for row in rows:
            right = row["mean"] * count
            assert abs(right - round(right)) < 1e-6, (
                f"The mean of {row['name']} is {row['mean']:.4f}, and no mean of five accuracies on {count // 5} "
                "validation photos can be. Score on the validation photos, each once and as it is: only training "
                "photos are augmented.")
        best = max(row["mean"] for row in rows)
        reach = [row for row in rows if row["mean"] + row["interval"] >= best - 1e-12]
        want = min(reach, key=lambda row: (row["parameters"], -row["mean"]))
        highest = next(row["name"] for row in rows if row["mean"] == best)
        table = "; ".join(f"{row['name']} {row['mean']:.2f} ± {row['interval']:.2f}, {row['parameters']} parameters"
                          for row in rows)  # fmt: skip
        if result["chosen"] != want["name"]:
            why = ("That one has the highest mean, but the other may be just as good and is smaller"
                   if result["chosen"] == highest else
                   "That is no other choice than by the means and intervals in comparison")  # fmt: skip
            raise AssertionError(f"{result['chosen']} was chosen, and `choose` takes {want['name']}, from: {table}. "
                                 f"{why}: chosen = choose(comparison).")


def test_run_pipeline_saves_a_checkpoint_that_says_everything():
    for which in ("plain", "other val"):
        result = run(which)
        names, preprocessing = opened(result)[1]["class_names"], opened(result)[1]["preprocessing"]
        expect(names, want=result["class_names"], what="class_names in the checkpoint", say="Answer 0 means the "
               "first of these names. They must stand in the order by which the labels were numbered in training.")
        assert isinstance(preprocessing, dict) and {"image_size", "mean", "std"} <= set(preprocessing), (
            f"preprocessing in the checkpoint is {preprocessing!r:.80}, and should be PREPROCESSING.")
        model, history, best = network(result), result["history"], result["best_epoch"]
        assert close(loss_of(which, model, preprocessing), history["val_loss"][best]) or not close(
            loss_of(which, model, COURSE), history["val_loss"][best]
        ), (f"preprocessing in the checkpoint is {preprocessing}, and training used another one: save PREPROCESSING. "
            "Whoever loads it prepares the photos wrongly, and no error says so.")  # fmt: skip


def test_run_pipeline_keeps_the_weights_of_the_best_epoch():
    for which, epochs in (("other val", 7), ("plain", 2)):
        result = run(which)
        history, best, losses = result["history"], result["best_epoch"], result["history"]["val_loss"]
        assert {len(history[key]) for key in ("train_loss", "val_accuracy")} == {len(losses)}, (
            "The lists in history differ in length. Each has one number an epoch.")
        waited = [i - losses.index(min(losses[: i + 1])) for i in range(len(losses))]
        shown = ", ".join(f"{loss:.3f}" for loss in losses)
        assert max(waited) < 6, (
            f"val_loss was {shown}, so for five epochs nothing got better, and training went on. Stop early: "
            "EarlyStopping(patience=5) of week 6.")
        assert len(losses) == epochs or waited[-1] == 5, (
            f"{epochs} epochs were allowed, and history has {len(losses)}: {shown}. Training ends earlier only if five "
            "epochs in a row brought no improvement.")
        expect(best, want=losses.index(min(losses)), what=f"best_epoch, where val_loss was {shown}",
               say="The best epoch is the one with the lowest val_loss, the first being 0.")
        wrong = {"last": (history["val_accuracy"][-1], "That is the last epoch's. The weights that are kept are those "
                          "of the best epoch, so it is their accuracy that counts.")}  # fmt: skip
        expect(result["val_accuracy"], want=history["val_accuracy"][best], what="val_accuracy",
               mistakes=wrong if history["val_accuracy"][-1] != history["val_accuracy"][best] else {},
               say="val_accuracy is the one of the best epoch in history.")
        count = len(result["split"]["val"])
        odd = [one for one in history["val_accuracy"] if abs(one * count - round(one * count)) > 1e-6]
        assert not odd, (f"In val_accuracy is {odd[0]:.4f}, and that is no share of {count} photos. Measure on the "
                         "validation photos, each once and as it is.")
        model, preprocessing = network(result), opened(result)[1]["preprocessing"]
        got = loss_of(which, model, preprocessing)
        if close(loss_of(which, model, COURSE), losses[best]):  # the test before says what is wrong there
            got = losses[best]
        assert close(got, losses[best]) or not close(loss_of(which, model, preprocessing, "test"), losses[best]), (
            f"{losses[best]:.4f} in val_loss is the loss on the test photos. Which epoch is the best is decided by the "
            "validation photos.")
        begun = f"With the weights in the checkpoint, the loss on the validation photos is {got:.4f}"
        assert close(got, losses[best]) or not close(got, losses[-1]), (
            f"{begun}. That is the last epoch's; the lowest was {losses[best]:.4f}. Before saving, put the best "
            "weights back: load_state_dict(stopper.best_weights).")
        assert close(got, losses[best]), (
            f"{begun}, and history says {losses[best]:.4f} for the best epoch. Is it another network that was saved "
            "than the one that was trained, or one without its trained head? Or was the history measured on "
            "photos that were changed?")


def test_run_pipeline_says_of_each_test_photo_what_the_saved_model_says():
    for which in ("plain", "other val"):
        result, model = run(which), network(run(which))
        said, names = result["predictions"], result["class_names"]
        photos = list(result["split"]["test"])
        expect(sorted(said) if isinstance(said, dict) else said, want=sorted(photos), what="The photos in predictions")
        images = prepared(photos_of(which), photos, opened(result)[1]["preprocessing"])
        with torch.no_grad():
            want = [names[i] for i in model(images).argmax(1)]
            still_learning = [names[i] for i in model.train()(images).argmax(1)]
        for photo_name, label in zip(photos, want, strict=True):
            if said[photo_name] != label:
                learning = [said[name] for name in photos] == still_learning
                raise AssertionError(
                    f"{photo_name} is {said[photo_name]!r} in predictions, and the model that was saved says "
                    f"{label!r}. " + ("That is what it says in train mode: put it into eval mode before it is tested."
                                      if learning else "Both must be the same network, in eval mode, on photos "
                                      "prepared alike, and names[i] is the name of answer i."))  # fmt: skip
        right = sum(said[name] == name.partition("/")[0] for name in photos) / len(photos)
        expect(result["test_accuracy"], want=right, what="test_accuracy",
               say="That is not the share of the predictions that name the photo's own folder.")


def test_run_pipeline_leaves_a_model_card_a_line_in_the_log_and_pictures():
    result = run()
    models = sorted(path.name for path in out_of("plain").rglob("*.safetensors"))
    assert len(models) == 1 and models[0].startswith("photo_classifier_v1_"), (
        f"In out_dir are the models {models}. There should be one, called as `version_name` of week 7 calls version 1.")
    for key in ("model_card", "log"):
        assert isinstance(result[key], str) and Path(result[key]).is_file(), (
            f"{key} is {result[key]!r:.80}, and there is no such file.")
    try:
        card = json.loads(Path(result["model_card"]).read_text(encoding="utf-8"))
    except ValueError as error:
        raise AssertionError(f"The model card is no JSON: {error}.") from None
    empty = [field for field in FIELDS if card.get(field) in (None, "", [])]
    assert not empty, f"The model card lacks {', '.join(empty)}."
    expect(card["class_names"], want=result["class_names"], what="class_names in the model card")
    expect(card["validation_accuracy"], want=result["val_accuracy"], what="validation_accuracy in the model card")
    lines = Path(result["log"]).read_text(encoding="utf-8").split("\n")
    runs = [json.loads(line) for line in lines if line.strip()]
    assert len(runs) == 1, f"The log has {len(runs)} lines after one run, and should have one: log_run, once."
    missing = [key for key in ("settings", "split", "val_accuracy") if key not in runs[0]]
    assert not missing, f"The line in the log lacks {', '.join(missing)}."
    expect(runs[0]["val_accuracy"], want=result["val_accuracy"], what="val_accuracy in the log")
    pictures = result["pictures"]
    assert isinstance(pictures, list) and len(set(map(str, pictures))) > 2, (
        f"pictures is {pictures!r:.80}, and should name three files: curves, confusion matrix, mistakes.")
    for path in pictures:
        assert Path(path).is_file(), f"There is no file {Path(path).name}, which is in pictures."
        try:
            with Image.open(path) as image:
                kind, size, colors = image.format, image.size, image.convert("L").getextrema()
        except OSError as error:
            raise AssertionError(f"{Path(path).name} cannot be opened as a picture: {error}.") from None
        assert kind == "PNG" and min(size) > 50 and colors[0] < colors[1], (
            f"{Path(path).name} is a {kind} of {size[0]}×{size[1]} pixels, and should be a PNG on which there is "
            "something to see. The functions of nets.drawings draw them.")


def test_run_pipeline_has_nothing_to_do_where_all_is_done():
    first, before = run(), files_in(out_of("plain"))
    changed_at = Path(first["checkpoint"]).stat().st_mtime_ns
    worked = []

    def noticed(*args, **kwargs):
        worked.append(1)
        raise RuntimeError("The test stopped the training here.")

    try:
        with (
            probes.replaced("torch.Tensor", "backward", noticed),
            probes.replaced("torch.autograd", "backward", noticed),
            probes.replaced("torch.autograd", "grad", noticed),
        ):
            second = started("plain", epochs=2)
    except RuntimeError:
        if not worked:
            raise
        second = None
    assert not worked, (
        "Started again with the same folders, it trained again. What is done is not done again: each step goes through "
        "steps.do, and asks only what it needs.")
    after = files_in(out_of("plain"))
    models = sorted(Path(name).name for name in after if name.endswith(".safetensors"))
    assert len(models) == 1, (f"Started again with the same folders, it saved the model again: now there are "
                              f"{', '.join(models)}. Its name is a step as well: it is found once.")
    log = Path(first["log"]).relative_to(out_of("plain")).as_posix()
    assert after.get(log) == before[log], (
        f"Started again with the same folders, it changed the log: it has {after.get(log, b'').count(b'{')} entries "
        "now. Writing the line is a step as well, done once.")
    assert Path(first["checkpoint"]).stat().st_mtime_ns == changed_at, (
        "Started again with the same folders, it wrote the checkpoint again. Saving is a step as well, done once.")
    assert second == first, "Started again with the same folders, it returned something else than before."


def test_run_pipeline_refuses_a_folder_of_other_work():
    run()
    before = files_in(out_of("plain"))
    expect_error(started, "plain", 3, why="out_dir holds a run with 2 epochs, and 3 are asked for now. Old and new "
                 "would be mixed up, so this is a ValueError: `Steps` raises it if it is told all settings.")
    expect_error(started, "plain", 2, SEED + 1, why="out_dir holds a run with another seed. Old and new would be mixed "
                 "up, so this is a ValueError: `Steps` raises it if it is told all settings.")
    more = photos_of("plain") / "animal" / "koala.jpg"
    more.write_bytes(photo("animal/koala"))
    try:
        expect_error(started, "plain", 2, why="A photo was added to data_root, and out_dir still holds what came out "
                     "without it. That is a ValueError: let `fingerprint` of the photos be one of the settings.")
    finally:
        more.unlink()
    after = files_in(out_of("plain"))
    changed = sorted(name for name in before.keys() | after.keys() if before.get(name) != after.get(name))
    assert not changed, f"out_dir was refused, but {changed[0]} in it is not what it was. Look first, then write."
