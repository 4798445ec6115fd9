"""What is noticed of a task beside its answer."""

from __future__ import annotations

import importlib
import random
import sys
from pathlib import Path

import pytest

from kata import calls


@pytest.mark.parametrize("library", ["colorsys", "one_that_draws"])  # of Python's own, none draws when it is imported
def test_who_draws_is_blamed_unless_a_library_was_imported_that_may_have_drawn(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, library: str
) -> None:
    (tmp_path / "one_that_draws.py").write_text("import random\n\nrandom.random()\n")
    monkeypatch.syspath_prepend(tmp_path)
    monkeypatch.delitem(sys.modules, library, raising=False)
    log, before = calls.start(), random.getstate()
    random.random()
    importlib.import_module(library)
    assert ("`shuffled` used the global random generator" in log.finish("shuffled")) == (library == "colorsys")
    assert random.getstate() == before
    sys.modules.pop(library)
