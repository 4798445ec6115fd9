"""A long piece of work in steps, each done once: whoever stops it and starts it again loses one step at most.

    steps = Steps(out, {"seed": 0})
    split = steps.do("split", lambda: split_samples(samples, seed=0))     # worked out, or read from the folder

What a step gives is kept as JSON, so it is plain data: numbers, text, lists, dicts with text for keys. What is larger
(a network, a picture) a step writes into the folder itself, and gives the file's name.
"""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any, TypeVar

from rich.console import Console
from rich.progress import track

T = TypeVar("T")


def tracked(items: Sequence[T], what: str) -> Iterable[T]:
    """Goes through the items with a bar of progress below what is on the terminal; quietly where nobody watches."""
    console = Console(stderr=True)
    return track(items, what, console=console, transient=True, disable=not console.is_terminal)


class Steps:
    """Keeps what steps gave in `folder`/steps.

    settings: everything that the results depend on, as plain data. A folder that holds the steps of other settings
        is a ValueError that shows the difference: what is in it belongs to another piece of work.
    """

    def __init__(self, folder: Path, settings: dict[str, Any]) -> None:
        self.folder = Path(folder) / "steps"
        self.folder.mkdir(parents=True, exist_ok=True)
        wanted = json.loads(json.dumps(settings))
        kept = self.do("settings", lambda: wanted)
        different = [name for name in kept | wanted if kept.get(name) != wanted.get(name)]
        if different:
            raise ValueError(
                f"{folder} holds the work of another run ({', '.join(different)} differ). Go on with the settings of "
                "that one, or choose a new folder."
            )

    def do(self, name: str, work: Callable[[], Any]) -> Any:
        """What `work()` gives, done now or at an earlier start; as it comes back from JSON, so a tuple is a list."""
        path = self.folder / f"{name}.json"
        if not path.exists():
            result = work()
            with written_whole(path) as draft:
                draft.write_text(json.dumps(result, indent=1, allow_nan=False) + "\n", encoding="utf-8")
        return json.loads(path.read_text(encoding="utf-8"))


@contextmanager
def written_whole(path: Path) -> Iterator[Path]:
    """with written_whole(path) as draft: … writes to `draft`, which takes path's place only when all went well.

    A draft has the suffix of the file it will be, and a name that begins with a dot.
    """
    path = Path(path)
    draft = path.with_name(f".{path.stem}.part{path.suffix}")
    try:
        yield draft
        os.replace(draft, path)  # noqa: PTH105
    except BaseException:
        draft.unlink(missing_ok=True)
        raise
