"""The week's program: your pipeline, on real photos, from the first look to an app.

    python exercises/week8/ship.py                     # the course's photos of four kinds
    python exercises/week8/ship.py --photos my_photos  # yours: a folder for each kind, with photos in it
    python exercises/week8/ship.py --demo              # and then the app, in your browser

Half a minute on a laptop for the course's 165 photos; nothing is downloaded. Everything goes into the folder
`shipped`. Stop it whenever you like: the same command goes on where it was.
"""

import argparse
import shutil
from pathlib import Path

import torch

from kata import fixture
from kata.programs import own_katas
from nets.pictures import CLASSES

ROOT = Path(__file__).parents[2]
STOPPED = "What was finished is kept; the same command goes on from there."


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--photos", type=Path, metavar="DIR", help="a folder for each kind, with photos in it")
    parser.add_argument("--out", type=Path, metavar="DIR", default=ROOT / "shipped", help="where everything goes")
    parser.add_argument("--device", default="cpu", help="cpu (as it is), or cuda")
    parser.add_argument("--epochs", type=int, default=40, help="at most; training stops earlier by itself")
    parser.add_argument("--seed", type=int, default=0, help="another one: another split, other first weights")
    parser.add_argument("--demo", action="store_true", help="open the app afterwards (needs `--with app`)")
    parser.add_argument("--katas", metavar="DIR", help="a folder with other katas than yours")
    options = parser.parse_args()
    if options.photos is not None and len(kinds_in(options.photos)) < 2:
        parser.error(f"--photos {options.photos}: give a folder with a folder of photos for each of two kinds or more")
    if options.out.exists() and not options.out.is_dir():
        parser.error(f"--out {options.out}: this is no folder")
    if options.device != "cpu" and not torch.cuda.is_available():
        parser.error(f"--device {options.device}: PyTorch finds no graphics card here; leave it out")
    torch.set_num_threads(1)
    with own_katas(options.katas, STOPPED):
        from week8.kata3_pipeline import run_pipeline

        photos = options.photos or course_photos()
        result = run_pipeline(photos, options.out, options.device, options.epochs, options.seed)
        report(result)
        first_words(result, photos)
        if options.demo:
            from week8.kata4_demo_app import build_app

            build_app(result["checkpoint"]).launch(inbrowser=True)


def kinds_in(folder):
    return [path for path in folder.glob("*") if path.is_dir() and not path.name.startswith(".")]


def course_photos():
    """The course's photos of the four kinds, in a folder of their own."""
    folder = ROOT / ".kata" / "photos"
    for name in CLASSES:
        shutil.copytree(fixture(f"photos/{name}"), folder / name, dirs_exist_ok=True)
    return folder


def report(result):
    parts = result["split"]
    print(", ".join(f"{part}: {len(names)} photos" for part, names in parts.items()))
    for name in result["skipped"]:
        print(f"Left out, for it cannot be read: {name}")
    print("\n| candidate | parameters | accuracy on the validation photos |\n|---|---:|---|")
    for row in result["comparison"]:
        print(f"| {row['name']} | {row['parameters']:,} | {row['mean']:.3f} ± {row['interval']:.3f} |")
    print(f"\nChosen: {result['chosen']}. The weights are those of epoch {result['best_epoch']}.")
    print("\n| | accuracy |\n|---|---|")
    for words, score in (
        ("test photos, always the commonest kind", result["baseline"]),
        ("validation photos", result["val_accuracy"]),
        ("test photos, opened once", result["test_accuracy"]),
    ):
        print(f"| {words} | {score:.3f} |")
    print("\nWritten:")
    for path in (result["checkpoint"], result["model_card"], result["log"], *result["pictures"]):
        print(f"    {shown(path)}")


def first_words(result, photos):
    """What the saved model says of a test photo when it is loaded anew."""
    from week7.kata1_save_and_load import load_checkpoint
    from week7.kata2_predict_a_photo import predict_photo

    name = min(result["predictions"])
    print(f"\nAnd {name}, asked of the saved model:")
    for label, probability in predict_photo(load_checkpoint(result["checkpoint"]), photos / name):
        print(f"    {label:20} {probability:6.1%}")


def shown(path):
    """A path as it is typed from here."""
    path = Path(path).resolve()
    return path.relative_to(Path.cwd()) if path.is_relative_to(Path.cwd()) else path


if __name__ == "__main__":
    main()
