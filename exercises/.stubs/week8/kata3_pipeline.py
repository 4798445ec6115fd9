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
    raise NotImplementedError
