"""Threads of a lab that read Python at the same time do not break each other."""

from __future__ import annotations

import subprocess
import sys
import textwrap
from pathlib import Path

TOOLS = Path(__file__).parents[1]
AT_ONCE = """
    import ast, sys, threading, time
    from labs.turns import take_turns
    take_turns()

    class Late:  # what Python runs in the middle of building a tree: there, another thread may go on
        def __init__(self):
            self.me = self

        def __del__(self):
            for _ in range(200):
                pass

    def read():
        try:
            while time.monotonic() < end and not broken:
                for _ in range(50):
                    Late()
                ast.parse(text)
        except SystemError as error:
            broken.append(error)

    text, broken, end = "x = [1, (2, y.z)]\\n" * 500, [], time.monotonic() + 3
    sys.setswitchinterval(1e-5)
    threads = [threading.Thread(target=read) for _ in range(3)]
    for one in threads: one.start()
    for one in threads: one.join()
    print(compile("1 + 1", "", "eval"), ast.parse("1").body[0].value.value, *broken)
"""


def test_trees_are_built_one_at_a_time() -> None:
    """Without turns, Python 3.11 breaks this off within a second: "AST constructor recursion depth mismatch"."""
    program = textwrap.dedent(AT_ONCE)
    done = subprocess.run([sys.executable, "-c", program], cwd=TOOLS, capture_output=True, text=True, timeout=120)
    assert not done.returncode, done.stderr
    assert done.stdout.strip().endswith(" 1")
