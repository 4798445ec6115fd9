"""The Space that `space_files` of week 8 writes, in a real browser: what visitors see, and what goes over the wire."""

from __future__ import annotations

import json
import os
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest

ROOT = Path(__file__).parents[2]
CHROMIUM = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
NAMES = ["otter", "Windmühle", "koala"]
QUIET = [  # a browser on its own asks for updates and lists of dangerous sites
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
]
LOCAL = {"127.0.0.1", "localhost"}

pytestmark = pytest.mark.skipif(CHROMIUM is None, reason="there is no Chromium here")
playwright = pytest.importorskip("playwright.sync_api", reason="Playwright is not installed")

WRITE = """
import json, sys
import torch
from safetensors.torch import save_file
from nets import probes
from nets.architectures import build
from week8.kata4_demo_app import space_files

folder, names = sys.argv[1], json.loads(sys.argv[2])
model = probes.filled(build({"architecture": "tiny"}, len(names)), 4, torch.float32)
words = {"config": {"architecture": "tiny"}, "class_names": names,
         "preprocessing": {"image_size": 64, "mean": [0.5] * 3, "std": [0.25] * 3}}
metadata = {key: json.dumps(value) for key, value in words.items()}
save_file(model.state_dict(), f"{folder}/pets.safetensors", metadata=metadata)
space_files(f"{folder}/pets.safetensors", f"{folder}/space")
"""


def environment(**more: str) -> dict[str, str]:
    """Little of this process's own, and no calls home."""
    kept = {name: os.environ[name] for name in ("PATH", "SYSTEMROOT", "TEMP", "TMP", "LANG") if name in os.environ}
    offline = {"GRADIO_ANALYTICS_ENABLED": "False", "HF_HUB_OFFLINE": "1", "PYTHONUTF8": "1"}
    return kept | offline | more


@pytest.fixture(scope="module")
def space(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder as the reference writes it, for a small network."""
    pytest.importorskip("gradio", reason="gradio is not installed")
    folder = tmp_path_factory.mktemp("demo")
    code = os.pathsep.join([str(ROOT / "solutions"), str(ROOT / "tools")])
    subprocess.run(
        [sys.executable, "-c", WRITE, str(folder), json.dumps(NAMES)],
        cwd=folder,
        env=environment(PYTHONPATH=code),
        check=True,
        timeout=120,
    )
    return folder / "space"


@pytest.fixture(scope="module")
def address(space: Path) -> Iterator[str]:
    """Where `python app.py` serves its page, started in another folder than its own.

    An editable install of the course puts tools/ on every Python's path. So this one starts without (-S), and is told
    of the libraries' folder alone: nothing of the course can be imported but the copies beside app.py.
    """
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    elsewhere = space.parent / "elsewhere"
    elsewhere.mkdir()
    libraries = os.pathsep.join(path for path in sys.path if Path(path).name in ("site-packages", "dist-packages"))
    log = space.parent / "server.txt"
    with log.open("w", encoding="utf-8") as output:
        server = subprocess.Popen(
            [sys.executable, "-S", str(space / "app.py")],
            cwd=elsewhere,
            env=environment(GRADIO_SERVER_PORT=str(port), HOME=str(elsewhere), PYTHONPATH=libraries),
            stdout=output,
            stderr=subprocess.STDOUT,
        )
        try:
            wait_for(port, server, log)
            yield f"http://127.0.0.1:{port}/"
        finally:
            server.terminate()
            server.wait(10)


def wait_for(port: int, server: subprocess.Popen[bytes], log: Path) -> None:
    end = time.monotonic() + 90
    while time.monotonic() < end:
        assert server.poll() is None, log.read_text(encoding="utf-8")
        try:
            socket.create_connection(("127.0.0.1", port), 1).close()
            return
        except OSError:
            time.sleep(0.1)
    raise AssertionError(f"app.py serves nothing after 90 seconds: {log.read_text(encoding='utf-8')}")


@pytest.fixture
def page(address: str) -> Iterator[Any]:
    """The page, opened; every request it has made is in `page.asked`."""
    with playwright.sync_playwright() as started:
        browser = started.chromium.launch(executable_path=CHROMIUM, args=QUIET)
        opened = browser.new_page(viewport={"width": 1100, "height": 760})
        opened.asked = []
        opened.on("request", lambda request: opened.asked.append(request.url))
        opened.set_default_timeout(30_000)
        opened.goto(address)
        opened.get_by_text("Click to Upload").wait_for()
        yield opened
        browser.close()


def went_elsewhere(urls: list[str]) -> list[str]:
    parts = [(url, urlsplit(url)) for url in urls]
    return [url for url, part in parts if part.scheme not in ("data", "blob") and part.hostname not in LOCAL]


def test_a_visitor_sees_the_labels_and_a_sentence_for_what_is_no_photo(page: Any, tmp_path: Path) -> None:
    errors: list[str] = []
    page.on("pageerror", lambda error: errors.append(str(error)))
    assert page.get_by_role("heading", level=1).inner_text() == "What is on this photo?"
    for name in NAMES:
        assert name in page.inner_text("body"), "the page says what the network knows"

    page.set_input_files("input[type=file]", ROOT / "fixtures" / "photos" / "animal" / "cat.jpg")
    label = page.get_by_test_id("label-output-value")
    label.wait_for()
    page.wait_for_function("document.images.length && [...document.images].every(image => image.complete)")
    page.screenshot(path=tmp_path / "answered.png")
    shown = {name: shares_of(page, name) for name in NAMES}
    assert label.inner_text().strip() == max(shown, key=lambda name: shown[name])
    assert abs(sum(shown.values()) - 100) <= len(NAMES)  # each is rounded to a whole percent

    page.get_by_label("Clear").first.click()
    label.wait_for(state="detached")
    assert page.get_by_test_id("toast-body").count() == 0, "taking the photo away is no error"

    broken = tmp_path / "note.jpg"
    broken.write_text("Milk, bread, 2 lemons\n", encoding="utf-8")
    page.set_input_files("input[type=file]", broken)
    toast = page.get_by_test_id("toast-body")
    toast.wait_for()
    page.wait_for_timeout(600)  # it slides in
    page.screenshot(path=tmp_path / "refused.png")
    assert "This file cannot be read as a photo." in toast.inner_text()
    assert "Traceback" not in page.inner_text("body") and "cannot identify" not in page.inner_text("body")
    assert label.count() == 0

    assert page.asked and not went_elsewhere(page.asked), went_elsewhere(page.asked)
    assert not errors, errors


def shares_of(page: Any, name: str) -> int:
    """The percentage that stands beside a class's name."""
    row = page.get_by_test_id(f"{name}-confidence-set")
    return int(row.inner_text().split()[-1].removesuffix("%"))


def test_the_page_fits_a_phone(page: Any, tmp_path: Path) -> None:
    page.set_viewport_size({"width": 360, "height": 740})
    page.set_input_files("input[type=file]", ROOT / "fixtures" / "photos" / "building" / "petra.jpg")
    page.get_by_test_id("label-output-value").wait_for()
    page.screenshot(path=tmp_path / "phone.png", full_page=True)
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
