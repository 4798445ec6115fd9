"""The whole way.

A folder of photos goes in, a model that others can use comes out, and every step in between is a function that you
have written: this is where they meet. A pipeline has to be boring. It gives the same numbers when it is run again,
it goes on where it was stopped, it says what it left out, and it looks at the test photos once, at the end.
"""

from collections.abc import Callable
from pathlib import Path
from typing import Any

IMAGE_SIZE = 128
PREPROCESSING = {"image_size": IMAGE_SIZE, "mean": [127 / 255] * 3, "std": [128 / 255] * 3}  # as the backbone wants it
CANDIDATES: dict[str, dict[str, Any]] = {  # name → what `nets.architectures.build` makes it from
    "dense": {"architecture": "dense", "image_size": IMAGE_SIZE, "shrink": 4, "hidden": 64},
    "small CNN": {"architecture": "small_cnn", "image_size": IMAGE_SIZE, "shrink": 4, "channels": [16, 32]},
    "transfer": {"architecture": "transfer"},
}
SEEDS = [0, 1, 2, 3, 4]  # each candidate is trained with each of them
COPIES = 2  # augmented copies of each training photo, besides the photo itself


def run_pipeline(
    data_root: Path, out_dir: Path, device: str = "cpu", epochs: int = 40, seed: int = 0
) -> dict[str, Any]:
    """From a folder of photos to a model that is ready to be shared.

    You have written almost every step already; here they are put together. Take the functions one by one, and let each
    step go through `steps.do(name, work)` (`from nets.steps import Steps, tracked, written_whole`): it calls `work()`
    once and keeps what that gives as JSON in `out_dir`, so that a run that was stopped goes on where it was when it is
    started again. What is done is not done again. Files that a step writes are written whole: `written_whole`.

    1. List the photos: `from week4.kata2_folders import class_names, list_samples`. Begin with
       `Steps(out_dir, settings)`; the settings are all that the results depend on: device, epochs, seed, CANDIDATES,
       SEEDS, COPIES, and the photos themselves (`fingerprint`).
    2. Leave out what cannot be read: `from week4.kata6_quarantine import is_readable`. Nothing is moved.
    3. Split, class by class, so that every part has some of each: `from week4.kata3_split import split_by_group` with
       `seed`. Photos of one subject stay together: bursts ("duck_1.jpg", "duck_2.jpg"), and what `near_duplicates`
       finds. Then check with `leaks` that no photo is in two parts: `from week4.kata5_duplicates import
       near_duplicates, leaks`. Which photo goes where depends on the names, on who belongs together, and on the seed.
    4. Make them numbers, with PREPROCESSING: `from week4.kata1_pixels import load_rgb`, and
       `from week4.kata7_preprocess import center_square, to_unit, standardize, to_batch`.
    5. Augment the photos of train, and no others: COPIES changed copies of each, besides the photo itself,
       `from week6.kata4_augmentation import augment`.
    6. Compare all CANDIDATES with all SEEDS: `from week8.kata2_baseline_first import compare_models, choose`. They
       learn from train and are scored on val: the dense network and the small CNN for up to 10 epochs with
       `from week5.kata3_training_loop import train_epoch, evaluate`; the transfer one on features that are
       computed once: `from week5.kata7_transfer_learning import freeze, embed, train_head`. `choose` chooses.
    7. Train the chosen one for at most `epochs` epochs, and watch the loss on val:
       `EarlyStopping(patience=5)`, `from week6.kata5_regularization import EarlyStopping`. The weights of the best
       epoch are kept: `from week7.kata1_save_and_load import save_weights, load_weights`.
    8. Test, once: `from week8.kata1_locked_test_set import LockedTestSet`. Without mixed precision, on the CPU: as
       those will use the model who get it.
    9. Save what others need: `save_checkpoint` of week 7's kata 1 into out_dir/models, called
       photo_classifier_v1_2026-03-28.safetensors or likewise, and the model card:
       `from week7.kata4_versions_and_model_card import version_name, next_version, model_card, write_model_card`. One
       line for the log: `from week6.kata6_experiment_log import log_run`. Three pictures, as PNG: the curves, the
       confusion matrix of the test, and the test photos that were taken for something else.
    10. Start cold: `load_checkpoint`, and `from week7.kata2_predict_a_photo import predict_photo` must give each test
        photo the label that it had in the test.

    (Or write any of them again.) The course gives `load_backbone` (`nets.lite0`), `build` (`nets.architectures`), the
    drawings (`nets.drawings`), and in `nets.workbench`: `fingerprint`, `subjects`, `batches`, and `mixed_precision`,
    within which a graphics card computes faster. A bar of progress belongs on a terminal only: `tracked` sees to that.

    Args:
        data_root: a folder for each class, with photos in it, at any depth: ten or more a class. It stays as it is.
        out_dir: where everything goes; made where it is missing. It is empty, or holds what an earlier start with the
            same photos and settings left there.
        device: where to compute, "cpu" or "cuda". On a graphics card, training uses mixed precision. The checkpoint is
            the same kind of file, and runs on the CPU.
        epochs: how long to train the chosen one at most, 1 or more.
        seed: decides every draw there is: the split, the augmentation, the first weights, the order of the batches. The
            same photos and seed give the same result, on the same device.

    Returns:
        A dict of plain data, which `json.dumps` can write: numbers, text, lists and dicts. A photo is called by its
        path below data_root, with "/" on every computer: "duck/from Anna/IMG_1.jpg".

        - "class_names": list of str, sorted
        - "skipped": list of str, the photos that cannot be read
        - "split": {"train": […], "val": […], "test": […]}, lists of str; every readable photo is in one of them
        - "comparison": list of dicts, as `compare_models` returns it
        - "chosen": str, a name in CANDIDATES
        - "history": {"train_loss": […], "val_loss": […], "val_accuracy": […]}, a float an epoch
        - "best_epoch": int, from 0: the epoch with the lowest val_loss, the first of them
        - "val_accuracy": float, of that epoch
        - "test_accuracy": float, of that epoch's weights
        - "baseline": float, the share of the test photos that are right if the commonest class of train is always said
        - "predictions": {photo: class name} for each photo of the test part
        - "checkpoint", "model_card", "log": str, the paths of these files in out_dir
        - "pictures": list of str, the paths of the three pictures

        A second call with the same arguments finds everything done, and returns the same at once.

    Raises:
        ValueError: out_dir holds the work of another run, with other photos, device, epochs or seed. Then nothing in it
            is changed. (`Steps` raises it.)
        ValueError: copies of one photo lie in two classes, and came into different parts; or a prediction is not the
            same after saving and loading. The message names the photo.

    Example:
        Of a folder with 44 photos of animals and 67 of buildings, two of them broken:

        >>> result = run_pipeline(Path("photos"), Path("out"))     # doctest: +SKIP
        >>> result["chosen"], result["baseline"], result["test_accuracy"]     # doctest: +SKIP
        ('transfer', 0.6, 1.0)
    """
    # BEGIN SOLUTION
    import datetime
    from functools import cache

    import numpy as np
    import torch

    from nets.architectures import build
    from nets.drawings import draw_confusion, draw_contact_sheet, draw_curves
    from nets.lite0 import load_backbone
    from nets.steps import Steps, tracked, written_whole
    from nets.workbench import batches, fingerprint, mixed_precision, subjects
    from week4.kata1_pixels import load_rgb
    from week4.kata2_folders import class_names, list_samples
    from week4.kata3_split import split_by_group
    from week4.kata5_duplicates import leaks, near_duplicates
    from week4.kata6_quarantine import is_readable
    from week4.kata7_preprocess import center_square, standardize, to_batch, to_unit
    from week5.kata3_training_loop import evaluate, train_epoch
    from week5.kata7_transfer_learning import embed, freeze, train_head
    from week6.kata4_augmentation import augment
    from week6.kata5_regularization import EarlyStopping
    from week6.kata6_experiment_log import log_run
    from week7.kata1_save_and_load import load_checkpoint, load_weights, save_checkpoint, save_weights
    from week7.kata2_predict_a_photo import predict_photo
    from week7.kata4_versions_and_model_card import model_card, next_version, version_name, write_model_card
    from week8.kata1_locked_test_set import LockedTestSet
    from week8.kata2_baseline_first import choose, compare_models

    data_root, out_dir = Path(data_root), Path(out_dir)
    names = class_names(data_root)
    label_of = {path.relative_to(data_root).as_posix(): label for path, label in list_samples(data_root)}
    settings = {"photos": fingerprint(data_root, label_of), "device": device, "epochs": epochs, "seed": seed}
    settings |= {"candidates": CANDIDATES, "seeds": SEEDS, "copies": COPIES}
    steps = Steps(out_dir, settings)

    # What can be read, and which photos to learn from.

    def unreadable() -> list[str]:
        return [name for name in tracked([*label_of], "reading every photo") if not is_readable(data_root / name)]

    def divided() -> dict[str, list[str]]:
        paths = {data_root / name: name for name in label_of if name not in skipped}
        subject = subjects(paths, near_duplicates([*paths]))
        parts: dict[str, list[str]] = {"train": [], "val": [], "test": []}
        for label in range(len(names)):  # class by class, so that every part has some of each
            samples = [(path, label) for path, name in paths.items() if label_of[name] == label]
            for part, chosen in split_by_group(samples, subject.__getitem__, seed=seed).items():
                parts[part] += [paths[path] for path, _ in chosen]
        for one, other in (("train", "val"), ("train", "test"), ("val", "test")):
            found = leaks([data_root / name for name in parts[one]], [data_root / name for name in parts[other]])
            if found:
                raise ValueError(f"One photo is in {one} and in {other}, under two classes: {found[0]}")
        return parts

    skipped = steps.do("skipped", unreadable)
    parts = steps.do("split", divided)

    # Photos as the network wants them. Cached: a step that was done earlier may not need them at all.

    @cache
    def squares(part: str) -> list[np.ndarray]:
        shown = tracked(parts[part], f"{part} photos")
        return [center_square(load_rgb(data_root / name), IMAGE_SIZE) for name in shown]

    @cache
    def data(part: str) -> tuple[torch.Tensor, torch.Tensor]:
        images, labels = [*squares(part)], [label_of[name] for name in parts[part]]
        if part == "train":  # the only ones that are augmented
            rng = np.random.default_rng(seed)
            images += [augment(image, rng, "photos") for _ in range(COPIES) for image in squares(part)]
            labels *= 1 + COPIES
        mean, std = np.array(PREPROCESSING["mean"]), np.array(PREPROCESSING["std"])
        ready = to_batch([standardize(to_unit(image), mean, std) for image in images])
        return torch.as_tensor(ready).to(device), torch.tensor(labels).to(device)

    @cache
    def backbone() -> torch.nn.Module:
        return freeze(load_backbone().to(device))

    @cache
    def features(part: str) -> tuple[torch.Tensor, torch.Tensor]:
        with mixed_precision(device):
            rows, labels = embed(backbone(), tracked([*batches(*data(part))], f"features of {part} photos"))
        return rows.float(), labels

    # Three candidates, five seeds each, and which is the best on the validation photos.

    def fresh(name: str, seed: int) -> torch.nn.Module:
        with torch.random.fork_rng(devices=[]):
            torch.manual_seed(seed)
            model = build(CANDIDATES[name], len(names)).to(device)
        if name == "transfer":
            model.backbone = backbone()
        return model

    def optimizer_for(model: torch.nn.Module) -> torch.optim.Optimizer:
        rate = 0.1 / model.in_features**0.5 if isinstance(model, torch.nn.Linear) else 0.001
        return torch.optim.Adam(model.parameters(), lr=rate)

    def builder(name: str) -> Callable[..., torch.nn.Module]:
        def trained(train: tuple[torch.Tensor, torch.Tensor], seed: int) -> torch.nn.Module:
            model = fresh(name, seed)
            if name == "transfer":
                rows, labels = (one.cpu() for one in features("train"))
                model.head = train_head(rows, labels, len(names), epochs, seed).to(device)
                return model
            optimizer = optimizer_for(model)
            for epoch in range(min(epochs, 10)):
                with mixed_precision(device):
                    train_epoch(model, batches(*train, shuffled_by=1000 * seed + epoch), optimizer)
            return model

        return trained

    def compared() -> list[dict[str, Any]]:
        return compare_models({name: builder(name) for name in CANDIDATES}, data("train"), data("val"), SEEDS)

    comparison = steps.do("compare", compared)
    chosen = choose(comparison)

    # The chosen one, trained until the validation photos say stop.

    def trained() -> dict[str, Any]:
        model = fresh(chosen, seed)
        learning, learn, check = model, data("train"), data("val")
        if chosen == "transfer":  # the backbone never changes: its features are all that training needs
            learning, learn, check = model.head, features("train"), features("val")
        optimizer, stopper = optimizer_for(learning), EarlyStopping(patience=5)
        history: dict[str, list[float]] = {"train_loss": [], "val_loss": [], "val_accuracy": []}
        for epoch in tracked(range(epochs), f"training: {chosen}"):
            with mixed_precision(device):
                history["train_loss"].append(train_epoch(learning, batches(*learn, shuffled_by=epoch), optimizer))
                loss, accuracy = evaluate(learning, batches(*check))
            history["val_loss"].append(loss)
            history["val_accuracy"].append(accuracy)
            if stopper.update(loss, learning.state_dict()):
                break
        learning.load_state_dict(stopper.best_weights)
        with written_whole(weights) as draft:
            save_weights(model, draft)
        best = stopper.best_epoch
        return {"history": history, "best_epoch": best, "val_accuracy": history["val_accuracy"][best]}

    weights = out_dir / "steps" / "weights.pt"
    training = steps.do("train", trained)
    model = load_weights(build(CANDIDATES[chosen], len(names)), weights)

    # The test photos: once.

    def tested() -> dict[str, Any]:
        images, labels = data("test")
        said: list[int] = []

        def predict(images: torch.Tensor) -> list[int]:
            with torch.no_grad():  # on the CPU, and exact: as those will use it who get it
                said[:] = torch.cat([model(some) for some in images.split(16)]).argmax(1).tolist()
            return said

        accuracy = LockedTestSet(images.cpu(), labels.cpu()).evaluate(predict)
        always = np.bincount([label_of[name] for name in parts["train"]]).argmax()
        baseline = np.mean([label_of[name] == always for name in parts["test"]])
        predictions = {name: names[label] for name, label in zip(parts["test"], said, strict=True)}
        return {"test_accuracy": accuracy, "baseline": float(baseline), "predictions": predictions}

    exam = steps.do("test", tested)

    # What others need, and a look at it as they will see it.

    def named() -> str:
        version = next_version(out_dir / "models", "photo_classifier")
        return version_name("photo_classifier", version, datetime.date.today())

    checkpoint = out_dir / "models" / steps.do("name", named)
    card, log = checkpoint.with_suffix(".json"), out_dir / "log.jsonl"
    pictures = [out_dir / "curves.png", out_dir / "confusion.png", out_dir / "mistakes.png"]

    def saved() -> None:
        checkpoint.parent.mkdir(exist_ok=True)
        with written_whole(checkpoint) as draft:
            save_checkpoint(draft, model, CANDIDATES[chosen], names, PREPROCESSING)

    def described() -> None:
        fields = {
            "training_date": checkpoint.stem.rpartition("_")[2],
            "dataset": f"{len(parts['train'])} photos from the folder {data_root.name}",
            "image_size": IMAGE_SIZE,
            "class_names": names,
            "validation_accuracy": training["val_accuracy"],
            "test_accuracy": exam["test_accuracy"],
            "settings": {**settings, "model": chosen, "best_epoch": training["best_epoch"]},
            "intended_use": f"To tell photos of these apart: {', '.join(names)}. Made to learn how it is done.",
            "limits": "It knows nothing else: whatever the photo shows, it gives it one of these names.",
        }
        write_model_card(card, model_card(**fields))

    def noted_down() -> None:
        log.unlink(missing_ok=True)  # a run that was stopped just here may have left its line
        run = {"settings": {"model": chosen, **settings}, "split": seed, "val_accuracy": training["val_accuracy"]}
        log_run(log, run)

    def drawn() -> None:
        said = exam["predictions"]
        matrix = np.zeros((len(names), len(names)), int)
        for name, label in said.items():
            matrix[label_of[name], names.index(label)] += 1
        wrong = [name for name in said if said[name] != names[label_of[name]]]
        captions = [f"{names[label_of[name]]}, called {said[name]}" for name in wrong]
        with written_whole(pictures[0]) as draft:
            draw_curves(draft, training["history"], training["best_epoch"])
        with written_whole(pictures[1]) as draft:
            draw_confusion(draft, matrix, names)
        with written_whole(pictures[2]) as draft:
            draw_contact_sheet(draft, [data_root / name for name in wrong], captions)

    def started_cold() -> None:
        loaded = load_checkpoint(checkpoint)
        for name, said in exam["predictions"].items():
            again = predict_photo(loaded, data_root / name, k=1)[0][0]
            if again != said:
                raise ValueError(f"{name} was {said} before the model was saved, and is {again} now that it is loaded")

    steps.do("save", saved)
    steps.do("card", described)
    steps.do("log", noted_down)
    steps.do("pictures", drawn)
    steps.do("cold", started_cold)
    return {
        "class_names": names,
        "skipped": skipped,
        "split": parts,
        "comparison": comparison,
        "chosen": chosen,
        **training,
        **exam,
        "checkpoint": str(checkpoint),
        "model_card": str(card),
        "log": str(log),
        "pictures": [str(path) for path in pictures],
    }
    # END SOLUTION
