"""Unusual and correct: every one of these must pass.

As with the mistakes, each is the reference with some of its lines replaced.
"""

import importlib.util
from pathlib import Path

from kata.known import alternative

spec = importlib.util.spec_from_file_location("mistakes", Path(__file__).with_name("mistakes_kata3.py"))
mistakes = importlib.util.module_from_spec(spec)
spec.loader.exec_module(mistakes)
changed = mistakes.changed


@alternative("run_pipeline")
@changed(('compare_models({name: builder(name) for name in CANDIDATES}',
          'compare_models({name: builder(name) for name in reversed(CANDIDATES)}'),
         ('comparison = steps.do("compare", compared)',
          'comparison = sorted(steps.do("compare", compared), key=lambda row: row["parameters"])'),
         ("shuffled_by=epoch)", "shuffled_by=7 + 31 * epoch + seed)"))  # fmt: skip
def other_orders():
    """The simplest candidate first in the table; the batches in other orders."""


@alternative("run_pipeline")
@changed(('[out_dir / "curves.png", out_dir / "confusion.png", out_dir / "mistakes.png"]',
          '[checkpoint.with_name(f"Bild {i}.png") for i in (1, 2, 3)]'),
         ('checkpoint.with_suffix(".json"), out_dir / "log.jsonl"',
          'out_dir / "Modellkarte.txt", checkpoint.with_name("Läufe.jsonl")'))  # fmt: skip
def other_names():
    """Files called and placed in another way."""


@alternative("run_pipeline")
@changed(("            images += [augment(image, rng, \"photos\") for _ in range(COPIES) for image in squares(part)]\n"
          "            labels *= 1 + COPIES\n",
          "            images = [augment(image, rng, \"photos\") for image in images for _ in range(COPIES)] + images\n"
          "            labels = [label for label in labels for _ in range(COPIES)] + labels\n"),
         ("        return parts\n\n", "        return {part: sorted(parts[part]) for part in parts}\n\n"))  # fmt: skip
def sorted_parts():
    """Each part in alphabetical order; the copies stand before the photos."""


@alternative("run_pipeline")
@changed(("    steps = Steps(out_dir, settings)\n",
          "    class Pickled(Steps):\n"
          "        def do(self, name, work):\n"
          "            import pickle\n\n"
          "            path = self.folder / f'{name}.pickle'\n"
          "            if not path.exists():\n"
          "                result = work()\n"
          "                with written_whole(path) as draft:\n"
          "                    draft.write_bytes(pickle.dumps(result))\n"
          "            return pickle.loads(path.read_bytes())\n\n"
          "    steps = Pickled(out_dir, settings)\n"))  # fmt: skip
def steps_of_its_own():
    """Another kind of memory for what is done."""
