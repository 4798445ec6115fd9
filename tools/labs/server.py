"""marimo's own server. While the browser loads its page, what every notebook needs is imported: no first cell waits.

python -m labs.server run exercises/week2/lab.py --port 8123 …
"""

from __future__ import annotations

import contextlib
import importlib
import runpy
import socket
import sys
import threading
import time

from labs.turns import take_turns


def answers(port: int) -> bool:
    """Whether a server listens at this port of this machine."""
    with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port), 1):
        return True
    return False


def _prepare(port: int) -> None:
    while not answers(port):
        time.sleep(0.05)
    importlib.import_module("labs.lab")


if __name__ == "__main__":
    port = int(sys.argv[sys.argv.index("--port") + 1])
    take_turns()
    threading.Thread(target=_prepare, args=(port,), daemon=True).start()
    runpy.run_module("marimo", run_name="__main__", alter_sys=True)
