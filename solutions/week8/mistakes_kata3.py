"""Known mistakes in the pipeline, each with the words it must earn.

A pipeline is long, and most of what goes wrong in it is one line. So each mistake here is the reference with a line or
two replaced: `changed` says which. It complains where the reference does not have that line any more.
"""

from collections.abc import Callable
from functools import cache
from pathlib import Path

from kata.known import mistake

REFERENCE = Path(__file__).with_name("kata3_pipeline.py")


def changed(*pairs):
    """Put the reference with these texts replaced, (old, new) each, in a function's place."""

    def planted(function) -> Callable:
        @cache
        def run_pipeline() -> Callable:
            source = REFERENCE.read_text(encoding="utf-8")
            for old, new in pairs:
                if source.count(old) != 1:
                    raise LookupError(f"{function.__name__}: the reference has {source.count(old)} times: {old}")
                source = source.replace(old, new)
            names: dict = {"__name__": "kata3_pipeline"}
            exec(compile(source, str(REFERENCE), "exec"), names)
            return names["run_pipeline"]

        def with_the_constants(*args, **kwargs):
            """They are the module's, also where a test has changed one."""
            from week8 import kata3_pipeline

            run = run_pipeline()
            run.__globals__.update({name: value for name, value in vars(kata3_pipeline).items() if name.isupper()})
            return run(*args, **kwargs)

        return with_the_constants

    return planted


# What the reference says itself when something is wrong: without this, the tests have to find it.
NO_COLD_START = ("            if again != said:\n", "            if False:\n")
NO_LEAK_CHECK = ("        if found:\n", "        if False:\n")


# ---- the result


@mistake("run_pipeline", "The result is no plain data")
@changed(('"checkpoint": str(checkpoint),', '"checkpoint": checkpoint,'))
def a_path():
    """A Path in the result."""


@mistake("run_pipeline", "The result is no plain data")
@changed(("        **exam,\n", '        **exam,\n        "test_accuracy": np.float32(exam["test_accuracy"]),\n'))
def a_number_of_numpy():
    """np.float32, which JSON does not know."""


@mistake("run_pipeline", "The result lacks baseline")
@changed(('"baseline": float(baseline), ', ""))
def no_baseline():
    """Nothing to compare the score with."""


# ---- what cannot be read


@mistake("run_pipeline", "The run stopped at a photo that cannot be read")
@changed(("if not is_readable(data_root / name)]", "if False]"))
def stops_at_a_broken_photo():
    """Nobody looks before training starts."""


@mistake("run_pipeline", "is not in data_root any more")
@changed(('    skipped = steps.do("skipped", unreadable)\n',
          '    skipped = steps.do("skipped", unreadable)\n    for name in skipped:\n'
          '        (data_root / name).unlink(missing_ok=True)\n'))  # fmt: skip
def deletes_what_is_broken():
    """It may be the only copy."""


@mistake("run_pipeline", "nobody is told")
@changed(('        "skipped": skipped,\n', '        "skipped": [],\n'))
def skips_in_silence():
    """Left out, and not named."""


# ---- the parts


@mistake("run_pipeline", "are one burst, and lie in")
@changed(("split_by_group(samples, subject.__getitem__, seed=seed)", "split_by_group(samples, str, seed=seed)"),
         NO_LEAK_CHECK)  # fmt: skip
def photo_by_photo():
    """A burst on both sides."""


@mistake("run_pipeline", "are the same photo, encoded twice")
@changed(("near_duplicates([*paths])", "[]"), NO_LEAK_CHECK)
def twins_apart():
    """Only the names say what belongs together."""


@mistake("run_pipeline", "Deal the photos out class by class")
@changed(("        for label in range(len(names)):  # class by class, so that every part has some of each\n",
          "        for _ in [0]:\n"),
         ("samples = [(path, label) for path, name in paths.items() if label_of[name] == label]",
          "samples = [(path, label_of[name]) for path, name in paths.items()]"))  # fmt: skip
def all_classes_at_once():
    """A small class falls into one part."""


# ---- the baseline


@mistake("run_pipeline", "One in three would be right if")
@changed(('"baseline": float(baseline)', '"baseline": 1 / len(names)'))
def as_if_all_classes_were_alike():
    """8.01"""


@mistake("run_pipeline", "Which class is commonest must be learned from train")
@changed(('always = np.bincount([label_of[name] for name in parts["train"]]).argmax()',
          'always = np.bincount([label_of[name] for name in parts["test"]]).argmax()'))  # fmt: skip
def commonest_of_the_test():
    """8.02"""


# ---- choosing


@mistake("run_pipeline", "That one has the highest mean")
@changed(("    chosen = choose(comparison)\n", '    chosen = max(comparison, key=lambda row: row["mean"])["name"]\n'))
def the_highest_mean_wins():
    """8.09: a difference smaller than the interval."""


@mistake("run_pipeline", "no mean of five accuracies on")
@changed(('        if part == "train":  # the only ones that are augmented\n', '        if part != "test":\n'))
def validation_photos_augmented():
    """Measured with a ruler that changes its length."""


# ---- what the test photos decide


@mistake("run_pipeline", "Choose by the validation photos")
@changed(('for name in CANDIDATES}, data("train"), data("val"), SEEDS)',
          'for name in CANDIDATES}, data("train"), data("test"), SEEDS)'))  # fmt: skip
def chosen_by_the_test_score():
    """8.12: the test photos score every candidate."""


@mistake("run_pipeline", "is decided by the validation photos")
@changed(('learning, learn, check = model, data("train"), data("val")',
          'learning, learn, check = model, data("train"), data("test")'),
         ('features("train"), features("val")', 'features("train"), features("test")'))  # fmt: skip
def stopped_by_the_test_part():
    """8.11: the reported number is the luckiest epoch's."""


@mistake("run_pipeline", "are learned from, and all chance comes from the seed")
@changed(('        images, labels = [*squares(part)], [label_of[name] for name in parts[part]]\n',
          '        images, labels = [*squares(part)], [label_of[name] for name in parts[part]]\n'
          '        if part == "train":\n'
          '            images += squares("test")\n'
          '            labels += [label_of[name] for name in parts["test"]]\n'),
         ("for image in squares(part)]", "for image in images]"))  # fmt: skip
def trained_on_the_test_photos():
    """More photos are better."""


@mistake("run_pipeline", "would be learned from the exam")
@changed(("    # Three candidates, five seeds each",
          '    everything = [to_unit(image) for part in parts for image in squares(part)]\n'
          '    statistics = {"image_size": IMAGE_SIZE,\n'
          '                  "mean": np.mean(everything, axis=(0, 1, 2)).tolist(),\n'
          '                  "std": np.std(everything, axis=(0, 1, 2)).tolist()}\n'
          "    # Three candidates, five seeds each"),
         ('mean, std = np.array(PREPROCESSING["mean"]), np.array(PREPROCESSING["std"])',
          'mean, std = np.array(statistics["mean"]), np.array(statistics["std"])'),
         ("CANDIDATES[chosen], names, PREPROCESSING)", "CANDIDATES[chosen], names, statistics)"))  # fmt: skip
def statistics_of_all_photos():
    """Mean and standard deviation of everything there is, where only train may be asked."""


# ---- the checkpoint


@mistake("run_pipeline", "Answer 0 means the first of these names")
@changed(("CANDIDATES[chosen], names, PREPROCESSING)", "CANDIDATES[chosen], names[::-1], PREPROCESSING)"),
         NO_COLD_START)  # fmt: skip
def names_in_another_order():
    """list(set(names)) has any order: this one, say."""


@mistake("run_pipeline", "training used another one: save PREPROCESSING")
@changed(("CANDIDATES[chosen], names, PREPROCESSING)",
          'CANDIDATES[chosen], names, {"image_size": 128, "mean": [0.0] * 3, "std": [1.0] * 3})'),
         NO_COLD_START)  # fmt: skip
def only_divided_by_255():
    """8.16"""


@mistake("run_pipeline", "Is it another network that was saved")
@changed(("draft, model, CANDIDATES[chosen]", "draft, fresh(chosen, seed), CANDIDATES[chosen]"), NO_COLD_START)
def a_fresh_network_saved():
    """8.15: the trained head is not in what is saved."""


@mistake("run_pipeline", "That is the last epoch's; the lowest was")
@changed(("        learning.load_state_dict(stopper.best_weights)\n", ""))
def the_last_weights():
    """The best ones were kept, and never put back."""


@mistake("run_pipeline", "it is their accuracy that counts")
@changed(('"val_accuracy": history["val_accuracy"][best]}', '"val_accuracy": history["val_accuracy"][-1]}'))
def the_last_accuracy():
    """Of weights that were thrown away."""


@mistake("run_pipeline", "for five epochs nothing got better")
@changed(("            if stopper.update(loss, learning.state_dict()):\n                break\n",
          "            stopper.update(loss, learning.state_dict())\n"))  # fmt: skip
def never_stops_early():
    """What update says is not listened to."""


@mistake("run_pipeline", "That is what it says in train mode")
@changed(("            with torch.no_grad():  # on the CPU, and exact: as those will use it who get it\n",
          "            with torch.no_grad():\n"
          "                kept = {name: tensor.clone() for name, tensor in model.state_dict().items()}\n"
          "                said[:] = model.train()(images).argmax(1).tolist()\n"
          "                model.load_state_dict(kept)\n"
          "                return said\n"),
         NO_COLD_START)  # fmt: skip
def tested_in_train_mode():
    """Normalised by the statistics of the exam."""


@mistake("run_pipeline", "That is not the share of the predictions")
@changed(('return {"test_accuracy": accuracy,', 'return {"test_accuracy": training["val_accuracy"],'))
def the_validation_score_reported():
    """It was chosen because it is high."""


# ---- what is left behind


# ---- starting again


@mistake("run_pipeline", "it trained again")
@changed(('    training = steps.do("train", trained)\n', "    training = trained()\n"))
def trains_at_every_start():
    """The longest step is not among the steps."""


@mistake("run_pipeline", "it saved the model again")
@changed(('steps.do("name", named)', "named()"), ('    steps.do("save", saved)\n', "    saved()\n"))
def a_version_a_start():
    """v2, v3, …: one model under many names."""


@mistake("run_pipeline", "it changed the log")
@changed(('    steps.do("log", noted_down)\n', "    noted_down()\n"),
         ("        log.unlink(missing_ok=True)  # a run that was stopped just here may have left its line\n", ""))
def a_line_a_start():
    """One run, and as many lines as there were starts."""


@mistake("run_pipeline", "holds a run with 2 epochs, and 3 are asked for")
@changed(('"device": device, "epochs": epochs, "seed": seed}', '"device": device}'))
def settings_not_compared():
    """What was found with other settings is given out as new."""


@mistake("run_pipeline", "A photo was added to data_root")
@changed(('{"photos": fingerprint(data_root, label_of), ', "{"))
def photos_not_compared():
    """The split of yesterday, and the photos of today."""


@mistake("run_pipeline", "holds a run with 2 epochs, and 3 are asked for")
@changed(("    steps = Steps(out_dir, settings)\n",
          "    import shutil\n\n    try:\n        steps = Steps(out_dir, settings)\n    except ValueError:\n"
          "        shutil.rmtree(out_dir)\n        steps = Steps(out_dir, settings)\n"))  # fmt: skip
def makes_room():
    """The work of another run is deleted, for there is new work to do."""


# ---- chance


@mistake("run_pipeline", "global random generator")
@changed(("rng = np.random.default_rng(seed)", "rng = np.random.RandomState(np.random.randint(99) + seed)"),
         ("augment(image, rng, \"photos\")", "image"))  # fmt: skip
def chance_that_everyone_shares():
    """Drawn from the generator of the whole program."""


@mistake("run_pipeline", "are learned from, and all chance comes from the seed")
@changed(("model = fresh(chosen, seed)", "model = fresh(chosen, torch.seed() % 2**32)"))
def other_first_weights_each_time():
    """The seed does not reach the first weights."""
